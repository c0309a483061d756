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
	"rollcall/tracker/covers"
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

func TestTheStarterKnowsAnEventATopicAndAPublisher(t *testing.T) {
	f, b := read(t, starter(t))
	c := f.Call
	if got := c.Event("Jour du lancement"); got == nil || got != c.Event("launch") || got.On != "2024-05-01" || got.Source.Address != "https://example.org/news" {
		t.Errorf("the launch is %+v", got)
	}
	if got := c.Topic("Is it free?"); got == nil || got != c.Topic("cost") || tracker.In(got.Text, "fr") != "Rejoindre l'appel est gratuit. Ranger prend un moment." ||
		tracker.In(got.Text, "es") != got.Text["en"] || len(got.Sources) != 1 || got.Sources[0].Date != "2024-05-01" {
		t.Errorf("the cost is %+v", got)
	}
	if got := c.Publisher("exn"); got == nil || got != c.PublisherOf(b.Figures()[0].Source) || c.PublisherOf("https://example.org/other") != nil {
		t.Errorf("the news are %+v", got)
	}
	if c.Event("") != nil || c.Topic("…") != nil || c.Publisher("Example") != nil || c.Group("") != nil {
		t.Error("something is found that isn't there")
	}
}

// A folder as it was before there were topics, publishers, languages and regions still loads as it did.
func TestTheFirstFormOfAFolderStillLoads(t *testing.T) {
	for _, groups := range []string{"", "as_of: 2026-01\nnote: A note.\ngroups:\n  club:\n    name: Example Club\n    name_fr: Club des modèles\n    aliases: [EXC]\n    last_change: '2024'\n" +
		"    source: https://example.org\n    checked: false\n    count: 2\n    members: [FR, 'NO']\n    note: Small.\ncountries:\n  'NO':\n    name: Norway\n    un_member: true\n"} {
		folder := fstest.MapFS{}
		if err := fs.WalkDir(os.DirFS("testdata/first"), ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			text, err := os.ReadFile("testdata/first/" + name)
			folder[name] = &fstest.MapFile{Data: text}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if groups != "" {
			folder = with(folder, "groups.yaml", groups)
		}
		f, b := read(t, folder)
		if c := f.Call; !slices.Equal(c.Languages, []string{"en"}) || len(c.About().Topics)+len(c.About().Events)+len(c.Publishers) != 0 || b.Counts().Total() != 2 || b.Head() != 4 {
			t.Errorf("it is %+v, with %d entries", c, b.Head())
		}
		if g := f.Call.Group("Club des modèles"); groups != "" && (g == nil || g.Names["fr"] != "Club des modèles" || !slices.Equal(g.Members, []string{"FR", "NO"}) || g.AsOf != "2026-01" || g.Changed != "2024" || g.Notes["en"] != "Small.") {
			t.Errorf("its group is %+v", g)
		}
	}
}

func TestPrinciplesAreFoundByTheirSubjects(t *testing.T) {
	f, _ := read(t, starter(t))
	for text, want := range map[string]covers.Scored{
		"who spends the evening among papers on a desk?": {Principle: 1, Words: []string{"evening", "papers on a desk"}},
		"sharing":                  {Principle: 2, Named: true, Words: []string{"sharing"}},
		"tidy up in the evening":   {Principle: 1, Named: true, Words: []string{"tidy up in the evening"}},
		"le soir, sur mon bureau":  {Principle: 1, Words: []string{"soir", "bureau"}},
		"le partage des restes":    {Principle: 2, Named: true, Words: []string{"partage", "restes"}},
		"ranger le soir, c'est où": {Principle: 1, Named: true, Words: []string{"ranger le soir"}},
	} {
		found := f.Call.Covers(text, "")
		if len(found) != 1 || found[0].Principle != want.Principle || found[0].Named != want.Named || !slices.Equal(found[0].Words, want.Words) {
			t.Errorf("%s: %+v, want %+v", text, found, want)
		}
	}
	// Folders had keywords before there were files of subjects.
	first, err := callfiles.Read(os.DirFS("testdata/first"), "example", today)
	if err != nil {
		t.Fatal(err)
	}
	for text, n := range map[string]int{"papers": 1, "le soir": 1, "leftovers": 2, "share what is left over": 2} {
		if found := first.Call.Covers(text, ""); len(found) != 1 || found[0].Principle != n {
			t.Errorf("%s: %+v, want %d", text, found, n)
		}
	}
}

func TestARegionHasTheMembersOfItsParts(t *testing.T) {
	f, _ := read(t, with(starter(t), "groups.yaml", "as_of: 2026-01\ngroups:\n"+
		"  north:\n    name: North\n    names: {fr: Le Nord}\n    region: true\n    source: usage\n    members: NO SE\n    territories: FO\n"+
		"  west:\n    name: West\n    names: {fr: Ouest}\n    region: true\n    source: usage\n    as_of: '2025'\n    members: north FR\n    territories: GG\n    observers: DE\n"))
	west := f.Call.Group("west")
	if !slices.Equal(west.Members, []string{"NO", "SE", "FR"}) || !slices.Equal(west.Territories, []string{"FO", "GG"}) || !west.Has("SE") || !west.Has("FO") || west.Has("DE") || west.AsOf != "2025" {
		t.Errorf("the west is %+v", west)
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

func TestTheHistoryHasWhoCameAndWent(t *testing.T) {
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

// Every mistake is reported with its file and line, and all at once.
func TestMistakesAreReportedAtOnce(t *testing.T) {
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
	topics := func(old, instead string) []struct{ name, text string } {
		text := string(starter(t)["topics.yaml"].Data)
		if changed := strings.Replace(text, old, instead, 1); changed != text {
			return []struct{ name, text string }{{"topics.yaml", changed}}
		}
		t.Fatalf("%q isn't in the starter", old)
		return nil
	}
	type file = struct{ name, text string }
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
			`supporters.csv, line 7: "d" is listed already, as D`,
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
			`claims.csv, line 3: there is no status "rumoured"; there are`,
		}},
		"figures": {one("figures.csv", "date,category,value,qualifier,source\n2024,band,-1,roughly,\n2023-01,total,1,exact,a leaflet without an address\n"), []string{
			`figures.csv, line 2: there is no category "band"`, `figures.csv, line 2: there is no qualifier "roughly"`, `figures.csv, line 2: the value "-1"`, `figures.csv, line 2: it needs a source`,
			`figures.csv, line 3: A figure of 2023-01 can't be right`}},
		"no text of a principle": {one(principles("  summary: Supporters put what they don't need where others find it.\n", "")), []string{`principles.yaml, line 31: principle 2 needs a title and a summary`}},
		"a principle's number":   {one(principles("- number: 2", "- number: 3")), []string{`principles.yaml, line 31: principle 3 stands where 2 should`}},
		"an unknown key":         {one(principles("  binding: false", "  bindign: false")), []string{`principles.yaml, line 7: field bindign not found`}},
		"no day":                 {one(principles("'2024-05-01'", "May")), []string{`principles.yaml, line 6: launched: "May" is not a day`}},
		"a day to come":          {one(principles("'2024-06-30'", "'2026-03-02'")), []string{`principles.yaml, line 13: checked: 2026-03-02 is in the future`}},
		"no source":              {one(principles("  list_url: https://example.org/call/supporters", "  list_url: ''")), []string{`principles.yaml, line 12: list_url: it needs a web address`}},
		"a list over http":       {one(principles("  # list:\n  #   address: https://", "  list:\n    address: http://")), []string{`principles.yaml, line 16: list: it needs an https address`}},
		"a list nowhere":         {one(principles("  # list:\n  #   address: https://example.org/call/archive/main.zip", "  list:\n    folder: supporters")), []string{`principles.yaml, line 16: list: it needs an https address`}},
		"a list outside":         {one(principles("  # list:\n  #   address: https://", "  list:\n    folder: ../x\n    address: https://")), []string{`principles.yaml, line 16: list: "../x" is no folder`}},
		"no YAML":                {one("principles.yaml", "call: ["), []string{`principles.yaml, line 1: did not find expected node content`}},
		"nothing":                {one("principles.yaml", ""), []string{`principles.yaml: it is empty`}},
		"working groups":         {one(principles("principles:\n", "working_groups:\n- number: 2\n  title: Example\n  principles: [3]\nprinciples:\n")), []string{`working group 2 stands where 1 should`, `working group 1 names principle 3`, `working group 1 has no title in the language fr`}},
		"groups":                 {one("groups.yaml", "as_of: 2026\ngroups:\n  club:\n    name: Example Club\n    members: [FR, fr, XX]\n  none:\n    - 1\n"), []string{`groups.yaml, line 3: the group club needs`, `groups.yaml, line 3: the group club has the member "fr"`, `groups.yaml, line 3: the group club has the member "XX"`, `groups.yaml, line 6: the group none needs`, `groups.yaml, line 7: cannot unmarshal`}},
		"more of groups": {one("groups.yaml", "as_of: 2026\ngroups:\n"+
			"  Club:\n    name: Example Club\n    source: "+x+"\n    members: FR DE FR\n    count: 2\n    colour: red\n"+
			"  other:\n    name: Other\n    names: {fr: Autre, it: Altro}\n    aliases: example club | Deutschland | français | AU | ZAF\n    source: a leaflet\n    members: FR\n    as_of: '2026-04'\n"+
			"  coast:\n    name: Coast\n    names: {fr: Côte}\n    region: true\n    source: usage\n    members: none FR\n"), []string{
			`groups.yaml, line 3: the group "Club" needs an id`, `groups.yaml, line 3: the group Club has no name in the language fr`, `groups.yaml, line 3: the group Club has FR twice`, `groups.yaml, line 3: the group Club has 3 members, and its count is 2`,
			`groups.yaml, line 8: field colour not found`,
			`groups.yaml, line 9: the group other needs a name, members, and a source that is a web address`, `groups.yaml, line 9: the group other is called "example club", as the group Club is`,
			`groups.yaml, line 9: the group other is called "Deutschland", which is a country`, `groups.yaml, line 9: the group other is called "français", which is a country`, `groups.yaml, line 9: the group other is called "ZAF", which is a country`,
			`groups.yaml, line 15: as_of: 2026-04 is in the future`,
			`groups.yaml, line 16: the group coast has the member "none"`,
		}},
		"languages":             {one(principles("[en, fr]", "[en, French]")), []string{`principles.yaml, line 21: the language "French" isn't a code`}},
		"a language is missing": {topics("    fr: \"Rejoindre l'appel est gratuit. Ranger prend un moment.\"\n", ""), []string{`topics.yaml, line 20: the topic cost has no text in the language fr`}},
		"no names":              {topics("    fr: le lancement | jour du lancement\n", "    fr: ' | '\n"), []string{`topics.yaml, line 11: the event launch has no name in the language fr`}},
		"a name twice": {topics("topics:\n", "topics:\n- id: price\n  names: {en: 'price | Is it free?', fr: prix}\n  text: {en: None., fr: Aucun.}\n  sources: [news]\n"), []string{
			`topics.yaml, line 24: the topic cost is called "is it free", as the topic price is`}},
		"an id twice":                {topics("topics:\n", "topics:\n- id: cost\n  names: {en: dues, fr: cotisation}\n  text: {en: None., fr: Aucun.}\n  sources: [news]\n"), []string{`topics.yaml, line 24: there is a topic cost already`}},
		"no source of a topic":       {topics("  sources: [news]", "  sources: []"), []string{`topics.yaml, line 20: the topic cost needs a source`}},
		"an unknown source":          {topics("  source: news", "  source: nwes"), []string{`topics.yaml, line 11: the event launch names the source "nwes"`}},
		"a source without a date":    {topics("    date: '2024-05-01'", "    date: lately"), []string{`topics.yaml, line 4: date: "lately" is not a date`}},
		"a bad address":              {topics("    address: https://example.org/news", "    address: news"), []string{`topics.yaml, line 4: the address of the source news is not a web address`}},
		"a bad day":                  {topics("  on: '2024-05-01'", "  on: '2024-05-32'"), []string{`topics.yaml, line 11: on: "2024-05-32" is not a date`}},
		"a long first sentence":      {topics("Joining is free. Tidying", strings.Repeat("Free ", 30)+". Tidying"), []string{`topics.yaml, line 25: the topic cost has a first sentence of 151 characters; it can have 140`}},
		"a long text":                {topics("Joining is free.", "Yes. "+strings.Repeat("Free. ", 75)), []string{`topics.yaml, line 25: the topic cost has a text of`}},
		"an unknown key of a source": {topics("    address:", "    place:"), []string{`topics.yaml, line 6: field place not found`}},
		"subjects": {[]file{
			{"subjects_en.txt", "\ufeffevening\n"}, {"subjects_fr.txt", "[1]\n= soir\n\n# a remark\nsoir\n[3]\n[0]\n[one]\nrestes\n=\n" + strings.Repeat("long", 30)}, {"subjects_it.txt", "[1]\nsera\n"}}, []string{
			`subjects_en.txt, line 1: above "evening" the number of its principle is missing`,
			`subjects_fr.txt, line 5: principle 1 has "soir" already`, `subjects_fr.txt, line 6: [3] is no principle; they go from [1] to [2]`,
			`subjects_fr.txt, line 7: [0] is no principle`, `subjects_fr.txt, line 8: [one] is no principle`, `subjects_fr.txt, line 10: the phrase is missing`, `subjects_fr.txt, line 11: The text has 120 characters`,
			`subjects_it.txt: "it" isn't among the call's languages, which are en, fr`,
		}},
		"publishers": {one("publishers.yaml", "publishers:\n- id: a b\n  names: {en: A}\n- id: two\n  names: {en: Two, fr: Deux}\n  aliases: a\n  sources: [ftp://x]\n- id: three\n  names: {en: Three, fr: Trois}\n  sources: [ftp://x]\nsites:\n- {names: {fr: Quatre}}\n- {name: Five, sources: [ftp://x]}\n"), []string{
			`publishers.yaml, line 2: the publisher "a b" needs an id`, `publishers.yaml, line 2: the publisher a b has no name in the language fr`, `publishers.yaml, line 2: the publisher a b needs sources`,
			`publishers.yaml, line 4: the publisher two is called "a", as the publisher a b is`, `publishers.yaml, line 4: The source must be a web address`,
			`publishers.yaml, line 8: The source must be a web address`, `publishers.yaml, line 8: the publishers two and three have the same source ftp://x`,
			`publishers.yaml, line 12: a site needs a name`, `publishers.yaml, line 13: The source must be a web address`, `publishers.yaml, line 13: the publishers three and Five have the same source ftp://x`,
		}},
		"a report": {one(principles("principles:\n", "working_groups:\n- number: 1\n  title: Shelves\n  output: soon\n  reported: May\n  principles: all\nprinciples:\n")), []string{
			`working group 1 has no title in the language fr`, `the output of working group 1 is not a web address`, `reported: "May" is not a date`}},
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
					t.Fatalf("it reports\n%s\nand not as number %d: %s", strings.Join(told, "\n"), i+1, want)
				}
			}
			if len(told) != len(c.want) {
				t.Errorf("it reports more:\n%s", strings.Join(told, "\n"))
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

// Any text in any of the files is read or gives an error, and what is read makes a ledger that
// holds all invariants.
func FuzzRead(f *testing.F) {
	folder := starter(f)
	names := slices.Sorted(maps.Keys(folder))
	for i, name := range names {
		f.Add(uint8(i), string(folder[name].Data))
	}
	f.Add(uint8(slices.Index(names, "registry_history.csv")), history)
	f.Add(uint8(slices.Index(names, "topics.yaml")), "topics:\n- id: a\n  names: {en: a | b, fr: [c]}\n  text: {en: a., fr: b.}\n  sources: [x]\n")
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
