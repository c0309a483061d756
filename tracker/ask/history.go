package ask

import (
	"cmp"
	"slices"
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/names"
)

// changes tells what changed in a time: every entry that was added to the list or left it, as it happened.
func (r *Reader) changes(q Query) answer.Answer {
	if a, early := r.tooEarly(q); early {
		return a
	}
	a := r.listed(answer.Changes)
	r.narrow(&a, q.Filter)
	a.Only, a.Last = q.Only, q.Last
	since, until := q.Since, cmp.Or(q.Until, r.Today)
	if q.Last {
		since = r.lastChange(q.Filter)
		until = since
	}
	change := r.happened(q.Filter, since, until, q.Only)
	if since > "" {
		change.Before = r.Book.AsOf(tracker.DayOf(since.Time().AddDate(0, 0, -1))).Counts()
	}
	if change.After = r.Book.Counts(); until < r.Today {
		change.After = r.Book.AsOf(until).Counts()
	}
	a.Since, a.Until, a.Book, a.Change = since, until, r.Book, &change
	a.Initial = r.initial(since, until)
	a.Added, a.Removed = answer.Number(len(change.Joined)), answer.Number(len(change.Removed)+len(change.Merged)+len(change.Withdrew))
	for _, s := range slices.Concat(change.Joined, change.Withdrew, change.Removed, change.Merged) {
		a.Supporters = append(a.Supporters, answer.Of(s))
	}
	a.Total = answer.Number(len(a.Supporters))
	return a
}

// net tells how the roll of one day differs from that of an earlier one.
func (r *Reader) net(q Query) answer.Answer {
	a := r.listed(answer.Changes)
	before, after := r.Book.AsOf(q.Since), r.Book.AsOf(q.Until)
	change := tracker.Between(before, after)
	a.Since, a.Until, a.Book, a.Change = q.Since, q.Until, after, &change
	a.Added, a.Removed = answer.Number(len(change.Joined)), answer.Number(len(change.Removed)+len(change.Merged)+len(change.Withdrew))
	return a
}

// tooEarly answers for a time before the roll's records begin, of which only figures are known.
func (r *Reader) tooEarly(q Query) (answer.Answer, bool) {
	if q.Until == "" || q.Until >= r.Book.Begins() {
		return answer.Answer{}, false
	}
	f := q.Filter
	f.AsOf = q.Until
	a, _ := r.filtered(answer.Figure, f)
	return a, true
}

// known lists who is known to have joined in a time before the roll's records begin.
func (r *Reader) known(q Query) answer.Answer {
	a := r.listed(answer.List)
	r.narrow(&a, q.Filter)
	a.Known, a.Since, a.Until = true, q.Since, q.Until
	found, _ := r.find(r.Book, q.Filter)
	found = slices.DeleteFunc(found, func(s *tracker.Supporter) bool {
		return s.Joined == "" || s.Joined.First() < q.Since || s.Joined.Last() > q.Until
	})
	byName(found)
	r.enlist(&a, found)
	return a
}

// happened collects the changes of the days from one to another, both included, without those that were undone. With the
// first day of the records the list begins; who is on it then joined before, nobody knows when.
func (r *Reader) happened(f Filter, since, until tracker.Day, only answer.Changed) tracker.Change {
	var c tracker.Change
	before, undone := map[tracker.Seq]*tracker.Supporter{}, r.Book.Undone()
	for e, s := range r.Book.History() {
		old := before[s.ID]
		before[s.ID] = s
		was, is := old != nil && old.Status() == tracker.Listed, s.Status() == tracker.Listed
		if e.On < since || e.On > until || e.On == r.Book.Begins() || undone[e.Seq] || !f.lets(s) {
			continue
		}
		switch {
		case !was && is && only != answer.OnlyRemoved:
			c.Joined = append(c.Joined, s)
		case was && s.Status() == tracker.Withdrawn && only != answer.OnlyAdded:
			c.Withdrew = append(c.Withdrew, s)
		case was && s.Status() == tracker.Merged && only != answer.OnlyAdded:
			c.Merged = append(c.Merged, s)
		case was && !is && only != answer.OnlyAdded:
			c.Removed = append(c.Removed, s)
		case was && is && old.Category != s.Category && only == "":
			c.Recategorised = append(c.Recategorised, tracker.Amendment{Before: old, After: s})
		}
	}
	return c
}

// initial is how many entries the list begins with, if it begins between two days.
func (r *Reader) initial(since, until tracker.Day) int {
	begins := r.Book.Begins()
	if begins < since || begins > until {
		return 0
	}
	return r.first
}

// lastChange is the last day on which somebody whom a filter lets through came to the roll or left it.
func (r *Reader) lastChange(f Filter) tracker.Day {
	var last tracker.Day
	undone := r.Book.Undone()
	for e, s := range r.Book.History() {
		why := e.Event.(tracker.Changed).Why
		if f.lets(s) && !undone[e.Seq] && why != tracker.Amended && why != tracker.Recategorised {
			last = max(last, e.On)
		}
	}
	return last
}

// joinedIn lists or counts who came to the roll in a time, or last.
func (r *Reader) joinedIn(q Query) answer.Answer {
	if a, early := r.tooEarly(q); early && q.Kind == answer.Count {
		return a
	} else if early {
		return r.known(q)
	}
	a := r.listed(q.Kind)
	r.narrow(&a, q.Filter)
	a.Only, a.Last, a.Since, a.Until = answer.OnlyAdded, q.Last, q.Since, cmp.Or(q.Until, r.Today)
	if q.Last {
		found, _ := r.find(r.Book, q.Filter)
		for _, s := range found {
			a.Since = max(a.Since, r.came[s.ID])
		}
	}
	var found []*tracker.Supporter
	for _, s := range r.happened(q.Filter, a.Since, a.Until, answer.OnlyAdded).Joined {
		if now := r.Book.Supporter(s.ID); !q.Last || now.Status() == tracker.Listed {
			found = append(found, now)
		}
	}
	byName(found)
	a.Initial = r.initial(a.Since, a.Until)
	if q.Kind == answer.Count {
		a.Value = answer.Number(len(found))
		return a
	}
	r.enlist(&a, found)
	a.Added = a.Total
	return a
}

// early lists the first supporters, or the one that was the nth to be listed.
func (r *Reader) early(q Query) answer.Answer {
	a := r.listed(answer.List)
	r.narrow(&a, q.Filter)
	a.First, a.Nth = q.First, q.Nth
	found, _ := r.find(r.Book, q.Filter)
	if q.First {
		found = slices.DeleteFunc(found, func(s *tracker.Supporter) bool { return s.Joined == "" || s.Joined.Last() > r.Call.Launched })
		byName(found)
		r.enlist(&a, found)
		return a
	}
	slices.SortStableFunc(found, func(a, b *tracker.Supporter) int { return cmp.Compare(r.came[a.ID], r.came[b.ID]) })
	// Where several came on the day, nobody knows which of them was the nth.
	var same []*tracker.Supporter
	if q.Nth <= len(found) {
		for _, s := range found {
			if r.came[s.ID] == r.came[found[q.Nth-1].ID] {
				same = append(same, s)
			}
		}
	}
	r.enlist(&a, same)
	return a
}

// left lists or counts who withdrew by their own act.
func (r *Reader) left(q Query) answer.Answer {
	a := r.listed(q.Kind)
	r.narrow(&a, q.Filter)
	a.Withdrawals = true
	var found []*tracker.Supporter
	for s := range r.Book.Supporters() {
		if s.Status() == tracker.Withdrawn && q.Filter.lets(s) {
			found = append(found, s)
		}
	}
	if q.Kind == answer.Count {
		a.Value = answer.Number(len(found))
		return a
	}
	r.enlist(&a, found)
	return a
}

// claims lists who is said to support the call and isn't on the roll.
func (r *Reader) claims(q Query) answer.Answer {
	a := r.listed(answer.List)
	a.Filters, a.Status = &answer.Filters{Category: q.Filter.Category}, answer.Announced
	for _, c := range r.Book.Claims() {
		if q.Filter.Category == "" || c.Category == q.Filter.Category {
			a.Claims = append(a.Claims, c)
		}
	}
	a.Total = answer.Number(len(a.Claims))
	return a
}

// several tells of each of a list of names whether it is on the roll.
func (r *Reader) several(q Query) answer.Answer {
	a := r.listed(answer.List)
	on := 0
	for _, subject := range q.Subjects {
		one := r.status(Query{Kind: answer.Status, Subjects: []Subject{subject}})
		a.Named = append(a.Named, one)
		if one.Status == tracker.Listed {
			on++
		}
		a.Supporters = append(a.Supporters, one.Supporters...)
	}
	a.Value, a.Total = answer.Number(on), answer.Number(len(q.Subjects))
	return a
}

// compare puts two side by side.
func (r *Reader) compare(q Query) answer.Answer {
	a := r.listed(answer.Compare)
	r.narrow(&a, q.Filter)
	for _, subject := range q.Subjects {
		side := answer.Side{Group: subject.group}
		f := Filter{Group: subject.group}
		if subject.group != nil {
			side.Signed = r.signed(r.Book, subject.group)
		} else {
			status := r.status(Query{Kind: answer.Status, Subjects: []Subject{subject}})
			side.Status = &status
			a.Supporters = append(a.Supporters, status.Supporters...)
			switch {
			case status.Country != "":
				side.Country = status.Country
			case len(status.Supporters) > 0 && status.Supporters[0].Category == tracker.State:
				side.Country = status.Supporters[0].Country
			}
			f.Country = side.Country
		}
		if f.Group != nil || f.Country != "" {
			found, _ := r.find(r.Book, f)
			side.Counts = tracker.CountOf(found)
		}
		a.Sides = append(a.Sides, side)
	}
	return a
}

// figures tells what was reported, the latest first.
func (r *Reader) figures(q Query) answer.Answer {
	a := r.about(answer.Figure)
	a.Rule, a.AsOf = answer.Reported, r.Today
	a.Filters = &answer.Filters{Category: q.Filter.Category}
	a.Since, a.Until = q.Since, q.Until
	var found []tracker.Reported
	for _, f := range r.Book.Figures() {
		named := func(p string) bool { return strings.Contains(names.Key(publisherOf(f)), names.Key(p)) }
		if (q.Filter.Category == "" || f.Category == q.Filter.Category || q.Value > 0) &&
			(q.Since == "" || f.Date.Last() >= q.Since) && (q.Until == "" || f.Date.Last() <= q.Until || q.Since != "" && f.Date.First() <= q.Until) &&
			(q.Value == 0 || f.Value == q.Value) && !slices.ContainsFunc(q.Publishers, func(p string) bool { return !named(p) }) {
			found = append(found, f)
		}
	}
	if q.Disagree {
		found = disagreeing(found)
	}
	slices.SortStableFunc(found, func(a, b tracker.Reported) int { return cmp.Compare(b.Date.Last(), a.Date.Last()) })
	for _, f := range found {
		a.Figures = append(a.Figures, answer.FigureFact{Date: f.Date, Category: f.Category, Value: f.Value, Qualifier: f.Qualifier, Source: f.Source})
	}
	if q.Filter.Category == "" && q.Value == 0 {
		a.Suggestions = []string{"count as-of:2018-11-12"}
	}
	return a
}

// disagreeing are the figures of a category and date for which others say another number.
func disagreeing(figures []tracker.Reported) []tracker.Reported {
	return slices.DeleteFunc(slices.Clone(figures), func(f tracker.Reported) bool {
		return !slices.ContainsFunc(figures, func(o tracker.Reported) bool {
			return o.Category == f.Category && o.Date == f.Date && o.Value != f.Value
		})
	})
}
