package tracker

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"
)

// Format is the version of the stored form that this package writes. It reads this one and all before it.
const Format = 1

// ErrNewer says that a ledger was written by a newer rollcall than this one.
var ErrNewer = errors.New("written by a newer version of rollcall than this one")

// stored is an Entry as JSON. It stands apart from the API types because it is for ever: fields are added and never
// re-used.
type stored struct {
	V     int    `json:"v"`
	Seq   Seq    `json:"seq"`
	At    string `json:"at"`
	On    Day    `json:"on"`
	By    string `json:"by"`
	Ref   string `json:"ref,omitempty"`
	Batch Seq    `json:"batch,omitempty"`
	storedEvent
}

// storedEvent is an Event as JSON. Exactly one is set; its key tells the kind.
type storedEvent struct {
	Supporter    *storedSupporter    `json:"supporter,omitempty"`
	Reported     *storedReported     `json:"reported,omitempty"`
	Claimed      *storedClaimed      `json:"claimed,omitempty"`
	Noted        *storedNoted        `json:"noted,omitempty"`
	Subscribed   *storedSubscribed   `json:"subscribed,omitempty"`
	Unsubscribed *storedUnsubscribed `json:"unsubscribed,omitempty"`
	Muted        *storedMuted        `json:"muted,omitempty"`
	Asked        *storedAsked        `json:"digest_asked,omitempty"`
	Planned      *storedPlanned      `json:"digest_planned,omitempty"`
	Posted       *storedPosted       `json:"digest_posted,omitempty"`
	Taken        *storedTaken        `json:"digest_taken,omitempty"`
	Abandoned    *storedAbandoned    `json:"digest_abandoned,omitempty"`
	Retracted    *storedRetracted    `json:"retracted,omitempty"`
	Proposed     *storedProposed     `json:"proposed,omitempty"`
	Approved     *storedApproved     `json:"approved,omitempty"`
	Rejected     *storedRejected     `json:"rejected,omitempty"`
	Reopened     *storedReopened     `json:"reopened,omitempty"`
	Granted      *storedUser         `json:"granted,omitempty"`
	Revoked      *storedUser         `json:"revoked,omitempty"`
	Preferred    *storedPreferred    `json:"preferred,omitempty"`
	Forgotten    *storedForgotten    `json:"forgotten,omitempty"`
	Compared     *storedCompared     `json:"compared,omitempty"`
}

type storedSupporter struct {
	Why          Why        `json:"why"`
	Because      string     `json:"because,omitempty"` // the source of the change
	ID           Seq        `json:"id"`
	Name         string     `json:"name"`
	Aliases      []string   `json:"aliases,omitempty"`
	Category     Category   `json:"category"`
	Kind         Kind       `json:"kind,omitempty"`
	Country      string     `json:"country,omitempty"`
	Joined       Date       `json:"joined,omitempty"`
	JoinedSource string     `json:"joined_source,omitempty"`
	FirstListed  Day        `json:"first_listed,omitempty"`
	Source       string     `json:"source,omitempty"`
	Website      string     `json:"website,omitempty"`
	Note         string     `json:"note,omitempty"`
	Left         storedLeft `json:"left,omitzero"`
	Undoes       Seq        `json:"undoes,omitempty"`
}

type storedLeft struct {
	Status Status `json:"status"`
	On     Day    `json:"on"`
	Reason string `json:"reason,omitempty"`
	Source string `json:"source,omitempty"`
	Into   Seq    `json:"into,omitempty"`
}

type storedReported struct {
	Date      Date      `json:"date"`
	Category  Category  `json:"category"`
	Value     int       `json:"value"`
	Qualifier Qualifier `json:"qualifier"`
	Source    string    `json:"source,omitempty"`
	Quote     string    `json:"quote,omitempty"`
}

type storedClaimed struct {
	Name     string   `json:"name"`
	Category Category `json:"category"`
	Country  string   `json:"country,omitempty"`
	Date     Date     `json:"date"`
	Standing string   `json:"standing"`
	Claim    string   `json:"claim"`
	Source   string   `json:"source"`
}

type storedNoted struct {
	Date   Date   `json:"date"`
	Actor  string `json:"actor"`
	Event  string `json:"event"`
	Source string `json:"source"`
}

type storedSubscribed struct {
	ID       Seq    `json:"id"`
	Channel  string `json:"channel"`
	Schedule string `json:"schedule,omitempty"`
	Zone     string `json:"zone,omitempty"`
	Filter   string `json:"filter,omitempty"`
	Only     string `json:"only,omitempty"`
	Quiet    string `json:"quiet,omitempty"`
	Lang     string `json:"lang,omitempty"`
	Min      int    `json:"min,omitempty"`
	After    Seq    `json:"after,omitempty"`
}

type storedUnsubscribed struct {
	Subscription Seq `json:"subscription"`
}

type storedMuted struct {
	Subscription Seq       `json:"subscription"`
	Until        time.Time `json:"until"`
}

type storedAsked struct {
	Subscription Seq `json:"subscription"`
}

type storedPlanned struct {
	Subscription Seq       `json:"subscription"`
	Occasion     time.Time `json:"occasion"`
	Through      Seq       `json:"through"`
	Late         bool      `json:"late,omitempty"`
}

type storedPosted struct {
	Plan Seq    `json:"plan"`
	TS   string `json:"ts"`
}

type storedTaken struct {
	Plan Seq `json:"plan"`
}

type storedAbandoned struct {
	Plan   Seq    `json:"plan"`
	Reason string `json:"reason"`
}

type storedRetracted struct {
	Entry  Seq    `json:"entry"`
	Reason string `json:"reason,omitempty"`
}

type storedProposed struct {
	On     Day           `json:"on"`
	Note   string        `json:"note,omitempty"`
	Events []storedEvent `json:"events"`
}

type storedApproved struct {
	Proposal Seq `json:"proposal"`
}

type storedReopened struct {
	Proposal Seq `json:"proposal"`
}

type storedRejected struct {
	Proposal Seq    `json:"proposal"`
	Reason   string `json:"reason,omitempty"`
}

type storedUser struct {
	User string `json:"user"`
}

type storedPreferred struct {
	Of   string `json:"of"`
	Lang string `json:"lang,omitempty"`
}

type storedForgotten struct {
	Supporter Seq `json:"supporter"`
}

type storedCompared struct {
	Source   string `json:"source"`
	Revision string `json:"revision,omitempty"`
	Declined []Seq  `json:"declined,omitempty"`
}

// Encode is the stored form of an entry: one line of JSON.
func Encode(e Entry) ([]byte, error) { return newEncoder().encode(nil, e) }

// An encoder is used for one entry after the other, so that many leave no garbage.
type encoder struct {
	entry     stored
	supporter storedSupporter
	json      *json.Encoder
	line      []byte // what json writes
}

func newEncoder() *encoder {
	s := &encoder{}
	s.json = json.NewEncoder(s)
	return s
}

func (s *encoder) Write(p []byte) (int, error) {
	s.line = append(s.line, p...)
	return len(p), nil
}

// encode writes the stored form after what a line has.
func (s *encoder) encode(line []byte, e Entry) ([]byte, error) {
	s.entry = stored{V: Format, Seq: e.Seq, At: e.At.UTC().Format(time.RFC3339Nano), On: e.On, By: e.By, Ref: e.Ref, Batch: e.Batch}
	var err error
	if ev, ok := e.Event.(Changed); ok {
		s.supporter = storeSupporter(ev)
		s.entry.Supporter = &s.supporter
	} else if s.entry.storedEvent, err = store(e.Event); err != nil {
		return nil, fmt.Errorf("entry %d: %w", e.Seq, err)
	}
	s.line = line
	err = s.json.Encode(&s.entry)
	return bytes.TrimSuffix(s.line, []byte("\n")), err
}

func storeSupporter(ev Changed) storedSupporter {
	p := ev.Supporter
	return storedSupporter{ev.Why, ev.Source, p.ID, p.Name, p.Aliases, p.Category, p.Kind, p.Country,
		p.Joined, p.JoinedSource, p.FirstListed, p.Source, p.Website, p.Note, storedLeft(p.Left), ev.Undoes}
}

func store(event Event) (s storedEvent, err error) {
	switch ev := event.(type) {
	case Changed:
		supporter := storeSupporter(ev)
		s.Supporter = &supporter
	case Reported:
		s.Reported = (*storedReported)(&ev)
	case Claimed:
		s.Claimed = (*storedClaimed)(&ev)
	case Noted:
		s.Noted = (*storedNoted)(&ev)
	case Retracted:
		s.Retracted = (*storedRetracted)(&ev)
	case Proposed:
		s.Proposed = &storedProposed{ev.On, ev.Note, make([]storedEvent, len(ev.Events))}
		for i, proposed := range ev.Events {
			if !proposable(proposed) {
				return s, fmt.Errorf("%T can't be proposed", proposed)
			}
			if s.Proposed.Events[i], err = store(proposed); err != nil {
				return s, err
			}
		}
	case Approved:
		s.Approved = (*storedApproved)(&ev)
	case Rejected:
		s.Rejected = (*storedRejected)(&ev)
	case Reopened:
		s.Reopened = (*storedReopened)(&ev)
	case Granted:
		s.Granted = (*storedUser)(&ev)
	case Revoked:
		s.Revoked = (*storedUser)(&ev)
	case Preferred:
		s.Preferred = (*storedPreferred)(&ev)
	case Subscribed:
		s.Subscribed = (*storedSubscribed)(&ev)
	case Unsubscribed:
		s.Unsubscribed = (*storedUnsubscribed)(&ev)
	case Muted:
		ev.Until = ev.Until.UTC()
		s.Muted = (*storedMuted)(&ev)
	case DigestAsked:
		s.Asked = (*storedAsked)(&ev)
	case DigestPlanned:
		ev.Occasion = ev.Occasion.UTC()
		s.Planned = (*storedPlanned)(&ev)
	case DigestPosted:
		s.Posted = (*storedPosted)(&ev)
	case DigestTaken:
		s.Taken = (*storedTaken)(&ev)
	case DigestAbandoned:
		s.Abandoned = (*storedAbandoned)(&ev)
	case Forgotten:
		s.Forgotten = (*storedForgotten)(&ev)
	case Compared:
		s.Compared = (*storedCompared)(&ev)
	default:
		return s, fmt.Errorf("no stored form for %T", event)
	}
	return s, nil
}

// Decode reads the stored form.
func Decode(data []byte) (Entry, error) {
	var s stored
	err := json.Unmarshal(data, &s)
	// A newer version may say anything in any way, but for its number.
	var version struct {
		V   int `json:"v"`
		Seq Seq `json:"seq"`
	}
	if s.V > Format || err != nil && json.Unmarshal(data, &version) == nil && version.V > Format {
		return Entry{}, fmt.Errorf("entry %d: %w", max(s.Seq, version.Seq), ErrNewer)
	}
	if err != nil {
		return Entry{}, fmt.Errorf("an entry is not readable: %w", err)
	}
	at, err := time.Parse(time.RFC3339Nano, s.At)
	if err != nil {
		return Entry{}, fmt.Errorf("entry %d: its time is not readable: %w", s.Seq, err)
	}
	event, err := s.event()
	if err != nil {
		return Entry{}, fmt.Errorf("entry %d: %w", s.Seq, err)
	}
	return Entry{Seq: s.Seq, At: at.UTC(), On: s.On, By: s.By, Ref: s.Ref, Batch: s.Batch, Event: event}, nil
}

func (s *storedEvent) event() (Event, error) {
	switch {
	case s.Supporter != nil:
		p := s.Supporter
		if !slices.Contains(whys, p.Why) || !slices.Contains(Categories(), p.Category) {
			return nil, fmt.Errorf("%s: it says %q of a %q, which can't be", KnownCategory, p.Why, string(p.Category))
		}
		return Changed{p.Why, p.Because, Supporter{p.ID, p.Name, p.Aliases, p.Category, p.Kind, p.Country,
			p.Joined, p.JoinedSource, p.FirstListed, p.Source, p.Website, p.Note, Departure(p.Left)}, p.Undoes}, nil
	case s.Reported != nil:
		return Reported(*s.Reported), nil
	case s.Claimed != nil:
		return Claimed(*s.Claimed), nil
	case s.Noted != nil:
		return Noted(*s.Noted), nil
	case s.Retracted != nil:
		return Retracted(*s.Retracted), nil
	case s.Proposed != nil:
		events := make([]Event, len(s.Proposed.Events))
		for i := range events {
			var err error
			if events[i], err = s.Proposed.Events[i].event(); err != nil {
				return nil, err
			}
			if !proposable(events[i]) {
				return nil, fmt.Errorf("%s: %T can't be proposed", ProposalsHold, events[i])
			}
		}
		return Proposed{s.Proposed.On, s.Proposed.Note, events}, nil
	case s.Approved != nil:
		return Approved(*s.Approved), nil
	case s.Rejected != nil:
		return Rejected(*s.Rejected), nil
	case s.Reopened != nil:
		return Reopened(*s.Reopened), nil
	case s.Granted != nil:
		return Granted(*s.Granted), nil
	case s.Revoked != nil:
		return Revoked(*s.Revoked), nil
	case s.Preferred != nil:
		return Preferred(*s.Preferred), nil
	case s.Subscribed != nil:
		return Subscribed(*s.Subscribed), nil
	case s.Unsubscribed != nil:
		return Unsubscribed(*s.Unsubscribed), nil
	case s.Muted != nil:
		return Muted(*s.Muted), nil
	case s.Asked != nil:
		return DigestAsked(*s.Asked), nil
	case s.Planned != nil:
		return DigestPlanned(*s.Planned), nil
	case s.Posted != nil:
		return DigestPosted(*s.Posted), nil
	case s.Taken != nil:
		return DigestTaken(*s.Taken), nil
	case s.Abandoned != nil:
		return DigestAbandoned(*s.Abandoned), nil
	case s.Forgotten != nil:
		return Forgotten(*s.Forgotten), nil
	case s.Compared != nil:
		return Compared(*s.Compared), nil
	}
	return nil, fmt.Errorf("it is of a kind that this version doesn't know: %w", ErrNewer)
}

var whys = []Why{Joined, Amended, Recategorised, Withdrew, WasRemoved, WasMerged, Undone}

// EncodeAll is the stored form of many entries, made on all processors. Lines that nobody needs any more can be given to be
// written over.
func EncodeAll(entries []Entry, spare ...[]byte) ([][]byte, error) {
	return onAll(len(entries), func() func(int) ([]byte, error) {
		s := newEncoder()
		return func(i int) ([]byte, error) {
			var line []byte
			if i < len(spare) {
				line = spare[i][:0]
			}
			return s.encode(line, entries[i])
		}
	})
}

// DecodeAll reads many stored entries, on all processors, because a ledger is read whole at every start.
func DecodeAll(encoded [][]byte) ([]Entry, error) {
	return onAll(len(encoded), func() func(int) (Entry, error) {
		return func(i int) (Entry, error) { return Decode(encoded[i]) }
	})
}

// onAll makes so many things, on all processors: each has its own maker.
func onAll[T any](n int, maker func() func(i int) (T, error)) ([]T, error) {
	const chunk = 500 // of them, below which another goroutine doesn't pay
	into := make([]T, n)
	workers := min(runtime.GOMAXPROCS(0), n/chunk+1)
	errs := make([]error, workers)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			one := maker()
			for i := w * n / workers; i < (w+1)*n/workers; i++ {
				if into[i], errs[w] = one(i); errs[w] != nil {
					return
				}
			}
		})
	}
	wg.Wait()
	return into, errors.Join(errs...)
}
