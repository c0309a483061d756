package answer

import "rollcall/tracker"

// changes tells what changed in a time.
func (v *Words) changes(a *Answer) (string, []string) {
	c := a.Change
	if a.Since == "" && a.Until == "" {
		return v.Say("changes.never(who)", v.those(a.Where, 2)), v.also(a)
	}
	var lines []string
	if a.Only == "" && !a.narrowed() && !c.Empty() { // the counts are those of the whole list
		lines = append(lines, v.moved(c, v.Columns().All)...)
	}
	lines = append(lines, v.also(a)...)
	if a.By != "" {
		lines = append(v.parts(a), lines...)
	} else {
		lines = append(lines, v.news(a)...)
	}
	return v.Say("changes(last, span, parts)", a.Last, v.span(a), v.happened(a, c)), lines
}

// happened are the numbers of what came and what left, without those that are zero.
func (v *Words) happened(a *Answer, c *tracker.Change) (parts []string) {
	count := func(sort string, n int) {
		if n > 0 {
			parts = append(parts, v.SayAs("happened(n)", sort, n))
		}
	}
	if len(c.Joined) > 0 {
		parts = append(parts, v.Say("happened.joined(n, who)", len(c.Joined), v.those(a.Where, len(c.Joined))))
	}
	count("removed", len(c.Removed))
	count("merged", len(c.Merged))
	count("withdrew", len(c.Withdrew))
	if a.Kind != Digest && len(parts) > 0 { // the rest stands below
		return parts
	}
	count("recategorised", len(c.Recategorised))
	count("amended", len(c.Amended))
	count("restored", len(c.Restored))
	count("figures", len(c.Figures))
	count("retracted", len(c.Retracted))
	return parts
}

// moved tells the counts that changed, before and after, and their sum under a name; nothing if none did.
func (v *Words) moved(c *tracker.Change, all string) (lines []string) {
	for _, category := range tracker.Categories() {
		if was, is := c.Before.Of(category), c.After.Of(category); was != is {
			lines = append(lines, v.Say("moved(what, was, is)", v.noun(category, 2), was, is))
		}
	}
	if len(lines) > 0 {
		lines = append(lines, v.Say("moved(what, was, is)", all, c.Before.Total(), c.After.Total()))
	}
	return lines
}

// news lists changes, those of each kind apart.
func (v *Words) news(a *Answer) []string {
	c := a.Change
	var lines []string
	section := func(sort string, n int, line func(int) string) {
		if n == 0 {
			return
		}
		lines = append(lines, v.SayAs("news()", sort))
		for i := range a.listed(n) {
			lines = append(lines, "• "+line(i))
		}
		lines = append(lines, v.more(n-a.listed(n))...)
	}
	section("joined", len(c.Joined), func(i int) string {
		s := c.Joined[i]
		var back, listed tracker.Day
		if a.Kind == Digest {
			back, listed = a.Book.Back(s.ID), s.FirstListed
		}
		var when string
		switch {
		case back != "":
			when = v.Say("since.back(day)", back)
		case s.Joined != "":
			when = v.Say("since.joined(when)", v.when(s.Joined))
		case listed != "":
			when = v.Say("since.listed(day)", listed)
		}
		return v.Say("news.line(who, what, when, source)", s, v.what(s), when, s.Source)
	})
	section("withdrew", len(c.Withdrew), func(i int) string {
		s := c.Withdrew[i]
		return v.Say("news.line(who, what, when, source)", s, v.what(s), v.tell(s.Left.On, ""), s.Left.Source)
	})
	section("removed", len(c.Removed), func(i int) string {
		s := c.Removed[i]
		return v.Say("news.removed(who, what, reason, source)", s, v.what(s), v.reason(s.Left.Reason), s.Left.Source)
	})
	section("merged", len(c.Merged), func(i int) string {
		s := c.Merged[i]
		return v.Say("news.merged(who, what, into, source)", s, v.what(s), a.Book.Supporter(s.Left.Into), s.Left.Source)
	})
	section("recategorised", len(c.Recategorised), func(i int) string {
		r := c.Recategorised[i]
		return v.Say("news.recategorised(who, was, is)", r.After, v.noun(r.Before.Category, 1), v.noun(r.After.Category, 1)) + v.amended(r)
	})
	section("amended", len(c.Amended), func(i int) string { return v.tell(c.Amended[i].After, "") + v.amended(c.Amended[i]) })
	section("restored", len(c.Restored), func(i int) string {
		return v.Say("news.line(who, what, when, source)", c.Restored[i], v.what(c.Restored[i]), "", "")
	})
	section("figures", len(c.Figures), func(i int) string {
		f := FactOf(c.Figures[i])
		if n, ok := a.Rolled[c.Figures[i]]; ok {
			f.Listed = &n
		}
		return v.figure(f)
	})
	section("retracted", len(c.Retracted), func(i int) string { return v.figure(FactOf(c.Retracted[i])) })
	return lines
}
