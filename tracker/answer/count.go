package answer

import (
	"cmp"
	"slices"

	"rollcall/tracker"
	"rollcall/tracker/names"
)

// inOrder compares names in the order that readers expect: É next to E.
func inOrder(a, b string) int { return cmp.Compare(names.Key(a), names.Key(b)) }

// Totals are how many supporters are listed, by category.
type Totals struct {
	Counts tracker.Counts `json:"counts"`
	Total  int            `json:"total"`
}

// TotalsOf are the Totals of counts.
func TotalsOf(c tracker.Counts) Totals { return Totals{c, c.Total()} }

// TotalsFacts say how many supporters there are.
type TotalsFacts struct {
	Totals
	Value int `json:"value"` // the total again, where every count has its number
}

func (f *TotalsFacts) words(t *text) string {
	if f.Total > 0 {
		t.add("count.parts(parts)", t.counts(f.Counts))
	}
	return t.listedAre(nil, f.Total)
}

// A Narrowed is the part of the list that an answer is about.
type Narrowed struct {
	Where   tracker.Filter `json:"-"` // none: all of it
	Lacking []Lacking      `json:"lacking,omitempty"`
	Why     string         `json:"-"` // why nobody can be in it: two choices that exclude each other
	Instead *Instead       `json:"-"` // where nobody is
}

// Lacking is how many of those that a filter looked at have no value for a key, and how many of these it counted anyway.
type Lacking struct {
	Key     tracker.Key `json:"key"`
	Count   int         `json:"count"`
	Counted int         `json:"counted"`
	Listed  *int        `json:"listed,omitempty"` // of tracker.ByJoined: how many the same days of the list would let through
}

// An Instead is how many there are without one of a filter's choices.
type Instead struct {
	Where tracker.Filter
	Count int
}

func (f *Narrowed) lacking(t *text) {
	if in := f.Instead; in != nil {
		t.add("count.instead(n, who, day)", in.Count, t.Those(in.Where, in.Count), t.then())
	}
	for _, l := range f.Lacking {
		if l.Counted > 0 {
			t.put(t.SayAs("lacking.counted(n)", string(l.Key), l.Counted))
		}
		if n := l.Count - l.Counted; n > 0 {
			t.put(t.SayAs("lacking(n)", string(l.Key), n))
		}
		if l.Listed != nil && *l.Listed > 0 {
			t.add("lacking.listed(n)", *l.Listed)
		}
	}
	if f.Where.JoinedBefore(t.Call.Launched) {
		t.add("lacking.launch(day)", t.Call.Launched)
	}
	if f.Why != "" {
		t.add("lacking.both(why)", f.Why)
	}
}

// Parted is the parts of a number.
type Parted struct {
	By     string    `json:"-"` // what they are counted by
	Bottom bool      `json:"-"` // the smallest are first
	Rows   []RowFact `json:"rows,omitempty"`
	More   int       `json:"-"` // rows that are left out
}

// A RowFact is one part of a count: Key is a country's code, a category, a kind or a year, empty for those without one.
type RowFact struct {
	Key   string  `json:"key"`
	Name  string  `json:"name"`
	Count int     `json:"count"`
	Share float64 `json:"share"` // in percent
}

// first is how many parts share the first place; 0 if those without a value do, or if nobody is counted.
func (f *Parted) first() int {
	if len(f.Rows) == 0 || f.Rows[0].Key == "" {
		return 0
	}
	rows := tracker.Keep(f.Rows, func(r RowFact) bool { return r.Key != "" })
	next := slices.IndexFunc(rows, func(r RowFact) bool { return r.Count != rows[0].Count })
	switch {
	case next == 1, next > 0 && f.More > 0:
		return next
	case next < 0 && f.More > 0:
		return len(rows)
	}
	return 0
}

func (f *Parted) name(v *Words) {
	for i, r := range f.Rows {
		f.Rows[i].Name = v.partOf(f.By, r.Key)
	}
}

func (f *Parted) parts(t *text) {
	shown := len(f.Rows)
	if f.More == 0 { // else so many were asked for
		shown = t.listed(shown)
	}
	for _, r := range f.Rows[:shown] {
		t.add("count.part(part, n, share)", r.Name, r.Count, t.decimal(r.Share))
	}
	t.more(f.More + len(f.Rows) - shown)
}

// CountFacts say how many supporters of the list's part there are.
type CountFacts struct {
	Narrowed
	Parted
	Condition
	Value  int            `json:"value"`
	Of     *int           `json:"of,omitempty"` // how many a share is of
	OfWhom tracker.Filter `json:"-"`
	When   bool           `json:"-"` // it was asked when the Condition first held
	Since  tracker.Day    `json:"-"` // when it did; empty: never
	Rank   string         `json:"-"` // the country whose place among all the Value is
	Places int            `json:"-"` // how many countries there are
	Tied   int            `json:"-"` // how many others have as many
	Shown  int            `json:"-"` // of how many parts the Rows are, where one that has none would hold, too

	Supporters Supporters `json:"supporters,omitempty"` // who came on the day since which
}

// Place keeps only the row of the country whose place is asked.
func (f *CountFacts) Place() {
	at := slices.IndexFunc(f.Rows, func(r RowFact) bool { return r.Key == f.Rank })
	rows := tracker.Keep(f.Rows, func(r RowFact) bool { return r.Key != "" })
	if f.Value, f.Places = 0, len(rows); at < 0 {
		f.Rows = nil
		return
	}
	row := f.Rows[at]
	f.Value = 1 + slices.IndexFunc(rows, func(r RowFact) bool { return r.Count == row.Count })
	f.Rows, f.Tied = []RowFact{row}, len(tracker.Keep(rows, func(r RowFact) bool { return r.Count == row.Count }))-1
}

func (f *CountFacts) listed() Supporters { return f.Supporters }

func (f *CountFacts) words(t *text) string {
	f.checked(t)
	headline := f.told(t)
	f.lacking(t)
	return headline
}

func (f *CountFacts) told(t *text) string {
	n, then, those := f.Value, t.then(), t.Those(f.Where, 2)
	f.name(t.Words)
	switch {
	case f.When:
		which := "first"
		switch f.Since {
		case "":
			which = "never"
		case t.Call.Found:
			which = "begin"
		}
		t.each(len(f.Supporters), 0, func(i int) string { return t.entry(f.Supporters[i]) })
		return t.SayAs("count.reached(reached, day, n, who, those)", which, f.Against[0], f.Since, n, t.Those(f.Where, n), those)
	case f.Rank != "":
		most := 0
		if len(f.Rows) > 0 {
			most = f.Rows[0].Count
		}
		return t.Say("count.rank(who, rank, of, those, n, tied, day)", country(f.Rank), n, f.Places, those, most, f.Tied, then)
	}
	if f.By != "" && f.Op == "at-least" && f.Against[0] == 1 && n > 1 {
		all := 0
		for _, r := range f.Rows {
			all += r.Count
		}
		t.add("count.average(each)", t.decimal(float64(all)/float64(n)))
	}
	f.parts(t)
	who, which := t.Those(f.Where, n), f.By
	if f.Bottom {
		which = "fewest"
	}
	switch first := f.first(); {
	case f.Of != nil:
		from := t.from(f.Where, f.OfWhom)
		which := map[bool]string{true: "from"}[from != ""]
		return t.SayAs("count.of(n, of, whole, share, who, day)", which, n, *f.Of, t.Those(f.OfWhom, *f.Of), t.share(n, *f.Of), cmp.Or(from, those), then)
	case f.By != "" && f.Op != "":
		bound := t.SayAs("count.bound(n, who)", f.Op, f.Against[0], t.Those(f.Where, f.Against[0]))
		return t.SayAs("count.rows(n, of, bound, day)", f.By, n, f.Shown, bound, then)
	case f.By == "country" && first > 1:
		return t.SayAs("count.tied(tied, n, of, who, day)", map[bool]string{true: "fewest", false: "most"}[f.Bottom], first, f.Rows[0].Count, n, who, then)
	case f.By != "year" && first == 1:
		most := f.Rows[0]
		return t.SayAs("count.most(most, n, of, who, share, day)", which, t.topped(f.By, most.Key), most.Count, n, who, t.share(most.Count, n), then)
	}
	return t.listedAre(f.Where, n)
}

func (t *text) listedAre(where tracker.Filter, n int) string {
	if n == 0 {
		return t.Say("count.none(who, day, recorded)", t.Those(where, 2), t.then(), unlisted(where))
	}
	return t.Say("count(n, who, day, recorded)", n, t.Those(where, n), t.then(), unlisted(where))
}

// unlisted reports whether a filter lets through some who aren't on the list.
func unlisted(where tracker.Filter) (tells bool) {
	for t, not := range where.Terms {
		tells = tells || t.Key == tracker.ByStatus && !not && t.Value != string(tracker.Listed)
	}
	return tells
}

func (v *Words) partOf(by, key string) string {
	switch {
	case key == "":
		return v.SayAs("count.without()", by)
	case by == "category":
		return v.noun(tracker.Category(key), 2)
	case by == "country":
		return v.country(key)
	case by == "kind":
		return v.kind(tracker.Kind(key), 2)
	case by == "day" || by == "month":
		return v.date(tracker.Date(key))
	}
	return key
}

// topped is the part of which there are the most; a country can stand with its article.
func (v *Words) topped(by, key string) any {
	if by == "country" {
		return country(key)
	}
	return v.partOf(by, key)
}

// FiguresFacts say what was reported.
type FiguresFacts struct {
	Figures []FigureFact `json:"figures,omitempty"`
	Agrees  *bool        `json:"agrees,omitempty"` // of figures by their value: whether the list had as many on the day of one
	Until   tracker.Day  `json:"-"`                // set if they are shown for a day before the list's records begin, when only figures are known
}

// A FigureFact is a reported headline figure.
type FigureFact struct {
	Date      tracker.Date      `json:"date"`
	Category  tracker.Category  `json:"category"`
	Value     int               `json:"value"`
	Qualifier tracker.Qualifier `json:"qualifier"`
	Source    string            `json:"source"`
	Listed    *int              `json:"listed,omitempty"` // how many the list had at the end of that day, if it is known
}

// FactOf is a figure as an answer shows it.
func FactOf(f tracker.Reported) FigureFact {
	return FigureFact{Date: f.Date, Category: f.Category, Value: f.Value, Qualifier: f.Qualifier, Source: f.Source}
}

func (*FiguresFacts) atMost() int { return FiguresAtMost }

func (f *FiguresFacts) words(t *text) string {
	n, agrees := len(f.Figures), ""
	t.each(n, 0, func(i int) string { return t.figure(f.Figures[i]) })
	if f.Agrees != nil {
		agrees = t.Say("figures.agrees(agrees)", *f.Agrees)
	}
	switch {
	case f.Until != "" && f.Until < t.Call.Launched:
		return t.Say("figures.unlaunched(day)", t.Call.Launched)
	case f.Until != "":
		latest := ""
		if n > 0 {
			of := f.Figures[max(0, slices.IndexFunc(f.Figures, func(f FigureFact) bool { return f.Category == tracker.TotalFigure }))]
			latest = t.qualifier(of.Qualifier) + " " + t.figuredOf(of)
		}
		return t.Say("figures.early(latest, begins, day)", latest, t.Begins, f.Until)
	case n == 0:
		return t.Say("figures.none()")
	case n == 1:
		return t.Say("figures.one(figure, agrees)", t.figured(f.Figures[0]), agrees)
	}
	return t.Say("figures(n, latest, agrees)", n, t.figured(f.Figures[0]), agrees)
}

// figured is a figure without its source.
func (v *Words) figured(f FigureFact) string {
	return v.Say("figure(date, qualifier, what)", f.Date, v.qualifier(f.Qualifier), v.figuredOf(f))
}

// figuredOf is a figure's number and what it counts.
func (v *Words) figuredOf(f FigureFact) string {
	if f.Category == tracker.TotalFigure {
		return v.Say("figure.total(n)", f.Value)
	}
	return v.category(f.Category, f.Value)
}

func (v *Words) figure(f FigureFact) string {
	return v.Say("figure.whole(figure, listed, source)", v.figured(f), f.Listed, f.Source)
}

// figure is one whose source is the list itself by name, as the foot has its address.
func (t *text) figure(f FigureFact) string {
	if t.ofList(f.Source) {
		f.Source = t.Say("figure.list()")
	}
	return t.Words.figure(f)
}

// CompareFacts say which of several parts of the list is more.
type CompareFacts struct {
	Counted    []Answer `json:"counted"`              // each with SideFacts
	Difference *int     `json:"difference,omitempty"` // of two
	Value      *int     `json:"value,omitempty"`      // the same, if a number is asked for
}

// SideFacts are one of them.
type SideFacts struct {
	Status tracker.Status `json:"status,omitempty"` // of the state, where the part is a country
	Where  tracker.Filter `json:"-"`
	Value  int            `json:"value"`
}

func (f *SideFacts) words(t *text) string {
	return t.Say("compare.side(who, day)", t.Those(f.Where, 2), t.then())
}

func (f *CompareFacts) words(t *text) string {
	last := len(f.Counted) - 1
	sides, called, most := make([]*SideFacts, last+1), make([]string, last+1), 0
	dated := slices.ContainsFunc(f.Counted, func(a Answer) bool { return a.then() != "" })
	for i := range f.Counted {
		sides[i] = f.Counted[i].Facts.(*SideFacts)
		if called[i], _ = t.of(&f.Counted[i]); dated && f.Counted[i].then() == "" {
			called[i] = t.Say("compare.now(side)", called[i])
		}
		if sides[i].Value > sides[most].Value {
			most = i
		}
	}
	for i, side := range sides {
		state, against, more := t.SayAs("compare.state()", string(side.Status)), i < last && last > 1, 0
		if against {
			more = sides[last].Value - side.Value
		}
		if last > 1 || state != "" {
			t.add("compare.line(side, n, same, fewer, more, state)", called[i], side.Value, against && more == 0, max(0, more), max(0, -more), state)
		}
	}
	lead := sides[most]
	if last != 1 {
		return t.Say("compare.most(side, n)", called[most], lead.Value)
	}
	other, then, otherThen := sides[1-most], f.Counted[most].then(), f.Counted[1-most].then()
	if *f.Difference > 0 && other.Value > 0 {
		first, second := sides[0], sides[1]
		if f.Counted[0].AsOf > f.Counted[1].AsOf {
			first, second = second, first
		}
		which := "ratio"
		if dated && t.Those(first.Where, 2) == t.Those(second.Where, 2) {
			which = "less"
			if second == lead {
				which = "more"
			}
		}
		t.put(t.SayAs("compare.ratio(ratio, percent)", which, t.decimal(float64(lead.Value)/float64(other.Value)), t.decimal(Percent(*f.Difference, first.Value))))
	}
	switch who := t.Those(lead.Where, 2); {
	case *f.Difference == 0:
		return t.Say("compare.tie(one, other, n)", called[most], called[1-most], lead.Value)
	case who == t.Those(other.Where, 2) && (then == "") != (otherThen == ""):
		which := "more"
		if then != "" {
			which = "fewer"
		}
		return t.SayAs("compare.then(who, day, n, m, more)", which, who, cmp.Or(then, otherThen), lead.Value, other.Value, *f.Difference)
	}
	which, than := "", called[1-most]
	if from := t.from(other.Where, lead.Where); from != "" && then == "" && otherThen == "" {
		which, than = "from", from
	}
	return t.SayAs("compare.more(one, other, n, m, more)", which, called[most], than, lead.Value, other.Value, *f.Difference)
}

func (t *text) span(since, until tracker.Day) string {
	switch {
	case since == until:
		return t.Say("span.day(day)", since)
	case since != "" && until == t.Today:
		until = ""
	}
	return t.Say("span(first, last)", since, until)
}
