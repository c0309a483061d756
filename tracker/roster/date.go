package roster

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/names"
)

// An order says which way round a column's dates of three numbers are.
type order uint8

const (
	dayFirst   order = 1 << iota // 25/12/2020
	monthFirst                   // 12/25/2020
)

// An ambiguous date is one that only the rest of its column can explain.
type ambiguous struct {
	text     string
	one, two int // in the order of the text
	year     int
}

// pending is a row whose date waits for the end of the list.
type pending struct {
	row int // its number among the rows
	ambiguous
}

var (
	numbers   = regexp.MustCompile(`^(\d{1,2})([/.-])(\d{1,2})([/.-])(\d{4})$`)
	yearFirst = regexp.MustCompile(`^(\d{4})(?:([/.-])(\d{1,2})(?:([/.-])(\d{1,2}))?|年(\d{1,2})月(?:(\d{1,2})日)?)$`)
	dayWords  = regexp.MustCompile(`^(\d{1,2})(?:er|st|nd|rd|th)?[ -](?:of )?(\pL+)\.?,?[ -](\d{4}|\d{2})$`)
	wordsDay  = regexp.MustCompile(`^(\pL+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$`)
	monthWord = regexp.MustCompile(`^(\pL+)\.?[ -](\d{4})$`)
	moment    = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(Z|[+-]\d{2}:?\d{2})?$`)
)

// monthOf is the number of a month that a word names, in full or for short; 0 if it names none.
func monthOf(word string) int {
	n, _ := strconv.Atoi(vocabulary()["months"][names.Key(word)])
	return n
}

// readDate reads a date of the usual forms. One of three numbers that can be read both ways is ambiguous.
func readDate(s string) (tracker.Date, ambiguous, order, error) {
	if s == "" {
		return "", ambiguous{}, 0, nil
	}
	if d, err := tracker.ParseDate(s); err == nil && d >= "1000" {
		return d, ambiguous{}, 0, nil // as most are written
	}
	wrong := tracker.Refuse("%q isn't a date; write it as 2018-11-12, 2018-11 or 2018.", shortened(s))
	if m := moment.FindStringSubmatch(s); m != nil {
		if mayBeNext(m) {
			return "", ambiguous{}, 0, tracker.Refuse("%q has a time of day, which may be another day elsewhere; write only the day.", shortened(s))
		}
		s = m[1]
	}
	if d, err := tracker.ParseDate(s); err == nil && d >= "1000" {
		return d, ambiguous{}, 0, nil
	}
	number := func(s string) int {
		n, _ := strconv.Atoi(s) // digits, by the pattern
		return n
	}
	settled := func(year, month, day int) (tracker.Date, ambiguous, order, error) {
		d, ok := dateOf(year, month, day)
		if !ok {
			return "", ambiguous{}, 0, wrong
		}
		return d, ambiguous{}, 0, nil
	}
	if m := numbers.FindStringSubmatch(s); m != nil && m[2] == m[4] {
		a := ambiguous{s, number(m[1]), number(m[3]), number(m[5])}
		first, second := a.read(dayFirst), a.read(monthFirst)
		switch {
		case first == "" && second == "":
			return "", ambiguous{}, 0, wrong
		case second == "":
			return first, ambiguous{}, dayFirst, nil
		case first == "":
			return second, ambiguous{}, monthFirst, nil
		case first == second:
			return first, ambiguous{}, 0, nil
		}
		return "", a, 0, nil
	}
	if m := yearFirst.FindStringSubmatch(s); m != nil && m[2]+m[3]+m[4] == ".1" {
		return "", ambiguous{}, 0, tracker.Refuse("%q may be January or October, as a spreadsheet makes the same number of both; write it as 2018-10.", s)
	}
	if m := yearFirst.FindStringSubmatch(s); m != nil && (m[4] == "" || m[2] == m[4]) {
		return settled(number(m[1]), number(m[3]+m[6]), number(m[5]+m[7]))
	}
	if m := dayWords.FindStringSubmatch(s); m != nil && monthOf(m[2]) > 0 {
		year := number(m[3])
		if len(m[3]) == 2 {
			year += 2000 // as spreadsheets write 1-May-24
		}
		return settled(year, monthOf(m[2]), number(m[1]))
	}
	if m := wordsDay.FindStringSubmatch(s); m != nil && monthOf(m[1]) > 0 {
		return settled(number(m[3]), monthOf(m[1]), number(m[2]))
	}
	if m := monthWord.FindStringSubmatch(s); m != nil && monthOf(m[1]) > 0 {
		return settled(number(m[2]), monthOf(m[1]), 0)
	}
	if n, err := strconv.Atoi(s); err == nil && n > 9999 {
		return "", ambiguous{}, 0, tracker.Refuse("%q may be a spreadsheet's number of a day; format the column as dates, or write 2018-11-12.", shortened(s))
	}
	return "", ambiguous{}, 0, wrong
}

// mayBeNext reports whether a moment may be the midnight of the next day further east, as programs write it in UTC: a whole
// quarter of an hour late in the day. Any other moment is of the day that is written.
func mayBeNext(m []string) bool {
	const east = "11" // the hour at which the next day begins in the easternmost country, but for a few islands
	whole := m[3] == "00" || m[3] == "15" || m[3] == "30" || m[3] == "45"
	utc := m[5] == "Z" || strings.TrimLeft(m[5], "+-0:") == "" && m[5] != ""
	return utc && m[2] >= east && whole && strings.Trim(m[4], "0") == ""
}

// dateOf is a day that exists, or a month if day is 0.
func dateOf(year, month, day int) (tracker.Date, bool) {
	s := fmt.Sprintf("%04d-%02d-%02d", year, month, day)
	if day == 0 {
		s = s[:len("2006-01")]
	}
	d, err := tracker.ParseDate(s)
	return d, err == nil && year >= 1000
}

// read reads the numbers in one order; empty if there is no such day.
func (a ambiguous) read(o order) tracker.Date {
	day, month := a.one, a.two
	if o == monthFirst {
		day, month = a.two, a.one
	}
	if day == 0 {
		return ""
	}
	d, ok := dateOf(a.year, month, day)
	if !ok {
		return ""
	}
	return d
}

// dates takes note of the header of a column of dates: whether it is French, so that the day comes first, and of a
// pattern in it, such as dd/mm/yyyy.
func (b *builder) dates(header string) {
	header = clean(header)
	b.french = b.french || vocabulary()["days first"][names.Key(besides.ReplaceAllString(header, ""))] != ""
	switch header = strings.ToLower(header); {
	case patternDay.MatchString(header):
		b.order |= dayFirst
	case patternMonth.MatchString(header):
		b.order |= monthFirst
	}
}

var (
	patternDay   = regexp.MustCompile(`\b(?:d{1,2}|j{1,2})[/.-]m{1,2}[/.-](?:y{2,4}|a{2,4})`)
	patternMonth = regexp.MustCompile(`\bm{1,2}[/.-]d{1,2}[/.-]y{2,4}`)
)

// settle reads the ambiguous dates in the order that the others show, or if these show none, in that of the header's language.
// If that isn't known, or the others show both orders, they are refused.
func (b *builder) settle() {
	l := b.list
	if b.order == 0 && b.french && len(b.pending) > 0 {
		b.order = dayFirst
		first := b.pending[0]
		l.DayFirst = &DateRead{first.text, first.read(dayFirst)}
	}
	for _, p := range b.pending {
		row := l.Rows[p.row]
		if b.order == dayFirst || b.order == monthFirst {
			row.Supporter.Joined = p.read(b.order)
			continue
		}
		l.Emptied.trouble(row.Place, row.Supporter.Name, wrong{columns[joined], p.text, tracker.Refuse(
			"%q may be %s or %s, and the column doesn't show which; write it as 2018-11-12.", p.text, p.read(dayFirst), p.read(monthFirst))})
	}
	for _, n := range b.namibia {
		if row := l.Rows[n.row]; b.unsaid {
			row.Supporter.Country = ""
			l.Emptied.trouble(row.Place, row.Supporter.Name, wrong{columns[country], n.said, tracker.Refuse(
				"%q may be Namibia, or say that there is none, as others of its column do; write NAM for Namibia.", n.said)})
		}
	}
	slices.SortStableFunc(l.Emptied.Problems, func(a, b Problem) int { return compare(a.Place, b.Place) })
}
