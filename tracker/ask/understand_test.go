package ask_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/ask"
	"rollcall/tracker/pariscall"
)

func newReader(t testing.TB) *ask.Reader {
	t.Helper()
	call, err := pariscall.Call()
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	entries, err := pariscall.Entries(now)
	if err != nil {
		t.Fatal(err)
	}
	book, err := new(tracker.Book).With(entries...)
	if err != nil {
		t.Fatal(err)
	}
	return ask.NewReader(book, call, tracker.DayOf(now))
}

func questions(t testing.TB) []string {
	t.Helper()
	data, err := os.ReadFile("testdata/questions.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, line := range strings.Split(string(data), "\n") {
		if q, ok := strings.CutPrefix(line, "? "); ok {
			all = append(all, q)
		}
	}
	return all
}

// What is the same in both languages tells none: whoever asks is answered in their own.
func TestTheLanguageOfAQuestion(t *testing.T) {
	r := newReader(t)
	for q, want := range map[string]string{
		"has Kenya signed?": "en", "le Kenya a-t-il signé ?": "fr", "Brazil?": "en", "Brésil": "fr", "France": "", "Dell": "", "SAP SE": "", "asdfghjkl": "",
		"infrastructures critiques": "fr", "undersea cables": "en",
	} {
		if got := r.Understand(q).Lang; got != want {
			t.Errorf("%q is in %q, want %q", q, got, want)
		}
	}
}

func TestEveryAnswerHasItsLanguageAndSource(t *testing.T) {
	r := newReader(t)
	for _, q := range questions(t) {
		a := r.Run(r.Understand(ask.Plain(q)))
		if a.Lang != "en" && a.Lang != "fr" && a.Lang != "" {
			t.Errorf("%q: language %q", q, a.Lang)
		}
		if a.Rule != answer.NoRule && (a.AsOf == "" || len(a.Sources) == 0 && len(a.Figures) == 0 && a.Rule == answer.Listed) {
			t.Errorf("%q: says neither as of when nor from where: %+v", q, a.Kind)
		}
	}
}

func TestWhatIsUnderstoodIsTold(t *testing.T) {
	r := newReader(t)
	for line, want := range map[string]string{
		"how many companies from Kenya in 2020": "count; category company; country KE; as of 2020-12-31; in language en",
		"has Kenya signed?":                     `status; about "Kenya"; in language en`,
		"quel principe couvre les élections ?":  "principle; principle 3; in language fr",
	} {
		if got := r.Understand(line).String(); got != want {
			t.Errorf("%q is understood as %q, want %q", line, got, want)
		}
	}
}

func FuzzUnderstand(f *testing.F) {
	for _, q := range questions(f) {
		f.Add(q)
	}
	f.Add(strings.Repeat("how many ", 5_000))
	f.Add("\x00\x1b[31m\u202e <!channel> (a+)+$ '; DROP TABLE")
	r := newReader(f)
	f.Fuzz(func(t *testing.T, line string) {
		for _, words := range []answer.Words{answer.English{}} {
			a := answer.Write(r.Run(r.Understand(ask.Plain(line))), words)
			if a.Headline == "" || a.Text == "" || utf8.ValidString(line) && !utf8.ValidString(a.Text) {
				t.Errorf("%q: no words, or broken ones: %q", line, a.Text)
			}
		}
	})
}

// BenchmarkQuestion asks every question of the graded set, understood, run and put into words.
func BenchmarkQuestion(b *testing.B) {
	r := newReader(b)
	all := questions(b)
	var took []time.Duration
	for b.Loop() {
		for _, q := range all {
			start := time.Now()
			answer.Write(r.Run(r.Understand(ask.Plain(q))), answer.English{})
			took = append(took, time.Since(start))
		}
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2])/1e6, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100])/1e6, "p99-ms")
	b.ReportMetric(float64(took[len(took)-1])/1e6, "max-ms")
}

func TestQuestionsForAChart(t *testing.T) {
	r := newReader(t)
	for line, want := range map[string]string{
		"show me a chart of states since 2020":           "chart; category state; since 2020-01-01; in language en",
		"graphique des entreprises":                      "chart; category company; in language fr",
		"courbe des soutiens depuis 2021":                "chart; since 2021-01-01; in language fr",
		"plot the number of companies from Kenya":        "chart; category company; country KE; in language en",
		"a graph of NATO universities in 2021":           "chart; kind university; group North Atlantic Treaty Organization; since 2021-01-01; until 2021-12-31; in language en",
		"can you draw states and companies before 2021?": "chart; until 2020-12-31; in language en",
	} {
		if got := r.Understand(line).String(); got != want {
			t.Errorf("%q is understood as %q, want %q", line, got, want)
		}
	}
	for _, line := range []string{"chart of the weather", "chart of states except Kenya", "graph companies in France and Kenya", "chart the states that left"} {
		if q := r.Understand(line); q.Kind == answer.Chart {
			t.Errorf("%q is understood as %q", line, q)
		}
	}
}
