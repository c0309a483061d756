package answer

import (
	"slices"
	"strings"
	"unicode/utf8"

	"rollcall/tracker"
	"rollcall/tracker/names"
)

// status reports whether somebody is listed, and what is known of it.
func (v *Words) status(a *Answer) (string, []string) {
	switch a.Kind { // of one of several that are told together
	case Ambiguous:
		return v.ambiguous(a)
	case Missing:
		return v.missing(a)
	}
	who := a.who()
	switch a.Status {
	case NotListed:
		headline := v.Say("status.not_listed(who, call, day)", who, a.Call, a.then())
		if a.Group == nil {
			return headline, v.fromThere(a)
		}
		members, lines := v.missing(a)
		return headline, append([]string{members}, lines...)
	case Announced:
		because := v.SayAs("claim.although()", a.Claims[0].Standing)
		return v.Say("status.announced(who, call, because)", who, a.Call, because), append(v.claims(a), v.fromThere(a)...)
	case UnknownName:
		return v.Say("status.unknown(name)", brief(a.Subject)), []string{v.Say("status.near(names)", a.Candidates)}
	}
	s := a.Supporters[0].Whole
	if s.Status() != tracker.Listed {
		return v.left(a, s)
	}
	lines := append(v.others(a), v.facts(a, s)...)
	if a.Group != nil {
		lines = append(lines, v.Say("status.members(n, of)", a.Signed, len(a.Group.Members)))
	}
	headline := v.Say("status.listed(who, call, what, day)", who, a.Call, v.what(s), a.then())
	if utf8.RuneCountInString(headline) > headlineText {
		headline, lines = v.Say("status.listed(who, call, what, day)", who, a.Call, "", a.then()), append([]string{v.Say("status.as(what)", v.what(s))}, lines...)
	}
	return headline, lines
}

// left tells how somebody left the list.
func (v *Words) left(a *Answer, s *tracker.Supporter) (string, []string) {
	into := &tracker.Supporter{}
	if s.Left.Status == tracker.Merged {
		into = a.Book.Supporter(s.Left.Into)
	}
	told := func(what string) string {
		return v.SayAs("status.left(who, what, call, day, reason, into)", string(s.Left.Status), s, what, a.Call, s.Left.On, v.reason(s.Left.Reason), into)
	}
	headline, facts := told(v.what(s)), v.facts(a, s)
	if utf8.RuneCountInString(headline) > headlineText {
		headline, facts = told(""), append([]string{v.Say("status.as(what)", v.what(s))}, facts...)
	}
	if s.Left.Status == tracker.Removed {
		facts = append([]string{v.Say("status.not_withdrawn()")}, facts...)
	}
	return headline, append(facts, v.SayAs("status.left_source(source)", string(s.Left.Status), s.Left.Source))
}

// who is whom a Status is about.
func (a *Answer) who() any {
	switch {
	case a.Country != "":
		return country(a.Country)
	case a.Status == NotListed && a.Group != nil:
		return a.Group
	case len(a.Supporters) > 0:
		return a.Supporters[0].Whole
	}
	return a.Subject
}

// then is the day of an answer that is about the past.
func (a *Answer) then() tracker.Day {
	if a.past() {
		return a.AsOf
	}
	return ""
}

// others tells who else can be taken for somebody: near namesakes on the list, and what bears the same name elsewhere.
func (v *Words) others(a *Answer) (lines []string) {
	for _, s := range a.Supporters[1:] {
		lines = append(lines, v.Say("status.twin(who)", s.Whole))
	}
	if other := names.Homonym(a.Homonym, v.lang); other != "" {
		lines = append(lines, v.Say("status.homonym(other)", other))
	}
	return lines
}

// fromThere tells of supporters from a country whose state isn't listed.
func (v *Words) fromThere(a *Answer) []string {
	if a.FromCountry == 0 {
		return nil
	}
	return []string{v.Say("status.from_there(n)", a.FromCountry)}
}

// detail tells one thing about somebody who is listed first, and then the rest.
func (v *Words) detail(a *Answer) (string, []string) {
	if len(a.Supporters) == 0 || a.Supporters[0].Status != tracker.Listed {
		return v.status(a)
	}
	s := a.Supporters[0].Whole
	standing := *a
	standing.Verdict = "" // which stands before what is asked
	status, facts := v.status(&standing)
	var told []string
	for _, asked := range a.Asked {
		if said := v.asked(a, s, asked); said != "" {
			told = append(told, said)
		}
	}
	if len(told) == 0 {
		return v.verdict(a.Verdict) + status, facts
	}
	if !slices.Contains([]string{"left", "reservation"}, a.Asked[0]) { // which say the standing
		told = append(told, status)
	}
	return v.verdict(a.Verdict) + told[0], append(told[1:], facts...)
}

// asked tells one thing of somebody; empty if the standing says it.
func (v *Words) asked(a *Answer, s *tracker.Supporter, asked string) string {
	switch asked {
	case "when":
		switch {
		case s.Joined != "":
			return v.Say("detail.when(who, call, when)", s, a.Call, v.when(s.Joined))
		case a.Call.ByFound(s):
			return v.Say("detail.when_by(who, day)", s, s.FirstListed)
		}
		return v.Say("detail.when_listed(who, day)", s, s.FirstListed)
	case "where":
		if s.Category == tracker.State {
			return ""
		}
		return v.Say("detail.where(who, country)", s, country(s.Country))
	case "kind":
		return v.Say("detail.kind(who, kind)", s, v.kind(s.Kind, 1))
	case "source":
		if s.Source == "" {
			return ""
		}
		return v.Say("detail.source(who, source)", s, s.Source)
	case "website":
		return v.Say("detail.website(who, website)", s, s.Website)
	case "note":
		return v.Say("detail.note(who, note)", s, s.Note)
	case "left":
		return v.Say("detail.left(who, call)", s, a.Call)
	case "reservation":
		return v.Say("detail.reservation(who, call)", s, a.Call)
	}
	return ""
}

// facts are the lines on one supporter, without what was asked, which is told first.
func (v *Words) facts(a *Answer, s *tracker.Supporter) []string {
	var lines []string
	add := func(asked, line string) {
		if line != "" && !slices.Contains(a.Asked, asked) {
			lines = append(lines, line)
		}
	}
	source := s.JoinedSource
	if strings.HasPrefix(source, "official list") { // as the foot says
		source = ""
	}
	switch {
	case s.Joined != "" && slices.Contains(a.Asked, "when"):
		add("", v.Say("fact.joined_source(source)", source))
	case s.Joined != "":
		add("when", v.Say("fact.joined(when, source)", v.when(s.Joined), source))
	case a.Call.ByFound(s):
		add("when", v.Say("fact.joined_by(day)", s.FirstListed))
	case s.FirstListed != "":
		add("when", v.Say("fact.listed(day)", s.FirstListed))
	}
	add("", v.Say("fact.also(names)", v.alsoCalled(s)))
	add("website", v.Say("fact.website(website)", s.Website))
	add("note", v.Say("fact.note(note)", s.Note))
	return lines
}

// alsoCalled are a few other names of a supporter. Those of a state are its country's.
func (v *Words) alsoCalled(s *tracker.Supporter) (others []string) {
	const most = 3
	keys := []string{names.Key(s.Name)}
	for _, name := range s.Names() {
		if key := names.Key(name); s.Category != tracker.State && !slices.Contains(keys, key) && len(others) < most {
			keys, others = append(keys, key), append(others, name)
		}
	}
	return others
}

func (v *Words) claims(a *Answer) (lines []string) {
	for _, c := range a.Claims {
		who := &tracker.Supporter{Name: c.Name, Category: c.Category, Country: c.Country}
		standing := v.SayAs("claim.standing(other)", c.Standing, strings.ReplaceAll(c.Standing, "_", " "))
		lines = append(lines, v.Say("claim(who, date, standing, claim, source)", who, c.Date, standing, c.Claim, c.Source))
	}
	return lines
}

// missing tells which states of a group haven't signed.
func (v *Words) missing(a *Answer) (string, []string) {
	group, members, missing := any(a.Group), *a.Total, len(a.Missing)
	if a.Group == nil {
		group = ""
	}
	lines := v.checked(a)
	if missing == 0 {
		return v.verdict(a.Verdict) + v.Say("missing.none(n, group, day)", members, group, a.then()), append(lines, v.aboutGroup(a)...)
	}
	countries := v.missingNames(a)
	lines = append(lines, v.Say("missing.signed(n, of, share)", a.Signed, members, v.share(a.Signed, members)))
	headline := func(names []string) string {
		return v.verdict(a.Verdict) + v.Say("missing.some(n, of, group, day, names)", missing, members, group, a.then(), names)
	}
	said, rest := v.few(countries, headline)
	if rest {
		lines = append([]string{v.Say("missing.names(names)", countries)}, lines...)
	}
	return said, append(lines, v.aboutGroup(a)...)
}

func (v *Words) missingNames(a *Answer) []string {
	countries := make([]string, len(a.Missing))
	for i, c := range a.Missing {
		countries[i] = v.country(c.Code)
	}
	slices.SortFunc(countries, inOrder)
	return countries
}

func (v *Words) aboutGroup(a *Answer) []string {
	if a.Group == nil || a.Group.Note == "" {
		return nil
	}
	return []string{v.Say("missing.about(note)", a.Group.Note)}
}

// The size of a first line: what is read at a glance.
const (
	headlineText  = 140 // characters
	headlineNames = 5
)

// few tells a headline with names if they are few and fit; else without, and the names have to be told below.
func (v *Words) few(all []string, headline func(names []string) string) (said string, rest bool) {
	if len(all) <= headlineNames {
		if said = headline(all); utf8.RuneCountInString(said) <= headlineText {
			return said, false
		}
	}
	return headline(nil), len(all) > 0
}

// ambiguous says that several may be meant.
func (v *Words) ambiguous(a *Answer) (string, []string) {
	if len(a.Candidates) == 1 {
		return v.Say("ambiguous.one(name, near)", brief(a.Subject), a.Candidates[0]), nil
	}
	lines := make([]string, len(a.Candidates))
	for i, c := range a.Candidates {
		lines[i] = "• " + c
	}
	return v.Say("ambiguous(name)", brief(a.Subject)), lines
}
