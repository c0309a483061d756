package answer

import (
	"strings"

	"rollcall/tracker"
)

// described is what is shown of a supporter: each field and its value, if any.
func (v *Words) described(s *tracker.Supporter) [][2]string {
	return [][2]string{{"name", s.Name}, {"alias", strings.Join(s.Aliases, ", ")}, {"category", v.noun(s.Category, 1)}, {"kind", v.kind(s.Kind, 1)},
		{"country", v.country(s.Country)}, {"joined", v.date(s.Joined)}, {"website", s.Website}, {"note", s.Note}}
}

// became writes how an event changed a supporter, field by field, and what stayed the same if it was listed before.
func (v *Words) became(was *tracker.Supporter, ev tracker.Changed) []string {
	var lines, kept []string
	before := v.described(was)
	for i, field := range v.described(&ev.Supporter) {
		switch {
		case before[i] != field:
			lines = append(lines, v.fieldBecame(field[0], before[i][1], field[1]))
		case field[1] != "" && field[0] != "name" && field[0] != "category":
			kept = append(kept, v.field(field[0])+" "+field[1])
		}
	}
	if ev.Why == tracker.Joined && len(kept) > 0 {
		lines = append(lines, v.Say("field.kept(fields)", strings.Join(kept, v.Say("semicolon()"))))
	}
	return lines
}

// amended writes in one line, after a name, each field but the category in which a supporter differs from what it was.
func (v *Words) amended(a tracker.Move) string {
	var line strings.Builder
	before := v.described(a.Before)
	for i, field := range v.described(a.After) {
		if before[i] != field && field[0] != "category" {
			line.WriteString(" – " + v.fieldBecame(field[0], excerpt(before[i][1], field[1]), excerpt(field[1], before[i][1])))
		}
	}
	return line.String()
}

// longestField is how many characters of each field fit into a line of several.
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

// fields adds the lines below an entry: how it changed each field of a supporter.
func (r *Recorded) fields(t *text, e tracker.Entry) {
	if ev, ok := e.Event.(tracker.Changed); ok && r.Before[e.Seq] != nil {
		t.put(indented(t.became(r.Before[e.Seq], ev))...)
	}
}

// Proposed writes what a proposal would record, each event with the fields that it changes.
func Proposed(p *tracker.Proposal, b *tracker.Book, v *Words) []string {
	var lines []string
	leave, roll := len(tracker.Keep(p.Events, func(said tracker.Event) bool {
		ev, ok := said.(tracker.Changed)
		return ok && ev.Supporter.Status() != tracker.Listed
	})), b.Counts().Total()
	if leave > 1 && many(leave, roll) {
		lines = append(lines, "  "+v.leaving(leave, roll))
	}
	for _, said := range p.Events {
		lines = append(lines, "  "+v.event(b, tracker.Entry{Seq: p.Seq, On: p.On, Event: said}))
		if ev, ok := said.(tracker.Changed); ok && ev.Supporter.ID != 0 {
			if now := b.Supporter(ev.Supporter.ID); now != nil {
				lines = append(lines, indented(append([]string{v.Say("proposal.who(id, what)", now.ID, v.what(now))}, v.became(now, ev)...))...)
			}
		}
	}
	return lines
}

func indented(lines []string) []string {
	return tracker.Each(lines, func(line string) string { return "  – " + line })
}

func (v *Words) fieldBecame(field, was, is string) string {
	return v.Say("field.became(label, was, is)", v.SayAs("field.label()", field), was, is)
}

func (v *Words) field(column string) string { return v.SayAs("field(other)", column, label(column)) }
