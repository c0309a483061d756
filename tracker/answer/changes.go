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
	var parts []string // without those that are zero
	if n := len(c.Which(tracker.Joined)); n > 0 {
		parts = append(parts, t.Say("happened.joined(n, who)", n, t.Those(f.Where, n)))
	}
	parts = append(parts, t.numbered(c, tracker.WasRemoved, tracker.WasMerged, tracker.Withdrew)...)
	if len(parts) == 0 { // otherwise the rest is below
		parts = t.numbered(c, tracker.Recategorised, tracker.Amended, tracker.Restored, tracker.FigurePublished, tracker.FigureRetracted)
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
	return max(fewestListed, ListedAtMost/max(1, len(f.Change.Sizes())))
}

func (v *Words) numbered(c *tracker.Change, whys ...tracker.Why) (parts []string) {
	for _, why := range whys {
		if n := len(c.Which(why)); n > 0 {
			parts = append(parts, v.SayAs("happened(n)", string(why), n))
		}
	}
	return parts
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
	for _, why := range []tracker.Why{tracker.Joined, tracker.Withdrew, tracker.WasRemoved, tracker.WasMerged, tracker.Recategorised, tracker.Amended,
		tracker.Restored, tracker.FigurePublished, tracker.FigureRetracted} {
		moves := c.Which(why)
		t.part(t.SayAs("news()", string(why)), len(moves), func(i int) string { return t.move(moves[i], b, of) })
	}
}

// move writes one change, with its source unless the foot names it.
func (t *text) move(m tracker.Move, b *tracker.Book, of *DigestFacts) string {
	s := m.After
	switch {
	case s == nil && of == nil:
		return t.figure(FactOf(m.Figure))
	case s == nil:
		f := FactOf(m.Figure)
		if n, ok := of.Rolled[m.Figure]; ok && m.Why == tracker.FigurePublished {
			f.Listed = &n
		}
		return t.Words.figure(f)
	case m.Why == tracker.Recategorised:
		return t.Say("news.recategorised(who, was, is)", s, t.noun(m.Before.Category, 1), t.noun(s.Category, 1)) + t.amended(m)
	case m.Why == tracker.Amended:
		return t.tell(s, "") + t.amended(m)
	}
	source := s.Left.Source
	if m.Why == tracker.Joined {
		source = s.Source
	}
	if of == nil && t.ofList(source) {
		source = ""
	}
	switch m.Why {
	case tracker.Joined:
		when := t.Say("since.joined(when)", t.when(s.Joined))
		if of == nil {
			return t.Say("news.line(who, what, when, source)", s, t.what(s), when, source)
		}
		if back := b.Back(s.ID); back != "" {
			when = t.Say("since.back(day)", back)
		}
		what := ""
		if s.Category != tracker.State {
			what = t.Say("news.what(what, country)", t.noun(s.Category, 1), country(s.Country))
		}
		return t.Say("news.short(who, what, when, source)", s, what, when, source)
	case tracker.WasRemoved:
		return t.Say("news.removed(who, what, reason, source)", s, t.what(s), t.reason(s.Left.Reason), source)
	case tracker.WasMerged:
		return t.Say("news.merged(who, what, into, source)", s, t.what(s), b.Supporter(s.Left.Into), source)
	}
	return t.Say("news.line(who, what, when, source)", s, t.what(s), s.Left.On, source)
}
