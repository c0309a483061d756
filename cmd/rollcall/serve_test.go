package main

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"math"
	"net"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"rollcall/bot/slacktest"
	"rollcall/tracker"
	"rollcall/tracker/bolt"
	"rollcall/tracker/pariscall"
)

// generous is how long anything may take on a slow machine before a test gives up waiting for it.
const generous = time.Minute

const (
	admin  = "U0ADMIN"
	policy = "C0POLICY"
)

// server is a rollcall that serves, as a process of its own.
type server struct {
	*testing.T
	cmd   *exec.Cmd
	url   string
	ended chan struct{} // closed when the process is gone

	mu  sync.Mutex
	log strings.Builder
}

var serving = regexp.MustCompile(`msg=serving .*address=(\S+)`)

// The ways in which Slack's requests come.
const (
	overHTTP      = "HTTP"
	throughSocket = "Socket Mode"
)

// bothWays runs a test over HTTP and through Socket Mode.
func bothWays(t *testing.T, test func(t *testing.T, way string)) {
	for _, way := range []string{overHTTP, throughSocket} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			test(t, way)
		})
	}
}

// serve starts a rollcall on a database, with a Slack and perhaps other settings, and waits until it serves.
func serve(t *testing.T, s *slacktest.Slack, db, way string, others ...settings) *server {
	t.Helper()
	p := &server{T: t, ended: make(chan struct{})}
	env := serveSettings(s, db)
	if way == throughSocket {
		delete(env, "SLACK_SIGNING_SECRET")
		env["SLACK_APP_TOKEN"] = "xapp-test"
	}
	for _, more := range others {
		maps.Copy(env, more)
	}
	p.cmd = command(t.Context(), t.TempDir(), env, "serve")
	errs, err := p.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.kill)
	address := make(chan string, 1)
	go func() {
		defer close(p.ended)
		lines := bufio.NewScanner(errs)
		for lines.Scan() {
			p.mu.Lock()
			p.log.WriteString(lines.Text() + "\n")
			p.mu.Unlock()
			if m := serving.FindStringSubmatch(lines.Text()); m != nil {
				address <- m[1]
			}
		}
		_ = p.cmd.Wait() // its exit code is in ProcessState
	}()
	select {
	case a := <-address:
		p.url = "http://" + a
	case <-p.ended:
		t.Fatalf("it ended: %s", p.logged())
	case <-time.After(generous):
		t.Fatalf("it doesn't serve: %s", p.logged())
	}
	if way == overHTTP {
		s.SetRequestURL(p.url+"/slack/events", nil)
	}
	return p
}

func serveSettings(s *slacktest.Slack, db string) settings {
	return settings{
		"ROLLCALL_DB": db, "ROLLCALL_LISTEN": "127.0.0.1:0", "ROLLCALL_TICK": "1s", "ROLLCALL_ADMINS": admin,
		"SLACK_BOT_TOKEN": "xoxb-test", "SLACK_SIGNING_SECRET": "test-signing-secret", "SLACK_API_URL": s.URL + "/api/",
	}
}

func (p *server) logged() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.log.String()
}

// kill ends the process at once, if it hasn't ended, and waits until it is gone.
func (p *server) kill() {
	_ = p.cmd.Process.Kill() // it may have ended
	<-p.ended
}

// terminate asks the process to end, and returns its exit code.
func (p *server) terminate() int {
	p.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		p.Fatal(err)
	}
	p.wait(p.ended, "its end")
	return p.cmd.ProcessState.ExitCode()
}

// until waits until something holds.
func (p *server) until(what string, holds func() bool) {
	p.Helper()
	for end := time.Now().Add(generous); !holds(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			p.Fatalf("not yet: %s:\n%s", what, p.logged())
		}
	}
}

// wait waits for a channel that will be closed.
func (p *server) wait(c <-chan struct{}, what string) {
	p.Helper()
	select {
	case <-c:
	case <-time.After(generous):
		p.Fatalf("%s doesn't come:\n%s", what, p.logged())
	}
}

// office is a Slack on loopback with a channel, an admin, and word of every call that arrives.
func office(t *testing.T) *slacktest.Slack {
	t.Helper()
	s := slacktest.Start(t, slacktest.Config{})
	s.AddUser(slacktest.User{ID: admin, Name: "admin"})
	s.AddChannel(slacktest.Channel{ID: policy, Name: "policy", Member: true})
	return s
}

// arrival is closed when the nth call of a method arrives, which then meets a fault.
func arrival(s *slacktest.Slack, method string, n int, f slacktest.Fault) <-chan struct{} {
	c := make(chan struct{})
	s.FailBy(func(call slacktest.Call) slacktest.Fault {
		if call.Method != method || call.N != n {
			return slacktest.Fault{}
		}
		close(c)
		return f
	})
	return c
}

func types(t *testing.T, s *slacktest.Slack, line string) slacktest.Message {
	t.Helper()
	return answered(t, s, "/pariscall "+line)
}

// answered is what a slash command is answered with, at once or, on a slow machine, later.
func answered(t *testing.T, s *slacktest.Slack, command string) slacktest.Message {
	t.Helper()
	late := func() []slacktest.Message {
		return slices.DeleteFunc(s.Messages(""), func(m slacktest.Message) bool { return m.Via != "response_url" })
	}
	before := len(late())
	reply, err := s.Send(t.Context(), s.Command(admin, policy, command))
	if err != nil || reply.Status != http.StatusOK {
		t.Fatalf("%q was answered with %d %q, %v", command, reply.Status, reply.Body, err)
	}
	if reply.Message != nil {
		return *reply.Message
	}
	for deadline := time.Now().Add(generous); len(late()) <= before; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%q was not answered", command)
		}
	}
	return late()[before]
}

// digests are the messages that were posted to the channel, not as replies.
func digests(s *slacktest.Slack) []slacktest.Message {
	var list []slacktest.Message
	for _, m := range s.Messages(policy) {
		if m.Via == "chat.postMessage" {
			list = append(list, m)
		}
	}
	return list
}

// holds checks, after the process has ended, that its database breaks no invariant, that every plan is settled, that Slack
// would refuse nothing, and that the log has no secret.
func (p *server) holds(s *slacktest.Slack, db string) {
	p.Helper()
	d, err := bolt.Open(db)
	if err != nil {
		p.Fatal(err)
	}
	defer d.Close()
	entries, err := d.Ledger(pariscall.Slug).Read(p.Context(), 0, math.MaxInt)
	if err != nil {
		p.Fatal(err)
	}
	for _, v := range tracker.Verify(entries) {
		p.Errorf("the ledger is broken: %v", v)
	}
	book, err := (&tracker.Book{}).With(entries...)
	if err != nil {
		p.Fatal(err)
	}
	for _, sub := range book.Subscriptions() {
		if sub.Plan != nil {
			p.Errorf("plan %d isn't settled", sub.Plan.Seq)
		}
	}
	for _, v := range s.Violations() {
		p.Errorf("Slack would refuse: %v", v)
	}
	for _, secret := range []string{"xoxb-", "xapp-", "/link/", "test-signing-secret", "/response/"} {
		if strings.Contains(p.logged(), secret) {
			p.Errorf("the log shows %q:\n%s", secret, p.logged())
		}
	}
}

func TestServeAnswersAndPostsOneDigestForEachChange(t *testing.T) {
	t.Parallel()
	bothWays(t, func(t *testing.T, way string) {
		s, db := office(t), database(t)
		p := serve(t, s, db, way)
		for path, says := range map[string]string{"/healthz": "ok\n", "/readyz": "ok\n", "/metrics": "\nrollcall_digests_posted_total{call=\"pariscall\"} 0\n"} {
			if status, said := get(t, p.url+path); status != http.StatusOK || !strings.Contains(said, says) {
				t.Errorf("%s: %d %q", path, status, said)
			}
		}
		if m := types(t, s, "who usa"); !m.Ephemeral || !strings.Contains(m.Text, "United States is a supporter") || !strings.Contains(m.Text, "10 November 2021") {
			t.Errorf("answered with %+v", m)
		}
		if m := types(t, s, "subscribe"); m.Ephemeral || !strings.Contains(m.Text, "<@"+admin+"> subscribed") {
			t.Errorf("answered with %+v", m)
		}
		edits := []struct{ line, says string }{
			{`add "Example Foundation" civil_society source:https://example.org/a`, "Example Foundation joined"},
			{"report state 82 at-least source:https://example.org/b", "at least 82 states"},
			{`withdraw "Example Foundation" source:https://example.org/c`, "Example Foundation withdrew"},
			{`remove Microsoft reason:error source:https://example.org/d`, "Microsoft is not on the list after all"},
		}
		for n, edit := range edits {
			posted := arrival(s, "chat.postMessage", n+1, slacktest.Fault{})
			if m := types(t, s, edit.line); !strings.Contains(m.Text, "Recorded") {
				t.Errorf("%s: %s", edit.line, m.Text)
			}
			p.wait(posted, "digest of "+edit.line)
		}
		if code := p.terminate(); code != 0 {
			t.Errorf("exit code %d:\n%s", code, p.logged())
		}
		got := digests(s)
		if len(got) != len(edits) {
			t.Fatalf("%d digests of %d changes", len(got), len(edits))
		}
		for n, edit := range edits {
			if !strings.Contains(got[n].Text, edit.says) {
				t.Errorf("digest %d doesn't show %q: %s", n, edit.says, got[n].Text)
			}
		}
		p.holds(s, db)
	})
}

// TestAServedNameIsForgotten erases a name in Slack while rollcall runs, and reads the files themselves.
func TestAServedNameIsForgotten(t *testing.T) {
	t.Parallel()
	bothWays(t, func(t *testing.T, way string) {
		const secret = "Zyxwv Example Society"
		s, db := office(t), database(t)
		p := serve(t, s, db, way)
		types(t, s, `add "`+secret+`" civil_society alias:"Qqzxw Example" source:https://example.org/zyxwv-example-society`)
		types(t, s, `add "Example Friends" civil_society note:"once the qqzxw-example" source:https://example.org/a`)
		backup, _, _ := strings.Cut(types(t, s, "backup").Text, " is a backup of")
		told := types(t, s, `forget "`+secret+`"`)
		if !strings.Contains(told.Text, "in 2 of the 1,456 entries") || !strings.Contains(told.Text, "Not erased: the backup "+backup+", of ") {
			t.Errorf("answered with %s", told.Text)
		}
		has := func(file string) bool {
			raw := strings.ToLower(string(readBytes(t, file)))
			return strings.Contains(raw, "zyxwv") || strings.Contains(raw, "qqzxw")
		}
		if !has(db) || !has(backup) {
			t.Error("it was erased before anybody wanted it, or isn't in the backup")
		}
		if reply, err := s.Send(t.Context(), s.Click(admin, told, told.Action("Erase forever"))); err != nil || reply.Status != http.StatusOK {
			t.Fatalf("pressed: %+v, %v", reply, err)
		}
		erased := func(m slacktest.Message) bool { return strings.HasPrefix(m.Text, "It is erased forever.") }
		for deadline := time.Now().Add(generous); !slices.ContainsFunc(s.Messages(""), erased); time.Sleep(10 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("it isn't erased:\n%s", p.logged())
			}
		}
		if m := types(t, s, `who "`+secret+`"`); !strings.HasPrefix(m.Text, "No supporter of that name is listed") {
			t.Errorf("answered with %s", m.Text)
		}
		after := types(t, s, "show #1455").Text + types(t, s, `show "Example Friends"`).Text + types(t, s, "log").Text
		if !strings.Contains(after, "(forgotten 1455)") || strings.Contains(strings.ToLower(after), "qqzxw") {
			t.Errorf("it still says %s", after)
		}
		if code := p.terminate(); code != 0 {
			t.Errorf("exit code %d:\n%s", code, p.logged())
		}
		if has(db) {
			t.Error("the file still has the name")
		}
		if strings.Contains(strings.ToLower(p.logged()), "zyxwv") {
			t.Errorf("the log has the name:\n%s", p.logged())
		}
		p.holds(s, db)
	})
}

// TestAnEditToADatabaseThatIsGoneIsRefused holds that every answer says why and what to do, and that nothing is lost.
func TestAnEditToADatabaseThatIsGoneIsRefused(t *testing.T) {
	t.Parallel()
	s, db := office(t), database(t)
	p := serve(t, s, db, overHTTP)
	if m := types(t, s, `add "Example Foundation" civil_society source:https://example.org/a`); !strings.Contains(m.Text, "Recorded") {
		t.Fatalf("answered with %s", m.Text)
	}
	if err := os.Remove(db); err != nil {
		t.Fatal(err)
	}
	const why = "Nothing can be recorded: the database was removed"
	if m := types(t, s, `add "Example Friends" civil_society source:https://example.org/b`); !strings.Contains(m.Text, why) {
		t.Errorf("answered with %s", m.Text)
	}
	if status, said := get(t, p.url+"/readyz"); status != http.StatusServiceUnavailable || !strings.Contains(said, why) || !strings.Contains(said, db) {
		t.Errorf("/readyz: %d %s", status, said)
	}
	if status, _ := get(t, p.url+"/healthz"); status != http.StatusOK {
		t.Errorf("/healthz: %d", status)
	}
	for deadline := time.Now().Add(generous); !strings.Contains(p.logged(), why); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("it isn't logged:\n%s", p.logged())
		}
	}
	if m := types(t, s, `who "Example Foundation"`); !strings.Contains(m.Text, "Example Foundation") {
		t.Errorf("answered with %s", m.Text)
	}
	backup, _, _ := strings.Cut(types(t, s, "backup").Text, " is a backup of")
	p.terminate()
	if err := os.Rename(backup, db); err != nil {
		t.Fatal(err)
	}
	p = serve(t, s, db, overHTTP)
	if m := types(t, s, "count"); !strings.Contains(m.Text, "1,223 supporters") {
		t.Errorf("answered with %s", m.Text)
	}
	p.terminate()
	p.holds(s, db)
}

// TestATokenThatSlackDoesntTakeIsReportedAndWaitedFor holds that the process goes on, and answers questions meanwhile.
func TestATokenThatSlackDoesntTakeIsReportedAndWaitedFor(t *testing.T) {
	t.Parallel()
	s, db := office(t), database(t)
	s.Revoke(true)
	p := serve(t, s, db, overHTTP)
	if status, said := get(t, p.url+"/readyz"); status != http.StatusServiceUnavailable || !strings.Contains(said, "(token_revoked)") {
		t.Errorf("/readyz: %d %s", status, said)
	}
	if !strings.Contains(p.logged(), "token_revoked") {
		t.Errorf("it isn't logged:\n%s", p.logged())
	}
	if m := types(t, s, "count"); !strings.Contains(m.Text, "1,222 supporters") {
		t.Errorf("answered with %s", m.Text)
	}
	s.Revoke(false)
	for deadline := time.Now().Add(generous); ; time.Sleep(50 * time.Millisecond) {
		if status, said := get(t, p.url+"/readyz"); status == http.StatusOK {
			break
		} else if time.Now().After(deadline) {
			t.Fatalf("/readyz: %d %s\n%s", status, said, p.logged())
		}
	}
	p.terminate()
	p.holds(s, db)
}

// get asks a server for a page.
func get(t *testing.T, url string) (status int, said string) {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

// TestKilledBetweenPlanAndSettle kills the process while Slack is about to answer. Started again, it must look before it
// posts; that takes ten seconds of real time.
func TestKilledBetweenPlanAndSettle(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault slacktest.Fault
		next  string // the call after which it is known whether the digest was posted
	}{
		"it landed":       {slacktest.Fault{Landed: true, Lost: true, After: generous}, "conversations.history"},
		"it did not land": {slacktest.Fault{Lost: true, Before: generous}, "chat.postMessage"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			way := map[bool]string{true: overHTTP, false: throughSocket}[c.fault.Landed]
			s, db := office(t), database(t)
			first := serve(t, s, db, way)
			types(t, s, "subscribe")
			posting := arrival(s, "chat.postMessage", 1, c.fault)
			types(t, s, `add "Example Foundation" civil_society source:https://example.org/a`)
			first.wait(posting, "the post")
			first.kill()

			n := 1
			if c.next == "chat.postMessage" {
				n = 2
			}
			known := arrival(s, c.next, n, slacktest.Fault{})
			again := serve(t, s, db, way)
			again.wait(known, c.next)
			if code := again.terminate(); code != 0 {
				t.Errorf("exit code %d:\n%s", code, again.logged())
			}
			if got := digests(s); len(got) != 1 || !strings.Contains(got[0].Text, "Example Foundation") {
				t.Errorf("%d digests: %+v", len(got), got)
			}
			again.holds(s, db)
		})
	}
}

func TestTerminationDrains(t *testing.T) {
	t.Parallel()
	bothWays(t, func(t *testing.T, way string) {
		s, db := office(t), database(t)
		p := serve(t, s, db, way)
		asked := arrival(s, "conversations.info", 1, slacktest.Fault{Before: 3500 * time.Millisecond})
		done := make(chan slacktest.Reply, 1)
		go func() {
			reply, err := s.Send(t.Context(), s.Command(admin, policy, "/pariscall subscribe"))
			if err != nil {
				t.Error(err)
			}
			done <- reply
		}()
		p.wait(asked, "the look-up of the channel")
		if code := p.terminate(); code != 0 {
			t.Errorf("exit code %d:\n%s", code, p.logged())
		}
		if reply := <-done; reply.Status != http.StatusOK {
			t.Errorf("acknowledged with %d", reply.Status)
		}
		if got := s.Messages(policy); len(got) != 1 || got[0].Via != "response_url" || !strings.Contains(got[0].Text, "subscribed this channel") {
			t.Errorf("the answer under way came as %+v", got)
		}
		p.holds(s, db)
	})
}

func TestTerminationInTheMiddleOfAPost(t *testing.T) {
	t.Parallel()
	bothWays(t, func(t *testing.T, way string) {
		s, db := office(t), database(t)
		p := serve(t, s, db, way)
		types(t, s, "subscribe")
		posting := arrival(s, "chat.postMessage", 1, slacktest.Fault{After: 2 * time.Second})
		types(t, s, `add "Example Foundation" civil_society source:https://example.org/a`)
		p.wait(posting, "the post")
		if code := p.terminate(); code != 0 {
			t.Errorf("exit code %d:\n%s", code, p.logged())
		}
		if n := len(digests(s)); n != 1 {
			t.Errorf("%d digests", n)
		}
		p.holds(s, db)
	})
}

func TestASecondProcessOnTheSameFileIsRefused(t *testing.T) {
	t.Parallel()
	s, db := office(t), database(t)
	p := serve(t, s, db, overHTTP)
	for _, args := range [][]string{{"count"}, {"verify"}, {"serve"}} {
		out, errs, code := run(t, t.TempDir(), serveSettings(s, db), "", args...)
		if code != 1 || out != "" || !strings.Contains(errs, db) || !strings.Contains(errs, "another process holds the file") {
			t.Errorf("%s: exit code %d\nstdout: %s\nstderr: %s", args[0], code, out, errs)
		}
	}
	if m := types(t, s, "count"); !strings.Contains(m.Text, "1,222 supporters") {
		t.Errorf("the first is disturbed: %s", m.Text)
	}
	p.terminate()
	p.holds(s, db)
}

// TestAnAppTokenThatSlackDoesntTakeEndsTheProcess holds that the start fails, as nothing would ever be answered.
func TestAnAppTokenThatSlackDoesntTakeEndsTheProcess(t *testing.T) {
	t.Parallel()
	env := serveSettings(office(t), database(t))
	env["SLACK_APP_TOKEN"] = "xapp-another"
	_, errs, code := run(t, t.TempDir(), env, "", "serve")
	if code != 1 || !strings.Contains(errs, "SLACK_APP_TOKEN") || strings.Contains(errs, "xapp-another") {
		t.Errorf("exit code %d: %s", code, errs)
	}
}

func TestAnAddressInUseIsNamed(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	env := serveSettings(office(t), database(t))
	env["ROLLCALL_LISTEN"] = l.Addr().String()
	_, errs, code := run(t, t.TempDir(), env, "", "serve")
	if code != 1 || !strings.Contains(errs, l.Addr().String()) {
		t.Errorf("exit code %d: %s", code, errs)
	}
}

func TestAllErrorsOfTheConfigurationAreReportedAtOnce(t *testing.T) {
	t.Parallel()
	const secret = "test-secret-that-must-not-show"
	for name, c := range map[string]struct {
		env   settings
		names []string
	}{
		"nothing is set": {settings{}, []string{"SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"}},
		"everything is wrong": {settings{
			"ROLLCALL_LISTEN": "nowhere", "ROLLCALL_ADMINS": "@ada, U0ADMIN", "ROLLCALL_COMMAND": "paris call", "ROLLCALL_TICK": "10ms",
			"SLACK_API_URL": "ftp://example.org", "SLACK_BOT_TOKEN": secret,
		}, []string{"ROLLCALL_LISTEN", "ROLLCALL_ADMINS", "ROLLCALL_COMMAND", "ROLLCALL_TICK", "SLACK_API_URL", "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			out, errs, code := run(t, dir, c.env, "", "serve")
			for _, setting := range c.names {
				if !strings.Contains(errs, setting) {
					t.Errorf("%s isn't reported: %s", setting, errs)
				}
			}
			if code != 1 || out != "" || strings.Contains(errs, secret) {
				t.Errorf("exit code %d\nstdout: %s\nstderr: %s", code, out, errs)
			}
			nothing(t, dir)
		})
	}
	if _, errs, code := run(t, t.TempDir(), serveSettings(office(t), database(t)), "", "serve", "now"); code != 1 || !strings.Contains(errs, "no arguments") {
		t.Errorf("serve now: exit code %d, %s", code, errs)
	}
}

func TestServeWithAFileThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	path := write(t, t.TempDir(), "text.db", fmt.Sprintln("this is no database"))
	_, errs, code := run(t, t.TempDir(), serveSettings(office(t), path), "", "serve")
	if code != 1 || !strings.Contains(errs, path) {
		t.Errorf("exit code %d: %s", code, errs)
	}
}
