package tracker

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"rollcall/tracker/names"
)

// A Filter says who something is about: those that any of its Clauses lets through, or everybody if it has none.
type Filter []Clause

// A Clause lets through those that each of its Choices lets through.
type Clause []Choice

// A Choice lets through those that any of its Terms means or, with Not, those that none does. Its Terms have one Key.
type Choice struct {
	Not   bool
	Terms []Term
}

// A Key is what a Term asks of a supporter.
type Key string

// The keys. ByCategory, ByName and ByID are written without theirs: state, "Example Foundation", #12.
const (
	ByCategory Key = "category"
	ByKind     Key = "kind"
	ByCountry  Key = "country"
	ByGroup    Key = "in"
	ByWord     Key = "name" // a word of a name or an alias
	ByName     Key = "called"
	ByID       Key = "id"
	ByStatus   Key = "is"
	ByJoined   Key = "joined" // the day it joined by a source that says so
	ByListed   Key = "listed" // the day it came to the list
	Unsigned   Key = "unsigned"
)

// None is the value of ByKind, ByCountry and ByJoined that means supporters without one.
const None = "none"

// A Term means supporters by one thing that is known of them. Value is canonical: state, university, FR, eu, listed.
// Of ByJoined and ByListed it is Days that counts, unless Value is None.
type Term struct {
	Key   Key
	Value string
	Group *Group // of ByGroup
	Days  Period // of ByJoined and ByListed
}

// Also is the filter narrowed by a further choice.
func (f Filter) Also(c Choice) Filter {
	if len(f) == 0 {
		return Filter{{c}}
	}
	return Each(f, func(clause Clause) Clause { return append(slices.Clone(clause), c) })
}

// Joined is the filter narrowed to those known to have joined in a time.
func (f Filter) Joined(p Period) Filter {
	return f.Also(Choice{Terms: []Term{{Key: ByJoined, Days: p}}})
}

// JoinedBefore reports whether it asks who joined, and only in times that ended before a day.
func (f Filter) JoinedBefore(day Day) (before bool) {
	for t := range f.Terms {
		if t.Key != ByJoined {
			continue
		}
		if before = t.Days.Last != "" && t.Days.Last < day; !before {
			return false
		}
	}
	return before
}

// Of is the filter that one term makes.
func Of(t Term) Filter { return Filter{{{Terms: []Term{t}}}} }

// OfCategory is the filter that lets one category through.
func OfCategory(c Category) Filter { return Of(Term{Key: ByCategory, Value: string(c)}) }

// Terms yields all terms, and whether each is excluded.
func (f Filter) Terms(yield func(t Term, not bool) bool) {
	for _, clause := range f {
		for _, choice := range clause {
			for _, term := range choice.Terms {
				if !yield(term, choice.Not) {
					return
				}
			}
		}
	}
}

// Uses reports whether any term has the key.
func (f Filter) Uses(k Key) bool {
	for t := range f.Terms {
		if t.Key == k {
			return true
		}
	}
	return false
}

// Announces reports whether the filter asks for those who are said to support the call.
func (f Filter) Announces() (asks bool) {
	for t, not := range f.Terms {
		asks = asks || !not && t.Key == ByStatus && t.Value == string(Announced)
	}
	return asks
}

// Only returns the value of a filter that is one positive term of the key, and "" for any other.
func (f Filter) Only(k Key) string {
	if len(f) != 1 || len(f[0]) != 1 || f[0][0].Not || len(f[0][0].Terms) != 1 || f[0][0].Terms[0].Key != k {
		return ""
	}
	return f[0][0].Terms[0].Value
}

// On returns who the filter lets through as things stand in a Book. A clause that doesn't say is: means those who are
// listed.
func (f Filter) On(b *Book) func(*Supporter) bool {
	if len(f) == 0 {
		return (*Supporter).listed
	}
	return once(true, Each(f, func(c Clause) func(*Supporter) bool { return c.on(b) }))
}

// once returns the first definite result of some tests on a supporter; otherwise the opposite result.
func once(so bool, tests []func(*Supporter) bool) func(*Supporter) bool {
	if len(tests) == 1 {
		return tests[0]
	}
	return func(s *Supporter) bool {
		for _, test := range tests {
			if test(s) == so {
				return so
			}
		}
		return !so
	}
}

func (s *Supporter) listed() bool { return s.Left.Status == "" }

func (c Clause) on(b *Book) func(*Supporter) bool {
	var all []func(*Supporter) bool
	if !slices.ContainsFunc(c, func(c Choice) bool { return c.key() == ByStatus }) {
		all = append(all, (*Supporter).listed)
	}
	return once(false, append(all, Each(c, func(c Choice) func(*Supporter) bool { return c.on(b) })...))
}

func (c Choice) on(b *Book) func(*Supporter) bool {
	means := once(true, Each(c.Terms, func(t Term) func(*Supporter) bool { return t.on(b) }))
	if c.Not {
		return func(s *Supporter) bool { return !means(s) }
	}
	return means
}

// on returns who the term means.
func (t Term) on(b *Book) func(*Supporter) bool {
	switch t.Key {
	case ByCategory:
		return func(s *Supporter) bool { return string(s.Category) == t.Value }
	case ByKind:
		return func(s *Supporter) bool { return orNone(string(s.Kind)) == t.Value }
	case ByCountry:
		return func(s *Supporter) bool { return orNone(s.Country) == t.Value }
	case ByGroup:
		members := map[string]bool{}
		for _, code := range t.Group.Members {
			members[code] = true
		}
		return func(s *Supporter) bool { return members[s.Country] }
	case ByWord:
		words := keyWords(t.Value)
		return func(s *Supporter) bool {
			return slices.ContainsFunc(s.Names(), func(name string) bool { return strings.Contains(keyWords(name), words) })
		}
	case ByName:
		named := b.Named(t.Value)
		return func(s *Supporter) bool {
			return slices.ContainsFunc(named, func(n *Supporter) bool { return n.ID == s.ID })
		}
	case ByID:
		return func(s *Supporter) bool { return strconv.FormatUint(uint64(s.ID), 10) == t.Value }
	case ByStatus:
		if t.Value == string(NotListed) {
			return func(s *Supporter) bool { return !s.listed() && s.Status() != Announced }
		}
		return func(s *Supporter) bool { return string(s.Status()) == t.Value }
	case ByJoined:
		if t.Value == None {
			return func(s *Supporter) bool { return s.Joined == "" }
		}
		return func(s *Supporter) bool {
			return s.Joined != "" && t.Days.Has(s.Joined.First()) && t.Days.Has(s.Joined.Last())
		}
	case ByListed:
		return func(s *Supporter) bool { return t.Days.Has(b.Came(s)) }
	}
	signed := b.States()
	return func(s *Supporter) bool { return s.Category != State && s.Country != "" && signed[s.Country] == nil }
}

// keyWords are the words of a name without case and accents, each between spaces.
func keyWords(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
	return " " + strings.Join(Each(words, names.Key), " ") + " "
}

func orNone(s string) string {
	if s == "" {
		return None
	}
	return s
}

// LetsFigure reports whether the filter lets a headline figure through. A figure is of a category, and has nothing else.
func (f Filter) LetsFigure(r Reported) bool {
	means := func(t Term) bool { return t.Key == ByCategory && t.Value == string(r.Category) }
	return len(f) == 0 || slices.ContainsFunc(f, func(c Clause) bool {
		return !slices.ContainsFunc(c, func(c Choice) bool { return slices.ContainsFunc(c.Terms, means) == c.Not })
	})
}

// String is the canonical form of the filter. ParseFilter reads it as the same filter.
func (f Filter) String() string {
	return strings.Join(Each(f, Clause.String), " or ")
}

// String is the clause as it is typed.
func (c Clause) String() string {
	var words []string
	for i, choice := range c {
		same := func(before Choice) bool { return !before.Not && before.key() == choice.key() }
		if !choice.Not && slices.ContainsFunc(c[:i], same) {
			words = append(words, "and")
		}
		words = append(words, choice.String())
	}
	return strings.Join(words, " ")
}

// String is the choice as it is typed: its terms' values behind one key.
func (c Choice) String() string {
	values := make([]string, len(c.Terms))
	if none := slices.ContainsFunc(c.Terms, Term.uncategorised); none && len(c.Terms) > 1 { // the others need their key, too
		for i, t := range c.Terms {
			if values[i] = t.Value; t.uncategorised() {
				values[i] = None
			}
		}
		return map[bool]string{true: "not "}[c.Not] + string(ByCategory) + ":" + strings.Join(values, ",")
	}
	for i, t := range c.Terms {
		values[i] = t.String()
		if i > 0 && t.keyed() {
			_, values[i], _ = strings.Cut(values[i], ":")
		}
	}
	between := ","
	if c.key() == ByName {
		between = " "
	}
	said := strings.Join(values, between)
	if c.Not {
		return "not " + said
	}
	return said
}

func (c Choice) key() Key { return c.Terms[0].Key }

func (t Term) uncategorised() bool { return t.Key == ByCategory && t.Value == string(Uncategorised) }

// keyed reports whether a term is written with its key.
func (t Term) keyed() bool {
	return t.Key != ByCategory && t.Key != ByName && t.Key != ByID && t.Key != Unsigned || t.uncategorised()
}

// String is the term as it is typed.
func (t Term) String() string {
	switch {
	case t.uncategorised():
		return "category:" + None
	case t.Key == ByCategory:
		return t.Value
	case t.Key == ByName:
		return Quote(t.Value)
	case t.Key == ByID:
		return "#" + t.Value
	case t.Key == Unsigned:
		return string(Unsigned)
	case (t.Key == ByJoined || t.Key == ByListed) && t.Value != None:
		return string(t.Key) + ":" + t.Days.String()
	case t.Key == ByStatus:
		return "is:" + strings.ReplaceAll(t.Value, "_", "-")
	case t.Key == ByWord:
		return "name:" + quoteSpaced(t.Value)
	}
	return string(t.Key) + ":" + t.Value
}

// Quote puts a name into quotes that it doesn't contain.
func Quote(s string) string {
	if strings.ContainsAny(s, `"“”„`) {
		return "«" + strings.ReplaceAll(s, "»", "") + "»"
	}
	return `"` + s + `"`
}

func quoteSpaced(s string) string {
	if strings.ContainsAny(s, ` ,"'“”„«»`) {
		return Quote(s)
	}
	return s
}

// Contradiction is why the filter can let nobody through, as two of its choices that exclude each other; empty if it could.
func (f Filter) Contradiction() string {
	why := ""
	for _, clause := range f {
		if why = clause.contradiction(); why == "" {
			return ""
		}
	}
	return why
}

func (c Clause) contradiction() string {
	for i, a := range c {
		for _, b := range c[i+1:] {
			if excludes(a, b) || excludes(b, a) {
				return a.String() + " · " + b.String()
			}
		}
	}
	return ""
}

// excludes reports whether nobody can be let through by both of two choices.
func excludes(a, b Choice) bool {
	one := a.key() == b.key() && (a.key() == ByCategory || a.key() == ByKind || a.key() == ByCountry || a.key() == ByID)
	has := func(c Choice, t Term) bool {
		return slices.ContainsFunc(c.Terms, func(o Term) bool { return o.String() == t.String() })
	}
	switch {
	case a.Not:
		return false
	case b.Not && a.key() == b.key():
		return !slices.ContainsFunc(a.Terms, func(t Term) bool { return !has(b, t) })
	case b.Not:
		return false
	case one:
		return !slices.ContainsFunc(a.Terms, func(t Term) bool { return has(b, t) })
	case a.key() == ByGroup && b.key() == ByGroup:
		return !slices.ContainsFunc(a.Terms, func(t Term) bool {
			return slices.ContainsFunc(b.Terms, func(o Term) bool { return slices.ContainsFunc(t.Group.Members, o.Group.Has) })
		})
	case a.key() == ByGroup && b.key() == ByCountry:
		return !slices.ContainsFunc(a.Terms, func(t Term) bool {
			return slices.ContainsFunc(b.Terms, func(o Term) bool { return t.Group.Has(o.Value) })
		})
	}
	return a.key() == Unsigned && b.key() == ByCategory && len(b.Terms) == 1 && b.Terms[0].Value == string(State)
}
