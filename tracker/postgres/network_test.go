package postgres_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"rollcall/tracker/postgres"
	"rollcall/tracker/postgres/pgtest"
)

// A server is believed only if it proves who it is, where the address asks for that.
func TestTLSToTheServer(t *testing.T) {
	options, authority := pgtest.Certificate(t, "localhost")
	_, other := pgtest.Certificate(t, "localhost")
	s := pgtest.Listening(t, options...)
	plain := pgtest.Listening(t)
	database, unsafe := s.Database(t), plain.Database(t)
	good := s.At("localhost", database, "sslmode=verify-full&sslrootcert="+authority)
	db := open(t, good)
	mustAppend(t, db.Ledger("test"), 1, 3)
	if n := len(all(t, db.Ledger("test"))); n != 3 {
		t.Errorf("%d entries are there", n)
	}
	conn, err := pgx.Connect(t.Context(), good)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	var encrypted bool
	if err := conn.QueryRow(t.Context(), "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()").Scan(&encrypted); err != nil || !encrypted {
		t.Errorf("the connection isn't encrypted (%v)", err)
	}
	for name, c := range map[string]struct{ address, says string }{
		"another authority": {s.At("localhost", database, "sslmode=verify-full&sslrootcert="+other), "sslrootcert names the file of the authority that signed it"},
		"no authority":      {s.At("localhost", database, "sslmode=verify-full"), "the server can't prove who it is"},
		"another host":      {s.At("127.0.0.1", database, "sslmode=verify-full&sslrootcert="+authority), "the address has the host of its certificate"},
		"no TLS":            {plain.At("localhost", unsafe, "sslmode=verify-full&sslrootcert="+authority), "the server takes no TLS, which sslmode asks for"},
		"no such file":      {s.At("localhost", database, "sslmode=verify-full&sslrootcert="+filepath.Join(t.TempDir(), "none.pem")), "none.pem"},
	} {
		db, err := postgres.Open(t.Context(), c.address, quiet)
		if err == nil {
			db.Close()
		}
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, not %q", name, err, c.says)
		}
	}
}
