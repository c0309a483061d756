package pariscall_test

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"rollcall/tracker/names"
)

// TestScenariosFindTheirPrinciple asks what people describe in their own words.
func TestScenariosFindTheirPrinciple(t *testing.T) {
	c := call(t)
	for _, lang := range c.Languages {
		text, err := os.ReadFile("testdata/scenarios_" + lang + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			line = strings.TrimSpace(line)
			if line == "" || line[0] == '#' {
				continue
			}
			want, question, _ := strings.Cut(line, " = ")
			found := c.Covers(question, lang)
			if want == "0" && len(found) == 0 {
				continue
			}
			if len(found) == 0 || !slices.Contains(strings.Split(want, ","), strconv.Itoa(found[0].Principle)) {
				t.Errorf("%s: %q finds %+v, not %s", lang, question, found, want)
			}
		}
	}
}

// TestSubjectsAreMany holds how many phrases each principle is found by, and that none is a supporter's name, which would be
// ambiguous.
func TestSubjectsAreMany(t *testing.T) {
	c := call(t)
	taken := map[string]string{}
	for _, g := range c.Groups {
		for _, name := range g.AllNames() {
			taken[names.Key(name)] = "the group " + g.ID
		}
	}
	for _, country := range names.Countries() {
		taken[names.Key(country.Name)] = "a country"
	}
	for s := range book(t).Supporters() {
		for _, name := range s.Names() {
			taken[names.Key(name)] = s.Name
		}
	}
	many := map[string]int{}
	for _, s := range c.About().Subjects {
		many[s.Lang+strconv.Itoa(s.Principle)]++
		if whose := taken[names.Key(s.Text)]; whose != "" {
			t.Errorf("principle %d is found in %s by %q, which is the name of %s", s.Principle, s.Lang, s.Text, whose)
		}
	}
	for _, lang := range c.Languages {
		for _, p := range c.Principles {
			if n := many[lang+strconv.Itoa(p.Number)]; n < 250 {
				t.Errorf("principle %d is found by %d phrases in %s", p.Number, n, lang)
			}
		}
	}
}
