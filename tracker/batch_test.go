package tracker_test

import (
	"testing"

	"rollcall/tracker"
)

func TestSeveralDecisionsOfTheirOwnDaysAreOneBatch(t *testing.T) {
	l := &tracker.Memory{}
	tr := open(t, l)
	old := tracker.Supporter{ID: 1, Name: "Old Ltd", Category: tracker.Company, FirstListed: "2026-03-01"}
	if err := tr.Fill(t.Context(), []tracker.Entry{entry(1, "2026-03-01", tracker.Changed{Why: tracker.Joined, Supporter: old})}); err != nil {
		t.Fatal(err)
	}
	yesterday := tracker.DayOf(today().Time().AddDate(0, 0, -1))
	batch := func(decides ...decision) decision {
		return func(b *tracker.Book) ([]tracker.Event, error) {
			var all []tracker.Event
			for _, decide := range decides {
				events, err := decide(b)
				if err == nil {
					b, err = b.If(events)
				}
				if err != nil {
					return nil, err
				}
				all = append(all, events...)
			}
			return all, nil
		}
	}
	before := tr.Book()
	id := before.Head() + 1
	done := do(t, tr, by("U1"), batch(
		tracker.As(yesterday, add(company("New Ltd"))),
		tracker.As(today(), func(b *tracker.Book) ([]tracker.Event, error) {
			return amended(*b.Supporter(id), func(s *tracker.Supporter) { s.Note = "n" })(b)
		})))
	if len(done.Entries) != 2 || done.Entries[0].On != yesterday || done.Entries[1].On != today() || done.Entries[1].Batch != id {
		t.Errorf("it recorded %+v", done.Entries)
	}
	if got := done.After.Supporter(id); got.FirstListed != yesterday || got.Note != "n" {
		t.Errorf("it is %+v", got)
	}
	if before.Head() != id-1 || before.Supporter(id) != nil || len(before.Named("New Ltd")) != 0 {
		t.Error("the Book before has what was only tried")
	}
	head := tr.Book().Head()
	refused(t, tr, batch(tracker.As(today(), add(company("Third Ltd"))), tracker.As(today(), add(company("THIRD Ltd")))), "name", "listed already")
	refused(t, tr, tracker.As("2999-01-01", add(company("Third Ltd"))), "on", "future")
	if tr.Book().Head() != head {
		t.Error("a part was recorded")
	}
	valid(t, tr, l)
}
