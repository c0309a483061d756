// Package deploy holds the files for running rollcall. The manifest of its Slack app is one of them: [Manifest] prints the
// same file, so that what people paste by hand and what rollcall prints can't drift apart.
package deploy

import (
	_ "embed" // for the manifest
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

//go:embed manifest.yaml
var manifest string

// A Command is a slash command, and what it is about.
type Command struct {
	Name string // such as /pariscall
	Call string // the call's name, in English; empty for that of the manifest
}

// The slash command in the manifest begins and ends so.
const (
	commandBegins = "    - command: "
	commandEnds   = "should_escape: false\n"
)

// Manifest is the Slack app's manifest in YAML, with slash commands. Given the https address at which Slack reaches rollcall it
// is for HTTP, without one for Socket Mode.
func Manifest(url string, commands ...Command) string {
	var changes []string
	if url != "" {
		changes = append(changes, "# url: https://example.org/", "url: "+url+"/", "# request_url: https://example.org/", "request_url: "+url+"/",
			"# message_menu_options_url: https://example.org/", "message_menu_options_url: "+url+"/",
			"socket_mode_enabled: true", "socket_mode_enabled: false")
	}
	_, body, _ := strings.Cut(manifest, "\ndisplay_information:") // what is above it says how to change the file by hand
	before, rest, _ := strings.Cut(body, commandBegins)
	command, after, _ := strings.Cut(rest, commandEnds)
	var all strings.Builder
	for _, c := range commands {
		own := command
		if c.Call != "" {
			own = strings.NewReplacer("Ask about the Paris Call's supporters and principles", strconv.Quote("Ask about the supporters of the "+c.Call),
				"principle 8", "principles").Replace(command)
		}
		all.WriteString(commandBegins + strings.Replace(own, "/pariscall", c.Name, 1) + commandEnds)
	}
	return strings.NewReplacer(changes...).Replace("display_information:" + before + all.String() + after)
}

// A Scope is a permission that the bot's token needs, and what for.
type Scope struct{ Name, Why string }

// Scopes are the manifest's, each with the remark above it; a remark above several is for all of them.
func Scopes() ([]Scope, error) {
	var m struct {
		OAuth struct {
			Scopes struct{ Bot []yaml.Node }
		} `yaml:"oauth_config"`
	}
	if err := yaml.Unmarshal([]byte(manifest), &m); err != nil {
		return nil, fmt.Errorf("the manifest: %w", err)
	}
	var all []Scope
	why := ""
	for _, n := range m.OAuth.Scopes.Bot {
		if n.HeadComment != "" {
			why = strings.Join(strings.Fields(strings.ReplaceAll(n.HeadComment, "#", "")), " ")
		}
		all = append(all, Scope{n.Value, why})
	}
	return all, nil
}
