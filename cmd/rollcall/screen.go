package main

import (
	"io"
	"os"
	"slices"
	"strings"

	"github.com/mattn/go-runewidth"
	"golang.org/x/term"

	"rollcall/tracker/answer"
)

// A screen is how answers are shown where they are read: on a terminal wrapped at its width and with colours, anywhere else as
// they are.
type screen struct {
	width   int // in cells; 0: nothing is wrapped
	colours bool
}

// screenOf is the screen of a file, if it is a terminal. NO_COLOR has its meaning: https://no-color.org
func screenOf(w io.Writer, env func(string) string) (s screen) {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return s
	}
	s.colours = env("NO_COLOR") == "" && env("TERM") != "dumb"
	if width, _, err := term.GetSize(int(f.Fd())); err == nil {
		s.width = width
	}
	return s
}

// The colours: the answer stands out, and its sources don't.
const (
	bold  = "\x1b[1m"
	faint = "\x1b[2m"
	plain = "\x1b[0m"
)

// show is an answer to what was typed, as text. It ends with the line that it was read as, if that differs.
func (s screen) show(a answer.Answer, typed string) string {
	text, read := a.Text, a.Read
	switch {
	case read != "":
		text = strings.Replace(text, "\n"+read, "", 1) + "\n" + read
	case a.Line != "" && !strings.EqualFold(a.Line, strings.TrimSpace(typed)):
		read = answer.In(a.Lang).Say("foot.read(line)", a.Line)
		text += "\n" + read
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = s.wrap(line)
		switch {
		case !s.colours || line == "":
		case i == 0:
			lines[i] = bold + lines[i] + plain
		case line == read || slices.Contains(a.Foot, line):
			lines[i] = faint + lines[i] + plain
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

// wrap breaks a line between words; further lines start below its text, not below a bullet. A long word stays whole, as an address has to.
func (s screen) wrap(line string) string {
	rest := strings.TrimLeft(line, " •–")
	mark := strings.TrimSuffix(line, rest)
	below := runewidth.StringWidth(mark)
	if s.width <= below {
		return line
	}
	var b strings.Builder
	b.WriteString(mark)
	at := below
	for i, word := range strings.Split(rest, " ") {
		width := runewidth.StringWidth(word)
		switch {
		case i > 0 && at+1+width > s.width:
			b.WriteString("\n" + strings.Repeat(" ", below))
			at = below
		case i > 0:
			b.WriteString(" ")
			at++
		}
		b.WriteString(word)
		at += width
	}
	return b.String()
}
