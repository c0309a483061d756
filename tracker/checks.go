package tracker

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rollcall/tracker/names"
)

// describe takes over what is valid about a supporter, and refuses the rest. The source is the one that says so.
func (s *Supporter) describe(said Supporter, source string, today Day) error {
	checks := []error{CheckName("name", said.Name)}
	for _, alias := range said.Aliases {
		checks = append(checks, CheckName("alias", alias))
	}
	checks = append(checks, CheckSource(source))
	if said.Joined != s.Joined {
		s.JoinedSource = ""
		if said.Joined != "" {
			checks = append(checks, checkDate("joined", said.Joined, today))
			s.JoinedSource = source
		}
	}
	country, unknown := checkCountry(said.Country)
	err := cmp.Or(append(checks,
		checkCategory(said.Category),
		refuseUnless(said.Kind == "" || slices.Contains(Kinds(), said.Kind), "kind", "There is no kind %q.", string(said.Kind)),
		unknown,
		refuseUnless(said.Category != State || country != "", "country", "A state needs its country."),
		CheckWebsite(said.Website),
		CheckText("note", said.Note, MaxText))...)
	if err != nil {
		return err
	}
	s.Name, s.Aliases, s.Category, s.Kind, s.Country, s.Joined = said.Name, said.Aliases, said.Category, said.Kind, country, said.Joined
	s.Website, s.Note = said.Website, said.Note
	return nil
}

// refuseUnless refuses, because of one field, unless a condition holds.
func refuseUnless(holds bool, field, format string, args ...any) error {
	if holds {
		return nil
	}
	return Refusal{About: field, Format: format, Args: args}
}

// unless is an event, if nothing refuses it.
func unless(refused error, event Event) ([]Event, error) {
	if refused != nil {
		return nil, refused
	}
	return []Event{event}, nil
}

func checkCategory(c Category) error {
	return refuseUnless(slices.Contains(Categories(), c), "category", "There is no category %q.", string(c))
}

// Vacant refuses a supporter that is already on the list as another one, and one that takes another's own name as a
// new name of its own; to join under such a name, it has to be known to be somebody else.
func (b *Book) Vacant(s *Supporter) error {
	var old []string
	if known := b.Supporter(s.ID); known != nil {
		old = known.Names()
	}
	field := "name"
	for _, name := range s.Names() {
		for _, other := range b.Named(name) {
			newcomer := field == "name" && old == nil
			if other.ID != s.ID && other.Status() == Listed && names.Key(name) == names.Key(other.Name) && !newcomer && !slices.Contains(old, name) && !s.elsewhere(other) {
				return already(field, name, other)
			}
		}
		field = "alias"
	}
	return b.vacant(s, nil)
}

// vacant refuses a supporter that is already on the list as another one: by its name in some spelling, or as the
// state of its country. Those that change along with it don't count, nor does what was recorded of it before.
func (b *Book) vacant(s *Supporter, along map[Seq]bool) error {
	if s.Status() != Listed {
		return nil
	}
	another := func(other *Supporter) bool {
		return other.ID != s.ID && !along[other.ID] && other.Status() == Listed
	}
	old := &Supporter{}
	if known := b.Supporter(s.ID); known != nil {
		old = known
	}
	if s.Category == State && s.Country != "" && (old.Category != State || old.Country != s.Country) {
		for other := range b.Roll() {
			if other.Category == State && other.Country == s.Country && another(other) {
				return RefuseAbout("country", "%s is listed already, as a state with country %s.", other, s.Country)
			}
		}
	}
	field := "name"
	for _, name := range s.Names() {
		named := b.Named(name)
		for _, other := range named {
			if another(other) && (s.Means(other) || other.Means(s)) {
				return already(field, name, other)
			}
		}
		if !slices.Contains(old.Names(), name) {
			for _, other := range b.find(name, looseKey) {
				if another(other) && !slices.Contains(named, other) && !s.elsewhere(other) && !s.recategorises(other) {
					return already(field, name, other)
				}
			}
		}
		field = "alias"
	}
	return nil
}

// checkDate refuses a date that is none, or is to come.
func checkDate(field string, d Date, today Day) error {
	if _, err := ParseDate(string(d)); err != nil {
		return Blame(field, err)
	}
	return refuseUnless(d.First() <= today, field, "%s is in the future; today is %s.", d, today)
}

// checkCountry is the code of a country, or empty if there is none.
func checkCountry(country string) (string, error) {
	if country == "" {
		return "", nil
	}
	c, ok := names.CountryOf(country)
	if !ok {
		return "", RefuseAbout("country", "There is no country %q; use its ISO 3166 code of two letters, such as FR.", country)
	}
	return c.Code, nil
}

// already refuses a name under which somebody is on the list.
func already(field, name string, listed *Supporter) error {
	if name == listed.Name {
		return RefuseAbout(field, "%s is listed already; nothing was changed.", listed)
	}
	return RefuseAbout(field, "%s is listed already (you wrote %s); nothing was changed.", listed, name)
}

// CheckName refuses a text that can't be shown or found as a name. The field says whether it is the name or an alias.
func CheckName(field, name string) error {
	return cmp.Or(
		CheckText(field, name, MaxName),
		refuseUnless(names.Key(name) != "", field, "A name needs at least one letter or digit."),
		refuseUnless(!strings.ContainsAny(name, "<>"), field, "A name can't contain < or >."),
	)
}

// CheckText refuses what is too long, or doesn't print as one line of text: control characters, and marks that turn or hide text.
func CheckText(what, s string, limit int) error {
	if n := utf8.RuneCountInString(s); n > limit {
		return RefuseAbout(what, "The %s has %d characters; at most %d are kept.", Field(what), n, limit)
	}
	if !utf8.ValidString(s) || strings.ContainsRune(s, utf8.RuneError) {
		return RefuseAbout(what, "The %s isn't readable text.", Field(what))
	}
	for _, r := range s {
		if ' ' <= r && r <= '~' {
			continue // as most do
		}
		// The joiners are letters' shapes in several scripts; other format characters are invisible.
		if !unicode.IsPrint(r) && r != '\u200c' && r != '\u200d' || strings.ContainsRune(blank, r) {
			return RefuseAbout(what, "The %s contains a character that doesn't print (U+%04X).", Field(what), r)
		}
	}
	return nil
}

// blank are letters and symbols that print as nothing.
const blank = "\u115f\u1160\u2800\u3164\uffa0"

// CheckSource refuses what isn't a web address.
func CheckSource(source string) error {
	return cmp.Or(
		refuseUnless(source != "", "source", "Say where this is known from."),
		CheckText("source", source, MaxSource),
		refuseUnless(isAddress(source), "source", "The source must be a web address, such as https://example.org/page."),
	)
}

// CheckWebsite refuses what is neither empty nor a web address.
func CheckWebsite(website string) error {
	return cmp.Or(
		CheckText("website", website, MaxSource),
		refuseUnless(website == "" || isAddress(website), "website", "The website must be a web address, such as https://example.org."),
	)
}

// isAddress reports whether s is a whole web address, and nothing that could be read as markup.
func isAddress(s string) bool {
	if isPlain(s) {
		return true
	}
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" && u.User == nil && !strings.ContainsAny(s, " <>|")
}

// isPlain reports whether s is an address of which every sign stands for itself, as most are.
func isPlain(s string) bool {
	rest, ok := strings.CutPrefix(s, "https://")
	for i := range len(rest) {
		switch c := rest[i]; {
		case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9':
		case i > 0 && (c == '.' || c == '-' || c == '/' || c == '_'):
		default:
			return false
		}
	}
	return ok && rest != ""
}
