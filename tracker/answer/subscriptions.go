package answer

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"rollcall/tracker"
)

// SubscribedFacts say how a channel gets changes from now on.
type SubscribedFacts struct {
	By      string             `json:"-"` // the id of who set it
	Ended   bool               `json:"-"`
	Already bool               `json:"-"` // it was so before
	Alone   bool               `json:"-"` // the channel is a person's direct messages
	Asked   bool               `json:"-"` // a digest will be posted at once
	Resumed bool               `json:"-"` // a subscription goes on that was paused or muted
	All     int                `json:"-"` // so many go on that were paused, in all channels
	Changed bool               `json:"-"` // a subscription was there before, and says something else now
	Others  int                `json:"-"` // subscriptions that the channel has besides
	Rules   []SubscriptionRule `json:"-"`
}

// A SubscriptionRule is what one subscription says.
type SubscriptionRule struct {
	*tracker.Subscription
	Who    tracker.Filter
	Next   []time.Time // at which it is looked whether there is anything to tell, in its zone; none: at once
	Nobody bool        // the filter lets through nobody of today's list

	Unreadable bool // it names what isn't there any more, so that nobody can be told
}

// SetBy is the id of who set what an answer tells of; empty if it doesn't say.
func (a Answer) SetBy() string {
	switch f := a.Facts.(type) {
	case *SubscribedFacts:
		return f.By
	case *LanguageFacts:
		return f.By
	}
	return ""
}

func (s *SubscribedFacts) words(v *Words, a *Answer) (string, []string) {
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

// RulesFacts are a channel's subscriptions.
type RulesFacts struct {
	Rules []SubscriptionRule `json:"-"`
}

func (f *RulesFacts) ids() (ids []string) {
	for _, r := range f.Rules {
		ids = append(ids, r.By)
	}
	return ids
}

func (f *RulesFacts) words(v *Words, a *Answer) (string, []string) {
	var lines []string
	for i := range f.Rules {
		r := &f.Rules[i]
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

// Moments are those that a rule tells, by the words for them.
func (l Labels) Moments(r *SubscriptionRule) map[string]time.Time {
	all := map[string]time.Time{l.words.moment(r.Muted.UTC()): r.Muted}
	for _, t := range r.Next {
		all[l.words.moment(t)] = t
	}
	return all
}

// Moments are those that an answer tells in a subscription's zone, by the words for them.
func (a Answer) Moments() map[string]time.Time {
	all := map[string]time.Time{}
	switch f := a.Facts.(type) {
	case *SubscribedFacts:
		for i := range f.Rules {
			maps.Copy(all, LabelsIn(a.Lang).Moments(&f.Rules[i]))
		}
	case *RulesFacts:
		for i := range f.Rules {
			maps.Copy(all, LabelsIn(a.Lang).Moments(&f.Rules[i]))
		}
	}
	return all
}

// Why tells why a digest couldn't be posted, by the code that was given for that.
func (v *Words) Why(code string) string { return v.SayAs("why(code)", code, code) }

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

// DigestFacts say what a channel gets.
type DigestFacts struct {
	Change     *tracker.Change          `json:"-"`
	Book       *tracker.Book            `json:"-"` // where what the Change refers to is found
	Where      tracker.Filter           `json:"-"` // whom it is about; none: all
	Sorts      string                   `json:"-"` // which changes it is about, as a subscription says it; empty: all
	Milestones []Milestone              `json:"-"`
	Rolled     map[tracker.Reported]int `json:"-"` // figures that the list of their day doesn't bear out, and how many it had
	Due        time.Time                `json:"-"` // of one that comes late: when it was due
	Forgotten  bool                     `json:"-"` // all that it told was forgotten since
	Corrects   bool                     `json:"-"` // it puts right what was told, and is told below that
	Brief      int                      `json:"-"` // lists are cut so short that all fits a screen; 0: they aren't
}

// A Milestone is something worth a sentence that the list reached.
type Milestone struct {
	Category tracker.Category // of a Count; empty for all supporters
	Count    int
	Group    *tracker.Group // all members of which are on the list now; else nil
}

func (f *DigestFacts) atMost() int { return cmp.Or(f.Brief, threadLines) }

// threadLines is how many lines a list of a digest has in its thread, where nobody is in its way.
const threadLines = 50

// Short reports whether the lists of a digest are cut so that all fits a screen.
func (f *DigestFacts) Short() bool {
	news, corrections := f.Change.Apart()
	return f.Brief > 0 && max(news.Longest(), corrections.Longest()) > f.Brief
}

// words tells what changed: the news first, and corrections apart.
func (f *DigestFacts) words(v *Words, a *Answer) (string, []string) {
	c := f.Change
	switch {
	case f.Forgotten:
		return v.Say("digest.forgotten()"), nil
	case c.Empty():
		return v.Say("digest.nothing()"), nil
	}
	if f.Corrects {
		return v.Say("digest.correction(what)", v.Headlines(c)), v.news(a, c, f.Book, f)
	}
	lines := v.nowCounted(c)
	if len(f.Where) > 0 {
		lines = v.moved(c, v.Columns().These)
	}
	if f.plain() {
		lines = nil
	}
	for _, m := range f.Milestones {
		lines = append(lines, v.milestone(m))
	}
	fresh, corrections := c.Apart()
	lines = append(lines, v.news(a, &fresh, f.Book, f)...)
	if !corrections.Empty() {
		lines = append(append(lines, v.Say("digest.corrections()")), v.news(a, &corrections, f.Book, f)...)
	}
	if f.Short() {
		lines = append(lines, v.Say("digest.short()"))
	}
	return v.Headlines(c), lines
}

// plain reports whether the headline says all that the counts do: those of one category alone, which the channel subscribed to.
func (f *DigestFacts) plain() bool {
	for _, category := range tracker.Categories() {
		if was, is := f.Change.Before.Of(category), f.Change.After.Of(category); was != is {
			return len(f.Where) > 0 && was == f.Change.Before.Total() && is == f.Change.After.Total()
		}
	}
	return false
}

// mostNamed is how many are named in a headline, if their names have no more letters than mostLetters: what a locked screen
// shows has to tell who it was.
const (
	mostNamed   = 3
	mostLetters = 40

	mostParts = 2 // kinds of changes, before the others are counted
)

// Headlines tells what changed, the names first.
func (v *Words) Headlines(c *tracker.Change) string {
	var parts []string
	moved := func(of []*tracker.Supporter) string {
		category, told := of[0].Category, tracker.Counts.Total
		if slices.ContainsFunc(of, func(s *tracker.Supporter) bool { return s.Category != category }) || category == tracker.Uncategorised {
			category = ""
		} else {
			told = func(n tracker.Counts) int { return n.Of(category) }
		}
		if was, is := told(c.Before), told(c.After); was != is {
			what := v.supporters(is)
			if category != "" {
				what = v.noun(category, is)
			}
			return v.Say("digest.moved(was, is, what)", was, is, what)
		}
		return ""
	}
	add := func(what string, of []*tracker.Supporter) {
		if len(of) == 0 {
			return
		}
		var called []string
		letters := 0
		for _, s := range of {
			called = append(called, v.tell(s, v.forms()[0]))
			letters += utf8.RuneCountInString(s.Name)
		}
		who, n := v.list(called), len(of)
		switch {
		case len(of) > mostNamed || letters > mostLetters && len(of) > 1:
			category := of[0].Category
			if who = v.counted(nil, n); !slices.ContainsFunc(of, func(s *tracker.Supporter) bool { return s.Category != category }) {
				who = v.category(category, n)
			}
		case letters > mostLetters:
			who = cut(of[0].Name, mostLetters)
		}
		several := any(n)
		if n == 1 {
			several = of[0] // the United States are several in French
		}
		parts = append(parts, v.SayAs("digest.did(who, n, moved)", what, who, several, moved(of)))
	}
	add("joined", c.Joined)
	add("withdrew", c.Withdrew)
	left, wrong := "removed", func(s *tracker.Supporter) bool { return s.Left.Reason != tracker.Error }
	if !slices.ContainsFunc(c.Removed, wrong) {
		left = "never"
	}
	add(left, c.Removed)
	add("restored", c.Restored)
	rest := *c
	rest.Joined, rest.Withdrew, rest.Removed, rest.Restored = nil, nil, nil, nil
	parts = append(append(parts, v.happened(&rest, nil)...), v.corrected(&rest)...)
	if n := len(parts) - mostParts; n > 1 {
		parts = append(parts[:mostParts], v.Say("digest.further(n)", n))
	}
	return capital(strings.Join(parts, v.Say("semicolon()")))
}

// foot is the small print of a digest: of what call it is, and what of its changes the channel is told.
func (f *DigestFacts) foot(v *Words, a *Answer) []string {
	if f.Forgotten || f.Corrects || f.Change.Empty() {
		return nil
	}
	foot := []string{v.tell(a.Call, "")}
	if len(f.Where) > 0 {
		foot = append(foot, v.Say("digest.who(who)", v.those(f.Where, 2)))
	}
	if f.Sorts != "" {
		foot = append(foot, v.Say("digest.sorts(sorts)", v.sorts(f.Sorts)))
	}
	if !f.Due.IsZero() {
		foot = append(foot, v.Say("digest.late(at)", stamp(f.Due)))
	}
	return []string{strings.Join(foot, " · ")}
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
