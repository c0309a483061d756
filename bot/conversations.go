package bot

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

	"github.com/slack-go/slack"

	"rollcall/tracker"
)

// isDirect reports whether a channel is the direct messages of two people, or of one and rollcall.
func isDirect(channel string) bool { return strings.HasPrefix(channel, "D") }

// groupDM is how the names of group direct messages begin, which nobody can be invited to.
const groupDM = "mpdm-"

// noted notes a channel by the name that comes with what is done there.
func (b *Bot) noted(channel, name string) {
	if strings.HasPrefix(name, groupDM) {
		b.isOwn(channel, false)
	}
}

// inConversation reports whether a channel is direct messages, those of a group among them as far as they were noted.
func (b *Bot) inConversation(channel string) bool {
	b.owns.mu.Lock()
	defer b.owns.mu.Unlock()
	_, known := b.owns.known[channel]
	return known || isDirect(channel)
}

// owns are the direct messages of which Slack has said whether they are with rollcall.
type owns struct {
	mu    sync.Mutex
	known map[string]bool
}

const ownsMost = 10_000 // that are remembered

// own reports whether a channel is somebody's direct messages with rollcall. Those of two people look the same, and a command
// can be typed there, too: rollcall can be no member, and what it says to everybody there the other one reads. Slack shows
// rollcall its own alone; where it doesn't say, they are taken for those of others.
func (b *Bot) own(ctx context.Context, channel string) bool {
	if !isDirect(channel) {
		return false
	}
	b.owns.mu.Lock()
	own, known := b.owns.known[channel]
	b.owns.mu.Unlock()
	if known {
		return own
	}
	ctx, cancel := context.WithTimeout(ctx, askFor)
	defer cancel()
	_, err := b.Slack.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: channel})
	if err != nil && reason(err) != notFound {
		b.Log.WarnContext(ctx, "Slack didn't say whose direct messages those are", "channel", channel, "error", scrub(err))
		return false
	}
	b.isOwn(channel, err == nil)
	return err == nil
}

// isOwn remembers whether direct messages are with rollcall.
func (b *Bot) isOwn(channel string, own bool) {
	b.owns.mu.Lock()
	defer b.owns.mu.Unlock()
	if b.owns.known == nil || len(b.owns.known) >= ownsMost {
		b.owns.known = map[string]bool{}
	}
	b.owns.known[channel] = own
}

const notFound = "channel_not_found"

// canPost reports whether digests can be posted to a channel.
func (b *Bot) canPost(ctx context.Context, channel string) error {
	info, err := b.Slack.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: channel})
	var refused slack.SlackErrorResponse
	switch {
	case err == nil && (info.IsMember || info.IsIM) && !info.IsArchived:
		return nil
	case err == nil && info.IsArchived:
		return tracker.Refuse("This channel is archived, so nothing can be posted here. Nothing was stored.")
	case err == nil:
		return inviteMe()
	case reason(err) == notFound && b.inConversation(channel):
		return tracker.Refuse("These are direct messages of others, so I can't post here. Subscribe in a channel, or in your direct messages with me. Nothing was stored.")
	case errors.As(err, &refused) && slices.Contains([]string{notFound, "not_in_channel"}, refused.Err):
		return inviteMe()
	case errors.As(err, &refused) && slices.Contains([]string{"missing_scope", "unknown_method"}, refused.Err):
		b.Log.WarnContext(ctx, "can't look up channels; the first digest will tell whether the bot is in", "channel", channel, "error", refused.Err)
		return nil
	}
	b.Log.WarnContext(ctx, "a channel can't be looked up", "channel", channel, "error", scrub(err))
	return tracker.Refuse("Slack didn't tell me whether I am in this channel. Please try again in a minute. Nothing was stored.")
}

func inviteMe() error {
	return tracker.Refuse("I'm not in this channel, so I can't post here. Invite me first: type /invite @rollcall, and then subscribe again. Nothing was stored.")
}
