package answer

import (
	"slices"

	"rollcall/tracker/asked"
)

// AskedFacts say what wasn't understood, and what was chosen or said of answers.
type AskedFacts struct {
	Rows []asked.Row `json:"asked"`
}

func (f *AskedFacts) words(v *Words, a *Answer) (string, []string) {
	n := map[asked.Outcome]int{}
	for _, row := range f.Rows {
		n[row.Outcome] += row.Count
	}
	var lines []string
	for _, outcome := range []asked.Outcome{asked.NotUnderstood, asked.Chosen, asked.Wrong} {
		rows := slices.DeleteFunc(slices.Clone(f.Rows), func(row asked.Row) bool { return row.Outcome != outcome })
		if len(rows) == 0 {
			continue
		}
		lines = append(lines, v.SayAs("asked.head()", string(outcome)))
		shown := a.listed(len(rows))
		for _, row := range rows[:shown] {
			lines = append(lines, v.Say("asked.row(words, line, n, day)", row.Words, row.Line, row.Count, row.Day))
		}
		lines = append(lines, v.more(len(rows)-shown)...)
	}
	if len(lines) > 0 {
		lines = append(lines, v.Say("asked.left()"))
	}
	return v.Say("asked(days, unread, chosen, wrong, right)", asked.Kept, n[asked.NotUnderstood], n[asked.Chosen], n[asked.Wrong], n[asked.Right]), lines
}

// LexiconFacts are what can be added to the lexicon.
type LexiconFacts struct {
	Entries []LexiconEntry `json:"lexicon"`
}

// A LexiconEntry is what somebody may make of a choice: a row of the lexicon, if one follows from it.
type LexiconEntry struct {
	File string    `json:"file,omitempty"`
	Row  string    `json:"row,omitempty"`
	Of   asked.Row `json:"of"`
}

// words are the rows as the files have them, each below the choices of which it is made: all else is a remark.
func (f *LexiconFacts) words(v *Words, _ *Answer) (string, []string) {
	var lines []string
	rows := 0
	for i, e := range f.Entries {
		lines = append(lines, v.Say("lexicon.of(file, words, line, n)", e.File, e.Of.Words, e.Of.Line, e.Of.Count))
		if next := i + 1; e.Row != "" && (next == len(f.Entries) || f.Entries[next].Row != e.Row || f.Entries[next].File != e.File) {
			lines, rows = append(lines, e.Row), rows+1
		}
	}
	return v.Say("lexicon(n)", rows), lines
}
