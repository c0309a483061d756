package roster

import (
	"archive/zip"
	"bufio"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"

	"rollcall/tracker"
)

// The limits of a workbook, against files that unpack to far more than they are.
const (
	maxUnpacked = 2 << 30  // bytes of one part: a sheet of as many rows as Excel has
	maxTimes    = 250      // how many times larger than it was packed; sheets shrink to a tenth or twentieth
	maxSmall    = 16 << 20 // bytes of a part that isn't a sheet or its texts
	maxTexts    = 256 << 20
	maxParts    = 4 << 20 // bytes of the list of parts
	maxDepth    = 64      // elements inside elements
)

const mainSheetType = "/relationships/worksheet"

// readXLSX reads the first sheet of a workbook that isn't hidden.
func readXLSX(ctx context.Context, in *io.SectionReader, o Options) (*List, error) {
	// The list of parts is read into memory whole.
	bounded := &boundedAt{in, maxParts}
	archive, err := zip.NewReader(bounded, in.Size())
	if err != nil {
		return nil, damaged("", err)
	}
	bounded.left = -1
	w := &workbook{archive: archive, most: int(min(maxTexts, o.Bytes))}
	sheet, err := w.open()
	if err != nil {
		return nil, err
	}
	b := newBuilder(ctx, XLSX, o)
	b.list.Sheet, b.list.Unread = sheet.name, w.others
	var wait sheetHeader
	err = w.rows(sheet.part, func(line int, cells []string) error { return b.sheetRow(&wait, Place{Line: line}, cells) })
	if err != nil {
		return nil, err
	}
	if wait.header == nil {
		return nil, wait.missing()
	}
	return b.done()
}

// boundedAt gives up after so many bytes; it has no bound when left is negative.
type boundedAt struct {
	io.ReaderAt
	left int
}

func (b *boundedAt) ReadAt(p []byte, off int64) (int, error) {
	if b.left >= 0 {
		if b.left -= len(p); b.left < 0 {
			return 0, errLong
		}
	}
	return b.ReaderAt.ReadAt(p, off)
}

// damaged is the refusal of a workbook, or of a part of it.
func damaged(part string, err error) error {
	var refusal tracker.Refusal
	switch {
	case errors.As(err, &refusal), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, errLong) && part == "":
		return tracker.Refuse("The file has more parts than a workbook. Nothing was read.")
	case errors.Is(err, errLong):
		return tracker.Refuse("%s holds something longer than %d KB. Nothing was read.", shortened(part), MaxLine>>10)
	case part == "":
		return tracker.Refuse("The file isn't a whole Excel file (%s). Nothing was read.", shortened(err.Error()))
	}
	return tracker.Refuse("The Excel file is damaged: %s can't be read (%s). Nothing was read.", shortened(part), shortened(err.Error()))
}

// A workbook is an Excel file.
type workbook struct {
	archive *zip.Reader
	others  []string // sheets that aren't read
	since   time.Time
	texts   []string
	most    int         // bytes that they have
	styles  []precision // of each cell format
}

type sheet struct{ name, part string }

// open reads all but the sheets, and finds the one to read.
func (w *workbook) open() (sheet, error) {
	const root = "xl/workbook.xml"
	targets := map[string]relation{}
	if err := w.relations("xl/_rels/workbook.xml.rels", targets); err != nil {
		return sheet{}, err
	}
	var found sheet
	w.since = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	err := w.each(root, maxSmall, func(e *element) error {
		switch e.name() {
		case "workbookPr":
			if v := e.attr("date1904"); v == "1" || v == "true" {
				w.since = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
			}
		case "sheet":
			target, ok := targets[e.attr("id")]
			if !ok || !strings.HasSuffix(target.kind, mainSheetType) {
				return nil
			}
			name := shortened(clean(e.attr("name")))
			switch {
			case found.part == "" && e.attr("state") != "hidden" && e.attr("state") != "veryHidden":
				found = sheet{name, target.part}
			case name != citationSheet && len(w.others) < MaxCells:
				w.others = append(w.others, name)
			}
		}
		return nil
	})
	if err != nil {
		return sheet{}, err
	}
	if found.part == "" {
		return sheet{}, tracker.Refuse("The Excel file has no sheet that can be seen. Nothing was read.")
	}
	var texts, styles []string
	for _, r := range targets {
		switch {
		case strings.HasSuffix(r.kind, "/sharedStrings"):
			texts = append(texts, r.part)
		case strings.HasSuffix(r.kind, "/styles"):
			styles = append(styles, r.part)
		}
	}
	if len(texts) > 1 || len(styles) > 1 {
		return sheet{}, tracker.Refuse("The Excel file is damaged: its texts or styles are given twice. Nothing was read.")
	}
	for _, part := range texts {
		if err := w.readTexts(part); err != nil {
			return sheet{}, err
		}
	}
	for _, part := range styles {
		if err := w.readStyles(part); err != nil {
			return sheet{}, err
		}
	}
	return found, nil
}

type relation struct{ kind, part string }

func (w *workbook) relations(part string, into map[string]relation) error {
	return w.each(part, maxSmall, func(e *element) error {
		if e.name() == "Relationship" && e.attr("TargetMode") != "External" {
			target := e.attr("Target")
			if !strings.HasPrefix(target, "/") {
				target = path.Join("/xl", target)
			}
			into[e.attr("Id")] = relation{e.attr("Type"), strings.TrimPrefix(path.Clean(target), "/")}
		}
		return nil
	})
}

// part opens a part for reading, under its limits.
func (w *workbook) part(name string, most uint64) (io.ReadCloser, error) {
	for _, f := range w.archive.File {
		if !strings.EqualFold(strings.ReplaceAll(f.Name, `\`, "/"), name) {
			continue
		}
		// What is said to be its size is held to be so while it is unpacked.
		if f.UncompressedSize64 > most || f.UncompressedSize64 > maxTimes*f.CompressedSize64+MaxLine {
			return nil, tracker.Refuse("%s in the Excel file unpacks to %d MB, far more than a list has. Nothing was read.", shortened(name), f.UncompressedSize64>>20)
		}
		r, err := f.Open()
		if err != nil {
			return nil, damaged(name, err)
		}
		return r, nil
	}
	return nil, tracker.Refuse("The Excel file is damaged: it has no %s. Nothing was read.", shortened(name))
}

// An element is where a stream of XML stands.
type element struct {
	d     *xml.Decoder
	in    *budget
	depth int
	start xml.StartElement
}

func (e *element) name() string { return e.start.Name.Local }

func (e *element) attr(name string) string {
	for _, a := range e.start.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// token reads the next one, and keeps count of how deep it stands.
func (e *element) token() (xml.Token, error) {
	e.in.fill()
	t, err := e.d.Token()
	switch t := t.(type) {
	case xml.StartElement:
		if e.depth++; e.depth > maxDepth {
			return nil, tracker.Refuse("The Excel file has elements inside one another more than %d times. Nothing was read.", maxDepth)
		}
		e.start = t
	case xml.EndElement:
		e.depth--
	}
	return t, err
}

// each calls do with every element of a part, as it begins. What do reads on isn't seen again.
func (w *workbook) each(part string, most uint64, do func(*element) error) error {
	r, err := w.part(part, most)
	if err != nil {
		return err
	}
	defer r.Close()
	in := &budget{r: bufio.NewReaderSize(r, headBytes)}
	e := &element{in: in, d: xml.NewDecoder(in)}
	for {
		t, err := e.token()
		if errors.Is(err, io.EOF) && e.depth == 0 {
			return nil
		}
		if err != nil {
			return damaged(part, err)
		}
		if _, ok := t.(xml.StartElement); ok {
			if err := do(e); err != nil {
				return damaged(part, err)
			}
		}
	}
}

// within reads on to the end of the element, and yields every start inside it and every text with the element that has it.
func (e *element) within(start func() error, chars func(in, text string)) error {
	depth := e.depth
	open := []string{e.name()}
	for {
		t, err := e.token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			open = append(open, t.Name.Local)
			if start == nil {
				continue
			}
			before := e.depth
			if err := start(); err != nil {
				return err
			}
			if e.depth < before {
				open = open[:len(open)-1] // it was read to its end
			}
		case xml.EndElement:
			if e.depth < depth {
				return nil
			}
			open = open[:len(open)-1]
		case xml.CharData:
			if chars != nil {
				chars(open[len(open)-1], string(t))
			}
		}
	}
}

// rich reads a text, which may be in pieces; a reading aid above it (rPh) is no part of it.
func (e *element) rich() (string, error) {
	var b strings.Builder
	err := e.within(func() error {
		if e.name() == "rPh" {
			return e.within(nil, nil)
		}
		return nil
	}, func(in, text string) {
		if in == "t" && b.Len() <= MaxCell {
			b.WriteString(text)
		}
	})
	return unescaped(b.String()), err
}

func (w *workbook) readTexts(part string) error {
	total := 0
	return w.each(part, maxUnpacked, func(e *element) error {
		if e.name() != "si" {
			return nil
		}
		s, err := e.rich()
		if err != nil {
			return err
		}
		const header = 16 // bytes that a string has besides its text
		if total += len(s) + header; total > w.most {
			return tracker.Refuse("The Excel file has more than %d MB of text. Nothing was read.", w.most>>20)
		}
		w.texts = append(w.texts, s)
		return nil
	})
}

// A precision says how much of a day a cell shows.
type precision byte

const (
	noDate precision = iota
	toYear
	toMonth
	toDay
)

// readStyles finds out which cell formats show dates.
func (w *workbook) readStyles(part string) error {
	formats := map[string]precision{}
	for i := 14; i <= 22; i++ { // the formats that every workbook has
		formats[strconv.Itoa(i)] = toDay
	}
	formats["17"] = toMonth
	for i := 18; i <= 21; i++ {
		formats[strconv.Itoa(i)] = noDate
	}
	inCells := false
	return w.each(part, maxSmall, func(e *element) error {
		switch e.name() {
		case "numFmt":
			formats[e.attr("numFmtId")] = precisionOf(e.attr("formatCode"))
		case "cellXfs":
			inCells = true
		case "cellStyles", "dxfs":
			inCells = false
		case "xf":
			if inCells {
				w.styles = append(w.styles, formats[e.attr("numFmtId")])
			}
		}
		return nil
	})
}

// quoted is what isn't read in a number format: texts, escaped signs, and what stands in brackets.
var quoted = regexp.MustCompile(`"[^"]*"|\\.|\[[^\]]*\]|_.|\*.`)

func precisionOf(format string) precision {
	format, _, _ = strings.Cut(quoted.ReplaceAllString(strings.ToLower(format), ""), ";")
	switch {
	case strings.Contains(format, "general"), !strings.Contains(format, "y"):
		return noDate
	case strings.Contains(format, "d"):
		return toDay
	case strings.Contains(format, "m"):
		return toMonth
	}
	return toYear
}

// rows calls do with every row of a sheet that has cells.
func (w *workbook) rows(part string, do func(line int, cells []string) error) error {
	line := 0
	var cells []string
	return w.each(part, maxUnpacked, func(e *element) error {
		if e.name() != "row" {
			return nil
		}
		line++
		if said := e.attr("r"); said != "" {
			n, err := strconv.Atoi(said)
			if err != nil || n < line || n > MaxRows {
				return tracker.Refuse("The Excel file is damaged: row %q stands where row %d should. Nothing was read.", shortened(said), line)
			}
			line = n
		}
		cells = cells[:0]
		size, column := 0, -1
		err := e.within(func() error {
			if e.name() != "c" {
				return nil
			}
			column++
			if said := e.attr("r"); said != "" {
				at, ok := columnOf(said)
				if !ok || at < column {
					return tracker.Refuse("The Excel file is damaged: cell %q stands where it can't. Nothing was read.", shortened(said))
				}
				column = at
			}
			text, err := w.cell(e)
			if err != nil || text == "" {
				return err
			}
			if column >= MaxCells {
				return tracker.Refuse("Row %d has more than %d cells. Nothing was read.", tracker.Line(line), MaxCells)
			}
			if size += len(text); size > MaxLine {
				return tracker.Refuse("Row %d is longer than %d KB. Nothing was read.", tracker.Line(line), MaxLine>>10)
			}
			for len(cells) <= column {
				cells = append(cells, "")
			}
			cells[column] = text
			return nil
		}, nil)
		if err != nil || len(cells) == 0 {
			return err
		}
		return do(line, cells)
	})
}

// columnOf reads the letters of B5.
func columnOf(ref string) (int, bool) {
	n := 0
	for i := range len(ref) {
		switch c := ref[i]; {
		case 'A' <= c && c <= 'Z' && i < len("XFD"):
			n = 26*n + int(c-'A') + 1
		case '0' <= c && c <= '9':
			return n - 1, n > 0
		default:
			return 0, false
		}
	}
	return 0, false
}

// cell reads what a cell shows.
func (w *workbook) cell(e *element) (string, error) {
	kind, style := e.attr("t"), e.attr("s")
	var b strings.Builder
	inline := ""
	err := e.within(func() error {
		if e.name() != "is" {
			return nil
		}
		var err error
		inline, err = e.rich()
		return err
	}, func(in, text string) {
		if in == "v" && b.Len() <= MaxCell {
			b.WriteString(text)
		}
	})
	if err != nil {
		return "", err
	}
	value := b.String()
	switch kind {
	case "s":
		i, err := strconv.Atoi(value)
		if err != nil || i < 0 || i >= len(w.texts) {
			return "", tracker.Refuse("The Excel file is damaged: a cell has text %q, which isn't there. Nothing was read.", shortened(value))
		}
		return w.texts[i], nil
	case "inlineStr":
		return inline, nil
	case "str":
		return unescaped(value), nil
	case "b":
		return map[string]string{"0": "FALSE", "1": "TRUE"}[value], nil
	case "d", "e":
		return value, nil
	case "", "n":
		return w.number(value, style)
	}
	return "", tracker.Refuse("The Excel file is damaged: a cell is of the type %q, which isn't one. Nothing was read.", shortened(kind))
}

// number is a number as it is written, or a date if it is shown as one.
func (w *workbook) number(value, style string) (string, error) {
	if value == "" || style == "" {
		return value, nil
	}
	i, err := strconv.Atoi(style)
	if err != nil || i < 0 || i >= len(w.styles) {
		return "", tracker.Refuse("The Excel file is damaged: a cell has format %q, which isn't there. Nothing was read.", shortened(style))
	}
	if w.styles[i] == noDate {
		return value, nil
	}
	const lastDay, leapError = 2_958_466, 61 // the end of 9999; before 1 March 1900 Excel counts a day that wasn't
	if n, err := strconv.ParseFloat(value, 64); err == nil && n >= leapError && n < lastDay {
		day := w.since.AddDate(0, 0, int(n))
		switch w.styles[i] {
		case toYear:
			return day.Format("2006"), nil
		case toMonth:
			return day.Format("2006-01"), nil
		}
		return day.Format(time.DateOnly), nil
	}
	return value, nil // to be refused as a date
}

// Excel writes what XML can't hold as _x000D_, and an underscore that would begin such a mark as _x005F_.
var mark = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

func unescaped(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	return mark.ReplaceAllStringFunc(s, func(m string) string {
		n, _ := strconv.ParseUint(m[2:6], 16, 16) // four hexadecimal digits, by the pattern
		return string(rune(n))
	})
}

func escaped(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	// Marks may share an underscore.
	var b strings.Builder
	for {
		at := mark.FindStringIndex(s)
		if at == nil {
			return b.String() + s
		}
		b.WriteString(s[:at[0]] + "_x005F_")
		s = s[at[0]+1:]
	}
}
