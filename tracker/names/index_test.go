package names

import (
	_ "embed"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// supporters has a line for each supporter of a real call: its name and its aliases, parted by bars.
//
//go:embed testdata/supporters.txt
var supporters string

func roll() []Name {
	var all []Name
	for i, line := range strings.Split(strings.TrimSpace(supporters), "\n") {
		for _, text := range values(line) {
			all = append(all, Name{ID(i + 1), text})
		}
	}
	return all
}

func TestNoTwoSupportersShareAKey(t *testing.T) {
	owner := make(map[string]Name)
	for _, name := range roll() {
		key := Key(name.Text)
		if other, ok := owner[key]; ok && other.ID != name.ID {
			t.Errorf("%q and %q are both %q", name.Text, other.Text, key)
		}
		owner[key] = name
	}
}

func TestEveryNameResolvesToItself(t *testing.T) {
	x := New(roll())
	for _, name := range roll() {
		found, sure := x.Resolve(name.Text)
		if !sure || found[0].ID != name.ID || found[0].How != Exact {
			t.Errorf("Resolve(%q) = %v, %v", name.Text, found, sure)
		}
	}
}

// TestResolve asks in other words than the list's. An answer that is not sure may still put the right name first.
func TestResolve(t *testing.T) {
	x := New(roll())
	for _, test := range []struct {
		query string
		first string
		how   How
		sure  bool
	}{
		{"siemens gmbh", "Siemens", Suffix, true},
		{"Google, Inc.", "Google", Suffix, true},
		{"Accenture S.A. de C.V.", "Accenture", Suffix, true},
		{"McKinsey and company", "McKinsey", Suffix, true},
		{"Interpol (ICPO)", "INTERPOL", Suffix, true},
		{"forum economic world", "World Economic Forum", Reordered, true},
		{"Aristotle Thessaloniki University", "Aristotle University of Thessaloniki", Reordered, false},
		{"Micrsoft", "Microsoft", Typo, true},
		{"Mircosoft", "Microsoft", Typo, true},
		{"centre for european policy studis", "Centre for European Policy Studies", Typo, true},
		{"GMFUS", "German Marshall Fund of the United States", Acronym, false},

		{"Dell", "Dell", Exact, true},
		{"Dell Inc", "Dell", Suffix, false},
		{"Dell Tech", "Dell Technologies", Prefix, false},
		{"EBRC SA", "EBRC", Suffix, false},
		{"NDI", "NDI", Exact, true},
		{"National Democratic", "National Democratic Institute", Prefix, false},
		{"Instituto Mexicano para la Competitividad", "Instituto Mexicano para la Competitividad A.C.", Suffix, false},
		{"Carnegie", "Carnegie Endowment", Prefix, false},
		{"University of Malaya", "University of Malaya STEM Centre", Prefix, false},
		{"american chamber germany", "American Chamber of Commerce in Germany", Partial, false},
		{"american chambr germany", "American Chamber of Commerce in Germany", Typo, false},
		{"AmCham Iceland", "AmCham Ireland", Typo, false},
		{"AmCham Icelnd", "AmCham Ireland", Typo, false},
		{"Vida", "Visa", Typo, false},
		{"Sonatel", "CONATEL", Typo, false},
		{"Caspersky", "Kaspersky", Typo, false},
		{"Huawai", "Huawei", Typo, true},
		{"Qud9", "Quad9", Typo, false},
		{"Global Partner Digital 2", "Global Partners Digital", Typo, false},
	} {
		found, sure := x.Resolve(test.query)
		if len(found) == 0 || found[0].Name != test.first || found[0].How != test.how || sure != test.sure {
			t.Errorf("Resolve(%q) = %v, %v; want %q by %v, %v", test.query, found, sure, test.first, test.how, test.sure)
		}
	}
	for _, rival := range []string{"AT&T", "S&P", "D-Link", "N/A", "TÜV", "Munich Re", "P&G", "Alemania", "S&P Global"} {
		if found, sure := x.Resolve(rival); sure {
			t.Errorf("Resolve(%q) is sure of %v", rival, found[0])
		}
	}
	for query, near := range map[string]string{"TÜV": "TUV SUD|TÜV-Verband", "AT": "", "P": ""} {
		var got []string
		found, _ := x.Resolve(query)
		for _, m := range found {
			if m.How > Acronym {
				got = append(got, m.Name)
			}
		}
		if want := values(near); !slices.Equal(got, want) {
			t.Errorf("near %q are %q, want %q", query, got, want)
		}
	}
	for _, unknown := range []string{"", "?!", "Ministry of Silly Walks", "University of Oxford", "of the"} {
		if found, sure := x.Resolve(unknown); sure || len(found) > 0 {
			t.Errorf("Resolve(%q) = %v, %v", unknown, found, sure)
		}
	}
}

func TestResolveKnowsRivals(t *testing.T) {
	for _, test := range []struct {
		names []string
		query string
		sure  bool
	}{
		{[]string{"Acme Ltd"}, "ACME", true},
		{[]string{"Acme Ltd", "Acme Inc"}, "ACME", false},
		{[]string{"Acme", "Acme"}, "ACME", false},
		{[]string{"Internet Society (ISOC)"}, "isoc", true},
		{[]string{"Internet Society (ISO)", "Indian School of Oncology"}, "iso", false},
		{[]string{"Internet Society (ISOC)"}, "Internet Society", true},
		{[]string{"Indian School of Oncology"}, "iso", false},
		{[]string{"Zambia"}, "Gambia", false},
		{[]string{"Slovakia"}, "Slovakja", true},
		{[]string{"University of Miami"}, "Miami University", false},
		{[]string{"Republic of Moldavania"}, "Moldavania, Republic of", true},
		{[]string{"Nordbank", "Nordbanc"}, "Nordbant", false},
		{[]string{"Nordbank", "Nordwind"}, "Nordbant", true},
		{[]string{"Paris 8 University"}, "Paris 7 University", false},
	} {
		var all []Name
		for i, text := range test.names {
			all = append(all, Name{ID(i), text})
		}
		if found, sure := New(all).Resolve(test.query); sure != test.sure {
			t.Errorf("among %q: Resolve(%q) = %v, %v", test.names, test.query, found, sure)
		}
	}
}

// TestOneSlip makes one slip in every name that is long enough: the answer is right, or not sure.
func TestOneSlip(t *testing.T) {
	const long = 8
	x := New(roll())
	g := &generator{rand.New(rand.NewPCG(2, 5))}
	asked, sures := 0, 0
	for _, name := range roll() {
		text, ok := g.edit(name.Text, 1)
		if !ok || len([]rune(Key(name.Text))) < long {
			continue
		}
		asked++
		found, sure := x.Resolve(text)
		if !sure {
			continue
		}
		sures++
		if found[0].ID != name.ID {
			t.Errorf("Resolve(%q) is sure of %q, not %q", text, found[0].Name, name.Text)
		}
	}
	if sures < asked*3/4 {
		t.Errorf("sure of %d slips in %d: too shy to be of use", sures, asked)
	}
}

func TestFind(t *testing.T) {
	x := New(roll())
	found := x.Find("american chamber of commerce", 50)
	if len(found) < 25 {
		t.Errorf("found %d chambers", len(found))
	}
	seen := make(map[ID]bool)
	for i, m := range found {
		if seen[m.ID] || i > 0 && m.Score > found[i-1].Score {
			t.Errorf("match %d of %v is out of order or a repetition", i, found)
		}
		seen[m.ID] = true
	}
	if again := x.Find("american chamber of commerce", 50); !slices.Equal(found, again) {
		t.Error("the order changed")
	}
	if got := x.Find("dell", 1); len(got) != 1 || got[0].Name != "Dell" {
		t.Errorf(`Find("dell", 1) = %v`, got)
	}
	if got := New(nil).Find("dell", 5); len(got) != 0 {
		t.Errorf("an empty index found %v", got)
	}
	if got := x.Find("dell", 0); len(got) != 0 {
		t.Errorf("limit 0 found %v", got)
	}
}

func TestRecall(t *testing.T) {
	c := corpusOf(100_000)
	for class, recall := range recallAt1(New(c.names), c) {
		want := 0.99
		if class == "two-edits" {
			want = 0.96
		}
		if recall < want {
			t.Errorf("recall of %s queries is %.4f, less than %.2f", class, recall, want)
		}
	}
}

func FuzzResolve(f *testing.F) {
	for _, s := range []string{"Dell", "amcham germany", "\u202eyarg\u202c", "(a+)+$", "👍", strings.Repeat("a ", 20_000), "(", "()", ")("} {
		f.Add(s)
	}
	x := New(roll())
	f.Fuzz(func(t *testing.T, query string) {
		found, sure := x.Resolve(query)
		if sure && len(found) == 0 {
			t.Errorf("Resolve(%q) is sure of nothing", query)
		}
		for _, limit := range []int{1, 3} {
			matches := x.Find(query, limit)
			if len(matches) > limit {
				t.Errorf("Find(%q, %d) found %d", query, limit, len(matches))
			}
			if len(found) > 0 && len(matches) > 0 && matches[0].Score < found[0].Score {
				t.Errorf("Find(%q, %d) = %v, but %v is better", query, limit, matches, found[0])
			}
		}
	})
}

func TestAlikeIsAnotherSpelling(t *testing.T) {
	x := New([]Name{{1, "Example Foundation"}, {2, "Example Sample Ltd"}, {3, "Acme"}, {4, "Chapter 12"}, {5, "University of Nowhere"}})
	for name, want := range map[string]ID{
		"Example Fundation": 1, "Foundation Example": 1, "The Example Foundation Inc.": 1, "Example Sample": 2, "Exmaple Sample GmbH": 2, "Nowhere University": 5,
		"Example Foundation": 0, "Example": 0, "Example Foundation Network": 0, "Foundation": 0, "Acne": 0, "Chapter 13": 0, "Nobody": 0, "": 0,
	} {
		var got ID
		if found := x.Alike(name, 5); len(found) > 0 {
			got = found[0].ID
		}
		if got != want {
			t.Errorf("%q is like %d, want %d", name, got, want)
		}
	}
	all := New(roll())
	alike := 0
	for _, name := range roll() {
		if slices.ContainsFunc(all.Alike(name.Text, 5), func(m Match) bool { return m.ID != name.ID }) {
			alike++
		}
	}
	if alike > len(roll())/100 {
		t.Errorf("of %d names, %d are like another: nobody would read on", len(roll()), alike)
	}
}

// Where a name and its legal form have no space between them, it is the same name without it, before or behind.
func TestLegalFormsWithoutASpace(t *testing.T) {
	all := []Name{{1, "株式会社見本製作所"}, {2, "样例技术有限公司"}, {3, "주식회사 견본전자"}, {4, "見本銀行"}}
	x := New(all)
	for query, want := range map[string]ID{
		"見本製作所": 1, "見本製作所株式会社": 1, "(株)見本製作所": 1, "㈱見本製作所": 1, "見本製作所 有限会社": 1,
		"样例技术": 2, "样例技术股份有限公司": 2, "样例技术 有限责任公司": 2,
		"견본전자": 3, "견본전자 주식회사": 3, "견본전자(주)": 3, "견본전자주식회사": 3,
		"株式会社見本銀行": 4,
	} {
		if found, sure := x.Resolve(query); !sure || found[0].ID != want {
			t.Errorf("Resolve(%q) = %v, %v", query, found, sure)
		}
		if alike := x.Alike(query, 3); len(alike) != 1 || alike[0].ID != want {
			t.Errorf("Alike(%q) = %v", query, alike)
		}
	}
	for _, other := range []string{"株式会社", "有限公司", "見本", "주견본전자"} {
		if found, sure := x.Resolve(other); sure {
			t.Errorf("Resolve(%q) = %v", other, found)
		}
	}
}
