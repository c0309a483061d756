package bot

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"unicode"

	"github.com/slack-go/slack"

	"rollcall/tracker/answer"
)

// A Router hands the requests of one Slack app to its Bots, one for each call. A slash command is routed by its name, and the
// use of a control by the slug in it. Everything else is for the first Bot, except a mention, a direct message or an upload whose first word
// is the slug of a call, or its command without the slash.
type Router struct {
	bots []*Bot
}

// NewRouter makes a Router, which answers with the first Bot where no call is named. The Home tab is the first one's.
func NewRouter(first *Bot, others ...*Bot) *Router {
	for _, b := range others {
		b.homeless = true
	}
	return &Router{append([]*Bot{first}, others...)}
}

func (r *Router) first() *Bot { return r.bots[0] }

// command answers a slash command; see [Bot.command].
func (r *Router) command(c slack.SlashCommand, most int) *slack.WebhookMessage {
	if c.UserID == "" {
		r.first().Log.Warn("refused: a command by nobody", "command", c.Command)
		return say(answer.In("").Say("command.nobody()")).webhook("")
	}
	i := slices.IndexFunc(r.bots, func(b *Bot) bool { return b.Slash == c.Command })
	if i < 0 {
		var all []string
		for _, b := range r.bots {
			all = append(all, b.Slash)
		}
		ctx, cancel := context.WithTimeout(context.Background(), promptly)
		defer cancel()
		words := answer.In(r.first().language(ctx, c.UserID, c.ChannelID))
		return say(words.Say("command.unknown(mine)", strings.Join(all, ", "))).webhook("")
	}
	return r.bots[i].command(c, most)
}

var errNobody = errors.New("it doesn't say who did it")

// interaction takes what somebody did with controls; see [Bot.interaction]. All that comes at once is of one call.
func (r *Router) interaction(payload []byte, most int) (any, error) {
	var c slack.InteractionCallback
	if err := json.Unmarshal(payload, &c); err != nil {
		return nil, err
	}
	if c.User.ID == "" {
		return nil, errNobody
	}
	return r.of(slugIn(c)).interaction(c, most), nil
}

// of is the Bot of a call. Without a slug a control is older than a second call; one of a call that isn't kept any more is
// refused by whichever Bot gets it.
func (r *Router) of(slug string) *Bot {
	if i := slices.IndexFunc(r.bots, func(b *Bot) bool { return b.Call.Slug == slug }); i >= 0 {
		return r.bots[i]
	}
	return r.first()
}

// slugIn is the slug of the call that a control is of: in the value of a button, or what a form keeps; empty if there is none.
func slugIn(c slack.InteractionCallback) string {
	kept := []string{c.View.PrivateMetadata}
	for _, action := range c.ActionCallback.BlockActions {
		kept = append(kept, action.Value, action.SelectedOption.Value)
	}
	for _, text := range kept {
		var of struct {
			Call string `json:"call"`
		}
		if json.Unmarshal([]byte(text), &of) == nil && of.Call != "" {
			return of.Call
		}
	}
	return ""
}

// onEvent answers an event; see [Bot.onEvent]. A call that is named is no part of what it is asked.
func (r *Router) onEvent(e event) {
	_, asked := e.line()
	word, rest := firstWord(e.Inner.Text)
	word = strings.Trim(word, "/:,")
	i := slices.IndexFunc(r.bots, func(b *Bot) bool {
		return strings.EqualFold(word, b.Call.Slug) || strings.EqualFold(word, b.Slash[1:])
	})
	if !asked && !e.uploaded() || i < 0 {
		r.first().onEvent(e)
		return
	}
	e.Inner.Text = rest
	r.bots[i].onEvent(e)
}

// firstWord cuts the first word off a line as Slack sends it, and mentions before it.
func firstWord(line string) (word, rest string) {
	line = strings.TrimSpace(line)
	for strings.HasPrefix(line, "<@") {
		_, line, _ = strings.Cut(line, ">")
		line = strings.TrimSpace(line)
	}
	if i := strings.IndexFunc(line, unicode.IsSpace); i >= 0 {
		return line[:i], line[i:]
	}
	return line, ""
}
