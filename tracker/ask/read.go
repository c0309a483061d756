package ask

import (
	"slices"
	"strconv"
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/names"
)

// Read understands a reading command: its first word, and what follows. An error is a Refusal that says what is wrong.
func (r *Reader) Read(verb string, rest []Token) (Query, error) {
	seen := map[string]bool{}
	for _, t := range rest {
		if err := t.Empty(); err != nil {
			return Query{}, err
		}
		if t.Key != "" && seen[t.Key] {
			return Query{}, tracker.Refuse("%s: is there twice.", t.Key)
		}
		seen[t.Key] = true
	}
	switch verb {
	case "about", "principles":
		if len(rest) > 0 {
			return Query{}, tracker.Refuse("I don't know what “%s” means after %s.", Text(rest), verb)
		}
		return Query{Kind: answer.Kind(verb)}, nil
	case "principle":
		return r.principle(Text(rest))
	case "who":
		if len(rest) == 0 {
			return Query{}, tracker.Refuse("Say who, such as: who France")
		}
		if ids := r.exact[names.Key(Text(rest))]; len(rest) == 1 && rest[0].Quoted && len(ids) == 1 {
			return Query{Kind: answer.Status, Subjects: []Subject{{Text: Text(rest), id: ids[0]}}}, nil // in quotes it is the name itself
		}
		return Query{Kind: answer.Status, Subjects: []Subject{r.resolve(Text(rest))}}, nil
	case "missing":
		return r.gap(rest)
	case "changes":
		return r.since(rest)
	case "chart":
		return r.chart(rest)
	case "diff":
		return r.diff(rest)
	}
	f, err := r.filter(rest)
	return Query{Kind: answer.Kind(verb), Filter: f}, err
}

func (r *Reader) principle(number string) (Query, error) {
	if strings.TrimSpace(number) == "" {
		return Query{}, tracker.Refuse("Say which principle, such as: principle 8")
	}
	n, err := strconv.Atoi(strings.TrimSpace(number))
	if err != nil || r.Call.Principle(n) == nil {
		return Query{}, tracker.Refuse("The %s has principles 1 to %d; there is no principle “%s”.", r.Call, len(r.Call.Principles), number)
	}
	return Query{Kind: answer.Principle, Principles: []int{n}}, nil
}

// gap reads the group of which the missing states are asked, and perhaps the day.
func (r *Reader) gap(rest []Token) (Query, error) {
	q := Query{Kind: answer.Missing, Filter: Filter{Category: tracker.State}}
	var words []Token
	for _, t := range rest {
		var err error
		switch t.Key {
		case "", "in":
			words = append(words, Token{Text: t.Text})
		case "as-of":
			q.Filter.AsOf, err = r.past(t.Text)
		default:
			err = tracker.Refuse("The filter %s: isn't known here; there are in: and as-of:.", t.Key)
		}
		if err != nil {
			return Query{}, err
		}
	}
	if len(words) == 0 {
		return Query{}, tracker.Refuse("Say which group, such as: missing eu")
	}
	if q.Filter.Group = r.group(Text(words)); q.Filter.Group == nil {
		return Query{}, tracker.Refuse("I don't know the group “%s”. I know %s.", Text(words), groupsOf(r.Call))
	}
	return q, nil
}

// since reads the days between which changes are asked.
func (r *Reader) since(rest []Token) (Query, error) {
	q, words, err := r.days(answer.Changes, rest)
	if err != nil {
		return Query{}, err
	}
	if q.Filter, err = r.filter(words); err != nil {
		return Query{}, err
	}
	q.Last = q.Since == "" && q.Until == ""
	return q, nil
}

// days reads two days, neither of which must be there, and hands back what else there is.
func (r *Reader) days(kind answer.Kind, rest []Token) (q Query, others []Token, err error) {
	q.Kind = kind
	for _, t := range rest {
		switch t.Key {
		case "since":
			q.Since, err = r.past(t.Text)
		case "until":
			q.Until, err = r.past(t.Text)
		default:
			others = append(others, t)
		}
		if err != nil {
			return Query{}, nil, err
		}
	}
	if q.Until != "" && q.Until < q.Since {
		return Query{}, nil, tracker.Refuse("%s is before %s.", q.Until, q.Since)
	}
	return q, others, nil
}

// chart reads which lines are drawn, and between which days. It takes several categories, and a group without in:, too.
func (r *Reader) chart(rest []Token) (Query, error) {
	q, others, err := r.days(answer.Chart, rest)
	if err != nil {
		return Query{}, err
	}
	var words []string
	var filters []Token
	for _, t := range others {
		switch t.Key {
		case "":
			words = append(words, t.Text)
		case "as-of":
			return Query{}, tracker.Refuse("A chart is drawn between two days: write since: and until: instead of as-of:.")
		default:
			filters = append(filters, t)
		}
	}
	if q.Filter, err = r.filter(filters); err != nil {
		return Query{}, err
	}
	if q.Filter.Category != "" {
		q.Categories, q.Filter.Category = []tracker.Category{q.Filter.Category}, ""
	}
	unknown := runs(words, func(phrase string) bool {
		if c, err := Category(phrase); err == nil && !slices.Contains(q.Categories, c) {
			q.Categories = append(q.Categories, c)
			return true
		}
		if k, err := Kind(phrase); err == nil && q.Filter.Kind == "" {
			q.Filter.Kind = k
			return true
		}
		if g := r.group(phrase); g != nil && q.Filter.Group == nil {
			q.Filter.Group = g
			return true
		}
		return false
	})
	if phrase := strings.Join(unknown, " "); q.Filter.Kind != "" && phrase != "" {
		if _, err := Kind(phrase); err == nil {
			return Query{}, tracker.Refuse("A chart shows one kind; “%s” is another.", phrase)
		}
	}
	if len(unknown) > 0 {
		return Query{}, tracker.Refuse("I don't know what “%s” means in a chart. The categories are %s; a country is written country:FR, a group in:eu, a day since:2020-12-31.",
			strings.Join(unknown, " "), categories())
	}
	return q, nil
}

// diff reads the two days whose rolls are compared; the second is today if it isn't said.
func (r *Reader) diff(rest []Token) (Query, error) {
	if len(rest) == 1 {
		rest = append(slices.Clone(rest), Token{Text: string(r.Today)})
	}
	if len(rest) != 2 || rest[0].Key != "" || rest[1].Key != "" {
		return Query{}, tracker.Refuse("Say one or two days, such as: diff 2020-01-01 2020-12-31")
	}
	q := Query{Kind: answer.Changes, Net: true}
	var err error
	if q.Since, err = r.past(rest[0].Text); err != nil {
		return Query{}, err
	}
	if q.Until, err = r.past(rest[1].Text); err != nil {
		return Query{}, err
	}
	if q.Until <= q.Since {
		return Query{}, tracker.Refuse("The second day has to be after the first; %s isn't after %s.", q.Until, q.Since)
	}
	if begins := r.Book.Begins(); q.Since < begins {
		return Query{}, tracker.Refuse("The roll's own records begin on %s; what it was on %s isn't known.", begins, q.Since)
	}
	return q, nil
}

// filter reads categories, kinds and filters, in any order.
func (r *Reader) filter(tokens []Token) (Filter, error) {
	var f Filter
	var words []string
	for _, t := range tokens {
		var err error
		switch t.Key {
		case "":
			words = append(words, t.Text)
		case "country":
			f.Country, err = Country(t.Text)
		case "in":
			if f.Group = r.group(t.Text); f.Group == nil {
				err = tracker.Refuse("I don't know the group “%s”. I know %s.", t.Text, groupsOf(r.Call))
			}
		case "as-of":
			f.AsOf, err = r.past(t.Text)
		case "category":
			f.Category, err = Category(t.Text)
		case "kind":
			f.Kind, err = Kind(t.Text)
		default:
			err = tracker.Refuse("The filter %s: isn't known here; there are country:, in:, as-of:, category: and kind:.", t.Key)
		}
		if err != nil {
			return Filter{}, err
		}
	}
	return f, f.words(words)
}

// words reads categories and kinds.
func (f *Filter) words(words []string) error {
	unknown := runs(words, func(phrase string) bool {
		if c, err := Category(phrase); err == nil && f.Category == "" {
			f.Category = c
			return true
		}
		if k, err := Kind(phrase); err == nil && f.Kind == "" {
			f.Kind = k
			return true
		}
		return false
	})
	if len(unknown) > 0 {
		return tracker.Refuse("I don't know what “%s” means here. The categories are %s; a country is written country:FR, a group in:eu, a day as-of:2020-12-31.",
			strings.Join(unknown, " "), categories())
	}
	return nil
}

// runs hands over the longest run of words that is taken, again and again, and tells from where on none is.
func runs(words []string, take func(phrase string) bool) (unknown []string) {
	for len(words) > 0 {
		n := min(len(words), longestTerm)
		for n > 0 && !take(strings.Join(words[:n], " ")) {
			n--
		}
		if n == 0 {
			break
		}
		words = words[n:]
	}
	return words
}

// longestTerm is how many words the name of a category or kind has at the most.
const longestTerm = 8

// past reads a day that isn't in the future.
func (r *Reader) past(text string) (tracker.Day, error) {
	day, err := Day(text, r.Today)
	if err != nil {
		return "", err
	}
	if day > r.Today {
		return "", tracker.Refuse("%s is in the future; the roll is known up to today, %s.", day, r.Today)
	}
	return day, nil
}

// Day reads a day: 2019-09-16, today or yesterday.
func Day(text string, today tracker.Day) (tracker.Day, error) {
	switch strings.ToLower(text) {
	case "today", "aujourd'hui", "aujourd’hui":
		return today, nil
	case "yesterday", "hier":
		return tracker.DayOf(today.Time().AddDate(0, 0, -1)), nil
	}
	return tracker.ParseDay(text)
}

func (r *Reader) group(text string) *tracker.Group {
	if g := r.groupKeys[names.Key(text)]; g != nil {
		return g
	}
	if region, ok := names.RegionNamed(text); ok {
		return groupOf(r.Call, region)
	}
	return nil
}

// groupOf is a region as a group, the call's own if it has one. Else it is the members of the United Nations that lie there,
// as territories sign nothing.
func groupOf(call *tracker.Call, region names.Region) *tracker.Group {
	if g := call.Group(region.Code); g != nil {
		return g
	}
	g := &tracker.Group{ID: region.Code, Name: region.Name, NameFR: region.NameFR, Members: region.Countries, Region: true}
	if un := call.Group("un"); un != nil {
		g.Members = slices.DeleteFunc(slices.Clone(g.Members), func(country string) bool { return !un.Has(country) })
	}
	return g
}

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

func categories() string {
	var all []string
	for _, c := range tracker.Categories() {
		all = append(all, string(c))
	}
	return strings.Join(all, ", ")
}
