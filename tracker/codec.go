package tracker

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync"
	"time"
)

// Format is the version of the stored form that this package writes. It reads this one and all before it.
const Format = 1

// ErrNewer says that a ledger was written by a newer rollcall than this one.
var ErrNewer = errors.New("written by a newer version of rollcall than this one")

// stored is an Entry as JSON. Its format is permanent: fields, here and in the events, are added and their keys never change.
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
	Supporter    *Changed         `json:"supporter,omitempty"`
	Reported     *Reported        `json:"reported,omitempty"`
	Claimed      *Claimed         `json:"claimed,omitempty"`
	Noted        *Noted           `json:"noted,omitempty"`
	Subscribed   *Subscribed      `json:"subscribed,omitempty"`
	Unsubscribed *Unsubscribed    `json:"unsubscribed,omitempty"`
	Muted        *Muted           `json:"muted,omitempty"`
	Asked        *DigestAsked     `json:"digest_asked,omitempty"`
	Planned      *DigestPlanned   `json:"digest_planned,omitempty"`
	Posted       *DigestPosted    `json:"digest_posted,omitempty"`
	Taken        *DigestTaken     `json:"digest_taken,omitempty"`
	Abandoned    *DigestAbandoned `json:"digest_abandoned,omitempty"`
	Retracted    *Retracted       `json:"retracted,omitempty"`
	Proposed     *storedProposed  `json:"proposed,omitempty"`
	Approved     *Approved        `json:"approved,omitempty"`
	Rejected     *Rejected        `json:"rejected,omitempty"`
	Reopened     *Reopened        `json:"reopened,omitempty"`
	Granted      *Granted         `json:"granted,omitempty"`
	Revoked      *Revoked         `json:"revoked,omitempty"`
	Preferred    *Preferred       `json:"preferred,omitempty"`
	Forgotten    *Forgotten       `json:"forgotten,omitempty"`
	Compared     *Compared        `json:"compared,omitempty"`
}

// storedProposed is Proposed as JSON.
type storedProposed struct {
	On     Day           `json:"on"`
	Note   string        `json:"note,omitempty"`
	Doubt  Doubt         `json:"doubt,omitzero"`
	Events []storedEvent `json:"events"`
}

// storedAs is the field of a storedEvent for each type of event.
var storedAs = sync.OnceValue(func() map[reflect.Type]int {
	fields := map[reflect.Type]int{}
	for f := range reflect.TypeFor[storedEvent]().Fields() {
		fields[f.Type.Elem()] = f.Index[0]
	}
	return fields
})

// Encode is the stored form of an entry: one line of JSON.
func Encode(e Entry) ([]byte, error) {
	event, err := store(e.Event)
	if err != nil {
		return nil, fmt.Errorf("entry %d: %w", e.Seq, err)
	}
	return json.Marshal(&stored{Format, e.Seq, e.At.UTC().Format(time.RFC3339Nano), e.On, e.By, e.Ref, e.Batch, event})
}

func store(event Event) (s storedEvent, err error) {
	switch ev := event.(type) {
	case Proposed:
		s.Proposed = &storedProposed{ev.On, ev.Note, ev.Doubt, make([]storedEvent, len(ev.Events))}
		for i, proposed := range ev.Events {
			if !proposable(proposed) {
				return s, fmt.Errorf("%T can't be proposed", proposed)
			}
			if s.Proposed.Events[i], err = store(proposed); err != nil {
				return s, err
			}
		}
		return s, nil
	case Muted:
		ev.Until = ev.Until.UTC()
		event = ev
	case DigestPlanned:
		ev.Occasion = ev.Occasion.UTC()
		event = ev
	}
	field, ok := storedAs()[reflect.TypeOf(event)]
	if !ok {
		return s, fmt.Errorf("no stored form for %T", event)
	}
	kept := reflect.New(reflect.TypeOf(event))
	kept.Elem().Set(reflect.ValueOf(event))
	reflect.ValueOf(&s).Elem().Field(field).Set(kept)
	return s, nil
}

// Decode reads the stored form.
func Decode(data []byte) (Entry, error) {
	var s stored
	err := json.Unmarshal(data, &s)
	// A newer version may have any form, except for its number.
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
	if p := s.Proposed; p != nil {
		events := make([]Event, len(p.Events))
		for i := range events {
			var err error
			if events[i], err = p.Events[i].event(); err != nil {
				return nil, err
			}
			if !proposable(events[i]) {
				return nil, fmt.Errorf("%s: %T can't be proposed", ProposalsHold, events[i])
			}
		}
		return Proposed{p.On, p.Note, p.Doubt, events}, nil
	}
	if ev := s.Supporter; ev != nil { // nearly all are
		if !slices.Contains(whys, ev.Why) || !slices.Contains(Categories(), ev.Supporter.Category) {
			return nil, fmt.Errorf("%s: it says %q of a %q, which can't be", KnownCategory, ev.Why, string(ev.Supporter.Category))
		}
		return *ev, nil
	}
	for _, field := range reflect.ValueOf(s).Elem().Fields() {
		if !field.IsNil() {
			return field.Elem().Interface().(Event), nil
		}
	}
	return nil, fmt.Errorf("it is of a kind that this version doesn't know: %w", ErrNewer)
}

var whys = []Why{Joined, Amended, Recategorised, Withdrew, WasRemoved, WasMerged, Undone}

// EncodeAll is the stored form of many entries, made on all processors.
func EncodeAll(entries []Entry) ([][]byte, error) { return TryEach(entries, Encode) }

// DecodeAll reads many stored entries, on all processors, because a ledger is read whole at every start.
func DecodeAll(encoded [][]byte) ([]Entry, error) { return TryEach(encoded, Decode) }
