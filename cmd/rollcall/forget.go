package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"rollcall/tracker"
)

// forget erases a supporter's name from all entries, with --yes; else it tells what would be erased.
func (p process) forget(ctx context.Context, args []string) error {
	o, c, args, err := p.flags(args)
	if err != nil {
		return err
	}
	g, err := takeFlags(args, []string{"yes"}, nil)
	if err != nil {
		return err
	}
	if len(g.rest) == 0 {
		return errors.New("forget needs a name on the roll, or an id such as #12; in most shells # needs quotes")
	}
	if _, err := os.Stat(c.DB); err != nil {
		return fmt.Errorf("there is no database: %w", err)
	}
	r, err := p.openRoll(ctx, o, c.DB)
	if err != nil {
		return err
	}
	defer r.db.Close()
	id, err := named(r.Book(), strings.Join(g.rest, " "))
	if err != nil {
		return p.refused(err)
	}
	if err := p.tellForgotten(r.Book(), id, c.DB); err != nil {
		return p.refused(err)
	}
	if g.has("yes") {
		if err := r.Forget(ctx, id, p.who()); err != nil {
			return p.refused(err)
		}
		fmt.Fprintf(p.stdout, "It is erased from %s. The supporter is called %s now, and the counts are as they were.\n", c.DB, r.Book().Supporter(id).Name)
	} else {
		fmt.Fprintln(p.stdout, "Nothing was erased yet. To erase it for ever, say it again with --yes.")
	}
	return p.tellBackups(r)
}

// refused prints a refusal.
func (p process) refused(err error) error {
	if refusal := (tracker.Refusal{}); errors.As(err, &refusal) {
		fmt.Fprintln(p.stdout, refusal)
		return errRefused
	}
	return err
}

// named finds the one supporter that a name or an id means, on the roll or not.
func named(b *tracker.Book, said string) (tracker.Seq, error) {
	if number, ok := strings.CutPrefix(said, "#"); ok {
		if id, err := strconv.ParseUint(number, 10, 64); err == nil && b.Supporter(tracker.Seq(id)) != nil {
			return tracker.Seq(id), nil
		}
		return 0, tracker.Refuse("There is no supporter %s. Nothing was erased.", said)
	}
	switch all := b.Named(said); len(all) {
	case 0:
		return 0, tracker.Refuse("No supporter is, or was, called “%s”. Nothing was erased.", said)
	case 1:
		return all[0].ID, nil
	default:
		ids := make([]string, len(all))
		for i, s := range all {
			ids[i] = fmt.Sprintf("#%d", s.ID)
		}
		return 0, tracker.Refuse("“%s” is the name of several: %s. Say which. Nothing was erased.", said, strings.Join(ids, ", "))
	}
}

// tellForgotten tells what is erased.
func (p process) tellForgotten(b *tracker.Book, id tracker.Seq, db string) error {
	entries := slices.Collect(b.Entries(0))
	blanked, err := tracker.Forget(entries, id, p.who(), time.Now())
	if err != nil {
		return err
	}
	touched := 0
	for i, e := range entries {
		if !reflect.DeepEqual(e.Event, blanked[i].Event) {
			touched++
		}
	}
	fmt.Fprintf(p.stdout, "Supporter #%d is called %s.\n", id, strings.Join(b.Supporter(id).Names(), ", "))
	fmt.Fprintf(p.stdout, "Erased: its names, sources, website and notes, and every other text with one of its names: %d of the %d entries of %s.\n", touched, len(entries), db)
	fmt.Fprintln(p.stdout, "Kept: its id, category, kind, country and days, so that counts and history stay as they were.")
	return nil
}

// tellBackups tells which backups still hold the name. Other copies aren't known.
func (p process) tellBackups(r roll) error {
	all, err := r.db.Backups()
	if err != nil {
		return err
	}
	for _, backup := range all {
		if _, err := os.Stat(backup.Name); err == nil {
			fmt.Fprintf(p.stdout, "The backup %s of %s still has the name.\n", backup.Name, backup.At.Format(time.DateTime))
		}
	}
	_, err = fmt.Fprintln(p.stdout, "Copies, lists and ledgers that were written elsewhere, and messages in Slack, have it, too.")
	return err
}
