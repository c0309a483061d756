// Package postgres stores ledgers in a PostgreSQL database: a row for each entry, under its call and Seq. Any number of
// processes can share it.
//
// What it guarantees:
//
//   - What Append acknowledged is committed, and an Append is stored whole or not at all, at any size and whatever
//     dies. How long it lasts is up to the server: its disk, its replicas, its synchronous_commit.
//   - Of two writers at one place one wins, by the table's key: nothing is locked, no writer is chosen, and no clock is asked. So
//     an Append whose connection is lost is tried again: if it was stored after all, its row says so.
//   - Nothing waits forever: what the server doesn't answer in time is an error. If nothing can have been stored it is a
//     Refusal, with words for the person who asked.
//   - A database that has tables of something else, or was written by a newer rollcall, is refused and left as it is.
//   - After Rewrite the table holds nothing of what was rewritten. What the server's log of writes keeps for a while, and what
//     dumps and replicas of its own hold, is out of its reach.
//
// What others append is noticed at once where the server can LISTEN, and by looking where it can't: see DB.Listen. Nothing else
// is asked of the server than tables, keys and transactions, so that others which speak PostgreSQL's protocol can stand in its
// place; a transaction that such a one wants to be tried again is.
package postgres

import (
	"cmp"
	"context"
	"embed"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"rollcall/tracker"
)

const (
	// patience is how long a person waits for the server, including retries.
	patience = 5 * time.Second
	// probing is how long it takes at most to say whether the server is there.
	probing = 2 * time.Second
	// patienceWithMuch is how long what moves whole ledgers may take.
	patienceWithMuch = 5 * time.Minute
	// steady is by how much a machine's clock may differ from the server's before nothing is recorded by it.
	steady = time.Minute
)

// A DB is a database that is open.
type DB struct {
	pool *pgxpool.Pool
	name string
	log  *slog.Logger
	tell chan struct{} // something was appended that others haven't been notified of

	mu    sync.Mutex
	moved chan struct{} // closed when somebody appended
}

// Is reports whether a name is the address of a PostgreSQL database, and not that of a file.
func Is(name string) bool {
	return strings.HasPrefix(name, "postgres://") || strings.HasPrefix(name, "postgresql://")
}

// Name is an address as it can be shown: without the password.
func Name(address string) string {
	c, err := pgxpool.ParseConfig(address)
	if err != nil {
		return "postgres://…"
	}
	return nameOf(c)
}

func nameOf(c *pgxpool.Config) string {
	u := url.URL{Scheme: "postgres", User: url.User(c.ConnConfig.User), Path: "/" + c.ConnConfig.Database}
	if host := c.ConnConfig.Host; strings.HasPrefix(host, "/") {
		u.RawQuery = url.Values{"host": {host}}.Encode()
	} else {
		u.Host = net.JoinHostPort(host, strconv.Itoa(int(c.ConnConfig.Port)))
	}
	return u.String()
}

// Open opens a database, and makes its tables if it has none.
func Open(ctx context.Context, address string, log *slog.Logger) (*DB, error) {
	return open(ctx, address, log, (*DB).migrate)
}

// OpenStored opens a database that has its tables, and changes nothing of them. Its error is ErrEmpty if it has none.
func OpenStored(ctx context.Context, address string) (*DB, error) {
	return open(ctx, address, slog.New(slog.DiscardHandler), func(d *DB, ctx context.Context) error {
		version, err := version(ctx, d.pool)
		if err == nil && version == 0 {
			err = d.alone(ctx, d.pool)
		}
		switch {
		case err != nil:
			return err
		case version == 0:
			return ErrEmpty
		}
		return tooNew(version)
	})
}

func open(ctx context.Context, address string, log *slog.Logger, prepare func(*DB, context.Context) error) (*DB, error) {
	c, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, notAnAddress(address, err)
	}
	if c.ConnConfig.ConnectTimeout == 0 || c.ConnConfig.ConnectTimeout > patience {
		c.ConnConfig.ConnectTimeout = patience
	}
	if c.ConnConfig.RuntimeParams["application_name"] == "" {
		c.ConnConfig.RuntimeParams["application_name"] = "rollcall"
	}
	pool, err := pgxpool.NewWithConfig(ctx, c)
	if err != nil {
		return nil, err
	}
	d := &DB{pool: pool, name: nameOf(c), log: log, tell: make(chan struct{}, 1), moved: make(chan struct{})}
	soon, cancel := context.WithTimeout(ctx, patienceWithMuch)
	defer cancel()
	if err = pool.Ping(soon); err == nil {
		err = prepare(d, soon)
	}
	if err != nil {
		pool.Close()
		return nil, fmt.Errorf("can't open the database %s: %w", d.name, explained(err))
	}
	return d, nil
}

// Close lets go of all connections.
func (d *DB) Close() error {
	d.pool.Close()
	return nil
}

// ErrEmpty says that a database has no tables yet.
var ErrEmpty = errors.New("it has no tables of rollcall yet")

// migrations make the tables: each file is named by its version.
//
//go:embed migrations/*.sql
var migrations embed.FS

// newest is the version of the tables that this package knows.
const newest = 2

// querier is a pool or a transaction.
type querier interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// version is that of a database's tables, 0 if there are none.
func version(ctx context.Context, q querier) (v int, err error) {
	var there bool
	if err = q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM information_schema.tables
		WHERE table_name = 'rollcall_format' AND table_schema = ANY (current_schemas(false)))`).Scan(&there); err == nil && there {
		err = q.QueryRow(ctx, "SELECT version FROM rollcall_format").Scan(&v)
	}
	return v, err
}

func tooNew(version int) error {
	if version > newest {
		return fmt.Errorf("it was %w; it was left as it is", tracker.ErrNewer)
	}
	return nil
}

// alone refuses a database that has tables of something else.
func (d *DB) alone(ctx context.Context, q querier) error {
	var other *string
	if err := q.QueryRow(ctx, `SELECT min(table_schema || '.' || table_name) FROM information_schema.tables
		WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema', 'crdb_internal', 'pg_extension')`).Scan(&other); err != nil {
		return err
	}
	if other != nil {
		return fmt.Errorf("it is somebody else's: it has the table %s; give rollcall a database of its own, such as: CREATE DATABASE rollcall; it was left as it is", *other)
	}
	return nil
}

// migrate brings the tables to this version.
func (d *DB) migrate(ctx context.Context) error {
	return again(ctx, contended, func() error {
		if v, err := version(ctx, d.pool); err != nil || v == newest {
			return err
		}
		return pgx.BeginTxFunc(ctx, d.pool, serializable, func(tx pgx.Tx) error {
			v, err := version(ctx, tx)
			if err == nil && v == 0 {
				err = d.alone(ctx, tx)
			}
			if err = errors.Join(err, tooNew(v)); err != nil {
				return err
			}
			for v++; v <= newest; v++ {
				statements, err := migrations.ReadFile(fmt.Sprintf("migrations/%d.sql", v))
				if err != nil {
					return err
				}
				if _, err := tx.Exec(ctx, string(statements)); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// Ready reports why nothing can be recorded: the server can't be reached, a newer rollcall changed its tables, or this machine's
// clock is wrong, by which entries are dated.
func (d *DB) Ready() error {
	var v int
	var asked, now, answered time.Time
	err := d.try(context.Background(), probing, lost, func(ctx context.Context) error {
		asked = time.Now()
		err := d.pool.QueryRow(ctx, "SELECT version, clock_timestamp() FROM rollcall_format").Scan(&v, &now)
		answered = time.Now()
		return err
	})
	if err = cmp.Or(err, d.failed(tooNew(v))); err != nil {
		return err
	}
	if off := max(asked.Sub(now), now.Sub(answered)); off > steady {
		return fmt.Errorf("database %s: this machine's clock and the server's differ by %v; let both be set by NTP", d.name, off.Round(time.Second))
	}
	return nil
}

// again tries until an error isn't one that can pass, with a little time between, for as long as ctx lets it.
func again(ctx context.Context, can func(error) bool, try func() error) error {
	for wait := 5 * time.Millisecond; ; wait = min(2*wait, time.Second/2) {
		err := try()
		if err == nil || !can(err) || !pause(ctx, wait) {
			return err
		}
	}
}

// pause waits, and reports whether there is still time.
func pause(ctx context.Context, wait time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(wait):
		return true
	}
}
