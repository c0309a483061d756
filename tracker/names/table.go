package names

import (
	"iter"
	"strings"
)

// table yields the fields of each line of tab-separated text, comments aside.
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
