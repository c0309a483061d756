package ask

import (
	"cmp"
	"maps"
	"slices"

	"rollcall/tracker"
	"rollcall/tracker/answer"
)

// chartOf tells how many there were, day by day: a line for each category, or one line where a kind is asked for. Lines
// begin no earlier than the roll's records, and one that nobody asked for by name is left out where it stays at zero.
func (r *Reader) chartOf(q Query) answer.Answer {
	if a, early := r.tooEarly(q); early {
		return a
	}
	a := r.listed(answer.Chart)
	r.narrow(&a, q.Filter)
	a.Since, a.Until = max(q.Since, r.Book.Begins()), cmp.Or(q.Until, r.Today)
	a.AsOf = a.Until
	lines := q.Categories
	switch {
	case len(lines) == 1:
		a.Filters.Category = lines[0]
	case len(lines) == 0 && q.Filter.Kind != "":
		lines = []tracker.Category{""}
	case len(lines) == 0:
		lines, a.AllCategories = tracker.Categories(), !q.Filter.NonState
	}
	points, kindless := r.daily(q.Filter, lines, a.Since, a.Until)
	a.Kindless = kindless
	for i, category := range lines {
		s := answer.Series{Filters: *a.Filters, Points: points[i]}
		if s.Filters.Category = category; len(q.Categories) > 0 || len(s.Points) > 1 || s.First().Count > 0 {
			a.Series = append(a.Series, s)
		}
	}
	return a
}

// daily counts, for each of some categories, those whom a filter lets through, on each day from one to another. An empty
// category stands for all of them. It reads the history once, and counts as find does: of a filter by kind it tells how
// many it can't judge on the last day.
func (r *Reader) daily(f Filter, categories []tracker.Category, since, until tracker.Day) (points [][]answer.Point, kindless int) {
	const nowhere, noKind = -1, -2
	place := func(s *tracker.Supporter) int { // the line that a supporter is counted in
		line := slices.IndexFunc(categories, func(c tracker.Category) bool { return c == "" || c == s.Category })
		switch {
		case line < 0 || s.Status() != tracker.Listed || !f.where(s):
			return nowhere
		case f.Kind == "" || s.Kind == f.Kind:
			return line
		case s.Kind == "":
			return noKind
		}
		return nowhere
	}
	changed := make([]map[tracker.Day]int, len(categories))
	for i := range changed {
		changed[i] = map[tracker.Day]int{since: 0}
	}
	before := map[tracker.Seq]*tracker.Supporter{}
	for e, s := range r.Book.History() {
		if e.On > until {
			continue
		}
		add := func(s *tracker.Supporter, by int) {
			switch line := place(s); line {
			case nowhere:
			case noKind:
				kindless += by
			default:
				changed[line][max(e.On, since)] += by
			}
		}
		if old := before[s.ID]; old != nil {
			add(old, -1)
		}
		add(s, +1)
		before[s.ID] = s
	}
	for _, days := range changed {
		var line []answer.Point
		count := 0
		for _, day := range slices.Sorted(maps.Keys(days)) {
			if by := days[day]; by != 0 || day == since {
				count += by
				line = append(line, answer.Point{Day: day, Count: count})
			}
		}
		points = append(points, line)
	}
	return points, kindless
}
