package bot_test

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
	"math"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"rollcall/bot"
	"rollcall/bot/slacktest"
	"rollcall/tracker"
)

// paris is a ledger with a few supporters, for tests that don't need the whole list.
func paris(t *testing.T) *tracker.Memory {
	t.Helper()
	m := new(tracker.Memory)
	tr, err := tracker.Open(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []tracker.Supporter{
		{Name: "France", Category: tracker.State, Country: "FR"},
		{Name: "Example Foundation", Category: tracker.CivilSociety, Kind: "foundation", Country: "FR"},
		{Name: `Example & "Sons" & Daughters`, Category: tracker.Company, Country: "GB"},
	} {
		s.Source = "https://example.org/a?b=1&c=2"
		if _, err := tr.Do(t.Context(), tracker.Request{By: "test"}, tracker.Add(s, tracker.DayOf(time.Now()))); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

const addition = `add "Example Company" company source:https://example.org/b`

func TestASignedCommandIsAnsweredInBlockKitWithTheWholeAnswerAsText(t *testing.T) {
	h, _ := onLoopback(t, paris(t))
	reply, err := h.slack.Send(t.Context(), h.slack.Command(guest, policy, `/pariscall who "Example Foundation"`))
	if err != nil {
		t.Fatal(err)
	}
	if kind := reply.Header.Get("Content-Type"); reply.Status != 200 || !strings.HasPrefix(kind, "application/json") {
		t.Errorf("status %d, content type %q", reply.Status, kind)
	}
	var sent struct {
		Type         string `json:"response_type"`
		Text         string
		Blocks       json.RawMessage
		UnfurlLinks  *bool `json:"unfurl_links"`
		UnfurlMedia  *bool `json:"unfurl_media"`
		ReplaceFirst bool  `json:"replace_original"`
	}
	if err := reply.Decode(&sent); err != nil {
		t.Fatal(err)
	}
	if sent.Type != "ephemeral" || sent.UnfurlLinks == nil || *sent.UnfurlLinks || sent.UnfurlMedia == nil || *sent.UnfurlMedia {
		t.Errorf("type %q, unfurling %v %v", sent.Type, sent.UnfurlLinks, sent.UnfurlMedia)
	}
	if shown := pictureOf(sent.Blocks, desktopWidth); !strings.Contains(shown, "Example Foundation is a supporter") || !strings.Contains(shown, "example.org") || strings.Contains(shown, "https://") {
		t.Errorf("the blocks show\n%s", shown)
	}
	for _, part := range []string{"Example Foundation is a supporter", "civil society", "France", "https://example.org/a?b=1&amp;c=2", "compared on"} {
		if !strings.Contains(sent.Text, part) {
			t.Errorf("the text doesn't show %q:\n%s", part, sent.Text)
		}
	}
	if m := reply.Message; m == nil || !m.Ephemeral || m.User != guest || !m.NoUnfurl {
		t.Errorf("shown: %+v", m)
	}
	h.holds()
}

func TestWithoutASigningSecretNothingIsBelieved(t *testing.T) {
	_, b := onLoopback(t, paris(t))
	b.SigningSecret = ""
	body, at := "command=%2Fpariscall&text=count", fmt.Sprint(time.Now().Unix())
	signature := hmac.New(sha256.New, nil)
	_, _ = io.WriteString(signature, "v0:"+at+":"+body)
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/slack/events", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Slack-Request-Timestamp", at)
	r.Header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(signature.Sum(nil)))
	w := httptest.NewRecorder()
	if bot.NewRouter(b).Handler().ServeHTTP(w, r); w.Code != http.StatusUnauthorized {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
}

func TestOnlyFreshlySignedRequestsAreBelieved(t *testing.T) {
	h, _ := onLoopback(t, paris(t))
	good := func() slacktest.Request { return h.slack.Command(admin, policy, "/pariscall "+addition) }
	body := func(r slacktest.Request) []byte {
		form := url.Values{}
		for k, v := range r.Payload {
			form.Set(k, fmt.Sprint(v))
		}
		return []byte(form.Encode())
	}
	tampered := func() slacktest.Request {
		r := good()
		b := body(r)
		r.Body = bytes.Replace(b, []byte("Example+Company"), []byte("Example+Compamy"), 1)
		r.Header = http.Header{"X-Slack-Signature": {slacktest.Sign(secret, time.Now(), b)}}
		return r
	}
	with := func(name string, values ...string) slacktest.Request {
		r := good()
		r.Header = http.Header{name: values}
		return r
	}
	at := func(ago time.Duration) slacktest.Request {
		r := good()
		r.Timestamp = time.Now().Add(-ago)
		return r
	}
	for name, r := range map[string]slacktest.Request{
		"signed with another secret":    with("X-Slack-Signature", slacktest.Sign("another-secret", time.Now(), body(good()))),
		"a signature of nothing":        with("X-Slack-Signature", slacktest.Sign(secret, time.Now(), nil)),
		"no signature":                  with("X-Slack-Signature"),
		"an empty signature":            with("X-Slack-Signature", ""),
		"a signature that isn't hex":    with("X-Slack-Signature", "v0=zz"),
		"a short signature":             with("X-Slack-Signature", "v0=00"),
		"a signature of another form":   with("X-Slack-Signature", "v1="+strings.Repeat("0", 64)),
		"no timestamp":                  with("X-Slack-Request-Timestamp"),
		"a timestamp that is none":      with("X-Slack-Request-Timestamp", "yesterday"),
		"a timestamp beyond all":        with("X-Slack-Request-Timestamp", "99999999999999999999"),
		"another timestamp than signed": with("X-Slack-Request-Timestamp", fmt.Sprint(time.Now().Unix()-60)),
		"six minutes old":               at(6 * time.Minute),
		"six minutes ahead":             at(-6 * time.Minute),
		"a year old":                    at(365 * 24 * time.Hour),
		"a byte of the body changed":    tampered(),
	} {
		t.Run(name, func(t *testing.T) {
			before := h.head()
			reply, err := h.slack.Send(t.Context(), r)
			if err != nil || reply.Status != http.StatusUnauthorized || h.head() != before {
				t.Errorf("status %d, error %v, %d entries were recorded", reply.Status, err, h.head()-before)
			}
			h.keepsSecrets(string(reply.Body))
		})
	}
	for name, r := range map[string]slacktest.Request{"four minutes old": at(4 * time.Minute), "four minutes ahead": at(-4 * time.Minute)} {
		if reply, err := h.slack.Send(t.Context(), r); err != nil || reply.Status != http.StatusOK {
			t.Errorf("%s: status %d, %v", name, reply.Status, err)
		}
	}
	if !strings.Contains(h.log.String(), "a request that isn't Slack's") {
		t.Errorf("no refusal is in the log: %s", h.log)
	}
	h.holds()
}

// unsized is a body without a stated length, so that it is sent in chunks.
type unsized struct{ io.Reader }

func TestABodyThatIsTooLargeIsRefused(t *testing.T) {
	h, _ := onLoopback(t, paris(t))
	before := h.head()
	r := h.slack.Command(admin, policy, "/pariscall "+addition)
	signed, err := h.slack.HTTPRequest(t.Context(), h.url, r)
	if err != nil {
		t.Fatal(err)
	}
	for name, chunked := range map[string]bool{"with its length": false, "in chunks": true} {
		t.Run(name, func(t *testing.T) {
			large := append([]byte("text=add&junk="), bytes.Repeat([]byte("x"), 10<<20)...)
			req := signed.Clone(t.Context())
			req.Header.Set("X-Slack-Signature", slacktest.Sign(secret, time.Now(), large))
			req.Body, req.GetBody, req.ContentLength = io.NopCloser(bytes.NewReader(large)), nil, int64(len(large))
			if chunked {
				req.Body, req.ContentLength = io.NopCloser(unsized{bytes.NewReader(large)}), -1
			}
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			if resp.StatusCode != http.StatusRequestEntityTooLarge || h.head() != before {
				t.Errorf("status %d, %d entries were recorded", resp.StatusCode, h.head()-before)
			}
		})
	}
	if m := h.types(admin, policy, "count"); !strings.Contains(m.Text, "supporters") {
		t.Errorf("afterwards: %q", m.Text)
	}
	h.holds()
}

func TestOtherMethodsAreRefused(t *testing.T) {
	h, _ := onLoopback(t, paris(t))
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPut, http.MethodDelete} {
		req, err := http.NewRequestWithContext(t.Context(), method, h.url, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusMethodNotAllowed {
			t.Errorf("%s: status %d", method, resp.StatusCode)
		}
	}
}

func TestWhatSlackSendsBesidesCommandsIsAcknowledged(t *testing.T) {
	h, _ := onLoopback(t, paris(t))
	before := h.head()
	send := func(r slacktest.Request) slacktest.Reply {
		t.Helper()
		reply, err := h.slack.Send(t.Context(), r)
		if err != nil || reply.Status != http.StatusOK {
			t.Errorf("%s: status %d %q, %v", r.Type, reply.Status, reply.Body, err)
		}
		return reply
	}
	const challenge = `"a" & <b> 3eZbrw1aB`
	var echo struct{ Challenge string }
	if err := send(h.slack.Verification(challenge)).Decode(&echo); err != nil || echo.Challenge != challenge {
		t.Errorf("the challenge comes back as %q, %v", echo.Challenge, err)
	}
	events := []slacktest.Request{h.slack.Mention(guest, policy, "count"), h.slack.DM(guest, "count"), h.slack.HomeOpened(guest)}
	for _, r := range events {
		if reply := send(r); len(reply.Body) > 0 {
			t.Errorf("an event is answered with %q", reply.Body)
		}
		r.Retry, r.RetryReason = 1, "http_timeout"
		send(r)
	}
	m := h.types(guest, policy, "count")
	click := h.slack.Click(guest, m, slacktest.Action{BlockID: "b", ActionID: "a", Type: "button", Text: "Share", Value: "1"})
	if reply := send(click); len(reply.Body) > 0 {
		t.Errorf("a click is answered with %q", reply.Body)
	}
	if h.head() != before {
		t.Errorf("%d entries were recorded", h.head()-before)
	}
	h.holds()
}

func TestWhatSlackNeverSendsIsRefusedEvenWhenSigned(t *testing.T) {
	h, _ := onLoopback(t, paris(t))
	before := h.head()
	for name, c := range map[string]struct {
		kind, body string
		status     int
	}{
		"an empty body":            {"application/x-www-form-urlencoded", "", 400},
		"a form of something else": {"application/x-www-form-urlencoded", "a=b", 400},
		"a form that is none":      {"application/x-www-form-urlencoded", "text=%zz&command=/pariscall", 400},
		"semicolons in a form":     {"application/x-www-form-urlencoded", "command=/pariscall;text=count", 400},
		"binary garbage":           {"application/x-www-form-urlencoded", "\x00\xff\xfe&=&", 400},
		"plain text":               {"text/plain", "count", 400},
		"XML":                      {"application/xml", "<command/>", 400},
		"no content type":          {"", "count", 400},
		"JSON that is none":        {"application/json", "{", 400},
		"JSON cut off":             {"application/json", `{"type":"url_verif`, 400},
		"JSON of another shape":    {"application/json", `[1,2]`, 400},
		"JSON with another type":   {"application/json", `{"type":{"a":1}}`, 400},
		"a form said to be JSON":   {"application/json", "command=/pariscall&text=count", 400},
		"an unknown event":         {"application/json; charset=utf-8", `{"type":"something_new"}`, 200},
		"another command":          {"application/x-www-form-urlencoded", "command=/other&text=count", 200},
	} {
		t.Run(name, func(t *testing.T) {
			r := slacktest.Request{Type: "garbage", Body: []byte(c.body), Header: http.Header{"Content-Type": {c.kind}}}
			reply, err := h.slack.Send(t.Context(), r)
			if err != nil || reply.Status != c.status || h.head() != before {
				t.Errorf("status %d %q, error %v, %d entries were recorded", reply.Status, reply.Body, err, h.head()-before)
			}
		})
	}
	h.holds()
}

func TestARequestDeliveredTwiceIsAppliedOnce(t *testing.T) {
	h, _ := onLoopback(t, paris(t))
	for _, line := range []string{
		"subscribe daily", addition, `withdraw "Example Company" source:https://example.org/c`,
		`remove "Example Foundation" reason:error source:https://example.org/d`, "report state 82 source:https://example.org/e", "unsubscribe",
	} {
		t.Run(line, func(t *testing.T) {
			r := h.slack.Command(admin, policy, "/pariscall "+line)
			first, err := h.slack.Send(t.Context(), r)
			if err != nil {
				t.Fatal(err)
			}
			once := h.head()
			h.types(guest, policy, "count") // time goes on
			r.Retry, r.RetryReason = 1, "http_timeout"
			again, err := h.slack.Send(t.Context(), r)
			if err != nil || h.head() != once || !bytes.Equal(first.Body, again.Body) {
				t.Errorf("again: %v, %d more entries\nfirst %s\nthen  %s", err, h.head()-once, first.Body, again.Body)
			}
			if m := h.types(admin, policy, line); line == addition && (h.head() != once || m.Text == first.Message.Text) {
				t.Errorf("typed again, it is another request: %s", m.Text)
			}
		})
	}
	h.holds()
}

func TestTwoDeliveriesAtTheSameTimeAreOne(t *testing.T) {
	h, _ := onLoopback(t, paris(t))
	before := h.head()
	r := h.slack.Command(admin, policy, "/pariscall "+addition)
	var wg sync.WaitGroup
	bodies := make([]string, 8)
	for i := range bodies {
		wg.Go(func() {
			if reply, err := h.slack.Send(t.Context(), r); err != nil {
				t.Error(err)
			} else {
				bodies[i] = string(reply.Body)
			}
		})
	}
	wg.Wait()
	for _, body := range bodies[1:] {
		if body != bodies[0] {
			t.Errorf("answered with\n%s\nand with\n%s", bodies[0], body)
		}
	}
	if h.head() != before+1 || !strings.Contains(bodies[0], "Recorded") {
		t.Errorf("%d entries were recorded: %s", h.head()-before, bodies[0])
	}
	h.holds()
}

// TestASlowAnswerIsAcknowledgedInTime is about real time: Slack waits three seconds.
func TestASlowAnswerIsAcknowledgedInTime(t *testing.T) {
	t.Parallel()
	h, b := onLoopback(t, paris(t))
	const n = 8
	channel := func(i int) string { return fmt.Sprintf("C1%04d", i) }
	h.slack.FailBy(func(c slacktest.Call) slacktest.Fault {
		if c.Method != "conversations.info" {
			return slacktest.Fault{}
		}
		return slacktest.Fault{Before: 3500 * time.Millisecond}
	})
	var wg sync.WaitGroup
	for i := range n {
		h.slack.AddChannel(slacktest.Channel{ID: channel(i), Name: fmt.Sprint(i), Member: true})
		wg.Go(func() {
			reply, err := h.slack.Send(t.Context(), h.slack.Command(guest, channel(i), "/pariscall subscribe"))
			if err != nil || reply.Status != http.StatusOK || reply.Took > slacktest.AnswerWithin || len(reply.Body) > 0 {
				t.Errorf("acknowledged with %d %q after %s, %v", reply.Status, reply.Body, reply.Took, err)
			}
		})
	}
	wg.Wait()
	b.Close() // waits for what is under way
	for i := range n {
		got := h.slack.Messages(channel(i))
		if len(got) != 1 || got[0].Via != "response_url" || !strings.Contains(got[0].Text, "subscribed this channel") || got[0].Ephemeral || !got[0].NoUnfurl {
			t.Errorf("the answer in channel %d came as %+v", i, got)
		}
	}
	h.holds()
}

// TestASlowAnswerDelaysNobodyOnItsConnection keeps one connection alive, as a reverse proxy does, and has Slack take nine seconds
// for what the first command needs.
func TestASlowAnswerDelaysNobodyOnItsConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, network := inBubble(t, start, slacktest.Config{}, paris(t))
		defer h.holds()
		defer h.serveOn(network)()
		connections := 0
		one := &http.Transport{MaxConnsPerHost: 1, DialContext: func(ctx context.Context, kind, address string) (net.Conn, error) {
			connections++
			return network.DialContext(ctx, kind, address)
		}}
		defer one.CloseIdleConnections()
		h.slack.SetRequestURL("http://bot.test/slack/events", &http.Client{Transport: one})
		h.slack.Fail("conversations.info", slacktest.Fault{Before: 9 * time.Second})
		if slow, err := h.slack.Send(t.Context(), h.slack.Command(guest, elsewhere, "/pariscall subscribe")); err != nil || len(slow.Body) > 0 {
			t.Errorf("the slow command: %q, %v", slow.Body, err)
		}
		for range 3 {
			if next, err := h.slack.Send(t.Context(), h.slack.Command(guest, policy, "/pariscall count")); err != nil || next.Took > 0 || next.Message == nil {
				t.Errorf("the next command was answered with %q after %s, %v", next.Body, next.Took, err)
			}
		}
		if got := len(h.slack.Messages(elsewhere)); got != 0 || connections != 1 {
			t.Errorf("the slow command was answered %d times already; %d connections", got, connections)
		}
		time.Sleep(time.Minute)
		if got := len(h.slack.Messages(elsewhere)); got != 1 {
			t.Errorf("the slow command was answered %d times", got)
		}
	})
}

// TestAnAnswerArrivesOnceHoweverLong asks when Slack takes about as long as an answer may.
func TestAnAnswerArrivesOnceHoweverLong(t *testing.T) {
	for _, took := range []time.Duration{0, time.Second, 2400 * time.Millisecond, 2500 * time.Millisecond, 2600 * time.Millisecond, 3 * time.Second, 9 * time.Second, 12 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			h, network := inBubble(t, start, slacktest.Config{}, paris(t))
			defer h.holds()
			defer h.serveOn(network)()
			for n := range 10 {
				h.slack.Fail("conversations.info", slacktest.Fault{Before: took})
				if _, err := h.slack.Send(t.Context(), h.slack.Command(guest, elsewhere, "/pariscall subscribe")); err != nil {
					t.Errorf("%s: %v", took, err)
				}
				time.Sleep(time.Minute)
				if got := len(h.slack.Messages(elsewhere)); got != n+1 {
					t.Errorf("%s: question %d was answered %d times", took, n, got-n)
					return
				}
			}
		})
	}
}

// TestNoSecretIsTold answers slowly and in time, with everything going wrong at Slack that can, and looks into every
// reply, message and line of the log.
func TestNoSecretIsTold(t *testing.T) {
	faults := append(everyFault(), slacktest.Fault{Status: 400}, slacktest.Fault{Status: 404}, slacktest.Fault{Error: "token_revoked"}, slacktest.Fault{Error: "missing_scope"})
	for i, f := range faults {
		t.Run(fmt.Sprintf("%d %s", i, describe(f)), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				h, network := inBubble(t, start, slacktest.Config{}, paris(t))
				defer h.holds()
				defer h.serveOn(network)()
				stop := h.start(time.Minute)
				late := f
				late.Before += 4 * time.Second
				h.slack.FailBy(func(c slacktest.Call) slacktest.Fault {
					switch {
					case c.Method == "conversations.info" && c.N%3 == 0:
						return slacktest.Fault{Before: 4 * time.Second}
					case c.Method == "conversations.info" && c.N%3 == 1:
						return late
					}
					return f
				})
				for n, line := range []string{"subscribe", "subscribe daily", "subscribe at 10:00", "subscribe", addition} {
					reply, err := h.slack.Send(t.Context(), h.slack.Command(admin, policy, "/pariscall "+line))
					if err != nil || reply.Status != http.StatusOK {
						t.Errorf("%q: %d, %v", line, reply.Status, err)
					}
					h.keepsSecrets(string(reply.Body))
					time.Sleep(time.Duration(n+1) * time.Minute)
				}
				time.Sleep(time.Hour)
				stop()
			})
		})
	}
}

func TestNothingTypedOrStoredMentionsAnybody(t *testing.T) {
	h, _ := onLoopback(t, paris(t))
	for _, line := range []string{
		"<!channel>", "who <!channel>", "who <!here|here>", "who <!subteam^S0TEAM>", "who <@U0GUEST>", "who <#C0POLICY|policy>", "count <!everyone>",
		"who a & b < c > d", "count in:<!channel>", "who &lt;!channel&gt;", "who &amp;lt;!channel&amp;gt;", "who \x00@U0GUEST",
		`add "<!channel>" company source:https://example.org/a`, `add "Example <!channel>" company source:https://example.org/a`,
		`add "Example & Co" company source:https://example.org/?a&b`, `who "Example & Co"`,
		`add "Example http://example.org/& Co" company source:https://example.org/a&`, "list", "log", "digest",
		`remove "Example & Co" reason:"<!channel> & others" source:https://example.org/a`, `who "Example & Co"`,
		`remove "Example Nobody <!channel>" source:https://example.org/a`, "subscribe <!channel>", "principle <!channel>", "unsubscribe <!channel>",
		"report <!channel> 5 source:https://example.org/a", "report state 5 source:https://example.org/<!channel>",
	} {
		m := h.types(admin, policy, line)
		said := strings.ReplaceAll(m.Text+string(m.Blocks), "by <@"+admin+">", "") // log tells who recorded it
		if strings.Contains(said, "<!") || strings.Contains(said, "<@") || strings.Contains(said, "<#") {
			t.Errorf("%q is answered with a mention: %s\n%s", line, m.Text, m.Blocks)
		}
	}
	// Slack sends some of them unescaped, if it is set to.
	for _, text := range []string{"who <!channel>", "<!here|@here>", "who <@U0GUEST|guest>", "who <https://example.org/|<!channel>>", "who <mailto:a@example.org|a@example.org>"} {
		r := h.slack.Command(admin, policy, "/pariscall")
		r.Payload["text"] = text
		reply, err := h.slack.Send(t.Context(), r)
		if err != nil || reply.Message == nil || strings.Contains(reply.Message.Text, "<!") || strings.Contains(reply.Message.Text, "<@") {
			t.Errorf("%q is answered with %q, %v", text, reply.Body, err)
		}
	}
	h.holds()
}

// broken is a ledger that can't be written, by an error or by a panic.
type broken struct {
	tracker.Memory
	mu    sync.Mutex
	err   error
	panic any
}

// fail makes every further Append fail, until it is called with nil.
func (b *broken) fail(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.err = err
}

func (b *broken) Append(ctx context.Context, entries ...tracker.Entry) error {
	b.mu.Lock()
	err := b.err
	b.mu.Unlock()
	if b.panic != nil {
		panic(b.panic)
	}
	if err != nil {
		return err
	}
	return b.Memory.Append(ctx, entries...)
}

func TestAFaultOfOursIsToldByAReference(t *testing.T) {
	for name, fail := range map[string]*broken{
		"an error": {err: errors.New("the disk is full")},
		"a panic":  {panic: "the disk is full"},
	} {
		t.Run(name, func(t *testing.T) {
			ledger := &broken{}
			h, _ := onLoopback(t, ledger)
			h.joins("Example Foundation")
			ledger.err, ledger.panic = fail.err, fail.panic
			m := h.types(admin, policy, addition)
			_, reference, ok := strings.Cut(m.Text, "the reference ")
			reference = strings.TrimSuffix(reference, ".")
			if !ok || len(reference) < 6 || !m.Ephemeral || strings.Contains(m.Text, "disk") {
				t.Errorf("answered %q", m.Text)
			}
			if log := h.log.String(); !strings.Contains(log, "reference="+reference) || !strings.Contains(log, "the disk is full") {
				t.Errorf("the log doesn't mention %s: %s", reference, log)
			}
			if m := h.types(french, policy, "language en"); !strings.Contains(m.Text, "de notre côté") || !strings.Contains(m.Text, "la référence ") {
				t.Errorf("in French %q", m.Text)
			}
			ledger.err, ledger.panic = nil, nil
			if m := h.types(admin, policy, addition); !strings.Contains(m.Text, "Example Company was added") {
				t.Errorf("afterwards: %q", m.Text)
			}
			h.holds()
		})
	}
}

func TestAnotherCommandIsTurnedAwayInThePersonsLanguage(t *testing.T) {
	h, _ := onLoopback(t, new(tracker.Memory))
	for user, want := range map[string]string{admin: "answers /pariscall and no other", french: "répond à /pariscall et à aucune autre"} {
		reply, err := h.slack.Send(t.Context(), h.slack.Command(user, policy, "/other count"))
		if err != nil || reply.Message == nil || !strings.Contains(reply.Message.Text, want) {
			t.Errorf("%s: %+v, %v", user, reply, err)
		}
	}
}

// lossy is a ledger that stores, and then says that it may not have.
type lossy struct {
	tracker.Memory
	armed bool
}

func (l *lossy) Append(ctx context.Context, entries ...tracker.Entry) error {
	if err := l.Memory.Append(ctx, entries...); err != nil || !l.armed {
		return err
	}
	return errors.New("no answer from the disk")
}

func TestAnEntryThatWasStoredAllTheSameIsToldAsStored(t *testing.T) {
	ledger := &lossy{}
	h, _ := onLoopback(t, ledger)
	h.joins("Example Foundation")
	ledger.armed = true
	if m := h.types(admin, policy, addition); !strings.Contains(m.Text, "Recorded as entry 2: Example Company was added") {
		t.Errorf("answered %q", m.Text)
	}
	entries, err := ledger.Read(t.Context(), 0, math.MaxInt)
	if err != nil || len(entries) != 2 {
		t.Errorf("%d entries, %v", len(entries), err)
	}
	h.holds()
}

func TestANameOfAnyBadKindIsRefused(t *testing.T) {
	h, _ := onLoopback(t, paris(t))
	before := h.head()
	for what, name := range map[string]string{
		"a control character":     "Example\x07Company",
		"a null":                  "Example\x00Company",
		"an escape":               "Example\x1b[31mCompany",
		"turned text":             "Example \u202eynapmoC",
		"a character that hides":  "Example\u200bCompany",
		"a replacement character": "Example \ufffd Company",
		"10,000 characters":       strings.Repeat("Example ", 1250),
		"201 characters":          strings.Repeat("x", 201),
		"10,000 marks":            strings.Repeat("&", 10_000),
		"no letter":               "!!!",
		"a name on the roll":      "EXAMPLE  foundation",
		"an accent more":          "Exámple Foundation",
	} {
		m := h.types(admin, policy, `add "`+name+`" company source:https://example.org/a`)
		if h.head() != before || m.Text == "" || len(m.Text) > 4_000 || strings.Contains(m.Text, "went wrong") {
			t.Errorf("%s: %d entries were recorded, answered %.300q", what, h.head()-before, m.Text)
		}
	}
	var reply json.RawMessage
	r := h.slack.Command(admin, policy, "/pariscall")
	r.Payload["text"] = "add \"Example \xff\xfe Company\" company source:https://example.org/a"
	if got, err := h.slack.Send(t.Context(), r); err != nil || got.Decode(&reply) != nil || h.head() != before {
		t.Errorf("bytes that are no text: %v, %s", err, reply)
	}
	h.holds()
}
