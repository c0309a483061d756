package answer

import (
	"cmp"
	"slices"

	"rollcall/tracker"
	"rollcall/tracker/names"
)

// inOrder compares names as a reader looks for them: É beside E.
func inOrder(a, b string) int { return cmp.Compare(names.Key(a), names.Key(b)) }

// Totals are how many supporters are listed, by category.
type Totals struct {
	Counts tracker.Counts `json:"counts"`
	Total  int            `json:"total"`
}

// TotalsOf are the Totals of counts.
func TotalsOf(c tracker.Counts) Totals { return Totals{c, c.Total()} }

// TotalsFacts say how many supporters there are.
type TotalsFacts struct{ Totals }

func (f *TotalsFacts) words(v *Words, a *Answer) (string, []string) {
	var lines []string
	if f.Total > 0 {
		lines = []string{v.Say("count.parts(parts)", v.counts(f.Counts))}
	}
	return v.listedAre(a, nil, f.Total), lines
}

// A Narrowed is the part of the list that an answer is about.
type Narrowed struct {
	Where   tracker.Filter `json:"-"` // none: all of it
	Lacking []Lacking      `json:"lacking,omitempty"`
	Why     string         `json:"-"` // why nobody can be in it: two choices that exclude each other
	Instead *Instead       `json:"-"` // where nobody is
}

// Lacking is how many of those whom a filter looked at have no value of a key, and how many of these it counted all the same.
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

func (f *Narrowed) groups() []*tracker.Group { return groupsIn(f.Where) }

// lacking tells what the list doesn't say of some that were looked at.
func (f *Narrowed) lacking(v *Words, a *Answer) []string {
	var lines []string
	if in := f.Instead; in != nil {
		lines = append(lines, v.Say("count.instead(n, who, day)", in.Count, v.those(in.Where, in.Count), a.then()))
	}
	for _, l := range f.Lacking {
		if l.Counted > 0 {
			lines = append(lines, v.SayAs("lacking.counted(n)", string(l.Key), l.Counted))
		}
		if n := l.Count - l.Counted; n > 0 {
			lines = append(lines, v.SayAs("lacking(n)", string(l.Key), n))
		}
		if l.Listed != nil && *l.Listed > 0 {
			lines = append(lines, v.Say("lacking.listed(n)", *l.Listed))
		}
	}
	if f.Where.JoinedBefore(a.Call.Launched) {
		lines = append(lines, v.Say("lacking.launch(day)", a.Call.Launched))
	}
	if f.Why != "" {
		lines = append(lines, v.Say("lacking.both(why)", f.Why))
	}
	return lines
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

// alone reports whether the first part can be told as the one with the most, or with the fewest.
func (f *Parted) alone() bool {
	switch n := len(f.Rows); {
	case n == 0 || f.Rows[0].Key == "":
		return false
	case n == 1:
		return f.More > 0
	}
	return f.Rows[0].Count != f.Rows[1].Count
}

// tied is how many share the first place, where those after them are left out.
func (f *Parted) tied() int {
	if f.More == 0 || len(f.Rows) == 0 || f.Rows[0].Key == "" {
		return 0
	}
	next := slices.IndexFunc(f.Rows, func(r RowFact) bool { return r.Count != f.Rows[0].Count })
	if next < 0 {
		return len(f.Rows)
	}
	return next
}

// parts names the parts, and tells them, one a line.
func (f *Parted) parts(v *Words) []string {
	var lines []string
	for i := range f.Rows {
		r := &f.Rows[i]
		r.Name = v.part(f.By, r.Key)
		lines = append(lines, v.Say("count.part(part, n, share)", r.Name, r.Count, v.decimal(r.Share)))
	}
	return append(lines, v.more(f.More)...)
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

// Place leaves of the rows that of the country whose place is asked.
func (f *CountFacts) Place() {
	at := slices.IndexFunc(f.Rows, func(r RowFact) bool { return r.Key == f.Rank })
	rows := slices.DeleteFunc(slices.Clone(f.Rows), func(r RowFact) bool { return r.Key == "" })
	if f.Value, f.Places = 0, len(rows); at < 0 {
		f.Rows = nil
		return
	}
	row := f.Rows[at]
	f.Value = 1 + slices.IndexFunc(rows, func(r RowFact) bool { return r.Count == row.Count })
	f.Rows, f.Tied = []RowFact{row}, -1
	for _, r := range rows {
		if r.Count == row.Count {
			f.Tied++
		}
	}
}

func (f *CountFacts) listed() Supporters { return f.Supporters }

func (f *CountFacts) words(v *Words, a *Answer) (string, []string) {
	n, who := f.Value, v.those(f.Where, f.Value)
	parts, lacking := f.parts(v), f.lacking(v, a)
	headline := v.listedAre(a, f.Where, n)
	switch {
	case f.Of != nil:
		which, those := "", v.those(f.Where, 2)
		if from := v.from(f.Where, f.OfWhom); from != "" {
			which, those = "from", from
		}
		headline = v.SayAs("count.of(n, of, whole, share, who, day)", which, n, *f.Of, v.those(f.OfWhom, *f.Of), v.share(n, *f.Of), those, a.then())
	case f.When:
		which := "first"
		switch f.Since {
		case "":
			which = "never"
		case a.Call.Found:
			which = "begin"
		}
		parts = nil
		for _, s := range f.Supporters[:a.listed(len(f.Supporters))] {
			parts = append(parts, v.entry(a, s))
		}
		parts = append(parts, v.more(len(f.Supporters)-len(parts))...)
		headline = v.SayAs("count.reached(reached, day, n, who, those)", which, f.Against[0], f.Since, n, who, v.those(f.Where, 2))
	case f.Rank != "":
		most := 0
		if len(f.Rows) > 0 {
			most = f.Rows[0].Count
		}
		parts, headline = nil, v.Say("count.rank(who, rank, of, those, n, tied, day)", country(f.Rank), n, f.Places, v.those(f.Where, 2), most, f.Tied, a.then())
	case f.By != "" && f.Op != "":
		bound := v.SayAs("count.bound(n, who)", f.Op, f.Against[0], v.those(f.Where, f.Against[0]))
		headline = v.SayAs("count.rows(n, of, bound, day)", f.By, n, f.Shown, bound, a.then())
	case f.By == "country" && f.tied() > 1:
		which := "most"
		if f.Bottom {
			which = "fewest"
		}
		headline = v.SayAs("count.tied(tied, n, of, who, day)", which, f.tied(), f.Rows[0].Count, n, who, a.then())
	case f.By != "year" && f.alone():
		which := f.By
		if f.Bottom {
			which = "fewest"
		}
		first := f.Rows[0]
		headline = v.SayAs("count.most(most, n, of, who, share, day)", which, v.topped(f.By, first.Key), first.Count, n, who, v.share(first.Count, n), a.then())
	}
	return v.verdict(a.Verdict) + headline, slices.Concat(f.checked(v, a.Verdict), parts, lacking)
}

// listedAre tells how many are listed, or were on a day that is past.
func (v *Words) listedAre(a *Answer, where tracker.Filter, n int) string {
	if n == 0 {
		return v.Say("count.none(who, day, recorded)", v.those(where, 2), a.then(), unlisted(where))
	}
	return v.Say("count(n, who, day, recorded)", n, v.those(where, n), a.then(), unlisted(where))
}

// unlisted reports whether a filter lets through some who aren't on the list.
func unlisted(where tracker.Filter) (tells bool) {
	for t, not := range where.Terms {
		tells = tells || t.Key == tracker.ByStatus && !not && t.Value != string(tracker.Listed)
	}
	return tells
}

// groupsIn are the groups of countries that a filter names.
func groupsIn(where tracker.Filter) (all []*tracker.Group) {
	for t := range where.Terms {
		if t.Key == tracker.ByGroup {
			all = append(all, t.Group)
		}
	}
	return all
}

// part names a part of a count by a country, a category, a kind or a year.
func (v *Words) part(by, key string) string {
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
	return v.part(by, key)
}

// more tells of how many lines only the number is shown.
func (v *Words) more(n int) []string {
	if n <= 0 {
		return nil
	}
	return []string{v.Say("more(n)", n)}
}

// FiguresFacts say what was reported.
type FiguresFacts struct {
	Figures []FigureFact `json:"figures,omitempty"`
	Agrees  *bool        `json:"agrees,omitempty"` // of figures by their value: whether the list had as many on the day of one
	Until   tracker.Day  `json:"-"`                // where they are shown for a day before the list's records begin, of which nothing else is known
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

// FactOf is a figure as an answer tells it.
func FactOf(f tracker.Reported) FigureFact {
	return FigureFact{Date: f.Date, Category: f.Category, Value: f.Value, Qualifier: f.Qualifier, Source: f.Source}
}

func (*FiguresFacts) atMost() int { return FiguresAtMost }

func (f *FiguresFacts) words(v *Words, a *Answer) (string, []string) {
	n := len(f.Figures)
	lines := make([]string, 0, n)
	for _, f := range f.Figures[:a.listed(n)] {
		if a.ofList(f.Source) {
			f.Source = v.Say("figure.list()")
		}
		lines = append(lines, "• "+v.figure(f))
	}
	lines = append(lines, v.more(n-len(lines))...)
	agrees := ""
	if f.Agrees != nil {
		agrees = v.Say("figures.agrees(agrees)", *f.Agrees)
	}
	switch {
	case f.Until != "":
		latest := ""
		if n > 0 {
			of := f.Figures[max(0, slices.IndexFunc(f.Figures, func(f FigureFact) bool { return f.Category == tracker.TotalFigure }))]
			latest = v.qualifier(of.Qualifier) + " " + v.figuredOf(of)
		}
		return v.Say("figures.early(latest, begins, day)", latest, a.Begins, f.Until), lines
	case n == 0:
		return v.Say("figures.none()"), nil
	case n == 1:
		return v.Say("figures.one(figure, agrees)", v.figured(f.Figures[0]), agrees), lines
	}
	return v.Say("figures(n, latest, agrees)", n, v.figured(f.Figures[0]), agrees), lines
}

// figured is a figure without its source.
func (v *Words) figured(f FigureFact) string {
	return v.Say("figure(date, qualifier, what)", f.Date, v.qualifier(f.Qualifier), v.figuredOf(f))
}

// figuredOf is how many of whom a figure says there are.
func (v *Words) figuredOf(f FigureFact) string {
	if f.Category == tracker.TotalFigure {
		return v.Say("figure.total(n)", f.Value)
	}
	return v.category(f.Category, f.Value)
}

func (v *Words) figure(f FigureFact) string {
	listed := ""
	if f.Listed != nil {
		listed = v.tell(*f.Listed, "")
	}
	return v.Say("figure.whole(figure, listed, source)", v.figured(f), listed, f.Source)
}

// CompareFacts say which of several parts of the list is more.
type CompareFacts struct {
	Counted    []Answer `json:"counted"`              // each with SideFacts
	Difference *int     `json:"difference,omitempty"` // of two
	Value      *int     `json:"value,omitempty"`      // the same, where a number is asked for
}

// SideFacts are one of them.
type SideFacts struct {
	Status tracker.Status `json:"status,omitempty"` // of the state, where the part is a country
	Where  tracker.Filter `json:"-"`
	Value  int            `json:"value"`
}

func (f *CompareFacts) groups() (all []*tracker.Group) {
	for i := range f.Counted {
		all = append(all, groupsIn(f.side(i).Where)...)
	}
	return all
}

func (f *CompareFacts) side(i int) *SideFacts { return f.Counted[i].Facts.(*SideFacts) }

// words tells the side, and its day if that is past; and whether its state is listed, if it has one.
func (f *SideFacts) words(v *Words, a *Answer) (string, []string) {
	return v.Say("compare.side(who, day)", v.those(f.Where, 2), a.then()), []string{v.SayAs("compare.state()", string(f.Status))}
}

func (f *CompareFacts) words(v *Words, _ *Answer) (string, []string) {
	var lines []string
	most, last := 0, len(f.Counted)-1
	told := make([]string, len(f.Counted))
	dated := slices.ContainsFunc(f.Counted, func(a Answer) bool { return a.then() != "" })
	for i := range f.Counted {
		side := f.side(i)
		if side.Value > f.side(most).Value {
			most = i
		}
		said, below := side.words(v, &f.Counted[i])
		if dated && f.Counted[i].then() == "" {
			said = v.Say("compare.now(side)", said)
		}
		told[i] = said
		state, against, more := below[0], i < last && last > 1, 0
		if against {
			more = f.side(last).Value - side.Value
		}
		if last > 1 || state != "" {
			lines = append(lines, v.Say("compare.line(side, n, same, fewer, more, state)", said, side.Value, against && more == 0, max(0, more), max(0, -more), state))
		}
	}
	lead := f.side(most)
	if len(f.Counted) != 2 {
		return v.Say("compare.most(side, n)", told[most], lead.Value), lines
	}
	other, then, otherThen := f.side(1-most), f.Counted[most].then(), f.Counted[1-most].then()
	switch who := v.those(lead.Where, 2); {
	case *f.Difference == 0:
		return v.Say("compare.tie(one, other, n)", told[most], told[1-most], lead.Value), lines
	case who == v.those(other.Where, 2) && (then == "") != (otherThen == ""):
		which := "more"
		if then != "" {
			which = "fewer"
		}
		return v.SayAs("compare.then(who, day, n, m, more)", which, who, cmp.Or(then, otherThen), lead.Value, other.Value, *f.Difference), lines
	}
	which, than := "", told[1-most]
	if from := v.from(other.Where, lead.Where); from != "" && then == "" && otherThen == "" {
		which, than = "from", from
	}
	return v.SayAs("compare.more(one, other, n, m, more)", which, told[most], than, lead.Value, other.Value, *f.Difference), lines
}

// span is the time from one day to another.
func (v *Words) span(a *Answer, since, until tracker.Day) string {
	switch {
	case since == until:
		return v.Say("span.day(day)", since)
	case since != "" && until == a.Today:
		until = ""
	}
	return v.Say("span(first, last)", since, until)
}
