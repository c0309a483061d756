package slacktest

import (
	"cmp"
	"fmt"
	"net"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"
)

// Config says who the app is. The zero Config is complete.
type Config struct {
	BotToken      string // default "xoxb-test"
	AppToken      string // default "xapp-test"
	SigningSecret string // default "test-signing-secret"
	Enterprise    string // the organisation that the workspace is of; default none

	// Ahead is how far Slack's clock is ahead of the time package's.
	Ahead time.Duration

	// Scopes are what the bot token was granted; nil grants everything.
	Scopes []string
	// RateLimit refuses a second message to a channel within a second.
	RateLimit bool
	// Agents says that the workspace has agents: assistant.threads.* work.
	Agents bool
	// PingEvery is the time between pings on a Socket Mode connection: default
	// 10 s. slack-go reconnects after 30 s without one.
	PingEvery time.Duration
}

// Who the app and its bot are, and of which workspace.
const (
	teamID  = "T0TEAM"
	appID   = "A0APP"
	botUser = "U0BOT"
	botID   = "B0BOT"
)

// User is a person in the workspace.
type User struct {
	ID, Name, RealName string
	TZ                 string // such as "Europe/Paris"
	Locale             string // such as "fr-FR"; default "en-US"
	Admin, Owner       bool
	Restricted         bool   // a guest
	Team               string // another workspace, of a person from there
	Enterprise         string // the organisation that Team is of
	Bot, Deleted       bool
}

// Channel is a conversation.
type Channel struct {
	ID, Name string
	Member   bool // whether the bot is in it
	Private  bool
	Archived bool
	IM       bool     // a direct message with User, or if there is none of the Members, which the bot can't see
	User     string   // the other side of a direct message
	Members  []string // people in it; empty says that everybody is
}

// seen reports whether the bot can see a channel.
func (c Channel) seen() bool { return c.Member || !c.Private && !c.IM }

// kind is what the Web API calls a channel's type.
func (c Channel) kind() string {
	switch {
	case c.IM:
		return "im"
	case c.Private:
		return "private_channel"
	}
	return "public_channel"
}

// Violation is something the bot did that Slack refuses, drops, or would turn
// into a mention.
type Violation struct {
	Where string // the method, or the kind of request that was answered
	What  string
}

func (v Violation) String() string { return v.Where + ": " + v.What }

// Slack is the fake. It is safe for concurrent use.
type Slack struct {
	// URL is where the handler is reached, without a trailing slash. Serve sets
	// it; behind another server, set it before use.
	URL string

	config Config
	mux    *http.ServeMux
	done   chan struct{}
	wg     sync.WaitGroup

	mu         sync.Mutex
	closed     bool
	revoked    bool
	serial     int
	lastTS     int64 // microseconds
	users      map[string]User
	channels   map[string]Channel
	messages   []*Message
	spoken     map[string]bool // what people said, by channel and time stamp
	lastPost   map[string]time.Time
	threads    map[string]Thread // what is shown around them, by channel and time stamp
	views      []*View
	files      []*File
	triggers   map[string]*trigger
	responses  map[string]*responseURL
	violations []Violation

	calls  []*Call
	counts map[string]int
	faults map[string][]Fault
	failBy func(Call) Fault

	requestURL    string
	requestClient *http.Client

	tickets map[string]time.Time // unused Socket Mode URIs and when they expire
	sockets []*socket
	changed chan struct{} // closed when a socket comes
	acks    map[string][]chan ack
}

// New returns a workspace with no channels and no users but the bot. It must be
// served by Serve, or by another server with URL set.
func New(c Config) *Slack {
	c.BotToken = cmp.Or(c.BotToken, "xoxb-test")
	c.AppToken = cmp.Or(c.AppToken, "xapp-test")
	c.SigningSecret = cmp.Or(c.SigningSecret, "test-signing-secret")
	c.PingEvery = cmp.Or(c.PingEvery, 10*time.Second)
	s := &Slack{
		config:    c,
		mux:       http.NewServeMux(),
		done:      make(chan struct{}),
		users:     map[string]User{},
		channels:  map[string]Channel{},
		lastPost:  map[string]time.Time{},
		spoken:    map[string]bool{},
		threads:   map[string]Thread{},
		triggers:  map[string]*trigger{},
		responses: map[string]*responseURL{},
		counts:    map[string]int{},
		faults:    map[string][]Fault{},
		tickets:   map[string]time.Time{},
		changed:   make(chan struct{}),
		acks:      map[string][]chan ack{},
	}
	s.AddUser(User{ID: botUser, Name: "rollcall", Bot: true})
	s.mux.HandleFunc("/api/{method}", s.serveAPI)
	s.mux.HandleFunc("POST /response/{id}", s.serveResponse)
	s.mux.HandleFunc("POST /upload/{id}", s.serveUpload)
	s.mux.HandleFunc("GET /files-pri/{id}/download/{name}", s.serveDownload)
	s.mux.HandleFunc("GET /link/", s.serveSocket)
	return s
}

// Start serves a new Slack on a loopback port until the test ends.
func Start(tb testing.TB, c Config) *Slack {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	s := New(c)
	s.Serve(l)
	tb.Cleanup(s.Close)
	return s
}

// ServeHTTP serves the Web API, response and upload URLs, and Socket Mode.
func (s *Slack) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// Serve serves in the background until Close, and sets URL from l's address.
func (s *Slack) Serve(l net.Listener) {
	s.URL = "http://" + l.Addr().String()
	srv := &http.Server{Handler: s}
	s.wg.Go(func() { _ = srv.Serve(l) })
	s.wg.Go(func() { <-s.done; _ = srv.Close() })
}

// Close ends every connection, wait and goroutine.
func (s *Slack) Close() {
	s.mu.Lock()
	if !s.closed {
		s.closed = true
		close(s.done)
	}
	s.mu.Unlock()
	s.CutSockets()
	s.wg.Wait()
}

// API returns a slack-go client of this Slack with both tokens. A nil client is
// http.DefaultClient.
func (s *Slack) API(client *http.Client) *slack.Client {
	if client == nil {
		client = http.DefaultClient
	}
	return slack.New(s.config.BotToken,
		slack.OptionAppLevelToken(s.config.AppToken),
		slack.OptionAPIURL(s.URL+"/api/"),
		slack.OptionHTTPClient(client))
}

// AddUser adds a user, or replaces the one with the same id.
func (s *Slack) AddUser(u User) {
	defer s.lock()()
	s.users[u.ID] = u
}

// AddChannel adds a channel, or replaces the one with the same id: to archive it,
// or to take the bot out.
func (s *Slack) AddChannel(c Channel) {
	defer s.lock()()
	s.channels[c.ID] = c
}

// DeleteChannel deletes a channel, as seen by the bot. What was posted stays readable.
func (s *Slack) DeleteChannel(id string) {
	defer s.lock()()
	delete(s.channels, id)
}

// Revoke makes every further call answer token_revoked, until it is undone.
func (s *Slack) Revoke(revoked bool) {
	defer s.lock()()
	s.revoked = revoked
}

// Violations returns what the bot did wrong, in order.
func (s *Slack) Violations() []Violation {
	defer s.lock()()
	return slices.Clone(s.violations)
}

// lock locks the workspace, and returns what unlocks it.
func (s *Slack) lock() func() {
	s.mu.Lock()
	return s.mu.Unlock
}

// violate records violations; s.mu is held.
func (s *Slack) violate(where string, whats ...string) {
	for _, what := range whats {
		s.violations = append(s.violations, Violation{where, what})
	}
}

// id returns a new id; s.mu is held.
func (s *Slack) id(prefix string) string {
	s.serial++
	return fmt.Sprintf("%s%06d", prefix, s.serial)
}

// ts returns a time stamp later than every one before; s.mu is held.
func (s *Slack) ts() string {
	s.lastTS = max(time.Now().Add(s.config.Ahead).UnixMicro(), s.lastTS+1)
	return fmt.Sprintf("%d.%06d", s.lastTS/1e6, s.lastTS%1e6)
}

// direct returns the direct message channel with a user; s.mu is held.
func (s *Slack) direct(user string) Channel {
	for _, c := range s.channels {
		if c.IM && c.User == user {
			return c
		}
	}
	c := Channel{ID: "D" + user, IM: true, User: user, Member: true}
	s.channels[c.ID] = c
	return c
}

// wait sleeps, and reports false when Close ended the wait.
func (s *Slack) wait(d time.Duration) bool {
	if d <= 0 {
		return true
	}
	select {
	case <-time.After(d):
		return true
	case <-s.done:
		return false
	}
}
