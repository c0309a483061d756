package digest

import (
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"

	"rollcall/tracker"
)

// when is the times of a subscription, ready to be asked.
type when struct {
	cron  cron.Schedule // nil: at once
	zone  *time.Location
	quiet quiet
}

// read reads the times of a subscription.
func read(s *tracker.Subscribed) (w when, err error) {
	if w.zone, err = time.LoadLocation(s.Zone); err != nil {
		return w, err
	}
	if s.Quiet != "" {
		if w.quiet, err = readQuiet(s.Quiet); err != nil {
			return w, err
		}
	}
	if s.Schedule == "" {
		return w, nil
	}
	if strings.Contains(s.Schedule, "=") {
		return w, fmt.Errorf("schedule %q: the zone has its own place", s.Schedule) // and cron panics on one alone
	}
	w.cron, err = cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow).Parse(s.Schedule)
	return w, err
}

// Next are the next n times after a moment at which a digest can be posted, if there is anything to tell. There are none if
// it is posted at once, and fewer if the schedule ends. It fails on a schedule, zone or quiet hours that can't be read.
func Next(s *tracker.Subscribed, after time.Time, n int) ([]time.Time, error) {
	w, err := read(s)
	if err != nil || w.cron == nil {
		return nil, err
	}
	var all []time.Time
	for at := w.cron.Next(wall(after.In(w.zone)).Add(-turned)); len(all) < n && !at.IsZero(); at = w.cron.Next(at) {
		t, ok := place(at, w.zone)
		if !ok || !t.After(after) {
			continue
		}
		if t = w.awake(t); len(all) == 0 || t.After(all[len(all)-1]) {
			all = append(all, t.In(w.zone))
		}
	}
	return all, nil
}

// turned is more than any wall clock is turned back at once.
const turned = 3 * time.Hour

// latest is the last occasion after one moment, not after another.
func (w when) latest(after, now time.Time) (time.Time, bool) {
	// The wall clock can be ahead of now's by what autumn turns it back. The search begins near now and goes further
	// back only where it finds nothing, so that a frequent schedule after a long pause costs little.
	for _, back := range []time.Duration{time.Hour, 25 * time.Hour, 8 * 24 * time.Hour, 32 * 24 * time.Hour, 9 * 366 * 24 * time.Hour} {
		var found time.Time
		end := wall(now.In(w.zone)).Add(turned)
		for at := w.cron.Next(end.Add(-turned - back)); !at.IsZero() && !at.After(end); at = w.cron.Next(at) {
			if t, ok := place(at, w.zone); ok && !t.After(now) && t.After(after) {
				found = later(found, t)
			}
		}
		if !found.IsZero() {
			return found.UTC(), true
		}
		if now.Add(-back).Before(after) {
			break
		}
	}
	return time.Time{}, false
}

// quiet are the minutes of a local day between which nothing is posted; none if both are the same.
type quiet struct{ from, to int }

// readQuiet reads quiet hours, written 22:00-07:00.
func readQuiet(s string) (q quiet, err error) {
	from, to, ok := strings.Cut(s, "-")
	var begin, end time.Time
	if ok {
		if begin, err = time.Parse("15:04", from); err == nil {
			end, err = time.Parse("15:04", to)
		}
	}
	if !ok || err != nil || begin.Equal(end) {
		return q, fmt.Errorf("%q are no hours such as 22:00-07:00", s)
	}
	return quiet{begin.Hour()*60 + begin.Minute(), end.Hour()*60 + end.Minute()}, nil
}

// quietAt reports whether a moment lies in the quiet hours.
func (w when) quietAt(t time.Time) bool {
	local := t.In(w.zone)
	minute, q := local.Hour()*60+local.Minute(), w.quiet
	if q.from <= q.to {
		return q.from <= minute && minute < q.to
	}
	return minute >= q.from || minute < q.to
}

// awake is the first moment from t on that isn't in the quiet hours.
func (w when) awake(t time.Time) time.Time {
	for at := wall(t.In(w.zone)); w.quietAt(t); at = at.AddDate(0, 0, 1) {
		end := time.Date(at.Year(), at.Month(), at.Day(), 0, w.quiet.to, 0, 0, time.UTC)
		if ends, ok := place(end, w.zone); ok && ends.After(t) {
			return ends
		}
	}
	return t
}

// wall is the wall clock's time, as if it were UTC.
func wall(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
}

// place is the moment at which a wall clock shows w, or jumps past it; not ok where the date line moved and the day was skipped.
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
