package slacktest

import (
	"cmp"
	"maps"
	"net/http"
	"strconv"
	"time"
)

// Call is one call that arrived: of a Web API method, or of "response_url",
// "upload", "download", "link" (a Socket Mode connection) or "ack" (of an envelope).
type Call struct {
	Method string
	N      int // the first call of this method is 1
	At     time.Time
	Args   map[string]string // without the token; what was nested is JSON
	Scope  string            // the bot scope this call needs; empty for none
	Fault  Fault
	Landed bool   // whether it took effect
	Error  string // Slack's error, whether or not the caller heard it
}

// Fault is what happens to one call. The zero Fault is none.
//
// Lost, Cut, Status and Error are failures: with one of them the call has no
// effect unless Landed says so. Without any, Before and After only delay.
type Fault struct {
	Before time.Duration // before the call takes effect
	Landed bool          // it takes effect, although it seems to fail
	After  time.Duration // before the reply

	Lost       bool          // the connection closes without a reply
	Cut        bool          // the connection closes midway through the reply
	Status     int           // an HTTP status, such as 500 or 429
	RetryAfter time.Duration // with 429; whole seconds
	Error      string        // ok:false with this error
}

func (f Fault) lands() bool {
	return f.Landed || !f.Lost && !f.Cut && f.Status == 0 && f.Error == ""
}

// Fail scripts the next calls of a method: one fault each, in order.
func (s *Slack) Fail(method string, faults ...Fault) {
	defer s.lock()()
	s.faults[method] = append(s.faults[method], faults...)
}

// FailBy asks choose for the fault of every call that Fail has none for; nil
// stops it. The calls are one at a time, and choose must not use the Slack.
func (s *Slack) FailBy(choose func(Call) Fault) {
	defer s.lock()()
	s.failBy = choose
}

// Calls returns every call so far, in order of arrival.
func (s *Slack) Calls() []Call {
	defer s.lock()()
	calls := make([]Call, len(s.calls))
	for i, c := range s.calls {
		calls[i] = *c
	}
	return calls
}

// Count returns how many calls of a method arrived.
func (s *Slack) Count(method string) int {
	defer s.lock()()
	return s.counts[method]
}

// arrive records a call and chooses its fault.
func (s *Slack) arrive(method string, a args) *Call {
	defer s.lock()()
	a = maps.Clone(a)
	delete(a, "token")
	s.counts[method]++
	c := &Call{Method: method, N: s.counts[method], At: time.Now(), Args: a, Scope: s.scope(method, a)}
	if queue := s.faults[method]; len(queue) > 0 {
		c.Fault, s.faults[method] = queue[0], queue[1:]
	} else if s.failBy != nil {
		c.Fault = s.failBy(*c)
	}
	s.calls = append(s.calls, c)
	return c
}

// reply is an HTTP response.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// perform answers a call: it lands, unless the fault says otherwise, and then
// fails as the fault says. land runs with s.mu held. What it refuses without a
// status has the one that is given.
func (s *Slack) perform(w http.ResponseWriter, method string, a args, refused int, land func() reply) {
	c := s.arrive(method, a)
	f := c.Fault
	if !s.wait(f.Before) {
		panic(http.ErrAbortHandler)
	}
	r := failure(&refusal{code: "internal_error"})
	if f.lands() {
		r = s.land(c, refused, land)
	}
	if !s.wait(f.After) || f.Lost {
		panic(http.ErrAbortHandler)
	}
	switch {
	case f.Error != "":
		r = failure(&refusal{code: f.Error})
	case f.Status == http.StatusTooManyRequests:
		r = failure(limited(f.RetryAfter))
	case f.Status != 0:
		r = says(f.Status, "text/html", "<html>Server Error</html>")
	}
	maps.Copy(w.Header(), r.header)
	w.Header().Set("Date", time.Now().Add(s.config.Ahead).UTC().Format(http.TimeFormat))
	w.Header().Set("Content-Length", strconv.Itoa(len(r.body)))
	w.WriteHeader(r.status)
	if f.Cut {
		_, _ = w.Write(r.body[:len(r.body)/2])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
	_, _ = w.Write(r.body)
}

// land lets a call take effect.
func (s *Slack) land(c *Call, refused int, do func() reply) (r reply) {
	defer s.lock()()
	if e := tried(func() { r = do() }); e != nil {
		c.Error, e.status = e.code, cmp.Or(e.status, refused)
		return failure(e)
	}
	c.Landed = true
	return r
}

// says is a reply of a kind, such as "text/plain".
func says(status int, kind, body string) reply {
	return reply{status, http.Header{"Content-Type": {kind}}, []byte(body)}
}

// limited refuses a call that came too soon.
func limited(after time.Duration) *refusal {
	return &refusal{code: "ratelimited", status: http.StatusTooManyRequests, after: after}
}
