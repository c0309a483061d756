package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"
)

func TestManifest(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("../../deploy/testdata/manifest.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	const url = "https://rollcall.example.org"
	for name, c := range map[string]struct {
		env     settings
		args    []string
		socket  bool
		command string
	}{
		"nothing is set":            {nil, nil, true, "/pariscall"},
		"an address":                {settings{"ROLLCALL_URL": url}, nil, false, "/pariscall"},
		"an address, but --socket":  {settings{"ROLLCALL_URL": url}, []string{"--socket"}, true, "/pariscall"},
		"an address and both modes": {settings{"ROLLCALL_URL": url, "SLACK_APP_TOKEN": "xapp-1", "SLACK_SIGNING_SECRET": "s"}, nil, true, "/pariscall"},
		"an app token":              {settings{"SLACK_APP_TOKEN": "xapp-1"}, nil, true, "/pariscall"},
		"a signing secret":          {settings{"SLACK_SIGNING_SECRET": "s"}, nil, true, "/pariscall"},
		"another command":           {settings{"ROLLCALL_COMMAND": "/call", "ROLLCALL_URL": url}, nil, false, "/call"},
	} {
		t.Run(name, func(t *testing.T) {
			var said []string
			for _, format := range [][]string{nil, nil, {"--json"}, {"--json"}} {
				r := inProcess(t, c.env, "", append(append([]string{"manifest"}, c.args...), format...)...)
				if r.err != nil || r.errs != "" {
					t.Fatalf("%v: %s", r.err, r.errs)
				}
				said = append(said, r.out)
			}
			if said[0] != said[1] || said[2] != said[3] {
				t.Error("it isn't the same twice")
			}
			var m, inJSON map[string]any
			if err := yaml.Unmarshal([]byte(said[0]), &m); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal([]byte(said[2]), &inJSON); err != nil {
				t.Fatal(err)
			}
			if a, b := encoded(t, m), encoded(t, inJSON); a != b {
				t.Errorf("in YAML it is\n%s\nin JSON\n%s", a, b)
			}
			if err := schema.Validate(inJSON); err != nil {
				t.Error(err)
			}
			text := encoded(t, m)
			if got := strings.Contains(text, `"socket_mode_enabled":true`); got != c.socket {
				t.Errorf("Socket Mode: %t\n%s", got, text)
			}
			if n := strings.Count(text, `"`+url+`/slack/events"`); (n == 4) == c.socket || n%4 != 0 {
				t.Errorf("the address is in it %d times\n%s", n, text)
			}
			if !strings.Contains(text, `"command":"`+c.command+`"`) {
				t.Errorf("the command is not %s\n%s", c.command, text)
			}
		})
	}
}

func encoded(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestManifestTellsNoSecretAndMakesNoDatabase(t *testing.T) {
	db := database(t)
	r := inProcess(t, settings{"ROLLCALL_DB": db, "SLACK_BOT_TOKEN": "xoxb-precious", "SLACK_APP_TOKEN": "xapp-precious", "SLACK_SIGNING_SECRET": "precious"}, "", "manifest")
	if r.err != nil || strings.Contains(r.out+r.errs, "precious") {
		t.Errorf("%+v", r)
	}
	if _, err := os.Stat(db); err == nil {
		t.Error("it made a database")
	}
}

func TestManifestRefuses(t *testing.T) {
	for _, c := range []struct {
		env  settings
		args string
		says string
	}{
		{nil, "manifest now", "no arguments"},
		{nil, "manifest --socket=yes", "no value"},
		{settings{"ROLLCALL_URL": "http://example.org"}, "manifest", "ROLLCALL_URL"},
		{settings{"ROLLCALL_COMMAND": "pariscall"}, "manifest --json", "ROLLCALL_COMMAND"},
	} {
		if r := inProcess(t, c.env, "", strings.Fields(c.args)...); r.err == nil || !strings.Contains(r.err.Error(), c.says) || r.out != "" {
			t.Errorf("%s: %+v", c.args, r)
		}
	}
}
