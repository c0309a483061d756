// Package pariscall is the Paris Call for Trust and Security in Cyberspace as data: what the Call says, and the entries
// that an empty ledger begins with, so that the roll of any day since 2019-09-16 can be refolded. The files in data/ are
// embedded; README.md tells where each fact comes from and how rows become entries.
package pariscall

import (
	"embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"rollcall/tracker"
)

// Slug names the Paris Call's ledger, and who recorded its first entries.
const Slug = "pariscall"

//go:embed data
var files embed.FS

// Call reads what the Call says.
func Call() (*tracker.Call, error) {
	var p struct {
		Call struct {
			Name          string
			NameFR        string `yaml:"name_fr"`
			Launched      tracker.Day
			Binding       bool
			URL           string
			TextURL       string `yaml:"text_url"`
			PrinciplesURL string `yaml:"principles_url"`
			ListURL       string `yaml:"list_url"`
			Checked       tracker.Day
			Notes         []string
		}
		GCSC struct {
			Name, URL string
			Norms     []string
		}
		Principles []struct {
			Number        int
			Title         string
			TitleFR       string `yaml:"title_fr"`
			Summary       string
			SummaryFR     string `yaml:"summary_fr"`
			Keywords      []string
			KeywordsFR    []string             `yaml:"keywords_fr"`
			Norms         []tracker.Norm       `yaml:"gcsc_norms"`
			Instruments   []tracker.Instrument `yaml:"un_instruments"`
			Others        []string             `yaml:"other_instruments"`
			WorkingGroups []int                `yaml:"working_groups"`
			Communities   []tracker.Community
			URL           string
		}
		WorkingGroups []struct {
			Number        int
			Title         string
			CoChairs      []string `yaml:"co_chairs"`
			ExpertSupport []string `yaml:"expert_support"`
			Output        string
			Principles    allOr
		} `yaml:"working_groups"`
	}
	if err := decode("principles.yaml", &p); err != nil {
		return nil, err
	}
	var g struct {
		AsOf   tracker.Date `yaml:"as_of"`
		Note   string
		Groups yaml.Node
		// Countries are known to the package names, in more languages.
		Countries yaml.Node
	}
	if err := decode("groups.yaml", &g); err != nil {
		return nil, err
	}
	c := &tracker.Call{
		Slug: Slug, Name: p.Call.Name, NameFR: p.Call.NameFR, Launched: p.Call.Launched, Binding: p.Call.Binding,
		URL: p.Call.URL, TextURL: p.Call.TextURL, PrinciplesURL: p.Call.PrinciplesURL, ListURL: p.Call.ListURL,
		Checked: p.Call.Checked, Notes: p.Call.Notes, Norms: p.GCSC.Norms, GroupsAsOf: g.AsOf,
	}
	for i, p := range p.Principles {
		if p.Number != i+1 {
			return nil, fmt.Errorf("principles.yaml: principle %d stands where %d should", p.Number, i+1)
		}
		c.Principles = append(c.Principles, tracker.Principle(p))
	}
	for _, w := range p.WorkingGroups {
		c.WorkingGroups = append(c.WorkingGroups, tracker.WorkingGroup{Number: w.Number, Title: w.Title,
			CoChairs: w.CoChairs, Output: w.Output, Principles: w.Principles})
	}
	// The groups are a mapping whose order is the order in which they are told.
	for i := 0; i+1 < len(g.Groups.Content); i += 2 {
		var group struct {
			Name    string
			NameFR  string `yaml:"name_fr"`
			Aliases []string
			Members []string
			Note    string
			Source  string
		}
		if err := g.Groups.Content[i+1].Decode(&group); err != nil {
			return nil, fmt.Errorf("groups.yaml: %w", err)
		}
		c.Groups = append(c.Groups, tracker.Group{ID: g.Groups.Content[i].Value, Name: group.Name, NameFR: group.NameFR,
			Aliases: group.Aliases, Members: group.Members, Note: group.Note, Source: group.Source})
	}
	return c, nil
}

// allOr is a list of numbers, or the word all, which is told as an empty list.
type allOr []int

func (a *allOr) UnmarshalYAML(n *yaml.Node) error {
	if n.Value == "all" {
		return nil
	}
	return n.Decode((*[]int)(a))
}

// Entries are the first entries of an empty ledger, recorded at a moment.
func Entries(at time.Time) ([]tracker.Entry, error) {
	b := &builder{at: at.UTC().Truncate(time.Microsecond), ids: map[string]tracker.Seq{}, state: map[tracker.Seq]tracker.Supporter{}}
	for _, read := range []func() error{b.history, b.figures, b.events, b.claims} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	return b.entries, nil
}

type builder struct {
	at      time.Time
	entries []tracker.Entry
	ids     map[string]tracker.Seq
	state   map[tracker.Seq]tracker.Supporter
}

func (b *builder) add(on tracker.Day, event tracker.Event) {
	b.entries = append(b.entries, tracker.Entry{Seq: tracker.Seq(len(b.entries) + 1), At: b.at,
		On: min(on, tracker.DayOf(b.at)), By: Slug, Ref: Slug, Event: event})
}

func (b *builder) history() error {
	supporters, err := rows("supporters.csv")
	if err != nil {
		return err
	}
	known := map[string]row{}
	for _, r := range supporters {
		known[r.get("name")] = r
	}
	claims, err := rows("claims.csv")
	if err != nil {
		return err
	}
	removals := map[string]string{}
	for _, r := range claims {
		if r.get("status") == "removed" {
			removals[r.get("name")] = r.get("source")
		}
	}
	call, err := Call()
	if err != nil {
		return err
	}
	changes, err := rows("registry_history.csv")
	if err != nil {
		return err
	}
	for _, r := range changes {
		on, err := r.day("date")
		if err != nil {
			return err
		}
		name := r.get("name")
		s := b.state[b.ids[name]]
		s.Category, s.Country = category(r.get("category")), r.get("country")
		change := tracker.Changed{Source: call.ListURL}
		switch r.get("action") {
		case "added":
			if b.ids[name] == 0 {
				b.ids[name] = tracker.Seq(len(b.entries) + 1)
			}
			if s, err = known[name].supporter(s, on, call.ListURL); err != nil {
				return err
			}
			s.ID, s.Name = b.ids[name], name
			change.Why, change.Source = tracker.Joined, s.Source
		case "recategorised":
			change.Why, change.Source = tracker.Recategorised, s.Source
		case "removed":
			change.Why = tracker.WasRemoved
			if source, ok := removals[name]; ok {
				change.Source = source
			}
			s.Left = tracker.Departure{Status: tracker.Removed, On: on, Source: change.Source}
			switch note := r.get("note"); {
			case strings.HasPrefix(note, "duplicate"):
				s.Left.Reason = tracker.Duplicate
			case strings.HasPrefix(note, "entry replaced"):
				s.Left.Reason, s.Note = tracker.Replaced, note
			}
		default:
			return r.wrong("action")
		}
		if s.ID == 0 {
			return r.wrong("name")
		}
		b.state[s.ID] = s
		change.Supporter = s
		b.add(on, change)
	}
	return nil
}

func (b *builder) figures() error {
	return each("figures.csv", func(r row) error {
		date, err := r.date("date")
		if err != nil {
			return err
		}
		value, err := strconv.Atoi(r.get("value"))
		if err != nil {
			return r.wrong("value")
		}
		b.add(date.Last(), tracker.Reported{Date: date, Category: tracker.Category(r.get("category")), Value: value,
			Qualifier: tracker.Qualifier(r.get("qualifier")), Source: r.get("source"), Quote: r.get("quote")})
		return nil
	})
}

func (b *builder) events() error {
	return each("events.csv", func(r row) error {
		date, err := r.date("date")
		if err != nil {
			return err
		}
		b.add(date.Last(), tracker.Noted{Date: date, Actor: r.get("actor"), Event: r.get("event"), Source: r.get("source")})
		return nil
	})
}

func (b *builder) claims() error {
	return each("claims.csv", func(r row) error {
		if r.get("status") == "removed" {
			return nil
		}
		date, err := r.date("date")
		if err != nil {
			return err
		}
		b.add(date.Last(), tracker.Claimed{Name: r.get("name"), Category: category(r.get("category")),
			Country: r.get("country"), Date: date, Standing: r.get("status"), Claim: r.get("claim"), Source: r.get("source")})
		return nil
	})
}

// supporter is what supporters.csv knows, on top of what the history says. An entry that left the list has no row there.
func (r row) supporter(s tracker.Supporter, on tracker.Day, list string) (tracker.Supporter, error) {
	if r.values == nil {
		s.FirstListed, s.Source = on, list
		return s, nil
	}
	if a := r.get("aliases"); a != "" {
		s.Aliases = strings.Split(a, "|")
	}
	var err error
	if r.get("joined") != "" {
		if s.Joined, err = r.date("joined"); err != nil {
			return s, err
		}
	}
	if s.FirstListed, err = r.day("first_listed"); err != nil {
		return s, err
	}
	s.Kind, s.JoinedSource, s.Source = tracker.Kind(r.get("kind")), r.get("joined_source"), r.get("source")
	s.Website, s.Note = r.get("website"), r.get("note")
	return s, nil
}

func category(s string) tracker.Category {
	if s == "" {
		return tracker.Uncategorised
	}
	return tracker.Category(s)
}

func decode(name string, into any) error {
	f, err := files.Open("data/" + name)
	if err != nil {
		return err
	}
	defer f.Close()
	d := yaml.NewDecoder(f)
	d.KnownFields(true)
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// A row is a line of a CSV file, by the names of its header.
type row struct {
	file    string
	line    int
	columns []string
	values  []string
}

func (r row) get(column string) string {
	return r.values[slices.Index(r.columns, column)]
}

func (r row) day(column string) (tracker.Day, error) {
	d, err := tracker.ParseDay(r.get(column))
	return d, r.at(err)
}

func (r row) date(column string) (tracker.Date, error) {
	d, err := tracker.ParseDate(r.get(column))
	return d, r.at(err)
}

func (r row) wrong(column string) error {
	return r.at(fmt.Errorf("can't use the %s %q", column, r.get(column)))
}

func (r row) at(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s, line %d: %w", r.file, r.line, err)
}

func each(name string, do func(row) error) error {
	all, err := rows(name)
	if err != nil {
		return err
	}
	for _, r := range all {
		if err := do(r); err != nil {
			return err
		}
	}
	return nil
}

func rows(name string) ([]row, error) {
	f, err := files.Open("data/" + name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	c := csv.NewReader(f)
	header, err := c.Read()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var all []row
	for {
		values, err := c.Read()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		line, _ := c.FieldPos(0)
		all = append(all, row{name, line, header, values})
	}
}
