package digest_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/digest"
)

// undo takes back what an entry recorded, as Undo does.
func (l *log) undo(at time.Time, seq tracker.Seq) tracker.Seq {
	l.t.Helper()
	e, _ := l.book.Entry(seq)
	ev, ok := e.Event.(tracker.Changed)
	if !ok {
		return l.add(at, tracker.Retracted{Entry: seq})
	}
	s := ev.Supporter
	if before := l.book.Upto(seq - 1).Supporter(s.ID); before != nil {
		s = *before
	} else {
		s.Left = tracker.Departure{Status: tracker.Removed, On: e.On, Reason: tracker.Error}
	}
	return l.add(at, tracker.Changed{Why: tracker.Undone, Supporter: s, Undoes: seq})
}

// says posts what is due, and returns its headline; empty if nothing is due. A correction says so itself.
func (l *log) says(now time.Time) string {
	l.t.Helper()
	plan, ok := l.due(now)
	if !ok {
		return ""
	}
	seq := l.add(now, plan)
	a, err := digest.NewReader(l.call, l.book).Tell(l.sub().Plan)
	if err != nil {
		l.t.Fatal(err)
	}
	l.add(now, tracker.DigestPosted{Plan: seq, TS: now.Format("20060102150405.000000")})
	return answer.Write(a, answer.In("en")).Headline
}

// wantSaid posts what is due until nothing is, and compares the headlines.
func (l *log) wantSaid(now time.Time, want ...string) {
	l.t.Helper()
	var got []string
	for said := l.says(now); said != "" && len(got) < 9; said = l.says(now) {
		got = append(got, said)
	}
	if !slices.Equal(got, want) {
		l.t.Errorf("it says\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if broken := tracker.Verify(slices.Collect(l.book.Entries(0))); len(broken) > 0 {
		l.t.Errorf("the ledger is broken: %v", broken)
	}
}

// A correction of what was posted is due at once, at any time, and other changes are news at their own time.
func TestWhatWasPostedIsCorrectedAndNoNews(t *testing.T) {
	l := newLog(t, at(1, 8, 0))
	l.call = &tracker.Call{Slug: "example", Name: "Example Call"}
	l.way(at(1, 8, 0), tracker.Subscribed{Schedule: "0 9 * * 1", Zone: "UTC"}) // the first of June is one
	kenya := l.join(at(2, 8, 0), "Kenya", tracker.State, "KE")
	l.join(at(2, 8, 0), "Rwanda", tracker.State, "RW")
	l.wantSaid(at(8, 9, 0), "Kenya and Rwanda joined (0 → 2 states)")

	undoing := l.undo(at(9, 10, 0), kenya)
	l.join(at(9, 10, 0), "Ghana", tracker.State, "GH")
	l.wantSaid(at(9, 10, 1), "Correction: Kenya is not on the list after all (2 → 1 state)")
	l.undo(at(10, 10, 0), undoing)
	l.wantSaid(at(10, 10, 1), "Correction: Kenya is on the list after all (1 → 2 states)")
	l.wantSaid(at(15, 9, 0), "Ghana joined (2 → 3 states)")
	l.wantSaid(at(22, 9, 0))
}

// After a correction, a supporter that joins after all is news again, and one that leaves by its own act is no correction.
func TestNewsAfterACorrection(t *testing.T) {
	l := newLog(t, at(1, 8, 0))
	l.way(at(1, 8, 0), tracker.Subscribed{Schedule: "0 9 * * 1", Zone: "UTC"})
	kenya := l.join(at(2, 8, 0), "Kenya", tracker.State, "KE")
	rwanda := l.join(at(2, 8, 0), "Rwanda", tracker.State, "RW")
	l.wantSaid(at(8, 9, 0), "Kenya and Rwanda joined (0 → 2 states)")
	l.undo(at(9, 8, 0), kenya)
	left := *l.book.Supporter(rwanda)
	left.Left = tracker.Departure{Status: tracker.Withdrawn, On: "2026-06-09"}
	l.add(at(9, 9, 0), tracker.Changed{Why: tracker.Withdrew, Supporter: left})
	l.wantSaid(at(9, 9, 1), "Correction: Kenya is not on the list after all (2 → 1 state)")
	back := *l.book.Supporter(kenya)
	back.Left = tracker.Departure{}
	l.add(at(10, 9, 0), tracker.Changed{Why: tracker.Joined, Supporter: back})
	l.wantSaid(at(15, 9, 0), "Kenya joined; Rwanda withdrew")
}

// Only what was posted recently is corrected, even if less was posted than changed.
func TestWhatIsCorrected(t *testing.T) {
	amend := func(how func(*tracker.Supporter)) func(l *log, kenya tracker.Seq) {
		return func(l *log, kenya tracker.Seq) {
			s := *l.book.Supporter(kenya)
			how(&s)
			why := tracker.Amended
			if s.Left.Status != "" {
				why = tracker.WasRemoved
			}
			l.add(at(9, 8, 0), tracker.Changed{Why: why, Supporter: s})
		}
	}
	undo := func(l *log, kenya tracker.Seq) { l.undo(at(9, 8, 0), kenya) }
	for name, c := range map[string]struct {
		way  tracker.Subscribed
		then func(l *log, kenya tracker.Seq)
		day  int
		want []string
	}{
		"undone":                     {tracker.Subscribed{}, undo, 9, []string{"Correction: Kenya is not on the list after all (1 → 0 states)"}},
		"undone, only who joined":    {tracker.Subscribed{Only: "joined"}, undo, 9, []string{"Correction: Kenya is not on the list after all (1 → 0 states)"}},
		"undone, fewer than the min": {tracker.Subscribed{Min: 1}, undo, 9, []string{"Correction: Kenya is not on the list after all (1 → 0 states)"}},
		"undone, told of companies":  {tracker.Subscribed{Filter: "company"}, undo, 9, nil},
		"undone, long after":         {tracker.Subscribed{}, undo, 60, []string{"Kenya is not on the list after all (1 → 0 states)"}},
		"undone, in quiet hours":     {tracker.Subscribed{Quiet: "08:00-10:00"}, undo, 9, nil},
		"another name":               {tracker.Subscribed{}, amend(func(s *tracker.Supporter) { s.Name = "Republic of Kenya" }), 9, []string{"Correction: 1 entry was amended"}},
		"a website":                  {tracker.Subscribed{}, amend(func(s *tracker.Supporter) { s.Website = "https://example.org" }), 9, []string{"1 entry was amended"}},
		"another category":           {tracker.Subscribed{}, amend(func(s *tracker.Supporter) { s.Category = tracker.PublicAuthority }), 9, []string{"Correction: 1 supporter was recategorised"}},
		"a duplicate": {tracker.Subscribed{}, amend(func(s *tracker.Supporter) {
			s.Left = tracker.Departure{Status: tracker.Removed, On: "2026-06-09", Reason: tracker.Duplicate}
		}), 9, []string{"Correction: Kenya was taken off the list (1 → 0 states)"}},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLog(t, at(1, 8, 0))
			l.way(at(1, 8, 0), c.way)
			kenya := l.join(at(2, 8, 0), "Kenya", tracker.State, "KE")
			l.says(at(2, 12, 0))
			c.then(l, kenya)
			l.wantSaid(at(c.day, 9, 1), c.want...)
		})
	}
}

// The last digest that named somebody is corrected, each by a correction of its own; a figure is taken back where
// it was posted.
func TestEachDigestIsCorrectedWhereItStands(t *testing.T) {
	l := newLog(t, at(1, 8, 0))
	l.way(at(1, 8, 0), tracker.Subscribed{})
	one := l.join(at(2, 8, 0), "Example One", tracker.Company, "FR")
	l.wantSaid(at(2, 8, 1), "Example One joined (1 → 2 companies)")
	figure := l.add(at(3, 8, 0), tracker.Reported{Date: "2026", Category: tracker.State, Value: 81, Qualifier: tracker.Exactly, Source: "https://example.org/a"})
	l.wantSaid(at(3, 8, 1), "1 headline figure was reported")
	l.undo(at(4, 8, 0), one)
	l.undo(at(4, 8, 0), figure)
	l.wantSaid(at(4, 8, 1), "Correction: 1 headline figure was taken back", "Correction: Example One is not on the list after all (2 → 1 company)")
	last := l.sub().Told
	if first := last.Before.Before.Before; last.Corrects != first.Plan || last.Before.Corrects != last.Before.Before.Plan || first.Before != nil {
		t.Errorf("it was posted %+v, before that %+v", last, last.Before)
	}
}
