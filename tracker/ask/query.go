package ask

import (
	"cmp"
	"slices"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/names"
)

// A Query is what is asked, once it is understood.
type Query struct {
	Kind      answer.Kind
	Name      string // of a Status
	Principle int    // of a Principle
	Filter    Filter // of a Count or a List
}

// A Filter narrows the roll. Its zero value lets all through.
type Filter struct {
	Category tracker.Category
	Kind     tracker.Kind
	Country  string // ISO 3166-1 alpha-2
	Group    *tracker.Group
	AsOf     tracker.Day // empty: today
}

func (f Filter) empty() bool {
	return f.Category == "" && f.Kind == "" && f.Country == "" && f.Group == nil
}

// where tells whether the filter lets a supporter through, its kind aside.
func (f Filter) where(s *tracker.Supporter) bool {
	return (f.Category == "" || s.Category == f.Category) &&
		(f.Country == "" || s.Country == f.Country) &&
		(f.Group == nil || f.Group.Has(s.Country))
}

// A Reader reads answers off a Book.
type Reader struct {
	Book  *tracker.Book
	Call  *tracker.Call
	Today tracker.Day
	index *names.Index
}

// claimID sets the IDs of claims apart from those of supporters in the index of names.
const claimID names.ID = 1 << 63

// NewReader indexes the names of all that are or were on the roll, or are said to support the call.
func NewReader(book *tracker.Book, call *tracker.Call, today tracker.Day) *Reader {
	var all []names.Name
	for s := range book.Supporters() {
		for _, name := range s.Names() {
			all = append(all, names.Name{ID: names.ID(s.ID), Text: name})
		}
	}
	for i, c := range book.Claims() {
		all = append(all, names.Name{ID: claimID + names.ID(i), Text: c.Name})
	}
	return &Reader{Book: book, Call: call, Today: today, index: names.New(all)}
}

// Run answers a Query, in facts; the words are added by answer.Write.
func (r *Reader) Run(q Query) answer.Answer {
	switch q.Kind {
	case answer.Status:
		return r.status(q.Name)
	case answer.Count:
		return r.count(q.Filter)
	case answer.List:
		return r.list(q.Filter)
	case answer.Principle:
		a := r.about(answer.Principle)
		a.Principles = []int{q.Principle}
		a.Sources = []string{r.Call.Principle(q.Principle).URL}
		return a
	case answer.Principles:
		a := r.about(answer.Principles)
		for _, p := range r.Call.Principles {
			a.Principles = append(a.Principles, p.Number)
		}
		a.Sources, a.Suggestions = []string{r.Call.PrinciplesURL}, []string{"principle 8"}
		return a
	case answer.About:
		a := r.about(answer.About)
		counts := r.Book.Counts()
		a.Counts, a.Total, a.Rule = &counts, answer.Number(counts.Total()), answer.Listed
		a.AsOf, a.Checked, a.Sources = r.Today, r.Call.Checked, []string{r.Call.ListURL}
		a.Suggestions = []string{"principles", "count"}
		return a
	}
	return r.Unknown(q.Name)
}

// Unknown says that something wasn't understood, and what can be asked.
func (r *Reader) Unknown(line string) answer.Answer {
	a := r.about(answer.Unknown)
	a.Subject, a.Suggestions = line, []string{"help", "count", "who France"}
	return a
}

// about begins an answer that doesn't read the roll.
func (r *Reader) about(kind answer.Kind) answer.Answer {
	return answer.Answer{Kind: kind, Call: r.Call, Today: r.Today, Begins: r.Book.Begins()}
}

// listed begins an answer that reads the roll.
func (r *Reader) listed(kind answer.Kind) answer.Answer {
	a := r.about(kind)
	a.Rule, a.AsOf, a.Checked, a.Sources = answer.Listed, r.Today, r.Call.Checked, []string{r.Call.ListURL}
	return a
}

// status tells whether somebody is on the roll.
func (r *Reader) status(name string) answer.Answer {
	matches, sure := r.index.Resolve(name)
	if sure {
		return r.standing(matches[0].ID)
	}
	if country, ok := theCountry(name); ok {
		for s := range r.Book.Roll() {
			if s.Category == tracker.State && s.Country == country.Code {
				return r.standing(names.ID(s.ID))
			}
		}
		a := r.listed(answer.Status)
		a.Status, a.Subject = answer.NotListed, country.Name
		a.Suggestions = []string{"count country:" + country.Code}
		return a
	}
	a := r.listed(answer.Ambiguous)
	a.Subject = name
	for _, m := range matches[:min(len(matches), candidates)] {
		a.Candidates = append(a.Candidates, r.called(m.ID))
	}
	if len(a.Candidates) > 0 && near(matches[0]) {
		a.Status = answer.Several
		return a
	}
	a.Kind, a.Status = answer.Status, answer.UnknownName
	return a
}

// near tells whether who was found can be what is meant, and not only the nearest.
func near(m names.Match) bool { return m.How != names.Typo && m.How != names.Partial }

// called is the name under which a match is told.
func (r *Reader) called(id names.ID) string {
	if id >= claimID {
		return r.Book.Claims()[id-claimID].Name
	}
	return r.Book.Supporter(tracker.Seq(id)).Name
}

// standing tells how somebody that was found stands.
func (r *Reader) standing(id names.ID) answer.Answer {
	a := r.listed(answer.Status)
	if id >= claimID {
		claim := r.Book.Claims()[id-claimID]
		a.Status, a.Subject, a.Claims, a.Sources = answer.Announced, claim.Name, []tracker.Claimed{claim}, []string{claim.Source}
		return a
	}
	s := r.Book.Supporter(tracker.Seq(id))
	a.Status, a.Subject, a.Supporters, a.Sources = s.Status(), s.Name, []answer.Supporter{answer.Of(s)}, []string{s.Source}
	return a
}

// count tells how many supporters there are.
func (r *Reader) count(f Filter) answer.Answer {
	a, book := r.filtered(answer.Count, f)
	if book == nil {
		return a
	}
	if f.empty() {
		counts := book.Counts()
		a.Counts, a.Total = &counts, answer.Number(counts.Total())
		return a
	}
	found, kindless := r.find(book, f)
	a.Value, a.Kindless = answer.Number(len(found)), kindless
	return a
}

// list tells who they are, by name.
func (r *Reader) list(f Filter) answer.Answer {
	a, book := r.filtered(answer.List, f)
	if book == nil {
		return a
	}
	found, kindless := r.find(book, f)
	slices.SortStableFunc(found, func(a, b *tracker.Supporter) int {
		return cmp.Compare(names.Key(a.Name), names.Key(b.Name))
	})
	for _, s := range found {
		a.Supporters = append(a.Supporters, answer.Of(s))
	}
	a.Total, a.Kindless = answer.Number(len(found)), kindless
	return a
}

// filtered begins an answer about the roll of a day, and folds that day's Book. Before the roll's records begin there is
// none, and the answer has the figures reported by then.
func (r *Reader) filtered(kind answer.Kind, f Filter) (answer.Answer, *tracker.Book) {
	a := r.listed(kind)
	a.Filters = &answer.Filters{Category: f.Category, Country: f.Country, Kind: f.Kind, AsOf: f.AsOf}
	if f.Group != nil {
		a.Filters.Group = f.Group.Name
		a.Sources = append(a.Sources, f.Group.Source)
	}
	if f.AsOf == "" || f.AsOf == r.Today {
		return a, r.Book
	}
	a.AsOf = f.AsOf
	book := r.Book.AsOf(f.AsOf)
	if f.AsOf >= r.Book.Begins() {
		return a, book
	}
	a.Kind, a.Rule, a.Sources, a.Checked = answer.Figure, answer.Reported, nil, ""
	for _, figure := range book.Figures() {
		if f.Category == "" || figure.Category == f.Category {
			a.Figures = append(a.Figures, answer.FigureFact{Date: figure.Date, Category: figure.Category,
				Value: figure.Value, Qualifier: figure.Qualifier, Source: figure.Source})
		}
	}
	return a, nil
}

// find picks those whom a filter lets through, and counts whom it can't judge because the list says no kind.
func (r *Reader) find(book *tracker.Book, f Filter) (found []*tracker.Supporter, kindless int) {
	for s := range book.Roll() {
		switch {
		case !f.where(s):
		case f.Kind == "" || s.Kind == f.Kind:
			found = append(found, s)
		case s.Kind == "":
			kindless++
		}
	}
	return found, kindless
}

// candidates is how many names are told where several may be meant.
const candidates = 5

// Nearest are the names near to one that nobody has.
func (r *Reader) Nearest(name string) []string {
	var nearest []string
	for _, m := range r.index.Find(name, candidates) {
		nearest = append(nearest, r.called(m.ID))
	}
	return nearest
}
