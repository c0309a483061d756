package answer

import (
	"slices"
	"strings"

	"rollcall/tracker"
)

// foot tells in a line where an answer is from: the list and when it was compared, and the sources.
func (v *Words) foot(a *Answer) []string {
	if f, ok := a.Facts.(*DigestFacts); ok {
		return f.foot(v, a)
	}
	var addresses []string
	for _, s := range a.Sources {
		if a.ofList(s) { // the page of one entry is shown where it is asked for
			s = a.Call.ListURL
		}
		if !slices.Contains(addresses, s) && !slices.ContainsFunc(a.Lines, func(line string) bool { return strings.HasSuffix(line, s) }) {
			addresses = append(addresses, s)
		}
	}
	sources := strings.Join(addresses, ", ")
	if a.Kind == Status && a.Status() == Announced { // they are shown beside what they say
		sources = a.Call.ListURL
	}
	if calls, ok := a.Facts.(*CallsFacts); ok {
		one, two := &calls.Of[0], &calls.Of[1]
		return []string{v.Say("foot.calls(one, one_checked, two, two_checked, sources)", one.Call, one.Checked, two.Call, two.Checked, v.list([]string{one.Source, two.Source})), v.Say("foot.same()")}
	}
	switch {
	case a.Rule == Reported:
		return []string{v.Say("foot.reported(sources)", sources)}
	case a.Rule == Listed:
		regions, groups := a.places()
		return []string{v.Say("foot.listed(checked, regions, groups, as_of, sources)", a.Checked, regions, groups, a.Call.GroupsAsOf, sources)}
	case sources != "":
		return []string{v.Say("foot.sources(sources)", sources)}
	}
	return nil
}

// ofList reports whether an address is of the official list.
func (a *Answer) ofList(address string) bool {
	return a.Call != nil && a.Call.ListURL != "" && strings.HasPrefix(address, a.Call.ListURL)
}

// places reports whether the answer rests on regions, and on other groups of countries.
func (a *Answer) places() (regions, groups bool) {
	if f, ok := a.Facts.(interface{ groups() []*tracker.Group }); ok {
		for _, g := range f.groups() {
			regions, groups = regions || g.Region, groups || !g.Region
		}
	}
	return regions, groups
}
