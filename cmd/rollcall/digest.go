package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/digest"
)

// ofDays reports whether digest is asked about some days; else it is the command of the desk.
func ofDays(args []string) bool {
	return slices.ContainsFunc(args, func(arg string) bool {
		name, _, _ := cutFlag(arg)
		return name == "since" || name == "until"
	})
}

// digest prints one digest of all that was recorded in some days.
func (p process) digest(ctx context.Context, g given) error {
	if !g.has("since") {
		return tracker.Refuse("digest needs --since DAY, such as --since 2026-01-01; --until is today if you don't say it")
	}
	since, err := tracker.ParseDay(g.values["since"])
	if err != nil {
		return fmt.Errorf("--since: %w", err)
	}
	until, err := tracker.ParseDay(cmp.Or(g.values["until"], string(tracker.DayOf(time.Now()))))
	if err != nil {
		return fmt.Errorf("--until: %w", err)
	}
	if until < since {
		return tracker.Refuse("%s is before %s.", until, since)
	}
	o, r, err := p.open(ctx, g)
	if err != nil {
		return err
	}
	defer r.db.Close()
	a, err := digest.Between(since, until, r.call, r.Book())
	if err != nil {
		return err
	}
	f := a.Facts.(*answer.DigestFacts)
	if f.Brief = 0; f.Change.Empty() {
		_, err := fmt.Fprintf(p.stderr, "rollcall: nothing was recorded from %s to %s that a digest tells\n", since, until)
		return err
	}
	return p.print(answer.Write(a, p.words()), "", o.json)
}
