package ask

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// readClause reads a clause by every row, surely or only to be offered.
func (q *question) readClause(clause []*span, cost float64, offer bool, why *strings.Builder) []Reading {
	most := q.w("offer") + 1
	if offer {
		most = q.w("left-offer")
	}
	around := q.around(clause)
	q.clause = clause
	if q.claims && q.denied(clause) {
		cost += q.w("sure") // of some it's claimed, of others it's denied
	}
	var out []Reading
	covered, isCovered := q.coverOf(clause)
	told, isTold := q.tellOf(clause)
	named, isNamed := q.whoOf(clause)
	if isCovered && covered.Cost <= q.w("cover") && !slices.ContainsFunc(clause, func(s *span) bool { return s.is(Text, "") || s.is(Ask, "") && !s.is(Filler, "") }) {
		told.Cost += q.w("topic-thing") // a topic has the name of what a principle is about
	}
	for _, text := range []struct {
		Reading
		ok bool
	}{{covered, isCovered}, {told, isTold}, {named, isNamed}} {
		if text.Cost += cost; text.ok && text.Cost <= most {
			fmt.Fprintf(why, "%.2f (aside %.2f) %s\n", text.Cost, cost, text.Line)
			out = append(out, text.Reading)
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
		if !ok || c+cost > most || r.template == "help" && cost > q.w("help") {
			continue
		}
		c += q.sense(r, ts)
		reading := Reading{Cost: c + cost, Whether: r.template == "who {names}" && whether(clause, ts)}
		for _, t := range ts {
			if t.role != Filler {
				reading.Label = append(reading.Label, roleName(t.role)+" "+t.value)
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

// denied reports whether a clause says no of somebody, in so many words: and Brazil not.
func (q *question) denied(clause []*span) bool {
	for i, s := range clause[1:] {
		ends := i+2 == len(clause) || q.tokens[clause[i+2].from].brk != 0
		if somebody(clause[i]) && (s.is(Filler, "no") || s.is(Op, "not") && ends) {
			return true
		}
	}
	return false
}

// claimed makes what is claimed, or can be answered with yes or no, a line with a verdict: that somebody is listed, or left, or
// that of two one is more.
func (q *question) claimed(line string, ts []taken) string {
	if !q.claims && !q.closed() {
		return line
	}
	said := func(role Role, value string) string {
		i := slices.IndexFunc(ts, func(t taken) bool { what, _, _ := strings.Cut(t.value, ":"); return t.role == role && what == value })
		if i < 0 {
			return ""
		}
		return ts[i].value
	}
	verb, rest, _ := strings.Cut(line, " ")
	filter, gone := strings.CutSuffix(rest, "removed")
	switch left, more := said(Pred, "removed"), said(Op, "more"); {
	case verb == "changes" && gone && !strings.Contains(line, "on:") && !strings.Contains(line, "by:"):
		return "list " + filter + "is:removed,withdrawn at-least:1"
	case verb == "who" && left != "" && !strings.Contains(line, ":"):
		return line + " is:" + cmp.Or(strings.TrimPrefix(left, "removed:"), left)
	case strings.Contains(line, " rank:") && !strings.Contains(line, "at-most:") && said(Op, "most") != "":
		return line + " exactly:1"
	case verb == "compare" && more == "more:fewer":
		return "compare is:fewer " + rest
	case verb == "compare" && more == "more" && said(Op, "or") == "":
		return "compare is:more " + rest
	}
	return q.checked(line)
}

// checked makes a claim about somebody, and a question whether there is any of some, a line with a verdict.
func (q *question) checked(line string) string {
	if strings.HasPrefix(line, "list ") && q.closed() && !strings.Contains(line, "first:") && !strings.Contains(line, "last:") && !strings.Contains(line, "only:") {
		return line + " at-least:1"
	}
	if rest, ok := strings.CutPrefix(line, "who "); !ok || !q.claims || strings.Contains(rest, ":") {
		return line
	}
	for _, field := range []string{" when", " where", " category", " note", " source", " website", " history", " kind"} {
		if strings.HasSuffix(line, field) {
			return line
		}
	}
	return line + " is:listed"
}

// closed reports whether the clause that asks can be answered with yes or no.
func (q *question) closed() bool {
	first := q.clause[0]
	return (first.is(Ask, "is") || first.is(Ask, "there")) && !slices.ContainsFunc(q.clause, func(s *span) bool {
		return slices.ContainsFunc(s.alts, func(a alt) bool { return a.role == Ask && a.value != "is" && a.value != "did" && a.value != "there" })
	})
}

// whether reports whether a clause asks if somebody signed, and nothing else about it, such as why or whether it may.
func whether(clause []*span, ts []taken) bool {
	signs := func(t taken) bool { return t.is(Pred, "sign") || t.is(Pred, "party") }
	other := func(s *span) bool {
		return s.is(Filler, "modal") || s.is(Ask, "") && !s.is(Filler, "") && !s.is(Ask, "is")
	}
	return slices.ContainsFunc(ts, signs) && !slices.ContainsFunc(clause, other)
}

// namesakes are what was taken with each country of a name, of a place or beside another name: Korea, Congo.
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

// around finds the context of each span of a clause.
func (q *question) around(clause []*span) []context {
	out := make([]context, len(clause))
	place, time, name := "", "", false
	party := slices.ContainsFunc(clause, func(s *span) bool { return slices.ContainsFunc(s.alts, isParty) }) && !quantified(clause) && !slices.ContainsFunc(clause, func(s *span) bool { return s.is(Class, "state") })
	signs := !party && q.itself(clause)
	for i, s := range clause {
		c := &out[i]
		if strings.IndexByte("?!.;", q.tokens[s.from].brk) >= 0 {
			place, time = "", "" // are we in? Kenya
		}
		c.name, c.party = name, party || signs
		name = name || s.is(Name, "") || s.is(Stranger, "")
		c.class = i > 0 && clause[i-1].is(Class, "") || q.classAt(clause, i+1)
		c.prep = place
		if s.is(Time, "") && time != "" {
			c.prep = time
		}
		c.bound = time == "when" || time == "since" || time == "before" || time == "after" || time == "until"
		next := i + 1
		for next < len(clause) && clause[next].is(Filler, "") {
			next++
		}
		if next < len(clause) {
			n := clause[next]
			c.placeNext = n.is(Group, "") || n.is(Country, "") || n.is(Class, "")
			c.numberNext = next == i+1 && n.is(Number, "") && !n.is(Time, "")
			c.timeNext = n.is(Time, "") && n.when.from != "" && !n.is(Country, "")
		}
		bind := s.is(Prep, "")
		if bind {
			place, time = "", ""
			for _, a := range s.alts {
				switch {
				case a.role == Prep && (a.value == "from" || a.value == "of"):
					place = a.value
				case a.role == Prep && s.is(Ask, "when"):
					time = "when"
				case a.role == Prep:
					time = a.value
				}
			}
		}
		joins := func(k int) bool {
			return k < len(clause) && (clause[k].is(Op, "") || q.tokens[clause[k].from].brk == ',')
		}
		if s.is(Filler, "") && !s.is(Filler, "article") && !bind && !s.is(Op, "") {
			place, time = "", ""
		}
		if !bind && !s.is(Filler, "") && !s.is(Op, "") && (!joins(i+1) || s.is(Time, "")) {
			place, time = "", ""
		}
	}
	return out
}

// quantified reports whether a clause asks for a list, or a number.
func quantified(clause []*span) bool {
	return slices.ContainsFunc(clause, func(s *span) bool {
		return s.is(Ask, "count") || s.is(Ask, "which") || s.is(Ask, "list") || s.is(Ask, "there") || s.is(Ask, "who")
	})
}

// itself reports whether a clause says of an organisation, and of nobody in it, that it signed: has NATO signed?
func (q *question) itself(clause []*span) bool {
	group, signs := false, false
	for _, s := range clause {
		switch {
		case s.is(Group, ""):
			g := q.groups[value(s, Group)]
			if group = g != nil && !g.Region && !q.members(s); !group {
				return false
			}
		case s.is(Pred, "sign"):
			signs = true
		case !s.is(Filler, "") && !s.is(Ask, "is") && !s.is(Aside, "") && !s.is(Prep, "") && !s.is(Op, "yet") && !s.is(Text, "call") || s.is(Op, "all") || s.is(Op, "any") || s.is(Op, "not"):
			return false
		}
	}
	return group && signs && !quantified(clause)
}

// isParty reports whether a word means nothing so much as a signatory.
func isParty(a alt) bool { return a.role == Pred && a.value == "party" && a.cost == 0 }

// classAt reports whether a class stands at a place of a clause, with no break before it.
func (q *question) classAt(clause []*span, i int) bool {
	return i < len(clause) && clause[i].is(Class, "") && q.tokens[clause[i].from].brk == 0
}

// sense is what it costs that a reading takes things in a way that is less usual.
func (q *question) sense(r *row, ts []taken) (cost float64) {
	var join, be, came, asof bool
	asof = strings.Contains(r.template, "{asof}")
	listed := strings.Contains(r.template, "{listed}") || strings.Contains(r.template, "{years}")
	for _, t := range ts {
		join = join || t.role == Pred && t.value == "join"
		be = be || t.role == Pred && t.value == "be"
		came = came || t.role == Pred && t.value != "be"
	}
	if strings.HasPrefix(r.template, "who") && len(ts) < 4 && !slices.ContainsFunc(ts, func(t taken) bool { return t.role != Stranger && (t.role != Filler || weak(t.alt)) }) {
		cost += q.w("alone")
	}
	if strings.HasPrefix(r.template, "who") && q.flat {
		cost += q.w("flat") * signers(ts)
	}
	placed := slices.ContainsFunc(ts, func(t taken) bool { return t.role == Country })
	if slices.ContainsFunc(ts, func(t taken) bool {
		return t.is(Filler, "pronoun") && strings.HasSuffix(r.template, " supporter") || t.is(Filler, "home") && !placed && !strings.HasPrefix(r.template, "who")
	}) {
		cost += q.w("pronoun") // somebody is asked about, not everybody
	}
	if !strings.HasPrefix(r.template, "who") && slices.ContainsFunc(ts, func(t taken) bool { return t.is(Filler, "modal") }) {
		cost += q.w("modal") // what may be is asked about, not what is
	}
	if among(ts) && strings.HasPrefix(r.template, "list") {
		cost += q.w("place-bare")
	}
	excludes := slices.ContainsFunc(ts, func(t taken) bool { return t.role == Op && (t.value == "not" || t.value == "except") })
	strangers, who := 0, strings.HasPrefix(r.template, "who")
	if one := named(ts); who && len(one) == 1 && one[0].role == Country && !one[0].name && (one[0].prep == "from" || one[0].prep == "of") && slices.ContainsFunc(ts, func(t taken) bool { return t.is(Ask, "there") || t.role == Ask && t.value == "who" }) {
		cost += q.w("name-from") // is there anybody from Haiti
	}
	cues, homes, nobody := 0, 0, 0
	for _, t := range ts {
		switch {
		case !who || t.as.what != "name" || t.prep == "from" || t.prep == "of":
		case t.role == Stranger:
			nobody++
		default:
			nobody = -len(ts)
		}
	}
	for _, t := range ts {
		if t.role == Ask && t.value == "count" {
			if cues++; cues > 1 && !strings.HasPrefix(r.template, "compare") {
				cost += q.w("cues")
			}
		}
		if (t.role == Group || t.role == Country) && (t.party || t.is(Name, "") && !asksList(ts) && !excludes && !q.members(t.span)) && t.as.what != "name" && strings.HasPrefix(r.template, "list") {
			cost += q.w("name-group")
			break
		}
	}
	if slices.ContainsFunc(ts, func(t taken) bool { return q.single(t) || q.entitled(t) }) && !slices.ContainsFunc(ts, func(t taken) bool { return t.role == Ask && t.value != "is" }) {
		cost += q.w("single")
	}
	for _, t := range ts {
		if t.as.what == "name" && t.is(Group, "") && q.members(t.span) {
			cost += q.w("name-group")
		}
		if t.role == Group && t.as.what == "place" && strings.HasPrefix(r.template, "list") && q.alone() {
			cost += q.w("single") // IGAD? is it listed, and who of it
		}
		if t.role == Group && t.as.what == "place" && strings.HasPrefix(r.template, "list") && !slices.ContainsFunc(ts, func(o taken) bool { return o.role == Class || o.role == Term }) {
			cost += q.w("group-all")
		}
		if t.role == Country && t.as.what == "place" && excludes && !asksList(ts) && t.span == ts[0].span && q.bare(t.context, t.alt) {
			cost += q.w("single") // Georgia, not the US one: somebody is told from others of the name
		}
		if t.role == Country && t.as.what == "place" && !excludes && (strings.HasPrefix(r.template, "list") || strings.HasPrefix(r.template, "changes")) && q.bare(t.context, t.alt) {
			cost += q.w("place-bare")
		}
		if t.role == Country && t.as.what == "place" && !excludes && q.onlyState(ts) {
			cost += q.w("state-country")
		}
		if t.role == Class && who && t.value != "state" && !strings.Contains(r.template, "category") {
			cost += q.w("who-class")
		}
		if t.role == Country && t.as.what == "name" && t.name && (t.prep == "from" || t.prep == "of") {
			if homes++; homes > 1 {
				cost += q.w("single") // which of its namesakes is asked
			}
		}
		if t.role == Stranger {
			if nobody > 1 && q.resembles(t.value) {
				cost += q.w("single") // none of them is listed, it would say
			}
			if strangers++; strangers > 1 && !q.joined(t) {
				cost += q.w("strangers")
			} else if strangers > 1 && q.tokens[t.from].capital() {
				cost += q.w("stranger-listed")
			}
			if who && q.small(t) && slices.ContainsFunc(ts, func(o taken) bool { return o.role == Ask && (o.value == "which" || o.value == "what") }) {
				cost += q.w("small") // what are the points in it
			}
			if who && (q.small(t) || !q.tokens[t.from].capital()) && t.to-t.from > 1 && !slices.ContainsFunc(q.tokens[t.from:t.to], func(w token) bool {
				return len(q.lex.phrases[w.key]) == 0 && !q.call.Knows(w.key, languages[q.lang])
			}) {
				cost += q.w("strangers") // theft of trade secrets
			}
			if who && q.small(t) && slices.ContainsFunc(ts, func(o taken) bool { return o.span != t.span && somebody(o.span) }) {
				cost += q.w("small")
			}
		}
		if t.role != Time {
			continue
		}
		prep := t.prep
		switch {
		case prep == "" && len(t.when.from) == len("2006-01-02") && listed:
			prep = "on"
		case prep == "":
			prep = "none"
		}
		switch {
		case asof && listed:
		case asof:
			cost += q.w("asof-" + prep)
			if join && prep != "until" {
				cost += q.w("asof-join")
			}
		case strings.Contains(r.template, "{period}"):
			cost += q.w("period-" + prep)
		case listed:
			if q.early(t) {
				cost += q.w("listed-early")
			}
			cost += q.w("listed-" + prep)
			if join && prep == "on" {
				cost += q.w("listed-join")
			}
			if be {
				cost += q.w("listed-be")
			}
			if !came && prep == "in" {
				cost += q.w("listed-bare")
			}
		}
	}
	return cost
}

// named are those of what was taken who are asked about.
func named(ts []taken) (out []taken) {
	for _, t := range ts {
		if t.as.what == "name" {
			out = append(out, t)
		}
	}
	return out
}

// among reports whether several countries are all that is asked of: de México, Perú y Chile, ¿quiénes firmaron?
func among(ts []taken) bool {
	n := 0
	for _, t := range ts {
		switch {
		case t.role == Class, t.role == Term, t.role == Group, t.role == Time, t.prep == "from":
			return false
		case t.role == Country:
			n++
		}
	}
	return n > 1
}

// signers is how many words without a meaning are said to have signed, or stand alone, if nothing else is said.
func signers(ts []taken) (n float64) {
	signed, alone := false, ts[0].role == Op
	for _, t := range ts {
		switch {
		case t.role == Stranger && t.to-t.from == 1:
			n++
		case t.role == Pred && (t.value == "sign" || t.value == "join"):
			signed = true
		case t.role == Op && (t.value == "and" || t.value == "or"), t.role == Filler, t.role == Aside:
		case t.role == Name, t.role == Country, t.role == Ask && (t.value == "is" || t.value == "who" || t.value == "which"):
			alone = false
		default:
			return 0
		}
	}
	if !signed && !alone {
		return 0
	}
	return n
}

// small reports whether a stranger is in small letters, neither quoted nor joined to others: it is no name beside one.
func (q *question) small(t taken) bool {
	return !q.joined(t) && !q.shout && !slices.ContainsFunc(q.tokens[t.from:t.to], func(w token) bool { return w.capital() || w.quoted })
}

// joined reports whether what was taken is one of several: a comma stands before it, or a word such as "and" beside it.
func (q *question) joined(t taken) bool {
	op := func(i int) bool {
		return i >= 0 && i < len(q.tokens) && slices.ContainsFunc(q.lex.phrases[q.tokens[i].key], func(a alt) bool { return a.role == Op })
	}
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

// entitled reports whether a kind is written as names are, each word with a capital, and is one: U.S. Chamber of Commerce.
func (q *question) entitled(t taken) bool {
	first, last := q.tokens[t.from], q.tokens[t.to-1]
	return t.role == Class && strings.HasPrefix(t.value, "kind:") && t.to-t.from > 1 && !q.shout && first.capital() && last.capital() && !strings.HasSuffix(last.key, "s") && !strings.HasSuffix(first.key, "s")
}

// asksList reports whether what was taken asks for a list, or a number, or says of what.
func asksList(ts []taken) bool {
	return slices.ContainsFunc(ts, func(t taken) bool { return t.role == Class || t.role == Ask && t.value != "is" })
}

// onlyState reports whether the states of a country are meant, of which there is one: the government itself is asked about.
func (q *question) onlyState(ts []taken) bool {
	countries, state := 0, false
	for _, t := range ts {
		switch t.role {
		case Country:
			countries++
		case Class:
			state = t.value == "state"
		}
	}
	return countries == 1 && state
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

func roleName(role Role) string { return roleNames[role] }

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
		fmt.Fprintf(&b, "[%s", q.words(s.from, s.to))
		for _, a := range s.alts {
			fmt.Fprintf(&b, " %s:%s", roleName(a.role), a.value)
			if a.cost > 0 {
				fmt.Fprintf(&b, "(%.1f)", a.cost)
			}
		}
		b.WriteString("] ")
	}
	b.WriteByte('\n')
	return b.String()
}
