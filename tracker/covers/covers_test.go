package covers_test

import (
	"reflect"
	"strings"
	"testing"

	"rollcall/tracker/covers"
)

// subjects are of three principles: gardens, harvests, tools.
func subjects() (all []covers.Subject) {
	for _, s := range []struct {
		lang      string
		principle int
		phrases   string
	}{
		{"en", 1, "=gardens|rose bed|hedge|watering can|compost heap|seedlings"},
		{"en", 2, "=the harvest|apples|apple tree|compost heap|frost on the blossoms|oak barrels|wine barrels|barrels of cider|barrels of perry|cellar of wine|cellar of cider|cold cellar|deep cellar|oven for bread"},
		{"en", 3, "=tools|watering can|spade|rust|rusty garden spade"},
		{"fr", 1, "=les jardins|haie|arrosoir|semis"},
		{"fr", 2, "=la récolte|pommes|gelée"},
		{"es", 1, "=jardines|seto|regadera"},
		{"es", 2, "=la cosecha|manzanas|helada"},
	} {
		for text := range strings.SplitSeq(s.phrases, "|") {
			text, name := strings.CutPrefix(text, "=")
			all = append(all, covers.Subject{Principle: s.principle, Lang: s.lang, Text: text, Name: name})
		}
	}
	return all
}

func TestFind(t *testing.T) {
	x := covers.New(subjects())
	for text, want := range map[string][]covers.Scored{
		// Forms of a word, in any order, with others between them.
		"the bed where I planted a rose": {{Principle: 1, Words: []string{"bed", "rose"}, Met: 2}},
		"blossoms in the frost":          {{Principle: 2, Words: []string{"blossoms in the frost"}, Met: 2}},
		// The longest phrase is met, not those in it, and a word counts once.
		"my rusty garden spade": {{Principle: 3, Words: []string{"rusty garden spade"}, Met: 3}},
		// A phrase of two principles finds both, and says less for each of them than another would.
		"a compost heap":             {{Principle: 1, Words: []string{"compost heap"}, Met: 2}, {Principle: 2, Words: []string{"compost heap"}, Met: 2}},
		"apples on the compost heap": {{Principle: 2, Words: []string{"apples", "compost heap"}, Met: 3}},
		"a hedge and an apple tree":  {{Principle: 2, Words: []string{"apple tree"}, Met: 2}},
		"a hedge, rust":              {{Principle: 1, Words: []string{"hedge"}, Met: 1}, {Principle: 3, Words: []string{"rust"}, Met: 1}},
		"two seedlings and a hedge":  {{Principle: 1, Words: []string{"seedlings", "hedge"}, Met: 2}},
		"a hedge around the harvest": {{Principle: 2, Words: []string{"harvest"}, Met: 1, Named: true}},
		"garden tools":               {{Principle: 3, Words: []string{"tools"}, Met: 1, Named: true}, {Principle: 1, Words: []string{"garden"}, Met: 1, Named: true}},
		"seedlngs":                   {{Principle: 1, Words: []string{"seedlngs"}, Met: 1, Near: true}},
		// A word that many phrases of one principle have is a hint, and means nothing if few have it.
		"many barrels, and a cellar":    {{Principle: 2, Words: []string{"barrels", "cellar"}}},
		"an oven":                       nil,
		"":                              nil,
		"?! 12 … and the of":            nil,
		"nothing that anybody knows of": nil,
	} {
		for i := range want {
			want[i].Lang = "en"
		}
		for _, lang := range []string{"en", ""} {
			found := x.Find(text, lang)
			for i := range found {
				found[i].Score = 0
			}
			if len(found)+len(want) > 0 && !reflect.DeepEqual(found, want) {
				t.Errorf("%q in %q: %+v, want %+v", text, lang, found, want)
			}
		}
	}
}

func TestLanguages(t *testing.T) {
	x := covers.New(subjects())
	for _, c := range []struct {
		text, lang string
		want       int
		in         string
	}{
		{"la haie du voisin", "fr", 1, "fr"},
		{"la haie du voisin", "", 1, "fr"},
		{"la haie du voisin", "de", 1, "fr"},
		{"une GELEE dans la nuit", "", 2, "fr"}, // without its accents
		{"el seto del vecino", "", 1, "es"},
		{"le hedge de mon voisin", "fr", 1, "en"}, // a word of another language
		{"las manzanas", "en", 2, "es"},
	} {
		if found := x.Find(c.text, c.lang); len(found) != 1 || found[0].Principle != c.want || found[0].Lang != c.in {
			t.Errorf("%s in %q: %+v, want %d in %s", c.text, c.lang, found, c.want, c.in)
		}
	}
}

func TestNothingIsIndexed(t *testing.T) {
	for _, x := range []*covers.Index{nil, covers.New(nil), covers.New([]covers.Subject{{Principle: 1, Lang: "en", Text: "…"}, {Principle: 1, Lang: "de", Text: "Hecke"}})} {
		if found := x.Find("Hecke … hedge", "en"); len(found) > 0 {
			t.Errorf("%+v", found)
		}
	}
}

func FuzzFind(f *testing.F) {
	x := covers.New(subjects())
	for _, text := range []string{"a hedge, rust", "\x00\xff compost\u202eheap", strings.Repeat("rose bed ", 500), strings.Repeat("spade", 900), "é̀́ ½ Ⅷ 𝐑𝐨𝐬𝐞"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		found := x.Find(text, "")
		if len(found) > 2 {
			t.Errorf("%d are found", len(found))
		}
		for _, s := range found {
			if s.Score <= 0 || s.Met == 0 || len(s.Words) == 0 {
				t.Errorf("%+v", s)
			}
		}
	})
}
