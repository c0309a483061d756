package tracker

import "slices"

// A Call is what doesn't change by an entry of the ledger: what the declaration says, and the groups of countries that
// questions ask about. It comes from a folder of data files.
type Call struct {
	Slug          string // names its ledger
	Name, NameFR  string
	Launched      Day
	Binding       bool
	URL           string // the call's site
	TextURL       string // the signed text
	PrinciplesURL string
	ListURL       string // where the roll's list is kept
	Checked       Day    // when the roll was last compared with that list
	Notes         []string
	Principles    []Principle // by number, from 1
	WorkingGroups []WorkingGroup
	// WorkingGroupsAnnounced is when the working groups were; empty if that isn't known.
	WorkingGroupsAnnounced Date
	Norms                  []string // the norms of the Global Commission on the Stability of Cyberspace
	Groups                 []Group
	GroupsAsOf             Date
}

// A Principle is told in our summary, never in words that could be taken for the official text.
type Principle struct {
	Number         int
	Title, TitleFR string
	Summary        string
	SummaryFR      string
	Keywords       []string // subjects that it covers, in English
	KeywordsFR     []string // and in French
	Norms          []Norm
	Instruments    []Instrument
	Others         []string // further instruments, without a source of their own
	WorkingGroups  []int
	Communities    []Community
	URL            string
}

// AllKeywords are the subjects that the principle covers, its titles among them.
func (p *Principle) AllKeywords() []string {
	return slices.Concat([]string{p.Title, p.TitleFR}, p.Keywords, p.KeywordsFR)
}

// A Norm is one of the Global Commission's that a principle takes up, and how that is known.
type Norm struct{ Norm, Basis string }

// An Instrument is a text of the United Nations on the same subject.
type Instrument struct{ Instrument, Source string }

// A Community is a group that works on a principle.
type Community struct{ Name, Lead, Source string }

// A WorkingGroup is one of the call's.
type WorkingGroup struct {
	Number     int
	Title      string
	CoChairs   []string
	Output     string // its report's address, if any
	Principles []int  // empty: all
}

// A Group is a group of countries, as its membership was known at the Call's GroupsAsOf.
type Group struct {
	ID      string // such as eu
	Name    string
	NameFR  string
	Aliases []string
	Members []string // ISO 3166-1 alpha-2
	Note    string
	Source  string
	Region  bool // where countries lie, not what they joined
}

// Has tells whether a country is a member.
func (g *Group) Has(country string) bool {
	return slices.Contains(g.Members, country)
}

// String is the name.
func (c *Call) String() string { return c.Name }

// Group finds one by its ID; nil if there is none.
func (c *Call) Group(id string) *Group {
	for i := range c.Groups {
		if c.Groups[i].ID == id {
			return &c.Groups[i]
		}
	}
	return nil
}

// Principle finds one by its number; nil if there is none.
func (c *Call) Principle(number int) *Principle {
	if number < 1 || number > len(c.Principles) {
		return nil
	}
	return &c.Principles[number-1]
}

// Since holds a decision to the time since the launch: nobody can have joined before, nor can a figure or a claim be older.
func (c *Call) Since(decide func(*Book) ([]Event, error)) func(*Book) ([]Event, error) {
	return func(b *Book) ([]Event, error) {
		events, err := decide(b)
		for _, event := range events {
			if early := c.tooEarly(event); early != nil {
				return nil, early
			}
		}
		return events, err
	}
}

func (c *Call) tooEarly(event Event) error {
	switch ev := event.(type) {
	case Changed:
		if ev.Supporter.Joined != "" && ev.Supporter.Joined.Last() < c.Launched {
			return RefuseAbout("joined", "It can't have joined then (%s): the %s was launched on %s.", ev.Supporter.Joined, c, c.Launched)
		}
	case Reported:
		if ev.Date.Last() < c.Launched {
			return RefuseAbout("on", "A figure of %s can't be right: the %s was launched on %s.", ev.Date, c, c.Launched)
		}
	case Claimed:
		if ev.Date.Last() < c.Launched {
			return RefuseAbout("on", "A claim of %s can't be right: the %s was launched on %s.", ev.Date, c, c.Launched)
		}
	case Proposed:
		for _, proposed := range ev.Events {
			if early := c.tooEarly(proposed); early != nil {
				return early
			}
		}
	}
	return nil
}
