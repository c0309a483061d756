package bot

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"

	"rollcall/bot/blocks"
	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/digest"
)

// CallTimeout is how long a call of Slack's Web API may take. After it, and as long again, no request of ours is under
// way any more.
const CallTimeout = 10 * time.Second

const (
	maxTries   = 6                // refusals for no lasting reason, before a digest is given up, or held
	maxWait    = time.Hour        // that Slack is taken at its word for
	historyTop = 100              // messages that are asked of a history at once
	margin     = time.Minute      // by which a moment of Slack's clock, as we know it, is taken for earlier
	heldFor    = 10 * time.Minute // between looks into a history that can't be read

	mostDoublings = 6 // of the time until a plan is taken over
)

// A Poster posts the digests of a Bot, each once.
//
// At every tick it asks for each subscription whether a digest is due, plans what is in the ledger, posts it, the oldest
// first, then what it has in its thread, and settles it in the ledger. Ticks come by the monotonic clock, independent of the
// wall clock, which decides local times. A plan that it finds at its start, or of which a post may or may not have
// landed, is first looked up in the channel's history, once no request of ours can be under way any more. A history that can't
// be read holds the digest: rather late than twice. What it knows of attempts is kept in memory only, as a plan that is open
// after a restart is looked up anyway.
// A subscription that can't be read any more is paused, as if its digest had been refused, and its owner gets a message. What Slack
// refuses because of rollcall's token pauses nothing: see [Access].
//
// Posts begin one after the other, at Slack's pace, which the Posters of all calls keep together, and none waits for the one
// before to end: a channel that is slow, or is refused, delays no other.
//
// Where several processes share a ledger, who appended a plan posts it. What is planned at once is one claim: as long as its digests
// are settled one after the other, nobody else touches it. Where none was for a while, its Poster lets go of it, and only after
// that, and after the last request of that Poster has ended, another one takes over what is left, with an entry of its own, and
// looks it up in the history first. Each goes by its own monotonic clock alone: the one that claims counts from before its entry, all
// others from when they see it. A plan that was taken over before is waited for twice as long each time, so that one that can't be
// posted fills no ledger.
type Poster struct {
	Config       // the Bot's
	bot     *Bot // whose digests they are
	timeout time.Duration
	wake    chan struct{}
	posting sync.WaitGroup
	telling sync.WaitGroup // direct messages to owners
	planner *digest.Reader // of the Book of the last tick, if nothing was due in it; used by ticks alone
	counts  struct{ posted, late, failed, unknown atomic.Int64 }

	mu       sync.Mutex
	attempts map[tracker.Seq]*attempt // by plan
	others   map[tracker.Seq]watched  // by claim: those that are open, of whomever

	reading sync.Mutex
	reader  *digest.Reader
	said    map[wording]said
}

// attempt is what is known of the posting of a plan.
type attempt struct {
	claim      *claim    // by which it is this Poster's
	busy       bool      // it goes on right now
	since      time.Time // when it was planned, by Slack's clock; zero if that isn't known
	ts         string    // Slack's name of the digest, once it is in the channel
	threadless bool      // it can't be in the thread into which it belongs
	done       int       // how many of its parts are posted, or were passed over
	tries      int       // of the next one
	unknown    bool      // the next one may have landed
	next       time.Time // when to go on
	refused    int       // how often, for no lasting reason
	unread     int       // how often the history couldn't be read
	waited     int       // at how many tries Slack took no more, or nothing
	held       bool      // the history can't be read, and the owner was told
}

// A claim is what one batch of entries planned, or took over.
type claim struct {
	seq   tracker.Seq // the batch's first
	alive time.Time   // before it was made, or before its last digest was settled
}

// watched is what is seen of a claim.
type watched struct {
	open  int       // how many of its digests aren't settled
	since time.Time // when that was first seen
}

// claimOf is the batch by which some process has a plan.
func claimOf(b *tracker.Book, p *tracker.Plan) tracker.Seq {
	e, _ := b.Entry(p.By)
	return cmp.Or(e.Batch, e.Seq)
}

// planned are the subscriptions with a digest that is planned and not settled.
func planned(b *tracker.Book) []*tracker.Subscription {
	return slices.DeleteFunc(slices.Clone(b.Subscriptions()), func(s *tracker.Subscription) bool { return s.Plan == nil })
}

// lease is how long a claim is its Poster's without a digest of it being settled.
func (p *Poster) lease(plan *tracker.Plan) time.Duration {
	return 12 * p.timeout << min(plan.Took, mostDoublings)
}

// left is how long a plan is still this Poster's to post; p.mu is held.
func (p *Poster) left(s *tracker.Subscription, a *attempt) time.Duration {
	if !p.Shared {
		return time.Hour // and forever
	}
	b := p.Tracker.Book()
	now := b.Subscription(s.ID)
	if now == nil || now.Plan == nil || now.Plan.Seq != s.Plan.Seq || claimOf(b, now.Plan) != a.claim.seq {
		return 0
	}
	return p.lease(now.Plan) - time.Since(a.claim.alive)
}

// wording is what makes two digests the same messages.
type wording struct {
	change *tracker.Change // one for each filter and span of a Reader
	lang   string
	due    time.Time   // of one that comes late
	day    tracker.Day // on which it was planned
}

// said are the messages of a digest: itself, and what follows in its thread, if anything does; of a correction, what the digest
// that it corrects is marked with.
type said struct {
	digest  blocks.Message
	lists   *blocks.Message
	picture *answer.Answer
	mark    string
}

// NewPoster makes a Poster. Every call of Slack ends within the timeout.
func NewPoster(b *Bot, timeout time.Duration) *Poster {
	return &Poster{Config: b.Config, bot: b, timeout: timeout, wake: make(chan struct{}, 1), attempts: map[tracker.Seq]*attempt{}, others: map[tracker.Seq]watched{}}
}

// Run wakes at every tick until ctx ends; it then waits for the posts under way.
func (p *Poster) Run(ctx context.Context, tick time.Duration) {
	for _, s := range planned(p.Tracker.Book()) {
		if !p.Shared {
			p.attempts[s.Plan.Seq] = &attempt{unknown: true, next: time.Now().Add(p.timeout)}
		}
	}
	ticking := make(chan struct{})
	go func() {
		defer close(ticking)
		ticks := time.NewTicker(tick)
		defer ticks.Stop()
		for ctx.Err() == nil {
			p.tick(ctx)
			select {
			case <-ctx.Done():
			case <-ticks.C:
			}
		}
	}()
	p.dispatch(ctx)
	<-ticking
	p.posting.Wait()
	p.telling.Wait()
}

// dispatch begins posts, one at a time, until ctx ends.
func (p *Poster) dispatch(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for ctx.Err() == nil {
		s, wait := p.pick(time.Now())
		woken := p.wake
		if s != nil {
			p.posting.Go(func() { p.serve(ctx, s) })
			wait, woken = betweenPosts, nil
		}
		timer.Reset(wait)
		select {
		case <-ctx.Done():
		case <-timer.C:
		case <-woken:
		}
	}
}

// pick takes the oldest plan that can be posted now, those for which Slack took no more, or nothing, behind the others, so
// that they starve none. If there is none, it returns how long until there may be one.
func (p *Poster) pick(now time.Time) (oldest *tracker.Subscription, wait time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	wait = time.Hour
	if !p.Access.open() {
		return nil, wait
	}
	var first *attempt
	for _, s := range planned(p.Tracker.Book()) {
		a := p.attempts[s.Plan.Seq]
		if a == nil || a.busy || p.left(s, a) <= 0 {
			continue // another Poster has it and posts it, or this one does
		}
		if first != nil && cmp.Or(cmp.Compare(a.waited, first.waited), s.Plan.Occasion.Compare(oldest.Plan.Occasion)) >= 0 {
			continue
		}
		if until := max(a.next.Sub(now), p.Pace.wait(s.Channel, now)); until > 0 {
			wait = min(wait, until)
			continue
		}
		oldest, first = s, a
	}
	if oldest == nil {
		return nil, wait
	}
	if !p.Pace.take(oldest.Channel, now) {
		return nil, p.Pace.wait(oldest.Channel, now)
	}
	if !p.Access.take() {
		return nil, wait
	}
	first.busy = true
	return oldest, 0
}

// tick plans what is due, unless Slack takes nothing, and has what is planned posted.
func (p *Poster) tick(ctx context.Context) {
	defer func() {
		if r := recover(); r != nil {
			p.Log.ErrorContext(ctx, "internal error", "error", panicked(r))
		}
	}()
	if p.Access.Look(ctx); p.Access.open() {
		p.plan(ctx)
		p.takeOver(ctx)
	}
	p.forget()
	p.goOn()
}

// plan plans all that is due, in one go.
func (p *Poster) plan(ctx context.Context) {
	now, since := time.Now(), p.Access.now()
	done, err := p.Tracker.Do(ctx, tracker.Request{By: "rollcall"}, func(b *tracker.Book) ([]tracker.Event, error) {
		if p.planner == nil || p.planner.Book != b {
			p.planner = digest.NewReader(p.Call, b)
		}
		var plans []tracker.Event
		for _, s := range b.Subscriptions() {
			plan, due, err := p.planner.Due(s, now.UTC())
			if err != nil {
				p.Log.ErrorContext(ctx, "a subscription can't be read", "subscription", s.ID, "error", err)
				plan, due = tracker.DigestPlanned{Subscription: s.ID, Occasion: now.UTC(), Through: b.Head()}, true
			}
			if due {
				plans = append(plans, plan)
			}
			if err != nil {
				plans = append(plans, tracker.DigestAbandoned{Plan: b.Head() + tracker.Seq(len(plans)), Reason: tracker.Unreadable})
			}
		}
		return plans, nil
	})
	if err != nil && ctx.Err() == nil {
		p.Log.ErrorContext(ctx, "digests can't be planned", "error", err)
	}
	if len(done.Entries) > 0 {
		p.planner = nil
	}
	p.claimed(done, now, attempt{since: since})
	for _, e := range done.Entries {
		if planned, ok := e.Event.(tracker.DigestPlanned); ok && done.After.Subscription(planned.Subscription).Paused != "" {
			p.counts.failed.Add(1)
			p.tellUnreadable(ctx, done.After.Subscription(planned.Subscription))
		}
	}
}

// claimed notes what a batch of entries planned or took over, and how each attempt begins.
func (p *Poster) claimed(done tracker.Done, asked time.Time, begin attempt) {
	if len(done.Entries) == 0 {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	begin.claim = &claim{done.Entries[0].Seq, asked}
	for _, e := range done.Entries {
		a := begin
		switch ev := e.Event.(type) {
		case tracker.DigestPlanned:
			p.attempts[e.Seq] = &a
		case tracker.DigestTaken:
			p.attempts[ev.Plan] = &a
		}
	}
}

// takeOver goes on with what another process planned, or this one once did, and doesn't post.
func (p *Poster) takeOver(ctx context.Context) {
	if !p.Shared {
		return
	}
	b, now := p.Tracker.Book(), time.Now()
	open := map[tracker.Seq][]*tracker.Plan{}
	for _, s := range planned(b) {
		of := claimOf(b, s.Plan)
		open[of] = append(open[of], s.Plan)
	}
	var left []tracker.Seq
	p.mu.Lock()
	maps.DeleteFunc(p.others, func(of tracker.Seq, _ watched) bool { return open[of] == nil })
	for of, plans := range open {
		if w := p.others[of]; w.open != len(plans) {
			p.others[of] = watched{len(plans), now}
		} else if now.Sub(w.since) > p.lease(plans[0])+2*p.timeout {
			left = append(left, of)
		}
	}
	p.mu.Unlock()
	for _, of := range left {
		done, err := p.Tracker.Do(ctx, tracker.Request{By: "rollcall"}, func(b *tracker.Book) (taken []tracker.Event, _ error) {
			for _, s := range planned(b) {
				if claimOf(b, s.Plan) == of {
					taken = append(taken, tracker.DigestTaken{Plan: s.Plan.Seq})
				}
			}
			return taken, nil
		})
		if err != nil {
			p.Log.ErrorContext(ctx, "digests can't be taken over", "error", err)
			return
		}
		p.claimed(done, now, attempt{unknown: true})
		if n := len(done.Entries); n > 0 {
			p.Log.InfoContext(ctx, "digests are taken over, as nothing was heard of their process", "digests", n)
		}
	}
}

// goOn has it looked again what can be posted.
func (p *Poster) goOn() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// forget drops what is known of attempts whose plans are settled, and once all are, what was posted.
func (p *Poster) forget() {
	open := map[tracker.Seq]bool{}
	for _, s := range planned(p.Tracker.Book()) {
		open[s.Plan.Seq] = true
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	maps.DeleteFunc(p.attempts, func(plan tracker.Seq, _ *attempt) bool { return !open[plan] })
	p.Pace.forget(time.Now())
	if len(open) == 0 {
		p.reading.Lock()
		defer p.reading.Unlock()
		p.reader, p.said = nil, nil
	}
}

// serve posts a planned digest, or finds out what became of it.
func (p *Poster) serve(ctx context.Context, s *tracker.Subscription) {
	ctx = context.WithoutCancel(ctx) // what began is brought to its end
	p.mu.Lock()
	a := p.attempts[s.Plan.Seq] // nothing else changes it while it is busy
	p.mu.Unlock()
	a.next = time.Now().Add(p.timeout) // in any case
	defer func() {
		if r := recover(); r != nil {
			p.Log.ErrorContext(ctx, "a digest panicked", "subscription", s.ID, "error", r)
		}
		p.mu.Lock()
		a.busy = false
		p.mu.Unlock()
		p.goOn()
	}()
	m, err := p.tell(s.Channel, s.Plan)
	parts := p.parts(s, m)
	switch {
	case a.unknown && !p.lookUp(ctx, s, a, parts):
	case err != nil:
		p.Log.ErrorContext(ctx, "a digest can't be told", "plan", s.Plan.Seq, "error", err)
		if a.ts != "" { // it lacks at most what belongs into its thread
			p.settle(ctx, s, tracker.DigestPosted{Plan: s.Plan.Seq, TS: a.ts})
		} else if p.settle(ctx, s, tracker.DigestAbandoned{Plan: s.Plan.Seq, Reason: tracker.Unreadable}) {
			p.tellUnreadable(ctx, s)
		}
	default:
		p.post(ctx, s, a, parts)
	}
}

func metadata(call *tracker.Call, p *tracker.Plan) slack.SlackMetadata {
	return slack.SlackMetadata{EventType: eventType, EventPayload: map[string]any{
		keyCall: call.Slug,
		keyPlan: fmt.Sprint(p.Seq), keySubscriber: fmt.Sprint(p.Subscription), keyOccasion: p.Occasion.Format(time.RFC3339Nano),
	}}
}

// lookUp finds out what of a digest is in the channel, and reports whether it could.
func (p *Poster) lookUp(ctx context.Context, s *tracker.Subscription, a *attempt, parts []part) bool {
	for _, in := range places(s) {
		if a.ts != "" {
			break
		}
		var err error
		if a.ts, err = find(ctx, p.Slack, in, p.oldest(s.Plan, a), parts[0].is); err != nil {
			p.unreadable(ctx, s, a, err)
			return false
		}
	}
	if a.ts != "" {
		a.done = max(a.done, 1)
	}
	if err := p.inThread(ctx, s, a, parts); err != nil {
		if o := p.failed(s, a, err); o == lockedOut || o == limited || o == unknown {
			return false
		}
		p.withoutThread(ctx, s, err)
		a.done = len(parts)
	}
	a.unknown, a.unread, a.refused, a.held = false, 0, 0, false
	return true
}

// inThread counts the parts that are in the thread of a digest. What comes before one that is there was done.
func (p *Poster) inThread(ctx context.Context, s *tracker.Subscription, a *attempt, parts []part) error {
	if a.ts == "" || !slices.ContainsFunc(parts[a.done:], func(one part) bool { return one.is != nil }) {
		return nil
	}
	_, err := find(ctx, p.Slack, place{s.Channel, a.ts}, "", func(m *slack.Message) bool {
		for i := a.done; i < len(parts); i++ {
			if parts[i].is != nil && parts[i].is(m) && m.Timestamp != a.ts {
				a.done = i + 1
				break
			}
		}
		return a.done == len(parts)
	})
	return err
}

// failed notes how a call failed for an attempt, and when that goes on where Slack takes no more for now, or nothing. What isn't in
// Slack's own words may be about this one after all, so it is counted.
func (p *Poster) failed(s *tracker.Subscription, a *attempt, err error, also ...string) outcome {
	o, wait := judge(err)
	if p.Access.denied(err, true, also...) {
		if o = lockedOut; reason(err) == noAnswer {
			a.refused++
		}
		if a.refused >= maxTries {
			return gone
		}
	} else if o == limited {
		p.Pace.limit(s.Channel, wait)
	} else {
		return o
	}
	a.waited, a.next = a.waited+1, time.Time{}
	return o
}

// oldest is a moment before which a plan's digest can't be in the channel, as Slack writes it; empty if none is known. It
// uses Slack's own clock, as ours may have been wrong: the last digest that was posted before it was planned, and when it
// was planned, if this Poster did.
func (p *Poster) oldest(plan *tracker.Plan, a *attempt) (ts string) {
	for e := range p.Tracker.Book().Upto(plan.Seq).Entries(0) {
		if posted, ok := e.Event.(tracker.DigestPosted); ok {
			ts = max(ts, posted.TS)
		}
	}
	return max(ts, stamp(a.since))
}

// unreadable holds a digest if the history can't show whether it was posted.
func (p *Poster) unreadable(ctx context.Context, s *tracker.Subscription, a *attempt, err error) {
	o := p.failed(s, a, err)
	if o == lockedOut || o == limited {
		return
	}
	if a.unread++; o != gone && a.unread < maxTries {
		return
	}
	a.next = time.Now().Add(heldFor)
	if !a.held {
		a.held = true
		p.Log.ErrorContext(ctx, "a digest is held: the channel's history can't be read", "channel", s.Channel, "plan", s.Plan.Seq, "error", scrub(err))
		p.tellOwner(ctx, s, func(w *answer.Words, where string) string {
			return w.Say("owner.held(channel, why)", where, w.Why(reason(err)))
		})
	}
}

// tell is what a digest says. What several channels get is made once.
func (p *Poster) tell(channel string, plan *tracker.Plan) (said, error) {
	p.reading.Lock()
	defer p.reading.Unlock()
	if b := p.Tracker.Book(); p.reader == nil || p.reader.Book.Head() < plan.Through || b.ForgotAfter(p.reader.Book.Head()) {
		p.reader, p.said = digest.NewReader(p.Call, b), map[wording]said{}
	}
	told, err := p.reader.Tell(plan)
	if err != nil {
		return said{}, err
	}
	told.Lang = cmp.Or(plan.Way.Lang, p.Tracker.Book().Language(channel))
	facts := told.Facts.(*answer.DigestFacts)
	key := wording{facts.Change, told.Lang, facts.Due, tracker.DayOf(plan.At)}
	m, ok := p.said[key]
	if !ok {
		words := answer.In(told.Lang)
		written := answer.Write(told, words)
		m.digest = blocks.Render(written, p.bot.buttons(written, press{Call: p.Call.Slug, Lang: told.Lang}, viewer{})...)
		if facts.Short() {
			facts.Brief, told.Suggestions = 0, nil
			lists := blocks.Render(answer.Write(told, words))
			m.lists = &lists
		}
		if facts.Corrects {
			m.mark = words.Say("digest.corrected(day, what)", tracker.DayOf(plan.At), words.Headlines(facts.Change))
		} else {
			m.picture = p.illustrated(plan, words)
		}
		p.said[key] = m
	}
	return m, nil
}

// post posts the next part of a digest, and settles the plan after the last. The digest is whole without what belongs into its thread,
// so what Slack refuses of that for good is passed over.
func (p *Poster) post(ctx context.Context, s *tracker.Subscription, a *attempt, parts []part) {
	if a.done < len(parts) && !p.postNext(ctx, s, a, parts[a.done]) {
		return
	}
	if a.done == len(parts) {
		p.settle(ctx, s, tracker.DigestPosted{Plan: s.Plan.Seq, TS: a.ts})
	}
}

// postNext posts a part, and reports whether it is done.
func (p *Poster) postNext(ctx context.Context, s *tracker.Subscription, a *attempt, next part) bool {
	p.mu.Lock()
	soon, cancel := context.WithTimeout(ctx, min(patience, p.left(s, a))) // then it isn't this Poster's any more
	p.mu.Unlock()
	defer cancel()
	if soon.Err() != nil {
		return false
	}
	a.unknown = true // until Slack says otherwise, whatever happens here
	in, first, also := place{s.Channel, a.ts}, a.ts == "", ""
	if first && !a.threadless {
		in = places(s)[0]
	}
	if first {
		also = noScope
	}
	a.tries++
	ts, err := next.post(soon, in)
	o := outcome(0)
	if err != nil {
		o = p.failed(s, a, err, also)
	}
	switch {
	case err == nil:
		a.ts = cmp.Or(a.ts, ts)
		p.Access.accepted()
	case o == lockedOut:
		a.unknown = false
		return false
	case first && in.thread != "" && noThread(err):
		a.threadless, a.unknown, a.next = true, false, time.Time{}
		return false
	case (first || a.tries < maxTries && !noThread(err)) && p.tryAgain(ctx, s, a, o, err):
		return false
	case !first:
		p.withoutThread(ctx, s, err)
	case p.settle(ctx, s, tracker.DigestAbandoned{Plan: s.Plan.Seq, Reason: reason(err)}):
		p.tellOwner(ctx, s, func(w *answer.Words, where string) string {
			return w.Say("owner.paused(channel, why, number)", where, w.Why(reason(err)), s.Number)
		})
		return false
	default:
		return false
	}
	a.done++
	a.unknown, a.next, a.refused, a.tries = false, time.Time{}, 0, 0
	return true
}

func (p *Poster) tellUnreadable(ctx context.Context, s *tracker.Subscription) {
	p.tellOwner(ctx, s, func(w *answer.Words, where string) string {
		return w.Say("owner.unreadable(channel, number)", where, s.Number)
	})
}

// tryAgain reports whether a post that failed is to be tried again, and when.
func (p *Poster) tryAgain(ctx context.Context, s *tracker.Subscription, a *attempt, o outcome, err error) bool {
	p.Log.WarnContext(ctx, "a digest was not posted", "channel", s.Channel, "plan", s.Plan.Seq, "outcome", o.String(), "error", scrub(err))
	switch o {
	case unknown:
		p.counts.unknown.Add(1)
		a.next = time.Now().Add(p.timeout)
		return true
	case limited:
		a.unknown = false
		return true
	case refused:
		a.refused++
		a.unknown, a.next = false, time.Now().Add(p.timeout<<(a.refused-1))
		return a.refused < maxTries
	}
	return false
}

// settle records the outcome of a plan; false if it was settled already or can't be recorded. A post that can't be
// recorded stays unknown, and is found in the history.
func (p *Poster) settle(ctx context.Context, s *tracker.Subscription, outcome tracker.Event) bool {
	asked := time.Now()
	done, err := p.Tracker.Do(ctx, tracker.Request{By: "rollcall"}, func(b *tracker.Book) ([]tracker.Event, error) {
		if now := b.Subscription(s.ID); now == nil || now.Plan == nil || now.Plan.Seq != s.Plan.Seq {
			return nil, nil
		}
		return []tracker.Event{outcome}, nil
	})
	if err != nil {
		p.Log.ErrorContext(ctx, "the outcome of a digest can't be recorded", "plan", s.Plan.Seq, "error", err)
	}
	if err != nil || len(done.Entries) == 0 {
		return false
	}
	p.mu.Lock()
	if a := p.attempts[s.Plan.Seq]; a != nil && a.claim != nil {
		a.claim.alive = asked
	}
	p.mu.Unlock()
	switch _, posted := outcome.(tracker.DigestPosted); {
	case !posted:
		p.counts.failed.Add(1)
	case s.Plan.Late:
		p.counts.late.Add(1)
		fallthrough
	default:
		p.counts.posted.Add(1)
	}
	return true
}

// tellOwner writes to the person who set the subscription last, once, in their language. It gives up soon: the end of the process waits
// for it.
func (p *Poster) tellOwner(ctx context.Context, s *tracker.Subscription, say func(w *answer.Words, where string) string) {
	p.telling.Go(func() {
		words := answer.In(p.bot.language(ctx, s.By, ""))
		p.bot.direct(ctx, s.By, blocks.Naming(s.Channel, func(link string) string {
			if isDirect(s.Channel) {
				link = words.Say("your_messages()")
			}
			return say(words, link)
		}))
	})
}
