package tracker_test

import (
	"testing"
	"time"

	"rollcall/tracker"
)

func TestParseDayTakesOnlyDaysThatExist(t *testing.T) {
	for _, ok := range []string{"2019-09-16", "2020-02-29", "2026-12-31", "0001-01-01"} {
		if d, err := tracker.ParseDay(ok); err != nil || string(d) != ok {
			t.Errorf("ParseDay(%q) = %q, %v", ok, d, err)
		}
	}
	for _, bad := range []string{"", "2019", "2019-09", "2019-9-16", "2019-02-30", "2021-02-29", "2019-13-01", "16/09/2019",
		" 2019-09-16", "2019-09-16T00:00:00Z", "yesterday", "99999-01-01", "２０１９-09-16"} {
		if d, err := tracker.ParseDay(bad); err == nil || d != "" {
			t.Errorf("ParseDay(%q) = %q, %v; want an error", bad, d, err)
		}
	}
}

func TestDayOfIsTheDayInUTC(t *testing.T) {
	east := time.FixedZone("east", 14*3600)
	if got := tracker.DayOf(time.Date(2026, 3, 1, 9, 0, 0, 0, east)); got != "2026-02-28" {
		t.Errorf("a morning of 1 March fourteen hours east of UTC is %s in UTC, want 2026-02-28", got)
	}
	if got := tracker.Day("2020-02-29").Time(); !got.Equal(time.Date(2020, 2, 29, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("the first moment of 2020-02-29 is %v", got)
	}
	if got := tracker.Day("").Time(); !got.IsZero() {
		t.Errorf("the zero Day begins at %v, want the zero time", got)
	}
}

func TestDatesSpanWhatTheyCanMean(t *testing.T) {
	for _, c := range []struct {
		date        string
		first, last tracker.Day
	}{
		{"2018-11-12", "2018-11-12", "2018-11-12"},
		{"2018-11", "2018-11-01", "2018-11-30"},
		{"2020-02", "2020-02-01", "2020-02-29"},
		{"2021-02", "2021-02-01", "2021-02-28"},
		{"2018-12", "2018-12-01", "2018-12-31"},
		{"2018", "2018-01-01", "2018-12-31"},
	} {
		d, err := tracker.ParseDate(c.date)
		if err != nil {
			t.Errorf("ParseDate(%q): %v", c.date, err)
			continue
		}
		if d.First() != c.first || d.Last() != c.last {
			t.Errorf("%s spans %s to %s, want %s to %s", c.date, d.First(), d.Last(), c.first, c.last)
		}
	}
	for _, bad := range []string{"", "20", "2018-", "2018-1", "2018-00", "2018-13", "2018-11-31", "11/2018", "November 2018"} {
		if d, err := tracker.ParseDate(bad); err == nil {
			t.Errorf("ParseDate(%q) = %q; want an error", bad, d)
		}
	}
}
