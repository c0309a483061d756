// Package bolt stores ledgers in one bbolt file: a bucket for each call, a key for each entry.
//
// What Append acknowledged is on the disk. One process at a time holds the file; a second one is told so after a second
// of waiting, even if it only wants to read. A file that was cut off, overwritten or written by a newer rollcall is
// refused with an error that names it, and is left as it is.
package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"rollcall/tracker"
)

// The errors of opening a file; each comes wrapped with the file's name and what to do.
var (
	ErrHeld    = errors.New("another process holds the file")
	ErrDamaged = errors.New("the file is damaged")
)

// format is the version of the file's layout: which buckets there are, and what their keys are.
const format = 1

var (
	metaBucket = []byte("rollcall")
	formatKey  = []byte("format")
	ledgers    = []byte("ledger/") // what the names of their buckets begin with
)

// patience is how long Open waits for another process to let go of the file.
const patience = time.Second

// A DB is an open file.
type DB struct {
	path   string
	db     *bbolt.DB
	broken atomic.Bool // bbolt panicked, and may hold its locks for ever
}

// Open opens a file, and makes it if it isn't there.
func Open(path string) (*DB, error) {
	info, err := os.Lstat(path)
	if err == nil && info.Mode()&fs.ModeSymlink != 0 {
		info, err = os.Stat(path)
		if err != nil {
			return nil, fmt.Errorf("can't open the database: %w", err)
		}
	}
	if err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("can't open the database %s: it is not a regular file", path)
	}
	if errors.Is(err, fs.ErrNotExist) {
		if err := create(path); err != nil {
			return nil, fmt.Errorf("can't make the database %s: %w", path, err)
		}
	}
	d := &DB{path: path}
	err = d.guard(func() (err error) {
		// bbolt takes an empty file for a new one; here it can only be one that was cut off.
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && info.Size() == 0 {
			return fmt.Errorf("%w: it is empty", ErrDamaged)
		}
		if d.db, err = bbolt.Open(path, 0o600, options()); err != nil {
			return err
		}
		return d.db.View(checkFormat)
	})
	if err == nil {
		return d, nil
	}
	if d.db != nil {
		err = errors.Join(err, d.Close())
	}
	return nil, err
}

func options() *bbolt.Options {
	return &bbolt.Options{Timeout: patience, FreelistType: bbolt.FreelistMapType}
}

// create makes a file beside path and moves it there when it is whole, so that no crash leaves half a file.
func create(path string) error {
	temp, err := os.MkdirTemp(filepath.Dir(path), ".rollcall-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	whole := filepath.Join(temp, filepath.Base(path))
	db, err := bbolt.Open(whole, 0o600, options())
	if err != nil {
		return err
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		meta, err := tx.CreateBucket(metaBucket)
		if err != nil {
			return err
		}
		return meta.Put(formatKey, []byte(strconv.Itoa(format)))
	})
	if err := errors.Join(err, db.Close()); err != nil {
		return err
	}
	// A link never replaces a file that another process made meanwhile.
	if err := os.Link(whole, path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

func checkFormat(tx *bbolt.Tx) error {
	meta := tx.Bucket(metaBucket)
	if meta == nil {
		return errors.New("it is not a database of rollcall")
	}
	switch version, err := strconv.Atoi(string(meta.Get(formatKey))); {
	case err != nil:
		return fmt.Errorf("%w: its format is not a number", ErrDamaged)
	case version > format:
		return tracker.ErrNewer
	}
	return tx.ForEach(func(name []byte, _ *bbolt.Bucket) error {
		if !bytes.Equal(name, metaBucket) && !bytes.HasPrefix(name, ledgers) {
			return fmt.Errorf("%w: it has a bucket %q that nobody made", ErrDamaged, name)
		}
		return nil
	})
}

// guard runs what reads the file and turns what goes wrong into an error that names it: on a damaged file, bbolt panics
// or faults on memory that the file no longer covers.
func (d *DB) guard(read func() error) (err error) {
	if d.broken.Load() {
		return fmt.Errorf("can't use the database %s: %w; restart rollcall", d.path, ErrDamaged)
	}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			d.broken.Store(true)
			err = fmt.Errorf("%w: %v", ErrDamaged, r)
		}
		switch {
		case err == nil || errors.Is(err, tracker.ErrMoved):
		case errors.Is(err, berrors.ErrTimeout):
			err = fmt.Errorf("can't open the database %s: %w; stop it, or name another file with --db or ROLLCALL_DB", d.path, ErrHeld)
		case errors.Is(err, tracker.ErrNewer):
			err = fmt.Errorf("can't use the database %s: %w; it was left as it is", d.path, err)
		case errors.Is(err, ErrDamaged) || errors.Is(err, berrors.ErrInvalid) || errors.Is(err, berrors.ErrChecksum) || errors.Is(err, berrors.ErrVersionMismatch):
			err = fmt.Errorf("can't read the database %s: %w; it was left as it is: restore a backup, or move it away to begin anew", d.path, err)
		default:
			err = fmt.Errorf("database %s: %w", d.path, err)
		}
	}()
	return read()
}

// Close lets go of the file.
func (d *DB) Close() error {
	if d.broken.Load() {
		return nil // it ends with the process
	}
	return d.db.Close()
}

// Ready tells whether the file can still be used.
func (d *DB) Ready() bool { return !d.broken.Load() }

// Check reads every key and value of the file. bbolt's own check runs in a goroutine of its own, where a fault of a
// damaged file would end the process.
func (d *DB) Check() error {
	return d.guard(func() error {
		return d.db.View(func(tx *bbolt.Tx) error {
			return tx.ForEach(func(name []byte, b *bbolt.Bucket) error {
				return b.ForEach(func(k, v []byte) error {
					if v == nil {
						return fmt.Errorf("%w: a bucket is in the bucket %q", ErrDamaged, name)
					}
					clear(append([]byte(nil), v...))
					return nil
				})
			})
		})
	})
}

// A Ledger is one call's bucket. It satisfies tracker.Ledger.
type Ledger struct {
	db     *DB
	bucket []byte
}

// Ledger is the ledger of a call, named by its slug.
func (d *DB) Ledger(call string) *Ledger {
	return &Ledger{d, append(bytes.Clone(ledgers), call...)}
}

// Append stores entries in one transaction.
func (l *Ledger) Append(ctx context.Context, entries ...tracker.Entry) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	encoded := make([][]byte, len(entries))
	for i, e := range entries {
		var err error
		if encoded[i], err = tracker.Encode(e); err != nil {
			return err
		}
	}
	return l.db.guard(func() error {
		return l.db.db.Update(func(tx *bbolt.Tx) error {
			bucket := tx.Bucket(l.bucket)
			if bucket == nil {
				// What was made is noted apart, so that a bucket that is lost isn't taken for one that never was.
				if tx.Bucket(metaBucket).Get(l.bucket) != nil {
					return fmt.Errorf("%w: the ledger is missing", ErrDamaged)
				}
				var err error
				if bucket, err = tx.CreateBucket(l.bucket); err != nil {
					return err
				}
				if err := tx.Bucket(metaBucket).Put(l.bucket, []byte{1}); err != nil {
					return err
				}
			}
			bucket.FillPercent = 1 // entries only ever follow the last
			var head uint64
			if last, _ := bucket.Cursor().Last(); last != nil {
				head = binary.BigEndian.Uint64(last)
			}
			for i, e := range entries {
				if head++; e.Seq != tracker.Seq(head) {
					return tracker.ErrMoved
				}
				if err := bucket.Put(key(e.Seq), encoded[i]); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// Read decodes entries in one read transaction.
func (l *Ledger) Read(ctx context.Context, after tracker.Seq, limit int) (entries []tracker.Entry, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	err = l.db.guard(func() error {
		return l.db.db.View(func(tx *bbolt.Tx) error {
			bucket := tx.Bucket(l.bucket)
			if bucket == nil && tx.Bucket(metaBucket).Get(l.bucket) != nil {
				return fmt.Errorf("%w: the ledger is missing", ErrDamaged)
			}
			if bucket == nil {
				return nil
			}
			var encoded [][]byte
			c := bucket.Cursor()
			for k, v := c.Seek(key(after + 1)); k != nil && len(encoded) < limit; k, v = c.Next() {
				if want := after + 1 + tracker.Seq(len(encoded)); !bytes.Equal(k, key(want)) || v == nil {
					return fmt.Errorf("%w: entry %d is not where it should be", ErrDamaged, want)
				}
				encoded = append(encoded, append([]byte(nil), v...))
			}
			if entries, err = tracker.DecodeAll(encoded); err != nil {
				return err
			}
			for i, e := range entries {
				if want := after + 1 + tracker.Seq(i); e.Seq != want {
					return fmt.Errorf("%w: entry %d says that it is entry %d", ErrDamaged, want, e.Seq)
				}
			}
			return nil
		})
	})
	return entries, err
}

func key(seq tracker.Seq) []byte { return binary.BigEndian.AppendUint64(nil, uint64(seq)) }
