package query

import (
	"cmp"
	"iter"
	"slices"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/names"
)

// Run answers a Query in facts; answer.Write adds the words.
func (r *Runner) Run(q Query) answer.Answer {
	a := q.answer(r)
	a.Line = cmp.Or(a.Line, q.String())
	return a
}

// begin begins an answer that doesn't read the list.
func (r *Runner) begin() answer.Answer {
	return answer.Answer{Call: r.Call, Today: r.Today, Begins: r.Book.Begins()}
}

// reading begins an answer that reads the list.
func (r *Runner) reading() answer.Answer {
	a := r.begin()
	a.Rule, a.AsOf, a.Checked, a.Sources = answer.Listed, r.Today, r.Book.Checked(r.Call), []string{r.Call.ListURL}
	return a
}

func (r *Runner) narrow(a *answer.Answer, f tracker.Filter, asOf tracker.Day) {
	for t := range f.Terms {
		if t.Key == tracker.ByGroup && t.Group.Source != "" {
			a.Sources = tracker.Include(a.Sources, t.Group.Source)
		}
	}
	simple, _, ok := plainly(f)
	if asOf != r.Today {
		simple.AsOf = asOf
	}
	if ok || simple.AsOf != "" {
		a.Filters = &simple
	}
}

// plainly is a filter of one category, kind, country or group each, which Filters can express; not ok for any other.
func plainly(f tracker.Filter) (plain answer.Filters, group *tracker.Group, ok bool) {
	if len(f) > 1 {
		return plain, nil, false
	}
	for t, not := range f.Terms {
		switch {
		case not || t.Value == tracker.None:
			return answer.Filters{}, nil, false
		case t.Key == tracker.ByCategory && plain.Category == "":
			plain.Category = tracker.Category(t.Value)
		case t.Key == tracker.ByKind && plain.Kind == "":
			plain.Kind = tracker.Kind(t.Value)
		case t.Key == tracker.ByCountry && plain.Country == "":
			plain.Country = t.Value
		case t.Key == tracker.ByGroup && group == nil:
			group, plain.Group = t.Group, t.Group.Name
		default:
			return answer.Filters{}, nil, false
		}
	}
	return plain, group, true
}

// on begins an answer about the list of a day, and folds that day's Book. Before the list's records begin there is none, and
// the answer has the figures reported by then.
func (r *Runner) on(f tracker.Filter, asOf tracker.Day) (answer.Answer, *tracker.Book) {
	if asOf = cmp.Or(asOf, r.Today); asOf < r.Book.Begins() {
		return r.early(f, asOf), nil
	}
	a := r.reading()
	r.narrow(&a, f, asOf)
	if a.AsOf = asOf; asOf == r.Today {
		return a, r.Book
	}
	return a, r.Book.AsOf(asOf)
}

// early answers for a day before the list's records begin, of which only figures are known. They are reported by category.
func (r *Runner) early(f tracker.Filter, until tracker.Day) answer.Answer {
	facts := &answer.FiguresFacts{Until: until}
	a := r.begin().With(facts)
	a.Rule = answer.Reported
	r.narrow(&a, f, until)
	a.AsOf = until
	category := f.Only(tracker.ByCategory)
	if len(f) > 0 && category == "" {
		return a
	}
	facts.Figures = r.Figures(func(f tracker.Reported) bool {
		return (category == "" || string(f.Category) == category) && f.Date.Last() <= until
	})
	if category == "" {
		a.Suggestions = []string{"count as-of:" + string(r.Call.Launched)}
	}
	return a
}

// Figures are the reported figures that are asked for, the latest first.
func (r *Runner) Figures(asked func(tracker.Reported) bool) []answer.FigureFact {
	var found []answer.FigureFact
	for _, f := range r.Book.Figures() {
		if asked(f) {
			found = append(found, answer.FactOf(f))
		}
	}
	total := map[tracker.Category]int{tracker.TotalFigure: -1}      // before those of categories
	slices.SortStableFunc(found, func(a, b answer.FigureFact) int { // of 2018 and November 2018, the month is the later one
		return cmp.Or(cmp.Compare(b.Date.First(), a.Date.First()), cmp.Compare(a.Date.Last(), b.Date.Last()), total[a.Category]-total[b.Category])
	})
	return found
}

// HowMany counts who a filter lets through.
func HowMany(book *tracker.Book, f tracker.Filter) (n int) {
	for range each(book, f) {
		n++
	}
	return n
}

// each yields who a filter lets through, in the order in which they came.
func each(book *tracker.Book, f tracker.Filter) iter.Seq[*tracker.Supporter] {
	lets, all := f.On(book), book.Roll()
	if f.Uses(tracker.ByStatus) {
		all = book.Supporters()
	}
	return func(yield func(*tracker.Supporter) bool) {
		for s := range all {
			if lets(s) && !yield(s) {
				return
			}
		}
		if !f.Announces() {
			return
		}
		for _, s := range book.Announced() {
			if lets(s) && !yield(s) {
				return
			}
		}
	}
}

// lacking counts, for each key of a filter that some supporters have no value for, those that it couldn't judge by it.
func (r *Runner) lacking(book *tracker.Book, f tracker.Filter) (all []answer.Lacking) {
	lets := f.On(book)
	for _, key := range []tracker.Key{tracker.ByKind, tracker.ByCountry, tracker.ByJoined} {
		rest, asks := without(f, key)
		if !asks || key == tracker.ByJoined && f.JoinedBefore(r.Call.Launched) {
			continue
		}
		l, none, others := answer.Lacking{Key: key}, tracker.Of(tracker.Term{Key: key, Value: tracker.None}).On(book), rest.On(book)
		for s := range book.Roll() {
			if none(s) && others(s) {
				l.Count++
				if lets(s) {
					l.Counted++
				}
			}
		}
		if key == tracker.ByJoined {
			byListing := rekeyed(f, tracker.ByJoined, tracker.ByListed, func(t tracker.Term) bool { return t.Value != tracker.None })
			l.Listed = answer.Number(HowMany(book, byListing))
		}
		if l.Count > 0 && (key != tracker.ByCountry || l.Counted > 0) {
			all = append(all, l)
		}
	}
	return all
}

// beforeRecords is a filter that asks for the days of joining where one asks for days of the list before its records begin:
// then it has nobody, though many had joined.
func (r *Runner) beforeRecords(f tracker.Filter) tracker.Filter {
	begins := r.Book.Begins()
	return rekeyed(f, tracker.ByListed, tracker.ByJoined, func(t tracker.Term) bool { return t.Days.Last != "" && t.Days.Last < begins })
}

// rekeyed is a filter with another key for some of its terms.
func rekeyed(f tracker.Filter, from, to tracker.Key, change func(tracker.Term) bool) (out tracker.Filter) {
	for _, clause := range f {
		var all tracker.Clause
		for _, c := range clause {
			terms := slices.Clone(c.Terms)
			for i, t := range terms {
				if t.Key == from && change(t) {
					terms[i].Key = to
				}
			}
			all = append(all, tracker.Choice{Not: c.Not, Terms: terms})
		}
		out = append(out, all)
	}
	return out
}

// without is a filter without its choices of a key, and whether it had any. A choice that asks for none can judge everybody.
func without(f tracker.Filter, key tracker.Key) (rest tracker.Filter, had bool) {
	for _, clause := range f {
		var left tracker.Clause
		for _, c := range clause {
			if c.Terms[0].Key == key && !slices.ContainsFunc(c.Terms, func(t tracker.Term) bool { return t.Value == tracker.None }) {
				had = true
			} else {
				left = append(left, c)
			}
		}
		rest = append(rest, left)
	}
	return rest, had
}

func (q Count) answer(r *Runner) answer.Answer {
	q.Filter = r.beforeRecords(q.Filter)
	a, book := r.on(q.Filter, q.AsOf)
	if book == nil {
		return a
	}
	if len(q.Filter) == 0 && !q.Share && q.By == "" && q.Condition.Op == "" {
		totals := answer.TotalsOf(book.Counts())
		return a.With(&answer.TotalsFacts{Totals: totals, Value: totals.Total})
	}
	facts := &answer.CountFacts{Narrowed: r.narrowed(book, q.Filter), Condition: asked(q.Condition)}
	whole := q.Of.On(book)
	if q.Share {
		facts.Of, facts.OfWhom = answer.Number(HowMany(book, q.Of)), q.Of
	}
	n, parts := 0, map[string]int{}
	for s := range each(book, q.Filter) {
		if q.Share && !whole(s) {
			continue
		}
		if n++; q.By != "" {
			parts[keyOf(book, s, q.By)]++
		}
	}
	switch facts.Value = n; {
	case n == 0 && q.Share:
		a.Suggestions = []string{Count{Filter: q.Filter, AsOf: q.AsOf}.String(), Count{Filter: q.Of, AsOf: q.AsOf}.String()}
	case n == 0:
		r.nobody(&a, &facts.Narrowed, book)
	}
	if q.By != "" {
		facts.By, facts.Bottom = string(q.By), q.Bottom > 0
		facts.Rows, facts.More = ranked(parts, q.Top, q.Bottom, q.By == ByYear && q.Top == 0 && q.Bottom == 0)
	}
	facts.When, facts.Rank = q.When, q.Rank
	switch {
	case q.When:
		facts.Since = r.reached(q.Filter, q.Condition)
		for s := range each(book, q.Filter) {
			if book.Came(s) == facts.Since && facts.Since > r.Call.Found {
				facts.Supporters = append(facts.Supporters, s)
			}
		}
	case q.Rank != "":
		if facts.Place(); facts.Value > 0 {
			a.Verdict = q.Condition.verdict(facts.Value)
		}
	case q.By != "" && q.Condition.Op != "":
		facts.Rows = slices.DeleteFunc(facts.Rows, func(row answer.RowFact) bool { return row.Key == "" })
		if slices.Contains(q.Condition.Holds(0), true) {
			facts.Shown = len(facts.Rows)
		}
		facts.Rows = slices.DeleteFunc(facts.Rows, func(row answer.RowFact) bool {
			return !slices.Contains(q.Condition.Holds(row.Count), true)
		})
		facts.Value = len(facts.Rows)
	default:
		a.Verdict = q.Condition.verdict(n)
	}
	return a.With(facts)
}

func (r *Runner) narrowed(book *tracker.Book, f tracker.Filter) answer.Narrowed {
	return answer.Narrowed{Where: f, Lacking: r.lacking(book, f)}
}

// nobody says why a filter lets nobody through, and who there is instead: without one of its choices, near its name, or by
// what it asks for.
func (r *Runner) nobody(a *answer.Answer, n *answer.Narrowed, book *tracker.Book) {
	f, day := n.Where, a.AsOf
	if day == r.Today {
		day = ""
	}
	if n.Why, n.Instead = f.Contradiction(), r.instead(book, f); n.Instead != nil {
		a.Suggestions = []string{List{Filter: n.Instead.Where, AsOf: day}.String()}
		return
	}
	for t := range f.Terms {
		if t.Key == tracker.ByWord {
			for _, near := range r.Nearest(t.Value) {
				a.Suggestions = append(a.Suggestions, Who{Names: []Name{{near, true}}}.String())
			}
		}
		if q := countedBy[t.Key]; q.By != "" {
			q.AsOf = day
			a.Suggestions = append(a.Suggestions, q.String())
		}
	}
	a.Suggestions = append(tracker.Include(nil, a.Suggestions...), Count{AsOf: day}.String())
	if all := book.Counts().Total(); all > 0 {
		n.Instead = &answer.Instead{Count: all}
	}
}

// countedBy counts all by what a key asks for.
var countedBy = map[tracker.Key]Count{tracker.ByCountry: {By: ByCountry, Top: 5}, tracker.ByGroup: {By: ByCountry, Top: 5}, tracker.ByCategory: {By: ByCategory},
	tracker.ByKind: {By: ByKind}, tracker.ByListed: {By: ByYear}, tracker.ByJoined: {By: ByYear}}

// instead counts who a filter that lets nobody through would let through without one of its choices: the fewest. A
// country gives way to the region around it, and those who withdrew to those taken off the list.
func (r *Runner) instead(book *tracker.Book, f tracker.Filter) (nearest *answer.Instead) {
	if len(f) != 1 {
		return nil
	}
	try := func(rest tracker.Clause) {
		where := tracker.Filter{rest}
		if n := HowMany(book, where); n > 0 && (nearest == nil || n < nearest.Count) {
			nearest = &answer.Instead{Where: where, Count: n}
		}
	}
	for i, c := range f[0] {
		if len(f[0]) > 1 && c.Terms[0].Key != tracker.ByStatus {
			try(slices.Concat(f[0][:i], f[0][i+1:]))
		}
		if c.Not || len(c.Terms) > 1 {
			continue
		}
		other := func(t tracker.Term) {
			rest := slices.Clone(f[0])
			rest[i] = tracker.Choice{Terms: []tracker.Term{t}}
			try(rest)
		}
		switch t := c.Terms[0]; {
		case t.Key == tracker.ByStatus && t.Value == string(tracker.Withdrawn):
			other(tracker.Term{Key: tracker.ByStatus, Value: string(tracker.Removed)})
		case t.Key == tracker.ByCountry:
			for i := range r.Call.Groups {
				if g := &r.Call.Groups[i]; g.Region && g.Has(t.Value) {
					other(tracker.Term{Key: tracker.ByGroup, Value: g.ID, Group: g})
				}
			}
		}
	}
	return nearest
}

func asked(c Condition) answer.Condition {
	return answer.Condition{Op: string(c.Op), Against: c.Values}
}

// verdict checks a number against the condition; empty if there is none for numbers.
func (c Condition) verdict(n int) answer.Verdict {
	switch {
	case c.Op == "" || c.Op == Only:
		return ""
	case slices.Contains(c.Holds(n), true):
		return answer.Yes
	}
	return answer.No
}

// reached is the first day on which a condition held; empty if there was none.
func (r *Runner) reached(f tracker.Filter, c Condition) tracker.Day {
	for _, p := range r.daily([]tracker.Filter{f}, r.Book.Begins(), r.Today)[0] {
		if c.Holds(p.Count)[0] {
			return p.Day
		}
	}
	return ""
}

// ranked are counts as rows, the largest first, the smallest if the bottom is asked for, or by their keys. Of top and bottom
// it keeps those that tie with the last, and returns how many rows it left out.
func ranked(counts map[string]int, top, bottom int, byKey bool) (all []answer.RowFact, left int) {
	total := 0
	for _, n := range counts {
		total += n
	}
	for key, n := range counts {
		all = append(all, answer.RowFact{Key: key, Count: n, Share: answer.Percent(n, total)})
	}
	slices.SortFunc(all, func(a, b answer.RowFact) int {
		switch {
		case byKey:
			return cmp.Compare(a.Key, b.Key)
		case bottom > 0:
			return cmp.Or(cmp.Compare(a.Count, b.Count), cmp.Compare(cmp.Or(a.Key, "~"), cmp.Or(b.Key, "~"))) // those without a key last
		}
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Key, b.Key))
	})
	n := cmp.Or(top, bottom, len(all))
	for ; n < len(all) && n > 0 && all[n].Count == all[n-1].Count; n++ {
	}
	return all[:min(n, len(all))], max(0, len(all)-n)
}

func keyOf(book *tracker.Book, s *tracker.Supporter, by Dim) string {
	switch by {
	case ByCountry:
		return s.Country
	case ByCategory:
		return string(s.Category)
	case ByKind:
		return string(s.Kind)
	}
	return book.Came(s).Year()
}

func (q List) answer(r *Runner) answer.Answer {
	q.Filter = r.beforeRecords(q.Filter)
	a, book := r.on(q.Filter, q.AsOf)
	if book == nil {
		return a
	}
	found := slices.AppendSeq(make([]*tracker.Supporter, 0, book.Counts().Total()), each(book, q.Filter))
	facts := &answer.ListFacts{Narrowed: r.narrowed(book, q.Filter), Condition: asked(q.Condition), Total: len(found)}
	if len(found) == 0 {
		r.nobody(&a, &facts.Narrowed, book)
	}
	a.Verdict = q.Condition.verdict(len(found))
	if q.Filter.Announces() && !slices.ContainsFunc(found, func(s *tracker.Supporter) bool { return s.Status() != tracker.Announced }) {
		facts.Status = answer.Announced
	}
	ranked := q.First > 0 || q.Last > 0
	if ranked {
		facts.Ordered = map[bool]string{true: "first", false: "last"}[q.First > 0]
		found = r.cut(book, found, q)
		facts.Order = orderOf(found...)
	} else {
		r.ordered(found, nil, 1)
	}
	if q.Condition.Op == Only {
		named := book.Named(q.Condition.Only)
		among := slices.ContainsFunc(found, func(s *tracker.Supporter) bool {
			return slices.ContainsFunc(named, func(n *tracker.Supporter) bool { return n.ID == s.ID })
		})
		switch a.Verdict = answer.No; {
		case among && len(found) == 1:
			a.Verdict = answer.Yes
		case among && ranked:
			a.Verdict = answer.Partly // one of those who came first on the same day
		}
	}
	if facts.From = q.From; q.From != "" {
		first := names.Key(q.From)
		found = slices.DeleteFunc(found, func(s *tracker.Supporter) bool { return names.Key(s.Name) < first })
	}
	facts.Supporters = found
	return a.With(facts)
}

// ordered puts supporters into the order of days, where there are any, and of names.
func (r *Runner) ordered(found []*tracker.Supporter, day func(*tracker.Supporter) tracker.Day, sign int) {
	type placed struct {
		day tracker.Day
		at  int
		*tracker.Supporter
	}
	place, all := r.known.places(), make([]placed, len(found))
	for i, s := range found {
		all[i] = placed{at: place(s.Name), Supporter: s}
		if day != nil {
			all[i].day = day(s)
		}
	}
	slices.SortStableFunc(all, func(a, b placed) int { return cmp.Or(sign*cmp.Compare(a.day, b.day), cmp.Compare(a.at, b.at)) })
	for i, p := range all {
		found[i] = p.Supporter
	}
}

// cut leaves those who came first or last, and who tie with the last of them. They count by the day of joining where that is
// known, else by that of the list.
func (r *Runner) cut(book *tracker.Book, found []*tracker.Supporter, q List) []*tracker.Supporter {
	sign := 1
	if q.Last > 0 {
		sign = -1
	}
	day := func(s *tracker.Supporter) tracker.Day { return cmp.Or(s.Joined.Last(), book.Came(s)) }
	r.ordered(found, day, sign)
	n := min(cmp.Or(q.First, q.Last), len(found))
	for n < len(found) && day(found[n]) == day(found[n-1]) {
		n++
	}
	return found[:n]
}

// cameOn is when a supporter joined where that is known, else the day of the list. Who was there when the list's records
// begin came on or before that day, which only matters next to days of joining.
func (r *Runner) cameOn(s *tracker.Supporter, by answer.Order) tracker.Period {
	if s.Joined != "" {
		return s.Joined.Period()
	}
	came := tracker.Date(r.Book.Came(s)).Period()
	if by == answer.ByEither && came.First == r.Book.Begins() {
		came.First = min(came.First, cmp.Or(r.Call.Launched, came.First))
	}
	return came
}

// orderOf returns which days put some supporters in order.
func orderOf(some ...*tracker.Supporter) answer.Order {
	switch len(tracker.Keep(some, func(s *tracker.Supporter) bool { return s.Joined != "" })) {
	case 0:
		return answer.ByListed
	case len(some):
		return answer.ByJoined
	}
	return answer.ByEither
}

func (q Missing) answer(r *Runner) answer.Answer {
	a, book := r.on(q.Places, q.AsOf)
	if book == nil {
		return a
	}
	facts := &answer.MissingFacts{Condition: asked(q.Condition), Where: q.Places}
	_, facts.Group, _ = plainly(q.Places)
	signed, members := book.States(), r.statesOf(q.Places)
	for _, code := range members {
		if signed[code] != nil {
			facts.Signed++
			continue
		}
		c, _ := names.CountryOf(code)
		facts.Missing = append(facts.Missing, answer.Country{Code: code, Name: c.Name})
	}
	facts.Value, facts.Total = len(facts.Missing), len(members)
	if a.Verdict = q.Condition.verdict(facts.Value); q.Condition.Op == Only {
		a.Verdict = answer.No
		if len(facts.Missing) == 1 && facts.Missing[0].Code == countryOf(q.Condition.Only, true) {
			a.Verdict = answer.Yes
		}
	}
	return a.With(facts)
}

// statesOf are the states that places mean: of those named or in a named group, or else those of the United
// Nations.
func (r *Runner) statesOf(places tracker.Filter) []string {
	var codes []string
	for t := range places.Terms {
		if t.Key == tracker.ByGroup {
			codes = append(codes, t.Group.Members...)
		} else {
			codes = append(codes, t.Value)
		}
	}
	if un := r.Call.Group("un"); un != nil {
		codes = append(codes, un.Members...)
	}
	lets := places.On(r.Book)
	var members []string
	for _, code := range codes {
		if !slices.Contains(members, code) && lets(&tracker.Supporter{Category: tracker.State, Country: code}) {
			members = append(members, code)
		}
	}
	return members
}

func (q Compare) answer(r *Runner) answer.Answer {
	if slices.ContainsFunc(q.Items, func(i Item) bool { return i.Name.Text != "" }) {
		return q.named(r)
	}
	a, facts := r.reading(), &answer.CompareFacts{}
	var values []int
	for _, item := range q.Items {
		one, book := r.on(item.Filter, item.AsOf)
		if book == nil {
			return one
		}
		side := &answer.SideFacts{Where: item.Filter, Value: HowMany(book, item.Filter)}
		if country := item.Filter.Only(tracker.ByCountry); country != "" && country != tracker.None {
			if side.Status = answer.NotListed; r.asOf(item.AsOf).stands(r.OfCountry(country, country)).Status() == tracker.Listed {
				side.Status = tracker.Listed
			}
		}
		values, facts.Counted = append(values, side.Value), append(facts.Counted, one.With(side))
		a.Sources = tracker.Include(a.Sources, one.Sources...)
	}
	if q.Is != "" {
		first, most, least := values[0], slices.Max(values[1:]), slices.Min(values[1:])
		if a.Verdict = answer.No; q.Is == More && first > most || q.Is == Fewer && first < least {
			a.Verdict = answer.Yes
		}
	}
	if len(values) == 2 {
		facts.Difference = answer.Number(max(values[0], values[1]) - min(values[0], values[1]))
		facts.Value = facts.Difference
	}
	return a.With(facts)
}

// named says how each of several supporters stands, and which was first; a country among them stands for its state.
func (q Compare) named(r *Runner) answer.Answer {
	var all []answer.Answer
	for _, item := range q.Items {
		var s Subject
		if country := item.Filter.Only(tracker.ByCountry); country != "" {
			c, _ := names.CountryOf(country)
			s = r.OfCountry(country, c.Name)
		} else {
			s = r.subject(item.Name, "")
		}
		one := r.asOf(item.AsOf).stands(s, WhenJoined)
		one.AsOf = cmp.Or(item.AsOf, one.AsOf)
		all = append(all, one)
	}
	facts := r.several(all, []Field{WhenJoined})
	facts.Compared = true
	return r.reading().With(facts)
}
