package answer_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/asked"
	"rollcall/tracker/pariscall"
	"rollcall/tracker/query"
	"rollcall/tracker/roster"
)

var update = flag.Bool("update", false, "rewrite the golden texts")

const (
	begins  = tracker.Day("2019-09-16")
	today   = tracker.Day("2026-11-22")
	checked = tracker.Day("2025-12-25")
	list    = "https://example.org/list"
)

func languages() (all []*answer.Words) {
	for _, lang := range answer.Languages() {
		all = append(all, answer.In(lang))
	}
	return all
}

// TestGolden holds the words of every kind of answer, in each language, to testdata; go test -update rewrites them.
func TestGolden(t *testing.T) {
	for _, w := range languages() {
		var b strings.Builder
		for _, c := range cases(t) {
			b.WriteString("== " + c.name + "\n" + answer.Write(c.a, w).Text + "\n\n")
		}
		file := filepath.Join("testdata", w.Lang()+".txt")
		if *update {
			if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		golden, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		want, got := strings.Split(string(golden), "\n"), strings.Split(b.String(), "\n")
		for i := range max(len(want), len(got)) {
			if i >= len(want) || i >= len(got) || want[i] != got[i] {
				t.Errorf("%s, line %d differs (-update rewrites it):\nwant %s\ngot  %s", file, i+1, at(want, i), at(got, i))
				break
			}
		}
	}
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "nothing more"
}

// TestEveryKind checks that the cases leave out no kind, topic or problem.
func TestEveryKind(t *testing.T) {
	var kinds []answer.Kind
	var topics []answer.Topic
	var asked []string
	for _, c := range cases(t) {
		kinds = append(kinds, c.a.Kind)
		switch f := c.a.Facts.(type) {
		case *answer.PartsFacts:
			topics = append(topics, f.Of)
		case *answer.DetailFacts:
			asked = append(asked, f.Asked...)
		}
	}
	all(t, kinds, answer.Status, answer.Detail, answer.Missing, answer.Changes, answer.Compare, answer.Count, answer.Figure, answer.List, answer.Chart,
		answer.Principle, answer.Principles, answer.About, answer.Unknown, answer.Ambiguous, answer.Help, answer.Log, answer.Edited,
		answer.Suggested, answer.Proposals, answer.Admins, answer.Language, answer.Subscribed, answer.Rules, answer.Digest, answer.Refused,
		answer.DryRun, answer.Imported, answer.Forget, answer.Backup, answer.Asked)
	all(t, topics, answer.WorkingGroups, answer.Norms)
	all(t, asked, "when", "where", "what", "source", "left", "reservation")
}

func all[T comparable](t *testing.T, have []T, want ...T) {
	t.Helper()
	for _, w := range want {
		if !slices.Contains(have, w) {
			t.Errorf("no case has %v", w)
		}
	}
}

// TestWellFormed looks for what no sentence may have: nothing at all, a format error, doubled or misplaced spaces.
func TestWellFormed(t *testing.T) {
	for _, w := range languages() {
		for _, c := range cases(t) {
			a := answer.Write(c.a, w)
			if a.Headline == "" || a.Lang != w.Lang() {
				t.Errorf("%s, %s: headline %q, language %q", c.name, w.Lang(), a.Headline, a.Lang)
			}
			for line := range strings.Lines(a.Text) {
				line = strings.TrimSuffix(line, "\n")
				for _, bad := range []string{"%!", "  ", " .", " ,", "..", "\u00a0 ", " \u00a0", "«\u00a0\u00a0"} {
					if strings.Contains(strings.TrimPrefix(line, "  "), bad) { // a second line on one thing is indented
						t.Errorf("%s, %s: %q in %q", c.name, w.Lang(), bad, line)
					}
				}
				if line == "" || line != strings.TrimRight(line, " \u00a0") {
					t.Errorf("%s, %s: an empty line, or a space at the end of %q", c.name, w.Lang(), line)
				}
			}
		}
	}
}

var (
	urls      = regexp.MustCompile(`https?://[^\s,)]+`)
	separated = regexp.MustCompile(`(\d)[,\x{202f}](\d{3})`)
	number    = regexp.MustCompile(`\d+`)
)

// TestSameFacts compares the numbers and addresses in the texts of the same Answer in each language.
func TestSameFacts(t *testing.T) {
	for _, c := range cases(t) {
		english := answer.Write(c.a, answer.In("en")).Text
		for _, w := range languages()[1:] {
			other := answer.Write(c.a, w).Text
			for what, facts := range map[string]func(string) []string{"addresses": addresses, "numbers": numbers} {
				if en, said := facts(english), facts(other); !slices.Equal(en, said) {
					t.Errorf("%s: %s differ:\n%v\n%v\n%s\n%s", c.name, what, en, said, english, other)
				}
			}
		}
	}
}

func addresses(text string) []string {
	found := urls.FindAllString(text, -1)
	for i := range found {
		found[i] = strings.TrimRight(found[i], ".;\u00a0")
	}
	slices.Sort(found)
	return found
}

// numbers leaves out the addresses, and writes 1,222 as 1222.
func numbers(text string) []string {
	text = separated.ReplaceAllString(urls.ReplaceAllString(text, ""), "$1$2")
	found := number.FindAllString(text, -1)
	slices.Sort(found)
	return found
}

type testCase struct {
	name string
	a    answer.Answer
}

// cases are answers of every kind.
func cases(t testing.TB) []testCase {
	t.Helper()
	call, err := pariscall.Call()
	if err != nil {
		t.Fatal(err)
	}
	var all []testCase
	add := func(name string, a answer.Answer) {
		a.Call, a.Today, a.Begins = call, today, begins
		all = append(all, testCase{name, a})
	}
	listed := func(a answer.Answer) answer.Answer {
		a.Rule, a.AsOf, a.Checked, a.Sources = answer.Listed, today, checked, []string{list}
		return a
	}

	state := func(name, code string, joined tracker.Date) *tracker.Supporter {
		return &tracker.Supporter{Name: name, Category: tracker.State, Country: code, Joined: joined, JoinedSource: "https://example.org/joined",
			FirstListed: begins, Source: "https://example.org/" + code}
	}
	company := &tracker.Supporter{Name: "Orange Ltd", Aliases: []string{"Orange", "OL"}, Category: tracker.Company, Kind: "business", Country: "IN",
		FirstListed: "2020-01-01", Source: "https://example.org/orange", Website: "https://orange.example", Note: "A hand-made one"}
	college := &tracker.Supporter{Name: "École d'Été", Category: tracker.CivilSociety, Kind: "university", FirstListed: begins, Source: "https://example.org/e"}
	odd := &tracker.Supporter{Name: "Odd One", Category: tracker.Uncategorised, FirstListed: "2021-02-03", Source: "https://example.org/odd"}
	city := &tracker.Supporter{Name: "City of Somewhere", Category: tracker.PublicAuthority, Kind: "local_government", Country: "US", Joined: "2018-11",
		JoinedSource: "official list, date_signed", FirstListed: begins, Source: "https://example.org/city"}
	first, err := pariscall.Entries(time.Date(2026, 3, 1, 9, 5, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	book, err := new(tracker.Book).With(first...)
	if err != nil {
		t.Fatal(err)
	}
	left := func(s *tracker.Supporter, status tracker.Status, reason string) *tracker.Supporter {
		gone := *s
		gone.Left = tracker.Departure{Status: status, On: "2024-03-01", Reason: reason, Source: "https://example.org/left"}
		if status == tracker.Merged {
			gone.Left.Into = 1
		}
		return &gone
	}
	stands := func(s *tracker.Supporter) answer.StatusFacts {
		return answer.StatusFacts{Book: book, Status: s.Status(), Subject: s.Name, Supporters: answer.Supporters{s}}
	}
	status := func(s *tracker.Supporter) answer.Answer { return listed(answer.New(new(stands(s)))) }
	detail := func(s *tracker.Supporter, asked string) answer.Answer {
		return listed(answer.New(&answer.DetailFacts{StatusFacts: stands(s), Asked: []string{asked}}))
	}
	eu, g7 := call.Group("eu"), call.Group("g7")
	europe := &tracker.Group{ID: "europe", Name: "Europe", Members: []string{"FR", "DE"}, Region: true}
	balkans := &tracker.Group{ID: "balkans", Name: "Balkans", Members: []string{"AL", "RS"}, Region: true}

	// States, by the article that they have in French.
	france, states := state("France", "FR", "2018-11-12"), state("United States", "US", "2021-11-10")
	for _, s := range []*tracker.Supporter{france, states, state("Tunisia", "TN", ""), state("Germany", "DE", "2018"), state("Chile", "CL", "2018-11"),
		state("Singapore", "SG", ""), state("Netherlands", "NL", "2020-01-01"), state("Republic of the Congo", "CG", ""), state("Cyprus", "CY", "")} {
		add("status "+s.Name, status(s))
		add("when "+s.Name, detail(s, "when"))
	}
	for _, s := range []*tracker.Supporter{company, college, odd, city} {
		add("status "+s.Name, status(s))
		for _, asked := range []string{"when", "where", "source"} {
			add("detail "+asked+" "+s.Name, detail(s, asked))
		}
	}
	add("detail what "+company.Name, detail(company, "what"))
	for _, asked := range []string{"where", "source", "left", "reservation"} {
		add("detail "+asked+" United States", detail(states, asked))
	}
	for _, s := range []*tracker.Supporter{company, states} {
		add("withdrawn "+s.Name, status(left(s, tracker.Withdrawn, "")))
		add("merged "+s.Name, detail(left(s, tracker.Merged, ""), "when"))
		for _, reason := range []string{"", tracker.Duplicate, tracker.Error, tracker.Replaced, "bankrupt"} {
			add("removed "+s.Name+" "+reason, status(left(s, tracker.Removed, reason)))
		}
	}
	for _, n := range []int{0, 1, 27} {
		body := stands(&tracker.Supporter{Name: "European Union", Category: tracker.PublicAuthority, FirstListed: begins, Source: "https://example.org/eu"})
		body.Body, body.Signed = eu, n
		add("status of a body "+padded(n), listed(answer.New(&body)))
	}
	for _, n := range []int{0, 1, 9, 1222} {
		add("not listed "+padded(n), listed(answer.New(&answer.StatusFacts{Status: answer.NotListed, Country: "RU", Subject: "Russia", FromCountry: n})))
	}
	for _, code := range []string{"CU", "IL", "TR", "PH", "HT", "IR", "GM"} {
		add("not listed "+code, listed(answer.New(&answer.StatusFacts{Status: answer.NotListed, Country: code})))
	}
	add("not listed NATO", listed(answer.New(&answer.StatusFacts{Status: answer.NotListed, MissingFacts: &answer.MissingFacts{Group: call.Group("nato"), Signed: 28, Total: 32}})))
	for i, standing := range []string{"announced", "expected", "self_declared", "other_words"} {
		claim := tracker.Claimed{Name: "Ghana", Category: tracker.State, Country: "GH", Date: "2018-12-02", Standing: standing, Claim: "President said Ghana will sign", Source: "https://example.org/ghana"}
		add("announced "+standing, listed(answer.New(&answer.StatusFacts{Status: answer.Announced, Country: "GH", Claims: []tracker.Claimed{claim}, FromCountry: i})))
	}
	for i, candidates := range [][]string{nil, {"Siemens"}, {"Siemens", "SAP", "Orange"}} {
		add("unknown name "+padded(i), listed(answer.New(&answer.StatusFacts{Status: answer.UnknownName, Subject: "Simens", Candidates: candidates})))
	}

	// Counts and lists.
	totals := tracker.Counts{State: 81, PublicAuthority: 37, CivilSociety: 391, Company: 708, Uncategorised: 5}
	for _, c := range []tracker.Counts{{}, {State: 1, PublicAuthority: 1, CivilSociety: 1, Company: 1, Uncategorised: 1}, {Company: 1}, totals} {
		a := listed(answer.New(&answer.TotalsFacts{Totals: answer.TotalsOf(c)}))
		add("count "+padded(c.Total()), a)
		a.AsOf = "2020-12-31"
		add("count on a day "+padded(c.Total()), a)
	}
	for _, n := range []int{0, 1, 2, 1222} {
		supporters := func() answer.Supporters {
			few := answer.Supporters{france, company, college, odd}
			var all answer.Supporters
			for i := range n {
				all = append(all, few[i%len(few)])
			}
			return all
		}
		for _, f := range []struct {
			name    string
			filters answer.Filters
			group   *tracker.Group
		}{
			{"states", answer.Filters{Category: tracker.State}, nil},
			{"states in the EU", answer.Filters{Category: tracker.State}, eu},
			{"states of Europe", answer.Filters{Category: tracker.State}, europe},
			{"companies of the UK", answer.Filters{Category: tracker.Company, Country: "GB"}, nil},
			{"in the Balkans", answer.Filters{}, balkans},
			{"universities", answer.Filters{Kind: "university"}, nil},
			{"chambers among the companies in Cuba", answer.Filters{Category: tracker.Company, Kind: "chamber_of_commerce", Country: "CU"}, nil},
			{"public authorities", answer.Filters{Category: tracker.PublicAuthority}, nil},
			{"uncategorised", answer.Filters{Category: tracker.Uncategorised}, nil},
			{"civil society", answer.Filters{Category: tracker.CivilSociety}, nil},
		} {
			a := listed(answer.New(&answer.CountFacts{Narrowed: answer.Narrowed{Where: whom(f.filters, f.group), Lacking: []answer.Lacking{{Key: tracker.ByKind, Count: n}}}, Value: n}))
			if n > 2 && f.name != "universities" {
				continue // the words are those of 2
			}
			add("count "+padded(n)+" "+f.name, a)
			a.AsOf = "2020-12-31"
			if f.name == "states" {
				add("count on a day "+padded(n)+" "+f.name, a)
			}
			if f.name == "universities" || f.group != nil {
				facts := &answer.ListFacts{Narrowed: a.Facts.(*answer.CountFacts).Narrowed, Total: n, Supporters: supporters()}
				add("list "+padded(n)+" "+f.name, listed(answer.New(facts)))
			}
		}
		if n > 2 {
			continue
		}
		for _, where := range []tracker.Filter{nil, tracker.OfCategory(tracker.Company)} {
			of := answer.Narrowed{Where: where}
			add("count plain "+padded(n), listed(answer.New(&answer.CountFacts{Narrowed: of, Value: n})))
			add("list plain "+padded(n), listed(answer.New(&answer.ListFacts{Narrowed: of, Total: n, Supporters: supporters()[:min(n, 2)]})))
		}
	}
	named := []answer.Answer{status(france),
		listed(answer.New(&answer.StatusFacts{Status: answer.NotListed, Country: "CN"})), listed(answer.New(&answer.StatusFacts{Status: answer.UnknownName, Subject: "Xyz"}))}
	for i := range named {
		named[i].Call, named[i].Today, named[i].Begins = call, today, begins
	}
	for _, n := range []int{0, 1, 3} {
		add("named "+padded(n), listed(answer.New(&answer.NamedFacts{Named: named, Value: n, Total: 3})))
	}

	// Groups.
	missing := []answer.Country{{Code: "US", Name: "United States"}, {Code: "JP", Name: "Japan"}, {Code: "CI", Name: "Côte d'Ivoire"}}
	for _, id := range []string{"un", "eu", "nato", "g7", "g20", "oecd", "five_eyes", "african-union", "asean", "commonwealth", "coe", "brics"} {
		g := call.Group(id)
		add("missing "+g.ID, listed(answer.New(&answer.MissingFacts{Group: g, Signed: len(g.Members) - 3, Value: 3, Total: len(g.Members), Missing: missing})))
	}
	for n := range 3 {
		facts := answer.MissingFacts{Group: g7, Signed: 7 - n, Value: n, Missing: missing[:n], Total: 7}
		add("missing of the G7 "+padded(n), listed(answer.New(&facts)))
		facts.Value = facts.Signed
		add("share of the G7 "+padded(n), listed(answer.New(&answer.ShareFacts{MissingFacts: facts})))
	}
	add("share of Europe", listed(answer.New(&answer.ShareFacts{MissingFacts: answer.MissingFacts{Group: europe, Signed: 0, Total: len(europe.Members), Missing: missing}})))
	for _, values := range [][]int{{7, 3}, {3, 7}, {5, 5}, {1, 9, 4}, {4, 9, 4}} {
		var sides []answer.Answer
		for i, code := range []string{"FR", "CN", "DE"}[:len(values)] {
			where := tracker.Of(tracker.Term{Key: tracker.ByCountry, Value: code})
			sides = append(sides, listed(answer.Answer{Today: today}.With(&answer.SideFacts{Where: where, Value: values[i], Status: []tracker.Status{tracker.Listed, answer.NotListed, ""}[i]})))
		}
		facts := &answer.CompareFacts{Counted: sides}
		if len(values) == 2 {
			facts.Difference = answer.Number(max(values[0], values[1]) - min(values[0], values[1]))
		}
		add(fmt.Sprint("compare ", values), listed(answer.New(facts)))
	}
	add("compare by name", listed(answer.New(&answer.NamedFacts{Named: named, Value: 1, Total: 3, Order: answer.Unordered, Compared: true})))
	for _, n := range [][]int{{708, 391}, {27, 27}, {3, 81, 8}} {
		facts := &answer.CompareFacts{}
		for i, n := range n {
			side := listed(answer.Answer{Today: today}.With(&answer.SideFacts{Value: n, Where: []tracker.Filter{tracker.OfCategory(tracker.Company), whom(answer.Filters{Category: tracker.State}, eu), whom(answer.Filters{Country: "NL"}, nil)}[i]}))
			facts.Counted = append(facts.Counted, side)
		}
		if len(n) == 2 {
			facts.Difference = answer.Number(n[0] - n[1])
		}
		add(fmt.Sprint("compare ", n), listed(answer.New(facts)))
	}
	then := listed(answer.New(&answer.CompareFacts{Difference: answer.Number(13), Counted: []answer.Answer{
		answer.Answer{AsOf: today, Today: today}.With(&answer.SideFacts{Where: tracker.OfCategory(tracker.State), Value: 81}),
		answer.Answer{AsOf: begins, Today: today}.With(&answer.SideFacts{Where: tracker.OfCategory(tracker.State), Value: 68})}}))
	add("compare with then", then)
	by := listed(answer.New(&answer.CountFacts{Parted: answer.Parted{By: "country", Rows: []answer.RowFact{{Key: "NL", Count: 27, Share: 67.5}, {Key: "FR", Count: 12, Share: 30}, {Count: 1, Share: 2.5}}, More: 2}, Value: 40}))
	none := listed(answer.New(&answer.CountFacts{Narrowed: answer.Narrowed{Where: whom(answer.Filters{Kind: "university", Country: "KE"}, nil), Instead: &answer.Instead{Count: 5, Where: whom(answer.Filters{Country: "KE"}, nil)}}, Value: 0}))
	add("count of nobody, and whom there is", none)
	add("count by country", by)
	for _, bottom := range []bool{false, true} {
		add(fmt.Sprint("countries that tie ", bottom), listed(answer.New(&answer.CountFacts{Parted: answer.Parted{By: "country", Bottom: bottom, Rows: []answer.RowFact{{Key: "NL", Count: 2, Share: 5}, {Key: "FR", Count: 2, Share: 5}}, More: 2}, Value: 40})))
	}
	rank := answer.CountFacts{Narrowed: answer.Narrowed{Where: tracker.OfCategory(tracker.Company)}, Rank: "NL", Value: 2, Places: 30, Tied: 3, Parted: answer.Parted{By: "country", Rows: []answer.RowFact{{Key: "NL", Count: 27}}}}
	add("rank of a country", listed(answer.New(new(rank))))
	rank.Rows, rank.Value, rank.Tied = nil, 0, 0
	add("rank of a country with none", listed(answer.New(&rank)))
	for _, by := range []string{"country", "year"} {
		add("rows by "+by+" that are checked", listed(answer.New(&answer.CountFacts{Condition: answer.Condition{Op: "more-than", Against: []int{20}}, Value: 1, Parted: answer.Parted{By: by, Rows: []answer.RowFact{{Key: map[string]string{"country": "NL", "year": "2019"}[by], Count: 27, Share: 67.5}}}})))
	}
	add("count by year", listed(answer.New(&answer.CountFacts{Value: 40,
		Parted: answer.Parted{By: "year", Rows: []answer.RowFact{{Key: "2019", Count: 27, Share: 67.5}, {Key: "2020", Count: 13, Share: 32.5}}, More: 2}})))
	add("count of", listed(answer.New(&answer.CountFacts{Narrowed: answer.Narrowed{Where: whom(answer.Filters{Country: "US"}, nil)}, Value: 106, Of: answer.Number(708), OfWhom: tracker.OfCategory(tracker.Company)})))
	add("count that is checked", listed(answer.Answer{Verdict: answer.Yes}.With(&answer.CountFacts{Condition: answer.Condition{Op: "more-than", Against: []int{700}}, Narrowed: answer.Narrowed{Where: tracker.OfCategory(tracker.Company)}, Value: 708})))
	for _, since := range []tracker.Day{"", call.Found, "2021-05-01"} {
		add("count reached "+string(since), listed(answer.New(&answer.CountFacts{Condition: answer.Condition{Op: "at-least", Against: []int{700}}, Narrowed: answer.Narrowed{Where: tracker.OfCategory(tracker.Company)}, Value: 708, When: true, Since: since})))
	}
	ends := answer.ListFacts{Narrowed: answer.Narrowed{Where: tracker.OfCategory(tracker.State)}, Ordered: "first", Order: answer.ByEither, Total: 81, Supporters: answer.Supporters{france, states}}
	add("list of the first", listed(answer.New(new(ends))))
	ends.Ordered, ends.Supporters = "last", ends.Supporters[:1]
	add("list of the last", listed(answer.New(&ends)))
	only := listed(answer.Answer{Verdict: answer.Yes}.With(&answer.ListFacts{Condition: answer.Condition{Op: "only"}, Narrowed: answer.Narrowed{Where: tracker.OfCategory(tracker.State)}, Total: 1, Supporters: ends.Supporters[:1]}))
	add("list of the only one", only)
	earlier := answer.NamedFacts{Named: named[:2], Value: 1, Total: 2, Earliest: []answer.Answer{named[0], status(states)}, Difference: answer.Number(1094), Order: answer.ByJoined}
	add("named, who was first", listed(answer.New(new(earlier))))
	earlier.Difference = answer.Number(0)
	add("named, on one day", listed(answer.New(&earlier)))

	// Two calls.
	overlap := &answer.Overlap{Of: [2]answer.OverlapSide{
		{Call: call, Name: call.Name, Source: call.ListURL, Checked: call.Checked, Counts: tracker.Counts{State: 1, Company: 2}, Both: tracker.Counts{State: 1, Company: 1}, Only: answer.Supporters{company}},
		{Call: &tracker.Call{Name: "Example Call"}, Name: "Example Call", Source: "https://example.org/list", Checked: "2024-06-30", Counts: tracker.Counts{State: 1, CivilSociety: 1}, Both: tracker.Counts{State: 1}},
	}, Both: []answer.Pair{{france, france}, {company, college}}, Perhaps: []answer.Pair{{company, odd}}}
	add("calls", answer.Answer{AsOf: "2026-03-01", Sources: []string{call.ListURL, "https://example.org/list"}}.With(&answer.CallsFacts{Overlap: overlap}))
	alone := *overlap
	alone.Of[0].Both, alone.Both, alone.Perhaps = alone.Of[1].Both, nil, nil
	add("calls that share a state", answer.Answer{AsOf: "2026-03-01"}.With(&answer.CallsFacts{Overlap: &alone}))

	// Changes.
	joined := tracker.Move{Why: tracker.Joined, After: france}
	published := tracker.Move{Why: tracker.FigurePublished, Figure: tracker.Reported{Date: "2022-05-01", Category: tracker.State, Value: 81, Qualifier: tracker.AtLeast, Source: "https://example.org/figure"}}
	retold := tracker.Move{Why: tracker.Amended, Before: france, After: france}
	change := tracker.Change{Before: tracker.Counts{State: 80, Company: 709, CivilSociety: 400}, After: totals, Moves: []tracker.Move{
		joined, {Why: tracker.Joined, After: city}, {Why: tracker.Joined, After: odd}, {Why: tracker.Withdrew, After: left(states, tracker.Withdrawn, "")},
		{Why: tracker.WasRemoved, After: left(company, tracker.Removed, tracker.Replaced)}, {Why: tracker.WasMerged, After: left(college, tracker.Merged, "")},
		{Why: tracker.Recategorised, Before: odd, After: college}, retold, published}}
	other := *france
	other.Name, other.Country, other.Note = "Example Republic", "BE", "what can be long"
	putBack := tracker.Change{Before: totals, After: totals, Moves: []tracker.Move{
		{Why: tracker.Restored, After: company}, {Why: tracker.Amended, Before: france, After: &other}, {Why: tracker.FigureRetracted, Figure: published.Figure}}}
	one := tracker.Change{Before: totals, After: totals, Moves: []tracker.Move{joined, {Why: tracker.WasRemoved, After: left(company, tracker.Removed, "")}}}
	many := tracker.Change{After: totals, Moves: slices.Repeat([]tracker.Move{{Why: tracker.Joined, After: company}}, 1222)}
	still := tracker.Change{Before: totals, After: totals}
	for name, c := range map[string]*tracker.Change{"many": &many, "some": &change, "one": &one, "none": &still} {
		for _, only := range []answer.Changed{"", answer.OnlyRemoved} {
			if name == "many" && only != "" {
				continue // its list is in another case
			}
			add("changes "+name+" "+string(only), listed(answer.New(&answer.ChangesFacts{Book: book, Change: c, Only: only, Since: "2021-01-01", Until: "2021-12-31"})))
		}
		if name == "many" {
			continue
		}
		add("digest "+name, answer.New(&answer.DigestFacts{Book: book, Change: c, Due: time.Date(2026, 3, 1, 9, 5, 0, 0, time.UTC)}))
	}
	add("changes on a day", listed(answer.New(&answer.ChangesFacts{Book: book, Change: &one, Since: "2021-02-01", Until: "2021-02-01", Last: true})))
	add("changes until a day", listed(answer.New(&answer.ChangesFacts{Book: book, Change: &change, Until: "2021-02-01"})))

	// Figures.
	figures := []answer.FigureFact{
		{Date: "2018", Category: tracker.State, Value: 55, Qualifier: tracker.AtLeast, Source: "https://example.org/1"},
		{Date: "2018-12", Category: tracker.TotalFigure, Value: 1, Qualifier: tracker.Exactly, Source: "https://example.org/2"},
		{Date: "2019-08-01", Category: tracker.TotalFigure, Value: 1222, Qualifier: tracker.About, Source: "https://example.org/3"},
	}
	for _, n := range []int{0, 1, 3, 1222} {
		a := answer.Answer{Rule: answer.Reported, AsOf: today, Sources: []string{list}}
		facts := answer.FiguresFacts{Until: "2019-02-01"}
		for i := range n {
			facts.Figures = append(facts.Figures, figures[i%3])
		}
		add("figures "+padded(n), a.With(&answer.FiguresFacts{Figures: facts.Figures}))
		if n <= 3 {
			add("figures before the records begin "+padded(n), a.With(&facts))
		}
	}

	// The call.
	for n := range call.Principles {
		add("principle "+padded(n+1), answer.Answer{Sources: []string{call.PrinciplesURL}}.With(&answer.PrincipleFacts{Principles: []int{n + 1}}))
	}
	add("two principles", answer.New(&answer.PrincipleFacts{Principles: []int{2, 8}}))
	add("principles", answer.Answer{Suggestions: []string{"principle 8", "about"}}.With(&answer.PrinciplesFacts{Principles: []int{1, 2, 3, 4, 5, 6, 7, 8, 9}}))
	add("about ", answer.New(&answer.AboutFacts{Totals: answer.TotalsOf(totals)}))
	for _, topic := range []answer.Topic{answer.WorkingGroups, answer.Norms} {
		add("about "+string(topic), answer.New(&answer.PartsFacts{Of: topic}))
	}
	add("unknown", answer.New(&answer.UnknownFacts{Subject: "3/4/2031"}))
	add("unknown nothing", answer.New(&answer.UnknownFacts{}))
	add("unknown command", answer.Answer{Suggestions: []string{"help"}}.With(&answer.UnknownFacts{Refusal: tracker.Refusal{Format: "Say who, such as: who France"}}))
	add("refused", answer.New(&answer.RefusedFacts{Refusal: tracker.Refusal{Format: "Only admins can %s. Nothing was changed.", Args: []any{"add"}}}))
	add("ambiguous", answer.New(&answer.AmbiguousFacts{Status: answer.Several, Subject: "Dell", Candidates: []string{"Dell", "Dell Technologies"}}))
	add("help", answer.New(&answer.HelpFacts{Admin: true}))
	for _, c := range query.Commands() {
		if c.Name == "subscribe" || c.Name == "count" {
			add("help "+c.Name, answer.New(&answer.HelpFacts{Commands: []answer.Command{c}}))
		}
	}
	for _, topic := range []answer.HelpTopic{answer.HelpSupporters, answer.HelpDigests, answer.HelpDecisions} {
		add("help "+string(topic), answer.New(&answer.HelpFacts{Topic: topic, Commands: slices.DeleteFunc(slices.Clone(query.Commands()), func(c answer.Command) bool { return c.Topic != topic })}))
	}
	add("overview", answer.Answer{Suggestions: []string{"who France"}}.With(&answer.OverviewFacts{Totals: answer.TotalsOf(tracker.Counts{State: 81, Company: 708})}))

	// Charts.
	line := func(f answer.Filters, points ...answer.Point) answer.Series {
		return answer.Series{Filters: f, Where: whom(f, nil), Points: points}
	}
	chart := func(since tracker.Day, f answer.Filters, series ...answer.Series) *answer.ChartFacts {
		return &answer.ChartFacts{Narrowed: answer.Narrowed{Where: whom(f, nil)}, Since: since, Until: today, Series: series}
	}
	companies, nations := answer.Filters{Category: tracker.Company}, answer.Filters{Category: tracker.State}
	const later = tracker.Day("2020-03-01")
	whole := chart(begins, answer.Filters{},
		line(nations, answer.Point{Day: begins, Count: 68}, answer.Point{Day: later, Count: 70}, answer.Point{Day: "2021-01-01", Count: 72}),
		line(companies, answer.Point{Day: begins, Count: 1358}, answer.Point{Day: later, Count: 2708}))
	whole.AllCategories = true
	add("chart of all", listed(answer.New(whole)))
	tie := chart(later, answer.Filters{}, line(nations, answer.Point{Day: later, Count: 3}), line(companies, answer.Point{Day: later, Count: 3}))
	tie.AllCategories = true
	add("chart of a tie", listed(answer.New(tie)))
	add("chart of two", listed(answer.New(chart(later, answer.Filters{}, line(nations, answer.Point{Day: later, Count: 3}), line(companies, answer.Point{Day: later, Count: 1})))))
	add("chart that stays", listed(answer.New(chart(later, nations, line(nations, answer.Point{Day: later, Count: 81})))))
	add("chart that falls", listed(answer.New(chart(later, nations, line(nations, answer.Point{Day: later, Count: 81}, answer.Point{Day: "2024-03-01", Count: 80})))))
	add("chart that comes back", listed(answer.New(chart(later, nations, line(nations, answer.Point{Day: later, Count: 81}, answer.Point{Day: "2024-03-01", Count: 80}, answer.Point{Day: "2024-03-02", Count: 81})))))
	add("chart of a day", listed(answer.New(chart(today, companies, line(companies, answer.Point{Day: today, Count: 1})))))
	narrow := answer.Filters{Category: tracker.CivilSociety, Kind: "university", Country: "FR", Group: eu.Name}
	inEU := chart(begins, narrow, line(narrow, answer.Point{Day: begins, Count: 1}, answer.Point{Day: later, Count: 2}))
	inEU.Where, inEU.Lacking = whom(narrow, eu), []answer.Lacking{{Key: tracker.ByKind, Count: 7}}
	inEU.Series[0].Where = inEU.Where
	add("chart of universities", listed(answer.New(inEU)))
	organisations := chart(later, answer.Filters{}, line(companies, answer.Point{Day: later, Count: 3}))
	organisations.Where = tracker.Filter{{{Not: true, Terms: []tracker.Term{{Key: tracker.ByCategory, Value: "state"}}}}}
	add("chart of organisations", listed(answer.New(organisations)))
	add("chart of nobody", listed(answer.New(chart(begins, answer.Filters{Country: "AQ"}))))
	add("chart of no two", listed(answer.New(chart(begins, answer.Filters{}, line(nations, answer.Point{Day: begins}), line(companies, answer.Point{Day: begins})))))

	// The ledger.
	events := []tracker.Event{
		tracker.Changed{Why: tracker.Joined, Source: list, Supporter: *france}, tracker.Changed{Why: tracker.Joined, Source: list, Supporter: *company},
		tracker.Changed{Why: tracker.Recategorised, Source: list, Supporter: *city}, tracker.Changed{Why: tracker.Amended, Source: list, Supporter: *states},
		tracker.Changed{Why: tracker.Withdrew, Source: list, Supporter: *left(company, tracker.Withdrawn, "")},
		tracker.Changed{Why: tracker.WasRemoved, Source: list, Supporter: *left(company, tracker.Removed, tracker.Error)},
		tracker.Changed{Why: tracker.WasMerged, Source: list, Supporter: *left(company, tracker.Merged, "")},
		tracker.Changed{Why: tracker.Undone, Source: list, Supporter: *company, Undoes: 1306},
		tracker.Reported{Date: "2022-05", Category: tracker.Company, Value: 700, Qualifier: tracker.About, Source: list},
		tracker.Claimed{Name: "Ghana", Category: tracker.State, Country: "GH", Date: "2018-12-02", Claim: "Will sign", Source: list},
		tracker.Noted{Date: "2018-11-12", Actor: "France", Event: "Launches it", Source: list},
		tracker.Subscribed{Channel: "C1"}, tracker.Unsubscribed{Subscription: 1}, tracker.DigestPlanned{Subscription: 99, Through: 7},
		tracker.DigestPosted{Plan: 3}, tracker.DigestTaken{Plan: 3}, tracker.DigestAbandoned{Plan: 3, Reason: "is archived"},
		tracker.Muted{Subscription: 99, Until: time.Date(2026, 3, 9, 9, 5, 0, 0, time.UTC)}, tracker.DigestAsked{Subscription: 99},
		tracker.Retracted{Entry: 1}, tracker.Retracted{Entry: 1, Reason: "misread"}, tracker.Approved{Proposal: 7}, tracker.Rejected{Proposal: 7},
		tracker.Rejected{Proposal: 7, Reason: "no source"}, tracker.Reopened{Proposal: 7}, tracker.Granted{User: "U2"}, tracker.Revoked{User: "U2"},
		tracker.Preferred{Of: "U2", Lang: "fr"}, tracker.Preferred{Of: "C1", Lang: "en"}, tracker.Preferred{Of: "C1"},
	}
	events = append(events, tracker.Proposed{On: "2024-03-01", Events: []tracker.Event{events[1], events[8]}})
	var entries []tracker.Entry
	for i, e := range events {
		entries = append(entries, tracker.Entry{Seq: tracker.Seq(1301 + i), At: time.Date(2026, 3, 1, 9, 5, 0, 0, time.UTC), On: "2024-03-01", By: "U1", Event: e})
	}
	for _, n := range []int{0, 1, len(entries)} {
		add("log "+padded(n), answer.New(&answer.LogFacts{Recorded: answer.Recorded{Entries: entries[:n], Book: book}}))
	}
	add("edited", answer.New(&answer.EditedFacts{Recorded: answer.Recorded{Entries: entries[1:2], Book: book}, Change: &change}))
	moved := *company
	moved.Name, moved.Aliases, moved.Category, moved.Kind, moved.Country = "Example Sample Ltd", []string{company.Name}, tracker.CivilSociety, "foundation", ""
	moved.Joined, moved.Website, moved.Note = "2020-05", "https://example.org/", "it moved"
	amended := tracker.Changed{Why: tracker.Amended, Source: list, Supporter: moved}
	fields := entries[3]
	fields.Event = amended
	before := answer.Before{fields.Seq: company}
	add("edited field by field", answer.New(&answer.EditedFacts{Recorded: answer.Recorded{Entries: []tracker.Entry{fields}, Before: before, Book: book}, Change: &still}))
	add("edited several", answer.New(&answer.EditedFacts{Recorded: answer.Recorded{Entries: []tracker.Entry{entries[2], fields}, Before: before, Book: book}, Change: &change}))
	add("edited an admin", answer.New(&answer.EditedFacts{Recorded: answer.Recorded{Entries: entries[23:24], Book: book}}))
	add("history", answer.New(&answer.LogFacts{Recorded: answer.Recorded{Entries: []tracker.Entry{entries[1], fields}, Before: before, Book: book}, Subject: "Example Sample Ltd", Total: answer.Number(2)}))
	add("log of a person", answer.New(&answer.LogFacts{Recorded: answer.Recorded{Entries: entries[:1], Book: book}, Recorder: "U1", Since: begins, Until: today, Total: answer.Number(1)}))
	add("log of nobody", answer.New(&answer.LogFacts{Recorded: answer.Recorded{Book: book}, Recorder: "U9", Total: answer.Number(0)}))
	add("log of many", answer.New(&answer.LogFacts{Recorded: answer.Recorded{Entries: slices.Repeat(entries[:1], 1222), Book: book}, Since: begins, Total: answer.Number(1222)}))
	var proposals []*tracker.Proposal
	for i, events := range [][]tracker.Event{{amended}, {events[1], events[8]}} {
		proposals = append(proposals, &tracker.Proposal{Seq: tracker.Seq(1400 + i), By: "U2", At: entries[0].At,
			Proposed: tracker.Proposed{On: "2024-03-01", Note: []string{"", "they told me"}[i], Doubt: tracker.Doubt{Format: "It may be %s.", Args: []string{"Example Works (#7)"}}, Events: events}})
	}
	for n := range 3 {
		add("proposals "+padded(n), answer.New(&answer.ProposalsFacts{Book: book, Proposals: proposals[:n]}))
		if n > 0 {
			add("suggested "+padded(n), answer.New(&answer.SuggestedFacts{Book: book, Proposals: proposals[:n]}))
		}
	}
	for i, f := range []answer.Following{
		{Compared: "2025-12-25", Days: 80, Old: true},
		{Address: "https://example.org/list.zip", Compared: "2026-03-14", Days: 1, Revision: "1a2b3c", Changed: "2026-03-01", Failures: 1, Waiting: 1},
		{Address: "https://example.org/list.zip", Compared: "2026-03-15", Waiting: 450, Others: 1, Leaving: 440, Roll: 1222,
			NotTaken: answer.NotTaken{Unread: 2, Emptied: []tracker.Emptied{{Column: "kind", Fields: 29}, {Column: "website", Fields: 2}}}},
		{Address: "https://example.org/list.zip", Compared: "2026-03-15", Others: 2, NotTaken: answer.NotTaken{Unread: 1}},
		{Address: "https://example.org/list.zip", Compared: "2026-03-15", Revision: "1a2b3c", Next: time.Date(2026, 3, 16, 0, 4, 0, 0, time.UTC), Failures: 3, Waiting: 50},
	} {
		add("followed "+padded(i), answer.New(&answer.FollowedFacts{Following: f}))
	}
	row := func(outcome asked.Outcome, words, line string, n int) asked.Row {
		return asked.Row{Question: asked.Question{Day: "2026-03-14", Outcome: outcome, Lang: "en", Words: words, Line: line}, Count: n}
	}
	rows := []asked.Row{row(asked.NotUnderstood, "which outfits signed", "", 12), row(asked.NotUnderstood, "has [word] signed", "", 1), row(asked.Chosen, "how many telcos signed", "count company", 2),
		row(asked.Wrong, "who chairs it", "about chairs", 1), row(asked.Right, "has [country] signed", "who [country]", 40)}
	add("asked nothing", answer.New(&answer.AskedFacts{}))
	add("asked one", answer.New(&answer.AskedFacts{Rows: rows[1:2]}))
	add("asked several", answer.New(&answer.AskedFacts{Rows: rows}))
	add("asked many", answer.New(&answer.AskedFacts{Rows: slices.Repeat(rows, 12)}))
	entry := answer.LexiconEntry{File: "lexicon/en.txt", Row: "class company ~0.4 = telcos", Of: rows[2]}
	add("lexicon of nothing", answer.New(&answer.LexiconFacts{Entries: []answer.LexiconEntry{{Of: rows[2]}}}))
	add("lexicon of one", answer.New(&answer.LexiconFacts{Entries: []answer.LexiconEntry{entry, {Of: rows[2]}}}))
	add("lexicon of two", answer.New(&answer.LexiconFacts{Entries: []answer.LexiconEntry{entry, entry, {File: "lexicon/fr.txt", Row: "class supporter ~0.4 = bidules", Of: rows[2]}, {Of: rows[2]}}}))
	admins := []answer.Admin{{User: "U1"}, {User: "U2", By: "U1", On: "2024-03-01"}}
	for n := range 3 {
		add("admins "+padded(n), answer.New(&answer.AdminsFacts{Admins: admins[:n]}))
	}
	for _, lang := range []string{"en", "es", "fr", ""} {
		add("language "+lang, answer.New(&answer.LanguageFacts{Lang: lang}))
		add("language of a channel "+lang, answer.New(&answer.LanguageFacts{Lang: lang, By: "@U1"}))
	}
	add("refused lines", answer.New(&answer.RefusedFacts{Refusal: tracker.Refusal{Format: "Nothing was changed. Of %d lines these can't be done:", Args: []any{3}}, Wrong: []answer.WrongLine{
		{Number: 2, Why: tracker.Refusal{Format: "No supporter is called “%s”. Nothing was changed.", Args: []any{"Nobody"}}}}}))
	add("edited nothing", answer.New(&answer.EditedFacts{Recorded: answer.Recorded{Book: book}, Change: &still}))
	some, nothing := answer.Import{File: "some.csv", Rows: 3, Unchanged: 3}, answer.Import{File: "some.csv", Rows: 2, Doubtful: doubtful()}
	erasure := answer.ForgetFacts{Book: book, Erasure: tracker.Erasure{ID: 1, Names: []string{"Example Foundation", "EF"}, Entries: 3}, Of: 1_450, Line: "forget #1 for-ever 1450",
		Backups: []tracker.Backup{{Name: "/var/lib/rollcall/rollcall-2026-03-01-083005.db", At: time.Date(2026, 3, 1, 8, 30, 5, 0, time.UTC)}}}
	add("to be forgotten", answer.New(&erasure))
	erased := erasure
	erased.Names, erased.Line = nil, ""
	add("forgotten", answer.New(&erased))
	add("backup", answer.New(&answer.BackupFacts{Made: erasure.Backups[0]}))
	add("dry run, nothing new", answer.New(&answer.DryRunFacts{Import: &some}))
	add("dry run, nothing by itself", answer.New(&answer.DryRunFacts{Import: &nothing}))
	add("dry run", answer.New(&answer.DryRunFacts{Import: everything()}))
	unsourced := everything()
	unsourced.Unsourced = true
	add("dry run of a list that is from nowhere", answer.Answer{Sources: []string{list}}.With(&answer.DryRunFacts{Import: unsourced}))
	complete := everything()
	complete.Complete, complete.Roll = true, 20
	add("dry run of a complete list", answer.Answer{Sources: []string{list}}.With(&answer.DryRunFacts{Import: complete}))
	part := *complete
	part.Roll = 19
	add("dry run of a part that is said to be complete", answer.New(&answer.DryRunFacts{Import: &part}))
	troubled := *everything()
	troubled.More, troubled.DayFirst = 590_000, &roster.DateRead{Text: "12/11/2026", Date: "2026-11-12"}
	add("dry run of a list with very many problems", answer.New(&answer.DryRunFacts{Import: &troubled}))
	add("imported nothing", answer.New(&answer.ImportedFacts{Import: &some, Change: &still}))
	add("imported nothing, with a doubt", answer.New(&answer.ImportedFacts{Import: &nothing, Change: &still}))
	applied := everything()
	applied.Entries = [2]tracker.Seq{1449, 1450}
	add("imported", answer.New(&answer.ImportedFacts{Import: applied, Change: &change}))
	again := answer.Import{File: "some.csv", Entries: [2]tracker.Seq{1449, 1450}, Again: true, Complete: true, Proposal: 1451, Missing: likely(), Roll: 19}
	add("imported again", answer.New(&answer.ImportedFacts{Import: &again, Change: &change}))
	add("import proposed", answer.New(&answer.ImportedFacts{Import: &answer.Import{File: "some.csv", Proposal: 1451}}))
	paris := time.FixedZone("Paris", 3600)
	rule := func(way tracker.Subscribed) answer.SubscriptionRule {
		r := answer.SubscriptionRule{Subscription: &tracker.Subscription{Subscribed: way, Number: 2, By: "U1"}}
		if way.Schedule != "" {
			r.Next = []time.Time{time.Date(2026, 3, 2, 9, 0, 0, 0, paris), time.Date(2026, 3, 3, 9, 0, 0, 0, paris), time.Date(2026, 3, 4, 9, 0, 0, 0, paris)}
		}
		return r
	}
	atOnce := rule(tracker.Subscribed{})
	everyDay := rule(tracker.Subscribed{Schedule: "0 9 * * *", Zone: "Europe/Paris"})
	narrowed := rule(tracker.Subscribed{Schedule: "0 9 * * 1-5", Zone: "Europe/Paris", Only: "joined left figures corrections", Quiet: "22:00-07:00", Lang: "fr", Min: 5})
	narrowed.Who, narrowed.Nobody = tracker.Filter{
		{{Terms: []tracker.Term{{Key: tracker.ByCategory, Value: "state"}, {Key: tracker.ByCategory, Value: "company"}}}, {Terms: []tracker.Term{{Key: tracker.ByGroup, Value: "eu", Group: eu}}}, {Not: true, Terms: []tracker.Term{{Key: tracker.ByCountry, Value: "FR"}}}},
		{{Terms: []tracker.Term{{Key: tracker.ByKind, Value: "university"}, {Key: tracker.ByKind, Value: "school"}}}, {Not: true, Terms: []tracker.Term{{Key: tracker.ByGroup, Value: "eu", Group: eu}}}}}, true
	weekly := rule(tracker.Subscribed{Schedule: "0 9 * * 1", Lang: "en"})
	weekly.Paused = "is_archived"
	monthly := rule(tracker.Subscribed{Schedule: "30 18 1 * *"})
	monthly.Muted = time.Date(2026, 3, 9, 8, 59, 0, 0, time.UTC)
	byCron := rule(tracker.Subscribed{Schedule: "*/5 9 * 1 1", Only: "figures"})
	for name, s := range map[string]answer.SubscribedFacts{"at once": {Rules: []answer.SubscriptionRule{atOnce}}, "daily": {Rules: []answer.SubscriptionRule{everyDay}},
		"narrowed": {Rules: []answer.SubscriptionRule{narrowed}, Others: 1}, "already": {Already: true, Rules: []answer.SubscriptionRule{atOnce}},
		"ended": {Ended: true, Rules: []answer.SubscriptionRule{atOnce}}, "ended one": {Ended: true, Others: 2, Rules: []answer.SubscriptionRule{everyDay}},
		"alone": {Alone: true, Rules: []answer.SubscriptionRule{atOnce}}, "ended alone": {Alone: true, Ended: true, Rules: []answer.SubscriptionRule{atOnce}},
		"already alone": {Alone: true, Already: true, Rules: []answer.SubscriptionRule{byCron}}, "muted": {Rules: []answer.SubscriptionRule{monthly}}, "asked": {Asked: true}, "resumed": {Resumed: true, Rules: []answer.SubscriptionRule{everyDay}}} {
		s.By = "<@U1>"
		add("subscribed "+name, answer.New(&s))
	}
	every := []answer.SubscriptionRule{atOnce, everyDay, narrowed, weekly, monthly, byCron}
	for _, n := range []int{0, 1, len(every)} {
		add("subscriptions "+padded(n), answer.New(&answer.RulesFacts{Rules: every[:n]}))
	}
	milestones := []answer.Milestone{{Category: tracker.State, Count: 100}, {Count: 1000}, {Group: eu, Count: 27}}
	add("digest narrowed", answer.Answer{Suggestions: []string{"diff 2021-01-01 2021-12-31"}}.With(&answer.DigestFacts{Book: book, Change: &change, Where: narrowed.Who, Milestones: milestones, Brief: 2, Rolled: map[tracker.Reported]int{published.Figure: 80}}))
	add("digest forgotten", answer.New(&answer.DigestFacts{Change: &tracker.Change{}, Forgotten: true}))
	add("digest put back", answer.New(&answer.DigestFacts{Book: book, Change: &putBack, Sorts: "figures corrections"}))
	add("digest narrowed still", answer.New(&answer.DigestFacts{Book: book, Change: &tracker.Change{Moves: []tracker.Move{retold}}, Where: narrowed.Who}))
	slices.SortStableFunc(all, func(a, b testCase) int {
		return strings.Compare(string(a.a.Kind)+" "+a.name, string(b.a.Kind)+" "+b.name)
	})
	return all
}

func likely() []answer.RowMissing {
	return []answer.RowMissing{{ID: 12, Name: "Example Bank"}, {ID: 13, Name: "Example Council"}}
}

func doubtful() []answer.RowDoubtful {
	return []answer.RowDoubtful{{Row: roster.Row{Place: roster.Place{Line: 7}, Supporter: tracker.Supporter{Name: "Exampel Bank", Category: tracker.Company, Country: "US"}}, Like: likely()},
		{Row: roster.Row{Place: roster.Place{Line: 8}, Supporter: tracker.Supporter{Name: "Example Union", Category: tracker.CivilSociety}}, Rows: []roster.Place{{Line: 14}},
			Why: tracker.Refusal{Format: "The row is hidden."}}}
}

// everything is a list with a row of each kind.
func everything() *answer.Import {
	row := roster.Row{Place: roster.Place{Line: 2}, Supporter: tracker.Supporter{Name: "Example Foundation", Category: tracker.CivilSociety, Country: "FR", Aliases: []string{"EF", "EXF"},
		Joined: "2024-05-01", Website: "https://example.org", Note: "a note", Source: "https://example.org/list"}}
	return &answer.Import{File: "some.csv", Rows: 1_234, Unchanged: 1_000, Added: []roster.Row{row}, Doubtful: doubtful(), Missing: likely(),
		Changed: []answer.RowChanged{{Place: roster.Place{File: "a/example.md"}, ID: 3, Name: "Example Works", Fields: []roster.FieldChange{
			{Field: "website", After: "https://example.org"}, {Field: "kind", Before: "business", After: "university"}}}},
		Repeated: []answer.RowRepeated{{Row: row, First: roster.Place{Line: 2}}},
		Left:     []answer.RowLeft{{Row: row, Status: tracker.Withdrawn}},
		Problems: []roster.Problem{{Place: roster.Place{Line: 9}, Why: tracker.Refusal{Format: "The row has no name."}},
			{Place: roster.Place{Line: 10}, Column: "left_on", Name: "Example Union",
				Why: tracker.Refusal{Format: "%q isn't a day; write it as 2019-09-16.", Args: []any{"x"}}}},
		Emptied: []answer.FieldEmptied{{Column: "kind", Why: tracker.Refusal{Format: "There is no kind %q; leave it empty, or use a word such as business, university or foundation.", Args: []any{"EU"}},
			Values: []answer.ValueEmptied{{Said: "EU", Places: []roster.Place{{Line: 11}, {Line: 12}}}, {Said: "castle", Places: []roster.Place{{Line: 13}}}}}},
		Unknown: []string{"colour", "size"}, Unread: []string{"Sheet 2"}}
}

// padded is a number for a case's name, with zeros before it so that names sort.
func padded(n int) string { return fmt.Sprintf("%04d", n) }

// Characters of a list that turn text round or move a terminal's cursor are shown without that effect.
func TestAllThatIsToldPrints(t *testing.T) {
	const wild = "Ex\x1b[2Jam\u202eple\x00\r"
	problem := roster.Problem{Place: roster.Place{Line: 2, File: wild}, Column: wild, Name: wild, Why: tracker.Refusal{Format: "The row has no name."}}
	a := answer.Answer{Suggestions: []string{wild}}.With(&answer.DryRunFacts{Import: &answer.Import{File: wild, Unknown: []string{wild}, Unread: []string{wild}, Problems: []roster.Problem{problem}}})
	for _, w := range languages() {
		said := answer.Write(a, w)
		if strings.ContainsAny(said.Text+said.Headline+strings.Join(said.Lines, ""), "\x1b\u202e\x00\r") || !strings.Contains(said.Text, "Ex\ufffd[2Jam\ufffdple") {
			t.Errorf("%s: %q", w.Lang(), said.Text)
		}
	}
}

// whom is the filter that the Filters stand for.
func whom(f answer.Filters, g *tracker.Group) (who tracker.Filter) {
	for key, value := range map[tracker.Key]string{tracker.ByCategory: string(f.Category), tracker.ByKind: string(f.Kind), tracker.ByCountry: f.Country} {
		if value != "" {
			who = who.Also(tracker.Choice{Terms: []tracker.Term{{Key: key, Value: value}}})
		}
	}
	if len(who) > 0 {
		slices.SortFunc(who[0], func(a, b tracker.Choice) int { return strings.Compare(string(a.Terms[0].Key), string(b.Terms[0].Key)) })
	}
	if g != nil {
		who = who.Also(tracker.Choice{Terms: []tracker.Term{{Key: tracker.ByGroup, Value: g.ID, Group: g}}})
	}
	return who
}

// BenchmarkWords writes one answer of each kind.
func BenchmarkWords(b *testing.B) {
	all := cases(b)
	for _, w := range languages() {
		b.Run(w.Lang(), func(b *testing.B) {
			for b.Loop() {
				for _, c := range all {
					answer.Write(c.a, w)
				}
			}
		})
	}
}
