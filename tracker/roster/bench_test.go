package roster_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/roster"
)

// many makes so many supporters with names of three or four invented words.
func many(n int) []*tracker.Supporter {
	r := rand.New(rand.NewPCG(3, 4))
	var words []string
	const consonants, vowels = "bcdfglmnprstv", "aeiou"
	for range 6_000 {
		var w strings.Builder
		for range 2 + r.IntN(3) {
			w.WriteByte(consonants[r.IntN(len(consonants))])
			w.WriteByte(vowels[r.IntN(len(vowels))])
		}
		words = append(words, w.String())
	}
	taken := map[string]bool{}
	var all []*tracker.Supporter
	for len(all) < n {
		name := fmt.Sprintf("%s %s %s", words[r.IntN(len(words))], words[r.IntN(len(words))], words[r.IntN(len(words))])
		if taken[name] {
			continue
		}
		taken[name] = true
		all = append(all, &tracker.Supporter{ID: tracker.Seq(len(all) + 1), Name: name, Category: tracker.Company, Kind: "business", Country: "FR",
			Joined: "2020-01-02", FirstListed: "2020-01-03", Source: "https://example.org/" + name[:4], Website: "https://example.org"})
	}
	return all
}

func bookOf(b *testing.B, all []*tracker.Supporter) *tracker.Book {
	entries := make([]tracker.Entry, len(all))
	for i, s := range all {
		entries[i] = tracker.Entry{Seq: s.ID, At: today.Time(), On: "2020-01-03", By: "bench", Event: tracker.Changed{Why: tracker.Joined, Source: s.Source, Supporter: *s}}
	}
	book, err := (&tracker.Book{}).With(entries...)
	if err != nil {
		b.Fatal(err)
	}
	return book
}

func listOf(b *testing.B, f roster.Format, all []*tracker.Supporter) []byte {
	var out bytes.Buffer
	err := roster.Write(&out, f, func(yield func(*tracker.Supporter) bool) {
		for _, s := range all {
			if !yield(s) {
				return
			}
		}
	}, cite())
	if err != nil {
		b.Fatal(err)
	}
	return out.Bytes()
}

// peak runs something and returns by how many bytes the heap grew at most, as seen every few milliseconds.
func peak(run func()) uint64 {
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	var most atomic.Uint64
	most.Store(before.HeapInuse)
	stop := make(chan struct{})
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		var m runtime.MemStats
		for {
			runtime.ReadMemStats(&m)
			most.Store(max(most.Load(), m.HeapInuse))
			select {
			case <-stop:
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	run()
	close(stop)
	<-watched
	return most.Load() - before.HeapInuse
}

func mustRead(b *testing.B, content []byte) *roster.List {
	l, err := roster.Read(b.Context(), "", bytes.NewReader(content), int64(len(content)), roster.Options{})
	if err != nil {
		b.Fatal(err)
	}
	return l
}

// BenchmarkRead reads a list; peak-MB is what it takes in addition to the file.
func BenchmarkRead(b *testing.B) {
	for _, n := range []int{100_000, 1_000_000} {
		for _, f := range []roster.Format{roster.CSV, roster.JSON, roster.XLSX} {
			b.Run(fmt.Sprintf("%s/%d", f, n), func(b *testing.B) {
				content := listOf(b, f, many(n))
				b.SetBytes(int64(len(content)))
				var most uint64
				for b.Loop() {
					most = max(most, peak(func() {
						if l := mustRead(b, content); len(l.Rows) != n {
							b.Fatal(len(l.Rows), l.Problems[:min(3, len(l.Problems))])
						}
					}))
				}
				b.ReportMetric(float64(most)/1e6, "peak-MB")
			})
		}
	}
}

// BenchmarkCompare reads a list and compares it with a Book of as many: the same ones, and others. peak-MB
// is what it takes in addition to the file and the Book.
func BenchmarkCompare(b *testing.B) {
	for _, n := range []int{100_000, 1_000_000} {
		all := many(2 * n)
		for name, list := range map[string][]*tracker.Supporter{"same": all[:n], "new": all[n:]} {
			if n == 1_000_000 && name == "new" {
				continue // a Book of that size has no use
			}
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				book := bookOf(b, all[:n])
				content := listOf(b, roster.CSV, list)
				var most uint64
				for b.Loop() {
					most = max(most, peak(func() {
						d := roster.Compare(book, mustRead(b, content), anyCall, today)
						if d.Unchanged+len(d.Added)+len(d.Doubtful)+len(d.Repeated) != n {
							b.Fatalf("%d unchanged, %d added, %d doubtful", d.Unchanged, len(d.Added), len(d.Doubtful))
						}
						b.ReportMetric(float64(len(d.Doubtful)), "doubtful")
					}))
				}
				b.ReportMetric(float64(most)/1e6, "peak-MB")
			})
		}
	}
}

// BenchmarkApply records the difference of a list of 100,000 new supporters.
func BenchmarkApply(b *testing.B) {
	all := many(110_000)
	book := bookOf(b, all[:10_000])
	d := roster.Compare(book, mustRead(b, listOf(b, roster.CSV, all[10_000:])), anyCall, today)
	for b.Loop() {
		apply(b, book, d)
	}
}

// BenchmarkWrite writes the list of a Book.
func BenchmarkWrite(b *testing.B) {
	all := many(100_000)
	for _, f := range []roster.Format{roster.CSV, roster.XLSX, roster.JSON} {
		b.Run(string(f), func(b *testing.B) {
			book := bookOf(b, all)
			for b.Loop() {
				if err := roster.Write(io.Discard, f, book.Roll(), cite()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
