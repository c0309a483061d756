package tracker

import (
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
// re-used. Exactly one of the events is set; its key tells the kind.
type stored struct {
	V   int    `json:"v"`
	Seq Seq    `json:"seq"`
	At  string `json:"at"`
	On  Day    `json:"on"`
	By  string `json:"by"`
	Ref string `json:"ref,omitempty"`

	Supporter    *storedSupporter    `json:"supporter,omitempty"`
	Reported     *storedReported     `json:"reported,omitempty"`
	Claimed      *storedClaimed      `json:"claimed,omitempty"`
	Noted        *storedNoted        `json:"noted,omitempty"`
	Subscribed   *storedSubscribed   `json:"subscribed,omitempty"`
	Unsubscribed *storedUnsubscribed `json:"unsubscribed,omitempty"`
	Planned      *storedPlanned      `json:"digest_planned,omitempty"`
	Posted       *storedPosted       `json:"digest_posted,omitempty"`
	Abandoned    *storedAbandoned    `json:"digest_abandoned,omitempty"`
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
}

type storedUnsubscribed struct {
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

type storedAbandoned struct {
	Plan   Seq    `json:"plan"`
	Reason string `json:"reason"`
}

// Encode is the stored form of an entry: one line of JSON.
func Encode(e Entry) ([]byte, error) {
	s := stored{V: Format, Seq: e.Seq, At: e.At.UTC().Format(time.RFC3339Nano), On: e.On, By: e.By, Ref: e.Ref}
	switch ev := e.Event.(type) {
	case Changed:
		p := ev.Supporter
		s.Supporter = &storedSupporter{ev.Why, ev.Source, p.ID, p.Name, p.Aliases, p.Category, p.Kind, p.Country,
			p.Joined, p.JoinedSource, p.FirstListed, p.Source, p.Website, p.Note, storedLeft(p.Left)}
	case Reported:
		s.Reported = (*storedReported)(&ev)
	case Claimed:
		s.Claimed = (*storedClaimed)(&ev)
	case Noted:
		s.Noted = (*storedNoted)(&ev)
	case Subscribed:
		s.Subscribed = (*storedSubscribed)(&ev)
	case Unsubscribed:
		s.Unsubscribed = (*storedUnsubscribed)(&ev)
	case DigestPlanned:
		ev.Occasion = ev.Occasion.UTC()
		s.Planned = (*storedPlanned)(&ev)
	case DigestPosted:
		s.Posted = (*storedPosted)(&ev)
	case DigestAbandoned:
		s.Abandoned = (*storedAbandoned)(&ev)
	default:
		return nil, fmt.Errorf("entry %d: no stored form for %T", e.Seq, e.Event)
	}
	return json.Marshal(s)
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
	e := Entry{Seq: s.Seq, At: at.UTC(), On: s.On, By: s.By, Ref: s.Ref}
	switch {
	case s.Supporter != nil:
		p := s.Supporter
		if !slices.Contains(whys, p.Why) || !slices.Contains(Categories(), p.Category) {
			return Entry{}, fmt.Errorf("entry %d: %s: it says %q of a %q, which can't be", s.Seq, KnownCategory, p.Why, string(p.Category))
		}
		e.Event = Changed{p.Why, p.Because, Supporter{p.ID, p.Name, p.Aliases, p.Category, p.Kind, p.Country,
			p.Joined, p.JoinedSource, p.FirstListed, p.Source, p.Website, p.Note, Departure(p.Left)}}
	case s.Reported != nil:
		e.Event = Reported(*s.Reported)
	case s.Claimed != nil:
		e.Event = Claimed(*s.Claimed)
	case s.Noted != nil:
		e.Event = Noted(*s.Noted)
	case s.Subscribed != nil:
		e.Event = Subscribed(*s.Subscribed)
	case s.Unsubscribed != nil:
		e.Event = Unsubscribed(*s.Unsubscribed)
	case s.Planned != nil:
		e.Event = DigestPlanned(*s.Planned)
	case s.Posted != nil:
		e.Event = DigestPosted(*s.Posted)
	case s.Abandoned != nil:
		e.Event = DigestAbandoned(*s.Abandoned)
	default:
		return Entry{}, fmt.Errorf("entry %d is of a kind that this version doesn't know: %w", s.Seq, ErrNewer)
	}
	return e, nil
}

var whys = []Why{Joined, Amended, Recategorised, Withdrew, WasRemoved, WasMerged}

// DecodeAll reads many stored entries, on all processors, because a ledger is read whole at every start.
func DecodeAll(encoded [][]byte) ([]Entry, error) {
	const chunk = 500 // entries below which another goroutine doesn't pay
	entries := make([]Entry, len(encoded))
	workers := min(runtime.GOMAXPROCS(0), len(encoded)/chunk+1)
	errs := make([]error, workers)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w * len(encoded) / workers; i < (w+1)*len(encoded)/workers; i++ {
				if entries[i], errs[w] = Decode(encoded[i]); errs[w] != nil {
					return
				}
			}
		})
	}
	wg.Wait()
	return entries, errors.Join(errs...)
}
