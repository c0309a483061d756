package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rollcall/tracker/answer"
	"rollcall/tracker/chart"
)

// isPicture checks that data is a whole picture.
func isPicture(t *testing.T, data []byte) {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if b := img.Bounds(); b.Dx() != chart.Width || b.Dy() != chart.Height {
		t.Errorf("it is %v", b)
	}
}

func readPicture(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	isPicture(t, data)
	return data
}

func TestChartWritesThePictureAndItsWords(t *testing.T) {
	t.Parallel()
	db, dir := database(t), t.TempDir()
	file := filepath.Join(dir, "roll.png")
	for _, args := range [][]string{
		{"chart", "-o", file, "state", "since:2020-01-01", "--db", db},
		{"chart", "state", "--db", db, "since:2020-01-01", "-o=" + file},
	} {
		if err := os.WriteFile(file, []byte("an older file"), 0o600); err != nil {
			t.Fatal(err)
		}
		r := inProcess(t, nil, "", args...)
		if r.err != nil || !strings.HasPrefix(r.out, "Listed states rose from 76 on 1 January 2020 to 81 on ") {
			t.Errorf("%q: %v: %s", args, r.err, r.out)
		}
		readPicture(t, file)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 1 {
		t.Errorf("%v are next to the picture (%v)", files, err)
	}

	r := inProcess(t, nil, "", "chart", "-o", file, "--json", "des", "entreprises", "depuis", "2020", "--db", db)
	var a struct {
		answer.Answer
		answer.ChartFacts
	}
	if err := json.Unmarshal([]byte(r.out), &a); err != nil || r.err != nil || a.Kind != answer.Chart || a.Lang != "fr" || len(a.Series) != 1 || a.Series[0].First().Day != "2020-01-01" {
		t.Errorf("%v, %v: %s", err, r.err, r.out)
	}
}

func TestChartToStandardOutput(t *testing.T) {
	r := inProcess(t, nil, "", "chart", "-o", "-", "company", "--db", database(t))
	if r.err != nil || !strings.Contains(r.errs, "Listed companies rose from 358 on 16 September 2019") {
		t.Errorf("%v: %s", r.err, r.errs)
	}
	isPicture(t, []byte(r.out))
}

func TestChartNeedsAFile(t *testing.T) {
	for _, args := range [][]string{{"chart"}, {"chart", "state", "-o"}, {"chart", "-o="}, {"chart", "-o", ""}} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			t.Chdir(t.TempDir())
			r := inProcess(t, nil, "", args...)
			if r.err == nil || !strings.Contains(r.err.Error(), "chart needs the name of a file for the picture") && !strings.Contains(r.err.Error(), "needs a value, as in: chart -o FILE.png") || r.out != "" {
				t.Errorf("%+v", r)
			}
			nothing(t, ".")
		})
	}
}

// TestWhatCannotBeDrawnLeavesTheFileAlone refuses in words, and keeps the picture that is there.
func TestWhatCannotBeDrawnLeavesTheFileAlone(t *testing.T) {
	t.Parallel()
	db, dir := database(t), t.TempDir()
	file := filepath.Join(dir, "roll.png")
	if r := inProcess(t, nil, "", "chart", "-o", file, "--db", db); r.err != nil {
		t.Fatal(r.err)
	}
	before := readPicture(t, file)
	for words, want := range map[string]string{
		"state country:AQ": "no states from Antarctica were listed, so there is nothing to draw.",
		"since:2199-01-01": "is in the future",
		"until:2018-12-31": "records begin on 16 September 2019",
		"in:blah":          "I don't know the group “blah”.",
		"of the weather":   "I don't know what “of the weather” means here.",
	} {
		args := append([]string{"chart", "-o", file, "--db", db}, strings.Fields(words)...)
		if r := inProcess(t, nil, "", args...); !errors.Is(r.err, errRefused) || !strings.Contains(r.out, want) {
			t.Errorf("chart %s: %v: %s", words, r.err, r.out)
		}
		if !bytes.Equal(readPicture(t, file), before) {
			t.Errorf("chart %s changed the picture", words)
		}
	}
	for _, file := range []string{dir, filepath.Join(dir, "nowhere", "roll.png")} {
		if r := inProcess(t, nil, "", "chart", "-o", file, "--db", db); r.err == nil || !strings.Contains(r.err.Error(), file) && !strings.Contains(r.err.Error(), "nowhere") || r.out != "" {
			t.Errorf("-o %s: %+v", file, r)
		}
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 1 {
		t.Errorf("%v are left behind (%v)", files, err)
	}
}
