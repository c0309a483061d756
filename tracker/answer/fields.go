package answer

import (
	"strings"

	"rollcall/tracker"
)

// changed tells field by field how a supporter differs from what it was.
func changed(w Words, was, is *tracker.Supporter) []string {
	var lines []string
	field := func(name, was, is string) {
		if was != is {
			lines = append(lines, w.became(name, was, is))
		}
	}
	in := func(code string) string {
		if code == "" {
			return ""
		}
		return w.country(code)
	}
	kind := func(k tracker.Kind) string {
		if k == "" {
			return ""
		}
		return w.kind(k, 1)
	}
	joined := func(d tracker.Date) string {
		if d == "" {
			return ""
		}
		return w.date(d)
	}
	field("name", was.Name, is.Name)
	field("alias", strings.Join(was.Aliases, ", "), strings.Join(is.Aliases, ", "))
	field("category", w.singular(was.Category), w.singular(is.Category))
	field("kind", kind(was.Kind), kind(is.Kind))
	field("country", in(was.Country), in(is.Country))
	field("joined", joined(was.Joined), joined(is.Joined))
	field("website", was.Website, is.Website)
	field("note", was.Note, is.Note)
	return lines
}

// amended tells in one line what a supporter is known by now, as far as that differs; what can be long isn't told.
func amended(w Words, a tracker.Amendment) string {
	was, is := *a.Before, *a.After
	was.Aliases, was.Website, was.Note = nil, "", ""
	is.Aliases, is.Website, is.Note = nil, "", ""
	return strings.Join(append([]string{""}, changed(w, &was, &is)...), " – ")
}

// fieldsOf are the lines that follow that on an entry: how it changed each field of a supporter.
func fieldsOf(w Words, a *Answer, e tracker.Entry) []string {
	ev, ok := e.Event.(tracker.Changed)
	was := a.Before[e.Seq]
	if !ok || was == nil {
		return nil
	}
	return indented(changed(w, was, &ev.Supporter))
}

// Proposed tells what a proposal would record, each event with the fields that it changes.
func Proposed(p *tracker.Proposal, b *tracker.Book, w Words) []string {
	var lines []string
	leave, roll := 0, b.Counts().Total()
	for _, said := range p.Events {
		if ev, ok := said.(tracker.Changed); ok && ev.Supporter.Status() != tracker.Listed {
			leave++
		}
	}
	if leave > 1 && many(leave, roll) {
		lines = append(lines, "  "+w.leaving(leave, roll))
	}
	for _, said := range p.Events {
		lines = append(lines, "  "+w.event(b, tracker.Entry{Seq: p.Seq, On: p.On, Event: said}))
		if ev, ok := said.(tracker.Changed); ok && ev.Supporter.ID != 0 {
			if now := b.Supporter(ev.Supporter.ID); now != nil {
				lines = append(lines, indented(changed(w, now, &ev.Supporter))...)
			}
		}
	}
	return lines
}

func indented(lines []string) []string {
	for i, line := range lines {
		lines[i] = "  – " + line
	}
	return lines
}
