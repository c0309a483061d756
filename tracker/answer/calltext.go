package answer

import (
	"fmt"
	"strings"

	"rollcall/tracker"
)

// principle tells principles in our summary.
func (v *Words) principle(a *Answer) (string, []string) {
	if a.inferred() {
		return v.closest(a)
	}
	var headlines, lines []string
	for _, n := range a.Principles {
		p := a.Call.Principle(n)
		headlines = append(headlines, v.Say("principle(n, title)", n, v.title(p)))
		if len(a.Principles) > 1 {
			lines = append(lines, v.Say("principle(n, title)", n, v.title(p))+".")
		}
		if len(a.Asked) > 0 {
			lines = append(lines, v.Say("principle.text(address)", p.URL))
			continue
		}
		lines = append(lines, v.about(p, len(a.Principles) > 1)...)
	}
	if len(headlines) > 1 {
		headlines = []string{v.Say("principle.several(numbers)", numbers(a.Principles))}
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
func (v *Words) closest(a *Answer) (string, []string) {
	var headlines, lines []string
	for _, found := range a.Covering {
		p := a.Call.Principle(found.Principle)
		headlines = append(headlines, v.Say("principle.matched(n, words)", p.Number, a.matched(found)))
		lines = append(append(lines, v.Say("principle(n, title)", p.Number, v.title(p))+"."), v.about(p, len(a.Covering) > 1)...)
	}
	return v.Say("principle.closest(found)", headlines), lines
}

// about tells what a principle says, and, unless it is one of several, what is known beside it.
func (v *Words) about(p *tracker.Principle, short bool) []string {
	summary := v.SayAs("principle.summary(text)", "", p.Summary)
	if v.lang == "fr" && p.SummaryFR != "" {
		summary = p.SummaryFR
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
		if source == p.URL { // which is told
			source = ""
		}
		lines = append(lines, v.Say("principle.community(name, lead, source)", c.Name, c.Lead, source))
	}
	return lines
}

func (v *Words) title(p *tracker.Principle) string {
	if v.lang == "fr" && p.TitleFR != "" {
		return p.TitleFR
	}
	return p.Title
}

// principles lists all principles.
func (v *Words) principles(a *Answer) (string, []string) {
	lines := make([]string, len(a.Principles))
	for i, n := range a.Principles {
		lines[i] = fmt.Sprintf("%d. %s", n, v.title(a.Call.Principle(n)))
	}
	return v.Say("principles(n, call)", len(lines), a.Call), lines
}

// aboutCall tells what the call is, or one thing about it.
func (v *Words) aboutCall(a *Answer) (string, []string) {
	c := a.Call
	switch {
	case a.Told != nil:
		return told(a.Told, v.lang)
	case a.Topic == WorkingGroups:
		return v.workingGroups(a)
	case a.Topic == Norms:
		return v.norms(a)
	}
	name := v.fullName(c)
	if name == v.call(c) {
		name = ""
	}
	return v.Say("about(call, day)", c, c.Launched), []string{
		v.Say("about.name(name)", name),
		v.Say("about.binding(binding, n)", c.Binding, len(c.Principles)),
		v.Say("about.list(n, counts)", *a.Total, v.counts(*a.Counts)),
		v.Say("about.text(address)", c.TextURL),
		v.Say("about.site(address)", c.URL),
	}
}

func (v *Words) workingGroups(a *Answer) (string, []string) {
	all := len(a.Call.WorkingGroups)
	if all == 0 {
		return v.Say("groups.none(call)", a.Call), nil
	}
	var lines []string
	for _, g := range workingGroups(a) {
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
	if d := a.Call.WorkingGroupsAnnounced; d != "" {
		announced = v.when(d)
	}
	return v.Say("groups(n, call, announced)", all, a.Call, announced), lines
}

func (v *Words) norms(a *Answer) (string, []string) {
	c := a.Call
	switch {
	case len(c.Norms) == 0:
		return v.Say("norms.none(call)", c), nil
	case len(a.Numbers) == 1:
		return v.Say("norms.one(n, norm)", a.Numbers[0], c.Norms[a.Numbers[0]-1]), nil
	}
	var lines []string
	for i, n := range c.Norms {
		lines = append(lines, fmt.Sprintf("%d. %s", i+1, n))
	}
	lines = append(lines, v.Say("norms.tied()"))
	for _, p := range c.Principles {
		for _, n := range p.Norms {
			lines = append(lines, v.Say("norms.principle(n, norm, basis)", p.Number, n.Norm, n.Basis))
		}
	}
	return v.Say("norms(n)", len(c.Norms)), lines
}

// unknown says that the question wasn't understood.
func (v *Words) unknown(a *Answer) (string, []string) {
	switch {
	case a.Refusal.Format != "": // a command that says what is wrong with it
		return v.Refusal(a.Refusal), nil
	case a.Subject == "":
		return v.Say("unknown()"), nil
	}
	return v.Say("unknown.subject(subject)", brief(a.Subject)), nil
}

// help tells what can be done, or lists what can be typed.
func (v *Words) help(a *Answer) (string, []string) {
	switch {
	case a.Counts != nil:
		return v.Say("help.overview(call)", a.Call), []string{v.Say("help.ask()"), v.Say("help.type()"), v.Say("help.list(n, counts)", *a.Total, v.counts(*a.Counts))}
	case a.Groups:
		var lines []string
		for i := range a.Call.Groups {
			g := &a.Call.Groups[i]
			lines = append(lines, v.Say("help.group(id, group, n)", g.ID, g, len(g.Members)))
		}
		return v.Say("help.groups()"), lines
	}
	var lines []string
	admin, filters := false, false
	for _, c := range a.Commands {
		if c.Topic == HelpAdmin && !admin {
			admin = true
			lines = append(lines, v.Say("help.admins()"))
		}
		lines = append(lines, "• "+c.Usage+" — "+c.Help[v.lang])
		filters = filters || strings.Contains(c.Usage, "FILTER")
	}
	if filters {
		lines = append(lines, v.Say("help.filter(year, day)", a.Call.Launched.Year(), string(a.Call.Launched)))
	}
	return v.Say("help(call)", a.Call), lines
}
