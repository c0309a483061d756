// Package asked keeps what people asked that wasn't understood, which of the readings that were offered they chose, and what
// they said of answers: so that somebody can improve the lexicon. Nothing learns automatically.
//
// # What is kept
//
// A [Question] with how often it came, for each day: its words, with placeholders for names and for anything that may be
// one (see ask.Reader.Words), and the line that it was read as, also without names. Who asked, where and at what time isn't kept.
//
// It is no part of the ledger, which is never rewritten: after [Kept] days it is deleted, and there are never more than [Most]
// rows of a call. Both stores have it next to the ledgers, and verify, restore and the fold of a Book know nothing of it.
//
// # The guarantee
//
// Nobody waits for it: [Log.Note] only counts in memory, and [Log.Run] writes what was collected a little later. What a crash
// or a store that fails loses is lost, and nothing else: it is never counted twice, and never an error for the person
// who asked.
package asked

import (
	"cmp"
	"context"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"rollcall/tracker"
)

// The limits of what is kept of a call.
const (
	Kept = 90     // days
	Most = 10_000 // rows, of which the newest stay

	longest = 200   // bytes of words, or of a line
	waiting = 1_000 // rows that can wait to be written
	soon    = 10 * time.Second
	patient = 5 * time.Second // how long writing may take at shutdown
)

// An Outcome is the result of a question.
type Outcome string

// The outcomes.
const (
	NotUnderstood Outcome = "not_understood" // no reading of it was sure
	Chosen        Outcome = "chosen"         // the line was offered as a reading, and was meant
	Right         Outcome = "right"          // the line was answered, and somebody said that this was asked
	Wrong         Outcome = "wrong"          // or that it wasn't
)

// A Question is what is kept about a question.
type Question struct {
	Day     tracker.Day `json:"day"` // when it was asked
	Outcome Outcome     `json:"outcome"`
	Lang    string      `json:"lang"` // empty if the words don't show it
	Words   string      `json:"words"`
	Line    string      `json:"line,omitempty"`
}

// Compare orders questions by day first, as stores keep them.
func (q Question) Compare(o Question) int {
	return cmp.Or(cmp.Compare(q.Day, o.Day), cmp.Compare(q.Outcome, o.Outcome), cmp.Compare(q.Lang, o.Lang), cmp.Compare(q.Words, o.Words), cmp.Compare(q.Line, o.Line))
}

// Counts are how often each question came.
type Counts map[Question]int

// A Store keeps Counts of one call.
type Store interface {
	// Add adds counts to those that it has, and deletes the oldest beyond Most, and those of days before one: of all calls that are
	// kept with this one, as they may be in use no more.
	Add(ctx context.Context, counts Counts, since tracker.Day) error
	// Counts returns what it has of a day and later ones.
	Counts(ctx context.Context, since tracker.Day) (Counts, error)
}

// Clear deletes all that a store has, and those kept with it.
func Clear(ctx context.Context, s Store) error { return s.Add(ctx, nil, "9999-12-31") }

// A Log collects questions for a Store. It is safe for concurrent use; the nil Log keeps nothing.
type Log struct {
	store Store
	log   *slog.Logger
	mu    sync.Mutex
	waits Counts
}

// New makes a Log. It reports failed writes to a logger, which should limit them.
func New(s Store, log *slog.Logger) *Log { return &Log{store: s, log: log, waits: Counts{}} }

// Note counts a question of today. It never waits for the Store.
func (l *Log) Note(q Question) {
	if l == nil || q.Words == "" {
		return
	}
	q.Day, q.Words, q.Line = today(), clean(q.Words), clean(q.Line)
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.waits[q] > 0 || len(l.waits) < waiting {
		l.waits[q]++
	}
}

// Flush writes what waits. What can't be written is lost: it may be stored already, and must not be counted twice.
func (l *Log) Flush(ctx context.Context) {
	if l == nil {
		return
	}
	l.mu.Lock()
	counts := l.waits
	l.waits = Counts{}
	l.mu.Unlock()
	if len(counts) > 0 {
		l.add(ctx, counts)
	}
}

func (l *Log) add(ctx context.Context, counts Counts) {
	if err := l.store.Add(ctx, counts, since(today())); err != nil {
		l.log.WarnContext(ctx, "what wasn't understood is not kept", "error", err)
	}
}

// Run writes what came, every few seconds, and deletes what is old, every day, until ctx is done.
func (l *Log) Run(ctx context.Context) {
	ticks := time.NewTicker(soon)
	defer ticks.Stop()
	for cleaned := tracker.Day(""); ; {
		l.Flush(ctx)
		if day := today(); cleaned != day {
			cleaned = day
			l.add(ctx, nil)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
		}
	}
}

// Close writes what still waits.
func (l *Log) Close() {
	ctx, cancel := context.WithTimeout(context.Background(), patient)
	defer cancel()
	l.Flush(ctx)
}

// A Row is a question with how often it came on all days, the last of which its Day is.
type Row struct {
	Question
	Count int `json:"count"`
}

// Rows are what is kept, the most frequent first. What other processes have yet to write isn't among it.
func (l *Log) Rows(ctx context.Context) ([]Row, error) {
	l.Flush(ctx)
	counts, err := l.store.Counts(ctx, since(today()))
	if err != nil {
		return nil, err
	}
	all := map[Question]Row{}
	for q, n := range counts {
		key := q
		key.Day = ""
		row := all[key]
		q.Day = max(q.Day, row.Day)
		all[key] = Row{q, row.Count + n}
	}
	return slices.SortedFunc(maps.Values(all), func(a, b Row) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(b.Day, a.Day), a.Compare(b.Question))
	}), nil
}

func today() tracker.Day { return tracker.DayOf(time.Now()) }

// since is the first day of which something is kept.
func since(day tracker.Day) tracker.Day { return tracker.DayOf(day.Time().AddDate(0, 0, 1-Kept)) }

// clean returns a text of limited length with only printable characters.
func clean(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return -1
	}, strings.ToValidUTF8(text, ""))
	return strings.ToValidUTF8(text[:min(len(text), longest)], "")
}

// A Memory is a Store that ends with the process.
type Memory struct {
	mu     sync.Mutex
	counts Counts
}

// Add adds counts.
func (m *Memory) Add(ctx context.Context, counts Counts, since tracker.Day) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	all := Counts{}
	for _, more := range []Counts{m.counts, counts} {
		for q, n := range more {
			if q.Day >= since {
				all[q] += n
			}
		}
	}
	if more := len(all) - Most; more > 0 {
		for _, q := range slices.SortedFunc(maps.Keys(all), Question.Compare)[:more] {
			delete(all, q)
		}
	}
	m.counts = all
	return nil
}

// Counts returns what it has.
func (m *Memory) Counts(ctx context.Context, since tracker.Day) (Counts, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := maps.Clone(m.counts)
	maps.DeleteFunc(all, func(q Question, _ int) bool { return q.Day < since })
	return all, ctx.Err()
}
