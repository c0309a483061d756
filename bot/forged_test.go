package bot_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rollcall/bot/slacktest"
	"rollcall/tracker"
	"rollcall/tracker/testrun"
)

// actions are the ids of every control that there is, some of no control, and one with what it may hold.
var actions = []string{"ask-0", "page-1", "share-2", "feedback", "form-add", "form-edit", "form-suggest", "form-forget", "form", "fill-supporter", "fill-more",
	"approve-1", "reject-1", "undo-1", "forget-1", "rule-1", "group-1", "groupall-1", "groupchosen-1", "groupreject-1", "listapply-1", "listpropose-1", "listdrop-1",
	"listpage-1", "drop-all", "", "-", "ask", "approve"}

// kept is what was never in a control of this version, call, workspace and person.
var kept = []string{"", "{", "null", "[]", `"count"`, "approve 1", "<!channel>", `{"v":0,"line":"approve 1"}`, `{"v":2,"line":"approve 1"}`, `{"line":"count"}`,
	`{"v":1,"line":7}`, `{"v":1,"line":"count","page":-1}`, `{"v":1,"line":"count","today":"soon"}`, `{"v":1,"line":"count","admin":true}`,
	`{"v":1,"call":"another-call","line":"count"}`, `{"v":1,"call":"another-call","line":"approve 4"}`, `{"v":1,"line":"approve 1 2 x"}`, `{"v":1,"line":"approve"}`,
	`{"v":1,"line":"forget"}`, `{"v":1,"line":"drop table"}`, `{"v":1,"line":"add X company"}`, `{"v":1,"id":999,"line":""}`, `{"v":1,"file":"F1"}`,
	`{"v":1,"file":"F1","page":0}`, `{"v":1,"file":"F1","page":1,"source":7}`, strings.Repeat("x", 2_000)}

// TestWhatIsForgedIsRefusedInWords uses any control with any value, in a message or a Home, as anybody: the person gets
// an answer, nothing is recorded, and nobody else sees anything. Without -long it is a sample.
func TestWhatIsForgedIsRefusedInWords(t *testing.T) {
	for who, what := range map[string]string{guest: "a member", admin: "an admin", "U0AWAY": "from another workspace", "U0NOBODY": "unknown to Slack"} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			onCompanies(t, func(h *house) {
				h.slack.AddUser(slacktest.User{ID: "U0AWAY", Name: "away", Team: "T0AWAY"})
				m := h.types(guest, policy, "count")
				h.asksFor(h.slack.HomeOpened(admin))
				home, _ := h.slack.Home(admin)
				head := h.head()
				for n, id := range actions {
					for i, value := range kept {
						if (n+i)%testrun.Times(1, 9) != 0 {
							continue
						}
						a := slacktest.Action{ActionID: id, BlockID: "b", Type: "button", Value: value, Text: "x"}
						r := h.slack.Click(who, m, a)
						if i%3 == 0 {
							r = h.slack.ClickView(home, a)
							r.Payload["user"].(map[string]any)["id"] = who
						}
						before, calls := h.sight(who), len(h.slack.Calls())
						h.forges(r)
						again := slices.ContainsFunc(h.slack.Calls()[calls:], func(c slacktest.Call) bool { return answering.MatchString(c.Method) })
						if seen := news(before, h.sight(who)); seen == "" && !again && !strings.HasPrefix(id, "fill") && h.told(who) == nil && who != "U0NOBODY" {
							h.Errorf("%s with %.60s: nothing is said", id, value)
						}
					}
				}
				for _, m := range h.slack.Messages("") {
					if !m.Ephemeral && m.User == "" {
						h.Errorf("everybody sees %q", m.Text)
					}
				}
				if h.head() != head || strings.Contains(h.log.String(), "internal error") {
					h.Errorf("%d entries were recorded\n%s", h.head()-head, shorten(h.log.String()))
				}
			})
		})
	}
}

// answering matches the calls by which a person gets an answer, which may say what stands there already.
var answering = regexp.MustCompile(`^(chat\.post|views\.|response_url)`)

// forges sends what Slack wouldn't, and waits for what it does.
func (h *house) forges(r slacktest.Request) {
	h.Helper()
	if reply, err := h.slack.Send(h.Context(), r); err != nil || reply.Status != http.StatusOK {
		h.Errorf("acknowledged with %d, %v", reply.Status, err)
	}
	time.Sleep(10 * time.Second)
	synctest.Wait()
}

// TestForgedFormsAndShortcutsAreRefusedInWords: of no form, of another call, of another version or person, and kinds of interaction
// that there are not.
func TestForgedFormsAndShortcutsAreRefusedInWords(t *testing.T) {
	onCompanies(t, func(h *house) {
		head := h.head()
		submit := func(change func(view map[string]any)) func() slacktest.Request {
			return func() slacktest.Request {
				r := h.slack.Submit(h.opens(guest, "suggest"), map[string]string{"name": "Example Works", "category": "company", "source": "https://example.org/a"})
				change(r.Payload["view"].(map[string]any))
				return r
			}
		}
		all := map[string]func() slacktest.Request{
			"a shortcut that isn't":         func() slacktest.Request { return h.slack.Shortcut(guest, "drop-all") },
			"a message's shortcut anywhere": func() slacktest.Request { return h.slack.Shortcut(guest, "suggest") },
			"a shortcut on a message":       func() slacktest.Request { return h.slack.MessageShortcut(guest, policy, "look", "x") },
		}
		for _, kind := range []string{"interactive_message", "dialog_submission", "workflow_step_edit", "drop_all", ""} {
			all["of kind "+kind] = func() slacktest.Request {
				r := h.slack.Shortcut(guest, "suggest")
				r.Payload["type"] = kind
				return r
			}
		}
		for _, id := range []string{"form-drop", "form-", "form-edit", "rule", "reject", "", "look"} {
			all["a form "+id] = submit(func(view map[string]any) { view["callback_id"] = id })
		}
		for _, memo := range []string{"", "{}", `{"v":0,"by":"U0GUEST"}`, `{"v":1,"by":"U0ADMIN"}`, `{"v":1,"call":"another-call","by":"U0GUEST"}`, `{"v":1,"by":"U0GUEST","id":999,"head":999}`,
			`{"v":1,"by":"U0GUEST","more":true}`, `{"v":1,"by":"U0GUEST","anyway":true}`, `{"v":1,"by":"U0GUEST","team":"T0AWAY"}`} {
			all["kept "+memo] = submit(func(view map[string]any) { view["private_metadata"] = memo })
		}
		for what, request := range all {
			r := request()
			before := h.sight(guest)
			h.forges(r)
			if seen := news(before, h.sight(guest)); !strings.Contains(seen, "Nothing was changed") {
				h.Errorf("%s: they see %q", what, shorten(seen))
			}
		}
		if h.head() != head || strings.Contains(h.log.String(), "internal error") {
			h.Errorf("%d entries were recorded\n%s", h.head()-head, shorten(h.log.String()))
		}
	})
}

// FuzzInteraction sends anything signed by Slack: nobody but an admin records anything but a proposal or a subscription, no fault is ours, and
// nothing that Slack would refuse is said.
func FuzzInteraction(f *testing.F) {
	seed := func(payload map[string]any) {
		raw, err := json.Marshal(payload)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(raw))
	}
	for i, id := range actions {
		for j, container := range []map[string]any{{"type": "message", "message_ts": "1.2", "channel_id": policy}, {"type": "view", "view_id": "V1"}, {}} {
			seed(map[string]any{"type": "block_actions", "user": map[string]any{"id": guest}, "container": container, "trigger_id": "1",
				"actions": []any{map[string]any{"action_id": id, "value": kept[(i+j)%len(kept)], "selected_option": map[string]any{"value": "1"}}}})
		}
	}
	for _, kind := range []string{"view_submission", "block_suggestion", "view_closed", "shortcut", "message_action"} {
		for _, id := range []string{"form-add", "form-edit", "form-suggest", "form-subscribe", "form-look", "rule", "reject", "suggest", "look"} {
			memo := map[string]any{"callback_id": id, "id": "V1", "private_metadata": `{"v":1,"by":"U0GUEST","id":2,"head":3}`,
				"state": map[string]any{"values": map[string]any{"name": map[string]any{"fill-name": map[string]any{"value": "x"}}}}}
			seed(map[string]any{"type": kind, "user": map[string]any{"id": guest}, "callback_id": id, "block_id": "supporter", "value": "fr", "view": memo})
		}
	}
	f.Fuzz(func(t *testing.T, payload string) {
		synctest.Test(t, func(t *testing.T) {
			h, network := inBubble(t, monday, slacktest.Config{}, paris(t))
			stop := h.serveOn(network)
			head := h.head()
			r, err := h.slack.HTTPRequest(t.Context(), "http://bot.test/slack/events", slacktest.Request{Type: slacktest.Interactive, Body: []byte("payload=" + url.QueryEscape(payload))})
			if err != nil {
				t.Fatal(err)
			}
			reply, err := network.Client().Do(r)
			if err != nil || reply.StatusCode != http.StatusOK && reply.StatusCode != http.StatusBadRequest {
				t.Fatalf("acknowledged with %+v, %v", reply, err)
			}
			_ = reply.Body.Close()
			time.Sleep(time.Minute)
			stop()
			for e := range h.tracker.Book().Entries(head) {
				_, proposed := e.Event.(tracker.Proposed)
				_, subscribed := e.Event.(tracker.Subscribed)
				if e.By != admin && !proposed && !subscribed {
					t.Errorf("%s recorded %+v", e.By, e.Event)
				}
			}
			if strings.Contains(h.log.String(), "internal error") {
				t.Error(h.log)
			}
		})
	})
}
