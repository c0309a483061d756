package roster_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"rollcall/tracker"
	"rollcall/tracker/pariscall"
	"rollcall/tracker/roster"
	"rollcall/tracker/testrun"
)

const today = tracker.Day("2026-11-22")

// anyCall is older than all that is compared.
var anyCall = new(tracker.Call)

func read(t testing.TB, name, content string) *roster.List {
	t.Helper()
	l, err := roster.Read(t.Context(), name, strings.NewReader(content), int64(len(content)), roster.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// refused reads what can't be read, and returns why.
func refused(t *testing.T, name, content string) string {
	t.Helper()
	l, err := roster.Read(t.Context(), name, strings.NewReader(content), int64(len(content)), roster.Options{})
	var refusal tracker.Refusal
	if !errors.As(err, &refusal) {
		t.Fatalf("%.60q was read: %+v, %v", content, l, err)
	}
	return refusal.Error()
}

// told is a list as text, a line each.
func told(l *roster.List) string {
	var b strings.Builder
	for _, r := range l.Rows {
		s := r.Supporter
		fmt.Fprintf(&b, "%s: %s", r.Place, s.Name)
		for _, v := range []string{strings.Join(s.Aliases, "+"), string(s.Category), string(s.Kind), s.Country, string(s.Joined), s.Source, s.Website, s.Note} {
			if v != "" {
				b.WriteString("; " + v)
			}
		}
		b.WriteByte('\n')
	}
	for _, p := range l.Problems {
		fmt.Fprintln(&b, p)
	}
	for _, p := range l.Emptied.Problems {
		fmt.Fprintln(&b, "left empty:", p)
	}
	if len(l.Unknown)+len(l.Unread) > 0 {
		fmt.Fprintln(&b, "not read:", l.Unknown, l.Unread)
	}
	return b.String()
}

const plain = "line 2: Example Foundation; civil_society; foundation; FR; 2019-05-02\nline 3: Société d’Exemple; company; DE\n"

func TestCSVInEveryShapeThatExcelGivesIt(t *testing.T) {
	const comma = "name,category,nature,country,joined\r\nExample Foundation,civil society,Fondation,France,2019-05-02\r\nSociété d’Exemple,company,,DEU,\r\n"
	with := func(sign string) string { return strings.ReplaceAll(comma, ",", sign) }
	encoded := func(e interface{ String(string) (string, error) }, s string) string {
		out, err := e.String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for name, c := range map[string]struct{ content, encoding string }{
		"commas":              {comma, "UTF-8"},
		"semicolons":          {with(";"), "UTF-8"},
		"tabs":                {with("\t"), "UTF-8"},
		"bars":                {with("|"), "UTF-8"},
		"a mark":              {"\ufeff" + comma, "UTF-8"},
		"line feeds":          {strings.ReplaceAll(comma, "\r", ""), "UTF-8"},
		"carriage returns":    {strings.ReplaceAll(comma, "\n", ""), "UTF-8"},
		"quotes":              {strings.ReplaceAll(comma, "Example Foundation", `"Example Foundation"`), "UTF-8"},
		"Windows-1252":        {encoded(charmap.Windows1252.NewEncoder(), with(";")), "Windows-1252"},
		"Unicode text":        {encoded(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder(), with("\t")), "UTF-16LE"},
		"big-endian":          {encoded(unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder(), comma), "UTF-16BE"},
		"UTF-16, no mark":     {encoded(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder(), comma), "UTF-16LE"},
		"decomposed":          {strings.ReplaceAll(comma, "é", "e\u0301"), "UTF-8"},
		"spaces":              {strings.ReplaceAll(comma, "Example Foundation", " Example\u00a0 Foundation\u200b "), "UTF-8"},
		"blank cells at ends": {strings.ReplaceAll(comma, "\r\n", ",,\r\n"), "UTF-8"},
	} {
		l := read(t, "list.csv", c.content)
		if got := told(l); got != plain || l.Encoding != c.encoding || l.Format != roster.CSV {
			t.Errorf("%s: %s, %s:\n%s", name, l.Format, l.Encoding, got)
		}
	}
	// Excel's first line counts as a line.
	for _, sep := range []string{"sep=;\r\n", "SEP=;\n"} {
		if got := told(read(t, "list.csv", "\ufeff"+sep+with(";"))); got != strings.NewReplacer("line 3", "line 4", "line 2", "line 3").Replace(plain) {
			t.Errorf("after %q:\n%s", sep, got)
		}
	}
}

func TestHeadersInTwoLanguages(t *testing.T) {
	got := told(read(t, "list.csv", "List of supporters;;\n;;\nRemarque;PAYS;Date d’adhésion;NOM;Sigle;Site web;Catégorie;Téléphone\n"+
		"une note;Allemagne;12/2018;Exemple SA;EX|Ex \\| Co;https://example.org;Entreprise;0\n"+
		"ok;Allemagne;15 novembre 2018;Exemple SA;;;secteur privé\n"))
	want := "line 4: Exemple SA; EX+Ex | Co; company; DE; https://example.org; une note\nline 5: Exemple SA; company; DE; 2018-11-15; ok\n" +
		"left empty: line 4, joined: \"12/2018\" isn't a date; write it as 2018-11-12, 2018-11 or 2018.\nnot read: [Téléphone] []\n"
	if got != want {
		t.Errorf("got:\n%s", got)
	}
	if got := read(t, "x.csv", "name,aliases\nExample,\"A|B \\| C|A|D\\\\|\"\n").Rows[0].Supporter.Aliases; !slices.Equal(got, []string{"A", "B | C", `D\`}) {
		t.Errorf("%q", got)
	}
}

func TestCells(t *testing.T) {
	for _, c := range []struct{ column, cell, want string }{
		{"category", "private-sector", "; company"},
		{"category", "Civil society", "; civil_society"},
		{"category", "uncategorised", "; uncategorised"},
		{"category", "organisation", "may mean more than one category"},
		{"category", "martian", "There is no category"},
		{"category", "Collectivité", "; public_authority"},
		{"type", "Société civile", "; civil_society"},
		{"nature", "Association professionnelle ", "; trade_association"},
		{"nature", "Organisation à but non lucratif", "; nonprofit"},
		{"nature", "Centre d'excellence", "; centre_of_excellence"},
		{"nature", "association", "; association"},
		{"nature", "institute", "may mean"},
		{"nature", "spaceship", "There is no kind"},
		{"country", "no", "; NO"},
		{"country", "Deutschland", "; DE"},
		{"country", "États-Unis", "; US"},
		{"country", "FXX", "; FR"},
		{"country", "ROM", "; RO"},
		{"country", "zar", "; CD"},
		{"country", "TMP", "; TL"},
		{"country", "SCG", "has several successors"},
		{"country", "Serbia and Montenegro", "has several successors"},
		{"country", "N/A", "line 2: Example Foundation\n"},
		{"country", "s/o", "line 2: Example Foundation\n"},
		{"country", "Korea, Republic of", "; KR"},
		{"country", "Gambia (The)", "; GM"},
		{"country", "the Republic of Albania", "; AL"},
		{"country", "Alemania", "; DE"},
		{"country", "Palestine, State of*", "; PS"},
		{"country", "YUG", "has several successors"},
		{"country", "SUN", "has several successors"},
		{"country", "ANT", "has several successors"},
		{"country", "French", "There is no country"},
		{"country", "Congo", "may be"},
		{"country", "Ruritania", "There is no country"},
		{"joined", "2018", "; 2018"},
		{"joined", "2018-11", "; 2018-11"},
		{"joined", "25/12/2018", "; 2018-12-25"},
		{"joined", "12/25/2018", "; 2018-12-25"},
		{"joined", "25.12.2018", "; 2018-12-25"},
		{"joined", "4/4/2021", "; 2021-04-04"},
		{"joined", "03/04/2021", "may be 2021-04-03 or 2021-03-04"},
		{"joined", "03/04/21", "isn't a date"},
		{"joined", "31/11/2021", "isn't a date"},
		{"joined", "2021-02-29", "isn't a date"},
		{"joined", "12 November 2018", "; 2018-11-12"},
		{"joined", "1er février 2019", "; 2019-02-01"},
		{"joined", "Nov. 12, 2018", "; 2018-11-12"},
		{"joined", "novembre 2018", "; 2018-11"},
		{"joined", "2018-11-12T00:00:00Z", "; 2018-11-12"},
		{"joined", "2018-11-11T23:00:00Z", "has a time of day"},
		{"joined", "2024/05/01", "; 2024-05-01"},
		{"joined", "2024.5.1", "; 2024-05-01"},
		{"joined", "2024/05", "; 2024-05"},
		{"joined", "2024.10", "; 2024-10"},
		{"joined", "2024.5", "; 2024-05"},
		{"joined", "2024.1", "may be January or October"},
		{"joined", "2024/13/01", "isn't a date"},
		{"joined", "2024/05-01", "isn't a date"},
		{"joined", "2024年5月1日", "; 2024-05-01"},
		{"joined", "1-May-24", "; 2024-05-01"},
		{"joined", "31-Nov-24", "isn't a date"},
		{"joined", "May-2024", "; 2024-05"},
		{"joined", "2024-05-01T10:00:00+00:00", "; 2024-05-01"},
		{"joined", "2024-05-01 10:23:45", "; 2024-05-01"},
		{"joined", "2024-05-01T23:00:00+02:00", "; 2024-05-01"},
		{"joined", "2024-05-01T00:00:00.000Z", "; 2024-05-01"},
		{"joined", "2024-04-30T22:00:00+00:00", "has a time of day"},
		{"joined", "2024-04-30T18:30:00.000Z", "has a time of day"},
		{"joined", "2024-04-30T18:31:07Z", "; 2024-04-30"},
		{"joined", "2024-04-31T10:00:00Z", "isn't a date"},
		{"joined", "N/A", ""},
		{"country", "N/A", ""},
		{"country", "n.a.", ""},
		{"country", "s/o", ""},
		{"country", "-", ""},
		{"country", "–", ""},
		{"country", "N-A", "There is no country"},
		{"country", "fr.", "There is no country"},
		{"website", "n/a", ""},
		{"aliases", "n/a", ""},
		{"joined", "43416", "spreadsheet's number of a day"},
		{"joined", "soon", "isn't a date"},
		{"joined", "0018-11-12", "isn't a date"},
		{"website", "example.org", "isn't a web address"},
		{"website", "javascript:alert(1)", "isn't a web address"},
		{"source", "https://example.org/a", "; https://example.org/a"},
		{"note", strings.Repeat("x", tracker.MaxText+1), "at most 500"},
		{"note", "hidden \u202e text", "doesn't print (U+202E)"},
		{"note", "a \x00 b", "doesn't print (U+0000)"},
		{"note", "'=1+1", "; =1+1"},
		{"note", "''@x", "; '@x"},
		{"note", "'tis a note", "; 'tis a note"},
		{"aliases", "–", "at least one letter"},
		{"note", strings.Repeat("x", roster.MaxCell+1), "at most 64 are read"},
		{"status", "Removed", ""},
		{"status", "gone", "There is no status"},
		{"note", "#REF!", "is an error of the spreadsheet"},
	} {
		got := told(read(t, "list.csv", "name\t"+c.column+"\nExample Foundation\t"+c.cell+"\n"))
		if (strings.HasPrefix(c.want, ";") || c.want == "") && c.column != "status" && got != "line 2: Example Foundation"+c.want+"\n" || !strings.Contains(got, c.want) {
			t.Errorf("%s %.80q: %s", c.column, c.cell, got)
		}
	}
	for _, name := range []string{"\u202eevil", "<script>", "…", strings.Repeat("x", 201), "#NAME?", "bad\xff byte é"} {
		if l := read(t, "list.csv", "name,country\n"+name+",FR\n"); len(l.Rows) != 0 || len(l.Problems) != 1 || l.Problems[0].Column != "name" {
			t.Errorf("%q: %s", name, told(l))
		}
	}
}

func TestAColumnShowsItsOrderOfDates(t *testing.T) {
	rows := func(dates ...string) string {
		s := "name,joined\n"
		for i, d := range dates {
			s += fmt.Sprintf("Example %d,%s\n", i, d)
		}
		return told(read(t, "list.csv", s))
	}
	if got := rows("03/04/2021", "25/04/2021", "05/06/2021"); got != "line 2: Example 0; 2021-04-03\nline 3: Example 1; 2021-04-25\nline 4: Example 2; 2021-06-05\n" {
		t.Error(got)
	}
	if got := rows("04/25/2021", "03/04/2021"); got != "line 2: Example 0; 2021-04-25\nline 3: Example 1; 2021-03-04\n" {
		t.Error(got)
	}
	// Both orders, or none.
	if got := rows("03/04/2021", "25/04/2021", "nonsense", "04/25/2021"); !strings.HasPrefix(got, "line 2: Example 0\nline 3: Example 1; 2021-04-25\nline 4: Example 2\nline 5: Example 3; 2021-04-25\nleft empty: line 2, joined: \"03/04/2021\" may be") {
		t.Error(got)
	}
}

func TestRowsThatCannotBeRead(t *testing.T) {
	l := read(t, "list.csv", "name,country\nExample One,FR,surplus\nExample \"Two\" Ltd,FR\n\"Example Three\" Ltd,FR\n,FR\nExample Four\nExample Five,FR\n")
	want := `line 6: Example Four
line 7: Example Five; FR
line 2: The row has 3 cells, the header 2; is a separator inside a cell without quotes?
line 3: A quote stands where it can't; put the whole cell in quotes and double those inside it.
line 4: A quote stands where it can't; put the whole cell in quotes and double those inside it.
line 5, name: The row has no name.
`
	if got := told(l); got != want {
		t.Errorf("got:\n%s", got)
	}
	if l.Problems[0].Name != "Example One" {
		t.Errorf("%+v", l.Problems[0])
	}
	l = read(t, "list.csv", "name,country\nExample One,FR\n\"Example Two,FR\nExample Three,FR\n")
	if got := told(l); !strings.Contains(got, "line 3: A quote that opens here isn't closed as it should be; lines 3 to") || len(l.Rows) != 1 {
		t.Error(got)
	}
	// Two encodings in one file.
	l = read(t, "list.csv", "name,country\nSociété,FR\nSoci\xe9t\xe9 Deux,FR\n")
	if got := told(l); got != "line 2: Société; FR\nline 3, name: The name isn't readable text.\n" {
		t.Error(got)
	}
}

func TestFilesThatAreRefused(t *testing.T) {
	big := strings.Repeat("x", roster.MaxLine*2)
	deep := strings.Repeat("[", 100_000)
	for _, c := range []struct{ name, content, want string }{
		{"a.csv", "", "The list is empty."},
		{"a.csv", "a,b\nc,d\n", "No column is called name; the first row has: a, b."},
		{"a.csv", "name,nom\nx,y\n", "Two columns give the name"},
		{"a.csv", "name\n" + big, "The row after line 1 is longer than 1024 KB"},
		{"a.csv", "name,country\nok,FR\n\"" + big, "The row after line 2"},
		{"a.csv", "name" + strings.Repeat(",", 2_000) + "\n", "at most 1000"},
		{"a.xls", "\xd0\xcf\x11\xe0\xa1\xb1", "old Excel file"},
		{"a.xlsx", "%PDF-1.7", "PDF"},
		{"a.xlsx", "PK\x03\x04 and no more", "isn't a whole Excel file"},
		{"a.json", "", "ends before it is complete, at line 1"},
		{"a.json", "[{\"name\":\"Example\"},\n\n", "ends before it is complete, at line 3"},
		{"a.json", "[{\"name\":\"Example\"},\n{name:1}]", "Line 2: the JSON can't be read"},
		{"a.json", "[]\n1", "Something follows"},
		{"a.json", "3", "The JSON is no list"},
		{"a.json", "{\"people\":[1]}", "The JSON is no list"},
		{"a.json", "{\"supporters\":{}}", "The JSON is no list"},
		{"a.json", "{\"a\":[{\"name\":\"Example\"}],\"b\":[{\"name\":\"Other\"}]}", "more than one list, and b is another one"},
		{"a.json", deep, "can't be read"},
		{"a.json", "[" + deep, "can't be read"},
		{"a.json", "{\"x\":" + deep, "can't be read"},
		{"a.json", "[\n{\"name\":\"" + big + "\"}]", "Line 2: what begins here is longer than 1024 KB"},
		{"a.json", "[" + strings.Repeat(" ", roster.MaxLine*2), "ends before it is complete"},
	} {
		if got := refused(t, c.name, c.content); !strings.Contains(got, c.want) {
			t.Errorf("%s %.20q: %s", c.name, c.content, got)
		}
	}
	if _, err := roster.Read(t.Context(), "a.csv", strings.NewReader(""), 2<<30, roster.Options{}); err == nil || !strings.Contains(err.Error(), "2048 MB; at most 512") {
		t.Error(err)
	}
	const three = "name\na\nb\nc\n"
	if _, err := roster.Read(t.Context(), "a.csv", strings.NewReader(three), int64(len(three)), roster.Options{Rows: 2}); err == nil || !strings.Contains(err.Error(), "more than 2 rows (line 4)") {
		t.Error(err)
	}
}

// live returns by how many bytes what run made, and what is still held of it, is more than before.
func live(run func()) int64 {
	before := heap()
	run()
	return heap() - before
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// allocated returns how many bytes run asked for in all.
func allocated(run func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	run()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// endless is a file whose last line never ends.
type endless string

func (e endless) ReadAt(p []byte, off int64) (int, error) {
	for i := range p {
		p[i] = 'x'
		if at := off + int64(i); at < int64(len(e)) {
			p[i] = e[at]
		}
	}
	return len(p), nil
}

func TestALineWithoutEndIsReadInBoundedMemory(t *testing.T) {
	const size, most = 64 << 20, 24 << 20
	for _, head := range []string{"name\n", "name\n\"", "[{\"name\":\"", "\xff\xfen\x00a\x00m\x00e\x00\n\x00"} {
		var err error
		took := allocated(func() { _, err = roster.Read(t.Context(), "", endless(head), size, roster.Options{}) })
		if !errors.As(err, new(tracker.Refusal)) || took > most {
			t.Errorf("%q: %v, %d MB", head, err, took>>20)
		}
	}
}

func TestReadingReportsProgressAndStops(t *testing.T) {
	content := "name\n" + strings.Repeat("Example\n", 2_500)
	var told []int
	ctx, cancel := context.WithCancel(t.Context())
	_, err := roster.Read(ctx, "a.csv", strings.NewReader(content), int64(len(content)), roster.Options{Progress: func(n int) { told = append(told, n) }})
	if err != nil || !slices.Equal(told, []int{1_000, 2_000, 2_500}) {
		t.Error(told, err)
	}
	cancel()
	if _, err := roster.Read(ctx, "a.csv", strings.NewReader(content), int64(len(content)), roster.Options{}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestJSON(t *testing.T) {
	got := told(read(t, "", ` [
		{"name": "Example Foundation", "category": "civil society", "Nationality": "FRA", "aliases": ["A", "B|C"], "joined": 2019, "note": null, "x": 1},
		{"name": "Example Two", "note": "'=kept"},
		{"name": ["Example Three"]}, 4,
		{"name": "Example Five", "nom": "twice"}, {"name": "Example\u0000Six"}
	]`))
	want := `line 2: Example Foundation; A+B|C; civil_society; FR; 2019
line 3: Example Two; '=kept
line 4: The name isn't a text: ["Example Three"].
line 4: This is no object; a supporter is written as {"name": …}.
line 5: The name is given twice.
line 5, name: The name contains a character that doesn't print (U+0000).
not read: [x] []
`
	if got != want {
		t.Errorf("got:\n%s", got)
	}
	if got := told(read(t, "a.json", "\ufeff{\"citation\":{},\"other\":[1,{}],\"supporters\":[{\"name\":\"Example\"}]}")); got != "line 1: Example\nnot read: [] [other]\n" {
		t.Errorf("got:\n%s", got)
	}
	for _, list := range []string{`{"list":[{"name":"Example"}]}`, `{"count":1,"tags":["a"],"data":{"page":{"n":1},"results":[{"name":"Example"}]}}`} {
		if got := told(read(t, "", list)); !strings.HasPrefix(got, "line 1: Example\n") {
			t.Errorf("%s: %s", list, got)
		}
	}
}

func book(t testing.TB, supporters ...tracker.Supporter) *tracker.Book {
	t.Helper()
	var entries []tracker.Entry
	for i, s := range supporters {
		s.ID = tracker.Seq(i + 1)
		why := tracker.Joined
		if s.Left.Status != "" {
			why = tracker.WasRemoved
		}
		entries = append(entries, tracker.Entry{Seq: s.ID, At: today.Time(), On: "2020-01-01", By: "test", Event: tracker.Changed{Why: why, Source: s.Source, Supporter: s}})
	}
	b, err := (&tracker.Book{}).With(entries...)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func parisCall(t testing.TB) *tracker.Book {
	t.Helper()
	entries, err := pariscall.Entries(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	b, err := (&tracker.Book{}).With(entries...)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestTheOfficialListCompares compares files in the official list's own form with the Book that was made of it.
func TestTheOfficialListCompares(t *testing.T) {
	b := parisCall(t)
	l, err := roster.ReadFolder(t.Context(), os.DirFS("testdata/official"), roster.Options{})
	if err != nil {
		t.Fatal(err)
	}
	d := roster.Compare(b, l, anyCall, today)
	if len(l.Rows) != 14 || d.Unchanged != 14 || len(d.Added)+len(d.Doubtful)+len(d.Changed) > 0 || len(d.Problems) != 0 || len(d.Missing) != 1_222-14 {
		t.Errorf("%d rows, %d unchanged, %d missing: %+v\n%s", len(l.Rows), d.Unchanged, len(d.Missing), d.Changed, told(l))
	}
	if !slices.Equal(l.Unknown, []string{"twitter"}) {
		t.Error(l.Unknown)
	}
}

func TestAFolderIsData(t *testing.T) {
	front := func(s string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("---\n" + s + "\n---\nA statement.\n---\n")}
	}
	l, err := roster.ReadFolder(t.Context(), fstest.MapFS{
		"a.md":          front("name: NO\r\nnationality: NO\r\ncategory: private-sector"),
		"b/b.MD":        front("name: &n Example\ncategory:\naliases: [X, Y]\nnote: >\n  one\n  two\ndate_signed: 2021-03-15"),
		"c.md":          {Data: []byte("# Read me\n")},
		"d.md":          {Data: []byte("---\nname: Example\n")},
		"e.md":          front("- name"),
		"f.md":          front("name: {a: b}"),
		"g.md":          front("name: Example G\nname: Example H"),
		"h.md":          front("name: \"unclosed"),
		"i.md":          front("a: &a [x]\nb: &b [*a,*a]\nname: *b"),
		"j.md":          front("name: " + strings.Repeat("[", 20_000)),
		"k.txt":         front("name: Example"),
		"l.md":          front("name: Example L"),
		"link.md":       {Mode: os.ModeSymlink},
		"pipe.md":       {Mode: os.ModeNamedPipe},
		"latin.md":      front("name: Soci\xe9t\xe9"),
		"README.md":     {Data: []byte("# What this folder is\n")},
		".git/x.md":     front("name: Example"),
		"big.md":        front("name: " + strings.Repeat("x", roster.MaxCell)),
		"ambiguous1.md": front("name: Example A1\ndate_signed: 03/04/2021"),
	}, roster.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got := told(l)
	for _, want := range []string{
		"a.md: NO; company; NO\n", "b/b.MD: Example; X+Y; uncategorised; 2021-03-15; one two\n", "l.md: Example L\n",
		"c.md: The file has no front matter", "d.md: The front matter doesn't end", "e.md: The front matter should be lines",
		"f.md: The name isn't a text.", "g.md: The ", "h.md: The front matter can't be read", "i.md: The name isn't a text.",
		"j.md: The front matter can't be read", "link.md: This is a link", "big.md: The front matter doesn't end",
		"pipe.md: This is no file that can be read", "latin.md: The file isn't in UTF-8", "ambiguous1.md, joined: \"03/04/2021\" may be", "not read: [a b] [README.md k.txt]",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	// A real link, and a folder that isn't there.
	dir := t.TempDir()
	if err := os.Symlink("/etc/passwd", filepath.Join(dir, "passwd.md")); err != nil {
		t.Fatal(err)
	}
	if l, err = roster.ReadFolder(t.Context(), os.DirFS(dir), roster.Options{}); err != nil || len(l.Problems) != 1 || len(l.Rows) != 0 {
		t.Error(told(l), err)
	}
	if _, err := roster.ReadFolder(t.Context(), os.DirFS(filepath.Join(dir, "no")), roster.Options{}); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}

// noise doesn't shrink when it is packed.
func noise(n int) string {
	r := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	for b.Len() < n {
		fmt.Fprintf(&b, "%x", r.Uint64())
	}
	return b.String()
}

// A workbookFile is made of parts, to be spoiled.
type workbookFile map[string]string

func sampleWorkbook() workbookFile {
	const ns = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	const rel = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	return workbookFile{
		"xl/workbook.xml": `<workbook ` + ns + `><sheets><sheet name="Hidden" state="hidden" r:id="r0"/><sheet name="Liste" r:id="r1"/><sheet name="Other" r:id="r0"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r0" Type="` + rel + `/worksheet" Target="worksheets/sheet0.xml"/>` +
			`<Relationship Id="r1" Type="` + rel + `/worksheet" Target="/xl/worksheets/sheet1.xml"/>` +
			`<Relationship Id="r2" Type="` + rel + `/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="r3" Type="` + rel + `/styles" Target="styles.xml"/></Relationships>`,
		"xl/sharedStrings.xml": `<sst ` + ns + `><si><t>Nom</t></si><si><r><t>Exem</t></r><r><t xml:space="preserve">ple SA</t></r><rPh><t>aid</t></rPh></si><si><t>_x005F_x0041_ Example</t></si></sst>`,
		"xl/styles.xml": `<styleSheet ` + ns + `><numFmts><numFmt numFmtId="164" formatCode="[$-40C]mmm\ yyyy;@"/><numFmt numFmtId="165" formatCode="yyyy"/>` +
			`<numFmt numFmtId="166" formatCode="0.00&quot;days&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>` +
			`<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs></styleSheet>`,
		"xl/worksheets/sheet0.xml": `<worksheet/>`,
		"xl/worksheets/sheet1.xml": `<worksheet ` + ns + `><sheetData><row r="3"><c r="B3" t="s"><v>0</v></c><c r="C3" t="inlineStr"><is><t>Joined</t></is></c><c r="D3" t="str"><f>1</f><v>Note</v></c></row>` +
			`<row r="5"><c r="B5" t="s"><v>1</v></c><c r="C5" s="1"><v>43416</v></c></row>` +
			`<row r="6"><c r="B6" t="s"><v>2</v></c><c r="C6" s="2"><v>43405</v></c><c r="D6" t="b"><v>1</v></c></row>` +
			`<row><c/><c t="inlineStr"><is><t>Example 7</t></is></c><c s="3"><v>43405.75</v></c></row>` +
			`<row r="8"><c r="B8"><v>360</v></c><c r="C8" s="4"><v>43405</v></c></row>` +
			`<row r="9"><c r="B9" t="e"><v>#N/A</v></c></row>` +
			`<row r="10"><c r="B10" t="inlineStr"><is><t>Example 10</t></is></c><c r="C10"><v>2019</v></c></row></sheetData></worksheet>`,
	}
}

func (w workbookFile) zip(t testing.TB) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range w {
		f, err := z.Create(name)
		if err == nil {
			_, err = f.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestXLSX(t *testing.T) {
	l := read(t, "anything", sampleWorkbook().zip(t))
	want := `line 5: Exemple SA; 2018-11-12
line 6: _x0041_ Example; 2018-11; TRUE
line 7: Example 7; 2018
line 8: 360
line 10: Example 10; 2019
line 9, name: #N/A is an error of the spreadsheet.
left empty: line 8, joined: "43405" may be a spreadsheet's number of a day; format the column as dates, or write 2018-11-12.
not read: [] [Hidden Other]
`
	if got := told(l); got != want || l.Sheet != "Liste" || l.Format != roster.XLSX {
		t.Errorf("%s, %s:\n%s", l.Format, l.Sheet, got)
	}
	old := sampleWorkbook()
	old["xl/workbook.xml"] = strings.Replace(old["xl/workbook.xml"], "<sheets>", `<workbookPr date1904="1"/><sheets>`, 1)
	old["xl/worksheets/sheet1.xml"] = strings.Replace(old["xl/worksheets/sheet1.xml"], "43416", "41954", 1)
	if got := read(t, "", old.zip(t)).Rows[0].Supporter.Joined; got != "2018-11-12" {
		t.Error(got)
	}
}

func TestXLSXThatIsRefused(t *testing.T) {
	const part = "xl/worksheets/sheet1.xml"
	for _, c := range []struct{ part, old, put, want string }{
		{part, "</row></sheetData>", "</row>", "sheet1.xml can't be read"},
		{part, `<v>1</v></c><c r="C5"`, `<v>9</v></c><c r="C5"`, `a cell has text "9", which isn't there`},
		{part, `s="4"`, `s="44"`, `a cell has format "44"`},
		{part, `t="e"`, `t="?"`, `a cell is of the type "?"`},
		{part, `<row r="6">`, `<row r="2">`, "stands where row 6 should"},
		{part, `<row r="10">`, `<row r="99999999">`, "stands where row"},
		{part, `r="C5"`, `r="A5"`, "stands where it can't"},
		{part, `r="D6"`, `r="XFD6"`, "more than 1000 cells"},
		{part, `<sheetData>`, "<sheetData>" + strings.Repeat("<a>", 100), "inside one another"},
		{part, `<sheetData>`, `<sheetData a="` + noise(2*roster.MaxLine) + `">`, "longer than 1024 KB"},
		{part, `Example 7`, strings.Repeat("bomb", 1_000_000), "unpacks to"},
		{"xl/sharedStrings.xml", `</sst>`, ``, "sharedStrings.xml can't be read"},
		{"xl/styles.xml", `<cellXfs>`, `<cellXfs>&bomb;`, "styles.xml can't be read"},
		{"xl/workbook.xml", `name="Liste"`, `name="Liste" state="veryHidden"`, ""},
		{"xl/_rels/workbook.xml.rels", `sheet1.xml`, `../../../nowhere.xml`, "it has no nowhere.xml"},
		{"xl/_rels/workbook.xml.rels", `styles"`, `sharedStrings"`, "given twice"},
	} {
		w := sampleWorkbook()
		w[c.part] = strings.Replace(w[c.part], c.old, c.put, 1)
		if w[c.part] == sampleWorkbook()[c.part] {
			t.Fatalf("%q isn't in %s", c.old, c.part)
		}
		if got := refused(t, "a.xlsx", w.zip(t)); !strings.Contains(got, c.want) {
			t.Errorf("%.40q: %s", c.put, got)
		}
	}
	for part := range sampleWorkbook() {
		if w := sampleWorkbook(); part != "xl/worksheets/sheet0.xml" {
			delete(w, part)
			if got := refused(t, "a.xlsx", w.zip(t)); !strings.Contains(got, "it has no") {
				t.Errorf("without %s: %s", part, got)
			}
		}
	}
	// A flipped bit anywhere never silently gives a shorter or another list. Some bytes carry nothing, such as times.
	whole := sampleWorkbook().zip(t)
	want := told(read(t, "", whole))
	for i := 0; i < len(whole); i += 60 / testrun.Times(20, 4) {
		broken := []byte(whole)
		broken[i] ^= 1 << (i % 8)
		l, err := roster.Read(t.Context(), "a.xlsx", bytes.NewReader(broken), int64(len(broken)), roster.Options{})
		if err == nil && l.Format == roster.XLSX && told(l) != want {
			t.Errorf("byte %d: %s", i, told(l))
		}
	}
	many := workbookFile{}
	for i := range 80_000 {
		many[fmt.Sprint("part", i)] = ""
	}
	if got := refused(t, "a.xlsx", many.zip(t)); !strings.Contains(got, "more parts") {
		t.Error(got)
	}
}

// A workbook has a text once, however many cells show it: what is kept of them is bounded, and the rest is counted.
func TestATextThatEveryRowRepeatsIsReadInBoundedMemory(t *testing.T) {
	const rows = roster.MaxProblems + 1_000
	const most = rows * 1_200 // bytes; the texts alone would take more
	workbook := func(text, header string) string {
		w := workbookFile{}
		for name, content := range sampleWorkbook() {
			w[name] = content
		}
		w["xl/sharedStrings.xml"] = `<sst><si><t>Example</t></si><si><t>` + text + `</t></si></sst>`
		var sheet strings.Builder
		sheet.WriteString(`<worksheet><sheetData><row><c t="str"><v>name</v></c><c t="str"><v>` + header + `</v></c></row>`)
		for i := range rows {
			fmt.Fprintf(&sheet, `<row r="%d"><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>`, i+2)
		}
		w["xl/worksheets/sheet1.xml"] = sheet.String() + `</sheetData></worksheet>`
		return w.zip(t)
	}
	long := strings.Repeat("x", 1_000)
	for _, c := range []struct {
		name    string
		content func() string
	}{
		{"notes", func() string { return workbook(long, "note") }},
		{"dates", func() string { return workbook("soon", "joined") }},
		{"dates that may mean two things", func() string { return workbook("01/02/2020", "joined") }},
		{"names.csv", func() string { return "name,note\n" + strings.Repeat(long[:300]+",\n", rows) }},
		{"notes.csv", func() string { return "name,note\n" + strings.Repeat("Example,"+long[:600]+"\n", rows) }},
		{"notes.json", func() string {
			return "[" + strings.Repeat(`{"name":"Example","note":"`+long[:600]+"\"},\n", rows) + "{}]"
		}},
	} {
		content := c.content()
		var l *roster.List
		kept := live(func() { l = read(t, c.name, content) })
		told := l.Problems
		if len(l.Rows) > 0 {
			told = l.Emptied.Problems
		}
		if len(told) != roster.MaxProblems || len(told)+l.More+l.Emptied.More < rows || len(l.Rows) != 0 && len(l.Rows) != rows || kept > most {
			t.Errorf("%s: %d rows, %d problems and %d more, %d MB", c.name, len(l.Rows), len(told), l.More+l.Emptied.More, kept>>20)
		}
		if d := roster.Compare(small(t), l, anyCall, today); len(d.Missing) > 0 && l.More > 0 || d.More < l.More {
			t.Errorf("%s: %d are missing, %d more problems", c.name, len(d.Missing), d.More)
		}
		t.Log(c.name, kept>>10, "KB")
		runtime.KeepAlive(l)
	}
	for text, header := range map[string]string{long: "note", strings.Repeat("x|", 500): "aliases"} {
		content := workbook(text, header)
		_, err := roster.Read(t.Context(), "", strings.NewReader(content), int64(len(content)), roster.Options{Bytes: 8 << 20})
		if err == nil || !strings.Contains(err.Error(), "more than 8 MB of text (line ") {
			t.Error(err)
		}
	}
	names := make([]string, roster.MaxAliases+1)
	for i := range names {
		names[i] = fmt.Sprint("Alias ", i)
	}
	if l := read(t, "a.csv", "name,aliases\nExample,"+strings.Join(names, "|")+"\n"); len(l.Problems) != 1 || len(l.Rows) > 0 {
		t.Error(l.Problems)
	}
}

func TestHeadersThatSayMoreThanTheirNames(t *testing.T) {
	for _, c := range []struct{ header, row, want string }{
		{"Organisation Name *,Type,Country (HQ),Date of signature (dd/mm/yyyy)", "Example,NGO,FR,01/05/2024", "; civil_society; ngo; FR; 2024-05-01"},
		{"Name of organisation,Category,Country (HQ),Date of signature [mm/dd/yyyy]", "Example,company,FR,01/05/2024", "; company; FR; 2024-01-05"},
		{"Name of the entity,Category:,Country of headquarters,Signed (JJ/MM/AAAA)", "Example,company,FR,01/05/2024", "; company; FR; 2024-05-01"},
		{"Name / Nom,Catégorie / Category,Country/Pays", "Example,company,FR", "; company; FR"},
		{"Nom de l’organisation¹,Catégorie,Pays du siège", "Example,company,FR", "; company; FR"},
		{"Name,Category / Country", "Example,company", "\nnot read: [Category / Country] []"},
		{"Name,Number of members (2024)", "Example,5", "\nnot read: [Number of members (2024)] []"},
	} {
		if got := told(read(t, "list.csv", c.header+"\n"+c.row+"\n")); got != "line 2: Example"+c.want+"\n" {
			t.Errorf("%s: %s", c.header, got)
		}
	}
}

// NA is Namibia, unless others of the column are words for nothing.
func TestNamibia(t *testing.T) {
	if got := told(read(t, "list.csv", "name,country\nA,NA\nB,\n")); got != "line 2: A; NA\nline 3: B\n" {
		t.Error(got)
	}
	if got := told(read(t, "list.csv", "name,country\nA,NA\nB,n.a.\nC,NAM\n")); !strings.HasPrefix(got, "line 2: A\nline 3: B\nline 4: C; NA\nleft empty: line 2, country: \"NA\" may be Namibia") {
		t.Error(got)
	}
}

// A file that doesn't say its encoding is read in the one in which its words look right, or not at all.
func TestEncodingsThatAreAssumed(t *testing.T) {
	in := func(page *charmap.Charmap, text string) string {
		raw, err := page.NewEncoder().String("name,country\n" + text)
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	twice := func(text string) string {
		doubled := make([]rune, len(text))
		for i := range len(text) {
			if doubled[i] = charmap.Windows1252.DecodeByte(text[i]); doubled[i] == utf8.RuneError {
				doubled[i] = rune(text[i])
			}
		}
		return string(doubled)
	}
	for _, c := range []struct{ content, encoding, name string }{
		{in(charmap.Windows1250, "Uniwersytet Łódzki,PL\nMěsto Příklad,CZ\n"), "Windows-1250", "Uniwersytet Łódzki"},
		{in(charmap.Windows1250, "Općina Čakovec,HR\nGrad Šibenik,HR\n"), "Windows-1250", "Općina Čakovec"},
		{in(charmap.Windows1250, "Magyar Példa Egyesület,HU\nGyőr Városa,HU\n"), "Windows-1250", "Magyar Példa Egyesület"},
		{in(charmap.Windows1251, "Общество примеров,\n"), "Windows-1251", "Общество примеров"},
		{in(charmap.KOI8R, "Общество примеров,RU\nМосковский университет,RU\n"), "KOI8-R", "Общество примеров"},
		{in(charmap.Windows1252, "Université de Genève,CH\nForêt,FR\nKøbenhavn,DK\n"), "Windows-1252", "Université de Genève"},
		{in(charmap.Windows1254, "İstanbul Belediyesi,TR\nEğitim Vakfı,TR\nÖrnek Derneği,TR\n"), "Windows-1254", "İstanbul Belediyesi"},
		{in(charmap.Windows1257, "Rīgas dome,LV\nDaugavpils pilsēta,LV\nLietuvos įmonė,LT\n"), "Windows-1257", "Rīgas dome"},
		{in(charmap.Macintosh, "Société Générale,FR\nUniversité de Genève,CH\n"), "MacRoman", "Société Générale"},
		{"name,country\n" + twice("Société Générale,FR\nUniwersytet Łódzki,PL\n"), "UTF-8, twice", "Société Générale"},
	} {
		l := read(t, "list.csv", c.content)
		if l.Encoding != c.encoding || l.Assumed != c.name || l.Rows[0].Supporter.Name != c.name {
			t.Errorf("%s was read as %s: %s", c.name, l.Encoding, told(l))
		}
	}
	for content, want := range map[string]string{
		in(charmap.Windows1250, "Świętokrzyskie,\n"):               "In Windows-1252 there is",
		in(charmap.Windows1254, "Eğitim Vakfı,\nÖrnek Derneği,\n"): "In Windows-125",
		in(charmap.Windows1253, "Παράδειγμα,\nΈνωση,\n"):           "In Windows-1253 there is “Παράδειγμα”",
		"name,country\n\x83e\x83X\x83g,JP\n\x93\x8c\x8b\x9e,JP\n":  "doesn't say how its letters are encoded",
	} {
		if got := refused(t, "list.csv", content); !strings.Contains(got, want) {
			t.Errorf("%q: %s", content, got)
		}
	}
	l := read(t, "list.csv", "name,category\nSociété,company\n"+twice("Générale,company\n"))
	if d := roster.Compare(small(t), l, anyCall, today); l.Assumed != "" || len(d.Doubtful) != 1 || !strings.Contains(d.Doubtful[0].Why.Error(), "it may be “Générale”") {
		t.Error(shown(d))
	}
}

// Where no date of a list shows its order, the language of their header does, if it is French.
// A list in an encoding of East Asia isn't read; the refusal names the likely one. Some letters of GBK are by chance letters
// of UTF-8, too.
func TestEncodingsOfEastAsiaAreNamed(t *testing.T) {
	for _, c := range []struct {
		as    encoding.Encoding
		name  string
		lists []string
	}{
		{simplifiedchinese.GBK, "GBK", []string{"示例公司,中国\n", "中国移动通信集团公司,CN\n清华大学,CN\n", "上海市浦东新区经济委员会,中国\n深圳市腾讯计算机系统有限公司,中国\n薛氏集团,CN\n"}},
		{traditionalchinese.Big5, "Big5", []string{"範例公司,台灣\n", "國立臺灣大學,TW\n中華電信股份有限公司,TW\n"}},
		{japanese.ShiftJIS, "Shift_JIS", []string{"テスト,JP\n東京,JP\n", "日本電気株式会社,JP\n富士通株式会社,JP\n", "サンプル財団,日本\nソフトウェア協会,日本\n"}},
		{japanese.EUCJP, "EUC-JP", []string{"テスト,JP\n東京,JP\n", "サンプル財団,日本\nソフトウェア協会,日本\n"}},
		{korean.EUCKR, "EUC-KR", []string{"예시재단,대한민국\n", "삼성전자,KR\n한국인터넷진흥원,KR\n"}},
	} {
		for _, list := range c.lists {
			raw, err := c.as.NewEncoder().String("name,country\n" + list)
			if err != nil {
				t.Fatal(err)
			}
			word, _, _ := strings.Cut(list, ",")
			if said := refused(t, "list.csv", raw); !strings.Contains(said, "it is probably in "+c.name+", in which there is “"+word+"”") {
				t.Errorf("%s in %s: %s", word, c.name, said)
			}
		}
	}
}

func TestDatesUnderAFrenchHeader(t *testing.T) {
	for _, c := range []struct {
		name, list string
		want       tracker.Date // of the first row
		said       bool
	}{
		{"a.csv", "nom;date d'adhésion\nA;12/11/2020\nB;01/02/2021\n", "2020-11-12", true},
		{"a.csv", "nom;Signé le\nA;12.11.2020\n", "2020-11-12", true},
		{"a.json", `[{"nom":"A","date d’adhésion":"12/11/2020"}]`, "2020-11-12", true},
		{"a.csv", "nom;adhésion\nA;12/11/2020\nB;25/02/2021\n", "2020-11-12", false},
		{"a.csv", "nom;adhésion\nA;12/11/2020\nB;02/25/2021\n", "2020-12-11", false},
		{"a.csv", "nom;adhésion\nA;2020-11-12\n", "2020-11-12", false},
		{"a.csv", "nom;adhésion\nA;12/11/2020\nB;02/25/2021\nC;25/02/2021\n", "", false},
		{"a.csv", "nom;joined\nA;12/11/2020\n", "", false},
		{"a.csv", "name;date signed\nA;12/11/2020\n", "", false},
	} {
		l := read(t, c.name, c.list)
		switch {
		case (l.DayFirst != nil) != c.said || c.said && (l.DayFirst.Date != c.want || !strings.HasPrefix(l.DayFirst.Text, "12")):
			t.Errorf("%q: %+v is reported", c.list, l.DayFirst)
		case c.want == "" && (len(l.Emptied.Problems) != 1 || !strings.Contains(l.Emptied.Problems[0].String(), "write it as 2018-11-12")):
			t.Errorf("%q: %v", c.list, l.Emptied.Problems)
		case c.want != "" && l.Rows[0].Supporter.Joined != c.want:
			t.Errorf("%q: %v, %v", c.list, l.Rows[0].Supporter.Joined, l.Problems)
		}
	}
}
