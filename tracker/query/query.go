// Package query is the one language of commands: their table ([Commands]), how a line is cut into tokens, in the same way for
// Slack, the terminal and the command line ([Line]), and the lines that read the list. Such a line is read as a [Query], a
// Query prints as its canonical line, and a [Runner] answers it from a Book, in facts.
//
//	line ──Parse──▶ Query ──String──▶ canonical line, which reads as the same Query
//	                Query ──Run on a Book──▶ answer.Answer
//
// Every command that takes a filter takes the same one, tracker.Filter, whatever the order of words; its meaning is described
// there. A day of the list (listed) is the one on which a supporter last came to it; those with which the records begin
// came on or before that day, so that what ends with the day of one of them (before:"France") ends with the day on which it
// joined, where that is known. A period typed bare (2021, since:2020) is of listed. What is counted by a dimension adds up to
// the whole, with those without a value as a row of their own; a condition then chooses rows (by:country more-than:20), and
// rank:FR is the place of one among them. A word that isn't used is an error: nothing is answered beside it.
package query

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"rollcall/tracker"
)

// A Query is a line that was read.
type Query interface {
	// String is the canonical line.
	String() string
}

// A Count asks how many supporters a Filter lets through.
type Count struct {
	Filter    tracker.Filter
	Of        tracker.Filter // with Share
	Share     bool           // how many of those whom Of lets through, too
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
func (c Condition) Holds(n int) (by []bool) {
	for _, v := range c.Values {
		by = append(by, map[Op]bool{MoreThan: n > v, AtLeast: n >= v, FewerThan: n < v, AtMost: n <= v, Exactly: n == v}[c.Op])
	}
	return by
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
	Is    string // More or Fewer: whether the first is so than each other
}

// What is checked of the first of several.
const (
	More  = "more"
	Fewer = "fewer"
	First = "first" // of a Who: that it came before the others
)

// An Item is one side of a Compare. One that is a country counts its supporters, and tells how its state stands.
type Item struct {
	Name   Name // of a supporter; else the Filter counts
	Filter tracker.Filter
	AsOf   tracker.Day
}

// A Changes asks what changed in a period.
type Changes struct {
	Filter tracker.Filter
	On     tracker.Period // zero: with Only all days, else the last day on which anything changed
	Only   Move           // empty: all
	By     Dim            // ByDay, ByMonth or ByYear: how many each had; empty: who
	Top    int            // only the largest; 0: all
}

// A Move is a sort of change.
type Move string

// The sorts of changes.
const (
	Added   Move = "added"
	Removed Move = "removed"

	Recategorised Move = "recategorised"
)

// A Chart asks for a picture of how many there were: a line for each category that the Filter names.
type Chart struct {
	Filter tracker.Filter
	On     tracker.Period
}

// String is the canonical line.
func (q Count) String() string {
	of := ""
	if q.Share {
		of = "of"
		if len(q.Of) > 0 {
			of += " " + q.Of.String()
		}
	}
	return line("count", q.Filter.String(), of, option("by", string(q.By)), number("top", q.Top), number("bottom", q.Bottom), option("rank", q.Rank),
		q.Condition.String(), flag("when", q.When), option("as-of", string(q.AsOf)))
}

// String is the canonical line.
func (q List) String() string {
	return line("list", q.Filter.String(), number("first", q.First), number("last", q.Last), from(q.From), q.Condition.String(), option("as-of", string(q.AsOf)))
}

// String is the canonical line.
func (q Missing) String() string {
	return line("missing", q.Places.String(), q.Condition.String(), option("as-of", string(q.AsOf)))
}

// String is the canonical line.
func (q Compare) String() string {
	items := make([]string, len(q.Items))
	for i, item := range q.Items {
		items[i] = item.String()
	}
	return line("compare", option("is", q.Is), strings.Join(items, " vs "))
}

// String is the side as it is typed.
func (i Item) String() string {
	who := cmp.Or(i.Name.String(), i.Filter.String(), everybody)
	return line(who, option("as-of", string(i.AsOf)))
}

// String is the canonical line.
func (q Changes) String() string {
	return line("changes", q.Filter.String(), on(q.On), string(q.Only), option("by", string(q.By)), number("top", q.Top))
}

// String is the canonical line.
func (q Chart) String() string { return line("chart", q.Filter.String(), on(q.On)) }

// String is the condition as it is typed.
func (c Condition) String() string {
	if c.Op == Only {
		return string(Only) + ":" + tracker.Quote(c.Only)
	}
	values := make([]string, len(c.Values))
	for i, v := range c.Values {
		values[i] = strconv.Itoa(v)
	}
	return option(string(c.Op), strings.Join(values, ","))
}

// everybody is the filter of an item that lets all through, which has to be written.
const everybody = "supporter"

// line joins the parts that there are.
func line(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), " ")
}

func option(key, value string) string {
	if value == "" {
		return ""
	}
	return key + ":" + value
}

func number(key string, n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%s:%d", key, n)
}

func from(name string) string {
	if name == "" {
		return ""
	}
	return "from:" + tracker.Quote(name)
}

func flag(word string, is bool) string {
	if is {
		return word
	}
	return ""
}

func on(p tracker.Period) string {
	if p == (tracker.Period{}) {
		return ""
	}
	return "on:" + p.String()
}
