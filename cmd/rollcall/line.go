package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/user"
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/desk"
	"rollcall/tracker/query"
)

// terminal is the channel of those who have none.
const terminal = "terminal"

// line answers one line, as in Slack: who usa, count state in:eu. Whoever may write the database is its admin.
func (p process) line(ctx context.Context, args []string) error {
	o, c, args, err := p.flags(args)
	if err != nil {
		return err
	}
	if len(args) == 0 {
		args = []string{"help"}
	}
	verb := query.Verb(args[0])
	_, command := query.Command(verb)
	near := nearest(args[0])
	unknown := fmt.Errorf("there is no command %q; did you mean %s?", args[0], strings.Join(near, " or "))
	if !command && len(near) > 0 && len(args) == 1 {
		return unknown
	}
	var r roll
	if _, missing := os.Stat(c.DB); verb == "help" || !command && missing != nil { // only a command makes a database
		var all []roll
		if all, err = fill(ctx, o.calls, inMemory, func(*tracker.Call, int) {}); err == nil {
			r = all[o.first]
		}
	} else if r, err = p.openRoll(ctx, o, c.DB); err == nil {
		defer r.db.Close()
	}
	if err != nil {
		return err
	}
	d := p.desk(r, inSlack)
	a, err := d.Do(ctx, desk.Request{By: p.who(), Admin: true, Channel: terminal, Page: o.page, Tokens: query.Args(args)})
	if err != nil {
		return err
	}
	if !command && a.Kind == answer.Unknown && len(near) > 0 {
		return unknown
	}
	if verb == "help" {
		a = helpInShell(a, args[1:])
	}
	if err = p.print(a, o.json); err == nil && (a.Kind == answer.Refused || a.Kind == answer.Unknown) {
		return errRefused
	}
	return err
}

// forget erases a name.
func (p process) forget(ctx context.Context, args []string) error {
	return p.stored(ctx, "forget", args)
}

// stored answers a line that would be of no use on a database that isn't there yet.
func (p process) stored(ctx context.Context, command string, args []string) error {
	_, c, _, err := p.flags(args)
	if err != nil {
		return err
	}
	if _, err := os.Stat(c.DB); err != nil {
		return fmt.Errorf("there is no database: %w", err)
	}
	return p.line(ctx, append([]string{command}, args...))
}

// print writes an answer: as text, or as one line of JSON.
func (p process) print(a answer.Answer, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(p.stdout).Encode(a)
	}
	if a.Cut {
		a.Text += "\nLong lists are cut short; to see them whole, say the same with --all."
	}
	_, err := fmt.Fprintln(p.stdout, a.Text)
	return err
}

// A shellCommand is one that only a shell has, or that does more in a shell.
type shellCommand struct {
	name, usage, help string // help is empty where the desk tells all
	run               func(p process, ctx context.Context, args []string) error
}

// inShell is the table of them, in the order in which help tells them.
func inShell() []shellCommand {
	return []shellCommand{
		{"try", "try", "a prompt that needs no Slack and keeps nothing", process.try},
		{"ask", "ask QUESTION, ask --batch FILE", "questions; --explain tells what was understood", process.ask},
		{"chart", "chart -o FILE.png …", "the picture of a chart, and what it shows; - is standard output", process.chart},
		{"serve", "serve", "answer Slack; the README tells how", process.serve},
		{"digest", "digest --channel ID --since DAY --until DAY", "what a channel was told in those days; --html, --text or --json", process.digest},
		{"manifest", "manifest", "the Slack app's manifest for these settings; --socket makes it for Socket Mode in any case", process.manifest},
		{"doctor", "doctor", "check settings, tokens, scopes, channels, clock and database; nothing is changed or posted", process.doctor},
		{"import", "import FILE|FOLDER [--source URL] [--on DAY] [--choose LINE,…] [--complete] [--apply]", "what a list would change; with --apply, change it", process.importList},
		{"export", "export [--format csv|xlsx|json] [-o FILE] …", "the roll as a list, with the filters of list; export --ledger, every entry as a line of JSON", process.export},
		{"restore", "restore FILE… --db NEW.db", "a new database from what export --ledger wrote, a file for each call", process.restore},
		{"backup", "backup FILE", "a copy of the database, which is read to see that it is whole", process.backup},
		{"verify", "verify", "hold the database against every invariant", process.verify},
		{"version", "version", "which rollcall this is", process.version},
		{"new-call", "new-call FOLDER", "write the data files of another call, to be filled in; try FOLDER is a prompt on them", process.newCall},
		{"forget", "forget NAME|#ID", "", process.forget},
	}
}

// everywhere are the flags of all commands.
const everywhere = "Everywhere: --db FILE, --call SLUG; with an answer: --json, or --all so that long lists aren't cut short"

// helpInShell tells of the commands of a shell, too: of all, or of the one that help is asked about.
func helpInShell(a answer.Answer, about []string) answer.Answer {
	var lines []string
	for _, c := range inShell() {
		if c.help != "" && (len(about) == 0 || c.name == query.Verb(about[0])) {
			lines = append(lines, "• "+c.usage+" — "+c.help)
		}
	}
	said := strings.Join(lines, "\n")
	switch {
	case len(lines) == 0:
	case a.Kind != answer.Help:
		return answer.Answer{Kind: answer.Help, Lang: a.Lang, Headline: said, Text: said}
	default:
		a.Text += "\nIn a shell also:\n" + said
	}
	if len(about) == 0 {
		a.Text += "\n" + everywhere
	}
	return a
}

// inSlack refuses to subscribe a terminal to what it will never see.
func inSlack(context.Context, string) error {
	return tracker.Refuse("A channel is subscribed in Slack, by typing it there. To see what it does, run: rollcall try")
}

// who names the person at the shell.
func (p process) who() string {
	if u, err := user.Current(); err == nil {
		return "shell:" + u.Username
	}
	return "shell"
}

// cutFlag reads --name, --name=value and what keyboards make of them.
func cutFlag(arg string) (name, value string, joined bool) {
	bare := strings.TrimLeft(arg, "-–—")
	if bare == arg {
		return "", "", false
	}
	return strings.Cut(bare, "=")
}
