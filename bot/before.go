package bot

import (
	"context"
	"strings"

	"github.com/slack-go/slack"
)

// The metadata of a message that answers a question, which a question after it in the same thread, or direct message, can go on
// from: and in 2020?
const (
	answerType = "rollcall_answer"
	keyLine    = "line" // how the question was read
)

// mostFollowing is how many words a question has at most that may go on from another: nothing is looked up for longer ones.
const mostFollowing = 8

// readAs is the metadata of an answer.
func (b *Bot) readAs(line string) slack.MsgOption {
	return slack.MsgOptionMetadata(slack.SlackMetadata{EventType: answerType, EventPayload: map[string]any{keyCall: b.Call.Slug, keyLine: line}})
}

// before is the line that was answered last where an event's question is asked, as far as Slack tells; empty if there is none.
func (b *Bot) before(ctx context.Context, e *event, question string) string {
	in := &e.Inner
	if len(strings.Fields(question)) > mostFollowing {
		return ""
	}
	var said []slack.Message
	var err error
	switch {
	case in.ThreadTS != "":
		said, _, _, err = b.Slack.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{ChannelID: in.Channel, Timestamp: in.ThreadTS, Limit: historyTop, IncludeAllMetadata: true})
	case isDirect(in.Channel):
		var history *slack.GetConversationHistoryResponse
		if history, err = b.Slack.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{ChannelID: in.Channel, Limit: mostFollowing, IncludeAllMetadata: true}); err == nil {
			said = history.Messages
		}
	}
	if err != nil {
		b.Log.DebugContext(ctx, "what was answered before isn't known", "channel", in.Channel, "error", err)
		return ""
	}
	line, at := "", ""
	for _, m := range said {
		if read, ok := m.Metadata.EventPayload[keyLine].(string); ok && m.Metadata.EventType == answerType && m.Metadata.EventPayload[keyCall] == b.Call.Slug && m.Timestamp > at {
			line, at = read, m.Timestamp
		}
	}
	return line
}
