package bot

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"rollcall/bot/blocks"
	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/desk"
	"rollcall/tracker/query"
)

// An event is what Slack tells of a mention of the bot, of a direct message to it or of an opened Home tab, or its challenge
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

// heardBy is on whose behalf Slack tells of an event: rollcall's own bot user.
type heardBy struct {
	User string `json:"user_id"`
	Bot  bool   `json:"is_bot"`
}

// line tells what is asked, and whether anything is: by a person, in a mention or a direct message.
func (e *event) line() (string, bool) {
	in := &e.Inner
	if !slices.Contains(spokenIn, in.Subtype) && (in.Type != "app_mention" || in.Subtype != "file_share") || in.Channel == "" || !e.others() {
		return "", false
	}
	return e.plain(), in.Type == "app_mention" || in.Type == "message" && in.ChannelType == "im"
}

// others reports whether somebody did it who isn't rollcall or another bot, as far as the event tells.
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

// plain is what is typed.
func (e *event) plain() string { return strings.TrimSpace(Plain(e.Inner.Text)) }

// onEvent answers an event in the background: Slack wants it acknowledged first, and sends it again if that takes long.
func (b *Bot) onEvent(e event) {
	if e.uploaded() && !b.seen.again(e.heard()) {
		b.onUpload(e)
		return
	}
	if in := &e.Inner; in.Type == "app_home_opened" && in.Tab == "home" && in.User != "" {
		b.shows(in.User, nextHome{opened: true})
		return
	}
	switch in := &e.Inner; {
	case in.Type == "app_home_opened" && in.Tab == "messages" && in.User != "" && in.Channel != "":
		b.onMessagesOpened(e)
		return
	case in.Type == "member_joined_channel":
		if !b.seen.again("joined " + e.ID) {
			b.onInvited(e)
		}
		return
	}
	line, asked := e.line()
	if !asked || b.seen.again(e.heard()) {
		return
	}
	if e.Inner.ChannelType == "im" {
		b.isOwn(e.Inner.Channel, true)
	}
	b.background(func(ctx context.Context) {
		user, to := e.Inner.User, place{e.Inner.Channel, e.thread()}
		if b.person(ctx, user).bot {
			return
		}
		lang := b.language(ctx, user, to.channel)
		defer b.works(ctx, &e, lang)()
		if isDirect(to.channel) && b.agents.Load() { // an agent's conversation is a thread
			to.thread = cmp.Or(to.thread, e.Inner.TS)
		}
		var r reply
		if e.Inner.Type == "app_mention" && len(e.Inner.Files) > 0 {
			r.Message = e.elsewhere(answer.In(lang))
		} else if done := b.recorded(e.ref()); e.Inner.Edited != nil && !desk.Reads(line) && done > 0 {
			r.Message = blocks.Say(answer.In(lang).Say("message.done(entry)", done))
		} else {
			r = b.answer(ctx, desk.Request{By: user, Channel: to.channel, Ref: e.ref(), Lang: lang, Page: 1, Before: b.before(ctx, &e, line)}, line, false)
		}
		var show func(reply)
		post := func(m blocks.Message) {
			soon, cancel := afresh(ctx)
			defer cancel()
			var more []slack.MsgOption
			if r.line != "" {
				more = append(more, b.readAs(r.line))
			}
			err := deliver(soon, b.Slack, to, m, more...)
			if err == nil {
				return
			}
			if m.Strict && plainly(err) {
				show(r.instead())
				return
			}
			reference := b.undelivered(ctx, err, "channel", to.channel)
			if o, _ := judge(err); o == unknown {
				m = b.unsure(ctx, asker{user: user, place: to}, reference, m)
			}
			b.direct(ctx, user, m)
		}
		show = func(r reply) {
			if r.place = to; r.chart != nil {
				b.draw(ctx, r, post)
				return
			}
			post(r.Message)
		}
		show(r)
	})
}

// recorded is the first entry that a request recorded, of whichever call; 0 if there is none.
func (b *Bot) recorded(ref string) tracker.Seq {
	books := []*tracker.Book{b.Tracker.Book()}
	for _, o := range b.Others {
		books = append(books, o.Tracker.Book())
	}
	for _, book := range books {
		if done := book.Ref(ref); len(done) > 0 {
			return done[0].Seq
		}
	}
	return 0
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

// content is what a message says, as a call of the Web API takes it.
func content(m blocks.Message) []slack.MsgOption {
	return []slack.MsgOption{slack.MsgOptionText(m.Text, false), slack.MsgOptionBlocks(m.Blocks...)}
}

// answer answers a line, whatever happens. If only one person sees it, it can be shared.
func (b *Bot) answer(ctx context.Context, r desk.Request, line string, private bool) (said reply) {
	defer func() {
		if p := recover(); p != nil {
			said = b.fault(ctx, r.Lang, panicked(p))
		}
	}()
	words := answer.In(r.Lang)
	if why := b.barred(ctx, r.Lang, r.By, r.Channel, line); why != "" {
		return reply{Message: b.stays(why, words)}
	}
	r.Tokens, r.Admin = query.Line(line), b.admin(ctx, r.By)
	if len(r.Tokens) > 0 && r.Again == nil {
		if c, _ := query.CommandOf(r.Tokens[0]); c.Name == "export" {
			return reply{Message: b.export(ctx, r, r.Tokens[1:])}
		}
	}
	asked := press{Call: b.Call.Slug, Line: line, Head: b.Tracker.Book().Head(), Today: today(), Lang: r.Lang}
	if r.Again != nil {
		asked.Head, asked.Today = r.Again.Head, r.Again.Today
	}
	a, err := b.do(ctx, r)
	if err != nil {
		return b.fault(ctx, r.Lang, err)
	}
	a.Mentions = private || b.own(ctx, r.Channel)
	if !a.Mentions {
		a.Called = b.names(ctx, a.IDs(), r.Lang)
	}
	controls := buttons(a, asked, words, viewer{label: b.label, alone: private, direct: b.inConversation(r.Channel), admin: r.Admin})
	if a.Kind == answer.Refused {
		controls = append(controls, b.next(r.Tokens, words, r.Admin)...)
	}
	m, charted := blocks.Charted(a, controls...)
	if !charted {
		m = blocks.Render(a, controls...)
	}
	said = reply{Message: m, public: a.Public, place: place{channel: r.Channel}, line: a.Line, useful: shareable(a.Kind)}
	if value := (press{Call: b.Call.Slug, Line: a.Line, Lang: a.Lang}).of(line); a.InOtherWords && r.Again == nil && value.encode() != "" {
		said.Message = blocks.Also(said.Message, feedback(answer.In(a.Lang), value))
	}
	if a.Chart() == nil {
		return said
	}
	pictured := func() reply {
		shown := reply{public: a.Public, place: said.place, line: a.Line}
		if wait, _ := b.drawn.Take(r.By, 1); wait > 0 && !r.Admin && !b.desk.IsAdmin(r.By) {
			shown.Message = blocks.Say(words.Say("picture.enough()") + "\n" + a.Text)
			return shown
		}
		shown.chart = &a
		shown.Message = blocks.Signed(blocks.Render(a), words, "asked(person, line)", r.By, line)
		return shown
	}
	if !charted {
		return pictured()
	}
	said.instead = pictured
	return said
}

// recent remembers what came lately, so that what Slack sends again isn't answered twice.
type recent struct {
	mu    sync.Mutex
	at    map[string]time.Time
	swept time.Time
}

// remembered is how long an event is remembered. Slack gives up sending one again after about an hour.
const remembered = 2 * time.Hour

// again reports whether an id came before, and remembers it.
func (r *recent) again(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := time.Now()
	if r.at == nil {
		r.at = map[string]time.Time{}
	}
	if now.Sub(r.swept) > time.Minute {
		r.swept = now
		maps.DeleteFunc(r.at, func(_ string, at time.Time) bool { return now.Sub(at) > remembered })
	}
	_, came := r.at[id]
	r.at[id] = now
	return came && id != ""
}

// came reports whether an id came before.
func (r *recent) came(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, came := r.at[id]
	return came
}

// forget lets an id come again.
func (r *recent) forget(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.at, id)
}
