package bolt_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/bolt"
	"rollcall/tracker/pariscall"
)

// What was acknowledged before a process was killed is there afterwards, and nothing by half.
func TestAProcessKilledWhileItAppendsLosesNothingAcknowledged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "killed.db")
	rng := rand.New(rand.NewPCG(7, 8))
	rounds := 12
	if testing.Short() {
		rounds = 4
	}
	var acknowledged tracker.Seq
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
		if err := db.Close(); err != nil {
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
	dir := t.TempDir()
	whole := start(t, "fill", filepath.Join(dir, "whole.db"))
	whole.want(t, "ready")
	began := time.Now()
	whole.want(t, "filled")
	takes := time.Since(began)
	_ = whole.cmd.Wait()

	rng := rand.New(rand.NewPCG(9, 10))
	rounds := 16
	if testing.Short() {
		rounds = 8
	}
	seen := map[int]int{}
	for round := range rounds {
		path := filepath.Join(dir, strconv.Itoa(round), "new.db")
		mkdir(t, filepath.Dir(path))
		filler := start(t, "fill", path)
		filler.want(t, "ready")
		// The moment is what the test is about: anywhere between the first step and shortly after the last.
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
			t.Errorf("round %d: filled again, the roll has %d of %d entries", round, got, tr.Book().Head())
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("of %d, by how many entries were there: %v", rounds, seen)
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
