package answer

import (
	"unicode/utf8"

	"rollcall/tracker"
)

// CategoryName names a category without a sentence, as a menu does, or that of the figures which count all supporters.
func (v *Words) CategoryName(c tracker.Category) string {
	if c == tracker.TotalFigure {
		return v.column("all")
	}
	return capital(v.noun(c, 1))
}

// KindName names a kind.
func (v *Words) KindName(k tracker.Kind) string { return capital(v.kind(k, 1)) }

// CountryName names a country by its code.
func (v *Words) CountryName(code string) string { return capital(v.country(code)) }

// GroupName names a group of countries.
func (v *Words) GroupName(g *tracker.Group) string { return capital(v.group(g)) }

// QualifierName says how exact a figure is.
func (v *Words) QualifierName(q tracker.Qualifier) string { return capital(v.qualifier(q)) }

// SupporterName describes a supporter in at most so many characters: its name, category and country. A long name is
// shortened first.
func (v *Words) SupporterName(s *tracker.Supporter, most int) string {
	const least = 30 // characters of a name
	rest := ", " + v.noun(s.Category, 1)
	if s.Country != "" {
		rest += ", " + v.country(s.Country)
	}
	return cut(cut(v.tell(s, ""), max(least, most-utf8.RuneCountInString(rest)))+rest, most)
}

func cut(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
