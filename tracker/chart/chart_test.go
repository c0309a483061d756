package chart_test

import (
	"bytes"
	"errors"
	"flag"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/chart"
	"rollcall/tracker/pariscall"
	"rollcall/tracker/query"
)

var keep = flag.String("keep", "", "a directory to keep the pictures in, to look at them")

const (
	begins = tracker.Day("2019-09-16")
	today  = tracker.Day("2026-11-22")
)

// colors are those of the categories' lines.
var colors = map[tracker.Category]color.RGBA{
	tracker.State: {0x00, 0x72, 0xb2, 0xff}, tracker.PublicAuthority: {0xe6, 0x9f, 0x00, 0xff}, tracker.CivilSociety: {0x00, 0x9e, 0x73, 0xff},
	tracker.Company: {0xd5, 0x5e, 0x00, 0xff}, tracker.Uncategorised: {0xcc, 0x79, 0xa7, 0xff}, "": {0x00, 0x00, 0x00, 0xff},
}

// answered is a chart with these lines, all words written.
func answered(w *answer.Words, since, until tracker.Day, series ...answer.Series) *answer.ChartFacts {
	a := answer.New(&answer.ChartFacts{Series: series, Since: since, Until: until, AllCategories: true})
	a.Call, a.Today, a.Begins, a.AsOf, a.Checked, a.Rule = new(tracker.Call), today, begins, until, "2025-12-25", answer.Listed
	a = answer.Write(a, w)
	return a.Chart()
}

func line(c tracker.Category, points ...answer.Point) answer.Series {
	return answer.Series{Filters: answer.Filters{Category: c}, Points: points}
}

// drawn draws an answer, and checks what holds for every picture: its size, white edges, and the colour of each line.
func drawn(t testing.TB, name string, a *answer.ChartFacts) image.Image {
	t.Helper()
	var b bytes.Buffer
	if err := chart.Draw(&b, a); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if *keep != "" {
		if err := os.WriteFile(filepath.Join(*keep, strings.ReplaceAll(name, " ", "-")+".png"), b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	img, err := png.Decode(&b)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if img.Bounds() != image.Rect(0, 0, chart.Width, chart.Height) {
		t.Errorf("%s: it is %v", name, img.Bounds())
	}
	pixels := image.NewRGBA(img.Bounds())
	draw.Draw(pixels, img.Bounds(), img, image.Point{}, draw.Src)
	seen := map[color.RGBA]int{}
	var last color.RGBA
	run := 0
	for y := range chart.Height {
		for x := range chart.Width {
			c := pixels.RGBAAt(x, y)
			if c != last {
				seen[last] += run
				last, run = c, 0
			}
			run++
			if edge := 8; (x < edge || y < edge || x >= chart.Width-edge || y >= chart.Height-edge) && c != (color.RGBA{0xff, 0xff, 0xff, 0xff}) {
				t.Fatalf("%s: something is drawn at the edge, at %d, %d", name, x, y)
			}
		}
	}
	seen[last] += run
	for _, s := range a.Series {
		if n := seen[colors[s.Filters.Category]]; n < 90 { // another line can cover all but the part that leads to its label
			t.Errorf("%s: the line of %q has %d pixels of its colour", name, s.Filters.Category, n)
		}
	}
	return img
}

func TestTheParisCall(t *testing.T) {
	if testing.Short() {
		t.Skip("left out with -short: it draws many pictures; go test without -short runs it")
	}
	call, err := pariscall.Call()
	if err != nil {
		t.Fatal(err)
	}
	entries, err := pariscall.Entries(today.Time())
	if err != nil {
		t.Fatal(err)
	}
	book, err := new(tracker.Book).With(entries...)
	if err != nil {
		t.Fatal(err)
	}
	r := query.New(book, call, today)
	for _, words := range []string{"", "since:2019-10-25 until:2019-11-25", "since:2020-06-01 until:2021-06-30", "since:2021-01-01 until:2021-01-01", "university nato",
		"company", "uncategorised", "commonwealth", "state company public_authority civil_society uncategorised kind:independent_authority in:nato since:2020-06-01"} {
		q, err := r.Parse("chart", query.Line(words))
		if err != nil {
			t.Fatal(err)
		}
		a := answer.Write(r.Run(q), answer.In("en"))
		drawn(t, "paris call "+words, a.Chart())
	}
}

func TestAFrenchPicture(t *testing.T) {
	drawn(t, "french", answered(answer.In("fr"), "2020-06-01", "2021-06-30", line(tracker.State, answer.Point{Day: "2020-06-01", Count: 1_300}),
		line(tracker.CivilSociety, answer.Point{Day: "2020-06-01", Count: 12}, answer.Point{Day: "2020-08-01", Count: 11})))
}

func TestAnyNumberOfPoints(t *testing.T) {
	if testing.Short() {
		t.Skip("left out with -short: it draws many pictures; go test without -short runs it")
	}
	w := answer.In("en")
	drawn(t, "one point", answered(w, begins, today, line(tracker.State, answer.Point{Day: begins, Count: 7})))
	drawn(t, "one day", answered(w, today, today, line(tracker.State, answer.Point{Day: today, Count: 1})))
	drawn(t, "two days", answered(w, "2026-11-21", today, line(tracker.State, answer.Point{Day: "2026-11-21", Count: 1}, answer.Point{Day: today})))
	drawn(t, "nearly alike", answered(w, begins, today,
		line(tracker.State, answer.Point{Day: begins, Count: 41}), line(tracker.PublicAuthority, answer.Point{Day: begins, Count: 40}), line(tracker.CivilSociety, answer.Point{Day: begins, Count: 41}),
		line(tracker.Company, answer.Point{Day: begins, Count: 42}), line(tracker.Uncategorised, answer.Point{Day: begins, Count: 0})))
	daily := func(c tracker.Category, n int, size int) answer.Series {
		s := line(c)
		for i := range n {
			s.Points = append(s.Points, answer.Point{Day: tracker.DayOf(begins.Time().AddDate(0, 0, i)), Count: size * (i + i%2)})
		}
		return s
	}
	drawn(t, "every day", answered(w, begins, today, daily(tracker.Company, 2600, 40), daily(tracker.State, 2600, 1)))
	until := tracker.DayOf(begins.Time().AddDate(0, 0, 100_000))
	drawn(t, "100000 changes", answered(w, begins, until, daily(tracker.Company, 100_000, 1)))
}

func TestNothingToDraw(t *testing.T) {
	refused := answer.New(&answer.RefusedFacts{})
	for _, a := range []*answer.ChartFacts{
		answered(answer.In("en"), begins, today),
		answered(answer.In("en"), begins, today, line(tracker.State, answer.Point{Day: begins})),
		refused.Chart(),
	} {
		var b bytes.Buffer
		if err := chart.Draw(&b, a); !errors.Is(err, chart.ErrNothing) || b.Len() > 0 {
			t.Errorf("%v, and %d bytes", err, b.Len())
		}
	}
}

// TestLongWordsStayOnThePicture draws words that don't fit; what is drawn at the edge breaks the test.
func TestLongWordsStayOnThePicture(t *testing.T) {
	if testing.Short() {
		t.Skip("left out with -short: it draws many pictures; go test without -short runs it")
	}
	for name, words := range map[string]string{"words": strings.Repeat("Example Foundation ", 60), "word": strings.Repeat("Example", 30), "wide": strings.Repeat("ŒW", 12)} {
		a := answered(answer.In("en"), begins, today, line(tracker.State, answer.Point{Day: begins, Count: 3}), line(tracker.PublicAuthority, answer.Point{Day: begins, Count: 1_234_567}),
			line(tracker.CivilSociety, answer.Point{Day: begins, Count: 5}), line(tracker.Company, answer.Point{Day: begins, Count: 6}), line(tracker.Uncategorised, answer.Point{Day: begins, Count: 7}))
		a.Picture.Title, a.Picture.Axis, a.Picture.Footer = words, words, []string{words, words, words}
		for i := range a.Picture.Labels {
			a.Picture.Labels[i] = words
		}
		for i := range a.Picture.Months {
			a.Picture.Months[i] = words[:12]
		}
		drawn(t, "long "+name, a)
	}
}

// TestTheWordsAreTheAnswers changes one word after the other, each of which must change the picture.
func TestTheWordsAreTheAnswers(t *testing.T) {
	if testing.Short() {
		t.Skip("left out with -short: it draws many pictures; go test without -short runs it")
	}
	draw := func(change func(*answer.Picture)) []byte {
		a := answered(answer.In("en"), "2026-10-01", today, line(tracker.State, answer.Point{Day: "2026-10-01", Count: 3}))
		change(a.Picture)
		var b bytes.Buffer
		if err := chart.Draw(&b, a); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	plain := draw(func(*answer.Picture) {})
	for name, change := range map[string]func(*answer.Picture){
		"title":  func(p *answer.Picture) { p.Title = "Titre" },
		"axis":   func(p *answer.Picture) { p.Axis = "Axe" },
		"label":  func(p *answer.Picture) { p.Labels[0] = "États" },
		"month":  func(p *answer.Picture) { p.Months[9] = "oct." },
		"number": func(p *answer.Picture) { p.Number = func(int) string { return "n" } },
		"footer": func(p *answer.Picture) { p.Footer = p.Footer[1:] },
	} {
		if bytes.Equal(plain, draw(change)) {
			t.Errorf("the picture doesn't show its %s", name)
		}
	}
}

// TestPicturesAreDrawnAtOnce draws one answer from several goroutines, which must make the same bytes.
func TestPicturesAreDrawnAtOnce(t *testing.T) {
	a := answered(answer.In("fr"), begins, today, line(tracker.State, answer.Point{Day: begins, Count: 3}))
	var wg sync.WaitGroup
	pictures := make([]bytes.Buffer, 4)
	for i := range pictures {
		wg.Go(func() {
			if err := chart.Draw(&pictures[i], a); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for i := range pictures {
		if !bytes.Equal(pictures[i].Bytes(), pictures[0].Bytes()) {
			t.Error("they differ")
		}
	}
}

func BenchmarkDraw(b *testing.B) {
	var all []answer.Series
	for c := range colors {
		s := line(c)
		for day := begins.Time(); day.Before(today.Time()); day = day.Add(10 * 24 * time.Hour) {
			s.Points = append(s.Points, answer.Point{Day: tracker.DayOf(day), Count: len(s.Points)})
		}
		all = append(all, s)
	}
	a := answered(answer.In("en"), begins, today, all...)
	for b.Loop() {
		if err := chart.Draw(new(bytes.Buffer), a); err != nil {
			b.Fatal(err)
		}
	}
}
