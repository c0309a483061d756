package answer

import (
	"unicode/utf8"

	"rollcall/tracker"
)

// How much is shown where an answer has no pages; the total is said, and JSON has all.
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

// listed is how many of n lines are shown.
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
func (a *Answer) turn(w *Words) (from, to int) {
	starts, most := []int{0}, PageLines
	if _, list := a.Facts.(*ListFacts); list {
		most = ListedAtMost
	}
	size := 0
	for i, line := range a.Lines {
		size += utf8.RuneCountInString(line)
		if first := starts[len(starts)-1]; i-first == most || i > first && size > PageText {
			starts, size = append(starts, i), utf8.RuneCountInString(line)
		}
	}
	if a.Pages = len(starts); a.Page <= 0 || a.Pages == 1 {
		a.Page = min(a.Page, 1)
		return 0, len(a.Lines)
	}
	a.Page = min(a.Page, a.Pages)
	from, to = starts[a.Page-1], len(a.Lines)
	if a.Page < a.Pages {
		to = starts[a.Page]
		if a.Ahead = min(len(a.Lines)-to, most); most == PageLines {
			a.Ahead = 0
		}
	}
	a.Lines, a.Foot = a.Lines[from:to], []string{w.Say("page(page, pages)", a.Page, a.Pages)}
	return from, to
}

// table is the table of an answer that is one, with the rows that the lines from one up to another tell.
func table(a *Answer, w *Words, from, to int) (t *Table) {
	switch f := a.Facts.(type) {
	case *TotalsFacts:
		t = counted(f.Counts, w)
		t.Lines = len(a.Lines)
	case *DigestFacts:
		t = moved(f, w)
	case *ListFacts:
		if n := len(f.Supporters); n > 1 && a.listed(n) == n {
			t = supporters(a, w, f.Supporters, f.Supporters[min(from, n):min(to, n)])
		}
	}
	if t != nil {
		t.Caption = w.SayAs("table.caption()", string(a.Kind))
	}
	return t
}

func counted(c tracker.Counts, w *Words) *Table {
	columns := w.Columns()
	t := &Table{Head: []string{columns.Category, columns.Count}, Number: true}
	for _, category := range tracker.Categories() {
		t.Rows = append(t.Rows, []string{capital(w.noun(category, 2)), w.digits(c.Of(category))})
	}
	t.Rows = append(t.Rows, []string{columns.All, w.digits(c.Total())})
	return t
}

// moved is a table of the counts before and after; nil if none changed.
func moved(f *DigestFacts, w *Words) *Table {
	columns, c := w.Columns(), f.Change
	t := &Table{Head: []string{columns.Category, columns.Before, columns.After}, Number: true}
	for _, category := range tracker.Categories() {
		if was, is := c.Before.Of(category), c.After.Of(category); was != is {
			t.Rows = append(t.Rows, []string{capital(w.noun(category, 2)), w.digits(was), w.digits(is)})
		}
	}
	if t.Rows == nil || c.Empty() || f.Corrects || f.plain() { // what is put right is the headline
		return nil
	}
	all := columns.All
	if len(f.Where) > 0 {
		all = columns.These
	}
	t.Rows = append(t.Rows, []string{all, w.digits(c.Before.Total()), w.digits(c.After.Total())})
	t.Lines = len(t.Rows)
	return t
}

// supporters is a table of some of all that an answer lists, with those columns in which these differ.
func supporters(a *Answer, w *Words, all, some Supporters) *Table {
	columns := w.Columns()
	var categories, countries bool
	for _, s := range all {
		categories = categories || s.Category != all[0].Category
		countries = countries || s.Category != tracker.State && s.Country != all[0].Country
	}
	row := func(name, category, country, since string) []string {
		cells := []string{name}
		if categories {
			cells = append(cells, category)
		}
		if countries {
			cells = append(cells, country)
		}
		return append(cells, since)
	}
	t := &Table{Head: row(columns.Name, columns.Category, columns.Country, columns.Since), Lines: len(some)}
	for _, s := range some {
		country := ""
		if s.Country != "" {
			country = w.country(s.Country)
		}
		t.Rows = append(t.Rows, row(w.tell(s, ""), capital(w.noun(s.Category, 1)), country, capital(w.since(a, s))))
	}
	return t
}
