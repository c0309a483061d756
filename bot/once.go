package bot

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"rollcall/bot/blocks"
)

// persistence is how long it is tried to post what has to arrive.
const persistence = 90 * time.Second

// The metadata by which a message that has to arrive is found again.
const (
	postType = "rollcall_post"
	keyPost  = "post"
)

// once posts a message of a name that has to arrive, and tries until it surely has, for a while. Where nobody knows whether it landed
// it is looked for, by its metadata, once no request of ours can be under way any more, and posted again only where it isn't.
func (b *Bot) once(ctx context.Context, to place, name string, m blocks.Message) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), persistence)
	defer cancel()
	named := b.named(name)
	oldest, landed := stamp(b.Access.now()), false
	for try := 1; ; try++ {
		found, err := "", error(nil)
		if landed {
			found, err = find(ctx, b.Slack, to, oldest, func(m *slack.Message) bool { return isOf(m, named) })
			landed = err != nil
		}
		if found == "" && !landed {
			_, err = postMessage(ctx, b.Slack, to, m, slack.MsgOptionMetadata(named))
			o, _ := judge(err)
			landed = err != nil && o == unknown // perhaps
		}
		o, wait := judge(err)
		switch {
		case err == nil:
			return nil
		case o == unknown:
			wait = CallTimeout
		case o == refused:
			wait = time.Second << try
		}
		deadline, _ := ctx.Deadline()
		if o == gone || o == lockedOut || try == maxTries || time.Until(deadline) < wait {
			if landed {
				return errors.Join(errUnsure, err)
			}
			return err
		}
		time.Sleep(wait)
	}
}

// named is the metadata of a message of a name.
func (b *Bot) named(name string) slack.SlackMetadata {
	return slack.SlackMetadata{EventType: postType, EventPayload: map[string]any{keyCall: b.Call.Slug, keyPost: name}}
}

// stamp is a moment of Slack's clock, or a little before it, as Slack writes it; empty if it isn't known.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return strconv.FormatInt(t.Add(-margin).Unix(), 10)
}

// find looks for a message of rollcall's own in a thread, or in the history of a channel, and returns Slack's name of it; empty
// if there is none.
func find(ctx context.Context, client *slack.Client, in place, oldest string, is func(*slack.Message) bool) (ts string, err error) {
	cursor := ""
	for {
		var said []slack.Message
		if in.thread != "" {
			said, _, cursor, err = client.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{ChannelID: in.channel, Timestamp: in.thread,
				Cursor: cursor, Limit: historyTop, IncludeAllMetadata: true, Oldest: oldest})
		} else {
			said, cursor, err = history(ctx, client, in.channel, oldest, cursor)
		}
		switch {
		case reason(err) == "thread_not_found": // nobody has said anything there
			return "", nil
		case err != nil:
			return "", err
		}
		for _, m := range said {
			if is(&m) {
				return m.Timestamp, nil
			}
		}
		if cursor == "" {
			return "", nil
		}
	}
}

// history is a page of what was said in a channel, and where the next one begins.
func history(ctx context.Context, client *slack.Client, channel, oldest, cursor string) (said []slack.Message, next string, err error) {
	page, err := client.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{ChannelID: channel, Cursor: cursor,
		Limit: historyTop, IncludeAllMetadata: true, Oldest: oldest})
	if err != nil {
		return nil, "", err
	}
	return page.Messages, page.ResponseMetaData.NextCursor, nil
}
