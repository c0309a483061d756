package main

import (
	"context"
	"encoding/json"
	"io"

	"go.yaml.in/yaml/v3"

	"rollcall/config"
	"rollcall/deploy"
)

// manifest prints the manifest of the Slack app: for HTTP if Slack has an address to call, else for Socket Mode. It needs no tokens.
func (p process) manifest(_ context.Context, g given) error {
	o, err := p.settings(g)
	if err != nil {
		return err
	}
	url := o.URL
	if o.AppToken != "" || g.has("socket") {
		url = ""
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
