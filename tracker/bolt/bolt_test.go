package bolt_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"go.etcd.io/bbolt"

	"rollcall/tracker"
	"rollcall/tracker/bolt"
	"rollcall/tracker/ledgertest"
)

func TestASecondProcessFindsTheFileHeld(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "held.db")
	other := start(t, "hold", path)
	other.want(t, "held")
	db, err := bolt.Open(path)
	if err == nil {
		db.Close()
		t.Fatal("two processes hold one file")
	}
	if !errors.Is(err, bolt.ErrHeld) || !strings.Contains(err.Error(), path) {
		t.Errorf("got %v, want ErrHeld with the file's name", err)
	}
	for _, way := range []string{"--db", "ROLLCALL_DB"} {
		if !strings.Contains(err.Error(), way) {
			t.Errorf("%q doesn't name %s", err, way)
		}
	}
	// Once the other process ends, the file is free.
	other.in.Close()
	if err := other.cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	db, err = bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
}

func TestASecondOpenerInTheSameProcessFindsItHeldToo(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "held.db")
	db, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := bolt.Open(path); !errors.Is(err, bolt.ErrHeld) {
		t.Errorf("got %v, want ErrHeld", err)
	}
}

func TestManyCanMakeTheFileAtOnce(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "new.db")
	var wg sync.WaitGroup
	opened := make(chan struct{}, 8)
	for range 8 {
		wg.Go(func() {
			db, err := bolt.Open(path)
			if errors.Is(err, bolt.ErrHeld) {
				return
			}
			if err != nil {
				t.Error(err)
				return
			}
			opened <- struct{}{}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if len(opened) == 0 {
		t.Error("nobody could open the file")
	}
	wantFiles(t, dir, "new.db")
}

func TestLedgersOfOneFileAreApart(t *testing.T) {
	db, err := bolt.Open(filepath.Join(t.TempDir(), "two.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for i, call := range []string{"one", "two"} {
		if err := db.Ledger(call).Append(t.Context(), ledgertest.Numbered(1, 3+i)...); err != nil {
			t.Fatal(err)
		}
	}
	for call, want := range map[string]int{"one": 3, "two": 4, "three": 0} {
		got, err := db.Ledger(call).Read(t.Context(), 0, 100)
		if err != nil || len(got) != want {
			t.Errorf("ledger %q has %d entries (%v), want %d", call, len(got), err, want)
		}
	}
	if calls, err := db.Ledgers(); err != nil || !slices.Equal(calls, []string{"one", "two"}) {
		t.Errorf("the ledgers are %q (%v)", calls, err)
	}
	if err := db.Check(); err != nil {
		t.Errorf("a sound file is reported as broken: %v", err)
	}
}

func TestLedgersOfOneFileAreWrittenAtOnce(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "many.db")
	db, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { db.Close() }()
	const calls, rounds = 4, 30
	var wg sync.WaitGroup
	for i := range calls {
		wg.Go(func() {
			l, next := db.Ledger(fmt.Sprint("call-", i)), tracker.Seq(1)
			for range rounds {
				if err := l.Append(t.Context(), ledgertest.Numbered(next, i+1)...); err != nil {
					t.Error(err)
				}
				next += tracker.Seq(i + 1)
			}
			if err := l.Append(t.Context(), ledgertest.Numbered(next, 10_001+i)...); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if err := errors.Join(db.Check(), db.Close()); err != nil {
		t.Fatal(err)
	}
	if db, err = bolt.Open(path); err != nil {
		t.Fatal(err)
	}
	for i := range calls {
		n := rounds*(i+1) + 10_001 + i
		got, err := db.Ledger(fmt.Sprint("call-", i)).Read(t.Context(), 0, math.MaxInt)
		if err != nil || !reflect.DeepEqual(got, ledgertest.Numbered(1, n)) {
			t.Errorf("ledger %d reads as %d entries, want %d (%v)", i, len(got), n, err)
		}
	}
}

func TestOnlyASlugNamesALedger(t *testing.T) {
	db, err := bolt.Open(filepath.Join(t.TempDir(), "slugs.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, call := range []string{"", "-", "Paris", "paris/call", "paris call", "é", "..", "x\n", strings.Repeat("x", 65)} {
		if err := db.Ledger(call).Append(t.Context(), ledgertest.Numbered(1, 1)...); err == nil {
			t.Errorf("%q names a ledger", call)
		}
		if _, err := db.Ledger(call).Read(t.Context(), 0, 1); err == nil {
			t.Errorf("the ledger %q can be read", call)
		}
	}
	for _, call := range []string{"pariscall", "0", "paris-call-2", strings.Repeat("x", 64)} {
		if err := db.Ledger(call).Append(t.Context(), ledgertest.Numbered(1, 1)...); err != nil {
			t.Errorf("%q: %v", call, err)
		}
	}
	if calls, err := db.Ledgers(); err != nil || len(calls) != 4 {
		t.Errorf("the ledgers are %q (%v)", calls, err)
	}
}

func TestAFileThatIsNoneOfOursIsRefusedAndLeftAsItIs(t *testing.T) {
	raw := func(change func(tx *bbolt.Tx) error) []byte {
		path := filepath.Join(t.TempDir(), "raw.db")
		db, err := bbolt.Open(path, 0o600, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(db.Update(change), db.Close()); err != nil {
			t.Fatal(err)
		}
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return content
	}
	formatted := func(format string) []byte {
		return raw(func(tx *bbolt.Tx) error {
			b, err := tx.CreateBucket([]byte("rollcall"))
			if err != nil {
				return err
			}
			return b.Put([]byte("format"), []byte(format))
		})
	}
	newerEntry := raw(func(tx *bbolt.Tx) error {
		meta, err := tx.CreateBucket([]byte("rollcall"))
		if err != nil {
			return err
		}
		ledger, err2 := tx.CreateBucket([]byte("ledger/pariscall"))
		return errors.Join(err2, meta.Put([]byte("format"), []byte("1")),
			ledger.Put([]byte{0, 0, 0, 0, 0, 0, 0, 1}, []byte(`{"v":2,"seq":1,"at":"2026-03-01T09:30:00Z","on":"2026-03-01","by":"U1","noted":{}}`)))
	})
	for name, c := range map[string]struct {
		content []byte
		is      error // nil: any
	}{
		"a newer format":                  {formatted("3"), tracker.ErrNewer},
		"a much newer format":             {formatted("1000"), tracker.ErrNewer},
		"an entry of a newer version":     {newerEntry, tracker.ErrNewer},
		"a format that is no number":      {formatted("one"), bolt.ErrDamaged},
		"no format":                       {formatted(""), bolt.ErrDamaged},
		"a database of something else":    {raw(func(tx *bbolt.Tx) error { _, err := tx.CreateBucket([]byte("other")); return err }), nil},
		"a database with nothing in it":   {raw(func(*bbolt.Tx) error { return nil }), nil},
		"an empty file":                   {nil, bolt.ErrDamaged},
		"one byte":                        {[]byte("x"), nil},
		"a line of text":                  {[]byte("This is not a database.\n"), nil},
		"a long text":                     {bytes.Repeat([]byte("This is not a database either.\n"), 10_000), nil},
		"a file of zeros":                 {make([]byte, 64<<10), nil},
		"an SQLite database":              {append([]byte("SQLite format 3\x00"), make([]byte, 32<<10)...), nil},
		"a file as long as the meta page": {make([]byte, 4096), nil},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "given.db")
			if err := os.WriteFile(path, c.content, 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := read(t.Context(), path)
			if err == nil || !strings.Contains(err.Error(), path) || c.is != nil && !errors.Is(err, c.is) {
				t.Errorf("got %v, want an error (%v) with the file's name", err, c.is)
			}
			if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, c.content) {
				t.Errorf("the file was changed (%v)", err)
			}
		})
	}
}

// A file of the first layout: it is read as it is, and appended to.
func TestAFileOfTheFirstLayoutStaysReadable(t *testing.T) {
	path := filepath.Join(t.TempDir(), "first.db")
	raw, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(raw.Update(func(tx *bbolt.Tx) error {
		meta, err := tx.CreateBucket([]byte("rollcall"))
		if err != nil {
			return err
		}
		ledger, err := tx.CreateBucket([]byte("ledger/test"))
		if err != nil {
			return err
		}
		for i, e := range ledgertest.Numbered(1, 500) {
			line, err := tracker.Encode(e)
			if err := errors.Join(err, ledger.Put(binary.BigEndian.AppendUint64(nil, uint64(i+1)), line)); err != nil {
				return err
			}
		}
		return errors.Join(meta.Put([]byte("format"), []byte("1")), meta.Put([]byte("ledger/test"), []byte{1}))
	}), raw.Close()); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	db, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	wantAll(t, db.Ledger("test"), 500)
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Errorf("reading changed it (%v)", err)
	}
	mustAppend(t, db.Ledger("test"), 501, 10)
	wantAll(t, db.Ledger("test"), 510)
}

func TestWhatCantBeOpenedIsNamed(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{"a folder": dir, "in a folder that isn't there": filepath.Join(dir, "none", "rollcall.db"), "under a file": filepath.Join(file, "rollcall.db")} {
		if _, err := bolt.Open(path); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: got %v, want an error with the file's name", name, err)
		}
	}
	wantFiles(t, dir, "file")
}

func TestACheckSaysWhatIsBroken(t *testing.T) {
	path, entries := paris(t)
	got, err := read(t.Context(), path)
	if err != nil || !reflect.DeepEqual(got, entries) {
		t.Fatalf("a sound file reads as %d entries, %v", len(got), err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	// A leaf page of the ledger in the place of another: every byte of it is sound, and yet the tree is not.
	leaves := ledgerLeaves(content)
	copy(content[leaves[5]:leaves[5]+pageSize], content[leaves[9]:leaves[9]+pageSize])
	broken := filepath.Join(t.TempDir(), "broken.db")
	if err := os.WriteFile(broken, content, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := bolt.Open(broken)
	if err != nil {
		if !strings.Contains(err.Error(), broken) {
			t.Errorf("%v doesn't name the file", err)
		}
		return
	}
	defer db.Close()
	if err := db.Check(); err == nil || !strings.Contains(err.Error(), broken) {
		t.Errorf("got %v, want what is broken, with the file's name", err)
	}
}

func TestAKeyThatIsNoEntrysIsDamage(t *testing.T) {
	for name, key := range map[string][]byte{"short": {1}, "long": {0, 0, 0, 0, 0, 0, 0, 5, 0}} {
		path, _ := paris(t)
		raw, err := bbolt.Open(path, 0o600, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(raw.Update(func(tx *bbolt.Tx) error {
			return tx.Bucket([]byte("ledger/pariscall")).Put(key, []byte("{}"))
		}), raw.Close()); err != nil {
			t.Fatal(err)
		}
		if _, err := read(t.Context(), path); !errors.Is(err, bolt.ErrDamaged) || !strings.Contains(err.Error(), path) {
			t.Errorf("a key that is too %s: got %v, want ErrDamaged with the file's name", name, err)
		}
	}
}

func wantFiles(t *testing.T, dir string, want ...string) {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range files {
		got = append(got, f.Name())
	}
	if !slices.Equal(got, want) {
		t.Errorf("the folder has %v, want %v", got, want)
	}
}
