package answer

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// french is the grammar of French: articles, what de makes of them, and elision. Nothing is known of an organisation's gender,
// so no text may have a participle that would agree with it. A removal from the list is a “suppression”, as “retrait” is the
// supporter's own act.
type french struct{}

// forms are the name with its article (le Kenya), after de (du Kenya), and as that where somebody is from (d'Inde).
func (french) forms() []string { return []string{"le", "de", "from"} }

func (g french) form(form, name string, is noun) string {
	if is != bare {
		name = g.the(name)
	}
	switch form {
	case "de":
		return g.of(name)
	case "from":
		return g.of(withoutArticle(name, is))
	}
	return name
}

// withoutArticle is a name as it stands after de where somebody is from: d'Inde, de France, d'Afrique, but du Kenya and de
// l'Union européenne.
func withoutArticle(name string, is noun) string {
	rest, cut := strings.CutPrefix(name, "l'")
	if !cut && is == aCountry {
		rest, cut = strings.CutPrefix(name, "la ")
	}
	first, _, _ := strings.Cut(rest, " ")
	initial, _ := utf8.DecodeRuneInString(rest)
	if !cut || is == aGroup || !unicode.IsUpper(initial) || strings.Contains(rest, " et ") || strings.Contains("République Barbade Grenade Dominique", first) {
		return name
	}
	return rest
}

func (french) several(name string) bool { return strings.HasPrefix(name, "les ") }

// typography puts no-break spaces before : ; ! ? and %, and inside « ».
func (french) typography(text string) string { return spacesFR.Replace(text) }

var spacesFR = strings.NewReplacer(" :", "\u00a0:", " ;", "\u00a0;", " !", "\u00a0!", " ?", "\u00a0?", "n° ", "n°\u00a0", " %)", "\u00a0%)", " % :", "\u00a0%\u00a0:", "« ", "«\u00a0", " »", "\u00a0»")

// the puts the article before the name of a country, a region, a group or a call. A name in -e is feminine and one in -s
// is plural, by its first word; articlesFR has the exceptions. Each of two names that "et" joins has its own.
func (french) the(name string) string {
	if first, second, two := two(name); two {
		return french{}.the(first) + " et " + french{}.the(second)
	}
	word := name
	if i := strings.IndexAny(name, " -"); i > 0 {
		word = name[:i]
	}
	article, ok := articlesFR()[name]
	if !ok {
		article, ok = articlesFR()[word]
	}
	switch {
	case ok:
	case strings.HasSuffix(word, "s"):
		article = "les "
	case elides(word):
		article = "l'"
	case strings.HasSuffix(word, "e"):
		article = "la "
	default:
		article = "le "
	}
	for _, common := range []string{"Île ", "Îles ", "Pays ", "Péninsule "} { // nouns, not names
		if strings.HasPrefix(name, common) {
			name = strings.ToLower(word) + name[len(word):]
		}
	}
	return article + name
}

// articlesFR are the exceptions to the rule, by whole names or first words.
var articlesFR = sync.OnceValue(func() map[string]string {
	table := map[string]string{}
	for article, words := range map[string]string{
		"": "Andorre Anguilla Antigua Aruba Bahreïn Cabo Chypre Cuba Curaçao DACH Djibouti Gibraltar Guam Guernesey Haïti Hong " +
			"Israël Jan Jersey Kiribati La Macao Madagascar Malte Maurice Mayotte Monaco Montserrat Nauru Niue Oman Porto " +
			"Saint Sainte Sao Singapour Taïwan Tokélaou Trinité Tuvalu Wallis",
		"le ":  "Belize Cambodge Caucase Golfe Groupe Honduras Laos Mexique Mozambique Royaume Saint-Siège Suriname Système Territoire Triangle Zimbabwe",
		"la ":  "CEDEAO CEEAC CELAC CEMAC Commission Communauté SAARC SADC Sierra",
		"les ": "BRICS Cinq Fidji Neuf Quatorze Quatre Six Tonga",
	} {
		for _, word := range strings.Fields(words) {
			table[word] = article
		}
	}
	table["Samoa américaines"] = "les "
	return table
})

// of puts "de" before a name that has its article, or has none.
func (french) of(name string) string {
	if first, second, two := two(name); two {
		return french{}.of(first) + " et " + french{}.of(second)
	}
	for article, of := range map[string]string{"le ": "du ", "les ": "des "} {
		if rest, ok := strings.CutPrefix(name, article); ok {
			return of + rest
		}
	}
	if elides(name) {
		return "d'" + name
	}
	return "de " + name
}

// two parts two names that "et" joins, each with its article or without. "Et" can also stand inside one name, as in that
// of the Paris Call.
func two(name string) (first, second string, both bool) {
	first, second, both = strings.Cut(name, " et ")
	bare := second
	for _, article := range []string{"le ", "la ", "les ", "l'"} {
		bare = strings.TrimPrefix(bare, article)
	}
	initial, _ := utf8.DecodeRuneInString(bare)
	both = both && (unicode.IsUpper(initial) || strings.HasPrefix(bare, "îles ")) && !strings.Contains(first, "les Heard")
	return first, second, both
}

// elides reports whether a word begins with a vowel, before which an article is cut. The names with h or y keep theirs.
func elides(word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	return strings.ContainsRune("AÅEÉIÎOUaeéiîou", first)
}
