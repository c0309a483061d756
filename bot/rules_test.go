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
	l.send(l.slack.Click(user, m, m.Action("Change it")))
	synctest.Wait()
	form, ok := l.slack.Modal(user)
	if !ok {
		l.Fatalf("no form opens\n%s", l.log)
	}
	return form
}

// The form shows what the subscription says, and what it doesn't ask for stays.
func TestASubscriptionIsChangedInItsForm(t *testing.T) {
	inLobby(t, slacktest.Config{}, func(l *lobby) {
		form := l.edits(guest, "state in:eu daily at 09:30 Europe/Paris quiet 22:00–07:00 min 2")
		for _, shown := range []string{`"value":"state"`, `"value":"in:eu"`, `"value":"daily"`, `"initial_time":"09:30"`, `"timezone":"Europe/Paris"`} {
			if !strings.Contains(string(form.Blocks), shown) {
				l.Errorf("the form shows no %s: %s", shown, form.Blocks)
			}
		}
		if form.Title != "Subscription 1" || strings.Contains(string(form.Blocks), `"block_id":"where"`) {
			l.Errorf("it is %q: %s", form.Title, form.Blocks)
		}
		head := l.head()
		submission := l.slack.Submit(form, with(l, form, "category", "company", "places", "", "when", "weekly mon"))
		l.send(submission)
		l.send(submission) // as Slack does where it missed the answer
		l.settle()
		if s := l.subscription(); s.Filter != "company" || s.Schedule != "30 9 * * 1" || s.Zone != "Europe/Paris" || s.By != guest || s.Number != 1 || s.Quiet != "22:00-07:00" || s.Min != 2 || l.head() != head+1 {
			l.Errorf("it is %+v now, and %d entries were recorded", s, l.head()-head)
		}
		told := l.posted(policy)
		if len(told) != 1 || !strings.Contains(told[0].Text, "<@"+guest+"> changed subscription 1") || !strings.Contains(told[0].Text, "Only about companies") ||
			told[0].Action("Change it").Value == "" {
			l.Errorf("the channel gets %+v", told)
		}
	})
}

// Whatever a subscription says, its form says the same: what can't be chosen is typed.
func TestTheFormOfASubscriptionSaysTheSame(t *testing.T) {
	for _, way := range []string{"instantly", "daily at 09:00", "state,company weekly tue,thu at 08:00", "company country:FR,DE daily at 09:00", "state in:eu or state country:KE monthly 15 at 10:00",
		`"Microsoft" daily at 09:00`, `company in:eu or "Microsoft" or "Siemens" instantly`, "state not in:eu daily at 09:00", "kind:university instantly", "only joined,left instantly",
		"company,state in:nato only joined daily at 09:00 Asia/Tokyo quiet 20:00-22:00 min 3"} {
		t.Run(way, func(t *testing.T) {
			inLobby(t, slacktest.Config{}, func(l *lobby) {
				form := l.edits(guest, way)
				before, head := *l.subscription(), l.head()
				l.submits(form)
				l.settle()
				if said, _ := l.slack.Modal(guest); l.head() != head || !strings.Contains(texts(t, said), "nothing was changed") {
					l.Errorf("%+v became %+v: %s, %v", before, *l.subscription(), said.Blocks, said.Errors)
				}
			})
		})
	}
}

// What is typed and can't be read is refused at its input, in the language of the person who opened the form.
func TestWhatTheFormOfASubscriptionRefuses(t *testing.T) {
	inLobby(t, slacktest.Config{}, func(l *lobby) {
		m := l.types(guest, policy, "subscribe state not in:eu daily")
		l.send(l.slack.Click(french, m, m.Action("Change it")))
		synctest.Wait()
		form, _ := l.slack.Modal(french)
		if form.Title != "Abonnement n°\u00a01" || !strings.Contains(string(form.Blocks), `"initial_value":"state not in:eu"`) {
			l.Errorf("it says %q: %s", form.Title, form.Blocks)
		}
		head := l.head()
		for typed, why := range map[string]string{"state or": "state or company", "state nonsense": "nonsense"} {
			l.submits(form, "filter", typed)
			if now, open := l.slack.Modal(french); !open || !strings.Contains(now.Errors["filter"], why) || l.head() != head {
				l.Errorf("%s: it says %q", typed, now.Errors)
			}
		}
		l.submits(form, "filter", "state not in:nato")
		l.settle()
		if s := l.subscription(); s.Filter != "state not in:nato" || s.By != french {
			l.Errorf("it is %+v", s)
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
				form := l.edits(guest, "state daily")
				submission := l.slack.Submit(form, with(t, form, "when", "instantly"))
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
		l.send(l.slack.Click(guest, m, m.Action("Change it")))
		l.settle()
		all := l.slack.Messages(policy)
		if said := all[len(all)-1]; !said.Ephemeral || !strings.Contains(said.Text, "/pariscall subscribe #1 state daily at 09:00 UTC") {
			l.Errorf("got %+v", said)
		}
	})
}

// Where rollcall can't post in the channel any more, nothing is stored, and the form says why.
func TestTheFormOfASubscriptionToldNowhere(t *testing.T) {
	inLobby(t, slacktest.Config{}, func(l *lobby) {
		form := l.edits(guest, "state daily")
		head := l.head()
		l.slack.AddChannel(slacktest.Channel{ID: policy, Name: "policy"})
		l.submits(form, "when", "instantly")
		if now, _ := l.slack.Modal(guest); !strings.Contains(fmt.Sprint(now.Errors), "I'm not in this channel") || l.head() != head {
			l.Errorf("it says %+v", now.Errors)
		}
		l.slack.AddChannel(slacktest.Channel{ID: policy, Name: "policy", Member: true})
		l.slack.Fail("chat.postMessage", slacktest.Fault{Error: "restricted_action"})
		l.submits(form, "when", "instantly")
		l.settle()
		if told := l.told(guest); len(told) != 1 || !strings.Contains(told[0].Text, "changed subscription 1") || l.head() != head+1 {
			l.Errorf("got %+v", told)
		}
	})
}

func TestAGuestEditsNoSubscription(t *testing.T) {
	const visitor = "U0VISITOR"
	inLobby(t, slacktest.Config{}, func(l *lobby) {
		l.slack.AddUser(slacktest.User{ID: visitor, Name: "visitor", Restricted: true})
		m := l.types(admin, policy, "subscribe state daily")
		l.send(l.slack.Click(visitor, m, m.Action("Change it")))
		l.settle()
		all := l.slack.Messages(policy)
		if _, open := l.slack.Modal(visitor); open || !strings.Contains(all[len(all)-1].Text, "can only ask") {
			l.Errorf("got %+v", all[len(all)-1])
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
				l.Errorf("%s: got %q, a form is open (%t), and %d entries were recorded", press, said.Text, open, l.head()-head)
			}
		}
		refused("nobody has its number", old, old.Action("Mute 7 days"))
		now := l.types(guest, policy, "subscribe company daily")
		if l.subscription().Number != 1 {
			l.Fatalf("it is number %d", l.subscription().Number)
		}
		for _, label := range []string{"Change it", "Mute 7 days", "Preview", "Unsubscribe"} {
			refused(label, old, old.Action(label))
		}
		for _, value := range []string{
			`{"v":1,"call":"pariscall","line":"unsubscribe 1"}`, // as buttons were
			fmt.Sprintf(`{"v":1,"call":"pariscall","line":"unsubscribe 2","id":%d}`, l.subscription().ID),
			fmt.Sprintf(`{"v":1,"call":"pariscall","line":"subscribe x","id":%d}`, l.subscription().ID),
		} {
			a := now.Action("Change it")
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

// A channel's subscriptions are listed with a button for each that opens its form; where there is none, with the form that begins one.
func TestListedSubscriptionsHaveTheirForms(t *testing.T) {
	inLobby(t, slacktest.Config{}, func(l *lobby) {
		if none := l.types(guest, policy, "subscriptions"); none.Action("Subscribe a channel").Type == "" {
			l.Errorf("nothing is offered: %s", none.Blocks)
		}
		l.types(guest, policy, "subscribe state daily")
		l.types(guest, policy, "subscribe company instantly")
		all := l.types(guest, policy, "subscriptions")
		l.send(l.slack.Click(guest, all, all.Action("Change 2")))
		synctest.Wait()
		if form, _ := l.slack.Modal(guest); form.Title != "Subscription 2" || values(l, form)["category"] != "company" {
			l.Errorf("%s opens: %s", form.Title, form.Blocks)
		}
	})
}

// What is chosen for a subscription at Home is done as if it were typed in its channel, and the Home says so; not for somebody
// who isn't in that channel any more.
func TestASubscriptionIsSetAtHome(t *testing.T) {
	const other = "U0OTHER"
	inLobby(t, slacktest.Config{}, func(l *lobby) {
		l.slack.AddUser(slacktest.User{ID: other, Name: "other"})
		l.types(guest, policy, "subscribe state daily")
		seen := l.opens(other)
		l.clicks(l.opens(guest), "Mute 7 days")
		l.settle()
		all := l.slack.Messages(policy)
		if said := all[len(all)-1]; said.Ephemeral || !strings.Contains(said.Text, "<@"+guest+"> muted subscription 1") {
			l.Errorf("the channel gets %q", said.Text)
		}
		l.says(l.home(guest), []string{"muted subscription 1"})

		l.slack.AddChannel(slacktest.Channel{ID: policy, Name: "policy", Member: true, Members: []string{guest}})
		head := l.head()
		l.clicks(seen, "Unsubscribe")
		l.settle()
		l.says(l.home(other), []string{"You aren't in that channel"})
		if l.head() != head {
			l.Error("it was unsubscribed")
		}
	})
}
