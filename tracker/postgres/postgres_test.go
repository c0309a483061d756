package postgres_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"rollcall/tracker"
	"rollcall/tracker/asked"
	"rollcall/tracker/bolt"
	"rollcall/tracker/ledgertest"
	"rollcall/tracker/pariscall"
	"rollcall/tracker/postgres"
	"rollcall/tracker/postgres/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

var quiet = slog.New(slog.DiscardHandler)

// open opens a database until the test ends.
func open(t testing.TB, address string) *postgres.DB {
	t.Helper()
	db, err := postgres.Open(t.Context(), address, quiet)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func unescaped(t *testing.T, s string) string {
	t.Helper()
	s, err := url.QueryUnescape(s)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func all(t *testing.T, l tracker.Ledger) []tracker.Entry {
	t.Helper()
	entries, err := l.Read(t.Context(), 0, math.MaxInt)
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

func mustAppend(t *testing.T, l tracker.Ledger, from tracker.Seq, n int) {
	t.Helper()
	if err := l.Append(t.Context(), ledgertest.Numbered(from, n)...); err != nil {
		t.Fatal(err)
	}
}

func TestPostgresKeepsTheLedgersPromises(t *testing.T) {
	t.Parallel()
	address, n := pgtest.Database(t), 0
	ledgertest.Run(t, func(t *testing.T) (tracker.Ledger, func() tracker.Ledger) {
		n++
		call := fmt.Sprint("test-", n)
		return open(t, address).Ledger(call), func() tracker.Ledger { return open(t, address).Ledger(call) }
	})
}

func TestPostgresKeepsWhatIsAsked(t *testing.T) {
	t.Parallel()
	address, n := pgtest.Database(t), 0
	ledgertest.Asked(t, func(t *testing.T) (asked.Store, func() asked.Store) {
		n++
		call := fmt.Sprint("test-", n)
		return open(t, address).Asked(call), func() asked.Store { return open(t, address).Asked(call) }
	})
}

// A database of the version before gets what it lacks, and keeps what it has; several processes count what is asked together.
func TestADatabaseOfAnEarlierVersionIsGoneOnWith(t *testing.T) {
	t.Parallel()
	address := pgtest.Database(t)
	db := open(t, address)
	mustAppend(t, db.Ledger("test"), 1, 3)
	pgtest.Exec(t, address, "DROP TABLE rollcall_asked; UPDATE rollcall_format SET version = 1")
	q := asked.Question{Day: "2026-03-01", Outcome: asked.NotUnderstood, Words: "asked"}
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			db, err := postgres.Open(t.Context(), address, quiet)
			if err != nil {
				t.Error(err)
				return
			}
			defer db.Close()
			for range 5 {
				if err := db.Asked("test").Add(t.Context(), asked.Counts{q: 2}, ""); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if all, err := db.Asked("test").Counts(t.Context(), ""); err != nil || len(all) != 1 || all[q] != 30 {
		t.Errorf("asked was %v (%v)", all, err)
	}
	if err := db.Asked("other").Add(t.Context(), nil, "2026-03-02"); err != nil {
		t.Fatal(err)
	}
	if all, err := db.Asked("test").Counts(t.Context(), ""); err != nil || len(all) > 0 {
		t.Errorf("what is old stays where another call is asked about: %v (%v)", all, err)
	}
	if n := len(all(t, db.Ledger("test"))); n != 3 {
		t.Errorf("%d entries are there", n)
	}
	if err := errors.Join(db.Ready(), db.Check()); err != nil {
		t.Error(err)
	}
}

func TestManyEntriesAreStoredAllOrNone(t *testing.T) {
	t.Parallel()
	l := open(t, pgtest.Database(t)).Ledger("test")
	mustAppend(t, l, 1, 1_000)
	mustAppend(t, l, 1_001, 3)
	for _, entries := range [][]tracker.Entry{ledgertest.Numbered(1_005, 500), ledgertest.Numbered(500, 1_000), ledgertest.Numbered(1_003, 500)} {
		if err := l.Append(t.Context(), entries...); !errors.Is(err, tracker.ErrMoved) {
			t.Errorf("Append of %d entries from %d: %v, want ErrMoved", len(entries), entries[0].Seq, err)
		}
	}
	if got := all(t, l); !reflect.DeepEqual(got, ledgertest.Numbered(1, 1_003)) {
		t.Errorf("%d entries are there", len(got))
	}
}

func TestLedgersOfOneDatabaseAreApart(t *testing.T) {
	t.Parallel()
	db := open(t, pgtest.Database(t))
	mustAppend(t, db.Ledger("a"), 1, 2)
	mustAppend(t, db.Ledger("b"), 1, 3)
	if got, err := db.Ledgers(); err != nil || fmt.Sprint(got) != "[a b]" {
		t.Errorf("the ledgers are %v (%v)", got, err)
	}
	if n := len(all(t, db.Ledger("b"))); n != 3 {
		t.Errorf("b has %d entries", n)
	}
	for _, name := range []string{"", "A", "../a", "a b", strings.Repeat("a", 65)} {
		if err := db.Ledger(name).Append(t.Context(), ledgertest.Numbered(1, 1)...); err == nil || !strings.Contains(err.Error(), "can't name a ledger") {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// All processes of a new installation start at once, and each makes the tables if they aren't there.
func TestManyProcessesOpenAnEmptyDatabaseAtOnce(t *testing.T) {
	t.Parallel()
	address := pgtest.Database(t)
	entries, err := pariscall.Entries(time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			db, err := postgres.Open(t.Context(), address, quiet)
			if err != nil {
				t.Error(err)
				return
			}
			defer db.Close()
			tr, err := tracker.Open(t.Context(), db.Ledger(pariscall.Slug))
			if err != nil {
				t.Error(err)
				return
			}
			if err := tr.Fill(t.Context(), entries); err != nil || int(tr.Book().Head()) != len(entries) {
				t.Errorf("%d of %d entries (%v)", tr.Book().Head(), len(entries), err)
			}
		})
	}
	wg.Wait()
}

// An operation whose connection is cut at any message, in either direction, is done once, or not at all.
func TestAConnectionThatIsCutAtEveryStepLosesNothing(t *testing.T) {
	t.Parallel()
	address := pgtest.Database(t)
	straight := open(t, address)
	for name, op := range map[string]struct {
		do   func(ctx context.Context, l tracker.Rewriter) error
		want []tracker.Entry
		may  bool // fail, and have been done or not
	}{
		"insert": {func(ctx context.Context, l tracker.Rewriter) error {
			return l.Append(ctx, ledgertest.Numbered(4, 2)...)
		}, ledgertest.Numbered(1, 5), false},
		"copy": {func(ctx context.Context, l tracker.Rewriter) error {
			return l.Append(ctx, ledgertest.Numbered(4, 300)...)
		}, ledgertest.Numbered(1, 303), false},
		"read": {func(ctx context.Context, l tracker.Rewriter) error {
			got, err := l.Read(ctx, 0, 10)
			if err == nil && len(got) != 3 {
				err = fmt.Errorf("%d entries were read", len(got))
			}
			return err
		}, ledgertest.Numbered(1, 3), false},
		"rewrite": {func(ctx context.Context, l tracker.Rewriter) error {
			return l.Rewrite(ctx, func([]tracker.Entry) ([]tracker.Entry, error) { return saying(4), nil })
		}, saying(4), true},
	} {
		t.Run(name, func(t *testing.T) {
			p, through := between(t, address)
			for cut := 1; ; cut++ {
				call := fmt.Sprint(name, "-", cut)
				mustAppend(t, straight.Ledger(call), 1, 3)
				db := open(t, through)
				p.cutBefore(cut)
				err := op.do(t.Context(), db.Ledger(call))
				reached := p.messages() >= cut
				p.cutBefore(0)
				got := all(t, straight.Ledger(call))
				switch done := reflect.DeepEqual(got, op.want); {
				case err == nil && !done:
					t.Errorf("cut before message %d: it says that it is done, and %d entries are there", cut, len(got))
				case err != nil && !op.may:
					t.Errorf("cut before message %d: %v", cut, err)
				case err != nil && !done && !reflect.DeepEqual(got, ledgertest.Numbered(1, 3)):
					t.Errorf("cut before message %d: it is done by half: %d entries", cut, len(got))
				}
				db.Close()
				if !reached {
					t.Logf("cut before each of %d messages", cut-1)
					return
				}
			}
		})
	}
}

// saying are entries that all say something else than Numbered's.
func saying(n int) []tracker.Entry {
	entries := ledgertest.Numbered(1, n)
	for i := range entries {
		entries[i].Event = tracker.Noted{Date: "2020-01-01", Event: "rewritten"}
	}
	return entries
}

// A server that is stopped or killed, and started again, is waited for; what was acknowledged is there.
func TestAServerThatIsStartedAgainIsWaitedFor(t *testing.T) {
	t.Parallel()
	s := pgtest.Start(t)
	db := open(t, s.Database(t))
	tr, err := tracker.Open(t.Context(), db.Ledger("test"))
	if err != nil {
		t.Fatal(err)
	}
	for i, end := range []func(){s.Stop, s.Kill} {
		note := func(text string) error {
			_, err := tr.Do(t.Context(), tracker.Request{By: "test", Ref: text}, func(*tracker.Book) ([]tracker.Event, error) {
				return []tracker.Event{tracker.Noted{Date: "2020-01-01", Event: text}}, nil
			})
			return err
		}
		if err := note(fmt.Sprint("before ", i)); err != nil {
			t.Fatal(err)
		}
		end()
		eventually(t, func() bool { // what it started outlives it a little
			err := db.Ready()
			return err != nil && strings.Contains(err.Error(), "the server can't be reached")
		})
		done := make(chan struct{})
		go func() {
			defer close(done)
			eventually(t, func() bool { return note(fmt.Sprint("meanwhile ", i)) == nil }) // once is enough, unless the machine is slow
		}()
		if err := s.Restart(); err != nil {
			t.Fatal(err)
		}
		<-done
		if err := db.Ready(); err != nil {
			t.Error(err)
		}
	}
	if got := all(t, db.Ledger("test")); len(got) != 4 || len(tracker.Verify(got)) > 0 {
		t.Errorf("%d entries are there", len(got))
	}
}

// The answer says that nothing was recorded only if that is sure.
func TestAServerThatIsAwayIsReported(t *testing.T) {
	t.Parallel()
	p, through := between(t, pgtest.Database(t))
	db := open(t, through)
	l := db.Ledger("test")
	mustAppend(t, l, 1, 1)
	p.silence()
	sent := p.messages()
	// On a slow machine the time is over before anything is sent, and then that is sure.
	if err := l.Append(soon(t), ledgertest.Numbered(2, 1)...); err == nil || errors.As(err, new(tracker.Refusal)) && p.messages() > sent+1 {
		t.Errorf("what nobody answered was reported as %v", err)
	}
	p.close()
	if err := l.Append(soon(t), ledgertest.Numbered(2, 1)...); !errors.As(err, new(tracker.Refusal)) || !strings.Contains(err.Error(), "can't be reached") {
		t.Errorf("without a server: %v", err)
	}
}

// soon is a context that ends before the patience with a person's request.
func soon(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	t.Cleanup(cancel)
	return ctx
}

func TestNoFreeConnectionIsReported(t *testing.T) {
	t.Parallel()
	address := pgtest.Database(t) + "&pool_max_conns=1"
	db := open(t, address)
	l := db.Ledger("test")
	mustAppend(t, l, 1, 1)
	held, err := make(chan struct{}), make(chan error)
	go func() {
		err <- l.Rewrite(t.Context(), func(entries []tracker.Entry) ([]tracker.Entry, error) {
			held <- struct{}{}
			<-held
			return entries, nil
		})
	}()
	<-held
	if err := l.Append(soon(t), ledgertest.Numbered(2, 1)...); !errors.As(err, new(tracker.Refusal)) {
		t.Errorf("with no connection free: %v", err)
	}
	held <- struct{}{}
	if err := <-err; err != nil {
		t.Error(err)
	}
	mustAppend(t, l, 2, 1)
}

func TestAServerWhoseDiskIsFullStoresNothingPartial(t *testing.T) {
	s := pgtest.Limited(t, 4_100)
	db := open(t, s.Database(t))
	l := db.Ledger("test")
	kept := tracker.Seq(0)
	for {
		entries := ledgertest.Numbered(kept+1, 2_000)
		for i := range entries {
			entries[i].By = strings.Repeat(fmt.Sprint(entries[i].Seq), 100)
		}
		err := l.Append(t.Context(), entries...)
		if err == nil {
			kept += tracker.Seq(len(entries))
			continue
		}
		if !errors.As(err, new(tracker.Refusal)) || !strings.Contains(err.Error(), "disk is full") {
			t.Errorf("a full disk is reported as: %v", err)
		}
		break
	}
	if got := all(t, l); len(got) != int(kept) || kept == 0 {
		t.Errorf("%d entries are there, %d were acknowledged", len(got), kept)
	}
}

// A name that is rewritten isn't in the table's file any more.
func TestWhatWasRewrittenIsGone(t *testing.T) {
	t.Parallel()
	s := pgtest.Start(t)
	address := s.Database(t)
	l := open(t, address).Ledger("test")
	const secret = "a name that somebody wants to be forgotten"
	entries := ledgertest.Numbered(1, 2_000)
	entries[700].Event = tracker.Noted{Date: "2020-01-01", Event: secret}
	if err := l.Append(t.Context(), entries...); err != nil {
		t.Fatal(err)
	}
	pgtest.Exec(t, address, "CHECKPOINT")
	if n := filesWith(t, address, secret); n != 1 {
		t.Fatalf("it is in %d files of the table", n)
	}
	if err := l.Rewrite(t.Context(), func(old []tracker.Entry) ([]tracker.Entry, error) {
		old[700] = ledgertest.Numbered(701, 1)[0]
		return old, nil
	}); err != nil {
		t.Fatal(err)
	}
	pgtest.Exec(t, address, "CHECKPOINT")
	if n := filesWith(t, address, secret); n != 0 {
		t.Errorf("it is still in %d files of the table", n)
	}
	if got := all(t, l); !reflect.DeepEqual(got, ledgertest.Numbered(1, 2_000)) {
		t.Error("the ledger isn't as it was rewritten")
	}
}

// filesWith is how many files of a server's tables have a text in them.
func filesWith(t *testing.T, address, text string) (n int) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	var data string
	if err := conn.QueryRow(t.Context(), "SHOW data_directory").Scan(&data); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(data, "base", "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if content, err := os.ReadFile(name); err == nil && bytes.Contains(content, []byte(text)) {
			n++
		}
	}
	return n
}

// A transaction that the server wants to be tried again is.
func TestWhatCannotBeSerialisedIsTriedAgain(t *testing.T) {
	t.Parallel()
	address := pgtest.Database(t)
	db := open(t, address)
	pgtest.Exec(t, address, "CREATE SEQUENCE tries", `CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
		IF nextval('tries') <= 3 THEN RAISE EXCEPTION 'not now' USING ERRCODE = '40001'; END IF; RETURN NEW; END $$`,
		"CREATE TRIGGER fail BEFORE INSERT OR UPDATE ON rollcall_entries FOR EACH STATEMENT EXECUTE FUNCTION fail()")
	l := db.Ledger("test")
	mustAppend(t, l, 1, 2)
	pgtest.Exec(t, address, "SELECT setval('tries', 1)")
	mustAppend(t, l, 3, 300)
	pgtest.Exec(t, address, "SELECT setval('tries', 1)")
	calls := 0
	if err := l.Rewrite(t.Context(), func(old []tracker.Entry) ([]tracker.Entry, error) {
		calls++
		old[0].By = "rewritten"
		return old, nil
	}); err != nil || calls < 2 {
		t.Errorf("after %d tries: %v", calls, err)
	}
	if got := all(t, l); len(got) != 302 || got[0].By != "rewritten" {
		t.Errorf("%d entries are there", len(got))
	}
}

// A machine whose clock differs from the server's would date entries wrongly.
func TestAClockThatDiffersMakesUnready(t *testing.T) {
	t.Parallel()
	address := pgtest.Database(t)
	open(t, address)
	pgtest.Exec(t, address, "CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS $$ SELECT pg_catalog.clock_timestamp() + interval '3 minutes' $$")
	if err := open(t, address).Ready(); err != nil {
		t.Error(err)
	}
	if err := open(t, address+"&search_path=public,pg_catalog").Ready(); err == nil || !strings.Contains(err.Error(), "clock and the server's differ by 3m") {
		t.Errorf("with another clock: %v", err)
	}
}

// A rewrite while others append begins again, and loses nothing of theirs.
func TestARewriteAmongAppendsLosesNone(t *testing.T) {
	t.Parallel()
	db := open(t, pgtest.Database(t))
	tr, err := tracker.Open(t.Context(), db.Ledger("test"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tr.Do(t.Context(), tracker.Request{By: "test"}, tracker.Add(tracker.Supporter{Name: "Example Foundation", Category: tracker.CivilSociety, Source: "https://example.org/a"}, "")); err != nil {
		t.Fatal(err)
	}
	const writers, each = 3, 15
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			own, err := tracker.Open(t.Context(), db.Ledger("test"))
			if err != nil {
				t.Error(err)
				return
			}
			for i := range each {
				if _, err := own.Do(t.Context(), tracker.Request{By: "test", Ref: fmt.Sprint(w, "-", i)}, func(*tracker.Book) ([]tracker.Event, error) {
					return []tracker.Event{tracker.Noted{Date: "2020-01-01", Event: fmt.Sprint(w, "-", i)}}, nil
				}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	if err := tr.Forget(t.Context(), 1, 1, "test"); err != nil {
		t.Error(err)
	}
	wg.Wait()
	entries := all(t, db.Ledger("test"))
	if len(entries) != 2+writers*each {
		t.Errorf("%d entries are there, want %d", len(entries), 2+writers*each)
	}
	if strings.Contains(fmt.Sprint(entries), "Example Foundation") {
		t.Error("the name is still there")
	}
	for _, v := range tracker.Verify(entries) {
		t.Error(v)
	}
}

// What one process appends is in the other's Book soon, whether the server notifies it or not, and a name that the one forgets is
// forgotten by the other.
func TestProcessesFollowEachOther(t *testing.T) {
	t.Parallel()
	for _, listens := range []bool{true, false} {
		t.Run(fmt.Sprint("listens ", listens), func(t *testing.T) {
			address := pgtest.Database(t)
			ctx, cancel := context.WithCancel(t.Context())
			var wg sync.WaitGroup
			defer wg.Wait()
			defer cancel()
			var all []*tracker.Tracker
			for range 2 {
				db := open(t, address)
				tr, err := tracker.Open(ctx, db.Ledger("test"))
				if err != nil {
					t.Fatal(err)
				}
				if listens {
					wg.Go(func() { db.Listen(ctx) })
				}
				wg.Go(func() {
					if err := tr.Follow(ctx, db.Next); err != nil {
						t.Error(err)
					}
				})
				all = append(all, tr)
			}
			for i, name := range []string{"Example Foundation", "Example Institute", "Example Works"} {
				writer, reader := all[i%2], all[(i+1)%2]
				if _, err := writer.Do(ctx, tracker.Request{By: "test"}, tracker.Add(tracker.Supporter{Name: name, Category: tracker.Company, Source: "https://example.org/a"}, "")); err != nil {
					t.Fatal(err)
				}
				eventually(t, func() bool { return len(reader.Book().Named(name)) == 1 })
			}
			if err := all[0].Forget(ctx, 1, 3, "test"); err != nil {
				t.Fatal(err)
			}
			eventually(t, func() bool { return len(all[1].Book().Named("Example Foundation")) == 0 && all[1].Book().Head() == 4 })
			if all[0].Behind() != nil || all[1].Behind() != nil {
				t.Error("one says that it is behind")
			}
		})
	}
}

func eventually(t *testing.T, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Error("it didn't come about within a minute")
			return
		}
	}
}

// A process that meets an entry of a kind that it doesn't know stops there, and says so.
func TestFollowingStopsAtAnEntryOfANewerVersion(t *testing.T) {
	t.Parallel()
	address := pgtest.Database(t)
	db := open(t, address)
	mustAppend(t, db.Ledger("test"), 1, 2)
	tr, err := tracker.Open(t.Context(), db.Ledger("test"))
	if err != nil {
		t.Fatal(err)
	}
	pgtest.Exec(t, address, `INSERT INTO rollcall_entries VALUES ('test', 3, '{"v":1,"seq":3,"at":"2026-03-01T09:00:00Z","on":"2026-03-01","by":"U1","hailed":{"from":"afar"}}')`)
	if err := tr.Follow(t.Context(), db.Next); !errors.Is(err, tracker.ErrNewer) {
		t.Errorf("it goes on: %v", err)
	}
	if err := tr.Behind(); !errors.Is(err, tracker.ErrNewer) {
		t.Errorf("it says %v", err)
	}
	if _, err := tr.Do(t.Context(), tracker.Request{By: "test"}, func(*tracker.Book) ([]tracker.Event, error) {
		return []tracker.Event{tracker.Noted{Date: "2020-01-01", Event: "late"}}, nil
	}); !errors.Is(err, tracker.ErrNewer) {
		t.Errorf("it appends: %v", err)
	}
}

// A ledger that replaces the one that was read, such as a restored dump, is read again, by writers and readers.
func TestADatabaseThatWasPutBackIsReadAgain(t *testing.T) {
	t.Parallel()
	address := pgtest.Database(t)
	db := open(t, address)
	l := db.Ledger("test")
	mustAppend(t, l, 1, 5)
	tr, err := tracker.Open(t.Context(), l)
	if err != nil {
		t.Fatal(err)
	}
	pgtest.Exec(t, address, "DELETE FROM rollcall_entries WHERE seq > 3")
	done, err := tr.Do(t.Context(), tracker.Request{By: "test"}, func(*tracker.Book) ([]tracker.Event, error) {
		return []tracker.Event{tracker.Noted{Date: "2020-01-01", Event: "after it"}}, nil
	})
	if err != nil || done.After.Head() != 4 {
		t.Errorf("the head is %d (%v)", done.After.Head(), err)
	}
	if got := all(t, l); len(got) != 4 {
		t.Errorf("%d entries are there", len(got))
	}
}

func TestAnAddressThatCannotBeUsedIsShownWithoutItsPassword(t *testing.T) {
	t.Parallel()
	empty := pgtest.Database(t)
	newer, foreign, impostor, unnamed := pgtest.Database(t), pgtest.Database(t), pgtest.Database(t), pgtest.Database(t)
	open(t, newer)
	pgtest.Exec(t, newer, "UPDATE rollcall_format SET version = 99")
	pgtest.Exec(t, foreign, "CREATE SCHEMA shop", "CREATE TABLE shop.orders (id int)")
	pgtest.Exec(t, impostor, "CREATE TABLE rollcall_format (day date)")
	pgtest.Exec(t, unnamed, "CREATE TABLE rollcall_entries (call text)")
	pgtest.Exec(t, empty, "DROP ROLE IF EXISTS guarded, weak", "CREATE ROLE guarded LOGIN PASSWORD 'right'", "CREATE ROLE weak LOGIN")
	_, overTCP := between(t, empty)
	as := func(user string) string { return strings.Replace(empty, "postgres@", user+"@", 1) }
	for name, c := range map[string]struct{ address, says string }{
		"no server":          {"postgres://u:hunter2@127.0.0.1:1/rollcall", "can't be reached"},
		"no host":            {"postgres://u:hunter2@no-such-host.invalid/rollcall", "can't be reached"},
		"not an address":     {"postgres://u:hunter2/4%zz@db.example.org/rollcall", "its address isn't one"},
		"a bad port":         {"postgres://u:hunter2@db.example.org:port/rollcall", "its address"},
		"a bad mode":         {"postgres://u:hunter2@db.example.org/rollcall?sslmode=perhaps", "sslmode"},
		"a wrong password":   {as("guarded:hunter2"), "doesn't take the password"},
		"no password":        {as("guarded"), "doesn't take the password"},
		"an unknown user":    {as("nobody:hunter2"), "role \"nobody\" does not exist"},
		"no database":        {strings.Replace(empty, "/test_", "/none_", 1), "no such database"},
		"TLS refused":        {strings.Replace(overTCP, "sslmode=disable", "sslmode=require", 1), "takes no TLS"},
		"no rights":          {as("weak"), "make it the database's owner"},
		"newer":              {newer, "newer version of rollcall"},
		"somebody else's":    {foreign, "it has the table shop.orders"},
		"another format":     {impostor, "it is somebody else's"},
		"another's entries":  {unnamed, "it has the table public.rollcall_entries"},
		"no such parameters": {empty + "&work_men=1", "work_men"},
	} {
		t.Run(name, func(t *testing.T) {
			for how, open := range map[string]func() (*postgres.DB, error){
				"Open":       func() (*postgres.DB, error) { return postgres.Open(t.Context(), c.address, quiet) },
				"OpenStored": func() (*postgres.DB, error) { return postgres.OpenStored(t.Context(), c.address) },
			} {
				db, err := open()
				if err == nil {
					db.Close()
				}
				if name == "no rights" && how == "OpenStored" && errors.Is(err, postgres.ErrEmpty) {
					continue // it makes nothing
				}
				if err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "hunter2") {
					t.Errorf("%s: %v, want %q", how, err, c.says)
				}
				if name := postgres.Name(c.address); strings.Contains(name, "hunter2") {
					t.Errorf("its name is %s", name)
				}
			}
		})
	}
	for _, address := range []string{empty, foreign, impostor, unnamed, newer} {
		if _, err := postgres.OpenStored(t.Context(), address); err == nil {
			t.Errorf("%s is rollcall's now", address)
		}
	}
}

// A ledger is the same to the byte in both stores, in both directions, and a database that has entries is never overwritten.
func TestALedgerGoesBetweenBothStoresToTheByte(t *testing.T) {
	t.Parallel()
	db := open(t, pgtest.Database(t))
	entries := ledgertest.Entries()
	if err := db.Restore(t.Context(), map[string][]tracker.Entry{"a": entries, "b": ledgertest.Numbered(1, 500)}); err != nil {
		t.Fatal(err)
	}
	if err := db.Restore(t.Context(), map[string][]tracker.Entry{"c": entries}); err == nil || !strings.Contains(err.Error(), "never overwritten") {
		t.Errorf("restored over another: %v", err)
	}
	file, err := bolt.Open(filepath.Join(t.TempDir(), "rollcall.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := file.Ledger("a").Append(t.Context(), all(t, db.Ledger("a"))...); err != nil {
		t.Fatal(err)
	}
	want, err := tracker.EncodeAll(entries)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range []tracker.Ledger{db.Ledger("a"), file.Ledger("a")} {
		if got, err := tracker.EncodeAll(all(t, l)); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("it came back as something else (%v)", err)
		}
	}
	if err := db.Check(); err != nil {
		t.Error(err)
	}
}

func TestRowsThatRollcallDidNotWriteAreNoticed(t *testing.T) {
	t.Parallel()
	address := pgtest.Database(t)
	db := open(t, address)
	for name, statement := range map[string]string{
		"a gap":             "DELETE FROM rollcall_entries WHERE seq = 2",
		"no beginning":      "DELETE FROM rollcall_entries WHERE seq = 1",
		"not JSON":          "UPDATE rollcall_entries SET entry = 'x' WHERE seq = 2",
		"another's place":   "UPDATE rollcall_entries SET entry = (SELECT entry FROM rollcall_entries WHERE seq = 3) WHERE seq = 2",
		"of a newer format": `UPDATE rollcall_entries SET entry = '{"v":99,"seq":2}' WHERE seq = 2`,
	} {
		t.Run(name, func(t *testing.T) {
			pgtest.Exec(t, address, "DELETE FROM rollcall_entries")
			mustAppend(t, db.Ledger("test"), 1, 4)
			pgtest.Exec(t, address, statement)
			if _, err := db.Ledger("test").Read(t.Context(), 0, 10); err == nil {
				t.Error("they are read")
			}
			if err := db.Check(); err == nil && strings.Contains(statement, "DELETE") {
				t.Error("Check finds nothing")
			}
		})
	}
}
