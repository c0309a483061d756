package query

import (
	"strings"
	"unicode"

	"rollcall/tracker"
)

// NameAndKind reads the words of an edit: a name, then its category, then perhaps its kind. A name that isn't quoted ends
// as late as it can, since words such as University end names, too; but words in small letters behind a name with capitals are
// not part of it.
func NameAndKind(words []tracker.Token, category, kind string) (name string, c tracker.Category, k tracker.Kind, err error) {
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
		c1, k1, ok := classes(words[i:], c, k)
		if !ok {
			continue
		}
		if j, c2, k2 := earlier(words, i, c, k); j < i {
			if !hasCapital(words[:j]) {
				return "", "", "", tracker.RefuseAbout("name", "Is “%s” part of the name? Put the name into quotes, such as: add \"%s\" %s. Nothing was changed.",
					Text(words[j:i]), Text(words[:j]), Text(words[j:]))
			}
			i, c1, k1 = j, c2, k2
		}
		return Text(words[:i]), c1, k1, nil
	}
	if words[0].Quoted && len(words) > 1 {
		return "", "", "", tracker.RefuseAbout("category", "I don't know the category “%s”. There are %s.", Text(words[1:]), categories())
	}
	return "", "", "", tracker.RefuseAbout("category", "Say the category after the name. There are %s.", categories())
}

// earlier is where a name can end before word i at the earliest, with words in small letters between that are also classes; i if it
// can't.
func earlier(words []tracker.Token, i int, c tracker.Category, k tracker.Kind) (int, tracker.Category, tracker.Kind) {
	if words[0].Quoted {
		return i, "", ""
	}
	at, category, kind := i, tracker.Category(""), tracker.Kind("")
	for j := i - 1; j >= max(1, i-longestTerm) && !hasCapital(words[j:i]); j-- {
		if c, k, ok := classes(words[j:], c, k); ok {
			at, category, kind = j, c, k
		}
	}
	return at, category, kind
}

func hasCapital(words []tracker.Token) bool {
	return strings.ContainsFunc(Text(words), unicode.IsUpper)
}

// classes reads a category and perhaps a kind, besides those that are said elsewhere.
func classes(words []tracker.Token, c tracker.Category, k tracker.Kind) (tracker.Category, tracker.Kind, bool) {
	for len(words) > 0 {
		n := min(len(words), longestTerm)
		for ; n > 0; n-- {
			phrase := Text(words[:n])
			if category, err := Category(phrase); err == nil && c == "" {
				c = category
				break
			}
			if kind, err := Kind(phrase); err == nil && k == "" {
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
