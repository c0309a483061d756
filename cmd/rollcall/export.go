package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sync/errgroup"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/query"
	"rollcall/tracker/roster"
)

// export writes the list, or with --ledger every entry as a line of JSON.
func (p process) export(ctx context.Context, g given) error {
	file, format := g.values["o"], roster.Format(strings.ToLower(g.values["format"]))
	if g.has("json") && format == "" {
		format = roster.JSON
	}
	if len(g.args) > 0 && format == "" {
		if f, ok := roster.Written(g.args[0]); ok {
			format, g.args = f, g.args[1:] // as in Slack: export xlsx
		}
	}
	if g.has("ledger") {
		if format != "" || len(g.args) > 0 {
			return tracker.Refuse("--ledger writes every entry as a line of JSON; it takes no format and no filters")
		}
		return p.exportLedger(ctx, g, file)
	}
	if folder := g.values["registry"]; folder != "" {
		if format != "" || file != "" || len(g.args) > 0 {
			return tracker.Refuse("--registry writes all that are listed, each into a file of the folder; it takes no format, no file and no filters")
		}
		return p.exportRegistry(ctx, g, folder)
	}
	if format == "" {
		format = formatOf(file)
	}
	_, r, err := p.open(ctx, g)
	if err != nil {
		return err
	}
	defer r.db.Close()
	var a answer.Answer
	err = p.write(file, func(w io.Writer) error {
		a, err = p.desk(r, inSlack, nil).Export(w, format, "", query.Args(g.args))
		return err
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(p.stderr, a.Text)
	return err
}

// exportRegistry writes the list as a folder of Markdown files, as official lists are kept. The files of former supporters
// are removed. Other files are left, and reported: they may be somebody's own, or of a name that was forgotten.
func (p process) exportRegistry(ctx context.Context, g given, folder string) error {
	_, r, err := p.open(ctx, g)
	if err != nil {
		return err
	}
	defer r.db.Close()
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return err
	}
	written, changed := map[string]bool{}, map[string][]byte{}
	for name, content := range roster.Files(r.Book().Roll()) {
		written[name] = true
		if old, err := os.ReadFile(filepath.Join(folder, name)); err != nil || !bytes.Equal(old, content) {
			changed[name] = content
		}
	}
	if there, err := os.ReadDir(folder); err != nil {
		return err
	} else if len(there) > 0 && len(changed) == len(written) && !g.has("force") {
		return tracker.Refuse("%s has files, but no list that rollcall wrote. Name a new folder, or add --force to write into this one. Nothing was written.", folder)
	}
	var writing errgroup.Group
	writing.SetLimit(32) // they wait for the disk
	for name, content := range changed {
		writing.Go(func() error {
			return replace(filepath.Join(folder, name), func(w io.Writer) error { _, err := w.Write(content); return err })
		})
	}
	if err := writing.Wait(); err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.md"))
	if err != nil {
		return err
	}
	for _, file := range files {
		if written[filepath.Base(file)] {
			continue
		}
		content, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if name := roster.NameIn(content); len(r.Book().Named(name)) == 0 {
			fmt.Fprintf(p.stderr, "Left as it is, since nobody here had the name in it: %s\n", file)
		} else if err := os.Remove(file); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(p.stderr, "%s written into %s.\n", counted(len(written), "file", "files"), folder)
	return err
}

// formatOf is the format of a file by its name, CSV if that has no extension.
func formatOf(file string) roster.Format {
	if filepath.Ext(file) == "" {
		return roster.CSV
	}
	format, _ := roster.Written(strings.TrimPrefix(filepath.Ext(file), "."))
	return format
}

// write writes a file, which is there only when it is complete, or to standard output.
func (p process) write(file string, write func(io.Writer) error) error {
	if file == "" || file == "-" {
		return write(p.stdout)
	}
	return replace(file, write)
}

// ledgerHead is the first line of an exported ledger, so that a truncated file is noticed: its call, and how many entries follow.
const ledgerHead = `{"call":"%s","entries":%d}` + "\n"

// exportLedger writes every entry in its stored form, a line each. It changes nothing, and makes no database.
func (p process) exportLedger(ctx context.Context, g given, file string) error {
	o, err := p.settings(g)
	if err != nil {
		return err
	}
	entries, err := storedEntries(ctx, o.DB, o.slug())
	if err != nil {
		return err
	}
	err = p.write(file, func(w io.Writer) error {
		out := bufio.NewWriter(w)
		fmt.Fprintf(out, ledgerHead, o.slug(), len(entries))
		for _, e := range entries {
			line, err := tracker.Encode(e)
			if err != nil {
				return err
			}
			_, _ = out.Write(append(line, '\n')) // Flush reports it
		}
		return out.Flush()
	})
	if err == nil {
		_, err = fmt.Fprintf(p.stderr, "%s of %s written.\n", counted(len(entries), "entry", "entries"), nameOf(o.DB))
	}
	return err
}
