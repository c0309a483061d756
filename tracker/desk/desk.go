// Package desk is the front desk: one typed line in, one Answer out, in the same way for Slack, the terminal and the
// command line.
//
// There is one table of commands; a line that is none is a question, which package ask understands. A reading command becomes a Query of package ask; an edit becomes a decision of package
// tracker, and its Answer tells what changed. Whoever isn't an admin is refused an admin's command before it is read any
// further, and the refusal is logged. Refusals are Answers; an error is a fault of ours.
package desk

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/ask"
)

// A Desk answers typed lines about one call. It is safe for concurrent use.
type Desk struct {
	tracker *tracker.Tracker
	call    *tracker.Call
	canPost func(ctx context.Context, channel string) error
	log     *slog.Logger
	reader  atomic.Pointer[ask.Reader]
}

// New makes a Desk. canPost tells whether digests can be posted to a channel; a Refusal says what to do about it.
func New(t *tracker.Tracker, call *tracker.Call, canPost func(ctx context.Context, channel string) error, log *slog.Logger) *Desk {
	return &Desk{tracker: t, call: call, canPost: canPost, log: log}
}

// Anywhere is a canPost for a terminal, which shows what would be posted.
func Anywhere(context.Context, string) error { return nil }

// A Request is a typed line, and who typed it where.
type Request struct {
	By      string // as recorded: a Slack user id, or shell:NAME
	Admin   bool
	Channel string // where the answer is read
	Ref     string // the same for each delivery of the line; empty if it comes once
	Tokens  []ask.Token
}

// command is a line of the table of commands.
type command struct {
	answer.Command
	run func(d *Desk, ctx context.Context, r Request, args []ask.Token) (answer.Answer, error)
}

// commands is the table of commands, in the order in which help tells them.
func commands() []command {
	reading := func(name, usage string) command {
		return command{answer.Command{Name: name, Usage: usage}, func(d *Desk, _ context.Context, _ Request, args []ask.Token) (answer.Answer, error) {
			return d.read(name, args)
		}}
	}
	return []command{
		reading("who", "who NAME"),
		reading("count", "count [category] [kind] [country:XX] [in:GROUP] [as-of:DAY]"),
		reading("list", "list [category] [kind] [country:XX] [in:GROUP] [as-of:DAY]"),
		reading("missing", "missing GROUP [as-of:DAY]"),
		reading("changes", "changes [since:DAY] [until:DAY] [category] [country:XX] [in:GROUP]"),
		reading("principles", "principles"),
		reading("principle", "principle N"),
		reading("about", "about"),
		{answer.Command{Name: "log", Usage: "log"}, (*Desk).recorded},
		{answer.Command{Name: "subscribe", Usage: "subscribe [instantly|daily] [at HH:MM] [ZONE]"}, (*Desk).subscribe},
		{answer.Command{Name: "unsubscribe", Usage: "unsubscribe"}, (*Desk).unsubscribe},
		{answer.Command{Name: "digest", Usage: "digest"}, (*Desk).digest},
		{answer.Command{Name: "help", Usage: "help"}, (*Desk).help},
		{answer.Command{Name: "add", Usage: "add NAME category [kind] [country:XX] [joined:DAY] source:URL", Admin: true}, (*Desk).add},
		{answer.Command{Name: "withdraw", Usage: "withdraw NAME source:URL", Admin: true}, (*Desk).withdraw},
		{answer.Command{Name: "remove", Usage: "remove NAME [reason:duplicate|error|replaced|TEXT] source:URL", Admin: true}, (*Desk).remove},
		{answer.Command{Name: "report", Usage: "report CATEGORY|total VALUE [exact|at-least|about] [on:DAY] source:URL", Admin: true}, (*Desk).report},
	}
}

// Do answers one line.
func (d *Desk) Do(ctx context.Context, r Request) (answer.Answer, error) {
	a, err := d.answer(ctx, r)
	var refusal tracker.Refusal
	if errors.As(err, &refusal) {
		a, err = answer.Answer{Kind: answer.Refused, Headline: refusal.Error(), Call: d.call}, nil
	}
	if err != nil {
		return answer.Answer{}, err
	}
	return answer.Write(a, answer.In(a.Lang)), nil
}

func (d *Desk) answer(ctx context.Context, r Request) (answer.Answer, error) {
	if len(r.Tokens) == 0 {
		return d.help(ctx, r, nil)
	}
	if len(ask.Text(r.Tokens)) > ask.MaxLine {
		return answer.Answer{}, tracker.Refuse("That is too long. Nothing was read of it, and nothing was changed.")
	}
	first, rest := r.Tokens[0], r.Tokens[1:]
	verb := strings.ToLower(first.Text)
	if first.Key != "" || first.Quoted {
		verb = ""
	}
	if len(rest) == 0 && isNumber(verb) {
		return d.read("principle", r.Tokens)
	}
	for _, c := range commands() {
		if c.Name != verb {
			continue
		}
		if c.Admin && !r.Admin {
			d.log.WarnContext(ctx, "refused: not an admin", "by", r.By, "channel", r.Channel, "command", c.Name)
			return answer.Answer{}, tracker.Refuse("Only admins can %s. Nothing was changed.", c.Name)
		}
		return c.run(d, ctx, r, rest)
	}
	return d.ask(ask.Text(r.Tokens), ""), nil
}

// ask answers a question. Where it isn't understood, and there is something wrong with the command that it begins with,
// that is told.
func (d *Desk) ask(line, wrong string) answer.Answer {
	r := d.Reader()
	q := r.Understand(line)
	if q.Kind == answer.Help {
		return d.helpAnswer()
	}
	a := r.Run(q)
	if a.Kind == answer.Unknown && a.Problem == "" {
		a.Headline = wrong
	}
	return a
}

func isNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// Reader reads answers off the book as of now.
func (d *Desk) Reader() *ask.Reader {
	book, today := d.tracker.Book(), tracker.DayOf(time.Now())
	r := d.reader.Load()
	switch {
	case r == nil || r.Book.Head() > book.Head():
		r = ask.NewReader(book, d.call, today)
	case r.Book != book || r.Today != today:
		r = r.At(book, today)
	}
	d.reader.Store(r)
	return r
}

// read answers a reading command. A line that only begins like one can be a question: list the universities in Kenya. What
// has a filter, or is the number of a principle, is a command, and what is wrong with it is told.
func (d *Desk) read(verb string, args []ask.Token) (answer.Answer, error) {
	r := d.Reader()
	q, err := r.Read(verb, args)
	var wrong tracker.Refusal
	switch {
	case errors.As(err, &wrong):
		filtered := slices.ContainsFunc(args, func(t ask.Token) bool { return t.Key != "" })
		if filtered || verb == "principle" && strings.Trim(ask.Text(args), "+-0123456789.,") == "" {
			a := r.Unknown(ask.Text(args))
			a.Headline = wrong.Error()
			return a, nil
		}
		return d.ask(verb+" "+ask.Text(args), wrong.Error()), nil
	case err != nil:
		return answer.Answer{}, err
	}
	a := r.Run(q)
	if verb == "who" && (a.Status == answer.UnknownName || a.Kind == answer.Ambiguous) {
		if asked := d.ask(verb+" "+ask.Text(args), ""); asked.Kind != answer.Unknown || !ask.IsName(ask.Text(args)) {
			return asked, nil
		}
	}
	return a, nil
}

func (d *Desk) help(context.Context, Request, []ask.Token) (answer.Answer, error) {
	return d.helpAnswer(), nil
}

func (d *Desk) helpAnswer() answer.Answer {
	a := answer.Answer{Kind: answer.Help, Call: d.call, Suggestions: []string{"who France", "count in:eu", "principle 8"}}
	for _, c := range commands() {
		a.Commands = append(a.Commands, c.Command)
	}
	return a
}

// logged is how many entries log shows.
const logged = 10

func (d *Desk) recorded(_ context.Context, _ Request, args []ask.Token) (answer.Answer, error) {
	if len(args) > 0 {
		return answer.Answer{}, tracker.Refuse("I don't know what “%s” means after log.", ask.Text(args))
	}
	book := d.tracker.Book()
	a := answer.Answer{Kind: answer.Log, Call: d.call, Book: book}
	for e := range book.Entries(book.Head() - min(logged, book.Head())) {
		a.Entries = append([]tracker.Entry{e}, a.Entries...)
	}
	return a, nil
}
