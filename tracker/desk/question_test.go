package desk_test

import (
	"strings"
	"testing"
)

// TestWhatAQuestionTakesForGranted is put right where the list contradicts it, and each question of a message is answered.
func TestWhatAQuestionTakesForGranted(t *testing.T) {
	d := newDesk(t)
	for line, all := range map[string][]string{
		"Kenya signed, how many African states are in?":                 {"11 states of Africa", "Kenya is not on the roll"},
		"Has Brazil signed? Which NATO states are missing?":             {"Brazil is not on the roll", "Türkiye"},
		"Le Mali a-t-il signé ? Et le Niger ?":                          {"Le Mali ne figure pas", "Le Niger ne figure pas"},
		"not a single BRICS country is in, right?":                      {"No. 1 state of the BRICS"},
		"so less than half of the G20, right?":                          {"No. 11 of 19"},
		"The minister wants to know whether Norway signed":              {"Norway is on the roll"},
		"good morning for the meeting did estonia sign and when":        {"12 November 2018"},
		"vrai ou faux : la Russie est signataire ?":                     {"Non."},
		"how many French companies? And Italian? And NGOs? And states?": {"89 companies", "companies with the country Italy", "civil society"},
	} {
		said, _ := answerOf(t, d, line)["text"].(string)
		for _, part := range all {
			if !strings.Contains(said, part) {
				t.Errorf("%s: %q isn't told:\n%s", line, part, said)
			}
		}
	}
}
