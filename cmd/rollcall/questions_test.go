package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rollcall/tracker/postgres/pgtest"
)

// What isn't understood is kept in the database, a file or PostgreSQL, and nothing that is made of its ledgers has it.
func TestQuestionsAreKeptInTheDatabase(t *testing.T) {
	t.Parallel()
	t.Run("a file", func(t *testing.T) { keepsQuestions(t, database(t)) })
	t.Run("PostgreSQL", func(t *testing.T) { keepsQuestions(t, pgtest.Database(t)) })
}

func keepsQuestions(t *testing.T, db string) {
	env := settings{"ROLLCALL_DB": db}
	says := func(env settings, want string, args ...string) {
		t.Helper()
		if r := inProcess(t, env, "", args...); !strings.Contains(r.out+r.errs, want) {
			t.Errorf("%v doesn't say %q: %v\n%s%s", args, want, r.err, r.out, r.errs)
		}
	}
	ledger := func(name string) []byte {
		t.Helper()
		file := filepath.Join(t.TempDir(), name)
		if r := inProcess(t, env, "", "export", "--ledger", "-o", file); r.err != nil {
			t.Fatal(r.err)
		}
		return readBytes(t, file)
	}
	says(env, "1,222", "count")
	before := ledger("before.jsonl")
	const one, two = "In 90 days 1 question was", "In 90 days 2 questions were"
	says(env, "zorbits", "ask", "how many zorbits of Zephyr Widgets signed?")
	says(env, one, "questions")
	says(env, "zorbits", "how", "many", "zorbits", "signed?")
	says(env, two, "questions")
	says(env, `"asked":[{"day":`, "questions", "--json")
	says(env, "# No row for the lexicon", "questions", "--lexicon")
	if r := inProcess(t, env, "", "questions", "--all"); strings.Contains(strings.ToLower(r.out), "zephyr") {
		t.Errorf("a name is kept: %s", r.out)
	}
	batch := filepath.Join(t.TempDir(), "questions.txt")
	if err := os.WriteFile(batch, []byte("how many zorbits of whom signed?\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	says(env, "zorbits", "ask", "--batch", batch)
	says(settings{"ROLLCALL_DB": db, "ROLLCALL_QUESTIONS": "off"}, "zorbits", "ask", "how many zorbits signed?")
	says(settings{"ROLLCALL_DB": db, "ROLLCALL_QUESTIONS": "off"}, "ROLLCALL_QUESTIONS says off", "questions")
	says(env, two, "questions")
	says(env, "hold all invariants", "verify")
	if after := ledger("after.jsonl"); !bytes.Equal(before, after) {
		t.Error("the ledger has changed")
	}
	file := filepath.Join(t.TempDir(), "pariscall.jsonl")
	if err := os.WriteFile(file, before, 0o600); err != nil {
		t.Fatal(err)
	}
	restored := settings{"ROLLCALL_DB": database(t)}
	says(restored, "hold", "restore", file, "--db", restored["ROLLCALL_DB"])
	says(restored, "In 90 days nothing was noted", "questions")
}

// serve keeps what comes until it is stopped, also after a kill; and if it is set to keep nothing it deletes what
// is there.
func TestServeKeepsQuestions(t *testing.T) {
	t.Parallel()
	s, db := office(t), database(t)
	p := serve(t, s, db, overHTTP)
	types(t, s, "how many zorbits signed?")
	p.kill()
	p = serve(t, s, db, overHTTP)
	types(t, s, "which zorbits signed?")
	if m := types(t, s, "questions"); !strings.Contains(m.Text, "which zorbits signed (1×") {
		t.Errorf("it says: %s", m.Text)
	}
	types(t, s, "which zorbits signed?")
	if code := p.terminate(); code != 0 {
		t.Errorf("it ended with %d", code)
	}
	if r := inProcess(t, settings{"ROLLCALL_DB": db}, "", "questions"); !strings.Contains(r.out, "which zorbits signed (2×") {
		t.Errorf("kept is: %s (%v)", r.out, r.err)
	}
	off := serve(t, s, db, overHTTP, settings{"ROLLCALL_QUESTIONS": "off"})
	types(t, s, "which zorbits signed?")
	off.terminate()
	if r := inProcess(t, settings{"ROLLCALL_DB": db}, "", "questions"); !strings.Contains(r.out, "In 90 days nothing was noted") {
		t.Errorf("kept is: %s (%v)", r.out, r.err)
	}
	if r := inProcess(t, settings{"ROLLCALL_DB": db}, "", "verify"); !strings.Contains(r.out, "hold all invariants") {
		t.Errorf("verify says: %s (%v)", r.out, r.err)
	}
}

// A number at the prompt asks a reading that was offered, and that is kept for as long as the prompt.
func TestANumberAtThePromptChooses(t *testing.T) {
	t.Parallel()
	r := inProcess(t, nil, "how many zorbits signed?\n1\nquestions\nquestions --lexicon\n", "try")
	for _, want := range []string{"how many zorbits signed (1×", "how many zorbits signed → count (1×", "class supporter ~0.4 = zorbits"} {
		if !strings.Contains(r.out, want) {
			t.Errorf("it doesn't say %q: %s", want, r.out)
		}
	}
	if r := inProcess(t, settings{"ROLLCALL_DB": database(t)}, "", "questions"); r.err == nil || !strings.Contains(r.err.Error(), "there is no database") {
		t.Errorf("without a database: %v", r.err)
	}
}
