package answer

import (
	"slices"
	"strconv"

	"rollcall/tracker"
)

// ChartFacts say how many there were, over time.
type ChartFacts struct {
	Narrowed
	Series        []Series    `json:"series,omitempty"`
	Since         tracker.Day `json:"-"`
	Until         tracker.Day `json:"-"`
	AllCategories bool        `json:"-"` // no category is left out that has entries
	Picture       *Picture    `json:"-"` // the words on the picture; nil if there is nothing to draw
}

// A Series is how many of one part of the list there were, day by day. The first point is that of the first day, each
// further one that of a day on which the number changed.
type Series struct {
	Filters Filters        `json:"filters"`
	Where   tracker.Filter `json:"-"`
	Points  []Point        `json:"points"`
}

// A Point is how many there were at the end of a day, and until the next Point.
type Point struct {
	Day   tracker.Day `json:"day"`
	Count int         `json:"count"`
}

// First is the first point.
func (s *Series) First() Point { return s.Points[0] }

// Last is the last point.
func (s *Series) Last() Point { return s.Points[len(s.Points)-1] }

// step is the day of the largest change and its size, zero if nothing changed, and whether it is the only one of that
// size; the first of several is shown.
func (s *Series) step() (step Point, alone bool) {
	for i := 1; i < len(s.Points); i++ {
		by := s.Points[i].Count - s.Points[i-1].Count
		switch size, largest := max(by, -by), max(step.Count, -step.Count); {
		case size > largest:
			step, alone = Point{s.Points[i].Day, by}, true
		case size == largest:
			alone = false
		}
	}
	return step, alone
}

// A Picture is the words on the picture of a Chart.
type Picture struct {
	Title  string
	Axis   string           // what is counted
	Names  []string         // of each Series
	Labels []string         // the same, with its last number
	Days   string           // what stands below days that are those of changes
	Months [12]string       // as short as they can be
	Number func(int) string // as it is written
	Footer []string
}

// Chart is an answer's chart, with the words on its picture; nil if there is nothing to draw.
func (a Answer) Chart() *ChartFacts {
	if f, ok := a.Facts.(*ChartFacts); ok && f.Picture != nil {
		return f
	}
	return nil
}

// drawn reports whether any line is ever above zero.
func (f *ChartFacts) drawn() bool {
	return slices.ContainsFunc(f.Series, func(s Series) bool { return len(s.Points) > 1 || s.Last().Count > 0 })
}

// lead is the Series that ends highest, and whether it is the only one.
func (f *ChartFacts) lead() (lead *Series, alone bool) {
	for i := range f.Series {
		switch s := &f.Series[i]; {
		case lead == nil || s.Last().Count > lead.Last().Count:
			lead, alone = s, true
		case s.Last().Count == lead.Last().Count:
			alone = false
		}
	}
	return lead, alone
}

// short is only, without what all Series have in common.
func (s *Series) short() (only tracker.Filter) {
	for t, not := range s.Where.Terms {
		if !not && (t.Key == tracker.ByCategory || t.Key == tracker.ByKind) {
			only = only.Also(tracker.Choice{Terms: []tracker.Term{t}})
		}
	}
	return only
}

// words describes a picture of the series, also for people who can't see it.
func (f *ChartFacts) words(t *text) string {
	headline := f.drawing(t)
	notes := len(t.lines)
	if f.Since == t.Begins {
		t.add("chart.begins(day)", t.Begins)
	}
	f.lacking(t)
	if f.drawn() {
		f = new(*f)
		f.Picture, t.Facts = f.picture(t, headline, slices.Clone(t.lines[notes:])), f
	}
	return headline
}

func (f *ChartFacts) drawing(t *text) string {
	span := t.span(f.Since, f.Until)
	if !f.drawn() {
		nobody := []string{t.Those(f.Where, 2)}
		for i := range f.Series {
			nobody = append(nobody[:i], t.Those(f.Series[i].Where, 2))
		}
		return t.Say("chart.nobody(span, who)", span, t.Or(nobody))
	}
	day := f.Since == f.Until
	t.add("chart.picture(day)", day)
	for i := range f.Series {
		s := &f.Series[i]
		step, alone := s.step()
		var last, by string
		if !day && step.Count != 0 {
			last, by = t.digits(s.Last().Count), signed(step.Count, t.Say("thousands()"))
		}
		t.add("chart.line(who, first, day, only, last, until, by, several, on)", t.Those(s.short(), 2), s.First().Count, s.First().Day,
			day, last, f.Until, by, !alone, step.Day)
	}
	lead, alone := f.lead()
	most := ""
	if len(f.Series) > 1 && alone {
		most = t.Say("chart.most(all)", f.AllCategories)
	}
	was, is := lead.First().Count, lead.Last().Count
	which := "fell"
	switch {
	case day:
		return t.Say("chart.day(span, n, who, most)", span, is, t.Those(lead.Where, is), most)
	case len(lead.Points) == 1:
		which = "stayed"
	case was == is:
		which = "again"
	case was < is:
		which = "rose"
	}
	return t.SayAs("chart(who, was, since, is, until, most)", which, t.Those(lead.Where, 2), was, f.Since, is, f.Until, most)
}

func (f *ChartFacts) picture(t *text, title string, notes []string) *Picture {
	p := Picture{Title: Printable(title), Axis: t.Say("chart.axis()"), Days: t.Say("chart.days()"), Number: t.digits}
	p.Footer = append(notes, t.source()...)
	for i := range p.Months {
		p.Months[i] = t.SayAs("month.short()", strconv.Itoa(i+1))
	}
	for i := range f.Series {
		s := &f.Series[i]
		p.Names = append(p.Names, capital(t.Those(s.short(), 2)))
		p.Labels = append(p.Labels, t.counted(s.short(), s.Last().Count))
	}
	return &p
}
