package query_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/pariscall"
	"rollcall/tracker/query"
	"rollcall/tracker/testrun"
)

const today = tracker.Day("2026-11-22")

func newRunner(t testing.TB) *query.Runner {
	t.Helper()
	call, err := pariscall.Call()
	if err != nil {
		t.Fatal(err)
	}
	entries, err := pariscall.Entries(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	book, err := new(tracker.Book).With(entries...)
	if err != nil {
		t.Fatal(err)
	}
	return query.New(book, call, today)
}

func parse(r *query.Runner, line string) (query.Query, error) {
	tokens := query.Line(line)
	return r.Parse(tokens[0].Text, tokens[1:])
}

func run(t *testing.T, r *query.Runner, line string) answer.Answer {
	t.Helper()
	q, err := parse(r, line)
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return r.Run(q)
}

// The numbers were computed from the data of the Paris Call in another way than in this package.
func TestCounts(t *testing.T) {
	r := newRunner(t)
	for line, want := range map[string]int{
		"count state not in:eu":                                  54,
		"count company in:eu not country:FR":                     260,
		"count state or company":                                 789,
		"count state,company":                                    789,
		"count states companies":                                 789,
		"count state in:nato not in:eu":                          8,
		"count not state":                                        1141,
		"count civil_society unsigned":                           133,
		"count state in:african-union and in:commonwealth":       2,
		"count state or company country:FR":                      170,
		"count category:none":                                    5,
		"count country:none":                                     5,
		"count country:DE, FR company":                           117,
		"count state state":                                      81,
		"count state and company":                                0,
		"count state unsigned":                                   0,
		"count company Kenya":                                    2,
		"count state as-of:2021-11-01":                           79,
		"count is:removed":                                       8,
		"count joined:none state":                                34,
		"count state listed:2024":                                0,
		"count since:2024-01-01":                                 4,
		"count name:bank company":                                5,
		"count kind:ngo,university country:KE not civil_society": 0,
		"count state in:g20":                                     11,
		"count company not in:eu not in:nato":                    217,
		"count company or civil_society country:KE,NG":           736,
		"count not company not civil_society in:oecd":            63,
		"count company in:g7 and in:eu":                          120,
		"count kind:university,school":                           57,
		"count unsigned":                                         230,
		"count company unsigned in:brics":                        51,
		"count not country:FR,US,none":                           949,
		"count company listed:2020-11..2021-03":                  51,
		"count civil_society kind:none":                          65,
		"count not kind:none":                                    969,
		"count state in:commonwealth not in:african-union":       8,
		"count state before:2020":                                76,
		"count state after:2020":                                 2,
		"count state joined:2018":                                38,
	} {
		if n := counted(t, r, line).Value; n != want {
			t.Errorf("%s: %d, want %d", line, n, want)
		}
	}
}

func TestSharesRowsAndConditions(t *testing.T) {
	r := newRunner(t)
	if f := counted(t, r, "count country:US of company"); f.Value != 106 || *f.Of != 708 {
		t.Errorf("%d of %d", f.Value, *f.Of)
	}
	for line, want := range map[string]string{
		"count company by:country top:3":   "US 106, FR 89, DE 28",
		"count by:country top:3":           "US 155, FR 113, IN 63",
		"count by:category":                "company 708, civil_society 391, state 81, public_authority 37, uncategorised 5",
		"count company by:country > 50":    "US 106, FR 89",
		"count company by:country rank:DE": "DE 28",
	} {
		var rows []string
		for _, row := range counted(t, r, line).Rows {
			rows = append(rows, fmt.Sprintf("%s %d", row.Key, row.Count))
		}
		if got := strings.Join(rows, ", "); got != want {
			t.Errorf("%s: %s, want %s", line, got, want)
		}
	}
	for line, want := range map[string]answer.Verdict{
		"count company more-than:700":                     answer.Yes,
		"count company by:country more-than:50":           "",
		"compare is:more country:FR vs country:US":        answer.No,
		"compare is:fewer country:FR vs country:US":       answer.Yes,
		"who Japan, United States is:first":               answer.Yes,
		"who United States, Japan is:first":               answer.No,
		"who Microsoft, Google is:first":                  answer.No,
		"who Japan, China is:first":                       answer.Yes,
		"who Canada, Australia is:first":                  answer.NotKnown,
		"who Japan joined:2019":                           answer.No,
		"who Japan joined:2018":                           answer.Yes,
		"who China joined:2018":                           answer.No,
		"who Albania joined:2019":                         answer.NotKnown,
		"count by:country rank:US exactly:1":              answer.Yes,
		"count by:country rank:BR at-most:10":             answer.No,
		`list state first:1 only:"France"`:                answer.Partly,
		"count states > 80":                               answer.Yes,
		"count states >= 82":                              answer.No,
		"count state exactly:80,81":                       answer.Yes,
		"count state exactly:80":                          answer.No,
		"count state in:g20 fewer-than:10":                answer.No,
		"count state at-most:81":                          answer.Yes,
		"missing eu exactly:0":                            answer.Yes,
		`missing nato only:"Türkiye"`:                     answer.Yes,
		`missing oecd only:"Israel"`:                      answer.No,
		`list state in:brics only:"France"`:               answer.No,
		`list state in:brics only:"United Arab Emirates"`: answer.Yes,
	} {
		if a := run(t, r, line); a.Verdict != want {
			t.Errorf("%s: verdict %q, want %q", line, a.Verdict, want)
		}
	}
	if since := counted(t, r, "count state at-least:80 when").Since; since == "" {
		t.Errorf("80 states were reached on %q", since)
	}
	if by := run(t, r, "compare company vs state").Facts.(*answer.CompareFacts).Difference; *by != 627 {
		t.Errorf("company vs state: %d", *by)
	}
	if f := run(t, r, "missing nato").Facts.(*answer.MissingFacts); len(f.Missing) != 1 || f.Missing[0].Code != "TR" {
		t.Errorf("missing nato: %v", f.Missing)
	}
	if f := run(t, r, "missing in:eu or in:nato").Facts.(*answer.MissingFacts); f.Total != 36 {
		t.Errorf("missing in:eu or in:nato: %d members", f.Total)
	}
	if why := counted(t, r, "count state and company").Why; why != "state · company" {
		t.Errorf("state and company: %q", why)
	}
}

// counted are the facts of a count.
func counted(t *testing.T, r *query.Runner, line string) *answer.CountFacts {
	t.Helper()
	f, ok := run(t, r, line).Facts.(*answer.CountFacts)
	if !ok {
		t.Fatalf("%s isn't answered by a count", line)
	}
	return f
}

// An answer in order shows all that tie.
func TestFirstAndLast(t *testing.T) {
	r := newRunner(t)
	last := run(t, r, "list last:3").Facts.(*answer.ListFacts).Supporters
	if len(last) != 4 {
		t.Errorf("the last three are %d, four were listed on one day", len(last))
	}
	last = run(t, r, "list state last:1").Facts.(*answer.ListFacts).Supporters
	if len(last) != 1 || last[0].Name != "Benin" {
		t.Errorf("the last state: %v", last)
	}
}

// The rows of a dimension add up to the whole.
func TestRowsAddUp(t *testing.T) {
	r := newRunner(t)
	for _, filter := range []string{"", "company", "in:eu", "civil_society not country:IN", "kind:none"} {
		for _, by := range []string{"country", "category", "kind", "year"} {
			f, sum := counted(t, r, "count "+filter+" by:"+by), 0
			for _, row := range f.Rows {
				sum += row.Count
			}
			if sum != f.Value || f.More != 0 {
				t.Errorf("count %s by:%s: the rows make %d of %d", filter, by, sum, f.Value)
			}
		}
	}
}

// A line that isn't right says what is wrong, and nothing else is answered.
func TestWrongLines(t *testing.T) {
	r := newRunner(t)
	for line, want := range map[string]string{
		"count country:FR country:DE":                 "country is asked for twice. Write “country:FR and country:DE” for both, or “country:FR,DE” for either.",
		"count state not":                             "Something has to stand behind",
		"count state or":                              "on both sides of",
		"count not not state":                         "can't stand there",
		"count blah":                                  "I don't know what “blah” means",
		"count state in:blah":                         "I don't know the group “blah”",
		"count (state)":                               "and, or and not alone",
		"count since:2021 until:2020":                 "is before",
		"count by:moon":                               "nothing to count by",
		"count top:3":                                 "Say what is ranked",
		"count more-than:many":                        "has to be a number",
		"count more-than:3 at-most:4":                 "two conditions",
		"count by:country rank:DE top:3":              "rank: are two questions",
		"count by:country bottom:3 at-least:2":        "bottom: and at-least: are two questions",
		"count by:country at-least:10 when":           "by: and when are two questions",
		"count state of in:eu at-least:20 when":       "of and when are two questions",
		"count company of in:eu by:country rank:FR":   "of and rank: are two questions",
		"count company of in:eu by:country at-most:3": "of and at-most: are two questions",
		"compare is:more Microsoft vs Google":         "“is:more” asks whom there are more of",
		"count joined:20-21":                          "is not a date",
		"count as-of:2030-01-01":                      "is in the future",
		"count “Nobody Example”":                      "No supporter of the name",
		"missing":                                     "Say which group",
		"group":                                       "Say which group",
		"changes 2022..2020":                          "2020-12-31 is before",
		`count "open`:                                 "has no end",
		"missing company":                             "can't stand behind missing",
		"compare company":                             "Say what is compared",
		"chart as-of:2020-01-01":                      "which takes",
		"list first:0":                                "a number from 1 on",
		"count in:":                                   "says nothing",
	} {
		if q, err := parse(r, line); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, %v, want %q", line, q, err, want)
		}
	}
}

// vocabulary is what random filters are made of.
var vocabulary = []string{"state", "company", "civil_society", "public_authority", "category:none", "kind:university", "kind:none", "kind:business,ngo",
	"country:FR", "country:IN,US", "country:none", "in:eu", "in:nato", "in:african-union", "unsigned", "joined:2018", "joined:none", "listed:2020..2021-06",
	"name:cyber", `"Microsoft"`, "#12"}

func randomFilter(r *rand.Rand) string {
	var clauses []string
	for range 1 + r.IntN(3) {
		var terms []string
		for range 1 + r.IntN(3) {
			term := vocabulary[r.IntN(len(vocabulary))]
			if r.IntN(3) == 0 {
				term = "not " + term
			}
			if len(terms) > 0 && !strings.HasPrefix(term, "not") {
				term = "and " + term
			}
			terms = append(terms, term)
		}
		clauses = append(clauses, strings.Join(terms, " "))
	}
	return strings.Join(clauses, " or ")
}

// A query prints as a line that reads as the same query; and what a filter lets through is what a count by hand finds.
func TestRandomFilters(t *testing.T) {
	r, random := newRunner(t), rand.New(rand.NewPCG(1, 2))
	days := []tracker.Day{"", "2019-11-12", "2020-07-01", "2021-11-11", "2024-01-18"}
	books := map[tracker.Day]*tracker.Book{"": r.Book}
	for _, day := range days[1:] {
		books[day] = r.Book.AsOf(day)
	}
	signed := map[tracker.Day]map[string]bool{}
	for day, book := range books {
		signed[day] = map[string]bool{}
		for s := range book.Roll() {
			if s.Category == tracker.State {
				signed[day][s.Country] = true
			}
		}
	}
	for range testrun.Times(2_000, 200) {
		typed, day := randomFilter(random), days[random.IntN(len(days))]
		line := "count " + typed
		if day != "" {
			line += " as-of:" + string(day)
		}
		q, err := parse(r, line)
		if err != nil {
			if strings.Contains(err.Error(), "No supporter of the name") {
				continue
			}
			t.Fatalf("%s: %v", line, err)
		}
		again, err := parse(r, q.String())
		if err != nil || again.String() != q.String() {
			t.Fatalf("%s prints as %s, and that reads as %v (%v)", line, q, again, err)
		}
		want := 0
		var clauses [][]string
		for clause := range strings.SplitSeq(typed, " or ") {
			clauses = append(clauses, strings.Fields(strings.ReplaceAll(clause, "and ", "")))
		}
		for s := range books[day].Roll() {
			if byHand(r, signed[day], clauses, s) {
				want++
			}
		}
		got := 0
		switch f := r.Run(q).Facts.(type) {
		case *answer.CountFacts:
			got = f.Value
		case *answer.TotalsFacts:
			got = f.Total
		}
		if got != want {
			t.Errorf("%s: %d, by hand %d", line, got, want)
		}
	}
}

// Each line reads as the query that prints it; both are canonical.
func TestLinesReadAsTheyPrint(t *testing.T) {
	r := newRunner(t)
	for typed, want := range map[string]string{
		"who Kenya, “Dell Technologies” #12 when where": `who Kenya, "Dell Technologies", #12 when where`,
		"who france is:not_listed as-of:2020":           "who france is:not-listed as-of:2020-12-31",
		"who Microsoft country:France note":             "who Microsoft country:FR note",
		"who when":                                      "who when",
		"who 5\" Example, France":                       "who 5 Example, France",
		"figures States publisher:afp on:2020 value:73": "figures state publisher:afp on:2020 value:73",
		"figures TOTAL value:700,73":                    "figures total value:700,73",
		"figures category:none":                         "figures category:none",
		"principle 8":                                   "principle 8",
		"principle about  water “plants”":               "principle about water plants",
		"principles":                                    "principles",
		"about":                                         "about",
		"about BINDING":                                 "about binding",
		"group european union at-least:3 as-of:2021":    "group eu at-least:3 as-of:2021-12-31",
		"group in:nato":                                 "group nato",
		"diff 2020..2021-02":                            "diff 2020-12-31 2021-02-28",
		"diff 2020-01-01":                               "diff 2020-01-01 " + string(today),
	} {
		q, err := parse(r, typed)
		if err != nil {
			t.Errorf("%s: %v", typed, err)
			continue
		}
		again, err := parse(r, q.String())
		if q.String() != want || err != nil || fmt.Sprint(again) != fmt.Sprint(q) || !reflect.DeepEqual(again, q) {
			t.Errorf("%s is read as %s, want %s, and that as %v (%v)", typed, q, want, again, err)
		}
	}
}

// Random lines of every verb read as the query that prints them.
func TestRandomLines(t *testing.T) {
	r, random := newRunner(t), rand.New(rand.NewPCG(3, 4))
	words := append(slices.Clone(vocabulary), "France", "France,", "#12", "when", "where", "source", "Microsoft", "“Google”", "is:listed", "country:FR", "as-of:2021", "as-of:launch", "on:2020..2021",
		"since:2021", "publisher:AFP", "value:73,80", "total", "about", "binding", "eu", "eu", "8", "about spyware", "state vs company", "eu", "nato", "vs", "of", "by:country", "by:year", "top:3", "first:2", "last:1",
		"more-than:3", "exactly:1,2", "added", "removed", "only:“X”", "2020-02-01", "2021-03-04", "or", "and", "not")
	read := map[string]int{}
	for range 4_000 {
		verb := verbs()[random.IntN(len(verbs()))]
		line := verb
		for range random.IntN(5) {
			line += " " + words[random.IntN(len(words))]
		}
		q, err := parse(r, line)
		if err != nil {
			continue
		}
		read[verb]++
		if again, err := parse(r, q.String()); err != nil || !reflect.DeepEqual(again, q) {
			t.Errorf("%q prints as %q, and that reads as %v (%v)", line, q, again, err)
		}
	}
	for _, verb := range verbs() {
		if read[verb] == 0 && verb != "norm" && verb != "working-group" {
			t.Errorf("no random line of %s was read", verb)
		}
	}
}

// byHand checks one supporter against the words of a filter, clause by clause.
func byHand(r *query.Runner, signed map[string]bool, clauses [][]string, s *tracker.Supporter) bool {
	return slices.ContainsFunc(clauses, func(words []string) bool {
		not := false
		for _, word := range words {
			if word == "not" {
				not = true
				continue
			}
			if hasTerm(r, signed, word, s) == not {
				return false
			}
			not = false
		}
		return true
	})
}

func hasTerm(r *query.Runner, signed map[string]bool, term string, s *tracker.Supporter) bool {
	key, value, keyed := strings.Cut(term, ":")
	is := func(have string) bool {
		return slices.Contains(strings.Split(value, ","), have) || value == "none" && have == ""
	}
	switch {
	case term == "category:none":
		return s.Category == tracker.Uncategorised
	case !keyed && strings.HasPrefix(term, `"`):
		return slices.Contains(s.Names(), strings.Trim(term, `"`))
	case !keyed && term == "#12":
		return s.ID == 12
	case term == "unsigned":
		return s.Country != "" && s.Category != tracker.State && !signed[s.Country]
	case !keyed:
		return string(s.Category) == term
	case key == "kind":
		return is(string(s.Kind))
	case key == "country":
		return is(s.Country)
	case key == "in":
		return s.Country != "" && r.Call.Group(value).Has(s.Country)
	case key == "joined" && value == "none":
		return s.Joined == ""
	case key == "joined":
		return strings.HasPrefix(string(s.Joined), value)
	case key == "listed":
		return s.FirstListed >= "2020-01-01" && s.FirstListed <= "2021-06-30"
	}
	return strings.Contains(strings.ToLower(strings.Join(s.Names(), " ")), value) && slices.ContainsFunc(s.Names(), func(name string) bool {
		return slices.Contains(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !('a' <= r && r <= 'z' || '0' <= r && r <= '9') }), value)
	})
}

// verbs are the first words of the lines that are read as Queries.
func verbs() (all []string) {
	for _, c := range query.Commands() {
		if c.Does == answer.Reads || c.Name == "compare" {
			all = append(all, c.Name)
		}
	}
	return all
}

func FuzzParse(f *testing.F) {
	r := newRunner(f)
	for _, line := range []string{"count state not in:eu", "count country:US of company", "list company first:3", `list only:"X"`, "missing eu", "compare company vs state", "changes on:2021 added",
		"chart state company since:2020", "count > 80", "count ((", `count "open`, "count not not", "count " + strings.Repeat("not state ", 1_000), "count on:..", "count since:..2020"} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		tokens := query.Line(line)
		if len(tokens) == 0 || !slices.Contains(verbs(), tokens[0].Text) {
			return
		}
		q, err := r.Parse(tokens[0].Text, tokens[1:])
		if err != nil {
			return
		}
		printed := q.String()
		again, err := parse(r, printed)
		if err != nil || again.String() != printed {
			t.Errorf("%q prints as %q, and that reads as %v (%v)", line, printed, again, err)
		}
	})
}

// BenchmarkRun reads, answers and words lines over the real list, one after another, and counts by country over many. It
// reports how long the middle one and the slowest of a hundred take.
func BenchmarkRun(b *testing.B) {
	r := newRunner(b)
	for _, line := range []string{"count state not in:eu", "count by:country top:3", "count state at-least:80 when", "count civil_society unsigned", "count company as-of:2020-06-30",
		"list company in:eu not country:FR", "list", "list first:5", "missing nato", "compare company vs state", "compare France vs Benin", "changes by:month top:3", "changes since:2021", "chart state since:2020",
		"who France", "who “Microsoft” where", "who Frnace Telecom", "figures state value:73", "about binding", "principle about spyware", "group nato"} {
		b.Run(line, func(b *testing.B) { asked(b, r, line) })
	}
	for _, n := range []int{100_000, 1_000_000} {
		b.Run(fmt.Sprint("count by:country of ", n), func(b *testing.B) { asked(b, many(b, n), "count by:country top:3") })
	}
}

func asked(b *testing.B, r *query.Runner, line string) {
	var took []time.Duration
	for b.Loop() {
		start := time.Now()
		q, err := parse(r, line)
		if err != nil {
			b.Fatal(err)
		}
		answer.Write(r.Run(q), answer.In("en"))
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
}
