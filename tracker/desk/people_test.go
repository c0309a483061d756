package desk_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/desk"
	"rollcall/tracker/query"
)

func TestAdminsAreSeedsAndThoseGranted(t *testing.T) {
	f := newFront(t, call(t))
	is := func(user string, want bool) {
		t.Helper()
		if a := f.typedBy(user, "undo"); strings.Contains(a.Text, "Only admins") == want || f.desk.IsAdmin(user) != want {
			t.Errorf("%s is an admin: %t, %s", user, !want, a.Text)
		}
	}
	is("U0ADMIN", true)
	is("U0GUEST", false)
	f.says("grant @U0GUEST", "U0GUEST became an admin", "!counts")
	is("U0GUEST", true)
	f.says("admins", "2 people", "U0ADMIN, by the configuration", "U0GUEST, made an admin by U0ADMIN on")
	f.refuses("grant @U0GUEST", "an admin already")
	f.refuses("grant U0ADMIN", "an admin already")
	f.refuses("revoke U0ADMIN", "by the configuration")
	f.says("revoke @U0GUEST", "no longer an admin")
	is("U0GUEST", false)
	f.refuses("revoke U0GUEST", "not an admin")
	for _, line := range []string{"grant", "grant @jane", "grant jane", "grant u0guest", "grant U1 U2", "grant U0GUEST now", "grant name:U1", "grant C0POLICY", "grant <!channel>", "revoke", "revoke @jane"} {
		f.refusesAbout(line, "user", "")
	}
	if a := f.typedBy("U0GUEST", "admins"); a.Kind != answer.Admins || len(a.Facts.(*answer.AdminsFacts).Admins) != 1 {
		t.Errorf("a guest reads %s", a.Text)
	}
	f.verified()
}

func TestRefusalsAreLogged(t *testing.T) {
	f := newFront(t, call(t))
	for _, verb := range []string{"add", "edit", "rename", "recategorize", "withdraw", "remove", "merge", "report", "claim", "retract", "approve", "reject", "undo", "grant", "revoke"} {
		f.log.Reset()
		a := f.typedBy("U0GUEST", verb+" France"+source)
		if a.Kind != answer.Refused || !strings.Contains(a.Text, "Only admins can") {
			t.Errorf("%s: %s", verb, a.Text)
		}
		if log := f.log.String(); !strings.Contains(log, "U0GUEST") || !strings.Contains(log, "France") {
			t.Errorf("%s is logged as %q", verb, log)
		}
	}
}

func TestEverybodyChoosesALanguage(t *testing.T) {
	f := newFront(t, call(t))
	for _, c := range []struct{ line, of, lang, says string }{
		{"language fr", "U0GUEST", "fr", "français"}, {"language français", "U0GUEST", "fr", "français"}, {"language EN", "U0GUEST", "en", "English"}, {"language default", "U0GUEST", "", "own settings"}, {"language défaut", "U0GUEST", "", "own settings"},
		{"language fr channel", "C0POLICY", "fr", "ce canal"}, {"language english CHANNEL", "C0POLICY", "en", "this channel"},
	} {
		a := f.typedBy("U0GUEST", c.line)
		if a.Kind != answer.Language || f.tracker.Book().Language(c.of) != c.lang || !strings.Contains(a.Text, c.says) {
			t.Errorf("%s: %q, %s", c.line, f.tracker.Book().Language(c.of), a.Text)
		}
	}
	before := f.tracker.Book().Head()
	for _, line := range []string{"language", "language de", "language fr everywhere", "language fr channel now", "language in:fr", "language of the text"} {
		if a := f.typedBy("U0GUEST", line); a.Kind == answer.Language || f.tracker.Book().Head() != before {
			t.Errorf("%s: %s", line, a.Text)
		}
	}
	if a := f.asks(desk.Request{By: "shell:jane", Channel: "terminal", Tokens: query.Line("language fr")}); a.Kind != answer.Refused {
		t.Errorf("in a shell: %s", a.Text)
	}
	f.verified()
}

func TestTheLogIsNarrowed(t *testing.T) {
	f := newFront(t, call(t))
	today := string(tracker.DayOf(time.Now()))
	f.types("edit France note:one" + source)
	f.typedBy("U0GUEST", "suggest withdraw France"+source)
	f.types("edit #2 country:DE" + source)
	for line, want := range map[string][]tracker.Seq{
		"log": {6, 5, 4, 3, 2, 1}, "log France": {5, 4, 1}, "log #1": {5, 4, 1}, "log fondation exemple": {6, 2}, "log @U0ADMIN": {6, 4}, "log @U0GUEST": {5}, "log @nobody": nil,
		"log since:" + today: {6, 5, 4, 3, 2, 1}, "log until:2020-01-01": nil, "log France since:" + today + " until:" + today: {5, 4, 1},
	} {
		a := f.types(line)
		var got []tracker.Seq
		for _, e := range a.Facts.(*answer.LogFacts).Entries {
			got = append(got, e.Seq)
		}
		if a.Kind != answer.Log || !slices.Equal(got, want) {
			t.Errorf("%s shows %v, want %v: %s", line, got, want, a.Text)
		}
	}
	f.refusesAbout("log since:soon", "since", "not a day")
	f.refusesAbout("log since:2026-01-02 until:2026-01-01", "until", "before")
	f.refusesAbout("log in:eu", "in", "doesn't go with this")
	for _, line := range []string{"history #2", "show #2 --history", "show “Example Foundation” —history", "history Fondation Exemple"} {
		f.says(line, "2 entries about Example Foundation", "Country: France → Germany", "by U0ADMIN", "https://example.org/b")
	}
	if a := f.types("show #2"); a.Kind != answer.Status || a.Status() != tracker.Listed {
		t.Errorf("show: %s", a.Text)
	}
	for _, line := range []string{"history", "history Nobody", "show", "show Nobody", "show #99", "log Nobody"} {
		if a := f.types(line); a.Kind == answer.Log || a.Status() == tracker.Listed {
			t.Errorf("%s: %s", line, a.Text)
		}
	}
	if a := f.types("show me the states"); a.Kind != answer.List {
		t.Errorf("a question: %s", a.Text)
	}
}

func TestDiffComparesTwoDays(t *testing.T) {
	d := newDesk(t)
	says := func(line string) answer.Answer {
		t.Helper()
		a, err := d.Do(t.Context(), desk.Request{By: "U1", Tokens: query.Line(line)})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	a := says("diff 2022-01-10 2022-01-11")
	if a.Kind != answer.Changes || !strings.Contains(a.Text, "States: 80 → 81") || !strings.Contains(a.Text, "Benin") {
		t.Errorf("it says %s", a.Text)
	}
	a = says("diff 2022-01-10")
	if c := a.Facts.(*answer.ChangesFacts); c.Since != "2022-01-10" || c.Until != tracker.DayOf(time.Now()) || !strings.Contains(a.Text, "States: 80 → 81") {
		t.Errorf("it says %s", a.Text)
	}
	for _, line := range []string{"diff", "diff 2022-01-11 2022-01-10", "diff 2022-01-10 2022-01-10", "diff 2022-01-10 2999-01-01", "diff 2018-12-01 2022-01-10", "diff x y", "diff since:2022-01-10 2022-01-11"} {
		if a := says(line); a.Kind == answer.Changes {
			t.Errorf("%s: %s", line, a.Text)
		}
	}
}

func TestButtonsAskOnlyWhatReads(t *testing.T) {
	for line, want := range map[string]bool{
		"": true, "who France": true, "Show France": true, "history France": true, "log": true, "diff 2020-01-01 2021-01-01": true, "proposals": true, "admins": true, "how many states?": true,
		"suggest withdraw France": false, "add\nx": false, "Recategorize x": false, "approve 1": false, "reject 1": false, "undo": false, "grant U1": false, "language fr": false, "withdraw\tFrance": false,
	} {
		if desk.Reads(line) != want {
			t.Errorf("%q reads: %t", line, !want)
		}
	}
}

// The number of a supporter is typed with its sign; without it, the answer asks for the sign.
func TestANumberAloneIsNoName(t *testing.T) {
	f := newFront(t, call(t))
	f.says("history 2", "No supporter is called “2”. Did you mean: #2 (Example Foundation)?")
	f.refuses("withdraw 2"+source, "Did you mean: #2 (Example Foundation)?")
	f.says("history 99", "!#99")
}

// The history of a merged supporter includes both; after the merger is undone each has its own.
func TestHistoryIsWholeAfterAMerger(t *testing.T) {
	f := newFront(t, call(t))
	f.types(`add "Example & Sons" company` + source)
	f.types(`edit "Example & Sons" note:x` + source)
	f.types(`merge "Example & Sons" into "Example Foundation"` + source)
	merged := []string{"Example & Sons was added to the list", "Example & Sons was amended", "Example & Sons was merged into Example Foundation", "Example Foundation was added to the list"}
	for _, line := range []string{`history "Example Foundation"`, `show "Example & Sons" --history`, `log "Example Foundation"`} {
		f.says(line, merged...)
	}
	f.types("undo")
	f.says(`history "Example Foundation"`, "!Example & Sons was added", "Example Foundation was added to the list")
}

// Only what Slack could have made is an admin, or has a language.
func TestOnlySlacksUsersAreAdmins(t *testing.T) {
	f := newFront(t, call(t))
	for _, user := range []string{"u2", "C012AB3CD", "@anna", "U", "U-2", "Ü2", "U" + strings.Repeat("2", 30), "shell:root"} {
		for _, verb := range []string{"grant", "revoke"} {
			if a := f.types(verb + " " + user); a.Kind != answer.Refused || a.Wrong() != "user" {
				t.Errorf("%s %s: %s", verb, user, a.Text)
			}
		}
	}
	if got := f.tracker.Book().Admins(); len(got) > 0 {
		t.Errorf("admins are %v", got)
	}
}
