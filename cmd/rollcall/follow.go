package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"runtime/debug"
	"time"

	"rollcall/config"
	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/desk"
	"rollcall/tracker/follow"
	"rollcall/tracker/query"
)

// follow says how well the official list is being followed. With --once it looks at the list first, or at what --from names.
func (p process) follow(ctx context.Context, g given) error {
	switch {
	case !g.has("once") && g.has("from"):
		return tracker.Refuse("--from is read at once, and what changed is proposed; if that is meant, type: follow --once --from %s", g.values["from"])
	case !g.has("once"):
		return p.line(ctx, "follow", g)
	}
	o, r, err := p.open(ctx, g)
	if err != nil {
		return err
	}
	defer r.db.Close()
	f, err := follower(o.Config, r, follow.Config{Log: logger(p.stderr)})
	if err != nil {
		return err
	}
	if from := g.values["from"]; from == "" {
		err = f.Look(ctx)
	} else {
		err = p.followFrom(ctx, f, from)
	}
	if err != nil {
		return err
	}
	d := p.desk(r, inSlack, nil)
	d.Old = o.Old
	for _, line := range []string{"follow", "proposals"} {
		a, err := d.Do(ctx, desk.Request{By: p.who(), Admin: true, Channel: terminal, Page: o.page, Tokens: query.Args([]string{line})})
		if err != nil {
			return err
		}
		if err := p.print(a, "", o.json); err != nil || o.json || len(r.Book().Proposals()) == 0 {
			return err
		}
	}
	return nil
}

// followFrom reads a list in place of the address: an archive like that, or what import reads.
func (p process) followFrom(ctx context.Context, f *follow.Follower, from string) error {
	if content, err := os.ReadFile(from); err == nil && follow.IsArchive(content) {
		list, revision, err := follow.ReadList(ctx, f.Call.Origin, content)
		if err != nil {
			return err
		}
		return f.Read(ctx, list, revision)
	}
	list, err := p.readList(ctx, from)
	if err != nil {
		return err
	}
	return f.Read(ctx, list, list.Digest())
}

// sinceCompared is how many days ago a call's list was compared with its source; 0 if there is no Book.
func sinceCompared(book *tracker.Book, call *tracker.Call) int {
	if book == nil {
		return 0
	}
	return answer.Since(book.Checked(call), tracker.DayOf(time.Now()))
}

// warnOld logs which lists were compared long ago, now and every day until ctx ends.
func warnOld(ctx context.Context, log *slog.Logger, old int, rolls []roll) {
	days := time.NewTicker(24 * time.Hour)
	defer days.Stop()
	for {
		for _, r := range rolls {
			if since := sinceCompared(r.Book(), r.call); old > 0 && since > old {
				log.WarnContext(ctx, "the official list was compared long ago", "call", r.call.Slug, "days", since)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-days.C:
		}
	}
}

// errNowhere says that a call's files don't say where its list can be read.
var errNowhere = errors.New("the call's files don't say where its list is kept; set list.address in its principles.yaml, as in what rollcall new-call writes")

// follower follows a call's list as the settings say.
func follower(c config.Config, r roll, to follow.Config) (*follow.Follower, error) {
	if r.call.Origin.Address == "" {
		return nil, fmt.Errorf("%s: %w", r.call.Slug, errNowhere)
	}
	to.Tracker, to.Call, to.Apply, to.Schedule, to.Agent = r.Tracker, r.call, c.Follow == config.Apply, c.FollowAt, agent(c, r.call)
	return follow.New(to)
}

// agent is the User-Agent for downloads of a list.
func agent(c config.Config, call *tracker.Call) string {
	version, at := "devel", c.URL
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		version = info.Main.Version
	}
	if at == "" {
		at = call.URL
	}
	return fmt.Sprintf("rollcall/%s (follows the list of %s; %s)", version, call.Slug, at)
}
