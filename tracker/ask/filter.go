package ask

import (
	"slices"
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/names"
)

// ReadFilter reads a filter whose parts are put together with and, or and not: state company in:eu not country:FR. What
// stands side by side is both meant, but several of one sort are alternatives unless and stands between them. Words that
// are no part of it go to other; unknown are those that other doesn't take, from the first on.
func ReadFilter(call *tracker.Call, tokens []Token, other func(word string) bool) (f tracker.Filter, unknown string, err error) {
	r := filterReader{clauses: tracker.Filter{nil}}
	var words []string
	flush := func() {
		left := runs(words, func(phrase string) bool { return r.word(phrase) || !strings.Contains(phrase, " ") && other(phrase) })
		if len(left) > 0 && unknown == "" {
			unknown = strings.Join(left, " ")
		}
		words = nil
	}
	for _, t := range tokens {
		if err := t.Empty(); err != nil {
			return nil, "", err
		}
		if t.Key == "" {
			if strings.ContainsAny(t.Text, signs) || strings.HasPrefix(t.Text, "-") {
				return nil, "", tracker.Refuse("“%s”: a filter is put together with and, or and not alone, such as: state or company not country:FR", t.Text)
			}
			words = append(words, t.Text)
			continue
		}
		flush()
		term, err := readTerm(call, t)
		if err != nil {
			return nil, "", err
		}
		r.add(term)
	}
	flush()
	if unknown != "" {
		return nil, unknown, nil
	}
	f, err = r.whole()
	return f, "", err
}

// signs are what elsewhere puts filters together, and would be passed over in a name.
const signs = "()[]{}!&|"

// readTerm reads one filter.
func readTerm(call *tracker.Call, t Token) (term tracker.Term, err error) {
	switch t.Key {
	case "category":
		term.Category, err = Category(t.Text)
	case "kind":
		term.Kind, err = Kind(t.Text)
	case "country":
		term.Country, err = Country(t.Text)
	case "in":
		if term.Group = groupNamed(call, t.Text); term.Group == nil {
			err = tracker.RefuseAbout("in", "I don't know the group “%s”. I know %s.", t.Text, groupsOf(call))
		}
	default:
		err = tracker.RefuseAbout(t.Key, "The filter %s: isn't known here; there are country:, in:, category: and kind:.", t.Key)
	}
	return term, err
}

// A filterReader puts terms together.
type filterReader struct {
	clauses tracker.Filter
	not     bool   // the next term is excluded
	and     bool   // the next term is needed besides what stands before it
	joint   string // the last word, if it was and, or or not
}

// word takes a word that joins terms, a category or a kind.
func (r *filterReader) word(phrase string) bool {
	switch joint := strings.ToLower(phrase); joint {
	case "and", "et":
		r.and, r.joint = true, joint
		return true
	case "or", "ou":
		r.clauses, r.joint = append(r.clauses, nil), joint
		return true
	case "not", "sauf":
		r.not, r.joint = !r.not, joint
		return true
	}
	if c, err := Category(phrase); err == nil {
		r.add(tracker.Term{Category: c})
		return true
	}
	if k, err := Kind(phrase); err == nil {
		r.add(tracker.Term{Kind: k})
		return true
	}
	return false
}

func (r *filterReader) add(t tracker.Term) {
	at := len(r.clauses) - 1
	clause := r.clauses[at]
	i := slices.IndexFunc(clause, func(c tracker.Choice) bool { return !c.Not && c.Terms[0].Sort() == t.Sort() })
	switch {
	case r.not || r.and || i < 0:
		r.clauses[at] = append(clause, tracker.Choice{Not: r.not, Terms: []tracker.Term{t}})
	case !slices.ContainsFunc(clause[i].Terms, func(old tracker.Term) bool { return old.String() == t.String() }):
		clause[i].Terms = append(clause[i].Terms, t)
	}
	r.not, r.and, r.joint = false, false, ""
}

// whole is what was read, once all was.
func (r *filterReader) whole() (tracker.Filter, error) {
	if len(r.clauses) == 1 && len(r.clauses[0]) == 0 && r.joint == "" {
		return nil, nil
	}
	if r.joint != "" {
		return nil, tracker.Refuse("Something has to stand behind “%s”, such as: not country:FR", r.joint)
	}
	if slices.ContainsFunc(r.clauses, func(c tracker.Clause) bool { return len(c) == 0 }) {
		return nil, tracker.Refuse("Something has to stand on both sides of “%s”, such as: state or company", "or")
	}
	return r.clauses, nil
}

// groupNamed finds a group by one of its names, or a region.
func groupNamed(call *tracker.Call, text string) *tracker.Group {
	key := names.Key(text)
	for i := range call.Groups {
		g := &call.Groups[i]
		if slices.ContainsFunc(append([]string{g.ID, g.Name, g.NameFR}, g.Aliases...), func(name string) bool { return names.Key(name) == key }) {
			return g
		}
	}
	if region, ok := names.RegionNamed(text); ok {
		return groupOf(call, region)
	}
	return nil
}
