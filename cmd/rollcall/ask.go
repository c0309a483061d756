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
	"rollcall/tracker/asked"
	"rollcall/tracker/desk"
	"rollcall/tracker/query"
)

// ask answers a question or a reading command, or with --batch each line of a file. With --explain it shows what was understood.
func (p process) ask(ctx context.Context, g given) error {
	batch := g.values["batch"]
	if (batch == "") == (len(g.args) == 0) {
		return tracker.Refuse(`ask needs a question, such as: rollcall ask "has Kenya signed?", or --batch FILE`)
	}
	o, r, err := p.open(ctx, g)
	if err != nil {
		return err
	}
	defer r.db.Close()
	var notes *asked.Log
	if batch == "" { // a batch is a trial, and isn't kept as somebody's question
		notes = r.notes(o.Config, logger(p.stderr))
	}
	defer notes.Close()
	d := p.desk(r, inSlack, notes)
	one := func(line string) (answer.Answer, error) {
		a, err := d.Do(ctx, desk.Request{By: p.who(), Channel: terminal, Lang: p.words().Lang(), Page: o.page, Tokens: query.Line(bot.Plain(line))})
		if err == nil && g.has("explain") {
			_, err = fmt.Fprintf(p.stderr, "understood: %s\n", a.Understood)
		}
		if err == nil {
			err = p.print(a, line, o.json)
		}
		return a, err
	}
	if batch == "" {
		a, err := one(strings.Join(g.args, " "))
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
