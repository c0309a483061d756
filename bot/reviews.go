package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"rollcall/bot/blocks"
	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/follow"
)

// A proposal is shown, with buttons, in the channel where proposals are settled: what was proposed at once in one message, and each
// group of the official list's changes. However it is settled, that message shows it from then on, the buttons of others in it stay,
// and the person who proposed it hears of it in a direct message, once.

// The names by which such a message is found again.
const (
	proposalsName = "proposals"
	groupName     = "followed %d to %d"
)

// reviews are what is still to be shown where proposals are settled.
type reviews struct {
	mu       sync.Mutex
	waiting  []tracker.Seq        // proposals that were made by requests
	followed bool                 // changes of the official list may wait
	showing  bool                 // what waits is being shown
	groups   map[tracker.Seq]bool // of the official list's changes, by their first: those that are shown; of the one that shows them
}

// review shows proposals that wait from now on, with buttons, in the channel where they are settled; once for a request. It
// keeps Slack's pace: what came while it waited for its turn is shown together.
func (b *Bot) review(proposals []*tracker.Proposal, ref string) {
	if b.seen.again("review " + ref) {
		return
	}
	b.show(func(r *reviews) {
		for _, p := range proposals {
			r.waiting = append(r.waiting, p.Seq)
		}
	})
}

// ShowFollowed shows what waits of the official list's changes, and isn't shown yet. A message of an earlier run, or of another
// process, is found in the channel's history; where that can't be read, nothing is shown that they may have.
func (b *Bot) ShowFollowed() { b.show(func(r *reviews) { r.followed = true }) }

// show shows in the background what waits from now on, one message after the other.
func (b *Bot) show(wait func(*reviews)) {
	if b.Proposals == "" {
		return
	}
	b.reviews.mu.Lock()
	defer b.reviews.mu.Unlock()
	wait(&b.reviews)
	if !b.reviews.showing {
		b.reviews.showing = true
		b.pending.Go(func() {
			for b.showNext() {
			}
		})
	}
}

// showNext shows what waits; false if nothing does, or Slack doesn't take it: then it is shown with the next one.
func (b *Bot) showNext() (more bool) {
	defer b.survive()
	followed, done := b.reviews.next()
	if done {
		return false
	}
	more = true // in any case
	if followed {
		b.showGroups()
		return more
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	b.turn(ctx)
	waits := func(n tracker.Seq) bool { return b.Tracker.Book().Proposal(n) != nil }
	all := b.reviews.take(waits)
	if len(all) == 0 {
		return more
	}
	name := proposalsName
	for _, n := range all {
		name += fmt.Sprint(" ", n)
	}
	err := b.once(ctx, place{channel: b.Proposals}, name, b.proposalsMessage(all))
	if slices.ContainsFunc(all, func(n tracker.Seq) bool { return !waits(n) }) { // settled while it was posted
		_ = b.retell(ctx, all) // it is logged
	}
	if err != nil {
		b.undelivered(ctx, err, "channel", b.Proposals)
	}
	if err != nil && !errors.Is(err, errUnsure) {
		return b.reviews.later(all)
	}
	return more
}

// next reports whether changes of the official list are next, or nothing is: then the next one begins to be shown by itself.
func (r *reviews) next() (followed, done bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	followed, r.followed = r.followed, false
	r.showing = followed || len(r.waiting) > 0
	return followed, !r.showing
}

// take takes all that wait still.
func (r *reviews) take(waits func(tracker.Seq) bool) (all []tracker.Seq) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, n := range r.waiting {
		if waits(n) {
			all = append(all, n)
		}
	}
	r.waiting = nil
	return all
}

// later has proposals that can't be shown now wait, and reports whether others came meanwhile.
func (r *reviews) later(all []tracker.Seq) (more bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.showing = len(r.waiting) > 0 || r.followed
	r.waiting = append(all, r.waiting...)
	return r.showing
}

// turn waits for the turn to post where proposals are settled. Where Slack takes nothing for long, it is tried all the same.
func (b *Bot) turn(ctx context.Context) {
	if err := b.Pace.turn(ctx, b.Proposals); err != nil {
		b.undelivered(ctx, err, "channel", b.Proposals)
	}
}

// showGroups shows the groups of the official list's changes that aren't shown yet, and which of them the list gives no cause for any
// more.
func (b *Bot) showGroups() {
	book := b.Tracker.Book()
	for _, g := range follow.Open(book) {
		if !b.reviews.groups[g.From] && b.showGroup(book, g) {
			if b.reviews.groups == nil {
				b.reviews.groups = map[tracker.Seq]bool{}
			}
			b.reviews.groups[g.From] = true
		}
	}
	b.settled(b.head, follow.By)
}

// showGroup shows a group, unless it is shown already, and reports whether it is.
func (b *Bot) showGroup(book *tracker.Book, g follow.Group) bool {
	defer b.survive()
	ctx, cancel := context.WithTimeout(context.Background(), persistence)
	defer cancel()
	name, in := fmt.Sprintf(groupName, g.From, g.To), place{channel: b.Proposals}
	ts, err := "", error(nil)
	if made, _ := book.Entry(g.From); b.Shared || g.From <= b.head {
		ts, err = find(ctx, b.Slack, in, stamp(made.At.Add(-clockOff)), func(m *slack.Message) bool { return isOf(m, b.metadata(postType, keyPost, name)) })
	}
	if ts == "" && err == nil {
		b.turn(ctx)
		err = b.once(ctx, in, name, b.group(g, 1))
	}
	if err != nil {
		b.undelivered(ctx, err, "channel", b.Proposals)
	}
	return err == nil
}

// clockOff is how far our clock and Slack's may be apart.
const clockOff = 24 * time.Hour

// shownIn are the proposals that a message of rollcall's own shows, and what it is to say now; none if it shows none.
func (b *Bot) shownIn(m *slack.Message) (all []tracker.Seq, now func() blocks.Message) {
	name, ok := b.reads(m, postType, keyPost)
	if !ok {
		return nil, nil
	}
	if g, ok := b.groupNamed(groupName, name); ok {
		return proposedIn(b.Tracker.Book(), g), func() blocks.Message { return b.group(g, b.pageOf(m)) }
	}
	numbers, ok := strings.CutPrefix(name, proposalsName+" ")
	for number := range strings.FieldsSeq(numbers) {
		n, err := strconv.ParseUint(number, 10, 64)
		if err != nil || !ok {
			return nil, nil
		}
		all = append(all, tracker.Seq(n))
	}
	return all, func() blocks.Message { return b.proposalsMessage(all) }
}

// proposalsMessage shows proposals: how the settled ones were decided, and then those that wait, with their buttons.
func (b *Bot) proposalsMessage(all []tracker.Seq) blocks.Message {
	book := b.Tracker.Book()
	words := answer.In(book.Language(b.Proposals))
	facts := &answer.ProposalsFacts{Book: book}
	var done [][]string
	for _, n := range all {
		if p := book.Proposal(n); p != nil {
			facts.Proposals = append(facts.Proposals, p)
		} else if p, by := book.Settled(n); p != nil {
			done = append(done, b.outcome(book, p, by, words))
		}
	}
	var m blocks.Message
	if len(facts.Proposals) > 0 {
		a := answer.New(facts)
		a.Call, a.Page, a.Mentions, a.Slash = b.Call, 1, true, b.Slash
		a = answer.Write(a, words)
		asked := b.ours("proposals", words)
		asked.Head, asked.Today = book.Head(), today()
		m = blocks.Render(a, b.buttons(a, asked, viewer{admin: true})...)
	}
	for _, lines := range slices.Backward(done) {
		m = blocks.Below(lines, m)
	}
	return m
}

func (b *Bot) outcome(book *tracker.Book, p *tracker.Proposal, by tracker.Entry, words *answer.Words) []string {
	how, reason := "approved", ""
	if rejected, ok := by.Event.(tracker.Rejected); ok {
		how, reason = "rejected", words.Rejection(rejected.Reason)
	}
	lines := []string{words.SayAs("proposal.settled(proposal, by)", how, p.Seq, blocks.Link(by.By))}
	if reason != "" {
		lines = append(lines, blocks.Brief(words.Say("quote(text)", reason), homeLine))
	}
	for _, line := range answer.Proposed(p, book, words) {
		lines = append(lines, blocks.Brief(strings.TrimSpace(line), homeLine))
	}
	return lines
}

// settled announces, in the background, which proposals were settled after an entry, by somebody if it is said by whom: where they
// are shown, and to those who proposed them.
func (b *Bot) settled(after tracker.Seq, by string) {
	var told []tracker.Entry
	var shown []tracker.Seq
	for e := range b.Tracker.Book().Entries(after) {
		if ev, ok := e.Event.(tracker.Reopened); ok && by == "" {
			shown = append(shown, ev.Proposal)
		}
		if n := proposalOf(e); n != 0 && (by == "" || by == e.By) && !b.seen.again(fmt.Sprint("settled ", e.Seq)) {
			told, shown = append(told, e), append(shown, n)
		}
	}
	if len(shown) == 0 {
		return
	}
	b.within(persistence, func(ctx context.Context) {
		err := b.retell(ctx, shown)
		for _, e := range told {
			p, _ := b.Tracker.Book().Settled(proposalOf(e))
			if err != nil { // the person who decided it looks at a message that doesn't show it
				b.tellOf(ctx, e, e.By)
			}
			if p != nil && p.By != e.By {
				b.tellOf(ctx, e, p.By)
			}
		}
	})
}

func proposalOf(e tracker.Entry) tracker.Seq {
	switch ev := e.Event.(type) {
	case tracker.Approved:
		return ev.Proposal
	case tracker.Rejected:
		return ev.Proposal
	}
	return 0
}

// tellOf writes to somebody, once, how an entry decided their proposal.
func (b *Bot) tellOf(ctx context.Context, e tracker.Entry, user string) {
	book := b.Tracker.Book()
	p, by := book.Settled(proposalOf(e))
	if p == nil || by.Seq != e.Seq || !blocks.IsPerson(user) {
		return
	}
	channel, err := b.conversation(ctx, user)
	if err == nil {
		lines := b.outcome(book, p, by, answer.In(b.language(ctx, user, "")))
		err = b.once(ctx, place{channel: channel}, fmt.Sprint("outcome ", e.Seq), blocks.Below(lines, blocks.Message{}))
	}
	if err != nil {
		b.undelivered(ctx, err, "by", user, "proposal", p.Seq)
	}
}

// retell has the messages that show proposals show them as they are now. It does no harm twice.
func (b *Bot) retell(ctx context.Context, all []tracker.Seq) (failed error) {
	err := b.eachShown(ctx, all, func(m *slack.Message, shown []tracker.Seq, now func() blocks.Message) {
		if !slices.ContainsFunc(shown, func(n tracker.Seq) bool { return slices.Contains(all, n) }) {
			return
		}
		if again := now(); again.Text != m.Text {
			failed = errors.Join(failed, rewrite(ctx, b.Slack, b.Proposals, m.Timestamp, again))
		}
	})
	if failed = errors.Join(failed, err); failed != nil {
		b.undelivered(ctx, failed, "channel", b.Proposals)
	}
	return failed
}

// eachShown looks at each message that may show one of some proposals.
func (b *Bot) eachShown(ctx context.Context, all []tracker.Seq, look func(m *slack.Message, shown []tracker.Seq, now func() blocks.Message)) error {
	if b.Proposals == "" {
		return nil
	}
	first, _ := b.Tracker.Book().Entry(slices.Min(all))
	since := stamp(first.At.Add(-time.Hour)) // our clock can be ahead
	_, err := find(ctx, b.Slack, place{channel: b.Proposals}, since, func(m *slack.Message) bool {
		shown, now := b.shownIn(m)
		look(m, shown, now)
		return false // another message can show another one of them
	})
	return err
}

// lately is how old a proposal or its outcome can be that is caught up with.
const lately = 7 * 24 * time.Hour

// CatchUp shows proposals that a process before this one recorded, and may not have shown.
func (b *Bot) CatchUp() {
	var open []*tracker.Proposal
	var all []tracker.Seq
	for _, p := range b.Tracker.Book().Proposals() {
		if time.Since(p.At) < lately && p.By != follow.By { // those are shown by ShowFollowed
			open, all = append(open, p), append(all, p.Seq)
		}
	}
	if len(open) == 0 || b.Proposals == "" {
		return
	}
	b.within(persistence, func(ctx context.Context) {
		err := again(ctx, func() error {
			return b.eachShown(ctx, all, func(_ *slack.Message, shown []tracker.Seq, _ func() blocks.Message) {
				open = slices.DeleteFunc(open, func(p *tracker.Proposal) bool { return slices.Contains(shown, p.Seq) })
			})
		}, limited, unknown)
		if err != nil { // rather not than twice
			b.undelivered(ctx, err, "channel", b.Proposals)
		} else if len(open) > 0 {
			b.review(open, fmt.Sprint("caught up ", open[0].Seq))
		}
	})
}
