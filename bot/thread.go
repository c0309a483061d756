package bot

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"rollcall/bot/blocks"
	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/query"
)

// A part is one of the messages of a digest: itself, and what is in its thread.
type part struct {
	post func(ctx context.Context, in place) (ts string, err error)
	is   func(m *slack.Message) bool // nil: it isn't looked for, and is done again
}

// parts are those of a digest, in order: itself, lists that don't fit a screen, and a picture. A correction has one that marks
// the digest that it corrects; that does no harm twice.
func (p *Poster) parts(s *tracker.Subscription, m said) []part {
	named := metadata(p.Call, s.Plan)
	message := func(m blocks.Message) part {
		return part{
			func(ctx context.Context, in place) (string, error) {
				return postMessage(ctx, p.Slack, in, m, slack.MsgOptionMetadata(named))
			},
			func(m *slack.Message) bool { return isOf(m, named) },
		}
	}
	all := []part{message(m.digest)}
	if m.mark != "" {
		all = append(all, part{post: func(ctx context.Context, _ place) (string, error) { return "", p.mark(ctx, s, m.mark) }})
	}
	if m.lists != nil {
		all = append(all, message(*m.lists))
	}
	if m.picture != nil {
		all = append(all, part{
			func(ctx context.Context, in place) (string, error) {
				return "", picture(ctx, p.Slack, p.Painter, m.picture, blocks.Render(*m.picture), in)
			},
			func(in *slack.Message) bool { // a file has no metadata
				return slices.ContainsFunc(in.Files, func(f slack.File) bool { return f.Name == fileName(m.picture) })
			},
		})
	}
	return all
}

// places are where a digest can be: in the channel; a correction in the thread of what it corrects, or in the channel if that is
// gone.
func places(s *tracker.Subscription) []place {
	channel := place{channel: s.Channel}
	if t := s.Plan.Told.Digest(s.Plan.Corrects); t != nil {
		return []place{{s.Channel, t.TS}, channel}
	}
	return []place{channel}
}

// noThread reports whether Slack refused a message because of the thread that it is for.
func noThread(err error) bool {
	return slices.Contains([]string{"thread_not_found", "message_not_found", "cannot_reply_to_message", "restricted_action_thread_locked"}, reason(err))
}

// mark adds above a posted digest that it was corrected.
func (p *Poster) mark(ctx context.Context, s *tracker.Subscription, mark string) error {
	then := p.Tracker.Book().Upto(s.Plan.Corrects).Subscription(s.ID)
	m, err := p.tell(s.Channel, then.Plan)
	if err != nil {
		return err
	}
	return simplest(blocks.Below([]string{blocks.Escape(mark)}, m.digest), func(m blocks.Message) error {
		_, _, _, err := p.Slack.UpdateMessageContext(ctx, s.Channel, places(s)[0].thread, content(m)...)
		return err
	})
}

// aMonth is how much time a digest covers before it comes with a picture.
const aMonth = 31 * 24 * time.Hour

// illustrated is the chart that comes with a digest, nil if that covers a month or less. By the days of the list, it begins
// on the one before the first change, so that its first point is the count before.
func (p *Poster) illustrated(plan *tracker.Plan, words *answer.Words) *answer.Answer {
	book := p.Tracker.Book().Upto(plan.Through)
	var first, last tracker.Day
	for e := range book.Entries(plan.From) {
		if _, ok := e.Event.(tracker.Changed); ok {
			first, last = min(cmp.Or(first, e.On), e.On), max(last, e.On)
		}
	}
	if first == "" || last.Time().Sub(first.Time()) <= aMonth {
		return nil
	}
	r := query.New(book, p.Call, tracker.DayOf(plan.At))
	a := answer.Write(r.Run(query.Chart{On: tracker.Period{First: tracker.DayOf(first.Time().AddDate(0, 0, -1))}}), words)
	if a.Chart() == nil {
		return nil
	}
	return &a
}

func (p *Poster) withoutThread(ctx context.Context, s *tracker.Subscription, err error) {
	p.Log.WarnContext(ctx, "a digest goes without a part of its thread", "channel", s.Channel, "plan", s.Plan.Seq, "error", scrub(err))
}
