package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/slack-go/slack"

	"rollcall/bot/blocks"
	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/desk"
	"rollcall/tracker/query"
)

// actionRule begins the ids of the buttons that are about a subscription: each is a command of the desk with its number, and
// acts in the channel in which it is pressed. As numbers are given again, it says the id, too.
const actionRule = "rule"

// The commands of those buttons. The first opens the form, with what the subscription says.
var ruleCommands = []string{"subscribe", "mute", "digest", "unsubscribe"}

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

// ruled does what a button of a subscription is for.
func (b *Bot) ruled(ctx context.Context, c slack.InteractionCallback, action *slack.BlockAction) {
	if c.Container.ViewID != "" {
		b.ruledAtHome(ctx, c, action)
		return
	}
	channel := c.Container.ChannelID
	r := desk.Request{By: c.User.ID, Channel: channel, Lang: b.language(ctx, c.User.ID, channel), Page: 1,
		Ref: digestOf(actionRule, c.User.ID, c.Container.MessageTs, action.ActionTs, action.Value)}
	words := answer.In(r.Lang)
	p, err := b.press(action.Value)
	line := query.Line(p.Line)
	if err != nil || len(line) < 2 || !slices.Contains(ruleCommands, line[0].Text) {
		b.Log.WarnContext(ctx, "a button that isn't understood", "by", c.User.ID, "action", action.ActionID)
		b.respond(ctx, presser(c), reply{Message: b.outdated(words)})
		return
	}
	said := reply{}
	if s := b.Tracker.Book().Subscription(p.ID); s == nil || s.Channel != channel || line[1].Text != strconv.Itoa(s.Number) {
		said = reply{Message: blocks.Render(answer.Answer{Text: words.Say("rule.other()")}, b.asking("subscriptions", words))}
	} else if line[0].Text != ruleCommands[0] {
		said = b.answer(ctx, r, p.Line, !b.own(ctx, channel))
	} else {
		b.openForm(ctx, presser(c), formSubscribe, nil, settingOf(s), nil)
		return
	}
	said.thread = c.Container.ThreadTs
	b.respond(ctx, presser(c), said)
}

// ruleMenu is the menu of a subscription's commands at Home. An option has room for little, so it says the language by nothing.
func (b *Bot) ruleMenu(s *tracker.Subscription, words *answer.Words) *slack.OverflowBlockElement {
	a := answer.New(&answer.SubscribedFacts{Rules: []answer.SubscriptionRule{{Subscription: s}}})
	var options []*slack.OptionBlockObject
	for _, rule := range ruleButtons(a, words) {
		options = append(options, newOption(press{Call: b.Call.Slug, Line: rule.line, ID: rule.id}.encode(), rule.label))
	}
	return slack.NewOverflowBlockElement(fmt.Sprint(actionRule, "-", s.ID), options...)
}

// ruledAtHome does what is chosen for a subscription at Home: the channel is told as if it were typed there, and the Home shows
// it.
func (b *Bot) ruledAtHome(ctx context.Context, c slack.InteractionCallback, action *slack.BlockAction) {
	lang := b.language(ctx, c.User.ID, "")
	words := answer.In(lang)
	p, err := b.press(cmp.Or(action.Value, action.SelectedOption.Value))
	line, s := query.Line(p.Line), b.Tracker.Book().Subscription(p.ID)
	switch {
	case err != nil || len(line) < 2 || !slices.Contains(ruleCommands, line[0].Text):
		b.Log.WarnContext(ctx, "a button that isn't understood", "by", c.User.ID, "action", action.ActionID)
		b.home(c.User.ID, words.Say("button.stale()"))
		return
	case s == nil || line[1].Text != strconv.Itoa(s.Number):
		b.home(c.User.ID, words.Say("rule.other()"))
		return
	}
	if why := b.barred(ctx, lang, c.User.ID, s.Channel, p.Line); why != "" {
		b.home(c.User.ID, blocks.Escape(why))
		return
	}
	if line[0].Text == ruleCommands[0] {
		b.openForm(ctx, presser(c), formSubscribe, nil, settingOf(s), nil)
		return
	}
	var refusal tracker.Refusal
	if errors.As(b.isIn(ctx, c.User.ID, s.Channel), &refusal) && s.By != c.User.ID {
		b.home(c.User.ID, blocks.Escape(words.Refusal(refusal)))
		return
	}
	a, err := b.do(ctx, desk.Request{By: c.User.ID, Admin: b.admin(ctx, c.User.ID), Channel: s.Channel, Lang: lang, Page: 1, Tokens: line,
		Ref: digestOf(actionRule, c.User.ID, c.View.ID, action.ActionTs, p.Line)})
	if err != nil {
		b.home(c.User.ID, b.fault(ctx, lang, err).Text)
		return
	}
	if a.Public {
		b.announce(ctx, c.User.ID, s.Channel, a, p.Line, lang)
	}
	b.home(c.User.ID, blocks.Tell(a).Text)
}

// ruleLine is the line that sets a channel's subscription of a number.
func ruleLine(number int, way string) string {
	return fmt.Sprintf("%s #%d %s", ruleCommands[0], number, way)
}

// setSince reports whether a subscription was set otherwise since its form was opened.
func (b *Bot) setSince(m memo, ref string) bool {
	for e := range b.Tracker.Book().Entries(m.Head) {
		if set, ok := e.Event.(tracker.Subscribed); ok && set.ID == m.ID && e.Ref != ref {
			return true
		}
	}
	return false
}
