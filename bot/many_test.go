package bot_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"rollcall/bot"
	"rollcall/bot/slacktest"
	"rollcall/tracker"
	"rollcall/tracker/desk"
	"rollcall/tracker/pariscall"
	"rollcall/tracker/testrun"
)

// subscribed subscribes channels, all in one go, and returns their ids.
func (h *house) subscribed(n int, way func(i int) tracker.Subscribed) []string {
	h.Helper()
	ids := make([]string, n)
	var events []tracker.Event
	for i := range n {
		ids[i] = fmt.Sprintf("C1%04d", i)
		h.slack.AddChannel(slacktest.Channel{ID: ids[i], Name: fmt.Sprint(i), Member: true})
		s := way(i)
		s.Channel = ids[i]
		events = append(events, s)
	}
	h.do(admin, func(*tracker.Book) ([]tracker.Event, error) { return events, nil })
	return ids
}

// joinTogether records that n companies joined, as an import does.
func (h *house) joinTogether(n int) {
	h.Helper()
	h.do(admin, func(b *tracker.Book) ([]tracker.Event, error) {
		var all []tracker.Event
		for i := range n {
			events, err := tracker.Add(tracker.Supporter{Name: fmt.Sprintf("Example Company %04d", i), Category: tracker.Company, Source: "https://example.org/a"}, tracker.DayOf(time.Now()))(b)
			if err != nil {
				return nil, err
			}
			all = append(all, events...)
		}
		return all, nil
	})
}

// Whatever befalls some channels, the others are posted to at Slack's pace: one after the other, none waiting for another's end.
func TestABadChannelDelaysNoOther(t *testing.T) {
	inHouse(t, new(tracker.Memory), func(h *house) {
		const n = 120
		ids := h.subscribed(n, func(int) tracker.Subscribed { return tracker.Subscribed{} })
		faults := []slacktest.Fault{{Before: 9 * time.Second, Lost: true}, {Error: "is_archived"}, {Error: "something_new"}}
		bad := map[string]slacktest.Fault{}
		for i := 0; i < n; i += 3 {
			bad[ids[i]] = faults[i/3%len(faults)]
		}
		h.slack.FailBy(func(c slacktest.Call) slacktest.Fault {
			if c.Method != "chat.postMessage" {
				return slacktest.Fault{}
			}
			return bad[c.Args["channel"]]
		})
		stop := h.start(tick)
		time.Sleep(time.Second)
		h.joins("Example Company")
		began := time.Now().Truncate(tick).Add(tick)
		time.Sleep(2 * tick)
		for _, id := range ids {
			if got := h.posted(id); bad[id] == (slacktest.Fault{}) && (len(got) != 1 || got[0].At.Sub(began) > time.Minute) {
				h.Errorf("%s has %d digests, %s after they were due", id, len(got), time.Since(began))
			}
		}
		h.slack.FailBy(nil)
		time.Sleep(time.Hour)
		stop()
	})
}

// Where several channels have to wait, Slack takes no more of the workspace, and all wait; where one has, the others go on.
func TestTheWorkspacesLimitIsKept(t *testing.T) {
	for limited, want := range map[int]bool{1: true, 2: false} {
		inHouse(t, new(tracker.Memory), func(h *house) {
			ids := h.subscribed(40, func(int) tracker.Subscribed { return tracker.Subscribed{} })
			faults := make([]slacktest.Fault, limited)
			for i := range faults {
				faults[i] = slacktest.Fault{Status: 429, RetryAfter: 90 * time.Second}
			}
			stop := h.start(tick)
			time.Sleep(time.Second)
			h.slack.Fail("chat.postMessage", faults...)
			h.joins("Example Company")
			time.Sleep(tick + 30*time.Second)
			early := 0
			for _, id := range ids {
				early += len(h.posted(id))
			}
			if goesOn := early > 30; goesOn != want {
				h.Errorf("with %d limited, %d were posted meanwhile", limited, early)
			}
			time.Sleep(time.Hour)
			stop()
			for _, id := range ids {
				if n := len(h.posted(id)); n != 1 {
					h.Errorf("%d digests in %s", n, id)
				}
			}
			h.once("Example Company")
		})
	}
}

// Two calls whose subscriptions are in the same channels, and due at once, are posted at one pace; where Slack wants the
// workspace to wait, both do.
func TestTheCallsOfAProcessKeepOnePace(t *testing.T) {
	inHouse(t, new(tracker.Memory), func(h *house) {
		second, err := tracker.Open(h.Context(), new(tracker.Memory))
		if err != nil {
			h.Fatal(err)
		}
		paris := h.tracker
		ids := h.subscribed(10, func(int) tracker.Subscribed { return tracker.Subscribed{} })
		h.tracker = second
		h.subscribed(10, func(int) tracker.Subscribed { return tracker.Subscribed{} }) // the same channels
		h.do(admin, tracker.Subscribe(tracker.Subscribed{Channel: policy}, 0))
		h.joins("Example Tidy Company")
		h.tracker = paris
		h.joins("Example Company")
		var limited time.Time
		h.slack.FailBy(func(c slacktest.Call) slacktest.Fault {
			if limited.IsZero() && c.Method == "chat.postMessage" {
				limited = time.Now()
			}
			if time.Since(limited) < time.Second {
				return slacktest.Fault{Status: 429, RetryAfter: 20 * time.Second}
			}
			return slacktest.Fault{}
		})
		stop, stopOther := h.start(tick), h.startFor(second, tidy(), tick)
		time.Sleep(10 * tick)
		stop()
		stopOther()
		var last time.Time
		lastIn := map[string]time.Time{}
		held := 0
		for _, c := range h.slack.Calls() {
			if c.Method != "chat.postMessage" {
				continue
			}
			channel := c.Args["channel"]
			if apart, inChannel := c.At.Sub(last), c.At.Sub(lastIn[channel]); apart < 200*time.Millisecond || inChannel < time.Second {
				h.Errorf("a post to %s came %s after the last one, and %s after the last one there", channel, apart, inChannel)
			}
			if apart := c.At.Sub(last); apart > 15*time.Second && !last.IsZero() {
				held++
			}
			last, lastIn[channel] = c.At, c.At
		}
		if held != 1 {
			h.Errorf("both calls waited %d times", held)
		}
		for _, id := range append(ids, policy) {
			if n := len(h.posted(id)); n != 2 {
				h.Errorf("%d digests in %s", n, id)
			}
		}
	})
}

// A channel with several subscriptions is posted to once a second.
func TestSeveralDigestsOfAChannelComeApart(t *testing.T) {
	inHouse(t, new(tracker.Memory), func(h *house) {
		for i, filter := range []string{"company", "not state", "not country:FR", "company or state"} {
			h.do(guest, tracker.Subscribe(tracker.Subscribed{Channel: policy, Filter: filter, Lang: []string{"en", "fr"}[i%2]}, 0))
		}
		stop := h.start(tick)
		defer stop()
		h.joins("Example Company")
		time.Sleep(2 * tick)
		got := h.posted(policy)
		if len(got) != 5 || len(h.calls("chat.postMessage")) != 5 {
			h.Fatalf("%d digests by %d calls", len(got), len(h.calls("chat.postMessage")))
		}
		french := 0
		for i, m := range got {
			if i > 0 && m.At.Sub(got[i-1].At) < time.Second {
				h.Errorf("digests came %s apart", m.At.Sub(got[i-1].At))
			}
			if strings.Contains(m.Text, "a rejoint la liste") {
				french++
			}
		}
		if french != 2 {
			h.Errorf("%d are in French", french)
		}
	})
}

// An import is one digest, after a pause, on one screen, with longer lists in its thread.
func TestAnImportIsOneDigest(t *testing.T) {
	inHouse(t, new(tracker.Memory), func(h *house) {
		stop := h.start(tick)
		time.Sleep(time.Second)
		h.joinTogether(1_000)
		time.Sleep(2*time.Minute - 2*time.Second)
		if n := len(h.posted(policy)); n > 0 {
			h.Errorf("%d digests were posted within two minutes", n)
		}
		time.Sleep(time.Hour)
		stop()
		got := h.posted(policy)
		if len(got) != 2 || got[0].ThreadTS != "" || got[1].ThreadTS != got[0].TS {
			h.Fatalf("%d messages: %+v", len(got), got)
		}
		if lines := strings.Count(got[0].Text, "\n"); !strings.Contains(got[0].Text, "1,000 companies joined") || lines > 30 {
			h.Errorf("%d lines:\n%s", lines, got[0].Text)
		}
		if lines := strings.Count(got[1].Text, "\n"); lines < 50 || !strings.Contains(got[1].Text, "… and 950 more.") {
			h.Errorf("in the thread:\n%s", got[1].Text)
		}
	})
}

// A forgetful is a Slack that takes every post and keeps nothing but their number.
type forgetful struct{ posts atomic.Int64 }

func (f *forgetful) RoundTrip(r *http.Request) (*http.Response, error) {
	if _, err := io.Copy(io.Discard, r.Body); err != nil {
		return nil, err
	}
	said := fmt.Sprintf(`{"ok":true,"channel":"C1","ts":"1772442000.%06d"}`, f.posts.Add(1))
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(said)), Request: r}, nil
}

// While thousands of digests with threads are posted, little is kept in memory for each, and in the end only its entries in the
// ledger.
func TestManyDigestsArePostedInLittleMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("left out with -short: it posts thousands of digests; go test without -short runs it")
	}
	const most, least = 3_000, 1_500 // bytes
	growth(t, 100)                   // what is loaded at its first use, and stays, is loaded now
	highest, after := growth(t, testrun.Times(5_000, 1_250))
	t.Logf("for each digest the heap grows by %d bytes at most, and %d in the end", highest, after)
	if highest > most || after > least {
		t.Errorf("it may grow by %d and %d", most, least)
	}
}

// growth is by how many bytes the heap grows for each of n digests, at most and in the end.
func growth(t *testing.T, n int) (highest, after int) {
	inHouse(t, new(tracker.Memory), func(h *house) {
		ways := []tracker.Subscribed{{}, {Filter: "company"}, {Only: "joined", Lang: "fr"}, {Filter: "not state", Lang: "fr"}}
		h.subscribed(n, func(i int) tracker.Subscribed { return ways[i%len(ways)] })
		posts := new(forgetful)
		h.api = slack.New(token, slack.OptionHTTPClient(&http.Client{Transport: posts, Timeout: bot.CallTimeout}))
		h.joinTogether(30)
		stop := h.start(tick)
		before := heap()
		const underWay = 2 << 20 // bytes, of what is being posted at a moment, however many digests there are
		for posts.posts.Load() < int64(2*(n+1)) {
			time.Sleep(2 * time.Minute)
			highest = max(highest, (heap()-before-underWay)/(n+1))
		}
		time.Sleep(tick)
		after = (heap() - before) / (n + 1)
		stop()
		h.settled()
	})
	return highest, after
}

// heap is how many bytes are in use.
func heap() int {
	runtime.GC()
	runtime.GC() // pools are emptied by the second
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

func TestMetrics(t *testing.T) {
	inHouse(t, new(tracker.Memory), func(h *house) {
		p := bot.NewPoster(bot.New(bot.Config{Config: desk.Config{Tracker: h.tracker, Call: h.call(), Log: h.log.logger()}, Slack: h.api, Access: h.access, Pace: h.pace}), bot.CallTimeout)
		ctx, cancel := context.WithCancel(h.Context())
		ended := make(chan struct{})
		h.do(admin, tracker.Subscribe(tracker.Subscribed{Channel: elsewhere}, 0))
		h.slack.Fail("chat.postMessage", slacktest.Fault{Lost: true, Landed: true})
		h.joins("Example Company")
		go func() {
			defer close(ended)
			p.Run(ctx, tick)
		}()
		time.Sleep(time.Hour)
		cancel()
		<-ended
		var text strings.Builder
		bot.WriteMetrics(&text, p)
		for _, line := range []string{"# TYPE rollcall_digests_posted_total counter", "rollcall_digests_posted_total 1", "rollcall_digests_failed_total 1", "rollcall_digests_unknown_total 1",
			"rollcall_digests_late_total 0", "rollcall_digests_open 0", "rollcall_subscriptions 2", "rollcall_subscriptions_paused 1"} {
			if !strings.Contains(strings.ReplaceAll(text.String(), `{call="pariscall"}`, ""), line+"\n") {
				h.Errorf("%q is not in\n%s", line, text.String())
			}
		}
	})
}

// BenchmarkPlan plans the digests of 5,000 channels that are due in the same minute, in one go.
func BenchmarkPlan(b *testing.B) {
	c, err := call()
	if err != nil {
		b.Fatal(err)
	}
	entries, err := pariscall.Entries(time.Now())
	if err != nil {
		b.Fatal(err)
	}
	ways := []tracker.Subscribed{{}, {Filter: "state in:eu"}, {Filter: "company not country:FR", Zone: "Europe/Paris", Quiet: "03:00-03:01"}, {Only: "joined", Lang: "fr"}}
	for b.Loop() {
		b.StopTimer()
		t, err := tracker.Open(b.Context(), new(tracker.Memory))
		if err != nil {
			b.Fatal(err)
		}
		if err := t.Fill(b.Context(), entries); err != nil {
			b.Fatal(err)
		}
		for _, decide := range []func(*tracker.Book) ([]tracker.Event, error){
			func(*tracker.Book) (all []tracker.Event, _ error) {
				for i := range 5_000 {
					way := ways[i%len(ways)]
					way.Channel = fmt.Sprintf("C1%04d", i)
					all = append(all, way)
				}
				return all, nil
			},
			tracker.Add(tracker.Supporter{Name: "Example Ltd", Category: tracker.Company, Country: "DE", Source: "https://example.org/a"}, tracker.DayOf(time.Now())),
			tracker.Withdraw(t.Book().Named("France")[0].ID, "https://example.org/b"),
			tracker.Withdraw(t.Book().Named("Germany")[0].ID, "https://example.org/b"),
		} {
			if _, err := t.Do(b.Context(), tracker.Request{By: admin}, decide); err != nil {
				b.Fatal(err)
			}
		}
		p := bot.NewPoster(bot.New(bot.Config{Config: desk.Config{Tracker: t, Call: c, Log: new(lines).logger()}, Access: bot.NewAccess(nil, nil)}), bot.CallTimeout)
		before := t.Book().Head()
		b.StartTimer()
		p.Plan(b.Context())
		if planned := t.Book().Head() - before; planned != 5_000 {
			b.Fatalf("%d were planned", planned)
		}
	}
}
