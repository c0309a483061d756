package readings

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"rollcall/tracker"
)

// A Reader reads questions about a call. It is safe for concurrent use.
type Reader struct {
	*Names
	lex    *lexicon
	groups map[string]*tracker.Group
}

// New makes a Reader. The lexicon is read once; an error names its file and line.
func New(call *tracker.Call, n *Names) (*Reader, error) {
	lex, err := load()
	if err != nil {
		return nil, err
	}
	r := &Reader{Names: n, lex: lex, groups: map[string]*tracker.Group{}}
	for i := range call.Groups {
		r.groups[call.Groups[i].ID] = &call.Groups[i]
	}
	return r, nil
}

// w is a weight.
func (r *Reader) w(name string) float64 { return r.lex.weights[name] }

// An Answerable is one question of a message, read.
type Answerable struct {
	Lang       string // en, fr, es, or empty
	Sure       bool   // the first reading is to be answered
	Readings   []Reading
	Recognised []string // what was understood, as typed
	Unread     []string // what wasn't
	Explain    string   // spans, and what each reading costs
}

// A Reading is a line that may be meant.
type Reading struct {
	Line    string
	Cost    float64
	Label   []string // what the line is made of: role and value
	Premise string   // a line whose verdict can contradict what the question takes for granted
	Matched []string // the words of the question that the reading rests on

	from, to int // the parts that it reads
}

// mostBytes is how much of a message is read.
const mostBytes = 4000

// most is how many questions of a message are answered, and how many readings offered.
const mostQuestions, mostReadings = 3, 4

// Ask reads a message: one to three questions. context is the line that was answered before in the thread.
func (r *Reader) Ask(message, context string) []Answerable {
	if len(message) > mostBytes {
		message = strings.ToValidUTF8(message[:mostBytes], "")
	}
	message = strings.ToValidUTF8(message, " ")
	q := &question{Reader: r, lex: r.lex, text: message}
	q.tokens = tokenise(message)
	if len(q.tokens) == 0 {
		return []Answerable{{}}
	}
	q.shout = len(q.tokens) > 2 && !strings.ContainsFunc(message, unicode.IsLower)
	q.language()
	if context != "" && q.goesBack() {
		if line, ok := q.follow(context, q.parts()); ok {
			return []Answerable{{Lang: languages[q.lang], Sure: true, Readings: []Reading{{Line: line, Cost: q.w("follow")}}}}
		}
	}
	out := q.questions()
	if context != "" && (len(out) == 0 || !out[0].Sure) {
		if line, ok := q.follow(context, q.parts()); ok {
			out = []Answerable{{Lang: languages[q.lang], Sure: true, Readings: []Reading{{Line: line, Cost: q.w("follow")}}}}
		}
	}
	return out
}

// language finds the language that knows the most of the words, long ones and those of grammar first.
func (q *question) language() {
	var n [3]int
	for _, t := range q.tokens {
		var of [3]int
		for _, a := range q.lex.phrases[t.key] {
			if a.lang != anyLang {
				of[a.lang] = 1
				if a.role == Ask || a.role == Filler || a.role == Prep || len(t.key) > 3 {
					of[a.lang] = 2
				}
			}
		}
		for i := range n {
			n[i] += of[i]
		}
	}
	for i := range n {
		if n[i] > n[q.lang] {
			q.lang = int8(i)
		}
	}
}

// questions reads the parts of a message that ask.
func (q *question) questions() []Answerable {
	q.mean(true)
	parts := q.parts()
	all := q.read(parts)
	if slices.ContainsFunc(q.spans, func(s span) bool { return s.is(Topic, "") && !s.is(Name, "") }) {
		q.mean(false)
		all = q.best(all, q.read(q.parts()))
	}
	if several := q.several(parts); len(several) > 1 {
		return several
	}
	return []Answerable{all}
}

// mean finds what the words mean, with the names of topics or without.
func (q *question) mean(topics bool) {
	q.topics = topics
	q.cover()
	q.strangers()
	q.joinTimes()
	q.sizes()
}

// best joins two ways to read the same.
func (q *question) best(a, b Answerable) Answerable {
	if len(b.Readings) > 0 && (len(a.Readings) == 0 || b.Readings[0].Cost < a.Readings[0].Cost) {
		a, b = b, a
	}
	readings := append(a.Readings, b.Readings...)
	a.Explain += b.Explain
	a.Readings, a.Sure = q.choose(readings)
	return a
}

// several reads a message of several sentences that each ask surely; one that goes on from the one before (and NGOs?) takes over
// what that said.
func (q *question) several(parts []part) []Answerable {
	if len(parts) < 2 || !slices.ContainsFunc(parts[1:], func(p part) bool { return p.brk == '?' || p.brk == '.' }) {
		return nil // one sentence
	}
	var out []Answerable
	for from := 0; from < len(parts); {
		to := from + 1
		for to < len(parts) && parts[to].brk != '?' && parts[to].brk != '.' {
			to++
		}
		sentence := parts[from:to]
		one := q.read(sentence)
		switch line, ok := "", false; {
		case one.Sure && one.Readings[0].Cost < q.w("several") && asks(sentence):
			out = append(out, one)
		case len(out) > 0:
			if line, ok = q.follow(out[len(out)-1].Readings[0].Line, sentence); ok {
				one.Readings, one.Sure = []Reading{{Line: line, Cost: q.w("follow")}}, true
				out = append(out, one)
			}
		}
		from = to
	}
	return out[:min(len(out), mostQuestions)]
}

// asks reports whether parts have a cue, and introduce nothing.
func asks(parts []part) bool {
	cue, aside := false, false
	for _, p := range parts {
		for _, s := range p.spans {
			cue, aside = cue || s.is(Ask, ""), aside || s.is(Aside, "") && !s.is(Ask, "")
		}
	}
	return cue && !aside
}

// A part is a stretch of spans between breaks.
type part struct {
	spans []*span
	brk   byte // what stands before it
}

func (q *question) parts() []part {
	var out []part
	for i := range q.spans {
		s := &q.spans[i]
		brk := q.tokens[s.from].brk
		if i == 0 || s.is(Aside, "clause") || s.is(Aside, "so") || brk != 0 && brk != '-' || brk == '-' && q.tokens[s.from].start-q.tokens[s.from-1].end > 1 {
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

// read finds the readings of some parts: each stretch of them can be the clause that asks, at the cost of what it leaves out.
func (q *question) read(parts []part) Answerable {
	out := Answerable{Lang: languages[q.lang]}
	var why strings.Builder
	found := q.stretches(parts, 0, &why)
	if outside := unbracketed(parts); len(outside) > 0 {
		found = append(found, q.stretches(outside, q.w("brackets"), &why)...)
	}
	out.Readings, out.Sure = q.choose(found)
	if out.Sure {
		first := &out.Readings[0]
		first.Premise = q.premise(parts, first.from, first.to)
	}
	for _, p := range parts {
		for _, s := range p.spans {
			words := q.words(s.from, s.to)
			if len(s.alts) == 0 || s.alts[0].role == Stranger {
				out.Unread = append(out.Unread, words)
			} else if !s.is(Filler, "") {
				out.Recognised = append(out.Recognised, words)
			}
		}
	}
	out.Explain = q.explain() + why.String()
	return out
}

// stretches reads each stretch of some parts.
func (q *question) stretches(parts []part, cost float64, why *strings.Builder) (found []Reading) {
	for from := range parts {
		for to := from + 1; to <= len(parts); to++ {
			aside := cost + q.asides(parts, 0, from) + q.asides(parts, to, len(parts))
			if to < len(parts) && parts[to].spans[0].is(Aside, "so") {
				aside += q.w("cues") // what asks comes after it
			}
			if aside > q.w("offer") {
				continue
			}
			if repeated(parts[from:to]) || parted(parts[from:to]) {
				continue // two questions
			}
			var clause []*span
			for _, p := range parts[from:to] {
				clause = append(clause, p.spans...)
			}
			for _, r := range q.readClause(clause, aside, why) {
				r.from, r.to = from, to
				found = append(found, r)
			}
		}
	}
	return found
}

// repeated reports whether a sentence after the first has a class again, or a place after a place: it asks another question.
func repeated(parts []part) bool {
	var before, now roleSet
	for i, p := range parts {
		if i > 0 && p.brk == '?' {
			before |= now
			now = 0
		}
		for _, s := range p.spans {
			for _, role := range []Role{Class, Country, Group} {
				if s.is(role, "") {
					now |= setOf(role)
				}
			}
		}
		if before&now != 0 {
			return true
		}
	}
	return false
}

// premise is the line of a statement that stands beside the clause that asks, if it is surely read and says something of
// somebody: what the question takes for granted.
func (q *question) premise(parts []part, from, to int) string {
	for _, beside := range [][]part{parts[:min(from, len(parts))], parts[min(to, len(parts)):]} {
		var clause []*span
		said := false
		for _, p := range beside {
			clause = append(clause, p.spans...)
		}
		for _, s := range clause {
			said = said || s.is(Pred, "") || s.is(Number, "")
		}
		if !said {
			continue
		}
		if found, sure := q.choose(q.readClause(clause, 0, new(strings.Builder))); sure && checked(found[0].Line) {
			return found[0].Line
		}
	}
	return ""
}

// checked reports whether a line has a verdict.
func checked(line string) bool {
	for _, sign := range []string{"who ", " exactly:", " more-than:", " at-least:", " fewer-than:", " at-most:", " only:"} {
		if strings.HasPrefix(line, sign) || sign[0] == ' ' && strings.Contains(line, sign) {
			return true
		}
	}
	return false
}

// parted reports whether parts are more than one clause: a statement before what asks, or what a word such as "so" begins.
func parted(parts []part) bool {
	stated := false
	for i, p := range parts {
		if i > 0 && (p.spans[0].is(Aside, "so") || p.spans[0].is(Aside, "clause")) || stated && p.asks() {
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

// states reports whether a part says something of somebody.
func (p part) states() bool {
	pred, thing := false, false
	for _, s := range p.spans {
		if s.is(Ask, "") {
			return false
		}
		pred = pred || s.is(Pred, "") && !s.is(Prep, "")
		thing = thing || s.is(Name, "") || s.is(Country, "")
	}
	return pred && thing
}

// unbracketed leaves out what stands in brackets; nil if nothing does.
func unbracketed(parts []part) (out []part) {
	inside, found := false, false
	for i, p := range parts {
		if p.brk == '(' && i > 0 {
			inside = !inside
			found = true
		} else if p.brk != ',' && p.brk != ':' {
			inside = false
		}
		switch {
		case inside && slices.ContainsFunc(p.spans, func(s *span) bool { return s.is(Off, "") }):
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
		if len(out) < mostReadings && f.Cost <= q.w("offer") && !slices.ContainsFunc(out, func(o Reading) bool { return same(o.Line, f.Line) }) {
			out = append(out, f)
		}
	}
	if n := len(out); n > 0 && out[0].Cost <= q.w("sure") {
		sure = n == 1 || out[1].Cost-out[0].Cost >= q.w("gap")
	}
	return out, sure
}

// same reports whether two lines say the same: what is looked up by text is found once.
func same(a, b string) bool {
	verb, _, about := strings.Cut(a, "about ")
	other, _, too := strings.Cut(b, "about ")
	return a == b || about && too && verb == other
}

// asides is the cost of parts that don't ask.
func (q *question) asides(parts []part, from, to int) (cost float64) {
	for i := from; i < to; i++ {
		p := parts[i]
		premise := i+1 < len(parts) && parts[i+1].spans[0].is(Aside, "so")
		intro := slices.ContainsFunc(p.spans, func(s *span) bool { return s.is(Aside, "") })
		for _, s := range p.spans {
			switch {
			case s.is(Filler, "") || s.is(Aside, ""):
			case s.is(Off, "") && !intro:
				cost += q.w("offer")
			case s.is(Stranger, "") && q.tokens[s.from].capital() && s.to-s.from > 1 && !intro:
				cost += q.w("aside-span") // a name
			case len(s.alts) == 0 || s.alts[0].role == Stranger:
				cost += q.w("aside-unread") * float64(s.to-s.from)
			case intro && !s.is(Threat, "") || premise || p.states():
				cost += q.w("aside-intro")
			case s.is(Prep, "") || s.is(Pred, "sign"):
				cost += q.w("aside-unread")
			default:
				cost += q.w("aside-span")
			}
		}
	}
	return cost
}

// readClause reads a clause by every row.
func (q *question) readClause(clause []*span, cost float64, why *strings.Builder) []Reading {
	around := q.around(clause)
	q.clause = clause
	var has roleSet
	for _, s := range clause {
		for _, a := range s.alts {
			has |= setOf(a.role)
		}
	}
	var out []Reading
	for i := range q.lex.rows {
		r := &q.lex.rows[i]
		ts, c, ok := q.try(r, clause, around, has)
		if !ok || c+cost > q.w("offer")+1 {
			continue
		}
		line, ok := q.write(r, ts)
		if !ok {
			continue
		}
		c += q.sense(r, ts)
		reading := Reading{Line: line, Cost: c + cost}
		for _, t := range ts {
			if t.role != Filler {
				reading.Label = append(reading.Label, roleName(t.role)+" "+t.value)
				reading.Matched = append(reading.Matched, q.words(t.from, t.to))
			}
		}
		fmt.Fprintf(why, "%.2f (aside %.2f) %s  ⟵ %s\n", reading.Cost, cost, line, r.template)
		out = append(out, reading)
	}
	return out
}

// around finds the context of each span of a clause.
func (q *question) around(clause []*span) []context {
	out := make([]context, len(clause))
	place, time, name := "", "", false
	party := slices.ContainsFunc(clause, func(s *span) bool { return s.is(Pred, "party") }) &&
		!slices.ContainsFunc(clause, func(s *span) bool {
			return s.is(Ask, "count") || s.is(Ask, "which") || s.is(Ask, "list") || s.is(Ask, "there")
		})
	for i, s := range clause {
		c := &out[i]
		c.name, c.party = name, party
		name = name || s.is(Name, "") || s.is(Stranger, "")
		c.class = i > 0 && clause[i-1].is(Class, "") || q.classAt(clause, i+1)
		c.prep = place
		if s.is(Time, "") && time != "" {
			c.prep = time
		}
		c.bound = time == "since" || time == "before" || time == "after" || time == "until"
		next := i + 1
		for next < len(clause) && clause[next].is(Filler, "") {
			next++
		}
		if next < len(clause) {
			n := clause[next]
			c.placeNext = n.is(Group, "") || n.is(Country, "") || n.is(Class, "")
			c.timeNext = n.is(Time, "") && n.when.from != "" && !n.is(Country, "")
		}
		bind := s.is(Prep, "")
		if bind {
			place, time = "", ""
			for _, a := range s.alts {
				switch {
				case a.role == Prep && (a.value == "from" || a.value == "of"):
					place = a.value
				case a.role == Prep:
					time = a.value
				}
			}
		}
		joins := func(k int) bool {
			return k < len(clause) && (clause[k].is(Op, "") || q.tokens[clause[k].from].brk == ',')
		}
		if !bind && !s.is(Filler, "") && !s.is(Op, "") && (!joins(i+1) || s.is(Time, "")) {
			place, time = "", ""
		}
	}
	return out
}

// classAt reports whether a class stands at a place of a clause, with no break before it.
func (q *question) classAt(clause []*span, i int) bool {
	return i < len(clause) && clause[i].is(Class, "") && q.tokens[clause[i].from].brk == 0
}

// sense is what it costs that a reading takes things in a way that is less usual.
func (q *question) sense(r *row, ts []taken) (cost float64) {
	var join, be, asof bool
	asof = strings.Contains(r.template, "{asof}")
	listed := strings.Contains(r.template, "{listed}")
	for _, t := range ts {
		join = join || t.role == Pred && t.value == "join"
		be = be || t.role == Pred && t.value == "be"
	}
	strangers, who := 0, strings.HasPrefix(r.template, "who")
	cues := 0
	for _, t := range ts {
		if t.role == Ask && t.value == "count" {
			if cues++; cues > 1 {
				cost += q.w("cues")
			}
		}
		if t.party && t.as.what == "place" && strings.HasPrefix(r.template, "list") {
			cost += q.w("name-group")
			break
		}
	}
	excludes := slices.ContainsFunc(ts, func(t taken) bool { return t.role == Op && (t.value == "not" || t.value == "except") })
	for _, t := range ts {
		if t.role == Country && t.as.what == "place" && !excludes && strings.HasPrefix(r.template, "list") && q.bare(t.context, t.alt) {
			cost += q.w("place-bare")
		}
		if t.role == Country && t.as.what == "place" && !excludes && q.onlyState(ts) {
			cost += q.w("state-country")
		}
		if t.role == Class && who && t.value != "state" && !strings.Contains(r.template, "category") {
			cost += q.w("who-class")
		}
		if t.role == Stranger {
			if strangers++; strangers > 1 {
				cost += q.w("strangers")
			}
		}
		if t.role != Time {
			continue
		}
		prep := t.prep
		if prep == "" {
			prep = "none"
		}
		switch {
		case asof && listed:
		case asof:
			cost += q.w("asof-" + prep)
			if join {
				cost += q.w("asof-join")
			}
		case strings.Contains(r.template, "{period}"):
			cost += q.w("period-" + prep)
		case listed:
			if q.early(t) {
				cost += q.w("listed-early")
			}
			cost += q.w("listed-" + prep)
			if be {
				cost += q.w("listed-be")
			}
		}
	}
	return cost
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
	if t.prep == "since" || t.prep == "after" {
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
