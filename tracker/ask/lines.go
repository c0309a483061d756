package ask

import (
	"slices"
	"strconv"
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/names"
	"rollcall/tracker/query"
)

// fields are what can be asked of somebody, by the words that end a line of who.
var fields = map[string]string{"when": "when", "where": "where", "category": "what", "kind": "what", "source": "source", "website": "", "note": "", "history": ""}

// who reads a line about one or several: who NAME {, NAME} [FIELD] [is:STANDING].
func (r *Reader) who(rest []Token) (Query, error) {
	q := Query{Kind: answer.Status}
	var said []Token
	for _, t := range rest {
		switch t.Key {
		case "is":
			q.Is = tracker.Status(strings.ReplaceAll(strings.ToLower(t.Text), "-", "_"))
			if !slices.Contains([]tracker.Status{tracker.Listed, answer.NotListed, tracker.Withdrawn, tracker.Removed, answer.Announced}, q.Is) {
				return Query{}, tracker.Refuse("“%s” is no standing; there are is:listed, is:withdrawn, is:removed and is:merged.", t.Text)
			}
		case "as-of":
			day, err := r.past(t.Text)
			if err != nil {
				return Query{}, err
			}
			q.Filter.AsOf = day
		default:
			said = append(said, t)
		}
	}
	for len(said) > 1 && said[len(said)-1].Key == "" && !said[len(said)-1].Quoted {
		asked, ok := fields[strings.ToLower(said[len(said)-1].Text)]
		if !ok {
			break
		}
		if said = said[:len(said)-1]; asked != "" {
			q.Kind, q.Asked = answer.Detail, asked
		}
	}
	if len(said) == 0 {
		return Query{}, tracker.Refuse("Say who, such as: who France")
	}
	for _, name := range namesIn(said) {
		if ids := r.exact[names.Key(name.Text)]; name.Quoted && len(ids) == 1 {
			q.Subjects = append(q.Subjects, Subject{Text: name.Text, id: ids[0]}) // in quotes it is the name itself
			continue
		}
		q.Subjects = append(q.Subjects, r.resolve(name.Text))
	}
	if len(q.Subjects) > 1 {
		if !slices.ContainsFunc(q.Subjects, Subject.known) {
			return Query{}, tracker.Refuse("No supporter of the name “%s” is or was listed.", q.Subjects[0].Text)
		}
		q.Kind, q.Several = answer.List, true
	}
	if q.Filter.AsOf != "" && q.Filter.AsOf != r.Today {
		return r.then(q)
	}
	return q, nil
}

// then asks whether one was listed on a day of the past.
func (r *Reader) then(q Query) (Query, error) {
	if len(q.Subjects) != 1 || q.Subjects[0].id == 0 {
		return Query{}, tracker.Refuse("Say one name as the list has it, such as: who France as-of:%s", string(r.Today))
	}
	var who tracker.Filter
	switch id := q.Subjects[0].id; {
	case id >= countryID:
		who = Filter{Category: tracker.State, Country: names.Countries()[id-countryID].Code}.Who()
	case id >= claimID:
		return q, nil
	default:
		who = tracker.Of(tracker.Term{Key: tracker.ByName, Value: r.Book.Supporter(tracker.Seq(id)).Name})
	}
	return Query{Kind: answer.List, Line: query.List{Filter: who, Condition: query.Condition{Op: query.AtLeast, Values: []int{1}}, AsOf: q.Filter.AsOf}}, nil
}

// namesIn parts names at commas; one that is quoted stands by itself.
func namesIn(said []Token) (all []Token) {
	fresh := true
	for _, t := range said {
		text := Text([]Token{t})
		if t.Quoted {
			all, fresh = append(all, t), true
			continue
		}
		for i, part := range strings.Split(text, ",") {
			if part = strings.TrimSpace(part); i > 0 {
				fresh = true
			}
			switch {
			case part == "":
			case fresh:
				all, fresh = append(all, Token{Text: part}), false
			default:
				all[len(all)-1].Text += " " + part
			}
		}
	}
	return all
}

// reported reads a line about figures: figures [CATEGORY|total] [publisher:NAME] [on:PERIOD] [value:N].
func (r *Reader) reported(rest []Token) (Query, error) {
	q := Query{Kind: answer.Figure}
	var said []Token
	for _, t := range rest {
		switch t.Key {
		case "publisher":
			if q.Publisher = r.Call.Publisher(t.Text); q.Publisher == nil {
				return Query{}, tracker.Refuse("No publisher of figures is known by the name “%s”.", t.Text)
			}
		case "on", "since", "until", "before", "after":
			days, err := r.runner().Days(t.Key, t.Text)
			if err != nil {
				return Query{}, err
			}
			q.Since, q.Until = max(q.Since, days.First), days.Last
		case "value":
			for value := range strings.SplitSeq(t.Text, ",") {
				n, err := strconv.Atoi(strings.TrimSpace(value))
				if err != nil {
					return Query{}, tracker.Refuse("“%s” has to be a number, such as: %s:80", t.Text, t.Key)
				}
				q.Values = append(q.Values, n)
			}
		case "category":
			said = append(said, Token{Text: t.Text})
		default:
			said = append(said, t)
		}
	}
	var err error
	if text := Text(said); strings.EqualFold(text, "total") {
		q.Filter.Category = tracker.TotalFigure
	} else if text != "" {
		q.Filter.Category, err = query.Category(text)
	}
	return q, err
}

// passage reads a line about a part of the call: principle 8, principle about spyware, working-group 3.
func (r *Reader) passage(verb string, rest []Token) (Query, error) {
	about := len(rest) > 1 && rest[0].Key == "" && strings.EqualFold(rest[0].Text, "about")
	switch {
	case about && verb == "principle":
		found := r.covering(Text(rest[1:]), "", true)
		if len(found) == 0 {
			return Query{}, tracker.Refuse("No principle is known to cover “%s”. All of them: principles", Text(rest[1:]))
		}
		var q Query
		q.covering(found)
		return q, nil
	case verb == "principle":
		return r.principle(Text(rest))
	case about:
		rest = rest[1:]
	}
	return r.topicOf(verb + " " + Text(rest))
}

// topicOf reads about TEXT: the topic of the call that has that name, or the only one whose name has the most of its words.
func (r *Reader) topicOf(text string) (Query, error) {
	if t := r.Call.Topic(text); t != nil {
		return Query{Kind: answer.About, Told: t}, nil
	}
	words := newSentence(text, nil).words
	best, most, tied := (*tracker.Topic)(nil), 0, false
	for i := range r.Call.Topics {
		t := &r.Call.Topics[i]
		n := 0
		for _, all := range t.Names {
			for _, name := range all {
				have := newSentence(name, nil).words
				both := 0
				for _, w := range words {
					if len(w.key) > 3 && slices.ContainsFunc(have, func(h word) bool { return h.key == w.key }) {
						both++
					}
				}
				if 2*both >= len(have) {
					n = max(n, both)
				}
			}
		}
		switch {
		case n > most:
			best, most, tied = t, n, false
		case n == most && n > 0:
			tied = true
		}
	}
	if best == nil || tied || most < 2 && len(words) > 1 {
		return Query{}, tracker.Refuse("Nothing is known here about “%s”. What the call is: about", text)
	}
	return Query{Kind: answer.About, Told: best}, nil
}

// members reads group NAME.
func (r *Reader) members(rest []Token) (Query, error) {
	g := r.Call.Group(Text(rest))
	if g == nil {
		return Query{}, tracker.RefuseAbout("in", "I don't know the group “%s”. I know %s.", Text(rest), r.runner().Groups())
	}
	return Query{Kind: answer.Count, Filter: Filter{Group: g}, Share: true}, nil
}
