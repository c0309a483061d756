package desk_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/desk"
	"rollcall/tracker/pariscall"
	"rollcall/tracker/query"
)

var show = flag.Bool("show", false, "show every question that isn't answered right")

// TestQuestions grades the answers to the questions of a file, by the rules in its head.
func TestQuestions(t *testing.T) {
	if testing.Short() {
		t.Skip("left out with -short: it asks thousands of questions; go test without -short runs it")
	}
	d := newDesk(t)
	for _, set := range []struct {
		name               string
		right, reach, most float64 // percent: right at least, right or offered at least, confidently wrong at most
	}{
		{"factcheck.txt", 84, 93, 3}, {"mixed.txt", 90, 96, 2},
		{"questions.txt", 98, 99, 0}, {"second.txt", 98, 99, 0}, {"third.txt", 98, 99, 0}, {"fourth.txt", 98, 99, 0}, {"fifth.txt", 98, 99, 0},
		{"parliament.txt", 72, 95, 1}, {"quebec.txt", 86, 94, 0}, {"datajourno.txt", 76, 90, 1},
		{"indian.txt", 84, 90, 1}, {"student.txt", 80, 92, 1}, {"comms.txt", 80, 90, 1}, {"sceptic.txt", 72, 86, 1}, {"ciso.txt", 90, 97, 1}, {"listadmin.txt", 84, 91, 1}, {"kenya.txt", 88, 93, 0}, {"translator.txt", 90, 96, 0},
		{"suisse.txt", 88, 95, 1}, {"lyceen.txt", 83, 93, 1}, {"colombia.txt", 85, 97, 0}, {"espana.txt", 80, 92, 1}, {"senegal.txt", 90, 96, 0}, {"mexico.txt", 80, 90, 0}, {"quito.txt", 95, 95, 0},
		{"canberra.txt", 83, 94, 1}, {"rabat.txt", 96, 98, 0}, {"press.txt", 93, 96, 0}, {"montevideo.txt", 90, 96, 2}, {"beirut.txt", 91, 98, 0}, {"santiago.txt", 87, 97, 0}, {"diplomate.txt", 87, 95, 1},
		{"osce.txt", 89, 97, 0}, {"platform.txt", 80, 91, 2}, {"dictation.txt", 81, 91, 1}, {"numbers.txt", 87, 95, 1}, {"lima.txt", 84, 94, 0},
		{"strasbourg.txt", 95, 99, 1}, {"asuncion.txt", 92, 95, 0},
		{"aide.txt", 78, 95, 1}, {"auditor.txt", 90, 96, 0}, {"embassy.txt", 73, 95, 0}, {"bogota.txt", 83, 98, 0},
		{"dakar.txt", 90, 96, 2}, {"compliance.txt", 81, 93, 2},
		{"quai.txt", 80, 94, 2}, {"claims.txt", 75, 91, 2}, {"voice.txt", 55, 84, 3}, {"figures.txt", 72, 85, 9}, {"asesor.txt", 76, 91, 2}, {"medley.txt", 81, 92, 2},
		{"unmission.txt", 80, 91, 3}, {"thinktank.txt", 69, 88, 4}, {"region.txt", 86, 92, 2}, {"nordic.txt", 83, 97, 2}, {"lobby.txt", 77, 89, 7}, {"romandie.txt", 79, 88, 3}, {"periodista.txt", 84, 93, 2},
	} {
		t.Run(set.name, func(t *testing.T) {
			questions := readQuestions(t, filepath.Join("testdata", set.name))
			right, offered, unsure, wrong := 0, 0, 0, 0
			for _, q := range questions {
				a := answerOf(t, d, q.line)
				switch grade := q.grade(t, a); grade {
				case "right":
					right++
					continue
				case "not sure":
					unsure++
					is := "not sure"
					if q.offered(t, d, a) {
						offered++
						is = "offered"
					}
					if *show {
						t.Logf(is+": %s\n  got %s\n  offers %v\n  want %s", q.line, brief(a), a["suggestions"], strings.Join(q.want, "\n    or "))
					}
				default:
					wrong++
					if *show {
						t.Logf("WRONG: %s (line %d)\n  got %s\n  want %s", q.line, q.number, brief(a), strings.Join(q.want, "\n    or "))
					}
				}
			}
			share := 100 * float64(right) / float64(len(questions))
			reach := 100 * float64(right+offered) / float64(len(questions))
			t.Logf("%s: %d questions, %d right (%.1f %%), %d not sure, right or offered %.1f %%, %d confidently wrong", set.name, len(questions), right, share, unsure, reach, wrong)
			if share < set.right || reach < set.reach || 100*float64(wrong) > set.most*float64(len(questions)) {
				t.Errorf("wanted: at least %.0f %% right, %.0f %% right or offered, at most %.0f %% confidently wrong", set.right, set.reach, set.most)
			}
		})
	}
}

// TestHowAnswersRead limits the length of the answers to the graded questions: a first line that is read at a glance, half of
// them a few lines, and a long one only if all of it was asked for.
func TestHowAnswersRead(t *testing.T) {
	d := newDesk(t)
	var sizes []int
	for _, name := range []string{"second.txt", "fifth.txt"} {
		for _, q := range readQuestions(t, filepath.Join("testdata", name)) {
			a := answerOf(t, d, q.line)
			headline, _ := a["headline"].(string)
			text, _ := a["text"].(string)
			if n := utf8.RuneCountInString(headline); n > 140 {
				t.Errorf("%s: %d characters in the first line: %s", q.line, n, headline)
			}
			for _, old := range []string{"on the roll", "side by side", "Nothing is counted", " entries are", "sur la liste du rôle"} {
				if strings.Contains(text, old) {
					t.Errorf("%s: %q in %s", q.line, old, text)
				}
			}
			n := utf8.RuneCountInString(text)
			if sizes = append(sizes, n); n > 1500 && a["kind"] != "list" && a["kind"] != "changes" && a["kind"] != "log" && a["kind"] != "help" {
				t.Errorf("%s: %d characters: %s", q.line, n, text)
			}
		}
	}
	slices.Sort(sizes)
	if median := sizes[len(sizes)/2]; median > 350 {
		t.Errorf("the median answer has %d characters", median)
	} else {
		t.Logf("%d answers: the median has %d characters, nine of ten have at most %d", len(sizes), median, sizes[len(sizes)*9/10])
	}
}

func newDesk(t testing.TB) *desk.Desk {
	t.Helper()
	call, err := pariscall.Call()
	if err != nil {
		t.Fatal(err)
	}
	entries, err := pariscall.Entries(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	r, err := tracker.Open(t.Context(), new(tracker.Memory))
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Fill(t.Context(), entries); err != nil {
		t.Fatal(err)
	}
	return desk.New(desk.Config{Tracker: r, Call: call, CanPost: desk.Anywhere, Log: slog.New(slog.DiscardHandler)})
}

func answerOf(t *testing.T, d *desk.Desk, line string) map[string]any {
	t.Helper()
	a, err := d.Do(t.Context(), desk.Request{By: "U1", Channel: "C1", Tokens: query.Line(line)})
	if err != nil {
		t.Fatalf("%q: %v", line, err)
	}
	if a.Headline == "" || a.Kind == answer.Refused {
		t.Errorf("%q: an answer without a headline, or a refusal: %+v", line, a.Kind)
	}
	data, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

type graded struct {
	number int
	line   string
	want   []string // each a whole answer that is right
}

func readQuestions(t *testing.T, path string) []graded {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var all []graded
	for i, line := range strings.Split(string(data), "\n") {
		switch {
		case strings.HasPrefix(line, "? "):
			all = append(all, graded{number: i + 1, line: line[2:]})
		case strings.HasPrefix(line, "= "):
			q := &all[len(all)-1]
			q.want = append(q.want, line[2:])
		}
	}
	return all
}

// grade is right, not sure or wrong.
func (q graded) grade(t *testing.T, a map[string]any) string {
	for _, want := range q.want {
		if holds(t, a, want) {
			return "right"
		}
	}
	if slices.Contains([]any{"unknown", "ambiguous", "help"}, a["kind"]) || slices.Contains([]any{"unknown_name", "ambiguous"}, a["status"]) {
		return "not sure"
	}
	return "wrong"
}

// offered reports whether a line that an answer offers, typed as it stands, is answered rightly.
func (q graded) offered(t *testing.T, d *desk.Desk, a map[string]any) bool {
	lines := list(a["suggestions"])
	for _, name := range list(a["candidates"]) {
		lines = append(lines, fmt.Sprintf("who %q", name))
	}
	return slices.ContainsFunc(lines, func(line any) bool { return q.grade(t, answerOf(t, d, text(line))) == "right" })
}

func holds(t *testing.T, a map[string]any, want string) bool {
	for want != "" {
		key, rest, _ := strings.Cut(want, ":")
		var value string
		if strings.HasPrefix(rest, `"`) {
			value, rest, _ = strings.Cut(rest[1:], `"`)
		} else {
			value, rest, _ = strings.Cut(rest, " ")
		}
		want = strings.TrimSpace(rest)
		if !check(t, a, key, value) {
			return false
		}
	}
	return true
}

func check(t *testing.T, a map[string]any, key, value string) bool {
	supporters := list(a["supporters"])
	field := func(i any, name string) string {
		m, _ := i.(map[string]any)
		return text(m[name])
	}
	first := func(name string) bool { return len(supporters) > 0 && field(supporters[0], name) == value }
	all := func(items []any, name string) []string {
		var s []string
		for _, i := range items {
			s = append(s, field(i, name))
		}
		slices.Sort(s)
		return s
	}
	said := strings.ToLower(text(a["headline"]) + " " + text(a["text"]))
	switch key {
	case "kind", "status", "verdict":
		return slices.Contains(strings.Split(value, "|"), text(a[key]))
	case "value", "added", "removed", "total":
		if value == "0" {
			return (a[key] == nil || text(a[key]) == "0") && (key != "total" || len(supporters) == 0)
		}
		return text(a[key]) == value
	case "lang", "as_of":
		return text(a[key]) == value
	case "principles":
		got := make([]string, 0, 9)
		for _, n := range list(a["principles"]) {
			got = append(got, text(n))
		}
		if !strings.Contains(value, ",") {
			return len(got) > 0 && got[0] == value
		}
		slices.Sort(got)
		return strings.Join(got, ",") == value
	case "name":
		return first("name") || slices.Contains(list(a["candidates"]), any(value))
	case "names":
		want := strings.Split(value, "|")
		slices.Sort(want)
		return slices.Equal(all(supporters, "name"), want)
	case "has":
		return slices.Contains(all(supporters, "name"), value)
	case "rows":
		rows := list(a["rows"])
		for i, want := range strings.Split(value, "|") {
			keys, count, _ := strings.Cut(want, "=")
			if i >= len(rows) || !slices.Contains(strings.Split(keys, "/"), field(rows[i], "key")) && !slices.Contains(strings.Split(keys, "/"), field(rows[i], "name")) ||
				count != "" && field(rows[i], "count") != count {
				return false
			}
		}
		return true
	case "not_has":
		return !slices.ContainsFunc(supporters, func(s any) bool { return field(s, "name") == value && field(s, "status") == "listed" })
	case "joined", "first_listed", "country", "category":
		return first(key)
	case "nature":
		return first("kind")
	case "missing":
		codes := all(list(a["missing"]), "code")
		if value == "none" {
			return len(codes) == 0
		}
		return strings.Join(codes, ",") == value
	case "figure":
		return slices.Contains(all(list(a["figures"]), "value"), value)
	case "candidate":
		return slices.Contains(list(a["candidates"]), any(value))
	case "text":
		return strings.Contains(said, strings.ToLower(value))
	case "not":
		return !strings.Contains(said, strings.ToLower(value))
	}
	if category, ok := strings.CutPrefix(key, "counts."); ok {
		counts, _ := a["counts"].(map[string]any)
		return text(counts[category]) == value
	}
	t.Fatalf("there is no check %q", key)
	return false
}

func list(v any) []any { l, _ := v.([]any); return l }

func text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}

func brief(a map[string]any) string {
	s := fmt.Sprintf("%v/%v value %v total %v lang %v principles %v: %v", a["kind"], a["status"], a["value"], a["total"], a["lang"], a["principles"], a["headline"])
	if len(s) > 300 {
		s = s[:300] + "…"
	}
	return s
}
