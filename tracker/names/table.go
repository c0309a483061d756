package names

import (
	"iter"
	"slices"
	"strings"
)

// table yields the fields of each line of tab-separated text, without comments.
func table(tsv string) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for line := range strings.Lines(tsv) {
			line = strings.TrimRight(line, "\r\n")
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			if !yield(strings.Split(line, "\t")) {
				return
			}
		}
	}
}

// values returns the parts of a field between the bars.
func values(field string) []string {
	if field == "" {
		return nil
	}
	return strings.Split(field, "|")
}

// distinct returns the texts without those that have the Key of an earlier one.
func distinct(texts []string) []string {
	seen := make(map[string]bool)
	return slices.DeleteFunc(texts, func(t string) bool {
		key := Key(t)
		if seen[key] {
			return true
		}
		seen[key] = true
		return false
	})
}
