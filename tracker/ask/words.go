package ask

import (
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/names"
	"rollcall/tracker/query"
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

// NameAndKind reads the words of an edit: a name, then its category, then perhaps its kind. A name that isn't quoted ends
// as late as it can, since words such as University end names, too.
func NameAndKind(words []Token, category, kind string) (name string, c tracker.Category, k tracker.Kind, err error) {
	if category != "" {
		if c, err = query.Category(category); err != nil {
			return "", "", "", err
		}
	}
	if kind != "" {
		if k, err = query.Kind(kind); err != nil {
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
		if c, k, ok := classes(words[i:], c, k); ok {
			return Text(words[:i]), c, k, nil
		}
	}
	if words[0].Quoted && len(words) > 1 {
		return "", "", "", tracker.RefuseAbout("category", "I don't know the category “%s”. There are %s.", Text(words[1:]), categories())
	}
	return "", "", "", tracker.RefuseAbout("category", "Say the category after the name. There are %s.", categories())
}

// classes reads a category and perhaps a kind, besides those that are said elsewhere.
func classes(words []Token, c tracker.Category, k tracker.Kind) (tracker.Category, tracker.Kind, bool) {
	for len(words) > 0 {
		n := min(len(words), longestTerm)
		for ; n > 0; n-- {
			phrase := Text(words[:n])
			if category, err := query.Category(phrase); err == nil && c == "" {
				c = category
				break
			}
			if kind, err := query.Kind(phrase); err == nil && k == "" {
				k = kind
				break
			}
		}
		if n == 0 {
			return "", "", false
		}
		words = words[n:]
	}
	return c, k, c != ""
}

// longestTerm is how many words the name of a category or kind has at the most.
const longestTerm = tracker.LongestWord

func categories() string {
	var all []string
	for _, c := range tracker.Categories() {
		all = append(all, string(c))
	}
	return strings.Join(all, ", ")
}
