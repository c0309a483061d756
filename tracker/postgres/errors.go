package postgres

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"rollcall/tracker"
)

// The states by which PostgreSQL names what went wrong.
const (
	uniqueViolation = "23505"
	serialisation   = "40001"
	deadlock        = "40P01"
	duplicateTable  = "42P07"
	duplicateObject = "42710"
	syntaxError     = "42601"
	noFunction      = "42883"
	unsupported     = "0A000"
	diskFull        = "53100"
	stopping        = "57P01"
	crashed         = "57P02"
	starting        = "57P03"
	tooMany         = "53300"
)

// advice says what a state means to those who run the server.
var advice = map[string]string{
	"08P01":         "what answers there doesn't speak PostgreSQL's protocol",
	"25006":         "the server takes no writes: it is a standby, or was made read-only",
	"26000":         "a pooler stands between that keeps no prepared statements; add default_query_exec_mode=exec to the address",
	"28000":         "the server doesn't let this user in from here, or not without TLS; look at its pg_hba.conf",
	"28P01":         "the server doesn't take the password",
	"3D000":         "the server has no such database; make it: CREATE DATABASE rollcall",
	"42501":         "the user may not do that; make it the database's owner",
	"42703":         "it is somebody else's: its table rollcall_format isn't rollcall's; it was left as it is",
	"42P01":         "its tables are gone",
	"53200":         "the server is out of memory",
	diskFull:        "the server's disk is full",
	tooMany:         "the server has too many connections; allow it more, or add a smaller pool_max_conns to the address",
	duplicateTable:  "something else made its tables at the same time",
	uniqueViolation: "something else wrote to it at the same time",
	stopping:        "the server is being stopped",
	crashed:         "the server is being started again after a crash",
	starting:        "the server is starting or stopping",
}

// explained adds what an error means. It includes the server's own words, which have no password.
func explained(err error) error {
	var said *pgconn.PgError
	var unconnected *pgconn.ConnectError
	switch {
	case errors.As(err, &said) && advice[said.Code] != "":
		return fmt.Errorf("%s (%w)", advice[said.Code], err)
	case errors.As(err, &said):
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("the server didn't answer in time (%w)", err)
	case errors.As(err, &unconnected) && strings.Contains(err.Error(), "refused TLS"):
		return fmt.Errorf("the server takes no TLS, which sslmode asks for (%w)", err)
	case errors.As(err, &unconnected) && (errors.As(err, new(*tls.CertificateVerificationError)) || errors.As(err, new(x509.HostnameError))):
		return fmt.Errorf("the server can't prove who it is, which sslmode asks for: see that the address has the host of its certificate, and that sslrootcert names the file of the authority that signed it (%s)", tries(unconnected))
	case errors.As(err, &unconnected):
		return fmt.Errorf("the server can't be reached (%s)", tries(unconnected))
	}
	return err
}

// tries are why each way to a server failed, once each.
func tries(err *pgconn.ConnectError) string {
	var all []string
	for line := range strings.Lines(err.Unwrap().Error()) {
		if line = strings.TrimSpace(line); !slices.Contains(all, line) {
			all = append(all, line)
		}
	}
	return strings.Join(all, "; ")
}

// notAnAddress says what is wrong with an address, without any part of it that can be of the password.
func notAnAddress(address string, err error) error {
	if _, wrong := url.Parse(address); wrong != nil {
		return errors.New("can't open the database: its address isn't one such as postgres://rollcall:password@db.example.org/rollcall; write signs like / and @ in a password as %2F and %40")
	}
	_, said, _ := strings.Cut(err.Error(), "`: ")
	return fmt.Errorf("can't open the database: its address can't be used: %s", said)
}

// is reports whether the server gave one of some states for an error.
func is(err error, states ...string) bool {
	var said *pgconn.PgError
	return errors.As(err, &said) && slices.Contains(states, said.Code)
}

// contended reports whether an error is that others wrote at the same time. Nothing was done.
func contended(err error) bool {
	return is(err, serialisation, deadlock, uniqueViolation, duplicateTable, duplicateObject)
}

// passing reports whether an error is temporary: others wrote at the same time, or the server can't be reached for a
// moment.
func passing(err error) bool {
	return contended(err) || is(err, stopping, crashed, starting, tooMany) || lost(err)
}

// lost reports whether an error came without the server's answer, so that it isn't known whether it did what was asked.
func lost(err error) bool {
	var said *pgconn.PgError
	return !errors.Is(err, tracker.ErrMoved) && (!errors.As(err, &said) || is(err, stopping, crashed))
}
