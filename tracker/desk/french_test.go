package desk_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"rollcall/tracker/answer"
	"rollcall/tracker/desk"
	"rollcall/tracker/query"
)

// TestWhatIsWrongIsSaidInFrench types every command wrongly, as somebody whose Slack is in French: no English word comes
// back but what was typed.
func TestWhatIsWrongIsSaidInFrench(t *testing.T) {
	f := newFront(t, call(t))
	english := []string{"the", "is", "are", "isn't", "was", "what", "means", "there", "say", "such", "with", "nothing", "here", "which", "can't", "don't", "of", "line"}
	repeated := regexp.MustCompile(`«\x{a0}[^»]*»|as-of|\[of FILTER\]|is:[a-z|-]+`)
	refused := 0
	for _, c := range query.Commands() {
		for _, rest := range []string{"", " zzxq qqzx", " zzxq: qqzx", " country:zzxq", " in:zzxq", " as-of:2030-01-01", " since:2019-02-30", " since:2020-01-02 until:2020-01-01",
			" on:2030-01-01", " on:zzxq", " on:2030-01-01 source:https://example.org/a", " category:zzxq", " kind:zzxq", " since: until:", " reason:zzxq reason:zzxq",
			" France", " France source:zzxq", " #99", " 99", " 0", " France on:2001-01-01 source:https://example.org/a", " France state source:https://example.org/a",
			" “Example Foundation” company on:2030-01-01 source:https://example.org/a", " “France” to “Example Foundation” source:https://example.org/a",
			" “France” into “France” source:https://example.org/a", " “Nobody” into “France” source:https://example.org/a", " Franc state source:https://example.org/a",
			" state 81 on:2017 source:https://example.org/a", " state -1 source:https://example.org/a", " U0ADMIN", " “Zzxq” state announced claim:zzxq source:https://example.org/a",
			"\nzzxq\nFrance", " France name:zzxq\u200e source:https://example.org/a"} {
			for _, admin := range []bool{true, false} {
				head := f.tracker.Book().Head()
				a := f.asks(desk.Request{By: "U0FRENCH", Admin: admin, Channel: "C0POLICY", Lang: "fr", Tokens: query.Line(c.Name + rest)})
				if a.Kind == answer.Refused {
					refused++
					if f.tracker.Book().Head() != head {
						t.Errorf("%s%s is refused, and recorded", c.Name, rest)
					}
				}
				unknown, ok := a.Facts.(*answer.UnknownFacts)
				if wrong := a.Kind == answer.Refused || ok && unknown.Refusal.Format != ""; wrong && a.Lang != "fr" {
					t.Errorf("%s%s is answered in %s: %s", c.Name, rest, a.Lang, a.Text)
				}
				if a.Lang != "fr" || strings.Contains(a.Text, "en anglais)") {
					continue // a question in English, or titles that are introduced as such
				}
				said := strings.ToLower(repeated.ReplaceAllString(a.Text, ""))
				for _, word := range strings.FieldsFunc(said, func(r rune) bool { return !unicode.IsLetter(r) && !strings.ContainsRune("'_:", r) }) {
					if slices.Contains(english, word) {
						t.Errorf("%s%s is answered with %q:\n%s", c.Name, rest, word, a.Text)
					}
				}
			}
		}
	}
	if refused < 300 {
		t.Errorf("only %d lines were refused", refused)
	}
}
