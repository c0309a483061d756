package desk_test

import (
	"bytes"
	"context"
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/callfiles"
	"rollcall/tracker/desk"
	"rollcall/tracker/query"
)

// young opens a desk on the starter's call, launched on a day, with some rows of supporters.
func young(tb testing.TB, launched tracker.Day, rows ...string) *front {
	tb.Helper()
	starter, err := callfiles.Starter()
	if err != nil {
		tb.Fatal(err)
	}
	files := fstest.MapFS{}
	for name, text := range map[string]func(string) string{
		"principles.yaml": func(s string) string { return strings.Replace(s, "'2024-05-01'", "'"+string(launched)+"'", 1) },
		"supporters.csv": func(s string) string {
			header := "name,aliases,category,"
			return s[:strings.Index(s, header)] + strings.SplitN(s[strings.Index(s, header):], "\n", 2)[0] + "\n" + strings.Join(rows, "\n")
		},
	} {
		data, err := fs.ReadFile(starter, name)
		if err != nil {
			tb.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: []byte(text(string(data)))}
	}
	folder, err := callfiles.Read(files, "example", tracker.DayOf(time.Now()))
	if err != nil {
		tb.Fatal(err)
	}
	f := &front{TB: tb, ledger: new(tracker.Memory), log: new(bytes.Buffer)}
	if f.tracker, err = tracker.Open(context.Background(), f.ledger); err != nil {
		tb.Fatal(err)
	}
	if entries := folder.Entries(time.Now()); len(entries) > 0 {
		if err := f.tracker.Fill(context.Background(), entries); err != nil {
			tb.Fatal(err)
		}
	}
	f.desk = desk.New(f.config(folder.Call))
	return f
}

func TestNobodyIsOnTheListYet(t *testing.T) {
	f := young(t, "2024-05-01")
	for _, line := range []string{"count", "list", "changes", "chart", "count state", "list last:1", "list first:3", "count by:year", "changes country:FR", "changes since:2024",
		"who joined last?", "who joined in 2025?", "how many supporters are there?", "how many states have signed?", "which companies signed?"} {
		f.says(line, "Nobody is on the list of the Example Call for Tidy Desks yet.")
	}
	f.says("combien de soutiens ?", "Personne ne figure encore sur la liste")
	f.says("count state more-than:3", "No. Nobody is on the list")
	f.says("has France signed?", "France is not listed")
}

func TestWhatIsAddedOnTheFirstDayCountsAsAdded(t *testing.T) {
	f := young(t, "2020-05-01")
	f.types(`add "Example Guild" civil_society joined:2022-03-01` + source)
	f.types(`add "Example Alpha" company` + source)
	f.says("changes", "2 supporters joined the list")
	f.says("changes on:today added", "Example Alpha")
	f.says("who joined last?", "Example Alpha was the last of 2 supporters (listed")
	f.says("when did Example Alpha join?", "was first listed on")
	f.says("who joined today?", "2 supporters joined the list")
	f.says("who joined in 2022?", "Example Guild (joined on 1 March 2022")
	f.says("which companies joined in 2022?", "No companies that joined in 2022")
	f.says("how many joined in 2022?", "1 supporter that joined in 2022 is listed")
	f.says("who joined in 2019?", "Nobody can have joined before it was launched, on 1 May 2020")
}

// How many there were before the records begin isn't known, so nothing rises from zero then.
func TestNothingRisesFromZeroBeforeTheRecords(t *testing.T) {
	f := young(t, "2024-05-01", "Example Foundation,,civil_society,foundation,FR,,,2024-06-30,https://example.org/a,,")
	says := func(line string, said ...string) {
		t.Helper()
		for _, want := range append(said, "The records begin on 30 June 2024 with 1 supporter") {
			f.says(line, want)
		}
		if a := f.types(line); strings.Contains(a.Text, "0 → ") || strings.Contains(a.Text, "the last change") {
			t.Errorf("%s: %s", line, a.Text)
		}
	}
	says("changes", "No change of supporters is recorded.")
	says("changes since:2024-05-01", "the list did not change")
	says("changes until:2024-07-01", "the list did not change")
	f.types(`add "Example Guild" civil_society` + source)
	says("changes since:2024-05-01", "1 supporter joined the list", "All supporters: 1 → 2")
	f.says("changes", "the day of the last change")
}

// The list had nobody before its records begin, though some had joined.
func TestWhoHadJoinedBeforeTheRecords(t *testing.T) {
	f := young(t, "2022-01-01", "Example Foundation,,civil_society,foundation,FR,2022-05-01,https://example.org/a,2024-06-30,https://example.org/a,,",
		"Example Alpha,,company,,,,,2024-06-30,https://example.org/a,,")
	for _, line := range []string{"how many joined before 2023?", "count before:2023", "count listed:..2023", "list until:2023", "who joined before 2024?"} {
		f.says(line, "1 supporter that joined until 31 December 202")
		f.says(line, "The list says no joining date for 1 supporter")
	}
	f.says("count listed:2024", "2 supporters added in 2024")
	f.says("count listed:2022..2024", "2 supporters added")
}

// The list with which the data begins was there on its first day; what else is added on that day counts as added.
func TestWithWhatTheDataBeginsIsNotAdded(t *testing.T) {
	today := string(tracker.DayOf(time.Now()))
	f := young(t, "2024-05-01", "Example Foundation,,civil_society,foundation,FR,,,"+today+",https://example.org/a,,")
	f.types(`add "Example Alpha" company` + source)
	f.says("changes on:today", "1 supporter joined the list")
	f.says("changes on:today", "with 1 supporter, who joined on or before that day and is not among the added")
	f.says("when did Example Foundation join?", "joined on or before ")
}

// Those on the list since the launch joined on that day.
func TestTheListOfTheLaunchIsAdded(t *testing.T) {
	f := young(t, "2024-05-01", "Example Foundation,,civil_society,foundation,FR,2024-05-01,https://example.org/a,2024-05-01,https://example.org/a,,")
	f.says("changes on:2024 added", "Example Foundation")
	f.says("who joined in 2024?", "Example Foundation")
	f.says("changes country:DE", "No change of supporters from Germany is recorded.")
}

// Any answer about a call with no supporter, one or two has no day before the call and no plural of one,
// and offers what can be typed.
func TestAYoungCallIsTalkedAboutInItsOwnDays(t *testing.T) {
	lines := []string{"", "count", "list", "changes", "chart", "figures", "missing eu", "principles", "about", "admins", "log", "proposals", "subscriptions", "count by:year",
		"count by:category", "compare state vs company", "diff", "who", "help changes", "count castles", "list last:1", "list joined:2024", "changes on:2024", "count as-of:2023",
		"figures total", "group eu", "subscribe", "digest", "undo 1", "who joined first?", "who joined last?", "who is missing?", "how many joined in 2024?", "has France signed?",
		"when was the call launched?", "what is new?", "who withdrew?", "show #1", "history #1", "combien de pays ont signé ?", "qui a rejoint en dernier ?", "changements"}
	wrong := regexp.MustCompile(`0001|\b(1|une?) (supporters|entries|states|companies|countries|organisations|figures|principles|soutiens|entrées|États|entreprises|lines|changes)\b`)
	day := regexp.MustCompile(`\b(as-of|since|diff|joined|listed|on)[: ](20\d\d)`)
	for name, f := range map[string]*front{
		"empty": young(t, "2024-05-01"),
		"one":   young(t, "2024-05-01", "Example Foundation,,civil_society,foundation,FR,,,2024-05-01,https://example.org/a,,"),
		"two": young(t, "2024-05-01", "Example Foundation,,civil_society,foundation,FR,,,2024-05-01,https://example.org/a,,",
			"Example Alpha,,company,,,,,2024-06-03,https://example.org/a,,"),
	} {
		for _, lang := range []string{"en", "fr"} {
			for _, line := range lines {
				a := f.asks(desk.Request{By: "U0ADMIN", Admin: true, Channel: "C0POLICY", Lang: lang, Tokens: query.Line(line)})
				if said := wrong.FindString(a.Text); said != "" {
					t.Errorf("%s, %s: %q says %q:\n%s", name, lang, line, said, a.Text)
				}
				for _, found := range day.FindAllStringSubmatch(a.Text, -1) {
					if found[2] < "2023" {
						t.Errorf("%s, %s: %q offers %q", name, lang, line, found[0])
					}
				}
				for _, offered := range a.Suggestions {
					if b := f.types(offered); b.Kind == answer.Refused {
						t.Errorf("%s, %s: %q offers %q, which is refused: %s", name, lang, line, offered, b.Text)
					}
				}
			}
		}
	}
}
