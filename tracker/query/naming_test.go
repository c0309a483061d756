package query_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/pariscall"
	"rollcall/tracker/query"
)

// TestNamesakesAreTold asks about supporters with namesakes: the answer adds a word on who else has the name.
func TestNamesakesAreTold(t *testing.T) {
	r := newRunner(t)
	for line, want := range map[string]string{
		"who Virginia":          "Commonwealth of Virginia; Not to be confused with West Virginia.",
		"who Virginie":          "Commonwealth of Virginia; Not to be confused with West Virginia.",
		"who Washington":        "Washington State; Not to be confused with Washington, D.C., the capital of the United States.",
		"who Dell":              "Dell, Dell Technologies; Dell Technologies is listed, too, and may be the same.",
		"who Dell Technologies": "Dell Technologies; ",
		"who Huawai":            "Huawei; Read as: who Huawei",
		"who Huawei":            "Huawei; ",
		"who Alemania":          "Germany; ",
		"who Filipinnas":        "Philippines; Read as: who Philippines",
	} {
		a := answer.Write(run(t, r, line), answer.In("en"))
		var who []string
		for _, s := range a.Supporters() {
			who = append(who, s.Name)
		}
		names, said, _ := strings.Cut(want, "; ")
		if a.Status() != tracker.Listed || strings.Join(who, ", ") != names || !strings.Contains(a.Text, said) || said == "" && strings.Contains(a.Text, "Read as") {
			t.Errorf("%s: %s %v\n%s", line, a.Status(), who, a.Text)
		}
	}
	georgia := run(t, r, "who Georgia")
	if georgia.Status() != answer.Several || len(georgia.Facts.(*answer.AmbiguousFacts).Candidates) != 2 || !slices.Equal(georgia.Suggestions, []string{`who "Georgia" country:GE`}) {
		t.Errorf("Georgia: %s %q %q", georgia.Status(), georgia.Facts.(*answer.AmbiguousFacts).Candidates, georgia.Suggestions)
	}
	for _, line := range []string{georgia.Suggestions[0], "who 🇧🇷"} {
		if a := run(t, r, line); a.Status() != answer.NotListed || a.Facts.(*answer.StatusFacts).Country == "" {
			t.Errorf("%s: %s %q", line, a.Status(), a.Facts.(*answer.StatusFacts).Country)
		}
	}
}

// TestNamesWithoutAccidents checks that nobody is taken for another whose name, initials or code is a part of the question, or near to it.
func TestNamesWithoutAccidents(t *testing.T) {
	r := newRunner(t)
	for _, name := range []string{"AT&T", "S&P", "S&P Global", "N/A", "n.a.", "TÜV", "D-Link", "Sonatel", "Munich Re", "P&G", "Korea", "Congo", "West Virginia"} {
		if a := run(t, r, "who "+name); a.Status() != answer.UnknownName && a.Status() != answer.Several {
			t.Errorf("%s is taken for %s", name, a.Headline)
		}
	}
}

// TestHomonymsAreOfferedWithTheirCountry offers two namesakes by their countries, and each answers for itself.
func TestHomonymsAreOfferedWithTheirCountry(t *testing.T) {
	call, err := pariscall.Call()
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	entry := func(seq tracker.Seq, country string) tracker.Entry {
		s := tracker.Supporter{ID: seq, Name: "Example University", Category: tracker.CivilSociety, Country: country}
		return tracker.Entry{Seq: seq, At: at, On: today, By: "test", Event: tracker.Changed{Why: tracker.Joined, Supporter: s}}
	}
	book, err := new(tracker.Book).With(entry(1, "US"), entry(2, "PH"))
	if err != nil {
		t.Fatal(err)
	}
	r := query.New(book, call, today)
	a := run(t, r, "who Example University")
	if want := []string{"Example University (United States)", "Example University (Philippines)"}; a.Status() != answer.Several || !slices.Equal(a.Facts.(*answer.AmbiguousFacts).Candidates, want) {
		t.Fatalf("%s: %q", a.Status(), a.Facts.(*answer.AmbiguousFacts).Candidates)
	}
	for i, country := range []string{"US", "PH"} {
		if one := run(t, r, a.Suggestions[i]); one.Status() != tracker.Listed || one.Supporters()[0].Country != country {
			t.Errorf("%s: %+v", a.Suggestions[i], one.Supporters())
		}
	}
}
