package query

import (
	"cmp"
	"maps"
	"slices"

	"rollcall/tracker"
	"rollcall/tracker/answer"
)

// answer says what changed in a period: every entry that was added to the list or left it, as it happened.
func (q Changes) answer(r *Runner) answer.Answer {
	since, until := q.On.First, cmp.Or(q.On.Last, r.Today)
	if until < r.Book.Begins() && q.Only == answer.OnlyAdded {
		return r.Run(List{Filter: q.Filter.Joined(q.On)}) // all that is known of a time before the records
	}
	if until < r.Book.Begins() {
		return r.early(q.Filter, until)
	}
	a, facts := r.reading(), &answer.ChangesFacts{Where: q.Filter, Only: q.Only}
	r.narrow(&a, q.Filter, r.Today)
	if facts.Last = q.On == (tracker.Period{}) && q.Only == "" && q.By == ""; facts.Last {
		since = r.LastChange(q.Filter)
		until = since
	}
	counts := map[string]int{}
	change := r.happened(q.Filter, since, until, q.Only, func(on tracker.Day) {
		if n := spans[q.By]; n > 0 {
			counts[string(on[:n])]++
		}
	})
	if q.By != "" {
		facts.By = string(q.By)
		facts.Rows, facts.More = ranked(counts, q.Top, 0, q.Top == 0)
	}
	initial := r.initial(since, cmp.Or(until, r.Today))
	switch {
	case len(initial) > 0: // how many there were before the records isn't known, so it isn't zero
		change.Before = tracker.CountOf(initial)
	case since > "":
		change.Before = r.Book.CountsOn(after(since, -1))
	}
	if change.After = r.Book.Counts(); until < r.Today {
		change.After = r.Book.CountsOn(until)
	}
	facts.Since, facts.Until, facts.Book, facts.Change = since, until, r.Book, &change
	facts.Initial = len(initial)
	added, left, recategorised := change.Who(tracker.Joined), change.Who(tracker.Withdrew, tracker.WasRemoved, tracker.WasMerged), change.Who(tracker.Recategorised)
	facts.Added, facts.Removed, facts.Recategorised = len(added), len(left), answer.Number(len(recategorised))
	who := slices.Concat(added, left)
	if q.Only == answer.OnlyRecategorised {
		who = append(who, recategorised...)
	}
	facts.Total = answer.Number(len(who))
	if q.By == "" {
		facts.Supporters = who
	}
	return a.With(facts)
}

// happened collects the changes of the days from one to another, both included, without those that were undone, and without
// the list with which the call's data begins. For a count by days it also returns the day of each.
func (r *Runner) happened(f tracker.Filter, since, until tracker.Day, only answer.Changed, on func(tracker.Day)) tracker.Change {
	var c tracker.Change
	lets := everLets(f, r.Book)
	before, undone := make(map[tracker.Seq]*tracker.Supporter, r.Book.Counts().Total()), r.Book.Undone()
	for e, s := range r.Book.History() {
		old := before[s.ID]
		before[s.ID] = s
		if e.On < since || e.On > until || r.Call.Initial(e) || undone[e.Seq] || !lets(s) {
			continue
		}
		why := tracker.Moved(old, s)
		moved := answer.OnlyRemoved
		switch why {
		case "", tracker.Amended:
			continue
		case tracker.Joined:
			moved = answer.OnlyAdded
		case tracker.Recategorised:
			moved = answer.OnlyRecategorised
		}
		if only != "" && moved != only {
			continue
		}
		if moved != answer.OnlyRecategorised || only == answer.OnlyRecategorised {
			on(e.On)
		}
		c.Moves = append(c.Moves, tracker.Move{Why: why, Before: old, After: s})
	}
	return c
}

// everLets returns who a filter lets through, or let through before they left.
func everLets(f tracker.Filter, b *tracker.Book) func(*tracker.Supporter) bool {
	lets := f.On(b)
	if f.Uses(tracker.ByStatus) {
		return lets
	}
	return func(s *tracker.Supporter) bool {
		if s.Left.Status == "" {
			return lets(s)
		}
		there := *s
		there.Left = tracker.Departure{}
		return lets(&there)
	}
}

// initial are the supporters with which the call's data begins, if it begins between two days.
func (r *Runner) initial(since, until tracker.Day) (initial []*tracker.Supporter) {
	if r.Call.Found < since || r.Call.Found > until {
		return nil
	}
	for e, s := range r.Book.History() {
		if r.Call.Initial(e) && e.Event.(tracker.Changed).Why == tracker.Joined {
			initial = append(initial, s)
		}
	}
	return initial
}

// LastChange is the last day on which somebody that a filter lets through was added to the list or left it, since the list with
// which the call's data begins.
func (r *Runner) LastChange(f tracker.Filter) (last tracker.Day) {
	lets, undone := everLets(f, r.Book), r.Book.Undone()
	for e, s := range r.Book.History() {
		why := e.Event.(tracker.Changed).Why
		if why != tracker.Amended && why != tracker.Recategorised && !r.Call.Initial(e) && !undone[e.Seq] && lets(s) {
			last = max(last, e.On)
		}
	}
	return last
}

// answer says how many there were, day by day: a line for each category that the filter names, or for all where it names
// neither a category nor a kind. Lines begin no earlier than the list's records, and one that isn't asked for by name is left
// out where it stays at zero.
func (q Chart) answer(r *Runner) answer.Answer {
	since, until := max(q.On.First, r.Book.Begins()), cmp.Or(q.On.Last, r.Today)
	if until < r.Book.Begins() {
		return r.early(q.Filter, until)
	}
	a := r.reading()
	r.narrow(&a, q.Filter, r.Today)
	a.AsOf = until
	facts := &answer.ChartFacts{Narrowed: r.narrowed(r.Book.AsOf(until), q.Filter), Since: since, Until: until}
	lines, named := parted(q.Filter)
	facts.AllCategories = !named && len(lines) > 1
	for i, points := range r.daily(lines, since, until) {
		s := answer.Series{Where: lines[i], Points: points}
		var whole bool
		if s.Filters, _, whole = plainly(lines[i]); !whole {
			s.Filters.Category = categoryOf(lines[i])
		}
		if named || len(points) > 1 || points[0].Count > 0 {
			facts.Series = append(facts.Series, s)
		}
	}
	return a.With(facts)
}

// parted is a filter in parts of one category each, and whether it names these, or is one line.
func parted(f tracker.Filter) (parts []tracker.Filter, named bool) {
	var rest tracker.Clause
	if len(f) == 1 {
		rest = f[0]
	}
	at := slices.IndexFunc(rest, func(c tracker.Choice) bool { return !c.Not && c.Terms[0].Key == tracker.ByCategory })
	if len(f) > 1 || f.Uses(tracker.ByName) || f.Uses(tracker.ByID) || at < 0 && (f.Uses(tracker.ByCategory) || f.Uses(tracker.ByKind)) {
		return []tracker.Filter{f}, true
	}
	var categories []tracker.Filter
	if at < 0 {
		categories = tracker.Each(tracker.Categories(), tracker.OfCategory)
	} else {
		categories = tracker.Each(rest[at].Terms, tracker.Of)
		rest = slices.Delete(slices.Clone(rest), at, at+1)
	}
	return tracker.Each(categories, func(c tracker.Filter) tracker.Filter { return tracker.Filter{append(c[0], rest...)} }), at >= 0
}

// categoryOf is the one category of all whom a filter lets through, if it says one.
func categoryOf(f tracker.Filter) tracker.Category {
	if len(f) == 1 {
		for _, choice := range f[0] {
			if one := (tracker.Filter{{choice}}).Only(tracker.ByCategory); one != "" {
				return tracker.Category(one)
			}
		}
	}
	return ""
}

// daily counts who each of some filters lets through, on each day from one to another. It reads the history once.
func (r *Runner) daily(filters []tracker.Filter, since, until tracker.Day) (lines [][]answer.Point) {
	lets := make([]func(*tracker.Supporter) bool, len(filters))
	changed := make([]map[tracker.Day]int, len(filters))
	for i, f := range filters {
		lets[i], changed[i] = f.On(r.Book), map[tracker.Day]int{since: 0}
	}
	before := map[tracker.Seq]*tracker.Supporter{}
	for e, s := range r.Book.History() {
		if e.On > until {
			continue
		}
		old := before[s.ID]
		before[s.ID] = s
		for i := range filters {
			if old != nil && lets[i](old) {
				changed[i][max(e.On, since)]--
			}
			if lets[i](s) {
				changed[i][max(e.On, since)]++
			}
		}
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
		lines = append(lines, line)
	}
	return lines
}
