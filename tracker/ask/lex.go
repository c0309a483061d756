package ask

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"rollcall/tracker"
)

// A Token is a word of a line, a quoted name, or a filter such as in:nato.
type Token struct {
	Key    string // of a filter: what stands before the colon; else empty
	Text   string // the word, or what stands after the colon
	Quoted bool
}

// Empty refuses a filter that says nothing.
func (t Token) Empty() error {
	if t.Key != "" && strings.TrimSpace(t.Text) == "" {
		return tracker.Refuse("%s: says nothing; write what you mean behind it.", t.Key)
	}
	return nil
}

// keys are the filters of all commands. What looks like a filter and isn't one is a word: names have colons too.
var keys = []string{"country", "in", "as-of", "on", "joined", "source", "reason", "since", "until", "kind", "category"}

// quotes are the pairs that people's keyboards make. Single ones are left alone: they are apostrophes.
var quotes = map[rune]string{'"': `"“”`, '“': `”"“`, '”': `”"`, '„': `“”"`, '«': `»"`, '»': `«»`}

// slackLink matches what Slack makes of an address or a mention: <https://example.org|label>, <#C123|name>, <@U123>.
var slackLink = regexp.MustCompile(`<([^<>|\s]+)(?:\|([^<>]*))?>`)

// Plain undoes what Slack does to a typed line: links and mentions in angle brackets, and &amp; &lt; &gt;, each once. A
// link reads as its label, but behind source:, where the address is meant. A person who is mentioned is nobody that the
// line asks about.
func Plain(line string) string {
	var b strings.Builder
	for line != "" {
		m := slackLink.FindStringSubmatchIndex(line)
		if m == nil {
			break
		}
		b.WriteString(line[:m[0]])
		target, label := line[m[2]:m[3]], ""
		if m[4] >= 0 {
			label = line[m[4]:m[5]]
		}
		switch {
		case strings.HasPrefix(target, "@"):
		case strings.HasPrefix(target, "#") && label != "":
			b.WriteString("#" + label)
		case strings.HasPrefix(target, "#"):
			b.WriteString(target)
		case !strings.Contains(target, ":"):
			b.WriteString(line[m[0]:m[1]])
		case label == "" || strings.HasSuffix(b.String(), "source:"):
			b.WriteString(strings.TrimPrefix(target, "mailto:"))
		default:
			b.WriteString(label)
		}
		line = line[m[1]:]
	}
	return slackEntities.Replace(b.String() + line)
}

var slackEntities = strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">")

// MaxLine is how many bytes of a line are read. What is longer is one token, and nothing is made of it.
const MaxLine = 6_000

// Line cuts a typed line into tokens.
func Line(line string) []Token {
	if len(line) > MaxLine {
		return []Token{{Text: line}}
	}
	var tokens []Token
	rest := []rune(strings.TrimSpace(line))
	for len(rest) > 0 {
		var t Token
		t, rest = next(rest)
		if t != (Token{}) {
			tokens = append(tokens, t)
		}
		for len(rest) > 0 && unicode.IsSpace(rest[0]) {
			rest = rest[1:]
		}
	}
	return tokens
}

// Args are the tokens of a command line that a shell has cut already.
func Args(args []string) []Token {
	var tokens []Token
	for _, arg := range args {
		if key, value, ok := filter(arg); ok {
			tokens = append(tokens, Token{Key: key, Text: value})
		} else if arg != "" {
			tokens = append(tokens, Token{Text: arg, Quoted: strings.ContainsFunc(arg, unicode.IsSpace)})
		}
	}
	return tokens
}

// Text is the line that tokens came from, without quotes.
func Text(tokens []Token) string {
	words := make([]string, len(tokens))
	for i, t := range tokens {
		words[i] = t.Text
		if t.Key != "" {
			words[i] = t.Key + ":" + t.Text
		}
	}
	return strings.Join(words, " ")
}

func next(rest []rune) (Token, []rune) {
	if text, after, ok := quoted(rest); ok {
		return Token{Text: text, Quoted: text != ""}, after
	}
	end := slices.IndexFunc(rest, unicode.IsSpace)
	if end < 0 {
		end = len(rest)
	}
	key, value, ok := filter(string(rest[:end]))
	if !ok {
		return Token{Text: string(rest[:end])}, rest[end:]
	}
	start := end - len([]rune(value))
	if text, after, ok := quoted(rest[start:]); ok {
		return Token{Key: key, Text: text}, after
	}
	return Token{Key: key, Text: value}, rest[end:]
}

// quoted reads a quotation that rest begins with. A quote that nothing closes is an ordinary character.
func quoted(rest []rune) (text string, after []rune, ok bool) {
	if len(rest) == 0 || quotes[rest[0]] == "" {
		return "", rest, false
	}
	closing := quotes[rest[0]]
	end := slices.IndexFunc(rest[1:], func(r rune) bool { return strings.ContainsRune(closing, r) })
	if end < 0 {
		return "", rest, false
	}
	return strings.TrimSpace(string(rest[1 : end+1])), rest[end+2:], true
}

func filter(word string) (key, value string, ok bool) {
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
