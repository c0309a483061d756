package query_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"rollcall/tracker"
	"rollcall/tracker/query"
)

// word, quoted and filter are the three kinds of tokens.
func word(text string) tracker.Token              { return tracker.Token{Text: text} }
func quoted(text string) tracker.Token            { return tracker.Token{Text: text, Quoted: true} }
func filter(key, value string) tracker.Token      { return tracker.Token{Key: key, Text: value} }
func tokens(all ...tracker.Token) []tracker.Token { return all }

func TestALineIsCutIntoTokens(t *testing.T) {
	for line, want := range map[string][]tracker.Token{
		"":                                 nil,
		" \t\u00a0 ":                       nil,
		"who usa":                          tokens(word("who"), word("usa")),
		"  who\t usa \n":                   tokens(word("who"), word("usa")),
		"who\u00a0usa":                     tokens(word("who"), word("usa")),
		`who "Dell Computers"`:             tokens(word("who"), quoted("Dell Computers")),
		"who “Dell Computers”":             tokens(word("who"), quoted("Dell Computers")),
		"who „Dell Computers“":             tokens(word("who"), quoted("Dell Computers")),
		"who ”Dell Computers”":             tokens(word("who"), quoted("Dell Computers")),
		`who "Dell Computers”`:             tokens(word("who"), quoted("Dell Computers")),
		"who «Dell Computers»":             tokens(word("who"), quoted("Dell Computers")),
		"who « Dell »":                     tokens(word("who"), quoted("Dell")),
		"who «\u00a0Dell\u00a0»":           tokens(word("who"), quoted("Dell")),
		"who «\u202fDell\u202f»":           tokens(word("who"), quoted("Dell")),
		"who »Dell«":                       tokens(word("who"), quoted("Dell")),
		`who "Dell`:                        tokens(word("who"), word(`"Dell`)),
		"who «Dell Inc":                    tokens(word("who"), word("«Dell"), word("Inc")),
		`who Dell"`:                        tokens(word("who"), word(`Dell"`)),
		`who ""`:                           tokens(word("who")),
		`"a" "b"`:                          tokens(quoted("a"), quoted("b")),
		`"a""b"`:                           tokens(quoted("a"), quoted("b")),
		"who 'Dell Computers'":             tokens(word("who"), quoted("Dell Computers")),
		"who ‘Dell Computers’, 'Nokia'?":   tokens(word("who"), quoted("Dell Computers"), word(","), quoted("Nokia"), word("?")),
		"who 'Lawyers' Union'":             tokens(word("who"), quoted("Lawyers"), word("Union'")),
		"who 'Conseil de l'Ordre'":         tokens(word("who"), quoted("Conseil de l'Ordre")),
		"who 's-Hertogenbosch":             tokens(word("who"), word("'s-Hertogenbosch")),
		"rock 'n' roll":                    tokens(word("rock"), word("'n'"), word("roll")),
		"in:'European Union' x":            tokens(filter("in", "European Union"), word("x")),
		"l'Oréal d’Europe":                 tokens(word("l'Oréal"), word("d’Europe")),
		"count in:eu":                      tokens(word("count"), filter("in", "eu")),
		"count IN:EU":                      tokens(word("count"), filter("in", "EU")),
		"count in:":                        tokens(word("count"), filter("in", "")),
		`in:"European Union" x`:            tokens(filter("in", "European Union"), word("x")),
		"in:“European Union”":              tokens(filter("in", "European Union")),
		"in:« Union européenne »":          tokens(filter("in", "Union européenne")),
		`in:"European Union`:               tokens(filter("in", `"European`), word("Union")),
		"as-of:2020-12-31":                 tokens(filter("as-of", "2020-12-31")),
		"as–of:2020-12-31":                 tokens(filter("as-of", "2020-12-31")),
		"as—of:2020-12-31":                 tokens(filter("as-of", "2020-12-31")),
		"as_of:2020-12-31":                 tokens(filter("as-of", "2020-12-31")),
		"asof:2020-12-31":                  tokens(filter("as-of", "2020-12-31")),
		"source:https://a.example/b:c?d=e": tokens(filter("source", "https://a.example/b:c?d=e")),
		"who Example: The Company":         tokens(word("who"), word("Example:"), word("The"), word("Company")),
		"who x:y":                          tokens(word("who"), word("x:y")),
		"https://a.example/":               tokens(word("https://a.example/")),
		`reason:"no longer listed" x`:      tokens(filter("reason", "no longer listed"), word("x")),
		"\x00 \xff":                        tokens(word("\x00"), word("\ufffd")),
		// In a question, the keys of edits are words, and a line's end is a space.
		"who name:x":                   tokens(word("who"), word("name:x")),
		"what does note: mean\nhere":   tokens(word("what"), word("does"), word("note:"), word("mean"), word("here")),
		`who claim:"a b"`:              tokens(word("who"), word(`claim:"a`), word(`b"`)),
		`edit x name:"a b" alias:c`:    tokens(word("edit"), word("x"), filter("name", "a b"), filter("alias", "c")),
		"ADD note:x name: y":           tokens(word("ADD"), filter("note", "x"), filter("name", ""), word("y")),
		"suggest withdraw x because:y": tokens(word("suggest"), word("withdraw"), word("x"), filter("because", "y")),
		"withdraw\nA in:x\r\n\n\"B":    tokens(word("withdraw"), word("\n"), word("A"), filter("in", "x"), word("\n"), word("\n"), word("\"B")),
		"withdraw\n\"A\nB\" c":         tokens(word("withdraw"), word("\n"), word("\"A"), word("\n"), word("B\""), word("c")),
	} {
		if got := query.Line(line); !slices.Equal(got, want) {
			t.Errorf("Line(%q)\n got %+v\nwant %+v", line, got, want)
		}
	}
}

func TestArgumentsOfAShellAreTokensAlready(t *testing.T) {
	for _, c := range []struct {
		args []string
		want []tracker.Token
	}{
		{nil, nil},
		{[]string{"who", "Dell Computers"}, tokens(word("who"), quoted("Dell Computers"))},
		{[]string{"who", "", "usa"}, tokens(word("who"), word("usa"))},
		{[]string{"count", "in:European Union"}, tokens(word("count"), filter("in", "European Union"))},
		{[]string{"as–of:2020-12-31"}, tokens(filter("as-of", "2020-12-31"))},
		{[]string{"who", `"Dell"`}, tokens(word("who"), quoted("Dell"))},
		{[]string{"add", "“Example", "Foundation”", "company"}, tokens(word("add"), quoted("Example Foundation"), word("company"))},
		{[]string{"add", "“Example Foundation”", "in:«", "Examplia", "»"}, tokens(word("add"), quoted("Example Foundation"), filter("in", "Examplia"))},
		{[]string{"who", "“Example", "Foundation"}, tokens(word("who"), word("“Example"), word("Foundation"))},
		{[]string{"who", "“Example”s", "Works"}, tokens(word("who"), quoted("Example"), word("s"), word("Works"))},
		{[]string{"who", "name:x"}, tokens(word("who"), word("name:x"))},
		{[]string{"edit", "#1", "name:A B"}, tokens(word("edit"), word("#1"), filter("name", "A B"))},
		{[]string{"withdraw", "\nA\nB C"}, tokens(word("withdraw"), word("\n"), word("A"), word("\n"), word("B"), word("C"))},
		{[]string{"AT&amp;T", "<x>"}, tokens(word("AT&amp;T"), word("<x>"))},
	} {
		if got := query.Args(c.args); !slices.Equal(got, c.want) {
			t.Errorf("Args(%q)\n got %+v\nwant %+v", c.args, got, c.want)
		}
	}
}

func TestTextIsTheLineAgain(t *testing.T) {
	if got := query.Text(query.Line(`count "a b" in:“c d” E`)); got != "count a b in:c d E" {
		t.Error(got)
	}
	if got := query.Text(nil); got != "" {
		t.Error(got)
	}
}

func TestLinesArePartedAtBreaks(t *testing.T) {
	for typed, want := range map[string]int{"": 1, "who a\nb": 1, "add": 1, "add\na\n\nb": 4, "add a\nadd b": 2, "add" + strings.Repeat("\nx", 10*query.MaxLines): query.MaxLines + 1} {
		if got := query.Lines(query.Line(typed)); len(got) != want {
			t.Errorf("%.40q has %d lines, want %d", typed, len(got), want)
		}
	}
}

func TestANameAndItsCategory(t *testing.T) {
	for line, want := range map[string][3]string{
		`"Example Foundation" civil_society foundation`: {"Example Foundation", "civil_society", "foundation"},
		`Example Foundation civil_society`:              {"Example Foundation", "civil_society", ""},
		`Example University civil_society university`:   {"Example University", "civil_society", "university"},
		`Example State University state`:                {"Example State University", "state", ""},
		`Example Company company`:                       {"Example Company", "company", ""},
		`Example company`:                               {"Example", "company", ""},
		`"Example" company business`:                    {"Example", "company", "business"},
		`Example civil society`:                         {"Example", "civil_society", ""},
		`"Example A" public authority local government`: {"Example A", "public_authority", "local_government"},
		`"company" company`:                             {"company", "company", ""},
		`company company`:                               {"company", "company", ""},
		`"Example A" uncategorised`:                     {"Example A", "uncategorised", ""},
		`Example A company business`:                    {"Example A", "company", "business"},
		`Example civil society university`:              {"Example", "civil_society", "university"},
		`Example Business company`:                      {"Example Business", "company", ""},
	} {
		name, c, k, err := query.NameAndKind(query.Line(line), "", "")
		if got := [3]string{name, string(c), string(k)}; err != nil || got != want {
			t.Errorf("%s: %q, %v, want %q", line, got, err, want)
		}
	}
	for line, category := range map[string]string{
		"": "", "company": "", `"Example"`: "", "Example": "", `"Example" charity`: "", `"Example" company company`: "",
		`"Example" civil_society foundation university`: "", "Example A": "charity", `"Example" company state`: "",
	} {
		if name, c, k, err := query.NameAndKind(query.Line(line), category, ""); err == nil || !strings.Contains(err.Error(), "categor") {
			t.Errorf("%q with category:%s is taken as %q, %q, %q, %v", line, category, name, c, k, err)
		}
	}
}

// Where a name in small letters may end in more than one place, the person is asked.
func TestANameThatMayEndEarlierIsAskedFor(t *testing.T) {
	_, _, _, err := query.NameAndKind(query.Line("example company business"), "", "")
	if err == nil || !strings.Contains(err.Error(), `Is “company” part of the name? Put the name into quotes, such as: add "example" company business.`) {
		t.Error(err)
	}
}

// FuzzLine cuts any line: no panic, no empty token, and nothing that wasn't there.
func FuzzLine(f *testing.F) {
	for _, s := range []string{`who "Dell`, "in:“a b” c", "« \u202f»", "as–of:x", "<https://a|b>&amp;&lt;", "\xff\x00", `""""`, `in:""`, "source:\"a\"b", "<@U>|<#C|x>", "add\na name:\"b\nc\" \r\n", "grant <@U1>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, token := range query.Line(s) {
			if token == (tracker.Token{}) {
				t.Errorf("%q has an empty token", s)
			}
			if utf8.ValidString(s) && !strings.Contains(s, token.Text) {
				t.Errorf("%q has the token %q", s, token.Text)
			}
		}
	})
}
