package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"rollcall/bot/blocks"
	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/desk"
	"rollcall/tracker/follow"
	"rollcall/tracker/query"
)

// What changed on the official list is shown where proposals are settled: one message for each group of them, with a page to
// look through, boxes to choose by, and buttons that decide. What the message says is read off the ledger whenever it is
// written; in its buttons stands only which proposals it is about.

// The actions of such a message.
const (
	actionGroup       = "group"       // turns a page
	actionGroupBox    = "groupbox"    // a choice, which is only looked at when a button is pressed
	actionGroupAll    = "groupall"    // approves all that wait
	actionGroupChosen = "groupchosen" // approves those that are chosen
	actionGroupReject = "groupreject" // rejects those that are chosen, or all
)

const (
	groupPage = 10      // as many boxes as Slack takes in one group
	groupLine = "%d-%d" // what a line that decides on a group names
)

func (b *Bot) groupNamed(format, text string) (g follow.Group, ok bool) {
	_, err := fmt.Sscanf(text, format, &g.From, &g.To)
	g.Removals = err == nil && follow.OfRemovals(b.Tracker.Book(), g.From)
	return g, err == nil
}

func (b *Bot) group(g follow.Group, page int) blocks.Message {
	book := b.Tracker.Book()
	words := answer.In(book.Language(b.Proposals))
	waiting, all := g.Waiting(book), proposedIn(book, g)
	pages := max(1, (len(all)+groupPage-1)/groupPage)
	page = min(max(1, page), pages)
	head := words.Say("group(n, waiting, source)", len(all), len(waiting), b.Call.ListURL)
	if g.Removals {
		head = words.Leaving(len(all), book.Upto(g.From-1).Counts().Total()) + " " + words.Say("group.removals(waiting, source)", len(waiting), b.Call.ListURL)
	}
	lines := []string{blocks.Escape(head)}
	for _, line := range words.LeftOut(desk.NotTaken(book)) {
		lines = append(lines, blocks.Escape(line))
	}
	var boxes []*slack.OptionBlockObject
	for _, n := range all[(page-1)*groupPage : min(page*groupPage, len(all))] {
		line, box := groupItem(book, n, words)
		if lines = append(lines, line); box != nil {
			boxes = append(boxes, box)
		}
	}
	if pages > 1 {
		lines = append(lines, words.Say("page(page, pages)", page, pages))
	}
	m := blocks.Message{Text: strings.Join(lines, "\n"), Blocks: blocks.Sections(lines)}
	if len(boxes) > 0 {
		m.Blocks = append(m.Blocks, slack.NewActionBlock(actionGroupBox, slack.NewCheckboxGroupsBlockElement(actionGroupBox, boxes...)))
	}
	if buttons := b.groupButtons(g, page, pages, len(waiting), words); len(buttons) > 0 {
		m.Blocks = append(m.Blocks, slack.NewActionBlock(actionGroup, buttons...))
	}
	return m
}

// groupItem shows a proposal of a group, with a box while it waits.
func groupItem(book *tracker.Book, n tracker.Seq, words *answer.Words) (line string, box *slack.OptionBlockObject) {
	if p, by := book.Settled(n); p != nil {
		how := actionApprove
		if _, ok := by.Event.(tracker.Rejected); ok {
			how = actionReject
		}
		told := words.SayAs("group.settled(name, by)", how, nameOf(p), somebody)
		return strings.Replace(blocks.Brief(fmt.Sprintf("%d · %s", n, told), homeLine), somebody, blocks.Link(by.By), 1), nil
	}
	p := book.Proposal(n)
	told := strings.Join(answer.Proposed(p, book, words), "\n")
	if why := words.Because(p); why != "" {
		told += "\n  " + words.Say("proposal.because(note)", why)
	}
	return blocks.Brief(fmt.Sprintf("%d · %s", n, strings.TrimSpace(told)), homeLine), newOption(fmt.Sprint(n), fmt.Sprintf("%d · %s", n, nameOf(p)))
}

func proposedIn(book *tracker.Book, g follow.Group) (all []tracker.Seq) {
	for e := range book.Entries(g.From - 1) {
		if _, ok := e.Event.(tracker.Proposed); ok && e.Seq <= g.To && e.By == follow.By {
			all = append(all, e.Seq)
		}
	}
	return all
}

// pageOf is the page of a group that a message shows, as its buttons know; the first if they can't be read.
func (b *Bot) pageOf(m *slack.Message) int {
	for button := range buttonsIn(m) {
		if strings.HasPrefix(button.ActionID, actionGroupReject) {
			p, _ := b.press(button.Value)
			return p.Page
		}
	}
	return 1
}

func nameOf(p *tracker.Proposal) string {
	for _, event := range p.Events {
		if ev, ok := event.(tracker.Changed); ok {
			return ev.Name
		}
	}
	return ""
}

// somebody stands for somebody in a line that isn't escaped yet.
const somebody = "\ufffc"

// groupButtons are those by which a group is looked through and decided.
func (b *Bot) groupButtons(g follow.Group, page, pages, waiting int, words *answer.Words) []slack.BlockElement {
	p := b.ours(fmt.Sprintf(groupLine, g.From, g.To), words)
	all := p.turns(actionGroup, page, pages, 0, words)
	if waiting == 0 {
		return all
	}
	p.Page = page
	approve := p.button(actionGroupAll, words.Say("group.approve_all(n)", waiting)).WithStyle(slack.StylePrimary)
	if g.Removals {
		approve.WithConfirm(slack.NewConfirmationBlockObject(plain(words.Say("group.sure()")), plain(words.Say("group.sure_removals(n)", waiting)),
			plain(words.Say("group.yes()")), plain(words.Say("form.cancel()"))))
	}
	return append(all, approve, p.button(actionGroupChosen, words.Say("group.approve_chosen()")),
		p.button(actionGroupReject, words.SayAs("button.decision(n)", actionReject, "")))
}

// pressedGroup does what a button of a group is for, and writes its message again.
func (b *Bot) pressedGroup(ctx context.Context, u use) {
	g, ok := b.groupNamed(groupLine, u.Line)
	if !ok || u.responseURL == "" {
		b.stale(ctx, u)
		return
	}
	if u.kind != actionGroup {
		line, n := u.groupLine(len(g.Waiting(b.Tracker.Book())))
		if n == 0 {
			b.respond(ctx, u.asker, say(u.words.Say("group.none()")))
			return
		}
		a, done := b.carryOut(ctx, u, query.Line(line), blocks.Sections([]string{u.words.Say("group.sure_reject(n)", n)}))
		if !done {
			return
		}
		b.respond(ctx, u.asker, reply{Message: blocks.Render(a, b.buttons(a, b.ours("", u.words), viewer{alone: true, admin: true})...)})
	}
	b.respond(ctx, u.asker, reply{Message: b.group(g, u.Page), replace: true, public: true})
}

// groupLine is the line that a button of a group of so many that wait stands for, and how many it decides on; 0 if nothing is chosen
// for it.
func (u use) groupLine(waiting int) (line string, n int) {
	var chosen []string
	if u.c.BlockActionState != nil {
		for _, box := range u.c.BlockActionState.Values[actionGroupBox][actionGroupBox].SelectedOptions {
			chosen = append(chosen, box.Value)
		}
	}
	verb, which, n := actionApprove, strings.Join(chosen, " "), len(chosen)
	if u.kind == actionGroupReject {
		verb = actionReject
	}
	if u.kind == actionGroupAll || u.kind == actionGroupReject && n == 0 {
		which, n = u.Line, max(1, waiting)
	}
	return verb + " " + which, n
}

// TellFollowing writes to admins that the official list can't be followed, or can be again: where proposals are settled, or else each.
func (b *Bot) TellFollowing(failing bool) {
	b.within(persistence, func(ctx context.Context) {
		to := []string{b.Proposals}
		if b.Proposals == "" {
			to = slices.Concat(b.Admins, b.Tracker.Book().Admins())
		}
		for _, channel := range to {
			words := answer.In(b.language(ctx, channel, channel))
			b.direct(ctx, channel, blocks.Say(words.Say("following(failing, n, address)", failing, follow.FailuresTold, b.Call.Origin.Address)))
		}
	})
}
