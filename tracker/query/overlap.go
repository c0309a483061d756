package query

import (
	"maps"
	"slices"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/names"
)

// Overlap returns who supports both of two calls, and who only one of them. States are the same by their country, all
// others by a name or an alias. Where that isn't sure, they count as two and are pointed out: an alias that those of two
// countries share, and names that may be spellings of one another.
func Overlap(first, second *Runner) answer.Answer {
	o := &answer.Overlap{}
	there, both := map[string][]*tracker.Supporter{}, [2]map[*tracker.Supporter]bool{{}, {}}
	for s := range second.Book.Roll() {
		for _, id := range identities(s) {
			there[id] = append(there[id], s)
		}
	}
	for s := range first.Book.Roll() {
		for _, id := range identities(s) {
			for _, other := range there[id] {
				switch pair := (answer.Pair{s, other}); {
				case !same(id, s, other):
					o.Perhaps = tracker.Include(o.Perhaps, pair)
				case !both[0][s] || !both[1][other]: // of several entries each is shown once
					both[0][s], both[1][other] = true, true
					o.Both = append(o.Both, pair)
				}
			}
		}
	}
	for i, r := range []*Runner{first, second} {
		o.Of[i] = answer.OverlapSide{Call: r.Call, Slug: r.Call.Slug, Name: r.Call.Name, Checked: r.Book.Checked(r.Call), Source: r.Call.ListURL,
			Counts: r.Book.Counts(), Both: tracker.CountOf(slices.Collect(maps.Keys(both[i])))}
		for s := range r.Book.Roll() {
			if !both[i][s] {
				o.Of[i].Only = append(o.Of[i].Only, s)
			}
		}
	}
	o.Perhaps = slices.DeleteFunc(o.Perhaps, func(p answer.Pair) bool { return both[0][p[0]] || both[1][p[1]] })
	o.Perhaps = alike(o.Of[0].Only, o.Of[1].Only, o.Perhaps)
	a := first.begin().With(&answer.CallsFacts{Overlap: o})
	a.AsOf, a.Sources = first.Today, []string{first.Call.ListURL, second.Call.ListURL}
	return a
}

func isState(s *tracker.Supporter) bool { return s.Category == tracker.State && s.Country != "" }

// identities are what the same supporter has on another list: a state its country, all others a name.
func identities(s *tracker.Supporter) []string {
	if isState(s) {
		return []string{"state of " + s.Country} // no name's key has spaces
	}
	return tracker.Include(nil, tracker.Each(s.Names(), names.Key)...)
}

// same reports whether two who share an identity are surely the same.
func same(id string, s, other *tracker.Supporter) bool {
	return isState(s) || id == names.Key(s.Name) && id == names.Key(other.Name) || s.Country == other.Country || s.Country == "" || other.Country == ""
}

// alike adds the pairs of two lists whose names may be spellings of one another.
func alike(here, there []*tracker.Supporter, pairs []answer.Pair) []answer.Pair {
	others := func(s *tracker.Supporter) bool { return !isState(s) }
	here, there = tracker.Keep(here, others), tracker.Keep(there, others)
	var all []names.Name
	for i, s := range there {
		all = append(all, names.Called(names.ID(i), s.Names())...)
	}
	index := names.New(all)
	for _, s := range here {
		for _, name := range s.Names() {
			for _, m := range index.Alike(name, candidates) {
				pairs = tracker.Include(pairs, answer.Pair{s, there[m.ID]})
			}
		}
	}
	return pairs
}
