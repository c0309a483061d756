package query

import (
	"slices"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/names"
)

// Overlap tells who is on the rolls of two calls, and who on one of them alone. States are the same by their country, all
// others by a name or an alias. Where that isn't sure, they are told apart and pointed out: an alias that those of two
// countries share, and names that may be spellings of one another.
func Overlap(first, second *Runner) answer.Answer {
	o := &answer.Overlap{}
	var rolls [2][]*tracker.Supporter
	for i, r := range []*Runner{first, second} {
		counts := r.Book.Counts()
		o.Of[i] = answer.OverlapSide{Call: r.Call, Slug: r.Call.Slug, Name: r.Call.Name, Checked: r.Book.Checked(r.Call), Source: r.Call.ListURL, Counts: counts}
		rolls[i] = slices.Collect(r.Book.Roll())
	}
	there := newMatcher(rolls[1])
	var both [2]map[*tracker.Supporter]bool
	both[0], both[1] = map[*tracker.Supporter]bool{}, map[*tracker.Supporter]bool{}
	for _, s := range rolls[0] {
		sure, perhaps := there.same(s)
		for _, other := range sure {
			if !both[0][s] || !both[1][other] { // of several entries each is shown once
				o.Both = append(o.Both, pairOf(s, other))
			}
			both[0][s], both[1][other] = true, true
		}
		for _, other := range perhaps {
			o.Perhaps = append(o.Perhaps, pairOf(s, other))
		}
	}
	var only [2][]*tracker.Supporter
	for i, roll := range rolls {
		var shared []*tracker.Supporter
		for _, s := range roll {
			if both[i][s] {
				shared = append(shared, s)
				continue
			}
			only[i] = append(only[i], s)
			o.Of[i].Only = append(o.Of[i].Only, s)
		}
		o.Of[i].Both = tracker.CountOf(shared)
	}
	o.Perhaps = slices.DeleteFunc(o.Perhaps, func(p answer.Pair) bool { return both[0][p[0]] || both[1][p[1]] })
	o.Perhaps = append(o.Perhaps, alike(only[0], only[1], o.Perhaps)...)
	a := first.begin().With(&answer.CallsFacts{Overlap: o})
	a.AsOf, a.Sources = first.Today, []string{first.Call.ListURL, second.Call.ListURL}
	return a
}

func pairOf(a, b *tracker.Supporter) answer.Pair { return answer.Pair{a, b} }

// A matcher finds the same supporters on a roll.
type matcher struct {
	states map[string]*tracker.Supporter   // by country
	named  map[string][]*tracker.Supporter // others, by the keys of their names
}

func newMatcher(roll []*tracker.Supporter) matcher {
	m := matcher{map[string]*tracker.Supporter{}, map[string][]*tracker.Supporter{}}
	for _, s := range roll {
		if isState(s) {
			m.states[s.Country] = s
			continue
		}
		for _, key := range namesKeys(s) {
			m.named[key] = append(m.named[key], s)
		}
	}
	return m
}

// same are those who are surely, and perhaps, the same as one of another roll.
func (m matcher) same(s *tracker.Supporter) (sure, perhaps []*tracker.Supporter) {
	if isState(s) {
		if other := m.states[s.Country]; other != nil {
			sure = append(sure, other)
		}
		return sure, nil
	}
	for _, key := range namesKeys(s) {
		for _, other := range m.named[key] {
			names := key == names.Key(s.Name) && key == names.Key(other.Name)
			if names || s.Country == other.Country || s.Country == "" || other.Country == "" {
				sure = append(sure, other)
			} else {
				perhaps = append(perhaps, other)
			}
		}
	}
	return distinct(sure), distinct(perhaps)
}

func isState(s *tracker.Supporter) bool { return s.Category == tracker.State && s.Country != "" }

// namesKeys are the keys of a supporter's names, each once.
func namesKeys(s *tracker.Supporter) []string {
	var keys []string
	for _, name := range s.Names() {
		keys = append(keys, names.Key(name))
	}
	return distinct(keys)
}

// distinct leaves each once, in their order.
func distinct[T comparable](all []T) []T {
	seen := map[T]bool{}
	return slices.DeleteFunc(all, func(t T) bool {
		again := seen[t]
		seen[t] = true
		return again
	})
}

// alike are the pairs of two rolls whose names may be spellings of one another, without those that are known.
func alike(here, there []*tracker.Supporter, known []answer.Pair) []answer.Pair {
	var all []names.Name
	for i, s := range there {
		for _, name := range s.Names() {
			if !isState(s) {
				all = append(all, names.Name{ID: names.ID(i), Text: name})
			}
		}
	}
	index := names.New(all)
	told := map[[2]tracker.Seq]bool{}
	for _, p := range known {
		told[[2]tracker.Seq{p[0].ID, p[1].ID}] = true
	}
	var pairs []answer.Pair
	for _, s := range here {
		if isState(s) {
			continue
		}
		for _, name := range s.Names() {
			for _, m := range index.Alike(name, candidates) {
				other := there[m.ID]
				if key := [2]tracker.Seq{s.ID, other.ID}; !told[key] {
					told[key] = true
					pairs = append(pairs, pairOf(s, other))
				}
			}
		}
	}
	return pairs
}
