package desk_test

import (
	"strings"
	"testing"
)

// A name with an initial isn't read as the name without it, nor as a country whose code it contains.
func TestInitialsBelongToTheName(t *testing.T) {
	f := newFront(t, call(t))
	for _, name := range []string{"Link Systems", "P Global", "Mobile Example"} {
		f.types(`add "` + name + `" company` + source)
	}
	for line, wrong := range map[string]string{
		`who "D-Link Systems"`: "is a supporter", "has D-Link Systems signed?": "is a supporter", "has d-link systems signed?": "is a supporter",
		`who "S&P Global"`: "is a supporter", "has S&P Global signed?": "is a supporter", "is T-Mobile Example listed?": "is a supporter",
		`who "AT&T"`: "from Austria", "has AT&T signed?": "Austria is", "has TÜV signed?": "Tuvalu is", "has N.C. signed?": "New Caledonia is",
		"has L.A. signed?": "Laos is", "has D-Link signed?": "signed text", "who N/A": "Namibia is",
	} {
		if a := f.types(line); strings.Contains(a.Headline, wrong) {
			t.Errorf("%s is answered with %s", line, a.Headline)
		}
	}
	f.says("has Link Systems signed?", "Link Systems is a supporter")
	f.says("La France a-t-elle signé ?", "figure parmi les soutiens")
	f.says("has U.K. signed?", "United Kingdom")
}
