package bot_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"rollcall/bot"
	"rollcall/bot/slacktest"
	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/pariscall"
	"rollcall/tracker/query"
)

// stranger is in the workspace, has Slack in French, and is no admin.
const stranger = "U0STRANGER"

// overBoth runs a test each way, in a house of its own, in which the ledger is a month old.
func overBoth(t *testing.T, ledger func(*testing.T) tracker.Ledger, test func(h *house)) {
	t.Helper()
	eachWay(t, func(t *testing.T, serve way) {
		now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
		time.Sleep(time.Until(now.AddDate(0, -1, 0)))
		h, network := inBubble(t, now, slacktest.Config{}, ledger(t))
		h.slack.AddUser(slacktest.User{ID: stranger, Name: "stranger", Locale: "fr-FR"})
		stop := serve(h, network)
		test(h)
		stop()
		h.holds()
	})
}

// few is a ledger with a few supporters.
func few(t *testing.T) tracker.Ledger { return paris(t) }

// whole is a ledger with the real list.
func whole(t *testing.T) tracker.Ledger {
	t.Helper()
	m := new(tracker.Memory)
	entries, err := pariscall.Entries(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Append(t.Context(), entries...); err != nil {
		t.Fatal(err)
	}
	return m
}

// send sends a request, waits until nothing goes on any more, and returns the reply.
func (h *house) send(r slacktest.Request) slacktest.Reply {
	h.Helper()
	reply, err := h.slack.Send(h.Context(), r)
	if err != nil || reply.Status != http.StatusOK {
		h.Fatalf("answered with %d %q, %v", reply.Status, reply.Body, err)
	}
	synctest.Wait()
	return reply
}

// opens types a command that opens a form, and returns the form.
func (h *house) opens(user, line string) slacktest.View {
	h.Helper()
	reply := h.send(h.slack.Command(user, policy, "/pariscall "+line))
	v, ok := h.slack.Modal(user)
	if !ok || strings.TrimSpace(string(reply.Body)) != "" && string(reply.Body) != "null" {
		h.Fatalf("%q opened nothing (%q)%s", line, reply.Body, h.heard(user))
	}
	return v
}

// heard is the last message that only one person saw.
func (h *house) heard(user string) string {
	for _, m := range slices.Backward(h.slack.Messages("")) {
		if m.User == user {
			return m.Text
		}
	}
	return ""
}

// values are what is in the inputs of a form.
func values(t testing.TB, v slacktest.View) map[string]string {
	t.Helper()
	var list []struct {
		ID      string `json:"block_id"`
		Element *struct {
			Value   string                   `json:"initial_value"`
			Date    string                   `json:"initial_date"`
			Time    string                   `json:"initial_time"`
			Option  struct{ Value string }   `json:"initial_option"`
			Options []struct{ Value string } `json:"initial_options"`
		}
	}
	if err := json.Unmarshal(v.Blocks, &list); err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, b := range list {
		if b.Element != nil {
			all[b.ID] = b.Element.Value + b.Element.Date + b.Element.Time + b.Element.Option.Value
			for _, o := range b.Element.Options {
				all[b.ID] = strings.TrimPrefix(all[b.ID]+","+o.Value, ",")
			}
		}
	}
	return all
}

// with is what is in a form, with some of it changed.
func with(t testing.TB, v slacktest.View, changes ...string) map[string]string {
	all := values(t, v)
	for i := 0; i < len(changes); i += 2 {
		all[changes[i]] = changes[i+1]
	}
	return all
}

// widens has a form show the inputs that few need, if it doesn't yet.
func (h *house) widens(v slacktest.View) slacktest.View {
	h.Helper()
	if more := v.Action("fill-more"); more.Type != "" {
		h.send(h.slack.ClickView(v, more, values(h, v)))
		v, _ = h.slack.Modal(v.User)
	}
	return v
}

// submits submits what is in a form, with some of it changed, and returns what is shown then. Inputs that few need are asked for.
func (h *house) submits(v slacktest.View, changes ...string) slacktest.View {
	h.Helper()
	shown := values(h, v)
	for i := 0; i < len(changes); i += 2 {
		if _, has := shown[changes[i]]; !has {
			v = h.widens(v)
		}
	}
	h.send(h.slack.Submit(v, with(h, v, changes...)))
	after, ok := h.slack.Modal(v.User)
	if !ok {
		h.Fatal("the form is gone")
	}
	return after
}

// said is what a view says, without its inputs.
func said(t testing.TB, v slacktest.View) string {
	t.Helper()
	var list []struct{ Text struct{ Text string } }
	if err := json.Unmarshal(v.Blocks, &list); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, b := range list {
		if b.Text.Text != "" {
			all = append(all, b.Text.Text)
		}
	}
	return strings.Join(all, "\n")
}

// changed is what the last entry made of a supporter.
func (h *house) changed() tracker.Supporter {
	h.Helper()
	e, _ := h.tracker.Book().Entry(h.head())
	c, ok := e.Event.(tracker.Changed)
	if !ok {
		h.Fatalf("the last entry is %+v", e)
	}
	c.ID = 0
	return c.Supporter
}

var addition26 = []string{"name", "Example University", "category", "civil_society", "kind", "university", "country", "FR", "joined", "2018-11",
	"source", "https://example.org/b", "on", "2026-11-20"}

func TestAFilledInFormIsTheCommandThatItStandsFor(t *testing.T) {
	overBoth(t, few, func(h *house) {
		v := h.widens(h.opens(admin, "add"))
		before := h.head()
		request := h.slack.Submit(v, with(h, v, addition26...))
		first := h.send(request)
		shown, _ := h.slack.Modal(admin)
		text := said(h, shown)
		for _, part := range []string{"Example University", "1 → 2", "3 → 4"} {
			if !strings.Contains(text, part) {
				h.Errorf("%q isn't shown:\n%s", part, text)
			}
		}
		if h.head() != before+1 || len(h.slack.Messages("")) != 0 {
			h.Errorf("%d entries, messages %v", h.head()-before, h.slack.Messages(""))
		}
		e, _ := h.tracker.Book().Entry(h.head())
		if e.By != admin || e.On != "2026-11-20" || e.Ref == "" {
			h.Errorf("recorded as %+v", e)
		}
		filledIn := h.changed()

		// What comes again is applied once, and answered the same.
		h.joins("Example Company")
		head := h.head()
		again := h.send(request)
		if h.head() != head || string(again.Body) != string(first.Body) {
			h.Errorf("again: %d entries,\n%s\n%s", h.head()-head, first.Body, again.Body)
		}
		if !strings.Contains(string(first.Body), `"update"`) {
			h.Errorf("answered with %s", first.Body)
		}

		// With other values it isn't answered as if these had been recorded.
		h.send(h.slack.Submit(v, with(h, v, append(slices.Clone(addition26), "name", "Example Academy")...)))
		if other, _ := h.slack.Modal(admin); h.head() != head || !strings.Contains(said(h, other), "sent before with other values") || strings.Contains(said(h, other), "Recorded") {
			h.Errorf("with other values: %d entries, %s", h.head()-head, said(h, other))
		}

		h.do(admin, tracker.Remove(e.Seq, tracker.Error, "https://example.org/c"))
		h.types(admin, policy, `add "Example University" civil_society university country:FR joined:2018-11 on:2026-11-22 source:https://example.org/b`)
		typed := h.changed()
		filledIn.FirstListed, typed.FirstListed = "", ""
		if fmt.Sprintf("%+v", filledIn) != fmt.Sprintf("%+v", typed) {
			h.Errorf("filled in: %+v\ntyped:     %+v", filledIn, typed)
		}
	})
}

// What somebody else changed while the form was open stays.
func TestAnEditSaysOnlyWhatWasChangedInTheForm(t *testing.T) {
	overBoth(t, few, func(h *house) {
		v := h.widens(h.opens(admin, `edit "Example Foundation"`))
		h.types(admin, press, "edit #2 website:https://example.org/w source:https://example.org/b")
		request := h.slack.Submit(v, with(h, v, "name", "Example Fund", "kind", "none", "alias", "Example Trust\nEF", "note", "One\n two", "source", "https://example.org/c"))
		h.send(request)
		shown, _ := h.slack.Modal(admin)
		head := h.head()
		s := h.changed()
		if s.Name != "Example Fund" || s.Kind != "" || s.Website != "https://example.org/w" || s.Note != "One two" || s.Country != "FR" ||
			!slices.Equal(s.Aliases, []string{"Example Trust", "EF", "Example Foundation"}) {
			h.Errorf("it became %+v\n%s", s, said(h, shown))
		}
		h.send(request)
		if again, _ := h.slack.Modal(admin); h.head() != head || said(h, again) != said(h, shown) || !strings.Contains(said(h, shown), "Example Fund") {
			h.Errorf("again: %s", said(h, again))
		}
		v = h.opens(admin, "edit #2")
		if after := h.submits(v, "source", "https://example.org/d"); len(after.Errors) != 1 || after.Errors["supporter"] == "" {
			h.Errorf("without a change: %v", after.Errors)
		}
		if after := h.submits(v, "name", "France", "source", "https://example.org/d"); !strings.Contains(after.Errors["name"], "listed already") {
			h.Errorf("another's name: %v", after.Errors)
		}
	})
}

// TestAllThatIsWrongIsToldAtOnce expects all mistakes next to the inputs, in words that fit a form.
func TestAllThatIsWrongIsToldAtOnce(t *testing.T) {
	overBoth(t, few, func(h *house) {
		v := h.opens(admin, "add")
		after := h.submits(v, append(slices.Clone(addition26), "joined", "20 May", "website", "https://a b", "source", "https:example.org")...)
		for in, want := range map[string]string{"joined": "is not a date", "website": "must be a web address", "source": "such as https://example.org/page."} {
			if !strings.Contains(after.Errors[in], want) {
				h.Errorf("%s: got: %v", in, after.Errors)
			}
		}
	})
}

func TestANameMuchLikeAnotherIsAddedOnlyIfThatIsMeant(t *testing.T) {
	overBoth(t, few, func(h *house) {
		v := h.opens(admin, "add")
		alike := append(slices.Clone(addition26), "name", "Foundation Example")
		after := h.submits(v, alike...)
		if said := said(h, after); !strings.Contains(said, "is much like") || strings.Contains(said, "type") || len(after.Errors) > 0 {
			h.Errorf("got: %s", said)
		}
		if got := values(h, after); got["name"] != "Foundation Example" || got["kind"] != "university" {
			h.Errorf("what was typed is lost: %v", got)
		}
		if h.submits(after, "anyway", "anyway"); h.changed().Name != "Foundation Example" {
			h.Errorf("it became %+v", h.changed())
		}
	})
}

func TestAnybodySuggestsAChangeInAForm(t *testing.T) {
	overBoth(t, few, func(h *house) {
		v := h.opens(guest, "suggest")
		h.submits(v, append(slices.Clone(addition26), "because", "I read it\nin the list")...)
		v = h.opens(guest, "suggest")
		h.send(h.slack.ClickView(v, chosen("2")))
		filled, _ := h.slack.Modal(guest)
		request := h.slack.Submit(filled, with(h, filled, "country", "DE", "source", "https://example.org/c"))
		h.send(request)
		h.send(request)
		shown, _ := h.slack.Modal(guest)
		time.Sleep(2 * time.Second) // the second waits for its turn
		synctest.Wait()
		if posted := h.posted(review); len(posted) != 2 || !strings.Contains(posted[0].Text, "Example University") {
			h.Errorf("for review: %+v", posted)
		}
		open := h.tracker.Book().Proposals()
		if len(open) != 2 || h.tracker.Book().Counts().Total() != 3 {
			h.Fatalf("proposals: %+v\n%s %v", open, said(h, shown), shown.Errors)
		}
		added, edited := open[0].Events[0].(tracker.Changed).Supporter, open[1].Events[0].(tracker.Changed).Supporter
		if added.Name != "Example University" || open[0].Note != "I read it in the list" || open[0].By != guest || open[0].On != "2026-11-20" {
			h.Errorf("proposed: %+v", open[0])
		}
		if edited.ID != 2 || edited.Country != "DE" || edited.Kind != "foundation" || !strings.Contains(said(h, shown), fmt.Sprint(open[1].Seq)) {
			h.Errorf("proposed: %+v\n%s", open[1], said(h, shown))
		}
		if v := h.submits(h.opens(guest, "suggest"), append(slices.Clone(addition26), "name", "France")...); !strings.Contains(said(h, v), "much like #1 (France, FR)") {
			h.Errorf("of a state's namesake: %s", said(h, v))
		}
	})
}

func TestAFigureIsReportedInAForm(t *testing.T) {
	overBoth(t, few, func(h *house) {
		v := h.widens(h.opens(admin, "report"))
		if got := values(h, v); got["on"] != "2026-11-22" || got["qualifier"] != "exact" {
			h.Errorf("it begins with %v", got)
		}
		shown := h.submits(v, "category", "total", "value", "1234", "qualifier", "at_least", "source", "https://example.org/b", "on", "2022-05-01")
		figures := h.tracker.Book().Figures()
		want := tracker.Reported{Date: "2022-05-01", Category: tracker.TotalFigure, Value: 1234, Qualifier: tracker.AtLeast, Source: "https://example.org/b"}
		if len(figures) != 1 || figures[0] != want || !strings.Contains(said(h, shown), "1,234") {
			h.Errorf("recorded: %+v\n%s", figures, said(h, shown))
		}
	})
}

func TestWhatIsWrongIsToldBesideItsInput(t *testing.T) {
	for name, c := range map[string]struct {
		field, words string
		changes      []string
	}{
		"on the roll":               {"name", "is listed already", []string{"name", "example foundation"}},
		"a name without letters":    {"name", "at least one letter", []string{"name", "!!!"}},
		"a control character":       {"name", "doesn't print", []string{"name", "Example\u202eCompany"}},
		"a long name":               {"name", "at most 200 characters", []string{"name", strings.Repeat("é", 201)}},
		"a huge name":               {"name", "at most 200 characters", []string{"name", strings.Repeat("e", 30_000)}},
		"no name":                   {"name", "filled in", []string{"name", " \t"}},
		"no category":               {"category", "filled in", []string{"category", ""}},
		"a category that isn't one": {"category", "Choose one", []string{"category", "total"}},
		"a kind that isn't one":     {"kind", "Choose one", []string{"kind", "<!channel>"}},
		"a country that isn't one":  {"country", "Choose one", []string{"country", "QQ"}},
		"a state without a country": {"country", "needs its country", []string{"category", "state", "country", ""}},
		"the state of a country":    {"country", "France is listed already", []string{"category", "state"}},
		"a future date":             {"joined", "in the future", []string{"joined", "2027"}},
		"no source":                 {"source", "filled in", []string{"source", ""}},
		"a source that is none":     {"source", "must be a web address", []string{"source", "example.org"}},
		"a long source":             {"source", "at most 2,000 characters", []string{"source", "https://example.org/" + strings.Repeat("a", 2_000)}},
		"a day too early":           {"on", "records begin", []string{"on", "2020-01-01"}},
		"no single field":           {"name", "too long", []string{"name", "Example", "note", strings.Repeat("𝔘", 490), "alias", strings.Repeat("𝔘", 1_500)}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			overBoth(t, few, func(h *house) {
				v := h.widens(h.opens(admin, "add"))
				before := h.head()
				after := h.submits(v, append(slices.Clone(addition26), c.changes...)...)
				if len(after.Errors) != 1 || !strings.Contains(after.Errors[c.field], c.words) {
					h.Errorf("wrong: %v", after.Errors)
				}
				if after.ID != v.ID || string(after.Blocks) != string(v.Blocks) || h.head() != before {
					h.Error("the form was changed, or something was recorded")
				}
			})
		})
	}
}

func TestWhoMayOpenWhichForm(t *testing.T) {
	overBoth(t, few, func(h *house) {
		for _, line := range []string{"add", "edit", "report", "ADD", "ajouter", "modifier", `edit "Example Foundation"`} {
			reply := h.send(h.slack.Command(guest, policy, "/pariscall "+line))
			if _, ok := h.slack.Modal(guest); ok || reply.Message != nil {
				h.Errorf("%q opened a form, or is answered at once", line)
			}
			if text := h.heard(guest); !strings.Contains(text, "Only admins can use") || !strings.Contains(text, "/pariscall suggest") {
				h.Errorf("%q: %s", line, text)
			}
			if !strings.Contains(h.log.String(), "not an admin") {
				h.Error("it isn't logged")
			}
		}
		// The refusal's button opens what it speaks of.
		messages := h.slack.Messages("")
		m := messages[len(messages)-1]
		h.send(h.slack.Click(guest, m, m.Action("Suggest a change")))
		if v, ok := h.slack.Modal(guest); !ok || v.Title != "Suggest a change" || values(h, h.widens(v))["on"] != "2026-11-22" {
			h.Errorf("the button opens %+v", v)
		}
		if v := h.opens(stranger, "suggest"); v.Title != "Proposer un changement" || !strings.Contains(string(v.Blocks), "Entreprise") {
			h.Errorf("in French: %s %s", v.Title, v.Blocks)
		}
		h.do(admin, tracker.Grant(guest))
		if v := h.opens(guest, "report"); v.Title != "Report a figure" {
			h.Errorf("an admin who was granted: %+v", v.Title)
		}
	})
}

func TestAGuestOfTheWorkspaceChangesNothingInAForm(t *testing.T) {
	overBoth(t, few, func(h *house) {
		before := h.head()
		const member = "U0MEMBER" // a guest from tomorrow on
		h.slack.AddUser(slacktest.User{ID: member, Name: "member"})
		v := h.opens(member, "suggest")
		h.slack.AddUser(slacktest.User{ID: member, Name: "member", Restricted: true})
		time.Sleep(24 * time.Hour)
		if after := h.submits(v, addition26...); !strings.Contains(after.Errors["supporter"], "Guests") || h.head() != before {
			h.Errorf("got: %v", after.Errors)
		}
		opened := h.slack.Count("views.open")
		for _, line := range []string{"suggest", "add"} {
			h.send(h.slack.Command(member, policy, "/pariscall "+line))
			if !strings.Contains(h.heard(member), "Guests") || h.slack.Count("views.open") != opened {
				h.Errorf("%s: %s", line, h.heard(member))
			}
		}
	})
}

func TestAFormIsFilledWithTheSupporterWhoIsNamed(t *testing.T) {
	overBoth(t, few, func(h *house) {
		for _, line := range []string{`edit "Example Foundation"`, "edit example foundation", "EDIT #2"} {
			v := h.widens(h.opens(admin, line))
			want := map[string]string{"supporter": "2", "name": "Example Foundation", "category": "civil_society", "kind": "foundation", "country": "FR",
				"joined": "", "alias": "", "website": "", "note": "", "source": "", "on": "2026-11-22"}
			if got := values(h, v); !maps.Equal(got, want) {
				h.Errorf("%q: %v", line, got)
			}
		}
		v := h.opens(admin, "edit")
		if got := values(h, v); !maps.Equal(got, map[string]string{"supporter": ""}) {
			h.Errorf("of nobody: %v", got)
		}
		h.send(h.slack.Command(admin, policy, `/pariscall edit "Example Nobody"`))
		if now, _ := h.slack.Modal(admin); now.ID != v.ID {
			h.Error("a form was opened for nobody")
		}

		// An answer about one supporter has a button for it.
		m := h.types(guest, policy, `who "Example Foundation"`)
		h.send(h.slack.Click(guest, m, m.Action("Suggest a change")))
		suggested, _ := h.slack.Modal(guest)
		if got := values(h, suggested); got["supporter"] != "2" || got["name"] != "Example Foundation" || suggested.Title != "Suggest a change" {
			h.Errorf("the button opens %v", got)
		}
		h.do(admin, tracker.Withdraw(2, "https://example.org/w"))
		h.send(h.slack.Click(guest, m, m.Action("Suggest a change")))
		if text := h.heard(guest); !strings.Contains(text, "not listed any more") {
			h.Errorf("of who left: %s", text)
		}
	})
}

func TestAFormThatDoesNotOpenSaysWhatToTypeInstead(t *testing.T) {
	for name, f := range map[string]slacktest.Fault{
		"expired":  {Error: "expired_trigger_id"},
		"used":     {Error: "exchanged_trigger_id"},
		"limited":  {Status: http.StatusTooManyRequests, RetryAfter: 30 * time.Second},
		"broken":   {Status: http.StatusInternalServerError},
		"revoked":  {Error: "token_revoked"},
		"lost":     {Lost: true},
		"landed":   {Lost: true, Landed: true},
		"too slow": {Before: 20 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			overBoth(t, few, func(h *house) {
				h.slack.Fail("views.open", f, f)
				reply := h.send(h.slack.Command(admin, policy, "/pariscall report"))
				if reply.Message != nil || reply.Took > time.Second {
					h.Errorf("acknowledged with %q after %v", reply.Body, reply.Took)
				}
				time.Sleep(time.Minute)
				text := h.heard(admin)
				unsure := f.Lost || f.Status == http.StatusInternalServerError || f.Before > 0
				if !strings.Contains(text, "/pariscall report CATEGORY VALUE source:URL") || unsure != strings.Contains(text, "didn't say in time") {
					h.Errorf("got: %s", text)
				}
				_, rest, _ := strings.Cut(text, "reference ")
				if reference, _, _ := strings.Cut(rest, "."); reference == "" || !strings.Contains(h.log.String(), reference) {
					h.Errorf("the reference %q isn't in the log", reference)
				}
				// A Home has no response URL.
				button := slacktest.Action{BlockID: "forms", ActionID: "form-report", Type: "button", Value: `{"v":1}`, Text: "Report a figure"}
				h.send(h.slack.ClickView(slacktest.View{ID: "V0HOME", Type: "home", User: admin}, button))
				time.Sleep(time.Minute)
				if told := h.told(admin); len(told) != 1 || !strings.Contains(told[0].Text, "/pariscall report CATEGORY") {
					h.Errorf("from the Home: %+v", told)
				}
			})
		})
	}
}

func TestARedeliveredCommandOpensOneForm(t *testing.T) {
	overBoth(t, few, func(h *house) {
		r := h.slack.Command(admin, policy, "/pariscall add")
		h.send(r)
		h.send(r)
		if n := h.slack.Count("views.open"); n != 1 {
			h.Errorf("views.open was called %d times", n)
		}
	})
}

// options are what a search answers to what was typed.
func (h *house) options(v slacktest.View, block, typed string) (labels, ids []string) {
	h.Helper()
	reply := h.send(h.slack.Suggest(v, slacktest.Action{BlockID: block, ActionID: "fill-" + block, Type: "external_select"}, typed))
	if len(reply.Body) > 20_000 {
		h.Errorf("%d bytes for %q", len(reply.Body), typed)
	}
	var answer struct {
		Options []struct {
			Text  struct{ Text string }
			Value string
		}
	}
	if err := reply.Decode(&answer); err != nil {
		h.Fatal(err)
	}
	for _, o := range answer.Options {
		labels, ids = append(labels, o.Text.Text), append(ids, o.Value)
	}
	return labels, ids
}

func TestASearchFindsSupportersAndCountries(t *testing.T) {
	overBoth(t, whole, func(h *house) {
		edit, suggest := h.opens(admin, "edit"), h.opens(stranger, "suggest")
		first := func(v slacktest.View, block, typed, want string) {
			h.Helper()
			if labels, _ := h.options(v, block, typed); len(labels) == 0 || labels[0] != want {
				h.Errorf("%q: %q", typed, labels)
			}
		}
		first(edit, "supporter", "dell tech", "Dell Technologies, company, United States")
		first(edit, "supporter", "FRANC", "France, state, France")
		first(suggest, "supporter", "allemagne", "Allemagne, État, Allemagne")
		first(edit, "country", "allem", "Germany")
		first(suggest, "country", "germ", "Allemagne")
		first(suggest, "country", "etats-unis", "États-Unis")
		first(edit, "country", "uk", "United Kingdom")
		first(edit, "country", "", "None")
		for _, typed := range []string{"", "a", "the", "university", strings.Repeat("a ", 5_000), "<!channel>", "\x00", "%"} {
			for _, block := range []string{"supporter", "country"} {
				labels, ids := h.options(edit, block, typed)
				if len(labels) > 30 || slices.ContainsFunc(labels, func(l string) bool { return utf8.RuneCountInString(l) > 75 }) {
					h.Errorf("%q: %d options %q", typed, len(labels), labels)
				}
				slices.Sort(ids)
				if len(slices.Compact(ids)) != len(labels) {
					h.Errorf("%q: twice the same: %v", typed, ids)
				}
			}
		}
		if labels, _ := h.options(edit, "supporter", "qqqqqqqq"); len(labels) != 0 {
			h.Errorf("of nobody: %q", labels)
		}
		if labels, _ := h.options(edit, "elsewhere", "a"); len(labels) != 0 || !strings.Contains(h.log.String(), "a search that isn't understood") {
			h.Errorf("of no search: %q", labels)
		}
		h.joins("Example Company")
		h.do(admin, tracker.Withdraw(h.tracker.Book().Named("Dell Technologies")[0].ID, "https://example.org/w"))
		first(edit, "supporter", "", "Example Company, company")
		if labels, _ := h.options(edit, "supporter", "dell tech"); slices.ContainsFunc(labels, func(l string) bool { return strings.HasPrefix(l, "Dell Technologies") }) {
			h.Errorf("who left is offered: %q", labels)
		}
	})
}

// chosen is a choice of a supporter in a form.
func chosen(id string) slacktest.Action {
	return slacktest.Action{BlockID: "supporter", ActionID: "fill-supporter", Type: "external_select", Value: id}
}

func TestWhoIsChosenFillsTheForm(t *testing.T) {
	overBoth(t, few, func(h *house) {
		v := h.opens(admin, "edit")
		h.send(h.slack.ClickView(v, chosen("2")))
		filled, _ := h.slack.Modal(admin)
		if got := values(h, filled); filled.ID != v.ID || got["name"] != "Example Foundation" || got["supporter"] != "2" {
			h.Errorf("filled with %v", got)
		}
		// Slack keeps what was typed where ids are the same; those of another supporter's inputs differ.
		h.send(h.slack.ClickView(filled, chosen("1")))
		other, _ := h.slack.Modal(admin)
		if values(h, other)["name"] != "France" || other.Action("fill-name-2").Type != "" || other.Action("fill-name-1").Type == "" {
			h.Errorf("filled again with %s", other.Blocks)
		}

		// An older answer doesn't overwrite a newer one.
		h.slack.Fail("views.update", slacktest.Fault{Before: 2 * time.Second})
		h.send(h.slack.ClickView(other, chosen("3")))
		h.send(h.slack.ClickView(other, chosen("2")))
		time.Sleep(time.Minute)
		if last, _ := h.slack.Modal(admin); values(h, last)["name"] != "Example Foundation" {
			h.Errorf("the older one won: %v", values(h, last))
		}

		// Who is chosen and not shown yet isn't changed: the form is shown first.
		before := h.head()
		v = h.opens(admin, "edit")
		h.slack.Fail("views.update", slacktest.Fault{Status: 500})
		h.send(h.slack.ClickView(v, chosen("2")))
		filled = h.submits(v, "supporter", "2")
		if values(h, filled)["name"] != "Example Foundation" {
			h.Errorf("submitted before it was filled: %s", filled.Blocks)
		}
		refilled := h.submits(filled, "supporter", "1", "source", "https://example.org/s")
		if got := values(h, refilled); got["name"] != "France" || got["source"] != "https://example.org/s" {
			h.Errorf("submitted with another supporter: %v", got)
		}
		if empty := h.submits(h.opens(admin, "edit")); empty.Errors["supporter"] == "" {
			h.Errorf("submitted with nobody: %+v", empty)
		}
		if h.head() != before {
			h.Error("something was recorded")
		}
	})
}

func TestAFormThatIsNotOneOfOursChangesNothing(t *testing.T) {
	block := func(view map[string]any, id string) map[string]any {
		return view["state"].(map[string]any)["values"].(map[string]any)[id].(map[string]any)
	}
	for name, change := range map[string]func(p, view map[string]any){
		"no state": func(_, view map[string]any) { delete(view, "state") },
		"a block is missing": func(_, view map[string]any) {
			delete(view["state"].(map[string]any)["values"].(map[string]any), "source")
		},
		"a block too many": func(_, view map[string]any) {
			view["state"].(map[string]any)["values"].(map[string]any)["reason"] = map[string]any{}
		},
		"another action id": func(_, view map[string]any) {
			b := block(view, "name")
			b["fill-name-2"] = b["fill-name"]
			delete(b, "fill-name")
		},
		"an unknown form":     func(_, view map[string]any) { view["callback_id"] = "form-forget" },
		"no form":             func(_, view map[string]any) { view["callback_id"] = "add" },
		"another form":        func(_, view map[string]any) { view["callback_id"] = "form-report" },
		"no metadata":         func(_, view map[string]any) { view["private_metadata"] = "" },
		"metadata that isn't": func(_, view map[string]any) { view["private_metadata"] = "<!channel>" },
		"of another version":  func(_, view map[string]any) { view["private_metadata"] = `{"v":9,"by":"` + admin + `"}` },
		"metadata with more":  func(_, view map[string]any) { view["private_metadata"] = `{"v":1,"by":"` + admin + `","admin":true}` },
		"of nobody on the roll": func(_, view map[string]any) {
			view["private_metadata"] = `{"v":1,"by":"` + admin + `","id":999,"head":1}`
		},
		"a view of somebody":     func(_, view map[string]any) { view["private_metadata"] = `{"v":1,"by":"` + guest + `"}` },
		"sent by somebody":       func(p, _ map[string]any) { p["user"].(map[string]any)["id"] = guest },
		"sent by somebody else?": func(p, _ map[string]any) { p["user"] = map[string]any{"id": "<!channel>"} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			overBoth(t, few, func(h *house) {
				v := h.widens(h.opens(admin, "add"))
				before := h.head()
				r := h.slack.Submit(v, with(h, v, addition26...))
				change(r.Payload, r.Payload["view"].(map[string]any))
				h.send(r)
				shown, _ := h.slack.Modal(admin)
				if !strings.Contains(said(h, shown), "another version of rollcall") || h.head() != before {
					h.Errorf("%d entries; got: %s", h.head()-before, shown.Blocks)
				}
				if !strings.Contains(h.log.String(), "a form that isn't understood") {
					h.Error("it isn't logged")
				}
			})
		})
	}
}

func TestAButtonForNoFormIsRefused(t *testing.T) {
	overBoth(t, few, func(h *house) {
		m := h.types(guest, policy, `who "Example Foundation"`)
		button := m.Action("Suggest a change")
		for _, change := range []func(*slacktest.Action){
			func(a *slacktest.Action) { a.ActionID = "form-forget" },
			func(a *slacktest.Action) { a.ActionID = "form" },
			func(a *slacktest.Action) { a.Value = `{"v":9}` },
			func(a *slacktest.Action) { a.Value = "<!channel>" },
		} {
			a := button
			change(&a)
			n := len(h.slack.Messages(""))
			h.send(h.slack.Click(guest, m, a))
			if messages := h.slack.Messages(""); len(messages) != n+1 || !strings.Contains(messages[n].Text, "another version of rollcall") {
				h.Errorf("%+v is answered with %q", a, h.heard(guest))
			}
		}
		if n := h.slack.Count("views.open"); n != 0 {
			h.Errorf("views.open was called %d times", n)
		}
	})
}

func TestWhoIsNoAdminAnyMoreChangesNothing(t *testing.T) {
	overBoth(t, few, func(h *house) {
		h.do(admin, tracker.Grant(guest))
		v := h.opens(guest, "add")
		h.do(admin, tracker.Revoke(guest, []string{admin}))
		before := h.head()
		after := h.submits(v, addition26...)
		if !strings.Contains(after.Errors["name"], "Only admins can add") || h.head() != before {
			h.Errorf("got: %v", after.Errors)
		}
	})
}

// sluggish is a ledger that takes its time, or fails.
type sluggish struct {
	tracker.Ledger
	takes time.Duration
	fails error
}

func (l *sluggish) Append(ctx context.Context, entries ...tracker.Entry) error {
	time.Sleep(l.takes)
	if l.fails != nil {
		return l.fails
	}
	return l.Ledger.Append(ctx, entries...)
}

func TestWhatTakesLongIsShownAfterwards(t *testing.T) {
	slow := func(t *testing.T) tracker.Ledger { return &sluggish{Ledger: paris(t)} }
	overBoth(t, slow, func(h *house) {
		h.ledger.(*sluggish).takes = 10 * time.Second
		v := h.opens(admin, "add")
		waiting := h.submits(v, addition26...)
		if !strings.Contains(said(h, waiting), "under way") {
			h.Errorf("meanwhile: %s", waiting.Blocks)
		}
		h.slack.Fail("views.update", slacktest.Fault{Status: 500}, slacktest.Fault{Status: http.StatusTooManyRequests, RetryAfter: time.Second})
		time.Sleep(time.Minute)
		if done, _ := h.slack.Modal(admin); !strings.Contains(said(h, done), "Example University") || len(h.slack.Messages("")) != 0 {
			h.Errorf("afterwards: %s", done.Blocks)
		}

		// A late fault is shown in the form, with all that was typed.
		v = h.opens(admin, "add")
		h.ledger.(*sluggish).fails = errors.New("the disk is full")
		h.submits(v, append(slices.Clone(addition26), "name", "Example & Academy")...)
		time.Sleep(time.Minute)
		back, _ := h.slack.Modal(admin)
		if got := values(h, back); got["name"] != "Example & Academy" || got["joined"] != "2018-11" || got["source"] != "https://example.org/b" || got["country"] != "FR" {
			h.Errorf("what was typed is lost: %v", got)
		}
		if !strings.Contains(said(h, back), "went wrong on our side") {
			h.Errorf("not shown why: %s", said(h, back))
		}
		h.ledger.(*sluggish).fails = nil

		// A person who closed the window gets a message.
		v = h.opens(admin, "report")
		h.slack.Fail("views.update", slacktest.Fault{Error: "not_found"})
		h.submits(v, "category", "state", "value", "80", "source", "https://example.org/b")
		time.Sleep(time.Minute)
		if told := h.told(admin); len(told) != 1 || !strings.Contains(told[0].Text, "80 states") {
			h.Errorf("got: %+v", told)
		}

		// So does a person who still sees it in progress because Slack hangs.
		v = h.opens(admin, "report")
		hangs := slacktest.Fault{Before: 15 * time.Second, Lost: true}
		h.slack.Fail("views.update", hangs, hangs, hangs)
		h.submits(v, "category", "state", "value", "79", "source", "https://example.org/b")
		time.Sleep(2 * time.Minute)
		if told := h.told(admin); len(told) != 2 || !strings.Contains(told[1].Text, "79 states") {
			h.Errorf("got: %+v", told)
		}
	})
}

func TestAFaultLosesNothingThatWasTyped(t *testing.T) {
	broken := func(t *testing.T) tracker.Ledger { return &sluggish{Ledger: paris(t)} }
	overBoth(t, broken, func(h *house) {
		h.ledger.(*sluggish).fails = errors.New("the disk is full")
		v := h.opens(admin, "add")
		after := h.submits(v, addition26...)
		_, rest, found := strings.Cut(after.Errors["name"], "reference ")
		if reference := strings.TrimSuffix(rest, "."); !found || !strings.Contains(h.log.String(), reference) || strings.Contains(rest, "disk") {
			h.Errorf("got: %v", after.Errors)
		}
		h.ledger.(*sluggish).fails = nil
		if done := h.submits(after, addition26...); !strings.Contains(said(h, done), "Example University") {
			h.Errorf("again: %s %v", done.Blocks, done.Errors)
		}
	})
}

// The house checks every view against Slack's limits.
func TestTheLongestFormsFit(t *testing.T) {
	longest := func(t *testing.T) tracker.Ledger {
		m := new(tracker.Memory)
		tr, err := tracker.Open(t.Context(), m)
		if err != nil {
			t.Fatal(err)
		}
		wide := func(n int, end string) string { return strings.Repeat("&", n-len(end)) + end }
		s := tracker.Supporter{Name: wide(tracker.MaxName, "a"), Category: tracker.PublicAuthority, Kind: "international_organisation", Country: "GS",
			Source: "https://example.org/" + strings.Repeat("&", 1_900)}
		for i := range 14 {
			s.Aliases = append(s.Aliases, wide(tracker.MaxName, fmt.Sprint("b", i)))
		}
		today := tracker.DayOf(time.Now())
		if _, err := tr.Do(t.Context(), tracker.Request{By: "test"}, tracker.Add(s, today)); err != nil {
			t.Fatal(err)
		}
		s.Website, s.Note = "https://example.org/"+strings.Repeat("&", 1_900), strings.Repeat("&", tracker.MaxText)
		if _, err := tr.Do(t.Context(), tracker.Request{By: "test"}, tracker.Amend(1, s, s.Source, today)); err != nil {
			t.Fatal(err)
		}
		return m
	}
	overBoth(t, longest, func(h *house) {
		h.do(admin, tracker.Grant(stranger))
		for _, user := range []string{admin, stranger} {
			for _, line := range []string{"add", "edit", "edit #1", "report", "suggest"} {
				h.opens(user, line)
			}
			v := h.opens(user, "edit")
			// Through Socket Mode the form is too long for an acknowledgement; it then is shown afterwards.
			h.submits(v, "supporter", "1")
			time.Sleep(time.Minute)
			filled, _ := h.slack.Modal(user)
			if got := values(h, h.widens(filled)); utf8.RuneCountInString(got["name"]) != tracker.MaxName || utf8.RuneCountInString(got["note"]) != tracker.MaxText {
				h.Errorf("filled with %v", got)
			}
			if labels, _ := h.options(v, "supporter", ""); len(labels) != 1 {
				h.Errorf("options: %q", labels)
			}
		}
	})
}

func TestTheLineOfAForm(t *testing.T) {
	h, b := onLoopback(t, paris(t))
	h.do(admin, tracker.Amend(2, tracker.Supporter{Name: "Example Foundation", Aliases: []string{"Fondation FR", "EF"}, Category: tracker.CivilSociety,
		Kind: "foundation", Country: "FR", Note: "Example note"}, "https://example.org/a", tracker.DayOf(time.Now())))
	of := h.tracker.Book().Supporter(2)
	shown := map[string]string{"supporter": "2", "name": "Example Foundation", "category": "civil_society", "kind": "foundation", "country": "FR",
		"alias": "Fondation FR\nEF", "note": "Example note"}
	for want, c := range map[string]struct {
		form    string
		of      *tracker.Supporter
		changes map[string]string
	}{
		"add name:Example category:company source:https://example.org/b":                               {"add", nil, map[string]string{"name": "Example", "category": "company", "source": "https://example.org/b"}},
		"add name:Example category:company alias:A alias:B C website:https://example.org":              {"add", nil, map[string]string{"name": "Example", "category": "company", "alias": "A\nB C", "website": "https://example.org"}},
		"suggest add name:Example category:company because:I saw it":                                   {"suggest", nil, map[string]string{"name": "Example", "category": "company", "because": "I saw it"}},
		"suggest add name:Example category:company anyway":                                             {"suggest", nil, map[string]string{"name": "Example", "category": "company", "anyway": "anyway"}},
		"report category:state value:82 qualifier:at_least on:2022-05-01 source:https://example.org/b": {"report", nil, map[string]string{"category": "state", "value": "82", "qualifier": "at_least", "source": "https://example.org/b", "on": "2022-05-01"}},
		"edit #2 on:2026-11-22 source:https://example.org/b":                                           {"edit", of, map[string]string{"source": "https://example.org/b", "on": "2026-11-22"}},
		"edit #2 name:Example Fund source:https://example.org/b":                                       {"edit", of, map[string]string{"name": "Example Fund", "source": "https://example.org/b"}},
		"edit #2 category:company kind:none country:none alias:none note:none":                         {"edit", of, map[string]string{"category": "company", "kind": "", "country": "", "alias": "", "note": ""}},
		"suggest edit #2 joined:2018 alias:EF website:https://example.org because:Why":                 {"suggest", of, map[string]string{"alias": "EF", "joined": "2018", "website": "https://example.org", "because": "Why"}},
	} {
		values := map[string]string{}
		if c.of != nil {
			maps.Copy(values, shown)
		}
		maps.Copy(values, c.changes)
		if got := b.FormLine(c.form, c.of, values); got != want {
			t.Errorf("%s\nwant %s", got, want)
		}
	}
}

// A form has an input for each thing that its command has in the table, by which a line is made.
func TestTheInputsOfAFormAreItsCommands(t *testing.T) {
	_, b := onLoopback(t, paris(t))
	for _, c := range query.Commands() {
		inputs := b.FormInputs(c.Name)
		ofItsOwn := c.Name == "subscribe" || c.Name == "reject" // a form that makes its line of choices, or adds to one
		if len(inputs) > 0 != c.Form && !ofItsOwn {
			t.Errorf("%s has the inputs %q", c.Name, inputs)
		}
		for _, arg := range c.Args() {
			if c.Form && c.Name != "edit" && !slices.Contains(inputs, arg.Name) { // an edit is filled with somebody first
				t.Errorf("the form of %s has no input for %s: %q", c.Name, arg.Name, inputs)
			}
		}
	}
}

// BenchmarkSearch measures how long the options for what is being typed take, from the signed request to the answer, on the
// real list and on one of 100,000. The slowest of the texts is reported.
//
//	go test ./bot -run '^$' -bench Search -benchtime 200x
func BenchmarkSearch(b *testing.B) {
	for _, size := range []int{1_222, 100_000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			ours := serveRoll(b, size)
			for _, typed := range []string{"", "a", "tech", "international univ", "microsfot"} {
				payload, err := json.Marshal(map[string]any{"type": "block_suggestion", "user": map[string]any{"id": guest}, "block_id": "supporter",
					"action_id": "fill-supporter", "value": typed, "view": map[string]any{"id": "V1", "type": "modal"}})
				if err != nil {
					b.Fatal(err)
				}
				body := []byte("payload=" + url.QueryEscape(string(payload)))
				post(b, http.DefaultClient, ours, body) // the names are indexed
				b.Run(typed, func(b *testing.B) {
					slowest := time.Duration(math.MinInt64)
					for b.Loop() {
						sent := time.Now()
						post(b, http.DefaultClient, ours, body)
						slowest = max(slowest, time.Since(sent))
					}
					b.ReportMetric(float64(slowest.Microseconds())/1000, "slowest-ms")
				})
			}
		})
	}
}

// serveRoll serves a bot whose list has so many supporters, the real ones among them, and returns its address.
func serveRoll(b *testing.B, size int) string {
	b.Helper()
	s := workspace(slacktest.New(slacktest.Config{}))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	s.Serve(l)
	b.Cleanup(s.Close)
	entries, err := pariscall.Entries(time.Now())
	if err != nil {
		b.Fatal(err)
	}
	words := strings.Fields("Example National International Digital Cyber Security Institute University Federation Company Tech Labs Group Centre Trust Network")
	last := entries[len(entries)-1]
	for i := range size - 1_222 {
		name := fmt.Sprintf("%s %s %s %d", words[i%16], words[i/16%16], words[i/256%16], i)
		e := tracker.Entry{Seq: last.Seq + tracker.Seq(i) + 1, At: last.At, On: last.On, By: last.By}
		e.Event = tracker.Changed{Why: tracker.Joined, Source: "https://example.org/a", Supporter: tracker.Supporter{ID: e.Seq, Name: name,
			Category: tracker.Company, Country: "FR", FirstListed: e.On, Source: "https://example.org/a"}}
		entries = append(entries, e)
	}
	t, err := tracker.Open(b.Context(), new(tracker.Memory))
	if err != nil {
		b.Fatal(err)
	}
	if err := t.Fill(b.Context(), entries); err != nil {
		b.Fatal(err)
	}
	if n := t.Book().Counts().Total(); n != size {
		b.Fatalf("%d supporters", n)
	}
	paris, err := call()
	if err != nil {
		b.Fatal(err)
	}
	server := httptest.NewServer(bot.NewRouter(newBot(t, paris, s, bot.NewAccess(s.API(nil), new(lines).logger()), http.DefaultClient, new(lines).logger())).Handler())
	b.Cleanup(server.Close)
	return server.URL + "/slack/events"
}

// TestFormsAreToldInEveryLanguage checks every label, and Slack's limits through the fake Slack.
func TestFormsAreToldInEveryLanguage(t *testing.T) {
	onCompanies(t, func(h *house) {
		said := map[string]string{}
		for _, lang := range answer.Languages() {
			h.types(admin, policy, "language "+lang)
			for _, form := range []string{"add", "edit", "report", "suggest"} {
				v := h.opens(admin, form)
				var inputs []struct {
					Type  string
					Label struct{ Text string }
				}
				if err := json.Unmarshal(v.Blocks, &inputs); err != nil {
					h.Fatal(err)
				}
				all := v.Title
				for _, in := range inputs {
					if in.Type == "input" && in.Label.Text == "" {
						h.Errorf("%s in %s has an input without a label", form, lang)
					}
					all += "\n" + in.Label.Text
				}
				if other, ok := said[all]; ok {
					h.Errorf("%s in %s says what it says in %s", form, lang, other)
				}
				said[all] = lang
			}
		}
	})
}
