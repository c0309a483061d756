package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"rollcall/tracker"
	"rollcall/tracker/bolt"
)

// restore makes a new database of the entries that export --ledger wrote. It is there only when all of them are.
func (p process) restore(ctx context.Context, args []string) error {
	o, _, args, err := p.flags(args)
	if err != nil {
		return err
	}
	if len(args) != 1 || o.db == "" {
		return errors.New("restore needs what export --ledger wrote, and a new database: rollcall restore ledger.jsonl --db new.db")
	}
	if _, err := os.Lstat(o.db); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(fmt.Errorf("%s is there already; a database is never overwritten", o.db), err)
	}
	file, err := os.Open(args[0])
	if err != nil {
		return err
	}
	defer file.Close()
	entries, counted, err := readLedger(file)
	if err != nil {
		return fmt.Errorf("%s: %w; nothing was restored", args[0], err)
	}
	if !counted {
		fmt.Fprintf(p.stderr, "rollcall: %s is of an older rollcall and doesn't say how many entries it has, so nobody can tell whether it is complete\n", args[0])
	}
	if err := restoreTo(ctx, o.db, o.slug(), entries); err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.stdout, "%s has %d entries, which hold all invariants.\n", o.db, len(entries))
	return err
}

// readLedger reads entries, a line each, that are to the letter as they are stored. They are counted if the first line says
// how many there are, as it does unless the file is of an older rollcall.
func readLedger(r io.Reader) (entries []tracker.Entry, counted bool, err error) {
	in := bufio.NewReader(r)
	want := 0
	for number := 1; ; number++ {
		line, err := in.ReadBytes('\n')
		if errors.Is(err, io.EOF) && len(line) == 0 {
			break
		}
		if errors.Is(err, io.EOF) {
			return nil, false, fmt.Errorf("line %d is cut off", number)
		}
		if err != nil {
			return nil, false, err
		}
		if _, err := fmt.Sscanf(string(line), ledgerHead, &want); number == 1 && err == nil && fmt.Sprintf(ledgerHead, want) == string(line) {
			counted = true
			continue
		}
		line = line[:len(line)-1]
		e, err := tracker.Decode(line)
		if err != nil {
			return nil, false, fmt.Errorf("line %d: %w", number, err)
		}
		if same, err := tracker.Encode(e); err != nil || !bytes.Equal(same, line) {
			return nil, false, errors.Join(fmt.Errorf("line %d isn't as it was written", number), err)
		}
		entries = append(entries, e)
	}
	switch broken := tracker.Verify(entries); {
	case len(entries) == 0:
		return nil, false, errors.New("it has no entries")
	case len(broken) > 0:
		return nil, false, errors.New(broken[0].String())
	case counted && len(entries) != want:
		return nil, false, fmt.Errorf("it says that it has %d entries, and has %d: it is not whole", want, len(entries))
	}
	return entries, counted, nil
}

// restoreTo makes a database beside its place, and puts it there unless something else stands there by then.
func restoreTo(ctx context.Context, name, slug string, entries []tracker.Entry) (err error) {
	temp, err := os.MkdirTemp(filepath.Dir(name), ".rollcall-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
	whole := filepath.Join(temp, "restored.db")
	db, err := bolt.Open(whole)
	if err != nil {
		return err
	}
	err = errors.Join(db.Ledger(slug).Append(ctx, entries...), db.Close())
	if err != nil {
		return err
	}
	return os.Link(whole, name)
}
