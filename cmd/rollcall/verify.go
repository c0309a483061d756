package main

import (
	"context"
	"errors"
	"fmt"
	"math"

	"rollcall/tracker"
	"rollcall/tracker/pariscall"
)

// verify reads the whole database, folds every ledger again and checks every invariant.
func (p process) verify(ctx context.Context, g given) error {
	o, err := p.settings(g)
	if err != nil {
		return err
	}
	all, err := ledgersOf(ctx, o.DB)
	if err != nil {
		return err
	}
	var wrong []error
	for _, l := range all {
		broken := tracker.Verify(l.entries)
		for _, v := range broken {
			fmt.Fprintln(p.stdout, l.prefix(all)+v.String())
		}
		if len(broken) > 0 {
			wrong = append(wrong, fmt.Errorf("%s: %s%s in %s", nameOf(o.DB), l.prefix(all), counted(len(broken), "violation", "violations"), counted(len(l.entries), "entry", "entries")))
		}
	}
	if len(wrong) > 0 {
		return errors.Join(wrong...)
	}
	for _, l := range all {
		fmt.Fprintf(p.stdout, "%s: %s%s.\n", nameOf(o.DB), l.prefix(all), hold(len(l.entries)))
	}
	fmt.Fprintln(p.stdout, "These are:")
	for _, i := range tracker.Invariants() {
		fmt.Fprintln(p.stdout, "•", i)
	}
	return nil
}

// A ledger is one of a database, also of a call that isn't kept any more.
type ledger struct {
	slug    string
	entries []tracker.Entry
}

// prefix names the ledger where there are several.
func (l ledger) prefix(all []ledger) string {
	if len(all) == 1 {
		return ""
	}
	return "the ledger " + l.slug + ": "
}

// ledgersOf reads the whole of a database that is there: all its ledgers, or one that is empty.
func ledgersOf(ctx context.Context, db string) ([]ledger, error) {
	d, err := openStored(ctx, db)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	if err := d.Check(); err != nil {
		return nil, err
	}
	slugs, err := d.Ledgers()
	if err != nil {
		return nil, err
	}
	if len(slugs) == 0 {
		return []ledger{{slug: pariscall.Slug}}, nil
	}
	var all []ledger
	for _, slug := range slugs {
		entries, err := d.Ledger(slug).Read(ctx, 0, math.MaxInt)
		if err != nil {
			return nil, err
		}
		all = append(all, ledger{slug, entries})
	}
	return all, nil
}
