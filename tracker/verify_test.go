package tracker

import (
	"slices"
	"testing"
	"time"
)

// clean is a valid ledger in which every kind of event refers to another where it can.
func clean() []Entry {
	at := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	one := Supporter{ID: 1, Name: "Example Foundation", Aliases: []string{"Exämple"}, Category: CivilSociety}
	two := Supporter{ID: 2, Name: "Example Ltd", Category: Company}
	merged := two
	merged.Left = Departure{Status: Merged, On: "2026-02-10", Into: 1}
	events := []Event{
		Changed{Why: Joined, Supporter: one},
		Changed{Why: Joined, Supporter: two},
		Subscribed{ID: 3, Channel: "C1"},
		Subscribed{ID: 4, Channel: "C2"},
		Changed{Why: WasMerged, Supporter: merged},
		Reported{Date: "2026", Category: TotalFigure, Value: 2},
		DigestPlanned{Subscription: 3, Occasion: at, Through: 6},
		DigestPosted{Plan: 7, TS: "1.2"},
		Claimed{Name: "Example State", Category: State},
		DigestPlanned{Subscription: 4, Occasion: at, Through: 6},
		DigestAbandoned{Plan: 10, Reason: "is_archived"},
		Subscribed{ID: 4, Channel: "C2", Schedule: "0 9 * * *"},
		DigestPlanned{Subscription: 4, Occasion: at, Through: 12},
		Unsubscribed{Subscription: 3},
		Noted{Date: "2026", Event: "e"},
		Granted{User: "U1"},
		Proposed{On: "2026-02-10", Events: []Event{Retracted{Entry: 6, Reason: "misread"}, Claimed{Name: "Example City", Category: PublicAuthority}}},
		Approved{Proposal: 17},
		Retracted{Entry: 6, Reason: "misread"},
		Claimed{Name: "Example City", Category: PublicAuthority},
		Proposed{On: "2026-02-10", Events: []Event{Reported{Category: State}}},
		Rejected{Proposal: 21},
		Changed{Why: Undone, Supporter: two, Undoes: 5},
		Granted{User: "U2"},
		Revoked{User: "U2"},
		Preferred{Of: "C1", Lang: "fr"},
		Subscribed{ID: 4, Channel: "C2", Filter: "state", After: 26},
	}
	entries := make([]Entry, len(events))
	for i, event := range events {
		entries[i] = Entry{Seq: Seq(i + 1), At: at.Add(time.Duration(i) * time.Minute), On: "2026-02-10", By: "U1", Event: event}
	}
	entries[18].Batch, entries[19].Batch = 18, 18
	return entries
}

func TestACleanLedgerHasNoViolations(t *testing.T) {
	for n := range len(clean()) + 1 {
		if broken := Verify(clean()[:n]); len(broken) > 0 {
			t.Errorf("its first %d entries: %v", n, broken)
		}
	}
	if broken := Verify(nil); len(broken) > 0 {
		t.Errorf("an empty ledger: %v", broken)
	}
}

func TestEveryInvariantCatchesItsCorruption(t *testing.T) {
	supporter := func(entries []Entry, seq Seq, change func(*Supporter)) {
		ev := entries[seq-1].Event.(Changed)
		change(&ev.Supporter)
		entries[seq-1].Event = ev
	}
	undone := func(e Entry, entry Seq) Event {
		ev := e.Event.(Changed)
		ev.Undoes = entry
		return ev
	}
	rows := []struct {
		name      string
		invariant Invariant
		seq       Seq // the entry that is named
		corrupt   func([]Entry) []Entry
	}{
		{"an entry is lost", GaplessSeq, 5, func(e []Entry) []Entry { return slices.Delete(e, 3, 4) }},
		{"the first entry is lost", GaplessSeq, 2, func(e []Entry) []Entry { return e[1:] }},
		{"an entry is there twice", GaplessSeq, 4, func(e []Entry) []Entry { return slices.Insert(e, 4, e[3]) }},
		{"two entries changed places", GaplessSeq, 15, func(e []Entry) []Entry { e[13], e[14] = e[14], e[13]; return e }},
		{"an entry has no number", GaplessSeq, 0, func(e []Entry) []Entry { e[14].Seq = 0; return e }},
		{"an entry was recorded before the one that it follows", OrderedAt, 15, func(e []Entry) []Entry { e[14].At = e[13].At.Add(-1); return e }},
		{"a day that is none", OnRules, 15, func(e []Entry) []Entry { e[14].On = "2026-02-30"; return e }},
		{"no day", OnRules, 15, func(e []Entry) []Entry { e[14].On = ""; return e }},
		{"a day after it was recorded", OnRules, 15, func(e []Entry) []Entry { e[14].On = "2026-03-02"; return e }},
		{"a day before the supporter's last", OnRules, 5, func(e []Entry) []Entry { e[4].On = "2026-02-09"; return e }},
		{"the name of another", OneName, 2, func(e []Entry) []Entry {
			supporter(e, 2, func(s *Supporter) { s.Name = "EXAMPLE FOUNDATION" })
			supporter(e, 5, func(s *Supporter) { s.Name = "EXAMPLE FOUNDATION" })
			return e
		}},
		{"a name that is another's alias", OneName, 2, func(e []Entry) []Entry {
			supporter(e, 2, func(s *Supporter) { s.Name, s.Category = "exämple", "civil_society" })
			return e
		}},
		{"an alias that is another's name", OneName, 2, func(e []Entry) []Entry {
			supporter(e, 2, func(s *Supporter) { s.Aliases, s.Category = []string{"Example foundation"}, "civil_society" })
			return e
		}},
		{"a second open plan", PlansSettled, 15, func(e []Entry) []Entry {
			e[14].Event = DigestPlanned{Subscription: 4, Through: 14}
			return e
		}},
		{"a plan posted twice", PlansSettled, 15, func(e []Entry) []Entry { e[14].Event = DigestPosted{Plan: 7}; return e }},
		{"a plan taken over after it was posted", PlansSettled, 15, func(e []Entry) []Entry { e[14].Event = DigestTaken{Plan: 7}; return e }},
		{"a plan abandoned after it was posted", PlansSettled, 15, func(e []Entry) []Entry { e[14].Event = DigestAbandoned{Plan: 7}; return e }},
		{"what was never planned is posted", PlansSettled, 15, func(e []Entry) []Entry { e[14].Event = DigestPosted{Plan: 99}; return e }},
		{"what isn't a plan is abandoned", PlansSettled, 15, func(e []Entry) []Entry { e[14].Event = DigestAbandoned{Plan: 6}; return e }},
		{"it ended with a plan open", PlansSettled, 15, func(e []Entry) []Entry { e[14].Event = Unsubscribed{Subscription: 4}; return e[:15] }},
		{"a supporter that isn't there", KnownTargets, 15, func(e []Entry) []Entry {
			e[14].Event = Changed{Why: Amended, Supporter: Supporter{ID: 9, Name: "Nobody", Category: Company}}
			return e
		}},
		{"a supporter yet to come", KnownTargets, 1, func(e []Entry) []Entry { supporter(e, 1, func(s *Supporter) { s.ID = 20 }); return e[:1] }},
		{"a merger into nobody", KnownTargets, 5, func(e []Entry) []Entry { supporter(e, 5, func(s *Supporter) { s.Left.Into = 9 }); return e }},
		{"a subscription that isn't there is set", KnownTargets, 12, func(e []Entry) []Entry {
			e[11].Event = Subscribed{ID: 9, Channel: "C9"}
			return e[:12]
		}},
		{"a subscription that isn't there ends", KnownTargets, 14, func(e []Entry) []Entry { e[13].Event = Unsubscribed{Subscription: 9}; return e }},
		{"a subscription ends twice", KnownTargets, 15, func(e []Entry) []Entry { e[14].Event = Unsubscribed{Subscription: 3}; return e }},
		{"a new subscription that has nothing to post up to an entry", KnownTargets, 4, func(e []Entry) []Entry {
			e[3].Event = Subscribed{ID: 4, Channel: "C2", After: 3}
			return e[:4]
		}},
		{"a subscription that has nothing to post up to what was posted before", KnownTargets, 27, func(e []Entry) []Entry {
			e[26].Event = Subscribed{ID: 4, Channel: "C2", After: 3}
			return e
		}},
		{"a subscription that has nothing to post up to what isn't recorded yet", KnownTargets, 27, func(e []Entry) []Entry {
			e[26].Event = Subscribed{ID: 4, Channel: "C2", After: 27}
			return e
		}},
		{"a plan of a subscription that isn't there", KnownTargets, 15, func(e []Entry) []Entry {
			e[14].Event = DigestPlanned{Subscription: 9, Through: 14}
			return e
		}},
		{"a plan of what was posted already", KnownTargets, 7, func(e []Entry) []Entry { e[6].Event = DigestPlanned{Subscription: 3, Through: 3}; return e[:8] }},
		{"a plan of what isn't recorded yet", KnownTargets, 7, func(e []Entry) []Entry { e[6].Event = DigestPlanned{Subscription: 3, Through: 7}; return e[:8] }},
		{"an undone change that isn't one", KnownTargets, 23, func(e []Entry) []Entry { e[22].Event = undone(e[22], 6); return e }},
		{"an undone change of another", KnownTargets, 23, func(e []Entry) []Entry { e[22].Event = undone(e[22], 1); return e }},
		{"an undone change that is to come", KnownTargets, 23, func(e []Entry) []Entry { e[22].Event = undone(e[22], 24); return e }},
		{"undone, but nothing", KnownTargets, 23, func(e []Entry) []Entry { e[22].Event = undone(e[22], 0); return e }},
		{"a merger into nowhere", KnownTargets, 5, func(e []Entry) []Entry { supporter(e, 5, func(s *Supporter) { s.Left.Into = 0 }); return e }},
		{"a figure is taken back twice", KnownTargets, 26, func(e []Entry) []Entry { e[25].Event = Retracted{Entry: 6}; return e }},
		{"what is neither figure nor claim is taken back", KnownTargets, 26, func(e []Entry) []Entry { e[25].Event = Retracted{Entry: 1}; return e }},
		{"a claim is taken back on another day", OnRules, 26, func(e []Entry) []Entry {
			e[25].Event, e[25].On = Retracted{Entry: 9}, "2026-02-11"
			return e
		}},
		{"a batch whose first entry isn't there", WholeBatches, 26, func(e []Entry) []Entry { e[25].Batch = 99; return e }},
		{"a batch that ended before", WholeBatches, 26, func(e []Entry) []Entry { e[25].Batch = 18; return e }},
		{"a batch of the entry itself", WholeBatches, 26, func(e []Entry) []Entry { e[25].Batch = 26; return e }},
		{"a batch of two people", WholeBatches, 26, func(e []Entry) []Entry { e[25].Batch, e[25].By = 25, "U2"; return e }},
		{"the first entry belongs to a batch", WholeBatches, 1, func(e []Entry) []Entry { e[0].Batch = 1; return e[:1] }},
		{"a proposal approved twice", ProposalsHold, 26, func(e []Entry) []Entry { e[25].Event = Approved{Proposal: 17}; return e }},
		{"a proposal rejected after its approval", ProposalsHold, 26, func(e []Entry) []Entry { e[25].Event = Rejected{Proposal: 17}; return e }},
		{"a proposal approved that isn't one", ProposalsHold, 26, func(e []Entry) []Entry { e[25].Event = Approved{Proposal: 1}; return e }},
		{"a proposal reopened that was rejected", ProposalsHold, 26, func(e []Entry) []Entry { e[25].Event = Reopened{Proposal: 21}; return e }},
		{"a proposal reopened twice", ProposalsHold, 26, func(e []Entry) []Entry {
			e[24].Event, e[25].Event = Reopened{Proposal: 17}, Reopened{Proposal: 17}
			return e
		}},
		{"a proposal of nothing", ProposalsHold, 26, func(e []Entry) []Entry { e[25].Event = Proposed{On: "2026-02-10"}; return e }},
		{"a proposal of a proposal", ProposalsHold, 26, func(e []Entry) []Entry {
			e[25].Event = Proposed{On: "2026-02-10", Events: []Event{Retracted{Entry: 9}, Approved{Proposal: 1}}}
			return e
		}},
		{"a proposal for a day that is none", OnRules, 26, func(e []Entry) []Entry {
			e[25].Event = Proposed{On: "2026-02-30", Events: []Event{Retracted{Entry: 9}}}
			return e
		}},
		{"a proposal for a day to come", OnRules, 26, func(e []Entry) []Entry {
			e[25].Event = Proposed{On: "2026-03-02", Events: []Event{Retracted{Entry: 9}}}
			return e
		}},
		{"an admin is made one again", AdminsHold, 26, func(e []Entry) []Entry { e[25].Event = Granted{User: "U1"}; return e }},
		{"who isn't an admin is revoked", AdminsHold, 26, func(e []Entry) []Entry { e[25].Event = Revoked{User: "U2"}; return e }},
		{"a supporter without a category", KnownCategory, 1, func(e []Entry) []Entry { supporter(e, 1, func(s *Supporter) { s.Category = "" }); return e[:1] }},
		{"a supporter of the category of totals", KnownCategory, 1, func(e []Entry) []Entry {
			supporter(e, 1, func(s *Supporter) { s.Category = TotalFigure })
			return e[:1]
		}},
		{"a figure of an unknown category", KnownCategory, 6, func(e []Entry) []Entry { e[5].Event = Reported{Category: "all"}; return e }},
	}
	caught := map[Invariant]bool{}
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			broken := Verify(r.corrupt(clean()))
			if len(broken) != 1 || broken[0].Invariant != r.invariant || broken[0].Seq != r.seq || broken[0].Words == "" {
				t.Errorf("it is reported as %v, want %q of entry %d alone", broken, r.invariant, r.seq)
			}
			caught[r.invariant] = true
		})
	}
	// No entries make a fold count wrongly, if the fold is right: so the counts themselves are tampered with.
	t.Run("the counts drifted", func(t *testing.T) {
		for _, category := range Categories() {
			book, err := (&Book{}).With(clean()...)
			if err != nil {
				t.Fatal(err)
			}
			last := map[Seq]Supporter{}
			for s := range book.Supporters() {
				last[s.ID] = *s
			}
			if broken := book.recount(last); len(broken) > 0 {
				t.Fatalf("untouched, %v", broken)
			}
			*book.counts.of(category)++
			if broken := book.recount(last); len(broken) != 1 || broken[0].Invariant != CountsHold || broken[0].Seq != book.Head() {
				t.Errorf("one %s too many is reported as %v", category, broken)
			}
			*book.counts.of(category) -= 2
			if broken := book.recount(last); len(broken) != 1 || broken[0].Invariant != CountsHold {
				t.Errorf("one %s too few is reported as %v", category, broken)
			}
		}
		caught[CountsHold] = true
	})
	for _, invariant := range Invariants() {
		if !caught[invariant] {
			t.Errorf("no corruption shows that %q is held", invariant)
		}
	}
}

func TestEveryViolationIsReported(t *testing.T) {
	entries := clean()
	entries[1].On, entries[1].At = "2099-01-01", entries[0].At.Add(-time.Hour)
	entries[5].Event = Reported{Category: "all"}
	got := map[Invariant]Seq{}
	for _, v := range Verify(entries[:6]) {
		got[v.Invariant] = max(got[v.Invariant], v.Seq)
	}
	if got[OnRules] < 2 || got[OrderedAt] != 2 || got[KnownCategory] != 6 {
		t.Errorf("got %v", got)
	}
}
