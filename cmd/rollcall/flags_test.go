package main

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// TestFlagsAreThoseOfTheUsage checks which flags there are, which have a value, and that others are refused, or words of a line.
func TestFlagsAreThoseOfTheUsage(t *testing.T) {
	const usage = "new-list FILE|FOLDER [--source URL] [-o FILE.png] [--apply|--dry-run] [--kind a|b] …"
	for _, c := range []struct{ usage, args, values, rest, refused string }{
		{usage, "a.csv --source x —o=- b.csv –dry-run", "dry-run=yes o=- source=x", "a.csv b.csv", ""},
		{usage, "--kind a --json - --db d", "db=d json=yes kind=a", "-", ""},
		{usage, "--db one --db two", "db=two", "", ""},
		{usage, "--apply=yes", "", "", "--apply takes no value"},
		{usage, "--source --apply", "", "", "--source needs a value"},
		{usage, "--kind a --kind b", "", "", "--kind is given twice"},
		{usage, "--list", "", "", "there is no flag --list here"},
		{"look [--once]", "--once at", "", "", "look takes no arguments"},
		{"", "France --history --all", "all=yes", "France --history", ""},
	} {
		g, err := take(c.usage, strings.Fields(c.args))
		var values []string
		for _, name := range slices.Sorted(maps.Keys(g.values)) {
			values = append(values, name+"="+g.values[name])
		}
		switch {
		case c.refused != "":
			if err == nil || !strings.HasPrefix(err.Error(), c.refused) {
				t.Errorf("%s: %v, want %s", c.args, err, c.refused)
			}
		case err != nil || strings.Join(values, " ") != c.values || strings.Join(g.args, " ") != c.rest:
			t.Errorf("%s: %v and %q, %v", c.args, values, g.args, err)
		}
	}
}
