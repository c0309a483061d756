package bot_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rollcall/bot/slacktest"
	"rollcall/tracker"
)

// monday is when time begins in tests to which it doesn't matter.
var monday = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// inSocketMode runs a test in a bubble, with a bot that Slack reaches through Socket Mode.
func inSocketMode(t *testing.T, config slacktest.Config, test func(h *house)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		h, network := inBubble(t, monday, config, new(tracker.Memory))
		defer h.holds()
		defer h.listenOn(network)()
		synctest.Wait()
		test(h)
	})
}

const joins = `add "Example Foundation" civil_society source:https://example.org/a`

func (h *house) joined() int {
	n := 0
	for range h.tracker.Book().Roll() {
		n++
	}
	return n
}

// TestAConnectionThatIsRenewedLosesNothing ends connections, with or without notice, while requests continue.
func TestAConnectionThatIsRenewedLosesNothing(t *testing.T) {
	for name, end := range map[string]func(*slacktest.Slack){
		"warned":     func(s *slacktest.Slack) { s.Disconnect("warning") },
		"refreshed":  func(s *slacktest.Slack) { s.Disconnect("refresh_requested") },
		"cut":        func(s *slacktest.Slack) { s.CutSockets() },
		"not at all": func(*slacktest.Slack) {},
	} {
		t.Run(name, func(t *testing.T) {
			inSocketMode(t, slacktest.Config{}, func(h *house) {
				for range 20 {
					end(h.slack)
					if m := h.types(admin, policy, "count"); !strings.Contains(m.Text, "Nobody is on the list") {
						h.Fatalf("answered with %q", m.Text)
					}
					time.Sleep(7 * time.Second)
				}
				synctest.Wait()
				if n := h.slack.Sockets(); n != 2 {
					h.Errorf("%d connections", n)
				}
			})
		})
	}
}

// TestSlackAwayIsWaitedFor: apps.connections.open fails for a while, in every way.
func TestSlackAwayIsWaitedFor(t *testing.T) {
	inSocketMode(t, slacktest.Config{}, func(h *house) {
		h.slack.Fail("apps.connections.open", slacktest.Fault{Status: http.StatusInternalServerError}, slacktest.Fault{Lost: true},
			slacktest.Fault{Cut: true}, slacktest.Fault{Error: "internal_error"}, slacktest.Fault{Status: http.StatusTooManyRequests, RetryAfter: 30 * time.Second})
		h.slack.CutSockets()
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		if n := h.slack.Sockets(); n != 2 {
			h.Errorf("%d connections", n)
		}
		h.types(admin, policy, "count")
	})
}

// TestARequestThatComesAgainIsAppliedOnce: its acknowledgement was lost, or the connection broke before it was written.
func TestARequestThatComesAgainIsAppliedOnce(t *testing.T) {
	for name, faults := range map[string][]slacktest.Fault{
		"lost":  {{Lost: true}},
		"cut":   {{Cut: true}},
		"twice": {{Lost: true}, {Cut: true}},
	} {
		t.Run(name, func(t *testing.T) {
			inSocketMode(t, slacktest.Config{}, func(h *house) {
				h.slack.Fail("ack", faults...)
				reply, err := h.slack.Send(h.Context(), h.slack.Command(admin, policy, "/pariscall "+joins))
				if err != nil || reply.Message == nil || !strings.Contains(reply.Message.Text, "Recorded as entry 1") || reply.Sent != len(faults)+1 {
					h.Fatalf("answered with %+v, %v", reply, err)
				}
				if n := h.joined(); n != 1 {
					h.Errorf("%d on the list", n)
				}
			})
		})
	}
}

// TestAnEventThatComesAgainIsAnsweredOnce holds for mentions and presses as well.
func TestAnEventThatComesAgainIsAnsweredOnce(t *testing.T) {
	inSocketMode(t, slacktest.Config{}, func(h *house) {
		mention := h.slack.Mention(guest, policy, "how many states?")
		for range 3 {
			if _, err := h.slack.Send(h.Context(), mention); err != nil {
				h.Fatal(err)
			}
		}
		synctest.Wait()
		if n := len(h.posted(policy)); n != 1 {
			h.Errorf("%d answers to a mention", n)
		}
		m := h.types(guest, policy, "count")
		press := h.slack.Click(guest, m, m.Action("Share to channel"))
		again := h.slack.Click(guest, m, m.Action("Share to channel")) // a second press of the same button
		for _, r := range []slacktest.Request{press, press, again} {
			if _, err := h.slack.Send(h.Context(), r); err != nil {
				h.Fatal(err)
			}
		}
		synctest.Wait()
		shared := 0
		for _, m := range h.slack.Messages(policy) {
			if strings.Contains(m.Text, "shared the answer") {
				shared++
			}
		}
		if shared != 1 {
			h.Errorf("it was shared %d times", shared)
		}
	})
}

// TestAnAnswerTooLongForAnAcknowledgementComesAnotherWay: Slack would drop it without a word.
func TestAnAnswerTooLongForAnAcknowledgementComesAnotherWay(t *testing.T) {
	inSocketMode(t, slacktest.Config{}, func(h *house) {
		for i := range 30 {
			h.joins("Example " + strings.Repeat("&", 150) + string(rune('a'+i%26)) + string(rune('a'+i/26)))
		}
		reply, err := h.slack.Send(h.Context(), h.slack.Command(guest, policy, "/pariscall list company"))
		if err != nil || len(reply.Body) > 2 && reply.Message != nil {
			h.Fatalf("acknowledged with %d bytes, %v", len(reply.Body), err)
		}
		synctest.Wait()
		m := h.slack.Messages(policy)
		if len(m) != 1 || m[0].Via != "response_url" || !strings.Contains(m[0].Text, "30 companies are listed") || m[0].Action("Next 10").Value == "" {
			h.Errorf("%d messages: %+v", len(m), m)
		}
	})
}

// TestSlowWorkDelaysNobody: Slack takes ten seconds to say whether the bot is in a channel, and others ask meanwhile.
func TestSlowWorkDelaysNobody(t *testing.T) {
	inSocketMode(t, slacktest.Config{}, func(h *house) {
		h.slack.Fail("conversations.info", slacktest.Fault{Before: 9 * time.Second})
		slow := make(chan error, 1)
		go func() {
			_, err := h.slack.Send(context.Background(), h.slack.Command(admin, policy, "/pariscall subscribe"))
			slow <- err
		}()
		time.Sleep(10 * time.Millisecond)
		start := time.Now()
		for range 100 {
			h.types(guest, press, "count")
		}
		if took := time.Since(start); took != 0 {
			h.Errorf("others waited %s of simulated time", took)
		}
		if err := <-slow; err != nil {
			h.Errorf("acknowledged late: %v", err)
		}
		time.Sleep(10 * time.Second)
		synctest.Wait()
		if h.tracker.Book().Channel(policy, 0) == nil {
			h.Error("the channel isn't subscribed")
		}
	})
}

// TestWhatIsUnderWayIsBroughtToItsEnd stops the process while a command is answered.
func TestWhatIsUnderWayIsBroughtToItsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, network := inBubble(t, monday, slacktest.Config{}, new(tracker.Memory))
		stop := h.listenOn(network)
		synctest.Wait()
		h.slack.Fail("users.info", slacktest.Fault{Before: 900 * time.Millisecond})
		answered := make(chan slacktest.Reply, 1)
		go func() {
			reply, err := h.slack.Send(context.Background(), h.slack.Command(admin, policy, "/pariscall "+joins))
			if err != nil {
				t.Error(err)
			}
			answered <- reply
		}()
		time.Sleep(100 * time.Millisecond)
		stop()
		if reply := <-answered; reply.Message == nil || !strings.Contains(reply.Message.Text, "Recorded") || reply.Sent != 1 {
			t.Errorf("answered with %+v", reply)
		}
		h.holds()
	})
}

// TestALateAnswerIsToldOnce, though its acknowledgement was lost and Slack sent the command again.
func TestALateAnswerIsToldOnce(t *testing.T) {
	slow := slacktest.Fault{Before: 5 * time.Second}
	for name, late := range map[string][]slacktest.Fault{"both times": {slow, slow}, "the first time": {slow}} {
		t.Run(name, func(t *testing.T) {
			inSocketMode(t, slacktest.Config{}, func(h *house) {
				h.slack.Fail("ack", slacktest.Fault{Lost: true})
				h.slack.Fail("conversations.info", late...)
				if _, err := h.slack.Send(h.Context(), h.slack.Command(guest, policy, "/pariscall subscribe")); err != nil {
					h.Fatal(err)
				}
				time.Sleep(time.Minute)
				if m := h.slack.Messages(policy); len(m) != 1 || !strings.Contains(m[0].Text, "subscribed this channel") {
					h.Errorf("got %+v", m)
				}
			})
		})
	}
	t.Run("too long", func(t *testing.T) {
		inSocketMode(t, slacktest.Config{}, func(h *house) {
			for i := range 30 {
				h.joins("Example " + strings.Repeat("&", 150) + string(rune('a'+i%26)) + string(rune('a'+i/26)))
			}
			h.slack.Fail("ack", slacktest.Fault{Lost: true})
			if _, err := h.slack.Send(h.Context(), h.slack.Command(guest, policy, "/pariscall list company")); err != nil {
				h.Fatal(err)
			}
			time.Sleep(time.Minute)
			if m := h.slack.Messages(policy); len(m) != 1 {
				h.Errorf("got %d times", len(m))
			}
		})
	})
}
