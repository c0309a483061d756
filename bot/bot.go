// Package bot is rollcall in Slack. What somebody types (a slash command, a mention, a direct message), presses (a button)
// or fills in (a form) becomes a line for the desk; its Answer becomes Block Kit, a chart that doesn't fit there a file, and
// digests are posted. A list that somebody uploads is answered with what it would change. Requests come over HTTP, believed
// when their signature is right and fresh, or through Socket Mode.
//
// The subject of a button or a form is in its own value, so that it works after a restart; a value that this version
// didn't make is refused. Slack is asked now and then who somebody is (language, guest, workspace admin); see [Bot.person].
//
// A request is acknowledged within Slack's three seconds; what takes longer is answered afterwards, through the response
// URL, in the window of the form, or in a message. A fault on our side is answered with a reference that is also in the
// log. Tokens, secrets and response URLs never reach a log, an error or a reply.
//
// A Bot knows one call and its ledger. A [Router] stands before the Bots of all calls, and a control carries the slug of its
// call, so that it acts on no other one.
//
// A digest is posted once: it is planned in the ledger, posted with metadata that names the plan, and settled in the
// ledger. When nobody knows whether Slack took it, the channel's history is read before it is posted again; see [Poster].
//
// A person's Home is made again whenever it is opened, and shows subscriptions of only the person's own channels.
package bot

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/chart"
	"rollcall/tracker/desk"
	"rollcall/tracker/query"
)

// A Config is what a Bot is made of: its Desk, but for CanPost and Named, which are Slack's to say, and how it is in Slack.
type Config struct {
	desk.Config
	Slack         *slack.Client
	Access        *Access      // shared by all callers with that client
	HTTP          *http.Client // posts to response URLs; nil: the default one
	APIURL        string       // where Slack is, besides its own hosts; empty: nowhere
	SigningSecret string
	Shared        bool           // other processes answer from that ledger, too
	Pace          *Pace          // shared by all that post with that client; nil: its own
	Painter       *chart.Painter // shared by all that post pictures; nil: its own

	WorkspaceAdmins  bool     // the admins of the Slack workspace are admins, too
	Guests           []string // Slack ids of the channels in which guests and people from other workspaces may ask
	GuestsEverywhere bool     // they may in all

	Proposals string // the Slack channel in which new proposals are shown; empty: none
}

// A Bot answers Slack's requests.
type Bot struct {
	Config
	desk     *desk.Desk
	seen     recent // events and presses
	people   memory[person]
	owns     memory[bool] // of direct messages, and groups of them, whether they are with rollcall
	listing  sync.Mutex   // held while a list is read: one at a time
	homes    homes
	reviews  reviews
	head     tracker.Seq     // of the ledger when the Bot was made
	drawn    *desk.Allowance // pictures
	homeless bool            // the Home tab is another call's
	pending  sync.WaitGroup  // answers that come after the request

	agents    atomic.Bool  // the workspace has them, as far as Slack said
	agentless atomic.Int64 // until when Slack isn't asked again, as it said that there are none; in seconds of Unix
}

// New makes a Bot.
func New(c Config) *Bot {
	c.Log, c.Named = desk.Seldom(c.Log), Named
	c.Pace = cmp.Or(c.Pace, new(Pace))
	c.Painter = cmp.Or(c.Painter, new(chart.Painter))
	b := &Bot{Config: c, head: c.Tracker.Book().Head(), drawn: desk.NewAllowance(pictures, pictureAfter),
		people: memory[person]{lasts: toldFor, most: toldMost}, owns: memory[bool]{lasts: toldFor, most: toldMost}}
	b.seen.lasts = remembered
	answering := *cmp.Or(c.HTTP, http.DefaultClient)
	answering.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	b.HTTP = &answering
	b.CanPost = b.canPost
	b.desk = desk.New(b.Config.Config)
	return b
}

// Close waits for the answers under way.
func (b *Bot) Close() { b.pending.Wait() }

const (
	remembered = 2 * time.Hour // how long an event is remembered. Slack gives up sending one again after about an hour

	promptly = 2500 * time.Millisecond // how long an answer may take before it goes to the response URL; Slack waits 3 s
	patience = 30 * time.Second        // how long an answer may take at all
)

// command answers a slash command, in at most so many bytes of JSON if that isn't 0. It returns nil, and answers another way,
// once however often the command comes, where the answer takes too long, is too long, is a picture, or has a chart, which Slack
// may refuse: it only says so then.
func (b *Bot) command(c slack.SlashCommand, most int) *slack.WebhookMessage {
	b.noted(c.ChannelID, c.ChannelName)
	if o, asked := b.formAsked(c); asked {
		if !b.seen.again(digestOf("form", ref(c))) {
			b.background(func(ctx context.Context) { b.open(ctx, b.commander(ctx, c), o) })
		}
		return nil
	}
	r, late := soon(b, func(ctx context.Context) reply {
		to := b.commander(ctx, c)
		asked := desk.Request{By: to.user, Channel: to.channel, Ref: ref(c), Lang: to.lang, Page: 1}
		return b.answer(ctx, asked, Plain(c.Text), !b.own(ctx, to.channel))
	})
	once := "late " + ref(c)
	if late == nil {
		if w := r.webhook(""); r.chart == nil && !r.Strict && !tooLong(w, most) && !b.seen.came(once) {
			return w
		}
	}
	if !b.seen.again(once) {
		b.background(func(ctx context.Context) {
			if late != nil {
				r = <-late
			}
			b.respond(ctx, b.commander(ctx, c), r)
		})
	}
	return nil
}

// soon does some work, and returns its result if it takes no longer than Slack waits, or else where the result will appear.
func soon[T any](b *Bot, work func(context.Context) T) (done T, late <-chan T) {
	answered := make(chan T, 1)
	b.background(func(ctx context.Context) {
		defer close(answered)
		answered <- work(ctx)
	})
	select {
	case done = <-answered:
		return done, nil
	case <-time.After(promptly):
		return done, answered
	}
}

func tooLong(v any, most int) bool {
	encoded, err := json.Marshal(v)
	return most > 0 && (err != nil || len(encoded) > most)
}

// background does what Slack doesn't wait for, but Close does.
func (b *Bot) background(work func(ctx context.Context)) { b.within(patience, work) }

// within does in the background what may take so long.
func (b *Bot) within(most time.Duration, work func(ctx context.Context)) {
	b.pending.Go(func() {
		defer b.survive()
		ctx, cancel := context.WithTimeout(context.Background(), most)
		defer cancel()
		work(ctx)
	})
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

// do asks the desk, and shows proposals that wait from now on where they are settled. A panic there is a fault like any other: the
// person who asked gets a message about it.
func (b *Bot) do(ctx context.Context, r desk.Request) (a answer.Answer, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = panicked(p)
		}
	}()
	before := b.Tracker.Book().Head()
	a, err = b.desk.Do(ctx, r)
	b.settled(before, "")
	if made := a.Proposals(); a.Kind != answer.Proposals && len(made) > 0 {
		b.review(made, r.Ref)
	}
	return a, err
}

// label is what a line is called on a button.
func (b *Bot) label(line string, w *answer.Words) string {
	return (&query.Runner{Book: b.Tracker.Book(), Call: b.Call, Today: today()}).Label(line, w)
}

// today is the day that answers are about if they name none.
func today() tracker.Day { return tracker.DayOf(time.Now()) }

// survive is deferred where a panic would end the process, and logs it.
func (b *Bot) survive() {
	if p := recover(); p != nil {
		b.fault(context.Background(), "", panicked(p))
	}
}

func panicked(p any) error { return fmt.Errorf("panic: %v\n%s", p, debug.Stack()) }

// fault logs what went wrong and shows the person its reference.
func (b *Bot) fault(ctx context.Context, lang string, err error) reply {
	reference := rand.Text()[:8]
	b.Log.ErrorContext(ctx, "internal error", "reference", reference, "error", scrub(err))
	return say(answer.In(lang).Say("fault(reference)", reference))
}
