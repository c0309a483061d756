package readings

import (
	"slices"
	"strconv"
	"strings"

	"rollcall/tracker/names"
)

// strangers joins words without a meaning to names that aren't known, or that are known in another spelling; a name and what
// stands right beside it may be one, too (UTEC Uruguay).
func (q *question) strangers() {
	var out []span
	for i := 0; i < len(q.spans); {
		s := &q.spans[i]
		if n := q.quotation(i); n > 1 {
			out = append(out, q.said(i, i+n, q.w("quoted")))
			i += n
			continue
		}
		alone := i+1 >= len(q.spans) || !q.beside(i+1) || !(len(q.spans[i+1].alts) == 0 || q.spans[i+1].is(Country, "") && !q.people(i+1) && s.to-s.from == 1)
		if len(s.alts) > 0 && (!s.is(Name, "") || alone) {
			out = append(out, *s)
			i++
			continue
		}
		from, to := i, i+1
		for to < len(q.spans) && q.beside(to) && (len(q.spans[to].alts) == 0 || q.between(to) || q.inner(to)) {
			to++
		}
		wide, far := from, to
		for wide > 0 && len(out) > 0 && q.beside(wide) && (q.partOfName(&q.spans[wide-1]) || q.spans[wide-1].is(Prep, "of") && wide > 1 && q.partOfName(&q.spans[wide-2])) && out[len(out)-(from-wide)-1].to == q.spans[wide-1].to {
			wide--
		}
		for far < len(q.spans) && q.beside(far) && q.partOfName(&q.spans[far]) {
			far++
		}
		s2, a, b := q.stranger(wide, from, to, far)
		out = out[:len(out)-(from-a)]
		out = append(out, s2)
		i = b
	}
	q.spans = out
}

// people reports whether a span is the people of a country.
func (q *question) people(i int) bool {
	return strings.HasSuffix(value(&q.spans[i], Country), " people")
}

// quotation is how many spans from one on stand inside of quotation marks.
func (q *question) quotation(i int) (n int) {
	for i+n < len(q.spans) && q.tokens[q.spans[i+n].from].quoted {
		n++
	}
	return n
}

// said is the span of a name as it was typed, or of whom the index is sure that it means.
func (q *question) said(a, b int, cost float64) span {
	s := span{from: q.spans[a].from, to: q.spans[b-1].to}
	text := q.words(s.from, s.to)
	if found, sure := q.index.Resolve(text); sure {
		s.alts = []alt{{Name, q.Names.text[found[0].ID], cost, anyLang}}
	} else {
		s.alts = []alt{{Stranger, text, cost, anyLang}}
	}
	return s
}

// beside reports whether no break stands before a span.
func (q *question) beside(i int) bool { return q.tokens[q.spans[i].from].brk == 0 }

// between reports whether a span is a little word inside of a name.
func (q *question) between(i int) bool {
	s := &q.spans[i]
	if i == 0 || i+1 >= len(q.spans) || len(q.spans[i+1].alts) > 0 && !(q.partOfName(&q.spans[i+1]) && q.tokens[q.spans[i+1].from].capital()) || !q.beside(i+1) || s.to-s.from > 1 || s.is(Pred, "") || s.is(Ask, "") {
		return false
	}
	if s.is(Prep, "from") && !s.is(Prep, "of") {
		return false
	}
	before, after := q.tokens[q.spans[i].from-1], q.tokens[q.spans[i+1].from]
	return s.is(Prep, "of") || before.capital() && after.capital() && !q.shout
}

// inner reports whether a span that can belong to a name stands before a word without a meaning.
func (q *question) inner(i int) bool {
	return q.partOfName(&q.spans[i]) && i+1 < len(q.spans) && q.beside(i+1) && len(q.spans[i+1].alts) == 0 && q.tokens[q.spans[i].from].capital()
}

// partOfName reports whether a span that means something can belong to a name beside it.
func (q *question) partOfName(s *span) bool {
	if !slices.ContainsFunc(s.alts, func(a alt) bool {
		return a.role == Name || a.role == Country || a.role == Class || a.role == Group || a.role == Threat || a.role == Topic || a.role == Publisher
	}) {
		return false
	}
	return q.tokens[s.from].capital() || s.is(Class, "") || s.is(Country, "")
}

// stranger is the span of a name that isn't known as it stands: the widest that the index is sure of, or one without a bearer.
func (q *question) stranger(wide, from, to, far int) (s span, a, b int) {
	if known := value(&q.spans[from], Name); known != "" && to == from+1 && far > to && q.home[known] == value(&q.spans[to], Country) {
		s = q.spans[from]
		s.to = q.spans[to].to
		return s, from, to + 1
	}
	for _, a := range []int{wide, from} {
		for b := far; b >= to; b-- {
			if q.spans[from].is(Name, "") && b-a < 2 {
				continue
			}
			text := q.words(q.spans[a].from, q.spans[b-1].to)
			if len(names.Key(text)) < 4 || b-a > longest {
				continue
			}
			if found, sure := q.index.Resolve(text); sure && q.close(found[0], text) {
				return span{from: q.spans[a].from, to: q.spans[b-1].to,
					alts: []alt{{Name, q.Names.text[found[0].ID], q.w("near") + 0.05*float64(found[0].How), anyLang}}}, a, b
			}
		}
		if wide == from {
			break
		}
	}
	capital := false
	for i := from; i < to; i++ {
		capital = capital || q.tokens[q.spans[i].from].capital() && !q.shout
	}
	a, b = from, to
	if capital {
		for a > wide && q.tokens[q.spans[a-1].from].capital() && !q.spans[a-1].is(Ask, "") {
			a--
		}
		for b < far && q.tokens[q.spans[b].from].capital() {
			b++
		}
	}
	s = span{from: q.spans[a].from, to: q.spans[b-1].to}
	cost := q.w("stranger-small")
	if capital {
		cost = q.w("stranger")
	}
	if n := s.to - s.from; n > 6 {
		cost += float64(n - 6)
	}
	s.alts = []alt{{Stranger, q.words(s.from, s.to), cost, anyLang}}
	return s, a, b
}

// close reports whether a name that was found is near enough to be answered.
func (q *question) close(m names.Match, text string) bool {
	switch m.How {
	case names.Typo:
		// One word that misses another name by a letter may well be a name of its own.
		return len(strings.Fields(text)) > 1 || len(names.Key(text)) >= 9
	case names.Partial, names.Prefix:
		return len(strings.Fields(text)) > 1
	}
	return true
}

// joinTimes makes periods of two times: between 2019 and 2020, from March to May 2021; and days of the names of supporters and
// events after since and before.
func (q *question) joinTimes() {
	for i := range q.spans {
		s := &q.spans[i]
		for _, a := range s.alts {
			if a.role == Day {
				s.when = when{a.value, a.value}
				s.alts = append(s.alts, alt{Time, a.value, a.cost, anyLang})
				break
			}
		}
		if s.when.from != "" {
			continue
		}
		if bound := q.boundBefore(i); bound {
			for _, a := range s.alts {
				if a.role == Name || a.role == Country {
					day := quote(q.nameOf(a))
					s.when = when{day, day}
					s.alts = append(s.alts, alt{Time, day, a.cost + 0.05, anyLang})
					break
				}
			}
		}
	}
	var out []span
	for i := 0; i < len(q.spans); i++ {
		s := q.spans[i]
		if n := len(out); n > 1 && s.is(Time, "") && out[n-1].is(Op, "to") && out[n-2].is(Time, "") {
			last := &out[n-2]
			last.to, last.when.to = s.to, s.when.to
			last.alts = []alt{{Time, last.when.String(), 0, anyLang}}
			out = out[:n-1]
			continue
		} else if n > 2 && s.is(Time, "") && out[n-1].is(Op, "and") && out[n-2].is(Time, "") && out[n-3].is(Prep, "between") {
			last := &out[n-2]
			last.to, last.when.to = s.to, s.when.to
			last.alts = []alt{{Time, last.when.String(), 0, anyLang}}
			out = out[:n-1]
			continue
		}
		out = append(out, s)
	}
	q.spans = out
}

// boundBefore reports whether since, before, after or until stands before a span.
func (q *question) boundBefore(i int) bool {
	for i--; i >= 0; i-- {
		s := &q.spans[i]
		if s.is(Prep, "from") {
			return false
		}
		for _, v := range []string{"since", "before", "after", "until"} {
			if s.is(Prep, v) {
				return true
			}
		}
		if !s.is(Filler, "") {
			return false
		}
	}
	return false
}

// sizes makes the number that a group's members are mean nothing beside the group: how many of the 46.
func (q *question) sizes() {
	for i := range q.spans {
		id := value(&q.spans[i], Group)
		if id == "" {
			continue
		}
		for j := max(0, i-3); j < min(len(q.spans), i+5); j++ {
			if s := &q.spans[j]; value(s, Number) == strconv.Itoa(len(q.groups[id].Members)) {
				s.alts = append(s.alts, alt{role: Filler, lang: anyLang})
			}
		}
	}
}
