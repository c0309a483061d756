package answer

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"rollcall/tracker"
)

// A text is what an Answer says in a language: its Facts add the lines below the headline. Empty ones are left out.
type text struct {
	*Words
	*Answer
	lines []string
}

// told collects the people, channels and moments that a text names.
type told struct {
	ids     []string // of people and channels, each a tracker.Person
	groups  []*tracker.Group
	moments map[string]time.Time // by the words for them
}

// IDs are those of the people and channels in the Text: the only ones that may be shown as links.
func (a Answer) IDs() []string { return a.told.ids }

// Moments are the times of an answer in a subscription's zone, by the words for them.
func (a Answer) Moments() map[string]time.Time { return a.told.moments }

func (t *text) add(m Message, args ...any) { t.lines = append(t.lines, t.Say(m, args...)) }

func (t *text) put(lines ...string) { t.lines = append(t.lines, lines...) }

// each adds a line for each of n things, for as many as are shown, and says how many more there are, counting those that can't be shown.
func (t *text) each(n, untold int, line func(i int) string) {
	shown := t.listed(n)
	for i := range shown {
		t.put("• " + line(i))
	}
	t.more(n - shown + untold)
}

// part adds each below a title, if there are any.
func (t *text) part(title string, n int, line func(i int) string) {
	if n > 0 {
		t.put(title)
		t.each(n, 0, line)
	}
}

func (t *text) more(n int) {
	if n > 0 {
		t.add("more(n)", n)
	}
}

// of writes the Facts of another answer as a text of its own.
func (t *text) of(a *Answer) (headline string, lines []string) {
	one := &text{Words: t.Words, Answer: a}
	headline = a.Facts.words(one)
	return headline, one.lines
}

// fits reports whether a headline has room in a first line.
func (t *text) fits(headline string) bool {
	return utf8.RuneCountInString(t.verdict(t.Verdict)+headline) <= headlineText
}

// Write adds the words, with only printable characters: text from a list or a line could otherwise move a terminal's cursor, or turn text round.
func Write(a Answer, w *Words) Answer {
	w = new(*w)
	w.told = &a.told
	a.told, a.Lang, a.Foot = told{moments: map[string]time.Time{}}, w.lang, nil
	a.Sources = tracker.Keep(a.Sources, func(source string) bool { return source != "" }) // that of a forgotten supporter
	t := &text{Words: w, Answer: &a}
	if a.Begins == "" && a.Rule == Listed && a.Status() == "" && slices.Contains([]Kind{Count, List, Changes, Chart}, a.Kind) { // nobody was ever listed
		a.Headline = w.Say("nobody(call)", a.Call)
	} else if a.Headline = a.Facts.words(t); !t.fits(a.Headline) {
		a.Headline = a.Facts.words(&text{Words: w.brief(), Answer: &a})
	}
	for i := range a.Further {
		more := &a.Further[i]
		*more = Write(*more, w)
		t.put(more.Headline)
		t.put(more.Lines...)
	}
	a.Headline, a.Lines = first(w.verdict(a.Verdict)+a.Headline, said(t.lines))
	from, to := t.turn()
	a.Table = t.table(from, to)
	if f, ok := t.Facts.(*DigestFacts); ok {
		t.Foot = append(t.Foot, f.foot(t)...)
	} else {
		t.Foot = append(t.Foot, t.source()...)
	}
	if a.ReadAs != "" || a.InOtherWords && a.Line != "" {
		a.Read = Printable(w.Say("foot.read(line)", a.typed(cmp.Or(a.ReadAs, a.Line))))
		a.Foot = append(a.Foot, a.Read)
	}
	lines := slices.Concat([]string{a.Headline}, a.Lines, a.Foot)
	for i := range lines {
		lines[i] = Printable(lines[i])
	}
	a.Headline, a.Lines, a.Foot = lines[0], lines[1:1+len(a.Lines):1+len(a.Lines)], lines[1+len(a.Lines):]
	if len(a.Suggestions) > 0 {
		lines = append(lines, Printable(w.Say("suggestions(lines)", strings.Join(tracker.Each(a.Suggestions, a.typed), " · "))))
	}
	a.Text = strings.Join(lines, "\n")
	return a
}

func said(lines []string) []string {
	return slices.DeleteFunc(lines, func(line string) bool { return line == "" })
}

// first shortens a headline that is too long to its first sentence, or to what is before a colon.
func first(headline string, lines []string) (string, []string) {
	if utf8.RuneCountInString(headline) <= headlineText {
		return headline, lines
	}
	fits := string([]rune(headline)[:headlineText])
	end := strings.LastIndex(fits, ". ")
	if end < headlineText/4 { // no more than a verdict
		end = strings.LastIndex(fits, ": ")
	}
	if end < headlineText/4 || fits[end] == ':' && end < headlineText/2 { // no more than a time
		return headline, lines
	}
	return headline[:end+1], append([]string{headline[end+2:]}, lines...)
}
