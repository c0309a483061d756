package postgres

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"rollcall/tracker"
)

// ErrDamaged says that the rows aren't what rollcall wrote.
var ErrDamaged = errors.New("the database is damaged")

// A Ledger is the rows of one call.
type Ledger struct {
	db   *DB
	call string
}

// Ledger is the ledger of a call, named by its slug: up to 64 letters from a to z, digits and hyphens. Under another
// name nothing can be read or appended. It begins to exist with its first entry.
func (d *DB) Ledger(call string) tracker.Rewriter { return &Ledger{d, call} }

// Ledgers lists the slugs of the ledgers that exist, in alphabetical order.
func (d *DB) Ledgers() (calls []string, err error) {
	err = d.try(context.Background(), patienceWithMuch, passing, func(ctx context.Context) error {
		rows, err := d.pool.Query(ctx, `SELECT call FROM rollcall_entries WHERE seq = 1 ORDER BY call`)
		if err != nil {
			return err
		}
		calls, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return err
	})
	return calls, err
}

// try tries something until it is done, fails for good, or takes too long.
func (d *DB) try(ctx context.Context, within time.Duration, can func(error) bool, do func(context.Context) error) error {
	soon, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	return d.failed(again(soon, can, func() error { return do(soon) }))
}

// failed names the database in an error.
func (d *DB) failed(err error) error {
	if err == nil || errors.Is(err, tracker.ErrMoved) || errors.Is(err, context.Canceled) {
		return err
	}
	return fmt.Errorf("database %s: %w", d.name, explained(err))
}

func (l *Ledger) check(ctx context.Context) error {
	return cmp.Or(ctx.Err(), tracker.CheckSlug(l.call))
}

// The refusals when nothing was recorded. The log has the details.
var (
	errUnreachable = tracker.Refuse("Nothing was recorded: the database can't be reached just now. Try again in a moment.")
	errFull        = tracker.Refuse("Nothing was recorded: the database's disk is full. Its operator has to make room.")
	errRefused     = tracker.Refuse("Nothing was recorded: the database takes nothing just now. The operator of rollcall finds the reason in its log.")
)

// few are as many entries as go in one statement; more are copied.
const few = 100

// Append stores entries, all or none. While it isn't known whether it did, it is tried again, as the same entries can't be stored
// twice.
func (l *Ledger) Append(ctx context.Context, entries ...tracker.Entry) error {
	if err := l.check(ctx); err != nil || len(entries) == 0 {
		return err
	}
	if tracker.InOrder(entries[0].Seq, entries) != nil {
		return tracker.ErrMoved
	}
	encoded, err := tracker.EncodeAll(entries)
	if err != nil {
		return err
	}
	d, within, store := l.db, patience, l.insert
	if len(entries) > few {
		within, store = patienceWithMuch, l.copy
	}
	soon, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	unsure := false // an attempt may have stored them
	err = again(soon, passing, func() error {
		conn, err := d.pool.Acquire(soon)
		if err != nil {
			return err
		}
		defer conn.Release()
		err = store(soon, conn.Conn(), entries[0].Seq, encoded)
		switch {
		case errors.Is(err, tracker.ErrMoved) && unsure:
			if stored, err := l.read(soon, conn.Conn(), entries[0].Seq-1, len(entries)); err != nil || !slices.EqualFunc(stored, encoded, bytes.Equal) {
				return errors.Join(tracker.ErrMoved, err)
			}
			return nil
		case lost(err) && !pgconn.SafeToRetry(err): // what was sent may have arrived
			unsure = true
		}
		return err
	})
	switch {
	case err == nil:
		d.announce()
		return nil
	case errors.Is(err, tracker.ErrMoved) || unsure || errors.Is(ctx.Err(), context.Canceled):
		return d.failed(err)
	}
	d.log.ErrorContext(ctx, "nothing was recorded", "error", d.failed(err))
	switch {
	case is(err, diskFull):
		return errFull
	case is(err, tooMany, stopping, starting, crashed) || lost(err) || errors.Is(err, context.DeadlineExceeded):
		return errUnreachable
	}
	return errRefused
}

// insert stores entries after the one before them, in one statement.
func (l *Ledger) insert(ctx context.Context, conn *pgx.Conn, first tracker.Seq, encoded [][]byte) error {
	done, err := conn.Exec(ctx, `INSERT INTO rollcall_entries (call, seq, entry)
		SELECT $1, $2 + n - 1, entry FROM unnest($3::bytea[]) WITH ORDINALITY AS new (entry, n)
		WHERE $2 = 1 OR EXISTS (SELECT 1 FROM rollcall_entries WHERE call = $1 AND seq = $2 - 1)`, l.call, int64(first), encoded)
	if is(err, uniqueViolation) || err == nil && done.RowsAffected() == 0 {
		return tracker.ErrMoved
	}
	return err
}

// copy stores many entries after the one before them.
func (l *Ledger) copy(ctx context.Context, conn *pgx.Conn, first tracker.Seq, encoded [][]byte) error {
	err := pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		var follows bool
		if err := tx.QueryRow(ctx, `SELECT $2 = 1 OR EXISTS (SELECT 1 FROM rollcall_entries WHERE call = $1 AND seq = $2 - 1)`, l.call, int64(first)).Scan(&follows); err != nil {
			return err
		}
		if !follows {
			return tracker.ErrMoved
		}
		return l.copyIn(ctx, tx, first, encoded)
	})
	if is(err, uniqueViolation) {
		return tracker.ErrMoved
	}
	return err
}

func (l *Ledger) copyIn(ctx context.Context, tx pgx.Tx, first tracker.Seq, encoded [][]byte) error {
	_, err := tx.CopyFrom(ctx, pgx.Identifier{"rollcall_entries"}, []string{"call", "seq", "entry"}, pgx.CopyFromSlice(len(encoded), func(i int) ([]any, error) {
		return []any{l.call, int64(first) + int64(i), encoded[i]}, nil
	}))
	return err
}

// Read decodes entries of one moment.
func (l *Ledger) Read(ctx context.Context, after tracker.Seq, limit int) ([]tracker.Entry, error) {
	if err := l.check(ctx); err != nil {
		return nil, err
	}
	soon, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	long, end := soon, cancel
	if limit > few {
		long, end = context.WithTimeout(ctx, patienceWithMuch)
	}
	defer end()
	var encoded [][]byte
	err := again(soon, passing, func() error {
		conn, err := l.db.pool.Acquire(soon) // a server that is away is waited for as long as a person waits
		if err != nil {
			return err
		}
		defer conn.Release()
		encoded, err = l.read(long, conn, after, limit)
		return err
	})
	if err != nil {
		return nil, l.db.failed(err)
	}
	entries, err := l.decode(encoded, after)
	return entries, l.db.failed(err)
}

func (l *Ledger) decode(encoded [][]byte, after tracker.Seq) ([]tracker.Entry, error) {
	entries, err := tracker.DecodeAll(encoded)
	if err != nil {
		return nil, err
	}
	if err := tracker.InOrder(after+1, entries); err != nil {
		return nil, fmt.Errorf("%w: in the ledger %s %w", ErrDamaged, l.call, err)
	}
	return entries, nil
}

// read is the stored form of entries.
func (l *Ledger) read(ctx context.Context, q interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}, after tracker.Seq, limit int) ([][]byte, error) {
	// There are no gaps, so the last one is known. A LIMIT in its place has a server that knows nothing of the table yet sort all of it.
	after = min(after, math.MaxInt64)
	last := after + min(tracker.Seq(max(limit, 0)), math.MaxInt64-after)
	rows, err := q.Query(ctx, `SELECT entry FROM rollcall_entries WHERE call = $1 AND seq > $2 AND seq <= $3 ORDER BY seq`, l.call, after, last)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[[]byte])
}

// Rewrite puts other entries in the place of a ledger's own, as many or more, in one transaction, and has the server give back
// what held the old ones. Where somebody appends meanwhile it begins again, and change is called again. With an error the ledger
// may be rewritten or not.
func (l *Ledger) Rewrite(ctx context.Context, change func([]tracker.Entry) ([]tracker.Entry, error)) error {
	if err := l.check(ctx); err != nil {
		return err
	}
	err := l.db.try(ctx, patienceWithMuch, contended, func(ctx context.Context) error {
		return pgx.BeginTxFunc(ctx, l.db.pool, serializable, func(tx pgx.Tx) error { return l.rewrite(ctx, tx, change) })
	})
	if err != nil {
		return err
	}
	l.db.announce()
	soon, cancel := context.WithTimeout(ctx, patienceWithMuch)
	defer cancel()
	return l.db.vacuum(soon)
}

var serializable = pgx.TxOptions{IsoLevel: pgx.Serializable}

func (l *Ledger) rewrite(ctx context.Context, tx pgx.Tx, change func([]tracker.Entry) ([]tracker.Entry, error)) error {
	before, err := l.read(ctx, tx, 0, math.MaxInt)
	if err != nil {
		return err
	}
	old, err := l.decode(before, 0)
	if err != nil {
		return err
	}
	entries, err := tracker.Rewritten(old, change)
	if err != nil {
		return err
	}
	encoded, err := tracker.EncodeAll(entries)
	if err != nil {
		return err
	}
	changes := new(pgx.Batch)
	for i := range before {
		if !bytes.Equal(before[i], encoded[i]) {
			changes.Queue(`UPDATE rollcall_entries SET entry = $3 WHERE call = $1 AND seq = $2`, l.call, i+1, encoded[i])
		}
	}
	if err := tx.SendBatch(ctx, changes).Close(); err != nil {
		return err
	}
	return l.copyIn(ctx, tx, tracker.Seq(len(old)+1), encoded[len(old):])
}

// vacuum has the server write the table's file again, without what was rewritten. One that has no such command takes it away in
// its own time.
func (d *DB) vacuum(ctx context.Context) error {
	_, err := d.pool.Exec(ctx, `VACUUM (FULL) rollcall_entries`)
	if err == nil || is(err, unsupported, syntaxError) {
		return nil
	}
	return fmt.Errorf("database %s: all entries are rewritten, but the table's file may still hold the old ones; run VACUUM (FULL) rollcall_entries: %w", d.name, explained(err))
}

// Check reports ledgers that have gaps.
func (d *DB) Check() error {
	ctx, cancel := context.WithTimeout(context.Background(), patienceWithMuch)
	defer cancel()
	var call string
	err := d.pool.QueryRow(ctx, `SELECT call FROM rollcall_entries GROUP BY call HAVING min(seq) <> 1 OR max(seq) <> count(*) LIMIT 1`).Scan(&call)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return nil
	case err == nil:
		err = fmt.Errorf("%w: the ledger %s has gaps", ErrDamaged, call)
	}
	return d.failed(err)
}

// Restore fills a database that has no entries with ledgers, all or none.
func (d *DB) Restore(ctx context.Context, ledgers map[string][]tracker.Entry) error {
	soon, cancel := context.WithTimeout(ctx, patienceWithMuch)
	defer cancel()
	return d.failed(pgx.BeginTxFunc(soon, d.pool, serializable, func(tx pgx.Tx) error {
		var has bool
		if err := tx.QueryRow(soon, `SELECT EXISTS (SELECT 1 FROM rollcall_entries)`).Scan(&has); err != nil || has {
			return errors.Join(err, errNotEmpty)
		}
		for call, entries := range ledgers {
			l := &Ledger{d, call}
			encoded, err := tracker.EncodeAll(entries)
			if err = errors.Join(err, l.check(soon)); err != nil {
				return err
			}
			if err := l.copyIn(soon, tx, 1, encoded); err != nil {
				return err
			}
		}
		return nil
	}))
}

var errNotEmpty = errors.New("it has entries already, and a database is never overwritten")

// Backups returns none: the server doesn't list them.
func (d *DB) Backups() ([]tracker.Backup, error) { return nil, nil }

// BackupBeside refuses: a backup is made where the server's are.
func (d *DB) BackupBeside(context.Context, time.Time) (tracker.Backup, error) {
	return tracker.Backup{}, d.dump("rollcall.dump")
}

// BackupFile refuses as BackupBeside does.
func (d *DB) BackupFile(_ context.Context, name string, _ time.Time) error { return d.dump(name) }

func (d *DB) dump(file string) error {
	return tracker.Refuse("What is kept in PostgreSQL is backed up with its own tools: pg_dump --format=custom --file=%s '%s'", file, d.name)
}
