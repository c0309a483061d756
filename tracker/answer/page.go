package answer

import (
	"unicode/utf8"

	"rollcall/tracker"
)

// ListedAtMost is how many lines of a list are told where an answer has no pages; the total is said, and JSON has all.
const ListedAtMost = 50

// The size of a page: what one can read on a phone without losing the thread.
const (
	PageLines = 20    // at most
	PageText  = 5_000 // characters, at most, unless one line has more
)

// listed is how many of n lines are told.
func (a *Answer) listed(n int) int {
	if a.Page > 0 {
		return n
	}
	return min(n, ListedAtMost)
}

// turn leaves the lines and rows of the Answer's page, the last one if there aren't so many.
func (a *Answer) turn(w Words) {
	starts := []int{0}
	size := 0
	for i, line := range a.Lines {
		size += utf8.RuneCountInString(line)
		if first := starts[len(starts)-1]; i-first == PageLines || i > first && size > PageText {
			starts, size = append(starts, i), utf8.RuneCountInString(line)
		}
	}
	a.Pages = len(starts)
	a.Page = min(a.Page, a.Pages)
	if a.Pages == 1 {
		return
	}
	from, to := starts[a.Page-1], len(a.Lines)
	if a.Page < a.Pages {
		to = starts[a.Page]
	}
	a.Lines = a.Lines[from:to]
	a.Foot = []string{w.Page(a.Page, a.Pages)}
	if t := a.Table; t != nil && t.Lines > 0 {
		t.Rows = t.Rows[min(from, len(t.Rows)):min(to, len(t.Rows))]
		t.Lines = len(t.Rows)
	}
}

// table is the table of an answer that is one.
func table(a *Answer, w Words) *Table {
	switch {
	case a.Kind == Count && a.Counts != nil:
		return counted(*a.Counts, w)
	case a.Kind == List && len(a.Supporters) > 1 && len(a.Lines) >= len(a.Supporters) && !a.Withdrawals && a.Named == nil:
		return supporters(a, w)
	}
	return nil
}

func counted(c tracker.Counts, w Words) *Table {
	columns := w.Columns()
	t := &Table{Head: []string{columns.Category, columns.Count}, Number: true}
	for _, category := range tracker.Categories() {
		t.Rows = append(t.Rows, []string{capital(w.plural(category)), w.digits(c.Of(category))})
	}
	t.Rows = append(t.Rows, []string{columns.All, w.digits(c.Total())})
	return t
}

// supporters is a table with those columns in which the supporters differ.
func supporters(a *Answer, w Words) *Table {
	columns := w.Columns()
	var categories, countries bool
	for _, s := range a.Supporters {
		categories = categories || s.Category != a.Supporters[0].Category
		countries = countries || s.Category != tracker.State && s.Country != a.Supporters[0].Country
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
	t := &Table{Head: row(columns.Name, columns.Category, columns.Country, columns.Since), Lines: len(a.Supporters)}
	for _, s := range a.Supporters {
		country := ""
		if s.Country != "" {
			country = w.country(s.Country)
		}
		t.Rows = append(t.Rows, row(w.name(s.Whole), capital(w.singular(s.Category)), country, capital(w.since(a, s))))
	}
	return t
}
