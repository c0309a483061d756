package tracker

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"sync"
	"time"
)

// ErrMoved says that the ledger's head is no longer where the writer thought.
var ErrMoved = errors.New("the ledger has moved on")

// A Ledger stores entries permanently. The package ledgertest holds every Ledger to its promises.
type Ledger interface {
	// Append stores entries whose Seqs follow the head, all or none, or returns ErrMoved. They are durable when it
	// returns nil; with any other error but ErrMoved they may or may not be stored.
	Append(ctx context.Context, entries ...Entry) error
	// Read returns up to limit entries after a Seq, in order.
	Read(ctx context.Context, after Seq, limit int) ([]Entry, error)
}

// slugs are the names that a ledger can have: those that are safe in an address, a command or a file's name.
var slugs = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)

// CheckSlug returns an error for a name that no ledger can have.
func CheckSlug(call string) error {
	if !slugs.MatchString(call) {
		return fmt.Errorf("%q can't name a ledger; use up to 64 letters from a to z, digits and hyphens", call)
	}
	return nil
}

// InOrder returns an error for entries that don't follow one another from a Seq on.
func InOrder(first Seq, entries []Entry) error {
	for i, e := range entries {
		if want := first + Seq(i); e.Seq != want {
			return fmt.Errorf("entry %d stands where entry %d should", e.Seq, want)
		}
	}
	return nil
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
	if InOrder(Seq(len(m.entries)+1), copies) != nil {
		return ErrMoved
	}
	m.entries = append(m.entries, copies...)
	return nil
}

// Read returns entries, whose events are shared by all readers.
func (m *Memory) Read(ctx context.Context, after Seq, limit int) ([]Entry, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	from := min(after, Seq(len(m.entries)))
	return slices.Clone(m.entries[from:min(int(from)+max(limit, 0), len(m.entries))]), nil
}
