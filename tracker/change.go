package tracker

import "slices"

// A Change is the net change of the list between two Books.
type Change struct {
	Before, After Counts
	Joined        []*Supporter
	Restored      []*Supporter // on the list again, as their departure was undone
	Withdrew      []*Supporter // by their own act
	Removed       []*Supporter // taken off the list
	Merged        []*Supporter // into another, that goes on
	Recategorised []Amendment
	Amended       []Amendment // anything else that was put right
	Figures       []Reported  // newly recorded
	Retracted     []Reported  // taken back
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
		case !was && is && old != nil && after.restored(s.ID, before):
			c.Restored = append(c.Restored, s)
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
	c.Figures, c.Retracted = beyond(after.Figures(), before.Figures()), beyond(before.Figures(), after.Figures())
	return c
}

// beyond are the figures of one list that another doesn't have, or not as often.
func beyond(all, others []Reported) (more []Reported) {
	had := map[Reported]int{}
	for _, f := range others {
		had[f]++
	}
	for _, f := range all {
		if had[f]--; had[f] < 0 {
			more = append(more, f)
		}
	}
	return more
}

// restored reports whether somebody who had left came back since an earlier Book only because the departure was undone.
func (b *Book) restored(id Seq, before *Book) bool {
	undone := b.Undone()
	for i, s := range b.states {
		if s == nil || s.ID != id || s.Status() != Listed || undone[b.entries[i].Seq] {
			continue
		}
		if _, known := before.Entry(b.entries[i].Seq); !known {
			return false
		}
	}
	return true
}

// Apart separates news from what only corrects the list: mergers, other categories and details, entries that were taken
// off as duplicates or errors, and what was undone or taken back.
func (c Change) Apart() (news, corrections Change) {
	news, corrections = c, c
	news.Merged, news.Recategorised, news.Amended, news.Removed, news.Restored, news.Retracted = nil, nil, nil, nil, nil, nil
	corrections.Joined, corrections.Withdrew, corrections.Figures, corrections.Removed = nil, nil, nil, nil
	for _, s := range c.Removed {
		if s.Left.Reason == Duplicate || s.Left.Reason == Error {
			corrections.Removed = append(corrections.Removed, s)
		} else {
			news.Removed = append(news.Removed, s)
		}
	}
	return news, corrections
}

// Narrow leaves what a filter lets through, of some sorts; without any, of all. Joining supporters are judged by their state after the change, leaving
// ones by that before it, so that they explain the counts, which become those of the filter.
func (c Change) Narrow(f Filter, sorts []string, before, after *Book) Change {
	if len(f) > 0 {
		c.Before, c.After = before.countsOf(f), after.countsOf(f)
		was, is := f.On(before), f.On(after)
		then := func(s *Supporter) bool { return was(before.Supporter(s.ID)) }
		either := func(a Amendment) bool { return was(a.Before) || is(a.After) }
		c.Joined, c.Restored = only(c.Joined, is), only(c.Restored, is)
		c.Withdrew, c.Removed, c.Merged = only(c.Withdrew, then), only(c.Removed, then), only(c.Merged, then)
		c.Recategorised, c.Amended = only(c.Recategorised, either), only(c.Amended, either)
		c.Figures, c.Retracted = only(c.Figures, f.LetsFigure), only(c.Retracted, f.LetsFigure)
	}
	if len(sorts) == 0 {
		return c
	}
	news, corrections := c.Apart()
	c = Change{Before: c.Before, After: c.After}
	for _, sort := range sorts {
		switch sort {
		case OnlyJoined:
			c.Joined = news.Joined
		case OnlyLeft:
			c.Withdrew, c.Removed = news.Withdrew, append(c.Removed, news.Removed...)
		case OnlyFigures:
			c.Figures, c.Retracted = news.Figures, corrections.Retracted
		case OnlyCorrections:
			c.Merged, c.Recategorised, c.Amended = corrections.Merged, corrections.Recategorised, corrections.Amended
			c.Restored, c.Retracted = corrections.Restored, corrections.Retracted
			c.Removed = append(c.Removed, corrections.Removed...)
		}
	}
	return c
}

// Correcting is the part of a change that corrects another one: supporters that didn't come or leave after all, their details, and
// figures that were taken back; and who they are about, by the entry with which each began. Its counts are those that a filter
// lets through, as known to somebody who reads nothing else.
func (c Change) Correcting(told *Change, f Filter, before, after *Book) (Change, []Seq) {
	knows, was := map[Seq]bool{}, map[Seq]*Supporter{}
	for _, a := range told.about() {
		if knows[a.After.ID] = true; a.Before != nil {
			was[a.After.ID] = a.Before
		}
	}
	one := func(s *Supporter) bool { return knows[s.ID] }
	_, c = c.Apart()
	c.Removed, c.Merged, c.Restored = only(c.Removed, one), only(c.Merged, one), only(c.Restored, one)
	c.Recategorised = only(c.Recategorised, func(a Amendment) bool { return one(a.After) })
	c.Amended = only(c.Amended, func(a Amendment) bool {
		old, undone := was[a.After.ID]
		undone = undone && same(old, a.After)
		return undone || one(a.After) && (a.Before.Name != a.After.Name || a.Before.Country != a.After.Country || a.Before.Joined != a.After.Joined)
	})
	c.Retracted = only(c.Retracted, func(f Reported) bool { return slices.Contains(told.Figures, f) })

	of := c.Of(before, after)
	c.Before, c.After = before.countsOf(f), before.Knowing(after, of).countsOf(f)
	return c, of
}

// Of returns what a change between two Books is about: supporters, and figures that were taken back, by the entry with which each began.
func (c Change) Of(before, after *Book) (of []Seq) {
	for _, a := range c.about() {
		of = append(of, a.After.ID)
	}
	for i, entry := range before.figures.entries {
		if !after.figures.has(entry) && slices.Contains(c.Retracted, before.figures.events[i]) {
			of = append(of, entry)
		}
	}
	return of
}

// about is who it is about: those who came or left without a Before.
func (c *Change) about() (all []Amendment) {
	for _, s := range slices.Concat(c.Joined, c.Restored, c.Withdrew, c.Removed, c.Merged) {
		all = append(all, Amendment{After: s})
	}
	return slices.Concat(all, c.Recategorised, c.Amended)
}

// only are those of all that a filter lets through.
func only[T any](all []T, lets func(T) bool) (some []T) {
	for _, one := range all {
		if lets(one) {
			some = append(some, one)
		}
	}
	return some
}

// countsOf is how many supporters that a filter lets through are on the list.
func (b *Book) countsOf(f Filter) (c Counts) {
	lets := f.On(b)
	for s := range b.Roll() {
		if lets(s) {
			*c.of(s.Category)++
		}
	}
	return c
}

// lists are how long the lists of the different kinds of changes are.
func (c Change) lists() []int {
	return []int{len(c.Joined), len(c.Restored), len(c.Withdrew), len(c.Removed), len(c.Merged), len(c.Recategorised), len(c.Amended), len(c.Figures), len(c.Retracted)}
}

// Sections is how many kinds of changes there are.
func (c Change) Sections() (n int) {
	for _, of := range c.lists() {
		if of > 0 {
			n++
		}
	}
	return n
}

// Longest is how many changes there are of the kind that has most.
func (c Change) Longest() int { return slices.Max(c.lists()) }

// Size is how many changes there are.
func (c Change) Size() (n int) {
	for _, of := range c.lists() {
		n += of
	}
	return n
}

// Empty reports whether nothing changed.
func (c Change) Empty() bool { return c.Size() == 0 }

// same reports whether two states of a supporter say the same to a reader.
func same(a, b *Supporter) bool {
	return slices.Equal(a.Names(), b.Names()) && a.Kind == b.Kind && a.Country == b.Country && a.Joined == b.Joined &&
		a.Website == b.Website && a.Note == b.Note
}
