package bot_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"testing/synctest"
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

// edited is a message as Slack sends it again when its author edits it.
func edited(of slacktest.Request, text string) slacktest.Request {
	of.Payload = maps.Clone(of.Payload)
	of.Payload["event_id"] = fmt.Sprint(of.Payload["event_id"], "-", text)
	event := maps.Clone(of.Event())
	event["text"], event["edited"] = slacktest.Escape(text), map[string]any{"user": event["user"], "ts": "1.1"}
	of.Payload["event"] = event
	return of
}

// TestAnEditedMessageIsCarriedOutOnce: a second undo would take back what was recorded before it.
func TestAnEditedMessageIsCarriedOutOnce(t *testing.T) {
	for name, ask := range map[string]func(h *house, text string) slacktest.Request{
		"a mention":        func(h *house, text string) slacktest.Request { return h.slack.Mention(admin, policy, text) },
		"a direct message": func(h *house, text string) slacktest.Request { return h.slack.DM(admin, text) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h, network := inBubble(t, start, slacktest.Config{}, paris(t))
				stop := h.serveOn(network)
				says := func(r slacktest.Request) string {
					h.Helper()
					before := len(h.slack.Messages(""))
					h.send(r)
					if said := h.slack.Messages(""); len(said) > before {
						return said[len(said)-1].Text
					}
					return ""
				}
				for _, name := range []string{"Example One", "Example Two"} {
					h.do(admin, tracker.Add(tracker.Supporter{Name: name, Category: tracker.Company, Source: "https://example.org/a"}, tracker.DayOf(time.Now())))
				}
				undo := ask(h, "undo")
				says(undo)
				undone := h.head()
				holds := func(when string, text, want string) {
					h.Helper()
					got := says(edited(undo, text))
					if h.head() != undone || want == "" && got != "" || !strings.Contains(got, want) {
						h.Errorf("%s, edited to %q: %d entries became %d, answered with %q", when, text, undone, h.head(), got)
					}
				}
				if n := h.tracker.Book().Counts().Total(); n != 4 {
					h.Error("it wasn't carried out at all")
				}
				holds("soon", "undo", "")
				holds("soon", "undo last", "recorded already")
				holds("soon", `suggest `+addition, "recorded already")
				holds("soon", "how many principles are there?", "9 principles")
				stop()
				h.reopen()
				stop = h.serveOn(network)
				holds("after a restart", "undo", "recorded already")
				holds("after a restart", addition, "recorded already")
				holds("after a restart", "how many principles are there?", "9 principles")

				wrong := ask(h, "add Example Three compny source:https://example.org/a")
				says(wrong)
				if h.head() != undone {
					h.Error("what is wrong was recorded")
				}
				right := edited(wrong, "add Example Three company source:https://example.org/a")
				if got := says(right); h.head() != undone+1 || !strings.Contains(got, "Example Three was added") {
					h.Errorf("put right: %q", got)
				}
				if says(edited(right, "undo")); h.head() != undone+1 {
					h.Error("it was carried out twice")
				}
				stop()
				h.holds()
			})
		})
	}
}

func TestWhatAPersonSaysIsHeardHoweverSlackCallsIt(t *testing.T) {
	h, b := onLoopback(t, paris(t))
	for _, subtype := range []string{"thread_broadcast", "me_message"} {
		r := h.slack.DM(guest, "how many principles are there?")
		r.Event()["subtype"] = subtype
		var thread string
		if subtype == "thread_broadcast" {
			thread = h.slack.DM(guest, "").Event()["event_ts"].(string)
			r.Event()["thread_ts"] = thread
		}
		before := len(h.told(guest))
		h.sends(b, r)
		if got := h.told(guest); len(got) != before+1 || !strings.Contains(got[before].Text, "9 principles") || got[before].ThreadTS != thread {
			t.Errorf("%s: answered with %+v", subtype, got[before:])
		}
	}
	h.holds()
}

func TestTheCommandInAMessageIsTheCommand(t *testing.T) {
	h, b := onLoopback(t, paris(t))
	for _, line := range []string{"/pariscall who France", "pariscall who France", "PARISCALL: who France", "who France"} {
		for _, r := range []slacktest.Request{h.slack.Mention(guest, policy, line), h.slack.DM(guest, line)} {
			before := len(h.slack.Messages(""))
			h.sends(b, r)
			if got := h.slack.Messages("")[before:]; len(got) != 1 || !strings.Contains(got[0].Text, "France is a supporter") {
				t.Errorf("%q is answered with %+v", line, got)
			}
		}
	}
	before := h.head()
	h.sends(b, h.slack.Mention(guest, policy, "pariscall "+addition))
	h.sends(b, h.slack.Mention(admin, policy, "/pariscall "+addition))
	if h.head() != before+1 {
		t.Errorf("a member and an admin added: %d entries", h.head()-before)
	}
	h.holds()
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
			onCompanies(t, func(h *house) {
				h.slack.Fail("chat.postMessage", c.fault)
				if _, err := h.slack.Send(h.Context(), h.slack.Mention(guest, policy, "how many principles are there?")); err != nil {
					h.Fatal(err)
				}
				time.Sleep(time.Minute)
				if told := h.told(guest); len(told) != 1 || !strings.Contains(told[0].Text, c.says) || !strings.Contains(told[0].Text, "9 principles") {
					h.Errorf("got %+v", told)
				}
			})
		})
	}
}
