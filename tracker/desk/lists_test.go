package desk_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/desk"
	"rollcall/tracker/query"
	"rollcall/tracker/roster"
)

func listed(t *testing.T, content string) *roster.List {
	t.Helper()
	l, err := roster.Read(t.Context(), "list.csv", strings.NewReader(content), int64(len(content)), roster.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

const newcomers = "name,category,country\nExample Academy,civil_society,FR\nExample Union,company,DE\n"

func TestAListIsImportedOnceUnderItsRef(t *testing.T) {
	f := newFront(t, call(t))
	d, tr := f.desk, f.tracker
	before := tr.Book().Head()
	i := desk.Import{By: "U1", Admin: true, Ref: "file-1", File: "list.csv", List: listed(t, newcomers), Source: "https://example.org/l", Do: desk.Apply}
	for again := range 2 {
		a, err := d.Import(t.Context(), i)
		if err != nil || a.Kind != answer.Imported || a.Facts.(*answer.ImportedFacts).Again != (again == 1) || a.Facts.(*answer.ImportedFacts).After.Total() != a.Facts.(*answer.ImportedFacts).Before.Total()+2 ||
			a.Facts.(*answer.ImportedFacts).Entries != [2]tracker.Seq{before + 1, before + 2} {
			t.Errorf("%v: %s: %+v", err, a.Text, a.Facts)
		}
	}
	if tr.Book().Head() != before+2 {
		t.Errorf("the head is %d", tr.Book().Head())
	}
}

func TestAListIsAppliedOnlyToTheRollThatWasLookedAt(t *testing.T) {
	f := newFront(t, call(t))
	d, tr := f.desk, f.tracker
	i := desk.Import{By: "U1", Admin: true, File: "list.csv", List: listed(t, newcomers), Source: "https://example.org/l", Do: desk.Apply, Head: tr.Book().Head()}
	add := func(decide func(*tracker.Book) ([]tracker.Event, error)) {
		if _, err := tr.Do(t.Context(), tracker.Request{By: "U1"}, decide); err != nil {
			t.Fatal(err)
		}
	}
	add(tracker.Add(tracker.Supporter{Name: "Example Guild", Category: tracker.Company, Source: "https://example.org/g"}, tracker.DayOf(time.Now())))
	before := tr.Book().Head()
	if _, err := d.Import(t.Context(), i); !errors.Is(err, desk.ErrRollChanged) || tr.Book().Head() != before {
		t.Errorf("%v, the head is %d", err, tr.Book().Head())
	}
	// Entries that change no supporter don't count.
	i.Head = before
	add(tracker.Subscribe(tracker.Subscribed{Channel: "C1"}, 0))
	if a, err := d.Import(t.Context(), i); err != nil || a.Kind != answer.Imported {
		t.Errorf("%v: %s", err, a.Text)
	}
}

// The list is applied as of a day on which those who aren't on it can't be removed.
func TestACompleteListIsAppliedWhollyOrNotAtAll(t *testing.T) {
	tr, err := tracker.Open(t.Context(), new(tracker.Memory))
	if err != nil {
		t.Fatal(err)
	}
	yesterday := tracker.DayOf(time.Now().AddDate(0, 0, -1))
	for i, name := range []string{"Example Foundation", "Example Guild"} {
		s := tracker.Supporter{Name: name, Category: tracker.CivilSociety, Source: "https://example.org/a"}
		on := []tracker.Day{yesterday, ""}[i]
		if _, err := tr.Do(t.Context(), tracker.Request{By: "U1", On: on}, tracker.Add(s, tracker.DayOf(time.Now()))); err != nil {
			t.Fatal(err)
		}
	}
	d := desk.New(desk.Config{Tracker: tr, Call: call(t), CanPost: desk.Anywhere, Log: slog.New(slog.DiscardHandler)})
	before := tr.Book().Head()
	i := desk.Import{By: "U1", Admin: true, File: "list.csv", List: listed(t, newcomers), Source: "https://example.org/l", On: yesterday, Complete: true, Do: desk.Apply}
	if a, err := d.Import(t.Context(), i); err != nil || a.Kind != answer.Refused || !strings.Contains(a.Text, "Example Guild last changed") || tr.Book().Head() != before {
		t.Errorf("%v: %s, the head is %d", err, a.Text, tr.Book().Head())
	}
	i.On = ""
	if a, err := d.Import(t.Context(), i); err != nil || a.Kind != answer.Imported || a.Facts.(*answer.ImportedFacts).Proposal != before+3 {
		t.Errorf("%v: %s", err, a.Text)
	}
}

// A whole list that was applied counts as compared, even if it changed nothing; answers say when.
func TestAWholeListIsRecordedAsCompared(t *testing.T) {
	f := newFront(t, call(t))
	today := tracker.DayOf(time.Now())
	i := desk.Import{By: "U1", Admin: true, File: "list.csv", List: listed(t, newcomers), Source: "https://example.org/l"}
	for _, c := range []struct {
		do       desk.Doing
		complete bool
	}{{desk.DryRun, true}, {desk.Propose, true}, {desk.Apply, false}} {
		i.Do, i.Complete = c.do, c.complete
		if _, err := f.desk.Import(t.Context(), i); err != nil {
			t.Fatal(err)
		}
		if _, _, ok := f.tracker.Book().Compared(); ok {
			t.Errorf("%+v is taken for a comparison of the whole list", c)
		}
	}
	for i.Do, i.Complete = desk.Apply, true; ; i.On = today {
		if _, err := f.desk.Import(t.Context(), i); err != nil {
			t.Fatal(err)
		}
		said, e, ok := f.tracker.Book().Compared()
		if !ok || !reflect.DeepEqual(said, tracker.Compared{Source: i.Source, Revision: i.List.Digest()}) || e.On != today || e.By != "U1" {
			t.Errorf("%+v by %s on %s", said, e.By, e.On)
		}
		if a := f.types("count"); a.Checked != today {
			t.Errorf("count says that it was compared on %s", a.Checked)
		}
		if i.On != "" {
			break
		}
	}
}

func TestOnlyAdminsApplyAList(t *testing.T) {
	f := newFront(t, call(t))
	d, tr := f.desk, f.tracker
	before := tr.Book().Head()
	i := desk.Import{By: "U2", File: "list.csv", List: listed(t, newcomers), Source: "https://example.org/l", Do: desk.Apply}
	if a, err := d.Import(t.Context(), i); err != nil || a.Kind != answer.Refused || tr.Book().Head() != before {
		t.Errorf("%v: %s", err, a.Text)
	}
	i.Do = desk.Propose
	if a, err := d.Import(t.Context(), i); err != nil || a.Facts.(*answer.ImportedFacts).Proposal != before+1 || len(tr.Book().Proposals()) != 1 {
		t.Errorf("%v: %s", err, a.Text)
	}
}

// Doubtful rows that are chosen are changes, too.
func TestAProposalHasNoMoreRowsThanItMay(t *testing.T) {
	f := newFront(t, call(t))
	content := "name,category\n"
	var chosen []roster.Place
	for i := range desk.MaxProposed + 1 {
		content += fmt.Sprintf("Example Foundat%c%cn,civil_society\n", 'a'+i/26, 'a'+i%26)
		chosen = append(chosen, roster.Place{Line: i + 2})
	}
	i := desk.Import{By: "U2", File: "list.csv", List: listed(t, content), Source: "https://example.org/l", Do: desk.Propose, Chosen: chosen}
	a, err := f.desk.Import(t.Context(), i)
	if err != nil || a.Kind != answer.Refused || !strings.Contains(a.Text, fmt.Sprintf("changes %d supporters", desk.MaxProposed+1)) {
		t.Errorf("%v: %.300s", err, a.Text)
	}
}

func TestExportSaysWhatItWrote(t *testing.T) {
	d := newFront(t, call(t)).desk
	var out bytes.Buffer
	a, err := d.Export(&out, roster.CSV, "fr", query.Line("state"))
	if err != nil || strings.HasSuffix(a.Headline, ":.") || a.Lang != "fr" || !strings.Contains(out.String(), ",state,") {
		t.Errorf("%v: %s\n%s", err, a.Text, out.String())
	}
	if _, err := d.Export(&out, "pdf", "", nil); !errors.As(err, new(tracker.Refusal)) {
		t.Error(err)
	}
}

// Where more rows can't be read than are kept, it isn't known who is missing from the list.
func TestAListWithTooManyProblemsIsntComplete(t *testing.T) {
	f := newFront(t, call(t))
	l := listed(t, "name,status\n"+strings.Repeat("Example Academy,gone\n", roster.MaxProblems+1))
	a, err := f.desk.Import(t.Context(), desk.Import{By: "U1", Admin: true, File: "list.csv", List: l, Source: "https://example.org/l", Complete: true, Do: desk.Apply})
	if err != nil || a.Kind != answer.Refused || !strings.Contains(a.Text, "too many of its rows") {
		t.Errorf("%v: %.300s", err, a.Text)
	}
}

// A list of a few that is said to be complete would remove nearly everybody: this is shown before and after.
func TestACompleteListThatLooksPartialIsPointedOut(t *testing.T) {
	f := newFront(t, call(t))
	i := desk.Import{By: "U1", Admin: true, File: "list.csv", List: listed(t, newcomers), Source: "https://example.org/l"}
	roll := f.tracker.Book().Counts().Total()
	warning := fmt.Sprintf("Careful: of %d listed supporters, %d would be taken off the list.", roll, roll)
	for _, c := range []struct {
		do       desk.Doing
		complete bool
	}{{desk.DryRun, false}, {desk.DryRun, true}, {desk.Apply, true}} {
		i.Do, i.Complete = c.do, c.complete
		if a, err := f.desk.Import(t.Context(), i); err != nil || strings.Contains(strings.ReplaceAll(a.Text, ",", ""), strings.ReplaceAll(warning, ",", "")) != c.complete {
			t.Errorf("%v, %+v: %.500s", err, c, a.Text)
		}
	}
	book := f.tracker.Book()
	if told := answer.Proposed(book.Proposals()[0], book, answer.In("en"))[0]; !strings.Contains(told, "would be taken off the list") {
		t.Error(told)
	}
}

// A dry run shows what the import does: the same problems, and no others.
func TestADryRunKnowsWhatTheImportKnows(t *testing.T) {
	const rows = "name,category,country,joined,aliases,website,kind\nExample Alpha,company,FR,2019-01-02,EA,https://example.org/a,business\nExample Beta,company,DE,1999-12-31,,,\n" +
		"Example Gamma,company,DE,2999,,,\nExample Delta,company,,,Example Foundation,,\nExample Epsilon,,,,,,\nFoundation Exemple,,,1999,,,\nExample Zeta,company,Ruritania,soon,,nowhere,EU\n"
	f := newFront(t, call(t))
	i := desk.Import{By: "U1", Admin: true, File: "list.csv", List: listed(t, rows), Source: "https://example.org/l"}
	dry, err := f.desk.Import(t.Context(), i)
	if err != nil || dry.Kind != answer.DryRun {
		t.Fatal(err, dry.Text)
	}
	i.Do = desk.Apply
	done, err := f.desk.Import(t.Context(), i)
	if err != nil || done.Kind != answer.Imported {
		t.Fatal(err, done.Text)
	}
	would, did := dry.Facts.(*answer.DryRunFacts), done.Facts.(*answer.ImportedFacts)
	if !reflect.DeepEqual(would.Problems, did.Problems) || !reflect.DeepEqual(would.Emptied, did.Emptied) || len(would.Problems) != 2 || len(would.Emptied) != 6 {
		t.Errorf("%s\n%s", dry.Text, done.Text)
	}
	if n := int(did.Entries[1] - did.Entries[0] + 1); n != len(would.Added)+len(would.Changed) {
		t.Errorf("%d entries\n%s", n, dry.Text)
	}
	if want := "line 2: Example Alpha (a company, France; aliases EA; kind business; joined 2019-01-02; website https://example.org/a)"; !strings.Contains(dry.Text, want) {
		t.Errorf("it doesn't say %q\n%s", want, dry.Text)
	}
	// Both refuse what can't be applied as a whole.
	for _, wrong := range []desk.Import{{Chosen: []roster.Place{{Line: 99}}}, {On: "2999-01-01"}, {Complete: true}} {
		wrong.By, wrong.Admin, wrong.File, wrong.Source, wrong.List = "U1", true, "list.csv", i.Source, listed(t, rows+",company,,,,,\n")
		f := newFront(t, call(t))
		dry, _ := f.desk.Import(t.Context(), wrong)
		wrong.Do = desk.Apply
		done, err := f.desk.Import(t.Context(), wrong)
		if err != nil || dry.Kind != answer.Refused || dry.Text != done.Text {
			t.Errorf("%s\n%s", dry.Text, done.Text)
		}
	}
}
