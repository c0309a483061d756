// Package covers finds which principles of a call cover what a text describes: an asset, an act, an incident by its name,
// an instrument.
//
// It is retrieval over a vocabulary, which belongs to the call: phrases, each in a language and of a principle. A phrase is
// met if all its words are, near one another and in any order; words count by their stems, and those of grammar not at all.
// The longest phrases are met first, and a word counts once. A phrase is worth its words, shared among the principles that
// have it: a word more, the fewer principles it is used by. A word that is in no phrase that is met is a hint, if phrases
// of few principles have it. What is found is an inference, so that it comes with the words that it rests on; only the name
// of a principle is none.
package covers

import (
	"slices"
	"sync"
)

// A Subject is a phrase by which a principle is found.
type Subject struct {
	Principle int
	Lang      string // en, fr or es
	Text      string
	Name      bool // the principle is called so
}

// A Scored is a principle that covers a text.
type Scored struct {
	Principle int
	Score     float64
	Words     []string // of the text, as typed: what the score rests on
	Named     bool     // the text has the principle's name
	Met       int      // how many words of the text, without grammar words, are in phrases of the principle
	Near      bool     // one of the words is only near a word of a phrase
	Lang      string   // of the phrases
}

// An Index finds principles by their subjects. It is safe for concurrent use. Nil finds nothing.
type Index struct {
	byLang map[string]func() *vocabulary // made when a text needs them
}

// New indexes subjects. Those in a language without a stemmer are left out.
func New(subjects []Subject) *Index {
	x := &Index{byLang: map[string]func() *vocabulary{}}
	for _, l := range languages {
		x.byLang[l.code] = sync.OnceValue(func() *vocabulary { return newVocabulary(l, subjects) })
	}
	return x
}

// Find finds the one or two principles that cover a text, best first: the second only if it is close, or if the text has
// its name. It looks in the text's language, which is guessed if it isn't known, and in the others if that has nothing.
func (x *Index) Find(text, lang string) []Scored {
	if x == nil {
		return nil
	}
	own := languageOf(text, lang)
	if found := x.byLang[own.code]().find(own.split(text), text); len(found) > 0 {
		return told(found)
	}
	var best []Scored
	for _, l := range languages {
		if l.code == own.code {
			continue
		}
		words := slices.DeleteFunc(l.split(text), func(w word) bool { return own.grammar(w.key) })
		if found := x.byLang[l.code]().find(words, text); len(found) > 0 && (best == nil || found[0].Score > best[0].Score) {
			best = found
		}
	}
	return told(best)
}

// Knows reports whether a word is one of those of the phrases of a language, in any of its forms.
func (x *Index) Knows(word, lang string) bool {
	own := x.byLang[lang]
	if own == nil {
		return false
	}
	id, near := own().lookUp(word)
	return id >= 0 && !near
}

// beside is how much of the best score the second needs, to be shown next to it.
const beside = 0.8

func told(found []Scored) []Scored {
	for i := 1; i < len(found); i++ {
		if found[i].Named {
			return []Scored{found[0], found[i]}
		}
	}
	if len(found) > 1 && !found[0].Named && found[1].Score >= beside*found[0].Score {
		return found[:2]
	}
	return found[:min(len(found), 1)]
}
