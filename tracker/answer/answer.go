// Package answer writes what rollcall says: facts first, and then their words.
//
// An [Answer] has what all answers share, and the [Facts] of its kind: one small type for each. Package query and the desk fill
// them; [Write] adds the headline and the text in a language. Slack, the terminal and JSON show the same Answer. Which facts are
// shown in which order is decided once, here; the words of each language are files, which [Words] reads.
//
// Every answer that reads the list says as of when, from which source and by which counting rule.
package answer

import (
	"math"
	"regexp"
	"strings"

	"rollcall/tracker"
)

// A Kind says what an answer is about.
type Kind string

// The kinds of answers.
const (
	Status     Kind = "status"     // whether somebody is listed
	Detail     Kind = "detail"     // one thing about somebody
	Missing    Kind = "missing"    // who of a group is not
	Changes    Kind = "changes"    // what changed in a time
	Compare    Kind = "compare"    // which of several is more
	Calls      Kind = "calls"      // who supports two calls, and who one of them alone
	Count      Kind = "count"      // how many are
	Figure     Kind = "figure"     // what was reported
	List       Kind = "list"       // who is
	Chart      Kind = "chart"      // how many were, over time
	Principle  Kind = "principle"  // what one principle says
	Principles Kind = "principles" // all of them
	About      Kind = "about"      // the call
	Unknown    Kind = "unknown"    // not understood
	Ambiguous  Kind = "ambiguous"  // several may be meant
	Help       Kind = "help"       // what can be asked
	Log        Kind = "log"        // what was recorded
	Edited     Kind = "edited"     // the ledger was changed
	Suggested  Kind = "suggested"  // a change was proposed
	Proposals  Kind = "proposals"  // what waits for an admin
	Admins     Kind = "admins"     // who may edit the list
	Language   Kind = "language"   // in which language somebody is answered
	Subscribed Kind = "subscribed" // a channel's subscription was changed
	Rules      Kind = "rules"      // a channel's subscriptions
	Digest     Kind = "digest"     // what a channel gets
	Refused    Kind = "refused"    // not done, and why
	DryRun     Kind = "dry_run"    // what a list would change
	Imported   Kind = "imported"   // what a list changed
	Forget     Kind = "forget"     // a name that is erased, or would be
	Backup     Kind = "backup"     // a copy of what is stored
	Followed   Kind = "followed"   // how far the official list is followed
	Asked      Kind = "asked"      // what wasn't understood, and what was chosen
)

// The standings of somebody asked about, beyond those of a supporter that is or was listed.
const (
	NotListed                  = tracker.NotListed
	UnknownName tracker.Status = "unknown_name" // not known: nothing is said about the list
	Several     tracker.Status = "ambiguous"    // several may be meant
	Announced                  = tracker.Announced
)

// A Rule says what a number counts.
type Rule int

// The counting rules.
const (
	NoRule   Rule = iota
	Listed        // supporters on the list
	Reported      // figures that somebody published
)

// An Answer is what rollcall knows about a question, and its words: what all kinds share, and the Facts of its own.
type Answer struct {
	Kind        Kind        `json:"kind"`
	Headline    string      `json:"headline"`
	Text        string      `json:"text"`
	Line        string      `json:"line,omitempty"`    // how the question was read, as a line that can be typed
	Verdict     Verdict     `json:"verdict,omitempty"` // of what was to be checked
	Lang        string      `json:"lang"`
	AsOf        tracker.Day `json:"as_of,omitempty"`
	Checked     tracker.Day `json:"checked,omitempty"`
	Filters     *Filters    `json:"filters,omitempty"`
	Sources     []string    `json:"sources,omitempty"`
	Suggestions []string    `json:"suggestions,omitempty"`
	Further     []Answer    `json:"further,omitempty"` // to the other questions of a message

	Facts  Facts         `json:"-"`
	Call   *tracker.Call `json:"-"`
	Rule   Rule          `json:"-"`
	Today  tracker.Day   `json:"-"`
	Begins tracker.Day   `json:"-"` // the first day of the list's records

	InOtherWords bool              `json:"-"` // it was asked as a question, so the Line is shown
	ReadAs       string            `json:"-"` // the line with a name that is nearly what was typed
	Understood   string            `json:"-"` // how the question was understood
	Public       bool              `json:"-"` // meant for everybody in the channel
	Slash        string            `json:"-"` // the slash command that stands before what is typed; empty: none
	Mentions     bool              `json:"-"` // people may be mentioned, and are notified where they see it
	Called       map[string]string `json:"-"` // where they may not: how they are called, by their ids

	Page  int      `json:"-"` // which page is shown; 0: all on one, of which long lists are cut short; Whole: all
	Cut   bool     `json:"-"` // a list was cut short
	Pages int      `json:"-"` // how many there are
	Ahead int      `json:"-"` // how many supporters the next one lists; 0 if it lists something else
	Lines []string `json:"-"` // of the Text: what stands between the headline and the Foot
	Foot  []string `json:"-"` // of the Text: the page, as of when, the sources, and Read
	Read  string   `json:"-"` // the line that a question was read as, in words; empty if it needn't be shown
	Table *Table   `json:"-"` // what can be shown as a table, if anything

	told told // the people, channels and moments that the Text names
}

// A Table shows supporters or counts in columns. The Text says the same.
type Table struct {
	Caption string
	Head    []string
	Rows    [][]string
	Number  bool // the last column is numbers
	Lines   int  // how many of the Answer's Lines, from the first, say the same
}

// Filters are what an answer was narrowed to.
type Filters struct {
	Category tracker.Category `json:"category,omitempty"`
	Country  string           `json:"country,omitempty"`
	Group    string           `json:"group,omitempty"`
	Kind     tracker.Kind     `json:"kind,omitempty"`
	AsOf     tracker.Day      `json:"as_of,omitempty"`
}

// A Verdict says whether what was to be checked is so.
type Verdict string

// The verdicts.
const (
	Yes      Verdict = "yes"
	No       Verdict = "no"
	Partly   Verdict = "partly"
	NotKnown Verdict = "unknown"
)

// Percent is a part of a whole in percent, with one decimal.
func Percent(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return math.Round(1000*float64(part)/float64(whole)) / 10
}

// A Command is what a line can begin with.
type Command struct {
	Name    string
	Also    map[string]string // other words for it, between spaces, by language
	Usage   string            // which says what a line has behind the name: see Args
	Words   string            // those of its Args that have no key in the Usage, between spaces
	Example string            // a line, with words in capitals for what has to be filled in
	Topic   HelpTopic
	Does    Does
	Form    bool   // typed by itself, it opens a form
	Rare    string // those of its Args that the form shows only when it is asked for more, between spaces
	Filters bool   // it takes a filter
	People  bool   // it can name a person
	Lists   bool   // it lists what its name says, and a question can ask for that: who are the admins?
	Among   string // the command that lists what it can be about; empty if none does
}

// An Arg is what a line has behind its command's name. It can be said by its key, as NAME:VALUE, and a word also by its place.
type Arg struct {
	Name     string
	Optional bool
}

// keyed finds what stands before a colon in a usage.
var keyed = regexp.MustCompile(`([ \[|])([a-z-]+):`)

// Args are the words of a command and the keys of its usage, in their order. What stands in brackets can be left out.
func (c *Command) Args() (all []Arg) {
	for word := range strings.FieldsSeq(c.Words) {
		all = append(all, Arg{word, strings.Contains(c.Usage, "["+word+"]")})
	}
	for _, m := range keyed.FindAllStringSubmatch(c.Usage, -1) {
		all = append(all, Arg{Name: m[2], Optional: m[1] != " "})
	}
	return all
}

// Does is what a command is for.
type Does string

// What commands do.
const (
	Reads   Does = "reads"   // the list, as package query does
	Asks    Does = "asks"    // anything else, and changes nothing
	Sends   Does = "sends"   // a file
	Sets    Does = "sets"    // how something is shown, or what is done with what was recorded
	Records Does = "records" // what its line says about the list
)

// Edits reports whether the command records what a line says about the list, or proposes it.
func (c *Command) Edits() bool { return c.Does == Records || c.Name == "suggest" }

// OnlyAsks reports whether the command changes nothing.
func (c *Command) OnlyAsks() bool { return c.Does == Reads || c.Does == Asks }

// A HelpTopic is a task for which there are commands.
type HelpTopic string

// The topics of help.
const (
	HelpSupporters HelpTopic = "supporters"
	HelpTime       HelpTopic = "time"
	HelpCall       HelpTopic = "call"
	HelpDigests    HelpTopic = "digests"
	HelpData       HelpTopic = "data"
	HelpSettings   HelpTopic = "settings"
	HelpAdmin      HelpTopic = "admin"
	HelpDecisions  HelpTopic = "decisions"
)

// ForAdmins reports whether its commands are for admins only.
func (t HelpTopic) ForAdmins() bool { return t == HelpAdmin || t == HelpDecisions }

// HelpTopics lists what help can be about besides a command, as it is typed, in the order in which it is shown.
func HelpTopics() []string {
	all := []HelpTopic{HelpSupporters, HelpTime, HelpCall, HelpDigests, HelpData, HelpSettings, HelpAdmin, HelpDecisions, "filter", HelpTopic(tracker.ByGroup)}
	return tracker.Each(all, func(t HelpTopic) string { return string(t) })
}

// Status is the status of the one supporter that an answer is about, or of all that it lists; empty if it doesn't say.
func (a Answer) Status() tracker.Status {
	if f, ok := a.Facts.(interface{ standing() tracker.Status }); ok {
		return f.standing()
	}
	return ""
}

// Supporters are those that an answer shows one by one.
func (a Answer) Supporters() Supporters {
	if f, ok := a.Facts.(interface{ listed() Supporters }); ok {
		return f.listed()
	}
	return nil
}

func (a *Answer) typed(line string) string { return strings.TrimSpace(a.Slash + " " + line) }

// Number returns a pointer, for a field that can be left out.
func Number(n int) *int { return &n }
