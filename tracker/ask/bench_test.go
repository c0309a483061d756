package ask_test

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"rollcall/tracker/ask"
)

// BenchmarkAsk reads the questions of the examples on the real list, and reports how long the middle one and the slowest of a
// hundred take.
func BenchmarkAsk(b *testing.B) {
	r := reader(b)
	all := examples(b, "testdata/*.txt")
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		e := all[i%len(all)]
		start := time.Now()
		r.Ask(e.question, e.context)
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
}

// hostile are messages that nobody means as a question.
func hostile() []string {
	return []string{
		"", " ", "?", "\x00\x01\x02", "\xff\xfe", strings.Repeat("a", 40_000), strings.Repeat("what ", 5_000),
		strings.Repeat("France, Germany, ", 100), strings.Repeat("(", 3_000), strings.Repeat("not ", 2_000) + "company",
		"هل وقعت مصر؟", "<@U123> <!channel> <https://example.org|x> *bold* `who`", "'; DROP TABLE supporters; --", "🇫🇷🇩🇪🇨", "🇫",
		strings.Repeat("Example Foundation or ", 200), strings.Repeat("2021-01-01 ", 500), "how many", "and", "not", "- - -",
		"by: top: as-of:", "?-a", "«.b signed", "!-France or -", strings.Repeat("\u202e", 100), strings.Repeat("Zxqvb Wlkjh ", 400), strings.Repeat("1,000 ", 900),
	}
}

// TestHostile holds that nothing panics and that readings are lines.
func TestHostile(t *testing.T) {
	r := reader(t)
	for _, text := range hostile() {
		for _, context := range []string{"", "count company in:eu", "who France", "\x00"} {
			for _, a := range r.Ask(text, context) {
				for _, reading := range a.Readings {
					if reading.Line == "" || strings.ContainsAny(reading.Line, "\n\r") || !utf8.ValidString(reading.Line) {
						t.Errorf("%.40q is read as %q", text, reading.Line)
					}
				}
			}
		}
	}
}

func FuzzAsk(f *testing.F) {
	for _, text := range hostile() {
		f.Add(text, "")
	}
	for _, e := range examples(f, "testdata/*.txt") {
		f.Add(e.question, e.context)
	}
	r := reader(f)
	f.Fuzz(func(t *testing.T, text, context string) {
		wantSoundWords(t, r, text)
		for _, a := range r.Ask(text, context) {
			if a.Sure && len(a.Readings) == 0 {
				t.Error("sure of nothing")
			}
			for _, reading := range a.Readings {
				if strings.ContainsAny(reading.Line, "\n\r") {
					t.Errorf("a line with breaks: %q", reading.Line)
				}
			}
		}
	})
}

// BenchmarkLexicon reads the lexicon, as the first question after a start does.
func BenchmarkLexicon(b *testing.B) {
	for b.Loop() {
		if err := ask.Lexicon(); err != nil {
			b.Fatal(err)
		}
	}
}
