package answer

import (
	"cmp"
	"fmt"
	"strings"

	"rollcall/tracker"
)

// Recorded are entries of the ledger, and what they refer to.
type Recorded struct {
	Entries []tracker.Entry `json:"-"`
	Book    *tracker.Book   `json:"-"` // where it is found
	Before  Before          `json:"-"` // where changes are shown field by field
}

// Before is, by the entries that changed one, the supporter as it stood before.
type Before map[tracker.Seq]*tracker.Supporter

// LogFacts say what was recorded.
type LogFacts struct {
	Recorded
	Subject  string      `json:"-"` // a supporter, a period or an editor; empty for the last entries
	Since    tracker.Day `json:"-"`
	Until    tracker.Day `json:"-"`
	Recorder string      `json:"-"`
	Total    *int        `json:"total,omitempty"`
}

func (f *LogFacts) words(t *text) string {
	shown := t.listed(len(f.Entries))
	for _, e := range f.Entries[:shown] {
		t.add("log.entry(seq, at, by, event)", e.Seq, e.At, tracker.Person(e.By), t.event(f.Book, e))
		f.fields(t, e)
	}
	t.more(len(f.Entries) - shown)
	if f.Total == nil {
		return t.Say("log.last(n, of)", len(f.Entries), int(f.Book.Head()))
	}
	return t.Say("log(n, subject, by, since, until)", *f.Total, f.Subject, tracker.Person(brief(f.Recorder)), f.Since, f.Until)
}

func (v *Words) event(b *tracker.Book, e tracker.Entry) string {
	channel := func(id tracker.Seq) string {
		if s := b.Subscription(id); s != nil {
			return v.Say("event.channel(channel)", tracker.Person(s.Channel))
		}
		return v.Say("event.channel(channel)", "")
	}
	switch ev := e.Event.(type) {
	case tracker.Changed:
		return v.eventChanged(b, e.On, ev)
	case tracker.Reported:
		return v.Say("event.reported(figure)", v.figure(FactOf(ev)))
	case tracker.Claimed:
		return v.Say("event.claimed(who, date, claim, source)", &tracker.Supporter{Name: ev.Name, Category: ev.Category, Country: ev.Country}, ev.Date, ev.Claim, ev.Source)
	case tracker.Noted:
		return v.Say("event.noted(date, actor, event, source)", ev.Date, ev.Actor, ev.Event, ev.Source)
	case tracker.Subscribed:
		return v.Say("event.subscribed(channel)", tracker.Person(ev.Channel))
	case tracker.Unsubscribed:
		return v.Say("event.unsubscribed()")
	case tracker.Muted:
		return v.Say("event.muted(channel, until)", channel(ev.Subscription), ev.Until)
	case tracker.DigestAsked:
		return v.Say("event.asked(channel)", channel(ev.Subscription))
	case tracker.DigestPlanned:
		return v.Say("event.planned(through, corrects, channel)", ev.Through, ev.Corrects, channel(ev.Subscription))
	case tracker.DigestPosted:
		return v.Say("event.posted(plan)", ev.Plan)
	case tracker.DigestTaken:
		return v.Say("event.taken(plan)", ev.Plan)
	case tracker.DigestAbandoned:
		return v.Say("event.abandoned(plan, reason)", ev.Plan, v.Why(ev.Reason))
	case tracker.Forgotten:
		return v.Say("event.forgotten(id)", ev.Supporter)
	case tracker.Compared:
		return v.Say("event.compared(source, revision)", ev.Source, ev.Revision)
	}
	return v.governed(b, e.Event)
}

// Briefly writes a change of the list in one line, without its source.
func Briefly(e tracker.Entry, v *Words) string {
	ev, ok := e.Event.(tracker.Changed)
	if !ok {
		return ""
	}
	return v.SayAs("change.briefly(who, day)", string(ev.Why), &ev.Supporter, e.On)
}

func (v *Words) eventChanged(b *tracker.Book, on tracker.Day, ev tracker.Changed) string {
	s := &ev.Supporter
	switch ev.Why {
	case tracker.WasMerged:
		return v.Say("event.merged(who, into, day, source)", s, b.Supporter(s.Left.Into), on, ev.Source)
	case tracker.Undone:
		return v.Say("event.undone(entry, who)", ev.Undoes, s)
	case tracker.WasRemoved:
		return v.Say("event.removed(who, day, reason, source)", s, on, v.reason(s.Left.Reason), ev.Source)
	}
	return v.SayAs("event.changed(who, what, day, source)", string(ev.Why), s, v.what(s), on, ev.Source)
}

// governed writes undone entries, proposals and admins.
func (v *Words) governed(b *tracker.Book, event tracker.Event) string {
	switch ev := event.(type) {
	case tracker.Retracted:
		of, _ := b.Entry(ev.Entry)
		return v.Say("event.retracted(entry, reason, what)", ev.Entry, ev.Reason, v.event(b, of))
	case tracker.Proposed:
		told := tracker.Each(ev.Events, func(said tracker.Event) string { return v.event(b, tracker.Entry{On: ev.On, Event: said}) })
		return v.Say("event.proposed(what)", strings.Join(told, v.Say("semicolon()")))
	case tracker.Approved:
		return v.Say("event.approved(proposal)", ev.Proposal)
	case tracker.Rejected:
		return v.Say("event.rejected(proposal, reason)", ev.Proposal, v.Rejection(ev.Reason))
	case tracker.Reopened:
		return v.Say("event.reopened(proposal)", ev.Proposal)
	case tracker.Granted:
		return v.Say("event.granted(user)", tracker.Person(ev.User))
	case tracker.Revoked:
		return v.Say("event.revoked(user)", tracker.Person(ev.User))
	case tracker.Preferred:
		return v.Say("event.preferred(user, language)", tracker.Person(ev.Of), v.language(ev.Lang))
	}
	return ""
}

// EditedFacts say how the ledger was changed.
type EditedFacts struct {
	Recorded
	Change   *tracker.Change     `json:"-"` // nil where the counts can't have changed
	Undo     tracker.Seq         `json:"-"` // the entry by which it can be undone; 0 if it can't
	Reopened []*tracker.Proposal `json:"-"`
}

func (f *EditedFacts) words(t *text) string {
	if len(f.Entries) == 0 {
		return t.Say("edited.nothing()")
	}
	first, last := f.Entries[0], f.Entries[len(f.Entries)-1]
	headline := t.Say("edited(seq, event)", first.Seq, t.event(f.Book, first))
	if first.Seq != last.Seq {
		headline = t.Say("edited.several(first, last)", first.Seq, last.Seq)
	}
	for _, e := range f.Entries {
		if first.Seq != last.Seq {
			t.add("edited.entry(seq, event)", e.Seq, t.event(f.Book, e))
		}
		f.fields(t, e)
	}
	if f.Change != nil {
		t.nowCounted(f.Change)
	}
	return headline
}

func (t *text) nowCounted(c *tracker.Change) {
	if !t.moved(c, t.column("all")) {
		t.add("moved.not(n)", c.After.Total())
	}
}

// ForgetFacts say what forget would erase, or has erased.
type ForgetFacts struct {
	tracker.Erasure `json:"-"`       // without names once they are erased
	Book            *tracker.Book    `json:"-"`
	Of              tracker.Seq      `json:"-"` // how many entries there were
	Backups         []tracker.Backup `json:"-"` // from which nothing is erased
	Line            string           `json:"-"` // that erases it; empty once that is done
}

func (e *ForgetFacts) words(t *text) string {
	headline := ""
	if e.Line == "" {
		headline = t.Say("forget.done(name)", e.Book.Supporter(e.ID).Name)
	} else {
		headline = t.Say("forget(id, names)", e.ID, strings.Join(e.Names, ", "))
		t.add("forget.erased(n, of)", e.Entries, int(e.Of))
		t.add("forget.kept()")
	}
	for _, b := range e.Backups {
		t.add("forget.backup(name, at)", b.Name, b.At)
	}
	t.add("forget.elsewhere()")
	if e.Line != "" {
		typed := e.Line
		if t.Slash != "" { // it has a button there
			typed = ""
		}
		t.add("forget.type(line)", typed)
	}
	return headline
}

// BackupFacts are the copy that was made.
type BackupFacts struct {
	Made tracker.Backup `json:"-"`
}

func (f *BackupFacts) words(t *text) string {
	t.add("backup.stays()")
	return t.Say("backup(name)", f.Made.Name)
}

// SuggestedFacts are the proposals that were made.
type SuggestedFacts struct {
	Proposals []*tracker.Proposal `json:"-"`
	Book      *tracker.Book       `json:"-"`
	Decides   bool                `json:"-"` // who reads it may decide about them
}

func (f *SuggestedFacts) words(t *text) string {
	var numbers []string
	for _, p := range f.Proposals {
		numbers = append(numbers, fmt.Sprint(p.Seq))
		t.proposal(p, f.Book)
	}
	if f.Decides {
		t.add("suggested.type(approve, reject)", t.typed("approve "+numbers[0]), t.typed("reject "+numbers[0]))
	}
	return t.Say("suggested(numbers)", numbers)
}

// ProposalsFacts say which proposals wait for an admin.
type ProposalsFacts struct {
	Proposals []*tracker.Proposal `json:"-"`
	Book      *tracker.Book       `json:"-"`
}

func (f *ProposalsFacts) words(t *text) string {
	shown := t.listed(len(f.Proposals))
	for _, p := range f.Proposals[:shown] {
		t.proposal(p, f.Book)
	}
	t.more(len(f.Proposals) - shown)
	return t.Say("proposals(n)", len(f.Proposals))
}

// Proposals are those of an answer that still wait.
func (a Answer) Proposals() []*tracker.Proposal {
	switch f := a.Facts.(type) {
	case *SuggestedFacts:
		return f.Proposals
	case *ProposalsFacts:
		return f.Proposals
	case *EditedFacts:
		return f.Reopened
	}
	return nil
}

func (t *text) proposal(p *tracker.Proposal, b *tracker.Book) {
	t.add("proposal(seq, by, at)", p.Seq, tracker.Person(p.By), p.At)
	t.put(Proposed(p, b, t.Words)...)
	if why := t.Because(p); why != "" {
		t.add("proposal.because(note)", why)
	}
}

// Because is why a proposal was made, or why it isn't sure; empty if nobody said.
func (v *Words) Because(p *tracker.Proposal) string {
	return cmp.Or(p.Note, v.Refusal(p.Doubt.Refusal()))
}

// Rejection is why a proposal was rejected; empty if nobody said.
func (v *Words) Rejection(reason string) string { return v.SayAs("rejected(other)", reason, reason) }

// AdminsFacts say who may edit the list.
type AdminsFacts struct {
	Admins []Admin `json:"-"`
}

// An Admin may edit the list.
type Admin struct {
	User string
	By   string // who granted it; empty: the configuration
	On   tracker.Day
}

func (f *AdminsFacts) words(t *text) string {
	for _, admin := range f.Admins {
		t.add("admin(user, by, day)", tracker.Person(admin.User), tracker.Person(admin.By), admin.On)
	}
	return t.Say("admins(n)", len(f.Admins))
}

// LanguageFacts say in which language somebody is answered from now on.
type LanguageFacts struct {
	Lang string `json:"-"`
	By   string `json:"-"` // the id of who set it for a channel
}

func (f *LanguageFacts) words(t *text) string {
	return t.Say("language.set(by, language)", f.By, t.language(f.Lang))
}

func (v *Words) language(lang string) string { return v.SayAs("language()", lang) }
