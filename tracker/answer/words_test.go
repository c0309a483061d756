package answer

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"rollcall/tracker"
)

// TestLanguagesHaveTheSameMessages holds that every language has every message, with the same arguments and variants. The
// arguments are in the message's key.
func TestLanguagesHaveTheSameMessages(t *testing.T) {
	english := voices()["en"].says
	for lang, w := range voices() {
		for m, texts := range english {
			there, ok := w.says[m]
			if !ok {
				t.Errorf("%s has no %s", lang, m)
			}
			for variant := range texts {
				_, ok := there[variant]
				if _, other := there["else"]; !ok && !other {
					t.Errorf("%s has no %s of %s", lang, variant, m)
				}
			}
		}
		for m := range w.says {
			if _, ok := english[m]; !ok {
				t.Errorf("%s has %s, which English hasn't", lang, m)
			}
		}
	}
}

// TestEveryMessageIsUsed holds the keys in the code to those of the catalogues, and how many arguments are passed.
func TestEveryMessageIsUsed(t *testing.T) {
	key := regexp.MustCompile(`^[a-z_]+(\.[a-z_]+)?\([a-z_, ]*\)$`)
	used := map[message]bool{}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		set := token.NewFileSet()
		parsed, err := parser.ParseFile(set, file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			if s, ok := n.(*ast.BasicLit); ok && s.Kind == token.STRING {
				if said, err := strconv.Unquote(s.Value); err == nil && key.MatchString(said) {
					used[message(said)] = true
				}
			}
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			first, ok := map[string]int{"say": 1, "sayAs": 2}[called(call.Fun)]
			if !ok || call.Ellipsis.IsValid() {
				return true
			}
			literal, ok := call.Args[0].(*ast.BasicLit)
			if !ok {
				return true
			}
			m, err := strconv.Unquote(literal.Value)
			if want := len(message(m).args()); err != nil || len(call.Args)-first != want {
				t.Errorf("%s: %s is told of %d, want %d", set.Position(n.Pos()), m, len(call.Args)-first, want)
			}
			return true
		})
	}
	for m := range used {
		if voices()["en"].says[m] == nil {
			t.Errorf("no catalogue has %s", m)
		}
	}
	for m := range voices()["en"].says {
		if !used[m] {
			t.Errorf("nothing tells %s", m)
		}
	}
}

// A catalogue in which something is wrong is refused by the name of what is.
func TestBrokenCatalogues(t *testing.T) {
	for text, want := range map[string]string{
		`"count(n)": "{n} {n|supporter}"`:                            `count(n) : {n|…} has 1 plural forms, want 2`,
		`"count(n)": "{n|one|two|three}"`:                            `count(n) : {n|…} has 3 plural forms, want 2`,
		`"count(n)": "{m} supporters"`:                               `count(n) : {m} is no argument of it`,
		`"who(name)": {joined: "{name}", left: "{nam}"}`:             `who(name) left: {nam} is no argument of it`,
		`"who(name)": "{name.dative}"`:                               `who(name) : {name.dative}: there is no form "dative"`,
		`"who(name)": "{name"`:                                       `who(name) : a brace isn't closed`,
		`"who(name)": "{name?yes"`:                                   `who(name) : a brace isn't closed`,
		"\"who(name)\": \"{name}\"\n\"who(name)\": \"{name} twice\"": `already defined`,
		`"who(name)": [`:                                             `yaml: line 1`,
		`- who`:                                                      `cannot unmarshal`,
		"\"a(n)\": \"{m}\"\n\"b(n)\": \"{m}\"":                       "b(n) : {m} is no argument of it",
	} {
		if _, err := read("en", english{}, []byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

// Every catalogue may be cut off anywhere, or have any byte changed: it is read or refused, and nothing panics.
func TestDamagedCatalogues(t *testing.T) {
	text, err := os.ReadFile("words/en.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text = text[:4000]
	for i := range 200 {
		at := i * len(text) / 200
		_, _ = read("en", english{}, text[:at])
		damaged := slices.Clone(text)
		damaged[at] = "{}|?\"\x00"[i%6]
		_, _ = read("en", english{}, damaged)
	}
}

// TestTexts shows what a text can do.
func TestTexts(t *testing.T) {
	w, err := read("fr", french{}, []byte(`
"and(before, last)": "{before} et {last}"
"month()": {3: mars}
"n(n, of)": "{n} {n|soutien|soutiens}{of? sur {of}|, sans plus} !"
"who(who, names)": "{Who.le} {who|figure|figurent} près {who.de}{names? ({names})}"
"day(day)": {else: "le {day}", month: "en {day}"}`))
	if err != nil {
		t.Fatal(err)
	}
	for got, want := range map[string]string{
		w.say("n(n, of)", 0, 0):                                          "0 soutien, sans plus\u00a0!",
		w.say("n(n, of)", 1_222, 5):                                      "1\u202f222 soutiens sur 5\u00a0!",
		w.say("who(who, names)", country("NL"), nil):                     "Les Pays-Bas figurent près des Pays-Bas",
		w.say("who(who, names)", country("IN"), []string{"a", "b", "c"}): "L'Inde figure près de l'Inde (a, b et c)",
		w.say("who(who, names)", &tracker.Supporter{Name: "iFoo"}, nil):  "iFoo figure près d'iFoo",
		w.sayAs("day(day)", "month", tracker.Date("2020-03")):            "en mars 2020",
		w.sayAs("day(day)", "elsewhere", tracker.Day("2020-03-01")):      "le 1er mars 2020",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestVariantsOfData holds that what the domain can say of somebody has its words in each language.
func TestVariantsOfData(t *testing.T) {
	for lang, w := range voices() {
		for m, variants := range map[message][]string{
			"category(n)": strs(tracker.Categories()), "what(kind, country)": strs(tracker.Categories()), "kind(n, other)": strs(tracker.Kinds()),
			"qualifier()": strs([]tracker.Qualifier{tracker.Exactly, tracker.AtLeast, tracker.About}), "verdict()": strs([]Verdict{"", Yes, No, Partly}),
			"gone()": strs([]tracker.Status{tracker.Withdrawn, tracker.Removed, tracker.Merged}),
			"status.left(who, what, call, day, reason, into)": strs([]tracker.Status{tracker.Withdrawn, tracker.Removed, tracker.Merged}),
			"term.status()": strs([]tracker.Status{tracker.Listed, tracker.Withdrawn, tracker.Removed, tracker.Merged, NotListed, Announced}),
			"term(value)":   strs([]tracker.Key{tracker.ByWord, tracker.ByName, tracker.ByID, tracker.Unsigned}),
			"term.none()":   strs([]tracker.Key{tracker.ByCategory, tracker.ByKind, tracker.ByCountry, tracker.ByJoined}),
			"lacking(n)":    strs([]tracker.Key{tracker.ByKind, tracker.ByCountry, tracker.ByJoined}),
			"sort()":        tracker.Sorts(),
			"reason(other)": {"", tracker.Duplicate, tracker.Error, tracker.Replaced},
		} {
			for _, variant := range variants {
				if _, ok := w.says[m][variant]; !ok {
					t.Errorf("%s has no %s of %s", lang, variant, m)
				}
			}
		}
	}
}

func strs[T ~string](all []T) []string {
	said := make([]string, len(all))
	for i, one := range all {
		said[i] = string(one)
	}
	return said
}

// TestFrenchTextsAreFrench looks for English words in the French catalogue.
func TestFrenchTextsAreFrench(t *testing.T) {
	english := strings.Fields("the is are was were nothing say what such with there and which here of from listed call supporter supporters by has have not")
	typed := regexp.MustCompile(`\w+:`) // as commands are
	for _, m := range slices.Sorted(maps.Keys(voices()["fr"].says)) {
		for variant, parts := range voices()["fr"].says[m] {
			for _, word := range strings.FieldsFunc(strings.ToLower(typed.ReplaceAllString(plainText(parts), "")), func(r rune) bool {
				return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzàâçéèêëîïôùûœ_", r)
			}) {
				if slices.Contains(english, word) {
					t.Errorf("%s %s: %q", m, variant, word)
				}
			}
		}
	}
}

// plainText is what a text says whatever it is told of, and in each of its forms.
func plainText(parts []part) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(p.text + " ")
		for _, choice := range p.choices {
			b.WriteString(plainText(choice))
		}
	}
	return b.String()
}
