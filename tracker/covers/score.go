package covers

import (
	"cmp"
	"slices"
	"strings"
)

// What words are worth.
const (
	least  = 0.4 // a word of a phrase that is met, if all principles use the word
	hint   = 0.6 // a word of a phrase that isn't, if only one does
	tells  = 0.3 // the part of one, from which on a hint is shown
	enough = 0.6 // what a principle that is only hinted at needs
	sure   = 8   // letters of a word that can be met misspelt, though it is all of its phrase
	slack  = 2   // how many other words may stand among those of a phrase
)

// A match is a phrase that a text has.
type match struct {
	*phrase
	at []int // the words of the text, in their order
}

// spread is how many words lie between the first and the last of a match.
func (m match) spread() int { return m.at[len(m.at)-1] - m.at[0] }

// A score is of a text while it is read.
type score struct {
	*vocabulary
	text  string
	words []word
	stems []int32
	near  []bool // the word is only near its stem
	taken []bool // the word is in a phrase that was met
	of    map[int]*tally
}

// A tally is what a principle has of a text.
type tally struct {
	Scored
	rests []int // for each word, by which phrase or hint the score rests on it; 0: it doesn't
}

// find scores every principle that the words of a text point to, best first.
func (v *vocabulary) find(words []word, text string) []Scored {
	n := len(words)
	s := &score{v, text, words, make([]int32, n), make([]bool, n), make([]bool, n), map[int]*tally{}}
	for i, w := range words {
		s.stems[i], s.near[i] = v.lookUp(w.key)
	}
	matches := s.matches()
	for k, m := range matches {
		s.count(k+1, m)
	}
	for i := range words {
		if s.stems[i] >= 0 && !s.taken[i] && !s.near[i] {
			s.hint(len(matches)+1+i, i)
		}
	}
	return s.ranked()
}

// matches are the phrases of a text, longest first, then those whose words are the closest together.
func (s *score) matches() (all []match) {
	for i, id := range s.stems {
		if id < 0 {
			continue
		}
		for _, p := range s.begun[id] {
			if at := s.meet(&s.phrases[p], i); at != nil {
				all = append(all, match{&s.phrases[p], at})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b match) int {
		return cmp.Or(cmp.Compare(len(b.at), len(a.at)), cmp.Compare(a.spread(), b.spread()), cmp.Compare(len(a.of), len(b.of)))
	})
	return all
}

// meet finds the words of a phrase around a place, where one of them is; nil if it isn't met there.
func (s *score) meet(p *phrase, place int) []int {
	at := make([]int, 0, len(p.stems))
	reach := len(p.stems) - 1 + slack
	first, last := place, place
	for _, id := range p.stems {
		best := -1
		for d := 0; d <= reach && best < 0; d++ {
			for _, i := range [2]int{place + d, place - d} {
				if i >= 0 && i < len(s.stems) && s.stems[i] == id && !slices.Contains(at, i) {
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
	if last-first > reach || p.glued && !slices.IsSorted(at) || len(at) == 1 && s.near[place] && len(s.words[place].key) < sure {
		return nil
	}
	slices.Sort(at)
	return at
}

// count gives a phrase to its principles, unless longer ones have all its words.
func (s *score) count(k int, m match) {
	fresh, worth := 0, 0.0
	for _, i := range m.at {
		if !s.taken[i] {
			fresh++
			worth += least + (1-least)*s.says[s.stems[i]].weight
		}
	}
	if fresh == 0 {
		return
	}
	for _, n := range m.of {
		t := s.tally(n)
		t.Score += worth / float64(len(m.of))
		t.Met += fresh
		t.Named = t.Named || slices.Contains(m.named, n)
		for _, i := range m.at {
			t.rests[i] = k
			t.Near = t.Near || s.near[i]
		}
	}
	for _, i := range m.at {
		s.taken[i] = true
	}
}

// hint gives a word to the principles whose phrases have it.
func (s *score) hint(k, i int) {
	e := &s.says[s.stems[i]]
	for n, share := range e.of {
		t := s.tally(n)
		t.Score += hint * share * e.weight
		if share*e.weight >= tells {
			t.rests[i] = k
		}
	}
}

func (s *score) tally(n int) *tally {
	t := s.of[n]
	if t == nil {
		t = &tally{Scored: Scored{Principle: n, Lang: s.code}, rests: make([]int, len(s.words))}
		s.of[n] = t
	}
	return t
}

// ranked are the principles with enough of a text.
func (s *score) ranked() (found []Scored) {
	for _, t := range s.of {
		if t.Words = s.typed(t.rests); t.Met > 0 || t.Score >= enough && len(t.Words) > 0 {
			found = append(found, t.Scored)
		}
	}
	slices.SortFunc(found, func(a, b Scored) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), named(b)-named(a), cmp.Compare(a.Principle, b.Principle))
	})
	return found
}

func named(s Scored) int {
	if s.Named {
		return 1
	}
	return 0
}

// typed are the stretches of the text that a score rests on. Words of a phrase that are adjacent are one stretch.
func (s *score) typed(rests []int) []string {
	var out []string
	for i := 0; i < len(rests); i++ {
		if rests[i] == 0 {
			continue
		}
		from := i
		for i+1 < len(rests) && rests[i+1] == rests[from] {
			i++
		}
		said := strings.Join(strings.Fields(s.text[s.words[from].start:s.words[i].end]), " ")
		if !slices.Contains(out, said) {
			out = append(out, said)
		}
	}
	return out
}
