package desk_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/desk"
	"rollcall/tracker/query"
)

// typedBy answers a line of somebody, as Slack sends it.
func (f *front) typedBy(user, line string) answer.Answer {
	f.Helper()
	return f.asks(desk.Request{By: user, Channel: "C0POLICY", Tokens: query.Line(line)})
}

// refusesAbout checks that a line is refused because of a field, and changes nothing.
func (f *front) refusesAbout(line, field, words string) {
	f.Helper()
	f.refuses(line, words)
	if a := f.types(line); a.Wrong() != field {
		f.Errorf("%s is refused about %q, want %q: %s", line, a.Wrong(), field, a.Text)
	}
}

// says checks that a line is answered in these words, and not in others.
func (f *front) says(line string, words ...string) answer.Answer {
	f.Helper()
	a := f.types(line)
	for _, w := range words {
		if strings.Contains(a.Text, strings.TrimPrefix(w, "!")) == strings.HasPrefix(w, "!") {
			f.Errorf("%s is answered with\n%s\nwant %s", line, a.Text, w)
		}
	}
	return a
}

func TestAddTakesWhatElseIsKnown(t *testing.T) {
	f := newFront(t, call(t))
	a := f.types(`add name:"Example A" category:company kind:business alias:"A Ltd" alias:«A SA» website:https://example.org note:"as on: its site"` + source)
	got := f.last().Supporter
	if a.Kind != answer.Edited || got.Name != "Example A" || got.Category != tracker.Company || got.Kind != "business" ||
		!slices.Equal(got.Aliases, []string{"A Ltd", "A SA"}) || got.Website != "https://example.org" || got.Note != "as on: its site" {
		t.Errorf("it is recorded as %+v: %s", got, a.Text)
	}
	if a.Facts.(*answer.EditedFacts).Undo != a.Facts.(*answer.EditedFacts).Entries[0].Seq {
		t.Errorf("it can be undone by %d", a.Facts.(*answer.EditedFacts).Undo)
	}
	for _, c := range []struct{ line, field, words string }{
		{`add "Example B" company alias:""` + source, "alias", "says nothing"},
		{`add "Example B" company alias:…` + source, "alias", "letter or digit"},
		{`add "Quite Other" company alias:France` + source, "alias", "France is listed already"},
		{`add "Example B" company website:nowhere` + source, "website", "web address"},
		{`add "Example B" company note:"` + strings.Repeat("n", 501) + `"` + source, "note", "501"},
		{`add "Example B" company country:XX` + source, "country", "XX"},
		{`add "Example B" company joined:2999` + source, "joined", "future"},
		{`add "Example B" company on:x` + source, "on", "not a day"},
		{`add "Example B" castle` + source, "category", "castle"},
		{`add "Example B" company kind:castle` + source, "kind", "castle"},
		{`add "Example B" company`, "source", "Say where"},
		{`add category:company` + source, "name", "letter or digit"},
		{`add name:"Example B"` + source, "category", "category"},
		{`add "Example B" company value:7` + source, "value", "value: doesn't go with this"},
	} {
		f.refusesAbout(c.line, c.field, c.words)
	}
	f.verified()
}

func TestAddShowsWhoIsAlikeBeforeItAdds(t *testing.T) {
	f := newFront(t, call(t))
	for _, name := range []string{"Example Fundation", "Exampel Foundation", "Foundation Example", "Example Foundation Ltd", "The Example Foundation GmbH", "Fondation Exempel"} {
		f.refusesAbout(`add "`+name+`" company`+source, "anyway", "much like Example Foundation. Nothing was changed.")
		f.refusesAbout(`add "`+name+`" company`+source, "anyway", "If it is somebody else, type the same again with the word anyway.")
	}
	f.refusesAbout(`add "Sample A" company alias:"Example Fundation"`+source, "anyway", "“Example Fundation” is much like Example Foundation")
	f.refuses("add\nExample Bureau company"+source+"\nExample Bureua company"+source, "Line 3: “Example Bureua” is much like Example Bureau")
	for _, name := range []string{"Example University", "Example Foundation Network", "Example Federation of Sons", "Foundation"} {
		if a := f.types(`add "` + name + `" company` + source); a.Kind != answer.Edited {
			t.Errorf("%s: %s", name, a.Text)
		}
	}
	for line, want := range map[string]string{
		`add "Example Fundation" company anyway` + source: "Example Fundation", `add Exempla Foundation company ANYWAY` + source: "Exempla Foundation",
		`add name:"Foundation Example" category:company anyway` + source: "Foundation Example", `add "Anyway" company` + source: "Anyway",
		`add anyway "Example Foundatoin" company` + source: "Example Foundatoin", `add “Exanple Foundation” Anyway civil society` + source: "Exanple Foundation",
		`add 'Example Foundatio' company anyway` + source: "Example Foundatio", `add company anyway name:"Example Foundaton"` + source: "Example Foundaton",
	} {
		if a := f.types(line); a.Kind != answer.Edited || f.last().Supporter.Name != want {
			t.Errorf("%s: %s", line, a.Text)
		}
	}
	f.refuses(`add "Example Foundation" company anyway`+source, "listed already")
	f.refuses(`add Anyway Foundation company`+source, "Is “anyway” part of the name?")
	// A namesake in another country is asked about, and then somebody of its own.
	namesake := `add "Example Foundation" civil_society country:PH`
	f.refuses(namesake+source, "is much like #2 (Example Foundation, FR)")
	if a := f.types(namesake + ` anyway` + source); a.Kind != answer.Edited || f.last().Supporter.Country != "PH" || f.last().Supporter.ID == 2 {
		t.Error(a.Text)
	}
	f.refuses(`withdraw "Example Foundation"`+source, "is the name of several: #2 (Example Foundation, FR), #")
	f.verified()
}

func TestOfTwoThatAddOneAtOnceTheSecondIsShownTheFirst(t *testing.T) {
	f := newFront(t, call(t))
	var added, refused int
	var mu sync.Mutex
	var wg sync.WaitGroup
	for _, name := range []string{"Example Bureau", "Example Bureua", "Exmaple Bureau", "Example Bureau Ltd"} {
		wg.Go(func() {
			a, err := f.desk.Do(context.Background(), desk.Request{By: "U0ADMIN", Tokens: query.Line(`add "` + name + `" company` + source)})
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err != nil:
				t.Error(err)
			case a.Kind == answer.Edited:
				added++
			case strings.Contains(a.Text, "much like"):
				refused++
			}
		})
	}
	wg.Wait()
	if added != 1 || refused != 3 {
		t.Errorf("%d were added, %d were refused", added, refused)
	}
	f.verified()
}

func TestEditChangesOnlyWhatIsSaid(t *testing.T) {
	f := newFront(t, call(t))
	f.types(`add "Example A" company business country:FR joined:2020 alias:AA website:https://example.org note:here` + source)
	id := f.last().Supporter.ID
	whole := *f.tracker.Book().Supporter(id)
	for _, c := range []struct {
		line   string
		change func(*tracker.Supporter)
		told   string
	}{
		{`edit "Example A" country:Germany`, func(s *tracker.Supporter) { s.Country = "DE" }, "Country: France → Germany"},
		{`edit "Example A" country:none`, func(s *tracker.Supporter) { s.Country = "" }, "Country: Germany → none"},
		{`edit AA kind:foundation`, func(s *tracker.Supporter) { s.Kind = "foundation" }, "Kind: business → foundation"},
		{`edit AA kind:None`, func(s *tracker.Supporter) { s.Kind = "" }, "Kind: foundation → none"},
		{`edit #4 joined:2020-05`, func(s *tracker.Supporter) { s.Joined, s.JoinedSource = "2020-05", "https://example.org/b" }, "Joined: 2020 → May 2020"},
		{`edit #4 joined:none`, func(s *tracker.Supporter) { s.Joined, s.JoinedSource = "", "" }, "Joined: May 2020 → none"},
		{`edit #4 alias:"A One" alias:AA`, func(s *tracker.Supporter) { s.Aliases = []string{"A One", "AA"} }, "Also called: AA → A One, AA"},
		{`edit #4 alias:none`, func(s *tracker.Supporter) { s.Aliases = nil }, "Also called: A One, AA → none"},
		{`edit #4 website:https://example.org/new note:none`, func(s *tracker.Supporter) { s.Website, s.Note = "https://example.org/new", "" }, "Note: here → none"},
		{`edit #4 website:none`, func(s *tracker.Supporter) { s.Website = "" }, "Website: https://example.org/new → none"},
		{`edit #4 name:"Example B"`, func(s *tracker.Supporter) { s.Name, s.Aliases = "Example B", []string{"Example A"} }, "Name: Example A → Example B"},
		{`edit #4 category:civil_society`, func(s *tracker.Supporter) { s.Category = tracker.CivilSociety }, "Category: company → civil society organisation"},
		{`rename Example B to Example A`, func(s *tracker.Supporter) { s.Name, s.Aliases = "Example A", []string{"Example B"} }, "Name: Example B → Example A"},
		{`rename #4 to "Road to Paris"`, func(s *tracker.Supporter) { s.Name, s.Aliases = "Road to Paris", []string{"Example B", "Example A"} }, "Name: Example A → Road to Paris"},
		{`recategorise Road to Paris company`, func(s *tracker.Supporter) { s.Category = tracker.Company }, "Category: civil society organisation → company"},
		{`recategorize "Road to Paris" public authority local government`, func(s *tracker.Supporter) { s.Category, s.Kind = tracker.PublicAuthority, "local_government" }, "Kind: none → local government"},
		{`recategorise #4 category:company kind:business`, func(s *tracker.Supporter) { s.Category, s.Kind = tracker.Company, "business" }, "Kind: local government → business"},
	} {
		c.change(&whole)
		a := f.says(c.line+source, c.told)
		got := *f.tracker.Book().Supporter(id)
		if slices.Sort(got.Aliases); a.Kind != answer.Edited || a.Facts.(*answer.EditedFacts).Undo != f.tracker.Book().Head() {
			t.Errorf("%s: %s", c.line, a.Text)
		}
		want := whole
		want.Aliases = slices.Sorted(slices.Values(whole.Aliases))
		if !slices.Equal(got.Aliases, want.Aliases) {
			t.Errorf("%s: it is also called %q, want %q", c.line, got.Aliases, want.Aliases)
		}
		got.Aliases, want.Aliases = nil, nil
		if got.Name != want.Name || got.Category != want.Category || got.Kind != want.Kind || got.Country != want.Country || got.Joined != want.Joined ||
			got.JoinedSource != want.JoinedSource || got.Website != want.Website || got.Note != want.Note || got.FirstListed != want.FirstListed {
			t.Errorf("%s makes it\n%+v, want\n%+v", c.line, got, want)
		}
	}
	f.verified()
}

func TestEditsOfWhoIsThereThatCannotBe(t *testing.T) {
	f := newFront(t, call(t))
	for _, c := range []struct{ line, field, words string }{
		{"edit" + source, "", "Say what is to be changed"},
		{"edit France" + source, "", "Say what is to be changed"},
		{"edit France on:2026-01-01" + source, "", "Say what is to be changed"},
		{"edit country:DE" + source, "name", "Say who"},
		{"edit Nobody country:DE" + source, "name", "No supporter is called “Nobody”"},
		{"edit #99 country:DE" + source, "name", "There is no supporter #99"},
		{"edit #99999999999999999999 country:DE" + source, "name", "No supporter is called"},
		{`edit "Example Fundation" country:DE` + source, "name", "Did you mean: Example Foundation?"},
		{"edit France country:FR" + source, "", "recorded so already"},
		{"edit France country:none" + source, "country", "needs its country"},
		{"edit France country:XX" + source, "country", "XX"},
		{"edit France country:DE", "source", "Say where"},
		{"edit France category:castle" + source, "category", "castle"},
		{"edit France category:none" + source, "category", "none"},
		{"edit France name:none" + source, "name", "can't be without a name"},
		{`edit France name:"Example Foundation"` + source, "name", "listed already"},
		{"edit France kind:castle" + source, "kind", "castle"},
		{"edit France joined:soon" + source, "joined", "not a date"},
		{"edit France joined:2017" + source, "joined", "launched"},
		{"edit France on:soon note:x" + source, "on", "not a day"},
		{"edit France on:2018-01-01 note:x" + source, "on", "before that"},
		{"edit France website:x" + source, "website", "web address"},
		{"edit France note:a note:b" + source, "note", "twice"},
		{"edit France reason:error" + source, "reason", "doesn't go with this"},
		{"rename France" + source, "name", "Put both names in quotes"},
		{"rename France to" + source, "name", "letter or digit"},
		{"rename to Francia" + source, "name", "Say who"},
		{"rename France to Road to Paris" + source, "name", "Put both names in quotes"},
		{"rename France to Francia", "source", "Say where"},
		{"recategorise France" + source, "category", "category"},
		{"recategorise France castle" + source, "category", "category"},
		{"recategorise France state" + source, "", "recorded so already"},
		{"recategorise Nobody company" + source, "name", "No supporter"},
		{"merge France" + source, "name", "Put both names in quotes"},
		{"merge France into Nobody" + source, "name", "No supporter is called “Nobody”"},
		{"merge Nobody into France" + source, "name", "No supporter is called “Nobody”"},
		{"merge France into France" + source, "", "into itself"},
		{`merge "Example Foundation" into France`, "source", "Say where"},
	} {
		f.refusesAbout(c.line, c.field, c.words)
	}
	f.verified()
}

func TestMergeIsOneBatchAndUndoneAsOne(t *testing.T) {
	f := newFront(t, call(t))
	a := f.says(`merge “Example & Sons” into #2`+source, "was merged into Example Foundation", "Also called: Fondation Exemple → Fondation Exemple, Example & Sons", "3 → 2")
	if len(a.Facts.(*answer.EditedFacts).Entries) != 2 || a.Facts.(*answer.EditedFacts).Undo != a.Facts.(*answer.EditedFacts).Entries[0].Seq {
		t.Errorf("%d entries, undone by %d", len(a.Facts.(*answer.EditedFacts).Entries), a.Facts.(*answer.EditedFacts).Undo)
	}
	f.refuses(`withdraw #3`+source, "isn't listed")
	f.says("undo", "2 → 3")
	f.says("undo", "There is nothing of yours") // what was there before is by somebody else
	f.verified()
}

func TestClaimsAndRetractions(t *testing.T) {
	today := tracker.Date(tracker.DayOf(time.Now()))
	want := tracker.Claimed{Name: "Kenya", Category: tracker.State, Country: "KE", Date: today, Standing: "announced", Claim: "will sign: soon", Source: "https://example.org/b"}
	for _, line := range []string{
		`claim Kenya state announced country:KE claim:"will sign: soon"`, `claim name:Kenya category:state standing:Announced country:Kenya claim:“will sign: soon”`,
		`CLAIM "Kenya" states ANNOUNCED country:ke claim:"will sign: soon"`,
	} {
		f := newFront(t, call(t))
		a := f.types(line + source)
		if got := f.tracker.Book().Claims(); a.Kind != answer.Edited || len(got) != 1 || got[0] != want {
			t.Errorf("%s is recorded as %+v: %s", line, got, a.Text)
		}
		f.refuses("retract "+"4", "Say why")
		f.says("retract #4 reason:misread", "entry 4 was taken back: misread")
		f.refuses("retract 4 reason:misread", "already")
		f.verified()
	}
	f := newFront(t, call(t))
	f.says(`claim "Example C" company self-declared on:2020-05 claim:x`+source, "Recorded as entry 4")
	for _, c := range []struct{ line, field, words string }{
		{`claim Kenya state country:KE claim:x` + source, "standing", "announced, expected or self_declared"},
		{`claim Kenya state rumoured country:KE claim:x` + source, "standing", "announced, expected or self_declared"},
		{`claim Kenya announced claim:x` + source, "category", "category"},
		{`claim announced claim:x` + source, "name", "Say the name"},
		{`claim "Example D" civil_society university announced claim:x` + source, "category", "no kind"},
		{`claim Kenya state announced` + source, "claim", "Say what is claimed"},
		{`claim Kenya state announced country:XX claim:x` + source, "country", "XX"},
		{`claim Kenya state announced on:2999 claim:x` + source, "on", "future"},
		{`claim Kenya state announced on:2017 claim:x` + source, "on", "launched"},
		{`claim Kenya state announced claim:x`, "source", "Say where"},
		{`claim France state announced claim:x` + source, "name", "listed already"},
		{`retract`, "", "Say the number"},
		{`retract x reason:y`, "", "Say the number"},
		{`retract 4`, "reason", "Say why"},
		{`retract 99 reason:x`, "", "neither"},
		{`retract 1 reason:x`, "", "neither"},
		{`report castle 7` + source, "category", "castle"},
		{`report category:state value:x` + source, "value", "“x”"},
		{`report category:state value:-1` + source, "value", "“-1”"},
		{`report category:state value:7 qualifier:maybe` + source, "qualifier", "maybe"},
		{`report category:state value:7 on:x` + source, "on", "not a date"},
		{`report state` + source, "value", "whole number"},
	} {
		f.refusesAbout(c.line, c.field, c.words)
	}
	f.says(`report category:total value:1,200 qualifier:at-least`+source, "at least 1,200 supporters")
	f.verified()
}

func TestSeveralLinesAreOneBatch(t *testing.T) {
	for _, typed := range []string{
		"withdraw\nFrance" + source + "\nExample & Sons" + source,
		"withdraw France" + source + "\nwithdraw \"Example & Sons\"" + source,
		"WITHDRAW\r\n\r\n France" + source + "\r\n\r\nExample & Sons" + source + "\n\n",
		"withdraw France" + source + "\nremove #3 reason:error" + source,
	} {
		f := newFront(t, call(t))
		a := f.asks(desk.Request{By: "U0ADMIN", Ref: "r1", Tokens: query.Line(typed)})
		if a.Kind != answer.Edited || len(a.Facts.(*answer.EditedFacts).Entries) != 2 || a.Facts.(*answer.EditedFacts).Undo != a.Facts.(*answer.EditedFacts).Entries[0].Seq || a.Facts.(*answer.EditedFacts).Entries[1].Batch != a.Facts.(*answer.EditedFacts).Entries[0].Seq {
			t.Errorf("%q: %s", typed, a.Text)
		}
		again := f.asks(desk.Request{By: "U0ADMIN", Ref: "r1", Tokens: query.Line(typed)})
		if again.Text != a.Text || f.tracker.Book().Head() != a.Facts.(*answer.EditedFacts).Entries[1].Seq {
			t.Errorf("delivered again it says\n%s\nfirst\n%s", again.Text, a.Text)
		}
		f.says("undo", "1 → 3")
		f.verified()
	}
	// A line sees what those before it did.
	f := newFront(t, call(t))
	f.says(`add "Example A" company`+source+"\n"+`edit "Example A" note:x on:`+string(tracker.DayOf(time.Now()))+source+"\n"+`merge "Example & Sons" into "Example A"`+source,
		"Recorded as entries 4 to 7", "Note: none → x", "The counts are unchanged: 3 supporters.")
	f.verified()
}

func TestABadLineChangesNothing(t *testing.T) {
	f := newFront(t, call(t))
	typed := "withdraw\nFrance" + source + "\n\nNobody" + source + "\nFrance" + source + "\n\"Example & Sons\" on:2999-01-01" + source + "\n#2"
	f.refuses(typed, "Of 5 lines these can't be done:")
	a := f.types(typed)
	var lines []int
	for _, w := range a.Facts.(*answer.RefusedFacts).Wrong {
		lines = append(lines, w.Number)
	}
	if !slices.Equal(lines, []int{4, 5, 6, 7}) {
		t.Errorf("wrong are the lines %v: %s", lines, a.Text)
	}
	f.refuses("withdraw France"+source+"\nFrance", "Line 2: “France” is no edit")
	f.refuses("withdraw France"+source+"\ngrant U0GUEST", "Line 2: “grant” is no edit")
	f.refuses("withdraw France"+source+"\n\"Example", "Line 2: “\"Example” is no edit")
	f.refuses("add\n"+strings.Repeat("x", query.MaxLine+1)+"\nExample A company"+source, "too long")
	f.refuses("withdraw"+strings.Repeat("\nFrance"+source, query.MaxLines), "more than 200 lines")
	var many strings.Builder
	for i := range query.MaxLines - 1 {
		many.WriteString("\n\"Example " + strings.Repeat("Q", i%14+1) + strings.Repeat("z", i/14+1) + "\" company anyway" + source)
	}
	before := f.tracker.Book().Head()
	if a := f.types("add" + many.String()); a.Kind != answer.Edited || f.tracker.Book().Head()-before != query.MaxLines-1 {
		t.Errorf("199 names: %.300s", a.Text)
	}
	f.verified()
}

// What isn't said again about somebody who comes back stays as it was, and is shown.
func TestWhoComesBackIsKnown(t *testing.T) {
	f := newFront(t, call(t))
	f.types(`add "Example A" company business country:FR alias:"A Ltd" alias:"A Group" joined:2020-05 website:https://example.org note:x` + source)
	f.types(`withdraw "Example A"` + source)
	f.types(`edit "Example & Sons" alias:"A Ltd"` + source) // who has it from now on
	f.says(`add "Example A" company note:y`+source, "As it was before: kind business; country France; website https://example.org", "Note: x → y", "Joined: May 2020 → none")
	back := f.last().Supporter
	if back.Kind != "business" || back.Country != "FR" || back.Joined != "" || back.Note != "y" || back.Website != "https://example.org" ||
		!slices.Equal(back.Aliases, []string{"A Group"}) {
		t.Errorf("it came back as %+v", back)
	}
	// Who was taken off the list hadn't left by its own act; a kind goes with its category.
	f.types(`add "Example B" company business anyway joined:2020-05 alias:"B Ltd"` + source)
	f.types(`remove "Example B" reason:error` + source + ` on:` + string(tracker.DayOf(time.Now())))
	f.says(`add "Quite Another" company business joined:2020-05 alias:"C Ltd"`+source, "Recorded")
	f.says(`remove "Quite Another"`+source, "Recorded")
	f.says(`add "Quite Another" civil_society`+source, "As it was before: alias C Ltd; joined May 2020")
	if back = f.last().Supporter; back.Kind != "" || back.Joined != "2020-05" || !slices.Equal(back.Aliases, []string{"C Ltd"}) {
		t.Errorf("it came back as %+v", back)
	}
	// Who had come by mistake isn't known.
	f.types(`add "Example B" company anyway` + source)
	if back = f.last().Supporter; back.Kind != "" || back.Joined != "" || back.Aliases != nil {
		t.Errorf("it came back as %+v", back)
	}
	f.verified()
}
