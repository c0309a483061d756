package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/robfig/cron/v3"
	"github.com/slack-go/slack"

	"rollcall/bot/blocks"
	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/ask"
	"rollcall/tracker/digest"
)

// CallTimeout is how long a call of Slack's Web API may take. After it, and as long again, no request of ours is under
// way any more.
const CallTimeout = 10 * time.Second

const (
	atOnce     = 8                // channels that are posted to side by side
	maxTries   = 6                // refusals for no lasting reason, before a digest is given up
	historyTop = 100              // messages that are asked of a history at once
	clockSkew  = 10 * time.Minute // how far Slack's clock and ours may be apart
	heldFor    = 10 * time.Minute // between looks into a history that can't be read
)

// A Poster posts digests, each once.
//
// Cron only wakes it. At every tick it asks for each subscription whether a digest is due, plans it in the ledger, posts
// it, and settles it in the ledger. A plan that it finds at its start, or whose post may or may not have landed, is first
// looked up in the channel's history, once no request of ours can be under way any more. A history that can't be read
// holds the digest: rather late than twice. What it knows of attempts is kept in memory only, as a plan that is open
// after a restart is looked up anyway.
type Poster struct {
	tracker *tracker.Tracker
	call    *tracker.Call
	slack   *slack.Client
	log     *slog.Logger
	wake    chan struct{}
	telling sync.WaitGroup // direct messages to owners under way

	mu       sync.Mutex
	attempts map[tracker.Seq]attempt // by plan
}

// attempt is what is known of the posting of a plan.
type attempt struct {
	unknown bool      // it may have landed
	next    time.Time // when to go on
	refused int       // how often, for no lasting reason
	held    bool      // the history can't be read, and the owner was told
}

// NewPoster makes a Poster. Its client's calls end within CallTimeout.
func NewPoster(t *tracker.Tracker, call *tracker.Call, client *slack.Client, log *slog.Logger) *Poster {
	return &Poster{tracker: t, call: call, slack: client, log: log, wake: make(chan struct{}, 1), attempts: map[tracker.Seq]attempt{}}
}

// Run wakes at every tick, and in between when an attempt is to go on, until ctx ends; it then waits for the posts under
// way.
func (p *Poster) Run(ctx context.Context, tick time.Duration) error {
	for _, s := range p.tracker.Book().Subscriptions() {
		if s.Plan != nil {
			p.attempts[s.Plan.Seq] = attempt{unknown: true, next: time.Now().Add(CallTimeout)}
		}
	}
	c := cron.New(cron.WithChain(cron.SkipIfStillRunning(cron.DiscardLogger), cron.Recover(cronLog{p.log})))
	id, err := c.AddFunc("@every "+tick.String(), func() { p.Tick(ctx) })
	if err != nil {
		return err
	}
	c.Start()
	job := c.Entry(id).WrappedJob
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			<-c.Stop().Done()
			p.telling.Wait()
			return nil
		case <-timer.C:
			job.Run()
		case <-p.wake:
		}
		if next := p.next(); !next.IsZero() {
			timer.Reset(max(time.Second, time.Until(next)))
		}
	}
}

// next is when the first waiting attempt is to go on; zero if none waits.
func (p *Poster) next() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	var first time.Time
	for _, a := range p.attempts {
		if first.IsZero() || a.next.Before(first) {
			first = a.next
		}
	}
	return first
}

// Tick plans and posts whatever is due.
func (p *Poster) Tick(ctx context.Context) {
	places := make(chan struct{}, atOnce)
	var wg sync.WaitGroup
	for _, s := range p.tracker.Book().Subscriptions() {
		places <- struct{}{}
		wg.Go(func() {
			defer func() { <-places }()
			p.serve(ctx, s)
		})
	}
	wg.Wait()
	p.forget()
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// forget drops what is known of attempts whose plans are settled.
func (p *Poster) forget() {
	open := map[tracker.Seq]bool{}
	for _, s := range p.tracker.Book().Subscriptions() {
		if s.Plan != nil {
			open[s.Plan.Seq] = true
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	maps.DeleteFunc(p.attempts, func(plan tracker.Seq, _ attempt) bool { return !open[plan] })
}

// serve plans and posts one subscription's digest, if one is due.
func (p *Poster) serve(ctx context.Context, s *tracker.Subscription) {
	defer func() {
		if r := recover(); r != nil {
			p.log.ErrorContext(ctx, "a digest panicked", "subscription", s.ID, "error", r)
		}
	}()
	if ctx.Err() != nil {
		return
	}
	ctx = context.WithoutCancel(ctx) // what began is brought to its end
	fresh := s.Plan == nil
	if fresh {
		if s = p.plan(ctx, s); s == nil {
			return
		}
	}
	p.mu.Lock()
	a, mine := p.attempts[s.Plan.Seq]
	p.mu.Unlock()
	if !fresh && !mine {
		return // another Poster planned it, and posts it
	}
	now := time.Now()
	if now.Before(a.next) {
		return
	}
	a.next = now.Add(CallTimeout) // whatever happens here
	defer func() {
		p.mu.Lock()
		p.attempts[s.Plan.Seq] = a
		p.mu.Unlock()
	}()
	if a.unknown && !p.lookUp(ctx, s, &a) {
		return
	}
	p.post(ctx, s, &a)
}

// plan records the digest that is due; nil if none is, or another planner was first.
func (p *Poster) plan(ctx context.Context, s *tracker.Subscription) *tracker.Subscription {
	now := time.Now().UTC()
	if _, due, err := digest.Due(s, p.tracker.Book(), now); err != nil {
		p.log.ErrorContext(ctx, "a schedule can't be read", "subscription", s.ID, "error", err)
		return nil
	} else if !due {
		return nil
	}
	done, err := p.tracker.Do(ctx, tracker.Request{By: "rollcall"}, func(b *tracker.Book) ([]tracker.Event, error) {
		s := b.Subscription(s.ID)
		if s == nil {
			return nil, nil
		}
		plan, due, err := digest.Due(s, b, now)
		if err != nil || !due {
			return nil, err
		}
		return []tracker.Event{plan}, nil
	})
	if err != nil {
		p.log.ErrorContext(ctx, "a digest can't be planned", "subscription", s.ID, "error", err)
		return nil
	}
	if len(done.Entries) == 0 {
		return nil
	}
	return done.After.Subscription(s.ID)
}

// The metadata that names a plan in a channel's history.
const (
	eventType     = "rollcall_digest"
	keyPlan       = "plan"
	keyOccasion   = "occasion"
	keySubscriber = "subscription"
	keyCall       = "call" // its slug: another ledger can have the same numbers. Older posts have none
)

func metadata(call *tracker.Call, p *tracker.Plan) slack.SlackMetadata {
	return slack.SlackMetadata{EventType: eventType, EventPayload: map[string]any{
		keyCall: call.Slug,
		keyPlan: fmt.Sprint(p.Seq), keySubscriber: fmt.Sprint(p.Subscription), keyOccasion: p.Occasion.Format(time.RFC3339Nano),
	}}
}

// lookUp reads the channel's history. It tells whether the digest is still to be posted.
func (p *Poster) lookUp(ctx context.Context, s *tracker.Subscription, a *attempt) bool {
	want := metadata(p.call, s.Plan)
	params := &slack.GetConversationHistoryParameters{ChannelID: s.Channel, Limit: historyTop, IncludeAllMetadata: true,
		Oldest: strconv.FormatInt(earlier(s.Plan.At, s.Plan.Occasion).Add(-clockSkew).Unix(), 10)}
	for {
		history, err := p.slack.GetConversationHistoryContext(ctx, params)
		if err != nil {
			p.unreadable(ctx, s, a, err)
			return false
		}
		for _, m := range history.Messages {
			if m.Metadata.EventPayload != nil && m.Metadata.EventPayload[keyCall] == nil {
				m.Metadata.EventPayload[keyCall] = p.call.Slug
			}
			if m.Metadata.EventType == want.EventType && maps.Equal(m.Metadata.EventPayload, want.EventPayload) {
				p.settle(ctx, s, tracker.DigestPosted{Plan: s.Plan.Seq, TS: m.Timestamp})
				return false
			}
		}
		if params.Cursor = history.ResponseMetaData.NextCursor; params.Cursor == "" {
			a.unknown, a.held = false, false
			return true
		}
	}
}

// earlier is the first of two moments. A clock that was ahead can make a plan seem later than its post.
func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// unreadable holds a digest whose fate the history doesn't tell.
func (p *Poster) unreadable(ctx context.Context, s *tracker.Subscription, a *attempt, err error) {
	o, wait := judge(err)
	switch o {
	case limited:
		a.next = time.Now().Add(wait)
		return
	case unknown, refused:
		return
	}
	a.next = time.Now().Add(heldFor)
	if !a.held {
		a.held = true
		p.log.ErrorContext(ctx, "a digest is held: the channel's history can't be read", "channel", s.Channel, "plan", s.Plan.Seq, "error", scrub(err))
		p.tellOwner(ctx, s, func(words labels) string { return words.held(s.Channel, reason(err)) })
	}
}

// post posts a digest that isn't in the channel.
func (p *Poster) post(ctx context.Context, s *tracker.Subscription, a *attempt) {
	said := answer.Write(digest.Tell(p.call, p.tracker.Book(), s.Plan), answer.In(p.tracker.Book().Language(s.Channel)))
	m := blocks.Render(said)
	options := []slack.MsgOption{slack.MsgOptionText(m.Text, false), slack.MsgOptionMetadata(metadata(p.call, s.Plan)),
		slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl()}
	a.unknown = true // until Slack says otherwise, whatever happens here
	_, ts, err := p.slack.PostMessageContext(ctx, s.Channel, append(slices.Clone(options), slack.MsgOptionBlocks(m.Blocks...))...)
	if plainly(err) {
		_, ts, err = p.slack.PostMessageContext(ctx, s.Channel, options...)
	}
	if err == nil {
		if p.settle(ctx, s, tracker.DigestPosted{Plan: s.Plan.Seq, TS: ts}) {
			p.illustrate(ctx, s, ts)
		}
		return
	}
	o, wait := judge(err)
	p.log.WarnContext(ctx, "a digest was not posted", "channel", s.Channel, "plan", s.Plan.Seq, "outcome", o.String(), "error", scrub(err))
	switch o {
	case unknown:
		a.next = time.Now().Add(CallTimeout)
		return
	case limited:
		a.unknown, a.next = false, time.Now().Add(wait)
		return
	case refused:
		if a.refused++; a.refused < maxTries {
			a.unknown, a.next = false, time.Now().Add(CallTimeout<<(a.refused-1))
			return
		}
	}
	if p.settle(ctx, s, tracker.DigestAbandoned{Plan: s.Plan.Seq, Reason: reason(err)}) {
		p.tellOwner(ctx, s, func(words labels) string { return words.paused(s.Channel, reason(err)) })
	}
}

// aMonth is how much time a digest tells of before it comes with a picture.
const aMonth = 31 * 24 * time.Hour

// illustrate posts a chart below a digest that tells of more than a month. The digest is whole without it, so one that
// can't be posted is only logged.
func (p *Poster) illustrate(ctx context.Context, s *tracker.Subscription, ts string) {
	book := p.tracker.Book().Upto(s.Plan.Through)
	var first, last tracker.Day // by the days of the roll, which are those of the picture
	for e := range book.Entries(s.Plan.From) {
		if _, ok := e.Event.(tracker.Changed); ok {
			first, last = min(cmp.Or(first, e.On), e.On), max(last, e.On)
		}
	}
	if first == "" || last.Time().Sub(first.Time()) <= aMonth {
		return
	}
	since := tracker.DayOf(first.Time().AddDate(0, 0, -1)) // so that its first point is the count before
	p.telling.Go(func() {
		ctx, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		r := ask.NewReader(book, p.call, tracker.DayOf(time.Now()))
		a := answer.Write(r.Run(ask.Query{Kind: answer.Chart, Since: since}), answer.In(p.tracker.Book().Language(s.Channel)))
		if a.Picture == nil {
			return
		}
		if err := picture(ctx, p.slack, &a, blocks.Render(a), place{s.Channel, ts}); err != nil {
			p.log.WarnContext(ctx, "a digest's picture was not posted", "channel", s.Channel, "plan", s.Plan.Seq, "error", scrub(err))
		}
	})
}

// settle records the outcome of a plan; false if it was settled already or can't be recorded. A post that can't be
// recorded stays unknown, and is found in the history.
func (p *Poster) settle(ctx context.Context, s *tracker.Subscription, outcome tracker.Event) bool {
	done, err := p.tracker.Do(ctx, tracker.Request{By: "rollcall"}, func(b *tracker.Book) ([]tracker.Event, error) {
		if now := b.Subscription(s.ID); now == nil || now.Plan == nil || now.Plan.Seq != s.Plan.Seq {
			return nil, nil
		}
		return []tracker.Event{outcome}, nil
	})
	if err != nil {
		p.log.ErrorContext(ctx, "the outcome of a digest can't be recorded", "plan", s.Plan.Seq, "error", err)
	}
	return err == nil && len(done.Entries) > 0
}

// tellOwner sends a direct message to whoever set the subscription last, once, in their language. It gives up soon: the
// end of the process waits for it.
func (p *Poster) tellOwner(ctx context.Context, s *tracker.Subscription, say func(labels) string) {
	p.telling.Go(func() {
		ctx, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		lang := p.tracker.Book().Language(s.By)
		if lang == "" {
			if info, err := whois(ctx, p.slack, s.By); err == nil {
				lang = spoken(info)
			}
		}
		if err := deliver(ctx, p.slack, place{channel: s.By}, blocks.Say(say(labelsIn(lang)))); err != nil {
			p.log.ErrorContext(ctx, "the owner of a subscription can't be told", "owner", s.By, "error", scrub(err))
		}
	})
}

// outcome is what became of a call.
type outcome int

const (
	unknown outcome = iota // it may have landed
	limited                // it did not: too many calls
	refused                // it did not, and may another time
	gone                   // it did not, and won't
)

func (o outcome) String() string { return [...]string{"unknown", "limited", "refused", "gone"}[o] }

// judge tells the outcome of a call that failed, and for a limited one how long to wait.
func judge(err error) (outcome, time.Duration) {
	var tooMany *slack.RateLimitedError
	if errors.As(err, &tooMany) {
		return limited, max(tooMany.RetryAfter, time.Second)
	}
	var said slack.SlackErrorResponse
	if errors.As(err, &said) {
		switch said.Err {
		case "internal_error", "fatal_error", "request_timeout", "service_unavailable":
			return unknown, 0
		case "ratelimited", "rate_limited":
			return limited, CallTimeout
		case "not_in_channel", "channel_not_found", "is_archived", "no_permission", "missing_scope", "not_allowed_token_type",
			"token_revoked", "token_expired", "account_inactive", "invalid_auth", "not_authed", "team_access_not_granted",
			"ekm_access_denied", "user_disabled", "messages_tab_disabled":
			return gone, 0
		}
		if strings.HasPrefix(said.Err, "restricted_action") {
			return gone, 0
		}
		return refused, 0
	}
	var status slack.StatusCodeError
	if errors.As(err, &status) && status.Code < 500 {
		return refused, 0
	}
	return unknown, 0
}

// plainly tells whether Slack refused the blocks, so that the text alone should go.
func plainly(err error) bool {
	var said slack.SlackErrorResponse
	return errors.As(err, &said) && slices.Contains([]string{"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"}, said.Err)
}

// noAnswer stands for what Slack didn't say.
const noAnswer = "no answer"

// reason is what Slack said, in its own word.
func reason(err error) string {
	var said slack.SlackErrorResponse
	if errors.As(err, &said) {
		return said.Err
	}
	return noAnswer
}

// cronLog passes on cron's errors.
type cronLog struct{ log *slog.Logger }

func (cronLog) Info(string, ...any) {}

func (l cronLog) Error(err error, msg string, _ ...any) { l.log.Error("cron: "+msg, "error", err) }
