package roster_test

import (
	"fmt"
	"strings"
	"testing"

	"rollcall/tracker/roster"
)

// table is a workbook of one sheet, whose rows, and what follows them, replace the sample's.
func table(rows, after string) workbookFile {
	w := sampleWorkbook()
	w["xl/worksheets/sheet1.xml"] = "<worksheet><sheetData>" + rows + "</sheetData>" + after + "</worksheet>"
	w["xl/styles.xml"] = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="d\ mmmm"/><numFmt numFmtId="165" formatCode="0.0E+00"/></numFmts>` +
		`<fonts><font/><font><strike/></font><font><strike val="0"/></font></fonts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/>` +
		`<xf numFmtId="0" fontId="1"/><xf numFmtId="0" fontId="2"/><xf numFmtId="31"/><xf numFmtId="57"/><xf numFmtId="58"/><xf numFmtId="32"/></cellXfs></styleSheet>`
	return w
}

// texted are the cells of a row, from a column on; a text that is markup is used as the cell.
func texted(line int, all ...string) string {
	row := fmt.Sprintf(`<row r="%d">`, line)
	for i, text := range all {
		switch {
		case strings.HasPrefix(text, "<c"):
			row += strings.Replace(text, "<c", fmt.Sprintf(`<c r="%c%d"`, 'A'+i, line), 1)
		case text != "":
			row += fmt.Sprintf(`<c r="%c%d" t="inlineStr"><is><t>%s</t></is></c>`, 'A'+i, line, text)
		}
	}
	return row + "</row>"
}

const sheetHead = "name|category|country|joined"

func head(line int) string { return texted(line, strings.Split(sheetHead, "|")...) }

func TestMergedCellsGiveTheirValueToTheWholeArea(t *testing.T) {
	rows := texted(1, "A list", "", "", "") + head(2) + texted(3, "Example A", "company", "FR", "2024-05-01") + texted(4, "Example B", "company") +
		texted(5, "Example C", "", "DE") + texted(6, "Example D", "company")
	l := read(t, "", table(rows, `<mergeCells><mergeCell ref="D3:D5"/><mergeCell ref="A1:D1"/><mergeCell ref="C3:C4"/><mergeCell ref="B4:B5"/><mergeCell ref="C6:F6"/></mergeCells>`).zip(t))
	want := "line 3: Example A; company; FR; 2024-05-01\nline 4: Example B; company; FR; 2024-05-01\nline 5: Example C; company; DE; 2024-05-01\nline 6: Example D; company\nnot read: [] [Hidden Other]\n"
	if got := told(l); got != want {
		t.Error(got)
	}
	// Those of the header aren't those of the rows below.
	l = read(t, "", table(head(1)+texted(2, "", "company"), `<mergeCells><mergeCell ref="A1:A2"/></mergeCells>`).zip(t))
	if got := told(l); !strings.Contains(got, "line 2, name: The row has no name.") {
		t.Error(got)
	}
	for after, want := range map[string]string{
		`<mergeCell ref="C2:C4"/><mergeCell ref="B3:C5"/>`:   "merged cells overlap in row 3",
		`<mergeCell ref="C4:C2"/>`:                           `cell "C4:C2" stands where it can't`,
		`<mergeCell ref="nowhere"/>`:                         `cell "nowhere" stands where it can't`,
		strings.Repeat(`<mergeCell ref="A1:A2"/>`, 100_001):  "more than 100000 merged cells",
		`<mergeCell ref="` + noise(2*roster.MaxLine) + `"/>`: "longer than 1024 KB",
	} {
		if got := refused(t, "", table(head(1)+texted(2, "A", "B", "C")+texted(3, "A")+texted(4, "A"), "<mergeCells>"+after+"</mergeCells>").zip(t)); !strings.Contains(got, want) {
			t.Errorf("%.60s: %s", after, got)
		}
	}
}

// A cell whose value is elsewhere, or isn't text, is never taken for a name or an empty cell.
func TestCellsOfSheetsThatAreNoTexts(t *testing.T) {
	for _, c := range []struct{ name, country, want string }{
		{"Example", `<c><f>VLOOKUP(A2,Codes!A:B,2,FALSE)</f></c>`, "line 2, country: The cell is a formula whose value isn't stored"},
		{"Example", `<c><f>UPPER("fr")</f><v></v></c>`, "line 2, country: The cell is a formula whose value isn't stored"},
		{"Example", `<c t="str"><f>UPPER("fr")</f></c>`, "line 2, country: The cell is a formula whose value isn't stored"},
		{"Example", `<c t="str"><f>UPPER("fr")</f><v>FR</v></c>`, "line 2: Example; company; FR\n"},
		{"Example", `<c t="str"><f>""</f><v></v></c>`, "line 2: Example; company\n"},
		{"Example", `<c t="e"><v>#REF!</v></c>`, "line 2, country: #REF! is an error"},
		{`<c><f>A1</f></c>`, "FR", "line 2, name: The cell is a formula"},
		{`<c s="1"><v>45359</v></c>`, "FR", "line 2, name: The name is a day in the spreadsheet (2024-03-08)"},
		{`<c t="b"><v>1</v></c>`, "FR", "line 2, name: The name is TRUE, which a spreadsheet makes"},
		{`<c s="2"><v>1000000</v></c>`, "FR", "line 2, name: The name is the number 1000000"},
		{`<c><v>360</v></c>`, "FR", "line 2: 360; company; FR\n"},
	} {
		if got := told(read(t, "", table(head(1)+texted(2, c.name, "company", c.country), "").zip(t))); !strings.HasPrefix(got, c.want) {
			t.Errorf("%s, %s: %s", c.name, c.country, got)
		}
	}
	// The days of China, Japan, Korea and Taiwan; a month in one of them is no more than that.
	for style, want := range map[int]string{5: "2024-05-01", 6: "2024-05", 7: "2024-05-01", 8: "2024-05"} {
		l := read(t, "", table(head(1)+texted(2, "Example", "company", "JP", fmt.Sprintf(`<c s="%d"><v>45413</v></c>`, style)), "").zip(t))
		if len(l.Rows) != 1 || string(l.Rows[0].Supporter.Joined) != want {
			t.Errorf("style %d: %s", style, told(l))
		}
	}
}

func TestWhatASheetHidesOrStrikesIsAppliedOnlyIfItIsChosen(t *testing.T) {
	rows := head(1) + texted(2, "Quite New", "company") + strings.Replace(texted(3, "Example B", "company"), "<row", `<row hidden="1"`, 1) +
		texted(4, `<c s="3" t="inlineStr"><is><t>Example C</t></is></c>`, "company") +
		texted(5, `<c t="inlineStr"><is><r><rPr><strike/></rPr><t>Old</t></r><r><t> Example D</t></r></is></c>`, "company") +
		strings.Replace(texted(6, "Sample Industries", "company", "", "2024-05-01"), "<row", `<row ht="0"`, 1) + texted(7, `<c s="4" t="inlineStr"><is><t>Example E</t></is></c>`, "company") +
		texted(8, `<c t="inlineStr"><is><r><rPr><strike val="0"/></rPr><t>Example F</t></r></is></c>`, "company")
	b := small(t)
	d := roster.Compare(b, read(t, "", table(rows, "").zip(t)), anyCall, today)
	const want = "line 2: added Quite New\nline 7: added Example E\nline 8: added Example F\nline 3: Example B may be: The row is hidden.\n" +
		"line 4: Example C may be: The name is struck through, or a part of it is.\n" +
		"line 5: Old Example D may be: The name is struck through, or a part of it is.\nline 6: Sample Industries may be Sample Industries (listed): The row is hidden.\n"
	if got := shown(d); !strings.HasPrefix(got, want) {
		t.Error(got)
	}
	after := apply(t, b, d, roster.Place{Line: 3}, roster.Place{Line: 6})
	if after.Supporter(3).Joined != "2024-05-01" || len(after.Named("Example B")) != 1 || after.Head() != b.Head()+5 {
		t.Errorf("%d entries, %+v", after.Head()-b.Head(), after.Supporter(3))
	}
}

func TestTheSheetThatFitsIsRead(t *testing.T) {
	const rel = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	w := table(texted(1, "About this file")+texted(2, "Name", "The Secretariat")+texted(3, "Phone", "1"), "")
	w["xl/worksheets/sheet0.xml"] = "<worksheet><sheetData>" + head(1) + texted(2, "Example", "company") + "</sheetData></worksheet>"
	l := read(t, "", w.zip(t))
	if got := told(l); got != "line 2: Example; company\nnot read: [] [Hidden Liste]\n" || l.Sheet != "Other" {
		t.Errorf("%s: %s", l.Sheet, got)
	}
	// The workbook is where the package says.
	moved := workbookFile{"_rels/.rels": `<Relationships><Relationship Id="r" Type="` + rel + `/officeDocument" Target="/book/other.xml"/></Relationships>`}
	for name, part := range w {
		moved[strings.NewReplacer("xl/_rels/workbook.xml.rels", "book/_rels/other.xml.rels", "xl/workbook.xml", "book/other.xml", "xl/worksheets/sheet0", "book/worksheets/sheet0",
			"xl/sharedStrings", "book/sharedStrings", "xl/styles", "book/styles").Replace(name)] = part
	}
	if l := read(t, "", moved.zip(t)); l.Sheet != "Other" || len(l.Rows) != 1 {
		t.Error(told(l))
	}
}
