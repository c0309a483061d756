package roster_test

import (
	"context"

	"rollcall/tracker"
)

// memory is a ledger for tests.
type memory struct{ entries []tracker.Entry }

func (m *memory) Append(_ context.Context, entries ...tracker.Entry) error {
	m.entries = append(m.entries, entries...)
	return nil
}

func (m *memory) Read(_ context.Context, after tracker.Seq, limit int) ([]tracker.Entry, error) {
	return m.entries[after:min(int(after)+limit, len(m.entries))], nil
}
