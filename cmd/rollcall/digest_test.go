package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rollcall/tracker"
)

// What was recorded in some days is one digest; nothing is changed by that.
func TestDigestPrintsWhatWasRecorded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "told.db")
	env := settings{"ROLLCALL_DB": path}
	if r := inProcess(t, env, "", "add", "Example & Co", "company", "source:https://example.org/a"); r.err != nil {
		t.Fatal(r.err)
	}
	today := string(tracker.DayOf(time.Now()))
	yesterday := string(tracker.DayOf(time.Now().AddDate(0, 0, -1)))
	for _, c := range []struct{ args, says string }{
		{"--since " + today, "Example & Co joined"},
		{"--until=" + today + " --since " + yesterday, "Example & Co joined"},
		{"--since " + today + " --json", `{"kind":"digest"`},
	} {
		if r := inProcess(t, env, "", append([]string{"digest"}, strings.Fields(c.args)...)...); r.err != nil || !strings.Contains(r.out, c.says) {
			t.Errorf("%s: %s, %v", c.args, r.out, r.err)
		}
	}
	if r := inProcess(t, env, "", "digest", "--since", yesterday, "--until", yesterday); r.err != nil || r.out != "" || !strings.Contains(r.errs, "nothing was recorded") {
		t.Errorf("of yesterday: %+v", r)
	}
	for _, args := range []string{"--since today", "--since 2026-01-02 --until 2026-01-01", "--since", "--until 2026-01-01", "what"} {
		if r := inProcess(t, env, "", append([]string{"digest"}, strings.Fields(args)...)...); r.err == nil {
			t.Errorf("%s isn't refused", args)
		}
	}
}
