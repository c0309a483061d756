package bot_test

import (
	"strings"
	"testing"
	"time"

	"rollcall/bot/slacktest"
	"rollcall/tracker"
)

func TestAMentionDeliveredAgainIsAnsweredOnce(t *testing.T) {
	h, b := onLoopback(t, new(tracker.Memory))
	mention := h.slack.Mention(guest, policy, "how many principles are there?")
	for retry := range 3 {
		mention.Retry, mention.RetryReason = retry, "http_timeout"
		if reply, err := h.slack.Send(t.Context(), mention); err != nil || reply.Status != 200 {
			t.Fatalf("acknowledged with %d, %v", reply.Status, err)
		}
	}
	b.Close()
	got := h.slack.Messages(policy)
	if len(got) != 1 || !strings.Contains(got[0].Text, "9 principles") || got[0].ThreadTS == "" {
		t.Errorf("answered with %+v", got)
	}
}

func TestWhatNobodyAskedIsNotAnswered(t *testing.T) {
	h, b := onLoopback(t, new(tracker.Memory))
	own := h.slack.DM(guest, "how many principles are there?")
	own.Event()["bot_id"] = "B0OTHER"
	edited := h.slack.DM(guest, "how many principles are there?")
	edited.Event()["subtype"] = "message_changed"
	overheard := h.slack.Mention(guest, policy, "how many principles are there?")
	overheard.Event()["type"], overheard.Event()["channel_type"] = "message", "channel"
	for _, r := range []slacktest.Request{own, edited, overheard} {
		if reply, err := h.slack.Send(t.Context(), r); err != nil || reply.Status != 200 {
			t.Fatalf("acknowledged with %d, %v", reply.Status, err)
		}
	}
	b.Close()
	if got := h.slack.Messages(""); len(got) != 0 {
		t.Errorf("answered with %+v", got)
	}
}

func TestAnAnswerWhoseBlocksAreRefusedGoesAsText(t *testing.T) {
	h, b := onLoopback(t, new(tracker.Memory))
	h.slack.Fail("chat.postMessage", slacktest.Fault{Error: "invalid_blocks"})
	if _, err := h.slack.Send(t.Context(), h.slack.Mention(guest, policy, "principle 8")); err != nil {
		t.Fatal(err)
	}
	b.Close()
	if got := h.slack.Messages(policy); len(got) != 1 || len(got[0].Blocks) > 0 || !strings.Contains(got[0].Text, "hack back") {
		t.Errorf("answered with %+v", got)
	}
}

// TestAMentionIsAnsweredWhateverSlackDoes: in a direct message where the answer can't be posted, or may not have been.
func TestAMentionIsAnsweredWhateverSlackDoes(t *testing.T) {
	for name, c := range map[string]struct {
		fault slacktest.Fault
		says  string
	}{
		"internal error": {slacktest.Fault{Status: 500}, "didn't say whether"},
		"it hangs":       {slacktest.Fault{Before: 15 * time.Second, Lost: true}, "didn't say whether"},
		"a fatal error":  {slacktest.Fault{Error: "fatal_error"}, "didn't say whether"},
		"too many calls": {slacktest.Fault{Status: 429, RetryAfter: 31 * time.Second}, "principles"},
		"not in there":   {slacktest.Fault{Error: "not_in_channel"}, "principles"},
	} {
		t.Run(name, func(t *testing.T) {
			bothWays(t, func(h *house) {
				h.slack.Fail("chat.postMessage", c.fault)
				if _, err := h.slack.Send(h.Context(), h.slack.Mention(guest, policy, "how many principles are there?")); err != nil {
					h.Fatal(err)
				}
				time.Sleep(time.Minute)
				if told := h.told(guest); len(told) != 1 || !strings.Contains(told[0].Text, c.says) || !strings.Contains(told[0].Text, "9 principles") {
					h.Errorf("told %+v", told)
				}
			})
		})
	}
}
