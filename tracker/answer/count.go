package answer

import (
	"cmp"
	"slices"

	"rollcall/tracker"
	"rollcall/tracker/names"
)

// inOrder compares names as a reader looks for them: É beside E.
func inOrder(a, b string) int { return cmp.Compare(names.Key(a), names.Key(b)) }

// count tells how many supporters there are.
func (v *Words) count(a *Answer) (string, []string) {
	switch {
	case a.Counts != nil:
		lines := []string{v.Say("count.parts(parts)", v.counts(*a.Counts))}
		if *a.Total == 0 {
			lines = nil
		}
		return v.listedAre(a, *a.Total), lines
	case a.Share:
		lines := v.checked(a)
		if len(a.Missing) > 0 {
			lines = append(lines, v.Say("missing.names(names)", v.missingNames(a)))
		}
		return v.verdict(a.Verdict) + v.Say("count.share(n, of, group, share, day)", a.Signed, len(a.Group.Members), a.Group, v.share(a.Signed, len(a.Group.Members)), a.then()),
			append(lines, v.aboutGroup(a)...)
	}
	n, who := *a.Value, v.those(a.Where, *a.Value)
	headline := v.listedAre(a, n)
	switch {
	case a.Of != nil:
		headline = v.Say("count.of(n, of, whole, share, who, day)", n, *a.Of, v.those(a.OfWhom, *a.Of), v.share(n, *a.Of), v.those(a.Where, 2), a.then())
	case a.Against != nil && a.Verdict == "":
		which := "first"
		switch a.Since {
		case "":
			which = "never"
		case a.Call.Found:
			which = "begin"
		}
		headline = v.SayAs("count.reached(reached, day, n, who, those)", which, a.Against[0], a.Since, n, who, v.those(a.Where, 2))
	case len(a.Rows) > 0:
		lines := slices.Concat(v.checked(a), v.parts(a), v.also(a), v.lacking(a))
		top := a.Rows[0]
		if len(a.Rows) > 1 && a.By != "year" && top.Count > a.Rows[1].Count && top.Key != "" {
			return v.verdict(a.Verdict) + v.Say("count.most(most, n, of, who, share, day)", v.topped(a.By, top.Key), top.Count, n, who, v.share(top.Count, n), a.then()), lines
		}
		return v.verdict(a.Verdict) + headline, lines
	}
	return v.verdict(a.Verdict) + headline, slices.Concat(v.checked(a), v.also(a), v.lacking(a))
}

// listedAre tells how many are listed, or were on a day that is past.
func (v *Words) listedAre(a *Answer, n int) string {
	if n == 0 {
		return v.Say("count.none(who, day, recorded)", v.those(a.Where, 2), a.then(), a.unlisted())
	}
	return v.Say("count(n, who, day, recorded)", n, v.those(a.Where, n), a.then(), a.unlisted())
}

// also tells what else the words of the question can mean.
func (v *Words) also(a *Answer) []string {
	var lines []string
	if a.Only == OnlyAdded {
		lines = append(lines, v.Say("also.added()"))
	}
	if a.Initial > 0 {
		lines = append(lines, v.Say("also.initial(n, day)", a.Initial, a.Call.Found))
	}
	return lines
}

// lacking tells what the list doesn't say of some that were looked at.
func (v *Words) lacking(a *Answer) []string {
	var lines []string
	if in := a.Instead; in != nil {
		lines = append(lines, v.Say("count.instead(n, who, day)", *in.Value, v.those(in.Where, *in.Value), in.then()))
	}
	for _, l := range a.Lacking {
		if l.Counted > 0 {
			lines = append(lines, v.SayAs("lacking.counted(n)", string(l.Key), l.Counted))
		}
		if n := l.Count - l.Counted; n > 0 {
			lines = append(lines, v.SayAs("lacking(n)", string(l.Key), n))
		}
		if l.Listed != nil {
			lines = append(lines, v.Say("lacking.listed(n)", *l.Listed))
		}
	}
	if a.Where.JoinedBefore(a.Call.Launched) {
		lines = append(lines, v.Say("lacking.launch(day)", a.Call.Launched))
	}
	if a.Why != "" {
		lines = append(lines, v.Say("lacking.both(why)", a.Why))
	}
	return lines
}

// parts tells the parts of a count, one a line.
func (v *Words) parts(a *Answer) []string {
	var lines []string
	for _, r := range a.Rows {
		lines = append(lines, v.Say("count.part(part, n, share)", v.part(a.By, r.Key), r.Count, v.decimal(r.Share)))
	}
	return append(lines, v.more(a.More)...)
}

// part names a part of a count by a country, a category, a kind or a year.
func (v *Words) part(by, key string) string {
	switch {
	case key == "":
		return v.SayAs("count.without()", by)
	case by == "category":
		return v.noun(tracker.Category(key), 2)
	case by == "country":
		return v.country(key)
	case by == "kind":
		return v.kind(tracker.Kind(key), 2)
	case by == "day" || by == "month":
		return v.date(tracker.Date(key))
	}
	return key
}

// topped is the part of which there are the most; a country can stand with its article.
func (v *Words) topped(by, key string) any {
	if by == "country" {
		return country(key)
	}
	return v.part(by, key)
}

// more tells of how many lines only the number is told.
func (v *Words) more(n int) []string {
	if n <= 0 {
		return nil
	}
	return []string{v.Say("more(n)", n)}
}

// figures tells what was reported.
func (v *Words) figures(a *Answer) (string, []string) {
	lines := make([]string, 0, len(a.Figures))
	for _, f := range a.Figures[:a.listed(len(a.Figures))] {
		lines = append(lines, "• "+v.figure(f))
	}
	lines = append(lines, v.more(len(a.Figures)-len(lines))...)
	agrees := ""
	if a.Agrees != nil {
		agrees = v.Say("figures.agrees(agrees)", *a.Agrees)
	}
	switch early := a.Since == "" && a.Until != ""; {
	case early:
		return v.Say("figures.early(n, begins, day)", len(a.Figures), a.Begins, a.Until), lines
	case len(a.Figures) == 0:
		return v.Say("figures.none()"), nil
	case len(a.Figures) == 1:
		return v.Say("figures.one(figure, agrees)", v.figured(a.Figures[0]), agrees), lines
	}
	return v.Say("figures(n, latest, agrees)", len(a.Figures), v.figured(a.Figures[0]), agrees), lines
}

// figured is a figure without its source.
func (v *Words) figured(f FigureFact) string {
	what := v.Say("figure.total(n)", f.Value)
	if f.Category != tracker.TotalFigure {
		what = v.category(f.Category, f.Value)
	}
	return v.Say("figure(date, qualifier, what)", f.Date, v.qualifier(f.Qualifier), what)
}

func (v *Words) figure(f FigureFact) string {
	listed := ""
	if f.Listed != nil {
		listed = v.tell(*f.Listed, "")
	}
	return v.Say("figure.whole(figure, listed, source)", v.figured(f), listed, f.Source)
}

// compare tells which of several is more, and by how much.
func (v *Words) compare(a *Answer) (string, []string) {
	if a.Named != nil {
		return v.named(a)
	}
	var lines []string
	most, last := 0, len(a.Counted)-1
	for i := range a.Counted {
		side := &a.Counted[i]
		if *side.Value > *a.Counted[most].Value {
			most = i
		}
		state, against, more := v.SayAs("compare.state()", string(side.Status)), i < last && last > 1, 0
		if against {
			more = *a.Counted[last].Value - *side.Value
		}
		if last > 1 || state != "" {
			lines = append(lines, v.Say("compare.line(side, n, same, more, fewer, state)", v.side(side), *side.Value, against && more == 0, max(0, more), max(0, -more), state))
		}
	}
	lead := &a.Counted[most]
	if len(a.Counted) != 2 {
		return v.Say("compare.most(side, n)", v.side(lead), *lead.Value), lines
	}
	other := &a.Counted[1-most]
	switch who := v.those(lead.Where, 2); {
	case *a.Difference == 0:
		return v.Say("compare.tie(one, other, n)", v.side(lead), v.side(other), *lead.Value), lines
	case who == v.those(other.Where, 2) && lead.past() != other.past():
		which := "more"
		if lead.past() {
			which = "fewer"
		}
		return v.SayAs("compare.then(who, day, n, m, more)", which, who, cmp.Or(lead.then(), other.then()), *lead.Value, *other.Value, *a.Difference), lines
	}
	return v.Say("compare.more(one, other, n, m, more)", v.side(lead), v.side(other), *lead.Value, *other.Value, *a.Difference), lines
}

// side names one side that is compared, and its day if that is past.
func (v *Words) side(a *Answer) string {
	return v.Say("compare.side(who, day)", v.those(a.Where, 2), a.then())
}

// span is the time that an answer is about.
func (v *Words) span(a *Answer) string {
	if a.Since == a.Until {
		return v.Say("span.day(day)", a.Since)
	}
	return v.Say("span(first, last)", a.Since, a.Until)
}
