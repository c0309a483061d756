package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/chart"
	"rollcall/tracker/desk"
	"rollcall/tracker/query"
)

// chart writes the picture of a chart to the file that -o names, or to standard output for -, and prints what it shows.
func (p process) chart(ctx context.Context, g given) error {
	file := g.values["o"]
	if file == "" {
		return tracker.Refuse("chart needs the name of a file for the picture, such as: rollcall chart -o roll.png, or - for standard output")
	}
	words := append([]string{"chart"}, g.args...)
	o, r, err := p.open(ctx, g)
	if err != nil {
		return err
	}
	defer r.db.Close()
	d := p.desk(r, inSlack, nil)
	a, err := d.Do(ctx, desk.Request{By: p.who(), Channel: terminal, Tokens: query.Args(words)})
	if err != nil {
		return err
	}
	told := p
	if file == "-" {
		told.stdout = p.stderr // the picture has standard output for itself
	}
	picture := a.Chart()
	if picture == nil {
		if err := told.print(a, strings.Join(words, " "), o.json); err != nil {
			return err
		}
		return errRefused
	}
	if err := p.write(file, func(w io.Writer) error { return chart.Draw(w, picture) }); err != nil {
		return err
	}
	return told.print(a, strings.Join(words, " "), o.json)
}

// replace writes a file, and puts it in the place of the old one when it is complete.
func replace(file string, write func(io.Writer) error) (err error) {
	switch is, err := os.Lstat(file); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case !is.Mode().IsRegular():
		return tracker.Refuse("%s exists, and isn't a file that can be replaced", file)
	}
	f, err := os.CreateTemp(filepath.Dir(file), ".rollcall-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	err = write(f)
	if err == nil {
		err = f.Chmod(0o644)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), file)
}
