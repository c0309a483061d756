package main

import (
	"context"
	"fmt"
	"math"
	"os"

	"rollcall/tracker"
	"rollcall/tracker/bolt"
	"rollcall/tracker/pariscall"
)

// verify reads the whole database, folds it again and holds it against every invariant.
func (p process) verify(ctx context.Context, args []string) error {
	_, c, args, err := p.flags(args)
	if err != nil {
		return err
	}
	if len(args) > 0 {
		return fmt.Errorf("verify takes no arguments but --db")
	}
	if _, err := os.Stat(c.DB); err != nil {
		return fmt.Errorf("there is no database to verify: %w", err)
	}
	entries, err := entriesOf(ctx, c.DB)
	if err != nil {
		return err
	}
	broken := tracker.Verify(entries)
	for _, v := range broken {
		fmt.Fprintln(p.stdout, v)
	}
	if len(broken) > 0 {
		return fmt.Errorf("%s: %d violations in %d entries", c.DB, len(broken), len(entries))
	}
	fmt.Fprintf(p.stdout, "%s: %d entries hold all invariants:\n", c.DB, len(entries))
	for _, i := range tracker.Invariants() {
		fmt.Fprintln(p.stdout, "•", i)
	}
	return nil
}

// entriesOf reads the whole of a database that is there.
func entriesOf(ctx context.Context, path string) ([]tracker.Entry, error) {
	db, err := bolt.Open(path)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	if err := db.Check(); err != nil {
		return nil, err
	}
	return db.Ledger(pariscall.Slug).Read(ctx, 0, math.MaxInt)
}
