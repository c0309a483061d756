package answer

import (
	"time"

	"rollcall/tracker"
)

// FollowedFacts say how far the official list is followed.
type FollowedFacts struct {
	Following Following `json:"following"`
}

// A Following tells it.
type Following struct {
	Address  string      `json:"address,omitempty"` // where it is read; empty: nowhere
	Compared tracker.Day `json:"compared"`
	Revision string      `json:"revision,omitempty"` // in which state, if that is known
	Days     int         `json:"days"`               // since it was compared
	Old      bool        `json:"old,omitempty"`      // those are more than they should be
	Changed  tracker.Day `json:"changed,omitempty"`  // when it last gave cause for a proposal
	Next     time.Time   `json:"next,omitzero"`      // when it is looked at next
	Failures int         `json:"failures,omitempty"` // how many looks failed in a row
	Waiting  int         `json:"waiting"`            // proposals
}

// Since is how many days there are from one to another.
func Since(from, to tracker.Day) int { return int(to.Time().Sub(from.Time()).Hours() / 24) }

func (*FollowedFacts) kind() Kind { return Followed }

func (facts *FollowedFacts) words(v *Words, _ *Answer) (string, []string) {
	f, next := &facts.Following, ""
	if !f.Next.IsZero() {
		next = stamp(f.Next)
	}
	var lines []string
	for _, line := range []string{v.Say("follow.address(address)", f.Address), v.Say("follow.revision(revision)", f.Revision), v.Say("follow.changed(day)", f.Changed),
		v.Say("follow.next(next)", next), v.Say("follow.failed(n)", f.Failures), v.Say("follow.waits(n)", f.Waiting)} {
		if line != "" {
			lines = append(lines, line)
		}
	}
	return v.Say("follow(day, n, old)", f.Compared, f.Days, f.Old), lines
}
