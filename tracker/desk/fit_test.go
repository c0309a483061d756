package desk_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/ask"
	"rollcall/tracker/desk"
	"rollcall/tracker/testrun"
)

var fit = flag.Bool("fit", false, "fit the weights of ask to the graded questions")

// wrongIs is how many missed questions weigh as much as one wrong answer.
const wrongIs = 10

// A fitting grades all questions with different weights. A line is answered and graded once for each question.
type fitting struct {
	*testing.T
	desk      *desk.Desk
	reader    *ask.Reader
	questions []graded
	grades    []map[string]string // for each question, by what it is read as
}

func newFitting(t *testing.T, questions []graded) *fitting {
	d := newDesk(t)
	reader, err := ask.New(d.Call, ask.NamesOf(d.Call, d.Tracker.Book()), tracker.DayOf(time.Now()))
	if err != nil {
		t.Fatal(err)
	}
	f := &fitting{T: t, desk: d, reader: reader, questions: questions}
	for _, q := range questions {
		f.grades = append(f.grades, map[string]string{lines(reader.Ask(q.line, "")): q.grade(t, answerOf(t, f.desk, q.line))})
	}
	return f
}

// lines are what a message is surely read as; none if it isn't.
func lines(all []ask.Answerable) string {
	var sure []string
	for _, a := range all {
		if a.Sure && all[0].Sure {
			sure = append(sure, a.Readings[0].Line)
		}
	}
	return strings.Join(sure, "\n")
}

// points is what weights are worth: a right answer one, a wrong one minus wrongIs.
func (f *fitting) points(weights map[string]float64) (points int) {
	r := f.reader.With(weights)
	for i, q := range f.questions {
		read := lines(r.Ask(q.line, ""))
		grade, ok := f.grades[i][read]
		if !ok && read != "" {
			first, _, _ := strings.Cut(read, "\n")
			grade = q.grade(f.T, answerOf(f.T, f.desk, first))
			f.grades[i][read] = grade
		}
		switch grade {
		case "right":
			points++
		case "wrong":
			points -= wrongIs
		}
	}
	return points
}

// better looks for one weight that is better by more than least points if it is changed by a factor.
func (f *fitting) better(weights map[string]float64, names []string, least int, factors ...float64) (name string, to float64, by int) {
	now := f.points(weights)
	for _, n := range names {
		for _, factor := range factors {
			other := maps.Clone(weights)
			other[n] = float64(int(weights[n]*factor*100+0.5)) / 100
			if p := f.points(other) - now; p > max(by, least) {
				name, to, by = n, other[n], p
			}
		}
	}
	return name, to, by
}

// TestFit holds that no small step of a weight that decides what is sure is much better on the graded questions. With -fit all
// weights are fitted, and written: go test ./tracker/desk -run Fit -fit -timeout 2h.
func TestFit(t *testing.T) {
	if !*fit && !testrun.Long() {
		t.Skip("it asks all graded questions nine times; -long runs it")
	}
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	var questions []graded
	for _, file := range files {
		questions = append(questions, readQuestions(t, file)...)
	}
	f := newFitting(t, questions)
	weights := f.reader.Weights()
	if *fit {
		for _, name := range slices.Sorted(maps.Keys(weights)) {
			if _, to, by := f.better(weights, []string{name}, 1, 0.7, 0.85, 1.2, 1.45); by > 0 {
				t.Logf("%s = %v, not %v: %d points more", name, to, weights[name], by)
				weights[name] = to
			}
		}
		writeWeights(t, weights)
		return
	}
	if name, to, by := f.better(weights, []string{"sure", "gap", "unread", "aside-span"}, len(questions)/50, 0.85, 1.2); by > 0 {
		t.Errorf("%s = %v is worth %d points more; fit the weights again", name, to, by)
	}
}

// writeWeights puts weights into their file, whose comments stay.
func writeWeights(t *testing.T, weights map[string]float64) {
	const file = "../ask/lexicon/weights.txt"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(data), "\n")
	for i, line := range lines {
		if name, _, ok := strings.Cut(line, " = "); ok && !strings.HasPrefix(line, "#") {
			lines[i] = fmt.Sprintf("%s = %v", name, weights[name])
		}
	}
	if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")), 0o644); err != nil {
		t.Fatal(err)
	}
}
