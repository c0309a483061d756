package desk_test

import (
	"slices"
	"strings"
	"testing"

	"rollcall/tracker/answer"
	"rollcall/tracker/desk"
	"rollcall/tracker/names"
	"rollcall/tracker/query"
)

// The table of commands is complete: everything made from it can do what each row says.
func TestTheTableOfCommands(t *testing.T) {
	f, paris, seen := newFront(t, call(t)), newDesk(t), map[string]string{}
	for _, c := range query.Commands() {
		words := append(c.Names(), c.Name)
		for _, lang := range answer.Languages() {
			if answer.In(lang).CommandHelp(c.Name) == "" {
				t.Errorf("%s has no help in %s", c.Name, lang)
			}
		}
		for _, word := range words {
			if other, ok := seen[word]; ok {
				t.Errorf("%s is a name of %s and of %s", word, other, c.Name)
			}
			if seen[word] = c.Name; query.Verb(word) != c.Name || word != "s'abonner" && names.Key(word) == "" {
				t.Errorf("%s stands for %s, want %s", word, query.Verb(word), c.Name)
			}
			if a := f.types("help " + word); a.Kind != answer.Help || len(a.Facts.(*answer.HelpFacts).Commands) != 1 || !strings.Contains(a.Text, answer.In("en").CommandHelp(c.Name)) {
				t.Errorf("help %s: %s", word, a.Text)
			}
		}
		if first := query.Line(c.Example)[0].Text; first != c.Name || !strings.HasPrefix(c.Usage, c.Name) {
			t.Errorf("%s is shown as %q and %q", c.Name, c.Example, c.Usage)
		}
		if c.Does == answer.Reads {
			a, err := paris.Do(t.Context(), desk.Request{By: "U1", Channel: "C1", Tokens: query.Line(c.Example)})
			if err != nil || a.Kind == answer.Unknown || a.Kind == answer.Refused || a.Line == "" {
				t.Errorf("%s: %s (%v), read as %q", c.Example, a.Text, err, a.Line)
			}
		}
	}
}

// What a command's usage says can stand in its line, and nothing else.
func TestALineHasWhatItsUsageSays(t *testing.T) {
	f := newFront(t, call(t))
	filters := []string{"category", "kind", "country", "in", "is", "joined", "listed", "since", "until", "before", "after", "name"}
	known := slices.Clone(filters)
	for _, c := range query.Commands() {
		for _, arg := range c.Args() {
			known = append(known, arg.Name)
		}
	}
	for _, c := range query.Commands() {
		if c.Does != answer.Reads && c.Does != answer.Records || c.Topic == answer.HelpCall { // what follows those of the call is text
			continue
		}
		for _, key := range known {
			said := slices.ContainsFunc(c.Args(), func(a answer.Arg) bool { return a.Name == key }) || c.Filters && slices.Contains(filters, key)
			line := c.Example + " " + key + ":1"
			if typed := query.Line(line); typed[len(typed)-1].Key == "" {
				continue // a word
			}
			a := f.types(line)
			refused := strings.Contains(a.Text, key+": can't stand behind") || strings.Contains(a.Text, key+": doesn't go with")
			if refused == said {
				t.Errorf("%s is said to take %s: %v, and is answered: %s", c.Name, key, said, a.Text)
			}
		}
	}
}

// A line in which something is wrong offers the help of its command, not any lines.
func TestAWrongLineOffersTheHelpOfItsCommand(t *testing.T) {
	paris := newDesk(t)
	for line, offered := range map[string]string{
		"list rank:FR": "help list", "count by:country top:3 rank:DE": "help count", "compter by:country rank:ZZ": "help count", "follow twice": "help follow", "group narnia": "help group",
		"principle 99": "help principle", "who": "help who", "suggest something": "help suggest",
	} {
		a, err := paris.Do(t.Context(), desk.Request{By: "U1", Admin: true, Channel: "C1", Tokens: query.Line(line)})
		if err != nil || len(a.Suggestions) != 1 || a.Suggestions[0] != offered {
			t.Fatalf("%s: %s offers %q (%v), want %s", line, a.Text, a.Suggestions, err, offered)
		}
		if help, err := paris.Do(t.Context(), desk.Request{By: "U1", Admin: true, Channel: "C1", Tokens: query.Line(offered)}); err != nil || help.Kind != answer.Help {
			t.Errorf("%s: %s (%v)", offered, help.Text, err)
		}
	}
}

// Help shows every term of a filter in every language, with an example that can be read.
func TestHelpTellsEveryTermOfAFilter(t *testing.T) {
	paris := newDesk(t)
	for _, lang := range answer.Languages() {
		a, err := paris.Do(t.Context(), desk.Request{By: "U1", Channel: "C1", Tokens: query.Line("help filter"), Lang: lang})
		lines := strings.Split(strings.TrimSpace(a.Text), "\n")
		if err != nil || len(lines) < len(query.Terms())+1 {
			t.Fatalf("%s: %s (%v)", lang, a.Text, err)
		}
		for i, term := range query.Terms() {
			example := strings.TrimRight(strings.Fields(lines[i+1])[1], ",")
			if key, _, keyed := strings.Cut(example, ":"); !keyed {
				continue
			} else if kind := answerOf(t, paris, "count "+example)["kind"]; key != term || kind == "unknown" || kind == "refused" {
				t.Errorf("%s: %s is answered with %s", term, lines[i+1], kind)
			}
		}
	}
}

// A command is the same by its other names; a question is answered in the language of the name.
func TestCommandsByTheirOtherNames(t *testing.T) {
	f := newFront(t, call(t))
	for line, want := range map[string]string{
		"compter state": "count state", "lister state": "list state", "historique France": "history France", "ajouter company “Example” source:https://example.org": "add company “Example” source:https://example.org",
	} {
		got, same := f.types(line), f.types(want)
		if got.Kind != same.Kind || got.Line != same.Line || desk.Reads(want) != (got.Lang == "fr") || !desk.Reads(want) && got.Text != same.Text {
			t.Errorf("%s: %s in %q, want %s", line, got.Text, got.Lang, same.Text)
		}
	}
}
