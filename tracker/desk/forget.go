package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/query"
)

// A Store is where the ledgers of all calls are kept.
type Store interface {
	// BackupBeside makes a backup next to what is stored, named after the moment, and remembers it.
	BackupBeside(ctx context.Context, at time.Time) (tracker.Backup, error)
	// Backups are those that are still there, the oldest first.
	Backups() ([]tracker.Backup, error)
}

// forEver stands before the number in a line that erases.
const forEver = "for-ever"

// forget reads: forget NAME|#ID, which only shows what would be erased, and: forget #ID for-ever NUMBER, which erases it. The
// number is that of the last entry when this was shown, so that nothing is erased that nobody was shown.
func (d *Desk) forget(ctx context.Context, r Request, args []tracker.Token) (answer.Answer, error) {
	said, seen := args, tracker.Seq(0)
	if i := slices.IndexFunc(args, func(t tracker.Token) bool { return strings.EqualFold(t.Text, forEver) && !t.Quoted }); i >= 0 {
		said = args[:i]
		seen, _ = numbered(query.Text(args[i+1:]), "")
		if _, id := numbered(query.Text(said), "#"); !id || seen == 0 {
			return answer.Answer{}, tracker.Refuse("Type forget and the name alone first: the answer tells what would be erased, and what to type then. Nothing was erased.")
		}
	}
	book := d.Tracker.Book()
	s, err := d.one(book, query.Text(said))
	if err != nil {
		return answer.Answer{}, err
	}
	told, err := book.Erasure(s.ID)
	if err != nil {
		return answer.Answer{}, err
	}
	facts := &answer.ForgetFacts{Erasure: told, Book: book, Of: book.Head()}
	if d.Store != nil {
		if facts.Backups, err = d.Store.Backups(); err != nil {
			return answer.Answer{}, err
		}
	}
	if seen == 0 {
		facts.Line = fmt.Sprintf("forget #%d %s %d", s.ID, forEver, book.Head())
		return d.tells(facts), nil
	}
	err = d.Tracker.Forget(ctx, s.ID, seen, r.By)
	facts.Book, facts.Names = d.Tracker.Book(), nil
	return d.tells(facts), err
}

// one finds the supporter of a name that only one has, or of an id.
func (d *Desk) one(b *tracker.Book, name string) (*tracker.Supporter, error) {
	if all := b.Named(name); len(all) > 1 {
		return nil, tracker.Refuse("“%s” is the name of several: %s. Say which. Nothing was erased.", name, strings.Join(apart(all), ", "))
	}
	return d.exactly(b, name)
}

// backup reads: backup
func (d *Desk) backup(ctx context.Context, _ Request, _ []tracker.Token) (answer.Answer, error) {
	if d.Store == nil {
		return answer.Answer{}, tracker.Refuse("Nothing is kept here, so there is nothing to back up.")
	}
	made, err := d.Store.BackupBeside(ctx, time.Now())
	return d.tells(&answer.BackupFacts{Made: made}), err
}
