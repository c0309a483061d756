package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What is exported is listed already, in every format.
func TestExportIsReadBack(t *testing.T) {
	db, dir := database(t), t.TempDir()
	for _, name := range []string{"roll.csv", "roll.xlsx", "roll.json"} {
		file := filepath.Join(dir, name)
		if r := inProcess(t, nil, "", "export", "-o", file, "--db", db); r.err != nil || !strings.Contains(r.errs, "1,222 supporters are listed.\nOfficial list, compared on ") {
			t.Fatalf("%s: %v\n%s", name, r.err, r.errs)
		}
		r := inProcess(t, nil, "", "import", file, "--db", db)
		if r.err != nil || !strings.HasPrefix(r.out, "Nothing of "+name+" is new: all that its 1,222 rows say is listed.") {
			t.Errorf("%s: %v\n%.600s", name, r.err, r.out)
		}
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 3 {
		t.Errorf("%v stand there (%v)", files, err)
	}
}

func TestExportTakesTheFiltersOfList(t *testing.T) {
	t.Parallel()
	db := database(t)
	for _, c := range []struct {
		args string
		rows int
	}{{"state in:eu", 27}, {"state in:eu --format csv -o -", 27}, {"state as-of:2019-09-16", 68}} {
		r := inProcess(t, nil, "", append(append([]string{"export"}, strings.Fields(c.args)...), "--db", db)...)
		if n := strings.Count(r.out, ",listed,"); r.err != nil || n != c.rows {
			t.Errorf("%s: %d rows, %v", c.args, n, r.err)
		}
		if !strings.Contains(r.out, "# Cite as: Paris Call") {
			t.Errorf("%s: it isn't cited", c.args)
		}
	}
	for _, args := range []string{"nonsense", "--format pdf", "--ledger state", "country:XX", "--format"} {
		file := filepath.Join(t.TempDir(), "list")
		r := inProcess(t, nil, "", append([]string{"export", "-o", file, "--db", db}, strings.Fields(args)...)...)
		if _, err := os.Stat(file); r.err == nil || err == nil {
			t.Errorf("%s: %v, and a file", args, r.err)
		}
	}
	if r := inProcess(t, nil, "", "export", "-o", filepath.Join(t.TempDir(), "list.xls"), "--db", db); r.err == nil || !strings.Contains(r.err.Error(), `not as "xls"`) {
		t.Errorf("a name with another extension: %v", r.err)
	}
}

func TestTheLedgerIsRestoredToTheByte(t *testing.T) {
	t.Parallel()
	db, dir := database(t), t.TempDir()
	if r := inProcess(t, nil, "", "add", "Example Foundation", "civil_society", "country:FR", "source:https://example.org/a", "--db", db); r.err != nil {
		t.Fatal(r.err, r.out)
	}
	ledger, again, restored := filepath.Join(dir, "ledger.jsonl"), filepath.Join(dir, "again.jsonl"), filepath.Join(dir, "restored.db")
	for _, args := range [][]string{
		{"export", "--ledger", "-o", ledger, "--db", db}, {"restore", ledger, "--db", restored}, {"export", "--ledger", "-o", again, "--db", restored},
	} {
		if r := inProcess(t, nil, "", args...); r.err != nil {
			t.Fatal(args, r.err, r.errs)
		}
	}
	first, second := readBytes(t, ledger), readBytes(t, again)
	if bytes.Count(first, []byte("\n")) != 1456 || !bytes.Equal(first, second) {
		t.Errorf("%d bytes became %d", len(first), len(second))
	}

	// A database that is there is left alone.
	if r := inProcess(t, nil, "", "restore", ledger, "--db", db); r.err == nil || !strings.Contains(r.err.Error(), "exists already") {
		t.Error(r.err)
	}
	lines := strings.SplitAfter(string(first), "\n")
	damage := func(number int, how func(line string) string) string {
		all := append([]string{}, lines...)
		all[number-1] = how(all[number-1])
		return strings.Join(all, "")
	}
	for name, c := range map[string]struct{ content, says string }{
		"no JSON":                 {damage(700, func(string) string { return "damaged\n" }), "line 700: "},
		"another field":           {damage(700, func(l string) string { return strings.Replace(l, `{"v":1`, `{"v":1,"x":2`, 1) }), "line 700 was changed after rollcall wrote it"},
		"a line lost":             {damage(700, func(string) string { return "" }), "entry 700: "},
		"a line twice":            {damage(700, func(l string) string { return l + l }), "entry 699: "},
		"cut off":                 {string(first[:len(first)-5]), "line 1456 is cut off"},
		"cut off between lines":   {strings.Join(lines[:700], ""), "it should have 1455 entries and has 699"},
		"cut off after the first": {lines[0], "no entries"},
		"lines added":             {strings.Replace(string(first), `"entries":1455}`, `"entries":1454}`, 1), "it should have 1454 entries and has 1455"},
		"counted twice":           {lines[0] + string(first), "line 2: "},
		"newer":                   {damage(3, func(l string) string { return strings.Replace(l, `{"v":1`, `{"v":99`, 1) }), "line 3: "},
		"empty":                   {"", "no entries"},
	} {
		file, fresh := filepath.Join(dir, "damaged.jsonl"), filepath.Join(t.TempDir(), "fresh.db")
		if err := os.WriteFile(file, []byte(c.content), 0o600); err != nil {
			t.Fatal(err)
		}
		r := inProcess(t, nil, "", "restore", file, "--db", fresh)
		if r.err == nil || !strings.Contains(r.err.Error(), c.says) {
			t.Errorf("%s: %v", name, r.err)
		}
		if left, err := os.ReadDir(filepath.Dir(fresh)); err != nil || len(left) > 0 {
			t.Errorf("%s left %v (%v)", name, left, err)
		}
	}

	// What an older rollcall wrote isn't counted, and is restored with a warning.
	older, old := filepath.Join(dir, "older.jsonl"), filepath.Join(dir, "older.db")
	if err := os.WriteFile(older, []byte(strings.Join(lines[1:], "")), 0o600); err != nil {
		t.Fatal(err)
	}
	if r := inProcess(t, nil, "", "restore", older, "--db", old); r.err != nil || !strings.Contains(r.errs, "didn't say how many entries") {
		t.Error(r.err, r.errs)
	}
	if r := inProcess(t, nil, "", "export", "--ledger", "-o", again, "--db", old); r.err != nil || !bytes.Equal(readBytes(t, again), first) {
		t.Error("restored of older lines, the ledger is another one:", r.err)
	}
	if r := inProcess(t, nil, "", "restore", ledger, "--db", filepath.Join(dir, "third.db")); r.err != nil || r.errs != "" {
		t.Error(r.err, r.errs)
	}
}

func TestBackupNeverOverwrites(t *testing.T) {
	t.Parallel()
	db, copied := database(t), filepath.Join(t.TempDir(), "copy.db")
	if r := inProcess(t, nil, "", "backup", copied, "--db", db); r.err == nil {
		t.Error("a database that isn't there was backed up")
	}
	inProcess(t, nil, "", "count", "--db", db)
	if r := inProcess(t, nil, "", "backup", copied, "--db", db); r.err != nil || !strings.Contains(r.out, "is a backup of") {
		t.Fatal(r.err, r.out)
	}
	before := readBytes(t, copied)
	if r := inProcess(t, nil, "", "backup", copied, "--db", db); r.err == nil || !bytes.Equal(before, readBytes(t, copied)) {
		t.Error("a backup was overwritten:", r.err)
	}
	if r := inProcess(t, nil, "", "verify", "--db", copied); r.err != nil {
		t.Error(r.err, r.out)
	}
	r := inProcess(t, nil, "", "backup", "--db", db)
	made, _, _ := strings.Cut(r.out, " is a backup of")
	if r.err != nil || filepath.Dir(made) != filepath.Dir(db) {
		t.Fatal(r.err, r.out)
	}
	if r := inProcess(t, nil, "", "verify", "--db", made); r.err != nil {
		t.Error(r.err, r.out)
	}
}

func TestForgetErasesTheName(t *testing.T) {
	t.Parallel()
	const secret = "Zyxwv Example Society"
	db := database(t)
	copied := filepath.Join(filepath.Dir(db), "copy.db")
	for _, args := range [][]string{
		{"add", secret, "civil_society", "country:FR", "source:https://example.org/zyxwv-example-society"}, {"backup", copied},
	} {
		if r := inProcess(t, nil, "", append(args, "--db", db)...); r.err != nil {
			t.Fatal(r.err, r.out)
		}
	}
	r := inProcess(t, nil, "", "forget", "zyxwv", "example", "society", "--db", db)
	if r.err != nil || !strings.Contains(r.out, "in 1 of the 1,455 entries") || !strings.Contains(r.out, "types: forget #1455 for-ever 1455") || !strings.Contains(r.out, "Not erased: the backup "+copied) {
		t.Errorf("%v\n%s", r.err, r.out)
	}
	if !bytes.Contains(readBytes(t, db), []byte("Zyxwv")) {
		t.Error("it was erased before anybody wanted it")
	}
	if r := inProcess(t, nil, "", "forget", "#1455", "for-ever", "1454", "--db", db); !errors.Is(r.err, errRefused) || !strings.HasPrefix(r.out, "Entry 1455 came meanwhile") {
		t.Errorf("%v\n%s", r.err, r.out)
	}
	r = inProcess(t, nil, "", "forget", "#1455", "for-ever", "1455", "--db", db)
	if r.err != nil || !strings.Contains(r.out, "(forgotten 1455)") || !strings.Contains(r.out, "Not erased: the backup "+copied) {
		t.Errorf("%v\n%s", r.err, r.out)
	}
	if raw := bytes.ToLower(readBytes(t, db)); bytes.Contains(raw, []byte("zyxwv")) {
		t.Error("the file still has the name")
	}
	if r := inProcess(t, nil, "", "verify", "--db", db); r.err != nil {
		t.Error(r.err, r.out)
	}
	for _, said := range []string{secret, "#9999", "#x", "France", "#1455"} {
		if r := inProcess(t, nil, "", "forget", said, "--db", db); !errors.Is(r.err, errRefused) || strings.Contains(r.out, "Nothing was erased yet") {
			t.Errorf("%s: %v\n%s", said, r.err, r.out)
		}
	}
	none := filepath.Join(t.TempDir(), "none.db")
	if r := inProcess(t, nil, "", "forget", "Kaspersky", "--db", none); r.err == nil || !strings.Contains(r.err.Error(), "there is no database") {
		t.Errorf("%v\n%s", r.err, r.out)
	}
}

func readBytes(t *testing.T, file string) []byte {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
