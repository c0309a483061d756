package roster

import (
	"slices"
	"strings"
	"sync"
	"unicode"

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

// headers are the names under which a field is known, as Keys.
var headers = sync.OnceValue(func() map[string]field {
	known := map[string]field{}
	for f, all := range [fields]string{
		name: "nom|supporter|supporters|soutien|signatory|signataire|organisation|organization|entity|entité|supporter name|nom du soutien|" +
			"organisation name|organization name|nom de l'organisation|full name|company name|institution",
		aliases:  "alias|also known as|aka|other names|autres noms|alternative names|acronym|acronyme|sigle",
		category: "catégorie|categories|catégories|supporter category",
		kind:     "nature|type|kind of supporter|type of organisation|type of organization|type d'organisation",
		country:  "pays|nationality|nationalité|country code|code pays|country/territory",
		joined: "date signed|signed|signed on|date joined|joining date|joined on|date of signature|signature date|date of joining|member since|" +
			"adhésion|date d'adhésion|date de signature|signé le|signature|a rejoint le|rejoint le",
		source:  "sources|source url|lien source",
		website: "web site|site web|site|url|site internet|homepage|web",
		note:    "notes|comment|comments|commentaire|commentaires|remarque|remarques|remark|remarks",
		status:  "statut",
		reason:  "motif|raison",
	} {
		known[names.Key(columns[f])] = field(f)
		for h := range strings.SplitSeq(all, "|") {
			if h != "" {
				known[names.Key(h)] = field(f)
			}
		}
	}
	return known
})

// values are a row's cells, by field.
type values [fields]string

// A header tells which column has which field.
type header []field // -1: none that is known

// headerOf reads a row as a header; ok tells whether it names a column of names.
func headerOf(cells []string) (h header, unknown []string, ok bool) {
	h = make(header, len(cells))
	for i, c := range cells {
		c = clean(c)
		f, known := headers()[names.Key(c)]
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
	n := 0
	for _, f := range h {
		if f >= 0 {
			n++
		}
	}
	return n
}

// take sorts a row's cells into fields. What stands beside the header's columns shows that the row is shifted.
func (h header) take(cells []string) (v values, err error) {
	for i, c := range cells {
		if i >= len(h) {
			if clean(c) != "" {
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
func (s *sheetHeader) offer(cells []string, list *List) error {
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
	wrong     []wrong
	order     order
	ambiguous ambiguous
}

type wrong struct {
	column string
	why    error // a Refusal
}

func (r *reading) refuse(f field, why error) {
	if why != nil {
		r.wrong = append(r.wrong, wrong{columns[f], why})
	}
}

func (r *reading) read(v *values) {
	for f, raw := range v {
		if len(raw) > MaxCell {
			r.refuse(field(f), tracker.Refuse("The cell has %d KB; at most %d are read.", len(raw)>>10, MaxCell>>10))
			v[f] = ""
			continue
		}
		v[f] = clean(raw)
		if spreadsheetErrors[v[f]] {
			r.refuse(field(f), tracker.Refuse("%s is an error of the spreadsheet.", v[f]))
			v[f] = ""
		}
	}
	v.part()
	s := r.s
	s.Name = v[name]
	if s.Name == "" && len(r.wrong) == 0 {
		r.refuse(name, tracker.Refuse("The row has no name."))
	} else if s.Name != "" {
		r.refuse(name, tracker.CheckName("name", s.Name))
	}
	others := splitAliases(v[aliases])
	if len(others) > MaxAliases {
		r.refuse(aliases, tracker.Refuse("The row has more than %d other names; at most that many are read.", MaxAliases))
		others = nil
	}
	for _, a := range others {
		r.refuse(aliases, tracker.CheckName("alias", a))
		s.Aliases = append(s.Aliases, a)
	}
	r.category(v[category])
	r.kind(v[kind])
	r.country(v[country])
	r.joined(v[joined])
	r.status(v)
	s.Source, s.Website = v[source], v[website]
	for _, f := range []field{source, website} {
		if v[f] != "" && tracker.CheckSource(v[f]) != nil {
			r.refuse(f, tracker.Refuse("%s isn't a web address, such as https://example.org/page.", shortened(v[f])))
		}
	}
	s.Note = v[note]
	r.refuse(note, tracker.CheckText("note", s.Note, tracker.MaxText))
}

// part keeps the values as one text, without the rest of their line.
func (v *values) part() {
	whole := strings.Join(v[:], "")
	for f := range v {
		v[f], whole = whole[:len(v[f])], whole[len(v[f]):]
	}
}

// spreadsheetErrors are what a formula gives that went wrong.
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
		r.refuse(category, tracker.Refuse("There is no category %q; use state, public_authority, civil_society, company or uncategorised.", shortened(said)))
	default:
		r.refuse(category, tracker.Refuse("%q may mean more than one category; use state, public_authority, civil_society, company or uncategorised.", shortened(said)))
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
		if c != "" && !slices.Contains(can, c) {
			can = append(can, c)
		}
	}
	return can
}

// natures are words of the official list for kinds that mean nothing, or something else, in a question.
var natures = sync.OnceValue(func() map[string]tracker.Kind {
	known := map[string]tracker.Kind{}
	for word, k := range map[string]tracker.Kind{
		"entreprise": "business", "organisation à but non lucratif": "nonprofit", "groupement d'intérêt public": "public_body",
		"commission consultative": "advisory_body",
	} {
		known[names.Key(word)] = k
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
		return
	}
	var can []tracker.Kind
	for _, t := range names.TermsNamed(said) {
		if k := tracker.Kind(t.Kind); k != "" && !slices.Contains(can, k) {
			can = append(can, k)
		}
	}
	switch category := categoriesOf(said); {
	case len(can) == 1:
		r.s.Kind = can[0]
	case len(can) == 0 && len(category) == 1 && r.s.Category == "": // many lists call the category the type
		r.s.Category = category[0]
	case len(can) == 0:
		r.refuse(kind, tracker.Refuse("There is no kind %q; leave it empty, or use a word such as business, university or foundation.", shortened(said)))
	default:
		r.refuse(kind, tracker.Refuse("%q may mean %s or %s; say which.", shortened(said), string(can[0]), string(can[1])))
	}
}

func (r *reading) country(said string) {
	if names.Unsaid(said) {
		return
	}
	if c, ok := names.CountryOf(said); ok {
		r.s.Country = c.Code
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
		r.refuse(country, tracker.Refuse("%q no longer exists and has several successors; say which country it is now.", shortened(said)))
		return
	}
	if code == "FXX" { // metropolitan France
		r.s.Country = "FR"
		return
	}
	var can []names.Country
	for _, m := range names.CountryNamed(said) {
		if m.By != names.ByDemonym {
			can = append(can, m.Country)
		}
	}
	switch len(can) {
	case 1:
		r.s.Country = can[0].Code
	case 0:
		r.refuse(country, tracker.Refuse("There is no country %q; use its name, or its ISO 3166 code, such as FR or FRA.", shortened(said)))
	default:
		r.refuse(country, tracker.Refuse("%q may be %s or %s; use the ISO 3166 code.", shortened(said), can[0], can[1]))
	}
}

func (r *reading) joined(said string) {
	d, a, o, err := readDate(said)
	r.s.Joined, r.ambiguous, r.order = d, a, o
	r.refuse(joined, err)
}

// status reads what our own lists say of a supporter that left.
func (r *reading) status(v *values) {
	left := &r.s.Left
	switch s := tracker.Status(strings.ToLower(v[status])); s {
	case "", tracker.Listed:
		return
	case tracker.Withdrawn, tracker.Removed, tracker.Merged:
		left.Status = s
	default:
		r.refuse(status, tracker.Refuse("There is no status %q; use listed, withdrawn, removed or merged.", shortened(v[status])))
	}
	left.Reason = v[reason]
	r.refuse(reason, tracker.CheckText("reason", left.Reason, tracker.MaxText))
	if v[leftOn] != "" {
		day, err := tracker.ParseDay(v[leftOn])
		if err != nil {
			r.refuse(leftOn, tracker.Refuse("%q isn't a day; write it as 2019-09-16.", shortened(v[leftOn])))
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

// shortened is a cell's text for a message.
func shortened(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// splitAliases parts a cell at its bars, as far as MaxAliases and one more. A bar inside an alias has a backslash before it.
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
	escaped := make([]string, len(all))
	for i, a := range all {
		escaped[i] = aliasEscaper.Replace(a)
	}
	return strings.Join(escaped, "|")
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
	for i := range s {
		if i > 0 {
			return s[:i]
		}
	}
	return s
}
