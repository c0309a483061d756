package tracker_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/ledgertest"
	"rollcall/tracker/pariscall"
	"rollcall/tracker/testrun"
)

var later = time.Date(2026, 6, 1, 9, 0, 0, 0, time.UTC)

// everything stands for having seen all entries.
const everything = tracker.Seq(math.MaxInt)

// lines are entries as they are stored, in lower case.
func lines(t *testing.T, entries []tracker.Entry) (all []string) {
	t.Helper()
	for _, e := range entries {
		line, err := tracker.Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, strings.ToLower(string(line)))
	}
	return all
}

func fold(t *testing.T, entries []tracker.Entry) *tracker.Book {
	t.Helper()
	book, err := (&tracker.Book{}).With(entries...)
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// forgettable is a ledger in which much mentions supporter 2, which was renamed, merged into 3, and had 1 merged into it.
func forgettable(t *testing.T) []tracker.Entry {
	t.Helper()
	const src = "https://example.org/list"
	dup := tracker.Supporter{ID: 1, Name: "Éxample Open", Category: tracker.Company, Country: "FR", FirstListed: "2020-01-01", Source: src}
	s := tracker.Supporter{ID: 2, Name: "Example & Söhne", Aliases: []string{"ESÖ"}, Category: tracker.Company, Kind: "business", Country: "DE",
		Joined: "2019-11", JoinedSource: "https://example.org/j", FirstListed: "2020-01-01", Source: src, Website: "https://soehne.example", Note: "run by a person"}
	other := tracker.Supporter{ID: 3, Name: "Gamma", Aliases: []string{"Gamma Group"}, Category: tracker.CivilSociety, FirstListed: "2020-01-01", Source: src,
		Note: "grew out of EXAMPLE & SÖHNE", Website: "https://example.org/about/Example%20%26%20S%C3%B6hne"}
	like := tracker.Supporter{ID: 4, Name: "Example & Söhne Africa", Category: tracker.Company, FirstListed: "2020-01-01", Source: src, Note: "theatres esoteric"}
	renamed := s
	renamed.Name = "Vergessen GmbH"
	taken := other
	taken.Aliases = []string{"Gamma Group", "Vergessen GmbH", "Example and more"}
	merged := renamed
	merged.Left = tracker.Departure{Status: tracker.Merged, On: "2020-02-01", Reason: "Söhne gave up", Source: "https://example.org/m", Into: 3}
	gone := dup
	gone.Left = tracker.Departure{Status: tracker.Merged, On: "2020-01-20", Reason: tracker.Duplicate, Into: 2}
	events := []tracker.Event{
		tracker.Changed{Why: tracker.Joined, Source: src, Supporter: dup},
		tracker.Changed{Why: tracker.Joined, Source: src, Supporter: s},
		tracker.Changed{Why: tracker.Joined, Source: "https://example.org/examplesohne/gamma", Supporter: other},
		tracker.Changed{Why: tracker.Joined, Source: src, Supporter: like},
		tracker.Changed{Why: tracker.WasMerged, Source: src, Supporter: gone},
		tracker.Changed{Why: tracker.Amended, Source: src, Supporter: renamed},
		tracker.Changed{Why: tracker.WasMerged, Source: src, Supporter: merged},
		tracker.Changed{Why: tracker.Amended, Source: src, Supporter: taken},
		tracker.Claimed{Name: "VERGESSEN GmbH", Category: tracker.Company, Country: "DE", Date: "2020", Standing: "announced", Claim: "it signs", Source: "https://example.org/c"},
		tracker.Claimed{Name: "Delta", Category: tracker.Company, Date: "2020", Standing: "announced", Claim: "signs as vergessen-gmbh did", Source: "https://example.org/d"},
		tracker.Claimed{Name: "Epsilon", Category: tracker.Company, Date: "2020", Standing: "announced", Claim: "it signs", Source: "https://example.org/e"},
		tracker.Noted{Date: "2020", Actor: "Esö", Event: "hosts a meeting", Source: "https://example.org/n"},
		tracker.Noted{Date: "2020", Actor: "France", Event: "meets Example  open", Source: "https://exampleopen.example/n"},
		tracker.Reported{Date: "2020", Category: tracker.State, Value: 70, Qualifier: tracker.About, Source: "https://example.org/f", Quote: "70 with example & so\u0308hne"},
		tracker.Reported{Date: "2020", Category: tracker.State, Value: 71, Qualifier: tracker.About, Source: "https://example.org/f", Quote: "theatres"},
	}
	entries := make([]tracker.Entry, len(events))
	for i, event := range events {
		entries[i] = tracker.Entry{Seq: tracker.Seq(i + 1), At: start.Add(time.Duration(i) * time.Minute), On: "2020-02-01", By: "U1", Ref: fmt.Sprint("ref-", i), Event: event}
	}
	if broken := tracker.Verify(entries); len(broken) > 0 {
		t.Fatal(broken)
	}
	return entries
}

func TestForgetBlanksWhatNamesASupporter(t *testing.T) {
	before := forgettable(t)
	after, err := tracker.Forget(before, 2, everything, "U9", later)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(before, forgettable(t)) {
		t.Error("the entries that were given were changed")
	}
	src := "https://example.org/list"
	merged := tracker.Departure{Status: tracker.Merged, On: "2020-02-01", Into: 3}
	blank := tracker.Supporter{ID: 2, Name: "(forgotten 2)", Category: tracker.Company, Kind: "business", Country: "DE", Joined: "2019-11", FirstListed: "2020-01-01"}
	left := blank
	left.Left = merged
	dup := tracker.Supporter{ID: 1, Name: "(forgotten 1)", Category: tracker.Company, Country: "FR", FirstListed: "2020-01-01"}
	gone := dup
	gone.Left = tracker.Departure{Status: tracker.Merged, On: "2020-01-20", Reason: tracker.Duplicate, Into: 2}
	other := tracker.Supporter{ID: 3, Name: "Gamma", Aliases: []string{"Gamma Group"}, Category: tracker.CivilSociety, FirstListed: "2020-01-01", Source: src}
	taken := other
	taken.Aliases = []string{"Gamma Group", "Example and more"}
	for i, want := range []tracker.Event{
		tracker.Changed{Why: tracker.Joined, Supporter: dup},
		tracker.Changed{Why: tracker.Joined, Supporter: blank},
		tracker.Changed{Why: tracker.Joined, Supporter: other},
		before[3].Event,
		tracker.Changed{Why: tracker.WasMerged, Supporter: gone},
		tracker.Changed{Why: tracker.Amended, Supporter: blank},
		tracker.Changed{Why: tracker.WasMerged, Supporter: left},
		tracker.Changed{Why: tracker.Amended, Source: src, Supporter: taken},
		tracker.Claimed{Name: "(forgotten 2)", Category: tracker.Company, Country: "DE", Date: "2020", Standing: "announced"},
		tracker.Claimed{Name: "Delta", Category: tracker.Company, Date: "2020", Standing: "announced", Source: "https://example.org/d"},
		before[10].Event,
		tracker.Noted{Date: "2020", Actor: "(forgotten 2)", Event: "hosts a meeting", Source: "https://example.org/n"},
		tracker.Noted{Date: "2020", Actor: "France", Event: "(forgotten 2)"},
		tracker.Reported{Date: "2020", Category: tracker.State, Value: 70, Qualifier: tracker.About, Source: "https://example.org/f"},
		before[14].Event,
		tracker.Forgotten{Supporter: 1},
		tracker.Forgotten{Supporter: 2},
	} {
		if got := after[i].Event; !reflect.DeepEqual(got, want) {
			t.Errorf("entry %d says\n%+v, want\n%+v", i+1, got, want)
		}
		if i < len(before) && (after[i].Ref != before[i].Ref || after[i].By != before[i].By || after[i].On != before[i].On || !after[i].At.Equal(before[i].At)) {
			t.Errorf("entry %d lost who, when or why", i+1)
		}
	}
	if len(after) != len(before)+2 || after[16].By != "U9" || after[16].On != "2026-06-01" || !after[16].At.Equal(later) {
		t.Errorf("it ends with %+v", after[len(before):])
	}
	if broken := tracker.Verify(after); len(broken) > 0 {
		t.Error(broken)
	}
}

func TestWhatCantBeForgotten(t *testing.T) {
	entries := forgettable(t)
	once, err := tracker.Forget(entries, 4, everything, "U1", later)
	if err != nil {
		t.Fatal(err)
	}
	state := []tracker.Entry{{Seq: 1, At: start, On: "2020-01-01", Event: tracker.Changed{Why: tracker.Joined,
		Supporter: tracker.Supporter{ID: 1, Name: "Example State", Category: tracker.State, Country: "FR"}}}}
	for name, c := range map[string]struct {
		entries []tracker.Entry
		id      tracker.Seq
	}{"nobody": {entries, 5}, "zero": {entries, 0}, "of no entries": {nil, 1}, "forgotten already": {once, 4}, "a state": {state, 1}} {
		if _, err := tracker.Forget(c.entries, c.id, everything, "U1", later); !errors.As(err, &tracker.Refusal{}) {
			t.Errorf("%s: got %v, want a refusal", name, err)
		}
	}
}

// A new kind of event has to say what of it is to be forgotten.
func TestForgetGivesNobodyANameThatIsTaken(t *testing.T) {
	tr, l := small(t)
	other := do(t, tr, by("U1"), add(company("(Forgotten 2)"))).Entries[0].Seq
	var refusal tracker.Refusal
	if _, err := tracker.Forget(stored(t, l), 2, everything, "U1", later); !errors.As(err, &refusal) || !strings.Contains(refusal.Error(), "give it another one first") {
		t.Errorf("it is %v", err)
	}
	do(t, tr, by("U1"), tracker.Merge(other, 2, source)) // then it is the same supporter
	forgotten, err := tracker.Forget(stored(t, l), 2, everything, "U1", time.Now())
	if broken := tracker.Verify(forgotten); err != nil || len(broken) > 0 {
		t.Errorf("%v, %v", err, broken)
	}
}

func TestForgetKnowsEveryKindOfEvent(t *testing.T) {
	after, err := tracker.Forget(ledgertest.Entries(), 1, everything, "U1", later)
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range lines(t, after) {
		if strings.Contains(line, "foundation\"") && !strings.Contains(line, `"kind":"foundation"`) || strings.Contains(line, "exämple") {
			t.Errorf("entry %d still mentions it: %s", i+1, line)
		}
	}
}

// In the Paris Call's data, only names of others still contain a forgotten name, and all counts stay.
func TestForgetOfTheParisCall(t *testing.T) {
	before, err := pariscall.Entries(start)
	if err != nil {
		t.Fatal(err)
	}
	book := fold(t, before)
	var all []*tracker.Supporter
	for s := range book.Supporters() {
		if s.Category != tracker.State {
			all = append(all, s)
		}
	}
	rng := rand.New(rand.NewPCG(21, 22))
	for range testrun.Times(12, 3) {
		s := all[rng.IntN(len(all))]
		after, err := tracker.Forget(before, s.ID, everything, "U1", later)
		if err != nil {
			t.Fatal(err)
		}
		stillTheSame(t, before, after)
		for i, line := range lines(t, after) {
			for _, name := range s.Names() {
				if len([]rune(name)) < 5 || !strings.Contains(line, strings.ToLower(name)) {
					continue
				}
				if ev, ok := after[i].Event.(tracker.Changed); !ok || !strings.Contains(strings.ToLower(fmt.Sprint(ev.Supporter.Names())), strings.ToLower(name)) {
					t.Errorf("%q is forgotten, and entry %d says %s", name, i+1, line)
				}
			}
		}
	}
}

func TestForgetOfRandomLedgersKeepsTheirHistory(t *testing.T) {
	for seed := range uint64(testrun.Times(20, 5)) {
		before := randomLedger(t, seed, 120)
		rng := rand.New(rand.NewPCG(seed, 23))
		var ids []tracker.Seq
		for s := range fold(t, before).Supporters() {
			if s.Category != tracker.State {
				ids = append(ids, s.ID)
			}
		}
		if len(ids) == 0 {
			continue
		}
		after, err := tracker.Forget(before, ids[rng.IntN(len(ids))], everything, "U1", later)
		if err != nil {
			t.Fatal(err)
		}
		stillTheSame(t, before, after)
	}
}

// stillTheSame checks that counts are what they were, on every day and after every entry.
func stillTheSame(t *testing.T, before, after []tracker.Entry) {
	t.Helper()
	if broken := tracker.Verify(after); len(broken) > 0 {
		t.Error(broken)
	}
	was, is := fold(t, before), fold(t, after)
	days := map[tracker.Day]bool{}
	for i, e := range before {
		if i%50 == 0 {
			if a, b := was.Upto(e.Seq).Counts(), is.Upto(e.Seq).Counts(); a != b {
				t.Errorf("after entry %d the list counts %v, was %v", e.Seq, b, a)
			}
		}
		days[e.On] = true
	}
	for day := range days {
		if a, b := was.AsOf(day).Counts(), is.AsOf(day).Counts(); a != b {
			t.Errorf("on %s the list counts %v, was %v", day, b, a)
		}
	}
	countries := func(b *tracker.Book) map[string]int {
		n := map[string]int{}
		for s := range b.Roll() {
			n[s.Country+" "+string(s.Kind)]++
		}
		return n
	}
	if !reflect.DeepEqual(countries(was), countries(is)) {
		t.Error("the counts by country or kind changed")
	}
}

func TestATrackerForgets(t *testing.T) {
	ledger := &tracker.Memory{}
	if err := ledger.Append(t.Context(), forgettable(t)...); err != nil {
		t.Fatal(err)
	}
	tr, err := tracker.Open(t.Context(), ledger)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := range 20 { // others keep writing meanwhile
		wg.Go(func() {
			add := tracker.Supporter{Name: fmt.Sprint("Example ", i), Category: tracker.Company, Source: "https://example.org/x"}
			if _, err := tr.Do(t.Context(), tracker.Request{By: "U1", Ref: fmt.Sprint("add-", i)}, tracker.Add(add, tracker.DayOf(time.Now()))); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Go(func() {
		if err := tr.Forget(t.Context(), 2, everything, "U9"); err != nil {
			t.Error(err)
		}
	})
	wg.Wait()
	book := tr.Book()
	if book.Head() != 15+2+20 || len(book.Named("Vergessen GmbH")) > 0 || len(book.Named("(forgotten 2)")) != 1 {
		t.Errorf("the book has %d entries, and %v under the old name", book.Head(), book.Named("Vergessen GmbH"))
	}
	stored, err := ledger.Read(t.Context(), 0, 1_000)
	if err != nil {
		t.Fatal(err)
	}
	if broken := tracker.Verify(stored); len(broken) > 0 {
		t.Error(broken)
	}
	for _, line := range lines(t, stored) {
		if strings.Contains(line, "vergessen") {
			t.Errorf("the ledger still says %s", line)
		}
	}
	if err := tr.Forget(t.Context(), 2, everything, "U9"); !errors.As(err, &tracker.Refusal{}) {
		t.Errorf("forgotten twice: %v", err)
	}
	if err := tr.Forget(t.Context(), 99, everything, "U9"); !errors.As(err, &tracker.Refusal{}) {
		t.Errorf("nobody is forgotten: %v", err)
	}
}

// Forget blanks what the Erasure shows, as long as no further entry mentions it.
func TestWhatIsForgottenIsWhatWasShown(t *testing.T) {
	entries := forgettable(t)
	told, err := fold(t, entries).Erasure(2)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"Éxample Open", "Example & Söhne", "ESÖ", "Vergessen GmbH"}
	if told.ID != 2 || !slices.Equal(told.Names, want) || told.Entries != 12 {
		t.Errorf("it shows %+v", told)
	}
	if _, err := tracker.Forget(entries, 2, 15, "U9", later); err != nil {
		t.Error(err)
	}
	if _, err := tracker.Forget(entries, 2, 14, "U9", later); err != nil {
		t.Error("an entry that has nothing of it hinders:", err)
	}
	var refusal tracker.Refusal
	if _, err := tracker.Forget(entries, 2, 13, "U9", later); !errors.As(err, &refusal) || !strings.HasPrefix(refusal.Error(), "Entry 14 came meanwhile") {
		t.Errorf("what nobody saw is forgotten: %v", err)
	}
	if _, err := fold(t, entries).Erasure(99); !errors.As(err, &refusal) {
		t.Errorf("nobody can be forgotten: %v", err)
	}
	after, err := tracker.Forget(entries, 2, everything, "U9", later)
	if err != nil {
		t.Fatal(err)
	}
	if b := fold(t, after); !b.ForgotAfter(15) || b.ForgotAfter(b.Head()) || fold(t, entries).ForgotAfter(0) {
		t.Error("a Book doesn't know after which entry a name was forgotten")
	}
}
