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

// ruleCommands are the lines of those buttons, by what stands on each. The first opens the form, with what the subscription says.
var ruleCommands = []struct {
	label answer.Message
	line  string
}{{"button.edit()", formSubscribe + " %d"}, {"button.mute()", "mute %d 7"}, {"button.preview()", "digest %d"}, {"button.unsubscribe()", "unsubscribe %d"}}

// mostRules is how many of a channel's subscriptions have a button where they are listed.
const mostRules = 5

// ruleButtons are the buttons of a subscription. As their values are options of a menu, too, which have room for little, they say the
// language by nothing.
func ruleButtons(s *tracker.Subscription, call string, words *answer.Words) (all []*slack.ButtonBlockElement) {
	for i, c := range ruleCommands {
		p := press{Call: call, Line: fmt.Sprintf(c.line, s.Number), ID: s.ID}
		all = append(all, p.button(fmt.Sprint(actionRule, "-", i), words.Say(c.label)))
	}
	danger(all[len(all)-1], words, "unsubscribe")
	return all
}

// ruleMenu is the menu of a subscription's commands at Home.
func (b *Bot) ruleMenu(s *tracker.Subscription, words *answer.Words) *slack.OverflowBlockElement {
	var options []*option
	for _, button := range ruleButtons(s, b.Call.Slug, words) {
		options = append(options, newOption(button.Value, button.Text.Text))
	}
	return slack.NewOverflowBlockElement(fmt.Sprint(actionRule, "-", s.ID), options...)
}

// ruled does what a button of a subscription is for, or is chosen for it at Home: then the channel is told as if it were typed there,
// and the Home shows it.
func (b *Bot) ruled(ctx context.Context, u use) {
	line, s := query.Line(u.Line), b.Tracker.Book().Subscription(u.ID)
	if len(line) < 2 || !slices.Contains([]string{formSubscribe, "mute", "digest", "unsubscribe"}, line[0].Text) {
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
