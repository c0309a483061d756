package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"

	"go.etcd.io/bbolt"

	"rollcall/tracker"
)

// stage is how many entries are stored in one transaction: bbolt slows down in larger ones.
const stage = 10_000

// Append stores entries, all or none. Where they are too many for one transaction, those before the last are beyond what
// is visible, and the last makes all of them visible.
func (l *Ledger) Append(ctx context.Context, entries ...tracker.Entry) error {
	if err := l.check(ctx); err != nil || len(entries) == 0 {
		return err
	}
	if tracker.InOrder(entries[0].Seq, entries) != nil {
		return tracker.ErrMoved
	}
	d := l.db
	d.writing.Lock()
	defer d.writing.Unlock()
	if err := d.guard(d.sweep); err != nil {
		return err
	}
	parts := slices.Collect(slices.Chunk(entries, stage))
	for i, part := range parts {
		first, last := i == 0, i == len(parts)-1
		encoded, err := tracker.EncodeAll(part)
		if err == nil {
			err = l.put(ctx, part, encoded, func(tx *bbolt.Tx) error {
				switch {
				case first && !last:
					return hide(tx, l.bucket, entries[0].Seq-1)
				case last && !first:
					return show(tx)
				}
				return nil
			})
		}
		if err != nil && !first {
			err = errors.Join(err, d.guard(d.sweep))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// put stores entries after the ledger's last, and does what else is to be done, in one transaction.
func (l *Ledger) put(ctx context.Context, entries []tracker.Entry, encoded [][]byte, also func(*bbolt.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
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
			if err := bucket.Put(key(e.Seq), encoded[i]); err != nil {
				return err
			}
		}
		return also(tx)
	})
}

// stagedKey holds, while a part of an Append is stored, the last Seq before it and the bucket that it is in.
var stagedKey = []byte("staged")

// hide makes invisible what a bucket has, or gets, after a Seq.
func hide(tx *bbolt.Tx, bucket []byte, head tracker.Seq) error {
	meta := tx.Bucket(metaBucket)
	return errors.Join(meta.Put(formatKey, []byte(strconv.Itoa(formatStaged))), meta.Put(stagedKey, append(key(head), bucket...)))
}

// show makes visible what hide hid.
func show(tx *bbolt.Tx) error {
	meta := tx.Bucket(metaBucket)
	return errors.Join(meta.Put(formatKey, []byte(strconv.Itoa(format))), meta.Delete(stagedKey))
}

// staged tells what is hidden: the last Seq before it and the bucket that it is in, which is nil if nothing is.
func staged(tx *bbolt.Tx) (head tracker.Seq, bucket []byte) {
	v := tx.Bucket(metaBucket).Get(stagedKey)
	if len(v) < 8 {
		return 0, nil
	}
	return tracker.Seq(binary.BigEndian.Uint64(v)), bytes.Clone(v[8:])
}

// visible is the last Seq of a bucket that can be seen.
func visible(tx *bbolt.Tx, bucket []byte) tracker.Seq {
	if head, hidden := staged(tx); bytes.Equal(hidden, bucket) {
		return head
	}
	return math.MaxUint64
}

// sweep removes what an Append stored that didn't come to its end; the caller holds writing.
func (d *DB) sweep() error {
	for {
		var hidden []byte
		if err := d.db.View(func(tx *bbolt.Tx) error { _, hidden = staged(tx); return nil }); hidden == nil || err != nil {
			return err
		}
		if err := d.inPlace(); err != nil {
			return err
		}
		if err := d.commit(sweepSome); err != nil {
			return err
		}
	}
}

// sweepSome removes as much as one transaction bears.
func sweepSome(tx *bbolt.Tx) error {
	head, name := staged(tx)
	bucket := tx.Bucket(name)
	if bucket == nil {
		return fmt.Errorf("%w: the ledger %q is missing", ErrDamaged, name)
	}
	if head == 0 {
		return errors.Join(tx.DeleteBucket(name), tx.Bucket(metaBucket).Delete(name), show(tx))
	}
	var keys [][]byte
	c := bucket.Cursor()
	for k, _ := c.Seek(key(head + 1)); k != nil && len(keys) < stage; k, _ = c.Next() {
		keys = append(keys, bytes.Clone(k))
	}
	for _, k := range keys {
		if err := bucket.Delete(k); err != nil {
			return err
		}
	}
	if len(keys) == stage {
		return nil
	}
	return show(tx)
}
