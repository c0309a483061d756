package answer

import (
	"fmt"
	"slices"
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/roster"
)

// An Import is how an uploaded list differs from the list that rollcall keeps. Fields that a list doesn't change are left out.
type Import struct {
	File        string           `json:"file"`
	Rows        int              `json:"rows"` // that can be read
	Added       []roster.Row     `json:"added,omitempty"`
	Changed     []RowChanged     `json:"changed,omitempty"`
	Doubtful    []RowDoubtful    `json:"doubtful,omitempty"`         // added only if they are chosen
	Repeated    []RowRepeated    `json:"repeated,omitempty"`         // of somebody whose row came before; they aren't applied
	Left        []RowLeft        `json:"left,omitempty"`             // still listed, though the uploaded list says that they left; nothing is done about it
	Problems    []roster.Problem `json:"problems,omitempty"`         // they aren't applied
	More        int              `json:"more_problems,omitempty"`    // that aren't among the problems
	Emptied     []FieldEmptied   `json:"left_empty,omitempty"`       // of rows that can be read
	MoreEmptied int              `json:"more_left_empty,omitempty"`  // that aren't among them
	DayFirst    *roster.DateRead `json:"day_first,omitempty"`        // a date that was read this way only because its column's header is French
	Assumed     *Encoding        `json:"assumed_encoding,omitempty"` // since the file doesn't say it
	Sheet       string           `json:"sheet,omitempty"`            // of a workbook with others: the one that was read
	Unknown     []string         `json:"unknown,omitempty"`          // columns
	Unread      []string         `json:"unread,omitempty"`           // sheets and files
	Missing     []RowMissing     `json:"missing,omitempty"`          // listed, but not on the uploaded list
	Complete    bool             `json:"complete,omitempty"`         // the missing are to be proposed for removal
	Roll        int              `json:"roll,omitempty"`             // how many were listed when the two were compared
	Unchanged   int              `json:"unchanged,omitempty"`        // rows that say nothing new
	Unsourced   bool             `json:"unsourced,omitempty"`        // nobody said where the list is from: the source is the file where it is kept
	Proposal    tracker.Seq      `json:"proposal,omitempty"`         // of the list's changes, or of the removal of the missing
	Entries     [2]tracker.Seq   `json:"entries,omitzero"`           // the first and the last that were recorded
	Again       bool             `json:"again,omitempty"`            // an earlier delivery of the same request applied it
	Before      *tracker.Counts  `json:"before,omitempty"`
	After       *tracker.Counts  `json:"after,omitempty"`
}

// An Encoding is one that was assumed, and a name as it was read in it.
type Encoding struct {
	Name   string `json:"name"`
	Sample string `json:"sample"`
}

// A RowChanged is a supporter that the list describes differently.
type RowChanged struct {
	roster.Place
	ID     tracker.Seq          `json:"id"`
	Name   string               `json:"name"`
	Fields []roster.FieldChange `json:"fields"`
}

// A RowDoubtful is a row that may mean somebody who is or was listed, somebody of another row, or nobody.
type RowDoubtful struct {
	roster.Row
	Like []RowMissing    `json:"like,omitempty"` // the likeliest first
	Rows []roster.Place  `json:"rows,omitempty"`
	Why  tracker.Refusal `json:"why,omitzero"`
}

// A FieldEmptied is a column with cells that were left empty because their value isn't known, for one kind of reason.
type FieldEmptied struct {
	Column string          `json:"column"`
	Why    tracker.Refusal `json:"why"` // of the first
	Values []ValueEmptied  `json:"values"`
}

// A ValueEmptied is what such cells contain, and where they are.
type ValueEmptied struct {
	Said   string         `json:"said"`
	Places []roster.Place `json:"places"`
}

// Add adds a cell.
func (f *FieldEmptied) Add(said string, at roster.Place) {
	i := slices.IndexFunc(f.Values, func(v ValueEmptied) bool { return v.Said == said })
	if i < 0 {
		i = len(f.Values)
		f.Values = append(f.Values, ValueEmptied{Said: said})
	}
	f.Values[i].Places = append(f.Values[i].Places, at)
}

// A RowRepeated is a row for a supporter that has an earlier row.
type RowRepeated struct {
	roster.Row
	First roster.Place `json:"first"`
}

// A RowLeft is a row that says that a supporter left.
type RowLeft struct {
	roster.Row
	Status tracker.Status `json:"status"`
}

// A RowMissing is a supporter that isn't on the uploaded list, or that only a doubtful row may mean.
type RowMissing struct {
	ID   tracker.Seq `json:"id"`
	Name string      `json:"name"`
}

func (*Import) atMost() int { return rowsAtMost }

// Nothing reports whether applying the list would change nothing, whichever rows are chosen.
func (i *Import) Nothing() bool { return len(i.Added)+len(i.Changed)+len(i.Doubtful) == 0 }

// Futile reports whether nothing was recorded from a list that was applied, though not all of it was recorded before.
func (i *Import) Futile() bool {
	return i.Entries == [2]tracker.Seq{} && i.Proposal == 0 && (i.Rows == 0 || len(i.Doubtful)+len(i.Problems) > 0)
}

func (i *Import) emptied() int {
	n := i.MoreEmptied
	for _, f := range i.Emptied {
		for _, v := range f.Values {
			n += len(v.Places)
		}
	}
	return n
}

func (r RowMissing) String() string { return fmt.Sprintf("%s (#%d)", r.Name, r.ID) }

func some(all []string, told int) string {
	if told < len(all) {
		return strings.Join(all[:told], ", ") + ", …"
	}
	return strings.Join(all, ", ")
}

func label(code string) string { return strings.ReplaceAll(code, "_", " ") }
