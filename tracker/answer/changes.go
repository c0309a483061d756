package answer

import (
	"cmp"
	"fmt"
	"strings"

	"rollcall/tracker"
)

// ChangesFacts say what changed in a time.
type ChangesFacts struct {
	Parted
	Where  tracker.Filter  `json:"-"` // whom it is about; none: all
	Change *tracker.Change `json:"-"`
	Book   *tracker.Book   `json:"-"` // where what the Change refers to is found
	Since  tracker.Day     `json:"-"`
	Until  tracker.Day     `json:"-"`
	Last   bool            `json:"-"` // the latest changes, whenever they were
	Only   Changed         `json:"-"`

	Initial int `json:"-"` // entries with which the records begin; they aren't among the added

	Added         int        `json:"added"`
	Removed       int        `json:"removed"`
	Recategorised *int       `json:"recategorised,omitempty"`
	Total         *int       `json:"total,omitempty"`
	Supporters    Supporters `json:"supporters,omitempty"`
}

// Changed says which changes are shown; all if empty.
type Changed string

// The kinds of changes that can be told alone.
const (
	OnlyAdded   Changed = "added"
	OnlyRemoved Changed = "removed"

	OnlyRecategorised Changed = "recategorised"
)

func (f *ChangesFacts) listed() Supporters { return f.Supporters }

func (f *ChangesFacts) groups() []*tracker.Group { return groupsIn(f.Where) }

func (f *ChangesFacts) words(v *Words, a *Answer) (string, []string) {
	c := f.Change
	if f.Since == "" && f.Until == "" {
		return v.Say("changes.never(who)", v.those(f.Where, 2)), f.also(v, a)
	}
	var lines []string
	if f.Only == "" && len(f.Where) == 0 && !c.Empty() { // the counts are those of the whole list
		lines = append(lines, v.moved(c, v.Columns().All)...)
	}
	lines = append(lines, f.also(v, a)...)
	if f.By != "" {
		lines = append(f.parts(v), lines...)
	} else {
		lines = append(lines, v.news(a, c, f.Book, nil)...)
	}
	parts := v.happened(c, f.Where)
	if len(parts) == 0 { // else the rest stands below
		parts = v.corrected(c)
	}
	span := v.span(a, cmp.Or(f.Since, a.Begins), f.Until)
	if len(parts) == 0 && (f.Only != "" || len(f.Where) > 0) {
		return v.SayAs("changes.none(span, who)", string(f.Only), span, v.those(f.Where, 2)), lines
	}
	return v.Say("changes(last, span, parts)", f.Last, span, parts), lines
}

// also tells what else the words of the question can mean.
func (f *ChangesFacts) also(v *Words, a *Answer) []string {
	var lines []string
	if f.Only == OnlyAdded {
		lines = append(lines, v.Say("also.added()"))
	}
	if f.Initial > 0 && (f.Only == "" || f.Only == OnlyAdded) {
		lines = append(lines, v.Say("also.initial(n, day)", f.Initial, a.Call.Found))
	}
	return lines
}

// atMost is how many lines of each part are shown, so that all fits a screen.
func (f *ChangesFacts) atMost() int {
	return max(fewestListed, ListedAtMost/max(1, f.Change.Sections()))
}

// happened are the numbers of what came and what left, without those that are zero.
func (v *Words) happened(c *tracker.Change, who tracker.Filter) (parts []string) {
	if len(c.Joined) > 0 {
		parts = append(parts, v.Say("happened.joined(n, who)", len(c.Joined), v.those(who, len(c.Joined))))
	}
	parts = v.numbered(parts, "removed", len(c.Removed))
	parts = v.numbered(parts, "merged", len(c.Merged))
	return v.numbered(parts, "withdrew", len(c.Withdrew))
}

// corrected are the numbers of all other changes, without those that are zero.
func (v *Words) corrected(c *tracker.Change) (parts []string) {
	parts = v.numbered(parts, "recategorised", len(c.Recategorised))
	parts = v.numbered(parts, "amended", len(c.Amended))
	parts = v.numbered(parts, "restored", len(c.Restored))
	parts = v.numbered(parts, "figures", len(c.Figures))
	return v.numbered(parts, "retracted", len(c.Retracted))
}

func (v *Words) numbered(parts []string, sort string, n int) []string {
	if n == 0 {
		return parts
	}
	return append(parts, v.SayAs("happened(n)", sort, n))
}

// shortly tells what a supporter is besides its name: nothing of a state.
func (v *Words) shortly(s *tracker.Supporter) string {
	if s.Category == tracker.State {
		return ""
	}
	return v.Say("news.what(what, country)", v.noun(s.Category, 1), country(s.Country))
}

// moved tells the counts that changed, before and after, and their sum under a name; nothing if none did.
func (v *Words) moved(c *tracker.Change, all string) (lines []string) {
	for _, category := range tracker.Categories() {
		if was, is := c.Before.Of(category), c.After.Of(category); was != is {
			lines = append(lines, v.Say("moved(what, was, is)", v.noun(category, 2), was, is))
		}
	}
	if len(lines) > 0 {
		was, is := c.Before.Total(), c.After.Total()
		lines = append(lines, v.Say("moved.all(what, was, is, by)", all, was, is, strings.Replace(fmt.Sprintf("%+d", is-was), "-", "−", 1)))
	}
	return lines
}

// news lists changes, those of each kind apart; for a digest with what its reader can't know.
func (v *Words) news(a *Answer, c *tracker.Change, b *tracker.Book, of *DigestFacts) []string {
	var lines []string
	source := func(address string) string {
		if of == nil && a.ofList(address) { // which the foot names
			return ""
		}
		return address
	}
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
		back, when := tracker.Day(""), ""
		if of != nil {
			back = b.Back(s.ID)
		}
		switch {
		case back != "":
			when = v.Say("since.back(day)", back)
		case s.Joined != "":
			when = v.Say("since.joined(when)", v.when(s.Joined))
		}
		if of != nil {
			return v.Say("news.short(who, what, when, source)", s, v.shortly(s), when, source(s.Source))
		}
		return v.Say("news.line(who, what, when, source)", s, v.what(s), when, source(s.Source))
	})
	section("withdrew", len(c.Withdrew), func(i int) string {
		s := c.Withdrew[i]
		return v.Say("news.line(who, what, when, source)", s, v.what(s), v.tell(s.Left.On, ""), source(s.Left.Source))
	})
	section("removed", len(c.Removed), func(i int) string {
		s := c.Removed[i]
		return v.Say("news.removed(who, what, reason, source)", s, v.what(s), v.reason(s.Left.Reason), source(s.Left.Source))
	})
	section("merged", len(c.Merged), func(i int) string {
		s := c.Merged[i]
		return v.Say("news.merged(who, what, into, source)", s, v.what(s), b.Supporter(s.Left.Into), source(s.Left.Source))
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
		if of != nil {
			if n, ok := of.Rolled[c.Figures[i]]; ok {
				f.Listed = &n
			}
		} else if a.ofList(f.Source) {
			f.Source = v.Say("figure.list()")
		}
		return v.figure(f)
	})
	section("retracted", len(c.Retracted), func(i int) string { return v.figure(FactOf(c.Retracted[i])) })
	return lines
}
