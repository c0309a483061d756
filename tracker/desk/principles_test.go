package desk_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"rollcall/tracker/answer"
	"rollcall/tracker/desk"
	"rollcall/tracker/query"
)

// TestWhatPrinciplesCover asks by a principle's own name, and by what it covers, which is shown as an inference.
func TestWhatPrinciplesCover(t *testing.T) {
	d := newDesk(t)
	asked := func(line string) answer.Answer {
		a, err := d.Do(t.Context(), desk.Request{By: "U1", Channel: "C1", Tokens: query.Line(line)})
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		return a
	}
	for line, want := range map[string]struct {
		principles []int
		begins     string
	}{
		"hack back":                                       {[]int{8}, "Principle 8: No private hack back."},
		"private hack back?":                              {[]int{8}, "Principle 8: No private hack back."},
		"which principle covers hack back":                {[]int{8}, "Principle 8: No private hack back."},
		"intellectual property":                           {[]int{4}, "Principle 4: "},
		"cyber-riposte privée":                            {[]int{8}, "Principe 8"},
		"quel principe couvre la cyber-riposte ?":         {[]int{8}, "Principe 8"},
		"which principle covers a water treatment plant?": {[]int{1}, "Closest: principle 1 (water treatment plant)."},
		"someone poisoned the update of our accounting software, which principle?": {[]int{6}, "Closest: principle 6 (poisoned the update, accounting software)."},
		"which principle is about anchors and elections":                           {[]int{3}, "Principle 3: "},
		"solarwinds": {[]int{6}, "Closest: principle 6 (solarwinds)."},
		"une banque entre dans le serveur des voleurs, quel principe ?": {[]int{8}, "Au plus près\u00a0: principe 8 ("},
		"principle about undersea cables":                               {[]int{2}, "Closest: principle 2 (undersea cables)."},
		"which principle covers Stuxnet?":                               {[]int{1, 5}, "Closest: principle 1 (Stuxnet) and principle 5 (Stuxnet)."},
		"which principle covers " + strings.Repeat("hospitals, ransomware, drinking water and power cuts, ", 9): {[]int{1}, "Closest: principle 1 ("},
	} {
		a := asked(line)
		first, _, _ := strings.Cut(a.Headline, "\n")
		if a.Kind != answer.Principle || !slices.Equal(a.Facts.(*answer.PrincipleFacts).Principles, want.principles) || !strings.HasPrefix(first, want.begins) || utf8.RuneCountInString(first) > 140 {
			t.Errorf("%s: %s of %v: %q, want %q", line, a.Kind, a.Facts.(*answer.PrincipleFacts).Principles, first, want.begins)
		}
	}
	for _, line := range []string{"which principle covers football?", "which principle is for gender equality?", "quel principe couvre le bruit ?", "¿qué principio cubre el ruido?"} {
		if a := asked(line); a.Kind == answer.Principle {
			t.Errorf("%s: %s", line, a.Headline)
		}
	}
}
