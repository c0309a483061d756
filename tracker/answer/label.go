package answer

import (
	"unicode/utf8"

	"rollcall/tracker"
)

// Labels name things without a sentence, as a menu does, in one language.
type Labels struct{ *Words }

// LabelsIn are the Labels in the language of an ISO 639-1 code; English for one that isn't spoken here.
func LabelsIn(lang string) Labels { return Labels{In(lang)} }

// Category names a category, or that of the figures which count all supporters.
func (l Labels) Category(c tracker.Category) string {
	if c == tracker.TotalFigure {
		return l.column("all")
	}
	return capital(l.noun(c, 1))
}

// Kind names a kind.
func (l Labels) Kind(k tracker.Kind) string { return capital(l.kind(k, 1)) }

// Call names a call.
func (l Labels) Call(c *tracker.Call) string { return l.fullName(c) }

// Country names a country by its code.
func (l Labels) Country(code string) string { return capital(l.country(code)) }

// Group names a group of countries.
func (l Labels) Group(g *tracker.Group) string { return capital(l.group(g)) }

// Qualifier says how exact a figure is.
func (l Labels) Qualifier(q tracker.Qualifier) string { return capital(l.qualifier(q)) }

// Supporter describes a supporter in at most so many characters: its name, category and country. A long name is
// shortened first.
func (l Labels) Supporter(s *tracker.Supporter, most int) string {
	const least = 30 // characters of a name
	rest := ", " + l.noun(s.Category, 1)
	if s.Country != "" {
		rest += ", " + l.country(s.Country)
	}
	return cut(cut(l.tell(s, ""), max(least, most-utf8.RuneCountInString(rest)))+rest, most)
}

func cut(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
