// Package desk is the front desk: one typed line in, one Answer out, in the same way for Slack, the terminal and the
// command line.
//
// There is one table of commands; a line that is none is a question, which package ask understands. A reading command
// becomes a Query of package ask; an edit becomes a decision of package tracker, and its Answer tells what changed. Several
// lines of edits are one decision, all or none. What an admin may record, anybody may suggest, in the same words. Lists come
// in by [Desk.Import], and go out by [Desk.Export].
//
// Whoever isn't an admin is refused an admin's command before it is read any further, and the refusal is logged. Refusals
// are Answers; an error is a fault of ours.
package desk

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"math"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/ask"
	"rollcall/tracker/names"
	"rollcall/tracker/query"
)

// A Config is what a Desk is made of.
type Config struct {
	Tracker   *tracker.Tracker
	Call      *tracker.Call
	Others    []Other                                         // that compare can look at
	CanPost   func(ctx context.Context, channel string) error // whether digests can be posted there; a Refusal says what to do about it
	Admins    []string                                        // Slack user ids of those who are admins by the configuration
	Approvals string                                          // other: who proposed something can't approve it; else any admin can
	Slash     string                                          // the command after which lines are typed; empty in a shell
	Store     Store                                           // nil: nothing is kept
	Log       *slog.Logger
}

// An Other is another call that this rollcall keeps. A Desk only reads its roll.
type Other struct {
	Tracker *tracker.Tracker
	Call    *tracker.Call
	Command string // the slash command by which it is asked
}

// A Desk answers typed lines about one call. It is safe for concurrent use.
type Desk struct {
	Config
	index     index
	others    map[*tracker.Call]*index
	proposed  *Allowance
	comparing sync.Mutex // held while two rolls are compared: one comparison at a time
}

// New makes a Desk.
func New(c Config) *Desk {
	c.Log = Seldom(c.Log)
	d := &Desk{Config: c, index: index{tracker: c.Tracker, call: c.Call}, others: map[*tracker.Call]*index{}, proposed: NewAllowance(proposals, proposalAfter)}
	for _, o := range c.Others {
		d.others[o.Call] = &index{tracker: o.Tracker, call: o.Call}
	}
	return d
}

// IsAdmin tells whether somebody may edit the roll, by the configuration or as another admin granted.
func (d *Desk) IsAdmin(user string) bool {
	return slices.Contains(d.Admins, user) || slices.Contains(d.Tracker.Book().Admins(), user)
}

// Anywhere is a CanPost for a terminal, which shows what would be posted.
func Anywhere(context.Context, string) error { return nil }

// A Request is a typed line, and who typed it where.
type Request struct {
	By      string      // as recorded: a Slack user id, or shell:NAME
	Admin   bool        // whoever it is; else the Desk knows
	Channel string      // where the answer is read
	Ref     string      // the same for each delivery of the line; empty if it comes once
	Tokens  []ask.Token // of edits: of one or several lines
	Form    bool        // the Tokens are what a form says
	Lang    string      // of whoever reads the answer; a question is answered in its own. Empty: English
	Page    int         // of a long answer; 0: all on one, of which long lists are cut short; answer.Whole: all
	Again   *When       // what was asked before is answered as it was then, and nothing but questions and reading commands
}

// A When is when something was asked: asked again with it, it is answered in the same way.
type When struct {
	Head  tracker.Seq
	Today tracker.Day
}

// A run does what a command is for. Its args are the tokens after the command's name.
type run = func(d *Desk, ctx context.Context, r Request, args []ask.Token) (answer.Answer, error)

// command is a line of the table of commands.
type command struct {
	answer.Command
	run   run
	reads bool                                          // the roll, and changes nothing
	edit  func(d *Desk, args []ask.Token) (edit, error) // of an edit: what its line says
}

// commands is the table of commands, in the order in which help tells them.
func commands() []command {
	all := made.Load()
	if all == nil {
		all = table()
		made.Store(all)
	}
	return *all
}

// made is the table, once it was needed: it never changes, and each request looks into it.
var made atomic.Pointer[[]command]

func table() *[]command {
	asking := func(topic answer.HelpTopic, name, usage string, run run) command {
		return command{Command: answer.Command{Name: name, Usage: usage, Topic: topic}, run: run, reads: true}
	}
	reading := func(topic answer.HelpTopic, name, usage string) command {
		return asking(topic, name, usage, func(d *Desk, _ context.Context, r Request, args []ask.Token) (answer.Answer, error) {
			return d.read(d.reading(r), name, args)
		})
	}
	other := func(topic answer.HelpTopic, name, usage string, run run) command {
		return command{Command: answer.Command{Name: name, Usage: usage, Topic: topic}, run: run}
	}
	editing := func(name, usage string, read func(*Desk, []ask.Token) (edit, error)) command {
		return command{Command: answer.Command{Name: name, Usage: usage, Topic: answer.HelpAdmin}, run: (*Desk).edits, edit: read}
	}
	const described = "[kind] [country:XX] [joined:DAY] [alias:NAME…] [website:URL] [note:TEXT] [on:DAY] source:URL"
	return &[]command{
		reading(answer.HelpRoll, "who", "who NAME{, NAME} [when|where|category|source] [is:listed|not-listed] [as-of:DAY]"),
		reading(answer.HelpRoll, "count", "count [FILTER] [of FILTER] [by:country|category|kind|year] [top:N|bottom:N] [more-than:N|at-least:N|fewer-than:N|at-most:N|exactly:N] [when] [as-of:DAY]"),
		reading(answer.HelpRoll, "list", "list [FILTER] [first:N|last:N] [only:NAME] [as-of:DAY]"),
		reading(answer.HelpRoll, "missing", "missing GROUP [not country:XX] [as-of:DAY]"),
		reading(answer.HelpRoll, "changes", "changes [FILTER] [on:PERIOD] [since:DAY] [until:DAY] [added|removed]"),
		reading(answer.HelpRoll, "diff", "diff DAY [DAY]"),
		reading(answer.HelpRoll, "chart", "chart [FILTER] [since:DAY] [until:DAY]"),
		asking(answer.HelpRoll, compareCommand, "compare FILTER vs FILTER|CALL", (*Desk).compare),
		reading(answer.HelpCall, "principles", "principles"),
		reading(answer.HelpCall, "principle", "principle N|about TEXT"),
		reading(answer.HelpCall, "about", "about [TEXT]"),
		reading(answer.HelpRoll, "figures", "figures [category|total] [publisher:NAME] [on:PERIOD] [value:N]"),
		reading(answer.HelpRoll, "group", "group NAME"),
		asking(answer.HelpRoll, "show", "show NAME|#ID [--history]", (*Desk).show),
		asking(answer.HelpRoll, "history", "history NAME|#ID", (*Desk).history),
		asking(answer.HelpRoll, "log", "log [NAME|#ID|@PERSON] [since:DAY] [until:DAY]", (*Desk).recorded),
		asking(answer.HelpRoll, "proposals", "proposals", (*Desk).proposals),
		other(answer.HelpRoll, "suggest", "suggest EDIT [because:TEXT]", (*Desk).suggest),
		other(answer.HelpRoll, "export", "export [csv|xlsx|json] [FILTER] [as-of:DAY]", (*Desk).exported),
		other(answer.HelpDigests, "subscribe", usageSubscribe, (*Desk).subscribe),
		other(answer.HelpDigests, "subscriptions", "subscriptions", (*Desk).subscriptions),
		other(answer.HelpDigests, "unsubscribe", "unsubscribe [N|all]", (*Desk).unsubscribe),
		other(answer.HelpDigests, "mute", "mute [N] [DAYS]", (*Desk).mute),
		other(answer.HelpDigests, "resume", "resume [N|all]", (*Desk).resume),
		other(answer.HelpDigests, "digest", "digest [N] [now]", (*Desk).digest),
		other(answer.HelpCall, "language", "language en|fr|slack [channel]", (*Desk).language),
		asking(answer.HelpCall, "admins", "admins", (*Desk).admins),
		asking(answer.HelpCall, "help", "help [roll|call|digests|admin|COMMAND]", (*Desk).help),
		editing("add", "add NAME category "+described, (*Desk).add),
		editing("edit", "edit NAME|#ID [name:NEW] [category:C] [kind:K] "+strings.TrimPrefix(described, "[kind] "), (*Desk).amend),
		editing("rename", "rename NAME|#ID to NEW [on:DAY] source:URL", (*Desk).rename),
		editing("recategorise", "recategorise NAME|#ID category [kind] [on:DAY] source:URL", (*Desk).recategorise),
		editing("withdraw", "withdraw NAME|#ID [on:DAY] source:URL", (*Desk).withdraw),
		editing("remove", "remove NAME|#ID [reason:duplicate|error|replaced|TEXT] [on:DAY] source:URL", (*Desk).remove),
		editing("merge", "merge NAME|#ID into NAME|#ID [on:DAY] source:URL", (*Desk).merge),
		editing("report", "report CATEGORY|total VALUE [exact|at-least|about] [on:DAY] source:URL", (*Desk).report),
		editing("claim", "claim NAME category announced|expected|self_declared [country:XX] [on:DAY] claim:TEXT source:URL", (*Desk).claim),
		editing("retract", "retract NUMBER reason:TEXT", (*Desk).retract),
		other(answer.HelpAdmin, "approve", "approve NUMBER…", (*Desk).approve),
		other(answer.HelpAdmin, "reject", "reject NUMBER… [reason:TEXT]", (*Desk).reject),
		other(answer.HelpAdmin, "undo", "undo [NUMBER]", (*Desk).undo),
		other(answer.HelpAdmin, "forget", "forget NAME|#ID", (*Desk).forget),
		other(answer.HelpAdmin, "backup", "backup", (*Desk).backup),
		other(answer.HelpAdmin, "grant", "grant @PERSON|ID", (*Desk).grant),
		other(answer.HelpAdmin, "revoke", "revoke @PERSON|ID", (*Desk).revoke),
	}
}

// Commands are the names of all commands.
func Commands() []string {
	var all []string
	for _, c := range commands() {
		all = append(all, c.Name)
	}
	return all
}

// commandOf finds the command that a token is.
func commandOf(t ask.Token) (command, bool) {
	if t.Key != "" || t.Quoted {
		return command{}, false
	}
	return commandNamed(t.Text)
}

func commandNamed(verb string) (command, bool) {
	verb = ask.Verb(verb)
	all := commands()
	if i := slices.IndexFunc(all, func(c command) bool { return c.Name == verb }); i >= 0 {
		return all[i], true
	}
	return command{}, false
}

// shows tells whether a line is a command that lists something, behind a word that needn't be there: show proposals.
func shows(line []ask.Token) bool {
	verb, _ := first(line)
	listed, ok := first(line[1:])
	return ok && len(line) == 2 && (verb.Name == "show" || verb.Name == "list") &&
		slices.Contains(listing, listed.Name)
}

// listing are the commands that list what they are called.
var listing = []string{"proposals", "subscriptions", "admins", "log"}

// whoRecorded finds out of whom it is asked who recorded something, and in which language: who added France?
func (d *Desk) whoRecorded(line string) (name, lang string) {
	for lang, asked := range whoRecorded {
		if of := asked.FindStringSubmatch(line); of != nil && len(d.Tracker.Book().Named(of[1])) > 0 {
			return of[1], lang
		}
	}
	return "", ""
}

var whoRecorded = map[string]*regexp.Regexp{
	"en": regexp.MustCompile(`(?i)^who (?:added|edited|changed|recorded) (.+?)\s*\??$`),
	"fr": regexp.MustCompile(`(?i)^qui a (?:ajouté|modifié|enregistré) (?:l[ae] |les |l['’])?(.+?)\s*\??$`),
}

// Reads tells whether a line only asks, and changes nothing.
func Reads(line string) bool {
	words := strings.Fields(line)
	if len(words) == 0 {
		return true
	}
	c, ok := commandNamed(words[0])
	return !ok || c.reads
}

// Do answers one line, or several lines of edits.
func (d *Desk) Do(ctx context.Context, r Request) (answer.Answer, error) {
	a, err := d.answer(ctx, r)
	var refusal tracker.Refusal
	var wrong wrongLines
	switch {
	case errors.As(err, &wrong):
		errors.As(wrong.error, &refusal)
		a, err = answer.Answer{Kind: answer.Refused, Refusal: refusal, Wrong: wrong.lines, Call: d.Call}, nil
	case errors.As(err, &refusal):
		refusal.Form = r.Form
		a, err = answer.Answer{Kind: answer.Refused, Refusal: refusal, About: refusal.About, Call: d.Call}, nil
	}
	if err != nil {
		return answer.Answer{}, err
	}
	a.Page, a.Slash = r.Page, d.Slash
	return answer.Write(a, answer.In(cmp.Or(a.Lang, r.Lang))), nil
}

func (d *Desk) answer(ctx context.Context, r Request) (answer.Answer, error) {
	if len(r.Tokens) == 0 {
		return d.overview(), nil
	}
	lines := ask.Lines(r.Tokens)
	if len(lines) > ask.MaxLines {
		return answer.Answer{}, tracker.Refuse("Those are more than %d lines. Nothing was read of them, and nothing was changed.", ask.MaxLines)
	}
	if slices.ContainsFunc(lines, func(line []ask.Token) bool { return len(ask.Text(line)) > ask.MaxLine }) {
		return answer.Answer{}, tracker.Refuse("That is too long. Nothing was read of it, and nothing was changed.")
	}
	if len(r.Tokens) == 1 && isNumber(r.Tokens[0].Text) && r.Tokens[0].Key == "" && !r.Tokens[0].Quoted {
		return d.read(d.reading(r), "principle", r.Tokens)
	}
	if name, lang := d.whoRecorded(ask.Text(r.Tokens)); name != "" {
		a, err := d.history(ctx, r, []ask.Token{{Text: name, Quoted: true}})
		a.Lang = lang
		return a, err
	}
	if shows(r.Tokens) {
		r.Tokens = r.Tokens[1:]
	}
	how, lang, plain, asked := howToDo(ask.Text(r.Tokens))
	if importing.MatchString(ask.Text(r.Tokens)) {
		return answer.Answer{}, tracker.Refuse("A list is imported from a file: send it to me in a direct message, as CSV, XLSX, JSON or Markdown. In a shell, type: rollcall import FILE")
	}
	if plain {
		return d.helpAbout(ctx, r, how, lang)
	}
	if listed, lang, ok := asksFor(ask.Text(r.Tokens)); ok {
		a, err := listed.run(d, ctx, r, nil)
		a.Lang = lang
		return a, err
	}
	c, ok := commandOf(r.Tokens[0])
	filtered := slices.ContainsFunc(r.Tokens, func(t ask.Token) bool { return t.Key != "" })
	if !ok || c.edit != nil && !strings.EqualFold(c.Name, r.Tokens[0].Text) && !filtered { // delete every supporter: no edit is without a filter
		a := d.ask(d.reading(r), ask.Text(r.Tokens), tracker.Refusal{})
		if a.Kind == answer.Unknown && a.Problem == "" && asked {
			return d.helpAbout(ctx, r, how, lang)
		}
		if a.Kind == answer.Unknown && a.Problem == "" {
			a.Suggestions = nearest(ask.Text(r.Tokens), r.Admin || d.IsAdmin(r.By), a.Suggestions)
		}
		return a, nil
	}
	if c.Topic == answer.HelpAdmin && !r.Admin && !d.IsAdmin(r.By) {
		d.Log.WarnContext(ctx, "refused: not an admin", "by", r.By, "channel", r.Channel, "command", c.Name, "line", ask.Text(lines[0]))
		if c.edit != nil {
			return answer.Answer{}, tracker.Refuse("Only admins can %s. To propose it to them, type suggest before it. Nothing was changed.", c.Name)
		}
		return answer.Answer{}, tracker.Refuse("Only admins can %s. Nothing was changed.", c.Name)
	}
	if r.Again != nil && !c.reads {
		return answer.Answer{}, tracker.Refuse("A button only asks; %s has to be typed. Nothing was changed.", c.Name)
	}
	if !c.reads {
		defer d.index.catchUp()
	}
	return c.run(d, ctx, r, r.Tokens[1:])
}

// reading is the Reader that answers a request.
func (d *Desk) reading(r Request) *ask.Reader {
	if r.Again == nil {
		return d.Reader()
	}
	return d.index.past(r.Again.Head, r.Again.Today)
}

// nearest are the lines that may have been meant by one whose first word is nearly a command that a person may type: those of
// the commands that are the nearest; the others if there is none. A line that ends like a question is none.
func nearest(line string, admin bool, others []string) []string {
	first, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	var near []string
	least := math.MaxInt
	for _, c := range commands() {
		most := len(c.Name) / 3
		n := names.Edits(ask.Verb(first), c.Name, most)
		if n == 0 && strings.EqualFold(first, c.Name) || n > min(most, least) || c.Topic == answer.HelpAdmin && !admin || strings.HasSuffix(rest, "?") {
			continue
		}
		if n < least {
			near, least = nil, n
		}
		near = append(near, strings.TrimSpace(c.Name+" "+rest))
	}
	if len(near) == 0 {
		return others
	}
	if !slices.Contains(near, "help") {
		near = append(near, "help")
	}
	return near
}

func isNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// Reader reads answers off the book as of now.
func (d *Desk) Reader() *ask.Reader { return d.index.reader() }

// read answers a reading command. A line that only begins like one can be a question: list the universities in Kenya. What
// has a filter, or is the number of a principle, is a command, and what is wrong with it is told.
func (d *Desk) read(r *ask.Reader, verb string, args []ask.Token) (answer.Answer, error) {
	q, err := r.Parse(verb, args)
	var wrong tracker.Refusal
	switch {
	case errors.As(err, &wrong):
		return d.otherwise(r, verb, args, wrong), nil
	case err != nil:
		return answer.Answer{}, err
	}
	a := r.Runner.Run(q)
	if verb == "who" && (a.Status == answer.UnknownName || a.Kind == answer.Ambiguous) {
		if asked := d.ask(r, verb+" "+ask.Text(args), tracker.Refusal{}); asked.Kind != answer.Unknown || !ask.IsName(ask.Text(args)) {
			return asked, nil
		}
	}
	return a, nil
}

// otherwise answers a reading command in which something is wrong: it is a question, or is told what.
func (d *Desk) otherwise(r *ask.Reader, verb string, args []ask.Token, wrong error) answer.Answer {
	var refusal tracker.Refusal
	errors.As(wrong, &refusal)
	filtered := slices.ContainsFunc(args, func(t ask.Token) bool { return t.Key != "" })
	if filtered || verb == "principle" && strings.Trim(ask.Text(args), "+-0123456789.,") == "" {
		a := r.Unknown(ask.Text(args))
		a.Refusal = refusal
		return a
	}
	return d.ask(r, verb+" "+ask.Text(args), refusal)
}

// overview tells what there is, how much of it, and what to try.
func (d *Desk) overview() answer.Answer {
	r := d.Reader()
	a := r.Runner.Run(query.Count{})
	a.Kind, a.Line, a.Suggestions = answer.Help, "", r.Tries()
	return a
}

// helpAbout tells of a command, in the language in which it was asked for.
func (d *Desk) helpAbout(ctx context.Context, r Request, c command, lang string) (answer.Answer, error) {
	a, err := d.help(ctx, r, []ask.Token{{Text: c.Name}})
	a.Lang = lang
	return a, err
}

// help lists the commands, or those of a topic, or tells of one.
func (d *Desk) help(_ context.Context, _ Request, args []ask.Token) (answer.Answer, error) {
	about := strings.ToLower(ask.Text(args))
	if c, ok := commandNamed(about); ok {
		about = c.Name
	}
	a := answer.Answer{Kind: answer.Help, Call: d.Call, Suggestions: d.Reader().Tries()}
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
