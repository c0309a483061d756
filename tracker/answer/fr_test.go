package answer

import (
	"strings"
	"testing"
	"unicode"

	"rollcall/tracker"
	"rollcall/tracker/names"
	"rollcall/tracker/pariscall"
)

// TestArticles checks the articles of all countries: each name either begins with one that fits, or is among those without.
func TestArticles(t *testing.T) {
	bare := strings.Fields("AD AG AI AW BH BL CU CV CW CY DJ GG GI GU HK HT IL JE KI KN LC MC MF MG MO MS MT MU NR NU OM PM PR RE SG SH SM ST SX TK TT TV TW VC WF YT")
	without := map[string]bool{}
	for _, code := range bare {
		without[code] = true
	}
	want := map[string]string{
		"FR": "la France", "BR": "le Brésil", "DE": "l'Allemagne", "US": "les États-Unis", "GB": "le Royaume-Uni", "NL": "les Pays-Bas",
		"CU": "Cuba", "IL": "Israël", "SG": "Singapour", "MX": "le Mexique", "KH": "le Cambodge", "MZ": "le Mozambique", "ZW": "le Zimbabwe",
		"SR": "le Suriname", "BZ": "le Belize", "HU": "la Hongrie", "HN": "le Honduras", "LA": "le Laos", "YE": "le Yémen", "EG": "l'Égypte",
		"AE": "les Émirats arabes unis", "PH": "les Philippines", "CG": "la République du Congo", "CF": "la République centrafricaine", "IR": "l'Iran",
		"CI": "la Côte d'Ivoire", "BA": "la Bosnie-Herzégovine", "MK": "la Macédoine du Nord", "ZA": "l'Afrique du Sud", "KR": "la Corée du Sud",
		"NZ": "la Nouvelle-Zélande", "PG": "la Papouasie-Nouvelle-Guinée", "SL": "la Sierra Leone", "LK": "le Sri Lanka", "CR": "le Costa Rica",
		"VA": "le Saint-Siège", "SM": "Saint-Marin", "MH": "les îles Marshall", "IM": "l'île de Man", "RE": "La Réunion", "SV": "le Salvador",
		"GS": "la Géorgie du Sud et les îles Sandwich du Sud", "HM": "les îles Heard et McDonald", "SJ": "le Svalbard et Jan Mayen", "WS": "le Samoa",
		"AS": "les Samoa américaines", "TL": "le Timor oriental", "SS": "le Soudan du Sud", "TT": "Trinité-et-Tobago", "TR": "la Turquie",
		"IO": "le Territoire britannique de l'océan Indien", "TF": "les Terres australes françaises", "MM": "le Myanmar", "TO": "les Tonga",
		"BF": "le Burkina Faso", "EH": "le Sahara occidental", "UA": "l'Ukraine", "UY": "l'Uruguay", "GD": "la Grenade", "DM": "la Dominique",
		"DO": "la République dominicaine", "BB": "la Barbade", "VN": "le Vietnam", "XK": "le Kosovo", "HT": "Haïti", "MU": "Maurice",
	}
	w := french{}
	for _, c := range names.Countries() {
		got := w.the(c.In("fr"))
		if want, ok := want[c.Code]; ok && got != want {
			t.Errorf("%s: got %q, want %q", c.Code, got, want)
		}
		if bare := got == c.In("fr"); bare != without[c.Code] {
			t.Errorf("%s: %q is bare: %v", c.Code, got, bare)
		}
		article, rest, _ := strings.Cut(strings.Replace(got, "l'", "l' ", 1), " ")
		if !without[c.Code] && elides(rest) != (article == "l'") && article != "les" {
			t.Errorf("%s: %q is wrongly elided", c.Code, got)
		}
		if of := w.of(got); strings.Contains(of, "de le") || strings.HasPrefix(of, "de A") || strings.HasPrefix(of, "d'l") {
			t.Errorf("%s: %q", c.Code, of)
		}
	}
}

func TestGroupsHaveArticles(t *testing.T) {
	call, err := pariscall.Call()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"un": "des Nations unies (ONU)", "eu": "de l'Union européenne (UE)", "nato": "de l'OTAN", "g7": "du G7", "g20": "du G20", "oecd": "de l'OCDE",
		"five_eyes": "des Cinq Yeux", "african-union": "de l'Union africaine (UA)", "asean": "de l'ASEAN", "commonwealth": "du Commonwealth",
		"coe": "du Conseil de l'Europe", "brics": "des BRICS",
		"africa": "d'Afrique", "europe": "d'Europe", "asia": "d'Asie", "west_africa": "d'Afrique de l'Ouest", "americas": "des Amériques",
		"oceania": "d'Océanie", "caribbean": "des Caraïbes", "balkans": "des Balkans", "maghreb": "du Maghreb", "sahel": "du Sahel",
		"gulf": "du Golfe", "nordic": "des pays nordiques", "baltic": "des pays baltes", "middle_east": "du Moyen-Orient",
		"middle_east_north_africa": "du Moyen-Orient et de l'Afrique du Nord", "horn_of_africa": "de la Corne de l'Afrique", "benelux": "du Benelux",
		"australia_and_new_zealand": "de l'Australie et de la Nouvelle-Zélande", "pacific_islands": "des îles du Pacifique",
		"scandinavia": "de la Scandinavie", "iberia": "de la péninsule ibérique", "caucasus": "du Caucase du Sud", "visegrad": "du Groupe de Visegrád",
	}
	for _, g := range call.Groups {
		if g.Names["fr"] == "" {
			t.Errorf("%s has no French name", g.ID)
		}
		if got := In("fr").Say("term.group(group)", &g); want[g.ID] != "" && got != "d'un pays "+want[g.ID] {
			t.Errorf("%s: got %q, want %q", g.ID, got, want[g.ID])
		}
		delete(want, g.ID)
	}
	if len(want) > 0 {
		t.Errorf("there are no such groups: %v", want)
	}
	if got := In("fr").tell(call, "de"); got != "de l'Appel de Paris" {
		t.Errorf("the call is called %q", got)
	}
}

// TestVowels holds that every category can stand after "en tant qu'".
func TestVowels(t *testing.T) {
	for _, c := range tracker.Categories() {
		if what := In("fr").what(&tracker.Supporter{Category: c}); !elides(what) {
			t.Errorf("qu' can't stand before %q", what)
		}
	}
}

func TestKindsAreFrench(t *testing.T) {
	for _, k := range tracker.Kinds() {
		one, many := In("fr").kind(k, 1), In("fr").kind(k, 2)
		if one == many || strings.ContainsFunc(one, func(r rune) bool { return r == '_' || unicode.IsDigit(r) }) {
			t.Errorf("%s: %q, %q", k, one, many)
		}
	}
}

func TestFrenchNumbersAndDates(t *testing.T) {
	w := In("fr")
	for got, want := range map[string]string{
		w.counted(nil, 0): "0 soutien", w.counted(nil, 1): "1 soutien",
		w.counted(nil, 1222): "1\u202f222 soutiens", w.digits(1234567): "1\u202f234\u202f567",
		w.date("2018-11-12"): "12 novembre 2018", w.date("2020-01-01"): "1er janvier 2020", w.date("2018-11"): "novembre 2018", w.date("2018"): "2018",
		w.when("2018-08"): "en août 2018", w.when("2018-08-02"): "le 2 août 2018", w.when("2018"): "en 2018",
		w.list(nil): "", w.list([]string{"a"}): "a", w.list([]string{"a", "b"}): "a et b", w.list([]string{"a", "b", "c"}): "a, b et c",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestSeveralMeant holds that a name which could be one of several supporters is shown as such.
func TestSeveralMeant(t *testing.T) {
	call, err := pariscall.Call()
	if err != nil {
		t.Fatal(err)
	}
	two := New(&AmbiguousFacts{Subject: "Dell", Candidates: []string{"Dell", "Dell Technologies"}})
	region := New(&MissingFacts{Group: &tracker.Group{Name: "Europe", Members: []string{"FR"}, Region: true}, Signed: 1, Total: 1})
	for _, f := range []*NamedFacts{{Named: []Answer{two, region}, Total: 2}, {Named: []Answer{two, two}, Total: 2, Compared: true}} {
		a := New(f)
		a.Call = call
		if said := Write(a, In("fr")).Text; !strings.Contains(said, "«\u00a0Dell\u00a0» peut avoir plusieurs sens") || !strings.Contains(said, "Dell et Dell Technologies") {
			t.Error(said)
		}
	}
}

// TestCallIsFrench holds that the Call's own facts have their French.
func TestCallIsFrench(t *testing.T) {
	call, err := pariscall.Call()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range call.Principles {
		if p.Titles["fr"] == "" || p.Summaries["fr"] == "" {
			t.Errorf("principle %d: %q, %q", p.Number, p.Titles["fr"], p.Summaries["fr"])
		}
	}
	taken := map[string]string{}
	for _, g := range call.Groups {
		mine := map[string]bool{}
		for _, name := range g.AllNames() {
			mine[names.Key(name)] = true
		}
		for key := range mine {
			if taken[key] != "" {
				t.Errorf("%s and %s are both called %q", taken[key], g.ID, key)
			}
			taken[key] = g.ID
		}
	}
}
