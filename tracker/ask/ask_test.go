package ask_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rollcall/tracker/ask"

	"rollcall/tracker"
	"rollcall/tracker/pariscall"
)

var newReader = sync.OnceValues(func() (*ask.Reader, error) {
	call, err := pariscall.Call()
	if err != nil {
		return nil, err
	}
	entries, err := pariscall.Entries(time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC))
	if err != nil {
		return nil, err
	}
	book, err := (&tracker.Book{}).With(entries...)
	if err != nil {
		return nil, err
	}
	return ask.New(call, ask.NamesOf(call, book), "2026-03-01")
})

func reader(t testing.TB) *ask.Reader {
	t.Helper()
	r, err := newReader()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// An example is a question with the lines that are right; none if it must not be sure.
type example struct {
	at, context, question string
	lines                 []string
}

func examples(t testing.TB, pattern string) (all []example) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatal("no examples", err)
	}
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		n := 0
		for s := bufio.NewScanner(f); s.Scan(); {
			n++
			switch kind, text, _ := strings.Cut(s.Text(), " "); kind {
			case "?":
				all = append(all, example{at: fmt.Sprintf("%s:%d", name, n), question: text})
			case "@":
				all[len(all)-1].context = text
			case "=":
				e := &all[len(all)-1]
				e.lines = append(e.lines, text)
			}
		}
	}
	return all
}

// TestQuestions reads each question of the examples as one of its lines. A question that is read wrongly and surely fails at
// once; of the others, those not read surely are few.
func TestQuestions(t *testing.T) {
	r := reader(t)
	all := examples(t, "testdata/*.txt")
	right := 0
	for _, e := range all {
		a := r.Ask(e.question, e.context)[0]
		line := ""
		if len(a.Readings) > 0 {
			line = a.Readings[0].Line
		}
		switch {
		case a.Sure && !slices.Contains(e.lines, line):
			t.Errorf("%s: %s\n\tis read as %s\n\tnot as     %s\n%s", e.at, e.question, line, strings.Join(e.lines, " · "), a.Explain)
		case a.Sure == (len(e.lines) > 0):
			right++
		default:
			t.Logf("%s: %s\n\tis not sure; not %s", e.at, e.question, strings.Join(e.lines, " · "))
		}
	}
	if t.Logf("%d of %d right", right, len(all)); right < len(all)*95/100 {
		t.Error("they are to be 95 of 100")
	}
}

// TestLanguage checks in which language a question is answered, though hardly a word shows it.
func TestLanguage(t *testing.T) {
	for question, want := range map[string]string{
		"Israël ?": "fr", "Tchad": "fr", "ong suisses": "fr", "think tanks français": "fr", "la date d'adhésion de la Tunisie": "fr",
		"taiwán": "es", "y bolivia??": "es", "andorra y mónaco?": "es", "think tanks argentinos": "es", "ong españolas": "es",
		"Is Côte d'Ivoire in?": "en",
	} {
		if got := reader(t).Ask(question, "")[0].Lang; got != want {
			t.Errorf("%s: answered in %q, not %q", question, got, want)
		}
	}
}

// TestPremise reads what a question takes for granted as a line to be checked.
func TestPremise(t *testing.T) {
	for question, want := range map[string]string{
		"there are 27 supporters of Nigeria so Nigeria government signed, correct?": "count country:NG exactly:27",
		"Kenya signed, how many African states are in?":                             "who Kenya",
		"How many African states are in?":                                           "",
	} {
		a := reader(t).Ask(question, "")[0]
		if len(a.Readings) == 0 || a.Readings[0].Premise != want {
			t.Errorf("%s: the premise isn't %q\n%+v", question, want, a.Readings)
		}
	}
}

// TestSeveral reads each question of a message, and what goes on from the one before.
func TestSeveral(t *testing.T) {
	for message, want := range map[string][]string{
		"how many French companies? And Italian? And NGOs?": {"count company country:FR", "count company country:IT", "count civil_society country:IT"},
		"Has Kenya signed? Which ASEAN states are missing?": {"who Kenya", "missing in:asean"},
	} {
		var got []string
		for _, a := range reader(t).Ask(message, "") {
			got = append(got, a.Readings[0].Line)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s is read as %q, not %q", message, got, want)
		}
	}
}
