package roster

import (
	"html"
	"regexp"
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/names"
)

// oddName is why a text may not be a name, or is spelt wrongly; nil for most.
func oddName(name string) error {
	if len(name) < len("1 Jan 2001 ") {
		if m := dayOnly.FindStringSubmatch(name); m != nil && monthOf(m[1]+m[2]) > 0 {
			return tracker.Refuse("“%s” may be a day, and no name.", name)
		}
	}
	if d, a, _, err := readDate(name); err == nil && (len(d) == len("2006-01-02") || a.text != "") || dayNumber.MatchString(name) {
		return tracker.Refuse("“%s” may be a day, and no name.", name)
	}
	if names.Unsaid(name) || vocabulary()["no names"][names.Key(name)] != "" {
		return tracker.Refuse("“%s” may be no name.", name)
	}
	if meant, ok := undoubled(name); ok {
		return tracker.Refuse("The name has letters that were encoded twice; it may be “%s”.", shortened(meant))
	}
	if !strings.ContainsAny(name, signs) {
		return nil // as most
	}
	switch {
	case entity.MatchString(name) && html.UnescapeString(name) != name:
		return tracker.Refuse("The name has marks of a web page; it may be “%s”.", shortened(html.UnescapeString(name)))
	case formula.MatchString(name):
		return tracker.Refuse("The name is a formula of a spreadsheet.")
	case footnote.MatchString(name):
		return tracker.Refuse("The name ends in “%s”, which may be the sign of a footnote.", strings.TrimSpace(footnote.FindString(name)))
	case strings.ContainsRune(footnotes, []rune(name)[0]):
		return tracker.Refuse("The name begins with “%s”, which may be the sign of a footnote.", firstRune(name))
	}
	return nil
}

const (
	footnotes = "*†‡§¶¹²³⁰⁴⁵⁶⁷⁸⁹"
	signs     = footnotes + "ᵃᵇᶜ&=+@])" // of which every odd name has one, if it is none of the words
)

var (
	entity    = regexp.MustCompile(`&(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);`)
	formula   = regexp.MustCompile(`^[=+@][A-Za-z.]+\(|^=["'A-Za-z]`)
	footnote  = regexp.MustCompile(`[*†‡§¶¹²³⁰⁴-⁹ᵃᵇᶜ]+$|\s*(?:\[[0-9a-z*]{1,2}\]|\([0-9*]{1,2}\))$`)
	dayNumber = regexp.MustCompile(`^\d{5}(?:[.,]\d+)?$`)                              // of a spreadsheet, as 45413 is 1 May 2024
	dayOnly   = regexp.MustCompile(`^(?:\d{1,2}[-/. ](\pL+)|(\pL+)[-/. ]\d{1,2})\.?$`) // as spreadsheets make of 8 March
)
