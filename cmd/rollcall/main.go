// Command rollcall keeps the list of who supports a call, and answers questions about it in Slack and in the terminal. Each of the
// shell's commands has a file of its own here, with its flags; what else is typed is a line of the one language, as in Slack.
//
// Answers and refusals are in the reader's language. What operators read is in English: the log, other errors, and what doctor finds.
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
	"time"
	_ "time/tzdata" // digests are posted at local times, on any machine

	"rollcall/bot"
	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/names"
	"rollcall/tracker/query"
)

func main() { start(bot.CallTimeout) }

// start runs a command, with a limit on the time that it waits for Slack.
func start(slackWithin time.Duration) {
	p := process{env: os.Getenv, stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, slackWithin: slackWithin}
	if err := p.run(context.Background(), os.Args[1:]); err != nil {
		if !errors.Is(err, errRefused) {
			fmt.Fprintln(os.Stderr, "rollcall:", answer.Printable(p.told(err)))
		}
		os.Exit(1)
	}
}

// told is an error in the reader's language if it is a refusal, without its wrapping.
func (p process) told(err error) string {
	var refusal tracker.Refusal
	if errors.As(err, &refusal) && refusal.Error() == err.Error() {
		return p.words().Refusal(refusal)
	}
	return err.Error()
}

// process is a command's environment.
type process struct {
	env            func(string) string
	stdin          io.Reader
	stdout, stderr io.Writer
	slackWithin    time.Duration // the time that each of Slack's calls may take
}

// errRefused ends a process whose refusal has been printed.
var errRefused = errors.New("refused")

// run does what the arguments say. What isn't a command of the shell's own is a line for the desk, as in Slack.
func (p process) run(ctx context.Context, args []string) error {
	args = commandFirst(args)
	if len(args) > 1 && slices.ContainsFunc(args[1:], func(arg string) bool { return arg == "-h" || arg == "--help" }) {
		args = []string{"help", args[0]}
	}
	if len(args) == 0 {
		args = []string{"help"}
	}
	name := cmp.Or(map[string]string{"-h": "help", "--help": "help", "-v": "version", "--version": "version"}[args[0]], args[0])
	for _, c := range inShell() {
		if c.name == query.Verb(name) && (c.name != "digest" || ofDays(args)) { // otherwise it shows what would be posted now, as in Slack
			g, err := take(c.usage, args[1:])
			if err != nil {
				return err
			}
			return c.run(p, ctx, g)
		}
	}
	g, err := take("", args[1:])
	if err != nil {
		return err
	}
	return p.line(ctx, name, g)
}

// nearest are those of the shell's own commands that a word may be a misspelling of.
func nearest(word string) []string {
	var near []string
	for _, c := range inShell() {
		if most := len(c.name) / 3; names.Edits(strings.ToLower(strings.TrimLeft(word, "-")), c.name, most) <= most {
			near = append(near, c.name)
		}
	}
	slices.Sort(near)
	return near
}

// version prints which rollcall this is, as far as its build knows.
func (p process) version(context.Context, given) error {
	version := "(devel)"
	if info, ok := debug.ReadBuildInfo(); ok {
		version = cmp.Or(info.Main.Version, version)
	}
	_, err := fmt.Fprintf(p.stdout, "rollcall %s, built with %s\n", version, runtime.Version())
	return err
}
