package callfiles

import (
	"encoding/csv"
	"errors"
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

// get is a column's value, empty if the file doesn't have the column.
func (r row) get(column string) string {
	i := slices.Index(r.columns, column)
	if i < 0 || i >= len(r.values) {
		return ""
	}
	return strings.TrimSpace(r.values[i])
}

// rows reads a file that may be missing: its rows, with the columns that it needs and may have.
func (r *reader) rows(name string, needed, others []string) []row {
	content, err := fs.ReadFile(r.files, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		r.wrong(place{file: name}, "it can't be read: %v", err)
		return nil
	}
	text := strings.TrimPrefix(string(content), "\ufeff") // spreadsheets begin with one
	above := 0                                            // lines of remarks
	for ; strings.HasPrefix(text, "#"); above++ {
		_, text, _ = strings.Cut(text, "\n")
	}
	c := csv.NewReader(strings.NewReader(text))
	c.FieldsPerRecord = -1
	columns := strings.Join(slices.Concat(needed, others), ", ")
	var header []string
	var all []row
	for {
		values, err := c.Read()
		if broken := (*csv.ParseError)(nil); errors.As(err, &broken) {
			if r.wrong(place{name, above + broken.StartLine}, "it can't be read: %v", broken.Err); header == nil {
				return nil
			}
			continue
		}
		if err != nil { // it ends
			if header == nil {
				r.wrong(place{file: name}, "it has no header; its first line names the columns: %s", columns)
			}
			return all
		}
		line, _ := c.FieldPos(0)
		at := place{name, above + line}
		switch {
		case header == nil:
			for i := range values {
				values[i] = strings.TrimSpace(values[i])
				if slices.Contains(values[:i], values[i]) {
					r.wrong(at, "the column %q is there twice", values[i])
				} else if !slices.Contains(needed, values[i]) && !slices.Contains(others, values[i]) {
					r.wrong(at, "there is no column %q; there are %s", values[i], columns)
				}
			}
			for _, column := range needed {
				if !slices.Contains(values, column) {
					r.wrong(at, "the column %q is missing", column)
				}
			}
			if header = values; r.isWrong(at) {
				return nil // what the values mean isn't known
			}
		case len(values) != len(header):
			r.wrong(at, "it has %d values for %d columns; a value with a comma in it stands in quotes", len(values), len(header))
		default:
			all = append(all, row{at, header, values})
		}
	}
}
