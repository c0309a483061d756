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
	"slices"
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
	maxSheets   = 100     // that are looked at
	maxMerges   = 100_000
)

const mainSheetType = "/relationships/worksheet"

// readXLSX reads the sheet of a workbook whose header has the most columns that are known.
func readXLSX(ctx context.Context, in *io.SectionReader, o Options) (*List, error) {
	// The list of parts is read into memory whole.
	bounded := &boundedAt{in, maxParts}
	archive, err := zip.NewReader(bounded, in.Size())
	if err != nil {
		return nil, damaged("", err)
	}
	if !slices.ContainsFunc(archive.File, func(f *zip.File) bool {
		return strings.HasPrefix(strings.ToLower(f.Name), "xl") || strings.HasPrefix(f.Name, "[")
	}) {
		return nil, tracker.Refuse("That is a zip, and no Excel file. Unpack it, and import the file or the folder in it. Nothing was read.")
	}
	bounded.left = -1
	w := &workbook{archive: archive, most: int(min(maxTexts, o.Bytes))}
	sheets, err := w.open()
	if err != nil {
		return nil, err
	}
	sheet, err := w.fitting(sheets)
	if err != nil {
		return nil, err
	}
	list, merges, err := w.list(ctx, sheet, nil, o)
	if len(merges) > 0 && err == nil { // they stand behind the rows
		list, _, err = w.list(ctx, sheet, merges, o)
	}
	return list, err
}

// list reads a sheet with the merged cells that are known of it, and returns those that it has.
func (w *workbook) list(ctx context.Context, s sheet, merges []merge, o Options) (*List, []merge, error) {
	b := newBuilder(ctx, XLSX, o)
	b.list.Sheet, b.list.Unread = s.name, w.others
	var wait sheetHeader
	merges, err := w.rows(s, merges, func() int { return len(wait.header) }, func(line int, hidden bool, cells []cell) error {
		return b.sheetRow(&wait, Place{Line: line}, hidden, cells)
	})
	if err != nil {
		return nil, nil, err
	}
	if wait.header == nil {
		return nil, nil, wait.missing()
	}
	list, err := b.done()
	return list, merges, err
}

// fitting is the sheet to read: of those whose header is followed by a row, or else of all that have a header, the first
// one with the most columns that are known. If no sheet has a header it is the first one.
func (w *workbook) fitting(sheets []sheet) (sheet, error) {
	best, most := 0, -1
	for i, s := range sheets {
		rows, fit := 0, 0
		_, err := w.rows(s, nil, func() int { return 0 }, func(_ int, _ bool, cells []cell) error {
			if fit > 0 {
				fit += int(fields)
				return errEnough
			}
			if h, _, ok := headerOf(cells); ok {
				fit = h.known()
			} else if rows++; rows == titles {
				return errEnough
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			return sheet{}, err
		}
		if fit > most {
			best, most = i, fit
		}
	}
	for i, s := range sheets {
		if i != best && s.name != citationSheet && len(w.others) < MaxCells {
			w.others = append(w.others, s.name)
		}
	}
	return sheets[best], nil
}

// errEnough ends the reading of a part.
var errEnough = errors.New("enough")

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
	_, refused := errors.AsType[tracker.Refusal](err)
	switch {
	case refused, errors.Is(err, errEnough), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
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
	texts   []sharedText
	most    int      // bytes that they have
	styles  []format // of each cell format
}

type sheet struct{ name, part string }

// open reads all but the sheets, and finds those that can be seen.
func (w *workbook) open() (sheets []sheet, err error) {
	const parts = "_rels/.rels"
	root := "xl/workbook.xml"
	if w.find(parts) != nil {
		of, err := w.relations(parts, "")
		if err != nil {
			return nil, err
		}
		if named := ofKind(of, "/officeDocument"); len(named) > 0 {
			root = named[0]
		}
	}
	dir, file := path.Split(root)
	targets, err := w.relations(dir+"_rels/"+file+".rels", dir)
	if err != nil {
		return nil, err
	}
	w.since = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	err = w.each(root, maxSmall, func(e *element) error {
		switch e.name() {
		case "workbookPr":
			if isYes(e.attr("date1904")) {
				w.since = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
			}
		case "sheet":
			target, ok := targets[e.attr("id")]
			if !ok || !strings.HasSuffix(target.kind, mainSheetType) {
				return nil
			}
			name := shortened(clean(e.attr("name")))
			switch {
			case e.attr("state") != "hidden" && e.attr("state") != "veryHidden" && len(sheets) < maxSheets:
				sheets = append(sheets, sheet{name: name, part: target.part})
			case name != citationSheet && len(w.others) < MaxCells:
				w.others = append(w.others, name)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(sheets) == 0 {
		return nil, tracker.Refuse("The Excel file has no sheet that can be seen. Nothing was read.")
	}
	texts, styles := ofKind(targets, "/sharedStrings"), ofKind(targets, "/styles")
	if len(texts) > 1 || len(styles) > 1 {
		return nil, tracker.Refuse("The Excel file is damaged: its texts or styles are given twice. Nothing was read.")
	}
	for _, part := range texts {
		if err := w.readTexts(part); err != nil {
			return nil, err
		}
	}
	for _, part := range styles {
		if err := w.readStyles(part); err != nil {
			return nil, err
		}
	}
	return sheets, nil
}

type relation struct{ kind, part string }

// relations are what a part refers to, by their ids.
func (w *workbook) relations(part, dir string) (map[string]relation, error) {
	targets := map[string]relation{}
	return targets, w.each(part, maxSmall, func(e *element) error {
		if e.name() == "Relationship" && e.attr("TargetMode") != "External" {
			target := e.attr("Target")
			if !strings.HasPrefix(target, "/") {
				target = path.Join("/", dir, target)
			}
			targets[e.attr("Id")] = relation{e.attr("Type"), strings.TrimPrefix(path.Clean(target), "/")}
		}
		return nil
	})
}

func ofKind(targets map[string]relation, kind string) (parts []string) {
	for _, r := range targets {
		if strings.HasSuffix(r.kind, kind) {
			parts = append(parts, r.part)
		}
	}
	return parts
}

// find is a part by its name; nil if there is none.
func (w *workbook) find(name string) *zip.File {
	for _, f := range w.archive.File {
		if strings.EqualFold(strings.ReplaceAll(f.Name, `\`, "/"), name) {
			return f
		}
	}
	return nil
}

// part opens a part for reading, under its limits.
func (w *workbook) part(name string, most uint64) (io.ReadCloser, error) {
	f := w.find(name)
	if f == nil {
		return nil, tracker.Refuse("The Excel file is damaged: it has no %s. Nothing was read.", shortened(name))
	}
	// Its stated size is enforced while it is unpacked.
	if f.UncompressedSize64 > most || f.UncompressedSize64 > maxTimes*f.CompressedSize64+MaxLine {
		return nil, tracker.Refuse("%s in the Excel file unpacks to %d MB, far more than a list has. Nothing was read.", shortened(name), f.UncompressedSize64>>20)
	}
	r, err := f.Open()
	if err != nil {
		return nil, damaged(name, err)
	}
	return r, nil
}

// An element is where a stream of XML stands.
type element struct {
	d     *xml.Decoder
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

// read reads the element to its end.
func (e *element) read(into any) error {
	e.depth--
	return e.d.DecodeElement(into, &e.start)
}

func isYes(said string) bool { return said == "1" || said == "true" || said == "on" }

// each calls do with every element of a part, as it begins. What do reads on isn't seen again.
func (w *workbook) each(part string, most uint64, do func(*element) error) error {
	r, err := w.part(part, most)
	if err != nil {
		return err
	}
	defer r.Close()
	in := &budget{r: bufio.NewReaderSize(r, headBytes)}
	e := &element{d: xml.NewDecoder(in)}
	for {
		in.fill()
		t, err := e.d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return damaged(part, err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if e.depth++; e.depth > maxDepth {
				return tracker.Refuse("The Excel file has elements inside one another more than %d times. Nothing was read.", maxDepth)
			}
			e.start = t
			if err := do(e); err != nil {
				return damaged(part, err)
			}
		case xml.EndElement:
			e.depth--
		}
	}
}

// A sharedText is a text of cells.
type sharedText struct {
	text   string
	struck bool // through, or a part of it
}

// A font is how a text, or a part of it, is written.
type font struct {
	Strike *struct {
		Value string `xml:"val,attr"`
	} `xml:"strike"`
	Double *struct{} `xml:"dstrike"`
}

func (f font) struck() bool {
	return f.Double != nil || f.Strike != nil && (f.Strike.Value == "" || isYes(f.Strike.Value))
}

// A richText is one that may be in pieces; the reading aid that can stand above it (rPh) isn't read.
type richText struct {
	Text   string `xml:"t"`
	Pieces []struct {
		Text string `xml:"t"`
		Font font   `xml:"rPr"`
	} `xml:"r"`
}

func (r *richText) shared() sharedText {
	whole, struck := r.Text, false
	for _, p := range r.Pieces {
		whole += p.Text
		struck = struck || p.Font.struck()
	}
	return sharedText{unescaped(whole), struck}
}

func (w *workbook) readTexts(part string) error {
	total := 0
	return w.each(part, maxUnpacked, func(e *element) error {
		if e.name() != "si" {
			return nil
		}
		var text richText
		if err := e.read(&text); err != nil {
			return err
		}
		s := text.shared()
		const besides = 24 // bytes that each has in addition to its text
		if total += len(s.text) + besides; total > w.most {
			return tracker.Refuse("The Excel file has more than %d MB of text. Nothing was read.", w.most>>20)
		}
		w.texts = append(w.texts, s)
		return nil
	})
}

// A format is how cells are shown.
type format struct {
	day    precision
	power  bool // of ten, as in 1E+06
	struck bool
}

// A precision says how much of a day a cell shows.
type precision byte

const (
	noDate precision = iota
	toYear
	toMonth
	toDay
	toSome // a day, or in some countries only its month
)

// usualFormats are those that every workbook has. In China, Japan, Korea and Taiwan the same numbers have other meanings:
// some show a day in one of them and a month in another, and are times in a third.
func usualFormats() map[string]format {
	all := map[string]format{"11": {power: true}, "48": {power: true}, "17": {day: toMonth}, "22": {day: toDay}}
	for _, span := range []struct {
		from, to int
		day      precision
	}{{14, 16, toDay}, {27, 36, toSome}, {28, 31, toDay}, {50, 58, toSome}, {51, 51, toDay}, {54, 54, toDay}, {58, 58, toDay}} {
		for i := span.from; i <= span.to; i++ {
			all[strconv.Itoa(i)] = format{day: span.day}
		}
	}
	return all
}

// readStyles finds out how cell formats show their cells.
func (w *workbook) readStyles(part string) error {
	formats := usualFormats()
	var struck []bool // fonts
	in := ""
	return w.each(part, maxSmall, func(e *element) error {
		switch name := e.name(); {
		case name == "numFmt" && in == "numFmts":
			formats[e.attr("numFmtId")] = formatOf(e.attr("formatCode"))
		case name == "font" && in == "fonts":
			var f font
			if err := e.read(&f); err != nil {
				return err
			}
			struck = append(struck, f.struck())
		case name == "xf" && in == "cellXfs":
			f := formats[e.attr("numFmtId")]
			font, err := strconv.Atoi(e.attr("fontId"))
			f.struck = err == nil && font >= 0 && font < len(struck) && struck[font]
			w.styles = append(w.styles, f)
		case e.depth == 2: // of the lists of the styles
			in = name
		}
		return nil
	})
}

// quoted is what isn't read in a number format: texts, escaped signs, and what stands in brackets.
var quoted = regexp.MustCompile(`"[^"]*"|\\.|\[[^\]]*\]|_.|\*.`)

func formatOf(code string) format {
	code, _, _ = strings.Cut(quoted.ReplaceAllString(strings.ToLower(code), ""), ";")
	has := func(letters string) bool { return strings.ContainsAny(code, letters) }
	switch {
	case strings.Contains(code, "general"), has("#?@"):
		return format{}
	case strings.Contains(code, "e+"), strings.Contains(code, "e-"):
		return format{power: true}
	case has("d"):
		return format{day: toDay}
	case has("hs"), has("0"):
		return format{}
	case has("m"):
		return format{day: toMonth}
	case has("ye"):
		return format{day: toYear}
	}
	return format{}
}

// A merge is an area of cells that are shown as one.
type merge struct {
	top, left, bottom, right int // rows from 1, columns from 0
	value                    cell
}

// mergeOf reads an area, such as A2:A5.
func mergeOf(ref string) (m merge, ok bool) {
	from, to, found := strings.Cut(ref, ":")
	if !found {
		to = from
	}
	var begins, ends bool
	m.left, m.top, begins = cellOf(from)
	m.right, m.bottom, ends = cellOf(to)
	return m, begins && ends && m.left <= m.right && m.top <= m.bottom
}

// A merging gives the value of merged cells to all of them, from the top of a sheet to its end.
type merging struct {
	left []merge  // those that begin further down
	now  []*merge // those that reach the row
}

// into fills a row's cells, as many as the header has; none before the header.
func (m *merging) into(line, header int, cells []cell) ([]cell, error) {
	m.now = slices.DeleteFunc(m.now, func(a *merge) bool { return a.bottom < line })
	for ; len(m.left) > 0 && m.left[0].top <= line; m.left = m.left[1:] {
		a := &m.left[0]
		for _, other := range m.now {
			if a.left <= other.right && other.left <= a.right {
				return nil, tracker.Refuse("The Excel file is damaged: merged cells overlap in row %d. Nothing was read.", tracker.Line(line))
			}
		}
		if header > 0 && a.top == line && a.left < len(cells) {
			a.value = cells[a.left]
		}
		if a.bottom >= line && a.left < header {
			m.now = append(m.now, a)
		}
	}
	for _, a := range m.now {
		for at := a.left; at <= min(a.right, header-1) && a.value != (cell{}); at++ {
			for len(cells) <= at {
				cells = append(cells, cell{})
			}
			cells[at] = a.value
		}
	}
	return cells, nil
}

// rows calls do with every row of a sheet that has cells, and returns its merged cells from the top; those that are given fill its
// rows. The header is how many columns the header has; 0 before it is read.
func (w *workbook) rows(s sheet, merges []merge, header func() int, do func(line int, hidden bool, cells []cell) error) (found []merge, err error) {
	line := 0
	var cells []cell
	merging := merging{left: merges}
	err = w.each(s.part, maxUnpacked, func(e *element) error {
		switch e.name() {
		default:
			return nil
		case "mergeCell":
			m, ok := mergeOf(e.attr("ref"))
			if !ok {
				return tracker.Refuse("The Excel file is damaged: cell %q stands where it can't. Nothing was read.", shortened(e.attr("ref")))
			}
			if found = append(found, m); len(found) > maxMerges {
				return tracker.Refuse("The Excel file has more than %d merged cells. Nothing was read.", maxMerges)
			}
			return nil
		case "row":
		}
		var row xmlRow
		if err := e.read(&row); err != nil {
			return err
		}
		line++
		if row.Number != "" {
			n, err := strconv.Atoi(row.Number)
			if err != nil || n < line || n > MaxRows {
				return tracker.Refuse("The Excel file is damaged: row %q stands where row %d should. Nothing was read.", shortened(row.Number), line)
			}
			line = n
		}
		height, err := strconv.ParseFloat(row.Height, 64)
		hidden := isYes(row.Hidden) || err == nil && height == 0
		if cells, err = w.row(row.Cells, line, cells[:0]); err != nil {
			return err
		}
		if cells, err = merging.into(line, header(), cells); err != nil || len(cells) == 0 {
			return err
		}
		size := 0
		for i := range cells {
			size += len(cells[i].text)
		}
		if size > MaxLine {
			return tracker.Refuse("Row %d is longer than %d KB. Nothing was read.", tracker.Line(line), MaxLine>>10)
		}
		return do(line, hidden, cells)
	})
	slices.SortStableFunc(found, func(a, b merge) int { return a.top - b.top })
	return found, err
}

// An xmlRow is a row as it is stored, and an xmlCell one of its cells.
type xmlRow struct {
	Number string    `xml:"r,attr"`
	Hidden string    `xml:"hidden,attr"`
	Height string    `xml:"ht,attr"`
	Cells  []xmlCell `xml:"c"`
}

type xmlCell struct {
	At      string    `xml:"r,attr"`
	Kind    string    `xml:"t,attr"`
	Style   string    `xml:"s,attr"`
	Formula *struct{} `xml:"f"`
	Value   *string   `xml:"v"`
	Inline  richText  `xml:"is"`
}

// row makes cells of those of one.
func (w *workbook) row(stored []xmlCell, line int, cells []cell) ([]cell, error) {
	column := -1
	for i := range stored {
		column++
		if said := stored[i].At; said != "" {
			at, ok := columnOf(said)
			if !ok || at < column {
				return nil, tracker.Refuse("The Excel file is damaged: cell %q stands where it can't. Nothing was read.", shortened(said))
			}
			column = at
		}
		c, err := w.cell(&stored[i])
		if err != nil {
			return nil, err
		}
		if c.text == "" && c.as != asFormula {
			continue
		}
		if column >= MaxCells {
			return nil, tracker.Refuse("Row %d has more than %d cells. Nothing was read.", tracker.Line(line), MaxCells)
		}
		for len(cells) <= column {
			cells = append(cells, cell{})
		}
		cells[column] = c
	}
	return cells, nil
}

// cellOf reads the column and the row of B5.
func cellOf(ref string) (column, row int, ok bool) {
	if column, ok = columnOf(ref); !ok {
		return 0, 0, false
	}
	row, err := strconv.Atoi(strings.TrimLeft(ref, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
	return column, row, err == nil && row > 0 && row <= MaxRows
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

// cell is what a cell shows.
func (w *workbook) cell(stored *xmlCell) (cell, error) {
	style := format{}
	if said := stored.Style; said != "" {
		i, err := strconv.Atoi(said)
		if err != nil || i < 0 || i >= len(w.styles) {
			return cell{}, tracker.Refuse("The Excel file is damaged: a cell has format %q, which isn't there. Nothing was read.", shortened(said))
		}
		style = w.styles[i]
	}
	value := ""
	if stored.Value != nil {
		value = *stored.Value
	}
	c := cell{text: value, struck: style.struck}
	if stored.Formula != nil && value == "" && (stored.Value == nil || stored.Kind != "str") {
		c.as = asFormula
		return c, nil
	}
	switch stored.Kind {
	case "s":
		i, err := strconv.Atoi(value)
		if err != nil || i < 0 || i >= len(w.texts) {
			return cell{}, tracker.Refuse("The Excel file is damaged: a cell has text %q, which isn't there. Nothing was read.", shortened(value))
		}
		c.text, c.struck = w.texts[i].text, c.struck || w.texts[i].struck
	case "inlineStr":
		inline := stored.Inline.shared()
		c.text, c.struck = inline.text, c.struck || inline.struck
	case "str":
		c.text = unescaped(value)
	case "b":
		c.text, c.as = map[string]string{"0": "FALSE", "1": "TRUE"}[value], asTruth
	case "d":
		c.as = asDay
	case "e":
	case "", "n":
		w.number(&c, style)
	default:
		return cell{}, tracker.Refuse("The Excel file is damaged: a cell is of the type %q, which isn't one. Nothing was read.", shortened(stored.Kind))
	}
	return c, nil
}

// number makes a number a day if it is shown as one.
func (w *workbook) number(c *cell, style format) {
	if style.power && c.text != "" {
		c.as = asPower
	}
	if style.day == noDate {
		return
	}
	const lastDay, leapError = 2_958_466, 61 // the end of 9999; before 1 March 1900 Excel counts a day that didn't exist
	n, err := strconv.ParseFloat(c.text, 64)
	if err != nil || n < leapError || n >= lastDay {
		return // to be refused as a date
	}
	day := w.since.AddDate(0, 0, int(n))
	c.as = asDay
	switch {
	case style.day == toYear:
		c.text = day.Format("2006")
	case style.day == toMonth, style.day == toSome && day.Day() == 1: // which may stand for the month
		c.text = day.Format("2006-01")
	default:
		c.text = day.Format(time.DateOnly)
	}
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

func escaped(s string) string { return strings.ReplaceAll(s, "_x", "_x005F_x") }
