package bolt_test

import (
	"bytes"
	"errors"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/bolt"
	"rollcall/tracker/ledgertest"
)

// TestAFileThatIsNotTheOpenOneAnyMoreIsNotWrittenTo holds that a lost write isn't acknowledged, and that the new file stays as it is.
func TestAFileThatIsNotTheOpenOneAnyMoreIsNotWrittenTo(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault func(path, old string) error
		saves bool                         // a backup still saves what is in the open file
		mend  func(path, old string) error // undoes the fault
	}{
		"removed":                {fault: func(path, _ string) error { return os.Remove(path) }, saves: true},
		"moved away":             {func(path, _ string) error { return os.Rename(path, path+".away") }, true, func(path, _ string) error { return os.Rename(path+".away", path) }},
		"its folder moved":       {fault: func(path, _ string) error { return os.Rename(filepath.Dir(path), filepath.Dir(path)+".away") }},
		"an old copy moved over": {fault: func(path, old string) error { return os.Rename(old, path) }, saves: true},
		"a link in its place": {fault: func(path, old string) error {
			return errors.Join(os.Remove(path), os.Symlink(old, path))
		}, saves: true},
		"a folder in its place":   {fault: func(path, _ string) error { return errors.Join(os.Remove(path), os.Mkdir(path, 0o700)) }, saves: true},
		"an old copy copied over": {fault: overwrite},
		"emptied":                 {fault: func(path, _ string) error { return os.Truncate(path, 0) }},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "kept", "roll.db")
			old := filepath.Join(t.TempDir(), "old.db")
			if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
				t.Fatal(err)
			}
			db, err := bolt.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			l := db.Ledger("test")
			if err := errors.Join(l.Append(t.Context(), ledgertest.Numbered(1, 3)...), db.BackupFile(t.Context(), old, time.Now()),
				l.Append(t.Context(), ledgertest.Numbered(4, 3)...), db.Ready()); err != nil {
				t.Fatal(err)
			}
			if err := c.fault(path, old); err != nil {
				t.Fatal(err)
			}
			there, _ := os.ReadFile(path)
			for what, err := range map[string]error{
				"Append": l.Append(t.Context(), ledgertest.Numbered(7, 1)...),
				"Rewrite": l.Rewrite(t.Context(), func(entries []tracker.Entry) ([]tracker.Entry, error) {
					return entries, nil
				}),
				"Ready": db.Ready(),
			} {
				if err == nil {
					t.Errorf("%s says nothing", what)
				}
			}
			if now, _ := os.ReadFile(path); !bytes.Equal(now, there) {
				t.Error("what is there was written to")
			}
			if made, err := db.BackupBeside(t.Context(), time.Now()); (err == nil) != c.saves {
				t.Errorf("a backup: %v", err)
			} else if n := entriesIn(t, made.Name); c.saves && n != 6 {
				t.Errorf("the backup has %d entries", n)
			}
			if c.mend == nil {
				return
			}
			if err := c.mend(path, old); err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(db.Ready(), l.Append(t.Context(), ledgertest.Numbered(7, 1)...)); err != nil {
				t.Errorf("once it is put right: %v", err)
			}
		})
	}
}

// overwrite copies one file over another, as cp does.
func overwrite(path, old string) error {
	content, err := os.ReadFile(old)
	if err != nil {
		return err
	}
	return os.WriteFile(path, content, 0o600)
}

// entriesIn counts the entries of the test's ledger in a file.
func entriesIn(t *testing.T, path string) int {
	t.Helper()
	if path == "" {
		return 0
	}
	if _, err := os.Stat(path); err != nil {
		return 0
	}
	db, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	entries, err := db.Ledger("test").Read(t.Context(), 0, math.MaxInt)
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}

// TestAFileThatWasRewrittenIsStillTheOpenOne holds that the new file counts as this process's own.
func TestAFileThatWasRewrittenIsStillTheOpenOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "roll.db")
	db, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	l := db.Ledger("test")
	same := func(entries []tracker.Entry) ([]tracker.Entry, error) { return entries, nil }
	if err := errors.Join(l.Append(t.Context(), ledgertest.Numbered(1, 3)...), l.Rewrite(t.Context(), same), db.Ready(),
		l.Append(t.Context(), ledgertest.Numbered(4, 1)...), l.Rewrite(t.Context(), same), db.Ready()); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if db.Ready() == nil || l.Append(t.Context(), ledgertest.Numbered(5, 1)...) == nil {
		t.Error("nobody noticed that it is gone")
	}
}
