package roster_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"rollcall/tracker"
	"rollcall/tracker/roster"
)

// holds checks what is true of any result of a reader.
func holds(t *testing.T, l *roster.List, err error, size int) {
	t.Helper()
	if err != nil {
		if !errors.As(err, new(tracker.Refusal)) {
			t.Fatalf("not for a person: %v", err)
		}
		return
	}
	if n := len(l.Rows) + len(l.Problems); n > size+1 {
		t.Fatalf("%d rows and problems of %d bytes", n, size)
	}
	for _, r := range l.Rows {
		for _, n := range r.Supporter.Names() {
			if err := tracker.CheckName("name", n); err != nil {
				t.Fatalf("%q: %v", n, err)
			}
		}
		if d := r.Supporter.Joined; d != "" {
			if _, err := tracker.ParseDate(string(d)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, p := range l.Problems {
		if p.Why.Format == "" {
			t.Fatalf("%v: no reason", p.Place)
		}
	}
	b := book(t, tracker.Supporter{Name: "Example", Aliases: []string{"EX"}, Category: tracker.State, Country: "FR", Source: "https://example.org"})
	d := roster.Compare(b, l, anyCall, today)
	if _, err := d.Decide("https://example.org", today)(b); err != nil {
		t.Fatal(err)
	}
	// What was decided once is unchanged the second time.
	after := apply(t, b, d)
	if again := roster.Compare(after, l, anyCall, today); len(again.Added)+len(again.Changed) > 0 {
		t.Fatalf("again: %s", shown(again))
	}
}

func FuzzCSV(f *testing.F) {
	for _, s := range []string{"name,category\nExample,company\n", "sep=;\nnom;pays;adhésion\n\"Exem\"\"ple\";FR;25/12/2020\n=1;DE;03/04/2020\n", "\xff\xfen\x00a\x00m\x00e\x00\n\x00x\x00",
		"name\rExample\r", "name|aliases\nA|B\\|C\n", "name\n\"open\n", "name,status,category,country\nExample,removed,,\nOther,,state,FR\nYet,listed,state,DE\n", "[{\"name\":\"x\"}]"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		l, err := roster.Read(t.Context(), "a.csv", strings.NewReader(string(content)), int64(len(content)), roster.Options{})
		holds(t, l, err, len(content))
	})
}

func FuzzJSON(f *testing.F) {
	for _, s := range []string{`[{"name":"Example","joined":2019,"aliases":["a","b|c"]}]`, `{"citation":{},"supporters":[{"name":"x","category":"company"},1]}`, `[[[[`, `[{"name":"\ud800\u0000"}]`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		l, err := roster.Read(t.Context(), "a.json", strings.NewReader(string(content)), int64(len(content)), roster.Options{})
		holds(t, l, err, len(content))
	})
}

func FuzzMarkdown(f *testing.F) {
	for _, s := range []string{"---\nname: Example\ncategory: state\nnature: \"\"\nnationality: FRA\ndate_signed: 2021-03-15\n---\ntext", "---\nname: &a [*a]\n---\n", "---\nname: |\n  x\n--- \n", "---\n<<: {name: x}\n---\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		l, err := roster.ReadFolder(t.Context(), fstest.MapFS{"a.md": {Data: content}, "b.md": {Data: content}}, roster.Options{})
		holds(t, l, err, 2*len(content)+100)
	})
}

func FuzzXLSX(f *testing.F) {
	w := sampleWorkbook()
	parts := []string{"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"}
	f.Add(w[parts[0]], w[parts[1]], w[parts[2]], w[parts[3]], w[parts[4]])
	f.Add(`<worksheet><sheetData><row><c t="inlineStr"><is><t>name</t></is></c></row><row r="2"><c><v>1</v></c></row></sheetData></worksheet>`, `<sst/>`, `<styleSheet/>`, w[parts[3]], w[parts[4]])
	f.Fuzz(func(t *testing.T, sheet, texts, styles, book, relations string) {
		w := sampleWorkbook()
		for i, content := range []string{sheet, texts, styles, book, relations} {
			w[parts[i]] = content
		}
		content := w.zip(t)
		l, err := roster.Read(t.Context(), "a.xlsx", strings.NewReader(content), int64(len(content)), roster.Options{})
		holds(t, l, err, len(sheet)+len(content))
	})
}

// FuzzFile reads files whose format is to be found out, workbooks with broken archives among them.
func FuzzFile(f *testing.F) {
	f.Add([]byte(sampleWorkbook().zip(f)))
	f.Fuzz(func(t *testing.T, content []byte) {
		l, err := roster.Read(t.Context(), "", strings.NewReader(string(content)), int64(len(content)), roster.Options{})
		holds(t, l, err, 300*len(content)+1<<20)
	})
}
