package bot

import (
	"context"
	"strings"

	"github.com/slack-go/slack"
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
	b.background(func(ctx context.Context) {
		a := b.asks(ctx, c.User.ID, place{channel: c.Channel.ID})
		a.trigger, a.responseURL = c.TriggerID, c.ResponseURL
		switch {
		case c.Type == slack.InteractionTypeMessageAction && c.CallbackID == shortcutSuggest:
			source := b.permalink(ctx, c.Channel.ID, c.MessageTs, c.Message.ThreadTimestamp)
			b.open(ctx, a, opening{name: formSuggest, given: map[string]string{"source": source}})
		case c.Type == slack.InteractionTypeShortcut && c.CallbackID == shortcutLook:
			b.open(ctx, a, opening{name: formLook})
		default:
			b.Log.WarnContext(ctx, "a shortcut that isn't understood", "by", c.User.ID, "callback", shorten(c.CallbackID, maxLabel))
			b.respond(ctx, a, say(a.words.Say("shortcut.unknown()")))
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
