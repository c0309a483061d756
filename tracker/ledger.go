package tracker

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

// ErrMoved says that the ledger's head is no longer where the writer thought.
var ErrMoved = errors.New("the ledger has moved on")

// A Ledger stores entries for ever. The package ledgertest holds every Ledger to its promises.
type Ledger interface {
	// Append stores entries whose Seqs follow the head, all or none, or returns ErrMoved. They are durable when it
	// returns nil; with any other error but ErrMoved they may or may not be stored.
	Append(ctx context.Context, entries ...Entry) error
	// Read returns up to limit entries after a Seq, in order.
	Read(ctx context.Context, after Seq, limit int) ([]Entry, error)
}

// A Backup is a copy of all ledgers that was made where they are stored.
type Backup struct {
	Name string    `json:"name"` // the file's whole path
	At   time.Time `json:"at"`
}

// Memory is a Ledger that ends with the process. The zero Memory is empty and ready.
type Memory struct {
	mu      sync.Mutex
	entries []Entry
}

// storedForm is entries as a ledger gives them back: made of their stored form, so that nothing a caller keeps can change them.
func storedForm(entries []Entry) ([]Entry, error) {
	encoded, err := EncodeAll(entries)
	if err != nil {
		return nil, err
	}
	return DecodeAll(encoded)
}

// Append stores copies of entries.
func (m *Memory) Append(ctx context.Context, entries ...Entry) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	copies, err := storedForm(entries)
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for i, e := range copies {
		if e.Seq != Seq(len(m.entries)+i+1) {
			return ErrMoved
		}
	}
	m.entries = append(m.entries, copies...)
	return nil
}

// Read returns entries, whose events are shared by all who read.
func (m *Memory) Read(ctx context.Context, after Seq, limit int) ([]Entry, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	from := min(after, Seq(len(m.entries)))
	return slices.Clone(m.entries[from:min(int(from)+max(limit, 0), len(m.entries))]), nil
}
