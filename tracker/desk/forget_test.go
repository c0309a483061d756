package desk_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/desk"
	"rollcall/tracker/query"
)

// store is a desk.Store that makes no files.
type store struct {
	made   []tracker.Backup
	broken error
}

func (s *store) BackupBeside(_ context.Context, at time.Time) (tracker.Backup, error) {
	b := tracker.Backup{Name: fmt.Sprintf("/store/backup-%d.db", len(s.made)+1), At: at}
	s.made = append(s.made, b)
	return b, s.broken
}

func (s *store) Backups() ([]tracker.Backup, error) { return s.made, s.broken }

func TestForgetShowsBeforeItErases(t *testing.T) {
	f := newFront(t, call(t))
	kept := &store{}
	c := f.config(call(t))
	c.Store = kept
	f.desk = desk.New(c)
	if a := f.types("backup"); a.Kind != answer.Backup || !strings.HasPrefix(a.Text, "/store/backup-1.db is a backup") {
		t.Errorf("answered with %s", a.Text)
	}
	head := f.tracker.Book().Head()
	told := f.types("forget fondation exemple") // the name needs no quotes
	if e := told.Facts.(*answer.ForgetFacts); e.ID != 2 || len(e.Names) != 2 || e.Entries != 1 || len(e.Backups) != 1 || e.Backups[0].Name != "/store/backup-1.db" || e.Line == "" {
		t.Fatalf("got %+v\n%s", e, told.Text)
	}
	for _, line := range []string{"forget #2 for-ever", "forget #2 for-ever 0", "forget #2 for-ever x", "forget for-ever 3", "forget “Example Foundation” for-ever 3",
		"forget “Example Foundation” “for-ever” 3", "forget #2 for-ever 3 4", "forget #99 for-ever 3", "forget #1 for-ever 3", "forget #2 for-ever 1", "forget", "forget France", "forget #99",
		"forget Nobody", "backup now", "suggest forget #2"} {
		if a := f.types(line); a.Kind != answer.Refused && a.Kind != answer.Unknown {
			t.Errorf("%s is answered with %s", line, a.Text)
		}
	}
	asked := desk.Request{By: "U0OTHER", Channel: "C0POLICY", Tokens: query.Line(told.Facts.(*answer.ForgetFacts).Line)}
	if a := f.asks(asked); a.Headline != "Only admins can forget. Nothing was changed." || !strings.Contains(f.log.String(), "by=U0OTHER") {
		t.Errorf("answered with %s", a.Text)
	}
	asked.Admin, asked.Again = true, &desk.When{Head: head}
	if a := f.asks(asked); a.Kind != answer.Refused {
		t.Errorf("a button that only asks is answered with %s", a.Text)
	}
	if f.tracker.Book().Head() != head || len(f.tracker.Book().Named("Example Foundation")) != 1 {
		t.Fatal("something was recorded, or erased")
	}
	done := f.types(told.Facts.(*answer.ForgetFacts).Line)
	if done.Kind != answer.Forget || !strings.Contains(done.Headline, "(forgotten 2)") || !strings.Contains(done.Text, "/store/backup-1.db") || strings.Contains(done.Text, "Example F") {
		t.Errorf("answered with %s", done.Text)
	}
	// Nobody finds the name any more, whether they looked it up before or look for names like it.
	for _, line := range []string{"who “Exampel Foundation”", "who “Fondation Exempel”", "has the Exampel Foundation signed?", "list", "log", "history #2", "show #2", "forget Exampel Foundation", "changes"} {
		if a := f.types(line); strings.Contains(a.Text, "Example Foundation") || strings.Contains(a.Text, "Fondation Exemple") {
			t.Errorf("%s is answered with %s", line, a.Text)
		}
	}
	for _, line := range []string{"who “Example Foundation”", "who “Fondation Exemple”", "who “Exampel Foundation”"} {
		if a := f.types(line); a.Status() != answer.UnknownName || strings.Contains(a.Text, "forgotten") {
			t.Errorf("%s is answered with %s", line, a.Text)
		}
	}
	if e, _ := f.tracker.Book().Entry(head + 1); e.By != "U0ADMIN" || e.Event != (tracker.Forgotten{Supporter: 2}) {
		t.Errorf("recorded is %+v", e)
	}
}

func TestANameOfSeveralIsForgottenOfNone(t *testing.T) {
	f := newFront(t, call(t))
	for _, line := range []string{"add “Other Sons” company country:DE source:https://example.org/c", "withdraw #3 source:https://example.org/b",
		"edit #4 name:“Example & Sons” source:https://example.org/d"} {
		if a := f.types(line); a.Kind != answer.Edited {
			t.Fatal(a.Text)
		}
	}
	if a := f.types("forget “Example & Sons”"); a.Headline != "“Example & Sons” is the name of several: #3 (Example & Sons, GB), #4 (Example & Sons, DE). Say which. Nothing was erased." {
		t.Errorf("answered with %s", a.Text)
	}
	if a := f.types("forget #4"); a.Facts.(*answer.ForgetFacts).ID != 4 {
		t.Errorf("answered with %s", a.Text)
	}
}

// What is wrong with what is stored is a fault of ours, and erases nothing.
func TestABrokenStoreErasesNothing(t *testing.T) {
	f := newFront(t, call(t))
	c := f.config(call(t))
	c.Store = &store{broken: errors.New("broken")}
	f.desk = desk.New(c)
	for _, line := range []string{"backup", "forget #2", "forget #2 for-ever 3"} {
		if a, err := f.desk.Do(t.Context(), desk.Request{By: "U0ADMIN", Tokens: query.Line(line)}); err == nil {
			t.Errorf("%s is answered with %s", line, a.Text)
		}
	}
	if len(f.tracker.Book().Named("Example Foundation")) != 1 {
		t.Error("it is erased")
	}
}

// Forgetting leaves no label without its value.
func TestNothingLeadsToWhatWasForgotten(t *testing.T) {
	f := newFront(t, call(t))
	f.types(`claim "Example Foundation Trust" company announced "signs soon"` + source)
	f.types(`withdraw "Example Foundation"` + source)
	if err := f.tracker.Forget(t.Context(), 2, f.tracker.Book().Head(), "U1"); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"log", "history #2", "log #2", "show #2", "who “(forgotten 2)”", "changes", "claims", "list withdrawn", "diff 2018-11-12", "where is “(forgotten 2)” from?"} {
		for _, lang := range []string{"en", "fr"} {
			a := f.asks(desk.Request{By: "U1", Admin: true, Channel: "C0POLICY", Lang: lang, Tokens: query.Line(line)})
			for told := range strings.SplitSeq(a.Text, "\n") {
				if strings.HasSuffix(told, "Source: ") || strings.HasSuffix(told, "Source\u00a0: ") || strings.Contains(told, ": .") || strings.Contains(told, "source: )") {
					t.Errorf("%s, %s: %s", line, lang, told)
				}
			}
		}
	}
}
