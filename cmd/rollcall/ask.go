package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"rollcall/bot"
	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/desk"
	"rollcall/tracker/query"
)

// ask answers a line that is typed as in Slack: a question, or a reading command. With --batch it answers each line of a file, or
// of standard input for -; with --explain it tells first what was understood.
func (p process) ask(ctx context.Context, args []string) error {
	o, c, args, err := p.flags(args)
	if err != nil {
		return err
	}
	explain, batch := false, ""
	var words []string
	for i := 0; i < len(args); i++ {
		switch name, value, joined := cutFlag(args[i]); {
		case name == "explain" && !joined:
			explain = true
		case name == "batch" && joined:
			batch = value
		case name == "batch" && i+1 < len(args):
			i++
			batch = args[i]
		case name == "batch":
			return tracker.Refuse("--batch needs the name of a file, or - for standard input")
		default:
			words = append(words, args[i])
		}
	}
	if (batch == "") == (len(words) == 0) {
		return tracker.Refuse(`ask needs a question, such as: rollcall ask "has Kenya signed?", or --batch FILE`)
	}
	r, err := p.openRoll(ctx, o, c.DB)
	if err != nil {
		return err
	}
	defer r.db.Close()
	d := p.desk(r, inSlack)
	one := func(line string) (answer.Answer, error) {
		a, err := d.Do(ctx, desk.Request{By: p.who(), Channel: terminal, Lang: p.words().Lang(), Page: o.page, Tokens: query.Line(bot.Plain(line))})
		if err == nil && explain {
			_, err = fmt.Fprintf(p.stderr, "understood: %s\n", a.Understood)
		}
		if err == nil {
			err = p.print(a, line, o.json)
		}
		return a, err
	}
	if batch == "" {
		a, err := one(strings.Join(words, " "))
		if err == nil && a.Kind == answer.Refused {
			return errRefused
		}
		return err
	}
	in := p.stdin
	if batch != "-" {
		f, err := os.Open(batch)
		if err != nil {
			return err
		}
		defer f.Close()
		in = f
	}
	lines := bufio.NewReaderSize(in, longestLine)
	for {
		line, err := readLine(lines)
		if errors.Is(err, io.EOF) && line == "" {
			return nil
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if _, err := one(line); err != nil {
			return err
		}
	}
}
