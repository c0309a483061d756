package ask

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"rollcall/tracker/names"
)

// maxTokens is how many words of a message are read: more is no question.
const maxTokens = 120

// A token is a word of a question.
type token struct {
	text       string
	key        string // folded, as names.Key does
	start, end int    // bytes
	brk        byte   // what stands before it that parts clauses: one of ".", "?", ",", "(", ")", "-", ":", or 0
	glued      bool   // a hyphen, without spaces, stands before it
	quoted     bool   // inside of quotation marks
	flag       bool   // the emoji of a flag, whose text is the country's code
}

// upper reports whether the word is written in capitals alone.
func (t token) upper() bool {
	return t.dotted() || strings.ContainsFunc(t.text, unicode.IsUpper) && !strings.ContainsFunc(t.text, unicode.IsLower)
}

// dotted reports whether the word is initials: u.s, U.K.
func (t token) dotted() bool { return len(t.key) < 4 && len(t.text) > len(t.key) && t.text[1] == '.' }

// capital reports whether the word begins with a capital.
func (t token) capital() bool {
	r, _ := utf8.DecodeRuneInString(t.text)
	return unicode.IsUpper(r)
}

// ordinal reports whether the word is a number with an ending: 50th.
func (t token) ordinal() bool {
	last, _ := utf8.DecodeLastRuneInString(t.text)
	return number(t.text) > 0 && !unicode.IsDigit(last) && last != 'k'
}

// abbreviated reports whether the word is a title such as Dr, which a full stop doesn't end: letters that nobody can say.
func (t token) abbreviated() bool {
	return (t.capital() || len(t.key) == 2) && !t.upper() && len(t.key) < 4 && !strings.ContainsAny(t.key, "aeiouy0123456789")
}

// tokenise parts a text into words, and keeps what parts clauses.
func tokenise(text string) []token {
	out := make([]token, 0, min(strings.Count(text, " ")+1, maxTokens))
	brk, glued, quoted := byte(0), false, false
	for i := 0; i < len(text) && len(out) < maxTokens; {
		r, size := utf8.DecodeRuneInString(text[i:])
		if c, n := names.Flag(text[i:]); n > 0 {
			out = append(out, token{text: c.Code, key: names.Key(c.Code), start: i, end: i + n, brk: brk, flag: true})
			i, brk, glued = i+n, 0, false
			continue
		}
		if inWord(r) {
			n := wordLen(text[i:])
			word := text[i : i+n]
			if key := names.Key(word); key != "" {
				if strings.HasSuffix(word, "º") && key == "no" {
					key = "numero"
				}
				out = append(out, token{text: word, key: key, start: i, end: i + n, brk: brk, glued: glued && len(out) > 0, quoted: quoted})
				brk, glued = 0, false
			}
			i += n
			continue
		}
		next, _ := utf8.DecodeRuneInString(text[i+size:])
		before := i > 0 && !unicode.IsSpace(rune(text[i-1]))
		if key, n := markAt(text, i); n > 0 {
			out = append(out, token{text: text[i : i+n], key: key, start: i, end: i + n, brk: brk})
			i, brk, glued = i+n, 0, false
			continue
		}
		switch {
		case r == '.' && before && (inWord(next) || len(out) > 0 && out[len(out)-1].abbreviated()):
			glued = inWord(next) // dig.watch, Dr. Example
		case r == '.' && unicode.IsLower(afterSpace(text[i+size:])) && len(out) > 0 && before && (out[len(out)-1].dotted() || out[len(out)-1].glued && out[len(out)-1].upper()): // in EE.UU. without
		case r == '.' && strings.ContainsRune(",;:", next): // the U.S., China
		case r == '-' && before && inWord(next):
			glued = true
		case r == '&' && unicode.IsLower(afterSpace(text[i+size:])) && !setOff(text[i+size:]):
			brk = stronger(brk, ',') // the state & companies
		case r == ',' && before && setOff(text[i+size:]):
		case r == '(' || r == '[':
			brk = '('
		case strings.ContainsRune("\"“”«»„", r):
			quoted = !quoted
		case len(out) > 0:
			brk = stronger(brk, parting[r])
		}
		i += size
	}
	return out
}

// setOff reports whether a text begins with a legal form.
func setOff(text string) bool {
	text = strings.TrimLeft(text, " ")
	return names.SetOff(text[:wordLen(text)])
}

// parting is how signs part clauses.
var parting = map[rune]byte{'?': '?', '!': '?', '\n': '?', '.': '.', '…': '.', ',': ',', ';': ',', '+': ',', '¿': ',', ')': '(', ']': '(',
	':': ':', '=': ':', '–': ':', '—': ':', '-': '-', '/': '-'}

// marks are words next to numbers: before, after, or either.
var marks = []struct{ text, key, beside string }{
	{"%", "percent", ""}, {">=", "gte", "after"}, {"≥", "gte", "after"}, {"<=", "lte", "after"}, {"≤", "lte", "after"}, {"→", "arrow", "before"}, {"->", "arrow", "before"},
	{">", "gt", "after"}, {"<", "lt", "after"}, {"+", "orup", "before"},
}

// markAt is what a mark at a byte of a text says, and how long it is, or 0.
func markAt(text string, i int) (key string, n int) {
	for _, s := range marks {
		if !strings.HasPrefix(text[i:], s.text) {
			continue
		}
		before := strings.TrimRight(text[:i], " ")
		if s.beside == "" || s.beside == "after" && unicode.IsDigit(afterSpace(text[i+len(s.text):])) || s.beside == "before" && before != "" && unicode.IsDigit(rune(before[len(before)-1])) {
			return s.key, len(s.text)
		}
	}
	return "", 0
}

// afterSpace is the first letter of a text, or what stands in its place, after spaces.
func afterSpace(text string) rune {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(text, " "))
	return r
}

// stronger keeps the break that parts more.
func stronger(a, b byte) byte {
	const order = "\x00,-(:.?"
	if strings.IndexByte(order, b) > strings.IndexByte(order, a) {
		return b
	}
	return a
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) }

// wordLen is how many bytes the word at the start of a text has. "AT&T", "N/A", "U.S." and "1,000" are words.
func wordLen(s string) int {
	n, letters := 0, 0
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		if inWord(r) {
			if unicode.IsDigit(r) && letters > 0 && letters <= 3 && letters == n && !strings.ContainsFunc(s[:n], unicode.IsDigit) {
				return n // WG3, P5, G20 are two words
			}
			n, letters = n+size, letters+1
			continue
		}
		after, _ := utf8.DecodeRuneInString(s[n+size:])
		last, _ := utf8.DecodeLastRuneInString(s[:n])
		short := func() bool { // single letters, as in N/A and U.S.
			rest := s[n+size:]
			_, one := utf8.DecodeRuneInString(rest)
			end, _ := utf8.DecodeRuneInString(rest[one:])
			return letters == 1 && unicode.IsLetter(after) && !inWord(end)
		}
		digits := unicode.IsDigit(last) && unicode.IsDigit(after)
		switch {
		case r == '&' && inWord(after):
		case (r == '.' || r == '/') && short():
			letters = 0
		case (r == ',' || r == '.' || r == '\u00a0' || r == '\u202f' || r == '’' || r == '\'') && digits && thousands(s[n+size:]):
		case r == ' ' && digits && letters == n && n < 4 && thousands(s[n+size:]): // 1 222
		case r == '-' && digits: // 2021-03-31
		case r == '.' && digits:
		case r == '/' && digits:
		default:
			return n
		}
		n += size
	}
	return n
}

// thousands reports whether three digits follow, and no fourth.
func thousands(s string) bool {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n == 3
}
