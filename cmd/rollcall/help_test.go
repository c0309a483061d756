package main

import (
	"errors"
	"strings"
	"testing"
)

func TestHelpTellsOfTheCommandsOfAShell(t *testing.T) {
	t.Parallel()
	for line, want := range map[string][2]string{ // what it says, and what it doesn't
		"help":           {"• help decisions — ", "There is no help"},
		"aide":           {"• help decisions — ", "There is no help"},
		"help decisions": {"• forget \"NAME\" — ", "• help"},
		"help import":    {"• import FILE|FOLDER", "• forget"},
		"import --help":  {"• import FILE|FOLDER", "• forget"},
		"help export":    {"In a shell also:\n• export [--format", "• forget"},
		"help subscribe": {"• subscribe", "In a shell also"},
		"help nonsense":  {"There is no help about “nonsense”", "In a shell also"},
	} {
		r := inProcess(t, nil, "", strings.Fields(line)...)
		if !strings.Contains(r.out, want[0]) || strings.Contains(r.out, want[1]) || errors.Is(r.err, errRefused) != (line == "help nonsense") {
			t.Errorf("%s: %v\n%s", line, r.err, r.out)
		}
	}
}

func TestTheFormatOfAnExportCanBeAWord(t *testing.T) {
	db := database(t)
	r := inProcess(t, nil, "", "export", "json", "state", "in:g7", "--db", db)
	if r.err != nil || !strings.HasPrefix(r.out, "{") && !strings.HasPrefix(r.out, "[") || !strings.Contains(r.out, "Germany") {
		t.Errorf("%v\n%.200s", r.err, r.out)
	}
}
