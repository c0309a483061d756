package bolt

import (
	"context"
	"encoding/binary"

	"go.etcd.io/bbolt"

	"rollcall/tracker"
)

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
