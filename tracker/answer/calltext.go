package answer

import (
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

// words tells principles in our summary.
func (f *PrincipleFacts) words(v *Words, a *Answer) (string, []string) {
	if len(f.Covering) > 0 && !f.Covering[0].Named {
		return f.closest(v, a)
	}
	var headlines, lines []string
	for _, n := range f.Principles {
		p := a.Call.Principle(n)
		headlines = append(headlines, v.Say("principle(n, title)", n, v.title(p)))
		if len(f.Principles) > 1 {
			lines = append(lines, v.Say("principle(n, title)", n, v.title(p))+".")
		}
		if f.Asked {
			lines = append(lines, v.Say("principle.text(address)", p.URL))
			continue
		}
		lines = append(lines, v.about(p, len(f.Principles) > 1)...)
	}
	if len(headlines) > 1 {
		headlines = []string{v.Say("principle.several(numbers)", numbers(f.Principles))}
	}
	return strings.Join(headlines, "") + ".", lines
}

func numbers(all []int) []string {
	said := make([]string, len(all))
	for i, n := range all {
		said[i] = fmt.Sprint(n)
	}
	return said
}

// closest tells principles that were found by words of the question.
func (f *PrincipleFacts) closest(v *Words, a *Answer) (string, []string) {
	var headlines, lines []string
	for _, found := range f.Covering {
		p := a.Call.Principle(found.Principle)
		headlines = append(headlines, v.Say("principle.matched(n, words)", p.Number, matched(found)))
		lines = append(append(lines, v.Say("principle(n, title)", p.Number, v.title(p))+"."), v.about(p, len(f.Covering) > 1)...)
	}
	return v.Say("principle.closest(found)", headlines), lines
}

// about tells what a principle says, and, unless it is one of several, what is known beside it.
func (v *Words) about(p *tracker.Principle, short bool) []string {
	summary, ok := p.Summaries[v.lang]
	if !ok {
		summary = v.Say("principle.summary(text)", p.Summaries["en"])
	}
	lines := []string{summary, v.Say("principle.official(address)", p.URL)}
	if short {
		return lines
	}
	for _, n := range p.Norms {
		lines = append(lines, v.Say("principle.norm(norm, basis)", n.Norm, n.Basis))
	}
	var texts []string
	for _, i := range p.Instruments {
		texts = append(texts, i.Instrument)
	}
	if texts = append(texts, p.Others...); len(texts) > 0 {
		lines = append(lines, v.Say("principle.texts(texts)", texts))
	}
	for _, c := range p.Communities {
		source := c.Source
		if source == p.URL { // which is shown
			source = ""
		}
		lines = append(lines, v.Say("principle.community(name, lead, source)", c.Name, c.Lead, source))
	}
	var others []string
	for _, lang := range slices.Sorted(maps.Keys(p.Titles)) {
		if title := p.Titles[lang]; lang != v.lang && title != v.title(p) {
			others = append(others, title+" ("+lang+")")
		}
	}
	if len(others) > 0 {
		lines = append(lines, v.Say("principle.others(titles)", others))
	}
	return lines
}

func (v *Words) title(p *tracker.Principle) string { return tracker.In(p.Titles, v.lang) }

// PrinciplesFacts are all of them.
type PrinciplesFacts struct {
	Principles []int `json:"principles,omitempty"`
}

func (f *PrinciplesFacts) words(v *Words, a *Answer) (string, []string) {
	lines := make([]string, len(f.Principles))
	for i, n := range f.Principles {
		lines[i] = fmt.Sprintf("%d. %s", n, v.title(a.Call.Principle(n)))
	}
	return v.Say("principles(n, call)", len(lines), a.Call), lines
}

// AboutFacts say what the call is.
type AboutFacts struct{ Totals }

// TopicFacts say what is known about one thing of it.
type TopicFacts struct {
	Topic *tracker.Topic `json:"-"`
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

func (f *TopicFacts) words(v *Words, _ *Answer) (headline string, lines []string) {
	headline, rest, more := strings.Cut(tracker.In(f.Topic.Text, v.lang), ". ") // the first sentence answers
	if !more {
		return headline, nil
	}
	return headline + ".", []string{rest}
}

func (f *PartsFacts) words(v *Words, a *Answer) (string, []string) {
	if f.Of == Norms {
		return f.norms(v, a.Call)
	}
	return f.workingGroups(v, a.Call)
}

func (f *AboutFacts) words(v *Words, a *Answer) (string, []string) {
	c := a.Call
	name := v.fullName(c)
	if name == v.call(c) {
		name = ""
	}
	return v.Say("about(call, day)", c, c.Launched), []string{
		v.Say("about.name(name)", name),
		v.Say("about.binding(binding, n)", c.Binding, len(c.Principles)),
		v.Say("about.list(n, counts)", f.Total, v.counts(f.Counts)),
		v.Say("about.text(address)", c.TextURL),
		v.Say("about.site(address)", c.URL),
	}
}

func (f *PartsFacts) workingGroups(v *Words, c *tracker.Call) (string, []string) {
	all := len(c.WorkingGroups)
	if all == 0 {
		return v.Say("groups.none(call)", c), nil
	}
	var lines []string
	for _, g := range c.WorkingGroups {
		if f.Number != 0 && f.Number != g.Number {
			continue
		}
		title := tracker.In(g.Titles, v.lang)
		if title == "" {
			title = g.Title
		}
		lines = append(lines, v.Say("groups.one(n, title, chairs, report)", g.Number, title, g.CoChairs, g.Output))
	}
	if len(lines) == 1 {
		return strings.TrimPrefix(lines[0], "• "), nil
	}
	announced := ""
	if d := c.WorkingGroupsAnnounced; d != "" {
		announced = v.when(d)
	}
	return v.Say("groups(n, call, announced)", all, c, announced), lines
}

func (f *PartsFacts) norms(v *Words, c *tracker.Call) (string, []string) {
	switch {
	case len(c.Norms) == 0:
		return v.Say("norms.none(call)", c), nil
	case f.Number != 0:
		return v.Say("norms.one(n, norm)", f.Number, c.Norms[f.Number-1]), nil
	}
	var lines []string
	for i, n := range c.Norms {
		lines = append(lines, fmt.Sprintf("%d. %s", i+1, n))
	}
	lines = append(lines, v.Say("norms.tied()"))
	for _, p := range c.Principles {
		for _, n := range p.Norms {
			lines = append(lines, v.Say("norms.principle(n, norm)", p.Number, n.Norm))
		}
	}
	return v.Say("norms(n)", len(c.Norms)), lines
}

// UnknownFacts say that the question wasn't understood.
type UnknownFacts struct {
	Subject  string          `json:"-"`                  // what was asked
	Refusal  tracker.Refusal `json:"-"`                  // of a command: what is wrong with it
	Readings []Reading       `json:"readings,omitempty"` // what may be meant
	Status   tracker.Status  `json:"status,omitempty"`   // unknown_name, if there is a name in it that nobody bears
	Unlisted string          `json:"-"`                  // that name
	Read     []string        `json:"-"`                  // what was understood
	Unread   []string        `json:"-"`                  // what wasn't
}

// A Reading is a line that may be meant, and what it would tell.
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

func (f *UnknownFacts) ids() []string { return named(f.Refusal) }

func (f *UnknownFacts) words(v *Words, _ *Answer) (string, []string) {
	switch {
	case f.Refusal.Format != "":
		return v.Refusal(f.Refusal), nil
	case f.Subject == "":
		return v.Say("unknown()"), nil
	}
	var lines []string
	if f.Unlisted != "" {
		lines = append(lines, v.Say("status.unknown(name)", brief(f.Unlisted)))
	}
	if len(f.Read)+len(f.Unread) > 0 {
		lines = append(lines, strings.TrimSpace(v.Say("unknown.read(read, unread)", brief(strings.Join(f.Read, " · ")), brief(strings.Join(f.Unread, " · ")))))
	}
	return v.Say("unknown.subject(subject)", brief(f.Subject)), lines
}

// OverviewFacts say what rollcall is for.
type OverviewFacts struct{ Totals }

func (f *OverviewFacts) words(v *Words, a *Answer) (string, []string) {
	return v.Say("help.overview(call)", a.Call), append([]string{v.Say("help.ask()"), v.Say("help.type()"), v.Say("help.list(n, counts)", f.Total, v.counts(f.Counts))}, v.unread()...)
}

// GroupsFacts say which groups of countries are known.
type GroupsFacts struct{}

func (*GroupsFacts) words(v *Words, a *Answer) (string, []string) {
	lines := make([]string, len(a.Call.Groups))
	for i := range a.Call.Groups {
		g := &a.Call.Groups[i]
		lines[i] = v.Say("help.group(id, group, n)", g.ID, g, len(g.Members))
	}
	return v.Say("help.groups()"), lines
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

func (f *HelpFacts) words(v *Words, a *Answer) (string, []string) {
	var lines []string
	item := func(typed, said string) {
		if a.Slash != "" {
			typed = "`" + typed + "`"
		}
		lines = append(lines, "• "+typed+" — "+said)
	}
	year, day := a.Call.Launched.Year(), string(a.Call.Launched)
	switch c := f.One(); {
	case len(f.Terms) > 0:
		for _, term := range f.Terms {
			lines = append(lines, v.SayAs("help.term(year, day)", term, year, day))
		}
		return v.Say("help.terms()"), lines
	case c != nil:
		for said := range strings.Lines(v.SayAs("command.examples()", c.Name)) {
			typed, said, _ := strings.Cut(strings.TrimSpace(said), " — ")
			item(typed, said)
		}
		if len(lines) == 0 {
			lines = append(lines, v.Say("help.example(line)", c.Example))
		}
		item(c.Usage, v.CommandHelp(c.Name))
		if also := c.Names(); len(also) > 0 {
			lines = append(lines, v.Say("help.also(names)", strings.Join(also, ", ")))
		}
		if strings.Contains(c.Usage, "FILTER") {
			lines = append(lines, v.Say("help.filter(year, day)", year, day))
		}
		return v.Say("help.one(command)", c.Name), append(lines, v.unread()...)
	case f.Topic != "":
		for _, c := range f.Commands {
			does, _, _ := strings.Cut(v.CommandHelp(c.Name), ";")
			item(c.Example, strings.TrimRightFunc(does, unicode.IsSpace))
		}
		return strings.TrimSpace(v.Say("colon(what, said)", capital(v.SayAs("help.task()", string(f.Topic))), "")), append(lines, v.Say("help.whole()"))
	}
	for _, t := range HelpTopics() {
		if f.Admin || !HelpTopic(t).ForAdmins() {
			item("help "+t, v.SayAs("help.task()", t))
		}
	}
	return v.Say("help(call)", a.Call), append(lines, v.unread()...)
}

// unread tells that nobody whose language it is has read the texts; nothing if somebody has.
func (v *Words) unread() []string {
	if said := v.Say("help.unread()"); said != "" {
		return []string{said}
	}
	return nil
}

// Names are the other words for a command, in all languages.
func (c *Command) Names() (all []string) {
	for _, lang := range Languages() {
		all = append(all, strings.Fields(In(lang).SayAs("command.names()", c.Name))...)
	}
	return all
}

// CommandHelp tells in a line what a command is for.
func (v *Words) CommandHelp(command string) string { return v.SayAs("command.help()", command) }
