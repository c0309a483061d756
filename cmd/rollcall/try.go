package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"rollcall/bot"
	"rollcall/config"
	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/asked"
	"rollcall/tracker/desk"
	"rollcall/tracker/query"
)

// longestLine is how much of a typed line is read. Slack allows far less.
const longestLine = 64 << 10

// try is a prompt that behaves as the slash command does, for an admin, on ledgers that end with the process: that of the Paris
// Call, or of the first of the folders that are named, with the others next to it.
func (p process) try(ctx context.Context, g given) error {
	settings := config.Default()
	for _, folder := range g.args {
		settings.Calls = append(settings.Calls, config.Call{Folder: folder})
	}
	calls, err := readCalls(settings)
	if err != nil {
		return err
	}
	all, err := fill(ctx, calls, inMemory, func(*tracker.Call, int) {})
	if err != nil {
		return err
	}
	r := all[0]
	d, words := p.desk(r, desk.Anywhere, asked.New(new(asked.Memory), logger(p.stderr))), p.words()
	for i, folder := range g.args {
		fmt.Fprintln(p.stdout, words.Say("try.read(folder, call, principles, supporters)", folder, words.CallName(all[i].call), len(all[i].call.Principles), all[i].Book().Counts().Total()))
	}
	fmt.Fprintln(p.stdout, words.Say("try.start(command, tries)", r.Command, strings.Join(append([]string{"who usa"}, d.Reader().Tries()[1:]...), ", ")))
	var offered []string       // lines that can be chosen by number
	var last answer.Answer     // the answer that offers them
	question, before := "", "" // to which it is, and the line that was answered
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
		of := ""
		if n, err := strconv.Atoi(line); err == nil && n >= 1 && n <= len(offered) {
			if line = offered[n-1]; last.Offers(line) {
				of = question
			}
			fmt.Fprintln(p.stdout, line)
		}
		a, err := d.Do(ctx, desk.Request{By: p.who(), Admin: true, Channel: terminal, Lang: words.Lang(), Before: before, Of: of, Tokens: query.Line(bot.Plain(line))})
		if err != nil {
			return err
		}
		fmt.Fprint(p.stdout, screenOf(p.stdout, p.env).show(a, line))
		if last, question = a, line; a.Line != "" {
			before = a.Line
		}
		if offered = nil; a.Kind == answer.Unknown || a.Kind == answer.Ambiguous {
			offered = a.Suggestions
		}
		for i, line := range offered {
			fmt.Fprintf(p.stdout, "  %d  %s\n", i+1, line)
		}
	}
	return nil
}

// readLine reads a line, without what is beyond longestLine.
func readLine(r *bufio.Reader) (string, error) {
	chunk, more, err := r.ReadLine()
	line := string(chunk)
	for more && err == nil {
		_, more, err = r.ReadLine()
	}
	return line, err
}
