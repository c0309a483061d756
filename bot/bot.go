// Package bot is rollcall in Slack: a slash command, a mention or a direct message becomes a line for the desk, its Answer
// becomes Block Kit, and digests are posted.
//
// A request is believed when its signature is right and fresh. It is answered within Slack's three seconds; what takes
// longer is answered through the response URL. What goes wrong on our side is told with a reference that is also in the
// log. Tokens, secrets and response URLs never reach a log, an error or a reply.
//
// A digest is posted once: it is planned in the ledger, posted with metadata that names the plan, and settled in the
// ledger. When nobody knows whether Slack took it, the channel's history is read before it is posted again; see [Poster].
package bot

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"rollcall/bot/blocks"
	"rollcall/tracker"
	"rollcall/tracker/ask"
	"rollcall/tracker/desk"
)

// A Config is what a Bot is made of.
type Config struct {
	Tracker       *tracker.Tracker
	Call          *tracker.Call
	Slack         *slack.Client
	HTTP          *http.Client // posts to response URLs
	SigningSecret string
	Command       string   // such as /pariscall
	Admins        []string // Slack user ids
	Log           *slog.Logger
}

// A Bot answers Slack's requests.
type Bot struct {
	Config
	desk    *desk.Desk
	seen    recent         // events
	pending sync.WaitGroup // answers that come after the request
}

// New makes a Bot.
func New(c Config) *Bot {
	b := &Bot{Config: c}
	b.desk = desk.New(c.Tracker, c.Call, b.canPost, c.Log)
	return b
}

// Close waits for the answers under way.
func (b *Bot) Close() { b.pending.Wait() }

const (
	promptly = 2500 * time.Millisecond // how long an answer may take before it goes to the response URL; Slack waits 3 s
	patience = 30 * time.Second        // how long an answer may take at all
)

// command answers a slash command. A nil reply says that the answer goes to the response URL.
func (b *Bot) command(c slack.SlashCommand) *slack.WebhookMessage {
	answered := make(chan *slack.WebhookMessage)
	late := make(chan struct{})
	b.pending.Go(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		reply := b.reply(ctx, c)
		select {
		case answered <- reply:
		case <-late:
			ctx, cancel := context.WithTimeout(context.Background(), patience)
			defer cancel()
			b.respond(ctx, c.ResponseURL, reply)
		}
	})
	select {
	case reply := <-answered:
		return reply
	case <-time.After(promptly):
		close(late)
		return nil
	}
}

// reply answers a slash command, whatever happens.
func (b *Bot) reply(ctx context.Context, c slack.SlashCommand) *slack.WebhookMessage {
	return message(b.answer(ctx, desk.Request{
		By: c.UserID, Admin: slices.Contains(b.Admins, c.UserID), Channel: c.ChannelID, Ref: ref(c),
		Tokens: ask.Line(ask.Plain(c.Text)),
	}))
}

// ref names a slash command, the same for each delivery of it.
func ref(c slack.SlashCommand) string {
	return digestOf(c.TriggerID, c.TeamID, c.ChannelID, c.UserID, c.Command, c.Text)
}

// digestOf is a short name for what Slack sent.
func digestOf(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return "slack:" + hex.EncodeToString(sum[:12])
}

// message is ephemeral unless everybody in the channel is to see it. Links aren't unfurled: sources would bury the answer.
func message(m blocks.Message) *slack.WebhookMessage {
	no := false
	w := &slack.WebhookMessage{Text: m.Text, Blocks: &slack.Blocks{BlockSet: m.Blocks},
		ResponseType: slack.ResponseTypeEphemeral, UnfurlLinks: &no, UnfurlMedia: &no}
	if m.Public {
		w.ResponseType = slack.ResponseTypeInChannel
	}
	return w
}

// fault logs what went wrong and tells the person where to look it up.
func (b *Bot) fault(ctx context.Context, err error) blocks.Message {
	reference := rand.Text()[:8]
	b.Log.ErrorContext(ctx, "internal error", "reference", reference, "error", scrub(err))
	return blocks.Say("Something went wrong on our side. Please try again; if it goes on, tell those who run rollcall the reference " + reference + ".")
}

// respond posts to a response URL. Where Slack doesn't take the blocks, the text alone still says everything.
func (b *Bot) respond(ctx context.Context, responseURL string, reply *slack.WebhookMessage) {
	err := slack.PostWebhookCustomHTTPContext(ctx, responseURL, b.HTTP, reply)
	var refused slack.StatusCodeError
	if errors.As(err, &refused) && refused.Code == http.StatusBadRequest && reply.Blocks != nil {
		plain := *reply
		plain.Blocks = nil
		err = slack.PostWebhookCustomHTTPContext(ctx, responseURL, b.HTTP, &plain)
	}
	if err != nil {
		b.Log.ErrorContext(ctx, "an answer was not delivered", "error", scrub(err))
	}
}

// scrub takes addresses out of an error: a response URL is a key, and some addresses carry one.
func scrub(err error) string {
	text := err.Error()
	var u *url.Error
	for e := err; errors.As(e, &u); e = u.Err {
		text = strings.ReplaceAll(text, u.URL, "(address)")
	}
	return text
}

// canPost tells whether digests can be posted to a channel.
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
	case errors.As(err, &refused) && slices.Contains([]string{"channel_not_found", "not_in_channel"}, refused.Err):
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
