// Rollcall keeps the roll of a call, and answers questions about it in Slack and in the terminal.
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	_ "time/tzdata" // digests are posted at local times, wherever rollcall runs

	"rollcall/tracker/answer"
	"rollcall/tracker/names"
)

func main() {
	p := process{env: os.Getenv, stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr}
	if err := p.run(context.Background(), os.Args[1:]); err != nil {
		if !errors.Is(err, errRefused) {
			fmt.Fprintln(os.Stderr, "rollcall:", answer.Printable(err.Error()))
		}
		os.Exit(1)
	}
}

// process is what a command has of the world.
type process struct {
	env            func(string) string
	stdin          io.Reader
	stdout, stderr io.Writer
}

// errRefused ends a process whose refusal has been printed.
var errRefused = errors.New("refused")

// run does what the arguments say. What isn't a command of the shell's own is a line for the desk, as in Slack.
func (p process) run(ctx context.Context, args []string) error {
	if len(args) > 1 && slices.ContainsFunc(args[1:], func(arg string) bool { return arg == "-h" || arg == "--help" }) {
		args = []string{"help", args[0]}
	}
	switch {
	case len(args) == 0:
	case args[0] == "digest" && !ofDays(args): // what would be posted now, as in Slack
	case args[0] == "-h" || args[0] == "--help":
		args[0] = "help"
	case args[0] == "-v" || args[0] == "--version":
		return p.version(ctx, args[1:])
	default:
		if run := p.commands()[args[0]]; run != nil {
			return run(ctx, args[1:])
		}
	}
	return p.line(ctx, args)
}

// commands are the shell's own, by their names.
func (p process) commands() map[string]func(context.Context, []string) error {
	return map[string]func(context.Context, []string) error{
		"serve": p.serve, "try": p.try, "ask": p.ask, "doctor": p.doctor, "manifest": p.manifest, "chart": p.chart, "new-call": p.newCall,
		"digest": p.digest, "verify": p.verify, "import": p.importList, "export": p.export, "restore": p.restore, "backup": p.backup,
		"forget": p.forget, "version": p.version,
	}
}

// nearest are those of the shell's own commands that a word may be a misspelling of.
func (p process) nearest(word string) []string {
	var near []string
	for name := range p.commands() {
		if most := len(name) / 3; names.Edits(strings.ToLower(strings.TrimLeft(word, "-")), name, most) <= most {
			near = append(near, name)
		}
	}
	slices.Sort(near)
	return near
}

// version tells which rollcall this is, as far as its build knows.
func (p process) version(_ context.Context, args []string) error {
	if len(args) > 0 {
		return errors.New("version takes no arguments")
	}
	version := "(devel)"
	if info, ok := debug.ReadBuildInfo(); ok {
		version = cmp.Or(info.Main.Version, version)
	}
	_, err := fmt.Fprintf(p.stdout, "rollcall %s, built with %s\n", version, runtime.Version())
	return err
}
