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
	"rollcall/tracker/names"
	"rollcall/tracker/pariscall"
)

var now = time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)

// table reads a data file in the plainest way, on its own.
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
		// The day before, too: it must be the roll of the change before that.
		for _, d := range []tracker.Day{tracker.Day(day), tracker.DayOf(tracker.Day(day).Time().AddDate(0, 0, -1))} {
			list := roll(history, string(d))
			then := b.AsOf(d)
			if got, want := then.Counts(), counts(list); got != want {
				t.Errorf("%s counts %+v, want %+v", d, got, want)
			}
			for s := range then.Roll() {
				category, ok := list[s.Name]
				if !ok || category != string(s.Category) && (category != "" || s.Category != tracker.Uncategorised) {
					t.Errorf("%s: %s is on the roll as %s, and on the list as %q (%t)", d, s.Name, s.Category, category, ok)
				}
				delete(list, s.Name)
			}
			if len(list) > 0 {
				t.Errorf("%s: the roll lacks %v", d, list)
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
		t.Errorf("the roll counts %+v, in all %d, of %d rows", got, got.Total(), len(rows))
	}
	onRoll := map[string]*tracker.Supporter{}
	for s := range b.Roll() {
		if onRoll[s.Name] != nil {
			t.Errorf("%s is on the roll twice", s.Name)
		}
		onRoll[s.Name] = s
	}
	for _, row := range rows {
		s := onRoll[row["name"]]
		if s == nil {
			t.Errorf("%s is not on the roll", row["name"])
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
			t.Errorf("the roll has\n%v, the row\n%v", got, row)
		}
		if s.Source == "" {
			t.Errorf("%s has no source", s.Name)
		}
	}
	for name := range onRoll {
		t.Errorf("%s is on the roll and has no row", name)
	}
}

func TestTheFirstEntriesAreTheChangesThenFiguresEventsAndClaims(t *testing.T) {
	all := entries(t)
	history := table(t, "registry_history.csv")
	if len(history) != 1253 || len(all) != 1253+147+43+5 {
		t.Fatalf("%d entries of %d changes, want %d of 1253", len(all), len(history), 1253+147+43+5)
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
	for _, at := range []int{1253, 1253 + 147, 1253 + 147 + 43} {
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
	if len(b.Notes()) != 43 || len(events) != 43 {
		t.Fatalf("%d events of %d rows, want 43", len(b.Notes()), len(events))
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
	if c.Slug != pariscall.Slug || c.Name == "" || c.NameFR == "" || c.Launched != "2018-11-12" || c.Checked != "2025-12-25" || c.Binding || len(c.Notes) == 0 {
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
		if p == nil || p.Number != i+1 || p.Title == "" || p.TitleFR == "" || p.Summary == "" || len(p.Keywords) == 0 || !strings.HasPrefix(p.URL, c.PrinciplesURL) {
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
		t.Errorf("working group 4 is on principles %v, want all, told as none", c.WorkingGroups[3].Principles)
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
	if len(want) != 111 || c.GroupsAsOf != "2026-01" {
		t.Fatalf("%d groups as of %s, want 111 as of 2026-01", len(want), c.GroupsAsOf)
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
			t.Errorf("%d states of %s are on the roll, want %d", got, id, want)
		}
	}
}
