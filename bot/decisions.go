package bot

import (
	"context"
	"iter"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"rollcall/bot/blocks"
	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/query"
)

// The actions that change something, as their ids begin: each is a command of the desk, and a number first.
const (
	actionApprove = "approve" // a proposal
	actionReject  = "reject"  // a proposal
	actionUndo    = "undo"    // all that was recorded together
	actionForget  = "forget"  // a supporter, for ever
)

// decision is the line of a decision's button, and the first number in it; it isn't ok if it is another line.
func (u use) decision() (line []tracker.Token, first tracker.Seq, ok bool) {
	line = query.Line(u.Line)
	if n := len(line); n < 2 || n > 2 && u.kind == actionUndo || line[0].Text != u.kind {
		return nil, 0, false
	}
	for i, t := range line[1:] {
		from, _, _ := strings.Cut(strings.TrimPrefix(t.Text, "#"), "-")
		n, err := strconv.ParseUint(from, 10, 64)
		if err != nil && (i == 0 || u.kind != actionForget) {
			return nil, 0, false
		}
		if i == 0 {
			first = tracker.Seq(n)
		}
	}
	return line, first, true
}

// decide does what a decision's button is for. The result is shown where the button is, also if another admin was first.
func (b *Bot) decide(ctx context.Context, u use) {
	line, n, ok := u.decision()
	if !ok {
		b.stale(ctx, u)
		return
	}
	var about []slack.Block
	if p := b.Tracker.Book().Proposal(n); p != nil {
		about = proposed(b.Tracker.Book(), p, u.words)
	}
	a, done := b.carryOut(ctx, u, line, about)
	switch {
	case !done:
	case u.home:
		b.home(u.user, u.words.Say("home.approved(proposal)", line[1].Text))
	case u.channel == b.Proposals && (u.kind == actionApprove || u.kind == actionReject): // the message shows it; see [Bot.settled]
	default: // what everybody sees has done its duty, and tells now who decided what; nobody needs a name that is forgotten
		alone := u.c.Container.IsEphemeral
		r := reply{Message: blocks.Render(a), replace: u.kind == actionForget || !alone && u.others() == 0, public: !alone}
		if !alone {
			r.Message = blocks.Signed(r.Message, u.words, "decided(person, line)", u.user, u.words.SayAs("button.decision(n)", u.kind, n))
		}
		b.respond(ctx, u.asker, r)
	}
}

// carryOut has the desk do what a button's line says; or asks why, below what it is about, proposals are to be rejected. It isn't done
// if the person saw something else.
func (b *Bot) carryOut(ctx context.Context, u use, line []tracker.Token, about []slack.Block) (a answer.Answer, done bool) {
	if !b.may(ctx, u.asker, line[0].Text) {
		return a, false
	}
	r := u.request(line)
	if r.Admin = b.admin(ctx, u.user); r.Admin && line[0].Text == actionReject && about != nil {
		b.open(ctx, u.asker, opening{name: formReject, kept: press{Line: query.Text(line)}, about: about})
		return a, false
	}
	a, err := b.do(ctx, r)
	switch {
	case err != nil:
		b.respond(ctx, u.asker, b.fault(ctx, u.lang, err))
	case a.Kind == answer.Refused:
		b.respond(ctx, u.asker, reply{Message: blocks.Tell(a, b.next(line, u.words, r.Admin)...)})
	default:
		return a, true
	}
	return a, false
}

// others is how many further proposals can be approved by buttons of the message in which one was pressed.
func (u use) others() (n int) {
	for button := range buttonsIn(&u.c.Message) {
		if strings.HasPrefix(button.ActionID, actionApprove) && button.Value != u.action.Value && u.kind == actionApprove {
			n++
		}
	}
	return n
}

func buttonsIn(m *slack.Message) iter.Seq[*slack.ButtonBlockElement] {
	return func(yield func(*slack.ButtonBlockElement) bool) {
		for _, block := range m.Blocks.BlockSet {
			actions, ok := block.(*slack.ActionBlock)
			if !ok {
				continue
			}
			for _, e := range actions.Elements.ElementSet {
				if button, ok := e.(*slack.ButtonBlockElement); ok && !yield(button) {
					return
				}
			}
		}
	}
}
