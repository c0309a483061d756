package answer

import "rollcall/tracker/asked"

// AskedFacts say what wasn't understood, and what was chosen or said of answers.
type AskedFacts struct {
	Rows []asked.Row `json:"asked"`
}

func (f *AskedFacts) words(t *text) string {
	n, of := map[asked.Outcome]int{}, map[asked.Outcome][]asked.Row{}
	for _, row := range f.Rows {
		n[row.Outcome] += row.Count
		of[row.Outcome] = append(of[row.Outcome], row)
	}
	for _, outcome := range []asked.Outcome{asked.NotUnderstood, asked.Chosen, asked.Wrong} {
		t.part(t.SayAs("asked.head()", string(outcome)), len(of[outcome]), func(i int) string {
			row := of[outcome][i]
			return t.Say("asked.row(words, line, n, day)", row.Words, row.Line, row.Count, row.Day)
		})
	}
	if len(t.lines) > 0 {
		t.add("asked.left()")
	}
	if len(f.Rows) == 0 {
		return t.Say("asked.none(days)", asked.Kept)
	}
	return t.Say("asked(days, unread, chosen, wrong, right)", asked.Kept, n[asked.NotUnderstood], n[asked.Chosen], n[asked.Wrong], n[asked.Right])
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
func (f *LexiconFacts) words(t *text) string {
	rows := 0
	for i, e := range f.Entries {
		t.add("lexicon.of(file, words, line, n)", e.File, e.Of.Words, e.Of.Line, e.Of.Count)
		if next := i + 1; e.Row != "" && (next == len(f.Entries) || f.Entries[next].Row != e.Row || f.Entries[next].File != e.File) {
			t.put(e.Row)
			rows++
		}
	}
	return t.Say("lexicon(n)", rows)
}
