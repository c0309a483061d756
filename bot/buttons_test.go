package bot_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rollcall/bot/slacktest"
	"rollcall/tracker"
)

// presses presses a button, by its label, with another value if one is given, and waits for what it does.
func (h *house) presses(user string, m slacktest.Message, label string, value ...string) {
	h.Helper()
	action := m.Action(label)
	if len(value) > 0 {
		action.Value = value[0]
	}
	reply, err := h.slack.Send(h.Context(), h.slack.Click(user, m, action))
	if err != nil || reply.Status != http.StatusOK {
		h.Fatalf("%q was acknowledged with %d, %v", label, reply.Status, err)
	}
	time.Sleep(time.Minute)
	synctest.Wait()
}

// last is what was shown last in a channel.
func (h *house) last(channel string) slacktest.Message {
	h.Helper()
	all := h.slack.Messages(channel)
	if len(all) == 0 {
		h.Fatal("nothing was shown")
	}
	return all[len(all)-1]
}

// onCompanies runs a test each way, on a list of 45 companies.
func onCompanies(t *testing.T, test func(h *house)) {
	t.Helper()
	eachWay(t, func(t *testing.T, serve way) {
		h, network := inBubble(t, monday, slacktest.Config{}, new(tracker.Memory))
		for i := range 45 {
			h.joins("Example Company " + string(rune('A'+i%26)) + strings.Repeat("x", i/26))
		}
		stop := serve(h, network)
		synctest.Wait()
		test(h)
		stop()
		h.holds()
	})
}

// TestAButtonOfAnotherVersionIsRefused covers values from an older rollcall, or edited by hand.
func TestAButtonOfAnotherVersionIsToldSo(t *testing.T) {
	onCompanies(t, func(h *house) {
		m := h.types(admin, policy, "list company")
		head := h.head()
		for _, value := range []string{
			"", "{", "null", "[]", `"x"`, `{"v":0,"line":"count"}`, `{"v":2,"line":"count"}`, `{"line":"count"}`, `{"v":1,"line":"count","page":-1}`,
			`{"v":1,"line":"count","today":"soon"}`, `{"v":1,"line":"count","undo":7}`, `{"v":1,"line":7}`, strings.Repeat("x", 2_000),
		} {
			h.presses(admin, m, "Next 10", value)
			if said := h.last(policy); !strings.Contains(said.Text, "another version of rollcall") || !said.Ephemeral || said.User != admin {
				h.Errorf("%.60q: %q", value, said.Text)
			}
		}
		if h.head() != head {
			h.Error("something was recorded")
		}
	})
}

// TestAButtonChangesNothing tries any value, also as an admin.
func TestAButtonChangesNothing(t *testing.T) {
	onCompanies(t, func(h *house) {
		m := h.types(admin, policy, "list company")
		head := h.head()
		for _, line := range []string{
			`add \"Example Foundation\" civil_society source:https://example.org/a`, `withdraw \"Example Company A\" source:https://example.org/a`,
			"subscribe", "unsubscribe", "report state 82 source:https://example.org/a", "digest", "REMOVE x", " add x",
		} {
			for _, label := range []string{"Next 10", "Share to channel"} {
				h.presses(admin, m, label, `{"v":1,"line":"`+line+`"}`)
			}
		}
		if h.head() != head {
			h.Errorf("%d entries were recorded", h.head()-head)
		}
	})
}

// TestPagesAreThoseOfTheListThatWasAsked: also after the list changed, on another day, and by another process.
func TestPagesAreThoseOfTheListThatWasAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, network := inBubble(t, monday, slacktest.Config{}, new(tracker.Memory))
		for i := range 45 {
			h.joins("Example Company " + string(rune('A'+i%26)) + strings.Repeat("x", i/26))
		}
		stop := h.serveOn(network)
		m := h.types(guest, policy, "list company")
		if !strings.Contains(m.Text, "45 companies are listed") || !strings.Contains(m.Text, "Page 1 of 5.") {
			t.Fatalf("answered with %q", m.Text)
		}
		h.joins("A Newer Example")
		time.Sleep(48 * time.Hour)
		stop()
		h.reopen()
		defer h.serveOn(network)()
		for _, label := range []string{"Next 10", "Next 10", "Next 10", "Next 5"} {
			h.presses(guest, h.last(policy), label)
		}
		m = h.last(policy)
		if !strings.Contains(m.Text, "45 companies are listed") || !strings.Contains(m.Text, "Page 5 of 5.") || !strings.Contains(m.Text, "compared on 25 December 2025") {
			t.Errorf("the last page is %q", m.Text)
		}
		if m.Action("Next 5").Type != "" || m.Action("Previous page").Type == "" || len(h.slack.Messages(policy)) != 1 {
			t.Errorf("%d messages, the last with %s", len(h.slack.Messages(policy)), m.Blocks)
		}
		h.presses(guest, m, "Previous page", strings.Replace(m.Action("Previous page").Value, `"page":4`, `"page":99`, 1))
		if !strings.Contains(h.last(policy).Text, "Page 5 of 5.") {
			t.Errorf("page 99 is %q", h.last(policy).Text)
		}
		h.holds()
	})
}

// TestASharedAnswerIsSharedOnce: Slack's answer may be lost, and it may take no blocks.
func TestASharedAnswerIsSharedOnce(t *testing.T) {
	for name, c := range map[string]struct {
		faults []slacktest.Fault
		shared int
		says   string
	}{
		"well":                    {nil, 1, ""},
		"it landed":               {[]slacktest.Fault{{Lost: true, Landed: true}}, 1, "didn't say whether"},
		"it didn't, nobody knows": {[]slacktest.Fault{{Lost: true}}, 0, "didn't say whether"},
		"slow":                    {[]slacktest.Fault{{Before: 12 * time.Second}}, 1, "didn't say whether"},
		"internal error":          {[]slacktest.Fault{{Status: http.StatusInternalServerError}}, 0, "didn't say whether"},
		"too many calls":          {[]slacktest.Fault{{Status: http.StatusTooManyRequests, RetryAfter: 9 * time.Second}}, 1, ""},
		"too many for long":       {[]slacktest.Fault{{Status: http.StatusTooManyRequests, RetryAfter: time.Minute}}, 0, "was not shared"},
		"gone":                    {[]slacktest.Fault{{Status: http.StatusNotFound}}, 0, "was not shared"},
		"no table":                {[]slacktest.Fault{{Status: http.StatusBadRequest, Error: "invalid_blocks"}}, 1, ""},
		"no blocks":               {[]slacktest.Fault{{Status: http.StatusBadRequest, Error: "invalid_blocks"}, {Status: http.StatusBadRequest, Error: "invalid_blocks"}}, 1, ""},
	} {
		t.Run(name, func(t *testing.T) {
			onCompanies(t, func(h *house) {
				m := h.types(guest, policy, "list company")
				h.slack.Fail("response_url", c.faults...)
				h.presses(guest, m, "Share to channel")
				shared, told := 0, ""
				for _, m := range h.slack.Messages(policy) {
					switch {
					case !m.Ephemeral:
						shared++
						if !strings.HasPrefix(m.Text, "<@"+guest+"> shared the answer to “list company”:\n45 companies") {
							h.Errorf("shared as %q", m.Text)
						}
					case !strings.Contains(m.Text, "45 companies"):
						told += m.Text
					case c.shared == 1 && c.says == "" && m.Action("Share to channel").Type != "":
						h.Error("it can be shared again")
					}
				}
				if shared != c.shared || !strings.Contains(told, c.says) || c.says == "" && told != "" {
					h.Errorf("shared %d times, want %d; got %q, want %q", shared, c.shared, told, c.says)
				}
			})
		})
	}
}

// TestAnAnswerToAPressArrives allows a private answer to come twice, but not to be lost.
func TestAnAnswerToAPressArrives(t *testing.T) {
	for name, faults := range map[string][]slacktest.Fault{
		"too many calls":   {{Status: http.StatusTooManyRequests, RetryAfter: 10 * time.Second}, {Status: http.StatusTooManyRequests, RetryAfter: 10 * time.Second}},
		"internal error":   {{Status: http.StatusInternalServerError}, {Status: http.StatusBadGateway}},
		"lost on the way":  {{Lost: true}},
		"slow":             {{Before: 11 * time.Second}},
		"takes no blocks":  {{Status: http.StatusBadRequest, Error: "invalid_blocks"}, {Status: http.StatusBadRequest, Error: "invalid_blocks"}},
		"all of the above": {{Lost: true}, {Status: http.StatusBadRequest, Error: "invalid_blocks"}, {Status: http.StatusInternalServerError}},
	} {
		t.Run(name, func(t *testing.T) {
			onCompanies(t, func(h *house) {
				m := h.types(guest, policy, "list company")
				h.slack.Fail("response_url", faults...)
				h.presses(guest, m, "Next 10")
				if said := h.last(policy); !strings.Contains(said.Text, "Page 2 of 5.") {
					h.Errorf("answered with %q\n%s", said.Text, h.log)
				}
			})
		})
	}
}

// TestATableThatSlackDoesntTakeIsTold in lines, with the buttons below.
func TestATableThatSlackDoesntTakeIsTold(t *testing.T) {
	onCompanies(t, func(h *house) {
		h.slack.Fail("chat.postMessage", slacktest.Fault{Error: "invalid_blocks"})
		if _, err := h.slack.Send(h.Context(), h.slack.Mention(guest, policy, "list company")); err != nil {
			h.Fatal(err)
		}
		synctest.Wait()
		m := h.last(policy)
		if !strings.Contains(string(m.Blocks), `"table"`) || m.Action("Next 10").Type == "" || !strings.Contains(m.Text, "Example Company A") {
			h.Errorf("answered with %q and %s", m.Text, m.Blocks)
		}
	})
}

// TestAFaultBehindAControlIsToldByAReference includes panics, which don't end the process.
func TestAFaultBehindAControlIsToldByAReference(t *testing.T) {
	for name, fail := range map[string]*broken{"an error": {err: errors.New("the disk is full")}, "a panic": {panic: "the disk is full"}} {
		t.Run(name, func(t *testing.T) {
			overBoth(t, func(*testing.T) tracker.Ledger { return &broken{} }, func(h *house) {
				told := func(what, said string) {
					h.Helper()
					_, reference, ok := strings.Cut(said, "the reference ")
					reference = strings.TrimSuffix(reference, ".")
					if !ok || strings.Contains(said, "disk") || !strings.Contains(h.log.String(), "reference="+reference) {
						h.Errorf("%s: answered %q\n%s", what, said, h.log)
					}
				}
				h.types(guest, policy, "suggest "+addition)
				synctest.Wait()
				proposed := h.last(review)
				form := h.opens(admin, "add")
				ledger := h.ledger.(*broken)
				ledger.err, ledger.panic = fail.err, fail.panic
				h.presses(admin, proposed, "Approve 1")
				told("a press", h.last(review).Text)
				told("a submission", h.submits(form, addition26...).Errors["name"])
				if fail.panic != nil && !strings.Contains(h.log.String(), "(*broken).Append") {
					h.Error("the log doesn't say where it happened")
				}
			})
		})
	}
}

// TestADecisionIsToldWhateverSlackDoes expects it where everybody saw the proposal, or else for the admin who decided.
func TestADecisionIsToldWhateverSlackDoes(t *testing.T) {
	busy := slacktest.Fault{Status: http.StatusTooManyRequests, RetryAfter: 20 * time.Second}
	for name, c := range map[string]struct {
		faults []slacktest.Fault
		told   int
	}{
		"internal error":      {[]slacktest.Fault{{Status: http.StatusInternalServerError}}, 0},
		"it hangs":            {[]slacktest.Fault{{Before: 15 * time.Second, Lost: true}}, 0},
		"too busy":            {[]slacktest.Fault{busy, busy, busy}, 1},
		"the message is gone": {[]slacktest.Fault{{Error: "message_not_found"}}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			onCompanies(t, func(h *house) {
				h.types(guest, policy, `suggest add "Sample Foundation" civil_society source:https://example.org/a`)
				synctest.Wait()
				h.slack.Fail("chat.update", c.faults...)
				h.presses(admin, h.last(review), "Approve 46")
				time.Sleep(time.Minute)
				synctest.Wait()
				said := h.last(review).Text
				told := h.told(admin)
				if len(told) == 1 {
					said = told[0].Text
				}
				if len(told) != c.told || !strings.Contains(said, "Proposal 46 was approved by <@"+admin+">") || h.head() != 48 {
					h.Errorf("got %q, in a direct message %+v; the head is %d", said, told, h.head())
				}
			})
		})
	}
}

// TestALateAnswerIsToldWhateverSlackDoes holds that a public answer isn't posted again if it may have landed.
func TestALateAnswerIsToldWhateverSlackDoes(t *testing.T) {
	for name, c := range map[string]struct {
		fault slacktest.Fault
		says  string
	}{
		"internal error": {slacktest.Fault{Status: http.StatusInternalServerError}, "didn't say whether"},
		"too many calls": {slacktest.Fault{Status: http.StatusTooManyRequests, RetryAfter: 10 * time.Second}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			onCompanies(t, func(h *house) {
				h.slack.Fail("conversations.info", slacktest.Fault{Before: 5 * time.Second})
				h.slack.Fail("response_url", c.fault)
				if _, err := h.slack.Send(h.Context(), h.slack.Command(guest, policy, "/pariscall subscribe")); err != nil {
					h.Fatal(err)
				}
				time.Sleep(time.Minute)
				m := h.last(policy)
				if len(h.slack.Messages(policy)) != 1 || m.Ephemeral != (c.says != "") || !strings.Contains(m.Text, c.says) || !strings.Contains(m.Text, "subscribed this channel") {
					h.Errorf("got %+v", m)
				}
			})
		})
	}
}

// shared are the answers that everybody in a channel sees.
func (h *house) shared(channel string) (all []string) {
	for _, m := range h.slack.Messages(channel) {
		if !m.Ephemeral {
			all = append(all, m.Text)
		}
	}
	return all
}

// TestEachPageCanBeShared, also one whose first try failed.
func TestEachPageCanBeShared(t *testing.T) {
	onCompanies(t, func(h *house) {
		h.types(guest, policy, "list company")
		turn := func(label string) { h.presses(guest, h.slack.Messages(policy)[0], label) }
		turn("Next 10")
		h.slack.Fail("response_url", slacktest.Fault{Status: http.StatusNotFound})
		turn("Share to channel")
		turn("Share to channel")
		turn("Next 10")
		turn("Share to channel")
		if got := h.shared(policy); len(got) != 2 || !strings.Contains(got[0], "Page 2 of 5.") || !strings.Contains(got[1], "Page 3 of 5.") {
			h.Errorf("shared %q", got)
		}
	})
}

// A button that is pressed again doesn't show what its first press did: that may have been undone meanwhile.
func TestAnUndoThatIsPressedAgainTellsWhatIsSo(t *testing.T) {
	besideAnother(t, func(h *house) {
		m := h.asks(admin, "/pariscall "+addition)
		undo := m.Action("Undo")
		h.send(h.slack.Click(admin, m, undo))
		undone := h.head()
		h.asks(admin, fmt.Sprintf("/pariscall undo %d", undone)) // it is on the roll again
		h.asks(admin, `/pariscall edit "Example Company" note:“on it” source:https://example.org/n`)
		before := h.head()
		h.send(h.slack.Click(admin, m, undo))
		if said := h.heard(admin); !strings.Contains(said, "Nothing was changed") || h.head() != before {
			h.Errorf("pressed again, it says %q; %d entries became %d", said, before, h.head())
		}
	})
}
