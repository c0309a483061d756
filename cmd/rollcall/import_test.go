//go:build unix

package main

import (
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/bolt"
	"rollcall/tracker/pariscall"
)

const fromList = "https://example.org/list"

// listFile writes a file that is to be imported.
func listFile(t *testing.T, name, content string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// stored are the entries of a database.
func stored(t *testing.T, db string) []tracker.Entry {
	t.Helper()
	file, err := bolt.Open(db)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	entries, err := file.Ledger(pariscall.Slug).Read(t.Context(), 0, math.MaxInt)
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

// someRows have one of each: new, changed, unchanged, doubtful, repeated, and wrong in two ways.
const someRows = `name,category,country,website,colour
Example Foundation,civil_society,FR,https://example.org,red
Dell Technologies,company,US,https://dell.example,red
France,state,FR,,red
Dell Technologie,company,US,,red
Example Foundation,civil_society,,,red
Example Institute,wizard,FR,,red
Example Works,company,Nowhere,,red
`

func TestImportIsADryRunFirst(t *testing.T) {
	db, file := database(t), listFile(t, "some.csv", someRows)
	r := inProcess(t, nil, "", "import", file, "--db", db)
	if r.err != nil {
		t.Fatal(r.err, r.out)
	}
	for _, line := range []string{
		"some.csv, with 7 readable rows, would add 2 supporters and change 1. Nothing was changed yet.",
		"--choose 5\nTo do it, say the same with --apply, and with --source URL if you haven't.",
		"• line 2: Example Foundation (a civil society organisation, France; website https://example.org)", "• line 8: Example Works (a company)",
		"• line 3: Dell Technologies: website nothing → https://dell.example",
		"• line 5: Dell Technologie (a company, United States), like Dell Technologies (#",
		"• line 6: Example Foundation, as in line 2",
		"• line 7, category, Example Institute: There is no category",
		"• country: There is no country “Nowhere”; use its name, or its ISO 3166 code, such as FR or FRA. (line 8)",
		"Columns that aren't known, and weren't read: colour",
		"Listed and not in the file, which doesn't say that they withdrew (1,220):",
		"… and 1,170 more.",
	} {
		if !strings.Contains(r.out, line) {
			t.Errorf("it doesn't say %q:\n%s", line, r.out)
		}
	}
	if n := len(stored(t, db)); n != 1454 {
		t.Errorf("a dry run left %d entries", n)
	}

	r = inProcess(t, nil, "", "import", file, "--json", "--db", db)
	var a struct {
		Kind   answer.Kind
		Import struct{ Missing, Changed []any }
	}
	if err := json.Unmarshal([]byte(r.out), &a); err != nil || a.Kind != answer.DryRun || len(a.Import.Missing) != 1220 || len(a.Import.Changed) != 1 {
		t.Errorf("%v: %.300s", err, r.out)
	}
}

func TestImportAppliesOneBatchOnce(t *testing.T) {
	t.Parallel()
	db, file := database(t), listFile(t, "some.csv", someRows)
	apply := []string{"import", file, "--apply", "--choose", "5", "--source", fromList, "--db", db}
	r := inProcess(t, nil, "", apply...)
	for _, line := range []string{
		"some.csv was applied: 3 supporters added and 1 changed, by entries 1455 to 1458.",
		"Companies: 708 → 710", "All supporters: 1,222 → 1,225", "• country: There is no country “Nowhere”",
	} {
		if r.err != nil || !strings.Contains(r.out, line) {
			t.Errorf("it doesn't say %q: %v\n%s", line, r.err, r.out)
		}
	}
	entries := stored(t, db)
	for _, e := range entries[1454:] {
		if e.Seq != 1455 && e.Batch != 1455 {
			t.Errorf("entry %d is of the batch %d", e.Seq, e.Batch)
		}
	}
	if broken := tracker.Verify(entries); len(broken) > 0 {
		t.Error(broken)
	}
	// All of it can be taken back at once.
	book, err := (&tracker.Book{}).With(entries...)
	if err != nil {
		t.Fatal(err)
	}
	if events, err := tracker.Undo(1456)(book); err != nil || len(events) != 4 {
		t.Errorf("undone by %d events: %v", len(events), err)
	}

	r = inProcess(t, nil, "", slices.DeleteFunc(apply, func(a string) bool { return a == "--choose" || a == "5" })...)
	if !errors.Is(r.err, errRefused) || !strings.Contains(r.out, "some.csv changed nothing.\nThe counts are unchanged: 1,225 supporters.\n") {
		t.Errorf("the second time: %v\n%s", r.err, r.out)
	}
	if n := len(stored(t, db)); n != 1458 {
		t.Errorf("the second time left %d entries", n)
	}
}

// A supporter that isn't on a complete list isn't removed, but proposed for removal, once.
func TestImportOfACompleteListProposes(t *testing.T) {
	t.Parallel()
	db, dir := database(t), t.TempDir()
	all := filepath.Join(dir, "all.csv")
	if r := inProcess(t, nil, "", "export", "-o", all, "--db", db); r.err != nil {
		t.Fatal(r.err, r.errs)
	}
	var kept []string
	for line := range strings.Lines(string(readBytes(t, all))) {
		if !strings.Contains(line, ",Dell Technologies,") {
			kept = append(kept, line)
		}
	}
	file := listFile(t, "complete.csv", strings.Join(kept, ""))
	args := []string{"import", file, "--complete", "--source", fromList, "--db", db}
	if r := inProcess(t, nil, "", args...); r.err != nil || !strings.Contains(r.out, "to be proposed for removal (1):\n• Dell Technologies (#") {
		t.Errorf("the dry run: %v\n%s", r.err, r.out)
	}
	args = append(args, "--apply")
	if r := inProcess(t, nil, "", args...); r.err != nil || !strings.Contains(r.out, "Proposal 1455 is to take off the list 1 supporter who isn't in the file") {
		t.Errorf("%v\n%s", r.err, r.out)
	}
	if r := inProcess(t, nil, "", args...); r.err != nil || strings.Contains(r.out, "Proposal") {
		t.Errorf("the second time: %v\n%s", r.err, r.out)
	}
	entries := stored(t, db)
	if p, ok := entries[1454].Event.(tracker.Proposed); len(entries) != 1457 || !ok || len(p.Events) != 1 {
		t.Errorf("%d entries, of which one is %+v", len(entries), entries[1454])
	}
	for _, e := range entries[1455:] { // once for each time
		if said, ok := e.Event.(tracker.Compared); !ok || said.Source != fromList {
			t.Errorf("it isn't recorded as compared: %+v", e)
		}
	}
	// A row that can't be read may be anybody's.
	file = listFile(t, "wrong.csv", "name,category\n,company\n")
	r := inProcess(t, nil, "", "import", file, "--complete", "--apply", "--source", fromList, "--db", db)
	if !errors.Is(r.err, errRefused) || !strings.Contains(r.out, "line 2 can't be read") {
		t.Errorf("%v\n%s", r.err, r.out)
	}
}

func TestImportReadsStandardInputAndFolders(t *testing.T) {
	t.Parallel()
	db := database(t)
	r := inProcess(t, nil, someRows, "import", "-", "--db", db)
	if r.err != nil || !strings.HasPrefix(r.out, "standard input, with 7 readable rows") {
		t.Errorf("%v\n%s", r.err, r.out)
	}
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "example.md"), []byte("---\nname: Example Foundation\ncategory: civil-society\nnationality: FRA\n---\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	r = inProcess(t, nil, "", "import", folder, "--db", db)
	if r.err != nil || !strings.Contains(r.out, "• example.md: Example Foundation (a civil society organisation") {
		t.Errorf("%v\n%s", r.err, r.out)
	}
}

func TestImportRefuses(t *testing.T) {
	t.Parallel()
	db, file := database(t), listFile(t, "some.csv", someRows)
	for _, c := range []struct{ args, says string }{
		{"", "needs the name of one file"},
		{"a.csv b.csv", "needs the name of one file"},
		{file + " --apply", "--apply needs --source"},
		{file + " --aply", "there is no flag --aply"},
		{file + " --apply=yes", "takes no value"},
		{file + " --apply --dry-run --source " + fromList, "leave one of them out"},
		{listFile(t, "header.csv", "name,category\n") + " --apply --source " + fromList, "header.csv has no rows"},
		{listFile(t, "wrong.csv", "name,category\nExample Works,castle\n") + " --apply --source " + fromList, "wrong.csv changed nothing"},
		{file + " --source", "--source needs a value"},
		{file + " --on tomorrow", "tomorrow"},
		{file + " --choose nine", "is neither"},
		{file + " --on 2099-01-01 --apply --source " + fromList, "in the future"},
		{file + " --apply --source nowhere", "must be a web address"},
		{file + " --choose 99 --apply --source " + fromList, "no doubtful row at line 99"},
		{filepath.Join(t.TempDir(), "none.csv"), "there is no file or folder"},
		{os.DevNull, "neither a file nor a folder"},
		{listFile(t, "a.pdf", "%PDF-1.7"), "PDF"},
		{listFile(t, "empty.csv", ""), "empty"},
	} {
		r := inProcess(t, nil, "", append(append([]string{"import"}, strings.Fields(c.args)...), "--db", db)...)
		if r.err == nil || !strings.Contains(r.out+r.err.Error(), c.says) {
			t.Errorf("%s: %v\n%s", c.args, r.err, r.out)
		}
	}
	if n := len(stored(t, db)); n != 1454 {
		t.Errorf("refusals left %d entries", n)
	}
}

// A process that is killed in the middle of an import leaves nothing of it.
func TestImportIsAllOrNothing(t *testing.T) {
	t.Parallel()
	const rows = 30_000
	db, file := database(t), listFile(t, "many.csv", manyRows(rows))
	dir := filepath.Dir(db)
	if out, errs, code := run(t, dir, nil, "", "count", "--db", db); code != 0 {
		t.Fatal(out, errs)
	}
	before, err := os.Stat(db)
	if err != nil {
		t.Fatal(err)
	}
	c := command(t.Context(), dir, nil, "import", file, "--apply", "--source", fromList, "--db", db)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	// A larger file holds a part of it.
	for now := before; now.Size() == before.Size(); time.Sleep(time.Millisecond) {
		if now, err = os.Stat(db); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = c.Wait() // it was killed
	switch n := len(stored(t, db)); {
	case n >= 1454+rows:
		return // on a busy machine it was done before it was killed
	case n != 1454:
		t.Fatalf("%d of %d rows were stored", n-1454, rows)
	}
	if out, errs, code := run(t, dir, nil, "", "import", file, "--apply", "--source", fromList, "--db", db); code != 0 || !strings.Contains(out, "All supporters: 1,222 → 31,222") {
		t.Error(out, errs)
	}
}
