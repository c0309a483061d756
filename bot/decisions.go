package bot

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"rollcall/bot/blocks"
	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/desk"
	"rollcall/tracker/query"
)

// The actions that change something, as their ids begin: each is a command of the desk, and a number first.
const (
	actionApprove = "approve" // a proposal
	actionReject  = "reject"  // a proposal; and the form that asks why
	actionUndo    = "undo"    // all that was recorded together
	actionForget  = "forget"  // a supporter, for ever

	blockReason = "reason" // of the form that asks why
)

// decides reports whether an action changes something.
func decides(kind string) bool {
	return slices.Contains([]string{actionApprove, actionReject, actionUndo, actionForget}, kind)
}

// decided reads the line of a decision's button, as the desk takes it from the person who pressed it. The time of the press tells a
// second one from a second delivery: what was decided may have been undone between.
func (b *Bot) decided(ctx context.Context, c slack.InteractionCallback, kind, value, when string) (desk.Request, tracker.Seq, error) {
	r := desk.Request{By: c.User.ID, Channel: c.Container.ChannelID, Lang: b.language(ctx, c.User.ID, c.Container.ChannelID), Page: 1,
		Ref: digestOf(kind, c.User.ID, c.Container.MessageTs, c.View.ID, c.View.Hash, value, when)}
	p, err := b.press(value)
	if err != nil {
		return r, 0, err
	}
	r.Tokens = query.Line(p.Line)
	if n := len(r.Tokens); n < 2 || n > 2 && kind == actionUndo || r.Tokens[0].Text != kind {
		return r, 0, errStale
	}
	first := tracker.Seq(0)
	for i, t := range r.Tokens[1:] {
		from, _, _ := strings.Cut(strings.TrimPrefix(t.Text, "#"), "-")
		n, err := strconv.ParseUint(from, 10, 64)
		if err != nil && (i == 0 || kind != actionForget) {
			return r, 0, errStale
		}
		if i == 0 {
			first = tracker.Seq(n)
		}
	}
	return r, first, nil
}

// decide does what a decision's button is for, or asks why a proposal is to be rejected. What became of it is told where the
// button stands, also where another admin was first.
func (b *Bot) decide(ctx context.Context, c slack.InteractionCallback, action *slack.BlockAction, kind string) {
	r, n, err := b.decided(ctx, c, kind, action.Value, action.ActionTs)
	words := answer.In(r.Lang)
	tell := func(said reply) {
		if c.Container.ViewID != "" {
			b.home(r.By, said.Text)
			return
		}
		said.thread = c.Container.ThreadTs
		b.respond(ctx, presser(c), said)
	}
	if err != nil {
		b.Log.WarnContext(ctx, "a button that isn't understood", "by", r.By, "action", action.ActionID)
		tell(reply{Message: b.outdated(words)})
		return
	}
	if why := b.barred(ctx, r.Lang, r.By, r.Channel, kind); why != "" {
		tell(reply{Message: b.stays(why, words)})
		return
	}
	r.Admin = b.admin(ctx, r.By)
	if p := b.Tracker.Book().Proposal(n); kind == actionReject && p != nil && r.Admin {
		b.askWhy(ctx, c, query.Text(r.Tokens), r.Lang, proposed(b.Tracker.Book(), p, words), tell)
		return
	}
	a, err := b.do(ctx, r)
	switch {
	case err != nil:
		tell(b.fault(ctx, r.Lang, err))
	case a.Kind == answer.Refused:
		tell(reply{Message: blocks.Tell(a, b.next(r.Tokens, words, r.Admin)...)})
	case c.Container.ViewID != "":
		b.home(r.By, words.Say("home.approved(proposal)", r.Tokens[1].Text))
	default: // what everybody sees has done its duty, and tells now who decided what; nobody needs a name that is forgotten
		if c.Container.ChannelID == b.Proposals && (kind == actionApprove || kind == actionReject) {
			return // the message shows it; see [Bot.settled]
		}
		everybody := !c.Container.IsEphemeral && others(c, action) == 0
		m := blocks.Render(a)
		if !c.Container.IsEphemeral {
			m = blocks.Signed(m, words, "decided(person, line)", r.By, words.SayAs("button.decision(n)", kind, n))
		}
		tell(reply{Message: m, replace: everybody || kind == actionForget, public: !c.Container.IsEphemeral})
	}
}

// others is how many further proposals can be approved by buttons of the message in which one was pressed.
func others(c slack.InteractionCallback, pressed *slack.BlockAction) (n int) {
	for _, block := range c.Message.Blocks.BlockSet {
		actions, ok := block.(*slack.ActionBlock)
		if !ok {
			continue
		}
		for _, e := range actions.Elements.ElementSet {
			if button, ok := e.(*slack.ButtonBlockElement); ok && strings.HasPrefix(button.ActionID, actionApprove) && button.Value != pressed.Value && strings.HasPrefix(pressed.ActionID, actionApprove) {
				n++
			}
		}
	}
	return n
}

// askWhy opens the form that asks for a reason before a line rejects proposals, which it shows.
func (b *Bot) askWhy(ctx context.Context, c slack.InteractionCallback, line, lang string, about []slack.Block, tell func(reply)) {
	words := answer.In(lang)
	reject := plain(words.SayAs("button.decision(n)", actionReject, ""))
	input := slack.NewPlainTextInputBlockElement(nil, blockReason).WithMultiline(true).WithMaxLength(tracker.MaxText)
	form := slack.ModalViewRequest{Type: slack.VTModal, CallbackID: actionReject, PrivateMetadata: press{Call: b.Call.Slug, Line: line, Lang: lang}.encode(),
		Title: reject, Submit: reject, Close: plain(words.Say("form.cancel()")),
		Blocks: slack.Blocks{BlockSet: append(slices.Concat(b.which(lang), about),
			slack.NewInputBlock(blockReason, plain(words.Say("home.reason()")), nil, input).WithOptional(true))}}
	if _, err := b.Slack.OpenViewContext(ctx, c.TriggerID, form); err != nil {
		b.undelivered(ctx, err, "by", c.User.ID, "form", actionReject)
		tell(reply{Message: blocks.Say(words.Say("form.not_opened(line, reference)", b.Command+" "+line, ""))})
	}
}

// rejected rejects proposals for the reason in the form, and returns what Slack is to show in its place.
func (b *Bot) rejected(c slack.InteractionCallback) any {
	ctx, cancel := context.WithTimeout(context.Background(), promptly)
	defer cancel()
	r, _, err := b.decided(ctx, c, actionReject, c.View.PrivateMetadata, "")
	words := answer.In(r.Lang)
	if err != nil {
		return b.told(r.Lang, actionReject, blocks.Say(words.Say("button.stale()")))
	}
	if why := b.barred(ctx, r.Lang, r.By, r.Channel, actionReject); why != "" {
		return b.told(r.Lang, actionReject, blocks.Say(why))
	}
	r.Admin = b.admin(ctx, r.By)
	line := query.Text(r.Tokens)
	if c.View.State != nil {
		if reason := strings.TrimSpace(c.View.State.Values[blockReason][blockReason].Value); reason != "" {
			r.Tokens = append(r.Tokens, tracker.Token{Key: "reason", Text: reason, Quoted: true})
		}
	}
	a, err := b.do(ctx, r)
	switch {
	case err != nil:
		return b.told(r.Lang, actionReject, b.fault(ctx, r.Lang, err).Message)
	case a.Wrong() == blockReason:
		return slack.NewErrorsViewSubmissionResponse(map[string]string{blockReason: a.Headline})
	case a.Kind == answer.Refused:
		b.home(r.By, "")
		return b.told(r.Lang, actionReject, blocks.Tell(a))
	}
	numbers := strings.Fields(strings.TrimPrefix(line, actionReject))
	done := words.Say("home.rejected(one, proposals)", len(numbers) == 1 && !strings.Contains(line, "-"), strings.Join(numbers, ", "))
	b.home(r.By, done)
	return b.told(r.Lang, actionReject, blocks.Say(done))
}
