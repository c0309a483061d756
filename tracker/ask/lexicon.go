package ask

import (
	"embed"
	"fmt"
	"maps"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// A Role is what a phrase does in a question.
type Role uint8

// The roles. The lexicon names them in lower case.
const (
	Filler    Role = iota + 1 // means nothing here
	Aside                     // the clause introduces, thanks, or says who asks
	Ask                       // a cue: count, who, which, when, is …
	Class                     // a category, kind:K, or supporter
	Term                      // a term of a filter as it stands
	Pred                      // a predicate: sign, join, absent, leave …
	Op                        // an operator: not, except, or, only, most, vs …
	Prep                      // what binds a place or a time
	Cmp                       // compares with the number that follows
	Field                     // a field of a supporter
	Dim                       // what is counted by
	Number                    // a number in words
	Month                     // a month by its number
	Day                       // today, or an event of the call
	Group                     // another name of a group
	Publisher                 // another name of a publisher
	Text                      // a subject of a text
	Topic                     // words for a topic of the call
	Off                       // what the call's data doesn't know
	Stranger                  // a name that isn't known, or that isn't what its words say
	Epithet                   // a word that names begin with: lately, or, where it has a capital in a sentence, capital
	Spelling                  // how a word, or several, is written in a hurry: ki is qui
	Mark                      // a mark as it is spoken into a phone: comma
	Country                   // what a country is called that is a word, too
	// Found in the question itself, not in the lexicon:
	Name   // a supporter
	Time   // a period
	Threat // a keyword of a principle
)

var roles = map[string]Role{"filler": Filler, "aside": Aside, "ask": Ask, "class": Class, "term": Term, "pred": Pred, "op": Op,
	"prep": Prep, "cmp": Cmp, "field": Field, "dim": Dim, "number": Number, "month": Month, "day": Day, "group": Group,
	"publisher": Publisher, "text": Text, "topic": Topic, "off": Off, "name": Name, "country": Country, "stranger": Stranger, "epithet": Epithet, "spelling": Spelling, "mark": Mark, "time": Time,
	"threat": Threat}

// An alt is one thing that a span can mean.
type alt struct {
	role  Role
	value string
	cost  float64
	lang  spoken
}

var languages = []string{"en", "fr", "es"}

// spoken has a bit for each of the languages in which something is said.
type spoken uint8

const anyLang spoken = 1<<3 - 1

// in reports whether something is said in a language.
func (l spoken) in(lang int8) bool { return l>>lang&1 == 1 }

// only is the one language in which something is said.
func (l spoken) only() (lang int8, ok bool) {
	return int8(bits.TrailingZeros8(uint8(l))), bits.OnesCount8(uint8(l)) == 1
}

// A lexicon is what phrases mean, by their words joined with spaces.
type lexicon struct {
	phrases  map[string][]alt
	begins   map[string]int // the most words of a phrase that begins with a word
	words    map[byteLen][]string
	epithets map[string]string     // what names begin with, and when they do
	spelt    [3]map[string][]token // words written in a hurry, as they should be, by language
	short    map[string]bool       // those of them that a full stop ends, which ends no sentence
	folded   map[string]string     // the keys of words, while it is read
	marks    map[string]byte       // what parts clauses, by the words in which it is dictated
	rows     []row
	macros   map[string][]atom // that rows name in capitals
	times    map[string]string // what a time is in a line, by a slot, or by a slot and what binds it
	weights  map[string]float64
}

// byteLen groups single words for finding misspelt ones.
type byteLen struct {
	first byte
	size  int
}

//go:embed lexicon
var files embed.FS

// load is the lexicon, read once.
var load = sync.OnceValues(readLexicon)

func readLexicon() (*lexicon, error) {
	x := &lexicon{phrases: make(map[string][]alt, 1<<16), begins: map[string]int{}, words: map[byteLen][]string{}, epithets: map[string]string{}, short: map[string]bool{}, marks: map[string]byte{}, folded: map[string]string{}, macros: map[string][]atom{}, times: map[string]string{}, weights: map[string]float64{}}
	for i := range x.spelt {
		x.spelt[i] = map[string][]token{}
	}
	for i, lang := range languages {
		if err := eachLine(lang+".txt", func(head, rest string) error { return x.add(int8(i), head, rest) }); err != nil {
			return nil, err
		}
	}
	if err := eachLine("weights.txt", func(name, value string) (err error) {
		x.weights[name], err = strconv.ParseFloat(value, 64)
		return err
	}); err != nil {
		return nil, err
	}
	err := eachLine("rows.txt", func(template, rest string) (err error) {
		if name, ok := strings.CutPrefix(template, "macro "); ok {
			x.macros[name], err = x.parseAtoms(rest)
			return err
		}
		if slot, ok := strings.CutPrefix(template, "time "); ok {
			slot, preps, _ := strings.Cut(slot, " ")
			for prep := range strings.SplitSeq(preps, "|") {
				x.times[strings.TrimSpace(slot+" "+prep)] = rest
			}
			return nil
		}
		r, err := x.parseRow(template, rest)
		x.rows = append(x.rows, r)
		return err
	})
	return x, err
}

// eachLine calls do with the two sides of the " = " of each line of a file of the lexicon. Its error names the line.
func eachLine(name string, do func(head, rest string) error) error {
	data, err := files.ReadFile("lexicon/" + name)
	if err != nil {
		return err
	}
	for i, line := range strings.Split(string(data), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		head, rest, ok := strings.Cut(line, " = ")
		if !ok {
			return fmt.Errorf("lexicon/%s:%d: no \" = \"", name, i+1)
		}
		if err := do(strings.TrimSpace(head), strings.TrimSpace(rest)); err != nil {
			return fmt.Errorf("lexicon/%s:%d: %w", name, i+1, err)
		}
	}
	return nil
}

// add reads a line such as "class company = company | companies | firm".
func (x *lexicon) add(lang int8, head, rest string) error {
	name, value, _ := strings.Cut(head, " ")
	value, price, priced := strings.Cut(" "+value, " ~")
	value = strings.TrimSpace(value)
	cost := 0.0
	if priced {
		var err error
		if cost, err = strconv.ParseFloat(price, 64); err != nil {
			return err
		}
	}
	role, ok := roles[name]
	if !ok || role >= Name {
		return fmt.Errorf("no role %q", name)
	}
	for _, phrase := range phrases(rest) {
		if role == Epithet {
			x.epithets[keyOf(tokenise(phrase))] = value
			continue
		}
		if role == Spelling {
			key := keyOf(tokenise(phrase))
			x.spelt[lang][key], x.short[key] = tokenise(value), strings.Contains(phrase, ".")
			continue
		}
		if role == Mark {
			x.marks[keyOf(tokenise(phrase))] = value[0]
			continue
		}
		x.phrase(phrase, alt{role, value, cost, 1 << lang})
	}
	return nil
}

// phrases are those of one line. What stands before a × begins what stands after it, before | for × the meeting | the visit; what stands
// before a + is a stem, and after it stand its endings: verif | specif + y | ied | ying.
func phrases(rest string) (all []string) {
	between := " "
	first, last, crossed := strings.Cut(rest, "×")
	if stem, endings, ended := strings.Cut(rest, "+"); ended && !strings.Contains(stem, "×") {
		first, last, between = stem, endings, ""
	} else if !crossed {
		return strings.Split(rest, "|")
	}
	ends := phrases(last)
	for begin := range strings.SplitSeq(first, "|") {
		for _, end := range ends {
			all = append(all, strings.TrimSpace(begin)+between+strings.TrimSpace(end))
		}
	}
	return all
}

func (x *lexicon) phrase(phrase string, a alt) {
	key := x.key(phrase)
	if key == "" {
		return
	}
	for i, old := range x.phrases[key] {
		if old.role == a.role && old.value == a.value {
			x.phrases[key][i].lang |= a.lang
			return
		}
	}
	x.phrases[key] = append(x.phrases[key], a)
	first, _, several := strings.Cut(key, " ")
	x.begins[first] = max(x.begins[first], strings.Count(key, " ")+1)
	if !several && len(key) >= 5 && !weak(a) { // a name may be a letter away from a word that means little
		at := byteLen{key[0], len(key)}
		if !slices.Contains(x.words[at], key) {
			x.words[at] = append(x.words[at], key)
		}
	}
}

// key is the key of a phrase. Most are small letters and spaces, which are their own key; of the others each word is folded once.
func (x *lexicon) key(phrase string) string {
	phrase = strings.TrimSpace(phrase)
	if !strings.ContainsFunc(phrase, func(r rune) bool { return r != ' ' && (r < 'a' || r > 'z') }) {
		return phrase
	}
	words := strings.Fields(phrase)
	for i, w := range words {
		if _, known := x.folded[w]; !known {
			x.folded[w] = keyOf(tokenise(w))
		}
		words[i] = x.folded[w]
	}
	return strings.TrimSpace(strings.Join(words, " "))
}

// means reports whether a phrase can mean something.
func (x *lexicon) means(key string, role Role, value string) bool {
	return slices.ContainsFunc(x.phrases[key], func(a alt) bool { return a.role == role && a.value == value })
}

// spell writes out the words of a text that are written in a hurry in a language. A word in capitals is a name's, and one that an
// apostrophe follows is whole.
func (x *lexicon) spell(text string, ts []token, lang int8) []token {
	var out []token
	for i, t := range ts {
		if i > 0 && t.brk == '.' && x.short[ts[i-1].key] {
			t.brk = 0 // excl. France
		}
		words := x.spelt[lang][t.key]
		if whole := strings.HasPrefix(text[t.end:], "'") || strings.HasPrefix(text[t.end:], "’"); len(words) == 0 || whole || t.glued || t.upper() && len(t.key) > 1 || t.capital() && i > 0 && t.brk == 0 && len(t.key) < 6 {
			out = append(out, t)
			continue
		}
		for _, w := range words {
			w.text, w.start, w.end, w.quoted = w.key, t.start, t.end, t.quoted
			out = append(out, w)
		}
		out[len(out)-len(words)].brk = t.brk
	}
	return out
}

// punctuate puts marks in the place of the words in which they are dictated: Peru comma Uruguay question mark.
func (x *lexicon) punctuate(ts []token) []token {
	out := ts[:0]
	var brk byte
	for i := 0; i < len(ts); i++ {
		n := min(longestMark, len(ts)-i)
		for n > 0 && x.marks[keyOf(ts[i:i+n])] == 0 {
			n--
		}
		if n > 0 {
			brk = stronger(brk, x.marks[keyOf(ts[i:i+n])])
			i += n - 1
			continue
		}
		t := ts[i]
		t.brk, brk = stronger(t.brk, brk), 0
		out = append(out, t)
	}
	return out
}

// longestMark is how many words name a mark, at most.
const longestMark = 3

// can reports whether a phrase can mean what a pattern says.
func (x *lexicon) can(key string, p pattern) bool {
	return p.fits(&span{alts: x.phrases[key]})
}

func keyOf(ts []token) string {
	if len(ts) == 1 {
		return ts[0].key
	}
	var b strings.Builder
	for i, t := range ts {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.key)
	}
	return b.String()
}

// Weights are what a reading costs, by the names of lexicon/weights.txt.
func (r *Reader) Weights() map[string]float64 { return maps.Clone(r.lex.weights) }

// With returns a Reader with other weights: those are fitted to graded questions, and then written into the file.
func (r *Reader) With(weights map[string]float64) *Reader {
	lex, other := *r.lex, *r
	lex.weights, other.lex = weights, &lex
	return &other
}
