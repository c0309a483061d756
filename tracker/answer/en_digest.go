package answer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"rollcall/tracker"
)

// Subscribed tells how a channel is told of changes from now on.
func (w English) Subscribed(a *Answer) (string, []string) {
	s := a.Setting
	if s.Asked {
		return "A digest will be posted here at once.", nil
	}
	if s.All > 0 {
		return fmt.Sprintf("Resumed: %s. What a channel missed is told there in one digest.", w.number(s.All, "subscription", "subscriptions")), nil
	}
	r := &s.Rules[0]
	whose, here := s.By+" %s this channel", "This channel is"
	if s.Alone {
		whose, here = "You are %s", "You are"
	}
	number := ""
	if s.Others > 0 {
		number = fmt.Sprintf(" %d", r.Number)
	}
	switch {
	case s.Ended && s.Others > 0:
		return fmt.Sprintf("%s ended subscription %d, which told this channel of %s %s.", s.By, r.Number, w.sorts(r.Only), w.times(r)), nil
	case s.Ended:
		return fmt.Sprintf(whose+" from the roll of the %s.", "unsubscribed", a.Call.Name), nil
	case s.Already:
		return fmt.Sprintf("%s already told of %s, %s; nothing was changed.", here, w.sorts(r.Only), w.times(r)), sentences(w.conditions(r))
	case !r.Muted.IsZero():
		return fmt.Sprintf("%s muted subscription %d until %s UTC.", s.By, r.Number, w.moment(r.Muted.UTC())),
			[]string{"What changes meanwhile is told afterwards.", "To end that before, type: " + a.typed("resume"+number)}
	}
	told := fmt.Sprintf(whose, "subscribed")
	switch {
	case s.Resumed:
		told = fmt.Sprintf("%s resumed subscription %d", s.By, r.Number)
	case s.Changed:
		told = fmt.Sprintf("%s changed subscription %d", s.By, r.Number)
	}
	lines := sentences(w.conditions(r))
	if r.Nobody {
		lines = append(lines, "Nobody on the roll today fits what you chose: is it what you meant?")
	}
	if len(r.Next) > 0 {
		var next []string
		for _, t := range r.Next {
			next = append(next, w.moment(t))
		}
		lines = append(lines, "The next times: "+strings.Join(next, "; ")+".")
	}
	return fmt.Sprintf("%s: %s of the roll of the %s are posted here %s.", told, w.sorts(r.Only), a.Call.Name, w.times(r)),
		append(lines, "To end it, type: "+a.typed("unsubscribe"+number))
}

// Rules tells a channel's subscriptions.
func (w English) Rules(a *Answer) (string, []string) {
	var lines []string
	for i := range a.Setting.Rules {
		r := &a.Setting.Rules[i]
		line := fmt.Sprintf("• %d: %s. Set by %s. %s", r.Number, w.wants(r), "@"+r.By, w.outlook(r, a.typed(fmt.Sprint("resume ", r.Number))))
		lines = append(lines, strings.TrimSpace(line))
	}
	if len(lines) == 0 {
		return "This channel has no subscription. To begin, type: " + a.typed("subscribe"), nil
	}
	return "This channel has " + w.number(len(lines), "subscription", "subscriptions") + ":", lines
}

func (w English) wants(r *SubscriptionRule) string {
	return strings.Join(append([]string{w.sorts(r.Only) + " " + w.times(r)}, w.conditions(r)...), "; ")
}

func (w English) outlook(r *SubscriptionRule, resume string) string {
	switch {
	case r.Unreadable:
		return fmt.Sprintf("What it says can't be read any more, so nothing is posted; say it another way: subscribe #%d …", r.Number)
	case r.Paused == tracker.Unreadable:
		return "Paused, as it couldn't be read; to go on, type: " + resume
	case r.Paused != "":
		return fmt.Sprintf("Paused, as Slack said “%s”; put that right and type: %s", r.Paused, resume)
	case !r.Muted.IsZero():
		return fmt.Sprintf("Muted until %s UTC; to end that, type: %s", w.moment(r.Muted.UTC()), resume)
	case len(r.Next) > 0:
		return "Next: " + w.moment(r.Next[0]) + "."
	}
	return ""
}

// sorts are the changes that a subscription is about.
func (w English) sorts(only string) string {
	var all []string
	for _, sort := range strings.Fields(only) {
		all = append(all, cmp.Or(map[string]string{tracker.OnlyJoined: "new supporters", tracker.OnlyLeft: "departures", tracker.OnlyFigures: "headline figures",
			tracker.OnlyCorrections: "corrections"}[sort], sort))
	}
	return cmp.Or(w.list(all), "changes")
}

// times are when a subscription's digests are posted.
func (w English) times(r *SubscriptionRule) string {
	rhythm, clock, days := timed(r.Schedule)
	zone := Zone(r.Zone)
	switch rhythm {
	case atOnce:
		return "as soon as they are recorded"
	case daily:
		return fmt.Sprintf("every day at %s (%s) when there were any", clock, zone)
	case weekdays:
		return fmt.Sprintf("from Monday to Friday at %s (%s) when there were any", clock, zone)
	case weekly:
		var names []string
		for _, day := range days {
			names = append(names, time.Weekday(day).String())
		}
		return fmt.Sprintf("every %s at %s (%s) when there were any", w.list(names), clock, zone)
	case monthly:
		return fmt.Sprintf("on day %d of every month at %s (%s) when there were any", days[0], clock, zone)
	}
	return fmt.Sprintf("at the times “%s” (%s) when there were any", clock, zone)
}

// conditions are what else a subscription says.
func (w English) conditions(r *SubscriptionRule) []string {
	var all []string
	if len(r.Who) > 0 {
		all = append(all, "only about "+w.who(r.Who, 2))
	} else if r.Filter != "" {
		all = append(all, "only about “"+r.Filter+"”")
	}
	if from, to, ok := strings.Cut(r.Quiet, "-"); ok {
		all = append(all, fmt.Sprintf("nothing is posted between %s and %s (%s), and what is due then waits", from, to, Zone(r.Zone)))
	}
	if r.Min > 1 {
		all = append(all, fmt.Sprintf("fewer than %d changes wait for others", r.Min))
	}
	if r.Lang != "" {
		all = append(all, "in "+w.language(r.Lang))
	}
	return all
}

// who tells whom a filter lets through, by a noun for a number of them.
func (w English) who(f tracker.Filter, n int) string {
	if len(f) == 0 {
		return w.supporters(n)
	}
	clauses := make([]string, len(f))
	for i, clause := range f {
		clauses[i] = w.clause(clause, n)
	}
	return strings.Join(clauses, ", or ")
}

// clause tells one clause: the noun of its categories, then what else they have, then who is left out.
func (w English) clause(clause tracker.Clause, n int) string {
	noun, means := w.supporters(n), ""
	var excludes []string
	for i, c := range clause {
		terms := make([]string, len(c.Terms))
		for j, t := range c.Terms {
			if terms[j] = w.term(t, n); c.Not {
				terms[j] = w.term(t, 2)
			}
		}
		said := strings.Join(terms, " or ")
		key := c.Terms[0].Key
		switch {
		case c.Not && key == tracker.ByCategory:
			excludes = append(excludes, strings.Join(terms, " and "))
		case c.Not:
			excludes = append(excludes, "those "+said)
		case key == tracker.ByCategory && !slices.ContainsFunc(clause[:i], func(b tracker.Choice) bool { return !b.Not && b.Terms[0].Key == key }):
			noun = said
		case key == tracker.ByCategory:
			means += " that are " + said
		case key == tracker.ByGroup && len(c.Terms) == 1 && noun == w.noun(tracker.State, n) && means == "":
			noun += " of " + w.group(c.Terms[0].Group)
		case key == tracker.ByName || key == tracker.ByID:
			return said
		default:
			means += " " + said
		}
	}
	if len(excludes) > 0 {
		means += " other than " + w.list(excludes)
	}
	return noun + means
}

// term tells what a supporter has that a term means.
func (w English) term(t tracker.Term, n int) string {
	none := t.Value == tracker.None
	switch t.Key {
	case tracker.ByCategory:
		return w.noun(tracker.Category(t.Value), n)
	case tracker.ByKind:
		if none {
			return "without a kind"
		}
		return "of the kind " + tracker.Kind(t.Value).String()
	case tracker.ByCountry:
		if none {
			return "without a country"
		}
		return "with the country " + w.country(t.Value)
	case tracker.ByGroup:
		return "with a country in " + w.group(t.Group)
	case tracker.ByWord:
		return "with “" + t.Value + "” in the name"
	case tracker.ByName:
		return "“" + t.Value + "”"
	case tracker.ByID:
		return "#" + t.Value
	case tracker.ByStatus:
		return map[tracker.Status]string{tracker.Listed: "listed", tracker.Withdrawn: "that withdrew", tracker.Removed: "taken off the list", tracker.Merged: "merged into others", NotListed: "not listed any more", Announced: "said to support the call"}[tracker.Status(t.Value)]
	case tracker.ByJoined:
		if none {
			return "without a joining date"
		}
		return "that joined " + w.during(t.Days)
	case tracker.ByListed:
		return "listed " + w.during(t.Days)
	}
	return "from countries whose state is not listed"
}

func (English) supporters(n int) string {
	if n == 1 {
		return "supporter"
	}
	return "supporters"
}

// during tells a period.
func (w English) during(p tracker.Period) string {
	switch whole := p.String(); {
	case p.First == "":
		return "until " + w.day(p.Last)
	case p.Last == "":
		return "since " + w.day(p.First)
	case p.First == p.Last:
		return "on " + w.day(p.First)
	case !strings.Contains(whole, ".."):
		return "in " + w.date(tracker.Date(whole))
	}
	return "from " + w.day(p.First) + " to " + w.day(p.Last)
}

func (English) moment(t time.Time) string { return t.Format("Monday 2 January 2006 at 15:04") }

// Digest tells what changed: the news first, and corrections apart.
func (w English) Digest(a *Answer) (string, []string) {
	c := a.Change
	if a.Forgotten {
		return "What this digest told was forgotten since.", nil
	}
	if c.Empty() {
		return "Nothing changed since this channel was last told.", nil
	}
	var news []string
	count := func(n int, one, many string) {
		if n > 0 {
			news = append(news, w.number(n, one, many))
		}
	}
	count(len(c.Joined), "supporter joined", "supporters joined")
	count(len(c.Withdrew), "supporter withdrew", "supporters withdrew")
	count(len(c.Removed), "entry was taken off the list", "entries were taken off the list")
	count(len(c.Merged), "entry was merged into another", "entries were merged into others")
	count(len(c.Recategorised), "entry was recategorised", "entries were recategorised")
	count(len(c.Amended), "entry was amended", "entries were amended")
	count(len(c.Restored), "entry was put back on the list", "entries were put back on the list")
	count(len(c.Figures), "headline figure was reported", "headline figures were reported")
	count(len(c.Retracted), "headline figure was taken back", "headline figures were taken back")
	lines := w.moved(c)
	if len(a.Where) > 0 {
		lines = w.shifts(c, w.Columns().These)
	}
	for _, m := range a.Milestones {
		lines = append(lines, w.milestone(m))
	}
	fresh, corrections := c.Apart()
	one := *a
	one.Change = &fresh
	lines = append(lines, w.news(&one)...)
	if !corrections.Empty() {
		one.Change = &corrections
		lines = append(append(lines, "Corrections of the list, which are no news:"), w.news(&one)...)
	}
	if a.Short() {
		lines = append(lines, "The lists are cut short here; they are longer in the thread.")
	}
	if len(a.Where) > 0 {
		lines = append(lines, "This channel is only told about "+w.who(a.Where, 2)+".")
	}
	if a.Sorts != "" {
		lines = append(lines, "Of all changes, it is only told of "+w.sorts(a.Sorts)+"; the counts show all.")
	}
	if !a.Due.IsZero() {
		lines = append(lines, fmt.Sprintf("This digest was due on %s at %s UTC and comes late.", w.day(tracker.DayOf(a.Due)), a.Due.Format("15:04")))
	}
	return capital(a.Call.Name) + ": " + w.list(news) + ".", lines
}

// milestone tells what the roll reached.
func (w English) milestone(m Milestone) string {
	switch {
	case m.Group != nil:
		return fmt.Sprintf("A milestone: all %d countries of %s are on the roll now.", m.Count, w.group(m.Group))
	case m.Category == "":
		return fmt.Sprintf("A milestone: the roll has reached %s supporters.", digits(m.Count, ","))
	}
	return fmt.Sprintf("A milestone: the roll has reached %s.", w.category(m.Category, m.Count))
}
