package answer

import (
	"slices"
	"strings"

	"rollcall/tracker"
)

// DryRunFacts say what a list would change.
type DryRunFacts struct {
	*Import `json:"import"`
}

func (f *DryRunFacts) words(v *Words, a *Answer) (string, []string) {
	i := f.Import
	lines := v.rows(a, i)
	switch readable := len(i.Problems) > 0; {
	case i.Rows == 0 && !readable:
		return v.Say("import.empty(file)", i.File), lines
	case i.Nothing() && i.Rows == i.Unchanged && !readable:
		return v.Say("dry_run.known(file, n)", i.File, i.Rows), lines
	case len(i.Added)+len(i.Changed) == 0:
		return v.Say("dry_run.nothing(file, n, readable)", i.File, i.Rows, readable), lines
	default:
		if i.Unsourced {
			lines = append([]string{v.Say("dry_run.unsourced()")}, lines...)
		}
		return v.Say("dry_run(file, n, readable, added, changed)", i.File, i.Rows, readable, len(i.Added), len(i.Changed)), lines
	}
}

// ImportedFacts say what a list changed.
type ImportedFacts struct {
	*Import `json:"import"`
	Change  *tracker.Change `json:"-"` // nil if it was proposed
}

// words tells what a list changed, and what of it was left out.
func (f *ImportedFacts) words(v *Words, a *Answer) (string, []string) {
	i := f.Import
	var lines []string
	if f.Change != nil {
		lines = v.nowCounted(f.Change)
	}
	none := i.Entries == [2]tracker.Seq{}
	headline := v.Say("imported.known(file)", i.File)
	switch {
	case none && i.Proposal == 0 && i.Rows == 0 && len(i.Problems) == 0:
		headline = v.Say("import.empty(file)", i.File)
	case none && (i.Proposal == 0 || i.Complete) && len(i.Doubtful)+len(i.Problems) > 0:
		headline = v.Say("imported.nothing(file)", i.File)
	case !none:
		last := i.Entries[1]
		if last == i.Entries[0] {
			last = 0 // one
		}
		headline = v.Say("imported(again, file, added, changed, first, last)", i.Again, i.File, len(f.Change.Joined), len(f.Change.Amended)+len(f.Change.Recategorised), i.Entries[0], last)
	case i.Proposal != 0 && !i.Complete:
		headline = v.Say("imported.proposed(file, proposal)", i.File, i.Proposal)
	}
	if i.Complete && i.Proposal != 0 {
		lines = append(lines, v.Say("imported.removal(proposal, n)", i.Proposal, len(i.Missing)))
		lines = append(lines, v.partly(i)...)
	}
	return headline, append(lines, v.leftOut(a, i)...)
}

// rows tells what a list would change, and then what it wouldn't.
func (v *Words) rows(a *Answer, i *Import) []string {
	lines := slices.Concat(v.partly(i),
		section(v, a, "added", len(i.Added), 0, i.Added, func(r *Row) string { return v.at(r.Place, v.row(r)) }),
		section(v, a, "changed", len(i.Changed), 0, i.Changed, func(r *RowChanged) string { return v.at(r.Place, v.Say("colon(what, said)", r.Name, v.rowFields(r))) }))
	if i.DayFirst != nil {
		lines = append(lines, v.Say("import.day_first(text, date)", i.DayFirst.Text, i.DayFirst.Date))
	}
	if i.Unchanged > 0 && i.Unchanged < i.Rows {
		lines = append(lines, v.Say("import.unchanged(n)", i.Unchanged))
	}
	lines = append(lines, v.leftOut(a, i)...)
	about := "missing"
	if i.Complete {
		about = "complete"
	}
	return append(lines, section(v, a, about, len(i.Missing), 0, i.Missing, (*RowMissing).String)...)
}

// leftOut tells what of a list isn't applied.
func (v *Words) leftOut(a *Answer, i *Import) []string {
	lines := slices.Concat(
		section(v, a, "doubtful", len(i.Doubtful), 0, i.Doubtful, func(r *RowDoubtful) string { return v.at(r.Place, v.doubtful(r)) }),
		section(v, a, "repeated", len(i.Repeated), 0, i.Repeated, func(r *RowRepeated) string {
			return v.at(r.Place, v.Say("import.repeats(name, place)", r.Name, v.place(r.First)))
		}),
		section(v, a, "left", len(i.Left), 0, i.Left, func(r *RowLeft) string { return v.at(r.Place, r.Name+", "+v.gone(r.Status)) }),
		section(v, a, "problems", len(i.Problems)+i.More, i.More, i.Problems, v.rowProblem),
		section(v, a, "emptied", i.emptied(), i.MoreEmptied, i.Emptied, v.fieldEmptied))
	if i.Assumed != nil {
		lines = append(lines, v.Say("import.assumed(encoding, sample)", i.Assumed.Name, i.Assumed.Sample))
	}
	for _, line := range []string{v.Say("import.sheet(sheet)", i.Sheet), v.Say("import.unknown(columns)", some(i.Unknown, a.listed(len(i.Unknown)))), v.Say("import.unread(sheets)", some(i.Unread, a.listed(len(i.Unread))))} {
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// section is a part of a long answer: what it is about, how many there are, and as many lines as are shown. Besides all there
// are some untold.
func section[T any](v *Words, a *Answer, about string, n, untold int, all []T, line func(*T) string) []string {
	if len(all) == 0 {
		return nil
	}
	lines := []string{v.SayAs("import.section(n)", about, n)}
	told := a.listed(len(all))
	for i := range all[:told] {
		lines = append(lines, "• "+line(&all[i]))
	}
	return append(lines, v.more(len(all)-told+untold)...)
}

// many reports whether so many leave the list that it is rather a mistake: more than a tenth of it.
func many(leave, roll int) bool { return leave*10 > roll }

// partly warns where a list that is said to be complete lacks so many that it may be only a part.
func (v *Words) partly(i *Import) []string {
	if !i.Complete || !many(len(i.Missing), i.Roll) {
		return nil
	}
	return []string{v.leaving(len(i.Missing), i.Roll) + " " + v.Say("import.partial()")}
}

func (v *Words) leaving(n, roll int) string { return v.Say("import.leaving(n, roll)", n, roll) }

func (v *Words) place(p Place) string {
	if p.File != "" {
		return p.File
	}
	return v.Say("import.line(line)", tracker.Seq(p.Line))
}

// at is what is said of a place.
func (v *Words) at(p Place, said string) string { return v.Say("colon(what, said)", v.place(p), said) }

// row is a row, and what it says besides who it is.
func (v *Words) row(r *Row) string {
	details := ""
	for _, f := range []struct{ column, said string }{{"aliases", strings.Join(r.Aliases, ", ")}, {"kind", string(r.Kind)}, {"joined", string(r.Joined)},
		{"website", r.Website}, {"note", r.Note}, {"source", r.Source}} {
		if f.said != "" {
			details += "; " + v.field(f.column) + " " + f.said
		}
	}
	return r.Name + " (" + v.what(&tracker.Supporter{Category: r.Category, Country: r.Country}) + details + ")"
}

// rowFields tells what changes of a row, field by field.
func (v *Words) rowFields(r *RowChanged) string {
	all := make([]string, len(r.Fields))
	for i, f := range r.Fields {
		all[i] = v.Say("import.field(field, was, is)", v.field(f.Field), f.Before, f.After)
	}
	return strings.Join(all, "; ")
}

// doubtful is a row, whom it may mean, and what else speaks against it.
func (v *Words) doubtful(r *RowDoubtful) string {
	like := make([]string, len(r.Like))
	for i := range r.Like {
		like[i] = r.Like[i].String()
	}
	for _, p := range r.Rows {
		like = append(like, v.place(p))
	}
	text := v.Say("import.like(row, others)", v.row(&r.Row), strings.Join(like, ", "))
	if r.Reason.Format != "" {
		return v.Say("colon(what, said)", text, v.Refusal(r.Reason))
	}
	return text
}

// rowProblem is where a problem is, and what it is.
func (v *Words) rowProblem(p *RowProblem) string {
	place := v.place(p.Place)
	for _, more := range []string{v.field(p.Column), p.Name} {
		if more != "" {
			place += ", " + more
		}
	}
	return v.Say("colon(what, said)", place, v.Refusal(p.Reason))
}

// places are some of many.
func (v *Words) places(of *ValueEmptied) string {
	const told = 5
	all := make([]string, len(of.Places))
	for i, p := range of.Places {
		all[i] = v.place(p)
	}
	return some(all, told)
}

// fieldEmptied is why cells of a column were left empty, and which.
func (v *Words) fieldEmptied(f *FieldEmptied) string {
	text := v.Say("colon(what, said)", v.field(f.Column), v.Refusal(f.Reason))
	if f.Values[0].Said != "" || len(f.Values) == 1 {
		text += " (" + v.places(&f.Values[0]) + ")"
	}
	const most = 10
	var others []string
	for i := range f.Values[1:] {
		of := &f.Values[i+1]
		others = append(others, v.Say("quote(text)", of.Said)+" ("+v.places(of)+")")
	}
	return text + v.Say("import.also(others)", some(others, most))
}
