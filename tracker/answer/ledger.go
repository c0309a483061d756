package answer

import (
	"fmt"
	"strings"
	"time"

	"rollcall/tracker"
)

// stamp is a moment as entries tell it, in UTC.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04") }

// log tells what was recorded.
func (v *Words) log(a *Answer) (string, []string) {
	var lines []string
	shown := a.Entries[:a.listed(len(a.Entries))]
	for _, e := range shown {
		lines = append(lines, v.Say("log.entry(seq, at, by, event)", e.Seq, stamp(e.At), e.By, v.event(a.Book, e)))
		lines = append(lines, v.fieldsOf(a, e)...)
	}
	lines = append(lines, v.more(len(a.Entries)-len(shown))...)
	if a.Total == nil {
		return v.Say("log.last(n, of)", len(a.Entries), int(a.Book.Head())), lines
	}
	return v.Say("log(n, subject, by, since, until)", *a.Total, a.Subject, brief(a.Recorder), a.Since, a.Until), lines
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
		return v.Say("event.planned(through, channel)", ev.Through, channel(ev.Subscription))
	case tracker.DigestPosted:
		return v.Say("event.posted(plan)", ev.Plan)
	case tracker.DigestAbandoned:
		return v.Say("event.abandoned(plan, reason)", ev.Plan, v.Why(ev.Reason))
	case tracker.Forgotten:
		return v.Say("event.forgotten(id)", ev.Supporter)
	case tracker.Compared:
		return v.Say("event.compared(source, revision)", ev.Source, ev.Revision)
	}
	return v.governed(b, e.Event)
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
		return v.Say("event.rejected(proposal, reason)", ev.Proposal, ev.Reason)
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

// edited tells what was recorded, field by field, and the counts before and after.
func (v *Words) edited(a *Answer) (string, []string) {
	if len(a.Entries) == 0 {
		return v.Say("edited.nothing()"), nil
	}
	var lines []string
	first, last := a.Entries[0], a.Entries[len(a.Entries)-1]
	headline := v.Say("edited(seq, event)", first.Seq, v.event(a.Book, first))
	if len(a.Entries) == 1 {
		lines = v.fieldsOf(a, first)
	} else {
		headline = v.Say("edited.several(first, last)", first.Seq, last.Seq)
		for _, e := range a.Entries {
			lines = append(lines, v.Say("edited.entry(seq, event)", e.Seq, v.event(a.Book, e)))
			lines = append(lines, v.fieldsOf(a, e)...)
		}
	}
	if a.Change != nil {
		lines = append(lines, v.nowCounted(a.Change)...)
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

// forget tells what is erased for ever, what is kept, and who else has it; before or after.
func (v *Words) forget(a *Answer) (string, []string) {
	e := a.Erasure
	var kept []string
	for _, b := range e.Backups {
		kept = append(kept, v.Say("forget.backup(name, at)", b.Name, stamp(b.At)))
	}
	kept = append(kept, v.Say("forget.elsewhere()"))
	if e.Line == "" {
		return v.Say("forget.done(name)", a.Book.Supporter(e.ID).Name), kept
	}
	return v.Say("forget(id, names)", e.ID, strings.Join(e.Names, ", ")), append([]string{v.Say("forget.erased(n, of)", e.Entries, int(e.Of)), v.Say("forget.kept()")},
		append(kept, v.Say("forget.type(line)", a.typed(e.Line)))...)
}

// backup tells which copy was made.
func (v *Words) backup(a *Answer) (string, []string) {
	return v.Say("backup(name)", a.Made.Name), []string{v.Say("backup.stays()")}
}

// suggested tells which proposals wait now.
func (v *Words) suggested(a *Answer) (string, []string) {
	var lines, numbers []string
	for _, p := range a.Proposals {
		numbers = append(numbers, fmt.Sprint(p.Seq))
		lines = append(lines, v.proposal(a, p)...)
	}
	if first := a.Proposals[0].Seq; a.Decides {
		lines = append(lines, v.Say("suggested.type(approve, reject)", a.typed(fmt.Sprint("approve ", first)), a.typed(fmt.Sprint("reject ", first))))
	}
	return v.Say("suggested(numbers)", numbers), lines
}

// proposals lists what waits for an admin.
func (v *Words) proposals(a *Answer) (string, []string) {
	var lines []string
	for _, p := range a.Proposals {
		lines = append(lines, v.proposal(a, p)...)
	}
	return v.Say("proposals(n)", len(a.Proposals)), lines
}

// proposal tells what one proposal would change.
func (v *Words) proposal(a *Answer, p *tracker.Proposal) []string {
	lines := append([]string{v.Say("proposal(seq, by, at)", p.Seq, p.By, stamp(p.At))}, Proposed(p, a.Book, v)...)
	if p.Note != "" {
		lines = append(lines, v.Say("proposal.because(note)", p.Note))
	}
	return lines
}

// admins lists who may edit the list.
func (v *Words) admins(a *Answer) (string, []string) {
	var lines []string
	for _, admin := range a.Admins {
		lines = append(lines, v.Say("admin(user, by, day)", admin.User, admin.By, admin.On))
	}
	return v.Say("admins(n)", len(lines)), lines
}

// languageSet tells in which language somebody is answered from now on.
func (v *Words) languageSet(a *Answer) (string, []string) {
	by := ""
	if a.Setting != nil {
		by = a.Setting.By
	}
	return v.Say("language.set(by, language)", by, v.language(a.Preferred.Lang)), nil
}

func (v *Words) language(lang string) string { return v.SayAs("language()", lang) }
