package answer

import (
	"fmt"
	"strings"
	"time"
)

// A rhythm is how often a subscription's schedule comes around.
type rhythm int

const (
	atOnce rhythm = iota
	daily
	weekdays
	weekly
	monthly
	expression // of cron, which is shown as it stands
)

// lastOfDays is the last day that every month has. A schedule on a later one isn't every month.
const lastOfDays = 28

// timed reads a schedule that subscribe made: its rhythm, the local time of day, and of a week or month the days.
func timed(schedule string) (r rhythm, clock string, days []int) {
	if schedule == "" {
		return atOnce, "", nil
	}
	fields := strings.Fields(schedule)
	if len(fields) != 5 || fields[3] != "*" {
		return expression, schedule, nil
	}
	at, err := time.Parse("4 15", fields[0]+" "+fields[1])
	if err != nil {
		return expression, schedule, nil
	}
	clock = at.Format("15:04")
	if date, err := time.Parse("2", fields[2]); err == nil && date.Day() <= lastOfDays && fields[4] == "*" {
		return monthly, clock, []int{date.Day()}
	}
	switch on := fields[4]; {
	case fields[2] != "*":
	case on == "*":
		return daily, clock, nil
	case on == "1-5":
		return weekdays, clock, nil
	default:
		for _, day := range strings.Split(on, ",") {
			if len(day) != 1 || day < "0" || day > "6" {
				return expression, schedule, nil
			}
			days = append(days, int(day[0]-'0'))
		}
		return weekly, clock, days
	}
	return expression, schedule, nil
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
	case daily:
		return "daily at " + clock
	case weekdays:
		return "weekdays at " + clock
	case weekly:
		names := make([]string, len(days))
		for i, day := range days {
			names[i] = strings.ToLower(time.Weekday(day).String()[:3])
		}
		return "weekly " + strings.Join(names, ",") + " at " + clock
	case monthly:
		return fmt.Sprintf("monthly %d at %s", days[0], clock)
	}
	return "cron " + schedule
}

// sentence is a phrase as one.
func sentence(phrase string) string { return capital(phrase) + "." }
