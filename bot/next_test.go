package bot_test

import (
	"slices"
	"strings"
	"testing"

	"rollcall/bot/slacktest"
	"rollcall/tracker"
)

// TestWhatIsRefusedEndsWithTheNextStep: a button that does something, and isn't refused again.
func TestWhatIsRefusedEndsWithTheNextStep(t *testing.T) {
	onCompanies(t, func(h *house) {
		h.types(admin, policy, "subscribe daily at 09:00")
		for _, c := range []struct{ who, line, says, button string }{
			{admin, "edit Nobody", "No supporter is called “Nobody”", "Edit a supporter"},
			{admin, "edit Nobody note:x source:https://example.org/a", "No supporter is called “Nobody”", "Edit a supporter"},
			{guest, "edit Nobody", "Only admins can edit", "Suggest a change"},
			{admin, `edit "Example Company A" category:castle source:https://example.org/a`, "I don't know the category", "Edit a supporter"},
			{guest, `suggest edit "Example Company A" category:castle source:https://example.org/a`, "I don't know the category", "Suggest a change"},
			{admin, "add X", "Say the category", "Add a supporter"},
			{admin, "report state x", "I don't know the category", "Report a figure"},
			{admin, "withdraw Nobody source:https://example.org/a", "No supporter is called “Nobody”", "Help"},
			{guest, "withdraw Nobody source:https://example.org/a", "Only admins can withdraw", "Suggest a change"},
			{admin, "approve 999", "There is no proposal 999", "Proposals"},
			{guest, "approve 999", "Only admins can approve", "Proposals"},
			{admin, "undo 999", "There is no entry 999", "Latest entries"},
			{admin, "grant Bob", "Say whom by the member id", "Admins"},
			{guest, "resume 9", "no subscription number 9", "Subscriptions"},
			{guest, "subscribe nonsense", "I don't know “nonsense”", "Subscribe a channel"},
			{guest, "export foo", "I don't know what “foo” means", "Help"},
			{guest, "count", "45 supporters are listed", "By year"},
			{guest, "who kenia", "Kenya is not listed", "Suggest a change"},
		} {
			h.answered(h.slack.Command(c.who, policy, "/pariscall "+c.line))
			m := h.last(policy)
			next := m.Action(c.button)
			if !strings.Contains(m.Text, c.says) || next.Type == "" {
				h.Errorf("%s: %q with %s", c.line, m.Text, buttons(m))
				continue
			}
			h.presses(c.who, m, c.button)
			form, opened := h.slack.Modal(c.who)
			if strings.HasPrefix(next.ActionID, "form-") {
				if !opened || form.Title != c.button {
					h.Errorf("%s: %s opened %q", c.line, c.button, form.Title)
				}
				if strings.Contains(c.line, "Company A") && values(h, form)["supporter"] != "1" {
					h.Errorf("%s: the form is of %q", c.line, values(h, form)["supporter"])
				}
				continue
			}
			if said := h.last(policy); said.Text == m.Text || strings.Contains(said.Text, "type another") || said.Action("Help").Type != "" && !strings.Contains(said.Text, ": how it is typed") {
				h.Errorf("%s: %s is answered with %q", c.line, c.button, said.Text)
			}
		}
	})
}

// TestAFormOfWhoLeftOffersAnother, and a file in a channel the direct messages.
func TestAFormOfWhoLeftOffersAnother(t *testing.T) {
	onCompanies(t, func(h *house) {
		m := h.types(guest, policy, "who Example Company A")
		h.types(admin, policy, "withdraw Example Company A source:https://example.org/b")
		h.presses(guest, m, "Suggest a change")
		m = h.last(policy)
		if !strings.Contains(m.Text, "not listed any more") {
			h.Errorf("got %q", m.Text)
		}
		h.presses(guest, m, "Suggest a change")
		if form, opened := h.slack.Modal(guest); !opened || form.Title != "Suggest a change" {
			h.Error("no other form opens")
		}
		r := h.slack.Mention(guest, policy, "list.csv")
		r.Event()["files"] = []any{map[string]any{"id": "F1"}}
		h.answered(r)
		m = h.last(policy)
		if m.Action("Open our direct messages").Type == "" || !strings.Contains(string(m.Blocks), "https://slack.com/app_redirect?app=A0APP\\u0026team=T0TEAM") {
			h.Errorf("a file in a mention is answered with %q, %s", m.Text, m.Blocks)
		}
		before := len(h.slack.Messages(""))
		h.presses(guest, m, "Open our direct messages") // Slack reports it, and opens the address itself
		if after := h.slack.Messages(""); len(after) != before {
			h.Errorf("got %+v", after[before:])
		}
	})
}

// TestAGuestsHomeEndsWithWhereToRead: the official list, and where they may ask.
func TestAGuestsHomeEndsWithWhereToRead(t *testing.T) {
	h, b := onLoopback(t, new(tracker.Memory))
	h.slack.AddUser(slacktest.User{ID: "U0REST", Name: "rest", Restricted: true})
	h.sends(b, h.slack.HomeOpened("U0REST"))
	home, _ := h.slack.Home("U0REST")
	if home.Action("The official list").Type == "" {
		t.Errorf("the Home is %s", home.Blocks)
	}
	told := slices.ContainsFunc(h.slack.Messages(""), func(m slacktest.Message) bool { return m.User == "U0REST" })
	if reply := h.types("U0REST", policy, "count"); told || reply.Action("The official list").Type == "" {
		t.Errorf("got %q with %s", reply.Text, buttons(reply))
	}
	h.holds()
}
