package ask

import (
	"strconv"
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/answer"
)

// Read understands a reading command: its first word, and what follows. An error is a Refusal that says what is wrong.
func (r *Reader) Read(verb string, rest []Token) (Query, error) {
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
		return Query{Kind: answer.Status, Name: Text(rest)}, nil
	}
	f, err := r.filter(rest)
	return Query{Kind: answer.Kind(verb), Filter: f}, err
}

func (r *Reader) principle(number string) (Query, error) {
	n, err := strconv.Atoi(strings.TrimSpace(number))
	if err != nil || r.Call.Principle(n) == nil {
		return Query{}, tracker.Refuse("The %s has principles 1 to %d; there is no principle “%s”.", r.Call.Name, len(r.Call.Principles), number)
	}
	return Query{Kind: answer.Principle, Principle: n}, nil
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
				err = tracker.Refuse("I don't know the group “%s”. I know %s.", t.Text, r.groups())
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

// words reads categories and kinds: the longest run of words that is one, again and again.
func (f *Filter) words(words []string) error {
	for len(words) > 0 {
		n := len(words)
		for ; n > 0; n-- {
			phrase := strings.Join(words[:n], " ")
			if c, err := Category(phrase); err == nil && f.Category == "" {
				f.Category = c
				break
			}
			if k, err := Kind(phrase); err == nil && f.Kind == "" {
				f.Kind = k
				break
			}
		}
		if n == 0 {
			return tracker.Refuse("I don't know what “%s” means here. The categories are %s; a country is written country:FR, a group in:eu, a day as-of:2020-12-31.",
				strings.Join(words, " "), categories())
		}
		words = words[n:]
	}
	return nil
}

// past reads a day that isn't in the future.
func (r *Reader) past(text string) (tracker.Day, error) {
	day, err := tracker.ParseDay(text)
	if err != nil {
		return "", tracker.Refuse("%v.", err)
	}
	if day > r.Today {
		return "", tracker.Refuse("%s is in the future; the roll is known up to today, %s.", day, r.Today)
	}
	return day, nil
}

func (r *Reader) group(text string) *tracker.Group {
	for i, g := range r.Call.Groups {
		for _, name := range append([]string{g.ID, g.Name}, g.Aliases...) {
			if same(name, text) {
				return &r.Call.Groups[i]
			}
		}
	}
	return nil
}

func (r *Reader) groups() string {
	ids := make([]string, len(r.Call.Groups))
	for i, g := range r.Call.Groups {
		ids[i] = g.ID
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
