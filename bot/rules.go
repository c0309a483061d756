package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/slack-go/slack"

	"rollcall/bot/blocks"
	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/query"
)

// actionRule begins the ids of the buttons that are about a subscription: each is a command of the desk with its number, and
// acts in the channel in which it is pressed. As numbers are given again, it says the id, too.
const actionRule = "rule"

// The commands of those buttons. The first opens the form, with what the subscription says.
var ruleCommands = []string{formSubscribe, "mute", "digest", "unsubscribe"}

// mostRules is how many of a channel's subscriptions have a button where they are listed.
const mostRules = 5

// A ruleButton is a button of a subscription.
type ruleButton struct {
	label, line string
	id          tracker.Seq
}

// ruleButtons are the buttons of a subscription that an answer tells of.
func ruleButtons(a answer.Answer, words *answer.Words) []ruleButton {
	f, ok := a.Facts.(*answer.SubscribedFacts)
	if !ok || len(f.Rules) == 0 || f.Ended {
		return nil
	}
	n, id := strconv.Itoa(f.Rules[0].Number), f.Rules[0].ID
	return []ruleButton{{words.Say("button.edit()"), "subscribe " + n, id}, {words.Say("button.mute()"), "mute " + n + " 7", id},
		{words.Say("button.preview()"), "digest " + n, id}, {words.Say("button.unsubscribe()"), "unsubscribe " + n, id}}
}

// ruleMenu is the menu of a subscription's commands at Home. An option has room for little, so it says the language by nothing.
func (b *Bot) ruleMenu(s *tracker.Subscription, words *answer.Words) *slack.OverflowBlockElement {
	a := answer.New(&answer.SubscribedFacts{Rules: []answer.SubscriptionRule{{Subscription: s}}})
	var options []*option
	for _, rule := range ruleButtons(a, words) {
		options = append(options, newOption(press{Call: b.Call.Slug, Line: rule.line, ID: rule.id}.encode(), rule.label))
	}
	return slack.NewOverflowBlockElement(fmt.Sprint(actionRule, "-", s.ID), options...)
}

// ruled does what a button of a subscription is for, or is chosen for it at Home: then the channel is told as if it were typed there,
// and the Home shows it.
func (b *Bot) ruled(ctx context.Context, u use) {
	line, s := query.Line(u.Line), b.Tracker.Book().Subscription(u.ID)
	if len(line) < 2 || !slices.Contains(ruleCommands, line[0].Text) {
		b.stale(ctx, u)
		return
	}
	if s == nil || line[1].Text != strconv.Itoa(s.Number) || !u.home && s.Channel != u.channel {
		b.respond(ctx, u.asker, say(u.words.Say("rule.other()"), b.asking("subscriptions", u.words)))
		return
	}
	u.channel = s.Channel
	r := u.request(line)
	switch {
	case line[0].Text == formSubscribe:
		b.open(ctx, u.asker, settingOf(s))
		return
	case !u.home:
		b.respond(ctx, u.asker, b.answer(ctx, r, u.Line, !b.own(ctx, s.Channel)))
		return
	case !b.may(ctx, u.asker, u.Line):
		return
	}
	var refusal tracker.Refusal
	if errors.As(b.isIn(ctx, u.user, s.Channel), &refusal) && s.By != u.user {
		b.respond(ctx, u.asker, say(u.words.Refusal(refusal)))
		return
	}
	r.Admin = b.admin(ctx, u.user)
	a, err := b.do(ctx, r)
	if err != nil {
		b.respond(ctx, u.asker, b.fault(ctx, u.lang, err))
		return
	}
	if a.Public {
		b.announce(ctx, u.asker, a, u.Line)
	}
	b.respond(ctx, u.asker, reply{Message: blocks.Tell(a)})
}

// setSince reports whether a subscription was set otherwise since its form was opened.
func (f *form) setSince(ref string) bool {
	for e := range f.bot.Tracker.Book().Entries(f.kept.Head) {
		if set, ok := e.Event.(tracker.Subscribed); ok && set.ID == f.kept.ID && e.Ref != ref {
			return true
		}
	}
	return false
}
