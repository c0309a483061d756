package answer

import "rollcall/tracker"

// An Overlap is who supports two calls, and who only one of them.
type Overlap struct {
	Of      [2]OverlapSide `json:"of"`
	Both    []Pair         `json:"both"`    // on both rolls: the entry on each
	Perhaps []Pair         `json:"perhaps"` // told apart, and perhaps the same
}

// An OverlapSide is one of the two calls.
type OverlapSide struct {
	Slug    string         `json:"slug"`
	Name    string         `json:"name"`
	Source  string         `json:"source"`
	Checked tracker.Day    `json:"checked"`
	Counts  tracker.Counts `json:"counts"` // of its roll
	Both    tracker.Counts `json:"both"`   // of those who are on the other roll, too
	Only    []Supporter    `json:"only"`   // who aren't

	Call *tracker.Call `json:"-"`
}

// A Pair is an entry of the first call and one of the second.
type Pair [2]Supporter

// overlapWords are what a language says of an Overlap in lists.
type overlapWords struct {
	perhaps, both string // titles
	only          [2]string
	share         func(category string, both, first, second int) string
	pair          func(a, b Supporter) string
	one           func(s Supporter) string
	same          func(p Pair) string
	more          func(n int) []string
}

// overlapLines are the counts by category, then who may be the same, who is on both rolls, and who on one alone.
func overlapLines(a *Answer, w Words, say overlapWords) []string {
	var lines []string
	o := a.Overlap
	for _, c := range tracker.Categories() {
		both, only := o.Of[0].Both.Of(c), [2]int{}
		for i, side := range o.Of {
			only[i] = side.Counts.Of(c) - side.Both.Of(c)
		}
		if both+only[0]+only[1] > 0 {
			lines = append(lines, "• "+say.share(capital(w.plural(c)), both, only[0], only[1]))
		}
	}
	section := func(title string, n int, line func(i int) string) {
		if n == 0 {
			return
		}
		lines = append(lines, title)
		for i := range a.listed(n) {
			lines = append(lines, "• "+line(i))
		}
		lines = append(lines, say.more(n-a.listed(n))...)
	}
	section(say.perhaps, len(o.Perhaps), func(i int) string { return say.pair(o.Perhaps[i][0], o.Perhaps[i][1]) })
	section(say.both, len(o.Both), func(i int) string { return say.same(o.Both[i]) })
	for side, of := range o.Of {
		section(say.only[side], len(of.Only), func(i int) string { return say.one(of.Only[i]) })
	}
	return lines
}
