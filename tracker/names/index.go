package names

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"
)

// ID says who a name belongs to. It is the caller's own number.
type ID uint64

// Name is one spelling of somebody's name. Several names may share an ID (a name and its aliases), and several IDs may
// share a spelling (homonyms).
type Name struct {
	ID   ID
	Text string
}

// Called are the names of one.
func Called(id ID, texts []string) (all []Name) {
	for _, text := range texts {
		all = append(all, Name{id, text})
	}
	return all
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
	names    []Name // by length, so that the first names found by their words are the shortest
	forms    []form // in the order of their text
	near     near   // forms by their thirds, without acronyms
	words    []string
	wordsOf  [][]uint32 // the words of each name, by their numbers in the order of the words
	holders  [][]uint32 // the names that have each word
	nearWord near       // words by their thirds
}

// A form is a key under which a name is found.
type form struct {
	text string
	name uint32
	kind formKind
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
	const usual = 3 // forms of a name
	x.forms = make([]form, 0, usual*len(all))
	x.wordsOf = make([][]uint32, len(all))
	vocabulary := map[string]uint32{}
	for i, name := range x.names {
		ws := words(name.Text)
		x.addForms(name.Text, ws, uint32(i))
		x.wordsOf[i] = make([]uint32, len(ws))
		for j, w := range ws {
			number, ok := vocabulary[w]
			if !ok {
				number = uint32(len(vocabulary))
				vocabulary[strings.Clone(w)] = number
			}
			x.wordsOf[i][j] = number
		}
	}
	// The two halves share nothing, and each takes as long as the other.
	var halves sync.WaitGroup
	halves.Go(x.sortForms)
	halves.Go(func() { x.sortWords(vocabulary) })
	halves.Wait()
	return x
}

func (x *Index) addForms(text string, ws []string, name uint32) {
	add := func(key string, kind formKind) {
		if key != "" {
			x.forms = append(x.forms, form{key, name, kind})
		}
	}
	key := strings.Join(ws, "")
	add(key, whole)
	rest, acronym, ok := givenAcronym(text)
	if ok {
		add(Key(acronym), given)
		ws = words(rest)
	}
	ws = bare(ws)
	if short := strings.Join(ws, ""); short != key {
		add(short, stripped)
	}
	add(initials(ws), derived)
}

func (x *Index) sortForms() {
	slices.SortFunc(x.forms, func(a, b form) int {
		return cmp.Or(strings.Compare(a.text, b.text), cmp.Compare(a.name, b.name))
	})
	x.forms = slices.Clip(x.forms)
	x.near = nearTo(len(x.forms), func(i int) string {
		if f := x.forms[i]; f.kind == whole || f.kind == stripped {
			return f.text
		}
		return ""
	})
}

// sortWords numbers the words in their order and lists the names that have each.
func (x *Index) sortWords(vocabulary map[string]uint32) {
	x.words = slices.Sorted(maps.Keys(vocabulary))
	inOrder := make([]uint32, len(x.words))
	for i, w := range x.words {
		inOrder[vocabulary[w]] = uint32(i)
	}
	x.nearWord = nearTo(len(x.words), func(i int) string { return x.words[i] })
	x.holders = make([][]uint32, len(x.words))
	for i, ws := range x.wordsOf {
		for j, w := range ws {
			ws[j] = inOrder[w]
			x.holders[ws[j]] = append(x.holders[ws[j]], uint32(i))
		}
	}
}

func appendRunes(runes []rune, s string) []rune {
	for _, r := range s {
		runes = append(runes, r)
	}
	return runes
}
