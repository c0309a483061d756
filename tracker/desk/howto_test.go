package desk_test

import (
	"slices"
	"strings"
	"testing"

	"rollcall/tracker/answer"
)

func TestHowToQuestionsLeadToTheHelpOfACommand(t *testing.T) {
	f := newFront(t, call(t))
	for line, want := range map[string][2]string{
		"how do I subscribe?":                     {"en", "subscribe"},
		"Hello, how can we add a supporter?":      {"en", "add"},
		"how to mute":                             {"en", "mute"},
		"How can I remove an entry?":              {"en", "remove"},
		"where do I export the roll?":             {"en", "export"},
		"how do subscriptions work?":              {"en", "subscriptions"},
		"how do I change the language?":           {"en", "language"},
		"how do I see the history of France":      {"en", "history"},
		"how do I import a list?":                 {"en", "import"},
		"comment importer une liste ?":            {"fr", "import"},
		"comment s'abonner ?":                     {"fr", "subscribe"},
		"Comment m’abonner ?":                     {"fr", "subscribe"},
		"comment puis-je me désabonner ?":         {"fr", "unsubscribe"},
		"Bonjour, comment ajouter un soutien ?":   {"fr", "add"},
		"comment peut-on annuler un changement ?": {"fr", "undo"},
	} {
		a := f.types(line)
		names := make([]string, len(a.Facts.(*answer.HelpFacts).Commands))
		for i, c := range a.Facts.(*answer.HelpFacts).Commands {
			names[i] = c.Name
		}
		if a.Kind != answer.Help || a.Lang != want[0] || !slices.Equal(names, []string{want[1]}) {
			t.Errorf("%s: %s in %s about %v, want %v", line, a.Kind, a.Lang, names, want)
		}
	}
	for line, kind := range map[string]answer.Kind{
		"who are the admins?": answer.Admins, "qui sont les administrateurs ?": answer.Admins, "which are my subscriptions": answer.Rules,
		"bonjour": answer.Help, "Merci beaucoup !": answer.Help, "thank you": answer.Help, "ok thanks": answer.Help,
		"how can I join?": answer.About, "how did France join?": answer.Status, "hi, is France on the roll?": answer.Status,
		"how do I reset my password?": answer.Unknown, "comment changer mon mot de passe ?": answer.Unknown,
		"import": answer.Refused, "import a list": answer.Refused, "importer une liste": answer.Refused,
	} {
		a := f.types(line)
		if a.Kind != kind {
			t.Errorf("%s: %s, want %s: %s", line, a.Kind, kind, a.Text)
		}
		if kind == answer.Refused && !strings.Contains(a.Text, "direct message") {
			t.Errorf("%s: %s", line, a.Text)
		}
	}
}
