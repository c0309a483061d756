package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/asked"
	"rollcall/tracker/bolt"
	"rollcall/tracker/desk"
	"rollcall/tracker/postgres"
)

// A store is where the ledgers of all calls are kept: a file, or PostgreSQL.
type store interface {
	desk.Store
	Ledger(call string) tracker.Rewriter
	Asked(call string) asked.Store
	Ledgers() ([]string, error)
	BackupFile(ctx context.Context, name string, at time.Time) error
	Check() error
	Ready() error
	Close() error
}

// A shared is a store to which other processes append, too.
type shared interface {
	store
	Listen(ctx context.Context)
	Next(ctx context.Context)
}

// nameOf is a database's name as it can be shown: an address without its password.
func nameOf(db string) string {
	if postgres.Is(db) {
		return postgres.Name(db)
	}
	return db
}

// openDatabase opens a database, and makes it if it isn't there.
func (p process) openDatabase(ctx context.Context, db string) (store, error) {
	if postgres.Is(db) {
		return postgres.Open(ctx, db, logger(p.stderr))
	}
	return bolt.Open(db)
}

// errAbsent says that there is no database yet.
var errAbsent = errors.New("there is no database")

// openStored opens a database that is there.
func openStored(ctx context.Context, db string) (store, error) {
	if postgres.Is(db) {
		d, err := postgres.OpenStored(ctx, db)
		if errors.Is(err, postgres.ErrEmpty) {
			err = fmt.Errorf("%w: %w", errAbsent, err)
		}
		return d, err
	}
	if err := absent(db); err != nil {
		return nil, err
	}
	return bolt.Open(db)
}

// absent reports why there is no file.
func absent(file string) error {
	_, err := os.Stat(file)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: %w", errAbsent, err)
	}
	return err
}

// isStored reports why a database can't be opened as one that is there; a file that is isn't opened, as that holds it.
func isStored(ctx context.Context, db string) error {
	if !postgres.Is(db) {
		return absent(db)
	}
	d, err := openStored(ctx, db)
	if err != nil {
		return err
	}
	return d.Close()
}

// storedEntries are those of a call, in a database that is there.
func storedEntries(ctx context.Context, db, slug string) ([]tracker.Entry, error) {
	d, err := openStored(ctx, db)
	if err != nil {
		return nil, err
	}
	entries, err := d.Ledger(slug).Read(ctx, 0, math.MaxInt)
	return entries, errors.Join(err, d.Close())
}
