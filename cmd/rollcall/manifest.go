package main

import (
	"context"
	"encoding/json"
	"io"
	"slices"

	"go.yaml.in/yaml/v3"

	"rollcall/config"
	"rollcall/deploy"

	"rollcall/tracker"
)

// manifest prints the Slack app's manifest for these settings: for HTTP if Slack has an address to call, else for Socket
// Mode. There are no tokens yet when the app is made, so none are asked for.
func (p process) manifest(_ context.Context, args []string) error {
	o, c, args, err := p.flags(args)
	if err != nil {
		return err
	}
	url := c.URL
	if c.AppToken != "" {
		url = ""
	}
	args = slices.DeleteFunc(args, func(arg string) bool {
		name, _, joined := cutFlag(arg)
		if name != "socket" || joined {
			return false
		}
		url = ""
		return true
	})
	if len(args) > 0 {
		return tracker.Refuse("manifest takes no arguments but --socket and --json; the rest is in the environment")
	}
	var commands []deploy.Command
	for _, call := range o.calls {
		one := deploy.Command{Name: call.Command}
		if call.Folder != config.ParisCall {
			one.Call = call.folder.Call.Name
		}
		commands = append(commands, one)
	}
	text := deploy.Manifest(url, commands...)
	if !o.json {
		_, err := io.WriteString(p.stdout, text)
		return err
	}
	var m any
	if err := yaml.Unmarshal([]byte(text), &m); err != nil {
		return err
	}
	e := json.NewEncoder(p.stdout)
	e.SetIndent("", "  ")
	return e.Encode(m)
}
