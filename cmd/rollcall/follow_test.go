package main

import (
	"archive/zip"
	"bytes"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rollcall/bot/slacktest"
	"rollcall/tracker"
	"rollcall/tracker/testrun"
)

// What export --registry writes is followed, and changes nothing; what is changed there is proposed once.
func TestAnExportedFolderIsFollowed(t *testing.T) {
	t.Parallel()
	db, folder := database(t), filepath.Join(t.TempDir(), "list")
	says := func(want string, args ...string) {
		t.Helper()
		if r := inProcess(t, nil, "", append(args, "--db", db)...); r.err != nil || !strings.Contains(r.out+r.errs, want) {
			t.Errorf("%v: %v, not %q\n%.900s%.900s", args, r.err, want, r.out, r.errs)
		}
	}
	own := filepath.Join(folder, "own.md")
	if err := errors.Join(os.Mkdir(folder, 0o700), os.WriteFile(own, []byte("# My notes\n"), 0o600)); err != nil {
		t.Fatal(err)
	}
	if r := inProcess(t, nil, "", "export", "--registry", folder, "--db", db); r.err == nil || !strings.Contains(r.err.Error(), "no list that rollcall wrote") {
		t.Errorf("into somebody's own folder: %v\n%s", r.err, r.errs)
	}
	says("1222 files written", "export", "--registry", folder, "--force")
	if err := os.Remove(own); err != nil {
		t.Fatal(err)
	}
	says("Nothing waits for an admin.", "follow", "--once", "--from", folder)
	newcomer := filepath.Join(folder, "newcomer.md")
	if err := os.WriteFile(newcomer, []byte("---\nname: Example Foundation\ncategory: civil-society\nfirst_listed: 2026-01-02\n---\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		says("1 change of the list waits for an admin", "follow", "--once", "--from", folder)
	}
	says("Example Foundation was added to the list (a civil society organisation), 2 January 2026. Source: https://github.com/ambanum/pariscall.international\n", "approve", "1456-1460")
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

// What can't be the list is refused with what to do, and a very short list is read with a warning.
func TestWhatIsHandedOverForTheList(t *testing.T) {
	t.Parallel()
	db := database(t)
	folder := func(name, content string) string {
		dir := t.TempDir()
		for file, text := range map[string]string{name: content, "one.md": "---\nname: France\ncategory: state\nnationality: FRA\n---\n"} {
			if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		return dir
	}
	var zipped bytes.Buffer
	w := zip.NewWriter(&zipped)
	if _, err := w.Create("_supporters/one.md"); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	archive, list := listFile(t, "list.zip", zipped.String()), listFile(t, "list.csv", "name,category,country\nFrance,state,FR\n")
	for _, c := range []struct{ args, says string }{
		{"follow --from " + list, "type: follow --once --from " + list},
		{"follow --once --from none", "there is no file or folder none"},
		{"follow --once --from " + os.DevNull, "neither a file nor a folder"},
		{"follow --once --from " + folder("old.md", "---\nname: Soci\xe9t\xe9\n---\n"), "old.md can't be read, and may be anybody's row. The file isn't in UTF-8; save it in UTF-8."},
		{"follow --once --from " + folder("notes.md", "# Notes"), "If it is no supporter's, take it out of the folder."},
		{"import " + archive, "That is a zip, and no Excel file. Unpack it"},
	} {
		if r := inProcess(t, nil, "", append(strings.Fields(c.args), "--db", db)...); r.err == nil || !strings.Contains(r.err.Error(), c.says) {
			t.Errorf("%s: %v\n%s", c.args, r.err, r.out)
		}
	}
	if n := len(stored(t, db)); n != 1454 {
		t.Errorf("refusals left %d entries", n)
	}
	for _, from := range []string{list, folder("README.md", "# What this is")} {
		r := inProcess(t, nil, "", "follow", "--once", "--from", from, "--db", db)
		if r.err != nil || !strings.Contains(r.out, "Careful: 1,221 of 1,222 supporters (99.9 %) aren't on the official list any more.") {
			t.Errorf("%s: %v\n%.600s", from, r.err, r.out)
		}
	}
}

// A site has the official list of a call, at an address.
type site struct {
	*httptest.Server
	env settings // of a program that keeps the call

	mu      sync.Mutex
	content string
	asked   int
}

// newSite serves a list, which is followed at an address that leads there.
func newSite(t *testing.T, address func(url string) string) *site {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("left out: only on Linux the environment says whom a program trusts")
	}
	s := &site{}
	s.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.UserAgent(), "rollcall/") {
			t.Errorf("it is asked by %q", r.UserAgent())
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.asked++
		_, _ = io.WriteString(w, s.content)
	}))
	t.Cleanup(s.Close)
	dir := t.TempDir()
	trusted, call := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "tidy")
	if err := os.WriteFile(trusted, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	if r := inProcess(t, nil, "", "new-call", call); r.err != nil {
		t.Fatal(r.err)
	}
	principles := filepath.Join(call, "principles.yaml")
	text := strings.Replace(string(readBytes(t, principles)), "  # list:", "  list: {address: "+address(s.URL)+"}\n  # list:", 1)
	if err := os.WriteFile(principles, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s.env = settings{"ROLLCALL_CALLS": call + ":/tidy", "ROLLCALL_DB": filepath.Join(dir, "rollcall.db"), "ROLLCALL_FOLLOW": "propose", "SSL_CERT_FILE": trusted}
	return s
}

// has changes what the list says, and returns how often it was asked for until then.
func (s *site) has(rows string) (asked int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.content = "name,category,country\nExample Foundation,civil_society,FR\n" + rows
	return s.asked
}

// The real program reads a list over TLS, and its doctor looks at the address.
func TestAListIsFollowedOverTLS(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(url string) string { return url + "/list.csv" })
	s.env["SLACK_API_URL"] = s.URL + "/api/"
	s.has("Newer Sample,company,DE\n")
	dir := t.TempDir()
	out, errs, code := run(t, dir, s.env, "", "follow", "--once")
	if code != 0 || !strings.Contains(out, "Newer Sample was added to the list") {
		t.Errorf("%d: %s%s", code, out, errs)
	}
	if out, errs, _ = run(t, dir, s.env, "", "doctor"); !strings.Contains(out, "ok: official list: "+s.URL+"/list.csv has a list with 2 rows") {
		t.Errorf("%s%s", out, errs)
	}
	s.content = "<html>"
	if out, errs, _ = run(t, dir, s.env, "", "doctor"); !strings.Contains(out, "problem: official list: "+s.URL) {
		t.Errorf("%s%s", out, errs)
	}
	if out, errs, code = run(t, dir, s.env, "", "follow", "--once"); code == 0 || out != "" {
		t.Errorf("%d: %s%s", code, out, errs)
	}
}

// The real program reads a list through the proxy that the environment names, the only way to the address.
func TestAListIsFollowedThroughAProxy(t *testing.T) {
	t.Parallel()
	const host = "example.com" // of which the certificate is
	s := newSite(t, func(string) string { return "https://" + host + "/list.csv" })
	s.has("Newer Sample,company,DE\n")
	var tunnels atomic.Int64
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		there, err := net.Dial("tcp", s.Listener.Addr().String())
		if r.Method != http.MethodConnect || r.Host != host+":443" || err != nil {
			t.Errorf("the proxy is asked for %s %s (%v)", r.Method, r.Host, err)
			return
		}
		defer there.Close()
		here, rest, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer here.Close()
		tunnels.Add(1)
		_, _ = io.WriteString(here, "HTTP/1.1 200 OK\r\n\r\n")
		go func() { _, _ = io.Copy(there, rest) }() // they end with the connection
		_, _ = io.Copy(here, there)
	}))
	t.Cleanup(proxy.Close)
	s.env["HTTPS_PROXY"] = proxy.URL
	out, errs, code := run(t, t.TempDir(), s.env, "", "follow", "--once")
	if code != 0 || !strings.Contains(out, "Newer Sample was added to the list") || tunnels.Load() == 0 {
		t.Errorf("%d, after %d tunnels: %s%s", code, tunnels.Load(), out, errs)
	}
}

// TestKilledWhileItFollows kills a process that follows a list at random moments while the list changes: each change is proposed once,
// and shown once where proposals are settled.
func TestKilledWhileItFollows(t *testing.T) {
	t.Parallel()
	const review = "C0REVIEW"
	there := newSite(t, func(url string) string { return url + "/list.csv" })
	s := slacktest.Start(t, slacktest.Config{})
	s.AddChannel(slacktest.Channel{ID: review, Name: "review", Member: true})
	maps.Copy(there.env, settings{"ROLLCALL_FOLLOW_AT": "@every 1s", "ROLLCALL_PROPOSALS": review, slackWithin: "5s"})
	db := there.env["ROLLCALL_DB"]
	rows, kills := "", testrun.Times(40, 4)
	shown := func(name string) (n int) {
		for _, m := range s.Messages(review) {
			n += strings.Count(m.Text, name+" was added to the list")
		}
		return n
	}
	name := func(i int) string { return fmt.Sprintf("Newer Sample %d", i) }
	for i := range kills + 1 {
		rows += name(i) + ",company,DE\n"
		before := there.has(rows)
		p := serve(t, s, db, overHTTP, there.env)
		if i == kills {
			p.until("the last change is shown", func() bool { return shown(name(i)) > 0 })
			p.terminate()
			break
		}
		if i%2 == 0 { // once it was asked for, it is compared, recorded and shown
			p.until("the list is asked for", func() bool { there.mu.Lock(); defer there.mu.Unlock(); return there.asked > before })
		}
		time.Sleep(rand.N(300 * time.Millisecond))
		p.kill()
	}
	entries, err := storedEntries(t.Context(), db, "tidy")
	if err != nil {
		t.Fatal(err)
	}
	proposed := map[string]int{}
	for _, e := range entries {
		if ev, ok := e.Event.(tracker.Proposed); ok {
			proposed[ev.Events[0].(tracker.Changed).Supporter.Name]++
		}
	}
	for i := range kills + 1 {
		if proposed[name(i)] != 1 || shown(name(i)) != 1 {
			t.Errorf("%s is proposed %d times, and shown %d times", name(i), proposed[name(i)], shown(name(i)))
		}
	}
	if broken := tracker.Verify(entries); len(broken) > 0 {
		t.Error(broken[0])
	}
}
