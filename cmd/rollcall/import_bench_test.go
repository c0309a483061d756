//go:build unix

package main

import (
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
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

// bare is how long bbolt takes to store entries.
func bare(b *testing.B, encoded [][]byte) time.Duration {
	b.Helper()
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

// BenchmarkImport is the real program: a dry run, applying, and applying again what is there, each as a ratio to the time
// that bare bbolt needs to store the same entries at that moment: they take turns, and the median is told. peak-MB is all
// that the process took, the database's own pages among it. Wanted of 100,000 rows: 3, and 300 MB.
func BenchmarkImport(b *testing.B) {
	for _, n := range []int{10_000, 100_000, 1_000_000} {
		dir := b.TempDir()
		list, db, empty := filepath.Join(dir, "list.csv"), filepath.Join(dir, "rollcall.db"), filepath.Join(dir, "empty.db")
		if err := os.WriteFile(list, []byte(manyRows(n)), 0o600); err != nil {
			b.Fatal(err)
		}
		rollcall := func(says string, args ...string) (time.Duration, int64) {
			c := command(b.Context(), dir, nil, args...)
			start := time.Now()
			out, err := c.CombinedOutput()
			if err != nil || !strings.Contains(string(out), says) {
				b.Fatalf("%v\n%.500s", err, out)
			}
			return time.Since(start), c.ProcessState.SysUsage().(*syscall.Rusage).Maxrss
		}
		rollcall("1,222", "count", "--db", empty)
		fresh, err := os.ReadFile(empty)
		if err != nil {
			b.Fatal(err)
		}
		apply := []string{"import", list, "--apply", "--source", fromList, "--db", db}
		again := func() {
			if err := os.WriteFile(db, fresh, 0o600); err != nil {
				b.Fatal(err)
			}
		}
		again()
		rollcall("was applied", apply...)
		encoded := newest(b, db, n)
		for _, run := range []struct {
			name, says string
			before     func()
			args       []string
		}{
			{"dry", "would add", func() {}, []string{"import", list, "--db", empty}},
			{"again", "changed nothing", func() {}, apply},
			{"apply", "was applied", again, apply},
		} {
			b.Run(fmt.Sprintf("%s/%d", run.name, n), func(b *testing.B) {
				var ratios []float64
				var most int64
				for b.Loop() {
					run.before()
					took, peak := rollcall(run.says, run.args...)
					ratios, most = append(ratios, float64(took)/float64(bare(b, encoded))), max(most, peak)
				}
				slices.Sort(ratios)
				b.ReportMetric(float64(most)/1024, "peak-MB")
				b.ReportMetric(ratios[len(ratios)/2], "bbolt")
			})
		}
	}
}
