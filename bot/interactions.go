package bot

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"rollcall/tracker/answer"
)

// interaction takes what somebody did with a control, and returns what Slack is to be answered at once; nil for nothing.
// What takes time, or more bytes of JSON than most if that isn't 0, is done afterwards.
func (b *Bot) interaction(c slack.InteractionCallback, most int) any {
	b.noted(c.Channel.ID, c.Channel.Name)
	switch {
	case c.Type == slack.InteractionTypeBlockActions:
		for _, action := range c.ActionCallback.BlockActions {
			b.later(c, action)
		}
	case c.Type == slack.InteractionTypeMessageAction || c.Type == slack.InteractionTypeShortcut:
		b.shortcut(c)
	case c.Type == slack.InteractionTypeBlockSuggestion:
		return b.matching(c)
	case c.Type == slack.InteractionTypeViewSubmission && c.View.CallbackID == actionReject:
		return b.rejected(c)
	case c.Type == slack.InteractionTypeViewSubmission:
		return b.submitted(c, most)
	case c.Type != slack.InteractionTypeViewClosed && !b.seen.again(digestOf("other", c.User.ID, string(c.Type), c.ActionTs, c.TriggerID)):
		b.background(func(ctx context.Context) {
			b.Log.WarnContext(ctx, "an interaction that isn't understood", "by", c.User.ID, "type", shorten(string(c.Type), maxLabel))
			b.tell(ctx, presser(c), b.outdated(answer.In(b.language(ctx, c.User.ID, c.Channel.ID))))
		})
	}
	return nil
}

// pressRef names a press, the same for each delivery of it. Two presses share an answer once.
func pressRef(c slack.InteractionCallback, action *slack.BlockAction) string {
	when := action.ActionTs
	if strings.HasPrefix(action.ActionID, actionShare) {
		when = ""
	}
	return digestOf("press", c.User.ID, c.Container.MessageTs, c.Container.ViewID, action.ActionID, action.Value+action.SelectedOption.Value, when)
}

// later does in the background what a control is for, once for each press.
func (b *Bot) later(c slack.InteractionCallback, action *slack.BlockAction) {
	if action.ActionID == actionLink || b.seen.again(pressRef(c, action)) {
		return
	}
	b.background(func(ctx context.Context) {
		if kind, _, _ := strings.Cut(action.ActionID, "-"); decides(kind) {
			b.decide(ctx, c, action, kind)
			return
		} else if kind == actionRule {
			b.ruled(ctx, c, action)
			return
		}
		b.pressed(ctx, c, action)
	})
}
