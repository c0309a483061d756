package digest_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"
	_ "time/tzdata" // so that zones are the same on every machine

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/digest"
	"rollcall/tracker/testrun"
)

// A log is a ledger in the making, with a time for each entry.
type log struct {
	call *tracker.Call
	t    testing.TB
	book *tracker.Book
}

// newLog has one supporter, which the changes are about.
func newLog(t testing.TB, at time.Time) *log {
	l := &log{&tracker.Call{}, t, &tracker.Book{}}
	l.add(at, tracker.Changed{Why: tracker.Joined, Supporter: tracker.Supporter{ID: 1, Name: "Example Ltd", Category: tracker.Company}})
	return l
}

func (l *log) add(at time.Time, event tracker.Event) tracker.Seq {
	l.t.Helper()
	e := tracker.Entry{Seq: l.book.Head() + 1, At: at.UTC(), On: "2010-01-01", By: "U1", Event: event}
	next, err := l.book.With(e)
	if err != nil {
		l.t.Fatal(err)
	}
	l.book = next
	return e.Seq
}

// change records something to post.
func (l *log) change(at time.Time) tracker.Seq {
	l.t.Helper()
	s := *l.book.Supporter(1)
	s.Note = fmt.Sprint("note ", l.book.Head())
	return l.add(at, tracker.Changed{Why: tracker.Amended, Supporter: s})
}

func (l *log) subscribe(at time.Time, schedule, zone string) {
	l.t.Helper()
	l.add(at, tracker.Subscribed{ID: l.book.Head() + 1, Channel: "C1", Schedule: schedule, Zone: zone})
}

func (l *log) sub() *tracker.Subscription { return l.book.Channel("C1", 0) }

func (l *log) due(now time.Time) (tracker.DigestPlanned, bool) {
	l.t.Helper()
	plan, ok, err := digest.NewReader(l.call, l.book).Due(l.sub(), now)
	if err != nil {
		l.t.Fatalf("%v: %v", now, err)
	}
	return plan, ok
}

// post plans and posts what is due, if anything is.
func (l *log) post(now time.Time) (tracker.DigestPlanned, bool) {
	l.t.Helper()
	plan, ok := l.due(now)
	if ok {
		seq := l.add(now, plan)
		l.add(now, tracker.DigestPosted{Plan: seq, TS: "1.2"})
	}
	return plan, ok
}

// occasions are what a daily time means in a zone, found by looking at the clock on the wall every ten minutes: for each
// day on the calendar, the first moment at which it shows that time or a later one; and where the day ends before, the
// first of the next.
func occasions(zone *time.Location, clock string, from, to time.Time) []time.Time {
	at, err := time.Parse("15:04", clock)
	if err != nil {
		panic(err)
	}
	var all []time.Time
	day, done := 0, true
	for t := from; t.Before(to); t = t.Add(10 * time.Minute) {
		local := t.In(zone)
		if today := local.YearDay(); today != day {
			if !done {
				all = append(all, t)
			}
			day, done = today, false
		}
		if !done && local.Hour()*60+local.Minute() >= at.Hour()*60+at.Minute() {
			all, done = append(all, t), true
		}
	}
	return all
}

// TestEveryLocalDayHasItsOccasionOnce walks through years in which clocks were turned, ten minutes at a time.
func TestEveryLocalDayHasItsOccasionOnce(t *testing.T) {
	for _, c := range []struct {
		zone   string
		year   int
		clocks []string
		days   int
	}{
		{"UTC", 2026, []string{"00:00", "09:00"}, 365},
		{"", 2024, []string{"02:30"}, 366},
		{"Europe/Paris", 2026, []string{"00:00", "02:30", "09:00"}, 365},
		{"America/New_York", 2026, []string{"01:30", "02:30"}, 365},
		{"Australia/Lord_Howe", 2026, []string{"01:40", "02:10", "02:30"}, 365}, // turned by half an hour
		{"America/Santiago", 2026, []string{"00:00", "23:30"}, 365},             // turned at midnight
		{"Pacific/Apia", 2011, []string{"00:00", "02:30", "09:00"}, 364},        // without 30 December
		{"Africa/Casablanca", 2026, []string{"02:30"}, 365},                     // turned for Ramadan
		{"America/Scoresbysund", 2025, []string{"23:30"}, 365},                  // turned to the next day
		{"Asia/Kathmandu", 2026, []string{"09:00"}, 365},                        // a quarter of an hour off
	} {
		for _, clock := range c.clocks[:testrun.Times(len(c.clocks), 1)] {
			t.Run(fmt.Sprint(c.zone, " ", c.year, " at ", clock), func(t *testing.T) {
				t.Parallel()
				zone, err := time.LoadLocation(c.zone)
				if err != nil {
					t.Fatal(err)
				}
				from, to := time.Date(c.year, 1, 1, 0, 0, 0, 0, zone), time.Date(c.year+1, 1, 1, 0, 0, 0, 0, zone)
				want := occasions(zone, clock, from, to)
				if len(want) != c.days {
					t.Fatalf("the calendar has %d days, want %d", len(want), c.days)
				}
				l := newLog(t, from.Add(-time.Hour))
				l.subscribe(from.Add(-time.Hour), cronOf(t, clock), c.zone)
				var got []time.Time
				for now := from.UTC(); now.Before(to); now = now.Add(10 * time.Minute) {
					turning := turning(now, want)
					if since := now.Sub(from); since%(24*time.Hour) == 0 || turning && since%time.Hour == 0 {
						l.change(now)
					}
					if !turning && quiet(now, want) {
						continue
					}
					plan, ok := l.post(now)
					if !ok {
						continue
					}
					got = append(got, plan.Occasion)
					if !plan.Occasion.Equal(now) || plan.Late {
						t.Errorf("at %v it is due for %v, late: %t", now.In(zone), plan.Occasion.In(zone), plan.Late)
					}
				}
				wantOccasions(t, zone, got, want)
			})
		}
	}
}

// turning reports whether the days around a moment aren't all of 24 hours. There a change is recorded each hour and every
// moment is asked about; elsewhere fewer, since asking about 50,000 moments is slow under the race detector.
func turning(now time.Time, want []time.Time) bool {
	i, _ := slices.BinarySearchFunc(want, now, time.Time.Compare)
	for j := max(i-2, 1); j < min(i+2, len(want)); j++ {
		if want[j].Sub(want[j-1]) != 24*time.Hour {
			return true
		}
	}
	return false
}

// quiet leaves out most moments that are far from any occasion.
func quiet(now time.Time, want []time.Time) bool {
	i, _ := slices.BinarySearchFunc(want, now, time.Time.Compare)
	const around = 20 * time.Minute
	return !(i < len(want) && want[i].Sub(now) <= around || i > 0 && now.Sub(want[i-1]) <= around) && now.Unix()/600%23 > 0
}

func cronOf(t *testing.T, clock string) string {
	t.Helper()
	at, err := time.Parse("15:04", clock)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%d %d * * *", at.Minute(), at.Hour())
}

// wantOccasions compares what the clock on the wall shows: of an hour that autumn repeats, either is right.
func wantOccasions(t *testing.T, zone *time.Location, got, want []time.Time) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			t.Fatalf("%d occasions, want %d; the first that is missing is %s", len(got), len(want), shown(want[i], zone))
		case i >= len(want):
			t.Fatalf("%d occasions, want %d; the first too many is %s", len(got), len(want), shown(got[i], zone))
		case shown(got[i], zone) != shown(want[i], zone):
			t.Fatalf("occasion %d is %s, want %s", i+1, shown(got[i], zone), shown(want[i], zone))
		}
	}
}

// shown is what the clock on the wall shows.
func shown(t time.Time, zone *time.Location) string { return t.In(zone).Format("2006-01-02 15:04") }

// Minute by minute through the hours in which clocks are turned, also with other schedules than daily ones.
func TestMinuteByMinuteWhereTheClockIsTurned(t *testing.T) {
	if testing.Short() {
		t.Skip("left out with -short: it goes through a year by the minute; go test without -short runs it")
	}
	local := func(zone, moment string) time.Time {
		z, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		at, err := time.ParseInLocation("2006-01-02 15:04", moment, z)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	for name, c := range map[string]struct {
		zone, schedule string
		from           string
		hours          int
		want           []string // on the wall
	}{
		"02:30 in spring":               {"Europe/Paris", "30 2 * * *", "2026-03-28 12:00", 40, []string{"03-29 03:00", "03-30 02:30"}},
		"02:30 in autumn":               {"Europe/Paris", "30 2 * * *", "2026-10-24 12:00", 40, []string{"10-25 02:30", "10-26 02:30"}},
		"every half hour in spring":     {"Europe/Paris", "*/30 * * * *", "2026-03-29 00:59", 3, []string{"03-29 01:00", "03-29 01:30", "03-29 03:00", "03-29 03:30", "03-29 04:00", "03-29 04:30"}},
		"every half hour in autumn":     {"Europe/Paris", "*/30 * * * *", "2026-10-25 01:10", 4, []string{"10-25 01:30", "10-25 02:00", "10-25 02:30", "10-25 03:00", "10-25 03:30", "10-25 04:00"}},
		"Sundays at 02:30 in spring":    {"America/New_York", "30 2 * * 0", "2026-03-06 12:00", 72, []string{"03-08 03:00"}},
		"midnight where there is none":  {"America/Santiago", "0 0 * * *", "2026-09-05 12:00", 40, []string{"09-06 01:00", "09-07 00:00"}},
		"02:10 where it jumps to 02:30": {"Australia/Lord_Howe", "10 2 * * *", "2026-10-03 12:00", 30, []string{"10-04 02:30"}},
		"09:00 of a day left out":       {"Pacific/Apia", "0 9 * * *", "2011-12-29 08:00", 40, []string{"12-29 09:00", "12-31 09:00"}},
	} {
		t.Run(name, func(t *testing.T) {
			from := local(c.zone, c.from)
			l := newLog(t, from.Add(-time.Hour))
			l.subscribe(from.Add(-time.Hour), c.schedule, c.zone)
			var got []string
			seen := from.Add(-time.Minute)
			for now := from; now.Before(from.Add(time.Duration(c.hours) * time.Hour)); now = now.Add(time.Minute) {
				l.change(seen) // there is always something to post
				seen = now
				plan, ok := l.post(now)
				if !ok || plan.Occasion.Before(from) {
					continue
				}
				if !plan.Occasion.Equal(now) {
					t.Errorf("at %v it is due for %v", now, plan.Occasion)
				}
				got = append(got, plan.Occasion.In(from.Location()).Format("01-02 15:04"))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("it is due at %v, want %v", got, c.want)
			}
		})
	}
}

var day1 = time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)

// at is a moment of a day of June 2026, in UTC.
func at(day, hour, minute int) time.Time {
	return day1.AddDate(0, 0, day-1).Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
}

func TestOfMissedOccasionsOnlyTheLatestIsMadeUpAndIsLate(t *testing.T) {
	for name, c := range map[string]struct {
		now      time.Time
		occasion time.Time
		late     bool
	}{
		"on time":                        {at(2, 9, 0), at(2, 9, 0), false},
		"by the next tick":               {at(2, 9, 1), at(2, 9, 0), false},
		"after ten minutes":              {at(2, 9, 10), at(2, 9, 0), false},
		"after more than ten minutes":    {at(2, 9, 11), at(2, 9, 0), true},
		"in the evening":                 {at(2, 23, 0), at(2, 9, 0), true},
		"before the next":                {at(3, 8, 59), at(2, 9, 0), true},
		"after three days":               {at(5, 8, 0), at(4, 9, 0), true},
		"on time after three days":       {at(5, 9, 0), at(5, 9, 0), false},
		"after a month":                  {at(40, 9, 30), at(40, 9, 0), true},
		"on time after more than a year": {at(500, 9, 0), at(500, 9, 0), false},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLog(t, at(1, 10, 0))
			l.subscribe(at(1, 10, 0), "0 9 * * *", "")
			through := l.change(at(1, 15, 0))
			plan, ok := l.post(c.now)
			want := tracker.DigestPlanned{Subscription: l.sub().ID, Occasion: c.occasion, Through: through, Late: c.late}
			if !ok || !reflect.DeepEqual(plan, want) {
				t.Errorf("due is %+v (%t), want %+v", plan, ok, want)
			}
			if again, ok := l.post(c.now.Add(time.Minute)); ok {
				t.Errorf("a minute later %+v is due again", again)
			}
		})
	}
}

func TestAnOccasionLongAgoIsFound(t *testing.T) {
	for schedule, want := range map[string]time.Time{
		"0 9 1 * *":   at(1, 9, 0),
		"0 9 * * 1":   at(8, 9, 0), // a Monday
		"0 9 31 12 *": time.Date(2025, 12, 31, 9, 0, 0, 0, time.UTC),
		"0 9 29 2 *":  time.Date(2024, 2, 29, 9, 0, 0, 0, time.UTC),
		"30 2 * * *":  at(10, 2, 30),
		"* * * * *":   at(10, 12, 0),
	} {
		l := newLog(t, at(-1_000, 0, 0))
		l.subscribe(at(-1_000, 0, 0), schedule, "")
		l.change(at(-999, 0, 0))
		if plan, ok := l.due(at(10, 12, 0)); !ok || !plan.Occasion.Equal(want) {
			t.Errorf("%s: due is %v (%t), want %v", schedule, plan.Occasion, ok, want)
		}
	}
}

func TestAChangeInTheAfternoonWaitsForTheNextMorning(t *testing.T) {
	l := newLog(t, at(1, 8, 0))
	l.subscribe(at(1, 8, 0), "0 9 * * *", "")
	early := l.change(at(1, 8, 30))
	if plan, ok := l.post(at(1, 9, 0)); !ok || plan.Through != early {
		t.Fatalf("at 09:00 due is %+v (%t), want what was recorded up to entry %d", plan, ok, early)
	}
	afternoon := l.change(at(1, 15, 0))
	for now := at(1, 15, 0); now.Before(at(2, 9, 0)); now = now.Add(5 * time.Minute) {
		if plan, ok := l.due(now); ok {
			t.Fatalf("at %v due is %+v", now, plan)
		}
	}
	if plan, ok := l.post(at(2, 9, 0)); !ok || plan.Through != afternoon || !plan.Occasion.Equal(at(2, 9, 0)) {
		t.Errorf("the next morning due is %+v (%t), want up to entry %d", plan, ok, afternoon)
	}
}

// What is recorded between the occasion and the tick that finds it is posted the next day.
func TestADigestShowsOnlyWhatWasRecordedByItsOccasion(t *testing.T) {
	l := newLog(t, at(1, 8, 0))
	l.subscribe(at(1, 8, 0), "0 9 * * *", "")
	before := l.change(at(1, 9, 0))
	l.change(at(1, 9, 0).Add(time.Nanosecond))
	if plan, ok := l.post(at(1, 9, 1)); !ok || plan.Through != before {
		t.Errorf("due is %+v (%t), want up to entry %d", plan, ok, before)
	}
	if plan, ok := l.post(at(2, 9, 0)); !ok || plan.Through <= before {
		t.Errorf("the next morning due is %+v (%t), want what came after", plan, ok)
	}
	// If it was only recorded afterwards, nothing is due, though the occasion has passed.
	l.change(at(3, 9, 5))
	if plan, ok := l.due(at(3, 9, 10)); ok {
		t.Errorf("what came after the occasion is due already: %+v", plan)
	}
}

func TestInstantlyIsAtTheNextTick(t *testing.T) {
	l := newLog(t, at(1, 8, 0))
	l.subscribe(at(1, 8, 0), "", "")
	if plan, ok := l.due(at(1, 8, 1)); ok {
		t.Errorf("before any change %+v is due", plan)
	}
	for i := range 5 {
		through := l.change(at(1, 9, 10*i))
		now := at(1, 9, 10*i+1)
		plan, ok := l.post(now)
		if want := (tracker.DigestPlanned{Subscription: l.sub().ID, Occasion: now, Through: through}); !ok || !reflect.DeepEqual(plan, want) {
			t.Errorf("due is %+v (%t), want %+v", plan, ok, want)
		}
		if again, ok := l.due(now.Add(time.Minute)); ok {
			t.Errorf("a minute later %+v is due again", again)
		}
	}
	// Several changes until the next tick are one digest.
	l.change(at(2, 9, 0))
	last := l.change(at(2, 9, 1))
	if plan, ok := l.post(at(2, 9, 2)); !ok || plan.Through != last {
		t.Errorf("due is %+v (%t), want up to entry %d", plan, ok, last)
	}
}

func TestWithoutAChangeNothingIsDue(t *testing.T) {
	for _, schedule := range []string{"", "0 9 * * *", "* * * * *"} {
		t.Run(schedule, func(t *testing.T) {
			l := newLog(t, at(1, 8, 0))
			l.change(at(1, 8, 1)) // before the subscription, so not its news
			l.subscribe(at(1, 8, 2), schedule, "")
			nothing := func(when string, now time.Time) {
				t.Helper()
				if plan, ok := l.due(now); ok {
					t.Errorf("%s: due is %+v", when, plan)
				}
			}
			nothing("at first", at(2, 9, 0))
			l.add(at(2, 9, 0), tracker.Noted{Date: "2026", Event: "e"})
			l.add(at(2, 9, 0), tracker.Claimed{Name: "Example State", Category: tracker.State})
			l.add(at(2, 9, 0), tracker.Subscribed{ID: l.book.Head() + 1, Channel: "C2"})
			nothing("after what isn't a change of the list", at(3, 9, 0))
			s := *l.book.Supporter(1)
			l.change(at(3, 9, 30))
			l.add(at(3, 9, 31), tracker.Changed{Why: tracker.Amended, Supporter: s})
			nothing("after a change that was undone", at(4, 9, 0))
			visitor := tracker.Supporter{ID: l.book.Head() + 1, Name: "Visitor Ltd", Category: tracker.Company}
			l.add(at(4, 9, 30), tracker.Changed{Why: tracker.Joined, Supporter: visitor})
			visitor.Left = tracker.Departure{Status: tracker.Withdrawn, On: "2026-06-04"}
			l.add(at(4, 9, 31), tracker.Changed{Why: tracker.Withdrew, Supporter: visitor})
			nothing("after one joined and withdrew", at(5, 9, 0))
			l.add(at(5, 9, 30), tracker.Reported{Date: "2026", Category: tracker.State, Value: 82})
			if _, ok := l.post(at(6, 9, 0)); !ok {
				t.Error("a new figure is no news")
			}
			nothing("after it was posted", at(7, 9, 0))
		})
	}
}

func TestWhatIsOpenOrPausedIsNotPlannedAgain(t *testing.T) {
	for _, schedule := range []string{"", "0 9 * * *"} {
		l := newLog(t, at(1, 8, 0))
		l.subscribe(at(1, 8, 0), schedule, "")
		l.change(at(1, 8, 30))
		plan, ok := l.due(at(1, 9, 0))
		if !ok {
			t.Fatal("nothing is due")
		}
		seq := l.add(at(1, 9, 0), plan)
		l.change(at(1, 9, 30))
		if plan, ok := l.due(at(2, 9, 0)); ok {
			t.Errorf("while a plan is open, %+v is due", plan)
		}
		l.add(at(2, 9, 30), tracker.DigestAbandoned{Plan: seq, Reason: "is_archived"})
		if plan, ok := l.due(at(3, 9, 0)); ok {
			t.Errorf("while it is paused, %+v is due", plan)
		}
		// Set again, it posts what was never posted.
		way := l.sub().Subscribed
		l.add(at(3, 9, 30), way)
		told := l.sub().Through
		if plan, ok := l.post(at(4, 9, 0)); !ok || told != way.ID {
			t.Errorf("resumed, %+v is due (%t), from entry %d; want from its own, %d", plan, ok, told, way.ID)
		}
	}
}

func TestAClockThatJumpsBackPlansNothingTwice(t *testing.T) {
	for _, schedule := range []string{"", "0 9 * * *", "*/10 * * * *"} {
		l := newLog(t, at(1, 8, 0))
		l.subscribe(at(1, 8, 0), schedule, "Europe/Paris")
		l.change(at(9, 8, 30))
		first, ok := l.post(at(10, 12, 0))
		if !ok {
			t.Fatalf("%q: nothing is due", schedule)
		}
		for now := at(1, 0, 0); now.Before(first.Occasion); now = now.Add(7 * time.Minute) {
			if plan, ok := l.due(now); ok {
				t.Fatalf("%q: posted for %v, the clock jumps back to %v, and %+v is due", schedule, first.Occasion, now, plan)
			}
		}
		// What is recorded meanwhile has the time of the entry before it, and is posted once the clock is there again.
		l.change(at(10, 12, 0))
		var planned []tracker.DigestPlanned
		for now := at(9, 0, 0); now.Before(at(12, 12, 0)); now = now.Add(5 * time.Minute) {
			if plan, ok := l.post(later(now, at(10, 12, 0))); ok {
				planned = append(planned, plan)
			}
		}
		if len(planned) != 1 || !planned[0].Occasion.After(first.Occasion) && schedule != "" {
			t.Errorf("%q: afterwards it plans %+v, want one", schedule, planned)
		}
	}
}

// Until the clock reaches the time that it wrongly showed, each day has its digest at its time, and no others.
func TestAfterAClockThatWasAheadEachDayHasItsTime(t *testing.T) {
	l := newLog(t, at(1, 8, 0))
	l.subscribe(at(1, 8, 0), "0 9 * * *", "UTC")
	l.change(at(9, 8, 30))
	if _, ok := l.post(at(10, 12, 0)); !ok {
		t.Fatal("nothing is due")
	}
	var told []string
	for now := at(2, 0, 0); now.Before(at(4, 0, 0)); now = now.Add(time.Minute) {
		if now.Minute() == 30 {
			l.change(at(10, 12, 0))
		}
		if plan, ok := l.due(now); ok {
			l.add(at(10, 12, 0), tracker.DigestPosted{Plan: l.add(at(10, 12, 0), plan), TS: "1.2"})
			told = append(told, now.Format("02 15:04"))
		}
	}
	if want := []string{"02 09:00", "03 09:00"}; !slices.Equal(told, want) {
		t.Errorf("it is posted at %v, want %v", told, want)
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func TestWhatCantBeReadIsAnErrorAndNeverAHang(t *testing.T) {
	for name, c := range map[string]struct {
		schedule, zone string
		fails          bool
	}{
		"a day that never comes":           {"0 9 30 2 *", "", false},
		"a day that never comes, far away": {"0 0 31 4,6,9,11 *", "Pacific/Apia", false},
		"words":                            {"every morning", "", true},
		"too few fields":                   {"0 9 * *", "", true},
		"too many fields":                  {"0 0 9 * * *", "", true},
		"an hour that is none":             {"0 25 * * *", "", true},
		"a step of nothing":                {"*/0 * * * *", "", true},
		"a nickname":                       {"@daily", "", true},
		"a time span":                      {"@every 1h", "", true},
		"a zone alone":                     {"TZ=UTC", "", true},
		"a zone alone, the other way":      {"CRON_TZ=Europe/Paris", "", true},
		"a zone of its own":                {"CRON_TZ=Asia/Tokyo 0 9 * * *", "Europe/Paris", true},
		"only blanks":                      {"   ", "", true},
		"a zone that is none":              {"0 9 * * *", "Europe/Atlantis", true},
		"a zone that is a path":            {"0 9 * * *", "../../etc/passwd", true},
		"a zone with blanks":               {"0 9 * * *", " Europe/Paris", true},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLog(t, at(1, 8, 0))
			l.subscribe(at(1, 8, 0), c.schedule, c.zone)
			l.change(at(1, 8, 30))
			defer func() {
				if r := recover(); r != nil {
					t.Errorf("it panics: %v", r)
				}
			}()
			plan, ok, err := digest.NewReader(l.call, l.book).Due(l.sub(), at(400, 9, 0))
			if ok || (err != nil) != c.fails {
				t.Errorf("due is %+v (%t), error %v", plan, ok, err)
			}
		})
	}
}

func TestEveryAttemptSaysTheSame(t *testing.T) {
	l := newLog(t, at(1, 8, 0))
	l.subscribe(at(1, 8, 0), "0 9 * * *", "")
	joined := tracker.Supporter{ID: l.book.Head() + 1, Name: "News Ltd", Category: tracker.Company}
	l.add(at(1, 8, 30), tracker.Changed{Why: tracker.Joined, Supporter: joined})
	due, ok := l.due(at(1, 12, 0))
	if !ok {
		t.Fatal("nothing is due")
	}
	l.add(at(1, 12, 0), due)
	call := &tracker.Call{Slug: "test", Name: "Test Call"}
	tell := func() *answer.DigestFacts {
		a, err := digest.NewReader(call, l.book).Tell(l.sub().Plan)
		if err != nil {
			t.Fatal(err)
		}
		return a.Facts.(*answer.DigestFacts)
	}
	first := tell()
	joined.Left = tracker.Departure{Status: tracker.Withdrawn, On: "2026-06-01"}
	l.add(at(1, 13, 0), tracker.Changed{Why: tracker.Withdrew, Supporter: joined})
	l.change(at(1, 13, 1))
	for _, c := range []*tracker.Change{first.Change, tell().Change} {
		if len(c.Moves) != 1 || c.Moves[0].Why != tracker.Joined || c.Moves[0].After.Name != "News Ltd" ||
			c.Before.Company != 1 || c.After.Company != 2 {
			t.Errorf("it says %+v", c)
		}
	}
	if !first.Due.Equal(at(1, 9, 0)) {
		t.Errorf("it is late, and says that it was due at %v", first.Due)
	}
}
