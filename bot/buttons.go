package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"rollcall/bot/blocks"
	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/desk"
)

// The actions of buttons, as their ids begin. What a button is about is in its value alone: it works after a restart, and
// on any process.
const (
	actionAsk   = "ask"   // a line of its own
	actionPage  = "page"  // another page of an answer
	actionShare = "share" // an answer, for everybody in the channel

	actionFeedback = "feedback" // whether an answer to a question is right; another page: that it isn't
)

// A press is the value of a button: a line that is asked, or asked again as it was answered first.
type press struct {
	Version int         `json:"v"`
	Call    string      `json:"call,omitempty"` // its slug; empty in buttons from before there were several
	Line    string      `json:"line"`
	Page    int         `json:"page,omitempty"`
	Head    tracker.Seq `json:"head,omitempty"`
	Today   tracker.Day `json:"today,omitempty"`
	Lang    string      `json:"lang,omitempty"`
	Asked   string      `json:"asked,omitempty"` // the question that was read as the line, or may be; cut where it is long
	ID      tracker.Seq `json:"id,omitempty"`    // of a form: the supporter with whom it is filled; of a subscription: its own
}

const (
	pressVersion = 1
	maxValue     = 2_000 // characters of a button's value
	maxLabel     = 75    // characters of what stands on a button
	maxAsked     = 200   // of a question that a value keeps, each of which may take six there
	maxConfirm   = 30    // on that of a question before it acts
)

// encode is the value; empty if Slack wouldn't take it.
func (p press) encode() string {
	p.Version = pressVersion
	value, err := json.Marshal(p)
	if err != nil || utf8.RuneCount(value) > maxValue {
		return ""
	}
	return string(value)
}

// of is the press with the question that was read as its line, if there is room.
func (p press) of(question string) press {
	with := p
	if with.Asked = shorten(question, maxAsked); with.encode() == "" {
		return p
	}
	return with
}

// errStale says that a button's value is none of this version's.
var errStale = errors.New("a button's value can't be read")

// decodePress reads a button's value, which may be from an older version or edited by hand.
func decodePress(value string) (press, error) {
	p, err := decode[press](value)
	if err != nil || p.Version != pressVersion || p.Page < 0 {
		return press{}, errStale
	}
	if _, err := tracker.ParseDay(string(p.Today)); p.Today != "" && err != nil {
		return press{}, errStale
	}
	return p, nil
}

// decode reads what a control keeps, which has no fields that this version doesn't know.
func decode[T any](kept string) (value T, err error) {
	d := json.NewDecoder(strings.NewReader(kept))
	d.DisallowUnknownFields()
	err = d.Decode(&value)
	return value, err
}

// press reads the value of one of the Bot's own buttons.
func (b *Bot) press(value string) (press, error) {
	p, err := decodePress(value)
	if err == nil && !b.isOf(p.Call) {
		return press{}, errStale
	}
	return p, err
}

// isOf reports whether a control is of the Bot's call, by the slug in it.
func (b *Bot) isOf(slug string) bool { return slug == "" || slug == b.Call.Slug }

// A viewer is who sees an answer.
type viewer struct {
	alone  bool // nobody else does
	direct bool // in direct messages
	admin  bool
	label  func(line string, w *answer.Words) string // what a line is called
}

// mostDecided is how many proposals of one answer have buttons.
const mostDecided = 5

// buttons are the controls of an answer to a line: other pages, what it suggests, sharing where only one person sees it, and
// what an admin can decide.
func buttons(a answer.Answer, asked press, words *answer.Words, by viewer) []slack.BlockElement {
	var all []slack.BlockElement
	add := func(action, label string, p press) *slack.ButtonBlockElement {
		button := slack.NewButtonBlockElement(fmt.Sprint(action, "-", len(all)), p.encode(), plain(shorten(label, maxLabel)))
		if button.Value != "" {
			all = append(all, button)
		}
		return button
	}
	turn := func(label string, page int) {
		p := asked
		p.Page = page
		add(actionPage, label, p)
	}
	if a.Page > 1 {
		turn(words.Say("button.previous()"), a.Page-1)
	}
	if a.Page > 0 && a.Page < a.Pages {
		turn(words.Say("button.next(n)", a.Ahead), a.Page+1)
	}
	called := map[string]bool{}
	for _, line := range append(a.Suggestions, further(a)...) {
		if label := by.label(line, words); desk.Reads(line) {
			if called[label] { // two that are called the same are told apart by what they ask
				label = line
			}
			called[label] = true
			p := press{Call: asked.Call, Line: line, Lang: asked.Lang}
			if a.Offers(line) {
				p = p.of(asked.Line)
			}
			add(actionAsk, label, p)
		}
	}
	if by.alone && shareable(a.Kind) {
		p := asked
		p.Page = a.Page
		label := words.Say("button.share()")
		if by.direct {
			label = words.Say("button.share_here()")
		}
		add(actionShare, label, p)
	}
	for _, rule := range ruleButtons(a, words) {
		button := add(actionRule, rule.label, press{Call: asked.Call, Line: rule.line, ID: rule.id})
		if strings.HasPrefix(rule.line, "unsubscribe") {
			danger(button, words, "unsubscribe")
		}
	}
	decision := func(action string, n tracker.Seq) *slack.ButtonBlockElement {
		return add(action, words.SayAs("button.decision(n)", action, n), press{Call: asked.Call, Line: fmt.Sprint(action, " ", n)})
	}
	switch f := a.Facts.(type) {
	case *answer.HelpFacts:
		if c := f.One(); c != nil && (c.Form && (by.admin || slices.Contains(forAll, c.Name)) || c.Name == formSubscribe) {
			all = append([]slack.BlockElement{formButton(c.Name, asked.Call, asked.Lang, 0)}, all...)
		}
	case *answer.RulesFacts:
		for i := range f.Rules[:min(len(f.Rules), mostRules)] {
			rule := &f.Rules[i]
			add(actionRule, words.Say("button.change(number)", rule.Number), press{Call: asked.Call, Line: fmt.Sprint(ruleCommands[0], " ", rule.Number), ID: rule.ID})
		}
		if len(f.Rules) == 0 {
			all = append(all, formButton(formSubscribe, asked.Call, asked.Lang, 0))
		}
	case *answer.EditedFacts:
		if f.Undo != 0 {
			decision(actionUndo, f.Undo)
		}
	case *answer.ForgetFacts:
		if f.Line != "" {
			danger(add(actionForget, words.SayAs("button.decision(n)", actionForget, ""), press{Call: asked.Call, Line: f.Line}), words, "erase")
		}
	}
	if proposals := a.Proposals(); by.admin && len(proposals) <= mostDecided {
		for _, p := range proposals {
			decision(actionApprove, p.Seq).WithStyle(slack.StylePrimary)
			decision(actionReject, p.Seq)
		}
		if len(proposals) > 1 {
			line := actionApprove
			for _, p := range proposals {
				line += fmt.Sprint(" ", p.Seq)
			}
			danger(add(actionApprove, words.Say("button.approve_all()"), press{Call: asked.Call, Line: line}), words, "approve")
		}
	}
	if about := a.Supporters(); (a.Kind == answer.Status || a.Kind == answer.Detail) && len(about) < 2 {
		var of tracker.Seq
		if len(about) > 0 && about[0].Status() == tracker.Listed {
			of = about[0].ID
		}
		all = append(all, formButton(formSuggest, asked.Call, asked.Lang, of))
	}
	return all
}

// further are lines that go on from a bare count.
func further(a answer.Answer) []string {
	if _, bare := a.Facts.(*answer.TotalsFacts); bare && a.Line == "count" {
		return []string{"count by:country top:10", "count by:year"}
	}
	return nil
}

// danger has a button look as what can't be taken back, or many see, and ask first.
func danger(b *slack.ButtonBlockElement, words *answer.Words, what string) {
	ask := slack.NewConfirmationBlockObject(plain(words.SayAs("confirm.title()", what)), plain(words.SayAs("confirm()", what)), plain(b.Text.Text), plain(words.Say("form.cancel()")))
	ask.Confirm.Text = shorten(ask.Confirm.Text, maxConfirm)
	b.WithStyle(slack.StyleDanger).WithConfirm(ask.WithStyle(slack.StyleDanger))
}

func shorten(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

// shareable reports whether an answer is of use to others.
func shareable(k answer.Kind) bool {
	switch k {
	case answer.Refused, answer.Unknown, answer.Ambiguous, answer.Help, answer.Edited, answer.Suggested, answer.Language, answer.Subscribed, answer.Digest,
		answer.Forget, answer.Backup, answer.Asked:
		return false
	}
	return true
}

// pressed does what a button of a message is for.
func (b *Bot) pressed(ctx context.Context, c slack.InteractionCallback, action *slack.BlockAction) {
	kind, _, _ := strings.Cut(action.ActionID, "-")
	switch kind {
	case actionApply, actionPropose, actionDrop, actionListPage:
		b.pressedList(ctx, c, action, kind)
		return
	case actionForm:
		b.opened(ctx, c, action)
		return
	case actionFill:
		b.fill(ctx, c, action)
		return
	case actionFeedback:
		b.judged(ctx, c, action)
		return
	case actionGroup, actionGroupBox, actionGroupAll, actionGroupChosen, actionGroupReject:
		b.pressedGroup(ctx, c, action, kind)
		return
	}
	p, err := b.press(action.Value)
	if err != nil || c.ResponseURL == "" || kind != actionAsk && kind != actionPage && kind != actionShare || !desk.Reads(p.Line) {
		b.stale(ctx, c, action)
		return
	}
	channel := c.Container.ChannelID
	again := &desk.When{Head: p.Head, Today: p.Today}
	if kind == actionAsk {
		again = &desk.When{Head: b.Tracker.Book().Head(), Today: today()}
	}
	r := desk.Request{By: c.User.ID, Channel: channel, Lang: p.Lang, Page: max(1, p.Page), Again: again}
	if kind == actionAsk {
		r.Of = p.Asked
	}
	if kind == actionShare {
		b.share(ctx, c, action, r, p.Line)
		return
	}
	alone, own := c.Container.IsEphemeral, b.own(ctx, channel)
	said := b.answer(ctx, r, p.Line, !own)
	said.thread = c.Container.ThreadTs
	said.replace = kind == actionPage && (alone || own)
	said.public = kind == actionAsk && own && !alone // a conversation is kept
	b.respond(ctx, presser(c), said)
}

// stale tells the person who used a control that this version doesn't understand it.
func (b *Bot) stale(ctx context.Context, c slack.InteractionCallback, action *slack.BlockAction) {
	b.Log.WarnContext(ctx, "a button that isn't understood", "by", c.User.ID, "action", action.ActionID)
	b.tell(ctx, presser(c), b.outdated(answer.In(b.language(ctx, c.User.ID, c.Container.ChannelID))))
}

// share shows an answer to everybody in the channel, and takes the button away from the person who shared it. It isn't posted
// again where nobody knows whether it landed, but that person may press again.
func (b *Bot) share(ctx context.Context, c slack.InteractionCallback, action *slack.BlockAction, r desk.Request, line string) {
	words := answer.In(b.language(ctx, r.By, r.Channel))
	shared := b.answer(ctx, r, line, false)
	if !shared.useful {
		shared.public, shared.thread = false, c.Container.ThreadTs
		b.respond(ctx, presser(c), shared)
		return
	}
	shared.Strict = false // it's there already
	everybody := reply{Message: blocks.Signed(shared.Message, words, "shared(person, line)", c.User.ID, line), public: true, place: place{thread: c.Container.ThreadTs}}
	err := again(ctx, func() error { return b.send(ctx, c.ResponseURL, everybody) }, limited)
	if err == nil {
		shared.replace = c.Container.IsEphemeral
		b.respond(ctx, presser(c), shared)
		return
	}
	b.seen.forget(pressRef(c, action))
	said := words.Say("share.failed()")
	if o, _ := judge(err); o == unknown {
		said = words.Say("post.unsure()")
	}
	b.undelivered(ctx, err, "by", c.User.ID, "channel", c.Container.ChannelID)
	b.respond(ctx, presser(c), reply{Message: blocks.Say(said)})
}

// today is the day that answers are about if they name none.
func today() tracker.Day { return tracker.DayOf(time.Now()) }
