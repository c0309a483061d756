package callfiles

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/names"
)

// What a row of registry_history.csv says happened.
const (
	added         = "added"
	recategorised = "recategorised"
	removed       = "removed" // and the status of a claim with the source of a removal
)

// found reads the first day on which the data has a list, unless that is when the call was launched.
func (r *reader) found() {
	var days []string
	if changes := r.changes(); len(changes) > 0 {
		days = []string{changes[0].get("date")}
	} else {
		for _, row := range r.supporters() {
			days = append(days, row.get("first_listed"))
		}
	}
	if len(days) > 0 {
		if first := tracker.Day(slices.Min(days)); first > r.call.Launched {
			r.call.Found = first
		}
	}
}

// roll reads who joined, changed and left.
func (r *reader) roll(claims []row) {
	known, changes := r.supporters(), r.changes()
	if len(changes) > 0 {
		r.history(changes, known, claims)
		return
	}
	slices.SortStableFunc(known, func(a, b row) int { return cmp.Compare(a.get("first_listed"), b.get("first_listed")) })
	for _, row := range known {
		s := r.described(row, tracker.Supporter{Name: row.get("name"), Category: r.category(row), Country: r.country(row)})
		r.change(row.place, s.FirstListed, tracker.Changed{Why: tracker.Joined, Supporter: s, Source: s.Source})
	}
}

// changes are the rows of registry_history.csv.
func (r *reader) changes() []row {
	return r.rows(historyFile, []string{"date", "action", "name", "category", "country"}, []string{"note"})
}

// supporters are the rows of supporters.csv, each of another name.
func (r *reader) supporters() []row {
	all := r.rows(supportersFile, []string{"name", "category", "country", "first_listed", "source"},
		[]string{"aliases", "kind", "joined", "joined_source", "website", "note"})
	first := map[string]int{}
	return slices.DeleteFunc(all, func(row row) bool {
		name := row.get("name")
		if line := first[name]; line > 0 {
			r.wrong(row.place, "%q is there already, in line %d", name, line)
			return true
		}
		first[name] = row.line
		return false
	})
}

// history reads the changes of the list, and what supporters.csv has of those that are still on it.
func (r *reader) history(changes, known, claims []row) {
	byName := map[string]row{}
	for _, row := range known {
		byName[row.get("name")] = row
	}
	removals := map[string]string{} // their sources, by name
	for _, row := range claims {
		if row.get("status") == removed {
			removals[row.get("name")] = row.get("source")
		}
	}
	for _, row := range changes {
		name, on := row.get("name"), r.day(row.place, "date", row.get("date"))
		s := r.state[r.ids[name]]
		listed := s.ID != 0 && s.Status() == tracker.Listed
		before := s
		s.Category, s.Country = r.category(row), r.country(row)
		change := tracker.Changed{Source: r.call.ListURL}
		switch row.get("action") {
		case added:
			if listed {
				r.wrong(row.place, "%q is on the list already", name)
			}
			s.Name, s.Left = name, tracker.Departure{}
			if own, ok := byName[name]; ok {
				s = r.described(own, s)
			} else {
				s.FirstListed, s.Source = on, r.call.ListURL
			}
			change.Why, change.Source = tracker.Joined, s.Source
		case recategorised:
			change.Why, change.Source = tracker.Recategorised, s.Source
		case removed:
			change.Why, change.Source = tracker.WasRemoved, cmp.Or(removals[name], change.Source)
			s.Left = tracker.Departure{Status: tracker.Removed, On: on, Source: change.Source}
			switch note := row.get("note"); {
			case strings.HasPrefix(note, "duplicate"):
				s.Left.Reason = tracker.Duplicate
			case strings.HasPrefix(note, "entry replaced"):
				s.Left.Reason, s.Note = tracker.Replaced, note
			}
		default:
			r.wrong(row.place, "the action %q isn't one of %s, %s and %s", row.get("action"), added, recategorised, removed)
			continue
		}
		if row.get("action") != added && !listed {
			r.wrong(row.place, "%q is not on the list, so it can't be %s", name, row.get("action"))
			continue
		}
		if before.ID != 0 && row.get("action") == removed && (s.Category != before.Category || s.Country != before.Country) {
			r.wrong(row.place, "%q is another category or country than before; say first that it was %s", name, recategorised)
		}
		change.Supporter = s
		r.ids[name] = r.change(row.place, on, change)
	}
	for _, row := range known {
		switch s := r.state[r.ids[row.get("name")]]; {
		case r.isWrong(row.place):
		case s.ID == 0 || s.Status() != tracker.Listed:
			r.wrong(row.place, "%q is not on the list by %s", row.get("name"), historyFile)
		case s.Category != r.category(row) || s.Country != r.country(row):
			r.wrong(row.place, "%q is another category or country than in %s", row.get("name"), historyFile)
		}
	}
}

// change records what changed a supporter, who gets its id by its first entry.
func (r *reader) change(at place, on tracker.Day, change tracker.Changed) tracker.Seq {
	if change.Supporter.ID == 0 {
		change.Supporter.ID = tracker.Seq(len(r.facts) + 1)
	}
	s := &change.Supporter
	if s.Category == tracker.State && s.Country != "" && s.Status() == tracker.Listed {
		other := r.state[r.states[s.Country]]
		if other.ID != 0 && other.ID != s.ID && other.Category == tracker.State && other.Country == s.Country && other.Status() == tracker.Listed {
			r.wrong(at, "%q is on the list already, as the state %s", other.Name, s.Country)
		}
		r.states[s.Country] = s.ID
	}
	r.refused(at, tracker.CheckName("name", change.Supporter.Name))
	r.refused(at, tracker.CheckSource(change.Source))
	r.state[change.Supporter.ID] = change.Supporter
	r.add(at, on, change)
	if on != "" && on < r.call.Launched {
		r.wrong(at, "nothing can have been listed on %s: the call was launched on %s", on, r.call.Launched)
	}
	return change.Supporter.ID
}

// described is a supporter with what its row of supporters.csv has beyond name, category and country.
func (r *reader) described(row row, s tracker.Supporter) tracker.Supporter {
	for alias := range strings.SplitSeq(row.get("aliases"), "|") {
		if alias = strings.TrimSpace(alias); alias != "" {
			r.refused(row.place, tracker.CheckName("alias", alias))
			s.Aliases = append(s.Aliases, alias)
		}
	}
	s.Joined = r.known(row.place, "joined", row.get("joined"))
	s.FirstListed = r.day(row.place, "first_listed", row.get("first_listed"))
	if s.Kind = tracker.Kind(row.get("kind")); s.Kind != "" {
		isOne(r, row.place, "kind", s.Kind, tracker.Kinds())
	}
	s.JoinedSource, s.Source, s.Website, s.Note = row.get("joined_source"), row.get("source"), row.get("website"), row.get("note")
	if s.Joined != "" && s.JoinedSource == "" {
		s.JoinedSource = s.Source
	}
	if s.Category == tracker.State && s.Country == "" {
		r.wrong(row.place, "a state needs its country")
	}
	r.refused(row.place, tracker.CheckText("note", s.Note, tracker.MaxText))
	r.address(row.place, fmt.Sprintf("website %q", s.Website), s.Website)
	return s
}

// category is that of a row; one that is empty is counted apart.
func (r *reader) category(row row) tracker.Category {
	return isOne(r, row.place, "category", tracker.Category(cmp.Or(row.get("category"), string(tracker.Uncategorised))), tracker.Categories())
}

// isOne checks that a word is one of several.
func isOne[T ~string](r *reader, at place, what string, word T, all []T) T {
	if !slices.Contains(all, word) {
		known := tracker.Each(all, func(one T) string { return string(one) })
		r.wrong(at, "there is no %s %q; there are %s", what, string(word), strings.Join(known, ", "))
	}
	return word
}

// country is that of a row, as a code of two capital letters; empty if there is none.
func (r *reader) country(row row) string {
	code := row.get("country")
	if code == "" {
		return ""
	}
	c, ok := names.CountryOf(code)
	if !ok {
		r.wrong(row.place, "there is no country %q; write its ISO 3166 code of two letters, such as FR", code)
	}
	return c.Code
}

// figures reads what others reported.
func (r *reader) figures() {
	for _, row := range r.rows(figuresFile, []string{"date", "category", "value", "qualifier", "source"}, []string{"quote"}) {
		f := tracker.Reported{Date: r.date(row.place, "date", row.get("date")), Category: tracker.Category(row.get("category")),
			Qualifier: tracker.Qualifier(row.get("qualifier")), Source: row.get("source"), Quote: row.get("quote")}
		isOne(r, row.place, "category", f.Category, append(tracker.Categories(), tracker.TotalFigure))
		isOne(r, row.place, "qualifier", f.Qualifier, []tracker.Qualifier{tracker.Exactly, tracker.AtLeast, tracker.About})
		var err error
		if f.Value, err = strconv.Atoi(row.get("value")); err != nil || f.Value < 0 || f.Value > tracker.MaxFigure {
			r.wrong(row.place, "the value %q is not a number of supporters", row.get("value"))
		}
		r.sourced(row.place, row.get("source"))
		r.add(row.place, f.Date.Last(), f)
	}
}

// sourced checks where something is known from: a web address, or words for a source without one.
func (r *reader) sourced(at place, source string) {
	switch {
	case source == "":
		r.wrong(at, "it needs a source")
	case strings.Contains(source, "://"):
		r.refused(at, tracker.CheckSource(source))
	default:
		r.refused(at, tracker.CheckText("source", source, tracker.MaxSource))
	}
}

// events reads what happened on dates.
func (r *reader) events() {
	for _, row := range r.rows(eventsFile, []string{"date", "actor", "event", "source"}, nil) {
		n := tracker.Noted{Date: r.date(row.place, "date", row.get("date")), Actor: row.get("actor"), Event: row.get("event"), Source: row.get("source")}
		if n.Actor == "" || n.Event == "" {
			r.wrong(row.place, "an event needs an actor and an event")
		}
		r.sourced(row.place, row.get("source"))
		r.add(row.place, n.Date.Last(), n)
	}
}

// claims reads who is said to support the call without being on its list.
func (r *reader) claims(rows []row) {
	for _, row := range rows {
		date := r.date(row.place, "date", row.get("date"))
		r.refused(row.place, tracker.CheckName("name", row.get("name")))
		r.refused(row.place, tracker.CheckSource(row.get("source")))
		c := tracker.Claimed{Name: row.get("name"), Category: r.category(row), Country: r.country(row), Date: date,
			Standing: row.get("status"), Claim: row.get("claim"), Source: row.get("source")}
		if isOne(r, row.place, "status", c.Standing, append(tracker.Standings(), removed)) != removed {
			r.add(row.place, date.Last(), c)
		} else if s := r.state[r.ids[c.Name]]; s.Status() != tracker.Removed {
			r.wrong(row.place, "%q is not removed by %s", c.Name, historyFile)
		}
	}
}
