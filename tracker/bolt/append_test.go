package bolt_test

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"go.etcd.io/bbolt"

	"rollcall/tracker"
	"rollcall/tracker/bolt"
	"rollcall/tracker/ledgertest"
)

// stepping is a context that tells of each time it is asked whether it has ended.
type stepping struct {
	context.Context
	step func() error
}

func (s stepping) Err() error { return errors.Join(s.Context.Err(), s.step()) }

// hasPart reports whether a file has a part of an Append. If it does, its format says so, too.
func hasPart(t *testing.T, path string) (part bool) {
	t.Helper()
	raw, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	if err := raw.View(func(tx *bbolt.Tx) error {
		meta := tx.Bucket([]byte("rollcall"))
		part = meta.Get([]byte("staged")) != nil
		if want := map[bool]string{true: "2", false: "1"}[part]; string(meta.Get([]byte("format"))) != want {
			t.Errorf("with a part of an Append (%v), the file's format is %s", part, meta.Get([]byte("format")))
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return part
}

// A process that dies leaves the file as it is between two transactions; it is copied there, and opened.
func TestALargeAppendIsSeenWholeOrNotAtAll(t *testing.T) {
	for _, base := range []int{0, 7} {
		dir := t.TempDir()
		path := filepath.Join(dir, "large.db")
		db, err := bolt.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		l := db.Ledger("test")
		mustAppend(t, l, 1, base)
		var images []string
		ctx := stepping{t.Context(), func() error {
			got, err := l.Read(t.Context(), 0, math.MaxInt)
			if err != nil || len(got) != base {
				t.Errorf("meanwhile, %d entries are read, want %d (%v)", len(got), base, err)
			}
			calls, err := db.Ledgers()
			if want := []string{"test"}[:min(base, 1)]; err != nil || !slices.Equal(calls, want) {
				t.Errorf("meanwhile, the ledgers are %q, want %q (%v)", calls, want, err)
			}
			content, err := os.ReadFile(path)
			image := filepath.Join(dir, string(rune('a'+len(images))))
			if err := errors.Join(err, os.WriteFile(image, content, 0o600)); err != nil {
				t.Error(err)
			}
			images = append(images, image)
			return nil
		}}
		if err := l.Append(ctx, ledgertest.Numbered(tracker.Seq(base+1), large)...); err != nil {
			t.Fatal(err)
		}
		wantAll(t, l, base+large)
		parts := 0
		for _, image := range images {
			if hasPart(t, image) {
				parts++
			}
			db, err := bolt.Open(image)
			if err != nil {
				t.Fatal(err)
			}
			wantAll(t, db.Ledger("test"), base)
			if err := db.Check(); err != nil {
				t.Error(err)
			}
			mustAppend(t, db.Ledger("test"), base+1, 3)
			wantAll(t, db.Ledger("test"), base+3)
			if err := db.Close(); err != nil {
				t.Error(err)
			}
			if hasPart(t, image) {
				t.Error("the part is still there")
			}
		}
		if parts != (large-1)/10_000 {
			t.Errorf("%d of %d images have a part of the Append", parts, len(images))
		}
	}
}

func TestALargeAppendThatFailsLeavesNothing(t *testing.T) {
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

// wantAll holds that a ledger has n numbered entries.
func wantAll(t *testing.T, l tracker.Ledger, n int) {
	t.Helper()
	got, err := l.Read(t.Context(), 0, math.MaxInt)
	if err != nil || len(got) != n || n > 0 && !reflect.DeepEqual(got, ledgertest.Numbered(1, n)) {
		t.Errorf("%d entries are read, want %d (%v)", len(got), n, err)
	}
}
