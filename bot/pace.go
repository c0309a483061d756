package bot

import (
	"context"
	"sync"
	"time"
)

const (
	betweenPosts = 200 * time.Millisecond // to the workspace, of which Slack takes some hundreds a minute
	inAChannel   = time.Second            // between posts to a channel
)

// A Pace is how fast Slack takes posts: all that post to a workspace keep the same one. The zero Pace is ready.
type Pace struct {
	mu       sync.Mutex
	next     time.Time            // when the workspace can be posted to again
	channels map[string]time.Time // when each can
	limited  map[string]time.Time // until when Slack takes no more for a channel
	hold     time.Time            // until when Slack takes no more at all
}

// wait is how long it is until a channel can be posted to; 0 or less if it can now.
func (p *Pace) wait(channel string, now time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.until(channel).Sub(now)
}

// until is when a channel can be posted to; p.mu is held.
func (p *Pace) until(channel string) time.Time {
	return theLast(p.next, p.hold, p.channels[channel], p.limited[channel])
}

// take takes the turn to post to a channel, unless somebody else was faster.
func (p *Pace) take(channel string, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.until(channel).After(now) {
		return false
	}
	if p.channels == nil {
		p.channels = map[string]time.Time{}
	}
	p.next, p.channels[channel] = now.Add(betweenPosts), now.Add(inAChannel)
	return true
}

// turn waits for the turn to post to a channel, and takes it.
func (p *Pace) turn(ctx context.Context, channel string) error {
	for !p.take(channel, time.Now()) {
		select {
		case <-time.After(p.wait(channel, time.Now())):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// limit waits as long as Slack says: with this channel, and with all if another one has to wait, too.
func (p *Pace) limit(channel string, wait time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	until := now.Add(wait)
	for other, ends := range p.limited {
		if other != channel && ends.After(now) {
			p.hold = theLast(p.hold, until)
		}
	}
	if p.limited == nil {
		p.limited = map[string]time.Time{}
	}
	p.limited[channel] = until
}

// forget drops what is over.
func (p *Pace) forget(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, times := range []map[string]time.Time{p.channels, p.limited} {
		for channel, until := range times {
			if until.Before(now) {
				delete(times, channel)
			}
		}
	}
}

func theLast(first time.Time, others ...time.Time) time.Time {
	for _, t := range others {
		if t.After(first) {
			first = t
		}
	}
	return first
}
