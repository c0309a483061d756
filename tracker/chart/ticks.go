package chart

import (
	"fmt"
	"math"
	"strings"
	"time"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"

	"rollcall/tracker"
)

// A tick is a mark on an axis.
type tick struct {
	at    float64
	label string
}

// dates are the ticks of an axis of days: days, months or years, as finely as they fit next to one another.
func dates(since, until tracker.Day, months [12]string, t text.Style, width vg.Length) []tick {
	type step struct{ years, months, days int }
	steps := []step{{days: 1}, {days: 2}, {days: 7}, {days: 14}, {months: 1}, {months: 2}, {months: 3}, {months: 6},
		{years: 1}, {years: 2}, {years: 5}, {years: 10}, {years: 20}, {years: 50}, {years: 100}, {years: 1000}, {years: 10_000}}
	aDay := width / vg.Length(max(1, dayNumber(until)-dayNumber(since)))
	for _, s := range steps {
		var ticks []tick
		at := since.Time()
		switch { // months and years begin with their first day, and follow the calendar
		case s.years > 0:
			at = time.Date(at.Year()/s.years*s.years, 1, 1, 0, 0, 0, 0, time.UTC)
		case s.months > 0:
			at = time.Date(at.Year(), (at.Month()-1)/time.Month(s.months)*time.Month(s.months)+1, 1, 0, 0, 0, 0, time.UTC)
		}
		crowded, year := false, -1
		var before vg.Length // how wide the date before is
		for ; !at.After(until.Time()) && !crowded; at = at.AddDate(s.years, s.months, s.days) {
			if at.Before(since.Time()) {
				continue
			}
			var label string
			if s.days > 0 {
				label = fmt.Sprint(at.Day(), " ")
			}
			if s.years == 0 {
				label += months[at.Month()-1] + " "
			}
			if s.years > 0 || at.Year() != year {
				year = at.Year() // said again only when it changes
				label += fmt.Sprint(year)
			}
			next := tick{dayNumber(tracker.DayOf(at)), strings.TrimSpace(label)}
			wide := t.Width(next.label)
			if n := len(ticks); n > 0 {
				crowded = vg.Length(next.at-ticks[n-1].at)*aDay < (before+wide)/2+2*gap
			}
			ticks, before = append(ticks, next), wide
		}
		if !crowded {
			return ticks
		}
	}
	return nil
}

// wholeNumbers are the ticks of the axis of numbers: five at the most above zero, the last no lower than top.
func wholeNumbers(top int, number func(int) string) []tick {
	step := 1
	for i := 1; step*5 < top; i++ {
		step = []int{1, 2, 5}[i%3] * int(math.Pow10(i/3))
	}
	var ticks []tick
	for n := 0; n == 0 || n-step < top; n += step {
		ticks = append(ticks, tick{float64(n), number(n)})
	}
	return ticks
}
