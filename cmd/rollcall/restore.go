package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strconv"

	"rollcall/tracker"
	"rollcall/tracker/bolt"
	"rollcall/tracker/postgres"
)

// restore makes a new database from what export --ledger wrote, a file for each call. It is there only when it is complete.
func (p process) restore(ctx context.Context, g given) error {
	name := g.values["db"]
	if len(g.args) == 0 || name == "" {
		return tracker.Refuse("restore needs what export --ledger wrote, a file for each call, and a new database: rollcall restore ledger.jsonl --db new.db")
	}
	o, err := p.settings(g)
	if err != nil {
		return err
	}
	switch _, err := os.Lstat(name); {
	case err == nil:
		return tracker.Refuse("%s exists already; a database is never overwritten", name)
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	var all []ledger
	for _, file := range g.args {
		l, err := p.exported(file, g.values["call"], o)
		if err == nil && slices.ContainsFunc(all, func(other ledger) bool { return other.slug == l.slug }) {
			err = tracker.Refuse("it is of the call %s, as an earlier file is", l.slug)
		}
		if err != nil {
			return tracker.Refuse("%s: %s; nothing was restored", file, err)
		}
		all = append(all, l)
	}
	if err := p.restoreTo(ctx, name, all); err != nil {
		return err
	}
	for _, l := range all {
		if _, err = fmt.Fprintf(p.stdout, "%s: %s%s.\n", nameOf(name), l.prefix(all), hold(len(l.entries))); err != nil {
			return err
		}
	}
	return nil
}

// exported reads the file of a call's ledger. One without a call's name is of the chosen call.
func (p process) exported(name, call string, o options) (ledger, error) {
	file, err := os.Open(name)
	if err != nil {
		return ledger{}, err
	}
	defer file.Close()
	slug, entries, counted, err := readLedger(file)
	switch {
	case err != nil:
		return ledger{}, err
	case call != "" && slug != "" && slug != call:
		return ledger{}, tracker.Refuse("it is of the call %s, not of %s", slug, call)
	case !counted:
		fmt.Fprintf(p.stderr, "rollcall: %s was written by an older rollcall, which didn't say how many entries there are, so it may be incomplete\n", name)
	}
	return ledger{cmp.Or(slug, o.slug()), entries}, nil
}

// head matches the first line of an exported ledger, which an older rollcall wrote without the call.
var head = regexp.MustCompile(`^\{(?:"call":"([^"]*)",)?"entries":(0|[1-9]\d{0,17})\}\n$`)

// readLedger reads entries, a line each, that are exactly as they are stored. They are counted if the first line says
// how many there are, as it does unless the file is of an older rollcall; the slug is empty if it doesn't say of which call.
func readLedger(r io.Reader) (slug string, entries []tracker.Entry, counted bool, err error) {
	in := bufio.NewReader(r)
	want := 0
	for number := 1; ; number++ {
		line, err := in.ReadBytes('\n')
		if errors.Is(err, io.EOF) && len(line) == 0 {
			break
		}
		if errors.Is(err, io.EOF) {
			return "", nil, false, tracker.Refuse("line %d is cut off", tracker.Line(number))
		}
		if err != nil {
			return "", nil, false, err
		}
		if said := head.FindSubmatch(line); number == 1 && said != nil {
			counted, slug = true, string(said[1])
			if want, err = strconv.Atoi(string(said[2])); err == nil && slug != "" {
				err = tracker.CheckSlug(slug)
			}
			if err != nil {
				return "", nil, false, err
			}
			continue
		}
		line = line[:len(line)-1]
		e, err := tracker.Decode(line)
		if err != nil {
			return "", nil, false, fmt.Errorf("line %d: %w", number, err)
		}
		if same, err := tracker.Encode(e); err != nil || !bytes.Equal(same, line) {
			return "", nil, false, tracker.Refuse("line %d was changed after rollcall wrote it", tracker.Line(number))
		}
		entries = append(entries, e)
	}
	switch broken := tracker.Verify(entries); {
	case len(entries) == 0:
		return "", nil, false, tracker.Refuse("it has no entries")
	case len(broken) > 0:
		return "", nil, false, errors.New(broken[0].String())
	case counted && len(entries) != want:
		return "", nil, false, tracker.Refuse("it should have %d entries and has %d, so it isn't as rollcall wrote it", want, len(entries))
	}
	return slug, entries, counted, nil
}

// restoreTo fills a PostgreSQL database that has no entries, or makes a new file.
func (p process) restoreTo(ctx context.Context, name string, all []ledger) error {
	ledgers := map[string][]tracker.Entry{}
	for _, l := range all {
		ledgers[l.slug] = l.entries
	}
	if !postgres.Is(name) {
		return bolt.Restore(ctx, name, ledgers)
	}
	db, err := postgres.Open(ctx, name, logger(p.stderr))
	if err != nil {
		return err
	}
	return errors.Join(db.Restore(ctx, ledgers), db.Close())
}
