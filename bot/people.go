package bot

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"rollcall/tracker/desk"
)

// people remembers what Slack says of those who ask.
type people struct {
	mu    sync.Mutex
	known map[string]person
	own   *slack.AuthTestResponse // the workspace that rollcall is in; nil if Slack wasn't asked yet
}

// A person is what Slack says of somebody.
type person struct {
	lang  string // of Slack's own words to them; empty if it isn't known
	admin bool   // of the workspace
	guest bool   // of the workspace, or from another one
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

// admin tells whether somebody may edit the roll.
func (b *Bot) admin(ctx context.Context, user string) bool {
	return b.desk.IsAdmin(user) || b.WorkspaceAdmins && b.person(ctx, user).admin
}

// may tells whether somebody may ask a line in a channel; guests ask only where they may, and change nothing.
func (b *Bot) may(ctx context.Context, user, channel, line string) bool {
	if !b.person(ctx, user).guest {
		return true
	}
	return desk.Reads(line) && (b.GuestsEverywhere || slices.Contains(b.Guests, channel))
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
	if info, err := whois(ctx, b.Slack, user); err == nil {
		p = person{lang: spoken(info), admin: info.IsAdmin || info.IsOwner, until: now.Add(knownFor),
			guest: info.IsRestricted || info.IsUltraRestricted || info.IsStranger || b.foreign(ctx, info)}
	} else {
		b.Log.WarnContext(ctx, "Slack didn't say who somebody is; they are taken for a member of the workspace, or for what they were", "user", user, "error", scrub(err))
	}
	b.people.mu.Lock()
	defer b.people.mu.Unlock()
	if b.people.known == nil || len(b.people.known) >= knownMost {
		b.people.known = map[string]person{}
	}
	b.people.known[user] = p
	return p
}

// whois asks Slack about somebody.
func whois(ctx context.Context, client *slack.Client, user string) (*slack.User, error) {
	return client.GetUserInfoContext(ctx, user, slack.GetUserInfoOptionIncludeLocale(true))
}

// spoken is the language of somebody's Slack; empty if Slack doesn't say.
func spoken(info *slack.User) string {
	lang, _, _ := strings.Cut(info.Locale, "-")
	return lang
}

// foreign tells whether somebody is from another workspace, and not from another one of the same organisation.
func (b *Bot) foreign(ctx context.Context, info *slack.User) bool {
	b.people.mu.Lock()
	own := b.people.own
	b.people.mu.Unlock()
	if own == nil {
		var err error
		if own, err = b.Slack.AuthTestContext(ctx); err != nil {
			return false
		}
		b.people.mu.Lock()
		b.people.own = own
		b.people.mu.Unlock()
	}
	return info.TeamID != "" && info.TeamID != own.TeamID && (own.EnterpriseID == "" || info.Enterprise.EnterpriseID != own.EnterpriseID)
}
