package query_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/query"
	"rollcall/tracker/testrun"
)

// chartOf runs a chart command and writes its words.
func chartOf(t testing.TB, r *query.Runner, line string) answer.Answer {
	t.Helper()
	q, err := r.Parse("chart", query.Line(line))
	if err != nil {
		t.Fatalf("chart %s: %v", line, err)
	}
	return answer.Write(r.Run(q), answer.In("en"))
}

// TestAChartAgreesWithTheRollOfEachDay holds each day of the lines against the list as folded up to that day and counted
// by hand.
func TestAChartAgreesWithTheRollOfEachDay(t *testing.T) {
	r := newRunner(t)
	var days []tracker.Day
	for e := range r.Book.Entries(0) {
		days = append(days, e.On)
	}
	slices.Sort(days)
	days = slices.Compact(days)
	eu, begins := r.Call.Group("eu"), r.Book.Begins()
	for line, counted := range map[string]func(*tracker.Supporter) bool{
		"":                 func(*tracker.Supporter) bool { return true },
		"eu":               func(s *tracker.Supporter) bool { return eu.Has(s.Country) },
		"in:eu country:FR": func(s *tracker.Supporter) bool { return s.Country == "FR" },
		"university":       func(s *tracker.Supporter) bool { return s.Kind == "university" },
		"company state since:2020-06-01 until:2021-05-31": func(*tracker.Supporter) bool { return true },
		"uncategorised": func(*tracker.Supporter) bool { return true },
		"category:company European Union kind:business": func(s *tracker.Supporter) bool { return s.Kind == "business" && eu.Has(s.Country) },
	} {
		a := chartOf(t, r, line)
		f := a.Facts.(*answer.ChartFacts)
		if len(f.Series) == 0 {
			t.Fatalf("chart %s draws nothing", line)
		}
		for _, day := range days {
			if day < f.Since || day > f.Until {
				continue
			}
			book := r.Book.AsOf(day)
			for _, s := range f.Series {
				want, got := 0, -1
				for one := range book.Roll() {
					if counted(one) && (s.Filters.Category == "" || one.Category == s.Filters.Category) {
						want++
					}
				}
				for _, p := range s.Points {
					if p.Day <= day {
						got = p.Count
					}
				}
				if got != want {
					t.Errorf("chart %s: %d of category %q on %s, the list has %d", line, got, s.Filters.Category, day, want)
				}
			}
		}
		for _, s := range f.Series {
			for i, p := range s.Points {
				if p.Day < begins || p.Day < f.Since || p.Day > f.Until || i > 0 && (p.Day <= s.Points[i-1].Day || p.Count == s.Points[i-1].Count) {
					t.Errorf("chart %s: point %d is %v after %v", line, i, p, s.Points[max(0, i-1)])
				}
			}
		}
	}
}

// TestAChartEndsWhereCountCounts compares the last points, and what can't be judged, with the command count.
func TestAChartEndsWhereCountCounts(t *testing.T) {
	r := newRunner(t)
	for _, line := range []string{"company", "state in:nato", "university", "foundation civil_society country:US", "state"} {
		for _, day := range []string{"2020-03-01", "2023-07-14", "2026-11-22"} {
			a := chartOf(t, r, line+" until:"+day)
			f := a.Facts.(*answer.ChartFacts)
			q, err := r.Parse("count", query.Line(line+" as-of:"+day))
			if err != nil {
				t.Fatal(err)
			}
			count := r.Run(q).Facts.(*answer.CountFacts)
			if last := f.Series[0].Last().Count; last != count.Value || !slices.Equal(f.Lacking, count.Lacking) || a.AsOf != tracker.Day(day) {
				t.Errorf("chart %s ends on %s with %d, and lacks %v; count says %d and %v", line, day, last, f.Lacking, count.Value, count.Lacking)
			}
		}
	}
}

func TestWhichLinesAChartHas(t *testing.T) {
	r := newRunner(t)
	for line, want := range map[string]string{
		"":                 "state public_authority civil_society company uncategorised",
		"until:2019-10-01": "state civil_society company", // what is empty is left out
		"state public_authority until:2019-10-01": "state public_authority", // unless it was asked for
		"companies states":                        "company state",
		"university":                              "",
		"university civil_society":                "civil_society",
		"company in:eu not country:FR":            "company", // also where Filters can't say all of the filter
		"not in:eu until:2019-10-01":              "state civil_society company",
		"company country:FR,DE":                   "company",
		"company or university":                   "",
		"not state":                               "",
		"category:state company":                  "state company",
		"country:AQ":                              "nothing",
		"state company country:AQ":                "nothing",
	} {
		a := chartOf(t, r, line)
		f := a.Facts.(*answer.ChartFacts)
		var got []string
		for _, s := range f.Series {
			got = append(got, string(s.Filters.Category))
		}
		lines := strings.Join(got, " ")
		if a.Chart() == nil {
			lines = "nothing"
		}
		if lines != want {
			t.Errorf("chart %s has the lines %q, want %q", line, lines, want)
		}
		if want == "nothing" && !strings.HasSuffix(a.Headline, "so there is nothing to draw.") {
			t.Errorf("chart %s: %s", line, a.Headline)
		}
	}
}

func TestAChartBeginsWithTheRecords(t *testing.T) {
	r := newRunner(t)
	for _, line := range []string{"", "since:2018-01-01", "since:2019-09-16"} {
		a := chartOf(t, r, "state "+line)
		f := a.Facts.(*answer.ChartFacts)
		if first := f.Series[0].First(); first != (answer.Point{Day: "2019-09-16", Count: 68}) ||
			!strings.Contains(a.Text, "The list's own records begin on 16 September 2019; nothing is drawn for the time before.") {
			t.Errorf("chart state %s begins with %v: %s", line, first, a.Text)
		}
	}
	if a := chartOf(t, r, "state since:2019-09-17"); strings.Contains(a.Text, "records begin") {
		t.Error(a.Text)
	}
	if a := chartOf(t, r, "state until:2018-12-31"); a.Kind != answer.Figure || a.Chart() != nil || len(a.Facts.(*answer.FiguresFacts).Figures) == 0 {
		t.Errorf("before the records there are figures, not %s: %s", a.Kind, a.Text)
	}
}

func TestChartsThatAreRefused(t *testing.T) {
	r := newRunner(t)
	for line, want := range map[string]string{
		"since:2030-01-01":                  "is in the future",
		"since:2021-01-01 until:2020-01-01": "2020-01-01 is before 2021-01-01.",
		"since:tomorrow":                    "is not a date",
		"blah":                              "I don't know what “blah” means here.",
		"state blah":                        "I don't know what “blah” means here.",
		"in:blah":                           "I don't know the group “blah”.",
		"country:blah":                      "I don't know the country “blah”",
		"as-of:2020-01-01":                  "which takes",
		"since:2020-01-01 since:2021-01-01": "since: is there twice.",
	} {
		if _, err := r.Parse("chart", query.Line(line)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("chart %s: %v, want %q", line, err, want)
		}
	}
}

// TestAChartsWordsFitAnAltText tries every category and group: Slack's limit for the text of a picture is 2,000 characters.
func TestAChartsWordsFitAnAltText(t *testing.T) {
	r := newRunner(t)
	longest := 0
	for i, g := range r.Call.Groups {
		if !testrun.Long() && i%5 > 0 {
			continue
		}
		for _, words := range []string{"", "nonprofit country:FR", "state public_authority civil_society company uncategorised kind:independent_authority"} {
			q, err := r.Parse("chart", query.Line(words+" in:"+g.ID+" since:2018-11-12"))
			if err != nil {
				t.Fatal(err)
			}
			for _, w := range []*answer.Words{answer.In("en"), answer.In("fr")} {
				a := answer.Write(r.Run(q), w)
				if c := a.Chart(); c != nil && c.Picture.Title != a.Headline {
					t.Errorf("the title is %q, the headline %q", c.Picture.Title, a.Headline)
				}
				longest = max(longest, utf8.RuneCountInString(a.Text))
			}
		}
	}
	if longest > 2_000 {
		t.Errorf("the longest text has %d characters", longest)
	}
	t.Logf("the longest text has %d characters", longest)
}

// many reads a list on which n supporters come and go.
func many(t testing.TB, n int) *query.Runner {
	t.Helper()
	call := newRunner(t).Call
	categories, countries := tracker.Categories(), []string{"FR", "KE", "DE", "US", ""}
	start := time.Date(2019, 9, 16, 0, 0, 0, 0, time.UTC)
	var entries []tracker.Entry
	for i := range n {
		id := tracker.Seq(i + 1)
		e := tracker.Changed{Why: tracker.Joined, Source: "https://example.org/list", Supporter: tracker.Supporter{
			ID: id, Name: fmt.Sprintf("Example Foundation %d", id), Category: categories[i%5], Country: countries[i%7%5]}}
		if i%4 == 3 { // the one before leaves
			e = entries[i-1].Event.(tracker.Changed)
			e.Why, e.Supporter.Left = tracker.Withdrew, tracker.Departure{Status: tracker.Withdrawn}
		}
		on := start.AddDate(0, 0, i*2600/n)
		entries = append(entries, tracker.Entry{Seq: id, At: on, On: tracker.DayOf(on), Event: e})
	}
	book, err := new(tracker.Book).With(entries...)
	if err != nil {
		t.Fatal(err)
	}
	return query.New(book, call, "2026-11-22")
}

func TestAChartOfManyChanges(t *testing.T) {
	r := many(t, max(testrun.Times(100_000, 10_000), 10_000))
	a := chartOf(t, r, "")
	f := a.Facts.(*answer.ChartFacts)
	for _, s := range f.Series {
		if got, want := s.Last().Count, r.Book.Counts().Of(s.Filters.Category); got != want {
			t.Errorf("%s: %d, want %d", s.Filters.Category, got, want)
		}
	}
	if len(f.Series) != 5 {
		t.Errorf("%d lines", len(f.Series))
	}
}

func BenchmarkChart(b *testing.B) {
	for name, r := range map[string]*query.Runner{"paris call": newRunner(b), "100000 entries": many(b, 100_000)} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				chartOf(b, r, "in:eu")
			}
		})
	}
}
