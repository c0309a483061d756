package tracker

import "time"

// A Day is a calendar day, written 2006-01-02. Days compare as strings do; the zero Day comes before all others.
type Day string

// DayOf is the day of t in UTC.
func DayOf(t time.Time) Day { return Day(t.UTC().Format(time.DateOnly)) }

// ParseDay reads a day that exists, such as 2019-09-16. An error is a Refusal.
func ParseDay(s string) (Day, error) {
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return "", Refuse("%q is not a day; write it as 2019-09-16.", s)
	}
	return Day(s), nil
}

// Time is the day's first moment in UTC, and zero for the zero Day.
func (d Day) Time() time.Time {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return time.Time{}
	}
	return t
}

// A Date is a day, a month or a year, written 2018-11-12, 2018-11 or 2018, as precisely as it is known.
type Date string

// ParseDate reads a date of any of the three precisions. An error is a Refusal.
func ParseDate(s string) (Date, error) {
	for _, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		if _, err := time.Parse(layout, s); err == nil {
			return Date(s), nil
		}
	}
	return "", Refuse("%q is not a date; write it as 2018-11-12, 2018-11 or 2018.", s)
}

// Year is the day's year; empty for the zero Day.
func (d Day) Year() string { return string(d[:min(len(d), len("2006"))]) }

// First is the earliest day that the date can mean.
func (d Date) First() Day {
	switch len(d) {
	case len("2006"):
		return Day(d + "-01-01")
	case len("2006-01"):
		return Day(d + "-01")
	}
	return Day(d)
}

// Last is the latest day that the date can mean.
func (d Date) Last() Day {
	switch len(d) {
	case len("2006"):
		return Day(d + "-12-31")
	case len("2006-01"):
		return DayOf(d.First().Time().AddDate(0, 1, -1))
	}
	return Day(d)
}

// A Period is the days from First to Last, both included; an empty one is open. The zero Period is all days.
type Period struct{ First, Last Day }

// Period is the days that a date can mean.
func (d Date) Period() Period { return Period{d.First(), d.Last()} }

// Has reports whether a day lies in the period.
func (p Period) Has(d Day) bool { return d >= p.First && (p.Last == "" || d <= p.Last) }

// And is the days that lie in both periods. It ends before it begins if there are none.
func (p Period) And(o Period) Period {
	both := Period{max(p.First, o.First), p.Last}
	if p.Last == "" || o.Last != "" && o.Last < p.Last {
		both.Last = o.Last
	}
	return both
}

// String is the period as it is typed: 2021, 2021-03, 2021-03-31, or 2020-01-01.. with its ends.
func (p Period) String() string {
	if p.First == p.Last {
		return string(p.First)
	}
	for _, n := range []int{len("2006"), len("2006-01")} {
		if len(p.First) > n && Date(p.First[:n]).Period() == p {
			return string(p.First[:n])
		}
	}
	return string(p.First) + ".." + string(p.Last)
}
