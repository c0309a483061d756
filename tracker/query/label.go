package query

import (
	"cmp"
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/names"
)

// Label is the text of a control that asks a line, in people's words; the line itself if there are none for it. The Runner
// needs no index of names for it.
func (r *Runner) Label(line string, w *answer.Words) string {
	tokens := Line(line)
	if len(tokens) == 0 {
		return line
	}
	c, _ := CommandOf(tokens[0])
	alone := len(tokens) == 1
	if !alone && c.Name == "help" {
		if said := w.SayAs("help.button()", tokens[1].Text); said != "" && len(tokens) == 2 {
			return said
		}
		_, alone = CommandOf(tokens[1])
	}
	if said := w.SayAs("ask()", c.Name); alone && said != "" {
		return said
	}
	q, err := r.Parse(tokens[0].Text, tokens[1:])
	if err != nil || q == nil {
		return line
	}
	return cmp.Or(label(q, w), line)
}

func label(q Query, w *answer.Words) string {
	switch q := q.(type) {
	case Who:
		if len(q.Fields) > 0 || q.Is != "" || q.AsOf != "" {
			return ""
		}
		said := strings.Join(tracker.Each(q.Names, func(n Name) string { return n.Text }), ", ")
		if c, ok := names.CountryOf(q.Country); ok {
			return w.Say("ask.who(name, country, same)", said, w.CountryName(c.Code), names.Key(c.Name) == names.Key(said))
		}
		return said
	case Count:
		switch {
		case q.Share || q.Condition.Op != "":
			return ""
		case q.By != "" && len(q.Filter) == 0 && q.AsOf == "":
			return w.SayAs("ask.by()", string(q.By))
		case q.By != "":
			return ""
		}
		return w.Say("ask.count(who, day)", w.Those(q.Filter, 2), q.AsOf)
	case List:
		if q.First+q.Last > 0 || q.From != "" || q.Condition.Op != "" || q.AsOf != "" {
			return ""
		}
		return w.Say("ask.list(who)", w.Those(q.Filter, 2))
	case Missing:
		return w.Say("ask.missing()")
	case Members:
		return w.Say("ask.group(group)", q.Group)
	case Changes, Diff:
		return w.Say("ask.changes()")
	case Chart:
		return w.Say("ask.chart()")
	case Figures:
		return w.Say("ask.figures()")
	case Principles:
		return w.Say("ask.principles()")
	case Passage:
		if len(q.Numbers) == 1 && len(q.Fields) == 0 {
			return w.Say("ask.principle(number)", q.Numbers[0])
		}
	case About:
		if q.Topic == nil {
			return w.Say("ask.about()")
		}
		return q.Topic.Names[w.Lang()][0]
	}
	return ""
}
