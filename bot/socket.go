package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

const (
	// connections are kept side by side: when Slack renews one, what it sends goes through the other.
	connections = 2
	// pingsWithin is how long a connection may be silent. Slack pings every few seconds; a proxy may send none.
	pingsWithin = time.Minute
	// maxAck is how many bytes an answer may have to go with an acknowledgement: Slack drops those of 20,480 without a word.
	maxAck = 20_000
	// flush is how long the last acknowledgements get: the client writes them in its own time, and doesn't say when.
	flush = 100 * time.Millisecond
)

// Listen takes Slack's requests through Socket Mode until ctx ends; it then brings to their end those under way. The
// client needs the app-level token. It fails only if Slack doesn't accept that token; from all else it recovers.
func (r *Router) Listen(ctx context.Context, client *slack.Client, options ...socketmode.Option) error {
	connected, hangUp := context.WithCancel(context.WithoutCancel(ctx))
	defer hangUp()
	var lines, taking, acking sync.WaitGroup
	failed := make(chan error, connections)
	for range connections {
		line := socketmode.New(client, append([]socketmode.Option{socketmode.OptionPingInterval(pingsWithin)}, options...)...)
		lines.Go(func() {
			if err := line.RunContext(connected); !errors.Is(err, context.Canceled) {
				failed <- fmt.Errorf("the app-level token SLACK_APP_TOKEN isn't accepted by Slack: %w", err)
			}
			hangUp()
		})
		taking.Go(func() {
			for {
				select {
				case <-ctx.Done(): // Slack sends what comes now again, to the process that takes over
					return
				case <-connected.Done():
					return
				case e := <-line.Events:
					if q, ok := r.request(ctx, e); ok {
						acking.Go(func() { r.acknowledge(connected, line, q) })
					}
				}
			}
		})
	}
	taking.Wait()
	acking.Wait()
	if connected.Err() == nil {
		time.Sleep(flush)
	}
	hangUp()
	lines.Wait()
	select {
	case err := <-failed:
		return err
	default:
		return nil
	}
}

// request is what of an event has to be answered, if anything. Each is answered in a goroutine of its own, so that none
// waits for another.
func (r *Router) request(ctx context.Context, e socketmode.Event) (q socketmode.Request, ok bool) {
	switch e.Type {
	case socketmode.EventTypeConnectionError, socketmode.EventTypeIncomingError, socketmode.EventTypeErrorWriteFailed:
		r.first().Log.WarnContext(ctx, "Socket Mode: a connection failed; it is made again", "what", string(e.Type), "error", problem(e.Data))
	case socketmode.EventTypeConnected:
		r.first().Log.InfoContext(ctx, "Socket Mode: connected")
	case socketmode.EventTypeSlashCommand, socketmode.EventTypeInteractive, socketmode.EventTypeEventsAPI:
		return *e.Request, true
	case socketmode.EventTypeErrorBadMessage: // it can be of a kind that the client can't read whole
		if bad, is := e.Data.(*socketmode.ErrorBadMessage); is && json.Unmarshal(bad.Message, &q) == nil {
			return q, q.EnvelopeID != ""
		}
	}
	return q, false
}

func (r *Router) acknowledge(ctx context.Context, line *socketmode.Client, q socketmode.Request) {
	defer r.first().survive()
	if err := line.AckCtx(ctx, q.EnvelopeID, r.take(q)); err != nil {
		r.first().Log.WarnContext(ctx, "a request wasn't acknowledged; Slack sends it again", "error", scrub(err))
	}
}

// problem is what an event says went wrong, without the addresses in it.
func problem(data any) string {
	switch e := data.(type) {
	case *slack.ConnectionErrorEvent:
		return scrub(e.ErrorObj)
	case *slack.IncomingEventError:
		return scrub(e.ErrorObj)
	case *socketmode.ErrorWriteFailed:
		return scrub(e.Cause)
	}
	return ""
}

// take takes a request, and returns what it is answered with its acknowledgement; nil for nothing.
func (r *Router) take(q socketmode.Request) (said any) {
	var err error
	switch q.Type {
	case socketmode.RequestTypeSlashCommands:
		var c slack.SlashCommand
		if err = json.Unmarshal(q.Payload, &c); err == nil {
			if w := r.command(c, maxAck); w != nil {
				said = w
			}
		}
	case socketmode.RequestTypeInteractive:
		said, err = r.interaction(q.Payload, maxAck)
	case socketmode.RequestTypeEventsAPI:
		var e event
		if err = json.Unmarshal(q.Payload, &e); err == nil {
			r.onEvent(e)
		}
	}
	if err != nil {
		r.first().Log.Warn("a request can't be read", "type", q.Type, "error", err)
	}
	return said
}
