package main

import (
	"slices"

	"rollcall/tracker"
)

// given are a command's own flags, as they were given, and its other arguments.
type given struct {
	values map[string]string // of a switch: yes
	rest   []string
}

// commandFirst puts the flags of all commands that stand before a command behind it.
func commandFirst(args []string) []string {
	n := 0
	for n < len(args) {
		name, _, joined := cutFlag(args[n])
		valued := name == "db" || name == "call"
		if !valued && name != "json" && name != "all" {
			break
		}
		if n++; valued && !joined {
			n++
		}
	}
	n = min(n, len(args))
	return slices.Concat(args[n:], args[:n])
}

// takeFlags takes a command's own flags out of its arguments: switches, and those that have a value, after = or as the
// next argument. They can stand anywhere. Another flag is refused.
func takeFlags(args, switches, valued []string) (given, error) {
	g := given{values: map[string]string{}}
	for i := 0; i < len(args); i++ {
		name, value, joined := cutFlag(args[i])
		switch {
		case name == "" && !joined: // an argument, or - for standard input or output
			g.rest = append(g.rest, args[i])
			continue
		case slices.Contains(switches, name) && !joined:
			value = "yes"
		case slices.Contains(switches, name):
			return g, tracker.Refuse("--%s takes no value", name)
		case !slices.Contains(valued, name):
			return g, tracker.Refuse("there is no flag %s here", args[i])
		case !joined && i+1 < len(args):
			i++
			value = args[i]
		}
		if value == "" {
			return g, tracker.Refuse("--%s needs a value", name)
		}
		if _, twice := g.values[name]; twice {
			return g, tracker.Refuse("--%s is there twice", name)
		}
		g.values[name] = value
	}
	return g, nil
}

func (g given) has(name string) bool { return g.values[name] != "" }
