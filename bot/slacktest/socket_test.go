package slacktest_test

import (
	"context"
	"errors"
	"io"
	"log"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"rollcall/bot/slacktest"
)

// listen runs a slack-go Socket Mode client that answers each request with what
// answer returns, until the test ends.
func listen(ctx context.Context, api *slack.Client, answer func(socketmode.Event) any, options ...socketmode.Option) (stop func()) {
	options = append(options, socketmode.OptionLog(log.New(io.Discard, "", 0)))
	client := socketmode.New(api, options...)
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() { _ = client.RunContext(ctx) })
	wg.Go(func() {
		for {
			select {
			case e := <-client.Events:
				if e.Request != nil && e.Request.EnvelopeID != "" {
					if payload := answer(e); payload != nil {
						_ = client.Ack(*e.Request, payload)
					} else {
						_ = client.Ack(*e.Request)
					}
				}
			case <-ctx.Done():
				return
			}
		}
	})
	return func() { cancel(); wg.Wait() }
}

func hello(socketmode.Event) any { return m{"text": "hello"} }

func TestSocketMode(t *testing.T) {
	s, api := start(t, slacktest.Config{})
	var seen []socketmode.EventType
	defer listen(t.Context(), api, func(e socketmode.Event) any {
		seen = append(seen, e.Type)
		switch data := e.Data.(type) {
		case slack.SlashCommand:
			return m{"text": "you said " + data.Text}
		case slackevents.EventsAPIEvent:
			if _, ok := data.InnerEvent.Data.(*slackevents.AppMentionEvent); !ok {
				t.Errorf("event %+v", data)
			}
		}
		return nil
	})()
	r := send(t, s, s.Command("U1", "C1", "/pariscall who <usa>"))
	if r.Message == nil || r.Message.Text != "you said who &lt;usa&gt;" || r.Sent != 1 {
		t.Errorf("reply %+v", r)
	}
	send(t, s, s.Mention("U1", "C1", "hi"))
	if len(seen) != 2 || s.Count("link") != 1 || s.Count("ack") != 2 || s.Sockets() != 1 {
		t.Errorf("saw %v, %d connections, %d acks", seen, s.Count("link"), s.Count("ack"))
	}
	if got := s.Violations(); len(got) != 0 {
		t.Errorf("violations %q", got)
	}
}

// TestReconnect cuts, disconnects, and refuses connections: no command is lost.
func TestReconnect(t *testing.T) {
	s, api := start(t, slacktest.Config{})
	defer listen(t.Context(), api, hello)()
	for name, trouble := range map[string]func(){
		"none":    func() {},
		"cut":     s.CutSockets,
		"warning": func() { s.Disconnect("warning") },
		"refresh": func() { s.Disconnect("refresh_requested") },
		"refused": func() { s.Fail("link", slacktest.Fault{Lost: true}); s.CutSockets() },
	} {
		trouble()
		if r := send(t, s, s.Command("U1", "C1", "/pariscall")); r.Message == nil {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

// TestRequestTwice delivers the same request again: it keeps its ids.
func TestRequestTwice(t *testing.T) {
	s, api := start(t, slacktest.Config{})
	var ids []string
	defer listen(t.Context(), api, func(e socketmode.Event) any {
		event := e.Data.(slackevents.EventsAPIEvent).Data.(*slackevents.EventsAPICallbackEvent)
		ids = append(ids, e.Request.EnvelopeID+" "+event.EventID)
		return nil
	})()
	r := s.Mention("U1", "C1", "hi")
	send(t, s, r)
	send(t, s, r)
	if len(ids) != 2 || ids[0] != ids[1] {
		t.Errorf("ids %q", ids)
	}
}

// TestDisconnect acknowledges on a connection that was asked to disconnect.
func TestDisconnect(t *testing.T) {
	socketBubble(t, slacktest.Config{}, func(t *testing.T, s *slacktest.Slack, api *slack.Client, net *slacktest.Pipe) {
		var reasons []string
		r := rawSocket(t, s, api, net.Dialer(), func(ws *websocket.Conn, envelope string) {
			go s.Disconnect("warning") // a pipe is written to only while it is read
			var e struct{ Reason string }
			if err := ws.ReadJSON(&e); err != nil {
				t.Error(err)
			}
			reasons = append(reasons, e.Reason)
			_ = ws.WriteJSON(m{"envelope_id": envelope})
		})
		if r.Sent != 1 || len(reasons) != 1 || reasons[0] != "warning" {
			t.Errorf("reply %+v, reasons %q", r, reasons)
		}
	})
}

func TestTicket(t *testing.T) {
	s, api := start(t, slacktest.Config{})
	open := func() string {
		_, url, err := socketmode.New(api).Open()
		if err != nil {
			t.Fatal(err)
		}
		return url
	}
	dial := func(url string) int {
		ws, resp, err := websocket.DefaultDialer.Dial(url, nil)
		if err == nil {
			_ = ws.Close()
		}
		return resp.StatusCode
	}
	url := open()
	if got := dial(strings.Replace(url, "%7E", "~", 1)); got != http.StatusNotFound {
		t.Errorf("a changed URL: status %d", got)
	}
	if got := dial(url); got != http.StatusSwitchingProtocols {
		t.Errorf("as handed out: status %d", got)
	}
	if got := dial(url); got != http.StatusNotFound {
		t.Errorf("a second time: status %d", got)
	}
	wrong := slack.New("xoxb-test", slack.OptionAppLevelToken("xoxb-test"), slack.OptionAPIURL(s.URL+"/api/"))
	_, _, err := socketmode.New(wrong).Open()
	says(t, err, "not_allowed_token_type")
}

// socketBubble runs a test of Socket Mode in memory and with a fake clock.
func socketBubble(t *testing.T, c slacktest.Config, run func(t *testing.T, s *slacktest.Slack, api *slack.Client, net *slacktest.Pipe)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		net := slacktest.NewPipe()
		s := workspace(slacktest.New(c))
		s.Serve(net.Listen("slack.test"))
		defer s.Close()
		run(t, s, s.API(net.Client()), net)
	})
}

func TestSocketModeInBubble(t *testing.T) {
	socketBubble(t, slacktest.Config{}, func(t *testing.T, s *slacktest.Slack, api *slack.Client, net *slacktest.Pipe) {
		defer listen(t.Context(), api, hello, socketmode.OptionDialer(net.Dialer()))()
		for range 24 {
			if r := send(t, s, s.Command("U1", "C1", "/pariscall")); r.Message.Text != "hello" {
				t.Errorf("reply %+v", r)
			}
			time.Sleep(time.Hour)
		}
		if n := s.Count("link"); n != 1 {
			t.Errorf("%d connections: the pings did not keep the first", n)
		}
	})
}

// TestAckLost loses acknowledgements: the envelope comes again, and says so.
func TestAckLost(t *testing.T) {
	for name, fault := range map[string]slacktest.Fault{"lost": {Lost: true}, "cut": {Cut: true}} {
		t.Run(name, func(t *testing.T) {
			socketBubble(t, slacktest.Config{}, func(t *testing.T, s *slacktest.Slack, api *slack.Client, net *slacktest.Pipe) {
				var attempts []int
				var ids []string
				defer listen(t.Context(), api, func(e socketmode.Event) any {
					attempts, ids = append(attempts, e.Request.RetryAttempt), append(ids, e.Request.EnvelopeID)
					return m{"text": "hello"}
				}, socketmode.OptionDialer(net.Dialer()))()
				s.Fail("ack", fault)
				r := send(t, s, s.Command("U1", "C1", "/pariscall"))
				if r.Sent != 2 || r.Message == nil || len(attempts) != 2 || attempts[1] != 1 || ids[0] != ids[1] {
					t.Errorf("reply %+v, attempts %v of %v", r, attempts, ids)
				}
				if got := s.Violations(); len(got) != 0 {
					t.Errorf("violations %q", got)
				}
			})
		})
	}
}

func TestAckLate(t *testing.T) {
	socketBubble(t, slacktest.Config{}, func(t *testing.T, s *slacktest.Slack, api *slack.Client, net *slacktest.Pipe) {
		defer listen(t.Context(), api, func(socketmode.Event) any {
			time.Sleep(4 * time.Second)
			return nil
		}, socketmode.OptionDialer(net.Dialer()))()
		r, err := s.Send(t.Context(), s.Command("U1", "C1", "/pariscall"))
		if !errors.Is(err, slacktest.ErrLate) || r.Sent != 2 || len(s.Violations()) != 1 {
			t.Errorf("reply %+v, %v, violations %q", r, err, s.Violations())
		}
	})
}

// TestAckTooLarge sends what slack-go itself would refuse to send.
func TestAckTooLarge(t *testing.T) {
	socketBubble(t, slacktest.Config{}, func(t *testing.T, s *slacktest.Slack, api *slack.Client, net *slacktest.Pipe) {
		for size, sent := range map[int]int{20_479: 1, 20_480: 3} {
			ack := func(ws *websocket.Conn, envelope string) {
				head := `{"envelope_id":"` + envelope + `","payload":{"text":"`
				_ = ws.WriteMessage(websocket.TextMessage, []byte(head+x(size-len(head)-3)+`"}}`))
			}
			before := len(s.Violations())
			r := rawSocket(t, s, api, net.Dialer(), ack)
			if r.Sent != sent || (len(s.Violations()) == before) != (sent == 1) {
				t.Errorf("%d bytes: sent %d times, violations %q", size, r.Sent, s.Violations()[before:])
			}
		}
	})
}

// rawSocket sends one command to a client that acknowledges as ack does.
func rawSocket(t *testing.T, s *slacktest.Slack, api *slack.Client, dialer *websocket.Dialer, ack func(*websocket.Conn, string)) slacktest.Reply {
	t.Helper()
	_, url, err := api.StartSocketModeContext(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ws, _, err := dialer.Dial(url, nil)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			var e struct {
				Type       string
				EnvelopeID string `json:"envelope_id"`
			}
			if ws.ReadJSON(&e) != nil {
				return
			}
			if e.EnvelopeID != "" {
				ack(ws, e.EnvelopeID)
			}
		}
	})
	r, _ := s.Send(t.Context(), s.Command("U1", "C1", "/pariscall"))
	_ = ws.Close()
	wg.Wait()
	return r
}
