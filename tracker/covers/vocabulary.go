package covers

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A phrase is stems that several principles can have.
type phrase struct {
	stems []int32
	of    []int // principles
	named []int // those that it names
	glued bool  // hyphens join its words, so that their order matters: contre-attaque isn't an attaque contre
}

// A vocabulary is the phrases of a language.
type vocabulary struct {
	language
	stems    map[string]int32 // by what a word is folded and stemmed to
	words    map[string]int32 // stems of words that were met, by how they are folded
	byLength map[byLength][]string
	phrases  []phrase
	begun    [][]int32  // the phrases that a stem is the rarest of
	says     []evidence // what a stem says by itself
}

// evidence is how much a single word points to principles.
type evidence struct {
	of     map[int]float64 // each principle's share of the phrases that have it
	weight float64         // from 0, for a word of phrases of all principles, to nearly 1, for one of many phrases of one
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
		key := fmt.Sprint(slices.Sorted(slices.Values(stems))) // in any order
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
		p.glued = (p.glued || !ok) && strings.Contains(s.Text, "-") && !strings.Contains(s.Text, " ")
		if !slices.Contains(p.of, s.Principle) {
			p.of = append(p.of, s.Principle)
		}
		if s.Name && !slices.Contains(p.named, s.Principle) {
			p.named = append(p.named, s.Principle)
		}
	}
	v.begun, v.says = make([][]int32, len(often)), make([]evidence, len(often))
	for i, p := range v.phrases {
		for _, id := range p.stems {
			if v.says[id].of == nil {
				v.says[id].of = map[int]float64{}
			}
			for _, n := range p.of {
				v.says[id].of[n]++
			}
		}
		rarest := slices.MinFunc(p.stems, func(a, b int32) int { return cmp.Compare(often[a], often[b]) })
		v.begun[rarest] = append(v.begun[rarest], int32(i))
	}
	for i := range v.says {
		v.says[i].weigh()
	}
	return v
}

// few is how many phrases a word needs to say half of what it could.
const few = 2

// weigh turns how many phrases of each principle have a word into shares.
func (e *evidence) weigh() {
	all := 0.0
	for _, n := range e.of {
		all += n
	}
	for p, n := range e.of {
		e.of[p] = n / all
		e.weight += e.of[p] * e.of[p]
	}
	e.weight *= all / (all + few)
}

// learn gives a word of the vocabulary its stem.
func (v *vocabulary) learn(word string) int32 {
	stem := v.stemOf(word)
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
