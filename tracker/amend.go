package tracker

import (
	"slices"
	"strings"

	"rollcall/tracker/names"
)

// Amend decides that what is recorded of a supporter is corrected: its name, aliases, category, kind, country, joining
// date, website and note become what is said. A name that it had stays an alias.
func Amend(id Seq, said Supporter, source string, today Day) func(*Book) ([]Event, error) {
	return func(b *Book) ([]Event, error) {
		old, err := b.listed(id)
		if err != nil {
			return nil, err
		}
		s := *old
		if err := s.describe(said, source, today); err != nil {
			return nil, err
		}
		s.goBy(said.Aliases, old.Name)
		if err := b.Vacant(&s); err != nil {
			return nil, err
		}
		if same(old, &s) && s.Category == old.Category {
			return nil, Refuse("%s is recorded so already; nothing was changed.", old)
		}
		why := Amended
		if s.Category != old.Category {
			why = Recategorised
		}
		return []Event{Changed{Why: why, Source: source, Supporter: s}}, nil
	}
}

// Merge decides that two entries are one supporter: the first leaves the list, and the second keeps the names of both.
func Merge(from, into Seq, source string) func(*Book) ([]Event, error) {
	return func(b *Book) ([]Event, error) {
		if err := CheckSource(source); err != nil {
			return nil, err
		}
		gone, err := b.listed(from)
		if err != nil {
			return nil, err
		}
		stays, err := b.listed(into)
		if err != nil {
			return nil, err
		}
		if from == into {
			return nil, Refuse("%s can't be merged into itself. Nothing was changed.", gone)
		}
		g, s := *gone, *stays
		g.Left = Departure{Status: Merged, Source: source, Into: into}
		s.goBy(s.Aliases, gone.Names()...)
		if earlier(gone.Joined, s.Joined) {
			s.Joined, s.JoinedSource = gone.Joined, gone.JoinedSource
		}
		if s.FirstListed == "" || gone.FirstListed != "" && gone.FirstListed < s.FirstListed {
			s.FirstListed = gone.FirstListed
		}
		// The names are free only once the first is gone.
		return []Event{Changed{Why: WasMerged, Source: source, Supporter: g}, Changed{Why: Amended, Source: source, Supporter: s}}, nil
	}
}

// goBy sets the aliases, and adds others unless they are there in some spelling.
func (s *Supporter) goBy(aliases []string, others ...string) {
	s.Aliases = nil
	for _, alias := range aliases {
		if !slices.Contains(s.Names(), alias) {
			s.Aliases = append(s.Aliases, alias)
		}
	}
	for _, other := range others {
		if !slices.ContainsFunc(s.Names(), func(name string) bool { return names.Key(name) == names.Key(other) }) {
			s.Aliases = append(s.Aliases, other)
		}
	}
}

// earlier reports whether a date says more about when somebody joined than another: an earlier one, or the same more precisely.
func earlier(a, b Date) bool {
	if strings.HasPrefix(string(a), string(b)) || strings.HasPrefix(string(b), string(a)) {
		return len(a) > len(b)
	}
	return a < b
}
