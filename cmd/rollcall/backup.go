package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/bolt"
)

// backup makes a new file that is a copy of the database.
func (p process) backup(ctx context.Context, args []string) error {
	_, c, args, err := p.flags(args)
	if err != nil {
		return err
	}
	if len(args) != 1 {
		return errors.New("backup needs the name of a new file, such as: rollcall backup rollcall-2026-11-22.db")
	}
	db, err := openStored(c.DB)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := db.BackupFile(ctx, args[0], time.Now()); err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.stdout, "%s is a backup of %s. All of it was read, and is whole.\n", args[0], c.DB)
	return err
}

// openStored opens a database that is there.
func openStored(path string) (*bolt.DB, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("there is no database: %w", err)
	}
	return bolt.Open(path)
}

// storedEntries are those of a call, in a database that is there.
func storedEntries(ctx context.Context, path, slug string) ([]tracker.Entry, error) {
	db, err := openStored(path)
	if err != nil {
		return nil, err
	}
	entries, err := db.Ledger(slug).Read(ctx, 0, math.MaxInt)
	return entries, errors.Join(err, db.Close())
}
