package names

import (
	"cmp"
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
}

// In is its short name in a language, in English if it isn't known in that.
func (c Country) In(lang string) string {
	all := c.Names()
	if at := slices.Index(Languages(), lang); at >= 0 && at < len(all) {
		return all[at]
	}
	return c.Name
}

// Names are its short names, in each of the Languages.
func (c Country) Names() []string {
	if i, ok := atlas().byCode[c.Code]; ok {
		return atlas().names[i]
	}
	return []string{c.Name}
}

// Spoken are the languages in which a country or its people is called so: with these accents, or else without any.
func Spoken(name string) []string {
	if said, ok := called().spoken[strings.ToLower(name)]; ok {
		return said
	}
	return called().spoken[Key(name)]
}

// Languages are the codes of those in which countries are named.
func Languages() []string { return []string{"en", "fr", "es"} }

// String is the English name.
func (c Country) String() string { return c.Name }

// By says what a country was called by.
type By uint8

// From the surest to the least sure.
const (
	ByName    By = iota // a name, in English, French or Spanish, or its own language
	ByFlag              // the emoji of its flag
	ByCode              // an ISO 3166 code: alpha-2, alpha-3 or an obsolete alpha-3
	ByDemonym           // its people or its adjective: "Kenyans", "allemande"
	ByCapital           // its capital, which stands for its government
)

// CountryMatch is a country that the bytes of a text from Start to End may mean.
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

// CountryNamed returns every country that a text may mean, if the text is nothing but a name as people or lists write it, a
// flag, a code (in any case) or a demonym: two for "Congo", one for "in". "N/A" is no code.
func CountryNamed(text string) []CountryMatch {
	g := called()
	if c, n := Flag(text); n > 0 && n == len(text) {
		return []CountryMatch{{c, ByFlag, 0, n}}
	}
	means := g.phrases.whole(text)
	if code := withoutFootnote(text); !isASCII(code) || strings.ContainsFunc(code, func(r rune) bool { return !unicode.IsLetter(r) }) {
		means = slices.DeleteFunc(means, func(r countryRef) bool { return r.by == ByCode })
	}
	if len(means) == 0 {
		means = g.listed(text)
	}
	var found []CountryMatch
	for _, ref := range means {
		found = addCountry(found, ref, 0, len(text))
	}
	return found
}

// CountriesIn returns every country that a sentence may speak of, in the order of the sentence. Where several may be
// meant, all are there with the same Start. Only codes of two letters are read that mean nothing else, and only in
// capitals; none in a sentence all in capitals, nor next to a sign that joins words (KE-1, D/AR). A match ByCode
// is less certain than a name.
func CountriesIn(sentence string) []CountryMatch {
	var found []CountryMatch
	spans := wordSpans(sentence)
	end := 0
	for _, h := range called().phrases.within(sentence, spans) {
		if h.means.by == ByName {
			h.start = styledFrom(sentence, spans, h.start, end)
		}
		found, end = addCountry(found, h.means, h.start, h.end), h.end
	}
	for i := 0; i < len(sentence); {
		c, n := Flag(sentence[i:])
		if n > 0 {
			found = append(found, CountryMatch{c, ByFlag, i, i + n})
		}
		i += max(n, 1)
	}
	slices.SortStableFunc(found, func(a, b CountryMatch) int { return cmp.Compare(a.Start, b.Start) })
	return found
}

// CapitalsIn returns the countries whose capitals a sentence names with a capital letter, in the order of the sentence. A
// capital can stand for a government ("Has Rabat signed?"); who is in it is not from all of the country.
func CapitalsIn(sentence string) []CountryMatch {
	var found []CountryMatch
	for _, h := range called().capitals.within(sentence, wordSpans(sentence)) {
		found = addCountry(found, h.means, h.start, h.end)
	}
	return found
}

// Flag reads the emoji of a country's flag that a text begins with, and returns how many bytes it has: 0 if there is none.
func Flag(text string) (c Country, n int) {
	const a, z = '🇦', '🇿'
	first, i := utf8.DecodeRuneInString(text)
	if first < a || first > z {
		return Country{}, 0
	}
	second, j := utf8.DecodeRuneInString(text[i:])
	if second < a || second > z {
		return Country{}, 0
	}
	c, ok := CountryOf(string([]rune{first - a + 'A', second - a + 'A'}))
	if !ok {
		return Country{}, 0
	}
	return c, i + j
}

// Former returns today's countries that followed a former one, if a text is its name or its code: Montenegro and
// Serbia for "SCG". It returns none for any other text.
func Former(text string) []Country {
	return formers()[Key(text)]
}

//go:embed former.tsv
var formerTSV string

var formers = sync.OnceValue(func() map[string][]Country {
	all := map[string][]Country{}
	for fields := range table(formerTSV) {
		var followed []Country
		for _, code := range values(fields[2]) {
			c, _ := CountryOf(code)
			followed = append(followed, c)
		}
		for _, text := range append(values(fields[0]), values(fields[1])...) {
			all[Key(text)] = followed
		}
	}
	return all
})

// addCountry adds a country that a text means, once, by the surest way in which it does.
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
	names     [][]string     // of each, by language
	byCode    map[string]int // which of countries has it
}

var atlas = sync.OnceValue(func() *atlasData {
	a := &atlasData{byCode: map[string]int{}}
	for fields := range table(countriesTSV) {
		a.byCode[fields[0]] = len(a.countries)
		var called []string
		for _, name := range fields[3:6] {
			called = append(called, strings.TrimPrefix(name, "^"))
		}
		a.countries, a.names = append(a.countries, Country{Code: fields[0], Alpha3: fields[1], Name: called[0]}), append(a.names, called)
	}
	return a
})

// A gazetteer is what countries are called.
type gazetteer struct {
	phrases  phrases[countryRef]
	capitals phrases[countryRef]
	bags     map[string][]countryRef // by the bag of a name
	spoken   map[string][]string     // the languages of names and demonyms, in lower case
}

// called is the gazetteer; codes are found without it.
var called = sync.OnceValue(func() *gazetteer {
	g := &gazetteer{bags: map[string][]countryRef{}, spoken: map[string][]string{}}
	for fields := range table(countriesTSV) {
		n := atlas().byCode[fields[0]]
		for _, text := range append(fields[3:6:6], values(fields[6])...) {
			g.addName(text, countryRef{n, ByName})
		}
		met := asCode
		if alsoWords()[strings.ToLower(fields[0])] {
			met = never
		}
		g.phrases.add(fields[0], met, countryRef{n, ByCode})
		for _, alpha3 := range append([]string{fields[1]}, values(fields[2])...) {
			g.phrases.add(alpha3, never, countryRef{n, ByCode})
		}
		for _, capital := range values(fields[7]) {
			g.capitals.add(capital, capitalised, countryRef{n, ByCapital})
		}
		for i, lang := range Languages() {
			g.speak(atlas().names[n][i], lang)
			for _, demonym := range values(fields[8+i]) {
				g.phrases.add(demonym, anyCase, countryRef{n, ByDemonym})
				g.speak(demonym, lang)
			}
		}
	}
	return g
})

// speak adds a language that has a name.
func (g *gazetteer) speak(name, lang string) {
	if form := strings.ToLower(name); !slices.Contains(g.spoken[form], lang) {
		g.spoken[form] = append(g.spoken[form], lang)
	}
}

// addName adds a name, and its abbreviated form.
func (g *gazetteer) addName(text string, ref countryRef) {
	plain, marked := strings.CutPrefix(text, "^")
	written := anyCase
	switch {
	case marked:
		written = capitalised
	case isAbbreviation(text):
		written = allCapitals
	}
	for _, spelling := range distinct([]string{plain, short.Replace(plain)}) {
		g.phrases.add(spelling, written, ref)
	}
	bag := strings.Join(bagOf(plain), " ")
	if !slices.Contains(g.bags[bag], ref) {
		g.bags[bag] = append(g.bags[bag], ref)
	}
}

var short = strings.NewReplacer("Saint", "St", " and ", " & ")

// isAbbreviation reports whether a name is up to three capitals, as CAR is; in lower case it could be a word.
func isAbbreviation(name string) bool {
	return utf8.RuneCountInString(Key(name)) <= 3 && !strings.ContainsFunc(name, unicode.IsLower)
}
