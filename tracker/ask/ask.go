package ask

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"rollcall/tracker"
	"rollcall/tracker/names"
)

// A Reader reads questions about a call. It is safe for concurrent use.
type Reader struct {
	*Names
	lex    *lexicon
	groups map[string]*tracker.Group
	call   *tracker.Call
	today  tracker.Day
}

// New makes a Reader, for which it is a day. The lexicon is read once; an error names its file and line.
func New(call *tracker.Call, n *Names, today tracker.Day) (*Reader, error) {
	lex, err := load()
	if err != nil {
		return nil, err
	}
	r := &Reader{Names: n, lex: lex, groups: map[string]*tracker.Group{}, call: call, today: today}
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
	Stranger   string   // the first name in it that isn't known
	Explain    string   // spans, and what each reading costs
}

// A Reading is a line that may be meant.
type Reading struct {
	Line    string
	Cost    float64
	Label   []string // what the line is made of: role and value
	Premise string   // a line whose verdict can contradict what the question takes for granted
	Matched []string // the words of the question that the reading rests on
	Whether bool     // it asks if somebody is listed, which yes or no answers: has Kenya signed?

	principle int // that a text was found to be about
	from, to  int // the parts that it reads
}

// mostBytes is how much of a message is read.
const mostBytes = 4000

// most is how many questions of a message are answered, how many readings are looked at, and how many offered, of which some
// can't be answered.
const mostQuestions, mostReadings, mostOffered = 3, 4, 8

// Ask reads a message: one to three questions. context is the line that was answered before in the thread.
func (r *Reader) Ask(message, context string) []Answerable {
	q := r.question(message)
	if len(q.tokens) == 0 || slices.ContainsFunc(q.tokens, q.another) {
		return []Answerable{{}}
	}
	if context != "" && q.goesBack() {
		if line, ok := q.follow(context, q.parts()); ok {
			return []Answerable{{Lang: q.speaks(), Sure: true, Readings: []Reading{{Line: line, Cost: q.w("follow")}}}}
		}
	}
	out := q.questions()
	if context != "" && (len(out) == 0 || !out[0].Sure) {
		if line, ok := q.follow(context, q.parts()); ok {
			out = []Answerable{{Lang: q.speaks(), Sure: true, Readings: []Reading{{Line: line, Cost: q.w("follow")}}}}
		}
	}
	return out
}

// question begins to read a message.
func (r *Reader) question(message string) *question {
	if len(message) > mostBytes {
		message = strings.ToValidUTF8(message[:mostBytes], "")
	}
	message = strings.ToValidUTF8(message, " ")
	q := &question{Reader: r, lex: r.lex, text: message, tokens: tokenise(message)}
	q.shout = len(q.tokens) > 2 && !strings.ContainsFunc(message, unicode.IsLower)
	q.flat = len(q.tokens) > 1 && !strings.ContainsFunc(message, unicode.IsUpper)
	q.language()
	q.tokens = q.lex.spell(message, q.tokens, q.lang)
	return q
}

// another reports whether a word names another call than this one, of whose list nothing is known.
func (q *question) another(t token) bool {
	return !q.calls[t.key] && q.lex.means(t.key, Off, "another")
}

// IsName reports whether a text can be a name that nobody knows: it is short, and none of its words asks anything.
func (r *Reader) IsName(text string) bool {
	ts := tokenise(text)
	asks := func(a alt) bool {
		return a.role == Ask || a.role == Pred || a.role == Op || a.role == Cmp || a.role == Aside
	}
	return len(ts) > 0 && len(ts) <= 5 && !slices.ContainsFunc(ts, func(t token) bool { return !t.upper() && slices.ContainsFunc(r.lex.phrases[t.key], asks) })
}

// language finds the language that knows the most of the words, those that no other has and those of grammar first; names that were
// found are none's. It reports whether it is another than before.
func (q *question) language() bool {
	var n [3]int
	named := make([]bool, len(q.tokens))
	for _, s := range q.spans {
		if said := names.Spoken(q.words(s.from, s.to)); s.is(Country, "") && len(said) == 1 {
			n[slices.Index(languages, said[0])] += 3 // Tchad, tunisiens
		}
		for i := s.from; i < s.to; i++ {
			named[i] = s.is(Name, "") && !q.members(&s) || s.is(Stranger, "")
		}
	}
	for i, letters := range alphabets {
		if strings.ContainsAny(q.text, letters) {
			n[i]++
		}
	}
	if strings.ContainsAny(q.text, "¿¡") {
		n[slices.Index(languages, "es")] += 6
	}
	for i, t := range q.tokens {
		var of [3]int
		for lang := range of {
			for _, a := range q.lex.phrases[t.key] {
				switch {
				case named[i] || !a.lang.in(int8(lang)):
				case a.role == Filler && a.cost > 0:
					of[lang] = max(of[lang], 1) // think tanks, in French
				case a.role == Ask || a.role == Filler || a.role == Prep || len(t.key) > 3:
					of[lang] = 3
				default:
					of[lang] = max(of[lang], 2)
				}
			}
			if q.lex.spelt[lang][t.key] != nil {
				of[lang] = 3
			}
		}
		alone := of[0]+of[1] == 0 || of[0]+of[2] == 0 || of[1]+of[2] == 0
		for lang := range n {
			if n[lang] += of[lang]; alone {
				n[lang] += of[lang]
			}
		}
	}
	before := q.lang
	if n[0] == n[1] && n[1] == n[2] {
		return false
	}
	q.told = true
	for i := range n {
		if n[i] > n[q.lang] {
			q.lang = int8(i)
		}
	}
	return q.lang != before
}

// alphabets are letters that a language has and the others don't.
var alphabets = [3]string{"", "çœèêâîôûùëïÇŒÈÊÂÎÔÛÙËÏ", "ñáíóúÑÁÍÓÚ"}

// speaks is the code of the language of a question, or empty: that of what a principle covers, where no word tells another.
func (q *question) speaks() string {
	if q.told {
		return languages[q.lang]
	}
	for _, s := range q.spans {
		for _, a := range s.alts {
			if lang, only := a.lang.only(); only && a.role == Threat {
				return languages[lang]
			}
		}
	}
	return q.heard
}

// questions reads the parts of a message that ask.
func (q *question) questions() []Answerable {
	if q.mean(); q.language() {
		q.mean()
	}
	q.claims = slices.ContainsFunc(q.spans, func(s span) bool { return s.is(Aside, "claim") })
	parts := q.parts()
	all := q.read(parts)
	if several := q.several(parts); len(several) > 1 {
		return several
	}
	return []Answerable{all}
}

// mean finds what the words mean.
func (q *question) mean() {
	q.cover()
	q.speeches()
	q.properNames()
	q.strangers()
	q.titles()
	q.reports()
	q.labels()
	q.joinTimes()
	q.dated()
	q.deadlines()
	q.denials()
	q.sizes()
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
		case one.Sure && one.Readings[0].Line == "help": // a greeting
		case one.Sure && one.Readings[0].Cost < q.w("several") && (asks(sentence) || to < len(parts) && parts[to].brk == '?' && !sentence[0].opens("") && complete(sentence)):
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

// read finds the readings of some parts: each stretch of them can be the clause that asks, at the cost of what it leaves out.
func (q *question) read(parts []part) Answerable {
	var out Answerable
	var why strings.Builder
	found := append(q.stretches(parts, 0, &why), q.referring(parts, &why)...)
	if outside := q.unbracketed(parts); len(outside) > 0 {
		found = append(found, q.stretches(outside, q.w("brackets"), &why)...)
	}
	if out.Readings, out.Sure = q.choose(found); out.Sure {
		first := &out.Readings[0]
		first.Premise = q.premise(parts, first.from, first.to)
	} else {
		out.Readings = q.offer(parts, out.Readings, &why)
	}
	for _, p := range parts {
		for _, s := range p.spans {
			words := q.words(s.from, s.to)
			if s.is(Stranger, "") && out.Stranger == "" && q.isName(s) {
				out.Stranger = words
			}
			if len(s.alts) == 0 || s.alts[0].role == Stranger {
				out.Unread = append(out.Unread, words)
			} else if !s.is(Filler, "") && !s.is(Prep, "") && !s.is(Ask, "is") && !s.is(Aside, "") {
				out.Recognised = append(out.Recognised, words)
			}
		}
	}
	if out.Stranger == "" {
		out.Stranger = q.signer(parts)
	}
	if len(out.Readings) == 0 || out.Readings[0].principle == 0 {
		q.heard = ""
	}
	out.Lang, out.Explain = q.speaks(), q.explain()+why.String()
	return out
}

// signer is the name of several words that is all whom a text asks about: amnesty international signed?
func (q *question) signer(parts []part) (name string) {
	if q.fragment() {
		return q.words(0, len(q.tokens))
	}
	signs := false
	for _, p := range parts {
		for _, s := range p.spans {
			switch {
			case s.is(Stranger, "") && name == "" && s.to-s.from > 1 && !q.claims:
				name = q.words(s.from, s.to)
			case somebody(s), s.is(Class, "") && !s.is(Pred, "party"), s.is(Group, ""), s.is(Text, "principle"), s.is(Off, ""):
				return ""
			}
			signs = signs || s.is(Pred, "sign") || s.is(Pred, "party")
		}
	}
	if !signs {
		return ""
	}
	return name
}

// fragment reports whether a message is a few words that ask nothing, one of which means nothing, as a name would be: world bank.
func (q *question) fragment() bool {
	unread := false
	for i := range q.spans {
		s := &q.spans[i]
		plural := (s.is(Class, "") || s.is(Term, "")) && strings.HasSuffix(q.tokens[s.to-1].key, "s")
		if plural || i > 0 && q.tokens[s.from].brk != 0 || s.is(Ask, "") || s.is(Aside, "") || s.is(Cmp, "") || s.is(Number, "") || s.is(Off, "") || s.when.from != "" || s.is(Op, "vs") || s.is(Op, "or") {
			return false
		}
		unread = unread || s.is(Stranger, "") || len(s.alts) == 0 || q.single(taken{span: s, alt: s.alts[0]})
	}
	if !unread || len(q.tokens) < 2 || len(q.tokens) > 5 {
		return false
	}
	best, covered := q.covers(q.words(0, len(q.tokens)))
	return !covered || best.Near // phishing emails
}

// isName reports whether a stranger is written as names are: with a capital inside of a sentence, all in capitals, or of several words
// that begin with one.
func (q *question) isName(s *span) bool {
	first := q.tokens[s.from]
	return !q.claims && !q.shout && first.capital() && (s.from > 0 && first.brk == 0 || first.upper() && len(first.key) > 1 || s.to-s.from > 1)
}

// offer adds to readings those that leave something over: of each sentence, and of all of them; one for each verb first.
func (q *question) offer(parts []part, found []Reading, why *strings.Builder) []Reading {
	var all []Reading
	why.WriteString("leaving over:\n")
	for _, sentence := range append(sentences(parts), parts) {
		cost, clause := 0.0, []*span(nil)
		for _, p := range sentence {
			clause = append(clause, p.spans...)
		}
		for _, p := range parts {
			for _, s := range p.spans {
				if !slices.Contains(clause, s) && !s.is(Filler, "") && !s.is(Aside, "") {
					cost += q.leftCost(s)
				}
			}
		}
		all = append(all, q.readClause(clause, cost, true, why)...)
	}
	slices.SortStableFunc(all, func(a, b Reading) int { return cmp.Compare(a.Cost, b.Cost) })
	for _, again := range []bool{false, true} {
		for _, r := range append(all, q.nearby(parts)...) {
			known := func(o Reading) bool { return r.same(o) || !again && verbOf(o.Line) == verbOf(r.Line) }
			if r.Cost <= q.w("left-offer") && len(found) < mostOffered && !slices.ContainsFunc(found, known) {
				found = append(found, r)
			}
		}
	}
	return found
}

// nearby is the topic that has anything in common with parts, the nearest one.
func (q *question) nearby(parts []part) []Reading {
	first, last := parts[0].spans[0], parts[len(parts)-1].spans
	stems := slices.DeleteFunc(q.shelf.stems(q.tokens[first.from:last[len(last)-1].to]), func(s string) bool { return s[0] == '?' })
	topic, most, _ := q.shelf.find(stems)
	if most < unlikely {
		return nil
	}
	return []Reading{{Line: "about " + q.shelf.ids[topic], Cost: q.w("left-offer")}}
}

// verbOf is the verb of a line.
func verbOf(line string) string {
	verb, _, _ := strings.Cut(line, " ")
	return verb
}

// sentences parts parts where a sentence ends; none if there is but one.
func sentences(parts []part) (out [][]part) {
	from := 0
	for i, p := range parts {
		if i > 0 && (p.brk == '?' || p.brk == '.') {
			out, from = append(out, parts[from:i]), i
		}
	}
	if from > 0 {
		out = append(out, parts[from:])
	}
	return out
}

// stretches reads each stretch of some parts.
func (q *question) stretches(parts []part, cost float64, why *strings.Builder) (found []Reading) {
	for from := range parts {
		for to := from + 1; to <= len(parts); to++ {
			found = append(found, q.stretch(parts, from, to, cost, why)...)
		}
	}
	return found
}

// referring reads each stretch that has a pronoun with whom it stands for.
func (q *question) referring(parts []part, why *strings.Builder) (found []Reading) {
	for from := range parts {
		for to := from + 1; to <= len(parts); to++ {
			if named := q.antecedent(parts, from, to); named != nil {
				found = append(found, q.stretch(named, from, to, q.w("antecedent"), why)...)
			}
		}
	}
	return found
}

// stretch reads a stretch of some parts as the clause that asks.
func (q *question) stretch(parts []part, from, to int, cost float64, why *strings.Builder) []Reading {
	cost += q.asides(parts, from, to)
	if to < len(parts) && parts[to].opens("so") {
		cost += q.w("cues") // what asks comes after it
	}
	if first := parts[from].spans[0]; from > 0 && (first.is(Op, "not") || first.is(Op, "except")) {
		cost += q.w("cues") // it takes something from what stands before it
	}
	if q.reason(parts, from) {
		cost += q.w("cues")
	}
	for i := from; i < to; i++ {
		rest := slices.Delete(slices.Clone(parts[from:to]), i-from, i-from+1)
		if parts[i].answered() && (i+1 < to || parts[i].claims()) && complete(rest) {
			return nil // it is known
		}
	}
	if parts[from].brk == '(' && from > 0 {
		cost += q.w("bracketed")
	}
	if cost > q.w("offer") || repeated(parts[from:to]) || parted(parts[from:to]) {
		return nil // two questions
	}
	var clause []*span
	for _, p := range parts[from:to] {
		clause = append(clause, p.spans...)
	}
	found := q.readClause(clause, cost, false, why)
	for i := range found {
		found[i].from, found[i].to = from, to
	}
	return found
}

// antecedent puts into the parts that ask the one name of those before, for a pronoun that stands there alone, or all of them, for
// both or they, or the country that somebody is from, for our government; nil if there is none, or there are more than the pronoun stands for.
func (q *question) antecedent(parts []part, from, to int) []part {
	pronoun, both, home := false, false, false
	for _, p := range parts[from:to] {
		for _, s := range p.spans {
			home = home || s.is(Filler, "home")
			if somebody(s) || s.is(Class, "") && !s.is(Pred, "party") || s.is(Group, "") {
				return nil
			}
			pronoun = pronoun || s.is(Filler, "pronoun") || s.is(Filler, "home")
			both = both || s.is(Filler, "pronouns") || s.is(Op, "either")
		}
	}
	at := 0
	var who []*span
	for i, p := range parts[:from] {
		for k, s := range p.spans {
			switch {
			case s.is(Country, "") && !home && (k > 0 && p.spans[k-1].is(Prep, "from") || strings.HasSuffix(value(s, Country), " people")):
				return nil // a place
			case home && !s.is(Country, ""):
			case !somebody(s) || s.is(Stranger, "") && !q.tokens[s.from].capital():
			case len(who) > 0 && (part{spans: who}).has(s):
			case len(who) > 0 && !both:
				return nil
			default:
				at, who = i, append(who, s)
			}
		}
	}
	if !pronoun && !both || len(who) == 0 || both && len(who) == 1 && !pronoun {
		return nil
	}
	out := slices.Clone(parts)
	for i, p := range parts[:at+1] {
		out[i].spans = slices.DeleteFunc(slices.Clone(p.spans), func(s *span) bool { return slices.Contains(who, s) })
	}
	out[from].spans = append(who, out[from].spans...)
	return out
}

// repeated reports whether a sentence after the first has a class again, a place after a place, or somebody after somebody: it asks
// another question.
func repeated(parts []part) bool {
	var before, now roleSet
	for i, p := range parts {
		if i > 0 && (p.brk == '?' || p.brk == '.') {
			before |= now
			now = 0
		}
		for _, s := range p.spans {
			for _, role := range []Role{Class, Country, Group} {
				if s.is(role, "") {
					now |= setOf(role)
				}
			}
			if somebody(s) {
				now |= setOf(Name)
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
		if found, sure := q.choose(q.readClause(clause, 0, false, new(strings.Builder))); sure && checked(found[0].Line) {
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
