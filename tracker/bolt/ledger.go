package bolt

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"fmt"

	"go.etcd.io/bbolt"

	"rollcall/tracker"
)

// A Ledger is one call's bucket.
type Ledger struct {
	db     *DB
	call   string
	bucket []byte
}

// Ledger is the ledger of a call, named by its slug: up to 64 letters from a to z, digits and hyphens. Under another
// name nothing can be read or appended. It begins to exist with its first entry.
func (d *DB) Ledger(call string) tracker.Rewriter {
	return &Ledger{d, call, append(bytes.Clone(ledgers), call...)}
}

// Ledgers lists the slugs of the ledgers that exist, in alphabetical order.
func (d *DB) Ledgers() (calls []string, err error) {
	err = d.view(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, _ *bbolt.Bucket) error {
			if call, ok := bytes.CutPrefix(name, ledgers); ok {
				calls = append(calls, string(call))
			}
			return nil
		})
	})
	return calls, err
}

func (l *Ledger) check(ctx context.Context) error {
	return cmp.Or(ctx.Err(), tracker.CheckSlug(l.call))
}

// find is the ledger's bucket in a transaction; nil if it has no entries yet.
func (l *Ledger) find(tx *bbolt.Tx) (*bbolt.Bucket, error) {
	bucket := tx.Bucket(l.bucket)
	// Created ledgers are recorded separately, so that a lost bucket isn't taken for one that never existed.
	if bucket == nil && tx.Bucket(metaBucket).Get(l.bucket) != nil {
		return nil, fmt.Errorf("%w: the ledger is missing", ErrDamaged)
	}
	return bucket, nil
}

// many is after how many entries the context is checked.
const many = 10_000

// Append stores entries in one transaction, all or none.
func (l *Ledger) Append(ctx context.Context, entries ...tracker.Entry) error {
	if err := l.check(ctx); err != nil || len(entries) == 0 {
		return err
	}
	if tracker.InOrder(entries[0].Seq, entries) != nil {
		return tracker.ErrMoved
	}
	encoded, err := tracker.EncodeAll(entries)
	if err != nil {
		return err
	}
	l.db.writing.Lock()
	defer l.db.writing.Unlock()
	return l.db.update(func(tx *bbolt.Tx) error {
		bucket, err := l.find(tx)
		if err != nil {
			return err
		}
		if bucket == nil {
			if bucket, err = tx.CreateBucket(l.bucket); err != nil {
				return err
			}
			if err := tx.Bucket(metaBucket).Put(l.bucket, []byte{1}); err != nil {
				return err
			}
		}
		var head tracker.Seq
		if last, _ := bucket.Cursor().Last(); last != nil {
			head = tracker.Seq(binary.BigEndian.Uint64(last))
		}
		if entries[0].Seq != head+1 {
			return tracker.ErrMoved
		}
		bucket.FillPercent = 1 // entries only ever follow the last
		for i, e := range entries {
			if i%many == 0 {
				if err := ctx.Err(); err != nil {
					return err
				}
			}
			if err := bucket.Put(key(e.Seq), encoded[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

// Read decodes entries in one read transaction.
func (l *Ledger) Read(ctx context.Context, after tracker.Seq, limit int) (entries []tracker.Entry, err error) {
	if err := l.check(ctx); err != nil {
		return nil, err
	}
	err = l.db.view(func(tx *bbolt.Tx) error {
		bucket, err := l.find(tx)
		if bucket == nil || err != nil {
			return err
		}
		var encoded [][]byte
		c := bucket.Cursor()
		for k, v := c.Seek(key(after + 1)); k != nil && len(encoded) < limit; k, v = c.Next() {
			want := after + 1 + tracker.Seq(len(encoded))
			if !bytes.Equal(k, key(want)) || v == nil {
				return fmt.Errorf("%w: entry %d is not where it should be", ErrDamaged, want)
			}
			encoded = append(encoded, append([]byte(nil), v...))
		}
		if entries, err = tracker.DecodeAll(encoded); err != nil {
			return err
		}
		if err := tracker.InOrder(after+1, entries); err != nil {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		return nil
	})
	return entries, err
}

func key(seq tracker.Seq) []byte { return binary.BigEndian.AppendUint64(nil, uint64(seq)) }
