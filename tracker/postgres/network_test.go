package postgres_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	crand "crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"rollcall/tracker"
	"rollcall/tracker/postgres"
	"rollcall/tracker/postgres/pgtest"
	"rollcall/tracker/testrun"
)

// A server is believed only if it proves who it is, where the address asks for that.
func TestTLSToTheServer(t *testing.T) {
	t.Parallel()
	options, authority := certificate(t, "localhost")
	_, other := certificate(t, "localhost")
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

// inNetwork says that a test runs in a network of its own.
const inNetwork = "ROLLCALL_TEST_IN_NETWORK"

// Two processes write through a network that is cut again and again, in a namespace of its own: connections hang, open by half, and
// nothing that was acknowledged is lost or done twice.
func TestANetworkThatIsCutLosesNothing(t *testing.T) {
	t.Parallel()
	if os.Getenv(inNetwork) == "" {
		if out, err := exec.Command("unshare", "-n", "ip", "link", "set", "lo", "up").CombinedOutput(); err != nil || os.Geteuid() != 0 {
			t.Skipf("left out: only root can make a network of its own, with unshare and ip (%v: %s); a proxy cuts in TestAConnectionThatIsCutAtEveryStepLosesNothing", err, out)
		}
		cmd := exec.CommandContext(t.Context(), "unshare", "-n", os.Args[0], "-test.run=^"+t.Name()+"$", fmt.Sprint("-long=", testrun.Long()), fmt.Sprint("-test.short=", testing.Short()))
		cmd.Env = append(os.Environ(), inNetwork+"=1")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, out)
		}
		return
	}
	link := func(state string) {
		if out, err := exec.Command("ip", "link", "set", "lo", state).CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, out)
		}
	}
	link("up")
	s := pgtest.Listening(t)
	beside := s.Database(t) // over a socket, which isn't cut
	through := s.At("127.0.0.1", beside, "sslmode=disable")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var wg, following sync.WaitGroup
	var going atomic.Bool
	going.Store(true)
	acknowledged := make([]int, 2)
	for w := range acknowledged {
		db := open(t, through)
		tr, err := tracker.Open(ctx, db.Ledger("test"))
		if err != nil {
			t.Fatal(err)
		}
		following.Go(func() { db.Listen(ctx) })
		following.Go(func() {
			if err := tr.Follow(ctx, db.Next); err != nil {
				t.Error(err)
			}
		})
		wg.Go(func() {
			for going.Load() || acknowledged[w] == 0 {
				ref := fmt.Sprint(w, "-", acknowledged[w])
				if _, err := tr.Do(ctx, tracker.Request{By: "test", Ref: ref}, func(*tracker.Book) ([]tracker.Event, error) {
					return []tracker.Event{tracker.Noted{Date: "2020-01-01", Event: ref}}, nil
				}); err == nil { // else it is sent again, as Slack and people do
					acknowledged[w]++
				}
			}
		})
	}
	for range testrun.Times(12, 3) {
		time.Sleep(rand.N(200 * time.Millisecond))
		link("down")
		time.Sleep(rand.N(time.Duration(testrun.Times(7_000, 500)) * time.Millisecond))
		link("up")
	}
	going.Store(false)
	wg.Wait()
	cancel()
	following.Wait()
	entries := all(t, open(t, beside).Ledger("test"))
	done := map[string]int{}
	for _, e := range entries {
		done[e.Ref]++
	}
	for w, n := range acknowledged {
		for i := range n {
			if ref := fmt.Sprint(w, "-", i); done[ref] != 1 {
				t.Errorf("%s was done %d times", ref, done[ref])
			}
		}
	}
	if broken := tracker.Verify(entries); len(broken) > 0 {
		t.Error(broken[0])
	}
}

// A process that hasn't heard of what others appended answers from what it knows, and decides on what is there; what it wrote it knows
// at once.
func TestAProcessThatIsBehindLosesNothingOfItsOwn(t *testing.T) {
	t.Parallel()
	address := pgtest.Database(t)
	process := func() *tracker.Tracker {
		tr, err := tracker.Open(t.Context(), open(t, address).Ledger("test"))
		if err != nil {
			t.Fatal(err)
		}
		return tr
	}
	add := func(tr *tracker.Tracker, name string) error {
		done, err := tr.Do(t.Context(), tracker.Request{By: "test"}, tracker.Add(tracker.Supporter{Name: name, Category: tracker.Company, Source: "https://example.org/a"}, ""))
		if err == nil && len(done.After.Named(name)) != 1 {
			t.Errorf("it doesn't know %s, which it wrote", name)
		}
		return err
	}
	ahead, behind := process(), process() // neither follows the other
	if err := add(ahead, "Example Foundation"); err != nil {
		t.Fatal(err)
	}
	if n := behind.Book().Head(); n != 0 {
		t.Errorf("it has heard of %d entries", n)
	}
	if err := add(behind, "Example Foundation"); err == nil || !strings.Contains(err.Error(), "listed already") {
		t.Errorf("what is there already is added: %v", err)
	}
	if err := add(ahead, "Example Institute"); err != nil {
		t.Fatal(err)
	}
	if err := add(behind, "Example Works"); err != nil {
		t.Fatal(err)
	}
	if b := behind.Book(); b.Counts().Total() != 3 || b.Head() != 3 {
		t.Errorf("it knows %d of 3", b.Counts().Total())
	}
	if n := ahead.Book().Counts().Total(); n != 2 {
		t.Errorf("the other one, which is behind now, knows %d", n)
	}
}

// certificate makes an authority, and a server's certificate for a host that it signed: the options by which the server has it, and
// the authority's own.
func certificate(t testing.TB, host string) (options []string, authority string) {
	t.Helper()
	dir, err := os.MkdirTemp("", "pg") //nolint:usetesting // the server runs as somebody who can't get into a folder of the test
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	key, err := ecdsa.GenerateKey(elliptic.P256(), crand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	signer := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Example Authority"}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	server := &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: host}, NotBefore: signer.NotBefore, NotAfter: signer.NotAfter, DNSNames: []string{host}}
	write := func(name, kind string, content []byte, err error) string {
		file := filepath.Join(dir, name)
		if err = errors.Join(err, os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: content}), 0o600), pgtest.Give(file)); err != nil {
			t.Fatal(err)
		}
		return file
	}
	content, err := x509.CreateCertificate(crand.Reader, signer, signer, &key.PublicKey, key)
	authority = write("authority.pem", "CERTIFICATE", content, err)
	content, err = x509.CreateCertificate(crand.Reader, server, signer, &key.PublicKey, key)
	options = []string{"ssl=on", "ssl_cert_file=" + write("server.pem", "CERTIFICATE", content, err)}
	content, err = x509.MarshalPKCS8PrivateKey(key)
	options = append(options, "ssl_key_file="+write("key.pem", "PRIVATE KEY", content, err))
	if err := pgtest.Give(dir); err != nil {
		t.Fatal(err)
	}
	return options, authority
}
