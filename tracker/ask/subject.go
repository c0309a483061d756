package ask

import (
	"slices"
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/names"
)

// A Subject is somebody or something that a question names.
type Subject struct {
	Text string // as it was typed

	id         names.ID // who it is; 0 if it isn't known
	group      *tracker.Group
	candidates []string // who else it can be, or is near to
	sure       bool     // it is sure that several may be meant
}

// known tells whether it is known who is meant, or that several are.
func (s Subject) known() bool { return s.id != 0 || s.group != nil || s.sure }

// In the index of names, the IDs of claims and countries are set apart from those of supporters.
const (
	claimID   names.ID = 1 << 62
	countryID names.ID = 1 << 63
)

// longestName is how many words of a line can be one name.
const longestName = 16

// candidates is how many names are told where several may be meant.
const candidates = 5

// naming indexes the names of all that are or were on the roll, are said to support the call, or are countries.
func (r *Reader) naming() {
	usual := r.Book.Counts().Total() + 2*len(names.Countries())
	r.exact, r.states, r.claimed = make(map[string][]names.ID, usual), map[string]names.ID{}, map[string]names.ID{}
	all := make([]names.Name, 0, usual)
	add := func(id names.ID, name string) {
		key := names.Key(name)
		if !slices.Contains(r.exact[key], id) {
			r.exact[key] = append(r.exact[key], id)
			all = append(all, names.Name{ID: id, Text: name})
		}
	}
	for s := range r.Book.Supporters() {
		for _, name := range s.Names() {
			if s.Status() != tracker.Merged || !r.goesOn(name) {
				add(names.ID(s.ID), name)
			}
		}
		if s.Category == tracker.State && (s.Status() == tracker.Listed || r.states[s.Country] == 0) {
			r.states[s.Country] = names.ID(s.ID)
		}
	}
	for i, c := range r.Book.Claims() {
		add(claimID+names.ID(i), c.Name)
		if c.Category == tracker.State {
			r.claimed[c.Country] = claimID + names.ID(i)
		}
	}
	for i, c := range names.Countries() {
		id := r.countryIs(i, c.Code)
		for _, name := range []string{c.Name, c.NameFR} {
			if r.exact[names.Key(name)] == nil || id >= claimID {
				add(id, name)
			}
		}
	}
	r.index = names.New(all)
}

// goesOn tells whether somebody on the roll goes by a name, as does the one that another was merged into.
func (r *Reader) goesOn(name string) bool {
	return slices.ContainsFunc(r.Book.Named(name), func(s *tracker.Supporter) bool { return s.Status() == tracker.Listed })
}

// countryIs is who stands for a country: its state on the roll, a claim, or the country itself.
func (r *Reader) countryIs(i int, code string) names.ID {
	if id, ok := r.states[code]; ok {
		return id
	}
	if id, ok := r.claimed[code]; ok {
		return id
	}
	return countryID + names.ID(i)
}

// ofCountry is a country as a subject.
func (r *Reader) ofCountry(code, text string) Subject {
	for i, c := range names.Countries() {
		if c.Code == code {
			return Subject{Text: text, id: r.countryIs(i, code)}
		}
	}
	return Subject{Text: text}
}

// exactly finds whom a text names to the letter: case, accents, punctuation and an article aside.
func (r *Reader) exactly(text string) (Subject, bool) {
	for _, t := range []string{text, withoutArticle(text)} {
		if s, ok := r.spelled(t); ok {
			s.Text = text
			return s, true
		}
	}
	return Subject{}, false
}

func (r *Reader) spelled(text string) (Subject, bool) {
	key := names.Key(text)
	if country, of := theCountryOf(text); of {
		text, key = country, names.Key(country)
	} else if also := homonyms[key]; also != nil {
		return Subject{candidates: also, sure: true}, true
	}
	var countries []names.CountryMatch
	for _, m := range names.CountryNamed(text) {
		if m.By == names.ByName || len(key) > 2 && m.By == names.ByCode {
			countries = append(countries, m)
		}
	}
	if len(countries) > 1 {
		s := Subject{sure: true}
		for _, m := range countries {
			s.candidates = append(s.candidates, m.Country.Name)
		}
		return s, true
	}
	ids := r.exact[key]
	if len(countries) == 1 && len(ids) == 0 {
		return r.ofCountry(countries[0].Country.Code, text), true
	}
	switch len(ids) {
	case 0:
		if g := r.groupKeys[key]; g != nil {
			// A body can be a supporter of its own, under another of its names.
			for _, name := range append([]string{g.Name, g.NameFR}, g.Aliases...) {
				if ids := r.exact[names.Key(name)]; len(ids) == 1 {
					return Subject{id: ids[0]}, true
				}
			}
			return Subject{group: g}, true
		}
		if region, ok := names.RegionNamed(text); ok {
			return Subject{group: groupOf(r.Call, region)}, true
		}
		return Subject{}, false
	case 1:
		if twins := r.twins(key, ids[0]); len(twins) > 0 {
			return Subject{candidates: append([]string{r.called(ids[0])}, twins...), sure: true}, true
		}
		return Subject{id: ids[0]}, true
	}
	s := Subject{sure: true}
	for _, id := range ids {
		s.candidates = append(s.candidates, r.called(id))
	}
	return s, true
}

// homonyms are places whose names others have, too, that a list of countries doesn't know of.
var homonyms = map[string][]string{
	"georgia":    {"Georgia (the country)", "Georgia (the US state)"},
	"washington": {"Washington State", "Washington, D.C."},
	"virginia":   {"Commonwealth of Virginia", "West Virginia"},
	"virginie":   {"Commonwealth of Virginia", "West Virginia"},
}

// theCountryOf takes apart what says that a country is meant: the country of Georgia, Georgia (the country).
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

// twins are entries that the list notes as a likely duplicate of one, and whose names go on where its name ends.
func (r *Reader) twins(key string, id names.ID) []string {
	if id >= claimID {
		return nil
	}
	s := r.Book.Supporter(tracker.Seq(id))
	if !strings.Contains(s.Note, "duplicate") {
		return nil
	}
	var twins []string
	for other := range r.Book.Roll() {
		if other.ID != s.ID && strings.Contains(other.Note, "duplicate") && strings.HasPrefix(names.Key(other.Name), key) {
			twins = append(twins, other.Name)
		}
	}
	return twins
}

// resolve finds whom a text names, if it is sure, and else who is near.
func (r *Reader) resolve(text string) Subject {
	if s, ok := r.exactly(text); ok {
		return s
	}
	s := Subject{Text: text}
	matches, sure := r.index.Resolve(text)
	if !sure {
		if bare := withoutArticle(text); bare != text {
			if others, also := r.index.Resolve(bare); also || len(matches) == 0 {
				matches, sure = others, also
			}
		}
	}
	if sure || r.onlyOne(text, matches) {
		s.id = matches[0].ID
		return s
	}
	for _, m := range matches[:min(len(matches), candidates)] {
		if name := r.called(m.ID); !slices.Contains(s.candidates, name) {
			s.candidates = append(s.candidates, name)
		}
	}
	return s
}

// onlyOne tells whether the first of the matches is the only one that can be meant, although it wasn't written whole: the
// same words in another order, two words and more of a name that no other name has, or the long word that it begins with.
// Who is a part of somebody is another: a centre of a university isn't the university.
func (r *Reader) onlyOne(text string, matches []names.Match) bool {
	if len(matches) == 0 {
		return false
	}
	first := matches[0]
	others := slices.ContainsFunc(matches[1:], func(m names.Match) bool { return m.How <= names.Partial })
	switch first.How {
	case names.Reordered:
		return !slices.ContainsFunc(matches[1:], func(m names.Match) bool { return m.How <= names.Reordered })
	case names.Prefix, names.Partial:
		words, long := 0, false
		for _, w := range newSentence(text, nil).words {
			if !w.is("stop") && len(w.key) > 1 && strings.Trim(w.key, "0123456789") != "" {
				words++
				long = len(w.key) >= 8 && first.How == names.Prefix && newSentence(first.Name, nil).words[0].key == w.key
			}
		}
		return (words >= 2 || long) && !others && !partOf(text, first.Name)
	}
	return false
}

// partOf tells whether a name is that of a part of what a text names: the text stands behind a preposition or a comma.
func partOf(text, name string) bool {
	said, whole := newSentence(text, nil), newSentence(name, nil)
	if len(said.words) == 0 {
		return false
	}
	for i := 1; i < len(whole.words); i++ {
		if whole.words[i].key == said.words[0].key && (whole.words[i-1].is("stop") || strings.Contains(whole.text[whole.words[i-1].end:whole.words[i].start], ",")) {
			return true
		}
	}
	return false
}

// Nearest are the names of supporters near to one that nobody has.
func (r *Reader) Nearest(name string) []string {
	s := r.resolve(name)
	near := slices.Clone(s.candidates)
	if s.id != 0 {
		near = []string{r.called(s.id)}
	}
	return slices.DeleteFunc(near, func(n string) bool { return len(r.Book.Named(n)) == 0 }) // a claim or a country is no entry
}

// Alike are the names of those in a Book, the Reader's or a later one, of whom a new name may be another spelling: with a
// typo, with other words for its legal form, or with the same words in another order.
func (r *Reader) Alike(book *tracker.Book, name string) []string {
	var fresh []names.Name
	for e := range book.Entries(r.Book.Head()) {
		if ev, ok := e.Event.(tracker.Changed); ok {
			for _, n := range ev.Supporter.Names() {
				fresh = append(fresh, names.Name{ID: names.ID(ev.Supporter.ID), Text: n})
			}
		}
	}
	var alike []string
	for _, index := range []*names.Index{r.index, names.New(fresh)} {
		for _, m := range index.Alike(name, candidates) {
			if m.ID >= claimID {
				continue // a claim or a country is no entry
			}
			if called := book.Supporter(tracker.Seq(m.ID)).Name; !slices.Contains(alike, called) {
				alike = append(alike, called)
			}
		}
	}
	return alike
}

// Find is who of the roll may be meant by a text that is still being typed, best first, up to so many.
func (r *Reader) Find(text string, most int) []*tracker.Supporter {
	var found []*tracker.Supporter
	for _, m := range r.index.Find(text, 2*most) { // countries and claims are among them
		if m.ID >= claimID || len(found) == most {
			continue
		}
		if s := r.Book.Supporter(tracker.Seq(m.ID)); s.Status() == tracker.Listed {
			found = append(found, s)
		}
	}
	return found
}

// Latest is who of the roll changed last, the latest first, up to so many.
func (r *Reader) Latest(most int) []*tracker.Supporter {
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

// IsName tells whether a text can be a name that nobody knows: it is short, and none of its words asks anything.
func IsName(text string) bool {
	s := newSentence(text, nil)
	return len(s.words) > 0 && len(s.words) <= 5 && !slices.ContainsFunc(s.words, func(w word) bool { return len(w.roles) > 0 && !proper(w.text) })
}

// called is the name under which a match is told.
func (r *Reader) called(id names.ID) string {
	switch {
	case id >= countryID:
		return names.Countries()[id-countryID].Name
	case id >= claimID:
		return r.Book.Claims()[id-claimID].Name
	}
	return r.Book.Supporter(tracker.Seq(id)).Name
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
