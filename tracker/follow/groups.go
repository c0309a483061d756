package follow

import (
	"slices"

	"rollcall/tracker"
)

// A Group are the proposals of one look, which are shown together: all except for removals, if there are so many that the list may be
// incomplete. Those are a group of their own.
type Group struct {
	From, To tracker.Seq // the first of them, and the last
	Removals bool
}

// Open returns the groups with a waiting proposal, the oldest first.
func Open(b *tracker.Book) []Group {
	var all []Group
	for _, p := range b.Proposals() {
		if p.By != By || len(all) > 0 && p.Seq <= all[len(all)-1].To {
			continue
		}
		for _, g := range groups(b, p.Seq) {
			if len(g.Waiting(b)) > 0 {
				all = append(all, g)
			}
		}
	}
	return all
}

// OfRemovals reports whether a proposal is of a group of many removals.
func OfRemovals(b *tracker.Book, of tracker.Seq) bool {
	if e, _ := b.Entry(of); e.By != By {
		return false
	}
	all := groups(b, of)
	i := slices.IndexFunc(all, func(g Group) bool { return g.From <= of && of <= g.To })
	return i >= 0 && all[i].Removals
}

// groups are those of the look that made a proposal.
func groups(b *tracker.Book, of tracker.Seq) []Group {
	var made []tracker.Seq
	gone := 0 // of them, the last that only take somebody off the list
	batch := b.Batch(of)
	for _, e := range batch {
		if p, ok := e.Event.(tracker.Proposed); ok {
			made = append(made, e.Seq)
			if gone++; !only(&p, tracker.WasRemoved) {
				gone = 0
			}
		}
	}
	if len(made) == 0 {
		return nil
	}
	if roll := b.Upto(batch[0].Seq - 1).Counts().Total(); gone*50 <= roll { // more than a fiftieth are so many that the list may be incomplete
		return []Group{{From: made[0], To: made[len(made)-1]}}
	}
	rest := len(made) - gone
	all := []Group{{From: made[rest], To: made[len(made)-1], Removals: true}}
	if rest > 0 {
		all = slices.Insert(all, 0, Group{From: made[0], To: made[rest-1]})
	}
	return all
}

// Waiting are the proposals of a group that aren't settled.
func (g Group) Waiting(b *tracker.Book) []*tracker.Proposal {
	return tracker.Keep(b.Proposals(), func(p *tracker.Proposal) bool { return g.From <= p.Seq && p.Seq <= g.To })
}
