package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rollcall/bot/slacktest"
	"rollcall/tracker"
)

// A channel is subscribed by choices, in the person's time zone, and gets a message; a channel that the person isn't in is refused.
func TestAChannelIsSubscribedByAForm(t *testing.T) {
	inLobby(t, slacktest.Config{}, func(l *lobby) {
		l.slack.AddUser(slacktest.User{ID: guest, Name: "guest", TZ: "Europe/Paris"})
		l.slack.AddChannel(slacktest.Channel{ID: "C0BOARD", Name: "board", Member: true, Private: true, Members: []string{admin}})
		l.opens(guest)
		l.clicks(l.home(guest), "Subscribe a channel")
		form, _ := l.slack.Modal(guest)
		chosen := map[string]string{"where": "C0BOARD", "category": "state,company", "places": "in:eu,country:KE", "when": "weekdays", "at": "08:30"}
		l.send(l.slack.Submit(form, chosen))
		if now, _ := l.slack.Modal(guest); !strings.Contains(now.Errors["where"], "You aren't in that channel") {
			l.Errorf("it says %+v", now.Errors)
		}
		chosen["where"] = policy
		l.send(l.slack.Submit(form, chosen))
		l.settle()
		all := l.tracker.Book().Of(policy)
		if len(all) != 1 || all[0].Filter != "state,company in:eu or state,company country:KE" || all[0].Schedule != "30 8 * * 1-5" || all[0].Zone != "Europe/Paris" {
			l.Fatalf("subscribed: %+v", all)
		}
		if told := l.posted(policy); len(told) != 1 || !strings.Contains(told[0].Text, "<@"+guest+"> subscribed this channel") {
			l.Errorf("got %+v", told)
		}
		l.says(l.home(guest), []string{"*<#" + policy + ">*"})
		l.clicks(l.home(guest), "Subscribe a channel")
		form, _ = l.slack.Modal(guest)
		microsoft := fmt.Sprint(l.tracker.Book().Named("Microsoft")[0].ID)
		l.submits(form, "where", press, "category", "state", "watch", microsoft)
		l.settle()
		if all := l.tracker.Book().Of(press); len(all) != 1 || all[0].Filter != `state or "Microsoft"` {
			l.Errorf("subscribed: %+v", all)
		}
	})
}

// Of several proposals in one message, one is settled elsewhere: the person who made it gets one message, the message shows it, and the
// other's buttons stay. What a process before didn't show is shown at the start, once.
func TestAnOutcomeIsTold(t *testing.T) {
	inLobby(t, slacktest.Config{}, func(l *lobby) {
		one, two := l.proposes("Example One"), l.proposes("Example Two")
		b := l.bot()
		for range 2 {
			b.CatchUp()
			l.settle()
		}
		shown := l.posted(review)
		if len(shown) != 1 || !strings.Contains(buttons(shown[0]), "[Approve all]") {
			l.Fatalf("shown: %+v", shown)
		}
		b.Close()
		l.types(admin, policy, "approve "+l.number(one))
		time.Sleep(time.Minute)
		synctest.Wait()
		now := l.posted(review)
		if len(now) != 1 || !strings.Contains(now[0].Text, "was approved by <@"+admin+">") || buttons(now[0]) != "[Approve "+l.number(two)+"] [Reject "+l.number(two)+"]" {
			l.Errorf("it shows %q with %s", now[0].Text, buttons(now[0]))
		}
		if told := l.told(guest); len(told) != 1 || !strings.Contains(told[0].Text, "was approved by") {
			l.Errorf("got %+v", told)
		}
	})
}

func (l *lobby) number(n tracker.Seq) string { return fmt.Sprint(n) }
