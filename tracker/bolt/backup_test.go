package bolt_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/bolt"
	"rollcall/tracker/ledgertest"
	"rollcall/tracker/testrun"
)

func TestABackupOfAFileInUseReadsAsOneMomentOfIt(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	db, err := bolt.Open(filepath.Join(dir, "used.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	const part = 12_000
	parts, copies := max(testrun.Times(6, 3), 2), max(testrun.Times(8, 3), 2)
	mustAppend(t, db.Ledger("test"), 1, part)
	var wg sync.WaitGroup
	wg.Go(func() {
		for i := 1; i < parts; i++ {
			mustAppend(t, db.Ledger("test"), i*part+1, part)
		}
	})
	for i := range copies {
		var copied bytes.Buffer
		if err := db.Backup(&copied); err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(dir, fmt.Sprint("copy-", i))
		if err := os.WriteFile(name, copied.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		backup, err := bolt.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		got, err := backup.Ledger("test").Read(t.Context(), 0, 1_000_000)
		if err != nil || len(got) == 0 || len(got)%part != 0 {
			t.Errorf("the copy reads as %d entries (%v)", len(got), err)
		}
		wantAll(t, backup.Ledger("test"), len(got))
		if err := errors.Join(backup.Check(), backup.Close()); err != nil {
			t.Error(err)
		}
	}
	wg.Wait()
	wantAll(t, db.Ledger("test"), parts*part)
}

func TestBackupsAreRemembered(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "rollcall.db")
	db, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { db.Close() }()
	mustAppend(t, db.Ledger("test"), 1, 20)
	at := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	if all, err := db.Backups(); err != nil || len(all) > 0 {
		t.Errorf("a new file has the backups %v (%v)", all, err)
	}
	for i := range 103 {
		if err := db.BackupFile(t.Context(), filepath.Join(dir, fmt.Sprint("backup-", i)), at.Add(time.Duration(i)*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	taken := filepath.Join(dir, "backup-7")
	if err := db.BackupFile(t.Context(), taken, at); !errors.Is(err, os.ErrExist) {
		t.Errorf("a file that is there was replaced by a backup: %v", err)
	}
	// They are remembered by a file that was rewritten, and opened again.
	if err := db.Ledger("test").Rewrite(t.Context(), blank); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if db, err = bolt.Open(path); err != nil {
		t.Fatal(err)
	}
	all, err := db.Backups()
	if err != nil || len(all) != 100 || all[0] != (tracker.Backup{Name: filepath.Join(dir, "backup-3"), At: at.Add(3 * time.Hour)}) || all[99].Name != filepath.Join(dir, "backup-102") {
		t.Errorf("it has the backups %v (%v)", all, err)
	}
	backup, err := bolt.Open(all[50].Name)
	if err != nil {
		t.Fatal(err)
	}
	defer backup.Close()
	wantAll(t, backup.Ledger("test"), 20)
	if info, err := os.Stat(all[50].Name); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others can read a backup: %v (%v)", info.Mode(), err)
	}
}

func TestABackupBesideTheFile(t *testing.T) {
	dir := t.TempDir()
	db, err := bolt.Open(filepath.Join(dir, "rollcall.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	mustAppend(t, db.Ledger("test"), 1, 20)
	at := time.Date(2026, 3, 1, 9, 30, 5, 0, time.FixedZone("", 3600))
	made, err := db.BackupBeside(t.Context(), at)
	if want := filepath.Join(dir, "rollcall-2026-03-01-083005.db"); err != nil || made.Name != want || !made.At.Equal(at) {
		t.Fatalf("%+v was made, not %s (%v)", made, want, err)
	}
	if _, err := db.BackupBeside(t.Context(), at); !errors.Is(err, os.ErrExist) {
		t.Errorf("a backup replaced another: %v", err)
	}
	backup, err := bolt.Open(made.Name)
	if err != nil {
		t.Fatal(err)
	}
	wantAll(t, backup.Ledger("test"), 20)
	// Only those that still exist are listed.
	if all, err := db.Backups(); err != nil || len(all) != 1 || all[0] != made {
		t.Errorf("there are the backups %v (%v)", all, err)
	}
	if err := errors.Join(backup.Close(), os.Remove(made.Name)); err != nil {
		t.Fatal(err)
	}
	if all, err := db.Backups(); err != nil || len(all) != 0 {
		t.Errorf("there are the backups %v (%v)", all, err)
	}
}

func TestABackupThatCantBeReadIsNone(t *testing.T) {
	dir := t.TempDir()
	db, err := bolt.Open(filepath.Join(dir, "rollcall.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	// An entry that bolt stores and can't be read: Append takes what it is given, and a supporter has a category.
	bad := ledgertest.Entries()[:1]
	joined := bad[0].Event.(tracker.Changed)
	joined.Supporter.Category = "none"
	bad[0].Event = joined
	if err := db.Ledger("test").Append(t.Context(), bad...); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "backup")
	if err := db.BackupFile(t.Context(), name, time.Now()); err == nil {
		t.Error("a backup that can't be read was made")
	}
	wantFiles(t, dir, "rollcall.db")
	if err := db.BackupFile(t.Context(), filepath.Join(dir, "none", "backup"), time.Now()); err == nil {
		t.Error("a backup was made in a folder that isn't there")
	}
}
