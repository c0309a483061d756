package bolt_test

import (
	"context"
	"errors"
	"math"
	"path/filepath"
	"reflect"
	"testing"

	"rollcall/tracker"
	"rollcall/tracker/bolt"
	"rollcall/tracker/ledgertest"
)

// stepping is a context that reports each time it is asked whether it has ended.
type stepping struct {
	context.Context
	step func() error
}

func (s stepping) Err() error { return errors.Join(s.Context.Err(), s.step()) }

func TestALargeAppendThatFailsLeavesNothing(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("left out with -short: it appends 45,000 entries; go test without -short runs it")
	}
	for _, base := range []int{0, 7} {
		db, err := bolt.Open(filepath.Join(t.TempDir(), "failed.db"))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		l := db.Ledger("test")
		mustAppend(t, l, 1, base)
		bad := ledgertest.Numbered(tracker.Seq(base+1), large)
		bad[large-1].Event = nil
		if err := l.Append(t.Context(), bad...); err == nil {
			t.Error("an entry without an event was stored")
		}
		wantAll(t, l, base)
		asked := 0
		ctx := stepping{t.Context(), func() error {
			if asked++; asked == 4 {
				return context.Canceled
			}
			return nil
		}}
		if err := l.Append(ctx, ledgertest.Numbered(tracker.Seq(base+1), large)...); !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled, it says %v", err)
		}
		wantAll(t, l, base)
		if err := l.Append(t.Context(), ledgertest.Numbered(tracker.Seq(base+2), large)...); !errors.Is(err, tracker.ErrMoved) {
			t.Errorf("with a gap, it says %v", err)
		}
		gap := append(ledgertest.Numbered(tracker.Seq(base+1), large), ledgertest.Numbered(tracker.Seq(base+large+2), 1)...)
		if err := l.Append(t.Context(), gap...); !errors.Is(err, tracker.ErrMoved) {
			t.Errorf("with a gap at the end, it says %v", err)
		}
		wantAll(t, l, base)
		mustAppend(t, l, base+1, large)
		wantAll(t, l, base+large)
	}
}

func mustAppend(t *testing.T, l tracker.Ledger, from, n int) {
	t.Helper()
	if err := l.Append(t.Context(), ledgertest.Numbered(tracker.Seq(from), n)...); err != nil {
		t.Fatal(err)
	}
}

// wantAll checks that a ledger has n numbered entries.
func wantAll(t *testing.T, l tracker.Ledger, n int) {
	t.Helper()
	got, err := l.Read(t.Context(), 0, math.MaxInt)
	if err != nil || len(got) != n || n > 0 && !reflect.DeepEqual(got, ledgertest.Numbered(1, n)) {
		t.Errorf("%d entries are read, want %d (%v)", len(got), n, err)
	}
}
