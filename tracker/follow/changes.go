package follow

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/names"
	"rollcall/tracker/roster"
)

// By is the author of entries that come from a followed list.
const By = "follow"

// A state is a list as it was read, and what its call says of it.
type state struct {
	call     *tracker.Call
	list     *roster.List
	revision string
	today    tracker.Day

	diff    *roster.Diff      // from the Book; nil if it isn't compared
	unread  int               // rows that can't be read or applied
	emptied []tracker.Emptied // fields that say what isn't known
}

// compared is the entry that records a look.
func (s *state) compared(declined []tracker.Seq) tracker.Compared {
	return tracker.Compared{Source: s.call.ListURL, Revision: s.revision, Declined: declined, Unread: s.unread, Emptied: s.emptied}
}

// count counts what is left out of the list.
func (s *state) count(d *roster.Diff) {
	s.diff, s.unread, s.emptied = d, len(d.Problems)+d.More, nil
	for _, p := range d.Emptied.Problems {
		i := slices.IndexFunc(s.emptied, func(e tracker.Emptied) bool { return e.Column == p.Column })
		if i < 0 {
			i, s.emptied = len(s.emptied), append(s.emptied, tracker.Emptied{Column: p.Column})
		}
		s.emptied[i].Fields++
	}
}

// source is where people read what a row says: its page, unless that is of a commit and the list's isn't known.
func (s *state) source(at roster.Place) string {
	file := (&url.URL{Path: at.File}).EscapedPath()
	page := strings.NewReplacer("{revision}", s.revision, "{file}", file).Replace(s.call.Origin.Page)
	if at.File == "" || tracker.CheckSource(page) != nil || strings.Contains(s.call.Origin.Page, "{revision}") && !commit.MatchString(s.revision) {
		return s.call.ListURL
	}
	return page
}

// changes returns the proposals that the list leads to, one for each supporter; those who are gone come last.
func (s *state) changes(b *tracker.Book) ([]tracker.Proposed, error) {
	if err := s.list.Whole(); err != nil {
		return nil, err
	}
	if len(s.list.Rows) == 0 {
		return nil, tracker.Refuse("The list is empty.")
	}
	d := roster.Compare(b, s.list, s.call, s.today)
	s.count(d)
	var all []tracker.Proposed
	var wrong error // the first
	propose := func(at roster.Place, on tracker.Day, doubt *roster.Doubt, decide func(*tracker.Book) ([]tracker.Event, error)) {
		events, err := s.call.Since(decide)(b)
		switch {
		case err != nil:
			wrong = cmp.Or(wrong, fmt.Errorf("%s: %w", at, err))
		case len(events) > 0:
			if on < b.Begins() || on > s.today {
				on = s.today
			}
			all = append(all, tracker.Proposed{On: on, Doubt: why(doubt, events), Events: events})
		}
	}
	for _, row := range d.Added {
		propose(row.Place, row.Supporter.FirstListed, nil, s.add(row))
	}
	goesOn := map[tracker.Seq]bool{} // under another name
	for _, a := range d.Changed {
		propose(a.Place, "", nil, a.Decide(s.source(a.Place)))
	}
	for i := range d.Doubtful {
		doubt := &d.Doubtful[i]
		decide, on := s.add(doubt.Row), doubt.Supporter.FirstListed // the day of an appearance, not of a changed row
		switch {
		case doubt.Known && doubt.Change == nil:
			continue
		case doubt.Known:
			decide, on = doubt.Change.Decide(s.source(doubt.Place)), ""
		case doubt.Renamed != nil:
			goesOn[doubt.Renamed.Before.ID] = true
			decide, on = doubt.Renamed.Decide(s.source(doubt.Place)), ""
		}
		propose(doubt.Place, on, doubt, decide)
	}
	for _, l := range d.Left {
		left, source := l.Row.Supporter.Left, s.source(l.Place)
		decide := tracker.Remove(l.Supporter.ID, left.Reason, source)
		if left.Status == tracker.Withdrawn {
			decide = tracker.Withdraw(l.Supporter.ID, source)
		}
		propose(l.Place, left.On, nil, decide)
	}
	for _, gone := range d.Missing {
		if !goesOn[gone.ID] {
			propose(roster.Place{}, "", nil, tracker.Remove(gone.ID, "", s.call.ListURL))
		}
	}
	slices.SortStableFunc(all, func(a, b tracker.Proposed) int { return cmp.Compare(a.On, b.On) }) // departures are as of today
	return all, wrong
}

// add decides that a row's supporter joined.
func (s *state) add(row *roster.Row) func(*tracker.Book) ([]tracker.Event, error) {
	said := row.Supporter
	said.Source = cmp.Or(said.Source, s.source(row.Place))
	return tracker.Add(said, s.today)
}

// why returns what is doubtful about a row that would be recorded, if anything.
func why(d *roster.Doubt, events []tracker.Event) tracker.Doubt {
	if d == nil {
		return tracker.Doubt{}
	}
	if d.Why != nil {
		return tracker.DoubtOf(d.Why)
	}
	like := append(tracker.Each(d.Like, func(s *tracker.Supporter) string { return fmt.Sprintf("%s (#%d)", s, s.ID) }),
		tracker.Each(d.Rows, func(row *roster.Row) string { return fmt.Sprintf("%s (%s)", row.Name, row.Place) })...)
	all := []rune(strings.Join(like, ", "))
	text := string(all[:min(len(all), tracker.MaxText)])
	if ev, ok := events[0].(tracker.Changed); ok && ev.Why == tracker.Joined && ev.Supporter.ID != 0 && len(like) == 1 {
		return tracker.DoubtOf(tracker.Refuse("It was on the list before, as %s.", text))
	}
	return tracker.DoubtOf(tracker.Refuse("It may be %s.", text))
}

// only reports whether a proposal changes supporters for these reasons alone.
func only(p *tracker.Proposed, reasons ...tracker.Why) bool {
	return !slices.ContainsFunc(p.Events, func(event tracker.Event) bool {
		ev, ok := event.(tracker.Changed)
		return !ok || !slices.Contains(reasons, ev.Why)
	})
}

// news returns the events that record a look at the list: proposals that it no longer supports are
// rejected, and new ones are made, unless a person rejected them. The comparison comes last: a ledger
// that has it has all of the look.
func (s *state) news(b *tracker.Book, changes []tracker.Proposed) []tracker.Event {
	var events []tracker.Event
	passed := map[int]bool{} // indices of changes that aren't proposed
	made := map[string]int{}
	for i := range changes {
		made[said(&changes[i])] = i
	}
	for _, p := range b.Proposals() {
		if p.By != By {
			continue
		}
		if i, ok := made[said(&p.Proposed)]; ok && !stale(b, p) {
			passed[i] = true
		} else {
			events = append(events, tracker.Rejected{Proposal: p.Seq, Reason: Superseded})
		}
	}
	var again []tracker.Seq
	if rejected := declined(b); len(rejected) > 0 {
		wishes := map[string]int{}
		for i := range changes {
			wishes[wish(b, b.Head()+1, &changes[i])] = i
		}
		for _, n := range rejected {
			e, _ := b.Entry(n)
			p, _ := e.Event.(tracker.Proposed)
			if i, ok := wishes[wish(b, n, &p)]; ok {
				passed[i] = true
				again = append(again, n)
			}
		}
	}
	for i, c := range changes {
		if !passed[i] {
			events = append(events, c)
		}
	}
	return append(events, s.compared(again))
}

// Superseded is why a proposal is rejected that the list no longer supports.
const Superseded = "the official list no longer says so"

// last is the last comparison that By recorded; not ok if there is none.
func last(b *tracker.Book) (said tracker.Compared, e tracker.Entry, ok bool) {
	for e := range b.Backward() {
		if said, ok := e.Event.(tracker.Compared); ok && e.By == By {
			return said, e, true
		}
	}
	return said, e, false
}

// declined are the proposals that a person rejected though the list still supports them.
func declined(b *tracker.Book) []tracker.Seq {
	said, e, _ := last(b)
	all := slices.Clone(said.Declined)
	for e := range b.Entries(e.Seq) {
		if ev, ok := e.Event.(tracker.Rejected); ok && e.By != By {
			if of, _ := b.Entry(ev.Proposal); of.By == By {
				all = append(all, ev.Proposal)
			}
		}
	}
	return all
}

// stale reports whether a proposal can't be approved any more, as its supporter changed since.
func stale(b *tracker.Book, p *tracker.Proposal) bool {
	undone := b.Undone()
	for e := range b.Entries(p.Seq) {
		if ev, ok := e.Event.(tracker.Changed); ok && !undone[e.Seq] && slices.ContainsFunc(p.Events, func(event tracker.Event) bool {
			said, ok := event.(tracker.Changed)
			return ok && said.Supporter.ID != 0 && said.Supporter.ID == ev.Supporter.ID
		}) {
			return true
		}
	}
	return false
}

// said is what a proposal would record, except for its source, which changes with every state of the list.
func said(p *tracker.Proposed) string {
	var all strings.Builder
	for _, event := range p.Events {
		if ev, ok := event.(tracker.Changed); ok {
			s := &ev.Supporter
			fmt.Fprintf(&all, "%s %d %q\n", ev.Why, s.ID, append(s.Names(), string(s.Category), string(s.Kind), s.Country, string(s.Joined), s.Website, s.Note,
				string(s.Status()), s.Left.Reason))
		}
	}
	return all.String()
}

// before is a supporter as it was before an entry; the zero Supporter if it wasn't there.
func before(b *tracker.Book, seq, id tracker.Seq) *tracker.Supporter {
	old := b.Supporter(id)
	if seq <= b.Head() {
		old = nil
		for e, s := range b.History() {
			if s.ID == id && e.Seq < seq {
				old = s
			}
		}
	}
	return cmp.Or(old, &tracker.Supporter{})
}

// wish is what a proposal would change about a supporter, independent of its other fields.
func wish(b *tracker.Book, seq tracker.Seq, p *tracker.Proposed) string {
	var all []string
	for _, event := range p.Events {
		ev, _ := event.(tracker.Changed)
		s, old := &ev.Supporter, before(b, seq, ev.Supporter.ID)
		all = append(all, string(ev.Why), fmt.Sprint(s.ID))
		for _, f := range [][2]string{{old.Name, s.Name}, {string(old.Category), string(s.Category)}, {string(old.Kind), string(s.Kind)}, {old.Country, s.Country},
			{string(old.Joined), string(s.Joined)}, {old.Website, s.Website}, {old.Note, s.Note}, {string(old.Status()), string(s.Status())}} {
			if f[0] == f[1] {
				f[1] = ""
			}
			all = append(all, f[1])
		}
		known := map[string]bool{}
		for _, name := range old.Names() {
			known[names.Key(name)] = true
		}
		all = append(all, tracker.Keep(s.Aliases, func(alias string) bool { return !known[names.Key(alias)] })...)
	}
	return strings.Join(all, "\x00")
}
