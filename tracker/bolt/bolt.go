// Package bolt stores ledgers in one bbolt file: a bucket for each call, a key for each entry.
//
// What it guarantees:
//
//   - What Append acknowledged is on the disk, and an Append is stored whole or not at all, at any size and
//     whenever the process dies.
//   - One process at a time holds the file, from Open to Close, also while Rewrite puts another file in its place. A
//     second one gets an error after waiting a second, even if it only wants to read.
//   - Nothing is written to a file that was removed, replaced or overwritten while it is open:
//     see DB.Ready.
//   - A file that was cut off, overwritten or written by a newer rollcall is refused with an error that names it, and is
//     left as it is. All its pages are checked before bbolt follows them without checks.
//   - After Rewrite, the file holds nothing of what was rewritten, not even in unused pages. What the disk keeps of
//     deleted files, and what backups hold, is out of its reach; Backups lists the backups.
package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"sync"
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
	path    string       // as it was given
	file    string       // where links lead
	writing sync.Mutex   // held through an Append or a Rewrite; taken before swap
	swap    sync.RWMutex // held by Rewrite while it puts another file in the place of db
	db      *bbolt.DB
	opened  fs.FileInfo // the file that db is of
	written int         // the number of db's last transaction that wrote; guarded by writing
	broken  atomic.Bool // bbolt panicked, and may hold its locks forever
}

// Open opens a file, and makes it if it isn't there.
func Open(path string) (*DB, error) {
	file, err := filepath.EvalSymlinks(path)
	if errors.Is(err, fs.ErrNotExist) {
		if at, err := os.Lstat(path); err == nil && at.Mode()&fs.ModeSymlink != 0 { // else somebody has just made it
			return nil, fmt.Errorf("can't open the database %s: it is a link to a file that isn't there", path)
		}
		if err := create(path); err != nil {
			return nil, fmt.Errorf("can't make the database %s: %w", path, err)
		}
		file, err = filepath.EvalSymlinks(path)
	}
	if err != nil {
		return nil, fmt.Errorf("can't open the database %s: %w", path, err)
	}
	if info, err := os.Stat(file); err != nil || !info.Mode().IsRegular() {
		return nil, errors.Join(fmt.Errorf("can't open the database %s: it is not a regular file", path), err)
	}
	d := &DB{path: path, file: file}
	if err = d.guard(d.open); err == nil {
		return d, nil
	}
	if d.db != nil {
		err = errors.Join(err, d.Close())
	}
	return nil, err
}

// open locks the file, checks that it is sound, and removes the one that a crash left half rewritten.
func (d *DB) open() error {
	// bbolt takes an empty file for a new one; here it can only be one that was cut off.
	if info, err := os.Stat(d.file); err == nil && info.Size() == 0 {
		return fmt.Errorf("%w: it is empty", ErrDamaged)
	}
	var held *os.File
	for same := false; !same; {
		o := options()
		o.OpenFile = func(name string, flag int, perm fs.FileMode) (_ *os.File, err error) {
			if held, err = os.OpenFile(name, flag, perm); err != nil {
				return nil, err
			}
			if err = checkFreePages(held); err != nil {
				return nil, errors.Join(err, held.Close())
			}
			return held, nil
		}
		var err error
		if d.db, err = openFile(d.file, o); err != nil {
			return err
		}
		if d.opened, err = held.Stat(); err != nil {
			return err
		}
		// While it waited, Rewrite of another process may have put another file there.
		is, err := os.Stat(d.file)
		if err != nil {
			return err
		}
		if same = os.SameFile(d.opened, is); !same {
			if err := d.db.Close(); err != nil {
				return err
			}
		}
	}
	err := d.db.View(func(tx *bbolt.Tx) error {
		d.written = tx.ID()
		return checkPages(tx, held)
	})
	if err != nil {
		return err
	}
	if err := d.db.View(checkFormat); err != nil {
		return err
	}
	if err := os.Remove(d.rewritten()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// mapped are the addresses, not the memory, that a file gets at once: it is written faster if it needn't move as it grows.
const mapped = 1 << 30

func options() *bbolt.Options {
	o := &bbolt.Options{Timeout: patience, FreelistType: bbolt.FreelistMapType}
	if runtime.GOOS != "windows" { // where the file itself would grow to that size
		o.InitialMmapSize = mapped
	}
	return o
}

// openFile opens a file that grows by little more than it needs, and not in large steps.
func openFile(path string, o *bbolt.Options) (*bbolt.DB, error) {
	db, err := bbolt.Open(path, 0o600, o)
	if err == nil {
		db.AllocSize = 1 << 20
	}
	return db, err
}

// create makes a file without ledgers, unless another process makes it meanwhile.
func create(path string) error {
	err := whole(path, func(file string) error {
		db, err := openFile(file, options())
		if err != nil {
			return err
		}
		return errors.Join(db.Update(func(tx *bbolt.Tx) error {
			meta, err := tx.CreateBucket(metaBucket)
			if err != nil {
				return err
			}
			return meta.Put(formatKey, []byte(strconv.Itoa(format)))
		}), db.Close())
	})
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}

// Restore makes a new file with ledgers. It is there only when it has them all.
func Restore(ctx context.Context, path string, ledgers map[string][]tracker.Entry) error {
	return whole(path, func(file string) error {
		d, err := Open(file)
		if err != nil {
			return err
		}
		for call, entries := range ledgers {
			err = errors.Join(err, d.Ledger(call).Append(ctx, entries...))
		}
		return errors.Join(err, d.Close())
	})
}

// whole has a file made next to path and links it there when it is whole, so that no crash leaves half a file. A link never
// replaces a file that is there.
func whole(path string, write func(file string) error) error {
	temp, err := os.MkdirTemp(filepath.Dir(path), ".rollcall-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	file := filepath.Join(temp, filepath.Base(path))
	if err := write(file); err != nil {
		return err
	}
	if err := os.Link(file, path); err != nil {
		return err
	}
	return syncDir(path)
}

// syncDir makes a file's place in its folder durable.
func syncDir(path string) error {
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
			err = fmt.Errorf("can't use the database %s: %w; it was left as it is: update this rollcall", d.path, err)
		case errors.Is(err, ErrDamaged) || errors.Is(err, berrors.ErrInvalid) || errors.Is(err, berrors.ErrChecksum) || errors.Is(err, berrors.ErrVersionMismatch):
			err = fmt.Errorf("can't read the database %s: %w; it was left as it is: restore a backup, or move it away to begin again", d.path, err)
		default:
			err = fmt.Errorf("database %s: %w", d.path, err)
		}
	}()
	return read()
}

// view runs a read transaction.
func (d *DB) view(read func(*bbolt.Tx) error) error {
	return d.guard(func() error {
		d.swap.RLock()
		defer d.swap.RUnlock()
		return d.db.View(read)
	})
}

// update runs a write transaction, if the file is still in its place; the caller holds writing.
func (d *DB) update(write func(*bbolt.Tx) error) error {
	return d.guard(func() error {
		if err := d.inPlace(); err != nil {
			return err
		}
		return d.commit(write)
	})
}

// commit runs a write transaction on the open file, wherever that is, if nobody else wrote to it; the caller holds writing.
func (d *DB) commit(write func(*bbolt.Tx) error) error {
	d.swap.RLock()
	defer d.swap.RUnlock()
	return d.db.Update(func(tx *bbolt.Tx) error {
		id := tx.ID()
		if id != d.written+1 {
			return errOverwritten
		}
		tx.OnCommit(func() { d.written = id })
		return write(tx)
	})
}

// The refusals when the file isn't what this process left there.
var (
	errReplaced    = tracker.Refuse("Nothing can be recorded: the database was removed, or another file was put in its place, while rollcall is running. An admin can save what rollcall still has, beside it, by: backup. Then stop rollcall, put the right file there, and start it again.")
	errOverwritten = tracker.Refuse("Nothing can be recorded: something else wrote to the database while rollcall is running. Stop rollcall, put a backup in the place of the database, and start it again.")
)

// inPlace reports whether the file that is open is still the one that its name leads to; the caller holds writing or swap.
func (d *DB) inPlace() error {
	is, err := os.Stat(d.path)
	switch {
	case err == nil && os.SameFile(d.opened, is):
		return nil
	case err == nil || errors.Is(err, fs.ErrNotExist):
		return errReplaced
	}
	return err
}

// Close lets go of the file.
func (d *DB) Close() error {
	if d.broken.Load() {
		return nil // it ends with the process
	}
	d.swap.Lock()
	defer d.swap.Unlock()
	return d.db.Close()
}

// asLeft reports whether the file is still the one that is open, as this process left it; the caller holds writing.
func (d *DB) asLeft() error {
	if err := d.inPlace(); err != nil {
		return err
	}
	return d.db.View(func(tx *bbolt.Tx) error {
		if tx.ID() != d.written {
			return errOverwritten
		}
		return nil
	})
}

// Ready reports why nothing can be written to the file: it is damaged, or it is no longer what this process opened and
// wrote last. The error says what to do.
func (d *DB) Ready() error {
	return d.guard(func() error {
		if !d.writing.TryLock() { // a writer checks the rest
			d.swap.RLock() // a rewrite puts another file in its place
			defer d.swap.RUnlock()
			return d.inPlace()
		}
		defer d.writing.Unlock()
		return d.asLeft()
	})
}
