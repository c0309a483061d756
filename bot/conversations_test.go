package bot_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rollcall/bot/slacktest"
	"rollcall/tracker"
)

// pair is the direct messages of two people, which the bot isn't in.
const pair = "D0PAIR"

// ofTwo puts the direct messages of two people into the workspace.
func ofTwo(h *house) {
	h.slack.AddChannel(slacktest.Channel{ID: pair, IM: true, Members: []string{admin, guest}})
}

// seenBy returns what one of two people sees of what the bot said since a number of messages.
func (h *house) seenBy(user string, since int) (all []slacktest.Message) {
	for _, m := range h.slack.Messages(pair)[since:] {
		if !m.Ephemeral || m.User == user {
			all = append(all, m)
		}
	}
	return all
}

// TestAnAnswerToAButtonIsAsPrivateAsItsMessage: in the direct messages of two people the other one sees what is shared, and
// nothing else.
func TestAnAnswerToAButtonIsAsPrivateAsItsMessage(t *testing.T) {
	onCompanies(t, func(h *house) {
		ofTwo(h)
		m := h.types(admin, pair, "list company")
		h.presses(admin, m, "Next 10")
		h.presses(admin, h.types(admin, pair, "count company"), "Share in this conversation", "{")
		m = h.types(admin, pair, "help")
		for _, label := range suggested(m) {
			h.presses(admin, m, label)
		}
		if seen := h.seenBy(guest, 0); len(seen) > 0 {
			h.Fatalf("the other one sees %q", seen[0].Text)
		}
		m = h.types(admin, pair, "count company")
		n := len(h.slack.Messages(pair))
		h.presses(admin, m, "Share in this conversation")
		shared := h.seenBy(guest, n)
		if len(shared) != 1 || !strings.Contains(shared[0].Text, "<@"+admin+"> shared the answer to “count company”") || strings.Contains(shared[0].Text, "“<@") {
			h.Fatalf("the other one sees %+v", shared)
		}
		n = len(h.slack.Messages(pair))
		h.presses(guest, h.types(guest, pair, "count"), "Share in this conversation")
		for _, label := range suggested(shared[0]) {
			h.presses(guest, shared[0], label)
		}
		if seen := h.seenBy(admin, n); len(seen) != 1 {
			h.Errorf("admin sees %d messages more", len(seen))
		}
	})
}

// suggested are the labels of a message's buttons that ask something.
func suggested(m slacktest.Message) (all []string) {
	for label := range strings.SplitSeq(strings.Trim(buttons(m), "[]"), "] [") {
		if a := m.Action(label); strings.HasPrefix(a.ActionID, "ask-") {
			all = append(all, label)
		}
	}
	return all
}

// TestInOnesOwnDirectMessagesAConversationIsKept: what a button of a message asks is a message, what one of an answer to a command
// asks is as private as that.
func TestInOnesOwnDirectMessagesAConversationIsKept(t *testing.T) {
	onCompanies(t, func(h *house) {
		h.answered(h.slack.DM(guest, "help"))
		own := h.told(guest)[0]
		labels := suggested(own)
		if len(labels) == 0 || own.Action("Share in this conversation").Type != "" {
			h.Fatalf("below the answer are %s", buttons(own))
		}
		h.presses(guest, own, labels[0])
		if m := h.last(own.Channel); m.Ephemeral || m.Via != "response_url" {
			h.Errorf("it came as %+v", m)
		}
		typed := h.types(guest, own.Channel, "help")
		h.presses(guest, typed, labels[0])
		if m := h.last(own.Channel); !typed.Ephemeral || !m.Ephemeral {
			h.Errorf("it came as %+v", m)
		}
	})
}

// answered sends a request and waits for what it does.
func (h *house) answered(r slacktest.Request) {
	h.Helper()
	if reply, err := h.slack.Send(h.Context(), r); err != nil || reply.Status != http.StatusOK {
		h.Fatalf("acknowledged with %d, %v", reply.Status, err)
	}
	time.Sleep(time.Minute)
	synctest.Wait()
}

// TestInGroupsDirectMessagesWhatIsSharedIsSeen, and nothing else, nor is there advice that can't be followed.
func TestInGroupsDirectMessagesWhatIsSharedIsSeen(t *testing.T) {
	onCompanies(t, func(h *house) {
		const group = "G0GROUP"
		h.slack.AddChannel(slacktest.Channel{ID: group, Name: "mpdm-admin--guest--french-1", Private: true, Members: []string{admin, guest, french}})
		for _, line := range []string{"subscribe daily", "chart"} {
			h.answered(h.slack.Command(admin, group, "/pariscall "+line))
			if m := h.last(group); !strings.Contains(m.Text, "hese are direct messages of others") || !m.Ephemeral {
				h.Errorf("%s: %q", line, m.Text)
			}
		}
		m := h.types(admin, group, "help")
		h.presses(admin, m, suggested(m)[0])
		if all := h.shared(group); len(all) > 0 {
			h.Errorf("the others see %q", all)
		}
		h.presses(admin, h.types(admin, group, "count"), "Share in this conversation")
		if all := h.shared(group); len(all) != 1 || !strings.Contains(all[0], "shared the answer to “count”") {
			h.Errorf("the others see %q", all)
		}
	})
}

// TestNoAdviceThatCantBeFollowed: rollcall can't be invited to the direct messages of others.
func TestNoAdviceThatCantBeFollowed(t *testing.T) {
	onCompanies(t, func(h *house) {
		ofTwo(h)
		for _, line := range []string{"subscribe daily", "chart"} {
			h.answered(h.slack.Command(admin, pair, "/pariscall "+line))
			m := h.last(pair)
			if !strings.Contains(m.Text, "hese are direct messages of others") || strings.Contains(m.Text, "/invite") || !m.Ephemeral {
				h.Errorf("%s: %q", line, m.Text)
			}
		}
	})
}

// TestWhoseDirectMessagesSlackDoesntSay: they are taken for those of others, and Slack is asked again.
func TestWhoseDirectMessagesSlackDoesntSay(t *testing.T) {
	for name, fault := range map[string]slacktest.Fault{
		"limited": {Status: 429, RetryAfter: 30 * time.Second}, "failed": {Status: 500}, "reset": {Lost: true}, "late": {Before: time.Minute},
		"cut": {Cut: true}, "HTML": {Status: 200}, "no scope": {Error: "missing_scope"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h, network := inBubble(t, monday, slacktest.Config{}, new(tracker.Memory))
				defer h.holds()
				defer h.serveOn(network)()
				ofTwo(h)
				h.slack.Fail("conversations.info", fault, fault)
				m := h.types(admin, pair, "help")
				h.presses(admin, m, suggested(m)[0])
				if seen := h.seenBy(guest, 0); len(seen) > 0 || len(h.slack.Messages(pair)) != 2 {
					h.Errorf("the other one sees %+v", seen)
				}
				h.types(admin, pair, "help")
				h.types(admin, pair, "help")
				if n := h.slack.Count("conversations.info"); n != 3 {
					h.Errorf("Slack was asked %d times", n)
				}
			})
		})
	}
}
