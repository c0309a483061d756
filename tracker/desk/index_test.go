package desk_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/desk"
	"rollcall/tracker/query"
	"rollcall/tracker/testrun"
)

// newLargeFront opens a desk on a list of n companies.
func newLargeFront(t *testing.T, n int) *front {
	t.Helper()
	f := newFront(t, call(t))
	f.ledger = new(tracker.Memory)
	var err error
	if f.tracker, err = tracker.Open(t.Context(), f.ledger); err != nil {
		t.Fatal(err)
	}
	now := time.Now().UTC().Truncate(time.Microsecond)
	entries := make([]tracker.Entry, n)
	for i := range entries {
		id := tracker.Seq(i + 1)
		entries[i] = tracker.Entry{Seq: id, At: now, On: tracker.DayOf(now), By: "test", Event: tracker.Changed{Why: tracker.Joined, Supporter: tracker.Supporter{
			ID: id, Name: fmt.Sprintf("Example %x of the Road", i*7919), Category: tracker.Company, Source: "https://example.org/a", FirstListed: tracker.DayOf(now)}}}
	}
	if err := f.tracker.Fill(t.Context(), entries); err != nil {
		t.Fatal(err)
	}
	f.desk = desk.New(f.config(call(t)))
	return f
}

// TestAllWhoAskAfterAChangeShareOneIndex holds that 16 who ask at once allocate about as much as one.
func TestAllWhoAskAfterAChangeShareOneIndex(t *testing.T) {
	const readers, perEntry = 16, 3_000 // bytes
	n, fixed := 2_000, uint64(24<<20)
	if testrun.Long() {
		n, fixed = 100_000, 0
	}
	f := newLargeFront(t, n)
	f.types("how many companies are there?")
	old := f.tracker.Book().Head()
	reads := func(r desk.Request) func() {
		return func() {
			var all sync.WaitGroup
			for range readers {
				all.Go(func() {
					r := r
					for _, line := range []string{"who Example d889 of the Road", "has Example d889 of the Road signed?"} {
						r.Tokens = query.Line(line)
						if a, err := f.desk.Do(context.Background(), r); err != nil || a.Status() != tracker.Listed {
							t.Errorf("%s: %s, %v", line, a.Text, err)
						}
					}
				})
			}
			all.Wait()
		}
	}
	f.records("Another Example Company")
	got := testrun.Allocated(reads(desk.Request{By: "U0GUEST"}))
	t.Logf("%d readers of %d entries: %d KB", readers, n, got>>10)
	if most := uint64(n)*perEntry + fixed; got > most {
		t.Errorf("%d readers of %d entries allocated %d bytes, at most %d", readers, n, got, most)
	}
	got = testrun.Allocated(reads(desk.Request{By: "U0GUEST", Again: &desk.When{Head: old, Today: tracker.DayOf(time.Now())}}))
	t.Logf("%d readers of the list as it was: %d KB", readers, got>>10)
	if most := uint64(n)*perEntry + fixed; got > most {
		t.Errorf("%d readers of the list as it was allocated %d bytes, at most %d", readers, got, most)
	}
}

// records adds a company as another process does, without the desk's knowledge.
func (f *front) records(name string) {
	f.Helper()
	s := tracker.Supporter{Name: name, Category: tracker.Company, Source: "https://example.org/a"}
	if _, err := f.tracker.Do(context.Background(), tracker.Request{By: "test"}, tracker.Add(s, tracker.DayOf(time.Now()))); err != nil {
		f.Fatal(err)
	}
}

func TestTheOldIndexServesWhileTheNewOneIsMade(t *testing.T) {
	f := newFront(t, call(t))
	f.says("count", "3 supporters")
	made := f.desk.Making()
	f.records("Example Company")
	f.says("count", "3 supporters")
	f.says("who Example Foundation", "is a supporter")
	made()
	f.says("who Example Company", "is a supporter")
	f.says("count", "4 supporters")
}

// TestWhatIsAcknowledgedIsFound holds that an edit is acknowledged once questions find it, however many edit and ask.
func TestWhatIsAcknowledgedIsFound(t *testing.T) {
	f := newFront(t, call(t))
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for n := range 3 {
				name := fmt.Sprintf("Example Company %c%d", 'A'+i, n)
				if a := f.types(`add "` + name + `" company anyway` + source); a.Kind != answer.Edited {
					f.Errorf("add %s: %s", name, a.Text)
				}
				for _, line := range []string{"who " + name, "has " + name + " signed?"} {
					if a := f.types(line); a.Status() != tracker.Listed || len(a.Supporters()) != 1 || a.Supporters()[0].Name != name {
						f.Errorf("%s: %s", line, a.Text)
					}
				}
			}
		})
	}
	all.Wait()
	f.verified()
}
