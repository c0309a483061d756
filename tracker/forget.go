package tracker

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"rollcall/tracker/names"
)

// A Rewriter is a Ledger whose entries can be changed, which is done for one reason only: to forget a supporter.
type Rewriter interface {
	Ledger
	// Rewrite replaces all entries, and may add some at the end; nothing of the old ones
	// is kept. It does so in one step; after an error it may have done it or not. Appends wait; change must not call the ledger.
	Rewrite(ctx context.Context, change func([]Entry) ([]Entry, error)) error
}

// Rewritten is what change makes of entries, for a Rewrite: as many or more, without gaps.
func Rewritten(old []Entry, change func([]Entry) ([]Entry, error)) ([]Entry, error) {
	entries, err := change(old)
	if err != nil {
		return nil, err
	}
	if len(entries) < len(old) || len(old) == 0 {
		return nil, fmt.Errorf("%d entries can't take the place of %d", len(entries), len(old))
	}
	return entries, InOrder(1, entries)
}

// Forget blanks a supporter in all entries of the ledger, as the function Forget does.
func (t *Tracker) Forget(ctx context.Context, id, seen Seq, by string) error {
	ledger, ok := t.ledger.(Rewriter)
	if !ok {
		return errors.New("this ledger can't forget")
	}
	t.writing.Lock()
	defer t.writing.Unlock()
	err := ledger.Rewrite(ctx, func(entries []Entry) ([]Entry, error) { return Forget(entries, id, seen, by, time.Now()) })
	if refusal, ok := errors.AsType[Refusal](err); ok {
		return refusal
	}
	// Even after an error it may be done, and then the book must no longer show the name.
	rewritten, failed := Open(context.WithoutCancel(ctx), ledger)
	if failed == nil {
		t.book.Store(rewritten.Book())
	}
	return errors.Join(err, failed)
}

// An Erasure is what Forget would blank.
type Erasure struct {
	ID      Seq
	Names   []string // all that it ever had, with those of the entries that were merged into it
	Entries int      // how many have something that is blanked
}

// Erasure returns what forgetting a supporter would erase, or refuses.
func (b *Book) Erasure(id Seq) (Erasure, error) {
	f, err := forgetting(b.entries, id)
	if err != nil {
		return Erasure{}, err
	}
	told := Erasure{ID: id, Names: f.names}
	for _, e := range b.entries {
		_, touched, err := f.blank(e)
		if err != nil {
			return Erasure{}, err
		}
		if touched {
			told.Entries++
		}
	}
	return told, nil
}

// ForgotAfter reports whether a name was forgotten after a Seq: Books from before that still have it.
func (b *Book) ForgotAfter(seq Seq) bool {
	return slices.ContainsFunc(b.entries[min(seq, b.Head()):], forgets)
}

func forgets(e Entry) bool {
	_, ok := e.Event.(Forgotten)
	return ok
}

// Forget blanks a supporter in a ledger's entries, and appends that it did. It refuses if entries after seen would be blanked,
// too: the person who wants it forgotten hasn't seen them.
//
// It erases its names, aliases, sources, website, notes and the words of its changes; those of entries that were merged
// into it, which are the same supporter; the aliases that the one into which it was merged has from it; and every other
// text that mentions one of its names: claims, notes, quotes, sources, reasons. A text is blanked whole, and rather one
// too many than one too few.
//
// It keeps its ID, category, kind, country and all days, so that counts, history and digests stay as they were, and the
// reasons that are codes. Its name becomes "(forgotten ID)". The names of other supporters stay, also if they contain
// its own. What caused an entry (Ref) and who recorded it (By) stay, too. A state can't be forgotten: its country says
// who it is.
func Forget(entries []Entry, id, seen Seq, by string, now time.Time) ([]Entry, error) {
	f, err := forgetting(entries, id)
	if err != nil {
		return nil, err
	}
	blanked := make([]Entry, len(entries), len(entries)+len(f.ids))
	for i, e := range entries {
		var touched bool
		if blanked[i], touched, err = f.blank(e); err != nil {
			return nil, err
		}
		if touched && e.Seq > seen {
			return nil, Refuse("Entry %d came meanwhile, and has it, too. Look again: forget #%d. Nothing was erased.", e.Seq, id)
		}
	}
	at := now.UTC().Truncate(time.Microsecond)
	if last := entries[len(entries)-1].At; at.Before(last) {
		at = last
	}
	for _, id := range f.ids {
		blanked = append(blanked, Entry{Seq: Seq(len(blanked) + 1), At: at, On: DayOf(at), By: by, Event: Forgotten{id}})
	}
	return blanked, nil
}

// forgottenName is what a forgotten supporter is called: always the same, and nobody else's.
func forgottenName(id Seq) string { return fmt.Sprintf("(forgotten %d)", id) }

// A forgetter knows what is to be forgotten.
type forgetter struct {
	name    string          // the replacement
	names   []string        // its own, as they were written first
	ids     []Seq           // the supporter, and those that were merged into it
	into    []Seq           // those into which it was merged
	keys    map[string]bool // of its names
	longest int             // of the keys
	literal []string        // its names in lower case, except those that are parts of many words
}

// minLiteral is how many characters a name has that is also looked for within words.
const minLiteral = 5

func forgetting(entries []Entry, id Seq) (*forgetter, error) {
	last, merged := map[Seq]Supporter{}, map[Seq]Seq{}
	for _, e := range entries {
		if ev, ok := e.Event.(Changed); ok {
			last[ev.Supporter.ID] = ev.Supporter
			if into := ev.Supporter.Left.Into; into != 0 {
				merged[ev.Supporter.ID] = into
			}
		}
	}
	s, ok := last[id]
	switch {
	case !ok:
		return nil, Refuse("There is no supporter %d.", id)
	case s.Name == forgottenName(id):
		return nil, Refuse("Supporter %d is forgotten already.", id)
	case s.Category == State:
		return nil, Refuse("%s is a state: its country says who it is, so its name can't be forgotten.", &s)
	}
	f := &forgetter{name: forgottenName(id), ids: []Seq{id}, keys: map[string]bool{}}
	for into, ok := merged[id]; ok && into != id && !slices.Contains(f.into, into); into, ok = merged[into] {
		f.into = append(f.into, into)
	}
	for i := 0; i < len(f.ids); i++ {
		for from, into := range merged {
			if into == f.ids[i] && !slices.Contains(f.ids, from) && !slices.Contains(f.into, from) {
				f.ids = append(f.ids, from)
			}
		}
	}
	slices.Sort(f.ids)
	for _, id := range f.ids {
		for _, other := range last {
			taken := func(name string) bool { return names.Key(name) == names.Key(forgottenName(id)) }
			if !slices.Contains(f.ids, other.ID) && slices.ContainsFunc(other.Names(), taken) {
				return nil, Refuse("Supporter %d has the name %s, which supporter %d would get; give it another one first. Nothing was erased.",
					other.ID, forgottenName(id), id)
			}
		}
	}
	for _, e := range entries {
		if ev, ok := e.Event.(Changed); ok && slices.Contains(f.ids, ev.Supporter.ID) {
			for _, name := range ev.Supporter.Names() {
				f.add(name)
			}
		}
	}
	return f, nil
}

func (f *forgetter) add(name string) {
	key := names.Key(name)
	if !f.keys[key] {
		f.names = append(f.names, name)
	}
	if key == "" || f.keys[key] && slices.Contains(f.literal, strings.ToLower(name)) {
		return
	}
	f.keys[key] = true
	f.longest = max(f.longest, len(key))
	if utf8.RuneCountInString(name) >= minLiteral {
		f.literal = append(f.literal, strings.ToLower(name))
	}
}

// blank is an entry without what is to be forgotten, and whether that changed it.
func (f *forgetter) blank(e Entry) (blanked Entry, touched bool, err error) {
	was := e.Event
	if e.Event, err = f.event(was); err != nil {
		return Entry{}, false, fmt.Errorf("entry %d: %w", e.Seq, err)
	}
	return e, !reflect.DeepEqual(was, e.Event), nil
}

// event is an event without what is to be forgotten. An event of a kind that it doesn't know is an error, so that none
// keeps a name unnoticed.
func (f *forgetter) event(event Event) (Event, error) {
	switch ev := event.(type) {
	case Changed:
		return f.changed(ev), nil
	case Reported:
		ev.Source, ev.Quote = f.text(ev.Source), f.text(ev.Quote)
		return ev, nil
	case Claimed:
		if f.mentions(ev.Name) {
			ev.Name, ev.Claim, ev.Source = f.name, "", ""
		}
		ev.Claim, ev.Source = f.text(ev.Claim), f.text(ev.Source)
		return ev, nil
	case Noted:
		if f.mentions(ev.Actor) {
			ev.Actor = f.name
		}
		if f.mentions(ev.Event) {
			ev.Event = f.name
		}
		ev.Source = f.text(ev.Source)
		return ev, nil
	case Retracted:
		ev.Reason = f.text(ev.Reason)
		return ev, nil
	case Proposed:
		events := make([]Event, len(ev.Events))
		for i := range events {
			var err error
			if events[i], err = f.event(ev.Events[i]); err != nil {
				return nil, err
			}
		}
		ev.Note, ev.Events = f.text(ev.Note), events
		ev.Doubt.Args = slices.Clone(ev.Doubt.Args)
		for i, arg := range ev.Doubt.Args {
			ev.Doubt.Args[i] = f.text(arg)
		}
		return ev, nil
	case Rejected:
		ev.Reason = f.text(ev.Reason)
		return ev, nil
	case Approved, Reopened, Granted, Revoked, Preferred, Subscribed, Unsubscribed, Muted, DigestAsked, DigestPlanned, DigestPosted, DigestTaken, DigestAbandoned, Forgotten, Compared:
		return ev, nil
	}
	return nil, fmt.Errorf("nobody said what to forget of %T", event)
}

func (f *forgetter) changed(ev Changed) Changed {
	s := &ev.Supporter
	// What was proposed to be added has no ID yet.
	if slices.Contains(f.ids, s.ID) || s.ID == 0 && slices.ContainsFunc(s.Names(), f.mentions) {
		name := f.name
		if s.ID != 0 {
			name = forgottenName(s.ID)
		}
		ev.Source = ""
		*s = Supporter{ID: s.ID, Name: name, Category: s.Category, Kind: s.Kind, Country: s.Country,
			Joined: s.Joined, FirstListed: s.FirstListed, Left: s.Left}
		s.Left.Source = ""
		if !slices.Contains([]string{Duplicate, Error, Replaced}, s.Left.Reason) {
			s.Left.Reason = ""
		}
		return ev
	}
	if slices.Contains(f.into, s.ID) {
		s.Aliases = Keep(s.Aliases, func(alias string) bool { return !f.keys[names.Key(alias)] })
	}
	ev.Source = f.text(ev.Source)
	s.JoinedSource, s.Source, s.Website, s.Note = f.text(s.JoinedSource), f.text(s.Source), f.text(s.Website), f.text(s.Note)
	s.Left.Reason, s.Left.Source = f.text(s.Left.Reason), f.text(s.Left.Source)
	return ev
}

// text is a text, or empty if it mentions what is to be forgotten.
func (f *forgetter) text(s string) string {
	if f.mentions(s) {
		return ""
	}
	return s
}

// mentions reports whether a text has one of the names in it, as whole words in any spelling, or to the letter.
func (f *forgetter) mentions(text string) bool {
	if plain, err := url.QueryUnescape(text); err == nil && plain != text && f.mentions(plain) {
		return true // it is an address
	}
	lower := strings.ToLower(text)
	for _, name := range f.literal {
		if strings.Contains(lower, name) {
			return true
		}
	}
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) })
	for i := range words {
		run := ""
		for _, word := range words[i:] {
			if run += names.Key(word); len(run) > f.longest {
				break
			}
			if f.keys[run] {
				return true
			}
		}
	}
	return false
}

// Rewrite replaces all entries by others.
func (m *Memory) Rewrite(ctx context.Context, change func([]Entry) ([]Entry, error)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	old, err := storedForm(m.entries)
	if err != nil {
		return err
	}
	entries, err := Rewritten(old, change)
	if err != nil {
		return err
	}
	m.entries, err = storedForm(entries)
	return err
}
