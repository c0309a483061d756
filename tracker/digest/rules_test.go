package digest_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/digest"
)

// way subscribes C1 in a way.
func (l *log) way(at time.Time, way tracker.Subscribed) {
	l.t.Helper()
	way.ID, way.Channel = l.book.Head()+1, "C1"
	l.add(at, way)
}

// join adds a supporter.
func (l *log) join(at time.Time, name string, c tracker.Category, country string) tracker.Seq {
	l.t.Helper()
	return l.add(at, tracker.Changed{Why: tracker.Joined, Supporter: tracker.Supporter{ID: l.book.Head() + 1, Name: name, Category: c, Country: country}})
}

// dueAt walks minute by minute, posts what is due, and returns when that was.
func (l *log) dueAt(from, to time.Time) (all []string) {
	l.t.Helper()
	for now := from; now.Before(to); now = now.Add(time.Minute) {
		if plan, ok := l.post(now); ok {
			at := now.Format("02 15:04")
			if plan.Late {
				at += " late"
			}
			all = append(all, at)
		}
	}
	return all
}

func wantTimes(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("it is due at %v, want %v", got, want)
	}
}

func TestQuietHoursDelayAndDropNothing(t *testing.T) {
	for name, c := range map[string]struct {
		way     tracker.Subscribed
		changed []time.Time
		want    []string
	}{
		"at once, across midnight": {tracker.Subscribed{Quiet: "22:00-07:00"}, []time.Time{at(1, 21, 58), at(1, 22, 0), at(2, 3, 0), at(2, 7, 30)}, []string{"01 21:58", "02 07:00", "02 07:30"}},
		"at once, by day":          {tracker.Subscribed{Quiet: "12:00-14:00", Zone: "Europe/Paris"}, []time.Time{at(1, 10, 30), at(1, 13, 0)}, []string{"01 12:00", "01 13:00"}},
		"daily within":             {tracker.Subscribed{Schedule: "0 23 * * *", Quiet: "22:00-07:00"}, []time.Time{at(1, 12, 0), at(2, 2, 0)}, []string{"02 07:00", "03 07:00"}},
		"daily at their end":       {tracker.Subscribed{Schedule: "0 7 * * *", Quiet: "22:00-07:00"}, []time.Time{at(1, 12, 0)}, []string{"02 07:00"}},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLog(t, at(1, 8, 0))
			l.way(at(1, 8, 0), c.way)
			var got []string
			begin := at(1, 8, 0)
			for _, changed := range append(c.changed, at(4, 0, 0)) {
				got = append(got, l.dueAt(begin, changed)...)
				if begin = changed; changed.Before(at(4, 0, 0)) {
					l.change(changed)
				}
			}
			wantTimes(t, got, c.want...)
		})
	}
}

func TestWhatWasMutedIsPostedAfterwards(t *testing.T) {
	l := newLog(t, at(1, 8, 0))
	l.way(at(1, 8, 0), tracker.Subscribed{Schedule: "0 9 * * *"})
	l.add(at(1, 8, 30), tracker.Muted{Subscription: l.sub().ID, Until: at(3, 8, 30)})
	l.change(at(1, 10, 0))
	wantTimes(t, l.dueAt(at(1, 10, 0), at(5, 0, 0)), "03 09:00")
	l.add(at(5, 8, 30), tracker.Muted{Subscription: l.sub().ID, Until: at(15, 8, 30)})
	l.change(at(5, 8, 31))
	l.add(at(6, 8, 0), l.sub().Subscribed) // resumed
	wantTimes(t, l.dueAt(at(6, 8, 0), at(8, 0, 0)), "06 09:00")
}

// A supporter that left and joined again is shown with the day on which it came back, and not with the first.
func TestWhoCameBackIsShownWithThatDay(t *testing.T) {
	l := newLog(t, at(1, 8, 0))
	s := tracker.Supporter{ID: 2, Name: "Example City", Category: tracker.PublicAuthority, Joined: "2008-03", FirstListed: "2009-01-01"}
	l.add(at(1, 8, 0), tracker.Changed{Why: tracker.Joined, Supporter: s})
	left := s
	left.Left = tracker.Departure{Status: tracker.Withdrawn, On: "2010-01-01"}
	l.add(at(1, 8, 0), tracker.Changed{Why: tracker.Withdrew, Supporter: left})
	l.way(at(1, 8, 0), tracker.Subscribed{})
	l.add(at(2, 8, 0), tracker.Changed{Why: tracker.Joined, Supporter: s})
	s.Note = "amended"
	l.add(at(2, 8, 1), tracker.Changed{Why: tracker.Amended, Supporter: s})
	l.join(at(2, 8, 2), "Example Town", tracker.PublicAuthority, "FR")
	for lang, want := range map[string]string{"en": "back on the list since 1 January 2010", "fr": "de retour sur la liste depuis le 1er janvier 2010"} {
		a, err := digest.NewReader(l.call, l.book).Changes(&l.sub().Subscribed, l.sub().Through, l.book.Head())
		if err != nil {
			t.Fatal(err)
		}
		if text := answer.Write(a, answer.In(lang)).Text; strings.Count(text, want) != 1 || strings.Contains(text, "2008") || strings.Contains(text, "2009") {
			t.Errorf("it says %s, want %s", text, want)
		}
	}
	if back := l.book.Back(1); back != "" {
		t.Errorf("somebody who never left came back on %s", back)
	}
	if back := l.book.Upto(3).Back(2); back != "" {
		t.Errorf("somebody who isn't listed came back on %s", back)
	}
}

// What channels with the same filter get is made once, whatever their languages and times are.
func TestTheSameChangeIsMadeOnce(t *testing.T) {
	l := newLog(t, at(1, 8, 0))
	ways := []tracker.Subscribed{{Filter: "state"}, {Filter: "state", Lang: "fr", Zone: "Europe/Paris"}, {Filter: "state", Min: 1}, {Filter: "company"}, {}}
	l.join(at(2, 8, 0), "Example State", tracker.State, "FR")
	l.join(at(2, 8, 0), "Example Works", tracker.Company, "FR")
	r, made := digest.NewReader(l.call, l.book), map[*tracker.Change]int{}
	for range 1_000 {
		for _, way := range ways {
			a, err := r.Tell(&tracker.Plan{DigestPlanned: tracker.DigestPlanned{Through: 3}, From: 1, Way: way})
			if err != nil || a.Facts.(*answer.DigestFacts).Forgotten {
				t.Fatalf("%+v, %v", a, err)
			}
			made[a.Facts.(*answer.DigestFacts).Change]++
		}
	}
	if len(made) != 3 {
		t.Errorf("%d changes were made for 3 filters", len(made))
	}
}

// What a subscription still had to post is posted after it is edited, and nothing older is.
func TestUpToWhereASubscriptionHasNothingToTell(t *testing.T) {
	for name, c := range map[string]struct {
		way    tracker.Subscribed
		states []int // which of ten that join are states; the others are companies
		want   tracker.Seq
	}{
		"nothing at all":           {tracker.Subscribed{Filter: "state"}, nil, 11},
		"the first":                {tracker.Subscribed{Filter: "state"}, []int{0, 5}, 1},
		"one among them":           {tracker.Subscribed{Filter: "state"}, []int{6}, 7},
		"several":                  {tracker.Subscribed{Filter: "state"}, []int{4, 8, 9}, 5},
		"the last":                 {tracker.Subscribed{Filter: "state"}, []int{9}, 10},
		"too few to be posted yet": {tracker.Subscribed{Filter: "state", Min: 5}, []int{3}, 4},
		"no filter":                {tracker.Subscribed{}, nil, 1},
		"another sort":             {tracker.Subscribed{Only: "left figures"}, nil, 11},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLog(t, at(1, 8, 0))
			before := l.book.Head()
			l.way(at(1, 8, 0), c.way)
			for i := range 10 {
				category := tracker.Company
				if slices.Contains(c.states, i) {
					category = tracker.State
				}
				l.join(at(2, i, 0), fmt.Sprint("Example ", i), category, "FR")
			}
			if got, err := digest.NewReader(l.call, l.book).Silent(l.sub()); err != nil || got-before != c.want {
				t.Errorf("it has nothing to post up to entry %d (%v), want %d", got-before, err, c.want)
			}
		})
	}
	l := newLog(t, at(1, 8, 0))
	l.way(at(1, 8, 0), tracker.Subscribed{Filter: "in:atlantis"})
	l.change(at(2, 8, 0))
	if _, err := digest.NewReader(l.call, l.book).Silent(l.sub()); err == nil {
		t.Error("of a filter that can't be read it says so nothing")
	}
}

func TestFewerThanTheLeastWait(t *testing.T) {
	for _, schedule := range []string{"", "0 9 * * *"} {
		l := newLog(t, at(1, 8, 0))
		l.way(at(1, 8, 0), tracker.Subscribed{Schedule: schedule, Min: 3, Filter: "state"})
		for i, name := range []string{"A", "B", "C Ltd", "D"} {
			category := tracker.State
			if name == "C Ltd" {
				category = tracker.Company
			}
			if got := l.dueAt(at(1+i, 8, 0), at(2+i, 8, 0)); len(got) > 0 {
				t.Errorf("%q: after %d it is due at %v", schedule, i, got)
			}
			l.join(at(2+i, 8, 0), "Example "+name, category, "FR")
		}
		if plan, ok := l.post(at(5, 9, 0)); !ok || plan.Late {
			t.Errorf("%q: with three it is not due (%+v)", schedule, plan)
		}
	}
}

func TestAfterAnImportWhatIsInstantWaits(t *testing.T) {
	l := newLog(t, at(1, 8, 0))
	l.way(at(1, 8, 0), tracker.Subscribed{})
	first := l.book.Head() + 1
	for i := range digest.Import {
		e := tracker.Entry{Seq: l.book.Head() + 1, At: at(1, 9, 0), On: "2010-01-01", By: "U1", Event: tracker.Changed{Why: tracker.Joined,
			Supporter: tracker.Supporter{ID: l.book.Head() + 1, Name: "Example " + strings.Repeat("I", i+1), Category: tracker.Company}}}
		if i > 0 {
			e.Batch = first
		}
		next, err := l.book.With(e)
		if err != nil {
			t.Fatal(err)
		}
		l.book = next
	}
	wantTimes(t, l.dueAt(at(1, 9, 0), at(1, 10, 0)), "01 09:02")
	for range digest.Import { // one by one they are no import
		l.change(at(1, 11, 0))
	}
	wantTimes(t, l.dueAt(at(1, 11, 0), at(1, 12, 0)), "01 11:00")
}

// Asking for a digest that is on its way doesn't ask for what comes later.
func TestWhatWasPostedMeanwhileIsNotAskedFor(t *testing.T) {
	l := newLog(t, at(1, 8, 0))
	l.way(at(1, 8, 0), tracker.Subscribed{Schedule: "0 9 * * *", Quiet: "22:00-07:00"})
	l.change(at(1, 8, 30))
	plan, ok := l.due(at(1, 9, 0))
	seq := l.add(at(1, 9, 0), plan)
	l.add(at(1, 9, 0), tracker.DigestAsked{Subscription: l.sub().ID})
	l.add(at(1, 9, 1), tracker.DigestPosted{Plan: seq, TS: "1.2"})
	l.change(at(1, 23, 0))
	if got := l.dueAt(at(1, 23, 0), at(3, 0, 0)); !ok || !slices.Equal(got, []string{"02 09:00"}) {
		t.Errorf("it is due at %v", got)
	}
}

func TestWhatIsAskedForIsDueAtOnce(t *testing.T) {
	l := newLog(t, at(1, 8, 0))
	l.way(at(1, 8, 0), tracker.Subscribed{Schedule: "0 9 * * *", Quiet: "22:00-07:00", Min: 5})
	l.change(at(1, 23, 0))
	l.add(at(1, 23, 0), tracker.DigestAsked{Subscription: l.sub().ID})
	wantTimes(t, l.dueAt(at(1, 23, 0), at(4, 0, 0)), "01 23:00")
}

// Each gets what its filter and its sorts let through, and the counts of those.
func TestAFilterNarrowsWhatIsPosted(t *testing.T) {
	call := &tracker.Call{Groups: []tracker.Group{{ID: "duo", Name: "Duo", Members: []string{"FR", "DE"}}}}
	for filter, want := range map[string]string{
		"": "+Acme +Germany +Institute −Gone ×Double =Moved #82", "state": "+Germany #82", "company": "+Acme −Gone ×Double =Moved",
		"civil_society": "+Institute =Moved", "in:duo": "+Acme +Germany", "in:duo not state": "+Acme", "kind:university or state": "+Germany +Institute #82",
		"not country:FR": "+Germany +Institute −Gone ×Double =Moved #82", "country:FR and country:DE": "",
	} {
		for _, only := range []string{"", "joined", "left", "figures", "corrections", "joined corrections"} {
			l := newLog(t, at(1, 8, 0))
			l.call = call
			gone, double := l.join(at(1, 8, 0), "Gone", tracker.Company, "US"), l.join(at(1, 8, 0), "Double", tracker.Company, "US")
			moved := l.join(at(1, 8, 0), "Moved", tracker.Company, "US")
			l.way(at(1, 8, 0), tracker.Subscribed{Filter: filter, Only: only})
			l.join(at(1, 9, 0), "Acme", tracker.Company, "FR")
			l.join(at(1, 9, 0), "Germany", tracker.State, "DE")
			institute := tracker.Supporter{ID: l.book.Head() + 1, Name: "Institute", Category: tracker.CivilSociety, Kind: "university"}
			l.add(at(1, 9, 0), tracker.Changed{Why: tracker.Joined, Supporter: institute})
			for id, reason := range map[tracker.Seq]string{gone: "", double: tracker.Duplicate} {
				s := *l.book.Supporter(id)
				s.Left = tracker.Departure{Status: tracker.Removed, On: "2026-06-01", Reason: reason}
				l.add(at(1, 9, 0), tracker.Changed{Why: tracker.WasRemoved, Supporter: s})
			}
			s := *l.book.Supporter(moved)
			s.Category = tracker.CivilSociety
			l.add(at(1, 9, 0), tracker.Changed{Why: tracker.Recategorised, Supporter: s})
			l.add(at(1, 9, 0), tracker.Reported{Date: "2026-06-01", Category: tracker.State, Value: 82, Qualifier: tracker.Exactly})
			r := digest.NewReader(call, l.book)
			a, err := r.Changes(&l.sub().Subscribed, l.sub().Through, l.book.Head())
			if err != nil {
				t.Fatal(err)
			}
			var told []string
			news, corrections := a.Facts.(*answer.DigestFacts).Change.Apart()
			for _, s := range news.Who(tracker.Joined) {
				told = append(told, "+"+s.Name)
			}
			for _, s := range news.Who(tracker.WasRemoved) {
				told = append(told, "−"+s.Name)
			}
			for _, s := range corrections.Who(tracker.WasRemoved) {
				told = append(told, "×"+s.Name)
			}
			for _, s := range corrections.Who(tracker.Recategorised) {
				told = append(told, "="+s.Name)
			}
			for _, f := range news.Which(tracker.FigurePublished) {
				told = append(told, "#82")
				if n := a.Facts.(*answer.DigestFacts).Rolled[f.Figure]; n != 1 {
					t.Errorf("%q: it says that the list had %d states", filter, n)
				}
			}
			marks := map[string]string{"": "+−×=#", "joined": "+", "left": "−", "figures": "#", "corrections": "×=", "joined corrections": "+×="}[only]
			var right []string
			for _, one := range strings.Fields(want) {
				if strings.ContainsRune(marks, []rune(one)[0]) {
					right = append(right, one)
				}
			}
			if !slices.Equal(told, right) {
				t.Errorf("%q only %q: it says %v, want %v", filter, only, told, right)
			}
			if _, due := l.due(at(1, 10, 0)); due != (len(right) > 0) {
				t.Errorf("%q only %q: due %t", filter, only, due)
			}
			if filter == "company" && (a.Facts.(*answer.DigestFacts).Change.Before.Total() != 4 || a.Facts.(*answer.DigestFacts).Change.After.Total() != 2) {
				t.Errorf("only %q: companies went from %d to %d", only, a.Facts.(*answer.DigestFacts).Change.Before.Total(), a.Facts.(*answer.DigestFacts).Change.After.Total())
			}
		}
	}
}

func TestMilestones(t *testing.T) {
	call := &tracker.Call{Groups: []tracker.Group{{ID: "duo", Name: "Duo", Members: []string{"FR", "DE"}}, {ID: "trio", Name: "Trio", Members: []string{"FR", "DE", "US"}}}}
	l := newLog(t, at(1, 8, 0))
	for i := range 98 {
		l.join(at(1, 8, 0), "Example "+strings.Repeat("I", i+1), tracker.Company, "")
	}
	l.join(at(1, 8, 0), "France", tracker.State, "FR")
	l.way(at(1, 8, 0), tracker.Subscribed{})
	tell := func(want ...string) {
		t.Helper()
		a, err := digest.NewReader(call, l.book).Changes(&l.sub().Subscribed, l.sub().Through, l.book.Head())
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, m := range a.Facts.(*answer.DigestFacts).Milestones {
			switch {
			case m.Group != nil:
				got = append(got, m.Group.ID)
			default:
				got = append(got, strings.TrimSpace(string(m.Category)+" "+time.Duration(m.Count).String()))
			}
		}
		wantTimes(t, got, want...)
	}
	l.change(at(1, 8, 30))
	tell()
	l.join(at(1, 9, 0), "Example News", tracker.Company, "")
	tell("company 100ns")
	l.join(at(1, 9, 0), "Germany", tracker.State, "DE")
	tell("company 100ns", "duo")
	l.join(at(1, 9, 0), "United States", tracker.State, "US")
	tell("company 100ns", "duo", "trio")
}

// The hundredth state and the thousandth supporter are shown with the changes that make them.
func TestTheHundredthAndTheThousandth(t *testing.T) {
	call := &tracker.Call{}
	l := newLog(t, at(1, 8, 0))
	for i := range 998 {
		c := tracker.Company
		if i < 99 {
			c = tracker.State
		}
		l.join(at(1, 8, 0), fmt.Sprint("Example ", i), c, "")
	}
	l.way(at(1, 8, 0), tracker.Subscribed{})
	l.join(at(1, 9, 0), "Example State", tracker.State, "FR")
	for filter, want := range map[string][]answer.Milestone{
		"":        {{Category: tracker.State, Count: 100}, {Count: 1_000}},
		"state":   {{Category: tracker.State, Count: 100}},
		"company": nil,
	} {
		a, err := digest.NewReader(call, l.book).Changes(&tracker.Subscribed{Filter: filter}, l.sub().Through, l.book.Head())
		if err != nil || !slices.Equal(a.Facts.(*answer.DigestFacts).Milestones, want) {
			t.Errorf("%q: milestones %+v, %v, want %+v", filter, a.Facts.(*answer.DigestFacts).Milestones, err, want)
		}
	}
}

// A headline figure disagrees with the list if it fits no day that its date can mean, as exact as it says to be. The list
// has one company until 1 June, then eleven.
func TestWhereFiguresDisagreeWithTheRoll(t *testing.T) {
	for _, c := range []struct {
		date      tracker.Date
		value     int
		qualifier tracker.Qualifier
		rolled    int // 0: it agrees
	}{
		{"2026-06-02", 11, tracker.Exactly, 0},
		{"2026-06-02", 12, tracker.Exactly, 11},
		{"2026-05-02", 11, tracker.Exactly, 1},
		{"2026", 5, tracker.Exactly, 0}, // on some day of the year perhaps
		{"2026-06-02", 10, tracker.AtLeast, 0},
		{"2026-06-02", 12, tracker.AtLeast, 11},
		{"2026-06-02", 12, tracker.About, 0},
		{"2026-06-02", 20, tracker.About, 11},
		{"2009", 20, tracker.Exactly, 0}, // before the list's records
	} {
		l := newLog(t, at(1, 8, 0))
		for i := range 10 {
			e := tracker.Entry{Seq: l.book.Head() + 1, At: at(1, 8, 0), On: "2026-06-01", By: "U1", Event: tracker.Changed{Why: tracker.Joined,
				Supporter: tracker.Supporter{ID: l.book.Head() + 1, Name: fmt.Sprint("Example ", i), Category: tracker.Company}}}
			next, err := l.book.With(e)
			if err != nil {
				t.Fatal(err)
			}
			l.book = next
		}
		figure := tracker.Reported{Date: c.date, Category: tracker.Company, Value: c.value, Qualifier: c.qualifier}
		before := l.book.Head()
		l.add(at(2, 8, 0), figure)
		a, err := digest.NewReader(l.call, l.book).Changes(&tracker.Subscribed{}, before, l.book.Head())
		if rolled := a.Facts.(*answer.DigestFacts).Rolled[figure]; err != nil || rolled != c.rolled {
			t.Errorf("%+v: the list had %d, %v, want %d", figure, rolled, err, c.rolled)
		}
	}
}

func TestNextTimes(t *testing.T) {
	for _, c := range []struct {
		way  tracker.Subscribed
		from time.Time
		want string
	}{
		{tracker.Subscribed{Schedule: "0 9 * * 1-5", Zone: "Europe/Paris"}, at(5, 12, 0), "06-08 09:00, 06-09 09:00, 06-10 09:00"}, // a Friday
		{tracker.Subscribed{Schedule: "0 9 1 * *"}, at(1, 9, 0), "07-01 09:00, 08-01 09:00, 09-01 09:00"},
		{tracker.Subscribed{Schedule: "0 */8 * * *", Quiet: "22:00-07:00"}, at(1, 9, 0), "06-01 16:00, 06-02 07:00, 06-02 08:00"},
		{tracker.Subscribed{Schedule: "30 2 * * *", Zone: "Europe/Paris"}, time.Date(2026, 3, 28, 12, 0, 0, 0, time.UTC), "03-29 03:00, 03-30 02:30, 03-31 02:30"},
		{tracker.Subscribed{Schedule: "0 9 31 2 *"}, at(1, 9, 0), ""},
		{tracker.Subscribed{Zone: "Europe/Paris"}, at(1, 9, 0), ""},
	} {
		next, err := digest.Next(&c.way, c.from, 3)
		var got []string
		for _, t := range next {
			got = append(got, t.Format("01-02 15:04"))
		}
		if strings.Join(got, ", ") != c.want || err != nil {
			t.Errorf("%+v: %v, want %s (%v)", c.way, got, c.want, err)
		}
	}
}

// Any text as a schedule, zone or quiet hours soon gives an answer or an error.
func FuzzNext(f *testing.F) {
	f.Add("0 9 * * 1-5", "Europe/Paris", "22:00-07:00")
	f.Add("@every 1ns", "", "")
	f.Add("TZ=UTC", "UTC", "-")
	f.Add("*/0 0-99 ? L W", "../..", "07:00-07:00")
	f.Fuzz(func(t *testing.T, schedule, zone, quiet string) {
		now := at(1, 9, 0)
		next, err := digest.Next(&tracker.Subscribed{Schedule: schedule, Zone: zone, Quiet: quiet}, now, 3)
		for i, at := range next {
			if err != nil || !at.After(now) || i > 0 && !at.After(next[i-1]) {
				t.Errorf("%q: %v, %v", schedule, next, err)
			}
		}
	})
}

// What was posted and is taken back is posted as a correction, and is no news.
func TestWhatIsTakenBackIsACorrection(t *testing.T) {
	l := newLog(t, at(1, 8, 0))
	gone := l.join(at(1, 8, 0), "Example Gone", tracker.Company, "FR")
	l.way(at(1, 8, 0), tracker.Subscribed{})
	listed := *l.book.Supporter(gone)
	left := listed
	left.Left = tracker.Departure{Status: tracker.Withdrawn, On: "2010-01-01"}
	withdrawal := l.add(at(1, 9, 0), tracker.Changed{Why: tracker.Withdrew, Supporter: left})
	figure := l.add(at(1, 9, 0), tracker.Reported{Date: "2010", Category: tracker.State, Value: 82, Qualifier: tracker.Exactly})
	wantTimes(t, l.dueAt(at(1, 9, 0), at(1, 10, 0)), "01 09:00")
	l.add(at(1, 10, 0), tracker.Changed{Why: tracker.Undone, Supporter: listed, Undoes: withdrawal})
	wantTimes(t, l.dueAt(at(1, 10, 0), at(1, 11, 0)), "01 10:00")
	l.add(at(1, 11, 0), tracker.Retracted{Entry: figure})
	wantTimes(t, l.dueAt(at(1, 11, 0), at(1, 12, 0)), "01 11:00")
	a, err := digest.NewReader(l.call, l.book).Changes(&l.sub().Subscribed, withdrawal+1, l.book.Head())
	if err != nil {
		t.Fatal(err)
	}
	news, corrections := a.Facts.(*answer.DigestFacts).Change.Apart()
	if !news.Empty() || !maps.Equal(corrections.Sizes(), map[tracker.Why]int{tracker.Restored: 1, tracker.FigureRetracted: 1}) {
		t.Errorf("the news are %+v and the corrections %+v", news, corrections)
	}
}

// A digest that is empty because its supporters were forgotten doesn't say that nothing changed.
func TestADigestOfWhoIsForgotten(t *testing.T) {
	l := newLog(t, at(1, 8, 0))
	id := l.join(at(1, 8, 0), "Example Secret", tracker.Company, "FR")
	l.way(at(1, 8, 0), tracker.Subscribed{})
	s := *l.book.Supporter(id)
	s.Name, s.Aliases = "Example Renamed", []string{s.Name}
	l.add(at(1, 9, 0), tracker.Changed{Why: tracker.Amended, Supporter: s})
	if _, ok := l.post(at(1, 9, 1)); !ok {
		t.Fatal("nothing is due")
	}
	blanked, err := tracker.Forget(slices.Collect(l.book.Entries(0)), id, l.book.Head(), "U1", at(1, 10, 0))
	if err != nil {
		t.Fatal(err)
	}
	if l.book, err = new(tracker.Book).With(blanked...); err != nil {
		t.Fatal(err)
	}
	all, err := digest.PostedTo("C1", tracker.DayOf(at(1, 0, 0)), tracker.DayOf(at(2, 0, 0)), l.call, l.book)
	if err != nil || len(all) != 1 || all[0].Digest.Text != "What this digest said was forgotten since." {
		t.Errorf("%+v, %v", all, err)
	}
}

// What changes in a supporter is shown field by field, in each language, or isn't posted.
func TestEachFieldThatChangedIsShown(t *testing.T) {
	long := strings.Repeat("Read on a page of the supporter's own. ", 12)
	was := tracker.Supporter{ID: 2, Name: "Example City", Category: tracker.PublicAuthority, Note: long + "One."}
	for name, c := range map[string]struct {
		change func(*tracker.Supporter)
		told   []string // after the fields' names
	}{
		"a website":      {func(s *tracker.Supporter) { s.Website = "https://example.org/city" }, []string{"https://example.org/city"}},
		"an alias":       {func(s *tracker.Supporter) { s.Aliases = []string{"Exampleville"} }, []string{"Exampleville"}},
		"a note's end":   {func(s *tracker.Supporter) { s.Note = long + "Two." }, []string{"One.", "Two."}},
		"a note is gone": {func(s *tracker.Supporter) { s.Note = "" }, []string{"Read on a page"}},
		"a name":         {func(s *tracker.Supporter) { s.Name = "Example Town" }, []string{"Example City", "Example Town"}},
		"a kind":         {func(s *tracker.Supporter) { s.Kind = "school" }, []string{" → "}},
		"a country":      {func(s *tracker.Supporter) { s.Country = "FR" }, []string{"France"}},
		"a joining date": {func(s *tracker.Supporter) { s.Joined = "2009" }, []string{"2009"}},
		"two at once":    {func(s *tracker.Supporter) { s.Category, s.Website = tracker.Company, "https://example.org/co" }, []string{"https://example.org/co"}},
		"a first day":    {func(s *tracker.Supporter) { s.FirstListed = "2009-05-01" }, nil},
		"nothing":        {func(*tracker.Supporter) {}, nil},
	} {
		l := newLog(t, at(1, 8, 0))
		l.add(at(1, 8, 0), tracker.Changed{Why: tracker.Joined, Supporter: was})
		l.way(at(1, 8, 0), tracker.Subscribed{})
		is := was
		c.change(&is)
		l.add(at(2, 8, 0), tracker.Changed{Why: tracker.Amended, Supporter: is})
		plan, due := l.due(at(2, 8, 1))
		if due != (c.told != nil) {
			t.Errorf("%s: due is %v", name, due)
		}
		if !due {
			continue
		}
		a, err := digest.NewReader(l.call, l.book).Tell(&tracker.Plan{DigestPlanned: plan, From: l.sub().Through, Way: l.sub().Subscribed})
		if err != nil {
			t.Fatal(err)
		}
		for _, lang := range []string{"en", "fr"} {
			text := answer.Write(a, answer.In(lang)).Text
			for _, told := range c.told {
				if !strings.Contains(text, told) {
					t.Errorf("%s: it doesn't say %q:\n%s", name, told, text)
				}
			}
			if len(text) > 900 {
				t.Errorf("%s: it has %d characters", name, len(text))
			}
		}
	}
}
