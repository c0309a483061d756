package bot_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rollcall/bot/slacktest"
	"rollcall/tracker"
)

// postFaults are what can befall a post: limited, failed, reset, hanging, HTML, cut, its blocks refused; landed and not.
func postFaults() map[string]slacktest.Fault {
	return map[string]slacktest.Fault{
		"limited": {Status: http.StatusTooManyRequests, RetryAfter: 20 * time.Second}, "500": {Status: 500}, "500, landed": {Status: 500, Landed: true},
		"reset": {Lost: true}, "reset, landed": {Lost: true, Landed: true}, "hangs": {Before: 15 * time.Second, Lost: true},
		"hangs, landed": {After: 15 * time.Second, Lost: true, Landed: true}, "HTML": {Status: 200}, "HTML, landed": {Status: 200, Landed: true},
		"cut": {Cut: true}, "cut, landed": {Cut: true, Landed: true}, "blocks": {Error: "invalid_blocks"}, "refused": {Error: "something_new"},
	}
}

// inEveryCell runs a test for each fault, each way.
func inEveryCell(t *testing.T, test func(h *house, fault slacktest.Fault)) {
	t.Helper()
	for name, fault := range postFaults() {
		t.Run(name, func(t *testing.T) {
			eachWay(t, func(t *testing.T, serve way) {
				h, network := inBubble(t, monday, slacktest.Config{}, new(tracker.Memory))
				stop := serve(h, network)
				synctest.Wait()
				test(h, fault)
				stop()
				h.holds()
			})
		})
	}
}

// TestAProposalIsShownOnceWhateverBefallsThePost: looked for, and posted again.
func TestAProposalIsShownOnceWhateverBefallsThePost(t *testing.T) {
	inEveryCell(t, func(h *house, fault slacktest.Fault) {
		h.slack.Fail("chat.postMessage", fault)
		if !fault.Landed {
			h.slack.Fail("conversations.history", fault)
		}
		h.answered(h.slack.Command(guest, policy, "/pariscall suggest "+addition))
		if all := h.posted(review); len(all) != 1 || !strings.Contains(all[0].Text, "Example Company") {
			h.Errorf("shown in %d messages: %+v\n%s", len(all), all, h.log)
		}
	})
}

// TestAProposalThatCantBeShownIsShownWithTheNext: and none is shown that was settled meanwhile.
func TestAProposalThatCantBeShownIsShownWithTheNext(t *testing.T) {
	onCompanies(t, func(h *house) {
		suggest := func(name string) {
			h.Helper()
			h.answered(h.slack.Command(guest, policy, `/pariscall suggest add "`+name+`" company source:https://example.org/b`))
			time.Sleep(time.Minute)
		}
		h.slack.AddChannel(slacktest.Channel{ID: review, Name: "review"})
		suggest("First Example")
		suggest("Second Example")
		h.types(admin, policy, "reject 47")
		h.slack.AddChannel(slacktest.Channel{ID: review, Name: "review", Member: true})
		suggest("Third Example")
		all := h.posted(review)
		if len(all) != 1 || !strings.Contains(all[0].Text, "First Example") || strings.Contains(all[0].Text, "Second Example") || !strings.Contains(all[0].Text, "Third Example") {
			h.Errorf("shown in %d messages: %+v", len(all), all)
		}
	})
}

// TestAnUnreadableHistoryPostsNothingTwice: rather not at all.
func TestAnUnreadableHistoryPostsNothingTwice(t *testing.T) {
	onCompanies(t, func(h *house) {
		h.slack.FailBy(func(c slacktest.Call) slacktest.Fault {
			switch {
			case c.Method == "conversations.history":
				return slacktest.Fault{Error: "missing_scope"}
			case c.Method == "chat.postMessage" && c.N == 1:
				return slacktest.Fault{Status: 500, Landed: true}
			}
			return slacktest.Fault{}
		})
		h.answered(h.slack.Command(guest, policy, `/pariscall suggest add "Sample Foundation" civil_society source:https://example.org/b`))
		h.answered(h.slack.Command(guest, policy, `/pariscall suggest add "Another Example" company source:https://example.org/b`))
		if all := h.posted(review); len(all) != 2 || strings.Count(all[0].Text+all[1].Text, "Sample Foundation") != 1 {
			h.Errorf("shown in %d messages", len(all))
		}
	})
}

// TestAListIsAnsweredOnceWhateverBefallsThePost also holds that a button's result comes in a new message if its own can't be updated.
func TestAListIsAnsweredOnceWhateverBefallsThePost(t *testing.T) {
	inEveryCell(t, func(h *house, fault slacktest.Fault) {
		h.slack.Fail("chat.postMessage", fault)
		h.answered(h.slack.Upload(admin, "list.csv", []byte(smallList), "source:https://example.org/list"))
		all := h.told(admin)
		if len(all) != 1 || !strings.Contains(all[0].Text, "would add 2 supporters") || all[0].ThreadTS == "" {
			h.Fatalf("answered with %+v\n%s", all, h.log)
		}
		if fault.Error == "invalid_blocks" {
			return // nor were buttons taken
		}
		h.slack.Fail("chat.update", fault, fault, fault)
		click := h.slack.Click(admin, all[0], all[0].Action("Apply"))
		h.answered(click)
		time.Sleep(time.Minute)
		all = h.told(admin)
		if last := all[len(all)-1]; !strings.Contains(last.Text, "was applied: 2 supporters added") || len(all) > 2 {
			h.Errorf("the answer is %q, the last of %d\n%s", last.Text, len(all), h.log)
		}
	})
}

// TestAFormIsFilledWhateverBefallsTheUpdate, or says so when it is sent.
func TestAFormIsFilledWhateverBefallsTheUpdate(t *testing.T) {
	inEveryCell(t, func(h *house, fault slacktest.Fault) {
		h.joins("Example Company")
		v := h.opens(admin, "edit")
		h.slack.Fail("views.update", fault)
		h.send(h.slack.ClickView(v, chosen("1")))
		time.Sleep(time.Minute)
		filled, _ := h.slack.Modal(admin)
		if values(h, filled)["name"] == "Example Company" {
			return
		}
		if fault.Error == "" {
			h.Fatalf("it isn't filled: %s", filled.Blocks)
		}
		if again := h.submits(v, "supporter", "1"); !strings.Contains(said(h, again), "wasn't filled") || values(h, again)["name"] != "Example Company" {
			h.Errorf("sent, it says %q", said(h, again))
		}
	})
}
