package desk

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/query"
)

// report reads: report CATEGORY|total VALUE [exact|at-least|about]
func (d *Desk) report(f fields) (edit, error) {
	var err error
	figure := tracker.Reported{Value: -1, Qualifier: tracker.Exactly, Source: f.values["source"]}
	if text, ok := f.values["value"]; ok {
		if figure.Value, ok = wholeNumber(text); !ok {
			return edit{}, tracker.RefuseAbout("value", "“%s” is not a whole number from 0 to 1,000,000.", text)
		}
	}
	text, qualified := f.values["qualifier"]
	if qualified {
		if figure.Qualifier = qualifier(text); figure.Qualifier == "" {
			return edit{}, tracker.RefuseAbout("qualifier", "A figure is exact, at-least or about; it can't be “%s”.", text)
		}
	}
	var category []string
	if text, ok := f.values["category"]; ok {
		category = append(category, text)
	}
	for _, t := range f.words {
		if value, ok := wholeNumber(t.Text); ok && figure.Value < 0 {
			figure.Value = value
		} else if strings.Trim(t.Text, "+-0123456789.,eE") == "" {
			return edit{}, tracker.RefuseAbout("value", "“%s” is not a whole number from 0 to 1,000,000.", t.Text)
		} else if q := qualifier(t.Text); q != "" && !qualified {
			figure.Qualifier, qualified = q, true
		} else {
			category = append(category, t.Text)
		}
	}
	if text := strings.Join(category, " "); strings.EqualFold(text, string(tracker.TotalFigure)) {
		figure.Category = tracker.TotalFigure
	} else if figure.Category, err = query.Category(text); err != nil {
		return edit{}, err
	}
	if figure.Value < 0 {
		return edit{}, tracker.RefuseAbout("value", "Say the figure as a whole number from 0 to 1,000,000, such as: report state 81 at-least source:https://…")
	}
	today := tracker.DayOf(time.Now())
	if figure.Date, err = f.dated(today); err != nil {
		return edit{}, err
	}
	return edit{min(figure.Date.Last(), today), tracker.Report(figure, today)}, nil
}

// dated is the date of a figure or a claim; today if it isn't said.
func (f fields) dated(today tracker.Day) (tracker.Date, error) {
	if _, ok := f.values["on"]; !ok {
		return tracker.Date(today), nil
	}
	return f.date("on")
}

// grouped matches digits, with or without commas between thousands.
var grouped = regexp.MustCompile(`^(\d+|\d{1,3}(,\d{3})+)$`)

// wholeNumber reads digits. A number too large to hold is the largest there is, so that it is refused as too large.
func wholeNumber(s string) (int, bool) {
	n, err := strconv.Atoi(strings.ReplaceAll(s, ",", ""))
	if err != nil {
		n = math.MaxInt
	}
	return n, grouped.MatchString(s)
}

// qualifiers are the words for how exact a figure is.
var qualifiers = map[string]tracker.Qualifier{"exact": tracker.Exactly, "exactly": tracker.Exactly, "at-least": tracker.AtLeast, "about": tracker.About, "approx": tracker.About}

func qualifier(s string) tracker.Qualifier {
	return qualifiers[strings.ToLower(strings.ReplaceAll(s, "_", "-"))]
}

// claim reads: claim NAME category announced|expected|self_declared claim:TEXT
func (d *Desk) claim(f fields) (edit, error) {
	var err error
	c := tracker.Claimed{Standing: standing(f.values["standing"]), Claim: f.values["claim"], Source: f.values["source"]}
	if last := len(f.words) - 1; c.Standing == "" && last >= 0 && !f.words[last].Quoted {
		if c.Standing = standing(f.words[last].Text); c.Standing != "" {
			f.words = f.words[:last]
		}
	}
	if c.Standing == "" {
		return edit{}, tracker.RefuseAbout("standing", "Say at the end how it is known: announced, expected or self_declared.")
	}
	if name, ok := f.values["name"]; ok {
		f.words = slices.Insert(f.words, 0, tracker.Token{Text: name, Quoted: true})
	}
	var kind tracker.Kind
	if c.Name, c.Category, kind, err = query.NameAndKind(f.words, f.values["category"], ""); err != nil {
		return edit{}, err
	}
	if kind != "" {
		return edit{}, tracker.RefuseAbout("category", "A claim has a category and no kind; leave out “%s”.", kind)
	}
	if c.Name = spaced(c.Name); c.Claim == "" {
		return edit{}, tracker.RefuseAbout("claim", "Say what is claimed: add claim:“…”")
	}
	if text, ok := f.values["country"]; ok {
		if c.Country, err = query.Country(text); err != nil {
			return edit{}, err
		}
	}
	today := tracker.DayOf(time.Now())
	if c.Date, err = f.dated(today); err != nil {
		return edit{}, err
	}
	return edit{min(c.Date.Last(), today), tracker.Claim(c, today)}, nil
}

// standing reads how a claim is known; empty if a text is none of the ways.
func standing(text string) string {
	text = strings.ReplaceAll(strings.ToLower(text), "-", "_")
	if slices.Contains(tracker.Standings(), text) {
		return text
	}
	return ""
}

// retract reads: retract NUMBER reason:TEXT
func (d *Desk) retract(f fields) (edit, error) {
	n, err := number(f.words, "retract")
	if err != nil {
		return edit{}, err
	}
	return edit{tracker.DayOf(time.Now()), tracker.Retract(n, f.values["reason"])}, nil
}
