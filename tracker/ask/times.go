package ask

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"rollcall/tracker"
)

// A when is a period as it is typed in a line: "2021", "2021-03", "2021-03-31", "today", an event, or a quoted supporter.
type when struct {
	from, to string // equal for one date
}

func (w when) String() string {
	if w.from == w.to {
		return w.from
	}
	return w.from + ".." + w.to
}

var unparted = strings.NewReplacer(" ", "", ",", "", ".", "", "'", "", "’", "", "\u00a0", "", "\u202f", "")

// number reads a number in digits, with its thousands parted in any way, or 0.
func number(word string) int {
	clean := strings.ToLower(unparted.Replace(word))
	digits := len(clean) - len(strings.TrimLeft(clean, "0123456789"))
	n, err := strconv.Atoi(clean[:digits])
	switch ending := clean[digits:]; {
	case err != nil || digits > 7:
		return 0
	case ending == "k":
		return n * 1000
	case slices.Contains([]string{"", "st", "nd", "rd", "th", "er", "ere", "eme", "e", "º", "ª"}, ending):
		return n
	}
	return 0
}

// year reads a year in which the call was asked about.
func year(word string) int {
	if n, err := strconv.Atoi(word); err == nil && len(word) == 4 && n >= 2000 && n < 2100 {
		return n
	}
	return 0
}

// isoDate reads 2021-03-31, 31.03.2021, 31/3/21 and 2021-03.
func isoDate(word string) string {
	for _, layout := range []string{"2006-1-2", "2006/1/2", "2.1.2006", "2/1/2006", "2-1-2006", "2/1/06", "2.1.06", "2006-01"} {
		if t, err := time.Parse(layout, word); err == nil && year(t.Format("2006")) > 0 {
			if layout == "2006-01" {
				return word
			}
			return t.Format(time.DateOnly)
		}
	}
	return ""
}

// rangeAt reads two days or months of which only the second says the year: the 1st and the 31st of March 2020.
func (q *question) rangeAt(i int) (when, int) {
	j := i
	day := q.dayOf(j)
	if day > 0 {
		j = q.skip(j + 1)
	}
	month := q.numeric(j, Month)
	if month > 0 {
		j++
	}
	if j == i || j >= len(q.tokens) || !q.lex.can(q.tokens[j].key, rangeOp) {
		return when{}, 0
	}
	for j++; j < len(q.tokens) && q.lex.can(q.tokens[j].key, aFiller); {
		j++
	}
	last, n := q.oneDateAt(j)
	date, err := tracker.ParseDate(last.to)
	layout := map[bool]string{true: "2006-01", false: time.DateOnly}[day == 0]
	if err != nil || len(last.to) != len(layout) {
		return when{}, 0
	}
	first := date.First().Time()
	if month == 0 {
		month = int(first.Month())
	}
	return when{time.Date(first.Year(), time.Month(month), max(day, 1), 0, 0, 0, 0, time.UTC).Format(layout), last.to}, j + n - i
}

var rangeOp = patternOf("op:to|and")

// dayOf is the day of a month that a word names, or 0.
func (q *question) dayOf(i int) int {
	n := q.numeric(i, Number)
	if i < len(q.tokens) && number(q.tokens[i].text) > 0 {
		n = number(q.tokens[i].text)
	}
	if n > 31 {
		return 0
	}
	return n
}

// skip passes over the little words inside of dates: 3 de marzo de 2021, 12th of November.
func (q *question) skip(i int) int {
	if i < len(q.tokens) && slices.Contains([]string{"of", "de", "del", "d", "the"}, q.tokens[i].key) {
		return i + 1
	}
	return i
}

// dateAt reads the date or period that begins at a word, and how many words it has.
func (q *question) dateAt(i int) (when, int) {
	if w, n := q.rangeAt(i); n > 0 {
		return w, n
	}
	return q.oneDateAt(i)
}

// oneDateAt reads a day, a month or a year, or the months of a quarter, in any usual order.
func (q *question) oneDateAt(i int) (when, int) {
	if i >= len(q.tokens) {
		return when{}, 0
	}
	text := q.tokens[i].text
	if iso := isoDate(text); iso != "" {
		return when{iso, iso}, 1
	}
	if y, next, ok := strings.Cut(text, "-"); ok && year(y) > 0 && (year(next) > 0 || len(next) == 2 && number(next) > 0) {
		return when{y, y[:4-len(next)] + next}, 1 // 2022-23, 2019-2020
	}
	if y, n := q.yearAt(i); n > 0 {
		if first, last, m := q.monthsAt(i + n); m > 0 {
			return when{y + "-" + first, y + "-" + last}, n + m // 2020 Q2
		}
		return when{y, y}, n
	}
	if first, last, n := q.monthsAt(i); n > 0 {
		j := q.skip(i + n)
		if y, m := q.yearAt(j); m > 0 {
			return when{y + "-" + first, y + "-" + last}, j + m - i // the second half of 2020
		}
	}
	day, month, j := q.dayOf(i), 0, i
	if next := q.skip(i + 1); day > 0 && q.numeric(next, Month) > 0 {
		j = next
	} else {
		day = 0 // sept 2021
	}
	if month = q.numeric(j, Month); month == 0 {
		return when{}, 0
	}
	if j = q.skip(j + 1); day == 0 && q.dayOf(j) > 0 {
		if _, n := q.yearAt(j + 1); n > 0 {
			day, j = q.dayOf(j), j+1 // March 3, 2021
		}
	}
	y, n := q.yearAt(j)
	switch {
	case n > 0 && day > 0:
		y = fmt.Sprintf("%s-%02d-%02d", y, month, day)
	case n > 0:
		y = fmt.Sprintf("%s-%02d", y, month)
	case day == 0 && i > 0 && q.lex.can(q.tokens[i-1].key, aPrep): // since January: the last one
		now := q.today.Time()
		y, j, n = now.AddDate(0, -((int(now.Month())-month+12)%12), 1-now.Day()).Format("2006-01"), i, 1
	default:
		return when{}, 0
	}
	return when{y, y}, j + n - i
}

// monthsAt is the first and the last month of a quarter, or a half, that words name, and how many words it has.
func (q *question) monthsAt(i int) (first, last string, n int) {
	for n = 2; n > 0; n-- {
		if i+n > len(q.tokens) {
			continue
		}
		for _, a := range q.lex.phrases[keyOf(q.tokens[i:i+n])] {
			if first, last, ok := strings.Cut(a.value, ".."); ok && a.role == Month {
				return first, last, n
			}
		}
	}
	return "", "", 0
}

var aPrep = patternOf("prep")

// yearAt reads a year, in digits or in words: two thousand twenty, twenty twenty one; and how many words it has.
func (q *question) yearAt(i int) (string, int) {
	if i >= len(q.tokens) {
		return "", 0
	}
	if year(q.tokens[i].key) > 0 {
		return q.tokens[i].key, 1
	}
	n, words := q.spoken(i)
	if words == 1 && n == 20 && i+1 < len(q.tokens) {
		if n, words = q.spoken(i + 1); n >= 10 && n < 100 {
			n, words = 2000+n, words+1
		}
	}
	if words < 2 || n < 2000 || n > 2099 {
		return "", 0
	}
	return strconv.Itoa(n), words
}

// numeric is the number that a word of a role stands for, or 0.
func (q *question) numeric(i int, role Role) int {
	if i >= len(q.tokens) {
		return 0
	}
	for _, a := range q.lex.phrases[q.tokens[i].key] {
		if a.role == role {
			n, _ := strconv.Atoi(a.value)
			return n
		}
	}
	return 0
}

// spoken reads the number in words that begins at a word, and how many words it has: thousands, hundreds, then what adds up.
func (q *question) spoken(i int) (value, words int) {
	total, part := 0, 0
	for j := i; j < len(q.tokens) && j-i < 8; j++ {
		if j > i && q.tokens[j].brk != 0 {
			break
		}
		n := q.numeric(j, Number)
		if n == 0 {
			joins := q.tokens[j].key == "and" || q.tokens[j].key == "et" || q.tokens[j].key == "y"
			if joins && part > 0 && q.numeric(j+1, Number) > 0 && q.numeric(j+1, Number) < part {
				continue
			}
			break
		}
		switch {
		case n == 1000:
			total, part = total+max(part, 1)*1000, 0
		case n == 100 && part < 10:
			part = max(part, 1) * 100
		case n == 20 && part == 4: // quatre vingt
			part = 80
		case part == 0 || part%100 == 0 && n < 100 || part%10 == 0 && n < 10 || (part%100 == 60 || part%100 == 80) && n < 20:
			part += n
		default:
			return total + part, words
		}
		words = j - i + 1
	}
	return total + part, words
}
