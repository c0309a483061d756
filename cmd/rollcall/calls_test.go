package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"rollcall/bot/slacktest"
	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/bolt"
	"rollcall/tracker/pariscall"
)

// another makes the starter of a call, and returns its folder and the settings that keep it next to the Paris Call.
func another(t *testing.T) (folder string, env settings) {
	t.Helper()
	folder = filepath.Join(t.TempDir(), "tidy-desks")
	if r := inProcess(t, nil, "", "new-call", folder); r.err != nil || !strings.Contains(r.out, "ROLLCALL_CALLS=pariscall,"+folder+":/tidy-desks") {
		t.Fatalf("%+v", r)
	}
	return folder, settings{"ROLLCALL_DB": database(t), "ROLLCALL_CALLS": "pariscall," + folder + ":/tidy"}
}

func TestNewCallOverwritesNothing(t *testing.T) {
	folder, _ := another(t)
	if err := os.WriteFile(filepath.Join(folder, "events.csv"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if r := inProcess(t, nil, "", "new-call", folder); r.err == nil || !strings.Contains(r.err.Error(), "isn't empty; nothing was written") {
		t.Errorf("%+v", r)
	}
	if text, err := os.ReadFile(filepath.Join(folder, "events.csv")); string(text) != "mine" {
		t.Errorf("%q, %v", text, err)
	}
	for _, args := range [][]string{{}, {"a", "b"}, {filepath.Join(t.TempDir(), "Tidy Desks")}, {filepath.Join(t.TempDir(), "pariscall")}, {"/"}} {
		if r := inProcess(t, nil, "", append([]string{"new-call"}, args...)...); r.err == nil || r.out != "" {
			t.Errorf("%q: %+v", args, r)
		}
		if len(args) == 1 {
			if _, err := os.Stat(args[0]); args[0] != "/" && err == nil {
				t.Errorf("%s was made", args[0])
			}
		}
	}
}

func TestTheStarterAnswers(t *testing.T) {
	t.Parallel()
	folder, env := another(t)
	for _, c := range []struct{ line, says string }{
		{"about", "The Example Call for Tidy Desks is a public declaration of 1 May 2024"},
		{"principles", "2. Share what is left over"},
		{"count", "2 supporters are listed."},
		{"missing eu", "27 of 27 countries of the European Union (EU) have not signed"}, // the groups are those of the Paris Call
		{"who EXF", "Example Foundation is a supporter of the Example Call for Tidy Desks"},
	} {
		args := append([]string{"--call", "tidy-desks"}, strings.Fields(c.line)...)
		if r := inProcess(t, env, "", args...); r.err != nil || !strings.Contains(r.out, c.says) {
			t.Errorf("%s: %+v", c.line, r)
		}
		if r := inProcess(t, nil, c.line+"\n", "try", folder); r.err != nil || !strings.Contains(r.out, c.says) || !strings.Contains(r.out, "after /tidy-desks") {
			t.Errorf("try %s: %+v", c.line, r)
		}
	}
	if r := inProcess(t, env, "", "count"); !strings.HasPrefix(r.out, "1,222 supporters") {
		t.Errorf("without --call: %+v", r)
	}
	for _, args := range [][]string{{"--call", "tidy", "count"}, {"count", "--call"}, {"count", "--call="}} {
		if r := inProcess(t, env, "", args...); r.err == nil || !strings.Contains(r.err.Error(), "--call") || r.out != "" {
			t.Errorf("%q: %+v", args, r)
		}
	}
	if r := inProcess(t, env, "", "manifest"); strings.Count(r.out, "- command: ") != 2 || !strings.Contains(r.out, "- command: /tidy\n      description: \"Ask about the supporters of the Example Call for Tidy Desks\"") {
		t.Errorf("the manifest: %+v", r)
	}
}

// All mistakes in the settings and in the folders are reported at once, before anything is made.
func TestMistakesOfCallsAreToldAtOnce(t *testing.T) {
	folder, env := another(t)
	rows, err := os.ReadFile(filepath.Join(folder, "supporters.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "supporters.csv"), append(rows, "Example Club,,club,,XX,,,2024-06-03,https://example.org/a,,\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	none := filepath.Join(t.TempDir(), "none")
	env["ROLLCALL_CALLS"] += "," + none + ":/pariscall"
	env["ROLLCALL_TICK"] = "soon"
	for _, command := range []string{"serve", "count"} {
		r := inProcess(t, env, "", command)
		if r.err == nil {
			t.Fatal("nothing is wrong")
		}
		for _, want := range []string{"ROLLCALL_TICK", "two calls have the command /pariscall", "the call " + folder + `: supporters.csv, line 10: there is no category "club"`,
			"the call " + folder + `: supporters.csv, line 10: there is no country "XX"`, "the call " + none + ": the folder can't be read"} {
			if !strings.Contains(r.err.Error(), want) {
				t.Errorf("%s doesn't report %q:\n%v", command, want, r.err)
			}
		}
	}
	nothing(t, filepath.Dir(env["ROLLCALL_DB"]))
	if r := inProcess(t, env, "", "doctor"); !strings.Contains(r.out, `no category "club"`) || !strings.Contains(r.out, "ROLLCALL_TICK") {
		t.Errorf("doctor: %+v", r)
	}
}

func TestCompareInAShell(t *testing.T) {
	t.Parallel()
	folder, env := another(t)
	f, err := os.OpenFile(filepath.Join(folder, "supporters.csv"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	const source = ",,,2024-06-03,https://example.org/a,,\n"
	if _, err := f.WriteString("Germany,,state,,DE" + source + "Microsoft Corp.,,company,,US" + source + "AIRBUS,,company,,FR" + source); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"compare", "tidy-desks"}, {"compare", "pariscall", "tidy-desks"}, {"compare", "/tidy"}, {"compare", "--call", "tidy-desks", "pariscall", "tidy-desks"}} {
		r := inProcess(t, env, "", append(args, "--json")...)
		var a struct {
			answer.Answer
			answer.CallsFacts
		}
		if err := json.Unmarshal([]byte(r.out), &a); r.err != nil || err != nil || a.Overlap == nil {
			t.Fatalf("%q: %+v", args, r)
		}
		o := a.Overlap
		if len(o.Both) != 2 || len(o.Of[0].Only) != 1220 || len(o.Of[1].Only) != 3 || len(o.Perhaps) != 1 || o.Perhaps[0][1].Name != "Microsoft Corp." ||
			o.Of[0].Both != (tracker.Counts{State: 1, Company: 1}) || o.Of[0].Checked != "2025-12-25" || o.Of[1].Checked != "2024-06-30" || len(a.Sources) != 2 {
			t.Errorf("%q: %s", args, a.Text)
		}
	}
	if r := inProcess(t, env, "", "compare", "France", "and", "Germany"); !strings.Contains(r.out, "78 more") {
		t.Errorf("two states: %+v", r)
	}
	for _, args := range [][]string{{"compare", "tidy-desks", "tidy"}, {"compare", "elsewhere"}, {"compare"}} {
		if r := inProcess(t, env, "", args...); r.err == nil || !strings.Contains(r.out, "pariscall, tidy-desks") {
			t.Errorf("%q: %+v", args, r)
		}
	}
}

// From a starter to a served call: both calls answer to their commands, each is written on its own ledger, and a call that is
// taken out of the settings leaves its ledger as it is.
func TestServeTwoCalls(t *testing.T) {
	t.Parallel()
	bothWays(t, func(t *testing.T, way string) {
		folder, calls := another(t)
		text, err := os.ReadFile(filepath.Join(folder, "principles.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		changed := regexp.MustCompile(`name: Example Call for Tidy Desks.*`).ReplaceAllString(string(text), "name: Example Call for Tidy Drawers")
		if err := os.WriteFile(filepath.Join(folder, "principles.yaml"), []byte(changed), 0o600); err != nil {
			t.Fatal(err)
		}
		s, db := office(t), calls["ROLLCALL_DB"]
		p := serve(t, s, db, way, calls)
		asks := func(line string) string {
			t.Helper()
			return answered(t, s, line).Text
		}
		for line, want := range map[string]string{
			"/pariscall count":                "1,222 supporters are listed",
			"/tidy count":                     "2 supporters are listed",
			"/tidy about":                     "The Example Call for Tidy Drawers is a public declaration",
			"/pariscall compare tidy-desks":   "0 supporters of the Paris Call support",
			"/tidy subscribe":                 "changes in the list of the Example Call for Tidy Drawers are posted here",
			"/pariscall who Example Club Ltd": "No supporter of that name",
		} {
			if got := asks(line); !strings.Contains(got, want) {
				t.Errorf("%s: %s", line, got)
			}
		}
		posted := arrival(s, "chat.postMessage", 1, slacktest.Fault{})
		asks(`/tidy add "Example Club" civil_society source:https://example.org/a`)
		p.wait(posted, "the digest")
		if code := p.terminate(); code != 0 {
			t.Errorf("exit code %d:\n%s", code, p.logged())
		}
		if got := digests(s); len(got) != 1 || !strings.Contains(got[0].Text, " joined (") {
			t.Errorf("%d digests: %+v", len(got), got)
		}
		p.holds(s, db)
		entries := func() int {
			t.Helper()
			d, err := bolt.Open(db)
			if err != nil {
				t.Fatal(err)
			}
			defer d.Close()
			all, err := d.Ledger("tidy-desks").Read(t.Context(), 0, 1_000)
			if err != nil {
				t.Fatal(err)
			}
			return len(all)
		}
		doctor := serveSettings(s, db)
		if r := inProcess(t, doctor, "", "doctor"); !strings.Contains(r.out, "no channel is subscribed yet") || !strings.Contains(r.out, "the ledger tidy-desks: ") {
			t.Errorf("without the call: %+v", r)
		}
		doctor["ROLLCALL_CALLS"] = calls["ROLLCALL_CALLS"]
		if r := inProcess(t, doctor, "", "doctor"); !strings.Contains(r.out, "rollcall can post to 1 of 1 subscribed channels") {
			t.Errorf("with the call: %+v", r)
		}
		before := entries()
		alone := maps.Clone(calls)
		delete(alone, "ROLLCALL_CALLS")
		if r := inProcess(t, alone, "", "add", "Example Club", "civil_society", "source:https://example.org/a"); r.err != nil {
			t.Errorf("%+v", r)
		}
		if after := entries(); after != before {
			t.Errorf("the ledger of a call that isn't kept has %d entries, had %d", after, before)
		}
		if r := inProcess(t, alone, "", "verify"); r.err != nil || !strings.Contains(r.out, "the ledger tidy-desks: ") || !strings.Contains(r.out, "the ledger "+pariscall.Slug+": ") {
			t.Errorf("%+v", r)
		}
	})
}
