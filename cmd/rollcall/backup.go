package main

import (
	"context"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/answer"
)

// backup makes a new file that is a copy of the database. Without a file's name it does the same as in Slack.
func (p process) backup(ctx context.Context, g given) error {
	if len(g.args) == 0 {
		return p.stored(ctx, "backup", g)
	}
	if len(g.args) > 1 {
		return tracker.Refuse("backup takes the name of one new file, such as: rollcall backup rollcall-2026-11-22.db")
	}
	o, err := p.settings(g)
	if err != nil {
		return err
	}
	db, err := openStored(ctx, o.DB)
	if err != nil {
		return err
	}
	defer db.Close()
	made := tracker.Backup{Name: g.args[0], At: time.Now()}
	if err := db.BackupFile(ctx, made.Name, made.At); err != nil {
		return err
	}
	return p.print(answer.Write(answer.New(&answer.BackupFacts{Made: made}), p.words()), "", o.json)
}
