package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

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
	if n := len(r.Tokens); n < 2 || n > 2 && kind != actionForget || r.Tokens[0].Text != kind {
		return r, 0, errStale
	}
	n, err := strconv.ParseUint(strings.TrimPrefix(r.Tokens[1].Text, "#"), 10, 64)
	if err != nil {
		return r, 0, errStale
	}
	return r, tracker.Seq(n), nil
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
		tell(reply{Message: blocks.Say(words.Say("button.stale()"))})
		return
	}
	if why := b.barred(ctx, r.Lang, r.By, r.Channel, kind); why != "" {
		tell(reply{Message: blocks.Say(why)})
		return
	}
	r.Admin = b.admin(ctx, r.By)
	if p := b.Tracker.Book().Proposal(n); kind == actionReject && p != nil && r.Admin {
		if _, err := b.Slack.OpenViewContext(ctx, c.TriggerID, b.whyRejected(p, action.Value, r.Lang)); err != nil {
			b.undelivered(ctx, err, "by", r.By, "form", kind)
			tell(reply{Message: blocks.Say(words.Say("form.not_opened(line, reference)", b.Command+" "+query.Text(r.Tokens), ""))})
		}
		return
	}
	a, err := b.do(ctx, r)
	switch {
	case err != nil:
		tell(b.fault(ctx, r.Lang, err))
	case a.Kind == answer.Refused:
		tell(reply{Message: blocks.Tell(a)})
	case c.Container.ViewID != "":
		b.home(r.By, words.Say("home.approved(proposal)", r.Tokens[1].Text))
	default: // what everybody sees has done its duty, and tells now who decided what; nobody needs a name that is forgotten
		everybody := !c.Container.IsEphemeral
		m := blocks.Render(a)
		if everybody {
			m = blocks.Signed(m, words, "decided(person, line)", r.By, query.Text(r.Tokens))
		}
		tell(reply{Message: m, replace: everybody || kind == actionForget, public: everybody})
	}
}

// whyRejected is the form that asks for a reason.
func (b *Bot) whyRejected(p *tracker.Proposal, value, lang string) slack.ModalViewRequest {
	words := answer.In(lang)
	reject := plain(words.Say("button.reject(proposal)", ""))
	input := slack.NewPlainTextInputBlockElement(nil, blockReason).WithMultiline(true).WithMaxLength(tracker.MaxText)
	return slack.ModalViewRequest{Type: slack.VTModal, CallbackID: actionReject, PrivateMetadata: value,
		Title: reject, Submit: reject, Close: plain(words.Say("form.cancel()")),
		Blocks: slack.Blocks{BlockSet: append(slices.Concat(b.which(lang), proposed(b.Tracker.Book(), p, words)),
			slack.NewInputBlock(blockReason, plain(words.Say("home.reason()")), nil, input).WithOptional(true))}}
}

// rejected rejects a proposal for the reason in the form, and returns what Slack is to show in its place.
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
	done := words.Say("home.rejected(proposal)", r.Tokens[1].Text)
	b.home(r.By, done)
	return b.told(r.Lang, actionReject, blocks.Say(done))
}

// reviews are the proposals that are still to be shown where they are settled.
type reviews struct {
	mu      sync.Mutex
	waiting []tracker.Seq
	showing bool
}

// review shows proposals that wait from now on, with buttons, in the channel where they are settled; once for a request. It
// keeps Slack's pace: what came while it waited for its turn is shown together.
func (b *Bot) review(proposals []*tracker.Proposal, ref string) {
	if b.Proposals == "" || b.seen.again("review "+ref) {
		return
	}
	b.reviews.mu.Lock()
	defer b.reviews.mu.Unlock()
	for _, p := range proposals {
		b.reviews.waiting = append(b.reviews.waiting, p.Seq)
	}
	if b.reviews.showing {
		return
	}
	b.reviews.showing = true
	b.pending.Go(func() {
		for b.showNext() {
		}
	})
}

// showNext shows the proposals that wait, in their turn; false if none do, or Slack doesn't take them: then they are shown
// with the next one.
func (b *Bot) showNext() (more bool) {
	defer b.survive()
	if b.reviews.done() {
		return false
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := b.Pace.turn(ctx, b.Proposals); err != nil {
		b.undelivered(ctx, err, "channel", b.Proposals) // Slack takes nothing for long; they are tried all the same
	}
	more = true // whatever happens here
	all := b.reviews.take()
	book, lang := b.Tracker.Book(), b.Tracker.Book().Language(b.Proposals)
	facts := &answer.ProposalsFacts{Book: book}
	var names []string
	for _, n := range all {
		if p := book.Proposal(n); p != nil { // it wasn't settled meanwhile
			facts.Proposals, names = append(facts.Proposals, p), append(names, fmt.Sprint(n))
		}
	}
	if len(facts.Proposals) == 0 {
		return more
	}
	a, words := answer.New(facts), answer.In(lang)
	a.Call, a.Page, a.Mentions, a.Slash = b.Call, 1, true, b.Command
	a = answer.Write(a, words)
	asked := press{Call: b.Call.Slug, Line: "proposals", Head: book.Head(), Today: today(), Lang: lang}
	m := blocks.Render(a, buttons(a, asked, words, viewer{admin: true})...)
	err := b.once(ctx, place{channel: b.Proposals}, "proposals "+strings.Join(names, " "), m)
	if err != nil {
		b.undelivered(ctx, err, "channel", b.Proposals)
		if !errors.Is(err, errUnsure) {
			return b.reviews.later(all)
		}
	}
	return more
}

// done reports whether none waits; then the next one begins to be shown by itself.
func (r *reviews) done() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.showing = len(r.waiting) > 0
	return !r.showing
}

// take takes all that wait.
func (r *reviews) take() []tracker.Seq {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := r.waiting
	r.waiting = nil
	return all
}

// later has proposals that can't be shown now wait, and reports whether others came meanwhile.
func (r *reviews) later(all []tracker.Seq) (more bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.showing = len(r.waiting) > 0
	r.waiting = append(all, r.waiting...)
	return r.showing
}
