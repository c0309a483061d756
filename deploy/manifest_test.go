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

	"rollcall/bot/slacktest"
	"rollcall/config"
)

// manifest is what of the Slack app's manifest the code has to agree with.
type manifest struct {
	Features struct {
		BotUser struct {
			Name string `yaml:"display_name"`
		} `yaml:"bot_user"`
		AppHome struct {
			HomeTab     bool `yaml:"home_tab_enabled"`
			MessagesTab bool `yaml:"messages_tab_enabled"`
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
		Events struct {
			Bot []string `yaml:"bot_events"`
		} `yaml:"event_subscriptions"`
	}
}

func TestManifestAgreesWithTheDefaults(t *testing.T) {
	var m manifest
	decode(t, "manifest.yaml", &m)
	if c := m.Features.Commands; len(c) != 1 || c[0].Command != config.Default().Command || !strings.HasSuffix(c[0].URL, "/slack/events") {
		t.Errorf("slash commands: %+v", c)
	}
	if m.Features.BotUser.Name != "rollcall" {
		t.Errorf("the bot is called %q, and asks to be invited as @rollcall", m.Features.BotUser.Name)
	}
	if !m.Features.AppHome.MessagesTab {
		t.Error("without a Messages tab the owner of a subscription can't be told anything")
	}
}

// methods are the Web API methods that the methods of slack-go's client call.
var methods = map[string][]string{
	"AuthTestContext":               {"auth.test"},
	"CompleteUploadExternalContext": {"files.completeUploadExternal"},
	"GetConversationHistoryContext": {"conversations.history"},
	"GetConversationInfoContext":    {"conversations.info"},
	"GetConversationsContext":       {"conversations.list"},
	"GetUploadURLExternalContext":   {"files.getUploadURLExternal"},
	"GetUserInfoContext":            {"users.info"},
	"GetUsersInConversationContext": {"conversations.members"},
	"OpenConversationContext":       {"conversations.open"},
	"OpenViewContext":               {"views.open"},
	"PostEphemeralContext":          {"chat.postEphemeral"},
	"PostMessageContext":            {"chat.postMessage"},
	"PublishViewContext":            {"views.publish"},
	"UpdateMessageContext":          {"chat.update"},
	"UpdateViewContext":             {"views.update"},
	"UploadFileContext":             {"files.getUploadURLExternal", "files.completeUploadExternal"},
}

// events are the scopes that Slack asks for, for events to be sent.
var events = map[string]string{
	"app_home_opened": "",
	"app_mention":     "app_mentions:read",
	"app_uninstalled": "",
	"message.im":      "im:history",
	"tokens_revoked":  "",
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
			for _, scope := range slacktest.Scopes(method) {
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

// slackCalls names the methods of slack-go's client that packages use, their tests aside.
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

// goPackage is what go list tells of a package.
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
