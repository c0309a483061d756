//go:build unix

package bot_test

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"testing"
	"time"

	"rollcall/bot"
	"rollcall/tracker"
	"rollcall/tracker/desk"
	"rollcall/tracker/postgres"
	"rollcall/tracker/postgres/pgtest"
)

// BenchmarkScale is a list of a million supporters with 10,000 subscriptions, in PostgreSQL: how long a process takes to hold it, what
// a tick takes in which nothing is due, and one in which all are, and how much memory the process has. Wanted: 15 s, 1 s.
func BenchmarkScale(b *testing.B) {
	const supporters, subscriptions = 1_000_000, 10_000
	address := pgtest.Database(b)
	fill(b, address, supporters, subscriptions)
	c, err := call()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		debug.FreeOSMemory()
		began, worked := time.Now(), processor(b)
		db, err := postgres.Open(b.Context(), address, new(lines).logger())
		if err != nil {
			b.Fatal(err)
		}
		t, err := tracker.Open(b.Context(), db.Ledger("scale"))
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(began).Seconds(), "s/start")
		b.ReportMetric((processor(b) - worked).Seconds(), "cpu-s/start")
		p := bot.NewPoster(bot.New(bot.Config{Config: desk.Config{Tracker: t, Call: c, Log: new(lines).logger()}, Access: bot.NewAccess(nil, nil), Shared: true}), bot.CallTimeout)
		for _, unit := range []string{"s/idle-tick", "s/due-tick"} {
			head := t.Book().Head()
			began, worked = time.Now(), processor(b)
			p.Plan(b.Context())
			b.ReportMetric(time.Since(began).Seconds(), unit)
			b.ReportMetric((processor(b) - worked).Seconds(), "cpu-"+unit)
			if planned := int(t.Book().Head() - head); planned != 0 && planned != subscriptions {
				b.Fatalf("%d were planned", planned)
			}
			if _, err := t.Do(b.Context(), tracker.Request{By: admin}, tracker.Add(tracker.Supporter{Name: fmt.Sprint("Example Ltd ", head), Category: tracker.Company, Country: "DE", Source: "https://example.org/a"}, tracker.DayOf(time.Now()))); err != nil {
				b.Fatal(err)
			}
		}
		debug.FreeOSMemory()
		b.ReportMetric(resident(b), "MB-RSS")
		runtime.KeepAlive(t)
		db.Close()
	}
}

// fill makes a large ledger.
func fill(b *testing.B, address string, supporters, subscriptions int) {
	b.Helper()
	db, err := postgres.Open(b.Context(), address, new(lines).logger())
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	entries := make([]tracker.Entry, 0, supporters+subscriptions)
	at := time.Now().Add(-time.Hour).UTC().Truncate(time.Second)
	for i := range cap(entries) {
		seq := tracker.Seq(i + 1)
		var event tracker.Event = tracker.Subscribed{ID: seq, Channel: fmt.Sprintf("C1%05d", i), Zone: "UTC"}
		if i < supporters {
			event = tracker.Changed{Why: tracker.Joined, Source: "https://example.org/list", Supporter: tracker.Supporter{ID: seq, Name: fmt.Sprintf("Example Company %d", i),
				Category: tracker.Company, Country: "FR", FirstListed: "2019-09-16", Source: "https://example.org/list"}}
		}
		entries = append(entries, tracker.Entry{Seq: seq, At: at, On: "2019-09-16", By: "import", Event: event})
	}
	if err := db.Restore(b.Context(), map[string][]tracker.Entry{"scale": entries}); err != nil {
		b.Fatal(err)
	}
}

// processor is how long the process has had a processor, which other processes don't change.
func processor(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// resident is how many megabytes of memory the process has, as Linux says.
func resident(b *testing.B) (mb float64) {
	b.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Fatal(err)
	}
	_, line, _ := strings.Cut(string(status), "VmRSS:")
	if _, err := fmt.Sscan(line, &mb); err != nil {
		b.Fatal(err)
	}
	return mb / 1024
}
