package tracker

import (
	"errors"
	"slices"
)

// Undo decides that the whole batch with the entry seq is taken back: the states before it are
// recorded again, last first, as of the days that they correct, without the source of what they undo. A proposal whose approval is undone waits again.
func Undo(seq Seq) func(*Book) ([]Event, error) {
	return func(b *Book) ([]Event, error) { return b.undo(seq) }
}

// LastBy is somebody's last batch that Undo can take back and that wasn't undone. What undid something isn't
// offered, so that undoing again and again goes further back; what was built on is, so that nothing older is undone in its place.
func (b *Book) LastBy(by string) (Seq, bool) {
	for _, e := range slices.Backward(b.entries) {
		if e.By != by || e.Batch != 0 || undoable(e) != nil || slices.ContainsFunc(b.Batch(e.Seq), func(e Entry) bool { return undoes(e.Event) }) {
			continue
		}
		if _, err := b.undo(e.Seq); !errors.Is(err, errUndone) {
			return e.Seq, true
		}
	}
	return 0, false
}

// errUndone says that a batch was undone already.
var errUndone = errors.New("undone already")

// undoes reports whether an event was recorded to undo another.
func undoes(event Event) bool {
	switch ev := event.(type) {
	case Changed:
		return ev.Why == Undone
	case Retracted:
		return ev.Reason == ""
	}
	return false
}

func (b *Book) undo(seq Seq) ([]Event, error) {
	batch := b.Batch(seq)
	if len(batch) == 0 {
		return nil, Refuse("There is no entry %d.", seq)
	}
	along := map[Seq]bool{} // the supporters that change together
	for _, e := range batch {
		if err := undoable(e); err != nil {
			return nil, err
		}
		if ev, ok := e.Event.(Changed); ok {
			along[ev.Supporter.ID] = true
		}
	}
	if err := b.untouched(batch, along); err != nil {
		return nil, err
	}
	before := b.before(batch)
	var events []Event
	for i, e := range slices.Backward(batch) {
		switch ev := e.Event.(type) {
		case Changed:
			s := ev.Supporter
			if old := before[i]; old != nil {
				s = *old
			} else {
				s.Left = Departure{Status: Removed, On: e.On, Reason: Error}
				if other := b.mergedInto(s.ID, along); other != nil {
					return nil, Refuse("%s was merged into %s since; undo that first. Nothing was changed.", other, &s)
				}
			}
			if err := b.vacant(&s, along); err != nil {
				return nil, err
			}
			events = append(events, dated{Changed{Why: Undone, Supporter: s, Undoes: e.Seq}, e.On})
		case Reported, Claimed:
			events = append(events, Retracted{Entry: e.Seq})
		case Retracted:
			of, _ := b.Entry(ev.Entry)
			events = append(events, dated{of.Event, of.On})
		case Approved:
			if !b.approved(ev.Proposal) {
				return nil, errors.Join(errUndone, Refuse("The approval of proposal %d was undone already. Nothing was changed.", ev.Proposal))
			}
			events = append(events, Reopened(ev))
		case Reopened:
			if _, err := b.pending(ev.Proposal); err != nil {
				return nil, err
			}
			events = append(events, Approved(ev))
		}
	}
	return events, nil
}

// undoable refuses the kinds of entries that Undo can't take back, and says what to do instead.
func undoable(e Entry) error {
	switch ev := e.Event.(type) {
	case Changed, Reported, Claimed, Retracted, Approved, Reopened:
		return nil
	case Proposed:
		return Refuse("Entry %d is a proposal: it can be rejected, and not undone.", e.Seq)
	case Rejected:
		return Refuse("Entry %d rejected proposal %d; propose it again.", e.Seq, ev.Proposal)
	case Granted:
		return Refuse("Entry %d made %s an admin; revoke that instead.", e.Seq, ev.User)
	case Revoked:
		return Refuse("Entry %d says that %s is no longer an admin; grant that again instead.", e.Seq, ev.User)
	case Preferred:
		return Refuse("Entry %d chose a language; choose another.", e.Seq)
	case Subscribed:
		return Refuse("Entry %d subscribed a channel; unsubscribe it instead.", e.Seq)
	case Unsubscribed:
		return Refuse("Entry %d ended a subscription; subscribe that channel again instead.", e.Seq)
	case Muted:
		return Refuse("Entry %d muted a subscription; resume it instead.", e.Seq)
	case Compared:
		return Refuse("Entry %d says when the list was compared; that stays true.", e.Seq)
	case DigestAsked, DigestPlanned, DigestPosted, DigestTaken, DigestAbandoned:
		return Refuse("Entry %d is about a digest. What changes after a digest comes in the next one.", e.Seq)
	}
	return Refuse("Entry %d can't be undone.", e.Seq)
}

// untouched refuses a batch that later entries build on or took back. What was undone meanwhile, and what
// undid it, don't count: together they changed nothing.
func (b *Book) untouched(batch []Entry, along map[Seq]bool) error {
	of := map[Seq]Event{}
	for _, e := range batch {
		of[e.Seq] = e.Event
	}
	nothing := b.Undone()
	for e := range b.Entries(batch[len(batch)-1].Seq) {
		undone := false
		switch ev := e.Event.(type) {
		case Changed:
			if _, undone = of[ev.Undoes]; nothing[e.Seq] && !(undone && nothing[ev.Undoes]) {
				undone = false
			} else if !undone && along[ev.Supporter.ID] {
				return Refuse("%s changed since: entry %d, recorded by %s on %s. Undo that first. Nothing was changed.",
					&ev.Supporter, e.Seq, Person(e.By), DayOf(e.At))
			}
		case Retracted:
			_, undone = of[ev.Entry]
		case Reported, Claimed:
			undone = slices.ContainsFunc(batch, func(taken Entry) bool {
				back, is := taken.Event.(Retracted)
				of, _ := b.Entry(back.Entry)
				return is && of.Event == ev
			})
		}
		if undone {
			why := Refuse("That was undone already: entry %d, recorded by %s on %s. Nothing was changed.", e.Seq, Person(e.By), DayOf(e.At))
			return errors.Join(errUndone, why)
		}
	}
	return nil
}

// before finds, for each entry of a batch that changed a supporter, the state before it; nil if the entry added it.
func (b *Book) before(batch []Entry) []*Supporter {
	book := b.Upto(batch[0].Seq - 1)
	states := make([]*Supporter, len(batch))
	now := map[Seq]*Supporter{}
	for i, e := range batch {
		if ev, ok := e.Event.(Changed); ok {
			id := ev.Supporter.ID
			if states[i] = now[id]; states[i] == nil {
				states[i] = book.Supporter(id)
			}
			now[id] = &ev.Supporter
		}
	}
	return states
}

// mergedInto finds somebody who was merged into a supporter, except those that change along with it.
func (b *Book) mergedInto(id Seq, along map[Seq]bool) *Supporter {
	for s := range b.Supporters() {
		if s.Left.Into == id && s.Status() == Merged && !along[s.ID] {
			return s
		}
	}
	return nil
}
