package bot_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rollcall/bot/slacktest"
	"rollcall/tracker"
)

// subscribes subscribes a channel to all changes.
func (h *house) subscribes(channel string) {
	h.Helper()
	h.do(admin, tracker.Subscribe(tracker.Subscribed{Channel: channel, Zone: "UTC"}, 0))
}

// toldOf counts how often a channel's digests have a name.
func (h *house) toldOf(channel, name string) (n int) {
	for _, m := range h.posted(channel) {
		n += strings.Count(m.Text, "• "+name)
	}
	return n
}

// TestATokenThatSlackDoesntTakeHoldsDigestsAndPausesNone tries every reason, from the start or later, for a tick or for hours.
func TestATokenThatSlackDoesntTakeHoldsDigestsAndPausesNone(t *testing.T) {
	t.Parallel()
	faults := map[string]slacktest.Fault{"HTTP status 401": {Status: 401}, "HTTP status 403": {Status: 403}}
	for _, code := range []string{"invalid_auth", "not_authed", "missing_scope", "account_inactive", "token_revoked", "token_expired", "team_access_not_granted"} {
		faults[code] = slacktest.Fault{Error: code}
	}
	for why, fault := range faults {
		for _, fromStart := range []bool{true, false} {
			for _, onlyPosts := range []bool{true, false} {
				for _, lasts := range []time.Duration{tick, 2 * time.Hour} {
					if onlyPosts && (fault.Status != 0 || fromStart) { // for that long, it would be about this one post
						continue
					}
					t.Run(fmt.Sprintf("%s, from the start %t, only posts %t, for %s", why, fromStart, onlyPosts, lasts), func(t *testing.T) {
						t.Parallel()
						inHouse(t, new(tracker.Memory), func(h *house) {
							h.subscribes(press)
							wrong := func(c slacktest.Call) slacktest.Fault {
								if why == "missing_scope" && c.Method == "auth.test" || onlyPosts && c.Method != "chat.postMessage" {
									return slacktest.Fault{} // which needs none
								}
								return fault
							}
							if fromStart {
								h.slack.FailBy(wrong)
							}
							stop := h.start(tick)
							defer stop()
							time.Sleep(3 * tick / 2)
							h.slack.FailBy(wrong)
							h.joins("Example Company")
							time.Sleep(lasts)
							if err := h.access.Ready(); err == nil || !strings.Contains(err.Error(), why) {
								h.Errorf("ready: %v", err)
							}
							h.joins("Example Insurance")
							time.Sleep(lasts)
							if n := len(h.calls("chat.postMessage")); n > int(2*lasts/tick)+3 {
								h.Errorf("%d posts were tried", n)
							}
							h.slack.FailBy(nil)
							time.Sleep(4 * tick)
							for _, channel := range []string{policy, press} {
								for _, name := range []string{"Example Company", "Example Insurance"} {
									if n := h.toldOf(channel, name); n != 1 {
										h.Errorf("%s got %s %d times", channel, name, n)
									}
								}
								if s := h.tracker.Book().Channel(channel, 0); s.Paused != "" || s.Plan != nil {
									h.Errorf("%s: paused for %q, plan %v", channel, s.Paused, s.Plan)
								}
							}
							if n := len(h.told(admin)); n > 0 {
								h.Errorf("the owner got %d messages", n)
							}
							if err := h.access.Ready(); err != nil {
								h.Errorf("afterwards: %v", err)
							}
							if n := strings.Count(h.log.String(), "doesn't take rollcall's bot token"); n != 1 {
								h.Errorf("it is logged %d times", n)
							}
							if h.Failed() {
								h.Log(h.log)
							}
						})
					})
				}
			}
		}
	}
}

// TestAChannelForWhichTheTokenIsntTakenHoldsUpNoOther covers organisations, where a token can be valid for only some workspaces.
func TestAChannelForWhichTheTokenIsntTakenHoldsUpNoOther(t *testing.T) {
	inHouse(t, new(tracker.Memory), func(h *house) {
		h.subscribes(press)
		h.subscribes(review)
		h.slack.FailBy(func(c slacktest.Call) slacktest.Fault {
			if c.Method == "chat.postMessage" && c.Args["channel"] == policy {
				return slacktest.Fault{Error: "team_access_not_granted"}
			}
			return slacktest.Fault{}
		})
		stop := h.start(tick)
		defer stop()
		for i := range 5 {
			h.joins(fmt.Sprintf("Example %d.", i))
			time.Sleep(6 * tick)
		}
		for i := range 5 {
			name := fmt.Sprintf("Example %d.", i)
			if a, b := h.toldOf(press, name), h.toldOf(review, name); a != 1 || b != 1 {
				h.Errorf("%s came %d and %d times", name, a, b)
			}
		}
		h.slack.FailBy(nil)
		time.Sleep(6 * tick)
		for i := range 5 {
			if n := h.toldOf(policy, fmt.Sprintf("Example %d.", i)); n != 1 {
				h.Errorf("Example %d. came %d times", i, n)
			}
		}
		h.settled()
	})
}

// TestWhatNobodyPostsAnyMoreKeepsNothingUnready drops the post that would have been the proof.
func TestWhatNobodyPostsAnyMoreKeepsNothingUnready(t *testing.T) {
	inHouse(t, new(tracker.Memory), func(h *house) {
		h.slack.Fail("chat.postMessage", slacktest.Fault{Error: "missing_scope"})
		stop := h.start(tick)
		defer stop()
		h.joins("Example Company")
		for h.access.Ready() == nil {
			time.Sleep(time.Second)
		}
		h.do(guest, tracker.Unsubscribe(policy, 0))
		time.Sleep(5 * tick)
		if err := h.access.Ready(); err != nil {
			h.Error(err)
		}
		h.subscribes(policy)
	})
}

// TestATokenThatIsntTakenInTheMiddleOfADigest, whose lists and picture go into its thread, is waited for there, too.
func TestATokenThatIsntTakenInTheMiddleOfADigest(t *testing.T) {
	for _, method := range []string{"chat.postMessage", "conversations.history", "conversations.replies", "files.getUploadURLExternal"} {
		inHouse(t, new(tracker.Memory), func(h *house) {
			n := 0
			h.slack.FailBy(func(c slacktest.Call) slacktest.Fault {
				switch {
				case c.Method == "chat.postMessage" && c.N == 1 && method != "files.getUploadURLExternal":
					return slacktest.Fault{Lost: true, Landed: true}
				case c.Method == method && n < 8:
					n++
					return slacktest.Fault{Error: "token_revoked"}
				}
				return slacktest.Fault{}
			})
			stop := h.start(tick)
			defer stop()
			h.joinMany(30)
			time.Sleep(time.Hour)
			h.settled()
			if s := h.subscription(); s.Paused != "" || len(h.told(admin)) > 0 {
				h.Errorf("%s: paused for %q, warned %d times", method, s.Paused, len(h.told(admin)))
			}
			digests := slices.DeleteFunc(h.posted(policy), func(m slacktest.Message) bool { return m.ThreadTS != "" })
			if len(digests) != 1 || len(h.posted(policy)) != 2 {
				h.Errorf("%s: %d digests and %d messages\n%s", method, len(digests), len(h.posted(policy)), h.log)
			}
		})
	}
}

// joinMany records that many companies joined, in one go.
func (h *house) joinMany(n int) {
	h.Helper()
	h.do(admin, func(b *tracker.Book) (all []tracker.Event, err error) {
		for i := range n {
			events, err := tracker.Add(tracker.Supporter{Name: fmt.Sprint("Example Works ", i), Category: tracker.Company, Source: "https://example.org/a"}, tracker.DayOf(time.Now()))(b)
			if err != nil {
				return nil, err
			}
			all = append(all, events...)
		}
		return all, nil
	})
}

// TestADigestIsFoundByWhicheverClock: ours is right, ahead or behind by far more than a post takes, and the reply is lost.
func TestADigestIsFoundByWhicheverClock(t *testing.T) {
	t.Parallel()
	for _, ahead := range []time.Duration{0, time.Hour, 48 * time.Hour, -time.Hour, -48 * time.Hour} {
		for _, landed := range []bool{true, false} {
			for _, restart := range []bool{true, false} {
				for _, first := range []bool{true, false} {
					t.Run(fmt.Sprintf("Slack's is ahead by %s, landed %t, restart %t, the first digest %t", ahead, landed, restart, first), func(t *testing.T) {
						t.Parallel()
						synctest.Test(t, func(t *testing.T) {
							h, _ := inBubble(t, start, slacktest.Config{RateLimit: true, Ahead: ahead}, new(tracker.Memory))
							h.subscribes(policy)
							stop := h.start(tick)
							if !first {
								h.joins("Pattern Foundry")
								time.Sleep(2 * tick)
							}
							h.slack.Fail("chat.postMessage", slacktest.Fault{Lost: true, Landed: landed})
							h.joins("Example Company")
							for h.slack.Count("chat.postMessage") < map[bool]int{true: 1, false: 2}[first] {
								time.Sleep(time.Second)
							}
							if restart {
								stop()
								h.reopen()
								stop = h.start(tick)
							}
							time.Sleep(time.Hour)
							stop()
							h.settled()
							if n := h.toldOf(policy, "Example Company"); n != 1 {
								h.Errorf("it came %d times", n)
							}
							for _, c := range h.calls("conversations.history") {
								if c.Args["oldest"] == "" && !(first && restart) {
									h.Error("the whole history was asked for")
								}
							}
							h.holds()
						})
					})
				}
			}
		}
	}
}
