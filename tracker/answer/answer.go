// Package answer is what rollcall says: the structured facts of an answer first, and then its words.
//
// An [Answer] is filled with facts by whoever found them; [Write] adds the headline and the text in a language. Slack,
// the terminal and JSON are renderings of the same Answer. A language is a [Words]: one method for each kind of answer,
// so that a translation that is missing does not compile.
//
// Every answer that reads the roll says as of when, from which source and by which counting rule.
package answer

import (
	"math"
	"slices"
	"strings"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/covers"
)

// A Kind says what an answer tells.
type Kind string

// The kinds of answers.
const (
	Status     Kind = "status"     // whether somebody is on the roll
	Detail     Kind = "detail"     // one thing about somebody
	Missing    Kind = "missing"    // who of a group is not
	Changes    Kind = "changes"    // what changed in a time
	Compare    Kind = "compare"    // two side by side
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
	Admins     Kind = "admins"     // who may edit the roll
	Language   Kind = "language"   // in which language somebody is answered
	Subscribed Kind = "subscribed" // a channel's subscription was changed
	Rules      Kind = "rules"      // a channel's subscriptions
	Digest     Kind = "digest"     // what a channel is told
	Refused    Kind = "refused"    // not done, and why
	DryRun     Kind = "dry_run"    // what a list would change
	Imported   Kind = "imported"   // what a list changed
	Forget     Kind = "forget"     // a name that is erased, or would be
	Backup     Kind = "backup"     // a copy of what is stored
)

// The standings of somebody asked about, beyond those of a supporter that is or was on the roll.
const (
	NotListed                  = tracker.NotListed
	UnknownName tracker.Status = "unknown_name" // not known: nothing is said about the roll
	Several     tracker.Status = "ambiguous"    // several may be meant
	Announced                  = tracker.Announced
)

// A Topic is one thing about the call.
type Topic string

// The topics.
const (
	Launch        Topic = "launch"
	Binding       Topic = "binding"
	Joining       Topic = "joining"
	Text          Topic = "text"
	WorkingGroups Topic = "working groups"
	Norms         Topic = "norms"
	Communities   Topic = "communities"
)

// Changed says which changes are told; all if empty.
type Changed string

// The kinds of changes that can be told alone.
const (
	OnlyAdded   Changed = "added"
	OnlyRemoved Changed = "removed"

	OnlyRecategorised Changed = "recategorised"
)

// An Order is by which days something is first or last.
type Order string

// The orders.
const (
	ByJoined Order = "joined"
	ByListed Order = "listed"
	ByEither Order = "joined, else listed"

	Unordered Order = "unknown" // their days overlap
)

// A Rule says what a number counts.
type Rule int

// The counting rules.
const (
	NoRule   Rule = iota
	Listed        // entries on the roll
	Reported      // figures that somebody published
)

// A Reading is a line that may be meant, and what it would tell.
type Reading struct {
	Line  string `json:"line"`
	Label string `json:"label"`
}

// An Answer is what rollcall knows about a question, and its words. Fields that don't apply are left out.
type Answer struct {
	Kind       Kind            `json:"kind"`
	Headline   string          `json:"headline"`
	Text       string          `json:"text"`
	Line       string          `json:"line,omitempty"`    // how the question was read, as a line that can be typed
	Verdict    Verdict         `json:"verdict,omitempty"` // of what was to be checked
	Lang       string          `json:"lang"`
	Value      *int            `json:"value,omitempty"`
	Status     tracker.Status  `json:"status,omitempty"`
	Counts     *tracker.Counts `json:"counts,omitempty"`
	Supporters []Supporter     `json:"supporters,omitempty"`
	Total      *int            `json:"total,omitempty"`
	Missing    []Country       `json:"missing,omitempty"`
	Principles []int           `json:"principles,omitempty"`
	Figures    []FigureFact    `json:"figures,omitempty"`
	Added      *int            `json:"added,omitempty"`
	Removed    *int            `json:"removed,omitempty"`

	Recategorised *int `json:"recategorised,omitempty"`

	AsOf        tracker.Day `json:"as_of,omitempty"`
	Checked     tracker.Day `json:"checked,omitempty"`
	Filters     *Filters    `json:"filters,omitempty"`
	Rows        []RowFact   `json:"rows,omitempty"`
	Of          *int        `json:"of,omitempty"`         // how many a share is of
	Agrees      *bool       `json:"agrees,omitempty"`     // of figures by their value: whether the list had as many on the day of one
	Difference  *int        `json:"difference,omitempty"` // of the two that are compared; of two names, in days
	Order       Order       `json:"order,omitempty"`      // by which days something is first or last
	Lacking     []Lacking   `json:"lacking,omitempty"`
	Counted     []Answer    `json:"counted,omitempty"` // of a Compare by number: each side
	Overlap     *Overlap    `json:"overlap,omitempty"`
	Series      []Series    `json:"series,omitempty"`
	Import      *Import     `json:"import,omitempty"`
	Sources     []string    `json:"sources,omitempty"`
	Candidates  []string    `json:"candidates,omitempty"`
	Suggestions []string    `json:"suggestions,omitempty"`
	Readings    []Reading   `json:"readings,omitempty"` // what may be meant, where that isn't sure
	Further     []Answer    `json:"further,omitempty"`  // to the other questions of a message

	Call   *tracker.Call `json:"-"`
	Rule   Rule          `json:"-"`
	Today  tracker.Day   `json:"-"`
	Begins tracker.Day   `json:"-"` // the first day of the roll's records

	Covering      []covers.Scored          `json:"-"` // how the Principles were found, if by what they cover
	Told          *tracker.Topic           `json:"-"` // of an About: what is known about it
	InOtherWords  bool                     `json:"-"` // it was asked as a question, so the Line is told
	Understood    string                   `json:"-"` // how the question was understood
	Subject       string                   `json:"-"` // what was asked about, as it was typed or as it is called
	Homonym       string                   `json:"-"` // the Subject as it was typed, if others bear that name
	ReadAs        string                   `json:"-"` // the line with the name that the Subject is a near spelling of
	Country       string                   `json:"-"` // the code of the Subject, where it is a country
	FromCountry   int                      `json:"-"` // how many supporters are from there
	Claims        []tracker.Claimed        `json:"-"`
	Asked         []string                 `json:"-"` // of a Detail: when, where, category, kind, source, website, note, left or reservation
	Earliest      []Answer                 `json:"-"` // of Named, asked when: the two that were first
	Topic         Topic                    `json:"-"`
	Notes         []tracker.Noted          `json:"-"`
	Numbers       []int                    `json:"-"` // of working groups or norms: which are asked about; empty for all
	OfWhom        tracker.Filter           `json:"-"` // whom a share is of
	By            string                   `json:"-"` // what Rows are counted by
	More          int                      `json:"-"` // rows that are left out
	Op            string                   `json:"-"` // of a condition
	Against       []int                    `json:"-"` // the values of the condition
	Why           string                   `json:"-"` // why nobody can be meant: two choices that exclude each other
	Instead       *Answer                  `json:"-"` // where nobody is counted: whom there is without one of the choices
	From          string                   `json:"-"` // of a list by name: from which on
	Ordered       string                   `json:"-"` // first or last, where a list is of those who came so
	Group         *tracker.Group           `json:"-"`
	Signed        int                      `json:"-"` // how many states of the Group are on the roll
	Share         bool                     `json:"-"`
	Since         tracker.Day              `json:"-"`
	Until         tracker.Day              `json:"-"`
	Only          Changed                  `json:"-"`
	Initial       int                      `json:"-"` // entries with which the records begin; they aren't among the added
	Last          bool                     `json:"-"` // the latest changes, whenever they were
	AllCategories bool                     `json:"-"` // a Chart leaves out no category that has entries
	Picture       *Picture                 `json:"-"` // the words on the picture of a Chart; nil if there is nothing to draw
	Named         []Answer                 `json:"-"` // of a list of names: each one's
	Change        *tracker.Change          `json:"-"`
	Due           time.Time                `json:"-"` // of a digest that comes late: when it was due
	Where         tracker.Filter           `json:"-"` // whom it is about; none: all
	Sorts         string                   `json:"-"` // of a digest: which changes it is about, as a subscription says it; empty: all
	Milestones    []Milestone              `json:"-"`
	Forgotten     bool                     `json:"-"` // of a digest: all that it told was forgotten since
	Rolled        map[tracker.Reported]int `json:"-"` // figures that the roll of their day doesn't bear out, and how many it had
	Brief         int                      `json:"-"` // lists are cut so short that all fits a screen
	Entries       []tracker.Entry          `json:"-"`
	Book          *tracker.Book            `json:"-"` // where what Entries and Change refer to is found
	Groups        bool                     `json:"-"` // of a Help: the groups of countries are told
	Commands      []Command                `json:"-"`
	Refusal       tracker.Refusal          `json:"-"` // of what is refused, and of a command in which something is wrong
	About         string                   `json:"-"` // of a refusal: the field that is wrong; empty if it is no single one
	Setting       *Setting                 `json:"-"`
	Public        bool                     `json:"-"` // meant for everybody in the channel
	Slash         string                   `json:"-"` // the slash command that stands before what is typed; empty: none
	Mentions      bool                     `json:"-"` // people may be mentioned, of which Slack tells them where they see it
	Called        map[string]string        `json:"-"` // where they may not: how they are called, by their ids
	Decides       bool                     `json:"-"` // who reads it may decide about proposals

	Before    Before              `json:"-"` // of Entries, where changes are told field by field
	Recorder  string              `json:"-"` // of a Log: who recorded what it shows; empty for all
	Undo      tracker.Seq         `json:"-"` // the entry by which what was recorded can be undone; 0 if it can't
	Proposals []*tracker.Proposal `json:"-"` // newly made, reopened, or all that are open
	Wrong     []WrongLine         `json:"-"` // of a refusal of several lines
	Admins    []Admin             `json:"-"`
	Preferred tracker.Preferred   `json:"-"` // of a Language
	Erasure   *Erasure            `json:"-"`
	Made      tracker.Backup      `json:"-"` // of a Backup

	Page  int      `json:"-"` // which page is told; 0: all on one, of which long lists are cut short; Whole: all
	Cut   bool     `json:"-"` // a list was cut short
	Pages int      `json:"-"` // how many there are
	Lines []string `json:"-"` // of the Text: what stands between the headline and the Foot
	Foot  []string `json:"-"` // of the Text: the page, as of when, the sources
	Table *Table   `json:"-"` // what can be told as a table, if anything
}

// A Table tells supporters or counts in columns. What it tells is in the Text, too.
type Table struct {
	Head   []string
	Rows   [][]string
	Number bool // the last column is numbers
	Lines  int  // how many of the Answer's Lines, from the first, say the same
}

// Columns are the words over a Table's columns, and before its sum.
type Columns struct{ Name, Category, Country, Since, Count, All, Before, After, These string }

// A Country is told by its code and its English name.
type Country struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

// A Series is how many of one part of the roll there were, day by day. The first point is that of the first day, each
// further one that of a day on which the number changed.
type Series struct {
	Filters Filters        `json:"filters"`
	Where   tracker.Filter `json:"-"`
	Points  []Point        `json:"points"`
}

// A Point is how many there were at the end of a day, and until the next Point.
type Point struct {
	Day   tracker.Day `json:"day"`
	Count int         `json:"count"`
}

// First is the first point.
func (s *Series) First() Point { return s.Points[0] }

// Last is the last point.
func (s *Series) Last() Point { return s.Points[len(s.Points)-1] }

// step is the day of the largest change and its size, zero if nothing changed, and whether it is the only one of that
// size; the first of several is told.
func (s *Series) step() (step Point, alone bool) {
	for i := 1; i < len(s.Points); i++ {
		by := s.Points[i].Count - s.Points[i-1].Count
		switch size, largest := max(by, -by), max(step.Count, -step.Count); {
		case size > largest:
			step, alone = Point{s.Points[i].Day, by}, true
		case size == largest:
			alone = false
		}
	}
	return step, alone
}

// drawn reports whether any line of a Chart leaves zero.
func (a *Answer) drawn() bool {
	return slices.ContainsFunc(a.Series, func(s Series) bool { return len(s.Points) > 1 || s.Last().Count > 0 })
}

// lead is the Series that ends highest, and whether no other ends as high.
func (a *Answer) lead() (lead *Series, alone bool) {
	for i := range a.Series {
		switch s := &a.Series[i]; {
		case lead == nil || s.Last().Count > lead.Last().Count:
			lead, alone = s, true
		case s.Last().Count == lead.Last().Count:
			alone = false
		}
	}
	return lead, alone
}

// short is only, without what all Series have in common.
func (a *Answer) short(s *Series) *Answer {
	one := *a
	one.Where = nil
	for t, not := range s.Where.Terms {
		if !not && (t.Key == tracker.ByCategory || t.Key == tracker.ByKind) {
			one.Where = one.Where.Also(tracker.Choice{Terms: []tracker.Term{t}})
		}
	}
	return &one
}

// A Picture is the words on the picture of a Chart.
type Picture struct {
	Title  string
	Axis   string           // what is counted
	Labels []string         // of each Series, with its last number
	Months [12]string       // as short as they can be
	Number func(int) string // as it is written
	Footer []string
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
	Listed    *int              `json:"listed,omitempty"` // how many the list had at the end of that day, if it is known
}

// FactOf is a figure as an answer tells it.
func FactOf(f tracker.Reported) FigureFact {
	return FigureFact{Date: f.Date, Category: f.Category, Value: f.Value, Qualifier: f.Qualifier, Source: f.Source}
}

// past reports whether the answer is of a day that isn't today.
func (a *Answer) past() bool { return a.AsOf != "" && a.AsOf != a.Today }

// Filters are what an answer was narrowed to.
type Filters struct {
	Category tracker.Category `json:"category,omitempty"`
	Country  string           `json:"country,omitempty"`
	Group    string           `json:"group,omitempty"`
	Kind     tracker.Kind     `json:"kind,omitempty"`
	AsOf     tracker.Day      `json:"as_of,omitempty"`
}

// narrowed reports whether the answer is about a part of the roll only.
func (a *Answer) narrowed() bool { return len(a.Where) > 0 }

// unlisted reports whether the answer tells of those who aren't on the list.
func (a *Answer) unlisted() (tells bool) {
	for t, not := range a.Where.Terms {
		tells = tells || t.Key == tracker.ByStatus && !not && t.Value != string(tracker.Listed)
	}
	return tells
}

// places reports whether the answer rests on regions, and on other groups of countries.
func (a *Answer) places() (regions, groups bool) {
	take := func(g *tracker.Group) { regions, groups = regions || g.Region, groups || !g.Region }
	if a.Group != nil {
		take(a.Group)
	}
	for _, one := range append(slices.Clone(a.Counted), *a) {
		for t := range one.Where.Terms {
			if t.Key == tracker.ByGroup {
				take(t.Group)
			}
		}
	}
	return regions, groups
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

// A RowFact is one part of a count: Key is a country's code, a category, a kind or a year, empty for those without one.
type RowFact struct {
	Key   string  `json:"key"`
	Name  string  `json:"name"`
	Count int     `json:"count"`
	Share float64 `json:"share"` // in percent
}

// Percent is a part of a whole in percent, with one decimal.
func Percent(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return math.Round(1000*float64(part)/float64(whole)) / 10
}

// Lacking is how many of those whom a filter looked at have no value of a key, and how many of these it counted all the same.
type Lacking struct {
	Key     tracker.Key `json:"key"`
	Count   int         `json:"count"`
	Counted int         `json:"counted"`
	Listed  *int        `json:"listed,omitempty"` // of tracker.ByJoined: how many the same days of the list would let through
}

// A Command is what a line can begin with.
type Command struct {
	Name    string
	Names   map[string]string // others, by language, between spaces
	Usage   string
	Example string            // a line, with words in capitals for what has to be filled in
	Help    map[string]string // what it is for, in one line, by language
	Topic   HelpTopic
	Does    Does
	Form    bool // typed alone, it opens a form in Slack
	Filters bool // it takes a filter
	People  bool // it can name a person
	Lists   bool // it lists what it is called, and can be asked for: who are the admins?
}

// Does is what a command is for.
type Does int

// What commands do.
const (
	Reads   Does = iota // the list, as package query does
	Asks                // anything else, and changes nothing
	Sends               // a file
	Sets                // how something is told, or what is done with what was recorded
	Records             // what its line says about the list
)

// Edits reports whether the command records what a line says about the list, or proposes it.
func (c *Command) Edits() bool { return c.Does == Records || c.Name == "suggest" }

// OnlyAsks reports whether the command changes nothing.
func (c *Command) OnlyAsks() bool { return c.Does == Reads || c.Does == Asks }

// A HelpTopic is a part of what can be typed.
type HelpTopic string

// The topics of help.
const (
	HelpRoll    HelpTopic = "roll"
	HelpCall    HelpTopic = "call"
	HelpDigests HelpTopic = "digests"
	HelpAdmin   HelpTopic = "admin" // for admins only
)

// HelpTopics lists all of them, as they are typed.
func HelpTopics() []string {
	return []string{string(HelpRoll), string(HelpCall), string(HelpDigests), string(HelpAdmin)}
}

// A Milestone is something worth a sentence that the roll reached.
type Milestone struct {
	Category tracker.Category // of a Count; empty for all supporters
	Count    int
	Group    *tracker.Group // all members of which are on the roll now; else nil
}

// Before is, by the entries that changed one, the supporter as it stood before.
type Before map[tracker.Seq]*tracker.Supporter

// A WrongLine is one of several lines, and why it can't be done.
type WrongLine struct {
	Number int // from 1
	Why    tracker.Refusal
}

// An Admin may edit the roll.
type Admin struct {
	User string
	By   string // who granted it; empty: the configuration
	On   tracker.Day
}

// A Setting is how a channel is told of changes.
type Setting struct {
	By      string // who set it, as Slack names people
	Ended   bool
	Already bool // it was so before
	Alone   bool // the channel is a person's direct messages
	Asked   bool // a digest will be posted at once
	Resumed bool // a subscription goes on that was paused or muted
	All     int  // so many go on that were paused, in all channels
	Changed bool // a subscription was there before, and says something else now
	Others  int  // subscriptions that the channel has besides
	Rules   []SubscriptionRule
}

// A SubscriptionRule is what one subscription says.
type SubscriptionRule struct {
	*tracker.Subscription
	Who    tracker.Filter
	Next   []time.Time // at which it is looked whether there is anything to tell, in its zone; none: at once
	Nobody bool        // the filter lets through nobody of today's roll

	Unreadable bool // it names what isn't there any more, so that nobody can be told
}

// nobody reports whether an answer reads a list on which nobody was ever.
func (a *Answer) nobody() bool {
	return a.Begins == "" && a.Rule == Listed && a.Status == "" && slices.Contains([]Kind{Count, List, Changes, Chart}, a.Kind)
}

// Write adds the words, in which all prints: what a list or a line brings could else move a terminal's cursor, or turn text round.
func Write(a Answer, w *Words) Answer {
	a.Lang = w.lang
	a.Sources = slices.DeleteFunc(slices.Clone(a.Sources), func(source string) bool { return source == "" }) // that of a forgotten one
	for i := range a.Rows {
		a.Rows[i].Name = w.part(a.By, a.Rows[i].Key)
	}
	if a.nobody() {
		a.Headline, a.Lines = w.Say("nobody(call)", a.Call), nil
	} else {
		a.Headline, a.Lines = w.answer(&a)
	}
	for i := range a.Further {
		more := &a.Further[i]
		*more = Write(*more, w)
		a.Lines = append(append(a.Lines, more.Headline), more.Lines...)
	}
	a.Lines = slices.DeleteFunc(a.Lines, func(line string) bool { return line == "" })
	if said := w.verdict(a.Verdict); !strings.HasPrefix(a.Headline, said) {
		a.Headline = said + a.Headline
	}
	a.Foot = nil
	from, to := a.turn(w)
	a.Table = table(&a, w, from, to)
	a.Foot = append(a.Foot, w.foot(&a)...)
	if a.ReadAs != "" {
		a.Foot = append(a.Foot, w.Say("foot.read(line)", a.typed(a.ReadAs)))
	} else if a.InOtherWords && a.Line != "" {
		a.Foot = append(a.Foot, w.Say("foot.read(line)", a.typed(a.Line)))
	}
	a.Headline = Printable(a.Headline)
	for i := range a.Lines {
		a.Lines[i] = Printable(a.Lines[i])
	}
	for i := range a.Foot {
		a.Foot[i] = Printable(a.Foot[i])
	}
	lines := slices.Concat([]string{a.Headline}, a.Lines, a.Foot)
	if len(a.Suggestions) > 0 {
		typed := make([]string, len(a.Suggestions))
		for i, line := range a.Suggestions {
			typed[i] = a.typed(line)
		}
		lines = append(lines, Printable(w.Say("suggestions(lines)", strings.Join(typed, " · "))))
	}
	a.Text = strings.Join(lines, "\n")
	if a.drawn() {
		picture := w.picture(&a)
		a.Picture = &picture
	}
	return a
}

// answer tells the facts of an answer's kind in a headline of one sentence, and further lines.
func (v *Words) answer(a *Answer) (headline string, lines []string) {
	switch a.Kind {
	case Status:
		return v.status(a)
	case Detail:
		return v.detail(a)
	case Missing:
		return v.missing(a)
	case Changes:
		return v.changes(a)
	case Compare:
		return v.compare(a)
	case Calls:
		return v.calls(a)
	case Count:
		return v.count(a)
	case Figure:
		return v.figures(a)
	case List:
		return v.roll(a)
	case Chart:
		return v.chart(a)
	case Principle:
		return v.principle(a)
	case Principles:
		return v.principles(a)
	case About:
		return v.aboutCall(a)
	case Ambiguous:
		return v.ambiguous(a)
	case Help:
		return v.help(a)
	case Log:
		return v.log(a)
	case Edited:
		return v.edited(a)
	case Suggested:
		return v.suggested(a)
	case Proposals:
		return v.proposals(a)
	case Admins:
		return v.admins(a)
	case Language:
		return v.languageSet(a)
	case Subscribed:
		return v.subscribed(a)
	case Rules:
		return v.rules(a)
	case Digest:
		return v.digest(a)
	case DryRun:
		return v.dryRun(a)
	case Imported:
		return v.imported(a)
	case Forget:
		return v.forget(a)
	case Backup:
		return v.backup(a)
	case Refused:
		for _, line := range a.Wrong {
			lines = append(lines, v.Say("refused.line(line, why)", line.Number, v.Refusal(line.Why)))
		}
		return v.Refusal(a.Refusal), lines
	}
	return v.unknown(a)
}

// told is what is known about something of the call: the first sentence answers.
func told(t *tracker.Topic, lang string) (headline string, lines []string) {
	headline, rest, more := strings.Cut(tracker.In(t.Text, lang), ". ")
	if !more {
		return headline, nil
	}
	return headline + ".", []string{rest}
}

// typed is a line as it is typed where the answer is read.
func (a *Answer) typed(line string) string { return strings.TrimSpace(a.Slash + " " + line) }

// IDs are Slack's names of the people and channels whom the Text tells of: all that may be shown as links.
func (a *Answer) IDs() []string {
	ids := []string{a.Recorder}
	of := func(r tracker.Refusal) {
		for _, arg := range r.Args {
			if who, ok := arg.(tracker.Person); ok {
				ids = append(ids, string(who))
			}
		}
	}
	of(a.Refusal)
	for _, line := range a.Wrong {
		of(line.Why)
	}
	if a.Setting != nil && a.Setting.By == "" {
		for _, r := range a.Setting.Rules {
			ids = append(ids, r.By)
		}
	}
	for _, e := range a.Entries {
		ids = append(ids, e.By)
		switch ev := e.Event.(type) {
		case tracker.Granted:
			ids = append(ids, ev.User)
		case tracker.Revoked:
			ids = append(ids, ev.User)
		case tracker.Preferred:
			ids = append(ids, ev.Of)
		case tracker.Subscribed:
			ids = append(ids, ev.Channel)
		case tracker.DigestPlanned:
			if s := a.Book.Subscription(ev.Subscription); s != nil {
				ids = append(ids, s.Channel)
			}
		}
	}
	for _, p := range a.Proposals {
		ids = append(ids, p.By)
	}
	for _, admin := range a.Admins {
		ids = append(ids, admin.User, admin.By)
	}
	return ids
}

// Recorded tells an entry in one line, as Log does.
func Recorded(e tracker.Entry, b *tracker.Book, w *Words) string { return w.event(b, e) }

// Number makes a pointer for a field that can be left out.
func Number(n int) *int { return &n }
