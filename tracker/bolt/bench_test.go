package bolt_test

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"rollcall/tracker"
	"rollcall/tracker/bolt"
	"rollcall/tracker/pariscall"
)

// openAndFold does what every start does: open the file, read the ledger, fold it.
func openAndFold(b *testing.B, path string, want int) {
	b.Helper()
	db, err := bolt.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	t, err := tracker.Open(context.Background(), db.Ledger(pariscall.Slug))
	if err != nil {
		b.Fatal(err)
	}
	if got := int(t.Book().Head()); got != want {
		b.Fatalf("opened %d entries, want %d", got, want)
	}
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkOpen is the Paris Call's database, from closed to ready. Wanted: 100 ms.
func BenchmarkOpen(b *testing.B) {
	path, entries := paris(b)
	for b.Loop() {
		openAndFold(b, path, len(entries))
	}
}

// BenchmarkRead100k is a database of 100,000 entries such as the Paris Call's, from closed to ready. Wanted: 0.6 s.
func BenchmarkRead100k(b *testing.B) {
	const n = 100_000
	path := filepath.Join(b.TempDir(), "large.db")
	db, err := bolt.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	all := many(b, n)
	for part := range slices.Chunk(all, 5_000) {
		if err := db.Ledger(pariscall.Slug).Append(b.Context(), part...); err != nil {
			b.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		openAndFold(b, path, n)
	}
}

// many are n entries such as the Paris Call's: its own over and over, each time with other supporters.
func many(b *testing.B, n int) []tracker.Entry {
	b.Helper()
	model, err := pariscall.Entries(time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC))
	if err != nil {
		b.Fatal(err)
	}
	all := make([]tracker.Entry, 0, n)
	for round := 0; len(all) < n; round++ {
		first := tracker.Seq(len(all))
		for _, e := range model[:min(len(model), n-len(all))] {
			e.Seq += first
			e.Ref = fmt.Sprintf("Ev%08d", e.Seq)
			if ev, ok := e.Event.(tracker.Changed); ok && round > 0 {
				ev.Supporter.ID += first
				ev.Supporter.Name = fmt.Sprintf("%s %d", ev.Supporter.Name, round)
				ev.Supporter.Aliases = slices.Clone(ev.Supporter.Aliases)
				for i := range ev.Supporter.Aliases {
					ev.Supporter.Aliases[i] += fmt.Sprint(" ", round)
				}
				e.Event = ev
			}
			all = append(all, e)
		}
	}
	return all
}

// BenchmarkAppend is one durable Do, as a ratio to a bare bbolt transaction that stores as many bytes, of the same
// moment: they take turns, and the medians are compared. Wanted: 3.
func BenchmarkAppend(b *testing.B) {
	path, _ := paris(b)
	db, err := bolt.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	t, err := tracker.Open(b.Context(), db.Ledger(pariscall.Slug))
	if err != nil {
		b.Fatal(err)
	}
	// The bare one has as much in its file already.
	bare, err := bbolt.Open(filepath.Join(b.TempDir(), "bare.db"), 0o600, nil)
	if err != nil {
		b.Fatal(err)
	}
	defer bare.Close()
	bucket := []byte("bucket")
	put := func(seq tracker.Seq, values ...[]byte) {
		err := bare.Update(func(tx *bbolt.Tx) error {
			bucket, err := tx.CreateBucketIfNotExists(bucket)
			for i, value := range values {
				if err == nil {
					err = bucket.Put(binary.BigEndian.AppendUint64(nil, uint64(seq)+uint64(i)), value)
				}
			}
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	var existing [][]byte
	for e := range t.Book().Entries(0) {
		existing = append(existing, encode(b, e))
	}
	put(1, existing...)

	today := tracker.DayOf(time.Now())
	var whole, raw []time.Duration
	for n := 0; b.Loop(); n++ {
		supporter := tracker.Supporter{Name: fmt.Sprint("Example Company ", n), Category: tracker.Company, Kind: "business",
			Country: "FR", Joined: "2026-01-01", Source: "https://example.org/press/we-support-the-paris-call"}
		began := time.Now()
		done, err := t.Do(b.Context(), tracker.Request{By: "U012AB3CD", Ref: fmt.Sprint("Ev", n)}, tracker.Add(supporter, today))
		whole = append(whole, time.Since(began))
		if err != nil {
			b.Fatal(err)
		}
		value := encode(b, done.Entries[0])
		began = time.Now()
		put(done.Entries[0].Seq, value)
		raw = append(raw, time.Since(began))
	}
	slices.Sort(whole)
	slices.Sort(raw)
	b.ReportMetric(float64(whole[len(whole)/2])/float64(raw[len(raw)/2]), "ratio")
	b.ReportMetric(float64(whole[len(whole)/2].Microseconds()), "µs/do")
	b.ReportMetric(float64(raw[len(raw)/2].Microseconds()), "µs/bare")
}

// BenchmarkAppendMany is an Append of very many entries, as a ratio to what bbolt itself takes for the same bytes in the
// fastest plain way, transactions of 10,000 keys: they take turns, and the medians are compared. Wanted: 3.
func BenchmarkAppendMany(b *testing.B) {
	for _, n := range []int{100_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			all := many(b, n)
			encoded := make([][]byte, n)
			for i, e := range all {
				encoded[i] = encode(b, e)
			}
			memory := needs(b, all)
			var whole, raw []time.Duration
			for b.Loop() {
				dir := b.TempDir()
				db, err := bolt.Open(filepath.Join(dir, "whole.db"))
				if err != nil {
					b.Fatal(err)
				}
				runtime.GC()
				began := time.Now()
				err = db.Ledger(pariscall.Slug).Append(b.Context(), all...)
				whole = append(whole, time.Since(began))
				if err := errors.Join(err, db.Close()); err != nil {
					b.Fatal(err)
				}
				bare, err := bbolt.Open(filepath.Join(dir, "bare.db"), 0o600, nil)
				if err != nil {
					b.Fatal(err)
				}
				runtime.GC()
				began = time.Now()
				for first := 0; first < n && err == nil; first += 10_000 {
					err = bare.Update(func(tx *bbolt.Tx) error {
						bucket, err := tx.CreateBucketIfNotExists([]byte("bucket"))
						bucket.FillPercent = 1
						for i := first; i < min(first+10_000, n) && err == nil; i++ {
							err = bucket.Put(binary.BigEndian.AppendUint64(nil, uint64(i+1)), encoded[i])
						}
						return err
					})
				}
				raw = append(raw, time.Since(began))
				if err := errors.Join(err, bare.Close(), os.RemoveAll(dir)); err != nil {
					b.Fatal(err)
				}
			}
			slices.Sort(whole)
			slices.Sort(raw)
			b.ReportMetric(float64(whole[len(whole)/2])/float64(raw[len(raw)/2]), "ratio")
			b.ReportMetric(whole[len(whole)/2].Seconds(), "s/append")
			b.ReportMetric(raw[len(raw)/2].Seconds(), "s/bare")
			b.ReportMetric(float64(memory)/(1<<20), "MB")
		})
	}
}

// needs returns by how many bytes the heap grows in an Append, with little left to be collected.
func needs(b *testing.B, all []tracker.Entry) (most uint64) {
	b.Helper()
	db, err := bolt.Open(filepath.Join(b.TempDir(), "whole.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	defer debug.SetGCPercent(debug.SetGCPercent(2))
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	runtime.GC()
	before := heap()
	done := make(chan error)
	go func() { done <- db.Ledger(pariscall.Slug).Append(b.Context(), all...) }()
	for {
		select {
		case err := <-done:
			if err != nil {
				b.Fatal(err)
			}
			return most
		case <-time.After(10 * time.Millisecond):
			most = max(most, max(heap(), before)-before)
		}
	}
}

// BenchmarkRewrite is a ledger of 100,000 entries that is written again.
func BenchmarkRewrite(b *testing.B) {
	db, err := bolt.Open(filepath.Join(b.TempDir(), "rewritten.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	if err := db.Ledger(pariscall.Slug).Append(b.Context(), many(b, 100_000)...); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := db.Ledger(pariscall.Slug).Rewrite(b.Context(), func(all []tracker.Entry) ([]tracker.Entry, error) { return all, nil }); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkOpenOnly is Open alone, of 100,000 entries: nearly all of it is the look at every page.
func BenchmarkOpenOnly(b *testing.B) {
	path := filepath.Join(b.TempDir(), "large.db")
	db, err := bolt.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	if err := errors.Join(db.Ledger(pariscall.Slug).Append(b.Context(), many(b, 100_000)...), db.Close()); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		db, err := bolt.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func encode(b *testing.B, e tracker.Entry) []byte {
	b.Helper()
	line, err := tracker.Encode(e)
	if err != nil {
		b.Fatal(err)
	}
	return line
}
