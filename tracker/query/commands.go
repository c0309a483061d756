package query

import (
	"cmp"
	_ "embed"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"rollcall/tracker"
	"rollcall/tracker/answer"
)

//go:embed commands.yaml
var commandsYAML []byte

// Commands is the table of commands, in the order in which help shows them. What a line may begin with and contain, how help
// shows it, which form it opens and what is offered for a word that is nearly a command, is made from it.
var Commands = sync.OnceValue(func() []answer.Command {
	var table struct {
		Usages   map[string]string // what several usages have
		Commands []answer.Command
	}
	if err := yaml.Unmarshal(commandsYAML, &table); err != nil {
		panic(err) // a fault of the build
	}
	parts := []string{"{languages}", strings.Join(answer.Languages(), "|"), "{topics}", strings.Join(answer.HelpTopics(), "|")}
	for name, usage := range table.Usages {
		parts = append(parts, "{"+name+"}", usage)
	}
	whole := strings.NewReplacer(parts...)
	for i := range table.Commands {
		c := &table.Commands[i]
		c.Usage = whole.Replace(c.Usage)
	}
	return table.Commands
})

// Verb is the command that a word stands for: itself, unless it is another word for one. Words that may mean either of two
// commands, such as retirer, and those with which questions begin, are none.
func Verb(word string) string {
	c, _ := Command(word)
	return cmp.Or(c.Name, strings.ReplaceAll(strings.ToLower(word), "’", "'"))
}

// CommandOf is the command that a token is.
func CommandOf(t tracker.Token) (c answer.Command, is bool) {
	if t.Key == "" && !t.Quoted {
		return Command(t.Text)
	}
	return c, false
}

// Command is the one that a word stands for.
func Command(word string) (c answer.Command, is bool) {
	c, is = called()[strings.ReplaceAll(strings.ToLower(word), "’", "'")]
	return c, is
}

// called are the commands by their names and by the other words for them.
var called = sync.OnceValue(func() map[string]answer.Command {
	all := map[string]answer.Command{}
	for _, c := range Commands() {
		for _, name := range append(c.Names(), c.Name) {
			all[name] = c
		}
	}
	return all
})

// keys are what can stand before a colon in a line that is no edit, and in one that is: nothing is lost of a question or a name
// that has a note: in it. What looks like a key and isn't one is a word: names have colons too.
var keys = sync.OnceValues(func() (all, ofEdits []string) {
	all = append(filterKeys(), "source")
	for _, c := range Commands() {
		for _, arg := range c.Args() {
			if ofEdits = append(ofEdits, arg.Name); !c.Edits() {
				all = append(all, arg.Name)
			}
		}
	}
	return all, append(ofEdits, all...)
})

// filterKeys are those of a filter, besides name, which questions have as a word.
func filterKeys() []string {
	return []string{"category", "kind", "country", "in", "is", "joined", "listed", "since", "until", "before", "after"}
}

// Terms are what a filter is made of: its keys, and the words that need none.
func Terms() []string {
	return append(filterKeys(), string(tracker.ByWord), string(tracker.Unsigned), "quoted", "and", "or", "not")
}

// takes are the keys that can stand behind each verb.
var takes = sync.OnceValue(func() map[string][]string {
	of := map[string][]string{}
	for _, c := range Commands() {
		var all []string
		if c.Filters {
			all = append(filterKeys(), string(tracker.ByWord))
		}
		for _, arg := range c.Args() {
			all = append(all, arg.Name)
		}
		of[c.Name] = tracker.Include(nil, all...)
	}
	return of
})

// keysOf are the filters that are known behind the first word of a line.
func keysOf(first string) []string {
	all, ofEdits := keys()
	switch c, _ := Command(first); {
	case c.Edits():
		return ofEdits
	case c.Filters:
		return append(slices.Clone(all), string(tracker.ByWord))
	}
	return all
}
