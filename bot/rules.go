package bot

import (
	"context"
	"slices"
	"strconv"

	"github.com/slack-go/slack"

	"rollcall/bot/blocks"
	"rollcall/tracker/answer"
	"rollcall/tracker/ask"
	"rollcall/tracker/desk"
)

// actionRule begins the ids of the buttons that are about a subscription: each is a command of the desk with its number, and
// acts in the channel in which it is pressed.
const actionRule = "rule"

// The commands of those buttons. Whoever presses the first is told what to type.
var ruleCommands = []string{"subscribe", "mute", "digest", "unsubscribe"}

// ruleLines are the buttons of a subscription that an answer tells of, by their labels.
func ruleLines(a answer.Answer, words labels) [][2]string {
	if a.Kind != answer.Subscribed || len(a.Setting.Rules) == 0 || a.Setting.Ended {
		return nil
	}
	n := strconv.Itoa(a.Setting.Rules[0].Number)
	return [][2]string{{words.edit, "subscribe " + n}, {words.mute, "mute " + n + " 7"}, {words.preview, "digest " + n}, {words.unsubscribe, "unsubscribe " + n}}
}

// ruled does what a button of a subscription is for.
func (b *Bot) ruled(ctx context.Context, c slack.InteractionCallback, action *slack.BlockAction) {
	channel := c.Container.ChannelID
	r := desk.Request{By: c.User.ID, Channel: channel, Lang: b.language(ctx, c.User.ID, channel), Page: 1,
		Ref: digestOf(actionRule, c.User.ID, c.Container.MessageTs, action.ActionTs, action.Value)}
	words := labelsIn(r.Lang)
	p, err := b.press(action.Value)
	line := ask.Line(p.Line)
	if err != nil || len(line) < 2 || !slices.Contains(ruleCommands, line[0].Text) {
		b.Log.WarnContext(ctx, "a button that isn't understood", "by", c.User.ID, "action", action.ActionID)
		b.respond(ctx, presser(c), reply{Message: blocks.Say(words.stale)})
		return
	}
	var said reply
	if line[0].Text == ruleCommands[0] {
		said = reply{Message: blocks.Say(words.toEdit(b.Command + " " + b.typedRule(channel, line[1].Text)))}
	} else {
		said = b.answer(ctx, r, p.Line, !isDirect(channel))
	}
	said.thread = c.Container.ThreadTs
	b.respond(ctx, presser(c), said)
}

// typedRule is the line that sets a channel's subscription as it is.
func (b *Bot) typedRule(channel, number string) string {
	n, err := strconv.Atoi(number)
	if s := b.Tracker.Book().Channel(channel, n); err == nil && n > 0 && s != nil {
		return desk.Typed(s)
	}
	return "subscribe"
}
