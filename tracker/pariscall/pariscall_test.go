package pariscall_test

import (
	"encoding/csv"
	"maps"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/callfiles"
	"rollcall/tracker/names"
	"rollcall/tracker/pariscall"
)

var now = time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)

// table reads a data file without the package's own reader.
func table(t testing.TB, name string) []map[string]string {
	t.Helper()
	f, err := os.Open("data/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, column := range lines[0] {
			row[column] = line[i]
		}
		rows = append(rows, row)
	}
	return rows
}

func entries(t testing.TB) []tracker.Entry {
	t.Helper()
	all, err := pariscall.Entries(now)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func book(t testing.TB) *tracker.Book {
	t.Helper()
	b, err := (&tracker.Book{}).With(entries(t)...)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func call(t testing.TB) *tracker.Call {
	t.Helper()
	c, err := pariscall.Call()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// roll is the official list of a day: who is on it, under which category, by the plain rows up to that day.
func roll(history []map[string]string, day string) map[string]string {
	list := map[string]string{}
	for _, row := range history {
		if row["date"] > day {
			continue
		}
		if row["action"] == "removed" {
			delete(list, row["name"])
		} else {
			list[row["name"]] = row["category"]
		}
	}
	return list
}

func counts(list map[string]string) tracker.Counts {
	n := map[string]int{}
	for _, category := range list {
		n[category]++
	}
	return tracker.Counts{State: n["state"], PublicAuthority: n["public_authority"], CivilSociety: n["civil_society"], Company: n["company"], Uncategorised: n[""]}
}

func TestTheRollOfEveryDayOnWhichTheListChanged(t *testing.T) {
	history := table(t, "registry_history.csv")
	b := book(t)
	days := map[string]bool{}
	for _, row := range history {
		days[row["date"]] = true
	}
	if len(days) != 76 {
		t.Errorf("the list changed on %d days, want 76", len(days))
	}
	for day := range days {
		// The day before must still be the list of the change before that.
		for _, d := range []tracker.Day{tracker.Day(day), tracker.DayOf(tracker.Day(day).Time().AddDate(0, 0, -1))} {
			list := roll(history, string(d))
			then := b.AsOf(d)
			if got, want := then.Counts(), counts(list); got != want {
				t.Errorf("%s counts %+v, want %+v", d, got, want)
			}
			for s := range then.Roll() {
				category, ok := list[s.Name]
				if !ok || category != string(s.Category) && (category != "" || s.Category != tracker.Uncategorised) {
					t.Errorf("%s: %s is folded as %s, and is on the list as %q (%t)", d, s.Name, s.Category, category, ok)
				}
				delete(list, s.Name)
			}
			if len(list) > 0 {
				t.Errorf("%s: the fold lacks %v", d, list)
			}
		}
	}
}

func TestTheRollOf19December2020(t *testing.T) {
	got := book(t).AsOf("2020-12-19").Counts()
	if want := (tracker.Counts{State: 79, PublicAuthority: 33, CivilSociety: 374, Company: 684, Uncategorised: 1}); got != want || got.Total() != 1171 {
		t.Errorf("it counts %+v, in all %d; want %+v, in all 1171", got, got.Total(), want)
	}
}

func TestTheRollBeginsWithTheListsRecords(t *testing.T) {
	b := book(t)
	if got := b.Begins(); got != "2019-09-16" {
		t.Errorf("it begins on %s", got)
	}
	if got := b.AsOf("2019-09-16").Counts().Total(); got != 568 {
		t.Errorf("its first day has %d, want 568", got)
	}
	if got := b.AsOf("2019-09-15").Counts().Total(); got != 0 {
		t.Errorf("the day before has %d", got)
	}
}

func TestEverySupporterIsAsItsRowSays(t *testing.T) {
	b := book(t)
	rows := table(t, "supporters.csv")
	if got, want := b.Counts(), (tracker.Counts{State: 81, PublicAuthority: 37, CivilSociety: 391, Company: 708, Uncategorised: 5}); got != want || got.Total() != 1222 || len(rows) != 1222 {
		t.Errorf("the list counts %+v, in all %d, of %d rows", got, got.Total(), len(rows))
	}
	onRoll := map[string]*tracker.Supporter{}
	for s := range b.Roll() {
		if onRoll[s.Name] != nil {
			t.Errorf("%s is on the list twice", s.Name)
		}
		onRoll[s.Name] = s
	}
	for _, row := range rows {
		s := onRoll[row["name"]]
		if s == nil {
			t.Errorf("%s is not on the list", row["name"])
			continue
		}
		delete(onRoll, row["name"])
		category := string(s.Category)
		if s.Category == tracker.Uncategorised {
			category = ""
		}
		got := map[string]string{"name": s.Name, "aliases": strings.Join(s.Aliases, "|"), "category": category, "kind": string(s.Kind),
			"country": s.Country, "joined": string(s.Joined), "joined_source": s.JoinedSource, "first_listed": string(s.FirstListed),
			"source": s.Source, "website": s.Website, "note": s.Note}
		if !maps.Equal(got, row) {
			t.Errorf("the list has\n%v, the row\n%v", got, row)
		}
		if s.Source == "" {
			t.Errorf("%s has no source", s.Name)
		}
	}
	for name := range onRoll {
		t.Errorf("%s is on the list and has no row", name)
	}
}

func TestTheFirstEntriesAreTheChangesThenFiguresEventsAndClaims(t *testing.T) {
	all := entries(t)
	history := table(t, "registry_history.csv")
	if len(history) != 1253 || len(all) != 1253+147+49+5 {
		t.Fatalf("%d entries of %d changes, want %d of 1253", len(all), len(history), 1253+147+49+5)
	}
	why := map[string]tracker.Why{"added": tracker.Joined, "recategorised": tracker.Recategorised, "removed": tracker.WasRemoved}
	for i, e := range all {
		if e.Seq != tracker.Seq(i+1) || !e.At.Equal(now) || e.By != pariscall.Slug || e.Ref != pariscall.Slug {
			t.Fatalf("entry %d is %+v", i+1, e)
		}
		if i >= len(history) {
			continue
		}
		row := history[i]
		ev, ok := e.Event.(tracker.Changed)
		if !ok || string(e.On) != row["date"] || ev.Supporter.Name != row["name"] || ev.Why != why[row["action"]] || ev.Supporter.Country != row["country"] {
			t.Errorf("entry %d is %+v, the row %v", i+1, e, row)
		}
		if ev.Source == "" {
			t.Errorf("entry %d has no source", i+1)
		}
	}
	for _, at := range []int{1253, 1253 + 147, 1253 + 147 + 49} {
		if reflect.TypeOf(all[at].Event) == reflect.TypeOf(all[at-1].Event) {
			t.Errorf("entries %d and %d are both %T", at, at+1, all[at].Event)
		}
	}
}

func TestFiguresEventsAndOpenClaimsAreAsTheirRowsSay(t *testing.T) {
	b := book(t)
	figures := table(t, "figures.csv")
	if len(b.Figures()) != 147 || len(figures) != 147 {
		t.Fatalf("%d figures of %d rows, want 147", len(b.Figures()), len(figures))
	}
	for i, f := range b.Figures() {
		got := map[string]string{"date": string(f.Date), "category": string(f.Category), "value": strconv.Itoa(f.Value),
			"qualifier": string(f.Qualifier), "source": f.Source, "quote": f.Quote}
		if !maps.Equal(got, figures[i]) {
			t.Errorf("figure %d is %v, the row %v", i+1, got, figures[i])
		}
		if f.Qualifier != tracker.Exactly && f.Qualifier != tracker.AtLeast && f.Qualifier != tracker.About {
			t.Errorf("figure %d is meant %q", i+1, f.Qualifier)
		}
		if f.Category != tracker.TotalFigure && !slices.Contains(tracker.Categories(), f.Category) {
			t.Errorf("figure %d is of %q", i+1, f.Category)
		}
	}
	events := table(t, "events.csv")
	if len(b.Notes()) != 49 || len(events) != 49 {
		t.Fatalf("%d events of %d rows, want 49", len(b.Notes()), len(events))
	}
	for i, n := range b.Notes() {
		if got := map[string]string{"date": string(n.Date), "actor": n.Actor, "event": n.Event, "source": n.Source}; !maps.Equal(got, events[i]) {
			t.Errorf("event %d is %v, the row %v", i+1, got, events[i])
		}
	}
	open := slices.DeleteFunc(table(t, "claims.csv"), func(row map[string]string) bool { return row["status"] == "removed" })
	if len(b.Claims()) != 5 || len(open) != 5 {
		t.Fatalf("%d claims of %d rows, want 5", len(b.Claims()), len(open))
	}
	for i, c := range b.Claims() {
		if got := map[string]string{"name": c.Name, "category": string(c.Category), "country": c.Country, "date": string(c.Date),
			"status": c.Standing, "claim": c.Claim, "source": c.Source}; !maps.Equal(got, open[i]) {
			t.Errorf("claim %d is %v, the row %v", i+1, got, open[i])
		}
	}
}

func TestEveryRemovalHasItsSourceAndReason(t *testing.T) {
	b := book(t)
	sources := map[string]string{}
	for _, row := range table(t, "claims.csv") {
		if row["status"] == "removed" {
			sources[row["name"]] = row["source"]
		}
	}
	want := map[string]string{}
	for _, row := range table(t, "registry_history.csv") {
		if row["action"] != "removed" {
			continue
		}
		switch {
		case row["note"] == "":
			want[row["name"]] = ""
		case strings.Contains(row["note"], "duplicate"):
			want[row["name"]] = tracker.Duplicate
		case strings.Contains(row["note"], "replaced"):
			want[row["name"]] = tracker.Replaced
		default:
			t.Errorf("a removal for another reason: %v", row)
		}
	}
	if len(want) != 8 || len(sources) != 3 {
		t.Errorf("%d removals, %d with a source of their own; want 8 and 3", len(want), len(sources))
	}
	list := call(t).ListURL
	for s := range b.Supporters() {
		reason, removed := want[s.Name]
		if !removed {
			if s.Status() != tracker.Listed {
				t.Errorf("%s is %s", s.Name, s.Status())
			}
			continue
		}
		source := list
		if own, ok := sources[s.Name]; ok {
			source = own
		}
		if s.Left.Status != tracker.Removed || s.Left.Reason != reason || s.Left.Source != source || s.Left.On == "" {
			t.Errorf("%s left as %+v, want it removed as %q by %s", s.Name, s.Left, reason, source)
		}
		delete(want, s.Name)
	}
	if len(want) > 0 {
		t.Errorf("not removed are %v", want)
	}
}

func TestItsLedgerIsValid(t *testing.T) {
	all := entries(t)
	for _, v := range tracker.Verify(all) {
		t.Error(v)
	}
	for _, e := range all {
		line, err := tracker.Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := tracker.Decode(line); err != nil || !reflect.DeepEqual(back, e) {
			t.Errorf("entry %d comes back as\n%+v, want\n%+v (%v)", e.Seq, back, e, err)
		}
	}
}

// A ledger that began before events of 2017 and of the US statement were known keeps its own entries, and is valid.
func TestALedgerThatBeganWithFewerEventsIsValid(t *testing.T) {
	var earlier []tracker.Entry
	for _, e := range entries(t) {
		if n, ok := e.Event.(tracker.Noted); ok && (n.Date == "2017" || strings.HasPrefix(n.Source, "US State Department")) {
			continue
		}
		e.Seq = tracker.Seq(len(earlier) + 1)
		earlier = append(earlier, e)
	}
	for _, v := range tracker.Verify(earlier) {
		t.Error(v)
	}
	b, err := (&tracker.Book{}).With(earlier...)
	if err != nil || b.Counts() != book(t).Counts() || len(b.Notes()) != 49-6 || len(b.Figures()) != 147 {
		t.Errorf("it has %d events (%v)", len(b.Notes()), err)
	}
}

// A machine whose clock is behind fills its ledger too; nothing takes effect after it was recorded.
func TestItsLedgerIsValidWhateverTheClockSays(t *testing.T) {
	for _, at := range []time.Time{{}, time.Unix(0, 0), time.Date(2020, 6, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 3, 1, 1, 0, 0, 999, time.FixedZone("east", 14*3600))} {
		all, err := pariscall.Entries(at)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range tracker.Verify(all) {
			t.Errorf("recorded %v: %v", at, v)
		}
	}
}

func TestCodesAreKnown(t *testing.T) {
	country := func(what, code string) {
		if c, ok := names.CountryOf(code); !ok || c.Code != code {
			t.Errorf("%s: no country is called %q", what, code)
		}
	}
	countryless := 0
	for s := range book(t).Supporters() {
		if s.Country == "" {
			countryless++
		} else {
			country(s.Name, s.Country)
		}
		if !slices.Contains(tracker.Categories(), s.Category) {
			t.Errorf("%s has category %q", s.Name, s.Category)
		}
		if s.Kind != "" && !slices.Contains(tracker.Kinds(), s.Kind) {
			t.Errorf("%s has kind %q", s.Name, s.Kind)
		}
	}
	if countryless != 5 {
		t.Errorf("%d have no country, want 5", countryless)
	}
	for _, claim := range book(t).Claims() {
		if claim.Country != "" {
			country(claim.Name, claim.Country)
		}
	}
	for _, g := range call(t).Groups {
		for _, member := range g.Members {
			country(g.ID, member)
		}
	}
}

func TestPrinciplesAreComplete(t *testing.T) {
	c := call(t)
	if c.Slug != pariscall.Slug || c.Name == "" || c.Names["fr"] == "" || c.Launched != "2018-11-12" || c.Checked != "2025-12-25" || c.Binding || len(c.Notes) == 0 {
		t.Errorf("the Call is %+v", c)
	}
	for _, url := range []string{c.URL, c.TextURL, c.PrinciplesURL, c.ListURL} {
		if !strings.HasPrefix(url, "https://") {
			t.Errorf("an address is %q", url)
		}
	}
	if len(c.Principles) != 9 || len(c.WorkingGroups) != 6 || len(c.Norms) != 8 {
		t.Fatalf("%d principles, %d working groups, %d norms; want 9, 6, 8", len(c.Principles), len(c.WorkingGroups), len(c.Norms))
	}
	for i := range c.Principles {
		p := c.Principle(i + 1)
		if p == nil || p.Number != i+1 || p.Title == "" || p.Titles["fr"] == "" || p.Summaries["en"] == "" || !strings.HasPrefix(p.URL, c.PrinciplesURL) {
			t.Errorf("principle %d is %+v", i+1, p)
			continue
		}
		for _, n := range p.Norms {
			// One principle takes up two norms at once.
			for title := range strings.SplitSeq(n.Norm, "; ") {
				if !slices.ContainsFunc(c.Norms, func(norm string) bool { return strings.EqualFold(norm, title) }) || n.Basis == "" {
					t.Errorf("principle %d has norm %+v", i+1, n)
				}
			}
		}
		for _, instrument := range p.Instruments {
			if instrument.Instrument == "" || instrument.Source == "" {
				t.Errorf("principle %d has instrument %+v", i+1, instrument)
			}
		}
		for _, w := range p.WorkingGroups {
			if w < 1 || w > len(c.WorkingGroups) {
				t.Errorf("principle %d has working group %d", i+1, w)
			}
		}
	}
	if c.Principle(0) != nil || c.Principle(10) != nil || c.Principle(-1) != nil {
		t.Error("there is a principle outside 1 to 9")
	}
	for i, w := range c.WorkingGroups {
		if w.Number != i+1 || w.Title == "" {
			t.Errorf("working group %d is %+v", i+1, w)
		}
		for _, p := range w.Principles {
			if c.Principle(p) == nil {
				t.Errorf("working group %d has principle %d", i+1, p)
			}
		}
	}
	if len(c.WorkingGroups[3].Principles) != 0 {
		t.Errorf("working group 4 is on principles %v, want all, written as none", c.WorkingGroups[3].Principles)
	}
}

// The counts are read from the file's text, line by line, not by the YAML reader that the product uses.
func TestGroupsHaveAsManyMembersAsTheyCount(t *testing.T) {
	text, err := os.ReadFile("data/groups.yaml")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int{}
	group := ""
	for line := range strings.Lines(string(text)) {
		if id, isKey := strings.CutSuffix(strings.TrimSpace(line), ":"); isKey && strings.Index(line, id) == len("  ") {
			group = id
		}
		if n, found := strings.CutPrefix(strings.TrimSpace(line), "count: "); found {
			if want[group], err = strconv.Atoi(n); err != nil {
				t.Fatal(err)
			}
		}
	}
	c := call(t)
	if len(want) != 139 || c.GroupsAsOf != "2026-01" {
		t.Fatalf("%d groups as of %s, want 139 as of 2026-01", len(want), c.GroupsAsOf)
	}
	for id := range want {
		g := c.Group(id)
		if g == nil || g.ID != id || g.Name == "" || g.Source == "" || len(g.Members) == 0 {
			t.Errorf("group %s is %+v", id, g)
			continue
		}
		distinct := slices.Compact(slices.Sorted(slices.Values(g.Members)))
		if len(g.Members) != want[g.ID] || len(distinct) != len(g.Members) {
			t.Errorf("%s has %d members, %d of them distinct; want %d", g.ID, len(g.Members), len(distinct), want[g.ID])
		}
		if !g.Has(g.Members[0]) || g.Has("XX") {
			t.Errorf("%s has the wrong members", g.ID)
		}
	}
	if !c.Group("nato").Has("NO") {
		t.Error("Norway is read as the word no")
	}
	if c.Group("none") != nil {
		t.Error("there is a group that isn't there")
	}
}

func TestStatesInGroups(t *testing.T) {
	c := call(t)
	states := map[string]bool{}
	for s := range book(t).Roll() {
		if s.Category == tracker.State {
			states[s.Country] = true
		}
	}
	if len(states) != 81 {
		t.Errorf("states are of %d countries, want 81", len(states))
	}
	for id, want := range map[string]int{"un": 81, "eu": 27, "nato": 31, "g7": 7, "g20": 11, "oecd": 35, "asean": 3, "brics": 1} {
		g := c.Group(id)
		if g == nil {
			t.Errorf("there is no group %s", id)
			continue
		}
		got := 0
		for _, member := range g.Members {
			if states[member] {
				got++
			}
		}
		if got != want {
			t.Errorf("%d states of %s are on the list, want %d", got, id, want)
		}
	}
}

func TestStatesInRegionsAndFurtherGroups(t *testing.T) {
	c, b := call(t), book(t)
	count := func(category tracker.Category, id string) int {
		g, n := c.Group(id), 0
		if g == nil {
			t.Fatalf("there is no group %s", id)
		}
		for s := range b.Roll() {
			if s.Category == category && g.Has(s.Country) {
				n++
			}
		}
		return n
	}
	states := map[string]int{"african-union": 11, "commonwealth": 10, "coe": 42, "five_eyes": 5}
	// Every state lies on one continent, the Holy See and Kosovo aside, which haven't signed.
	all := 0
	for _, id := range []string{"africa", "americas", "asia", "europe", "oceania"} {
		all += count(tracker.State, id)
	}
	if all != 81 {
		t.Errorf("%d states are on a continent, want 81", all)
	}
	for id, want := range states {
		if got := count(tracker.State, id); got != want {
			t.Errorf("%d states of %s, want %d", got, id, want)
		}
	}
	for id, member := range map[string]string{"latin_america": "MX", "latin_america_caribbean": "JM", "north_america": "MX", "p5": "CN", "ecowas": "SN", "nordic": "IS", "gcc": "SA"} {
		if !c.Group(id).Has(member) {
			t.Errorf("%s lacks %s", id, member)
		}
	}
	for id, other := range map[string]string{"latin_america": "JM", "central_america": "MX", "north_america": "CU", "ecowas": "ML", "oif": "BF", "schengen": "IE", "p5": "DE"} {
		if c.Group(id).Has(other) {
			t.Errorf("%s has %s", id, other)
		}
	}
	// A company of Taiwan lies in Asia; Taiwan is no member of the United Nations, and isn't missed there.
	if g := c.Group("asia"); !g.Has("TW") || slices.Contains(g.Members, "TW") || !g.Region {
		t.Errorf("Asia is %+v", g)
	}
	if g := c.Group("oif"); g.Has("MX") || !slices.Contains(g.Observers, "MX") {
		t.Error("an observer of the Francophonie is a member")
	}
}

// Names of groups that were in use before are still names of the same groups.
func TestGroupsAreFoundByAllTheirNames(t *testing.T) {
	c := call(t)
	for name, want := range map[string]string{"au": "african-union", "AU": "african-union", "Union africaine": "african-union", "western_africa": "west_africa", "south-eastern asia": "southeast_asia",
		"Países nórdicos": "nordic", "Francophonie": "oif", "Arab League": "arab_league", "GCC": "gcc", "MENA": "middle_east_north_africa", "LAC": "latin_america_caribbean",
		"Amérique latine": "latin_america", "European": "europe", "européennes": "europe", "V4": "visegrad", "Eurozone": "euro_area", "Unión Europea": "eu"} {
		if g := c.Group(name); g == nil || g.ID != want {
			t.Errorf("%q is the group %+v, want %s", name, g, want)
		}
	}
	for i := range c.Groups {
		for _, lang := range []string{"en", "fr", "es"} {
			if c.Groups[i].Names[lang] == "" {
				t.Errorf("the group %s has the names %v", c.Groups[i].ID, c.Groups[i].Names)
			}
		}
	}
}

// Each figure has a publisher, and each publisher a figure.
func TestFiguresHavePublishers(t *testing.T) {
	c, published := call(t), map[string]int{}
	for _, f := range book(t).Figures() {
		p := c.PublisherOf(f.Source)
		if p == nil {
			t.Errorf("nobody published %+v", f)
			continue
		}
		if counted := f.Quote == ""; counted != (p.ID == "official_list") {
			t.Errorf("%+v is published by %s", f, p.ID)
		}
		published[p.ID]++
	}
	for _, p := range c.Publishers {
		if published[p.ID] == 0 {
			t.Errorf("%s published nothing", p.ID)
		}
	}
	for name, want := range map[string]string{"afp": "afp", "Agence France-Presse": "afp", "PPF": "paris_peace_forum", "Quai d'Orsay": "french_foreign_ministry", "dig.watch": "dig_watch",
		"french mfa": "french_foreign_ministry", "Foro de París sobre la Paz": "paris_peace_forum", "WG4": "working_group_4", "Canada": "canada"} {
		if p := c.Publisher(name); p == nil || p.ID != want {
			t.Errorf("%q is the publisher %+v, want %s", name, p, want)
		}
	}
	if published["afp"] != 2 || published["paris_peace_forum"] != 9 || c.Publisher("nobody") != nil {
		t.Errorf("published: %v", published)
	}
}

func TestWhatIsCitedHasAName(t *testing.T) {
	c, b := call(t), book(t)
	cited := map[string]string{}
	for _, g := range c.Groups {
		cited[g.Source] = "the group " + g.ID
	}
	for s := range b.Supporters() {
		cited[s.JoinedSource] = s.Name
	}
	for _, e := range b.Notes() {
		cited[e.Source] = e.Event
	}
	for _, claim := range b.Claims() {
		cited[claim.Source] = claim.Name
	}
	for source, what := range cited {
		if strings.HasPrefix(source, "https://") && !strings.HasPrefix(source, "https://pariscall.international/") && c.PublisherOf(source) == nil {
			t.Errorf("%s: nobody is known to publish %s", what, source)
		}
	}
}

func TestWorkingGroupsHaveChairsReportsAndDates(t *testing.T) {
	c := call(t)
	if c.WorkingGroupsAnnounced != "2020-11" || c.WorkingGroupsStarted != "2021-03" || !slices.Equal(c.Languages, []string{"en", "fr", "es"}) {
		t.Errorf("announced %s, started %s; languages %v", c.WorkingGroupsAnnounced, c.WorkingGroupsStarted, c.Languages)
	}
	for i, w := range c.WorkingGroups {
		reported := tracker.Date("")
		if i >= 2 {
			reported = "2021-11-12"
		}
		if w.Reported != reported || (w.Output != "") != (i >= 2) || (len(w.CoChairs) > 0) != (i >= 2) || w.Titles["fr"] == "" || w.Titles["en"] != w.Title {
			t.Errorf("working group %d is %+v", i+1, w)
		}
	}
	if got := c.WorkingGroups[5].ExpertSupport; !slices.Equal(got, []string{"GEODE"}) {
		t.Errorf("working group 6 is supported by %v", got)
	}
}

// The events' days are those that the rest of the data gives.
func TestNamedEventsAreOnTheirDays(t *testing.T) {
	c, b := call(t), book(t)
	for name, want := range map[string]tracker.Date{"launch": tracker.Date(c.Launched), "Lanzamiento": tracker.Date(c.Launched), "records": tracker.Date(b.Begins()),
		"working-groups-announced": c.WorkingGroupsAnnounced, "working-groups-start": c.WorkingGroupsStarted, "working-group-reports": c.WorkingGroups[3].Reported,
		"OEWG report": "2021-03-10", "rapport du GGE": "2021-07-14", "us-support": "2021-11-10", "EU joined": "2021-11-11", "latest-additions": "2024-01-19"} {
		if e := c.Event(name); e == nil || e.On != want {
			t.Errorf("%q is %+v, want it on %s", name, e, want)
		}
	}
	if c.Event("none") != nil {
		t.Error("there is an event that isn't there")
	}
}

func TestTopicsAnswerInEachLanguage(t *testing.T) {
	c := call(t)
	if len(c.About().Topics) < 80 {
		t.Errorf("%d topics, want 80", len(c.About().Topics))
	}
	for _, topic := range c.About().Topics {
		for lang, least := range map[string]int{"en": 6, "fr": 3, "es": 3} {
			if len(topic.Names[lang]) < least || topic.Text[lang] == "" {
				t.Errorf("%s is asked by %v in %s, and answers %q", topic.ID, topic.Names[lang], lang, topic.Text[lang])
			}
		}
		for _, s := range topic.Sources {
			if s.Date == "" || s.Name["fr"] == "" {
				t.Errorf("%s has the source %+v", topic.ID, s)
			}
		}
	}
	for name, want := range map[string]string{"when was it launched": "launch", "est-ce gratuit ?": "cost", "es vinculante": "binding", "Ned Price": "us-spokesperson", "1,217 or 1,222": "total",
		"eight or nine": "eight-or-nine", "who made this bot": "bot", "how the US reads the Call": "us-reading", "why did the US not sign in 2018": "us-not-at-first", "WG5": "working-group-5"} {
		if got := c.Topic(name); got == nil || got.ID != want {
			t.Errorf("%q is the topic %+v, want %s", name, got, want)
		}
	}
}

// The numbers that topics have about the list are those of the list.
func TestTopicsHaveTheNumbersOfTheList(t *testing.T) {
	c, b := call(t), book(t)
	joined := 0
	for s := range b.Roll() {
		if s.Joined != "" {
			joined++
		}
	}
	now := b.Counts()
	for id, numbers := range map[string][]int{
		"total":            {now.Total(), now.Total() - now.Uncategorised},
		"uncategorised":    {now.Total()},
		"joined-or-listed": {joined, now.Total()},
		"records":          {b.AsOf(b.Begins()).Counts().Total()},
		"growth-2020":      {b.AsOf("2020-11-19").Counts().Total(), b.AsOf("2020-11-20").Counts().Total()},
		"ppf-figures":      {b.AsOf("2021-11-11").Counts().CivilSociety},
		"figures-2019":     {b.AsOf("2019-11-12").Counts().Total(), b.AsOf("2019-12-10").Counts().Company, b.AsOf("2019-12-10").Counts().CivilSociety},
		"canada-figures":   {b.AsOf("2020-05-26").Counts().Total(), b.AsOf("2020-05-26").Counts().State},
	} {
		topic := c.Topic(id)
		if topic == nil {
			t.Errorf("there is no topic %s", id)
			continue
		}
		for lang, text := range topic.Text {
			plain := strings.NewReplacer(",", "", " ", "", ".", "").Replace(text)
			for _, n := range numbers {
				if !strings.Contains(plain, strconv.Itoa(n)) {
					t.Errorf("%s in %s lacks %d: %s", id, lang, n, text)
				}
			}
		}
	}
}

// The folder has no mistakes, and nothing of it differs by being read only once it is needed.
func TestFolderIsSound(t *testing.T) {
	whole, err := callfiles.Read(os.DirFS("data"), pariscall.Slug, "2026-01-31")
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(entries(t), whole.Entries(now)) {
		t.Error("the entries differ")
	}
	if !reflect.DeepEqual(call(t).About(), whole.Call.About()) {
		t.Error("what questions are about differs")
	}
	if found := entries(t)[0].On; call(t).Found != found || whole.Call.Found != found {
		t.Errorf("the data begins on %s or %s, want %s", call(t).Found, whole.Call.Found, found)
	}
}

func BenchmarkFolder(b *testing.B) {
	for b.Loop() {
		if _, err := callfiles.Read(os.DirFS("data"), pariscall.Slug, "2026-01-31"); err != nil {
			b.Fatal(err)
		}
	}
}
