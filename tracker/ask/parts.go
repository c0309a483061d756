package ask

import (
	"cmp"
	"slices"
	"strings"
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
	for i := range q.spans {
		s := &q.spans[i]
		brk := q.tokens[s.from].brk
		if brk == ':' && len(out) == 1 && !slices.ContainsFunc(out[0].spans, func(s *span) bool { return !s.is(Ask, "count") && !s.is(Ask, "list") }) {
			brk = 0 // Count: companies
		}
		if i == 0 || q.introduced(out[len(out)-1], s) || q.spans[i-1].is(Aside, "ask") || s.is(Aside, "clause") || s.is(Aside, "so") || brk != 0 && brk != '-' || brk == '-' && q.tokens[s.from].start-q.tokens[s.from-1].end > 1 {
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

// introduced reports whether a span begins what asks, after an introduction that nothing parts from it: as it is dictated.
func (q *question) introduced(p part, s *span) bool {
	return (s.is(Ask, "is") || s.is(Ask, "count") || s.is(Ask, "which") || s.is(Ask, "when")) && slices.ContainsFunc(p.spans, func(o *span) bool {
		return o.is(Aside, "") && !o.is(Aside, "claim") && !o.is(Ask, "")
	})
}

// parted reports whether parts are more than one clause: a statement before what asks, or what a word such as "so" begins.
func parted(parts []part) bool {
	stated := false
	for i, p := range parts {
		if i > 0 && (p.opens("so") || p.opens("clause")) && !p.refers() || stated && p.asks() {
			return true
		}
		stated = stated || p.states()
	}
	return false
}

// asks reports whether a part has a cue and something that is asked about.
func (p part) asks() bool {
	cue, thing := false, false
	for _, s := range p.spans {
		cue = cue || s.is(Ask, "count") || s.is(Ask, "which") || s.is(Ask, "list") || s.is(Ask, "who")
		thing = thing || s.is(Class, "") || s.is(Group, "") || s.is(Country, "")
	}
	return cue && thing
}

// tells reports whether a part only says something more of whom is asked about: they are in NATO.
func (p part) tells() bool {
	return p.brk == '?' && !p.cued() && (p.spans[0].is(Filler, "pronoun") || p.spans[0].is(Filler, "pronouns"))
}

// cued reports whether a part asks or says something.
func (p part) cued() bool {
	return slices.ContainsFunc(p.spans, func(s *span) bool {
		return s.is(Ask, "") && !s.is(Filler, "") || s.is(Pred, "") && !s.is(Prep, "") || s.is(Aside, "clause")
	})
}

// refers reports whether a part only asks for a principle, of what stands before it.
func (p part) refers() bool {
	return principled(p.spans) && !slices.ContainsFunc(p.spans, func(s *span) bool {
		return !s.is(Filler, "") && !s.is(Aside, "") && !s.is(Text, "") && !s.is(Ask, "")
	})
}

// states reports whether a part says something of somebody, or that somebody said something.
func (p part) states() bool {
	pred, thing := false, false
	for _, s := range p.spans {
		if s.is(Ask, "") || s.is(Op, "vs") {
			return false
		}
		pred = pred || s.is(Pred, "") && !s.is(Prep, "")
		thing = thing || s.is(Name, "") || s.is(Publisher, "") || s.is(Number, "") && p.says() || s.is(Country, "") && !strings.HasSuffix(value(s, Country), " people")
	}
	return pred && thing
}

// hasRole reports whether a span of a part can have a role.
func (p part) hasRole(role Role) bool {
	return slices.ContainsFunc(p.spans, func(s *span) bool { return s.is(role, "") })
}

// says reports whether a part tells what was said.
func (p part) says() bool {
	return slices.ContainsFunc(p.spans, func(s *span) bool { return s.is(Pred, "say") })
}

// describes reports whether a part only says what somebody is: it's a French company; a member of NATO.
func (q *question) describes(p part) (says bool) {
	for _, s := range p.spans {
		switch {
		case s.is(Filler, ""), s.is(Aside, ""), s.is(Prep, "from"), s.is(Prep, "of"), s.is(Ask, "is"), len(s.alts) == 0, s.is(Stranger, ""), s.when.from != "":
		case s.is(Class, ""), s.is(Group, ""), q.people(s):
			says = true
		case s.is(Op, "most"), s.is(Op, "and"): // the biggest economy of ECOWAS
		default:
			return false
		}
	}
	return says
}

// ofOne reports whether parts ask about somebody, and about nobody else.
func ofOne(parts []part) (one bool) {
	for _, p := range parts {
		for _, s := range p.spans {
			if s.is(Class, "") && !s.is(Pred, "party") || s.is(Group, "") || s.is(Ask, "count") || s.is(Ask, "list") {
				return false
			}
			one = one || somebody(s)
		}
	}
	return one
}

// unbracketed leaves out what stands in brackets, or between commas as what somebody is; nil if nothing does.
func (q *question) unbracketed(parts []part) (out []part) {
	inside, found := false, false
	for i, p := range parts {
		if p.brk == ',' && i+1 < len(parts) && parts[i+1].brk == ',' && !inside && len(out) > 0 && ofOne(out[len(out)-1:]) && q.describes(p) {
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
		case inside && (p.hasRole(Off) || p.hasRole(Class) && (p.hasRole(Op) || value(p.spans[len(p.spans)-1], Class) == "kind:local_government")): // not counting states; London (the city)
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
		sure = n == 1 || out[1].Cost-out[0].Cost >= q.w("gap")
	}
	return out, sure
}

// same reports whether two readings say the same: a topic and a principle are looked up once each.
func (r Reading) same(o Reading) bool {
	verb, _, about := strings.Cut(r.Line, "about ")
	other, _, too := strings.Cut(o.Line, "about ")
	return r.Line == o.Line || about && too && verb == other && r.principle == o.principle
}

// answered reports whether a part only says yes or no of one: Turkey no; they say that São Paulo yes.
func (p part) answered() bool {
	who, said := 0, false
	for _, s := range p.spans {
		switch {
		case somebody(s):
			who++
		case s.is(Filler, "yes"), s.is(Filler, "no"), s.is(Op, "not"):
			said = who > 0
		case !s.is(Filler, "") && !s.is(Aside, "claim"):
			return false
		}
	}
	return who == 1 && said
}

// known reports whether a part beside those that ask is an answer that is known: it stands before them, or is claimed.
func known(parts []part, i, from, to int) bool {
	return parts[i].answered() && (i < from || i >= to && parts[i].claims())
}

// claims reports whether a part says that something is claimed.
func (p part) claims() bool {
	return slices.ContainsFunc(p.spans, func(s *span) bool { return s.is(Aside, "claim") })
}

// reason reports whether a part says what somebody is, after something that is said of that one: Chile signed, it is in the OECD.
func (q *question) reason(parts []part, i int) bool {
	p := parts[i]
	at := slices.IndexFunc(p.spans, func(s *span) bool { return !s.is(Filler, "") || s.is(Ask, "is") })
	return i > 0 && p.brk == ',' && at >= 0 && p.spans[at].is(Ask, "is") && complete(parts[:i]) && ofOne(parts[:i]) && q.describes(p)
}

// heads reports whether a part is the title of the countries listed after its colon: Andean countries: Peru, Ecuador.
func heads(parts []part, i, from, to int) bool {
	if i+1 != from || parts[from].brk != ':' || slices.ContainsFunc(parts[i].spans, func(s *span) bool { return !s.is(Filler, "") && !s.is(Group, "") && !s.is(Class, "state") }) {
		return false
	}
	n := 0
	for _, p := range parts[from:to] {
		for _, s := range p.spans {
			if s.is(Country, "") {
				n++
			}
		}
	}
	return n > 1
}

// asides is the cost of the parts beside those that ask.
func (q *question) asides(parts []part, from, to int) (cost float64) {
	told := complete(parts[from:to])
	for i, p := range parts {
		if i >= from && i < to {
			continue
		}
		premise := i+1 < len(parts) && parts[i+1].opens("so")
		off := slices.ContainsFunc(p.spans, func(s *span) bool { return s.is(Off, "") })
		intro := slices.ContainsFunc(p.spans, func(s *span) bool { return s.is(Aside, "") && !s.is(Aside, "claim") && !(s.is(Aside, "clause") && off) })
		setOff := told && apart(parts, i, from, to) && !q.item(parts, i)
		asked := i < from && parts[i+1].brk == '?' && p.hasRole(Stranger) && slices.ContainsFunc(p.spans, func(s *span) bool { return s.is(Pred, "sign") && !s.is(Prep, "") || s.is(Pred, "party") })
		is := setOff && slices.ContainsFunc(p.spans, func(s *span) bool { return s.is(Ask, "is") }) && ofOne(parts[from:to]) && q.describes(p)
		is = is || told && (known(parts, i, from, to) || i >= to && q.reason(parts, i)) || heads(parts, i, from, to)
		for _, s := range p.spans {
			switch {
			case s.is(Filler, "") || s.is(Aside, ""):
			case is, setOff && (harmless(s) || s.is(Off, "") && (i < from && !s.is(Off, "far") && !s.is(Off, "other") || p.brk == '?' && !p.cued()) || s.is(Group, "") && p.tells()):
				cost += q.w("set-off") * float64(s.to-s.from)
			case setOff && slices.ContainsFunc(parts[from:to], func(p part) bool { return p.has(s) }):
				cost += q.w("set-off")
			default:
				cost += q.aside(s, intro, premise || i < from && p.states(), q.item(parts, i) || asked)
			}
		}
	}
	return cost
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
	case len(s.alts) == 0 || s.alts[0].role == Stranger:
		return q.w("aside-unread") * float64(s.to-s.from)
	case intro && !s.is(Threat, "") || premise:
		return q.w("aside-intro")
	case s.is(Prep, "") || s.is(Pred, "sign"):
		return q.w("aside-unread")
	}
	return q.w("aside-span")
}

// complete reports whether parts say what they ask of whom: a cue or a predicate, and what it needs.
func complete(parts []part) bool {
	asks, thing := false, false
	for _, p := range parts {
		for _, s := range p.spans {
			asks = asks || s.is(Pred, "") && (!s.is(Prep, "") || len(p.spans) > 1) || s.is(Ask, "") && !s.is(Filler, "") && !s.is(Ask, "is")
			thing = thing || somebody(s) || s.is(Class, "") || s.is(Group, "") || s.is(Text, "") || s.is(Threat, "")
		}
	}
	return asks && thing
}

// alone reports whether an organisation of states is all that a message names and says.
func (q *question) alone() bool {
	for i := range q.spans {
		s := &q.spans[i]
		if !s.is(Filler, "") && !s.is(Prep, "") && (!s.is(Group, "") || q.members(s) || q.groups[value(s, Group)].Region) {
			return false
		}
	}
	return true
}

// somebody reports whether a span can be somebody who is asked about.
func somebody(s *span) bool { return s.is(Name, "") || s.is(Country, "") || s.is(Stranger, "") }

// apart reports whether a part is set off from those that ask: by more than a comma, or as what asks begins with its cue.
func apart(parts []part, i, from, to int) bool {
	first, last := i+1, from
	if i >= to {
		first, last = to, i
	}
	if parts[i].opens("clause") {
		return true
	}
	for _, p := range parts[first : last+1] {
		if p.brk != ',' && p.brk != 0 || p.opens("clause") {
			return true
		}
	}
	begins := parts[from].spans[:min(2, len(parts[from].spans))]
	return i < from && slices.ContainsFunc(begins, func(s *span) bool { return s.is(Ask, "is") || s.is(Ask, "count") || s.is(Ask, "which") })
}

// item reports whether a part is a name alone in a list of them.
func (q *question) item(parts []part, i int) bool {
	joins := func(p part) bool { return p.brk == ',' || p.brk == '-' }
	listed := joins(parts[i]) || i+1 < len(parts) && joins(parts[i+1])
	return listed && !slices.ContainsFunc(parts[i].spans, func(s *span) bool { return !s.is(Stranger, "") && !s.is(Filler, "") && !s.is(Op, "") }) &&
		slices.ContainsFunc(parts[i].spans, func(s *span) bool {
			return s.is(Stranger, "") && (q.flat && s.to-s.from == 1 || q.tokens[s.from].capital())
		})
}

// harmless reports whether a span in an aside can't change what is asked.
func harmless(s *span) bool {
	for _, a := range s.alts {
		switch a.role {
		case Filler, Aside, Stranger, Prep, Field, Dim:
		case Class:
			if a.value != "member" {
				return false
			}
		case Pred:
			if a.value != "sign" && a.value != "say" && a.value != "party" && a.value != "work" && a.value != "be" && a.value != "join" {
				return false
			}
		case Op:
			if a.value != "and" && a.value != "or" && a.value != "to" && a.value != "also" && a.value != "yet" && a.value != "all" {
				return false
			}
		case Ask:
			if a.value != "is" && a.value != "help" {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// has reports whether a part names whom, or the place that, a span does.
func (p part) has(o *span) bool {
	for _, role := range []Role{Name, Country, Group} {
		named := strings.TrimSuffix(value(o, role), " people")
		if named != "" && slices.ContainsFunc(p.spans, func(s *span) bool { return strings.TrimSuffix(value(s, role), " people") == named }) {
			return true
		}
	}
	return false
}
