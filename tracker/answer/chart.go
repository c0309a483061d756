package answer

import "slices"

// chart tells what a picture of the series shows, also to people who can't see it.
func (v *Words) chart(a *Answer) (string, []string) {
	notes := slices.Concat(v.begins(a), v.also(a), v.lacking(a))
	if !a.drawn() {
		nobody := []string{v.those(a.Where, 2)}
		for i := range a.Series {
			nobody = append(nobody[:i], v.those(a.Series[i].Where, 2))
		}
		return v.Say("chart.nobody(span, who)", v.span(a), v.sayAll("or(one, other)", nobody)), notes
	}
	day := a.Since == a.Until
	lines := []string{v.Say("chart.picture(day)", day)}
	for i := range a.Series {
		s := &a.Series[i]
		step, alone := s.step()
		var last, by string
		if !day && step.Count != 0 {
			last, by = v.tell(s.Last().Count, ""), signed(step.Count, v.thousands())
		}
		lines = append(lines, v.Say("chart.line(who, first, day, only, last, until, by, several, on)", v.those(a.short(s).Where, 2), s.First().Count, s.First().Day,
			day, last, a.Until, by, !alone, step.Day))
	}
	lead, alone := a.lead()
	most := ""
	if len(a.Series) > 1 && alone {
		most = v.Say("chart.most(all)", a.AllCategories)
	}
	was, is := lead.First().Count, lead.Last().Count
	which := "fell"
	switch {
	case day:
		return v.Say("chart.day(span, n, who, most)", v.span(a), is, v.those(lead.Where, is), most), append(lines, notes...)
	case len(lead.Points) == 1:
		which = "stayed"
	case was == is:
		which = "again"
	case was < is:
		which = "rose"
	}
	return v.SayAs("chart(who, was, since, is, until, most)", which, v.those(lead.Where, 2), was, a.Since, is, a.Until, most), append(lines, notes...)
}

// begins tells why a chart begins where the list's records do.
func (v *Words) begins(a *Answer) []string {
	if a.Since != a.Begins {
		return nil
	}
	return []string{v.Say("chart.begins(day)", a.Begins)}
}

// picture is the words on a picture of the series.
func (v *Words) picture(a *Answer) Picture {
	p := Picture{Title: a.Headline, Axis: v.Say("chart.axis()"), Number: func(n int) string { return v.tell(n, "") },
		Footer: slices.Concat(v.begins(a), v.also(a), v.lacking(a), v.foot(a))}
	for i, month := range []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"} {
		p.Months[i] = v.SayAs("month.short()", month)
	}
	for i := range a.Series {
		n := a.Series[i].Last().Count
		p.Labels = append(p.Labels, v.counted(a.short(&a.Series[i]).Where, n))
	}
	return p
}
