package answer

import (
	"slices"

	"rollcall/tracker"
)

// roll tells who is listed.
func (v *Words) roll(a *Answer) (string, []string) {
	states := !slices.ContainsFunc(a.Supporters, func(s Supporter) bool { return s.Category != tracker.State })
	if states && a.Ordered == "" { // they came in the order of their English names
		a.Supporters = slices.SortedStableFunc(slices.Values(a.Supporters), func(one, other Supporter) int {
			return inOrder(v.country(one.Country), v.country(other.Country))
		})
	}
	lines := make([]string, 0, len(a.Supporters))
	for _, s := range a.Supporters[:a.listed(len(a.Supporters))] {
		lines = append(lines, v.entry(a, s))
	}
	lines = append(lines, v.more(len(a.Supporters)-len(lines))...)
	n, who := *a.Total, v.those(a.Where, *a.Total)
	if a.Named != nil {
		return v.named(a)
	}
	headline := v.verdict(a.Verdict) + v.Say("list(n, who, day, from, recorded)", n, who, a.then(), brief(a.From), a.unlisted())
	switch {
	case n == 0:
		headline = v.verdict(a.Verdict) + v.listedAre(a, 0)
	case a.Ordered != "" && len(a.Supporters) == 1:
		headline, lines = v.SayAs("list.end(who, whole, when)", a.Ordered, a.whole(a.Supporters[0]), v.counted(a.Where, n), v.since(a, a.Supporters[0])), nil
	case a.Ordered != "":
		headline = v.SayAs("list.ends(n, whole)", a.Ordered, len(a.Supporters), v.counted(a.Where, n))
		lines = append(lines, sentences([]string{v.SayAs("list.order()", string(a.Order))})...)
	case a.Op == "only" && a.Verdict == Yes:
		headline = v.verdict(a.Verdict) + v.Say("list.only(who)", a.whole(a.Supporters[0]))
	case n == 1 && a.Verdict == "":
		headline, lines = v.Say("list.one(who, whole, when, day, recorded)", a.whole(a.Supporters[0]), v.those(a.Where, 1), v.since(a, a.Supporters[0]), a.then(), a.unlisted()), nil
	}
	return headline, slices.Concat(v.checked(a), lines, v.also(a), v.lacking(a))
}

// named tells how each of several names stands: first how many are listed, or which was first.
func (v *Words) named(a *Answer) (string, []string) {
	lines := make([]string, len(a.Named))
	for i := range a.Named {
		one := &a.Named[i]
		headline, _ := v.detail(one)
		if one.Kind == Ambiguous {
			headline = v.Say("list.ambiguous(name, candidates)", one.Subject, one.Candidates)
		}
		lines[i] = "• " + headline
	}
	if len(a.Earliest) > 1 {
		return v.Say("list.earlier(one, other, days, by)", a.Earliest[0].who(), a.Earliest[1].who(), *a.Difference, v.SayAs("list.order()", string(a.Order))), lines
	}
	if a.Order == Unordered {
		return v.Say("list.unordered()"), lines
	}
	return v.verdict(a.Verdict) + v.Say("list.named(n, of, day)", *a.Value, *a.Total, a.then()), lines
}

// entry is a supporter's line in a list.
func (v *Words) entry(a *Answer, s Supporter) string {
	from := country(s.Country)
	if s.Category == tracker.State {
		from = ""
	}
	return v.Say("entry(who, country, since)", a.whole(s), from, v.since(a, s))
}

// whole is a supporter with all that is known of it.
func (a *Answer) whole(s Supporter) *tracker.Supporter {
	if s.Whole != nil {
		return s.Whole
	}
	return &tracker.Supporter{Name: s.Name, Category: s.Category, Country: s.Country}
}

// since tells since when a supporter has been listed, or when it left.
func (v *Words) since(a *Answer, s Supporter) string {
	switch {
	case s.Status == Announced:
		return v.Say("since.announced(source)", s.Source)
	case s.Status == tracker.Withdrawn:
		return v.Say("since.withdrew(day, source)", s.Whole.Left.On, s.Whole.Left.Source)
	case s.Joined != "":
		return v.Say("since.joined(when)", v.when(s.Joined))
	case a.Call.ByFound(s.Whole):
		return v.Say("since.by(day)", s.FirstListed)
	}
	return v.Say("since.listed(day)", s.FirstListed)
}
