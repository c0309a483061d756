// Package query is the one language of commands: their table ([Commands]), how a line is cut into tokens, in the same way for
// Slack, the terminal and the command line ([Line]), and the lines that read the list. Such a line is read as a [Query], a
// Query prints as its canonical line, and a [Runner] answers it from a Book, in facts.
//
//	line ──Parse──▶ Query ──String──▶ canonical line, which reads as the same Query
//	                Query ──Run on a Book──▶ answer.Answer
//
// Every command that takes a filter takes the same one, tracker.Filter, in any order of words; its meaning is described
// there. A day of the list (listed) is the one on which a supporter last came to it; those with which the records begin
// came on or before that day, so that what ends with the day of one of them (before:"France") ends with the day on which it
// joined, where that is known. A period typed bare (2021, since:2020) is of listed. What is counted by a dimension adds up to
// the whole, with those without a value as a row of their own; a condition then chooses rows (by:country more-than:20), and
// rank:FR is the place of one among them. A word that isn't used is an error: the rest isn't answered.
package query

import (
	"cmp"
	"fmt"
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/answer"
)

// A Query is a line that was read.
type Query interface {
	// String is the canonical line.
	String() string
	// answer answers it in facts.
	answer(r *Runner) answer.Answer
}

// A Count asks how many supporters a Filter lets through.
type Count struct {
	Filter    tracker.Filter
	Of        tracker.Filter // with Share
	Share     bool           // also how many of those that Of lets through
	By        Dim            // empty: one number
	Top       int            // only the largest rows; 0: all
	Bottom    int            // only the smallest rows; 0: all
	Rank      string         // the place of a country among the rows
	Condition Condition      // of the number; with By, of the rows that are shown; with Rank, of the place
	When      bool           // on which day the Condition was first met
	AsOf      tracker.Day
}

// A Dim is what supporters are counted by.
type Dim string

// The dimensions.
const (
	ByCountry  Dim = "country"
	ByCategory Dim = "category"
	ByKind     Dim = "kind"
	ByYear     Dim = "year" // of listed
)

// The further ones of Changes.
const (
	ByDay   Dim = "day"
	ByMonth Dim = "month"
)

var spans = map[Dim]int{ByDay: len("2006-01-02"), ByMonth: len("2006-01"), ByYear: len("2006")}

var dims = []Dim{ByCountry, ByCategory, ByKind, ByYear}

// A Condition is checked, and makes an answer a verdict. The zero Condition checks nothing.
type Condition struct {
	Op     Op
	Values []int // one, but of Exactly
	Only   string
}

// An Op compares a number, or names the only one.
type Op string

// The comparisons. Only is of lists.
const (
	MoreThan  Op = "more-than"
	AtLeast   Op = "at-least"
	FewerThan Op = "fewer-than"
	AtMost    Op = "at-most"
	Exactly   Op = "exactly"
	Only      Op = "only"
)

var ops = []Op{MoreThan, AtLeast, FewerThan, AtMost, Exactly, Only}

// Holds reports whether a number meets the Condition, by each of its values.
func (c Condition) Holds(n int) []bool {
	return tracker.Each(c.Values, func(v int) bool {
		return map[Op]bool{MoreThan: n > v, AtLeast: n >= v, FewerThan: n < v, AtMost: n <= v, Exactly: n == v}[c.Op]
	})
}

// A List asks who a Filter lets through.
type List struct {
	Filter    tracker.Filter
	First     int    // those who came first; 0: all, by name
	Last      int    // those who came last
	From      string // by name, from that one on
	Condition Condition
	AsOf      tracker.Day
}

// A Missing asks which states of a place aren't listed.
type Missing struct {
	Places    tracker.Filter // of in: and country: only
	Condition Condition
	AsOf      tracker.Day
}

// A Compare asks which of several is more; of supporters by their names, which was first.
type Compare struct {
	Items []Item
	Is    string // More or Fewer: checks that the first is more, or fewer, than each other
}

// What is checked of the first of several.
const (
	More  = "more"
	Fewer = "fewer"
	First = "first" // of a Who: that it came before the others
)

// An Item is one side of a Compare. One that is a country counts its supporters, and says how its state stands.
type Item struct {
	Name   Name // of a supporter; else the Filter counts
	Filter tracker.Filter
	AsOf   tracker.Day
}

// A Changes asks what changed in a period.
type Changes struct {
	Filter tracker.Filter
	On     tracker.Period // zero: with Only all days, else the last day on which anything changed
	Only   answer.Changed // empty: all
	By     Dim            // ByDay, ByMonth or ByYear: how many each had; empty: who
	Top    int            // only the largest; 0: all
}

// A Chart asks for a picture of how many there were: a line for each category that the Filter names.
type Chart struct {
	Filter tracker.Filter
	On     tracker.Period
}

func (q Count) String() string {
	return line("count", q.Filter, word("of", q.Share), q.Of, option("by", q.By), option("top", q.Top), option("bottom", q.Bottom), option("rank", q.Rank), q.Condition,
		word("when", q.When), option("as-of", q.AsOf))
}

func (q List) String() string {
	from := q.From
	if from != "" {
		from = tracker.Quote(from)
	}
	return line("list", q.Filter, option("first", q.First), option("last", q.Last), option("from", from), q.Condition, option("as-of", q.AsOf))
}

func (q Missing) String() string {
	return line("missing", q.Places, q.Condition, option("as-of", q.AsOf))
}

func (q Compare) String() string { return line("compare", option("is", q.Is), joined(q.Items, " vs ")) }

// String is the side as it is typed.
func (i Item) String() string {
	return line(cmp.Or(i.Name.String(), i.Filter.String(), everybody), option("as-of", i.AsOf))
}

func (q Changes) String() string {
	return line("changes", q.Filter, option("on", q.On), q.Only, option("by", q.By), option("top", q.Top))
}

func (q Chart) String() string { return line("chart", q.Filter, option("on", q.On)) }

// String is the condition as it is typed.
func (c Condition) String() string {
	if c.Op == Only {
		return string(Only) + ":" + tracker.Quote(c.Only)
	}
	return option(string(c.Op), joined(c.Values, ","))
}

// everybody is the filter of an item that lets all through, which has to be written.
const everybody = "supporter"

func line(parts ...any) string {
	var all []string
	for _, part := range parts {
		if said := fmt.Sprint(part); said != "" {
			all = append(all, said)
		}
	}
	return strings.Join(all, " ")
}

// option prints a value behind its key; nothing if there is none.
func option(key string, value any) string {
	if said := fmt.Sprint(value); said != "" && value != 0 {
		return key + ":" + said
	}
	return ""
}

func joined[T any](all []T, between string) string {
	return strings.Join(tracker.Each(all, func(one T) string { return fmt.Sprint(one) }), between)
}

func word(word string, is bool) string {
	if is {
		return word
	}
	return ""
}
