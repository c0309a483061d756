package names

import (
	_ "embed"
	"slices"
	"sync"
)

// Homonym returns who else has a name of a country or supporter, in a language ("en", "fr"
// or "es"), or an empty text.
func Homonym(name, lang string) string {
	at := slices.Index(Languages(), lang)
	if others := homonyms()[Key(name)]; others != nil && at >= 0 {
		return others[at]
	}
	return ""
}

// HomonymInEnglish returns the English form of a name that Homonym knows: Virginia for Virginie.
func HomonymInEnglish(name string) string {
	for fields := range table(homonymsTSV) {
		all := values(fields[0])
		if slices.ContainsFunc(all, func(n string) bool { return Key(n) == Key(name) }) {
			return all[0]
		}
	}
	return ""
}

//go:embed homonyms.tsv
var homonymsTSV string

var homonyms = sync.OnceValue(func() map[string][]string {
	all := map[string][]string{}
	for fields := range table(homonymsTSV) {
		for _, name := range values(fields[0]) {
			all[Key(name)] = fields[1:]
		}
	}
	return all
})
