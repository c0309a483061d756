package desk

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"sync"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/query"
)

// A run does what a command is for. Its args are the tokens after the command's name.
type run = func(d *Desk, ctx context.Context, r Request, args []tracker.Token) (answer.Answer, error)

// command is a row of the table of commands, and what it does here.
type command struct {
	answer.Command
	run  run
	edit func(d *Desk, f fields) (edit, error) // of one that records what its line says: that
}

// commands is the table of commands, in the order in which help shows them.
func commands() []command {
	made.Do(func() { table = rows() })
	return table
}

// The table, made when it is first needed.
var (
	made  sync.Once
	table []command
)

func rows() []command {
	runs := map[string]run{
		"compare":       (*Desk).compare,
		"show":          (*Desk).show,
		"history":       (*Desk).history,
		"log":           (*Desk).recorded,
		"proposals":     alone("proposals", (*Desk).proposals),
		"follow":        alone("follow", (*Desk).followed),
		"suggest":       (*Desk).suggest,
		"export":        elsewhere(tracker.Refuse("A file can't be sent here; in a shell it is written with: rollcall export -o FILE")),
		"subscribe":     (*Desk).subscribe,
		"subscriptions": alone("subscriptions", (*Desk).subscriptions),
		"unsubscribe":   (*Desk).unsubscribe,
		"mute":          (*Desk).mute,
		"resume":        (*Desk).resume,
		"digest":        (*Desk).digest,
		"language":      (*Desk).language,
		"questions":     (*Desk).questions,
		"admins":        alone("admins", (*Desk).admins),
		"help":          (*Desk).help,
		"approve":       (*Desk).approve,
		"reject":        (*Desk).reject,
		"undo":          (*Desk).undo,
		"forget":        (*Desk).forget,
		"backup":        alone("backup", (*Desk).backup),
		"grant":         (*Desk).grant,
		"revoke":        (*Desk).revoke,
		"import":        elsewhere(tracker.Refuse("A list is imported from a file: send it to me in a direct message, as CSV, XLSX, JSON or Markdown. In a shell, type: rollcall import FILE")),
	}
	edits := map[string]func(*Desk, fields) (edit, error){
		"add":          (*Desk).add,
		"edit":         (*Desk).amend,
		"rename":       (*Desk).rename,
		"recategorise": (*Desk).recategorise,
		"withdraw":     (*Desk).withdraw,
		"remove":       (*Desk).remove,
		"merge":        (*Desk).merge,
		"report":       (*Desk).report,
		"claim":        (*Desk).claim,
		"retract":      (*Desk).retract,
	}
	var all []command
	for _, row := range query.Commands() {
		c := command{row, runs[row.Name], edits[row.Name]}
		switch {
		case c.edit != nil:
			c.run = (*Desk).edits
		case row.Does == answer.Reads:
			c.run = func(d *Desk, _ context.Context, r Request, args []tracker.Token) (answer.Answer, error) {
				return d.read(d.reading(r), row.Name, args)
			}
		}
		all = append(all, c)
	}
	return all
}

// elsewhere says how something is done that no line can do.
func elsewhere(how error) run {
	return func(*Desk, context.Context, Request, []tracker.Token) (answer.Answer, error) {
		return answer.Answer{}, how
	}
}

// alone runs a command that takes no arguments. With any the line can be a question.
func alone(name string, run run) run {
	return func(d *Desk, ctx context.Context, r Request, args []tracker.Token) (answer.Answer, error) {
		if len(args) > 0 {
			return d.otherwise(d.reading(r), name, args, unreadable(name, args)), nil
		}
		return run(d, ctx, r, nil)
	}
}

// unreadable refuses what stands behind a command and means nothing there.
func unreadable(name string, args []tracker.Token) error {
	return tracker.Refuse("I don't know what “%s” means after %s.", query.Text(args), name)
}

// commandOf finds the command that a token is.
func commandOf(t tracker.Token) (command, bool) {
	if t.Key != "" || t.Quoted {
		return command{}, false
	}
	return commandNamed(t.Text)
}

func commandNamed(word string) (command, bool) {
	verb := query.Verb(word)
	for _, c := range commands() {
		if c.Name == verb {
			return c, true
		}
	}
	return command{}, false
}

// questions are commands in other words, in a language; English has those of any language, too. A pattern's part names what the
// command is about; without a command, which one it is.
var questions = answer.InEach(func(lang string) (all []question) {
	if lang == "en" {
		all = []question{{"", "principle", regexp.MustCompile(`^(\d+)$`)}, {"", "", regexp.MustCompile(`(?i)^(?:show|list) (\pL+)$`)}}
	}
	for _, command := range []string{"history", "", "help"} {
		all = append(all, question{lang, command, regexp.MustCompile(answer.In(lang).SayAs("command.asked()", command))})
	}
	return all
})

type question struct {
	lang, command string
	pattern       *regexp.Regexp
}

// asked is the command that a line asks for in other words, and its args; only perhaps if help is asked for, and not right behind how do I.
func (d *Desk) asked(line string) (c command, args []tracker.Token, lang string, perhaps, ok bool) {
	all := questions("en")
	first, _, _ := strings.Cut(line, " ")
	if c, ok := query.Command(first); !ok || !strings.EqualFold(c.Name, first) { // else it isn't in another language
		for _, lang := range answer.Languages()[1:] {
			all = slices.Concat(all, questions(lang))
		}
	}
	for _, q := range all {
		part := q.pattern.FindStringSubmatch(line)
		if part == nil {
			continue
		}
		switch about := part[1]; q.command {
		case "":
			if c, ok := commandNamed(about); ok && c.Lists {
				return c, nil, q.lang, false, true
			}
		case "help":
			for i, word := range strings.Fields(about) {
				word = strings.Trim(strings.ReplaceAll(word, "’", "'"), "?!.,;:")
				word = strings.TrimPrefix(strings.TrimPrefix(word, "m'"), "s'") // m'abonner
				if of, ok := commandNamed(word); ok {
					help, _ := commandNamed("help")
					return help, []tracker.Token{{Text: of.Name}}, q.lang, i > 0, true
				}
			}
		default:
			if c, _ := commandNamed(q.command); q.command != "history" || len(d.Tracker.Book().Named(about)) > 0 {
				return c, []tracker.Token{{Text: about, Quoted: q.command == "history"}}, q.lang, false, true
			}
		}
	}
	return command{}, nil, "", false, false
}
