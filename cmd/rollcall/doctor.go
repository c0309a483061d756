package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/slack-go/slack"

	"rollcall/config"
	"rollcall/deploy"
	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/asked"
	"rollcall/tracker/bolt"
	"rollcall/tracker/follow"
	"rollcall/tracker/postgres"
)

// A finding is what doctor says about one check.
type finding struct {
	Check  string  `json:"check"`  // what was looked at, such as scopes
	Result verdict `json:"result"` // how it is
	Text   string  `json:"text"`
	Advice string  `json:"advice,omitempty"` // what to do
}

// A verdict is the result of a check.
type verdict string

const (
	good      verdict = "ok"
	unchecked verdict = "not checked"
	warning   verdict = "warning"
	problem   verdict = "problem"
)

// doctor checks what serve needs: one finding a line, and a count at the end. It only reads. It fails if there is a problem.
func (p process) doctor(ctx context.Context, g given) error {
	o, wrong := p.settings(g)
	said := json.NewEncoder(p.stdout)
	d := &doctor{config: o.Config, calls: o.calls, http: &http.Client{Timeout: p.slackWithin}, counts: map[verdict]int{}, say: func(f finding) error {
		if o.json {
			return said.Encode(f)
		}
		line := fmt.Sprintf("%s: %s: %s", f.Result, f.Check, f.Text)
		if f.Advice != "" {
			line += " – " + f.Advice
		}
		_, err := fmt.Fprintln(p.stdout, line)
		return err
	}}
	d.examine(ctx, wrong)
	if d.failed == nil && !o.json {
		_, d.failed = fmt.Fprintf(p.stdout, "%d ok, %d not checked, warnings: %d, problems: %d\n",
			d.counts[good], d.counts[unchecked], d.counts[warning], d.counts[problem])
	}
	if d.failed == nil && d.counts[problem] > 0 {
		return errRefused
	}
	return d.failed
}

// A doctor checks everything, even after a problem.
type doctor struct {
	config config.Config
	calls  []keptCall
	http   *http.Client
	say    func(finding) error
	counts map[verdict]int
	failed error // of writing

	books map[string]*tracker.Book // of the calls whose ledgers could be read
}

// report says one finding. Some words come from Slack or from files: they can't break the line.
func (d *doctor) report(check string, r verdict, advice, format string, args ...any) {
	d.counts[r]++
	text := strings.Map(func(c rune) rune {
		if unicode.IsPrint(c) {
			return c
		}
		return ' '
	}, fmt.Sprintf(format, args...))
	d.failed = cmp.Or(d.failed, d.say(finding{check, r, text, advice}))
}

func (d *doctor) examine(ctx context.Context, wrong error) {
	d.settings(wrong)
	subscriptions, known := d.database(ctx)
	if known {
		d.zones(subscriptions)
	}
	d.lists(ctx)
	d.slack(ctx, subscriptions, known)
}

func (d *doctor) settings(wrong error) {
	wrong = errors.Join(wrong, d.config.Serve())
	for _, err := range each(wrong) {
		d.report("settings", problem, "set it in the environment, or in the file that ROLLCALL_CONFIG names", "%v", err)
	}
	if wrong == nil {
		mode := "HTTP"
		if d.config.AppToken != "" {
			mode = "Socket Mode"
		}
		d.report("settings", good, "", "they are complete; Slack is reached by %s", mode)
	}
	if d.config.Questions == config.Off {
		d.report("questions", good, "", "what isn't understood is not kept")
	} else {
		d.report("questions", good, "", "what isn't understood is kept for %d days, without names and without who asked", asked.Kept)
	}
	if d.config.AppToken == "" && d.config.SigningSecret != "" {
		d.report("signing secret", unchecked, "", "it is set, but only a request from Slack can show whether it is right")
	}
}

// each are the errors that were joined.
func each(err error) []error {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return slices.DeleteFunc([]error{err}, func(err error) bool { return err == nil })
	}
	var all []error
	for _, err := range joined.Unwrap() {
		all = append(all, each(err)...)
	}
	return all
}

// database verifies the file, and returns the subscriptions to the calls that are kept, if all of them are known.
func (d *doctor) database(ctx context.Context) (subscriptions []*tracker.Subscription, known bool) {
	const check = "database"
	path := nameOf(d.config.DB)
	all, err := ledgersOf(ctx, d.config.DB)
	switch _, noFolder := os.Stat(filepath.Dir(path)); {
	case errors.Is(err, errAbsent) && noFolder != nil && !postgres.Is(path):
		d.report(check, problem, "create it, and let rollcall write to it", "the directory of %s doesn't exist", path)
		return nil, true
	case errors.Is(err, errAbsent):
		d.report(check, good, "", "%s is empty or isn't there yet; rollcall serve creates it", path)
		return nil, true
	case errors.Is(err, bolt.ErrHeld):
		d.report(check, unchecked, "to check them, stop that process for a moment",
			"another process, most likely rollcall serve, has %s open, so neither it nor the subscribed channels and their time zones were checked", path)
		return nil, false
	case err != nil:
		d.report(check, problem, "", "%v", err)
		return nil, false
	}
	known, d.books = true, map[string]*tracker.Book{}
	for _, l := range all {
		name := path + ": " + l.prefix(all)
		book, err := new(tracker.Book).With(l.entries...)
		switch broken := tracker.Verify(l.entries); {
		case len(broken) > 0:
			d.report(check, problem, "rollcall verify lists them all; restore a backup",
				"%s%s in %s, the first: %v", name, counted(len(broken), "violation", "violations"), counted(len(l.entries), "entry", "entries"), broken[0])
			known = false
			continue
		case err != nil:
			d.report(check, problem, "restore a backup", "%s%v", name, err)
			known = false
			continue
		}
		d.report(check, good, "", "%s%s", name, hold(len(l.entries)))
		d.books[l.slug] = book
		if slices.ContainsFunc(d.calls, func(c keptCall) bool { return c.Slug() == l.slug }) {
			subscriptions = append(subscriptions, book.Subscriptions()...)
		}
	}
	return subscriptions, known
}

// zones loads every subscription's. The program has the data in it.
func (d *doctor) zones(subscriptions []*tracker.Subscription) {
	const check = "time zones"
	unknown := 0
	for _, s := range subscriptions {
		if _, err := time.LoadLocation(s.Zone); err != nil {
			unknown++
			d.report(check, problem, "subscribe it again, with a zone such as Europe/Paris",
				"a subscription of the channel %s has the unknown time zone %q", s.Channel, s.Zone)
		}
	}
	if unknown == 0 {
		d.report(check, good, "", "those of all subscriptions are known")
	}
}

// lists reads every followed official list at its address.
func (d *doctor) lists(ctx context.Context) {
	const check = "official list"
	for _, c := range d.calls {
		if c.folder == nil { // its files can't be read
			continue
		}
		call := c.folder.Call
		if days := sinceCompared(d.books[call.Slug], call); d.config.Old > 0 && days > d.config.Old {
			d.report(check, warning, "run rollcall follow --once, which compares it or says why it can't; without the network, rollcall follow --once --from FILE",
				"that of %s was last compared %d days ago", call.Slug, days)
		}
		if d.config.Follow == config.Off || call.Origin.Address == "" {
			continue
		}
		if rows, err := follow.Check(ctx, call.Origin, agent(d.config, call)); err != nil {
			d.report(check, problem, "check that this machine reaches it over HTTPS, and that the call's files have the right address", "%s: %v", call.Origin.Address, err)
		} else {
			d.report(check, good, "", "%s has a list with %s", call.Origin.Address, counted(rows, "row", "rows"))
		}
	}
}

// slack asks Slack about the tokens, the scopes, the clock and the channels.
func (d *doctor) slack(ctx context.Context, subscriptions []*tracker.Subscription, known bool) {
	api := slackClient(d.config, d.http)
	if strings.HasPrefix(d.config.AppToken.Reveal(), "xapp-") {
		// This makes an address for a socket, which nobody opens and which soon expires.
		if _, _, err := api.StartSocketModeContext(ctx); err == nil {
			d.report("app token", good, "", "Slack accepts it for Socket Mode")
		} else if !d.refused("app token", err,
			"create one with the scope connections:write on the Slack app's page, under Basic Information, App-Level Tokens, and set SLACK_APP_TOKEN to it") {
			d.report("Slack", unchecked, "", "bot token, clock, scopes and channels, as Slack can't be reached")
			return
		}
	}
	if !strings.HasPrefix(d.config.BotToken.Reveal(), "xoxb-") {
		d.report("Slack", unchecked, "", "clock, scopes and channels, as there is no bot token")
		return
	}
	asked := time.Now()
	who, err := api.AuthTestContext(ctx)
	answered := time.Now()
	if err != nil && !d.refused("bot token", err,
		"install the app in the workspace, and set SLACK_BOT_TOKEN to the Bot User OAuth Token on its page under OAuth & Permissions") {
		d.report("Slack", unchecked, "", "clock, scopes and channels, as Slack can't be reached")
		return
	}
	if who != nil {
		d.clock(who.Header, asked, answered)
	}
	if err != nil {
		d.report("Slack", unchecked, "", "scopes and channels, as the bot token could not be checked")
		return
	}
	d.report("bot token", good, "", "it belongs to @%s (%s) in the workspace %s (%s)", who.User, who.UserID, who.Team, who.TeamID)
	d.scopes(who.Header)
	if known {
		d.channels(ctx, api, subscriptions)
	}
}

// A clock that is off by steady gets a warning; off by fatal, Slack's requests are refused as too old.
const (
	steady = 30 * time.Second
	fatal  = 5 * time.Minute
)

// clock compares ours with Slack's, which was read between two of our times, and is shown in whole seconds.
func (d *doctor) clock(header http.Header, asked, answered time.Time) {
	theirs, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		d.report("clock", unchecked, "", "Slack's answer doesn't give the time")
		return
	}
	off, way := theirs.Sub(answered), "behind"
	if theirs.Before(asked) {
		off, way = asked.Sub(theirs)-time.Second, "ahead of"
	}
	const advice = "set this machine's clock by NTP"
	switch text := fmt.Sprintf("ours is %s Slack's by about %v", way, max(0, off).Round(10*time.Second)); {
	case off > fatal:
		d.report("clock", problem, advice, "%s; requests that seem older than 5 minutes are refused", text)
	case off > steady:
		d.report("clock", warning, advice, "%s", text)
	default:
		d.report("clock", good, "", "it is within half a minute of Slack's")
	}
}

// scopes compares those of the bot token with the manifest's.
func (d *doctor) scopes(header http.Header) {
	const check = "scopes"
	if len(header.Values("X-OAuth-Scopes")) == 0 {
		d.report(check, unchecked, "", "Slack's answer doesn't list the bot token's")
		return
	}
	surplus := strings.FieldsFunc(header.Get("X-OAuth-Scopes"), func(r rune) bool { return r == ',' || r == ' ' })
	needed, err := deploy.Scopes()
	if err != nil {
		d.report(check, problem, "", "%v", err)
		return
	}
	var reasons []string
	missing := map[string][]string{} // by why they are needed
	for _, s := range needed {
		if i := slices.Index(surplus, s.Name); i >= 0 {
			surplus = slices.Delete(surplus, i, i+1)
			continue
		}
		if missing[s.Why] == nil {
			reasons = append(reasons, s.Why)
		}
		missing[s.Why] = append(missing[s.Why], s.Name)
	}
	if len(surplus) > 0 {
		d.report(check, warning, "remove them under OAuth & Permissions on the app's page", "the bot token has more than rollcall needs: %s", strings.Join(surplus, ", "))
	}
	if len(missing) == 0 {
		d.report(check, good, "", "the bot token has all %d that rollcall needs", len(needed))
	}
	for _, why := range reasons {
		d.report(check, problem, "paste what rollcall manifest prints on the app's page under App Manifest, and reinstall the app",
			"the bot token lacks %s. For: %s", strings.Join(missing[why], ", "), why)
	}
}

// channels looks whether each subscribed one can be posted to.
func (d *doctor) channels(ctx context.Context, api *slack.Client, subscriptions []*tracker.Subscription) {
	const check = "channels"
	var all []string
	paused := map[string]bool{}
	for _, s := range subscriptions {
		if !slices.Contains(all, s.Channel) {
			all = append(all, s.Channel)
		}
		if s.Paused != "" {
			paused[s.Channel] = true
			d.report(check, problem, fmt.Sprintf("put that right, and type resume %d there", s.Number), "subscription %d of %s is paused, since %s", s.Number, s.Channel, answer.In("en").Why(s.Paused))
		}
	}
	fine := 0
	for i, channel := range all {
		info, err := api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: channel})
		var said slack.SlackErrorResponse
		switch {
		case errors.As(err, &said) && said.Err == "channel_not_found":
			d.report(check, problem, "if it still exists, type /invite @rollcall in it", "%s was deleted, or is private and rollcall isn't in it", channel)
		case errors.As(err, &said) && said.Err == "missing_scope":
			d.report(check, problem, "see scopes above", "%s can't be looked up without the scope %s", channel, said.Needed)
		case err != nil:
			d.refused(check, err, "try again later")
			d.report(check, unchecked, "", "%d of %d subscribed channels, after that problem", len(all)-i, len(all))
			return
		case info.IsArchived:
			d.report(check, problem, "unarchive it, or subscribe another channel", "#%s (%s) is archived", info.Name, channel)
		case !info.IsMember && !info.IsIM:
			d.report(check, problem, "type /invite @rollcall there", "rollcall is not in #%s (%s)", info.Name, channel)
		case !paused[channel]:
			fine++
		}
	}
	switch {
	case len(all) == 0:
		d.report(check, good, "", "no channel is subscribed yet")
	case fine > 0:
		d.report(check, good, "", "rollcall can post to %d of %d subscribed channels", fine, len(all))
	}
}

// refused reports a call that failed, and reports whether Slack was reached at all. No address is shown: some carry a key.
func (d *doctor) refused(check string, err error, advice string) (reached bool) {
	const network = "check that this machine reaches Slack over HTTPS, and that HTTPS_PROXY and SLACK_API_URL are right if they are set"
	var (
		said    slack.SlackErrorResponse
		status  slack.StatusCodeError
		limited *slack.RateLimitedError
		failed  *url.Error
	)
	switch {
	case errors.As(err, &said):
		d.report(check, problem, advice, "Slack says %s%s", said.Err, meanings[said.Err])
	case errors.As(err, &limited):
		d.report(check, problem, fmt.Sprintf("try again in %v", limited.RetryAfter), "Slack limits the rate of calls just now")
	case errors.As(err, &status):
		d.report(check, problem, "try again later; if SLACK_API_URL is set, check it", "Slack answers with HTTP status %d", status.Code)
	case errors.As(err, &failed) && failed.Timeout():
		d.report(check, problem, network, "Slack doesn't answer within %v", d.http.Timeout)
	case errors.As(err, &failed):
		d.report(check, problem, network, "Slack can't be reached: %v", failed.Err)
	default:
		d.report(check, problem, "try again; if SLACK_API_URL is set, check it", "the answer isn't Slack's, or was cut off; a proxy may have sent it")
	}
	return failed == nil
}

// meanings explain the errors that Slack documents for tokens.
var meanings = map[string]string{
	"invalid_auth":           ": it doesn't know the token, or refuses this machine's address",
	"not_authed":             ": it doesn't know the token, or refuses this machine's address",
	"token_revoked":          ": the token was revoked, or the app removed from the workspace",
	"account_inactive":       ": the workspace is gone, or the bot was deactivated",
	"token_expired":          ": the token has expired; turn token rotation off for the app",
	"not_allowed_token_type": ": another kind of token belongs here",
	"missing_scope":          ": the token lacks a scope",
}
