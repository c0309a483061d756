package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"rollcall/bot"
	"rollcall/config"
	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/asked"
	"rollcall/tracker/desk"
)

// options are the settings, and what the flags of all commands say.
type options struct {
	config.Config
	json  bool
	page  int // answer.Whole: lists aren't cut short
	calls []keptCall
	first int // the index of the chosen call
}

// slug names the ledger of the chosen call.
func (o options) slug() string { return o.calls[o.first].Slug() }

// settings are those of the environment and the flags, and the calls that they name; with an error, as far as they could be read.
func (p process) settings(g given) (options, error) {
	o := options{json: g.has("json")}
	if g.has("all") {
		o.page = answer.Whole
	}
	var unset, wrong, no error
	o.Config, unset = config.Load(p.env)
	o.DB = cmp.Or(g.values["db"], o.DB)
	o.calls, wrong = readCalls(o.Config)
	o.first, no = chosen(o.calls, g.values["call"])
	return o, errors.Join(unset, wrong, no)
}

// A roll is a call with its open ledger, filled and folded.
type roll struct {
	*tracker.Tracker
	keptCall
	call   *tracker.Call
	others []desk.Other // the other calls
	db     store
}

// open opens the roll of the chosen call, by the settings.
func (p process) open(ctx context.Context, g given) (options, roll, error) {
	o, err := p.settings(g)
	if err != nil {
		return o, roll{}, err
	}
	r, err := p.openRoll(ctx, o)
	return o, r, err
}

func (p process) openRoll(ctx context.Context, o options) (roll, error) {
	all, err := p.openRolls(ctx, o)
	if err != nil {
		return roll{}, err
	}
	return all[o.first], nil
}

// openRolls opens the database, makes it if it isn't there, fills the empty ledgers, and folds all.
func (p process) openRolls(ctx context.Context, o options) ([]roll, error) {
	db, err := p.openDatabase(ctx, o.DB)
	if err != nil {
		return nil, err
	}
	all, err := fill(ctx, o.calls, func(slug string) tracker.Ledger { return db.Ledger(slug) }, func(call *tracker.Call, n int) {
		fmt.Fprintf(p.stderr, "rollcall: filled %s with the %s (%s)\n", nameOf(o.DB), call.Name, counted(n, "entry", "entries"))
	})
	if err != nil {
		db.Close()
		return nil, err
	}
	for i := range all {
		all[i].db = db
	}
	return all, nil
}

// counted is a number with its noun.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprint(n, " ", many)
}

// hold says that so many entries are sound.
func hold(n int) string {
	return counted(n, "entry holds", "entries hold") + " all invariants"
}

// inMemory is a ledger that ends with the process.
func inMemory(string) tracker.Ledger { return new(tracker.Memory) }

// fill folds the ledger of each call, and fills it with its first entries if it is empty.
func fill(ctx context.Context, calls []keptCall, ledger func(slug string) tracker.Ledger, filled func(call *tracker.Call, entries int)) ([]roll, error) {
	var all []roll
	for _, c := range calls {
		t, err := tracker.Open(ctx, ledger(c.Slug()))
		if err != nil {
			return nil, err
		}
		if t.Book().Head() == 0 {
			entries := c.folder.Entries(time.Now())
			if err := t.Fill(ctx, entries); err != nil {
				return nil, err
			}
			if len(entries) > 0 {
				filled(c.folder.Call, len(entries))
			}
		}
		all = append(all, roll{Tracker: t, keptCall: c, call: c.folder.Call})
	}
	for i := range all {
		for j, other := range all {
			if j != i {
				all[i].others = append(all[i].others, desk.Other{Tracker: other.Tracker, Call: other.call, Command: other.Command})
			}
		}
	}
	return all, nil
}

// notes is the log of questions that aren't understood about a call; nil if they aren't kept.
func (r roll) notes(c config.Config, log *slog.Logger) *asked.Log {
	if r.db == nil || c.Questions == config.Off {
		return nil
	}
	return asked.New(r.db.Asked(r.call.Slug), desk.Seldom(log))
}

// desk answers lines about a roll for the person at the shell.
func (p process) desk(r roll, canPost func(context.Context, string) error, notes *asked.Log) *desk.Desk {
	c := desk.Config{Tracker: r.Tracker, Call: r.call, Others: r.others, CanPost: canPost, Named: bot.Named, Asked: notes, Log: logger(p.stderr)}
	if r.db != nil {
		c.Store = r.db
	}
	return desk.New(c)
}

func logger(w io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(w, nil)) }
