package answer

import (
	"cmp"
	"fmt"
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
	Others  int                `json:"-"` // subscriptions of the channel, not counting these
	Rules   []SubscriptionRule `json:"-"`
}

// A SubscriptionRule is what one subscription says.
type SubscriptionRule struct {
	*tracker.Subscription
	Who    tracker.Filter
	Next   []time.Time // when it is checked for anything to post, in its zone; none: at once
	Nobody bool        // the filter lets through nobody of today's list

	Unreadable bool // it names what no longer exists, so that nothing can be posted
}

// SetBy is the id of the person who set what an answer is about; empty if it doesn't say.
func (a Answer) SetBy() string {
	switch f := a.Facts.(type) {
	case *SubscribedFacts:
		return f.By
	case *LanguageFacts:
		return f.By
	}
	return ""
}

func (s *SubscribedFacts) words(t *text) string {
	switch {
	case s.Asked:
		return t.Say("subscribed.asked()")
	case s.All > 0:
		return t.Say("subscribed.all(n)", s.All)
	}
	r := &s.Rules[0]
	number := ""
	if s.Others > 0 {
		number = fmt.Sprintf(" %d", r.Number)
	}
	sorts, times, conditions := t.sorts(r.Only), t.times(r), tracker.Each(t.conditions(r), sentence)
	switch {
	case s.Ended && s.Others > 0:
		return t.Say("subscribed.ended(by, number, sorts, times)", s.By, r.Number, sorts, times)
	case s.Ended:
		return t.Say("subscribed.unsubscribed(alone, by, call)", s.Alone, s.By, t.Call)
	case s.Already:
		t.put(conditions...)
		return t.Say("subscribed.already(alone, sorts, times)", s.Alone, sorts, times)
	case !r.Muted.IsZero():
		t.add("subscribed.meanwhile()")
		t.button("subscribed.resume(line)", "resume"+number)
		return t.Say("subscribed.muted(by, number, until)", s.By, r.Number, t.moment(r.Muted.UTC()))
	}
	t.put(conditions...)
	if r.Nobody {
		t.add("subscribed.nobody()")
	}
	t.add("subscribed.next(times)", strings.Join(tracker.Each(r.Next, t.moment), t.Say("semicolon()")))
	t.button("subscribed.end(line)", "unsubscribe"+number)
	which := "channel"
	switch {
	case s.Resumed:
		which = "resumed"
	case s.Changed:
		which = "changed"
	case s.Alone:
		which = "alone"
	}
	return t.SayAs("subscribed.who(by, number)", which, s.By, r.Number) + t.Say("subscribed(sorts, call, times)", sorts, t.Call, times)
}

// button adds what to type where no button does it: Slack has one.
func (t *text) button(m Message, line string) {
	if t.Slash == "" {
		t.add(m, line)
	}
}

// RulesFacts are a channel's subscriptions.
type RulesFacts struct {
	Rules []SubscriptionRule `json:"-"`
}

func (f *RulesFacts) words(t *text) string {
	for i := range f.Rules {
		r := &f.Rules[i]
		outlook := t.Outlook(r, t.typed(fmt.Sprint("resume ", r.Number)))
		t.put(strings.TrimSpace(t.Say("rule(number, wants, by, outlook)", r.Number, t.Wants(r), tracker.Person(r.By), outlook)))
	}
	begin := "subscribe"
	if t.Slash != "" { // it has a button there
		begin = ""
	}
	return t.Say("rules(n, line)", len(f.Rules), begin)
}

// Wants says what a subscription is about, and when it posts.
func (v *Words) Wants(r *SubscriptionRule) string {
	return strings.Join(append([]string{v.sorts(r.Only) + " " + v.times(r)}, v.conditions(r)...), v.Say("semicolon()"))
}

// Outlook reports whether a subscription is paused or muted, and what to type then, or when its next time is; empty if it has
// none.
func (v *Words) Outlook(r *SubscriptionRule, resume string) string {
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

// Moments are the times in a rule's text, by the words for them.
func (v *Words) Moments(r *SubscriptionRule) map[string]time.Time {
	all := map[string]time.Time{v.moment(r.Muted.UTC()): r.Muted}
	for _, t := range r.Next {
		all[v.moment(t)] = t
	}
	return all
}

// Why says why a digest couldn't be posted, by the code that was given for that.
func (v *Words) Why(code string) string { return v.SayAs("why(code)", code, code) }

func (v *Words) sorts(only string) string {
	return v.list(tracker.Each(strings.Split(only, " "), func(sort string) string { return v.SayAs("sort()", sort) }))
}

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
	return v.SayAs("times(clock, zone, on)", string(every), clock, Zone(r.Zone), on)
}

func (v *Words) conditions(r *SubscriptionRule) []string {
	var all []string
	if len(r.Who) > 0 {
		all = append(all, v.Say("condition.who(who)", v.Those(r.Who, 2)))
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

func (v *Words) moment(at time.Time) string {
	said := v.Say("moment(weekday, day, clock)", v.SayAs("weekday()", strconv.Itoa(int(at.Weekday()))), tracker.Day(at.Format(time.DateOnly)), at.Format("15:04"))
	if v.told != nil {
		v.told.moments[said] = at
	}
	return said
}

// DigestFacts say what a channel gets.
type DigestFacts struct {
	Change     *tracker.Change          `json:"-"`
	Book       *tracker.Book            `json:"-"` // where what the Change refers to is found
	Where      tracker.Filter           `json:"-"` // the supporters it is about; none: all
	Sorts      string                   `json:"-"` // which changes it is about, as a subscription says it; empty: all
	Milestones []Milestone              `json:"-"`
	Rolled     map[tracker.Reported]int `json:"-"` // figures that the list of their day doesn't bear out, and how many it had
	Due        time.Time                `json:"-"` // of one that comes late: when it was due
	Forgotten  bool                     `json:"-"` // everything in it was forgotten since
	Corrects   bool                     `json:"-"` // it corrects an earlier digest, and is posted below that
	Brief      int                      `json:"-"` // lists are cut so short that all fits a screen; 0: they aren't
}

// A Milestone is something worth a sentence that the list reached.
type Milestone struct {
	Category tracker.Category // of a Count; empty for all supporters
	Count    int
	Group    *tracker.Group // all members of which are on the list now; else nil
}

func (f *DigestFacts) atMost() int { return cmp.Or(f.Brief, threadLines) }

// threadLines is how many lines a list of a digest has in its thread, where there is room.
const threadLines = 50

// Short reports whether the lists of a digest are cut so that all fits a screen.
func (f *DigestFacts) Short() bool {
	news, corrections := f.Change.Apart()
	for _, part := range []tracker.Change{news, corrections} {
		for _, n := range part.Sizes() {
			if f.Brief > 0 && n > f.Brief {
				return true
			}
		}
	}
	return false
}

func (f *DigestFacts) words(t *text) string {
	c := f.Change
	switch {
	case f.Forgotten:
		return t.Say("digest.forgotten()")
	case c.Empty():
		return t.Say("digest.nothing()")
	case f.Corrects:
		t.news(c, f.Book, f)
		return t.Say("digest.correction(what)", t.Headlines(c))
	case f.plain():
	case len(f.Where) > 0:
		t.moved(c, t.column("these"))
	default:
		t.nowCounted(c)
	}
	for _, m := range f.Milestones {
		if m.Group != nil {
			t.add("milestone.group(n, group)", m.Count, m.Group)
		} else {
			t.add("milestone(what)", t.reached(m.Category, m.Count))
		}
	}
	fresh, corrections := c.Apart()
	t.news(&fresh, f.Book, f)
	if !corrections.Empty() {
		t.add("digest.corrections()")
		t.news(&corrections, f.Book, f)
	}
	if f.Short() {
		t.add("digest.short()")
	}
	return t.Headlines(c)
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

// mostNamed is how many are named in a headline, if their names have no more letters than mostLetters: a locked screen has to
// show who it was.
const (
	mostNamed   = 3
	mostLetters = 40

	mostParts = 2 // kinds of changes, before the others are counted
)

// Headlines says what changed, the names first.
func (v *Words) Headlines(c *tracker.Change) string {
	var parts []string
	for _, why := range []tracker.Why{tracker.Joined, tracker.Withdrew, tracker.WasRemoved, tracker.Restored} {
		what, of := string(why), c.Who(why)
		if why == tracker.WasRemoved && !slices.ContainsFunc(of, func(s *tracker.Supporter) bool { return s.Left.Reason != tracker.Error }) {
			what = "never"
		}
		if len(of) > 0 {
			parts = append(parts, v.did(what, of, c))
		}
	}
	parts = append(parts, v.numbered(c, tracker.WasMerged, tracker.Recategorised, tracker.Amended, tracker.FigurePublished, tracker.FigureRetracted)...)
	if n := len(parts) - mostParts; n > 1 {
		parts = append(parts[:mostParts], v.Say("digest.further(n)", n))
	}
	return capital(strings.Join(parts, v.Say("semicolon()")))
}

// did says what some did, by name or number, and how that moved the number of their category or of all.
func (v *Words) did(what string, of []*tracker.Supporter, c *tracker.Change) string {
	category, n, letters := of[0].Category, len(of), 0
	var called []string
	for _, s := range of {
		if s.Category != category {
			category = ""
		}
		called = append(called, v.tell(s, v.forms()[0]))
		letters += utf8.RuneCountInString(s.Name)
	}
	who, several := v.list(called), any(n)
	switch {
	case n == 1:
		several = of[0] // the United States are several in French
		if letters > mostLetters {
			who = cut(of[0].Name, mostLetters)
		}
	case n > mostNamed || letters > mostLetters:
		who = v.reached(category, n)
	}
	if category == tracker.Uncategorised {
		category = ""
	}
	was, is, moved := c.Before.Total(), c.After.Total(), ""
	if category != "" {
		was, is = c.Before.Of(category), c.After.Of(category)
	}
	if was != is {
		noun := v.supporters(is)
		if category != "" {
			noun = v.noun(category, is)
		}
		moved = v.Say("digest.moved(was, is, what)", was, is, noun)
	}
	return v.SayAs("digest.did(who, n, moved)", what, who, several, moved)
}

func (v *Words) reached(category tracker.Category, n int) string {
	if category == "" {
		return v.counted(nil, n)
	}
	return v.category(category, n)
}

// foot is the small print of a digest: its call, and which changes the channel subscribed to.
func (f *DigestFacts) foot(t *text) []string {
	if f.Forgotten || f.Corrects || f.Change.Empty() {
		return nil
	}
	foot := []string{t.tell(t.Call, "")}
	if len(f.Where) > 0 {
		foot = append(foot, t.Say("digest.who(who)", t.Those(f.Where, 2)))
	}
	if f.Sorts != "" {
		foot = append(foot, t.Say("digest.sorts(sorts)", t.sorts(f.Sorts)))
	}
	if !f.Due.IsZero() {
		foot = append(foot, t.Say("digest.late(at)", f.Due))
	}
	return []string{strings.Join(foot, " · ")}
}
