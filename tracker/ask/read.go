package ask

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/names"
)

// Read understands a reading command: its first word, and what follows. An error is a Refusal that says what is wrong.
func (r *Reader) Read(verb string, rest []Token) (Query, error) {
	for _, t := range rest {
		if err := t.Empty(); err != nil {
			return Query{}, err
		}
	}
	switch verb {
	case "about", "principles":
		if verb == "about" && len(rest) > 0 {
			return r.topicOf(Text(rest))
		}
		if len(rest) > 0 {
			return Query{}, tracker.Refuse("I don't know what “%s” means after %s.", Text(rest), verb)
		}
		return Query{Kind: answer.Kind(verb)}, nil
	case "principle":
		return r.passage(verb, rest)
	case "who":
		return r.who(rest)
	case "figures":
		return r.reported(rest)
	case "group":
		return r.members(rest)
	case "norm", "working-group":
		return r.passage(verb, rest)
	case "diff":
		return r.diff(rest)
	}
	line, err := r.runner().Parse(verb, rest)
	return Query{Kind: answer.Kind(verb), Line: line}, err
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

// diff reads the two days whose rolls are compared; the second is today if it isn't said.
func (r *Reader) diff(rest []Token) (Query, error) {
	if len(rest) == 1 {
		rest = append(slices.Clone(rest), Token{Text: string(r.Today)})
	}
	if len(rest) != 2 || rest[0].Key != "" || rest[1].Key != "" {
		return Query{}, tracker.Refuse("Say one or two days, such as: diff %s %s", string(cmp.Or(r.Book.Begins(), r.Call.Launched)), string(r.Today))
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
