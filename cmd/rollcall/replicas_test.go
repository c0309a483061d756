package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"net/http"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"rollcall/bot/slacktest"
	"rollcall/tracker"
	"rollcall/tracker/pariscall"
	"rollcall/tracker/postgres"
	"rollcall/tracker/postgres/pgtest"
	"rollcall/tracker/testrun"
)

// A fleet is processes that serve one database, each of which is started again when it has ended.
type fleet struct {
	*testing.T
	slack *slacktest.Slack
	db    string
	wg    sync.WaitGroup

	mu   sync.Mutex
	cmds []*exec.Cmd
	urls []string // empty while a process starts
	log  strings.Builder
}

// keep starts a process again and again.
func (f *fleet) keep(ctx context.Context, i int) {
	env := serveSettings(f.slack, f.db)
	maps.Copy(env, settings{slackWithin: "1s", "ROLLCALL_FOLLOW": "off"})
	for ctx.Err() == nil {
		cmd := command(context.WithoutCancel(ctx), f.TempDir(), env, "serve")
		errs, err := cmd.StderrPipe()
		if err == nil {
			err = cmd.Start()
		}
		if err != nil {
			f.Error(err)
			return
		}
		f.mu.Lock()
		f.cmds[i] = cmd
		f.mu.Unlock()
		for lines := bufio.NewScanner(errs); lines.Scan(); {
			f.mu.Lock()
			fmt.Fprintf(&f.log, "%d: %s\n", i, lines.Text())
			if m := serving.FindStringSubmatch(lines.Text()); m != nil {
				f.urls[i] = "http://" + m[1]
			}
			f.mu.Unlock()
		}
		_ = cmd.Wait() // it was killed, or couldn't reach the server
		f.mu.Lock()
		f.urls[i] = ""
		f.mu.Unlock()
		select {
		case <-ctx.Done():
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// kill ends a process at once.
func (f *fleet) kill(i int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.cmds[i] != nil {
		_ = f.cmds[i].Process.Kill() // it may have ended
	}
}

// up are the processes that serve.
func (f *fleet) up() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(f.urls), func(url string) bool { return url == "" })
}

// asks sends a request to a process, and returns its answer; empty if there is none.
func (f *fleet) asks(url string, r slacktest.Request) string {
	f.slack.SetRequestURL(url+"/slack/events", nil)
	before := len(f.slack.Messages(""))
	reply, err := f.slack.Send(f.Context(), r)
	if err != nil || reply.Status != http.StatusOK {
		return ""
	}
	if reply.Message != nil {
		return reply.Message.Text
	}
	for range 100 { // it says so later
		for _, m := range f.slack.Messages("")[before:] {
			if m.Via == "response_url" {
				return m.Text
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	return ""
}

var kills = flag.Int("kills", 40, "how many processes and servers a long run kills")

// TestKilledProcessesAndServersLoseNothing kills at random three processes that serve one PostgreSQL database, and its server, while
// somebody edits through any that answers, each request delivered again until it is answered. In the end nothing that was
// acknowledged is lost, nothing was done twice, every digest is once in every channel, and all processes say the same.
func TestKilledProcessesAndServersLoseNothing(t *testing.T) {
	if !testrun.Long() {
		t.Skip("left out without -long: it kills processes and servers for minutes; go test -long runs it")
	}
	pg := pgtest.Start(t)
	s := office(t)
	f := &fleet{T: t, slack: s, db: pg.Database(t), cmds: make([]*exec.Cmd, 3), urls: make([]string, 3)}
	ctx, cancel := context.WithCancel(t.Context())
	end := sync.OnceFunc(func() {
		cancel()
		for i := range f.cmds {
			f.kill(i)
		}
		f.wg.Wait()
	})
	t.Cleanup(end)
	for i := range f.cmds {
		f.wg.Go(func() { f.keep(ctx, i) })
	}
	channels := []string{policy, "C0SECOND", "C0THIRD"}
	for _, id := range channels[1:] {
		s.AddChannel(slacktest.Channel{ID: id, Name: strings.ToLower(id), Member: true})
	}
	// until delivers a request until a process answers it.
	until := func(channel, line string, done *regexp.Regexp) {
		r := s.Command(admin, channel, "/pariscall "+line)
		said := ""
		for deadline := time.Now().Add(3 * time.Minute); ; time.Sleep(20 * time.Millisecond) {
			if up := f.up(); len(up) > 0 {
				if said = f.asks(up[rand.N(len(up))], r); done.MatchString(said) {
					return
				}
			}
			if time.Now().After(deadline) {
				f.mu.Lock()
				defer f.mu.Unlock()
				t.Fatalf("%q was answered with %q\n%s", line, said, f.log.String())
			}
		}
	}
	for _, id := range channels {
		until(id, "subscribe", regexp.MustCompile(`subscribed`))
	}

	rng := rand.New(rand.NewPCG(17, 18))
	killing := make(chan struct{})
	servers := 0
	go func() {
		defer close(killing)
		for range *kills {
			time.Sleep(time.Duration(100+rng.IntN(500)) * time.Millisecond)
			if victim := rng.IntN(18); victim < 15 {
				f.kill(victim % 3)
				continue
			} else if victim == 15 {
				pg.Stop()
			} else {
				pg.Kill()
			}
			servers++
			time.Sleep(time.Duration(rng.IntN(1_500)) * time.Millisecond)
			if err := pg.Restart(); err != nil {
				t.Error(err)
				return
			}
		}
	}()
	edits := 0
	recorded := regexp.MustCompile(`Recorded`)
	for going := true; going; edits++ {
		select {
		case <-killing:
			going = false // and one more
		default:
		}
		until(policy, fmt.Sprintf(`add "Example Company %d." company source:https://example.org/a`, edits), recorded)
		until(policy, fmt.Sprintf(`report company %d at-least source:https://example.org/b on:2026-01-02`, 10_000+edits), regexp.MustCompile(`.`))
	}

	// What is still planned is posted, or taken over, in its time.
	db, err := postgres.Open(t.Context(), f.db, logger(&strings.Builder{}))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var book *tracker.Book
	var entries []tracker.Entry
	for deadline := time.Now().Add(10 * time.Minute); ; time.Sleep(time.Second) {
		if entries, err = db.Ledger(pariscall.Slug).Read(t.Context(), 0, math.MaxInt); err != nil {
			t.Fatal(err)
		}
		if book, err = new(tracker.Book).With(entries...); err != nil {
			t.Fatal(err)
		}
		open := slices.ContainsFunc(book.Subscriptions(), func(s *tracker.Subscription) bool {
			for e := range book.Entries(s.Through) {
				if _, ok := e.Event.(tracker.Changed); ok {
					return true
				}
			}
			return s.Plan != nil
		})
		if !open && len(f.up()) == len(f.cmds) {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("digests are still open\n%s", f.log.String())
		}
	}
	for _, v := range tracker.Verify(entries) {
		t.Errorf("the ledger is broken: %v", v)
	}
	done, taken := map[string]int{}, 0
	for _, e := range entries {
		switch ev := e.Event.(type) {
		case tracker.Changed:
			done[ev.Supporter.Name]++
		case tracker.Reported:
			done[fmt.Sprint(ev.Value)]++
		case tracker.DigestTaken:
			taken++
		}
	}
	for i := range edits {
		if a, b := done[fmt.Sprintf("Example Company %d.", i)], done[fmt.Sprint(10_000+i)]; a != 1 || b != 1 {
			t.Errorf("edit %d was done %d and %d times", i, a, b)
		}
	}
	for _, id := range channels {
		plans, told := map[any]int{}, 0
		for _, m := range s.Messages(id) {
			if m.Via != "chat.postMessage" || m.ThreadTS != "" {
				continue
			}
			plans[m.Metadata.EventPayload["plan"]]++
			if said := regexp.MustCompile(`Companies: ([\d,]+) → ([\d,]+)`).FindStringSubmatch(m.Text); said != nil {
				before, err := strconv.Atoi(strings.ReplaceAll(said[1], ",", ""))
				after, err2 := strconv.Atoi(strings.ReplaceAll(said[2], ",", ""))
				if err := errors.Join(err, err2); err != nil {
					t.Error(err)
				}
				told += after - before
			}
		}
		for plan, n := range plans {
			if n != 1 {
				t.Errorf("in %s plan %v was posted %d times", id, plan, n)
			}
		}
		if told != edits {
			t.Errorf("in %s %d of %d were posted", id, told, edits)
		}
	}
	for _, line := range []string{"count", "log", "count company by:country top:5", fmt.Sprintf(`who "Example Company %d."`, edits-1)} {
		said := map[string]bool{}
		for _, url := range f.up() {
			said[f.asks(url, s.Command(admin, policy, "/pariscall "+line))] = true
		}
		if len(said) != 1 {
			t.Errorf("to %q the processes say %q", line, slices.Collect(maps.Keys(said)))
		}
	}
	end()
	if t.Failed() {
		t.Log(f.log.String())
	}
	t.Logf("%d kills, %d of them of the server; %d edits; %d digests were taken over", *kills, servers, 2*edits, taken)
}
