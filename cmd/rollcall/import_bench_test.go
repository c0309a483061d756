//go:build linux

package main

import (
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"rollcall/tracker"
	"rollcall/tracker/bolt"
	"rollcall/tracker/pariscall"
)

// manyRows is a CSV file of so many supporters with different names of three invented words.
func manyRows(n int) string {
	const consonants, vowels = "bcdfglmnprstv", "aeiou"
	word := func(i int) string {
		var w strings.Builder
		for range 4 {
			w.WriteByte(consonants[i%len(consonants)])
			i /= len(consonants)
			w.WriteByte(vowels[i%len(vowels)])
			i /= len(vowels)
		}
		return w.String()
	}
	const step = 7919 // a prime, so that neighbours aren't alike
	var b strings.Builder
	b.WriteString("name,category,kind,country,joined,source,website\n")
	for i := range n {
		fmt.Fprintf(&b, "%s %s %s,company,business,FR,2020-01-02,https://example.org/%d,https://example.org\n", word(i*step), word(i*31), word(i), i)
	}
	return b.String()
}

// newest are the last entries of a database as they are stored.
func newest(b *testing.B, db string, n int) [][]byte {
	b.Helper()
	stored, err := bolt.Open(db)
	if err != nil {
		b.Fatal(err)
	}
	defer stored.Close()
	entries, err := stored.Ledger(pariscall.Slug).Read(b.Context(), 0, math.MaxInt)
	if err != nil {
		b.Fatal(err)
	}
	encoded, err := tracker.EncodeAll(entries[len(entries)-n:])
	if err != nil {
		b.Fatal(err)
	}
	return encoded
}

// bare is how long bbolt itself takes to store entries that are encoded already, in the fastest plain way: in their order,
// in transactions of 10,000, each of them on the disk before the next.
func bare(b *testing.B, encoded [][]byte) time.Duration {
	b.Helper()
	runtime.GC() // what isn't bbolt's isn't its time
	file, err := bbolt.Open(filepath.Join(b.TempDir(), "bare.db"), 0o600, nil)
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	start := time.Now()
	seq := uint64(0)
	for part := range slices.Chunk(encoded, 10_000) {
		err := file.Update(func(tx *bbolt.Tx) error {
			bucket, err := tx.CreateBucketIfNotExists([]byte("bucket"))
			if err != nil {
				return err
			}
			bucket.FillPercent = 1
			for _, line := range part {
				seq++
				if err := bucket.Put(binary.BigEndian.AppendUint64(nil, seq), line); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return time.Since(start)
}

// BenchmarkImport is the real program: a dry run, applying, and applying again what is there, each from its start to its
// end as a ratio to the time that bare bbolt needs to store the same entries at that moment: they take turns, and the
// median is reported; both is a dry run and applying together. The most memory is reported: all that the process took, the
// database's own pages among it, and its heap. Wanted of 100,000 rows: 3, and 300 MB.
func BenchmarkImport(b *testing.B) {
	for _, n := range []int{10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			dir := b.TempDir()
			list, db, empty, peaks := filepath.Join(dir, "list.csv"), filepath.Join(dir, "rollcall.db"), filepath.Join(dir, "empty.db"), filepath.Join(dir, "peaks")
			if err := os.WriteFile(list, []byte(manyRows(n)), 0o600); err != nil {
				b.Fatal(err)
			}
			memory := map[string]float64{}
			rollcall := func(what, says string, args ...string) time.Duration {
				c := command(b.Context(), dir, settings{tellsPeaks: peaks}, args...)
				start := time.Now()
				out, err := c.CombinedOutput()
				took := time.Since(start)
				if err != nil || !strings.Contains(string(out), says) {
					b.Fatalf("%v\n%.500s", err, out)
				}
				var all, heap float64
				told, err := os.ReadFile(peaks)
				if _, no := fmt.Sscan(string(told), &all, &heap); err != nil || no != nil {
					b.Fatal(err, no)
				}
				memory[what+"-MB"], memory[what+"-heap-MB"] = max(memory[what+"-MB"], all/(1<<20)), max(memory[what+"-heap-MB"], heap/(1<<20))
				return took
			}
			rollcall("count", "1,222", "count", "--db", empty)
			fresh, err := os.ReadFile(empty)
			if err != nil {
				b.Fatal(err)
			}
			apply := []string{"import", list, "--apply", "--source", fromList, "--db", db}
			var encoded [][]byte
			told := map[string][]float64{}
			for b.Loop() {
				if err := os.WriteFile(db, fresh, 0o600); err != nil {
					b.Fatal(err)
				}
				dry := rollcall("dry", "would add", "import", list, "--db", empty)
				applied := rollcall("apply", "was applied", apply...)
				again := rollcall("again", "changed nothing", apply...)
				if encoded == nil {
					encoded = newest(b, db, n)
				}
				stored := bare(b, encoded)
				for what, took := range map[string]time.Duration{"dry": dry, "apply": applied, "again": again, "both": dry + applied} {
					told[what+"/bare"] = append(told[what+"/bare"], float64(took)/float64(stored))
					told["s/"+what] = append(told["s/"+what], took.Seconds())
				}
			}
			for what, all := range told {
				slices.Sort(all)
				b.ReportMetric(all[len(all)/2], what)
			}
			for _, what := range []string{"dry-MB", "dry-heap-MB", "apply-MB", "apply-heap-MB", "again-MB", "again-heap-MB"} {
				b.ReportMetric(memory[what], what)
			}
		})
	}
}
