package query

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"rollcall/tracker"
	"rollcall/tracker/names"
)

// A Subject is somebody or something that is named.
type Subject struct {
	Text       string   // as it was typed
	ID         names.ID // who it is; 0 if it isn't known
	Group      *tracker.Group
	Candidates []string // who else it can be, or is near to
	Several    bool     // several may be meant for sure
	Near       bool     // the text is a near spelling of the name, or a part of it

	ids []names.ID // of the candidates
}

// Known reports whether one is meant for sure, or several are.
func (s Subject) Known() bool { return s.ID != 0 || s.Group != nil || s.Several }

// otherID is the first ID in the index of names that isn't a supporter's.
const otherID names.ID = 1 << 62

// An other never was on the list: somebody that is said to support the call, or a country.
type other struct {
	name    string
	country string
	claim   *tracker.Claimed // nil for a country
}

// candidates is how many names are shown if several may be meant.
const candidates = 5

// naming is the index of the names of all that are or were on the list, are said to support the call, or are countries.
type naming struct {
	book   *tracker.Book
	index  func() *names.Index          // of near names, made once they are needed
	exact  map[string][]names.ID        // by names.Key
	states map[string]names.ID          // of countries: the state that is or was on the list, its claim, or the country itself
	others []other                      // indexed by ID minus otherID
	places func() func(name string) int // the position of a name among those of supporters; few questions need it
}

// A topicName is a name by which a topic of the call is asked.
type topicName struct {
	topic *tracker.Topic
	key   string
	words []string // long enough to mean anything
	all   int      // how many words it has
}

func newNaming(book *tracker.Book) *naming {
	usual := book.Counts().Total() + 2*len(names.Countries())
	n := &naming{book: book, exact: make(map[string][]names.ID, usual), states: map[string]names.ID{}}
	n.places = sync.OnceValue(func() func(string) int {
		var keys []string
		for s := range book.Supporters() {
			keys = append(keys, names.Key(s.Name))
		}
		slices.Sort(keys)
		known := make(map[string]int, usual)
		for s := range book.Supporters() {
			at, _ := slices.BinarySearch(keys, names.Key(s.Name))
			known[s.Name] = 2*at + 1
		}
		return func(name string) int {
			if at, ok := known[name]; ok {
				return at
			}
			at, _ := slices.BinarySearch(keys, names.Key(name))
			return 2 * at // before the next one
		}
	})
	all := make([]names.Name, 0, usual)
	add := func(id names.ID, name string) {
		key := names.Key(name)
		if !slices.Contains(n.exact[key], id) {
			n.exact[key] = append(n.exact[key], id)
			all = append(all, names.Name{ID: id, Text: name})
		}
	}
	for s := range book.Supporters() {
		for _, name := range s.Names() {
			// Somebody on the list may have the name of one that was merged into it.
			if s.Status() != tracker.Merged || !slices.ContainsFunc(book.Named(name), func(s *tracker.Supporter) bool { return s.Status() == tracker.Listed }) {
				add(names.ID(s.ID), name)
			}
		}
		if s.Category == tracker.State && (s.Status() == tracker.Listed || n.states[s.Country] == 0) {
			n.states[s.Country] = names.ID(s.ID)
		}
	}
	for _, c := range book.Claims() {
		id := n.other(other{c.Name, c.Country, &c})
		add(id, c.Name)
		if c.Category == tracker.State && (n.states[c.Country] == 0 || n.states[c.Country] >= otherID) {
			n.states[c.Country] = id
		}
	}
	for _, c := range names.Countries() {
		if n.states[c.Code] == 0 {
			n.states[c.Code] = n.other(other{c.Name, c.Code, nil})
		}
		for _, name := range c.Names() {
			if id := n.states[c.Code]; n.exact[names.Key(name)] == nil || id >= otherID {
				add(id, name)
			}
		}
	}
	n.index = sync.OnceValue(func() *names.Index { return names.New(all) })
	return n
}

func (n *naming) other(o other) names.ID {
	n.others = append(n.others, o)
	return otherID + names.ID(len(n.others)-1)
}

func topicNames(call *tracker.Call) []topicName {
	var all []topicName
	topics := call.About().Topics
	for i := range topics {
		t := &topics[i]
		for _, lang := range call.Languages {
			for _, name := range t.Names[lang] {
				all = append(all, topicName{t, names.Key(name), longWords(name), len(wordKeys(name))})
			}
		}
		all = append(all, topicName{topic: t, key: names.Key(t.ID)})
	}
	return all
}

// OfCountry is a country as a subject.
func (r *Runner) OfCountry(code, text string) Subject {
	return Subject{Text: text, ID: r.known.states[code]}
}

// Exactly finds who a text names exactly: case, accents, punctuation and an article aside.
func (r *Runner) Exactly(text string) (Subject, bool) {
	for _, t := range []string{text, withoutArticle(text)} {
		if s, ok := r.spelled(t); ok {
			s.Text = text
			return s, true
		}
	}
	return Subject{}, false
}

func (r *Runner) spelled(text string) (Subject, bool) {
	key := names.Key(text)
	if english := names.HomonymInEnglish(text); english != "" && r.known.exact[key] == nil {
		key = names.Key(english)
	}
	if country, of := theCountryOf(text); of {
		text, key = country, names.Key(country)
	} else if other := names.Homonym(text, "en"); other != "" && !slices.ContainsFunc(r.known.exact[key], func(id names.ID) bool { return id < otherID }) {
		if c := names.CountryNamed(text); len(c) == 1 {
			s := Subject{Candidates: []string{c[0].Country.Name + " (the country)", other}, Several: true}
			s.ids = append(s.ids, r.OfCountry(c[0].Country.Code, text).ID)
			return s, true
		}
	}
	var countries []names.ID
	for _, m := range names.CountryNamed(text) {
		if m.By <= names.ByFlag || len(key) > 2 && m.By == names.ByCode {
			countries = append(countries, r.OfCountry(m.Country.Code, text).ID)
		}
	}
	ids := r.known.exact[key]
	if len(countries) > 1 || len(ids) == 0 {
		ids = countries
	}
	switch len(ids) {
	case 0:
		if g := r.Call.Group(text); g != nil {
			// A body can be a supporter of its own, under another of its names.
			for _, name := range g.AllNames()[1:] {
				if ids := r.known.exact[names.Key(name)]; len(ids) == 1 {
					return Subject{ID: ids[0]}, true
				}
			}
			return Subject{Group: g}, true
		}
		return Subject{}, false
	case 1:
		return Subject{ID: ids[0]}, true
	}
	return r.severally(ids), true
}

// severally is a subject that can be any of several. Namesakes are shown with their countries.
func (r *Runner) severally(ids []names.ID) Subject {
	s := Subject{Several: true, ids: ids}
	for i, id := range ids {
		name := r.called(id)
		shared := slices.ContainsFunc(slices.Delete(slices.Clone(ids), i, i+1), func(other names.ID) bool { return r.called(other) == name })
		if c, ok := names.CountryOf(r.home(id)); ok && shared {
			name += " (" + c.Name + ")"
		}
		s.Candidates = append(s.Candidates, name)
	}
	return s
}

func (r *Runner) home(id names.ID) string {
	if id >= otherID {
		return r.known.others[id-otherID].country
	}
	return r.known.book.Supporter(tracker.Seq(id)).Country
}

// lineOf asks for one of several: by its name, and also by its country if they share the name.
func (r *Runner) lineOf(id names.ID) string {
	q := Who{Names: []Name{{r.called(id), true}}}
	if name := q.Names[0].Text; len(r.known.exact[names.Key(name)]) > 1 || names.Homonym(name, "en") != "" {
		q.Country = r.home(id)
	}
	return q.String()
}

// theCountryOf takes the name out of a text that says a country is meant: the country of Georgia, Georgia (the country).
func theCountryOf(text string) (string, bool) {
	lower := strings.ToLower(text)
	if len(lower) != len(text) {
		return "", false
	}
	for _, before := range []string{"country of ", "pays de "} {
		if strings.HasPrefix(lower, before) {
			return text[len(before):], true
		}
	}
	for _, after := range []string{" (the country)", " (country)", " (pays)"} {
		if strings.HasSuffix(lower, after) {
			return text[:len(text)-len(after)], true
		}
	}
	return "", false
}

// twins are the likely duplicates of a supporter, as noted in the list, whose names begin with its name.
func (r *Runner) twins(s *tracker.Supporter) (twins []*tracker.Supporter) {
	if !strings.Contains(s.Note, "duplicate") {
		return nil
	}
	for other := range r.Book.Roll() {
		if other.ID != s.ID && strings.Contains(other.Note, "duplicate") && strings.HasPrefix(names.Key(other.Name), names.Key(s.Name)) {
			twins = append(twins, other)
		}
	}
	return twins
}

// Resolve finds who a text names, if that is sure, and otherwise who is near.
func (r *Runner) Resolve(text string) Subject {
	if s, ok := r.Exactly(text); ok {
		return s
	}
	s := Subject{Text: text}
	matches, sure := r.known.index().Resolve(text)
	if !sure {
		if bare := withoutArticle(text); bare != text {
			if others, also := r.known.index().Resolve(bare); also || len(matches) == 0 {
				matches, sure = others, also
			}
		}
	}
	if sure || onlyOne(text, matches) {
		s.ID, s.Near = matches[0].ID, matches[0].How > names.Acronym
		return s
	}
	s.Several = len(matches) > 0 && matches[0].How <= names.Partial // one of these may be meant
	for _, m := range matches[:min(len(matches), candidates)] {
		s.ids, s.Candidates = append(s.ids, m.ID), tracker.Include(s.Candidates, r.called(m.ID))
	}
	return s
}

// onlyOne reports whether only the first of the matches can be meant, although its name wasn't written in full: the
// same words in another order, two words and more of a name that no other name has, or the long word that it begins with.
// A part is a supporter of its own: a centre of a university isn't the university.
func onlyOne(text string, matches []names.Match) bool {
	if len(matches) == 0 {
		return false
	}
	first := matches[0]
	for _, compound := range initials.FindAllString(text, -1) {
		if !strings.Contains(names.Key(first.Name), names.Key(compound)) {
			return false // D-Link is not Link
		}
	}
	others := slices.ContainsFunc(matches[1:], func(m names.Match) bool { return m.How <= names.Partial })
	switch first.How {
	case names.Reordered:
		return !slices.ContainsFunc(matches[1:], func(m names.Match) bool { return m.How <= names.Reordered })
	case names.Prefix, names.Partial:
		words, long := 0, false
		for _, key := range wordKeys(text) {
			if !slices.Contains(joining, key) && len(key) > 1 && strings.Trim(key, "0123456789") != "" {
				words++
				long = len(key) >= 8 && first.How == names.Prefix && wordKeys(first.Name)[0] == key
			}
		}
		return (words >= 2 || long) && !others && !partOf(text, first.Name)
	}
	return false
}

// initials matches a letter that belongs to what is behind it: D-Link, S&P.
var initials = regexp.MustCompile(`\b\pL[-‑–&]\pL+`)

// partOf reports whether a name is that of a part of what a text names: the text stands behind a preposition or a comma.
func partOf(text, name string) bool {
	said := wordKeys(text)
	if len(said) == 0 {
		return false
	}
	for i, between := range strings.Split(name, ",") {
		for j, key := range wordKeys(between) {
			if key == said[0] && (j == 0 && i > 0 || j > 0 && slices.Contains(joining, wordKeys(between)[j-1])) {
				return true
			}
		}
	}
	return false
}

func wordKeys(text string) (keys []string) {
	for _, word := range strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) && !unicode.Is(unicode.Cf, r)
	}) {
		if key := names.Key(word); key != "" {
			keys = append(keys, key)
		}
	}
	return keys
}

// longWords are the folded words of a text that are long enough to mean anything.
func longWords(text string) []string {
	const short = 3 // letters
	return slices.DeleteFunc(wordKeys(text), func(w string) bool { return len(w) <= short })
}

// joining are words that join the parts of a name, and mean nothing alone.
var joining = strings.Fields("a an the of to in on at by for from with into and or s t d l la le les de du des un une en au aux pour sur dans par et ou")

// Nearest are the names of supporters near to one that nobody has.
func (r *Runner) Nearest(name string) []string {
	s := r.Resolve(name)
	near := slices.Clone(s.Candidates)
	if s.ID != 0 {
		near = []string{r.called(s.ID)}
	}
	return slices.DeleteFunc(near, func(n string) bool { return len(r.Book.Named(n)) == 0 }) // a claim or a country is no entry
}

// Alike are the names of those in a Book, the Reader's or a later one, for which a new name may be another spelling: with a
// typo, with other words for its legal form, or with the same words in another order.
func (r *Runner) Alike(book *tracker.Book, name string) []string {
	var fresh []names.Name
	for e := range book.Entries(r.Book.Head()) {
		if ev, ok := e.Event.(tracker.Changed); ok {
			fresh = append(fresh, names.Called(names.ID(ev.Supporter.ID), ev.Supporter.Names())...)
		}
	}
	var alike []string
	for _, index := range []*names.Index{r.known.index(), names.New(fresh)} {
		for _, m := range index.Alike(name, candidates) {
			if m.ID >= otherID {
				continue // a claim or a country is no entry
			}
			alike = tracker.Include(alike, book.Supporter(tracker.Seq(m.ID)).Name)
		}
	}
	return alike
}

// Find returns up to so many supporters that a text may mean while it is being typed, best first.
func (r *Runner) Find(text string, most int) []*tracker.Supporter {
	var found []*tracker.Supporter
	for _, m := range r.known.index().Find(text, 2*most) { // countries and claims are among them
		if m.ID >= otherID || len(found) == most {
			continue
		}
		if s := r.Book.Supporter(tracker.Seq(m.ID)); s.Status() == tracker.Listed {
			found = append(found, s)
		}
	}
	return found
}

// Latest returns up to so many supporters that changed last, the latest first.
func (r *Runner) Latest(most int) []*tracker.Supporter {
	var changed []tracker.Seq
	for _, s := range r.Book.History() {
		changed = append(changed, s.ID)
	}
	var latest []*tracker.Supporter
	for _, id := range slices.Backward(changed) {
		s := r.Book.Supporter(id)
		if len(latest) == most {
			break
		}
		if s.Status() == tracker.Listed && !slices.Contains(latest, s) {
			latest = append(latest, s)
		}
	}
	return latest
}

func (r *Runner) called(id names.ID) string {
	if id >= otherID {
		return r.known.others[id-otherID].name
	}
	return r.known.book.Supporter(tracker.Seq(id)).Name
}

// withoutArticle takes an English or French article from the front.
func withoutArticle(text string) string {
	text = strings.TrimSpace(text)
	lower := strings.ToLower(text)
	for _, article := range []string{"the ", "la ", "le ", "les ", "l'", "l’", "l ", "un ", "une ", "a ", "an "} {
		if strings.HasPrefix(lower, article) && len(lower) == len(text) {
			return text[len(article):]
		}
	}
	return text
}
