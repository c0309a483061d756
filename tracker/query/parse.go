package query

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"rollcall/tracker"
	"rollcall/tracker/names"
)

// A Runner reads lines, and answers Queries from a Book.
type Runner struct {
	Book  *tracker.Book
	Call  *tracker.Call
	Today tracker.Day

	known  *naming
	topics func() []topicName // reads them once
}

// New makes a Runner, which knows the names of its Book.
func New(book *tracker.Book, call *tracker.Call, today tracker.Day) *Runner {
	return &Runner{Book: book, Call: call, Today: today, known: newNaming(book),
		topics: sync.OnceValue(func() []topicName { return topicNames(call) })}
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

// A parser takes options out of a line, and reads the rest as a filter.
type parser struct {
	*Runner
	verb string
	rest []tracker.Token
	err  error // the first
}

func (p *parser) parse() (q Query, err error) {
	for _, t := range p.rest {
		if err := t.Empty(); err != nil {
			return nil, err
		}
	}
	switch p.verb { // of which the rest is text
	case "principles", "principle", "norm", "working-group", "about":
		q = p.text()
		return q, p.err
	}
	if p.verb != "who" {
		p.signs()
	}
	for _, t := range p.rest {
		if known := takes()[p.verb]; t.Key != "" && !slices.Contains(known, t.Key) {
			return nil, tracker.RefuseAbout(t.Key, "%s: can't stand behind %s, which takes %s:.", t.Key, p.verb, strings.Join(known, ":, "))
		}
	}
	switch p.verb {
	case "who":
		q = p.who()
	case "count":
		q = p.count()
	case "list":
		l := List{First: p.positive("first"), Last: p.positive("last"), Condition: p.condition(true), AsOf: p.asOf()}
		if l.First > 0 && l.Last > 0 {
			p.fail(tracker.Refuse("%s and %s are two questions; say one.", "first:", "last:"))
		}
		if l.From, _ = p.take("from"); l.From != "" && l.First+l.Last > 0 {
			p.fail(tracker.Refuse("from: goes on in a list by name; it can't stand beside first: or last:."))
		}
		l.Filter = p.filter()
		q = l
	case "missing":
		m := Missing{Condition: p.condition(true), AsOf: p.asOf(), Places: p.filter()}
		if p.err == nil && len(m.Places) == 0 {
			return nil, tracker.Refuse("Say which group, such as: %s", "missing eu")
		}
		for t := range m.Places.Terms {
			if t.Key != tracker.ByGroup && t.Key != tracker.ByCountry {
				return nil, tracker.Refuse("“%s” can't stand behind missing, which takes groups and countries, such as: missing eu", t)
			}
		}
		q = m
	case "compare":
		q = p.compare()
	case "group":
		q = p.group()
	case "figures":
		q = p.figures()
	case "diff":
		q = p.diff()
	case "changes":
		c := Changes{On: p.period(), Only: p.move(), Top: p.positive("top")}
		if text, ok := p.take("by"); ok {
			if c.By = Dim(strings.ToLower(text)); spans[c.By] == 0 {
				p.fail(tracker.Refuse("“%s” is nothing to count changes by; there are by:day, by:month and by:year.", text))
			}
		} else if c.Top > 0 {
			p.fail(tracker.Refuse("Say what is ranked, such as: changes by:month top:3"))
		}
		c.Filter = p.ofTheList()
		q = c
	case "chart":
		q = Chart{On: p.period(), Filter: p.ofTheList()}
	}
	return q, p.err
}

// ofTheList reads a filter, but of those who are only said to support the call, of whom nothing changes on the list.
func (p *parser) ofTheList() tracker.Filter {
	f := p.filter()
	if f.Announces() {
		p.fail(tracker.Refuse("“%s” can't stand behind %s: those who are only announced aren't on the list.", "is:announced", p.verb))
	}
	return f
}

// count reads a count, perhaps of a part of others.
func (p *parser) count() Count {
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
	for _, two := range [][2]string{{"top:", "bottom:"}, {"top:", "rank:"}, {"bottom:", "rank:"}, {"top:", condition}, {"bottom:", condition}, {"by:", "when"}, {"of", "when"}, {"of", "rank:"}} {
		if said[two[0]] && said[two[1]] {
			p.fail(tracker.Refuse("%s and %s are two questions; say one.", two[0], two[1]))
		}
	}
	if said["of"] && said["by:"] && said[condition] {
		p.fail(tracker.Refuse("%s and %s are two questions; say one.", "of", condition))
	}
	if of < 0 {
		q.Filter = p.filter()
		return q
	}
	whole := p.rest[of+1:]
	p.rest = p.rest[:of]
	q.Share, q.Filter = true, p.filter()
	p.rest = whole
	q.Of = p.filter()
	return q
}

// compare reads items between which vs stands, or else commas.
func (p *parser) compare() Compare {
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

// apart parts tokens at words that stand by themselves, and at a comma that ends or begins one.
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
	if p.err == nil {
		p.err = err
	}
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

// word takes a word out of the line.
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

// country takes the code of a country out of the line.
func (p *parser) country(key string) (code string) {
	text, ok := p.take(key)
	if !ok {
		return ""
	}
	if code = countryOf(text, true); code == "" {
		_, _, err := p.place(tracker.ByCountry, text)
		p.fail(err)
	}
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
		c.Op = op
		if op == Only {
			c.Only = text
			if !list {
				p.fail(tracker.Refuse("“%s” can't stand there; it checks who is the only one of a list.", "only:"))
			}
			continue
		}
		for value := range strings.SplitSeq(text, ",") {
			n, err := strconv.Atoi(strings.TrimSpace(value))
			if err != nil || n < 0 || n > tracker.MaxFigure || op != Exactly && len(c.Values) > 0 {
				p.fail(tracker.Refuse("“%s” has to be a number, such as: %s:80", text, string(op)))
			}
			c.Values = append(c.Values, n)
		}
	}
	return c
}

func (p *parser) asOf() tracker.Day {
	text, ok := p.take("as-of")
	if !ok {
		return ""
	}
	day, err := p.past(text)
	if err != nil {
		p.fail(err)
	}
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
		if err != nil {
			p.fail(err)
			return period
		}
		period = period.And(said)
	}
	if period.Last != "" && period.Last < period.First {
		p.fail(tracker.Refuse("%s is before %s.", period.Last, period.First))
	}
	return period
}

// moves are the words for a sort of change.
var moves = map[string]Move{"added": Added, "joined": Added, "removed": Removed, "left": Removed, "recategorised": Recategorised, "recategorized": Recategorised}

func (p *parser) move() (m Move) {
	for word, move := range moves {
		if p.word(word) {
			m = move
		}
	}
	return m
}

// filter reads what is left of the line.
func (p *parser) filter() tracker.Filter {
	if p.everybody() {
		return nil
	}
	f, others, err := tracker.ParseFilter(p.rest, p.Term, false)
	if err != nil {
		p.fail(err)
		return nil
	}
	if len(others) > 0 {
		p.fail(p.unknown(others))
	}
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

// Term reads one term of a filter: a tracker.TermReader.
func (r *Runner) Term(key, text string) (tracker.Term, bool, error) {
	switch tracker.Key(key) {
	case "":
		return r.bare(text)
	case tracker.ByCountry, tracker.ByGroup:
		if key == string(tracker.ByCountry) && strings.EqualFold(text, tracker.None) {
			return tracker.Term{Key: tracker.ByCountry, Value: tracker.None}, true, nil
		}
		return r.place(tracker.Key(key), text)
	case tracker.ByName:
		if len(r.Book.Named(text)) == 0 {
			return tracker.Term{}, false, tracker.Refuse("No supporter of the name “%s” is or was listed.", text)
		}
		return tracker.Term{Key: tracker.ByName, Value: text}, true, nil
	case tracker.ByWord:
		return tracker.Term{Key: tracker.ByWord, Value: text}, names.Key(text) != "", nil
	case tracker.ByListed, "since", "until", "before", "after":
		days, err := r.Days(key, text)
		return tracker.Term{Key: tracker.ByListed, Days: days}, true, err
	case tracker.ByJoined:
		if strings.EqualFold(text, tracker.None) {
			return tracker.Term{Key: tracker.ByJoined, Value: tracker.None}, true, nil
		}
		days, err := r.Days(key, text)
		return tracker.Term{Key: tracker.ByJoined, Days: days}, true, err
	}
	return plain{r.Call}.term(key, text)
}

// bare reads what needs no key: a class, unsigned, an ID, a country or a group by its name, or a period.
func (r *Runner) bare(text string) (tracker.Term, bool, error) {
	if text == "" {
		return tracker.Term{}, false, nil
	}
	if t, ok, err := (plain{r.Call}).term("", text); ok || err != nil {
		return t, ok, err
	}
	if t, ok, err := r.place("", text); ok && err == nil {
		return t, true, nil
	}
	if days, err := r.Days("", text); err == nil && isDigit(text[0]) {
		return tracker.Term{Key: tracker.ByListed, Days: days}, true, nil
	}
	return tracker.Term{}, false, nil
}

// place reads a country or a group. Where the key is wrong for it, and it can be nothing else, it is read all the same.
func (r *Runner) place(key tracker.Key, text string) (tracker.Term, bool, error) {
	group, country := r.Call.Group(text), countryOf(text, key != "")
	switch {
	case group != nil && (key == tracker.ByGroup || country == ""):
		return tracker.Term{Key: tracker.ByGroup, Value: group.ID, Group: group}, true, nil
	case country != "":
		return tracker.Term{Key: tracker.ByCountry, Value: country}, true, nil
	case key == tracker.ByGroup:
		return tracker.Term{}, false, tracker.RefuseAbout("in", "I don't know the group “%s”. I know %s.", text, groupsOf(r.Call))
	}
	_, err := Country(text)
	return tracker.Term{}, false, err
}

// countryOf is the code of the only country that a text names; empty if there is none. A demonym is no name, and a code
// counts only behind a key: "in" is a word.
func countryOf(text string, code bool) (found string) {
	if c, ok := names.CountryOf(text); ok && code {
		return c.Code
	}
	for _, m := range names.CountryNamed(text) {
		if m.By == names.ByDemonym || m.By == names.ByCode && !code {
			continue
		}
		if found != "" && found != m.Country.Code {
			return ""
		}
		found = m.Country.Code
	}
	return found
}

// Days reads a period, as a key means it: since:2020 has no end.
func (r *Runner) Days(key, text string) (p tracker.Period, err error) {
	from, to, open := strings.Cut(text, "..")
	if one := key == "since" || key == "until" || key == "before" || key == "after"; open && (one || from+to == "") {
		_, err := tracker.ParseDate(text)
		return p, err
	}
	if from != "" {
		day, err := r.date(from, key, key == "before" || key == "until")
		if err != nil {
			return p, err
		}
		p.First = day.First
		if !open {
			p.Last = day.Last
		}
	}
	if open && to != "" {
		day, err := r.date(to, key, true)
		if err != nil {
			return p, err
		}
		p.Last = day.Last
	}
	if p.Last != "" && p.Last < p.First {
		return p, tracker.Refuse("%s is before %s.", p.Last, p.First)
	}
	switch key {
	case "since":
		p.Last = ""
	case "until":
		p.First = ""
	case "before":
		p.First, p.Last = "", tracker.DayOf(p.First.Time().AddDate(0, 0, -1))
	case "after":
		p.First, p.Last = tracker.DayOf(p.Last.Time().AddDate(0, 0, 1)), ""
	}
	return p, nil
}

// date reads a date, today, yesterday, an event of the call, or a supporter's name, which is the day on which it came to the list.
// One who was there when the list's records begin came on or before that day: of joining, and for what ends then, its day is
// that on which it joined, where that is known.
func (r *Runner) date(text, key string, ends bool) (tracker.Period, error) {
	text = strings.TrimSpace(text)
	if day, ok := relative(text, r.Today); ok {
		return tracker.Date(day).Period(), nil
	}
	date, err := tracker.ParseDate(text)
	if err == nil {
		if date.First() > r.Today {
			return tracker.Period{}, tracker.Refuse("%s is in the future; the list is known up to today, %s.", date.First(), r.Today)
		}
		return date.Period(), nil
	}
	if event := r.Call.Event(text); event != nil {
		return event.On.Period(), nil
	}
	for _, s := range r.Book.Named(text) {
		came := r.Book.Came(s)
		if s.Joined != "" && (key == string(tracker.ByJoined) || ends && came == r.Book.Begins()) {
			return s.Joined.Period(), nil
		}
		if came != "" {
			return tracker.Date(came).Period(), nil
		}
	}
	return tracker.Period{}, err
}

// past reads a day that isn't in the future.
func (r *Runner) past(text string) (tracker.Day, error) {
	days, err := r.date(text, "as-of", false)
	return min(days.Last, r.Today), err
}

// Subscribed reads the filter of a subscription as it is typed, or as it is stored: then a key that is there twice means
// either. Tokens that are no part of it are handed back.
func Subscribed(call *tracker.Call, tokens []tracker.Token, stored bool) (tracker.Filter, []tracker.Token, error) {
	return tracker.ParseFilter(tokens, plain{call}.placed, stored)
}

// plain reads terms that need nothing but the call.
type plain struct{ call *tracker.Call }

// placed reads them with countries and groups, which have their key, and with names, also of those who may come to the list.
func (p plain) placed(key, text string) (tracker.Term, bool, error) {
	switch tracker.Key(key) {
	case tracker.ByCountry, tracker.ByGroup:
		return (&Runner{Call: p.call}).Term(key, text)
	case tracker.ByName, tracker.ByWord:
		return tracker.Term{Key: tracker.Key(key), Value: text}, true, nil
	}
	return p.term(key, text)
}

func (p plain) term(key, text string) (tracker.Term, bool, error) {
	none := strings.EqualFold(text, tracker.None)
	switch tracker.Key(key) {
	case "":
		if strings.EqualFold(text, string(tracker.Unsigned)) {
			return tracker.Term{Key: tracker.Unsigned}, true, nil
		}
		if id, ok := strings.CutPrefix(text, "#"); ok && id != "" && strings.Trim(id, "0123456789") == "" {
			return tracker.Term{Key: tracker.ByID, Value: id}, true, nil
		}
		if all := names.TermsNamed(text); len(all) > 0 {
			if all[0].Kind == "ngo" { // people mean civil society; the list's narrow kind is kind:ngo
				return tracker.Term{Key: tracker.ByCategory, Value: string(tracker.CivilSociety)}, true, nil
			}
			return termOf(all[0]), true, nil
		}
		return tracker.Term{}, false, nil
	case tracker.ByCategory:
		if none {
			return tracker.Term{Key: tracker.ByCategory, Value: string(tracker.Uncategorised)}, true, nil
		}
		c, err := Category(text)
		return tracker.Term{Key: tracker.ByCategory, Value: string(c)}, true, err
	case tracker.ByKind:
		if none {
			return tracker.Term{Key: tracker.ByKind, Value: tracker.None}, true, nil
		}
		k, err := Kind(text)
		return tracker.Term{Key: tracker.ByKind, Value: string(k)}, true, err
	case tracker.ByStatus:
		status := tracker.Status(strings.ReplaceAll(strings.ToLower(text), "-", "_"))
		if !slices.Contains([]tracker.Status{tracker.Listed, tracker.NotListed, tracker.Withdrawn, tracker.Removed, tracker.Merged, tracker.Announced}, status) {
			return tracker.Term{}, false, tracker.Refuse("“%s” is no standing; there are is:listed, is:not-listed, is:withdrawn, is:removed, is:merged and is:announced.", text)
		}
		return tracker.Term{Key: tracker.ByStatus, Value: string(status)}, true, nil
	}
	return tracker.Term{}, false, tracker.RefuseAbout(key, "The filter %s: isn't known here; there are country:, in:, category: and kind:.", key)
}

func termOf(t names.Term) tracker.Term {
	if t.Category != "" {
		return tracker.Term{Key: tracker.ByCategory, Value: t.Category}
	}
	return tracker.Term{Key: tracker.ByKind, Value: t.Kind}
}

// Category reads a category, in words or as a code.
func Category(text string) (tracker.Category, error) {
	for _, term := range names.TermsNamed(text) {
		if term.Category != "" {
			return tracker.Category(term.Category), nil
		}
	}
	return "", tracker.RefuseAbout("category", "I don't know the category “%s”. There are %s.", text, categories())
}

// Kind reads a kind, in words or as a code.
func Kind(text string) (tracker.Kind, error) {
	for _, term := range names.TermsNamed(text) {
		if term.Kind != "" {
			return tracker.Kind(term.Kind), nil
		}
	}
	var all []string
	for _, k := range tracker.Kinds() {
		all = append(all, string(k))
	}
	return "", tracker.RefuseAbout("kind", "I don't know the kind “%s”. There are %s.", text, strings.Join(all, ", "))
}

func categories() string {
	var all []string
	for _, c := range tracker.Categories() {
		all = append(all, string(c))
	}
	return strings.Join(all, ", ")
}

// Groups are some of the groups that are known.
func (r *Runner) Groups() string { return groupsOf(r.Call) }

// groupsOf are the first groups of the call, as there can be a hundred.
func groupsOf(call *tracker.Call) string {
	const most = 12
	var ids []string
	for _, g := range call.Groups[:min(most, len(call.Groups))] {
		ids = append(ids, g.ID)
	}
	if len(call.Groups) > most {
		ids = append(ids, "…")
	}
	return strings.Join(ids, ", ")
}
