package query

import (
	"slices"
	"strings"

	"rollcall/tracker"
)

// Days reads a period, as a key means it: since:2020 has no end.
func (r *Runner) Days(key, text string) (p tracker.Period, err error) {
	from, to, open := strings.Cut(text, "..")
	if open && (from+to == "" || slices.Contains([]string{"since", "until", "before", "after"}, key)) {
		_, err := tracker.ParseDate(text)
		return p, err
	}
	if from != "" {
		if p, err = r.date(from, key, key == "before" || key == "until"); err != nil {
			return p, err
		}
	}
	if open {
		var end tracker.Period
		if to != "" {
			if end, err = r.date(to, key, true); err != nil {
				return p, err
			}
		}
		p.Last = end.Last
	}
	if p.Last != "" && p.Last < p.First {
		return p, tracker.Refuse("%s is before %s.", p.Last, p.First)
	}
	switch key {
	case "since":
		p.Last = ""
	case "until":
		p.First = ""
	case "before":
		p.First, p.Last = "", after(p.First, -1)
	case "after":
		p.First, p.Last = after(p.Last, 1), ""
	}
	return p, nil
}

func after(day tracker.Day, days int) tracker.Day {
	return tracker.DayOf(day.Time().AddDate(0, 0, days))
}

// date reads a date, today, yesterday, an event of the call, or a supporter's name, which is the day on which it came to the list.
// One who was there when the list's records begin came on or before that day: for joining, and for periods that end then, its day is
// that on which it joined, where that is known.
func (r *Runner) date(text, key string, ends bool) (tracker.Period, error) {
	text = strings.TrimSpace(text)
	if day, ok := relative(text, r.Today); ok {
		return tracker.Date(day).Period(), nil
	}
	date, err := tracker.ParseDate(text)
	if err == nil {
		if date.First() > r.Today {
			return tracker.Period{}, tracker.Refuse("%s is in the future; the list is known up to today, %s.", date.First(), r.Today)
		}
		return date.Period(), nil
	}
	if event := r.Call.Event(text); event != nil {
		return event.On.Period(), nil
	}
	for _, s := range r.Book.Named(text) {
		came := r.Book.Came(s)
		if s.Joined != "" && (key == string(tracker.ByJoined) || ends && came == r.Book.Begins()) {
			return s.Joined.Period(), nil
		}
		if came != "" {
			return tracker.Date(came).Period(), nil
		}
	}
	return tracker.Period{}, err
}

func (r *Runner) past(text string) (tracker.Day, error) {
	days, err := r.date(text, "as-of", false)
	return min(days.Last, r.Today), err
}

// Day reads a day: 2019-09-16, today or yesterday.
func Day(text string, today tracker.Day) (tracker.Day, error) {
	if day, ok := relative(text, today); ok {
		return day, nil
	}
	return tracker.ParseDay(text)
}

// relative reads a day that is said by today's.
func relative(text string, today tracker.Day) (tracker.Day, bool) {
	switch strings.ToLower(strings.ReplaceAll(text, "’", "'")) {
	case "today", "aujourd'hui":
		return today, true
	case "yesterday", "hier":
		return after(today, -1), true
	}
	return "", false
}
