package ask

import (
	"slices"
	"strings"

	"rollcall/tracker/covers"
)

// What a clause has in it that asks for a principle, or for something else.
var (
	whichOne   = patternOf("ask:which-one")
	ofCall     = patternOf("text:call")
	otherText  = patternOf("text:group|groups|norm|community")
	rolls      = patternOf("pred!pred:say!prep ask:who!filler ask:when")
	closing    = patternOf("ask:is!filler")
	asksMuch   = patternOf("ask number")
	counting   = patternOf("ask:count")
	changed    = patternOf("pred:removed|withdrawn|newcomer|join time!threat") // what is asked of the list
	known      = patternOf("name!stranger country!stranger group")
	describing = patternOf("filler aside prep text term ask:what|is|where|which|describe op!op:most!op:diff!op:vs pred:say")
)

// coverOf is a reading of a clause as a question which principle covers what it describes, or nothing. Unless a word asks for a
// principle, the clause must say little else.
func (q *question) coverOf(clause []*span) (Reading, bool) {
	for i, s := range clause[:len(clause)-1] {
		if !q.claims && s.is(Text, "principle") && clause[i+1].is(Number, "") {
			return Reading{}, false // principle 9
		}
	}
	subject := q.subject(clause)
	best, found := q.covers(subject)
	if !found {
		return Reading{}, false
	}
	matched := map[string]bool{}
	for _, word := range best.Words {
		for _, t := range tokenise(word) {
			matched[t.key] = true
		}
	}
	asked, roll, met, said, left := principled.in(clause), rolls.in(clause), 0, 0, 0.0
	which := clause[len(clause)-1].is(Ask, "which") || whichOne.in(clause)
	for _, s := range clause {
		hit := !s.is(Aside, "") && slices.ContainsFunc(q.tokens[s.from:s.to], func(t token) bool { return matched[t.key] })
		switch {
		case s.is(Off, "far"), s.is(Off, "other") && !asked, !asked && !ofCall.in(clause) && changed.fits(s):
			return Reading{}, false
		case s.is(Stranger, "") || s.is(Threat, "") || hit && !s.is(Pred, "sign"):
			said += s.to - s.from
			if hit {
				met++
			}
		case describing.fits(s), people(s):
		case asksMuch.fits(s):
			left += q.w("any-ask")
		default:
			left += q.w("any-span")
		}
	}
	call := ofCall.in(clause) && !roll && !(closing.in(clause) && known.in(clause))
	if otherText.in(clause) && !asked {
		left += q.w("topic-left")
	}
	if met == 0 || !asked && counting.in(clause) || (best.Near || best.Met == 0) && !asked {
		return Reading{}, false
	}
	if !q.told {
		q.heard = best.Lang
	}
	missed := 1 - min(1, float64(best.Met)/float64(max(said, 1)))
	cost := left
	switch {
	case asked || which || call:
		cost = left/2 + q.w("cover-asked") + q.w("cover-miss")*missed
	default:
		cost += q.w("cover") + 2*q.w("cover-miss")*missed
		if best.Met == 1 && (said > 1 || left > 0) {
			cost += q.w("cover-near")
		}
		if (roll || closing.in(clause)) && known.in(clause) || signature.in(q.spans) { // did RSA sign?
			cost += q.w("cover-known")
		}
	}
	return Reading{Line: "principle about " + subject, Cost: cost, Label: []string{"principle"}, Matched: best.Words, principle: best.Principle}, true
}

// clearer is how many times as well a later language has to explain what is covered: many terms are the same in all.
const clearer = 1.5

// covers finds the principle that covers a text best; in each language if the words don't show theirs.
func (q *question) covers(text string) (best covers.Scored, ok bool) {
	if known, looked := q.covered[text]; looked {
		return known, known.Principle > 0
	}
	all := languages
	if q.told {
		all = languages[q.lang : q.lang+1]
	}
	for _, lang := range all {
		found := q.call.Covers(text, lang)
		if len(found) > 0 && (!ok || best.Near && !found[0].Near || best.Near == found[0].Near && found[0].Score > clearer*best.Score) {
			best, ok = found[0], true
		}
	}
	q.covered[text] = best
	return best, ok
}

// subject is the text that a clause is about: all of it but cues, fillers and words for a principle at its ends.
func (q *question) subject(clause []*span) string {
	a, b := 0, len(clause)
	cue := func(s *span) bool {
		return !s.is(Threat, "") && slices.ContainsFunc(s.alts, func(a alt) bool {
			return a.role == Ask || a.role == Filler || a.role == Prep || a.role == Aside || a.role == Text
		})
	}
	for a < b-1 && cue(clause[a]) {
		a++
	}
	for b > a+1 && cue(clause[b-1]) {
		b--
	}
	return strings.Join(strings.Fields(q.words(clause[a].from, clause[b-1].to)), " ")
}
