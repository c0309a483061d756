package bot_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rollcall/bot/slacktest"
	"rollcall/tracker"
	"rollcall/tracker/follow"
)

// sees records what a look at the official list finds: so many newcomers, and that so many of those who are listed aren't on it.
func (h *house) sees(newcomers, gone int) {
	h.Helper()
	today := tracker.DayOf(time.Now())
	h.do(follow.By, func(b *tracker.Book) (events []tracker.Event, err error) {
		propose := func(decide func(*tracker.Book) ([]tracker.Event, error)) {
			said, wrong := decide(b)
			if wrong != nil {
				err = wrong
			}
			events = append(events, tracker.Proposed{On: today, Events: said})
		}
		for i := range newcomers {
			propose(tracker.Add(tracker.Supporter{Name: fmt.Sprintf("Newer Sample %d", i+1), Category: tracker.Company, Source: "https://example.org/list"}, today))
		}
		for s := range b.Roll() {
			if gone--; gone < 0 {
				break
			}
			propose(tracker.Remove(s.ID, "", "https://example.org/list"))
		}
		return append(events, tracker.Compared{Source: "https://example.org/list", Revision: "1a2b3c"}), err
	})
}

// shows has a Bot, as of a start, show what waits of the official list.
func (h *house) shows() {
	h.Helper()
	h.reopen()
	b := h.bot()
	b.ShowFollowed()
	b.ShowFollowed()
	b.Close()
	synctest.Wait()
}

// restarts has a Bot catch up as it does at a start, with what waits and isn't shown.
func (h *house) restarts() {
	h.Helper()
	b := h.bot()
	b.CatchUp()
	b.ShowFollowed()
	b.Close()
	synctest.Wait()
}

// chooses presses a button while boxes are chosen.
func (h *house) chooses(user string, m slacktest.Message, label string, boxes ...tracker.Seq) {
	h.Helper()
	var chosen []any
	for _, n := range boxes {
		chosen = append(chosen, map[string]any{"value": fmt.Sprint(n), "text": map[string]any{"type": "plain_text", "text": "x"}})
	}
	r := h.slack.Click(user, m, m.Action(label))
	r.Payload["state"] = map[string]any{"values": map[string]any{"groupbox": map[string]any{"groupbox": map[string]any{"type": "checkboxes", "selected_options": chosen}}}}
	if reply, err := h.slack.Send(h.Context(), r); err != nil || reply.Status != http.StatusOK {
		h.Fatalf("%q: %d, %v", label, reply.Status, err)
	}
	time.Sleep(time.Minute)
	synctest.Wait()
}

// group is the only message in the channel for proposals that everybody sees, as it is now.
func (h *house) group() slacktest.Message {
	h.Helper()
	all := h.posted(review)
	if len(all) != 1 {
		h.Fatalf("%d messages are shown: %+v", len(all), all)
	}
	return all[0]
}

// inOffice runs a test in a bubble, on a list of twelve companies.
func inOffice(t *testing.T, test func(h *house, serve func() (stop func()))) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		h, network := inBubble(t, monday, slacktest.Config{}, new(tracker.Memory))
		for i := range 12 {
			h.joins(fmt.Sprintf("Example Company %d", i+1))
		}
		test(h, func() func() {
			stop := h.serveOn(network)
			synctest.Wait()
			return stop
		})
		h.holds()
	})
}

// Fifty changes are one message with a page to look through, and it is posted once, even after restarts.
func TestChangesOfTheOfficialListAreOneMessage(t *testing.T) {
	inOffice(t, func(h *house, serve func() func()) {
		h.sees(50, 0)
		first := h.tracker.Book().Head() - 50
		h.shows()
		h.shows()
		h.restarts()
		says := func(words ...string) slacktest.Message {
			h.Helper()
			m := h.group()
			for _, want := range words {
				if !strings.Contains(m.Text, want) {
					h.Errorf("it doesn't say %q: %s", want, m.Text)
				}
			}
			return m
		}
		m := says("50 changes are proposed, 50 of which wait", fmt.Sprintf("%d · Newer Sample 1 was added", first), "Newer Sample 10 was added", "Page 1 of 5")
		stop := serve()
		defer stop()
		counted := func(want int) {
			h.Helper()
			if n := h.tracker.Book().Counts().Total(); n != want {
				h.Errorf("%d are listed, want %d", n, want)
			}
		}
		h.chooses("U0OTHER", m, "Approve all (50)")
		counted(12)
		h.presses(admin, says(), "Next page")
		h.chooses(admin, says("Newer Sample 11 was added", "Page 2 of 5"), "Approve chosen")
		counted(12)
		h.chooses(admin, says(), "Approve chosen", first+10, first+12)
		counted(14)
		h.chooses(admin, says("48 of which wait", "Newer Sample 11: approved by <@"+admin+">", "Newer Sample 12 was added", "Page 2 of 5"), "Reject", first+11)
		form, ok := h.slack.Modal(admin)
		if !ok || !strings.Contains(said(h, form), "1 change is rejected. It comes again only if") {
			h.Fatalf("the form is %+v", form)
		}
		if told := said(h, h.submits(form, "reason", "not them")); !strings.Contains(told, fmt.Sprintf("Proposal %d is rejected.", first+11)) {
			h.Errorf("the form became %q", told)
		}
		synctest.Wait()
		if e, _ := h.tracker.Book().Entry(h.tracker.Book().Head()); e.Event != (tracker.Rejected{Proposal: first + 11, Reason: "not them"}) {
			h.Errorf("recorded is %+v", e.Event)
		}
		says("Page 2 of 5")
		h.chooses(admin, says("Newer Sample 12: rejected by <@"+admin+">"), "Approve all (47)")
		counted(61)
		m = says("all are settled")
		if a := m.Action("Approve chosen"); a.Type != "" {
			h.Error("there are buttons though nothing waits")
		}
		h.shows()
		says()
	})
}

// What the list doesn't say any more is shown as rejected.
func TestWhatTheListNoLongerSaysIsShownSo(t *testing.T) {
	inOffice(t, func(h *house, serve func() func()) {
		h.reopen()
		b := h.bot()
		h.sees(2, 0)
		b.ShowFollowed()
		h.do(follow.By, tracker.Reject(h.tracker.Book().Head()-2, follow.Superseded))
		b.ShowFollowed()
		b.Close()
		synctest.Wait()
		if m := h.group(); !strings.Contains(m.Text, "2 changes are proposed, 1 of which waits") || !strings.Contains(m.Text, "Newer Sample 1: rejected by follow") {
			h.Error(m.Text)
		}
	})
}

// What a look leaves out is shown with the changes, and admins see on their Home how many rows that is.
func TestWhatALookLeavesOutIsTold(t *testing.T) {
	inLobby(t, slacktest.Config{}, func(l *lobby) {
		const line = "2 rows of the list can't be read, or contradict what else is known, and are left out"
		l.do(follow.By, func(b *tracker.Book) ([]tracker.Event, error) {
			today := tracker.DayOf(time.Now())
			said, err := tracker.Add(tracker.Supporter{Name: "Newer Sample", Category: tracker.Company, Source: "https://example.org/list"}, today)(b)
			return []tracker.Event{tracker.Proposed{On: today, Events: said},
				tracker.Compared{Source: "https://example.org/list", Revision: "1a2b3c", Unread: 2, Emptied: []tracker.Emptied{{Column: "kind", Fields: 29}}}}, err
		})
		l.says(l.opens(admin), []string{line})
		l.says(l.opens(guest), nil, line)
		l.shows()
		if m := l.group(); !strings.Contains(m.Text, line) || !strings.Contains(m.Text, "Left empty, since what the list says there isn't known: kind (29)") {
			l.Error(m.Text)
		}
	})
}

// Many removals are a message of their own, and one that wasn't posted before the process ended is by the next.
func TestManyRemovalsAreAMessageOfTheirOwn(t *testing.T) {
	inOffice(t, func(h *house, serve func() func()) {
		h.sees(1, 6)
		h.slack.Fail("chat.postMessage", slacktest.Fault{}, slacktest.Fault{Error: "channel_not_found"})
		h.shows() // one of the two
		h.shows()
		all := h.posted(review)
		if len(all) != 2 || !strings.Contains(all[0].Text, "1 change is proposed") || strings.Contains(all[0].Text, "taken off") ||
			!strings.Contains(all[1].Text, "Careful: 6 of 12 supporters (50 %) aren't on the official list any more") {
			h.Errorf("%+v", all)
		}
	})
}

// What an earlier run may have shown isn't shown again.
func TestNothingIsShownTwiceWhereTheHistoryCantBeRead(t *testing.T) {
	inOffice(t, func(h *house, serve func() func()) {
		h.sees(3, 0)
		h.shows()
		h.slack.Fail("conversations.history", slacktest.Fault{Error: "missing_scope"})
		h.shows()
		h.group()
	})
}

// Admins get a message when the official list can't be read, and when it can be again.
func TestAdminsAreToldOfTheOfficialList(t *testing.T) {
	inOffice(t, func(h *house, serve func() func()) {
		b := h.bot()
		b.TellFollowing(true)
		b.Close()
		b.TellFollowing(false)
		b.Close()
		all := h.posted(review)
		if len(all) != 2 || !strings.Contains(all[0].Text, "couldn't be read 3 times in a row") || !strings.Contains(all[1].Text, "can be read again") {
			h.Errorf("%+v", all)
		}
	})
}
