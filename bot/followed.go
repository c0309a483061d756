package bot

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

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
	groupPage = 10                  // as many boxes as Slack takes in one group
	clockOff  = 24 * time.Hour      // how far our clock and Slack's may be apart
	groupName = "followed %d to %d" // by which a message is found again
)

// shownGroups are the groups that are shown already, by their first proposals.
type shownGroups struct {
	from map[tracker.Seq]bool // of the one that shows them

	mu              sync.Mutex
	wanted, showing bool // they are to be shown, and are being shown
}

// next reports whether they are to be shown once more.
func (g *shownGroups) next() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.showing, g.wanted = g.wanted, false
	return g.showing
}

// ShowFollowed shows what waits of the official list's changes, and isn't shown yet. A message of an earlier run, or of another
// process, is found in the channel's history; where that can't be read, nothing is shown that they may have.
func (b *Bot) ShowFollowed() {
	b.groups.mu.Lock()
	defer b.groups.mu.Unlock()
	b.groups.wanted = b.Proposals != ""
	if b.groups.showing || !b.groups.wanted {
		return
	}
	b.groups.showing = true
	b.pending.Go(func() {
		for b.groups.next() {
			book := b.Tracker.Book()
			for _, g := range follow.Open(book) {
				if !b.groups.from[g.From] {
					b.showGroup(book, g)
				}
			}
			b.retellOutdated(book)
		}
	})
}

// retellOutdated has the messages show which proposals were rejected since the start, as the list gives no cause for them any more.
func (b *Bot) retellOutdated(book *tracker.Book) {
	defer b.survive()
	ctx, cancel := context.WithTimeout(context.Background(), persistence)
	defer cancel()
	var all []tracker.Seq
	for e := range book.Entries(b.head) {
		if ev, ok := e.Event.(tracker.Rejected); ok && e.By == follow.By && !b.seen.again(fmt.Sprint("settled ", e.Seq)) {
			all = append(all, ev.Proposal)
		}
	}
	if len(all) > 0 {
		_ = b.retell(ctx, all) // it is logged
	}
}

func (b *Bot) showGroup(book *tracker.Book, g follow.Group) {
	defer b.survive()
	ctx, cancel := context.WithTimeout(context.Background(), persistence)
	defer cancel()
	name := fmt.Sprintf(groupName, g.From, g.To)
	if made, _ := book.Entry(g.From); b.Shared || g.From <= b.head {
		named := slack.SlackMetadata{EventType: postType, EventPayload: map[string]any{keyCall: b.Call.Slug, keyPost: name}}
		ts, err := find(ctx, b.Slack, place{channel: b.Proposals}, stamp(made.At.Add(-clockOff)), func(m *slack.Message) bool { return isOf(m, named) })
		if err != nil {
			b.undelivered(ctx, err, "channel", b.Proposals)
			return
		}
		if ts != "" {
			b.groups.from[g.From] = true
			return
		}
	}
	if err := b.Pace.turn(ctx, b.Proposals); err != nil {
		b.undelivered(ctx, err, "channel", b.Proposals)
	}
	if err := b.once(ctx, place{channel: b.Proposals}, name, b.group(g, 1)); err != nil {
		b.undelivered(ctx, err, "channel", b.Proposals)
		return
	}
	b.groups.from[g.From] = true
}

// group is the message of a group, as of now.
func (b *Bot) group(g follow.Group, page int) blocks.Message {
	book := b.Tracker.Book()
	lang := book.Language(b.Proposals)
	words := answer.In(lang)
	waiting, settled := g.Waiting(book), settledOf(book, g)
	all := proposedIn(book, g)
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
		e, _ := book.Entry(n)
		p := &tracker.Proposal{Proposed: e.Event.(tracker.Proposed), Seq: n, By: e.By, At: e.At}
		told := strings.Join(answer.Proposed(p, book, words), "\n")
		if book.Proposal(n) == nil {
			told = words.SayAs("group.settled(name, by)", settled[n].how, nameOf(p), somebody)
			line := blocks.Brief(fmt.Sprintf("%d · %s", n, told), homeLine)
			lines = append(lines, strings.Replace(line, somebody, settled[n].by, 1))
			continue
		}
		if why := words.Because(p); why != "" {
			told += "\n  " + words.Say("proposal.because(note)", why)
		}
		lines = append(lines, blocks.Brief(fmt.Sprintf("%d · %s", n, strings.TrimSpace(told)), homeLine))
		boxes = append(boxes, slack.NewOptionBlockObject(fmt.Sprint(n), plain(shorten(fmt.Sprintf("%d · %s", n, nameOf(p)), maxLabel)), nil))
	}
	if pages > 1 {
		lines = append(lines, words.Say("page(page, pages)", page, pages))
	}
	m := blocks.Message{Text: strings.Join(lines, "\n"), Blocks: blocks.Sections(lines)}
	if len(boxes) > 0 {
		m.Blocks = append(m.Blocks, slack.NewActionBlock(actionGroupBox, slack.NewCheckboxGroupsBlockElement(actionGroupBox, boxes...)))
	}
	if buttons := b.groupButtons(g, page, pages, waiting, words); len(buttons) > 0 {
		m.Blocks = append(m.Blocks, slack.NewActionBlock(actionGroup, buttons...))
	}
	return m
}

// proposedIn are the proposals of a group.
func proposedIn(book *tracker.Book, g follow.Group) (all []tracker.Seq) {
	for e := range book.Entries(g.From - 1) {
		if _, ok := e.Event.(tracker.Proposed); ok && e.Seq <= g.To && e.By == follow.By {
			all = append(all, e.Seq)
		}
	}
	return all
}

// groupIn is the group that a message of rollcall's own shows, if it shows one.
func (b *Bot) groupIn(m *slack.Message) (g follow.Group, ok bool) {
	name, _ := m.Metadata.EventPayload[keyPost].(string)
	if m.Metadata.EventType != postType || m.Metadata.EventPayload[keyCall] != b.Call.Slug {
		return g, false
	}
	_, err := fmt.Sscanf(name, groupName, &g.From, &g.To)
	g.Removals = err == nil && follow.OfRemovals(b.Tracker.Book(), g.From)
	return g, err == nil
}

// pageOf is the page of a group that a message shows, as its buttons know.
func (b *Bot) pageOf(m *slack.Message) int {
	for _, block := range m.Blocks.BlockSet {
		actions, ok := block.(*slack.ActionBlock)
		if !ok || actions.BlockID != actionGroup {
			continue
		}
		for _, e := range actions.Elements.ElementSet {
			if button, ok := e.(*slack.ButtonBlockElement); ok && strings.HasPrefix(button.ActionID, actionGroupReject) {
				p, _ := b.press(button.Value) // of the first page, if it can't be read
				return p.Page
			}
		}
	}
	return 1
}

// nameOf is the name of whom a proposal is about.
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

// A settling is how a proposal was settled, and by whom.
type settling struct{ how, by string }

func settledOf(book *tracker.Book, g follow.Group) map[tracker.Seq]settling {
	all := map[tracker.Seq]settling{}
	for e := range book.Entries(g.From) {
		switch ev := e.Event.(type) {
		case tracker.Approved:
			all[ev.Proposal] = settling{actionApprove, blocks.Link(e.By)}
		case tracker.Rejected:
			all[ev.Proposal] = settling{actionReject, blocks.Link(e.By)}
		}
	}
	return all
}

// groupButtons are those by which a group is looked through and decided.
func (b *Bot) groupButtons(g follow.Group, page, pages int, waiting []*tracker.Proposal, words *answer.Words) []slack.BlockElement {
	var all []slack.BlockElement
	add := func(action, label string, page int) *slack.ButtonBlockElement {
		value := press{Call: b.Call.Slug, Line: fmt.Sprintf("%d-%d", g.From, g.To), Page: page, Lang: words.Lang()}.encode()
		button := slack.NewButtonBlockElement(fmt.Sprint(action, "-", page), value, plain(shorten(label, maxLabel)))
		all = append(all, button)
		return button
	}
	if page > 1 {
		add(actionGroup, words.Say("button.previous()"), page-1)
	}
	if page < pages {
		add(actionGroup, words.Say("button.next(n)", ""), page+1)
	}
	if n := len(waiting); n > 0 {
		approve := add(actionGroupAll, words.Say("group.approve_all(n)", n), page).WithStyle(slack.StylePrimary)
		if g.Removals {
			approve.WithConfirm(slack.NewConfirmationBlockObject(plain(words.Say("group.sure()")), plain(words.Say("group.sure_removals(n)", n)),
				plain(words.Say("group.yes()")), plain(words.Say("form.cancel()"))))
		}
		add(actionGroupChosen, words.Say("group.approve_chosen()"), page)
		add(actionGroupReject, words.SayAs("button.decision(n)", actionReject, ""), page)
	}
	return all
}

// pressedGroup does what a button of a group is for, and writes its message again.
func (b *Bot) pressedGroup(ctx context.Context, c slack.InteractionCallback, action *slack.BlockAction, kind string) {
	if kind == actionGroupBox {
		return
	}
	p, err := b.press(action.Value)
	var g follow.Group
	if _, wrong := fmt.Sscanf(p.Line, "%d-%d", &g.From, &g.To); err != nil || wrong != nil || c.ResponseURL == "" {
		b.stale(ctx, c, action)
		return
	}
	g.Removals = follow.OfRemovals(b.Tracker.Book(), g.From)
	user, channel := c.User.ID, c.Container.ChannelID
	lang := b.language(ctx, user, channel)
	if kind != actionGroup {
		line := b.groupLine(c, kind, p.Line)
		if line == "" {
			b.respond(ctx, presser(c), reply{Message: blocks.Say(answer.In(lang).Say("group.none()"))})
			return
		}
		if why := b.barred(ctx, lang, user, channel, kind); why != "" {
			b.respond(ctx, presser(c), reply{Message: b.stays(why, answer.In(lang))})
			return
		}
		admin := b.admin(ctx, user)
		if kind == actionGroupReject && admin {
			n := len(strings.Fields(line)) - 1
			if strings.Contains(line, "-") {
				n = len(g.Waiting(b.Tracker.Book()))
			}
			b.askWhy(ctx, c, line, lang, blocks.Sections([]string{answer.In(lang).Say("group.sure_reject(n)", n)}), func(said reply) { b.respond(ctx, presser(c), said) })
			return
		}
		a, err := b.do(ctx, desk.Request{By: user, Admin: admin, Channel: channel, Lang: lang, Page: 1, Tokens: query.Line(line),
			Ref: digestOf(kind, user, c.Container.MessageTs, action.Value, action.ActionTs)})
		if err != nil {
			b.respond(ctx, presser(c), b.fault(ctx, lang, err))
			return
		}
		words := answer.In(lang)
		b.respond(ctx, presser(c), reply{Message: blocks.Render(a, buttons(a, press{Call: b.Call.Slug, Lang: lang}, words, viewer{alone: true, admin: true})...)})
		if a.Kind == answer.Refused {
			return
		}
	}
	b.respond(ctx, presser(c), reply{Message: b.group(g, p.Page), replace: true, public: true})
}

// groupLine is the line that a button of a group stands for; empty if nothing is chosen for it.
func (b *Bot) groupLine(c slack.InteractionCallback, kind, whole string) string {
	var chosen []string
	if c.BlockActionState != nil {
		for _, box := range c.BlockActionState.Values[actionGroupBox][actionGroupBox].SelectedOptions {
			chosen = append(chosen, box.Value)
		}
	}
	which := strings.Join(chosen, " ")
	switch {
	case kind == actionGroupAll:
		return actionApprove + " " + whole
	case kind == actionGroupReject:
		return actionReject + " " + cmp.Or(which, whole)
	case which == "":
		return ""
	}
	return actionApprove + " " + which
}

// TellFollowing tells admins that the official list can't be followed, or can be again: where proposals are settled, or else each.
func (b *Bot) TellFollowing(failing bool) {
	b.pending.Go(func() {
		defer b.survive()
		ctx, cancel := context.WithTimeout(context.Background(), persistence)
		defer cancel()
		to := []string{b.Proposals}
		if b.Proposals == "" {
			to = append(append(to[:0], b.Admins...), b.Tracker.Book().Admins()...)
		}
		for _, channel := range to {
			words := answer.In(b.language(ctx, channel, channel))
			m := blocks.Say(words.Say("following(failing, n, address)", failing, follow.FailuresTold, b.Call.Origin.Address))
			if err := deliver(ctx, b.Slack, place{channel: channel}, m); err != nil {
				b.undelivered(ctx, err, "channel", channel)
			}
		}
	})
}
