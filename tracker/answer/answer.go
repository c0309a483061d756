// Package answer is what rollcall says: the structured facts of an answer first, and then its words.
//
// An [Answer] is filled with facts by whoever found them; [Write] adds the headline and the text in a language. Slack,
// the terminal and JSON are renderings of the same Answer. A language is a [Words]: one method for each kind of answer,
// so that a translation that is missing does not compile.
//
// Every answer that reads the roll says as of when, from which source and by which counting rule.
package answer

import (
	"strings"
	"time"

	"rollcall/tracker"
)

// A Kind says what an answer tells.
type Kind string

// The kinds of answers.
const (
	Status     Kind = "status"     // whether somebody is on the roll
	Count      Kind = "count"      // how many are
	Figure     Kind = "figure"     // what was reported
	List       Kind = "list"       // who is
	Principle  Kind = "principle"  // what one principle says
	Principles Kind = "principles" // all of them
	About      Kind = "about"      // the call
	Unknown    Kind = "unknown"    // not understood
	Ambiguous  Kind = "ambiguous"  // several may be meant
	Help       Kind = "help"       // what can be asked
	Log        Kind = "log"        // what was recorded
	Edited     Kind = "edited"     // the ledger was changed
	Subscribed Kind = "subscribed" // a channel's subscription was changed
	Digest     Kind = "digest"     // what a channel is told
	Refused    Kind = "refused"    // not done, and why
)

// The standings of somebody asked about, beyond those of a supporter that is or was on the roll.
const (
	NotListed   tracker.Status = "not_listed"   // known, and not on the roll
	UnknownName tracker.Status = "unknown_name" // not known: nothing is said about the roll
	Several     tracker.Status = "ambiguous"    // several may be meant
	Announced   tracker.Status = "announced"    // said to support the call, and not on the roll
)

// A Rule says what a number counts.
type Rule int

// The counting rules.
const (
	NoRule   Rule = iota
	Listed        // entries on the roll
	Reported      // figures that somebody published
)

// An Answer is what rollcall knows about a question, and its words. Fields that don't apply are left out.
type Answer struct {
	Kind        Kind            `json:"kind"`
	Headline    string          `json:"headline"`
	Text        string          `json:"text"`
	Lang        string          `json:"lang"`
	Value       *int            `json:"value,omitempty"`
	Status      tracker.Status  `json:"status,omitempty"`
	Counts      *tracker.Counts `json:"counts,omitempty"`
	Supporters  []Supporter     `json:"supporters,omitempty"`
	Total       *int            `json:"total,omitempty"`
	Principles  []int           `json:"principles,omitempty"`
	Figures     []FigureFact    `json:"figures,omitempty"`
	AsOf        tracker.Day     `json:"as_of,omitempty"`
	Checked     tracker.Day     `json:"checked,omitempty"`
	Filters     *Filters        `json:"filters,omitempty"`
	Sources     []string        `json:"sources,omitempty"`
	Candidates  []string        `json:"candidates,omitempty"`
	Suggestions []string        `json:"suggestions,omitempty"`

	Call     *tracker.Call     `json:"-"`
	Rule     Rule              `json:"-"`
	Today    tracker.Day       `json:"-"`
	Begins   tracker.Day       `json:"-"` // the first day of the roll's records
	Subject  string            `json:"-"` // what was asked about, as it was typed or as it is called
	Claims   []tracker.Claimed `json:"-"`
	Kindless int               `json:"-"` // of those that a count by kind looked at, how many have none
	Change   *tracker.Change   `json:"-"`
	Due      time.Time         `json:"-"` // of a digest that comes late: when it was due
	Entries  []tracker.Entry   `json:"-"`
	Book     *tracker.Book     `json:"-"` // where what Entries refer to is found
	Commands []Command         `json:"-"`
	Setting  *Setting          `json:"-"`
	Public   bool              `json:"-"` // meant for everybody in the channel
}

// A Supporter is one of those that an answer lists.
type Supporter struct {
	ID          tracker.Seq      `json:"id"`
	Name        string           `json:"name"`
	Category    tracker.Category `json:"category"`
	Kind        tracker.Kind     `json:"kind,omitempty"`
	Country     string           `json:"country,omitempty"`
	Joined      tracker.Date     `json:"joined,omitempty"`
	FirstListed tracker.Day      `json:"first_listed,omitempty"`
	Status      tracker.Status   `json:"status"`
	Source      string           `json:"source,omitempty"`

	Whole *tracker.Supporter `json:"-"`
}

// Of are the facts of a supporter.
func Of(s *tracker.Supporter) Supporter {
	return Supporter{s.ID, s.Name, s.Category, s.Kind, s.Country, s.Joined, s.FirstListed, s.Status(), s.Source, s}
}

// A FigureFact is a reported headline figure.
type FigureFact struct {
	Date      tracker.Date      `json:"date"`
	Category  tracker.Category  `json:"category"`
	Value     int               `json:"value"`
	Qualifier tracker.Qualifier `json:"qualifier"`
	Source    string            `json:"source"`
}

// Filters are what an answer was narrowed to.
type Filters struct {
	Category tracker.Category `json:"category,omitempty"`
	Country  string           `json:"country,omitempty"`
	Group    string           `json:"group,omitempty"`
	Kind     tracker.Kind     `json:"kind,omitempty"`
	AsOf     tracker.Day      `json:"as_of,omitempty"`
}

// A Command is a line that can be typed.
type Command struct {
	Name  string // its first word
	Usage string
	Admin bool // for admins only
}

// A Setting is how a channel is told of changes.
type Setting struct {
	By      string // who set it, as Slack names people
	Ended   bool
	Already bool   // it was so before
	Clock   string // the local time of day; empty: at the next tick
	Zone    string
}

// A Words is a language: it tells the facts of each kind of answer in a headline of one sentence and further lines.
type Words interface {
	Lang() string
	Status(*Answer) (headline string, lines []string)
	Count(*Answer) (headline string, lines []string)
	Figure(*Answer) (headline string, lines []string)
	List(*Answer) (headline string, lines []string)
	Principle(*Answer) (headline string, lines []string)
	Principles(*Answer) (headline string, lines []string)
	About(*Answer) (headline string, lines []string)
	Unknown(*Answer) (headline string, lines []string)
	Ambiguous(*Answer) (headline string, lines []string)
	Help(*Answer) (headline string, lines []string)
	Log(*Answer) (headline string, lines []string)
	Edited(*Answer) (headline string, lines []string)
	Subscribed(*Answer) (headline string, lines []string)
	Digest(*Answer) (headline string, lines []string)
	// Footer tells as of when, from which source and by which rule.
	Footer(*Answer) []string
	// Suggestions introduces what could be asked next.
	Suggestions() string
}

// Write adds the words. A refusal has its words already, as its headline.
func Write(a Answer, w Words) Answer {
	tell := map[Kind]func(*Answer) (string, []string){
		Status: w.Status, Count: w.Count, Figure: w.Figure, List: w.List, Principle: w.Principle,
		Principles: w.Principles, About: w.About, Unknown: w.Unknown, Ambiguous: w.Ambiguous, Help: w.Help,
		Log: w.Log, Edited: w.Edited, Subscribed: w.Subscribed, Digest: w.Digest,
		Refused: func(a *Answer) (string, []string) { return a.Headline, nil },
	}
	a.Lang = w.Lang()
	headline, lines := tell[a.Kind](&a)
	a.Headline = headline
	lines = append([]string{headline}, lines...)
	lines = append(lines, w.Footer(&a)...)
	if len(a.Suggestions) > 0 {
		lines = append(lines, w.Suggestions()+" "+strings.Join(a.Suggestions, " · "))
	}
	a.Text = strings.Join(lines, "\n")
	return a
}

// Number makes a pointer for a field that can be left out.
func Number(n int) *int { return &n }
