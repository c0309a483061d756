package asked_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"rollcall/tracker"
	"rollcall/tracker/asked"
	"rollcall/tracker/ledgertest"
)

func TestMemoryKeepsItsPromises(t *testing.T) {
	ledgertest.Asked(t, func(*testing.T) (asked.Store, func() asked.Store) {
		m := new(asked.Memory)
		return m, func() asked.Store { return m }
	})
}

var quiet = slog.New(slog.DiscardHandler)

func question(words string) asked.Question {
	return asked.Question{Outcome: asked.NotUnderstood, Lang: "en", Words: words}
}

func daysAgo(n int) tracker.Day { return tracker.DayOf(time.Now().AddDate(0, 0, -n)) }

func rows(t *testing.T, l *asked.Log) []asked.Row {
	t.Helper()
	all, err := l.Rows(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// What was asked is kept for 90 days, and then deleted, also where nothing new comes.
func TestQuestionsAreKeptForNinetyDays(t *testing.T) {
	s := new(asked.Memory)
	counts := asked.Counts{}
	for _, n := range []int{0, 1, 89, 90, 400} {
		q := question(fmt.Sprint(n))
		q.Day = daysAgo(n)
		counts[q] = n + 1
	}
	if err := s.Add(t.Context(), counts, ""); err != nil {
		t.Fatal(err)
	}
	l := asked.New(s, quiet)
	var got []string
	for _, row := range rows(t, l) {
		got = append(got, fmt.Sprint(row.Words, "×", row.Count))
	}
	if want := "89×90 1×2 0×1"; strings.Join(got, " ") != want {
		t.Errorf("kept are %v, want %s", got, want)
	}
	runs(t, l, func() bool { left, err := s.Counts(t.Context(), ""); return err != nil || len(left) == 3 })
}

// runs runs a Log until something is so.
func runs(t *testing.T, l *asked.Log, so func() bool) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() { l.Run(ctx) })
	for !so() {
		time.Sleep(time.Millisecond)
	}
	cancel()
	wg.Wait()
}

// The same question of several days is one row, with the last of them.
func TestTheSameQuestionIsOneRow(t *testing.T) {
	s := new(asked.Memory)
	before := question("a")
	before.Day = daysAgo(5)
	if err := s.Add(t.Context(), asked.Counts{before: 4}, ""); err != nil {
		t.Fatal(err)
	}
	l := asked.New(s, quiet)
	l.Note(question("a"))
	l.Note(question("b"))
	got := rows(t, l)
	if len(got) != 2 || got[0].Words != "a" || got[0].Count != 5 || got[0].Day != daysAgo(0) {
		t.Errorf("the rows are %+v", got)
	}
}

// A nil Log is one that is off.
func TestWithoutALogNothingIsKept(t *testing.T) {
	var off *asked.Log
	off.Note(question("a"))
	off.Flush(t.Context())
	off.Close()
}

// What is kept of any text is short and printable.
func TestWhatIsKeptIsShortAndPrints(t *testing.T) {
	l := asked.New(new(asked.Memory), quiet)
	for _, text := range []string{strings.Repeat("é", 20_000), "a\x00b\x1b[31mc\u202ed\xff", "\x00", ""} {
		l.Note(asked.Question{Outcome: asked.Chosen, Words: "w" + text, Line: text})
	}
	l.Note(question(""))
	all := rows(t, l)
	if len(all) != 3 {
		t.Errorf("%d rows are kept", len(all))
	}
	for _, row := range all {
		for _, text := range []string{row.Words, row.Line} {
			if len(text) > 200 || !utf8.ValidString(text) || strings.ContainsAny(text, "\x00\x1b\u202e") {
				t.Errorf("%q is kept", text)
			}
		}
	}
}

// broken is a Store that fails, or waits until it may go on.
type broken struct {
	asked.Memory
	wait chan struct{}
}

func (b *broken) Add(context.Context, asked.Counts, tracker.Day) error {
	if b.wait != nil {
		<-b.wait
	}
	return errors.New("no")
}

// A store that blocks keeps nobody waiting, no matter how much comes; one that fails is logged, and loses what it
// was given, so that nothing is counted twice.
func TestAStoreThatFailsIsOnlyLogged(t *testing.T) {
	s := &broken{wait: make(chan struct{})}
	var said bytes.Buffer
	l := asked.New(s, slog.New(slog.NewTextHandler(&said, nil)))
	l.Note(question("a"))
	var wg sync.WaitGroup
	wg.Go(func() { l.Flush(t.Context()) })
	for i := range 100_000 {
		l.Note(question(fmt.Sprint(i)))
	}
	close(s.wait)
	wg.Wait()
	l.Close()
	if !strings.Contains(said.String(), "level=WARN") || !strings.Contains(said.String(), "error=no") {
		t.Errorf("the log says: %s", said.String())
	}
	s.wait = nil
	if left, err := s.Counts(t.Context(), ""); err != nil || len(left) > 0 {
		t.Errorf("%d are left (%v)", len(left), err)
	}
}

// A Log that runs writes by itself, and what came last when it is closed.
func TestALogWritesByItself(t *testing.T) {
	s := new(asked.Memory)
	l := asked.New(s, quiet)
	l.Note(question("a"))
	runs(t, l, func() bool { all, err := s.Counts(t.Context(), ""); return err != nil || len(all) == 1 })
	l.Note(question("b"))
	l.Close()
	if all, err := s.Counts(t.Context(), ""); err != nil || len(all) != 2 {
		t.Errorf("%d are kept (%v)", len(all), err)
	}
}
