package ask

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
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
//   - known words that may be a part of a name: beside one that isn't known; in quotation marks; in an address, or run together with
//     signs; with a capital inside of a sentence, but for groups, abbreviations, whole phrases, and one that stands alone.
//
// One sort of word that isn't known is kept, without which there would be little to learn: a plural in small letters that stands
// alone behind "how many" or "which", where a name hardly does.
func (r *Reader) Words(message string, names ...string) (words, lang string) {
	q := r.question(message)
	if len(q.tokens) == 0 {
		return "", ""
	}
	if q.mean(); q.language() {
		q.mean()
	}
	said := slices.Repeat([]string{AWord}, len(q.tokens)) // of each token: itself, or what takes its place
	for i := range q.spans {
		q.unname(i, said)
	}
	q.absorb(said)
	for _, name := range names {
		q.leaveOut(tokenise(name), said)
	}
	var b strings.Builder
	known := false
	for i, word := range said {
		if i > 0 && word == said[i-1] && isStandIn(word) {
			continue
		}
		if b.Len()+len(word) >= keptBytes {
			break
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(word)
		known = known || !isStandIn(word)
	}
	if !known {
		return "", ""
	}
	return b.String(), q.speaks()
}

func isStandIn(word string) bool { return word[0] == '[' }

// unname says what is kept of each word of a span, looked at by itself.
func (q *question) unname(i int, said []string) {
	s := &q.spans[i]
	ts := q.tokens[s.from:s.to]
	phrase := len(q.lex.phrases[keyOf(ts)]) > 0 && !s.is(Stranger, "")
	ofData := s.is(Group, "") || s.is(Day, "") || s.is(Threat, "") || s.is(Text, "") || s.is(Time, "") && !s.is(Name, "") && !s.is(Country, "")
	known := ofData || phrase || !(s.is(Stranger, "") && len(ts) > 1) && !slices.ContainsFunc(ts, func(t token) bool { return !q.vocabulary(t) })
	word := phrase && !ts[0].capital() // in small letters, though somebody may be called so
	for k, t := range ts {
		switch at := s.from + k; {
		case s.is(Country, "") && !ofData && !word:
			said[at] = ACountry
		case (s.is(Name, "") || s.is(Publisher, "")) && !ofData && !word:
			said[at] = AName
		case !known && !q.noun(i) || t.quoted || q.signs(t) || t.capital() && !ofData && !(phrase && len(ts) > 1) && q.proper(at, phrase):
			said[at] = AWord
		case strings.ContainsFunc(t.key, unicode.IsDigit):
			if said[at] = t.text; !s.is(Time, "") && (len(t.key) > 4 || strings.ContainsFunc(t.key, unicode.IsLetter) || q.figure(at-1, at) || q.figure(at+1, at+1)) {
				said[at] = AWord
			}
		default:
			said[at] = t.key
		}
	}
}

// figure reports whether a token begins with a digit, and nothing parts the one at another place from what is before it: of the number of
// a telephone there are several side by side.
func (q *question) figure(i, parted int) bool {
	return i >= 0 && i < len(q.tokens) && q.tokens[parted].brk == 0 && q.tokens[i].key[0] >= '0' && q.tokens[i].key[0] <= '9'
}

// leaveOut leaves out a name wherever it stands.
func (q *question) leaveOut(name []token, said []string) {
	for i := 0; len(name) > 0 && i+len(name) <= len(q.tokens); i++ {
		if slices.EqualFunc(name, q.tokens[i:i+len(name)], func(a, b token) bool { return a.key == b.key }) {
			for k := range name {
				said[i+k] = AName
			}
		}
	}
}

// vocabulary reports whether a word is in the lexicon, or in the texts of the call, or a number.
func (q *question) vocabulary(t token) bool {
	return len(q.lex.phrases[t.key]) > 0 || q.shelf.words[t.key] || q.call.Knows(t.key, languages[q.lang]) || !strings.ContainsFunc(t.key, unicode.IsLetter)
}

// noun reports whether a span is one word that stands where a noun of many does: how many outfits have signed?
func (q *question) noun(i int) bool {
	const least, most = 4, 24 // letters
	s := &q.spans[i]
	t := q.tokens[s.from]
	if i == 0 || s.to-s.from > 1 || t.brk != 0 || t.glued || strings.ContainsFunc(t.text, func(r rune) bool { return !unicode.IsLower(r) }) ||
		len(t.key) < least || len(t.key) > most || !strings.HasSuffix(t.key, "s") && !strings.HasSuffix(t.key, "x") {
		return false
	}
	before := &q.spans[i-1]
	return (before.is(Ask, "count") || before.is(Ask, "which")) && (i+1 == len(q.spans) || !q.partOf(&q.spans[i+1]))
}

// partOf reports whether what stands beside a word that isn't known may belong to a name with it.
func (q *question) partOf(s *span) bool {
	return !slices.ContainsFunc(s.alts, func(a alt) bool {
		return a.role == Ask || a.role == Pred || a.role == Op || a.role == Prep || a.role == Cmp || a.role == Time || a.role == Number || a.role == Group || a.role == Aside || a.role == Filler && !weak(a)
	})
}

// absorb leaves out what may belong to a name with a word that was left out beside it.
func (q *question) absorb(said []string) {
	beside := func(s, o *span) bool { return said[o.from] == AWord && said[s.from] != AWord && q.partOf(s) }
	leave := func(s *span) {
		for t := s.from; t < s.to; t++ {
			if !isStandIn(said[t]) {
				said[t] = AWord
			}
		}
	}
	for i := 1; i < len(q.spans); i++ {
		if q.beside(i) && beside(&q.spans[i], &q.spans[i-1]) {
			leave(&q.spans[i])
		}
	}
	for i := len(q.spans) - 1; i > 0; i-- {
		if q.beside(i) && beside(&q.spans[i-1], &q.spans[i]) {
			leave(&q.spans[i-1])
		}
	}
}

// proper reports whether a word with a capital may be a name, or a part of one.
func (q *question) proper(at int, phrase bool) bool {
	opens := func(i int) bool { return i == 0 || strings.IndexByte("?.:(", q.tokens[i].brk) >= 0 }
	if q.shout || opens(at) && phrase {
		return false
	}
	if q.tokens[at].upper() && phrase {
		return false
	}
	const little = 3 // letters of a word that stands inside of names
	near := func(step int) bool {
		for i := at + step; i >= 0 && i < len(q.tokens); i += step {
			if t := q.tokens[i]; t.capital() {
				return !opens(i)
			} else if len(t.key) > little || t.brk != 0 {
				return false
			}
		}
		return false
	}
	return !phrase || near(1) || near(-1)
}

// signs reports whether a word is run together with signs that names and sentences don't have: it is of an address.
func (q *question) signs(t token) bool {
	const far = 100 // bytes
	from := strings.LastIndexFunc(q.text[max(0, t.start-far):t.start], unicode.IsSpace) + 1 + max(0, t.start-far)
	to := t.end
	for to < min(len(q.text), t.end+far) {
		r, n := utf8.DecodeRuneInString(q.text[to:])
		if unicode.IsSpace(r) {
			break
		}
		to += n
	}
	around := strings.TrimFunc(q.text[from:to], func(r rune) bool { return !inWord(r) })
	if around == q.text[t.start:t.end] {
		return false
	}
	for _, sign := range []string{"@", "_", "#", "=", "|", "<", ">", "\\", "//", ".", ":"} {
		if strings.Contains(around, sign) {
			return true
		}
	}
	return false
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
