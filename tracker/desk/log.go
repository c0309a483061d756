package desk

import (
	"context"
	"slices"
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/names"
	"rollcall/tracker/query"
)

// logged is how many entries log shows if nothing narrows it.
const logged = 10

// recorded reads: log [NAME|#ID|@PERSON] [since:DAY] [until:DAY]. The days are those of recording.
func (d *Desk) recorded(_ context.Context, r Request, args []tracker.Token) (answer.Answer, error) {
	at := d.reading(r)
	a := &answer.LogFacts{Recorded: answer.Recorded{Book: at.Book}}
	f, err := read(args, "log")
	if err != nil {
		return answer.Answer{}, err
	}
	for key, day := range map[string]*tracker.Day{"since": &a.Since, "until": &a.Until} {
		if text, ok := f.values[key]; ok {
			if *day, err = query.Day(text, at.Today); err != nil {
				return answer.Answer{}, tracker.Blame(key, err)
			}
		}
	}
	if a.Until != "" && a.Until < a.Since {
		return answer.Answer{}, tracker.RefuseAbout("until", "%s is before %s.", a.Until, a.Since)
	}
	who := query.Text(f.words)
	var about *tracker.Supporter
	if recorder, ok := strings.CutPrefix(who, "@"); ok {
		a.Recorder = recorder
	} else if who != "" {
		if about, err = d.exactly(at.Book, who); err != nil {
			return d.otherwise(at, "log", args, err), nil
		}
		a.Subject = about.Name
	}
	one := query.Lives(at.Book, about)
	for e := range at.Book.Backward() {
		day := tracker.DayOf(e.At)
		if day < a.Since || a.Until != "" && day > a.Until || a.Recorder != "" && e.By != a.Recorder || about != nil && !isAbout(e.Event, about, one) {
			continue
		}
		if a.Entries = append(a.Entries, e); len(args) == 0 && len(a.Entries) == logged {
			return d.tells(a), nil
		}
	}
	if len(args) > 0 {
		a.Total = answer.Number(len(a.Entries))
	}
	return d.tells(a), nil
}

// isAbout reports whether an event is about a supporter, who has one or more lives.
func isAbout(event tracker.Event, s *tracker.Supporter, lives map[tracker.Seq]bool) bool {
	switch ev := event.(type) {
	case tracker.Changed:
		return lives[ev.Supporter.ID]
	case tracker.Claimed:
		return slices.ContainsFunc(s.Names(), func(name string) bool { return names.Key(name) == names.Key(ev.Name) })
	case tracker.Proposed:
		return slices.ContainsFunc(ev.Events, func(event tracker.Event) bool { return isAbout(event, s, lives) })
	}
	return false
}

// history reads: history [of] NAME. It shows who changed what, from the first entry to the last, also of those who were merged into it.
func (d *Desk) history(_ context.Context, r Request, args []tracker.Token) (answer.Answer, error) {
	at := d.reading(r)
	if len(args) > 1 && !args[0].Quoted && strings.EqualFold(args[0].Text, "of") {
		args = args[1:]
	}
	s, err := d.exactly(at.Book, query.Text(args))
	if err != nil {
		return d.otherwise(at, "history", args, err), nil
	}
	return at.Life(s), nil
}

// show reads: show NAME [--history]. Without a known name it can be a question: show me the states.
func (d *Desk) show(ctx context.Context, r Request, args []tracker.Token) (answer.Answer, error) {
	isHistory := func(t tracker.Token) bool {
		return !t.Quoted && strings.EqualFold(strings.TrimLeft(t.Text, "-–—"), "history") && t.Text != "history"
	}
	if slices.ContainsFunc(args, isHistory) {
		return d.history(ctx, r, slices.DeleteFunc(slices.Clone(args), isHistory))
	}
	at := d.reading(r)
	s, err := d.exactly(at.Book, query.Text(args))
	if err != nil {
		return d.otherwise(at, "show", args, err), nil
	}
	return d.read(at, "who", []tracker.Token{{Text: s.Name, Quoted: true}})
}
