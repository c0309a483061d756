package slacktest_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"rollcall/bot/slacktest"
)

// bot answers as a bot does that uses slack-go, and remembers what it was sent.
type bot struct {
	api      *slack.Client
	answer   string // to a command or a form
	commands []slack.SlashCommand
	clicks   []slack.InteractionCallback
	events   []slackevents.EventsAPIEvent
	headers  http.Header
}

func (b *bot) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	b.headers = r.Header
	v, err := slack.NewSecretsVerifier(r.Header, "test-signing-secret")
	if err == nil {
		_, _ = v.Write(body)
		err = v.Ensure()
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnauthorized)
		return
	}
	r.Body = io.NopCloser(strings.NewReader(string(body)))
	switch {
	case r.Header.Get("Content-Type") == "application/json":
		e, err := slackevents.ParseEvent(body, slackevents.OptionNoVerifyToken())
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		b.events = append(b.events, e)
		if e.Type == slackevents.URLVerification {
			_, _ = io.WriteString(w, e.Data.(*slackevents.EventsAPIURLVerificationEvent).Challenge)
		}
		return
	case strings.HasPrefix(string(body), "payload="):
		c, err := slack.InteractionCallbackParse(r)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		b.clicks = append(b.clicks, c)
		if c.Type == slack.InteractionTypeBlockActions {
			return
		}
	default:
		c, err := slack.SlashCommandParse(r)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		b.commands = append(b.commands, c)
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, b.answer)
}

// withBot starts a Slack and a bot that it sends to.
func withBot(t *testing.T) (*slacktest.Slack, *bot) {
	t.Helper()
	s, api := start(t, slacktest.Config{})
	b := &bot{api: api}
	srv := httptest.NewServer(b)
	t.Cleanup(srv.Close)
	s.SetRequestURL(srv.URL, nil)
	return s, b
}

func send(t *testing.T, s *slacktest.Slack, r slacktest.Request) slacktest.Reply {
	t.Helper()
	return must[slacktest.Reply](t)(s.Send(t.Context(), r))
}

func TestCommand(t *testing.T) {
	s, b := withBot(t)
	b.answer = `{"response_type":"in_channel","text":"AT&amp;T has endorsed"}`
	r := send(t, s, s.Command("U1", "C1", "/pariscall who <AT&T> https://example.org/a?b&c."))
	if r.Status != 200 || r.Message == nil || r.Message.Ephemeral || r.Message.Text != "AT&amp;T has endorsed" {
		t.Errorf("reply %+v", r)
	}
	c := b.commands[0]
	if c.Command != "/pariscall" || c.Text != "who &lt;AT&amp;T&gt; <https://example.org/a?b&amp;c>." || c.UserName != "ada" || c.ChannelName != "general" || c.TriggerID == "" {
		t.Errorf("command %+v", c)
	}
	b.answer = `{"text":"for one"}`
	if r := send(t, s, s.Command("U1", "C2", "/pariscall")); !r.Message.Ephemeral || r.Message.Text != "for one" || r.Message.User != "U1" {
		t.Errorf("reply %+v", r.Message)
	}
	b.answer = ""
	if r := send(t, s, s.Command("U1", "C1", "/pariscall")); r.Message != nil {
		t.Errorf("reply %+v", r.Message)
	}
	b.answer = `{"text":"a","blocks":[{"type":"header","text":{"type":"mrkdwn","text":"a"}}]}`
	if r := send(t, s, s.Command("U1", "C1", "/pariscall")); r.Message != nil || len(s.Violations()) != 1 {
		t.Errorf("reply %+v, violations %q", r.Message, s.Violations())
	}
	if n := len(s.Messages("")); n != 2 {
		t.Errorf("%d messages", n)
	}
}

func TestForgery(t *testing.T) {
	s, b := withBot(t)
	good := s.Command("U1", "C1", "/pariscall")
	for name, change := range map[string]func(*slacktest.Request){
		"wrong signature": func(r *slacktest.Request) {
			r.Header = http.Header{"X-Slack-Signature": {slacktest.Sign("another-secret", time.Now(), nil)}}
		},
		"no signature":    func(r *slacktest.Request) { r.Header = http.Header{"X-Slack-Signature": nil} },
		"stale timestamp": func(r *slacktest.Request) { r.Timestamp = time.Now().Add(-6 * time.Minute) },
	} {
		bad := good
		change(&bad)
		if r := send(t, s, bad); r.Status != http.StatusUnauthorized {
			t.Errorf("%s: status %d", name, r.Status)
		}
	}
	again := good
	again.Retry, again.RetryReason = 2, "http_timeout"
	send(t, s, again)
	if b.headers.Get("X-Slack-Retry-Num") != "2" || b.headers.Get("X-Slack-Retry-Reason") != "http_timeout" {
		t.Errorf("headers %v", b.headers)
	}
	again.Body = []byte("command=%2Fother&text=x")
	send(t, s, again)
	if got := b.commands[len(b.commands)-1].Command; got != "/other" {
		t.Errorf("command %q", got)
	}
}

func TestEvents(t *testing.T) {
	s, b := withBot(t)
	if r := send(t, s, s.Verification("prove it")); string(r.Body) != "prove it" {
		t.Errorf("challenge answered with %q", r.Body)
	}
	send(t, s, s.Mention("U1", "C1", "how many states < 90?"))
	send(t, s, s.DM("U1", "hello"))
	send(t, s, s.HomeOpened("U1"))
	mention := b.events[1].InnerEvent.Data.(*slackevents.AppMentionEvent)
	if mention.Text != "<@U0BOT> how many states &lt; 90?" || mention.Channel != "C1" || mention.TimeStamp == "" {
		t.Errorf("mention %+v", mention)
	}
	dm := b.events[2].InnerEvent.Data.(*slackevents.MessageEvent)
	if dm.ChannelType != "im" || dm.Text != "hello" || dm.User != "U1" {
		t.Errorf("direct message %+v", dm)
	}
	home := b.events[3].InnerEvent.Data.(*slackevents.AppHomeOpenedEvent)
	if home.Tab != "home" || home.User != "U1" {
		t.Errorf("home %+v", home)
	}
}

// TestClick clicks a button in an ephemeral and in a public message, and answers
// at the response URL.
func TestClick(t *testing.T) {
	s, b := withBot(t)
	b.answer = `{"text":"82 states","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"82 states"}},
		{"type":"actions","elements":[{"type":"button","action_id":"share","value":"v1","text":{"type":"plain_text","text":"Share to channel"}}]}]}`
	shown := send(t, s, s.Command("U1", "C1", "/pariscall count")).Message

	send(t, s, s.Click("U1", *shown, shown.Action("Share to channel")))
	c := b.clicks[0]
	a := c.ActionCallback.BlockActions[0]
	if a.ActionID != "share" || a.Value != "v1" || c.Message.Timestamp != "" || !c.Container.IsEphemeral || c.Container.MessageTs != shown.TS {
		t.Errorf("click %+v", c)
	}
	respond := func(url string, m *slack.WebhookMessage) error { return slack.PostWebhook(url, m) }
	if err := respond(c.ResponseURL, &slack.WebhookMessage{Text: "82 states, shared by <@U1>", ResponseType: "in_channel"}); err != nil {
		t.Fatal(err)
	}
	got := s.Messages("C1")
	if len(got) != 2 || got[1].Ephemeral || got[1].Via != "response_url" {
		t.Fatalf("messages %+v", got)
	}
	public := got[1]

	edited := shown.Action("share")
	edited.Value = "by hand"
	send(t, s, s.Click("U2", public, edited))
	c = b.clicks[1]
	if c.Message.Timestamp != public.TS || c.ActionCallback.BlockActions[0].Value != "by hand" {
		t.Errorf("click %+v", c)
	}
	if err := respond(c.ResponseURL, &slack.WebhookMessage{Text: "next page", ReplaceOriginal: true}); err != nil {
		t.Fatal(err)
	}
	if got := s.Messages("C1"); len(got) != 2 || got[1].Text != "next page" {
		t.Errorf("messages %+v", got)
	}
	if _, err := s.Send(t.Context(), s.Click("U1", public, public.Action("no such"))); err == nil {
		t.Error("a missing button was clicked")
	}
}

// TestResponseURL posts to it with slack-go's other way, and uses it up.
func TestResponseURL(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		net := slacktest.NewPipe()
		s := workspace(slacktest.New(slacktest.Config{}))
		defer s.Close()
		s.Serve(net.Listen("slack.test"))
		api := s.API(net.Client())
		respond := func(r slacktest.Request) error {
			_, _, err := api.PostMessage("", slack.MsgOptionText("hi", false),
				slack.MsgOptionResponseURL(r.Payload["response_url"].(string), slack.ResponseTypeInChannel))
			return err
		}
		r := s.Command("U1", "C1", "/pariscall")
		for range 5 {
			if err := respond(r); err != nil {
				t.Fatal(err)
			}
		}
		gone := func(err error) {
			t.Helper()
			var status slack.StatusCodeError
			if !errors.As(err, &status) || status.Code != http.StatusNotFound {
				t.Errorf("error %v", err)
			}
		}
		gone(respond(r))
		if n := len(s.Messages("C1")); n != 5 {
			t.Errorf("%d messages", n)
		}
		late := s.Command("U1", "C1", "/pariscall")
		time.Sleep(30*time.Minute + time.Second)
		gone(respond(late))
		if s.Count("response_url") != 7 {
			t.Errorf("%d calls", s.Count("response_url"))
		}
	})
}

func TestModal(t *testing.T) {
	s, b := withBot(t)
	text := func(s string) *slack.TextBlockObject {
		return slack.NewTextBlockObject(slack.PlainTextType, s, false, false)
	}
	form := slack.ModalViewRequest{
		Type: slack.VTModal, Title: text("Add"), Submit: text("Add"), CallbackID: "add", PrivateMetadata: "state",
		Blocks: slack.Blocks{BlockSet: []slack.Block{
			slack.NewInputBlock("name", text("Name"), nil, slack.NewPlainTextInputBlockElement(nil, "typed")),
			slack.NewInputBlock("supporter", text("Supporter"), nil, slack.NewOptionsSelectBlockElement(slack.OptTypeExternal, nil, "chosen")),
		}},
	}
	send(t, s, s.Command("U1", "C1", "/pariscall add"))
	trigger := b.commands[0].TriggerID
	if _, err := b.api.OpenView(trigger, form); err != nil {
		t.Fatal(err)
	}
	_, err := b.api.OpenView(trigger, form)
	says(t, err, "exchanged_trigger_id")
	_, err = b.api.OpenView("1.2.3", form)
	says(t, err, "invalid_trigger_id")

	v, ok := s.Modal("U1")
	if !ok || v.Title != "Add" || v.CallbackID != "add" {
		t.Fatalf("modal %+v", v)
	}
	must[*slack.ViewResponse](t)(b.api.UpdateView(form, "", v.Hash, v.ID))
	_, err = b.api.UpdateView(form, "", v.Hash, v.ID)
	says(t, err, "hash_conflict")
	_, err = b.api.UpdateView(form, "", "", "V9")
	says(t, err, "not_found")

	b.answer = `{"options":[{"text":{"type":"plain_text","text":"France"},"value":"12"}]}`
	var options struct{ Options []struct{ Value string } }
	if err := send(t, s, s.Suggest(v, v.Action("chosen"), "fra")).Decode(&options); err != nil || options.Options[0].Value != "12" {
		t.Errorf("options %+v, %v", options, err)
	}
	if c := b.clicks[0]; c.Type != slack.InteractionTypeBlockSuggestion || c.Value != "fra" || c.ActionID != "chosen" {
		t.Errorf("suggestion %+v", c)
	}

	b.answer = `{"response_action":"errors","errors":{"name":"is taken"}}`
	send(t, s, s.Submit(v, map[string]string{"name": "Example", "supporter": "12"}))
	values := b.clicks[1].View.State.Values
	if values["name"]["typed"].Value != "Example" || values["supporter"]["chosen"].SelectedOption.Value != "12" || b.clicks[1].View.PrivateMetadata != "state" {
		t.Errorf("values %+v", values)
	}
	if v, ok := s.Modal("U1"); !ok || v.Errors["name"] != "is taken" {
		t.Errorf("modal %+v", v)
	}
	b.answer = ""
	send(t, s, s.Submit(v, nil))
	if _, ok := s.Modal("U1"); ok {
		t.Error("the modal stays open")
	}
	if _, err := s.Send(t.Context(), s.Submit(v, map[string]string{"nope": "1"})); err == nil {
		t.Error("a missing input was filled in")
	}
	if got := s.Violations(); len(got) != 0 {
		t.Errorf("violations %q", got)
	}
}

// TestFormAnswers submits a form that has every kind of input, and answers it in
// every way.
func TestFormAnswers(t *testing.T) {
	s, b := withBot(t)
	input := func(id, kind, more string) string {
		return `{"type":"input","block_id":"` + id + `","label":{"type":"plain_text","text":"L"},
			"element":{"type":"` + kind + `","action_id":"a"` + more + `}}`
	}
	options := `,"options":[{"text":{"type":"plain_text","text":"One"},"value":"1"},{"text":{"type":"plain_text","text":"Two"},"value":"2"}]`
	modal := func(blocks ...string) string {
		return `{"type":"modal","title":{"type":"plain_text","text":"T"},"submit":{"type":"plain_text","text":"S"},"blocks":[` + strings.Join(blocks, ",") + `]}`
	}
	var form slack.ModalViewRequest
	err := json.Unmarshal([]byte(modal(
		input("text", "plain_text_input", ""), input("url", "url_text_input", ""), input("date", "datepicker", ""),
		input("one", "static_select", options), input("radio", "radio_buttons", options), input("many", "checkboxes", options),
		input("who", "users_select", ""), input("where", "conversations_select", ""),
	)), &form)
	if err != nil {
		t.Fatal(err)
	}
	open := func() slacktest.View {
		t.Helper()
		r := s.Command("U1", "C1", "/pariscall add")
		must[*slack.ViewResponse](t)(b.api.OpenView(r.Payload["trigger_id"].(string), form))
		v, _ := s.Modal("U1")
		return v
	}
	first := open()
	send(t, s, s.Submit(first, map[string]string{"text": "x", "date": "2026-11-22", "one": "2", "many": "1,2", "who": "U2", "where": "C1"}))
	got := b.clicks[0].View.State.Values
	if got["text"]["a"].Value != "x" || got["url"]["a"].Value != "" || got["date"]["a"].SelectedDate != "2026-11-22" ||
		got["one"]["a"].SelectedOption.Value != "2" || got["radio"]["a"].SelectedOption.Value != "" || len(got["many"]["a"].SelectedOptions) != 2 ||
		got["who"]["a"].SelectedUser != "U2" || got["where"]["a"].SelectedConversation != "C1" {
		t.Errorf("values %+v", got)
	}

	second := open()
	simple := modal(input("text", "plain_text_input", ""))
	for _, c := range []struct {
		answer     string
		open       bool // whether a modal stays open
		violations int
	}{
		{`{"response_action":"update","view":` + simple + `}`, true, 0},
		{`{"response_action":"update","view":{"type":"modal"}}`, true, 1},
		{`{"response_action":"errors","errors":{"nope":"is wrong"}}`, true, 1},
		{`{"response_action":"errors","errors":{}}`, true, 1},
		{`{"response_action":"jump"}`, true, 1},
		{`thanks`, true, 1},
	} {
		b.answer = c.answer
		before := len(s.Violations())
		send(t, s, s.Submit(second, nil))
		if _, open := s.Modal("U1"); open != c.open || len(s.Violations())-before < c.violations || c.violations == 0 && len(s.Violations()) > before {
			t.Errorf("%s: open %t, violations %q", c.answer, open, s.Violations()[before:])
		}
	}
}

func TestThread(t *testing.T) {
	s, b := withBot(t)
	r := s.Mention("U1", "C1", "and now?")
	r.Event()["thread_ts"] = "1.000001"
	send(t, s, r)
	if got := b.events[0].InnerEvent.Data.(*slackevents.AppMentionEvent).ThreadTimeStamp; got != "1.000001" {
		t.Errorf("thread %q", got)
	}
}

func TestHome(t *testing.T) {
	s, b := withBot(t)
	home := func(text string) slack.HomeTabViewRequest {
		button := slack.NewButtonBlockElement("approve", "7", slack.NewTextBlockObject(slack.PlainTextType, text, false, false))
		return slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{slack.NewActionBlock("b", button)}}}
	}
	first := must[*slack.ViewResponse](t)(b.api.PublishView("U1", home("Approve"), ""))
	must[*slack.ViewResponse](t)(b.api.PublishView("U1", home("Accept"), first.Hash))
	_, err := b.api.PublishView("U1", home("Late"), first.Hash)
	says(t, err, "hash_conflict")
	v, _ := s.Home("U1")
	send(t, s, s.ClickView(v, v.Action("Accept")))
	if c := b.clicks[0]; c.View.ID != v.ID || c.ActionCallback.BlockActions[0].Value != "7" || c.ResponseURL != "" {
		t.Errorf("click %+v", c)
	}
}

func TestExpiry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		net := slacktest.NewPipe()
		s := workspace(slacktest.New(slacktest.Config{}))
		defer s.Close()
		s.Serve(net.Listen("slack.test"))
		r := s.Command("U1", "C1", "/pariscall")
		time.Sleep(3*time.Second + time.Millisecond)
		_, err := s.API(net.Client()).OpenView(r.Payload["trigger_id"].(string), slack.ModalViewRequest{Type: slack.VTModal})
		says(t, err, "expired_trigger_id")
	})
}

func TestLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		net := slacktest.NewPipe()
		s := workspace(slacktest.New(slacktest.Config{}))
		defer s.Close()
		s.Serve(net.Listen("slack.test"))
		var delay time.Duration
		srv := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body) // only then does the server notice that Slack hangs up
			select {
			case <-time.After(delay):
			case <-r.Context().Done():
			}
			_ = json.NewEncoder(w).Encode(m{"text": "done"})
		})}
		defer func() { _ = srv.Close() }()
		l := net.Listen("bot.test")
		go func() { _ = srv.Serve(l) }()
		s.SetRequestURL("http://bot.test/slack/events", net.Client())

		delay = 2900 * time.Millisecond
		if r := send(t, s, s.Command("U1", "C1", "/pariscall")); r.Took != delay || r.Message.Text != "done" {
			t.Errorf("reply %+v", r)
		}
		delay = 3100 * time.Millisecond
		_, err := s.Send(context.Background(), s.Command("U1", "C1", "/pariscall"))
		if !errors.Is(err, slacktest.ErrLate) || len(s.Violations()) != 1 {
			t.Errorf("error %v, violations %q", err, s.Violations())
		}
	})
}
