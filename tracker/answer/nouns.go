package answer

import (
	"fmt"
	"slices"
	"strings"

	"rollcall/tracker"
)

// what a supporter is: "a company (business), France".
func (v *Words) what(s *tracker.Supporter) string {
	return v.SayAs("what(kind, country)", string(s.Category), v.kind(s.Kind, 1), country(s.Country))
}

func (v *Words) noun(c tracker.Category, n int) string { return v.SayAs("category(n)", string(c), n) }

func (v *Words) category(c tracker.Category, n int) string {
	return v.Say("number(n, of)", n, v.noun(c, n))
}

func (v *Words) supporters(n int) string { return v.Say("supporters(n)", n) }

func (v *Words) kind(k tracker.Kind, n int) string {
	if k == "" {
		return ""
	}
	return v.SayAs("kind(n, other)", string(k), n, k.String())
}

func (v *Words) reason(reason string) string { return v.SayAs("reason(other)", reason, reason) }

func (v *Words) qualifier(q tracker.Qualifier) string { return v.SayAs("qualifier()", string(q)) }

// when is a date with its preposition; empty for no date.
func (v *Words) when(d tracker.Date) string {
	if d == "" {
		return ""
	}
	return v.SayAs("when(date)", map[int]string{len("2006"): "year", len("2006-01"): "month"}[len(d)], d)
}

// counts writes how many of each category there are, without the empty ones.
func (v *Words) counts(c tracker.Counts) []string {
	var parts []string
	for _, category := range tracker.Categories() {
		if n := c.Of(category); n > 0 {
			parts = append(parts, v.category(category, n))
		}
	}
	return parts
}

func (v *Words) share(part, whole int) string {
	if whole == 0 {
		return "0"
	}
	percent := 100 * float64(part) / float64(whole)
	if percent > 0 && percent < 1 || percent > 99 && percent < 100 {
		return v.decimal(percent)
	}
	return fmt.Sprintf("%.0f", percent)
}

func (v *Words) decimal(f float64) string {
	return strings.Replace(fmt.Sprintf("%.1f", f), ".", v.Say("decimal()"), 1)
}

// verdict stands before what was checked; empty if nothing was.
func (v *Words) verdict(verdict Verdict) string { return v.SayAs("verdict()", string(verdict)) }

// A Condition is what a number was held against.
type Condition struct {
	Op      string `json:"-"` // empty: nothing
	Against []int  `json:"-"`
}

func (c *Condition) checked(t *text) {
	if t.Verdict == "" || len(c.Against) == 0 || c.Op == "at-least" && c.Against[0] == 1 || c.Op == "exactly" && c.Against[0] == 0 { // yes or no says that
		return
	}
	t.put(t.SayAs("checked(values)", c.Op, t.Or(tracker.Each(c.Against, t.digits))))
}

// Or joins names with a last “or”.
func (v *Words) Or(all []string) string {
	if len(all) == 0 {
		return ""
	}
	return v.sayAll("or(one, other)", all)
}

// Those says who a filter lets through, with a noun for a number of them: "companies from France".
func (v *Words) Those(f tracker.Filter, n int) string {
	if len(f) == 0 {
		return v.supporters(n)
	}
	return v.sayAll("clauses(one, other)", tracker.Each(f, func(c tracker.Clause) string { return v.clause(c, n) }))
}

func (v *Words) sayAll(m Message, all []string) string {
	said := all[0]
	for _, one := range all[1:] {
		said = v.Say(m, said, one)
	}
	return said
}

func (v *Words) counted(f tracker.Filter, n int) string {
	return v.Say("number(n, of)", n, v.Those(f, n))
}

// clause writes one clause: the noun of its categories or kinds, then what else they have, then who is left out.
func (v *Words) clause(clause tracker.Clause, n int) string {
	noun, means := "", ""
	var excludes []string
	kinds := slices.ContainsFunc(clause, isKind)
	for _, c := range clause {
		number := n
		if key := c.Terms[0].Key; c.Not || key == tracker.ByCategory && (kinds || noun != "") {
			number = 2
		}
		said := v.Or(tracker.Each(c.Terms, func(t tracker.Term) string { return v.term(t, number) }))
		switch key := c.Terms[0].Key; {
		case c.Not && (key == tracker.ByCategory || key == tracker.ByKind && c.Terms[0].Value != tracker.None):
			excludes = append(excludes, said)
		case c.Not:
			excludes = append(excludes, v.Say("clause.those(term)", said))
		case key == tracker.ByCategory && noun == "", isKind(c) && noun == "":
			noun = said
		case key == tracker.ByCategory:
			noun = v.Say("clause.among(some, all)", noun, said)
		case isKind(c):
			noun = v.Say("clause.among(some, all)", said, noun)
		case key == tracker.ByGroup && len(c.Terms) == 1 && noun == v.noun(tracker.State, n) && means == "":
			noun = v.Say("clause.of(states, group)", noun, c.Terms[0].Group)
		case key == tracker.ByName || key == tracker.ByID:
			return said
		default:
			means += " " + said
		}
	}
	if noun == "" {
		noun = v.supporters(n)
		if slices.ContainsFunc(clause, func(c tracker.Choice) bool { return !c.Not && c.Terms[0].Value == string(Announced) }) { // but the list doesn't have them
			noun = v.Say("actors(n)", n)
		}
	}
	if len(excludes) > 0 {
		means += v.Say("clause.except(others)", excludes)
	}
	return noun + means
}

// from writes the country or the group of countries by which alone a filter's only clause differs from another; empty if it
// differs by more.
func (v *Words) from(where, other tracker.Filter) string {
	if len(where) != 1 || len(other) > 1 {
		return ""
	}
	same := func(clause tracker.Clause, of tracker.Choice) bool {
		return slices.ContainsFunc(clause, func(c tracker.Choice) bool { return c.Not == of.Not && slices.Equal(c.Terms, of.Terms) })
	}
	place := func(c tracker.Choice) bool {
		return !c.Not && len(c.Terms) == 1 && c.Terms[0].Value != tracker.None && (c.Terms[0].Key == tracker.ByCountry || c.Terms[0].Key == tracker.ByGroup)
	}
	said := ""
	for _, c := range where[0] {
		switch {
		case len(other) > 0 && same(other[0], c):
		case said != "" || !place(c):
			return ""
		default:
			said = v.term(c.Terms[0], 1)
		}
	}
	if len(other) > 0 && slices.ContainsFunc(other[0], func(c tracker.Choice) bool { return !same(where[0], c) && !place(c) }) {
		return ""
	}
	return said
}

func isKind(c tracker.Choice) bool {
	return !c.Not && c.Terms[0].Key == tracker.ByKind && c.Terms[0].Value != tracker.None
}

func (v *Words) term(t tracker.Term, n int) string {
	if t.Value == tracker.None {
		return v.SayAs("term.none()", string(t.Key))
	}
	switch t.Key {
	case tracker.ByCategory:
		return v.noun(tracker.Category(t.Value), n)
	case tracker.ByKind:
		return v.kind(tracker.Kind(t.Value), n)
	case tracker.ByCountry:
		return v.Say("term.country(country)", country(t.Value))
	case tracker.ByGroup:
		return v.Say("term.group(group)", t.Group)
	case tracker.ByStatus:
		return v.SayAs("term.status()", t.Value)
	case tracker.ByJoined, tracker.ByListed:
		return v.SayAs("term.during(period)", string(t.Key), v.during(t.Days))
	}
	return v.SayAs("term(value)", string(t.Key), t.Value)
}

func (v *Words) during(p tracker.Period) string {
	switch whole := p.String(); {
	case p.First != "" && p.First == p.Last:
		return v.when(tracker.Date(p.First))
	case p.First != "" && p.Last != "" && !strings.Contains(whole, ".."):
		return v.when(tracker.Date(whole))
	}
	return v.Say("during(first, last)", p.First, p.Last)
}

func (v *Words) digits(n int) string { return digits(n, v.Say("thousands()")) }

func (v *Words) column(of string) string { return v.SayAs("column()", of) }
