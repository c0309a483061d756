package tracker_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"rollcall/tracker"
)

var start = time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)

// words make names that sometimes meet under other spellings.
var words = []string{"Alpha", "Beta", "Gamma", "Élan", "Delta", "Nord", "Zürich", "Omega", "L’Étoile", "Sigma"}

// people are those who record, with the requests' references.
var people = []string{"U1", "U2", "U3"}

// randomLedger makes a valid ledger of n entries: everything that can happen, in any order that is allowed.
func randomLedger(t testing.TB, seed uint64, n int) []tracker.Entry {
	t.Helper()
	g := newGenerator(seed)
	for len(g.entries) < n {
		before := len(g.entries)
		g.step()
		if len(g.entries) == before {
			continue
		}
		if broken := tracker.Verify(g.entries); len(broken) > 0 {
			t.Fatalf("seed %d made an invalid ledger: %v", seed, broken)
		}
	}
	return g.entries
}

type generator struct {
	rng     *rand.Rand
	at      time.Time
	entries []tracker.Entry
	book    *tracker.Book
	last    map[tracker.Seq]tracker.Day // when each supporter changed last
	ref     int
}

func newGenerator(seed uint64) *generator {
	return &generator{rng: rand.New(rand.NewPCG(seed, 42)), at: start, book: &tracker.Book{}, last: map[tracker.Seq]tracker.Day{}}
}

func (g *generator) step() {
	g.at = g.at.Add(time.Duration(g.rng.IntN(40)) * time.Hour) // 0 too: entries of one moment
	if g.rng.IntN(3) > 0 {
		g.ref++ // else the entry belongs to the request before it
	}
	next := g.book.Head() + 1
	if g.rng.IntN(3) == 0 {
		g.decide()
		return
	}
	switch g.rng.IntN(20) {
	case 0, 1, 2, 3:
		s := tracker.Supporter{ID: next, Name: g.name(), Category: g.category(), FirstListed: "2019-09-16", Source: "https://example.org/s"}
		if g.rng.IntN(2) == 0 {
			s.Aliases = []string{g.name()}
		}
		g.changed(tracker.Joined, s)
	case 4, 5:
		if s, ok := g.any(tracker.Listed); ok {
			s.Note, s.Aliases = fmt.Sprint("note ", next), append(slices.Clone(s.Aliases), g.name())
			g.changed(tracker.Amended, s)
		}
	case 6, 7:
		if s, ok := g.any(tracker.Listed); ok {
			s.Category = g.category()
			g.changed(tracker.Recategorised, s)
		}
	case 8:
		if s, ok := g.any(tracker.Listed); ok {
			s.Left = tracker.Departure{Status: tracker.Withdrawn, On: tracker.DayOf(g.at), Source: "https://example.org/w"}
			g.changed(tracker.Withdrew, s)
		}
	case 9:
		if s, ok := g.any(tracker.Listed); ok {
			s.Left = tracker.Departure{Status: tracker.Removed, On: tracker.DayOf(g.at), Reason: tracker.Duplicate}
			g.changed(tracker.WasRemoved, s)
		}
	case 10:
		s, ok := g.any(tracker.Listed)
		if into, found := g.any(tracker.Listed); ok && found && into.ID != s.ID {
			s.Left = tracker.Departure{Status: tracker.Merged, On: tracker.DayOf(g.at), Into: into.ID}
			g.changed(tracker.WasMerged, s)
		}
	case 11:
		if s, ok := g.any(tracker.Withdrawn); ok {
			s.Left = tracker.Departure{}
			g.changed(tracker.Joined, s)
		}
	case 12:
		g.add("2020-02-01", tracker.Reported{Date: "2020-02", Category: g.category(), Value: g.rng.IntN(100), Qualifier: tracker.AtLeast})
	case 13:
		g.add("2020-01-01", tracker.Claimed{Name: g.name(), Category: tracker.State, Date: "2020", Standing: "announced"})
	case 14:
		g.add("2020-01-02", tracker.Noted{Date: "2020-01-02", Event: fmt.Sprint("event ", next)})
	case 15, 16:
		channel := fmt.Sprint("C", g.rng.IntN(3))
		s := tracker.Subscribed{ID: next, Channel: channel, Schedule: fmt.Sprint(g.rng.IntN(60), " 9 * * *")}
		if old := g.book.Channel(channel, 0); old != nil {
			s.ID = old.ID
		}
		g.add(tracker.DayOf(g.at), s)
	case 17:
		for _, s := range g.book.Subscriptions() {
			if s.Plan == nil && g.rng.IntN(4) == 0 {
				g.add(tracker.DayOf(g.at), tracker.Unsubscribed{Subscription: s.ID})
			}
		}
	default:
		for _, s := range g.book.Subscriptions() {
			switch {
			case s.Plan != nil && g.rng.IntN(4) == 0:
				g.add(tracker.DayOf(g.at), tracker.DigestAbandoned{Plan: s.Plan.Seq, Reason: "is_archived"})
			case s.Plan != nil && s.Plan.Took == 0 && g.rng.IntN(4) == 0:
				g.add(tracker.DayOf(g.at), tracker.DigestTaken{Plan: s.Plan.Seq})
			case s.Plan != nil:
				g.add(tracker.DayOf(g.at), tracker.DigestPosted{Plan: s.Plan.Seq, TS: "1.2"})
			case s.Through < g.book.Head():
				g.add(tracker.DayOf(g.at), tracker.DigestPlanned{Subscription: s.ID, Occasion: g.at, Through: g.book.Head()})
			}
		}
	}
}

// decide records what a decision says, unless it is refused.
func (g *generator) decide() {
	by := people[g.rng.IntN(len(people))]
	decision := g.decision()
	switch g.rng.IntN(12) {
	case 0, 1, 2, 3:
	case 4, 5:
		decision = tracker.Propose(g.day(), "a note", decision)
	case 6, 7:
		if open := g.book.Proposals(); len(open) > 0 {
			decision = tracker.Approve(open[g.rng.IntN(len(open))].Seq, by, g.rng.IntN(2) == 0)
		}
	case 8:
		if open := g.book.Proposals(); len(open) > 0 {
			decision = tracker.Reject(open[g.rng.IntN(len(open))].Seq, "no")
		}
	case 9, 10:
		decision = tracker.Undo(1 + tracker.Seq(g.rng.IntN(int(g.book.Head()+1))))
	default:
		if last, ok := g.book.LastBy(by); ok {
			decision = tracker.Undo(last)
		}
	}
	g.do(by, decision)
}

// decision is a random decision, which can be refused.
func (g *generator) decision() decision {
	today := tracker.DayOf(g.at)
	one, _ := g.any(tracker.Listed)
	other, _ := g.any(tracker.Listed)
	said := tracker.Supporter{Name: g.name(), Category: g.category(), Country: []string{"FR", "DE", ""}[g.rng.IntN(3)], Source: source}
	entry := 1 + tracker.Seq(g.rng.IntN(int(g.book.Head()+1)))
	switch g.rng.IntN(12) {
	case 0, 1:
		return tracker.Add(said, today)
	case 2, 3:
		return tracker.Amend(one.ID, said, source, today)
	case 4, 5:
		return tracker.Merge(one.ID, other.ID, source)
	case 6:
		return tracker.Report(tracker.Reported{Date: "2020-03", Category: said.Category, Value: g.rng.IntN(9), Qualifier: tracker.About, Source: source}, today)
	case 7:
		return tracker.Claim(tracker.Claimed{Name: said.Name, Category: said.Category, Date: "2021", Standing: "expected", Source: source}, today)
	case 8:
		return tracker.Retract(entry, "misread")
	case 9:
		return tracker.Grant(people[g.rng.IntN(len(people))])
	case 10:
		return tracker.Revoke(people[g.rng.IntN(len(people))], []string{"U9"})
	}
	return tracker.Prefer(people[g.rng.IntN(len(people))], []string{"en", "fr", ""}[g.rng.IntN(3)])
}

// do records what a decision says, and reports whether it wasn't refused.
func (g *generator) do(by string, decide decision) bool {
	events, err := decide(g.book)
	if err == nil {
		var entries []tracker.Entry
		var after *tracker.Book
		entries, after, err = g.book.Record(tracker.Request{By: by, Ref: fmt.Sprint("ref-", g.ref), On: g.day()}, events, g.at)
		if err == nil {
			g.book, g.entries = after, append(g.entries, entries...)
			for _, e := range entries {
				if ev, ok := e.Event.(tracker.Changed); ok {
					g.last[ev.Supporter.ID] = e.On
				}
			}
			return len(entries) > 0
		}
	}
	if refusal := (tracker.Refusal{}); !errors.As(err, &refusal) {
		panic(err)
	}
	return false
}

// day is one of the last days, often today.
func (g *generator) day() tracker.Day {
	return tracker.DayOf(g.at.AddDate(0, 0, -max(0, g.rng.IntN(8)-4)))
}

// changed adds a change, unless it would break a rule.
func (g *generator) changed(why tracker.Why, s tracker.Supporter) {
	if s.Status() == tracker.Listed {
		for _, name := range s.Names() {
			for _, other := range g.book.Named(name) {
				if other.ID != s.ID && other.Status() == tracker.Listed {
					return
				}
			}
		}
	}
	// Any day from the supporter's last on, so that days go up and down along the ledger.
	first := max(g.last[s.ID], "2026-02-20")
	days := int(tracker.DayOf(g.at).Time().Sub(first.Time()).Hours() / 24)
	on := tracker.DayOf(first.Time().AddDate(0, 0, g.rng.IntN(days+1)))
	g.last[s.ID] = on
	g.add(on, tracker.Changed{Why: why, Source: "https://example.org/c", Supporter: s})
}

func (g *generator) add(on tracker.Day, event tracker.Event) {
	e := tracker.Entry{Seq: g.book.Head() + 1, At: g.at, On: on, By: "U1", Ref: fmt.Sprint("ref-", g.ref), Event: event}
	next, err := g.book.With(e)
	if err != nil {
		panic(err)
	}
	g.book, g.entries = next, append(g.entries, e)
}

func (g *generator) any(status tracker.Status) (tracker.Supporter, bool) {
	var all []*tracker.Supporter
	for s := range g.book.Supporters() {
		if s.Status() == status {
			all = append(all, s)
		}
	}
	if len(all) == 0 {
		return tracker.Supporter{}, false
	}
	return *all[g.rng.IntN(len(all))], true
}

func (g *generator) name() string {
	return words[g.rng.IntN(len(words))] + " " + words[g.rng.IntN(len(words))]
}

func (g *generator) category() tracker.Category {
	all := tracker.Categories()
	return all[g.rng.IntN(len(all))]
}

func TestRandomLedgersHaveAllThatCanHappen(t *testing.T) {
	had := map[string]bool{}
	for seed := range uint64(20) {
		for _, e := range randomLedger(t, seed, 90) {
			had[fmt.Sprintf("%T", e.Event)] = true
			if ev, ok := e.Event.(tracker.Changed); ok {
				had[string(ev.Why)] = true
			}
			if e.Batch != 0 {
				had["a batch"] = true
			}
		}
	}
	for _, what := range []string{"joined", "amended", "recategorised", "withdrew", "removed", "merged", "undone", "a batch",
		"tracker.Reported", "tracker.Claimed", "tracker.Noted", "tracker.Retracted", "tracker.Proposed", "tracker.Approved", "tracker.Rejected",
		"tracker.Granted", "tracker.Revoked", "tracker.Preferred", "tracker.Subscribed", "tracker.Unsubscribed",
		"tracker.DigestPlanned", "tracker.DigestPosted", "tracker.DigestTaken", "tracker.DigestAbandoned"} {
		if !had[what] {
			t.Errorf("no random ledger has %s", what)
		}
	}
}
