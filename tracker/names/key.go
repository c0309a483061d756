package names

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Key returns the form in which two spellings are the same name: without case, accents, compatibility forms, punctuation,
// invisible characters and white space. It is idempotent, and empty only for a text without a letter or a digit
// of any script. A Key is for comparing, not for showing.
func Key(s string) string {
	return fold(s, false)
}

// fold returns the folded letters and digits of s. With spaced, anything between them is one space.
func fold(s string, spaced bool) string {
	if isASCII(s) {
		return foldASCII(s, spaced)
	}
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	emit := func(letters string) {
		if gap && spaced && b.Len() > 0 {
			b.WriteByte(' ')
		}
		gap = false
		b.WriteString(letters)
	}
	s = norm.NFKD.String(marks.Replace(strings.ToValidUTF8(s, " ")))
	for i, r := range s {
		switch {
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
			emit(s[i : i+1])
		case 'A' <= r && r <= 'Z':
			emit(lower[r-'A' : r-'A'+1])
		case r < utf8.RuneSelf:
			gap = true
		case isAccent(r) || unicode.Is(unicode.Cf, r) || r == tatweel:
			// Neither a letter nor a gap: a name reads the same without it.
		case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r):
			r = unicode.ToLower(r)
			if plain, ok := plainLetters[r]; ok {
				emit(plain)
			} else {
				emit(string(r))
			}
		default:
			gap = true
		}
	}
	return norm.NFC.String(b.String())
}

// foldASCII is fold for most names, where it is simple and has to be fast.
func foldASCII(s string, spaced bool) string {
	if strings.IndexFunc(s, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }) < 0 {
		return s // as most words are
	}
	const usual = 64
	b := make([]byte, 0, usual)
	gap := false
	for i := range len(s) {
		c := s[i]
		switch {
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		default:
			gap = true
			continue
		}
		if gap && spaced && len(b) > 0 {
			b = append(b, ' ')
		}
		gap = false
		b = append(b, c)
	}
	return string(b)
}

const lower = "abcdefghijklmnopqrstuvwxyz"

// marks are signs that compatibility folding would turn into letters.
var marks = strings.NewReplacer("™", " ", "℠", " ", "ⓒ", " ", "Ⓒ", " ", "ⓡ", " ", "Ⓡ", " ")

// plainLetters are the letters that Unicode does not decompose, though people type them without their stroke or hook.
var plainLetters = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ħ': "h", 'ı': "i", 'ŋ': "n",
	'ŧ': "t", 'ƒ': "f", 'ə': "e", 'ĸ': "k", 'ς': "σ",
}

// isAccent reports whether r is a mark that any script may borrow, such as an acute accent or a variation selector.
// The marks of one script only (vowel signs, voicing marks) make another word, and are kept.
func isAccent(r rune) bool {
	const voiced, semiVoiced = '\u3099', '\u309A'
	return unicode.Is(unicode.Mn, r) && unicode.In(r, unicode.Inherited, unicode.Hebrew, unicode.Arabic) &&
		r != voiced && r != semiVoiced
}

// tatweel stretches an Arabic word.
const tatweel = '\u0640'

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
