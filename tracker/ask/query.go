package ask

import (
	"cmp"
	"strconv"
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/covers"
	"rollcall/tracker/query"
)

// A Query is what is asked, once it is understood.
type Query struct {
	Kind       answer.Kind
	Lang       string      // of the question; empty if its words don't tell
	Line       query.Query // what is asked, where the language of lines can say it
	Text       string      // the question, where it isn't understood
	Problem    answer.Problem
	Subjects   []query.Subject    // whom a Status, a Detail, a Compare or a list of names is about
	Several    bool               // the names were given one by one
	Asked      string             // what of a subject is asked; empty for the whole
	Principles []int              // of a Principle
	Covering   []covers.Scored    // of a Principle: how the Principles were found, if by what they cover
	Topic      answer.Topic       // of an About
	Groups     []int              // of working groups: which; empty for all
	Filter     Filter             // of a Count, a List, a Missing, a Chart
	Categories []tracker.Category // of a Chart: one line each; empty for all
	Share      bool               // a Count is asked as a share of a group
	Since      tracker.Day        // of changes and figures
	Until      tracker.Day        //
	Last       bool               // the latest changes
	First      bool               // the first supporters
	Only       answer.Changed     // which changes
	Nth        int                // the 81st state
	Left       bool               // who withdrew
	Claimed    bool               // who is said to support the call, and isn't on the roll
	Publishers []string           // of figures: what their sources must name
	Value      int                // of figures; 0 for any
	Disagree   bool               // only figures that contradict one another
}

// String tells what was understood, for whoever wants to know why an answer is what it is.
func (q Query) String() string {
	parts := []string{string(q.Kind)}
	add := func(name, value string) {
		if value != "" {
			parts = append(parts, name+" "+value)
		}
	}
	yes := func(name string, is bool) {
		if is {
			parts = append(parts, name)
		}
	}
	for _, s := range q.Subjects {
		add("about", strconv.Quote(s.Text))
	}
	add("asked", q.Asked)
	for _, n := range q.Principles {
		add("principle", strconv.Itoa(n))
	}
	add("topic", string(q.Topic))
	add("category", string(q.Filter.Category))
	for _, c := range q.Categories {
		add("category", string(c))
	}
	add("kind", string(q.Filter.Kind))
	add("country", q.Filter.Country)
	if q.Filter.Group != nil {
		add("group", q.Filter.Group.Name)
	}
	yes("no states", q.Filter.NonState)
	yes("of countries whose state is not on the roll", q.Filter.Unsigned)
	add("as of", string(q.Filter.AsOf))
	add("since", string(q.Since))
	add("until", string(q.Until))
	add("only", string(q.Only))
	yes("share", q.Share)
	if q.Line != nil {
		add("line", q.Line.String())
	}
	yes("latest", q.Last)
	yes("first", q.First)
	yes("withdrawn", q.Left)
	yes("said to support", q.Claimed)
	if q.Nth > 0 {
		add("number", strconv.Itoa(q.Nth))
	}
	if q.Value > 0 {
		add("figure", strconv.Itoa(q.Value))
	}
	add("published by", strings.Join(q.Publishers, ", "))
	add("can't be answered:", string(q.Problem))
	add("in language", q.Lang)
	return strings.Join(parts, "; ")
}

// A Filter narrows the roll. Its zero value lets all through.
type Filter struct {
	Category tracker.Category
	Kind     tracker.Kind
	Country  string // ISO 3166-1 alpha-2
	Group    *tracker.Group
	AsOf     tracker.Day // empty: today
	NonState bool        // all but states
	Unsigned bool        // only supporters of countries whose state isn't on the roll
	Others   []string    // kinds that the word for Kind can mean, too
}

// Who is the filter of the list that it means.
func (f Filter) Who() (who tracker.Filter) {
	also := func(is bool, not bool, t tracker.Term) {
		if is {
			who = who.Also(tracker.Choice{Not: not, Terms: []tracker.Term{t}})
		}
	}
	also(f.Category != "", false, tracker.Term{Key: tracker.ByCategory, Value: string(f.Category)})
	also(f.Kind != "", false, tracker.Term{Key: tracker.ByKind, Value: string(f.Kind)})
	also(f.Country != "", false, tracker.Term{Key: tracker.ByCountry, Value: f.Country})
	if f.Group != nil {
		also(true, false, tracker.Term{Key: tracker.ByGroup, Value: f.Group.ID, Group: f.Group})
	}
	also(f.NonState, true, tracker.Term{Key: tracker.ByCategory, Value: string(tracker.State)})
	also(f.Unsigned, false, tracker.Term{Key: tracker.Unsigned})
	return who
}

// A Reader understands questions, and reads answers off a Book.
type Reader struct {
	*query.Runner

	callNames callNames
}

// NewReader reads a Book.
func NewReader(book *tracker.Book, call *tracker.Call, today tracker.Day) *Reader {
	return &Reader{Runner: query.New(book, call, today), callNames: namingOf(call)}
}

// At is a Reader of a later Book.
func (r *Reader) At(book *tracker.Book, today tracker.Day) *Reader {
	next := *r
	next.Runner = r.Runner.At(book, today)
	return &next
}

// covering makes it a Query for principles that cover what was asked about, if there are any.
func (q *Query) covering(found []covers.Scored) bool {
	if len(found) == 0 {
		return false
	}
	q.Kind, q.Covering = answer.Principle, found
	for _, s := range found {
		q.Principles = append(q.Principles, s.Principle)
	}
	return true
}

// Run answers a Query, in facts; the words are added by answer.Write.
func (r *Reader) Run(q Query) answer.Answer {
	a := r.answer(q)
	a.Lang, a.Understood = q.Lang, q.String()
	return a
}

// line answers a question by the line that says the same.
func (r *Reader) line(q Query, line query.Query) answer.Answer {
	a := r.Runner.Run(line)
	a.OtherKinds = q.Filter.Others
	return a
}

func (r *Reader) answer(q Query) answer.Answer {
	if q.Line != nil {
		return r.Runner.Run(q.Line)
	}
	switch q.Kind {
	case answer.Status, answer.Detail, answer.Ambiguous:
		return r.status(q)
	case answer.Count:
		switch {
		case q.Left:
			return r.left(q)
		case q.Only != "":
			return r.joinedIn(q)
		case q.Share:
			return r.missing(q)
		}
		return r.line(q, query.Count{Filter: q.Filter.Who(), AsOf: q.Filter.AsOf})
	case answer.List:
		switch {
		case q.Several:
			return r.several(q)
		case q.Claimed:
			return r.claims(q)
		case q.Left:
			return r.left(q)
		case q.First, q.Nth > 0:
			return r.early(q)
		case q.Last:
			return r.line(q, query.List{Filter: q.Filter.Who(), Last: 1})
		case q.Only != "":
			return r.joinedIn(q)
		}
		return r.line(q, query.List{Filter: q.Filter.Who(), AsOf: q.Filter.AsOf})
	case answer.Missing:
		return r.missing(q)
	case answer.Changes:
		return r.line(q, query.Changes{Filter: q.Filter.Who(), On: tracker.Period{First: q.Since, Last: q.Until}, Only: query.Move(q.Only)})
	case answer.Chart:
		who := q.Filter.Who()
		if len(q.Categories) > 0 {
			var terms []tracker.Term
			for _, c := range q.Categories {
				terms = append(terms, tracker.Term{Key: tracker.ByCategory, Value: string(c)})
			}
			who = who.Also(tracker.Choice{Terms: terms})
		}
		return r.line(q, query.Chart{Filter: who, On: tracker.Period{First: q.Since, Last: q.Until}})
	case answer.Compare:
		return r.compare(q)
	case answer.Figure:
		return r.figures(q)
	case answer.Principle:
		a := r.Begin(answer.Principle)
		a.AsOf = r.Today
		a.Principles, a.Covering = q.Principles, q.Covering
		for _, n := range q.Principles {
			a.Sources = append(a.Sources, r.Call.Principle(n).URL)
		}
		return a
	case answer.Principles:
		return r.Runner.Run(query.Principles{})
	case answer.About:
		if q.Topic != "" {
			return r.Parts(q.Topic, q.Groups...)
		}
		return r.Runner.Run(query.About{})
	}
	a := r.Unknown(q.Text)
	a.Problem = q.Problem
	return a
}

// status tells whether somebody is on the list.
func (r *Reader) status(q Query) answer.Answer {
	subject := q.Subjects[0]
	subject.Several = subject.Several || q.Kind == answer.Ambiguous
	if q.Asked == "" {
		return r.Stands(subject)
	}
	return r.Stands(subject, query.Field(q.Asked))
}

func (r *Reader) enlist(a *answer.Answer, found []*tracker.Supporter) {
	for _, s := range found {
		a.Supporters = append(a.Supporters, answer.Of(s))
	}
	a.Total = answer.Number(len(found))
}

// narrow tells the filter of an answer.
func (r *Reader) narrow(a *answer.Answer, f Filter) {
	r.Narrow(a, f.Who(), cmp.Or(f.AsOf, r.Today))
	a.OtherKinds = f.Others
}

// missing tells which states of a group are not on the list, and how many are.
func (r *Reader) missing(q Query) answer.Answer {
	group := Filter{Group: q.Filter.Group}
	a := r.line(q, query.Missing{Places: group.Who(), AsOf: q.Filter.AsOf})
	if a.Kind == answer.Missing {
		a.Kind, a.Share = q.Kind, q.Share
	}
	return a
}
