package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/roster"
)

// A Doing is what is done with a list.
type Doing int

// What can be done with a list. Only admins apply one.
const (
	DryRun  Doing = iota // it is only compared with the list
	Propose              // what it says is suggested
	Apply                // what it says is recorded
)

// MaxProposed is how many rows a list may change to be proposed by somebody who isn't an admin.
const MaxProposed = 200

// ErrRollChanged says that what is recorded has changed since the list was looked at. Nothing was changed.
var ErrRollChanged = errors.New("the roll has changed since")

// An Import is an uploaded list, to be checked, proposed or applied.
type Import struct {
	By       string // as recorded
	Admin    bool
	Ref      string // the same for each delivery of the request; empty if it comes once
	Lang     string // of the reader
	Page     int    // of the answer; 0: all on one, cut short; answer.Whole: all
	File     string // the list's name
	List     *roster.List
	Source   string         // where the list is from; it stands for rows that give none
	Kept     string         // the address where the file is kept, which stands for a Source that isn't said
	On       tracker.Day    // when it takes effect; empty: today
	Chosen   []roster.Place // the doubtful rows that are added
	Complete bool           // supporters that aren't on the list are to be removed; this is only proposed
	Do       Doing
	Head     tracker.Seq // the last entry when the list was compared; 0: as it is now
}

// Import compares a list with what is recorded, and does what is asked with it: all of it, in one batch, or nothing. A request
// that an earlier delivery fulfilled isn't fulfilled again.
func (d *Desk) Import(ctx context.Context, i Import) (answer.Answer, error) {
	a, err := d.imported(ctx, i)
	var refusal tracker.Refusal
	if errors.As(err, &refusal) {
		a, err = d.tells(&answer.RefusedFacts{Refusal: refusal}), nil
	}
	if err != nil {
		return answer.Answer{}, err
	}
	a.Page = i.Page
	return answer.Write(a, answer.In(i.Lang)), nil
}

func (d *Desk) imported(ctx context.Context, i Import) (answer.Answer, error) {
	if i.Do == Apply && !i.Admin {
		d.Log.WarnContext(ctx, "refused: not an admin", "by", i.By, "command", "import")
		return answer.Answer{}, tracker.Refuse("Only admins can import a list. Nothing was changed.")
	}
	unsourced := i.Source == "" && i.Kept != ""
	i.Source = cmp.Or(i.Source, i.Kept)
	book, today := d.Tracker.Book(), tracker.DayOf(time.Now())
	diff := roster.Compare(book, i.List, d.Call, today)
	facts := factsOf(&i, diff)
	facts.Unsourced, facts.Roll = unsourced, book.Counts().Total()
	a := d.tells(&answer.DryRunFacts{Import: facts})
	if i.Source != "" {
		a.Sources = []string{i.Source}
	}
	if err := diff.Whole(); i.Complete && err != nil {
		return answer.Answer{}, err
	}
	removals := removalsOf(&i, diff, today)
	all := func(decide decision) decision {
		return func(b *tracker.Book) ([]tracker.Event, error) {
			events, err := decide(b)
			if err == nil && i.Complete {
				_, err = removals(b) // what can't be proposed afterwards is refused before anything is recorded
			}
			return events, err
		}
	}
	if i.Do == DryRun {
		const some = "https://example.org" // the source is asked for when it is done
		i.Source = cmp.Or(i.Source, some)
		return a, d.Tracker.Try(tracker.Request{By: i.By, On: i.On}, all(d.Call.Since(diff.Decide(i.Source, today, i.Chosen...))))
	}
	decide := unmoved(i.Head, d.Call.Since(diff.Decide(i.Source, today, i.Chosen...)))
	if i.Do == Propose {
		if n := len(diff.Added) + len(diff.Changed) + len(i.Chosen); n > MaxProposed && !i.Admin {
			return answer.Answer{}, tracker.Refuse("The list changes %d supporters; a proposal may change at most %d. Ask an admin to import it. Nothing was changed.", n, MaxProposed)
		}
		done, err := d.propose(ctx, tracker.Request{By: i.By, Ref: i.Ref}, i.Admin, 1, tracker.Propose(cmp.Or(i.On, today), noteOf(&i), decide))
		if err != nil {
			return answer.Answer{}, err
		}
		facts.Complete, facts.Proposal, facts.Again = false, done.Entries[0].Seq, done.Repeated
		return a.With(&answer.ImportedFacts{Import: facts}), nil
	}
	defer d.index.catchUp()
	done, err := d.Tracker.Do(ctx, tracker.Request{By: i.By, Ref: i.Ref, On: i.On}, all(decide))
	if err != nil {
		return answer.Answer{}, err
	}
	change := tracker.Between(done.Before, done.After)
	facts.Again = done.Repeated
	facts.Before, facts.After = &change.Before, &change.After
	if n := len(done.Entries); n > 0 {
		facts.Entries = [2]tracker.Seq{done.Entries[0].Seq, done.Entries[n-1].Seq}
	}
	if i.Complete {
		facts.Proposal, err = d.compared(ctx, &i, removals)
	}
	return a.With(&answer.ImportedFacts{Import: facts, Change: &change}), err
}

// noteOf says in a proposal which list it is from.
func noteOf(i *Import) string { return fmt.Sprintf("list %.100s", i.File) }

// unmoved makes a decision only if nothing was recorded since the list was looked at.
func unmoved(head tracker.Seq, decide decision) decision {
	return func(b *tracker.Book) ([]tracker.Event, error) {
		if head != 0 {
			for e := range b.Entries(head) {
				if _, changed := e.Event.(tracker.Changed); changed {
					return nil, ErrRollChanged
				}
			}
		}
		return decide(b)
	}
}

// removalsOf proposes to remove who isn't on a complete list, unless a doubtful row may mean them, or it is proposed already.
func removalsOf(i *Import, diff *roster.Diff, today tracker.Day) decision {
	return func(b *tracker.Book) ([]tracker.Event, error) {
		pending := map[tracker.Seq]bool{}
		for _, p := range b.Proposals() {
			for _, event := range p.Events {
				if ev, ok := event.(tracker.Changed); ok {
					pending[ev.Supporter.ID] = true
				}
			}
		}
		var events []tracker.Event
		for _, s := range removable(diff) {
			if now := b.Supporter(s.ID); pending[s.ID] || now.Status() != tracker.Listed {
				continue
			}
			removal, err := tracker.Remove(s.ID, "not on the list", i.Source)(b)
			if err != nil {
				return nil, err
			}
			events = append(events, removal...)
		}
		if len(events) == 0 {
			return nil, nil
		}
		return tracker.Propose(cmp.Or(i.On, today), noteOf(i), func(*tracker.Book) ([]tracker.Event, error) { return events, nil })(b)
	}
}

// compared proposes what removalsOf decides, records that the list was compared, and returns the proposal; 0 if there is none.
func (d *Desk) compared(ctx context.Context, i *Import, removals decision) (tracker.Seq, error) {
	ref := ""
	if i.Ref != "" {
		ref = i.Ref + ":complete"
	}
	done, err := d.Tracker.Do(ctx, tracker.Request{By: i.By, Ref: ref, On: i.On}, func(b *tracker.Book) ([]tracker.Event, error) {
		events, err := removals(b)
		return append(events, tracker.Compared{Source: i.Source, Revision: i.List.Digest()}), err
	})
	if err != nil || len(done.Entries) == 1 {
		return 0, err
	}
	return done.Entries[0].Seq, nil
}

// removable returns the supporters that are missing from a list and that none of its doubtful rows may mean.
func removable(diff *roster.Diff) []*tracker.Supporter {
	meant := map[tracker.Seq]bool{}
	for _, doubt := range diff.Doubtful {
		for _, s := range doubt.Like {
			meant[s.ID] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(diff.Missing), func(s *tracker.Supporter) bool { return meant[s.ID] })
}

// factsOf are the facts of a difference.
func factsOf(i *Import, diff *roster.Diff) *answer.Import {
	f := &answer.Import{File: i.File, Rows: len(i.List.Rows), Unknown: i.List.Unknown, Unread: i.List.Unread, Unchanged: diff.Unchanged, Complete: i.Complete,
		Problems: diff.Problems, More: diff.More, DayFirst: i.List.DayFirst, Added: tracker.Each(diff.Added, rowOf)}
	if i.List.Assumed != "" {
		f.Assumed = &answer.Encoding{Name: i.List.Encoding, Sample: i.List.Assumed}
	}
	if len(i.List.Unread) > 0 {
		f.Sheet = i.List.Sheet
	}
	f.Changed = tracker.Each(diff.Changed, func(c roster.Amendment) answer.RowChanged {
		return answer.RowChanged{Place: c.Place, ID: c.Before.ID, Name: c.Before.Name, Fields: c.Fields}
	})
	for _, doubt := range diff.Doubtful {
		row := answer.RowDoubtful{Row: rowOf(doubt.Row), Like: tracker.Each(doubt.Like, nameOf), Rows: tracker.Each(doubt.Rows, func(r *roster.Row) roster.Place { return r.Place })}
		errors.As(doubt.Why, &row.Why)
		f.Doubtful = append(f.Doubtful, row)
	}
	f.Repeated = tracker.Each(diff.Repeated, func(r roster.Repeat) answer.RowRepeated {
		return answer.RowRepeated{Row: rowOf(r.Row), First: r.First.Place}
	})
	f.Left = tracker.Each(diff.Left, func(l roster.Departed) answer.RowLeft {
		return answer.RowLeft{Row: rowOf(l.Row), Status: l.Row.Status()}
	})
	f.Emptied, f.MoreEmptied = emptied(diff.Emptied.Problems), diff.Emptied.More
	missing := diff.Missing
	if i.Complete {
		missing = removable(diff)
	}
	f.Missing = tracker.Each(missing, nameOf)
	return f
}

func nameOf(s *tracker.Supporter) answer.RowMissing { return answer.RowMissing{ID: s.ID, Name: s.Name} }

// emptied are the fields that were left empty, by column and by kind of reason.
func emptied(all []roster.Problem) []answer.FieldEmptied {
	var told []answer.FieldEmptied
	for _, p := range all {
		i := slices.IndexFunc(told, func(f answer.FieldEmptied) bool { return f.Column == p.Column && f.Why.Format == p.Why.Format })
		if i < 0 {
			i = len(told)
			told = append(told, answer.FieldEmptied{Column: p.Column, Why: p.Why})
		}
		told[i].Add(p.Said, p.Place)
	}
	return told
}

// rowOf is a row as it is shown: what a list has of a supporter's past changes nothing.
func rowOf(r *roster.Row) roster.Row {
	row := *r
	row.ID, row.FirstListed, row.Left = 0, "", tracker.Departure{}
	return row
}

// Export writes the supporters that the filters of a list command leave, and says how many these are, as of when and from
// which source.
func (d *Desk) Export(w io.Writer, format roster.Format, lang string, args []tracker.Token) (answer.Answer, error) {
	r := d.Reader()
	q, err := r.Parse("list", args)
	if err != nil {
		return answer.Answer{}, err
	}
	a := answer.Write(r.Run(q), answer.In(lang))
	a.Headline = strings.TrimRight(a.Headline, ".: \u00a0") + "." // the file has what follows
	a.Text = strings.Join(append([]string{a.Headline}, a.Foot...), "\n")
	cite := roster.Citation{Call: d.Call.Name, AsOf: a.AsOf, Rule: "supporters listed"}
	if len(a.Sources) > 0 {
		cite.Source = a.Sources[0]
	}
	return a, roster.Write(w, format, slices.Values(a.Supporters()), cite)
}
