package bot_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rollcall/bot/slacktest"
	"rollcall/tracker"
)

// joinsWithMuchToTell records changes whose digest has longer lists in its thread, and a picture if that is wanted.
func (h *house) joinsWithMuchToTell(pictured bool) {
	h.Helper()
	h.joinTogether(20)
	if !pictured {
		return
	}
	early := tracker.Supporter{Name: "Example Early Company", Category: tracker.Company, Source: "https://example.org/a"}
	h.do(admin, tracker.Add(early, tracker.DayOf(time.Now())))
	time.Sleep(40 * 24 * time.Hour)
	h.joins("Example Late Company")
}

// wantThread checks that a digest was posted once, and below it, once each, its lists and its picture as far as they are
// wanted.
func (h *house) wantThread(lists, pictures int) {
	h.Helper()
	digests := 0
	for _, m := range h.slack.Messages(policy) {
		switch {
		case m.ThreadTS == "":
			digests++
		case len(m.Files) > 0:
			pictures--
		case strings.Contains(m.Text, "Example Company 0019"):
			lists--
		default:
			h.Errorf("in the thread: %s", m.Text)
		}
	}
	if digests != 1 || lists != 0 || pictures != 0 {
		h.Errorf("%d digests; %d lists and %d pictures are missing\n%s", digests, lists, pictures, h.log)
	}
	h.settled()
	if n := len(h.told(admin)); n > 0 {
		h.Errorf("its owner got %d messages", n)
	}
}

func TestADigestsThreadIsPostedOnceWhateverBefallsIt(t *testing.T) {
	t.Parallel()
	ofThread := func(c slacktest.Call) bool { return c.Args["thread_ts"] != "" || c.Method == "conversations.replies" }
	for _, method := range []string{"chat.postMessage", "files.completeUploadExternal", "conversations.replies"} {
		for i, f := range everyFault() {
			restart := i%2 == 0
			pictured := method == "files.completeUploadExternal" || method == "conversations.replies" && restart // drawing takes long
			t.Run(fmt.Sprintf("%s, %s, restart %t", method, describe(f), restart), func(t *testing.T) {
				t.Parallel()
				inHouse(t, new(tracker.Memory), func(h *house) {
					failed := false
					h.slack.FailBy(func(c slacktest.Call) slacktest.Fault {
						switch {
						case !ofThread(c) || failed:
						case c.Method == method:
							failed = true
							return f
						case method == "conversations.replies" && c.Method == "chat.postMessage": // so that the thread is read
							return slacktest.Fault{Lost: true, Landed: true}
						}
						return slacktest.Fault{}
					})
					h.joinsWithMuchToTell(pictured)
					stop := h.start(tick)
					time.Sleep(3 * time.Second)
					if restart {
						stop()
						h.reopen()
						stop = h.start(tick)
					}
					time.Sleep(6 * time.Hour)
					stop()
					lists, pictures := 1, 0
					if pictured {
						pictures = 1
					}
					if method == "conversations.replies" && slices.Contains([]string{"something_new", "invalid_blocks"}, f.Error) {
						pictures = 0 // the thread can't be read: rather not than twice
					}
					h.wantThread(lists, pictures)
				})
			})
		}
	}
}

// What Slack refuses for good isn't in the thread, and what follows is.
func TestADigestIsWholeWithoutItsThread(t *testing.T) {
	for name, c := range map[string]struct {
		method          string
		faults          []slacktest.Fault
		lists, pictures int
	}{
		"no lists":         {"chat.postMessage", []slacktest.Fault{{}, {Error: "restricted_action_thread_locked"}}, 0, 1},
		"lists never work": {"chat.postMessage", append([]slacktest.Fault{{}}, slices.Repeat([]slacktest.Fault{{Error: "something_new"}}, 6)...), 0, 1},
		"no pictures":      {"files.completeUploadExternal", []slacktest.Fault{{Error: "missing_scope"}}, 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			inHouse(t, new(tracker.Memory), func(h *house) {
				h.slack.Fail(c.method, c.faults...)
				h.joinsWithMuchToTell(true)
				stop := h.start(tick)
				time.Sleep(6 * time.Hour)
				stop()
				h.wantThread(c.lists, c.pictures)
			})
		})
	}
}

// Killed at each moment between the post of a digest and its settlement, the thread is whole in the end.
func TestARestartBetweenADigestAndItsThread(t *testing.T) {
	t.Parallel()
	for _, after := range []time.Duration{0, 500 * time.Millisecond, 1100 * time.Millisecond, 2 * time.Second, 2100 * time.Millisecond} {
		t.Run(after.String(), func(t *testing.T) {
			t.Parallel()
			inHouse(t, new(tracker.Memory), func(h *house) {
				h.joinsWithMuchToTell(true)
				stop := h.start(tick)
				time.Sleep(after)
				stop()
				h.reopen()
				stop = h.start(tick)
				time.Sleep(time.Hour)
				stop()
				h.wantThread(1, 1)
			})
		})
	}
}
