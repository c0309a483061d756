package bot_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"

	"rollcall/bot"
	"rollcall/bot/slacktest"
	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/testrun"
)

// start is when the tests in bubbles begin.
var start = time.Date(2026, 3, 2, 8, 59, 0, 0, time.UTC)

// tick is how often a Poster wakes in tests.
const tick = time.Minute

// everyFault is what can befall a post whose fate the client may not know, landed and not, and what refuses it for once; some
// of it but in a long run.
func everyFault() []slacktest.Fault {
	var all []slacktest.Fault
	for _, landed := range []bool{true, false} {
		for _, f := range []slacktest.Fault{
			{Lost: true}, {Cut: true}, {Status: 408}, {Status: 500}, {Status: 503}, {Error: "internal_error"}, {Error: "fatal_error"},
			{After: 15 * time.Second, Lost: true}, {Before: 15 * time.Second, Lost: true},
		} {
			f.Landed = landed
			all = append(all, f)
		}
	}
	all = append(all, slacktest.Fault{Before: 5 * time.Second}, slacktest.Fault{After: 5 * time.Second}, slacktest.Fault{Status: 429, RetryAfter: 30 * time.Second},
		slacktest.Fault{Error: "ratelimited"}, slacktest.Fault{Error: "invalid_blocks"}, slacktest.Fault{Error: "something_new"})
	some := all[:0]
	for i := 0; i < len(all); i += len(all) / testrun.Times(len(all), 8) {
		some = append(some, all[i])
	}
	return some
}

// describe names a fault.
func describe(f slacktest.Fault) string {
	what := f.Error
	switch {
	case f.Lost:
		what = "lost"
	case f.Cut:
		what = "cut"
	case f.Status != 0:
		what = fmt.Sprint(f.Status)
	case what == "":
		what = "slow"
	}
	if d := f.Before + f.After; d > 0 {
		what += fmt.Sprintf(" after %s", d)
	}
	if f.Landed {
		what += ", landed"
	}
	return what
}

// inHouse runs a test in a bubble, in a house where the admin has subscribed the channel policy.
func inHouse(t *testing.T, ledger tracker.Ledger, test func(h *house)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		h, _ := inBubble(t, start, slacktest.Config{RateLimit: true}, ledger)
		h.joins("Example Foundation")
		h.do(admin, tracker.Subscribe(tracker.Subscribed{Channel: policy, Zone: "UTC"}, 0))
		test(h)
		h.holds()
	})
}

func (h *house) subscription() *tracker.Subscription {
	h.Helper()
	s := h.tracker.Book().Channel(policy, 0)
	if s == nil {
		h.Fatal("there is no subscription")
	}
	return s
}

// settled checks that no plan is open.
func (h *house) settled() {
	h.Helper()
	if s := h.subscription(); s.Plan != nil {
		h.Errorf("plan %d isn't settled", s.Plan.Seq)
	}
}

// once checks that one digest was posted, that it says what it has to, and that its plan is settled.
func (h *house) once(says ...string) {
	h.Helper()
	all := h.posted(policy)
	if len(all) != 1 {
		h.Errorf("%d digests were posted, want 1\n%s", len(all), h.log)
		return
	}
	for _, part := range says {
		if !strings.Contains(all[0].Text, part) {
			h.Errorf("the digest doesn't show %q:\n%s", part, all[0].Text)
		}
	}
	if m := all[0].Metadata; m == nil || m.EventType == "" || !all[0].NoUnfurl {
		h.Errorf("metadata %+v, unfurling kept off: %t", m, all[0].NoUnfurl)
	}
	h.settled()
	if p := h.subscription().Paused; p != "" {
		h.Errorf("the subscription is paused: %s", p)
	}
}

func TestADigestIsPostedOnceWhateverBefallsThePost(t *testing.T) {
	t.Parallel()
	for _, f := range everyFault() {
		for _, times := range []int{1, 2, 4} {
			if times > 1 && f.Landed {
				continue // it has landed at the first time
			}
			t.Run(fmt.Sprintf("%s ×%d", describe(f), times), func(t *testing.T) {
				t.Parallel()
				inHouse(t, new(tracker.Memory), func(h *house) {
					stop := h.start(tick)
					h.slack.Fail("chat.postMessage", slices.Repeat([]slacktest.Fault{f}, times)...)
					h.joins("Example Company")
					time.Sleep(6 * time.Hour)
					stop()
					h.once(" joined", "Example Company")
					if n := len(h.told(admin)); n > 0 {
						h.Errorf("its owner got %d messages", n)
					}
				})
			})
		}
	}
}

// Where Slack refuses the blocks they go without the table, and where it refuses those, too, the text goes alone.
func TestRefusedBlocksAreFollowedByTheTextAlone(t *testing.T) {
	for _, refusal := range []string{"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"} {
		inHouse(t, new(tracker.Memory), func(h *house) {
			stop := h.start(tick)
			defer stop()
			h.slack.Fail("chat.postMessage", slacktest.Fault{Error: refusal}, slacktest.Fault{Error: refusal}, slacktest.Fault{Error: refusal})
			h.joins("Example Company")
			time.Sleep(2 * tick)
			h.once("Example Company")
			if got := h.posted(policy); len(got) == 1 && got[0].Blocks != nil {
				h.Errorf("%s: it has blocks: %s", refusal, got[0].Blocks)
			}
		})
	}
}

// A Retry-After from anything before Slack is obeyed for an hour at most.
func TestNobodyIsWaitedForADay(t *testing.T) {
	inHouse(t, new(tracker.Memory), func(h *house) {
		stop := h.start(tick)
		defer stop()
		h.slack.Fail("chat.postMessage", slacktest.Fault{Status: 429, RetryAfter: 24 * time.Hour})
		h.joins("Example Company")
		time.Sleep(2 * time.Hour)
		h.once("Example Company")
	})
}

func TestRetryAfterIsWaitedFor(t *testing.T) {
	inHouse(t, new(tracker.Memory), func(h *house) {
		stop := h.start(tick)
		defer stop()
		h.slack.Fail("chat.postMessage", slacktest.Fault{Status: 429, RetryAfter: 150 * time.Second})
		h.joins("Example Company")
		time.Sleep(10 * tick)
		h.once("Example Company")
		calls := h.calls("chat.postMessage")
		if len(calls) != 2 || calls[1].At.Sub(calls[0].At) < 150*time.Second || calls[1].At.Sub(calls[0].At) > 4*tick {
			h.Errorf("calls: %+v", calls)
		}
	})
}

// calls are those of a method that are about the channel policy.
func (h *house) calls(method string) []slacktest.Call {
	return slices.DeleteFunc(h.slack.Calls(), func(c slacktest.Call) bool {
		return c.Method != method || c.Args["channel"] != policy
	})
}

// A digest that waits for another try, between two ticks, doesn't show a name that was forgotten meanwhile.
func TestADigestThatWaitsDoesntTellWhoIsForgotten(t *testing.T) {
	t.Parallel()
	inHouse(t, new(tracker.Memory), func(h *house) {
		stop := h.start(tick)
		defer stop()
		h.slack.Fail("chat.postMessage", slacktest.Fault{Status: 429, RetryAfter: 30 * time.Second})
		h.joins("Zyxwv Company")
		for len(h.calls("chat.postMessage")) == 0 {
			time.Sleep(time.Second)
		}
		if err := h.tracker.Forget(h.Context(), h.tracker.Book().Named("Zyxwv Company")[0].ID, h.head(), admin); err != nil {
			h.Fatal(err)
		}
		time.Sleep(tick)
		h.once(" joined", "(forgotten ")
		if said := h.posted(policy)[0]; strings.Contains(said.Text+string(said.Blocks), "Zyxwv") {
			h.Errorf("it shows the name: %s", said.Text)
		}
	})
}

func TestADigestThatCannotBePostedPausesAndIsToldToItsOwnerOnce(t *testing.T) {
	t.Parallel()
	fault := func(code string) func(*house) {
		return func(h *house) { h.slack.Fail("chat.postMessage", slacktest.Fault{Error: code}) }
	}
	channel := func(c slacktest.Channel) func(*house) {
		c.ID, c.Name = policy, "policy"
		return func(h *house) { h.slack.AddChannel(c) }
	}
	for name, wrong := range map[string]func(*house){
		"not_in_channel":           channel(slacktest.Channel{}),
		"is_archived":              channel(slacktest.Channel{Member: true, Archived: true}),
		"channel_not_found":        func(h *house) { h.slack.DeleteChannel(policy) },
		"restricted_action_thread": fault("restricted_action_thread"),
		"something_new": func(h *house) {
			h.slack.Fail("chat.postMessage", slices.Repeat([]slacktest.Fault{{Error: "something_new"}}, 6)...)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inHouse(t, new(tracker.Memory), func(h *house) {
				stop := h.start(tick)
				defer stop()
				wrong(h)
				h.joins("Example Company")
				time.Sleep(12 * time.Hour)
				h.joins("Example Insurance")
				time.Sleep(12 * time.Hour)
				h.settled()
				told := h.told(admin)
				if n := len(h.posted(policy)); n != 0 || h.subscription().Paused != name || len(told) != 1 {
					h.Fatalf("%d digests, paused for %q, its owner got %d messages", n, h.subscription().Paused, len(told))
				}
				for _, part := range []string{answer.In("en").Why(name), "<#" + policy + ">", "resume 1"} {
					if !strings.Contains(told[0].Text, part) {
						h.Errorf("its owner doesn't see %q: %s", part, told[0].Text)
					}
				}
				// Once it is corrected and resumed, what was missed comes in one digest.
				h.slack.AddChannel(slacktest.Channel{ID: policy, Name: "policy", Member: true})
				h.do(guest, tracker.Resume(policy, 1))
				time.Sleep(time.Hour)
				h.once(" joined", "Example Company", "Example Insurance")
				if n := len(h.told(admin)) + len(h.told(guest)); n != 1 {
					h.Errorf("owners got %d messages", n)
				}
			})
		})
	}
}

// What it names is gone: a group of the call's folder, or a time zone.
func TestASubscriptionThatCannotBeReadPausesAndIsToldToItsOwnerOnce(t *testing.T) {
	t.Parallel()
	for name, way := range map[string]tracker.Subscribed{
		"its filter":   {Filter: "in:atlantis", Zone: "UTC"},
		"its zone":     {Zone: "Mars/Olympus"},
		"its schedule": {Schedule: "every day", Zone: "UTC"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inHouse(t, new(tracker.Memory), func(h *house) {
				way.Channel = policy
				h.do(admin, tracker.Subscribe(way, 1))
				stop := h.start(tick)
				defer stop()
				h.joins("Example Company")
				time.Sleep(12 * time.Hour)
				h.joins("Example Insurance")
				time.Sleep(12 * time.Hour)
				h.settled()
				told := h.told(admin)
				if n := len(h.posted(policy)); n != 0 || h.subscription().Paused != tracker.Unreadable || len(told) != 1 {
					h.Fatalf("%d digests, paused for %q, its owner got %d messages", n, h.subscription().Paused, len(told))
				}
				for _, part := range []string{policy, "subscriptions", "subscribe #1"} {
					if !strings.Contains(told[0].Text, part) {
						h.Errorf("its owner doesn't see %q: %s", part, told[0].Text)
					}
				}
				if n := strings.Count(h.log.String(), "can't be read"); n != 1 {
					h.Errorf("it is logged %d times", n)
				}
				h.do(admin, tracker.Subscribe(tracker.Subscribed{Channel: policy, Zone: "UTC"}, 1))
				time.Sleep(time.Hour)
				h.once(" joined", "Example Company", "Example Insurance")
			})
		})
	}
}

// An earlier plan whose post may have landed is looked up first.
func TestAnOpenDigestThatCannotBeToldAnyMoreIsSettled(t *testing.T) {
	t.Parallel()
	for _, landed := range []bool{false, true} {
		t.Run(fmt.Sprintf("it landed: %t", landed), func(t *testing.T) {
			t.Parallel()
			inHouse(t, new(tracker.Memory), func(h *house) {
				h.do(admin, tracker.Subscribe(tracker.Subscribed{Channel: policy, Zone: "UTC", Filter: "in:atlantis"}, 1))
				h.joins("Example Company")
				sub := h.subscription()
				planned := h.do("rollcall", func(b *tracker.Book) ([]tracker.Event, error) {
					return []tracker.Event{tracker.DigestPlanned{Subscription: sub.ID, Occasion: time.Now().UTC(), Through: b.Head()}}, nil
				}).After.Subscription(sub.ID).Plan
				if landed {
					_, _, err := h.api.PostMessage(policy, slack.MsgOptionText("what it said", false), slack.MsgOptionMetadata(slack.SlackMetadata{
						EventType: "rollcall_digest", EventPayload: map[string]any{"call": "pariscall", "plan": fmt.Sprint(planned.Seq),
							"subscription": fmt.Sprint(sub.ID), "occasion": planned.Occasion.Format(time.RFC3339Nano)}}))
					if err != nil {
						h.Fatal(err)
					}
				}
				stop := h.start(tick)
				defer stop()
				time.Sleep(time.Hour)
				h.settled()
				posted, told, through := len(h.posted(policy)), len(h.told(admin)), h.subscription().Through
				if landed && (posted != 1 || told != 0 || through != planned.Through) || !landed && (posted != 0 || told != 1 || h.subscription().Paused != tracker.Unreadable) {
					h.Errorf("%d digests, its owner got %d messages, and it is %+v", posted, told, h.subscription())
				}
			})
		})
	}
}

func TestTheOwnerIsToldThoughSlackIsBusyJustThen(t *testing.T) {
	inHouse(t, new(tracker.Memory), func(h *house) {
		stop := h.start(tick)
		defer stop()
		h.slack.Fail("chat.postMessage", slacktest.Fault{Error: "is_archived"}, slacktest.Fault{Status: 429, RetryAfter: 5 * time.Second})
		h.joins("Example Company")
		time.Sleep(time.Hour)
		if n := len(h.told(admin)); n != 1 {
			h.Errorf("its owner got %d messages", n)
		}
	})
}

func TestTheOwnerIsToldInTheirLanguage(t *testing.T) {
	for name, c := range map[string]struct {
		wrong func(h *house)
		says  string
	}{
		"paused": {func(h *house) { h.slack.Fail("chat.postMessage", slacktest.Fault{Error: "is_archived"}) }, "est en pause"},
		"refused without a word": {func(h *house) {
			h.slack.Fail("chat.postMessage", slices.Repeat([]slacktest.Fault{{Status: 400}}, 6)...)
		}, "(Slack n'a pas répondu)"},
		"held": {func(h *house) {
			h.slack.Fail("chat.postMessage", slacktest.Fault{Lost: true})
			h.slack.Fail("conversations.history", slacktest.Fault{Error: "missing_scope"})
		}, "Un récapitulatif pour <#C0POLICY> est retenu\u00a0: je ne peux pas y lire les messages (il manque une autorisation à l'application)"},
	} {
		t.Run(name, func(t *testing.T) {
			inHouse(t, new(tracker.Memory), func(h *house) {
				h.do(french, tracker.Subscribe(tracker.Subscribed{Channel: policy, Zone: "Europe/Paris"}, 0))
				stop := h.start(tick)
				defer stop()
				c.wrong(h)
				h.joins("Example Company")
				time.Sleep(12 * time.Hour)
				if told := h.told(french); len(told) != 1 || !strings.Contains(told[0].Text, c.says) {
					h.Errorf("its owner got %+v, want %q", told, c.says)
				}
			})
		})
	}
}

func TestAHistoryThatCannotBeReadHoldsTheDigest(t *testing.T) {
	t.Parallel()
	for _, landed := range []bool{true, false} {
		for _, code := range []string{"missing_scope", "not_in_channel", "channel_not_found"} {
			t.Run(fmt.Sprintf("%s, landed %t", code, landed), func(t *testing.T) {
				t.Parallel()
				inHouse(t, new(tracker.Memory), func(h *house) {
					stop := h.start(tick)
					defer stop()
					h.slack.Fail("chat.postMessage", slacktest.Fault{Lost: true, Landed: landed})
					h.slack.Fail("conversations.history", slices.Repeat([]slacktest.Fault{{Error: code}}, 5)...)
					h.joins("Example Company")
					time.Sleep(25 * time.Minute)
					if n := len(h.calls("chat.postMessage")); n != 1 || h.subscription().Plan == nil {
						h.Errorf("it isn't held: %d posts, plan %v", n, h.subscription().Plan)
					}
					time.Sleep(6 * time.Hour)
					h.once("Example Company")
					told := h.told(admin)
					if len(told) != 1 || !strings.Contains(told[0].Text, answer.In("en").Why(code)) || !strings.Contains(told[0].Text, "held") {
						h.Errorf("its owner got %+v", told)
					}
				})
			})
		}
	}
}

// A temporary error that lasts also holds the digest.
func TestAHistoryThatFailsOnAndOnHoldsTheDigest(t *testing.T) {
	t.Parallel()
	for _, f := range []slacktest.Fault{{Error: "internal_error"}, {Error: "something_new"}, {Status: 502}, {Status: 403}} {
		t.Run(describe(f), func(t *testing.T) {
			t.Parallel()
			inHouse(t, new(tracker.Memory), func(h *house) {
				stop := h.start(tick)
				defer stop()
				h.slack.Fail("chat.postMessage", slacktest.Fault{Lost: true})
				h.slack.Fail("conversations.history", slices.Repeat([]slacktest.Fault{f}, 20)...)
				h.joins("Example Company")
				time.Sleep(6 * time.Hour)
				h.once("Example Company")
				if told := h.told(admin); len(told) != 1 || !strings.Contains(told[0].Text, "held") {
					h.Errorf("its owner got %+v", told)
				}
			})
		})
	}
}

func TestAHistoryThatFailsForOnceIsReadAgain(t *testing.T) {
	t.Parallel()
	for _, landed := range []bool{true, false} {
		for _, f := range everyFault() {
			t.Run(fmt.Sprintf("%s, landed %t", describe(f), landed), func(t *testing.T) {
				t.Parallel()
				inHouse(t, new(tracker.Memory), func(h *house) {
					stop := h.start(tick)
					defer stop()
					h.slack.Fail("chat.postMessage", slacktest.Fault{Lost: true, Landed: landed})
					h.slack.Fail("conversations.history", f, f)
					h.joins("Example Company")
					time.Sleep(time.Hour)
					h.once("Example Company")
					if n := len(h.told(admin)); n > 0 {
						h.Errorf("its owner got %d messages", n)
					}
				})
			})
		}
	}
}

// TestALandedDigestIsFoundInALongHistory has more messages after it than one page of history.
func TestALandedDigestIsFoundInALongHistory(t *testing.T) {
	inHouse(t, new(tracker.Memory), func(h *house) {
		stop := h.start(tick)
		defer stop()
		h.slack.Fail("chat.postMessage", slacktest.Fault{Lost: true, Landed: true})
		h.slack.Fail("conversations.history", slacktest.Fault{Error: "missing_scope"})
		h.joins("Example Company")
		time.Sleep(2 * time.Minute)
		for range 350 {
			if _, _, err := h.api.PostMessage(policy, slack.MsgOptionText("chatter", false)); err != nil {
				h.Fatal(err)
			}
			time.Sleep(time.Second)
		}
		time.Sleep(time.Hour)
		landed := slices.DeleteFunc(h.posted(policy), func(m slacktest.Message) bool { return m.Metadata == nil })
		if len(landed) != 1 {
			h.Errorf("%d digests were posted", len(landed))
		}
		h.settled()
	})
}

// TestRandomFaults mixes all faults, on posts and on the history, over many seeds. In the end, when all is well and what
// was paused is subscribed again, every change has been posted exactly once.
func TestRandomFaults(t *testing.T) {
	t.Parallel()
	const changes = 6
	seeds := testrun.Times(150, 30)
	onPost := append(everyFault(), slacktest.Fault{Error: "is_archived"}, slacktest.Fault{Error: "not_in_channel"})
	onHistory := append(everyFault(), slacktest.Fault{Error: "missing_scope"})
	for seed := range uint64(seeds) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			inHouse(t, new(tracker.Memory), func(h *house) {
				rng := rand.New(rand.NewPCG(seed, 1))
				likely := rng.Float64()
				h.slack.FailBy(func(c slacktest.Call) slacktest.Fault {
					switch {
					case c.Args["channel"] != policy || rng.Float64() >= likely:
					case c.Method == "chat.postMessage":
						return onPost[rng.IntN(len(onPost))]
					case c.Method == "conversations.history":
						return onHistory[rng.IntN(len(onHistory))]
					}
					return slacktest.Fault{}
				})
				stop := h.start(tick)
				gaps := rand.New(rand.NewPCG(seed, 2))
				name := func(i int) string { return fmt.Sprintf("Example Company %d.", i) }
				for i := range changes {
					h.joins(name(i))
					time.Sleep(time.Duration(gaps.Int64N(int64(20 * time.Minute))))
					if gaps.IntN(4) == 0 { // a restart
						stop()
						h.reopen()
						stop = h.start(tick)
					}
				}
				time.Sleep(8 * time.Hour)
				h.slack.FailBy(nil)
				time.Sleep(2 * time.Hour)
				h.settled()
				abandoned, paused := h.abandoned(), 0
				for _, m := range h.told(admin) {
					if strings.Contains(m.Text, "is paused") {
						paused++
					}
				}
				if paused != abandoned {
					h.Errorf("%d digests were given up, and the owner was warned %d times", abandoned, paused)
				}
				if (h.subscription().Paused != "") != (abandoned > 0) {
					h.Errorf("paused for %q after %d were given up", h.subscription().Paused, abandoned)
				}
				h.do(admin, tracker.Subscribe(tracker.Subscribed{Channel: policy, Zone: "UTC"}, 0))
				time.Sleep(time.Hour)
				stop()
				h.settled()
				plans := map[any]int{}
				for _, m := range h.posted(policy) {
					plans[m.Metadata.EventPayload["plan"]]++
				}
				for plan, n := range plans {
					if n != 1 {
						h.Errorf("plan %v was posted %d times", plan, n)
					}
				}
				for i := range changes {
					told := 0
					for _, m := range h.posted(policy) {
						told += strings.Count(m.Text, "• "+name(i))
					}
					if told != 1 {
						h.Errorf("%q came %d times", name(i), told)
					}
				}
				if h.Failed() {
					h.Log(h.log)
				}
			})
		})
	}
}

// abandoned is how many digests were given up.
func (h *house) abandoned() (n int) {
	for e := range h.tracker.Book().Entries(0) {
		if _, ok := e.Event.(tracker.DigestAbandoned); ok {
			n++
		}
	}
	return n
}

// TestARestartBetweenPlanAndSettle starts again where the first process ended: the plan is open, and its post may have landed.
func TestARestartBetweenPlanAndSettle(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]*slacktest.Fault{
		"before it was sent":          nil,
		"it landed":                   {Lost: true, Landed: true},
		"it did not land":             {Lost: true},
		"it lands after the restart":  {Before: 15 * time.Second},
		"it landed, the answer hangs": {Landed: true, After: time.Minute},
		"it never lands, and hangs":   {Lost: true, Before: time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inHouse(t, new(tracker.Memory), func(h *house) {
				h.joins("Example Company")
				if fault == nil {
					h.do("rollcall", func(b *tracker.Book) ([]tracker.Event, error) {
						return []tracker.Event{tracker.DigestPlanned{Subscription: b.Channel(policy, 0).ID, Occasion: time.Now(), Through: b.Head()}}, nil
					})
				} else {
					h.slack.Fail("chat.postMessage", *fault)
					stop := h.start(tick)
					time.Sleep(time.Second)
					stop()
				}
				if h.subscription().Plan == nil {
					h.Fatal("no plan is open")
				}
				h.reopen()
				h.joins("Example Insurance") // the plan doesn't include it
				before, again := len(h.slack.Calls()), time.Now()
				stop := h.start(tick)
				time.Sleep(25 * time.Second)
				h.once(" joined", "Example Company")
				for _, c := range h.slack.Calls()[before:] {
					if c.Method == "auth.test" {
						continue
					}
					if wait := c.At.Sub(again); wait < bot.CallTimeout {
						h.Errorf("%s was called %s after the start", c.Method, wait)
					}
				}
				time.Sleep(time.Hour)
				stop()
				if got := h.posted(policy); len(got) != 2 || !strings.Contains(got[1].Text, "Example Insurance") || strings.Contains(got[1].Text, "Example Company") {
					h.Errorf("%d digests: %+v", len(got), got)
				}
			})
		})
	}
}

// TestTwoPostersOnOneLedger lets two of them run, on one Book or each on its own.
func TestTwoPostersOnOneLedger(t *testing.T) {
	t.Parallel()
	faults := map[string][]slacktest.Fault{
		"nothing goes wrong": nil,
		"landed, lost":       {{Lost: true, Landed: true}},
		"lost":               {{Lost: true}},
		"slow to land":       {{Before: 8 * time.Second}},
		"slow to answer":     {{After: 8 * time.Second}},
		"limited":            {{Status: 429, RetryAfter: 90 * time.Second}},
		"internal_error":     {{Error: "internal_error", Landed: true}},
	}
	for name, script := range faults {
		for _, offset := range []time.Duration{0, 5 * time.Second, 20 * time.Second} {
			for _, apart := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s, %s later, Books apart %t", name, offset, apart), func(t *testing.T) {
					t.Parallel()
					inHouse(t, new(tracker.Memory), func(h *house) {
						other := *h
						if apart {
							other.reopen()
						}
						stop := h.start(tick)
						time.Sleep(offset)
						stopOther := other.start(tick)
						h.slack.Fail("chat.postMessage", script...)
						time.Sleep(tick/2 - offset)
						h.joins("Example Company")
						other.joins("Example Insurance") // so both Books know that a digest is due
						time.Sleep(time.Hour)
						stop()
						stopOther()
						h.reopen()
						h.once("Example Company", "Example Insurance")
					})
				})
			}
		}
	}
}

func TestRunReturnsAfterThePostUnderWayIsSettled(t *testing.T) {
	for name, f := range map[string]slacktest.Fault{"slow to land": {Before: 5 * time.Second}, "slow to answer": {After: 5 * time.Second}} {
		for _, byTimer := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, at the start %t", name, byTimer), func(t *testing.T) {
				inHouse(t, new(tracker.Memory), func(h *house) {
					h.slack.Fail("chat.postMessage", f)
					var stop func()
					if byTimer {
						h.joins("Example Company")
						stop = h.start(tick)
					} else {
						stop = h.start(tick)
						time.Sleep(time.Second)
						h.joins("Example Company")
						time.Sleep(tick - time.Second)
					}
					time.Sleep(2 * time.Second)
					begin := time.Now()
					stop()
					if took := time.Since(begin); took < 2*time.Second || took > bot.CallTimeout {
						h.Errorf("it took %s", took)
					}
					h.once("Example Company")
				})
			})
		}
	}
}

func TestUnsubscribedWhileItIsPosted(t *testing.T) {
	for name, f := range map[string]slacktest.Fault{
		"it lands": {Before: 5 * time.Second}, "its answer is lost": {Lost: true, Landed: true, Before: 5 * time.Second}, "it is refused": {Before: 5 * time.Second, Error: "is_archived"},
	} {
		t.Run(name, func(t *testing.T) {
			inHouse(t, new(tracker.Memory), func(h *house) {
				h.joins("Example Company")
				h.slack.Fail("chat.postMessage", f)
				stop := h.start(tick)
				defer stop()
				time.Sleep(2 * time.Second)
				h.do(guest, tracker.Unsubscribe(policy, 0))
				time.Sleep(time.Hour)
				if n := len(h.posted(policy)); n > 1 || h.tracker.Book().Channel(policy, 0) != nil {
					h.Errorf("%d digests were posted", n)
				}
				if n := len(h.told(admin)); n > 0 {
					h.Errorf("its owner got %d messages", n)
				}
			})
		})
	}
}

func TestWhatWasMissedWhileTheProcessWasDownIsToldOnceAndAsLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, _ := inBubble(t, start, slacktest.Config{RateLimit: true}, new(tracker.Memory))
		h.do(admin, tracker.Subscribe(tracker.Subscribed{Channel: policy, Schedule: "0 9 * * *", Zone: "Europe/Paris"}, 0))
		h.joins("Example Company")
		time.Sleep(73 * time.Hour) // three mornings
		stop := h.start(tick)
		time.Sleep(30 * time.Hour)
		stop()
		h.once("Example Company", "comes late", "2026-03-05 08:00 UTC")
		h.holds()
	})
}

func TestManyChannelsAreServedSideBySide(t *testing.T) {
	inHouse(t, new(tracker.Memory), func(h *house) {
		const n = 40
		channel := func(i int) string { return fmt.Sprintf("C1%04d", i) }
		for i := range n {
			h.slack.AddChannel(slacktest.Channel{ID: channel(i), Name: fmt.Sprint(i), Member: true})
			h.do(admin, tracker.Subscribe(tracker.Subscribed{Channel: channel(i), Zone: "UTC"}, 0))
		}
		var mu sync.Mutex
		tried := map[string]bool{}
		h.slack.FailBy(func(c slacktest.Call) slacktest.Fault {
			mu.Lock()
			defer mu.Unlock()
			if c.Method != "chat.postMessage" || tried[c.Args["channel"]] {
				return slacktest.Fault{}
			}
			tried[c.Args["channel"]] = true
			return slacktest.Fault{Lost: true, Landed: len(tried)%2 == 0, Before: 9 * time.Second}
		})
		stop := h.start(tick)
		h.joins("Example Company")
		time.Sleep(time.Hour)
		stop()
		for i := range n {
			if got := h.posted(channel(i)); len(got) != 1 {
				h.Errorf("%d digests were posted to channel %d", len(got), i)
			}
		}
		h.once("Example Company")
	})
}

// Channels for which Slack never takes anything hold the others up, as it may be the workspace's limit, and starve none.
func TestLimitedChannelsStarveNoOther(t *testing.T) {
	inHouse(t, new(tracker.Memory), func(h *house) {
		channel := func(i int) string { return fmt.Sprintf("C1%04d", i) }
		for i := range 10 {
			h.slack.AddChannel(slacktest.Channel{ID: channel(i), Name: fmt.Sprint(i), Member: true})
			h.do(admin, tracker.Subscribe(tracker.Subscribed{Channel: channel(i), Zone: "UTC"}, 0))
		}
		h.slack.FailBy(func(c slacktest.Call) slacktest.Fault {
			if to := c.Args["channel"]; c.Method == "chat.postMessage" && (to == policy || to == channel(0) || to == channel(1)) {
				return slacktest.Fault{Status: 429, RetryAfter: 30 * time.Second}
			}
			return slacktest.Fault{}
		})
		stop := h.start(tick)
		h.joins("Example Company")
		time.Sleep(10 * time.Minute)
		h.slack.FailBy(nil)
		for i := range 8 {
			if got := h.posted(channel(2 + i)); len(got) != 1 {
				h.Errorf("%d digests were posted to channel %d", len(got), i)
			}
		}
		time.Sleep(time.Hour)
		stop()
		h.once("Example Company")
	})
}

func TestALedgerThatFailsLosesAndDoublesNothing(t *testing.T) {
	ledger := &broken{}
	inHouse(t, ledger, func(h *house) {
		stop := h.start(tick)
		h.slack.FailBy(func(c slacktest.Call) slacktest.Fault {
			if c.Method == "chat.postMessage" && c.N == 1 {
				return slacktest.Fault{After: 2 * time.Second}
			}
			return slacktest.Fault{}
		})
		h.joins("Example Company")
		time.Sleep(tick + time.Second - time.Duration(time.Now().Second())*time.Second)
		ledger.fail(fmt.Errorf("the disk is full")) // while the post is under way
		time.Sleep(30 * time.Minute)
		ledger.fail(nil)
		time.Sleep(time.Hour)
		stop()
		h.once("Example Company")
		entries, err := ledger.Read(h.Context(), 0, math.MaxInt)
		if err != nil || tracker.Seq(len(entries)) != h.head() {
			h.Errorf("%d entries in the ledger, %d in the book, %v", len(entries), h.head(), err)
		}
	})
}
