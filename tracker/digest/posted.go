package digest

import (
	"cmp"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/answer"
)

// Posted is a digest as it was posted to a channel; names that were forgotten since are blank. One that was
// posted nowhere has only the Digest.
type Posted struct {
	Channel string        `json:"channel,omitempty"`
	At      time.Time     `json:"posted,omitzero"`
	TS      string        `json:"ts,omitempty"` // what the message is called where it was posted
	Digest  answer.Answer `json:"digest"`
}

// PostedTo are the digests that were posted to a channel from one day to another, both included, in order.
func PostedTo(channel string, since, until tracker.Day, call *tracker.Call, book *tracker.Book) ([]Posted, error) {
	var all []Posted
	r := NewReader(call, book)
	for e := range book.Entries(0) {
		ev, ok := e.Event.(tracker.DigestPosted)
		if on := tracker.DayOf(e.At); !ok || on < since || on > until {
			continue
		}
		then := book.Upto(e.Seq - 1)
		for _, s := range then.Of(channel) {
			if s.Plan == nil || s.Plan.Seq != ev.Plan {
				continue
			}
			a, err := r.Tell(s.Plan)
			if err != nil {
				return nil, err
			}
			a = answer.Write(a, answer.In(cmp.Or(s.Plan.Way.Lang, then.Language(channel))))
			all = append(all, Posted{channel, e.At, ev.TS, a})
		}
	}
	return all, nil
}

// Between returns the digest of everything recorded from one day to another, both included. What the
// ledger began with is no news of those days.
func Between(since, until tracker.Day, call *tracker.Call, book *tracker.Book) (answer.Answer, error) {
	from := max(began(book), book.Recorded(since.Time().Add(-time.Nanosecond)))
	through := book.Recorded(until.Time().AddDate(0, 0, 1).Add(-time.Nanosecond))
	return NewReader(call, book).Changes(&tracker.Subscribed{}, from, max(from, through))
}

// began is the last of the entries that a ledger was filled with: those recorded with its first, by the same.
func began(book *tracker.Book) (last tracker.Seq) {
	first, _ := book.Entry(1)
	for e := range book.Entries(0) {
		if e.By != first.By || !e.At.Equal(first.At) {
			break
		}
		last = e.Seq
	}
	return last
}
