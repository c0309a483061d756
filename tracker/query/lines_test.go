package query_test

import (
	"slices"
	"strings"
	"testing"

	"rollcall/tracker/answer"
	"rollcall/tracker/query"
)

// Lines about names, figures, groups and the call are read as they say, and answered.
func TestLines(t *testing.T) {
	r := newRunner(t)
	for line, want := range map[string]struct {
		verdict answer.Verdict
		says    string
	}{
		"who Vietnam, Indonesia, Malaysia is:not-listed": {answer.Yes, "0 of 3"},
		"who France, Russia is:listed":                   {answer.Partly, "1 of 2"},
		"who Russia is:listed":                           {answer.No, "No. Russia is not listed"},
		"who Example Nobody is:listed":                   {"", "No supporter of that name"},
		"who Benin when":                                 {"", "first listed on 11 January 2022"},
		"who “Dell Technologies”, France":                {"", "2 of 2"},
		"who France as-of:2019-10-01":                    {answer.Yes, "1 October 2019"},
		"who United States as-of:2021-01-01":             {answer.No, "1 January 2021"},
		"who N/A as-of:2020-01-01":                       {"", "Na Homolce Hospital"}, // which came later
		"figures state publisher:AFP":                    {"", "exactly 73 states"},
		"figures company value:700":                      {answer.Yes, "700 companies"},
		"figures company value:123":                      {answer.No, ""},
		"figures total on:2019":                          {"", "reported"},
		"principle about spyware":                        {"", "Principle 5"},
		"principle 8":                                    {"", "Principle 8"},
		"about binding":                                  {"no", "not"},
		"group nato":                                     {"", "31 of 32"},
		"group eu":                                       {"", "All 27 countries"},
	} {
		tokens := query.Line(line)
		q, err := r.Parse(tokens[0].Text, tokens[1:])
		if err != nil {
			t.Errorf("%s: %v", line, err)
			continue
		}
		if a := answer.Write(r.Run(q), answer.In("en")); a.Verdict != want.verdict || !strings.Contains(a.Text, want.says) {
			t.Errorf("%s: verdict %q, want %q; %q in:\n%s", line, a.Verdict, want.verdict, want.says, a.Text)
		}
	}
	for line, want := range map[string]string{
		"who":                      "Say who",
		"who France is:moon":       "is no standing",
		"figures publisher:Nobody": "No publisher of figures",
		"figures value:many":       "has to be a number",
		"principle about zzxq":     "No principle is known",
		"about zzxq":               "Nothing is known here",
		"group zzxq":               "I don't know the group",
		"principle 12":             "there is no principle",
	} {
		tokens := query.Line(line)
		if _, err := r.Parse(tokens[0].Text, tokens[1:]); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", line, err, want)
		}
	}
}

// If nobody is found, lines that find somebody are offered.
func TestNobodyIsNoDeadEnd(t *testing.T) {
	r := newRunner(t)
	for line, want := range map[string]string{
		"count country:AQ":                  "count by:country top:5",
		"count country:AQ as-of:2020-01-01": "count by:country top:5 as-of:2020-01-01",
		"count joined:2010":                 "count by:year",
		"list company country:AQ":           "list company",
		"count name:microsft":               `who "Microsoft"`,
		"count name:zzxq":                   "count",
		`list before:"France"`:              "count by:year", // it joined on the day of the launch
	} {
		q, err := parse(r, line)
		if err != nil {
			t.Errorf("%s: %v", line, err)
			continue
		}
		a := r.Run(q)
		if !slices.Contains(a.Suggestions, want) {
			t.Errorf("%s offers %q, want %q", line, a.Suggestions, want)
		}
		for _, offered := range a.Suggestions {
			if q, err := parse(r, offered); err != nil || strings.Contains(answer.Write(r.Run(q), answer.In("en")).Headline, "No supporter") {
				t.Errorf("%s offers %s, which finds nobody (%v)", line, offered, err)
			}
		}
	}
}
