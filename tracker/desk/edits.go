package desk

import (
	"context"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/ask"
)

// fields are the filters of an edit, and its words.
type fields struct {
	words  []ask.Token
	values map[string]string
}

// read takes an edit's line apart. Filters that the edit doesn't have are refused, and so is one given twice.
func read(args []ask.Token, allowed ...string) (fields, error) {
	f := fields{values: map[string]string{}}
	for _, t := range args {
		if t.Key == "" {
			f.words = append(f.words, t)
			continue
		}
		if err := t.Empty(); err != nil {
			return f, err
		}
		if !slices.Contains(allowed, t.Key) {
			return f, tracker.Refuse("%s: doesn't go with this; there are %s:.", t.Key, strings.Join(allowed, ":, "))
		}
		if _, twice := f.values[t.Key]; twice {
			return f, tracker.Refuse("%s: is there twice.", t.Key)
		}
		f.values[t.Key] = t.Text
	}
	return f, nil
}

// on is the day on which an edit takes effect; today if it isn't said.
func (f fields) on() (tracker.Day, error) {
	text, ok := f.values["on"]
	if !ok {
		return tracker.DayOf(time.Now()), nil
	}
	day, err := tracker.ParseDay(text)
	if err != nil {
		return "", tracker.Refuse("%v.", err)
	}
	return day, nil
}

func (d *Desk) add(ctx context.Context, r Request, args []ask.Token) (answer.Answer, error) {
	f, err := read(args, "category", "kind", "country", "joined", "on", "source")
	if err != nil {
		return answer.Answer{}, err
	}
	var s tracker.Supporter
	if s.Name, s.Category, s.Kind, err = ask.NameAndKind(f.words, f.values["category"], f.values["kind"]); err != nil {
		return answer.Answer{}, err
	}
	s.Name = strings.Join(strings.Fields(s.Name), " ") // French puts spaces that don't break before its quotes
	if text, ok := f.values["country"]; ok {
		if s.Country, err = ask.Country(text); err != nil {
			return answer.Answer{}, err
		}
	}
	if text, ok := f.values["joined"]; ok {
		if s.Joined, err = tracker.ParseDate(text); err != nil {
			return answer.Answer{}, tracker.Refuse("%v.", err)
		}
	}
	on, err := f.on()
	if err != nil {
		return answer.Answer{}, err
	}
	if on < d.call.Launched {
		return answer.Answer{}, tracker.Refuse("Nothing can have been listed on %s: the %s was launched on %s.", on, d.call.Name, d.call.Launched)
	}
	s.Source = f.values["source"]
	return d.edit(ctx, r, on, tracker.Add(s, tracker.DayOf(time.Now())))
}

func (d *Desk) withdraw(ctx context.Context, r Request, args []ask.Token) (answer.Answer, error) {
	return d.leave(ctx, r, args, []string{"on", "source"}, func(id tracker.Seq, f fields) decision {
		return tracker.Withdraw(id, f.values["source"])
	})
}

func (d *Desk) remove(ctx context.Context, r Request, args []ask.Token) (answer.Answer, error) {
	return d.leave(ctx, r, args, []string{"reason", "on", "source"}, func(id tracker.Seq, f fields) decision {
		return tracker.Remove(id, f.values["reason"], f.values["source"])
	})
}

type decision = func(*tracker.Book) ([]tracker.Event, error)

func (d *Desk) leave(ctx context.Context, r Request, args []ask.Token, allowed []string, decide func(tracker.Seq, fields) decision) (answer.Answer, error) {
	f, err := read(args, allowed...)
	if err != nil {
		return answer.Answer{}, err
	}
	on, err := f.on()
	if err != nil {
		return answer.Answer{}, err
	}
	name := ask.Text(f.words)
	return d.edit(ctx, r, on, func(b *tracker.Book) ([]tracker.Event, error) {
		s, err := d.exactly(b, name)
		if err != nil {
			return nil, err
		}
		return decide(s.ID, f)(b)
	})
}

// exactly finds the supporter of a name. An edit never guesses: a near name is only suggested.
func (d *Desk) exactly(b *tracker.Book, name string) (*tracker.Supporter, error) {
	if name == "" {
		return nil, tracker.Refuse("Say who, by the name on the roll.")
	}
	named := b.Named(name)
	for _, s := range named {
		if s.Status() == tracker.Listed {
			return s, nil
		}
	}
	if len(named) > 0 {
		return named[0], nil
	}
	if near := d.Reader().Nearest(name); len(near) > 0 {
		return nil, tracker.Refuse("No supporter is called “%s”. The nearest names are %s. Nothing was changed.", name, strings.Join(near, ", "))
	}
	return nil, tracker.Refuse("No supporter is called “%s”. Nothing was changed.", name)
}

func (d *Desk) report(ctx context.Context, r Request, args []ask.Token) (answer.Answer, error) {
	f, err := read(args, "on", "source")
	if err != nil {
		return answer.Answer{}, err
	}
	figure := tracker.Reported{Value: -1, Qualifier: tracker.Exactly, Source: f.values["source"]}
	var category []string
	qualified := false
	for _, t := range f.words {
		if value, ok := wholeNumber(t.Text); ok && figure.Value < 0 {
			figure.Value = value
		} else if strings.Trim(t.Text, "+-0123456789.,eE") == "" {
			return answer.Answer{}, tracker.Refuse("“%s” is not a whole number from 0 to 1,000,000.", t.Text)
		} else if q := qualifier(t.Text); q != "" && !qualified {
			figure.Qualifier, qualified = q, true
		} else {
			category = append(category, t.Text)
		}
	}
	switch text := strings.Join(category, " "); {
	case strings.EqualFold(text, string(tracker.TotalFigure)):
		figure.Category = tracker.TotalFigure
	default:
		if figure.Category, err = ask.Category(text); err != nil {
			return answer.Answer{}, err
		}
	}
	if figure.Value < 0 {
		return answer.Answer{}, tracker.Refuse("Say the figure as a whole number from 0 to 1,000,000, such as: report state 81 at-least source:https://…")
	}
	today := tracker.DayOf(time.Now())
	figure.Date = tracker.Date(today)
	if text, ok := f.values["on"]; ok {
		if figure.Date, err = tracker.ParseDate(text); err != nil {
			return answer.Answer{}, tracker.Refuse("%v.", err)
		}
	}
	return d.edit(ctx, r, "", tracker.Report(figure, today))
}

// wholeNumber reads digits, with or without commas between thousands. One too large to hold is the largest there is, so
// that it is refused as too large.
func wholeNumber(s string) (int, bool) {
	plain := s
	if parts := strings.Split(s, ","); len(parts) > 1 {
		for i, p := range parts {
			if i > 0 && len(p) != 3 || p == "" || len(p) > 3 {
				return 0, false
			}
		}
		plain = strings.Join(parts, "")
	}
	if !isNumber(plain) {
		return 0, false
	}
	n, err := strconv.Atoi(plain)
	if err != nil {
		return math.MaxInt, true
	}
	return n, true
}

func qualifier(s string) tracker.Qualifier {
	switch strings.ToLower(strings.ReplaceAll(s, "_", "-")) {
	case "exact", "exactly":
		return tracker.Exactly
	case "at-least":
		return tracker.AtLeast
	case "about", "approx":
		return tracker.About
	}
	return ""
}

// edit records what a decision says, and tells what changed.
func (d *Desk) edit(ctx context.Context, r Request, on tracker.Day, decide decision) (answer.Answer, error) {
	done, err := d.tracker.Do(ctx, tracker.Request{By: r.By, Ref: r.Ref, On: on}, d.call.Since(decide))
	if err != nil {
		return answer.Answer{}, err
	}
	change := tracker.Between(done.Before, done.After)
	return answer.Answer{Kind: answer.Edited, Call: d.call, Book: done.After, Entries: done.Entries, Change: &change}, nil
}
