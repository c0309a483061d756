package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestWhatIsNoCommandNamesTheNearestAndMakesNoDatabase(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	env := settings{"ROLLCALL_DB": filepath.Join(dir, "rollcall.db")}
	for line, want := range map[string]string{
		"serv":            "did you mean serve?",
		"SERVR":           "did you mean serve?",
		"--serve":         "did you mean serve?",
		"improt list.csv": "did you mean import?",
		"verfy --json":    "did you mean verify?",
		"exporrt csv":     "did you mean export?",
		"versino":         "did you mean version?",
	} {
		if r := inProcess(t, env, "", strings.Fields(line)...); r.err == nil || !strings.Contains(r.err.Error(), want) || r.out != "" {
			t.Errorf("%s: %v %s", line, r.err, r.out)
		}
	}
	for line, want := range map[string]string{
		"has Kenya signed":  "Kenya is not listed",
		"frobnicate":        "“frobnicate”",
		"coutn state in:eu": "count state in:eu",
		"8":                 "Principle 8",
		"version":           "rollcall ",
		"-v":                "rollcall ",
		"--version":         "built with go",
	} {
		if r := inProcess(t, env, "", strings.Fields(line)...); !strings.Contains(r.out, want) {
			t.Errorf("%s: %v %s", line, r.err, r.out)
		}
	}
	if r := inProcess(t, env, "", "version", "now"); r.err == nil {
		t.Error("version took an argument")
	}
	nothing(t, dir)
}

func TestTryTellsWhatItRead(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "desks")
	if r := inProcess(t, nil, "", "new-call", folder); r.err != nil {
		t.Fatal(r.err)
	}
	want := "Read " + folder + ": the Example Call for Tidy Desks, with 2 principles and 2 supporters on its list.\n"
	if r := inProcess(t, nil, "", "try", folder); r.err != nil || !strings.HasPrefix(r.out, want) {
		t.Errorf("%v: %s", r.err, r.out)
	}
}

func TestTheLedgersOfTwoCallsAreRestored(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	if r := inProcess(t, nil, "", "new-call", at("desks")); r.err != nil {
		t.Fatal(r.err)
	}
	env := settings{"ROLLCALL_CALLS": "pariscall," + at("desks") + ":/desks"}
	for _, args := range [][]string{
		{"count", "--db", at("first.db")}, {"export", "--ledger", "-o", at("paris.jsonl"), "--db", at("first.db")},
		{"export", "--ledger", "--call", "desks", "-o", at("desks.jsonl"), "--db", at("first.db")},
		{"restore", at("desks.jsonl"), at("paris.jsonl"), "--db", at("second.db")}, {"verify", "--db", at("second.db")},
		{"export", "--ledger", "-o", at("paris2.jsonl"), "--db", at("second.db")},
		{"export", "--ledger", "--call", "desks", "-o", at("desks2.jsonl"), "--db", at("second.db")},
	} {
		if r := inProcess(t, env, "", args...); r.err != nil {
			t.Fatal(args, r.err, r.errs)
		} else if args[0] == "restore" && (!strings.Contains(r.out, "the ledger desks: 4 entries hold") || !strings.Contains(r.out, "the ledger pariscall: ")) {
			t.Errorf("restore says: %s", r.out)
		}
	}
	for _, name := range []string{"paris", "desks"} {
		if first, second := readBytes(t, at(name+".jsonl")), readBytes(t, at(name+"2.jsonl")); !bytes.Equal(first, second) {
			t.Errorf("of %s, %d bytes became %d", name, len(first), len(second))
		}
	}
	for want, args := range map[string][]string{
		"it is of the call desks, as an earlier file is": {at("desks.jsonl"), at("desks2.jsonl")},
		"it is of the call desks, not of pariscall":      {at("desks.jsonl"), "--call", "pariscall"},
		"no such file": {at("desks.jsonl"), at("none.jsonl")},
		"exists already; a database is never overwritten": {at("desks.jsonl"), "--db", at("second.db")},
	} {
		if r := inProcess(t, env, "", append([]string{"restore", "--db", at("third.db")}, args...)...); r.err == nil || !strings.Contains(r.err.Error(), want) {
			t.Errorf("%v: %v", args, r.err)
		}
	}
	if _, err := os.Stat(at("third.db")); err == nil {
		t.Error("a refused restore left a database")
	}
}

// The README is short, and the commands of its table are understood.
func TestReadmeIsTheFirstMinute(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	readme := string(content)
	if n := strings.Count(readme, "\n"); n > 200 {
		t.Errorf("it has %d lines", n)
	}
	_, table, _ := strings.Cut(readme, "## Ten commands")
	table, _, _ = strings.Cut(table, "\n## ")
	rows := regexp.MustCompile("(?m)^\\| `([^`]+)` \\|").FindAllStringSubmatch(table, -1)
	if len(rows) != 10 {
		t.Errorf("there are %d commands", len(rows))
	}
	for _, row := range rows {
		r := inProcess(t, nil, row[1]+"\n", "try")
		if wrong := regexp.MustCompile(`I don't know|No supporter of that name|Nothing was changed|isn't used|reference`).FindString(r.out); r.err != nil || wrong != "" {
			t.Errorf("%s: %v %s", row[1], r.err, r.out)
		}
	}
}

// TestTheShellSpeaksTheReadersLanguage holds that help and refusals are in the language of the environment.
func TestTheShellSpeaksTheReadersLanguage(t *testing.T) {
	for env, want := range map[string][2]string{
		"":                 {"In a shell also:", "version takes no arguments"},
		"C":                {"In a shell also:", "version takes no arguments"},
		"fr_CA.UTF-8":      {"Dans un terminal aussi\u00a0:", "version ne prend pas d'arguments"},
		"es":               {"En una terminal también:", "version no lleva argumentos"},
		"../../etc/passwd": {"In a shell also:", "version takes no arguments"},
	} {
		var said strings.Builder
		p := process{env: func(name string) string { return map[string]string{"LANG": env}[name] }, stdout: &said, stderr: &said}
		if err := p.run(t.Context(), []string{"help"}); err != nil || !strings.Contains(said.String(), want[0]) {
			t.Errorf("%s: %v", env, err)
		}
		if err := p.run(t.Context(), []string{"version", "x"}); err == nil || p.told(err) != want[1] {
			t.Errorf("%s: %v", env, err)
		}
	}
}
