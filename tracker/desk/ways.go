package desk

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/digest"
	"rollcall/tracker/names"
	"rollcall/tracker/query"
)

// suchAs is how a subscription is typed.
const suchAs = "subscribe state in:eu daily at 09:00 Europe/Paris"

// The limits of a subscription.
const (
	maxFilter  = 1_000 // bytes of a filter
	maxCron    = 100   // bytes of a cron expression
	maxMin     = 1_000 // changes that a digest can wait for
	lastOfDays = 28    // the last day that every month has
)

// readWay reads what a channel gets and when. What isn't said stays as it was before, if it was.
func (d *Desk) readWay(r Request, args []tracker.Token, before *tracker.Subscription) (tracker.Subscribed, error) {
	way := wayReader{Subscribed: tracker.Subscribed{Channel: r.Channel}, admin: r.Admin || d.IsAdmin(r.By), at: time.Date(0, 1, 1, 9, 0, 0, 0, time.UTC)}
	for way.rest = args; len(way.rest) > 0; {
		t := way.rest[0]
		way.rest = way.rest[1:]
		if is, err := way.part(t); err != nil {
			return way.Subscribed, err
		} else if !is {
			way.filter = append(way.filter, t)
		}
	}
	if way.instantly && (way.days != "" || way.timed) {
		return way.Subscribed, tracker.Refuse("It is either instantly or at a time. Type, for example: %s", suchAs)
	}
	if before != nil {
		way.keepTimes(before.Schedule)
	}
	if way.days == "" && way.timed {
		way.days = "* * *"
	}
	switch {
	case way.cron != "" && (way.days != "" || way.instantly):
		return way.Subscribed, tracker.Refuse("A cron expression says all times; leave the others away.")
	case way.cron != "":
		way.Schedule = way.cron
	case way.days != "":
		way.Schedule = fmt.Sprintf("%d %d %s", way.at.Minute(), way.at.Hour(), way.days)
	}
	who, others, err := query.Subscribed(d.Call, way.filter, false)
	if err != nil {
		return way.Subscribed, err
	}
	unknown, err := way.zone(others)
	if err != nil {
		return way.Subscribed, err
	}
	if named := d.Tracker.Book().Named(unknown); len(who) == 0 && len(named) > 0 {
		who, unknown = tracker.Of(tracker.Term{Key: tracker.ByName, Value: named[0].Name}), ""
	}
	if err := notUnderstood(unknown); err != nil {
		return way.Subscribed, err
	}
	way.Filter = who.String()
	if before != nil {
		way.keep(&before.Subscribed)
		if who, err = digest.Filter(d.Call, way.Filter); err != nil {
			return way.Subscribed, err
		}
	}
	if len(way.Filter) > maxFilter {
		return way.Subscribed, tracker.Refuse("That filter is too long; make several subscriptions of it. Nothing was stored.")
	}
	if way.Only == tracker.OnlyFigures && !slices.ContainsFunc(tracker.Categories(), func(c tracker.Category) bool { return who.LetsFigure(tracker.Reported{Category: c}) }) {
		return way.Subscribed, tracker.Refuse("Headline figures are of a category, and of no kind or country, so this filter would let none through. Nothing was stored.")
	}
	way.Zone = cmp.Or(way.Zone, "UTC")
	return way.Subscribed, way.comesAround()
}

// zone takes the time zone out of words that are no other part, and returns what is left of them.
func (w *wayReader) zone(words []tracker.Token) (unknown string, err error) {
	twice := ""
	for len(words) > 0 {
		z, n := zoneIn(words)
		if n == 0 || unknown != "" {
			unknown = strings.TrimSpace(unknown + " " + query.Text(words[:1]))
			words = words[1:]
			continue
		}
		if w.Zone != "" {
			twice = z
		}
		w.Zone, words = cmp.Or(w.Zone, z), words[n:]
	}
	if twice != "" {
		return "", tracker.Refuse("Say one time zone; there are %s and %s. Nothing was stored.", answer.Zone(w.Zone), answer.Zone(twice))
	}
	if code, err := query.Country(unknown); err == nil { // some zones are called as a country
		return "", tracker.Refuse("“%s” is a country; to be told about it, write it as country:%s. A time zone is written Europe/Paris or UTC.", unknown, code)
	}
	return unknown, nil
}

// notUnderstood refuses what is no part of a subscription.
func notUnderstood(unknown string) error {
	switch {
	case unknown == "":
		return nil
	case strings.Contains(unknown, "/") || fromUTC.MatchString(unknown):
		return tracker.Refuse("“%s” is not a time zone that I know; a zone is written Europe/Paris or UTC.", unknown)
	}
	return tracker.Refuse("I don't know “%s”. Say how often (daily, weekly mon), when (at 09:00 Europe/Paris) and whom (state, country:FR, in:eu). More: help subscribe", unknown)
}

// keepTimes leaves times as they were, as far as others aren't said.
func (w *wayReader) keepTimes(before string) {
	fields := strings.Fields(before)
	if len(fields) != 5 || w.instantly || w.cron != "" {
		return
	}
	at, err := time.Parse("4 15", fields[0]+" "+fields[1])
	switch {
	case w.days == "" && !w.timed:
		w.Schedule = before
	case w.days == "":
		w.days = strings.Join(fields[2:], " ")
	case !w.timed && err == nil:
		w.at = at
	}
}

// keep leaves all else as it was that isn't said or dropped.
func (w *wayReader) keep(before *tracker.Subscribed) {
	keep := func(part string, now *string, was string) {
		if !slices.Contains(w.dropped, part) {
			*now = cmp.Or(*now, was)
		}
	}
	keep(partFilter, &w.Filter, before.Filter)
	keep("only", &w.Only, before.Only)
	keep("quiet", &w.Quiet, before.Quiet)
	keep("lang", &w.Lang, before.Lang)
	w.Zone = cmp.Or(w.Zone, before.Zone)
	if !slices.Contains(w.dropped, "min") {
		w.Min = cmp.Or(w.Min, before.Min)
	}
}

// Typed is what to type behind subscribe to get a subscription as it is.
func Typed(s *tracker.Subscription) string {
	var parts []string
	add := func(name, value string) {
		if value != "" {
			parts = append(parts, strings.TrimSpace(name+" "+value))
		}
	}
	add("", s.Filter)
	add("only", s.Only)
	add("", answer.TypedTimes(s.Schedule))
	add("", answer.Zone(s.Zone))
	add("quiet", s.Quiet)
	add("lang", s.Lang)
	if s.Min > 0 {
		add("min", strconv.Itoa(s.Min))
	}
	return strings.Join(parts, " ")
}

// A wayReader reads the parts of a subscription, in any order.
type wayReader struct {
	tracker.Subscribed
	admin     bool
	rest      []tracker.Token // not read yet
	said      []string        // of onceParts
	filter    []tracker.Token // what is no other part
	at        time.Time       // the time of day
	timed     bool            // which was said
	days      string          // the last three fields of a schedule; empty if none was said
	instantly bool
	cron      string
	dropped   []string // of droppedParts
}

// onceParts can be said once. What can't be said twice for other reasons isn't here.
var onceParts = []string{"quiet", "lang", "min", "cron"}

// partFilter is the word for the part that has none of its own.
const partFilter = "filter"

// droppedParts can be dropped from a subscription that has them, behind the word no.
var droppedParts = []string{partFilter, "only", "quiet", "lang", "min"}

// onDays are the words for days of a schedule.
var onDays = map[string]string{"daily": "* * *", "every day": "* * *", "each day": "* * *", "chaque jour": "* * *",
	"weekdays": "* * 1-5", "every weekday": "* * 1-5", "each weekday": "* * 1-5"}

// part reads the part that a token begins, and reports whether it is one; else it is of the filter or a zone.
func (w *wayReader) part(t tracker.Token) (is bool, err error) {
	if t.Key != "" || t.Quoted {
		return false, nil
	}
	// A time needs no at before it, and sorts of changes no only.
	if _, ok := clockOf(t.Text); ok && (!isNumber(t.Text) || len(w.rest) > 0 && isHalf(w.rest[0])) {
		return true, w.clock(t.Text)
	}
	if areSorts(t) {
		return true, w.sorts(t)
	}
	word := strings.ToLower(t.Text)
	if slices.Contains(onceParts, word) {
		if slices.Contains(w.said, word) {
			return true, tracker.Refuse("Say %s only once. Nothing was stored.", word)
		}
		w.said = append(w.said, word)
	}
	if days, ok := onDays[word]; ok {
		return true, w.every(days)
	}
	if len(w.rest) > 0 && w.rest[0].Key == "" {
		if days, ok := onDays[word+" "+strings.ToLower(w.rest[0].Text)]; ok {
			w.next()
			return true, w.every(days)
		}
	}
	switch word {
	case "to", "time", "o'clock":
	case "instantly", "immediately":
		w.instantly = true
	case "every", "each", "chaque":
		err = w.weekly(tracker.Refuse("Say a day behind every, such as: every mon"))
	case "weekly":
		err = w.weekly(tracker.Refuse("Say the day of the week behind weekly, such as: weekly mon"))
	case "monthly":
		day, wrong := strconv.Atoi(w.next())
		if wrong != nil || day < 1 || day > lastOfDays {
			return true, tracker.Refuse("Say a day that every month has behind monthly, from 1 to %d, such as: monthly 1", lastOfDays)
		}
		err = w.every(fmt.Sprintf("%d * *", day))
	case "at":
		err = w.clock(w.next())
	case "quiet":
		err = w.hours()
	case "only":
		if len(w.rest) > 0 && areSorts(w.rest[0]) || len(w.rest) == 0 && len(w.filter) == 0 && w.Only == "" { // else: only states
			err = w.sorts()
		}
	case "lang":
		if w.Lang = strings.ToLower(w.next()); !slices.Contains(answer.Languages(), w.Lang) {
			err = tracker.Refuse("There is no language %q; there are %s.", w.Lang, strings.Join(answer.Languages(), ", "))
		}
	case "min":
		if w.Min, err = strconv.Atoi(w.next()); err != nil || w.Min < 1 || w.Min > maxMin {
			err = tracker.Refuse("Say how many changes there must be behind min, from 1 to %d, such as: min 5", maxMin)
		}
	case "cron":
		err = w.expression()
	case "no", "sans":
		if len(w.rest) == 0 || w.rest[0].Key != "" || !slices.Contains(droppedParts, strings.ToLower(w.rest[0].Text)) {
			return false, nil
		}
		w.dropped = append(w.dropped, strings.ToLower(w.next()))
	default:
		return false, nil
	}
	return true, err
}

// every sets the days of the schedule.
func (w *wayReader) every(days string) error {
	if w.days != "" {
		return tracker.Refuse("Say once on which days. Type, for example: %s", suchAs)
	}
	w.days = days
	return nil
}

// weekly reads days of the week, with words between them or not.
func (w *wayReader) weekly(refusal error) error {
	var days []string
	for i := 0; i < min(2, len(w.rest)); i++ {
		t := w.rest[i]
		if more, ok := weekdaysOf(t.Text); ok && t.Key == "" {
			days, w.rest, i = append(days, more...), w.rest[i+1:], -1
		} else if !slices.Contains([]string{"on", "le", "and", "et", "y"}, strings.ToLower(t.Text)) {
			break
		}
	}
	if len(days) == 0 {
		return refusal
	}
	slices.Sort(days)
	return w.every("* * " + strings.Join(slices.Compact(days), ","))
}

// next takes the next word; empty if there is none.
func (w *wayReader) next() string {
	if len(w.rest) == 0 || w.rest[0].Key != "" {
		return ""
	}
	word := w.rest[0].Text
	w.rest = w.rest[1:]
	return word
}

// clock reads a time of day, which the next word can say the half of.
func (w *wayReader) clock(said string) error {
	if said == "" || w.timed {
		return tracker.Refuse("Say one time of day, such as: at 09:00")
	}
	if len(w.rest) > 0 && isHalf(w.rest[0]) {
		said += w.next()
	}
	t, ok := clockOf(said)
	if !ok {
		return tracker.Refuse("“%s” is not a time of day; write it as at 09:00.", said)
	}
	w.at, w.timed = t, true
	return nil
}

// isHalf reports whether a token says which half of the day.
func isHalf(t tracker.Token) bool {
	return t.Key == "" && slices.Contains([]string{"am", "pm"}, strings.ToLower(t.Text))
}

// clockOf reads a time of day: 9:30, 9h30, 9am, or the hour alone.
func clockOf(s string) (t time.Time, ok bool) {
	for _, layout := range []string{"15:04", "15h04", "15h", "3:04pm", "3pm", "15"} {
		if t, err := time.Parse(layout, strings.ToLower(s)); err == nil {
			return t, true
		}
	}
	return t, false
}

// hours reads the hours in which nothing is posted.
func (w *wayReader) hours() error {
	said := w.next()
	from, to, _ := strings.Cut(strings.NewReplacer("–", "-", "—", "-").Replace(said), "-")
	begin, begins := clockOf(from)
	end, ends := clockOf(to)
	if !begins || !ends || begin.Equal(end) {
		return tracker.Refuse("“%s” are no quiet hours; write them as quiet 22:00-07:00.", said)
	}
	w.Quiet = begin.Format("15:04") + "-" + end.Format("15:04")
	return nil
}

// sorts reads which changes are posted.
func (w *wayReader) sorts(first ...tracker.Token) error {
	var said []string
	for _, t := range first {
		said = append(said, sortsOf(t)...)
	}
	for ; len(w.rest) > 0 && areSorts(w.rest[0]); w.rest = w.rest[1:] {
		said = append(said, sortsOf(w.rest[0])...)
	}
	if len(said) == 0 || w.Only != "" {
		return tracker.Refuse("Say once which changes behind only: %s", strings.Join(tracker.Sorts(), ", "))
	}
	w.Only = strings.Join(slices.DeleteFunc(tracker.Sorts(), func(sort string) bool { return !slices.Contains(said, sort) }), " ")
	return nil
}

// areSorts reports whether a token says sorts of changes: joined,left
func areSorts(t tracker.Token) bool {
	all := sortsOf(t)
	return t.Key == "" && len(all) > 0 && !slices.ContainsFunc(all, func(word string) bool { return !slices.Contains(tracker.Sorts(), word) })
}

func sortsOf(t tracker.Token) []string {
	return strings.FieldsFunc(strings.ToLower(t.Text), func(r rune) bool { return r == ',' || r == '|' })
}

// expression reads a cron expression: in quotes, or as five words.
func (w *wayReader) expression() error {
	if !w.admin {
		return tracker.Refuse("Only admins can set a time by a cron expression. Nothing was stored.")
	}
	fields := strings.Fields(w.next())
	for len(fields) > 0 && len(fields) < 5 && len(w.rest) > 0 && w.rest[0].Key == "" {
		fields = append(fields, strings.Fields(w.next())...)
	}
	if len(fields) == 5 {
		fields[4] = sundays(fields[4])
	}
	w.cron = strings.Join(fields, " ")
	if w.cron == "" || len(w.cron) > maxCron {
		return tracker.Refuse("Say a cron expression of five fields behind cron, such as: cron 0 9 * * 1-5")
	}
	return nil
}

// sundays writes days of the week with 0 for Sunday, which can be called 7.
func sundays(days string) string {
	var all []string
	moved := false
	for part := range strings.SplitSeq(days, ",") {
		span, by, _ := strings.Cut(part, "/")
		first, last, _ := strings.Cut(span, "-")
		from, err := strconv.Atoi(first)
		step, wrong := strconv.Atoi(cmp.Or(by, "1"))
		if cmp.Or(last, first) != "7" || err != nil || wrong != nil || from < 0 || from > 7 || step < 1 {
			all = append(all, part)
			continue
		}
		moved = true
		for day := from; day <= 7; day += step {
			all = append(all, strconv.Itoa(day%7))
		}
	}
	if moved {
		slices.Sort(all)
	}
	return strings.Join(slices.Compact(all), ",")
}

// comesAround refuses times that can't be read, or never come.
func (w *wayReader) comesAround() error {
	next, err := digest.Next(&w.Subscribed, time.Now(), 1)
	switch {
	case err != nil && w.cron == "":
		return tracker.Refuse("“%s” is not a time zone that I know; a zone is written Europe/Paris or UTC.", w.Zone)
	case err != nil:
		return tracker.Refuse("“%s” is not a cron expression that I can read: it has five fields, such as 0 9 * * 1-5. Nothing was stored.", w.cron)
	case w.Schedule != "" && len(next) == 0:
		return tracker.Refuse("“%s” never comes around. Nothing was stored.", w.cron)
	}
	return nil
}

// weekday reads a day of the week by its first letters, in any language.
func weekday(s string) (time.Weekday, bool) {
	s = names.Key(s)
	for _, lang := range answer.Languages() {
		for day := time.Sunday; day <= time.Saturday; day++ {
			name := names.Key(answer.In(lang).SayAs("weekday()", strconv.Itoa(int(day))))
			if len(s) >= 3 && (strings.HasPrefix(name, s) || s == name+"s") {
				return day, true
			}
		}
	}
	return 0, false
}

// weekdaysOf reads days of the week with commas between, as the numbers that a schedule has for them.
func weekdaysOf(said string) (numbers []string, ok bool) {
	for _, name := range strings.FieldsFunc(said, func(r rune) bool { return r == ',' }) {
		day, ok := weekday(name)
		if !ok {
			return nil, false
		}
		numbers = append(numbers, strconv.Itoa(int(day)))
	}
	return numbers, len(numbers) > 0
}

// zoneIn reads the time zone that tokens begin with, and of how many it is; none if it isn't one, or is also a country's name.
func zoneIn(tokens []tracker.Token) (name string, n int) {
	const longest = 3 // words: Dar es Salaam
	for n = min(longest, len(tokens)); n > 0; n-- {
		said := query.Text(tokens[:n])
		if slices.ContainsFunc(tokens[:n], func(t tracker.Token) bool { return t.Key != "" }) {
			continue
		}
		if _, no := query.Country(said); no == nil {
			continue
		}
		if name, err := zone(said); err == nil {
			return name, n
		}
	}
	return "", 0
}

// offset matches a time zone of whole hours from UTC: UTC+2, GMT -05:00.
var offset = regexp.MustCompile(`^(?i:utc|gmt) ?([+\-−–])0?(\d{1,2})(?::?00)?$`)

// fromUTC matches what can only be meant as an offset, of whole hours or not.
var fromUTC = regexp.MustCompile(`^(?i:utc|gmt)\b`)

var letters = regexp.MustCompile(`[a-z]+`)

// zone reads an IANA time zone in any case, the city of one, or hours from UTC, but not other files there, such as posixrules.
func zone(s string) (string, error) {
	if hours := offset.FindStringSubmatch(s); hours != nil {
		sign := "+" // the names of the zones count from there to UTC
		if hours[1] == "+" {
			sign = "-"
		}
		l, err := time.LoadLocation("Etc/GMT" + sign + hours[2])
		return cmp.Or(l, time.UTC).String(), err
	}
	s = strings.Map(func(r rune) rune { // São Paulo
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r == ' ':
			return '_'
		}
		return r
	}, norm.NFD.String(s))
	titled := letters.ReplaceAllStringFunc(strings.ToLower(s), func(w string) string {
		if w == "es" || w == "au" || w == "of" { // Dar_es_Salaam, Port-au-Prince, Isle_of_Man
			return w
		}
		return strings.ToUpper(w[:1]) + w[1:]
	})
	spelt := []string{s, strings.ToUpper(s), titled}
	for _, area := range []string{"Europe", "Africa", "America", "Asia", "Australia", "Pacific", "Atlantic", "Indian"} {
		spelt = append(spelt, area+"/"+titled)
	}
	for _, name := range spelt {
		if l, err := time.LoadLocation(name); err == nil && name != "" && name != "Local" && unicode.IsUpper(rune(name[0])) {
			return l.String(), nil
		}
	}
	return "", fmt.Errorf("unknown time zone %q", s)
}
