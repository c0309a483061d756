package ask

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"rollcall/tracker/names"
)

// strangers joins words without a meaning to names that aren't known, or that are known in another spelling; a name and what
// is right next to it may also be one (UTEC Uruguay).
func (q *question) strangers() {
	var out []*span
	for i := 0; i < len(q.spans); {
		s := q.spans[i]
		alone := i+1 >= len(q.spans) || !q.beside(i+1) || !(len(q.spans[i+1].alts) == 0 && !q.verb(i+1) || q.spans[i+1].is(Country, "") && !people(q.spans[i+1]) && s.to-s.from == 1)
		if len(s.alts) > 0 && (!s.is(Name, "") || alone) {
			out = append(out, s)
			i++
			continue
		}
		from, to := i, i+1
		for to < len(q.spans) && q.beside(to) && (len(q.spans[to].alts) == 0 || q.between(to) || q.inner(to)) {
			to++
		}
		wide, far := from, to
		for wide > 0 && len(out) > 0 && q.beside(wide) && (q.partOfName(q.spans[wide-1]) || q.spans[wide-1].is(Prep, "of") && wide > 1 && q.partOfName(q.spans[wide-2])) && out[len(out)-(from-wide)-1].to == q.spans[wide-1].to {
			wide--
		}
		for far < len(q.spans) && q.beside(far) && q.partOfName(q.spans[far]) {
			far++
		}
		name, a, b := q.stranger(wide, from, to, far)
		out, i = append(out[:len(out)-(from-a)], name), b
	}
	q.spans = out
}

var trade = patternOf("filler:trade class:company|civil_society|public_authority|kind term")

// trades takes what somebody is, and where from, for nothing before a name: the Spanish bank BBVA, l'assureur français AXA. Elsewhere a
// word that is only a trade isn't known.
func (q *question) trades() {
	for i, s := range q.spans {
		if !s.is(Name, "") && !s.is(Stranger, "") {
			continue
		}
		from, home := i, q.home(value(s, Name))
		says := func(o *span) bool {
			return trade.fits(o) && !q.plural(o) || o.is(Country, "") && (strings.TrimSuffix(value(o, Country), " people") == home || home == "" && people(o))
		}
		for from > 0 && q.beside(from) && says(q.spans[from-1]) {
			from--
		}
		said := q.spans[from:i]
		if !q.opens(from) || !trade.in(said) || s.is(Stranger, "") && kind.all(said) {
			continue
		}
		for _, o := range said {
			if found, sure := q.index.Resolve(q.words(o.from, o.to) + " " + q.words(s.from, s.to)); s.is(Stranger, "") && sure {
				s.alts = []alt{{Name, q.Names.text[found[0].ID], q.w("near"), anyLang}} // la universidad chilena Adolfo Ibáñez
			}
			o.alts = append(slices.DeleteFunc(o.alts, func(a alt) bool { return a.role == Filler || a.role == Country }), alt{Filler, "", 0, anyLang})
		}
	}
	for _, s := range q.spans {
		if s.alts = slices.DeleteFunc(s.alts, func(a alt) bool { return a.role == Filler && a.value == "trade" }); len(s.alts) == 0 {
			s.alts = []alt{{Stranger, q.words(s.from, s.to), q.w("stranger-small"), anyLang}}
		}
	}
}

var kind = patternOf("class:kind term")

// opens reports whether what somebody is can begin at a span.
func (q *question) opens(i int) bool {
	return i == 0 || !q.beside(i) || q.spans[i-1].is(Filler, "single") || q.spans[i-1].is(Ask, "is")
}

// titles takes what somebody is for a part of a name that isn't known: la fondation Mozilla, universidad de los andes.
func (q *question) titles() {
	for i := 0; i+1 < len(q.spans); i++ {
		s, o := q.spans[i], q.spans[i+1]
		if s.is(Filler, "city") && o.is(Country, "") || // Ciudad de México is no country, nor is Mexico City
			s.is(Country, "") && !people(s) && q.beside(i+1) && o.is(Class, "kind:local_government") && q.tokens[o.from].capital() {
			q.join(i, i+1, alt{Stranger, q.words(s.from, o.to), q.w("stranger"), anyLang})
			continue
		}
		if !kind.fits(s) || !q.opens(i) || q.plural(s) {
			continue
		}
		j := i + 1
		for j+1 < len(q.spans) && j < i+4 && q.beside(j) && (q.spans[j].is(Prep, "of") || q.spans[j].is(Filler, "article")) {
			j++
		}
		if o := q.spans[j]; q.beside(j) && o.is(Stranger, "") {
			name := q.said(i, j+1, q.w("stranger"))
			if text := q.words(o.from, o.to); j == i+1 && name.is(Stranger, "") && q.resembles(text) {
				name.alts[0].value = text // ESAN, which is a university
			}
			q.join(i, j, name.alts[0])
		}
	}
}

// resembles reports whether a name may be somebody's whose whole name it isn't.
func (q *question) resembles(name string) bool {
	found, sure := q.index.Resolve(name)
	return !sure && len(found) > 0 && found[0].How <= names.Partial
}

// plural reports whether a class is of several: its last word ends so.
func (q *question) plural(s *span) bool {
	last := q.tokens[s.to-1].key
	return strings.HasSuffix(last, "s") || strings.HasSuffix(last, "x")
}

// verb reports whether a word without a meaning is in small letters after one with a capital: it belongs to no name.
func (q *question) verb(i int) bool {
	return !q.shout && q.tokens[q.spans[i-1].from].capital() && !q.tokens[q.spans[i].from].capital()
}

// properNames joins words in capitals that each mean something to a name that the list has: Bank of Ireland, the American Chamber
// of Commerce.
func (q *question) properNames() {
	for i := 0; i < len(q.spans); i++ {
		to, capitals := i, 0
		for j := i; j < len(q.spans) && (j == i || q.beside(j)) && (q.inName(j) || j > i && q.spans[j].is(Prep, "of")); j++ {
			if q.inName(j) {
				to, capitals = j+1, capitals+1
			}
		}
		if capitals < 2 || country.all(q.spans[i:to]) {
			continue
		}
		text := q.words(q.spans[i].from, q.spans[to-1].to)
		if matches, _ := q.index.Resolve(text); len(matches) > 0 && matches[0].How <= names.Partial {
			q.join(i, to-1, q.said(i, to, q.w("near")).alts[0])
		}
	}
}

var (
	many    = patternOf("name ask filler")
	inTitle = patternOf("term text")
)

// inName reports whether a span means something and can be a word of a name: it has a capital, or is one of a kind.
func (q *question) inName(i int) bool {
	s := q.spans[i]
	if i > 0 && q.beside(i) && q.spans[i-1].is(Filler, "single") && (s.is(Class, "") || people(s)) {
		return true // a chamber of commerce, in small letters
	}
	return q.tokens[s.from].capital() && !q.shout && !many.fits(s) && (q.partOfName(s) || inTitle.fits(s))
}

var ofPeople = patternOf("country:people")

// people reports whether a span is the people of a country.
func people(s *span) bool { return ofPeople.fits(s) }

var saying = patternOf("pred!prep ask!filler")

// closings takes who signs a message for nothing: Kind regards, Anna (policy unit).
func (q *question) closings() {
	for i, s := range q.spans {
		if i > 0 && !q.beside(i) && s.is(Filler, "closing") && !saying.in(q.spans[i+1:]) && !strings.Contains(q.text[q.tokens[s.from].start:], "?") {
			q.setAside(i, len(q.spans))
			return
		}
	}
}

// said is the span of a name as it was typed, or of the supporter that the index is sure about.
func (q *question) said(a, b int, cost float64) *span {
	return q.nameAt(q.spans[a].from, q.spans[b-1].to, cost)
}

// nameAt is the span of some words as a name.
func (q *question) nameAt(from, to int, cost float64) *span {
	s := &span{from: from, to: to}
	text := q.words(s.from, s.to)
	if found, sure := q.index.Resolve(text); sure {
		s.alts = []alt{{Name, q.Names.text[found[0].ID], cost, anyLang}}
	} else {
		s.alts = []alt{{Stranger, text, cost, anyLang}}
	}
	return s
}

// beside reports whether there is no break before a span.
func (q *question) beside(i int) bool { return q.tokens[q.spans[i].from].brk == 0 }

// between reports whether a span is a little word inside of a name.
func (q *question) between(i int) bool {
	s := q.spans[i]
	if i == 0 || i+1 >= len(q.spans) || !q.beside(i+1) || s.to-s.from > 1 || s.is(Pred, "") {
		return false
	}
	next := q.spans[i+1]
	before, after := q.tokens[s.from-1], q.tokens[next.from]
	if len(next.alts) > 0 && !(q.partOfName(next) && after.capital()) || s.is(Op, "or") || s.is(Op, "and") || s.is(Prep, "from") && !s.is(Prep, "of") {
		return false
	}
	return s.is(Prep, "of") || before.capital() && after.capital() && !q.shout
}

// inner reports whether a span that can belong to a name stands before a word without a meaning.
func (q *question) inner(i int) bool {
	return q.partOfName(q.spans[i]) && i+1 < len(q.spans) && q.beside(i+1) && len(q.spans[i+1].alts) == 0 && q.tokens[q.spans[i].from].capital()
}

// partOfName reports whether a span that means something can belong to a name next to it.
func (q *question) partOfName(s *span) bool {
	weakly, capital := slices.ContainsFunc(s.alts, weak), q.tokens[s.from].capital()
	return s.is(Class, "") || s.is(Country, "") || capital && !weakly && nameable.fits(s)
}

var nameable = patternOf("name group threat term publisher off")

// weak reports whether a word means nothing, at a price.
func weak(a alt) bool { return a.role == Filler && a.cost > 0 }

// stranger is the span of a name that isn't known as it stands: the widest that the index is sure of, or one without a bearer.
func (q *question) stranger(wide, from, to, far int) (s *span, a, b int) {
	if known := value(q.spans[from], Name); known != "" && to == from+1 && far > to && q.home(known) == value(q.spans[to], Country) {
		q.spans[from].to = q.spans[to].to
		return q.spans[from], from, to + 1
	}
	for _, a := range slices.Compact([]int{wide, from}) {
		for b := far; b >= to; b-- {
			text := q.words(q.spans[a].from, q.spans[b-1].to)
			if alone := q.spans[from].is(Name, "") && b-a < 2; alone || len(names.Key(text)) < 4 {
				continue
			}
			if found, sure := q.index.Resolve(text); sure && q.close(found[0], text) {
				return &span{from: q.spans[a].from, to: q.spans[b-1].to,
					alts: []alt{{Name, q.Names.text[found[0].ID], q.w("near") + 0.05*float64(found[0].How), anyLang}}}, a, b
			}
		}
	}
	if code := q.nearCountry(q.spans[from].from, q.spans[to-1].to); code != "" {
		return &span{from: q.spans[from].from, to: q.spans[to-1].to, alts: []alt{{Country, code, q.w("near") + q.w("span"), anyLang}}}, from, to
	}
	capital := !q.shout && (q.tokens[q.spans[from].from].capital() || q.tokens[q.spans[to-1].to-1].capital())
	a, b = from, to
	if capital {
		for a > wide && !q.spans[a-1].is(Ask, "") {
			if !q.tokens[q.spans[a-1].from].capital() && !(q.spans[a-1].is(Prep, "of") && a-1 > wide && q.tokens[q.spans[a-2].from].capital() && !q.spans[a-2].is(Name, "")) {
				break
			}
			a-- // University of …
		}
		for b < far && q.tokens[q.spans[b].from].capital() {
			b++
		}
	}
	s = &span{from: q.spans[a].from, to: q.spans[b-1].to}
	cost := q.w("stranger-small")
	if capital {
		cost = q.w("stranger")
	}
	s.alts = []alt{{Stranger, q.words(s.from, s.to), cost, anyLang}}
	return s, a, b
}

// nearCountry is the code of the only country whose name is a letter away from some words, or empty. Of five letters, two may
// have changed places.
func (q *question) nearCountry(from, to int) (code string) {
	key := names.Key(q.words(from, to))
	if len(key) < 5 || len(key) < 8 && !q.flat && !q.tokens[from].capital() {
		return "" // begin isn't Benin, nor Lagos Laos
	}
	short := len(key) == 5
	key = single(key)
	for _, c := range q.countryKeys[key[0]] {
		if d := len(key) - len(c.key); d*d <= 1 && names.Edits(key, c.key, 1) <= 1 && (!short || turned(key, c.key)) && code != c.code {
			if code != "" {
				return ""
			}
			code = c.code
		}
	}
	return code
}

// turned reports whether two words begin alike and have the same letters.
func turned(a, b string) bool {
	letters := func(word string) []byte { return slices.Sorted(slices.Values([]byte(word))) }
	return len(a) == len(b) && a[:2] == b[:2] && slices.Equal(letters(a), letters(b))
}

// close reports whether a name that was found is near enough to be answered.
func (q *question) close(m names.Match, text string) bool {
	switch m.How {
	case names.Typo:
		// One word that misses another name by a letter may well be a name of its own; so may a short word among others.
		known := strings.Fields(q.Names.text[m.ID])
		short := slices.ContainsFunc(strings.Fields(text), func(word string) bool {
			key := names.Key(word)
			return len(key) < 5 && !slices.ContainsFunc(known, func(k string) bool { return names.Key(k) == key })
		})
		return !short && (len(strings.Fields(text)) > 1 || len(names.Key(text)) >= 9)
	case names.Partial, names.Prefix:
		return len(strings.Fields(text)) > 1
	}
	return true
}

// joinTimes makes periods of two times: between 2019 and 2020, from March to May 2021; and days of the names of supporters and
// events after since and before.
func (q *question) joinTimes() {
	for i, s := range q.spans {
		for _, a := range s.alts {
			day := ""
			switch {
			case s.when.from != "":
			case a.role == Day:
				day = q.relative(a.value)
			case (a.role == Name || a.role == Country) && q.boundBefore(i):
				day = quote(q.nameOf(a))
			}
			if day != "" {
				s.when = when{day, day}
				s.alts = append(s.alts, alt{Time, day, a.cost + 0.05, anyLang})
			}
		}
	}
	compared := comparing.in(q.spans)
	var out []*span
	for _, s := range q.spans {
		if n := len(out); n > 0 && s.is(Time, "") && out[n-1].is(Dim, "year") {
			s.from = out[n-1].from // l'année 2021
			out = out[:n-1]
		}
		if last := q.lastTime(out); last >= 0 && s.is(Time, "") && q.within(out[last], s) {
			out[last].to = s.to // at launch, on 12 November 2018
			out = out[:last+1]
			continue
		}
		first, joint := q.rangeBefore(out)
		if s.is(Time, "") && first >= 0 && joint.is(Op, "to") && !(joint.is(Op, "and") && compared) {
			last := out[first]
			last.to, last.when.to = s.to, s.when.to
			last.alts = []alt{{Time, last.when.String(), 0, anyLang}}
			out = out[:first+1]
			continue
		}
		out = append(out, s)
	}
	for _, s := range out {
		if len(s.when.from) < len(time.DateOnly) && slices.ContainsFunc(out, func(day *span) bool { return day.from != s.from && q.within(day, s) }) {
			s.alts, s.when = []alt{{Filler, "", 0, anyLang}}, when{} // a founding member in 2018
		}
	}
	q.spans = out
}

// lastTime is the place of the time at the end, before little words that join another to it; -1 if there is none.
func (q *question) lastTime(out []*span) int {
	i := len(out) - 1
	for i >= 0 && (out[i].is(Filler, "") || out[i].is(Prep, "in") || out[i].is(Prep, "on") || out[i].is(Prep, "of")) && !out[i].is(Op, "and") {
		i--
	}
	if i < 0 || out[i].when.from == "" {
		return -1
	}
	return i
}

// within reports whether a day of the call lies in a period.
func (q *question) within(day, period *span) bool {
	on, known := q.days[day.when.from]
	return known && period.when.from != "" && strings.HasPrefix(on, period.when.from)
}

// rangeBefore finds a time and what joins it to a time that follows, articles aside: between the 1st of January and the …; the
// place of the first is -1 if there is none.
func (q *question) rangeBefore(out []*span) (first int, joint *span) {
	i := len(out) - 1
	for i > 0 && (out[i].is(Filler, "") || out[i].is(Prep, "asof")) && !out[i].is(Op, "") {
		i--
	}
	if i < 1 || !out[i].is(Op, "") || !out[i-1].is(Time, "") {
		return -1, nil
	}
	return i - 1, out[i]
}

// relative is the period that a day of the lexicon means today: this-year, last-month.
func (q *question) relative(value string) string {
	now := q.today.Time()
	return cmp.Or(map[string]string{
		"yesterday":  now.AddDate(0, 0, -1).Format(time.DateOnly),
		"this-year":  now.Format("2006"),
		"last-year":  now.AddDate(-1, 0, 0).Format("2006"),
		"this-month": now.Format("2006-01"),
		"last-month": now.AddDate(0, 0, -now.Day()).Format("2006-01"),
	}[value], value)
}

// labels makes the name of a field mean nothing before its value (country Mexico, category company), and binds what is left out or
// included to the word after it: the EU excluded.
func (q *question) labels() {
	for i, s := range q.spans {
		if next := i + 1; next < len(q.spans) {
			o, brk := q.spans[next], q.tokens[q.spans[next].from].brk
			label := s.is(Dim, "country") && o.is(Country, "") && !people(o) || (s.is(Dim, "category") || s.is(Dim, "kind")) && o.is(Class, "")
			if label && (brk == 0 || brk == ':') {
				s.alts = []alt{{Filler, "", 0, anyLang}}
				q.tokens[o.from].brk = 0
			}
		}
		out, in := s.is(Op, "left-out"), s.is(Op, "left-in")
		if !out && !in || i == 0 || !q.beside(i) || !things.fits(q.spans[i-1]) {
			continue
		}
		s.alts = []alt{{Filler, "", 0, anyLang}}
		last := i - 1
		if last > 0 && q.beside(last) && (q.spans[last].is(Class, "member") || q.spans[last].is(Class, "state")) && q.spans[last-1].is(Group, "") {
			last-- // G7 members excluded
		}
		if o := q.spans[last]; in {
			o.alts = []alt{{Filler, "", 0, anyLang}}
		} else {
			o.denied = true
		}
	}
}

// reports makes who says something an aside, where it is nobody known: one of our MPs is saying that Kenya signed.
func (q *question) reports() {
	from := 0
	for i := 0; i < len(q.spans); i++ {
		s, end := q.spans[i], i+1
		for end < len(q.spans) && q.beside(end) {
			end++
		}
		brk := q.tokens[s.from].brk
		if i > 0 && brk != 0 && (s.is(Pred, "say") && q.teller(q.spans[i+1:end]) || s.is(Filler, "as") && q.spans[end-1].is(Pred, "say") && q.teller(q.spans[i+1:end-1])) {
			q.setAside(i, end) // …, asserts our columnist; …, as the note claims
			q.spans[i].alts[0].value = "claim"
			q.tokens[s.from].brk = stronger(brk, ':')
			continue
		}
		if end == len(q.spans) && end == i+1 {
			break
		}
		if brk != 0 && brk != ',' {
			from = i
		}
		if i > from && s.is(Pred, "say") && principled.in(q.spans[end:]) {
			if best, covered := q.covers(q.words(q.spans[from].from, s.to)); covered && !best.Near {
				continue // hospital ransomware quote: which principle?
			}
		}
		if !s.is(Pred, "say") || i == from || q.spans[i-1].is(Filler, "article") || q.spans[i+1].is(Prep, "of") || !q.teller(q.spans[from:i]) || !slices.ContainsFunc(q.spans[i+1:], func(s *span) bool { return somebody(s) || s.is(Class, "") || s.is(Group, "") || s.is(Text, "") }) {
			continue
		}
		for k := from; k < i; k++ {
			q.spans[k].alts = []alt{{Aside, "", 0, anyLang}}
		}
		s.alts = []alt{{Aside, "claim", 0, anyLang}}
		next := &q.tokens[q.spans[i+1].from]
		next.brk = stronger(next.brk, ':')
	}
}

// teller reports whether spans can be who says something, and are nobody known: a paper, a colleague.
func (q *question) teller(spans []*span) bool {
	somebody := false
	for i := range spans {
		s := spans[i]
		unknown := len(s.alts) == 0 || s.is(Stranger, "") || s.is(Off, "") || s.is(Field, "source") || s.is(Field, "note") || slices.ContainsFunc(s.alts, weak)
		if !unknown && !s.is(Filler, "") && !s.is(Aside, "") && !s.is(Prep, "of") && !s.is(Ask, "is") && !people(s) {
			return false
		}
		somebody = somebody || unknown || s.is(Aside, "") // a colleague
	}
	return somebody
}

var deniable = patternOf("pred:sign!prep pred:party|join class:supporter")

// denials joins what denies and what is denied to one predicate, and joins "from countries that have not signed" to the term
// that says the same.
func (q *question) denials() {
	for i, s := range q.spans {
		if next := q.tokens[s.to-1].end; s.is(Op, "not") && i+1 < len(q.spans) && (strings.HasPrefix(q.text[next:], "-") || q.beside(i+1) && things.fits(q.spans[i+1])) {
			s.alts = slices.DeleteFunc(slices.Clone(s.alts), func(a alt) bool { return a.role != Op }) // non-EU members, non OTAN
		}
		ends := i+1 == len(q.spans) || !q.beside(i+1)
		if i > 0 && ends && (s.is(Op, "none") || s.is(Op, "not")) && (q.tokens[s.from].brk == ',' || q.spans[i-1].is(Pred, "")) {
			s.become(Aside, "claim") // Kenya signed, no? il avait promis de signer non ?
		}
	}
	for i := 0; i < len(q.spans); i++ {
		if s := q.spans[i]; !s.is(Op, "not") && !s.is(Op, "isnt") || denyingAll.in(q.spans[:i]) {
			continue // aucun pays n'a signé denies once
		}
		if j := q.next(i); j >= 0 && deniable.fits(q.spans[j]) {
			q.join(i, j, alt{Pred, "absent", 0, anyLang})
		}
	}
	q.neither()
	for i, s := range q.spans {
		if !s.is(Prep, "from") && !s.is(Op, "whose") || !classes.in(q.spans[:i]) {
			continue
		}
		if j := q.next(i); j >= 0 && (q.spans[j].is(Class, "state") || q.spans[j].is(Field, "where")) {
			if k := q.next(j); k >= 0 && q.spans[k].is(Pred, "absent") {
				q.join(i, k, alt{Term, "unsigned", 0, anyLang})
				break
			}
		}
	}
}

// deadlines finds the days of meetings and visits by which somebody is said to have signed, which aren't known. Elsewhere they are
// when an answer is needed, and mean nothing.
func (q *question) deadlines() {
	for i, s := range q.spans {
		before := i - 1
		for before > 0 && q.spans[before].is(Filler, "") && q.beside(before) {
			before--
		}
		if s.is(Aside, "deadline") && before >= 0 && q.beside(i) && q.spans[before].is(Pred, "") {
			s.alts = []alt{{Off, "", 0, anyLang}}
		}
	}
}

var classes = patternOf("class term")

// neither tells apart words that deny and join, such as ni: the first of several denies, unless it was denied before, and the others
// join. A place that a class is from is left out: les États qui ne sont ni dans l'UE ni dans l'OTAN.
func (q *question) neither() {
	both := func(s *span) bool { return s.is(Op, "none") && s.is(Op, "or") }
	first := slices.IndexFunc(q.spans, both)
	if first < 0 || !slices.ContainsFunc(q.spans[first+1:], both) {
		return
	}
	what := "none"
	denied := first > 0 && (q.spans[first-1].is(Pred, "absent") || q.spans[first-1].is(Op, "isnt") || q.spans[first-1].is(Op, "not"))
	switch {
	case classes.in(q.spans[:first]):
		what = "not"
		if denied {
			q.spans[first-1].alts = []alt{{Filler, "", 0, anyLang}}
		}
	case denied:
		what = "or"
	}
	for i := first; i < len(q.spans); i++ {
		if both(q.spans[i]) {
			q.spans[i].alts = []alt{{Op, what, 0, anyLang}}
			what = "or"
		}
	}
}

// next is the place of the span that follows, fillers and forms of "be" aside, with no break between; -1 if there is none.
func (q *question) next(i int) int {
	for i++; i < len(q.spans) && q.tokens[q.spans[i].from].brk == 0; i++ {
		if s := q.spans[i]; !s.is(Filler, "") && !s.is(Ask, "is") || s.is(Pred, "") {
			return i
		}
	}
	return -1
}

// join makes one span of several.
func (q *question) join(from, to int, a alt) {
	q.spans[from] = &span{from: q.spans[from].from, to: q.spans[to].to, alts: []alt{a}}
	q.spans = slices.Delete(q.spans, from+1, to+1)
}

var (
	bounds       = patternOf("prep:since|before|after|until")
	joinsOrSigns = patternOf("filler pred:join|sign")
)

// boundBefore reports whether since, before, after or until stands before a span.
func (q *question) boundBefore(i int) bool {
	for i--; i >= 0; i-- {
		s := q.spans[i]
		if s.is(Prep, "from") {
			return false
		}
		if s.is(Ask, "when") && s.is(Prep, "asof") { // how many were there when France joined?
			return slices.ContainsFunc(q.spans[:i], func(s *span) bool { return s.is(Ask, "count") })
		}
		if bounds.fits(s) || !joinsOrSigns.fits(s) {
			return bounds.fits(s)
		}
	}
	return false
}

var (
	dating = patternOf("prep op:by dim:day")
	aDay   = patternOf("dim:day")
)

// dated makes the time of what is given by its date: on the day of the vote (3 May 2021), since the summit (3 May 2021).
func (q *question) dated() {
	for j, o := range q.spans {
		brk := q.tokens[o.from].brk
		if len(o.when.from) != len(time.DateOnly) || brk != '(' && brk != ',' {
			continue
		}
		i := j - 1
		for i > 0 && q.beside(i) {
			i--
		}
		for i >= 0 && i < j && !dating.fits(q.spans[i]) {
			i++
		}
		if i < 0 || i+1 >= j || class.in(q.spans[i+1:j]) || !aDay.in(q.spans[i:j]) && (brk == ',' || whom.in(q.spans[i:j])) {
			continue
		}
		o.from = q.spans[i+1].from
		q.tokens[o.from].brk = 0
		if j+1 < len(q.spans) && q.tokens[q.spans[j+1].from].brk == '(' {
			q.tokens[q.spans[j+1].from].brk = 0
		}
		q.spans = slices.Delete(q.spans, i+1, j)
		return
	}
}

// sizes makes the number that a group's members are mean nothing next to the group: how many of the 46. So it does the number of the
// names of a list.
func (q *question) sizes() {
	named := 0
	for _, s := range q.spans {
		if somebody(s) {
			named++
		}
	}
	for i, s := range q.spans {
		if named > 1 && value(s, Number) == strconv.Itoa(named) && i > 0 && (q.spans[i-1].is(Ask, "which") || q.spans[i-1].is(Filler, "")) {
			s.alts = append(s.alts, alt{Filler, "pronouns", 0, anyLang})
		}
		group := q.groups[value(s, Group)]
		if group == nil {
			continue
		}
		if at := q.signatories(i); at >= 0 {
			q.spans[at].alts = []alt{{Class, "member", 0, anyLang}}
		}
		for _, o := range q.spans {
			if value(o, Number) != strconv.Itoa(len(group.Members)) {
				continue
			}
			if o.alts = append(o.alts, alt{role: Filler, lang: anyLang}); group.Region && !classes.in(q.spans) {
				o.alts = append(o.alts, alt{Class, "member", 0, anyLang}) // how many of the 33
			}
		}
	}
}

var howMany = patternOf("ask:count|list")

// signatories is where a word for those who signed stands next to a group that no preposition binds to it: NATO signatories, which are
// states; OECD: number of signatories; -1 if there is none.
func (q *question) signatories(group int) int {
	next := group + 1
	for next < len(q.spans) && howMany.fits(q.spans[next]) {
		next++
	}
	signed := func(i int) bool {
		return i >= 0 && i < len(q.spans) && q.spans[i].is(Class, "supporter") && q.spans[i].is(Pred, "party")
	}
	switch {
	case signed(next) && (next > group+1 || q.beside(next)):
		return next
	case signed(group-1) && q.beside(group) && !q.groups[value(q.spans[group], Group)].Region:
		return group - 1
	}
	return -1
}
