// Package roster reads and writes lists of supporters, and compares a list with a Book.
//
// # The idea
//
// A list is somebody's table: CSV, XLSX, JSON, or a folder of Markdown files with front matter, which is how the Paris
// Call's official list is kept. In any format it becomes a [List] of rows that read as supporters, and of problems:
// what a row has that can't be read, and where. [Compare] returns the difference between a List and a Book, without
// changing anything. [Diff.Decide] turns the difference into events.
//
//	CSV ─decoded, parted─┐
//	XLSX ──────unzipped──┤  cells under  ┌─▶ rows ─────┐                ┌─▶ a dry run to look at
//	JSON ────────────────┼─▶ known ──────┤             ├─▶ Compare ─────┤
//	Markdown ────────────┘  columns      └─▶ problems ─┘   with a Book  └─▶ Decide: events
//
// # Guarantees
//
//   - Nothing is guessed. A date, a country or a word that may mean two things is a problem that says so; a row with a
//     problem is never applied in part.
//   - A list only adds. An empty cell erases nothing, a name that isn't on the list hasn't withdrawn, and a row which may
//     be somebody who is listed already is applied only if a person chose it.
//   - What is applied once is unchanged the second time, and what [Write] wrote compares as unchanged.
//   - A file is read as a stream, under limits on every cell, line, sheet and row, and what unpacks to far more than it is
//     is refused: a reader's memory grows with the rows that it returns, not with what a file claims.
//
// XLSX is read with the standard library: [encoding/xml] reports where a sheet is damaged. Reading on past the damage, or
// taking a text that is missing for an empty cell, would be a confident wrong answer; the libraries that stream do both.
package roster

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"rollcall/tracker"
)

// A Format is a way in which lists are written.
type Format string

// The formats. Markdown is a folder and is only read.
const (
	CSV      Format = "csv"
	XLSX     Format = "xlsx"
	JSON     Format = "json"
	Markdown Format = "markdown"
)

// Written is the format of a name, such as xlsx; ok is false if Write has no such format.
func Written(name string) (f Format, ok bool) {
	f = Format(strings.ToLower(name))
	return f, f == CSV || f == XLSX || f == JSON
}

// The limits of what is read. Bytes and rows can be set lower in Options.
const (
	MaxBytes = 512 << 20 // of a file
	MaxRows  = 1 << 20   // as many as a sheet of Excel has
	MaxLine  = 1 << 20   // bytes of a row, or of a Markdown file's front matter
	MaxCell  = 64 << 10  // bytes
	MaxCells = 1_000     // of a row

	MaxAliases  = 100    // of a row
	MaxProblems = 10_000 // that are kept; of the others only the number is reported
)

// Options change how a list is read.
type Options struct {
	Bytes    int64          // at most so many are read of a file, and of the text that it unpacks to; 0: MaxBytes
	Rows     int            // at most so many are read; 0: MaxRows
	Progress func(rows int) // called every thousand rows, and at the end; may be nil
}

// A List is what a file says.
type List struct {
	Format   Format
	Encoding string // of CSV and JSON, such as UTF-8
	Assumed  string // a name as the Encoding has it, if that is a guess, since the file doesn't say it; else empty
	Sheet    string // of XLSX: the one that was read
	Rows     []*Row // in the order of the file
	Troubles
	Emptied  Troubles  // fields that were left empty, since what they say isn't known; their rows are read
	DayFirst *DateRead // the first date that is read with the day first only because its column's header is French; nil if none is
	Unknown  []string  // columns that aren't known, as the file names them; nothing was read of them
	Unread   []string  // sheets that weren't read, and files that aren't Markdown
}

// A DateRead is a date as a list writes it, and as it was read.
type DateRead struct {
	Text string       `json:"text"`
	Date tracker.Date `json:"date"`
}

// Troubles are why rows can't be read or applied.
type Troubles struct {
	Problems []Problem // in the order of the file; at most MaxProblems
	More     int       // how many more there are
}

// Whole refuses a list with an unreadable row that may be anybody's: then nobody is missing from it for sure.
func (t *Troubles) Whole() error {
	if t.More > 0 {
		return tracker.Refuse("The list can't be taken for complete: too many of its rows can't be read. Nothing was changed.")
	}
	for _, p := range t.Problems {
		if p.Name == "" {
			return tracker.Refuse("The list can't be taken for complete: %s can't be read, and may be anybody's row. %s Nothing was changed.", p.Place.Said(), p.Why)
		}
	}
	return nil
}

// A Place is where something is: a line of a file or a row of a sheet, or a file of a folder.
type Place struct {
	File string `json:"file,omitempty"` // only in a folder
	Line int    `json:"line,omitempty"` // from 1; in JSON, where the object ends; 0 in a folder
}

func (p Place) String() string {
	if p.File != "" {
		return p.File
	}
	return tracker.Line(p.Line).String()
}

// Said is the place as what a Refusal is about.
func (p Place) Said() any {
	if p.File != "" {
		return p.File
	}
	return tracker.Line(p.Line)
}

// A Row is a supporter as a list has it. What the list doesn't say is empty; a supporter that left has a Status.
type Row struct {
	Place
	tracker.Supporter
	ID  tracker.Seq `json:"id,omitempty"` // in the Book, as a list that Write made has it; 0 if it has none
	Odd error       `json:"-"`            // a Refusal: why it isn't applied unless a person chooses it; nil for most
}

// A Problem is why a row, or a cell of it, can't be read. The row isn't among the rows then.
type Problem struct {
	Place
	Column string          `json:"column,omitempty"` // empty if it is the row's
	Name   string          `json:"name,omitempty"`   // whose row it is, as far as that could be read
	Said   string          `json:"-"`                // what the cell says, of a field that is left empty
	Why    tracker.Refusal `json:"why"`
}

// problemOf is a problem whose reason is a Refusal. It keeps nothing else of the row, which may be long.
func problemOf(at Place, name string, w wrong) Problem {
	if utf8.RuneCountInString(name) > tracker.MaxName {
		name = shortened(name) // nobody has it
	}
	p := Problem{Place: at, Column: w.column, Name: strings.Clone(name), Said: strings.Clone(w.said)}
	errors.As(w.why, &p.Why)
	for i, arg := range p.Why.Args {
		if text, ok := arg.(string); ok {
			p.Why.Args[i] = strings.Clone(text)
		}
	}
	return p
}

// Read reads a file of so many bytes; its name decides the format if its content doesn't. A Refusal says why nothing was
// read, for the person who sent it.
func Read(ctx context.Context, name string, file io.ReaderAt, size int64, o Options) (*List, error) {
	if o.Bytes == 0 {
		o.Bytes = MaxBytes
	}
	if size > o.Bytes {
		return nil, tracker.Refuse("The file has %d MB; at most %d are read.", size>>20, o.Bytes>>20)
	}
	in := io.NewSectionReader(file, 0, size)
	head := make([]byte, min(size, 4<<10))
	if _, err := io.ReadFull(in, head); err != nil {
		return nil, fmt.Errorf("reading the list: %w", err)
	}
	switch {
	case strings.HasPrefix(string(head), "PK\x03\x04"):
		return readXLSX(ctx, in, o)
	case strings.HasPrefix(string(head), "\xd0\xcf\x11\xe0"):
		return nil, tracker.Refuse("That is an old Excel file, or one with a password; save it as .xlsx without a password, or as CSV.")
	case strings.HasPrefix(string(head), "%PDF"):
		return nil, tracker.Refuse("That is a PDF; a list is read from CSV, XLSX or JSON.")
	}
	text, err := decoded(in, head)
	if err != nil {
		return nil, err
	}
	if isJSON(name, text.head) {
		return readJSON(ctx, text, o)
	}
	return readCSV(ctx, text, o)
}

// isJSON decides by the name, or by the content if the name says nothing.
func isJSON(name string, head string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".json":
		return true
	case ".csv", ".tsv", ".txt":
		return false
	}
	head = strings.TrimSpace(head)
	return strings.HasPrefix(head, "[") || strings.HasPrefix(head, "{")
}

// A builder makes a List of rows, as they come.
type builder struct {
	ctx     context.Context
	o       Options
	list    *List
	seen    int
	text    int64 // bytes of the rows
	order   order
	french  bool // the header of the dates
	pending []pending
	unsaid  bool       // a country is a word for nothing
	namibia []namibian // rows whose country may be one, too
	batch   []cells    // that wait to be read together
}

// A namibian is a row, by its number among the rows, whose country is the code NA.
type namibian struct {
	row  int
	said string
}

// cells are a row that isn't read yet.
type cells struct {
	at     Place
	hidden bool // in a spreadsheet
	values values
}

const batchRows = 2_000

func newBuilder(ctx context.Context, f Format, o Options) *builder {
	if o.Rows == 0 {
		o.Rows = MaxRows
	}
	if o.Bytes == 0 {
		o.Bytes = MaxBytes
	}
	return &builder{ctx: ctx, o: o, list: &List{Format: f}}
}

// member is the field that a member of an object is called by; one that isn't known is noted, and one that was seen is refused.
func (b *builder) member(called string, seen *[fields]bool) (f field, known bool, err error) {
	f, known = fieldNamed(called)
	switch called = shortened(clean(called)); {
	case known && seen[f]:
		return f, true, tracker.Refuse("The %s is given twice.", columns[f])
	case known:
		seen[f] = true
	case len(b.list.Unknown) < MaxCells && !slices.Contains(b.list.Unknown, called):
		b.list.Unknown = append(b.list.Unknown, called)
	}
	return f, known, nil
}

// count takes note of a row, and stops reading if there are too many or the context is done.
func (b *builder) count(at Place) error {
	if b.seen++; b.seen > b.o.Rows {
		return tracker.Refuse("The list has more than %d rows (%s); at most that many are read.", b.o.Rows, at.Said())
	}
	if b.seen%1_000 == 0 {
		if b.o.Progress != nil {
			b.o.Progress(b.seen)
		}
		return b.ctx.Err()
	}
	return nil
}

// add takes a row's values, which are read as a supporter.
func (b *builder) add(at Place, hidden bool, values *values) error {
	if err := b.count(at); err != nil {
		return err
	}
	for i := range values {
		b.text += int64(len(values[i].text))
	}
	if b.text > b.o.Bytes {
		return tracker.Refuse("The list has more than %d MB of text (%s); at most that much is read.", b.o.Bytes>>20, at.Said())
	}
	if b.batch = append(b.batch, cells{at, hidden, *values}); len(b.batch) == batchRows {
		b.read()
	}
	return nil
}

// read reads the rows that wait, on all processors, and keeps them in their order.
func (b *builder) read() {
	rows, readings := make([]Row, len(b.batch)), make([]reading, len(b.batch))
	tracker.OnAll(len(rows), func(i int) {
		c := &b.batch[i]
		number, err := strconv.ParseUint(c.values[id].text, 10, 64)
		if rows[i].Place, rows[i].Odd = c.at, leftOut(c.hidden, c.values[name].struck); err == nil {
			rows[i].ID = tracker.Seq(number)
		}
		readings[i] = reading{s: &rows[i].Supporter}
		readings[i].read(&c.values)
	})
	for i := range rows {
		b.keep(&rows[i], &readings[i])
	}
	clear(b.batch)
	b.batch = b.batch[:0]
}

// keep adds a row that was read to the rows, or its problem to the problems.
func (b *builder) keep(row *Row, r *reading) {
	b.order |= r.order
	if len(r.wrong) == 0 {
		if r.ambiguous.text != "" {
			b.pending = append(b.pending, pending{len(b.list.Rows), r.ambiguous})
		}
		b.unsaid = b.unsaid || r.unsaid
		if r.namibia != "" {
			b.namibia = append(b.namibia, namibian{len(b.list.Rows), r.namibia})
		}
		b.list.Rows = append(b.list.Rows, row)
		for _, w := range r.empty {
			b.list.Emptied.trouble(row.Place, row.Supporter.Name, w)
		}
		return
	}
	for _, w := range append(r.wrong, r.empty...) {
		b.list.trouble(row.Place, row.Supporter.Name, wrong{column: w.column, why: w.why})
	}
	*row = Row{} // rows are kept together, and this one isn't
}

func isASCII(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf })
}

// Digest identifies what a list says, in any order.
func (l *List) Digest() string {
	rows := make([][sha256.Size]byte, len(l.Rows))
	tracker.OnAll(len(rows), func(i int) { rows[i] = sha256.Sum256([]byte(strings.Join(cellsOf(&l.Rows[i].Supporter), "\x00"))) })
	slices.SortFunc(rows, func(a, b [sha256.Size]byte) int { return bytes.Compare(a[:], b[:]) })
	all := sha256.New()
	for _, row := range rows {
		_, _ = all.Write(row[:])
	}
	return hex.EncodeToString(all.Sum(nil)[:10])
}

// leftOut is why a row of a spreadsheet isn't applied unless it is chosen; nil for most.
func leftOut(hidden, struck bool) error {
	switch {
	case hidden:
		return tracker.Refuse("The row is hidden.")
	case struck:
		return tracker.Refuse("The name is struck through, or a part of it is.")
	}
	return nil
}

// trouble records a problem, or only counts it if there are very many.
func (t *Troubles) trouble(at Place, name string, w wrong) {
	if len(t.Problems) == MaxProblems {
		t.More++
		return
	}
	t.Problems = append(t.Problems, problemOf(at, name, w))
}

// problem records that a row can't be read at all.
func (b *builder) problem(at Place, name string, why error) error {
	b.read() // earlier rows come first
	b.list.trouble(at, name, wrong{why: why})
	return b.count(at)
}

// done settles what only the whole list can show: the order of day and month in its dates.
func (b *builder) done() (*List, error) {
	if err := b.ctx.Err(); err != nil {
		return nil, err
	}
	b.read()
	b.settle()
	if b.list.Assumed != "" {
		if i := slices.IndexFunc(b.list.Rows, func(r *Row) bool { return !isASCII(r.Supporter.Name) }); i >= 0 {
			b.list.Assumed = b.list.Rows[i].Supporter.Name
		}
	}
	slices.Sort(b.list.Unknown)
	b.list.Unknown = slices.Compact(b.list.Unknown)
	if b.o.Progress != nil {
		b.o.Progress(b.seen)
	}
	return b.list, nil
}
