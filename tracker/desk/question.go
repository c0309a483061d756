package desk

import (
	"cmp"
	"slices"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/ask"
	"rollcall/tracker/readings"
)

// ask answers a question, which two readers read: package ask by its forms, package readings as the cheapest explanation.
// What both say, or one of them alone, is answered. Where they say different things neither is, and what each read is
// offered. Where the question isn't understood, and there is something wrong with the command that it begins with, that is
// told, in the language of the person who typed it.
func (d *Desk) ask(r *ask.Reader, line string, wrong tracker.Refusal) answer.Answer {
	q := r.Understand(line)
	if q.Kind == answer.Help {
		a := d.overview()
		a.Lang = q.Lang
		return a
	}
	a := r.Run(q)
	a.InOtherWords = true
	var read readings.Answerable
	if !r.NamesAnother(line) { // the lexicon knows the Paris Call by its name
		read = d.readings(r).Ask(line, "")[0]
	}
	understood := a.Understood + "\n" + read.Explain
	silent := a.Kind == answer.Unknown && a.Problem == ""
	var offered []string
	if read.Sure {
		if b, ok := answered(r, read.Readings[0].Line); ok && (silent || a.Status == answer.UnknownName && b.Kind != answer.List) {
			b.Lang, b.Understood = cmp.Or(read.Lang, a.Lang), understood
			return b
		} else if ok && !agree(&a, &b) {
			silent = true
			if a.Line != "" {
				offered = append(offered, a.Line)
			}
		}
	}
	if !silent {
		a.Understood = understood
		return a
	}
	for _, reading := range read.Readings {
		if b, ok := answered(r, reading.Line); ok && b.Status != answer.UnknownName && !slices.Contains(offered, reading.Line) {
			offered = append(offered, reading.Line)
		}
	}
	unknown := r.Unknown(line)
	unknown.Lang, unknown.Understood, unknown.Refusal = a.Lang, understood, wrong
	if len(offered) > 0 {
		unknown.Suggestions = offered
	}
	if wrong.Format != "" {
		unknown.Lang = ""
	}
	return unknown
}

// answered answers a line that a question was read as; not ok if it can't be answered.
func answered(r *ask.Reader, line string) (answer.Answer, bool) {
	tokens := ask.Line(line)
	q, err := r.Parse(tokens[0].Text, tokens[1:])
	if err != nil {
		return answer.Answer{}, false
	}
	a := r.Runner.Run(q)
	a.InOtherWords = true
	return a, true
}

// agree reports whether two answers can stand beside one another. Answers that don't read the list do, unless they name
// other principles; so does one that asks back, and one about a body whose name is also that of a group.
func agree(a, b *answer.Answer) bool {
	switch {
	case a.Status == answer.UnknownName: // a name that isn't known, or no name at all
		return false
	case a.Kind == answer.Ambiguous || b.Kind == answer.Ambiguous || a.Kind == answer.Status && a.Group != nil:
		return true
	case a.Kind == answer.Principle && b.Status == answer.UnknownName: // WannaCry is no supporter
		return true
	case a.Kind == answer.Principle && b.Kind == answer.Principle:
		return slices.ContainsFunc(a.Principles, func(n int) bool { return slices.Contains(b.Principles, n) })
	case !tellsList(a) && !tellsList(b):
		return true
	case a.Kind == answer.Figure && a.Until != "" && a.Until < a.Begins && b.Where.Uses(tracker.ByJoined): // of a time before the records both tell what is known
		return true
	}
	n, m := toldNumber(a), toldNumber(b)
	if whose, others := toldIDs(a), toldIDs(b); len(whose) > 0 && len(others) > 0 {
		return slices.Equal(whose, others) || n == m && n > 1
	}
	return len(a.Missing) == len(b.Missing) && (len(a.Missing) > 0 || n == m && a.Status == b.Status)
}

// tellsList reports whether an answer tells who or how many are listed.
func tellsList(a *answer.Answer) bool {
	return slices.Contains([]answer.Kind{answer.Status, answer.Detail, answer.Count, answer.List, answer.Missing, answer.Changes}, a.Kind)
}

// toldNumber is the number that an answer tells; -1 if it tells none.
func toldNumber(a *answer.Answer) int {
	for _, n := range []*int{a.Value, a.Total, a.Added} {
		if n != nil {
			return *n
		}
	}
	return -1
}

// toldIDs are the supporters that an answer tells.
func toldIDs(a *answer.Answer) []tracker.Seq {
	var ids []tracker.Seq
	for _, s := range a.Supporters {
		ids = append(ids, s.ID)
	}
	slices.Sort(ids)
	return ids
}

// readings is the reader of questions that knows the names of a Book. A lexicon that can't be read is a fault of the build.
func (d *Desk) readings(r *ask.Reader) *readings.Reader {
	reader, err := readings.New(d.Call, d.index.names(r))
	if err != nil {
		panic(err)
	}
	return reader
}
