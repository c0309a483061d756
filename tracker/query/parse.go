package query

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"rollcall/tracker"
	"rollcall/tracker/answer"
)

// A Runner reads lines, and answers Queries from a Book.
type Runner struct {
	Book  *tracker.Book
	Call  *tracker.Call
	Today tracker.Day

	known *naming
}

// New makes a Runner, which knows the names of its Book.
func New(book *tracker.Book, call *tracker.Call, today tracker.Day) *Runner {
	return &Runner{Book: book, Call: call, Today: today, known: newNaming(book)}
}

// At is a Runner of a later or an earlier Book. It indexes names again only if any came or changed between them.
func (r *Runner) At(book *tracker.Book, today tracker.Day) *Runner {
	earlier, later := r.Book, book
	if book.Head() < r.Book.Head() {
		earlier, later = book, r.Book
	}
	next := *r
	next.Book, next.Today = book, today
	for e := range later.Entries(earlier.Head()) {
		switch e.Event.(type) {
		case tracker.Changed, tracker.Claimed, tracker.Retracted, tracker.Forgotten:
			next.known = newNaming(book)
			return &next
		}
	}
	return &next
}

// SameNames reports whether another Runner knows the same names.
func (r *Runner) SameNames(o *Runner) bool { return r.known == o.known }

// Parse reads a line: its verb, that of a command that reads, and what follows. An error is a Refusal that says what is wrong.
func (r *Runner) Parse(verb string, args []tracker.Token) (Query, error) {
	return (&parser{Runner: r, verb: verb, rest: slices.Clone(args)}).parse()
}

// A parser takes the options out of a line, and reads the rest as a filter.
type parser struct {
	*Runner
	verb string
	rest []tracker.Token
	err  error // the first
}

// readers read the lines of each verb.
var readers = map[string]func(*parser) Query{
	"who": (*parser).who, "count": (*parser).count, "list": (*parser).list, "missing": (*parser).missing, "compare": (*parser).compare,
	"changes": (*parser).changes, "diff": (*parser).diff, "chart": (*parser).chart, "figures": (*parser).figures, "group": (*parser).group,
	"principles": (*parser).principles, "principle": (*parser).principle, "norm": (*parser).topical, "working-group": (*parser).topical, "about": (*parser).topical,
}

// texts are the verbs behind which everything is text.
var texts = []string{"principles", "principle", "norm", "working-group", "about"}

func (p *parser) parse() (Query, error) {
	for _, t := range p.rest {
		if err := t.Empty(); err != nil {
			return nil, err
		}
	}
	read := readers[p.verb]
	if read == nil {
		return nil, nil
	}
	if slices.Contains(texts, p.verb) {
		return read(p), p.err
	}
	if p.verb != "who" {
		p.signs()
	}
	for _, t := range p.rest {
		if known := takes()[p.verb]; t.Key != "" && !slices.Contains(known, t.Key) {
			return nil, tracker.RefuseAbout(t.Key, "%s: can't stand behind %s, which takes %s:.", t.Key, p.verb, strings.Join(known, ":, "))
		}
	}
	return read(p), p.err
}

func (p *parser) list() Query {
	q := List{First: p.positive("first"), Last: p.positive("last"), Condition: p.condition(true), AsOf: p.asOf()}
	if q.First > 0 && q.Last > 0 {
		p.fail(tracker.Refuse("%s and %s are two questions; say one.", "first:", "last:"))
	}
	if q.From, _ = p.take("from"); q.From != "" && q.First+q.Last > 0 {
		p.fail(tracker.Refuse("from: goes on in a list by name; it can't stand beside first: or last:."))
	}
	q.Filter = p.filter()
	return q
}

func (p *parser) missing() Query {
	q := Missing{Condition: p.condition(true), AsOf: p.asOf(), Places: p.filter()}
	if len(q.Places) == 0 {
		p.fail(tracker.Refuse("Say which group, such as: %s", "missing eu"))
	}
	for t := range q.Places.Terms {
		if t.Key != tracker.ByGroup && t.Key != tracker.ByCountry {
			p.fail(tracker.Refuse("“%s” can't stand behind missing, which takes groups and countries, such as: missing eu", t))
		}
	}
	return q
}

func (p *parser) changes() Query {
	q := Changes{On: p.period(), Top: p.positive("top")}
	for word, only := range moves {
		if p.word(word) {
			q.Only = only
		}
	}
	if text, ok := p.take("by"); ok {
		if q.By = Dim(strings.ToLower(text)); spans[q.By] == 0 {
			p.fail(tracker.Refuse("“%s” is nothing to count changes by; there are by:day, by:month and by:year.", text))
		}
	} else if q.Top > 0 {
		p.fail(tracker.Refuse("Say what is ranked, such as: changes by:month top:3"))
	}
	q.Filter = p.ofTheList()
	return q
}

func (p *parser) chart() Query { return Chart{On: p.period(), Filter: p.ofTheList()} }

// ofTheList reads a filter, except for those who are only said to support the call: nothing about them changes on the list.
func (p *parser) ofTheList() tracker.Filter {
	f := p.filter()
	if f.Announces() {
		p.fail(tracker.Refuse("“%s” can't stand behind %s: those who are only announced aren't on the list.", "is:announced", p.verb))
	}
	return f
}

func (p *parser) count() Query {
	q := Count{By: p.dim(), Top: p.positive("top"), Bottom: p.positive("bottom"), Rank: p.country("rank"), Condition: p.condition(false), AsOf: p.asOf(), When: p.word("when")}
	if q.By == "" && (q.Top > 0 || q.Bottom > 0) || q.Rank != "" && q.By != ByCountry {
		p.fail(tracker.Refuse("Say what is ranked, such as: count company by:country top:3"))
	}
	if q.When && q.Condition.Op != AtLeast && q.Condition.Op != MoreThan {
		p.fail(tracker.Refuse("Say which number was reached, such as: count state at-least:80 when"))
	}
	of := slices.IndexFunc(p.rest, func(t tracker.Token) bool { return bare(t, "of") })
	condition := string(q.Condition.Op) + ":"
	said := map[string]bool{"top:": q.Top > 0, "bottom:": q.Bottom > 0, "rank:": q.Rank != "", condition: q.Condition.Op != "", "by:": q.By != "", "when": q.When, "of": of >= 0}
	for _, two := range [][3]string{
		{"top:", "bottom:"}, {"top:", "rank:"}, {"bottom:", "rank:"}, {"top:", condition}, {"bottom:", condition},
		{"by:", "when"}, {"of", "when"}, {"of", "rank:"}, {"of", condition, "by:"}, // the last two only with the third
	} {
		if said[two[0]] && said[two[1]] && (two[2] == "" || said[two[2]]) {
			p.fail(tracker.Refuse("%s and %s are two questions; say one.", two[0], two[1]))
		}
	}
	if of >= 0 {
		whole := p.rest[of+1:]
		p.rest = p.rest[:of]
		q.Share, q.Filter = true, p.filter()
		p.rest = whole
		q.Of = p.filter()
		return q
	}
	q.Filter = p.filter()
	return q
}

// compare reads items between which vs stands, or else commas.
func (p *parser) compare() Query {
	var q Compare
	if i := slices.IndexFunc(p.rest, func(t tracker.Token) bool { return t.Key == "is" && (t.Text == More || t.Text == Fewer) }); i >= 0 {
		q.Is = p.rest[i].Text
		p.rest = slices.Delete(p.rest, i, i+1)
	}
	items := apart(p.rest, "vs", "vs.", "versus")
	if len(items) < 2 {
		items = apart(p.rest, ",")
	}
	if len(items) < 2 {
		p.fail(tracker.Refuse("Say what is compared, with vs between, such as: compare company vs state"))
	}
	named := 0
	for _, item := range items {
		if len(item) == 0 {
			p.fail(tracker.Refuse("Something has to stand on both sides of “%s”, such as: state or company", "vs"))
			return q
		}
		p.rest = item
		i := p.item()
		q.Items = append(q.Items, i)
		if i.Name.Text != "" {
			named++
		}
	}
	if named > 0 && q.Is != "" {
		p.fail(tracker.Refuse("“%s” asks whom there are more of, not who was first. Say it without, or compare two parts of the list, such as: compare is:more company vs state", "is:"+q.Is))
	}
	for _, i := range q.Items {
		if named > 0 && i.Name.Text == "" && i.Filter.Only(tracker.ByCountry) == "" {
			p.fail(tracker.Refuse("“%s” are counted, which a supporter alone can't be compared with. Compare supporters, such as: Microsoft vs Google", i))
		}
	}
	return q
}

// item reads one side: a filter, or else the name of a supporter.
func (p *parser) item() (i Item) {
	i.AsOf = p.asOf()
	said := namesIn(p.rest)
	if len(said) != 1 || slices.ContainsFunc(p.rest, func(t tracker.Token) bool { return t.Key != "" }) {
		i.Filter = p.filter()
		return i
	}
	if _, others, err := tracker.ParseFilter(p.rest, p.Term, false); err == nil && len(others) == 0 && !said[0].Quoted || p.everybody() {
		i.Filter = p.filter()
		return i
	}
	if i.Name = said[0]; !p.subject(i.Name, "").Known() {
		p.fail(tracker.Refuse("No supporter of the name “%s” is or was listed.", i.Name.Text))
	}
	return i
}

// apart splits tokens at words that stand alone, and at a comma that ends or begins one.
func apart(tokens []tracker.Token, words ...string) [][]tracker.Token {
	parts := [][]tracker.Token{nil}
	for _, t := range tokens {
		if slices.ContainsFunc(words, func(word string) bool { return bare(t, word) }) {
			parts = append(parts, nil)
			continue
		}
		said := []string{t.Text}
		if slices.Contains(words, ",") && t.Key == "" && !t.Quoted {
			said = strings.Split(t.Text, ",")
		}
		for i, text := range said {
			if i > 0 {
				parts = append(parts, nil)
			}
			if t.Text = text; text != "" {
				parts[len(parts)-1] = append(parts[len(parts)-1], t)
			}
		}
	}
	return parts
}

func (p *parser) fail(err error) {
	p.err = cmp.Or(p.err, err)
}

// take takes the token with a key out of the line; one that is there twice is an error.
func (p *parser) take(key string) (text string, ok bool) {
	for i := 0; i < len(p.rest); i++ {
		if p.rest[i].Key != key {
			continue
		}
		if ok {
			p.fail(tracker.Refuse("%s: is there twice.", key))
		}
		text, ok = p.rest[i].Text, true
		p.rest = slices.Delete(p.rest, i, i+1)
		i--
	}
	return text, ok
}

func (p *parser) word(word string) bool {
	i := slices.IndexFunc(p.rest, func(t tracker.Token) bool { return bare(t, word) })
	if i >= 0 {
		p.rest = slices.Delete(p.rest, i, i+1)
	}
	return i >= 0
}

func bare(t tracker.Token, word string) bool {
	return t.Key == "" && !t.Quoted && strings.EqualFold(t.Text, word)
}

func (p *parser) positive(key string) int {
	text, ok := p.take(key)
	if !ok {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > tracker.MaxFigure {
		p.fail(tracker.Refuse("“%s” has to be a number from 1 on, such as: %s:3", text, key))
	}
	return n
}

func (p *parser) country(key string) string {
	text, ok := p.take(key)
	if !ok {
		return ""
	}
	code, err := Country(text)
	p.fail(err)
	return code
}

func (p *parser) dim() Dim {
	text, ok := p.take("by")
	if !ok {
		return ""
	}
	by := Dim(strings.ToLower(text))
	if !slices.Contains(dims, by) {
		p.fail(tracker.Refuse("“%s” is nothing to count by; there are by:country, by:category, by:kind and by:year.", text))
	}
	return by
}

// comparisons are what people type for a condition.
var comparisons = map[string]Op{">": MoreThan, ">=": AtLeast, "≥": AtLeast, "<": FewerThan, "<=": AtMost, "≤": AtMost, "=": Exactly}

// signs reads > 80 as more-than:80.
func (p *parser) signs() {
	for i := 0; i < len(p.rest); i++ {
		t := &p.rest[i]
		if t.Key != "" || t.Quoted {
			continue
		}
		value := strings.TrimLeft(t.Text, "<>=≤≥")
		op, ok := comparisons[t.Text[:len(t.Text)-len(value)]]
		if !ok {
			continue
		}
		if value == "" && i+1 < len(p.rest) && p.rest[i+1].Key == "" {
			value = p.rest[i+1].Text
			p.rest = slices.Delete(p.rest, i+1, i+2)
			t = &p.rest[i]
		}
		*t = tracker.Token{Key: string(op), Text: value}
	}
}

func (p *parser) condition(list bool) (c Condition) {
	for _, op := range ops {
		text, ok := p.take(string(op))
		if !ok {
			continue
		}
		if c.Op != "" {
			p.fail(tracker.Refuse("There are two conditions, %s: and %s:; say one.", string(c.Op), string(op)))
		}
		switch c.Op = op; {
		case op != Only:
			c.Values = p.numbers(string(op), text)
			if op != Exactly && len(c.Values) > 1 {
				p.fail(tracker.Refuse("“%s” has to be a number, such as: %s:80", text, string(op)))
			}
		case list:
			c.Only = text
		default:
			p.fail(tracker.Refuse("“%s” can't stand there; it checks who is the only one of a list.", "only:"))
		}
	}
	return c
}

// numbers reads the numbers of a key, separated by commas.
func (p *parser) numbers(key, text string) (all []int) {
	for value := range strings.SplitSeq(text, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil || n < 0 || n > tracker.MaxFigure {
			p.fail(tracker.Refuse("“%s” has to be a number, such as: %s:80", text, key))
		}
		all = append(all, n)
	}
	return all
}

func (p *parser) asOf() tracker.Day {
	text, ok := p.take("as-of")
	if !ok {
		return ""
	}
	day, err := p.past(text)
	p.fail(err)
	if day == p.Today {
		return ""
	}
	return day
}

// period takes on:, since: and until: out of the line.
func (p *parser) period() (period tracker.Period) {
	for _, key := range []string{"on", "since", "until", "before", "after"} {
		text, ok := p.take(key)
		if !ok {
			continue
		}
		said, err := p.Days(key, text)
		p.fail(err)
		period = period.And(said)
	}
	if period.Last != "" && period.Last < period.First {
		p.fail(tracker.Refuse("%s is before %s.", period.Last, period.First))
	}
	return period
}

// moves are the words for a sort of change.
var moves = map[string]answer.Changed{"added": answer.OnlyAdded, "joined": answer.OnlyAdded, "removed": answer.OnlyRemoved, "left": answer.OnlyRemoved,
	"recategorised": answer.OnlyRecategorised, "recategorized": answer.OnlyRecategorised}

func (p *parser) filter() tracker.Filter {
	if p.everybody() {
		return nil
	}
	f, others, err := tracker.ParseFilter(p.rest, p.Term, false)
	if len(others) > 0 {
		p.fail(p.unknown(others)) // which may be why the rest isn't put together
	}
	p.fail(err)
	return f
}

// everybody reports whether what is left of the line says that all are meant.
func (p *parser) everybody() bool {
	return len(p.rest) == 1 && slices.ContainsFunc([]string{everybody, "supporters", "all", "signatories"}, func(all string) bool { return bare(p.rest[0], all) })
}

func (p *parser) unknown(others []tracker.Token) error {
	words := make([]string, len(others))
	for i, t := range others {
		words[i] = t.Text
		if _, err := p.Days("", t.Text); err != nil && strings.Contains(t.Text, "..") && isDigit(t.Text[0]) { // it can be nothing else
			return tracker.Blame(tracker.WholeFilter, err)
		}
		if first, _ := utf8.DecodeRuneInString(t.Text); quotes[first] != "" && !t.Quoted && !strings.ContainsRune(single, first) {
			return tracker.RefuseAbout(tracker.WholeFilter, "The quotation that begins at %s has no end.", t.Text)
		}
	}
	return tracker.Refuse("I don't know what “%s” means here. The categories are %s; a country is written country:FR, a group in:eu, a day as-of:%s.",
		strings.Join(words, " "), categories(), string(p.Today))
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }
