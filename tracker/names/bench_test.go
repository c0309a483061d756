package names

import (
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"
)

var sizes = []int{1_200, 100_000, 1_000_000}

// BenchmarkFind reports the 99th percentile of a look-up, and for each class of query how often the first match was the
// one that was meant.
func BenchmarkFind(b *testing.B) {
	for _, size := range sizes {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			c := corpusOf(size)
			x := New(c.names)
			var took []time.Duration
			i := 0
			for b.Loop() {
				start := time.Now()
				x.Find(c.queries[i%len(c.queries)].text, 5)
				took = append(took, time.Since(start))
				i++
			}
			slices.Sort(took)
			b.ReportMetric(took[len(took)*99/100].Seconds()*1e3, "p99-ms")
			for class, recall := range recallAt1(x, c) {
				b.ReportMetric(recall, class+"-recall")
			}
		})
	}
}

// BenchmarkNew reports how long an index takes to make and what it holds on to, the names themselves aside.
func BenchmarkNew(b *testing.B) {
	for _, size := range sizes {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			c := corpusOf(size)
			before := heapBytes()
			for b.Loop() {
				runtime.KeepAlive(New(c.names))
			}
			b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/index")
			x := New(c.names)
			b.ReportMetric(float64(heapBytes()-before)/1e6, "MB/index")
			runtime.KeepAlive(x)
		})
	}
}

func heapBytes() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// recallAt1 returns for each class of query, and for "all", the share that Find answers first of all with the name that
// was meant.
func recallAt1(x *Index, c *corpus) map[string]float64 {
	right, asked := make(map[string]int), make(map[string]int)
	for _, q := range c.queries {
		found := x.Find(q.text, 1)
		for _, class := range []string{q.class, "all"} {
			asked[class]++
			if len(found) > 0 && found[0].ID == q.want {
				right[class]++
			}
		}
	}
	recall := make(map[string]float64)
	for class, n := range asked {
		recall[class] = float64(right[class]) / float64(n)
	}
	return recall
}
