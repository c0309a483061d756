package bot

import (
	"cmp"
	"context"
	"strings"

	"github.com/slack-go/slack"

	"rollcall/bot/blocks"
	"rollcall/tracker"
	"rollcall/tracker/desk"
)

// A use is a control that somebody used.
type use struct {
	asker
	press
	kind   string // how its action's id begins
	c      slack.InteractionCallback
	action *slack.BlockAction
}

// uses does what each control is for, by how the action's id begins.
var uses = map[string]func(*Bot, context.Context, use){
	actionAsk: (*Bot).asked, actionPage: (*Bot).asked, actionShare: (*Bot).asked, actionFeedback: (*Bot).judged, actionForm: (*Bot).opened,
	actionApprove: (*Bot).decide, actionReject: (*Bot).decide, actionUndo: (*Bot).decide, actionForget: (*Bot).decide, actionRule: (*Bot).ruled,
	actionGroup: (*Bot).pressedGroup, actionGroupAll: (*Bot).pressedGroup, actionGroupChosen: (*Bot).pressedGroup, actionGroupReject: (*Bot).pressedGroup,
	actionApply: (*Bot).pressedList, actionPropose: (*Bot).pressedList, actionDrop: (*Bot).pressedList, actionListPage: (*Bot).pressedList,
}

// interaction takes what somebody did with a control, and returns what Slack is to be answered at once; nil for nothing.
// What takes time, or more bytes of JSON than most if that isn't 0, is done afterwards.
func (b *Bot) interaction(c slack.InteractionCallback, most int) any {
	b.noted(c.Channel.ID, c.Channel.Name)
	switch {
	case c.Type == slack.InteractionTypeBlockActions:
		for _, action := range c.ActionCallback.BlockActions {
			b.later(c, action)
		}
	case c.Type == slack.InteractionTypeMessageAction || c.Type == slack.InteractionTypeShortcut:
		b.shortcut(c)
	case c.Type == slack.InteractionTypeBlockSuggestion:
		return b.matching(c)
	case c.Type == slack.InteractionTypeViewSubmission:
		return b.submitted(c, most)
	case c.Type != slack.InteractionTypeViewClosed && !b.seen.again(digestOf("other", c.User.ID, string(c.Type), c.ActionTs, c.TriggerID)):
		b.background(func(ctx context.Context) {
			b.stale(ctx, use{asker: b.presser(ctx, c), kind: shorten(string(c.Type), maxLabel)})
		})
	}
	return nil
}

// pressRef names a press, the same for each delivery of it. Two presses share an answer once.
func pressRef(c slack.InteractionCallback, action *slack.BlockAction) string {
	when := action.ActionTs
	if strings.HasPrefix(action.ActionID, actionShare) {
		when = ""
	}
	return digestOf("press", c.User.ID, c.Container.MessageTs, c.Container.ViewID, action.ActionID, action.Value+action.SelectedOption.Value, when)
}

// later does in the background what a control is for, once for each press.
func (b *Bot) later(c slack.InteractionCallback, action *slack.BlockAction) {
	kind, _, _ := strings.Cut(action.ActionID, "-")
	if kind == actionLink || kind == actionGroupBox || b.seen.again(pressRef(c, action)) {
		return
	}
	b.background(func(ctx context.Context) {
		if kind == actionFill {
			b.fill(ctx, c, action)
			return
		}
		p, err := b.press(cmp.Or(action.Value, action.SelectedOption.Value))
		u := use{b.presser(ctx, c), p, kind, c, action}
		if do := uses[kind]; err == nil && do != nil {
			do(b, ctx, u)
			return
		}
		b.stale(ctx, u)
	})
}

// stale answers that this version doesn't understand a control.
func (b *Bot) stale(ctx context.Context, u use) {
	b.Log.WarnContext(ctx, "a control that isn't understood", "by", u.user, "kind", u.kind)
	b.respond(ctx, u.asker, b.outdated(u.words))
}

// request is the desk's request of a press. Its time distinguishes a second press from a second delivery: what was decided may have
// been undone between.
func (u use) request(line []tracker.Token) desk.Request {
	ref := digestOf(u.kind, u.user, u.c.Container.MessageTs, u.c.View.ID, u.encode(), u.action.ActionTs)
	return desk.Request{By: u.user, Channel: u.channel, Lang: u.lang, Page: max(1, u.Page), Tokens: line, Ref: ref}
}

// asked answers the line of a button, as of now, or another page of an answer or the same for everybody, as of then.
func (b *Bot) asked(ctx context.Context, u use) {
	if u.responseURL == "" || u.File != "" || !desk.Reads(u.Line) { // a list's controls have others
		b.stale(ctx, u)
		return
	}
	r := u.request(nil)
	r.Lang, r.Ref, r.Again = u.Lang, "", &desk.When{Head: u.Head, Today: u.Today}
	if u.kind == actionAsk {
		r.Of, r.Again = u.Asked, &desk.When{Head: b.Tracker.Book().Head(), Today: today()}
	}
	if u.kind == actionShare {
		b.share(ctx, u, r)
		return
	}
	alone, own := u.c.Container.IsEphemeral, b.own(ctx, u.channel)
	said := b.answer(ctx, r, u.Line, !own)
	said.replace = u.kind == actionPage && (alone || own)
	said.public = u.kind == actionAsk && own && !alone // a conversation is kept
	b.respond(ctx, u.asker, said)
}

// share shows an answer to everybody in the channel, and takes the button away from the person who shared it. It isn't posted
// again if it may have landed, but that person may press again.
func (b *Bot) share(ctx context.Context, u use, r desk.Request) {
	shared := b.answer(ctx, r, u.Line, false)
	if !shared.useful {
		shared.public = false
		b.respond(ctx, u.asker, shared)
		return
	}
	shared.Strict = false // it's there already
	everybody := reply{Message: blocks.Signed(shared.Message, u.words, "shared(person, line)", u.user, u.Line), public: true}
	err := again(ctx, func() error { return b.send(ctx, u.asker, everybody) }, limited)
	if err == nil {
		shared.replace = u.c.Container.IsEphemeral
		b.respond(ctx, u.asker, shared)
		return
	}
	b.seen.drop(pressRef(u.c, u.action))
	said := u.words.Say("share.failed()")
	if o, _ := judge(err); o == unknown {
		said = u.words.Say("post.unsure()")
	}
	b.undelivered(ctx, err, "by", u.user, "channel", u.channel)
	b.respond(ctx, u.asker, say(said))
}

// The shortcuts, by their callback ids in the manifest.
const (
	shortcutSuggest = "suggest" // on a message: the form to suggest a change, with the message as its source
	shortcutLook    = "look"    // anywhere: a supporter is looked up
)

// shortcut does in the background what a shortcut is for, once for each time that it was used.
func (b *Bot) shortcut(c slack.InteractionCallback) {
	if b.seen.again(digestOf("shortcut", c.User.ID, c.CallbackID, c.ActionTs, c.TriggerID)) {
		return
	}
	b.background(func(ctx context.Context) {
		a := b.asks(ctx, c.User.ID, place{channel: c.Channel.ID})
		a.trigger, a.responseURL = c.TriggerID, c.ResponseURL
		switch {
		case c.Type == slack.InteractionTypeMessageAction && c.CallbackID == shortcutSuggest:
			source := b.permalink(ctx, c.Channel.ID, c.MessageTs, c.Message.ThreadTimestamp)
			b.open(ctx, a, opening{name: formSuggest, given: map[string]string{"source": source}})
		case c.Type == slack.InteractionTypeShortcut && c.CallbackID == shortcutLook:
			b.open(ctx, a, opening{name: formLook})
		default:
			b.Log.WarnContext(ctx, "a shortcut that isn't understood", "by", c.User.ID, "callback", shorten(c.CallbackID, maxLabel))
			b.respond(ctx, a, say(a.words.Say("shortcut.unknown()")))
		}
	})
}

// permalink is where a message is read; empty if Slack doesn't say in which workspace.
func (b *Bot) permalink(ctx context.Context, channel, ts, thread string) string {
	own, err := b.Access.self(ctx)
	if err != nil || own.URL == "" || channel == "" || ts == "" {
		return ""
	}
	link := strings.TrimSuffix(own.URL, "/") + "/archives/" + channel + "/p" + strings.ReplaceAll(ts, ".", "")
	if thread != "" && thread != ts {
		link += "?thread_ts=" + thread + "&cid=" + channel
	}
	return link
}
