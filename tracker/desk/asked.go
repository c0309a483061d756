package desk

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/ask"
	"rollcall/tracker/asked"
	"rollcall/tracker/names"
	"rollcall/tracker/query"
)

// Judged notes whether a line was what a question asked for, and reports whether that is kept.
func (d *Desk) Judged(question, line string, right bool) bool {
	if right {
		return d.note(asked.Right, question, line)
	}
	return d.note(asked.Wrong, question, line)
}

// note keeps the outcome of a question, without names and without what the offered readings take for one, if anything is left.
func (d *Desk) note(outcome asked.Outcome, question, line string, offered ...answer.Reading) bool {
	if d.Asked == nil || question == "" {
		return false
	}
	reader := d.readings(d.Reader())
	kept, left := d.nameless(reader, line)
	for _, reading := range offered {
		_, more := d.nameless(reader, reading.Line)
		left = append(left, more...)
	}
	words, lang := reader.Words(question, left...)
	d.Asked.Note(asked.Question{Outcome: outcome, Lang: lang, Words: words, Line: kept})
	return words != ""
}

// nameless returns a line without names and what may be one, and what it left out.
func (d *Desk) nameless(reader *ask.Reader, line string) (kept string, left []string) {
	tokens := query.Line(line)
	if len(tokens) == 0 {
		return "", nil
	}
	c, ok := query.CommandOf(tokens[0])
	if !ok {
		return ask.AName, []string{line}
	}
	parts := []string{c.Name}
	for i, t := range tokens[1:] {
		said := ask.AName
		switch _, unknown := query.Country(strings.Trim(t.Text, ",")); {
		case t.Key == "" && !t.Quoted && d.ofTheLanguage(c, t.Text), t.Key != "" && t.Key != "country" && !t.Quoted && isValue(t):
			said = t.Text
		case t.Key == "country" || t.Key == "" && unknown == nil:
			said = ask.ACountry
		case t.Key == "" && slices.Contains([]string{"principle", "norm", "about", "working-group"}, c.Name): // the rest is text
			if said, _ = reader.Words(query.Text(tokens[i+1:])); said == "" {
				said = ask.AWord
			}
			return strings.Join(append(parts, said), " "), left
		}
		if said == ask.AName && t.Key != "publisher" {
			left = append(left, t.Text)
		}
		if t.Key != "" {
			said = t.Key + ":" + said
		}
		if said != ask.AName || parts[len(parts)-1] != said {
			parts = append(parts, said)
		}
	}
	return strings.Join(parts, " "), left
}

// ofTheLanguage reports whether a word stands in lines itself, and isn't a name; it can be several with commas.
func (d *Desk) ofTheLanguage(c answer.Command, word string) bool {
	words := append(query.Terms(), "vs", "supporter", "total")
	words = append(words, strings.FieldsFunc(c.Usage, func(r rune) bool { return r != '-' && !unicode.IsLower(r) })...)
	for part := range strings.SplitSeq(word, ",") {
		if _, err := strconv.Atoi(part); err != nil && len(names.TermsNamed(part)) == 0 && d.Call.Group(part) == nil && !slices.Contains(words, part) {
			return false
		}
	}
	return true
}

// isValue reports whether the text behind a key is a number, a day, or one of the values that the key has; a name never is.
func isValue(t tracker.Token) bool {
	asName := func(r rune) bool { return unicode.IsUpper(r) || unicode.IsSpace(r) }
	return !slices.Contains([]string{"name", "only", "from", "publisher"}, t.Key) && !strings.ContainsFunc(t.Text, asName)
}

// questions reads: questions [--lexicon]. What follows else makes it a question: questions of the working groups?
func (d *Desk) questions(ctx context.Context, r Request, args []tracker.Token) (answer.Answer, error) {
	lexicon := len(args) == 1 && strings.TrimLeft(args[0].Text, "-–—") == "lexicon"
	if len(args) > 0 && !lexicon {
		return d.otherwise(d.reading(r), "questions", args, unreadable("questions", args)), nil
	}
	if !d.admitted(ctx, r, "questions") {
		return answer.Answer{}, tracker.Refuse("Only admins can see what wasn't understood.")
	}
	if d.Asked == nil {
		return answer.Answer{}, tracker.Refuse("What isn't understood is not kept here: ROLLCALL_QUESTIONS says off.")
	}
	rows, err := d.Asked.Rows(ctx)
	if err != nil {
		return answer.Answer{}, err
	}
	if !lexicon {
		return d.tells(&answer.AskedFacts{Rows: rows}), nil
	}
	f, reader := &answer.LexiconFacts{}, d.readings(d.Reader())
	for _, row := range rows {
		if row.Outcome == asked.Chosen {
			f.Entries = append(f.Entries, lexical(reader, row))
		}
	}
	slices.SortStableFunc(f.Entries, func(a, b answer.LexiconEntry) int {
		return cmp.Or(cmp.Compare(b.File, a.File), cmp.Compare(a.Row, b.Row)) // those without a row last
	})
	return d.tells(f), nil
}

// lexical is the row of the lexicon that follows from a choice: the one word that isn't known is what the line counts or lists.
func lexical(reader *ask.Reader, row asked.Row) answer.LexiconEntry {
	e := answer.LexiconEntry{Of: row}
	word, lang := reader.Unread(row.Words, row.Lang)
	tokens := query.Line(row.Line)
	if word == "" || tokens[0].Text != "count" && tokens[0].Text != "list" {
		return e
	}
	var class []string
	for _, t := range tokens[1:] {
		for part := range strings.SplitSeq(t.Text, ",") {
			if t.Key == "kind" {
				class = append(class, "kind:"+part)
			} else if t.Key == "" && len(names.TermsNamed(part)) > 0 {
				class = append(class, part)
			}
		}
	}
	switch len(class) {
	case 0:
		class = []string{"supporter"}
	case 1:
	default:
		return e
	}
	e.File, e.Row = "lexicon/"+lang+".txt", ask.ClassRow(class[0], word)
	return e
}
