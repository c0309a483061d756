package slacktest_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"rollcall/bot/slacktest"
)

// workspace is a Slack with a channel of every kind and two people.
func workspace(s *slacktest.Slack) *slacktest.Slack {
	s.AddUser(slacktest.User{ID: "U1", Name: "ada", RealName: "Ada", Admin: true, TZ: "Europe/Paris", Locale: "fr-FR"})
	s.AddUser(slacktest.User{ID: "U2", Name: "bob", Restricted: true})
	s.AddChannel(slacktest.Channel{ID: "C1", Name: "general", Member: true})
	s.AddChannel(slacktest.Channel{ID: "C2", Name: "elsewhere"})
	s.AddChannel(slacktest.Channel{ID: "C3", Name: "old", Member: true, Archived: true})
	s.AddChannel(slacktest.Channel{ID: "G1", Name: "secret", Private: true})
	s.AddChannel(slacktest.Channel{ID: "G2", Name: "board", Private: true, Member: true, Members: []string{"U1"}})
	return s
}

func start(t *testing.T, c slacktest.Config) (*slacktest.Slack, *slack.Client) {
	t.Helper()
	s := workspace(slacktest.Start(t, c))
	return s, s.API(nil)
}

// says fails the test unless err is Slack's error code.
func says(t *testing.T, err error, code string) {
	t.Helper()
	if err == nil || err.Error() != code {
		t.Errorf("error %v, want %s", err, code)
	}
}

func must[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestConversationsOfAPerson(t *testing.T) {
	s, api := start(t, slacktest.Config{})
	s.AddChannel(slacktest.Channel{ID: "D1", IM: true, Member: true, User: "U2"})
	of := func(user string) string {
		t.Helper()
		var ids []string
		asked := &slack.GetConversationsForUserParameters{UserID: user, Types: []string{"public_channel", "private_channel", "im"}, Limit: 2}
		for {
			found, next, err := api.GetConversationsForUser(asked)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range found {
				ids = append(ids, c.ID)
			}
			if asked.Cursor = next; next == "" {
				return strings.Join(ids, " ")
			}
		}
	}
	if got := of("U1"); got != "C1 C2 C3 G2" { // not G1, which the bot can't see
		t.Errorf("U1 is in %s", got)
	}
	if got := of("U2"); got != "C1 C2 C3 D1" {
		t.Errorf("U2 is in %s", got)
	}
	_, _, err := api.GetConversationsForUser(&slack.GetConversationsForUserParameters{UserID: "U9"})
	says(t, err, "user_not_found")
	_, api = start(t, slacktest.Config{Scopes: []string{"channels:read", "groups:read", "mpim:read"}})
	_, _, err = api.GetConversationsForUser(&slack.GetConversationsForUserParameters{UserID: "U1", Types: []string{"public_channel", "mpim", "im"}})
	says(t, err, "missing_scope")
	_, _, err = api.GetConversationsForUser(&slack.GetConversationsForUserParameters{UserID: "U1", Types: []string{"public_channel", "mpim"}})
	if err != nil {
		t.Error(err)
	}
}

func TestAuth(t *testing.T) {
	s, api := start(t, slacktest.Config{Scopes: []string{"chat:write"}})
	who := must[*slack.AuthTestResponse](t)(api.AuthTest())
	if who.UserID != "U0BOT" || who.TeamID != "T0TEAM" || who.Header.Get("X-OAuth-Scopes") != "chat:write" {
		t.Errorf("auth.test: %+v", who)
	}
	with := func(token string) error {
		_, err := slack.New(token, slack.OptionAPIURL(s.URL+"/api/")).AuthTest()
		return err
	}
	says(t, with(""), "not_authed")
	says(t, with("xoxb-wrong"), "invalid_auth")

	_, err := api.GetUserInfo("U1")
	says(t, err, "missing_scope")
	var refused slack.SlackErrorResponse
	if !errors.As(err, &refused) || refused.Needed != "users:read" || refused.Provided != "chat:write" {
		t.Errorf("missing_scope: %+v", refused)
	}
	_, err = api.GetEmoji()
	says(t, err, "unknown_method")

	s.Revoke(true)
	_, err = api.AuthTest()
	says(t, err, "token_revoked")
	s.Revoke(false)
	must[*slack.AuthTestResponse](t)(api.AuthTest())
}

func TestBearerToken(t *testing.T) {
	s, _ := start(t, slacktest.Config{})
	req, _ := http.NewRequest(http.MethodGet, s.URL+"/api/users.info?user=U1", nil)
	req.Header.Set("Authorization", "Bearer xoxb-test")
	resp := must[*http.Response](t)(http.DefaultClient.Do(req))
	defer func() { _ = resp.Body.Close() }()
	if body := must[[]byte](t)(io.ReadAll(resp.Body)); !bytes.Contains(body, []byte(`"ok":true`)) {
		t.Errorf("users.info: %s", body)
	}
	if calls := s.Calls(); len(calls) != 1 || calls[0].Args["user"] != "U1" || calls[0].Scope != "users:read" {
		t.Errorf("calls: %+v", calls)
	}
}

func TestConversations(t *testing.T) {
	s, api := start(t, slacktest.Config{})
	info := func(id string) (*slack.Channel, error) {
		return api.GetConversationInfo(&slack.GetConversationInfoInput{ChannelID: id})
	}
	if c := must[*slack.Channel](t)(info("C1")); !c.IsMember || c.Name != "general" {
		t.Errorf("C1: %+v", c)
	}
	if c := must[*slack.Channel](t)(info("C2")); c.IsMember {
		t.Errorf("C2: %+v", c)
	}
	_, err := info("G1")
	says(t, err, "channel_not_found")
	if calls := s.Calls(); calls[2].Scope != "groups:read" {
		t.Errorf("scope of conversations.info of a private channel: %s", calls[2].Scope)
	}
	s.DeleteChannel("C2")
	_, err = info("C2")
	says(t, err, "channel_not_found")

	im, _, _, err := api.OpenConversation(&slack.OpenConversationParameters{Users: []string{"U1"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, to := range []string{im.ID, "U1"} {
		if channel, _, err := api.PostMessage(to, slack.MsgOptionText("hello", false)); err != nil || channel != im.ID {
			t.Errorf("a direct message to %s went to %s, %v", to, channel, err)
		}
	}
	_, _, _, err = api.OpenConversation(&slack.OpenConversationParameters{Users: []string{"U9"}})
	says(t, err, "user_not_found")
}

func TestUserInfo(t *testing.T) {
	_, api := start(t, slacktest.Config{})
	u := must[*slack.User](t)(api.GetUserInfo("U1"))
	if !u.IsAdmin || u.Locale != "fr-FR" || u.TZ != "Europe/Paris" || u.IsRestricted {
		t.Errorf("U1: %+v", u)
	}
	if u := must[*slack.User](t)(api.GetUserInfo("U2")); u.IsAdmin || !u.IsRestricted {
		t.Errorf("U2: %+v", u)
	}
	_, err := api.GetUserInfo("U9")
	says(t, err, "user_not_found")
}

func TestMessages(t *testing.T) {
	s, api := start(t, slacktest.Config{})
	post := func(channel, text string, more ...slack.MsgOption) (string, error) {
		_, ts, err := api.PostMessage(channel, append(more, slack.MsgOptionText(text, true))...)
		return ts, err
	}
	meta := slack.SlackMetadata{EventType: "digest_posted", EventPayload: map[string]any{"occasion": "2026-11-22"}}
	first := must[string](t)(post("C1", "one & only", slack.MsgOptionMetadata(meta),
		slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl()))
	thread := must[string](t)(post("C1", "details", slack.MsgOptionTS(first)))
	last := must[string](t)(post("C1", "two"))
	if first >= thread || thread >= last {
		t.Errorf("time stamps %s, %s, %s", first, thread, last)
	}
	for channel, code := range map[string]string{"C2": "not_in_channel", "C3": "is_archived", "G1": "channel_not_found", "C9": "channel_not_found"} {
		_, err := post(channel, "no")
		says(t, err, code)
	}
	_, err := post("C1", "")
	says(t, err, "no_text")

	got := s.Messages("C1")
	if len(got) != 3 || got[0].Text != "one &amp; only" || !got[0].NoUnfurl || got[0].Metadata.EventType != meta.EventType || got[1].ThreadTS != first {
		t.Errorf("messages: %+v", got)
	}

	_, _, _, err = api.UpdateMessage("C1", last, slack.MsgOptionText("three", false))
	if err != nil {
		t.Error(err)
	}
	_, _, _, err = api.UpdateMessage("C1", "1.000000", slack.MsgOptionText("three", false))
	says(t, err, "message_not_found")
	if m := s.Messages("C1")[2]; m.Text != "three" || !m.Edited {
		t.Errorf("edited: %+v", m)
	}

	_, err = api.PostEphemeral("G2", "U2", slack.MsgOptionText("psst", false))
	says(t, err, "user_not_in_channel")
	must[string](t)(api.PostEphemeral("C1", "U1", slack.MsgOptionText("psst", false)))
	if m := s.Messages("C1")[3]; !m.Ephemeral || m.User != "U1" {
		t.Errorf("ephemeral: %+v", m)
	}
}

func TestHistory(t *testing.T) {
	_, api := start(t, slacktest.Config{})
	meta := slack.SlackMetadata{EventType: "e", EventPayload: map[string]any{"n": 1}}
	var ts []string
	for _, text := range []string{"a", "b", "c", "d"} {
		_, at, err := api.PostMessage("C1", slack.MsgOptionText(text, false), slack.MsgOptionMetadata(meta))
		if err != nil {
			t.Fatal(err)
		}
		ts = append(ts, at)
	}
	if _, err := api.PostEphemeral("C1", "U1", slack.MsgOptionText("psst", false)); err != nil {
		t.Fatal(err)
	}
	history := func(p slack.GetConversationHistoryParameters) (string, *slack.GetConversationHistoryResponse) {
		t.Helper()
		p.ChannelID = "C1"
		h := must[*slack.GetConversationHistoryResponse](t)(api.GetConversationHistory(&p))
		var texts string
		for _, m := range h.Messages {
			texts += m.Text
		}
		return texts, h
	}
	for oldest, want := range map[string]string{"": "dcba", ts[1]: "dc"} {
		if got, _ := history(slack.GetConversationHistoryParameters{Oldest: oldest}); got != want {
			t.Errorf("history after %q: %s, want %s", oldest, got, want)
		}
	}
	got, h := history(slack.GetConversationHistoryParameters{Limit: 3})
	if got != "dcb" || !h.HasMore || h.Messages[0].Metadata.EventPayload != nil {
		t.Errorf("first page: %s, %+v", got, h)
	}
	got, h = history(slack.GetConversationHistoryParameters{Limit: 3, Cursor: h.ResponseMetaData.NextCursor, IncludeAllMetadata: true})
	if got != "a" || h.HasMore || h.Messages[0].Metadata.EventPayload["n"] != 1.0 {
		t.Errorf("second page: %s, %+v", got, h)
	}
	_, err := api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: "C2"})
	says(t, err, "not_in_channel")
}

func TestRateLimit(t *testing.T) {
	s, api := start(t, slacktest.Config{RateLimit: true})
	post := func(channel string) error {
		_, _, err := api.PostMessage(channel, slack.MsgOptionText("hi", false))
		return err
	}
	if err := errors.Join(post("C1"), post("G2")); err != nil {
		t.Fatal(err)
	}
	var limited *slack.RateLimitedError
	if err := post("C1"); !errors.As(err, &limited) || limited.RetryAfter != time.Second {
		t.Errorf("error %v", err)
	}
	if n := len(s.Messages("C1")); n != 1 {
		t.Errorf("%d messages", n)
	}
}

func TestUpload(t *testing.T) {
	s, api := start(t, slacktest.Config{})
	_, err := api.UploadFileContext(context.Background(), slack.UploadFileParameters{
		Filename: "roll.png", FileSize: 4, Reader: strings.NewReader("PNG!"),
		Title: "The roll", AltTxt: "81 states", Channel: "C1", InitialComment: "a chart",
	})
	if err != nil {
		t.Fatal(err)
	}
	files := s.Files()
	if len(files) != 1 || string(files[0].Content) != "PNG!" || files[0].AltText != "81 states" || files[0].Title != "The roll" {
		t.Errorf("files: %+v", files)
	}
	if m := s.Messages("C1"); len(m) != 1 || m[0].Text != "a chart" || !slices.Equal(m[0].Files, []string{files[0].ID}) {
		t.Errorf("messages: %+v", m)
	}
	_, err = api.UploadFileContext(context.Background(), slack.UploadFileParameters{
		Filename: "roll.png", FileSize: 3, Reader: strings.NewReader("PNG!"),
	})
	if err == nil {
		t.Error("a file of another length was taken")
	}
}

func TestInvalidJSON(t *testing.T) {
	s, _ := start(t, slacktest.Config{})
	resp := must[*http.Response](t)(http.Post(s.URL+"/api/auth.test", "application/json", strings.NewReader("{")))
	defer func() { _ = resp.Body.Close() }()
	if body := must[[]byte](t)(io.ReadAll(resp.Body)); !bytes.Contains(body, []byte("invalid_json")) {
		t.Errorf("answer %s", body)
	}
	resp = must[*http.Response](t)(http.PostForm(s.URL+"/nowhere", url.Values{}))
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusNotFound {
		t.Errorf("status %d", resp.StatusCode)
	}
}
