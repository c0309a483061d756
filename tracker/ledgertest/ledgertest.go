// Package ledgertest tests the promises of a tracker.Ledger: what Append acknowledged is read back in order and
// unchanged, forever; it stores all or none; and of two writers at one place, one gets ErrMoved.
package ledgertest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rollcall/tracker"
)

// Run tests ledgers against the contract. Each call of open gives an empty ledger and a way to open the same one again; where
// a ledger ends with the process, reopen returns the ledger itself.
func Run(t *testing.T, open func(t *testing.T) (ledger tracker.Ledger, reopen func() tracker.Ledger)) {
	ctx := t.Context()
	for name, test := range map[string]func(*testing.T, tracker.Ledger, func() tracker.Ledger){
		"empty": func(t *testing.T, l tracker.Ledger, _ func() tracker.Ledger) {
			wantEntries(t, l, 0, 10, nil)
			wantEntries(t, l, 7, 10, nil)
		},
		"every kind of event comes back as it went": func(t *testing.T, l tracker.Ledger, reopen func() tracker.Ledger) {
			all := Entries()
			mustAppend(t, l, all...)
			wantEntries(t, l, 0, 100, all)
			wantEntries(t, reopen(), 0, 100, all)
		},
		"read in parts": func(t *testing.T, l tracker.Ledger, _ func() tracker.Ledger) {
			all := Numbered(1, 700)
			for i := 0; i < len(all); i += 100 {
				mustAppend(t, l, all[i:i+100]...)
			}
			wantEntries(t, l, 0, 1, all[:1])
			wantEntries(t, l, 255, 2, all[255:257])
			wantEntries(t, l, 699, 100, all[699:])
			wantEntries(t, l, 700, 100, nil)
			wantEntries(t, l, 0, 0, nil)
		},
		"a gap or a place that is taken is refused whole": func(t *testing.T, l tracker.Ledger, _ func() tracker.Ledger) {
			mustAppend(t, l, Numbered(1, 3)...)
			for _, entries := range [][]tracker.Entry{
				Numbered(3, 1), Numbered(5, 1), Numbered(1, 4), Numbered(0, 1),
				append(Numbered(4, 2), Numbered(7, 1)...),
			} {
				if err := l.Append(ctx, entries...); !errors.Is(err, tracker.ErrMoved) {
					t.Errorf("Append of entry %d…: %v, want ErrMoved", entries[0].Seq, err)
				}
			}
			wantEntries(t, l, 0, 100, Numbered(1, 3))
		},
		"what can't be stored stores nothing": func(t *testing.T, l tracker.Ledger, _ func() tracker.Ledger) {
			bad := Numbered(1, 2)
			bad[1].Event = nil
			if err := l.Append(ctx, bad...); err == nil {
				t.Error("an entry without an event was stored")
			}
			wantEntries(t, l, 0, 100, nil)
		},
		"a cancelled context stores and reads nothing": func(t *testing.T, l tracker.Ledger, _ func() tracker.Ledger) {
			cancelled, cancel := context.WithCancel(ctx)
			cancel()
			if err := l.Append(cancelled, Numbered(1, 1)...); !errors.Is(err, context.Canceled) {
				t.Errorf("Append: %v, want context.Canceled", err)
			}
			if _, err := l.Read(cancelled, 0, 1); !errors.Is(err, context.Canceled) {
				t.Errorf("Read: %v, want context.Canceled", err)
			}
			wantEntries(t, l, 0, 100, nil)
		},
		"what the caller changes later is not what was stored": func(t *testing.T, l tracker.Ledger, _ func() tracker.Ledger) {
			all := Entries()
			mustAppend(t, l, all...)
			all[0].Event.(tracker.Changed).Supporter.Aliases[0] = "changed"
			wantEntries(t, l, 0, 100, Entries())
		},
		"what a rewriter rewrote is what is read": func(t *testing.T, l tracker.Ledger, reopen func() tracker.Ledger) {
			r, ok := l.(tracker.Rewriter)
			if !ok {
				return // it forgets nothing
			}
			mustAppend(t, l, Numbered(1, 3)...)
			refused := errors.New("refused")
			if err := r.Rewrite(ctx, func([]tracker.Entry) ([]tracker.Entry, error) { return nil, refused }); !errors.Is(err, refused) {
				t.Errorf("Rewrite: %v, want that it was refused", err)
			}
			for name, wrong := range map[string][]tracker.Entry{"fewer": Numbered(1, 2), "a gap": append(Numbered(1, 3), Numbered(5, 1)...), "from 2": Numbered(2, 3)} {
				if err := r.Rewrite(ctx, func([]tracker.Entry) ([]tracker.Entry, error) { return wrong, nil }); err == nil {
					t.Errorf("entries were rewritten by %s", name)
				}
			}
			wantEntries(t, l, 0, 100, Numbered(1, 3))
			want := append(Numbered(1, 3), Numbered(4, 2)...)
			want[1].Event = tracker.Noted{Date: "2020-01-01", Event: "rewritten"}
			if err := r.Rewrite(ctx, func(old []tracker.Entry) ([]tracker.Entry, error) {
				if !reflect.DeepEqual(old, Numbered(1, 3)) {
					t.Errorf("what is to be rewritten is %+v", old)
				}
				return want, nil
			}); err != nil {
				t.Fatal(err)
			}
			wantEntries(t, l, 0, 100, want)
			mustAppend(t, l, Numbered(6, 1)...)
			wantEntries(t, reopen(), 0, 100, append(want, Numbered(6, 1)...))
		},
		"of many writers one wins each place": func(t *testing.T, l tracker.Ledger, reopen func() tracker.Ledger) {
			const writers, places = 8, 20
			var won atomic.Int64
			var wg sync.WaitGroup
			for range writers {
				wg.Go(func() {
					for seq := tracker.Seq(1); seq <= places; {
						switch err := l.Append(ctx, Numbered(seq, 1)...); {
						case err == nil:
							won.Add(1)
							seq++
						case errors.Is(err, tracker.ErrMoved):
							got, err := l.Read(ctx, seq-1, 1)
							if err != nil {
								t.Error(err)
								return
							}
							if len(got) == 1 {
								seq++
							}
						default:
							t.Error(err)
							return
						}
					}
				})
			}
			wg.Wait()
			if won.Load() != places {
				t.Errorf("%d writers won %d places", won.Load(), places)
			}
			wantEntries(t, reopen(), 0, 100, Numbered(1, places))
		},
	} {
		t.Run(name, func(t *testing.T) {
			l, reopen := open(t)
			test(t, l, reopen)
		})
	}
}

// Entries is a ledger's beginning with an entry of every kind, each with all its fields.
func Entries() []tracker.Entry {
	at := time.Date(2026, 3, 1, 9, 30, 0, 123_000, time.UTC)
	foundation := tracker.Supporter{
		ID: 1, Name: "Example Foundation", Aliases: []string{"Exämple", "EF <&>"}, Category: tracker.CivilSociety,
		Kind: "foundation", Country: "FR", Joined: "2019-11", JoinedSource: "https://example.org/j",
		FirstListed: "2019-11-12", Source: "https://example.org/s", Website: "https://example.org", Note: "a note",
	}
	left := foundation
	left.Left = tracker.Departure{Status: tracker.Removed, On: "2026-02-01", Reason: tracker.Duplicate,
		Source: "https://example.org/r", Into: 1}
	events := []tracker.Event{
		tracker.Changed{Why: tracker.Joined, Source: "https://example.org/s", Supporter: foundation},
		tracker.Changed{Why: tracker.WasRemoved, Source: "https://example.org/r", Supporter: left},
		tracker.Reported{Date: "2026", Category: tracker.State, Value: 81, Qualifier: tracker.AtLeast, Source: "https://example.org/f", Quote: "« plus de 80 »"},
		tracker.Claimed{Name: "Example State", Category: tracker.State, Country: "XX", Date: "2018-12-02", Standing: "announced", Claim: "will sign", Source: "https://example.org/c"},
		tracker.Noted{Date: "2018-11-12", Actor: "Example", Event: "launches", Source: "https://example.org/n"},
		tracker.Subscribed{ID: 6, Channel: "C1", Schedule: "0 9 * * *", Zone: "Europe/Paris"},
		tracker.DigestPlanned{Subscription: 6, Occasion: at, Through: 6, Late: true},
		tracker.DigestPosted{Plan: 7, TS: "1700000000.000100"},
		tracker.DigestPlanned{Subscription: 6, Occasion: at.Add(24 * time.Hour), Through: 8},
		tracker.DigestAbandoned{Plan: 9, Reason: "not_in_channel"},
		tracker.Unsubscribed{Subscription: 6},
		tracker.Proposed{On: "2026-02-01", Note: "they say so themselves", Events: []tracker.Event{
			tracker.Changed{Why: tracker.Undone, Source: "https://example.org/r", Supporter: foundation, Undoes: 2},
			tracker.Reported{Date: "2026-01", Category: tracker.TotalFigure, Value: 1222, Qualifier: tracker.Exactly, Source: "https://example.org/f", Quote: "1,222"},
			tracker.Claimed{Name: "Example City", Category: tracker.PublicAuthority, Country: "FR", Date: "2026", Standing: "expected", Claim: "may sign", Source: "https://example.org/c"},
			tracker.Retracted{Entry: 3, Reason: "misread"},
		}},
		tracker.Approved{Proposal: 12},
		tracker.Changed{Why: tracker.Undone, Source: "https://example.org/r", Supporter: foundation, Undoes: 2},
		tracker.Retracted{Entry: 3, Reason: "misread"},
		tracker.Proposed{On: "2026-02-01", Events: []tracker.Event{tracker.Retracted{Entry: 4, Reason: "it signed"}}},
		tracker.Rejected{Proposal: 16, Reason: "not yet"},
		tracker.Granted{User: "U2"},
		tracker.Revoked{User: "U2"},
		tracker.Preferred{Of: "C1", Lang: "fr"},
		tracker.Preferred{Of: "C1"},
		tracker.Forgotten{Supporter: 1},
		tracker.Subscribed{ID: 23, Channel: "C1", Schedule: "0 9 * * 1-5", Zone: "Europe/Paris", Filter: "state in:eu not country:FR", Only: "joined left",
			Quiet: "22:00-07:00", Lang: "fr", Min: 5},
		tracker.Muted{Subscription: 23, Until: at.Add(7 * 24 * time.Hour).Truncate(time.Second)},
		tracker.DigestAsked{Subscription: 23},
		tracker.Reopened{Proposal: 12},
		tracker.Subscribed{ID: 23, Channel: "C1", Zone: "UTC", Filter: "company", After: 26},
		tracker.Compared{Source: "https://example.org/list", Revision: "1a2b3c"},
		tracker.Compared{Source: "https://example.org/list", Revision: "4d5e6f", Declined: []tracker.Seq{16}},
		tracker.DigestPlanned{Subscription: 23, Occasion: at, Through: 29},
		tracker.DigestTaken{Plan: 30},
		tracker.Proposed{On: "2026-02-01", Doubt: tracker.Doubt{Format: "It may be %s.", Args: []string{"Example (#1)"}}, Events: []tracker.Event{tracker.Retracted{Entry: 4, Reason: "it signed"}}},
		tracker.Compared{Source: "https://example.org/list", Revision: "7a8b9c", Unread: 2, Emptied: []tracker.Emptied{{Column: "kind", Fields: 3}}},
		tracker.DigestPosted{Plan: 30, TS: "1700000000.000200"},
		tracker.DigestPlanned{Subscription: 23, Occasion: at, Through: 34, Corrects: 30, Of: []tracker.Seq{1, 3}},
	}
	entries := make([]tracker.Entry, len(events))
	for i, event := range events {
		entries[i] = tracker.Entry{Seq: tracker.Seq(i + 1), At: at.Add(time.Duration(i) * time.Second), On: "2026-02-01",
			By: "U1", Ref: fmt.Sprint("ref-", i), Event: event}
	}
	for i := 13; i < 15; i++ { // what the proposal says follows its approval
		entries[i].Batch = 13
	}
	return entries
}

// Numbered makes n entries from a Seq on.
func Numbered(from tracker.Seq, n int) []tracker.Entry {
	entries := make([]tracker.Entry, n)
	for i := range entries {
		seq := from + tracker.Seq(i)
		entries[i] = tracker.Entry{Seq: seq, At: time.Date(2026, 3, 1, 9, 0, int(seq), 0, time.UTC), On: "2020-01-01", By: "test",
			Event: tracker.Noted{Date: "2020-01-01", Event: fmt.Sprint("event ", seq)}}
	}
	return entries
}

func mustAppend(t *testing.T, l tracker.Ledger, entries ...tracker.Entry) {
	t.Helper()
	if err := l.Append(t.Context(), entries...); err != nil {
		t.Fatal(err)
	}
}

func wantEntries(t *testing.T, l tracker.Ledger, after tracker.Seq, limit int, want []tracker.Entry) {
	t.Helper()
	got, err := l.Read(t.Context(), after, limit)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != len(want) {
		t.Fatalf("Read(%d, %d) gave %d entries, want %d", after, limit, len(got), len(want))
	}
	for i := range got {
		if !reflect.DeepEqual(got[i], want[i]) {
			t.Errorf("entry %d came back as\n%+v, want\n%+v", want[i].Seq, got[i], want[i])
		}
	}
}
