package callfiles

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"
)

// A row is a line of a CSV file, by the names of its header.
type row struct {
	place
	columns []string
	values  []string
}

// get is a column's value, empty where the file doesn't have the column.
func (r row) get(column string) string {
	i := slices.Index(r.columns, column)
	if i < 0 || i >= len(r.values) {
		return ""
	}
	return strings.TrimSpace(r.values[i])
}

// rows reads a file that may be missing: its rows, with the columns that it needs and may have.
func (r *reader) rows(name string, needed, others []string) []row {
	f, err := r.files.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		r.wrong(place{file: name}, "it can't be opened: %v", err)
		return nil
	}
	defer f.Close()
	text := bufio.NewReader(f)
	if mark, _ := text.Peek(3); string(mark) == "\ufeff" { // spreadsheets begin with one
		_, _ = text.Discard(3)
	}
	above := 0 // lines of remarks
	for {
		if mark, _ := text.Peek(1); string(mark) != "#" {
			break
		}
		_, _ = text.ReadString('\n')
		above++
	}
	c := csv.NewReader(text)
	c.FieldsPerRecord = -1
	header, err := c.Read()
	switch {
	case errors.Is(err, io.EOF):
		r.wrong(place{file: name}, "it has no header; its first line names the columns: %s", strings.Join(append(needed, others...), ","))
		return nil
	case err != nil:
		r.unreadable(name, above, err)
		return nil
	}
	line, _ := c.FieldPos(0)
	at := place{name, above + line}
	for i := range header {
		header[i] = strings.TrimSpace(header[i])
		switch {
		case slices.Contains(header[:i], header[i]):
			r.wrong(at, "the column %q is there twice", header[i])
		case !slices.Contains(needed, header[i]) && !slices.Contains(others, header[i]):
			r.wrong(at, "there is no column %q; there are %s", header[i], strings.Join(append(needed, others...), ", "))
		}
	}
	for _, column := range needed {
		if !slices.Contains(header, column) {
			r.wrong(at, "the column %q is missing", column)
		}
	}
	if r.isWrong(at) {
		return nil // what the values mean isn't known
	}
	var all []row
	for {
		values, err := c.Read()
		switch {
		case errors.Is(err, io.EOF):
			return all
		case err != nil:
			r.unreadable(name, above, err)
			var broken *csv.ParseError
			if !errors.As(err, &broken) {
				return all
			}
			continue
		}
		line, _ := c.FieldPos(0)
		at := place{name, above + line}
		if len(values) != len(header) {
			r.wrong(at, "it has %d values for %d columns; a value with a comma in it stands in quotes", len(values), len(header))
			continue
		}
		all = append(all, row{at, header, values})
	}
}

// unreadable notes that a line is no CSV, or that the file can't be read on; so many lines stand above what is read as CSV.
func (r *reader) unreadable(name string, above int, err error) {
	var broken *csv.ParseError
	if errors.As(err, &broken) {
		r.wrong(place{name, above + broken.StartLine}, "it can't be read: %v", broken.Err)
		return
	}
	r.wrong(place{file: name}, "it can't be read: %v", err)
}
