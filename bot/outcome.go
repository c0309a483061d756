package bot

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"rollcall/bot/blocks"
)

// outcome is what became of a call.
type outcome int

const (
	unknown   outcome = iota // it may have landed
	limited                  // it did not: too many calls
	refused                  // it did not, and may another time
	gone                     // it did not, and won't
	lockedOut                // it did not, nor would any other: it is the token, or what stands between
)

func (o outcome) String() string {
	return [...]string{"unknown", "limited", "refused", "gone", "locked out"}[o]
}

// judge tells the outcome of a call that failed, and for a limited one how long to wait.
func judge(err error) (outcome, time.Duration) {
	var tooMany *slack.RateLimitedError
	if errors.As(err, &tooMany) {
		return limited, min(max(tooMany.RetryAfter, time.Second), maxWait)
	}
	var said slack.SlackErrorResponse
	if errors.As(err, &said) {
		switch said.Err {
		case "internal_error", "fatal_error", "request_timeout", "service_unavailable":
			return unknown, 0
		case "ratelimited", "rate_limited":
			return limited, CallTimeout
		case "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "not_allowed_token_type",
			"team_access_not_granted", "org_login_required", "team_added_to_org", "two_factor_setup_required":
			return lockedOut, 0
		case "not_in_channel", "channel_not_found", "is_archived", "no_permission", noScope, "ekm_access_denied", "user_disabled",
			"messages_tab_disabled":
			return gone, 0
		}
		if strings.HasPrefix(said.Err, "restricted_action") {
			return gone, 0
		}
		return refused, 0
	}
	if errors.Is(err, errElsewhere) {
		return gone, 0
	}
	var status slack.StatusCodeError
	if errors.As(err, &status) && status.Code < 500 && status.Code != http.StatusRequestTimeout {
		return lockedOut, 0 // by what stands between; one that ran out of time may have passed it on
	}
	return unknown, 0
}

// noAnswer stands for what Slack didn't say.
const noAnswer = "no answer"

// reason is what Slack said, in its own word.
func reason(err error) string {
	var said slack.SlackErrorResponse
	if errors.As(err, &said) {
		return said.Err
	}
	return noAnswer
}

// tries of a call that is made again. Slack takes five answers at a response URL.
const tries = 3

// again calls until it succeeds, fails with another outcome than those at which it is called again, or would have to wait
// longer than it may. How long to wait is Slack's to say.
func again(ctx context.Context, call func() error, at ...outcome) error {
	for try := 1; ; try++ {
		err := call()
		o, wait := judge(err)
		wait = max(wait, time.Second<<try)
		deadline, ends := ctx.Deadline()
		if err == nil || !slices.Contains(at, o) || try == tries || ends && time.Until(deadline) < wait {
			return err
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return err
		}
	}
}

// simplest sends a message, and for as long as Slack refuses its blocks, a simpler form of it.
func simplest(m blocks.Message, send func(blocks.Message) error) error {
	for {
		err := send(m)
		simpler, ok := m.Simpler()
		if !plainly(err) || !ok {
			return err
		}
		m = simpler
	}
}

// plainly reports whether Slack refused the blocks.
func plainly(err error) bool {
	var said slack.SlackErrorResponse
	return errors.As(err, &said) && slices.Contains([]string{"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"}, said.Err)
}
