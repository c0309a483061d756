package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os/user"
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/desk"
	"rollcall/tracker/query"
)

// terminal is the channel of a person at a terminal.
const terminal = "terminal"

// line answers one line, as in Slack: who usa, count state in:eu. Everybody who may write the database is its admin.
func (p process) line(ctx context.Context, verb string, g given) error {
	o, err := p.settings(g)
	if err != nil {
		return err
	}
	args := append([]string{verb}, g.args...)
	verb = query.Verb(verb)
	_, command := query.Command(verb)
	near := nearest(args[0])
	unknown := errors.New(p.words().Say("shell.unknown(command, near)", args[0], p.words().Or(near)))
	if !command && len(near) > 0 && len(args) == 1 {
		return unknown
	}
	var r roll
	missing := error(nil)
	if !command { // only a command makes a database
		missing = isStored(ctx, o.DB)
	}
	if verb == "help" || errors.Is(missing, errAbsent) {
		var all []roll
		if all, err = fill(ctx, o.calls, inMemory, func(*tracker.Call, int) {}); err == nil {
			r = all[o.first]
		}
	} else if r, err = p.openRoll(ctx, o); err == nil {
		defer r.db.Close()
	}
	if err != nil {
		return err
	}
	notes := r.notes(o.Config, logger(p.stderr))
	defer notes.Close()
	d := p.desk(r, inSlack, notes)
	a, err := d.Do(ctx, desk.Request{By: p.who(), Admin: true, Channel: terminal, Lang: p.words().Lang(), Page: o.page, Tokens: query.Args(args)})
	if err != nil {
		return err
	}
	if !command && a.Kind == answer.Unknown && len(near) > 0 {
		return unknown
	}
	if verb == "help" {
		a = p.helpInShell(a, args[1:])
	}
	if err = p.print(a, strings.Join(args, " "), o.json); err == nil && (a.Kind == answer.Refused || a.Kind == answer.Unknown) {
		return errRefused
	}
	return err
}

// forget erases a name.
func (p process) forget(ctx context.Context, g given) error { return p.stored(ctx, "forget", g) }

// questions lists what wasn't understood, and what was chosen instead.
func (p process) questions(ctx context.Context, g given) error {
	if g.has("lexicon") {
		g.args = append(g.args, "--lexicon")
	}
	return p.stored(ctx, "questions", g)
}

// stored answers a line that needs an existing database.
func (p process) stored(ctx context.Context, command string, g given) error {
	o, err := p.settings(g)
	if err != nil {
		return err
	}
	if err := isStored(ctx, o.DB); err != nil {
		return err
	}
	return p.line(ctx, command, g)
}

// print writes an answer to what was typed: as text, or as one line of JSON.
func (p process) print(a answer.Answer, typed string, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(p.stdout).Encode(a)
	}
	if a.Cut {
		a.Text += "\n" + p.words().Say("shell.cut()")
	}
	_, err := io.WriteString(p.stdout, screenOf(p.stdout, p.env).show(a, typed))
	return err
}

// A shellCommand is one that only a shell has, or that does more in a shell. Its flags are those of its usage.
type shellCommand struct {
	name, usage string
	run         func(p process, ctx context.Context, g given) error
}

// inShell is their table, in the order in which help shows them.
func inShell() []shellCommand {
	return []shellCommand{
		{"try", "try [FOLDER…]", process.try},
		{"ask", "ask [--explain] QUESTION|--batch FILE", process.ask},
		{"chart", "chart -o FILE.png …", process.chart},
		{"serve", "serve", process.serve},
		{"digest", "digest [--channel ID] --since DAY [--until DAY] [--html|--text]", process.digest},
		{"manifest", "manifest [--socket]", process.manifest},
		{"doctor", "doctor", process.doctor},
		{"import", "import FILE|FOLDER [--source URL] [--on DAY] [--choose LINE,…] [--complete] [--apply|--dry-run]", process.importList},
		{"follow", "follow [--once] [--from FILE|FOLDER]", process.follow},
		{"export", "export [--format csv|xlsx|json] [-o FILE] … [--ledger|--registry FOLDER [--force]]", process.export},
		{"restore", "restore FILE… --db NEW.db", process.restore},
		{"backup", "backup [FILE]", process.backup},
		{"verify", "verify", process.verify},
		{"version", "version", process.version},
		{"new-call", "new-call FOLDER", process.newCall},
		{"forget", "forget NAME|#ID", process.forget},
		{"questions", "questions [--lexicon]", process.questions},
	}
}

// helpInShell adds the commands of the shell: all, or the one that help is asked about.
func (p process) helpInShell(a answer.Answer, about []string) answer.Answer {
	words := p.words()
	var lines []string
	for _, c := range inShell() {
		help := words.SayAs("shell.help()", c.name) // empty if the desk's help has everything
		if help != "" && (len(about) == 0 || c.name == query.Verb(about[0])) {
			lines = append(lines, "• "+c.usage+" — "+help)
		}
	}
	said := strings.Join(lines, "\n")
	switch {
	case len(lines) == 0:
	case a.Kind != answer.Help:
		return answer.Answer{Kind: answer.Help, Lang: a.Lang, Headline: said, Text: said}
	default:
		a.Text += "\n" + words.Say("shell.also()") + "\n" + said
	}
	if len(about) == 0 {
		a.Text += "\n" + words.Say("shell.everywhere()")
	}
	return a
}

// inSlack refuses to subscribe a terminal, which gets no digests.
func inSlack(context.Context, string) error {
	return tracker.Refuse("A channel is subscribed in Slack, by typing it there. To see what it does, run: rollcall try")
}

// words are those of the environment's language.
func (p process) words() *answer.Words {
	lang, _, _ := strings.Cut(cmp.Or(p.env("LC_ALL"), p.env("LC_MESSAGES"), p.env("LANG")), "_")
	return answer.In(lang)
}

// who returns the name of the person at the shell.
func (p process) who() string {
	if u, err := user.Current(); err == nil {
		return "shell:" + u.Username
	}
	return "shell"
}
