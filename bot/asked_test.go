package bot_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"rollcall/bot"
	"rollcall/bot/slacktest"
	"rollcall/tracker/asked"
)

// keeps is a setting by which what isn't understood is kept, and what is kept so far: outcome×count words → line.
func keeps(t *testing.T) (set func(*bot.Config), kept func() []string) {
	t.Helper()
	l := asked.New(new(asked.Memory), slog.New(slog.DiscardHandler))
	return func(c *bot.Config) { c.Asked = l }, func() (all []string) {
		rows, err := l.Rows(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			all = append(all, strings.TrimSuffix(fmt.Sprintf("%s×%d %s → %s", row.Outcome, row.Count, row.Words, row.Line), " → "))
		}
		slices.Sort(all)
		return all
	}
}

// mentions asks in a channel, and returns what everybody sees there.
func (h *house) mentions(user, channel, line string) slacktest.Message {
	h.Helper()
	reply, err := h.slack.Send(h.Context(), h.slack.Mention(user, channel, line))
	if err != nil || reply.Status != http.StatusOK {
		h.Fatalf("%q was acknowledged with %d, %v", line, reply.Status, err)
	}
	synctest.Wait()
	return h.last(channel)
}

// Whatever people who may not ask type or press, nothing is kept, and they learn nothing.
func TestWhoMayNotAskLeavesNothing(t *testing.T) {
	set, kept := keeps(t)
	inSettings(t, set, func(h *house) {
		const visitor = "U0VISITOR"
		h.slack.AddUser(slacktest.User{ID: visitor, Name: "visitor", Restricted: true})
		h.joins("Example Company")
		for _, line := range []string{"how many zorbits signed?", "questions", "questions --lexicon"} {
			if m := h.types(visitor, policy, line); !strings.Contains(m.Text, "Guests and people from other workspaces") {
				h.Errorf("%s: %s", line, m.Text)
			}
		}
		offered, right := h.mentions(guest, policy, "how many zorbits signed?"), h.mentions(guest, policy, "how many companies have signed?")
		h.presses(visitor, offered, "How many supporters?")
		h.presses(visitor, right, "Right")
		h.presses(visitor, right, "Not what I asked")
		if said := h.last(policy).Text; !strings.HasPrefix(said, "Sorry. Type help") {
			h.Errorf("a guest gets: %s", said)
		}
		if got := fmt.Sprint(kept()); got != "[not_understood×1 how many zorbits signed]" {
			h.Errorf("kept is %s", got)
		}
		h.presses(guest, offered, "How many supporters?")
		h.presses(guest, right, "Not what I asked")
		if said := h.last(policy).Text; !strings.Contains(said, "noted, without your name") {
			h.Errorf("a member gets: %s", said)
		}
		if got, want := strings.Join(kept(), "\n"), "chosen×1 how many zorbits signed → count\nnot_understood×1 how many zorbits signed\nwrong×1 how many companies have signed → count company"; got != want {
			h.Errorf("kept is\n%s\nwant\n%s", got, want)
		}
	})
}

// A question of any length and content has its buttons, and what is kept of it is short.
func TestWhatIsKeptOfHostileQuestions(t *testing.T) {
	set, kept := keeps(t)
	inSettings(t, set, func(h *house) {
		for _, more := range []string{"", strings.Repeat(" so how many zorbits signed", 140), strings.Repeat("\u202e\"", 1_900), strings.Repeat("\x01", 3_000)} {
			m := h.types(guest, policy, "how many zorbits signed? "+more)
			if more == "" {
				h.presses(guest, m, "How many supporters?", `{"v":1,"line":"count","asked":"`+strings.Repeat(`\u0001which zorbits `, 100)+`"}`)
				h.presses(guest, m, "How many supporters?", `{"v":1,"line":"who <@U0ADMIN> \u0001Zephyr","asked":"how many zorbits"}`)
			}
		}
		for _, row := range kept() {
			if len(row) > 300 || strings.ContainsAny(row, "\x01\u202e\"@") || strings.Contains(strings.ToLower(row), "zephyr") {
				h.Errorf("kept is %q", row)
			}
		}
		if n := len(kept()); n < 3 {
			h.Errorf("%d rows are kept", n)
		}
	})
}

// If nothing is kept, no answer says that something is.
func TestWhereNothingIsKeptNothingIsNoted(t *testing.T) {
	inSettings(t, func(c *bot.Config) { c.Asked = nil }, func(h *house) {
		m := h.types(guest, policy, "how many companies have signed?")
		h.presses(guest, m, "Not what I asked")
		if said := h.last(policy).Text; strings.Contains(said, "noted") || !strings.HasPrefix(said, "Sorry.") {
			h.Errorf("they get: %s", said)
		}
		if said := h.types(admin, policy, "questions").Text; !strings.Contains(said, "ROLLCALL_QUESTIONS says off") {
			h.Errorf("an admin gets: %s", said)
		}
	})
}
