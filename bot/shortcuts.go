package bot

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"rollcall/bot/blocks"
	"rollcall/tracker/answer"
)

// The shortcuts, by their callback ids in the manifest.
const (
	shortcutSuggest = "suggest" // on a message: the form to suggest a change, with the message as its source
	shortcutLook    = "look"    // anywhere: a supporter is looked up
)

// shortcut does in the background what a shortcut is for, once for each time that it was used.
func (b *Bot) shortcut(c slack.InteractionCallback) {
	if b.seen.again(digestOf("shortcut", c.User.ID, c.CallbackID, c.ActionTs, c.TriggerID)) {
		return
	}
	a := asker{c.User.ID, c.TriggerID, c.ResponseURL, place{channel: c.Channel.ID}}
	b.background(func(ctx context.Context) {
		switch {
		case c.Type == slack.InteractionTypeMessageAction && c.CallbackID == shortcutSuggest:
			b.open(ctx, a, formSuggest, nil, map[string]string{"source": b.permalink(ctx, c.Channel.ID, c.MessageTs, c.Message.ThreadTimestamp)})
		case c.Type == slack.InteractionTypeShortcut && c.CallbackID == shortcutLook:
			b.open(ctx, a, formLook, nil, nil)
		default:
			b.Log.WarnContext(ctx, "a shortcut that isn't understood", "by", c.User.ID, "callback", shorten(c.CallbackID, maxLabel))
			b.tell(ctx, a, blocks.Say(answer.In(b.language(ctx, c.User.ID, c.Channel.ID)).Say("shortcut.unknown()")))
		}
	})
}

// permalink is where a message is read; empty if Slack doesn't say in which workspace.
func (b *Bot) permalink(ctx context.Context, channel, ts, thread string) string {
	own, err := b.Access.self(ctx)
	if err != nil || own.URL == "" || channel == "" || ts == "" {
		return ""
	}
	link := strings.TrimSuffix(own.URL, "/") + "/archives/" + channel + "/p" + strings.ReplaceAll(ts, ".", "")
	if thread != "" && thread != ts {
		link += "?thread_ts=" + thread + "&cid=" + channel
	}
	return link
}
