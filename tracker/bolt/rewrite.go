package bolt

import (
	"bytes"
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"

	"rollcall/tracker"
)

// rewritten is where a file is written again. Only the process that holds the file makes it, so that the next one to open the file can remove
// what a crash left there.
func (d *DB) rewritten() string {
	return filepath.Join(filepath.Dir(d.file), "."+filepath.Base(d.file)+".rewritten")
}

// Rewrite replaces a ledger's entries by others, as many or more, in a new file that replaces the
// old one in one step and has no byte of what is gone; other ledgers come along as they are. Whenever the process dies,
// the file is the old one or the new one. Appends wait until it is done, and change must not call the ledger. With an
// error the ledger may be rewritten or not.
func (l *Ledger) Rewrite(ctx context.Context, change func([]tracker.Entry) ([]tracker.Entry, error)) error {
	d := l.db
	d.writing.Lock()
	defer d.writing.Unlock()
	old, err := l.Read(ctx, 0, math.MaxInt)
	if err != nil {
		return err
	}
	entries, err := tracker.Rewritten(old, change)
	if err != nil {
		return err
	}
	return d.guard(func() error {
		next, err := d.remade(ctx, l.bucket, entries)
		if err != nil {
			return errors.Join(err, os.RemoveAll(d.rewritten()))
		}
		return d.replace(next)
	})
}

// remade is a new file with all that this one has, but for one ledger's entries. It is open and so locked.
func (d *DB) remade(ctx context.Context, bucket []byte, entries []tracker.Entry) (*bbolt.DB, error) {
	if err := os.RemoveAll(d.rewritten()); err != nil {
		return nil, err
	}
	o := options()
	o.NoSync = true // nothing of it counts before it takes the old one's place
	next, err := openFile(d.rewritten(), o)
	if err != nil {
		return nil, err
	}
	f := &filler{ctx: ctx, db: next}
	err = d.db.View(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bbolt.Bucket) error {
			if !bytes.Equal(name, bucket) {
				return b.ForEach(func(k, v []byte) error { return f.put(name, k, v) })
			}
			for _, e := range entries {
				encoded, err := tracker.Encode(e)
				if err != nil {
					return err
				}
				if err := f.put(name, key(e.Seq), encoded); err != nil {
					return err
				}
			}
			return nil
		})
	})
	if err = errors.Join(err, f.end()); err == nil {
		next.NoSync = false
		err = errors.Join(next.Sync(), alike(d.file, d.rewritten()))
	}
	if err != nil {
		return nil, errors.Join(err, next.Close())
	}
	return next, nil
}

// replace puts a new file in the place of the old one and goes on with it. The lock of the old one is released only when
// the new one is held.
func (d *DB) replace(next *bbolt.DB) error {
	d.swap.Lock()
	defer d.swap.Unlock()
	opened, err := os.Stat(d.rewritten())
	if err == nil {
		err = d.asLeft()
	}
	if err == nil {
		err = os.Rename(d.rewritten(), d.file)
	}
	if err != nil {
		return errors.Join(err, next.Close(), os.RemoveAll(d.rewritten()))
	}
	old := d.db
	d.db, d.opened = next, opened
	if err := next.View(func(tx *bbolt.Tx) error { d.written = tx.ID(); return nil }); err != nil {
		return err
	}
	return errors.Join(syncDir(d.file), old.Close())
}

// alike gives a new file the owner and the permissions of an old one.
func alike(old, next string) error {
	info, err := os.Stat(old)
	if err != nil {
		return err
	}
	return errors.Join(own(info, next), os.Chmod(next, info.Mode().Perm()))
}

// A filler puts keys into a new file in their order, in transactions of a limited size.
type filler struct {
	ctx context.Context
	db  *bbolt.DB
	tx  *bbolt.Tx
	n   int
}

func (f *filler) put(name, k, v []byte) (err error) {
	if f.n++; f.n%many == 1 {
		if err := errors.Join(f.ctx.Err(), f.end()); err != nil {
			return err
		}
		if f.tx, err = f.db.Begin(true); err != nil {
			return err
		}
	}
	bucket, err := f.tx.CreateBucketIfNotExists(name)
	if err != nil {
		return err
	}
	bucket.FillPercent = 1
	return bucket.Put(k, v)
}

// end commits what was put last.
func (f *filler) end() error {
	if f.tx == nil {
		return nil
	}
	tx := f.tx
	f.tx = nil
	return tx.Commit()
}
