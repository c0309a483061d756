package answer

import (
	"unicode/utf8"

	"rollcall/tracker"
)

// Labels name things by themselves, as a menu does, in one language.
type Labels struct{ words *Words }

// LabelsIn are the Labels in the language of an ISO 639-1 code; English for one that isn't spoken here.
func LabelsIn(lang string) Labels { return Labels{In(lang)} }

// Category names a category, or that of the figures which count all supporters.
func (l Labels) Category(c tracker.Category) string {
	if c == tracker.TotalFigure {
		return l.words.column("all")
	}
	return capital(l.words.noun(c, 1))
}

// Kind names a kind.
func (l Labels) Kind(k tracker.Kind) string { return capital(l.words.kind(k, 1)) }

// Call names a call.
func (l Labels) Call(c *tracker.Call) string { return l.words.fullName(c) }

// Country names a country by its code.
func (l Labels) Country(code string) string { return capital(l.words.country(code)) }

// Group names a group of countries.
func (l Labels) Group(g *tracker.Group) string { return capital(l.words.group(g)) }

// Qualifier says how exact a figure is.
func (l Labels) Qualifier(q tracker.Qualifier) string { return capital(l.words.qualifier(q)) }

// Wants tells what a subscription is about, and when.
func (l Labels) Wants(r *SubscriptionRule) string { return l.words.wants(r) }

// Outlook reports whether a subscription is paused or muted, and what to type then, or when its next time is; empty if it has
// none.
func (l Labels) Outlook(r *SubscriptionRule, resume string) string { return l.words.outlook(r, resume) }

// Supporter tells a supporter from others in at most so many characters: its name, category and country. A long name is
// shortened first.
func (l Labels) Supporter(s *tracker.Supporter, most int) string {
	const least = 30 // characters of a name
	rest := ", " + l.words.noun(s.Category, 1)
	if s.Country != "" {
		rest += ", " + l.words.country(s.Country)
	}
	return cut(cut(l.words.tell(s, ""), max(least, most-utf8.RuneCountInString(rest)))+rest, most)
}

func cut(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
