package main

import (
	"bytes"
	"fmt"
	"math"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/pariscall"
	"rollcall/tracker/postgres"
	"rollcall/tracker/postgres/pgtest"
)

// A ledger goes from a file to PostgreSQL and back to the byte, and the shell's commands take an address as they take a file.
func TestTheCommandsTakeAPostgreSQLDatabase(t *testing.T) {
	t.Parallel()
	db, second := pgtest.Database(t), pgtest.Database(t)
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	do := func(says string, args ...string) {
		t.Helper()
		if r := inProcess(t, nil, "", args...); r.err != nil || !strings.Contains(r.out+r.errs, says) {
			t.Errorf("%v: %v\n%s%s", args, r.err, r.out, r.errs)
		}
	}
	refused := func(says string, args ...string) {
		t.Helper()
		if r := inProcess(t, nil, "", args...); r.err == nil || !strings.Contains(r.err.Error()+r.out, says) {
			t.Errorf("%v: %v, want %q\n%s", args, r.err, says, r.out)
		}
	}
	refused("there is no database", "verify", "--db", db)
	refused("there is no database", "export", "--ledger", "--db", db)
	do("Example Foundation was added", "add", "Example Foundation", "civil_society", "country:FR", "source:https://example.org/a", "--db", db)
	do("1,223", "count", "--db", db)
	do("1455 entries hold all invariants", "verify", "--db", db)
	do("", "export", "--ledger", "-o", at("first.jsonl"), "--db", db)
	do("hold", "restore", at("first.jsonl"), "--db", at("file.db"))
	do("", "export", "--ledger", "-o", at("second.jsonl"), "--db", at("file.db"))
	do("hold", "restore", at("second.jsonl"), "--db", second)
	do("", "export", "--ledger", "-o", at("third.jsonl"), "--db", second)
	first := readBytes(t, at("first.jsonl"))
	for _, name := range []string{"second.jsonl", "third.jsonl"} {
		if !bytes.Equal(first, readBytes(t, at(name))) {
			t.Errorf("%s differs", name)
		}
	}
	refused("never overwritten", "restore", at("first.jsonl"), "--db", second)
	refused("pg_dump --format=custom", "backup", "--db", db)
	refused("pg_dump --format=custom --file=copy.dump 'postgres://", "backup", "copy.dump", "--db", db)
	pgtest.Exec(t, second, "DELETE FROM rollcall_entries WHERE seq = 700")
	refused("has gaps", "verify", "--db", second)
}

// TestServeSharesAPostgreSQLDatabase lets two processes serve one database: either takes requests, and each knows what
// the other does. When a newer rollcall writes there, both stop taking requests, and say so.
func TestServeSharesAPostgreSQLDatabase(t *testing.T) {
	t.Parallel()
	s, db := office(t), pgtest.Database(t)
	one := serve(t, s, db, overHTTP)
	two := serve(t, s, db, overHTTP)
	ask := func(p *server, line string) string {
		s.SetRequestURL(p.url+"/slack/events", nil)
		return types(t, s, line).Text
	}
	if said := ask(one, `add "Example Foundation" civil_society source:https://example.org/a`); !strings.Contains(said, "Recorded") {
		t.Fatalf("answered with %s", said)
	}
	for deadline := time.Now().Add(generous); !strings.HasPrefix(ask(two, `who "Example Foundation"`), "Example Foundation"); {
		if time.Now().After(deadline) {
			t.Fatalf("the other process doesn't know:\n%s", two.logged())
		}
	}
	if said := ask(two, `forget "Example Foundation"`); !strings.Contains(said, "in 1 of the 1,455 entries") {
		t.Errorf("answered with %s", said)
	}
	pgtest.Exec(t, db, `INSERT INTO rollcall_entries VALUES ('pariscall', 1456, '{"v":1,"seq":1456,"at":"2026-03-01T09:00:00Z","on":"2026-03-01","by":"U1","hailed":{"from":"afar"}}')`)
	for _, p := range []*server{one, two} {
		for deadline := time.Now().Add(generous); ; time.Sleep(10 * time.Millisecond) {
			status, said := get(t, p.url+"/readyz")
			if status == http.StatusServiceUnavailable && strings.Contains(said, "written by a newer version of rollcall") {
				break
			}
			if time.Now().After(deadline) {
				t.Fatalf("/readyz: %d %s", status, said)
			}
		}
		s.SetRequestURL(p.url+"/slack/events", nil)
		if reply, err := s.Send(t.Context(), s.Command(admin, policy, "/pariscall count")); err != nil || reply.Status != http.StatusServiceUnavailable {
			t.Errorf("a request is answered with %+v, %v", reply, err)
		}
		if strings.Contains(p.logged(), "nothing was recorded") || !strings.Contains(p.logged(), "a newer rollcall") {
			t.Errorf("it logs %s", p.logged())
		}
		if code := p.terminate(); code != 0 {
			t.Errorf("exit code %d:\n%s", code, p.logged())
		}
	}
}

// TestServeTakesEachEnvelopeOnceOverManyConnections lets three processes hold six Socket Mode connections: each request is answered by
// one of them, and what is delivered again, as Slack does when an acknowledgement is lost, is done once.
func TestServeTakesEachEnvelopeOnceOverManyConnections(t *testing.T) {
	t.Parallel()
	s, db := office(t), pgtest.Database(t)
	var all []*server
	for range 3 {
		all = append(all, serve(t, s, db, throughSocket))
	}
	for deadline := time.Now().Add(generous); s.Sockets() < 6; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("there are %d connections", s.Sockets())
		}
	}
	const edits = 12
	for i := range edits {
		r := s.Command(admin, policy, fmt.Sprintf("/pariscall report company %d at-least source:https://example.org/a on:2026-01-02", 10_000+i))
		for range 2 {
			if reply, err := s.Send(t.Context(), r); err != nil || reply.Status != http.StatusOK {
				t.Fatalf("answered with %+v, %v", reply, err)
			}
		}
	}
	for _, p := range all {
		if code := p.terminate(); code != 0 {
			t.Errorf("exit code %d:\n%s", code, p.logged())
		}
	}
	d, err := postgres.OpenStored(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	entries, err := d.Ledger(pariscall.Slug).Read(t.Context(), 0, math.MaxInt)
	if err != nil {
		t.Fatal(err)
	}
	done := map[int]int{}
	for _, e := range entries {
		if ev, ok := e.Event.(tracker.Reported); ok && ev.Value >= 10_000 {
			done[ev.Value]++
		}
	}
	for i := range edits {
		if n := done[10_000+i]; n != 1 {
			t.Errorf("edit %d was done %d times", i, n)
		}
	}
	for _, v := range tracker.Verify(entries) {
		t.Error(v)
	}
}

// TestServeWithoutItsDatabase answers questions, refuses edits in words, and continues when the server is back.
func TestServeWithoutItsDatabase(t *testing.T) {
	t.Parallel()
	pg := pgtest.Start(t)
	s, db := office(t), pg.Database(t)
	p := serve(t, s, db, overHTTP)
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(p.logged())
		}
	})
	pg.Stop()
	if m := types(t, s, "count"); !strings.Contains(m.Text, "1,222 supporters") {
		t.Errorf("answered with %s", m.Text)
	}
	m := types(t, s, `add "Example Foundation" civil_society source:https://example.org/a`)
	if strings.Contains(m.Text, "Something went wrong") { // what was sent on a connection of before may have arrived; now none is left
		m = types(t, s, `add "Example Foundation" civil_society source:https://example.org/a`)
	}
	if !strings.Contains(m.Text, "Nothing was recorded: the database can't be reached just now.") {
		t.Errorf("answered with %s", m.Text)
	}
	if status, said := get(t, p.url+"/readyz"); status != http.StatusServiceUnavailable || !strings.Contains(said, "the server can't be reached") || strings.Contains(said, "Example") {
		t.Errorf("/readyz: %d %s", status, said)
	}
	if err := pg.Restart(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(generous); ; time.Sleep(50 * time.Millisecond) {
		if status, said := get(t, p.url+"/readyz"); status == http.StatusOK {
			break
		} else if time.Now().After(deadline) {
			t.Fatalf("/readyz: %d %s\n%s", status, said, p.logged())
		}
	}
	if m := types(t, s, `add "Example Foundation" civil_society source:https://example.org/a`); !strings.Contains(m.Text, "Recorded") {
		t.Errorf("answered with %s", m.Text)
	}
	if code := p.terminate(); code != 0 {
		t.Errorf("exit code %d:\n%s", code, p.logged())
	}
}
