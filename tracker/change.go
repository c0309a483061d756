package tracker

import "slices"

// A Change is the net change of the roll between two Books.
type Change struct {
	Before, After Counts
	Joined        []*Supporter
	Withdrew      []*Supporter // by their own act
	Removed       []*Supporter // taken off the list
	Merged        []*Supporter // into another, that goes on
	Recategorised []Amendment
	Amended       []Amendment // anything else that was put right
	Figures       []Reported  // newly recorded
}

// An Amendment is a supporter before and after.
type Amendment struct{ Before, After *Supporter }

// Between is the net change from one Book to another of the same ledger.
func Between(before, after *Book) Change {
	c := Change{Before: before.Counts(), After: after.Counts()}
	for s := range after.Supporters() {
		old := before.Supporter(s.ID)
		if old == s {
			continue
		}
		was, is := old != nil && old.Status() == Listed, s.Status() == Listed
		switch {
		case !was && is:
			c.Joined = append(c.Joined, s)
		case was && s.Status() == Withdrawn:
			c.Withdrew = append(c.Withdrew, s)
		case was && s.Status() == Merged:
			c.Merged = append(c.Merged, s)
		case was && !is:
			c.Removed = append(c.Removed, s)
		case was && old.Category != s.Category:
			c.Recategorised = append(c.Recategorised, Amendment{old, s})
		case was && !same(old, s):
			c.Amended = append(c.Amended, Amendment{old, s})
		}
	}
	had := map[Reported]int{}
	for _, f := range before.Figures() {
		had[f]++
	}
	for _, f := range after.Figures() {
		if had[f]--; had[f] < 0 {
			c.Figures = append(c.Figures, f)
		}
	}
	return c
}

// Empty tells whether there is nothing to tell.
func (c Change) Empty() bool {
	return len(c.Joined)+len(c.Withdrew)+len(c.Removed)+len(c.Merged)+len(c.Recategorised)+len(c.Amended)+len(c.Figures) == 0
}

// same tells whether two states of a supporter say the same to a reader.
func same(a, b *Supporter) bool {
	return slices.Equal(a.Names(), b.Names()) && a.Kind == b.Kind && a.Country == b.Country && a.Joined == b.Joined &&
		a.Website == b.Website && a.Note == b.Note
}
