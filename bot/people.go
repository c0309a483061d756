package bot

import (
	"cmp"
	"context"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"
)

// people remembers what Slack says of those who ask.
type people struct {
	mu    sync.Mutex
	known map[string]person
}

// A person is what Slack says of somebody.
type person struct {
	lang  string // of Slack's own words to them; empty if it isn't known
	until time.Time
}

const (
	knownFor   = time.Hour
	unknownFor = time.Minute // until Slack is asked again
	askFor     = time.Second // how long an answer waits for Slack to say who asks
	knownMost  = 10_000
)

// language is a person's: the one that they chose, else that which was chosen for the channel, else that of their Slack.
func (b *Bot) language(ctx context.Context, user, channel string) string {
	book := b.Tracker.Book()
	if lang := cmp.Or(book.Language(user), book.Language(channel)); lang != "" {
		return lang
	}
	return b.person(ctx, user).lang
}

// person asks Slack about somebody, now and then.
func (b *Bot) person(ctx context.Context, user string) person {
	now := time.Now()
	b.people.mu.Lock()
	p, ok := b.people.known[user]
	b.people.mu.Unlock()
	if ok && now.Before(p.until) {
		return p
	}
	p.until = now.Add(unknownFor)
	ctx, cancel := context.WithTimeout(ctx, askFor)
	defer cancel()
	info, err := b.Slack.GetUserInfoContext(ctx, user, slack.GetUserInfoOptionIncludeLocale(true))
	if err == nil {
		p.lang, _, _ = strings.Cut(info.Locale, "-")
		p.until = now.Add(knownFor)
	} else {
		b.Log.DebugContext(ctx, "Slack didn't say who somebody is", "user", user, "error", scrub(err))
	}
	b.people.mu.Lock()
	defer b.people.mu.Unlock()
	if b.people.known == nil || len(b.people.known) >= knownMost {
		b.people.known = map[string]person{}
	}
	b.people.known[user] = p
	return p
}
