package bot_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rollcall/bot"
	"rollcall/bot/slacktest"
	"rollcall/tracker"
	"rollcall/tracker/desk"
	"rollcall/tracker/testrun"
)

// A replica is one of the processes that share a house's ledger and post to its Slack.
type replica struct {
	house   *house
	tracker *tracker.Tracker
	cut     line // from the ledger
	mute    line // to Slack
	stop    func()
}

// A line can be cut: what goes through it fails then.
type line struct{ off atomic.Bool }

var errCut = errors.New("the line is cut")

type cutLedger struct {
	tracker.Ledger
	*line
}

func (l cutLedger) Append(ctx context.Context, entries ...tracker.Entry) error {
	if l.off.Load() {
		return errCut
	}
	return l.Ledger.Append(ctx, entries...)
}

func (l cutLedger) Read(ctx context.Context, after tracker.Seq, limit int) ([]tracker.Entry, error) {
	if l.off.Load() {
		return nil, errCut
	}
	return l.Ledger.Read(ctx, after, limit)
}

type cutTransport struct {
	http.RoundTripper
	*line
}

func (t cutTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	if t.off.Load() {
		return nil, errCut
	}
	return t.RoundTripper.RoundTrip(r)
}

// replica starts another process on the house's ledger, as a new one.
func (h *house) replica() *replica {
	h.Helper()
	r := &replica{house: h}
	t, err := tracker.Open(h.Context(), cutLedger{h.ledger, &r.cut})
	if err != nil {
		h.Fatal(err)
	}
	r.tracker = t
	api := h.slack.API(&http.Client{Transport: cutTransport{h.client.Transport, &r.mute}, Timeout: bot.CallTimeout})
	p := bot.NewPoster(bot.New(bot.Config{Config: desk.Config{Tracker: t, Call: h.call(), Log: h.log.logger()}, Slack: api, Access: bot.NewAccess(api, h.log.logger()), Shared: true}), bot.CallTimeout)
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() { p.Run(ctx, tick) })
	wg.Go(func() {
		if err := t.Follow(ctx, func(ctx context.Context) {
			select {
			case <-ctx.Done():
			case <-time.After(tick / 3):
			}
		}); err != nil {
			h.Error(err)
		}
	})
	r.stop = sync.OnceFunc(func() {
		cancel()
		wg.Wait()
	})
	return r
}

// dies stops a process of the house forever, at any step.
func (r *replica) dies() {
	r.cut.off.Store(true)
	r.mute.off.Store(true)
	go r.stop()
}

// oncePerChannel checks that every plan was posted once, and every name once in each channel.
func (h *house) oncePerChannel(channels []string, names ...string) {
	h.Helper()
	for _, channel := range channels {
		plans := map[any]int{}
		all := h.posted(channel)
		for _, m := range all {
			plans[m.Metadata.EventPayload["plan"]]++
		}
		for plan, n := range plans {
			if n != 1 {
				h.Errorf("in %s plan %v was posted %d times", channel, plan, n)
			}
		}
		for _, name := range names {
			told := 0
			for _, m := range all {
				told += strings.Count(m.Text, "• "+name)
			}
			if told != 1 {
				h.Errorf("in %s %q came %d times", channel, name, told)
			}
		}
	}
	for _, s := range h.tracker.Book().Subscriptions() {
		if s.Plan != nil || s.Paused != "" {
			h.Errorf("in %s plan %+v is open, paused for %q", s.Channel, s.Plan, s.Paused)
		}
	}
}

// What a process planned and didn't post, another one posts, once it was silent for long enough, and not before.
func TestAnotherProcessGoesOnWhereOneIsSilent(t *testing.T) {
	t.Parallel()
	for name, silent := range map[string]func(r *replica){
		"it dies":                   (*replica).dies,
		"it is cut from the ledger": func(r *replica) { r.cut.off.Store(true) },
		"it is cut from Slack":      func(r *replica) { r.mute.off.Store(true) },
		"cut from the ledger for a while": func(r *replica) {
			r.cut.off.Store(true)
			time.AfterFunc(3*time.Minute, func() { r.cut.off.Store(false) })
		},
		"cut from Slack for a while": func(r *replica) {
			r.mute.off.Store(true)
			time.AfterFunc(3*time.Minute, func() { r.mute.off.Store(false) })
		},
		"nothing": func(*replica) {},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inHouse(t, new(tracker.Memory), func(h *house) {
				ids := append(h.subscribed(20, func(int) tracker.Subscribed { return tracker.Subscribed{} }), policy)
				h.slack.FailBy(func(c slacktest.Call) slacktest.Fault { // each takes its time, so that many are on their way
					if c.Method == "chat.postMessage" {
						return slacktest.Fault{After: 5 * time.Second}
					}
					return slacktest.Fault{}
				})
				one := h.replica()
				time.Sleep(2 * time.Second)
				h.joins("Example Company")
				time.Sleep(tick) // it plans, and posts some
				two := h.replica()
				three := h.replica()
				silent(one)
				time.Sleep(3 * time.Hour)
				for _, r := range []*replica{one, two, three} {
					r.stop()
				}
				h.reopen()
				h.oncePerChannel(ids, "Example Company")
				taken := strings.Count(h.log.String(), "digests are taken over")
				if want := name != "nothing" && name != "it is cut from Slack" && name != "cut from Slack for a while"; want && taken == 0 || name == "nothing" && taken > 0 {
					h.Errorf("taken over %d times\n%s", taken, h.log)
				}
			})
		})
	}
}

// A process that Slack lets wait, and that can't see its ledger meanwhile, doesn't go on with what another one took over.
func TestAProcessThatWaitedForLongLetsGo(t *testing.T) {
	t.Parallel()
	inHouse(t, new(tracker.Memory), func(h *house) {
		ids := append(h.subscribed(20, func(int) tracker.Subscribed { return tracker.Subscribed{} }), policy)
		one := h.replica()
		time.Sleep(2 * time.Second)
		limited := slacktest.Fault{Status: 429, RetryAfter: 10 * time.Minute}
		h.slack.Fail("chat.postMessage", slacktest.Fault{}, limited, limited)
		h.joins("Example Company")
		time.Sleep(tick)
		one.cut.off.Store(true)
		two := h.replica()
		time.Sleep(time.Hour)
		one.stop()
		two.stop()
		h.reopen()
		h.oncePerChannel(ids, "Example Company")
	})
}

// TestManyProcessesTellEverythingOnce lets three processes come and go on one ledger, die, be cut from it and from Slack, among
// faults of Slack.
func TestManyProcessesTellEverythingOnce(t *testing.T) {
	t.Parallel()
	faults := everyFault()
	for seed := range uint64(testrun.Times(150, 3)) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			inHouse(t, new(tracker.Memory), func(h *house) {
				rng := rand.New(rand.NewPCG(seed, 1))
				likely := rng.Float64() / 2
				h.slack.FailBy(func(c slacktest.Call) slacktest.Fault {
					if c.Method != "chat.postMessage" && c.Method != "conversations.history" || rng.Float64() >= likely {
						return slacktest.Fault{}
					}
					return faults[rng.IntN(len(faults))]
				})
				steps := rand.New(rand.NewPCG(seed, 2))
				ids := append(h.subscribed(4, func(int) tracker.Subscribed { return tracker.Subscribed{} }), policy)
				all := []*replica{h.replica(), h.replica(), h.replica()}
				gone := []*replica{}
				var names []string
				for i := range 12 {
					names = append(names, fmt.Sprintf("Example Company %d.", i))
					h.reopen()
					h.joins(names[i])
					time.Sleep(time.Duration(steps.Int64N(int64(15 * time.Minute))))
					r := all[steps.IntN(len(all))]
					heals := time.Duration(steps.Int64N(int64(10 * time.Minute)))
					switch steps.IntN(4) {
					case 0:
						r.cut.off.Store(true)
						time.AfterFunc(heals, func() { r.cut.off.Store(false) })
					case 1:
						r.mute.off.Store(true)
						time.AfterFunc(heals, func() { r.mute.off.Store(false) })
					case 2:
						r.dies()
						gone = append(gone, r)
						for i := range all {
							if all[i] == r {
								all[i] = h.replica()
							}
						}
					}
				}
				time.Sleep(2 * time.Hour)
				h.slack.FailBy(nil)
				time.Sleep(6 * time.Hour)
				for _, r := range append(all, gone...) {
					r.stop()
				}
				h.reopen()
				for _, s := range h.tracker.Book().Subscriptions() { // what Slack refused too often is posted after resuming
					if s.Paused != "" {
						h.do(admin, tracker.Subscribe(tracker.Subscribed{Channel: s.Channel, Zone: "UTC"}, 0))
					}
				}
				last := h.replica()
				time.Sleep(6 * time.Hour)
				last.stop()
				h.reopen()
				h.oncePerChannel(ids, names...)
				if h.Failed() {
					h.Log(h.log)
				}
			})
		})
	}
}
