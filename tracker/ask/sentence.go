package ask

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"rollcall/tracker/names"
)

// A role is what a word does in a question.
type role string

// A word is one of a sentence.
type word struct {
	text       string
	key        string // folded
	start, end int    // in bytes
	roles      []role
}

// A sentence is a typed line, cut into words that know their roles.
type sentence struct {
	text  string
	words []word
	lang  string
	told  bool // the words tell the language; else it is only supposed
}

// maxWords is how many words of a line are considered. Questions are far shorter.
const maxWords = 120

func newSentence(line string, called callNames) *sentence {
	s := &sentence{text: line}
	for i := 0; i < len(line) && len(s.words) < maxWords; {
		start := i + indexFunc(line[i:], isWord)
		end := start + indexFunc(line[start:], func(r rune) bool { return !isWord(r) })
		if key := names.Key(line[start:end]); key != "" {
			s.words = append(s.words, word{text: line[start:end], key: key, start: start, end: end})
		}
		i = end
	}
	if n := len(s.words); n == maxWords {
		s.text = line[:s.words[n-1].end]
	}
	// The longest phrase at a place says what its words do: in "on the list", the list is none that is asked for.
	for i := 0; i < len(s.words); {
		length, roles := 1, lexicon().inflected(s.words[i])
		for _, p := range called.phrases(s.words[i].key) {
			if n := len(p.keys); n >= length && s.has(i, p.keys) {
				if n > length {
					length, roles = n, nil
				}
				roles = append(roles, p.role)
			}
		}
		for j := i; j < i+length; j++ {
			s.words[j].roles = slices.Clone(roles)
		}
		i += length
	}
	for i := range s.words { // what stands in a name says nothing else
		if s.cuts(i) {
			s.words[i-1].roles, s.words[i].roles = nil, nil
		}
	}
	s.abbreviations()
	s.lang = s.language()
	return s
}

// abbreviations takes the weightless role from words in capitals: EU and US are no French or English words then. In a line
// that is all in capitals they tell nothing.
func (s *sentence) abbreviations() {
	if !strings.ContainsFunc(s.text, unicode.IsLower) {
		return
	}
	for i := range s.words {
		if w := &s.words[i]; proper(w.text) && utf8.RuneCountInString(w.text) <= 3 {
			w.roles = slices.DeleteFunc(w.roles, func(r role) bool { return r == "stop" })
		}
	}
}

// cuts reports whether words parted before one would be parts of a name: D-Link is no Link, and S&P no P.
func (s *sentence) cuts(i int) bool {
	if i <= 0 || i >= len(s.words) {
		return false
	}
	initial := func(w string) bool { // and not of: a-t-il
		return utf8.RuneCountInString(w) == 1 && !slices.Contains([]string{"a", "t", "y"}, w)
	}
	one, two := s.words[i-1], s.words[i]
	switch s.text[one.end:two.start] {
	case "&":
		return true
	case "-", "‑", ".":
		return initial(one.text) || initial(two.text)
	}
	return false
}

func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) || unicode.Is(unicode.Cf, r)
}

// indexFunc is strings.IndexFunc, with the end for none.
func indexFunc(s string, f func(rune) bool) int {
	if i := strings.IndexFunc(s, f); i >= 0 {
		return i
	}
	return len(s)
}

// has tells whether words of these keys stand at i.
func (s *sentence) has(i int, keys []string) bool {
	if i+len(keys) > len(s.words) {
		return false
	}
	for j, k := range keys {
		if s.words[i+j].key != k {
			return false
		}
	}
	return true
}

func (w *word) is(roles ...role) bool {
	return slices.ContainsFunc(roles, func(r role) bool { return slices.Contains(w.roles, r) })
}

// says tells whether any word has one of the roles.
func (s *sentence) says(roles ...role) bool {
	return slices.ContainsFunc(s.words, func(w word) bool { return w.is(roles...) })
}

// between is the text from one word up to another.
func (s *sentence) between(from, to int) string {
	if from >= to {
		return ""
	}
	return s.text[s.words[from].start:s.words[to-1].end]
}

// language is that of most words that only one language has; English if none tells.
func (s *sentence) language() string {
	lex := lexicon()
	french, english := 0, 0
	for _, w := range s.words {
		switch {
		case proper(w.text) && (len(s.words) == 1 || len(w.roles) == 0):
			// UN and EU are abbreviations, not French words.
		case lex.french[w.key] && !lex.english[w.key]:
			french++
		case lex.english[w.key] && !lex.french[w.key]:
			english++
		case strings.ContainsAny(w.text, "àâçéèêëîïôùûüœÀÂÇÉÈÊËÎÏÔÙÛÜŒ") && lex.french[w.key]:
			french++
		}
	}
	s.told = french != english
	if len(s.words) <= 3 && !strings.ContainsFunc(s.text, unicode.IsLower) {
		s.told = false // SAP SE is a name
		return "en"
	}
	if french > english {
		return "fr"
	}
	return "en"
}

// inflects are the roles of verbs, and of nouns that are their forms.
var inflects = map[role]bool{"sign": true, "added": true, "left": true, "removed": true, "report": true, "changes": true,
	"covers": true, "disagree": true, "announced": true, "missing": true, "compare": true, "supporter": true, "launched": true}

//go:embed words.tsv
var wordsTSV string

// inflected is what a word does that is another form of a known one: supported, soutenaient. A word with a capital can be
// a name.
func (l *lexicons) inflected(w word) []role {
	first, _ := utf8.DecodeRuneInString(w.text)
	if len(w.key) < stem || l.phrases[w.key] != nil || unicode.IsUpper(first) {
		return nil
	}
	var roles []role
	for _, p := range l.byStem[w.key[:stem]] {
		if !slices.Contains(roles, p.role) && kin(p.keys[0], w.key) {
			roles = append(roles, p.role)
		}
	}
	return roles
}

type phrase struct {
	keys []string
	role role
}

type lexicons struct {
	phrases         map[string][]phrase // by their first word
	byStem          map[string][]phrase // single words, by their first letters
	english, french map[string]bool     // words
}

var lexicon = sync.OnceValue(func() *lexicons {
	l := &lexicons{map[string][]phrase{}, map[string][]phrase{}, map[string]bool{}, map[string]bool{}}
	for line := range strings.Lines(wordsTSV) {
		fields := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") || len(fields) != 3 {
			continue
		}
		for i, words := range []map[string]bool{l.english, l.french} {
			for _, text := range strings.Split(fields[i+1], "|") {
				var keys []string
				for _, w := range strings.Fields(text) {
					keys = append(keys, names.Key(w))
					words[names.Key(w)] = true
				}
				// A noun only tells the language: names and categories are found elsewhere.
				if len(keys) > 0 && fields[0] != "noun" {
					p := phrase{keys, role(fields[0])}
					l.phrases[keys[0]] = append(l.phrases[keys[0]], p)
					if len(keys) == 1 && len(keys[0]) >= stem && inflects[p.role] {
						l.byStem[keys[0][:stem]] = append(l.byStem[keys[0][:stem]], p)
					}
				}
			}
		}
	}
	return l
})
