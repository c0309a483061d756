package main

import (
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
	"rollcall/tracker/desk"
)

// options are the flags that every command takes, anywhere on its line, and the calls of the settings.
type options struct {
	db    string
	call  string // a slug
	json  bool
	page  int // answer.Whole: lists aren't cut short
	calls []keptCall
	first int // which of calls is meant
}

// slug names the ledger of the call that is meant.
func (o options) slug() string { return o.calls[o.first].Slug() }

var (
	errNoFile = errors.New("--db needs the name of a file, or the address of a PostgreSQL database")
	errNoCall = errors.New("--call needs the slug of a call, which is the name of its folder")
)

// flags takes the options out of the arguments. They can stand anywhere, and one dash or two or a long one are the same,
// since that is what people's keyboards make of them.
func (p process) flags(args []string) (options, config.Config, []string, error) {
	var o options
	var rest []string
	for i := 0; i < len(args); i++ {
		switch name, value, joined := cutFlag(args[i]); {
		case name == "json" && !joined:
			o.json = true
		case name == "all" && !joined:
			o.page = answer.Whole
		case name == "db" && value != "":
			o.db = value
		case name == "db" && !joined && i+1 < len(args) && args[i+1] != "":
			i++
			o.db = args[i]
		case name == "db":
			return o, config.Config{}, nil, errNoFile
		case name == "call" && value != "":
			o.call = value
		case name == "call" && !joined && i+1 < len(args) && args[i+1] != "":
			i++
			o.call = args[i]
		case name == "call":
			return o, config.Config{}, nil, errNoCall
		default:
			rest = append(rest, args[i])
		}
	}
	c, err := config.Load(p.env)
	if o.db != "" {
		c.DB = o.db
	}
	var wrong, no error
	o.calls, wrong = readCalls(c)
	o.first, no = chosen(o.calls, o.call)
	return o, c, rest, errors.Join(err, wrong, no)
}

// A roll is a call with its open ledger, filled and folded.
type roll struct {
	*tracker.Tracker
	keptCall
	call   *tracker.Call
	others []desk.Other // the other calls
	db     store
}

// openRoll opens the roll of the call that is meant.
func (p process) openRoll(ctx context.Context, o options, path string) (roll, error) {
	all, err := p.openRolls(ctx, o.calls, path)
	if err != nil {
		return roll{}, err
	}
	return all[o.first], nil
}

// openRolls opens the database, makes it if it isn't there, fills in it the ledgers that are empty, and folds all.
func (p process) openRolls(ctx context.Context, calls []keptCall, path string) ([]roll, error) {
	db, err := p.openDatabase(ctx, path)
	if err != nil {
		return nil, err
	}
	all, err := fill(ctx, calls, func(slug string) tracker.Ledger { return db.Ledger(slug) }, func(call *tracker.Call, n int) {
		fmt.Fprintf(p.stderr, "rollcall: filled %s with the %s (%s)\n", nameOf(path), call.Name, counted(n, "entry", "entries"))
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

// hold tells of so many entries that nothing is wrong with them.
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
		if entries := c.folder.Entries(time.Now()); t.Book().Head() == 0 && len(entries) > 0 {
			if err := t.Fill(ctx, entries); err != nil {
				return nil, err
			}
			filled(c.folder.Call, len(entries))
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

// desk answers lines about a roll for the person at the shell.
func (p process) desk(r roll, canPost func(context.Context, string) error) *desk.Desk {
	c := desk.Config{Tracker: r.Tracker, Call: r.call, Others: r.others, CanPost: canPost, Named: bot.Named, Log: logger(p.stderr)}
	if r.db != nil {
		c.Store = r.db
	}
	return desk.New(c)
}

func logger(w io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(w, nil)) }
