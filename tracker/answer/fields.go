package answer

import (
	"strings"

	"rollcall/tracker"
)

// described is what is told of a supporter: each field, and what it has, if anything.
func described(w Words, s *tracker.Supporter) [][2]string {
	var country, kind, joined string
	if s.Country != "" {
		country = w.country(s.Country)
	}
	if s.Kind != "" {
		kind = w.kind(s.Kind, 1)
	}
	if s.Joined != "" {
		joined = w.date(s.Joined)
	}
	return [][2]string{{"name", s.Name}, {"alias", strings.Join(s.Aliases, ", ")}, {"category", w.singular(s.Category)}, {"kind", kind}, {"country", country},
		{"joined", joined}, {"website", s.Website}, {"note", s.Note}}
}

// changed tells field by field how a supporter differs from what it was.
func changed(w Words, was, is *tracker.Supporter) []string {
	var lines []string
	before := described(w, was)
	for i, field := range described(w, is) {
		if before[i] != field {
			lines = append(lines, w.became(field[0], before[i][1], field[1]))
		}
	}
	return lines
}

// became tells how an event changed a supporter, and of one who was on the roll before also what is as it was then.
func became(w Words, was *tracker.Supporter, ev tracker.Changed) []string {
	lines := changed(w, was, &ev.Supporter)
	var kept []string
	before := described(w, was)
	for i, field := range described(w, &ev.Supporter) {
		if before[i] == field && field[1] != "" && field[0] != "name" && field[0] != "category" {
			kept = append(kept, w.field(field[0])+" "+field[1])
		}
	}
	if ev.Why == tracker.Joined && len(kept) > 0 {
		lines = append(lines, w.kept(strings.Join(kept, "; ")))
	}
	return lines
}

// amended tells in one line, behind a name, each field but the category in which a supporter differs from what it was.
func amended(w Words, a tracker.Amendment) string {
	var line strings.Builder
	before := described(w, a.Before)
	for i, field := range described(w, a.After) {
		if before[i] != field && field[0] != "category" {
			line.WriteString(" – " + w.became(field[0], excerpt(before[i][1], field[1]), excerpt(field[1], before[i][1])))
		}
	}
	return line.String()
}

// longestField is how many characters of a field a line of several fields has room for.
const longestField = 120

// excerpt shortens a text so that it still shows how it differs from another.
func excerpt(s, other string) string {
	text, beside := []rune(s), []rune(other)
	if max(len(text), len(beside)) <= longestField {
		return s
	}
	same := 0
	for same < min(len(text), len(beside)) && text[same] == beside[same] {
		same++
	}
	if from := same - longestField/4; from > 0 {
		return cut("…"+string(text[from:]), longestField)
	}
	return cut(s, longestField)
}

// fieldsOf are the lines that follow that on an entry: how it changed each field of a supporter.
func fieldsOf(w Words, a *Answer, e tracker.Entry) []string {
	ev, ok := e.Event.(tracker.Changed)
	was := a.Before[e.Seq]
	if !ok || was == nil {
		return nil
	}
	return indented(became(w, was, ev))
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
				lines = append(lines, indented(became(w, now, ev))...)
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
