package callfiles

import (
	"cmp"
	"slices"

	"go.yaml.in/yaml/v3"

	"rollcall/tracker"
	"rollcall/tracker/names"
)

// A group is one of groups.yaml.
type group struct {
	Name        string
	NameFR      string            `yaml:"name_fr"` // names has it, too
	Names       map[string]string // in the other languages
	Aliases     texts
	Region      bool
	Members     codes // those of a region can be regions that stand above it
	Territories codes
	Observers   codes
	AsOf        string `yaml:"as_of"`
	LastChange  string `yaml:"last_change"`
	Source      string
	Checked     bool
	Count       *int // of members, to check the list
	Note        string
	Notes       map[string]string // in the other languages
}

// groups reads the groups of countries, in the order in which they are shown.
func (r *reader) groups() {
	var g struct {
		AsOf   string `yaml:"as_of"`
		Note   string
		Groups map[string]group
		// Countries are known to the package names, in more languages.
		Countries yaml.Node
	}
	root, ok := r.decode(groupsFile, false, &g)
	if !ok {
		return
	}
	at := func(path ...string) place { return place{groupsFile, lineOf(root, path...)} }
	c := r.call
	c.GroupsAsOf = r.date(at("as_of"), "as_of", g.AsOf)
	taken, regions := taken{}, map[string]tracker.Group{}
	for _, id := range keysOf(root, "groups") {
		one, where := g.Groups[id], at("groups", id)
		r.id(taken, where, "group", id)
		group := tracker.Group{ID: id, Name: one.Name, Names: inEach(one.Name, one.NameFR, one.Names), Aliases: one.Aliases, AsOf: c.GroupsAsOf,
			Checked: one.Checked, Notes: english(one.Note, one.Notes), Source: one.Source, Region: one.Region}
		group.AsOf = cmp.Or(r.known(at("groups", id, "as_of"), "as_of", one.AsOf), group.AsOf)
		group.Changed = r.known(at("groups", id, "last_change"), "last_change", one.LastChange)
		// Nobody founded a region: its source can be words.
		if one.Name == "" || len(one.Members) == 0 || one.Source == "" || !one.Region && tracker.CheckSource(one.Source) != nil {
			r.wrong(where, "the group %s needs a name, members, and a source that is a web address", id)
		} else {
			r.sourced(where, one.Source)
			r.inAll(where, "the group "+id+" has no name", group.Names)
		}
		if one.Note != "" {
			r.inAll(where, "the group "+id+" has no note", group.Notes)
		}
		for _, code := range one.Members {
			if part, ok := regions[code]; one.Region && ok {
				group.Members = tracker.Include(group.Members, part.Members...)
				group.Territories = tracker.Include(group.Territories, part.Territories...)
			} else {
				group.Members = append(group.Members, r.member(where, id, code))
			}
		}
		for _, code := range slices.Concat(one.Territories, one.Observers) {
			r.member(where, id, code)
		}
		group.Territories, group.Observers = append(group.Territories, one.Territories...), one.Observers
		all := slices.Sorted(slices.Values(slices.Concat(group.Members, group.Territories, group.Observers)))
		for i := 1; i < len(all); i++ {
			if all[i] == all[i-1] {
				r.wrong(where, "the group %s has %s twice", id, all[i])
			}
		}
		if one.Count != nil && *one.Count != len(group.Members) {
			r.wrong(where, "the group %s has %d members, and its count is %d", id, len(group.Members), *one.Count)
		}
		for _, name := range group.AllNames() {
			if r.take(taken, where, "group", id, name); r.sound {
				continue
			}
			// A code of two letters can be an abbreviation as well, and is told apart when it is used: AU.
			if i := slices.IndexFunc(names.CountryNamed(name), func(m names.CountryMatch) bool { return m.By != names.ByCode || len(name) > 2 }); i >= 0 {
				r.wrong(where, "the group %s is called %q, which is a country", id, name)
			}
		}
		if c.Groups = append(c.Groups, group); group.Region {
			regions[id] = group
		}
	}
}

// member is a code of a country in a group.
func (r *reader) member(at place, group, code string) string {
	if c, known := names.CountryOf(code); !known || c.Code != code {
		r.wrong(at, "the group %s has the member %q, which is no ISO 3166 code of two capital letters", group, code)
	}
	return code
}
