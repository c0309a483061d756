package answer

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A rhythm is how often a subscription's schedule comes around: the variant of its message.
type rhythm string

const (
	atOnce     rhythm = "at once"
	daily      rhythm = "daily"
	weekdays   rhythm = "weekdays"
	weekly     rhythm = "weekly"
	monthly    rhythm = "monthly"
	expression rhythm = "cron" // which is shown as it stands
)

// schedules are those that subscribe makes: minute, hour, and then the day of a month or days of the week. A schedule on a day
// that not every month has isn't every month.
var schedules = regexp.MustCompile(`^([0-5]?\d) (1?\d|2[0-3]) (?:([1-9]|1\d|2[0-8]) \* \*|\* \* (\*|1-5|[0-6](?:,[0-6])*))$`)

// timed reads a schedule that subscribe made: its rhythm, the local time of day, and of a week or month the days.
func timed(schedule string) (r rhythm, clock string, days []int) {
	if schedule == "" {
		return atOnce, "", nil
	}
	m := schedules.FindStringSubmatch(schedule)
	if m == nil {
		return expression, schedule, nil
	}
	clock = fmt.Sprintf("%02s:%02s", m[2], m[1])
	switch r = weekly; m[4] {
	case "*":
		return daily, clock, nil
	case "1-5":
		return weekdays, clock, nil
	case "":
		r = monthly
	}
	for day := range strings.SplitSeq(m[3]+m[4], ",") {
		n, _ := strconv.Atoi(day)
		days = append(days, n)
	}
	return r, clock, days
}

// Zone is a time zone as it is shown and typed. Zones of hours from UTC have names that count the other way.
func Zone(name string) string {
	hours, fixed := strings.CutPrefix(name, "Etc/GMT")
	switch {
	case name == "":
		return "UTC"
	case !fixed || len(hours) < 2:
		return name
	case hours[0] == '-':
		return "UTC+" + hours[1:]
	}
	return "UTC-" + hours[1:]
}

// TypedTimes is a schedule as it is typed behind subscribe.
func TypedTimes(schedule string) string {
	r, clock, days := timed(schedule)
	switch r {
	case atOnce:
		return "instantly"
	case expression:
		return "cron " + schedule
	}
	var on []string
	for _, day := range days {
		if r == weekly {
			on = append(on, strings.ToLower(time.Weekday(day).String()[:3]))
		} else {
			on = append(on, strconv.Itoa(day))
		}
	}
	if on != nil {
		r += rhythm(" " + strings.Join(on, ","))
	}
	return string(r) + " at " + clock
}

func sentence(phrase string) string { return capital(phrase) + "." }
