package bolt

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"go.etcd.io/bbolt"

	"rollcall/tracker"
)

// maxBackups is how many are remembered: the last.
const maxBackups = 100

var backupsKey = []byte("backups")

// Backup writes the file as it is at this moment. Appends go on meanwhile, except that one that needs the file to grow
// waits until the writer has taken all; Rewrite waits, too.
func (d *DB) Backup(w io.Writer) error {
	return d.view(func(tx *bbolt.Tx) error {
		_, err := tx.WriteTo(w)
		return err
	})
}

// BackupFile makes a new file that is a backup, and reads every entry of it.
func (d *DB) BackupFile(ctx context.Context, name string, at time.Time) error {
	name, err := filepath.Abs(name)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("can't make the backup: %w", err)
	}
	// It is recorded before it exists, so that no backup exists without a record.
	err = d.note(tracker.Backup{Name: name, At: at.UTC()})
	if err == nil {
		err = d.Backup(file)
	}
	if err = errors.Join(err, file.Sync(), file.Close()); err == nil {
		err = errors.Join(readWhole(ctx, name), syncDir(name))
	}
	if err != nil {
		return errors.Join(fmt.Errorf("can't make the backup %s: %w", name, err), os.Remove(name))
	}
	return nil
}

// BackupBeside makes a backup in the file's own folder, named after the file and the moment.
func (d *DB) BackupBeside(ctx context.Context, at time.Time) (tracker.Backup, error) {
	path, err := filepath.Abs(d.path)
	if err != nil {
		return tracker.Backup{}, err
	}
	ext := filepath.Ext(path)
	b := tracker.Backup{Name: strings.TrimSuffix(path, ext) + at.UTC().Format("-2006-01-02-150405") + ext, At: at.UTC()}
	return b, d.BackupFile(ctx, b.Name, at)
}

// readWhole opens a file as every start does, and decodes every entry.
func readWhole(ctx context.Context, name string) error {
	d, err := Open(name)
	if err != nil {
		return err
	}
	defer d.Close()
	calls, err := d.Ledgers()
	if err != nil {
		return err
	}
	for _, call := range calls {
		for after := tracker.Seq(0); ; {
			entries, err := d.Ledger(call).Read(ctx, after, many)
			if err != nil {
				return err
			}
			if len(entries) == 0 {
				break
			}
			after += tracker.Seq(len(entries))
		}
	}
	return d.Check()
}

// note records a backup, also one of a file that is no longer in its place.
func (d *DB) note(b tracker.Backup) error {
	d.writing.Lock()
	defer d.writing.Unlock()
	return d.guard(func() error {
		return d.commit(func(tx *bbolt.Tx) error {
			all, err := backups(tx)
			if err != nil {
				return err
			}
			all = append(slices.DeleteFunc(all, func(old tracker.Backup) bool { return old.Name == b.Name }), b)
			encoded, err := json.Marshal(all[max(0, len(all)-maxBackups):])
			if err != nil {
				return err
			}
			return tx.Bucket(metaBucket).Put(backupsKey, encoded)
		})
	})
}

// Backups lists, of the last hundred backups that were made, those that are still there, the oldest first. They hold what
// Rewrite has removed since.
func (d *DB) Backups() (all []tracker.Backup, err error) {
	err = d.view(func(tx *bbolt.Tx) error {
		all, err = backups(tx)
		return err
	})
	return slices.DeleteFunc(all, func(b tracker.Backup) bool {
		_, err := os.Stat(b.Name)
		return errors.Is(err, fs.ErrNotExist)
	}), err
}

func backups(tx *bbolt.Tx) (all []tracker.Backup, err error) {
	encoded := tx.Bucket(metaBucket).Get(backupsKey)
	if encoded == nil {
		return nil, nil
	}
	if err := json.Unmarshal(encoded, &all); err != nil {
		return nil, fmt.Errorf("%w: its list of backups is not readable: %w", ErrDamaged, err)
	}
	return all, nil
}
