package bot

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"rollcall/bot/blocks"
	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/desk"
)

// A person is what Slack says of somebody.
type person struct {
	name  string // as they are called in the workspace; empty if it isn't known
	lang  string // of Slack's own words to them; empty if it isn't known
	zone  string // in which they are; UTC if it isn't known
	admin bool   // of the workspace
	guest bool   // of the workspace, or from another one
	bot   bool   // not a person at all
	doubt string // why Slack didn't say who they are, when it was asked last; empty if it did
	until time.Time
}

const (
	knownFor   = time.Hour
	unknownFor = time.Minute    // until Slack is asked again
	askFor     = time.Second    // how long an answer waits for Slack to say who asks
	toldFor    = 24 * time.Hour // how long Slack's words about people and direct messages are remembered,
	toldMost   = 10_000         // and of how many
	slackbot   = "USLACKBOT"    // Slack's own, which it doesn't call a bot
)

// names are people's names where they aren't mentioned; "somebody" if Slack doesn't say.
func (b *Bot) names(ctx context.Context, ids []string, lang string) map[string]string {
	called, silent := map[string]string{}, false
	for _, id := range ids {
		if !blocks.IsPerson(id) {
			continue
		}
		if called[id] = answer.In(lang).Say("somebody()"); !silent {
			p := b.person(ctx, id)
			called[id], silent = cmp.Or(p.name, called[id]), p.name == "" && p.doubt != ""
		}
	}
	return called
}

// language is a person's: the one that they chose, else the one chosen for the channel, else that of their Slack.
func (b *Bot) language(ctx context.Context, user, channel string) string {
	book := b.Tracker.Book()
	if lang := cmp.Or(book.Language(user), book.Language(channel)); lang != "" {
		return lang
	}
	return b.person(ctx, user).lang
}

// admin reports whether somebody may edit the list.
func (b *Bot) admin(ctx context.Context, user string) bool {
	return b.desk.IsAdmin(user) || b.WorkspaceAdmins && b.person(ctx, user).admin
}

// barred returns why somebody may not ask a line in a channel; empty if they may. Guests ask only where they may, and change
// nothing; people that Slack doesn't identify change nothing, either. Before each change Slack is asked again: who
// was an admin, or a member, a moment ago may not be one any more.
func (b *Bot) barred(ctx context.Context, lang, user, channel, line string) (why string) {
	reads := desk.Reads(line)
	p := b.person(ctx, user)
	if !reads {
		p = b.identify(ctx, user)
	}
	switch {
	case p.guest && !(reads && (b.GuestsEverywhere || slices.Contains(b.Guests, channel))):
		why = answer.In(lang).Say("may.guest()")
	case p.doubt != "" && !reads:
		why = answer.In(lang).Say("may.doubt(why)", answer.In(lang).Why(p.doubt))
	default:
		return ""
	}
	b.Log.WarnContext(ctx, "refused: a guest, from another workspace, or perhaps one", "by", user, "channel", channel, "line", shorten(line, maxLabel))
	return why
}

// person is what Slack says of somebody. It is asked now and then.
func (b *Bot) person(ctx context.Context, user string) person {
	if p, ok := b.people.get(user); ok && time.Now().Before(p.until) {
		return p
	}
	return b.identify(ctx, user)
}

// identify asks Slack about somebody. If it doesn't answer, what is known stays, except for rights.
func (b *Bot) identify(ctx context.Context, user string) person {
	ctx, cancel := context.WithTimeout(ctx, askFor)
	defer cancel()
	info, err := b.Slack.GetUserInfoContext(ctx, user, slack.GetUserInfoOptionIncludeLocale(true))
	b.Access.denied(err, false)
	foreign := false
	if err == nil {
		foreign, err = b.foreign(ctx, info)
	}
	p, _ := b.people.get(user)
	if err == nil {
		guest := info.IsRestricted || info.IsUltraRestricted || info.IsStranger || foreign
		lang, _, _ := strings.Cut(info.Locale, "-")
		p = person{name: cmp.Or(info.Profile.DisplayName, info.RealName, info.Name), lang: lang, zone: zoneOf(info),
			admin: !guest && (info.IsAdmin || info.IsOwner), guest: guest, bot: info.IsBot || user == slackbot, until: time.Now().Add(knownFor)}
	} else {
		p.admin, p.doubt, p.until = false, reason(err), time.Now().Add(unknownFor)
		b.Log.WarnContext(ctx, "Slack didn't say who somebody is; they only read", "user", user, "error", scrub(err))
	}
	b.people.put(user, p)
	return p
}

// zoneOf is somebody's time zone; UTC if Slack doesn't say, or in another way than schedules have it.
func zoneOf(info *slack.User) string {
	if zone, err := time.LoadLocation(info.TZ); err == nil && info.TZ != "" && info.TZ != "Local" {
		return zone.String()
	}
	return "UTC"
}

// errNowhere says that Slack knows somebody, or rollcall, but not their workspace.
var errNowhere = errors.New("no workspace is told, or the account is deleted")

// foreign reports whether somebody is from another workspace, and not from another one of the same organisation.
func (b *Bot) foreign(ctx context.Context, info *slack.User) (bool, error) {
	own, err := b.Access.self(ctx)
	switch {
	case err != nil:
		return false, err
	case info.TeamID == "" || own.TeamID == "" || info.Deleted:
		return false, errNowhere
	}
	return info.TeamID != own.TeamID && (own.EnterpriseID == "" || info.Enterprise.EnterpriseID != own.EnterpriseID), nil
}

// isDirect reports whether a channel is the direct messages of two people, or of one and rollcall.
func isDirect(channel string) bool { return strings.HasPrefix(channel, "D") }

// groupDM is how the names of group direct messages begin, which nobody can be invited to.
const groupDM = "mpdm-"

// noted records a channel by the name that comes with a request from it.
func (b *Bot) noted(channel, name string) {
	if strings.HasPrefix(name, groupDM) {
		b.owns.put(channel, false)
	}
}

// inConversation reports whether a channel is direct messages, those of a group among them as far as they were noted.
func (b *Bot) inConversation(channel string) bool {
	_, known := b.owns.get(channel)
	return known || isDirect(channel)
}

// own reports whether a channel is somebody's direct messages with rollcall. Those of two people look the same, and a command
// can be typed there, too: rollcall can be no member, and what it says to everybody there the other one reads. Slack shows
// rollcall its own alone; where it doesn't say, they are taken for those of others.
func (b *Bot) own(ctx context.Context, channel string) bool {
	if !isDirect(channel) {
		return false
	}
	if own, known := b.owns.get(channel); known {
		return own
	}
	ctx, cancel := context.WithTimeout(ctx, askFor)
	defer cancel()
	_, err := b.Slack.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: channel})
	if err != nil && reason(err) != notFound {
		b.Log.WarnContext(ctx, "Slack didn't say whose direct messages those are", "channel", channel, "error", scrub(err))
		return false
	}
	b.owns.put(channel, err == nil)
	return err == nil
}

// canPost reports whether digests can be posted to a channel.
func (b *Bot) canPost(ctx context.Context, channel string) error {
	info, err := b.Slack.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: channel})
	switch said := reason(err); {
	case err == nil && info.IsArchived:
		return tracker.Refuse("This channel is archived, so nothing can be posted here. Nothing was stored.")
	case err == nil && (info.IsMember || info.IsIM):
		return nil
	case said == notFound && b.inConversation(channel):
		return tracker.Refuse("These are direct messages of others, so I can't post here. Subscribe in a channel, or in your direct messages with me. Nothing was stored.")
	case err == nil, said == notFound, said == notMember:
		return tracker.Refuse("I'm not in this channel, so I can't post here. Invite me first: type /invite @rollcall, and then subscribe again. Nothing was stored.")
	case said == noScope, said == "unknown_method":
		b.Log.WarnContext(ctx, "can't look up channels; the first digest will tell whether the bot is in", "channel", channel, "error", said)
		return nil
	}
	b.Log.WarnContext(ctx, "a channel can't be looked up", "channel", channel, "error", scrub(err))
	return tracker.Refuse("Slack didn't tell me whether I am in this channel. Please try again in a minute. Nothing was stored.")
}
