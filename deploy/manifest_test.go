package deploy_test

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"rollcall/bot/slacktest"
	"rollcall/config"
	"rollcall/deploy"
)

// manifest is the part of the Slack app's manifest that the code has to agree with.
type manifest struct {
	Features struct {
		BotUser struct {
			Name string `yaml:"display_name"`
		} `yaml:"bot_user"`
		AppHome struct {
			HomeTab     bool `yaml:"home_tab_enabled"`
			MessagesTab bool `yaml:"messages_tab_enabled"`
			ReadOnly    bool `yaml:"messages_tab_read_only_enabled"`
		} `yaml:"app_home"`
		Commands []struct {
			Command string
			URL     string
		} `yaml:"slash_commands"`
	}
	OAuth struct {
		Scopes struct{ Bot, User []string }
	} `yaml:"oauth_config"`
	Settings struct {
		Interactivity struct {
			Enabled bool   `yaml:"is_enabled"`
			URL     string `yaml:"request_url"`
			Options string `yaml:"message_menu_options_url"`
		}
		Events struct {
			URL string   `yaml:"request_url"`
			Bot []string `yaml:"bot_events"`
		} `yaml:"event_subscriptions"`
		Socket bool `yaml:"socket_mode_enabled"`
	}
}

func TestManifestAgreesWithTheDefaults(t *testing.T) {
	var m manifest
	decode(t, "manifest.yaml", &m)
	if c := m.Features.Commands; len(c) != 1 || c[0].Command != config.Default().Command {
		t.Errorf("slash commands: %+v", c)
	}
	if m.Features.BotUser.Name != "rollcall" {
		t.Errorf("the bot is called %q, and asks to be invited as @rollcall", m.Features.BotUser.Name)
	}
	if h := m.Features.AppHome; !h.MessagesTab || h.ReadOnly {
		t.Error("without a Messages tab the owner of a subscription can't get a message or type a command")
	}
	if !m.Settings.Socket {
		t.Error("the file is not for Socket Mode")
	}
}

// What is printed for the defaults is the file itself, below its first remark.
func TestPrintedManifestIsTheFile(t *testing.T) {
	file := read(t, "manifest.yaml")
	if _, body, _ := strings.Cut(file, "\n\n"); body == "" || !strings.HasSuffix(file, deploy.Manifest("", deploy.Command{Name: config.Default().Command})) {
		t.Errorf("it is\n%s", deploy.Manifest("", deploy.Command{Name: config.Default().Command}))
	}
}

func TestPrintedManifests(t *testing.T) {
	for _, command := range []string{"/pariscall", "/call", "/a_b-1"} {
		for _, url := range []string{"", "https://example.org", "https://rollcall.example.org:8443/pariscall/a"} {
			text := deploy.Manifest(url, deploy.Command{Name: command}, deploy.Command{Name: "/other", Call: `Example "Call": one # two`})
			if err := valid(t, text); err != nil {
				t.Errorf("%s at %q: %v", command, url, err)
			}
			var m manifest
			if err := yaml.Unmarshal([]byte(text), &m); err != nil {
				t.Fatal(err)
			}
			want := ""
			if url != "" {
				want = url + "/slack/events"
			}
			c, s := m.Features.Commands[0], m.Settings
			if c.Command != command || c.URL != want || s.Interactivity.URL != want || s.Interactivity.Options != want || s.Events.URL != want || s.Socket != (url == "") || !s.Interactivity.Enabled {
				t.Errorf("%s at %q: %+v, %+v", command, url, c, s)
			}
		}
	}
}

// valid checks a manifest for what Slack takes.
func valid(t *testing.T, text string) error {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile("testdata/manifest.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var m any
	if err := yaml.Unmarshal([]byte(text), &m); err != nil {
		return err
	}
	return schema.Validate(m)
}

func TestManifestFileIsValid(t *testing.T) {
	if err := valid(t, read(t, "manifest.yaml")); err != nil {
		t.Error(err)
	}
}

// Each change makes a manifest that Slack refuses, or that doesn't work.
func TestACorruptedManifestIsNoticed(t *testing.T) {
	for name, change := range map[string][]string{
		"an unknown setting":     {"org_deploy_enabled", "org_deployed"},
		"no name":                {"  name: rollcall\n", ""},
		"a name too long":        {"  name: rollcall\n", "  name: " + strings.Repeat("r", 36) + "\n"},
		"a description too long": {"Who supports", strings.Repeat("Who ", 35)},
		"a description too short": {"It answers questions about its\n    supporters and principles, each answer with its date, its source and the rule by which it counts, " +
			"and it tells the\n    channels that subscribe when the list changes. It reads no messages but those to it, and its own.", "."},
		"a colour that is none":       {"#1d3557", "blue"},
		"a flag in words":             {"always_online: true", "always_online: often"},
		"a command without a slash":   {"command: /pariscall", "command: pariscall"},
		"a command too long":          {"command: /pariscall", "command: /" + strings.Repeat("c", 32)},
		"a command without its words": {"      description: Ask about the Paris Call's supporters and principles\n", ""},
		"an empty hint":               {"usage_hint: who", "usage_hint: '' # who"},
		"an event twice":              {"- app_home_opened", "- app_mention"},
		"a scope with a remark in it": {"- commands", "- commands-slash"},
		"interactivity left open":     {"is_enabled: true", "{}"},
		"an address without TLS":      {"# url: https:", "url: http:"},
		"HTTP without an address":     {"socket_mode_enabled: true", "socket_mode_enabled: false"},
		"no YAML":                     {"features:", "features: ["},
	} {
		t.Run(name, func(t *testing.T) {
			text := read(t, "manifest.yaml")
			changed := strings.Replace(text, change[0], change[1], 1)
			if changed == text {
				t.Fatal("nothing was changed")
			}
			if err := valid(t, changed); err == nil {
				t.Error("it is taken")
			}
		})
	}
}

func TestEveryScopeSaysWhatItIsFor(t *testing.T) {
	var m manifest
	decode(t, "manifest.yaml", &m)
	scopes, err := deploy.Scopes()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	why := map[string]string{}
	for _, s := range scopes {
		names, why[s.Name] = append(names, s.Name), s.Why
		if s.Why == "" || strings.Contains(s.Why, "#") {
			t.Errorf("%s is for %q", s.Name, s.Why)
		}
	}
	if !slices.Equal(names, m.OAuth.Scopes.Bot) {
		t.Errorf("scopes: %v, in the file: %v", names, m.OAuth.Scopes.Bot)
	}
	for scope, words := range map[string]string{
		"commands": "slash command", "chat:write": "post digests", "channels:read": "conversations.info",
		"groups:read": "conversations.info", "mpim:history": "did a digest arrive",
	} {
		if !strings.Contains(why[scope], words) {
			t.Errorf("%s is for %q", scope, why[scope])
		}
	}
}

// methods are the Web API methods that the methods of slack-go's client call.
var methods = map[string][]string{
	"AuthTestContext":                            {"auth.test"},
	"CompleteUploadExternalContext":              {"files.completeUploadExternal"},
	"GetConversationHistoryContext":              {"conversations.history"},
	"GetConversationInfoContext":                 {"conversations.info"},
	"GetConversationRepliesContext":              {"conversations.replies"},
	"GetConversationsContext":                    {"conversations.list"},
	"GetConversationsForUserContext":             {"users.conversations"},
	"GetFileContext":                             {"a file's url_private_download"},
	"GetFileInfoContext":                         {"files.info"},
	"GetUploadURLExternalContext":                {"files.getUploadURLExternal"},
	"GetUserInfoContext":                         {"users.info"},
	"GetUsersInConversationContext":              {"conversations.members"},
	"OpenConversationContext":                    {"conversations.open"},
	"OpenViewContext":                            {"views.open"},
	"PostEphemeralContext":                       {"chat.postEphemeral"},
	"PostMessageContext":                         {"chat.postMessage"},
	"PublishViewContext":                         {"views.publish"},
	"SetAssistantThreadsStatusContext":           {"assistant.threads.setStatus"},
	"SetAssistantThreadsSuggestedPromptsContext": {"assistant.threads.setSuggestedPrompts"},
	"SetAssistantThreadsTitleContext":            {"assistant.threads.setTitle"},
	"StartSocketModeContext":                     {"apps.connections.open"},
	"UpdateMessageContext":                       {"chat.update"},
	"UpdateViewContext":                          {"views.update"},
	"UploadFileContext":                          {"files.getUploadURLExternal", "files.completeUploadExternal"},
	"UploadToURL":                                {}, // at an address that is key enough
}

// special are the bot's scopes that rollcall's use of a method needs, where these aren't all that the method can need.
var special = map[string][]string{
	"a file's url_private_download": {"files:read"}, // no method, but an address that the bot token opens
	"apps.connections.open":         nil,            // connections:write, on the app-level token
	"conversations.open":            {"im:write"},   // rollcall opens direct messages with one person only
}

// events are the scopes that Slack asks for, for events to be sent.
var events = map[string]string{
	"app_home_opened":       "",
	"app_mention":           "app_mentions:read",
	"app_uninstalled":       "",
	"member_joined_channel": "channels:read",
	"message.im":            "im:history",
	"tokens_revoked":        "",
}

// The manifest has the scopes that the code needs, and no other.
func TestManifestScopesAreThoseThatTheCodeNeeds(t *testing.T) {
	var m manifest
	decode(t, "manifest.yaml", &m)
	needed := map[string]string{} // by what
	if len(m.Features.Commands) > 0 {
		needed["commands"] = "the slash command"
	}
	for _, event := range m.Settings.Events.Bot {
		scope, known := events[event]
		if !known {
			t.Errorf("write the scope of the event %s into this test", event)
		}
		if scope != "" {
			needed[scope] = "the event " + event
		}
	}
	called := slackCalls(t, "rollcall/bot", "rollcall/cmd/rollcall")
	if len(called) == 0 {
		t.Fatal("found no call of Slack's client in the source")
	}
	for _, name := range called {
		web, known := methods[name]
		if !known {
			t.Errorf("write the Web API method that slack.Client.%s calls into this test", name)
		}
		for _, method := range web {
			scopes, ok := special[method]
			if !ok {
				scopes = slacktest.Scopes(method)
			}
			for _, scope := range scopes {
				needed[scope] = method
			}
		}
	}
	for scope, by := range needed {
		if !slices.Contains(m.OAuth.Scopes.Bot, scope) {
			t.Errorf("the manifest lacks %s, which %s needs", scope, by)
		}
	}
	for _, scope := range m.OAuth.Scopes.Bot {
		if needed[scope] == "" {
			t.Errorf("the manifest asks for %s, which nothing needs", scope)
		}
	}
	if len(m.OAuth.Scopes.User) > 0 {
		t.Errorf("the manifest asks for scopes of people: %v", m.OAuth.Scopes.User)
	}
}

// slackCalls names the methods of slack-go's client that packages use, not counting their tests.
func slackCalls(t *testing.T, packages ...string) []string {
	t.Helper()
	var used []string
	fset := token.NewFileSet()
	listed := list(t, packages...)
	exports := importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(listed[path].Export) })
	for _, path := range packages {
		p := listed[path]
		var files []*ast.File
		for _, name := range p.GoFiles {
			f, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, f)
		}
		info := &types.Info{Selections: map[*ast.SelectorExpr]*types.Selection{}}
		if _, err := (&types.Config{Importer: exports}).Check(path, fset, files, info); err != nil {
			t.Fatal(err)
		}
		for _, s := range info.Selections {
			f, ok := s.Obj().(*types.Func)
			if ok && f.Signature().Recv() != nil && strings.HasSuffix(f.Signature().Recv().Type().String(), "slack-go/slack.Client") {
				used = append(used, f.Name())
			}
		}
	}
	slices.Sort(used)
	return slices.Compact(used)
}

// goPackage is what go list says about a package.
type goPackage struct {
	ImportPath, Dir, Export string
	GoFiles                 []string
}

// list has the packages, and all that they import, compiled.
func list(t *testing.T, packages ...string) map[string]goPackage {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", append([]string{"list", "-export", "-deps", "-json=ImportPath,Dir,Export,GoFiles"}, packages...)...)
	var problems bytes.Buffer
	cmd.Stderr = &problems
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v\n%s", cmd, err, problems.String())
	}
	all := map[string]goPackage{}
	for d := json.NewDecoder(bytes.NewReader(out)); d.More(); {
		var p goPackage
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		all[p.ImportPath] = p
	}
	return all
}
