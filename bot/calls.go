package bot

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"rollcall/bot/blocks"
)

// outcome is how a call ended.
type outcome int

const (
	unknown   outcome = iota // it may have landed
	limited                  // it did not: too many calls
	refused                  // it did not, and may another time
	gone                     // it did not, and won't
	lockedOut                // it did not, nor would any other: it is the token, or what stands between
)

func (o outcome) String() string {
	return [...]string{"unknown", "limited", "refused", "gone", "locked out"}[o]
}

// Slack's own words for why it does nothing.
const (
	noAnswer  = "no answer" // stands for what Slack didn't say
	noScope   = "missing_scope"
	notFound  = "channel_not_found"
	notMember = "not_in_channel"
)

// meant are the outcomes of what Slack says. Of all else it says a call may succeed another time.
var meant = map[string]outcome{
	"internal_error": unknown, "fatal_error": unknown, "request_timeout": unknown, "service_unavailable": unknown,
	"ratelimited": limited, "rate_limited": limited,
	"invalid_auth": lockedOut, "not_authed": lockedOut, "account_inactive": lockedOut, "token_revoked": lockedOut, "token_expired": lockedOut,
	"not_allowed_token_type": lockedOut, "team_access_not_granted": lockedOut, "org_login_required": lockedOut, "team_added_to_org": lockedOut,
	"two_factor_setup_required": lockedOut,
	notMember:                   gone, notFound: gone, "is_archived": gone, "no_permission": gone, noScope: gone, "ekm_access_denied": gone,
	"user_disabled": gone, "messages_tab_disabled": gone,
}

// judge returns the outcome of a call that failed, and for a limited one how long to wait.
func judge(err error) (outcome, time.Duration) {
	var tooMany *slack.RateLimitedError
	if errors.As(err, &tooMany) {
		return limited, min(max(tooMany.RetryAfter, time.Second), maxWait)
	}
	var status slack.StatusCodeError
	switch said := reason(err); {
	case said != noAnswer:
		o, known := meant[said]
		if !known && strings.HasPrefix(said, "restricted_action") {
			o = gone
		} else if !known {
			o = refused
		}
		if o == limited {
			return o, CallTimeout
		}
		return o, 0
	case errors.Is(err, errElsewhere):
		return gone, 0
	case errors.As(err, &status) && status.Code < 500 && status.Code != http.StatusRequestTimeout:
		return lockedOut, 0 // by what stands between; one that ran out of time may have passed it on
	}
	return unknown, 0
}

// reason is what Slack said, in its own word.
func reason(err error) string {
	var said slack.SlackErrorResponse
	if errors.As(err, &said) {
		return said.Err
	}
	return noAnswer
}

// tries of a call that is made again. Slack takes five answers at a response URL.
const tries = 3

// again calls until it succeeds, fails with another outcome than those at which it is called again, or would have to wait
// longer than it may. Slack says how long to wait.
func again(ctx context.Context, call func() error, at ...outcome) error {
	for try := 1; ; try++ {
		err := call()
		o, wait := judge(err)
		wait = max(wait, time.Second<<try)
		deadline, ends := ctx.Deadline()
		if err == nil || !slices.Contains(at, o) || try == tries || ends && time.Until(deadline) < wait {
			return err
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return err
		}
	}
}

// simplest sends a message, and for as long as Slack refuses its blocks, a simpler form of it.
func simplest(m blocks.Message, send func(blocks.Message) error) error {
	for {
		err := send(m)
		simpler, ok := m.Simpler()
		if !plainly(err) || !ok {
			return err
		}
		m = simpler
	}
}

func plainly(err error) bool {
	return slices.Contains([]string{"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"}, reason(err))
}

// deliver posts a message, again where Slack surely didn't take it because of too many calls.
func deliver(ctx context.Context, client *slack.Client, to place, m blocks.Message, more ...slack.MsgOption) error {
	return again(ctx, func() error {
		_, err := postMessage(ctx, client, to, m, more...)
		return err
	}, limited)
}

// postMessage posts a message, in a simpler form where Slack doesn't take its blocks, and returns Slack's name of it.
func postMessage(ctx context.Context, client *slack.Client, to place, m blocks.Message, more ...slack.MsgOption) (ts string, err error) {
	options := append(more, slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl())
	if to.thread != "" {
		options = append(options, slack.MsgOptionTS(to.thread))
	}
	err = simplest(m, func(m blocks.Message) (err error) {
		_, ts, err = client.PostMessageContext(ctx, to.channel, append(options, content(m)...)...)
		return err
	})
	return ts, err
}

// rewrite changes what a message says, which does no harm twice.
func rewrite(ctx context.Context, client *slack.Client, channel, ts string, m blocks.Message) error {
	return again(ctx, func() error {
		return simplest(m, func(m blocks.Message) error {
			_, _, _, err := client.UpdateMessageContext(ctx, channel, ts, content(m)...)
			return err
		})
	}, limited, unknown)
}

// content is what a message says, as a call of the Web API takes it.
func content(m blocks.Message) []slack.MsgOption {
	return []slack.MsgOption{slack.MsgOptionText(m.Text, false), slack.MsgOptionBlocks(m.Blocks...)}
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
	p := slack.GetConversationHistoryParameters{ChannelID: in.channel, Limit: historyTop, IncludeAllMetadata: true, Oldest: oldest}
	for {
		var said []slack.Message
		if in.thread != "" {
			said, _, p.Cursor, err = client.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{ChannelID: in.channel,
				Timestamp: in.thread, Cursor: p.Cursor, Limit: historyTop, IncludeAllMetadata: true, Oldest: oldest})
		} else if page, failed := client.GetConversationHistoryContext(ctx, &p); failed == nil {
			said, p.Cursor = page.Messages, page.ResponseMetaData.NextCursor
		} else {
			err = failed
		}
		if reason(err) == "thread_not_found" { // nobody has said anything there
			return "", nil
		}
		if err != nil {
			return "", err
		}
		for _, m := range said {
			if is(&m) {
				return m.Timestamp, nil
			}
		}
		if p.Cursor == "" {
			return "", nil
		}
	}
}

// The metadata by which messages of rollcall's own are found again.
const (
	postType   = "rollcall_post"   // one that has to arrive
	answerType = "rollcall_answer" // one that answers a question, which a question after it there can go on from: and in 2020?
	eventType  = "rollcall_digest" // a plan's

	keyPost       = "post" // its name
	keyLine       = "line" // how the question was read
	keyPlan       = "plan"
	keyOccasion   = "occasion"
	keySubscriber = "subscription"
	keyCall       = "call" // its slug: another ledger can have the same numbers
)

func isOf(m *slack.Message, want slack.SlackMetadata) bool {
	return m.Metadata.EventType == want.EventType && maps.Equal(m.Metadata.EventPayload, want.EventPayload)
}

// reads is what the metadata of a message of the Bot's call says, if it is of a type.
func (b *Bot) reads(m *slack.Message, ofType, key string) (value string, ok bool) {
	value, ok = m.Metadata.EventPayload[key].(string)
	return value, ok && m.Metadata.EventType == ofType && m.Metadata.EventPayload[keyCall] == b.Call.Slug
}

// metadata is that of a message of the Bot's call.
func (b *Bot) metadata(ofType, key, value string) slack.SlackMetadata {
	return slack.SlackMetadata{EventType: ofType, EventPayload: map[string]any{keyCall: b.Call.Slug, key: value}}
}

// mostFollowing is how many words a question has at most that may go on from another: nothing is looked up for longer ones.
const mostFollowing = 8

// before is the line that was answered last where an event's question is asked, as far as Slack says; empty if there is none.
func (b *Bot) before(ctx context.Context, e *event, question string) (line string) {
	in := place{e.Inner.Channel, e.Inner.ThreadTS}
	if len(strings.Fields(question)) > mostFollowing || in.thread == "" && !isDirect(in.channel) {
		return ""
	}
	at, looked := "", 0
	_, err := find(ctx, b.Slack, in, "", func(m *slack.Message) bool {
		if read, ok := b.reads(m, answerType, keyLine); ok && m.Timestamp > at {
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

// persistence is how long posting is tried for what has to arrive.
const persistence = 90 * time.Second

// once posts a named message that has to arrive, and retries for a while until it surely has. If it may have landed
// it is looked for, by its metadata, once no request of ours can be under way any more, and posted again only if it isn't there.
func (b *Bot) once(ctx context.Context, to place, name string, m blocks.Message) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), persistence)
	defer cancel()
	named := b.metadata(postType, keyPost, name)
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
		if err == nil {
			return nil
		}
		o, wait := judge(err)
		switch o {
		case refused:
			wait = time.Second << try
		case unknown:
			wait = CallTimeout
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
