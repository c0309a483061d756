package slacktest_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"

	"rollcall/bot/slacktest"
)

// TestDayInMemory runs Slack and a bot in one bubble for a day: commands over
// HTTP, a post every hour, and each fault in turn.
func TestDayInMemory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		network := slacktest.NewPipe()
		s := workspace(slacktest.New(slacktest.Config{RateLimit: true}))
		defer s.Close()
		s.Serve(network.Listen("slack.test"))

		b := &bot{api: s.API(network.Client()), answer: `{"text":"81 states"}`}
		srv := &http.Server{Handler: b}
		defer func() { _ = srv.Close() }()
		l := network.Listen("bot.test")
		go func() { _ = srv.Serve(l) }()
		s.SetRequestURL("http://bot.test/slack/events", network.Client())

		faults := []slacktest.Fault{
			{},
			{Lost: true},
			{Lost: true, Landed: true},
			{Cut: true, Landed: true},
			{Status: 429, RetryAfter: time.Second},
			{Before: 15 * time.Second}, // lands after the client gave up
			{After: 15 * time.Second},
		}
		begin := time.Now()
		for hour := range 24 {
			if r := send(t, s, s.Command("U1", "C1", "/pariscall count state")); r.Message.Text != "81 states" {
				t.Errorf("reply %+v", r)
			}
			fault := faults[hour%len(faults)]
			s.Fail("chat.postMessage", fault)
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			_, _, err := b.api.PostMessageContext(ctx, "C1", slack.MsgOptionText("hourly", false))
			cancel()
			if failed := err != nil; failed != (fault != slacktest.Fault{}) {
				t.Errorf("%+v: error %v", fault, err)
			}
			time.Sleep(time.Hour - time.Since(begin.Add(time.Duration(hour)*time.Hour)))
		}
		if got := time.Since(begin); got != 24*time.Hour {
			t.Errorf("it took %s", got)
		}
		landed := 0
		for _, c := range s.Calls() {
			if c.Landed {
				landed++
			}
		}
		posted := 0
		for _, m := range s.Messages("C1") {
			if m.Via == "chat.postMessage" {
				posted++
			}
		}
		if landed != 17 || posted != landed { // 24, less 4 lost and 3 limited
			t.Errorf("%d calls landed, %d messages", landed, posted)
		}
	})
}

func TestPipeErrors(t *testing.T) {
	network := slacktest.NewPipe()
	if _, err := network.Client().Get("http://nobody.test/"); err == nil {
		t.Error("an unknown host answers")
	}
	l := network.Listen("gone.test")
	_ = l.Close()
	if _, err := network.Client().Get("http://gone.test/"); err == nil {
		t.Error("a closed host answers")
	}
	if _, err := l.Accept(); !errors.Is(err, net.ErrClosed) {
		t.Errorf("Accept: %v", err)
	}
	network.Listen("deaf.test")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := network.DialContext(ctx, "tcp", "deaf.test:80"); !errors.Is(err, context.Canceled) {
		t.Errorf("DialContext: %v", err)
	}
}

// TestClose closes a Slack with calls and requests under way: in a bubble, a
// goroutine left behind fails the test.
func TestClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		network := slacktest.NewPipe()
		s := workspace(slacktest.New(slacktest.Config{}))
		s.Serve(network.Listen("slack.test"))
		s.Fail("auth.test", slacktest.Fault{Before: time.Hour})
		api := s.API(network.Client())
		failed := make(chan error, 2)
		go func() {
			_, err := api.AuthTest()
			failed <- err
		}()
		go func() {
			_, err := s.Send(context.Background(), s.Command("U1", "C1", "/pariscall"))
			failed <- err
		}()
		synctest.Wait()
		s.Close()
		s.Close()
		for range 2 {
			if err := <-failed; err == nil {
				t.Error("a call outlived Close")
			}
		}
	})
}
