package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rollcall/bot/slacktest"
)

// TestProposalsAreShownAtSlacksPace: what one member proposes in no time is shown in two messages, a second apart.
func TestProposalsAreShownAtSlacksPace(t *testing.T) {
	onCompanies(t, func(h *house) {
		refused := 0
		for i := range 60 {
			line := fmt.Sprintf("suggest add \"Example Proposal %d\" company source:https://example.org/%d", i, i)
			if m := h.types(guest, policy, line); strings.Contains(m.Text, "please try again in 1 min.") {
				refused++
			}
			synctest.Wait()
		}
		if refused != 10 {
			h.Errorf("%d of 60 proposals were refused, want 10", refused)
		}
		time.Sleep(time.Minute)
		shown := h.posted(review)
		if len(shown) != 2 || !strings.Contains(shown[0].Text, "Example Proposal 0") || !strings.Contains(shown[1].Text, "Example Proposal 1") {
			h.Fatalf("shown in %d messages: %+v", len(shown), shown)
		}
		if first, second := shown[0].TS, shown[1].TS; second[:10] <= first[:10] {
			h.Errorf("shown at %s and at %s", first, second)
		}
		h.send(h.slack.Click(admin, shown[1], shown[1].Action("Next page")))
		if next := h.heard(admin); !strings.Contains(next, "Example Proposal 11") {
			h.Errorf("the next page says %q", next)
		}
	})
}

// TestNobodyHasPicturesDrawnWithoutEnd holds that requests beyond the limit are answered in words.
func TestNobodyHasPicturesDrawnWithoutEnd(t *testing.T) {
	inSocketMode(t, slacktest.Config{}, func(h *house) {
		h.joins("Example Company")
		for range 25 {
			h.send(h.slack.Command(guest, policy, "/pariscall chart"))
		}
		if n := len(h.slack.Files()); n != 20 {
			h.Errorf("%d pictures were posted, want 20", n)
		}
		m := h.types(guest, policy, "chart company")
		if !strings.Contains(m.Text, "many pictures") || !strings.Contains(m.Text, "1 company") || !m.Ephemeral {
			h.Errorf("got %q", m.Text)
		}
		for range 25 {
			h.send(h.slack.Command(admin, policy, "/pariscall chart"))
		}
		time.Sleep(10 * time.Second)
		h.send(h.slack.Command(guest, policy, "/pariscall chart"))
		if n := len(h.slack.Files()); n != 46 {
			h.Errorf("%d pictures were posted, want 46", n)
		}
	})
}
