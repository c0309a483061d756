package bot

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"rollcall/bot/blocks"
	"rollcall/tracker/answer"
	"rollcall/tracker/desk"
)

// What rollcall says by itself: a first word to the person who invites it to a channel, and to everybody who opens its messages for the
// first time; and, where the workspace has agents, what can be asked there, and that it works on an answer.

// onInvited says the first word to the person who invited rollcall to a channel, which nobody else there sees.
func (b *Bot) onInvited(e event) {
	inviter := e.Inner.Inviter
	if !blocks.IsPerson(inviter) || !slices.Contains(e.For, heardBy{e.Inner.User, true}) {
		return
	}
	b.background(func(ctx context.Context) {
		m := b.firstWord(answer.In(b.language(ctx, inviter, e.Inner.Channel)), true)
		err := again(ctx, func() error {
			return simplest(m, func(m blocks.Message) error {
				_, err := b.Slack.PostEphemeralContext(ctx, e.Inner.Channel, inviter, content(m)...)
				return err
			})
		}, limited, unknown)
		if err != nil {
			b.undelivered(ctx, err, "by", inviter)
			b.direct(ctx, inviter, m)
		}
	})
}

// onMessagesOpened suggests what to ask, and says the first word where nothing was said yet.
func (b *Bot) onMessagesOpened(ctx context.Context, user, channel string) {
	words := answer.In(b.language(ctx, user, channel))
	b.suggest(ctx, channel, words)
	if b.seen.again("welcome " + user) {
		return
	}
	said := false
	err := again(ctx, func() error {
		_, err := find(ctx, b.Slack, place{channel: channel}, "", func(*slack.Message) bool { said = true; return true })
		return err
	}, limited, unknown, refused)
	if err != nil || said {
		return // rather not than twice
	}
	if err := b.once(ctx, place{channel: channel}, "welcome", b.firstWord(words, false)); err != nil {
		b.undelivered(ctx, err, "by", user)
	}
}

func (b *Bot) firstWord(words *answer.Words, channel bool) blocks.Message {
	buttons := []slack.BlockElement{formButton(formSubscribe, b.Call.Slug, words, 0).WithStyle(slack.StylePrimary)}
	for i, line := range []string{"count", "help"} {
		buttons = append(buttons, b.ours(line, words).button(fmt.Sprint(actionAsk, "-", i), b.label(line, words)))
	}
	return say(words.Say("welcome(call, command, channel)", b.Call, b.Slash, channel), buttons...).Message
}

// agentAgain is when Slack is asked again whether the workspace has agents, after it said that it hasn't.
const agentAgain = time.Hour

// suggest shows what can be asked, where the workspace has agents.
func (b *Bot) suggest(ctx context.Context, channel string, words *answer.Words) {
	about, err := b.do(ctx, desk.Request{Lang: words.Lang()})
	if err != nil {
		return
	}
	asked := slack.AssistantThreadsSetSuggestedPromptsParameters{ChannelID: channel, Title: words.Say("agent.prompts()")}
	for _, line := range append(about.Suggestions[:min(3, len(about.Suggestions))], "changes") {
		asked.AddPrompt(b.label(line, words), line)
	}
	b.agent(func() error { return b.Slack.SetAssistantThreadsSuggestedPromptsContext(ctx, asked) })
}

// works shows that an answer is under way below what somebody said, and what the thread is about, and returns what ends that. Both
// are for show: where Slack doesn't take them, nothing is lost.
func (b *Bot) works(ctx context.Context, e *event, words *answer.Words) (done func()) {
	at := place{e.Inner.Channel, cmp.Or(e.Inner.ThreadTS, e.Inner.TS)}
	if !isDirect(at.channel) || !b.agents.Load() {
		return func() {}
	}
	status := func(said string) {
		b.agent(func() error {
			return b.Slack.SetAssistantThreadsStatusContext(ctx, slack.AssistantThreadsSetStatusParameters{ChannelID: at.channel, ThreadTS: at.thread, Status: said})
		})
	}
	status(words.Say("agent.status()"))
	if e.Inner.ThreadTS == "" {
		b.agent(func() error {
			return b.Slack.SetAssistantThreadsTitleContext(ctx, slack.AssistantThreadsSetTitleParameters{ChannelID: at.channel, ThreadTS: at.thread, Title: shorten(e.plain(), maxLabel)})
		})
	}
	return func() { status("") }
}

// agent calls what only a workspace with agents takes, and remembers whether this one does.
func (b *Bot) agent(call func() error) {
	if time.Now().Before(time.Unix(b.agentless.Load(), 0)) {
		return
	}
	err := call()
	if err == nil {
		b.agents.Store(true)
		return
	}
	if o, _ := judge(err); o == refused || o == gone {
		b.agents.Store(false)
		b.agentless.Store(time.Now().Add(agentAgain).Unix())
	}
	b.Log.Debug("Slack shows nothing of an agent", "error", scrub(err))
}

// feedback asks whether an answer to a question was what was asked.
func feedback(words *answer.Words, asked press) slack.Block {
	button := func(label answer.Message, ok bool) *slack.FeedbackButton {
		p := asked
		if p.Page = 1; ok {
			p.Page = 0
		}
		return slack.NewFeedbackButton(plain(words.Say(label)), p.encode())
	}
	return slack.NewContextActionsBlock("", slack.NewFeedbackButtonsBlockElement(actionFeedback, button("feedback.right()", true), button("feedback.wrong()", false)))
}

// judged records what somebody thinks of an answer, without their name, and thanks them.
func (b *Bot) judged(ctx context.Context, u use) {
	right := u.Page == 0
	noted := b.barred(ctx, u.lang, u.user, u.channel, u.Line) == "" && b.desk.Judged(u.Asked, u.Line, right)
	if right {
		b.respond(ctx, u.asker, say(u.words.Say("feedback.thanks()")))
		return
	}
	b.respond(ctx, u.asker, say(u.words.Say("feedback.sorry(noted)", noted), b.asking("help", u.words)))
}
