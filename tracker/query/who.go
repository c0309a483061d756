package query

import (
	"cmp"
	"slices"
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/names"
)

// A Who asks how each of some names stands.
type Who struct {
	Names   []Name
	Country string         // the one meant of namesakes
	Is      tracker.Status // what is to be checked of each; First: of the first
	Fields  []Field        // what of them is asked; none: the whole
	Joined  tracker.Period // whether they joined in it
	AsOf    tracker.Day
}

// A Name is a name as it was typed, or #12 for a supporter by its ID. In quotes it is nothing but a name.
type Name struct {
	Text   string
	Quoted bool
}

// String is the name as it is typed.
func (n Name) String() string {
	if n.Quoted {
		return tracker.Quote(n.Text)
	}
	return n.Text
}

// A Field is one thing that is known of a supporter.
type Field string

// The fields.
const (
	WhenJoined Field = "when"
	WhereFrom  Field = "where"
	InCategory Field = "category"
	OfKind     Field = "kind"
	ItsSource  Field = "source"
	ItsWebsite Field = "website"
	ItsNote    Field = "note"
	ItsHistory Field = "history"
)

var whoFields = []Field{WhenJoined, WhereFrom, InCategory, OfKind, ItsSource, ItsWebsite, ItsNote, ItsHistory}

func (q Who) String() string {
	return line("who", joined(q.Names, ", "), option("country", q.Country), option("is", strings.ReplaceAll(string(q.Is), "_", "-")),
		joined(q.Fields, " "), option("joined", q.Joined), option("as-of", q.AsOf))
}

// standings are what is: can ask of somebody.
var standings = []tracker.Status{tracker.Listed, answer.NotListed, tracker.Withdrawn, tracker.Removed, answer.Announced, First}

func (p *parser) who() Query {
	q := Who{AsOf: p.asOf()}
	if text, ok := p.take("is"); ok {
		if q.Is = tracker.Status(strings.ReplaceAll(strings.ToLower(text), "-", "_")); !slices.Contains(standings, q.Is) {
			p.fail(tracker.Refuse("“%s” is no standing of somebody; there are is:listed, is:not-listed, is:withdrawn, is:removed, is:announced and is:first.", text))
		}
	}
	q.Country = p.country("country")
	if text, ok := p.take("joined"); ok {
		days, err := p.Days("joined", text)
		if err != nil {
			p.fail(err)
		}
		q.Joined = days
	}
	if q.Fields = p.fields(); (q.Is == First || q.Joined != (tracker.Period{})) && !slices.Contains(q.Fields, WhenJoined) {
		q.Fields = append(q.Fields, WhenJoined)
	}
	if q.Names = namesIn(p.rest); len(q.Names) == 0 {
		p.fail(tracker.Refuse("Say who, such as: who France"))
	}
	known := func(n Name) bool { return p.subject(n, q.Country).Known() }
	quoted := slices.ContainsFunc(p.rest, func(t tracker.Token) bool { return t.Quoted })
	if len(q.Names) > 1 && !quoted && !slices.ContainsFunc(q.Names, known) { // may be a question
		p.fail(tracker.Refuse("No supporter of the name “%s” is or was listed.", q.Names[0].Text))
	}
	return q
}

func (p *parser) fields() (all []Field) {
	for len(p.rest) > 1 {
		last := p.rest[len(p.rest)-1]
		f := Field(strings.ToLower(last.Text))
		if last.Quoted || last.Key != "" || !slices.Contains(whoFields, f) {
			break
		}
		p.rest = p.rest[:len(p.rest)-1]
		if !slices.Contains(all, f) {
			all = append([]Field{f}, all...)
		}
	}
	return all
}

// namesIn splits names at commas; a quoted one is a name of its own.
func namesIn(said []tracker.Token) (all []Name) {
	fresh := true
	for _, t := range said {
		if t.Quoted {
			all, fresh = append(all, Name{t.Text, true}), true
			continue
		}
		for i, part := range strings.Split(unquoted.Replace(t.Text), ",") {
			if i > 0 {
				fresh = true
			}
			switch {
			case part == "":
			case fresh:
				all, fresh = append(all, Name{Text: part}), false
			default:
				all[len(all)-1].Text += " " + part
			}
		}
	}
	return all
}

// unquoted drops quotes that nothing closes.
var unquoted = strings.NewReplacer(`"`, "", "“", "", "”", "", "„", "", "«", "", "»", "")

// subject finds who a name means, in a country if one is given.
func (r *Runner) subject(n Name, country string) Subject {
	if id, ok := strings.CutPrefix(n.Text, "#"); ok && !n.Quoted {
		for s := range r.Book.Supporters() {
			if tracker.Of(tracker.Term{Key: tracker.ByID, Value: id}).On(r.Book)(s) {
				return Subject{Text: n.Text, ID: names.ID(s.ID)}
			}
		}
	}
	ids := r.known.exact[names.Key(n.Text)]
	if n.Quoted && len(ids) == 1 {
		return Subject{Text: n.Text, ID: ids[0]}
	}
	s := r.Resolve(n.Text)
	if country == "" || s.ID != 0 || s.Group != nil {
		return s
	}
	there := slices.DeleteFunc(slices.Compact(slices.Sorted(slices.Values(s.ids))), func(id names.ID) bool { return r.home(id) != country })
	if len(there) == 1 {
		return Subject{Text: n.Text, ID: there[0]}
	}
	return s
}

// answer says how each stands. Of a day before the list's records begin only the days of joining are known.
func (q Who) answer(r *Runner) answer.Answer {
	early := q.AsOf != "" && q.AsOf < r.Call.Found && len(q.Fields) == 0
	day, not := q.AsOf, q.Is == answer.NotListed
	if early {
		q.AsOf, q.Is, q.Fields = "", "", []Field{WhenJoined}
	}
	at := r.asOf(q.AsOf)
	if len(q.Names) > 1 { // a history is of one
		q.Fields = tracker.Keep(q.Fields, func(f Field) bool { return f != ItsHistory })
	}
	var all []answer.Answer
	for _, n := range q.Names {
		s := r.subject(n, q.Country)
		one := at.stands(s, q.Fields...)
		if found := one.Supporters(); q.Country != "" && len(found) > 0 && found[0].Country != q.Country && len(q.Fields) == 0 {
			one = at.stands(s, WhereFrom) // the country in the question is corrected
		}
		one.AsOf = cmp.Or(q.AsOf, one.AsOf)
		all = append(all, one)
	}
	a := all[0]
	if len(all) > 1 {
		facts := at.several(all, q.Fields)
		a = at.reading().With(facts)
		a.AsOf = cmp.Or(q.AsOf, a.AsOf)
		if q.Is == First {
			a.Verdict = wasFirst(all, facts)
			return a
		}
	}
	switch {
	case early:
		a.Verdict = together(all, r.cameIn(tracker.Period{Last: day}))
		if flipped, ok := map[answer.Verdict]answer.Verdict{answer.Yes: answer.No, answer.No: answer.Yes}[a.Verdict]; ok && not {
			a.Verdict = flipped
		}
	case q.Joined != (tracker.Period{}):
		a.Verdict = together(all, r.cameIn(q.Joined))
	case q.Is != "":
		a.Verdict = together(all, stand(q.Is))
	case q.AsOf != "" && len(q.Fields) == 0:
		a.Verdict = together(all, stand(tracker.Listed))
	}
	return a
}

// asOf is a Runner of the list of a day, which knows the same names; r itself if no day is given.
func (r *Runner) asOf(day tracker.Day) *Runner {
	if day == "" {
		return r
	}
	return &Runner{Book: r.Book.AsOf(day), Call: r.Call, Today: r.Today, known: r.known}
}

// together says for how many it is so; empty if one of them isn't known.
func together(all []answer.Answer, so func(answer.Answer) answer.Verdict) answer.Verdict {
	had := map[answer.Verdict]int{}
	for _, one := range all {
		if one.Kind == answer.Ambiguous || one.Status() == answer.UnknownName {
			return ""
		}
		had[so(one)]++
	}
	switch {
	case had[answer.NotKnown] > 0:
		return answer.NotKnown
	case had[answer.No] == 0:
		return answer.Yes
	case had[answer.Yes] == 0:
		return answer.No
	}
	return answer.Partly
}

func stand(is tracker.Status) func(answer.Answer) answer.Verdict {
	return func(one answer.Answer) answer.Verdict {
		switch status := one.Status(); {
		case status == is, is == answer.NotListed && status != tracker.Listed, is == tracker.Removed && status == tracker.Withdrawn: // is off the list, too
			return answer.Yes
		}
		return answer.No
	}
}

// cameIn says whether one came in a period: by the day of joining, or else of listing.
func (r *Runner) cameIn(in tracker.Period) func(answer.Answer) answer.Verdict {
	return func(one answer.Answer) answer.Verdict {
		found := one.Supporters()
		if len(found) == 0 {
			return answer.No
		}
		came := r.cameOn(found[0], answer.ByListed)
		if found[0].Joined == "" && r.Book.Came(found[0]) == r.Book.Begins() {
			came.First = "" // or before
		}
		switch both := came.And(in); {
		case both.Last != "" && both.Last < both.First:
			return answer.No
		case both != came:
			return answer.NotKnown
		}
		return answer.Yes
	}
}

// wasFirst says whether the first of some that are shown came before all others; nothing if one isn't known.
func wasFirst(all []answer.Answer, f *answer.NamedFacts) answer.Verdict {
	switch {
	case together(all, stand(tracker.Listed)) == "":
		return ""
	case all[0].Status() != tracker.Listed, len(f.Earliest) > 0 && (*f.Difference == 0 || f.Earliest[0].Supporters()[0].ID != all[0].Supporters()[0].ID):
		return answer.No
	case f.Order == answer.Unordered:
		return answer.NotKnown
	}
	return answer.Yes
}

// several says how each of a list of names stands and, if asked when, which was first and by how many days.
func (r *Runner) several(all []answer.Answer, asked []Field) *answer.NamedFacts {
	facts := &answer.NamedFacts{Named: all, Total: len(all), Status: all[0].Status()}
	var came []answer.Answer
	var whole []*tracker.Supporter
	for _, one := range all {
		if one.Status() != facts.Status {
			facts.Status = ""
		}
		if one.Status() == tracker.Listed {
			facts.Value++
		}
		if found := one.Supporters(); len(found) > 0 {
			came, whole = append(came, one), append(whole, found[0])
			facts.Supporters = append(facts.Supporters, found...)
		}
	}
	if len(came) < 2 || !slices.Contains(asked, WhenJoined) {
		return facts
	}
	by := orderOf(whole...)
	on := func(one answer.Answer) tracker.Period { return r.cameOn(one.Supporters()[0], by) }
	slices.SortStableFunc(came, func(x, y answer.Answer) int {
		return cmp.Or(cmp.Compare(on(x).First, on(y).First), cmp.Compare(on(x).Last, on(y).Last))
	})
	first, next := on(came[0]), on(came[1])
	exact := first.First == first.Last && next.First == next.Last
	switch {
	case !exact && first.Last >= next.First:
		facts.Order = answer.Unordered
	case exact:
		facts.Difference = answer.Number(answer.Since(first.First, next.First))
		facts.Order, facts.Earliest = by, came[:2]
	}
	return facts
}

// stands says how a subject stands, and answers what is asked about it.
func (r *Runner) stands(s Subject, asked ...Field) answer.Answer {
	a, facts := r.reading(), &answer.StatusFacts{Subject: s.Text, Candidates: s.Candidates}
	state, part := names.PartOf(withoutArticle(s.Text))
	switch {
	case part && (s.ID == 0 || s.Near):
		facts.Status, facts.Candidates, facts.PartOf = answer.UnknownName, nil, state.Code
		of := r.Book.Supporter(tracker.Seq(r.known.states[state.Code]))
		facts.StateListed = of != nil && of.Status() == tracker.Listed
		a.Suggestions = []string{Who{Names: []Name{{Text: state.Name}}}.String()}
		return a.With(facts)
	case s.Group != nil:
		members := Missing{Places: tracker.Of(tracker.Term{Key: tracker.ByGroup, Value: s.Group.ID, Group: s.Group})}.answer(r)
		missing, ok := members.Facts.(*answer.MissingFacts)
		if s.Group.Region || !ok {
			return members
		}
		missing.Value = missing.Signed
		return members.With(&answer.StatusFacts{Status: answer.NotListed, MissingFacts: missing})
	case s.Several:
		a = r.begin().With(&answer.AmbiguousFacts{Status: answer.Several, Subject: s.Text, Candidates: s.Candidates})
		a.Suggestions = tracker.Each(s.ids[:min(3, len(s.ids))], r.lineOf)
		return a
	case s.ID == 0:
		facts.Status = answer.UnknownName
		return a.With(facts)
	case s.ID < otherID && r.Book.Supporter(tracker.Seq(s.ID)) != nil && slices.Contains(asked, ItsHistory):
		a = r.Life(r.Book.Supporter(tracker.Seq(s.ID)))
	default:
		a = r.standing(a, facts, s.ID, asked)
	}
	if names.Homonym(withoutArticle(s.Text), "en") != "" {
		facts.Homonym = withoutArticle(s.Text)
	}
	if s.Near {
		a.ReadAs = Who{Names: []Name{{Text: r.called(s.ID)}}}.String()
	}
	return a
}

// standing says how somebody that was found stands.
func (r *Runner) standing(a answer.Answer, facts *answer.StatusFacts, id names.ID, asked []Field) answer.Answer {
	s := r.known.book.Supporter(tracker.Seq(id))
	switch {
	case id >= otherID:
		o := r.known.others[id-otherID]
		facts.Status, facts.Subject = answer.NotListed, o.name
		if o.claim != nil {
			facts.Status, facts.Claims, facts.Candidates = answer.Announced, []tracker.Claimed{*o.claim}, []string{o.name}
			a.Sources = []string{o.claim.Source}
		}
		if o.claim == nil || o.claim.Category == tracker.State {
			facts.Country = o.country
		}
	case r.Book.Supporter(s.ID) == nil: // it came later
		if facts.Status, facts.Subject = answer.NotListed, s.Name; s.Category == tracker.State {
			facts.Country = s.Country
		}
	default:
		s = r.Book.Supporter(s.ID)
		facts.Book, facts.Status, facts.Subject, facts.Supporters, facts.Candidates = r.Book, s.Status(), s.Name, answer.Supporters{s}, nil
		if a.Sources = []string{s.Source}; s.Status() == tracker.Listed {
			facts.Supporters = append(facts.Supporters, r.twins(s)...)
		}
		if g := r.Call.Group(s.Name); g != nil && s.Category != tracker.State {
			states := tracker.OfCategory(tracker.State).Also(tracker.Choice{Terms: []tracker.Term{{Key: tracker.ByGroup, Value: g.ID, Group: g}}})
			facts.Body, facts.Signed = g, HowMany(r.Book, states)
		}
		if len(asked) > 0 {
			return a.With(&answer.DetailFacts{StatusFacts: *facts, Asked: tracker.Each(asked, func(f Field) string { return string(f) })})
		}
	}
	if facts.Country != "" {
		from := tracker.Of(tracker.Term{Key: tracker.ByCountry, Value: facts.Country})
		if facts.FromCountry = HowMany(r.Book, from); facts.FromCountry == 0 {
			facts.Near, from = r.instead(r.Book, from), nil
		}
		if facts.Near != nil {
			from = facts.Near.Where
		}
		if from != nil {
			a.Suggestions = []string{List{Filter: from}.String()}
		}
	}
	return a.With(facts)
}

// Life is what was recorded of a supporter, and of those who were merged into it, from the first entry to the last.
func (r *Runner) Life(s *tracker.Supporter) answer.Answer {
	facts := &answer.LogFacts{Subject: s.Name}
	lives := Lives(r.Book, s)
	var entries []tracker.Entry
	for e, of := range r.Book.History() {
		if lives[of.ID] {
			entries = append(entries, e)
		}
	}
	facts.Total, facts.Recorded = answer.Number(len(entries)), Recorded(r.Book, entries)
	return r.begin().With(facts)
}

// Lives are a supporter, if there is one, and all that were merged into it.
func Lives(b *tracker.Book, s *tracker.Supporter) map[tracker.Seq]bool {
	if s == nil {
		return nil
	}
	one := map[tracker.Seq]bool{s.ID: true}
	for n := 0; n < len(one); {
		n = len(one)
		for other := range b.Supporters() {
			if other.Status() == tracker.Merged && one[other.Left.Into] {
				one[other.ID] = true
			}
		}
	}
	return one
}

// Recorded are entries, with the supporters as they stood before those that changed them.
func Recorded(b *tracker.Book, entries []tracker.Entry) answer.Recorded {
	asked := map[tracker.Seq]bool{}
	for _, e := range entries {
		asked[e.Seq] = true
	}
	was, last := answer.Before{}, map[tracker.Seq]*tracker.Supporter{}
	for e, s := range b.History() {
		if old := last[s.ID]; asked[e.Seq] && old != nil {
			was[e.Seq] = old
		}
		last[s.ID] = s
	}
	return answer.Recorded{Entries: entries, Book: b, Before: was}
}
