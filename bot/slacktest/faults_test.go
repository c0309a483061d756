package slacktest_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"rollcall/bot/slacktest"
)

func TestFaults(t *testing.T) {
	status := func(code int) func(error) bool {
		return func(err error) bool {
			var e slack.StatusCodeError
			return errors.As(err, &e) && e.Code == code
		}
	}
	is := func(code string) func(error) bool {
		return func(err error) bool { return err.Error() == code }
	}
	anyError := func(error) bool { return true }
	for name, c := range map[string]struct {
		fault slacktest.Fault
		is    func(error) bool
	}{
		"lost":         {slacktest.Fault{Lost: true}, anyError},
		"cut":          {slacktest.Fault{Cut: true}, anyError},
		"500":          {slacktest.Fault{Status: 500}, status(500)},
		"internal":     {slacktest.Fault{Error: "internal_error"}, is("internal_error")},
		"fatal":        {slacktest.Fault{Error: "fatal_error"}, is("fatal_error")},
		"blocks":       {slacktest.Fault{Error: "invalid_blocks"}, is("invalid_blocks")},
		"rate limited": {slacktest.Fault{Error: "ratelimited"}, is("ratelimited")},
		"429": {slacktest.Fault{Status: 429, RetryAfter: 30 * time.Second}, func(err error) bool {
			var e *slack.RateLimitedError
			return errors.As(err, &e) && e.RetryAfter == 30*time.Second
		}},
	} {
		for _, landed := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				s, api := start(t, slacktest.Config{})
				fault := c.fault
				fault.Landed = landed
				s.Fail("chat.postMessage", fault)
				post := func() error {
					_, _, err := api.PostMessage("C1", slack.MsgOptionText("hi", false))
					return err
				}
				if err := post(); err == nil || !c.is(err) {
					t.Errorf("landed %t: error %v", landed, err)
				}
				if got := len(s.Messages("C1")) == 1; got != landed {
					t.Errorf("landed %t, want %t", got, landed)
				}
				if err := post(); err != nil {
					t.Errorf("after the fault: %v", err)
				}
				calls := s.Calls()
				if s.Count("chat.postMessage") != 2 || calls[0].Landed != landed || calls[0].Fault != fault || calls[1].N != 2 {
					t.Errorf("calls: %+v", calls)
				}
			})
		}
	}
}

func TestDelay(t *testing.T) {
	s, api := start(t, slacktest.Config{})
	s.Fail("chat.postMessage", slacktest.Fault{Before: 50 * time.Millisecond}, slacktest.Fault{After: time.Hour})
	post := func(ctx context.Context) error {
		_, _, err := api.PostMessageContext(ctx, "C1", slack.MsgOptionText("hi", false))
		return err
	}
	begin := time.Now()
	if err := post(context.Background()); err != nil || time.Since(begin) < 50*time.Millisecond {
		t.Errorf("%v after %s", err, time.Since(begin))
	}
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if err := post(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v", err)
	}
	if n := len(s.Messages("C1")); n != 2 {
		t.Errorf("%d messages, want 2: a slow reply has landed", n)
	}
}

func TestFailBy(t *testing.T) {
	outcomes := func(seed uint64) []bool {
		s, api := start(t, slacktest.Config{})
		rng := rand.New(rand.NewPCG(seed, seed))
		s.FailBy(func(c slacktest.Call) slacktest.Fault {
			if c.Method != "chat.postMessage" || rng.Float64() < 0.5 {
				return slacktest.Fault{}
			}
			return []slacktest.Fault{{Lost: true}, {Status: 500}}[rng.IntN(2)]
		})
		var ok []bool
		for range 16 {
			_, _, err := api.PostMessage("C1", slack.MsgOptionText("hi", false))
			ok = append(ok, err == nil)
		}
		if _, err := api.AuthTest(); err != nil {
			t.Errorf("another method: %v", err)
		}
		return ok
	}
	first := outcomes(7)
	if !slices.Contains(first, true) || !slices.Contains(first, false) {
		t.Errorf("outcomes %v", first)
	}
	if again := outcomes(7); !slices.Equal(first, again) {
		t.Errorf("the same seed gave %v, then %v", first, again)
	}
}

// TestFaultElsewhere fails what is not a Web API method.
func TestFaultElsewhere(t *testing.T) {
	s, api := start(t, slacktest.Config{})
	s.Fail("response_url", slacktest.Fault{Lost: true, Landed: true}, slacktest.Fault{Status: 500})
	r := s.Command("U1", "C1", "/pariscall")
	for n, failed := range []bool{true, true, false} {
		err := slack.PostWebhook(r.Payload["response_url"].(string), &slack.WebhookMessage{Text: "hi"})
		if (err != nil) != failed {
			t.Errorf("post %d: %v", n, err)
		}
	}
	if n := len(s.Messages("C1")); n != 2 {
		t.Errorf("%d messages", n)
	}
	s.Fail("upload", slacktest.Fault{Status: 500})
	_, err := api.UploadFile(slack.UploadFileParameters{Filename: "a.png", FileSize: 1, Content: "a", Channel: "C1"})
	if err == nil || len(s.Files()) != 0 {
		t.Errorf("upload: %v, %+v", err, s.Files())
	}
}
