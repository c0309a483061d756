package tracker_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/ledgertest"
)

const source = "https://example.org/page"

func open(t testing.TB, l tracker.Ledger) *tracker.Tracker {
	t.Helper()
	tr, err := tracker.Open(t.Context(), l)
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

func do(t testing.TB, tr *tracker.Tracker, req tracker.Request, decide func(*tracker.Book) ([]tracker.Event, error)) tracker.Done {
	t.Helper()
	done, err := tr.Do(t.Context(), req, decide)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

func stored(t testing.TB, l tracker.Ledger) []tracker.Entry {
	t.Helper()
	all, err := l.Read(t.Context(), 0, 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func today() tracker.Day { return tracker.DayOf(time.Now()) }

func company(name string) tracker.Supporter {
	return tracker.Supporter{Name: name, Category: tracker.Company, Source: source}
}

func add(s tracker.Supporter) func(*tracker.Book) ([]tracker.Event, error) {
	return tracker.Add(s, today())
}

func TestDoRecordsWhoWhenAndWhy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &tracker.Memory{}
		tr := open(t, l)
		time.Sleep(1500 * time.Nanosecond) // the moment isn't a whole microsecond
		now := time.Now()
		done := do(t, tr, tracker.Request{By: "U1", Ref: "r1"}, add(company("Example Ltd")))
		want := company("Example Ltd")
		want.ID, want.FirstListed = 1, today()
		if !reflect.DeepEqual(done.Entries, []tracker.Entry{{Seq: 1, At: now.UTC().Truncate(time.Microsecond), On: today(), By: "U1", Ref: "r1",
			Event: tracker.Changed{Why: tracker.Joined, Source: source, Supporter: want}}}) {
			t.Errorf("it recorded\n%+v", done.Entries)
		}
		if done.Before.Counts().Company != 0 || done.After.Counts().Company != 1 || done.Repeated || tr.Book() != done.After {
			t.Errorf("counts go from %v to %v", done.Before.Counts(), done.After.Counts())
		}
		if got := stored(t, l); !reflect.DeepEqual(got, done.Entries) {
			t.Errorf("the ledger has\n%+v, want\n%+v", got, done.Entries)
		}
		if got := open(t, l).Book(); !reflect.DeepEqual(read(got), read(tr.Book())) {
			t.Error("opened again, the Book differs")
		}
	})
}

func TestARequestIsAppliedOnce(t *testing.T) {
	l := &tracker.Memory{}
	first, second := open(t, l), open(t, l)
	do(t, first, tracker.Request{By: "U1", Ref: "other"}, add(company("Other Ltd")))
	asked := 0
	decide := func(b *tracker.Book) ([]tracker.Event, error) {
		asked++
		return []tracker.Event{tracker.Noted{Date: "2020", Event: "one"}, tracker.Noted{Date: "2020", Event: "two"}}, nil
	}
	req := tracker.Request{By: "U1", Ref: "r1"}
	want := do(t, first, req, decide)
	do(t, first, tracker.Request{By: "U1"}, add(company("Later Ltd")))
	for name, tr := range map[string]*tracker.Tracker{"to the same": first, "to another that hasn't seen it": second, "after a restart": open(t, l)} {
		t.Run(name, func(t *testing.T) {
			done := do(t, tr, req, decide)
			if !done.Repeated || !reflect.DeepEqual(done.Entries, want.Entries) {
				t.Errorf("repeated: %t, entries\n%+v, want\n%+v", done.Repeated, done.Entries, want.Entries)
			}
			if !reflect.DeepEqual(read(done.Before), read(want.Before)) || !reflect.DeepEqual(read(done.After), read(want.After)) {
				t.Errorf("the second delivery returns %d → %d, want what the first returned", done.Before.Head(), done.After.Head())
			}
		})
	}
	if got := len(stored(t, l)); got != 4 {
		t.Errorf("the ledger has %d entries, want 4", got)
	}
	if asked > 2 {
		t.Errorf("it was decided %d times; only one that hasn't seen the request may decide again", asked)
	}
}

func TestRequestsWithoutARefAreEachApplied(t *testing.T) {
	l := &tracker.Memory{}
	tr := open(t, l)
	for i := range 3 {
		if done := do(t, tr, tracker.Request{By: "U1"}, add(company(fmt.Sprint("Example ", i)))); done.Repeated {
			t.Error("a request without a Ref counts as repeated")
		}
	}
	if got := tr.Book().Counts().Company; got != 3 {
		t.Errorf("%d companies, want 3", got)
	}
}

func TestTheLoserOfARaceIsAskedAgain(t *testing.T) {
	l := &tracker.Memory{}
	ahead, behind := open(t, l), open(t, l)
	do(t, ahead, tracker.Request{By: "U1"}, add(company("Ahead Ltd")))

	var heads []tracker.Seq
	done := do(t, behind, tracker.Request{By: "U2"}, func(b *tracker.Book) ([]tracker.Event, error) {
		heads = append(heads, b.Head())
		return add(company("Behind Ltd"))(b)
	})
	if !slices.Equal(heads, []tracker.Seq{0, 1}) || done.Entries[0].Seq != 2 || done.Before.Counts().Company != 1 {
		t.Errorf("asked at heads %v, recorded %+v", heads, done.Entries)
	}

	// What the other writer did can be the reason to refuse.
	_, err := ahead.Do(t.Context(), tracker.Request{By: "U1"}, add(company("BEHIND LTD.")))
	var refusal tracker.Refusal
	if !errors.As(err, &refusal) {
		t.Errorf("a name that another writer took is not refused: %v", err)
	}
	if got := stored(t, l); len(got) != 2 || len(tracker.Verify(got)) > 0 {
		t.Errorf("the ledger has %d entries, want 2 valid ones", len(got))
	}
}

func TestManyWritersLoseNothingAndDoubleNothing(t *testing.T) {
	l := &tracker.Memory{}
	trackers := []*tracker.Tracker{open(t, l), open(t, l), open(t, l)}
	const requests, deliveries = 40, 4
	var wg sync.WaitGroup
	for delivery := range deliveries {
		for r := range requests {
			wg.Go(func() {
				tr := trackers[(r+delivery)%len(trackers)]
				done, err := tr.Do(t.Context(), tracker.Request{By: "U1", Ref: fmt.Sprint("r", r)}, add(company(fmt.Sprint("Example ", r))))
				if err != nil || len(done.Entries) != 1 || done.After.Counts().Company != done.Before.Counts().Company+1 {
					t.Errorf("request %d: %+v, %v", r, done.Entries, err)
				}
			})
		}
	}
	// Readers see whole Books all the while.
	stop := make(chan struct{})
	var reading sync.WaitGroup
	reading.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				b := trackers[0].Book()
				if n := len(slices.Collect(b.Roll())); n != b.Counts().Total() || n != int(b.Head()) {
					t.Errorf("a Book of %d entries has %d on the list and counts %d", b.Head(), n, b.Counts().Total())
					return
				}
			}
		}
	})
	wg.Wait()
	close(stop)
	reading.Wait()
	all := stored(t, l)
	if len(all) != requests {
		t.Errorf("the ledger has %d entries, want %d", len(all), requests)
	}
	if broken := tracker.Verify(all); len(broken) > 0 {
		t.Errorf("the ledger is not valid: %v", broken)
	}
	if got := open(t, l).Book().Counts().Company; got != requests {
		t.Errorf("%d companies, want %d", got, requests)
	}
}

// faulty is a ledger whose Append goes wrong as the test says.
type faulty struct {
	tracker.Ledger
	append func(ctx context.Context, store func() error) error
	read   error
}

var errLine = errors.New("the line went dead")

func (f *faulty) Append(ctx context.Context, entries ...tracker.Entry) error {
	store := func() error { return f.Ledger.Append(ctx, entries...) }
	if f.append == nil {
		return store()
	}
	return f.append(ctx, store)
}

func (f *faulty) Read(ctx context.Context, after tracker.Seq, limit int) ([]tracker.Entry, error) {
	if f.read != nil {
		return nil, f.read
	}
	return f.Ledger.Read(ctx, after, limit)
}

func TestAnAppendThatFailedButLandedCounts(t *testing.T) {
	l := &faulty{Ledger: &tracker.Memory{}}
	tr := open(t, l)
	req := tracker.Request{By: "U1", Ref: "r1"}
	l.append = func(_ context.Context, store func() error) error { return errors.Join(store(), errLine) }
	done := do(t, tr, req, add(company("Example Ltd")))
	if len(done.Entries) != 1 || done.Repeated || tr.Book().Counts().Company != 1 {
		t.Errorf("it did %+v", done)
	}
	if again := do(t, tr, req, add(company("Example Ltd"))); !again.Repeated {
		t.Error("the second delivery was applied again")
	}
	if got := len(stored(t, l)); got != 1 {
		t.Errorf("the ledger has %d entries, want 1", got)
	}
}

func TestAnAppendThatLandedThoughItsCallerGaveUpCounts(t *testing.T) {
	l := &faulty{Ledger: &tracker.Memory{}}
	tr := open(t, l)
	ctx, cancel := context.WithCancel(t.Context())
	l.append = func(ctx context.Context, store func() error) error {
		err := store()
		cancel()
		return errors.Join(err, ctx.Err())
	}
	if _, err := tr.Do(ctx, tracker.Request{By: "U1"}, add(company("Example Ltd"))); err != nil {
		t.Errorf("it is stored, and yet: %v", err)
	}
	if tr.Book().Counts().Company != 1 {
		t.Error("the Book hasn't what the ledger has")
	}
}

func TestAnAppendThatFailedAndDidNotLandIsAnErrorAndCanBeTriedAgain(t *testing.T) {
	l := &faulty{Ledger: &tracker.Memory{}}
	tr := open(t, l)
	do(t, tr, tracker.Request{By: "U1"}, add(company("First Ltd")))
	before := tr.Book()
	l.append = func(context.Context, func() error) error { return errLine }
	req := tracker.Request{By: "U1", Ref: "r1"}
	_, err := tr.Do(t.Context(), req, add(company("Example Ltd")))
	var refusal tracker.Refusal
	if !errors.Is(err, errLine) || errors.As(err, &refusal) {
		t.Errorf("got %v, want the ledger's error, which isn't for the person who asked", err)
	}
	if tr.Book() != before || len(stored(t, l)) != 1 {
		t.Error("something changed")
	}
	if got := tr.Book().Named("Example Ltd"); len(got) > 0 {
		t.Errorf("the Book knows %v, which was never stored", got)
	}
	l.append = nil
	if done := do(t, tr, req, add(company("Example Ltd"))); done.Repeated || done.Entries[0].Seq != 2 {
		t.Errorf("tried again, it did %+v", done)
	}
}

func TestAnotherWritersEntryIsNotTakenForOnesOwn(t *testing.T) {
	memory := &tracker.Memory{}
	l := &faulty{Ledger: memory}
	tr, other := open(t, l), open(t, memory)
	l.append = func(context.Context, func() error) error {
		do(t, other, tracker.Request{By: "U2", Ref: "r2"}, add(company("Other Ltd")))
		return errLine
	}
	if _, err := tr.Do(t.Context(), tracker.Request{By: "U1", Ref: "r1"}, add(company("Example Ltd"))); !errors.Is(err, errLine) {
		t.Errorf("got %v, want the ledger's error", err)
	}
	l.append = nil
	if done := do(t, tr, tracker.Request{By: "U1", Ref: "r1"}, add(company("Example Ltd"))); done.Repeated || done.Entries[0].Seq != 2 || done.Before.Counts().Company != 1 {
		t.Errorf("tried again, it did %+v", done.Entries)
	}
}

func TestARequestWhoseFateIsUnknownIsSettledByItsNextDelivery(t *testing.T) {
	l := &faulty{Ledger: &tracker.Memory{}}
	tr := open(t, l)
	l.append = func(_ context.Context, store func() error) error {
		l.read = errLine // so that it can't be looked up either
		return errors.Join(store(), errLine)
	}
	req := tracker.Request{By: "U1", Ref: "r1"}
	if _, err := tr.Do(t.Context(), req, add(company("Example Ltd"))); !errors.Is(err, errLine) {
		t.Errorf("got %v, want the ledger's error", err)
	}
	l.append, l.read = nil, nil
	done := do(t, tr, req, add(company("Example Ltd")))
	if !done.Repeated || len(done.Entries) != 1 || done.Entries[0].Seq != 1 {
		t.Errorf("the next delivery did %+v", done)
	}
	if got := len(stored(t, l)); got != 1 {
		t.Errorf("the ledger has %d entries, want 1", got)
	}
}

func TestARefusalChangesNothing(t *testing.T) {
	l := &tracker.Memory{}
	tr := open(t, l)
	do(t, tr, tracker.Request{By: "U1"}, add(company("Example Ltd")))
	before := tr.Book()
	for name, c := range map[string]struct {
		decide func(*tracker.Book) ([]tracker.Event, error)
		fault  bool // of the person who wrote the decision, not of the person who asked
	}{
		"the decision refuses":       {func(*tracker.Book) ([]tracker.Event, error) { return nil, tracker.Refuse("No.") }, false},
		"the first event breaks":     {add(company("example ltd")), false},
		"the second event breaks":    {two(tracker.Changed{Why: tracker.Joined, Supporter: tracker.Supporter{Name: "New", Category: "none"}}), true},
		"the second meets the first": {two(tracker.Changed{Why: tracker.Joined, Supporter: company("ONE")}), false},
		"a reference to no supporter": {two(tracker.Changed{Why: tracker.Withdrew,
			Supporter: tracker.Supporter{ID: 99, Name: "No", Category: tracker.Company}}), true},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := tr.Do(t.Context(), tracker.Request{By: "U1", Ref: "r"}, c.decide)
			var refusal tracker.Refusal
			if err == nil || errors.As(err, &refusal) == c.fault {
				t.Errorf("got %v, want a refusal, or an error that is none: %v", err, c.fault)
			}
			if tr.Book() != before || len(stored(t, l)) != 1 || len(tr.Book().Named("One")) > 0 {
				t.Error("something changed")
			}
		})
	}
	if done := do(t, tr, tracker.Request{By: "U1", Ref: "r"}, add(company("Two Ltd"))); done.Repeated {
		t.Error("a refused request counts as applied")
	}
}

func two(second tracker.Event) func(*tracker.Book) ([]tracker.Event, error) {
	return func(*tracker.Book) ([]tracker.Event, error) {
		return []tracker.Event{tracker.Changed{Why: tracker.Joined, Supporter: company("One")}, second}, nil
	}
}

func TestNothingToDoAppendsNothing(t *testing.T) {
	l := &tracker.Memory{}
	tr := open(t, l)
	done := do(t, tr, tracker.Request{By: "U1", Ref: "r"}, func(*tracker.Book) ([]tracker.Event, error) { return nil, nil })
	if len(done.Entries) > 0 || done.Before != done.After || done.Repeated || len(stored(t, l)) > 0 {
		t.Errorf("it did %+v", done)
	}
}

func TestADecisionsOtherErrorIsPassedOn(t *testing.T) {
	tr := open(t, &tracker.Memory{})
	if _, err := tr.Do(t.Context(), tracker.Request{By: "U1"}, func(*tracker.Book) ([]tracker.Event, error) { return nil, errLine }); !errors.Is(err, errLine) {
		t.Errorf("got %v, want it as it is", err)
	}
}

func TestTheTimeOfRecordingNeverDecreases(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &tracker.Memory{}
		// The last entry was recorded by a clock that ran 40 days ahead.
		ahead := time.Now().UTC().AddDate(0, 0, 40)
		first := tracker.Entry{Seq: 1, At: ahead, On: today(), By: "U1", Event: tracker.Noted{Date: "1999", Event: "e"}}
		if err := l.Append(t.Context(), first); err != nil {
			t.Fatal(err)
		}
		tr := open(t, l)
		for i := range 5 {
			done := do(t, tr, tracker.Request{By: "U1"}, add(company(fmt.Sprint("Example ", i))))
			if e := done.Entries[0]; !e.At.Equal(ahead) || e.On != today() {
				t.Errorf("recorded at %v on %s, want %v on %s", e.At, e.On, ahead, today())
			}
			time.Sleep(time.Hour)
		}
		time.Sleep(60 * 24 * time.Hour)
		done := do(t, tr, tracker.Request{By: "U1"}, add(company("Example Ltd")))
		if e := done.Entries[0]; !e.At.Equal(time.Now()) || e.On != today() {
			t.Errorf("once the clock is past, it records at %v on %s, want now", e.At, e.On)
		}
		if broken := tracker.Verify(stored(t, l)); len(broken) > 0 {
			t.Errorf("the ledger is not valid: %v", broken)
		}
	})
}

func TestDaysInTheFutureAndBeforeTheSupportersLastAreRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(400 * 24 * time.Hour)
		day := func(n int) tracker.Day { return tracker.DayOf(time.Now().AddDate(0, 0, n)) }
		l := &tracker.Memory{}
		tr := open(t, l)
		do(t, tr, tracker.Request{By: "U1", On: day(-200)}, add(company("Older Ltd")))
		do(t, tr, tracker.Request{By: "U1", On: day(-10)}, add(company("Example Ltd")))
		if got := tr.Book().Supporter(2).FirstListed; got != day(-10) {
			t.Errorf("it is first listed on %s, want %s", got, day(-10))
		}
		for name, on := range map[string]tracker.Day{
			"tomorrow": day(1), "far in the future": "9999-12-31", "before it joined": day(-11), "no day": "2000-02-30", "words": "last week",
		} {
			_, err := tr.Do(t.Context(), tracker.Request{By: "U1", On: on}, tracker.Withdraw(2, source))
			var refusal tracker.Refusal
			if !errors.As(err, &refusal) {
				t.Errorf("%s: got %v, want a refusal", name, err)
			} else if name == "before it joined" && (!strings.Contains(refusal.Error(), string(day(-10))) || !strings.Contains(refusal.Error(), "Example Ltd")) {
				t.Errorf("%q doesn't say who and since when", refusal.Error())
			}
		}
		if tr.Book().Head() != 2 {
			t.Error("something changed")
		}
		// The same day is no step back: an error can be corrected on its own day.
		do(t, tr, tracker.Request{By: "U1", On: day(-10)}, tracker.Withdraw(2, source))
		do(t, tr, tracker.Request{By: "U1", On: day(0)}, tracker.Withdraw(1, source))
		if broken := tracker.Verify(stored(t, l)); len(broken) > 0 {
			t.Errorf("the ledger is not valid: %v", broken)
		}
	})
}

func TestAFiguresDayIsTheLastThatItsDateCanMeanButNotInTheFuture(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // today is 2000-01-01
		tr := open(t, &tracker.Memory{})
		for date, want := range map[tracker.Date]tracker.Day{"1999-11-05": "1999-11-05", "1999-11": "1999-11-30", "1998": "1998-12-31", "2000-01": "2000-01-01", "2000": "2000-01-01"} {
			done := do(t, tr, tracker.Request{By: "U1"}, tracker.Report(tracker.Reported{Date: date, Category: tracker.State, Value: 80, Qualifier: tracker.Exactly, Source: source}, today()))
			if got := done.Entries[0].On; got != want {
				t.Errorf("a figure of %s takes effect on %s, want %s", date, got, want)
			}
		}
	})
}

func TestFillIsAllOrNothingAndOnce(t *testing.T) {
	entries := ledgertest.Numbered(1, 50)
	t.Run("once", func(t *testing.T) {
		l := &tracker.Memory{}
		tr := open(t, l)
		for range 3 {
			if err := tr.Fill(t.Context(), entries); err != nil {
				t.Fatal(err)
			}
		}
		if got := stored(t, l); !slices.Equal(got, entries) || tr.Book().Head() != 50 {
			t.Errorf("the ledger has %d entries, the Book %d; want 50", len(got), tr.Book().Head())
		}
	})
	t.Run("not on what has entries", func(t *testing.T) {
		l := &tracker.Memory{}
		tr := open(t, l)
		do(t, tr, tracker.Request{By: "U1"}, add(company("Example Ltd")))
		if err := tr.Fill(t.Context(), entries); err != nil {
			t.Fatal(err)
		}
		if len(stored(t, l)) != 1 || tr.Book().Head() != 1 {
			t.Error("it was filled")
		}
	})
	t.Run("by two at once", func(t *testing.T) {
		for range 20 {
			l := &tracker.Memory{}
			a, b := open(t, l), open(t, l)
			var wg sync.WaitGroup
			for _, tr := range []*tracker.Tracker{a, b, a, b} {
				wg.Go(func() {
					if err := tr.Fill(t.Context(), entries); err != nil {
						t.Error(err)
					}
					if tr.Book().Head() != 50 {
						t.Errorf("after Fill the Book has %d entries", tr.Book().Head())
					}
				})
			}
			wg.Wait()
			if got := stored(t, l); !slices.Equal(got, entries) {
				t.Fatalf("the ledger has %d entries, want 50", len(got))
			}
		}
	})
	t.Run("not in part", func(t *testing.T) {
		l := &tracker.Memory{}
		tr := open(t, l)
		bad := slices.Clone(entries)
		bad[49].Event = nil
		if err := tr.Fill(t.Context(), bad); err == nil {
			t.Error("entries that can't be stored were")
		}
		if len(stored(t, l)) != 0 || tr.Book().Head() != 0 {
			t.Error("it is filled in part")
		}
		if err := tr.Fill(t.Context(), entries); err != nil || tr.Book().Head() != 50 {
			t.Errorf("it can't be filled afterwards: %v", err)
		}
	})
	t.Run("failed but landed", func(t *testing.T) {
		l := &faulty{Ledger: &tracker.Memory{}}
		tr := open(t, l)
		l.append = func(_ context.Context, store func() error) error { return errors.Join(store(), errLine) }
		first := tr.Fill(t.Context(), entries)
		l.append = nil
		if err := tr.Fill(t.Context(), entries); err != nil || tr.Book().Head() != 50 || len(stored(t, l)) != 50 {
			t.Errorf("after %v, filled again: %v, with %d entries", first, err, tr.Book().Head())
		}
	})
	t.Run("with nothing", func(t *testing.T) {
		tr := open(t, &tracker.Memory{})
		if err := tr.Fill(t.Context(), nil); err != nil || tr.Book().Head() != 0 {
			t.Errorf("got %v", err)
		}
	})
}

func TestALedgerThatCantBeReadIsNotOpened(t *testing.T) {
	l := &faulty{Ledger: &tracker.Memory{}, read: errLine}
	if _, err := tracker.Open(t.Context(), l); !errors.Is(err, errLine) {
		t.Errorf("got %v, want the ledger's error", err)
	}
}

func TestALedgerLargerThanOneReadIsOpenedWhole(t *testing.T) {
	l := &tracker.Memory{}
	const n = 45_000
	if err := l.Append(t.Context(), ledgertest.Numbered(1, n)...); err != nil {
		t.Fatal(err)
	}
	if got := open(t, l).Book().Head(); got != n {
		t.Errorf("opened %d entries, want %d", got, n)
	}
}

func TestMemoryKeepsTheLedgersPromises(t *testing.T) {
	ledgertest.Run(t, func(*testing.T) (tracker.Ledger, func() tracker.Ledger) {
		l := &tracker.Memory{}
		return l, func() tracker.Ledger { return l }
	})
}
