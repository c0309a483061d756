package ask

import (
	"cmp"
	"slices"
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/names"
	"rollcall/tracker/query"
)

// joinedIn lists or counts who came to the roll in a time.
func (r *Reader) joinedIn(q Query) answer.Answer {
	if early := q.Until != "" && q.Until < r.Book.Begins(); early && q.Kind == answer.Count {
		if a := r.Early(q.Filter.Who(), q.Until); len(a.Figures) > 0 {
			return a
		}
		return r.line(q, query.Count{Filter: q.Filter.Who().Joined(tracker.Period{First: q.Since, Last: q.Until})})
	} else if early {
		return r.line(q, query.List{Filter: q.Filter.Who().Joined(tracker.Period{First: q.Since, Last: q.Until})})
	}
	a := r.Reading(q.Kind)
	r.narrow(&a, q.Filter)
	a.Only, a.Since, a.Until = answer.OnlyAdded, q.Since, cmp.Or(q.Until, r.Today)
	var found []*tracker.Supporter
	for _, s := range r.Happened(q.Filter.Who(), a.Since, a.Until, query.Added).Joined {
		found = append(found, r.Book.Supporter(s.ID))
	}
	query.ByName(found)
	a.Initial = r.Initial(a.Since, a.Until)
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
	a := r.Reading(answer.List)
	r.narrow(&a, q.Filter)
	a.First, a.Nth = q.First, q.Nth
	found := query.Find(r.Book, q.Filter.Who())
	if q.First {
		found = slices.DeleteFunc(found, func(s *tracker.Supporter) bool { return s.Joined == "" || s.Joined.Last() > r.Call.Launched })
		query.ByName(found)
		r.enlist(&a, found)
		return a
	}
	slices.SortStableFunc(found, func(a, b *tracker.Supporter) int { return cmp.Compare(r.Book.Came(a), r.Book.Came(b)) })
	// Where several came on the day, nobody knows which of them was the nth.
	var same []*tracker.Supporter
	if q.Nth <= len(found) {
		for _, s := range found {
			if r.Book.Came(s) == r.Book.Came(found[q.Nth-1]) {
				same = append(same, s)
			}
		}
	}
	r.enlist(&a, same)
	return a
}

// withdrawn lets those through who left by their own act.
var withdrawn = tracker.Choice{Terms: []tracker.Term{{Key: tracker.ByStatus, Value: string(tracker.Withdrawn)}}}

// left lists or counts who withdrew by their own act.
func (r *Reader) left(q Query) answer.Answer {
	a := r.Reading(q.Kind)
	r.narrow(&a, q.Filter)
	a.Withdrawals = true
	found := query.Find(r.Book, q.Filter.Who().Also(withdrawn))
	if q.Kind == answer.Count {
		a.Value = answer.Number(len(found))
		return a
	}
	r.enlist(&a, found)
	return a
}

// claims lists who is said to support the call and isn't on the roll.
func (r *Reader) claims(q Query) answer.Answer {
	a := r.Reading(answer.List)
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
	a := r.Reading(answer.List)
	on := 0
	for _, subject := range q.Subjects {
		one := r.status(Query{Kind: answer.Status, Subjects: []query.Subject{subject}})
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
	a := r.Reading(answer.Compare)
	r.narrow(&a, q.Filter)
	for _, subject := range q.Subjects {
		side := answer.Side{Group: subject.Group}
		f := Filter{Group: subject.Group}
		if subject.Group != nil {
			side.Signed = r.Signed(subject.Group)
		} else {
			status := r.status(Query{Kind: answer.Status, Subjects: []query.Subject{subject}})
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
			found := query.Find(r.Book, f.Who())
			side.Counts = tracker.CountOf(found)
		}
		a.Sides = append(a.Sides, side)
	}
	return a
}

// figures tells what was reported, the latest first.
func (r *Reader) figures(q Query) answer.Answer {
	a := r.Begin(answer.Figure)
	a.Rule, a.AsOf = answer.Reported, r.Today
	a.Filters = &answer.Filters{Category: q.Filter.Category}
	a.Since, a.Until = q.Since, q.Until
	all := r.Book.Figures()
	a.Figures = r.Figures(func(f tracker.Reported) bool {
		named := func(p string) bool { return strings.Contains(names.Key(publisherOf(f)), names.Key(p)) }
		return (q.Filter.Category == "" || f.Category == q.Filter.Category || q.Value > 0) &&
			(q.Since == "" || f.Date.Last() >= q.Since) && (q.Until == "" || f.Date.Last() <= q.Until || q.Since != "" && f.Date.First() <= q.Until) &&
			(q.Value == 0 || f.Value == q.Value) && !slices.ContainsFunc(q.Publishers, func(p string) bool { return !named(p) }) &&
			(!q.Disagree || disputed(all, f))
	})
	if q.Filter.Category == "" && q.Value == 0 {
		a.Suggestions = []string{"count as-of:" + string(r.Call.Launched)}
	}
	return a
}

// disputed reports whether other figures of the category and date say another number.
func disputed(all []tracker.Reported, f tracker.Reported) bool {
	return slices.ContainsFunc(all, func(o tracker.Reported) bool {
		return o.Category == f.Category && o.Date == f.Date && o.Value != f.Value
	})
}
