// Rollcall keeps the roll of a call, and answers questions about it in Slack and in the terminal.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	_ "time/tzdata" // digests are posted at local times, wherever rollcall runs

	"rollcall/tracker/answer"
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
	if len(args) > 0 {
		switch args[0] {
		case "serve":
			return p.serve(ctx, args[1:])
		case "try":
			return p.try(ctx, args[1:])
		case "ask":
			return p.ask(ctx, args[1:])
		case "doctor":
			return p.doctor(ctx, args[1:])
		case "manifest":
			return p.manifest(ctx, args[1:])
		case "chart":
			return p.chart(ctx, args[1:])
		case "new-call":
			return p.newCall(ctx, args[1:])
		case "digest":
			if ofDays(args) {
				return p.digest(ctx, args[1:])
			}
		case "verify":
			return p.verify(ctx, args[1:])
		case "import":
			return p.importList(ctx, args[1:])
		case "export":
			return p.export(ctx, args[1:])
		case "restore":
			return p.restore(ctx, args[1:])
		case "backup":
			return p.backup(ctx, args)
		case "forget":
			return p.stored(ctx, args)
		case "-h", "--help":
			args[0] = "help"
		}
	}
	return p.line(ctx, args)
}
