package answer

import (
	"cmp"
	"fmt"
	"strings"

	"rollcall/tracker"
)

// An Import is what a list says otherwise than the roll. Fields that a list doesn't change are left out.
type Import struct {
	File      string          `json:"file"`
	Rows      int             `json:"rows"` // that can be read
	Added     []Row           `json:"added,omitempty"`
	Changed   []RowChanged    `json:"changed,omitempty"`
	Doubtful  []RowDoubtful   `json:"doubtful,omitempty"`      // added only if they are chosen
	Repeated  []RowRepeated   `json:"repeated,omitempty"`      // of somebody whose row came before; they aren't applied
	Left      []RowLeft       `json:"left,omitempty"`          // on the roll, though the list says that they left; nothing is done about it
	Problems  []RowProblem    `json:"problems,omitempty"`      // they aren't applied
	More      int             `json:"more_problems,omitempty"` // that aren't among the problems
	DayFirst  *DateRead       `json:"day_first,omitempty"`     // a date that was read so only because its column's header is French
	Unknown   []string        `json:"unknown,omitempty"`       // columns
	Unread    []string        `json:"unread,omitempty"`        // sheets and files
	Missing   []RowMissing    `json:"missing,omitempty"`       // on the roll and not on the list
	Complete  bool            `json:"complete,omitempty"`      // the missing are to be proposed for removal
	Roll      int             `json:"roll,omitempty"`          // how many were on the roll with which the list was compared
	Unchanged int             `json:"unchanged,omitempty"`     // rows that say nothing new
	Unsourced bool            `json:"unsourced,omitempty"`     // nobody said where the list is from: the source is the file where it is kept
	Proposal  tracker.Seq     `json:"proposal,omitempty"`      // of the list's changes, or of the removal of the missing
	Entries   [2]tracker.Seq  `json:"entries,omitzero"`        // the first and the last that were recorded
	Again     bool            `json:"again,omitempty"`         // it was applied at an earlier delivery
	Before    *tracker.Counts `json:"before,omitempty"`
	After     *tracker.Counts `json:"after,omitempty"`
}

// A DateRead is a date as a list writes it, and as it was read.
type DateRead struct {
	Text string       `json:"text"`
	Date tracker.Date `json:"date"`
}

// A Place is where in a list something stands: a line, or a file of a folder.
type Place struct {
	Line int    `json:"line,omitempty"`
	File string `json:"file,omitempty"`
}

// A Row is a supporter that a list adds.
type Row struct {
	Place
	Name     string           `json:"name"`
	Category tracker.Category `json:"category"`
	Country  string           `json:"country,omitempty"`
}

// A RowChanged is a supporter of the roll that a list tells otherwise.
type RowChanged struct {
	Place
	ID     tracker.Seq    `json:"id"`
	Name   string         `json:"name"`
	Fields []FieldChanged `json:"fields"`
}

// A FieldChanged is a field before and after.
type FieldChanged struct {
	Field  string `json:"field"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// A RowDoubtful is a row that may be somebody who is, or was, on the roll.
type RowDoubtful struct {
	Row
	Like []RowMissing `json:"like"` // the likeliest first
}

// A RowRepeated is a row whose supporter an earlier row has.
type RowRepeated struct {
	Row
	First Place `json:"first"`
}

// A RowLeft is a row that says that a supporter of the roll left.
type RowLeft struct {
	Row
	Status tracker.Status `json:"status"`
}

// A RowProblem is why a row can't be read or applied.
type RowProblem struct {
	Place
	Column string          `json:"column,omitempty"`
	Name   string          `json:"name,omitempty"`
	Why    string          `json:"why"`
	Reason tracker.Refusal `json:"-"` // what Why says in English
}

// A RowMissing is a supporter of the roll that a list hasn't, or may mean.
type RowMissing struct {
	ID   tracker.Seq `json:"id"`
	Name string      `json:"name"`
}

// Nothing tells whether applying the list would change nothing, whatever is chosen.
func (i *Import) Nothing() bool { return len(i.Added)+len(i.Changed)+len(i.Doubtful) == 0 }

// many tells whether so many leave the roll that it is rather a mistake: more than a tenth of it.
func many(leave, roll int) bool { return leave*10 > roll }

// partly warns where a list that is said to be complete lacks so many of the roll that it may be only a part.
func (i *Import) partly(w Words) []string {
	if !i.Complete || !many(len(i.Missing), i.Roll) {
		return nil
	}
	return []string{w.leaving(len(i.Missing), i.Roll) + " " + w.partial()}
}

// fields tells what changes of a row, field by field.
func (r *RowChanged) fields(name func(field string) string, nothing string) string {
	all := make([]string, len(r.Fields))
	for i, f := range r.Fields {
		all[i] = name(f.Field) + " " + cmp.Or(f.Before, nothing) + " → " + cmp.Or(f.After, nothing)
	}
	return strings.Join(all, "; ")
}

// section is a part of a long answer: what it is about, and as many lines as are told.
func section[T any](a *Answer, about string, all []T, more func(int) []string, line func(*T) string) []string {
	if len(all) == 0 {
		return nil
	}
	lines := []string{about}
	told := a.listed(len(all))
	for i := range all[:told] {
		lines = append(lines, "• "+line(&all[i]))
	}
	return append(lines, more(len(all)-told)...)
}

// told is where a problem is, and what it is.
func (p *RowProblem) told(w Words, colon string) string {
	place := w.place(p.Place)
	for _, more := range []string{w.field(p.Column), p.Name} {
		if more != "" {
			place += ", " + more
		}
	}
	return place + colon + w.Refusal(p.Reason)
}

func (r *RowMissing) String() string { return fmt.Sprintf("%s (#%d)", r.Name, r.ID) }

// likes are those whom a row may mean.
func likes(r *RowDoubtful) string {
	all := make([]string, len(r.Like))
	for i := range r.Like {
		all[i] = r.Like[i].String()
	}
	return strings.Join(all, ", ")
}

// some are the first of many.
func some(all []string, told int) string {
	if told < len(all) {
		return strings.Join(all[:told], ", ") + ", …"
	}
	return strings.Join(all, ", ")
}

// label makes a code readable.
func label(code string) string { return strings.ReplaceAll(code, "_", " ") }
