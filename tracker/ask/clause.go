package ask

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// readClause reads a clause by every row, surely or only to be offered.
func (q *question) readClause(clause []*span, cost float64, offer bool, why *strings.Builder) []Reading {
	most := q.w("offer") + 1
	if offer {
		most = q.w("left-offer")
	}
	around := q.around(clause)
	q.clause = clause
	var out []Reading
	for _, read := range []func([]*span) (Reading, bool){q.coverOf, q.tellOf, q.whoOf} {
		if text, ok := read(clause); ok && text.Cost+cost <= most {
			text.Cost += cost
			fmt.Fprintf(why, "%.2f (aside %.2f) %s\n", text.Cost, cost, text.Line)
			out = append(out, text)
		}
	}
	var has roleSet
	for _, s := range clause {
		for _, a := range s.alts {
			has |= setOf(a.role)
		}
	}
	for i := range q.lex.rows {
		r := &q.lex.rows[i]
		ts, c, ok := q.try(r, clause, around, has, offer)
		if !ok || c+cost > most {
			continue
		}
		c += q.sense(r, ts)
		reading := Reading{Cost: c + cost, Whether: r.template == "who {names}" && whether(clause, ts)}
		for _, t := range ts {
			if t.role != Filler {
				reading.Label = append(reading.Label, roleNames[t.role]+" "+t.value)
				reading.Matched = append(reading.Matched, q.words(t.from, t.to))
			}
		}
		for _, ts := range q.namesakes(ts) {
			if line, ok := q.write(r, ts); ok {
				reading.Line = q.claimed(line, ts)
				fmt.Fprintf(why, "%.2f (aside %.2f) %s  ⟵ %s\n", reading.Cost, cost, reading.Line, r.template)
				out = append(out, reading)
			}
		}
	}
	return out
}

// claimed makes what is claimed, or can be answered with yes or no, a line with a verdict: that somebody is listed, or left, or
// that of two one is more.
func (q *question) claimed(line string, ts []taken) string {
	said := func(role Role, value string) string {
		for _, t := range ts {
			if what, _, _ := strings.Cut(t.value, ":"); t.role == role && what == value {
				return t.value
			}
		}
		return ""
	}
	verb, rest, _ := strings.Cut(line, " ")
	filter, gone := strings.CutSuffix(rest, "removed")
	asked := q.claims || q.closed()
	left, more := said(Pred, "removed"), said(Op, "more")
	gone = gone && verb == "changes" && !strings.Contains(line, "on:")
	switch what := cmp.Or(strings.TrimPrefix(left, "removed:"), left); {
	case gone && asked:
		return "list " + filter + "is:" + strings.Replace(what, "left", "withdrawn", 1) + " at-least:1"
	case gone && what == "withdrawn" && said(Ask, "when") == "":
		return "list " + filter + "is:withdrawn"
	case !asked:
		return line
	case verb == "who" && left != "":
		return line + " is:" + strings.Replace(what, "left", "removed", 1)
	case strings.Contains(line, " rank:") && said(Op, "most") != "":
		return line + " exactly:1"
	case verb == "compare" && more == "more:fewer":
		return "compare is:fewer " + rest
	case verb == "compare" && (more == "more" || q.claims && said(Op, "most") != "") && said(Op, "or") == "":
		return "compare is:more " + rest
	}
	return q.checked(line)
}

// Parts of a line that say what is asked about somebody, or how many of a list.
var (
	fieldEnds = []string{" when", " where", " category", " note", " source", " website", " history", " kind"}
	listParts = []string{"first:", "last:", "only:"}
)

// checked makes a claim about somebody, and a question whether there is any of some, a line with a verdict.
func (q *question) checked(line string) string {
	verb, rest, _ := strings.Cut(line, " ")
	switch {
	case verb == "list" && q.closed() && !slices.ContainsFunc(listParts, func(part string) bool { return strings.Contains(rest, part) }):
		return line + " at-least:1"
	case verb == "who" && q.claims && !strings.Contains(rest, ":") && !slices.ContainsFunc(fieldEnds, func(end string) bool { return strings.HasSuffix(rest, end) }):
		return line + " is:listed"
	}
	return line
}

// openAsk is a cue that isn't answered with yes or no.
var whetherAsk = patternOf("ask:whether")

var openAsk = patternOf("ask:count|who|which|list|when|where|what|how|share|describe|figure|why|help|which-one")

// closed reports whether the clause that asks can be answered with yes or no.
func (q *question) closed() bool {
	first := q.clause[0]
	return (first.is(Ask, "is") || first.is(Ask, "there") || whetherAsk.in(q.clause)) && !openAsk.in(q.clause)
}

var askedOf = patternOf("filler:modal ask!filler!ask:is|whether")

// whether reports whether a clause asks if somebody signed, and nothing else about it, such as why or whether it may.
func whether(clause []*span, ts []taken) bool {
	return !askedOf.in(clause) && slices.ContainsFunc(ts, func(t taken) bool { return isListedAs.fits(t.span) })
}

// namesakes are what was taken with each country of a name, of a place or next to another name: Korea, Congo.
func (q *question) namesakes(ts []taken) [][]taken {
	all := [][]taken{ts}
	for i, t := range ts {
		if t.role != Country || t.as.what == "name" && !slices.ContainsFunc(ts, func(o taken) bool { return o.as.what == "name" && o.span != t.span }) {
			continue
		}
		for _, a := range t.alts {
			if a.role == Country && a.value != t.value && a.cost == t.alt.cost {
				other := slices.Clone(ts)
				other[i] = t.only(a)
				ts[i] = t.only(t.alt)
				all = append(all, other)
			}
		}
	}
	return all
}

// only is what was taken where it can mean one thing alone.
func (t taken) only(a alt) taken {
	one := *t.span
	one.alts = []alt{a}
	t.span, t.alt = &one, a
	return t
}

var (
	placeNext = patternOf("group country class")
	state     = patternOf("class:state")
)

// around finds the context of each span of a clause.
func (q *question) around(clause []*span) []*context {
	out := make([]*context, len(clause))
	place, time, name := "", "", false
	party := slices.ContainsFunc(clause, isParty) && !listing.in(clause) && !state.in(clause) || q.itself(clause)
	for i, s := range clause {
		c := new(context)
		out[i] = c
		c.name, c.party, c.prep = name, party, place
		name = name || s.is(Name, "") || s.is(Stranger, "")
		c.class = i > 0 && clause[i-1].is(Class, "") || i+1 < len(clause) && clause[i+1].is(Class, "") && q.tokens[clause[i+1].from].brk == 0
		if s.is(Time, "") && time != "" {
			c.prep = time
		}
		tells := i > 0 && copula.fits(clause[i-1]) && i+1 < len(clause) && said.fits(clause[i+1]) && counting.in(clause) // how many did France announce
		c.bound = tells || slices.Contains([]string{"when", "since", "before", "after", "until"}, time)
		next := i + 1
		for next < len(clause) && clause[next].is(Filler, "") {
			next++
		}
		if next < len(clause) {
			n := clause[next]
			c.placeNext, c.timeNext = placeNext.fits(n), n.is(Time, "")
			c.numberNext = next == i+1 && n.is(Number, "") && !n.is(Time, "")
		}
		joined := i+1 < len(clause) && (clause[i+1].is(Op, "") || q.tokens[clause[i+1].from].brk == ',')
		switch {
		case s.is(Prep, ""):
			place, time = binding(s)
		case s.is(Op, ""), s.is(Filler, "article"): // goes on
		case s.is(Filler, ""), !joined, s.is(Time, ""):
			place, time = "", ""
		}
	}
	return out
}

// binding is what a preposition says of a place, and of a time.
func binding(s *span) (place, time string) {
	for _, a := range s.alts {
		switch {
		case a.role != Prep:
		case a.value == "from" || a.value == "of":
			place = a.value
		case s.is(Ask, "when"):
			time = "when"
		default:
			time = a.value
		}
	}
	return place, time
}

var plurals = patternOf("ask:are")

var (
	itself     = patternOf("filler ask:is aside prep op:yet text:call pred:sign|be group")
	isListedAs = patternOf("pred:sign|party|be")
)

// itself reports whether a clause says of an organisation, and of nobody in it, that it signed: has NATO signed?
func (q *question) itself(clause []*span) bool {
	organisation := func(s *span) bool { return s.is(Group, "") && !q.groups[value(s, Group)].Region && !q.members(s) }
	return itself.all(clause) && isListedAs.in(clause) && !plurals.in(clause) && slices.ContainsFunc(clause, organisation)
}

// isParty reports whether a word means nothing so much as a signatory.
func isParty(s *span) bool {
	return slices.ContainsFunc(s.alts, func(a alt) bool { return a.role == Pred && a.value == "party" && a.cost == 0 })
}

// count is how many things were taken as a pattern says.
func (p pattern) count(ts []taken) (n int) {
	for _, t := range ts {
		if slices.ContainsFunc(p, func(a atom) bool { return a.means(t.alt) }) {
			n++
		}
	}
	return n
}

// took reports whether something was taken as a pattern says.
func (p pattern) took(ts []taken) bool { return p.count(ts) > 0 }

// spoken reports whether a pattern fits a span that was taken, for any use.
func (p pattern) spoken(ts []taken) bool {
	return slices.ContainsFunc(ts, func(t taken) bool { return p.fits(t.span) })
}

// What is taken, where it changes what a reading costs.
var (
	modal     = patternOf("filler:modal")
	excluding = patternOf("op:not|except")
	asksWho   = patternOf("ask:who")
	asksThere = patternOf("ask:there")

	someOf = patternOf("class term op prep:from")

	placeless = patternOf("class term group time")
	asksMore  = patternOf("ask:count|which|list|there|who|what|where|when|how|share|describe|figure|why|help|which-one|did")
)

// sense is what it costs that a reading takes things in a way that is less usual.
func (q *question) sense(r *row, ts []taken) (cost float64) {
	add := func(weight string, is bool) {
		if is {
			cost += q.w(weight)
		}
	}
	who, list := strings.HasPrefix(r.template, "who"), strings.HasPrefix(r.template, "list")
	places, names := as(ts, "place"), as(ts, "name")
	excludes, more := excluding.took(ts), asksMore.took(ts)
	add("alone", who && len(ts) < 4 && !slices.ContainsFunc(ts, func(t taken) bool { return t.role != Stranger && (t.role != Filler || weak(t.alt)) }))
	if who && q.flat {
		cost += q.w("flat") * signers(ts)
	}
	add("modal", !who && modal.spoken(ts))                            // what may be is asked about, not what is
	add("place-bare", list && len(places) > 1 && !placeless.took(ts)) // de México, Perú y Chile, ¿quiénes firmaron?
	add("name-from", who && len(names) == 1 && names[0].role == Country && (names[0].prep == "from" || names[0].prep == "of") &&
		(asksThere.spoken(ts) || asksWho.took(ts))) // is there anybody from Haiti
	add("name-group", list && slices.ContainsFunc(ts, func(t taken) bool { return (t.role == Group || t.role == Country) && t.party }))
	add("single", !more && slices.ContainsFunc(ts, func(t taken) bool { return q.single(t) || q.entitled(t) }))
	for _, t := range places {
		add("single", list && t.role == Group && q.alone()) // IGAD? is it listed, and who of it
		add("group-all", list && t.role == Group && !classes.took(ts))
		add("place-bare", t.role == Country && !excludes && (list || strings.HasPrefix(r.template, "changes")) && q.bare(t.context, t.alt))
		add("state-country", t.role == Country && !excludes && len(places) == 1 && state.took(ts))                                       // it has one
		add("people", list && t.role == Country && people(t.span) && len(places) == 1 && rollPred.took(ts) && !more && !someOf.took(ts)) // the Danes joined
	}
	add("cues", counting.count(ts) > 1 && !r.any && !strings.HasPrefix(r.template, "compare")) // how many states, and how many companies
	strangers := strange.count(names)
	for _, t := range names {
		add("name-group", t.is(Group, "") && q.members(t.span))
	}
	for _, t := range ts {
		if r.whether && t.role == Group {
			add("place-bare", t.is(Country, ""))                                                                         // has America signed
			add("name-group", !q.groups[t.value].Region && !q.members(t.span) && !plurals.spoken(ts) && !class.took(ts)) // has NATO signed
		}
		add("who-class", who && t.role == Class && t.value != "state" && !strings.Contains(r.template, "category"))
		if t.role != Stranger {
			continue
		}
		small := q.small(t)
		add("strangers", strangers > 1 && !q.joined(t))
		add("single", who && q.runsOn(t, names))                            // San Marcos university of Lima is one name
		add("single", who && !t.name && len(names) > 1 && t.prep == "from") // before the visit to Brasilia, has Brazil signed
		add("stranger-listed", strangers > 1 && q.joined(t) && q.tokens[t.from].capital())
		add("single", strangers > 1 && strangers == len(names) && q.resembles(t.value)) // none of them is listed, it would say
		add("small", who && small && slices.ContainsFunc(ts, func(o taken) bool { return o.span != t.span && somebody(o.span) }))
	}
	for _, t := range ts {
		if t.role == Time {
			cost += q.timed(r, t, ts)
		}
	}
	return cost
}

// runsOn reports whether a supporter's name in small letters follows right after one in capitals: what both say may be one name.
func (q *question) runsOn(t taken, names []taken) bool {
	return q.tokens[t.from].capital() && slices.ContainsFunc(names, func(o taken) bool { return o.from == t.to && !q.tokens[o.from].capital() })
}

// as are those of what was taken that were taken as an atom says: those who are asked about, and the places.
func as(ts []taken, what string) (out []taken) {
	for _, t := range ts {
		if t.as.what == what {
			out = append(out, t)
		}
	}
	return out
}

var (
	joining = patternOf("pred:join")
	been    = patternOf("pred:be")
	arrived = patternOf("pred:sign|join|add|newcomer|removed|reach|dated")
)

// timed is what it costs that a time is the day of the list, or when a supporter came.
func (q *question) timed(r *row, t taken, ts []taken) float64 {
	prep := cmp.Or(t.prep, "none")
	if t.prep == "" && len(t.when.from) == len(time.DateOnly) {
		prep = "on"
	}
	switch join := joining.took(ts); {
	case strings.Contains(r.template, "{asof}") && join && prep != "until":
		return q.w("asof-"+prep) + q.w("asof-join")
	case strings.Contains(r.template, "{asof}"):
		return q.w("asof-" + prep)
	case strings.Contains(r.template, "{period}"):
		return q.w("period-" + prep)
	case !strings.Contains(r.template, "{listed}") && !strings.Contains(r.template, "{years}"):
		return 0
	}
	cost := q.w("listed-" + prep)
	if q.early(t) {
		cost += q.w("listed-early")
	}
	if joining.took(ts) && prep == "on" {
		cost += q.w("listed-join")
	}
	if been.took(ts) {
		cost += q.w("listed-be")
	}
	if prep == "in" && !arrived.took(ts) {
		cost += q.w("listed-bare")
	}
	return cost
}

var (
	signsOnly = patternOf("stranger name country filler aside pred:sign op:and|or ask:is|who")
	asksOf    = patternOf("name country ask:is|who")
)

// signers is how many words without a meaning are said to have signed, or stand alone, if nothing else is said.
func signers(ts []taken) (n float64) {
	if signsOnly.count(ts) < len(ts) || !signedUp.took(ts) && (ts[0].role != Op || asksOf.took(ts)) {
		return 0
	}
	for _, t := range ts {
		if t.role == Stranger && t.to-t.from == 1 {
			n++
		}
	}
	return n
}

// small reports whether a stranger is in small letters, neither quoted nor joined to others: next to a name it isn't one.
func (q *question) small(t taken) bool {
	return !q.joined(t) && !q.shout && !slices.ContainsFunc(q.tokens[t.from:t.to], func(w token) bool { return w.capital() || w.quoted })
}

// joined reports whether what was taken is one of several: a comma stands before it, or a word such as "and" is next to it.
func (q *question) joined(t taken) bool {
	op := func(i int) bool { return i >= 0 && i < len(q.tokens) && q.lex.can(q.tokens[i].key, joiner) }
	before := t.from - 1
	for before > 0 && q.tokens[before+1].brk == 0 && q.lex.means(q.tokens[before].key, Filler, "article") {
		before--
	}
	return q.tokens[t.from].brk == ',' || op(before) || op(t.to)
}

// single reports whether one of a kind is named, which is somebody: the chamber of commerce.
func (q *question) single(t taken) bool {
	alone := t.from == 0 && (t.to == len(q.tokens) || !q.tokens[t.to].glued) // bank of america
	return (t.role == Class && strings.HasPrefix(t.value, "kind:") || t.role == Term && strings.HasPrefix(t.value, "name:")) &&
		(alone || q.tokens[t.from].brk == 0 && q.lex.means(q.tokens[t.from-1].key, Filler, "single")) &&
		!slices.ContainsFunc(q.tokens[t.from:t.to], func(w token) bool { return strings.HasSuffix(w.key, "s") || strings.HasSuffix(w.key, "x") })
}

// entitled reports whether a kind is written as names are, with a capital, and is one: U.S. Chamber of Commerce.
func (q *question) entitled(t taken) bool {
	return t.role == Class && strings.HasPrefix(t.value, "kind:") && t.to-t.from > 1 && !q.shout && q.tokens[t.from].capital() && !q.plural(t.span)
}

// early reports whether a time reaches back to when the list's records begin: who was there then came at any day before.
func (q *question) early(t taken) bool {
	day := t.when.to + "~"
	if t.prep == "since" {
		day = t.when.from
	}
	if on, ok := q.days[t.when.from]; ok {
		day = on
	}
	return day[0] == '2' && day < q.records
}

// roleNames are the names of the roles.
var roleNames = func() (names [Threat + 1]string) {
	for name, r := range roles {
		names[r] = name
	}
	return names
}()

// explain shows what was found in the words.
func (q *question) explain() string {
	var b strings.Builder
	for _, s := range q.spans {
		if brk := q.tokens[s.from].brk; brk != 0 {
			b.WriteString(string(brk) + " ")
		}
		fmt.Fprintf(&b, "[%s", q.words(s.from, s.to))
		for _, a := range s.alts {
			fmt.Fprintf(&b, " %s:%s", roleNames[a.role], a.value)
			if a.cost > 0 {
				fmt.Fprintf(&b, "(%.1f)", a.cost)
			}
		}
		b.WriteString("] ")
	}
	b.WriteByte('\n')
	return b.String()
}
