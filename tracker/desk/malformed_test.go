package desk_test

import (
	"strings"
	"testing"

	"rollcall/tracker/answer"
)

// A filter that isn't put together right is told so, rather than answered without the word that is wrong.
func TestMalformedFiltersAreNoQuestions(t *testing.T) {
	d := newDesk(t)
	for line, want := range map[string]string{
		"count or state": "on both sides", "count state or": "on both sides", "count state and": "behind “and”", "count state not": "behind “not”",
		"count -company": "“-company”", "count state !company": "“!company”", "list (state company)": "“(state”",
	} {
		if a := answerOf(t, d, line); a.Kind != answer.Unknown || !strings.Contains(a.Text, want) {
			t.Errorf("%s: %s", line, a.Text)
		}
	}
	for _, line := range []string{`who "List"`, `who “Compare”`} {
		if a := answerOf(t, d, line); a.Status != answer.UnknownName && a.Kind != answer.Ambiguous {
			t.Errorf("%s: %s", line, a.Text)
		}
	}
}
