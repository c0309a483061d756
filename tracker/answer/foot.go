package answer

import (
	"slices"
	"strings"
)

// source says in a line where an answer is from: the list and when it was compared, and the sources.
func (t *text) source() []string {
	if f, ok := t.Facts.(*CallsFacts); ok {
		one, two := &f.Of[0], &f.Of[1]
		return []string{t.Say("foot.calls(one, one_checked, two, two_checked, sources)", one.Call, one.Checked, two.Call, two.Checked, t.list([]string{one.Source, two.Source})), t.Say("foot.same()")}
	}
	var addresses []string
	for _, s := range t.Sources {
		if t.ofList(s) { // the page of one entry is shown where it is asked for
			s = t.Call.ListURL
		}
		if !slices.Contains(addresses, s) && !slices.ContainsFunc(t.Lines, func(line string) bool { return strings.HasSuffix(line, s) }) {
			addresses = append(addresses, s)
		}
	}
	sources := strings.Join(addresses, ", ")
	switch {
	case t.Rule == Reported:
		return []string{t.Say("foot.reported(sources)", sources)}
	case t.Rule == Listed:
		if t.Kind == Status && t.Status() == Announced { // they are shown next to what they say
			sources = t.Call.ListURL
		}
		var regions, groups bool
		for _, g := range t.Words.told.groups {
			regions, groups = regions || g.Region, groups || !g.Region
		}
		return []string{t.Say("foot.listed(checked, regions, groups, as_of, sources)", t.Checked, regions, groups, t.Call.GroupsAsOf, sources)}
	case sources != "":
		return []string{t.Say("foot.sources(sources)", sources)}
	}
	return nil
}

func (a *Answer) ofList(address string) bool {
	return a.Call != nil && a.Call.ListURL != "" && strings.HasPrefix(address, a.Call.ListURL)
}
