package tracker_test

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"rollcall/tracker"
	"rollcall/tracker/testrun"
)

// standing is what a Book says about the call now, independent of the order of recording.
type standing struct {
	Counts  tracker.Counts
	Roll    []tracker.Supporter
	Left    map[tracker.Seq]tracker.Departure
	Figures []tracker.Reported
	Claims  []tracker.Claimed
}

func standingOf(b *tracker.Book) standing {
	s := standing{Counts: b.Counts(), Left: map[tracker.Seq]tracker.Departure{}, Figures: slices.Clone(b.Figures()), Claims: slices.Clone(b.Claims())}
	for one := range b.Supporters() {
		switch {
		case one.Status() == tracker.Listed:
			s.Roll = append(s.Roll, *one)
		case one.Left.Reason != tracker.Error: // one that was never there
			s.Left[one.ID] = one.Left
		}
	}
	slices.SortFunc(s.Figures, func(a, b tracker.Reported) int { return cmp.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	slices.SortFunc(s.Claims, func(a, b tracker.Claimed) int { return cmp.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	return s
}

// Undoing any batch leaves the Book as if it had never been recorded: now, and as of every day.
func TestWhatIsUndoneIsAsItWasBefore(t *testing.T) {
	undone := map[string]int{}
	for seed := range uint64(testrun.Times(30, 6)) {
		g := newGenerator(300 + seed)
		for g.book.Head() < 40 {
			g.step()
		}
		for range 150 {
			before := g.book
			g.decide()
			first := before.Head() + 1
			if g.book.Head() < first || !undoable(g.book.Batch(first)) {
				continue
			}
			if !g.do("U9", tracker.Undo(g.book.Head())) {
				_, err := tracker.Undo(first)(g.book)
				t.Fatalf("seed %d: %+v can't be undone: %v", seed, g.book.Batch(first), err)
			}
			for _, day := range []tracker.Day{"2020-01-01", "2020-06-01", "2026-02-25", "2026-03-10", "2026-04-01", "9999-12-31"} {
				if got, want := fmt.Sprintf("%+v", standingOf(g.book.AsOf(day))), fmt.Sprintf("%+v", standingOf(before.AsOf(day))); got != want {
					t.Fatalf("seed %d: as of %s, undone %+v leaves\n%s, want\n%s", seed, day, g.book.Batch(first), got, want)
				}
			}
			if c := tracker.Between(before, g.book); !c.Empty() && len(c.Which(tracker.FigurePublished)) == 0 {
				t.Fatalf("seed %d: something changed: %+v", seed, c)
			}
			if _, err := tracker.Undo(first)(g.book); err == nil {
				t.Fatalf("seed %d: %+v is undone twice", seed, g.book.Batch(first))
			}
			for _, e := range g.book.Batch(first) {
				kind := fmt.Sprintf("%T", e.Event)
				if ev, ok := e.Event.(tracker.Changed); ok {
					kind = string(ev.Why)
				}
				undone[kind]++
			}
			// Half of them are done again, so that ledgers grow.
			if g.rng.IntN(2) == 0 && !g.do("U9", tracker.Undo(g.book.Head())) {
				_, err := tracker.Undo(g.book.Head())(g.book)
				t.Fatalf("seed %d: what undid can't be undone: %v", seed, err)
			}
		}
		if broken := tracker.Verify(g.entries); len(broken) > 0 {
			t.Fatalf("seed %d: the ledger is not valid: %v", seed, broken)
		}
	}
	for _, kind := range []string{"joined", "amended", "recategorised", "merged", "undone", "tracker.Reported", "tracker.Claimed", "tracker.Retracted", "tracker.Approved"} {
		if undone[kind] == 0 {
			t.Errorf("nothing %s was undone: %v", kind, undone)
		}
	}
}

func undoable(batch []tracker.Entry) bool {
	return !slices.ContainsFunc(batch, func(e tracker.Entry) bool {
		switch e.Event.(type) {
		case tracker.Changed, tracker.Reported, tracker.Claimed, tracker.Retracted, tracker.Approved:
			return false
		}
		return true
	})
}

func TestUndoTakesBackAWholeBatch(t *testing.T) {
	tr, l := small(t)
	before := read(tr.Book()).Roll
	merged := do(t, tr, by("U1"), tracker.Merge(2, 3, source))
	done := do(t, tr, by("U2"), tracker.Undo(merged.Entries[1].Seq))
	if len(done.Entries) != 2 || done.Entries[1].Batch != done.Entries[0].Seq {
		t.Errorf("it is undone by %+v", done.Entries)
	}
	for i, e := range done.Entries { // last first
		if ev := e.Event.(tracker.Changed); ev.Why != tracker.Undone || ev.Undoes != merged.Entries[1-i].Seq || e.On != merged.Entries[1-i].On {
			t.Errorf("entry %d of them is %+v", i, e)
		}
	}
	if got := read(tr.Book()).Roll; fmt.Sprint(got) != fmt.Sprint(before) {
		t.Errorf("the list is\n%+v, want\n%+v", got, before)
	}
	refused(t, tr, tracker.Undo(merged.Entries[0].Seq), "", fmt.Sprintf("undone already: entry %d, recorded by U2", done.Entries[0].Seq))
	valid(t, tr, l)
}

func TestAJoinThatIsUndoneWasAnError(t *testing.T) {
	tr, l := small(t)
	joined := do(t, tr, by("U1"), add(company("New Ltd"))).Entries[0]
	done := do(t, tr, by("U1"), tracker.Undo(joined.Seq))
	if got := done.After.Supporter(joined.Seq).Left; got != (tracker.Departure{Status: tracker.Removed, On: joined.On, Reason: tracker.Error}) {
		t.Errorf("it left as %+v", got)
	}
	if c := tracker.Between(tr.Book().Upto(joined.Seq-1), tr.Book()); !c.Empty() {
		t.Errorf("the net change is %+v", c)
	}
	if got := tr.Book().Undone(); len(got) != 2 || !got[joined.Seq] || !got[done.Entries[0].Seq] {
		t.Errorf("undone are %v", got)
	}
	if back := do(t, tr, by("U1"), add(company("New Ltd"))).After.Supporter(joined.Seq); back.Status() != tracker.Listed || back.FirstListed != today() {
		t.Errorf("added again, it is %+v", back)
	}
	valid(t, tr, l)
}

// Undoing an approval brings the proposal back as it was: by the person who proposed it, to be approved or rejected.
func TestAProposalWhoseApprovalIsUndoneWaitsAgain(t *testing.T) {
	tr, l := small(t)
	proposed := do(t, tr, by("U1"), tracker.Propose(today(), "a note", add(company("New Ltd")))).Entries[0]
	before := tr.Book().Proposals()
	approved := do(t, tr, by("U2"), tracker.Approve(proposed.Seq, "U2", true)).Entries
	undone := do(t, tr, by("U2"), tracker.Undo(approved[0].Seq)).Entries
	if len(undone) != 2 || undone[1].Event != (tracker.Reopened{Proposal: proposed.Seq}) {
		t.Fatalf("recorded is %+v", undone)
	}
	if got := tr.Book().Proposals(); !reflect.DeepEqual(got, before) {
		t.Errorf("the proposals are %+v, were %+v", got, before)
	}
	refused(t, tr, tracker.Approve(proposed.Seq, "U1", true), "", "another admin")
	refused(t, tr, tracker.Undo(approved[0].Seq), "", "undone already")

	// What undid it can be undone, and that again.
	again := do(t, tr, by("U2"), tracker.Undo(undone[0].Seq)).Entries
	if again[0].Event != (tracker.Approved{Proposal: proposed.Seq}) || len(tr.Book().Proposals()) > 0 {
		t.Errorf("recorded is %+v", again)
	}
	if last, ok := tr.Book().LastBy("U2"); ok && last == again[0].Seq {
		t.Error("what did it again is offered to be undone")
	}
	do(t, tr, by("U2"), tracker.Undo(again[0].Seq))

	// Approved again, the supporter that it adds comes back under the same id.
	later := do(t, tr, by("U3"), tracker.Approve(proposed.Seq, "U3", true)).Entries
	if got := later[1].Event.(tracker.Changed).Supporter.ID; got != approved[1].Seq || len(tr.Book().Named("New Ltd")) != 1 {
		t.Errorf("it came back as supporter %d, was %d", got, approved[1].Seq)
	}
	refused(t, tr, tracker.Reject(proposed.Seq, ""), "", "was approved by U3")
	do(t, tr, by("U2"), tracker.Undo(later[0].Seq))
	do(t, tr, by("U2"), tracker.Reject(proposed.Seq, "no"))
	refused(t, tr, tracker.Undo(tr.Book().Head()-1), "", "was rejected by U2")
	valid(t, tr, l)
}

func TestUndoRefusesWithTheReason(t *testing.T) {
	type step struct {
		by     string
		decide decision
	}
	figure := tracker.Reported{Date: "2020-05", Category: tracker.State, Value: 80, Qualifier: tracker.AtLeast, Source: source}
	limited := company("Example Limited")
	limited.Aliases = []string{"Example Ltd"}
	for name, c := range map[string]struct {
		steps []step // the first is entry 6
		undo  tracker.Seq
		says  string
	}{
		"what isn't there":       {nil, 99, "no entry 99"},
		"entry 0":                {nil, 0, "no entry 0"},
		"changed since":          {nil, 4, "Gone & Away changed since: entry 5, recorded by U1 on " + string(today())},
		"a subscription":         {[]step{{"U1", tracker.Subscribe(tracker.Subscribed{Channel: "C1"}, 0)}}, 6, "unsubscribe it instead"},
		"its end":                {[]step{{"U1", tracker.Subscribe(tracker.Subscribed{Channel: "C1"}, 0)}, {"U1", tracker.Unsubscribe("C1", 0)}}, 7, "subscribe"},
		"a digest":               {[]step{{"U1", tracker.Subscribe(tracker.Subscribed{Channel: "C1"}, 0)}, {"U1", add(company("N"))}, {"rollcall", plan(6, 7)}}, 8, "digest"},
		"an event":               {[]step{{"U1", noted}}, 6, "can't be undone"},
		"an admin":               {[]step{{"U1", tracker.Grant("U2")}}, 6, "made U2 an admin; revoke that"},
		"an admin's end":         {[]step{{"U1", tracker.Grant("U2")}, {"U1", tracker.Revoke("U2", []string{"U1"})}}, 7, "grant that again"},
		"a language":             {[]step{{"U1", tracker.Prefer("U2", "fr")}}, 6, "choose another"},
		"a proposal":             {[]step{{"U2", tracker.Propose(today(), "", tracker.Withdraw(2, source))}}, 6, "can be rejected"},
		"a rejection":            {[]step{{"U2", tracker.Propose(today(), "", tracker.Withdraw(2, source))}, {"U1", tracker.Reject(6, "no")}}, 7, "propose it again"},
		"a figure taken back":    {[]step{{"U1", tracker.Report(figure, today())}, {"U2", tracker.Retract(6, "misread")}}, 6, "undone already: entry 7, recorded by U2"},
		"undone already":         {[]step{{"U1", tracker.Report(figure, today())}, {"U2", tracker.Retract(6, "misread")}, {"U3", tracker.Undo(7)}}, 7, "undone already: entry 8, recorded by U3"},
		"approved, then changed": {[]step{{"U2", tracker.Propose(today(), "", tracker.Withdraw(2, source))}, {"U1", tracker.Approve(6, "U1", true)}, {"U3", add(tracker.Supporter{Name: "EF", Category: tracker.CivilSociety, Source: source})}}, 7, "Example Foundation changed since: entry 9"},
		"the name is taken":      {[]step{{"U1", tracker.Withdraw(3, source)}, {"U1", add(limited)}}, 6, "Example Limited is listed already"},
		"somebody merged into it": {[]step{{"U1", add(company("New Ltd"))}, {"U1", func(*tracker.Book) ([]tracker.Event, error) {
			gone := company("Example Ltd")
			gone.ID, gone.Left = 3, tracker.Departure{Status: tracker.Merged, Into: 6}
			return []tracker.Event{tracker.Changed{Why: tracker.WasMerged, Supporter: gone}}, nil
		}}}, 6, "Example Ltd was merged into New Ltd since"},
	} {
		t.Run(name, func(t *testing.T) {
			tr, l := small(t)
			for _, s := range c.steps {
				do(t, tr, by(s.by), s.decide)
			}
			wantRefused(t, tr, tracker.Undo(c.undo), c.says)
			valid(t, tr, l)
		})
	}
}

func noted(*tracker.Book) ([]tracker.Event, error) {
	return []tracker.Event{tracker.Noted{Date: "2020", Event: "one"}}, nil
}

func plan(subscription, through tracker.Seq) decision {
	return func(*tracker.Book) ([]tracker.Event, error) {
		return []tracker.Event{tracker.DigestPlanned{Subscription: subscription, Through: through}}, nil
	}
}

func TestLastByGoesFurtherBackEachTime(t *testing.T) {
	tr, l := small(t)
	figure := tracker.Reported{Date: "2020-05", Category: tracker.State, Value: 80, Qualifier: tracker.AtLeast, Source: source}
	wants := func(user string, want tracker.Seq) {
		t.Helper()
		if got, ok := tr.Book().LastBy(user); got != want || ok != (want > 0) {
			t.Fatalf("the last of %s is %d, want %d", user, got, want)
		}
	}
	wants("U2", 0)
	first := do(t, tr, by("U2"), tracker.Merge(2, 3, source)).Entries[0].Seq
	second := do(t, tr, by("U2"), tracker.Report(figure, today())).Entries[0].Seq
	third := do(t, tr, by("U2"), tracker.Retract(second, "misread")).Entries[0].Seq
	do(t, tr, by("U3"), tracker.Withdraw(1, source))
	do(t, tr, by("U2"), tracker.Grant("U4")) // can't be undone
	wants("U2", third)
	do(t, tr, by("U2"), tracker.Undo(third))
	again := tr.Book().Head() // what was taken back is recorded under another number
	wants("U2", again)
	do(t, tr, by("U2"), tracker.Undo(again))
	wants("U2", first)
	do(t, tr, by("U2"), tracker.Undo(first))
	wants("U2", 0)
	if got := tr.Book().Counts(); got != (tracker.Counts{CivilSociety: 1, Company: 1}) {
		t.Errorf("the list counts %+v", got)
	}
	// What somebody else undid isn't offered either.
	added := do(t, tr, by("U5"), add(company("New Ltd"))).Entries[0].Seq
	wants("U5", added)
	do(t, tr, by("U6"), tracker.Undo(added))
	wants("U5", 0)
	wants("U6", 0)
	valid(t, tr, l)
}

// Somebody's last edit isn't skipped for an older one because another edit builds on it.
func TestLastByIsWhatWasBuiltOn(t *testing.T) {
	tr, l := small(t)
	do(t, tr, by("U2"), tracker.Withdraw(1, source))
	last := do(t, tr, by("U2"), amended(*tr.Book().Supporter(2), func(s *tracker.Supporter) { s.Note = "one" })).Entries[0].Seq
	do(t, tr, by("U3"), amended(*tr.Book().Supporter(2), func(s *tracker.Supporter) { s.Note = "two" }))
	if got, ok := tr.Book().LastBy("U2"); got != last || !ok {
		t.Errorf("the last is %d, want %d", got, last)
	}
	refused(t, tr, tracker.Undo(last), "", "changed since")
	valid(t, tr, l)
}

// A change of today that was undone doesn't block one of an earlier day, and each is taken back on its day.
func TestUndoIsOfTheDayThatItCorrects(t *testing.T) {
	l := &tracker.Memory{}
	tr := open(t, l)
	early, between := daysAgo(20), daysAgo(10)
	do(t, tr, tracker.Request{By: "U1", On: early}, add(company("Example Ltd")))
	joined := do(t, tr, tracker.Request{By: "U1", On: early}, add(company("New Ltd"))).Entries[0].Seq
	noted := do(t, tr, by("U1"), amended(*tr.Book().Supporter(joined), func(s *tracker.Supporter) { s.Note = "one" })).Entries[0].Seq
	undone := do(t, tr, by("U1"), tracker.Undo(noted)).Entries[0].Seq
	do(t, tr, by("U1"), tracker.Undo(undone)) // the note stands again
	do(t, tr, by("U1"), tracker.Undo(noted))
	if got := tr.Book().AsOf(between).Supporter(joined).Status(); got != tracker.Listed {
		t.Fatalf("before the join is undone it was %s between", got)
	}
	if e := do(t, tr, by("U1"), tracker.Undo(joined)).Entries[0]; e.On != early {
		t.Errorf("the join is undone as of %s, want %s", e.On, early)
	}
	for _, day := range []tracker.Day{early, between, today()} {
		if got := tr.Book().AsOf(day).Supporter(joined).Status(); got != tracker.Removed {
			t.Errorf("on %s it was %s", day, got)
		}
	}
	do(t, tr, tracker.Request{By: "U1", On: between}, add(company("New Ltd")))
	if got := tr.Book().AsOf(between).Supporter(joined); got.Status() != tracker.Listed || got.FirstListed != between {
		t.Errorf("added again, it is %+v", got)
	}
	wantRefused(t, tr, tracker.As(early, tracker.Withdraw(joined, source)), "last changed on "+string(between))
	valid(t, tr, l)
}

// Changes that were changed back meanwhile don't block an undo, so that one can undo further and further back.
func TestUndoLooksThroughWhatWasUndone(t *testing.T) {
	tr, l := small(t)
	noted := func(note string) tracker.Seq {
		t.Helper()
		return do(t, tr, by("U2"), amended(*tr.Book().Supporter(2), func(s *tracker.Supporter) { s.Note = note })).Entries[0].Seq
	}
	first, second := noted("one"), noted("two")
	refused(t, tr, tracker.Undo(first), "", "changed since")
	undone := do(t, tr, by("U2"), tracker.Undo(second)).Entries[0].Seq
	refused(t, tr, tracker.Undo(second), "", "undone already")
	do(t, tr, by("U2"), tracker.Undo(undone)) // the second stands again
	refused(t, tr, tracker.Undo(first), "", "changed since")
	do(t, tr, by("U2"), tracker.Undo(second))
	do(t, tr, by("U2"), tracker.Undo(first))
	refused(t, tr, tracker.Undo(first), "", "undone already")
	if got := tr.Book().Supporter(2).Note; got != "" {
		t.Errorf("its note is %q", got)
	}
	valid(t, tr, l)
}

func daysAgo(n int) tracker.Day { return tracker.DayOf(today().Time().AddDate(0, 0, -n)) }
