package ask

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/covers"
	"rollcall/tracker/names"
)

// A span is a stretch of words with what it can mean. A word without a meaning is a span without alts.
type span struct {
	from, to int // words
	cost     float64
	alts     []alt
	when     when // of Time
	denied   bool // what follows leaves it out: EU members excluded
}

// is reports whether a span can have a role, and a value if one is given.
func (s *span) is(role Role, value string) bool {
	return slices.ContainsFunc(s.alts, func(a alt) bool { return a.role == role && (value == "" || a.value == value) })
}

// become gives a span one meaning.
func (s *span) become(role Role, value string) {
	s.alts, s.when = []alt{{role, value, 0, anyLang}}, when{}
}

// A question is a message while it is read.
type question struct {
	*Reader
	lex    *lexicon
	text   string
	tokens []token
	spans  []*span // the cheapest way to cover the tokens
	lang   int8
	told   bool    // the words show the language
	heard  string  // the language of what a principle covers, where they don't
	claims bool    // something is claimed, to be checked
	shout  bool    // all in capitals: they mean nothing
	flat   bool    // all in small letters: names are, too
	clause []*span // the clause that is read

	covered map[string]covers.Scored // what covers a text best, of those that were looked up
}

// words is the text of a stretch as it was typed.
func (q *question) words(from, to int) string {
	return q.text[q.tokens[from].start:q.tokens[to-1].end]
}

// longest is how many words a name has at most.
const longest = 12

// cover finds the spans that cover the tokens at the lowest cost.
func (q *question) cover() {
	n := len(q.tokens)
	edges := q.edges()
	best := make([]float64, n+1)
	back := make([]span, n+1)
	for i := n - 1; i >= 0; i-- {
		best[i] = q.w("unknown") + best[i+1]
		back[i] = span{from: i, to: i + 1, cost: q.w("unknown")}
		for _, s := range edges[i] {
			if c := q.w("span") + s.cost + best[s.to]; c < best[i] {
				best[i], back[i] = c, s
			}
		}
	}
	q.spans = q.spans[:0]
	for i := 0; i < n; i = back[i].to {
		q.spans = append(q.spans, &back[i])
	}
	q.misspelt()
}

// edges are all spans that mean something, by where they begin.
func (q *question) edges() [][]span {
	edges := make([][]span, len(q.tokens))
	countries := q.countries()
	for i, first := range q.tokens {
		if s, ok := q.spelled(i); ok {
			edges[i] = []span{s}
			continue
		}
		most := max(q.lex.begins[first.key], q.begins[first.key], 1)
		key, joined, short := "", "", false
		for j := i + 1; j <= min(i+max(most, 1), len(q.tokens)); j++ {
			t := q.tokens[j-1]
			if j > i+1 && t.brk == '.' && len(q.tokens[j-2].key) < 4 && q.text[q.tokens[j-2].end:t.start] == ". " {
				short = true // no. of
			} else if j > i+1 && (t.brk != 0 && t.brk != '-' && t.brk != '(' && t.brk != ',' && t.brk != ':') {
				break
			}
			if j == i+1 {
				key, joined = t.key, t.key
			} else {
				key, joined = key+" "+t.key, joined+t.key
			}
			s := span{from: i, to: j}
			if !first.flag && !(j == i+1 && (q.coded(i) || q.initial(i) || q.epithet(i, countries))) && (j == i+1 || t.brk == 0 || t.brk == '-' || short && t.brk == '.') {
				s.alts = append(s.alts, q.lexical(key)...)
				if j == i+1 && !first.upper() || q.shout {
					s.alts = slices.DeleteFunc(s.alts, func(a alt) bool { return a.role == Stranger && a.value == strings.ToUpper(a.value) }) // who isn't the WHO
				}
				if j == i+1 && i > 0 && first.brk == 0 && first.capital() && !q.shout { // a word of a name
					s.alts = slices.DeleteFunc(s.alts, func(a alt) bool { return a.role == Filler && a.cost > 0 })
				}
			}
			if !first.flag && !short && q.whole(i, j) {
				s.alts = append(s.alts, q.named(joined, i, j)...)
			}
			if body := q.bodies[value(&s, Group)]; body != "" && !s.is(Name, "") {
				s.alts = append(s.alts, alt{Name, body, 0.1, anyLang})
			}
			if edge := i == 0 || first.brk != 0 || j == len(q.tokens) || q.tokens[j].brk != 0; s.is(Op, "and") && s.is(Ask, "count") { // n companies, France n Germany
				s.alts = slices.DeleteFunc(s.alts, func(a alt) bool { return (a.role == Op) == edge })
			}
			if j < len(q.tokens) && q.tokens[j].brk == 0 { // safe harbour
				s.alts = slices.DeleteFunc(s.alts, func(a alt) bool { return strings.HasSuffix(a.value, ":last") })
			}
			if s.is(Cmp, "") && !q.numbered(i, j) { // do more companies or more NGOs support it?
				s.alts = slices.DeleteFunc(s.alts, func(a alt) bool { return a.role == Cmp })
			}
			if len(s.alts) > 0 {
				edges[i] = append(edges[i], q.priced(s))
			}
		}
		if s, ok := q.counted(i); ok {
			edges[i] = append(edges[i], s)
		}
	}
	for _, s := range countries {
		at := slices.IndexFunc(edges[s.from], func(e span) bool { return e.to == s.to })
		if at < 0 {
			edges[s.from] = append(edges[s.from], s)
			continue
		}
		e, a := &edges[s.from][at], s.alts[0]
		e.alts = append(slices.DeleteFunc(e.alts, func(b alt) bool { return b.role == a.role && b.value == a.value }), a)
		*e = q.priced(*e)
	}
	for i := range edges {
		if len(edges[i]) == 0 {
			q.nearCountries(edges, i)
		}
	}
	return edges
}

// nearCountries are the spans that a word without a meaning makes a misspelt country of several words: papua new guniea.
func (q *question) nearCountries(edges [][]span, i int) {
	const before, behind = 2, 3
	for a := max(i-before, 0); a <= i; a++ {
		for b := i + 1; b <= min(i+behind, len(q.tokens)); b++ {
			parted := func(t token) bool { return t.brk != 0 && t.brk != '-' }
			asks := func(t token) bool { return q.lex.can(t.key, anyCue) } // has iti
			if b-a < 2 || slices.ContainsFunc(q.tokens[a+1:b], parted) || slices.ContainsFunc(q.tokens[a:b], asks) {
				continue
			}
			if code := q.nearCountry(a, b); code != "" {
				edges[a] = append(edges[a], q.priced(span{from: a, to: b, alts: []alt{{Country, code, q.w("near"), anyLang}}}))
			}
		}
	}
}

// counted is the span of the date, or else the number, that begins at a word; ok is false if there is none.
func (q *question) counted(i int) (s span, ok bool) {
	w, words := q.dateAt(i)
	n := number(q.tokens[i].text)
	if words > 0 {
		s = span{from: i, to: i + words, when: w, alts: []alt{{Time, w.String(), 0, anyLang}}}
		if words == 1 && n > 0 {
			s.alts = append(s.alts, alt{Number, strconv.Itoa(n), 0.5, anyLang})
		}
		return s, true
	}
	if words = 1; n == 0 {
		if n, words = q.spoken(i); words < 2 {
			return s, false
		}
	}
	s = span{from: i, to: i + words, alts: []alt{{Number, strconv.Itoa(n), 0, anyLang}}}
	if q.tokens[i].ordinal() {
		s.alts = append(s.alts, alt{Op, "nth:" + s.alts[0].value, 0.1, anyLang})
	}
	return s, true
}

var (
	aNumber = patternOf("number op:fraction")
	aFiller = patternOf("filler")
)

// numbered reports whether a number or a half stands before words, or after them, little words aside.
func (q *question) numbered(from, to int) bool {
	is := func(i int) bool {
		return i >= 0 && i < len(q.tokens) && (number(q.tokens[i].text) > 0 || q.lex.can(q.tokens[i].key, aNumber))
	}
	for to < len(q.tokens) && q.lex.can(q.tokens[to].key, aFiller) && !is(to) {
		to++
	}
	return is(from-1) || is(to)
}

// initial reports whether a word is an initial of a name, or what it stands before: D-Link is no link.
func (q *question) initial(i int) bool {
	one := func(k int) bool { return len(q.tokens[k].key) == 1 && q.tokens[k].capital() }
	return q.tokens[i].glued && i > 0 && one(i-1) || one(i) && i+1 < len(q.tokens) && q.tokens[i+1].glued
}

// epithet reports whether a word belongs to the name that follows: New Mexico isn't what is new of Mexico, nor Just Eat Eat.
func (q *question) epithet(i int, countries []span) bool {
	when := q.lex.epithets[q.tokens[i].key]
	if when == "" || i+1 == len(q.tokens) || q.tokens[i+1].brk != 0 {
		return false
	}
	next := q.tokens[i+1]
	if when == "capital" {
		return i > 0 && q.tokens[i].brk == 0 && q.tokens[i].capital() && next.capital() && !q.shout
	}
	if at := slices.IndexFunc(countries, func(s span) bool { return s.from == i+1 }); at >= 0 {
		return !strings.HasSuffix(value(&countries[at], Country), " people") // new French members
	}
	return next.capital() && !q.shout && len(q.lex.phrases[next.key]) == 0 && (q.tokens[i].capital() || len(q.known[next.key]) > 0)
}

// priced gives a span the price of its cheapest meaning. A name of several words covers them rather than what each of them means.
func (q *question) priced(s span) span {
	s.cost = s.alts[0].cost
	for _, a := range s.alts {
		s.cost = min(s.cost, a.cost)
		if a.role == Name && s.to-s.from > 1 && strings.Contains(a.value, " ") {
			s.cost = 0
		}
	}
	return s
}

// abbreviates reports whether a message has a word in capitals, as somebody who writes countries so would write all of them.
func (q *question) abbreviates() bool {
	return !q.shout && slices.ContainsFunc(q.tokens, func(t token) bool { return t.upper() && len(t.key) > 1 })
}

// lexical is what the lexicon says of a phrase. What is said of it in another language than that of the question costs.
func (q *question) lexical(key string) []alt {
	var out []alt
	all := q.lex.phrases[key]
	own := slices.ContainsFunc(all, func(a alt) bool { return a.lang.in(q.lang) })
	for _, a := range all {
		if lang, only := a.lang.only(); only && lang != q.lang {
			if len(key) < 3 || weak(a) || own && a.role == Filler || a.role == Group && len(key) == 3 { // can is no Andean Community
				continue
			}
			a.cost += q.w("language")
		}
		if a.role == Month || !q.has(a) || a.role == Country && a.cost > 0 && q.abbreviates() {
			continue // a month is part of a date, or nothing; next to the UK, us is no country
		}
		out = append(out, a)
	}
	return out
}

// has reports whether the call has what a phrase means: the lexicon names groups, and calls, that aren't of every call.
func (q *question) has(a alt) bool {
	return (a.role != Group || q.groups[a.value] != nil) && (a.role != Off || a.value != "another")
}

// spelled is the span of three single letters and more that begin at a word and spell a name, as S A P does: U N A M isn't the UN.
func (q *question) spelled(i int) (s span, ok bool) {
	letter := func(k int) bool {
		t := q.words(k, k+1) // as it was typed: r is read as are
		return len(t) == 1 && t > "9" && !q.tokens[k].glued
	}
	if !letter(i) || i > 0 && letter(i-1) && q.tokens[i].brk == 0 {
		return s, false
	}
	j := i + 1
	for j < len(q.tokens) && letter(j) && q.tokens[j].brk == 0 {
		j++
	}
	const fewest = 3
	if j-i < fewest || len(q.lex.phrases[keyOf(q.tokens[i:j])]) > 0 {
		return s, false
	}
	if s = (span{from: i, to: j, alts: q.named(names.Key(q.words(i, j)), i, j)}); len(s.alts) == 0 {
		s.alts = q.nameAt(i, j, q.w("stranger")).alts
	}
	return q.priced(s), !s.is(Stranger, "") || j-i > fewest || q.tokens[i].upper() && !q.shout
}

// whole reports whether a name can stand at words: not a part of a hyphenated word, unless the other part means something; nor the
// last of several, Île-de-France.
func (q *question) whole(i, j int) bool {
	means := func(k int) bool { return len(q.tokens[k].key) > 1 && len(q.lex.phrases[q.tokens[k].key]) > 0 }
	if q.tokens[i].glued && (q.tokens[i-1].glued || !means(i-1)) {
		return false
	}
	return j == len(q.tokens) || !q.tokens[j].glued || means(j)
}

// named is what bears the name of some words run together.
func (q *question) named(joined string, i, j int) []alt {
	var out []alt
	for _, n := range q.known[joined] {
		if len(joined) <= 3 && j-i < 3 && !n.small && !(q.tokens[i].upper() && !q.shout) {
			continue
		}
		if n.common && !q.tokens[i].capital() && j == i+1 {
			continue
		}
		out = append(out, alt{n.role, n.value, n.cost, n.lang})
	}
	return out
}

// initials is the text with its initials in capitals: u.s.
func (q *question) initials() string {
	text := []byte(q.text[:q.tokens[len(q.tokens)-1].end])
	for _, t := range q.tokens {
		if t.dotted() && q.lex.phrases[strings.ReplaceAll(strings.ToLower(t.text), ".", " ")] == nil { // i.e. is no Ireland
			copy(text[t.start:], strings.ToUpper(t.text))
		}
	}
	return string(text)
}

// code is the country whose code of two letters a word is, in capitals that the rest of the question doesn't have.
func (q *question) code(i int) (c names.Country, ok bool) {
	if i < 0 || i >= len(q.tokens) || q.shout || len(q.tokens[i].text) != 2 || !q.tokens[i].upper() {
		return c, false
	}
	return names.CountryOf(q.tokens[i].text)
}

// coded reports whether a word is one of several codes: DK, IS, NO.
func (q *question) coded(i int) bool {
	_, is := q.code(i)
	_, before := q.code(i - 1)
	_, after := q.code(i + 1)
	return is && (before && q.tokens[i].brk == ',' || after && q.tokens[i+1].brk == ',')
}

// countries are the spans that name countries: by name, flag, code in capitals, demonym, or capital.
func (q *question) countries() []span {
	var out []span
	at := func(offset int, end bool) int {
		return slices.IndexFunc(q.tokens, func(t token) bool { return end && t.end >= offset || !end && t.start >= offset })
	}
	text := q.initials()
	seats := text
	if q.flat {
		seats = smallInitial.ReplaceAllStringFunc(text, strings.ToUpper) // has pretoria signed
	}
	for _, m := range append(names.CountriesIn(text), names.CapitalsIn(seats)...) {
		from, last := at(m.Start, false), at(m.End, true)
		if from < 0 || last < from || q.tokens[from].start != m.Start || q.tokens[last].end != m.End || !q.whole(from, last+1) {
			continue
		}
		a := alt{Country, m.Country.Code, 0, anyLang}
		switch m.By {
		case names.ByDemonym:
			a.value += " people"
		case names.ByCode:
			if q.shout || strings.Contains(text[m.Start:m.End], ".") { // initials are no code
				continue
			}
			a.cost = 0.3
		case names.ByCapital: // a government, and no place: who is in Nairobi isn't all of Kenya
			place := from > 0 && slices.ContainsFunc(q.lex.phrases[q.tokens[from-1].key], func(a alt) bool { return a.role == Prep && (a.value == "in" || a.value == "from" || a.value == "of") })
			city := q.lex.means(keyOf(q.tokens[from:min(from+2, last+1)]), Filler, "city") ||
				last > from && q.lex.means(q.tokens[last].key, Class, "kind:local_government") // Mexico City
			if place || city || q.calls[q.tokens[last].key] {
				continue
			}
			a = alt{Name, m.Country.Name, 0.3, anyLang}
		}
		out = append(out, span{from: from, to: last + 1, alts: []alt{a}})
	}
	for i := range q.tokens { // companies IT: the codes that are words, too
		ends := i+1 == len(q.tokens) || q.tokens[i+1].brk != 0
		if c, ok := q.code(i); ok && (i > 0 && ends && q.lex.can(q.tokens[i-1].key, class) || q.coded(i)) {
			out = append(out, span{from: i, to: i + 1, alts: []alt{{Country, c.Code, 0.3, anyLang}}})
		}
	}
	return out
}

// smallInitial is a letter that a capital takes the place of, where each word of a text is to begin with one.
var smallInitial = regexp.MustCompile(`(^| )[a-z]`)

// misspelt gives words without a meaning that of a word of the lexicon that is one letter away.
func (q *question) misspelt() {
	for i := range q.spans {
		s := q.spans[i]
		t := q.tokens[s.from]
		if len(s.alts) > 0 || len(t.key) < 5 || t.upper() || t.capital() && s.from > 0 || q.shelf.words[t.key] || q.nearCountry(s.from, s.to) != "" {
			continue // nor is a word of a topic's title misspelt
		}
		known := q.call.Knows(t.key, languages[q.lang]) // an attack is no misspelt attach
		for _, d := range []int{0, 1, -1} {
			for _, word := range q.lex.words[byteLen{t.key[0], len(t.key) + d}] {
				if names.Edits(t.key, word, 1) > 1 || known && !strings.HasPrefix(t.key, word) && !strings.HasPrefix(word, t.key) {
					continue
				}
				for _, a := range q.lex.phrases[word] {
					if a.role != Off && a.role != Aside && q.has(a) && a.lang.in(q.lang) {
						a.cost += q.w("typo")
						s.alts = append(s.alts, a)
					}
				}
			}
			if len(s.alts) > 0 {
				s.cost = q.w("typo")
				break
			}
		}
	}
}

// A bearer is what has a name.
type bearer struct {
	role   Role
	value  string
	cost   float64
	small  bool // is met in small letters, though it is short
	common bool // is also a common word: met with a capital only
	lang   spoken
}

// Names are the names of a Book's supporters and of a Call, in the forms in which questions have them.
type Names struct {
	known  map[string][]bearer
	begins map[string]int // the most words of a name that begins with a word
	index  *names.Index
	text   map[names.ID]string
	of     map[string]*tracker.Supporter // by its name
	bodies map[string]string             // of groups: the supporter that the group is
	days   map[string]string             // of events, by their names
	calls  map[string]bool               // words of the name of the call
	shelf  *shelf

	countryKeys map[byte][]countryKey // by their first letter
	records     string                // the day on which the list's own records begin
}

// home is the country of a supporter, if it is known.
func (n *Names) home(name string) string {
	if s := n.of[name]; s != nil {
		return s.Country
	}
	return ""
}

// A countryKey is a name of a country, as it is compared: without doubled letters.
type countryKey struct{ key, code string }

// single is a key without doubled letters: what is misspelt most.
func single(key string) string {
	return string(slices.Compact([]byte(key)))
}

// NamesOf indexes the names of a call and a book.
func NamesOf(call *tracker.Call, book *tracker.Book) *Names {
	total := book.Counts().Total()
	n := &Names{known: make(map[string][]bearer, total), begins: map[string]int{}, text: make(map[names.ID]string, total), of: make(map[string]*tracker.Supporter, total),
		bodies: map[string]string{}, days: map[string]string{}, calls: map[string]bool{}, countryKeys: map[byte][]countryKey{}, records: string(book.Begins())}
	all := make([]names.Name, 0, total)
	for s := range book.Supporters() {
		if s.Status() == tracker.Merged || s.Name == "" {
			continue
		}
		n.text[names.ID(s.ID)], n.of[s.Name] = s.Name, s
		for _, name := range s.Names() {
			all = append(all, names.Name{ID: names.ID(s.ID), Text: name})
			if s.Category != tracker.State {
				n.add(name, bearer{role: Name, value: s.Name, cost: 0.1, lang: anyLang})
			}
		}
	}
	for _, c := range book.Claims() {
		if c.Category != tracker.State {
			n.add(c.Name, bearer{role: Name, value: c.Name, cost: 0.1, lang: anyLang})
		}
	}
	for name := range names.Parts() {
		n.add(name, bearer{role: Stranger, value: name, cost: 0.1, lang: anyLang})
	}
	for _, g := range call.Groups {
		for _, name := range append(g.AllNames(), g.ID) {
			n.add(strings.ReplaceAll(name, "_", " "), bearer{role: Group, value: g.ID, lang: anyLang})
		}
		for _, name := range g.AllNames() {
			for _, b := range n.known[joinedKey(tokenise(name))] {
				if b.role == Name {
					n.bodies[g.ID] = b.value
				}
			}
		}
	}
	for _, name := range call.Names {
		n.addCall(name)
	}
	for _, p := range call.Publishers {
		same := slices.ContainsFunc(n.known[joinedKey(tokenise(p.Names["en"]))], func(b bearer) bool { return b.role == Name && b.value == p.Names["en"] })
		for _, name := range slices.AppendSeq(slices.Clone(p.Aliases), maps.Values(p.Names)) {
			if same { // a supporter publishes
				n.add(name, bearer{role: Name, value: p.Names["en"], cost: 0.1, lang: anyLang})
			}
			n.add(name, bearer{role: Publisher, value: p.ID, cost: 0.1, lang: anyLang})
		}
	}
	for _, e := range call.About().Events {
		n.days[e.ID] = string(e.On)
		for _, all := range e.Names {
			for _, name := range all {
				n.add(name, bearer{role: Day, value: e.ID, cost: 0.1, lang: anyLang})
			}
		}
	}
	for _, s := range call.About().Subjects {
		if s.Name {
			n.add(s.Text, bearer{role: Threat, value: strconv.Itoa(s.Principle), small: true, lang: 1 << slices.Index(languages, s.Lang)})
		}
	}
	for _, c := range names.Countries() {
		for _, name := range c.Names() {
			key := single(names.Key(name))
			n.countryKeys[key[0]] = append(n.countryKeys[key[0]], countryKey{key, c.Code})
		}
	}
	n.index = names.New(all)
	if lex, err := load(); err == nil { // else New fails
		n.shelf = tracker.Made(call, func(call *tracker.Call) *shelf { return newShelf(call, lex) })
	}
	return n
}

// addCall adds the name of the call: whole, or up to its purpose, as in the Example Call for Tidy Desks.
func (n *Names) addCall(name string) {
	purpose := len(name)
	for _, word := range []string{" for ", " on ", " pour ", " sur "} {
		if i := strings.Index(name, word); i > 0 {
			purpose = min(purpose, i)
		}
	}
	for _, t := range tokenise(name) {
		n.calls[t.key] = true
	}
	for _, form := range []string{name, name[:purpose]} {
		for _, article := range []string{"", "the ", "l'", "l "} {
			n.add(article+form, bearer{role: Filler, small: true, lang: anyLang})
			n.add(article+form, bearer{role: Text, value: "call", small: true, lang: anyLang})
		}
	}
}

func (n *Names) add(name string, b bearer) {
	ts := tokenise(name)
	if len(ts) == 0 || len(ts) > longest {
		return
	}
	key := joinedKey(ts)
	if len(key) < 2 {
		return
	}
	for i, o := range n.known[key] {
		if o.role == b.role && o.value == b.value {
			n.known[key][i].lang |= b.lang
			return
		}
	}
	n.known[key] = append(n.known[key], b)
	n.begins[ts[0].key] = max(n.begins[ts[0].key], len(ts))
}

// joinedKey is the key of a name's words, run together.
func joinedKey(ts []token) string { return strings.ReplaceAll(keyOf(ts), " ", "") }
