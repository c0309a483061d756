// Package bot is rollcall in Slack. What somebody types (a slash command, a mention, a direct message), presses (a button)
// or fills in (a form) becomes a line for the desk; its Answer becomes Block Kit, a chart that doesn't fit there a file, and
// digests are posted. A list that somebody uploads is answered with what it would change. Requests come over HTTP, believed
// when their signature is right and fresh, or through Socket Mode.
//
// What a button or a form is about is in its own value, so that it works after a restart; a value that this version
// didn't make is refused. Who somebody is (language, guest, workspace admin) Slack is asked now and then; see [Bot.person].
//
// A request is acknowledged within Slack's three seconds; what takes longer is answered afterwards, through the response
// URL, in the window of the form, or in a message. What goes wrong on our side is told with a reference that is also in the
// log. Tokens, secrets and response URLs never reach a log, an error or a reply.
//
// A Bot knows one call and its ledger. A [Router] stands before the Bots of all calls, and a control carries the slug of its
// call, so that it acts on no other one.
//
// A digest is posted once: it is planned in the ledger, posted with metadata that names the plan, and settled in the
// ledger. When nobody knows whether Slack took it, the channel's history is read before it is posted again; see [Poster].
//
// A person's Home is made again whenever it is opened, and shows subscriptions of the person's own channels alone.
package bot

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"

	"rollcall/bot/blocks"
	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/asked"
	"rollcall/tracker/chart"
	"rollcall/tracker/desk"
	"rollcall/tracker/query"
)

// A Config is what a Bot is made of.
type Config struct {
	Tracker       *tracker.Tracker
	Call          *tracker.Call
	Slack         *slack.Client
	Access        *Access      // of all who call with that client
	HTTP          *http.Client // posts to response URLs
	APIURL        string       // where Slack is, besides its own hosts; empty: nowhere
	SigningSecret string
	Command       string // such as /pariscall
	Others        []desk.Other
	Store         desk.Store     // where the ledger is kept; nil: nowhere
	Shared        bool           // other processes answer from that ledger, too
	Pace          *Pace          // of all who post with that client; nil: its own
	Painter       *chart.Painter // of all who post pictures; nil: its own
	Admins        []string       // Slack user ids

	WorkspaceAdmins  bool     // the admins of the Slack workspace are admins, too
	Guests           []string // Slack ids of the channels in which guests and people from other workspaces may ask
	GuestsEverywhere bool     // they may in all

	Approvals string             // other: who proposed something can't approve it
	Proposals string             // the Slack channel in which new proposals are shown; empty: none
	Asked     *asked.Log         // of questions that aren't understood; nil: they aren't kept
	Old       int                // after how many days without a comparison the official list is old; 0: never
	Follow    func() desk.Follow // how the official list is followed; nil: it isn't
	Log       *slog.Logger
}

// A Bot answers Slack's requests.
type Bot struct {
	Config
	desk     *desk.Desk
	seen     recent // events and presses
	people   people
	owns     owns
	listing  sync.Mutex // held while a list is read: one at a time
	homes    homes
	reviews  reviews
	groups   shownGroups
	head     tracker.Seq     // of the ledger when the Bot was made
	drawn    *desk.Allowance // pictures
	homeless bool            // the Home tab is another call's
	pending  sync.WaitGroup  // answers that come after the request

	agents    atomic.Bool  // the workspace has them, as far as Slack said
	agentless atomic.Int64 // until when Slack isn't asked again, as it said that there are none; in seconds of Unix
}

// New makes a Bot.
func New(c Config) *Bot {
	c.Log = desk.Seldom(c.Log)
	c.Pace = cmp.Or(c.Pace, new(Pace))
	c.Painter = cmp.Or(c.Painter, new(chart.Painter))
	b := &Bot{Config: c, drawn: desk.NewAllowance(pictures, pictureAfter)}
	b.groups.from, b.head = map[tracker.Seq]bool{}, c.Tracker.Book().Head()
	answering := *c.HTTP
	answering.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	b.HTTP = &answering
	b.desk = desk.New(desk.Config{Tracker: c.Tracker, Call: c.Call, Others: c.Others, CanPost: b.canPost, Admins: c.Admins, Named: Named, Approvals: c.Approvals, Slash: c.Command, Store: c.Store, Asked: c.Asked, Old: c.Old, Follow: c.Follow, Log: c.Log})
	return b
}

// Close waits for the answers under way.
func (b *Bot) Close() { b.pending.Wait() }

const (
	promptly = 2500 * time.Millisecond // how long an answer may take before it goes to the response URL; Slack waits 3 s
	patience = 30 * time.Second        // how long an answer may take at all
)

// A reply is what somebody is answered through Slack's reply to a request, or a response URL.
type reply struct {
	blocks.Message
	replace bool           // the message whose button was pressed
	public  bool           // everybody in the channel sees it
	place                  // where it is asked for
	line    string         // how the question was read
	useful  bool           // to others, too
	chart   *answer.Answer // whose picture is posted there instead
	instead func() reply   // of a strict message, where Slack doesn't take it
}

// webhook is the reply as Slack takes it. Links aren't unfurled: sources would bury the answer.
func (r reply) webhook() *slack.WebhookMessage {
	no := false
	w := &slack.WebhookMessage{Text: r.Text, Blocks: &slack.Blocks{BlockSet: r.Blocks}, ResponseType: slack.ResponseTypeEphemeral,
		ReplaceOriginal: r.replace, ThreadTimestamp: r.thread, UnfurlLinks: &no, UnfurlMedia: &no}
	if r.public {
		w.ResponseType = slack.ResponseTypeInChannel
	}
	return w
}

// command answers a slash command, in at most so many bytes of JSON if that isn't 0. It returns nil, and answers another way,
// once however often the command comes, where the answer takes too long, is too long, is a picture, or has a chart, which Slack
// may refuse: it only says so then.
func (b *Bot) command(c slack.SlashCommand, most int) *slack.WebhookMessage {
	b.noted(c.ChannelID, c.ChannelName)
	if name, of, asked := b.formAsked(c); asked {
		b.formCommand(c, name, of)
		return nil
	}
	answered := make(chan reply, 1)
	b.background(func(ctx context.Context) {
		defer close(answered)
		answered <- b.commanded(ctx, c)
	})
	later := "late " + ref(c)
	select {
	case r := <-answered:
		if w := r.webhook(); r.chart == nil && !r.Strict && (most == 0 || !tooLong(w, most)) && !b.seen.came(later) {
			return w
		}
		answered = make(chan reply, 1)
		answered <- r
	case <-time.After(promptly):
	}
	if !b.seen.again(later) {
		b.background(func(ctx context.Context) {
			if r, ok := <-answered; ok {
				b.respond(ctx, commander(c), r)
			}
		})
	}
	return nil
}

// tooLong reports whether a message has more bytes of JSON than that.
func tooLong(w *slack.WebhookMessage, most int) bool {
	encoded, err := json.Marshal(w)
	return err != nil || len(encoded) > most
}

// background does what Slack isn't kept waiting for, and Close waits for.
func (b *Bot) background(work func(ctx context.Context)) {
	b.pending.Go(func() {
		defer b.survive()
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		work(ctx)
	})
}

// commanded is the answer to a slash command, whatever happens.
func (b *Bot) commanded(ctx context.Context, c slack.SlashCommand) reply {
	return b.answer(ctx, desk.Request{By: c.UserID, Channel: c.ChannelID, Ref: ref(c), Lang: b.language(ctx, c.UserID, c.ChannelID), Page: 1}, Plain(c.Text), !b.own(ctx, c.ChannelID))
}

// ref names a slash command, the same for each delivery of it.
func ref(c slack.SlashCommand) string {
	return digestOf(c.TriggerID, c.TeamID, c.ChannelID, c.UserID, c.Command, c.Text)
}

// digestOf is a short name for what Slack sent.
func digestOf(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return "slack:" + hex.EncodeToString(sum[:12])
}

// do asks the desk, and shows proposals that wait from now on where they are settled. A panic there is a fault like any other: the person who asked gets a message about it.
func (b *Bot) do(ctx context.Context, r desk.Request) (a answer.Answer, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = panicked(p)
		}
	}()
	before := b.Tracker.Book().Head()
	a, err = b.desk.Do(ctx, r)
	b.settled(before)
	if made := a.Proposals(); a.Kind != answer.Proposals && len(made) > 0 {
		b.review(made, r.Ref)
	}
	return a, err
}

// label is what a line is called on a button.
func (b *Bot) label(line string, w *answer.Words) string {
	return (&query.Runner{Book: b.Tracker.Book(), Call: b.Call, Today: today()}).Label(line, w)
}

// survive is deferred where a panic would end the process, and logs it.
func (b *Bot) survive() {
	if p := recover(); p != nil {
		b.fault(context.Background(), "", panicked(p))
	}
}

// panicked is the error of a panic, with where it happened.
func panicked(p any) error { return fmt.Errorf("panic: %v\n%s", p, debug.Stack()) }

// fault logs what went wrong and tells the person where to look it up.
func (b *Bot) fault(ctx context.Context, lang string, err error) reply {
	reference := rand.Text()[:8]
	b.Log.ErrorContext(ctx, "internal error", "reference", reference, "error", scrub(err))
	return reply{Message: blocks.Say(answer.In(lang).Say("fault(reference)", reference))}
}

// send posts to a response URL, in the simplest form that Slack takes.
func (b *Bot) send(ctx context.Context, responseURL string, r reply) error {
	return simplest(r.Message, func(m blocks.Message) error {
		r.Message = m
		return b.post(ctx, responseURL, r.webhook())
	})
}

// post posts to a response URL. Slack can refuse with a status, or with a word in a body that the client's own function
// doesn't read.
func (b *Bot) post(ctx context.Context, responseURL string, w *slack.WebhookMessage) error {
	if !b.isSlacks(responseURL) {
		return errElsewhere
	}
	body, err := json.Marshal(w)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, responseURL, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := b.HTTP.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	said, err := io.ReadAll(io.LimitReader(response.Body, maxBody))
	var refused struct {
		OK    *bool
		Error string
	}
	switch wait, _ := strconv.Atoi(response.Header.Get("Retry-After")); {
	case response.StatusCode == http.StatusTooManyRequests:
		return &slack.RateLimitedError{RetryAfter: time.Duration(wait) * time.Second}
	case response.StatusCode == http.StatusBadRequest: // what it says of blocks
		return slack.SlackErrorResponse{Err: "invalid_blocks"}
	case response.StatusCode != http.StatusOK:
		return slack.StatusCodeError{Code: response.StatusCode, Status: response.Status}
	case err != nil:
		return err
	case bytes.HasPrefix(said, []byte("<")):
		return errPage
	case json.Unmarshal(said, &refused) == nil && refused.OK != nil && !*refused.OK:
		return slack.SlackErrorResponse{Err: refused.Error}
	}
	return nil
}

// errElsewhere says that an answer was to go somewhere else than to Slack.
var errElsewhere = errors.New("the response URL isn't one of Slack's")

// errPage says that a page came where Slack says ok: something between may have answered.
var errPage = errors.New("the answer is a page, not Slack's")

// isSlacks reports whether an address is one of Slack's, or beside its API where that is set to be elsewhere.
func (b *Bot) isSlacks(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	if api, err := url.Parse(b.APIURL); err == nil && api.Host != "" && u.Scheme == api.Scheme && u.Host == api.Host {
		return true
	}
	return u.Scheme == "https" && (strings.HasSuffix(u.Host, ".slack.com") || strings.HasSuffix(u.Host, ".slack-gov.com"))
}

// afresh is time to tell what came of something, however long that took.
func afresh(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), patience)
}

// respond answers at a response URL, or in a direct message where there is none or Slack doesn't take it. What only one person
// sees, or what replaces a message, does no harm twice, so it is tried again. What everybody sees isn't where nobody knows
// whether it was posted: then the person who asked is told so.
func (b *Bot) respond(ctx context.Context, to asker, r reply) {
	if r.chart != nil {
		b.draw(ctx, r, func(instead blocks.Message) { b.respond(ctx, to, reply{Message: instead, place: r.place}) })
		return
	}
	if to.responseURL != "" {
		soon, cancel := afresh(ctx)
		defer cancel()
		at := []outcome{limited, unknown}
		once := !r.replace && r.webhook().ResponseType == slack.ResponseTypeInChannel
		if once {
			at = at[:1]
		}
		err := again(soon, func() error { return b.send(soon, to.responseURL, r) }, at...)
		if err == nil {
			return
		}
		if r.Strict && plainly(err) {
			instead := r.instead()
			instead.place = r.place
			b.respond(ctx, to, instead)
			return
		}
		reference := b.undelivered(ctx, err, "by", to.user)
		if o, _ := judge(err); once && o == unknown {
			b.respond(ctx, to, reply{Message: b.unsure(ctx, to, reference, r.Message), place: r.place})
			return
		}
	}
	b.direct(ctx, to.user, r.Message)
}

// direct tells somebody something in a direct message.
func (b *Bot) direct(ctx context.Context, user string, m blocks.Message) {
	ctx, cancel := afresh(ctx)
	defer cancel()
	m.Strict = false
	if err := deliver(ctx, b.Slack, place{channel: user}, m); err != nil {
		b.undelivered(ctx, err, "by", user)
	}
}

// unsure tells that an answer may have been posted, and the answer.
func (b *Bot) unsure(ctx context.Context, to asker, reference string, m blocks.Message) blocks.Message {
	return blocks.Say(answer.In(b.language(ctx, to.user, to.channel)).Say("post.unsure()") + " (" + reference + ")\n" + m.Text)
}

// undelivered logs that an answer didn't reach the person who asked, with what else is known, and returns the reference in the log.
func (b *Bot) undelivered(ctx context.Context, err error, known ...any) (reference string) {
	reference = rand.Text()[:8]
	b.Log.ErrorContext(ctx, "an answer was not delivered", append(known, "reference", reference, "error", scrub(err))...)
	return reference
}

// scrub takes addresses out of an error: a response URL is a key, and some addresses carry one.
func scrub(err error) string {
	text := err.Error()
	var u *url.Error
	for e := err; errors.As(e, &u); e = u.Err {
		if u.URL != "" {
			text = strings.ReplaceAll(text, u.URL, "(address)")
		}
	}
	return text
}
