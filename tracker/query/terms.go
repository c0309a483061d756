package query

import (
	"slices"
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/names"
)

// Subscribed reads the filter of a subscription as it is typed, or as it is stored: then a key that is there twice means
// either. Tokens that aren't part of it are returned.
func Subscribed(call *tracker.Call, tokens []tracker.Token, stored bool) (tracker.Filter, []tracker.Token, error) {
	return tracker.ParseFilter(tokens, (&Runner{Call: call}).Term, stored)
}

// Term reads one term of a filter: a tracker.TermReader. Without a Book there are no days, a name can be that of somebody who may
// come to the list, and countries and groups need their key.
func (r *Runner) Term(key, text string) (t tracker.Term, ok bool, err error) {
	t = tracker.Term{Key: tracker.Key(key), Value: text}
	if strings.EqualFold(text, tracker.None) {
		switch {
		case t.Key == tracker.ByCategory:
			t.Value = string(tracker.Uncategorised)
			return t, true, nil
		case t.Key == tracker.ByKind, t.Key == tracker.ByCountry, t.Key == tracker.ByJoined && r.Book != nil:
			t.Value = tracker.None
			return t, true, nil
		}
	}
	switch t.Key {
	case "":
		return r.bare(text)
	case tracker.ByCategory:
		category, err := Category(text)
		return tracker.Term{Key: t.Key, Value: string(category)}, true, err
	case tracker.ByKind:
		kind, err := Kind(text)
		return tracker.Term{Key: t.Key, Value: string(kind)}, true, err
	case tracker.ByCountry, tracker.ByGroup:
		return r.place(t.Key, text)
	case tracker.ByStatus:
		t.Value = strings.ReplaceAll(strings.ToLower(text), "-", "_")
		if !slices.Contains([]tracker.Status{tracker.Listed, tracker.NotListed, tracker.Withdrawn, tracker.Removed, tracker.Merged, tracker.Announced}, tracker.Status(t.Value)) {
			err = tracker.Refuse("“%s” is no standing; there are is:listed, is:not-listed, is:withdrawn, is:removed, is:merged and is:announced.", text)
		}
		return t, true, err
	case tracker.ByName:
		if r.Book != nil && len(r.Book.Named(text)) == 0 {
			err = tracker.Refuse("No supporter of the name “%s” is or was listed.", text)
		}
		return t, true, err
	case tracker.ByWord:
		return t, r.Book == nil || names.Key(text) != "", nil
	case tracker.ByJoined, tracker.ByListed, "since", "until", "before", "after":
		if r.Book == nil {
			break
		}
		days, err := r.Days(key, text)
		if t.Key != tracker.ByJoined {
			t.Key = tracker.ByListed
		}
		return tracker.Term{Key: t.Key, Days: days}, true, err
	}
	return t, false, tracker.RefuseAbout(key, "The filter %s: isn't known here; there are country:, in:, category: and kind:.", key)
}

// bare reads what needs no key: a class, unsigned, an ID, a country or a group by its name, or a period.
func (r *Runner) bare(text string) (none tracker.Term, ok bool, err error) {
	if strings.EqualFold(text, string(tracker.Unsigned)) {
		return tracker.Term{Key: tracker.Unsigned}, true, nil
	}
	if id, ok := strings.CutPrefix(text, "#"); ok && id != "" && strings.Trim(id, "0123456789") == "" {
		return tracker.Term{Key: tracker.ByID, Value: id}, true, nil
	}
	if all := names.TermsNamed(text); len(all) > 0 {
		switch class := all[0]; {
		case class.Kind == "ngo": // people mean civil society; the list's narrow kind is kind:ngo
			return tracker.OfCategory(tracker.CivilSociety)[0][0].Terms[0], true, nil
		case class.Category != "":
			return tracker.Term{Key: tracker.ByCategory, Value: class.Category}, true, nil
		default:
			return tracker.Term{Key: tracker.ByKind, Value: class.Kind}, true, nil
		}
	}
	if r.Book == nil || text == "" {
		return none, false, nil
	}
	if t, ok, err := r.place("", text); ok && err == nil {
		return t, true, nil
	}
	if days, err := r.Days("", text); err == nil && isDigit(text[0]) {
		return tracker.Term{Key: tracker.ByListed, Days: days}, true, nil
	}
	return none, false, nil
}

// place reads a country or a group. A wrong key is accepted if the value can mean nothing else.
func (r *Runner) place(key tracker.Key, text string) (tracker.Term, bool, error) {
	group, country := r.Call.Group(text), countryOf(text, key != "")
	switch {
	case group != nil && (key == tracker.ByGroup || country == ""):
		return tracker.Term{Key: tracker.ByGroup, Value: group.ID, Group: group}, true, nil
	case country != "":
		return tracker.Term{Key: tracker.ByCountry, Value: country}, true, nil
	case key == tracker.ByGroup:
		return tracker.Term{}, false, tracker.RefuseAbout("in", "I don't know the group “%s”. I know %s.", text, r.groups())
	}
	_, err := Country(text)
	return tracker.Term{}, false, err
}

// Country reads a country: its ISO 3166 code, or a name that only one country has.
func Country(text string) (code string, err error) {
	if code = countryOf(text, true); code == "" {
		err = tracker.RefuseAbout("country", "I don't know the country “%s”; write its ISO 3166 code of two letters, such as country:FR.", text)
	}
	return code, err
}

// countryOf is the code of the only country that a text names; empty if there is none. A demonym isn't a name, and a code
// counts only behind a key: "in" is a word.
func countryOf(text string, code bool) (found string) {
	if c, ok := names.CountryOf(text); ok && code {
		return c.Code
	}
	for _, m := range names.CountryNamed(text) {
		if m.By == names.ByDemonym || m.By == names.ByCode && !code {
			continue
		}
		if found != "" && found != m.Country.Code {
			return ""
		}
		found = m.Country.Code
	}
	return found
}

// Category reads a category, in words or as a code.
func Category(text string) (tracker.Category, error) {
	for _, term := range names.TermsNamed(text) {
		if term.Category != "" {
			return tracker.Category(term.Category), nil
		}
	}
	return "", tracker.RefuseAbout("category", "I don't know the category “%s”. There are %s.", text, categories())
}

// Kind reads a kind, in words or as a code.
func Kind(text string) (tracker.Kind, error) {
	for _, term := range names.TermsNamed(text) {
		if term.Kind != "" {
			return tracker.Kind(term.Kind), nil
		}
	}
	return "", tracker.RefuseAbout("kind", "I don't know the kind “%s”. There are %s.", text, codes(tracker.Kinds()))
}

func categories() string { return codes(tracker.Categories()) }

func codes[T ~string](all []T) string {
	return strings.Join(tracker.Each(all, func(one T) string { return string(one) }), ", ")
}

// groups are the first groups of the call, as there can be a hundred.
func (r *Runner) groups() string {
	const most = 12
	ids := tracker.Each(r.Call.Groups[:min(most, len(r.Call.Groups))], func(g tracker.Group) string { return g.ID })
	if len(r.Call.Groups) > most {
		ids = append(ids, "…")
	}
	return strings.Join(ids, ", ")
}
