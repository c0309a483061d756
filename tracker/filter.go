package tracker

import (
	"slices"
	"strings"
)

// A Filter says whom something is about: those whom any of its Clauses lets through, or everybody if it has none.
type Filter []Clause

// A Clause lets through whom each of its Choices lets through.
type Clause []Choice

// A Choice lets through whom any of its Terms means, or of Not whom none does.
type Choice struct {
	Not   bool
	Terms []Term
}

// A Term means supporters by one thing that is known of them. Exactly one field is set.
type Term struct {
	Category Category
	Kind     Kind
	Country  string // ISO 3166-1 alpha-2
	Group    *Group // of countries
}

// Lets tells whether the filter lets a supporter through.
func (f Filter) Lets(s *Supporter) bool {
	return f.any(func(t Term) bool { return t.means(s) })
}

// LetsFigure tells whether the filter lets a headline figure through. A figure is of a category, and of no kind or country.
func (f Filter) LetsFigure(r Reported) bool {
	return f.any(func(t Term) bool { return t.Category != "" && t.Category == r.Category })
}

func (f Filter) any(means func(Term) bool) bool {
	return len(f) == 0 || slices.ContainsFunc(f, func(c Clause) bool {
		return !slices.ContainsFunc(c, func(c Choice) bool { return slices.ContainsFunc(c.Terms, means) == c.Not })
	})
}

// String is the filter as it is typed. It is the same for filters that are written differently and say the same in the same
// order, and is what the ledger keeps.
func (f Filter) String() string {
	var words []string
	for i, clause := range f {
		if i > 0 {
			words = append(words, "or")
		}
		for j, choice := range clause {
			if j > 0 && !choice.Not && choice.sort() == clause[j-1].sort() && !clause[j-1].Not {
				words = append(words, "and")
			}
			for _, term := range choice.Terms {
				if choice.Not {
					words = append(words, "not")
				}
				words = append(words, term.String())
			}
		}
	}
	return strings.Join(words, " ")
}

// sort is what the terms of a Choice have in common: their filter's key.
func (c Choice) sort() string { return c.Terms[0].Sort() }

// Sort is the key of a term as a filter: category, kind, country or in. Terms of one sort are alternatives.
func (t Term) Sort() string {
	switch {
	case t.Category != "":
		return "category"
	case t.Kind != "":
		return "kind"
	case t.Country != "":
		return "country"
	}
	return "in"
}

// String is the term as it is typed.
func (t Term) String() string {
	switch {
	case t.Category != "":
		return string(t.Category)
	case t.Kind != "":
		return "kind:" + string(t.Kind)
	case t.Country != "":
		return "country:" + t.Country
	}
	return "in:" + t.Group.ID
}

func (t Term) means(s *Supporter) bool {
	switch {
	case t.Category != "":
		return s.Category == t.Category
	case t.Kind != "":
		return s.Kind == t.Kind
	case t.Country != "":
		return s.Country == t.Country
	}
	return t.Group.Has(s.Country)
}
