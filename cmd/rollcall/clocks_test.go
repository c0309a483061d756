package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/pariscall"
	"rollcall/tracker/postgres/pgtest"
	"rollcall/tracker/testrun"
)

// skew is by how many seconds the clock of the program that skewed makes is off, and setRight the name of a file: once that is there,
// the clock is right.
const (
	skew     = "ROLLCALL_TEST_SKEW"
	setRight = "ROLLCALL_TEST_SET_RIGHT"
)

// skewed builds rollcall with a package time whose wall clock is off; the monotonic one isn't. No other way moves the clock of a
// process alone: Linux's time namespaces have no wall clock of their own, and a library that is loaded before libc's functions
// isn't called, as Go reads the clock without them.
func skewed(t *testing.T) (program string) {
	t.Helper()
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	dir, source := t.TempDir(), filepath.Join(strings.TrimSpace(string(out)), "src", "time", "time.go")
	text, now := string(readBytes(t, source)), "sec, nsec, mono := runtimeNow()\n"
	if strings.Count(text, now) == 0 {
		t.Fatalf("%s isn't as this test knows it", source)
	}
	text = strings.NewReplacer("import (", "import (\n\t\"sync/atomic\"\n\t\"syscall\"", now, now+"\tsec += skew.Load()\n").Replace(text) + fmt.Sprintf(`
var skew = func() *atomic.Int64 {
	said, _ := syscall.Getenv(%q)
	n, _ := atoi(said)
	s := new(atomic.Int64)
	s.Store(int64(n))
	if file, ok := syscall.Getenv(%q); ok {
		go func() {
			for syscall.Access(file, 0) != nil {
				Sleep(Millisecond)
			}
			s.Store(0)
		}()
	}
	return s
}()
`, skew, setRight)
	changed, overlay, program := filepath.Join(dir, "time.go"), filepath.Join(dir, "overlay.json"), filepath.Join(dir, "rollcall")
	replace, err := json.Marshal(map[string]map[string]string{"Replace": {source: changed}})
	if err = errors.Join(err, os.WriteFile(changed, []byte(text), 0o600), os.WriteFile(overlay, replace, 0o600)); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("go", "build", "-overlay", overlay, "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return program
}

func TestWrongClocks(t *testing.T) {
	if !testrun.Long() || runtime.GOOS != "linux" {
		t.Skip("left out without -long, and where it isn't Linux: it builds rollcall with another clock, which takes a minute; go test -long runs it")
	}
	program := skewed(t)
	t.Run("three processes post everything once", func(t *testing.T) { wrongClocksTellEverythingOnce(t, program) })
	t.Run("a clock is set right", func(t *testing.T) { aClockIsSetRight(t, program) })
}

// now is the time on a server's clock.
func (p *server) now() time.Time {
	p.Helper()
	resp, err := http.Head(p.url + "/healthz")
	if err != nil {
		p.Fatal(err)
	}
	defer resp.Body.Close()
	at, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil {
		p.Fatal(err)
	}
	return at
}

// A process starts a day ahead. When its clock is set right, it goes on at once: the next tick doesn't wait for that day.
func aClockIsSetRight(t *testing.T, program string) {
	s, db, now := office(t), database(t), filepath.Join(t.TempDir(), "now")
	p := serve(t, s, db, throughSocket, settings{runs: program, skew: "86400", setRight: now})
	tomorrow := time.Now().Add(23 * time.Hour)
	types(t, s, "subscribe")
	for i, ahead := range []bool{true, false} {
		if !ahead {
			if err := os.WriteFile(now, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			p.until("its clock is right", func() bool { return p.now().Before(tomorrow) })
		}
		said := types(t, s, fmt.Sprintf(`add "Example Company %d." company source:https://example.org/a`, i)).Text
		if !strings.Contains(said, "Recorded") {
			t.Fatalf("answered with %s", said)
		}
		p.until(fmt.Sprintf("digest %d", i+1), func() bool { return len(digests(s)) == i+1 })
	}
	p.terminate()
	first := stored(t, db)[0] // by the clock that was ahead
	if first.At.Before(tomorrow) {
		t.Errorf("the clock wasn't ahead: %s", first.At)
	}
	p.holds(s, db)
}

// Three processes share a database, two with clocks that are minutes off, one ahead and one behind: what is edited through
// any of them is done once and posted once, and those two say that they aren't ready.
func wrongClocksTellEverythingOnce(t *testing.T, program string) {
	s, db := office(t), pgtest.Database(t)
	var all []*server
	for _, off := range []string{"0", "240", "-240"} { // Slack's requests may be five minutes old
		all = append(all, serve(t, s, db, overHTTP, settings{runs: program, skew: off}))
	}
	for i, p := range all {
		if status, said := get(t, p.url+"/readyz"); (status == http.StatusOK) != (i == 0) || strings.Contains(said, "clock and the server's differ by 4m0s") != (i > 0) {
			t.Errorf("process %d: /readyz: %d %s", i, status, said)
		}
	}
	through := func(p *server, line string) string {
		s.SetRequestURL(p.url+"/slack/events", nil)
		return types(t, s, line).Text
	}
	through(all[1], "subscribe")
	const edits = 9
	for i := range edits {
		if said := through(all[i%3], fmt.Sprintf(`add "Example Company %d." company source:https://example.org/a`, i)); !strings.Contains(said, "Recorded") {
			t.Errorf("process %d answers %s", i%3, said)
		}
	}
	told := func(i int) (n int) {
		for _, m := range s.Messages(policy) {
			if m.Metadata != nil && m.Metadata.EventPayload["plan"] != nil {
				n += strings.Count(m.Text, fmt.Sprintf("• Example Company %d.", i))
			}
		}
		return n
	}
	for i := range edits {
		all[0].until(fmt.Sprintf("company %d is posted", i), func() bool { return told(i) > 0 })
	}
	for _, p := range all {
		p.terminate()
	}
	plans := map[any]int{}
	for _, m := range s.Messages(policy) {
		if m.Metadata != nil && m.Metadata.EventPayload["plan"] != nil {
			plans[m.Metadata.EventPayload["plan"]]++
		}
	}
	for plan, n := range plans {
		if n != 1 {
			t.Errorf("plan %v was posted %d times", plan, n)
		}
	}
	for i := range edits {
		if n := told(i); n != 1 {
			t.Errorf("company %d is posted %d times", i, n)
		}
	}
	entries, err := storedEntries(t.Context(), db, pariscall.Slug)
	if err != nil {
		t.Fatal(err)
	}
	if broken := tracker.Verify(entries); len(broken) > 0 {
		t.Error(broken[0])
	}
}
