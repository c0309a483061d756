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

// A proposal is shown, with buttons, in the channel where proposals are settled. However it is settled, that message shows it
// from then on, the buttons of others in it stay, and the person who proposed it hears of it in a direct message, once.

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
	all = slices.DeleteFunc(all, func(n tracker.Seq) bool { return b.Tracker.Book().Proposal(n) == nil }) // it was settled meanwhile
	if len(all) == 0 {
		return more
	}
	err := b.once(ctx, place{channel: b.Proposals}, postOf(all), b.proposalsMessage(all))
	if slices.ContainsFunc(all, func(n tracker.Seq) bool { return b.Tracker.Book().Proposal(n) == nil }) { // settled while it was posted
		_ = b.retell(ctx, all) // it is logged
	}
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

// postOf is the name by which a message that shows proposals is found again.
func postOf(all []tracker.Seq) string {
	name := "proposals"
	for _, n := range all {
		name += fmt.Sprint(" ", n)
	}
	return name
}

// shownIn are the proposals that a message of rollcall's own shows; none if it shows none.
func (b *Bot) shownIn(m *slack.Message) (all []tracker.Seq) {
	name, _ := m.Metadata.EventPayload[keyPost].(string)
	if g, ok := b.groupIn(m); ok {
		return proposedIn(b.Tracker.Book(), g)
	}
	fields := strings.Fields(name)
	if m.Metadata.EventType != postType || m.Metadata.EventPayload[keyCall] != b.Call.Slug || len(fields) < 2 || fields[0] != "proposals" {
		return nil
	}
	for _, field := range fields[1:] {
		n, err := strconv.ParseUint(field, 10, 64)
		if err != nil {
			return nil
		}
		all = append(all, tracker.Seq(n))
	}
	return all
}

// proposalsMessage tells of proposals: what became of those that are settled, and then those that wait, with their buttons.
func (b *Bot) proposalsMessage(all []tracker.Seq) blocks.Message {
	book, lang := b.Tracker.Book(), b.Tracker.Book().Language(b.Proposals)
	words := answer.In(lang)
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
		a.Call, a.Page, a.Mentions, a.Slash = b.Call, 1, true, b.Command
		a = answer.Write(a, words)
		asked := press{Call: b.Call.Slug, Line: "proposals", Head: book.Head(), Today: today(), Lang: lang}
		m = blocks.Render(a, buttons(a, asked, words, viewer{label: b.label, admin: true})...)
	}
	for _, lines := range slices.Backward(done) {
		m = blocks.Below(lines, m)
	}
	return m
}

// outcome tells what became of a proposal, in escaped lines.
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

// settled has it told, in the background, which proposals were settled after an entry: where they are shown, and to those who
// proposed them.
func (b *Bot) settled(after tracker.Seq) {
	var told []tracker.Entry
	var shown []tracker.Seq
	for e := range b.Tracker.Book().Entries(after) {
		if ev, ok := e.Event.(tracker.Reopened); ok {
			shown = append(shown, ev.Proposal)
		}
		n := proposalOf(e)
		if n != 0 && !b.seen.again(fmt.Sprint("settled ", e.Seq)) {
			told, shown = append(told, e), append(shown, n)
		}
	}
	if len(shown) == 0 {
		return
	}
	b.pending.Go(func() {
		defer b.survive()
		ctx, cancel := context.WithTimeout(context.Background(), persistence)
		defer cancel()
		err := b.retell(ctx, shown)
		for _, e := range told {
			if err != nil { // the person who decided it looks at a message that doesn't show it
				b.tellOf(ctx, e, e.By)
			}
			b.tellProposer(ctx, e)
		}
	})
}

// tellOf tells somebody what became of the proposal that an entry settled.
func (b *Bot) tellOf(ctx context.Context, e tracker.Entry, user string) {
	book := b.Tracker.Book()
	if p, by := book.Settled(proposalOf(e)); p != nil && by.Seq == e.Seq && blocks.IsPerson(user) {
		b.direct(ctx, user, blocks.Below(b.outcome(book, p, by, answer.In(b.language(ctx, user, ""))), blocks.Message{}))
	}
}

// proposalOf is the proposal that an entry settled.
func proposalOf(e tracker.Entry) tracker.Seq {
	switch ev := e.Event.(type) {
	case tracker.Approved:
		return ev.Proposal
	case tracker.Rejected:
		return ev.Proposal
	}
	return 0
}

// tellProposer tells the person who made a proposal how it was decided, unless they decided it themselves.
func (b *Bot) tellProposer(ctx context.Context, e tracker.Entry) {
	book := b.Tracker.Book()
	n := proposalOf(e)
	p, by := book.Settled(n)
	if p == nil || by.Seq != e.Seq || p.By == e.By || !blocks.IsPerson(p.By) {
		return
	}
	var direct *slack.Channel
	err := again(ctx, func() (err error) {
		direct, _, _, err = b.Slack.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{p.By}, ReturnIM: true})
		return err
	}, limited, unknown)
	if err == nil {
		lines := b.outcome(book, p, by, answer.In(b.language(ctx, p.By, "")))
		err = b.once(ctx, place{channel: direct.ID}, fmt.Sprint("outcome ", e.Seq), blocks.Below(lines, blocks.Message{}))
	}
	if err != nil {
		b.undelivered(ctx, err, "by", p.By, "proposal", n)
	}
}

// retell has the messages that show proposals show them as they are now. It does no harm twice.
func (b *Bot) retell(ctx context.Context, all []tracker.Seq) (failed error) {
	if b.Proposals == "" {
		return nil
	}
	settled := func(n tracker.Seq) bool { return slices.Contains(all, n) }
	var shown []tracker.Seq
	_, err := find(ctx, b.Slack, place{channel: b.Proposals}, b.since(all), func(m *slack.Message) bool {
		if shown = b.shownIn(m); !slices.ContainsFunc(shown, settled) {
			return false
		}
		again := b.proposalsMessage(shown)
		if g, ok := b.groupIn(m); ok {
			again = b.group(g, b.pageOf(m))
		}
		if again.Text == m.Text {
			return false
		}
		if err := b.rewrite(ctx, place{channel: b.Proposals}, m.Timestamp, again); err != nil {
			b.undelivered(ctx, err, "channel", b.Proposals)
			failed = err
		}
		return false // another message can show another one of them
	})
	if err != nil {
		b.undelivered(ctx, err, "channel", b.Proposals)
	}
	return errors.Join(failed, err)
}

// rewrite changes what a message says, which does no harm twice.
func (b *Bot) rewrite(ctx context.Context, to place, ts string, m blocks.Message) error {
	return again(ctx, func() error {
		return simplest(m, func(m blocks.Message) error {
			_, _, _, err := b.Slack.UpdateMessageContext(ctx, to.channel, ts, content(m)...)
			return err
		})
	}, limited, unknown)
}

// since is a moment before any of some proposals was shown, as Slack writes it.
func (b *Bot) since(all []tracker.Seq) string {
	e, _ := b.Tracker.Book().Entry(slices.Min(all))
	return stamp(e.At.Add(-time.Hour)) // our clock can be ahead
}

// lately is how old a proposal or its outcome can be that is caught up with.
const lately = 7 * 24 * time.Hour

// CatchUp shows proposals, and tells outcomes, that a process before this one recorded, and may not have shown or told.
func (b *Bot) CatchUp() {
	if b.Proposals == "" {
		return
	}
	b.pending.Go(func() {
		defer b.survive()
		ctx, cancel := context.WithTimeout(context.Background(), persistence)
		defer cancel()
		var open []*tracker.Proposal
		var all []tracker.Seq
		for _, p := range b.Tracker.Book().Proposals() {
			if time.Since(p.At) < lately && p.By != follow.By { // those are shown by ShowFollowed
				open, all = append(open, p), append(all, p.Seq)
			}
		}
		if len(open) == 0 {
			return
		}
		shown := map[tracker.Seq]bool{}
		err := again(ctx, func() error {
			_, err := find(ctx, b.Slack, place{channel: b.Proposals}, b.since(all), func(m *slack.Message) bool {
				for _, n := range b.shownIn(m) {
					shown[n] = true
				}
				return false
			})
			return err
		}, limited, unknown)
		if err != nil { // rather not than twice
			b.undelivered(ctx, err, "channel", b.Proposals)
			return
		}
		open = slices.DeleteFunc(open, func(p *tracker.Proposal) bool { return shown[p.Seq] })
		if len(open) > 0 {
			b.review(open, fmt.Sprint("caught up ", open[0].Seq))
		}
	})
}
