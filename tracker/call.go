package tracker

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"

	"rollcall/tracker/covers"
	"rollcall/tracker/names"
)

// A Call is what doesn't change by an entry of the ledger: what the declaration says, what is known about it, and the
// groups of countries that questions ask about. It comes from a folder of data files.
//
// Maps by language have the languages' codes as keys: en, fr, es. All of its Languages are there.
type Call struct {
	Slug          string // names its ledger
	Name          string
	Names         map[string]string // by language
	Short         map[string]string // what it is called after its name was written once, by language; empty: by its name
	Launched      Day
	Found         Day // the first day of its data, if that is after the launch: who was listed then had joined by that day
	Binding       bool
	URL           string // the call's site
	TextURL       string // the signed text
	PrinciplesURL string
	ListURL       string   // where the official list is kept
	Checked       Day      // when the data was last compared with that list; see Book.Checked
	Origin        Origin   // from where the list can be read by itself
	Languages     []string // codes of those in which its data is written, English first
	Notes         []string
	Principles    []Principle // by number, from 1
	WorkingGroups []WorkingGroup
	// WorkingGroupsAnnounced is when the working groups were; empty if that isn't known.
	WorkingGroupsAnnounced Date
	WorkingGroupsStarted   Date     // when they began their work; empty if that isn't known
	Norms                  []string // the norms of the Global Commission on the Stability of Cyberspace
	Groups                 []Group  // regions among them
	GroupsAsOf             Date
	Publishers             []Publisher
	Sites                  []Publisher    // that are cited and published no figure: a link has their name, and no question is about them
	Matters                func() Matters // what questions about it are about; nil if there is nothing

	made sync.Map // see Made
}

// Matters are what questions about a call are about: far more text than all else of it, so it may be read once somebody asks.
type Matters struct {
	Subjects []covers.Subject // what the principles cover
	Events   []NamedEvent
	Topics   []Topic
}

// About returns what questions about the call are about.
func (c *Call) About() Matters {
	if c.Matters == nil {
		return Matters{}
	}
	return c.Matters()
}

// An Origin is where an official list is kept in a form that can be read: a file at an https address, or a folder of an
// archive there.
type Origin struct {
	Address string // empty: nowhere
	Folder  string // inside the archive, such as _supporters; empty: the address is that of the list itself
	Page    string // where people read what a file of the folder says, with {revision} and {file} in it; empty: ListURL
}

// A Principle is given in our summary, never in words that could be taken for the official text.
type Principle struct {
	Number        int
	Title         string
	Titles        map[string]string // by language
	Summaries     map[string]string // by language
	Norms         []Norm
	Instruments   []Instrument
	Others        []string // further instruments, without a source of their own
	WorkingGroups []int
	Communities   []Community
	URL           string
}

// A Norm is one of the Global Commission's that a principle takes up, and how that is known.
type Norm struct{ Norm, Basis string }

// An Instrument is a text of the United Nations on the same subject.
type Instrument struct{ Instrument, Source string }

// A Community is a group that works on a principle.
type Community struct{ Name, Lead, Source string }

// A WorkingGroup is one of the call's.
type WorkingGroup struct {
	Number        int
	Title         string
	Titles        map[string]string // by language
	CoChairs      []string
	ExpertSupport []string
	Output        string // its report's address, if any
	Reported      Date   // when its report was published; empty if that isn't known
	Principles    []int  // empty: all
}

// Covers finds the one or two principles that cover what a text describes, best first. The language can be empty.
func (c *Call) Covers(text, lang string) []covers.Scored { return c.subjects().Find(text, lang) }

// Knows reports whether a word is one that principles are found by in a language.
func (c *Call) Knows(word, lang string) bool { return c.subjects().Knows(word, lang) }

func (c *Call) subjects() *covers.Index {
	return Made(c, func(c *Call) *covers.Index { return covers.New(c.About().Subjects) })
}

// Made is what a function makes of a call, once it is needed. There is one of each type.
func Made[T any](c *Call, of func(*Call) T) T {
	once, _ := c.made.LoadOrStore(reflect.TypeFor[T](), sync.OnceValue(func() any { return of(c) }))
	return once.(func() any)().(T)
}

// A Group is a group of countries, as its membership was known at its AsOf.
type Group struct {
	ID          string // such as eu
	Name        string
	Names       map[string]string // by language
	Aliases     []string          // in any language
	Members     []string          // ISO 3166-1 alpha-2
	Territories []string          // lie in a region and can't sign: in: finds their supporters, nobody misses them
	Observers   []string          // take part and are no members
	AsOf        Date
	Changed     Date              // when the members last changed; empty if that isn't known
	Checked     bool              // the source confirms the members; else they are general reference knowledge
	Notes       map[string]string // what else is to be known of it, by language
	Source      string
	Region      bool // where countries lie, not what they joined
}

// Has reports whether a country is a member, or a territory of the region.
func (g *Group) Has(country string) bool {
	return slices.Contains(g.Members, country) || slices.Contains(g.Territories, country)
}

// AllNames are the texts that name the group: its ID, its name in each language, its aliases.
func (g *Group) AllNames() []string {
	return slices.Concat([]string{g.ID, g.Name}, inOrder(g.Names), g.Aliases)
}

// A Publisher publishes figures about the call.
type Publisher struct {
	ID      string
	Names   map[string]string // by language
	Aliases []string          // in any language
	Sources []string          // what the sources of its figures begin with: addresses, or words of those that have none
}

// A NamedEvent can stand for its day in what is typed: since:launch.
type NamedEvent struct {
	ID     string
	Names  map[string][]string // by language; the first is its title
	On     Date
	Text   map[string]string // what happened, by language
	Source Source
}

// A Topic is a question that is asked about the call, and its answer, in our own words.
type Topic struct {
	ID         string
	Names      map[string][]string // what it is asked by, by language; the first is its title
	Text       map[string]string   // one to three sentences by language, of which the first answers
	Principles []int               // that it concerns
	Verdict    string              // yes or no, if it is asked so
	Sources    []Source
}

// A Source is where something is known from.
type Source struct {
	Name    map[string]string // by language
	Address string            // empty if none is known
	Date    Date              // when it was published, or is of
}

// In is the text in a language, in English if there is none.
func In[T any](texts map[string]T, lang string) T {
	if text, ok := texts[lang]; ok {
		return text
	}
	return texts["en"]
}

// Initial reports whether an entry is of the list with which the data begins: it was listed by that day, not on it.
func (c *Call) Initial(e Entry) bool { return c.Found != "" && e.On == c.Found && e.Ref == c.Slug }

// ByFound reports whether all that is known of when somebody joined is that the data begins with it.
func (c *Call) ByFound(s *Supporter) bool {
	return s.Joined == "" && c.Found != "" && s.FirstListed == c.Found
}

// String is the name.
func (c *Call) String() string { return c.Name }

// Group finds one by its ID, else by any of its names; nil if there is none.
func (c *Call) Group(name string) *Group {
	if key := names.Key(name); key != "" {
		return Made(c, keysOfGroups)[key]
	}
	return nil
}

// groupsByKey are the groups by names.Key of their names: every line looks groups up, and there can be hundreds with many names.
type groupsByKey map[string]*Group

func keysOfGroups(c *Call) groupsByKey {
	keys := groupsByKey{}
	for i := range c.Groups {
		for _, name := range c.Groups[i].AllNames() {
			if key := names.Key(name); keys[key] == nil {
				keys[key] = &c.Groups[i]
			}
		}
	}
	for i := range c.Groups {
		keys[names.Key(c.Groups[i].ID)] = &c.Groups[i]
	}
	return keys
}

// Publisher finds one by its ID or any of its names; nil if there is none.
func (c *Call) Publisher(name string) *Publisher {
	return called(c.Publishers, name, func(p *Publisher) string { return p.ID }, func(p *Publisher) []string { return append(inOrder(p.Names), p.Aliases...) })
}

// PublisherOf finds who publishes under a source, of figures or not; the closest if several fit, nil if none does.
func (c *Call) PublisherOf(source string) *Publisher {
	var found *Publisher
	most := 0
	for _, all := range [][]Publisher{c.Publishers, c.Sites} {
		for i := range all {
			for _, begins := range all[i].Sources {
				if strings.HasPrefix(source, begins) && len(begins) > most {
					found, most = &all[i], len(begins)
				}
			}
		}
	}
	return found
}

// Event finds one by its ID or any of its names; nil if there is none.
func (c *Call) Event(name string) *NamedEvent {
	return called(c.About().Events, name, func(e *NamedEvent) string { return e.ID }, func(e *NamedEvent) []string { return slices.Concat(inOrder(e.Names)...) })
}

// Topic finds one by its ID or any of its names; nil if there is none.
func (c *Call) Topic(name string) *Topic {
	return called(c.About().Topics, name, func(t *Topic) string { return t.ID }, func(t *Topic) []string { return slices.Concat(inOrder(t.Names)...) })
}

// called finds what has an ID, else a name; it ignores case, accents and punctuation.
func called[T any](all []T, name string, id func(*T) string, allNames func(*T) []string) *T {
	key := names.Key(name)
	i := slices.IndexFunc(all, func(t T) bool { return id(&t) == name })
	if i < 0 && key != "" {
		i = slices.IndexFunc(all, func(t T) bool {
			return slices.ContainsFunc(allNames(&t), func(other string) bool { return names.Key(other) == key })
		})
	}
	if i < 0 {
		return nil
	}
	return &all[i]
}

// inOrder are the values of a map in the order of their languages.
func inOrder[T any](texts map[string]T) []T {
	return Each(slices.Sorted(maps.Keys(texts)), func(lang string) T { return texts[lang] })
}

// Principle finds one by its number; nil if there is none.
func (c *Call) Principle(number int) *Principle {
	if number < 1 || number > len(c.Principles) {
		return nil
	}
	return &c.Principles[number-1]
}

// Since limits a decision to the time since the launch: nobody can have joined before, nor can a figure or a claim be older.
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

// Joinable refuses a day before the launch, when nobody can have joined.
func (c *Call) Joinable(on Date) error {
	return refuseUnless(on == "" || on.Last() >= c.Launched, "joined", "It can't have joined then (%s): the %s was launched on %s.", on, c, c.Launched)
}

func (c *Call) tooEarly(event Event) error {
	switch ev := event.(type) {
	case Changed:
		return c.Joinable(ev.Supporter.Joined)
	case Reported:
		return refuseUnless(ev.Date.Last() >= c.Launched, "on", "A figure of %s can't be right: the %s was launched on %s.", ev.Date, c, c.Launched)
	case Claimed:
		return refuseUnless(ev.Date.Last() >= c.Launched, "on", "A claim of %s can't be right: the %s was launched on %s.", ev.Date, c, c.Launched)
	case Proposed:
		for _, proposed := range ev.Events {
			if early := c.tooEarly(proposed); early != nil {
				return early
			}
		}
	}
	return nil
}
