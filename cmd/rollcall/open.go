package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"rollcall/config"
	"rollcall/tracker"
	"rollcall/tracker/bolt"
	"rollcall/tracker/pariscall"
)

// options are the flags that every command takes, anywhere on its line.
type options struct {
	db   string
	json bool
}

var errNoFile = errors.New("--db needs the name of a file")

// flags takes the options out of the arguments. They can stand anywhere, and one dash or two or a long one are the same,
// since that is what people's keyboards make of them.
func (p process) flags(args []string) (options, config.Config, []string, error) {
	var o options
	var rest []string
	for i := 0; i < len(args); i++ {
		switch name, value, joined := cutFlag(args[i]); {
		case name == "json" && !joined:
			o.json = true
		case name == "db" && value != "":
			o.db = value
		case name == "db" && !joined && i+1 < len(args) && args[i+1] != "":
			i++
			o.db = args[i]
		case name == "db":
			return o, config.Config{}, nil, errNoFile
		default:
			rest = append(rest, args[i])
		}
	}
	c, err := config.Load(p.env)
	if o.db != "" {
		c.DB = o.db
	}
	return o, c, rest, err
}

// roll is an open ledger, filled and folded.
type roll struct {
	*tracker.Tracker
	call *tracker.Call
	db   *bolt.DB
}

// openRoll opens the database, makes and fills it if it is new, and folds it.
func (p process) openRoll(ctx context.Context, path string) (roll, error) {
	db, err := bolt.Open(path)
	if err != nil {
		return roll{}, err
	}
	r, err := fill(ctx, db.Ledger(pariscall.Slug), func(n int) {
		fmt.Fprintf(p.stderr, "rollcall: filled %s with the Paris Call (%d entries)\n", path, n)
	})
	if err != nil {
		db.Close()
		return roll{}, err
	}
	r.db = db
	return r, nil
}

// fill folds a ledger, and fills it with the Paris Call if it is empty.
func fill(ctx context.Context, ledger tracker.Ledger, filled func(entries int)) (roll, error) {
	call, err := pariscall.Call()
	if err != nil {
		return roll{}, err
	}
	t, err := tracker.Open(ctx, ledger)
	if err != nil {
		return roll{}, err
	}
	if t.Book().Head() == 0 {
		entries, err := pariscall.Entries(time.Now())
		if err != nil {
			return roll{}, err
		}
		if err := t.Fill(ctx, entries); err != nil {
			return roll{}, err
		}
		filled(len(entries))
	}
	return roll{Tracker: t, call: call}, nil
}

func logger(w io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(w, nil)) }
