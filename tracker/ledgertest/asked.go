package ledgertest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"
	"testing"

	"rollcall/tracker"
	"rollcall/tracker/asked"
)

// Asked checks that stores of questions keep their contract. Each call of open gives an empty one, and a way to open the same one again;
// if it ends with the process, reopen returns the store itself.
func Asked(t *testing.T, open func(t *testing.T) (store asked.Store, reopen func() asked.Store)) {
	on := func(day tracker.Day, words string) asked.Question {
		return asked.Question{Day: day, Outcome: asked.Chosen, Lang: "en", Words: words, Line: "count company"}
	}
	const earlier, later = "2026-01-01", "2026-03-01"
	for name, test := range map[string]func(*testing.T, asked.Store, func() asked.Store){
		"empty": func(t *testing.T, s asked.Store, _ func() asked.Store) {
			wantCounts(t, s, "", asked.Counts{})
		},
		"the same is counted together": func(t *testing.T, s asked.Store, reopen func() asked.Store) {
			mustAdd(t, s, asked.Counts{on(later, "a"): 2, on(later, "b"): 1}, earlier)
			mustAdd(t, s, asked.Counts{on(later, "a"): 3}, earlier)
			want := asked.Counts{on(later, "a"): 5, on(later, "b"): 1}
			wantCounts(t, s, "", want)
			wantCounts(t, reopen(), "", want)
		},
		"what differs in anything is apart": func(t *testing.T, s asked.Store, reopen func() asked.Store) {
			q := on(later, "“d'accord” — 100 % ? \\ 'é'")
			want := asked.Counts{q: 1}
			for _, differs := range []func(q *asked.Question){
				func(q *asked.Question) { q.Day = earlier },
				func(q *asked.Question) { q.Outcome = asked.NotUnderstood },
				func(q *asked.Question) { q.Lang = "" },
				func(q *asked.Question) { q.Words = "d'accord" },
				func(q *asked.Question) { q.Line = "" },
			} {
				other := q
				differs(&other)
				want[other] = len(want) + 1
			}
			mustAdd(t, s, want, earlier)
			wantCounts(t, reopen(), "", want)
		},
		"what is earlier is not read, and deleted": func(t *testing.T, s asked.Store, reopen func() asked.Store) {
			mustAdd(t, s, asked.Counts{on(earlier, "a"): 2, on(later, "a"): 1}, earlier)
			wantCounts(t, s, later, asked.Counts{on(later, "a"): 1})
			wantCounts(t, s, "", asked.Counts{on(earlier, "a"): 2, on(later, "a"): 1})
			mustAdd(t, s, nil, later)
			s = reopen()
			wantCounts(t, s, "", asked.Counts{on(later, "a"): 1})
			if err := asked.Clear(t.Context(), s); err != nil {
				t.Fatal(err)
			}
			wantCounts(t, reopen(), "", asked.Counts{})
		},
		"the newest stay": func(t *testing.T, s asked.Store, reopen func() asked.Store) {
			many := asked.Counts{on(earlier, "a"): 7}
			for i := range asked.Most - 1 {
				many[on(later, fmt.Sprint(i))] = 1
			}
			mustAdd(t, s, many, earlier)
			wantCounts(t, s, "", many)
			mustAdd(t, s, asked.Counts{on(later, "a"): 1}, earlier)
			delete(many, on(earlier, "a"))
			many[on(later, "a")] = 1
			s = reopen()
			wantCounts(t, s, "", many)
			more := asked.Counts{}
			for i := range 2 * asked.Most {
				more[on(later, fmt.Sprint("more ", i))] = 1
			}
			mustAdd(t, s, more, earlier)
			if got, err := reopen().Counts(t.Context(), ""); err != nil || len(got) != asked.Most {
				t.Errorf("of one day, %d are kept (%v)", len(got), err)
			}
		},
		"a cancelled context adds and reads nothing": func(t *testing.T, s asked.Store, _ func() asked.Store) {
			cancelled, cancel := context.WithCancel(t.Context())
			cancel()
			if err := s.Add(cancelled, asked.Counts{on(later, "a"): 1}, earlier); !errors.Is(err, context.Canceled) {
				t.Errorf("Add: %v, want context.Canceled", err)
			}
			if _, err := s.Counts(cancelled, ""); !errors.Is(err, context.Canceled) {
				t.Errorf("Counts: %v, want context.Canceled", err)
			}
			wantCounts(t, s, "", asked.Counts{})
		},
		"many writers count right": func(t *testing.T, s asked.Store, reopen func() asked.Store) {
			const writers, times = 8, 10
			var wg sync.WaitGroup
			for range writers {
				wg.Go(func() {
					for range times {
						if err := s.Add(t.Context(), asked.Counts{on(later, "a"): 1, on(later, "b"): 2, on(earlier, "c"): 1}, later); err != nil {
							t.Error(err)
						}
					}
				})
			}
			wg.Wait()
			wantCounts(t, reopen(), "", asked.Counts{on(later, "a"): writers * times, on(later, "b"): 2 * writers * times})
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, reopen := open(t)
			test(t, s, reopen)
		})
	}
}

func mustAdd(t *testing.T, s asked.Store, counts asked.Counts, since tracker.Day) {
	t.Helper()
	if err := s.Add(t.Context(), counts, since); err != nil {
		t.Fatal(err)
	}
}

func wantCounts(t *testing.T, s asked.Store, since tracker.Day, want asked.Counts) {
	t.Helper()
	got, err := s.Counts(t.Context(), since)
	if err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(got, want) {
		t.Errorf("since %q there are %d, want %d", since, len(got), len(want))
	}
}
