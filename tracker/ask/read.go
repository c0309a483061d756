package ask

import (
	"strings"

	"rollcall/tracker"
)

// Day reads a day: 2019-09-16, today or yesterday.
func Day(text string, today tracker.Day) (tracker.Day, error) {
	switch strings.ToLower(text) {
	case "today", "aujourd'hui", "aujourd’hui":
		return today, nil
	case "yesterday", "hier":
		return tracker.DayOf(today.Time().AddDate(0, 0, -1)), nil
	}
	return tracker.ParseDay(text)
}
