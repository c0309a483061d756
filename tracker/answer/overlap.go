package answer

import (
	"rollcall/tracker"
	"rollcall/tracker/names"
)

// An Overlap is who supports two calls, and who only one of them.
type Overlap struct {
	Of      [2]OverlapSide `json:"of"`
	Both    []Pair         `json:"both"`    // on both lists: the supporter on each
	Perhaps []Pair         `json:"perhaps"` // counted as two, but perhaps the same
}

// An OverlapSide is one of the two calls.
type OverlapSide struct {
	Slug    string         `json:"slug"`
	Name    string         `json:"name"`
	Source  string         `json:"source"`
	Checked tracker.Day    `json:"checked"`
	Counts  tracker.Counts `json:"counts"` // of its roll
	Both    tracker.Counts `json:"both"`   // of those who are also on the other list
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

func (o *CallsFacts) words(t *text) string {
	one, two := &o.Of[0], &o.Of[1]
	for _, c := range tracker.Categories() {
		both := one.Both.Of(c)
		first, second := one.Counts.Of(c)-both, two.Counts.Of(c)-two.Both.Of(c)
		if both+first+second > 0 {
			t.add("calls.category(category, both, first, second)", t.noun(c, 2), both, first, second)
		}
	}
	told := func(s *tracker.Supporter) string { return t.Say("calls.one(who, what)", s, t.what(s)) }
	t.part(t.Say("calls.perhaps()"), len(o.Perhaps), func(i int) string { return told(o.Perhaps[i][0]) + " – " + told(o.Perhaps[i][1]) })
	t.part(t.Say("calls.both()"), len(o.Both), func(i int) string {
		there := ""
		if here, other := t.tell(o.Both[i][0], ""), t.tell(o.Both[i][1], ""); names.Key(here) != names.Key(other) {
			there = other
		}
		return told(o.Both[i][0]) + t.Say("calls.there(name)", there)
	})
	for _, side := range o.Of {
		t.part(t.Say("calls.only(call)", side.Call), len(side.Only), func(i int) string { return told(side.Only[i]) })
	}
	there := two.Both.Total()
	if there == one.Both.Total() {
		there = 0
	}
	return t.Say("calls(both, there, first, one, second, two)", one.Both.Total(), there, len(one.Only), one.Call, len(two.Only), two.Call)
}
