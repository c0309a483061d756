package desk_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/asked"
	"rollcall/tracker/desk"
	"rollcall/tracker/query"
)

// learning is a desk that keeps what isn't understood.
func learning(t *testing.T) *desk.Desk {
	t.Helper()
	d := newDesk(t)
	d.Asked = asked.New(new(asked.Memory), slog.New(slog.DiscardHandler))
	return d
}

func does(t *testing.T, d *desk.Desk, r desk.Request, line string) answer.Answer {
	t.Helper()
	r.Tokens = query.Line(line)
	a, err := d.Do(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// kept is what a desk keeps, a row as: outcome×count words → line.
func kept(t *testing.T, d *desk.Desk) []string {
	t.Helper()
	rows, err := d.Asked.Rows(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, row := range rows {
		all = append(all, strings.TrimSuffix(fmt.Sprintf("%s×%d %s → %s", row.Outcome, row.Count, row.Words, row.Line), " → "))
	}
	slices.Sort(all)
	return all
}

func wantKept(t *testing.T, d *desk.Desk, want ...string) {
	t.Helper()
	if got := kept(t, d); !slices.Equal(got, want) {
		t.Errorf("kept is\n %s\nwant\n %s", strings.Join(got, "\n "), strings.Join(want, "\n "))
	}
}

var someone = desk.Request{By: "U0SOMEONE", Channel: "C0CHANNEL", Lang: "en"}

// What isn't understood is kept, with what was chosen from the offers and how often, but not who asked.
func TestWhatIsNotUnderstoodIsKept(t *testing.T) {
	d := learning(t)
	question := "How many zorbits signed?"
	for range 3 {
		a := does(t, d, someone, question)
		if a.Kind != answer.Unknown || !a.Offers("count") {
			t.Fatalf("it is answered: %s", a.Text)
		}
	}
	chose := someone
	chose.Of, chose.Again = question, &desk.When{Head: d.Tracker.Book().Head(), Today: tracker.DayOf(time.Now())}
	does(t, d, chose, "count")
	d.Judged("has Kenya signed", "who Kenya", true)
	d.Judged("who signed of Microsoft's cousins", "who Microsoft", false)
	wantKept(t, d, "chosen×1 how many zorbits signed → count", "not_understood×3 how many zorbits signed", "right×1 has [country] signed → who [country]",
		"wrong×1 who signed of [name] s [word] → who [name]")
	a := does(t, d, desk.Request{By: "U0ADMIN", Admin: true, Lang: "en"}, "questions")
	asJSON, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"3 questions were not understood", "• how many zorbits signed (3×", "how many zorbits signed → count (1×"} {
		if !strings.Contains(a.Text, want) {
			t.Errorf("it doesn't say %q: %s", want, a.Text)
		}
	}
	for _, never := range []string{"U0SOMEONE", "C0CHANNEL", "Microsoft", "Kenya"} {
		if strings.Contains(string(asJSON), never) {
			t.Errorf("it says %s: %s", never, asJSON)
		}
	}
}

// What was chosen gives rows for the lexicon, where a row follows from it. Nothing is learnt automatically.
func TestWhatWasChosenGivesRowsForTheLexicon(t *testing.T) {
	d := learning(t)
	before := does(t, d, someone, "how many zorbits signed").Text
	for question, line := range map[string]string{
		"how many zorbits signed":         "count",
		"combien de gnorfes ont signé":    "count company",
		"which blorgs signed in Kenya":    "list kind:university country:KE",
		"which snarfs signed":             "count company,state",
		"has acme corp signed?":           "list company",
		"which blorgs from France signed": "list kind:university country:FR",
	} {
		of := someone
		of.Of = question
		does(t, d, of, line)
	}
	a := does(t, d, desk.Request{By: "U0ADMIN", Admin: true, Lang: "en"}, "questions —lexicon")
	var rows []string
	for line := range strings.Lines(a.Text) {
		if line = strings.TrimSpace(line); !strings.HasPrefix(line, "#") {
			rows = append(rows, line)
		}
	}
	slices.Sort(rows)
	want := []string{"class company ~0.4 = gnorfes", "class kind:university ~0.4 = blorgs", "class supporter ~0.4 = zorbits"}
	if !slices.Equal(rows, want) || !strings.Contains(a.Text, "# lexicon/fr.txt: combien de gnorfes ont signe → count company (1×)") || !strings.HasPrefix(a.Text, "# 3 rows for the lexicon.") {
		t.Errorf("the rows are %q, want %q:\n%s", rows, want, a.Text)
	}
	if after := does(t, d, someone, "how many zorbits signed").Text; after != before {
		t.Errorf("it learnt by itself: %s", after)
	}
}

// No line that is kept has a name in it.
func TestLinesAreKeptWithoutNames(t *testing.T) {
	for line, want := range map[string]string{
		`who Microsoft, "Zephyr Widgets" is:listed`: "who [name] is:listed",
		"who Kenya when": "who [country] when",
		"who #12":        "who [name]",
		"compare France vs Zephyr vs company country:FR as-of:2020-01-01":       "compare [country] vs [name] vs company country:[country] as-of:2020-01-01",
		"count company,state in:eu not country:DE,FR listed:2019..2020 by:kind": "count company,state in:eu not country:[country] listed:2019..2020 by:kind",
		`list civil_society name:zephyr only:"Zephyr Widgets" first:3`:          "list civil_society name:[name] only:[name] first:3",
		"figures state publisher:AFP value:51":                                  "figures state publisher:[name] value:51",
		"group nato at-least:3":                                                 "group nato at-least:3",
		"principle about Zephyr Widgets hacked our hospital":                    "principle about [word] our hospital",
		"principle 8":                    "principle 8",
		`changes since:"Zephyr Widgets"`: "changes since:[name]",
		"zephyr widgets":                 "[name]",
		"":                               "",
	} {
		d := learning(t)
		d.Judged("has Kenya signed", line, true)
		wantKept(t, d, strings.TrimSuffix("right×1 has [country] signed → "+want, " → "))
	}
}

// What a line takes for a name is also left out of the question.
func TestQuestionsAreKeptWithoutTheNamesOfTheirLines(t *testing.T) {
	d := learning(t)
	d.Judged("is the cyber attack alliance listed", `who "cyber attack alliance"`, false)
	d.Judged("is cyber attack alliance listed", "who cyber attack alliance", false)
	wantKept(t, d, "wrong×1 is [name] listed → who [name]", "wrong×1 is the [name] listed → who [name]")
}

// What is understood isn't kept, nor a command in which something is wrong, nor what a button asks.
func TestWhatIsUnderstoodIsNotKept(t *testing.T) {
	d := learning(t)
	for _, line := range []string{"", "count company", "How many companies have signed?", "has Kenya signed?", "count company in:atlantis", "help", "hlep", "add \"Example\" company", "questions", "\x00", "Zephyr Widgets"} {
		does(t, d, someone, line)
	}
	pressed := someone
	pressed.Again = &desk.When{Head: d.Tracker.Book().Head(), Today: tracker.DayOf(time.Now())}
	does(t, d, pressed, "how many zorbits signed")
	wantKept(t, d)
}

// Only admins see it, and no former admins; a question that begins with the word is a question for everybody.
func TestOnlyAdminsSeeWhatWasNotUnderstood(t *testing.T) {
	f := newFront(t, call(t))
	f.desk.Asked = asked.New(new(asked.Memory), slog.New(slog.DiscardHandler))
	f.typedBy("U0ONE", "which blorgs signed")
	const refused = "Only admins can see what wasn't understood."
	if a := f.typedBy("U0ONE", "questions"); a.Kind != answer.Refused || a.Text != refused || !strings.Contains(f.log.String(), "by=U0ONE") {
		t.Errorf("somebody else: %s", a.Text)
	}
	f.types("grant U0ONE")
	for _, line := range []string{"questions", "questions --lexicon", "preguntas"} {
		if a := f.typedBy("U0ONE", line); a.Kind != answer.Asked {
			t.Errorf("an admin, %s: %s", line, a.Text)
		}
	}
	f.types("revoke U0ONE")
	for _, line := range []string{"questions", "questions --lexicon", "preguntas"} {
		if a := f.typedBy("U0ONE", line); a.Text != refused {
			t.Errorf("an admin of before, %s: %s", line, a.Text)
		}
	}
	for _, by := range []string{"U0ONE", "U0ADMIN"} {
		if a := f.typedBy(by, "questions about working group 3"); a.Kind == answer.Asked || a.Text == refused {
			t.Errorf("a question: %s", a.Text)
		}
	}
	if f.desk.Asked = nil; !strings.Contains(f.types("questions").Text, "ROLLCALL_QUESTIONS says off") {
		t.Error("the answer doesn't say that it is off")
	}
	f.typedBy("U0ONE", "which blorgs signed")
}

// stuck is a store that blocks until it may fail.
type stuck struct {
	asked.Memory
	until chan struct{}
}

func (s *stuck) Add(context.Context, asked.Counts, tracker.Day) error {
	<-s.until
	return errors.New("no")
}

// Answers don't wait for what is kept, and aren't affected if that fails.
func TestAnswersDoNotWaitForWhatIsKept(t *testing.T) {
	d, s := learning(t), &stuck{until: make(chan struct{})}
	d.Asked = asked.New(s, slog.New(slog.DiscardHandler))
	flushed := make(chan struct{})
	does(t, d, someone, "which blorgs signed")
	go func() { d.Asked.Flush(t.Context()); close(flushed) }()
	for _, line := range []string{"which blorgs signed", strings.Repeat("which blorgs signed ", 2_000), "has \x1b[31mwhich\u202e blorgs\x00 signed"} {
		if a := does(t, d, someone, line); a.Kind != answer.Unknown && a.Kind != answer.Refused {
			t.Errorf("%.40q: %s", line, a.Text)
		}
	}
	close(s.until)
	<-flushed
}
