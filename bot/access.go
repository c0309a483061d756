package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"
)

const (
	lookAgain    = 10 * time.Minute // between looks at a token that Slack takes
	betweenLooks = 2 * time.Second  // at least, at one that it doesn't
	posting      = "chat:write"     // the scope without which nothing can be posted
)

// An Access knows rollcall's access to its workspace by the bot token: whose the token is, whether Slack takes it, and what
// time it is at Slack. All callers with that token share one Access.
//
// A token that Slack doesn't take is not a channel's fault: nothing is planned, posted or given up until Slack takes it
// again. This is tested by auth.test, and after a refused post also by one post.
type Access struct {
	slack   *slack.Client
	log     *slog.Logger
	looking chan struct{} // has something in it while Slack is asked

	mu     sync.Mutex
	own    *slack.AuthTestResponse // nil: Slack wasn't asked yet, or didn't say
	next   time.Time               // when to ask again
	theirs time.Time               // the time at Slack's
	ours   time.Time               // when it was that
	why    string                  // in Slack's word, while it takes nothing; empty if it does
	proof  bool                    // only a post ends that
	turn   bool                    // of one post, as proof
}

// NewAccess makes an Access for a client.
func NewAccess(client *slack.Client, log *slog.Logger) *Access {
	return &Access{slack: client, log: log, looking: make(chan struct{}, 1)}
}

// Look asks Slack about the token, unless it was asked a short while ago.
func (a *Access) Look(ctx context.Context) {
	select {
	case a.looking <- struct{}{}:
	case <-ctx.Done():
		return
	}
	defer func() { <-a.looking }()
	a.mu.Lock()
	early := time.Now().Before(a.next)
	a.mu.Unlock()
	if early {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, CallTimeout)
	defer cancel()
	own, err := a.slack.AuthTestContext(ctx)
	a.mu.Lock()
	defer a.mu.Unlock()
	now := time.Now()
	if own != nil {
		if theirs, err := http.ParseTime(own.Header.Get("Date")); err == nil {
			a.theirs, a.ours = theirs, now
		}
	}
	o, wait := judge(err)
	switch {
	case o == lockedOut:
		a.deny(word(err), false)
	case err != nil:
		a.log.WarnContext(ctx, "Slack doesn't say whose the token is", "error", scrub(err))
	default:
		if a.own = own; !canPost(own) {
			a.deny(noScope, false)
		} else if a.proof && !a.turn {
			a.turn = true
		} else {
			a.allow()
		}
	}
	a.next = now.Add(max(wait, betweenLooks))
	if err == nil && a.why == "" {
		a.next = now.Add(lookAgain)
	}
}

// canPost reports whether a token has the scope for posting, as far as Slack says.
func canPost(own *slack.AuthTestResponse) bool {
	scopes := own.Header.Get("X-OAuth-Scopes")
	return scopes == "" || slices.Contains(strings.FieldsFunc(scopes, func(r rune) bool { return r == ',' || r == ' ' }), posting)
}

// word is why Slack, or a proxy before it, doesn't take a call.
func word(err error) string {
	var status slack.StatusCodeError
	if errors.As(err, &status) {
		return fmt.Sprint("HTTP status ", status.Code)
	}
	return reason(err)
}

// deny records that Slack takes nothing; a.mu is held.
func (a *Access) deny(why string, proof bool) {
	if a.why != why {
		a.log.Error("Slack doesn't take rollcall's bot token; digests are held until it does", "error", why)
	}
	a.why, a.proof, a.turn = why, proof, false
}

// allow records that Slack takes calls; a.mu is held.
func (a *Access) allow() {
	if a.why != "" {
		a.log.Info("Slack takes rollcall's bot token again; what was held is posted")
	}
	a.why, a.proof, a.turn = "", false, false
}

// denied records Slack's answer to a call, and reports whether it takes none. Further words that mean this are in also.
// If it was said to a post, one is tried before Slack is believed to take others.
func (a *Access) denied(err error, post bool, also ...string) bool {
	if o, _ := judge(err); err == nil || o != lockedOut && !slices.Contains(also, reason(err)) {
		return false
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.deny(word(err), post)
	a.next = time.Time{}
	return true
}

func (a *Access) accepted() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.allow()
}

// Ready reports why Slack takes nothing, and what to do.
func (a *Access) Ready() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.why == "" {
		return nil
	}
	return fmt.Errorf("the bot token isn't taken by Slack (%s), so digests are held; they are posted when it is. "+
		"Look at the app in the workspace, its token SLACK_BOT_TOKEN and its scopes; rollcall doctor tells more", a.why)
}

// open reports whether anything can be posted: anything, or one post as proof.
func (a *Access) open() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.why == "" || a.turn
}

// take takes the turn to post, if there is one.
func (a *Access) take() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	had := a.turn
	a.turn = false
	return a.why == "" || had
}

// now is Slack's time, or a little before it, independent of our clock; zero if Slack didn't say.
func (a *Access) now() time.Time {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.theirs.IsZero() {
		return a.theirs
	}
	return a.theirs.Add(time.Since(a.ours))
}

// self is whose the token is.
func (a *Access) self(ctx context.Context) (*slack.AuthTestResponse, error) {
	own := a.known()
	if own == nil {
		a.Look(ctx)
		own = a.known()
	}
	if own == nil {
		return nil, errors.New("it isn't known whose the bot token is")
	}
	return own, nil
}

func (a *Access) known() *slack.AuthTestResponse {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.own
}
