package tracker

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"rollcall/tracker/names"
)

// A Category is one of the official list's own groups of supporters.
type Category string

// The categories. Uncategorised is an entry that the official list files under none; it is counted as such.
const (
	State           Category = "state"
	PublicAuthority Category = "public_authority"
	CivilSociety    Category = "civil_society"
	Company         Category = "company"
	Uncategorised   Category = "uncategorised"
)

// Categories lists all categories in the order in which they are shown.
func Categories() []Category {
	return []Category{State, PublicAuthority, CivilSociety, Company, Uncategorised}
}

// A Kind says more finely what a supporter is, such as a university; it is empty where nobody said.
type Kind string

// Kinds lists all kinds, translated from the official list's "nature".
func Kinds() []Kind {
	return []Kind{
		"business", "trade_association", "nonprofit", "university", "foundation", "think_tank", "association",
		"chamber_of_commerce", "ngo", "research_centre", "local_government", "international_organisation",
		"federation", "federated_state", "public_body", "forum", "operator", "independent_authority", "school",
		"advisory_body", "centre_of_excellence", "academy",
	}
}

// A Status says whether a supporter is on the list.
type Status string

// The statuses. Withdrawn is the supporter's own act; Removed is the list keeper's.
const (
	Listed    Status = "listed"
	Withdrawn Status = "withdrawn"
	Removed   Status = "removed"
	Merged    Status = "merged"

	NotListed Status = "not_listed" // known, and not on the list: of a Term, those who left it
	Announced Status = "announced"  // said to support the call, and not on the list
)

// The reasons for a removal that have a name; any other text is a reason too, and none means that none was stated.
const (
	Duplicate = "duplicate"
	Error     = "error"
	Replaced  = "replaced"
)

// A Supporter is one entry of the list, as it stood after some change. It is never changed in place.
type Supporter struct {
	ID           Seq       `json:"id"`                      // the Seq of its first entry
	Name         string    `json:"name"`                    // as the official list writes it
	Aliases      []string  `json:"aliases,omitempty"`       // other names that it has
	Category     Category  `json:"category"`                //
	Kind         Kind      `json:"kind,omitempty"`          // empty if not known
	Country      string    `json:"country,omitempty"`       // ISO 3166-1 alpha-2; empty if it has none
	Joined       Date      `json:"joined,omitempty"`        // when it signed, as far as known; else empty
	JoinedSource string    `json:"joined_source,omitempty"` // who says so
	FirstListed  Day       `json:"first_listed,omitempty"`  // the first day it was seen on the list: an upper limit for Joined
	Source       string    `json:"source,omitempty"`        // where its entry is published
	Website      string    `json:"website,omitempty"`       //
	Note         string    `json:"note,omitempty"`          //
	Left         Departure `json:"left,omitzero"`           // zero while it is on the list
}

// A Departure is how a supporter left the list.
type Departure struct {
	Status Status `json:"status"`           // Withdrawn, Removed or Merged
	On     Day    `json:"on"`               //
	Reason string `json:"reason,omitempty"` // of a removal: Duplicate, Error, Replaced, other words, or none stated
	Source string `json:"source,omitempty"` // who says so
	Into   Seq    `json:"into,omitempty"`   // of a merger: the supporter that remains
}

// NeverListed reports whether a supporter was taken off the list as an error, as of the day on which it came.
func (s *Supporter) NeverListed() bool { return s.Left.Reason == Error && s.Left.On <= s.FirstListed }

// Status says whether the supporter is on the list, and if not, why.
func (s *Supporter) Status() Status {
	if s.Left.Status == "" {
		return Listed
	}
	return s.Left.Status
}

// String is the name.
func (s *Supporter) String() string { return s.Name }

// Names yields the name and all aliases.
func (s *Supporter) Names() []string {
	return slices.Concat([]string{s.Name}, s.Aliases)
}

// Means reports whether a supporter, by its name alone, is taken for another one with that name: not if they are of
// different countries, or one is a state and the other isn't, nor if it is only an alias of the other, which is
// in another category or writes it otherwise. Two bodies may have one acronym.
func (s *Supporter) Means(other *Supporter) bool {
	key := names.Key(s.Name)
	own := key == names.Key(other.Name)
	if !own && !slices.ContainsFunc(other.Aliases, func(alias string) bool { return names.Key(alias) == key }) || s.elsewhere(other) {
		return false
	}
	recategorised := s.recategorises(other)
	switch {
	case recategorised && (s.Category == State || other.Category == State):
		return false
	case recategorised:
		return own && spelling(s.Name) == spelling(other.Name)
	}
	return own || slices.ContainsFunc(other.Aliases, func(alias string) bool { return spelling(alias) == spelling(s.Name) })
}

func (s *Supporter) elsewhere(other *Supporter) bool {
	return s.Country != "" && other.Country != "" && s.Country != other.Country
}

func (s *Supporter) recategorises(other *Supporter) bool {
	known := func(c Category) bool { return c != "" && c != Uncategorised }
	return known(s.Category) && known(other.Category) && s.Category != other.Category
}

// spelling is a name's letters and digits with their accents, in lower case.
func spelling(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKC.String(name))
}

// Counts is how many supporters of each category are on the list.
type Counts struct {
	State           int `json:"state"`
	PublicAuthority int `json:"public_authority"`
	CivilSociety    int `json:"civil_society"`
	Company         int `json:"company"`
	Uncategorised   int `json:"uncategorised"`
}

// Of is the count of one category.
func (c Counts) Of(category Category) int { return *c.of(category) }

// Total is the number of entries of the list.
func (c Counts) Total() int {
	return c.State + c.PublicAuthority + c.CivilSociety + c.Company + c.Uncategorised
}

// CountOf counts supporters by category.
func CountOf(supporters []*Supporter) Counts {
	var c Counts
	for _, s := range supporters {
		*c.of(s.Category)++
	}
	return c
}

func (c *Counts) of(category Category) *int {
	switch category {
	case State:
		return &c.State
	case PublicAuthority:
		return &c.PublicAuthority
	case CivilSociety:
		return &c.CivilSociety
	case Company:
		return &c.Company
	}
	return &c.Uncategorised
}

// label makes a code readable: trade_association reads "trade association".
func label(code string) string { return strings.ReplaceAll(code, "_", " ") }

// String is the category in words.
func (c Category) String() string { return label(string(c)) }

// String is the kind in words.
func (k Kind) String() string { return label(string(k)) }
