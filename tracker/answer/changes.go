package answer

import (
	"cmp"

	"rollcall/tracker"
)

// ChangesFacts say what changed in a time.
type ChangesFacts struct {
	Parted
	Where  tracker.Filter  `json:"-"` // the supporters it is about; none: all
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

// The kinds of changes that can be shown by themselves.
const (
	OnlyAdded   Changed = "added"
	OnlyRemoved Changed = "removed"

	OnlyRecategorised Changed = "recategorised"
)

func (f *ChangesFacts) listed() Supporters { return f.Supporters }

func (f *ChangesFacts) words(t *text) string {
	c := f.Change
	if f.Since == "" && f.Until == "" {
		f.also(t)
		return t.Say("changes.never(who)", t.Those(f.Where, 2))
	}
	if f.By != "" {
		f.name(t.Words)
		f.parts(t)
	}
	switch only := tracker.Category(f.Where.Only(tracker.ByCategory)); {
	case f.Only != "" || c.Empty():
	case len(f.Where) == 0: // the counts are those of the whole list
		t.moved(c, t.column("all"))
	case only != "" && c.Before.Of(only) != c.After.Of(only):
		was, is := c.Before.Of(only), c.After.Of(only)
		t.add("moved.all(what, was, is, by)", t.noun(only, 2), was, is, signed(is-was, ""))
	}
	f.also(t)
	if f.By == "" {
		t.news(c, f.Book, nil)
	}
	parts := t.happened(c, f.Where)
	if len(parts) == 0 { // otherwise the rest is below
		parts = t.corrected(c)
	}
	span := t.span(cmp.Or(f.Since, t.Begins), f.Until)
	if len(parts) == 0 && (f.Only != "" || len(f.Where) > 0) {
		return t.SayAs("changes.none(span, who)", string(f.Only), span, t.Those(f.Where, 2))
	}
	return t.Say("changes(last, span, parts)", f.Last, span, parts)
}

// also says what else the words of the question can mean.
func (f *ChangesFacts) also(t *text) {
	if f.Only == OnlyAdded {
		t.add("also.added()")
	}
	if f.Initial > 0 && (f.Only == "" || f.Only == OnlyAdded) {
		t.add("also.initial(n, day)", f.Initial, t.Call.Found)
	}
}

// atMost is how many lines of each part are shown, so that all fits a screen.
func (f *ChangesFacts) atMost() int {
	return max(fewestListed, ListedAtMost/max(1, f.Change.Sections()))
}

// happened are the numbers of what came and what left, without those that are zero.
func (v *Words) happened(c *tracker.Change, who tracker.Filter) (parts []string) {
	if n := len(c.Joined); n > 0 {
		parts = append(parts, v.Say("happened.joined(n, who)", n, v.Those(who, n)))
	}
	return v.numbered(parts, []int{len(c.Removed), len(c.Merged), len(c.Withdrew)}, "removed", "merged", "withdrew")
}

func (v *Words) corrected(c *tracker.Change) []string {
	return v.numbered(nil, []int{len(c.Recategorised), len(c.Amended), len(c.Restored), len(c.Figures), len(c.Retracted)},
		"recategorised", "amended", "restored", "figures", "retracted")
}

func (v *Words) numbered(parts []string, n []int, sorts ...string) []string {
	for i, sort := range sorts {
		if n[i] > 0 {
			parts = append(parts, v.SayAs("happened(n)", sort, n[i]))
		}
	}
	return parts
}

// shortly says what a supporter is, without its name; nothing for a state.
func (v *Words) shortly(s *tracker.Supporter) string {
	if s.Category == tracker.State {
		return ""
	}
	return v.Say("news.what(what, country)", v.noun(s.Category, 1), country(s.Country))
}

// moved writes the counts that changed, before and after, and their sum under a name, and reports whether any did.
func (t *text) moved(c *tracker.Change, all string) (changed bool) {
	for _, category := range tracker.Categories() {
		if was, is := c.Before.Of(category), c.After.Of(category); was != is {
			t.add("moved(what, was, is)", t.noun(category, 2), was, is)
			changed = true
		}
	}
	if changed {
		was, is := c.Before.Total(), c.After.Total()
		t.add("moved.all(what, was, is, by)", all, was, is, signed(is-was, ""))
	}
	return changed
}

// news lists changes by kind; for a digest with what its reader can't know.
func (t *text) news(c *tracker.Change, b *tracker.Book, of *DigestFacts) {
	section := func(sort string, n int, line func(int) string) { t.part(t.SayAs("news()", sort), n, line) }
	// told writes one, with its source unless the foot names it.
	told := func(m Message, s *tracker.Supporter, what string, more any, source string) string {
		if of == nil && t.ofList(source) {
			source = ""
		}
		return t.Say(m, s, what, more, source)
	}
	section("joined", len(c.Joined), func(i int) string {
		s := c.Joined[i]
		when := t.Say("since.joined(when)", t.when(s.Joined))
		if of == nil {
			return told("news.line(who, what, when, source)", s, t.what(s), when, s.Source)
		}
		if back := b.Back(s.ID); back != "" {
			when = t.Say("since.back(day)", back)
		}
		return told("news.short(who, what, when, source)", s, t.shortly(s), when, s.Source)
	})
	section("withdrew", len(c.Withdrew), func(i int) string {
		s := c.Withdrew[i]
		return told("news.line(who, what, when, source)", s, t.what(s), s.Left.On, s.Left.Source)
	})
	section("removed", len(c.Removed), func(i int) string {
		s := c.Removed[i]
		return told("news.removed(who, what, reason, source)", s, t.what(s), t.reason(s.Left.Reason), s.Left.Source)
	})
	section("merged", len(c.Merged), func(i int) string {
		s := c.Merged[i]
		return told("news.merged(who, what, into, source)", s, t.what(s), b.Supporter(s.Left.Into), s.Left.Source)
	})
	section("recategorised", len(c.Recategorised), func(i int) string {
		r := c.Recategorised[i]
		return t.Say("news.recategorised(who, was, is)", r.After, t.noun(r.Before.Category, 1), t.noun(r.After.Category, 1)) + t.amended(r)
	})
	section("amended", len(c.Amended), func(i int) string { return t.tell(c.Amended[i].After, "") + t.amended(c.Amended[i]) })
	section("restored", len(c.Restored), func(i int) string {
		return told("news.line(who, what, when, source)", c.Restored[i], t.what(c.Restored[i]), "", "")
	})
	figure := t.figure
	if of != nil {
		figure = t.Words.figure
	}
	section("figures", len(c.Figures), func(i int) string {
		f := FactOf(c.Figures[i])
		if of != nil {
			if n, ok := of.Rolled[c.Figures[i]]; ok {
				f.Listed = &n
			}
		}
		return figure(f)
	})
	section("retracted", len(c.Retracted), func(i int) string { return figure(FactOf(c.Retracted[i])) })
}
