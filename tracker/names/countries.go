package names

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Country is a country or territory of ISO 3166-1, or Kosovo under its user-assigned code XK.
type Country struct {
	Code   string // alpha-2, "FR"
	Alpha3 string // alpha-3, "FRA"
	Name   string // English short name
	NameFR string // French short name
}

// String is the English name.
func (c Country) String() string { return c.Name }

// By says what a country was called by.
type By uint8

// From the surest to the least sure.
const (
	ByName    By = iota // a name, in English or French, or its own language
	ByCode              // an ISO 3166 code: alpha-2, alpha-3 or an obsolete alpha-3
	ByDemonym           // its people or its adjective: "Kenyans", "allemande"
)

// CountryMatch is a country that may be meant by the bytes of a text from Start to End.
type CountryMatch struct {
	Country    Country
	By         By
	Start, End int
}

// Countries returns all countries and territories in the order of their codes.
func Countries() []Country {
	return slices.Clone(atlas().countries)
}

// CountryOf returns the country with an alpha-2 code, in any case.
func CountryOf(code string) (Country, bool) {
	i, ok := atlas().byCode[strings.ToUpper(code)]
	if !ok {
		return Country{}, false
	}
	return atlas().countries[i], true
}

// CountryNamed returns every country that a text may mean, if the text is nothing but a name, a code (in any case) or a
// demonym: two for "Congo", one for "in".
func CountryNamed(text string) []CountryMatch {
	var found []CountryMatch
	for _, ref := range atlas().phrases.whole(text) {
		found = addCountry(found, ref, 0, len(text))
	}
	return found
}

// CountriesIn returns every country that a sentence may speak of, in the order of the sentence. Where several may be
// meant, all are there with the same Start. Only codes of two letters are read, and only in capitals, as "in", "it" and
// "no" are words; in a sentence all in capitals none are. Even so "IT" and "AI" mean other things, too: what was found
// ByCode deserves less trust than a name.
func CountriesIn(sentence string) []CountryMatch {
	var found []CountryMatch
	for _, h := range atlas().phrases.within(sentence) {
		found = addCountry(found, h.means, h.start, h.end)
	}
	return found
}

// addCountry adds a country that a text means, once, by the plainest way in which it does.
func addCountry(found []CountryMatch, ref countryRef, start, end int) []CountryMatch {
	m := CountryMatch{atlas().countries[ref.country], ref.by, start, end}
	for i, f := range found {
		if f.Country == m.Country && f.Start == start {
			found[i].By = min(f.By, m.By)
			return found
		}
	}
	return append(found, m)
}

//go:embed countries.tsv
var countriesTSV string

type countryRef struct {
	country int
	by      By
}

type atlasData struct {
	countries []Country
	byCode    map[string]int // which of countries has it
	phrases   phrases[countryRef]
}

var atlas = sync.OnceValue(func() *atlasData {
	a := &atlasData{byCode: map[string]int{}}
	for fields := range table(countriesTSV) {
		name, nameFR := fields[3], fields[4]
		n := len(a.countries)
		a.byCode[fields[0]] = n
		a.countries = append(a.countries, Country{
			Code: fields[0], Alpha3: fields[1], Name: strings.TrimPrefix(name, "^"), NameFR: strings.TrimPrefix(nameFR, "^"),
		})
		for _, text := range append([]string{name, nameFR}, values(fields[5])...) {
			plain, marked := strings.CutPrefix(text, "^")
			written := anyCase
			switch {
			case marked:
				written = capitalised
			case isAbbreviation(text):
				written = allCapitals
			}
			a.phrases.add(plain, written, countryRef{n, ByName})
		}
		a.phrases.add(fields[0], allCapitals, countryRef{n, ByCode})
		for _, code := range append([]string{fields[1]}, values(fields[2])...) {
			a.phrases.add(code, never, countryRef{n, ByCode})
		}
		for _, d := range values(fields[6]) {
			a.addAll(englishForms(d), countryRef{n, ByDemonym})
		}
		for _, d := range values(fields[7]) {
			a.addAll(frenchForms(d), countryRef{n, ByDemonym})
		}
	}
	return a
})

func (a *atlasData) addAll(forms []string, ref countryRef) {
	for _, form := range forms {
		a.phrases.add(form, anyCase, ref)
	}
}

// isAbbreviation reports whether a name is up to three capitals, as CAR is; in lower case it could be a word.
func isAbbreviation(name string) bool {
	return utf8.RuneCountInString(Key(name)) <= 3 && !strings.ContainsFunc(name, unicode.IsLower)
}

// englishForms returns a demonym and its plural.
func englishForms(demonym string) []string {
	for _, same := range []string{"ese", "ss", "sh", "ch", "ois"} {
		if strings.HasSuffix(demonym, same) {
			return []string{demonym}
		}
	}
	return []string{demonym, demonym + "s"}
}

// frenchForms returns a masculine demonym, its feminine and the plurals of both.
func frenchForms(demonym string) []string {
	feminine := demonym + "e"
	switch {
	case strings.HasSuffix(demonym, "e"):
		feminine = demonym
	case strings.HasSuffix(demonym, "ien"), strings.HasSuffix(demonym, "éen"), strings.HasSuffix(demonym, "yen"):
		feminine = demonym + "ne"
	}
	forms := []string{demonym, feminine, feminine + "s"}
	if !strings.HasSuffix(demonym, "s") {
		forms = append(forms, demonym+"s")
	}
	slices.Sort(forms)
	return slices.Compact(forms)
}
