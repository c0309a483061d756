package bot

import (
	"context"
	"maps"
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
}

// wait is how long it is until a channel can be posted to; 0 or less if it can now.
func (p *Pace) wait(channel string, now time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return max(p.next.Sub(now), p.channels[channel].Sub(now))
}

// take takes the turn to post to a channel, unless somebody else was faster.
func (p *Pace) take(channel string, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.next.After(now) || p.channels[channel].After(now) {
		return false
	}
	p.next = now.Add(betweenPosts)
	p.hold(channel, now.Add(inAChannel))
	return true
}

// hold stops posts to a channel for a while; p.mu is held.
func (p *Pace) hold(channel string, until time.Time) {
	if p.channels == nil {
		p.channels = map[string]time.Time{}
	}
	p.channels[channel] = until
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

// limit waits as long as Slack says: with this channel, and with all if another one has to wait longer than after a post, too.
func (p *Pace) limit(channel string, wait time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	until := now.Add(wait)
	for other, ends := range p.channels {
		if other != channel && ends.Sub(now) > inAChannel && until.After(p.next) {
			p.next = until
		}
	}
	p.hold(channel, until)
}

func (p *Pace) forget(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	maps.DeleteFunc(p.channels, func(_ string, until time.Time) bool { return until.Before(now) })
}
