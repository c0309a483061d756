package answer

import (
	"slices"
	"strings"
	"unicode/utf8"

	"rollcall/tracker"
	"rollcall/tracker/names"
)

// StatusFacts say how somebody stands.
type StatusFacts struct {
	*MissingFacts // of a group of countries, which is no supporter: its members

	Status      tracker.Status    `json:"status,omitempty"`
	Subject     string            `json:"-"`                    // as it was typed, or as it is called
	Supporters  Supporters        `json:"supporters,omitempty"` // the one that is meant, and near namesakes
	Candidates  []string          `json:"candidates,omitempty"` // near names
	Country     string            `json:"-"`                    // the code of the Subject, where it is a country
	FromCountry int               `json:"-"`                    // how many supporters are from there
	Near        *Instead          `json:"-"`                    // how many are from around there, where none is from there
	Claims      []tracker.Claimed `json:"-"`
	Homonym     string            `json:"-"` // the Subject as it was typed, if others bear that name
	Body        *tracker.Group    `json:"-"` // the countries of a supporter that is the body of a group
	Signed      int               `json:"-"` // how many states of the Body are listed
	Book        *tracker.Book     `json:"-"` // where the supporter is found into which one was merged
}

// DetailFacts are one thing about somebody.
type DetailFacts struct {
	StatusFacts
	Asked []string `json:"-"` // when, where, category, kind, source, website, note, left or reservation
}

func (f *StatusFacts) standing() tracker.Status { return f.Status }

func (f *StatusFacts) listed() Supporters { return f.Supporters }

func (f *StatusFacts) groups() []*tracker.Group {
	switch {
	case f.Body != nil:
		return []*tracker.Group{f.Body}
	case f.MissingFacts != nil:
		return f.MissingFacts.groups()
	}
	return nil
}

// words reports whether somebody is listed, and what is known of it.
func (f *StatusFacts) words(v *Words, a *Answer) (string, []string) { return f.told(v, a, nil) }

// told is words without what was asked, which is shown first.
func (f *StatusFacts) told(v *Words, a *Answer, asked []string) (string, []string) {
	who := f.who()
	switch f.Status {
	case NotListed:
		headline := v.Say("status.not_listed(who, call, day)", who, a.Call, a.then())
		if f.MissingFacts == nil {
			return headline, f.fromThere(v)
		}
		members, lines := f.MissingFacts.words(v, a)
		return headline, append([]string{members}, lines...)
	case Announced:
		because := v.SayAs("claim.although()", f.Claims[0].Standing)
		return v.Say("status.announced(who, call, because)", who, a.Call, because), append(f.claims(v), f.fromThere(v)...)
	case UnknownName:
		return v.Say("status.unknown(name)", brief(f.Subject)), []string{v.Say("status.near(names)", f.Candidates)}
	}
	s := f.Supporters[0]
	if s.Status() != tracker.Listed {
		return f.left(v, a, s, asked)
	}
	lines := append(f.others(v), v.facts(a, s, asked)...)
	if f.Body != nil {
		lines = append(lines, v.Say("status.members(n, of)", f.Signed, len(f.Body.Members)))
	}
	headline := v.Say("status.listed(who, call, what, day)", who, a.Call, v.what(s), a.then())
	if utf8.RuneCountInString(headline) > headlineText {
		headline, lines = v.Say("status.listed(who, call, what, day)", who, a.Call, "", a.then()), append([]string{v.Say("status.as(what)", v.what(s))}, lines...)
	}
	return headline, lines
}

// left tells how somebody left the list.
func (f *StatusFacts) left(v *Words, a *Answer, s *tracker.Supporter, asked []string) (string, []string) {
	into := &tracker.Supporter{}
	if s.Left.Status == tracker.Merged {
		into = f.Book.Supporter(s.Left.Into)
	}
	told := func(what string) string {
		return v.SayAs("status.left(who, what, call, day, reason, into)", string(s.Left.Status), s, what, a.Call, s.Left.On, v.reason(s.Left.Reason), into)
	}
	headline, facts := told(v.what(s)), v.facts(a, s, asked)
	if utf8.RuneCountInString(headline) > headlineText {
		headline, facts = told(""), append([]string{v.Say("status.as(what)", v.what(s))}, facts...)
	}
	if s.Left.Status == tracker.Removed {
		facts = append([]string{v.Say("status.not_withdrawn()")}, facts...)
	}
	return headline, append(facts, v.SayAs("status.left_source(source)", string(s.Left.Status), s.Left.Source))
}

// who is whom a Status is about.
func (f *StatusFacts) who() any {
	switch {
	case f.Country != "":
		return country(f.Country)
	case f.MissingFacts != nil:
		return f.Group
	case f.Body != nil:
		return f.Body
	case len(f.Supporters) > 0:
		return f.Supporters[0]
	}
	return f.Subject
}

// then is the day of an answer that is about the past.
func (a *Answer) then() tracker.Day {
	if a.past() {
		return a.AsOf
	}
	return ""
}

// others tells who else can be taken for somebody: near namesakes on the list, and what bears the same name elsewhere.
func (f *StatusFacts) others(v *Words) (lines []string) {
	for _, s := range f.Supporters[1:] {
		lines = append(lines, v.Say("status.twin(who)", s))
	}
	if other := names.Homonym(f.Homonym, v.lang); other != "" {
		lines = append(lines, v.Say("status.homonym(other)", other))
	}
	return lines
}

// fromThere tells of supporters from a country whose state isn't listed.
func (f *StatusFacts) fromThere(v *Words) []string {
	switch {
	case f.FromCountry == 0 && f.Near != nil:
		return []string{v.Say("status.near_there(n, who)", f.Near.Count, v.those(f.Near.Where, f.Near.Count))}
	case f.FromCountry == 0:
		return nil
	}
	return []string{v.Say("status.from_there(n)", f.FromCountry)}
}

// words tells one thing about somebody who is listed first, and then the rest.
func (f *DetailFacts) words(v *Words, a *Answer) (string, []string) {
	status, facts := f.told(v, a, f.Asked)
	s := f.Supporters[0]
	if s.Status() != tracker.Listed {
		return status, facts
	}
	var told []string
	for _, asked := range f.Asked {
		if said, more := v.asked(a, s, asked); said != "" {
			told = append(told, said, more)
		}
	}
	if len(told) == 0 {
		return v.verdict(a.Verdict) + status, facts
	}
	if !slices.Contains([]string{"left", "reservation"}, f.Asked[0]) { // which say the standing
		told = append(told, status)
	}
	return v.verdict(a.Verdict) + told[0], append(told[1:], facts...)
}

// asked tells one thing of somebody, and what stands behind it; empty if the standing says it.
func (v *Words) asked(a *Answer, s *tracker.Supporter, asked string) (said, more string) {
	switch asked {
	case "when":
		switch {
		case s.Joined != "":
			return v.Say("detail.when(who, call, when)", s, a.Call, v.when(s.Joined)), ""
		case a.Call.ByFound(s):
			return v.Say("detail.when_by(who, day)", s, s.FirstListed), ""
		}
		return v.Say("detail.when_listed(who, day)", s, s.FirstListed), ""
	case "where":
		if s.Category == tracker.State {
			return "", ""
		}
		return v.Say("detail.where(who, country)", s, country(s.Country)), ""
	case "kind":
		return v.Say("detail.kind(who, kind)", s, v.kind(s.Kind, 1)), ""
	case "source":
		if s.Source == "" {
			return "", ""
		}
		return v.Say("detail.source(who)", s), v.Say("fact.entry(address)", s.Source)
	case "website":
		return v.Say("detail.website(who, website)", s, s.Website), ""
	case "note":
		return v.Say("detail.note(who, note)", s, s.Note), ""
	case "left":
		return v.Say("detail.left(who, call)", s, a.Call), ""
	case "reservation":
		return v.Say("detail.reservation(who, call)", s, a.Call), ""
	}
	return "", ""
}

// facts are the lines on one supporter, without what was asked, which is shown first.
func (v *Words) facts(a *Answer, s *tracker.Supporter, told []string) []string {
	var lines []string
	add := func(asked, line string) {
		if line != "" && !slices.Contains(told, asked) {
			lines = append(lines, line)
		}
	}
	source := s.JoinedSource
	if strings.HasPrefix(source, "official list") { // as the foot says
		source = ""
	}
	switch {
	case s.Joined != "" && slices.Contains(told, "when"):
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

func (f *StatusFacts) claims(v *Words) (lines []string) {
	for _, c := range f.Claims {
		who := &tracker.Supporter{Name: c.Name, Category: c.Category, Country: c.Country}
		standing := v.SayAs("claim.standing(other)", c.Standing, strings.ReplaceAll(c.Standing, "_", " "))
		lines = append(lines, v.Say("claim(who, date, standing, claim, source)", who, c.Date, standing, c.Claim, c.Source))
	}
	return lines
}

// MissingFacts say which states of a group haven't signed.
type MissingFacts struct {
	Condition
	Where   tracker.Filter `json:"-"`
	Group   *tracker.Group `json:"-"` // if that is all that Where says
	Missing []Country      `json:"missing,omitempty"`
	Signed  int            `json:"-"`
	Value   int            `json:"value"` // what was asked for: how many are missing, or have signed
	Total   int            `json:"total"`
}

// A Country is shown by its code and its English name.
type Country struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

// ShareFacts say how many states of a group have signed.
type ShareFacts struct{ MissingFacts }

func (f *MissingFacts) groups() []*tracker.Group {
	if f.Group != nil {
		return []*tracker.Group{f.Group}
	}
	return groupsIn(f.Where)
}

func (f *MissingFacts) words(v *Words, a *Answer) (string, []string) {
	group, members, missing := any(f.Group), f.Total, len(f.Missing)
	if f.Group == nil {
		group = ""
	}
	lines := f.checked(v, a.Verdict)
	if missing == 0 {
		return v.verdict(a.Verdict) + v.Say("missing.none(n, group, day)", members, group, a.then()), append(lines, f.about(v)...)
	}
	countries, more := f.names(v, a)
	lines = append(lines, v.Say("missing.signed(n, of, share)", f.Signed, members, v.share(f.Signed, members)))
	headline := func(names []string) string {
		return v.verdict(a.Verdict) + v.Say("missing.some(n, of, group, day, names)", missing, members, group, a.then(), names)
	}
	said, rest := v.few(countries, headline)
	if rest {
		lines = append(append([]string{v.Say("missing.names(names)", countries)}, more...), lines...)
	}
	return said, append(lines, f.about(v)...)
}

func (f *ShareFacts) words(v *Words, a *Answer) (string, []string) {
	if len(f.Missing) == 0 {
		return f.MissingFacts.words(v, a)
	}
	countries, more := f.names(v, a)
	lines := append(append(f.checked(v, a.Verdict), v.Say("missing.names(names)", countries)), more...)
	of := len(f.Group.Members)
	return v.verdict(a.Verdict) + v.Say("count.share(n, of, group, share, day)", f.Signed, of, f.Group, v.share(f.Signed, of), a.then()), append(lines, f.about(v)...)
}

// names are the countries that are missing, as many as are shown, and a line on the rest.
func (f *MissingFacts) names(v *Words, a *Answer) (countries, more []string) {
	countries = make([]string, len(f.Missing))
	for i, c := range f.Missing {
		countries[i] = v.country(c.Code)
	}
	slices.SortFunc(countries, inOrder)
	if n := len(countries); a.Page == 0 && n > namesAtMost {
		a.Cut = true
		return countries[:namesAtMost], v.more(n - namesAtMost)
	}
	return countries, nil
}

func (f *MissingFacts) about(v *Words) []string {
	if f.Group == nil || f.Group.Note == "" {
		return nil
	}
	return []string{v.Say("missing.about(note)", f.Group.Note)}
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

// AmbiguousFacts say who may be meant.
type AmbiguousFacts struct {
	Status     tracker.Status `json:"status"`
	Subject    string         `json:"-"`
	Candidates []string       `json:"candidates,omitempty"`
}

func (f *AmbiguousFacts) standing() tracker.Status { return f.Status }

func (f *AmbiguousFacts) words(v *Words, _ *Answer) (string, []string) {
	if len(f.Candidates) == 1 {
		return v.Say("ambiguous.one(name, near)", brief(f.Subject), f.Candidates[0]), nil
	}
	lines := make([]string, len(f.Candidates))
	for i, c := range f.Candidates {
		lines[i] = "• " + c
	}
	return v.Say("ambiguous(name)", brief(f.Subject)), lines
}
