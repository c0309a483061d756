package slacktest

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// AnswerWithin is how long Slack waits for the bot.
const AnswerWithin = 3 * time.Second

// ErrLate says that the bot did not answer within AnswerWithin. It is a violation too.
var ErrLate = errors.New("slacktest: the bot did not answer in time")

// The types of a Request.
const (
	SlashCommand = "slash_commands"
	Interactive  = "interactive"
	EventsAPI    = "events_api"
)

// Request is something Slack sends to the bot. A test may change it before it is
// sent, and send it again: it keeps the ids that Slack gave it.
type Request struct {
	Type    string         // SlashCommand, Interactive or EventsAPI
	Payload map[string]any // fields of the form, or the JSON

	// Retry says that it was sent before, so many times, and why.
	Retry       int
	RetryReason string

	// What a forger may do; HTTP only.
	Timestamp time.Time   // signed instead of the current time
	Body      []byte      // sent and signed instead of the payload
	Header    http.Header // set last; a name with no values removes the header

	user, channel string
	original      string // ts of the message it came from
	view          string // id of the view it came from
	envelope      string
	err           error
}

// Event returns the inner event of an Events API request.
func (r Request) Event() map[string]any {
	e, _ := r.Payload["event"].(object)
	return e
}

// Reply is what the bot answered.
type Reply struct {
	Status  int // of the HTTP response; 200 when acknowledged through Socket Mode
	Header  http.Header
	Body    []byte // the body, or the payload of the acknowledgement
	Took    time.Duration
	Sent    int      // how often it was sent until it was acknowledged
	Message *Message // what was shown for it; nil when nothing
}

// Decode decodes the body.
func (r Reply) Decode(v any) error { return json.Unmarshal(r.Body, v) }

// SetRequestURL sets where requests to the bot go; "" sends them through Socket
// Mode. A nil client is http.DefaultClient.
func (s *Slack) SetRequestURL(to string, client *http.Client) {
	defer s.lock()()
	if client == nil {
		client = http.DefaultClient
	}
	s.requestURL, s.requestClient = to, client
}

// Send sends a request to the bot, over HTTP or Socket Mode, and shows what it
// answers. Errors of the network are returned as they are.
func (s *Slack) Send(ctx context.Context, r Request) (Reply, error) {
	if r.err != nil {
		return Reply{}, r.err
	}
	s.mu.Lock()
	to, client := s.requestURL, s.requestClient
	s.mu.Unlock()
	var reply Reply
	var err error
	if to != "" {
		reply, err = s.sendHTTP(ctx, to, client, r)
	} else {
		reply, err = s.sendSocket(ctx, r)
	}
	if errors.Is(err, ErrLate) {
		s.mu.Lock()
		s.violate(r.Type, fmt.Sprintf("answered after more than %s", AnswerWithin))
		s.mu.Unlock()
	}
	if err != nil {
		return reply, err
	}
	if reply.Status == http.StatusOK {
		reply.Message = s.accept(r, reply.Body)
	}
	return reply, nil
}

func (s *Slack) sendHTTP(ctx context.Context, to string, client *http.Client, r Request) (Reply, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, AnswerWithin, ErrLate)
	defer cancel()
	req, err := s.HTTPRequest(ctx, to, r)
	if err != nil {
		return Reply{}, err
	}
	start := time.Now()
	var body []byte
	resp, err := client.Do(req)
	if err == nil {
		body, err = io.ReadAll(resp.Body)
		_ = resp.Body.Close()
	}
	switch {
	case err == nil:
		return Reply{Status: resp.StatusCode, Header: resp.Header, Body: body, Took: time.Since(start), Sent: 1}, nil
	case errors.Is(context.Cause(ctx), ErrLate):
		return Reply{}, ErrLate
	}
	return Reply{}, err
}

// HTTPRequest returns a request as Slack sends it to a URL, signed.
func (s *Slack) HTTPRequest(ctx context.Context, to string, r Request) (*http.Request, error) {
	body, kind, err := r.encode()
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	at := r.Timestamp
	if at.IsZero() {
		at = time.Now()
	}
	req.Header.Set("Content-Type", kind)
	req.Header.Set("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)")
	req.Header.Set("X-Slack-Request-Timestamp", strconv.FormatInt(at.Unix(), 10))
	req.Header.Set("X-Slack-Signature", Sign(s.config.SigningSecret, at, body))
	if r.Retry > 0 {
		req.Header.Set("X-Slack-Retry-Num", strconv.Itoa(r.Retry))
		req.Header.Set("X-Slack-Retry-Reason", r.RetryReason)
	}
	maps.Copy(req.Header, r.Header)
	return req, nil
}

// Sign returns the v0 signature of a body.
func Sign(secret string, at time.Time, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "v0:%d:%s", at.Unix(), body)
	return "v0=" + hex.EncodeToString(mac.Sum(nil))
}

// encode returns the body of a request over HTTP, and its content type.
func (r Request) encode() (body []byte, kind string, err error) {
	kind = "application/x-www-form-urlencoded"
	if r.Type == EventsAPI {
		kind = "application/json"
	}
	payload, err := json.Marshal(r.Payload)
	form := url.Values{"payload": {string(payload)}}
	switch {
	case r.Body != nil:
		return r.Body, kind, nil
	case r.Type == EventsAPI:
		return payload, kind, err
	case r.Type == SlashCommand:
		form = url.Values{}
		for name, value := range r.Payload {
			form.Set(name, fmt.Sprint(value))
		}
	}
	return []byte(form.Encode()), kind, err
}

// accept shows what a request was answered with.
func (s *Slack) accept(r Request, body []byte) *Message {
	body = bytes.TrimSpace(body)
	defer s.lock()()
	switch kind, _ := r.Payload["type"].(string); {
	case kind == "view_submission":
		s.submitted(r, body)
	case len(body) == 0:
	case kind == "block_suggestion":
		s.suggested(body)
	case kind == "block_actions":
		s.violate(kind, "the body of the answer is ignored: use the response URL")
	case r.Type == SlashCommand:
		a, err := jsonArgs(body)
		if err != nil {
			s.violate(r.Type, "the answer is not a JSON object")
			return nil
		}
		var shown Message
		if tried(func() { shown = *s.answer(r, "", a, "reply") }) == nil {
			return &shown
		}
	}
	return nil
}

// submitted does what the bot answered to a form; s.mu is held.
func (s *Slack) submitted(r Request, body []byte) {
	const where = "view_submission"
	v := s.viewByID(r.view)
	if len(body) == 0 {
		v.closed = true
		return
	}
	a, err := jsonArgs(body)
	if err != nil {
		s.violate(where, "the answer is not a JSON object")
		return
	}
	switch action := a["response_action"]; action {
	case "errors":
		s.reject(v, a["errors"])
	case "update":
		tried(func() { s.setView(where, v, a["view"]) }) // notes what is wrong
	default:
		s.violate(where, "unknown response_action: "+action)
	}
}

// reject shows errors next to the inputs of a form; s.mu is held.
func (s *Slack) reject(v *View, raw string) {
	v.Errors = nil
	if err := json.Unmarshal([]byte(raw), &v.Errors); err != nil || len(v.Errors) == 0 {
		s.violate("view_submission", "errors is not an object of block ids")
		return
	}
	for _, id := range sortedKeys(v.Errors) {
		if !hasInput(v.Blocks, id) {
			s.violate("view_submission", "errors names no input block: "+id)
		}
	}
}

// suggested checks the options for an external menu; s.mu is held.
func (s *Slack) suggested(body []byte) {
	var answer object
	if err := json.Unmarshal(body, &answer); err != nil {
		s.violate("block_suggestion", "the answer is not a JSON object")
		return
	}
	s.violate("block_suggestion", breaks("", "menu", answer)...)
}
