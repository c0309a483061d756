package answer

import (
	"encoding/json"
	"slices"

	"rollcall/tracker"
)

// ListFacts say who is in a part of the list.
type ListFacts struct {
	Narrowed
	Condition
	Status     tracker.Status `json:"status,omitempty"` // Announced: nobody of them is listed
	Supporters Supporters     `json:"supporters,omitempty"`
	Total      int            `json:"total"`
	Ordered    string         `json:"-"`               // first or last, of those who came so; empty: all
	Order      Order          `json:"order,omitempty"` // by which days
	From       string         `json:"-"`               // the name from which on they are listed
}

// Supporters are the ones that an answer lists.
type Supporters []*tracker.Supporter

// MarshalJSON writes the fields of the contract for each.
func (all Supporters) MarshalJSON() ([]byte, error) {
	type supporter struct {
		tracker.Supporter
		Status tracker.Status `json:"status"`
	}
	return json.Marshal(tracker.Each(all, func(s *tracker.Supporter) supporter {
		return supporter{tracker.Supporter{ID: s.ID, Name: s.Name, Category: s.Category, Kind: s.Kind, Country: s.Country, Joined: s.Joined,
			FirstListed: s.FirstListed, Source: s.Source}, s.Status()}
	}))
}

// An Order is by which days something is first or last.
type Order string

// The orders.
const (
	ByJoined Order = "joined"
	ByListed Order = "listed"
	ByEither Order = "joined, else listed"

	Unordered Order = "unknown" // their days overlap
)

func (f *ListFacts) standing() tracker.Status { return f.Status }

func (f *ListFacts) listed() Supporters { return f.Supporters }

func (f *ListFacts) words(t *text) string {
	states := !slices.ContainsFunc(f.Supporters, func(s *tracker.Supporter) bool { return s.Category != tracker.State })
	if states && f.Ordered == "" { // they came in the order of their English names
		f = new(*f)
		f.Supporters = slices.SortedStableFunc(slices.Values(f.Supporters), func(one, other *tracker.Supporter) int {
			return inOrder(t.country(one.Country), t.country(other.Country))
		})
		t.Facts = f
	}
	f.checked(t)
	headline, whole := f.told(t)
	if !whole {
		t.each(len(f.Supporters), 0, func(i int) string { return t.entry(f.Supporters[i]) })
	}
	if f.Ordered != "" && len(f.Supporters) > 1 {
		t.put(sentence(t.SayAs("list.order()", string(f.Order))))
	}
	f.lacking(t)
	return headline
}

// told is the headline, and whether it says everything.
func (f *ListFacts) told(t *text) (headline string, whole bool) {
	n, some, recorded := f.Total, len(f.Supporters), unlisted(f.Where)
	switch {
	case n == 0:
		return t.listedAre(f.Where, 0), true
	case some == 0:
		return t.Say("list.past(n, who, from)", n, t.Those(f.Where, n), brief(f.From)), true
	case f.Ordered != "" && some == 1:
		return t.SayAs("list.end(who, whole, when)", f.Ordered, f.Supporters[0], t.counted(f.Where, n), t.since(f.Supporters[0])), true
	case f.Ordered != "":
		return t.SayAs("list.ends(n, whole)", f.Ordered, some, t.counted(f.Where, n)), false
	case f.Op == "only" && t.Verdict == Yes:
		return t.Say("list.only(who)", f.Supporters[0]), false
	case n == 1 && t.Verdict == "":
		headline = t.Say("list.one(who, whole, when, day, recorded)", f.Supporters[0], t.Those(f.Where, 1), t.since(f.Supporters[0]), t.then(), recorded)
		if t.fits(headline) {
			return headline, true
		}
	}
	return t.Say("list(n, who, day, from, recorded)", n, t.Those(f.Where, n), t.then(), brief(f.From), recorded), false
}

// NamedFacts say how each of several names stands.
type NamedFacts struct {
	Status     tracker.Status `json:"status,omitempty"` // of all, if they stand alike
	Named      []Answer       `json:"-"`
	Supporters Supporters     `json:"supporters,omitempty"`
	Value      int            `json:"value"` // how many are listed
	Total      int            `json:"total"`
	Order      Order          `json:"order,omitempty"`      // by which days one was first
	Difference *int           `json:"difference,omitempty"` // by how many days
	Earliest   []Answer       `json:"-"`                    // the two that were first, if it is known
	Compared   bool           `json:"-"`                    // and not only listed
}

func (f *NamedFacts) kind() Kind {
	if f.Compared {
		return Compare
	}
	return List
}

func (f *NamedFacts) standing() tracker.Status { return f.Status }

func (f *NamedFacts) listed() Supporters { return f.Supporters }

func (f *NamedFacts) words(t *text) string {
	for i := range f.Named {
		headline, _ := t.of(&f.Named[i])
		if several, ok := f.Named[i].Facts.(*AmbiguousFacts); ok {
			headline = t.Say("list.ambiguous(name, candidates)", several.Subject, several.Candidates)
		}
		t.put("• " + headline)
	}
	switch {
	case len(f.Earliest) > 1:
		who := func(i int) any { return f.Earliest[i].Facts.(interface{ who() any }).who() }
		return t.Say("list.earlier(one, other, days, by)", who(0), who(1), *f.Difference, t.SayAs("list.order()", string(f.Order)))
	case f.Order == Unordered:
		return t.Say("list.unordered()")
	}
	return t.Say("list.named(n, of, day)", f.Value, f.Total, t.then())
}

func (t *text) entry(s *tracker.Supporter) string {
	from := country(s.Country)
	if s.Category == tracker.State {
		from = ""
	}
	return t.Say("entry(who, country, since)", s, from, t.since(s))
}

func (t *text) since(s *tracker.Supporter) string {
	switch {
	case s.Status() == Announced:
		return t.Say("since.announced(source)", s.Source)
	case s.Status() == tracker.Withdrawn:
		return t.Say("since.withdrew(day, source)", s.Left.On, s.Left.Source)
	case s.Status() == tracker.Removed:
		return t.Say("since.removed(day)", s.Left.On)
	case s.Joined != "":
		return t.Say("since.joined(when)", t.when(s.Joined))
	case t.Call.ByFound(s):
		return t.Say("since.by(day)", s.FirstListed)
	}
	return t.Say("since.listed(day)", s.FirstListed)
}
