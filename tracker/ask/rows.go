package ask

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A row is a template of a line, with what invites it.
//
//	count {filter} {asof} = needs ask:count ; takes FILTER time pred:sign ; cost 0.1
//
// An atom is a role, or a role with a value. "place" is a country, or group, by which is filtered; "name" somebody who is asked
// about. FILTER is what a filter is made from. "any" takes everything else at a low price, but for what the row bars. A row of
// "asks whether" reads what yes or no answers.
type row struct {
	template string
	needs    []atom
	takes    []atom
	bars     pattern // what "any" doesn't take
	cost     float64
	any      bool
	whether  bool      // yes or no answers it
	must     []roleSet // of each need, the roles that can meet it
}

// A roleSet has a bit for each Role.
type roleSet uint64

func setOf(all ...Role) (set roleSet) {
	for _, r := range all {
		set |= 1 << r
	}
	return set
}

// An atom is what a row needs or takes.
type atom struct {
	what   string // the role's name, place, or name
	role   Role   // none of place
	values []string
	many   int    // at least so many, of needs
	but    []atom // what a span can't mean, too, in a pattern
}

// roles are those that can be taken as an atom says.
func (a atom) roles() roleSet {
	switch a.what {
	case "place":
		return setOf(Country, Group)
	case "name":
		return setOf(Country, Group, Name, Stranger)
	}
	return setOf(a.role)
}

// A pattern is some atoms of roles, one of which a span can mean: "ask:count|list class!pred:party" is a cue, or a class that can't be a
// predicate, too.
type pattern []atom

// patternOf reads a pattern that stands in the code.
func patternOf(text string) (p pattern) {
	for _, w := range strings.Fields(text) {
		a, err := parseAtom(w)
		if err != nil {
			panic(err)
		}
		p = append(p, a)
	}
	return p
}

// fits reports whether a span can mean what a pattern says.
func (p pattern) fits(s *span) bool {
	for _, a := range p {
		for _, m := range s.alts {
			if a.means(m) && !pattern(a.but).fits(s) {
				return true
			}
		}
	}
	return false
}

// only reports whether a pattern, apart from what its atoms exclude, has everything that a span can mean.
func (p pattern) only(s *span) bool {
	return !slices.ContainsFunc(s.alts, func(m alt) bool {
		return !slices.ContainsFunc(p, func(a atom) bool { return a.means(m) })
	})
}

// in reports whether a pattern fits one of some spans.
func (p pattern) in(spans []*span) bool { return slices.ContainsFunc(spans, p.fits) }

// all reports whether it fits each of them.
func (p pattern) all(spans []*span) bool {
	return !slices.ContainsFunc(spans, func(s *span) bool { return !p.fits(s) })
}

var anyOf = patternOf("op:any ask:there")

// parseRow reads a row, whose atoms in capitals are those of a macro.
func (x *lexicon) parseRow(template, rest string) (r row, err error) {
	r.template = template
	for part := range strings.SplitSeq(rest, ";") {
		words := strings.Fields(part)
		if len(words) < 2 {
			return r, fmt.Errorf("nothing in the part %q of a row", part)
		}
		list := strings.Join(words[1:], " ")
		switch words[0] {
		case "cost":
			r.cost, err = strconv.ParseFloat(list, 64)
		case "needs":
			r.needs, err = x.parseAtoms(list)
		case "takes":
			r.any = slices.Contains(words, "any")
			r.takes, err = x.parseAtoms(strings.TrimSuffix(list, "any"))
		case "asks":
			r.whether = list == "whether"
		case "bars":
			r.bars, err = x.parseAtoms(list)
		default:
			err = fmt.Errorf("no part %q of a row", words[0])
		}
		if err != nil {
			return r, err
		}
	}
	for _, a := range r.needs {
		r.must = append(r.must, a.roles())
	}
	return r, nil
}

// parseAtoms reads the atoms of a row, and writes out the macros among them.
func (x *lexicon) parseAtoms(list string) (all []atom, err error) {
	for w := range strings.FieldsSeq(list) {
		if macro := x.macros[w]; macro != nil {
			all = append(all, macro...)
			continue
		}
		a, err := parseAtom(w)
		if err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return all, nil
}

func parseAtom(w string) (atom, error) {
	a := atom{many: 1}
	w, not, _ := strings.Cut(w, "!")
	for _, w := range strings.FieldsFunc(not, func(r rune) bool { return r == '!' }) {
		but, err := parseAtom(w)
		if err != nil {
			return a, err
		}
		a.but = append(a.but, but)
	}
	if s, ok := strings.CutSuffix(w, "+2"); ok {
		w, a.many = s, 2
	}
	what, values, valued := strings.Cut(w, ":")
	if a.what, a.role = what, roles[what]; valued {
		a.values = strings.Split(values, "|")
	}
	if a.role == 0 && a.what != "place" {
		return a, fmt.Errorf("no role %q", a.what)
	}
	return a, nil
}

// fits is what it costs that an alt of a span is taken as an atom says; ok is false if it can't be.
func (a *atom) fits(q *question, s *span, c *context, m alt) (cost float64, ok bool) {
	switch {
	case m.role == Pred && (c.placeNext || c.timeNext) && s.is(Prep, ""), m.role == Pred && m.value == "absent" && c.placeNext && s.is(Op, "not"):
		return 1.5, a.what == "pred" && a.has(m.value)
	case m.role == Number && c.prep != "" && s.is(Time, "") && m.cost > 0:
		return 0, false // in 2024
	case m.role == Prep && c.numberNext && s.is(Cmp, ""):
		return 0, false // over 300
	case a.what == "name" && m.role == Stranger && c.name && (c.prep == "from" || c.prep == "of"):
		return m.cost/2 + q.w("home"), true
	case a.what == "place" && m.role == Country && c.bound:
		return m.cost + q.w("place-bound"), true
	case a.what == "place" && (m.role == Country || m.role == Group):
		return m.cost, true
	case a.what == "name" && m.role == Country:
		return m.cost + q.naming(c, m), true
	case a.what == "name" && m.role == Group:
		if c.prep == "from" || c.class {
			return m.cost + q.w("name-group") + q.w("name-from"), true // anyone in BRICS
		}
		if c.party {
			return m.cost, true
		}
		return m.cost + q.w("name-group"), true
	case a.what == "name" && m.role == Name && s.is(Group, "") && (c.prep != "" || c.class):
		return m.cost + q.w("name-from"), true // the countries of the EU
	case a.what == "name" && m.role == Stranger && c.bound:
		return m.cost + 2*q.w("name-bound"), true // after the attack of Conti
	case a.what == "name" && (m.role == Name || m.role == Stranger):
		return m.cost, true
	case a.means(m):
		return m.cost, true
	}
	return 0, false
}

// means reports whether an alt is what an atom of a role says.
func (a atom) means(m alt) bool { return a.role == m.role && (a.values == nil || a.has(m.value)) }

// has reports whether a value is one of an atom's; "kind" is any kind, "people" that of any country.
func (a atom) has(value string) bool {
	what, _, _ := strings.Cut(value, ":")
	_, who, _ := strings.Cut(value, " ")
	return slices.Contains(a.values, value) || slices.Contains(a.values, what) || who == "people" && slices.Contains(a.values, who)
}

// A context is what stands around a span, as far as it decides how the span is meant.
type context struct {
	prep       string // value of what binds it: in, since, …
	class      bool   // a class is next to it
	bound      bool   // since, before, after or until binds it
	name       bool   // a supporter's name stands before it
	party      bool   // it is asked whether one is a signatory
	placeNext  bool   // a place follows
	timeNext   bool   // a time follows
	numberNext bool   // a number follows
}

// bare reports whether nothing says that a country is where somebody is from.
func (q *question) bare(c *context, m alt) bool {
	return !strings.HasSuffix(m.value, " people") && !c.class && c.prep == ""
}

// naming is what it costs that a country is its state, asked about.
func (q *question) naming(c *context, m alt) float64 {
	switch {
	case strings.HasSuffix(m.value, " people") && c.name:
		return q.w("near") // Huawei is Chinese
	case strings.HasSuffix(m.value, " people"):
		return q.w("name-people")
	case (c.prep == "from" || c.prep == "of") && c.name:
		return q.w("home")
	case c.prep == "from":
		return q.w("name-from")
	case c.bound:
		return q.w("name-bound")
	case c.prep == "of":
		return q.w("name-of")
	}
	return 0
}

// A taken is a span with what it was taken for.
type taken struct {
	*span
	alt
	*context
	as *atom
}

// try reads the spans of a clause by a row. A span that is left over forbids it, or costs if the reading is only to be offered.
func (q *question) try(r *row, spans []*span, around []*context, has roleSet, offer bool) (ts []taken, cost float64, ok bool) {
	if r.whether && (!q.claims && !q.closed() || anyOf.in(spans)) {
		return nil, 0, false
	}
	for _, must := range r.must {
		if must&has == 0 {
			return nil, 0, false
		}
	}
	listed := func(s *span) bool { return s.is(Name, "") || s.is(Country, "") }
	known := offer && slices.ContainsFunc(spans, listed) // who is known is offered alone
	chosen := make([]taken, len(spans))
	cost = r.cost
	for n, need := range r.needs {
		for range need.many {
			best, at := nothing, -1
			var first taken
			for i, s := range spans {
				if chosen[i].span == nil {
					if t, c := q.take(s, around[i], r.needs[n:n+1], known); c < best {
						best, at, first = c, i, t
					}
				}
			}
			if at < 0 {
				return nil, 0, false
			}
			chosen[at] = first
			cost += best
		}
	}
	for i, s := range spans {
		if chosen[i].span != nil {
			continue
		}
		t, best := q.free(s, around[i])
		for _, list := range [][]atom{r.takes, r.needs} {
			if other, c := q.take(s, around[i], list, known); c < best {
				t, best = other, c
			}
		}
		switch chosen[i] = t; {
		case t.span != nil:
			cost += best
		case r.any && !barred.fits(s) && !r.bars.fits(s):
			cost += q.anyCost(s, r)
		case offer:
			cost += q.leftCost(s)
		case s.alts[0].role == Stranger:
			cost += q.w("unread") * float64(s.to-s.from)
		default:
			return nil, 0, false // left over
		}
	}
	return slices.DeleteFunc(chosen, func(t taken) bool { return t.span == nil }), cost, true
}

// nothing is what it costs that a span can't be taken.
const nothing = 1e9

// take is the cheapest way in which a span is taken as one of some atoms says.
func (q *question) take(s *span, c *context, atoms []atom, known bool) (t taken, best float64) {
	best = nothing
	for _, m := range s.alts {
		if known && m.role == Stranger {
			continue
		}
		for i := range atoms {
			if cost, ok := atoms[i].fits(q, s, c, m); ok && cost < best {
				t, best = taken{s, m, c, &atoms[i]}, cost
			}
		}
	}
	return t, best
}

// free is the cheapest way in which a span is taken to mean nothing here.
func (q *question) free(s *span, c *context) (t taken, best float64) {
	best = nothing
	for _, m := range s.alts {
		cost := m.cost
		if m.role == Aside {
			cost += q.w("aside-intro")
		}
		if (m.role == Filler || m.role == Aside) && cost < best {
			t, best = taken{s, m, c, &aFiller[0]}, cost
		}
	}
	return t, best
}

var thing = patternOf("name country group class number time")

// leftCost is what a reading that is only offered pays for a span that it leaves over: more for what it is about.
func (q *question) leftCost(s *span) float64 {
	if thing.fits(s) {
		return q.w("left-thing")
	}
	return q.w("left")
}

// barred are spans that no row takes that it doesn't name.
var barred = patternOf("off topic")

// What a row that takes everything pays the more for the more it says: what means little, and what another row would understand.
var (
	anyLittle = patternOf("threat prep op ask:is|what pred:say text:call")
	anyThing  = patternOf("number text:group|groups|norm|community")
)

// anyCost is what a row that takes everything pays for a span: half, if it needs a text; more for what a number of a text can't be about.
func (q *question) anyCost(s *span, r *row) float64 {
	half := 1.0
	numbered := false
	for _, a := range r.needs {
		if a.role == Text {
			half = 0.5
		}
		numbered = numbered || a.role == Number
	}
	switch {
	case numbered && (s.is(Threat, "") || s.is(Stranger, "")), anyThing.fits(s):
		return q.w("any-ask")
	case s.alts[0].role == Stranger || anyLittle.fits(s):
		return q.w("any")
	case s.is(Ask, ""):
		return half * q.w("any-ask")
	}
	return half * q.w("any-span")
}

// write fills a row's template. It reports false if what was taken makes no line.
func (q *question) write(r *row, ts []taken) (string, bool) {
	f := q.fill(ts)
	var out []string
	for word := range strings.FieldsSeq(r.template) {
		key, slot, slotted := strings.Cut(strings.TrimSuffix(word, "}"), "{")
		if !slotted {
			out = append(out, word)
			continue
		}
		name, standard, _ := strings.Cut(slot, "|")
		value, ok := f.slot(name)
		if !ok {
			return "", false
		}
		if value = cmp.Or(value, standard); value != "" {
			out = append(out, key+value)
		}
	}
	return strings.Join(out, " "), !f.bad
}
