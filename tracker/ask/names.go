package ask

import (
	"slices"
	"strings"

	"rollcall/tracker/names"
)

var (
	aboutWho = patternOf("aside ask:is pred:sign!prep pred:party|join class:member")
	noBegin  = patternOf("prep class")
	inNoName = patternOf("ask!filler op:vs|or cmp time")
)

// whoOf is a reading of a clause as a question about somebody whose name has words that mean something, or nothing: is the
// Internet Society Kenya chapter listed? All that is said is the name, but for what asks about it.
func (q *question) whoOf(clause []*span) (Reading, bool) {
	asks := func(s *span) bool { return s.is(Filler, "") && !slices.ContainsFunc(s.alts, weak) || aboutWho.fits(s) }
	a, b := 0, len(clause)
	for a < b && asks(clause[a]) {
		a++
	}
	for b > a && (asks(clause[b-1]) || signedUp.fits(clause[b-1])) {
		b--
	}
	name := clause[a:b]
	if len(name) < 2 || q.tokens[name[0].from].glued || noBegin.fits(name[0]) || !slices.ContainsFunc(name, unnamed) || inNoName.in(name) {
		return Reading{}, false
	}
	for i, s := range name {
		parted := i > 0 && q.tokens[s.from].brk != 0 && q.tokens[s.from].brk != '-'
		if parted || predicate.fits(s) && !(i > 0 && q.tokens[s.from].capital()) {
			return Reading{}, false
		}
	}
	text := q.words(name[0].from, clause[b-1].to)
	if strings.ContainsAny(text, "“”«»\"") {
		return Reading{}, false // the name is what is quoted
	}
	matches, sure := q.index.Resolve(text)
	cost := q.w("near") + q.w("span")
	switch {
	case sure && q.close(matches[0], text):
		text = q.Names.text[matches[0].ID]
	case len(matches) > 0 && matches[0].How <= names.Partial:
		cost += q.w("name-bound") / 2
	case q.tokens[name[0].from].capital() && (copula.in(clause[:a]) || slices.ContainsFunc(clause[b:], func(s *span) bool { return !s.is(Filler, "") })):
		cost += q.w("whole-name")
	default:
		return Reading{}, false
	}
	return Reading{Line: q.checked("who " + plain(text)), Cost: cost, Label: []string{"name"}, Matched: []string{text}}, true
}

var copula = patternOf("ask:is")

// unnamed reports whether a span is nobody that is known.
func unnamed(s *span) bool { return len(s.alts) == 0 || s.is(Stranger, "") }
