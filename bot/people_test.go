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
	"rollcall/tracker/answer"
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

// TestWorkspaceAdminsAreAdminsWhereThatIsSet includes owners, nobody else, and only as long as Slack says so.
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

// TestGuestsDecideNothing tries an admin of another workspace, and an admin who became a guest.
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

// TestWhoSlackDoesntTellOfOnlyReads holds that a person that Slack doesn't identify only reads, for any of Slack's errors.
func TestWhoSlackDoesntTellOfOnlyReads(t *testing.T) {
	for name, c := range map[string]struct {
		method string
		fault  slacktest.Fault
		says   string
	}{
		"users.info is slow":       {"users.info", slacktest.Fault{Before: 10 * time.Second}, "no answer"},
		"users.info is down":       {"users.info", slacktest.Fault{Status: http.StatusInternalServerError}, "no answer"},
		"there is no such user":    {"users.info", slacktest.Fault{Error: "user_not_found"}, "user_not_found"},
		"the user isn't visible":   {"users.info", slacktest.Fault{Error: "user_not_visible"}, "user_not_visible"},
		"the scope is missing":     {"users.info", slacktest.Fault{Error: "missing_scope"}, "missing_scope"},
		"the token isn't taken":    {"users.info", slacktest.Fault{Error: "invalid_auth"}, "invalid_auth"},
		"it says something new":    {"users.info", slacktest.Fault{Error: "something_new"}, "something_new"},
		"auth.test is down":        {"auth.test", slacktest.Fault{Status: http.StatusInternalServerError}, "no answer"},
		"auth.test says no":        {"auth.test", slacktest.Fault{Error: "invalid_auth"}, "no answer"},
		"there are too many calls": {"users.info", slacktest.Fault{Status: http.StatusTooManyRequests, RetryAfter: time.Minute}, "no answer"},
	} {
		t.Run(name, func(t *testing.T) {
			inSettings(t, func(c *bot.Config) { c.WorkspaceAdmins = true }, func(h *house) {
				h.slack.AddUser(slacktest.User{ID: "U0FOREIGN", Name: "foreign", Team: "T0OTHER", Admin: true})
				h.slack.AddUser(slacktest.User{ID: "U0WORKSPACE", Name: "workspace", Admin: true})
				h.slack.FailBy(func(call slacktest.Call) slacktest.Fault {
					if call.Method == c.method {
						return c.fault
					}
					return slacktest.Fault{}
				})
				for _, user := range []string{guest, "U0FOREIGN", "U0WORKSPACE", admin} {
					if m := h.types(user, policy, "count"); !strings.Contains(m.Text, "Nobody is on the list") {
						h.Errorf("%s was answered with %q", user, m.Text)
					}
					for _, line := range []string{"subscribe", `suggest add "Example A" company source:https://example.org/a`, `add "Example B" company source:https://example.org/b`} {
						if m := h.types(user, policy, line); !strings.Contains(m.Text, "didn't tell me who you are ("+answer.In("en").Why(c.says)+")") || h.head() != 0 {
							h.Errorf("%s: %s: %q; the head is %d", user, line, m.Text, h.head())
						}
					}
				}
				h.slack.FailBy(nil)
				time.Sleep(time.Minute)
				if m := h.types("U0FOREIGN", policy, "subscribe"); !strings.Contains(m.Text, "Guests and people from other workspaces") || h.head() != 0 {
					h.Errorf("later: %q; the head is %d", m.Text, h.head())
				}
				if m := h.types("U0WORKSPACE", policy, `add "Example B" company source:https://example.org/b`); !strings.Contains(m.Text, "Recorded") {
					h.Errorf("later: %q", m.Text)
				}
			})
		})
	}
}

// TestRightsAreAskedForBeforeEveryChange holds that former rights end at once.
func TestRightsAreAskedForBeforeEveryChange(t *testing.T) {
	for name, now := range map[string]slacktest.User{
		"a member": {}, "a guest": {Restricted: true}, "of another workspace": {Team: "T0OTHER", Admin: true}, "deleted": {Deleted: true, Admin: true},
	} {
		inSettings(t, func(c *bot.Config) { c.WorkspaceAdmins = true }, func(h *house) {
			was := slacktest.User{ID: "U0DEMOTED", Name: "demoted", Admin: true}
			h.slack.AddUser(was)
			if m := h.types(was.ID, policy, `add "Example A" company source:https://example.org/a`); !strings.Contains(m.Text, "Recorded") {
				h.Errorf("answered with %q", m.Text)
			}
			h.types(guest, policy, `suggest add "Pattern D" company source:https://example.org/a`)
			m := h.types(was.ID, policy, "proposals")
			now.ID, now.Name = was.ID, was.Name
			h.slack.AddUser(now)
			head := h.head()
			h.types(was.ID, policy, `add "Instance C" company source:https://example.org/a`)
			h.types(was.ID, policy, "undo")
			h.presses(was.ID, m, fmt.Sprint("Approve ", head))
			if h.head() != head {
				h.Errorf("%s: %d entries were recorded", name, h.head()-head)
			}
		})
	}
}

// TestAnOrganisationsWorkspacesAreOne, and no other organisation's.
func TestAnOrganisationsWorkspacesAreOne(t *testing.T) {
	for name, c := range map[string]struct {
		own, team, org string
		member         bool
	}{
		"the same workspace":                {"E0OURS", "", "E0OURS", true},
		"another one of the organisation":   {"E0OURS", "T0OTHER", "E0OURS", true},
		"one of another organisation":       {"E0OURS", "T0OTHER", "E0THEIRS", false},
		"one of none":                       {"E0OURS", "T0OTHER", "", false},
		"neither has one":                   {"", "T0OTHER", "", false},
		"only the other one has":            {"", "T0OTHER", "E0THEIRS", false},
		"the same one, and neither has one": {"", "", "", true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h, network := inBubble(t, monday, slacktest.Config{Enterprise: c.own}, new(tracker.Memory))
				stop := h.serveOn(network)
				defer stop()
				h.slack.AddUser(slacktest.User{ID: "U0VISITOR", Name: "visitor", Team: c.team, Enterprise: c.org})
				if m := h.types("U0VISITOR", policy, "subscribe"); strings.Contains(m.Text, "subscribed this channel") != c.member {
					h.Errorf("answered with %q", m.Text)
				}
			})
		})
	}
}

// TestAnswersGoToSlackAlone: to no other address, and to none that it is sent on to. They come in a direct message instead.
func TestAnswersGoToSlackAlone(t *testing.T) {
	for name, c := range map[string]struct {
		at    string
		takes bool
	}{
		"where the API is": {"", true}, "another host": {"http://elsewhere.test/response/1", false}, "its name at the end": {"http://elsewhere.test/https://hooks.slack.com/", false},
		"its name before": {"https://hooks.slack.com.elsewhere.test/1", false}, "its name as a user's": {"http://hooks.slack.com@elsewhere.test/1", false},
		"without TLS": {"http://hooks.slack.com/1", false}, "Slack's host": {"https://hooks.slack.com/commands/1", true}, "no address": {"://", false},
		"sent on": {"http://slack.test/sent-on", false},
	} {
		t.Run(name, func(t *testing.T) {
			inSettings(t, func(c *bot.Config) {
				c.HTTP = &http.Client{Transport: sendingOn{c.HTTP.Transport, map[string]bool{}}}
			}, func(h *house) {
				went := h.answering.Transport.(sendingOn).went
				r := h.slack.Command(admin, policy, "/pariscall subscribe")
				if c.at != "" {
					r.Payload["response_url"] = c.at
				}
				h.slack.Fail("conversations.info", slacktest.Fault{Before: 5 * time.Second}) // so that the answer comes late
				if _, err := h.slack.Send(h.Context(), r); err != nil {
					h.Fatal(err)
				}
				time.Sleep(time.Minute)
				synctest.Wait()
				if direct := len(h.told(admin)) > 0; direct == c.takes {
					h.Errorf("a direct message was sent: %t\n%s", direct, h.log)
				}
				for host := range went {
					if host != "slack.test" && host != "hooks.slack.com" {
						h.Errorf("%s was called", host)
					}
				}
			})
		})
	}
}

// sendingOn is a network in which Slack's own host takes everything, and one address sends on to elsewhere.
type sendingOn struct {
	http.RoundTripper
	went map[string]bool // hosts
}

func (s sendingOn) RoundTrip(r *http.Request) (*http.Response, error) {
	s.went[r.URL.Host] = true
	answer := func(status int, header http.Header) (*http.Response, error) {
		return &http.Response{StatusCode: status, Header: header, Body: http.NoBody, Request: r}, nil
	}
	switch {
	case r.URL.Path == "/sent-on":
		return answer(http.StatusTemporaryRedirect, http.Header{"Location": {"http://elsewhere.test/1"}})
	case r.URL.Host != "slack.test":
		return answer(http.StatusOK, http.Header{})
	}
	return s.RoundTripper.RoundTrip(r)
}

// TestBotsAreNotAnswered covers rollcall itself, other bots and Slack's own, even if unmarked. Two would answer each other forever.
func TestBotsAreNotAnswered(t *testing.T) {
	inSettings(t, func(*bot.Config) {}, func(h *house) {
		h.slack.AddUser(slacktest.User{ID: "U0OTHERBOT", Name: "other", Bot: true})
		h.slack.AddUser(slacktest.User{ID: "USLACKBOT", Name: "slackbot"})
		send := func(r slacktest.Request) {
			if _, err := h.slack.Send(h.Context(), r); err != nil {
				h.Fatal(err)
			}
			time.Sleep(time.Minute)
		}
		for _, user := range []string{"U0BOT", "U0OTHERBOT", "USLACKBOT", ""} {
			send(h.slack.Mention(user, policy, "count"))
			send(h.slack.DM(user, "count"))
		}
		h.slack.FailBy(func(c slacktest.Call) slacktest.Fault {
			if c.Method == "users.info" {
				return slacktest.Fault{Error: "user_not_found"}
			}
			return slacktest.Fault{}
		})
		send(h.slack.DM("U0BOT", "count"))
		if n := len(h.slack.Messages("")); n != 0 {
			h.Errorf("%d answers: %+v", n, h.slack.Messages(""))
		}
		send(h.slack.DM(guest, "count"))
		if n := len(h.told(guest)); n != 1 {
			h.Errorf("a person is answered %d times", n)
		}
	})
}

// TestNobodyIsRefused: what Slack sends has a user.
func TestNobodyIsRefused(t *testing.T) {
	inSettings(t, func(*bot.Config) {}, func(h *house) {
		h.types(admin, policy, `suggest add "Example A" company source:https://example.org/a`)
		m := h.types(admin, policy, "proposals")
		head := h.head()
		for _, line := range []string{"count", "subscribe", `add "Example B" company source:https://example.org/b`} {
			if m := h.types("", policy, line); !strings.Contains(m.Text, "Slack didn't say who asks") {
				h.Errorf("%s: %q", line, m.Text)
			}
		}
		if reply, _ := h.slack.Send(h.Context(), h.slack.Click("", m, m.Action(fmt.Sprint("Approve ", head)))); reply.Status != http.StatusBadRequest {
			h.Errorf("a press: %d", reply.Status)
		}
		time.Sleep(time.Minute)
		if h.head() != head {
			h.Errorf("%d entries were recorded", h.head()-head)
		}
	})
}

// inSettings runs a test in a bubble, with a bot of other settings.
func inSettings(t *testing.T, set func(*bot.Config), test func(h *house)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		h, network := inBubble(t, monday, slacktest.Config{}, new(tracker.Memory))
		c := h.bot().Config
		set(&c)
		h.answering = c.HTTP
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
