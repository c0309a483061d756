package answer

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"rollcall/tracker"
	"rollcall/tracker/covers"
)

// digits writes a number with a separator between thousands.
func digits(n int, separator string) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + separator + s[i:]
	}
	return s
}

func signed(n int, separator string) string {
	if n < 0 {
		return "−" + digits(-n, separator)
	}
	return "+" + digits(n, separator)
}

func capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

// brief shortens what a person typed, so that an answer can repeat it.
func brief(s string) string {
	const limit = 81
	return cut(s, limit)
}

// abbreviation is a group's short name, such as EU; empty if it has none or is called by it anyway.
func abbreviation(g *tracker.Group) string {
	for _, a := range g.Aliases {
		if len(a) <= 6 && a == strings.ToUpper(a) && !strings.HasPrefix(a, g.Name) {
			return a
		}
	}
	return ""
}

// Printable returns a text with U+FFFD in place of what doesn't print: control characters except line ends, and marks
// that turn or hide text.
func Printable(s string) string {
	return strings.Map(func(r rune) rune {
		const joiners = "\u200c\u200d" // letters' shapes in several scripts
		if unicode.IsPrint(r) || r == '\n' || unicode.Is(unicode.Zs, r) || strings.ContainsRune(joiners, r) {
			return r
		}
		return utf8.RuneError
	}, s)
}

// maxMatched is how many letters of a question are shown in a headline, which has a place for two principles.
const maxMatched = 40

// matched are the words of the question that a principle was found by, as many of them as fit into a headline.
func matched(found covers.Scored) string {
	words := found.Words[:1]
	for n := len(words); n <= len(found.Words) && utf8.RuneCountInString(strings.Join(found.Words[:n], ", ")) <= maxMatched; n++ {
		words = found.Words[:n]
	}
	return cut(strings.Join(words, ", "), maxMatched)
}
