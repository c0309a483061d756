package ask

import (
	"slices"
	"strings"

	"rollcall/tracker/names"
)

// whoOf is a reading of a clause as a question about somebody whose name has words that mean something, or nothing: is the
// Internet Society Kenya chapter listed? All that is said is the name, but for what asks about it.
func (q *question) whoOf(clause []*span) (Reading, bool) {
	a, b := 0, len(clause)
	asks := func(s *span) bool {
		return s.is(Filler, "") && !slices.ContainsFunc(s.alts, weak) || s.is(Aside, "") || s.is(Ask, "is") || s.is(Pred, "sign") && !s.is(Prep, "") || s.is(Pred, "party") || s.is(Pred, "join") || s.is(Class, "member")
	}
	asked := false
	for ; a < b && asks(clause[a]); a++ {
		asked = asked || clause[a].is(Ask, "is")
	}
	for ; b > a && (asks(clause[b-1]) || clause[b-1].is(Pred, "sign")); b-- {
		asked = asked || !clause[b-1].is(Filler, "")
	}
	if b-a < 2 || b-a > longest || q.tokens[clause[a].from].glued || clause[a].is(Prep, "") || clause[a].is(Class, "") || !slices.ContainsFunc(clause[a:b], unnamed) {
		return Reading{}, false
	}
	for i, s := range clause[a:b] {
		parted := i > 0 && q.tokens[s.from].brk != 0 && q.tokens[s.from].brk != '-'
		if parted || s.is(Ask, "") && !s.is(Filler, "") || s.is(Pred, "") && !s.is(Prep, "") && !(i > 0 && q.tokens[s.from].capital() && !q.shout) || s.is(Op, "vs") || s.is(Op, "or") || s.is(Cmp, "") || s.when.from != "" {
			return Reading{}, false
		}
	}
	text := q.words(clause[a].from, clause[b-1].to)
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
	case asked && q.tokens[clause[a].from].capital():
		cost += q.w("whole-name")
	default:
		return Reading{}, false
	}
	return Reading{Line: q.checked("who " + plain(text)), Cost: cost, Label: []string{"name"}, Matched: []string{text}}, true
}

// unnamed reports whether a span is nobody that is known.
func unnamed(s *span) bool { return len(s.alts) == 0 || s.is(Stranger, "") }
