package desk

import (
	"context"
	"slices"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/follow"
)

// followed tells how far the official list is followed.
func (d *Desk) followed(_ context.Context, r Request, args []tracker.Token) (answer.Answer, error) {
	at := d.reading(r)
	if len(args) > 0 {
		return d.otherwise(at, "follow", args, tracker.Refuse("I don't know what “%s” means after %s.", args[0].Text, "follow")), nil
	}
	day := at.Book.Checked(d.Call)
	f := answer.Following{Address: d.Call.Origin.Address, Compared: day, Days: answer.Since(day, at.Today), Waiting: len(waiting(at.Book))}
	f.Old = d.Old > 0 && f.Days > d.Old
	if said, e, ok := at.Book.Compared(); ok && e.On == day {
		f.Revision = said.Revision
	}
	for e := range at.Book.Backward() {
		if _, ok := e.Event.(tracker.Proposed); ok && e.By == follow.By {
			f.Changed = tracker.DayOf(e.At)
			break
		}
	}
	if d.Follow != nil {
		now := d.Follow()
		f.Next, f.Failures = now.Next.UTC().Truncate(time.Minute), now.Failures
	}
	a := d.tells(&answer.FollowedFacts{Following: f})
	a.Checked = day
	return a, nil
}

// waiting are the proposals for which the official list gives cause.
func waiting(b *tracker.Book) []*tracker.Proposal {
	return slices.DeleteFunc(slices.Clone(b.Proposals()), func(p *tracker.Proposal) bool { return p.By != follow.By })
}
