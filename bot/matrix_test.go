package bot_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rollcall/bot/slacktest"
	"rollcall/tracker/testrun"
)

// A scene is something that a person does, and what they see then.
type scene struct {
	who      string
	prepares func(h *house) (does func()) // what is there before; then it is done
	says     string                       // if nothing goes wrong
	idle     []string                     // calls that, failing on and on, leave nothing to be seen: nobody asked, or nothing was done
}

// scenes make every call of Slack that a person's doing leads to.
var scenes = map[string]scene{
	"a command": {guest, func(h *house) func() {
		return func() { h.asksFor(h.slack.Command(guest, policy, "/pariscall count")) }
	}, "3 supporters are listed", nil},
	"a mention": {guest, func(h *house) func() {
		return func() { h.asksFor(h.slack.Mention(guest, policy, "how many principles are there?")) }
	}, "9 principles", nil},
	"a follow-up in a thread": {guest, func(h *house) func() {
		r := h.slack.Mention(guest, policy, "how many companies?")
		h.asksFor(r)
		return func() {
			next := h.slack.Mention(guest, policy, "and states?")
			next.Event()["thread_ts"] = r.Event()["ts"]
			h.asksFor(next)
		}
	}, "1 state", nil},
	"a follow-up in direct messages": {guest, func(h *house) func() {
		h.asksFor(h.slack.MessagesOpened(guest))
		h.asksFor(h.slack.DM(guest, "how many companies?"))
		return func() { h.asksFor(h.slack.DM(guest, "and states?")) }
	}, "1 state", nil},
	"the first word in messages": {guest, func(h *house) func() {
		return func() { h.asksFor(h.slack.MessagesOpened(guest)) }
	}, "I know who supports", []string{"conversations.history"}},
	"the first word in a channel": {guest, func(h *house) func() {
		return func() { h.asksFor(h.slack.Joined("U0BOT", policy, guest)) }
	}, "I know who supports", nil},
	"the Home": {guest, func(h *house) func() {
		h.asksFor(h.slack.Command(guest, policy, "/pariscall subscribe daily"))
		return func() { h.asksFor(h.slack.HomeOpened(guest)) }
	}, "Latest changes of the list", nil},
	"a chart": {guest, func(h *house) func() {
		return func() { h.asksFor(h.slack.Command(guest, policy, "/pariscall chart")) }
	}, "Listed states", nil},
	"a picture": {guest, func(h *house) func() {
		return func() { h.asksFor(h.slack.Command(guest, policy, "/pariscall chart since:2026-11-22")) }
	}, "was listed", nil},
	"an export": {guest, func(h *house) func() {
		return func() { h.asksFor(h.slack.Command(guest, policy, "/pariscall export")) }
	}, "was sent to you", nil},
	"a subscription": {guest, func(h *house) func() {
		return func() { h.asksFor(h.slack.Command(guest, policy, "/pariscall subscribe")) }
	}, "subscribed this channel", nil},
	"a subscription by form": {guest, func(h *house) func() {
		h.asksFor(h.slack.HomeOpened(guest))
		home, _ := h.slack.Home(guest)
		h.asksFor(h.slack.ClickView(home, home.Action("Subscribe a channel")))
		return func() {
			form, _ := h.slack.Modal(guest)
			h.asksFor(h.slack.Submit(form, map[string]string{"where": policy, "when": "daily", "at": "08:30"}))
		}
	}, "subscribed this channel", nil},
	"a form": {admin, func(h *house) func() {
		return func() { h.asksFor(h.slack.Command(admin, policy, "/pariscall add")) }
	}, "Add a supporter", nil},
	"a form that is filled": {admin, func(h *house) func() {
		h.asksFor(h.slack.Command(admin, policy, "/pariscall edit"))
		v, _ := h.slack.Modal(admin)
		return func() {
			h.asksFor(h.slack.ClickView(v, chosen("2")))
			if filled, _ := h.slack.Modal(admin); values(h, filled)["name"] == "" {
				h.asksFor(h.slack.Submit(v, map[string]string{"supporter": "2"}))
			}
		}
	}, "Example Foundation", nil},
	"a shortcut on a message": {guest, func(h *house) func() {
		return func() { h.asksFor(h.slack.MessageShortcut(guest, policy, "suggest", "Kenya has signed")) }
	}, "Suggest a change", nil},
	"a page": {guest, func(h *house) func() {
		for i := range 12 {
			h.joins(fmt.Sprint("Example Company ", i))
		}
		h.asksFor(h.slack.Command(guest, policy, "/pariscall list company"))
		m := h.last(policy)
		return func() { h.asksFor(h.slack.Click(guest, m, m.Action("Next 3"))) }
	}, "Page 2 of 2", nil},
	"a shared answer": {guest, func(h *house) func() {
		h.asksFor(h.slack.Command(guest, policy, "/pariscall count"))
		m := h.last(policy)
		return func() { h.asksFor(h.slack.Click(guest, m, m.Action("Share to channel"))) }
	}, "shared the answer", nil},
	"an opinion of an answer": {guest, func(h *house) func() {
		h.asksFor(h.slack.Mention(guest, policy, "how many principles are there?"))
		m := h.last(policy)
		return func() { h.asksFor(h.slack.Click(guest, m, m.Action("Not what I asked"))) }
	}, "Sorry", nil},
	"a proposal that is approved": {admin, func(h *house) func() {
		h.asksFor(h.slack.Command(guest, policy, "/pariscall suggest "+addition))
		m := h.last(review)
		return func() { h.asksFor(h.slack.Click(admin, m, m.Action(buttonOf(m, "Approve")))) }
	}, "was approved by", nil},
	"a proposal whose outcome is announced": {guest, func(h *house) func() {
		h.asksFor(h.slack.Command(guest, policy, "/pariscall suggest "+addition))
		m := h.last(review)
		return func() { h.asksFor(h.slack.Click(admin, m, m.Action(buttonOf(m, "Approve")))) }
	}, "was approved by", []string{"users.info", "auth.test"}},
	"a proposal that is rejected": {admin, func(h *house) func() {
		h.asksFor(h.slack.Command(guest, policy, "/pariscall suggest "+addition))
		m := h.last(review)
		return func() {
			h.asksFor(h.slack.Click(admin, m, m.Action(buttonOf(m, "Reject"))))
			if form, ok := h.slack.Modal(admin); ok {
				h.asksFor(h.slack.Submit(form, map[string]string{"reason": "no"}))
			}
		}
	}, "is rejected", nil},
	"a list": {admin, func(h *house) func() {
		return func() {
			h.asksFor(h.slack.Upload(admin, "list.csv", []byte(smallList), "source:https://example.org/list"))
			if m := h.told(admin); len(m) > 0 && m[0].Action("Apply").Type != "" {
				h.asksFor(h.slack.Click(admin, m[0], m[0].Action("Apply")))
			}
		}
	}, "was applied", nil},
}

// buttonOf is the label of the button that begins with a word.
func buttonOf(m slacktest.Message, word string) string {
	for label := range strings.SplitSeq(strings.Trim(buttons(m), "[]"), "] [") {
		if strings.HasPrefix(label, word) {
			return label
		}
	}
	return word
}

// asksFor sends a request, and waits for all that it leads to.
func (h *house) asksFor(r slacktest.Request) {
	h.Helper()
	if reply, err := h.slack.Send(h.Context(), r); err != nil || reply.Status != 200 {
		h.Errorf("acknowledged with %d, %v", reply.Status, err)
	}
	time.Sleep(4 * time.Minute)
	synctest.Wait()
}

// sight is all that somebody sees, by place.
func (h *house) sight(user string) map[string]string {
	all := map[string]string{}
	for _, m := range h.slack.Messages("") {
		if m.Ephemeral && m.User == user || !m.Ephemeral && (m.User == user || m.User == "") {
			all[m.Channel+m.TS] = m.Text
			for _, id := range m.Files {
				all[m.Channel+m.TS] += " " + id
			}
		}
	}
	if v, ok := h.slack.Modal(user); ok {
		all["form"] = v.ID + v.Title + string(v.Blocks) + fmt.Sprint(v.Errors)
	}
	if v, ok := h.slack.Home(user); ok {
		all["home"] = v.Hash + string(v.Blocks)
	}
	return all
}

// news is what of a sight wasn't there before.
func news(before, after map[string]string) string {
	maps.DeleteFunc(after, func(where, text string) bool { return before[where] == text })
	return strings.Join(slices.Collect(maps.Values(after)), "\n")
}

// sorry matches answers that something isn't done, or perhaps not.
var sorry = regexp.MustCompile(`[Pp]lease (try|look|open)|didn't|wasn't|can't|could not|went wrong|type: |Nothing was changed yet`)

// lastResort is the call without which no message can be sent: it fails only once, while others also fail on and on.
const lastResort = "chat.postMessage"

// TestEveryCallFails: each call that a scene makes fails in each way, once, or on and on, over both transports. The person who did
// it sees an answer, or why there is none, and nothing is posted twice where many see it. Without -long it is a sample.
func TestEveryCallFails(t *testing.T) {
	calls := map[string]map[string]bool{} // of each scene
	made := map[string]bool{}
	play := func(t *testing.T, s scene, serve way, breaks func(h *house), check func(h *house, seen string)) {
		synctest.Test(t, func(t *testing.T) {
			now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
			time.Sleep(time.Until(now.AddDate(0, -1, 0)))
			h, network := inBubble(t, now, slacktest.Config{Agents: true}, paris(t))
			stop := serve(h, network)
			synctest.Wait()
			does := s.prepares(h)
			time.Sleep(3 * time.Hour) // Slack is asked again who they are
			before := h.sight(s.who)
			breaks(h)
			does()
			check(h, news(before, h.sight(s.who)))
			stop()
			h.holds()
		})
	}
	for name, s := range scenes {
		t.Run(name, func(t *testing.T) {
			calls[name] = map[string]bool{}
			from := 0
			play(t, s, (*house).serveOn, func(h *house) { from = len(h.slack.Calls()) }, func(h *house, seen string) {
				for _, c := range h.slack.Calls()[from:] {
					calls[name][c.Method], made[c.Method] = true, true
				}
				if !strings.Contains(seen, s.says) {
					h.Errorf("they see %q", shorten(seen))
				}
			})
		})
	}
	for _, method := range []string{"assistant.threads.setStatus", "assistant.threads.setSuggestedPrompts", "assistant.threads.setTitle", "auth.test", "chat.postEphemeral",
		"chat.postMessage", "chat.update", "conversations.history", "conversations.info", "conversations.open", "conversations.replies", "download",
		"files.completeUploadExternal", "files.getUploadURLExternal", "files.info", "response_url", "upload", "users.conversations", "users.info",
		"views.open", "views.publish", "views.update"} {
		if !made[method] {
			t.Errorf("no scene calls %s", method)
		}
	}
	n := 0
	for _, name := range slices.Sorted(maps.Keys(scenes)) {
		s := scenes[name]
		for _, method := range slices.Sorted(maps.Keys(calls[name])) {
			for _, what := range slices.Sorted(maps.Keys(postFaults())) {
				fault := postFaults()[what]
				for i, serve := range []way{(*house).serveOn, (*house).listenOn} {
					for _, always := range []bool{false, true} {
						if n++; !testrun.Long() && n%29 != 0 || always && (method == lastResort || slices.Contains(s.idle, method)) {
							continue
						}
						t.Run(fmt.Sprintf("%s, %s, %s, %s, always %t", name, method, what, []string{"HTTP", "Socket Mode"}[i], always), func(t *testing.T) {
							t.Parallel()
							play(t, s, serve, func(h *house) {
								if !always {
									h.slack.Fail(method, fault)
									return
								}
								h.slack.FailBy(func(c slacktest.Call) slacktest.Fault {
									if c.Method == method {
										return fault
									}
									return slacktest.Fault{}
								})
							}, func(h *house, seen string) {
								if !strings.Contains(seen, s.says) && !sorry.MatchString(seen) {
									h.Errorf("they see %q\n%s", shorten(seen), h.log)
								}
								h.nothingTwice()
							})
						})
					}
				}
			}
		}
	}
}

// nothingTwice checks that no message that many see says what another one says.
func (h *house) nothingTwice() {
	h.Helper()
	said := map[string]bool{}
	for _, m := range h.slack.Messages("") {
		if m.Ephemeral || m.User != "" {
			continue
		}
		if said[m.Channel+m.Text] {
			h.Errorf("twice: %s", m.Text)
		}
		said[m.Channel+m.Text] = true
	}
}

func shorten(text string) string { return text[:min(len(text), 500)] }
