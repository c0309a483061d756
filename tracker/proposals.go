package tracker

import (
	"cmp"
	"reflect"
	"slices"
	"time"

	"rollcall/tracker/names"
)

// A Proposal is what somebody suggests, until an admin approves or rejects it.
type Proposal struct {
	Proposed
	Seq Seq // its entry's, which names it
	By  string
	At  time.Time
}

// proposable reports whether events may be proposed.
func proposable(events ...Event) bool {
	return !slices.ContainsFunc(events, func(event Event) bool {
		switch event.(type) {
		case Changed, Reported, Claimed, Retracted:
			return false
		}
		return true
	})
}

// Propose decides that a decision's events are proposed, for a day. What would be refused now is refused at once.
func Propose(on Day, note string, decide func(*Book) ([]Event, error)) func(*Book) ([]Event, error) {
	return func(b *Book) ([]Event, error) {
		_, noDay := ParseDay(string(on))
		if err := cmp.Or(CheckText("note", note, MaxText), Blame("on", noDay)); err != nil {
			return nil, err
		}
		events, err := decide(b)
		if err != nil {
			return nil, err
		}
		if len(events) == 0 {
			return nil, Refuse("There is nothing to propose: it is so already.")
		}
		if !proposable(events...) {
			return nil, Refuse("Only changes of the list, figures and claims can be proposed; ask an admin to do it.")
		}
		if _, _, err := b.record(Request{On: on}, events, on.Time()); err != nil {
			return nil, err
		}
		for _, p := range b.Proposals() {
			if p.On == on && reflect.DeepEqual(p.Events, events) {
				return nil, Refuse("Proposal %d says the same, and waits already. Nothing was recorded.", p.Seq)
			}
		}
		return []Event{Proposed{On: on, Note: note, Events: events}}, nil
	}
}

// Approve decides that a proposal is recorded as of its day. With other, nobody can approve their own proposal.
func Approve(id Seq, by string, other bool) func(*Book) ([]Event, error) {
	return func(b *Book) ([]Event, error) {
		p, err := b.pending(id)
		if err != nil {
			return nil, err
		}
		if other && p.By == by {
			return nil, Refuse("You proposed it yourself; another admin has to approve it.")
		}
		changes := map[Seq]bool{} // the supporters that it changes
		for _, event := range p.Events {
			if ev, ok := event.(Changed); ok && ev.Supporter.ID != 0 {
				changes[ev.Supporter.ID] = true
			}
		}
		nothing := b.Undone()
		for e := range b.Entries(p.Seq) {
			ev, ok := e.Event.(Changed)
			if !ok || nothing[e.Seq] {
				continue
			}
			if name, came := p.adds(&ev.Supporter); came && b.Supporter(ev.Supporter.ID).Status() == Listed {
				return nil, already("name", name, b.Supporter(ev.Supporter.ID)) // perhaps a namesake, but nobody looked
			}
			if changes[ev.Supporter.ID] {
				return nil, Refuse("%s changed since proposal %d was made: entry %d, recorded by %s on %s. Reject it, or propose it again.",
					&ev.Supporter, id, e.Seq, Person(e.By), DayOf(e.At))
			}
		}
		events := []Event{Approved{id}}
		for _, event := range p.Events {
			if err := b.admits(event, changes); err != nil {
				return nil, err
			}
			if ev, ok := event.(Changed); ok {
				if ev.Supporter.ID == 0 {
					b.comeBack(&ev.Supporter)
				}
				event = dated{ev, p.On}
			}
			events = append(events, event)
		}
		return events, nil
	}
}

// adds reports whether a proposal adds somebody with a supporter's own name, in some spelling, and returns that name.
func (p *Proposal) adds(s *Supporter) (name string, ok bool) {
	for _, event := range p.Events {
		if ev, ok := event.(Changed); ok && ev.Supporter.ID == 0 && names.Key(ev.Supporter.Name) == names.Key(s.Name) {
			return ev.Supporter.Name, true
		}
	}
	return "", false
}

// admits refuses what contradicts entries recorded meanwhile. The names of the supporters that change along don't count.
func (b *Book) admits(event Event, along map[Seq]bool) error {
	switch ev := event.(type) {
	case Changed:
		return b.vacant(&ev.Supporter, along)
	case Reported:
		return b.unreported(ev)
	case Claimed:
		return b.unclaimed(ev)
	}
	return nil
}

// Reject decides that a proposal isn't recorded.
func Reject(id Seq, reason string) func(*Book) ([]Event, error) {
	return func(b *Book) ([]Event, error) {
		_, settled := b.pending(id)
		return unless(cmp.Or(CheckText("reason", reason, MaxText), settled), Rejected{id, reason})
	}
}

// pending finds an open proposal, or refuses with how it was settled.
func (b *Book) pending(id Seq) (*Proposal, error) {
	if p := b.Proposal(id); p != nil {
		return p, nil
	}
	switch e := b.settling(id); e.Event.(type) {
	case Approved:
		return nil, Refuse("Proposal %d was approved by %s on %s already. Nothing was changed.", id, Person(e.By), DayOf(e.At))
	case Rejected:
		return nil, Refuse("Proposal %d was rejected by %s on %s already. Nothing was changed.", id, Person(e.By), DayOf(e.At))
	}
	return nil, Refuse("There is no proposal %d.", id)
}

// Settled is a proposal that was approved or rejected, and the entry that did it last; nil if there is none, or it waits.
func (b *Book) Settled(id Seq) (*Proposal, Entry) {
	made, ok := b.Entry(id)
	proposed, is := made.Event.(Proposed)
	by := b.settling(id)
	if !ok || !is || b.Proposal(id) != nil || by.Event == nil {
		return nil, Entry{}
	}
	return &Proposal{proposed, id, made.By, made.At}, by
}

// approved reports whether a proposal was approved, and not reopened.
func (b *Book) approved(id Seq) bool {
	_, approved := b.settling(id).Event.(Approved)
	return approved && b.Proposal(id) == nil
}

// settling finds the entry that settled a proposal last; the zero Entry if none did.
func (b *Book) settling(id Seq) (last Entry) {
	for e := range b.Entries(id) {
		if ev, ok := e.Event.(Rejected); ok && ev.Proposal == id || e.Event == (Approved{id}) {
			last = e
		}
	}
	return last
}
