package names

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Lists write names of countries in many ways, of which the table has none: "Korea, Republic of", "Gambia (The)", "the Republic
// of Albania", "Congo, Dem. Rep.", "St. Lucia", "Kosovo*", "Germany (Deutschland)". What they have in common is the bag of their
// words.

// footnote is what may stand behind a name to point to a note: "Kosovo*", "Palestine (1)", "France²".
var footnote = regexp.MustCompile(`[\s.*†‡§¶#^]*([\[(]?([0-9]{1,2}|[¹²³⁰-⁹]+)[\])]?|[\[(][a-z][\])])?[\s.*†‡§¶#^]*$`)

// withoutFootnote returns a name without what points to a note. No note ends with a letter.
func withoutFootnote(name string) string {
	if last, _ := utf8.DecodeLastRuneInString(name); unicode.IsLetter(last) {
		return name
	}
	return footnote.ReplaceAllString(name, "")
}

// bagOf returns the words of a name that carry meaning, in full and sorted.
func bagOf(name string) []string {
	ws := slices.DeleteFunc(words(name), func(w string) bool { return links()[w] || articles()[w] || w == "y" })
	for i, w := range ws {
		if full, ok := inFull[w]; ok {
			ws[i] = full
		}
	}
	slices.Sort(ws)
	return ws
}

// inFull are the words that lists of countries shorten.
var inFull = map[string]string{"st": "saint", "ste": "sainte", "sts": "states", "rep": "republic", "dem": "democratic", "fed": "federal", "is": "islands"}

// listed returns what a whole text stands for as lists write it.
func (g *gazetteer) listed(text string) []countryRef {
	text = withoutFootnote(text)
	bag := bagOf(text)
	if means := g.bags[strings.Join(bag, " ")]; len(means) > 0 {
		return means
	}
	if slices.ContainsFunc(bag, func(w string) bool { return styles()[w] }) {
		rest := slices.DeleteFunc(bag, func(w string) bool { return styles()[w] || qualities()[w] })
		return g.bags[strings.Join(rest, " ")]
	}
	return g.twice(text)
}

// twice returns what each part of a text stands for that says the same in two ways: "Congo (DRC)".
func (g *gazetteer) twice(text string) []countryRef {
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("()[]/|,;–—", r) })
	var means []countryRef
	for i, part := range parts {
		part := g.phrases.whole(part)
		if i == 0 {
			means = part
			continue
		}
		means = slices.DeleteFunc(means, func(m countryRef) bool {
			return m.by == ByDemonym || !slices.ContainsFunc(part, func(p countryRef) bool { return p.country == m.country && p.by != ByDemonym })
		})
	}
	if len(parts) < 2 {
		return nil
	}
	return means
}

// styledFrom returns where a name that starts in a sentence begins with its style, but not before a place: "the Kingdom of Norway".
func styledFrom(sentence string, spans []wordSpan, start, after int) int {
	at, found := slices.BinarySearchFunc(spans, start, func(s wordSpan, start int) int { return s.start - start })
	linked, from := false, start
	for i := at - 1; found && i >= 0 && spans[i].start >= after && plainGap(sentence[spans[i].end:spans[i+1].start]); i-- {
		switch w := Key(sentence[spans[i].start:spans[i].end]); {
		case from == start && links()[w]:
			linked = true
		case linked && styles()[w] || from < start && qualities()[w]:
			from = spans[i].start
		case linked && from == start && qualities()[w]: // République islamique d'Iran
		default:
			return from
		}
	}
	return from
}

func plainGap(text string) bool { return strings.Trim(text, " '’") == "" }

// Unsaid reports whether a text says that nothing is known, as "N/A", "s/o" and "-" do. "NA" doesn't: it is Namibia's code.
func Unsaid(text string) bool {
	text = strings.ToLower(strings.TrimSpace(text))
	return Key(text) == "" || unsaid()[strings.TrimSuffix(text, ".")]
}
