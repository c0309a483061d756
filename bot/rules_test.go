package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"rollcall/bot/slacktest"
	"rollcall/tracker"
)

// edits subscribes the channel, presses Edit, and returns the form that opens.
func (l *lobby) edits(user, way string) slacktest.View {
	l.Helper()
	m := l.types(user, policy, "subscribe "+way)
	l.send(l.slack.Click(user, m, m.Action("Edit")))
	synctest.Wait()
	form, ok := l.slack.Modal(user)
	if !ok {
		l.Fatalf("no form opens\n%s", l.log)
	}
	return form
}

func (l *lobby) submits(form slacktest.View, way string) slacktest.Reply {
	l.Helper()
	return l.send(l.slack.Submit(form, map[string]string{"rule": way}))
}

func TestASubscriptionIsTypedAnotherWayInAForm(t *testing.T) {
	inLobby(t, slacktest.Config{}, func(l *lobby) {
		form := l.edits(guest, "state in:eu daily at 09:00 Europe/Paris quiet 22:00–07:00 min 2")
		if shown := string(form.Blocks); !strings.Contains(shown, `"initial_value":"state in:eu daily at 09:00 Europe/Paris quiet 22:00-07:00 min 2"`) {
			l.Errorf("the form shows %s", shown)
		}
		head := l.head()
		for way, why := range map[string]string{
			"state daily at 25:00":                "“25:00” is not a time of day",
			"state daily Mars/Olympus":            "“Mars/Olympus” is not a time zone",
			"state or":                            "Something has to stand on both sides of “or”",
			"cron \"0 9 * * 1\"":                  "Only admins",
			strings.Repeat("country:FR or ", 150): "“or”",
		} {
			l.submits(form, way)
			now, open := l.slack.Modal(guest)
			if why := now.Errors["rule"]; !open || why == "" || l.head() != head {
				l.Errorf("%s: it is open (%t), and says %q", way, open, why)
			}
			if told := now.Errors["rule"]; !strings.Contains(told, why) {
				l.Errorf("%s: it says %q, want %q", way, told, why)
			}
		}
		submission := l.slack.Submit(form, map[string]string{"rule": "company\n weekly mon"})
		l.send(submission)
		l.send(submission) // as Slack does where it missed the answer
		l.settle()
		if _, open := l.slack.Modal(guest); open || l.head() != head+1 {
			l.Errorf("the form is open (%t), and %d entries were recorded", open, l.head()-head)
		}
		if s := l.subscription(); s.Filter != "company" || s.Schedule != "0 9 * * 1" || s.By != guest || s.Number != 1 || s.Quiet != "" {
			l.Errorf("it is %+v now", s)
		}
		told := l.posted(policy)
		if len(told) != 1 || !strings.Contains(told[0].Text, "<@"+guest+"> changed subscription 1") || !strings.Contains(told[0].Text, "Only about companies") ||
			told[0].Action("Edit").Value == "" {
			l.Errorf("the channel is told %+v", told)
		}
	})
}

func TestASubscriptionThatIsLeftAsItWasIsNotTold(t *testing.T) {
	inLobby(t, slacktest.Config{}, func(l *lobby) {
		form := l.edits(guest, "state daily")
		l.submits(form, "state daily at 09:00 UTC")
		l.settle()
		if said, _ := l.slack.Modal(guest); !strings.Contains(texts(l.T, said), "nothing was changed") || len(l.posted(policy)) > 0 {
			l.Errorf("it says %s, and the channel is told %+v", said.Blocks, l.posted(policy))
		}
	})
}

// The form is in the language of who opened it.
func TestTheFormOfASubscriptionIsInThePersonsLanguage(t *testing.T) {
	inLobby(t, slacktest.Config{}, func(l *lobby) {
		m := l.types(guest, policy, "subscribe state daily")
		l.send(l.slack.Click(french, m, m.Action("Edit")))
		synctest.Wait()
		form, _ := l.slack.Modal(french)
		if !strings.Contains(string(form.Blocks), "Ce qui est annoncé, et quand") {
			l.Errorf("it says %s", form.Blocks)
		}
		l.submits(form, "state daily at 25:00")
		if form, _ = l.slack.Modal(french); !strings.Contains(form.Errors["rule"], "n'est pas une heure") {
			l.Errorf("it says %q", form.Errors["rule"])
		}
	})
}

// What was changed or ended meanwhile, and what this version didn't make, changes nothing.
func TestAStaleOrForgedFormOfASubscriptionChangesNothing(t *testing.T) {
	forge := func(kept string) func(*lobby, slacktest.Request) {
		return func(_ *lobby, r slacktest.Request) { r.Payload["view"].(map[string]any)["private_metadata"] = kept }
	}
	for name, meanwhile := range map[string]func(*lobby, slacktest.Request){
		"ended":   func(l *lobby, _ slacktest.Request) { l.types(admin, policy, "unsubscribe") },
		"changed": func(l *lobby, _ slacktest.Request) { l.types(admin, policy, "subscribe #1 company daily") },
		"ended and again": func(l *lobby, _ slacktest.Request) {
			l.types(admin, policy, "unsubscribe")
			l.types(admin, policy, "subscribe company")
		},
		"nothing kept":    forge(""),
		"no JSON":         forge("rule"),
		"another version": forge(`{"v":2,"by":"U0GUEST","id":1450}`),
		"another call":    forge(`{"v":1,"call":"tidy-desks","by":"U0GUEST","id":1450}`),
		"another person":  forge(`{"v":1,"by":"U0ADMIN","id":1450}`),
		"another id":      forge(`{"v":1,"by":"U0GUEST","id":7}`),
		"no input":        func(_ *lobby, r slacktest.Request) { delete(r.Payload["view"].(map[string]any), "state") },
	} {
		t.Run(name, func(t *testing.T) {
			inLobby(t, slacktest.Config{}, func(l *lobby) {
				submission := l.slack.Submit(l.edits(guest, "state daily"), map[string]string{"rule": "state instantly"})
				meanwhile(l, submission)
				head := l.head()
				l.send(submission)
				l.settle()
				if said, _ := l.slack.Modal(guest); !strings.Contains(texts(t, said), "Nothing was changed.") || l.head() != head {
					l.Errorf("it says %s, and %d entries were recorded", said.Blocks, l.head()-head)
				}
			})
		})
	}
}

func TestWhereTheFormOfASubscriptionDoesNotOpenItsLineIsTold(t *testing.T) {
	inLobby(t, slacktest.Config{}, func(l *lobby) {
		l.slack.Fail("views.open", slacktest.Fault{Error: "expired_trigger_id"})
		m := l.types(guest, policy, "subscribe state daily")
		l.send(l.slack.Click(guest, m, m.Action("Edit")))
		l.settle()
		all := l.slack.Messages(policy)
		if said := all[len(all)-1]; !said.Ephemeral || !strings.HasSuffix(said.Text, "/pariscall subscribe #1 state daily at 09:00 UTC") {
			l.Errorf("told is %+v", said)
		}
	})
}

// Where rollcall can't post in the channel any more, nothing is stored, and the form says why.
func TestTheFormOfASubscriptionToldNowhere(t *testing.T) {
	inLobby(t, slacktest.Config{}, func(l *lobby) {
		form := l.edits(guest, "state daily")
		head := l.head()
		l.slack.AddChannel(slacktest.Channel{ID: policy, Name: "policy"})
		l.submits(form, "state instantly")
		if now, _ := l.slack.Modal(guest); !strings.Contains(now.Errors["rule"], "I'm not in this channel") || l.head() != head {
			l.Errorf("it says %+v", now.Errors)
		}
		l.slack.AddChannel(slacktest.Channel{ID: policy, Name: "policy", Member: true})
		l.slack.Fail("chat.postMessage", slacktest.Fault{Error: "restricted_action"})
		l.submits(form, "state instantly")
		l.settle()
		if told := l.told(guest); len(told) != 1 || !strings.Contains(told[0].Text, "changed subscription 1") || l.head() != head+1 {
			l.Errorf("told is %+v", told)
		}
	})
}

func TestAGuestEditsNoSubscription(t *testing.T) {
	const visitor = "U0VISITOR"
	inLobby(t, slacktest.Config{}, func(l *lobby) {
		l.slack.AddUser(slacktest.User{ID: visitor, Name: "visitor", Restricted: true})
		m := l.types(admin, policy, "subscribe state daily")
		l.send(l.slack.Click(visitor, m, m.Action("Edit")))
		l.settle()
		all := l.slack.Messages(policy)
		if _, open := l.slack.Modal(visitor); open || !strings.Contains(all[len(all)-1].Text, "can only ask") {
			l.Errorf("told is %+v", all[len(all)-1])
		}
	})
}

// A button whose subscription ended does nothing to another that has its number now, nor does a forged one.
func TestAButtonOfASubscriptionThatEndedChangesNothing(t *testing.T) {
	inLobby(t, slacktest.Config{}, func(l *lobby) {
		old := l.types(guest, policy, "subscribe state daily")
		l.do(admin, tracker.Unsubscribe(policy, 0))
		refused := func(press string, m slacktest.Message, a slacktest.Action) {
			l.Helper()
			head := l.head()
			l.send(l.slack.Click(guest, m, a))
			l.settle()
			all := l.slack.Messages(policy)
			_, open := l.slack.Modal(guest)
			if said := all[len(all)-1]; !said.Ephemeral || !strings.Contains(said.Text, "ended meanwhile") || l.head() != head || open {
				l.Errorf("%s: told is %q, a form is open (%t), and %d entries were recorded", press, said.Text, open, l.head()-head)
			}
		}
		refused("nobody has its number", old, old.Action("Mute 7 days"))
		now := l.types(guest, policy, "subscribe company daily")
		if l.subscription().Number != 1 {
			l.Fatalf("it is number %d", l.subscription().Number)
		}
		for _, label := range []string{"Edit", "Mute 7 days", "Preview", "Unsubscribe"} {
			refused(label, old, old.Action(label))
		}
		for _, value := range []string{
			`{"v":1,"call":"pariscall","line":"unsubscribe 1"}`, // as buttons were
			fmt.Sprintf(`{"v":1,"call":"pariscall","line":"unsubscribe 2","id":%d}`, l.subscription().ID),
			fmt.Sprintf(`{"v":1,"call":"pariscall","line":"subscribe x","id":%d}`, l.subscription().ID),
		} {
			a := now.Action("Edit")
			a.Value = value
			refused(value, now, a)
		}
		l.send(l.slack.Click(guest, now, now.Action("Unsubscribe")))
		l.settle()
		if left := l.tracker.Book().Of(policy); len(left) != 0 {
			l.Errorf("its own button left %+v", left[0])
		}
	})
}
