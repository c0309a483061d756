package desk

import (
	"context"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/follow"
)

// followed answers how well the official list is being followed.
func (d *Desk) followed(_ context.Context, r Request, _ []tracker.Token) (answer.Answer, error) {
	at := d.reading(r)
	day := at.Book.Checked(d.Call)
	f := answer.Following{Address: d.Call.Origin.Address, Compared: day, Days: answer.Since(day, at.Today), Changed: changed(at.Book), Roll: at.Book.Counts().Total(),
		NotTaken: NotTaken(at.Book)}
	f.Old = d.Old > 0 && f.Days > d.Old
	if said, e, ok := at.Book.Compared(); ok && e.On == day {
		f.Revision = said.Revision
	}
	for _, g := range follow.Open(at.Book) {
		n := len(g.Waiting(at.Book))
		if f.Waiting += n; g.Removals {
			f.Leaving += n
		}
	}
	f.Others = len(at.Book.Proposals()) - f.Waiting
	if d.Follow != nil {
		f.Next, f.Failures = d.Follow()
		f.Next = f.Next.UTC().Truncate(time.Minute)
	}
	a := d.tells(&answer.FollowedFacts{Following: f})
	a.Checked = day
	return a, nil
}

// changed is the day on which a change of the list was last proposed or recorded.
func changed(b *tracker.Book) tracker.Day {
	for e := range b.Backward() {
		switch ev := e.Event.(type) {
		case tracker.Proposed:
			if _, ok := ev.Events[0].(tracker.Changed); ok {
				return tracker.DayOf(e.At)
			}
		case tracker.Changed:
			return e.On
		}
	}
	return ""
}

// NotTaken is what the last look at the official list left out.
func NotTaken(b *tracker.Book) answer.NotTaken {
	said, _, _ := b.Compared()
	return answer.NotTaken{Unread: said.Unread, Emptied: said.Emptied}
}
