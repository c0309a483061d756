package main

import (
	"context"
	"errors"
	"fmt"
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
)

// grace is how long requests under way may take once the process is told to end.
const grace = 10 * time.Second

// serve answers Slack, through Socket Mode or over HTTP, and posts digests until it is told to end. It alone catches signals: a prompt that waits
// for a line would not notice, and what else runs is safe to kill.
func (p process) serve(ctx context.Context, args []string) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	_, c, args, err := p.flags(args)
	if err := errors.Join(err, c.Serve()); err != nil {
		return err
	}
	if len(args) > 0 {
		return fmt.Errorf("serve takes no arguments but --db; the rest is in the environment")
	}
	log := logger(p.stderr)
	r, err := p.openRoll(ctx, c.DB)
	if err != nil {
		return err
	}
	defer r.db.Close()
	client := &http.Client{Timeout: bot.CallTimeout}
	api := slackClient(c, client)
	b := bot.New(bot.Config{Tracker: r.Tracker, Call: r.call, Slack: api, HTTP: client,
		SigningSecret: c.SigningSecret.Reveal(), Command: c.Command, Approvals: c.Approvals, Proposals: c.Proposals,
		Admins:          slices.DeleteFunc(slices.Clone(c.Admins), func(id string) bool { return id == config.Workspace }),
		WorkspaceAdmins: slices.Contains(c.Admins, config.Workspace),
		Guests:          c.Guests, GuestsEverywhere: slices.Contains(c.Guests, config.Everywhere),
		Log: log})
	defer b.Close()

	l, err := new(net.ListenConfig).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	if c.AppToken == "" {
		mux.Handle("/slack/events", b.Handler())
	}
	mux.HandleFunc("GET /healthz", ok)
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, req *http.Request) {
		if ctx.Err() != nil || !r.db.Ready() {
			http.Error(w, "not ready", http.StatusServiceUnavailable)
			return
		}
		ok(w, req)
	})
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second,
		WriteTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute}

	var wg sync.WaitGroup
	var posting, listening error
	if c.AppToken != "" {
		wg.Go(func() {
			defer stop()
			listening = b.Listen(ctx, api)
		})
	}
	wg.Go(func() {
		defer stop()
		posting = bot.NewPoster(r.Tracker, r.call, api, log).Run(ctx, c.Tick)
	})
	wg.Go(func() {
		<-ctx.Done()
		ending, cancel := context.WithTimeout(context.Background(), grace)
		defer cancel()
		if err := server.Shutdown(ending); err != nil {
			log.Error("requests under way were cut off", "error", err)
		}
	})
	transport := "HTTP"
	if c.AppToken != "" {
		transport = "Socket Mode"
	}
	log.Info("serving", "transport", transport, "address", l.Addr().String(), "command", c.Command, "database", c.DB, "entries", r.Book().Head())
	err = server.Serve(l)
	stop()
	wg.Wait()
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return errors.Join(err, posting, listening)
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
