package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"rollcall/bot/slacktest"
	"rollcall/config"
	"rollcall/deploy"
	"rollcall/tracker"
	"rollcall/tracker/bolt"
	"rollcall/tracker/pariscall"
)

// subscribed makes a database in which channels are subscribed, each in a time zone.
func subscribed(t *testing.T, zones map[string]string) string {
	t.Helper()
	path := database(t)
	db, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	r, err := tracker.Open(t.Context(), db.Ledger(pariscall.Slug))
	if err != nil {
		t.Fatal(err)
	}
	for _, channel := range slices.Sorted(maps.Keys(zones)) {
		if _, err := r.Do(t.Context(), tracker.Request{By: admin}, tracker.Subscribe(tracker.Subscribed{Channel: channel, Schedule: "0 9 * * *", Zone: zones[channel]}, 0)); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

// needed are the names of the manifest's scopes.
func needed(t *testing.T) []string {
	t.Helper()
	all, err := deploy.Scopes()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, s := range all {
		names = append(names, s.Name)
	}
	return names
}

// without leaves names out.
func without(names []string, out ...string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return slices.Contains(out, name) })
}

// rim changes the headers of a Slack's answers.
type rim struct {
	http.ResponseWriter
	change func(http.Header)
}

func (r rim) WriteHeader(status int) {
	r.change(r.Header())
	r.ResponseWriter.WriteHeader(status)
}

func TestDoctor(t *testing.T) {
	t.Parallel()
	scopes := needed(t)
	paris := map[string]string{policy: "Europe/Paris"}
	clock := func(ahead time.Duration) func(http.Header) {
		return func(h http.Header) { h.Set("Date", time.Now().Add(ahead).UTC().Format(http.TimeFormat)) }
	}
	for name, c := range map[string]struct {
		env    settings // instead of those that are all right
		zones  map[string]string
		slack  func(*slacktest.Slack)
		scopes []string
		header func(http.Header)
		says   []string // lines begin so
		not    []string // and none so
	}{
		"all is well": {zones: paris, env: settings{"ROLLCALL_OLD": "1000000"}, says: []string{
			"ok: settings: they are complete; Slack is reached by Socket Mode", "ok: database: ", "ok: time zones: ", "ok: app token: ",
			"ok: bot token: it belongs to @rollcall (U0BOT) in the workspace Test team (T0TEAM)", "ok: clock: ", fmt.Sprintf("ok: scopes: the bot token has all %d", len(scopes)),
			"ok: channels: rollcall can post to 1 of 1 subscribed channels", "9 ok, 0 not checked, warnings: 0, problems: 0"}},
		"an old comparison": {env: settings{"ROLLCALL_OLD": "1"}, says: []string{"warning: official list: that of pariscall was last compared "}},
		"HTTP": {env: settings{"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": "precious"}, says: []string{
			"ok: settings: they are complete; Slack is reached by HTTP", "not checked: signing secret: ", "ok: channels: no channel is subscribed yet"}, not: []string{"ok: app token"}},

		"nothing is set": {env: settings{"SLACK_BOT_TOKEN": "", "SLACK_APP_TOKEN": ""}, says: []string{
			"problem: settings: SLACK_BOT_TOKEN is not set", "problem: settings: neither SLACK_APP_TOKEN", "not checked: Slack: "}},
		"wrong settings": {env: settings{"ROLLCALL_TICK": "soon", "ROLLCALL_COMMAND": "x", "ROLLCALL_CONFIG": "none.yaml"}, says: []string{
			"problem: settings: ROLLCALL_TICK", "problem: settings: ROLLCALL_COMMAND", "problem: settings: ROLLCALL_CONFIG", "ok: bot token: "}},
		"a person's token": {env: settings{"SLACK_BOT_TOKEN": "xoxp-precious"}, says: []string{
			"problem: settings: SLACK_BOT_TOKEN is not a bot token", "ok: app token: ", "not checked: Slack: clock, scopes and channels"}},
		"tokens changed places": {env: settings{"SLACK_BOT_TOKEN": "xapp-test", "SLACK_APP_TOKEN": "xoxb-test"}, says: []string{
			"problem: settings: SLACK_BOT_TOKEN is not", "problem: settings: SLACK_APP_TOKEN is not"}, not: []string{"ok: app token", "ok: bot token"}},

		"an unknown bot token": {env: settings{"SLACK_BOT_TOKEN": "xoxb-precious"}, says: []string{
			"problem: bot token: Slack says invalid_auth: ", "ok: clock: ", "ok: app token: ", "not checked: Slack: scopes and channels"}},
		"an unknown app token": {env: settings{"SLACK_APP_TOKEN": "xapp-precious"}, says: []string{"problem: app token: Slack says invalid_auth: ", "ok: bot token: "}},
		"revoked": {slack: func(s *slacktest.Slack) { s.Revoke(true) }, says: []string{
			"problem: app token: Slack says token_revoked: ", "problem: bot token: Slack says token_revoked: the token was revoked"}},
		"deactivated":    {slack: fails("auth.test", slacktest.Fault{Error: "account_inactive"}), says: []string{"problem: bot token: Slack says account_inactive: "}},
		"expired":        {slack: fails("auth.test", slacktest.Fault{Error: "token_expired"}), says: []string{"problem: bot token: Slack says token_expired: "}},
		"any other word": {slack: fails("auth.test", slacktest.Fault{Error: "org_login_required"}), says: []string{"problem: bot token: Slack says org_login_required – "}},
		"an app token without its scope": {slack: fails("apps.connections.open", slacktest.Fault{Error: "missing_scope"}), says: []string{
			"problem: app token: Slack says missing_scope: the token lacks a scope – ", "ok: bot token: "}},
		"an app token of another kind": {slack: fails("apps.connections.open", slacktest.Fault{Error: "not_allowed_token_type"}), says: []string{
			"problem: app token: Slack says not_allowed_token_type: "}},

		"unreachable": {slack: fails("apps.connections.open", slacktest.Fault{Lost: true}), zones: paris, says: []string{
			"problem: app token: Slack can't be reached: ", "not checked: Slack: bot token, clock, scopes and channels", "ok: database: ", "ok: time zones: "}},
		"unreachable over HTTP": {env: settings{"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": "s", "SLACK_API_URL": "http://127.0.0.1:1/"}, says: []string{
			"problem: bot token: Slack can't be reached: ", "not checked: Slack: clock, scopes and channels"}},
		"lost midway":   {slack: fails("auth.test", slacktest.Fault{Lost: true}), says: []string{"ok: app token: ", "problem: bot token: Slack can't be reached: "}},
		"cut off":       {slack: fails("auth.test", slacktest.Fault{Cut: true}), says: []string{"problem: bot token: the answer isn't Slack's"}},
		"out of order":  {slack: fails("auth.test", slacktest.Fault{Status: 503}), says: []string{"problem: bot token: Slack answers with HTTP status 503 – "}},
		"too many":      {slack: fails("auth.test", slacktest.Fault{Status: 429, RetryAfter: 7 * time.Second}), says: []string{"problem: bot token: Slack limits the rate of calls just now – try again in 7s"}},
		"another place": {env: settings{"SLACK_API_URL": "/healthz/"}, says: []string{"problem: app token: Slack answers with HTTP status 404", "problem: bot token: Slack answers with HTTP status 404"}},

		"scopes are missing": {scopes: without(scopes, "commands", "im:history", "mpim:history"), says: []string{
			"problem: scopes: the bot token lacks commands. For: To be typed", "problem: scopes: the bot token lacks im:history, mpim:history. For: conversations.history, conversations.replies: "},
			not: []string{"ok: scopes"}},
		"no scope": {scopes: []string{}, says: []string{"problem: scopes: the bot token lacks commands", "problem: scopes: the bot token lacks chat:write"}, not: []string{"ok: scopes"}},
		"more scopes than needed": {scopes: append(slices.Clone(scopes), "chat:write.public", "files:read.all"), says: []string{
			"warning: scopes: the bot token has more than rollcall needs: chat:write.public, files:read.all – ", "ok: scopes: "}},
		"no scopes": {header: func(h http.Header) { h.Del("X-OAuth-Scopes") }, says: []string{"not checked: scopes: "}, not: []string{"ok: scopes", "problem: scopes"}},

		"behind":         {header: clock(2 * time.Minute), says: []string{"warning: clock: ours is behind Slack's by about ", "ok: bot token"}, not: []string{"ok: clock"}},
		"far behind":     {header: clock(time.Hour), says: []string{"problem: clock: ours is behind Slack's by about "}},
		"ahead":          {header: clock(-2 * time.Minute), says: []string{"warning: clock: ours is ahead of Slack's by about "}},
		"far ahead":      {header: clock(-time.Hour), says: []string{"problem: clock: ours is ahead of Slack's by about "}},
		"a little ahead": {header: clock(-15 * time.Second), says: []string{"ok: clock: "}},
		"no time":        {header: func(h http.Header) { h["Date"] = nil }, says: []string{"not checked: clock: "}},

		"not in the channel": {zones: paris, slack: func(s *slacktest.Slack) { s.AddChannel(slacktest.Channel{ID: policy, Name: "policy"}) }, says: []string{
			"problem: channels: rollcall is not in #policy (C0POLICY) – type /invite @rollcall there"}, not: []string{"ok: channels"}},
		"an archived channel": {zones: paris, slack: func(s *slacktest.Slack) {
			s.AddChannel(slacktest.Channel{ID: policy, Name: "policy", Member: true, Archived: true})
		}, says: []string{"problem: channels: #policy (C0POLICY) is archived – "}},
		"a channel that is gone": {zones: map[string]string{policy: "", "C0OTHER": ""}, slack: func(s *slacktest.Slack) { s.DeleteChannel(policy) }, says: []string{
			"problem: channels: C0POLICY was deleted, or is private", "problem: channels: C0OTHER was deleted"}},
		"one of two": {zones: map[string]string{policy: "", "C0OTHER": ""}, says: []string{
			"problem: channels: C0OTHER was deleted", "ok: channels: rollcall can post to 1 of 2 subscribed channels"}},
		"a channel that can't be looked up": {zones: paris, scopes: without(scopes, "channels:read"), says: []string{
			"problem: channels: C0POLICY can't be looked up without the scope channels:read"}},
		"channels that fail": {zones: map[string]string{policy: "", "C0OTHER": ""}, slack: fails("conversations.info", slacktest.Fault{Error: "internal_error"}), says: []string{
			"problem: channels: Slack says internal_error", "not checked: channels: 2 of 2"}},
		"a name that would break the line": {zones: paris, slack: func(s *slacktest.Slack) {
			s.AddChannel(slacktest.Channel{ID: policy, Name: "x\nok: y\x1b[31m"})
		}, says: []string{"problem: channels: rollcall is not in #x ok: y [31m (C0POLICY)"}},
		"an unknown zone": {zones: map[string]string{policy: "Nowhere/Town"}, says: []string{
			`problem: time zones: a subscription of the channel C0POLICY has the unknown time zone "Nowhere/Town"`}, not: []string{"ok: time zones"}},
	} {
		t.Run(name, func(t *testing.T) {
			granted := c.scopes
			if granted == nil {
				granted = scopes
			}
			s := slacktest.Start(t, slacktest.Config{Scopes: granted})
			s.AddChannel(slacktest.Channel{ID: policy, Name: "policy", Member: true})
			if c.slack != nil {
				c.slack(s)
			}
			url := s.URL
			if c.header != nil {
				changed := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.ServeHTTP(rim{w, c.header}, r) }))
				t.Cleanup(changed.Close)
				url = changed.URL
			}
			env := settings{"SLACK_BOT_TOKEN": "xoxb-test", "SLACK_APP_TOKEN": "xapp-test", "SLACK_API_URL": url + "/api/", "ROLLCALL_DB": subscribed(t, c.zones)}
			maps.Copy(env, c.env)
			if strings.HasPrefix(env["SLACK_API_URL"], "/") {
				env["SLACK_API_URL"] = url + env["SLACK_API_URL"]
			}
			before, err := os.ReadFile(env["ROLLCALL_DB"])
			if err != nil {
				t.Fatal(err)
			}
			r := inProcess(t, env, "", "doctor")
			for _, want := range c.says {
				if !strings.Contains("\n"+r.out, "\n"+want) {
					t.Errorf("it doesn't say %q", want)
				}
			}
			for _, not := range c.not {
				if strings.Contains("\n"+r.out, "\n"+not) {
					t.Errorf("it says %q", not)
				}
			}
			if bad := strings.Contains("\n"+r.out, "\nproblem: "); bad != (r.err != nil) || bad == strings.Contains(r.out, "problems: 0") {
				t.Errorf("it ends with %v", r.err)
			}
			for _, secret := range []string{"xoxb-test", "xapp-test", "xoxb-p", "xapp-p", "precious", "ticket", "/link/", "/api/"} {
				if strings.Contains(r.out+r.errs, secret) {
					t.Errorf("it shows %q", secret)
				}
			}
			for _, call := range s.Calls() {
				if !slices.Contains([]string{"auth.test", "apps.connections.open", "conversations.info"}, call.Method) {
					t.Errorf("it calls %s", call.Method)
				}
			}
			if after, err := os.ReadFile(env["ROLLCALL_DB"]); err != nil || string(before) != string(after) {
				t.Errorf("it changed the database, %v", err)
			}
			if t.Failed() {
				t.Log(r.out)
			}
		})
	}
}

// fails makes the next call of a method fail.
func fails(method string, f slacktest.Fault) func(*slacktest.Slack) {
	return func(s *slacktest.Slack) { s.Fail(method, f) }
}

func TestDoctorOfAPausedSubscription(t *testing.T) {
	s := slacktest.Start(t, slacktest.Config{})
	s.AddChannel(slacktest.Channel{ID: policy, Name: "policy", Member: true})
	path := subscribed(t, map[string]string{policy: ""})
	db, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	ledger, err := tracker.Open(t.Context(), db.Ledger(pariscall.Slug))
	if err != nil {
		t.Fatal(err)
	}
	for _, event := range []tracker.Event{
		tracker.Noted{Date: "2020-01-01", Actor: "Example Foundation", Event: "An example", Source: "https://example.org/a"},
		tracker.DigestPlanned{Subscription: 1, Occasion: time.Now().UTC(), Through: 2},
		tracker.DigestAbandoned{Plan: 3, Reason: "is_archived"},
	} {
		if _, err := ledger.Do(t.Context(), tracker.Request{By: "rollcall"}, func(*tracker.Book) ([]tracker.Event, error) { return []tracker.Event{event}, nil }); err != nil {
			t.Fatal(err)
		}
	}
	for _, filter := range []string{"state", "company"} { // the channel is looked up once
		if _, err := ledger.Do(t.Context(), tracker.Request{By: admin}, tracker.Subscribe(tracker.Subscribed{Channel: policy, Filter: filter}, 0)); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	r := inProcess(t, settings{"SLACK_BOT_TOKEN": "xoxb-test", "SLACK_APP_TOKEN": "xapp-test", "SLACK_API_URL": s.URL + "/api/", "ROLLCALL_DB": path}, "", "doctor")
	if r.err == nil || !strings.Contains(r.out, "\nproblem: channels: subscription 1 of C0POLICY is paused, since the channel is archived – put that right, and type resume 1 there") || strings.Contains(r.out, "ok: channels") {
		t.Errorf("%v\n%s", r.err, r.out)
	}
	looked := slices.DeleteFunc(s.Calls(), func(c slacktest.Call) bool { return c.Method != "conversations.info" })
	if len(looked) != 1 {
		t.Errorf("the channel was looked up %d times", len(looked))
	}
}

func TestDoctorOfDatabases(t *testing.T) {
	t.Parallel()
	s := slacktest.Start(t, slacktest.Config{Scopes: needed(t)})
	look := func(t *testing.T, db, want string, ok bool) {
		t.Helper()
		r := inProcess(t, settings{"SLACK_BOT_TOKEN": "xoxb-test", "SLACK_APP_TOKEN": "xapp-test", "SLACK_API_URL": s.URL + "/api/"}, "", "doctor", "--db", db)
		if !strings.Contains("\n"+r.out, "\n"+want) || (r.err == nil) != ok {
			t.Errorf("want %q, ok: %t; got %v\n%s", want, ok, r.err, r.out)
		}
		if !strings.Contains(r.out, "ok: scopes: ") {
			t.Errorf("it doesn't go on:\n%s", r.out)
		}
	}
	t.Run("none", func(t *testing.T) {
		db := database(t)
		look(t, db, "ok: database: "+db+" is empty or isn't there yet", true)
		if _, err := os.Stat(db); err == nil {
			t.Error("it made one")
		}
	})
	t.Run("no directory", func(t *testing.T) {
		look(t, database(t)+"/none/rollcall.db", "problem: database: the directory of ", false)
	})
	t.Run("no database", func(t *testing.T) {
		look(t, write(t, t.TempDir(), "rollcall.db", strings.Repeat("no database ", 1000)), "problem: database: ", false)
	})
	t.Run("empty", func(t *testing.T) {
		look(t, write(t, t.TempDir(), "rollcall.db", ""), "problem: database: ", false)
	})
	t.Run("held", func(t *testing.T) {
		path := subscribed(t, map[string]string{policy: "Europe/Paris"})
		db, err := bolt.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		look(t, path, "not checked: database: another process, most likely rollcall serve, has "+path+" open", true)
	})
	t.Run("broken", func(t *testing.T) {
		path := subscribed(t, nil)
		db, err := bolt.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		entry := tracker.Entry{Seq: 1, At: time.Now().UTC(), On: "2999-01-01", By: admin, Event: tracker.Noted{}}
		if err := db.Ledger(pariscall.Slug).Append(t.Context(), entry); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		look(t, path, "problem: database: "+path+": 1 violation in 1 entry", false)
	})
}

func TestDoctorWaitsForSlackNoLongerThanItSays(t *testing.T) {
	s := slacktest.Start(t, slacktest.Config{})
	s.Fail("apps.connections.open", slacktest.Fault{Before: time.Hour})
	c := config.Default()
	c.BotToken, c.AppToken, c.APIURL, c.DB = "xoxb-test", "xapp-test", s.URL+"/api/", database(t)
	var found []finding
	d := &doctor{config: c, http: &http.Client{Timeout: 50 * time.Millisecond}, counts: map[verdict]int{}, say: func(f finding) error { found = append(found, f); return nil }}
	d.examine(t.Context(), nil)
	if !slices.ContainsFunc(found, func(f finding) bool {
		return f.Check == "app token" && f.Result == problem && f.Text == "Slack doesn't answer within 50ms"
	}) || d.counts[problem] != 1 || s.Count("auth.test") > 0 {
		t.Errorf("%+v", found)
	}
}

func TestDoctorInJSON(t *testing.T) {
	r := inProcess(t, settings{"ROLLCALL_DB": database(t), "ROLLCALL_TICK": "soon"}, "", "doctor", "--json")
	problems := 0
	for line := range strings.Lines(r.out) {
		var f finding
		d := json.NewDecoder(strings.NewReader(line))
		d.DisallowUnknownFields()
		if err := d.Decode(&f); err != nil || f.Check == "" || f.Text == "" || !slices.Contains([]verdict{good, unchecked, warning, problem}, f.Result) {
			t.Errorf("%s: %v", line, err)
		}
		if f.Result == problem {
			problems++
		}
	}
	if problems != 3 || r.err == nil {
		t.Errorf("%v\n%s", r.err, r.out)
	}
}

func TestDoctorAsAProcess(t *testing.T) {
	t.Parallel()
	out, errs, code := run(t, t.TempDir(), nil, "", "doctor")
	if code != 1 || errs != "" || !strings.Contains(out, "problems: 2") {
		t.Errorf("%d\n%s%s", code, out, errs)
	}
	for _, args := range [][]string{{"doctor", "now"}, {"doctor", "--db"}} {
		if r := inProcess(t, nil, "", args...); r.err == nil || r.out != "" {
			t.Errorf("%v: %+v", args, r)
		}
	}
}
