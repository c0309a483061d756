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

// toldOfOne posts a digest with a company, and then takes back that it joined.
func (h *house) toldOfOne() {
	h.Helper()
	h.joins("Example Company")
	time.Sleep(2 * tick)
	h.once("Example Company joined")
	h.do(admin, tracker.Undo(h.head()-2)) // before the plan and its settlement
}

// corrected checks that the digest with the company is marked, that its correction was posted once, in its thread, and
// that nothing else was posted.
func (h *house) corrected(marked, threaded bool) {
	h.Helper()
	all := h.posted(policy)
	if len(all) != 2 {
		h.Errorf("%d messages were posted, want the digest and its correction\n%s", len(all), h.log)
		return
	}
	const what = "Example Company is not on the list after all (2 → 1 company)"
	digest, correction := all[0], all[1]
	if got := strings.HasPrefix(digest.Text, "Corrected on 2 March 2026: "+what); got != marked || !strings.Contains(digest.Text, "Example Company joined") {
		h.Errorf("the digest is marked: %t, want %t:\n%s\n%s", got, marked, digest.Text, h.log)
	}
	if digest.Metadata == nil || digest.Metadata.EventPayload["plan"] == correction.Metadata.EventPayload["plan"] {
		h.Errorf("the digest has the metadata %+v", digest.Metadata)
	}
	if !strings.HasPrefix(correction.Text, "Correction: "+what) || (correction.ThreadTS == digest.TS) != threaded {
		h.Errorf("in thread %q of %q: %s", correction.ThreadTS, digest.TS, correction.Text)
	}
	h.settled()
	if n := len(h.told(admin)); n > 0 {
		h.Errorf("its owner got %d messages", n)
	}
}

func TestACorrectionIsPostedOnceWhateverBefallsIt(t *testing.T) {
	t.Parallel()
	for _, method := range []string{"chat.postMessage", "conversations.replies", "chat.update"} {
		for i, f := range everyFault() {
			restart := i%2 == 0
			t.Run(fmt.Sprintf("%s, %s, restart %t", method, describe(f), restart), func(t *testing.T) {
				t.Parallel()
				inHouse(t, new(tracker.Memory), func(h *house) {
					stop := h.start(tick)
					h.toldOfOne()
					failed := false
					h.slack.FailBy(func(c slacktest.Call) slacktest.Fault {
						switch {
						case failed:
						case c.Method == method:
							failed = true
							return f
						case method == "conversations.replies" && c.Method == "chat.postMessage": // so that the thread is read
							return slacktest.Fault{Lost: true, Landed: true}
						}
						return slacktest.Fault{}
					})
					time.Sleep(tick + 3*time.Second)
					if restart {
						stop()
						h.reopen()
						stop = h.start(tick)
					}
					time.Sleep(6 * time.Hour)
					stop()
					h.corrected(true, true)
				})
			})
		}
	}
}

// Killed at each moment between the plan of a correction and its settlement, it is posted once, and the digest marked.
func TestARestartWhileACorrectionIsPosted(t *testing.T) {
	t.Parallel()
	for _, after := range []time.Duration{0, 500 * time.Millisecond, 1100 * time.Millisecond, 2 * time.Second} {
		t.Run(after.String(), func(t *testing.T) {
			t.Parallel()
			inHouse(t, new(tracker.Memory), func(h *house) {
				stop := h.start(tick)
				h.toldOfOne()
				stop()
				stop = h.start(tick)
				time.Sleep(after)
				stop()
				h.reopen()
				stop = h.start(tick)
				time.Sleep(time.Hour)
				stop()
				h.corrected(true, true)
			})
		})
	}
}

// Where the thread is gone the correction is in the channel; where the digest can't be changed any more it isn't marked.
func TestACorrectionOfADigestThatIsGone(t *testing.T) {
	for name, c := range map[string]struct {
		method           string
		faults           []slacktest.Fault
		marked, threaded bool
	}{
		"no thread":           {"chat.postMessage", []slacktest.Fault{{Error: "thread_not_found"}}, true, false},
		"a locked thread":     {"chat.postMessage", []slacktest.Fault{{Error: "restricted_action_thread_locked"}, {Lost: true, Landed: true}}, true, false},
		"no edits":            {"chat.update", slices.Repeat([]slacktest.Fault{{Error: "edit_window_closed"}}, 6), false, true},
		"blocks aren't taken": {"chat.update", slices.Repeat([]slacktest.Fault{{Error: "invalid_blocks"}}, 3), true, true},
	} {
		t.Run(name, func(t *testing.T) {
			inHouse(t, new(tracker.Memory), func(h *house) {
				stop := h.start(tick)
				h.toldOfOne()
				h.slack.Fail(c.method, c.faults...)
				time.Sleep(6 * time.Hour)
				stop()
				h.corrected(c.marked, c.threaded)
			})
		})
	}
}

// Of several processes one corrects, also where the one that began to is gone.
func TestSeveralProcessesCorrectOnce(t *testing.T) {
	inHouse(t, new(tracker.Memory), func(h *house) {
		stop := h.start(tick)
		h.toldOfOne()
		stop()
		one, other := h.replica(), h.replica()
		h.slack.Fail("chat.postMessage", slacktest.Fault{Before: 5 * time.Second, Landed: true, Lost: true})
		time.Sleep(tick / 20)
		one.dies()
		time.Sleep(6 * time.Hour)
		other.stop()
		h.reopen()
		h.corrected(true, true)
	})
}
