package desk_test

import (
	"strings"
	"testing"

	"rollcall/tracker/desk"
	"rollcall/tracker/query"
)

// TestWhatAQuestionTakesForGranted holds that a false premise is corrected, and that each question of a message is answered.
func TestWhatAQuestionTakesForGranted(t *testing.T) {
	d := newDesk(t)
	for line, all := range map[string][]string{
		"Kenya signed, how many African states are in?":                 {"11 states of Africa", "Kenya is not listed"},
		"Has Brazil signed? Which NATO states are missing?":             {"Brazil is not listed", "Türkiye"},
		"Le Mali a-t-il signé ? Et le Niger ?":                          {"Le Mali ne figure pas", "Le Niger ne figure pas"},
		"not a single BRICS country is in, right?":                      {"No. 1 state of BRICS"},
		"so less than half of the G20, right?":                          {"No. 11 of 19"},
		"The minister wants to know whether Norway signed":              {"Norway is a supporter"},
		"good morning for the meeting did estonia sign and when":        {"12 November 2018"},
		"who Kenya, France history":                                     {"1 of 2"},
		"vrai ou faux : la Russie est signataire ?":                     {"Non."},
		"how many French companies? And Italian? And NGOs? And states?": {"89 companies", "companies from Italy", "civil society"},
	} {
		said, _ := answerOf(t, d, line)["text"].(string)
		for _, part := range all {
			if !strings.Contains(said, part) {
				t.Errorf("%s: %q isn't said:\n%s", line, part, said)
			}
		}
	}
}

// TestYesOrNoComesFirst holds that a question whether somebody signed gets yes or no first; a bare name, or what somebody may do, doesn't.
func TestYesOrNoComesFirst(t *testing.T) {
	d := newDesk(t)
	for question, begins := range map[string]string{
		"Has Kenya signed?":                       "No. Kenya is not listed",
		"is Huawei a signatory":                   "Yes. Huawei is a supporter",
		"did the United States sign the call?":    "Yes. The United States is",
		"Le Kenya a-t-il signé ?":                 "Non. Le Kenya ne figure pas",
		"est-ce que Google est signataire ?":      "Oui. Google figure",
		"¿Ha firmado Kenia?":                      "No. Kenia no figura",
		"¿es Microsoft firmante?":                 "Sí. Microsoft figura",
		"Have Kenya and France signed?":           "Not quite: 1 of 2",
		"Kenya":                                   "Kenya is not listed",
		"can Kenya sign?":                         "Kenya is not listed",
		"Le Kenya peut-il signer ?":               "Le Kenya ne figure pas",
		"¿puede firmar Kenia?":                    "Kenia no figura",
		"tell me about Kenya":                     "Kenya is not listed",
		"pourquoi la Russie n'a-t-elle pas signé": "La Russie ne figure pas",
	} {
		if said, _ := answerOf(t, d, question)["headline"].(string); !strings.HasPrefix(said, begins) {
			t.Errorf("%s: %s", question, said)
		}
	}
}

// TestWhatGoesOn asks questions that continue the line answered before.
func TestWhatGoesOn(t *testing.T) {
	d := newDesk(t)
	for _, c := range [][3]string{
		{"count state", "and in 2020?", "count state as-of:2020-12-31"},
		{"count country:FR", "only companies", "count company country:FR"},
		{"who Kenya", "and Ghana?", "who Ghana"},
		{"count company in:eu", "who?", "list company in:eu"},
		{"who Kenya", "how many states have signed?", "count state"},
	} {
		a, err := d.Do(t.Context(), desk.Request{By: "U1", Channel: "C1", Before: c[0], Tokens: query.Line(c[1])})
		if err != nil || a.Line != c[2] {
			t.Errorf("%s after %s is read as %q, want %q (%v)", c[1], c[0], a.Line, c[2], err)
		}
	}
}
