package main

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"rollcall/tracker"
)

// given is what was typed after a command: its flags, those of all commands, and its arguments.
type given struct {
	values map[string]string // of a switch: yes
	args   []string
}

func (g given) has(name string) bool { return g.values[name] != "" }

// everywhere are the flags of all commands.
const everywhere = "[--db FILE|ADDRESS] [--call SLUG] [--json] [--all]"

// flags finds the flags in a usage, and how the values of those begin that have one.
var flags = regexp.MustCompile(`(?:^|[ \[|])-{1,2}([a-z][a-z-]*)( [^-\[\]…][^ \]]*)?`)

// take parses a command. Its flags are those of its usage, and can stand anywhere; one dash or two or a long one are the
// same, since that is what people's keyboards make of them. A command without a usage is a line, in which other flags are words.
func take(usage string, args []string) (given, error) {
	g, valued := given{values: map[string]string{}}, map[string]bool{}
	for _, flag := range flags.FindAllStringSubmatch(everywhere+" "+usage, -1) {
		valued[flag[1]] = flag[2] != ""
	}
	for i := 0; i < len(args); i++ {
		typed := args[i]
		name, value, joined := cutFlag(typed)
		hasValue, known := valued[name]
		switch {
		case name == "" && !joined, !known && usage == "": // an argument, or - for standard input or output
			g.args = append(g.args, typed)
			continue
		case !known:
			return g, tracker.Refuse("there is no flag %s here; rollcall help lists those of each command", typed)
		case !hasValue && joined:
			return g, tracker.Refuse("--%s takes no value", name)
		case !hasValue:
			value = "yes"
		case !joined && i+1 < len(args):
			if next, _, _ := cutFlag(args[i+1]); next == "" {
				i++
				value = args[i]
			}
		}
		if value == "" {
			return g, tracker.Refuse("%s needs a value, as in: %s", strings.TrimSuffix(typed, "="), strings.TrimSpace(usage+" "+everywhere))
		}
		if _, twice := g.values[name]; twice && !strings.Contains(everywhere, "--"+name) {
			return g, tracker.Refuse("--%s is given twice", name)
		}
		g.values[name] = value
	}
	if alone := flags.ReplaceAllString(usage, ""); len(g.args) > 0 && usage != "" && !strings.ContainsFunc(alone, unicode.IsUpper) && !strings.Contains(alone, "…") {
		name, _, _ := strings.Cut(usage, " ")
		return g, tracker.Refuse("%s takes no arguments", name)
	}
	return g, nil
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

// cutFlag reads --name, --name=value and what keyboards make of them.
func cutFlag(arg string) (name, value string, joined bool) {
	bare := strings.TrimLeft(arg, "-–—")
	if bare == arg {
		return "", "", false
	}
	return strings.Cut(bare, "=")
}
