package names

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"sync"
)

// ID says whom a name belongs to. It is the caller's own number.
type ID uint64

// Name is one spelling of somebody's name. Several names may share an ID (a name and its aliases), and several IDs may
// share a spelling (homonyms).
type Name struct {
	ID   ID
	Text string
}

// How says how a name matched a query.
type How uint8

// From the surest to the least sure.
const (
	Exact     How = iota // the same Key
	Suffix               // the same but for a legal form (GmbH, Inc.), an article or an acronym in brackets
	Acronym              // the query is an acronym that the name gives in brackets, or its initials
	Reordered            // the same words in another order
	Prefix               // the name begins with the query
	Partial              // the name has all the words of the query
	Typo                 // one or two edits apart: a letter added, lost or changed, or two neighbours swapped
)

// String returns the name of the constant in lower case.
func (h How) String() string {
	return [...]string{"exact", "suffix", "acronym", "reordered", "prefix", "partial", "typo"}[h]
}

// Match is somebody who may be meant.
type Match struct {
	ID    ID
	Name  string  // the spelling that matched best
	How   How     // how it matched
	Score float64 // 0 to 1, for ranking within one answer; it is no probability

	edits  int  // for Typo
	strong bool // enough to be sure of, if nothing else is meant
}

// Index finds names. It never changes after New, so any number of goroutines may use it at once.
type Index struct {
	names []Name // by length, so that the first names found by their words are the shortest

	// Forms are the keys under which names are found, in the order of their text.
	text   string   // the text of all forms
	end    []uint32 // where form i ends in text
	nameOf []uint32 // the name that has form i
	kind   []formKind
	near   near // forms by their thirds, acronyms aside

	// Words of names. Word numbers are in the order of the words.
	words    []string
	wordsEnd []uint32 // where the words of name i end in wordsOf
	wordsOf  []uint32
	holdEnd  []uint32 // where the names that have word i end in holders
	holders  []uint32
	nearWord near // words by their thirds
}

type formKind uint8

const (
	whole    formKind = iota // the Key itself
	stripped                 // without articles, legal form and bracketed acronym
	given                    // an acronym that the name gives
	derived                  // the initials of the name
)

// maxQuery is how many letters and digits of a query are considered. Names are far shorter.
const maxQuery = 200

// New makes an index of names. It keeps the texts but not the slice.
func New(all []Name) *Index {
	x := &Index{names: slices.Clone(all)}
	slices.SortFunc(x.names, func(a, b Name) int {
		return cmp.Or(cmp.Compare(len(a.Text), len(b.Text)), cmp.Compare(a.ID, b.ID), strings.Compare(a.Text, b.Text))
	})
	const usualForms, usualWords, usualBytes = 3, 5, 64
	n := len(all)
	forms := formList{text: make([]byte, 0, n*usualBytes), forms: make([]protoForm, 0, n*usualForms)}
	x.wordsEnd, x.wordsOf = make([]uint32, 0, n), make([]uint32, 0, n*usualWords)
	vocabulary := make(map[string]uint32)
	for i, name := range x.names {
		ws := words(name.Text)
		forms.addName(name.Text, ws, uint32(i))
		for _, w := range ws {
			number, ok := vocabulary[w]
			if !ok {
				number = uint32(len(vocabulary))
				vocabulary[strings.Clone(w)] = number
			}
			x.wordsOf = append(x.wordsOf, number)
		}
		x.wordsEnd = append(x.wordsEnd, uint32(len(x.wordsOf)))
	}
	x.wordsOf = slices.Clip(x.wordsOf)
	// The two halves share nothing, and each takes as long as the other.
	var halves sync.WaitGroup
	halves.Go(func() { x.setForms(&forms) })
	halves.Go(func() { x.setWords(vocabulary) })
	halves.Wait()
	return x
}

// formList collects forms while an index is made.
type formList struct {
	text  []byte
	forms []protoForm
}

type protoForm struct {
	head       uint64 // the first eight bytes, to compare by
	start, end uint32
	name       uint32
	kind       formKind
}

func (l *formList) addName(text string, ws []string, name uint32) {
	key := strings.Join(ws, "")
	l.add(key, name, whole)
	rest, acronym, ok := givenAcronym(text)
	if ok {
		l.add(Key(acronym), name, given)
		ws = words(rest)
	}
	ws = bare(ws)
	if short := strings.Join(ws, ""); short != key {
		l.add(short, name, stripped)
	}
	if short := initials(ws); short != "" {
		l.add(short, name, derived)
	}
}

func (l *formList) add(key string, name uint32, kind formKind) {
	if key == "" {
		return
	}
	var head uint64
	for i := range 8 {
		head <<= 8
		if i < len(key) {
			head |= uint64(key[i])
		}
	}
	start := uint32(len(l.text))
	l.text = append(l.text, key...)
	l.forms = append(l.forms, protoForm{head, start, uint32(len(l.text)), name, kind})
}

// setForms sorts the forms and lays them out.
func (x *Index) setForms(l *formList) {
	slices.SortFunc(l.forms, func(a, b protoForm) int {
		if c := cmp.Compare(a.head, b.head); c != 0 {
			return c
		}
		return cmp.Or(bytes.Compare(l.text[a.start:a.end], l.text[b.start:b.end]), cmp.Compare(a.name, b.name))
	})
	var text strings.Builder
	text.Grow(len(l.text))
	n := len(l.forms)
	x.end, x.nameOf = make([]uint32, n), make([]uint32, n)
	x.kind = make([]formKind, n)
	x.near.grow(n)
	var runes []rune
	for i, f := range l.forms {
		form := string(l.text[f.start:f.end])
		text.WriteString(form)
		x.end[i], x.nameOf[i], x.kind[i] = uint32(text.Len()), f.name, f.kind
		if f.kind == whole || f.kind == stripped {
			runes = appendRunes(runes[:0], form)
			x.near.add(runes)
		} else {
			x.near.skip()
		}
	}
	x.text = text.String()
	x.near.sort()
}

// setWords numbers the words in their order and lists the names that have each.
func (x *Index) setWords(vocabulary map[string]uint32) {
	x.words = make([]string, 0, len(vocabulary))
	for w := range vocabulary {
		x.words = append(x.words, w)
	}
	slices.Sort(x.words)
	inOrder := make([]uint32, len(vocabulary))
	x.nearWord.grow(len(x.words))
	var runes []rune
	for i, w := range x.words {
		inOrder[vocabulary[w]] = uint32(i)
		runes = appendRunes(runes[:0], w)
		x.nearWord.add(runes)
	}
	x.nearWord.sort()

	x.holdEnd = make([]uint32, len(x.words)+1)
	for i, w := range x.wordsOf {
		x.wordsOf[i] = inOrder[w]
		x.holdEnd[inOrder[w]+1]++
	}
	for i := range x.words {
		x.holdEnd[i+1] += x.holdEnd[i]
	}
	x.holders = make([]uint32, len(x.wordsOf))
	next := slices.Clone(x.holdEnd)
	for i := range x.names {
		for _, w := range x.nameWords(uint32(i)) {
			x.holders[next[w]] = uint32(i)
			next[w]++
		}
	}
}

func (x *Index) form(i uint32) string {
	return x.text[span(x.end, i):x.end[i]]
}

func (x *Index) nameWords(name uint32) []uint32 {
	return x.wordsOf[span(x.wordsEnd, name):x.wordsEnd[name]]
}

// span returns where entry i starts, given where all entries end.
func span(ends []uint32, i uint32) uint32 {
	if i == 0 {
		return 0
	}
	return ends[i-1]
}

func (x *Index) namesWith(word uint32) []uint32 {
	return x.holders[x.holdEnd[word]:x.holdEnd[word+1]]
}

func appendRunes(runes []rune, s string) []rune {
	for _, r := range s {
		runes = append(runes, r)
	}
	return runes
}
