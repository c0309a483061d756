package bot_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rollcall/bot"
	"rollcall/bot/slacktest"
	"rollcall/tracker"
)

// TestGuestsAskOnlyWhereTheyMay, and change nothing; so do people from other workspaces.
func TestGuestsAskOnlyWhereTheyMay(t *testing.T) {
	for name, c := range map[string]struct {
		user       slacktest.User
		set        func(*bot.Config)
		may, maynt []string
	}{
		"a guest":                        {slacktest.User{Restricted: true}, func(*bot.Config) {}, nil, []string{policy, press}},
		"from another workspace":         {slacktest.User{Team: "T0OTHER"}, func(*bot.Config) {}, nil, []string{policy}},
		"a guest, in a channel":          {slacktest.User{Restricted: true}, func(c *bot.Config) { c.Guests = []string{press} }, []string{press}, []string{policy}},
		"from another one, everywhere":   {slacktest.User{Team: "T0OTHER"}, func(c *bot.Config) { c.GuestsEverywhere = true }, []string{press, policy}, nil},
		"a member":                       {slacktest.User{}, func(*bot.Config) {}, []string{policy, press}, nil},
		"a workspace admin, as a member": {slacktest.User{Admin: true}, func(*bot.Config) {}, []string{policy}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			inSettings(t, c.set, func(h *house) {
				c.user.ID, c.user.Name = "U0VISITOR", "visitor"
				h.slack.AddUser(c.user)
				h.joins("Example Company")
				head := h.head()
				for _, channel := range c.may {
					if m := h.types(c.user.ID, channel, "count"); !strings.Contains(m.Text, "1 supporter") {
						h.Errorf("in %s: %q", channel, m.Text)
					}
				}
				for _, channel := range c.maynt {
					if m := h.types(c.user.ID, channel, "count"); !strings.Contains(m.Text, "Guests and people from other workspaces") {
						h.Errorf("in %s: %q", channel, m.Text)
					}
				}
				if c.user.Restricted || c.user.Team != "" {
					for _, line := range []string{"subscribe", "suggest withdraw \"Example Company\" source:https://example.org/a", "language fr", "add x company source:https://example.org/a"} {
						h.types(c.user.ID, press, line)
					}
					if h.head() != head || !strings.Contains(h.log.String(), "refused: a guest") || !strings.Contains(h.log.String(), c.user.ID) {
						h.Errorf("%d entries were recorded\n%s", h.head()-head, h.log)
					}
				}
			})
		})
	}
}

// TestWorkspaceAdminsAreAdminsWhereThatIsSet: also owners; nobody else, and not longer than Slack says so.
func TestWorkspaceAdminsAreAdminsWhereThatIsSet(t *testing.T) {
	for _, set := range []bool{true, false} {
		inSettings(t, func(c *bot.Config) { c.WorkspaceAdmins = set }, func(h *house) {
			h.slack.AddUser(slacktest.User{ID: "U0ADMINISTRATOR", Name: "administrator", Admin: true})
			h.slack.AddUser(slacktest.User{ID: "U0OWNER", Name: "owner", Owner: true})
			add := func(user, name string) bool {
				m := h.types(user, policy, "add \""+name+"\" company source:https://example.org/a")
				return strings.Contains(m.Text, "Recorded")
			}
			if add("U0ADMINISTRATOR", "Example A") != set || add("U0OWNER", "Sample B") != set || add(guest, "Instance C") || !add(admin, "Pattern D") {
				h.Errorf("with workspace admins %t it let the wrong ones in:\n%s", set, h.log)
			}
			h.slack.AddUser(slacktest.User{ID: "U0ADMINISTRATOR", Name: "administrator"})
			time.Sleep(2 * time.Hour)
			if add("U0ADMINISTRATOR", "Model E") {
				h.Error("it lets in who isn't an admin any more")
			}
		})
	}
}

// TestGuestsDecideNothing: neither an admin of another workspace, nor an admin who became a guest.
func TestGuestsDecideNothing(t *testing.T) {
	inSettings(t, func(c *bot.Config) { c.WorkspaceAdmins = true }, func(h *house) {
		h.slack.AddUser(slacktest.User{ID: "U0FOREIGN", Name: "foreign", Team: "T0OTHER", Admin: true})
		h.slack.AddUser(slacktest.User{ID: "U0RESTRICTED", Name: "restricted", Restricted: true})
		h.do(admin, tracker.Grant("U0RESTRICTED"))
		h.types(guest, policy, `suggest add "Example Company" company source:https://example.org/a`)
		m := h.types(admin, policy, "proposals")
		before := h.head()
		for _, user := range []string{"U0FOREIGN", "U0RESTRICTED"} {
			for _, label := range []string{fmt.Sprint("Approve ", before), fmt.Sprint("Reject ", before)} {
				h.presses(user, m, label)
				if said := h.heard(user); !strings.Contains(said, "Guests and people from other workspaces") || h.head() != before {
					h.Errorf("%s by %s: %q", label, user, said)
				}
			}
		}
	})
}

// TestWhoSlackDoesntTellOfIsAMember: a Slack that is slow or down doesn't lock a workspace out.
func TestWhoSlackDoesntTellOfIsAMember(t *testing.T) {
	for name, f := range map[string]slacktest.Fault{
		"slow": {Before: 10 * time.Second}, "down": {Status: http.StatusInternalServerError}, "no scope": {Error: "missing_scope"},
	} {
		t.Run(name, func(t *testing.T) {
			inSettings(t, func(c *bot.Config) { c.WorkspaceAdmins = true }, func(h *house) {
				h.slack.FailBy(func(call slacktest.Call) slacktest.Fault {
					if call.Method == "users.info" {
						return f
					}
					return slacktest.Fault{}
				})
				if m := h.types(guest, policy, "count"); !strings.Contains(m.Text, "Nobody is on the list") {
					h.Errorf("answered with %q", m.Text)
				}
			})
		})
	}
}

// TestWhoMayBeAGuestChangesNothing until Slack says who they are; what is known is kept.
func TestWhoMayBeAGuestChangesNothing(t *testing.T) {
	for name, c := range map[string]struct {
		method string
		fault  slacktest.Fault
	}{
		"users.info is slow": {"users.info", slacktest.Fault{Before: 1500 * time.Millisecond}},
		"users.info is down": {"users.info", slacktest.Fault{Status: http.StatusInternalServerError}},
		"auth.test is down":  {"auth.test", slacktest.Fault{Status: http.StatusInternalServerError}},
	} {
		t.Run(name, func(t *testing.T) {
			inSettings(t, func(*bot.Config) {}, func(h *house) {
				h.slack.AddUser(slacktest.User{ID: "U0FOREIGN", Name: "foreign", Team: "T0OTHER"})
				h.slack.Fail(c.method, c.fault)
				for _, try := range []struct{ line, says string }{
					{"subscribe", "didn't tell me in time who you are"}, {"count", "Nobody is on the list"}, {"subscribe", "didn't tell me in time who you are"},
				} {
					if m := h.types("U0FOREIGN", policy, try.line); !strings.Contains(m.Text, try.says) {
						h.Errorf("%s: %q", try.line, m.Text)
					}
				}
				time.Sleep(2 * time.Minute)
				if m := h.types("U0FOREIGN", policy, "subscribe"); !strings.Contains(m.Text, "Guests and people from other workspaces") || h.head() != 0 {
					h.Errorf("later: %q; the head is %d", m.Text, h.head())
				}
			})
		})
	}
}

// inSettings runs a test in a bubble, with a bot of other settings.
func inSettings(t *testing.T, set func(*bot.Config), test func(h *house)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		h, network := inBubble(t, monday, slacktest.Config{}, new(tracker.Memory))
		c := h.bot().Config
		set(&c)
		b := bot.New(c)
		server := &http.Server{Handler: bot.NewRouter(b).Handler()}
		l := network.Listen("bot.test")
		go func() { _ = server.Serve(l) }()
		h.slack.SetRequestURL("http://bot.test/slack/events", network.Client())
		test(h)
		_ = server.Shutdown(context.Background())
		b.Close()
		h.holds()
	})
}
