package answer

import (
	"fmt"
	"strings"
	"time"

	"rollcall/tracker"
)

// FollowedFacts say how well the official list is being followed.
type FollowedFacts struct {
	Following Following `json:"following"`
}

// A Following is the state of following one list.
type Following struct {
	Address  string      `json:"address,omitempty"` // where it is read; empty: nowhere
	Compared tracker.Day `json:"compared"`
	Revision string      `json:"revision,omitempty"` // in which state, if that is known
	Days     int         `json:"days"`               // since it was compared
	Old      bool        `json:"old,omitempty"`      // those are more than they should be
	Changed  tracker.Day `json:"changed,omitempty"`  // when a change was last proposed or recorded
	Next     time.Time   `json:"next,omitzero"`      // when it is looked at next
	Failures int         `json:"failures,omitempty"` // how many looks failed in a row
	Waiting  int         `json:"waiting"`            // proposals that come from it
	Others   int         `json:"others,omitempty"`   // other proposals that wait
	Leaving  int         `json:"leaving,omitempty"`  // of the Waiting, removals, if there are so many that the list may be incomplete
	Roll     int         `json:"-"`                  // how many are listed
	NotTaken
}

// NotTaken is what a look left out of the list.
type NotTaken struct {
	Unread  int               `json:"unread,omitempty"`     // rows that can't be read or applied
	Emptied []tracker.Emptied `json:"left_empty,omitempty"` // fields that say what isn't known
}

// LeftOut writes what a look left out, if anything.
func (v *Words) LeftOut(n NotTaken) []string {
	columns := tracker.Each(n.Emptied, func(e tracker.Emptied) string { return fmt.Sprintf("%s (%s)", v.field(e.Column), v.digits(e.Fields)) })
	return said([]string{v.Say("follow.unread(n)", n.Unread), v.Say("follow.emptied(columns)", strings.Join(columns, ", "))})
}

// Since is the number of days from one day to another.
func Since(from, to tracker.Day) int { return int(to.Time().Sub(from.Time()).Hours() / 24) }

func (*FollowedFacts) kind() Kind { return Followed }

func (facts *FollowedFacts) words(t *text) string {
	f := &facts.Following
	t.add("follow.address(address)", f.Address)
	t.add("follow.revision(revision)", f.Revision)
	t.add("follow.changed(day)", f.Changed)
	t.add("follow.next(next)", f.Next)
	t.add("follow.failed(n)", f.Failures)
	t.put(t.LeftOut(f.NotTaken)...)
	t.put(t.Leaving(f.Leaving, f.Roll))
	t.add("follow.waits(n, others)", f.Waiting, f.Others)
	return t.Say("follow(day, n, old)", f.Compared, f.Days, f.Old)
}

// Leaving warns that so many are missing from the official list that it may be incomplete.
func (v *Words) Leaving(n, roll int) string {
	return v.Say("follow.leaving(n, roll, share)", n, roll, v.share(n, roll))
}
