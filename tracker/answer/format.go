package answer

import (
	"strconv"
	"unicode"
	"unicode/utf8"
)

// ListedAtMost is how many lines of a list are told in words; the total is said, and JSON has all.
const ListedAtMost = 50

// digits writes a number with a separator between thousands.
func digits(n int, separator string) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + separator + s[i:]
	}
	return s
}

// capital begins a sentence.
func capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}
