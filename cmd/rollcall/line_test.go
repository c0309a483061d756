package main

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rollcall/tracker/answer"
)

func TestCountAsOfAsJSON(t *testing.T) {
	out, errs, code := run(t, t.TempDir(), nil, "", "count", "as-of:2020-12-19", "--json")
	var a struct {
		Kind   string
		Counts json.RawMessage
		Total  int
		AsOf   string `json:"as_of"`
	}
	if err := json.Unmarshal([]byte(out), &a); err != nil || code != 0 {
		t.Fatalf("exit code %d, %v: %s%s", code, err, out, errs)
	}
	const want = `{"state":79,"public_authority":33,"civil_society":374,"company":684,"uncategorised":1}`
	if string(a.Counts) != want || a.Total != 1171 || a.Kind != "count" || a.AsOf != "2020-12-19" {
		t.Errorf("counts %s, total %d, kind %q, as of %q", a.Counts, a.Total, a.Kind, a.AsOf)
	}
	if strings.Count(out, "\n") != 1 || !strings.HasSuffix(out, "\n") {
		t.Errorf("it isn't one line: %q", out)
	}
}

func TestFlagsStandAnywhere(t *testing.T) {
	db := database(t)
	for _, args := range [][]string{
		{"count", "state", "--json", "--db", db},
		{"--json", "--db", db, "count", "state"},
		{"count", "--db=" + db, "state", "--json"},
		{"-json", "-db", db, "count", "state"},
		{"count", "–json", "state", "—db=" + db},
	} {
		r := inProcess(t, nil, "", args...)
		var a answer.CountFacts
		if err := json.Unmarshal([]byte(r.out), &a); r.err != nil || err != nil || a.Value != 81 {
			t.Errorf("%q: %v, %v: %s", args, r.err, err, r.out)
		}
	}
	if r := inProcess(t, settings{"ROLLCALL_DB": db}, "", "count", "state"); r.err != nil || !strings.HasPrefix(r.out, "81 states are listed.") || r.errs != "" {
		t.Errorf("with ROLLCALL_DB: %+v", r)
	}
	for _, args := range [][]string{{"--db", db, "verify"}, {"-db=" + db, "--call=pariscall", "verify"}} { // a command that only a shell has
		if r := inProcess(t, nil, "", args...); r.err != nil || !strings.Contains(r.out, "hold all invariants") {
			t.Errorf("%q: %+v", args, r)
		}
	}
}

func TestDBNeedsAName(t *testing.T) {
	for _, args := range [][]string{{"count", "--db"}, {"--db=", "count"}, {"count", "--db", ""}, {"verify", "--db"}, {"serve", "--db"}} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			t.Chdir(t.TempDir())
			r := inProcess(t, nil, "", args...)
			if r.err == nil || !strings.Contains(r.err.Error(), "needs a value, as in: ") || r.out != "" {
				t.Errorf("%+v", r)
			}
			nothing(t, ".")
		})
	}
}

// nothing checks that a directory is empty.
func nothing(t *testing.T, dir string) {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		t.Errorf("%s was left behind", f.Name())
	}
}

func TestWhatCannotBeDoneIsASentenceOnStdoutAndAnExitCode(t *testing.T) {
	t.Parallel()
	db := database(t)
	if r := inProcess(t, nil, "", "count", "--db", db); r.err != nil {
		t.Fatal(r.err)
	}
	out, errs, code := run(t, t.TempDir(), nil, "", "unsubscribe", "--db", db)
	if code != 1 || out != "This channel has no subscription.\n" || errs != "" {
		t.Errorf("unsubscribe: exit code %d\nstdout: %s\nstderr: %s", code, out, errs)
	}
	for _, c := range []struct {
		line, says string
		kind       answer.Kind // Unknown: not done because it isn't understood
	}{
		{"add Example company", "Say where this is known from", answer.Refused},
		{"add Microsoft company source:https://example.org/a", "listed already", answer.Refused},
		{"subscribe daily", "A channel is subscribed in Slack", answer.Refused},
		{"unsubscribe", "no subscription", answer.Refused},
		{"digest", "isn't subscribed", answer.Refused},
		{"count castles", "“castles”", answer.Unknown},
		{"count as-of:2020-02-30", "is not a date", answer.Unknown},
		{"principle 12", "9", answer.Unknown},
		{"count --jsonn", "--jsonn", answer.Unknown},
	} {
		args := append(strings.Fields(c.line), "--db", db)
		if r := inProcess(t, nil, "", args...); !errors.Is(r.err, errRefused) || !strings.Contains(r.out, c.says) || r.errs != "" {
			t.Errorf("%s: %+v", c.line, r)
		}
		var a answer.Answer
		r := inProcess(t, nil, "", append(args, "--json")...)
		if err := json.Unmarshal([]byte(r.out), &a); err != nil || !errors.Is(r.err, errRefused) || a.Kind != answer.Refused && a.Kind != c.kind || !strings.Contains(a.Headline, c.says) {
			t.Errorf("%s --json: %v, %v: %s", c.line, r.err, err, r.out)
		}
	}
}

func TestAnEditAtTheShellIsKept(t *testing.T) {
	db := database(t)
	env := settings{"ROLLCALL_DB": db}
	if r := inProcess(t, env, "", "add", "Example Foundation", "civil_society", "country:FR", "source:https://example.org/a"); r.err != nil ||
		!strings.Contains(r.out, "Civil society organisations: 391 → 392") || !strings.Contains(r.errs, "filled "+db) {
		t.Errorf("add: %+v", r)
	}
	if r := inProcess(t, env, "", "who", "example foundation"); r.err != nil || !strings.HasPrefix(r.out, "Example Foundation is a supporter") {
		t.Errorf("who: %+v", r)
	}
	if r := inProcess(t, env, "", "log"); r.err != nil || !strings.Contains(r.out, "by shell") {
		t.Errorf("log: %+v", r)
	}
}

func TestConfigurationErrorsStopEveryCommand(t *testing.T) {
	r := inProcess(t, settings{"ROLLCALL_TICK": "often", "ROLLCALL_DB": database(t)}, "", "count")
	if r.err == nil || !strings.Contains(r.err.Error(), "ROLLCALL_TICK") || r.out != "" {
		t.Errorf("%+v", r)
	}
}

func TestADatabaseThatIsNoneIsNamed(t *testing.T) {
	dir := t.TempDir()
	for name, path := range map[string]string{
		"a text file":  write(t, dir, "text.db", "this is no database\n"),
		"an empty one": write(t, dir, "empty.db", ""),
		"a directory":  dir,
		"nowhere":      filepath.Join(dir, "no", "such", "folder", "rollcall.db"),
	} {
		for _, line := range []string{"count", "verify"} {
			r := inProcess(t, nil, "", line, "--db", path)
			if r.err == nil || !strings.Contains(r.err.Error(), path) || r.out != "" {
				t.Errorf("%s of %s: %v, %q", line, name, r.err, r.out)
			}
		}
	}
}

// TestADatabaseThatWasCutOff cuts one at many lengths. What is left is refused by name, or is complete in effect;
// it is never changed, and never crashes the process.
func TestADatabaseThatWasCutOff(t *testing.T) {
	t.Parallel()
	db := database(t)
	if r := inProcess(t, nil, "", "count", "--db", db); r.err != nil {
		t.Fatal(r.err)
	}
	whole, err := os.ReadFile(db)
	if err != nil {
		t.Fatal(err)
	}
	lengths := []int{1, 15, 64, 512, 4095, 4096, 4097, 8192, 12288, 16384, len(whole) - 1, len(whole) - 4096}
	for n := 32 << 10; n < len(whole); n += 96 << 10 {
		lengths = append(lengths, n)
	}
	refused := 0
	for _, n := range lengths {
		for _, line := range []string{"count", "verify"} {
			path := write(t, t.TempDir(), "cut.db", string(whole[:n]))
			r := inProcess(t, nil, "", line, "--db", path)
			switch {
			case r.err != nil && strings.Contains(r.err.Error(), path):
				refused++
			case r.err != nil:
				t.Errorf("%s at %d of %d bytes: the error doesn't name the file: %v", line, n, len(whole), r.err)
			case line == "count" && !strings.HasPrefix(r.out, "1,222 supporters are listed"):
				t.Errorf("count at %d of %d bytes: %s", n, len(whole), r.out)
			}
			if left, err := os.ReadFile(path); err != nil || string(left) != string(whole[:n]) {
				t.Errorf("at %d of %d bytes, the file was changed: %d bytes, %v", n, len(whole), len(left), err)
			}
		}
	}
	if refused < len(lengths) {
		t.Errorf("of %d lengths, only %d refusals", len(lengths), refused)
	}
}

func TestHelpNeedsNoDatabase(t *testing.T) {
	for _, args := range [][]string{nil, {"help"}, {"--help"}, {"-h"}} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			t.Chdir(t.TempDir())
			if r := inProcess(t, nil, "", args...); r.err != nil || !strings.Contains(r.out, "• help supporters") {
				t.Errorf("%+v", r)
			}
			nothing(t, ".")
		})
	}
}

func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Every command that shortens its answer says how to see all of it.
func TestLongListsAreCutShortUnlessAllIsSaid(t *testing.T) {
	t.Parallel()
	db := filepath.Join(t.TempDir(), "x.db")
	list := listFile(t, "list.csv", "name\nFrance\n")
	for _, line := range [][]string{{"list", "company"}, {"log", "since:2020-01-01"}, {"diff", "2019-09-16"}, {"ask", "list all companies"}, {"import", list}} {
		cut := inProcess(t, nil, "", append(line, "--db", db)...)
		whole := inProcess(t, nil, "", append(line, "--all", "--db", db)...)
		if !strings.Contains(cut.out, "say the same with --all.\n") || !strings.Contains(cut.out, " more.") || strings.Contains(whole.out, "--all") ||
			strings.Contains(whole.out, " more.") || strings.Count(whole.out, "\n") <= strings.Count(cut.out, "\n") {
			t.Errorf("%v: %d and %d bytes: %.300s", line, len(cut.out), len(whole.out), cut.out)
		}
	}
	if r := inProcess(t, nil, "", "list", "state", "in:g7", "--db", db); strings.Contains(r.out, "--all") {
		t.Error(r.out)
	}
}
