package roster

import (
	_ "embed"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/unicode/norm"

	"rollcall/tracker"
	"rollcall/tracker/names"
)

// A field is a column that is known.
type field int

const (
	id field = iota
	name
	aliases
	category
	kind
	country
	joined
	firstListed
	status
	leftOn
	reason
	source
	website
	note
	fields // how many there are
)

// columns are the fields' names in a list that Write makes, in their order there.
var columns = [fields]string{"id", "name", "aliases", "category", "kind", "country", "joined", "first_listed", "status", "left_on",
	"reason", "source", "website", "note"}

//go:embed words.yaml
var wordsYAML []byte

// vocabulary are words of lists in several languages, by their sort and as Keys: what each of them means.
var vocabulary = sync.OnceValue(func() map[string]map[string]string {
	var sorts map[string]map[string][]string
	if err := yaml.Unmarshal(wordsYAML, &sorts); err != nil {
		panic(err) // a fault of the build
	}
	known := map[string]map[string]string{}
	for sort, meanings := range sorts {
		known[sort] = map[string]string{}
		for meaning, words := range meanings {
			for _, word := range words {
				known[sort][names.Key(word)] = meaning
			}
		}
	}
	return known
})

// headers are the names under which a field is known, as Keys.
var headers = sync.OnceValue(func() map[string]field {
	known := map[string]field{}
	for key, column := range vocabulary()["headers"] {
		known[key] = field(slices.Index(columns[:], column))
	}
	for f, column := range columns {
		known[names.Key(column)] = field(f)
	}
	for who, alone := range vocabulary()["supporters"] {
		for _, h := range []string{who, who + " name", "name of " + who, "name of the " + who, "nom de " + who, "nom de la " + who, "nom de l'" + who, "nom du " + who} {
			if _, taken := known[names.Key(h)]; !taken && (h != who || alone == "alone") {
				known[names.Key(h)] = name
			}
		}
	}
	return known
})

// besides matches what a header has in addition to its name: in brackets, or a footnote mark.
var besides = regexp.MustCompile(`\s*(?:\([^()]*\)|\[[^\[\]]*\])|[*†‡¹²³:]+\s*$`)

// fieldNamed is the field that a header names. Of two languages both have to name it.
func fieldNamed(header string) (f field, known bool) {
	if f, known = headers()[names.Key(header)]; known {
		return f, true
	}
	header = besides.ReplaceAllString(header, "")
	if f, known = headers()[names.Key(header)]; known {
		return f, true
	}
	for i, part := range strings.FieldsFunc(header, func(r rune) bool { return r == '/' || r == '|' }) {
		of, ok := headers()[names.Key(part)]
		if !ok || i > 0 && of != f {
			return 0, false
		}
		f, known = of, true
	}
	return f, known
}

// A cell is what stands in one.
type cell struct {
	text   string
	as     shown
	struck bool // through, or a part of it
}

// shown is how a spreadsheet takes a cell.
type shown uint8

const (
	asText    shown = iota
	asDay           // a number that is shown as a day
	asTruth         // TRUE or FALSE
	asPower         // a number that is shown with a power of ten
	asFormula       // a formula whose value isn't stored
)

// texts are cells that say no more than their texts.
func texts(all []string) []cell {
	return tracker.Each(all, func(text string) cell { return cell{text: text} })
}

// values are a row's cells, by field.
type values [fields]cell

// A header says which column has which field.
type header []field // -1: none that is known

// headerOf reads a row as a header; ok reports whether it names a column of names.
func headerOf(cells []cell) (h header, unknown []string, ok bool) {
	h = make(header, len(cells))
	for i := range cells {
		c := clean(cells[i].text)
		f, known := fieldNamed(c)
		if !known {
			f = -1
			if c != "" {
				unknown = append(unknown, shortened(c))
			}
		}
		h[i] = f
		ok = ok || f == name
	}
	return h, unknown, ok
}

// twice finds a field that two columns give.
func (h header) twice() (f field, found bool) {
	for i, f := range h {
		if f >= 0 && slices.Contains(h[:i], f) {
			return f, true
		}
	}
	return 0, false
}

// known counts the columns that are.
func (h header) known() int {
	return len(tracker.Keep(h, func(f field) bool { return f >= 0 }))
}

// take sorts a row's cells into fields. Cells outside the header's columns show that the row is shifted.
func (h header) take(cells []cell) (v values, err error) {
	for i, c := range cells {
		if i >= len(h) {
			if clean(c.text) != "" {
				return v, tracker.Refuse("The row has %d cells, the header %d; is a separator inside a cell without quotes?", len(cells), len(h))
			}
			continue
		}
		if h[i] >= 0 {
			v[h[i]] = c
		}
	}
	return v, nil
}

// sheetHeader waits for the header of a table, which titles may precede.
type sheetHeader struct {
	header header
	rows   int
	first  []string // the first row, for the refusal
}

const titles = 20 // rows that may precede the header

// offer takes a row for the header if it has a column of names.
func (s *sheetHeader) offer(cells []cell, list *List) error {
	h, unknown, ok := headerOf(cells)
	if ok {
		if f, twice := h.twice(); twice {
			return tracker.Refuse("Two columns give the %s; rename one of them.", columns[f])
		}
		s.header, list.Unknown = h, unknown
		return nil
	}
	if s.rows++; s.rows == 1 {
		s.first = unknown
	}
	if s.rows >= titles {
		return s.missing()
	}
	return nil
}

func (s *sheetHeader) missing() error {
	if s.rows == 0 {
		return tracker.Refuse("The list is empty.")
	}
	seen := strings.Join(s.first[:min(len(s.first), 8)], ", ")
	return tracker.Refuse("No column is called name; the first row has: %s. Give every column a name such as name, category, country, joined.", seen)
}

// A reading makes a supporter of values.
type reading struct {
	s         *tracker.Supporter
	wrong     []wrong // why the row can't be read
	empty     []wrong // why a field is left empty
	unsaid    bool    // the country is a word for nothing
	namibia   string  // the country is the code NA, which is such a word elsewhere
	order     order
	ambiguous ambiguous
}

type wrong struct {
	column string
	said   string // what the cell says
	why    error  // a Refusal
}

// refuse says why the row can't be read.
func (r *reading) refuse(f field, why error) {
	if why != nil {
		r.wrong = append(r.wrong, wrong{column: columns[f], why: why})
	}
}

// leave says why a field is left empty: what it says isn't known.
func (r *reading) leave(f field, said string, why error) {
	if why != nil {
		r.empty = append(r.empty, wrong{columns[f], shortened(said), why})
	}
}

func (r *reading) read(v *values) {
	said := strings.TrimSpace(v[country].text) != ""
	for f := range v {
		v[f].text = r.text(field(f), v[f])
	}
	s := r.s
	r.name(v[name])
	others := splitAliases(v[aliases].text)
	if len(others) > MaxAliases {
		r.refuse(aliases, tracker.Refuse("The row has more than %d other names; at most that many are read.", MaxAliases))
		others = nil
	}
	for _, a := range others {
		if names.Unsaid(a) && strings.ContainsAny(a, "/.") {
			continue // a word such as null may be a name
		}
		if err := tracker.CheckName("alias", a); err != nil {
			r.leave(aliases, a, err)
			continue
		}
		s.Aliases = append(s.Aliases, a)
	}
	r.category(v[category].text)
	r.kind(v[kind].text)
	r.unsaid = v[country].text == "" && said
	r.country(v[country].text)
	r.joined(v[joined].text)
	r.status(v)
	if day, err := tracker.ParseDay(v[firstListed].text); err == nil {
		s.FirstListed = day // only a list that Write made says so, and has it
	}
	s.Source, s.Website = r.address(source, v[source].text), r.address(website, v[website].text)
	s.Note = v[note].text
	if err := tracker.CheckText("note", s.Note, tracker.MaxText); err != nil {
		r.leave(note, s.Note, err)
		s.Note = ""
	}
}

// text is a cell's text as it reads, without the rest of its line; empty if it says nothing, or what can't be read.
func (r *reading) text(f field, c cell) string {
	if len(c.text) > MaxCell {
		r.refuse(f, tracker.Refuse("The cell has %d KB; at most %d are read.", len(c.text)>>10, MaxCell>>10))
		return ""
	}
	text := clean(c.text)
	switch {
	case c.as == asFormula:
		r.refuse(f, tracker.Refuse("The cell is a formula whose value isn't stored in the file; open it in a spreadsheet and save it, or write the value."))
		return ""
	case spreadsheetErrors[text]:
		r.refuse(f, tracker.Refuse("%s is an error of the spreadsheet.", text))
		return ""
	case mayBeUnsaid[f] && names.Unsaid(text):
		return ""
	}
	return strings.Clone(text)
}

// mayBeUnsaid are the fields for which a word for nothing isn't a value.
var mayBeUnsaid = [fields]bool{category: true, kind: true, country: true, joined: true, status: true, source: true, website: true}

func (r *reading) name(c cell) {
	r.s.Name = c.text
	switch {
	case c.text == "" && len(r.wrong) == 0:
		r.refuse(name, tracker.Refuse("The row has no name."))
	case c.text == "":
	case c.as == asDay:
		r.refuse(name, tracker.Refuse("The name is a day in the spreadsheet (%s); write it as text.", c.text))
	case c.as == asTruth || truths[c.text]:
		r.refuse(name, tracker.Refuse("The name is %s, which a spreadsheet makes of other words; write it as text.", c.text))
	case c.as == asPower || isPower(c.text):
		r.refuse(name, tracker.Refuse("The name is the number %s, which a spreadsheet makes of other signs; write it as text.", c.text))
	default:
		r.refuse(name, tracker.CheckName("name", c.text))
	}
}

// truths are what spreadsheets write for true and false.
var truths = map[string]bool{"TRUE": true, "FALSE": true, "VRAI": true, "FAUX": true, "WAHR": true, "FALSCH": true, "VERDADERO": true, "FALSO": true}

// isPower reports whether a text is a number with a power of ten, such as 1E+06.
func isPower(text string) bool {
	if i := strings.IndexAny(text, "eE"); i < 1 || i == len(text)-1 || strings.Trim(text, "0123456789.,+-eE") != "" {
		return false
	}
	_, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
	return err == nil || errors.Is(err, strconv.ErrRange)
}

// address is a web address; empty if it is none.
func (r *reading) address(f field, said string) string {
	if said == "" || tracker.CheckSource(said) == nil {
		return said
	}
	r.leave(f, said, tracker.Refuse("%s isn't a web address, such as https://example.org/page.", shortened(said)))
	return ""
}

// spreadsheetErrors are what a failed formula shows.
var spreadsheetErrors = map[string]bool{"#N/A": true, "#REF!": true, "#NAME?": true, "#VALUE!": true, "#DIV/0!": true, "#NULL!": true,
	"#NUM!": true, "#NOM?": true, "#VALEUR!": true, "#NUL!": true, "#NOMBRE!": true}

func (r *reading) category(said string) {
	if said == "" {
		return
	}
	switch can := categoriesOf(said); len(can) {
	case 1:
		r.s.Category = can[0]
	case 0:
		r.leave(category, said, tracker.Refuse("There is no category %q; use state, public_authority, civil_society, company or uncategorised.", shortened(said)))
	default:
		r.leave(category, said, tracker.Refuse("%q may mean more than one category; use state, public_authority, civil_society, company or uncategorised.", shortened(said)))
	}
}

// categoriesOf are the categories that a word can mean. That of local governments is the one of public authorities.
func categoriesOf(said string) []tracker.Category {
	var can []tracker.Category
	for _, t := range names.TermsNamed(said) {
		c := tracker.Category(t.Category)
		if t.Kind == "local_government" {
			c = tracker.PublicAuthority
		}
		if c != "" {
			can = tracker.Include(can, c)
		}
	}
	return can
}

// natures are words of the official list for kinds that mean nothing, or something else, in a question.
var natures = sync.OnceValue(func() map[string]tracker.Kind {
	known := map[string]tracker.Kind{}
	for key, kind := range vocabulary()["kinds"] {
		known[key] = tracker.Kind(kind)
	}
	for _, k := range tracker.Kinds() {
		known[names.Key(k.String())] = k
	}
	return known
})

func (r *reading) kind(said string) {
	if said == "" {
		return
	}
	if k, ok := natures()[names.Key(said)]; ok {
		r.s.Kind = k
		if category := categoriesOf(said); len(category) == 1 && r.s.Category == "" {
			r.s.Category = category[0] // as of an NGO
		}
		return
	}
	var can []tracker.Kind
	for _, t := range names.TermsNamed(said) {
		if t.Kind != "" {
			can = tracker.Include(can, tracker.Kind(t.Kind))
		}
	}
	switch category := categoriesOf(said); {
	case len(can) == 1:
		r.s.Kind = can[0]
	case len(can) == 0 && len(category) == 1 && r.s.Category == "": // many lists call the category the type
		r.s.Category = category[0]
	case len(can) == 0:
		r.leave(kind, said, tracker.Refuse("There is no kind %q; leave it empty, or use a word such as business, university or foundation.", shortened(said)))
	default:
		r.leave(kind, said, tracker.Refuse("%q may mean %s or %s; say which.", shortened(said), string(can[0]), string(can[1])))
	}
}

func (r *reading) country(said string) {
	if names.Unsaid(said) {
		return
	}
	if c, ok := names.CountryOf(said); ok {
		if r.s.Country = c.Code; c.Code == "NA" {
			r.namibia = said
		}
		return
	}
	code := strings.ToUpper(said)
	if followed := names.Former(said); followed != nil {
		// Lists keep the old code of Serbia, SCG, for the state that they call by its name of today.
		own := names.CountryNamed(r.s.Name)
		if len(own) == 1 && slices.Contains(followed, own[0].Country) {
			r.s.Country = own[0].Country.Code
			return
		}
		r.leave(country, said, tracker.Refuse("%q no longer exists and has several successors; say which country it is now.", shortened(said)))
		return
	}
	if code == "FXX" { // metropolitan France
		r.s.Country = "FR"
		return
	}
	var can []names.Country
	for _, m := range names.CountryNamed(said) {
		if m.By != names.ByDemonym && (m.By != names.ByCode || !strings.ContainsFunc(said, isSign)) {
			can = append(can, m.Country)
		}
	}
	switch len(can) {
	case 1:
		r.s.Country = can[0].Code
	case 0:
		r.leave(country, said, tracker.Refuse("There is no country %q; use its name, or its ISO 3166 code, such as FR or FRA.", shortened(said)))
	default:
		r.leave(country, said, tracker.Refuse("%q may be %s or %s; use the ISO 3166 code.", shortened(said), can[0], can[1]))
	}
}

// isSign reports whether a rune is no part of a code: what is left of other words without it means nothing.
func isSign(r rune) bool { return !unicode.IsLetter(r) }

func (r *reading) joined(said string) {
	d, a, o, err := readDate(said)
	r.s.Joined, r.ambiguous, r.order = d, a, o
	r.leave(joined, said, err)
}

// status reads what lists that Write made say about a supporter that left.
func (r *reading) status(v *values) {
	left := &r.s.Left
	switch s := tracker.Status(strings.ToLower(v[status].text)); s {
	case "", tracker.Listed:
		return
	case tracker.Withdrawn, tracker.Removed, tracker.Merged:
		left.Status = s
	default:
		r.refuse(status, tracker.Refuse("There is no status %q; use listed, withdrawn, removed or merged.", shortened(v[status].text)))
	}
	left.Reason = v[reason].text
	r.refuse(reason, tracker.CheckText("reason", left.Reason, tracker.MaxText))
	if on := v[leftOn].text; on != "" {
		day, err := tracker.ParseDay(on)
		if err != nil {
			r.refuse(leftOn, tracker.Refuse("%q isn't a day; write it as 2019-09-16.", shortened(on)))
		}
		left.On = day
	}
}

// clean is a cell's text as it reads: white space of any kind is one space, marks that do nothing are left out, and
// letters are composed. What turns or hides text stays, to be refused.
func clean(s string) string {
	plain := true
	for i := range len(s) {
		if c := s[i]; c <= ' ' && (c != ' ' || i == 0 || s[i-1] == ' ' || i == len(s)-1) || c >= 0x7f {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	var b strings.Builder
	gap := false
	for _, r := range s { // invalid bytes come as U+FFFD, which is refused
		switch {
		case unicode.IsSpace(r):
			gap = true
		case r == '\u00ad' || r == '\u200b' || r == '\u2060' || r == '\ufeff':
		default:
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

// shortened is a cell's text for a message, without what doesn't print.
func shortened(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return unicode.ReplacementChar
	}, s)
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// splitAliases splits a cell at its bars, as far as MaxAliases and one more. A bar inside an alias has a backslash before it.
func splitAliases(s string) []string {
	var all []string
	var b strings.Builder
	end := func() {
		if a := clean(b.String()); a != "" && !slices.Contains(all, a) {
			all = append(all, a)
		}
		b.Reset()
	}
	for i := 0; i < len(s) && len(all) <= MaxAliases; i++ {
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s) && (s[i+1] == '|' || s[i+1] == '\\'):
			i++
			b.WriteByte(s[i])
		case c == '|':
			end()
		default:
			b.WriteByte(c)
		}
	}
	end()
	return all
}

var aliasEscaper = strings.NewReplacer(`\`, `\\`, `|`, `\|`)

func joinAliases(all []string) string {
	return strings.Join(tracker.Each(all, aliasEscaper.Replace), "|")
}

// A spreadsheet runs a cell that begins with one of these.
const runs = "=+-@\t\r\n＝＋－＠"

// harmless puts an apostrophe before what a spreadsheet would run, as a person would type it; disarmed takes it away.
// What has apostrophes before such a sign itself gets one more.
func harmless(s string) string {
	if rest := strings.TrimLeft(s, "'"); rest != "" && strings.ContainsAny(firstRune(rest), runs) {
		return "'" + s
	}
	return s
}

func disarmed(s string) string {
	if rest := strings.TrimLeft(s, "'"); len(rest) < len(s) && rest != "" && strings.ContainsAny(firstRune(rest), runs) {
		return s[1:]
	}
	return s
}

func firstRune(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return s[:n]
}
