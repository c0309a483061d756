package ask_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"rollcall/tracker/ask"
)

var fit = flag.Bool("fit", false, "fit lexicon/weights.txt to the examples")

// wrong is how many questions that aren't read surely one is worth that is read wrongly.
const wrong = 10

// score is how well a Reader reads the examples.
func score(r *ask.Reader, all []example) (points int) {
	for _, e := range all {
		a := r.Ask(e.question, e.context)[0]
		switch {
		case !a.Sure && len(e.lines) == 0:
			points++
		case !a.Sure:
		case slices.Contains(e.lines, a.Readings[0].Line):
			points++
		default:
			points -= wrong
		}
	}
	return points
}

// TestFit holds that the weights in the file read the examples without a wrong one. With -fit it first looks for better ones, one
// weight at a time, and writes them: go test ./tracker/ask -run Fit -fit.
func TestFit(t *testing.T) {
	r := reader(t)
	all := examples(t, "testdata/*.txt")
	best, weights := score(r, all), r.Weights()
	if *fit {
		for better := true; better; {
			better = false
			for _, name := range slices.Sorted(maps.Keys(weights)) {
				for _, by := range []float64{0.8, 0.9, 1.1, 1.25} {
					other := maps.Clone(weights)
					other[name] = float64(int(other[name]*by*100+0.5)) / 100
					if s := score(r.With(other), all); s > best {
						t.Logf("%s = %v: %d points, not %d", name, other[name], s, best)
						best, weights, better = s, other, true
					}
				}
			}
		}
		write(t, weights)
	}
	if least := len(all) * 95 / 100; best < least {
		t.Errorf("the weights are worth %d points, not %d", best, least)
	}
}

// write puts weights into their file, whose comments stay.
func write(t *testing.T, weights map[string]float64) {
	const file = "lexicon/weights.txt"
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

// TestMisspelt holds that a role that doesn't exist, or a row of one, doesn't load.
func TestMisspelt(t *testing.T) {
	for _, head := range []string{"klass company", "", "name Example Foundation", "filler ~much"} {
		if ask.Phrase(head, "companies") == nil {
			t.Errorf("%q loads", head)
		}
	}
	for _, rest := range []string{"needs klass", "want class", "needs class ; cost much"} {
		if ask.Row("count {filter}", rest) == nil {
			t.Errorf("%q loads", rest)
		}
	}
	if err := ask.Row("count {filter}", "needs class ; takes FILTER ; cost 0.1"); err != nil {
		t.Error(err)
	}
}
