package bot_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"rollcall/bot/slacktest"
	"rollcall/tracker"
)

// rawID is Slack's name of a person or a channel that isn't shown as a link.
var rawID = regexp.MustCompile(`(^|[^<@#A-Z0-9])@?[UCDW]0[A-Z0-9]+`)

// TestPeopleAndChannelsAreToldByName expects mentions for one person, and names in public, so that nobody is notified.
func TestPeopleAndChannelsAreToldByName(t *testing.T) {
	onCompanies(t, func(h *house) {
		h.types(guest, policy, `suggest add "Sample Foundation" civil_society source:https://example.org/a`)
		h.types(admin, policy, "subscribe daily")
		h.types(admin, policy, "approve 46")
		h.types(admin, policy, "undo")
		for _, line := range []string{
			"approve 46", "reject 46", "undo 49", "grant " + guest, "grant " + guest, "revoke " + french, "revoke " + admin, "admins", "proposals", "subscriptions",
			"log", "history #48", "suggest withdraw \"Example Company A\" source:https://example.org/b", "withdraw\nExample Company A\nNobody",
		} {
			if m := h.types(admin, policy, line); rawID.MatchString(m.Text) {
				h.Errorf("%s: %s", line, m.Text)
			}
			n := len(h.posted(policy))
			h.answered(h.slack.Mention(admin, policy, line))
			for _, m := range h.posted(policy)[n:] {
				if rawID.MatchString(m.Text) || strings.Contains(m.Text, "<@") && !strings.HasPrefix(line, "subscri") {
					h.Errorf("%s, in a mention: %s", line, m.Text)
				}
			}
		}
		v := h.opens(guest, "suggest")
		if done := h.submits(v, append(slices.Clone(addition26), "on", "2026-03-02")...); rawID.MatchString(said(h, done)) || !strings.Contains(said(h, done), "<@"+guest+">") {
			h.Errorf("in the form: %s %v", said(h, done), done.Errors)
		}
	})
}

// TestPeopleOfWhomSlackSaysNothing are somebody, and are asked for once.
func TestPeopleOfWhomSlackSaysNothing(t *testing.T) {
	onCompanies(t, func(h *house) {
		h.types(guest, policy, `suggest add "Sample Foundation" civil_society source:https://example.org/a`)
		time.Sleep(2 * time.Hour)
		h.slack.FailBy(func(c slacktest.Call) slacktest.Fault {
			if c.Method == "users.info" && c.Args["user"] == "U0GONE" {
				return slacktest.Fault{Before: time.Minute}
			}
			return slacktest.Fault{}
		})
		another := tracker.Add(tracker.Supporter{Name: "Sample Works", Category: tracker.Company, Source: "https://example.org/a"}, tracker.DayOf(time.Now()))
		h.do("U0GONE", tracker.Propose(tracker.DayOf(time.Now()), "", another))
		h.answered(h.slack.Mention(admin, policy, "proposals"))
		if m := h.last(policy); !strings.Contains(m.Text, "by guest") || !strings.Contains(m.Text, "by somebody") || rawID.MatchString(m.Text) {
			h.Errorf("got %q", m.Text)
		}
	})
}

// TestWhoDecidesIsToldHow holds that only people who decide see how.
func TestWhoDecidesIsToldHow(t *testing.T) {
	onCompanies(t, func(h *house) {
		for who, told := range map[string]bool{guest: false, admin: true} {
			m := h.types(who, policy, `suggest add "Sample of `+who+`" company source:https://example.org/a`)
			if strings.Contains(m.Text, "/pariscall approve") != told {
				h.Errorf("%s gets: %s", who, m.Text)
			}
		}
	})
}

// TestAnOwnerIsToldInWords which channel it is, and why.
func TestAnOwnerIsToldInWords(t *testing.T) {
	for code, why := range map[string]string{"is_archived": "the channel is archived", "restricted_action_read_only_channel": "only some people may post", "something_new": "Slack said “something_new”"} {
		t.Run(code, func(t *testing.T) {
			inHouse(t, new(tracker.Memory), func(h *house) {
				stop := h.start(tick)
				defer stop()
				h.slack.FailBy(func(c slacktest.Call) slacktest.Fault {
					if c.Method == "chat.postMessage" && c.Args["channel"] == policy {
						return slacktest.Fault{Error: code}
					}
					return slacktest.Fault{}
				})
				h.joins("Example Company")
				time.Sleep(12 * time.Hour)
				told := h.told(admin)
				if len(told) != 1 || !strings.Contains(told[0].Text, "to <#"+policy+"> any more: "+why) || rawID.MatchString(told[0].Text) {
					h.Errorf("got %+v", told)
				}
			})
		})
	}
}

// TestAMentionIsReadWhateverStandsBeforeItsLine: the command is typed out of habit, and a file can't be read there.
func TestAMentionIsReadWhateverStandsBeforeItsLine(t *testing.T) {
	onCompanies(t, func(h *house) {
		for _, line := range []string{"count", "pariscall count", "/pariscall count", "/PARISCALL: count", "Pariscall, count"} {
			h.answered(h.slack.Mention(guest, policy, line))
			if m := h.last(policy); !strings.Contains(m.Text, "45 supporters") {
				h.Errorf("%q is answered with %q", line, m.Text)
			}
		}
		for _, subtype := range []string{"", "file_share"} {
			r := h.slack.Mention(guest, policy, "list.csv")
			r.Event()["files"], r.Event()["subtype"] = []any{map[string]any{"id": "F1"}}, subtype
			h.answered(r)
			if m := h.last(policy); !strings.Contains(m.Text, "send me the file there") {
				h.Errorf("a file in a mention is answered with %q", m.Text)
			}
		}
	})
}
