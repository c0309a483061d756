package bot_test

import (
	"strings"
	"testing"
	"testing/synctest"

	"rollcall/bot/slacktest"
)

// Only the person who invites rollcall to a channel sees a first message with three buttons, once.
func TestTheFirstWordInAChannel(t *testing.T) {
	inLobby(t, slacktest.Config{}, func(l *lobby) {
		r := l.slack.Joined("U0BOT", policy, guest)
		l.send(r)
		l.send(r)
		l.send(l.slack.Joined(admin, policy, guest))
		l.settle()
		all := l.slack.Messages(policy)
		if len(all) != 1 || !all[0].Ephemeral || all[0].User != guest || buttons(all[0]) != "[Subscribe a channel] [How many supporters?] [Help]" {
			l.Fatalf("said %+v", all)
		}
		l.send(l.slack.Click(guest, all[0], all[0].Action("Subscribe a channel")))
		synctest.Wait()
		if form, ok := l.slack.Modal(guest); !ok || form.Title != "Subscribe a channel" {
			l.Errorf("the form is %+v", form)
		}
	})
}

// The first opening of the messages says it there; where the workspace has agents, it suggests what to ask.
func TestTheFirstWordInMessages(t *testing.T) {
	for _, agents := range []bool{false, true} {
		inLobby(t, slacktest.Config{Agents: agents}, func(l *lobby) {
			for range 2 {
				l.send(l.slack.MessagesOpened(guest))
				l.settle()
			}
			told := l.told(guest)
			if len(told) != 1 || !strings.Contains(told[0].Text, "I know who supports the Paris Call") {
				l.Fatalf("got %+v", told)
			}
			if n := len(l.slack.Thread(told[0].Channel, "").Prompts); (n == 4) != agents {
				l.Errorf("%d are suggested, with agents: %t", n, agents)
			}
			l.send(l.slack.DM(guest, "how many states have signed?"))
			l.settle()
			answers := l.told(guest)
			last := answers[len(answers)-1]
			if (last.ThreadTS != "") != agents || !strings.Contains(buttons(last), "[Right] [Not what I asked]") {
				l.Errorf("answered with %+v", last)
			}
			if at := l.slack.Thread(last.Channel, last.ThreadTS); agents && (at.Title != "how many states have signed?" || at.Status != "") {
				l.Errorf("around it is %+v", at)
			}
			l.send(l.slack.Click(guest, last, last.Action("Not what I asked")))
			l.settle()
			if said := l.last(last.Channel).Text; !strings.Contains(said, "noted, without your name") || strings.Contains(l.log.String(), "how many states") {
				l.Errorf("they get %s, and the log has\n%s", said, l.log)
			}
		})
	}
}

// A message is the source of what is suggested from it; a supporter is looked up anywhere; no other shortcut does anything.
func TestShortcuts(t *testing.T) {
	inLobby(t, slacktest.Config{}, func(l *lobby) {
		l.send(l.slack.MessageShortcut(guest, policy, "suggest", "Kenya has signed"))
		synctest.Wait()
		if form, ok := l.slack.Modal(guest); !ok || form.Title != "Suggest a change" || !strings.Contains(string(form.Blocks), "/archives/"+policy+"/p") {
			l.Errorf("the form is %+v", form)
		}
		l.send(l.slack.Shortcut(admin, "look"))
		synctest.Wait()
		form, _ := l.slack.Modal(admin)
		l.send(l.slack.Submit(form, map[string]string{"supporter": "1"}))
		l.settle()
		if said, ok := l.slack.Modal(admin); !ok || !strings.Contains(texts(t, said), "is a supporter of the Paris Call") {
			l.Errorf("it says %s", said.Blocks)
		}
		l.send(l.slack.Shortcut(french, "drop-all"))
		l.settle()
		if told := l.told(french); len(told) != 1 || !strings.Contains(told[0].Text, "Rien n'a été changé") {
			l.Errorf("got %+v", told)
		}
	})
}
