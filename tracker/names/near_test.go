package names

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestEdits(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "ab", 2}, {"microsoft", "microsoft", 0}, {"micrsoft", "microsoft", 1},
		{"mircosoft", "microsoft", 1}, {"iclenad", "iceland", 2}, {"austria", "australia", 2}, {"abc", "xyz", 3},
		{"ca", "abc", 3}, {strings.Repeat("ab", 150), strings.Repeat("ba", 150), maxEdits + 1}, {"kenya", "kenyatta", 3}, {"москва", "масква", 1},
	} {
		for _, pair := range [][2]string{{test.a, test.b}, {test.b, test.a}} {
			if got := edits([]rune(pair[0]), []rune(pair[1]), maxEdits); got != test.want {
				t.Errorf("edits(%q, %q) = %d, want %d", pair[0], pair[1], got, test.want)
			}
		}
	}
}

// TestNearMissesNothing checks the pigeonhole principle on short words of few letters, where everything collides.
func TestNearMissesNothing(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	word := func() []rune {
		w := make([]rune, 3+random.IntN(9))
		for i := range w {
			w[i] = 'a' + random.Int32N(3)
		}
		return w
	}
	var keys [][]rune
	for range 2000 {
		keys = append(keys, word())
	}
	x := nearTo(len(keys), func(i int) string { return string(keys[i]) })
	for range 500 {
		query := word()
		for most := 1; most <= maxEdits; most++ {
			found := make(map[uint32]bool)
			x.search(query, most, func(key uint32) { found[key] = true })
			for i, key := range keys {
				if edits(query, key, most) <= most && !found[uint32(i)] {
					t.Fatalf("%q is within %d of %q, but was not found", string(key), most, string(query))
				}
			}
		}
	}
	if slices.ContainsFunc(keys, func(k []rune) bool { return len(k) < thirds }) {
		t.Error("a key is too short to be posted")
	}
}
