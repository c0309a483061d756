package answer

import (
	"slices"
	"strings"
)

// foot tells in a line where an answer is from: the list and when it was compared, and the sources.
func (v *Words) foot(a *Answer) []string {
	var addresses []string
	for _, s := range a.Sources {
		if a.Call != nil && a.Call.ListURL != "" && strings.HasPrefix(s, a.Call.ListURL) { // the page of one entry is told where it is asked for
			s = a.Call.ListURL
		}
		if !slices.Contains(addresses, s) && !slices.ContainsFunc(a.Lines, func(line string) bool { return strings.HasSuffix(line, s) }) {
			addresses = append(addresses, s)
		}
	}
	sources := strings.Join(addresses, ", ")
	if a.Kind == Status && a.Status == Announced { // they are told beside what they say
		sources = a.Call.ListURL
	}
	regions, groups := a.places()
	switch {
	case a.Overlap != nil:
		one, two := &a.Overlap.Of[0], &a.Overlap.Of[1]
		return []string{v.Say("foot.calls(one, one_checked, two, two_checked, sources)", one.Call, one.Checked, two.Call, two.Checked, v.list([]string{one.Source, two.Source})), v.Say("foot.same()")}
	case a.Rule == Reported:
		return []string{v.Say("foot.reported(sources)", sources)}
	case a.Rule == Listed:
		return []string{v.Say("foot.listed(checked, regions, groups, as_of, sources)", a.Checked, regions, groups, a.Call.GroupsAsOf, sources)}
	case sources != "":
		return []string{v.Say("foot.sources(sources)", sources)}
	}
	return nil
}
