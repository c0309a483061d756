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

// readAs is the metadata of an answer; none if it answers no question.
func (b *Bot) readAs(line string) []slack.MsgOption {
	if line == "" {
		return nil
	}
	return []slack.MsgOption{slack.MsgOptionMetadata(slack.SlackMetadata{EventType: answerType, EventPayload: map[string]any{keyCall: b.Call.Slug, keyLine: line}})}
}

// before is the line that was answered last where an event's question is asked, as far as Slack tells; empty if there is none.
func (b *Bot) before(ctx context.Context, e *event, question string) (line string) {
	in := place{e.Inner.Channel, e.Inner.ThreadTS}
	if len(strings.Fields(question)) > mostFollowing || in.thread == "" && !isDirect(in.channel) {
		return ""
	}
	at, looked := "", 0
	_, err := find(ctx, b.Slack, in, "", func(m *slack.Message) bool {
		read, ok := m.Metadata.EventPayload[keyLine].(string)
		if ok && m.Metadata.EventType == answerType && m.Metadata.EventPayload[keyCall] == b.Call.Slug && m.Timestamp > at {
			line, at = read, m.Timestamp
		}
		looked++
		return in.thread == "" && looked == mostFollowing // a thread begins with its oldest message, a history with the latest
	})
	if err != nil {
		b.Log.DebugContext(ctx, "what was answered before isn't known", "channel", in.channel, "error", err)
	}
	return line
}
