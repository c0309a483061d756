package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"

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

// stagedKey is left by an older rollcall that died while it stored a large Append in parts: the last Seq before it and the bucket
// of its part.
var stagedKey = []byte("staged")

// sweep removes such a part.
func (d *DB) sweep() error {
	var part []byte
	if err := d.db.View(func(tx *bbolt.Tx) error {
		part = bytes.Clone(tx.Bucket(metaBucket).Get(stagedKey))
		return nil
	}); err != nil || len(part) < 8 {
		return err
	}
	head, name := binary.BigEndian.Uint64(part), part[8:]
	return d.commit(func(tx *bbolt.Tx) error {
		meta, bucket := tx.Bucket(metaBucket), tx.Bucket(name)
		if bucket == nil {
			return fmt.Errorf("%w: the ledger %q is missing", ErrDamaged, name)
		}
		var beyond [][]byte
		c := bucket.Cursor()
		for k, _ := c.Seek(key(tracker.Seq(head + 1))); k != nil; k, _ = c.Next() {
			beyond = append(beyond, bytes.Clone(k))
		}
		err := errors.Join(meta.Put(formatKey, []byte(strconv.Itoa(format))), meta.Delete(stagedKey))
		for _, k := range beyond {
			err = errors.Join(err, bucket.Delete(k))
		}
		if head == 0 {
			err = errors.Join(err, tx.DeleteBucket(name), meta.Delete(name))
		}
		return err
	})
}
