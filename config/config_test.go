package config_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"rollcall/config"
)

// load reads a Config with these variables set, and with a file if there is text for one.
func load(t *testing.T, file string, env map[string]string) (config.Config, error) {
	t.Helper()
	if file != "" {
		path := filepath.Join(t.TempDir(), "rollcall.yaml")
		if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
			t.Fatal(err)
		}
		withFile := map[string]string{"ROLLCALL_CONFIG": path}
		for name, value := range env {
			withFile[name] = value
		}
		env = withFile
	}
	return config.Load(func(name string) string { return env[name] })
}

func TestDefaults(t *testing.T) {
	got, err := load(t, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := (config.Config{DB: "rollcall.db", Listen: ":8080", Approvals: "any", Command: "/pariscall", Follow: "propose", FollowAt: "@daily", Old: 60, Questions: "keep", Tick: time.Minute}); !reflect.DeepEqual(got, want) || !reflect.DeepEqual(config.Default(), want) {
		t.Errorf("where nothing is said, it is %+v, want %+v", got, want)
	}
}

const whole = `
db: /var/lib/rollcall/roll.db
listen: 127.0.0.1:9000
admins: [U012AB3CD, W0001]
approvals: other
command: /call
follow: apply
follow_at: 30 5 * * *
old: 90
questions: off
tick: 30s
url: https://rollcall.example.org/
slack_bot_token: xoxb-from-the-file
slack_app_token: xapp-from-the-file
slack_signing_secret: secret-from-the-file
slack_api_url: https://proxy.example.org/api
`

var wholeEnv = map[string]string{
	"ROLLCALL_DB": "other.db", "ROLLCALL_LISTEN": "[::1]:80", "ROLLCALL_ADMINS": "U1, U2 ,,U3", "ROLLCALL_COMMAND": "/other-call",
	"ROLLCALL_TICK": "1s", "ROLLCALL_APPROVALS": "any", "SLACK_BOT_TOKEN": "xoxb-from-the-environment", "SLACK_SIGNING_SECRET": "secret-from-the-environment",
	"SLACK_APP_TOKEN": "xapp-from-the-environment", "SLACK_API_URL": "http://127.0.0.1:1234/", "ROLLCALL_URL": "https://example.org:8443/rollcall",
	"ROLLCALL_FOLLOW": "off", "ROLLCALL_FOLLOW_AT": "@weekly", "ROLLCALL_OLD": "7", "ROLLCALL_QUESTIONS": "keep",
}

func TestFileAndEnvironment(t *testing.T) {
	fromFile := config.Config{DB: "/var/lib/rollcall/roll.db", Listen: "127.0.0.1:9000", Admins: []string{"U012AB3CD", "W0001"}, Approvals: "other",
		Command: "/call", Follow: "apply", FollowAt: "30 5 * * *", Old: 90, Questions: "off", Tick: 30 * time.Second, BotToken: "xoxb-from-the-file", SigningSecret: "secret-from-the-file",
		AppToken: "xapp-from-the-file", URL: "https://rollcall.example.org",
		APIURL: "https://proxy.example.org/api/"}
	fromEnv := config.Config{DB: "other.db", Listen: "[::1]:80", Admins: []string{"U1", "U2", "U3"}, Approvals: "any", Command: "/other-call", Follow: "off", FollowAt: "@weekly", Old: 7, Questions: "keep", Tick: time.Second,
		BotToken: "xoxb-from-the-environment", SigningSecret: "secret-from-the-environment",
		AppToken: "xapp-from-the-environment", URL: "https://example.org:8443/rollcall", APIURL: "http://127.0.0.1:1234/"}
	mixed := fromFile
	mixed.Tick, mixed.DB = 2*time.Second, "mixed.db"
	part := config.Default()
	part.Listen = ":9"
	for name, c := range map[string]struct {
		file string
		env  map[string]string
		want config.Config
	}{
		"the file":                       {whole, nil, fromFile},
		"the environment":                {"", wholeEnv, fromEnv},
		"the environment wins":           {whole, wholeEnv, fromEnv},
		"each setting for itself":        {whole, map[string]string{"ROLLCALL_TICK": "2s", "ROLLCALL_DB": "mixed.db"}, mixed},
		"an empty variable says nothing": {whole, map[string]string{"ROLLCALL_TICK": "", "SLACK_BOT_TOKEN": "  ", "ROLLCALL_ADMINS": "\t"}, fromFile},
		"what the file leaves out":       {"listen: ':9'", nil, part},
		"a file with nothing in it":      {"# nothing\n", nil, config.Default()},
		"blanks around a value":          {"", map[string]string{"ROLLCALL_LISTEN": " :9\n"}, part},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := load(t, c.file, c.env)
			if err != nil || !reflect.DeepEqual(got, c.want) {
				t.Errorf("%v\n%s\nwant\n%s", err, reveal(got), reveal(c.want))
			}
		})
	}
}

// reveal shows a Config with its secrets, which are made up here.
func reveal(c config.Config) string {
	return fmt.Sprintf("%+v %s %s %s", c, c.BotToken.Reveal(), c.AppToken.Reveal(), c.SigningSecret.Reveal())
}

func TestWrongSettingsAreNamed(t *testing.T) {
	for name, c := range map[string]struct {
		file string
		env  map[string]string
		want []string // each is in one line of its own
	}{
		"listen":                  {"", map[string]string{"ROLLCALL_LISTEN": "8080"}, []string{"ROLLCALL_LISTEN"}},
		"an admin by name":        {"", map[string]string{"ROLLCALL_ADMINS": "U1,alice"}, []string{"ROLLCALL_ADMINS"}},
		"two admins by name":      {"", map[string]string{"ROLLCALL_ADMINS": "@bob,alice"}, []string{`ROLLCALL_ADMINS: "@bob"`, `ROLLCALL_ADMINS: "alice"`}},
		"an admin's channel":      {"", map[string]string{"ROLLCALL_ADMINS": "C012AB3CD"}, []string{"ROLLCALL_ADMINS"}},
		"following somehow":       {"follow: perhaps\nfollow_at: now and then\n", map[string]string{"ROLLCALL_OLD": "-1"}, []string{"ROLLCALL_FOLLOW:", "ROLLCALL_FOLLOW_AT", "ROLLCALL_OLD"}},
		"approvals by nobody":     {"", map[string]string{"ROLLCALL_APPROVALS": "nobody"}, []string{"ROLLCALL_APPROVALS"}},
		"questions for a while":   {"", map[string]string{"ROLLCALL_QUESTIONS": "90"}, []string{"ROLLCALL_QUESTIONS"}},
		"a command without slash": {"", map[string]string{"ROLLCALL_COMMAND": "pariscall"}, []string{"ROLLCALL_COMMAND"}},
		"a command in capitals":   {"", map[string]string{"ROLLCALL_COMMAND": "/ParisCall"}, []string{"ROLLCALL_COMMAND"}},
		"a command of two words":  {"", map[string]string{"ROLLCALL_COMMAND": "/paris call"}, []string{"ROLLCALL_COMMAND"}},
		"a command too long":      {"", map[string]string{"ROLLCALL_COMMAND": "/" + strings.Repeat("c", 32)}, []string{"ROLLCALL_COMMAND"}},
		"a tick too short":        {"", map[string]string{"ROLLCALL_TICK": "999ms"}, []string{"ROLLCALL_TICK"}},
		"a tick of nothing":       {"", map[string]string{"ROLLCALL_TICK": "0s"}, []string{"ROLLCALL_TICK"}},
		"a tick backwards":        {"", map[string]string{"ROLLCALL_TICK": "-1m"}, []string{"ROLLCALL_TICK"}},
		"a tick without a unit":   {"", map[string]string{"ROLLCALL_TICK": "60"}, []string{"ROLLCALL_TICK"}},
		"a tick in words":         {"", map[string]string{"ROLLCALL_TICK": "a minute"}, []string{"ROLLCALL_TICK"}},
		"an address in words":     {"", map[string]string{"SLACK_API_URL": "slack"}, []string{"SLACK_API_URL"}},
		"an address without host": {"", map[string]string{"SLACK_API_URL": "https:///api/"}, []string{"SLACK_API_URL"}},
		"another kind of address": {"", map[string]string{"SLACK_API_URL": "ftp://example.org/"}, []string{"SLACK_API_URL"}},
		"an address that breaks":  {"", map[string]string{"SLACK_API_URL": "http://[::1"}, []string{"SLACK_API_URL"}},
		"a URL without TLS":       {"", map[string]string{"ROLLCALL_URL": "http://rollcall.example.org"}, []string{"ROLLCALL_URL"}},
		"a URL without host":      {"", map[string]string{"ROLLCALL_URL": "https://:8443"}, []string{"ROLLCALL_URL"}},
		"a URL in words":          {"", map[string]string{"ROLLCALL_URL": "rollcall.example.org"}, []string{"ROLLCALL_URL"}},
		"a URL with a password":   {"", map[string]string{"ROLLCALL_URL": "https://me:precious@example.org"}, []string{"ROLLCALL_URL"}},
		"a URL with a query":      {"", map[string]string{"ROLLCALL_URL": "https://example.org/?a=b"}, []string{"ROLLCALL_URL"}},
		"a URL with a remark":     {"", map[string]string{"ROLLCALL_URL": "https://example.org/ # ours"}, []string{"ROLLCALL_URL"}},
		"a URL with the path":     {"", map[string]string{"ROLLCALL_URL": "https://example.org/slack/events/"}, []string{"ROLLCALL_URL"}},
		"a file that isn't there": {"", map[string]string{"ROLLCALL_CONFIG": "none/rollcall.yaml"}, []string{"ROLLCALL_CONFIG"}},
		"a key that is unknown":   {"listne: ':9'\n", nil, []string{"listne"}},
		"a tick in the file":      {"tick: soon\n", nil, []string{"rollcall.yaml"}},
		"text that is no YAML":    {"admins: [U1\n", nil, []string{"rollcall.yaml"}},
		"wrong in the file only":  {"command: call\nlisten: '1'\n", nil, []string{"ROLLCALL_COMMAND", "ROLLCALL_LISTEN"}},
		"all at once": {"", map[string]string{"ROLLCALL_CONFIG": "none.yaml", "ROLLCALL_LISTEN": "x", "ROLLCALL_ADMINS": "alice",
			"ROLLCALL_COMMAND": "x", "ROLLCALL_TICK": "1ms", "ROLLCALL_URL": "x", "SLACK_API_URL": "x"},
			[]string{"ROLLCALL_CONFIG", "ROLLCALL_URL", "ROLLCALL_LISTEN", "ROLLCALL_ADMINS", "ROLLCALL_COMMAND", "ROLLCALL_TICK", "SLACK_API_URL"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := load(t, c.file, c.env)
			if err == nil {
				t.Fatal("it is taken")
			}
			told := err.Error()
			for _, want := range c.want {
				if n := strings.Count(told, want); n != 1 {
					t.Errorf("%s is reported %d times in\n%s", want, n, told)
				}
			}
			for _, other := range []string{"ROLLCALL_LISTEN", "ROLLCALL_ADMINS", "ROLLCALL_COMMAND", "ROLLCALL_TICK", "ROLLCALL_DB", "ROLLCALL_URL", "SLACK_API_URL", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"} {
				if strings.Contains(told, other) && !strings.Contains(strings.Join(c.want, " "), other) {
					t.Errorf("%s is also reported:\n%s", other, told)
				}
			}
		})
	}
}

func TestTheSameErrorsComeInTheSameOrder(t *testing.T) {
	env := map[string]string{"ROLLCALL_TICK": "x", "ROLLCALL_LISTEN": "x", "ROLLCALL_COMMAND": "x", "SLACK_API_URL": "x"}
	_, first := load(t, "", env)
	for range 20 {
		if _, err := load(t, "", env); err.Error() != first.Error() {
			t.Fatalf("got\n%v\nand then\n%v", first, err)
		}
	}
}

func TestServingNeedsWhatSlackGives(t *testing.T) {
	for name, c := range map[string]struct {
		bot, app, secret config.Secret
		want             []string
	}{
		"HTTP":              {"xoxb-1", "", "s", nil},
		"Socket Mode":       {"xoxb-1", "xapp-1", "", nil},
		"both":              {"xoxb-1", "xapp-1", "s", nil},
		"nothing":           {"", "", "", []string{"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"}},
		"no bot token":      {"", "", "s", []string{"SLACK_BOT_TOKEN"}},
		"only a bot token":  {"xoxb-1", "", "", []string{"SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"}},
		"only an app token": {"", "xapp-1", "", []string{"SLACK_BOT_TOKEN"}},
		"a person's token":  {"xoxp-precious", "", "s", []string{"SLACK_BOT_TOKEN", "xoxb-"}},
		"changed places":    {"xapp-precious", "xoxb-precious", "", []string{"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "xapp-"}},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := config.Default()
			cfg.BotToken, cfg.AppToken, cfg.SigningSecret = c.bot, c.app, c.secret
			err := cfg.Serve()
			if (err != nil) != (c.want != nil) {
				t.Fatalf("got %v, want %v", err, c.want)
			}
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q doesn't name %s", err, want)
				}
			}
			if err != nil && strings.Contains(err.Error(), "precious") {
				t.Errorf("%q shows the token", err)
			}
		})
	}
}

func TestSlackAPIURLEndsInASlash(t *testing.T) {
	for given, want := range map[string]string{
		"":                                "",
		"https://slack.example.org":       "https://slack.example.org/",
		"https://slack.example.org/api":   "https://slack.example.org/api/",
		"https://slack.example.org/api/":  "https://slack.example.org/api/",
		"http://127.0.0.1:9000/some/path": "http://127.0.0.1:9000/some/path/",
	} {
		got, err := load(t, "", map[string]string{"SLACK_API_URL": given})
		if err != nil || got.APIURL != want {
			t.Errorf("%q is read as %q (%v), want %q", given, got.APIURL, err, want)
		}
	}
}

func TestSecretsNeverPrint(t *testing.T) {
	const precious = "xoxb-precious"
	c := config.Default()
	c.BotToken, c.AppToken, c.SigningSecret = precious, precious, precious
	prints := map[string]string{}
	for _, value := range []any{c.BotToken, &c.BotToken, c, &c, []config.Secret{precious}, map[string]config.Secret{"k": precious},
		struct{ S config.Secret }{precious}, [1]config.Secret{precious}, []any{c.BotToken}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%10.3s", "%T"} {
			prints[fmt.Sprintf("%T with %s", value, verb)] = fmt.Sprintf(verb, value)
		}
		prints[fmt.Sprintf("%T with Sprint", value)] = fmt.Sprint(value)
		prints[fmt.Sprintf("%T in an error", value)] = fmt.Errorf("wrong: %v", value).Error()
		if text, err := json.Marshal(value); err == nil {
			prints[fmt.Sprintf("%T as JSON", value)] = string(text)
		}
		if text, err := yaml.Marshal(value); err == nil {
			prints[fmt.Sprintf("%T as YAML", value)] = string(text)
		}
		var logged bytes.Buffer
		slog.New(slog.NewTextHandler(&logged, nil)).Info("start", "value", value)
		slog.New(slog.NewJSONHandler(&logged, nil)).Info("start", "value", value)
		slog.New(slog.NewTextHandler(&logged, nil)).With("value", value).WithGroup("g").Info("start", slog.Any("value", value))
		prints[fmt.Sprintf("%T in the log", value)] = logged.String()
	}
	for how, text := range prints {
		if strings.Contains(text, "precious") || strings.Contains(strings.ToLower(text), fmt.Sprintf("%x", "precious")) {
			t.Errorf("%s: %s", how, text)
		}
	}
	if got := c.BotToken.Reveal(); got != precious {
		t.Errorf("revealed, it is %q", got)
	}
	if text, err := json.Marshal(c); err != nil || !strings.Contains(string(text), "(secret)") {
		t.Errorf("as JSON a Config is %s (%v)", text, err)
	}
}

// A file in the wrong shape is quoted in errors by many a reader of YAML.
func TestErrorsShowNoSecret(t *testing.T) {
	for _, file := range []string{
		"slack_bot_token: {k: xoxb-precious}\n", "slack_app_token: {k: xapp-precious}\n", "slack_signing_secret: [precious]\n", "slack_bot_token: xoxb-precious\nlisten: [x]\n",
		"slack_bot_token: xoxb-precious\n slack_signing_secret: precious\n", "slack_bot_token: xoxb-precious\nadmins: 7\n",
		"slack_bot_token: \"xoxb-precious\n", "slack_bot_token: xoxb-precious\nslack_bot_token: xoxb-precious\n",
	} {
		c, err := load(t, file, map[string]string{"SLACK_SIGNING_SECRET": "precious", "ROLLCALL_TICK": "0s"})
		if err == nil {
			t.Errorf("%q is taken as %s", file, reveal(c))
		} else if strings.Contains(err.Error(), "precious") {
			t.Errorf("an error shows the secret: %v", err)
		}
	}
}

func TestAdminsAreAListOrOneWord(t *testing.T) {
	for text, want := range map[string][]string{
		"admins: workspace\n":                   {"workspace"},
		"admins: [U012AB3CD, workspace]\n":      {"U012AB3CD", "workspace"},
		"admins: U012AB3CD, U045EF6GH\n":        {"U012AB3CD", "U045EF6GH"},
		"admins:\n- U012AB3CD\n- U045EF6GH\n":   {"U012AB3CD", "U045EF6GH"},
		"admins: []\nguests: everywhere\n":      {},
		"guests: [C012AB3CD]\nadmins: U1\n":     {"U1"},
		"guests: C012AB3CD C2\nadmins: [U1A]\n": {"U1A"},
	} {
		file := filepath.Join(t.TempDir(), "rollcall.yaml")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := config.Load(func(name string) string { return map[string]string{"ROLLCALL_CONFIG": file}[name] })
		if err != nil || !slices.Equal(c.Admins, want) {
			t.Errorf("%q: %v, %v", text, c.Admins, err)
		}
	}
	for _, wrong := range []string{"admins: everybody\n", "guests: workspace\n", "guests: U012AB3CD\n", "admins: {a: b}\n"} {
		file := filepath.Join(t.TempDir(), "rollcall.yaml")
		if err := os.WriteFile(file, []byte(wrong), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := config.Load(func(name string) string { return map[string]string{"ROLLCALL_CONFIG": file}[name] }); err == nil {
			t.Errorf("%q is taken", wrong)
		}
	}
}

func TestCalls(t *testing.T) {
	paris := config.Call{Folder: "pariscall", Command: "/pariscall"}
	for name, c := range map[string]struct {
		file string
		env  map[string]string
		want []config.Call
	}{
		"none":                   {"", nil, []config.Call{paris}},
		"none, another command":  {"", map[string]string{"ROLLCALL_COMMAND": "/paris", "ROLLCALL_PROPOSALS": "C1"}, []config.Call{{"pariscall", "/paris", "C1"}}},
		"the environment":        {"", map[string]string{"ROLLCALL_CALLS": "pariscall, calls/other:/another /srv/third/"}, []config.Call{paris, {"calls/other", "/another", ""}, {"/srv/third/", "/third", ""}}},
		"without the Paris Call": {"", map[string]string{"ROLLCALL_CALLS": "calls/other", "ROLLCALL_PROPOSALS": "C1"}, []config.Call{{"calls/other", "/other", "C1"}}},
		"the file": {"calls:\n- {folder: calls/other, proposals: C2}\n- folder: pariscall\n  command: /paris\n", map[string]string{"ROLLCALL_PROPOSALS": "C1"},
			[]config.Call{{"calls/other", "/other", "C2"}, {"pariscall", "/paris", ""}}},
		"the environment wins": {"calls:\n- folder: calls/other\n", map[string]string{"ROLLCALL_CALLS": "pariscall"}, []config.Call{paris}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := load(t, c.file, c.env)
			if err != nil || !reflect.DeepEqual(got.Kept(), c.want) {
				t.Errorf("%+v, %v; want %+v", got.Kept(), err, c.want)
			}
		})
	}
	_, err := load(t, "", map[string]string{"ROLLCALL_CALLS": "pariscall calls/a:/pariscall old/a calls/No b:/B", "ROLLCALL_TICK": "0s"})
	if err == nil {
		t.Fatal("nothing is wrong")
	}
	for _, want := range []string{
		"two calls have the command /pariscall", "two folders are called a", `the folder calls/No: "No" can't name a ledger`, `"/B", of the folder b, is not a slash command`, "ROLLCALL_TICK",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("it isn't reported that %s:\n%v", want, err)
		}
	}
	if _, err := load(t, "calls:\n- folder: y\n  proposls: C1\n", nil); err == nil || !strings.Contains(err.Error(), "line 3: field proposls not found") {
		t.Errorf("a call's key that isn't known: %v", err)
	}
	if _, err := load(t, "calls:\n- command: /x\n- folder: y\n  proposals: general\n", nil); err == nil || !strings.Contains(err.Error(), "has no folder") || !strings.Contains(err.Error(), `"general"`) {
		t.Errorf("a call without a folder, and a channel by its name: %v", err)
	}
	call := config.Call{Folder: "calls/other/"}
	if call.Slug() != "other" {
		t.Errorf("its slug is %s", call.Slug())
	}
}
