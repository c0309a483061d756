package ask

import (
	"slices"

	"rollcall/tracker/names"
)

// besides separates what stands around the question from it, as it is dictated: what was corrected, who is not meant, what somebody is, the
// title of a list, and the clauses that no sign parts.
func (q *question) besides() {
	q.corrections()
	for i := 1; i < len(q.spans); i++ {
		to := q.apposition(i)
		if to == i {
			continue
		}
		if who, _ := q.whom(i); who.is(Country, "") && q.spans[i].is(Dim, "country") { // Georgia (the country)
			q.tokens[q.spans[i].from].brk = 0
			q.join(i, to-1, alt{Country, value(who, Country) + " people", 0, anyLang})
			who.alts = []alt{{Name, q.nameOf(who.alts[0]), 0, anyLang}}
		} else {
			q.setAside(i, to)
		}
	}
	q.headings()
	for i := 1; i < len(q.spans); i++ {
		if s := q.spans[i]; q.beside(i) && q.seam(i) {
			q.tokens[s.from].brk = ';'
		}
	}
}

// setAside makes an aside of spans.
func (q *question) setAside(from, to int) { q.join(from, to-1, alt{Aside, "", 0, anyLang}) }

// correctable is what takes the place of its like.
var correctable = []pattern{patternOf("country group name stranger"), class, patternOf("time"), patternOf("number")}

// corrections puts what is said after a correction in the place of what was said before: the Danish, no sorry, the Estonian companies.
func (q *question) corrections() {
	at := slices.IndexFunc(q.spans, func(s *span) bool { return s.is(Aside, "correction") })
	if at < 1 {
		return
	}
	for _, like := range correctable {
		for _, s := range q.spans[:at] {
			if like.fits(s) && like.in(q.spans[at+1:]) {
				s.become(Filler, "")
			}
		}
	}
}

var (
	ruling     = patternOf("filler:single|head")
	headless   = patternOf("class!pred:party prep!filler")
	predicated = patternOf("pred!prep ask")
	beyond     = patternOf("filler prep stranger group country class name")
)

// apposition is where ends what begins at a place and only says what somebody before is (the small island), or who isn't meant (not
// Nigeria): the place itself if nothing such does.
func (q *question) apposition(i int) (end int) {
	who, placed := q.whom(i)
	if who == nil {
		return i
	}
	k, head := i, false
	not := q.spans[i].is(Op, "not")
	if not {
		k++
	}
	ruled := k < len(q.spans) && (ruling.fits(q.spans[k]) || q.spans[k].is(Dim, "country") && q.tokens[q.spans[k].from].brk == '(')
	for ; k < len(q.spans) && (not || ruled) && (k == i || q.beside(k)); k++ {
		o := q.spans[k]
		class := o.is(Class, "") && !o.is(Pred, "party")
		switch {
		case o.is(Filler, "head"), class && ruled && (not && !placed || !not && q.suits(who, o)),
			not && (o.is(Name, "") || o.is(Country, "") || o.is(Stranger, "") && q.tokens[o.from].capital()):
			head = true
		case !head && headless.fits(o):
			return i
		case head && o.is(Op, "not"):
			not, ruled = true, true
		case head && predicated.fits(o):
			return k
		case !beyond.fits(o) && len(o.alts) > 0, o.is(Op, "") && !o.is(Prep, ""):
			return i
		}
	}
	if !head {
		return i
	}
	return k
}

var (
	several  = patternOf("class!pred:party group ask:count")
	lead     = patternOf("filler aside pred:party ask:is")
	signedUp = patternOf("pred:sign")
)

// whom is the only name that is asked about before a place, and whether a place is asked about instead; nil if there is none.
func (q *question) whom(i int) (who *span, placed bool) {
	if several.in(q.spans[:i]) {
		return nil, false
	}
	not := q.spans[i].is(Op, "not") && q.beside(i)
	for i--; i >= 0; i-- {
		s := q.spans[i]
		switch {
		case somebody(s):
			return s, i > 0 && q.spans[i-1].is(Prep, "from")
		case !lead.fits(s) && !(signedUp.fits(s) && (not || s.to-s.from > 1)):
			return nil, false
		}
	}
	return nil, false
}

// suits reports whether somebody can be of a class: London (the city) is no government.
func (q *question) suits(who, class *span) bool {
	name := value(who, Name)
	if found := names.CountryNamed(name); who.is(Country, "") || len(found) > 0 {
		return class.is(Class, "state")
	}
	of := q.of[name]
	return name == "" || of != nil && slices.Contains([]string{string(of.Category), "kind:" + string(of.Kind)}, value(class, Class))
}

var (
	joins    = patternOf("filler op:and")
	ofStates = patternOf("group class:state|member")
	missing  = patternOf("pred:absent")
)

// headings takes for nothing what the title of a list calls those that follow it: the Baltic states (Estonia, Latvia), Andean
// countries: Peru and Ecuador, vendors of ours: Cisco and Fortinet, my employer (Siemens).
func (q *question) headings() {
	for i := 1; i+1 < len(q.spans); i++ {
		s, next := q.spans[i], i+1
		for next+1 < len(q.spans) && joins.fits(q.spans[next]) {
			next++
		}
		brk, last, called := q.tokens[s.from].brk, i-1, ofStates
		namely := q.spans[last].is(Aside, "namely")
		switch {
		case !somebody(s) || people(s):
			continue
		case !s.is(Country, ""):
			if called = classes; !(brk == ':' && somebody(q.spans[next]) || brk == '(' && classes.fits(q.spans[last]) && !q.plural(q.spans[last])) {
				continue
			}
		case !q.spans[next].is(Country, "") || brk != '(' && brk != ':' && !namely:
			continue
		case missing.in(q.spans[i:]):
			return
		}
		if namely {
			last--
		}
		for k := last; k >= 0 && (k == last || q.beside(k+1)); k-- {
			if called.fits(q.spans[k]) {
				q.spans[k].become(Filler, "")
			}
		}
		for _, in := range q.spans[i:] {
			if t := &q.tokens[in.from]; t.brk == '(' {
				t.brk = ',' // what stands in these brackets is asked about
			}
		}
		return
	}
}

// reports are words such as said, after which nothing begins.
var reports = patternOf("pred:say!filler")

var (
	cue     = patternOf("ask!ask:is!filler")
	matter  = patternOf("name country stranger off aside")
	little  = patternOf("ask prep op filler:modal")
	claimOf = patternOf("stranger pred ask:is")
)

// seam reports whether a clause begins at a span that nothing parts from the one before: … on Friday has Turkey signed; … did Ghana sign
// they said they would.
func (q *question) seam(i int) bool {
	from, next := i, i+1
	for from > 0 && q.beside(from) {
		from--
	}
	for next < len(q.spans) && q.beside(next) && q.spans[next].is(Filler, "article") {
		next++
	}
	if next >= len(q.spans) || !q.beside(next) {
		return false
	}
	before, last, s, o := q.spans[from:i], q.spans[i-1], q.spans[i], q.spans[next]
	cued, said := cue.in(before), predicate.in(before)
	thing := slices.ContainsFunc(before, func(s *span) bool { return matter.fits(s) || unnamed(s) })
	switch {
	case s.is(Ask, "is") && (somebody(o) && !people(o) || pronoun.fits(o) || pronouns.fits(o)) && (!cued || said):
		return thing && slices.ContainsFunc(q.spans[next+1:], func(s *span) bool { return s.is(Pred, "") })
	case s.is(Ask, "which") && !cued, s.is(Ask, "who") && !cued && o.is(Prep, "from"):
		return thing && !last.is(Prep, "") && !last.is(Op, "") && (o.is(Class, "") || o.is(Group, "") || s.is(Ask, "who"))
	case s.is(Aside, "so"):
		return thing || said
	case s.is(Ask, "count") && !cued:
		return thing && !last.is(Op, "") && !reports.fits(last)
	case s.is(Filler, "subject"):
		return said && complete([]part{{spans: before}}) && !little.fits(last) && (unnamed(o) || claimOf.fits(o))
	}
	return false
}
