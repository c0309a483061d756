package tracker

import "slices"

// A Change is the net change of the list between two Books.
type Change struct {
	Before, After Counts
	Moves         []Move
}

// A Move is what changed of one supporter, or a figure that came or was taken back.
type Move struct {
	Why    Why
	Before *Supporter // nil of a newcomer
	After  *Supporter // nil of a figure
	Figure Reported
}

// What can have happened between two Books, besides what events say of supporters.
const (
	Restored        Why = "restored" // on the list again, as the departure was undone
	FigurePublished Why = "figures"
	FigureRetracted Why = "retracted"
)

// Moved is what a supporter's new state means to a reader; empty if nothing.
func Moved(old, s *Supporter) Why {
	was, is := old != nil && old.Status() == Listed, s.Status() == Listed
	switch {
	case !was && is:
		return Joined
	case !was:
		return ""
	case s.Status() == Withdrawn:
		return Withdrew
	case s.Status() == Merged:
		return WasMerged
	case !is:
		return WasRemoved
	case old.Category != s.Category:
		return Recategorised
	case !same(old, s):
		return Amended
	}
	return ""
}

// Between is the net change from one Book to another of the same ledger.
func Between(before, after *Book) Change {
	c := Change{Before: before.Counts(), After: after.Counts()}
	for s := range after.Supporters() {
		old := before.Supporter(s.ID)
		if old == s {
			continue
		}
		why := Moved(old, s)
		if why == Joined && old != nil && after.restored(s.ID, before) {
			why = Restored
		}
		if why != "" {
			c.Moves = append(c.Moves, Move{Why: why, Before: old, After: s})
		}
	}
	c.figures(FigurePublished, after, before)
	c.figures(FigureRetracted, before, after)
	return c
}

// figures adds the figures of one Book that another doesn't have, or not as often.
func (c *Change) figures(why Why, of, other *Book) {
	had := map[Reported]int{}
	for _, f := range other.Figures() {
		had[f]++
	}
	for _, f := range of.Figures() {
		if had[f]--; had[f] < 0 {
			c.Moves = append(c.Moves, Move{Why: why, Figure: f})
		}
	}
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

// corrects reports whether a move is no news, but only corrects the list: a merger, another category or detail, an entry that was
// taken off as a duplicate or an error, and what was undone or taken back.
func (m Move) corrects() bool {
	switch m.Why {
	case WasMerged, Recategorised, Amended, Restored, FigureRetracted:
		return true
	case WasRemoved:
		return m.After.Left.Reason == Duplicate || m.After.Left.Reason == Error
	}
	return false
}

// is reports whether a move is of one of the Sorts.
func (m Move) is(sort string) bool {
	switch sort {
	case OnlyJoined:
		return m.Why == Joined
	case OnlyLeft:
		return !m.corrects() && (m.Why == Withdrew || m.Why == WasRemoved)
	case OnlyFigures:
		return m.After == nil
	}
	return m.corrects()
}

// only leaves the moves that a test lets through.
func (c Change) only(lets func(Move) bool) Change {
	c.Moves = Keep(c.Moves, lets)
	return c
}

// Apart separates news from what only corrects the list.
func (c Change) Apart() (news, corrections Change) {
	return c.only(func(m Move) bool { return !m.corrects() }), c.only(Move.corrects)
}

// Narrow leaves what a filter lets through, of some sorts; without any, of all. Joining supporters are judged by their state after the change, leaving
// ones by that before it, so that they explain the counts, which become those of the filter.
func (c Change) Narrow(f Filter, sorts []string, before, after *Book) Change {
	if len(f) > 0 {
		c.Before, c.After = before.countsOf(f), after.countsOf(f)
		was, is := f.On(before), f.On(after)
		c = c.only(func(m Move) bool {
			switch m.Why {
			case FigurePublished, FigureRetracted:
				return f.LetsFigure(m.Figure)
			case Joined, Restored:
				return is(m.After)
			case Recategorised, Amended:
				return was(m.Before) || is(m.After)
			}
			return was(m.Before)
		})
	}
	if len(sorts) == 0 {
		return c
	}
	return c.only(func(m Move) bool { return slices.ContainsFunc(sorts, m.is) })
}

// Correcting is the part of a change that corrects another one: supporters that didn't come or leave after all, their details, and
// figures that were taken back; and who they are about, by the entry with which each began. Its counts are those that a filter
// lets through, as known to somebody who reads nothing else.
func (c Change) Correcting(told *Change, f Filter, before, after *Book) (Change, []Seq) {
	knows := map[Seq]Move{}
	for _, m := range told.Moves {
		if m.After != nil {
			knows[m.After.ID] = m
		}
	}
	c = c.only(func(m Move) bool {
		if m.After == nil {
			return m.corrects() && slices.Contains(told.Moves, Move{Why: FigurePublished, Figure: m.Figure})
		}
		was, known := knows[m.After.ID]
		if !known || m.Why != Amended {
			return known && m.corrects()
		}
		undone := (was.Why == Recategorised || was.Why == Amended) && same(was.Before, m.After)
		return undone || m.Before.Name != m.After.Name || m.Before.Country != m.After.Country || m.Before.Joined != m.After.Joined
	})
	of := c.Of(before, after)
	c.Before, c.After = before.countsOf(f), before.Knowing(after, of).countsOf(f)
	return c, of
}

// Of returns what a change between two Books is about: supporters, and figures that were taken back, by the entry with which each began.
func (c Change) Of(before, after *Book) (of []Seq) {
	for _, m := range Keep(c.Moves, func(m Move) bool { return m.After != nil }) {
		of = append(of, m.After.ID)
	}
	for i, entry := range before.figures.entries {
		if !after.figures.has(entry) && slices.Contains(c.Moves, Move{Why: FigureRetracted, Figure: before.figures.events[i]}) {
			of = append(of, entry)
		}
	}
	return of
}

// Which are the moves of some kinds, one kind after another.
func (c Change) Which(whys ...Why) (all []Move) {
	for _, why := range whys {
		all = append(all, Keep(c.Moves, func(m Move) bool { return m.Why == why })...)
	}
	return all
}

// Who are the supporters, as they are now, of which something of these kinds is true.
func (c Change) Who(whys ...Why) []*Supporter {
	return Each(c.Which(whys...), func(m Move) *Supporter { return m.After })
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

// Sizes are how many moves there are of each kind that there is.
func (c Change) Sizes() map[Why]int {
	sizes := map[Why]int{}
	for _, m := range c.Moves {
		sizes[m.Why]++
	}
	return sizes
}

// Empty reports whether nothing changed.
func (c Change) Empty() bool { return len(c.Moves) == 0 }

// same reports whether two states of a supporter say the same to a reader.
func same(a, b *Supporter) bool {
	return slices.Equal(a.Names(), b.Names()) && a.Kind == b.Kind && a.Country == b.Country && a.Joined == b.Joined &&
		a.Website == b.Website && a.Note == b.Note
}
