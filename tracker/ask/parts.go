package ask

import (
	"cmp"
	"slices"
	"strings"

	"rollcall/tracker/names"
)

// A part is a stretch of spans between breaks.
type part struct {
	spans []*span
	brk   byte // what stands before it
}

// opens reports whether a part begins with an aside of a kind.
func (p part) opens(aside string) bool {
	return len(p.spans) > 0 && p.spans[0].is(Aside, aside)
}

func (q *question) parts() []part {
	var out []part
	for i, s := range q.spans {
		brk := q.tokens[s.from].brk
		if i == 0 || q.spans[i-1].is(Aside, "ask") || s.is(Aside, "clause") || s.is(Aside, "so") || brk != 0 && brk != '-' || brk == '-' && q.tokens[s.from].start-q.tokens[s.from-1].end > 1 {
			out = append(out, part{brk: brk})
		}
		p := &out[len(out)-1]
		p.spans = append(p.spans, s)
	}
	if len(out) > 8 {
		out = append(out[:4:4], out[len(out)-4:]...)
	}
	return out
}

// spansOf are the spans of some parts.
func spansOf(parts []part) (out []*span) {
	for _, p := range parts {
		out = append(out, p.spans...)
	}
	return out
}

// What parts and clauses have in them.
var (
	whom       = patternOf("name country stranger") // who can be asked about
	openCue    = patternOf("ask:count|which|list|who")
	listing    = patternOf("ask:count|which|list|there|who")
	predicate  = patternOf("pred!prep")
	signature  = patternOf("pred:sign!prep pred:party")
	principled = patternOf("text:principle|principles")
	said       = patternOf("pred:say")
	claimed    = patternOf("aside:claim")
	off        = patternOf("off")
	strange    = patternOf("stranger")
)

// somebody reports whether a span can be somebody who is asked about.
func somebody(s *span) bool { return whom.fits(s) }

var beginning = patternOf("ask:is|count|which|when")

var things = patternOf("class group country")

// parted reports whether parts are more than one clause: a statement before what asks, or what a word such as "so" begins.
func parted(parts []part) bool {
	stated := false
	for i, p := range parts {
		if i > 0 && (p.opens("so") || p.opens("clause")) && !p.refers() || stated && openCue.in(p.spans) && things.in(p.spans) {
			return true
		}
		stated = stated || p.states()
	}
	return false
}

var reference = patternOf("filler aside text ask")

// refers reports whether a part only asks for a principle, of what stands before it.
func (p part) refers() bool { return principled.in(p.spans) && reference.all(p.spans) }

var (
	notStated = patternOf("ask op:vs")
	subjects  = patternOf("name publisher country!country:people")
	numbered  = patternOf("number")
)

// states reports whether a part says something of somebody, or that somebody said something.
func (p part) states() bool {
	return predicate.in(p.spans) && !notStated.in(p.spans) && (subjects.in(p.spans) || said.in(p.spans) && numbered.in(p.spans))
}

var (
	quiet = patternOf("filler aside prep:from|of ask:is stranger time op:most|and|isnt")
	being = patternOf("class group country:people")
)

// describes reports whether a part only says what somebody is: it's a French company; the biggest economy of ECOWAS.
func (p part) describes() bool {
	return !quiet.all(p.spans) && !slices.ContainsFunc(p.spans, func(s *span) bool { return !quiet.fits(s) && !being.fits(s) })
}

var others = patternOf("class!pred:party group ask:count|list")

// ofOne reports whether spans ask about somebody, and about nobody else.
func ofOne(spans []*span) bool { return whom.in(spans) && !others.in(spans) }

var (
	class  = patternOf("class")
	joiner = patternOf("op")
)

// unbracketed leaves out what stands in brackets, or between commas as what somebody is; nil if nothing does.
func (q *question) unbracketed(parts []part) (out []part) {
	inside, found := false, false
	for i, p := range parts {
		if p.brk == ',' && i+1 < len(parts) && parts[i+1].brk == ',' && len(out) > 0 && ofOne(out[len(out)-1].spans) && p.describes() {
			found = true
			continue
		}
		if p.brk == '(' && i > 0 {
			inside = !inside
			found = true
		} else if p.brk != ',' && p.brk != ':' {
			inside = false
		}
		switch {
		case inside && (off.in(p.spans) || p.spans[len(p.spans)-1].is(Class, "kind:local_government")): // London (the city)
			return nil
		case inside:
		case p.brk == '(' && len(out) > 0:
			last := &out[len(out)-1]
			last.spans = append(last.spans[:len(last.spans):len(last.spans)], p.spans...)
		default:
			out = append(out, p)
		}
	}
	if !found {
		return nil
	}
	return out
}

// choose puts readings in order and reports whether the first is sure.
func (q *question) choose(found []Reading) (out []Reading, sure bool) {
	slices.SortStableFunc(found, func(a, b Reading) int { return cmp.Compare(a.Cost, b.Cost) })
	for _, f := range found {
		if len(out) < mostReadings && f.Cost <= q.w("offer") && !slices.ContainsFunc(out, f.same) {
			out = append(out, f)
		}
	}
	if n := len(out); n > 0 && out[0].Cost <= q.w("sure") {
		rest := slices.DeleteFunc(slices.Clone(out[1:]), out[0].implies)
		sure = len(rest) == 0 || rest[0].Cost-out[0].Cost >= q.w("gap")
	}
	return out, sure
}

// implies reports whether another reading only adds where somebody is from, or lists the states of the one country that is asked about.
func (r Reading) implies(o Reading) bool {
	who, asked := strings.CutPrefix(r.Line, "who ")
	code, _ := strings.CutPrefix(o.Line, "list state country:")
	c, state := names.CountryOf(code)
	return asked && (strings.HasPrefix(o.Line, r.Line+" country:") || state && strings.TrimSuffix(who, " is:listed") == c.Name)
}

// same reports whether two readings say the same: a topic and a principle are looked up once each.
func (r Reading) same(o Reading) bool {
	verb, _, about := strings.Cut(r.Line, "about ")
	other, _, too := strings.Cut(o.Line, "about ")
	return spelt(r.Line) == spelt(o.Line) || about && too && verb == other && r.principle == o.principle
}

// spelt is a line without what only distinguishes a topic's name from a part of the call: about working-group-3, working-group 3.
func spelt(line string) string {
	return strings.ReplaceAll(strings.TrimPrefix(line, "about "), "-", " ")
}

var (
	verdict = patternOf("filler:yes|no op:not")
	plainly = patternOf("name country stranger filler op:not aside:claim")
)

// answered reports whether a part only says yes or no of one: Turkey no; they say that São Paulo yes.
func (p part) answered() bool {
	who := slices.IndexFunc(p.spans, somebody)
	return who >= 0 && !whom.in(p.spans[who+1:]) && verdict.in(p.spans[who:]) && plainly.all(p.spans)
}

// asides is the cost of the parts other than those that ask.
func (q *question) asides(parts []part, from, to int) (cost float64) {
	asking := parts[from:to]
	told, one := complete(asking), ofOne(spansOf(asking))
	asks := to < len(parts) && parts[to].brk == '?' || openCue.in(spansOf(asking))
	for i, p := range parts {
		if i >= from && i < to {
			continue
		}
		premise := i+1 < len(parts) && parts[i+1].opens("so") || i < from && p.states()
		intro := slices.ContainsFunc(p.spans, func(s *span) bool {
			return s.is(Aside, "") && !s.is(Aside, "claim") && !s.is(Aside, "so") && !(s.is(Aside, "clause") && off.in(p.spans)) && (asks || !s.is(Aside, "claim:said"))
		})
		setOff := told && apart(parts, i, from, to) && !q.item(parts, i)
		named := q.item(parts, i) || i < from && parts[i+1].brk == '?' && strange.in(p.spans) && signature.in(p.spans)
		known := told && p.answered() && (i < from || claimed.in(p.spans))
		for _, s := range p.spans {
			switch {
			case s.is(Filler, "") || s.is(Aside, ""):
			case known, setOff && (harmless.only(s) || i < from && s.is(Off, "") && !s.is(Off, "far") && !s.is(Off, "other")):
				cost += q.w("set-off") * float64(s.to-s.from)
			case setOff && slices.ContainsFunc(asking, func(p part) bool { return p.has(s) }):
				cost += q.w("set-off")
			case setOff && one && ended(parts, i, from, to) && !changing.in(p.spans) && !unnamed(s) && !s.is(Name, ""):
				cost += q.w("sentence")
			default:
				cost += q.aside(s, intro, premise, named)
			}
		}
	}
	return cost
}

// changing are spans by which a sentence changes what another asks.
var changing = patternOf("op:not|except|only|including ask:count|list|which aside:claim class")

// ended reports whether a sentence ended between what asks and a part next to it.
func ended(parts []part, i, from, to int) bool {
	between := parts[to:max(to, i+1)]
	if i < from {
		between = parts[i+1 : from+1]
	}
	return slices.ContainsFunc(between, func(p part) bool { return p.brk == '?' || p.brk == '.' })
}

// aside is the cost of a span of a part that doesn't ask.
func (q *question) aside(s *span, intro, premise, named bool) float64 {
	switch {
	case s.is(Ask, "count") && !s.is(Ask, "is"):
		return q.w("aside-count")
	case s.is(Off, "") && !intro || s.is(Pred, "edit") || s.is(Text, "principle"):
		return q.w("offer")
	case s.is(Stranger, "") && (q.tokens[s.from].capital() && s.to-s.from > 1 || named) && !intro:
		return q.w("aside-span") // a name
	case s.alts[0].role == Stranger:
		return q.w("aside-unread") * float64(s.to-s.from)
	case intro && !s.is(Threat, "") || premise:
		return q.w("aside-intro")
	case s.is(Prep, "") || s.is(Pred, "sign"):
		return q.w("aside-unread")
	}
	return q.w("aside-span")
}

var (
	request = patternOf("pred!prep ask!filler!ask:is")
	subject = patternOf("name country stranger class group text threat")
)

// complete reports whether parts say what they ask and about whom: a cue or a predicate, and what it needs.
func complete(parts []part) bool {
	spans := spansOf(parts)
	return request.in(spans) && subject.in(spans)
}

// alone reports whether an organisation of states is all that a message names and says.
func (q *question) alone() bool {
	return !slices.ContainsFunc(q.spans, func(s *span) bool {
		return (!s.is(Filler, "") || s.is(Ask, "who")) && !s.is(Prep, "") && (!s.is(Group, "") || q.members(s))
	})
}

// apart reports whether a part is set off from those that ask: by more than a comma, or as what asks begins with its cue.
func apart(parts []part, i, from, to int) bool {
	first, last := i+1, from
	if i >= to {
		first, last = to, i
	}
	for _, p := range parts[first : last+1] {
		if p.brk != ',' && p.brk != 0 || p.opens("clause") {
			return true
		}
	}
	begins := parts[from].spans
	return i < from && beginning.in(begins[:min(2, len(begins))])
}

var listed = patternOf("stranger filler op")

// item reports whether a part is a name alone in a list of them.
func (q *question) item(parts []part, i int) bool {
	joins := func(p part) bool { return p.brk == ',' || p.brk == '-' }
	inList := joins(parts[i]) || i+1 < len(parts) && joins(parts[i+1])
	return inList && listed.all(parts[i].spans) && slices.ContainsFunc(parts[i].spans, func(s *span) bool {
		return s.is(Stranger, "") && (q.flat && s.to-s.from == 1 || q.tokens[s.from].capital())
	})
}

// harmless are spans in an aside that can't change what is asked.
var harmless = patternOf("filler aside stranger prep field dim class:member pred:sign|say|party|work|chair|be|join op:and|or|to|also|yet|all ask:is|help")

// has reports whether a part names the same as a span, or its place.
func (p part) has(o *span) bool {
	for _, role := range []Role{Name, Country, Group} {
		named := strings.TrimSuffix(value(o, role), " people")
		if named != "" && slices.ContainsFunc(p.spans, func(s *span) bool { return strings.TrimSuffix(value(s, role), " people") == named }) {
			return true
		}
	}
	return false
}
