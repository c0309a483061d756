package answer

import (
	"slices"
	"unicode/utf8"

	"rollcall/tracker"
)

// How much is shown where an answer has no pages; the total is shown, and JSON has all.
const (
	ListedAtMost = 10 // lines of a list
	fewestListed = 2  // lines of each, where there are several lists
	namesAtMost  = 50 // names in one line
	rowsAtMost   = 50 // rows of an uploaded list, which are checked one by one
)

// FiguresAtMost is how many figures are shown then: each has its source.
const FiguresAtMost = 5

// Whole is the Page of an answer that has no pages, and whose lists aren't cut.
const Whole = -1

// The size of a page: what one can read on a phone without losing the thread.
const (
	PageLines = 20    // at most; of a list of supporters, as many as are listed without pages
	PageText  = 5_000 // characters, at most, unless one line has more
)

func (a *Answer) listed(n int) int {
	if a.Page != 0 {
		return n
	}
	most := ListedAtMost
	if f, ok := a.Facts.(interface{ atMost() int }); ok {
		most = f.atMost()
	}
	if n <= most+1 { // a line would say how many more there are
		return n
	}
	a.Cut = true
	return most
}

// turn leaves the lines of the Answer's page, the last one if there aren't so many, and returns which they are.
func (t *text) turn() (from, to int) {
	starts, most := []int{0}, PageLines
	switch t.Facts.(type) {
	case *ListFacts, *FiguresFacts: // they are tables, which a client pages by as many
		most = ListedAtMost
	}
	size := 0
	for i, line := range t.Lines {
		size += utf8.RuneCountInString(line)
		if first := starts[len(starts)-1]; i-first == most || i > first && size > PageText {
			starts, size = append(starts, i), utf8.RuneCountInString(line)
		}
	}
	if t.Pages = len(starts); t.Page <= 0 || t.Pages == 1 {
		t.Page = min(t.Page, 1)
		return 0, len(t.Lines)
	}
	t.Page = min(t.Page, t.Pages)
	from, to = starts[t.Page-1], len(t.Lines)
	if t.Page < t.Pages {
		to = starts[t.Page]
		if t.Ahead = min(len(t.Lines)-to, most); most == PageLines {
			t.Ahead = 0
		}
	}
	t.Lines, t.Foot = t.Lines[from:to], []string{t.Say("page(page, pages)", t.Page, t.Pages)}
	return from, to
}

// table is the table of an answer that is one, with the rows that the lines from one up to another tell.
func (t *text) table(from, to int) (table *Table) {
	switch f := t.Facts.(type) {
	case *TotalsFacts:
		table = t.totals(f.Counts)
	case *DigestFacts:
		if !f.Corrects && !f.plain() { // what is put right is the headline
			table = t.movements(f.Change, f.Where)
		}
	case *ChangesFacts:
		if f.By == "" && f.Only == "" && len(f.Where) == 0 && from == 0 {
			table = t.movements(f.Change, nil)
		}
	case *FiguresFacts:
		if n := len(f.Figures); n > 1 && t.listed(n) == n {
			table = t.figuresTable(f.Figures[min(from, n):min(to, n)])
		}
	case *ListFacts:
		if n := len(f.Supporters); n > 1 && t.listed(n) == n {
			table = t.supportersTable(f.Supporters, f.Supporters[min(from, n):min(to, n)])
		}
	}
	if table != nil {
		table.Caption = t.SayAs("table.caption()", string(t.Kind))
	}
	return table
}

func (v *Words) head(columns ...string) []string { return tracker.Each(columns, v.column) }

func (t *text) totals(c tracker.Counts) *Table {
	table := &Table{Head: t.head("category", "count"), Number: true, Lines: len(t.Lines)}
	for _, category := range tracker.Categories() {
		table.Rows = append(table.Rows, []string{capital(t.noun(category, 2)), t.digits(c.Of(category))})
	}
	table.Rows = append(table.Rows, []string{t.column("all"), t.digits(c.Total())})
	return table
}

// movements is a table of the counts before and after; nil if none changed.
func (t *text) movements(c *tracker.Change, who tracker.Filter) *Table {
	all := "all"
	table := &Table{Head: t.head("category", "before", "after"), Number: true}
	row := func(what string, was, is int) {
		table.Rows = append(table.Rows, []string{what, t.digits(was), t.digits(is)})
	}
	for _, category := range tracker.Categories() {
		if was, is := c.Before.Of(category), c.After.Of(category); was != is {
			row(capital(t.noun(category, 2)), was, is)
		}
	}
	if table.Rows == nil || c.Empty() {
		return nil
	}
	if len(who) > 0 {
		all = "these"
	}
	row(t.column(all), c.Before.Total(), c.After.Total())
	table.Lines = len(table.Rows)
	return table
}

// supportersTable is a table of some of the supporters that an answer lists, with the columns in which these differ.
func (t *text) supportersTable(all, some Supporters) *Table {
	var same [4]bool
	same[1] = !slices.ContainsFunc(all, func(s *tracker.Supporter) bool { return s.Category != all[0].Category })
	same[2] = !slices.ContainsFunc(all, func(s *tracker.Supporter) bool { return s.Category != tracker.State && s.Country != all[0].Country })
	row := func(cells ...string) (kept []string) {
		for i, cell := range cells {
			if !same[i] {
				kept = append(kept, cell)
			}
		}
		return kept
	}
	table := &Table{Head: row(t.head("name", "category", "country", "since")...), Lines: len(some)}
	for _, s := range some {
		table.Rows = append(table.Rows, row(t.tell(s, ""), capital(t.noun(s.Category, 1)), t.country(s.Country), capital(t.since(s))))
	}
	return table
}

// figuresTable is a table of some figures, each next to what the list had on its day.
func (t *text) figuresTable(some []FigureFact) *Table {
	table := &Table{Head: t.head("date", "figure", "listed", "source"), Lines: len(some)}
	for _, f := range some {
		listed, source := "", f.Source
		if f.Listed != nil {
			listed = t.digits(*f.Listed)
		}
		if p := t.Call.PublisherOf(source); p != nil {
			source = tracker.In(p.Names, t.lang)
		}
		table.Rows = append(table.Rows, []string{t.date(f.Date), t.qualifier(f.Qualifier) + " " + t.figuredOf(f), listed, source})
	}
	return table
}
