package bot

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"rollcall/tracker"
	"rollcall/tracker/desk"
)

// An event is what Slack sends for a mention of the bot, of a direct message to it or of an opened Home tab, or its challenge
// to a new address.
type event struct {
	Type      string    `json:"type"`
	Challenge string    `json:"challenge"`
	ID        string    `json:"event_id"`
	Team      string    `json:"team_id"`
	App       string    `json:"api_app_id"`
	For       []heardBy `json:"authorizations"`
	Inner     struct {
		Type        string    `json:"type"`
		Subtype     string    `json:"subtype"`
		ChannelType string    `json:"channel_type"`
		BotID       string    `json:"bot_id"`
		User        string    `json:"user"`
		Channel     string    `json:"channel"`
		Text        string    `json:"text"`
		TS          string    `json:"ts"`
		ThreadTS    string    `json:"thread_ts"`
		Edited      *struct{} `json:"edited"`
		Tab         string    `json:"tab"`
		Inviter     string    `json:"inviter"`
		Files       []struct {
			ID string `json:"id"`
		} `json:"files"`
	} `json:"event"`
}

// spokenIn are the subtypes of what a person says: plainly, with /me, or in a thread and to the channel, too.
var spokenIn = []string{"", slack.MsgSubTypeMeMessage, slack.MsgSubTypeThreadBroadcast}

// heardBy is on whose behalf Slack sends an event: rollcall's own bot user.
type heardBy struct {
	User string `json:"user_id"`
	Bot  bool   `json:"is_bot"`
}

// line returns what is asked, and whether anything is: by a person, in a mention or a direct message.
func (e *event) line() (string, bool) {
	in := &e.Inner
	if !slices.Contains(spokenIn, in.Subtype) && (in.Type != "app_mention" || in.Subtype != "file_share") || in.Channel == "" || !e.others() {
		return "", false
	}
	return e.plain(), in.Type == "app_mention" || in.Type == "message" && in.ChannelType == "im"
}

// others reports whether somebody did it who isn't rollcall or another bot, as far as the event says.
func (e *event) others() bool {
	in := &e.Inner
	return in.User != "" && in.BotID == "" && !slices.Contains(e.For, heardBy{in.User, true})
}

// thread is where the answer goes: under a mention; in a direct message only where there is a thread already.
func (e *event) thread() string {
	if e.Inner.Type == "app_mention" && e.Inner.ThreadTS == "" {
		return e.Inner.TS
	}
	return e.Inner.ThreadTS
}

// ref names a message, however it is edited or delivered again: what it says is recorded once.
func (e *event) ref() string { return digestOf("message", e.Inner.Channel, cmp.Or(e.Inner.TS, e.ID)) }

// heard names what a message says: edited, it can ask something else.
func (e *event) heard() string { return digestOf(e.ref(), e.plain()) }

func (e *event) plain() string { return strings.TrimSpace(Plain(e.Inner.Text)) }

// onEvent answers an event in the background: Slack wants it acknowledged first, and sends it again if that takes long.
func (b *Bot) onEvent(e event) {
	in := &e.Inner
	line, asked := e.line()
	switch {
	case in.Type == "app_home_opened" && in.Tab == "home" && in.User != "":
		b.shows(in.User, nextHome{opened: true})
	case in.Type == "app_home_opened" && in.Tab == "messages" && in.User != "" && in.Channel != "":
		b.background(func(ctx context.Context) { b.onMessagesOpened(ctx, in.User, in.Channel) })
	case in.Type == "member_joined_channel":
		if !b.seen.again("joined " + e.ID) {
			b.onInvited(e)
		}
	case e.uploaded():
		if !b.seen.again(e.heard()) {
			b.within(listPatience, func(ctx context.Context) { b.onUpload(ctx, &e) })
		}
	case asked && !b.seen.again(e.heard()):
		b.background(func(ctx context.Context) { b.hear(ctx, &e, line) })
	}
}

func (b *Bot) hear(ctx context.Context, e *event, line string) {
	in := &e.Inner
	if in.ChannelType == "im" {
		b.owns.put(in.Channel, true)
	}
	if b.person(ctx, in.User).bot {
		return
	}
	a := b.asks(ctx, in.User, place{in.Channel, e.thread()})
	a.message = true
	defer b.works(ctx, e, a.words)()
	if isDirect(a.channel) && b.agents.Load() { // an agent's conversation is a thread
		a.thread = cmp.Or(a.thread, in.TS)
	}
	if in.Type == "app_mention" && len(in.Files) > 0 {
		b.respond(ctx, a, e.elsewhere(a.words))
	} else if done := b.recorded(e.ref()); in.Edited != nil && !desk.Reads(line) && done > 0 {
		b.respond(ctx, a, say(a.words.Say("message.done(entry)", done)))
	} else {
		r := desk.Request{By: a.user, Channel: a.channel, Ref: e.ref(), Lang: a.lang, Page: 1, Before: b.before(ctx, e, line)}
		b.respond(ctx, a, b.answer(ctx, r, line, false))
	}
}

// recorded is the first entry that a request recorded, of whichever call; 0 if there is none.
func (b *Bot) recorded(ref string) tracker.Seq {
	done := b.Tracker.Book().Ref(ref)
	for _, o := range b.Others {
		done = append(slices.Clip(done), o.Tracker.Book().Ref(ref)...)
	}
	if len(done) == 0 {
		return 0
	}
	return done[0].Seq
}
