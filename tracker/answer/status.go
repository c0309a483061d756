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
	PartOf      string            `json:"-"` // the code of the state that the Subject is a part of
	StateListed bool              `json:"-"` // that state is listed
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

func (f *StatusFacts) words(t *text) string { return f.told(t, nil) }

// told is like words, without what was asked, which is shown first.
func (f *StatusFacts) told(t *text, asked []string) string {
	who := f.who()
	switch f.Status {
	case NotListed:
		if f.MissingFacts == nil {
			f.fromThere(t)
		} else {
			members, lines := t.of(new(t.With(f.MissingFacts)))
			t.put(members)
			t.put(lines...)
		}
		return t.Say("status.not_listed(who, call, day)", who, t.Call, t.then())
	case Announced:
		for _, c := range f.Claims {
			named := &tracker.Supporter{Name: c.Name, Category: c.Category, Country: c.Country}
			t.add("claim(who, date, standing, claim, source)", named, c.Date, t.SayAs("claim.standing(other)", c.Standing, label(c.Standing)), c.Claim, c.Source)
		}
		f.fromThere(t)
		return t.Say("status.announced(who, call, because)", who, t.Call, t.SayAs("claim.although()", f.Claims[0].Standing))
	case UnknownName:
		if f.PartOf != "" {
			return t.Say("status.part(name, state, listed)", brief(f.Subject), country(f.PartOf), f.StateListed)
		}
		t.add("status.near(names)", f.Candidates)
		return t.Say("status.unknown(name)", brief(f.Subject))
	}
	s := f.Supporters[0]
	if s.Status() != tracker.Listed {
		return f.left(t, s, asked)
	}
	headline := f.as(t, s, func(what string) string {
		return t.Say("status.listed(who, call, what, day)", who, t.Call, what, t.then())
	})
	f.others(t)
	t.facts(s, asked)
	if f.Body != nil {
		t.add("status.members(n, of)", f.Signed, len(f.Body.Members))
	}
	return headline
}

// as is a headline that says what somebody is, if it has room for that; else a line says it.
func (f *StatusFacts) as(t *text, s *tracker.Supporter, headline func(what string) string) string {
	if whole := headline(t.what(s)); utf8.RuneCountInString(whole) <= headlineText {
		return whole
	}
	t.add("status.as(what)", t.what(s))
	return headline("")
}

func (f *StatusFacts) left(t *text, s *tracker.Supporter, asked []string) string {
	how, into := string(s.Left.Status), &tracker.Supporter{}
	switch s.Left.Status {
	case tracker.Merged:
		into = f.Book.Supporter(s.Left.Into)
	case tracker.Removed:
		t.add("status.not_withdrawn()")
	}
	headline := f.as(t, s, func(what string) string {
		return t.SayAs("status.left(who, what, call, day, reason, into)", how, s, what, t.Call, s.Left.On, t.reason(s.Left.Reason), into)
	})
	t.facts(s, asked)
	t.put(t.SayAs("status.left_source(source)", how, s.Left.Source))
	return headline
}

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
	if a.AsOf != a.Today {
		return a.AsOf
	}
	return ""
}

// others says who else may be meant: near namesakes on the list, and what bears the same name elsewhere.
func (f *StatusFacts) others(t *text) {
	for _, s := range f.Supporters[1:] {
		t.add("status.twin(who)", s)
	}
	if other := names.Homonym(f.Homonym, t.lang); other != "" {
		t.add("status.homonym(other)", other)
	}
}

func (f *StatusFacts) fromThere(t *text) {
	switch {
	case f.FromCountry > 0:
		t.add("status.from_there(n)", f.FromCountry)
	case f.Near != nil:
		t.add("status.near_there(n, who)", f.Near.Count, t.Those(f.Near.Where, f.Near.Count))
	}
}

func (f *DetailFacts) words(t *text) string {
	rest := &text{Words: t.Words, Answer: t.Answer}
	status, s := f.told(rest, f.Asked), f.Supporters[0]
	if s.Status() == tracker.Listed {
		for _, asked := range f.Asked {
			if said, more := t.asked(s, asked); said != "" {
				t.put(said, more)
			}
		}
	}
	if len(t.lines) == 0 {
		t.lines = rest.lines
		return status
	}
	headline := t.lines[0]
	if t.lines = t.lines[1:]; !slices.Contains([]string{"left", "reservation"}, f.Asked[0]) { // which say the standing
		t.put(status)
	}
	t.put(rest.lines...)
	return headline
}

// asked says one thing about somebody, and what supports it; empty if the standing says it.
func (t *text) asked(s *tracker.Supporter, asked string) (said, more string) {
	switch asked {
	case "when":
		switch {
		case s.Joined != "":
			return t.Say("detail.when(who, call, when)", s, t.Call, t.when(s.Joined)), ""
		case t.Call.ByFound(s):
			return t.Say("detail.when_by(who, day)", s, s.FirstListed), ""
		}
		return t.Say("detail.when_listed(who, day)", s, s.FirstListed), ""
	case "where":
		if s.Category != tracker.State {
			said = t.Say("detail.where(who, country)", s, country(s.Country))
		}
	case "kind":
		said = t.Say("detail.kind(who, kind)", s, t.kind(s.Kind, 1))
	case "source":
		if s.Source != "" {
			said, more = t.Say("detail.source(who)", s), t.Say("fact.entry(address)", s.Source)
		}
	case "website":
		said = t.Say("detail.website(who, website)", s, s.Website)
	case "note":
		said = t.Say("detail.note(who, note)", s, s.Note)
	case "left":
		said = t.Say("detail.left(who, call)", s, t.Call)
	case "reservation":
		said = t.Say("detail.reservation(who, call)", s, t.Call)
	}
	return said, more
}

// facts are the lines on one supporter, without what was asked, which is shown first.
func (t *text) facts(s *tracker.Supporter, told []string) {
	rest := func(asked string) bool { return !slices.Contains(told, asked) }
	source := s.JoinedSource
	if strings.HasPrefix(source, "official list") { // as the foot says
		source = ""
	}
	switch when := rest("when"); {
	case s.Joined != "" && !when:
		t.add("fact.joined_source(source)", source)
	case !when:
	case s.Joined != "":
		t.add("fact.joined(when, source)", t.when(s.Joined), source)
	case t.Call.ByFound(s):
		t.add("fact.joined_by(day)", s.FirstListed)
	case s.FirstListed != "":
		t.add("fact.listed(day)", s.FirstListed)
	}
	t.add("fact.also(names)", t.alsoCalled(s))
	if rest("website") {
		t.add("fact.website(website)", s.Website)
	}
	if rest("note") {
		t.add("fact.note(note)", s.Note)
	}
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

func (f *MissingFacts) words(t *text) string {
	n, of := len(f.Missing), f.Total
	if n == 0 {
		f.checked(t)
		f.about(t)
		return t.Say("missing.none(n, group, day)", of, f.Group, t.then())
	}
	say := func(names []string) string {
		return t.Say("missing.some(n, of, group, day, names)", n, of, f.Group, t.then(), names)
	}
	names, more := f.names(t)
	headline := say(names)
	if n > headlineNames || !t.fits(headline) {
		headline = say(nil)
		t.add("missing.names(names)", names)
		t.more(more)
	}
	f.checked(t)
	t.add("missing.signed(n, of, share)", f.Signed, of, t.share(f.Signed, of))
	f.about(t)
	return headline
}

func (f *ShareFacts) words(t *text) string {
	if len(f.Missing) == 0 {
		return f.MissingFacts.words(t)
	}
	f.checked(t)
	names, more := f.names(t)
	t.add("missing.names(names)", names)
	t.more(more)
	f.about(t)
	of := len(f.Group.Members)
	return t.Say("count.share(n, of, group, share, day)", f.Signed, of, f.Group, t.share(f.Signed, of), t.then())
}

// names returns the missing countries, as many as are shown, and how many more there are.
func (f *MissingFacts) names(t *text) (countries []string, more int) {
	countries = tracker.Each(f.Missing, func(c Country) string { return t.country(c.Code) })
	slices.SortFunc(countries, inOrder)
	if more = len(countries) - namesAtMost; t.Page == 0 && more > 0 {
		t.Cut = true
		return countries[:namesAtMost], more
	}
	return countries, 0
}

func (f *MissingFacts) about(t *text) {
	if f.Group == nil {
		return
	}
	if note := tracker.In(f.Group.Notes, t.lang); note != "" {
		t.add("missing.about(note, english)", note, f.Group.Notes[t.lang] == "")
	}
}

// The size of a first line: what is read at a glance.
const (
	headlineText  = 140 // characters
	headlineNames = 5
)

// AmbiguousFacts say who may be meant.
type AmbiguousFacts struct {
	Status     tracker.Status `json:"status"`
	Subject    string         `json:"-"`
	Candidates []string       `json:"candidates,omitempty"`
}

func (f *AmbiguousFacts) standing() tracker.Status { return f.Status }

func (f *AmbiguousFacts) words(t *text) string {
	if len(f.Candidates) == 1 {
		return t.Say("ambiguous.one(name, near)", brief(f.Subject), f.Candidates[0])
	}
	for _, c := range f.Candidates {
		t.put("• " + c)
	}
	return t.Say("ambiguous(name)", brief(f.Subject))
}
