package names

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// Find returns up to limit supporters that the query may mean, best first, each once. The order is the same every time.
func (x *Index) Find(query string, limit int) []Match {
	if limit <= 0 {
		return nil
	}
	return x.find(newQuery(query), limit)
}

// Near is Find without the names that have the query's words only if these are misspelt one by one. It is faster where many
// names have to be looked up.
func (x *Index) Near(query string, limit int) []Match {
	if limit <= 0 {
		return nil
	}
	return x.spelt(newQuery(query), limit).matches
}

// Resolve returns who the query may mean, best first, and whether it is sure that the first of them is meant: it then
// is the only one that can be. Of a few letters only whole words are near: AT&T is no Atos.
func (x *Index) Resolve(query string) (matches []Match, sure bool) {
	const enough = 10
	q := newQuery(query)
	matches = x.find(q, enough)
	if len(matches) == 0 {
		return nil, false
	}
	first, others := matches[0], matches[1:]
	switch first.How {
	case Exact:
		sure = len(others) == 0 || others[0].How != Exact
	case Typo:
		sure = x.surelyTypo(q, first) && !slices.ContainsFunc(others, func(m Match) bool { return m.edits <= first.edits })
	default:
		sure = first.strong && !slices.ContainsFunc(others, func(m Match) bool { return m.edits == 0 })
	}
	if n := len(q.runes); n < tells && !sure {
		few := func(m Match) bool { return m.How > Acronym || m.How == Acronym && n < tells-1 }
		whole := func(name string) bool {
			return strings.Contains(" "+strings.Join(words(name), " ")+" ", " "+strings.Join(q.said, " ")+" ")
		}
		matches = slices.DeleteFunc(matches, func(m Match) bool { return few(m) && !whole(m.Name) })
	}
	return matches, sure && !q.cut
}

// tells is how many letters a query needs for a name that it only begins or resembles.
const tells = 4

// Alike returns the names that a new one may be another spelling of, best first: with a typo, with or without a legal form, or
// with the same words in another order. Unlike Find it leaves out names that only share words, and the same name.
func (x *Index) Alike(name string, limit int) []Match {
	q := newQuery(name)
	return slices.DeleteFunc(x.find(q, limit), func(m Match) bool {
		return m.How != Suffix && m.How != Reordered && (m.How != Typo || !x.longEnough(q, m))
	})
}

func (x *Index) find(q query, limit int) []Match {
	found := x.spelt(q, limit)
	if len(found.matches) == 0 {
		x.findWords(q, true, &found)
	}
	return found.matches
}

// spelt finds the names whose words the query has, and those of which it is a misspelling as a whole.
func (x *Index) spelt(q query, limit int) best {
	found := best{limit: limit}
	if q.key == "" {
		return found
	}
	x.findKey(q.key, &found, false)
	if q.bare != q.key {
		x.findKey(q.bare, &found, true)
	}
	x.findWords(q, false, &found)
	if len(found.matches) == 0 || found.matches[0].How > Suffix {
		x.findTypos(q, &found)
	}
	if n := len(q.said) - 1; len(found.matches) == 0 && n > 0 && loose()[q.said[n]] {
		if name := strings.Join(q.said[:n], ""); len(CountryNamed(name)) == 0 {
			x.findKey(name, &found, true)
			found.matches = slices.DeleteFunc(found.matches, func(m Match) bool { return m.How != Suffix })
		}
	}
	return found
}

// query is what a person typed, folded once.
type query struct {
	key   string   // of the whole
	said  []string // without articles, legal form and bracketed acronym
	bare  string   // said, run together
	runes []rune   // of bare
	cut   bool     // too long to be considered whole
}

func newQuery(s string) query {
	// A rune has at most four bytes, and as many may be invisible: anything longer isn't a name.
	const most = 8 * maxQuery
	q := query{cut: len(s) > most}
	if q.cut {
		s = s[:most]
	}
	ws := words(s)
	q.key = strings.Join(ws, "")
	if utf8.RuneCountInString(q.key) > maxQuery {
		q.cut = true
		q.key = string([]rune(q.key)[:maxQuery])
		q.said = []string{q.key}
	} else {
		if rest, _, ok := givenAcronym(s); ok {
			ws = words(rest)
		}
		q.said = bare(ws)
	}
	q.bare = strings.Join(q.said, "")
	q.runes = []rune(q.bare)
	return q
}

// saidWords returns the words of a name that people say: no article, legal form or bracketed acronym.
func saidWords(name string) []string {
	rest, _, _ := givenAcronym(name)
	return bare(words(rest))
}

// findKey finds the names that equal or begin with a key: that of the query, or what it leaves without a legal form.
func (x *Index) findKey(key string, found *best, bared bool) {
	from, _ := slices.BinarySearchFunc(x.forms, key, func(f form, key string) int { return strings.Compare(f.text, key) })
	for _, f := range x.forms[from:] {
		form, kind, name := f.text, f.kind, x.names[f.name]
		m := Match{ID: name.ID, Name: name.Text, strong: true}
		switch isName := kind == whole || kind == stripped; {
		case !strings.HasPrefix(form, key):
			return
		case len(form) > len(key):
			if !isName {
				continue
			}
			m.How, m.Score, m.strong = Prefix, 0.6+0.3*float64(len(key))/float64(len(form)), false // the more the query covers
		case kind == whole && !bared:
			m.How, m.Score = Exact, 1
		case isName:
			m.How, m.Score = Suffix, 0.95
		case kind == given:
			m.How, m.Score = Acronym, 0.92
		default:
			m.How, m.Score, m.strong = Acronym, 0.7, false
		}
		found.add(m)
	}
}

// A slot is what a word of the query can stand for: words from one number up to another, and others, which say the same or which it
// is a misspelling of.
type slot struct {
	from, to   uint32
	near       []uint32
	misspelled bool
}

func (s slot) has(word uint32) bool {
	return s.from <= word && word < s.to || slices.Contains(s.near, word)
}

// findWords finds the names that have all the words of the query. The last word may be unfinished. A word that no name
// has may be misspelled, if that is allowed for.
func (x *Index) findWords(q query, misspelled bool, found *best) {
	var slots []slot
	content := slices.DeleteFunc(slices.Clone(q.said), func(w string) bool { return littleWords()[w] })
	for i, w := range content {
		s := x.slotOf(w, i == len(content)-1)
		if s.from == s.to && len(s.near) == 0 && misspelled {
			s.near, s.misspelled = x.wordsNear(w), true
		}
		if s.from == s.to && len(s.near) == 0 {
			return
		}
		slots = append(slots, s)
	}
	if len(slots) == 0 {
		return
	}
	rarest := slices.MinFunc(slots, func(a, b slot) int { return cmp.Compare(x.held(a), x.held(b)) })
	x.findHeld(q, slots, slices.Concat(x.holders[rarest.from:rarest.to]...), rarest.to == rarest.from+1, found)
	for _, w := range rarest.near {
		x.findHeld(q, slots, x.holders[w], true, found)
	}
}

// slotOf looks a word up: itself, and if it is the last one, the words that begin with it.
func (x *Index) slotOf(w string, last bool) slot {
	at, ok := slices.BinarySearch(x.words, w)
	s := slot{from: uint32(at), to: uint32(at)}
	switch {
	case last:
		n := sort.Search(len(x.words)-at, func(i int) bool { return !strings.HasPrefix(x.words[at+i], w) })
		s.to += uint32(n)
	case ok:
		s.to++
	}
	for _, same := range sames()[w] {
		if i, known := slices.BinarySearch(x.words, same); known && !s.has(uint32(i)) {
			s.near = append(s.near, uint32(i))
		}
	}
	return s
}

// wordsNear returns the words that w may be a misspelling of.
func (x *Index) wordsNear(w string) []uint32 {
	const lettersPerEdit = 4
	runes := []rune(w)
	most := min(len(runes)/lettersPerEdit, maxEdits)
	var words []uint32
	var other []rune
	x.nearWord.search(runes, most, func(i uint32) {
		other = appendRunes(other[:0], x.words[i])
		if edits(runes, other, most) <= most && !slices.Contains(words, i) {
			words = append(words, i)
		}
	})
	return words
}

// held counts the names that have a word of the slot.
func (x *Index) held(s slot) int {
	n := 0
	for _, names := range x.holders[s.from:s.to] {
		n += len(names)
	}
	for _, w := range s.near {
		n += len(x.holders[w])
	}
	return n
}

// findHeld adds those of the names that have a word for every slot. Names that come shortest first get worse and worse. A
// query that so many names share says little, so not all of them are looked at.
func (x *Index) findHeld(q query, slots []slot, names []uint32, shortestFirst bool, found *best) {
	const enough = 20_000
	added := 0
	for _, n := range names[:min(len(names), enough)] {
		m, ok := x.sharesWords(q, slots, n)
		if !ok {
			continue
		}
		found.add(m)
		if added++; shortestFirst && added > 2*found.limit {
			return
		}
	}
}

func (x *Index) sharesWords(q query, slots []slot, n uint32) (Match, bool) {
	have := x.wordsOf[n]
	misspelled := 0
	for _, s := range slots {
		i := slices.IndexFunc(have, s.has)
		if i < 0 {
			return Match{}, false
		}
		if s.misspelled {
			misspelled++
		}
	}
	name := x.names[n]
	m := Match{ID: name.ID, Name: name.Text, edits: misspelled}
	covered := min(1, float64(len(q.bare))/float64(len(name.Text)))
	const all = 0.3 // no legal form or acronym is longer than twice the rest
	order := otherWords
	if len(slots) > 1 && covered > all {
		order = compareWords(q.said, saidWords(name.Text))
	}
	switch {
	case misspelled > 0:
		m.How, m.Score = Typo, 0.25+0.35*covered
	case order == sameWords:
		m.How, m.Score, m.strong = Reordered, 0.9, true
	case order == sameContent:
		m.How, m.Score = Reordered, 0.88
	default:
		m.How, m.Score = Partial, 0.35+0.35*covered
	}
	return m, true
}

type wordOrder uint8

const (
	otherWords wordOrder = iota
	sameContent
	sameWords
)

// compareWords compares two names by what their words say, in any order.
func compareWords(a, b []string) wordOrder {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	if slices.Equal(a, b) || len(a) == len(b) && slices.Equal(meanings(a), meanings(b)) {
		return sameWords
	}
	little := func(w string) bool { return littleWords()[w] }
	if slices.Equal(slices.DeleteFunc(a, little), slices.DeleteFunc(b, little)) {
		return sameContent
	}
	return otherWords
}

// meanings are words in their order, with one word for all that say the same.
func meanings(ws []string) []string {
	ws = slices.Clone(ws)
	for i, w := range ws {
		if same := sames()[w]; same != nil {
			ws[i] = same[0]
		}
	}
	slices.Sort(ws)
	return ws
}

// findTypos finds the names that are one or two edits away from the query.
func (x *Index) findTypos(q query, found *best) {
	const lettersPerEdit = 3
	most := min(len(q.runes)/lettersPerEdit, maxEdits)
	var form []rune
	x.near.search(q.runes, most, func(i uint32) {
		form = appendRunes(form[:0], x.forms[i].text)
		d := edits(q.runes, form, most)
		if d > most {
			return
		}
		name := x.names[x.forms[i].name]
		score := 0.82 - 1.2*float64(d)/float64(max(len(form), len(q.runes)))
		found.add(Match{ID: name.ID, Name: name.Text, How: Typo, Score: score, edits: d, strong: true})
	})
}

// surelyTypo reports whether the query can only be a misspelling of the name: both are long, they have the same
// digits, it is misspelt as people misspell, and no other word of the query belongs elsewhere ("Gambia" is no misspelled Zambia).
func (x *Index) surelyTypo(q query, m Match) bool {
	if !x.longEnough(q, m) || len(CountryNamed(q.key)) > 0 || !slip(q.runes, []rune(strings.Join(saidWords(m.Name), ""))) {
		return false
	}
	said := saidWords(m.Name)
	if hasOtherInitials(q.said, said) || hasOtherInitials(said, q.said) {
		return false
	}
	return !slices.ContainsFunc(q.said, func(w string) bool {
		another := func(s string) bool { return !slices.Contains(q.said, s) && differs(w, s) }
		return !slices.Contains(said, w) && (x.belongsElsewhere(w, said, m.ID) || slices.ContainsFunc(said, another))
	})
}

// hasOtherInitials reports whether a name has a word of one or two letters that another doesn't have: D-Link is not Link, S&P
// not P.
func hasOtherInitials(name, other []string) bool {
	return slices.ContainsFunc(name, func(w string) bool {
		return utf8.RuneCountInString(w) <= 2 && !slices.Contains(other, w) && !littleWords()[w]
	})
}

// longEnough reports whether the query and the name are so long that they hardly differ by a letter or two on purpose.
func (x *Index) longEnough(q query, m Match) bool {
	const oneEdit, twoEdits = 6, 12
	name := strings.Join(saidWords(m.Name), "")
	letters := min(len(q.runes), utf8.RuneCountInString(name))
	return m.strong && letters >= oneEdit && (m.edits <= 1 || letters >= twoEdits) && Digits(q.bare) == Digits(name)
}

// differs reports whether two words are near, but as words are and not by a slip: Bahn is no misspelt Bank.
func differs(a, b string) bool {
	const short = 4
	if len(a) < short || len(a) != len(b) {
		return false
	}
	d := Edits(a, b, maxEdits)
	return d == maxEdits && len(a) == short || d == 1 && !slip([]rune(a), []rune(b))
}

// slip reports whether two spellings differ as they do by mistake: not in the first letter, which people get right, nor, in a
// short name, by one consonant for another (Sonatel is no misspelled CONATEL, nor Nordec Nortec).
func slip(a, b []rune) bool {
	const short = 8
	if a[0] != b[0] && (len(a) < 2 || len(b) < 2 || a[0] != b[1] || a[1] != b[0]) {
		return false
	}
	if len(a) != len(b) || len(a) >= short {
		return true
	}
	vowel := func(r rune) bool { return strings.ContainsRune("aeiouy", r) }
	for i := range a {
		if a[i] != b[i] {
			return vowel(a[i]) && vowel(b[i]) || strings.Contains("ck kc sz zs vw wv", string([]rune{a[i], b[i]})) || i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i]
		}
	}
	return true
}

// belongsElsewhere reports whether w is a word of somebody else, or rather a misspelling of one: nearer to it than to any
// word said, or as near if it is a country ("Icelnd" is not surely Ireland). "Rumania" is Romania in another language.
func (x *Index) belongsElsewhere(w string, said []string, id ID) bool {
	others := func(word uint32) bool {
		return slices.ContainsFunc(x.holders[word], func(n uint32) bool { return x.names[n].ID != id })
	}
	if country := CountryNamed(w); len(country) > 0 {
		return !slices.ContainsFunc(said, func(s string) bool {
			same := CountryNamed(s)
			return len(same) > 0 && same[0].Country == country[0].Country
		})
	}
	if i, known := slices.BinarySearch(x.words, w); known && others(uint32(i)) {
		return true
	}
	runes := []rune(w)
	nearest := maxEdits + 1
	for _, s := range said {
		nearest = min(nearest, edits(runes, []rune(s), maxEdits))
	}
	return slices.ContainsFunc(x.wordsNear(w), func(i uint32) bool {
		other := x.words[i]
		d := edits(runes, []rune(other), maxEdits)
		return others(i) && (d < nearest || d == nearest && !slices.Contains(said, other) && len(CountryNamed(other)) > 0)
	})
}

// Digits returns the ASCII digits of s.
func Digits(s string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// best keeps the best matches, one for each ID, best first.
type best struct {
	limit   int
	matches []Match
}

func (b *best) add(m Match) {
	if len(b.matches) == b.limit && compareMatches(m, b.matches[len(b.matches)-1]) >= 0 {
		return
	}
	if i := slices.IndexFunc(b.matches, func(o Match) bool { return o.ID == m.ID }); i >= 0 {
		if compareMatches(m, b.matches[i]) >= 0 {
			return
		}
		b.matches = slices.Delete(b.matches, i, i+1)
	}
	at, _ := slices.BinarySearchFunc(b.matches, m, compareMatches)
	b.matches = slices.Insert(b.matches, at, m)
	b.matches = b.matches[:min(len(b.matches), b.limit)]
}

func compareMatches(a, b Match) int {
	return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.How, b.How), cmp.Compare(len(a.Name), len(b.Name)),
		strings.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
}
