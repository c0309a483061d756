package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"slices"
	"sync"
	"syscall"
	"time"

	"github.com/slack-go/slack"

	"rollcall/bot"
	"rollcall/config"
	"rollcall/tracker/asked"
	"rollcall/tracker/chart"
	"rollcall/tracker/follow"
)

// grace is how long requests under way may take once the process has to end.
const grace = 10 * time.Second

// serve answers Slack about every call, through Socket Mode or over HTTP, and posts digests until it is stopped. Only it
// catches signals: a prompt that waits for a line would not notice, and everything else is safe to kill.
func (p process) serve(ctx context.Context, g given) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	o, err := p.settings(g)
	c := o.Config
	if err := errors.Join(err, c.Serve()); err != nil {
		return err
	}
	log := logger(p.stderr)
	rolls, err := p.openRolls(ctx, o)
	if err != nil {
		return err
	}
	db := rolls[0].db
	defer db.Close()
	others, isShared := db.(shared)
	client := &http.Client{Timeout: p.slackWithin}
	api := slackClient(c, client)
	var bots []*bot.Bot
	var posters []*bot.Poster
	var followers []*follow.Follower
	var notes []*asked.Log
	pace, access, painter := new(bot.Pace), bot.NewAccess(api, log), new(chart.Painter)
	for _, r := range rolls {
		log := log.With("call", r.call.Slug)
		questions := r.notes(c, log)
		if questions != nil {
			notes = append(notes, questions)
			defer questions.Close()
		} else if err := asked.Clear(ctx, db.Asked(r.call.Slug)); err != nil {
			log.Warn("what wasn't understood earlier is still kept", "error", err)
		}
		var b *bot.Bot
		following, err := p.followed(c, r, log, func() *bot.Bot { return b })
		if err != nil {
			return err
		}
		var state func() (time.Time, int)
		if following != nil {
			followers = append(followers, following)
			state = following.State
		}
		b = bot.New(bot.Config{Old: c.Old, Follow: state, Tracker: r.Tracker, Call: r.call, Others: r.others, Store: db, Asked: questions, Shared: isShared, Slack: api, Access: access, Pace: pace, Painter: painter, HTTP: client, APIURL: c.APIURL,
			SigningSecret: c.SigningSecret.Reveal(), Command: r.Command, Approvals: c.Approvals, Proposals: r.Proposals,
			Admins:          slices.DeleteFunc(slices.Clone(c.Admins), func(id string) bool { return id == config.Workspace }),
			WorkspaceAdmins: slices.Contains(c.Admins, config.Workspace),
			Guests:          c.Guests, GuestsEverywhere: slices.Contains(c.Guests, config.Everywhere),
			Log: log})
		defer b.Close()
		bots = append(bots, b)
		posters = append(posters, bot.NewPoster(b, p.slackWithin))
	}
	router := bot.NewRouter(bots[0], bots[1:]...)
	handler := router.Handler()
	taking, enough := context.WithCancel(ctx) // until a newer rollcall shares the database
	defer enough()

	access.Look(ctx)
	for _, b := range bots {
		b.CatchUp()
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	if c.AppToken == "" {
		mux.HandleFunc("/slack/events", func(w http.ResponseWriter, req *http.Request) {
			if taking.Err() != nil {
				http.Error(w, "not ready", http.StatusServiceUnavailable) // Slack sends it again, and another process answers
				return
			}
			handler.ServeHTTP(w, req)
		})
	}
	mux.HandleFunc("GET /healthz", ok)
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4")
		bot.WriteMetrics(w, posters...)
	})
	stored := func() error {
		err := db.Ready()
		for _, r := range rolls {
			err = cmp.Or(err, r.Behind())
		}
		return err
	}
	ready := func() error {
		if ctx.Err() != nil {
			return errors.New("rollcall is about to end")
		}
		return errors.Join(stored(), access.Ready())
	}
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, req *http.Request) {
		if err := ready(); err != nil {
			http.Error(w, "not ready: "+err.Error(), http.StatusServiceUnavailable)
			return
		}
		ok(w, req)
	})
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second,
		WriteTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute}

	var wg sync.WaitGroup
	var listening error
	if c.AppToken != "" {
		wg.Go(func() {
			if listening = router.Listen(taking, api); listening != nil {
				stop()
			}
		})
	}
	for _, poster := range posters {
		wg.Go(func() { poster.Run(taking, c.Tick) })
	}
	if isShared {
		wg.Go(func() { others.Listen(ctx) })
		for _, r := range rolls {
			wg.Go(func() {
				if err := r.Follow(ctx, others.Next); err != nil {
					log.Error("a newer rollcall writes to the database; this one takes no more requests", "error", err)
					enough()
				}
			})
		}
	}
	wg.Go(func() { watch(ctx, c.Tick, stored, log) })
	for _, n := range notes {
		wg.Go(func() { n.Run(ctx) })
	}
	wg.Go(func() { warnOld(ctx, log, c.Old, rolls) })
	for _, f := range followers {
		f.Proposed() // those of an earlier run may not be shown yet
		wg.Go(func() { f.Run(taking) })
	}
	wg.Go(func() {
		<-ctx.Done()
		soon, cancel := context.WithTimeout(context.Background(), grace)
		defer cancel()
		if err := server.Shutdown(soon); err != nil {
			log.Error("requests under way were cut off", "error", err)
		}
	})
	transport := "HTTP"
	if c.AppToken != "" {
		transport = "Socket Mode"
	}
	for _, r := range rolls {
		log.Info("call", "slug", r.call.Slug, "command", r.Command, "entries", r.Book().Head())
	}
	log.Info("serving", "transport", transport, "address", l.Addr().String(), "database", nameOf(c.DB), "calls", len(rolls))
	err = server.Serve(l)
	stop()
	wg.Wait()
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return errors.Join(err, listening)
}

// followed follows a call's list, and has a Bot announce changes; nil if the list has no address, or isn't followed.
func (p process) followed(c config.Config, r roll, log *slog.Logger, b func() *bot.Bot) (*follow.Follower, error) {
	if r.call.Origin.Address == "" || c.Follow == config.Off {
		return nil, nil
	}
	return follower(c, r, follow.Config{Log: log, Proposed: func() { b().ShowFollowed() }, Failing: func(failing bool) { b().TellFollowing(failing) }})
}

// watch logs why nothing can be recorded, and when something can again.
func watch(ctx context.Context, every time.Duration, ready func() error, log *slog.Logger) {
	ticks := time.NewTicker(every)
	defer ticks.Stop()
	was := ""
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
		}
		switch err := ready(); {
		case ctx.Err() != nil:
		case err != nil && err.Error() != was:
			was = err.Error()
			log.Error("the database can't be used", "error", err)
		case err == nil && was != "":
			was = ""
			log.Info("the database can be used again")
		}
	}
}

// slackClient calls Slack as the settings say.
func slackClient(c config.Config, client *http.Client) *slack.Client {
	options := []slack.Option{slack.OptionHTTPClient(client), slack.OptionAppLevelToken(c.AppToken.Reveal())}
	if c.APIURL != "" {
		options = append(options, slack.OptionAPIURL(c.APIURL))
	}
	return slack.New(c.BotToken.Reveal(), options...)
}

func ok(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") }
