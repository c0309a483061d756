package ask

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"rollcall/tracker"
	"rollcall/tracker/covers"
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
	out := q.questions()
	if context != "" && (!out[0].Sure || q.spans[0].is(Op, "and") || q.spans[0].is(Op, "only")) {
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
	q := &question{Reader: r, lex: r.lex, text: message, tokens: tokenise(message), covered: map[string]covers.Scored{}}
	q.shout = len(q.tokens) > 2 && !strings.ContainsFunc(message, unicode.IsLower)
	q.flat = len(q.tokens) > 1 && !strings.ContainsFunc(message, unicode.IsUpper)
	q.tokens = q.lex.punctuate(q.tokens)
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
	return len(ts) > 0 && len(ts) <= 5 && !slices.ContainsFunc(ts, func(t token) bool { return !t.upper() && r.lex.can(t.key, asksAny) })
}

var asksAny = patternOf("ask pred op cmp aside")

// language finds the language that knows the most of the words, those that no other has first; names that were found are none's. It
// reports whether it is another than before.
func (q *question) language() bool {
	var n [3]int
	named := make([]bool, len(q.tokens))
	for _, s := range q.spans {
		if said := names.Spoken(q.words(s.from, s.to)); s.is(Country, "") && len(said) == 1 {
			n[slices.Index(languages, said[0])] += 4 // Tchad, tunisiens
		}
		for i := s.from; i < s.to; i++ {
			named[i] = s.is(Name, "") && !q.members(s) || s.is(Stranger, "")
		}
	}
	for i, letters := range alphabets {
		if strings.ContainsAny(q.text, letters) {
			n[i]++
		}
	}
	for i, t := range q.tokens {
		var of [3]int
		for lang := range of {
			for _, a := range q.lex.phrases[t.key] {
				switch {
				case named[i] || !a.lang.in(int8(lang)):
				case weak(a):
					of[lang] = max(of[lang], 1) // think tanks, in French
				default:
					of[lang] = 3
				}
			}
			if q.lex.spelt[lang][t.key] != nil {
				of[lang] = 3
			}
		}
		for lang := range n {
			if n[lang] += of[lang]; of[0]+of[1]+of[2] == of[lang] {
				n[lang] += of[lang] // no other has it
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

// alphabets are letters and signs that a language has and the others don't.
var alphabets = [3]string{"", "çœèêâîôûùëïÇŒÈÊÂÎÔÛÙËÏ", "ñáíóúÑÁÍÓÚ¿¡"}

// speaks is the code of the language of a question, or empty: that of what a principle covers, if no word shows another.
func (q *question) speaks() string {
	if q.told {
		return languages[q.lang]
	}
	return q.heard
}

// questions reads the parts of a message that ask.
func (q *question) questions() []Answerable {
	q.understand()
	q.claims = claimed.in(q.spans)
	parts := q.parts()
	all := q.read(parts)
	if several, again := q.several(parts); len(several) > 1 || again {
		return several
	}
	return []Answerable{all}
}

// understand finds what the words mean, and the language in which they do.
func (q *question) understand() {
	if q.mean(); q.language() {
		q.mean()
	}
}

// mean finds what the words mean.
func (q *question) mean() {
	q.cover()
	q.closings()
	q.properNames()
	q.strangers()
	q.trades()
	q.titles()
	q.reports()
	q.labels()
	q.joinTimes()
	q.dated()
	q.deadlines()
	q.denials()
	q.sizes()
	q.besides()
}

// several reads a message of several sentences that each ask surely; one that goes on from the one before (and NGOs?) takes over
// what that said, and one that corrects what was asked before takes its place: again then.
func (q *question) several(parts []part) (out []Answerable, again bool) {
	all := sentences(parts)
	for i, sentence := range all {
		if i > 0 && corrected.all(sentence[0].spans) && asks(sentence) {
			again, out = again || len(out) > 0, nil
		}
		one := q.read(sentence)
		switch asked := i+1 < len(all) && all[i+1][0].brk == '?' && complete(sentence); {
		case one.Sure && one.Readings[0].Line == "help": // a greeting
		case one.Sure && one.Readings[0].Cost < q.w("several") && (asks(sentence) || asked && !sentence[0].opens("")):
			out = append(out, one)
		case len(out) > 0:
			if line, ok := q.follow(out[len(out)-1].Readings[0].Line, sentence); ok {
				one.Readings, one.Sure = []Reading{{Line: line, Cost: q.w("follow")}}, true
				out = append(out, one)
			}
		}
	}
	return out[:min(len(out), mostQuestions)], again && len(out) > 0
}

var (
	corrected = patternOf("aside:correction filler:no op:none|not")
	anyCue    = patternOf("ask")
	preamble  = patternOf("aside!ask")
)

// asks reports whether parts have a cue, and introduce nothing.
func asks(parts []part) bool {
	spans := spansOf(parts)
	return anyCue.in(spans) && !preamble.in(spans)
}

// read finds the readings of some parts: each stretch of them can be the clause that asks, at the cost of what it leaves out.
func (q *question) read(parts []part) Answerable {
	var out Answerable
	var why strings.Builder
	found := q.stretches(parts, 0, &why)
	if outside := q.unbracketed(parts); len(outside) > 0 {
		found = append(found, q.stretches(outside, q.w("brackets"), &why)...)
	}
	out.Readings, out.Sure = q.choose(found)
	if out.Sure = out.Sure && !out.Readings[0].forgets(spansOf(parts)); out.Sure {
		first := &out.Readings[0]
		first.Premise = q.premise(parts, first.from, first.to)
	} else {
		out.Readings = q.offer(parts, out.Readings, &why)
	}
	for _, s := range spansOf(parts) {
		words := q.words(s.from, s.to)
		if s.is(Stranger, "") && out.Stranger == "" && q.isName(s) {
			out.Stranger = words
		}
		if s.alts[0].role == Stranger {
			out.Unread = append(out.Unread, words)
		} else if !unsaid.fits(s) {
			out.Recognised = append(out.Recognised, words)
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

var leftOut = patternOf("op:except")

// forgets reports whether a reading that lists or counts leaves out nobody, though words say so.
func (r Reading) forgets(spans []*span) bool {
	verb := verbOf(r.Line)
	return (verb == "list" || verb == "count") && leftOut.in(spans) && !strings.Contains(r.Line, " not ")
}

// unsaid is what isn't shown as recognised.
var unsaid = patternOf("filler prep ask:is aside")

var signing = patternOf("pred:sign|party")

// askedToo is what else can be asked about together with a name.
var askedToo = patternOf("name country stranger class!pred:party group text:principle off")

// signer is the name of several words that is all that a text asks about: amnesty international signed?
func (q *question) signer(parts []part) string {
	if q.fragment() {
		return q.words(0, len(q.tokens))
	}
	spans := spansOf(parts)
	at := slices.IndexFunc(spans, func(s *span) bool { return s.is(Stranger, "") && s.to-s.from > 1 })
	if at < 0 || q.claims || !signing.in(spans) || askedToo.in(spans[:at]) || askedToo.in(spans[at+1:]) {
		return ""
	}
	return q.words(spans[at].from, spans[at].to)
}

// asked is what a name alone doesn't have.
var asked = patternOf("ask aside cmp number off time op:vs|or")

// fragment reports whether a message is a few words that ask nothing, one of which means nothing, as a name would be: world bank.
func (q *question) fragment() bool {
	if len(q.tokens) > 5 || asked.in(q.spans) || !strange.in(q.spans) {
		return false
	}
	_, covered := q.covers(q.words(0, len(q.tokens)))
	return !covered
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
		cost, clause := 0.0, spansOf(sentence)
		for _, s := range spansOf(parts) {
			if !slices.Contains(clause, s) && !s.is(Filler, "") && !s.is(Aside, "") {
				cost += q.leftCost(s)
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

// stretches reads each stretch of some parts, and each one with a pronoun as who it stands for.
func (q *question) stretches(parts []part, cost float64, why *strings.Builder) (found []Reading) {
	for from := range parts {
		for to := from + 1; to <= len(parts); to++ {
			found = append(found, q.stretch(parts, from, to, cost, why)...)
			for _, named := range [][]part{q.antecedent(parts, from, to), thence(parts, from, to)} {
				if named != nil && cost == 0 {
					found = append(found, q.stretch(named, from, to, q.w("antecedent"), why)...)
				}
			}
		}
	}
	return found
}

// stretch reads a stretch of some parts as the clause that asks.
func (q *question) stretch(parts []part, from, to int, cost float64, why *strings.Builder) []Reading {
	asking := parts[from:to]
	cost += q.asides(parts, from, to)
	if to < len(parts) && parts[to].opens("so") {
		cost += q.w("cues") // what asks comes after it
	}
	if first := asking[0].spans[0]; from > 0 && (first.is(Op, "isnt") || first.is(Aside, "known")) {
		cost += q.w("cues") // it takes something from what stands before it
	}
	for i, p := range asking {
		if p.answered() && claimed.in(p.spans) && complete(slices.Delete(slices.Clone(asking), i, i+1)) {
			return nil // it is known
		}
	}
	if cost > q.w("offer") || repeated(asking) || parted(asking) {
		return nil // two questions
	}
	found := q.readClause(spansOf(asking), cost, false, why)
	for i := range found {
		found[i].from, found[i].to = from, to
	}
	return found
}

var (
	pronoun  = patternOf("filler:pronoun|home")
	pronouns = patternOf("filler:pronouns op:either")
	home     = patternOf("filler:home")
	antecede = patternOf("name country stranger class!pred:party group")
)

// antecedent puts into the parts that ask the one name of those before, for a pronoun that stands there alone, or all of them, for
// both or they, or the country that somebody is from, for our government; nil if there is none, or there are more than the pronoun stands for.
func (q *question) antecedent(parts []part, from, to int) []part {
	asking := spansOf(parts[from:to])
	one, several, ours := pronoun.in(asking), pronouns.in(asking), home.in(asking)
	if !one && !several || antecede.in(asking) {
		return nil
	}
	at := 0
	var who []*span
	for i, p := range parts[:from] {
		for _, s := range p.spans {
			if somebody(s) && (!ours || s.is(Country, "")) && !(s.is(Stranger, "") && !q.tokens[s.from].capital()) && !(part{spans: who}).has(s) {
				at, who = i, append(who, s)
			}
		}
	}
	if len(who) == 0 || len(who) == 1 && !one || len(who) > 1 && !several {
		return nil
	}
	out := slices.Clone(parts)
	for i, p := range parts[:at+1] {
		out[i].spans = slices.DeleteFunc(slices.Clone(p.spans), func(s *span) bool { return slices.Contains(who, s) })
	}
	out[from].spans = append(who, out[from].spans...)
	return out
}

var there = patternOf("op:there")

// thence puts the only country that is named before some parts where they say "from there"; nil if there is none, or several are.
func thence(parts []part, from, to int) []part {
	named := slices.DeleteFunc(spansOf(parts[:from]), func(s *span) bool { return !country.fits(s) })
	for i := from; i < to && len(named) == 1; i++ {
		if k := slices.IndexFunc(parts[i].spans, there.fits); k >= 0 {
			s, out := *parts[i].spans[k], slices.Clone(parts)
			s.alts = named[0].alts
			out[i].spans = slices.Replace(slices.Clone(out[i].spans), k, k+1, &s)
			return out
		}
	}
	return nil
}

// repeatable is what only another question has again.
var repeatable = []pattern{class, country, patternOf("group")}

// repeated reports whether a sentence has a class, a country or a group, as one before it has: it asks another question.
func repeated(parts []part) bool {
	for i := 1; i < len(parts); i++ {
		ends := parts[i].brk == '?' || parts[i].brk == '.'
		if ends && slices.ContainsFunc(repeatable, func(p pattern) bool { return p.in(spansOf(parts[:i])) && p.in(spansOf(parts[i:])) }) {
			return true
		}
	}
	return false
}

var statement = patternOf("pred number")

// premise is the line of a statement next to the clause that asks, if it is surely read and says something of
// somebody: what the question takes for granted.
func (q *question) premise(parts []part, from, to int) string {
	for _, beside := range [][]part{parts[:min(from, len(parts))], parts[min(to, len(parts)):]} {
		clause := spansOf(beside)
		if !statement.in(clause) {
			continue
		}
		if found, sure := q.choose(q.readClause(clause, 0, false, new(strings.Builder))); sure && checks.MatchString(found[0].Line) {
			return found[0].Line
		}
	}
	return ""
}

// checks are what a line has in it whose answer is a verdict.
var checks = regexp.MustCompile(`^who | (exactly|more-than|at-least|fewer-than|at-most|only):`)
