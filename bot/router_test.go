package bot_test

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rollcall/bot/slacktest"
	"rollcall/tracker"
)

// besideAnother runs a test each way, with another call next to the Paris Call. The same name is on both lists under the same
// id, so that a mix-up shows.
func besideAnother(t *testing.T, test func(h *house)) {
	t.Helper()
	eachWay(t, func(t *testing.T, serve way) {
		now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
		time.Sleep(time.Until(now.AddDate(0, -1, 0)))
		ledger, other := paris(t), new(tracker.Memory)
		h, network := inBubble(t, now, slacktest.Config{}, ledger)
		var err error
		if h.second, err = tracker.Open(t.Context(), other); err != nil {
			t.Fatal(err)
		}
		for _, s := range []tracker.Supporter{
			{Name: "Example Desk Ltd", Category: tracker.Company, Country: "GB"},
			{Name: "Example Foundation", Category: tracker.CivilSociety, Country: "FR"},
		} {
			s.Source = "https://example.org/list"
			if _, err := h.second.Do(t.Context(), tracker.Request{By: "test"}, tracker.Add(s, tracker.DayOf(time.Now()))); err != nil {
				t.Fatal(err)
			}
		}
		defer func() {
			h.holds()
			entries, err := other.Read(context.Background(), 0, 1_000)
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range tracker.Verify(entries) {
				t.Errorf("the other ledger is broken: %v", v)
			}
		}()
		defer serve(h, network)()
		synctest.Wait()
		test(h)
	})
}

// asks types a whole slash command, and returns what Slack shows for it.
func (h *house) asks(user, line string) slacktest.Message {
	h.Helper()
	reply, err := h.slack.Send(h.Context(), h.slack.Command(user, policy, line))
	if err != nil || reply.Message == nil {
		h.Fatalf("%q was answered with %d %q, %v", line, reply.Status, reply.Body, err)
	}
	synctest.Wait()
	return *reply.Message
}

func TestEachCommandAsksItsOwnCall(t *testing.T) {
	besideAnother(t, func(h *house) {
		for line, want := range map[string]string{
			"/pariscall count":                      "3 supporters are listed",
			"/tidy count":                           "2 supporters are listed",
			"/tidy who Example Desk Ltd":            "is a supporter of the Example Call for Tidy Desks",
			"/pariscall who Example Desk Ltd":       "No supporter of that name",
			"/tidy has Kenya signed the Paris Call": "I don't know what",
			"/third count":                          "This rollcall answers /pariscall, /tidy and no other command.",
			"/pariscall compare tidy-desks":         "1 supporter of the Paris Call supports the Example Call for Tidy Desks, too; 2 only the first, 1 only the second.",
			"/tidy compare pariscall":               "1 supporter of the Example Call for Tidy Desks supports the Paris Call, too; 1 only the first, 2 only",
			"/tidy compare elsewhere":               "Say with which call",
		} {
			if m := h.asks(guest, line); !strings.Contains(m.Text, want) {
				h.Errorf("%s is answered with %q, want %q", line, m.Text, want)
			}
		}
		h.asks(admin, `/tidy add "Example Chair Ltd" company source:https://example.org/b`)
		if h.second.Book().Counts().Total() != 3 || h.tracker.Book().Counts().Total() != 3 {
			h.Error("it was added to the wrong list")
		}
	})
}

// A control acts on the call that it is of, and on no other if that one isn't kept any more.
func TestAControlIsOfItsCall(t *testing.T) {
	besideAnother(t, func(h *house) {
		before := h.head()
		m := h.asks(admin, `/tidy add "Example Chair Ltd" company source:https://example.org/b`)
		undo := m.Action("Undo")
		foreign := undo
		foreign.Value = strings.Replace(undo.Value, `"call":"tidy-desks"`, `"call":"gone"`, 1)
		if foreign.Value == undo.Value {
			h.Fatalf("the button doesn't name its call: %s", undo.Value)
		}
		h.send(h.slack.Click(admin, m, foreign))
		if said := h.heard(admin); !strings.Contains(said, "another version of rollcall") || h.second.Book().Counts().Total() != 3 {
			h.Errorf("a button of no call: %q", said)
		}
		h.send(h.slack.Click(admin, m, undo))
		if h.second.Book().Counts().Total() != 2 || h.head() != before {
			h.Errorf("undone: %d on the other list, and %d entries became %d", h.second.Book().Counts().Total(), before, h.head())
		}
		// Buttons from before there was another call have no slug.
		m = h.asks(admin, "/pariscall "+addition)
		old := m.Action("Undo")
		old.Value = strings.Replace(old.Value, `"call":"pariscall",`, "", 1)
		h.send(h.slack.Click(admin, m, old))
		if h.tracker.Book().Counts().Total() != 3 || h.head() == before {
			h.Errorf("an older button: %q", h.heard(admin))
		}
	})
}

func TestAFormIsOfItsCall(t *testing.T) {
	besideAnother(t, func(h *house) {
		before := h.head()
		h.send(h.slack.Command(admin, policy, "/tidy edit"))
		v, ok := h.slack.Modal(admin)
		if !ok {
			h.Fatal("no form opened")
		}
		names := func(what string, v slacktest.View) {
			if !strings.Contains(string(v.Blocks), `"Example Call for Tidy Desks"`) {
				h.Errorf("%s doesn't say of which call it is: %s", what, v.Blocks)
			}
		}
		names("the form", v)
		reply := h.send(h.slack.Suggest(v, v.Action("fill-supporter"), "example"))
		var found struct {
			Options []struct {
				Text  struct{ Text string }
				Value string
			}
		}
		if err := json.Unmarshal(reply.Body, &found); err != nil || len(found.Options) != 2 {
			h.Fatalf("the search finds %s", reply.Body)
		}
		i := slices.IndexFunc(found.Options, func(o struct {
			Text  struct{ Text string }
			Value string
		}) bool {
			return strings.HasPrefix(o.Text.Text, "Example Desk Ltd")
		})
		if i < 0 {
			h.Fatalf("the search finds %s", reply.Body)
		}
		choose := v.Action("fill-supporter")
		choose.Value = found.Options[i].Value
		h.send(h.slack.ClickView(v, choose))
		v, _ = h.slack.Modal(admin)
		names("the form of a supporter", v)
		filled := values(h.T, v)
		if filled["name"] != "Example Desk Ltd" {
			h.Fatalf("the form is filled with %v", filled)
		}
		filled["name"], filled["source"] = "Example Desks Ltd", "https://example.org/renamed"
		h.send(h.slack.Submit(v, filled))
		if named := h.second.Book().Named("Example Desks Ltd"); len(named) != 1 || h.head() != before {
			h.Errorf("renamed: %v; the first ledger has %d entries, had %d", named, h.head(), before)
		}
		v, _ = h.slack.Modal(admin)
		names("the answer", v)
	})
}

func TestTheFirstWordOfAMessageNamesTheCall(t *testing.T) {
	besideAnother(t, func(h *house) {
		for line, want := range map[string]string{
			"how many supporters?":            "3 supporters",
			"tidy-desks how many supporters?": "2 supporters",
			"Tidy count":                      "2 supporters",
			"tidy\ncount":                     "2 supporters",
			"pariscall count":                 "3 supporters",
			"tidy":                            "I know who supports the Example Call for Tidy Desks",
			"tidyness count":                  "I don't know",
		} {
			h.send(h.slack.DM(guest, line))
			said := h.posted("")
			if got := said[len(said)-1].Text; !strings.Contains(got, want) {
				h.Errorf("%q in a direct message is answered with %q, want %q", line, got, want)
			}
			h.send(h.slack.Mention(guest, policy, line))
			said = h.posted(policy)
			if got := said[len(said)-1].Text; !strings.Contains(got, want) {
				h.Errorf("%q in a mention is answered with %q, want %q", line, got, want)
			}
		}
	})
}

func TestAListIsOfTheCallThatIsNamedBesideIt(t *testing.T) {
	besideAnother(t, func(h *house) {
		before := h.head()
		upload := func(text string) slacktest.Message {
			h.send(h.slack.Upload(admin, "list.csv", []byte(smallList), text))
			said := h.posted("")
			return said[len(said)-1]
		}
		m := upload("tidy source:https://example.org/list")
		h.tells(m, "with 3 readable rows, would add 1 supporter", "• Example Desk Ltd (#1)")
		apply := m.Action("Apply")
		foreign := apply
		foreign.Value = strings.Replace(apply.Value, `"call":"tidy-desks"`, `"call":"gone"`, 1)
		h.send(h.slack.Click(admin, m, foreign))
		if said := h.heard(admin); !strings.Contains(said, "another version of rollcall") || h.second.Book().Counts().Total() != 2 {
			h.Errorf("a button of no call: %q", said)
		}
		h.send(h.slack.Click(admin, m, apply))
		if h.second.Book().Counts().Total() != 3 || h.head() != before {
			h.Errorf("applied: %d on the other list, and %d entries became %d", h.second.Book().Counts().Total(), before, h.head())
		}
		h.tells(upload(""), "• France (#1)")
	})
}

func TestTheHomeTellsOfOtherCalls(t *testing.T) {
	besideAnother(t, func(h *house) {
		for user, want := range map[string][]string{
			guest:  {"Other calls", "• Example Call for Tidy Desks: 2 supporters listed; `/tidy`"},
			french: {"Autres appels", "• Appel pour des bureaux rangés\u00a0: 2 soutiens sur la liste\u00a0; `/tidy`"},
		} {
			reply, err := h.slack.Send(h.Context(), h.slack.HomeOpened(user))
			if err != nil || reply.Status != http.StatusOK {
				h.Fatal(reply.Status, err)
			}
			time.Sleep(10 * time.Second)
			synctest.Wait()
			v, _ := h.slack.Home(user)
			told := texts(h.T, v)
			for _, line := range want {
				if !strings.Contains(told, line) {
					h.Errorf("it doesn't show %q:\n%s", line, told)
				}
			}
		}
	})
}
