package ask

import (
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/names"
)

// Country reads a country: its ISO 3166 code, or a name that only one country has.
func Country(text string) (string, error) {
	if c, ok := names.CountryOf(text); ok {
		return c.Code, nil
	}
	if c, ok := theCountry(text); ok {
		return c.Code, nil
	}
	return "", tracker.RefuseAbout("country", "I don't know the country “%s”; write its ISO 3166 code of two letters, such as country:FR.", text)
}

// theCountry is the only country that a text can mean; its demonym doesn't count as its name.
func theCountry(text string) (names.Country, bool) {
	var found []names.Country
	for _, m := range names.CountryNamed(text) {
		if m.By != names.ByDemonym {
			found = append(found, m.Country)
		}
	}
	if len(found) != 1 {
		return names.Country{}, false
	}
	return found[0], true
}

// Category reads a category, in words or as a code.
func Category(text string) (tracker.Category, error) {
	for _, term := range names.TermsNamed(text) {
		if term.Category != "" {
			return tracker.Category(term.Category), nil
		}
	}
	return "", tracker.RefuseAbout("category", "I don't know the category “%s”. There are %s.", text, categories())
}

// Kind reads a kind, in words or as a code.
func Kind(text string) (tracker.Kind, error) {
	for _, term := range names.TermsNamed(text) {
		if term.Kind != "" {
			return tracker.Kind(term.Kind), nil
		}
	}
	var all []string
	for _, k := range tracker.Kinds() {
		all = append(all, string(k))
	}
	return "", tracker.RefuseAbout("kind", "I don't know the kind “%s”. There are %s.", text, strings.Join(all, ", "))
}

// NameAndKind reads the words of an edit: a name, then its category, then perhaps its kind. A name that isn't quoted ends
// as late as it can, since words such as University end names, too.
func NameAndKind(words []Token, category, kind string) (name string, c tracker.Category, k tracker.Kind, err error) {
	if category != "" {
		if c, err = Category(category); err != nil {
			return "", "", "", err
		}
	}
	if kind != "" {
		if k, err = Kind(kind); err != nil {
			return "", "", "", err
		}
	}
	if c != "" && (len(words) < 2 || !words[0].Quoted) {
		return Text(words), c, k, nil
	}
	if len(words) == 0 {
		return "", "", "", tracker.RefuseAbout("name", "Say the name, in quotes, and then the category.")
	}
	last := len(words) - 1
	if words[0].Quoted {
		last = 1
	}
	for i := last; i >= max(1, len(words)-2*longestTerm); i-- {
		f := Filter{Category: c, Kind: k}
		if f.words(texts(words[i:])) == nil && f.Category != "" {
			return Text(words[:i]), f.Category, f.Kind, nil
		}
	}
	if words[0].Quoted && len(words) > 1 {
		return "", "", "", tracker.RefuseAbout("category", "I don't know the category “%s”. There are %s.", Text(words[1:]), categories())
	}
	return "", "", "", tracker.RefuseAbout("category", "Say the category after the name. There are %s.", categories())
}

func texts(tokens []Token) []string {
	all := make([]string, len(tokens))
	for i, t := range tokens {
		all[i] = t.Text
	}
	return all
}
