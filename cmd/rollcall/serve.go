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
	"rollcall/tracker/desk"
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
	rolls, err := p.openRolls(ctx, o)
	if err != nil {
		return err
	}
	defer rolls[0].db.Close()
	s, err := p.service(ctx, c, rolls)
	defer s.close()
	if err != nil {
		return err
	}
	s.access.Look(ctx)
	for _, b := range s.bots {
		b.CatchUp()
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return err
	}
	taking, enough := context.WithCancel(ctx) // until a newer rollcall shares the database
	defer enough()
	server := &http.Server{Handler: s.handler(ctx, taking), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second,
		WriteTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute}

	var wg sync.WaitGroup
	var listening error
	transport := "HTTP"
	if c.AppToken != "" {
		transport = "Socket Mode"
		wg.Go(func() {
			if listening = s.router.Listen(taking, s.api); listening != nil {
				stop()
			}
		})
	}
	s.run(ctx, taking, enough, &wg)
	wg.Go(func() {
		<-ctx.Done()
		soon, cancel := context.WithTimeout(context.Background(), grace)
		defer cancel()
		if err := server.Shutdown(soon); err != nil {
			s.log.Error("requests were still under way at shutdown, and were cut off", "error", err)
		}
	})
	for _, r := range rolls {
		s.log.Info("call opened", "slug", r.call.Slug, "command", r.Command, "entries", r.Book().Head())
	}
	s.log.Info("serving", "transport", transport, "address", l.Addr().String(), "database", nameOf(c.DB), "calls", len(rolls))
	err = server.Serve(l)
	stop()
	wg.Wait()
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return errors.Join(err, listening)
}

// A service is what serve runs: for each call a Bot and its Poster, and where they are wanted what follows its list and what keeps
// the questions that weren't understood.
type service struct {
	config.Config
	rolls     []roll
	api       *slack.Client
	access    *bot.Access
	router    *bot.Router
	bots      []*bot.Bot
	posters   []*bot.Poster
	followers []*follow.Follower
	notes     []*asked.Log
	log       *slog.Logger
}

// service makes what answers about rolls. It is to be closed, also if there is an error.
func (p process) service(ctx context.Context, c config.Config, rolls []roll) (*service, error) {
	client, log := &http.Client{Timeout: p.slackWithin}, logger(p.stderr)
	s := &service{Config: c, rolls: rolls, api: slackClient(c, client), log: log}
	s.access = bot.NewAccess(s.api, log)
	own := bot.Config{Slack: s.api, Access: s.access, Pace: new(bot.Pace), Painter: new(chart.Painter), HTTP: client, APIURL: c.APIURL,
		SigningSecret: c.SigningSecret.Reveal(), WorkspaceAdmins: slices.Contains(c.Admins, config.Workspace),
		Guests: c.Guests, GuestsEverywhere: slices.Contains(c.Guests, config.Everywhere)}
	admins := slices.DeleteFunc(slices.Clone(c.Admins), func(id string) bool { return id == config.Workspace })
	for _, r := range rolls {
		log := log.With("call", r.call.Slug)
		questions := r.notes(c, log)
		if questions != nil {
			s.notes = append(s.notes, questions)
		} else if err := asked.Clear(ctx, r.db.Asked(r.call.Slug)); err != nil {
			log.Warn("the questions that were kept earlier could not be deleted", "error", err)
		}
		own.Config = desk.Config{Tracker: r.Tracker, Call: r.call, Others: r.others, Admins: admins, Approvals: c.Approvals, Slash: r.Command,
			Store: r.db, Asked: questions, Old: c.Old, Log: log}
		own.Proposals = r.Proposals
		_, own.Shared = r.db.(shared)
		var b *bot.Bot
		following, err := p.followed(c, r, log, func() *bot.Bot { return b })
		if err != nil {
			return s, err
		}
		if following != nil {
			s.followers = append(s.followers, following)
			own.Follow = following.State
		}
		b = bot.New(own)
		s.bots, s.posters = append(s.bots, b), append(s.posters, bot.NewPoster(b, p.slackWithin))
	}
	s.router = bot.NewRouter(s.bots[0], s.bots[1:]...)
	return s, nil
}

// close ends the Bots, and then keeps what they noted.
func (s *service) close() {
	for _, b := range s.bots {
		b.Close()
	}
	for _, n := range s.notes {
		n.Close()
	}
}

// stored is why nothing can be recorded; nil if it can.
func (s *service) stored() error {
	err := s.rolls[0].db.Ready()
	for _, r := range s.rolls {
		err = cmp.Or(err, r.Behind())
	}
	return err
}

// handler answers what is asked over HTTP, and Slack as long as taking isn't done.
func (s *service) handler(ctx, taking context.Context) http.Handler {
	mux, events := http.NewServeMux(), s.router.Handler()
	if s.AppToken == "" {
		mux.HandleFunc("/slack/events", func(w http.ResponseWriter, req *http.Request) {
			if taking.Err() != nil {
				http.Error(w, "not ready", http.StatusServiceUnavailable) // Slack sends it again, and another process answers
				return
			}
			events.ServeHTTP(w, req)
		})
	}
	mux.HandleFunc("GET /healthz", ok)
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4")
		bot.WriteMetrics(w, s.posters...)
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, req *http.Request) {
		err := errors.Join(s.stored(), s.access.Ready())
		if ctx.Err() != nil {
			err = errors.New("rollcall is shutting down")
		}
		if err != nil {
			http.Error(w, "not ready: "+err.Error(), http.StatusServiceUnavailable)
			return
		}
		ok(w, req)
	})
	return mux
}

// run starts what is done beside answering. It calls enough when a newer rollcall shares the database.
func (s *service) run(ctx, taking context.Context, enough func(), wg *sync.WaitGroup) {
	for _, poster := range s.posters {
		wg.Go(func() { poster.Run(taking, s.Tick) })
	}
	if others, ok := s.rolls[0].db.(shared); ok {
		wg.Go(func() { others.Listen(ctx) })
		for _, r := range s.rolls {
			wg.Go(func() {
				if err := r.Follow(ctx, others.Next); err != nil {
					s.log.Error("a newer rollcall has written to the database; this one takes no more requests, so upgrade it", "error", err)
					enough()
				}
			})
		}
	}
	wg.Go(func() { watch(ctx, s.Tick, s.stored, s.log) })
	for _, n := range s.notes {
		wg.Go(func() { n.Run(ctx) })
	}
	wg.Go(func() { warnOld(ctx, s.log, s.Old, s.rolls) })
	for _, f := range s.followers {
		f.Proposed() // those of an earlier run may not be shown yet
		wg.Go(func() { f.Run(taking) })
	}
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
