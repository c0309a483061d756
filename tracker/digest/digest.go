// Package digest tells when a channel is to be told of changes, and what it is told. It is pure: whoever wakes up asks
// [Due], with the Book and the time, and gets the one digest that is due, if any.
//
// A schedule is read on the local wall clock of its zone, day by day: cron's parser runs on the wall clock as if it were
// UTC, and what it names is placed in the zone afterwards. So an hour that spring leaves out moves to the next minute
// that exists, an hour that autumn repeats counts once, and every day has its occasion once. Of several occasions that
// were missed only the latest is made up, and says that it is late. A digest tells the net change between what the
// channel was told last and the last entry recorded by the occasion, so that every attempt to post it says the same.
package digest

import (
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"

	"rollcall/tracker"
	"rollcall/tracker/answer"
)

// Late is how long after its occasion a digest says that it is late.
const Late = 10 * time.Minute

// Due is the digest that a subscription is due at a moment; ok is false if there is none. It fails on a schedule or zone
// that can't be read.
func Due(s *tracker.Subscription, book *tracker.Book, now time.Time) (plan tracker.DigestPlanned, ok bool, err error) {
	if s.Plan != nil || s.Paused != "" {
		return plan, false, nil
	}
	occasion, through := now, book.Head()
	if s.Schedule != "" {
		after := later(s.Set, s.Occasion)
		if after.After(now) {
			after = now.Add(-24 * time.Hour)
		}
		if occasion, ok, err = latest(s.Schedule, s.Zone, after, now); !ok || err != nil {
			return plan, false, err
		}
		// After a clock that was ahead, the times of recording tell nothing: everything is told.
		if book.Recorded(now) == book.Head() {
			through = book.Recorded(occasion)
		}
	}
	if !news(book, s.Through, through) || tracker.Between(book.Upto(s.Through), book.Upto(through)).Empty() {
		return plan, false, nil
	}
	return tracker.DigestPlanned{Subscription: s.ID, Occasion: occasion, Through: through, Late: now.Sub(occasion) > Late}, true, nil
}

// Tell is what a planned digest says.
func Tell(call *tracker.Call, book *tracker.Book, p *tracker.Plan) answer.Answer {
	a := Changes(call, book, p.From, p.Through)
	if p.Late {
		a.Due = p.Occasion
	}
	return a
}

// Changes tells the net change after one Seq, up to another.
func Changes(call *tracker.Call, book *tracker.Book, after, through tracker.Seq) answer.Answer {
	change := tracker.Between(book.Upto(after), book.Upto(through))
	return answer.Answer{Kind: answer.Digest, Call: call, Book: book, Change: &change}
}

// news tells quickly whether any of the entries after one Seq, up to another, can be worth a digest.
func news(book *tracker.Book, after, through tracker.Seq) bool {
	for e := range book.Entries(after) {
		if e.Seq > through {
			return false
		}
		switch e.Event.(type) {
		case tracker.Changed, tracker.Reported:
			return true
		}
	}
	return false
}

// latest is the last occasion after one moment, not after another.
func latest(schedule, zone string, after, now time.Time) (time.Time, bool, error) {
	if strings.Contains(schedule, "=") {
		return time.Time{}, false, fmt.Errorf("schedule %q: the zone has its own place", schedule) // and cron panics on one alone
	}
	when, err := cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow).Parse(schedule)
	if err != nil {
		return time.Time{}, false, err
	}
	location, err := time.LoadLocation(zone)
	if err != nil {
		return time.Time{}, false, err
	}
	// The wall clock can be ahead of now's by what autumn turns it back. The search begins near now and goes further
	// back only where it finds nothing, so that a frequent schedule after a long pause costs little.
	const turned = 3 * time.Hour
	for _, back := range []time.Duration{time.Hour, 25 * time.Hour, 8 * 24 * time.Hour, 32 * 24 * time.Hour, 9 * 366 * 24 * time.Hour} {
		var found time.Time
		end := wall(now.In(location)).Add(turned)
		for w := when.Next(end.Add(-turned - back)); !w.IsZero() && !w.After(end); w = when.Next(w) {
			if t, ok := place(w, location); ok && !t.After(now) && t.After(after) {
				found = later(found, t)
			}
		}
		if !found.IsZero() {
			return found.UTC(), true, nil
		}
		if now.Add(-back).Before(after) {
			break
		}
	}
	return time.Time{}, false, nil
}

// wall is what the clock on the wall shows, as if it were UTC.
func wall(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
}

// place is the moment at which the clock on the wall shows w; where it never does, the moment at which it jumps past. It
// is not ok if the whole day is left out, as where the date line moved.
func place(w time.Time, location *time.Location) (t time.Time, ok bool) {
	at := func(hour, minute int) time.Time {
		return time.Date(w.Year(), w.Month(), w.Day(), hour, minute, 0, 0, location)
	}
	t = at(w.Hour(), w.Minute())
	shown := wall(t)
	if shown.Equal(w) {
		return t, true
	}
	if at(0, 0).Day() != w.Day() && at(23, 59).Day() != w.Day() {
		return t, false
	}
	begins, ends := t.ZoneBounds()
	if shown.After(w) {
		return begins, true
	}
	return ends, true
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
