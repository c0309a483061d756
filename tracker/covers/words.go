package covers

import (
	"regexp"
	"strings"

	"github.com/kljensen/snowball/english"
	"github.com/kljensen/snowball/french"
	"github.com/kljensen/snowball/spanish"

	"rollcall/tracker/names"
)

// A language is how words are brought to their stems, and which are of grammar alone.
type language struct {
	code    string
	stem    func(word string) string
	grammar func(word string) bool
}

var languages = []language{ // in Spanish, estado is also the word for a state
	{"en", func(w string) string { return english.Stem(w, true) }, english.IsStopWord},
	{"fr", func(w string) string { return french.Stem(w, true) }, french.IsStopWord},
	{"es", func(w string) string { return spanish.Stem(w, true) }, func(w string) bool { return spanish.IsStopWord(w) && !strings.HasPrefix(w, "estado") }},
}

// languageOf is the language with a code, or else that which has the most words of a text as words of its grammar.
func languageOf(text, code string) language {
	best, most := languages[0], 0
	for _, l := range languages {
		if l.code == code {
			return l
		}
		if n := l.grammarIn(text); n > most {
			best, most = l, n
		}
	}
	return best
}

func (l language) grammarIn(text string) (n int) {
	for _, w := range words.FindAllString(strings.ToLower(text), -1) {
		if l.grammar(w) {
			n++
		}
	}
	return n
}

// A word of a text.
type word struct {
	key        string // folded: many write without accents
	start, end int    // bytes
}

// single vowels are grammar words in all languages.
var vowels = map[string]bool{"a": true, "e": true, "i": true, "o": true, "u": true, "y": true}

// most is how many words of a text are read.
const most = 200

// words finds those of a text.
var words = regexp.MustCompile(`[\p{L}\p{Nd}\p{M}]+`)

// split finds the words of a text, without grammar words.
func (l language) split(text string) (out []word) {
	for _, at := range words.FindAllStringIndex(text, -1) {
		said := text[at[0]:at[1]]
		if key := names.Key(said); key != "" && !vowels[key] && !l.grammar(key) && !l.grammar(strings.ToLower(said)) && len(out) < most {
			out = append(out, word{key, at[0], at[1]})
		}
	}
	return out
}

// Words that aren't in the vocabulary are near one that is if they share so many letters, and one has at most so many more,
// which are an ending that the stemmer doesn't know.
const (
	shared = 5
	ending = 3
	long   = 6  // letters of a word in which one can be wrong
	no     = 40 // bytes that no word of the vocabulary has
)

// byLength groups stems by their first letter and their length.
type byLength struct {
	first byte
	size  int
}

func bucket(stem string, size int) byLength { return byLength{stem[0], size} }

// cutOff is how many letters a stem can lack at most: else international would be an intern.
const cutOff = 6

func (l language) stemOf(word string) string {
	if stem := l.stem(word); len(word)-len(stem) <= cutOff {
		return stem
	}
	return word
}

// lookUp is the stem of a word of a text, which can be only near; negative if the vocabulary has none like it.
func (v *vocabulary) lookUp(key string) (id int32, near bool) {
	if id, ok := v.words[key]; ok {
		return id, false
	}
	if len(key) >= no {
		return -1, false
	}
	stem := v.stemOf(key)
	if id, ok := v.stems[stem]; ok {
		return id, false
	}
	for n := len(stem) - 1; n >= max(shared, len(stem)-ending); n-- {
		if id, ok := v.stems[stem[:n]]; ok {
			return id, true
		}
	}
	if len(stem) >= long {
		for _, d := range [...]int{0, 1, -1} {
			for _, known := range v.byLength[bucket(stem, len(stem)+d)] {
				if names.Edits(stem, known, 1) == 1 {
					return v.stems[known], true
				}
			}
		}
	}
	return -1, false
}
