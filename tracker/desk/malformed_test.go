package desk_test

import (
	"fmt"
	"strings"
	"testing"

	"rollcall/tracker/answer"
)

// A malformed filter is refused, rather than answered without the word that is wrong.
func TestMalformedFiltersAreNoQuestions(t *testing.T) {
	d := newDesk(t)
	for line, want := range map[string]string{
		"count or state": "on both sides", "count state or": "on both sides", "count state and": "behind “and”", "count state not": "behind “not”",
		"count -company": "“-company”", "count state !company": "“!company”", "list (state company)": "“(state”",
	} {
		if a := answerOf(t, d, line); a["kind"] != string(answer.Unknown) || !strings.Contains(fmt.Sprint(a["text"]), want) {
			t.Errorf("%s: %s", line, a["text"])
		}
	}
	for _, line := range []string{`who "List"`, `who “Compare”`} {
		if a := answerOf(t, d, line); a["status"] != string(answer.UnknownName) && a["kind"] != string(answer.Ambiguous) {
			t.Errorf("%s: %s", line, a["text"])
		}
	}
}
