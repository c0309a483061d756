package ask

import (
	"slices"
	"strings"
	"unicode"
)

// What takes the place of what is left out of a question: of a name, of a country, and of a word that may be a name.
const (
	AName    = "[name]"
	ACountry = "[country]"
	AWord    = "[word]"
)

// keptBytes is how much of a question's words is kept.
const keptBytes = 180

// Words are the words of a message without names, in small letters, and its language; empty if no word is left. They are what may be
// kept of what somebody asked, so in doubt a word is left out. Kept are words of the lexicon, of the texts of the call and of the
// names of groups, and numbers of up to four digits that stand alone. Left out are
//
//   - what was read as a name or a country, whether it is listed or not, the names that are given, and every word that isn't known;
//   - known words that may be a part of a name: next to one that isn't known; in quotation marks; in an address, or run together with
//     signs; with a capital inside of a sentence, but for groups, abbreviations and whole phrases.
//
// One sort of word that isn't known is kept, without which there would be little to learn: a plural in small letters that stands
// alone behind "how many" or "which", where a name hardly does.
func (r *Reader) Words(message string, names ...string) (words, lang string) {
	q := r.question(message)
	if len(q.tokens) == 0 {
		return "", ""
	}
	q.understand()
	said := slices.Repeat([]string{AWord}, len(q.tokens)) // of each token: itself, or what takes its place
	for i := range q.spans {
		q.unname(i, said)
	}
	q.absorb(said)
	for _, name := range names {
		q.leaveOut(tokenise(name), said)
	}
	said = slices.CompactFunc(said, func(a, b string) bool { return a == b && isStandIn(a) })
	for len(strings.Join(said, " ")) > keptBytes {
		said = said[:len(said)-1]
	}
	if !slices.ContainsFunc(said, func(word string) bool { return !isStandIn(word) }) {
		return "", ""
	}
	return strings.Join(said, " "), q.speaks()
}

func isStandIn(word string) bool { return word[0] == '[' }

var (
	ofData  = patternOf("group day threat text time!name!country")
	country = patternOf("country")
	aName   = patternOf("name publisher")
)

// unname says what is kept of each word of a span, looked at by itself.
func (q *question) unname(i int, said []string) {
	s := q.spans[i]
	ts := q.tokens[s.from:s.to]
	data := ofData.fits(s)
	phrase := len(q.lex.phrases[keyOf(ts)]) > 0 && !s.is(Stranger, "")
	known := data || phrase || !(s.is(Stranger, "") && len(ts) > 1) && !slices.ContainsFunc(ts, func(t token) bool { return !q.vocabulary(t) })
	named := !data && !(phrase && !ts[0].capital()) // in small letters it is the phrase, though somebody may be called so
	for k, t := range ts {
		switch at := s.from + k; {
		case named && country.fits(s):
			said[at] = ACountry
		case named && aName.fits(s):
			said[at] = AName
		case !known && !q.noun(i) || t.quoted || q.signs(t) || !data && !(phrase && len(ts) > 1) && q.proper(at, phrase):
			said[at] = AWord
		case !s.is(Time, "") && strings.ContainsFunc(t.key, unicode.IsDigit) && !q.number(at):
			said[at] = AWord
		case unicode.IsDigit(rune(t.key[0])):
			said[at] = t.text
		default:
			said[at] = t.key
		}
	}
}

// number reports whether a word with digits is a number of up to four that stands alone: of that of a telephone several are side by
// side.
func (q *question) number(at int) bool {
	digits := func(i int) bool { return i >= 0 && i < len(q.tokens) && unicode.IsDigit(rune(q.tokens[i].key[0])) }
	t := q.tokens[at]
	beside := t.brk == 0 && digits(at-1) || digits(at+1) && q.tokens[at+1].brk == 0
	return len(t.key) <= 4 && !beside && !strings.ContainsFunc(t.key, unicode.IsLetter)
}

// leaveOut leaves out a name wherever it stands.
func (q *question) leaveOut(name []token, said []string) {
	for i := 0; len(name) > 0 && i+len(name) <= len(q.tokens); i++ {
		if slices.EqualFunc(name, q.tokens[i:i+len(name)], func(a, b token) bool { return a.key == b.key }) {
			copy(said[i:], slices.Repeat([]string{AName}, len(name)))
		}
	}
}

// vocabulary reports whether a word is in the lexicon, or in the texts of the call, or a number.
func (q *question) vocabulary(t token) bool {
	return len(q.lex.phrases[t.key]) > 0 || q.shelf.words[t.key] || q.call.Knows(t.key, languages[q.lang]) || !strings.ContainsFunc(t.key, unicode.IsLetter)
}

var manyOf = patternOf("ask:count|which")

// noun reports whether a span is one word that stands where a noun of many does: how many outfits have signed?
func (q *question) noun(i int) bool {
	const least, most = 4, 24 // letters
	s := q.spans[i]
	t := q.tokens[s.from]
	return i > 0 && manyOf.fits(q.spans[i-1]) && (i+1 == len(q.spans) || !partOf(q.spans[i+1])) && s.to-s.from == 1 && t.brk == 0 && !t.glued &&
		q.plural(s) && len(t.key) >= least && len(t.key) <= most && !strings.ContainsFunc(t.text, func(r rune) bool { return !unicode.IsLower(r) })
}

var grammar = patternOf("ask pred op prep cmp time number group aside")

// partOf reports whether what is next to an unknown word may belong to a name with it.
func partOf(s *span) bool {
	return !grammar.fits(s) && !slices.ContainsFunc(s.alts, func(a alt) bool { return a.role == Filler && !weak(a) })
}

// absorb leaves out what may belong to a name with a word that was left out before it, or after it.
func (q *question) absorb(said []string) {
	leave := func(i, beside int) {
		s := q.spans[i]
		if said[q.spans[beside].from] != AWord || !q.beside(max(i, beside)) || !partOf(s) {
			return
		}
		for t := s.from; t < s.to; t++ {
			if !isStandIn(said[t]) {
				said[t] = AWord
			}
		}
	}
	for i := 1; i < len(q.spans); i++ {
		leave(i, i-1)
	}
	for i := len(q.spans) - 2; i >= 0; i-- {
		leave(i, i+1)
	}
}

// proper reports whether a word with a capital may be of a name: inside of a sentence, unless it is a phrase that is an abbreviation, or
// that stands alone.
func (q *question) proper(at int, phrase bool) bool {
	opens := func(i int) bool { return i == 0 || strings.IndexByte("?.:(", q.tokens[i].brk) >= 0 }
	if t := q.tokens[at]; !t.capital() || q.shout || phrase && (opens(at) || t.upper()) {
		return false
	}
	for i := max(0, at-2); i < min(at+3, len(q.tokens)); i++ {
		if i != at && q.tokens[i].capital() && !opens(i) {
			return true
		}
	}
	return !phrase
}

// signs reports whether a word is run together with signs that names and sentences don't have: it is of an address.
func (q *question) signs(t token) bool {
	from := strings.LastIndexFunc(q.text[:t.start], unicode.IsSpace) + 1
	to := len(q.text)
	if n := strings.IndexFunc(q.text[t.end:], unicode.IsSpace); n >= 0 {
		to = t.end + n
	}
	around := strings.TrimFunc(q.text[from:to], func(r rune) bool { return !inWord(r) })
	return around != q.text[t.start:t.end] && (strings.ContainsAny(around, `@_#=|<>\.:`) || strings.Contains(around, "//"))
}

// Unread is the one word of what Words kept that isn't known, and the language of whose lexicon it can become a word; empty if there
// is none, or several.
func (r *Reader) Unread(words, lang string) (word, of string) {
	if !slices.Contains(languages, lang) {
		lang = languages[0]
	}
	q := &question{Reader: r, lex: r.lex, lang: int8(slices.Index(languages, lang))}
	for kept := range strings.FieldsSeq(words) {
		ts := tokenise(kept)
		if isStandIn(kept) || len(ts) != 1 || q.vocabulary(ts[0]) {
			continue
		}
		if word != "" {
			return "", ""
		}
		word = ts[0].key
	}
	return word, lang
}

// ClassRow is a row of the lexicon that has a word mean a class. It costs, until somebody is sure of it.
func ClassRow(class, word string) string { return "class " + class + " ~0.4 = " + word }
