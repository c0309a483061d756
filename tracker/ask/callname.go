package ask

import (
	"slices"

	"rollcall/tracker"
)

// paris is the word by which the lexicon's names of the Paris Call are known.
const paris = "paris"

// callNames are how questions name a call. Nil is that of the Paris Call, whose names the lexicon has; of another call a
// question that names the Paris Call isn't understood, as it asks about another roll.
type callNames []phrase

// namingOf is how a call is named: by its whole name, or up to its purpose, as in the Example Call for Tidy Desks.
func namingOf(c *tracker.Call) callNames {
	own := callNames{}
	for _, name := range []string{c.Name, c.NameFR} {
		var keys []string
		for _, w := range newSentence(name, nil).words {
			keys = append(keys, w.key)
		}
		if slices.Contains(keys, paris) {
			return nil
		}
		if len(keys) == 0 {
			continue
		}
		forms := [][]string{keys}
		if i := slices.IndexFunc(keys, func(key string) bool { return slices.Contains([]string{"for", "on", "pour", "sur"}, key) }); i > 1 {
			forms = append(forms, keys[:i])
		}
		for _, form := range forms {
			for _, article := range [][]string{nil, {"the"}, {"l"}} { // "l appel" is one of the lexicon's own
				own = append(own, phrase{slices.Concat(article, form), "call"})
			}
		}
	}
	return own
}

// phrases are those that begin with a word.
func (n callNames) phrases(key string) []phrase {
	all := lexicon().phrases[key]
	if n == nil {
		return all
	}
	all = slices.DeleteFunc(slices.Clone(all), func(p phrase) bool { return slices.Contains(p.keys, paris) })
	for _, p := range n {
		if p.keys[0] == key {
			all = append(all, p)
		}
	}
	return all
}

// NamesAnother reports whether a question to a call of another name speaks of the Paris Call, about whose list nothing is known then.
func (r *Reader) NamesAnother(question string) bool {
	if r.callNames == nil {
		return false
	}
	return slices.ContainsFunc(newSentence(question, nil).words, func(w word) bool { return w.key == paris })
}
