package tracker

import (
	"cmp"
	"fmt"
	"slices"
)

// An Invariant is something that holds for every ledger.
type Invariant string

// The invariants that Verify checks a ledger for.
const (
	GaplessSeq    Invariant = "gapless seq"    // Seqs run from 1 without a gap
	OrderedAt     Invariant = "ordered at"     // the time of recording never decreases
	OnRules       Invariant = "on rules"       // a day that exists, not after it was recorded, per supporter not before its last that stands
	OneName       Invariant = "one name"       // no two supporters on the list under one name or alias
	CountsHold    Invariant = "counts"         // the counts kept by the fold equal a count of the list
	PlansSettled  Invariant = "plans"          // every plan is settled once, or open and the only one of its subscription
	WholeBatches  Invariant = "batches"        // the entries of one decision follow one another, and are one person's
	ProposalsHold Invariant = "proposals"      // a proposal holds changes of the list, figures and claims, and is settled at most once, unless it was reopened
	AdminsHold    Invariant = "admins"         // nobody is made an admin twice, and only an admin is revoked
	KnownTargets  Invariant = "references"     // what an entry refers to comes before it
	KnownCategory Invariant = "known category" // supporters and figures have a category that exists
)

// Invariants lists all of them.
func Invariants() []Invariant {
	return []Invariant{GaplessSeq, OrderedAt, OnRules, OneName, CountsHold, PlansSettled, WholeBatches, ProposalsHold, AdminsHold,
		KnownTargets, KnownCategory}
}

// A Violation is an entry that breaks an invariant.
type Violation struct {
	Invariant Invariant
	Seq       Seq
	Words     string // what is wrong, for a person

	refusal error // if somebody can ask for it; else nil
}

func (v Violation) String() string {
	return fmt.Sprintf("entry %d: %s: %s", v.Seq, v.Invariant, v.Words)
}

// Verify checks entries, as read from a ledger, against all invariants.
func Verify(entries []Entry) []Violation {
	var broken []Violation
	book := &Book{}
	last := map[Seq]Supporter{}
	for i, e := range entries {
		if want := Seq(i + 1); e.Seq != want {
			return append(broken, Violation{Invariant: GaplessSeq, Seq: e.Seq, Words: fmt.Sprintf("it stands where entry %d should; what follows can't be read", want)})
		}
		broken = append(broken, book.check(e, DayOf(e.At))...)
		if ev, ok := e.Event.(Changed); ok {
			last[ev.Supporter.ID] = ev.Supporter
		}
		book.push(e)
	}
	return append(broken, book.recount(last)...)
}

// recount compares the counts that the fold kept with the last state of every supporter.
func (b *Book) recount(last map[Seq]Supporter) []Violation {
	var roll Counts
	for _, s := range last {
		if s.Status() == Listed {
			*roll.of(s.Category)++
		}
	}
	if roll != b.counts {
		return []Violation{{Invariant: CountsHold, Seq: b.Head(), Words: fmt.Sprintf("the fold counts %v, the list has %v", b.counts, roll)}}
	}
	return nil
}

// check reports what an entry would break if it followed. No day may be later than today.
func (b *Book) check(e Entry, today Day) []Violation {
	var broken []Violation
	violate := func(i Invariant, format string, args ...any) {
		broken = append(broken, Violation{Invariant: i, Seq: e.Seq, Words: fmt.Sprintf(format, args...)})
	}
	refuse := func(i Invariant, why error) {
		if why != nil {
			broken = append(broken, Violation{i, e.Seq, why.Error(), why})
		}
	}
	hold := func(holds bool, i Invariant, format string, args ...any) {
		if !holds {
			violate(i, format, args...)
		}
	}
	past := func(on Day) {
		_, noDay := ParseDay(string(on))
		refuse(OnRules, cmp.Or(Blame("on", noDay), refuseUnless(on <= today, "on", "%s is in the future; the last day that can be recorded is %s.", on, today)))
	}
	category := func(c Category) {
		hold(slices.Contains(Categories(), c), KnownCategory, "there is no category %q", string(c))
	}
	supporter := func(id Seq, format string) { hold(b.Supporter(id) != nil, KnownTargets, format, id) }
	subscription := func(id Seq) *Subscription {
		s := b.Subscription(id)
		hold(s != nil, KnownTargets, "there is no subscription %d", id)
		return s
	}
	planless := func(s *Subscription) bool {
		if s.Plan != nil {
			violate(PlansSettled, "plan %d of subscription %d is still open", s.Plan.Seq, s.ID)
		}
		return s.Plan == nil
	}
	plan := func(id Seq) {
		open := slices.ContainsFunc(b.subscriptions, func(s *Subscription) bool { return s.Plan != nil && s.Plan.Seq == id })
		hold(open, PlansSettled, "plan %d is not open", id)
	}
	proposal := func(id Seq) { hold(b.Proposal(id) != nil, ProposalsHold, "proposal %d is not open", id) }

	var last Entry
	if n := len(b.entries); n > 0 {
		last = b.entries[n-1]
	}
	hold(!e.At.Before(last.At), OrderedAt, "it was recorded before the entry that it follows")
	past(e.On)
	whole := e.Batch == 0 || cmp.Or(last.Batch, last.Seq) == e.Batch && last.By == e.By
	hold(whole, WholeBatches, "it doesn't follow the batch of entry %d, to which it says it belongs", e.Batch)
	switch ev := e.Event.(type) {
	case Changed:
		s := &ev.Supporter
		old, known := find(b.supporters, s.ID)
		switch {
		case !known && s.ID != e.Seq:
			violate(KnownTargets, "there is no supporter %d", s.ID)
		case known && e.On < b.supporters[old].since():
			was := b.supporters[old]
			refuse(OnRules, RefuseAbout("on", "%s last changed on %s; a change on %s would be before that.", was.Supporter, was.since(), e.On))
		}
		category(s.Category)
		undone, _ := b.Entry(ev.Undoes)
		if was, ok := undone.Event.(Changed); (ev.Why == Undone || ev.Undoes != 0) && (!ok || was.Supporter.ID != s.ID) {
			violate(KnownTargets, "entry %d isn't a change of supporter %d that can be undone", ev.Undoes, s.ID)
		}
		if s.Status() == Merged || s.Left.Into != 0 {
			supporter(s.Left.Into, "there is no supporter %d to merge into")
		}
		name, other := b.taken(s)
		refuse(OneName, refuseUnless(other == nil, "name", "%q is listed already, as %s.", name, other))
	case Reported:
		if ev.Category != TotalFigure {
			category(ev.Category)
		}
	case Retracted:
		if !b.figures.has(ev.Entry) && !b.claims.has(ev.Entry) {
			refuse(KnownTargets, Refuse("Entry %d is no figure or claim that stands. Nothing was changed.", ev.Entry))
		} else if of, _ := b.Entry(ev.Entry); of.On != e.On {
			violate(OnRules, "entry %d took effect on %s, and is taken back on %s", ev.Entry, of.On, e.On)
		}
	case Proposed:
		past(ev.On)
		hold(len(ev.Events) > 0 && proposable(ev.Events...), ProposalsHold, "it proposes something else than changes of the list, figures and claims")
	case Approved:
		proposal(ev.Proposal)
	case Rejected:
		proposal(ev.Proposal)
	case Reopened:
		hold(b.approved(ev.Proposal), ProposalsHold, "proposal %d is not one that was approved", ev.Proposal)
	case Granted:
		hold(!slices.Contains(b.admins, ev.User), AdminsHold, "%s is an admin already", ev.User)
	case Revoked:
		hold(slices.Contains(b.admins, ev.User), AdminsHold, "%s is not an admin", ev.User)
	case Subscribed:
		switch s := b.Subscription(ev.ID); {
		case s == nil && ev.ID != e.Seq:
			violate(KnownTargets, "there is no subscription %d", ev.ID)
		case ev.After != 0 && (s == nil || ev.After < s.Through || ev.After >= e.Seq):
			violate(KnownTargets, "it has nothing to post up to entry %d", ev.After)
		}
	case Unsubscribed:
		if s := subscription(ev.Subscription); s != nil {
			planless(s)
		}
	case Muted:
		subscription(ev.Subscription)
	case DigestAsked:
		subscription(ev.Subscription)
	case DigestPlanned:
		switch s := subscription(ev.Subscription); {
		case s == nil || !planless(s):
		case ev.Through <= s.Through || ev.Through >= e.Seq:
			violate(KnownTargets, "it plans to post up to entry %d, after %d", ev.Through, s.Through)
		case ev.Corrects != 0 && s.Told.Digest(ev.Corrects) == nil:
			violate(KnownTargets, "it corrects the digest of plan %d, which was not posted", ev.Corrects)
		}
	case DigestTaken:
		plan(ev.Plan)
	case DigestPosted:
		plan(ev.Plan)
	case DigestAbandoned:
		plan(ev.Plan)
	case Compared:
		if i := slices.IndexFunc(ev.Declined, func(p Seq) bool { return p >= e.Seq || b.Proposal(p) != nil }); i >= 0 {
			violate(ProposalsHold, "proposal %d was not rejected", ev.Declined[i])
		}
	case Forgotten:
		supporter(ev.Supporter, "there is no supporter %d")
	}
	return broken
}

// taken finds a name of s, if it is on the list, under which another supporter is.
func (b *Book) taken(s *Supporter) (string, *Supporter) {
	if s.Status() != Listed {
		return "", nil
	}
	for _, name := range s.Names() {
		for _, other := range b.Named(name) {
			if other.ID != s.ID && other.Status() == Listed && (s.Means(other) || other.Means(s)) {
				return name, other
			}
		}
	}
	return "", nil
}
