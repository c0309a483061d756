package roster

import (
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"rollcall/tracker"
	"rollcall/tracker/names"
)

// A page is an encoding with one byte for each letter.
type page struct {
	name string
	as   *charmap.Charmap
	of   string // the countries that write in it, by code; empty for the rest of the world
	only bool   // it is assumed only where such a country is named
}

// pages are those in which spreadsheets of Europe and the Americas write, the usual one first.
var pages = []page{
	{name: "Windows-1252", as: charmap.Windows1252},
	{name: "Windows-1250", as: charmap.Windows1250, of: "PL CZ SK HU RO HR SI BA AL RS ME MD"},
	{name: "Windows-1251", as: charmap.Windows1251, of: "RU UA BG BY MK RS KZ KG MN TJ"},
	{name: "KOI8-R", as: charmap.KOI8R, of: "RU UA BG BY MK RS KZ KG MN TJ"},
	{name: "Windows-1253", as: charmap.Windows1253, of: "GR CY", only: true},
	{name: "Windows-1254", as: charmap.Windows1254, of: "TR AZ", only: true},
	{name: "Windows-1257", as: charmap.Windows1257, of: "LT LV EE", only: true},
	{name: "MacRoman", as: charmap.Macintosh},
}

func (p page) writes(country string) bool {
	if p.of != "" {
		return strings.Contains(p.of, country)
	}
	return !slices.ContainsFunc(pages, func(other page) bool { return other.of != "" && other.writes(country) })
}

func (p page) read(line string) string {
	text, _ := p.as.NewDecoder().String(line) // every byte is a letter, or a mark that it is none
	return text
}

// A guess is how a file looks in a page.
type guess struct {
	page
	text   string
	strain int  // of its words, and for countries that don't write so
	hard   int  // letters that can't stand where they do
	named  bool // a country that writes so is
}

// isRare reports whether a guess is of a page that is assumed only where a country that writes in it is named, and none is.
func (g *guess) isRare() bool { return g.only && !g.named }

// An eastern encoding has two bytes for each of its many letters. Which it is can be guessed, but nothing is read by it.
type eastern struct {
	name   string
	as     encoding.Encoding
	common string // the first bytes of the letters that most texts are of: as pairs of from and to
}

// easterns have first what has the fewest common letters.
var easterns = []eastern{
	{"EUC-KR", korean.EUCKR, "\xb0\xc8"},
	{"GBK", simplifiedchinese.GBK, "\xb0\xd7"},
	{"EUC-JP", japanese.EUCJP, "\xa4\xa5\xb0\xcf"},
	{"Shift_JIS", japanese.ShiftJIS, "\x82\x83\x88\x97"},
	{"Big5", traditionalchinese.Big5, "\xa4\xc6"},
}

// refuseEastern is a Refusal of lines that are in an eastern encoding, as it seems: all of them can be, and hold its common
// letters more than those of another. Otherwise it is nil.
func refuseEastern(lines []string) error {
	const enough = 0.8
	text, best, most := "", eastern{}, enough
	for _, e := range easterns {
		read, err := e.as.NewDecoder().String(strings.Join(lines, "\n"))
		if share := e.share(lines); err == nil && !strings.ContainsRune(read, utf8.RuneError) && share > most {
			text, best, most = read, e, share
		}
	}
	if best.name == "" {
		return nil
	}
	return tracker.Refuse("The file doesn't say how its letters are encoded; it is probably in %s, in which there is “%s”. Save it as UTF-8. Nothing was read.",
		best.name, shortened(strangeWord(text, "")))
}

// share is the share of common letters in lines.
func (e eastern) share(lines []string) float64 {
	common, all := 0, 0
	for _, line := range lines {
		for i := 0; i < len(line); i++ {
			if line[i] < utf8.RuneSelf {
				continue
			}
			all++
			for between := e.common; between != ""; between = between[2:] {
				if between[0] <= line[i] && line[i] <= between[1] {
					common++
				}
			}
			i++ // over its second byte
		}
	}
	return float64(common) / float64(max(all, 1))
}

// guessPage finds out in which page a file is, by how its words look in each and by the countries named next to them. If
// another page gives other words that look nearly as well, it isn't known.
func guessPage(s strange) (p page, sample string, err error) {
	lines, letters := s.lines, s.bytes
	all := tracker.Each(pages, func(p page) guess { return p.guess(lines) })
	slices.SortStableFunc(all, func(a, b guess) int { return a.strain - b.strain })
	best, margin := all[0], 2+letters/10
	if best.isRare() {
		if i := slices.IndexFunc(all, func(g guess) bool { return g.name == pages[0].name && g.strain == best.strain }); i > 0 {
			all[0], all[i] = all[i], all[0]
			best = all[0]
		}
	}
	doubtful := func(other guess) bool {
		near := other.strain < best.strain+margin
		if other.isRare() { // as most files aren't in such a page, it has to look better, or as well as what isn't the usual one
			near = other.strain < best.strain || other.strain == best.strain && best.name != pages[0].name
		}
		return other.text != best.text && near || best.isRare()
	}
	if 2*best.strain > letters || slices.ContainsFunc(all[1:], doubtful) {
		if err := refuseEastern(lines); err != nil {
			return page{}, "", err
		}
	}
	if 3*best.hard > letters {
		return page{}, "", tracker.Refuse("The file doesn't say how its letters are encoded, and no usual encoding makes words of them; in %s there is “%s”. Save it as UTF-8. Nothing was read.",
			best.name, shortened(strangeWord(best.text, "")))
	}
	for _, other := range all[1:] {
		if doubtful(other) {
			return page{}, "", tracker.Refuse("The file doesn't say how its letters are encoded. In %s there is “%s”, in %s “%s”. Save it as UTF-8. Nothing was read.",
				best.name, shortened(strangeWord(best.text, other.text)), other.name, shortened(strangeWord(other.text, best.text)))
		}
	}
	return best.page, strangeWord(best.text, ""), nil
}

// guess is how lines look in a page.
func (p page) guess(lines []string) (g guess) {
	const weight = 4 // a country, and a letter that can't stand somewhere, say more than a letter that seldom does
	icelandic := slices.ContainsFunc(lines, func(line string) bool { return countryIn(p.read(line)) == "IS" })
	var all strings.Builder
	for _, line := range lines {
		text := p.read(line)
		all.WriteString(text + "\n")
		soft, hard := strain(text)
		if p.as == charmap.Windows1252 && !icelandic {
			for _, r := range text {
				if strings.ContainsRune("ÐðÞþÝý", r) { // which no other language has of those that write in it
					hard++
				}
			}
		}
		g.strain, g.hard = g.strain+soft+weight*hard, g.hard+hard
		country := countryIn(text)
		switch {
		case country == "" || !distinguishes(line): // letters that all have show nothing
		case p.writes(country):
			g.named = true
		default:
			g.strain += weight
		}
	}
	g.page, g.text = p, all.String()
	return g
}

// distinguishes reports whether a line reads otherwise in one of the pages that share most letters.
func distinguishes(line string) bool {
	usual := pages[0].read(line)
	for _, as := range []*charmap.Charmap{charmap.Windows1250, charmap.Windows1254, charmap.Windows1257} {
		if text, _ := as.NewDecoder().String(line); text != usual {
			return true
		}
	}
	return false
}

// countryIn is the code of the one country that a cell of a line names; empty if there is none, or there are more.
func countryIn(line string) string {
	found := ""
	for _, c := range strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(separators+`"`, r) }) {
		c = strings.TrimSpace(c)
		if len(c) < 2 || len(c) <= 3 && c != strings.ToUpper(c) {
			continue
		}
		for _, m := range names.CountryNamed(c) {
			if m.By == names.ByDemonym || m.Country.Code == found {
				continue
			}
			if found != "" {
				return ""
			}
			found = m.Country.Code
		}
	}
	return found
}

// strain is how hard a line looks to have been written so: soft for a letter next to ones that it is seldom
// next to, hard for a letter in an impossible place.
func strain(line string) (soft, hard int) {
	all := []rune(line)
	at := func(i int) rune {
		if i < 0 || i >= len(all) {
			return ' '
		}
		return all[i]
	}
	for i, r := range all {
		switch {
		case r < utf8.RuneSelf:
		case cannotStand(at(i-1), r, at(i+1)), r == '«' && !strings.ContainsRune(line, '»'), r == '‹' && !strings.ContainsRune(line, '›'):
			hard++
		case seldomStands(at(i-1), r, at(i+1)), r == '’' && unicode.IsLower(at(i+1)) && at(i+1) != 's' && unicode.IsLetter(at(i-2)) && unicode.IsLetter(at(i-3)):
			soft++
		}
	}
	return soft, hard
}

// cannotStand reports whether a sign is none, or is in the midst of a word or before it, or a capital is behind a small
// letter, or a letter next to one of another script.
func cannotStand(before, r, after rune) bool {
	switch {
	case unicode.IsControl(r), r == utf8.RuneError:
		return true
	case strings.ContainsRune("’‘–—·ªº°®©™¿¡«»‹›“”„", r):
		return false
	case unicode.In(r, unicode.Sc, unicode.Sm, unicode.Sk):
		return unicode.IsLetter(before) || unicode.IsLetter(after)
	case !unicode.IsLetter(r):
		return unicode.IsLetter(after)
	}
	const final = 'ς' // which ends a word
	return r == final && unicode.IsLetter(after) ||
		unicode.IsUpper(r) && unicode.IsLower(before) || unicode.IsLower(r) && unicode.IsUpper(after) ||
		unicode.IsLetter(before) && script(before) != script(r) || unicode.IsLetter(after) && script(after) != script(r)
}

// seldomStands reports whether an accented vowel is next to another vowel, or an accented consonant isn't next to any.
func seldomStands(before, r, after rune) bool {
	switch {
	case script(r) != unicode.Latin:
		return false
	case isVowel(r):
		return isVowel(before) || isVowel(after)
	}
	return !isVowel(before) && !isVowel(after)
}

func script(r rune) *unicode.RangeTable {
	for _, s := range []*unicode.RangeTable{unicode.Latin, unicode.Cyrillic, unicode.Greek} {
		if unicode.Is(s, r) {
			return s
		}
	}
	return nil
}

// isVowel reports whether a letter of Latin is a vowel, with or without accents.
func isVowel(r rune) bool {
	base := []rune(norm.NFD.String(string(unicode.ToLower(r))))[0]
	return strings.ContainsRune("aeiouyæøœı", base)
}

// strangeWord is the first word of a text with a letter other than those of ASCII, and other than what stands there in
// another reading of the text, with its neighbours.
func strangeWord(text, other string) string {
	others := strings.Split(other, "\n")
	for i, line := range strings.Split(text, "\n") {
		cut := func(r rune) bool { return strings.ContainsRune(separators+`"`, r) }
		words := strings.FieldsFunc(line, cut)
		var theirs []string
		if i < len(others) {
			theirs = strings.FieldsFunc(others[i], cut)
		}
		for j, word := range words {
			if strings.ContainsFunc(word, func(r rune) bool { return r >= utf8.RuneSelf }) && (j >= len(theirs) || theirs[j] != word) {
				return strings.TrimSpace(word)
			}
		}
	}
	return ""
}

// undoubled is a text whose letters were encoded as UTF-8 twice, as it was meant; ok is false if they weren't.
func undoubled(text string) (meant string, ok bool) {
	if isASCII(text) {
		return text, false
	}
	meant, _, err := transform.String(halver{}, text)
	return meant, err == nil && utf8.ValidString(meant)
}

// A halver undoes the second encoding of a text: each letter is a byte of the first one.
type halver struct{ transform.NopResetter }

func (halver) Transform(dst, src []byte, atEOF bool) (written, read int, err error) {
	for read < len(src) {
		if !utf8.FullRune(src[read:]) && !atEOF {
			return written, read, transform.ErrShortSrc
		}
		if written == len(dst) {
			return written, read, transform.ErrShortDst
		}
		r, n := utf8.DecodeRune(src[read:])
		b, ok := charmap.Windows1252.EncodeRune(r)
		if !ok && 0x80 <= r && r < 0xa0 { // bytes that are no letter stay what they are
			b, ok = byte(r), true
		}
		if !ok {
			return written, read, errUnencoded
		}
		dst[written] = b
		written, read = written+1, read+n
	}
	return written, read, nil
}

var errUnencoded = errors.New("not encoded twice")
