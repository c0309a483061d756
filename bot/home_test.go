package bot_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rollcall/bot/slacktest"
	"rollcall/tracker"
	"rollcall/tracker/pariscall"
)

// A lobby is a house with the whole list, in which people look at their Home.
type lobby struct {
	*house
	settle func() // lets time pass until what is under way has ended
}

// inLobby runs a test each way, on the real list.
func inLobby(t *testing.T, config slacktest.Config, test func(l *lobby)) {
	t.Helper()
	eachWay(t, func(t *testing.T, serve way) {
		h, network := inBubble(t, time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), config, new(tracker.Memory))
		entries, err := pariscall.Entries(time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if err := h.tracker.Fill(t.Context(), entries); err != nil {
			t.Fatal(err)
		}
		stop := serve(h, network)
		defer h.holds()
		defer stop()
		l := &lobby{house: h, settle: func() {
			time.Sleep(40 * time.Second)
			synctest.Wait()
		}}
		test(l)
	})
}

// send sends a request, and expects it to be acknowledged within a moment.
func (l *lobby) send(r slacktest.Request) slacktest.Reply {
	l.Helper()
	reply, err := l.slack.Send(l.Context(), r)
	if err != nil || reply.Status != http.StatusOK || reply.Took > time.Second {
		l.Fatalf("acknowledged with %d after %s, %v", reply.Status, reply.Took, err)
	}
	return reply
}

// opens opens a person's Home, and returns it as it is then.
func (l *lobby) opens(user string) slacktest.View {
	l.Helper()
	l.send(l.slack.HomeOpened(user))
	l.settle()
	return l.home(user)
}

func (l *lobby) home(user string) slacktest.View {
	l.Helper()
	v, ok := l.slack.Home(user)
	if !ok {
		l.Fatalf("%s has no Home; the log is\n%s", user, l.log)
	}
	return v
}

// clicks presses a button on a person's Home.
func (l *lobby) clicks(v slacktest.View, name string) {
	l.Helper()
	l.send(l.slack.ClickView(v, v.Action(name)))
	synctest.Wait()
}

// texts are what a view says, a line for each text, buttons in brackets.
func texts(t *testing.T, v slacktest.View) string {
	t.Helper()
	type text struct{ Text string }
	var list []struct {
		Type     string
		Text     text
		Fields   []text
		Elements json.RawMessage
	}
	if err := json.Unmarshal(v.Blocks, &list); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, b := range list {
		var small []text
		var controls []struct{ Text text }
		switch {
		case b.Type == "context":
			if err := json.Unmarshal(b.Elements, &small); err != nil {
				t.Fatal(err)
			}
		case b.Elements != nil:
			if err := json.Unmarshal(b.Elements, &controls); err != nil {
				t.Fatal(err)
			}
		}
		for _, said := range slices.Concat([]text{b.Text}, b.Fields, small) {
			if said.Text != "" {
				lines = append(lines, said.Text)
			}
		}
		for _, e := range controls {
			lines = append(lines, "["+e.Text.Text+"]")
		}
	}
	return strings.Join(lines, "\n")
}

// says checks that a Home says all of these, and nothing of those after it.
func (l *lobby) says(v slacktest.View, has []string, hasNot ...string) {
	l.Helper()
	said := texts(l.T, v)
	for _, want := range has {
		if !strings.Contains(said, want) {
			l.Errorf("the Home of %s doesn't say %q:\n%.9000s", v.User, want, said)
		}
	}
	for _, unwanted := range hasNot {
		if strings.Contains(said, unwanted) {
			l.Errorf("the Home of %s says %q:\n%.9000s", v.User, unwanted, said)
		}
	}
}

func (l *lobby) subscribes(user, channel, schedule, zone string) {
	l.Helper()
	l.do(user, tracker.Subscribe(tracker.Subscribed{Channel: channel, Schedule: schedule, Zone: zone}, 0))
}

// proposes makes a proposal of a company, and returns its number.
func (l *lobby) proposes(name string) tracker.Seq {
	l.Helper()
	return l.do(guest, tracker.Propose(tracker.DayOf(time.Now()), "They told <!channel> & me", tracker.Add(tracker.Supporter{Name: name,
		Category: tracker.Company, Source: "https://example.org/a?b=1&c=2"}, tracker.DayOf(time.Now())))).Entries[0].Seq
}

func TestHome(t *testing.T) {
	inLobby(t, slacktest.Config{}, func(l *lobby) {
		l.says(l.opens(guest), []string{
			"Paris Call for Trust and Security in Cyberspace",
			"*States*\n81\n",
			"*All supporters*\n1,222\n",
			"|Official list>, compared on 25 December 2025",
			"Latest changes of the list",
			" joined · ",
			"None of your channels gets changes yet.",
			"`/pariscall help`",
			"[Subscribe a channel]\n[Suggest a change]\n",
		}, "Proposals", "[Add a supporter]", "[Approve]", "in 30 days")
		l.joins("Example & Sons *_@channel")
		time.Sleep(24 * time.Hour)
		l.says(l.opens(guest), []string{"(+1 in 30 days)", "• Example &amp; Sons *_@channel joined · 2 March 2026", "compared on 25 December 2025"})
		l.says(l.opens(admin), []string{"[Subscribe a channel]\n[Suggest a change]\n[Add a supporter]\n[Edit a supporter]\n[Report a figure]"}, "Proposals")
		v := l.home(admin)
		for _, id := range []string{"form-add", "form-edit", "form-report", "form-suggest", "form-subscribe"} {
			if v.Action(id).Type != "button" {
				t.Errorf("there is no button %s", id)
			}
		}
	})
}

// The counts are compared as is known now: what is recorded late, for an earlier day, is no change since.
func TestHomeComparesWithEarlierDaysAsIsKnownNow(t *testing.T) {
	inLobby(t, slacktest.Config{}, func(l *lobby) {
		before := l.tracker.Book().Counts().Company
		add := func(name string, ago int) {
			on := tracker.DayOf(time.Now().AddDate(0, 0, -ago))
			_, err := l.tracker.Do(l.Context(), tracker.Request{By: admin, On: on}, tracker.Add(tracker.Supporter{Name: name, Category: tracker.Company, Source: "https://example.org/a"}, on))
			if err != nil {
				l.Fatal(err)
			}
		}
		add("Example of a year and a day ago", 366)
		add("Example of a year ago", 365)
		add("Example of the year", 364)
		add("Example of a month ago", 30)
		add("Example of the month", 29)
		l.do(admin, tracker.Withdraw(l.tracker.Book().Named("France")[0].ID, "https://example.org/a"))
		l.says(l.opens(guest), []string{fmt.Sprintf("*Companies*\n%d (+1 in 30 days)", before+5), "*States*\n80 (−1 in 30 days)", "France withdrew"})
	})
}

func TestHomeDoesNotCompareWithDaysBeforeTheRecords(t *testing.T) {
	t.Parallel()
	h, b := onLoopback(t, paris(t))
	if _, err := h.slack.Send(t.Context(), h.slack.HomeOpened(guest)); err != nil {
		t.Fatal(err)
	}
	b.Close()
	v, _ := h.slack.Home(guest)
	l := &lobby{house: h}
	l.says(v, []string{"*States*\n1\n", "France joined · "}, "in 30 days", "in 365 days")
	h.holds()
}

func TestHomeOfAnEmptyRoll(t *testing.T) {
	t.Parallel()
	h, b := onLoopback(t, new(tracker.Memory))
	if _, err := h.slack.Send(t.Context(), h.slack.HomeOpened(admin)); err != nil {
		t.Fatal(err)
	}
	b.Close()
	v, _ := h.slack.Home(admin)
	(&lobby{house: h}).says(v, []string{"*States*\n0\n", "No change is recorded"})
	h.holds()
}

func TestHomeInFrench(t *testing.T) {
	inLobby(t, slacktest.Config{}, func(l *lobby) {
		l.slack.AddUser(slacktest.User{ID: admin, Name: "admin", Locale: "fr-FR"})
		l.subscribes(admin, policy, "30 8 * * *", "Europe/Paris")
		l.subscribes(admin, press, "", "UTC")
		l.proposes("Example Company")
		l.says(l.opens(admin), []string{
			"Appel de Paris", "*États*\n81\n", "Derniers changements de la liste", "Propositions en attente", "[Approuver]\n[Rejeter]",
			"chaque jour à 08:30 (Europe/Paris)", "*<#C0PRESS>*\u00a0: les changements dès leur enregistrement\u00a0; réglé par <@U0ADMIN>", "[Ajouter un soutien]", "[Abonner un canal]",
		}, "Latest", "every day", "Approve", "in 30 days")
		l.clicks(l.home(admin), "Rejeter")
		if m, ok := l.slack.Modal(admin); !ok || m.Title != "Rejeter" {
			t.Errorf("the form is %+v", m)
		}
	})
}

func TestHomeShowsThePersonsChannelsAlone(t *testing.T) {
	inLobby(t, slacktest.Config{}, func(l *lobby) {
		l.slack.AddChannel(slacktest.Channel{ID: "C0BOARD", Name: "board", Member: true, Private: true, Members: []string{admin}})
		l.slack.AddChannel(slacktest.Channel{ID: "C0LEFT", Name: "left", Member: true, Members: []string{admin}})
		l.slack.AddChannel(slacktest.Channel{ID: "C0ROOM", Name: "room", Member: true, Private: true, Members: []string{guest}})
		for i := range 1_200 { // more than Slack tells at once
			l.slack.AddChannel(slacktest.Channel{ID: fmt.Sprintf("C0A%04d", i), Name: fmt.Sprint("many-", i)})
		}
		l.subscribes(admin, policy, "0 9 * * *", "Europe/Paris")
		l.subscribes(admin, "C0BOARD", "", "UTC")
		l.subscribes(guest, "C0LEFT", "", "UTC") // left meanwhile
		l.subscribes("shell:ada", "C0ROOM", "0 9 * * 1", "UTC")
		l.subscribes(guest, "DU0GUEST", "", "UTC")
		l.subscribes(admin, "DU0ADMIN", "", "UTC")
		l.send(l.slack.HomeOpened(admin)) // makes the direct messages
		l.says(l.opens(guest), []string{
			"*<#C0POLICY>*: changes every day at 09:00 (Europe/Paris), if any; set by <@U0ADMIN>. Next: <!date^1772524800^{date_short_pretty} {time}|Tuesday 3 March 2026 at 09:00>.",
			"*<#C0ROOM>*: changes every Monday at 09:00 (UTC), if any; set by shell:ada. Next: <!date^1773046800^{date_short_pretty} {time}|Monday 9 March 2026 at 09:00>.",
			"*Your direct messages with rollcall*: changes as soon as they are recorded; set by <@U0GUEST>.",
		}, "C0BOARD", "C0LEFT", "None of your channels", "set by <@U0ADMIN>.\n*Your direct")
		if n := strings.Count(texts(l.T, l.home(guest)), "direct messages"); n != 1 {
			l.Errorf("%d direct messages are told", n)
		}
		l.says(l.home(admin), []string{"<#C0BOARD>", "<#C0LEFT>"}, "C0ROOM")
	})
}

func TestHomeTellsOfAPausedSubscription(t *testing.T) {
	inLobby(t, slacktest.Config{}, func(l *lobby) {
		l.subscribes(admin, policy, "", "UTC")
		l.subscribes(admin, press, "", "UTC")
		id := l.tracker.Book().Channel(press, 0).ID
		l.joins("Example Company")
		plan := l.do("rollcall", func(b *tracker.Book) ([]tracker.Event, error) {
			return []tracker.Event{tracker.DigestPlanned{Subscription: id, Occasion: time.Now(), Through: b.Head()}}, nil
		}).Entries[0].Seq
		l.do("rollcall", func(*tracker.Book) ([]tracker.Event, error) {
			return []tracker.Event{tracker.DigestAbandoned{Plan: plan, Reason: "not_in_channel"}}, nil
		})
		l.says(l.opens(guest), []string{"*<#C0PRESS>*: changes as soon as they are recorded; set by <@U0ADMIN>. Paused, as I'm not in the channel; put that right and type: /pariscall resume 1\n*<#C0POLICY>*"})
	})
}

func TestHomeWithoutThePersonsChannels(t *testing.T) {
	failures := map[string]slacktest.Fault{"an error": {Error: "internal_error"}, "too many calls": {Status: http.StatusTooManyRequests, RetryAfter: time.Minute},
		"no answer": {Lost: true}, "a late answer": {After: time.Minute}, "status 500": {Status: http.StatusInternalServerError}}
	inLobby(t, slacktest.Config{}, func(l *lobby) {
		l.subscribes(admin, policy, "", "UTC")
		l.subscribes(guest, press, "", "UTC")
		for name, f := range failures {
			l.slack.Fail("users.conversations", f)
			l.says(l.opens(guest), []string{"<#C0PRESS>", "Slack didn't say which channels you are in"}, "C0POLICY")
			if l.Failed() {
				l.Fatal(name)
			}
		}
		l.says(l.opens(guest), []string{"<#C0PRESS>", "<#C0POLICY>"}, "Slack didn't say")
	})
	inLobby(t, slacktest.Config{Scopes: []string{"chat:write", "users:read", "channels:read", "groups:read", "im:read"}}, func(l *lobby) {
		l.subscribes(admin, policy, "", "UTC")
		l.says(l.opens(guest), []string{"Slack didn't say", "None of your channels"}, "C0POLICY")
		if !strings.Contains(l.log.String(), "missing_scope") {
			l.Errorf("the log doesn't say why:\n%s", l.log)
		}
	})
}

func TestHomeProposals(t *testing.T) {
	inLobby(t, slacktest.Config{}, func(l *lobby) {
		id := l.proposes("Example & Sons")
		france := *l.tracker.Book().Named("France")[0]
		france.Aliases = append(slices.Clone(france.Aliases), "Example Republic")
		l.do(guest, tracker.Propose(tracker.DayOf(time.Now()), "", tracker.Amend(france.ID, france, "https://example.org/c", tracker.DayOf(time.Now()))))
		var figure tracker.Seq
		for e := range l.tracker.Book().Entries(0) {
			if _, ok := e.Event.(tracker.Reported); ok {
				figure = e.Seq
			}
		}
		l.do("shell:ada", tracker.Propose(tracker.DayOf(time.Now()), "", tracker.Retract(figure, "Example reason")))
		l.says(l.opens(guest), []string{"Your proposals, which wait for an admin", "Example &amp; Sons was added"}, "Example reason", "[Approve]")
		l.says(l.opens(admin), []string{
			fmt.Sprintf("*%d* · <@U0GUEST> · <!date^", id),
			"“They told &lt;!channel&gt; &amp; me”\nExample &amp; Sons was added to the list (a company), 2 March 2026. Source: <https://example.org/a?b=1&amp;c=2|example.org>\n[Approve]\n[Reject]",
			"\nFrance was amended", "\n– Also called: ", "Example Republic", "· shell:ada ·", ": Example reason (reported, ",
		})
		l.clicks(l.home(admin), fmt.Sprint("approve-", id))
		l.settle()
		l.says(l.home(admin), []string{fmt.Sprintf("Proposal %d is approved and recorded.", id), "*Companies*\n709"}, fmt.Sprintf("*%d*", id))
		if s := l.tracker.Book().Named("Example & Sons"); len(s) != 1 || s[0].Status() != tracker.Listed {
			l.Errorf("on the list is %v", s)
		}
		entry, _ := l.tracker.Book().Entry(l.head() - 1)
		if entry.By != admin {
			l.Errorf("it was recorded by %q", entry.By)
		}
		l.says(l.opens(admin), nil, "is approved and recorded")
	})
}

func TestHomeProposalRejected(t *testing.T) {
	inLobby(t, slacktest.Config{}, func(l *lobby) {
		first, second := l.proposes("Example Company"), l.proposes("Another Example Company")
		for id, reason := range map[tracker.Seq]string{first: "", second: " That is <!here> no supporter & \"nothing\" "} {
			l.clicks(l.opens(admin), fmt.Sprint("reject-", id))
			form, ok := l.slack.Modal(admin)
			if !ok || !strings.Contains(texts(t, form), fmt.Sprintf("*%d*", id)) {
				l.Fatalf("the form is %+v\n%s", form, l.log)
			}
			submission := l.slack.Submit(form, map[string]string{"reason": reason})
			l.send(submission)
			l.send(submission)
			l.settle()
			if told, _ := l.slack.Modal(admin); !strings.Contains(texts(t, told), fmt.Sprintf("Proposal %d is rejected.", id)) {
				l.Errorf("the form became %s", told.Blocks)
			}
			l.says(l.home(admin), []string{fmt.Sprintf("Proposal %d is rejected.", id)}, fmt.Sprintf("*%d*", id))
			entry, _ := l.tracker.Book().Entry(l.head())
			if entry.Event != (tracker.Rejected{Proposal: id, Reason: strings.TrimSpace(reason)}) || entry.By != admin {
				l.Errorf("recorded is %+v", entry)
			}
		}
	})
}

// A form that is submitted with what Slack wouldn't let through is shown what is wrong with it.
func TestHomeProposalRejectedAtLength(t *testing.T) {
	inLobby(t, slacktest.Config{}, func(l *lobby) {
		id := l.proposes("Example Company")
		l.clicks(l.opens(admin), fmt.Sprint("reject-", id))
		form, _ := l.slack.Modal(admin)
		l.send(l.slack.Submit(form, map[string]string{"reason": strings.Repeat("x", tracker.MaxText+1)}))
		if form, ok := l.slack.Modal(admin); !ok || form.Errors["reason"] == "" {
			l.Errorf("the form says %+v", form)
		}
		if l.tracker.Book().Proposal(id) == nil {
			l.Error("it was rejected")
		}
	})
}

func TestTwoAdminsAtOnce(t *testing.T) {
	const other = "U0OTHER"
	inLobby(t, slacktest.Config{}, func(l *lobby) {
		l.slack.AddUser(slacktest.User{ID: other, Name: "other"})
		l.do(admin, tracker.Grant(other))
		id := l.proposes("Example Company")
		approve := fmt.Sprint("approve-", id)
		first, second := l.opens(admin), l.opens(other)
		late := l.slack.ClickView(second, second.Action(fmt.Sprint("reject-", id)))
		l.clicks(second, fmt.Sprint("reject-", id))
		form, _ := l.slack.Modal(other)
		l.clicks(first, approve)
		l.clicks(second, approve)
		l.settle()
		l.says(l.home(admin), []string{"is approved and recorded"})
		l.says(l.home(other), []string{"was approved by <@U0ADMIN>", "Nothing was changed."}, fmt.Sprintf("*%d*", id))
		head := l.head()

		l.send(l.slack.Submit(form, nil))
		told, ok := l.slack.Modal(other)
		if !ok || !strings.Contains(texts(t, told), "was approved by <@U0ADMIN>") {
			l.Errorf("the other gets %+v", told)
		}
		l.settle()
		l.send(late)
		l.settle()
		l.says(l.home(other), []string{"was approved by <@U0ADMIN>"})
		if l.head() != head {
			l.Errorf("%d more entries were recorded", l.head()-head)
		}
	})
}

// What somebody may is known when a button is pressed, not when it was shown.
func TestWhoIsNoAdminAnyMoreSettlesNothing(t *testing.T) {
	const other = "U0OTHER"
	inLobby(t, slacktest.Config{}, func(l *lobby) {
		l.slack.AddUser(slacktest.User{ID: other, Name: "other"})
		l.do(admin, tracker.Grant(other))
		id := l.proposes("Example Company")
		shown := l.opens(other)
		l.clicks(shown, fmt.Sprint("reject-", id))
		form, _ := l.slack.Modal(other)
		l.do(admin, tracker.Revoke(other, []string{admin}))
		head := l.head()
		l.clicks(shown, fmt.Sprint("approve-", id))
		l.settle()
		l.says(l.home(other), []string{"Only admins can approve. Nothing was changed."}, "[Approve]", "Example Company")
		l.clicks(shown, fmt.Sprint("reject-", id))
		l.settle()
		l.says(l.home(other), []string{"Only admins can reject. Nothing was changed."})
		l.send(l.slack.Submit(form, nil))
		if told, _ := l.slack.Modal(other); !strings.Contains(texts(t, told), "Only admins can reject.") {
			l.Errorf("got %+v", told)
		}
		if l.head() != head {
			l.Error("something was recorded")
		}
	})
}

func TestButtonsOfAnotherVersionSettleNothing(t *testing.T) {
	inLobby(t, slacktest.Config{}, func(l *lobby) {
		id := l.proposes("Example Company")
		v := l.opens(admin)
		head := l.head()
		for _, value := range []string{"", "{}", "approve", `{"v":2,"line":"approve 1"}`, `{"v":1,"line":"approve"}`, `{"v":1,"line":"approve x"}`,
			fmt.Sprintf(`{"v":1,"line":"reject %d"}`, id), fmt.Sprintf(`{"v":1,"line":"approve %d now"}`, id), `{"v":1,"line":"approve 99999999999999999999"}`} {
			a := v.Action(fmt.Sprint("approve-", id))
			a.Value = value
			l.send(l.slack.ClickView(v, a))
			l.settle()
			l.says(l.home(admin), []string{"This button is from another version of rollcall"})
		}
		l.clicks(v, fmt.Sprint("reject-", id))
		form, _ := l.slack.Modal(admin)
		forged := l.slack.Submit(form, nil)
		forged.Payload["view"].(map[string]any)["private_metadata"] = "{}"
		l.send(forged)
		if told, _ := l.slack.Modal(admin); !strings.Contains(texts(t, told), "This form is from another version") {
			l.Errorf("got %+v", told)
		}
		if l.head() != head {
			l.Error("something was recorded")
		}
	})
}

func TestAFormThatDoesNotOpenIsTold(t *testing.T) {
	inLobby(t, slacktest.Config{}, func(l *lobby) {
		id := l.proposes("Example Company")
		l.slack.Fail("views.open", slacktest.Fault{Error: "expired_trigger_id"})
		l.clicks(l.opens(admin), fmt.Sprint("reject-", id))
		l.settle()
		l.says(l.home(admin), []string{fmt.Sprintf("Slack didn't open the form. Please try again, or type: /pariscall reject %d", id)})
	})
}

// The most that there can be, in the longest words, is within Slack's limits, and what isn't shown is counted.
func TestTheLargestHome(t *testing.T) {
	inLobby(t, slacktest.Config{}, func(l *lobby) {
		source := "https://example.org/?" + strings.Repeat("a&", 900)
		called := func(mark string, i int) tracker.Supporter {
			return tracker.Supporter{Name: strings.Repeat(mark, tracker.MaxName/2-2) + fmt.Sprintf("%04d", i), Category: tracker.Company, Source: source}
		}
		var events []tracker.Event
		for i := range 500 {
			channel := fmt.Sprintf("C0A%04d", i)
			l.slack.AddChannel(slacktest.Channel{ID: channel, Name: fmt.Sprint("many-", i)})
			events = append(events, tracker.Subscribed{Channel: channel, Schedule: "0 9 * * *", Zone: "America/Argentina/ComodRivadavia"})
			proposed := tracker.Proposed{On: tracker.DayOf(time.Now()), Note: strings.Repeat("<", tracker.MaxText)}
			for j := range 10 {
				proposed.Events = append(proposed.Events, tracker.Changed{Why: tracker.Joined, Source: source, Supporter: called("😀x", 10*i+j)})
			}
			events = append(events, proposed)
		}
		l.do(admin, func(*tracker.Book) ([]tracker.Event, error) { return events, nil })
		for i := range 20 {
			l.do(admin, tracker.Add(called("&y", i), tracker.DayOf(time.Now())))
		}
		v := l.opens(admin)
		l.says(v, []string{"… and 490 more.", "… and 475 more.", "…\n😀x", "\n… and 3 more.\n[Approve]"})
		var list []any
		if err := json.Unmarshal(v.Blocks, &list); err != nil || len(list) > 60 || len(v.Blocks) > 150_000 {
			l.Errorf("%d blocks in %d bytes, %v", len(list), len(v.Blocks), err)
		}
		l.says(l.opens(guest), []string{"… and 475 more."}, "[Approve]")
	})
}

// However often somebody opens it, a Home is published at once and then once more, as it is by then.
func TestAHomeOpenedOftenIsPublishedTwice(t *testing.T) {
	inLobby(t, slacktest.Config{}, func(l *lobby) {
		for range 20 {
			l.send(l.slack.HomeOpened(guest))
		}
		synctest.Wait()
		if n := l.slack.Count("views.publish"); n != 1 {
			l.Errorf("published %d times at once", n)
		}
		l.joins("Example Company")
		l.settle()
		if n := l.slack.Count("views.publish"); n != 2 {
			l.Errorf("published %d times", n)
		}
		l.says(l.home(guest), []string{"Example Company joined"})
		l.opens(guest)
		if n := l.slack.Count("views.publish"); n != 3 {
			l.Errorf("published %d times after a later opening", n)
		}
		messages := l.slack.HomeOpened(guest)
		messages.Event()["tab"] = "messages"
		l.send(messages)
		l.settle()
		if n := l.slack.Count("views.publish"); n != 3 {
			l.Errorf("published for the Messages tab")
		}
	})
}

func TestAHomeThatSlackDoesNotTake(t *testing.T) {
	inLobby(t, slacktest.Config{}, func(l *lobby) {
		calls := 0
		for i, try := range []struct {
			faults []slacktest.Fault
			calls  int
			shown  bool
		}{
			{[]slacktest.Fault{{Error: "not_enabled"}}, 1, false},
			{[]slacktest.Fault{{Error: "hash_conflict"}}, 1, false},
			{[]slacktest.Fault{{Error: "token_revoked"}}, 1, false},
			{[]slacktest.Fault{{Status: http.StatusInternalServerError}}, 2, true},
			{[]slacktest.Fault{{Lost: true}}, 2, true},
			{[]slacktest.Fault{{Lost: true}, {Lost: true}, {Lost: true}}, 3, false},
			{[]slacktest.Fault{{Before: time.Minute}}, 2, true},
			{[]slacktest.Fault{{Status: http.StatusTooManyRequests, RetryAfter: 7 * time.Second}}, 2, true},
			{[]slacktest.Fault{{Status: http.StatusTooManyRequests, RetryAfter: time.Second}, {Status: http.StatusTooManyRequests, RetryAfter: time.Second}}, 3, true},
			{[]slacktest.Fault{{Status: http.StatusTooManyRequests, RetryAfter: time.Hour}}, 1, false},
		} {
			calls += try.calls
			l.slack.Fail("views.publish", try.faults...)
			name := fmt.Sprintf("Example Company of %d", i)
			l.joins(name)
			before := strings.Count(l.log.String(), "a Home was not published")
			l.send(l.slack.HomeOpened(guest))
			l.settle()
			time.Sleep(time.Minute)
			if n := l.slack.Count("views.publish"); n != calls {
				l.Errorf("%+v: published %d times in all, want %d", try.faults, n, calls)
			}
			logged := strings.Count(l.log.String(), "a Home was not published") - before
			v, _ := l.slack.Home(guest)
			if try.faults[0].Before == 0 && try.shown == (logged == 1) || v.ID != "" && try.faults[0].Before == 0 && strings.Contains(texts(t, v), name) != try.shown {
				l.Errorf("%+v: logged %d times, shown is %s", try.faults, logged, v.ID)
			}
			calls++
			l.says(l.opens(guest), []string{name})
		}
		if !strings.Contains(l.log.String(), "reference=") {
			l.Error("the log has no reference")
		}
		for n, c := range l.slack.Calls() {
			if c.Method == "views.publish" && c.Fault.RetryAfter == 7*time.Second {
				if next := l.slack.Calls()[n+1]; next.At.Sub(c.At) != 7*time.Second {
					l.Errorf("tried again after %s", next.At.Sub(c.At))
				}
			}
		}
	})
}

// A decision in a Home is answered, even if Slack doesn't show the Home.
func TestADecisionIsToldThoughTheHomeIsNotShown(t *testing.T) {
	inLobby(t, slacktest.Config{}, func(l *lobby) {
		id := l.proposes("Example Company")
		v := l.opens(admin)
		l.slack.Fail("views.publish", slacktest.Fault{Status: http.StatusTooManyRequests, RetryAfter: 40 * time.Second})
		l.clicks(v, fmt.Sprint("approve-", id))
		l.settle()
		if told := l.told(admin); len(told) != 1 || !strings.Contains(told[0].Text, "is approved") {
			l.Errorf("got %+v", told)
		}
	})
}

// A Home may show the buttons of another version.
func TestAButtonOfAHomeThatIsntUnderstoodIsToldSo(t *testing.T) {
	inLobby(t, slacktest.Config{}, func(l *lobby) {
		v := l.opens(guest)
		for _, id := range []string{"older-1", "ask-1", "page-2", "share-1", ""} {
			a := v.Action("Suggest a change")
			a.ActionID = id
			l.says(l.opens(guest), nil, "another version of rollcall")
			l.send(l.slack.ClickView(v, a))
			l.settle()
			l.says(l.home(guest), []string{"another version of rollcall"})
		}
		if strings.Contains(l.log.String(), "(address)") { // a Home has no response URL
			l.Errorf("the log has\n%s", l.log)
		}
	})
}

// A Home doesn't wait for other Homes, and nothing waits for a Home.
func TestAHomeThatHangsHoldsNothingUp(t *testing.T) {
	inLobby(t, slacktest.Config{}, func(l *lobby) {
		l.slack.Fail("views.publish", slacktest.Fault{Before: time.Hour})
		l.send(l.slack.HomeOpened(guest))
		synctest.Wait()
		l.send(l.slack.HomeOpened(admin))
		synctest.Wait()
		l.home(admin)
		if m := l.types(guest, policy, "count state"); !strings.Contains(m.Text, "81 states") {
			l.Errorf("answered with %q", m.Text)
		}
	})
}
