// Package follow reads an official list where it is kept, and proposes what changed there.
//
// # The idea
//
// A look downloads the list, reads it with package roster and compares it with the Book. Each supporter that came, changed or
// left becomes a proposal, as of the day on which that was first seen; an admin approves or rejects them like any other. After the
// proposals, in the same batch, the ledger records that the list was compared, and in which state. So a look is
// recorded whole or not at all, and one that was interrupted is simply made again.
//
//	address ──download──▶ list ──Compare──▶ changes ──news──▶ proposals, and Compared ──(apply)──▶ approvals
//
// # Guarantees
//
//   - Only a complete list is used: what can't be downloaded, unpacked or read to its end changes nothing.
//   - A change is proposed once. One that was rejected is proposed again only if the list took it back and says it again, or says
//     something else about that supporter. A proposal that the list no longer supports is rejected.
//   - Nothing is applied automatically unless the settings say so, and then only undoubted additions and removals, and not many
//     removals at once.
//   - An address can lead to https addresses alone, and not into a private network.
//
// Downloads are retried by hashicorp/go-retryablehttp, which backs off as servers ask; cron expressions are read by robfig/cron.
package follow

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/robfig/cron/v3"

	"rollcall/tracker"
	"rollcall/tracker/roster"
)

// A Config is what a Follower is made of.
type Config struct {
	Tracker  *tracker.Tracker
	Call     *tracker.Call
	Apply    bool   // undoubted additions and removals are recorded at once
	Schedule string // a cron expression, or a word such as @daily
	Agent    string // the User-Agent sent to the server
	Log      *slog.Logger
	Proposed func()             // called after proposals were made, or rejected as outdated; may be nil
	Failing  func(failing bool) // called when looks failed FailuresTold times in a row, and when they succeed again; may be nil
}

// FailuresTold is after how many failed looks in a row admins get a message.
const FailuresTold = 3

const (
	patience = 30 * time.Second // how long a server may take to answer
	pause    = 2 * time.Second  // before it is tried again
	whole    = 3 * time.Minute  // how long a look may take
	jitter   = 10 * time.Minute // at most, so that not everybody asks at once
)

// A Follower follows the list of one call. It is safe for concurrent use.
type Follower struct {
	Config
	schedule cron.Schedule
	getter   *getter
	looking  sync.Mutex

	mu       sync.Mutex
	next     time.Time
	failures int
}

// New makes a Follower of a call that has an Origin.
func New(c Config) (*Follower, error) {
	schedule, err := cron.ParseStandard(c.Schedule)
	if err != nil {
		return nil, fmt.Errorf("the schedule of following: %w", err)
	}
	f := &Follower{Config: c, schedule: schedule}
	f.getter, err = newGetter(c.Call.Origin.Address, c.Agent, patience, pause)
	return f, err
}

// State is when the next look is made, zero if none is planned, and how many failed in a row.
func (f *Follower) State() (next time.Time, failures int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.next, f.failures
}

// Run looks by the schedule until ctx ends: first for what was missed.
func (f *Follower) Run(ctx context.Context) {
	_, e, _ := last(f.Tracker.Book())
	since := e.At
	for {
		next := f.schedule.Next(since)
		spread := min(jitter, f.schedule.Next(next).Sub(next)/10+1)
		wait := max(0, time.Until(next)) + rand.N(spread) //nolint:gosec // it spreads requests, and protects no secret
		f.mu.Lock()
		f.next = time.Now().Add(wait)
		f.mu.Unlock()
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
		if _, e, _ := last(f.Tracker.Book()); e.At.After(since) { // another process that shares the ledger looked
			since = e.At
			continue
		}
		since = time.Now()
		_ = f.Look(ctx) // it is logged and reported
	}
}

// Look downloads the list and proposes what changed.
func (f *Follower) Look(ctx context.Context) error {
	f.looking.Lock()
	defer f.looking.Unlock()
	ctx, cancel := context.WithTimeout(ctx, whole)
	defer cancel()
	err := f.download(ctx)
	f.settle(ctx, err)
	return err
}

// Read treats a list as that of the address.
func (f *Follower) Read(ctx context.Context, list *roster.List, revision string) error {
	f.looking.Lock()
	defer f.looking.Unlock()
	return f.look(ctx, list, revision)
}

// Check reads an official list where it is kept, and returns how many rows it has.
func Check(ctx context.Context, origin tracker.Origin, agent string) (rows int, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	g, err := newGetter(origin.Address, agent, patience, pause)
	if err != nil {
		return 0, err
	}
	content, _, err := g.get(ctx)
	if err != nil {
		return 0, err
	}
	list, _, err := ReadList(ctx, origin, content)
	if err != nil {
		return 0, err
	}
	return len(list.Rows), nil
}

// settle keeps count of the looks that failed.
func (f *Follower) settle(ctx context.Context, err error) {
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return // the process ends
	}
	f.mu.Lock()
	before := f.failures
	if f.failures++; err == nil {
		f.failures = 0
	}
	now := f.failures
	f.mu.Unlock()
	if err != nil {
		f.Log.WarnContext(ctx, "the official list can't be followed", "address", f.Call.Origin.Address, "failures", now, "error", err)
	}
	if f.Failing != nil && (now == FailuresTold || now == 0 && before >= FailuresTold) {
		f.Failing(err != nil)
	}
}

// download reads the list at the address.
func (f *Follower) download(ctx context.Context) error {
	content, same, err := f.getter.get(ctx)
	if err != nil {
		return err
	}
	if said, _, ok := last(f.Tracker.Book()); same && ok {
		return f.look(ctx, nil, said.Revision)
	}
	list, revision, err := ReadList(ctx, f.Call.Origin, content)
	if err != nil {
		return err
	}
	return f.look(ctx, list, revision)
}

// look compares the list with the Book and records the result. A list that wasn't read is identified by its revision.
func (f *Follower) look(ctx context.Context, list *roster.List, revision string) error {
	s := &state{call: f.Call, today: tracker.DayOf(time.Now()), list: list, revision: revision}
	var seen *tracker.Book
	var changes []tracker.Proposed
	changed := func(b *tracker.Book) (_ []tracker.Proposed, err error) {
		if b != seen {
			seen = b
			changes, err = s.changes(b)
		}
		return changes, err
	}
	if !s.known(f.Tracker.Book()) { // no writer waits for it
		if _, err := changed(f.Tracker.Book()); err != nil {
			return err
		}
	}
	done, err := f.Tracker.Do(ctx, tracker.Request{By: By}, func(b *tracker.Book) ([]tracker.Event, error) {
		if s.known(b) {
			said, _, _ := last(b)
			s.unread, s.emptied = said.Unread, said.Emptied
			return []tracker.Event{s.compared(declined(b))}, nil
		}
		changes, err := changed(b)
		return s.news(b, changes), err
	})
	if err != nil {
		return err
	}
	f.leftOut(ctx, s)
	if f.Apply {
		if err := f.apply(ctx); err != nil {
			return err
		}
	}
	f.told(ctx, done.Entries)
	return nil
}

// leftOut logs which rows are left out, the first of many, and which columns have fields that are left empty.
func (f *Follower) leftOut(ctx context.Context, s *state) {
	const most = 100
	if s.diff == nil {
		return
	}
	for _, p := range s.diff.Problems[:min(len(s.diff.Problems), most)] {
		f.Log.WarnContext(ctx, "a row of the official list is left out", "row", p.Place, "name", p.Name, "why", p.Why)
	}
	for _, e := range s.emptied {
		i := slices.IndexFunc(s.diff.Emptied.Problems, func(p roster.Problem) bool { return p.Column == e.Column })
		p := s.diff.Emptied.Problems[i]
		f.Log.InfoContext(ctx, "fields of the official list are left empty", "column", e.Column, "fields", e.Fields, "row", p.Place, "why", p.Why)
	}
}

// known reports whether the last look saw the list in the same state, and nothing was changed here since that it could now say again.
func (s *state) known(b *tracker.Book) bool {
	said, e, ok := last(b)
	if !ok || said.Revision != s.revision {
		return false
	}
	for e := range b.Entries(e.Seq) {
		if _, changed := e.Event.(tracker.Changed); changed && s.list != nil {
			return false
		}
	}
	return true
}

// apply approves plain proposals, once: an approval that was undone stays undone.
func (f *Follower) apply(ctx context.Context) error {
	_, err := f.Tracker.Do(ctx, tracker.Request{By: By}, func(b *tracker.Book) ([]tracker.Event, error) {
		var events []tracker.Event
		approved := map[tracker.Seq]bool{}
		for e := range b.Entries(0) {
			if ev, ok := e.Event.(tracker.Approved); ok {
				approved[ev.Proposal] = true
			}
		}
		for _, g := range Open(b) {
			for _, p := range g.Waiting(b) {
				if g.Removals || approved[p.Seq] || p.Doubt.Format != "" || !only(&p.Proposed, tracker.Joined, tracker.WasRemoved, tracker.Withdrew) {
					continue
				}
				said, err := tracker.Approve(p.Seq, By, false)(b)
				if err == nil {
					var then *tracker.Book
					if then, err = b.If(said); err == nil {
						b, events = then, append(events, said...)
					}
				}
				if refusal := (tracker.Refusal{}); err != nil && !errors.As(err, &refusal) {
					return nil, err // what is refused waits for a person
				}
			}
		}
		return events, nil
	})
	return err
}

// told logs the result of a look, and announces the proposals.
func (f *Follower) told(ctx context.Context, entries []tracker.Entry) {
	book := f.Tracker.Book()
	proposed, waiting := 0, 0
	for _, e := range entries {
		if _, ok := e.Event.(tracker.Proposed); ok {
			proposed++
			if book.Proposal(e.Seq) != nil {
				waiting++
			}
		}
	}
	said, _, _ := last(book)
	f.Log.InfoContext(ctx, "the official list was compared", "address", f.Call.Origin.Address, "revision", said.Revision, "proposed", proposed, "applied", proposed-waiting)
	if f.Proposed != nil && len(entries) > 1 { // more than that it was compared
		f.Proposed()
	}
}
