package roster_test

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"rollcall/tracker"
	"rollcall/tracker/names"
	"rollcall/tracker/roster"
	"rollcall/tracker/testrun"
)

// shown is a Diff as text, a line each.
func shown(d *roster.Diff) string {
	var b strings.Builder
	for _, r := range d.Added {
		fmt.Fprintf(&b, "%s: added %s\n", r.Place, r.Supporter.Name)
	}
	for _, x := range d.Doubtful {
		fmt.Fprintf(&b, "%s: %s may be", x.Place, x.Supporter.Name)
		for _, l := range x.Like {
			fmt.Fprintf(&b, " %s (%s)", l.Name, l.Status())
		}
		for _, r := range x.Rows {
			fmt.Fprintf(&b, " %s", r.Place)
		}
		if x.Why != nil {
			fmt.Fprintf(&b, ": %v", x.Why)
		}
		b.WriteByte('\n')
	}
	for _, a := range d.Changed {
		fmt.Fprintf(&b, "%s: %s %v\n", a.Place, a.Before.Name, a.Fields)
	}
	for _, r := range d.Repeated {
		fmt.Fprintf(&b, "%s: %s repeats %s\n", r.Place, r.Supporter.Name, r.First.Place)
	}
	for _, l := range d.Left {
		fmt.Fprintf(&b, "%s: %s is said to be %s\n", l.Place, l.Supporter.Name, l.Row.Supporter.Status())
	}
	for _, m := range d.Missing {
		fmt.Fprintf(&b, "missing %s\n", m.Name)
	}
	for _, p := range d.Problems {
		fmt.Fprintln(&b, p)
	}
	fmt.Fprintf(&b, "%d unchanged\n", d.Unchanged)
	return b.String()
}

func small(t *testing.T) *tracker.Book {
	return book(t,
		tracker.Supporter{Name: "Examplia", Aliases: []string{"Exampland"}, Category: tracker.State, Country: "FR", Source: "https://example.org/1"},
		tracker.Supporter{Name: "Example Foundation", Category: tracker.CivilSociety, Kind: "foundation", Country: "FR", Joined: "2019-05-02",
			Source: "https://example.org/2", Website: "https://example.org", Note: "a note"},
		tracker.Supporter{Name: "Sample Industries", Category: tracker.Company, Country: "DE", Source: "https://example.org/3"},
		tracker.Supporter{Name: "Specimen Works", Category: tracker.Company, Source: "https://example.org/4",
			Left: tracker.Departure{Status: tracker.Removed, On: "2020-01-01"}},
		tracker.Supporter{Name: "National Placeholder Institute (NPI)", Category: tracker.CivilSociety, Source: "https://example.org/5"},
	)
}

// The list may write a name as one that it has as an alias, with its accents, and give all names in any order.
func TestANameThatIsAnAliasIsNoChange(t *testing.T) {
	b := book(t, tracker.Supporter{Name: "Examplie", Aliases: []string{"Éxamplie", "Exampland"}, Category: tracker.State, Country: "FR", Source: "https://example.org/1"})
	for _, row := range []string{"Éxamplie,", "Exampland,", "Exampland,Éxamplie|Examplie", "Examplie,Exampland|Éxamplie"} {
		if got := shown(roster.Compare(b, read(t, "list.csv", "name,aliases\n"+row+"\n"), anyCall, today)); got != "1 unchanged\n" {
			t.Errorf("%s: %s", row, got)
		}
	}
}

// What a list says has one digest in whatever order it is said.
func TestADigestIsOfWhatIsSaid(t *testing.T) {
	digest := func(content string) string { return read(t, "list.csv", content).Digest() }
	one := digest("name,country\nExample,FR\nSample,DE\n")
	if other := digest("country,name\nDE,Sample\nFR,Example\n"); other != one {
		t.Errorf("%s and %s", one, other)
	}
	for _, content := range []string{"name,country\nExample,FR\nSample,FR\n", "name,country\nExample,FR\n", "name,aliases\nExample,FR\nSample,DE\n"} {
		if digest(content) == one {
			t.Errorf("%q has the digest of another list", content)
		}
	}
}

func TestCompare(t *testing.T) {
	for _, c := range []struct{ name, list, want string }{
		{"nothing said changes nothing", "name\nExamplia\nEXAMPLE FOUNDATION\n", "line 3: Example Foundation [{name Example Foundation EXAMPLE FOUNDATION}]\nmissing Sample Industries\nmissing National Placeholder Institute (NPI)\n1 unchanged\n"},
		{"empty cells erase nothing", "name,category,country,joined,website,note,aliases,source\nExample Foundation,,,,,,,\nExamplia,,,,,,,\nSample Industries,,,,,,,\nNational Placeholder Institute (NPI),,,,,,,\n", "4 unchanged\n"},
		{"by an alias", "name,category\nExampland,state\n", "missing Example Foundation\nmissing Sample Industries\nmissing National Placeholder Institute (NPI)\n1 unchanged\n"},
		{"field by field", "name,category,nature,country,joined,aliases,website,note,source\nExample Foundation,company,NGO,FR,2020-01-02,EF|example foundation,https://example.com,b note,https://example.org/n\n",
			"line 2: Example Foundation [{aliases  EF} {category civil_society company} {kind foundation ngo} {joined 2019-05-02 2020-01-02} {source https://example.org/2 https://example.org/n} {website https://example.org https://example.com} {note a note b note}]\n"},
		{"a less precise date", "name,joined\nExample Foundation,2019-05\n", "1 unchanged\n"},
		{"another month", "name,joined\nExample Foundation,2019-06\n", "line 2: Example Foundation [{joined 2019-05-02 2019-06}]\n"},
		{"a date to come", "name,joined,category\nExample Foundation,2027,\nNew Example,2027,company\n", "line 3: added New Example\nmissing Examplia\nmissing Sample Industries\nmissing National Placeholder Institute (NPI)\n1 unchanged\n"},
		{"new", "name,category\nQuite Another,company\n", "line 2: added Quite Another\n"},
		{"new, without a category", "name\nQuite Another\n", "line 2, category: Who is new needs a category"},
		{"a legal form more", "name,category\nSample Industries GmbH,company\n", "line 2: Sample Industries GmbH may be Sample Industries (listed)\n"},
		{"misspelt", "name,category\nSample Industreis,company\n", "line 2: Sample Industreis may be Sample Industries (listed)\n"},
		{"words in another order", "name,category\n\"Foundation, Example\",company\n", "line 2: Foundation, Example may be Example Foundation (listed)\n"},
		{"the acronym", "name,category\nNPI,civil society\n", "line 2: NPI may be National Placeholder Institute (NPI) (listed)\n"},
		{"a new name with an old alias", "name,category,aliases\nQuite Another,company,Sample Industries\n", "line 2: Quite Another may be Sample Industries (listed)\n"},
		{"one who left", "name,category\nSpecimen Works,company\n", "line 2: Specimen Works may be Specimen Works (removed)\n"},
		{"a state of the same country", "name,category,country\nRépublique d'Examplia,state,FR\n", "line 2: République d'Examplia may be Examplia (listed)\n"},
		{"a state without a country", "name,category\nThe Example State,state\n", "line 2, country: A state needs its country.\n"},
		{"two states of a country", "name,category,country\nThe Other State,state,DE\nYet One More State,state,DE\n", "line 2: added The Other State\nmissing Examplia\nmissing Example Foundation\nmissing Sample Industries\nmissing National Placeholder Institute (NPI)\nline 3, country: The Other State is there already, as a state with country DE.\n"},
		{"a state of that name, and what isn't one", "name,category,country\nSample Industries,state,FR\n", "line 2: Sample Industries may be Sample Industries (listed) Examplia (listed)\n"},
		{"repeated rows", "name,category\nQuite Another,company\nquite  anóther\u200b,company\nSample Industries,\nsample-industries,\n", "line 2: added Quite Another\nline 3: quite anóther repeats line 2\nline 5: sample-industries repeats line 4\n"},
		{"contradicting rows", "name,category\nQuite Another,company\nAnother Still,company\nquite another,civil society\nQuite Another,company\nSample Industries,\nExample Foundation,civil society\nsample industries,company\nExample Foundation,company\n",
			"line 3: added Another Still\nline 5: Quite Another repeats line 2\nline 8: sample industries repeats line 6\nmissing Examplia\nmissing National Placeholder Institute (NPI)\n" +
				"line 2, category: \"company\" here and \"civil_society\" at line 4, for the same supporter: neither row is applied. Leave one of them out.\n" +
				"line 4, category: \"civil_society\" here and \"company\" at line 2, for the same supporter: neither row is applied. Leave one of them out.\n" +
				"line 7, category: \"civil_society\" here and \"company\" at line 9, for the same supporter: neither row is applied. Leave one of them out.\n" +
				"line 9, category: \"company\" here and \"civil_society\" at line 7, for the same supporter: neither row is applied. Leave one of them out.\n1 unchanged\n"},
		{"contradicting dates", "name,joined,category\nQuite Another,2020-05,company\nQuite Another,2020-05-03,company\nQuite Another,2021,company\n", "line 3: Quite Another repeats line 2\nmissing Examplia\nmissing Example Foundation\nmissing Sample Industries\nmissing National Placeholder Institute (NPI)\nline 2, joined: \"2020-05\" here and \"2021\" at line 4"},
		{"said to have left, and not", "name,status\nSample Industries,withdrawn\nSample Industries,listed\nExample Foundation,listed\nExample Foundation,removed\n", "missing Examplia\nmissing National Placeholder Institute (NPI)\nline 2, status: \"withdrawn\" here and \"listed\" at line 3"},
		{"an alias of an earlier row", "name,category,aliases\nQuite Another,company,QA\nQA,company,\n", "line 3: QA repeats line 2\n"},
		{"an alias that is another's", "name,aliases\nExample Foundation,exampland\n", "line 2: Example Foundation [{aliases  exampland}]\n"},
		{"an alias that is another's own name", "name,aliases\nNational Placeholder Institute (NPI),sample industries\n", "line 2, aliases: Sample Industries is listed already (you wrote sample industries); nothing was changed.\n"},
		{"an alias twice", "name,aliases\nExample Foundation,EX\nSample Industries,EX\n", "line 2: Example Foundation [{aliases  EX}]\nline 3: Sample Industries [{aliases  EX}]\n"},
		{"one who can't be read isn't missing", "name,status\nExamplia,gone\nExample Foundation,gone\nSample Industries,\nNational Placeholder Institute (NPI),\n", "line 2, status: There is no status \"gone\"; use listed, withdrawn, removed or merged.\nline 3, status: There is no status \"gone\"; use listed, withdrawn, removed or merged.\n2 unchanged\n"},
		{"a field that isn't known", "name,joined,kind,website,country,category\nExample Foundation,soon,EU,example.org,Ruritania,castle\nNew Example,soon,EU,www.example.org,N/A,company\n", "line 3: added New Example\nmissing Examplia\nmissing Sample Industries\nmissing National Placeholder Institute (NPI)\n1 unchanged\n"},
		{"a category that isn't known", "name,category\nNew Example,castle\n", "line 2, category: There is no category \"castle\""},
		{"a namesake in another country", "name,category,country\nSample Industries,company,CH\n", "line 2: Sample Industries may be Sample Industries (listed)\n"},
		{"one of another category by an alias", "name,category\nExampland,company\n", "line 2: Exampland may be Examplia (listed)\n"},
		{"an alias with other accents", "name\nExämpland\n", "line 2, category: Who is new"},
		{"an alias with other accents, and a category", "name,category,country\nExämpland,state,FR\n", "line 2: Exämpland may be Examplia (listed)\n"},
		{"namesakes on the list", "name,category,country\nQuite Another,civil society,US\nQuite Another,civil society,PH\nThird,company,\n", "line 4: added Third\nline 2: Quite Another may be line 3\nline 3: Quite Another may be line 2\n"},
		{"one acronym", "name,aliases,category\nQuite Another,QA,company\nQuiet Animals,QA,company\n", "line 2: added Quite Another\nline 3: added Quiet Animals\n"},
		{"an acronym in another category", "name,aliases,category\nQuite Another,QA,company\nQA,,civil society\n", "line 2: Quite Another may be line 3\nline 3: QA may be line 2\n"},
		{"by its number", "id,name,country,category\n3,Sample Industries,CH,\n1,Sample Industries,CH,company\n", "line 3: Sample Industries may be Sample Industries (listed)\nline 2: Sample Industries [{country DE CH}]\n"},
		{"formulas without quotes", "name,category\n=HYPERLINK(\"https://example.org\"),company\n=\"Quite New\",company\n=HYPERLINK(\"https://example.org\",\"Quite New\"),company\nExample \"Two\" Ltd,company\nThird,company\n",
			"line 6: added Third\nline 2: =HYPERLINK(\"https://example.org\") may be: The name is a formula of a spreadsheet.\nline 3: =\"Quite New\" may be: The name is a formula of a spreadsheet.\n" +
				"missing Examplia\nmissing Example Foundation\nmissing Sample Industries\nmissing National Placeholder Institute (NPI)\nline 4: The row has a formula of a spreadsheet without quotes round it; write its value.\nline 5: A quote stands"},
		{"odd names", "name,category\nSample Industries*,company\nNew Example [1],company\n†Newer,company\nA &amp; B,company\nundefined,company\n2024-03-08,company\n8-Mar,company\n\"=HYPERLINK(\"\"x\"\")\",company\nTRUE,company\n1E+06,company\nAT&T,company\n360,company\n1&1,company\n45413,company\nYahoo!,company\n3-Com,company\n",
			"line 12: added AT&T\nline 13: added 360\nline 14: added 1&1\nline 16: added Yahoo!\nline 17: added 3-Com\n" +
				"line 2: Sample Industries* may be Sample Industries (listed): The name ends in “*”, which may be the sign of a footnote.\n" +
				"line 3: New Example [1] may be: The name ends in “[1]”, which may be the sign of a footnote.\n" +
				"line 4: †Newer may be: The name begins with “†”, which may be the sign of a footnote.\n" +
				"line 5: A &amp; B may be: The name has marks of a web page; it may be “A & B”.\n" +
				"line 6: undefined may be: “undefined” may be no name.\n" +
				"line 7: 2024-03-08 may be: “2024-03-08” may be a day, and no name.\n" +
				"line 8: 8-Mar may be: “8-Mar” may be a day, and no name.\n" +
				"line 9: =HYPERLINK(\"x\") may be: The name is a formula of a spreadsheet.\n" +
				"line 15: 45413 may be: “45413” may be a day, and no name.\n"},
		{"said to have left", "name,status\nSample Industries,withdrawn\nSpecimen Works,removed\nNobody,withdrawn\n", "line 2: Sample Industries is said to be withdrawn\nmissing Examplia\nmissing Example Foundation\nmissing National Placeholder Institute (NPI)\n0 unchanged\n"},
		{"digits distinguish", "name,category\nQuite Another 12,company\nQuite Another 13,company\n", "line 2: added Quite Another 12\nline 3: added Quite Another 13\n"},
	} {
		if got := shown(roster.Compare(small(t), read(t, "list.csv", c.list), anyCall, today)); !strings.Contains(got, c.want) {
			t.Errorf("%s:\n%s", c.name, got)
		}
	}
}

// apply records what a Diff decides.
func apply(t testing.TB, b *tracker.Book, d *roster.Diff, chosen ...roster.Place) *tracker.Book {
	t.Helper()
	m := &memory{}
	for e := range b.Entries(0) {
		m.entries = append(m.entries, e)
	}
	tr, err := tracker.Open(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	done, err := tr.Do(t.Context(), tracker.Request{By: "test"}, d.Decide("https://example.org/list", today, chosen...))
	if err != nil {
		t.Fatal(err)
	}
	if broken := tracker.Verify(m.entries); len(broken) > 0 {
		t.Fatal(broken)
	}
	return done.After
}

// An impossible date is left empty and reported; the row is compared.
func TestADateThatCannotBeIsLeftEmpty(t *testing.T) {
	l := read(t, "list.csv", "name,category,joined,country\nQuite Another,company,2099-01-01,Ruritania\nAnother Still,company,2020-01-01,FR\nExample Foundation,,2027,\n")
	for range 2 { // comparing changes nothing of the list
		d := roster.Compare(small(t), l, anyCall, today)
		var told []string
		for _, p := range d.Emptied.Problems {
			told = append(told, p.String())
		}
		want := []string{"line 2, country: There is no country", "line 2, joined: 2099-01-01 is in the future; today is 2026-11-22.", "line 4, joined: 2027 is in the future"}
		if len(told) != len(want) || len(d.Problems) != 0 || len(d.Added) != 2 || d.Added[0].Supporter.Joined != "" || d.Added[1].Supporter.Joined != "2020-01-01" {
			t.Fatalf("%q\n%s", told, shown(d))
		}
		for i := range want {
			if !strings.Contains(told[i], want[i]) {
				t.Errorf("it is reported as %q, want %q", told[i], want[i])
			}
		}
	}
}

func TestDecide(t *testing.T) {
	b := small(t)
	l := read(t, "list.csv", "name,category,country,joined,website,note,aliases\n"+
		"New Example,company,DE,2021-03,https://example.com,a new note,NE\n"+
		"EXAMPLE FOUNDATION,,,2019-05-03,,,\n"+
		"Sample Industries,civil society,,,,,SI\n"+
		"Specimen Works,company,,,,,\n"+
		"Sample Industries GmbH,company,,,,,\n")
	d := roster.Compare(b, l, anyCall, today)
	after := apply(t, b, d)
	if n := after.Head() - b.Head(); n != 3 {
		t.Errorf("%d entries", n)
	}
	added := after.Named("NE")[0]
	if added.Joined != "2021-03" || added.JoinedSource != "https://example.org/list" || added.Source != "https://example.org/list" ||
		added.Website != "https://example.com" || added.Note != "a new note" || added.FirstListed == "" {
		t.Errorf("%+v", added)
	}
	foundation, sample := after.Supporter(2), after.Supporter(3)
	if foundation.Name != "EXAMPLE FOUNDATION" || !slices.Equal(foundation.Aliases, []string{"Example Foundation"}) || foundation.Joined != "2019-05-03" ||
		foundation.JoinedSource != "https://example.org/list" || foundation.Note != "a note" || foundation.Source != "https://example.org/2" {
		t.Errorf("%+v", foundation)
	}
	if sample.Category != tracker.CivilSociety || !slices.Equal(sample.Aliases, []string{"SI"}) || sample.JoinedSource != "" {
		t.Errorf("%+v", sample)
	}
	var whys []tracker.Why
	for e := range after.Entries(b.Head()) {
		whys = append(whys, e.Event.(tracker.Changed).Why)
	}
	if !slices.Equal(whys, []tracker.Why{tracker.Joined, tracker.Amended, tracker.Recategorised}) {
		t.Error(whys)
	}
	// The same again changes nothing, whether it is compared again or not.
	again := roster.Compare(after, l, anyCall, today)
	if len(again.Added)+len(again.Changed) != 0 || len(again.Doubtful) != 2 || again.Unchanged != 3 {
		t.Error(shown(again))
	}
	if twice := apply(t, after, d); twice.Head() != after.Head() {
		t.Errorf("%d entries more", twice.Head()-after.Head())
	}
	// A doubtful row is applied when it is chosen: here one who comes back, under the same ID.
	back := apply(t, after, again, roster.Place{Line: 5}, roster.Place{Line: 5})
	if back.Head() != after.Head()+1 || back.Supporter(4).Status() != tracker.Listed {
		t.Errorf("%+v", back.Supporter(4))
	}
	for _, c := range []struct {
		source string
		at     roster.Place
		want   string
	}{
		{"", roster.Place{Line: 5}, "Say where"},
		{"https://example.org", roster.Place{Line: 2}, "There is no doubtful row at line 2"},
	} {
		if _, err := again.Decide(c.source, today, c.at)(after); !errors.As(err, new(tracker.Refusal)) || !strings.Contains(err.Error(), c.want) {
			t.Error(err)
		}
	}
}

// What was applied and undone can be applied again, without a doubt; a supporter that left, or was removed as an error, stays doubtful.
func TestAListThatWasUndoneIsAppliedAgain(t *testing.T) {
	const rows = "name,category,country\nQuite Another,company,FR\nNew State,state,NZ\nExample Foundation,company,\nSpecimen Works,company,\n"
	before := small(t)
	diff := func(b *tracker.Book) *roster.Diff {
		return roster.Compare(b, read(t, "list.csv", rows), anyCall, today)
	}
	want := shown(diff(before))
	applied := apply(t, before, diff(before))
	decide := func(b *tracker.Book, how func(*tracker.Book) ([]tracker.Event, error)) *tracker.Book {
		events, err := how(b)
		if err != nil {
			t.Fatal(err)
		}
		next, err := b.If(events)
		if err != nil {
			t.Fatal(err)
		}
		return next
	}
	undone := decide(applied, tracker.Undo(before.Head()+1))
	if got := shown(diff(undone)); got != want {
		t.Errorf("undone, it is compared as\n%s, at first as\n%s", got, want)
	}
	again := apply(t, undone, diff(undone))
	if again.Counts() != applied.Counts() || again.Named("Quite Another")[0].ID != applied.Named("Quite Another")[0].ID {
		t.Errorf("applied again, the list counts %v, was %v", again.Counts(), applied.Counts())
	}
	removed := decide(again, tracker.Remove(again.Named("Quite Another")[0].ID, tracker.Error, "https://example.org/x"))
	if got := shown(diff(removed)); !strings.Contains(got, "line 2: Quite Another may be Quite Another (removed)\n") {
		t.Errorf("taken off as an error, it is compared as\n%s", got)
	}
}

func TestDecideRefusesWhatChangedMeanwhile(t *testing.T) {
	b := small(t)
	d := roster.Compare(b, read(t, "list.csv", "name,website\nSample Industries,https://example.org/a\n"), anyCall, today)
	other := roster.Compare(b, read(t, "list.csv", "name,website\nSample Industries,https://example.org/b\n"), anyCall, today)
	_, err := d.Decide("https://example.org", today)(apply(t, b, other))
	if !errors.As(err, new(tracker.Refusal)) || !strings.Contains(err.Error(), "changed since the list was compared") {
		t.Error(err)
	}
}

func cite() roster.Citation {
	return roster.Citation{Call: "Example Call", AsOf: today, Source: "https://example.org", Rule: "supporters listed"}
}

func write(t testing.TB, f roster.Format, b *tracker.Book) string {
	t.Helper()
	var out bytes.Buffer
	if err := roster.Write(&out, f, b.Supporters(), cite()); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// comesBack writes a list in every format and reads it again.
func comesBack(t *testing.T, b *tracker.Book) {
	t.Helper()
	roll := 0
	for range b.Roll() {
		roll++
	}
	for _, f := range []roster.Format{roster.CSV, roster.XLSX, roster.JSON} {
		l := read(t, "roll."+string(f), write(t, f, b))
		d := roster.Compare(b, l, anyCall, today)
		if len(d.Added)+len(d.Doubtful)+len(d.Changed) > 0 || d.Unchanged != roll || len(d.Missing)+len(d.Problems)+len(d.Repeated)+len(d.Left)+len(l.Unknown)+len(l.Unread) > 0 || l.Format != f {
			t.Fatalf("%s: %s\n%+v", f, shown(d), l.Unknown)
		}
		all := map[string]*tracker.Supporter{}
		for s := range b.Roll() {
			all[s.Name] = s
		}
		for _, r := range l.Rows {
			s := all[r.Supporter.Name]
			if r.Supporter.Status() != tracker.Listed {
				continue
			}
			if s == nil || !slices.Equal(s.Aliases, r.Supporter.Aliases) || s.Note != r.Supporter.Note || s.Website != r.Supporter.Website || s.Joined != r.Supporter.Joined {
				t.Fatalf("%s: %+v came back as %+v", f, s, r.Supporter)
			}
		}
	}
}

func TestTheParisCallComesBack(t *testing.T) { comesBack(t, parisCall(t)) }

// TestHostileRollsComeBack writes and reads names that the tracker accepts, however strange.
func TestHostileRollsComeBack(t *testing.T) {
	pieces := []string{"=", "+", "-", "@", "'", "''", "\"", ",", ";", "|", "\\", "\\|", "_x0041_", "_x005F_", "_", "&", "&lt;", "]]>", "#", "# Cite as: ", "sep=;",
		"é", "ﬁ", "＝", "漢字", "\u200d", "नि", "👩\u200d💻", "1", "2018-11-12", "#REF", "a", "Example", " ", "{", "[", "null", "NO", "true"}
	for seed := range uint64(testrun.Times(60, 15)) {
		r := rand.New(rand.NewPCG(seed, 7))
		text := func(n int) string {
			var b strings.Builder
			for range r.IntN(n) {
				b.WriteString(pieces[r.IntN(len(pieces))])
			}
			return strings.Join(strings.Fields(b.String()), " ")
		}
		taken := map[string]bool{}
		name := func() (string, bool) {
			for range 20 {
				n := text(8)
				if tracker.CheckName("name", n) == nil && !taken[names.Key(n)] {
					taken[names.Key(n)] = true
					return n, true
				}
			}
			return "", false
		}
		var all []tracker.Supporter
		for range 30 {
			n, ok := name()
			if !ok {
				continue
			}
			s := tracker.Supporter{Name: n, Category: tracker.Categories()[1+r.IntN(4)], Country: []string{"", "NO", "FR"}[r.IntN(3)],
				Kind: append(tracker.Kinds(), "")[r.IntN(len(tracker.Kinds())+1)], Joined: []tracker.Date{"", "2018", "2018-11", "2018-11-12"}[r.IntN(4)],
				FirstListed: "2019-09-16", Source: "https://example.org/" + fmt.Sprint(r.IntN(9)), Note: text(6)}
			for range r.IntN(3) {
				if a, ok := name(); ok {
					s.Aliases = append(s.Aliases, a)
				}
			}
			if r.IntN(8) == 0 {
				s.Left = tracker.Departure{Status: tracker.Withdrawn, On: "2020-01-01", Reason: text(4)}
			}
			all = append(all, s)
		}
		comesBack(t, book(t, all...))
	}
}

func TestWrittenLists(t *testing.T) {
	b := book(t, tracker.Supporter{Name: "=Example(1)", Aliases: []string{"@x", "A|B"}, Category: tracker.Company, Country: "FR", Joined: "2018-11",
		FirstListed: "2019-09-16", Source: "https://example.org/a", Note: "says \"hello\", twice"})
	const wantCSV = "\ufeffid,name,aliases,category,kind,country,joined,first_listed,status,left_on,reason,source,website,note\r\n" +
		"1,'=Example(1),'@x|A\\|B,company,,FR,2018-11,2019-09-16,listed,,,https://example.org/a,,\"says \"\"hello\"\", twice\"\r\n" +
		"# Cite as: Example Call. List as of 2026-11-22. Source: https://example.org. Counted: supporters listed,,,,,,,,,,,,,\r\n"
	if got := write(t, roster.CSV, b); got != wantCSV {
		t.Errorf("%s", got)
	}
	const wantJSON = `{"citation":{"call":"Example Call","as_of":"2026-11-22","source":"https://example.org","counted":"supporters listed"},
"supporters":[
{"id":1,"name":"=Example(1)","aliases":["@x","A|B"],"category":"company","country":"FR","joined":"2018-11","first_listed":"2019-09-16","source":"https://example.org/a","note":"says \"hello\", twice","status":"listed"}
]}
`
	if got := write(t, roster.JSON, b); got != wantJSON {
		t.Errorf("%s", got)
	}
	if err := roster.Write(&bytes.Buffer{}, "pdf", b.Roll(), cite()); !errors.As(err, new(tracker.Refusal)) {
		t.Error(err)
	}
	failing, err := os.Open(os.DevNull) // which can't be written to
	if err != nil {
		t.Fatal(err)
	}
	defer failing.Close()
	for _, f := range []roster.Format{roster.CSV, roster.XLSX, roster.JSON} {
		if err := roster.Write(failing, f, parisCall(t).Roll(), cite()); err == nil {
			t.Errorf("%s: no error", f)
		}
	}
}

// TestPlacesAreInOrder holds that the results of a list are in its order.
func TestPlacesAreInOrder(t *testing.T) {
	d := roster.Compare(small(t), read(t, "list.csv", "name,category\nA New One,\nC Old One,martian\nB New One,\nExamplia,state\nexamplia,\nexamplia,\nC New One,company\nc new one,company\n"), anyCall, today)
	if !slices.IsSortedFunc(d.Problems, func(a, b roster.Problem) int { return cmp.Compare(a.Line, b.Line) }) || len(d.Problems) != 3 {
		t.Error(shown(d))
	}
	if !slices.IsSortedFunc(d.Repeated, func(a, b roster.Repeat) int { return cmp.Compare(a.Line, b.Line) }) || len(d.Repeated) != 3 {
		t.Error(shown(d))
	}
}
