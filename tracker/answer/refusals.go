package answer

import (
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/names"
	"rollcall/tracker/roster"
)

// A word is an argument of a Refusal, in a language.
type word struct {
	w   *Words
	arg any
}

// Format writes the word. With %q it is quoted as the language does.
func (d word) Format(f fmt.State, verb rune) {
	var text string
	switch arg := d.arg.(type) {
	case tracker.Status:
		text = d.w.gone(arg)
	case tracker.Kind:
		text = d.w.kind(arg, 1)
	case tracker.Field:
		text = d.w.field(string(arg))
	case int, tracker.Day, tracker.Date, tracker.Person, *tracker.Supporter:
		text = d.w.tell(arg, "")
	case *tracker.Call:
		text = d.w.Say("refusal.call(call)", arg)
	case names.Country:
		text = d.w.country(arg.Code)
	case tracker.Refusal:
		text = d.w.Refusal(arg)
	case tracker.Line:
		text = strconv.Itoa(int(arg))
		if verb == 's' {
			text = d.w.place(roster.Place{Line: int(arg)})
		}
	default:
		if verb != 'q' {
			_, _ = fmt.Fprintf(f, fmt.FormatString(f, verb), arg)
			return
		}
		escaped := strconv.Quote(fmt.Sprint(arg))
		text = strings.ReplaceAll(escaped[1:len(escaped)-1], `\"`, `"`)
	}
	if verb == 'q' {
		text = d.w.Say("quote(text)", text)
	}
	_, _ = io.WriteString(f, text)
}

// Refusal says why something isn't done, and what to do.
func (v *Words) Refusal(r tracker.Refusal) string {
	return fmt.Sprintf(cmp.Or(v.refusals[r.Format], r.Format), tracker.Each(r.Args, func(arg any) any { return word{v, arg} })...)
}

func (v *Words) gone(s tracker.Status) string { return v.SayAs("gone()", string(s)) }

// RefusedFacts say what wasn't done, and why.
type RefusedFacts struct {
	Refusal tracker.Refusal `json:"-"`
	Wrong   []WrongLine     `json:"-"` // of several lines
}

// A WrongLine is one of several lines, and why it can't be done.
type WrongLine struct {
	Number int // from 1
	Why    tracker.Refusal
}

func (f *RefusedFacts) words(t *text) string {
	for _, line := range f.Wrong {
		t.add("refused.line(line, why)", line.Number, t.Refusal(line.Why))
	}
	return t.Refusal(f.Refusal)
}

// Wrong is the field that is wrong in what was refused; empty if it isn't a single one.
func (a Answer) Wrong() string {
	if f, ok := a.Facts.(*RefusedFacts); ok {
		return f.Refusal.About
	}
	return ""
}
