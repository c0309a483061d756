package desk_test

import (
	"strings"
	"testing"

	"rollcall/tracker/answer"
)

func TestCommandsHaveOtherWords(t *testing.T) {
	f := newFront(t, call(t))
	f.says("ajouter “Exemple A” entreprise alias:“Ex A” country:FR"+source, "Exemple A was added")
	f.says("modifier “Exemple A” country:DE"+source, "France → Germany")
	f.says("renommer “Exemple A” en “Exemple B”"+source, "Name: Exemple A → Exemple B")
	f.says("Undo last", "Exemple B → Exemple A")
	f.says("fusionner “Exemple A” dans “Example Foundation”"+source, "was merged into Example Foundation")
	f.says("annuler", "was undone")
	f.says("delete “Exemple A” reason:error"+source, "was taken off the list")
	f.says("historique “Exemple A”", "7 enregistrements sur Exemple A")
	f.says("journal", "Derniers enregistrements, 10 sur")
	f.refuses("rename “Exemple A” “Exemple B”"+source, "with the word to between them")
	f.refuses("merge a into b into c"+source, "with the word into between them")

	f.says("s’abonner daily", "subscribed this channel")
	f.says("pause 7 jours", "muted subscription 1")
	f.says("unmute", "resumed subscription 1")
	f.says("aperçu", "Nothing changed since")
	f.says("stop", "unsubscribed this channel")

	// Another word for an edit counts only if the line says more than a question does.
	if a := f.types("delete every supporter"); a.Kind != answer.Unknown || a.Suggestions[0] != "remove every supporter" {
		t.Errorf("answered with %s: %s", a.Kind, a.Text)
	}
	f.verified()
}

func TestWhatIsRecordedIsAskedForInWords(t *testing.T) {
	f := newFront(t, call(t))
	for _, line := range []string{"history of France", "history France", "who added France?", "Who changed France"} {
		f.says(line, "1 entry about France")
	}
	f.says("qui a ajouté la France ?", "1 enregistrement sur France")
	f.says("who added Kenya?", "Kenya is not listed")
	f.says("show proposals", "No proposal waits")
	f.says("list admins", "U0ADMIN")
	f.says("list log", "The last 3 of 3 entries")
	if a := f.types("any proposals?"); a.Kind != answer.Unknown {
		t.Errorf("answered with %s", a.Text)
	}
}

func TestSeveralProposalsAreDecidedAtOnce(t *testing.T) {
	f := newFront(t, call(t))
	f.types("suggest withdraw France" + source + "\nadd \"Example A\" company" + source + "\nadd \"Example B\" company" + source)
	f.refuses("approve all", "such as: approve 1450 1451")
	f.refuses("approve", "such as: approve 1450 1451")
	f.refuses("approve 4 reason:no", "such as: approve 1450 1451")
	f.refuses("approve 4 99", "no proposal 99")
	f.says("approve 4, #5", "France withdrew", "Example A was added", "States: 1 → 0")
	f.refuses("reject 4 6", "was approved")
	f.says("undo", "States: 0 → 1", "Companies: 2 → 1")
	f.says("reject 6 6 reason:“not now”", "proposal 6 was rejected: not now")
	f.verified()
}

func TestEditsAreReadAsPeopleWriteThem(t *testing.T) {
	f := newFront(t, call(t))
	f.says("add “Example A” company https://example.org/a joined:yesterday on:today", "Source: https://example.org/a")
	f.says("add “Unlike Works” company source: https://example.org/b", "Source: https://example.org/b")
	f.says("report state 82 on:hier https://example.org/b", "exactly 82 states")
	f.says("log since:yesterday", "6 entries since")
	f.says("count as-of:aujourd’hui", "5 supporters are listed")
	f.refuses("add “Example C” company https://example.org/a source:https://example.org/b", "source: is there twice")
	f.refuses("add “Example C” company source: company", "without a space")
	f.refuses("add “Example C” company on:tomorrow"+source, "is not a day")
	if a := f.types("compare tidy"); a.Kind != answer.Unknown || !strings.Contains(a.Text, "with vs between") {
		t.Errorf("answered with %s: %s", a.Kind, a.Text)
	}
	f.verified()
}
