// Package pgtest starts a PostgreSQL server for tests: the machine's own program, as a user without rights, in a temporary
// folder, in memory where there is room, reached through a socket in it. Without one the tests are skipped, and say why.
package pgtest

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// errNone says why there is no server.
var errNone = errors.New("there is no PostgreSQL on this machine: no postgres in the PATH or in /usr/lib/postgresql; on Debian apt-get install postgresql brings one")

// patience is how long a server may take to start or to end.
const patience = time.Minute

// A Server is a PostgreSQL server of a test's own.
type Server struct {
	dir   string   // with data, and the socket
	set   []string // options in addition to our own
	limit int      // see Limited
	port  int      // see Listening; 0: there is only the socket
	cmd   *exec.Cmd
	ended chan struct{} // closed when it is gone
	log   *os.File
}

// Start makes a server and starts it, perhaps with other options such as fsync=on, without which nothing is made to outlast a
// power cut. It skips the test where there is no PostgreSQL. It ends with the test.
func Start(t testing.TB, options ...string) *Server {
	t.Helper()
	return started(t, 0, options...)
}

// Limited starts a server whose files can't grow beyond so many blocks of 1024 bytes, as on a
// full disk.
func Limited(t testing.TB, blocks int) *Server {
	t.Helper()
	return started(t, blocks)
}

// Listening starts a server that takes connections over TCP, too; see Server.At.
func Listening(t testing.TB, options ...string) *Server {
	t.Helper()
	var s *Server
	var err error
	for range 5 { // somebody else may take the port meanwhile
		if s, err = create(0, freePort(t), options...); err == nil || errors.Is(err, errNone) {
			break
		}
	}
	return s.runs(t, err)
}

func freePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

func started(t testing.TB, limit int, options ...string) *Server {
	t.Helper()
	s, err := create(limit, 0, options...)
	return s.runs(t, err)
}

// runs ends a started server with the test.
func (s *Server) runs(t testing.TB, err error) *Server {
	t.Helper()
	if errors.Is(err, errNone) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.remove)
	return s
}

var (
	mu    sync.Mutex
	model string // a folder with a server's data, which new servers begin with

	sharing sync.Once
	shared  *Server // by all tests of a package
	failed  error
)

// Main runs a package's tests, and removes what they share; TestMain calls it.
func Main(m *testing.M) int {
	code := m.Run()
	mu.Lock()
	defer mu.Unlock()
	if shared != nil {
		shared.remove()
	}
	if model != "" {
		_ = os.RemoveAll(model) // a temporary folder
	}
	return code
}

// Database makes an empty database on the server that the tests of a package share, and returns its address. It skips the
// test where there is no server.
func Database(t testing.TB) string {
	t.Helper()
	sharing.Do(func() { shared, failed = create(0, 0) })
	s, err := shared, failed
	if errors.Is(err, errNone) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s.Database(t)
}

// Database makes an empty database, and returns its address.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	name := "test_" + strings.ToLower(rand.Text())
	Exec(t, s.URL("postgres"), "CREATE DATABASE "+name)
	return s.URL(name)
}

// URL is the address of a database.
func (s *Server) URL(database string) string {
	address := "postgres://postgres@/" + database + "?host=" + url.QueryEscape(s.dir)
	if s.port != 0 {
		address += fmt.Sprint("&port=", s.port)
	}
	return address
}

// At is the address of a database over TCP, by a name of this machine, with parameters; of a server that is Listening.
func (s *Server) At(host, address, parameters string) string {
	before, _, _ := strings.Cut(address, "?")
	return strings.Replace(before, "@/", fmt.Sprintf("@%s:%d/", host, s.port), 1) + "?" + parameters
}

// Exec runs statements in a database.
func Exec(t testing.TB, address string, statements ...string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(t.Context()))
	for _, s := range statements {
		if _, err := conn.Exec(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

// Kill ends the server at once, as kill -9 does, and what it started with it.
func (s *Server) Kill() {
	_ = s.cmd.Process.Kill() // it may have ended
	<-s.ended
}

// Stop ends the server as an administrator does, without waiting for connections.
func (s *Server) Stop() {
	_ = s.cmd.Process.Signal(os.Interrupt) // it may have ended
	<-s.ended
}

// Restart starts the server again, once it was ended, and waits until it takes connections.
func (s *Server) Restart() error {
	// What a killed server started may still be on its way out; until then a new one refuses to start.
	var err error
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if err = s.start(); err == nil {
			return nil
		}
	}
	return err
}

func (s *Server) remove() {
	s.Kill()
	_ = s.log.Close()
	for range 100 { // what it started may write its last
		if os.RemoveAll(s.dir) == nil {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// create makes a server's folder and starts it.
func create(limit, port int, options ...string) (*Server, error) {
	from, err := begun()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(inMemory(), "rollcall-pg")
	if err != nil {
		return nil, err
	}
	s := &Server{dir: dir, set: options, limit: limit, port: port}
	s.log, err = os.Create(filepath.Join(dir, "log"))
	err = errors.Join(err, Give(dir))
	if err == nil {
		err = run("cp", "-R", from, filepath.Join(dir, "data"))
	}
	if err == nil {
		err = s.start()
	}
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return s, nil
}

// begun is a folder that initdb made.
func begun() (string, error) {
	mu.Lock()
	defer mu.Unlock()
	if model != "" {
		return filepath.Join(model, "data"), nil
	}
	initdb, err := program("initdb")
	if err != nil {
		return "", err
	}
	// Tests that were killed leave their files, which would stay in memory.
	left, _ := filepath.Glob(filepath.Join(cmp.Or(inMemory(), os.TempDir()), "rollcall-pg*")) // fails by a bad pattern alone
	for _, dir := range left {
		if is, err := os.Stat(dir); err == nil && time.Since(is.ModTime()) > time.Hour {
			_ = os.RemoveAll(dir) // the next start tries again
		}
	}
	dir, err := os.MkdirTemp(inMemory(), "rollcall-pg")
	if err != nil {
		return "", err
	}
	model = dir
	data := filepath.Join(dir, "data")
	if err := Give(dir); err != nil {
		return "", err
	}
	if err := run(initdb, "--pgdata", data, "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--wal-segsize=1", "--no-instructions"); err != nil {
		return "", err
	}
	// Who is called guarded needs a password.
	hba := filepath.Join(data, "pg_hba.conf")
	rest, err := os.ReadFile(hba)
	if err != nil {
		return "", err
	}
	return data, os.WriteFile(hba, append([]byte("local all guarded scram-sha-256\n"), rest...), 0o600)
}

// run runs a program as somebody without rights.
func run(name string, args ...string) error {
	cmd := exec.Command(name, args...)
	unprivileged(cmd)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, out)
	}
	return nil
}

func (s *Server) start() error {
	postgres, err := program("postgres")
	if err != nil {
		return err
	}
	listen := []string{"listen_addresses="}
	if s.port != 0 {
		listen = []string{"listen_addresses=127.0.0.1", fmt.Sprint("port=", s.port)}
	}
	args := []string{postgres, "-D", filepath.Join(s.dir, "data"), "-k", s.dir}
	for _, option := range slices.Concat(listen, []string{"max_connections=60", "shared_buffers=16MB", "max_wal_size=64MB", "fsync=off", "dynamic_shared_memory_type=mmap"}, s.set) {
		args = append(args, "-c", option)
	}
	s.cmd = exec.Command(postgres, args[1:]...)
	if s.limit > 0 {
		s.cmd = exec.Command("sh", append([]string{"-c", fmt.Sprintf(`ulimit -f %d && exec "$0" "$@"`, s.limit)}, args...)...)
	}
	s.cmd.Stdout, s.cmd.Stderr = s.log, s.log
	unprivileged(s.cmd)
	if err := s.cmd.Start(); err != nil {
		return err
	}
	cmd, ended := s.cmd, make(chan struct{})
	s.ended = ended
	go func() {
		_ = cmd.Wait() // it is killed, mostly
		close(ended)
	}()
	for deadline := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		conn, err := pgx.Connect(context.Background(), s.URL("postgres"))
		if err == nil {
			return conn.Close(context.Background())
		}
		select {
		case <-ended:
			said, _ := os.ReadFile(s.log.Name()) // it helps if it can be read
			return fmt.Errorf("the PostgreSQL server ended: %w: %s", err, said)
		default:
		}
		if time.Now().After(deadline) {
			s.Kill()
			return err
		}
	}
}

// program finds one of the newest PostgreSQL.
func program(name string) (string, error) {
	if path, err := exec.LookPath(name); err == nil {
		return path, nil
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if err != nil || len(found) == 0 {
		return "", errNone
	}
	return found[len(found)-1], nil
}
