package answer

import (
	"flag"
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"rollcall/tracker"
	"rollcall/tracker/names"
	"rollcall/tracker/pariscall"
)

// patterns are those of all refusals in the repository.
func patterns(t *testing.T) []string {
	t.Helper()
	var all []string
	sources(t, func(set *token.FileSet, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			if made, ok := n.(*ast.CompositeLit); ok && called(made.Type) == "Refusal" && len(made.Elts) > 0 && file.Name.Name != "tracker" {
				t.Errorf("%s: a Refusal is made by Refuse or RefuseAbout, so that its pattern is found", set.Position(n.Pos()))
			}
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			at, ok := map[string]int{"Refuse": 0, "RefuseAbout": 1, "refuseUnless": 2}[called(call.Fun)]
			if !ok {
				return true
			}
			literal, ok := call.Args[at].(*ast.BasicLit)
			if !ok {
				t.Errorf("%s: the pattern is no literal, so nobody can translate it", set.Position(n.Pos()))
				return true
			}
			pattern, err := strconv.Unquote(literal.Value)
			if err != nil {
				t.Errorf("%s: %v", set.Position(n.Pos()), err)
			}
			if want := len(verbs(t, pattern)); !call.Ellipsis.IsValid() && want != len(call.Args)-at-1 {
				t.Errorf("%s: %d verbs for %d arguments", set.Position(n.Pos()), want, len(call.Args)-at-1)
			}
			all = append(all, pattern)
			return true
		})
	})
	slices.Sort(all)
	return slices.Compact(all)
}

// called is the name of a function or a type, without its package.
func called(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

var verb = regexp.MustCompile(`%(?:\[(\d+)\])?([^a-zA-Z%]*[a-zA-Z%])`)

// verbs are those of a pattern, in the order of their arguments, such as 1s and 2d.
func verbs(t *testing.T, pattern string) []string {
	t.Helper()
	var all []string
	next := 1
	for _, m := range verb.FindAllStringSubmatch(pattern, -1) {
		if m[2] == "%" {
			continue
		}
		if m[1] != "" {
			var err error
			if next, err = strconv.Atoi(m[1]); err != nil {
				t.Fatal(err)
			}
		}
		all = append(all, strconv.Itoa(next)+m[2])
		next++
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// TestRefusalsAreTranslated holds every pattern in the repository against that of each language.
func TestRefusalsAreTranslated(t *testing.T) {
	english := patterns(t)
	if len(english) < 150 {
		t.Fatalf("only %d patterns are found", len(english))
	}
	for _, lang := range Languages()[1:] {
		refusals := In(lang).refusals
		for _, pattern := range english {
			said, ok := refusals[pattern]
			if !ok {
				t.Errorf("%s has nothing for %q", lang, pattern)
				continue
			}
			if want, got := verbs(t, pattern), verbs(t, said); !slices.Equal(got, want) {
				t.Errorf("%q has the verbs %q, want %q as %q has", said, got, want, pattern)
			}
			if found := englishWord(lang, said); found != "" || said == pattern {
				t.Errorf("%s: %q in %q", lang, found, said)
			}
		}
		for pattern := range refusals {
			if !slices.Contains(english, pattern) {
				t.Errorf("%s: nothing is refused with %q", lang, pattern)
			}
		}
	}
}

// TestFrenchSignsHaveTheirSpaces looks for those without them.
func TestFrenchSignsHaveTheirSpaces(t *testing.T) {
	misspaced := regexp.MustCompile(`[^\x{a0}][;?!»]| :|« |«[^\x{a0}]|[“”]%s`)
	for _, said := range In("fr").refusals {
		if found := misspaced.FindString(said); found != "" {
			t.Errorf("%q in %q", found, said)
		}
	}
}

// TestGoldenRefusals holds every refusal in each language, with example arguments, to testdata.
func TestGoldenRefusals(t *testing.T) {
	var b strings.Builder
	for _, pattern := range patterns(t) {
		r := tracker.Refusal{Format: pattern, Args: example(t, pattern)}
		for _, lang := range Languages() {
			said := In(lang).Refusal(r)
			if strings.Contains(said, "%!") {
				t.Errorf("%q is said as %q", pattern, said)
			}
			b.WriteString(said + "\n")
		}
		b.WriteString("\n")
	}
	file := filepath.Join("testdata", "refusals.txt")
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	golden, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want, got := strings.Split(string(golden), "\n"), strings.Split(b.String(), "\n")
	for i := range min(len(want), len(got)) {
		if want[i] != got[i] {
			t.Fatalf("line %d differs (-update rewrites it):\nwant %s\ngot  %s", i+1, want[i], got[i])
		}
	}
	if len(want) != len(got) {
		t.Errorf("%d lines, want %d (-update rewrites them)", len(got), len(want))
	}
}

// example is what a refusal could be about: by its verbs, unless its arguments are of types that a language has words for.
func example(t *testing.T, pattern string) []any {
	t.Helper()
	call, err := pariscall.Call()
	if err != nil {
		t.Fatal(err)
	}
	germany := &tracker.Supporter{Name: "Germany", Category: tracker.State, Country: "DE"}
	someone := &tracker.Supporter{Name: "Example Foundation", Category: tracker.CivilSociety}
	georgia, _ := names.CountryOf("GE")
	guinea, _ := names.CountryOf("GN")
	const first, second, day, date = tracker.Day("2026-11-01"), tracker.Day("2026-11-22"), tracker.Day("2020-05-03"), tracker.Date("2017-06")
	if args, ok := map[string][]any{
		"%s is recorded so already; nothing was changed.":                                                        {germany},
		"%s can't be merged into itself. Nothing was changed.":                                                   {germany},
		"It can't have joined then (%s): the %s was launched on %s.":                                             {date, call, call.Launched},
		"A figure of %s can't be right: the %s was launched on %s.":                                              {date, call, call.Launched},
		"A claim of %s can't be right: the %s was launched on %s.":                                               {tracker.Date("2017"), call, call.Launched},
		"Nothing can have been listed on %s: the %s was launched on %s.":                                         {tracker.Day("2018-01-01"), call, call.Launched},
		"The %s has principles 1 to %d; there is no principle “%s”.":                                             {call, 9, "10"},
		"%s is listed already, as a state with country %s.":                                                      {germany, "DE"},
		"%s is there already, as a state with country %s.":                                                       {germany, "DE"},
		"%s is in the future; today is %s.":                                                                      {tracker.Date("2026-12"), second},
		"%s is in the future; the last day that can be recorded is %s.":                                          {tracker.Day("2026-12-01"), second},
		"%s is in the future; the list is known up to today, %s.":                                                {tracker.Day("2026-12-01"), second},
		"%s is listed already; nothing was changed.":                                                             {germany},
		"%s is listed already (you wrote %s); nothing was changed.":                                              {germany, "Deutschland"},
		"%q is listed already, as %s.":                                                                           {"Deutschland", germany},
		"The %s has %d characters; at most %d are kept.":                                                         {tracker.Field("source"), 2_020, tracker.MaxSource},
		"The %s isn't readable text.":                                                                            {tracker.Field("alias")},
		"The %s contains a character that doesn't print (U+%04X).":                                               {tracker.Field("reason"), '\u200b'},
		"%s isn't listed: it was %s on %s. Nothing was changed.":                                                 {someone, tracker.Withdrawn, day},
		"%s is a state: its country says who it is, so its name can't be forgotten.":                             {germany},
		"%s is an admin already; nothing was changed.":                                                           {"U0ADMIN"},
		"%s is an admin by the configuration; take the name out there. Nothing was changed.":                     {"U0ADMIN"},
		"%s is not an admin; nothing was changed.":                                                               {"U0ADMIN"},
		"%s is the last admin; make somebody else an admin first. Nothing was changed.":                          {"U0ADMIN"},
		"Entry %d made %s an admin; revoke that instead.":                                                        {tracker.Seq(1450), "U0ADMIN"},
		"Entry %d says that %s is no longer an admin; grant that again instead.":                                 {tracker.Seq(1450), "U0ADMIN"},
		"%s changed since proposal %d was made: entry %d, recorded by %s on %s. Reject it, or propose it again.": {germany, tracker.Seq(1449), tracker.Seq(1450), "U0ADMIN", day},
		"%s changed since: entry %d, recorded by %s on %s. Undo that first. Nothing was changed.":                {germany, tracker.Seq(1450), "U0ADMIN", day},
		"That was undone already: entry %d, recorded by %s on %s. Nothing was changed.":                          {tracker.Seq(1450), "U0ADMIN", day},
		"Entry %d was taken back by %s on %s already. Nothing was changed.":                                      {tracker.Seq(1450), "U0ADMIN", day},
		"Proposal %d was approved by %s on %s already. Nothing was changed.":                                     {tracker.Seq(1450), "U0ADMIN", day},
		"Proposal %d was rejected by %s on %s already. Nothing was changed.":                                     {tracker.Seq(1450), "U0ADMIN", day},
		"The list's records begin on %s; nothing can be listed before.":                                          {call.Launched},
		"The list's own records begin on %s; what it was on %s isn't known.":                                     {day, tracker.Day("2019-01-01")},
		"%s last changed on %s; a change on %s would be before that.":                                            {germany, second, first},
		"%s was merged into %s since; undo that first. Nothing was changed.":                                     {someone, germany},
		"%s is before %s.": {first, second},
		"The second day has to be after the first; %s isn't after %s.":                            {first, second},
		"A claim has a category and no kind; leave out “%s”.":                                     {tracker.Kind("think_tank")},
		"Nothing was changed. Of %d lines these can't be done:":                                   {3},
		"Those are more than %d lines. Nothing was read of them, and nothing was changed.":        {100},
		"Only admins can %s. To propose it to them, type suggest before it. Nothing was changed.": {"add"},
		"Only admins can %s. Nothing was changed.":                                                {"approve"},
		"There is no doubtful row at %s. Nothing was changed.":                                    {tracker.Line(12)},
		"%s changed since the list was compared; compare it again. Nothing was changed.":          {germany},
		"%s Add country:XX, with its ISO 3166 code of two letters.":                               {tracker.Refusal{Format: "A state needs its country."}},
		"%s Add source:https://… at the end.":                                                     {tracker.Refusal{Format: "Say where this is known from."}},
		"%s If it is somebody else, type the same again with the word anyway.":                    {tracker.Refusal{Format: "“%s” is much like %s. Nothing was changed.", Args: []any{"Example Ltd", germany}}},
		"%s, %s: %s Nothing was changed.":                                                         {tracker.Line(12), "Example Foundation", tracker.Refusal{Format: "There is no category %q.", Args: []any{"firm"}}},
		"The row at %s has %d cells; at most %d are read.":                                        {tracker.Line(12), 1_200, 1_000},
		"The list has more than %d rows (%s); at most that many are read.":                        {100_000, tracker.Line(100_002)},
		"The row has %d cells, the header %d; is a separator inside a cell without quotes?":       {12, 10},
		"Line %d: the JSON can't be read (%s). Nothing was read.":                                 {tracker.Line(1_012), "unexpected EOF"},
		"%q may be %s or %s, and the column doesn't show which; write it as 2018-11-12.":          {"03/04/2020", tracker.Date("2020-04-03"), tracker.Date("2020-03-04")},
		"%q may be %s or %s; use the ISO 3166 code.":                                              {"Ge", georgia, guinea},
	}[pattern]; ok {
		return args
	}
	var args []any
	for _, v := range verbs(t, pattern) {
		switch v[len(v)-1] {
		case 'd':
			args = append(args, tracker.Seq(1450))
		default:
			args = append(args, "example \"text\"")
		}
	}
	return args
}
