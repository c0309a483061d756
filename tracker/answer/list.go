package answer

import (
	"encoding/json"
	"slices"
	"unicode/utf8"

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

// Supporters are those whom an answer lists.
type Supporters []*tracker.Supporter

// MarshalJSON writes the fields of the contract for each.
func (all Supporters) MarshalJSON() ([]byte, error) {
	type supporter struct {
		ID          tracker.Seq      `json:"id"`
		Name        string           `json:"name"`
		Category    tracker.Category `json:"category"`
		Kind        tracker.Kind     `json:"kind,omitempty"`
		Country     string           `json:"country,omitempty"`
		Joined      tracker.Date     `json:"joined,omitempty"`
		FirstListed tracker.Day      `json:"first_listed,omitempty"`
		Status      tracker.Status   `json:"status"`
		Source      string           `json:"source,omitempty"`
	}
	var told []supporter
	for _, s := range all {
		told = append(told, supporter{s.ID, s.Name, s.Category, s.Kind, s.Country, s.Joined, s.FirstListed, s.Status(), s.Source})
	}
	return json.Marshal(told)
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

func (f *ListFacts) words(v *Words, a *Answer) (string, []string) {
	states := !slices.ContainsFunc(f.Supporters, func(s *tracker.Supporter) bool { return s.Category != tracker.State })
	if states && f.Ordered == "" { // they came in the order of their English names
		f = new(*f)
		f.Supporters = slices.SortedStableFunc(slices.Values(f.Supporters), func(one, other *tracker.Supporter) int {
			return inOrder(v.country(one.Country), v.country(other.Country))
		})
		a.Facts = f
	}
	lines := make([]string, 0, len(f.Supporters))
	for _, s := range f.Supporters[:a.listed(len(f.Supporters))] {
		lines = append(lines, v.entry(a, s))
	}
	lines = append(lines, v.more(len(f.Supporters)-len(lines))...)
	n, recorded := f.Total, unlisted(f.Where)
	headline := v.verdict(a.Verdict) + v.Say("list(n, who, day, from, recorded)", n, v.those(f.Where, n), a.then(), brief(f.From), recorded)
	switch {
	case n == 0:
		headline = v.verdict(a.Verdict) + v.listedAre(a, f.Where, 0)
	case len(f.Supporters) == 0:
		headline = v.verdict(a.Verdict) + v.Say("list.past(n, who, from)", n, v.those(f.Where, n), brief(f.From))
	case f.Ordered != "" && len(f.Supporters) == 1:
		headline, lines = v.SayAs("list.end(who, whole, when)", f.Ordered, f.Supporters[0], v.counted(f.Where, n), v.since(a, f.Supporters[0])), nil
	case f.Ordered != "":
		headline = v.SayAs("list.ends(n, whole)", f.Ordered, len(f.Supporters), v.counted(f.Where, n))
		lines = append(lines, sentences([]string{v.SayAs("list.order()", string(f.Order))})...)
	case f.Op == "only" && a.Verdict == Yes:
		headline = v.verdict(a.Verdict) + v.Say("list.only(who)", f.Supporters[0])
	case n == 1 && a.Verdict == "":
		one := v.Say("list.one(who, whole, when, day, recorded)", f.Supporters[0], v.those(f.Where, 1), v.since(a, f.Supporters[0]), a.then(), recorded)
		if utf8.RuneCountInString(one) <= headlineText {
			headline, lines = one, nil
		}
	}
	return headline, slices.Concat(f.checked(v, a.Verdict), lines, f.lacking(v, a))
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

// words tells how many are listed, or which was first, and then how each stands.
func (f *NamedFacts) words(v *Words, a *Answer) (string, []string) {
	lines := make([]string, len(f.Named))
	for i := range f.Named {
		one := &f.Named[i]
		headline, _ := one.Facts.words(v, one)
		if several, ok := one.Facts.(*AmbiguousFacts); ok {
			headline = v.Say("list.ambiguous(name, candidates)", several.Subject, several.Candidates)
		}
		lines[i] = "• " + headline
	}
	if len(f.Earliest) > 1 {
		who := func(i int) any { return f.Earliest[i].Facts.(interface{ who() any }).who() }
		return v.Say("list.earlier(one, other, days, by)", who(0), who(1), *f.Difference, v.SayAs("list.order()", string(f.Order))), lines
	}
	if f.Order == Unordered {
		return v.Say("list.unordered()"), lines
	}
	return v.verdict(a.Verdict) + v.Say("list.named(n, of, day)", f.Value, f.Total, a.then()), lines
}

// entry is a supporter's line in a list.
func (v *Words) entry(a *Answer, s *tracker.Supporter) string {
	from := country(s.Country)
	if s.Category == tracker.State {
		from = ""
	}
	return v.Say("entry(who, country, since)", s, from, v.since(a, s))
}

// since tells since when a supporter has been listed, or when it left.
func (v *Words) since(a *Answer, s *tracker.Supporter) string {
	switch {
	case s.Status() == Announced:
		return v.Say("since.announced(source)", s.Source)
	case s.Status() == tracker.Withdrawn:
		return v.Say("since.withdrew(day, source)", s.Left.On, s.Left.Source)
	case s.Status() == tracker.Removed:
		return v.Say("since.removed(day)", s.Left.On)
	case s.Joined != "":
		return v.Say("since.joined(when)", v.when(s.Joined))
	case a.Call.ByFound(s):
		return v.Say("since.by(day)", s.FirstListed)
	}
	return v.Say("since.listed(day)", s.FirstListed)
}
