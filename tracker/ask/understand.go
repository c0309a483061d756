package ask

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/names"
	"rollcall/tracker/query"
)

// Understand turns a question into a Query. Every word of the question must be accounted for: as what it asks, whom or
// what it names, or as a word without weight. Where one isn't, nothing is answered that might be beside the point.
func (r *Reader) Understand(line string) Query {
	s := newSentence(line, r.callNames)
	q := Query{Kind: answer.Unknown, Text: strings.TrimSpace(line)}
	if s.told {
		q.Lang = s.lang
	}
	if len(s.words) == 0 || s.words[0].is("order") {
		return q // an order that is no command is nothing to guess at
	}
	u := &understanding{Reader: r, sentence: s, q: q, covered: make([]bool, len(s.words))}
	u.see()
	for _, try := range []func() bool{
		u.wrongDate, u.help, u.quoted, u.principleNamed, u.principles, u.workgroups, u.about, u.compared, u.several, u.exactSubject, u.figures,
		u.claims, u.charted, u.missing, u.withdrawn, u.changes, u.counted, u.listed, u.subject,
	} {
		if try() {
			if u.sinceIsLost() {
				return q
			}
			u.q.Lang = u.speaks()
			return u.q
		}
	}
	return q
}

// sinceIsLost tells whether the question says since when, and what is answered doesn't begin then: it would be the roll of
// today, which is not what was asked.
func (u *understanding) sinceIsLost() bool {
	reads := slices.Contains([]answer.Kind{answer.Count, answer.List, answer.Missing, answer.Compare}, u.q.Kind)
	return (reads || u.says("not")) && u.q.Since == "" && slices.ContainsFunc(u.dates, func(d period) bool { return d.mode == since })
}

// speaks is the language of the question, if it tells. Where none of its words does, what it names can: Tchad,
// infrastructures critiques.
func (u *understanding) speaks() string {
	if len(u.q.Covering) > 0 && u.q.Covering[0].Lang == "es" {
		return "es" // of which this reader knows no grammar
	}
	if u.told {
		return u.lang
	}
	key := names.Key(u.text)
	has := func(all []string) bool {
		return slices.ContainsFunc(all, func(k string) bool { return names.Key(k) == key })
	}
	french, english := false, false
	for _, m := range names.CountryNamed(strings.Trim(u.text, " ?!.")) {
		french, english = french || has([]string{m.Country.NameFR}), english || has([]string{m.Country.Name})
	}
	for _, found := range u.q.Covering {
		french, english = french || found.Lang == "fr", english || found.Lang == "en"
	}
	switch {
	case french && !english:
		return "fr"
	case english && !french:
		return "en"
	}
	return ""
}

// An understanding is a question on its way to a Query.
type understanding struct {
	*Reader
	*sentence
	q       Query
	covered []bool // words that are accounted for

	dates     []period
	group     *tracker.Group
	groups    []placed[*tracker.Group]
	country   string
	countries []placed[string]
	category  tracker.Category
	kind      tracker.Kind
	others    []string // what else the word for a kind can mean
	nonState  bool     // organisations of any category
	head      bool     // the question says what is counted or listed
	conflict  bool     // it says several, joined: states and companies
	clash     bool     // it says several that aren't joined: countries that have companies
}

// placed is something that words of a sentence say.
type placed[T any] struct {
	what     T
	from, to int
}

// see finds what the words name: dates, groups, countries, categories and kinds.
func (u *understanding) see() {
	for i := range u.words {
		u.covered[i] = u.words[i].is("call", "stop")
	}
	u.dates = u.periods(u.Today)
	for _, d := range u.dates {
		u.cover(d.from, d.to)
	}
	places := u.placesIn()
	for _, p := range places {
		u.cover(p.from, p.to)
		if p.what.group != nil {
			u.groups = append(u.groups, placed[*tracker.Group]{p.what.group, p.from, p.to})
		} else if !slices.ContainsFunc(u.countries, func(c placed[string]) bool { return c.what == p.what.country }) {
			u.countries = append(u.countries, placed[string]{p.what.country, p.from, p.to})
		}
	}
	if len(u.groups) > 0 {
		u.group = u.groups[0].what
	}
	if len(u.countries) > 0 {
		u.country = u.countries[0].what
	}
	u.terms()
}

func (u *understanding) cover(from, to int) {
	for i := max(0, from); i < min(to, len(u.covered)); i++ {
		u.covered[i] = true
	}
}

// wordAt is the index of the word that begins at a byte.
func (u *understanding) wordAt(start int) int {
	i, _ := slices.BinarySearchFunc(u.words, start, func(w word, at int) int { return w.start - at })
	return i
}

// place is a country or a group of them.
type place struct {
	country string
	group   *tracker.Group
}

// placesIn finds countries, groups and regions, the longest where they overlap.
func (u *understanding) placesIn() []placed[place] {
	var all []placed[place]
	add := func(p place, start, end int) {
		from := u.wordAt(start)
		to := from
		for to < len(u.words) && u.words[to].start < end {
			to++
		}
		for to-from > 1 && u.words[from].is("stop") {
			from++ // an article
		}
		all = append(all, placed[place]{p, from, to})
	}
	for _, m := range names.CountriesIn(u.text) {
		if m.By == names.ByCode && m.End-m.Start == 2 && u.words[u.wordAt(m.Start)].is("stop") {
			continue
		}
		add(place{country: m.Country.Code}, m.Start, m.End)
	}
	for i := range u.words {
		if code := map[string]string{"us": "US", "uk": "GB"}[u.words[i].key]; code != "" && u.keyAt(i-1) == "the" {
			all = append(all, placed[place]{place{country: code}, i, i + 1}) // in small letters, too
		}
		key := ""
		for j := i; j < min(i+8, len(u.words)); j++ {
			key += u.words[j].key
			if g := u.Call.Group(key); g != nil && (len(key) > 2 || u.words[i].text == strings.ToUpper(u.words[i].text) || key == "ue" || key == "eu" && u.lang == "en") {
				all = append(all, placed[place]{place{group: g}, i, j + 1})
			}
		}
	}
	// Two letters in capitals can be a country's code and a group's: AU is Australia and the African Union. It is the
	// group if its members are spoken of.
	all = slices.DeleteFunc(all, func(p placed[place]) bool {
		if p.what.country == "" {
			return false
		}
		return slices.ContainsFunc(all, func(o placed[place]) bool { return o.what.group != nil && o.from == p.from && o.to == p.to })
	})
	slices.SortStableFunc(all, func(a, b placed[place]) int { return (b.to - b.from) - (a.to - a.from) })
	var kept []placed[place]
	for _, p := range all {
		overlaps := slices.ContainsFunc(kept, func(k placed[place]) bool {
			same := p.from == k.from && p.to == k.to && p.what.country != "" && k.what.country != ""
			return p.from < k.to && k.from < p.to && !same
		})
		if !overlaps {
			kept = append(kept, p)
		}
	}
	slices.SortStableFunc(kept, func(a, b placed[place]) int { return a.from - b.from })
	return kept
}

// terms finds categories and kinds. The first noun says what is counted; a later "states" or "countries" beside a place
// only belongs to the place, as in "companies in G7 countries".
func (u *understanding) terms() {
	headAt := len(u.words)
	for i := range u.words {
		if u.words[i].is("supporter") && !u.covered[i] {
			headAt = i
			break
		}
	}
	for _, m := range names.TermsIn(u.text) {
		from := u.wordAt(m.Start)
		to := from
		for to < len(u.words) && u.words[to].start < m.End {
			to++
		}
		if u.inPlace(from, to) || u.words[from].is("call") || slices.Contains(governments, u.words[from].key) && u.country != "" && !u.says("list", "count") {
			continue
		}
		// "South American states" are the states of a region, not those of America.
		if behind := u.behindPlace(from); behind > from && behind < to {
			if from, m.Terms = behind, names.TermsNamed(u.between(behind, to)); len(m.Terms) == 0 {
				continue
			}
		}
		u.cover(from, to)
		if u.category != "" || u.kind != "" || u.nonState || headAt < from {
			if m.Terms[0].Category == string(tracker.State) {
				continue // of the place
			}
			switch {
			case !u.term(): // how many of the supporters are universities
				u.take(m.Terms)
			case u.category != "" && u.category != tracker.State && m.Terms[0].Kind != "" && u.kind == "" && !u.joinedBefore(from): // civil society foundations
				u.kind = tracker.Kind(m.Terms[0].Kind)
			case m.Terms[0].Category == string(u.category) && m.Terms[0].Kind == string(u.kind):
			case u.joinedBefore(from):
				u.conflict = true
			default:
				u.clash = true
			}
			continue
		}
		u.head = true
		u.take(m.Terms)
	}
	if headAt < len(u.words) {
		u.head = true
	}
}

// joinedBefore tells whether a word is joined to what stands before it by and, or, or a comma.
func (u *understanding) joinedBefore(i int) bool {
	return slices.Contains([]string{"and", "or", "et", "ou"}, u.keyAt(i-1)) || i > 0 && strings.ContainsAny(u.text[u.words[i-1].end:u.words[i].start], ",;/&+")
}

// take makes what a word means what is counted.
func (u *understanding) take(terms []names.Term) {
	switch categories := categoriesOf(terms); {
	case len(categories) > 1:
		u.nonState = true
	case terms[0].Kind != "":
		u.kind = tracker.Kind(terms[0].Kind)
		for _, other := range terms[1:] {
			if other.Kind != "" {
				u.others = append(u.others, other.Kind)
			}
		}
	default:
		u.category = tracker.Category(terms[0].Category)
	}
}

// governments are words for a state that aren't what is counted when the country stands with them: the French government.
var governments = []string{"government", "governments", "gouvernement", "gouvernements", "administration", "administrations"}

func categoriesOf(terms []names.Term) []string {
	var all []string
	for _, t := range terms {
		if t.Category != "" && !slices.Contains(all, t.Category) {
			all = append(all, t.Category)
		}
	}
	return all
}

// behindPlace is the first word behind a place that a word is in, or the word itself.
func (u *understanding) behindPlace(i int) int {
	for _, p := range u.groups {
		if p.from <= i && i < p.to {
			return p.to
		}
	}
	return i
}

func (u *understanding) inPlace(from, to int) bool {
	for _, p := range u.countries {
		if p.from <= from && to <= p.to {
			return true
		}
	}
	for _, p := range u.groups {
		if p.from <= from && to <= p.to {
			return true
		}
	}
	return false
}

// rest tells which words are not accounted for, if those of the roles are.
func (u *understanding) rest(roles ...role) []int {
	var left []int
	for i := range u.words {
		if !u.covered[i] && !u.words[i].is(roles...) {
			left = append(left, i)
		}
	}
	return left
}

// only tells whether nothing is left but words of the roles.
func (u *understanding) only(roles ...role) bool { return len(u.rest(roles...)) == 0 }

// wrongDate refuses what asks of a day that doesn't exist, is to come, or can be two.
func (u *understanding) wrongDate() bool {
	for _, d := range u.dates {
		if d.wrong != "" {
			u.q.Text = u.between(d.from, d.to)
			return u.cant(d.wrong)
		}
	}
	return false
}

func (u *understanding) help() bool {
	greets := slices.ContainsFunc(u.words, func(w word) bool { return slices.Contains(greetings, w.key) })
	if u.says("help") && u.only("help", "sign") || greets && u.only() {
		u.q.Kind = answer.Help
		return true
	}
	return false
}

// greetings are words that alone, or among others without weight, ask for nothing.
var greetings = []string{"hi", "hello", "hey", "thanks", "thank", "cheers", "bonjour", "bonsoir", "salut", "merci"}

// quoted takes a quotation for a name.
func (u *understanding) quoted() bool {
	for _, t := range Line(u.text) {
		if t.Quoted && len(t.Text) > 1 {
			if subject := u.Resolve(t.Text); subject.Known() {
				u.q.Kind, u.q.Subjects, u.q.Asked = answer.Status, []query.Subject{subject}, u.asked()
				return true
			}
		}
	}
	return false
}

// subjectRoles are what may stand around the subject of a question about somebody.
var subjectRoles = []role{"future", "sign", "supporter", "member", "added", "left", "removed", "removed?", "not", "why", "when", "where", "what", "source", "detail",
	"latest", "first", "reservation", "announced", "list", "pluperfect", "from", "about", "how", "count"}

// asked is what of somebody is asked: when, where, what, source, left or reservation; empty for the whole.
func (u *understanding) asked() string {
	for _, r := range []role{"reservation", "left", "when", "source", "where", "what"} {
		if u.says(r) && (r != "when" || !u.says("source")) {
			return string(r)
		}
	}
	return ""
}

// exactSubject answers a question whose words are nothing but a name on the roll, and what can be asked of it.
func (u *understanding) exactSubject() bool {
	if u.says("share", "compare", "missing") || u.says("count") && !u.says("what") || len(u.q.Principles) > 0 {
		return false
	}
	from, to := u.trimmed()
	if from == to {
		from, to = 0, len(u.words) // names such as EU are words, too
	}
	if subject, ok := u.Exactly(u.between(from, to)); ok && !(u.groupAt(from, to) && u.grouped()) && !(u.place(from, to) && u.narrows(from)) {
		return u.tell(subject)
	}
	// A name with words of the question around it, such as: which country is Commerzbank listed under.
	from, to, subject, ok := u.mention()
	if !ok && len(u.countries) == 1 && !u.term() && !u.says("list", "count") && u.group == nil { // did the Americans sign?
		from, to, ok = u.countries[0].from, u.countries[0].to, true
		subject = u.OfCountry(u.country, u.between(from, to))
	}
	if u.term() && u.says("list") && !u.says("what", "source", "when") && !u.asksOfOne() {
		return false // the US states that signed, such as Virginia
	}
	if ok && u.elsewhere(from, to) || u.says("except") {
		return false // when did Sweden join the EU
	}
	if !ok || u.place(from, to) && (u.narrows(from) || u.grouped() && u.groupAt(from, to)) {
		return false
	}
	roles := subjectRoles
	if u.says("sign", "added", "left", "removed?", "reservation", "supporter", "member") {
		roles = append(slices.Clone(roles), "officials")
	}
	for _, i := range u.rest(roles...) {
		if i < from || i >= to {
			return false
		}
	}
	return u.tell(subject)
}

// elsewhere tells whether the question names a group besides a mention, or a country besides that of a country: it can be
// about something else than the roll.
func (u *understanding) elsewhere(from, to int) bool {
	outside := func(a, b int) bool { return b <= from || to <= a }
	return slices.ContainsFunc(u.groups, func(p placed[*tracker.Group]) bool { return outside(p.from, p.to) }) ||
		u.place(from, to) && slices.ContainsFunc(u.countries, func(p placed[string]) bool { return outside(p.from, p.to) })
}

// place tells whether words are a country or a group of them.
func (u *understanding) place(from, to int) bool {
	return u.groupAt(from, to) ||
		slices.ContainsFunc(u.countries, func(p placed[string]) bool { return p.from == from && p.to == to })
}

func (u *understanding) groupAt(from, to int) bool {
	return slices.ContainsFunc(u.groups, func(p placed[*tracker.Group]) bool { return p.from == from && p.to == to })
}

// narrows tells whether a place only narrows what is asked: the universities in Kenya, who signed from Ghana.
func (u *understanding) narrows(from int) bool {
	of := slices.Contains([]string{"from", "in", "of", "de", "du", "des", "d", "en", "au", "aux", "dans"}, u.keyAt(from-1)) ||
		u.keyAt(from-1) == "the" && slices.Contains([]string{"from", "in", "of"}, u.keyAt(from-2)) ||
		slices.Contains([]string{"la", "le", "l", "les"}, u.keyAt(from-1)) && slices.Contains([]string{"de", "dans"}, u.keyAt(from-2))
	if u.asksOfOne() && !of && !u.demonym(from) && u.category == tracker.State {
		return false // is Tunisia a state on the list?
	}
	return u.term() && !u.says("what") || of && !u.says("officials") && u.says("list", "count", "from", "supporter") && (!u.says("what", "source", "when") || slices.Contains([]string{"who", "qui"}, u.words[0].key))
}

// demonym tells whether a place is named by its people: Kenyan, allemandes.
func (u *understanding) demonym(from int) bool {
	return slices.ContainsFunc(names.CountriesIn(u.text), func(m names.CountryMatch) bool {
		return u.wordAt(m.Start) == from && m.By == names.ByDemonym
	})
}

// term tells whether the question names a category or a kind.
func (u *understanding) term() bool { return u.category != "" || u.kind != "" || u.nonState }

// grouped tells whether the question speaks of the members of a group, not of the group.
func (u *understanding) grouped() bool {
	return !u.says("what", "source", "when") && (u.says("member", "all", "list", "count", "share", "missing") || u.term())
}

func (u *understanding) tell(subject query.Subject) bool {
	u.q.Kind, u.q.Subjects, u.q.Asked = answer.Status, []query.Subject{subject}, u.asked()
	if u.q.Asked != "" {
		u.q.Kind = answer.Detail
	}
	return true
}

// trimmed is the words that remain when those that only ask are taken from both ends.
func (u *understanding) trimmed() (from, to int) {
	light := func(i int) bool {
		w := &u.words[i]
		return w.is("stop", "call") || w.is(subjectRoles...) && !u.inPlace(i, i+1) || u.dated(i)
	}
	for to = len(u.words); from < to && light(from) && !u.cuts(from+1); from++ {
	}
	for ; to > from && light(to-1) && !u.cuts(to-1); to-- {
	}
	if from < to && slices.Contains([]string{"of", "de"}, u.keyAt(from-1)) && slices.Contains([]string{"country", "pays"}, u.keyAt(from-2)) {
		from -= 2 // the country of Georgia is no US state
	}
	return from, to
}

func (u *understanding) dated(i int) bool {
	return slices.ContainsFunc(u.dates, func(d period) bool { return d.from <= i && i < d.to })
}

// longestName is how many words of a line can be one name.
const longestName = 16

// mention finds the longest run of words that is exactly a name.
func (u *understanding) mention() (from, to int, subject query.Subject, ok bool) {
	best := 0
	for i := range u.words {
		key := ""
		for j := i; j < min(i+longestName, len(u.words)); j++ {
			key += u.words[j].key
			if len(key) <= best || !u.Spells(key) || u.cuts(i) || u.cuts(j+1) {
				continue
			}
			if j == i && !(i == 1 && u.asksOfOne()) && (u.words[i].is("stop", "call") || len(u.words[i].roles) > 0 || len(key) < 2) && !proper(u.words[i].text) {
				continue
			}
			if u.weightless(i, j+1) || u.insidePlace(i, j+1) {
				continue // c'est isn't CEST, and Latin America isn't America
			}
			if found, sure := u.Exactly(u.between(i, j+1)); sure {
				best, from, to, subject, ok = len(key), i, j+1, found, true
			}
		}
	}
	return from, to, subject, ok
}

// insidePlace tells whether words are a part of the name of a place.
func (u *understanding) insidePlace(from, to int) bool {
	part := func(a, b int) bool { return a <= from && to <= b && b-a > to-from }
	return slices.ContainsFunc(u.countries, func(p placed[string]) bool { return part(p.from, p.to) }) ||
		slices.ContainsFunc(u.groups, func(p placed[*tracker.Group]) bool { return part(p.from, p.to) })
}

// weightless tells whether words are all without weight.
func (u *understanding) weightless(from, to int) bool {
	return !slices.ContainsFunc(u.words[from:to], func(w word) bool { return !w.is("stop", "call") })
}

// proper tells whether a short word is written as an abbreviation is.
func proper(text string) bool { return len(text) > 1 && text == strings.ToUpper(text) }

// several answers for a list of names, or for two and more of a sentence.
func (u *understanding) several() bool {
	if u.says("compare", "share", "missing", "principle", "from", "except") || u.term() || u.head && u.says("count", "list") {
		return false
	}
	from, to := u.trimmed()
	if from == to {
		return false
	}
	text := u.between(from, to)
	if _, ok := u.Exactly(text); ok || len(u.countries) > 0 && u.narrows(u.countries[0].from) {
		return false
	}
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == '\n' })
	listed := len(parts)
	last := parts[len(parts)-1]
	for _, and := range []string{" and ", " et ", " & ", " or ", " ou "} {
		if a, b, ok := strings.Cut(last, and); ok {
			parts = append(parts[:len(parts)-1], a, b)
			break
		}
	}
	if len(parts) < 2 {
		return false
	}
	var subjects []query.Subject
	known := 0
	for _, p := range parts {
		p = u.trimName(p)
		if p == "" {
			continue
		}
		subject := u.Resolve(p)
		if subject.Known() {
			known++
		}
		subjects = append(subjects, subject)
	}
	if len(subjects) < 2 || known == 0 || known < len(subjects) && listed < 3 && !u.capitalised(from, to) {
		return false
	}
	u.q.Kind, u.q.Subjects, u.q.Several = answer.List, subjects, true
	return true
}

// capitalised tells whether words are written as names are: each with a capital, but for those without weight.
func (u *understanding) capitalised(from, to int) bool {
	return strings.ContainsFunc(u.text, unicode.IsLower) && !slices.ContainsFunc(u.words[from:to], func(w word) bool {
		first, _ := utf8.DecodeRuneInString(w.text)
		return !w.is("stop") && !unicode.IsUpper(first)
	})
}

// trimName takes words that only join from both ends of a name in a list.
func (r *Reader) trimName(text string) string {
	if _, ok := r.Exactly(text); ok {
		return text
	}
	s := newSentence(text, nil)
	from, to := 0, len(s.words)
	for from < to && (s.words[from].is("stop") && !proper(s.words[from].text)) {
		from++
	}
	for to > from && s.words[to-1].is("stop") && !proper(s.words[to-1].text) {
		to--
	}
	return s.between(from, to)
}

// missing answers who of a group has not signed, and which share has.
func (u *understanding) missing() bool {
	if u.group == nil && u.category == tracker.State && u.country == "" && u.says("not") && u.says("count", "list") && !u.conflict && !u.clash {
		u.group = u.Call.Group("un") // of all states, those of the United Nations are meant
	}
	if u.says("except") || strings.Contains(u.keys(), " non ") && !u.says("missing") && !u.says("sign", "member") {
		return false // states outside a group
	}
	if u.group == nil || len(u.groups) > 1 || u.kind != "" || u.nonState || u.category != "" && u.category != tracker.State {
		return false
	}
	f := Filter{Group: u.group, Category: tracker.State, AsOf: u.at()}
	roles := []role{"sign", "supporter", "member", "not", "list", "all", "share", "count", "missing", "pluperfect", "latest", "added"}
	switch {
	case !u.only(roles...):
		return false
	case u.says("share"):
		u.q.Kind, u.q.Filter, u.q.Share = answer.Count, f, true
	case u.says("not", "missing") && !u.says("why"), u.says("all") && u.says("sign", "added") && !u.says("count"):
		u.q.Kind, u.q.Filter = answer.Missing, f
	default:
		return false
	}
	return true
}

// at is the day as of which the question asks; empty for today.
func (u *understanding) at() tracker.Day {
	if len(u.dates) == 1 && u.dates[0].mode != since {
		return u.dates[0].last
	}
	return ""
}

// withdrawn answers who withdrew: the roll knows, and by states it is nobody.
func (u *understanding) withdrawn() bool {
	if !u.says("left") || !u.only("left", "sign", "supporter", "member", "list", "count", "not", "pluperfect", "latest") {
		return false
	}
	if u.lang == "fr" && u.says("removed") { // retiré de la liste is the list's act
		return false
	}
	u.q.Kind, u.q.Filter, u.q.Left = answer.List, u.filter(), true
	if u.says("count") {
		u.q.Kind = answer.Count
	}
	return true
}

// filter is what narrows a count or a list.
func (u *understanding) filter() Filter {
	return Filter{Category: u.category, Kind: u.kind, Country: u.country, Group: u.group, NonState: u.nonState, Others: u.others}
}

// changes answers what changed, who joined and who was taken off, in a time or lately.
func (u *understanding) changes() bool {
	roles := []role{"sign", "supporter", "member", "list", "changes", "added", "removed", "latest", "pluperfect", "count", "from", "when", "first", "left", "how", "removed?", "about", "where", "more"}
	if len(u.countries) > 1 || len(u.groups) > 1 || len(u.dates) > 1 || u.says("future", "except") || u.conflict || u.clash || !u.only(roles...) {
		return u.nth()
	}
	if u.nth() {
		return true
	}
	q := Query{Filter: u.filter()}
	period := u.says("latest", "first")
	if len(u.dates) == 1 {
		d := u.dates[0]
		switch period = true; d.mode {
		case since:
			q.Since, q.Until = d.first, u.Today
		case until:
			q.Until = tracker.DayOf(d.first.Time().AddDate(0, 0, -1))
		default:
			q.Since, q.Until = d.first, d.last
		}
	}
	switch {
	case u.says("removed"), u.says("left") && u.lang == "fr" && period:
		q.Kind, q.Only = answer.Changes, answer.OnlyRemoved
	case (u.says("changes") || u.says("removed?") && u.says("sign", "call")) && !u.says("count"):
		q.Kind = answer.Changes
		if len(u.dates) == 0 {
			q.Last = true
		}
	case u.says("first") && u.says("sign", "added", "supporter") && len(u.dates) == 0 && !u.says("principle"):
		q.Kind, q.First = answer.List, true
	case u.says("latest") && len(u.dates) == 0:
		q.Kind, q.Last, q.Only = answer.List, true, answer.OnlyAdded
	case period && u.joining() && u.dates[0].mode != asOf:
		q.Kind, q.Only = answer.List, answer.OnlyAdded
		if u.says("count") {
			q.Kind = answer.Count
		}
	default:
		return false
	}
	q.Text, q.Lang = u.q.Text, u.lang
	u.q = q
	return true
}

// charted answers with a picture of how many there were over time.
func (u *understanding) charted() bool {
	if !u.says("chart") || len(u.countries) > 1 || len(u.groups) > 1 || len(u.dates) > 1 || u.says("future", "except", "left", "removed") || u.clash {
		return false
	}
	f := u.filter()
	if u.conflict && (f.Country != "" || f.Kind != "" || f.NonState) {
		return false // of several categories all are drawn, but of several kinds or countries none
	}
	q := Query{Kind: answer.Chart, Text: u.q.Text, Filter: f}
	if q.Filter.Category = ""; f.Category != "" && !u.conflict {
		q.Categories = []tracker.Category{f.Category}
	}
	if len(u.dates) == 1 {
		switch d := u.dates[0]; d.mode {
		case since:
			q.Since = d.first
		case until:
			q.Until = tracker.DayOf(d.first.Time().AddDate(0, 0, -1))
		case asOf:
			q.Until = d.last
		default:
			q.Since, q.Until = d.first, d.last
		}
	}
	if !u.only("chart", "sign", "supporter", "member", "list", "changes", "count", "from", "all", "added", "how", "pluperfect", "about") {
		return false
	}
	u.q = q
	return true
}

// joining tells whether a time is that of joining, and not a day on which the roll is read: "signed in 2021", not "had
// signed in 2021" or "were on the list on 11 November 2021".
func (u *understanding) joining() bool {
	if len(u.dates) != 1 || u.says("pluperfect") && !u.says("added") {
		return false
	}
	if u.says("added") && !u.says("pluperfect") {
		return true
	}
	if u.dates[0].mode == since { // and not: who has been on the list since then
		onIt := slices.ContainsFunc(u.words, func(w word) bool { return slices.Contains([]string{"roll", "list", "liste"}, w.key) })
		return (u.says("sign", "supporter") || u.head) && !onIt
	}
	return u.says("sign") && !u.dates[0].day() && u.dates[0].mode == during
}

// nth answers who the 81st state is.
func (u *understanding) nth() bool {
	for i := range u.words {
		n := numbered(u.words[i].key)
		if n < 2 || number(u.words[i].key) > 0 || u.dated(i) {
			continue
		}
		u.covered[i] = true
		if u.only("sign", "supporter", "member", "list", "added") && (u.head || u.says("supporter")) {
			u.q.Kind, u.q.Filter, u.q.Nth = answer.List, u.filter(), n
			return true
		}
		u.covered[i] = false
	}
	return false
}

// claims answers who is said to support the call and isn't on the roll.
func (u *understanding) claims() bool {
	if !u.says("announced") || !u.says("not") || u.group != nil || u.country != "" {
		return false
	}
	if !u.only("announced", "not", "sign", "list", "supporter", "report", "added", "pluperfect", "count") {
		return false
	}
	u.q.Kind, u.q.Filter, u.q.Claimed = answer.List, Filter{Category: u.category}, true
	return true
}

// counted answers how many.
func (u *understanding) counted() bool {
	if !u.says("count") || slices.Contains([]string{"in", "dans"}, u.words[0].key) && slices.Contains([]string{"how", "combien"}, u.keyAt(1)) || u.says("future", "except") || u.clash || u.asksOfOne() && u.mentioned() || len(u.countries) > 1 || len(u.groups) > 1 || len(u.dates) > 1 {
		return false
	}
	roles := []role{"count", "sign", "supporter", "member", "from", "pluperfect", "list", "all", "added", "report", "where", "what", "about"}
	f := u.filter()
	if u.conflict { // the whole count tells each
		if f.Kind != "" || f.Country != "" || f.Group != nil || u.kind != "" {
			return false
		}
		f = Filter{}
	}
	f, ok := u.narrowed(f, roles)
	if !ok {
		return false
	}
	u.q.Kind, u.q.Filter = answer.Count, f
	return true
}

// narrowed adds to a filter what the whole question says; it is not ok if a word is left that none of the roles accounts for.
func (u *understanding) narrowed(f Filter, roles []role) (Filter, bool) {
	unsigned := u.unsigned()
	if unsigned {
		f.Unsigned = true
		roles = append(roles, "not")
		if f.Category == tracker.State {
			f.Category = ""
		}
	}
	if f.Category == "" && f.Kind == "" && !u.nonState && !unsigned && f.Group != nil && (u.says("member") || !u.head) {
		f.Category = tracker.State
	}
	f.AsOf = u.at()
	return f, u.only(roles...)
}

// unsigned tells whether the question is about supporters from states that aren't on the roll.
func (u *understanding) unsigned() bool {
	if !u.says("not") || u.group != nil || u.country != "" {
		return false
	}
	states, not := 0, 0
	for _, m := range names.TermsIn(u.text) {
		for _, t := range m.Terms {
			if t.Category == string(tracker.State) {
				states = m.Start
			}
		}
	}
	for _, w := range u.words {
		if w.is("not") {
			not = w.start
		}
	}
	if not < states && !u.says("missing") && !strings.Contains(u.keys(), " non ") {
		return false // supporters that aren't states
	}
	// The states stand behind what is counted.
	return states > 0 && (u.category != "" && u.category != tracker.State || u.kind != "" || u.nonState || u.headBefore(states))
}

func (u *understanding) headBefore(at int) bool {
	return slices.ContainsFunc(u.words, func(w word) bool { return w.start < at && w.is("supporter") })
}

// listed answers who.
func (u *understanding) listed() bool {
	if len(u.countries) > 1 || len(u.groups) > 1 || len(u.dates) > 1 || !u.head && !u.says("list") {
		return false
	}
	if u.asksOfOne() || u.conflict || u.clash || u.says("future", "except") || u.called() {
		return false
	}
	f := u.filter()
	roles := []role{"list", "sign", "supporter", "member", "from", "all", "added", "pluperfect", "where", "what", "about"}
	f, ok := u.narrowed(f, roles)
	if !ok || len(f.Who()) == 0 && !u.says("sign", "supporter") {
		return false
	}
	u.q.Kind, u.q.Filter = answer.List, f
	if f.AsOf != "" && !u.says("list") {
		u.q.Kind = answer.Count // states on 23 March 2021
	}
	return true
}

// called tells whether the line is nothing but words written as a name is, in the singular: US Chamber of Commerce.
func (u *understanding) called() bool {
	last := u.words[len(u.words)-1].key
	return len(u.words) > 1 && !strings.HasSuffix(last, "s") && u.capitalised(0, len(u.words)) && !u.says("list", "count", "sign")
}

// mentioned tells whether the question names somebody to the letter.
func (u *understanding) mentioned() bool {
	_, _, _, ok := u.mention()
	return ok
}

// asksOfOne tells whether the question is of the form: has X signed.
func (u *understanding) asksOfOne() bool {
	if slices.Contains([]string{"there", "any"}, u.keyAt(1)) || u.term() && slices.Contains([]string{"have", "has"}, u.keyAt(2)) {
		return false // does Russia have companies on the list?
	}
	return u.says("sign", "supporter", "member") && !u.says("list") && !u.howMany() &&
		(slices.Contains([]string{"has", "have", "did", "does", "is", "are", "was", "hasn", "isn", "didn", "est", "a"}, u.words[0].key) ||
			strings.Contains(u.keys(), " t il ") || strings.Contains(u.keys(), " t elle ") || strings.Contains(u.keys(), " est il ") || strings.Contains(u.keys(), " est elle "))
}

// howMany tells whether a number is asked for; a total alone can be a name.
func (s *sentence) howMany() bool {
	for _, w := range s.words {
		if w.is("count") && w.key != "total" {
			return true
		}
	}
	return false
}

// keys are the folded words, with spaces around each.
func (s *sentence) keys() string {
	var b strings.Builder
	for _, w := range s.words {
		b.WriteString(" " + w.key)
	}
	return b.String() + " "
}

// subject answers about somebody whose name isn't written as on the roll, and about what a principle covers.
func (u *understanding) subject() bool {
	from, to := u.trimmed()
	if from == to {
		return false
	}
	text := u.between(from, to)
	if u.groupAt(from, to) && !u.says("principle", "covers") {
		return u.tell(query.Subject{Text: text, Group: u.group})
	}
	if u.topic(text) {
		return true
	}
	subject := u.Resolve(text)
	if subject.Known() || subject.Several {
		return u.tell(subject)
	}
	asks := (u.says("sign", "added", "left", "when", "removed?") || u.asksOfOne() || from > 0 && u.capitalised(from, to)) && !slices.Contains([]string{"who", "which", "qui", "quels", "quelles"}, u.words[0].key)
	if u.howMany() {
		return false
	}
	for i := from; i < to; i++ {
		if w := &u.words[i]; len(w.roles) > 0 && !w.is("stop") || to-from > 6 {
			return false // not a name
		}
	}
	switch {
	case len(subject.Candidates) > 0 && (asks || from == 0 && to == len(u.words)):
		u.q.Kind, u.q.Subjects = answer.Ambiguous, []query.Subject{subject}
	case asks && u.group == nil:
		u.q.Kind, u.q.Subjects = answer.Status, []query.Subject{subject}
	default:
		return false
	}
	return true
}

// IsName tells whether a text can be a name that nobody knows: it is short, and none of its words asks anything.
func IsName(text string) bool {
	s := newSentence(text, nil)
	return len(s.words) > 0 && len(s.words) <= 5 && !slices.ContainsFunc(s.words, func(w word) bool { return len(w.roles) > 0 && len(w.text) > 1 && !proper(w.text) })
}

// ordinals are the numbers of principles in words.
var ordinals = map[string]int{
	"one": 1, "first": 1, "un": 1, "premier": 1, "two": 2, "second": 2, "deux": 2, "deuxieme": 2, "three": 3, "third": 3,
	"trois": 3, "troisieme": 3, "four": 4, "fourth": 4, "quatre": 4, "quatrieme": 4, "five": 5, "fifth": 5, "cinq": 5,
	"cinquieme": 5, "six": 6, "sixth": 6, "sixieme": 6, "seven": 7, "seventh": 7, "sept": 7, "septieme": 7, "eight": 8,
	"eighth": 8, "huit": 8, "huitieme": 8, "nine": 9, "ninth": 9, "neuf": 9, "neuvieme": 9, "ten": 10, "tenth": 10,
	"dix": 10, "dixieme": 10, "eleven": 11, "eleventh": 11, "onze": 11, "onzieme": 11, "twelve": 12, "twelfth": 12,
	"douze": 12, "douzieme": 12,
}

// ordinal reads 8, 8th, eighth, huitième.
func ordinal(key string) (int, bool) {
	if n, ok := ordinals[key]; ok {
		return n, true
	}
	n := numbered(key)
	return n, n > 0 && n < 100 || key == "0"
}
