// Package callfiles reads a call from its folder of data files: what the call says, and the entries that an empty ledger
// begins with. All mistakes in all files are reported at once, each with its file and line.
//
// Only principles.yaml has to be there. The other files are optional, and each of them can be empty but for its header:
//
//   - subjects_en.txt and the like: by which phrases its principles are found, one a line, in a language.
//   - supporters.csv: the supporters, one a row.
//   - registry_history.csv: every change of the list, in its order. Without it, each supporter joined the list on its
//     first_listed; with it, supporters.csv only adds what the history doesn't say.
//   - figures.csv, events.csv, claims.csv: headline figures, dated events, and who is said to support the call without
//     being on its list.
//   - groups.yaml: the groups of countries, and the regions, that questions ask about.
//   - publishers.yaml: who published the figures, and what else is cited, by what the sources begin with.
//   - topics.yaml: what is asked about the call itself, with the answers, and the events that can stand for their days.
//
// What people read in a file is there in every language that principles.yaml names; without any, English is enough.
//
// In the CSV files columns are found by their names, lines above the header that begin with # are remarks, and several aliases are
// parted by |.
// The folder of package pariscall is the largest example, [Starter] the smallest.
package callfiles

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"sync"
	"time"

	"rollcall/tracker"
)

// The files of a folder.
const (
	principlesFile = "principles.yaml"
	groupsFile     = "groups.yaml"
	topicsFile     = "topics.yaml"
	publishersFile = "publishers.yaml"
	supportersFile = "supporters.csv"
	historyFile    = "registry_history.csv"
	figuresFile    = "figures.csv"
	eventsFile     = "events.csv"
	claimsFile     = "claims.csv"
)

// A Folder is a call as its files have it.
type Folder struct {
	Call  *tracker.Call
	facts func() []fact
}

// A fact becomes an entry.
type fact struct {
	place
	on    tracker.Day
	event tracker.Event
}

// A place is where something is in a folder.
type place struct {
	file string
	line int // 0: the whole file
}

// A Mistake is something in a file that can't be used.
type Mistake struct {
	File  string
	Line  int // 0: the whole file
	Words string
}

func (m Mistake) Error() string {
	if m.Line == 0 {
		return m.File + ": " + m.Words
	}
	return fmt.Sprintf("%s, line %d: %s", m.File, m.Line, m.Words)
}

//go:embed starter
var starter embed.FS

// Starter is a small folder with an invented call, with remarks on how to turn it into another one.
func Starter() (fs.FS, error) { return fs.Sub(starter, "starter") }

// Read reads the call with a slug. No date in its files may be later than today. The error joins all Mistakes, in the order
// of the files and their lines.
func Read(files fs.FS, slug string, today tracker.Day) (*Folder, error) {
	if _, err := fs.ReadDir(files, "."); err != nil {
		return nil, fmt.Errorf("the folder can't be read: %w", err)
	}
	r := newReader(files, &tracker.Call{Slug: slug}, today, principlesFile, groupsFile, publishersFile, topicsFile)
	r.says()
	r.matters()
	r.entries()
	about, facts := r.about, r.facts
	r.call.Matters = func() tracker.Matters { return about }
	f := &Folder{r.call, func() []fact { return facts }}
	r.verify(f)
	return f.unless(r.mistakes)
}

// Sound reads a folder in which Read finds no Mistake. What questions are about, and the entries, are read once they are needed.
func Sound(files fs.FS, slug string, today tracker.Day) (*Folder, error) {
	r := newReader(files, &tracker.Call{Slug: slug}, today, principlesFile, groupsFile, publishersFile)
	r.sound = true
	r.says()
	r.call.Matters = sync.OnceValue(func() tracker.Matters {
		later := newReader(files, r.call, today, topicsFile)
		later.about.Subjects = r.about.Subjects
		later.matters()
		return later.about
	})
	facts := sync.OnceValue(func() []fact {
		later := newReader(files, r.call, today)
		later.entries()
		return later.facts
	})
	return (&Folder{r.call, facts}).unless(r.mistakes)
}

// unless returns the folder if there are no mistakes.
func (f *Folder) unless(mistakes []Mistake) (*Folder, error) {
	if len(mistakes) == 0 {
		return f, nil
	}
	slices.SortStableFunc(mistakes, func(a, b Mistake) int {
		return cmp.Or(cmp.Compare(order(a.File), order(b.File)), cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	var all []error
	told := map[Mistake]bool{} // a row can be read twice
	for _, m := range mistakes {
		if !told[m] {
			all = append(all, m)
		}
		told[m] = true
	}
	return nil, errors.Join(all...)
}

func order(file string) int {
	patterns := []string{principlesFile, subjectsFiles, groupsFile, topicsFile, publishersFile, supportersFile, historyFile, figuresFile, eventsFile, claimsFile}
	return slices.IndexFunc(patterns, func(pattern string) bool {
		is, _ := path.Match(pattern, file)
		return is
	})
}

// Entries are the first entries of an empty ledger, recorded at a moment. None takes effect after it: a clock can be behind.
func (f *Folder) Entries(at time.Time) []tracker.Entry {
	at = at.UTC().Truncate(time.Microsecond)
	facts := f.facts()
	entries := make([]tracker.Entry, len(facts))
	for i, fact := range facts {
		entries[i] = tracker.Entry{Seq: tracker.Seq(i + 1), At: at, On: min(fact.on, tracker.DayOf(at)),
			By: f.Call.Slug, Ref: f.Call.Slug, Event: fact.event}
	}
	return entries
}

// A reader reads a folder, and collects what is wrong with it.
type reader struct {
	files    fs.FS
	sound    bool // so what takes long isn't checked
	today    tracker.Day
	call     *tracker.Call
	about    tracker.Matters
	facts    []fact
	mistakes []Mistake
	ids      map[string]tracker.Seq // of those in the history, by name
	state    map[tracker.Seq]tracker.Supporter
	states   map[string]tracker.Seq // that are listed, by country

	documents map[string]<-chan document // the YAML files
}

// newReader begins to parse YAML files.
func newReader(files fs.FS, call *tracker.Call, today tracker.Day, documents ...string) *reader {
	r := &reader{files: files, today: today, call: call, ids: map[string]tracker.Seq{}, state: map[tracker.Seq]tracker.Supporter{}, states: map[string]tracker.Seq{}}
	r.parse(documents...)
	return r
}

// says reads what the call says.
func (r *reader) says() {
	r.principles()
	r.groups()
	r.publishers()
	r.found()
}

// matters reads what questions about the call are about.
func (r *reader) matters() {
	r.subjects()
	r.topics()
}

// entries reads who joined, changed and left, and what else is known of days.
func (r *reader) entries() {
	claims := r.rows(claimsFile, []string{"name", "category", "country", "date", "status", "claim", "source"}, nil)
	r.roll(claims)
	r.figures()
	r.events()
	r.claims(claims)
}

func (r *reader) wrong(at place, format string, args ...any) {
	r.mistakes = append(r.mistakes, Mistake{at.file, at.line, fmt.Sprintf(format, args...)})
}

// refused notes a refusal, if there is one.
func (r *reader) refused(at place, err error) {
	if err != nil {
		r.wrong(at, "%s", err)
	}
}

func (r *reader) isWrong(at place) bool {
	return slices.ContainsFunc(r.mistakes, func(m Mistake) bool { return m.File == at.file && m.Line == at.line })
}

// add adds an event as a fact, unless it is older than the call.
func (r *reader) add(at place, on tracker.Day, event tracker.Event) {
	_, err := r.call.Since(func(*tracker.Book) ([]tracker.Event, error) { return []tracker.Event{event}, nil })(nil)
	r.refused(at, err)
	r.facts = append(r.facts, fact{at, on, event})
}

// verify checks the entries as those of any ledger. A line that is wrong already isn't reported again.
func (r *reader) verify(f *Folder) {
	// Recorded as late as possible, so that days are only checked against today.
	late := time.Date(9999, time.December, 31, 0, 0, 0, 0, time.UTC)
	for _, v := range tracker.Verify(f.Entries(late)) {
		if at := r.facts[v.Seq-1].place; !r.isWrong(at) {
			r.wrong(at, "%s", v.Words)
		}
	}
}

// day is a day that isn't to come; empty if it isn't one.
func (r *reader) day(at place, what, text string) tracker.Day {
	return past(r, at, what, text, tracker.ParseDay, func(d tracker.Day) tracker.Day { return d })
}

// date is a date that doesn't begin in the future; empty if it isn't one.
func (r *reader) date(at place, what, text string) tracker.Date {
	return past(r, at, what, text, tracker.ParseDate, tracker.Date.First)
}

// known is a date, unless there is none.
func (r *reader) known(at place, what, text string) tracker.Date {
	if text == "" {
		return ""
	}
	return r.date(at, what, text)
}

func past[T ~string](r *reader, at place, what, text string, parse func(string) (T, error), first func(T) tracker.Day) T {
	d, err := parse(text)
	if err != nil {
		r.wrong(at, "%s: %v", what, err)
		return ""
	}
	if first(d) > r.today {
		r.wrong(at, "%s: %s is in the future; today is %s", what, d, r.today)
	}
	return d
}

// address checks an address on the web, if there is one.
func (r *reader) address(at place, whose, address string) string {
	if address != "" && tracker.CheckSource(address) != nil {
		r.wrong(at, "the %s is not a web address", whose)
	}
	return address
}
