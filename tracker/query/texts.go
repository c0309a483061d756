package query

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/names"
)

// A Members asks which states of a group are listed, and which share that is.
type Members struct {
	Group     *tracker.Group
	Condition Condition
	AsOf      tracker.Day
}

// A Figures asks what was reported.
type Figures struct {
	Category  tracker.Category // tracker.TotalFigure for that of all; empty: any
	Publisher *tracker.Publisher
	On        tracker.Period
	Values    []int // whether these were
}

// A Diff asks how the list of one day differs from that of an earlier one.
type Diff struct{ From, To tracker.Day }

// A Principles asks for all principles.
type Principles struct{}

// A Passage asks for parts of the call: principles, by their numbers or by what they cover.
type Passage struct {
	Numbers []int
	Covers  string  // with no Numbers
	Fields  []Field // ItsSource or ItsWebsite; none: the whole
}

// A Parts asks for the norms of the Global Commission on the Stability of Cyberspace, or for the working groups.
type Parts struct {
	Of     answer.Topic // answer.Norms or answer.WorkingGroups
	Number int          // only that one; 0: all
}

// An About asks for what the call is, or for what is known about one thing of it.
type About struct{ Topic *tracker.Topic }

func (q Members) String() string {
	return line("group", q.Group.ID, q.Condition, option("as-of", q.AsOf))
}

func (q Figures) String() string {
	publisher, category := "", string(q.Category)
	if q.Publisher != nil {
		publisher = q.Publisher.ID
	}
	if q.Category == tracker.Uncategorised {
		category = "category:" + tracker.None
	}
	return line("figures", category, option("publisher", publisher), option("on", q.On), option("value", joined(q.Values, ",")))
}

func (q Diff) String() string { return line("diff", q.From, q.To) }

func (Principles) String() string { return "principles" }

func (q Passage) String() string {
	if q.Covers != "" {
		return "principle about " + q.Covers
	}
	return line("principle", joined(q.Numbers, ","), joined(q.Fields, " "))
}

func (q Parts) String() string {
	number := ""
	if q.Number > 0 {
		number = strconv.Itoa(q.Number)
	}
	return line(map[answer.Topic]string{answer.Norms: "norm", answer.WorkingGroups: "working-group"}[q.Of], number)
}

func (q About) String() string {
	if q.Topic == nil {
		return "about"
	}
	return "about " + q.Topic.ID
}

func (p *parser) group() Query {
	q := Members{Condition: p.condition(false), AsOf: p.asOf()}
	if len(p.rest) == 1 && p.rest[0].Key == string(tracker.ByGroup) {
		p.rest[0].Key = ""
	}
	if len(p.rest) == 0 {
		p.fail(tracker.Refuse("Say which group, such as: %s", "group eu"))
	} else if q.Group = p.Call.Group(Text(p.rest)); q.Group == nil {
		p.fail(tracker.RefuseAbout("in", "I don't know the group “%s”. I know %s.", Text(p.rest), p.groups()))
	}
	return q
}

func (p *parser) figures() Query {
	q := Figures{On: p.period()}
	if text, ok := p.take("publisher"); ok {
		if q.Publisher = p.Call.Publisher(text); q.Publisher == nil {
			p.fail(tracker.Refuse("No publisher of figures is known by the name “%s”.", text))
		}
	}
	if text, ok := p.take("value"); ok {
		q.Values = p.numbers("value", text)
	}
	if len(p.rest) == 1 && bare(p.rest[0], string(tracker.TotalFigure)) {
		q.Category = tracker.TotalFigure
		return q
	}
	f := p.filter()
	if q.Category = tracker.Category(f.Only(tracker.ByCategory)); len(f) > 0 && q.Category == "" {
		p.fail(tracker.Refuse("“%s” can't stand behind figures, which are of a category or the total, such as: figures state", f))
	}
	return q
}

// diff reads the two days whose lists are compared; the second is today if it isn't said.
func (p *parser) diff() Query {
	if len(p.rest) == 1 && p.rest[0].Key == "" {
		from, to, _ := strings.Cut(p.rest[0].Text, "..")
		p.rest = []tracker.Token{{Text: from}, {Text: to}}
		if to == "" {
			p.rest[1].Text = string(p.Today)
		}
	}
	if len(p.rest) != 2 || p.rest[0].Key != "" || p.rest[1].Key != "" {
		p.fail(tracker.Refuse("Say one or two days, such as: diff %s %s", string(cmp.Or(p.Book.Begins(), p.Call.Launched)), string(p.Today)))
		return Diff{}
	}
	var q Diff
	for i, day := range []*tracker.Day{&q.From, &q.To} {
		var err error
		if *day, err = p.past(p.rest[i].Text); err != nil {
			p.fail(err)
			return q
		}
	}
	if q.To <= q.From {
		p.fail(tracker.Refuse("The second day has to be after the first; %s isn't after %s.", q.To, q.From))
	}
	if begins := p.Book.Begins(); q.From < begins { // before them only figures are known
		p.fail(tracker.Refuse("The list's own records begin on %s; what it was on %s isn't known.", begins, q.From))
	}
	return q
}

// topical reads norm and working-group with a number, or any of them with words for what is asked about.
func (p *parser) topical() Query {
	text := Text(p.rest)
	switch {
	case p.verb != "about":
		if q, ok := p.parts(text); ok {
			return q
		}
		text = p.verb + " " + strings.TrimPrefix(text, "about ")
	case text == "":
		return About{}
	}
	topic := p.topic(text)
	if topic == nil {
		p.fail(tracker.Refuse("Nothing is known here about “%s”. What the call is: about", text))
	}
	return About{topic}
}

// parts reads norm 3, or norm for all; not ok for any other text, or where more is known of the one that is asked for.
func (p *parser) parts(number string) (q Parts, ok bool) {
	q.Of = answer.Norms
	all := len(p.Call.Norms)
	if p.verb == "working-group" {
		q.Of, all = answer.WorkingGroups, len(p.Call.WorkingGroups)
	}
	n, err := strconv.Atoi(number)
	if err != nil || p.Call.Topic(p.verb+" "+number) != nil {
		return q, number == ""
	}
	if q.Number = n; n < 1 || n > all {
		p.fail(tracker.Refuse("There are %d; there is no “%s”.", all, p.verb+" "+number))
	}
	return q, true
}

func (p *parser) principles() Query {
	if text := Text(p.rest); text != "" {
		p.fail(tracker.Refuse("I don't know what “%s” means after %s.", text, p.verb))
	}
	return Principles{}
}

// principle reads the numbers of principles, which commas part; the last is one, too. Or it reads what they cover.
func (p *parser) principle() Query {
	if subject, about := strings.CutPrefix(Text(p.rest), "about "); about {
		if len(p.Call.Covers(subject, "")) == 0 {
			p.fail(tracker.Refuse("No principle is known to cover “%s”. All of them: principles", subject))
		}
		return Passage{Covers: strings.Join(strings.Fields(unquoted.Replace(subject)), " ")}
	}
	if strings.TrimSpace(Text(p.rest)) == "" {
		p.fail(tracker.Refuse("Say which principle, such as: principle 8"))
	}
	q := Passage{Fields: p.fields()}
	for _, f := range q.Fields {
		if f != ItsSource && f != ItsWebsite {
			p.fail(tracker.Refuse("“%s” isn't known of a principle; there are source and website, such as: principle 8 source", string(f)))
		}
	}
	for number := range strings.SplitSeq(Text(p.rest), ",") {
		n, err := strconv.Atoi(strings.TrimPrefix(strings.TrimSpace(number), "#"))
		if strings.EqualFold(strings.TrimSpace(number), "last") {
			n, err = len(p.Call.Principles), nil
		}
		if err != nil || p.Call.Principle(n) == nil {
			p.fail(tracker.Refuse("The %s has principles 1 to %d; there is no principle “%s”.", p.Call, len(p.Call.Principles), number))
		}
		q.Numbers = append(q.Numbers, n)
	}
	return q
}

// topic is that of the call which has a name, or the only one of whose names the text has the most words, half of them or more.
func (r *Runner) topic(text string) *tracker.Topic {
	topics := r.Call.About().Topics
	if i := slices.IndexFunc(topics, func(t tracker.Topic) bool { return t.ID == text }); i >= 0 {
		return &topics[i]
	}
	key, words := names.Key(text), longWords(text)
	var best *tracker.Topic
	most, tied := 0, false
	for _, name := range tracker.Made(r.Call, topicNames) {
		if name.key == key && key != "" {
			return name.topic
		}
		n := len(tracker.Keep(words, func(w string) bool { return slices.Contains(name.words, w) }))
		switch {
		case 2*n < name.all || n < most || n == 0:
		case n > most:
			best, most, tied = name.topic, n, false
		case name.topic != best:
			tied = true
		}
	}
	if tied || most < 2 && len(wordKeys(text)) > 1 {
		return nil
	}
	return best
}

func (q Members) answer(r *Runner) answer.Answer {
	a := Missing{Places: tracker.Of(tracker.Term{Key: tracker.ByGroup, Value: q.Group.ID, Group: q.Group}), AsOf: q.AsOf}.answer(r)
	facts, ok := a.Facts.(*answer.MissingFacts)
	if !ok {
		return a
	}
	facts.Condition = asked(q.Condition)
	facts.Value = facts.Signed
	a.Verdict = q.Condition.verdict(facts.Value)
	return a.With(&answer.ShareFacts{MissingFacts: *facts})
}

// answer shows the latest first; next to a figure within the list's records, how many were listed on its day.
func (q Figures) answer(r *Runner) answer.Answer {
	facts := &answer.FiguresFacts{}
	if q.On.First == "" && q.On.Last < r.Book.Begins() {
		facts.Until = q.On.Last
	}
	a := r.begin().With(facts)
	a.Rule, a.AsOf = answer.Reported, r.Today
	a.Filters = &answer.Filters{Category: q.Category}
	facts.Figures = r.Figures(func(f tracker.Reported) bool {
		return (q.Category == "" || f.Category == q.Category) && (q.Publisher == nil || r.Call.PublisherOf(f.Source) == q.Publisher) &&
			(q.On.First == "" || f.Date.Last() >= q.On.First) && (q.On.Last == "" || f.Date.First() <= q.On.Last) && (facts.Until == "" || f.Date.Last() <= facts.Until) &&
			(len(q.Values) == 0 || slices.Contains(q.Values, f.Value))
	})
	r.beside(facts.Figures)
	if len(q.Values) > 0 {
		if a.Verdict = answer.No; len(facts.Figures) > 0 {
			a.Verdict = answer.Yes
		}
		facts.Agrees = agrees(facts.Figures)
	}
	if q.Category == "" {
		a.Suggestions = []string{Count{AsOf: r.Call.Launched}.String()}
	}
	return a
}

// agrees checks the latest of the figures against the list; empty if the list's number on that day isn't known.
func agrees(figures []answer.FigureFact) *bool {
	if len(figures) == 0 || figures[0].Listed == nil {
		return nil
	}
	f := figures[0]
	return new(*f.Listed == f.Value || f.Qualifier == tracker.AtLeast && *f.Listed > f.Value)
}

func (r *Runner) beside(figures []answer.FigureFact) {
	lines := map[tracker.Category][]answer.Point{}
	for i := range figures {
		f := &figures[i]
		day := f.Date.Last()
		if day < r.Book.Begins() || len(f.Date) == len("2006") {
			continue
		}
		points, ok := lines[f.Category]
		if !ok {
			var of tracker.Filter
			if f.Category != tracker.TotalFigure {
				of = tracker.OfCategory(f.Category)
			}
			points = r.daily([]tracker.Filter{of}, r.Book.Begins(), r.Today)[0]
			lines[f.Category] = points
		}
		for _, p := range points {
			if p.Day <= day {
				f.Listed = answer.Number(p.Count)
			}
		}
	}
}

func (q Diff) answer(r *Runner) answer.Answer {
	before, after := r.Book.AsOf(q.From), r.Book.AsOf(q.To)
	change := tracker.Between(before, after)
	return r.reading().With(&answer.ChangesFacts{Since: q.From, Until: q.To, Book: after, Change: &change,
		Added: len(change.Which(tracker.Joined)), Removed: len(change.Which(tracker.Withdrew, tracker.WasRemoved, tracker.WasMerged))})
}

func (Principles) answer(r *Runner) answer.Answer {
	numbers := tracker.Each(r.Call.Principles, func(p tracker.Principle) int { return p.Number })
	a := r.begin().With(&answer.PrinciplesFacts{Principles: numbers, Value: len(numbers)})
	a.AsOf = r.Today
	a.Sources, a.Suggestions = []string{r.Call.PrinciplesURL}, r.aPrinciple()
	return a
}

func (q Passage) answer(r *Runner) answer.Answer {
	facts := &answer.PrincipleFacts{Principles: q.Numbers, Asked: len(q.Fields) > 0}
	if q.Covers != "" {
		facts.Covering = r.Call.Covers(q.Covers, "")
		for _, s := range facts.Covering {
			facts.Principles = append(facts.Principles, s.Principle)
		}
	}
	a := r.begin().With(facts)
	a.AsOf = r.Today
	a.Sources = tracker.Each(facts.Principles, func(n int) string { return r.Call.Principle(n).URL })
	return a
}

func (r *Runner) aPrinciple() []string {
	if n := min(8, len(r.Call.Principles)); n > 0 {
		return []string{Passage{Numbers: []int{n}}.String()}
	}
	return nil
}

func (q Parts) answer(r *Runner) answer.Answer {
	tied := tracker.Keep(r.Call.Principles, func(p tracker.Principle) bool {
		return q.Of == answer.Norms && len(p.Norms) > 0 || q.Of == answer.WorkingGroups && len(p.WorkingGroups) > 1
	})
	a := r.begin().With(&answer.PartsFacts{Of: q.Of, Number: q.Number, Principles: tracker.Each(tied, func(p tracker.Principle) int { return p.Number })})
	a.AsOf, a.Sources, a.Suggestions = r.Today, []string{r.Call.URL}, []string{About{}.String(), Principles{}.String()}
	return a
}

func (q About) answer(r *Runner) answer.Answer {
	if q.Topic != nil {
		a := r.begin().With(&answer.TopicFacts{Topic: q.Topic, Principles: q.Topic.Principles})
		a.AsOf, a.Verdict = r.Today, answer.Verdict(q.Topic.Verdict)
		a.Sources = tracker.Each(q.Topic.Sources, func(s tracker.Source) string { return s.Address })
		return a
	}
	a := r.reading().With(&answer.AboutFacts{Totals: answer.TotalsOf(r.Book.Counts())})
	a.Suggestions = []string{Principles{}.String(), Count{}.String()}
	return a
}

// Tries are lines that are worth trying.
func (r *Runner) Tries() []string {
	france, eu := Who{Names: []Name{{Text: "France"}}}, "count in:eu"
	return append([]string{france.String(), eu}, r.aPrinciple()...)
}

// Unknown says that something wasn't understood, and what can be asked.
func (r *Runner) Unknown(line string) answer.Answer {
	a := r.begin().With(&answer.UnknownFacts{Subject: line})
	a.Suggestions = []string{"help", "count", "who France"}
	return a
}
