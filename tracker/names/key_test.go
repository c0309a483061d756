package names

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

func TestKey(t *testing.T) {
	for _, same := range [][]string{
		{"Côte d’Ivoire", "Cote d'Ivoire", "COTE D IVOIRE", "cote\u00a0divoire", "Co\u0302te d\u00b4Ivoire"},
		{"Nestlé", "NESTLE", "Nestl\u200be", "\u202bNestlé\u202c", "Nes\u00adtlé", "Ｎｅｓｔｌｅ"},
		{"U.S.", "US", "us"},
		{"Weiß & Søn", "weiss son"},
		{"Łódź Œuvre Þór Ðelta İstanbul ışık", "lodz oeuvre thor delta istanbul isik"},
		{"Ελλάς", "ΕΛΛΑΣ", "ελλασ"},
		{"Foo™", "foo", "Foo®"},
		{"Москва", "МОСКВА"},
		{"ﬁrm №5", "firm no 5"},
		{"محمد", "محـــمد", "مـحـمـد"},
	} {
		for _, s := range same[1:] {
			if Key(s) != Key(same[0]) {
				t.Errorf("Key(%q) = %q, but Key(%q) = %q", s, Key(s), same[0], Key(same[0]))
			}
		}
	}
	for _, other := range [][2]string{{"か", "が"}, {"कि", "का"}, {"Paris 7", "Paris 8"}, {"C", "C+D"}} {
		if Key(other[0]) == Key(other[1]) {
			t.Errorf("Key(%q) = Key(%q) = %q", other[0], other[1], Key(other[0]))
		}
	}
	for _, empty := range []string{"", " ", "…!?", "👍🏽", "\u200f\u200b", "\x00\xff", "ـ"} {
		if Key(empty) != "" {
			t.Errorf("Key(%q) = %q", empty, Key(empty))
		}
	}
}

func FuzzKey(f *testing.F) {
	for _, s := range []string{"Côte d’Ivoire", "한국", "ไทย", "İ", "ᄀ ᅡ", "ﷺ", "\u0345a", "ẞ", "½™", "\xf1آ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		key := Key(s)
		if again := Key(key); again != key {
			t.Errorf("Key(%q) = %q, whose Key is %q", s, key, again)
		}
		// Some letters, such as U+037A, are nothing but an accent.
		isLetter := func(r rune) bool { return r != tatweel && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
		for _, r := range s {
			if isLetter(r) && strings.ContainsFunc(norm.NFKD.String(string(r)), isLetter) && key == "" {
				t.Errorf("Key(%q) is empty", s)
			}
		}
	})
}

func BenchmarkKey(b *testing.B) {
	for _, s := range []string{"Carnegie Endowment for International Peace", "Métropole européenne de Lille (MEL)"} {
		b.Run(Key(s), func(b *testing.B) {
			for b.Loop() {
				Key(s)
			}
		})
	}
}
