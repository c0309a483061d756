package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/query"
)

// fields are the filters of an edit, and its words.
type fields struct {
	words   []tracker.Token
	values  map[string]string
	aliases []string
}

// read takes a command's line apart. Keys that the command doesn't have are refused, and so is one given twice, but alias:.
func read(args []tracker.Token, command string) (fields, error) {
	f, allowed := fields{values: map[string]string{}}, []string(nil)
	c, _ := commandNamed(command)
	for _, arg := range c.Args() {
		allowed = append(allowed, arg.Name)
	}
	for i, t := range args {
		if t.Key == "" && !t.Quoted && isAddress(t.Text) && slices.Contains(allowed, "source") {
			t.Key = "source" // nothing else in an edit is an address without its filter
		}
		if t.Key == "source" && t.Text == "" && i+1 < len(args) && isAddress(args[i+1].Text) {
			continue // a space stands behind its colon
		}
		if t.Key == "" {
			f.words = append(f.words, t)
			continue
		}
		if err := t.Empty(); err != nil {
			return f, err
		}
		if !slices.Contains(allowed, t.Key) {
			return f, tracker.RefuseAbout(t.Key, "%s: doesn't go with this; there are %s:.", t.Key, strings.Join(allowed, ":, "))
		}
		if _, twice := f.values[t.Key]; twice && t.Key != "alias" {
			return f, tracker.RefuseAbout(t.Key, "%s: is there twice.", t.Key)
		}
		f.values[t.Key] = t.Text
		if t.Key == "alias" {
			f.aliases = append(f.aliases, spaced(t.Text))
		}
	}
	return f, nil
}

func isAddress(s string) bool {
	return strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")
}

// spaced has one space between words: French puts spaces that don't break before its quotes.
func spaced(name string) string { return strings.Join(strings.Fields(name), " ") }

// on is the day on which an edit takes effect; today if it isn't said.
func (f fields) on() (tracker.Day, error) {
	today := tracker.DayOf(time.Now())
	text, ok := f.values["on"]
	if !ok {
		return today, nil
	}
	day, err := query.Day(text, today)
	return day, tracker.Blame("on", err)
}

// date is the date that a filter says.
func (f fields) date(key string) (tracker.Date, error) {
	if day, err := query.Day(f.values[key], tracker.DayOf(time.Now())); err == nil {
		return tracker.Date(day), nil
	}
	date, err := tracker.ParseDate(f.values[key])
	return date, tracker.Blame(key, err)
}

type decision = func(*tracker.Book) ([]tracker.Event, error)

// An edit is what a line asks to record, and as of which day.
type edit struct {
	on     tracker.Day
	decide decision
}

// exactly finds the supporter of a name, or of its id as #123. An edit never guesses: a near name is only suggested.
func (d *Desk) exactly(b *tracker.Book, name string) (*tracker.Supporter, error) {
	if name == "" {
		return nil, tracker.RefuseAbout("name", "Say who, by the name on the list.")
	}
	if id, ok := numbered(name, "#"); ok {
		if s := b.Supporter(id); s != nil {
			return s, nil
		}
		return nil, tracker.RefuseAbout("name", "There is no supporter %s. Nothing was changed.", name)
	}
	named := b.Named(name)
	switch listed := onRoll(named); {
	case len(listed) == 1:
		return listed[0], nil
	case len(listed) > 1:
		return nil, tracker.RefuseAbout("name", "“%s” is the name of several: %s. Say which, by its number. Nothing was changed.", name, strings.Join(apart(listed), ", "))
	case len(named) > 0:
		return named[0], nil
	}
	if id, ok := numbered(name, ""); ok && b.Supporter(id) != nil {
		return nil, tracker.RefuseAbout("name", "No supporter is called “%s”. Did you mean: %s? Nothing was changed.", name, fmt.Sprintf("#%d (%s)", id, b.Supporter(id)))
	}
	if near := d.Reader().Nearest(name); len(near) > 0 {
		return nil, tracker.RefuseAbout("name", "No supporter is called “%s”. Did you mean: %s? Nothing was changed.", name, strings.Join(near, ", "))
	}
	return nil, tracker.RefuseAbout("name", "No supporter is called “%s”. Nothing was changed.", name)
}

// onRoll returns those of several supporters that are listed.
func onRoll(all []*tracker.Supporter) []*tracker.Supporter {
	return slices.DeleteFunc(slices.Clone(all), func(s *tracker.Supporter) bool { return s.Status() != tracker.Listed })
}

// apart lists namesakes by their numbers and countries.
func apart(all []*tracker.Supporter) []string {
	told := make([]string, len(all))
	for i, s := range all {
		told[i] = fmt.Sprintf("#%d (%s)", s.ID, strings.TrimSuffix(s.Name+", "+s.Country, ", "))
	}
	return told
}

// A statement is an edit's line, read.
type statement struct {
	number  int // of the line, from 1
	edit    edit
	because string // of a suggestion
	wrong   error  // why it can't be read
}

// statements reads the lines of edits. Each begins with its command, unless a first line alone has that of all others.
func (d *Desk) statements(lines [][]tracker.Token, suggested bool) []statement {
	var all []statement
	var verb []tracker.Token
	for i, line := range lines {
		if c, ok := first(line); suggested && ok && c.Name == "suggest" {
			line = line[1:]
		}
		if len(line) == 0 {
			continue
		}
		more := slices.ContainsFunc(lines[i+1:], func(line []tracker.Token) bool { return len(line) > 0 })
		if verb == nil && all == nil && len(line) == 1 && more {
			verb = line
			continue
		}
		s := statement{number: i + 1}
		s.edit, s.because, s.wrong = d.statement(slices.Concat(verb, line), suggested)
		all = append(all, s)
	}
	return all
}

func first(line []tracker.Token) (command, bool) {
	if len(line) == 0 {
		return command{}, false
	}
	return commandOf(line[0])
}

func (d *Desk) statement(line []tracker.Token, suggested bool) (e edit, because string, err error) {
	c, _ := first(line)
	if c.edit == nil {
		return e, "", tracker.Refuse("“%s” is no edit. A line begins with one of: %s.", line[0].Text, strings.Join(editNames(), ", "))
	}
	args := line[1:]
	if suggested {
		args, because = reason(c, args)
	}
	f, err := read(args, c.Name)
	if err == nil {
		e, err = c.edit(d, f)
	}
	return e, because, err
}

func editNames() []string {
	var all []string
	for _, c := range commands() {
		if c.edit != nil {
			all = append(all, c.Name)
		}
	}
	return all
}

// edits records what one or several lines say, all or nothing.
func (d *Desk) edits(ctx context.Context, r Request, _ []tracker.Token) (answer.Answer, error) {
	all := d.statements(query.Lines(r.Tokens), false)
	return d.record(ctx, r, inTurn(all, func(s statement) decision { return tracker.As(s.edit.on, d.Call.Since(s.edit.decide)) }))
}

// wrongLines says why several lines were refused.
type wrongLines struct {
	error // the Refusal of all
	lines []answer.WrongLine
}

// inTurn decides several lines as one, each on the Book that the lines before it lead to. All that is wrong is reported at once.
func inTurn(all []statement, decide func(statement) decision) decision {
	return func(b *tracker.Book) ([]tracker.Event, error) {
		var events []tracker.Event
		var wrong []answer.WrongLine
		for _, s := range all {
			if s.wrong == nil {
				var said []tracker.Event
				if said, b, s.wrong = next(b, decide(s), len(all) > 1); s.wrong == nil {
					events = append(events, said...)
				}
			}
			if refusal := (tracker.Refusal{}); errors.As(s.wrong, &refusal) {
				wrong = append(wrong, answer.WrongLine{Number: s.number, Why: refusal})
			} else if s.wrong != nil {
				return nil, s.wrong
			}
		}
		switch {
		case len(wrong) == 0:
			return events, nil
		case len(all) == 1:
			return nil, wrong[0].Why
		}
		return nil, wrongLines{tracker.Refuse("Nothing was changed. Of %d lines these can't be done:", len(all)), wrong}
	}
}

// next is what a decision says, and the Book that results for those after it, if there are any.
func next(b *tracker.Book, decide decision, goesOn bool) ([]tracker.Event, *tracker.Book, error) {
	said, err := decide(b)
	if err != nil || !goesOn {
		return said, b, err
	}
	after, err := b.If(said)
	if err != nil {
		return nil, b, err
	}
	return said, after, nil
}

// do has a decision recorded for a request.
func (d *Desk) do(ctx context.Context, r Request, decide decision) (tracker.Done, error) {
	return d.Tracker.Do(ctx, tracker.Request{By: r.By, Ref: r.Ref}, decide)
}

// record records what a decision says, and answers with what changed.
func (d *Desk) record(ctx context.Context, r Request, decide decision) (answer.Answer, error) {
	done, err := d.do(ctx, r, decide)
	if err != nil {
		return answer.Answer{}, err
	}
	change := tracker.Between(done.Before, done.After)
	facts := &answer.EditedFacts{Recorded: query.Recorded(done.After, done.Entries), Change: &change}
	for i, e := range done.Entries {
		if i == 0 {
			facts.Undo = e.Seq
		}
		if ev, ok := e.Event.(tracker.Reopened); ok {
			facts.Reopened = append(facts.Reopened, done.After.Proposal(ev.Proposal))
		}
	}
	return d.tells(facts), nil
}

// setting records what changes no supporter, figure or claim.
func (d *Desk) setting(ctx context.Context, r Request, decide decision) (answer.Answer, error) {
	done, err := d.do(ctx, r, decide)
	return d.tells(&answer.EditedFacts{Recorded: answer.Recorded{Book: done.After, Entries: done.Entries}}), err
}

// number reads the number of an entry, which is all that a command takes.
func number(args []tracker.Token, verb string) (tracker.Seq, error) {
	if len(args) == 1 && args[0].Key == "" {
		if n, ok := numbered(strings.TrimPrefix(args[0].Text, "#"), ""); ok {
			return n, nil
		}
	}
	return 0, tracker.Refuse("Say the number, as log shows it, such as: %s 1450", verb)
}

// numbers reads the numbers of several proposals; a range such as 12-20 means those in it that wait.
func (d *Desk) numbers(args []tracker.Token, verb string) (all []tracker.Seq, err error) {
	wrong := tracker.Refuse("Say the number of each, as proposals shows them, such as: %s 1450 1451", verb)
	for _, part := range strings.FieldsFunc(query.Text(args), func(r rune) bool { return unicode.IsSpace(r) || r == ',' }) {
		from, to, several := strings.Cut(strings.TrimPrefix(part, "#"), "-")
		first, ok := numbered(from, "")
		last, also := numbered(to, "")
		switch {
		case several && isNumber(from) && isNumber(to):
			n := len(all)
			for _, p := range d.Tracker.Book().Proposals() {
				if ok && also && first <= p.Seq && p.Seq <= last {
					all = append(all, p.Seq)
				}
			}
			if len(all) == n {
				return nil, tracker.Refuse("No proposal from %s to %s waits. Nothing was changed.", from, to)
			}
		case !ok || several:
			return nil, wrong
		case !slices.Contains(all, first):
			all = append(all, first)
		}
	}
	if len(all) == 0 {
		return nil, wrong
	}
	return all, nil
}

// numbered reads a number behind a mark.
func numbered(text, mark string) (tracker.Seq, bool) {
	digits, marked := strings.CutPrefix(text, mark)
	n, err := strconv.ParseUint(digits, 10, 63)
	return tracker.Seq(n), marked && isNumber(digits) && err == nil
}
