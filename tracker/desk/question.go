package desk

import (
	"slices"
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/ask"
	"rollcall/tracker/query"
)

// ask answers a question that is read surely, or offers what may be meant. For a faulty command it says what is wrong.
func (d *Desk) ask(r *query.Runner, line string, wrong tracker.Refusal) answer.Answer {
	return d.follow(r, line, "", wrong)
}

// follow is ask after another line, which the question may continue: and in 2020?
func (d *Desk) follow(r *query.Runner, line, before string, wrong tracker.Refusal) answer.Answer {
	all := d.readings(r).Ask(line, before)
	read := all[0]
	a, ok := d.surely(r, read)
	unknown := !ok || wrong.Format != "" && a.Status() == answer.UnknownName
	if unknown {
		facts := &answer.UnknownFacts{Subject: line, Refusal: wrong, Readings: offers(r, read), Read: read.Recognised, Unread: read.Unread}
		if a = r.Unknown(line).With(facts); len(facts.Readings) > 0 {
			a.Suggestions = nil
		}
		for _, offered := range facts.Readings {
			a.Suggestions = append(a.Suggestions, offered.Line)
		}
		if read.Stranger != "" {
			if who, ok := answered(r, "who "+tracker.Quote(read.Stranger)); ok && who.Status() == answer.UnknownName {
				facts.Status, facts.Unlisted = answer.UnknownName, read.Stranger
			}
		}
	} else {
		for _, other := range all[1:] {
			if more, ok := d.surely(r, other); ok {
				a.Further = append(a.Further, more)
			}
		}
		if premise, ok := answered(r, read.Readings[0].Premise); ok && contradicts(premise) {
			a.Further = append(a.Further, premise)
		}
	}
	if a.Lang = read.Lang; unknown && wrong.Format != "" {
		a.Lang = ""
	}
	a.InOtherWords = ok && !strings.EqualFold(a.Line, strings.TrimSpace(line))
	a.Understood = read.Explain
	return a
}

// surely answers what a question was surely read as.
func (d *Desk) surely(r *query.Runner, read ask.Answerable) (answer.Answer, bool) {
	switch {
	case !read.Sure:
		return answer.Answer{}, false
	case read.Readings[0].Line == "help":
		return d.overview(), true
	}
	first := read.Readings[0]
	a, ok := answered(r, first.Line)
	if first.Whether && a.Verdict == "" {
		if checked, ok := answered(r, first.Line+" is:"+string(tracker.Listed)); ok {
			a.Verdict = checked.Verdict
		}
	}
	return a, ok
}

// mostOffers is how many lines are offered.
const mostOffers = 4

// offers are the lines that may be meant, of those that can be answered.
func offers(r *query.Runner, read ask.Answerable) (all []answer.Reading) {
	for _, reading := range read.Readings {
		if a, ok := answered(r, reading.Line); ok && len(all) < mostOffers && !nobody(a) {
			told := answer.Write(a, answer.In(read.Lang)).Headline
			all = append(all, answer.Reading{Line: reading.Line, Label: strings.TrimRight(told, ": \u00a0")})
		}
	}
	return all
}

// nobody reports whether an answer is that nobody of a name, or of any of several, is listed.
func nobody(a answer.Answer) bool {
	f, several := a.Facts.(*answer.NamedFacts)
	return a.Status() == answer.UnknownName || several && !slices.ContainsFunc(f.Named, func(one answer.Answer) bool { return one.Status() != answer.UnknownName })
}

// contradicts reports whether what a question takes for granted isn't so.
func contradicts(premise answer.Answer) bool {
	return premise.Verdict == answer.No || premise.Verdict == "" && (premise.Status() == answer.NotListed || premise.Status() == answer.Announced)
}

// answered answers a line that a question was read as; not ok if it can't be answered.
func answered(r *query.Runner, line string) (answer.Answer, bool) {
	tokens := query.Line(line)
	if len(tokens) == 0 {
		return answer.Answer{}, false
	}
	q, err := r.Parse(tokens[0].Text, tokens[1:])
	if err != nil || q == nil { // help is no query
		return answer.Answer{}, false
	}
	return r.Run(q), true
}

// readings is the reader of questions that knows the names of a Book. A lexicon that can't be read is a fault of the build.
func (d *Desk) readings(r *query.Runner) *ask.Reader {
	reader, err := ask.New(d.Call, d.index.names(r), r.Today)
	if err != nil {
		panic(err)
	}
	return reader
}
