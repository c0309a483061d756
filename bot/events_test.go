package bot_test

import (
	"strings"
	"testing"

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
