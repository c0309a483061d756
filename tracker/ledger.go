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
	encoded [][]byte
}

// Append stores entries in their stored form, so that nothing a caller keeps can change them.
func (m *Memory) Append(ctx context.Context, entries ...Entry) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	encoded := make([][]byte, len(entries))
	for i, e := range entries {
		var err error
		if encoded[i], err = Encode(e); err != nil {
			return err
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for i, e := range entries {
		if e.Seq != Seq(len(m.encoded)+i+1) {
			return ErrMoved
		}
	}
	m.encoded = append(m.encoded, encoded...)
	return nil
}

// Read decodes entries.
func (m *Memory) Read(ctx context.Context, after Seq, limit int) ([]Entry, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.mu.Lock()
	from := min(after, Seq(len(m.encoded)))
	encoded := slices.Clone(m.encoded[from:min(int(from)+max(limit, 0), len(m.encoded))])
	m.mu.Unlock()
	return DecodeAll(encoded)
}
