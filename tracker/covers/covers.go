// Package covers finds which principles of a call cover what a text describes: an asset, an act, an incident by its name,
// an instrument.
//
// It is retrieval over a vocabulary, which belongs to the call: phrases, each in a language and of a principle. A phrase is
// met if all its words are, near one another and in any order; words count by their stems, and those of grammar not at all.
// The longest phrases are met first, and a word counts once. A phrase is worth its length, shared among the principles
// that have it. What is found is an inference, so that it comes with the words that it rests on; only the name of a
// principle is none.
package covers

import (
	"cmp"
	"slices"
	"strings"
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
	Met       int      // how many words of the text, but for those of grammar, phrases of the principle have
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

// close is how much of the best score the second needs, to be told beside it.
const close = 0.8

func told(found []Scored) []Scored {
	if len(found) < 2 {
		return found
	}
	if first, second := &found[0], &found[1]; second.Named == first.Named && (first.Named || second.Score >= close*first.Score) {
		return found[:2]
	}
	return found[:1]
}

// A phrase is stems that several principles can have.
type phrase struct {
	stems []int32
	of    []int // principles
	named []int // those that it names
}

// A vocabulary is the phrases of a language.
type vocabulary struct {
	language
	stems    map[string]int32 // by what a word is folded and stemmed to
	words    map[string]int32 // stems of words that were met, by how they are folded
	byLength map[byLength][]string
	phrases  []phrase
	begun    [][]int32 // the phrases that a stem is the rarest of
}

func newVocabulary(l language, subjects []Subject) *vocabulary {
	v := &vocabulary{language: l, stems: map[string]int32{}, words: map[string]int32{}, byLength: map[byLength][]string{}}
	known := map[string]int{}
	var often []int // how many phrases have a stem
	for _, s := range subjects {
		if s.Lang != l.code {
			continue
		}
		var stems []int32
		for _, w := range l.split(s.Text) {
			id, ok := v.words[w.key]
			if !ok {
				id = v.learn(w.key)
			}
			stems = append(stems, id)
		}
		if len(stems) == 0 {
			continue
		}
		key := keyOf(stems)
		at, ok := known[key]
		if !ok {
			at = len(v.phrases)
			known[key] = at
			v.phrases = append(v.phrases, phrase{stems: stems})
			for _, id := range stems {
				often = append(often, make([]int, max(0, int(id)+1-len(often)))...)
				often[id]++
			}
		}
		p := &v.phrases[at]
		if !slices.Contains(p.of, s.Principle) {
			p.of = append(p.of, s.Principle)
		}
		if s.Name && !slices.Contains(p.named, s.Principle) {
			p.named = append(p.named, s.Principle)
		}
	}
	v.begun = make([][]int32, len(often))
	for i, p := range v.phrases {
		rarest := slices.MinFunc(p.stems, func(a, b int32) int { return cmp.Compare(often[a], often[b]) })
		v.begun[rarest] = append(v.begun[rarest], int32(i))
	}
	return v
}

// learn gives a word of the vocabulary its stem.
func (v *vocabulary) learn(word string) int32 {
	stem := v.stem(word)
	id, ok := v.stems[stem]
	if !ok {
		id = int32(len(v.stems))
		v.stems[stem] = id
		at := bucket(stem, len(stem))
		v.byLength[at] = append(v.byLength[at], stem)
	}
	v.words[word] = id
	return id
}

// keyOf is the same for the same stems in any order.
func keyOf(stems []int32) string {
	sorted := slices.Sorted(slices.Values(stems))
	var b strings.Builder
	for _, id := range sorted {
		b.WriteRune(id)
	}
	return b.String()
}

// A match is a phrase that a text has.
type match struct {
	*phrase
	at []int // the words of the text, in their order
}

// slack is how many other words may stand among those of a phrase.
const slack = 2

// find scores every principle of which the words of a text have a phrase, best first.
func (v *vocabulary) find(words []word, text string) []Scored {
	stems, near := make([]int32, len(words)), make([]bool, len(words))
	for i, w := range words {
		stems[i], near[i] = v.lookUp(w.key)
	}
	var all []match
	for i, id := range stems {
		if id < 0 {
			continue
		}
		for _, p := range v.begun[id] {
			if at := meet(&v.phrases[p], stems, i); at != nil {
				all = append(all, match{&v.phrases[p], at})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b match) int {
		return cmp.Or(cmp.Compare(len(b.at), len(a.at)), cmp.Compare(a.spread(), b.spread()), cmp.Compare(len(a.of), len(b.of)))
	})
	taken := make([]bool, len(words))
	scores := map[int]*Scored{}
	rests := map[int][]int{} // for each word, the phrase by which a principle's score rests on it, from 1
	for k, m := range all {
		fresh := 0
		for _, i := range m.at {
			if !taken[i] {
				fresh++
			}
		}
		if fresh == 0 {
			continue
		}
		for _, n := range m.of {
			s := scores[n]
			if s == nil {
				s = &Scored{Principle: n, Lang: v.code}
				scores[n], rests[n] = s, make([]int, len(words))
			}
			s.Score += float64(fresh) / float64(len(m.of))
			s.Met += fresh
			if slices.Contains(m.named, n) {
				s.Named = true
			}
			for _, i := range m.at {
				rests[n][i] = k + 1
				s.Near = s.Near || near[i]
			}
		}
		for _, i := range m.at {
			taken[i] = true
		}
	}
	var found []Scored
	for n, s := range scores {
		s.Words = typed(text, words, rests[n])
		found = append(found, *s)
	}
	slices.SortFunc(found, func(a, b Scored) int {
		return cmp.Or(named(b)-named(a), cmp.Compare(b.Score, a.Score), cmp.Compare(a.Principle, b.Principle))
	})
	return found
}

func named(s Scored) int {
	if s.Named {
		return 1
	}
	return 0
}

// spread is how many words lie between the first and the last of a match.
func (m match) spread() int { return m.at[len(m.at)-1] - m.at[0] }

// meet finds the words of a phrase around a place, where one of them is; nil if it isn't met there.
func meet(p *phrase, stems []int32, place int) []int {
	at := make([]int, 0, len(p.stems))
	reach := len(p.stems) - 1 + slack
	first, last := place, place
	own := false // the word at the place is taken
	for _, id := range p.stems {
		best := -1
		if id == stems[place] && !own {
			best, own = place, true
		}
		for d := 1; d <= reach && best < 0; d++ {
			for _, i := range [2]int{place + d, place - d} {
				if i >= 0 && i < len(stems) && stems[i] == id && !slices.Contains(at, i) {
					best = i
					break
				}
			}
		}
		if best < 0 {
			return nil
		}
		at = append(at, best)
		first, last = min(first, best), max(last, best)
	}
	if last-first > reach {
		return nil
	}
	slices.Sort(at)
	return at
}

// typed are the stretches of a text that some of its words are in. Words of a phrase that stand side by side are one stretch.
func typed(text string, words []word, rests []int) []string {
	var out []string
	for i := 0; i < len(words); i++ {
		if rests[i] == 0 {
			continue
		}
		from := i
		for i+1 < len(words) && rests[i+1] == rests[from] {
			i++
		}
		said := strings.Join(strings.Fields(text[words[from].start:words[i].end]), " ")
		if !slices.Contains(out, said) {
			out = append(out, said)
		}
	}
	return out
}
