package tracker

import "time"

// Record makes entries of what a decision says, as Do does at a moment, for ledgers that aren't stored.
func (b *Book) Record(req Request, events []Event, now time.Time) ([]Entry, *Book, error) {
	return b.record(req, events, now)
}
