// Package desk is the front desk: one typed line in, one Answer out, in the same way for Slack, the terminal and the
// command line.
//
// There is one table of commands; a line that is none is a question, which package ask understands. A reading command becomes a Query of package ask; an edit becomes a decision of package
// tracker, and its Answer tells what changed. Whoever isn't an admin is refused an admin's command before it is read any
// further, and the refusal is logged. Refusals are Answers; an error is a fault of ours.
package desk

import (
	"cmp"
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
	"rollcall/tracker/names"
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
	Lang    string // of whoever reads the answer; a question is answered in its own. Empty: English
	Page    int    // of a long answer; 0: all on one, of which long lists are cut short
	Again   *When  // what was asked before is answered as it was then, and nothing but questions and reading commands
}

// A When is when something was asked: asked again with it, it is answered in the same way.
type When struct {
	Head  tracker.Seq
	Today tracker.Day
}

// command is a line of the table of commands.
type command struct {
	answer.Command
	run   func(d *Desk, ctx context.Context, r Request, args []ask.Token) (answer.Answer, error)
	reads bool // the roll, and changes nothing
}

// commands is the table of commands, in the order in which help tells them.
func commands() []command {
	reading := func(topic answer.HelpTopic, name, usage string) command {
		return command{answer.Command{Name: name, Usage: usage, Topic: topic}, func(d *Desk, _ context.Context, r Request, args []ask.Token) (answer.Answer, error) {
			return d.read(d.reading(r), name, args)
		}, true}
	}
	other := func(topic answer.HelpTopic, name, usage string, run func(*Desk, context.Context, Request, []ask.Token) (answer.Answer, error)) command {
		return command{answer.Command{Name: name, Usage: usage, Topic: topic}, run, false}
	}
	return []command{
		reading(answer.HelpRoll, "who", "who NAME"),
		reading(answer.HelpRoll, "count", "count [category] [kind] [country:XX] [in:GROUP] [as-of:DAY]"),
		reading(answer.HelpRoll, "list", "list [category] [kind] [country:XX] [in:GROUP] [as-of:DAY]"),
		reading(answer.HelpRoll, "missing", "missing GROUP [as-of:DAY]"),
		reading(answer.HelpRoll, "changes", "changes [since:DAY] [until:DAY] [category] [country:XX] [in:GROUP]"),
		reading(answer.HelpRoll, "chart", "chart [category…] [kind] [country:XX] [in:GROUP] [since:DAY] [until:DAY]"),
		reading(answer.HelpCall, "principles", "principles"),
		reading(answer.HelpCall, "principle", "principle N"),
		reading(answer.HelpCall, "about", "about"),
		{answer.Command{Name: "log", Usage: "log", Topic: answer.HelpRoll}, (*Desk).recorded, true},
		other(answer.HelpDigests, "subscribe", "subscribe [instantly|daily] [at HH:MM] [ZONE]", (*Desk).subscribe),
		other(answer.HelpDigests, "unsubscribe", "unsubscribe", (*Desk).unsubscribe),
		other(answer.HelpDigests, "digest", "digest", (*Desk).digest),
		{answer.Command{Name: "help", Usage: "help [roll|call|digests|admin|COMMAND]", Topic: answer.HelpCall}, (*Desk).help, true},
		other(answer.HelpAdmin, "add", "add NAME category [kind] [country:XX] [joined:DAY] source:URL", (*Desk).add),
		other(answer.HelpAdmin, "withdraw", "withdraw NAME source:URL", (*Desk).withdraw),
		other(answer.HelpAdmin, "remove", "remove NAME [reason:duplicate|error|replaced|TEXT] source:URL", (*Desk).remove),
		other(answer.HelpAdmin, "report", "report CATEGORY|total VALUE [exact|at-least|about] [on:DAY] source:URL", (*Desk).report),
	}
}

// Reads tells whether a line only asks, and changes nothing.
func Reads(line string) bool {
	verb, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(line)), " ")
	return !slices.ContainsFunc(commands(), func(c command) bool { return c.Name == verb && !c.reads })
}

// Do answers one line.
func (d *Desk) Do(ctx context.Context, r Request) (answer.Answer, error) {
	a, err := d.answer(ctx, r)
	var refusal tracker.Refusal
	if errors.As(err, &refusal) {
		a, err = answer.Answer{Kind: answer.Refused, Headline: refusal.Error(), About: refusal.About, Call: d.call}, nil
	}
	if err != nil {
		return answer.Answer{}, err
	}
	a.Page = r.Page
	return answer.Write(a, answer.In(cmp.Or(a.Lang, r.Lang))), nil
}

func (d *Desk) answer(ctx context.Context, r Request) (answer.Answer, error) {
	if len(r.Tokens) == 0 {
		return d.overview(), nil
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
		return d.read(d.reading(r), "principle", r.Tokens)
	}
	for _, c := range commands() {
		if c.Name != verb {
			continue
		}
		if c.Topic == answer.HelpAdmin && !r.Admin {
			d.log.WarnContext(ctx, "refused: not an admin", "by", r.By, "channel", r.Channel, "command", c.Name)
			return answer.Answer{}, tracker.Refuse("Only admins can %s. Nothing was changed.", c.Name)
		}
		if r.Again != nil && !c.reads {
			return answer.Answer{}, tracker.Refuse("A button only asks; %s has to be typed. Nothing was changed.", c.Name)
		}
		return c.run(d, ctx, r, rest)
	}
	return d.ask(d.reading(r), ask.Text(r.Tokens), ""), nil
}

// reading is the Reader that answers a request.
func (d *Desk) reading(r Request) *ask.Reader {
	now := d.Reader()
	if r.Again == nil || r.Again.Head >= now.Book.Head() && r.Again.Today == now.Today {
		return now
	}
	if r.Again.Head >= now.Book.Head() {
		return now.At(now.Book, r.Again.Today)
	}
	return ask.NewReader(now.Book.Upto(r.Again.Head), d.call, r.Again.Today)
}

// ask answers a question. Where it isn't understood, and there is something wrong with the command that it begins with,
// that is told.
func (d *Desk) ask(r *ask.Reader, line, wrong string) answer.Answer {
	q := r.Understand(line)
	if q.Kind == answer.Help {
		a := d.overview()
		a.Lang = q.Lang
		return a
	}
	a := r.Run(q)
	if a.Kind == answer.Unknown && a.Problem == "" {
		a.Headline = wrong
		a.Suggestions = nearest(line, a.Suggestions)
	}
	return a
}

// nearest are the lines that may have been meant by one whose first word is nearly a command; the others if there is none.
func nearest(line string, others []string) []string {
	first, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	var near []string
	for _, c := range commands() {
		most := len(c.Name) / 3
		if n := names.Edits(strings.ToLower(first), c.Name, most); n > 0 && n <= most {
			near = append(near, strings.TrimSpace(c.Name+" "+rest))
		}
	}
	if len(near) > 0 {
		return append(near, "help")
	}
	return others
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
func (d *Desk) read(r *ask.Reader, verb string, args []ask.Token) (answer.Answer, error) {
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
		return d.ask(r, verb+" "+ask.Text(args), wrong.Error()), nil
	case err != nil:
		return answer.Answer{}, err
	}
	a := r.Run(q)
	if verb == "who" && (a.Status == answer.UnknownName || a.Kind == answer.Ambiguous) {
		if asked := d.ask(r, verb+" "+ask.Text(args), ""); asked.Kind != answer.Unknown || !ask.IsName(ask.Text(args)) {
			return asked, nil
		}
	}
	return a, nil
}

// tries are lines that are worth trying.
func tries() []string { return []string{"who France", "count in:eu", "principle 8"} }

// overview tells what there is, how much of it, and what to try.
func (d *Desk) overview() answer.Answer {
	r := d.Reader()
	a := r.Run(ask.Query{Kind: answer.Count})
	a.Kind, a.Suggestions, a.Lang = answer.Help, tries(), ""
	return a
}

// help lists the commands, or those of a topic, or tells of one.
func (d *Desk) help(_ context.Context, _ Request, args []ask.Token) (answer.Answer, error) {
	about := strings.ToLower(ask.Text(args))
	a := answer.Answer{Kind: answer.Help, Call: d.call, Suggestions: tries()}
	for _, c := range commands() {
		if about == "" || about == string(c.Topic) || about == c.Name {
			a.Commands = append(a.Commands, c.Command)
		}
	}
	if len(a.Commands) == 0 {
		return answer.Answer{}, tracker.Refuse("There is no help about “%s”. Type help alone, or help and one of: %s.", ask.Text(args), strings.Join(answer.HelpTopics(), ", "))
	}
	return a, nil
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
