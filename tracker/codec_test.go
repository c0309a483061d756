package tracker_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/ledgertest"
)

var update = flag.Bool("update", false, "add what is new to the golden file")

// golden has an entry of every kind as version 1 stored it. It is only ever added to: ledgers of that time exist.
const golden = "testdata/v1.jsonl"

func TestEveryKindOfEventComesBackFromItsStoredForm(t *testing.T) {
	stored := map[string]bool{}
	for _, e := range append(ledgertest.Entries(), ledgertest.Numbered(100, 1)...) {
		line, err := tracker.Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		back, err := tracker.Decode(line)
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if !reflect.DeepEqual(back, e) {
			t.Errorf("came back as\n%+v, want\n%+v", back, e)
		}
		if bytes.ContainsAny(line, "\n\r") {
			t.Errorf("the stored form of entry %d isn't one line: %s", e.Seq, line)
		}
		stored[fmt.Sprintf("%T", e.Event)] = true
	}
	for _, kind := range []tracker.Event{tracker.Changed{}, tracker.Reported{}, tracker.Claimed{}, tracker.Noted{},
		tracker.Subscribed{}, tracker.Unsubscribed{}, tracker.DigestPlanned{}, tracker.DigestPosted{}, tracker.DigestTaken{}, tracker.DigestAbandoned{},
		tracker.Retracted{}, tracker.Proposed{}, tracker.Approved{}, tracker.Rejected{}, tracker.Reopened{}, tracker.Granted{}, tracker.Revoked{}, tracker.Preferred{}, tracker.Compared{}} {
		if !stored[fmt.Sprintf("%T", kind)] {
			t.Errorf("no entry of kind %T was tried", kind)
		}
	}
}

func TestTimesAreStoredInUTC(t *testing.T) {
	zone := time.FixedZone("zone", 2*3600)
	at := time.Date(2026, 3, 1, 1, 0, 0, 7_000, zone)
	line, err := tracker.Encode(tracker.Entry{Seq: 1, At: at, On: "2026-02-28", By: "U1",
		Event: tracker.DigestPlanned{Subscription: 1, Occasion: at, Through: 1}})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(string(line), `"2026-02-28T23:00:00.000007Z"`); got != 2 {
		t.Errorf("%s has %d times in UTC, want 2", line, got)
	}
	back, err := tracker.Decode(line)
	if err != nil {
		t.Fatal(err)
	}
	if plan := back.Event.(tracker.DigestPlanned); !back.At.Equal(at) || !plan.Occasion.Equal(at) {
		t.Errorf("times came back as %v and %v, want %v", back.At, plan.Occasion, at)
	}
}

func TestVersion1StaysReadable(t *testing.T) {
	if *update {
		all, err := os.ReadFile(golden)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		for _, e := range ledgertest.Entries()[bytes.Count(all, []byte("\n")):] {
			line, err := tracker.Encode(e)
			if err != nil {
				t.Fatal(err)
			}
			all = append(append(all, line...), '\n')
		}
		if err := os.WriteFile(golden, all, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want := ledgertest.Entries()
	lines := goldenLines(t)
	if len(lines) != len(want) {
		t.Fatalf("%s has %d lines, want %d", golden, len(lines), len(want))
	}
	for i, line := range lines {
		got, err := tracker.Decode(line)
		if err != nil {
			t.Errorf("line %d: %v", i+1, err)
			continue
		}
		if !reflect.DeepEqual(got, want[i]) {
			t.Errorf("line %d says\n%+v, want\n%+v", i+1, got, want[i])
		}
		again, err := tracker.Encode(got)
		if err != nil || !bytes.Equal(again, line) {
			t.Errorf("line %d is now stored as\n%s, want\n%s", i+1, again, line)
		}
	}
}

func TestWhatANewerVersionWroteIsRefusedWithItsEntry(t *testing.T) {
	for name, line := range map[string]string{
		"a newer version":                               `{"v":2,"seq":7,"at":"2026-03-01T09:30:00Z","on":"2026-03-01","by":"U1","noted":{"date":"2026","actor":"a","event":"e","source":"s"}}`,
		"a kind that is not known":                      `{"v":1,"seq":7,"at":"2026-03-01T09:30:00Z","on":"2026-03-01","by":"U1","unheard_of":{"user":"U2"}}`,
		"a newer version of a kind not known":           `{"v":3,"seq":7,"at":"2026-03-01T09:30:00Z","on":"2026-03-01","by":"U1","unheard_of":{"user":"U2"}}`,
		"a newer version without what we expect":        `{"v":2,"seq":7}`,
		"a newer version with its time in another form": `{"v":2,"seq":7,"at":1772357400,"noted":{}}`,
		"a newer version with a known field reused":     `{"v":2,"seq":7,"at":"2026-03-01T09:30:00Z","supporter":["another","shape"]}`,
	} {
		t.Run(name, func(t *testing.T) {
			_, err := tracker.Decode([]byte(line))
			if !errors.Is(err, tracker.ErrNewer) {
				t.Fatalf("got %v, want ErrNewer", err)
			}
			if !strings.Contains(err.Error(), "entry 7") {
				t.Errorf("%q doesn't name entry 7", err)
			}
		})
	}
	t.Run("proposed, a kind that is not known", func(t *testing.T) {
		line := `{"v":1,"seq":7,"at":"2026-03-01T09:30:00Z","on":"2026-03-01","by":"U1","proposed":{"on":"2026-03-01","events":[{"unheard_of":{}}]}}`
		if _, err := tracker.Decode([]byte(line)); !errors.Is(err, tracker.ErrNewer) || !strings.Contains(err.Error(), "entry 7") {
			t.Errorf("got %v, want ErrNewer that names entry 7", err)
		}
	})
	t.Run("among thousands", func(t *testing.T) {
		var lines [][]byte
		for _, e := range ledgertest.Numbered(1, 4_000) {
			line, err := tracker.Encode(e)
			if err != nil {
				t.Fatal(err)
			}
			lines = append(lines, line)
		}
		lines[2_999] = bytes.Replace(lines[2_999], []byte(`"noted"`), []byte(`"unheard_of"`), 1)
		if _, err := tracker.DecodeAll(lines); !errors.Is(err, tracker.ErrNewer) || !strings.Contains(err.Error(), "entry 3000") {
			t.Errorf("got %v, want ErrNewer that names entry 3000", err)
		}
	})
}

func TestDamagedEntriesAreErrors(t *testing.T) {
	whole := goldenLines(t)[0]
	for n := range whole {
		if e, err := tracker.Decode(whole[:n]); err == nil || errors.Is(err, tracker.ErrNewer) {
			t.Fatalf("the first %d bytes of an entry read as %+v, %v", n, e, err)
		}
	}
	for _, damaged := range []string{
		"null", "[]", `"text"`, "7", "{}", "\x00", string(whole) + "}", string(whole) + string(whole),
		`{"v":1,"seq":-1,"at":"2026-03-01T09:30:00Z","on":"2026-03-01","by":"U1","noted":{}}`,
		`{"v":1,"seq":1,"at":"2026-03-01T09:30:00Z","on":"2026-03-01","by":"U1","proposed":{"on":"2026-03-01","events":[{"granted":{"user":"U1"}}]}}`,
		`{"v":1,"seq":1,"at":"2026-03-01T09:30:00Z","on":"2026-03-01","by":"U1","proposed":{"events":[{"proposed":{"events":[]}}]}}`,
		`{"v":1,"seq":1,"at":"yesterday","on":"2026-03-01","by":"U1","noted":{}}`,
		`{"v":1,"seq":1,"at":"2026-03-01T09:30:00Z","on":"2026-03-01","by":"U1","noted":7}`,
	} {
		if e, err := tracker.Decode([]byte(damaged)); err == nil {
			t.Errorf("%q reads as %+v", damaged, e)
		} else if errors.Is(err, tracker.ErrNewer) {
			t.Errorf("%q counts as newer: %v", damaged, err)
		}
	}
}

func TestDecodeAllKeepsTheOrder(t *testing.T) {
	for _, n := range []int{0, 1, 499, 500, 501, 5_003} {
		want := ledgertest.Numbered(1, n)
		lines := make([][]byte, n)
		for i, e := range want {
			var err error
			if lines[i], err = tracker.Encode(e); err != nil {
				t.Fatal(err)
			}
		}
		got, err := tracker.DecodeAll(lines)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%d entries don't come back in order: %v", n, err)
		}
	}
}

func TestWhatCantBeProposedIsNotStored(t *testing.T) {
	for _, event := range []tracker.Event{nil, tracker.Granted{User: "U1"}, tracker.Noted{}, tracker.Proposed{}, tracker.Approved{Proposal: 1}} {
		e := tracker.Entry{Seq: 9, At: time.Unix(0, 0), Event: tracker.Proposed{On: "2026-03-01", Events: []tracker.Event{event}}}
		if line, err := tracker.Encode(e); err == nil || !strings.Contains(err.Error(), "entry 9") {
			t.Errorf("a proposal of %T is stored as %s, %v", event, line, err)
		}
	}
}

func TestAnEventWithoutAStoredFormIsRefused(t *testing.T) {
	if line, err := tracker.Encode(tracker.Entry{Seq: 9, At: time.Unix(0, 0)}); err == nil || !strings.Contains(err.Error(), "entry 9") {
		t.Errorf("an entry without an event is stored as %s, %v", line, err)
	}
}

// What is read can be stored again and then reads the same: else a copy of a ledger would differ from it.
func FuzzDecode(f *testing.F) {
	for _, line := range goldenLines(f) {
		f.Add(line)
	}
	f.Add([]byte(`{"v":1,"seq":1,"at":"2026-03-01T09:30:00.000000001+05:30","on":"x","by":"\ud800","noted":{}}`))
	f.Add([]byte(`{"v":2,"seq":1}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := tracker.Decode(data)
		if err != nil {
			return
		}
		if year := e.At.Year(); year < 1 || year > 9998 {
			return // another zone can move it out of the years that have a stored form
		}
		line, err := tracker.Encode(e)
		if err != nil {
			if p, ok := e.Event.(tracker.DigestPlanned); ok && (p.Occasion.UTC().Year() < 1 || p.Occasion.UTC().Year() > 9998) {
				return
			}
			t.Fatalf("%q reads, but can't be stored: %v", data, err)
		}
		back, err := tracker.Decode(line)
		if err != nil {
			t.Fatalf("%q was stored as %s, which doesn't read: %v", data, line, err)
		}
		again, err := tracker.Encode(back)
		if err != nil || !bytes.Equal(again, line) {
			t.Fatalf("%s is stored the second time as %s, %v", line, again, err)
		}
	})
}

func goldenLines(t testing.TB) [][]byte {
	t.Helper()
	all, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Split(bytes.TrimSuffix(all, []byte("\n")), []byte("\n"))
}
