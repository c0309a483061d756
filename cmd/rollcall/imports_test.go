package main

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// house is the repository, seen from this package.
const house = "../.."

// A rule says what a package may import besides the standard library.
type rule struct {
	own    []string // packages of this module; one that ends in /... also stands for all below it
	others []string // modules
	pure   bool     // does no I/O
	tests  bool     // for tests only: no other package may import it
}

// text is the one module that the domain may use.
const text = "golang.org/x/text"

// domain are the packages that know nothing of Slack, of files or of a database.
var domain = []string{"rollcall/tracker", "rollcall/tracker/names", "rollcall/tracker/covers", "rollcall/tracker/asked", "rollcall/tracker/query", "rollcall/tracker/ask", "rollcall/tracker/answer",
	"rollcall/tracker/desk", "rollcall/tracker/digest"}

// rules say which package may import which. A package without a rule fails the test.
var rules = map[string]rule{
	"rollcall/tracker":                 {own: domain, others: []string{text}, pure: true},
	"rollcall/tracker/names":           {own: domain, others: []string{text}, pure: true},
	"rollcall/tracker/covers":          {own: []string{"rollcall/tracker/names"}, others: []string{"github.com/kljensen/snowball"}, pure: true},
	"rollcall/tracker/asked":           {own: []string{"rollcall/tracker"}, pure: true},
	"rollcall/tracker/query":           {own: []string{"rollcall/tracker", "rollcall/tracker/names", "rollcall/tracker/answer"}, others: []string{"go.yaml.in/yaml/v3"}, pure: true}, // the table of commands
	"rollcall/tracker/ask":             {own: []string{"rollcall/tracker", "rollcall/tracker/covers", "rollcall/tracker/names"}, others: []string{text}, pure: true},
	"rollcall/tracker/answer":          {own: append([]string{"rollcall/tracker/roster"}, domain...), others: []string{text, "go.yaml.in/yaml/v3"}, pure: true}, // how an uploaded list differs
	"rollcall/tracker/digest":          {own: domain, others: []string{text, "github.com/robfig/cron/v3"}, pure: true},
	"rollcall/tracker/chart":           {own: []string{"rollcall/tracker", "rollcall/tracker/answer"}, others: []string{"gonum.org/v1/plot", "codeberg.org/go-fonts/liberation", "golang.org/x/image"}, pure: true},
	"rollcall/tracker/desk":            {own: append([]string{"rollcall/tracker/roster", "rollcall/tracker/follow"}, domain...), others: []string{text, "golang.org/x/time"}},
	"rollcall/tracker/bolt":            {own: []string{"rollcall/tracker", "rollcall/tracker/asked"}, others: []string{"go.etcd.io/bbolt"}},
	"rollcall/tracker/postgres":        {own: []string{"rollcall/tracker", "rollcall/tracker/asked"}, others: []string{"github.com/jackc/pgx/v5"}},
	"rollcall/tracker/postgres/pgtest": {others: []string{"github.com/jackc/pgx/v5"}, tests: true},
	"rollcall/tracker/callfiles":       {own: domain, others: []string{"go.yaml.in/yaml/v3"}, pure: true},
	"rollcall/tracker/pariscall":       {own: []string{"rollcall/tracker", "rollcall/tracker/callfiles"}},
	"rollcall/tracker/roster":          {own: domain, others: []string{text, "go.yaml.in/yaml/v3"}}, // lists in old encodings, and as front matter
	"rollcall/tracker/follow":          {own: append([]string{"rollcall/tracker/roster"}, domain...), others: []string{"github.com/hashicorp/go-retryablehttp", "github.com/robfig/cron/v3"}},
	"rollcall/tracker/ledgertest":      {own: []string{"rollcall/tracker", "rollcall/tracker/asked"}, tests: true},
	"rollcall/tracker/testrun":         {tests: true},
	"rollcall/config":                  {own: []string{"rollcall/tracker"}, others: []string{"github.com/robfig/cron/v3", "go.yaml.in/yaml/v3"}},
	"rollcall/deploy":                  {others: []string{"go.yaml.in/yaml/v3"}},
	"rollcall/bot":                     {own: append([]string{"rollcall/bot/blocks", "rollcall/tracker/chart", "rollcall/tracker/follow", "rollcall/tracker/roster"}, domain...), others: []string{"github.com/slack-go/slack", "github.com/robfig/cron/v3"}},
	"rollcall/bot/blocks":              {own: domain, others: []string{"github.com/slack-go/slack"}},
	"rollcall/bot/slacktest":           {others: []string{"github.com/slack-go/slack", "github.com/gorilla/websocket", "go.yaml.in/yaml/v3"}, tests: true}, // the limits
	"rollcall/cmd/rollcall": {own: []string{"rollcall/bot", "rollcall/config", "rollcall/deploy", "rollcall/tracker/..."}, others: []string{
		"github.com/slack-go/slack", "github.com/robfig/cron/v3", "go.etcd.io/bbolt", "go.yaml.in/yaml/v3", text, "golang.org/x/sync", "golang.org/x/term", "github.com/mattn/go-runewidth"}},
}

// outside are the packages, with all below them, that a pure package can't import.
var outside = []string{"net", "net/http", "os", "syscall"}

// harmless are below those, but do no I/O.
var harmless = []string{"net/url", "net/netip", "net/mail"}

// broken returns what a package imports against its rule.
func broken(pkg string, imports []string) []string {
	r, ok := rules[pkg]
	if !ok {
		return []string{pkg + " has no rule; say in imports_test.go what it may import"}
	}
	var wrong []string
	for _, i := range imports {
		no := func(why string) { wrong = append(wrong, fmt.Sprintf("%s imports %s: %s", pkg, i, why)) }
		first, _, _ := strings.Cut(i, "/")
		switch {
		case first == "rollcall":
			if rules[i].tests {
				no("it is for tests only")
			} else if !slices.ContainsFunc(r.own, func(own string) bool { return covers(own, i) }) {
				no("it may not")
			}
		case strings.Contains(first, "."):
			if slices.ContainsFunc(r.others, func(module string) bool { return within(module, i) }) {
				continue
			}
			no("it may not use that module")
		case r.pure && slices.ContainsFunc(outside, func(name string) bool { return within(name, i) }) && !slices.Contains(harmless, i):
			no("it is pure, and does no I/O")
		}
	}
	return wrong
}

func covers(pattern, pkg string) bool {
	if root, all := strings.CutSuffix(pattern, "/..."); all {
		return within(root, pkg)
	}
	return pattern == pkg
}

// within reports whether a package is root, or below it.
func within(root, pkg string) bool { return pkg == root || strings.HasPrefix(pkg, root+"/") }

// imports reads what each package of the module imports: in its own files, and in its tests.
func imports(t *testing.T, root string) (own, tests map[string][]string) {
	t.Helper()
	own, tests = map[string][]string{}, map[string][]string{}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if base := d.Name(); d.IsDir() && name != root && (strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") || base == "testdata") {
			return filepath.SkipDir
		}
		if d.IsDir() || filepath.Ext(name) != ".go" {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		dir, err := filepath.Rel(root, filepath.Dir(name))
		if err != nil {
			return err
		}
		pkg, into := path.Join("rollcall", filepath.ToSlash(dir)), own
		if strings.HasSuffix(name, "_test.go") {
			into = tests
		}
		into[pkg] = append(into[pkg], "")
		for _, i := range f.Imports {
			into[pkg] = append(into[pkg], strings.Trim(i.Path.Value, "\"`"))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []map[string][]string{own, tests} {
		for pkg := range m {
			slices.Sort(m[pkg])
			m[pkg] = slices.Compact(m[pkg])[1:] // without the empty one
		}
	}
	return own, tests
}

func TestWhoImportsWhom(t *testing.T) {
	own, tests := imports(t, house)
	if len(own) < 10 {
		t.Fatalf("only %d packages were found", len(own))
	}
	for _, pkg := range slices.Sorted(maps.Keys(own)) {
		for _, wrong := range broken(pkg, own[pkg]) {
			t.Error(wrong)
		}
	}
	// Nothing imports bot but cmd, not even tests; the fake Slack is there for all of them.
	for pkg, all := range tests {
		if within("rollcall/bot", pkg) || within("rollcall/cmd", pkg) {
			continue
		}
		for _, i := range all {
			if within("rollcall/bot", i) && !rules[i].tests {
				t.Errorf("a test of %s imports %s", pkg, i)
			}
		}
	}
}

func TestABrokenRuleIsNoticed(t *testing.T) {
	for _, c := range []struct {
		pkg, imports string
		wrong        bool
	}{
		{"rollcall/tracker", "strings golang.org/x/text/cases rollcall/tracker/names net/url", false},
		{"rollcall/tracker", "os", true},
		{"rollcall/tracker", "net", true},
		{"rollcall/tracker/ask", "net/http", true},
		{"rollcall/tracker/ask", "net/http/httptest", true},
		{"rollcall/tracker/answer", "os/exec", true},
		{"rollcall/tracker/names", "syscall", true},
		{"rollcall/tracker/digest", "os/signal", true},
		{"rollcall/tracker", "rollcall/tracker/bolt", true},
		{"rollcall/tracker", "rollcall/bot", true},
		{"rollcall/tracker", "golang.org/x/textual", true},
		{"rollcall/tracker/ask", "rollcall/tracker/pariscall", true},
		{"rollcall/tracker/ask", "github.com/robfig/cron/v3", true},
		{"rollcall/tracker/digest", "github.com/robfig/cron/v3", false},
		{"rollcall/tracker/digest", "github.com/slack-go/slack", true},
		{"rollcall/tracker/chart", "rollcall/tracker/answer gonum.org/v1/plot/vg image/color", false},
		{"rollcall/tracker/chart", "os", true},
		{"rollcall/tracker/chart", "rollcall/tracker/ask", true},
		{"rollcall/tracker/answer", "rollcall/tracker/chart", true},
		{"rollcall/tracker/desk", "rollcall/tracker/digest rollcall/tracker/ask", false},
		{"rollcall/tracker/desk", "rollcall/tracker/bolt", true},
		{"rollcall/tracker/bolt", "os go.etcd.io/bbolt go.etcd.io/bbolt/errors rollcall/tracker", false},
		{"rollcall/tracker/bolt", "go.yaml.in/yaml/v3", true},
		{"rollcall/tracker/postgres", "github.com/jackc/pgx/v5/pgxpool embed rollcall/tracker", false},
		{"rollcall/tracker/postgres", "rollcall/tracker/bolt", true},
		{"rollcall/tracker/desk", "rollcall/tracker/postgres", true},
		{"rollcall/tracker/pariscall", "embed io/fs rollcall/tracker rollcall/tracker/callfiles", false},
		{"rollcall/tracker/callfiles", "go.yaml.in/yaml/v3 io/fs rollcall/tracker rollcall/tracker/names", false},
		{"rollcall/tracker/callfiles", "os", true},
		{"rollcall/tracker/callfiles", "rollcall/tracker/pariscall", true},
		{"rollcall/tracker/pariscall", "rollcall/config", true},
		{"rollcall/tracker/roster", "go.yaml.in/yaml/v3 golang.org/x/text/encoding archive/zip io/fs", false},
		{"rollcall/tracker/roster", "example.org/a/sheets", true},
		{"rollcall/tracker/roster", "rollcall/tracker/pariscall", true},
		{"rollcall/tracker/follow", "net/http github.com/hashicorp/go-retryablehttp rollcall/tracker/roster", false},
		{"rollcall/tracker/follow", "rollcall/tracker/desk rollcall/tracker/bolt", true},
		{"rollcall/config", "rollcall/tracker", false}, // the rule of ledgers' names
		{"rollcall/config", "rollcall/tracker/bolt", true},
		{"rollcall/bot", "rollcall/bot/blocks rollcall/tracker/desk github.com/slack-go/slack/slackevents net/http", false},
		{"rollcall/bot", "rollcall/bot/slacktest", true},
		{"rollcall/bot", "rollcall/tracker/bolt", true},
		{"rollcall/bot", "github.com/gorilla/websocket", true},
		{"rollcall/bot/blocks", "rollcall/bot", true},
		{"rollcall/bot/slacktest", "github.com/gorilla/websocket github.com/slack-go/slack testing", false},
		{"rollcall/bot/slacktest", "rollcall/bot", true},
		{"rollcall/cmd/rollcall", "rollcall/bot rollcall/config rollcall/tracker/bolt os", false},
		{"rollcall/cmd/rollcall", "rollcall/bot/slacktest", true},
		{"rollcall/cmd/rollcall", "rollcall/tracker/ledgertest", true},
		{"rollcall/something/new", "strings", true},
	} {
		if got := broken(c.pkg, strings.Fields(c.imports)); (len(got) > 0) != c.wrong {
			t.Errorf("%s with %s: %q", c.pkg, c.imports, got)
		}
	}
}

// TestTheWalkFindsEveryImport reads an invented module.
func TestTheWalkFindsEveryImport(t *testing.T) {
	root := t.TempDir()
	for name, source := range map[string]string{
		"tracker/a.go":               "package tracker\n\nimport \"os\"\n",
		"tracker/b_windows.go":       "package tracker\n\nimport _ `syscall`\n",
		"tracker/a_test.go":          "package tracker\n\nimport \"net/http\"\n",
		"tracker/testdata/x/x.go":    "package x\n\nimport \"plugin\"\n",
		"tracker/names/names.go":     "package names\n",
		".hidden/a.go":               "package hidden\n\nimport \"plugin\"\n",
		"tracker/names/names.go.txt": "no Go",
	} {
		file := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(source), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	own, tests := imports(t, root)
	if got := fmt.Sprint(own, tests); got != "map[rollcall/tracker:[os syscall] rollcall/tracker/names:[]] map[rollcall/tracker:[net/http]]" {
		t.Error(got)
	}
	if got := broken("rollcall/tracker", own["rollcall/tracker"]); len(got) != 2 {
		t.Error(got)
	}
}

func TestTheTopLevelHoldsOnlyWhatItMay(t *testing.T) {
	allowed := []string{"go.mod", "go.sum", "cmd", "bot", "tracker", "config", "deploy", "README.md", "LICENSE", "CHANGELOG.md"}
	entries, err := os.ReadDir(house)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() == "rollcall" || e.Name() == "rollcall.db" {
			continue // what the README's commands make; git ignores them
		}
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(allowed, e.Name()) {
			t.Errorf("%s stands at the top level", e.Name())
		}
	}
}
