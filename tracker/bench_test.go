package tracker_test

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"rollcall/tracker"
)

// BenchmarkBook folds many entries, of which every fourth is a change of the supporter before it, and reports how many bytes
// a Book keeps for each, without the entries.
func BenchmarkBook(b *testing.B) {
	categories := tracker.Categories()
	start := time.Date(2019, 9, 16, 0, 0, 0, 0, time.UTC)
	for _, n := range []int{1_500, 100_000} {
		entries := make([]tracker.Entry, n)
		for i := range entries {
			id := tracker.Seq(i + 1)
			e := tracker.Changed{Why: tracker.Joined, Source: "https://example.org/list", Supporter: tracker.Supporter{
				ID: id, Name: fmt.Sprintf("Example Foundation %d", id), Category: categories[i%5], Country: "FR"}}
			if i%4 == 3 {
				e = entries[i-1].Event.(tracker.Changed)
				e.Why, e.Supporter.Country = tracker.Amended, "DE"
			}
			on := start.AddDate(0, 0, i*2600/n)
			entries[i] = tracker.Entry{Seq: id, At: on, On: tracker.DayOf(on), By: "test", Event: e}
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var before, after runtime.MemStats
			for b.Loop() {
				runtime.GC()
				runtime.ReadMemStats(&before)
				book, err := new(tracker.Book).With(entries...)
				if err != nil {
					b.Fatal(err)
				}
				if len(book.Named("Example Foundation 1")) != 1 { // the names are also indexed
					b.Fatal("the first is not found by its name")
				}
				runtime.GC()
				runtime.ReadMemStats(&after)
				runtime.KeepAlive(book)
			}
			runtime.KeepAlive(entries)
			b.ReportMetric((float64(after.HeapAlloc)-float64(before.HeapAlloc))/float64(n), "kept-B/entry")
		})
	}
}
