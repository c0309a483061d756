package tracker

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// A Refusal is an error whose words are meant for the person who asked; nothing was changed.
type Refusal struct {
	About  string // the field of what was asked for that is wrong, such as source; empty if it is no single one
	Format string // in English, as in package fmt; another language translates it
	Args   []any  // what a language has its own words for is of a type of this package, such as Day, Field or *Supporter
}

// A Person is somebody as recorded, by an id; where Refusals are shown the person may have a name.
type Person string

func (r Refusal) Error() string { return fmt.Sprintf(r.Format, r.Args...) }

// MarshalText encodes what it says.
func (r Refusal) MarshalText() ([]byte, error) { return []byte(r.Error()), nil }

// Refuse says no, in words for the person who asked.
func Refuse(format string, args ...any) error { return Refusal{Format: format, Args: args} }

// RefuseAbout says no because of one field of what was asked for.
func RefuseAbout(field, format string, args ...any) error {
	return Refusal{About: field, Format: format, Args: args}
}

// Blame says which field of what was asked for a Refusal is about.
func Blame(field string, err error) error {
	if refusal, ok := errors.AsType[Refusal](err); ok {
		refusal.About = field
		return refusal
	}
	return err
}

// A Field is a part of what is recorded, by its English name, such as alias.
type Field string

// A Line is one of those of a file, from 1.
type Line int

func (l Line) String() string { return fmt.Sprint("line ", int(l)) }

// A Tracker keeps the Book of one ledger up to date. It is safe for concurrent use.
type Tracker struct {
	ledger  Ledger
	writing sync.Mutex
	book    atomic.Pointer[Book]
	behind  atomic.Pointer[error]
}

// readLimit is how many entries are asked of a ledger at once: enough to decode them side by side.
const readLimit = 20_000

// Open reads and folds a whole ledger.
func Open(ctx context.Context, ledger Ledger) (*Tracker, error) {
	t := &Tracker{ledger: ledger}
	t.book.Store(&Book{})
	if err := t.refresh(ctx); err != nil {
		return nil, err
	}
	return t, nil
}

// Book is the book as of now.
func (t *Tracker) Book() *Book { return t.book.Load() }

// A Request says who asks for a change, and by which message.
type Request struct {
	By  string
	Ref string // the same for each delivery of the message; empty if it comes once
	On  Day    // when what it says takes effect; empty: today
}

// Done is what a request did.
type Done struct {
	Before, After *Book
	Entries       []Entry // empty if there was nothing to do
	Repeated      bool    // it was done at an earlier delivery
}

// Do applies a request: it asks decide what happened, given the book, and appends that. It asks again when another
// writer came first. An error that is a Refusal changed nothing.
func (t *Tracker) Do(ctx context.Context, req Request, decide func(*Book) ([]Event, error)) (Done, error) {
	t.writing.Lock()
	defer t.writing.Unlock()
	for {
		before := t.Book()
		if done := before.Ref(req.Ref); len(done) > 0 {
			return Done{before.Upto(done[0].Seq - 1), before.Upto(done[len(done)-1].Seq), done, true}, nil
		}
		events, err := decide(before)
		if err != nil {
			return Done{}, err
		}
		if len(events) == 0 {
			return Done{Before: before, After: before}, nil
		}
		entries, after, err := before.record(req, events, time.Now())
		if err != nil {
			return Done{}, err
		}
		err = t.append(ctx, entries)
		if errors.Is(err, ErrMoved) {
			if err := t.refresh(ctx); err != nil {
				return Done{}, err
			}
			continue
		}
		if err != nil {
			return Done{}, err
		}
		t.book.Store(after)
		return Done{Before: before, After: after, Entries: entries}, nil
	}
}

// Try refuses what Do would refuse, and records nothing.
func (t *Tracker) Try(req Request, decide func(*Book) ([]Event, error)) error {
	book := t.Book()
	events, err := decide(book)
	if err == nil && len(events) > 0 {
		_, _, err = book.record(req, events, time.Now())
	}
	return err
}

// Fill appends the first entries to an empty ledger, all or none, and does nothing if it isn't empty.
func (t *Tracker) Fill(ctx context.Context, entries []Entry) error {
	t.writing.Lock()
	defer t.writing.Unlock()
	if t.Book().Head() > 0 || len(entries) == 0 {
		return nil
	}
	err := t.ledger.Append(ctx, entries...)
	if err != nil && !errors.Is(err, ErrMoved) {
		return err
	}
	return t.refresh(ctx)
}

// append stores entries. When the ledger can't say whether it did, it looks.
func (t *Tracker) append(ctx context.Context, entries []Entry) error {
	failed := t.ledger.Append(ctx, entries...)
	if failed == nil || errors.Is(failed, ErrMoved) {
		return failed
	}
	stored, err := t.ledger.Read(context.WithoutCancel(ctx), entries[0].Seq-1, len(entries))
	if err != nil || !slices.EqualFunc(entries, stored, alike) {
		return failed
	}
	return nil
}

// alike reports whether two entries have one stored form.
func alike(a, b Entry) bool {
	one, oneErr := Encode(a)
	other, otherErr := Encode(b)
	return oneErr == nil && otherErr == nil && bytes.Equal(one, other)
}

// Follow folds in what other processes append, whenever next returns, until ctx ends, or until it meets an entry of a newer version,
// which it can't go beyond and returns as an error.
func (t *Tracker) Follow(ctx context.Context, next func(context.Context)) error {
	for next(ctx); ctx.Err() == nil; next(ctx) {
		t.writing.Lock()
		err := t.refresh(ctx)
		t.writing.Unlock()
		if !errors.Is(err, context.Canceled) {
			t.behind.Store(&err)
		}
		if errors.Is(err, ErrNewer) {
			return err
		}
	}
	return nil
}

// Behind reports why the book may lack what others appended: Follow couldn't read it.
func (t *Tracker) Behind() error {
	if err := t.behind.Load(); err != nil {
		return *err
	}
	return nil
}

// refresh folds in what the ledger has beyond the book. If the book no longer matches what is stored, as another process forgot
// a name, or another ledger replaced this one, everything is read again, in one piece.
func (t *Tracker) refresh(ctx context.Context) error {
	book, limit := t.Book(), readLimit
	for {
		last := book.entries[max(0, len(book.entries)-1):]
		entries, err := t.ledger.Read(ctx, book.Head()-Seq(len(last)), limit)
		if err != nil {
			return err
		}
		if len(last) > 0 && (len(entries) == 0 || !alike(entries[0], last[0]) || slices.ContainsFunc(entries[1:], forgets)) {
			book, limit = &Book{}, math.MaxInt
			continue
		}
		if entries = entries[len(last):]; len(entries) == 0 {
			t.book.Store(book)
			return nil
		}
		if book, err = book.With(entries...); err != nil {
			return err
		}
	}
}

// record makes entries of events and the book that has them, or refuses what would break a rule.
func (b *Book) record(req Request, events []Event, now time.Time) ([]Entry, *Book, error) {
	at := now.UTC().Truncate(time.Microsecond)
	if n := len(b.entries); n > 0 && at.Before(b.entries[n-1].At) {
		at = b.entries[n-1].At
	}
	today := DayOf(now)
	on := req.On
	if on == "" {
		on = today
	}
	after := b.clone(len(events))
	for _, event := range events {
		e := Entry{Seq: after.Head() + 1, At: at, On: after.day(event, on, today), By: req.By, Ref: req.Ref, Event: event}
		if e.Seq > b.Head()+1 {
			e.Batch = b.Head() + 1
		}
		if d, ok := event.(dated); ok {
			e.Event = d.Event
		}
		switch ev := e.Event.(type) {
		case Changed:
			if begins := b.Begins(); ev.Why == Joined && e.On < begins {
				return nil, nil, RefuseAbout("on", "The list's records begin on %s; nothing can be listed before.", begins)
			}
			if ev.Supporter.ID == 0 {
				ev.Supporter.ID = e.Seq
			}
			if ev.Why == Joined && ev.Supporter.FirstListed == "" {
				ev.Supporter.FirstListed = e.On
			}
			before := after.Supporter(ev.Supporter.ID)
			if ev.Why != Undone && ev.Supporter.Status() != Listed && (before == nil || before.Status() == Listed) {
				ev.Supporter.Left.On = e.On // a departure is dated as its entry
			}
			e.Event = ev
		case Subscribed:
			if ev.ID == 0 {
				ev.ID = e.Seq
			}
			e.Event = ev
		}
		if broken := after.check(e, today); len(broken) > 0 {
			return nil, nil, cmp.Or(broken[0].refusal, fmt.Errorf("not recorded, as it would break the ledger: %v", broken[0]))
		}
		after.push(e)
	}
	return slices.Clip(after.entries[len(b.entries):]), after, nil
}

// day is when an event took effect: what its request says, unless the event has a day of its own.
func (b *Book) day(event Event, on, today Day) Day {
	switch ev := event.(type) {
	case dated:
		return ev.on
	case Reported:
		return min(ev.Date.Last(), today)
	case Claimed:
		return min(ev.Date.Last(), today)
	case Noted:
		return min(ev.Date.Last(), today)
	case Retracted:
		if of, ok := b.Entry(ev.Entry); ok {
			return of.On
		}
	}
	return on
}
