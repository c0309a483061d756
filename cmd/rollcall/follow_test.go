package main

import (
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"rollcall/tracker"
)

// What export --registry writes is followed, and changes nothing; what is changed there is proposed once.
func TestAnExportedFolderIsFollowed(t *testing.T) {
	db, folder := database(t), filepath.Join(t.TempDir(), "list")
	says := func(want string, args ...string) {
		t.Helper()
		if r := inProcess(t, nil, "", append(args, "--db", db)...); r.err != nil || !strings.Contains(r.out+r.errs, want) {
			t.Errorf("%v: %v, not %q\n%.900s%.900s", args, r.err, want, r.out, r.errs)
		}
	}
	says("1222 files written", "export", "--registry", folder)
	says("Nothing waits for an admin.", "follow", "--once", "--from", folder)
	newcomer := filepath.Join(folder, "newcomer.md")
	if err := os.WriteFile(newcomer, []byte("---\nname: Example Foundation\ncategory: civil-society\nfirst_listed: 2026-01-02\n---\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		says("1 change of the list waits for an admin", "follow", "--once", "--from", folder)
	}
	says("Example Foundation was added to the list (a civil society organisation), 2 January 2026. Source: https://github.com/ambanum/pariscall.international\n", "approve", "1456-1460")
	own := filepath.Join(folder, "own.md")
	if err := os.WriteFile(own, []byte("---\nname: My notes\n---\nkept\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	says("Left as it is, since nobody here had the name in it: "+own, "export", "--registry", folder)
	says("1223 files written", "export", "--registry", folder)
	if _, err := os.Stat(newcomer); err == nil {
		t.Error("the file that stands for nobody's entry any more is still there")
	}
	if err := os.Remove(own); err != nil {
		t.Error("somebody's own file was removed:", err)
	}
	says("Nothing waits for an admin.", "follow", "--once", "--from", folder)
	says(`"following":{"address":"https://`, "follow", "--json")
	proposed := 0
	for _, e := range stored(t, db) {
		if _, ok := e.Event.(tracker.Proposed); ok {
			proposed++
		}
	}
	if proposed != 1 {
		t.Errorf("%d changes were proposed", proposed)
	}
}

// The real program reads a list over TLS, and its doctor looks at the address.
func TestAListIsFollowedOverTLS(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("left out: only on Linux the environment says whom a program trusts")
	}
	content := "name,category,country\nExample Foundation,civil_society,FR\nNewer Sample,company,DE\n"
	site := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.UserAgent() == "" || !strings.HasPrefix(r.UserAgent(), "rollcall/") {
			t.Errorf("it is asked by %q", r.UserAgent())
		}
		_, _ = w.Write([]byte(content))
	}))
	t.Cleanup(site.Close)
	dir := t.TempDir()
	trusted, call := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "tidy")
	if err := os.WriteFile(trusted, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: site.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	if r := inProcess(t, nil, "", "new-call", call); r.err != nil {
		t.Fatal(r.err)
	}
	principles := filepath.Join(call, "principles.yaml")
	text := strings.Replace(string(readBytes(t, principles)), "  # list:", "  list: {address: "+site.URL+"/list.csv}\n  # list:", 1)
	if err := os.WriteFile(principles, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	env := settings{"ROLLCALL_CALLS": call + ":/tidy", "ROLLCALL_DB": filepath.Join(dir, "rollcall.db"), "ROLLCALL_FOLLOW": "propose", "SSL_CERT_FILE": trusted,
		"SLACK_API_URL": site.URL + "/api/"}
	out, errs, code := run(t, dir, env, "", "follow", "--once")
	if code != 0 || !strings.Contains(out, "Newer Sample was added to the list") {
		t.Errorf("%d: %s%s", code, out, errs)
	}
	if out, errs, _ = run(t, dir, env, "", "doctor"); !strings.Contains(out, "ok: official list: "+site.URL+"/list.csv has a list with 2 rows") {
		t.Errorf("%s%s", out, errs)
	}
	content = "<html>"
	if out, errs, _ = run(t, dir, env, "", "doctor"); !strings.Contains(out, "problem: official list: "+site.URL) {
		t.Errorf("%s%s", out, errs)
	}
	if out, errs, code = run(t, dir, env, "", "follow", "--once"); code == 0 || out != "" {
		t.Errorf("%d: %s%s", code, out, errs)
	}
}
