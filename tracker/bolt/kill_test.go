package bolt_test

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"testing"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/bolt"
	"rollcall/tracker/ledgertest"
	"rollcall/tracker/pariscall"
	"rollcall/tracker/testrun"
)

// What was acknowledged before a process was killed is there afterwards, and nothing partial.
func TestAProcessKilledWhileItAppendsLosesNothingAcknowledged(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "killed.db")
	rng := rand.New(rand.NewPCG(7, 8))
	rounds := testrun.Times(12, 3)
	var acknowledged tracker.Seq
	counted := 0
	for round := range rounds {
		writer := start(t, "append", path)
		kill, lines := rng.IntN(60), 0
		for writer.out.Scan() {
			seq, err := strconv.ParseUint(writer.out.Text(), 10, 64)
			if err != nil {
				t.Fatalf("the other process says %q", writer.out.Text())
			}
			acknowledged = tracker.Seq(seq)
			if lines++; lines == kill+1 {
				// What it still acknowledges until it is dead counts too, and so is read.
				if err := writer.cmd.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		_ = writer.cmd.Wait()
		if lines <= kill {
			t.Fatalf("round %d: the other process ended by itself: %s", round, writer.quiet)
		}
		db, err := bolt.Open(path)
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		if err := db.Check(); err != nil {
			t.Errorf("round %d: %v", round, err)
		}
		all, err := db.Ledger("test").Read(t.Context(), 0, 1_000_000)
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		counts, err := db.Asked("test").Counts(t.Context(), "")
		for _, now := range counts {
			if counted, now = now, now-counted; now < lines {
				t.Errorf("round %d: of what was asked before each request, %d are counted", round, now)
			}
		}
		if err := errors.Join(err, db.Close()); err != nil {
			t.Fatal(err)
		}
		if head := tracker.Seq(len(all)); head < acknowledged {
			t.Fatalf("round %d: it acknowledged entry %d, and %d are there", round, acknowledged, head)
		}
		for _, v := range tracker.Verify(all) {
			t.Errorf("round %d: %v", round, v)
		}
		// A request is there whole: the n-th of them has one entry and n%4 more.
		n := map[string]int{}
		for _, e := range all {
			n[e.Ref]++
		}
		for ref, have := range n {
			number, err := strconv.Atoi(ref[len("ref-"):])
			if err != nil || have != 1+number%4 {
				t.Errorf("round %d: request %s has %d entries, want %d (%v)", round, ref, have, 1+number%4, err)
			}
		}
	}
}

// Killed at any moment, the first start leaves no file, an empty ledger or the whole of it; the next start fills it.
func TestAProcessKilledWhileItFillsLeavesAllOrNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	whole := start(t, "fill", filepath.Join(dir, "whole.db"))
	whole.want(t, "ready")
	began := time.Now()
	whole.want(t, "filled")
	takes := time.Since(began)
	_ = whole.cmd.Wait()

	rng := rand.New(rand.NewPCG(9, 10))
	rounds := testrun.Times(16, 4)
	seen := map[int]int{}
	for round := range rounds {
		path := filepath.Join(dir, strconv.Itoa(round), "new.db")
		mkdir(t, filepath.Dir(path))
		filler := start(t, "fill", path)
		filler.want(t, "ready")
		// The kill comes anywhere between the first step and shortly after the last.
		timer := time.AfterFunc(time.Duration(rng.Int64N(int64(takes)*5/4)), func() { _ = filler.cmd.Process.Kill() })
		_ = filler.cmd.Wait()
		timer.Stop()

		db, err := bolt.Open(path)
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		if err := db.Check(); err != nil {
			t.Errorf("round %d: %v", round, err)
		}
		tr, err := tracker.Open(t.Context(), db.Ledger(pariscall.Slug))
		if err != nil {
			t.Fatal(err)
		}
		entries, err := pariscall.Entries(time.Now())
		if err != nil {
			t.Fatal(err)
		}
		head := int(tr.Book().Head())
		if seen[head]++; head != 0 && head != len(entries) {
			t.Errorf("round %d: %d of %d entries are there", round, head, len(entries))
		}
		if err := tr.Fill(t.Context(), entries); err != nil {
			t.Fatal(err)
		}
		if got := tr.Book().Counts().Total(); got != 1222 || int(tr.Book().Head()) != len(entries) {
			t.Errorf("round %d: filled again, the list has %d of %d entries", round, got, tr.Book().Head())
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("of %d, by how many entries were there: %v", rounds, seen)
}

// Killed at any moment of a large Append, it left all or nothing, and the next one works.
func TestAProcessKilledInALargeAppendLeavesAllOrNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	whole := start(t, "append-large", filepath.Join(dir, "whole.db"))
	whole.want(t, "ready")
	began := time.Now()
	whole.want(t, "appended")
	takes := time.Since(began)
	_ = whole.cmd.Wait()

	rng := rand.New(rand.NewPCG(11, 12))
	rounds := testrun.Times(24, 4)
	seen := map[int]int{}
	for round := range rounds {
		path, base := filepath.Join(dir, strconv.Itoa(round)+".db"), round%2*7
		db, err := bolt.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(db.Ledger("test").Append(t.Context(), ledgertest.Numbered(1, base)...), db.Close()); err != nil {
			t.Fatal(err)
		}
		writer := start(t, "append-large", path)
		writer.want(t, "ready")
		timer := time.AfterFunc(time.Duration(rng.Int64N(int64(takes)*5/4)), func() { _ = writer.cmd.Process.Kill() })
		_ = writer.cmd.Wait()
		timer.Stop()

		if db, err = bolt.Open(path); err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		all, err := db.Ledger("test").Read(t.Context(), 0, math.MaxInt)
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		if seen[len(all)-base]++; len(all) != base && len(all) != base+large {
			t.Errorf("round %d: %d of %d entries are there", round, len(all)-base, large)
		}
		if err := db.Ledger("test").Append(t.Context(), ledgertest.Numbered(tracker.Seq(len(all)+1), 3)...); err != nil {
			t.Errorf("round %d: %v", round, err)
		}
		all, err = db.Ledger("test").Read(t.Context(), 0, math.MaxInt)
		if broken := tracker.Verify(all); err != nil || len(broken) > 0 {
			t.Errorf("round %d: %d violations (%v)", round, len(broken), err)
		}
		if err := errors.Join(db.Check(), db.Close()); err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("of %d, by how many entries were there: %v", rounds, seen)
}

// Killed at any moment while it rewrites, a process leaves the file as it was or as it was to be.
func TestAProcessKilledWhileItRewritesLeavesOneFileOrTheOther(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "rewritten.db")
	db, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	mustAppend(t, db.Ledger("test"), 1, 3_000)
	mustAppend(t, db.Ledger("other"), 1, 3_000)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(13, 14))
	rounds := testrun.Times(30, 5)
	before, left := 3_000, 0
	for round := range rounds {
		writer := start(t, "rewrite", path)
		writer.want(t, "1")
		began := time.Now()
		writer.want(t, "2")
		timer := time.AfterFunc(time.Duration(rng.Int64N(int64(2*time.Since(began)))), func() { _ = writer.cmd.Process.Kill() })
		acknowledged := 2
		for writer.out.Scan() {
			acknowledged++
		}
		_ = writer.cmd.Wait()
		timer.Stop()
		if _, err := os.Stat(filepath.Join(dir, ".rewritten.db.rewritten")); err == nil {
			left++
		}
		if db, err = bolt.Open(path); err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		wantFiles(t, dir, "rewritten.db")
		all, err := db.Ledger("test").Read(t.Context(), 0, math.MaxInt)
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		done := len(all) - before // each appends an entry
		if done != acknowledged && done != acknowledged+1 || !reflect.DeepEqual(all, saying(all[1:], done)) {
			t.Errorf("round %d: it was rewritten %d times, %d of which were acknowledged", round, done, acknowledged)
		}
		if broken := tracker.Verify(all); len(broken) > 0 {
			t.Errorf("round %d: %v", round, broken[0])
		}
		wantAll(t, db.Ledger("other"), 3_000)
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		now := fmt.Appendf(nil, "says %06d", done)
		if bytes.Count(content, []byte("says ")) != bytes.Count(content, now) {
			t.Errorf("round %d: the file still says what it said before", round)
		}
		mustAppend(t, db.Ledger("test"), len(all)+1, 1)
		before = len(all) + 1
		if err := errors.Join(db.Check(), db.Close()); err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
	}
	t.Logf("of %d, an unfinished file was left %d times", rounds, left)
}

// A start that was cut short leaves nothing that the next ones trip over.
func TestWhatAKilledStartLeftBehindDoesNotMatter(t *testing.T) {
	dir := t.TempDir()
	mkdir(t, filepath.Join(dir, ".rollcall-123"))
	path := filepath.Join(dir, "rollcall.db")
	db, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if entries, err := read(t.Context(), path); err != nil || len(entries) > 0 {
		t.Errorf("a new database has %v (%v)", entries, err)
	}
}

func mkdir(t *testing.T, dir string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
}
