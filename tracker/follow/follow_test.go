package follow

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/names"
	"rollcall/tracker/pariscall"
	"rollcall/tracker/roster"
	"rollcall/tracker/testrun"
)

// paris is the call, and the ledger of its list's changes up to a day.
func paris(t testing.TB, until tracker.Day) (*tracker.Call, []tracker.Entry) {
	t.Helper()
	folder, err := pariscall.Folder()
	if err != nil {
		t.Fatal(err)
	}
	ids := map[tracker.Seq]tracker.Seq{}
	var entries []tracker.Entry
	for _, e := range folder.Entries(time.Now().AddDate(0, 0, -1)) {
		ev, ok := e.Event.(tracker.Changed)
		if !ok || e.On > until {
			continue
		}
		if e.Seq == ev.Supporter.ID {
			ids[e.Seq] = tracker.Seq(len(entries) + 1)
		}
		e.Seq, ev.Supporter.ID = tracker.Seq(len(entries)+1), ids[ev.Supporter.ID]
		e.Event = ev
		entries = append(entries, e)
	}
	return folder.Call, entries
}

func open(t testing.TB, entries []tracker.Entry) *tracker.Tracker {
	t.Helper()
	tr, err := tracker.Open(t.Context(), new(tracker.Memory))
	if err != nil {
		t.Fatal(err)
	}
	if err := tr.Fill(t.Context(), entries); err != nil {
		t.Fatal(err)
	}
	return tr
}

// official is a Book's list as the official one is written: a file for each supporter, in French words.
func official(book *tracker.Book) map[string]string {
	files := map[string]string{}
	categories := map[tracker.Category]string{tracker.State: "state", tracker.PublicAuthority: "public-authority", tracker.CivilSociety: "civil-society", tracker.Company: "private-sector"}
	natures := map[tracker.Kind]string{"business": "Entreprise", "ngo": "ONG", "university": "Université", "nonprofit": "Organisation à but non lucratif", "foundation": "Fondation "}
	for s := range book.Roll() {
		name, country := s.Name, ""
		if s.Category == tracker.State && len(s.Aliases) > 0 {
			name = s.Aliases[0]
		}
		if c, ok := names.CountryOf(s.Country); ok {
			country = c.Alpha3
		}
		nature := natures[s.Kind]
		if s.Category == tracker.State {
			nature = "UE"
		}
		files[fmt.Sprintf("%04d.md", s.ID)] = fmt.Sprintf("---\nname: %q\ncategory: %s\nnature: %q\nnationality: %s\ntwitter: \n---\n", name, categories[s.Category], nature, country)
	}
	return files
}

// packed is an archive of a list, as code hosts serve it.
func packed(t testing.TB, files map[string]string, commit string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		f, err := w.Create("example-main/_supporters/" + name)
		if err == nil {
			_, err = io.WriteString(f, files[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.SetComment(commit), w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// revision is a commit's name, made of a number.
func revision(n int) string { return fmt.Sprintf("%040x", n) }

// A site serves a list.
type site struct {
	*httptest.Server
	mu     sync.Mutex // guards what follows: a client that gave up may still be served
	answer http.HandlerFunc
	asked  []*http.Request
}

// serves answers from now on.
func (s *site) serves(answer http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = answer
}

func newSite(t testing.TB) *site {
	t.Helper()
	s := &site{}
	s.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked = append(s.asked, r)
		answer := s.answer
		s.mu.Unlock()
		answer(w, r)
	}))
	s.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	t.Cleanup(s.Close)
	return s
}

// has serves content with an ETag, as servers should.
func (s *site) has(content []byte, etag string) {
	s.serves(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", etag)
		if r.Header.Get("If-None-Match") == etag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = w.Write(content)
	})
}

// following follows a site's list.
func following(t testing.TB, s *site, tr *tracker.Tracker, call *tracker.Call, log io.Writer) *Follower {
	t.Helper()
	there := tracker.Call{Slug: call.Slug, Name: call.Name, Launched: call.Launched, Found: call.Found, ListURL: call.ListURL,
		Origin: tracker.Origin{Address: s.URL + "/main.zip", Folder: "_supporters", Page: "https://example.org/{revision}/{file}"}}
	f, err := New(Config{Tracker: tr, Call: &there, Schedule: "@daily", Agent: "rollcall/test", Log: slog.New(slog.NewTextHandler(log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	f.hurry(s)
	return f
}

// hurry lets a Follower wait for nothing, and trust the site.
func (f *Follower) hurry(s *site) {
	f.getter, _ = newGetter(f.Call.Origin.Address, "rollcall/test", 300*time.Millisecond, time.Millisecond)
	transport := f.getter.client.HTTPClient.Transport.(*http.Transport)
	transport.TLSClientConfig = &tls.Config{RootCAs: s.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs, MinVersion: tls.VersionTLS12}
}

// readsAll has a Follower read the content of its address.
func readsAll(t testing.TB, f *Follower, content []byte) error {
	t.Helper()
	list, revision, err := ReadList(t.Context(), f.Call.Origin, content)
	if err != nil {
		t.Fatal(err)
	}
	return f.Read(t.Context(), list, revision)
}

func looks(t testing.TB, f *Follower) {
	t.Helper()
	if err := f.Look(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func do(t testing.TB, tr *tracker.Tracker, by string, decide func(*tracker.Book) ([]tracker.Event, error)) {
	t.Helper()
	if _, err := tr.Do(t.Context(), tracker.Request{By: by}, decide); err != nil {
		t.Fatal(err)
	}
}

// settle approves all that waits.
func settle(t testing.TB, tr *tracker.Tracker) {
	t.Helper()
	for _, p := range tr.Book().Proposals() {
		do(t, tr, "U1", tracker.Approve(p.Seq, "U1", false))
	}
}

// proposed are the names and what was proposed of each, over all time, without what was rejected as outdated.
func proposed(b *tracker.Book) map[string]int {
	all := map[string]int{}
	for e := range b.Entries(0) {
		if p, ok := e.Event.(tracker.Proposed); ok {
			for _, event := range p.Events {
				ev := event.(tracker.Changed)
				all[fmt.Sprintf("%s %s as %s", ev.Supporter.Name, ev.Why, ev.Supporter.Category)]++
			}
		}
	}
	return all
}

// days are those of four states of the official list.
var days = []tracker.Day{"2019-12-10", "2021-09-29", "2024-01-19", "2025-12-25"}

// A site serves the four states one after the other; approving, or applying and approving, gives each of them.
func TestTheListOfEachStateIsFollowed(t *testing.T) {
	call, whole := paris(t, days[3])
	history := open(t, whole).Book()
	for _, apply := range []bool{false, true} {
		_, first := paris(t, days[0])
		tr, s := open(t, first), newSite(t)
		f := following(t, s, tr, call, io.Discard)
		f.Apply = apply
		for i, day := range days {
			want := history.AsOf(day)
			s.has(packed(t, official(want), revision(i)), fmt.Sprintf("%q", day))
			looks(t, f)
			if waits := len(tr.Book().Proposals()); apply && waits > 10 {
				t.Errorf("%s: %d proposals wait though they are plain", day, waits)
			}
			looks(t, f) // again: nothing is proposed twice
			settle(t, tr)
			looks(t, f)
			if b := tr.Book(); b.Counts() != want.Counts() || len(b.Proposals()) > 0 {
				t.Errorf("%s, apply %v: %+v and %d proposals, want %+v", day, apply, b.Counts(), len(b.Proposals()), want.Counts())
			}
			said, e, ok := tr.Book().Compared()
			if !ok || said.Revision != revision(i) || said.Source != call.ListURL || e.By != By || e.On != tracker.DayOf(time.Now()) {
				t.Errorf("%s is recorded as compared: %+v", day, said)
			}
		}
		for what, n := range proposed(tr.Book()) {
			if n > 1 {
				t.Errorf("%s was proposed %d times", what, n)
			}
		}
		if c := tr.Book().Counts(); c != (tracker.Counts{State: 81, PublicAuthority: 37, CivilSociety: 391, Company: 708, Uncategorised: 5}) {
			t.Errorf("at last there are %+v", c)
		}
		conditional := 0
		for _, r := range s.asked {
			if r.UserAgent() != "rollcall/test" {
				t.Errorf("it is asked by %q", r.UserAgent())
			}
			if r.Header.Get("If-None-Match") != "" {
				conditional++
			}
		}
		if conditional != len(s.asked)-1 {
			t.Errorf("%d of %d requests were conditional", conditional, len(s.asked))
		}
		var entries []tracker.Entry
		for e := range tr.Book().Entries(0) {
			entries = append(entries, e)
		}
		if broken := tracker.Verify(entries); len(broken) > 0 {
			t.Error(broken[0])
		}
	}
}

// The list in its official form has nothing new for its own Book.
func TestTheOfficialFormReadsClean(t *testing.T) {
	call, whole := paris(t, days[3])
	tr := open(t, whole)
	f := following(t, newSite(t), tr, call, io.Discard)
	if err := readsAll(t, f, packed(t, official(tr.Book()), "")); err != nil {
		t.Fatal(err)
	}
	if n := len(tr.Book().Proposals()); n > 0 || tr.Book().Head() != tracker.Seq(len(whole)+1) {
		t.Errorf("%d proposals: %+v", n, tr.Book().Proposals()[0])
	}
}

// A Book exported as a folder of files has nothing new for itself; and following it from nothing gives the same Book.
func TestTheExportedFolderIsARoundTrip(t *testing.T) {
	call, whole := paris(t, days[3])
	there := open(t, whole).Book()
	files := map[string]string{}
	for name, content := range roster.Files(there.Roll()) {
		files[name] = string(content)
	}
	if len(files) != there.Counts().Total() {
		t.Errorf("%d files of %d supporters", len(files), there.Counts().Total())
	}
	for _, first := range [][]tracker.Entry{whole, nil} {
		tr := open(t, first)
		f := following(t, newSite(t), tr, call, io.Discard)
		f.Apply = true
		_ = reads(t, f, files, 1)
		if n := len(tr.Book().Proposals()); first != nil && tr.Book().Head() != tracker.Seq(len(whole)+1) {
			t.Errorf("%d proposals: %+v", n, tr.Book().Proposals()[0])
		}
		settle(t, tr)
		if c := tr.Book().Counts(); c != there.Counts() {
			t.Errorf("%+v, want %+v", c, there.Counts())
		}
		for s := range there.Roll() {
			if first != nil {
				break
			}
			found := slices.DeleteFunc(tr.Book().Named(s.Name), func(o *tracker.Supporter) bool { return o.Name != s.Name || o.Country != s.Country })
			if len(found) != 1 || found[0].Kind != s.Kind || found[0].Joined != s.Joined || found[0].Source != s.Source || found[0].Website != s.Website || found[0].Note != s.Note ||
				!slices.Equal(found[0].Aliases, s.Aliases) {
				t.Errorf("%+v became %+v", s, found)
			}
		}
	}
}

// An appearance is dated by when it was first seen, or as the source says, not by its approval.
func TestWhoAppearsIsDatedByTheDayOnWhichThatWasSeen(t *testing.T) {
	call, whole := paris(t, days[3])
	tr := open(t, whole)
	f := following(t, newSite(t), tr, call, io.Discard)
	files := official(tr.Book())
	files["new.md"] = "---\nname: Example Foundation\ncategory: civil-society\n---\n"
	files["newer.md"] = "---\nname: Sample Works\ncategory: private-sector\nfirst_listed: 2026-01-02\n---\n"
	if err := readsAll(t, f, packed(t, files, revision(7))); err != nil {
		t.Fatal(err)
	}
	today := tracker.DayOf(time.Now())
	want := map[string]tracker.Day{"Example Foundation": today, "Sample Works": "2026-01-02"}
	for _, p := range tr.Book().Proposals() {
		ev := p.Events[0].(tracker.Changed)
		if p.On != want[ev.Supporter.Name] || ev.Source != "https://example.org/"+revision(7)+"/"+map[string]string{"Example Foundation": "new.md", "Sample Works": "newer.md"}[ev.Supporter.Name] {
			t.Errorf("%s on %s from %s", ev.Supporter.Name, p.On, ev.Source)
		}
	}
	settle(t, tr)
	for name, on := range want {
		if s := tr.Book().Named(name); len(s) != 1 || s[0].FirstListed != on {
			t.Errorf("%s: %+v", name, s)
		}
	}
}

// small is a Book of ten, its list, and a Follower of that.
func small(t testing.TB) (*tracker.Tracker, *Follower, map[string]string) {
	t.Helper()
	call, _ := paris(t, days[0])
	tr := open(t, nil)
	do(t, tr, "U0", func(b *tracker.Book) (events []tracker.Event, err error) {
		for i := range 10 {
			s := tracker.Supporter{Name: fmt.Sprintf("Example %d", i), Category: tracker.Company, Country: "FR", Source: "https://example.org"}
			added, err := tracker.Add(s, tracker.DayOf(time.Now()))(b)
			if err != nil {
				return nil, err
			}
			events = append(events, added...)
		}
		return events, nil
	})
	return tr, following(t, newSite(t), tr, call, io.Discard), official(tr.Book())
}

// reads has a Follower read a state of a list, and returns the names with a waiting proposal.
func reads(t testing.TB, f *Follower, files map[string]string, n int) string {
	t.Helper()
	if err := readsAll(t, f, packed(t, files, revision(n))); err != nil {
		t.Fatal(err)
	}
	var waits []string
	for _, p := range f.Tracker.Book().Proposals() {
		ev := p.Events[0].(tracker.Changed)
		waits = append(waits, string(ev.Why)+" "+ev.Supporter.Name)
	}
	return strings.Join(waits, ", ")
}

// A rejected change is proposed again only if the list takes it back and repeats it, or says something else.
func TestWhatWasRejectedComesOnlyIfTheListChangesAgain(t *testing.T) {
	tr, f, files := small(t)
	newcomer := func(country string) map[string]string {
		with := maps.Clone(files)
		with["new.md"] = "---\nname: Newer Sample\ncategory: private-sector\nnationality: " + country + "\n---\n"
		return with
	}
	elsewhere := newcomer("FRA")
	elsewhere["0001.md"] = strings.Replace(elsewhere["0001.md"], `nature: ""`, "nature: Université", 1)
	reject := func() {
		for _, p := range tr.Book().Proposals() {
			do(t, tr, "U1", tracker.Reject(p.Seq, "no"))
		}
	}
	for i, c := range []struct {
		files map[string]string
		waits string
		then  func()
	}{
		{newcomer("FRA"), "joined Newer Sample", nil},
		{newcomer("FRA"), "joined Newer Sample", reject},
		{newcomer("FRA"), "", nil},
		{elsewhere, "amended Example 0", reject}, // the newcomer stays rejected
		{elsewhere, "", nil},
		{newcomer("FRA"), "", nil}, // nothing about Example 0 any more
		{elsewhere, "amended Example 0", nil},
		{newcomer("DEU"), "joined Newer Sample", nil}, // the proposal of Example 0 is outdated
		{files, "", nil},
		{newcomer("DEU"), "joined Newer Sample", reject},
		{newcomer("DEU"), "", nil},
		{files, "", nil},
		{newcomer("DEU"), "joined Newer Sample", func() { settle(t, tr) }},
		{newcomer("DEU"), "", nil},
	} {
		if got := reads(t, f, c.files, i); got != c.waits {
			t.Errorf("%d: %q waits, want %q", i, got, c.waits)
		}
		if c.then != nil {
			c.then()
		}
	}
}

// Another edit of the same supporter leaves a rejected change rejected, and makes one that waits again as it is now.
func TestAnEditBetweenLooksIsTakenIn(t *testing.T) {
	tr, f, files := small(t)
	one := tr.Book().Named("Example 1")[0]
	files["0002.md"] = strings.Replace(files["0002.md"], `nature: ""`, "nature: Université", 1)
	edit := func(note string) {
		now := *tr.Book().Supporter(one.ID)
		now.Note = note
		do(t, tr, "U1", func(*tracker.Book) ([]tracker.Event, error) {
			return []tracker.Event{tracker.Changed{Why: tracker.Amended, Source: "https://example.org", Supporter: now}}, nil
		})
	}
	if got := reads(t, f, files, 1); got != "amended Example 1" {
		t.Fatal(got)
	}
	edit("a note")
	if got := reads(t, f, files, 2); got != "amended Example 1" || tr.Book().Proposals()[0].Events[0].(tracker.Changed).Supporter.Note != "a note" {
		t.Errorf("%s, %+v", got, tr.Book().Proposals())
	}
	do(t, tr, "U1", tracker.Reject(tr.Book().Proposals()[0].Seq, ""))
	edit("another note")
	if got := reads(t, f, files, 3); got != "" {
		t.Errorf("%s waits again", got)
	}
}

// Supporters that are no longer on the list are proposed for removal; many are a group of their own, and not applied.
func TestManyRemovalsAreProposedAlone(t *testing.T) {
	for _, c := range []struct {
		gone, groups, waits int
	}{{1, 2, 1}, {0, 1, 0}} {
		tr, f, files := small(t)
		for i := range c.gone {
			delete(files, fmt.Sprintf("%04d.md", i+1))
		}
		files["new.md"] = "---\nname: Newer Sample\ncategory: private-sector\n---\n"
		_ = reads(t, f, files, 1)
		if all := Open(tr.Book()); len(all) != c.groups || all[len(all)-1].Removals != (c.gone > 0) {
			t.Errorf("%d are gone: %+v", c.gone, all)
		}
		f.Apply = true
		if got := reads(t, f, files, 1); len(tr.Book().Proposals()) != c.waits {
			t.Errorf("%d are gone: %s waits", c.gone, got)
		}
	}
	// One removal from a long list is usual.
	call, whole := paris(t, days[3])
	tr := open(t, whole)
	f := following(t, newSite(t), tr, call, io.Discard)
	f.Apply = true
	files := official(tr.Book())
	delete(files, "0001.md")
	if got := reads(t, f, files, 1); got != "" || tr.Book().Supporter(1).Left.Reason != "" || tr.Book().Supporter(1).Status() != tracker.Removed {
		t.Errorf("%s waits, %+v", got, tr.Book().Supporter(1).Left)
	}
	// What a person took back isn't done again.
	approval, _ := tr.Book().LastBy(By)
	do(t, tr, "U1", tracker.Undo(approval))
	if got := reads(t, f, files, 2); got != "removed ABB" {
		t.Errorf("%q waits", got)
	}
}

// A name that is near to one that isn't on the list any more may be its new name. That waits, even if other changes are applied.
func TestANewNameIsProposedAsSuch(t *testing.T) {
	tr, f, files := small(t)
	f.Apply = true
	files["0004.md"] = strings.Replace(files["0004.md"], "Example 3", "Exampel 3 Ltd", 1)
	if got := reads(t, f, files, 1); got != "amended Exampel 3 Ltd" || !slices.Equal(tr.Book().Proposals()[0].Doubt.Args, []string{"Example 3 (#4)"}) {
		t.Fatalf("%q waits: %+v", got, tr.Book().Proposals()[0])
	}
	settle(t, tr)
	if s := tr.Book().Supporter(4); s.Name != "Exampel 3 Ltd" || !slices.Contains(s.Aliases, "Example 3") || tr.Book().Counts().Total() != 10 {
		t.Errorf("%+v", s)
	}
}

// A supporter whose country the list changes is proposed as one change, with the doubt that it may be another one.
func TestAnotherCountryIsOneChange(t *testing.T) {
	tr, f, files := small(t)
	f.Apply = true
	files["0004.md"] = strings.Replace(files["0004.md"], "FRA", "DEU", 1)
	if got := reads(t, f, files, 1); got != "amended Example 3" || !slices.Equal(tr.Book().Proposals()[0].Doubt.Args, []string{"Example 3 (#4)"}) {
		t.Fatalf("%q waits: %+v", got, tr.Book().Proposals())
	}
	settle(t, tr)
	if s := tr.Book().Supporter(4); s.Country != "DE" || tr.Book().Counts().Total() != 10 {
		t.Errorf("%+v", s)
	}
	// A body of another category may be another one.
	files["0005.md"] = strings.NewReplacer("FRA", "DEU", "private-sector", "civil-society").Replace(files["0005.md"])
	if got := reads(t, f, files, 2); got != "joined Example 4, removed Example 4" {
		t.Errorf("%q waits", got)
	}
}

// A state that comes back keeps its name, if the list has it under another of its names.
func TestAnAliasIsNoNewNameOfSomebodyWhoComesBack(t *testing.T) {
	call, whole := paris(t, days[3])
	tr := open(t, whole)
	files := official(tr.Book())
	f := following(t, newSite(t), tr, call, io.Discard)
	for _, alias := range []string{"États-Unis", "Bénin"} {
		before := tr.Book().Named(alias)[0]
		do(t, tr, "U1", tracker.Remove(before.ID, tracker.Error, "https://example.org"))
		reads(t, f, files, 1)
		waits := tr.Book().Proposals()
		if len(waits) != 1 {
			t.Fatalf("%d proposals wait", len(waits))
		}
		ev := waits[0].Events[0].(tracker.Changed)
		if ev.Why != tracker.Joined || ev.Supporter.ID != before.ID || ev.Supporter.Name != before.Name || !slices.Equal(ev.Supporter.Aliases, before.Aliases) {
			t.Errorf("%s comes back as %+v", before, ev.Supporter)
		}
		if waits[0].Doubt.Format != "It was on the list before, as %s." {
			t.Errorf("the doubt is %+v", waits[0].Doubt)
		}
		settle(t, tr)
	}
}

// What is left out of the list is recorded with the comparison, also if the list is the same the next time.
func TestWhatIsLeftOutIsRecorded(t *testing.T) {
	tr, f, files := small(t)
	var log bytes.Buffer
	f.Log = slog.New(slog.NewTextHandler(&log, nil))
	files["0001.md"] = strings.Replace(files["0001.md"], `nature: ""`, "nature: Agence", 1)
	files["0002.md"] = strings.Replace(files["0002.md"], `nature: ""`, "nature: Agence", 1)
	files["0003.md"] = strings.Replace(files["0003.md"], `nature: ""`, "website: no address", 1)
	files["0004.md"] = "---\nname: Newer Sample\ncategory: state\n---\n" // a state needs its country
	for n := range 2 {
		if got := reads(t, f, files, 1); got != "removed Example 3" {
			t.Errorf("%q waits", got)
		}
		said, _, _ := tr.Book().Compared()
		if said.Unread != 1 || fmt.Sprint(said.Emptied) != "[{kind 2} {website 1}]" {
			t.Errorf("%d: %+v", n, said)
		}
	}
	if rows, columns := strings.Count(log.String(), "row of the official list is left out"), strings.Count(log.String(), "left empty"); rows != 1 || columns != 2 {
		t.Errorf("%d rows and %d columns are logged: %s", rows, columns, log.String())
	}
}

// A row that says that its supporter left is believed.
func TestWhoIsSaidToHaveLeftIsProposedSo(t *testing.T) {
	tr, f, files := small(t)
	today := tracker.DayOf(time.Now())
	files["0001.md"] = "---\nname: Example 0\nstatus: withdrawn\nleft_on: " + string(today) + "\n---\n"
	if got := reads(t, f, files, 1); got != "withdrew Example 0" {
		t.Error(got)
	}
	settle(t, tr)
	if s := tr.Book().Supporter(1); s.Status() != tracker.Withdrawn || s.Left.On != today {
		t.Errorf("%+v", s.Left)
	}
}

// tarred is a list as a tar, as code hosts serve it.
func tarred(t testing.TB, files map[string]string, commit string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	err := w.WriteHeader(&tar.Header{Typeflag: tar.TypeXGlobalHeader, Name: "pax_global_header", PAXRecords: map[string]string{"comment": commit}})
	for _, name := range slices.Sorted(maps.Keys(files)) {
		err = errors.Join(err, w.WriteHeader(&tar.Header{Name: "example-main/_supporters/" + name, Mode: 0o644, Size: int64(len(files[name])), Typeflag: tar.TypeReg}))
		_, wrong := io.WriteString(w, files[name])
		err = errors.Join(err, wrong)
	}
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func gzipped(t testing.TB, content []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err := w.Write(content)
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A list can be in a tar, with or without gzip, or a file by itself.
func TestAListIsReadInEachForm(t *testing.T) {
	_, _, files := small(t)
	files["new.md"] = "---\nname: Newer Sample\ncategory: private-sector\nnationality: FRA\n---\n"
	rows := "name,category,country\n"
	for i := range 10 {
		rows += fmt.Sprintf("Example %d,company,FR\n", i)
	}
	rows += "Newer Sample,company,FR\n"
	folder := tracker.Origin{Address: "https://example.org/list", Folder: "_supporters"}
	for name, c := range map[string]struct {
		origin  tracker.Origin
		content []byte
		commit  bool
	}{
		"zip":    {folder, packed(t, files, revision(1)), true},
		"tar":    {folder, tarred(t, files, revision(1)), true},
		"tar.gz": {folder, gzipped(t, tarred(t, files, revision(1))), true},
		"csv":    {tracker.Origin{Address: "https://example.org/list.csv"}, []byte(rows), false},
		"json":   {tracker.Origin{Address: "https://example.org/list"}, []byte(`[{"name":"Example 0"},{"name":"Newer Sample"}]`), false},
	} {
		list, rev, err := ReadList(t.Context(), c.origin, c.content)
		if err != nil || !slices.ContainsFunc(list.Rows, func(r *roster.Row) bool { return r.Supporter.Name == "Newer Sample" }) {
			t.Fatalf("%s: %v", name, err)
		}
		if c.commit != (rev == revision(1)) || len(rev) < 20 {
			t.Errorf("%s: the revision is %s", name, rev)
		}
	}
}

// A list that can't be read completely changes nothing, and the log says why.
func TestWhatCantBeHadWholeChangesNothing(t *testing.T) {
	call, _ := paris(t, days[0])
	_, _, files := small(t)
	files["new.md"] = "---\nname: Newer Sample\ncategory: private-sector\n---\n"
	good := packed(t, files, revision(1))
	elsewhere := newSite(t)
	elsewhere.has(good, `"elsewhere"`)
	serve := func(content []byte) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(content) }
	}
	status := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code); _, _ = w.Write(good) }
	}
	to := func(address string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, address, http.StatusFound) }
	}
	made := func(name string, mode uint32, content string) []byte {
		var out bytes.Buffer
		w := zip.NewWriter(&out)
		for _, file := range slices.Sorted(maps.Keys(files)) {
			f, _ := w.Create("example-main/_supporters/" + file)
			_, _ = io.WriteString(f, files[file])
		}
		h := &zip.FileHeader{Name: name, Method: zip.Deflate}
		if mode != 0 {
			h.ExternalAttrs, h.CreatorVersion = mode<<16, 3<<8
		}
		f, _ := w.CreateHeader(h)
		_, _ = io.WriteString(f, content)
		_ = w.Close()
		return out.Bytes()
	}
	many, bomb := strings.Repeat("\x00", testrun.Times(1<<30, 1<<26)), "a.md can't be read"
	if testrun.Long() {
		bomb = "unpacks to more than 1024 MB"
	}
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		says   string
	}{
		"hangs": {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, "timeout"},
		"hangs in the middle": {func(w http.ResponseWriter, r *http.Request) {
			_, _ = w.Write(good[:9])
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		}, "cut off"},
		"cuts off": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", fmt.Sprint(len(good)))
			_, _ = w.Write(good[:len(good)-9])
		}, "cut off"},
		"aborts": {func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(good[:99]); panic(http.ErrAbortHandler) }, "EOF"},
		"says 2 GB": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "2147483648")
			_, _ = w.Write(good)
		}, "more than 64 MB"},
		"sends 2 GB":            {func(w http.ResponseWriter, _ *http.Request) { endless(w) }, "more than 64 MB"},
		"a bomb":                {serve(made("example-main/_supporters/bomb.md", 0, many)), "bomb.md can't be read"},
		"a bomb in a tar":       {serve(gzipped(t, tarred(t, map[string]string{"a.md": many}, ""))), bomb},
		"half of it":            {serve(good[:len(good)/2]), "zip"},
		"the other half":        {serve(good[len(good)/2:]), "neither a zip nor a tar"},
		"half a tar":            {serve(tarred(t, files, "")[:2048]), "neither a zip nor a tar"},
		"half a packed tar":     {serve(gzipped(t, tarred(t, files, ""))[:300]), "not all of it"},
		"HTML":                  {serve([]byte("<!doctype html><html><body>Sign in</body></html>")), "neither a zip nor a tar"},
		"nothing":               {serve(nil), "neither a zip nor a tar"},
		"an empty folder":       {serve(packed(t, map[string]string{"readme.txt": "none"}, "")), "empty"},
		"another folder":        {serve([]byte(strings.ReplaceAll(string(good), "_supporters", "_forgotten_"))), "no folder _supporters"},
		"a link":                {serve(made("example-main/_supporters/link.md", 0o120777, "../../../../etc/passwd")), "link.md can't be read"},
		"a folder that leads":   {serve(made("example-main/_supporters/sub", 0o120777, "/etc")), "can't be read"},
		"a name that leads out": {serve(made("example-main/_supporters/../../../x.md", 0, files["new.md"])), "leads out of it"},
		"an absolute name":      {serve(made("/etc/x.md", 0, files["new.md"])), "leads out of it"},
		"304":                   {status(http.StatusNotModified), "nothing changed"},
		"429": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "0")
			w.WriteHeader(http.StatusTooManyRequests)
		}, "status 429"},
		"429 for a day": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "86400")
			w.WriteHeader(http.StatusTooManyRequests)
		}, "exceeded"},
		"500":                  {status(http.StatusInternalServerError), "status 500"},
		"404":                  {status(http.StatusNotFound), "status 404"},
		"206":                  {status(http.StatusPartialContent), "status 206"},
		"to http":              {to("http" + strings.TrimPrefix(elsewhere.URL, "https")), "isn't https"},
		"to a private address": {to(elsewhere.URL), "private address"},
		"to localhost":         {to(strings.Replace(elsewhere.URL, "127.0.0.1", "localhost", 1)), "private address"},
		"to metadata":          {to("https://169.254.169.254/latest"), "private address"},
		"to IPv6":              {to("https://[::ffff:10.0.0.1]/"), "private address"},
		"in circles":           {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path+"x", http.StatusFound) }, "redirects"},
		"to a file":            {to("file:///etc/passwd"), "isn't https"},
	} {
		t.Run(name, func(t *testing.T) {
			tr, _, _ := small(t)
			s := newSite(t)
			s.serves(c.answer)
			var log bytes.Buffer
			f := following(t, s, tr, call, &log)
			before := tr.Book()
			most := time.Minute
			if name == "hangs in the middle" || name == "429 for a day" {
				most = time.Second
			}
			ctx, cancel := context.WithTimeout(t.Context(), most)
			defer cancel()
			if err := f.Look(ctx); err == nil {
				t.Error("it is taken for a list")
			}
			if tr.Book() != before {
				t.Errorf("%d entries were recorded", tr.Book().Head()-before.Head())
			}
			if !strings.Contains(log.String(), "the official list can't be followed") || !strings.Contains(log.String(), c.says) {
				t.Errorf("the log doesn't say %q: %s", c.says, log.String())
			}
			// It continues when the server does, with the whole list.
			s.has(good, `"good"`)
			looks(t, f)
			if waits := tr.Book().Proposals(); len(waits) != 1 || f.failures != 0 {
				t.Errorf("%d proposals wait", len(waits))
			}
		})
	}
}

// endless sends as much as is taken.
func endless(w io.Writer) {
	for block := make([]byte, 1<<20); ; {
		if _, err := w.Write(block); err != nil {
			return
		}
	}
}

// A server with a short failure is asked again within the same look.
func TestALookIsPatient(t *testing.T) {
	tr, f, files := small(t)
	s := newSite(t)
	f.Call.Origin.Address = s.URL
	f.hurry(s)
	n := 0
	s.serves(func(w http.ResponseWriter, _ *http.Request) {
		if n++; n < 3 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		_, _ = w.Write(packed(t, files, revision(1)))
	})
	looks(t, f)
	if _, _, ok := tr.Book().Compared(); !ok || n != 3 {
		t.Errorf("asked %d times", n)
	}
}

// A state of the list that was seen is compared again if the Book changed since.
func TestWhatIsChangedHereIsComparedWithTheSameListAgain(t *testing.T) {
	tr, f, files := small(t)
	if got := reads(t, f, files, 1); got != "" {
		t.Fatal(got)
	}
	who := tr.Book().Named("Example 3")[0].ID
	do(t, tr, "U0", tracker.Remove(who, "error", "https://example.org"))
	if got := reads(t, f, files, 1); !strings.Contains(got, "Example 3") || strings.Contains(got, ",") {
		t.Errorf("%q waits", got)
	}
}

// A supporter that gets another name has it from today, no matter when it was first listed.
func TestARenameIsOfToday(t *testing.T) {
	call, entries := paris(t, days[1])
	tr := open(t, entries)
	f, files := following(t, newSite(t), tr, call, io.Discard), official(tr.Book())
	for name, content := range files {
		files[name] = strings.Replace(content, `name: "Kaspersky Lab"`, "name: Kaspersky Labs\nfirst_listed: 2019-10-01", 1)
	}
	reads(t, f, files, 1)
	waits := tr.Book().Proposals()
	if len(waits) != 1 {
		t.Fatalf("%d proposals wait", len(waits))
	}
	if today := tracker.DayOf(time.Now()); waits[0].On != "" && waits[0].On != today {
		t.Errorf("it is of %s", waits[0].On)
	}
	if ev := waits[0].Events[0].(tracker.Changed); ev.Supporter.ID == 0 || ev.Supporter.Name != "Kaspersky Labs" {
		t.Errorf("proposed is %+v", ev)
	}
}

// Rows that can't be read are logged.
func TestRowsThatCantBeReadAreLogged(t *testing.T) {
	_, f, files := small(t)
	var log bytes.Buffer
	f.Log = slog.New(slog.NewTextHandler(&log, nil))
	files["long.md"] = "---\nname: " + strings.Repeat("x", 2_000) + "\n---\n"
	reads(t, f, files, 1)
	if !strings.Contains(log.String(), "a row of the official list is left out") || !strings.Contains(log.String(), "long.md") {
		t.Error(log.String())
	}
}

// Admins get one message when looks fail, and one when they succeed again.
func TestAdminsLearnOfFailuresAndOfTheirEnd(t *testing.T) {
	_, f, files := small(t)
	s := newSite(t)
	f.Call.Origin.Address = s.URL
	f.hurry(s)
	var told []string
	f.Failing = func(failing bool) { told = append(told, fmt.Sprint(failing)) }
	for _, works := range []bool{false, false, true, false, false, false, false, true, true} {
		if s.has(packed(t, files, revision(1)), `"1"`); !works {
			s.serves(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) })
		}
		_ = f.Look(t.Context())
	}
	if got := strings.Join(told, "; "); got != "true; false" {
		t.Error(got)
	}
}

// A dying ledger fails at an append, before or after it was stored: the process ends there.
type dying struct {
	*tracker.Memory
	left  int
	after bool
}

var errDead = errors.New("killed")

func (d *dying) Append(ctx context.Context, entries ...tracker.Entry) error {
	if d.left--; d.left < 0 {
		return errDead
	}
	if d.left == 0 {
		if d.after {
			_ = d.Memory.Append(ctx, entries...)
		}
		return errDead
	}
	return d.Memory.Append(ctx, entries...)
}

func (d *dying) Read(ctx context.Context, after tracker.Seq, limit int) ([]tracker.Entry, error) {
	if d.left <= 0 {
		return nil, errDead
	}
	return d.Memory.Read(ctx, after, limit)
}

// Each change is made once, even if the process is killed between a look, its proposals and their approval.
func TestEachChangeIsMadeOnceWhateverIsKilled(t *testing.T) {
	before, there, files := small(t)
	var first []tracker.Entry
	for e := range before.Book().Entries(0) {
		first = append(first, e)
	}
	var lists [][]byte
	for i, name := range []string{"Newer Sample", "Older Specimen"} {
		files[name+".md"] = "---\nname: " + name + "\ncategory: civil-society\n---\n"
		files["0003.md"] = strings.Replace(files["0003.md"], `nature: ""`, "nature: Université", 1)
		if i == 1 {
			delete(files, "0001.md")
		}
		lists = append(lists, packed(t, files, revision(i+1)))
	}
	live := func(ledger tracker.Ledger, apply bool) (*tracker.Book, bool) {
		tr, err := tracker.Open(t.Context(), ledger)
		if err != nil {
			return nil, false
		}
		f, err := New(Config{Tracker: tr, Call: there.Call, Apply: apply, Schedule: "@daily", Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		said, _, _ := last(tr.Book())
		for i, list := range lists {
			if said.Revision > revision(i+1) {
				continue // the site has this one no more
			}
			if readsAll(t, f, list) != nil {
				return nil, false
			}
			for _, p := range tr.Book().Proposals() {
				if _, err := tr.Do(t.Context(), tracker.Request{By: "U1"}, tracker.Approve(p.Seq, "U1", false)); err != nil {
					return nil, false
				}
			}
		}
		return tr.Book(), true
	}
	for _, apply := range []bool{false, true} {
		kills := 0
		for killed, done := 1, false; !done; killed++ {
			for _, after := range []bool{false, true} {
				stored := new(tracker.Memory)
				if err := stored.Append(t.Context(), first...); err != nil {
					t.Fatal(err)
				}
				if _, done = live(&dying{stored, killed, after}, apply); done {
					break
				}
				kills++
				b, whole := live(stored, apply)
				if !whole {
					t.Fatalf("killed at append %d, it doesn't go on", killed)
				}
				if want := (tracker.Counts{Company: 9, CivilSociety: 2}); b.Counts() != want || len(b.Proposals()) > 0 {
					t.Errorf("killed at append %d: %+v, %d wait", killed, b.Counts(), len(b.Proposals()))
				}
				all := proposed(b)
				for what, n := range all {
					if n > 1 {
						t.Errorf("killed at append %d: %s was proposed %d times", killed, what, n)
					}
				}
				if len(all) != 4 {
					t.Errorf("killed at append %d: %v", killed, all)
				}
			}
		}
		if kills < 10 {
			t.Errorf("it was killed only %d times", kills)
		}
	}
}
