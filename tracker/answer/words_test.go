package answer

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"rollcall/tracker"
)

// sources are the files of the repository's own code.
func sources(t *testing.T, each func(set *token.FileSet, file *ast.File)) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join("..", ".."), func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err == nil {
			each(set, file)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestEveryMessageIsUsed holds the keys in the code to those of the catalogues, and how many arguments are passed.
func TestEveryMessageIsUsed(t *testing.T) {
	key := regexp.MustCompile(`^[a-z_]+(\.[a-z_]+)?\([a-z_, ]*\)$`)
	used := map[Message]bool{}
	sources(t, func(set *token.FileSet, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			if s, ok := n.(*ast.BasicLit); ok && s.Kind == token.STRING {
				if said, err := strconv.Unquote(s.Value); err == nil && key.MatchString(said) {
					used[Message(said)] = true
				}
			}
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			first, ok := map[string]int{"Say": 1, "add": 1, "SayAs": 2}[called(call.Fun)]
			if !ok || call.Ellipsis.IsValid() {
				return true
			}
			literal, ok := call.Args[0].(*ast.BasicLit)
			if !ok {
				return true
			}
			m, err := strconv.Unquote(literal.Value)
			if variant, ok := call.Args[first-1].(*ast.BasicLit); ok && first == 2 && err == nil {
				texts := In("en").says[Message(m)]
				_, there := texts[strings.Trim(variant.Value, `"`)]
				if _, other := texts["else"]; !there && !other {
					t.Errorf("%s: %s has no %s", set.Position(n.Pos()), m, variant.Value)
				}
			}
			if want := len(Message(m).args()); err == nil && key.MatchString(m) && len(call.Args)-first != want {
				t.Errorf("%s: %s gets %d arguments, want %d", set.Position(n.Pos()), m, len(call.Args)-first, want)
			}
			return true
		})
	})
	for m := range used {
		if In("en").says[m] == nil {
			t.Errorf("no catalogue has %s", m)
		}
	}
	for m := range In("en").says {
		if !used[m] {
			t.Errorf("nothing uses %s", m)
		}
	}
}

// TestLanguagesHaveTheSameMessages holds that each language has all messages, and all variants of those.
func TestLanguagesHaveTheSameMessages(t *testing.T) {
	for _, lang := range Languages()[1:] {
		if err := errors.Join(In(lang).lacks(In("en")), In("en").lacks(In(lang))); err != nil {
			t.Error(err)
		}
	}
}

// lacks are the messages and variants that another language has.
func (v *Words) lacks(other *Words) error {
	var wrong []error
	for _, m := range slices.Sorted(maps.Keys(other.says)) {
		texts, ok := v.says[m]
		if !ok {
			wrong = append(wrong, fmt.Errorf("the catalogue of %s has no %s", v.lang, m))
		}
		_, rest := texts["else"]
		for _, variant := range slices.Sorted(maps.Keys(other.says[m])) {
			if _, has := texts[variant]; ok && !rest && !has && variant != "else" {
				wrong = append(wrong, fmt.Errorf("the catalogue of %s has no %s of %s", v.lang, variant, m))
			}
		}
	}
	return errors.Join(wrong...)
}

// Catalogues in which something is missing or wrong are refused, by the names of the files and the messages.
func TestCataloguesThatDoNotFit(t *testing.T) {
	good := map[string]string{
		"words/en.yaml":          `"month()": {1: January, 2: February}`,
		"words/slack_en.yaml":    `"button.share(n)": "Share {n|it|them}"`,
		"words/fr.yaml":          `"month()": {1: janvier, else: février}`,
		"words/slack_fr.yaml":    `"button.share(n)": "Partager {n|un|plusieurs}"`,
		"words/refusals_fr.yaml": `"No.": Non.`,
	}
	for _, c := range []struct{ file, text, want string }{
		{"", "", ""},
		{"words/fr.yaml", "", "the catalogue of fr has no month()"},
		{"words/fr.yaml", `"month()": {1: janvier}`, "the catalogue of fr has no 2 of month()"},
		{"words/fr.yaml", `"month(n)": janvier`, "the catalogue of en has no month(n)"},
		{"words/slack_fr.yaml", `"button.share(n)": "Partager {n|un}"`, "words/slack_fr.yaml: button.share(n) : {n|…} has 1 plural forms, want 2"},
		{"words/slack_fr.yaml", `"button.share(n)": "Partager {m}"`, "words/slack_fr.yaml: button.share(n) : {m} is no argument of it"},
		{"words/slack_fr.yaml", `"button.share(n)": "Partager {n"`, "words/slack_fr.yaml: button.share(n) : a brace isn't closed"},
		{"words/slack_fr.yaml", `"button.share(n)`, "words/slack_fr.yaml: yaml: "},
		{"words/slack_fr.yaml", "\"button.share(n)\": P\n\"month()\": m", "words/slack_fr.yaml: month(): another file has it, too"},
		{"words/refusals_fr.yaml", "", "words/refusals_fr.yaml: there are no refusals"},
		{"words/refusals_fr.yaml", "- No", "words/refusals_fr.yaml: yaml: "},
	} {
		files := fstest.MapFS{}
		for name, text := range good {
			files[name] = &fstest.MapFile{Data: []byte(text)}
		}
		if c.file != "" {
			files[c.file] = &fstest.MapFile{Data: []byte(c.text)}
		}
		en, err := load(files, "en", english{})
		fr, no := load(files, "fr", french{})
		err = errors.Join(err, no, fr.lacks(en), en.lacks(fr))
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s %s: %v, want %q", c.file, c.text, err, c.want)
		}
	}
	if _, err := load(fstest.MapFS{}, "en", english{}); err == nil || !strings.Contains(err.Error(), "words/en.yaml: there is no such file") {
		t.Errorf("without files: %v", err)
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
		if err := newWords("en", english{}).read([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

// A catalogue that is cut off anywhere, or has any byte changed, is read or refused, and nothing panics.
func TestDamagedCatalogues(t *testing.T) {
	text, err := os.ReadFile("words/en.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text = text[:4000]
	for i := range 200 {
		at := i * len(text) / 200
		_ = newWords("en", english{}).read(text[:at])
		damaged := slices.Clone(text)
		damaged[at] = "{}|?\"\x00"[i%6]
		_ = newWords("en", english{}).read(damaged)
	}
}

// TestTexts shows what a text can do.
func TestTexts(t *testing.T) {
	w := newWords("fr", french{})
	err := w.read([]byte(`
"and(before, last)": "{before} et {last}"
"month()": {3: mars}
"n(n, of)": "{n} {n|soutien|soutiens}{of? sur {of}|, sans plus} !"
"who(who, names)": "{Who.le} {who|figure|figurent} près {who.de}{names? ({names})}"
"thousands()": "\u202f"
"month.of(month, year)": "{month} {year}"
"day(day, month, year)": {1: "1er {month} {year}"}
"day(day)": {else: "le {day}", month: "en {day}"}`))
	if err != nil {
		t.Fatal(err)
	}
	for got, want := range map[string]string{
		w.Say("n(n, of)", 0, 0):                                          "0 soutien, sans plus\u00a0!",
		w.Say("n(n, of)", 1_222, 5):                                      "1\u202f222 soutiens sur 5\u00a0!",
		w.Say("who(who, names)", country("NL"), nil):                     "Les Pays-Bas figurent près des Pays-Bas",
		w.Say("who(who, names)", country("IN"), []string{"a", "b", "c"}): "L'Inde figure près de l'Inde (a, b et c)",
		w.Say("who(who, names)", &tracker.Supporter{Name: "iFoo"}, nil):  "iFoo figure près d'iFoo",
		w.SayAs("day(day)", "month", tracker.Date("2020-03")):            "en mars 2020",
		w.SayAs("day(day)", "elsewhere", tracker.Day("2020-03-01")):      "le 1er mars 2020",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestVariantsOfData holds that what the domain can say of somebody has its words in each language.
func TestVariantsOfData(t *testing.T) {
	for _, lang := range Languages() {
		w := In(lang)
		for m, variants := range map[Message][]string{
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

// englishWords are those that no text in another language has, but where they are typed.
var englishWords = strings.Fields("the is are was were nothing say what such with there and which here of from listed call supporter supporters by has have not")

// theirs are those of them that a language has, too.
var theirs = map[string][]string{"es": {"has"}}

// typed is what stands in a text as commands are typed.
var typed = regexp.MustCompile(`\w+:\S*|--?[\w-]+|listed(?:, |-)|not-listed|\w+\.csv|not \w+:\S*|%s and %s`)

// englishWord is one in a text that should be in another language, or empty.
func englishWord(lang, text string) string {
	for _, word := range strings.FieldsFunc(strings.ToLower(typed.ReplaceAllString(text, " ")), func(r rune) bool { return !unicode.IsLetter(r) && r != '_' }) {
		if slices.Contains(englishWords, word) && !slices.Contains(theirs[lang], word) {
			return word
		}
	}
	return ""
}

// TestTextsAreInTheirLanguage looks for English words in the catalogues of others.
func TestTextsAreInTheirLanguage(t *testing.T) {
	for _, lang := range Languages()[1:] {
		for _, m := range slices.Sorted(maps.Keys(In(lang).says)) {
			if strings.HasPrefix(string(m), "command.") && m != "command.help()" {
				continue // words and patterns, which are typed
			}
			for variant, parts := range In(lang).says[m] {
				if word := englishWord(lang, plainText(parts)); word != "" {
					t.Errorf("%s: %s %s: %q", lang, m, variant, word)
				}
			}
		}
	}
}

// plainText is the fixed part of a text, in each of its forms.
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
