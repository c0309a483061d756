package slacktest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

const (
	ticketLifetime = 30 * time.Second
	// closeAfter is how long a connection lives on after its disconnect message.
	closeAfter = 10 * time.Second
	// sendAtMost is how often an envelope is sent.
	sendAtMost = 3
	writeWait  = 10 * time.Second
)

// ErrUnacknowledged says that an envelope was sent three times and every time its
// acknowledgement, or the connection, was lost.
var ErrUnacknowledged = errors.New("slacktest: the envelope was not acknowledged")

// socket is one Socket Mode connection.
type socket struct {
	ws      *websocket.Conn
	mu      sync.Mutex // one writer at a time
	gone    chan struct{}
	leaving bool // asked to disconnect; guarded by Slack.mu
}

func (c *socket) write(v any) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.put(v)
}

// put writes; the caller holds mu.
func (c *socket) put(v any) error {
	_ = c.ws.SetWriteDeadline(time.Now().Add(writeWait))
	return c.ws.WriteJSON(v)
}

// ack is an acknowledgement, or the news that one was lost.
type ack struct {
	payload []byte
	lost    bool
}

// connectionsOpen hands out a URL that changes when it is parsed and put together
// again, since it must be used exactly as given.
func (s *Slack) connectionsOpen(args) object {
	uri := fmt.Sprintf("/link/?ticket=%s%%7E&app_id=%s", s.id("t"), appID)
	s.tickets[uri] = time.Now().Add(ticketLifetime)
	return object{"url": "ws" + strings.TrimPrefix(s.URL, "http") + uri}
}

func (s *Slack) serveSocket(w http.ResponseWriter, r *http.Request) {
	call := s.arrive("link", nil)
	f := call.Fault
	switch {
	case !s.wait(f.Before), f.Lost, f.Cut:
		panic(http.ErrAbortHandler)
	case f.Status != 0:
		http.Error(w, "Server Error", f.Status)
		return
	case !s.useTicket(r.RequestURI):
		http.Error(w, "invalid ticket", http.StatusNotFound)
		return
	}
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := up.Upgrade(w, r, nil)
	if err != nil {
		return // Upgrade has answered
	}
	c := &socket{ws: ws, gone: make(chan struct{})}
	defer func() { _ = ws.Close() }()
	c.mu.Lock() // nothing is sent before hello
	n, ok := s.join(call, c)
	if !ok {
		return
	}
	defer s.leave(c)
	hello := object{
		"type": "hello", "num_connections": n, "connection_info": object{"app_id": appID},
		"debug_info": object{"host": "slacktest", "build_number": 1, "approximate_connection_time": 18060},
	}
	err = c.put(hello)
	c.mu.Unlock()
	if err != nil {
		return
	}
	s.wg.Go(func() { s.ping(c) })
	for {
		_, message, err := ws.ReadMessage()
		if err != nil || !s.acknowledge(message) {
			return
		}
	}
}

// useTicket reports whether a URI was handed out, lately, and uses it up.
func (s *Slack) useTicket(uri string) bool {
	defer s.lock()()
	expires, known := s.tickets[uri]
	delete(s.tickets, uri)
	if !known {
		s.violate("link", "the URL is not as it was handed out: "+uri)
	}
	return known && time.Now().Before(expires)
}

// join adds a connection and returns how many there are, unless Slack is closed.
func (s *Slack) join(call *Call, c *socket) (int, bool) {
	defer s.lock()()
	if s.closed {
		return 0, false
	}
	call.Landed = true
	s.wg.Add(1)
	s.sockets = append(s.sockets, c)
	close(s.changed)
	s.changed = make(chan struct{})
	return len(s.sockets), true
}

func (s *Slack) leave(c *socket) {
	defer s.lock()()
	s.sockets = slices.DeleteFunc(s.sockets, func(o *socket) bool { return o == c })
	close(c.gone)
	s.wg.Done()
}

func (s *Slack) ping(c *socket) {
	t := time.NewTicker(s.config.PingEvery)
	defer t.Stop()
	for {
		select {
		case <-t.C:
			_ = c.ws.WriteControl(websocket.PingMessage, []byte("ping"), time.Now().Add(writeWait))
		case <-c.gone:
			return
		}
	}
}

// acknowledge takes what the bot sent, and reports whether the connection lives on.
func (s *Slack) acknowledge(message []byte) bool {
	if len(message) >= maxAckPayload {
		defer s.lock()()
		s.violate("ack", fmt.Sprintf("%d bytes are too many: dropped", len(message)))
		return true
	}
	var m struct {
		EnvelopeID string          `json:"envelope_id"`
		Payload    json.RawMessage `json:"payload"`
	}
	bad := json.Unmarshal(message, &m)
	call := s.arrive("ack", args{"envelope_id": m.EnvelopeID, "payload": string(m.Payload)})
	f := call.Fault
	if !s.wait(f.Before) || f.Cut {
		return false
	}
	defer s.lock()()
	if bad != nil || m.EnvelopeID == "" {
		s.violate("ack", "is not an acknowledgement: "+string(message))
		return true
	}
	call.Landed = !f.Lost
	for _, waiting := range s.acks[m.EnvelopeID] {
		select {
		case waiting <- ack{m.Payload, f.Lost}:
		default: // it is acknowledged already
		}
	}
	return true
}

// Sockets returns how many Socket Mode connections there are.
func (s *Slack) Sockets() int {
	defer s.lock()()
	return len(s.sockets)
}

// CutSockets cuts every Socket Mode connection without a word.
func (s *Slack) CutSockets() {
	defer s.lock()()
	for _, c := range s.sockets {
		_ = c.ws.Close()
	}
}

// Disconnect announces to every Socket Mode connection that it is about to be closed, for
// a reason such as "warning" or "refresh_requested". No more envelopes go there; it
// still takes acknowledgements, and is closed 10 s later.
func (s *Slack) Disconnect(reason string) {
	s.mu.Lock()
	leaving := slices.DeleteFunc(slices.Clone(s.sockets), func(c *socket) bool { return c.leaving })
	for _, c := range leaving {
		c.leaving = true
	}
	s.mu.Unlock()
	for _, c := range leaving {
		_ = c.write(object{"type": "disconnect", "reason": reason, "debug_info": object{"host": "slacktest"}})
		s.wg.Go(func() {
			select {
			case <-time.After(closeAfter):
				_ = c.ws.Close()
			case <-c.gone:
			}
		})
	}
}

// socket returns a connection that takes envelopes, once there is one.
func (s *Slack) socket(ctx context.Context) (*socket, error) {
	for {
		s.mu.Lock()
		c, changed := first(s.sockets, func(c *socket) bool { return !c.leaving }), s.changed
		s.mu.Unlock()
		if c != nil {
			return c, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-s.done:
			return nil, http.ErrServerClosed
		}
	}
}

// sendSocket sends an envelope until it is acknowledged.
func (s *Slack) sendSocket(ctx context.Context, r Request) (Reply, error) {
	if r.envelope == "" || r.Body != nil {
		return Reply{}, errors.New("slacktest: this request goes over HTTP only")
	}
	acks := make(chan ack, 1)
	s.expect(r.envelope, acks)
	defer s.forget(r.envelope, acks)
	reply := Reply{Status: http.StatusOK}
	start, ourFault := time.Now(), false
	for reply.Sent < sendAtMost {
		c, err := s.socket(ctx)
		if err != nil {
			return reply, err
		}
		if c.write(r.envelopeFor(reply.Sent)) != nil {
			_ = c.ws.Close()
		}
		reply.Sent++
		late := time.After(AnswerWithin)
		for again := false; !again; {
			select {
			case a := <-acks:
				if a.lost {
					ourFault = true
					continue
				}
				reply.Body, reply.Took = a.payload, time.Since(start)
				if reply.Took > AnswerWithin && !ourFault {
					return reply, ErrLate
				}
				return reply, nil
			case <-c.gone:
				again, ourFault = true, true
			case <-late:
				again = true
			case <-ctx.Done():
				return reply, ctx.Err()
			case <-s.done:
				return reply, http.ErrServerClosed
			}
		}
	}
	if ourFault {
		return reply, ErrUnacknowledged
	}
	return reply, ErrLate
}

// envelopeFor is the envelope of a request that was already sent so many times.
func (r Request) envelopeFor(sent int) object {
	e := object{
		"envelope_id": r.envelope, "type": r.Type, "payload": r.Payload,
		"accepts_response_payload": r.Type != EventsAPI,
	}
	if again := r.Retry + sent; again > 0 {
		e["retry_attempt"], e["retry_reason"] = again, r.RetryReason
		if sent > 0 {
			e["retry_reason"] = "timeout"
		}
	}
	return e
}

// expect has the acknowledgements of an envelope go to a channel, too.
func (s *Slack) expect(envelope string, acks chan ack) {
	defer s.lock()()
	s.acks[envelope] = append(s.acks[envelope], acks)
}

func (s *Slack) forget(envelope string, acks chan ack) {
	defer s.lock()()
	s.acks[envelope] = slices.DeleteFunc(s.acks[envelope], func(c chan ack) bool { return c == acks })
}
