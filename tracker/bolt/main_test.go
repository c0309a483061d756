package bolt_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/asked"
	"rollcall/tracker/bolt"
	"rollcall/tracker/ledgertest"
	"rollcall/tracker/pariscall"
)

// childEnv says which of these the test binary is, when a test runs it again: processes that hold, write or
// read a database, so that locks and deaths are real.
const childEnv = "ROLLCALL_BOLT_CHILD"

var children = map[string]func(ctx context.Context, path string) error{
	"hold":   hold,
	"append": appendForEver,
	"fill":   fill,
	"read":   readAll,

	"append-large": appendLarge,
	"rewrite":      rewriteForEver,
}

func TestMain(m *testing.M) {
	if name := os.Getenv(childEnv); name != "" {
		if err := children[name](context.Background(), os.Args[1]); err != nil {
			fmt.Println("failed:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// A child is the test binary as another process.
type child struct {
	cmd   *exec.Cmd
	in    io.WriteCloser
	out   *bufio.Scanner
	quiet *strings.Builder // what it printed as errors
}

func start(t *testing.T, name, path string) *child {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := &child{cmd: exec.CommandContext(t.Context(), exe, path), quiet: &strings.Builder{}}
	c.cmd.Env = append(os.Environ(), childEnv+"="+name)
	c.cmd.Stderr = c.quiet
	if c.in, err = c.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	c.out = bufio.NewScanner(out)
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.cmd.Process.Kill()
		_ = c.cmd.Wait()
	})
	return c
}

// want reads the child's next line.
func (c *child) want(t *testing.T, line string) {
	t.Helper()
	if !c.out.Scan() || c.out.Text() != line {
		t.Fatalf("the other process says %q, want %q; it printed %s", c.out.Text(), line, c.quiet)
	}
}

// hold opens the file and keeps it until its input ends.
func hold(_ context.Context, path string) error {
	db, err := bolt.Open(path)
	if err != nil {
		return err
	}
	fmt.Println("held")
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
		return err
	}
	return db.Close()
}

// appendForEver appends entries and prints each Seq once it is acknowledged.
func appendForEver(ctx context.Context, path string) error {
	db, err := bolt.Open(path)
	if err != nil {
		return err
	}
	t, err := tracker.Open(ctx, db.Ledger("test"))
	if err != nil {
		return err
	}
	n := 0
	for range t.Book().Supporters() {
		n++ // one for each request
	}
	counted := asked.Counts{{Day: "2026-03-01", Outcome: asked.NotUnderstood, Words: "asked"}: 1}
	for ; ; n++ {
		if err := db.Asked("test").Add(ctx, counted, ""); err != nil {
			return err
		}
		// Requests of several entries, large and small, so that pages split.
		done, err := t.Do(ctx, tracker.Request{By: "test", Ref: fmt.Sprint("ref-", n)}, func(b *tracker.Book) ([]tracker.Event, error) {
			events := []tracker.Event{tracker.Changed{Why: tracker.Joined, Supporter: tracker.Supporter{
				Name: fmt.Sprint("Example ", n), Category: tracker.Company, Note: strings.Repeat("n", n*37%3_000)}}}
			for range n % 4 {
				events = append(events, tracker.Noted{Date: "2020", Event: "with it"})
			}
			return events, nil
		})
		if err != nil {
			return err
		}
		fmt.Println(done.After.Head())
	}
}

// large is as many entries as take a while to be stored.
const large = 25_000

// appendLarge appends many entries at once.
func appendLarge(ctx context.Context, path string) error {
	db, err := bolt.Open(path)
	if err != nil {
		return err
	}
	l := db.Ledger("test")
	old, err := l.Read(ctx, 0, math.MaxInt)
	if err != nil {
		return err
	}
	fmt.Println("ready")
	if err := l.Append(ctx, ledgertest.Numbered(tracker.Seq(len(old)+1), large)...); err != nil {
		return err
	}
	fmt.Println("appended")
	return db.Close()
}

// rewriteForEver rewrites all entries of a ledger to one text, then another, and appends one that names it.
func rewriteForEver(ctx context.Context, path string) error {
	db, err := bolt.Open(path)
	if err != nil {
		return err
	}
	for n := 1; ; n++ {
		err := db.Ledger("test").Rewrite(ctx, func(entries []tracker.Entry) ([]tracker.Entry, error) {
			return saying(entries, n), nil
		})
		if err != nil {
			return err
		}
		fmt.Println(n)
	}
}

// saying are entries of which each says a number, and one more.
func saying(entries []tracker.Entry, n int) []tracker.Entry {
	changed := ledgertest.Numbered(1, len(entries)+1)
	for i := range changed {
		changed[i].Event = tracker.Noted{Date: "2020-01-01", Event: fmt.Sprintf("says %06d", n)}
	}
	return changed
}

// fill makes a database and fills it with the Paris Call.
func fill(ctx context.Context, path string) error {
	entries, err := pariscall.Entries(time.Now())
	if err != nil {
		return err
	}
	fmt.Println("ready")
	db, err := bolt.Open(path)
	if err != nil {
		return err
	}
	t, err := tracker.Open(ctx, db.Ledger(pariscall.Slug))
	if err != nil {
		return err
	}
	if err := t.Fill(ctx, entries); err != nil {
		return err
	}
	fmt.Println("filled")
	return db.Close()
}

// readAll reads the databases that its input names, one a line, and reports the result of each.
func readAll(ctx context.Context, _ string) error {
	debug.SetMaxStack(64 << 20) // so that endless recursion ends soon
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		entries, err := read(ctx, in.Text())
		switch {
		case err == nil:
			fmt.Println("entries", len(entries))
		case strings.Contains(err.Error(), in.Text()):
			fmt.Println("error")
		default:
			fmt.Printf("error without the file's name: %q\n", err)
		}
	}
	return in.Err()
}

// read does all that reads a database: open, check, read, fold.
func read(ctx context.Context, path string) (_ []tracker.Entry, err error) {
	db, err := bolt.Open(path)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	if err := db.Check(); err != nil {
		return nil, err
	}
	return readUnchecked(ctx, db)
}

func readUnchecked(ctx context.Context, db *bolt.DB) ([]tracker.Entry, error) {
	entries, err := db.Ledger(pariscall.Slug).Read(ctx, 0, 1_000_000)
	if err != nil {
		return nil, err
	}
	_, err = (&tracker.Book{}).With(entries...)
	return entries, err
}

// paris is a database with the Paris Call, and what it holds.
func paris(t testing.TB) (path string, entries []tracker.Entry) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "paris.db")
	db, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	entries, err = pariscall.Entries(time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Ledger(pariscall.Slug).Append(t.Context(), entries...); err != nil {
		t.Fatal(err)
	}
	return path, entries
}

// reopened is a new file, and a way to close and open it again.
func reopened(t *testing.T) (db *bolt.DB, reopen func() *bolt.DB) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "rollcall.db")
	open := func() *bolt.DB {
		d, err := bolt.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		db = d
		return db
	}
	t.Cleanup(func() { db.Close() })
	return open(), func() *bolt.DB {
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		return open()
	}
}

func TestBoltKeepsTheLedgersPromises(t *testing.T) {
	t.Parallel()
	ledgertest.Run(t, func(t *testing.T) (tracker.Ledger, func() tracker.Ledger) {
		db, reopen := reopened(t)
		return db.Ledger("test"), func() tracker.Ledger { return reopen().Ledger("test") }
	})
}

func TestBoltKeepsWhatIsAsked(t *testing.T) {
	t.Parallel()
	ledgertest.Asked(t, func(t *testing.T) (asked.Store, func() asked.Store) {
		db, reopen := reopened(t)
		return db.Asked("test"), func() asked.Store { return reopen().Asked("test") }
	})
}

// The questions of each call are separate, and don't disturb the ledgers, a check, a rewrite or a backup.
func TestWhatIsAskedIsStoredWithTheLedgers(t *testing.T) {
	db, reopen := reopened(t)
	mustAppend(t, db.Ledger("test"), 1, 3)
	want := asked.Counts{{Day: "2026-03-01", Outcome: asked.NotUnderstood, Words: "asked"}: 1}
	other := asked.Counts{{Day: "2026-03-02", Outcome: asked.NotUnderstood, Words: "asked of the other"}: 1}
	if err := errors.Join(db.Asked("test").Add(t.Context(), want, ""), db.Asked("test-2").Add(t.Context(), other, "")); err != nil {
		t.Fatal(err)
	}
	if err := db.Ledger("test").Rewrite(t.Context(), func(all []tracker.Entry) ([]tracker.Entry, error) { return all, nil }); err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "copy.db")
	if err := errors.Join(db.Ready(), db.Check(), db.BackupFile(t.Context(), copied, time.Now())); err != nil {
		t.Fatal(err)
	}
	db = reopen()
	wantAll(t, db.Ledger("test"), 3)
	if calls, err := db.Ledgers(); err != nil || !slices.Equal(calls, []string{"test"}) {
		t.Errorf("the ledgers are %v (%v)", calls, err)
	}
	if all, err := db.Asked("test").Counts(t.Context(), ""); err != nil || !maps.Equal(all, want) {
		t.Errorf("of the one call there is %v (%v)", all, err)
	}
	if all, err := db.Asked("test-2").Counts(t.Context(), ""); err != nil || !maps.Equal(all, other) {
		t.Errorf("of the other call there is %v (%v)", all, err)
	}
	if err := db.Asked("test").Add(t.Context(), nil, "2026-03-03"); err != nil {
		t.Fatal(err)
	}
	if all, err := db.Asked("test-2").Counts(t.Context(), ""); err != nil || len(all) > 0 {
		t.Errorf("of the other call there is still %v (%v)", all, err)
	}
}
