package ask

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/answer"
)

// A period is a time that a question names: from its first day to its last.
type period struct {
	first, last tracker.Day
	mode        mode
	from, to    int            // the words that say it
	wrong       answer.Problem // why it can't be; empty if it can
}

// mode is how a period is meant.
type mode int

const (
	during mode = iota // in 2021, on 11 November 2021, between two days
	asOf               // as of, by, at the end of
	since              // since
	after              // after, since the end of
	until              // before, until
)

func (p *period) day() bool { return p.first == p.last }

var months = map[string]time.Month{
	"january": 1, "jan": 1, "janvier": 1, "february": 2, "feb": 2, "fevrier": 2, "fev": 2, "march": 3, "mar": 3, "mars": 3,
	"april": 4, "apr": 4, "avril": 4, "avr": 4, "may": 5, "mai": 5, "june": 6, "jun": 6, "juin": 6, "july": 7, "jul": 7,
	"juillet": 7, "august": 8, "aug": 8, "aout": 8, "september": 9, "sept": 9, "sep": 9, "septembre": 9, "october": 10,
	"oct": 10, "octobre": 10, "november": 11, "nov": 11, "novembre": 11, "december": 12, "dec": 12, "decembre": 12,
}

// prefixes say how the date after them is meant. Longer ones first.
var prefixes = []struct {
	words string
	mode  mode
}{
	{"as of", asOf}, {"as at", asOf}, {"by the end of", asOf}, {"at the end of", asOf}, {"end of", asOf}, {"by", asOf}, {"a la fin de l annee", asOf},
	{"a la fin de", asOf}, {"fin", asOf}, {"en date du", asOf}, {"au", asOf}, {"since the end of", after}, {"since", since},
	{"depuis le", since}, {"depuis", since}, {"after", after}, {"apres le", after}, {"apres", after}, {"starting", since},
	{"a partir du", since}, {"from", since}, {"before", until}, {"avant le", until}, {"avant", until}, {"until", until},
	{"till", until}, {"up to", until}, {"jusqu au", until}, {"jusqu en", until}, {"in the year", during}, {"in", during}, {"on", during}, {"during", during},
	{"for", during}, {"en l an", during}, {"en", during}, {"le", during}, {"pendant", during}, {"pour", during}, {"du", during},
	{"in early", during}, {"in late", during}, {"the", during}, {"year", during}, {"of", during}, {"l annee", during},
}

// periods finds the times that a sentence names. Two that are joined by and, to or et, after between or from, are one.
func (s *sentence) periods(today tracker.Day) []period {
	var found []period
	for i := 0; i < len(s.words); {
		p, ok := s.dateAt(i, today)
		if !ok {
			i++
			continue
		}
		i = p.to
		s.prefix(&p)
		found = append(found, p)
	}
	if len(found) == 2 && found[0].wrong == "" && found[1].wrong == "" {
		a, b := found[0], found[1]
		before := s.keyAt(a.from - 1)
		joins := s.keyAt(b.from - 1)
		opens := slices.Contains([]string{"between", "entre", "from", "du", "de"}, before) || slices.Contains([]string{"between", "entre", "from", "du"}, s.keyAt(a.from))
		links := []string{"and", "to", "et", "au", "until", "a"}
		if opens && (slices.Contains(links, joins) || b.from > a.to && slices.Contains(links, s.keyAt(a.to)) || slices.Contains(links, s.keyAt(b.from))) {
			p := period{first: a.first, last: b.last, mode: during, from: max(0, a.from-1), to: b.to}
			if p.last < p.first {
				p.wrong = answer.Backwards
			}
			return []period{p}
		}
	}
	return found
}

func (s *sentence) keyAt(i int) string {
	if i < 0 || i >= len(s.words) {
		return ""
	}
	return s.words[i].key
}

// prefix takes in the words before a date that say how it is meant.
func (s *sentence) prefix(p *period) {
	best := 0
	for _, x := range prefixes {
		words := strings.Fields(x.words)
		if n := len(words); n > best && p.from >= n && s.has(p.from-n, words) {
			best, p.mode = n, x.mode
		}
	}
	p.from -= best
	switch p.mode {
	case asOf:
		p.first = p.last
	case after:
		p.mode, p.first = since, tracker.DayOf(p.last.Time().AddDate(0, 0, 1))
	}
}

// dateAt reads a date that begins at a word.
func (s *sentence) dateAt(i int, today tracker.Day) (period, bool) {
	key := func(n int) string { return s.keyAt(i + n) }
	joined := func(n int) bool { // whether word i+n stands right behind a hyphen, a slash or a dot
		return i+n < len(s.words) && s.words[i+n].start == s.words[i+n-1].end+1 && strings.ContainsAny(s.text[s.words[i+n-1].end:s.words[i+n].start], "-/.")
	}
	year, hasYear := aYear(key(0))
	switch {
	case hasYear && joined(1) && joined(2) && number(key(1)) > 0 && number(key(2)) > 0: // 2021-11-12
		return s.exactDay(i, 3, year, number(key(1)), number(key(2)), today), true
	case hasYear && joined(1) && number(key(1)) > 0 && len(key(1)) == 2: // 2021-11
		return s.month(i, 2, year, number(key(1)), today), true
	case number(key(0)) > 0 && joined(1) && joined(2) && number(key(1)) > 0: // 12/11/2021
		if y, ok := aYear(key(2)); ok {
			return s.numeric(i, number(key(0)), number(key(1)), y, today), true
		}
	case hasYear && key(0) != "":
		return s.span(i, 1, tracker.Date(key(0)), today), true
	}
	if d := dayNumber(key(0)); d > 0 { // 12 November 2021, 12th of November 2021
		n := 1
		if key(n) == "of" {
			n++
		}
		if m, ok := months[key(n)]; ok {
			n++
			if key(n) == "of" {
				n++
			}
			if y, ok := aYear(key(n)); ok {
				return s.exactDay(i, n+1, y, int(m), d, today), true
			}
		}
	}
	if m, ok := months[key(0)]; ok {
		if d := dayNumber(key(1)); d > 0 { // November 12, 2021
			if y, ok := aYear(key(2)); ok {
				return s.exactDay(i, 3, y, int(m), d, today), true
			}
		}
		n := 1
		if key(1) == "of" || key(1) == "de" {
			n = 2
		}
		if y, ok := aYear(key(n)); ok { // November 2021
			return s.month(i, n+1, y, int(m), today), true
		}
	}
	if p, ok := s.borrowed(i, today); ok {
		return p, true
	}
	return s.relative(i, today)
}

// borrowed reads the first of two days, which takes its year, or its month and year, from the second: between 1 and 31
// March 2020, du 1er janvier au 31 mars 2020.
func (s *sentence) borrowed(i int, today tracker.Day) (period, bool) {
	day, n := dayNumber(s.keyAt(i)), 1
	if day == 0 {
		return period{}, false
	}
	month, hasMonth := months[s.keyAt(i+1)]
	if hasMonth {
		n = 2
	}
	j := i + n
	if !slices.Contains([]string{"and", "to", "et", "au"}, s.keyAt(j)) {
		return period{}, false
	}
	for j++; s.keyAt(j) == "le" || s.keyAt(j) == "the"; j++ {
	}
	if dayNumber(s.keyAt(j)) == 0 {
		return period{}, false
	}
	second, ok := s.dateAt(j, today)
	if !ok || second.wrong != "" {
		return period{}, false
	}
	if !hasMonth {
		month = second.first.Time().Month()
	}
	return s.exactDay(i, n, second.first.Time().Year(), int(month), day, today), true
}

// relative reads this year, last month, yesterday, 30 days ago.
func (s *sentence) relative(i int, today tracker.Day) (period, bool) {
	t := today.Time()
	year := func(y int) tracker.Date { return tracker.Date(strconv.Itoa(y)) }
	month := func(t time.Time) tracker.Date { return tracker.Date(t.Format("2006-01")) }
	first := time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC)
	if p, ok := s.past(i, today); ok {
		return p, true
	}
	for _, x := range []struct {
		words string
		date  tracker.Date
	}{
		{"today", tracker.Date(today)}, {"this year", year(t.Year())}, {"cette annee", year(t.Year())}, {"last year", year(t.Year() - 1)},
		{"l annee derniere", year(t.Year() - 1)}, {"l an dernier", year(t.Year() - 1)}, {"this month", month(t)}, {"ce mois ci", month(t)}, {"ce mois", month(t)},
		{"last month", month(first.AddDate(0, 0, -1))}, {"le mois dernier", month(first.AddDate(0, 0, -1))},
		{"yesterday", tracker.Date(tracker.DayOf(t.AddDate(0, 0, -1)))}, {"hier", tracker.Date(tracker.DayOf(t.AddDate(0, 0, -1)))},
	} {
		if words := strings.Fields(x.words); s.has(i, words) {
			return s.span(i, len(words), x.date, today), true
		}
	}
	return period{}, false
}

// past reads last week, the last 30 days, in the past two years.
func (s *sentence) past(i int, today tracker.Day) (period, bool) {
	if !slices.Contains([]string{"last", "past", "dernier", "derniers", "derniere", "dernieres", "this", "cette"}, s.keyAt(i)) {
		// les 30 derniers jours
		if n, ok := ordinal(s.keyAt(i)); ok && slices.Contains([]string{"derniers", "dernieres"}, s.keyAt(i+1)) {
			return s.ago(i, 3, n, s.keyAt(i+2), today)
		}
		return period{}, false
	}
	if n, ok := ordinal(s.keyAt(i + 1)); ok && n > 0 {
		return s.ago(i, 3, n, s.keyAt(i+2), today)
	}
	if key := s.keyAt(i + 1); key == "week" || key == "semaine" {
		return s.ago(i, 2, 1, key, today)
	}
	return period{}, false
}

// ago is the time of n units up to today.
func (s *sentence) ago(i, words, n int, unit string, today tracker.Day) (period, bool) {
	years, months, days := 0, 0, 0
	switch strings.TrimSuffix(unit, "s") {
	case "day", "jour":
		days = n
	case "week", "semaine":
		days = 7 * n
	case "month", "moi":
		months = n
	case "year", "an", "annee":
		years = n
	default:
		return period{}, false
	}
	return period{first: tracker.DayOf(today.Time().AddDate(-years, -months, -days)), last: today, from: i, to: i + words}, true
}

func (s *sentence) exactDay(i, n, year, month, day int, today tracker.Day) period {
	text := fmt.Sprintf("%04d-%02d-%02d", year, month, day)
	if _, err := tracker.ParseDay(text); err != nil {
		return period{from: i, to: i + n, wrong: answer.NoDay}
	}
	return s.span(i, n, tracker.Date(text), today)
}

func (s *sentence) month(i, n, year, month int, today tracker.Day) period {
	date, err := tracker.ParseDate(fmt.Sprintf("%04d-%02d", year, month))
	if err != nil {
		return period{from: i, to: i + n, wrong: answer.NoDay}
	}
	return s.span(i, n, date, today)
}

// numeric reads 12/11/2021, whose order depends on who writes: it must not matter, or be the French one.
func (s *sentence) numeric(i, a, b, year int, today tracker.Day) period {
	switch {
	case a == b || a > 12 || s.lang == "fr":
		return s.exactDay(i, 3, year, b, a, today)
	case b > 12:
		return s.exactDay(i, 3, year, a, b, today)
	}
	return period{from: i, to: i + 3, wrong: answer.TwoDays}
}

func (s *sentence) span(i, n int, date tracker.Date, today tracker.Day) period {
	p := period{first: date.First(), last: date.Last(), from: i, to: i + n}
	if p.first > today {
		p.wrong = answer.FutureDay
	}
	p.last = min(p.last, max(today, p.first))
	return p
}

// aYear reads a year that a question can mean.
func aYear(key string) (int, bool) {
	if len(key) != 4 {
		return 0, false
	}
	n := number(key)
	return n, n >= 1900 && n < 2200
}

// number reads digits; 0 for anything else.
func number(key string) int {
	n, err := strconv.Atoi(key)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// dayNumber reads 12, 12th, 1er.
func dayNumber(key string) int {
	if n := numbered(key); n <= 31 {
		return n
	}
	return 0
}

// numbered reads digits, with or without the ending of an ordinal: 8, 8th, 1er, 8eme; 0 for anything else.
func numbered(key string) int {
	digits := strings.TrimRight(key, "abcdefghijklmnopqrstuvwxyz")
	if !slices.Contains([]string{"", "st", "nd", "rd", "th", "er", "e", "eme", "ieme"}, key[len(digits):]) {
		return 0
	}
	return number(digits)
}
