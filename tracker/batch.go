package tracker

import "time"

// As decides for a day of its own: how supporters change took effect then, whatever day the request says. Figures and
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
// the Book that those before it leave: their entries will have the same Seqs.
func (b *Book) If(events []Event) (*Book, error) {
	_, after, err := b.record(Request{}, events, time.Now())
	return after, err
}
