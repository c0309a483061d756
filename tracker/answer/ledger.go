package answer

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"rollcall/tracker"
)

// stamp is a moment as entries tell it, in UTC.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04") }

// Recorded are entries of the ledger, and what they refer to.
type Recorded struct {
	Entries []tracker.Entry `json:"-"`
	Book    *tracker.Book   `json:"-"` // where it is found
	Before  Before          `json:"-"` // where changes are shown field by field
}

// Before is, by the entries that changed one, the supporter as it stood before.
type Before map[tracker.Seq]*tracker.Supporter

// entries tells each in a line, and how it changed each field of a supporter in more.
func (r *Recorded) entries(v *Words, all []tracker.Entry, line func(tracker.Entry, string) string) (lines []string) {
	for _, e := range all {
		lines = append(append(lines, line(e, v.event(r.Book, e))), r.fields(v, e)...)
	}
	return lines
}

// ids are those of who recorded the entries, and of whom these tell.
func (r *Recorded) ids() (ids []string) {
	for _, e := range r.Entries {
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
			if s := r.Book.Subscription(ev.Subscription); s != nil {
				ids = append(ids, s.Channel)
			}
		}
	}
	return ids
}

// LogFacts say what was recorded.
type LogFacts struct {
	Recorded
	Subject  string      `json:"-"` // of whom, in a time, or by whom; else the last entries
	Since    tracker.Day `json:"-"`
	Until    tracker.Day `json:"-"`
	Recorder string      `json:"-"`
	Total    *int        `json:"total,omitempty"`
}

func (f *LogFacts) ids() []string { return append(f.Recorded.ids(), f.Recorder) }

func (f *LogFacts) words(v *Words, a *Answer) (string, []string) {
	shown := f.Entries[:a.listed(len(f.Entries))]
	lines := f.entries(v, shown, func(e tracker.Entry, event string) string {
		return v.Say("log.entry(seq, at, by, event)", e.Seq, stamp(e.At), e.By, event)
	})
	lines = append(lines, v.more(len(f.Entries)-len(shown))...)
	if f.Total == nil {
		return v.Say("log.last(n, of)", len(f.Entries), int(f.Book.Head())), lines
	}
	return v.Say("log(n, subject, by, since, until)", *f.Total, f.Subject, brief(f.Recorder), f.Since, f.Until), lines
}

// event tells an entry in a few words.
func (v *Words) event(b *tracker.Book, e tracker.Entry) string {
	channel := func(id tracker.Seq) string {
		if s := b.Subscription(id); s != nil {
			return v.Say("event.channel(channel)", s.Channel)
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
		return v.Say("event.subscribed(channel)", ev.Channel)
	case tracker.Unsubscribed:
		return v.Say("event.unsubscribed()")
	case tracker.Muted:
		return v.Say("event.muted(channel, until)", channel(ev.Subscription), stamp(ev.Until))
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

// Briefly tells a change of the list in a line, without its source.
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

// governed tells of second thoughts, and of who may do what.
func (v *Words) governed(b *tracker.Book, event tracker.Event) string {
	switch ev := event.(type) {
	case tracker.Retracted:
		of, _ := b.Entry(ev.Entry)
		return v.Say("event.retracted(entry, reason, what)", ev.Entry, ev.Reason, v.event(b, of))
	case tracker.Proposed:
		var told []string
		for _, said := range ev.Events {
			told = append(told, v.event(b, tracker.Entry{On: ev.On, Event: said}))
		}
		return v.Say("event.proposed(what)", strings.Join(told, v.Say("semicolon()")))
	case tracker.Approved:
		return v.Say("event.approved(proposal)", ev.Proposal)
	case tracker.Rejected:
		return v.Say("event.rejected(proposal, reason)", ev.Proposal, v.Rejection(ev.Reason))
	case tracker.Reopened:
		return v.Say("event.reopened(proposal)", ev.Proposal)
	case tracker.Granted:
		return v.Say("event.granted(user)", ev.User)
	case tracker.Revoked:
		return v.Say("event.revoked(user)", ev.User)
	case tracker.Preferred:
		return v.Say("event.preferred(user, language)", ev.Of, v.language(ev.Lang))
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

func (f *EditedFacts) ids() []string { return append(f.Recorded.ids(), proposers(f.Reopened)...) }

// words tells what was recorded, field by field, and the counts before and after.
func (f *EditedFacts) words(v *Words, _ *Answer) (string, []string) {
	if len(f.Entries) == 0 {
		return v.Say("edited.nothing()"), nil
	}
	var lines []string
	first, last := f.Entries[0], f.Entries[len(f.Entries)-1]
	headline := v.Say("edited(seq, event)", first.Seq, v.event(f.Book, first))
	if len(f.Entries) == 1 {
		lines = f.fields(v, first)
	} else {
		headline = v.Say("edited.several(first, last)", first.Seq, last.Seq)
		lines = f.entries(v, f.Entries, func(e tracker.Entry, event string) string { return v.Say("edited.entry(seq, event)", e.Seq, event) })
	}
	if f.Change != nil {
		lines = append(lines, v.nowCounted(f.Change)...)
	}
	return headline, lines
}

// nowCounted tells counts before and after, and if none changed how many supporters there are.
func (v *Words) nowCounted(c *tracker.Change) []string {
	if lines := v.moved(c, v.Columns().All); len(lines) > 0 {
		return lines
	}
	return []string{v.Say("moved.not(n)", c.After.Total())}
}

// ForgetFacts say what forget would erase, or has erased.
type ForgetFacts struct {
	tracker.Erasure `json:"-"`       // without names once they are erased
	Book            *tracker.Book    `json:"-"`
	Of              tracker.Seq      `json:"-"` // how many entries there were
	Backups         []tracker.Backup `json:"-"` // from which nothing is erased
	Line            string           `json:"-"` // that erases it; empty once that is done
}

// words tells what is erased for ever, what is kept, and who else has it; before or after.
func (e *ForgetFacts) words(v *Words, a *Answer) (string, []string) {
	var kept []string
	for _, b := range e.Backups {
		kept = append(kept, v.Say("forget.backup(name, at)", b.Name, stamp(b.At)))
	}
	kept = append(kept, v.Say("forget.elsewhere()"))
	if e.Line == "" {
		return v.Say("forget.done(name)", e.Book.Supporter(e.ID).Name), kept
	}
	return v.Say("forget(id, names)", e.ID, strings.Join(e.Names, ", ")), append([]string{v.Say("forget.erased(n, of)", e.Entries, int(e.Of)), v.Say("forget.kept()")},
		append(kept, v.Say("forget.type(line)", a.typed(e.Line)))...)
}

// BackupFacts are the copy that was made.
type BackupFacts struct {
	Made tracker.Backup `json:"-"`
}

func (f *BackupFacts) words(v *Words, _ *Answer) (string, []string) {
	return v.Say("backup(name)", f.Made.Name), []string{v.Say("backup.stays()")}
}

// SuggestedFacts say which proposals were made.
type SuggestedFacts struct {
	Proposals []*tracker.Proposal `json:"-"`
	Book      *tracker.Book       `json:"-"`
	Decides   bool                `json:"-"` // who reads it may decide about them
}

func (f *SuggestedFacts) ids() []string { return proposers(f.Proposals) }

func (f *SuggestedFacts) words(v *Words, a *Answer) (string, []string) {
	var lines, numbers []string
	for _, p := range f.Proposals {
		numbers = append(numbers, fmt.Sprint(p.Seq))
		lines = append(lines, v.proposal(p, f.Book)...)
	}
	if first := f.Proposals[0].Seq; f.Decides {
		lines = append(lines, v.Say("suggested.type(approve, reject)", a.typed(fmt.Sprint("approve ", first)), a.typed(fmt.Sprint("reject ", first))))
	}
	return v.Say("suggested(numbers)", numbers), lines
}

// ProposalsFacts say what waits for an admin.
type ProposalsFacts struct {
	Proposals []*tracker.Proposal `json:"-"`
	Book      *tracker.Book       `json:"-"`
}

func (f *ProposalsFacts) ids() []string { return proposers(f.Proposals) }

func (f *ProposalsFacts) words(v *Words, _ *Answer) (string, []string) {
	var lines []string
	for _, p := range f.Proposals {
		lines = append(lines, v.proposal(p, f.Book)...)
	}
	return v.Say("proposals(n)", len(f.Proposals)), lines
}

// Proposals are those that an answer tells of, and that wait.
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

func proposers(all []*tracker.Proposal) (ids []string) {
	for _, p := range all {
		ids = append(ids, p.By)
	}
	return ids
}

// proposal tells what one proposal would change.
func (v *Words) proposal(p *tracker.Proposal, b *tracker.Book) []string {
	lines := append([]string{v.Say("proposal(seq, by, at)", p.Seq, p.By, stamp(p.At))}, Proposed(p, b, v)...)
	if why := v.Because(p); why != "" {
		lines = append(lines, v.Say("proposal.because(note)", why))
	}
	return lines
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

func (f *AdminsFacts) ids() (ids []string) {
	for _, admin := range f.Admins {
		ids = append(ids, admin.User, admin.By)
	}
	return ids
}

func (f *AdminsFacts) words(v *Words, _ *Answer) (string, []string) {
	var lines []string
	for _, admin := range f.Admins {
		lines = append(lines, v.Say("admin(user, by, day)", admin.User, admin.By, admin.On))
	}
	return v.Say("admins(n)", len(lines)), lines
}

// LanguageFacts say in which language somebody is answered from now on.
type LanguageFacts struct {
	Lang string `json:"-"`
	By   string `json:"-"` // the id of who set it for a channel
}

func (f *LanguageFacts) words(v *Words, _ *Answer) (string, []string) { //nolint:unparam // as all Facts tell lines
	return v.Say("language.set(by, language)", f.By, v.language(f.Lang)), nil
}

func (v *Words) language(lang string) string { return v.SayAs("language()", lang) }
