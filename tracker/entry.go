package tracker

import (
	"errors"
	"fmt"
	"time"
)

// A Seq numbers the entries of a ledger, from 1, without gaps.
type Seq uint64

// An Entry is one line of the ledger.
type Entry struct {
	Seq   Seq
	At    time.Time // when it was recorded, in UTC
	On    Day       // when it took effect: for a supporter, the day on which the official list changed
	By    string    // who recorded it: the id of a person, "shell:NAME", or the name of the data it was filled from
	Ref   string    // the request that caused it; empty if it can't be delivered twice
	Batch Seq       // the first entry that the same decision recorded; 0 if it is this one
	Event Event
}

// An Event is a fact in the past tense. Its fields are stored under their JSON keys.
type Event interface{ event() }

// Why says what happened to a supporter.
type Why string

// What can happen to a supporter.
const (
	Joined        Why = "joined"
	Amended       Why = "amended"
	Recategorised Why = "recategorised"
	Withdrew      Why = "withdrew"
	WasRemoved    Why = "removed"
	WasMerged     Why = "merged"
	Undone        Why = "undone"
)

// Changed says that a supporter became what it says, and why. It carries the whole state, so that folding only assigns
// and a change is undone by repeating the state before it.
type Changed struct {
	Why    Why    `json:"why"`
	Source string `json:"because,omitempty"` // who says so
	Supporter
	Undoes Seq `json:"undoes,omitempty"` // of Undone: the change that this takes back; else 0
}

// TotalFigure is the category of a figure that counts all supporters.
const TotalFigure Category = "total"

// A Qualifier says how a published figure is meant.
type Qualifier string

// The qualifiers of a figure.
const (
	Exactly Qualifier = "exact"
	AtLeast Qualifier = "at_least"
	About   Qualifier = "approx"
)

// Reported says that somebody published a headline figure. It need not agree with the list or with other figures.
type Reported struct {
	Date      Date      `json:"date"`     // when it was published, or the day that it is about
	Category  Category  `json:"category"` // or TotalFigure
	Value     int       `json:"value"`
	Qualifier Qualifier `json:"qualifier"`
	Source    string    `json:"source,omitempty"`
	Quote     string    `json:"quote,omitempty"` // the words in which it was published, if any
}

// Claimed says that somebody is said to support the call but isn't on the list.
type Claimed struct {
	Name     string   `json:"name"`
	Category Category `json:"category"`
	Country  string   `json:"country,omitempty"`
	Date     Date     `json:"date"`
	Standing string   `json:"standing"` // one of Standings
	Claim    string   `json:"claim"`
	Source   string   `json:"source"`
}

// Standings are the ways in which a claim can be known.
func Standings() []string { return []string{"announced", "expected", "self_declared"} }

// Noted says that something happened around the call.
type Noted struct {
	Date   Date   `json:"date"`
	Actor  string `json:"actor"`
	Event  string `json:"event"`
	Source string `json:"source"`
}

// Retracted says that a figure or a claim is taken back. It takes effect on the day of what it takes back, so that no
// day's list has it any more.
type Retracted struct {
	Entry  Seq    `json:"entry"`            // the one that reported or claimed it
	Reason string `json:"reason,omitempty"` // empty if that was undone
}

// Proposed says that somebody suggests what an admin may approve. Its Seq names the proposal.
type Proposed struct {
	On     Day     // when it took effect, if it did
	Note   string  // why, in the words of who suggests it
	Doubt  Doubt   // why it isn't sure, if it comes from a followed list
	Events []Event // what its approval records: Changed, Reported, Claimed and Retracted
}

// A Doubt is a Refusal of texts alone, so that it can be stored, and read in any language. The zero Doubt is none.
type Doubt struct {
	Format string   `json:"format"`
	Args   []string `json:"args,omitempty"`
}

// DoubtOf makes a Doubt of a Refusal of texts; none of another error.
func DoubtOf(err error) Doubt {
	r, _ := errors.AsType[Refusal](err)
	return Doubt{r.Format, Each(r.Args, func(arg any) string { return fmt.Sprint(arg) })}
}

// Refusal is the Refusal that it was made of.
func (d Doubt) Refusal() Refusal {
	return Refusal{Format: d.Format, Args: Each(d.Args, func(arg string) any { return arg })}
}

// Approved says that what was proposed is recorded. The proposal's events follow in the same batch.
type Approved struct {
	Proposal Seq `json:"proposal"`
}

// Rejected says that what was proposed isn't recorded.
type Rejected struct {
	Proposal Seq    `json:"proposal"`
	Reason   string `json:"reason,omitempty"`
}

// Reopened says that the approval of a proposal was undone, and that it waits again.
type Reopened struct {
	Proposal Seq `json:"proposal"`
}

// Granted says that somebody became an admin.
type Granted struct {
	User string `json:"user"` // the id of a person
}

// Revoked says that somebody is no longer an admin.
type Revoked struct {
	User string `json:"user"`
}

// Preferred says in which language somebody, or a channel, is answered.
type Preferred struct {
	Of   string `json:"of"`             // the id of a person or channel
	Lang string `json:"lang,omitempty"` // en, fr, or empty: none is chosen any more
}

// Subscribed says that a channel gets changes, and how; the same ID again replaces how it gets them
// and resumes after a pause, without forgetting what hasn't been posted yet. A channel can have several. If
// that selects other changes, it begins after the entries that the one before it had left out.
type Subscribed struct {
	ID       Seq    `json:"id"`                 // the Seq of its first entry
	Channel  string `json:"channel"`            // its id
	Schedule string `json:"schedule,omitempty"` // five cron fields read on the local wall clock; empty: at the next tick
	Zone     string `json:"zone,omitempty"`     // an IANA time zone; empty: UTC
	Filter   string `json:"filter,omitempty"`   // of which supporters, as a Filter is typed; empty: everybody's
	Only     string `json:"only,omitempty"`     // which, of Sorts, with spaces between; empty: all
	Quiet    string `json:"quiet,omitempty"`    // the local hours in which nothing is posted, such as 22:00-07:00; empty: none
	Lang     string `json:"lang,omitempty"`     // en or fr; empty: the channel's
	Min      int    `json:"min,omitempty"`      // how many changes a digest has at least; until then they wait
	After    Seq    `json:"after,omitempty"`    // an entry up to which the subscription before had nothing to post; 0: it began as it is. Only in the entry itself
}

// The sorts of changes that a digest can be about alone.
const (
	OnlyJoined      = "joined"
	OnlyLeft        = "left"
	OnlyFigures     = "figures"
	OnlyCorrections = "corrections"
)

// Sorts lists them in the order in which they are shown.
func Sorts() []string { return []string{OnlyJoined, OnlyLeft, OnlyFigures, OnlyCorrections} }

// Muted says that nothing is posted to a channel for a time. What changes meanwhile is posted afterwards.
type Muted struct {
	Subscription Seq       `json:"subscription"`
	Until        time.Time `json:"until"`
}

// DigestAsked says that somebody wants a digest at once, outside the subscription's times.
type DigestAsked struct {
	Subscription Seq `json:"subscription"`
}

// Unsubscribed says that the subscription ended.
type Unsubscribed struct {
	Subscription Seq `json:"subscription"`
}

// DigestPlanned says that a digest of the changes up to Through is to be posted once. Its Seq names the plan. One that corrects
// an earlier digest has only the corrections, so what is news in those changes is still to be posted.
type DigestPlanned struct {
	Subscription Seq       `json:"subscription"`
	Occasion     time.Time `json:"occasion"`           // the moment that the schedule names
	Through      Seq       `json:"through"`            // the last entry recorded by the occasion
	Late         bool      `json:"late,omitempty"`     // it was missed at its time
	Corrects     Seq       `json:"corrects,omitempty"` // the plan of the digest that it corrects; 0 if it has news
	Of           []Seq     `json:"of,omitempty"`       // what a correction is about: supporters and figures, by the entry with which each began
}

// DigestPosted says that the channel has the digest.
type DigestPosted struct {
	Plan Seq    `json:"plan"`
	TS   string `json:"ts"` // what the message is called there
}

// DigestTaken says that a process takes over a plan from a process that made it, or took it over, and has been silent
// for too long. Among processes that share a ledger, the last one to plan or take it posts it.
type DigestTaken struct {
	Plan Seq `json:"plan"`
}

// DigestAbandoned says that the digest can't be posted; its subscription pauses.
type DigestAbandoned struct {
	Plan   Seq    `json:"plan"`
	Reason string `json:"reason"`
}

// Unreadable is the Reason if what the subscription says can't be read any more: its filter names a group that is gone.
const Unreadable = "can't be read"

// Compared says that the list was compared with its source, whole, on the day on which that took effect.
type Compared struct {
	Source   string `json:"source"`             // where the source's list is
	Revision string `json:"revision,omitempty"` // which state of it: a commit, or a digest of what it says
	Declined []Seq  `json:"declined,omitempty"` // of a list that is followed: the proposals that were rejected, and for which it still gives cause

	Unread  int       `json:"unread,omitempty"`  // of one that is followed: how many of its rows can't be read or applied
	Emptied []Emptied `json:"emptied,omitempty"` // fields that were left empty, since what it says there isn't known
}

// Emptied is how many fields of a column were left empty.
type Emptied struct {
	Column string `json:"column"`
	Fields int    `json:"fields"`
}

// Forgotten says that a supporter's name, and texts that mention it, were blanked in all entries before this one.
type Forgotten struct {
	Supporter Seq `json:"supporter"`
}

func (Changed) event()         {}
func (Reported) event()        {}
func (Claimed) event()         {}
func (Noted) event()           {}
func (Retracted) event()       {}
func (Proposed) event()        {}
func (Approved) event()        {}
func (Rejected) event()        {}
func (Reopened) event()        {}
func (Granted) event()         {}
func (Revoked) event()         {}
func (Preferred) event()       {}
func (Subscribed) event()      {}
func (Unsubscribed) event()    {}
func (Muted) event()           {}
func (DigestAsked) event()     {}
func (DigestPlanned) event()   {}
func (DigestPosted) event()    {}
func (DigestTaken) event()     {}
func (DigestAbandoned) event() {}
func (Compared) event()        {}
func (Forgotten) event()       {}

// dated is an event that took effect on another day than its request says. It is recorded as the event alone.
type dated struct {
	Event
	on Day
}
