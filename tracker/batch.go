package tracker

import "time"

// As makes a decision for a day of its own: changes of supporters take effect then, and not on the request's day. Figures and
// claims have their day already.
func As(on Day, decide func(*Book) ([]Event, error)) func(*Book) ([]Event, error) {
	return func(b *Book) ([]Event, error) {
		events, err := decide(b)
		for i, event := range events {
			if _, ok := event.(Changed); ok {
				events[i] = dated{event, on}
			}
		}
		return events, err
	}
}

// If is the Book as it would be if events were recorded now, or a Refusal. Of several decisions that are one batch, each is made on
// the Book that those before it lead to: their entries will have the same Seqs.
func (b *Book) If(events []Event) (*Book, error) {
	_, after, err := b.record(Request{}, events, time.Now())
	return after, err
}
