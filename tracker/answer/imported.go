package answer

import (
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/roster"
)

// DryRunFacts say what a list would change.
type DryRunFacts struct {
	*Import `json:"import"`
}

func (f *DryRunFacts) words(t *text) string {
	i, readable := f.Import, len(f.Problems) > 0
	headline := ""
	switch {
	case i.Rows == 0 && !readable:
		headline = t.Say("import.empty(file)", i.File)
	case i.Nothing() && i.Rows == i.Unchanged && !readable:
		headline = t.Say("dry_run.known(file, n)", i.File, i.Rows)
	case len(i.Added)+len(i.Changed) == 0:
		headline = t.Say("dry_run.nothing(file, n, readable)", i.File, i.Rows, readable)
	default:
		headline = t.Say("dry_run(file, n, readable, added, changed)", i.File, i.Rows, readable, len(i.Added), len(i.Changed))
		if i.Unsourced {
			t.add("dry_run.unsourced()")
		}
	}
	t.partly(i)
	section(t, "added", 0, i.Added, func(r *roster.Row) string { return t.at(r.Place, t.row(r)) })
	section(t, "changed", 0, i.Changed, func(r *RowChanged) string { return t.at(r.Place, t.Say("colon(what, said)", r.Name, t.rowFields(r))) })
	if i.DayFirst != nil {
		t.add("import.day_first(text, date)", i.DayFirst.Text, i.DayFirst.Date)
	}
	if i.Unchanged > 0 && i.Unchanged < i.Rows {
		t.add("import.unchanged(n)", i.Unchanged)
	}
	t.leftOut(i)
	section(t, map[bool]string{false: "missing", true: "complete"}[i.Complete], 0, i.Missing, func(r *RowMissing) string { return r.String() })
	return headline
}

// ImportedFacts say what a list changed.
type ImportedFacts struct {
	*Import `json:"import"`
	Change  *tracker.Change `json:"-"` // nil if it was proposed
}

func (f *ImportedFacts) words(t *text) string {
	i, none := f.Import, f.Entries == [2]tracker.Seq{}
	if f.Change != nil {
		t.nowCounted(f.Change)
	}
	if i.Complete && i.Proposal != 0 {
		t.add("imported.removal(proposal, n)", i.Proposal, len(i.Missing))
		t.partly(i)
	}
	t.leftOut(i)
	switch {
	case none && i.Proposal == 0 && i.Rows == 0 && len(i.Problems) == 0:
		return t.Say("import.empty(file)", i.File)
	case none && (i.Proposal == 0 || i.Complete) && len(i.Doubtful)+len(i.Problems) > 0:
		return t.Say("imported.nothing(file)", i.File)
	case !none:
		last := i.Entries[1]
		if last == i.Entries[0] {
			last = 0 // one
		}
		return t.Say("imported(again, file, added, changed, first, last)", i.Again, i.File, len(f.Change.Which(tracker.Joined)), len(f.Change.Which(tracker.Amended, tracker.Recategorised)), i.Entries[0], last)
	case i.Proposal != 0 && !i.Complete:
		return t.Say("imported.proposed(file, proposal)", i.File, i.Proposal)
	}
	return t.Say("imported.known(file)", i.File)
}

func (t *text) leftOut(i *Import) {
	section(t, "doubtful", 0, i.Doubtful, func(r *RowDoubtful) string { return t.at(r.Place, t.doubtful(r)) })
	section(t, "repeated", 0, i.Repeated, func(r *RowRepeated) string {
		return t.at(r.Place, t.Say("import.repeats(name, place)", r.Name, t.place(r.First)))
	})
	section(t, "left", 0, i.Left, func(r *RowLeft) string { return t.at(r.Place, r.Name+", "+t.gone(r.Status)) })
	section(t, "problems", i.More, i.Problems, t.rowProblem)
	if n := i.emptied(); n > 0 {
		t.put(t.SayAs("import.section(n)", "emptied", n))
		t.each(len(i.Emptied), i.MoreEmptied, func(at int) string { return t.fieldEmptied(&i.Emptied[at]) })
	}
	if i.Assumed != nil {
		t.add("import.assumed(encoding, sample)", i.Assumed.Name, i.Assumed.Sample)
	}
	t.add("import.sheet(sheet)", i.Sheet)
	t.add("import.unknown(columns)", some(i.Unknown, t.listed(len(i.Unknown))))
	t.add("import.unread(sheets)", some(i.Unread, t.listed(len(i.Unread))))
}

// section is a part of a long answer: its title, how many there are, and as many lines as are shown. There may be more than
// these.
func section[T any](t *text, about string, untold int, all []T, line func(*T) string) {
	if len(all) > 0 {
		t.put(t.SayAs("import.section(n)", about, len(all)+untold))
		t.each(len(all), untold, func(i int) string { return line(&all[i]) })
	}
}

// many reports whether so many leave the list that it is probably a mistake: more than a tenth of it.
func many(leave, roll int) bool { return leave*10 > roll }

// partly warns where a list that is said to be complete lacks so many that it may be incomplete.
func (t *text) partly(i *Import) {
	if i.Complete && many(len(i.Missing), i.Roll) {
		t.put(t.leaving(len(i.Missing), i.Roll) + " " + t.Say("import.partial()"))
	}
}

func (v *Words) leaving(n, roll int) string { return v.Say("import.leaving(n, roll)", n, roll) }

func (v *Words) place(p roster.Place) string {
	if p.File != "" {
		return p.File
	}
	return v.Say("import.line(line)", tracker.Seq(p.Line))
}

func (v *Words) at(p roster.Place, said string) string {
	return v.Say("colon(what, said)", v.place(p), said)
}

func (v *Words) row(r *roster.Row) string {
	details := ""
	for _, f := range []struct{ column, said string }{{"aliases", strings.Join(r.Aliases, ", ")}, {"kind", string(r.Kind)}, {"joined", string(r.Joined)},
		{"website", r.Website}, {"note", r.Note}, {"source", r.Source}} {
		if f.said != "" {
			details += "; " + v.field(f.column) + " " + f.said
		}
	}
	return r.Name + " (" + v.what(&tracker.Supporter{Category: r.Category, Country: r.Country}) + details + ")"
}

func (v *Words) rowFields(r *RowChanged) string {
	return strings.Join(tracker.Each(r.Fields, func(f roster.FieldChange) string {
		return v.Say("import.field(field, was, is)", v.field(f.Field), f.Before, f.After)
	}), "; ")
}

func (v *Words) doubtful(r *RowDoubtful) string {
	like := append(tracker.Each(r.Like, RowMissing.String), tracker.Each(r.Rows, v.place)...)
	text := v.Say("import.like(row, others)", v.row(&r.Row), strings.Join(like, ", "))
	if r.Why.Format != "" {
		return v.Say("colon(what, said)", text, v.Refusal(r.Why))
	}
	return text
}

func (v *Words) rowProblem(p *roster.Problem) string {
	place := v.place(p.Place)
	for _, more := range []string{v.field(p.Column), p.Name} {
		if more != "" {
			place += ", " + more
		}
	}
	return v.Say("colon(what, said)", place, v.Refusal(p.Why))
}

func (v *Words) places(of *ValueEmptied) string {
	const told = 5
	return some(tracker.Each(of.Places, v.place), told)
}

func (v *Words) fieldEmptied(f *FieldEmptied) string {
	text := v.Say("colon(what, said)", v.field(f.Column), v.Refusal(f.Why))
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
