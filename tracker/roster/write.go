package roster

import (
	"archive/zip"
	"bufio"
	"embed"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"strconv"

	"rollcall/tracker"
)

// A Citation says what a written list is.
type Citation struct {
	Call   string      `json:"call"`    // its name
	AsOf   tracker.Day `json:"as_of"`   // the day whose list it is
	Source string      `json:"source"`  // where the official list is kept
	Rule   string      `json:"counted"` // what is counted as a supporter
}

func (c Citation) String() string {
	return fmt.Sprintf("%s. List as of %s. Source: %s. Counted: %s", c.Call, c.AsOf, c.Source, c.Rule)
}

// Write writes supporters as CSV, XLSX or JSON, with a citation at the end, in a sheet of its own, or at the head. In CSV
// and XLSX a cell that a spreadsheet would run has an apostrophe before it; Read takes it away again.
func Write(w io.Writer, format Format, supporters iter.Seq[*tracker.Supporter], cite Citation) error {
	out := bufio.NewWriter(w) // keeps its first error for Flush
	var err error
	switch format {
	case CSV:
		err = writeCSV(out, supporters, cite)
	case XLSX:
		err = writeXLSX(out, supporters, cite)
	case JSON:
		err = writeJSON(out, supporters, cite)
	default:
		err = tracker.Refuse("A list is written as csv, xlsx or json, not as %q.", string(format))
	}
	if err != nil {
		return err
	}
	return out.Flush()
}

// cellsOf are a supporter's cells, in the order of the columns.
func cellsOf(s *tracker.Supporter) []string {
	return []string{strconv.FormatUint(uint64(s.ID), 10), s.Name, joinAliases(s.Aliases), string(s.Category), string(s.Kind), s.Country,
		string(s.Joined), string(s.FirstListed), string(s.Status()), string(s.Left.On), s.Left.Reason, s.Source, s.Website, s.Note}
}

func writeCSV(out *bufio.Writer, supporters iter.Seq[*tracker.Supporter], cite Citation) error {
	// Without the mark Excel takes UTF-8 for Windows-1252.
	_, _ = out.WriteString("\ufeff")
	table := csv.NewWriter(out) // keeps its first error, too
	table.UseCRLF = true
	// Every row has as many cells as the header, as RFC 4180 asks.
	last := make([]string, fields)
	last[0] = citationMark + cite.String()
	_ = table.Write(columns[:])
	for s := range supporters {
		_ = table.Write(tracker.Each(cellsOf(s), harmless))
	}
	_ = table.Write(last)
	table.Flush()
	return table.Error()
}

// written is a supporter as JSON.
type written struct {
	tracker.Supporter
	Status tracker.Status `json:"status"`
	LeftOn tracker.Day    `json:"left_on,omitempty"`
	Reason string         `json:"reason,omitempty"`
}

// writeJSON writes one supporter a line.
func writeJSON(out *bufio.Writer, supporters iter.Seq[*tracker.Supporter], cite Citation) error {
	head, err := json.Marshal(cite)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "{\"citation\":%s,\n\"supporters\":[", head)
	before := "\n"
	for s := range supporters {
		row := written{*s, s.Status(), s.Left.On, s.Left.Reason}
		row.JoinedSource, row.Left = "", tracker.Departure{}
		line, err := json.Marshal(row)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s%s", before, line)
		before = ",\n"
	}
	_, err = out.WriteString("\n]}\n")
	return err
}

// emptyWorkbook are the parts of a workbook with two sheets, without these. The one style of cells says that they are texts,
// even if they look like something else.
//
//go:embed all:workbook
var emptyWorkbook embed.FS

// citationSheet is the name of the second sheet.
const citationSheet = "Citation"

// sheetHead begins a sheet.
const sheetHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`

func writeXLSX(w io.Writer, supporters iter.Seq[*tracker.Supporter], cite Citation) error {
	archive := zip.NewWriter(w)
	parts, err := fs.Sub(emptyWorkbook, "workbook")
	if err != nil {
		return err
	}
	if err := archive.AddFS(parts); err != nil {
		return err
	}
	err = writeSheet(archive, "xl/worksheets/sheet1.xml", func(yield func([]string) bool) {
		if !yield(columns[:]) {
			return
		}
		for s := range supporters {
			if !yield(cellsOf(s)) {
				return
			}
		}
	})
	if err != nil {
		return err
	}
	err = writeSheet(archive, "xl/worksheets/sheet2.xml", func(yield func([]string) bool) {
		_ = yield([]string{"Call", cite.Call}) && yield([]string{"As of", string(cite.AsOf)}) &&
			yield([]string{"Source", cite.Source}) && yield([]string{"Counted", cite.Rule})
	})
	if err != nil {
		return err
	}
	return archive.Close()
}

func writeSheet(archive *zip.Writer, part string, rows iter.Seq[[]string]) error {
	f, err := archive.Create(part)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(f) // keeps its first error for Flush
	_, _ = out.WriteString(sheetHead)
	line := 0
	for cells := range rows {
		line++
		fmt.Fprintf(out, `<row r="%d">`, line)
		for i, c := range cells {
			if c == "" {
				continue
			}
			fmt.Fprintf(out, `<c r="%c%d" s="1" t="inlineStr"><is><t xml:space="preserve">`, 'A'+i, line)
			if err := xml.EscapeText(out, []byte(escaped(harmless(c)))); err != nil {
				return err
			}
			_, _ = out.WriteString("</t></is></c>")
		}
		_, _ = out.WriteString("</row>\n")
	}
	_, _ = out.WriteString("</sheetData></worksheet>")
	return out.Flush()
}
