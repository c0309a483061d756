package tracker

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sort"
	"strings"
	"sync"
	"time"

	"rollcall/tracker/names"
)

// A Book is the fold of a ledger's first entries. It never changes: With makes the next one. The zero Book is empty.
type Book struct {
	line          *lineage
	entries       []Entry
	states        []*Supporter // of each entry: the supporter that it changed, or nil
	supporters    []standing   // by ID, those that left too
	counts        Counts
	figures       said[Reported]
	claims        said[Claimed]
	notes         []Noted
	proposals     []*Proposal // by ID, without those that were settled
	admins        []string
	languages     map[string]string // that were chosen, by the id of a person or channel
	subscriptions []*Subscription   // by ID, without those that ended
	compared      Entry             // the last that says that the list was; the zero Entry if none does
}

// said are the events of one kind that weren't retracted, and the entry of each.
type said[T any] struct {
	events  []T
	entries []Seq
}

func (s *said[T]) add(entry Seq, event T) {
	s.events, s.entries = append(s.events, event), append(s.entries, entry)
}

// drop leaves one out. Other Books share the slices, so they are copied.
func (s *said[T]) drop(entry Seq) {
	if i, ok := slices.BinarySearch(s.entries, entry); ok {
		s.events = slices.Concat(s.events[:i], s.events[i+1:])
		s.entries = slices.Concat(s.entries[:i], s.entries[i+1:])
	}
}

func (s *said[T]) has(entry Seq) bool {
	_, ok := slices.BinarySearch(s.entries, entry)
	return ok
}

func (s *said[T]) clip() said[T] { return said[T]{slices.Clip(s.events), slices.Clip(s.entries)} }

// A standing is a supporter's state after the last of its changes that wasn't undone; nil if all were.
type standing struct {
	*Supporter
	last *turn
}

// A turn is a change of a supporter that is in effect, and the one before it.
type turn struct {
	entry  Seq
	on     Day
	before *turn
}

// since is the day of the last change in effect; empty if there is none.
func (s standing) since() Day {
	if s.last == nil {
		return ""
	}
	return s.last.on
}

// Back is the day on which a supporter on the list came back to it; empty if it never left.
func (b *Book) Back(id Seq) Day {
	i, known := find(b.supporters, id)
	if !known || b.supporters[i].Status() != Listed {
		return ""
	}
	for t := b.supporters[i].last; t != nil && t.before != nil; t = t.before {
		e, _ := b.Entry(t.before.entry)
		if was, ok := e.Event.(Changed); ok && was.Supporter.Status() != Listed {
			return t.on
		}
	}
	return ""
}

// Came is the day on which a supporter last came to the list; empty if it never did. Of those that the list's records begin
// with it means on or before that day.
func (b *Book) Came(s *Supporter) Day { return cmp.Or(b.Back(s.ID), s.FirstListed) }

// A Subscription says which changes a channel gets, and up to where it has got them.
type Subscription struct {
	Subscribed
	By       string    // who set it last
	Set      time.Time // when
	Through  Seq       // the last entry that was posted, or needed no posting
	Occasion time.Time // the last one that a digest was planned for
	Number   int       // by which the channel's people name it, from 1
	Muted    time.Time // nothing is planned until then
	Asked    Seq       // the entry that wants a digest at once; 0 if none does
	Plan     *Plan     // the open one, if any
	Told     *Telling  // what was posted last; nil if nothing was
	Paused   string    // why no more is planned until it is set again; empty if it isn't paused
}

// A Plan is a digest that is to be posted once: what changed after From, up to Through.
type Plan struct {
	DigestPlanned
	Seq  Seq
	At   time.Time
	From Seq
	Way  Subscribed // as it was then, so that a later edit doesn't change what is posted
	By   Seq        // the entry by which a process has it: the plan itself, or the last that took it over
	Took int        // how often it was taken over
	Told *Telling   // the last digest that was posted by then
}

// A Telling is a digest, or the correction of one, that was posted to a channel.
type Telling struct {
	Plan          Seq
	At            time.Time // when it was planned
	TS            string    // Slack's name of the message
	From, Through Seq
	Filter, Only  string // as the subscription was then
	Corrects      Seq    // as in its plan
	Of            []Seq
	Before        *Telling // the one before it; nil if none is kept at hand
	length        int      // of the list
}

// toldAtMost is how many digests and corrections of a channel are kept at hand at most, and half as many at least: which includes all that can
// be corrected, and all corrections since the last digest.
const toldAtMost = 64

// tells records that the open plan was posted.
func (s *Subscription) tells(ts string) {
	p := s.Plan
	t := &Telling{Plan: p.Seq, At: p.At, TS: ts, From: p.From, Through: p.Through, Filter: p.Way.Filter, Only: p.Way.Only, Corrects: p.Corrects, Of: p.Of, Before: s.Told, length: 1}
	if t.Before != nil {
		t.length += t.Before.length
	}
	if t.length > toldAtMost {
		t = t.last(toldAtMost / 2)
	}
	if s.Told = t; p.Corrects == 0 {
		s.Through = max(s.Through, p.Through)
	}
}

// Digest is the digest of a plan among those posted to a channel; nil if it isn't there.
func (t *Telling) Digest(plan Seq) *Telling {
	for ; t != nil; t = t.Before {
		if t.Plan == plan && t.Corrects == 0 {
			return t
		}
	}
	return nil
}

// last is a list of the last n: other Books share the nodes.
func (t *Telling) last(n int) *Telling {
	if n == 0 {
		return nil
	}
	c := *t
	c.Before, c.length = t.Before.last(n-1), n
	return &c
}

// lineage is what a Book shares with the Books made from it: their entries, and where to find names and requests among
// them. It only grows, and knows more than an earlier Book does, so what it finds is checked against the Book at hand.
type lineage struct {
	mu      sync.Mutex
	entries []Entry
	states  []*Supporter
	indexed int              // how many entries names and refs know
	names   map[string][]Seq // by Key and looseKey
	refs    map[string]int   // where in entries the first of a request stands
}

// Head is the last entry's Seq, 0 if there is none.
func (b *Book) Head() Seq { return Seq(len(b.entries)) }

// Entries yields the entries after a Seq, in order.
func (b *Book) Entries(after Seq) iter.Seq[Entry] {
	return slices.Values(b.entries[min(after, b.Head()):])
}

// Backward yields all entries, the last one first.
func (b *Book) Backward() iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		for _, e := range slices.Backward(b.entries) {
			if !yield(e) {
				return
			}
		}
	}
}

// Entry finds one by its Seq.
func (b *Book) Entry(seq Seq) (Entry, bool) {
	i, ok := slices.BinarySearchFunc(b.entries, seq, func(e Entry, seq Seq) int { return cmp.Compare(e.Seq, seq) })
	if !ok {
		return Entry{}, false
	}
	return b.entries[i], true
}

// Batch is all that one decision recorded, of which seq is an entry.
func (b *Book) Batch(seq Seq) []Entry {
	e, ok := b.Entry(seq)
	if !ok {
		return nil
	}
	first := cmp.Or(e.Batch, e.Seq)
	from, _ := slices.BinarySearchFunc(b.entries, first, func(e Entry, seq Seq) int { return cmp.Compare(e.Seq, seq) })
	to := from
	for to < len(b.entries) && (b.entries[to].Seq == first || b.entries[to].Batch == first) {
		to++
	}
	return b.entries[from:to:to]
}

// History yields the entries that changed a supporter, and the supporter after each, in order.
func (b *Book) History() iter.Seq2[Entry, *Supporter] {
	return func(yield func(Entry, *Supporter) bool) {
		for i, s := range b.states {
			if s != nil && !yield(b.entries[i], s) {
				return
			}
		}
	}
}

// Undone are the entries that changed a supporter and were undone, and those that undid them: together they changed nothing.
func (b *Book) Undone() map[Seq]bool {
	undone := map[Seq]bool{}
	for _, e := range slices.Backward(b.entries) {
		if ev, ok := e.Event.(Changed); ok && ev.Undoes != 0 && !undone[e.Seq] {
			undone[e.Seq], undone[ev.Undoes] = true, true
		}
	}
	return undone
}

// Recorded is the Seq of the last entry recorded by a moment, 0 if there is none.
func (b *Book) Recorded(by time.Time) Seq {
	return Seq(sort.Search(len(b.entries), func(i int) bool { return b.entries[i].At.After(by) }))
}

// Begins is the first day of the list's own records; before it there are only reported figures.
func (b *Book) Begins() Day {
	for _, e := range b.entries {
		if _, ok := e.Event.(Changed); ok {
			return e.On
		}
	}
	return ""
}

// Counts is how many supporters of each category are on the list.
func (b *Book) Counts() Counts { return b.counts }

// Roll yields the supporters on the list, in the order in which they came to it.
func (b *Book) Roll() iter.Seq[*Supporter] {
	return func(yield func(*Supporter) bool) {
		for s := range b.Supporters() {
			if s.Status() == Listed && !yield(s) {
				return
			}
		}
	}
}

// States are the states on the list, by their countries.
func (b *Book) States() map[string]*Supporter {
	states := map[string]*Supporter{}
	for s := range b.Roll() {
		if s.Category == State {
			states[s.Country] = s
		}
	}
	return states
}

// Supporters yields all that ever were on the list.
func (b *Book) Supporters() iter.Seq[*Supporter] {
	return func(yield func(*Supporter) bool) {
		for _, s := range b.supporters {
			if !yield(s.Supporter) {
				return
			}
		}
	}
}

// Supporter finds one by its ID; nil if there is none.
func (b *Book) Supporter(id Seq) *Supporter {
	if i, ok := find(b.supporters, id); ok {
		return b.supporters[i].Supporter
	}
	return nil
}

// Named finds the supporters with a name, listed or not; it ignores case, accents and punctuation.
func (b *Book) Named(name string) []*Supporter {
	return b.find(name, names.Key)
}

// find finds those that have a name with the same key.
func (b *Book) find(name string, key func(string) string) []*Supporter {
	want := key(name)
	if b.line == nil || want == "" {
		return nil
	}
	var found []*Supporter
	for _, id := range b.line.named(want) {
		if s := b.Supporter(id); s != nil && slices.ContainsFunc(s.Names(), func(n string) bool { return key(n) == want }) {
			found = append(found, s)
		}
	}
	return found
}

// looseKey is the key of a name that is the same for all spellings of "and".
func looseKey(name string) string {
	if !hasAnd(name) {
		return names.Key(name)
	}
	return names.Key(strings.Join(slices.DeleteFunc(strings.Fields(name), isAnd), " "))
}

func hasAnd(name string) bool {
	return slices.ContainsFunc(strings.Fields(name), isAnd)
}

func isAnd(word string) bool {
	if len(word) > len("and") {
		return false
	}
	switch strings.ToLower(word) {
	case "and", "et", "und", "y":
		return true
	}
	return false
}

// Figures are the reported headline figures, in the order in which they were recorded, without those retracted.
func (b *Book) Figures() []Reported { return b.figures.events }

// Claims are what is said of those that aren't on the list, without those retracted.
func (b *Book) Claims() []Claimed { return b.claims.events }

// Announced are the claims about names that aren't listed, as supporters without an ID.
func (b *Book) Announced() (all []*Supporter) {
	for _, c := range b.Claims() {
		if !slices.ContainsFunc(b.Named(c.Name), (*Supporter).listed) {
			all = append(all, &Supporter{Name: c.Name, Category: c.Category, Country: c.Country, Source: c.Source, Left: Departure{Status: Announced}})
		}
	}
	return all
}

// Notes are the dated events around the call.
func (b *Book) Notes() []Noted { return b.notes }

// Compared is the last comparison of the list with its source, and its entry; not ok if none was recorded.
func (b *Book) Compared() (last Compared, e Entry, ok bool) {
	last, ok = b.compared.Event.(Compared)
	return last, b.compared, ok
}

// Checked is the day on which the list was last compared with its source: by the entries, or else by the call's data.
func (b *Book) Checked(c *Call) Day { return max(b.compared.On, c.Checked) }

// Proposals are those that are open, in the order in which they were made.
func (b *Book) Proposals() []*Proposal { return b.proposals }

// Proposal finds one by its ID; nil if there is none or it was settled.
func (b *Book) Proposal(id Seq) *Proposal {
	if i, ok := find(b.proposals, id); ok {
		return b.proposals[i]
	}
	return nil
}

// Admins are the people who were made admins, in that order. Those of the configuration aren't recorded.
func (b *Book) Admins() []string { return b.admins }

// Language is the one that a person or channel chose; empty: none.
func (b *Book) Language(of string) string { return b.languages[of] }

// Subscriptions are those that haven't ended.
func (b *Book) Subscriptions() []*Subscription { return b.subscriptions }

// Subscription finds one by its ID; nil if there is none or it ended.
func (b *Book) Subscription(id Seq) *Subscription {
	if i, ok := find(b.subscriptions, id); ok {
		return b.subscriptions[i]
	}
	return nil
}

// Of are a channel's subscriptions, by their numbers.
func (b *Book) Of(channel string) []*Subscription {
	all := Keep(b.subscriptions, func(s *Subscription) bool { return s.Channel == channel })
	slices.SortFunc(all, func(a, b *Subscription) int { return cmp.Compare(a.Number, b.Number) })
	return all
}

// Channel finds a channel's subscription of a number, or with 0 its only one; nil if there is none.
func (b *Book) Channel(channel string, number int) *Subscription {
	all := b.Of(channel)
	if i := slices.IndexFunc(all, func(s *Subscription) bool { return s.Number == number || number == 0 && len(all) == 1 }); i >= 0 {
		return all[i]
	}
	return nil
}

// Ref finds the entries that a request caused.
func (b *Book) Ref(ref string) []Entry {
	if b.line == nil || ref == "" {
		return nil
	}
	first, ok := b.line.ref(ref)
	if !ok || first >= len(b.entries) {
		return nil
	}
	end := first
	for end < len(b.entries) && b.entries[end].Ref == ref {
		end++
	}
	return b.entries[first:end]
}

// AsOf is the book of a day: what is now known about then. It folds only what took effect by that day, so its Head
// is the ledger's only if that is all.
func (b *Book) AsOf(day Day) *Book {
	n := 0
	for i := range b.entries {
		if b.entries[i].On <= day {
			n++
		}
	}
	if n == len(b.entries) {
		return b
	}
	entries, states := make([]Entry, 0, n), make([]*Supporter, 0, n)
	for i, e := range b.entries {
		if e.On <= day {
			entries, states = append(entries, e), append(states, b.states[i])
		}
	}
	return folded(entries, states)
}

// CountsOn is the Counts of the book of a day, without making the rest of that book.
func (b *Book) CountsOn(day Day) (c Counts) {
	if len(b.entries) == 0 {
		return c
	}
	then := make([]*Supporter, b.entries[len(b.entries)-1].Seq+1) // by ID, which is the Seq of an entry
	for i, s := range b.states {
		if s != nil && b.entries[i].On <= day {
			then[s.ID] = s
		}
	}
	for _, s := range then {
		if s != nil && s.Status() == Listed {
			*c.of(s.Category)++
		}
	}
	return c
}

// Upto is the book as it stood after a Seq: what was then recorded.
func (b *Book) Upto(seq Seq) *Book {
	if seq >= b.Head() {
		return b
	}
	return folded(b.entries[:seq:seq], b.states[:seq:seq])
}

// Knowing is the book with the later states of some supporters and figures, as corrections have shown them, by the entry
// with which each began.
func (b *Book) Knowing(later *Book, of []Seq) *Book {
	c := b.clone(0)
	for _, id := range of {
		if i, known := find(later.supporters, id); known {
			c.put(later.supporters[i])
		} else if !later.figures.has(id) {
			c.figures.drop(id)
		}
	}
	return c
}

func folded(entries []Entry, states []*Supporter) *Book {
	b := &Book{entries: entries, states: states, line: &lineage{entries: entries, states: states},
		supporters: make([]standing, 0, len(entries))}
	for i, e := range entries {
		b.fold(e, states[i])
	}
	return b
}

// With is the book with further entries folded in. Their Seqs must follow the head.
func (b *Book) With(entries ...Entry) (*Book, error) {
	if err := InOrder(b.Head()+1, entries); err != nil {
		return nil, fmt.Errorf("the ledger has a gap: %w", err)
	}
	next := b.clone(len(entries))
	for _, e := range entries {
		next.push(e)
	}
	return next, nil
}

// clone is a copy with room for so many more entries, that can be pushed to without b being changed.
func (b *Book) clone(more int) *Book {
	c := *b
	c.line.grow(more)
	c.supporters, c.subscriptions = append(make([]standing, 0, len(b.supporters)+more), b.supporters...), slices.Clone(b.subscriptions)
	c.proposals, c.admins, c.languages = slices.Clone(b.proposals), slices.Clone(b.admins), maps.Clone(b.languages)
	c.figures, c.claims, c.notes = b.figures.clip(), b.claims.clip(), slices.Clip(b.notes)
	return &c
}

// push folds an entry into a book that nobody else has yet.
func (b *Book) push(e Entry) {
	var s *Supporter
	if ev, ok := e.Event.(Changed); ok {
		state := ev.Supporter // alone, so that the rest needn't be kept twice
		s = &state
	}
	b.line, b.entries, b.states = b.line.extend(b.entries, b.states, e, s)
	b.fold(e, s)
}

// fold assigns what one entry says; s is the supporter that it changed, if any. A reference to nothing is skipped; Verify reports it.
func (b *Book) fold(e Entry, s *Supporter) {
	switch ev := e.Event.(type) {
	case Changed:
		b.put(standing{s, b.turned(e, ev)})
	case Reported:
		b.figures.add(e.Seq, ev)
	case Claimed:
		b.claims.add(e.Seq, ev)
	case Noted:
		b.notes = append(b.notes, ev)
	case Retracted:
		b.figures.drop(ev.Entry)
		b.claims.drop(ev.Entry)
	case Proposed:
		b.proposals = append(b.proposals, &Proposal{ev, e.Seq, e.By, e.At})
	case Approved:
		b.proposals = slices.DeleteFunc(b.proposals, func(p *Proposal) bool { return p.Seq == ev.Proposal })
	case Rejected:
		b.proposals = slices.DeleteFunc(b.proposals, func(p *Proposal) bool { return p.Seq == ev.Proposal })
	case Reopened:
		b.reopen(ev.Proposal)
	case Granted:
		b.admins = append(b.admins, ev.User)
	case Revoked:
		b.admins = slices.DeleteFunc(b.admins, func(user string) bool { return user == ev.User })
	case Preferred:
		if b.languages == nil {
			b.languages = map[string]string{}
		}
		b.languages[ev.Of] = ev.Lang
	case Subscribed:
		b.subscribe(e, ev)
	case Unsubscribed:
		b.subscriptions = slices.DeleteFunc(b.subscriptions, func(s *Subscription) bool { return s.ID == ev.Subscription })
	case Muted:
		b.change(ev.Subscription, func(s *Subscription) { s.Muted = ev.Until })
	case DigestAsked:
		b.change(ev.Subscription, func(s *Subscription) { s.Asked = e.Seq })
	case DigestPlanned:
		b.change(ev.Subscription, func(s *Subscription) {
			s.Plan = &Plan{DigestPlanned: ev, Seq: e.Seq, At: e.At, From: s.Through, Way: s.Subscribed, By: e.Seq, Told: s.Told}
			s.Occasion, s.Asked = ev.Occasion, 0
		})
	case DigestTaken:
		b.planned(ev.Plan, func(s *Subscription) {
			taken := *s.Plan
			taken.By, taken.Took = e.Seq, taken.Took+1
			s.Plan = &taken
		})
	case DigestPosted:
		b.settle(ev.Plan, func(s *Subscription) { s.tells(ev.TS) })
	case DigestAbandoned:
		b.settle(ev.Plan, func(s *Subscription) { s.Paused = ev.Reason })
	case Compared:
		if e.On >= b.compared.On {
			b.compared = e
		}
	}
}

// turned is the supporter's change in effect after an entry: the entry itself, or the one in effect before the change that it
// undoes. Undoing an undo puts the first change back into effect.
func (b *Book) turned(e Entry, ev Changed) *turn {
	var last *turn
	if i, known := find(b.supporters, ev.Supporter.ID); known {
		last = b.supporters[i].last
	}
	of, back := e.Seq, false
	for ; ev.Undoes != 0 && ev.Undoes < of; back = !back {
		of = ev.Undoes
		undone, _ := b.Entry(of)
		ev, _ = undone.Event.(Changed)
	}
	if back && last != nil && last.entry == of {
		return last.before
	}
	return &turn{of, e.On, last}
}

// reopen makes a proposal open again, as it was made.
func (b *Book) reopen(id Seq) {
	e, _ := b.Entry(id)
	if ev, ok := e.Event.(Proposed); ok {
		if i, open := find(b.proposals, id); !open {
			b.proposals = slices.Insert(b.proposals, i, &Proposal{ev, e.Seq, e.By, e.At})
		}
	}
}

func (b *Book) put(s standing) {
	i, known := find(b.supporters, s.ID)
	if !known {
		b.supporters = slices.Insert(b.supporters, i, s)
	} else {
		if old := b.supporters[i]; old.Status() == Listed {
			*b.counts.of(old.Category)--
		}
		b.supporters[i] = s
	}
	if s.Status() == Listed {
		*b.counts.of(s.Category)++
	}
}

func (b *Book) subscribe(e Entry, ev Subscribed) {
	s := &Subscription{Through: e.Seq, Number: 1}
	i, known := find(b.subscriptions, ev.ID)
	if known {
		*s = *b.subscriptions[i]
		b.subscriptions[i] = s
	} else {
		for _, other := range b.subscriptions {
			if other.Channel == ev.Channel {
				s.Number = max(s.Number, other.Number+1)
			}
		}
		b.subscriptions = slices.Insert(b.subscriptions, i, s)
	}
	s.Through, ev.After = max(s.Through, ev.After), 0
	s.Subscribed, s.By, s.Set, s.Paused, s.Muted = ev, e.By, e.At, "", time.Time{}
}

// change replaces a subscription by a changed copy.
func (b *Book) change(id Seq, how func(*Subscription)) {
	if i, ok := find(b.subscriptions, id); ok {
		s := *b.subscriptions[i]
		how(&s)
		b.subscriptions[i] = &s
	}
}

// settle closes an open plan.
func (b *Book) settle(plan Seq, how func(*Subscription)) {
	b.planned(plan, func(s *Subscription) {
		how(s)
		s.Plan = nil
	})
}

// planned changes the subscription of an open plan.
func (b *Book) planned(plan Seq, how func(*Subscription)) {
	e, _ := b.Entry(plan)
	planned, ok := e.Event.(DigestPlanned)
	if s := b.Subscription(planned.Subscription); ok && s != nil && s.Plan != nil && s.Plan.Seq == plan {
		b.change(s.ID, how)
	}
}

// find looks an ID up in a slice that is ordered by ID.
func find[T interface{ id() Seq }](all []T, id Seq) (int, bool) {
	if n := len(all); n == 0 || all[n-1].id() < id {
		return n, false // as somebody new
	}
	return slices.BinarySearchFunc(all, id, func(t T, id Seq) int { return cmp.Compare(t.id(), id) })
}

func (s *Supporter) id() Seq    { return s.ID }
func (s *Subscription) id() Seq { return s.ID }
func (p *Proposal) id() Seq     { return p.Seq }

// extend adds an entry after those of a Book. Where the lineage already went on another way, it begins a new one.
func (l *lineage) extend(entries []Entry, states []*Supporter, e Entry, s *Supporter) (*lineage, []Entry, []*Supporter) {
	if l != nil {
		l.mu.Lock()
		defer l.mu.Unlock()
		if len(l.entries) == len(entries) {
			l.entries, l.states = append(l.entries, e), append(l.states, s)
			return l, l.entries, l.states
		}
	}
	fork := &lineage{entries: append(slices.Clip(entries), e), states: append(slices.Clip(states), s)}
	return fork, fork.entries, fork.states
}

// grow makes room for so many more entries.
func (l *lineage) grow(more int) {
	if l != nil {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.entries, l.states = slices.Grow(l.entries, more), slices.Grow(l.states, more)
	}
}

func (l *lineage) named(key string) []Seq {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.index()
	return slices.Clone(l.names[key])
}

func (l *lineage) ref(ref string) (int, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.index()
	i, ok := l.refs[ref]
	return i, ok
}

// index takes in the entries that came since it was last asked.
func (l *lineage) index() {
	if l.names == nil {
		l.names, l.refs = map[string][]Seq{}, map[string]int{}
	}
	for i, e := range l.entries[l.indexed:] {
		if _, ok := l.refs[e.Ref]; !ok {
			l.refs[e.Ref] = l.indexed + i
		}
		if ev, ok := e.Event.(Changed); ok {
			for _, name := range ev.Supporter.Names() {
				l.add(names.Key(name), ev.Supporter.ID)
				if hasAnd(name) {
					l.add(looseKey(name), ev.Supporter.ID)
				}
			}
		}
	}
	l.indexed = len(l.entries)
}

func (l *lineage) add(key string, id Seq) {
	if ids := l.names[key]; !slices.Contains(ids, id) {
		l.names[key] = append(ids, id)
	}
}
