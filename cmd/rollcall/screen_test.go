package main

import (
	"strings"
	"testing"

	"github.com/mattn/go-runewidth"

	"rollcall/tracker/answer"
)

// A terminal shows the same words as anything else, at any width, and no line that could be broken is wider than it.
func TestAScreenShowsTheSameWords(t *testing.T) {
	a := answer.Answer{Lang: "en", Line: "count in:eu", Text: "2 are listed, Côte d'Ivoire and 日本国 among them, and this sentence goes on:\n" +
		"• https://example.org/a-long-address/which-stays-whole-wherever-it-stands is one\n  – so and so, behind a mark\nOfficial list, compared on 2 March 2026",
		Foot: []string{"Official list, compared on 2 March 2026"}}
	whole := screen{}.show(a, "how many are of the EU?")
	if want := a.Text + "\nRead as: count in:eu\n"; whole != want {
		t.Errorf("it shows %q, want %q", whole, want)
	}
	for width := range 100 {
		for _, colours := range []bool{true, false} {
			shown := screen{width, colours}.show(a, "how many are of the EU?")
			if strings.Contains(shown, "\x1b") != colours {
				t.Errorf("width %d, colours %t: %q", width, colours, shown)
			}
			if got, want := strings.Fields(strings.NewReplacer(bold, "", faint, "", plain, "").Replace(shown)), strings.Fields(whole); strings.Join(got, " ") != strings.Join(want, " ") {
				t.Errorf("width %d: the words are %q, want %q", width, got, want)
			}
			for line := range strings.Lines(shown) {
				if line = strings.TrimRight(line, "\n"); !colours && width > 20 && runewidth.StringWidth(line) > width && !strings.Contains(line, "https://") {
					t.Errorf("width %d: a line is wider: %q", width, line)
				}
			}
		}
	}
}

func TestAScreenEndsWithTheLine(t *testing.T) {
	for _, c := range []struct {
		typed, ends string
		a           answer.Answer
	}{
		{"count EU", "Read as: count in:eu\n", answer.Answer{Lang: "en", Line: "count in:eu", Text: "525 are listed."}},
		{"Count in:EU ", "525 are listed.\n", answer.Answer{Lang: "en", Line: "count in:eu", Text: "525 are listed."}},
		{"how many?", "You could ask: help\nRead as: count\n", answer.Answer{Lang: "en", Line: "count", Read: "Read as: count", Text: "1 is listed.\nRead as: count\nYou could ask: help"}},
		{"quoi ?", "Compris comme\u00a0: count\n", answer.Answer{Lang: "fr", Line: "count", Text: "1 soutien."}},
		{"add", "Recorded.\n", answer.Answer{Lang: "en", Text: "Recorded."}},
	} {
		if got := (screen{}).show(c.a, c.typed); !strings.HasSuffix(got, c.ends) || strings.Count(got, "ompris comme") > 1 || strings.Count(got, "Read as") > 1 {
			t.Errorf("%s ends %q, want %q", c.typed, got, c.ends)
		}
	}
}

// What isn't a terminal has no colours and no width.
func TestAPipeIsNoScreen(t *testing.T) {
	if s := screenOf(new(strings.Builder), func(string) string { return "" }); s != (screen{}) {
		t.Errorf("it is %+v", s)
	}
}
