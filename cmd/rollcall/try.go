package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/ask"
	"rollcall/tracker/desk"
)

// longestLine is how much of a typed line is read. Slack allows far less.
const longestLine = 64 << 10

// try is a prompt that behaves as the slash command does, for an admin, on a ledger that ends with the process.
func (p process) try(ctx context.Context, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("try takes no arguments; it reads lines")
	}
	r, err := fill(ctx, new(tracker.Memory), func(int) {})
	if err != nil {
		return err
	}
	d := desk.New(desk.Config{Tracker: r.Tracker, Call: r.call, CanPost: desk.Anywhere, Log: logger(p.stderr)})
	fmt.Fprintln(p.stdout, `Type what you would type after /pariscall, such as: who usa, count in:eu, principle 8, help. Nothing is kept. To end, type: quit`)
	lines := bufio.NewReaderSize(p.stdin, longestLine)
	for ctx.Err() == nil {
		fmt.Fprint(p.stdout, "\n> ")
		line, err := readLine(lines)
		if errors.Is(err, io.EOF) && line == "" {
			fmt.Fprintln(p.stdout)
			return nil
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		switch line = strings.TrimSpace(line); line {
		case "":
			continue
		case "quit", "exit":
			return nil
		}
		a, err := d.Do(ctx, desk.Request{By: p.who(), Admin: true, Channel: terminal, Tokens: ask.Line(ask.Plain(line))})
		if err != nil {
			return err
		}
		fmt.Fprintln(p.stdout, a.Text)
	}
	return nil
}

// readLine reads a line, of which what is beyond longestLine is passed over.
func readLine(r *bufio.Reader) (string, error) {
	chunk, more, err := r.ReadLine()
	line := string(chunk)
	for more && err == nil {
		_, more, err = r.ReadLine()
	}
	return line, err
}
