package query_test

import (
	"fmt"
	"strings"
	"testing"

	"rollcall/tracker/answer"
)

// What is typed in other ways than the canonical one is read as it is meant.
func TestTheLanguage(t *testing.T) {
	r := newRunner(t)
	for typed, want := range map[string]string{
		// Filters.
		"count state or company country:FR":     "count state or company country:FR",
		"count company,state":                   "count company,state",
		"count company state":                   "count company,state",
		"count in:eu and in:nato":               "count in:eu and in:nato",
		"count not company,state":               "count not company,state",
		"count supporter":                       "count",
		"count uncategorised":                   "count category:none",
		"count Unsigned civil-society":          "count unsigned civil_society",
		"count universities country:Kenya":      "count kind:university country:KE",
		"count public authorities Allemagne":    "count public_authority country:DE",
		"count name:Bank":                       "count name:Bank",
		"count “Microsoft” #12":                 `count "Microsoft" #12`,
		"count in:France":                       "count country:FR",
		"count ngo":                             "count civil_society",
		"count kind:ngo":                        "count kind:ngo",
		"count country:DE, FR":                  "count country:DE,FR",
		"count in:au":                           "count in:african-union",
		"list company Kenya":                    "list company country:KE",
		"missing eu":                            "missing in:eu",
		"missing in:eu or in:nato":              "missing in:eu or in:nato",
		"missing in:eu not country:FR at-most:": "",
		// Days.
		"count 2021":                    "count listed:2021",
		"count since:2020":              "count listed:2020-01-01..",
		"count until:2020-03":           "count listed:..2020-03-31",
		"count before:2021":             "count listed:..2020-12-31",
		"count after:2021-03-31":        "count listed:2021-04-01..",
		"count since:2020 until:2021":   "count listed:2020-01-01..2021-12-31",
		"count since:launch":            "count listed:2018-11-12..",
		"count joined:launch":           "count joined:2018-11-12",
		"count joined:none":             "count joined:none",
		"count state as_of:2021":        "count state as-of:2021-12-31",
		"count state as-of:today":       "count state",
		"count company since:“Benin”":   "count company listed:2022-01-11..",
		"changes on:2021..2022 removed": "changes on:2021-01-01..2022-12-31 removed",
		// Answers.
		"count states > 80":                      "count state more-than:80",
		"count states >= 80":                     "count state at-least:80",
		"count exactly:80,81 state":              "count state exactly:80,81",
		"count country:US of company":            "count country:US of company",
		"count BY:Country top:3 company":         "count company by:country top:3",
		"count state at-least:80 when":           "count state at-least:80 when",
		"list first:5 state":                     "list state first:5",
		"list company from:“Dell” country:US":    `list company country:US from:"Dell"`,
		"list state in:g7 only:France":           `list state in:g7 only:"France"`,
		"changes by:month top:3":                 "changes by:month top:3",
		"changes company since:2020 by:year":     "changes company on:2020-01-01.. by:year",
		"compare company vs state as-of:2021":    "compare company vs state as-of:2021-12-31",
		"compare supporter vs supporter before":  "",
		"compare France vs Germany":              "compare country:FR vs country:DE",
		"compare Allemagne, USA":                 "compare country:DE vs country:US",
		"compare Microsoft vs “Google”":          `compare Microsoft vs "Google"`,
		"compare Microsoft as-of:2021 vs France": "compare Microsoft as-of:2021-12-31 vs country:FR",
		"list first:5 last:3":                    "",
		"count by:country top:1 bottom:2":        "",
		"list is:announced":                      "list is:announced",
		"count is:not_listed company":            "count is:not-listed company",
		"changes is:announced":                   "",
		"chart is:announced":                     "",
		"missing eu is:not-listed":               "",
		"changes recategorised since:2020":       "changes on:2020-01-01.. recategorised",
		"principle 8 source":                     "principle 8 source",
		"principle 3,4 website":                  "principle 3,4 website",
		"principle 8 when":                       "",
		"compare Microsoft vs state":             "",
		"compare Microsoft vs":                   "",
		"figures state publisher:afp value:73":   "figures state publisher:afp value:73",
		"group Union européenne":                 "group eu",
		"about la portée juridique":              "about binding",
	} {
		q, err := parse(r, typed)
		switch {
		case want == "" && err == nil:
			t.Errorf("%s is read as %s", typed, q)
		case want == "":
		case err != nil:
			t.Errorf("%s: %v, want %s", typed, err, want)
		case q.String() != want:
			t.Errorf("%s is read as %s, want %s", typed, q, want)
		}
	}
}

func TestNamesAndFigures(t *testing.T) {
	r := newRunner(t)
	for line, want := range map[string]string{
		"who France, Benin when":                             "France was first",
		"who Benin website":                                  "No website is recorded for Benin",
		"who Benin kind note":                                "The list gives no kind for Benin.\nNoted about Benin: First",
		"who “Microsoft” country:FR":                         "is listed under",
		"who France history":                                 "",
		"figures state value:73":                             "73 states",
		"figures company on:2019":                            "; the list had ",
		"list company from:“Zurich”":                         "from “Zurich” on",
		"changes by:year":                                    "2020: ",
		"norm 3":                                             "Norm 3",
		"compare France vs Germany":                          "78 more",
		"compare United States vs Germany":                   "the state itself is listed",
		"compare China vs Germany":                           "the state itself is not listed",
		"compare company vs state vs in:eu":                  "; 444 fewer than the last",
		"list is:announced":                                  "5 actors said to support the call",
		"count is:announced state":                           "3 states said to support the call are recorded",
		"list is:removed company":                            "4 companies taken off the list are recorded",
		"count is:not-listed":                                "8 supporters not listed any more are recorded",
		"changes recategorised":                              "15 supporters were recategorised",
		"figures value:73":                                   "Yes. One figure was reported, of 12 November 2019: exactly 73 states, but the list disagrees",
		"figures state value:80":                             "but the list disagrees",
		"principle 8 source":                                 "The official text: https://",
		"compare state vs public_authority as-of:2020-01-01": "more states now than public authorities and local governments on 1 January 2020: 81 against 26",
		"count by:country rank:KE":                           "with 5, as many as 5 others",
		"count by:country at-most:1":                         "36 of the 113 countries represented have at most 1 supporter",
		"count company of state":                             "None of the 81 states are companies.\nOfficial list",
		"count name:microsoft of company":                    "is one of the supporters",
		"count by:country exactly:0":                         "None of the 113 countries represented has exactly 0 supporters",
		"count company of in:eu by:country top:1":            "France: 89",
		"compare Microsoft vs Google":                        "Microsoft and Google came on the same day",
		"compare Microsoft vs Kaspersky":                     "Which was first isn't known",
		"who Albania, Microsoft when":                        "Which was first isn't known",
		"who Albania, Benin when":                            "Albania was first, 848 days before Benin, by the days of listing",
		"count state joined:2020":                            "By the day on which the list shows them (listed: in place of joined:), it is ",
		"who France, Germany is:not-listed":                  "No.",
		"who United States as-of:2020-01-01":                 "United States was not listed as a supporter of the Paris Call on 1 January 2020",
	} {
		if a := answer.Write(run(t, r, line), answer.In("en")); !strings.Contains(a.Text, want) || a.Line == "" {
			t.Errorf("%s: want %q in:\n%s", line, want, a.Text)
		}
	}
	for _, line := range []string{"changes by:day", "changes by:month", "changes company by:year", "changes removed by:month"} {
		f, sum := run(t, r, line).Facts.(*answer.ChangesFacts), 0
		for _, row := range f.Rows {
			sum += row.Count
		}
		if sum != f.Added+f.Removed || sum == 0 {
			t.Errorf("%s: the rows make %d of %d", line, sum, f.Added+f.Removed)
		}
	}
	if f := run(t, r, "changes by:month top:1").Facts.(*answer.ChangesFacts); len(f.Rows) != 1 || f.More == 0 {
		t.Errorf("the month with the most changes: %s", fmt.Sprint(f.Rows))
	}
}
