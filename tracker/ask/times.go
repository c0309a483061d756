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

var unparted = strings.NewReplacer(",", "", ".", "", "'", "", "’", "", "\u00a0", "", "\u202f", "")

// number reads a number in digits, with its thousands parted in any way, or 0.
func number(word string) int {
	if word == "" || word[0] < '0' || word[0] > '9' {
		return 0
	}
	clean := unparted.Replace(word)
	for _, ending := range []string{"st", "nd", "rd", "th", "er", "ere", "eme", "e", "º", "ª", "k"} {
		if short, ok := strings.CutSuffix(strings.ToLower(clean), ending); ok && short != "" {
			if n, err := strconv.Atoi(short); err == nil && n > 0 {
				if ending == "k" {
					return n * 1000
				}
				return n
			}
		}
	}
	n, err := strconv.Atoi(clean)
	if err != nil || n < 0 || len(clean) > 7 {
		return 0
	}
	return n
}

// year reads a year in which the call was asked about.
func year(word string) int {
	if len(word) == 2 && word[0] != '0' { // '21
		return 0
	}
	n, err := strconv.Atoi(word)
	if err != nil || len(word) != 4 || n < 2000 || n > 2099 {
		return 0
	}
	return n
}

// isoDate reads 2021-03-31, 31.03.2021, 31/3/2021 and 2021-03.
func isoDate(word string) string {
	if len(word) < 6 || word[0] < '0' || word[0] > '9' {
		return ""
	}
	for _, layout := range []string{"2006-1-2", "2006/1/2", "2.1.2006", "2/1/2006", "2-1-2006"} {
		if t, err := time.Parse(layout, word); err == nil && t.Year() >= 2000 && t.Year() < 2100 {
			return t.Format(time.DateOnly)
		}
	}
	if t, err := time.Parse("2006-01", word); err == nil && t.Year() >= 2000 && t.Year() < 2100 {
		return t.Format("2006-01")
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
	if j == i || j >= len(q.tokens) || !slices.ContainsFunc(q.lex.phrases[q.tokens[j].key], func(a alt) bool { return a.role == Op && (a.value == "to" || a.value == "and") }) {
		return when{}, 0
	}
	j++
	for j < len(q.tokens) && slices.ContainsFunc(q.lex.phrases[q.tokens[j].key], func(a alt) bool { return a.role == Filler }) {
		j++
	}
	if j >= len(q.tokens) {
		return when{}, 0
	}
	last, n := q.oneDateAt(j)
	date, err := tracker.ParseDate(last.to)
	if n == 0 || err != nil || day == 0 != (len(last.to) == len("2006-01")) || len(last.to) == len("2006") {
		return when{}, 0
	}
	first := date.First().Time()
	if month > 0 {
		first = time.Date(first.Year(), time.Month(month), first.Day(), 0, 0, 0, 0, time.UTC)
	}
	if day == 0 {
		return when{first.Format("2006-01"), last.to}, j + n - i
	}
	return when{time.Date(first.Year(), first.Month(), day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly), last.to}, j + n - i
}

// dayOf is the day of a month that a word names, or 0.
func (q *question) dayOf(i int) int {
	if i < len(q.tokens) {
		if n := number(q.tokens[i].text); n >= 1 && n <= 31 {
			return n
		}
	}
	if n := q.numeric(i, Number); n >= 1 && n <= 31 {
		return n
	}
	return 0
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

func (q *question) oneDateAt(i int) (when, int) {
	one := func(s string) when { return when{s, s} }
	if iso := isoDate(q.tokens[i].text); iso != "" {
		return one(iso), 1
	}
	if t := q.tokens[i].text; len(t) == 7 && t[4] == '-' && year(t[:4]) > 0 && number(t[5:]) == year(t[:4])%100+1 {
		return when{t[:4], t[:2] + t[5:]}, 1 // 2022-23
	}
	at := func(j int) string {
		if j < len(q.tokens) {
			return q.tokens[j].key
		}
		return ""
	}
	month := func(j int) int { return q.numeric(j, Month) }
	yearAt := func(j int) (string, int) {
		if y := year(at(j)); y > 0 {
			return strconv.Itoa(y), 1
		}
		return q.spokenYear(j)
	}
	if d := q.dayOf(i); d > 0 {
		if m := month(q.skip(i + 1)); m > 0 {
			j := q.skip(q.skip(i+1) + 1)
			if y, n := yearAt(j); n > 0 {
				return one(fmt.Sprintf("%s-%02d-%02d", y, m, d)), j + n - i
			}
		}
	}
	if m := month(i); m > 0 {
		if d := q.dayOf(i + 1); d > 0 && q.numeric(i+1, Month) == 0 {
			if y, n := yearAt(i + 2); n > 0 {
				return one(fmt.Sprintf("%s-%02d-%02d", y, m, d)), 2 + n
			}
		}
		j := q.skip(i + 1)
		if y, n := yearAt(j); n > 0 {
			return one(fmt.Sprintf("%s-%02d", y, m)), j + n - i
		}
		if i > 0 && slices.ContainsFunc(q.lex.phrases[q.tokens[i-1].key], func(a alt) bool { return a.role == Prep }) {
			now := q.today.Time()
			year := now.Year() // since January: the last one
			if m > int(now.Month()) {
				year--
			}
			return one(fmt.Sprintf("%d-%02d", year, m)), 1
		}
	}
	if y, n := yearAt(i); n > 0 {
		if short := number(at(i + n)); n == 1 && q.tokens[i].text == y && i+1 < len(q.tokens) && q.tokens[i+1].glued && len(at(i+1)) == 2 && short > 0 {
			return when{y, y[:2] + at(i+1)}, 2 // 2022-23
		}
		return one(y), n
	}
	return when{}, 0
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

// spokenYear reads a year in words: two thousand twenty, twenty twenty one.
func (q *question) spokenYear(i int) (string, int) {
	if i >= len(q.tokens) || q.numeric(i, Number) == 0 {
		return "", 0
	}
	if n, words := q.spoken(i); words > 1 && n >= 2000 && n < 2100 {
		return strconv.Itoa(n), words
	}
	if q.numeric(i, Number) == 20 && i+1 < len(q.tokens) {
		if n, words := q.spoken(i + 1); words > 0 && n >= 10 && n < 100 {
			return strconv.Itoa(2000 + n), words + 1
		}
	}
	return "", 0
}
