package names

import (
	_ "embed"
	"iter"
	"sync"
)

// PartOf returns the state that a text names a part of: the United Kingdom for Scotland.
func PartOf(text string) (state Country, ok bool) {
	state, ok = parts()[Key(text)]
	return state, ok
}

// Parts yields the names of the parts of states.
func Parts() iter.Seq[string] {
	return func(yield func(string) bool) {
		for fields := range table(partsTSV) {
			for _, name := range values(fields[1]) {
				if !yield(name) {
					return
				}
			}
		}
	}
}

//go:embed parts.tsv
var partsTSV string

var parts = sync.OnceValue(func() map[string]Country {
	all := map[string]Country{}
	for fields := range table(partsTSV) {
		state, _ := CountryOf(fields[0])
		for _, name := range values(fields[1]) {
			all[Key(name)] = state
		}
	}
	return all
})
