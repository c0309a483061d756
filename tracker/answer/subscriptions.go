package answer

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"rollcall/tracker"
)

// subscribed tells how a channel is told of changes from now on.
func (v *Words) subscribed(a *Answer) (string, []string) {
	s := a.Setting
	switch {
	case s.Asked:
		return v.Say("subscribed.asked()"), nil
	case s.All > 0:
		return v.Say("subscribed.all(n)", s.All), nil
	}
	r := &s.Rules[0]
	number := ""
	if s.Others > 0 {
		number = fmt.Sprintf(" %d", r.Number)
	}
	sorts, times := v.sorts(r.Only), v.times(r)
	switch {
	case s.Ended && s.Others > 0:
		return v.Say("subscribed.ended(by, number, sorts, times)", s.By, r.Number, sorts, times), nil
	case s.Ended:
		return v.Say("subscribed.unsubscribed(alone, by, call)", s.Alone, s.By, a.Call), nil
	case s.Already:
		return v.Say("subscribed.already(alone, sorts, times)", s.Alone, sorts, times), sentences(v.conditions(r))
	case !r.Muted.IsZero():
		return v.Say("subscribed.muted(by, number, until)", s.By, r.Number, v.moment(r.Muted.UTC())),
			[]string{v.Say("subscribed.meanwhile()"), v.Say("subscribed.resume(line)", a.typed("resume"+number))}
	}
	which := "channel"
	switch {
	case s.Resumed:
		which = "resumed"
	case s.Changed:
		which = "changed"
	case s.Alone:
		which = "alone"
	}
	lines := sentences(v.conditions(r))
	if r.Nobody {
		lines = append(lines, v.Say("subscribed.nobody()"))
	}
	if len(r.Next) > 0 {
		next := make([]string, len(r.Next))
		for i, t := range r.Next {
			next[i] = v.moment(t)
		}
		lines = append(lines, v.Say("subscribed.next(times)", strings.Join(next, v.Say("semicolon()"))))
	}
	return v.SayAs("subscribed.who(by, number)", which, s.By, r.Number) + v.Say("subscribed(sorts, call, times)", sorts, a.Call, times),
		append(lines, v.Say("subscribed.end(line)", a.typed("unsubscribe"+number)))
}

// rules tells a channel's subscriptions.
func (v *Words) rules(a *Answer) (string, []string) {
	var lines []string
	for i := range a.Setting.Rules {
		r := &a.Setting.Rules[i]
		lines = append(lines, strings.TrimSpace(v.Say("rule(number, wants, by, outlook)", r.Number, v.wants(r), r.By, v.outlook(r, a.typed(fmt.Sprint("resume ", r.Number))))))
	}
	return v.Say("rules(n, line)", len(lines), a.typed("subscribe")), lines
}

// wants tells what a subscription is about, and when.
func (v *Words) wants(r *SubscriptionRule) string {
	return strings.Join(append([]string{v.sorts(r.Only) + " " + v.times(r)}, v.conditions(r)...), v.Say("semicolon()"))
}

// outlook reports whether a subscription is paused or muted, and what to type then, or when its next time is.
func (v *Words) outlook(r *SubscriptionRule, resume string) string {
	switch {
	case r.Unreadable:
		return v.Say("outlook.unreadable(number)", r.Number)
	case r.Paused == tracker.Unreadable:
		return v.Say("outlook.unread(line)", resume)
	case r.Paused != "":
		return v.Say("outlook.paused(why, line)", v.Why(r.Paused), resume)
	case !r.Muted.IsZero():
		return v.Say("outlook.muted(until, line)", v.moment(r.Muted.UTC()), resume)
	case len(r.Next) > 0:
		return v.Say("outlook.next(at)", v.moment(r.Next[0]))
	}
	return ""
}

// sorts are the changes that a subscription is about.
func (v *Words) sorts(only string) string {
	var all []string
	for _, sort := range strings.Fields(only) {
		all = append(all, v.SayAs("sort()", sort))
	}
	if all == nil {
		return v.SayAs("sort()", "")
	}
	return v.list(all)
}

// times are when a subscription's digests are posted.
func (v *Words) times(r *SubscriptionRule) string {
	every, clock, days := timed(r.Schedule)
	var on []string
	for _, day := range days {
		if every == weekly {
			on = append(on, v.SayAs("weekday()", strconv.Itoa(day)))
		} else {
			on = append(on, strconv.Itoa(day))
		}
	}
	return v.SayAs("times(clock, zone, on)", map[rhythm]string{atOnce: "at once", daily: "daily", weekdays: "weekdays", weekly: "weekly", monthly: "monthly", expression: "cron"}[every],
		clock, Zone(r.Zone), on)
}

// conditions are what else a subscription says.
func (v *Words) conditions(r *SubscriptionRule) []string {
	var all []string
	if len(r.Who) > 0 {
		all = append(all, v.Say("condition.who(who)", v.those(r.Who, 2)))
	} else if r.Filter != "" {
		all = append(all, v.Say("condition.who(who)", v.Say("quote(text)", r.Filter)))
	}
	if from, to, ok := strings.Cut(r.Quiet, "-"); ok {
		all = append(all, v.Say("condition.quiet(first, last, zone)", from, to, Zone(r.Zone)))
	}
	if r.Min > 1 {
		all = append(all, v.Say("condition.min(n)", r.Min))
	}
	if r.Lang != "" {
		all = append(all, v.SayAs("condition.language()", r.Lang))
	}
	return all
}

func (v *Words) moment(t time.Time) string {
	return v.Say("moment(weekday, day, clock)", v.SayAs("weekday()", strconv.Itoa(int(t.Weekday()))), tracker.Day(t.Format(time.DateOnly)), t.Format("15:04"))
}

// digest tells what changed: the news first, and corrections apart.
func (v *Words) digest(a *Answer) (string, []string) {
	c := a.Change
	switch {
	case a.Forgotten:
		return v.Say("digest.forgotten()"), nil
	case c.Empty():
		return v.Say("digest.nothing()"), nil
	}
	lines := v.nowCounted(c)
	if len(a.Where) > 0 {
		lines = v.moved(c, v.Columns().These)
	}
	for _, m := range a.Milestones {
		lines = append(lines, v.milestone(m))
	}
	fresh, corrections := c.Apart()
	one := *a
	one.Change = &fresh
	lines = append(lines, v.news(&one)...)
	if !corrections.Empty() {
		one.Change = &corrections
		lines = append(append(lines, v.Say("digest.corrections()")), v.news(&one)...)
	}
	if a.Short() {
		lines = append(lines, v.Say("digest.short()"))
	}
	if len(a.Where) > 0 {
		lines = append(lines, v.Say("digest.who(who)", v.those(a.Where, 2)))
	}
	if a.Sorts != "" {
		lines = append(lines, v.Say("digest.sorts(sorts)", v.sorts(a.Sorts)))
	}
	if !a.Due.IsZero() {
		lines = append(lines, v.Say("digest.late(day, clock)", tracker.DayOf(a.Due), a.Due.Format("15:04")))
	}
	one = *a
	one.Where = nil
	return v.Say("digest(call, parts)", a.Call, v.happened(&one, c)), lines
}

// milestone tells what the list reached.
func (v *Words) milestone(m Milestone) string {
	switch {
	case m.Group != nil:
		return v.Say("milestone.group(n, group)", m.Count, m.Group)
	case m.Category == "":
		return v.Say("milestone(what)", v.counted(nil, m.Count))
	}
	return v.Say("milestone(what)", v.category(m.Category, m.Count))
}
