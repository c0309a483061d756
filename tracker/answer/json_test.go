package answer_test

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"rollcall/tracker/answer"
)

// TestJSON holds the JSON of every kind of answer, with every set of fields that it can have, to testdata.
func TestJSON(t *testing.T) {
	const file = "testdata/json.txt"
	var lines []string
	seen := map[string]bool{}
	for _, c := range cases(t) {
		a := answer.Write(c.a, answer.In("en"))
		encoded, err := json.Marshal(a)
		if err != nil {
			t.Fatal(c.name, err)
		}
		var fields map[string]any
		if err := json.Unmarshal(encoded, &fields); err != nil {
			t.Fatal(c.name, err)
		}
		if has := string(a.Kind) + strings.Join(slices.Sorted(maps.Keys(fields)), " "); !seen[has] {
			seen[has] = true
			lines = append(lines, c.name, string(encoded))
		}
	}
	got := strings.Join(lines, "\n") + "\n"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	golden, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if want := string(golden); got != want {
		wants := strings.Split(want, "\n")
		for i, line := range strings.Split(got, "\n") {
			if line != at(wants, i) {
				t.Fatalf("%s, line %d differs (-update rewrites it):\nwant %s\ngot  %s", file, i+1, at(wants, i), line)
			}
		}
	}
}
