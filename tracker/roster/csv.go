package roster

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"

	"rollcall/tracker"
)

// citationMark begins the row that says what a list is; it isn't read.
const citationMark = "# Cite as: "

// readCSV reads a table with cells separated by a comma, a semicolon, a tab or a bar.
func readCSV(ctx context.Context, t *text, o Options) (*List, error) {
	b := newBuilder(ctx, CSV, o)
	b.list.Encoding, b.list.Assumed = t.encoding, t.assumed
	r, err := t.reader()
	if err != nil {
		return nil, err
	}
	head := t.head
	if strings.Contains(head, "\r") && !strings.Contains(head, "\n") {
		r, head = transform.NewReader(r, oldMac), strings.ReplaceAll(head, "\r", "\n")
	}
	bounded := &budget{r: r}
	bounded.fill()
	in := bufio.NewReaderSize(bounded, headBytes)
	// Excel says in the first line which sign separates the cells.
	above, comma := 0, rune(0)
	if line, _, found := strings.Cut(head, "\n"); found {
		line = strings.TrimSuffix(line, "\r")
		if sign, ok := strings.CutPrefix(strings.ToLower(line), "sep="); ok && len(sign) == 1 && strings.Contains(separators, sign) {
			above, comma = 1, rune(sign[0])
			if _, err := in.ReadString('\n'); err != nil {
				return nil, err
			}
		}
	}
	if comma == 0 {
		comma = separator(head)
	}
	raw := &tail{r: in}
	table := newCSV(raw, comma)
	var wait sheetHeader
	last := above
	for {
		bounded.fill()
		cells, err := table.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var wrong *csv.ParseError
		if line := raw.cut(table.InputOffset()); errors.As(err, &wrong) && errors.Is(err, csv.ErrBareQuote) && formulaCell.MatchString(line) {
			lazy := newCSV(strings.NewReader(line), comma)
			lazy.LazyQuotes = true
			if cells, err = lazy.Read(); err != nil || len(cells) != len(wait.header) || slices.ContainsFunc(cells, isCut) {
				err = b.problem(Place{Line: above + wrong.StartLine}, "", tracker.Refuse("The row has a formula of a spreadsheet without quotes round it; write its value."))
			} else {
				err = b.sheetRow(&wait, Place{Line: above + wrong.StartLine}, false, texts(cells))
			}
			if err != nil {
				return nil, err
			}
			continue
		}
		if errors.As(err, &wrong) {
			if err := b.problem(Place{Line: above + wrong.StartLine}, "", misquoted(wrong, above)); err != nil {
				return nil, err
			}
			continue
		}
		if errors.Is(err, errLong) {
			return nil, tracker.Refuse("The row after line %d is longer than %d KB, or a quote that opens there is never closed. Nothing was read.",
				tracker.Line(last), MaxLine>>10)
		}
		if err != nil {
			return nil, err
		}
		line, _ := table.FieldPos(0)
		last = above + line
		if err := b.sheetRow(&wait, Place{Line: last}, false, texts(cells)); err != nil {
			return nil, err
		}
	}
	if wait.header == nil {
		return nil, wait.missing()
	}
	return b.done()
}

// formulaCell is where a cell begins with a formula.
var formulaCell = regexp.MustCompile(`(?:^|[,;\t|])[=+@](?:[A-Za-z.]+\(|")`)

// isCut reports whether a cell is a part of a formula.
func isCut(cell string) bool {
	return strings.Count(cell, "(") != strings.Count(cell, ")") || strings.Count(cell, `"`)%2 != 0
}

// A tail keeps what was read of the row that is being read, as it stands in the file.
type tail struct {
	r    io.Reader
	kept []byte
	from int64
}

func (t *tail) Read(p []byte) (int, error) {
	n, err := t.r.Read(p)
	t.kept = append(t.kept, p[:n]...)
	return n, err
}

// cut returns the text up to an offset, from the last one on.
func (t *tail) cut(to int64) string {
	n := min(int(to-t.from), len(t.kept))
	row := t.kept[:n]
	t.kept, t.from = t.kept[n:], t.from+int64(n)
	return string(row)
}

func newCSV(in io.Reader, comma rune) *csv.Reader {
	table := csv.NewReader(in)
	table.Comma, table.FieldsPerRecord, table.ReuseRecord = comma, -1, true
	return table
}

// misquoted reports a row with a misplaced quote.
func misquoted(wrong *csv.ParseError, above int) error {
	if wrong.Line > wrong.StartLine {
		return tracker.Refuse("A quote that opens here isn't closed as it should be; lines %d to %d can't be read.", tracker.Line(above+wrong.StartLine), tracker.Line(above+wrong.Line))
	}
	return tracker.Refuse("A quote stands where it can't; put the whole cell in quotes and double those inside it.")
}

// sheetRow reads a row of a table: the header, or what follows it.
func (b *builder) sheetRow(wait *sheetHeader, at Place, hidden bool, cells []cell) error {
	empty := true
	for i := range cells {
		empty = empty && cells[i].as != asFormula && strings.TrimSpace(cells[i].text) == ""
	}
	if empty {
		return nil
	}
	if len(cells) > MaxCells {
		return tracker.Refuse("The row at %s has %d cells; at most %d are read.", at.Said(), len(cells), MaxCells)
	}
	if wait.header == nil {
		err := wait.offer(cells, b.list)
		if at := slices.Index(wait.header, joined); at >= 0 {
			b.dates(cells[at].text)
		}
		return err
	}
	if strings.HasPrefix(cells[0].text, citationMark) && !slices.ContainsFunc(cells[1:], func(c cell) bool { return strings.TrimSpace(c.text) != "" }) {
		return nil
	}
	v, err := wait.header.take(cells)
	for i := range v {
		v[i].text = disarmed(v[i].text)
	}
	if err != nil {
		return b.problem(at, clean(v[name].text), err)
	}
	return b.add(at, hidden, &v)
}

const separators = ",;\t|"

// separator is the sign with which some row at the top names the most columns that are known.
func separator(head string) rune {
	best, most, widest := ',', 0, 0
	for _, comma := range separators {
		table := newCSV(strings.NewReader(head), comma)
		for range titles {
			cells, err := table.Read()
			if errors.Is(err, io.EOF) {
				break
			}
			h, _, ok := headerOf(texts(cells[:min(len(cells), MaxCells)]))
			if n := h.known(); ok && (n > most || n == most && len(h) > widest) {
				best, most, widest = comma, n, len(h)
			}
		}
	}
	return best
}

// oldMac reads a text whose lines end as they did on old Macs.
var oldMac = runes.Map(func(r rune) rune {
	if r == '\r' {
		return '\n'
	}
	return r
})
