package names

import (
	_ "embed"
	"slices"
	"sync"
)

// Term is a category or a kind of supporters: one of the two is set, to the code that the list uses.
type Term struct {
	Category string // "state", "company", "civil_society", "public_authority" or "uncategorised"
	Kind     string // "university", "trade_association", …
}

// TermsNamed returns the categories and kinds that a text may mean, the usual one first, if the text is nothing but a
// word for them: a code of the list, or an English or French word, singular or plural.
func TermsNamed(text string) []Term {
	return lexicon().whole(text)
}

//go:embed lexicon.tsv
var lexiconTSV string

var lexicon = sync.OnceValue(func() *phrases[Term] {
	p := new(phrases[Term])
	for fields := range table(lexiconTSV) {
		term := Term{Category: fields[0], Kind: fields[1]}
		spellings := slices.Concat([]string{term.Category + term.Kind}, values(fields[2]), values(fields[3]))
		for _, text := range distinct(spellings) {
			if !slices.Contains(p.whole(text), term) {
				p.add(text, anyCase, term)
			}
		}
	}
	return p
})
