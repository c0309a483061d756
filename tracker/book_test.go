package tracker_test

import (
	"fmt"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/names"
)

// readings are all results that a Book has.
type readings struct {
	Head          tracker.Seq
	Begins        tracker.Day
	Counts        tracker.Counts
	Roll          []tracker.Supporter
	Supporters    []tracker.Supporter
	Figures       []tracker.Reported
	Claims        []tracker.Claimed
	Notes         []tracker.Noted
	Subscriptions []tracker.Subscription
	Plans         []tracker.Plan
	Entries       []tracker.Entry
	Proposals     []tracker.Proposal
	Admins        []string
	Languages     map[string]string
	Batches       map[tracker.Seq][]tracker.Entry
	LastBy        map[string]tracker.Seq
	Undone        map[tracker.Seq]bool
	Refs          map[string][]tracker.Seq
	Named         map[string][]tracker.Seq
}

func read(b *tracker.Book) readings {
	r := readings{Head: b.Head(), Begins: b.Begins(), Counts: b.Counts(),
		Figures: append([]tracker.Reported(nil), b.Figures()...), Claims: append([]tracker.Claimed(nil), b.Claims()...),
		Notes: append([]tracker.Noted(nil), b.Notes()...), Entries: slices.Collect(b.Entries(0)),
		Admins: append([]string(nil), b.Admins()...), Languages: map[string]string{}, Batches: map[tracker.Seq][]tracker.Entry{},
		LastBy: map[string]tracker.Seq{}, Undone: b.Undone(), Refs: map[string][]tracker.Seq{}, Named: map[string][]tracker.Seq{}}
	for s := range b.Roll() {
		r.Roll = append(r.Roll, *s)
	}
	for s := range b.Supporters() {
		r.Supporters = append(r.Supporters, *s)
	}
	for _, s := range b.Subscriptions() {
		flat := *s
		if s.Plan != nil {
			r.Plans = append(r.Plans, *s.Plan)
			flat.Plan = nil
		}
		r.Subscriptions = append(r.Subscriptions, flat)
	}
	for _, p := range b.Proposals() {
		r.Proposals = append(r.Proposals, *p)
	}
	for seq := range b.Head() + 2 {
		r.Batches[seq] = b.Batch(seq)
	}
	for _, who := range people {
		r.Languages[who] = b.Language(who)
		if seq, ok := b.LastBy(who); ok {
			r.LastBy[who] = seq
		}
	}
	for i := range 100 {
		ref := fmt.Sprint("ref-", i)
		for _, e := range b.Ref(ref) {
			r.Refs[ref] = append(r.Refs[ref], e.Seq)
		}
	}
	for _, a := range words {
		for _, b2 := range words {
			name := a + " " + b2
			for _, s := range b.Named(name) {
				r.Named[name] = append(r.Named[name], s.ID)
			}
			slices.Sort(r.Named[name])
		}
	}
	return r
}

func same(t *testing.T, what string, got, want readings) {
	t.Helper()
	g, w := reflect.ValueOf(got), reflect.ValueOf(want)
	for i := range g.NumField() {
		if !reflect.DeepEqual(g.Field(i).Interface(), w.Field(i).Interface()) {
			t.Fatalf("%s: %s is\n%+v, want\n%+v", what, g.Type().Field(i).Name, g.Field(i), w.Field(i))
		}
	}
}

func with(t testing.TB, b *tracker.Book, entries ...tracker.Entry) *tracker.Book {
	t.Helper()
	next, err := b.With(entries...)
	if err != nil {
		t.Fatal(err)
	}
	return next
}

func TestReplayingAnyPrefixEqualsTheIncrementalBook(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			entries := randomLedger(t, seed, 90)
			books := []*tracker.Book{{}}
			for _, e := range entries {
				books = append(books, with(t, books[len(books)-1], e))
			}
			last := books[len(books)-1]
			for n, incremental := range books {
				replayed := read(with(t, &tracker.Book{}, entries[:n]...))
				// The earlier Books are read last of all: what came after must not show in them.
				same(t, fmt.Sprintf("the incremental Book of %d entries", n), read(incremental), replayed)
				same(t, fmt.Sprintf("Upto(%d)", n), read(last.Upto(tracker.Seq(n))), replayed)
			}
		})
	}
}

func TestTheBookIsWhatASimpleCountOfTheEntriesSays(t *testing.T) {
	for seed := range uint64(20) {
		entries := randomLedger(t, 100+seed, 60)
		book := with(t, &tracker.Book{}, entries...)
		for _, day := range []tracker.Day{"2019-01-01", "2020-02-01", "2026-02-20", "2026-02-27", "2026-03-04", "2026-03-20", "2026-05-01", "9999-12-31"} {
			state := map[tracker.Seq]tracker.Supporter{}
			var want tracker.Counts
			figures := 0
			for _, e := range entries {
				if e.On > day {
					continue
				}
				switch ev := e.Event.(type) {
				case tracker.Changed:
					state[ev.Supporter.ID] = ev.Supporter
				case tracker.Reported:
					figures++
				case tracker.Retracted:
					if _, ok := entries[ev.Entry-1].Event.(tracker.Reported); ok {
						figures--
					}
				}
			}
			for _, s := range state {
				if s.Left.Status != "" {
					continue
				}
				switch s.Category {
				case tracker.State:
					want.State++
				case tracker.PublicAuthority:
					want.PublicAuthority++
				case tracker.CivilSociety:
					want.CivilSociety++
				case tracker.Company:
					want.Company++
				default:
					want.Uncategorised++
				}
			}
			then := book.AsOf(day)
			if counts := book.CountsOn(day); counts != then.Counts() {
				t.Errorf("seed %d: CountsOn(%s) is %+v, want %+v", seed, day, counts, then.Counts())
			}
			if then.Counts() != want {
				t.Errorf("seed %d: AsOf(%s) counts %+v, want %+v", seed, day, then.Counts(), want)
			}
			if len(then.Figures()) != figures {
				t.Errorf("seed %d: AsOf(%s) has %d figures, want %d", seed, day, len(then.Figures()), figures)
			}
			for s := range then.Supporters() {
				if !reflect.DeepEqual(*s, state[s.ID]) {
					t.Errorf("seed %d: AsOf(%s) has\n%+v, want\n%+v", seed, day, *s, state[s.ID])
				}
				delete(state, s.ID)
			}
			if len(state) > 0 {
				t.Errorf("seed %d: AsOf(%s) lacks %v", seed, day, state)
			}
		}
	}
}

func TestAsOfIsWhatIsNowKnownAndUptoWhatWasRecorded(t *testing.T) {
	foundation := tracker.Supporter{ID: 1, Name: "Example Foundation", Category: tracker.CivilSociety}
	left := foundation
	left.Left = tracker.Departure{Status: tracker.Withdrawn, On: "2026-03-10"}
	book := with(t, &tracker.Book{},
		entry(1, "2026-03-01", tracker.Changed{Why: tracker.Joined, Supporter: foundation}),
		entry(2, "2026-03-10", tracker.Changed{Why: tracker.Withdrew, Supporter: left}),
		// Recorded last, though it was so before all that.
		entry(3, "2026-02-01", tracker.Changed{Why: tracker.Joined, Supporter: tracker.Supporter{ID: 3, Name: "Example Ltd", Category: tracker.Company}}))

	for _, c := range []struct {
		what string
		book *tracker.Book
		want tracker.Counts
	}{
		{"as of the day before the first", book.AsOf("2026-01-31"), tracker.Counts{}},
		{"as of the first day", book.AsOf("2026-02-01"), tracker.Counts{Company: 1}},
		{"as of the day before the withdrawal", book.AsOf("2026-03-09"), tracker.Counts{Company: 1, CivilSociety: 1}},
		{"as of the day of the withdrawal", book.AsOf("2026-03-10"), tracker.Counts{Company: 1}},
		{"as of the zero day", book.AsOf(""), tracker.Counts{}},
		{"up to nothing", book.Upto(0), tracker.Counts{}},
		{"up to the first", book.Upto(1), tracker.Counts{CivilSociety: 1}},
		{"up to the withdrawal", book.Upto(2), tracker.Counts{}},
		{"up to the head", book.Upto(3), tracker.Counts{Company: 1}},
		{"up to beyond the head", book.Upto(99), tracker.Counts{Company: 1}},
	} {
		if got := c.book.Counts(); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.what, got, c.want)
		}
	}
	if got := book.AsOf("2026-03-09").Supporter(1).Status(); got != tracker.Listed {
		t.Errorf("the day before it withdrew, it is %s", got)
	}
}

func TestRecordedIsTheLastEntryOfAMoment(t *testing.T) {
	if got := (&tracker.Book{}).Recorded(start); got != 0 {
		t.Errorf("an empty Book has recorded entry %d", got)
	}
	entries := make([]tracker.Entry, 6)
	for i, minute := range []int{0, 0, 5, 5, 5, 9} {
		entries[i] = entry(tracker.Seq(i+1), "2026-03-01", tracker.Noted{Event: "e"})
		entries[i].At = start.Add(time.Duration(minute) * time.Minute)
	}
	book := with(t, &tracker.Book{}, entries...)
	for _, c := range []struct {
		after time.Duration
		want  tracker.Seq
	}{
		{-time.Hour, 0}, {-1, 0}, {0, 2}, {1, 2}, {5*time.Minute - 1, 2}, {5 * time.Minute, 5}, {8 * time.Minute, 5}, {9 * time.Minute, 6}, {24 * time.Hour, 6},
	} {
		if got := book.Recorded(start.Add(c.after)); got != c.want {
			t.Errorf("by %v after the start, entry %d was recorded, want %d", c.after, got, c.want)
		}
	}
}

func TestAGapInTheEntriesIsRefused(t *testing.T) {
	book := with(t, &tracker.Book{}, entry(1, "2026-03-01", tracker.Noted{Event: "one"}))
	for name, entries := range map[string][]tracker.Entry{
		"a gap":                 {entry(3, "2026-03-01", tracker.Noted{})},
		"a place that is taken": {entry(1, "2026-03-01", tracker.Noted{})},
		"a gap further on":      {entry(2, "2026-03-01", tracker.Noted{}), entry(4, "2026-03-01", tracker.Noted{})},
	} {
		if next, err := book.With(entries...); err == nil || next != nil {
			t.Errorf("%s is folded: %v", name, err)
		}
	}
	if book.Head() != 1 {
		t.Errorf("the Book's head is %d after refusals, want 1", book.Head())
	}
}

func TestTwoWaysOnFromOneBookDontDisturbEachOther(t *testing.T) {
	common := randomLedger(t, 7, 30)
	base := with(t, &tracker.Book{}, common...)
	before := read(base)
	const ways, steps = 8, 15
	fork := func(way int) []tracker.Entry {
		entries := slices.Clone(common)
		for i := range steps {
			seq := tracker.Seq(len(entries) + 1)
			// Every way has the same names and requests as the others, at other places.
			n := (i*7 + way*3) % 10
			entries = append(entries, tracker.Entry{Seq: seq, At: start.AddDate(1, 0, i), On: "2026-03-01", By: "U1", Ref: fmt.Sprint("ref-", 50+n+i*3),
				Event: tracker.Changed{Why: tracker.Joined, Supporter: tracker.Supporter{ID: seq, Name: words[n] + " " + words[(n+way)%10], Category: tracker.Categories()[way%5]}}})
		}
		return entries
	}
	var wg sync.WaitGroup
	for way := range ways {
		wg.Go(func() {
			all := fork(way)
			book := base
			for n := len(common); n < len(all); n++ {
				next, err := book.With(all[n])
				if err != nil {
					t.Error(err)
					return
				}
				want, err := (&tracker.Book{}).With(all[:n+1]...)
				if err != nil {
					t.Error(err)
					return
				}
				if got, want := read(next), read(want); !reflect.DeepEqual(got, want) {
					t.Errorf("way %d differs after entry %d:\n%+v, want\n%+v", way, n+1, got, want)
					return
				}
				book = next
			}
		})
	}
	wg.Wait()
	same(t, "the Book that all ways went on from", read(base), before)
}

func TestNamedLooksPastCaseAccentsAndPunctuation(t *testing.T) {
	left := tracker.Supporter{ID: 2, Name: "Société Générale", Category: tracker.Company}
	left.Left = tracker.Departure{Status: tracker.Withdrawn, On: "2026-03-01"}
	book := with(t, &tracker.Book{},
		entry(1, "2026-03-01", tracker.Changed{Why: tracker.Joined, Supporter: tracker.Supporter{ID: 1, Name: "L’Étoile", Aliases: []string{"Star, Inc.", "星"}, Category: tracker.Company}}),
		entry(2, "2026-03-01", tracker.Changed{Why: tracker.Withdrew, Supporter: left}))
	for name, want := range map[string]tracker.Seq{
		"L’Étoile": 1, "l'etoile": 1, "L'ÉTOILE": 1, "L\u2019E\u0301toile": 1, "star inc": 1, "STAR, INC": 1, "星": 1,
		"societe generale": 2, "Société\u00a0Générale": 2,
	} {
		if got := book.Named(name); len(got) != 1 || got[0].ID != want {
			t.Errorf("Named(%q) finds %v, want supporter %d", name, got, want)
		}
	}
	for _, nobody := range []string{"", " ", "…", "L’Étoiles", "Étoile", "Société"} {
		if got := book.Named(nobody); len(got) > 0 {
			t.Errorf("Named(%q) finds %s", nobody, got[0].Name)
		}
	}
	renamed := *book.Supporter(1)
	renamed.Name, renamed.Aliases = "Polaris", nil
	after := with(t, book, entry(3, "2026-03-02", tracker.Changed{Why: tracker.Amended, Supporter: renamed}))
	if got := after.Named("star inc"); len(got) > 0 {
		t.Errorf("a name that it no longer has finds %s", got[0].Name)
	}
	if got := after.Named("polaris"); len(got) != 1 || got[0].ID != 1 {
		t.Errorf("its new name finds %v", got)
	}
	if got := book.Named("polaris"); len(got) > 0 {
		t.Error("the earlier Book knows the later name")
	}
	if names.Key("星") == "" {
		t.Error("a name in Chinese has no key")
	}
}

func TestRefFindsWhatARequestCaused(t *testing.T) {
	entries := []tracker.Entry{}
	for i, ref := range []string{"a", "a", "", "b", "", "c", "c", "c"} {
		e := entry(tracker.Seq(i+1), "2026-03-01", tracker.Noted{Event: fmt.Sprint(i)})
		e.Ref = ref
		entries = append(entries, e)
	}
	book := with(t, &tracker.Book{}, entries...)
	for ref, want := range map[string][]tracker.Entry{"a": entries[:2], "b": entries[3:4], "c": entries[5:], "d": nil, "": nil} {
		if got := book.Ref(ref); !slices.Equal(got, want) {
			t.Errorf("Ref(%q) is %v, want %v", ref, got, want)
		}
	}
	if got := book.Upto(6).Ref("c"); !slices.Equal(got, entries[5:6]) {
		t.Errorf("up to entry 6, Ref(c) is %v", got)
	}
	if got := (&tracker.Book{}).Ref("a"); got != nil {
		t.Errorf("an empty Book knows a request: %v", got)
	}
}

func TestSubscriptionsKeepWhatTheyHaventPosted(t *testing.T) {
	at := func(minutes int) time.Time { return start.Add(time.Duration(minutes) * time.Minute) }
	book := &tracker.Book{}
	fold := func(event tracker.Event) *tracker.Subscription {
		t.Helper()
		e := entry(book.Head()+1, "2026-03-01", event)
		e.At = at(int(e.Seq))
		book = with(t, book, e)
		return book.Channel("C1", 0)
	}
	fold(tracker.Noted{Event: "before"})
	if s := fold(tracker.Subscribed{ID: 2, Channel: "C1", Schedule: "0 9 * * *"}); s.Through != 2 || !s.Set.Equal(at(2)) || s.By != "U1" {
		t.Errorf("a subscription starts at its own entry; it is %+v", s)
	}
	fold(tracker.Noted{Event: "news"})
	if s := fold(tracker.Subscribed{ID: 2, Channel: "C1", Zone: "Europe/Paris"}); s.Through != 2 || s.Schedule != "" || s.Zone != "Europe/Paris" || len(book.Subscriptions()) != 1 {
		t.Errorf("set again, it forgets what it hasn't posted: %+v", s)
	}
	s := fold(tracker.DigestPlanned{Subscription: 2, Occasion: at(4), Through: 3})
	if s.Plan == nil || s.Plan.Seq != 5 || s.Plan.From != 2 || s.Plan.Through != 3 || s.Through != 2 || !s.Occasion.Equal(at(4)) {
		t.Fatalf("a planned digest isn't posted yet; it is %+v with plan %+v", s, s.Plan)
	}
	if s.Plan.By != 5 || s.Plan.Took != 0 {
		t.Errorf("who planned it has it: %+v", s.Plan)
	}
	if s := fold(tracker.DigestPosted{Plan: 5, TS: "1.2"}); s.Plan != nil || s.Through != 3 {
		t.Errorf("a posted digest counts as posted: %+v", s)
	}
	fold(tracker.DigestPlanned{Subscription: 2, Occasion: at(7), Through: 6})
	if s := fold(tracker.DigestAbandoned{Plan: 7, Reason: "is_archived"}); s.Plan != nil || s.Through != 3 || s.Paused != "is_archived" {
		t.Errorf("an abandoned digest isn't posted, and pauses: %+v", s)
	}
	if s := fold(tracker.Subscribed{ID: 2, Channel: "C1"}); s.Paused != "" || s.Through != 3 {
		t.Errorf("set again, it goes on where it paused: %+v", s)
	}
	if s := fold(tracker.Subscribed{ID: 2, Channel: "C1", Filter: "state", After: 8}); s.Through != 8 || s.After != 0 {
		t.Errorf("it posts what it had left out: %+v", s)
	}
	if s := fold(tracker.Unsubscribed{Subscription: 2}); s != nil || book.Subscription(2) != nil || len(book.Subscriptions()) != 0 {
		t.Errorf("it ended, and is still there: %+v", s)
	}
	if s := fold(tracker.Subscribed{ID: 12, Channel: "C1"}); s.ID != 12 || s.Through != 12 {
		t.Errorf("a new one starts afresh: %+v", s)
	}
}

func TestAReferenceToNothingIsPassedOver(t *testing.T) {
	book := with(t, &tracker.Book{}, entry(1, "2026-03-01", tracker.Subscribed{ID: 1, Channel: "C1"}))
	want := read(book)
	for _, event := range []tracker.Event{tracker.Unsubscribed{Subscription: 9}, tracker.DigestPlanned{Subscription: 9, Through: 1},
		tracker.DigestPosted{Plan: 9}, tracker.DigestAbandoned{Plan: 9}, tracker.Retracted{Entry: 9}, tracker.Retracted{Entry: 1},
		tracker.Approved{Proposal: 9}, tracker.Rejected{Proposal: 1}, tracker.Revoked{User: "U9"}} {
		got := read(with(t, book, entry(2, "2026-03-01", event)))
		if len(got.Proposals)+len(got.Admins)+len(got.Figures)+len(got.Claims) > 0 {
			t.Errorf("%T to nothing made something: %+v", event, got)
		}
		if !reflect.DeepEqual(got.Subscriptions, want.Subscriptions) || got.Plans != nil {
			t.Errorf("%T to nothing changed the subscriptions: %+v", event, got.Subscriptions)
		}
	}
}

// entry is one recorded at the start by somebody.
func entry(seq tracker.Seq, on tracker.Day, event tracker.Event) tracker.Entry {
	return tracker.Entry{Seq: seq, At: start.AddDate(0, 1, 0), On: on, By: "U1", Event: event}
}
