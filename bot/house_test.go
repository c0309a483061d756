package bot_test

import (
	"bytes"
	"context"
	"log/slog"
	"math"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	_ "time/tzdata" // schedules are local times

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"rollcall/bot"
	"rollcall/bot/slacktest"
	"rollcall/tracker"
	"rollcall/tracker/asked"
	"rollcall/tracker/desk"
	"rollcall/tracker/pariscall"
	"rollcall/tracker/testrun"
)

// Who and what there is in every test's workspace.
const (
	admin     = "U0ADMIN"
	guest     = "U0GUEST"
	french    = "U0FRENCH"  // whose Slack is in French
	spanish   = "U0SPANISH" // whose Slack is in Spanish
	policy    = "C0POLICY"
	press     = "C0PRESS"
	elsewhere = "C0ELSEWHERE" // the bot isn't in it
	review    = "C0REVIEW"    // new proposals are shown there

	token  = "xoxb-test"
	secret = "test-signing-secret"
)

// workspace puts people and channels into a Slack.
func workspace(s *slacktest.Slack) *slacktest.Slack {
	s.AddUser(slacktest.User{ID: admin, Name: "admin"})
	s.AddUser(slacktest.User{ID: guest, Name: "guest"})
	s.AddUser(slacktest.User{ID: french, Name: "french", Locale: "fr-FR"})
	s.AddUser(slacktest.User{ID: spanish, Name: "spanish", Locale: "es-LA"})
	s.AddChannel(slacktest.Channel{ID: policy, Name: "policy", Member: true})
	s.AddChannel(slacktest.Channel{ID: press, Name: "press", Member: true})
	s.AddChannel(slacktest.Channel{ID: elsewhere, Name: "elsewhere"})
	s.AddChannel(slacktest.Channel{ID: review, Name: "review", Member: true})
	return s
}

// house is a Slack, a ledger, and the bot between them.
type house struct {
	*testing.T
	slack   *slacktest.Slack
	ledger  tracker.Ledger
	tracker *tracker.Tracker
	api     *slack.Client
	client  *http.Client
	log     *lines
	url     string // of the bot's endpoint

	pace   *bot.Pace   // of all Posters
	access *bot.Access // of all Posters and Bots

	answering *http.Client     // of a Bot of other settings
	second    *tracker.Tracker // of another call, where a test wants one
}

var call = sync.OnceValues(pariscall.Call)

// newHouse opens a ledger for a bot whose Slack is reached through client.
func newHouse(t *testing.T, s *slacktest.Slack, client *http.Client, ledger tracker.Ledger) *house {
	t.Helper()
	client.Timeout = bot.CallTimeout
	h := &house{T: t, slack: workspace(s), ledger: ledger, client: client, api: s.API(client), log: &lines{}, pace: new(bot.Pace)}
	h.access = bot.NewAccess(h.api, h.log.logger())
	h.reopen()
	return h
}

// inBubble builds a house whose Slack is in memory, and whose time begins at start. It must run in a synctest bubble.
func inBubble(t *testing.T, start time.Time, config slacktest.Config, ledger tracker.Ledger) (*house, *slacktest.Pipe) {
	t.Helper()
	time.Sleep(time.Until(start))
	network := slacktest.NewPipe()
	s := slacktest.New(config)
	s.Serve(network.Listen("slack.test"))
	t.Cleanup(s.Close)
	return newHouse(t, s, network.Client(), ledger), network
}

// onLoopback builds a house whose Slack and whose bot are reached over loopback.
func onLoopback(t *testing.T, ledger tracker.Ledger) (*house, *bot.Bot) {
	t.Helper()
	h := newHouse(t, slacktest.Start(t, slacktest.Config{}), &http.Client{}, ledger)
	return h, h.serve()
}

// serve makes a bot and serves it on loopback until the test ends.
func (h *house) serve() *bot.Bot {
	h.Helper()
	b := h.bot()
	l := listen(h.T)
	server := &http.Server{Handler: bot.NewRouter(b).Handler()}
	go func() { _ = server.Serve(l) }()
	h.Cleanup(func() { _ = server.Close() })
	h.url = "http://" + l.Addr().String() + "/slack/events"
	h.slack.SetRequestURL(h.url, nil)
	return b
}

// serveOn serves a bot on a network in memory, and returns what ends it.
func (h *house) serveOn(network *slacktest.Pipe) (stop func()) {
	first, others := h.bots()
	server := &http.Server{Handler: bot.NewRouter(first, others...).Handler()}
	l := network.Listen("bot.test")
	go func() { _ = server.Serve(l) }()
	h.slack.SetRequestURL("http://bot.test/slack/events", network.Client())
	return func() {
		_ = server.Close()
		for _, b := range append(others, first) {
			b.Close()
		}
	}
}

// listenOn takes requests through Socket Mode on a network in memory, and returns what ends it.
func (h *house) listenOn(network *slacktest.Pipe) (stop func()) {
	first, others := h.bots()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		ended <- bot.NewRouter(first, others...).Listen(ctx, h.api, socketmode.OptionDialer(network.Dialer()))
	}()
	return func() {
		cancel()
		if err := <-ended; err != nil {
			h.Errorf("Listen: %v", err)
		}
		for _, b := range append(others, first) {
			b.Close()
		}
	}
}

// A way is one in which a house takes requests on a network in memory. It returns what ends it.
type way func(h *house, network *slacktest.Pipe) (stop func())

// eachWay runs a test in bubbles, over HTTP and through Socket Mode; without -long in one of these ways, which its name decides.
func eachWay(t *testing.T, test func(t *testing.T, serve way)) {
	t.Helper()
	ways := []struct {
		name  string
		serve way
	}{{"HTTP", (*house).serveOn}, {"Socket Mode", (*house).listenOn}}
	if !testrun.Long() {
		one := len(t.Name()) % 2
		ways = ways[one : one+1]
	}
	for _, w := range ways {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { test(t, w.serve) })
		})
	}
}

// reopen folds the ledger again, as a process does when it starts.
func (h *house) reopen() {
	h.Helper()
	t, err := tracker.Open(h.Context(), h.ledger)
	if err != nil {
		h.Fatal(err)
	}
	h.tracker = t
}

func (h *house) bot() *bot.Bot {
	h.Helper()
	return newBot(h.tracker, h.call(), h.slack, h.access, h.client, h.log.logger())
}

// tidy is another call than the Paris Call.
func tidy() *tracker.Call {
	return &tracker.Call{Slug: "tidy-desks", Name: "Example Call for Tidy Desks", Names: map[string]string{"en": "Example Call for Tidy Desks", "fr": "Appel pour des bureaux rangés"}, Launched: "2024-05-01", Checked: "2024-06-30",
		URL: "https://example.org/call", TextURL: "https://example.org/text", PrinciplesURL: "https://example.org/principles", ListURL: "https://example.org/list"}
}

// bots are the Bot of the Paris Call and, where a test wants one, that of the other call.
func (h *house) bots() (first *bot.Bot, others []*bot.Bot) {
	h.Helper()
	first = h.bot()
	if h.second == nil {
		return first, nil
	}
	c := first.Config
	first.Close()
	other := c
	other.Tracker, other.Call, other.Slash, other.Proposals = h.second, tidy(), "/tidy", ""
	other.Others = []desk.Other{{Tracker: c.Tracker, Call: c.Call, Command: c.Slash}}
	c.Others = []desk.Other{{Tracker: h.second, Call: other.Call, Command: other.Slash}}
	return bot.New(c), []*bot.Bot{bot.New(other)}
}

func newBot(t *tracker.Tracker, call *tracker.Call, s *slacktest.Slack, access *bot.Access, client *http.Client, log *slog.Logger) *bot.Bot {
	return bot.New(bot.Config{
		Config: desk.Config{Tracker: t, Call: call, Asked: asked.New(new(asked.Memory), log), Slash: "/pariscall", Admins: []string{admin}, Log: log},
		Slack:  s.API(client), Access: access, HTTP: client, APIURL: s.URL + "/api/", SigningSecret: secret, Proposals: review})
}

func (h *house) call() *tracker.Call {
	h.Helper()
	c, err := call()
	if err != nil {
		h.Fatal(err)
	}
	return c
}

// start runs a Poster of the Paris Call, and returns what stops it and waits until it has ended.
func (h *house) start(tick time.Duration) (stop func()) { return h.startFor(h.tracker, h.call(), tick) }

// startFor runs a Poster of a call.
func (h *house) startFor(t *tracker.Tracker, call *tracker.Call, tick time.Duration) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	p := bot.NewPoster(bot.New(bot.Config{Config: desk.Config{Tracker: t, Call: call, Log: h.log.logger()}, Slack: h.api, Access: h.access, Pace: h.pace}), bot.CallTimeout)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		p.Run(ctx, tick)
	}()
	return func() {
		cancel()
		<-ended
	}
}

// types sends a slash command as somebody types it, and returns what Slack shows for it.
func (h *house) types(user, channel, line string) slacktest.Message {
	h.Helper()
	reply, err := h.slack.Send(h.Context(), h.slack.Command(user, channel, "/pariscall "+line))
	if err != nil || reply.Message == nil {
		h.Fatalf("%q was answered with %d %q, %v", line, reply.Status, reply.Body, err)
	}
	return *reply.Message
}

// do records what a decision says.
func (h *house) do(by string, decide func(*tracker.Book) ([]tracker.Event, error)) tracker.Done {
	h.Helper()
	done, err := h.tracker.Do(h.Context(), tracker.Request{By: by}, decide)
	if err != nil {
		h.Fatal(err)
	}
	return done
}

// joins records that a company joined.
func (h *house) joins(name string) {
	h.Helper()
	h.do(admin, tracker.Add(tracker.Supporter{Name: name, Category: tracker.Company, Source: "https://example.org/a"}, tracker.DayOf(time.Now())))
}

func (h *house) head() tracker.Seq { return h.tracker.Book().Head() }

// posted is what was posted to a channel by itself, not as a reply.
func (h *house) posted(channel string) []slacktest.Message {
	var list []slacktest.Message
	for _, m := range h.slack.Messages(channel) {
		if m.Via == "chat.postMessage" {
			list = append(list, m)
		}
	}
	return list
}

// told are the direct messages to a person.
func (h *house) told(user string) []slacktest.Message {
	var list []slacktest.Message
	for _, m := range h.slack.Messages("") {
		if m.Via == "chat.postMessage" && m.User == user {
			list = append(list, m)
		}
	}
	return list
}

// holds checks what holds after every test: a ledger without violations, and nothing that Slack would refuse.
func (h *house) holds() {
	h.Helper()
	entries, err := h.ledger.Read(context.Background(), 0, math.MaxInt)
	if err != nil {
		h.Fatal(err)
	}
	for _, v := range tracker.Verify(entries) {
		h.Errorf("the ledger is broken: %v", v)
	}
	for _, v := range h.slack.Violations() {
		h.Errorf("Slack would refuse: %v", v)
	}
	h.keepsSecrets(h.log.String())
	for _, m := range h.slack.Messages("") {
		h.keepsSecrets(m.Text + string(m.Blocks))
	}
}

// keepsSecrets checks that a text has no secret.
func (h *house) keepsSecrets(text string) {
	h.Helper()
	for _, secret := range []string{token, secret, "/response/"} {
		if strings.Contains(text, secret) {
			h.Errorf("%q is shown in %q", secret, text)
		}
	}
}

// lines is a log that a test reads.
type lines struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

func (l *lines) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(l, &slog.HandlerOptions{Level: slog.LevelDebug}))
}
