package names

import (
	_ "embed"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

func TestCountryNamed(t *testing.T) {
	for text, want := range map[string]string{
		"Congo": "CD CG", "Korea": "KP KR", "Corée": "KP KR", "Georgia": "GE", "dominican": "DM DO", "congolaises": "CD CG",
		"USA": "US", "us": "US", "U.S.": "US", "in": "IN", "NO": "NO", "fra": "FR", "ROM": "RO", "mtg": "ME",
		"Royaume-Uni": "GB", "Holland": "NL", "ivory coast": "CI", "Corée du Sud": "KR", "COTE D’IVOIRE": "CI",
		"Kenyan": "KE", "Kenyans": "KE", "allemand": "DE", "Allemande": "DE", "allemands": "DE", "allemandes": "DE",
		"tunisiennes": "TN", "grecque": "GR", "turques": "TR", "Japanese": "JP", "Polish": "PL", "belges": "BE",
		"Korea, Republic of": "KR", "République démocratique du Congo": "CD", "Republic of China": "TW", "Guinea": "GN",
		"Sudan": "SD", "Samoa": "WS", "Kosovo": "XK", "North Korean": "KP", "la réunion": "RE", "Niger": "NE", "Burma": "MM",
		"Atlantis": "", "": "", "Francis": "",
		"SCG": "", "N/A": "", "n.a.": "", "N-A": "", "AT&T": "", "TÜV": "", "s/o": "", "-": "",
	} {
		if got := codes(CountryNamed(text)); got != want {
			t.Errorf("CountryNamed(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestCountriesIn(t *testing.T) {
	for sentence, want := range map[string]string{
		"is it in IT or IN India, or not?":                          "IN",
		"does AI matter to our PM in KE, FR and the US?":            "KE FR US",
		"Has the U.S. signed?":                                      "US",
		"tell us a story about a U.K. company":                      "GB",
		"entreprises françaises en Guinée-Bissau et à la réunion":   "FR GW",
		"HOW MANY STATES ARE IN IT AND FRANCE":                      "FR",
		"who from South Korea and Korea?":                           "KR KP KR",
		"is the uk in? and the usa?":                                "GB US",
		"a car in the Central African Republic":                     "CF",
		"L'Inde, l’Algérie et la Côte d’Ivoire":                     "IN DZ CI",
		"it is at no cost to me":                                    "",
		"American Chamber of Commerce in the Czech Republic":        "US CZ",
		"What about \u202bBrazil\u202c and Nige\u00adria\u200b 🇧🇷?": "BR NG BR",
	} {
		if got := codes(CountriesIn(sentence)); got != want {
			t.Errorf("CountriesIn(%q) = %q, want %q", sentence, got, want)
		}
	}
	for _, m := range CountriesIn("Are Kenyans in? Kenya, KE!") {
		text := "Are Kenyans in? Kenya, KE!"[m.Start:m.End]
		if want := map[By]string{ByDemonym: "Kenyans", ByName: "Kenya", ByCode: "KE"}[m.By]; text != want {
			t.Errorf("by %d: %q, want %q", m.By, text, want)
		}
	}
}

func codes(found []CountryMatch) string {
	var list []string
	for _, m := range found {
		list = append(list, m.Country.Code)
	}
	return strings.Join(list, " ")
}

// TestNamesAsListsWriteThem reads names of countries as the UN, ISO and the World Bank write them, and as lists do by hand.
func TestNamesAsListsWriteThem(t *testing.T) {
	for fields := range table(listed) {
		for _, text := range fields[1:] {
			if got := codes(CountryNamed(text)); got != fields[0] {
				t.Errorf("CountryNamed(%q) = %q, want %q", text, got, fields[0])
			}
		}
	}
	for _, text := range []string{
		"State of Georgia", "Georgia, US", "Georgia (US)", "France, Germany", "Virgin Islands, Spanish", "Northern Ireland",
		"Democratic People", "Republic", "the", "Kingdom of Heaven", "Ireland, Northern", "Guinea, New", "Turkish Republic of Northern Cyprus", "Africa",
		"Islamic State of Iraq", "South Wales", "Republic of Texas", "Commonwealth of Virginia", "East Germany", "France 2030", "n/a", "(1)",
	} {
		if got := codes(CountryNamed(text)); got != "" {
			t.Errorf("CountryNamed(%q) = %q, want none", text, got)
		}
	}
}

//go:embed testdata/countries.tsv
var listed string

// TestNamesOfCLDR reads the names that golang.org/x/text has from CLDR.
func TestNamesOfCLDR(t *testing.T) {
	for _, lang := range []language.Tag{language.English, language.French, language.Spanish} {
		for _, c := range Countries() {
			name := display.Regions(lang).Name(language.MustParseRegion(c.Code))
			if !slices.ContainsFunc(CountryNamed(name), func(m CountryMatch) bool { return m.Country == c && m.By == ByName }) {
				t.Errorf("%q does not name %s", name, c.Code)
			}
		}
	}
}

func TestFormer(t *testing.T) {
	for text, want := range map[string]string{
		"SCG": "Montenegro Serbia", "Serbia and Montenegro": "Montenegro Serbia", "csk": "Czechia Slovakia", "Netherlands Antilles": "Caribbean Netherlands Curaçao Sint Maarten",
		"Serbia": "", "": "", "France": "",
	} {
		var got []string
		for _, c := range Former(text) {
			got = append(got, c.Name)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("Former(%q) = %q, want %q", text, got, want)
		}
	}
	for fields := range table(formerTSV) {
		for _, code := range values(fields[2]) {
			if _, ok := CountryOf(code); !ok {
				t.Errorf("%s was followed by %q, which is no country", fields[0], code)
			}
		}
		for _, text := range append(values(fields[0]), values(fields[1])...) {
			if found := CountryNamed(text); len(found) > 0 {
				t.Errorf("%q is of a country that is no more, and names %s", text, codes(found))
			}
		}
	}
}

func TestUnsaid(t *testing.T) {
	for text, want := range map[string]bool{
		"N/A": true, "n.a.": true, "n.a": true, "s/o": true, "S/O": true, "-": true, "—": true, "": true, "?": true, "None": true, " Unknown ": true, "#N/A": true, "Sans objet": true,
		"NA": false, "Nauru": false, "France": false, "SO": false, "Nonesuch": false,
	} {
		if got := Unsaid(text); got != want {
			t.Errorf("Unsaid(%q) = %v", text, got)
		}
	}
}

func TestCapitalsIn(t *testing.T) {
	for sentence, want := range map[string]string{
		"Has Rabat signed, or Pékin?": "MA CN", "Addis-Abeba et La Haye": "ET NL", "¿Y Túnez? ¿Bruselas?": "BE", "des dames à damas": "", "Kinshasa, Brazzaville": "CD CG",
	} {
		if got := codes(CapitalsIn(sentence)); got != want {
			t.Errorf("CapitalsIn(%q) = %q, want %q", sentence, got, want)
		}
	}
}

// TestCodesInWords reads no code out of a longer word, nor next to a sign that joins words.
func TestCodesInWords(t *testing.T) {
	for sentence, want := range map[string]string{
		"Has AT&T signed? And S&P?": "", "AT & T": "", "is N/A in": "", "D-Link and IN-Q-TEL": "", "TÜV SÜD": "", "FR/DE firms": "", "AI-driven": "",
		"IT's late": "", "X.AI and info@IT.example": "", "KE, and FR.": "KE FR", "Is (KE) in": "KE", "R&D in the US": "US", "US-based firms": "US",
	} {
		if got := codes(CountriesIn(sentence)); got != want {
			t.Errorf("CountriesIn(%q) = %q, want %q", sentence, got, want)
		}
	}
}

// TestStyles finds names with what states call themselves.
func TestStyles(t *testing.T) {
	for sentence, want := range map[string]string{
		"Has the Republic of Kosovo signed?":                "Republic of Kosovo",
		"la République islamique d'Iran a signé":            "République islamique d'Iran",
		"the People's Republic of China and":                "People's Republic of China",
		"y el Reino de España":                              "Reino de España",
		"does the republic support Kenya":                   "Kenya",
		"the people of Kenya":                               "Kenya",
		"is the monarchy, the kingdom, of Norway":           "Norway",
		"République du Sénégal":                             "République du Sénégal",
		"the United Kingdom of Great Britain":               "United Kingdom",
		"a Federal Democratic Republic of Nepal, of course": "Federal Democratic Republic of Nepal",
	} {
		m := CountriesIn(sentence)[0]
		if got := sentence[m.Start:m.End]; got != want {
			t.Errorf("in %q, %q is a country; want %q", sentence, got, want)
		}
	}
}

func TestSpanish(t *testing.T) {
	for sentence, want := range map[string]string{
		"¿Ha firmado Alemania?": "DE", "empresas alemanas, francesas y españolas": "DE FR ES", "los países neerlandeses": "NL", "Corea del Sur o Corea": "KR KP KR",
		"organizaciones marroquíes de Túnez y Argelia": "MA TN DZ", "Reino Unido, Estados Unidos y EE. UU.": "GB US US", "una reunión en Granada": "GD",
	} {
		if got := codes(CountriesIn(sentence)); got != want {
			t.Errorf("CountriesIn(%q) = %q, want %q", sentence, got, want)
		}
	}
}

// TestCountryData compares the table with the registry of regions that golang.org/x/text carries.
func TestCountryData(t *testing.T) {
	const iso = 249
	all := Countries()
	if len(all) != iso+1 {
		t.Errorf("%d countries and XK", len(all)-1)
	}
	seen := make(map[string]string)
	for _, c := range all {
		region, err := language.ParseRegion(c.Code)
		if err != nil || !region.IsCountry() || c.Code != "XK" && region.ISO3() != c.Alpha3 {
			t.Errorf("%+v is not region %v (%s): %v", c, region, region.ISO3(), err)
		}
		for _, name := range c.Names() {
			key := Key(name)
			if other, ok := seen[key]; ok && other != c.Code || key == "" {
				t.Errorf("%s and %s share the name %q", c.Code, other, name)
			}
			seen[key] = c.Code
			if !slices.ContainsFunc(CountryNamed(name), func(m CountryMatch) bool { return m.Country == c && m.By == ByName }) {
				t.Errorf("%q does not name %s", name, c.Code)
			}
		}
		if got, ok := CountryOf(strings.ToLower(c.Code)); !ok || got != c {
			t.Errorf("CountryOf(%q) = %+v, %v", c.Code, got, ok)
		}
	}
	if _, ok := CountryOf("ZZ"); ok {
		t.Error("ZZ is a country")
	}
}

func TestTerms(t *testing.T) {
	for text, want := range map[string][]Term{
		"universities":         {{Kind: "university"}},
		"Think-tanks":          {{Kind: "think_tank"}},
		"chambers of commerce": {{Kind: "chamber_of_commerce"}},
		"cities":               {{Kind: "local_government"}},
		"collectivités":        {{Kind: "local_government"}},
		"entreprises":          {{Category: "company"}},
		"États":                {{Category: "state"}},
		"ONG":                  {{Category: "civil_society"}},
		"associations":         {{Kind: "association"}, {Kind: "trade_association"}},
		"public_authority":     {{Category: "public_authority"}},
		"bananas":              nil,
	} {
		if got := TermsNamed(text); !slices.Equal(got, want) {
			t.Errorf("TermsNamed(%q) = %v, want %v", text, got, want)
		}
	}
	if got := TermsNamed("organisations"); len(got) < 2 {
		t.Errorf("organisations means only %v", got)
	}
}

func FuzzSentences(f *testing.F) {
	f.Add("is it in IT or IN India?")
	f.Add("L'Inde\xff \u202bet\u202c U.S.A.")
	f.Fuzz(func(t *testing.T, s string) {
		within := func(start, end int) {
			if start < 0 || start >= end || end > len(s) {
				t.Errorf("in %q, bytes %d to %d", s, start, end)
			}
		}
		for _, m := range CountriesIn(s) {
			within(m.Start, m.End)
		}
	})
}
