package bolt_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/bolt"
	"rollcall/tracker/ledgertest"
	"rollcall/tracker/pariscall"
)

// secret stands for a name that must be gone; it is not plain ASCII, so that JSON may write it in more ways than one.
const secret = "Exämple <Secret> & Söhne"

// forms are the ways in which a file can hold a text.
func forms(t *testing.T, text string) [][]byte {
	t.Helper()
	escaped, err := json.Marshal(text)
	if err != nil {
		t.Fatal(err)
	}
	var plain bytes.Buffer
	e := json.NewEncoder(&plain)
	e.SetEscapeHTML(false)
	if err := e.Encode(text); err != nil {
		t.Fatal(err)
	}
	var codes strings.Builder
	for _, r := range text {
		if r < 0x80 {
			codes.WriteRune(r)
		} else {
			fmt.Fprintf(&codes, "\\u%04x", r)
		}
	}
	return [][]byte{[]byte(text), bytes.Trim(escaped, `"`), bytes.Trim(plain.Bytes(), "\"\n"), []byte(codes.String())}
}

func holds(t *testing.T, path, text string) bool {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(forms(t, text), func(form []byte) bool { return bytes.Contains(content, form) })
}

// withSecret is a file in which a secret stands in entries, and in pages that are unused since.
func withSecret(t *testing.T) (path string, db *bolt.DB) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "rollcall.db")
	db, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	for _, call := range []string{"other", "test"} {
		for next := tracker.Seq(1); next < 300; next += 10 {
			entries := ledgertest.Numbered(next, 10)
			if call == "test" {
				entries[5].Event = tracker.Noted{Date: "2020-01-01", Event: "now " + secret + " joined"}
			}
			if err := db.Ledger(call).Append(t.Context(), entries...); err != nil {
				t.Fatal(err)
			}
		}
	}
	// Written and taken back: it is in the file, and in no entry.
	large := ledgertest.Numbered(301, large)
	large[2].Event = tracker.Noted{Date: "2020-01-01", Event: secret}
	large[len(large)-1].Event = nil
	if err := db.Ledger("test").Append(t.Context(), large...); err == nil {
		t.Fatal("an entry without an event was stored")
	}
	return path, db
}

func blank(entries []tracker.Entry) ([]tracker.Entry, error) {
	for i, e := range entries {
		if n := e.Event.(tracker.Noted); strings.Contains(n.Event, secret) {
			n.Event = "blank"
			entries[i].Event = n
		}
	}
	return entries, nil
}

func TestWhatIsRewrittenIsGoneFromTheFile(t *testing.T) {
	t.Parallel()
	path, db := withSecret(t)
	if !holds(t, path, secret) {
		t.Fatal("the secret isn't in the file")
	}
	l := db.Ledger("test")
	before, err := l.Read(t.Context(), 0, math.MaxInt)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Rewrite(t.Context(), blank); err != nil {
		t.Fatal(err)
	}
	want, _ := blank(before)
	for _, reopened := range []bool{false, true} {
		if reopened {
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			if db, err = bolt.Open(path); err != nil {
				t.Fatal(err)
			}
			defer db.Close()
		}
		if holds(t, path, secret) {
			t.Error("the secret is still in the file")
		}
		if got, err := db.Ledger("test").Read(t.Context(), 0, math.MaxInt); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("rewritten, it reads as %d entries (%v)", len(got), err)
		}
		wantAll(t, db.Ledger("other"), 300)
		if err := db.Check(); err != nil {
			t.Error(err)
		}
		mustAppend(t, db.Ledger("test"), len(want)+1, 1)
		want = append(want, ledgertest.Numbered(tracker.Seq(len(want)+1), 1)...)
	}
	wantFiles(t, filepath.Dir(path), "rollcall.db")
}

// A supporter of the Paris Call that is forgotten is no longer in the file, in any spelling that JSON has.
func TestWhoIsForgottenIsGoneFromTheFile(t *testing.T) {
	t.Parallel()
	path, entries := paris(t)
	db, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	tr, err := tracker.Open(t.Context(), db.Ledger(pariscall.Slug))
	if err != nil {
		t.Fatal(err)
	}
	counts := tr.Book().Counts()
	var all []*tracker.Supporter
	for s := range tr.Book().Roll() {
		// The last one that isn't part of another's name, and has letters that JSON can write in two ways.
		if s.Category == tracker.Company && strings.ContainsAny(s.Name, "éèöüäàç") && !partOfAnother(tr.Book(), s) {
			all = append(all, s)
		}
	}
	if len(all) < 5 {
		t.Fatalf("only %d supporters can be forgotten", len(all))
	}
	for i, s := range all[len(all)-5:] {
		if !holds(t, path, s.Name) {
			t.Errorf("%s isn't in the file", s.Name)
		}
		if err := tr.Forget(t.Context(), s.ID, math.MaxInt, "U1"); err != nil {
			t.Fatal(err)
		}
		for _, name := range s.Names() {
			if len([]rune(name)) >= 5 && holds(t, path, name) {
				t.Errorf("%s is still in the file", name)
			}
		}
		if got := tr.Book(); got.Counts() != counts || int(got.Head()) != len(entries)+i+1 {
			t.Errorf("without %s, the list counts %v, was %v", s.Name, got.Counts(), counts)
		}
	}
	stored, err := db.Ledger(pariscall.Slug).Read(t.Context(), 0, math.MaxInt)
	if broken := tracker.Verify(stored); err != nil || len(broken) > 0 {
		t.Errorf("%v (%v)", broken, err)
	}
}

func partOfAnother(b *tracker.Book, s *tracker.Supporter) bool {
	for e := range b.Entries(0) {
		ev, ok := e.Event.(tracker.Changed)
		if !ok || ev.Supporter.ID == s.ID {
			continue
		}
		for _, name := range ev.Supporter.Names() {
			if slices.ContainsFunc(s.Names(), func(own string) bool { return strings.Contains(name, own) }) {
				return true
			}
		}
	}
	return false
}

// The file keeps its permissions, and links lead to it.
func TestARewrittenFileIsInThePlaceOfTheOld(t *testing.T) {
	t.Parallel()
	path, db := withSecret(t)
	if err := errors.Join(db.Close(), os.Chmod(path, 0o640)); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "link.db")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	db, err := bolt.Open(link)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Ledger("test").Rewrite(t.Context(), blank); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link is one no more (%v)", err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("its permissions are %v, want 0640 (%v)", info.Mode(), err)
	}
	if holds(t, path, secret) {
		t.Error("the secret is still in the file")
	}
}

func TestARewriteThatFailsChangesNothing(t *testing.T) {
	path, db := withSecret(t)
	l := db.Ledger("test")
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	refused := errors.New("refused")
	onItsWay, cancel := context.WithCancel(t.Context())
	fromTheStart, cancelled := context.WithCancel(t.Context())
	cancelled()
	for name, change := range map[string]func([]tracker.Entry) ([]tracker.Entry, error){
		"refused":          func([]tracker.Entry) ([]tracker.Entry, error) { return nil, refused },
		"fewer":            func(e []tracker.Entry) ([]tracker.Entry, error) { return e[:299], nil },
		"in another order": func(e []tracker.Entry) ([]tracker.Entry, error) { e[3], e[4] = e[4], e[3]; return e, nil },
		"with a gap": func(e []tracker.Entry) ([]tracker.Entry, error) {
			return append(e, ledgertest.Numbered(302, 1)...), nil
		},
		"what can't be stored":     func(e []tracker.Entry) ([]tracker.Entry, error) { e[200].Event = nil; return e, nil },
		"cancelled on its way":     func(e []tracker.Entry) ([]tracker.Entry, error) { cancel(); return e, nil },
		"cancelled from the start": blank,
	} {
		ctx := t.Context()
		switch name {
		case "cancelled on its way":
			ctx = onItsWay
		case "cancelled from the start":
			ctx = fromTheStart
		}
		if err := l.Rewrite(ctx, change); err == nil {
			t.Errorf("%s: it was rewritten", name)
		}
		if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, before) {
			t.Errorf("%s: the file was changed (%v)", name, err)
		}
		wantFiles(t, filepath.Dir(path), "rollcall.db")
	}
	if err := db.Ledger("none").Rewrite(t.Context(), blank); err == nil {
		t.Error("a ledger that isn't there was rewritten")
	}
	mustAppend(t, l, 301, 1)
}

// While it is rewritten again and again, others read and append, and nobody else gets hold of the file.
func TestAFileIsInUseAndHeldWhileItIsRewritten(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "busy.db")
	db, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	mustAppend(t, db.Ledger("test"), 1, 300)
	mustAppend(t, db.Ledger("other"), 1, 1)
	done := make(chan struct{})
	var wg sync.WaitGroup
	until := func(what func() error) {
		wg.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				if err := what(); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for range 3 { // they wait for it at any time, also while the files are exchanged
		until(func() error {
			second, err := bolt.Open(path)
			if err == nil {
				return errors.Join(errors.New("a second one holds the file"), second.Close())
			}
			if !errors.Is(err, bolt.ErrHeld) {
				return err
			}
			return nil
		})
	}
	until(func() error {
		got, err := db.Ledger("test").Read(t.Context(), 0, math.MaxInt)
		if err != nil || len(got) < 300 {
			return fmt.Errorf("%d entries are read (%w)", len(got), err)
		}
		for _, e := range got[1:] {
			if n := e.Event.(tracker.Noted).Event; n != got[0].Event.(tracker.Noted).Event && len(got) > 300 {
				return fmt.Errorf("an entry says %q, and another %q", n, got[0].Event)
			}
		}
		return nil
	})
	other := tracker.Seq(1)
	until(func() error {
		other++
		return db.Ledger("other").Append(t.Context(), ledgertest.Numbered(other, 1)...)
	})
	began := time.Now()
	for n := 0; n < 20 || time.Since(began) < 2*time.Second; n++ { // longer than Open waits
		if err := db.Ledger("test").Rewrite(t.Context(), func(e []tracker.Entry) ([]tracker.Entry, error) { return saying(e, n), nil }); err != nil {
			t.Fatal(err)
		}
	}
	close(done)
	wg.Wait()
	wantAll(t, db.Ledger("other"), int(other))
	if err := db.Check(); err != nil {
		t.Error(err)
	}
}
