package answer

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"rollcall/tracker"
	"rollcall/tracker/covers"
)

// PrincipleFacts are one or several principles.
type PrincipleFacts struct {
	Principles []int           `json:"principles,omitempty"`
	Covering   []covers.Scored `json:"-"` // how they were found, if by what they cover
	Asked      bool            `json:"-"` // for their official text alone
}

func (f *PrincipleFacts) words(t *text) string {
	found := len(f.Covering) > 0 && !f.Covering[0].Named
	var named, numbers []string
	for i, n := range f.Principles {
		p := t.Call.Principle(n)
		titled := t.Say("principle(n, title)", n, t.title(p)) + "."
		named, numbers = append(named, titled), append(numbers, fmt.Sprint(n))
		if found {
			named[i] = t.Say("principle.matched(n, words)", n, matched(f.Covering[i]))
		}
		if found || len(f.Principles) > 1 {
			t.put(titled)
		}
		if f.Asked {
			t.add("principle.text(address)", p.URL)
		} else {
			t.principle(p, len(f.Principles) > 1)
		}
	}
	switch {
	case found:
		return t.Say("principle.closest(found)", named)
	case len(named) > 1:
		return t.Say("principle.several(numbers)", numbers) + "."
	}
	return named[0]
}

// principle writes what a principle says and, unless it is one of several, what else is known about it.
func (t *text) principle(p *tracker.Principle, short bool) {
	summary, ok := p.Summaries[t.lang]
	if !ok {
		summary = t.Say("principle.summary(text)", p.Summaries["en"])
	}
	t.put(summary)
	t.add("principle.official(address)", p.URL)
	if short {
		return
	}
	for _, n := range p.Norms {
		t.add("principle.norm(norm, basis)", n.Norm, n.Basis)
	}
	texts := tracker.Each(p.Instruments, func(i tracker.Instrument) string { return i.Instrument })
	t.add("principle.texts(texts)", append(texts, p.Others...))
	for _, c := range p.Communities {
		source := c.Source
		if source == p.URL { // which is shown
			source = ""
		}
		t.add("principle.community(name, lead, source)", c.Name, c.Lead, source)
	}
	var others []string
	for _, lang := range slices.Sorted(maps.Keys(p.Titles)) {
		if title := p.Titles[lang]; lang != t.lang && title != t.title(p) {
			others = append(others, title+" ("+lang+")")
		}
	}
	t.add("principle.others(titles)", others)
}

func (v *Words) title(p *tracker.Principle) string { return tracker.In(p.Titles, v.lang) }

// PrinciplesFacts are all of them.
type PrinciplesFacts struct {
	Principles []int `json:"principles,omitempty"`
	Value      int   `json:"value,omitempty"` // how many they are
}

func (f *PrinciplesFacts) words(t *text) string {
	for _, n := range f.Principles {
		t.put(fmt.Sprintf("%d. %s", n, t.title(t.Call.Principle(n))))
	}
	return t.Say("principles(n, call)", len(f.Principles), t.Call)
}

// AboutFacts say what the call is.
type AboutFacts struct{ Totals }

// TopicFacts say what is known about one thing of it.
type TopicFacts struct {
	Topic      *tracker.Topic `json:"-"`
	Principles []int          `json:"principles,omitempty"`
}

// PartsFacts are some of its parts.
type PartsFacts struct {
	Of         Topic `json:"-"`
	Number     int   `json:"-"` // only that one; 0: all
	Principles []int `json:"principles,omitempty"`
}

// A Topic is a kind of the call's parts.
type Topic string

// The topics.
const (
	WorkingGroups Topic = "working groups"
	Norms         Topic = "norms"
)

func (f *TopicFacts) words(t *text) string {
	headline, rest, more := strings.Cut(tracker.In(f.Topic.Text, t.lang), ". ") // the first sentence answers
	if more {
		headline += "."
	}
	t.put(rest)
	return headline
}

func (f *AboutFacts) words(t *text) string {
	c := t.Call
	if name := t.CallName(c); name != t.call(c) {
		t.add("about.name(name)", name)
	}
	t.add("about.binding(binding, n)", c.Binding, len(c.Principles))
	t.add("about.list(n, counts)", f.Total, t.counts(f.Counts))
	t.add("about.text(address)", c.TextURL)
	t.add("about.site(address)", c.URL)
	return t.Say("about(call, day)", c, c.Launched)
}

func (f *PartsFacts) words(t *text) string {
	if f.Of == Norms {
		return f.norms(t)
	}
	return f.workingGroups(t)
}

func (f *PartsFacts) workingGroups(t *text) string {
	c := t.Call
	for _, g := range c.WorkingGroups {
		if f.Number == 0 || f.Number == g.Number {
			t.add("groups.one(n, title, chairs, report)", g.Number, cmp.Or(tracker.In(g.Titles, t.lang), g.Title), g.CoChairs, g.Output)
		}
	}
	switch len(t.lines) {
	case 0:
		return t.Say("groups.none(call)", c)
	case 1:
		headline := strings.TrimPrefix(t.lines[0], "• ")
		t.lines = nil
		return headline
	}
	return t.Say("groups(n, call, announced)", len(c.WorkingGroups), c, t.when(c.WorkingGroupsAnnounced))
}

func (f *PartsFacts) norms(t *text) string {
	c := t.Call
	switch {
	case len(c.Norms) == 0:
		return t.Say("norms.none(call)", c)
	case f.Number != 0:
		return t.Say("norms.one(n, norm)", f.Number, c.Norms[f.Number-1])
	}
	for i, n := range c.Norms {
		t.put(fmt.Sprintf("%d. %s", i+1, n))
	}
	t.add("norms.tied()")
	for _, p := range c.Principles {
		for _, n := range p.Norms {
			t.add("norms.principle(n, norm)", p.Number, n.Norm)
		}
	}
	return t.Say("norms(n)", len(c.Norms))
}

// UnknownFacts say that the question wasn't understood.
type UnknownFacts struct {
	Subject  string          `json:"-"`                  // what was asked
	Refusal  tracker.Refusal `json:"-"`                  // of a command: what is wrong with it
	Readings []Reading       `json:"readings,omitempty"` // what may be meant
	Status   tracker.Status  `json:"status,omitempty"`   // unknown_name, if there is a name in it that nobody has
	Unlisted string          `json:"-"`                  // that name
	Read     []string        `json:"-"`                  // what was understood
	Unread   []string        `json:"-"`                  // what wasn't
}

// A Reading is a line that may be meant, and what it would answer.
type Reading struct {
	Line  string `json:"line"`
	Label string `json:"label"`
}

// Offers reports whether a line is one that an answer offers as what may be meant.
func (a Answer) Offers(line string) bool {
	f, ok := a.Facts.(*UnknownFacts)
	return ok && slices.ContainsFunc(f.Readings, func(r Reading) bool { return r.Line == line })
}

func (f *UnknownFacts) standing() tracker.Status { return f.Status }

func (f *UnknownFacts) words(t *text) string {
	switch {
	case f.Refusal.Format != "":
		return t.Refusal(f.Refusal)
	case f.Subject == "":
		return t.Say("unknown()")
	}
	if f.Unlisted != "" {
		t.add("status.unknown(name)", brief(f.Unlisted))
	}
	if len(f.Read)+len(f.Unread) > 0 {
		t.put(strings.TrimSpace(t.Say("unknown.read(read, unread)", brief(strings.Join(f.Read, " · ")), brief(strings.Join(f.Unread, " · ")))))
	}
	return t.Say("unknown.subject(subject)", brief(f.Subject))
}

// OverviewFacts say what rollcall is for.
type OverviewFacts struct{ Totals }

func (f *OverviewFacts) words(t *text) string {
	t.add("help.ask()")
	t.add("help.type()")
	t.add("help.list(n, counts)", f.Total, t.counts(f.Counts))
	t.add("help.unread()")
	return t.Say("help.overview(call)", t.Call)
}

// GroupsFacts say which groups of countries are known.
type GroupsFacts struct{}

func (*GroupsFacts) words(t *text) string {
	for i := range t.Call.Groups {
		g := &t.Call.Groups[i]
		t.marked(t.Say("help.group(id, group, n)", g.ID, g, len(g.Members)))
	}
	return t.Say("help.groups()")
}

// marked adds a line in which what can be typed stands between backticks, which Slack alone shows as code.
func (t *text) marked(line string) {
	if t.Slash == "" {
		line = strings.ReplaceAll(line, "`", "")
	}
	t.put(line)
}

// HelpFacts say what can be typed: for each task, for one, or by one command.
type HelpFacts struct {
	Commands []Command `json:"-"`
	Topic    HelpTopic `json:"-"` // whose commands these are
	Terms    []string  `json:"-"` // of a filter, where that is asked about
	Admin    bool      `json:"-"` // who asks may do what admins may
}

// One is the command that help is about; nil if it is about several.
func (f *HelpFacts) One() *Command {
	if len(f.Commands) != 1 || f.Topic != "" {
		return nil
	}
	return &f.Commands[0]
}

func (f *HelpFacts) words(t *text) string {
	item := func(typed, said string) { t.marked("• `" + typed + "` — " + said) }
	year, day := t.Call.Launched.Year(), string(t.Call.Launched)
	switch c := f.One(); {
	case len(f.Terms) > 0:
		for _, term := range f.Terms {
			t.marked(t.SayAs("help.term(year, day)", term, year, day))
		}
		return t.Say("help.terms()")
	case c != nil:
		for said := range strings.Lines(t.SayAs("command.examples()", c.Name)) {
			typed, said, _ := strings.Cut(strings.TrimSpace(said), " — ")
			item(typed, said)
		}
		if len(t.lines) == 0 {
			t.marked(t.Say("help.example(line)", c.Example))
		}
		item(c.Usage, t.CommandHelp(c.Name))
		t.add("help.also(names)", strings.Join(c.Names(), ", "))
		if strings.Contains(c.Usage, "FILTER") {
			t.marked(t.Say("help.filter(year, day)", year, day))
		}
		t.add("help.unread()")
		return t.Say("help.one(command)", c.Name)
	case f.Topic != "":
		for _, c := range f.Commands {
			does, _, _ := strings.Cut(t.CommandHelp(c.Name), ";")
			item(c.Example, strings.TrimRightFunc(does, unicode.IsSpace))
		}
		t.add("help.whole()")
		return strings.TrimSpace(t.Say("colon(what, said)", capital(t.SayAs("help.task()", string(f.Topic))), ""))
	}
	for _, topic := range HelpTopics() {
		if f.Admin || !HelpTopic(topic).ForAdmins() {
			item("help "+topic, t.SayAs("help.task()", topic))
		}
	}
	t.add("help.unread()")
	return t.Say("help(call)", t.Call)
}

// Names are the other words for a command, in all languages.
func (c *Command) Names() (all []string) {
	for _, lang := range Languages() {
		all = append(all, strings.Fields(c.Also[lang])...)
	}
	return all
}

// Spoken is the language in which a word is one of its names; empty if it is the command's own, or of several languages.
func (c *Command) Spoken(word string) (lang string) {
	for _, l := range Languages() {
		if slices.Contains(strings.Fields(c.Also[l]), strings.ToLower(word)) {
			if lang != "" {
				return ""
			}
			lang = l
		}
	}
	return lang
}

// CommandHelp says in one line what a command is for.
func (v *Words) CommandHelp(command string) string { return v.SayAs("command.help()", command) }
