package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/desk"
)

// The actions of buttons, as their ids begin. A button's subject is only in its value: it works after a restart, and
// on any process.
const (
	actionAsk   = "ask"   // a line of its own
	actionPage  = "page"  // another page of an answer
	actionShare = "share" // an answer, for everybody in the channel

	actionFeedback = "feedback" // whether an answer to a question is right; another page: that it isn't
)

// A press is what a control keeps: for a button a line to ask, or to ask again as of then; for a form who it was
// opened for, and which supporter it showed, and when.
type press struct {
	Version int         `json:"v"`
	Call    string      `json:"call,omitempty"` // its slug; empty in controls from before there were several
	Line    string      `json:"line,omitempty"` // of a list: what was typed with it
	Page    int         `json:"page,omitempty"`
	Head    tracker.Seq `json:"head,omitempty"`
	Today   tracker.Day `json:"today,omitempty"`
	Lang    string      `json:"lang,omitempty"`
	Asked   string      `json:"asked,omitempty"` // the question that was read as the line, or may be; cut where it is long
	ID      tracker.Seq `json:"id,omitempty"`    // of a form: the supporter with whom it is filled; of a subscription: its own
	File    string      `json:"file,omitempty"`  // the id of a list
	Name    string      `json:"name,omitempty"`  // of that file

	By     string `json:"by,omitempty"`
	More   bool   `json:"more,omitempty"`   // the inputs that few need are shown
	Anyway bool   `json:"anyway,omitempty"` // and the one for a name that is much like another
	Zone   string `json:"zone,omitempty"`   // in which times are chosen
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

func (p press) button(action, label string) *slack.ButtonBlockElement {
	return slack.NewButtonBlockElement(action, p.encode(), plain(shorten(label, maxLabel)))
}

// turns are the buttons to the pages before and after the one that is shown; ahead is how many the next one lists, if that is known.
func (p press) turns(action string, page, pages, ahead int, words *answer.Words) (all []slack.BlockElement) {
	if p.Page = page - 1; page > 1 {
		all = append(all, p.button(fmt.Sprint(action, "-", p.Page), words.Say("button.previous()")))
	}
	if p.Page = page + 1; page > 0 && page < pages {
		all = append(all, p.button(fmt.Sprint(action, "-", p.Page), words.Say("button.next(n)", ahead)))
	}
	return all
}

// errStale says that a control's value isn't from this version.
var errStale = errors.New("a button's value can't be read")

// press reads what one of the Bot's own controls keeps, which may be from an older version or edited by hand.
func (b *Bot) press(value string) (p press, err error) {
	d := json.NewDecoder(strings.NewReader(value))
	d.DisallowUnknownFields()
	if d.Decode(&p) != nil || p.Version != pressVersion || p.Page < 0 || p.Call != "" && p.Call != b.Call.Slug {
		return press{}, errStale
	}
	if _, wrong := tracker.ParseDay(string(p.Today)); p.Today != "" && wrong != nil {
		return press{}, errStale
	}
	return p, nil
}

// ours is what a control keeps about a line of the Bot's call.
func (b *Bot) ours(line string, words *answer.Words) press {
	return press{Call: b.Call.Slug, Line: line, Lang: words.Lang()}
}

// A viewer is who sees an answer.
type viewer struct {
	alone  bool // nobody else does
	direct bool // in direct messages
	admin  bool
}

// mostDecided is how many proposals of one answer have buttons.
const mostDecided = 5

// buttons are the controls of an answer to a line: other pages, what it suggests, sharing where only one person sees it, and
// what an admin can decide.
func (b *Bot) buttons(a answer.Answer, asked press, by viewer) []slack.BlockElement {
	words := answer.In(asked.Lang)
	all := asked.turns(actionPage, a.Page, a.Pages, a.Ahead, words)
	add := func(action, label string, p press) *slack.ButtonBlockElement {
		button := p.button(fmt.Sprint(action, "-", len(all)), label)
		if button.Value != "" {
			all = append(all, button)
		}
		return button
	}
	form := func(name string, of tracker.Seq) { all = append(all, formButton(name, asked.Call, words, of)) }
	lines, called := a.Suggestions, map[string]bool{}
	if _, bare := a.Facts.(*answer.TotalsFacts); bare && a.Line == "count" {
		lines = append(slices.Clip(lines), "count by:country top:10", "count by:year")
	}
	for _, line := range lines {
		if label := b.label(line, words); desk.Reads(line) {
			if called[label] { // two with the same label are distinguished by what they ask
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
		p, label := asked, words.Say("button.share()")
		if p.Page = a.Page; by.direct {
			label = words.Say("button.share_here()")
		}
		add(actionShare, label, p)
	}
	decision := func(action string, n tracker.Seq) *slack.ButtonBlockElement {
		return add(action, words.SayAs("button.decision(n)", action, n), press{Call: asked.Call, Line: fmt.Sprint(action, " ", n)})
	}
	switch f := a.Facts.(type) {
	case *answer.SubscribedFacts:
		if len(f.Rules) > 0 && !f.Ended {
			for _, button := range ruleButtons(f.Rules[0].Subscription, asked.Call, words) {
				all = append(all, button)
			}
		}
	case *answer.HelpFacts:
		if c := f.One(); c != nil && (c.Form && (by.admin || slices.Contains(forAll, c.Name)) || c.Name == formSubscribe) {
			all = slices.Insert(all, 0, slack.BlockElement(formButton(c.Name, asked.Call, words, 0)))
		}
	case *answer.RulesFacts:
		for i := range f.Rules[:min(len(f.Rules), mostRules)] {
			rule := &f.Rules[i]
			add(actionRule, words.Say("button.change(number)", rule.Number), press{Call: asked.Call, Line: fmt.Sprint(formSubscribe, " ", rule.Number), ID: rule.ID})
		}
		if len(f.Rules) == 0 {
			form(formSubscribe, 0)
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
		line := actionApprove
		for _, p := range proposals {
			decision(actionApprove, p.Seq).WithStyle(slack.StylePrimary)
			decision(actionReject, p.Seq)
			line += fmt.Sprint(" ", p.Seq)
		}
		if len(proposals) > 1 {
			danger(add(actionApprove, words.Say("button.approve_all()"), press{Call: asked.Call, Line: line}), words, "approve")
		}
	}
	if about := a.Supporters(); (a.Kind == answer.Status || a.Kind == answer.Detail) && len(about) < 2 {
		var of tracker.Seq
		if len(about) > 0 && about[0].Status() == tracker.Listed {
			of = about[0].ID
		}
		form(formSuggest, of)
	}
	return all
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
