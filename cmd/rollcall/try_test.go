package main

import (
	"strings"
	"testing"
)

func TestTryNamesTheUnitedStatesItsDateAndSource(t *testing.T) {
	dir := t.TempDir()
	out, errs, code := run(t, dir, nil, "who usa\n", "try")
	for _, part := range []string{"United States is a supporter", "10 November 2021", "https://www.thecaravelgu.com/", "Official list, compared on 25 December 2025"} {
		if !strings.Contains(out, part) {
			t.Errorf("it doesn't show %q:\n%s", part, out)
		}
	}
	if code != 0 || errs != "" {
		t.Errorf("exit code %d, stderr %q", code, errs)
	}
	first, _, _ := strings.Cut(out, "\n")
	for _, part := range []string{"/pariscall", "who usa", "help", "quit"} {
		if !strings.Contains(first, part) {
			t.Errorf("the first line doesn't show %q: %s", part, first)
		}
	}
	nothing(t, dir)
}

func TestTryNeedsNoConfigurationAndKeepsNothing(t *testing.T) {
	t.Parallel()
	env := settings{"ROLLCALL_DB": t.TempDir(), "ROLLCALL_TICK": "nonsense"}
	r := inProcess(t, env, "add \"Example Foundation\" civil_society source:https://example.org/a\nwho example foundation\nsubscribe\n", "try")
	for _, part := range []string{"391 → 392", "Example Foundation is a supporter", "subscribed this channel"} {
		if !strings.Contains(r.out, part) {
			t.Errorf("it doesn't show %q: %+v", part, r)
		}
	}
	if again := inProcess(t, env, "who example foundation", "try"); again.err != nil || strings.Contains(again.out, "is a supporter of") {
		t.Errorf("kept: %+v", again)
	}
}

func TestTryReadsWhateverLines(t *testing.T) {
	t.Parallel()
	const prompt = "\n> "
	for name, c := range map[string]struct {
		typed   string
		answers int
		says    string
	}{
		"nothing":               {"", 0, ""},
		"an empty line":         {"\n\n  \n\t\n", 0, ""},
		"no final newline":      {"who usa", 1, "United States is a supporter"},
		"CRLF":                  {"who usa\r\ncount state\r\n", 2, "81 states"},
		"quit":                  {"who usa\nquit\ncount state\n", 1, "United States"},
		"exit, with spaces":     {"who usa\n  exit  \ncount state\n", 1, "United States"},
		"a long line":           {"who " + strings.Repeat("x", 1<<20) + "\nwho usa\n", 2, "United States is a supporter"},
		"a long last line":      {"who usa\nwho " + strings.Repeat("y ", 1<<18), 2, "United States is a supporter"},
		"just the longest line": {strings.Repeat("z", longestLine) + "\nwho usa\n", 2, "United States is a supporter"},
		"binary garbage":        {"\x00\x01\xff\xfe\x80\n\xc3\x28\nwho usa\n", 3, "United States is a supporter"},
		"a null in a line":      {"who \x00usa\nwho usa\n", 2, "United States is a supporter"},
		"only quotes":           {"\"\n“\nwho \"\"\nwho usa\n", 4, "United States is a supporter"},
		"what Slack would send": {"who AT&amp;T\nadd “Example &amp; Co” company source:<https://example.org/a|example>\n", 2, "Example & Co was added"},
	} {
		t.Run(name, func(t *testing.T) {
			r := inProcess(t, nil, c.typed, "try")
			if r.err != nil {
				t.Fatal(r.err)
			}
			answers := 0
			for _, part := range strings.Split(r.out, prompt)[1:] {
				if strings.TrimSpace(part) != "" {
					answers++
				}
			}
			if answers != c.answers || !strings.Contains(r.out, c.says) {
				t.Errorf("%d answers, want %d that show %q:\n%.3000s", answers, c.answers, c.says, r.out)
			}
		})
	}
}

func TestTryTakesNoArguments(t *testing.T) {
	if r := inProcess(t, nil, "who usa", "try", "who", "usa"); r.err == nil || r.out != "" {
		t.Errorf("%+v", r)
	}
}
