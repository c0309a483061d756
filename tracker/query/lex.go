package query

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rollcall/tracker"
)

// quotes are the pairs that people's keyboards make.
var quotes = map[rune]string{'"': `"“”`, '“': `”"“`, '”': `”"`, '„': `“”"`, '«': `»`, '»': `«»`, '\'': `'’`, '‘': `’'`, '‚': `‘’'`}

// single are quotes that are apostrophes, too: they close only at the end of a word, and hold more than a letter.
const single = `'‘’‚`

// How much is read at once.
const (
	MaxLine  = 6_000 // bytes of a line. A longer one is a single token, and isn't understood
	MaxLines = 200   // lines, each with an edit
)

// Line cuts what was typed into tokens. An edit can have several lines, between which there is a token that is a Break;
// elsewhere a line's end is a space. Of lines beyond MaxLines only their presence is kept.
func Line(typed string) []tracker.Token {
	typed = strings.TrimSpace(typed)
	first := typed
	if end := strings.IndexFunc(typed, unicode.IsSpace); end >= 0 {
		first = typed[:end]
	}
	known := keysOf(first)
	if c, _ := Command(first); !c.Edits() {
		return tokensOf(typed, known)
	}
	var tokens []tracker.Token
	for i, line := range strings.SplitN(typed, "\n", MaxLines+1) {
		if i > 0 {
			tokens = append(tokens, tracker.Token{Text: "\n"})
		}
		tokens = append(tokens, tokensOf(line, known)...)
	}
	return tokens
}

func tokensOf(line string, keys []string) []tracker.Token {
	if len(line) > MaxLine {
		return []tracker.Token{{Text: line}}
	}
	var tokens []tracker.Token
	rest := []rune(strings.TrimSpace(line))
	for len(rest) > 0 {
		var t tracker.Token
		t, rest = next(rest, keys)
		if t != (tracker.Token{}) {
			tokens = append(tokens, t)
		}
		for len(rest) > 0 && unicode.IsSpace(rest[0]) {
			rest = rest[1:]
		}
	}
	return tokens
}

// Lines parts tokens at their Breaks.
func Lines(tokens []tracker.Token) [][]tracker.Token {
	lines := [][]tracker.Token{nil}
	for _, t := range tokens {
		if last := len(lines) - 1; t.Break() {
			lines = append(lines, nil)
		} else {
			lines[last] = append(lines[last], t)
		}
	}
	return lines
}

// Args are the tokens of a command line that a shell has cut already: what it leaves in one piece with spaces is quoted again, and
// all is cut as what is typed is.
func Args(args []string) []tracker.Token {
	known := keysOf(strings.Join(args[:min(1, len(args))], ""))
	typed := slices.Clone(args)
	for i, arg := range typed {
		key, value, ok := filter(arg, known)
		if !ok {
			value = arg
		}
		if first, _ := utf8.DecodeRuneInString(value); !strings.ContainsFunc(value, unicode.IsSpace) || strings.Contains(value, "\n") || quotes[first] != "" {
			continue
		}
		typed[i] = tracker.Quote(value)
		if ok {
			typed[i] = key + ":" + typed[i]
		}
	}
	return Line(strings.Join(typed, " "))
}

// Text is the line that tokens came from, without quotes.
func Text(tokens []tracker.Token) string {
	words := make([]string, len(tokens))
	for i, t := range tokens {
		words[i] = t.Text
		if t.Key != "" {
			words[i] = t.Key + ":" + t.Text
		}
	}
	return strings.Join(words, " ")
}

func next(rest []rune, keys []string) (tracker.Token, []rune) {
	if text, after, ok := quoted(rest); ok {
		return tracker.Token{Text: text, Quoted: text != ""}, after
	}
	end := slices.IndexFunc(rest, unicode.IsSpace)
	if end < 0 {
		end = len(rest)
	}
	key, value, ok := filter(string(rest[:end]), keys)
	if !ok {
		return tracker.Token{Text: string(rest[:end])}, rest[end:]
	}
	start := end - len([]rune(value))
	if text, after, ok := quoted(rest[start:]); ok {
		return tracker.Token{Key: key, Text: text}, after
	}
	return tracker.Token{Key: key, Text: value}, rest[end:]
}

// quoted reads a quotation that rest begins with. A quote that nothing closes is an ordinary character.
func quoted(rest []rune) (text string, after []rune, ok bool) {
	if len(rest) == 0 || quotes[rest[0]] == "" {
		return "", rest, false
	}
	closing, apostrophe := quotes[rest[0]], strings.ContainsRune(single, rest[0])
	for i, r := range rest[1:] {
		after = rest[i+2:]
		switch {
		case !strings.ContainsRune(closing, r):
		case apostrophe && (i < 2 || len(after) > 0 && (unicode.IsLetter(after[0]) || unicode.IsDigit(after[0]))):
		default:
			return strings.TrimSpace(string(rest[1 : i+1])), after, true
		}
	}
	return "", rest, false
}

func filter(word string, keys []string) (key, value string, ok bool) {
	key, value, ok = strings.Cut(word, ":")
	if !ok {
		return key, value, false
	}
	if key = dashes.Replace(strings.ToLower(key)); key == "asof" {
		key = "as-of"
	}
	return key, value, slices.Contains(keys, key)
}

// dashes are what keyboards make of a hyphen.
var dashes = strings.NewReplacer("–", "-", "—", "-", "_", "-")
