package desk

import (
	"regexp"
	"slices"
	"strings"
)

// howTo are the beginnings of questions about how something is done, by their languages.
var howTo = map[string]*regexp.Regexp{
	"en": regexp.MustCompile(`(?i)^(?:(?:hi|hello|hey|please|sorry)[ ,!.]+)*(?:how|where) (?:to|(?:do|does|can|could|should|would|may) (?:i|we|you|one)?) *`),
	"fr": regexp.MustCompile(`(?i)^(?:(?:bonjour|salut|bonsoir|pardon)[ ,!.]+)*comment (?:puis-je |peut-on |pouvons-nous |dois-je |doit-on |on peut |je peux |on |je |se |me |faire pour )*`),
}

// howToDo finds the command that a line asks how to use, and its language: that of its first word that is one. It is plain
// if that stands right behind how do I; else the line may ask for something that the roll knows.
func howToDo(line string) (c command, lang string, plain, ok bool) {
	for lang, asks := range howTo {
		begin := asks.FindString(line)
		if begin == "" {
			continue
		}
		for i, word := range strings.Fields(line[len(begin):]) {
			word = strings.Trim(strings.ReplaceAll(word, "’", "'"), "?!.,;:")
			word = strings.TrimPrefix(strings.TrimPrefix(word, "m'"), "s'") // m'abonner
			if c, ok := commandNamed(word); ok {
				return c, lang, i == 0, true
			}
		}
	}
	return command{}, "", false, false
}

// importing are lines that ask how a list is imported, or try to: there is no such command, as a file is sent.
var importing = regexp.MustCompile(`(?i)^(?:(?:how|where) (?:to|(?:do|can|could|should) (?:i|we|you|one)) |comment (?:puis-je |peut-on |on |je )?)?import(?:er)?(?: (?:a|the|une|la|ma|my) (?:list|file|liste))?[ ?.!\x{a0}]*$`)

// asksFor is the command that lists what a line asks for and names: who are the admins?
func asksFor(line string) (c command, lang string, ok bool) {
	all := strings.Fields(strings.Trim(strings.ToLower(line), "?!. \u00a0"))
	if len(all) < 2 {
		return command{}, "", false
	}
	for lang, around := range map[string][]string{
		"en": {"who", "what", "which", "are", "the", "your", "our", "my", "me", "all", "show", "list", "give"},
		"fr": {"qui", "quels", "quelles", "sont", "les", "vos", "nos", "mes", "tous", "toutes", "montre", "liste"},
	} {
		last := len(all) - 1
		if c, ok := commandNamed(all[last]); ok && slices.Contains(listing, c.Name) &&
			!slices.ContainsFunc(all[:last], func(word string) bool { return !slices.Contains(around, word) }) {
			return c, lang, true
		}
	}
	return command{}, "", false
}
