package callfiles_test

import (
	"errors"
	"io/fs"
	"maps"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/callfiles"
)

const today tracker.Day = "2026-03-01"

var now = today.Time()

// starter is the starter's folder, which tests change.
func starter(t testing.TB) fstest.MapFS {
	t.Helper()
	files, err := callfiles.Starter()
	if err != nil {
		t.Fatal(err)
	}
	folder := fstest.MapFS{}
	names, err := fs.Glob(files, "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			t.Fatal(err)
		}
		folder[name] = &fstest.MapFile{Data: text}
	}
	return folder
}

// with puts a file into a folder.
func with(folder fstest.MapFS, name, text string) fstest.MapFS {
	folder = maps.Clone(folder)
	folder[name] = &fstest.MapFile{Data: []byte(text)}
	return folder
}

func read(t testing.TB, folder fs.FS) (*callfiles.Folder, *tracker.Book) {
	t.Helper()
	f, err := callfiles.Read(folder, "example", today)
	if err != nil {
		t.Fatal(err)
	}
	entries := f.Entries(now)
	for _, v := range tracker.Verify(entries) {
		t.Error(v)
	}
	b, err := (&tracker.Book{}).With(entries...)
	if err != nil {
		t.Fatal(err)
	}
	return f, b
}

func TestTheStarterIsACall(t *testing.T) {
	f, b := read(t, starter(t))
	if c := f.Call; c.Slug != "example" || c.Name != "Example Call for Tidy Desks" || len(c.Principles) != 2 || c.Principle(2).URL != c.PrinciplesURL || len(c.Groups) != 0 {
		t.Errorf("the call is %+v", c)
	}
	if got, want := b.Counts(), (tracker.Counts{CivilSociety: 1, Company: 1}); got != want {
		t.Errorf("its roll counts %+v", got)
	}
	if before := b.AsOf("2024-06-02").Counts(); b.Begins() != "2024-05-01" || before.Total() != 1 {
		t.Errorf("it begins on %s, and has %d before the second joined", b.Begins(), before.Total())
	}
	s := b.Named("EXF")
	if len(s) != 1 || s[0].Name != "Example Foundation" || s[0].Joined != "2024-05-01" || s[0].Country != "FR" || s[0].Kind != "foundation" || s[0].ID != 1 {
		t.Errorf("the foundation is %+v", s)
	}
	if len(b.Figures()) != 1 || len(b.Notes()) != 1 || len(b.Claims()) != 0 {
		t.Errorf("%d figures, %d events, %d claims", len(b.Figures()), len(b.Notes()), len(b.Claims()))
	}
	for _, e := range f.Entries(now) {
		if e.By != "example" || e.Ref != "example" || !e.At.Equal(now) {
			t.Errorf("an entry is %+v", e)
		}
	}
}

func TestOnlyThePrinciplesAreNeeded(t *testing.T) {
	folder := starter(t)
	maps.DeleteFunc(folder, func(name string, _ *fstest.MapFile) bool { return name != "principles.yaml" })
	f, b := read(t, folder)
	if f.Call.Name == "" || b.Head() != 0 {
		t.Errorf("%+v, with %d entries", f.Call, b.Head())
	}
	_, err := callfiles.Read(fstest.MapFS{}, "example", today)
	if err == nil || err.Error() != "principles.yaml: it isn't there, and is needed" {
		t.Errorf("an empty folder is read with %v", err)
	}
	if _, err := callfiles.Read(os.DirFS(t.TempDir()+"/none"), "example", today); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that isn't there is read with %v", err)
	}
}

const history = `date,action,name,category,country,note
2024-05-01,added,Example Foundation,company,FR,
2024-05-02,added,Example Museum,civil_society,DE,
2024-05-03,recategorised,Example Foundation,civil_society,FR,
2024-05-04,removed,Example Museum,civil_society,DE,duplicate of nothing
2024-06-03,added,Example Stationery Ltd,company,,
2024-06-04,removed,Example Stationery Ltd,company,,
2024-06-05,added,Example Stationery Ltd,company,,
`

func TestTheHistoryTellsWhoCameAndWent(t *testing.T) {
	folder := with(starter(t), "registry_history.csv", history)
	folder = with(folder, "claims.csv", "name,category,country,date,status,claim,source\nExample Museum,civil_society,DE,2024-05-04,removed,Deleted,https://example.org/gone\n"+
		"Example Club,civil_society,,2024-05,announced,Will sign,https://example.org/club\n")
	f, b := read(t, folder)
	if got := b.Counts(); got != (tracker.Counts{CivilSociety: 1, Company: 1}) || b.Head() != 7+1+1+1 {
		t.Errorf("it counts %+v, with %d entries", got, b.Head())
	}
	if got := b.AsOf("2024-05-02").Counts(); got != (tracker.Counts{CivilSociety: 1, Company: 1}) {
		t.Errorf("on 2 May it counts %+v", got)
	}
	museum := b.Named("Example Museum")[0]
	if left := museum.Left; left.Status != tracker.Removed || left.Reason != tracker.Duplicate || left.On != "2024-05-04" || left.Source != "https://example.org/gone" {
		t.Errorf("the museum left as %+v", left)
	}
	if s := b.Named("EXF")[0]; s.Category != tracker.CivilSociety || s.Joined == "" {
		t.Errorf("the foundation is %+v", s)
	}
	if why := f.Entries(now)[2].Event.(tracker.Changed).Why; why != tracker.Recategorised {
		t.Errorf("the third entry is %s", why)
	}
}

// Every mistake is told with its file and line, and all at once.
func TestMistakesAreToldAtOnce(t *testing.T) {
	const header = "name,aliases,category,kind,country,joined,joined_source,first_listed,source,website,note\n"
	const x = "https://example.org/x"
	principles := func(old, instead string) (string, string) {
		text := string(starter(t)["principles.yaml"].Data)
		if changed := strings.Replace(text, old, instead, 1); changed != text {
			return "principles.yaml", changed
		}
		t.Fatalf("%q isn't in the starter", old)
		return "", ""
	}
	type file struct{ name, text string }
	one := func(name, text string) []file { return []file{{name, text}} }
	for what, c := range map[string]struct {
		files []file
		want  []string // what the errors say, in order
	}{
		"rows": {one("supporters.csv", header+
			"A,,club,,ZZ,,,2024-05-01,"+x+",,\n"+
			"B,,company,band,,2024-13-01,,soon,"+x+",,\n"+
			"C,,state,,,,,2024-05-01,nowhere,not a site,\n"+
			"D,,company,,,,,2024-05-01,"+x+",,\n"+
			"D,,company,,,,,2024-05-02,"+x+",,\n"+
			"E,d,company,,,,,2024-05-01,"+x+",,\n"+
			"F,,company,,,,,2024-04-30,"+x+",,\n"+
			"G,,company,,,2023,,2026-03-02,"+x+",,\n"+
			"H,,company\n"+
			",,company,,,,,2024-05-01,"+x+",,\n"+
			"France,,state,,FR,,,2024-05-01,"+x+",,\n"+
			"French Republic,,state,,FR,,,2024-05-01,"+x+",,\n"), []string{
			`supporters.csv, line 2: there is no category "club"`, `supporters.csv, line 2: there is no country "ZZ"`,
			`supporters.csv, line 3: joined: "2024-13-01" is not a date`, `supporters.csv, line 3: first_listed: "soon" is not a day`, `supporters.csv, line 3: there is no kind "band"`,
			`supporters.csv, line 4: a state needs its country`, `supporters.csv, line 4: the website "not a site" is not a web address`, `supporters.csv, line 4: The source must be a web address`,
			`supporters.csv, line 6: "D" is there already, in line 5`,
			`supporters.csv, line 7: "d" is on the roll already, as D`,
			`supporters.csv, line 8: nothing can have been listed on 2024-04-30: the call was launched on 2024-05-01`,
			`supporters.csv, line 9: first_listed: 2026-03-02 is in the future`, `supporters.csv, line 9: It can't have joined then (2023)`,
			`supporters.csv, line 10: it has 3 values for 11 columns`,
			`supporters.csv, line 11: A name needs at least one letter`,
			`supporters.csv, line 13: "France" is on the list already, as the state FR`,
		}},
		"a header": {one("supporters.csv", "name,category,country,first_listed,colour,name\n"), []string{
			`supporters.csv, line 1: there is no column "colour"`, `supporters.csv, line 1: the column "name" is there twice`, `supporters.csv, line 1: the column "source" is missing`}},
		"no header":          {one("events.csv", "# only a remark\n"), []string{`events.csv: it has no header`}},
		"remarks among rows": {one("events.csv", "# a remark\ndate,actor,event,source\n# none\n"), []string{`events.csv, line 3: it has 1 values`}},
		"quotes left open":   {one("events.csv", "date,actor,event,source\n2024-05-01,\"A,B,"+x+"\n"), []string{`events.csv, line 2: it can't be read`}},
		"quotes in between":  {one("events.csv", "date,actor,event,source\n2024-05-01,A \"B\",C,"+x+"\n2024,,,\n"), []string{`events.csv, line 2: it can't be read`, "events.csv, line 3: an event needs an actor", "events.csv, line 3: it needs a source"}},
		"a history": {[]file{{"registry_history.csv", "date,action,name,category,country,note\n" +
			"2024-05-01,added,Example Foundation,company,FR,\n" +
			"2024-05-01,added,Example Foundation,company,FR,\n" +
			"2024-05-02,removed,Example Museum,company,FR,\n" +
			"2024-05-03,joined,Example Club,company,FR,\n" +
			"2024-05-05,added,Example Choir,company,FR,\n" +
			"2024-05-04,removed,Example Choir,company,FR,\n"},
			{"claims.csv", "name,category,country,date,status,claim,source\nExample Nobody,company,,2024,removed,Gone," + x + "\nExample Club,company,,2024,rumoured,So they say," + x + "\n"}}, []string{
			`supporters.csv, line 8: "Example Foundation" is another category or country than in registry_history.csv`,
			`supporters.csv, line 9: "Example Stationery Ltd" is not on the list by registry_history.csv`,
			`registry_history.csv, line 3: "Example Foundation" is on the list already`,
			`registry_history.csv, line 4: "Example Museum" is not on the list`,
			`registry_history.csv, line 5: the action "joined" isn't one of`,
			`registry_history.csv, line 7: Example Choir last changed on 2024-05-05`,
			`claims.csv, line 2: "Example Nobody" is not removed by registry_history.csv`,
			`claims.csv, line 3: the status "rumoured" isn't one of`,
		}},
		"figures": {one("figures.csv", "date,category,value,qualifier,source\n2024,band,-1,roughly,\n2023-01,total,1,exact,a leaflet without an address\n"), []string{
			`figures.csv, line 2: there is no category "band"`, `figures.csv, line 2: the qualifier "roughly"`, `figures.csv, line 2: the value "-1"`, `figures.csv, line 2: it needs a source`,
			`figures.csv, line 3: A figure of 2023-01 can't be right`}},
		"no text of a principle": {one(principles("  summary: Supporters put what they don't need where others find it.\n", "")), []string{`principles.yaml, line 24: principle 2 needs a title and a summary`}},
		"a principle's number":   {one(principles("- number: 2", "- number: 3")), []string{`principles.yaml, line 24: principle 3 stands where 2 should`}},
		"an unknown key":         {one(principles("  binding: false", "  bindign: false")), []string{`principles.yaml, line 7: field bindign not found`}},
		"no day":                 {one(principles("'2024-05-01'", "May")), []string{`principles.yaml, line 6: launched: "May" is not a day`}},
		"a day to come":          {one(principles("'2024-06-30'", "'2026-03-02'")), []string{`principles.yaml, line 13: checked: 2026-03-02 is in the future`}},
		"no source":              {one(principles("  list_url: https://example.org/call/supporters", "  list_url: ''")), []string{`principles.yaml, line 12: list_url: it needs a web address`}},
		"no YAML":                {one("principles.yaml", "call: ["), []string{`principles.yaml, line 1: did not find expected node content`}},
		"nothing":                {one("principles.yaml", ""), []string{`principles.yaml: it is empty`}},
		"working groups":         {one(principles("principles:\n", "working_groups:\n- number: 2\n  title: Example\n  principles: [3]\nprinciples:\n")), []string{`working group 2 stands where 1 should`, `working group 1 names principle 3`}},
		"groups":                 {one("groups.yaml", "as_of: 2026\ngroups:\n  club:\n    name: Example Club\n    members: [FR, fr, XX]\n  none:\n    - 1\n"), []string{`groups.yaml, line 3: the group club needs`, `groups.yaml, line 3: the group club has the member "fr"`, `groups.yaml, line 3: the group club has the member "XX"`, `groups.yaml, line 6: the group none needs`, `groups.yaml, line 7: cannot unmarshal`}},
	} {
		t.Run(what, func(t *testing.T) {
			folder := starter(t)
			for _, f := range c.files {
				folder = with(folder, f.name, f.text)
			}
			_, err := callfiles.Read(folder, "example", today)
			var told []string
			if err != nil {
				told = strings.Split(err.Error(), "\n")
			}
			for i, want := range c.want {
				if i >= len(told) || !strings.Contains(told[i], want) {
					t.Fatalf("it tells\n%s\nand not as number %d: %s", strings.Join(told, "\n"), i+1, want)
				}
			}
			if len(told) != len(c.want) {
				t.Errorf("it tells more:\n%s", strings.Join(told, "\n"))
			}
		})
	}
}

func TestAByteOrderMarkIsNoPartOfAColumn(t *testing.T) {
	_, b := read(t, with(starter(t), "events.csv", "\ufeffdate,actor,event,source\n2024-05,Example Club,Meets,a leaflet\n"))
	if len(b.Notes()) != 1 {
		t.Errorf("%d events", len(b.Notes()))
	}
}

// No text in any of the files makes the reader fail in another way than by an error, and what it takes makes a ledger that
// holds all invariants.
func FuzzRead(f *testing.F) {
	folder := starter(f)
	names := slices.Sorted(maps.Keys(folder))
	for i, name := range names {
		f.Add(uint8(i), string(folder[name].Data))
	}
	f.Add(uint8(slices.Index(names, "registry_history.csv")), history)
	f.Add(uint8(len(names)), "as_of: 2026-01\ngroups:\n  club:\n    name: Example Club\n    members: [FR]\n    source: https://example.org\n")
	f.Fuzz(func(t *testing.T, which uint8, text string) {
		name := append(names, "groups.yaml")[int(which)%(len(names)+1)]
		files := with(folder, name, text)
		read, err := callfiles.Read(files, "example", today)
		if err != nil {
			var m callfiles.Mistake
			if !errors.As(err, &m) || m.File == "" || m.Words == "" {
				t.Errorf("%q is refused with %v", text, err)
			}
			return
		}
		for _, at := range []time.Time{now, time.Unix(math.MaxInt32, 0)} {
			for _, v := range tracker.Verify(read.Entries(at)) {
				t.Errorf("%q makes a ledger in which %v", text, v)
			}
		}
	})
}
