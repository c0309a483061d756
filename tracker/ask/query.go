package ask

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/covers"
	"rollcall/tracker/names"
	"rollcall/tracker/query"
)

// A Query is what is asked, once it is understood.
type Query struct {
	Kind       answer.Kind
	Lang       string      // of the question; empty if its words don't tell
	Line       query.Query // what is asked, where the language of lines can say it
	Text       string      // the question, where it isn't understood
	Problem    answer.Problem
	Subjects   []Subject          // whom a Status, a Detail, a Compare or a list of names is about
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
	Net        bool               // how the roll of one day differs from that of another
	First      bool               // the first supporters
	Only       answer.Changed     // which changes
	Nth        int                // the 81st state
	Left       bool               // who withdrew
	Claimed    bool               // who is said to support the call, and isn't on the roll
	Publishers []string           // of figures: what their sources must name
	Value      int                // of figures; 0 for any
	Is         tracker.Status     // of a Status: what is to be checked of each
	Publisher  *tracker.Publisher // of figures; nil for any
	Values     []int              // of figures: whether these were reported
	Told       *tracker.Topic     // of an About
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
	yes("net", q.Net)
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

// A Reader reads answers off a Book.
type Reader struct {
	Book  *tracker.Book
	Call  *tracker.Call
	Today tracker.Day

	index     *names.Index
	exact     map[string][]names.ID // by names.Key
	states    map[string]names.ID   // of countries: the state that is or was on the roll
	claimed   map[string]names.ID   // of countries: the claim of their state
	groupKeys map[string]*tracker.Group
	came      map[tracker.Seq]tracker.Day // when each supporter last came to the roll
	callNames callNames
}

// NewReader indexes the names of a Book.
func NewReader(book *tracker.Book, call *tracker.Call, today tracker.Day) *Reader {
	r := &Reader{Book: book, Call: call, Today: today, callNames: namingOf(call), groupKeys: map[string]*tracker.Group{}, came: map[tracker.Seq]tracker.Day{}}
	for e, s := range book.History() {
		if e.Event.(tracker.Changed).Why == tracker.Joined {
			r.came[s.ID] = e.On
		}
	}
	for i := range call.Groups {
		g := &call.Groups[i]
		for _, name := range append([]string{g.ID, g.Name, g.NameFR}, g.Aliases...) {
			r.groupKeys[names.Key(name)] = g
		}
	}
	r.naming()
	return r
}

// SameNames reports whether another Reader knows the same names.
func (r *Reader) SameNames(o *Reader) bool { return r.index == o.index }

// At is a Reader of a later or an earlier Book. It indexes names again only if any came or changed between them.
func (r *Reader) At(book *tracker.Book, today tracker.Day) *Reader {
	earlier, later := r.Book, book
	if book.Head() < r.Book.Head() {
		earlier, later = book, r.Book
	}
	for e := range later.Entries(earlier.Head()) {
		switch e.Event.(type) {
		case tracker.Changed, tracker.Claimed, tracker.Retracted, tracker.Forgotten:
			return NewReader(book, r.Call, today)
		}
	}
	next := *r
	next.Book, next.Today = book, today
	return &next
}

// covering makes it a Query for principles that cover what was asked about.
func (q *Query) covering(found []covers.Scored) {
	q.Kind, q.Covering = answer.Principle, found
	for _, s := range found {
		q.Principles = append(q.Principles, s.Principle)
	}
}

// Run answers a Query, in facts; the words are added by answer.Write.
func (r *Reader) Run(q Query) answer.Answer {
	a := r.run(q)
	r.check(&a, q)
	a.Lang, a.Understood = q.Lang, q.String()
	return a
}

// check gives the verdict on what was to be checked.
func (r *Reader) check(a *answer.Answer, q Query) {
	if q.Is == "" {
		return
	}
	each := a.Named
	if each == nil {
		each = []answer.Answer{*a}
	}
	so := 0
	for _, one := range each {
		switch {
		case one.Kind == answer.Ambiguous || one.Status == answer.UnknownName:
			return // nothing is said about whom we don't know
		case one.Status == q.Is:
			so++
		}
	}
	switch so {
	case len(each):
		a.Verdict = answer.Yes
	case 0:
		a.Verdict = answer.No
	default:
		a.Verdict = answer.Partly
	}
}

// runner answers lines.
func (r *Reader) runner() *query.Runner {
	return &query.Runner{Book: r.Book, Call: r.Call, Today: r.Today}
}

// line answers a question by the line that says the same.
func (r *Reader) line(q Query, line query.Query) answer.Answer {
	a := r.runner().Run(line)
	a.OtherKinds = q.Filter.Others
	return a
}

func (r *Reader) run(q Query) answer.Answer {
	if q.Line != nil {
		return r.runner().Run(q.Line)
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
		if q.Net {
			return r.net(q)
		}
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
		a := r.about(answer.Principle)
		a.AsOf = r.Today
		a.Principles, a.Covering = q.Principles, q.Covering
		for _, n := range q.Principles {
			a.Sources = append(a.Sources, r.Call.Principle(n).URL)
		}
		return a
	case answer.Principles:
		a := r.about(answer.Principles)
		a.AsOf = r.Today
		for _, p := range r.Call.Principles {
			a.Principles = append(a.Principles, p.Number)
		}
		a.Sources, a.Suggestions = []string{r.Call.PrinciplesURL}, r.aPrinciple()
		return a
	case answer.About:
		return r.theCall(q)
	}
	a := r.Unknown(q.Text)
	a.Problem = q.Problem
	return a
}

// aPrinciple is the command for one of the principles, if there are any.
func (r *Reader) aPrinciple() []string {
	if n := min(8, len(r.Call.Principles)); n > 0 {
		return []string{fmt.Sprint("principle ", n)}
	}
	return nil
}

// Tries are lines that are worth trying.
func (r *Reader) Tries() []string {
	return append([]string{"who France", "count in:eu"}, r.aPrinciple()...)
}

// theCall tells what the call is, or one thing about it.
func (r *Reader) theCall(q Query) answer.Answer {
	a := r.about(answer.About)
	a.AsOf = r.Today
	if a.Told = q.Told; a.Told != nil {
		for _, s := range q.Told.Sources {
			a.Sources = append(a.Sources, s.Address)
		}
		return a
	}
	if a.Topic = q.Topic; a.Topic != "" {
		a.WorkingGroups = q.Groups
		a.Sources, a.Suggestions = []string{r.Call.URL}, []string{"about", "principles"}
		if a.Topic == answer.Launch {
			for _, n := range r.Book.Notes() {
				if tracker.Day(n.Date) == r.Call.Launched {
					a.Notes = append(a.Notes, n)
				}
			}
		}
		if a.Topic == answer.WorkingGroups || a.Topic == answer.Norms {
			for _, p := range r.Call.Principles {
				if len(p.Norms) > 0 && a.Topic == answer.Norms || a.Topic == answer.WorkingGroups && len(p.WorkingGroups) > 1 {
					a.Principles = append(a.Principles, p.Number)
				}
			}
		}
		return a
	}
	counts := r.Book.Counts()
	a.Counts, a.Total, a.Rule = &counts, answer.Number(counts.Total()), answer.Listed
	a.Checked, a.Sources = r.Call.Checked, []string{r.Call.ListURL}
	a.Suggestions = []string{"principles", "count"}
	return a
}

// Unknown says that something wasn't understood, and what can be asked.
func (r *Reader) Unknown(line string) answer.Answer {
	a := r.about(answer.Unknown)
	a.Subject, a.Suggestions = line, []string{"help", "count", "who France"}
	return a
}

// about begins an answer that doesn't read the roll.
func (r *Reader) about(kind answer.Kind) answer.Answer {
	return answer.Answer{Kind: kind, Call: r.Call, Today: r.Today, Begins: r.Book.Begins()}
}

// listed begins an answer that reads the roll.
func (r *Reader) listed(kind answer.Kind) answer.Answer {
	a := r.about(kind)
	a.Rule, a.AsOf, a.Checked, a.Sources = answer.Listed, r.Today, r.Call.Checked, []string{r.Call.ListURL}
	return a
}

// status tells whether somebody is on the roll.
func (r *Reader) status(q Query) answer.Answer {
	subject := q.Subjects[0]
	a := r.listed(q.Kind)
	a.Subject, a.Asked, a.Candidates = subject.Text, q.Asked, subject.candidates
	switch {
	case subject.group != nil:
		members := r.missing(Query{Kind: answer.Missing, Filter: Filter{Group: subject.group}})
		if subject.group.Region {
			return members
		}
		members.Kind, members.Status, members.Subject = answer.Status, answer.NotListed, subject.group.Name
		return members
	case subject.id != 0:
		r.standing(&a, subject.id)
	case subject.sure || q.Kind == answer.Ambiguous:
		a.Kind, a.Status = answer.Ambiguous, answer.Several
		a.Rule, a.AsOf, a.Checked, a.Sources = answer.NoRule, "", "", nil
		for _, c := range subject.candidates[:min(3, len(subject.candidates))] {
			if r.exact[names.Key(c)] != nil {
				a.Suggestions = append(a.Suggestions, `who "`+c+`"`)
			}
		}
	default:
		a.Kind, a.Status = answer.Status, answer.UnknownName
	}
	return a
}

// standing tells how somebody that was found stands.
func (r *Reader) standing(a *answer.Answer, id names.ID) {
	switch {
	case id >= countryID:
		c := names.Countries()[id-countryID]
		a.Kind, a.Status, a.Country, a.Subject = answer.Status, answer.NotListed, c.Code, c.Name
		r.fromCountry(a, c.Code)
	case id >= claimID:
		claim := r.Book.Claims()[id-claimID]
		a.Kind, a.Status, a.Subject, a.Claims, a.Sources = answer.Status, answer.Announced, claim.Name, []tracker.Claimed{claim}, []string{claim.Source}
		a.Candidates = []string{claim.Name}
		if claim.Category == tracker.State {
			a.Country = claim.Country
			r.fromCountry(a, claim.Country)
		}
	default:
		s := r.Book.Supporter(tracker.Seq(id))
		a.Book, a.Status, a.Subject, a.Supporters, a.Sources, a.Candidates = r.Book, s.Status(), s.Name, []answer.Supporter{answer.Of(s)}, []string{s.Source}, nil
		if g := r.groupKeys[names.Key(s.Name)]; g != nil && s.Category != tracker.State {
			a.Group, a.Signed = g, r.signed(r.Book, g)
		}
	}
}

// fromCountry counts the supporters of a country whose state isn't on the roll.
func (r *Reader) fromCountry(a *answer.Answer, country string) {
	for s := range r.Book.Roll() {
		if s.Country == country {
			a.FromCountry++
		}
	}
	if a.FromCountry > 0 {
		a.Suggestions = []string{"list country:" + country}
	}
}

func (r *Reader) enlist(a *answer.Answer, found []*tracker.Supporter) {
	for _, s := range found {
		a.Supporters = append(a.Supporters, answer.Of(s))
	}
	a.Total = answer.Number(len(found))
}

// narrow tells the filter of an answer.
func (r *Reader) narrow(a *answer.Answer, f Filter) {
	r.runner().Narrow(a, f.Who(), cmp.Or(f.AsOf, r.Today))
	a.OtherKinds = f.Others
}

// signed counts the states of a group that are on the roll.
func (r *Reader) signed(book *tracker.Book, g *tracker.Group) int {
	return len(query.Find(book, Filter{Group: g, Category: tracker.State}.Who()))
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
