package query_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/query"
)

// readerOf reads a list of supporters, each written as name|alias|…, category, country.
func readerOf(t *testing.T, call string, supporters ...string) *query.Runner {
	t.Helper()
	tr, err := tracker.Open(t.Context(), new(tracker.Memory))
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range supporters {
		f := strings.Split(text, ", ")
		named := strings.Split(f[0], "|")
		s := tracker.Supporter{Name: named[0], Aliases: named[1:], Category: tracker.Category(f[1]), Country: f[2], Source: "https://example.org/a"}
		if _, err := tr.Do(t.Context(), tracker.Request{By: "test"}, tracker.Add(s, tracker.DayOf(time.Now()))); err != nil {
			t.Fatal(err)
		}
	}
	return query.New(tr.Book(), &tracker.Call{Slug: call, Name: call}, tracker.DayOf(time.Now()))
}

func pairs(all []answer.Pair) string {
	var lines []string
	for _, p := range all {
		lines = append(lines, p[0].Name+"="+p[1].Name)
	}
	return strings.Join(lines, " ")
}

func overlap(one, other *query.Runner) *answer.Overlap {
	return query.Overlap(one, other).Facts.(*answer.CallsFacts).Overlap
}

func TestOverlap(t *testing.T) {
	first := readerOf(t, "first", "Ivory Coast, state, CI", "France, state, FR", "Acme Example|ACE, company, US", "Example Union|EU Example, civil_society, FR",
		"Twin Example, company, GB", "Twin Example Europe|Twins, company, GB", "Example Foundation, civil_society, FR", "Wandering Example, company, SE")
	second := readerOf(t, "second", "Côte d'Ivoire, state, CI", "Acme Example Corporation|Acme Example, company, US", "Another Centre of Example|ACE, civil_society, DE",
		"Union of Example|EU Example, civil_society, FR", "Twin Example|Twins, company, GB", "Example Fundation, civil_society, FR", "WANDERING  example, company, CH", "Germany, state, DE")
	o := overlap(first, second)
	if got, want := pairs(o.Both), "Ivory Coast=Côte d'Ivoire Acme Example=Acme Example Corporation Example Union=Union of Example "+
		"Twin Example=Twin Example Twin Example Europe=Twin Example Wandering Example=WANDERING  example"; got != want {
		t.Errorf("on both are\n%s, want\n%s", got, want)
	}
	if got, want := pairs(o.Perhaps), "Example Foundation=Example Fundation"; got != want {
		t.Errorf("perhaps the same are %s, want %s", got, want)
	}
	for i, want := range []string{"France Example Foundation", "Another Centre of Example Example Fundation Germany"} {
		var only []string
		for _, s := range o.Of[i].Only {
			only = append(only, s.Name)
		}
		if got := strings.Join(only, " "); got != want {
			t.Errorf("only on roll %d are %s, want %s", i+1, got, want)
		}
	}
	if got, want := fmt.Sprint(o.Of[0].Both, o.Of[1].Both), "{1 0 1 4 0} {1 0 1 3 0}"; got != want {
		t.Errorf("on both they count %s, want %s", got, want)
	}
}

// An alias that bodies of two countries share is too little to identify them.
func TestAnAliasInTwoCountriesIsOnlyPointedOut(t *testing.T) {
	o := overlap(readerOf(t, "first", "Agency for Cyber Examples|ACE, civil_society, US"), readerOf(t, "second", "Another Centre of Example|ACE, civil_society, DE"))
	if len(o.Both) != 0 || pairs(o.Perhaps) != "Agency for Cyber Examples=Another Centre of Example" || len(o.Of[0].Only) != 1 || len(o.Of[1].Only) != 1 {
		t.Errorf("%+v", o)
	}
}

// The order of the two calls changes no number.
func TestOverlapFromTheOtherSide(t *testing.T) {
	one := readerOf(t, "first", "France, state, FR", "Twin Example, company, GB", "Twin Example Europe|Twins, company, GB", "Example Ltd, company, US")
	two := readerOf(t, "second", "France, state, FR", "Twin Example|Twins, company, GB", "Example Club, civil_society, ")
	here, there := overlap(one, two), overlap(two, one)
	if here.Of[0].Both != there.Of[1].Both || here.Of[1].Both != there.Of[0].Both || len(here.Of[0].Only) != len(there.Of[1].Only) || len(here.Both) != len(there.Both) {
		t.Errorf("%+v\n%+v", here, there)
	}
}
