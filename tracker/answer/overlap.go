package answer

import (
	"rollcall/tracker"
	"rollcall/tracker/names"
)

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
	Only    Supporters     `json:"only"`   // who aren't

	Call *tracker.Call `json:"-"`
}

// A Pair is an entry of the first call and one of the second.
type Pair [2]*tracker.Supporter

// MarshalJSON writes the fields of the contract for both.
func (p Pair) MarshalJSON() ([]byte, error) { return Supporters(p[:]).MarshalJSON() }

// CallsFacts say who supports two calls, and who one of them alone.
type CallsFacts struct {
	*Overlap `json:"overlap"`
}

func (o *CallsFacts) words(v *Words, a *Answer) (string, []string) {
	var lines []string
	one, two := &o.Of[0], &o.Of[1]
	for _, c := range tracker.Categories() {
		both := one.Both.Of(c)
		first, second := one.Counts.Of(c)-both, two.Counts.Of(c)-two.Both.Of(c)
		if both+first+second > 0 {
			lines = append(lines, v.Say("calls.category(category, both, first, second)", v.noun(c, 2), both, first, second))
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
		lines = append(lines, v.more(n-a.listed(n))...)
	}
	told := func(s *tracker.Supporter) string { return v.Say("calls.one(who, what)", s, v.what(s)) }
	section(v.Say("calls.perhaps()"), len(o.Perhaps), func(i int) string { return told(o.Perhaps[i][0]) + " – " + told(o.Perhaps[i][1]) })
	section(v.Say("calls.both()"), len(o.Both), func(i int) string {
		there := ""
		if here, other := v.tell(o.Both[i][0], ""), v.tell(o.Both[i][1], ""); names.Key(here) != names.Key(other) {
			there = other
		}
		return told(o.Both[i][0]) + v.Say("calls.there(name)", there)
	})
	for _, side := range o.Of {
		section(v.Say("calls.only(call)", side.Call), len(side.Only), func(i int) string { return told(side.Only[i]) })
	}
	there := two.Both.Total()
	if there == one.Both.Total() {
		there = 0
	}
	return v.Say("calls(both, there, first, one, second, two)", one.Both.Total(), there, len(one.Only), one.Call, len(two.Only), two.Call), lines
}
