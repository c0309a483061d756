package postgres_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"rollcall/tracker"
	"rollcall/tracker/bolt"
	"rollcall/tracker/pariscall"
	"rollcall/tracker/postgres"
	"rollcall/tracker/postgres/pgtest"
)

// BenchmarkAppend is one durable edit, as a ratio to a bare INSERT … COMMIT of as many bytes through pgx, of the same moment: they
// take turns, and the medians are compared. Wanted: 3.
func BenchmarkAppend(b *testing.B) {
	address := pgtest.Start(b, "fsync=on").Database(b)
	t, err := tracker.Open(b.Context(), open(b, address).Ledger(pariscall.Slug))
	if err != nil {
		b.Fatal(err)
	}
	entries, err := pariscall.Entries(time.Now())
	if err != nil {
		b.Fatal(err)
	}
	if err := t.Fill(b.Context(), entries); err != nil {
		b.Fatal(err)
	}
	pgtest.Exec(b, address, "CREATE TABLE bare (call text, seq bigint, entry bytea, PRIMARY KEY (call, seq))")
	conn, err := pgx.Connect(b.Context(), address)
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(b.Context()))
	var own, bare []time.Duration
	for b.Loop() {
		began := time.Now()
		done, err := t.Do(b.Context(), tracker.Request{By: "U1", Ref: fmt.Sprint(len(own))}, tracker.Add(tracker.Supporter{
			Name: fmt.Sprint("Example Company ", len(own)), Category: tracker.Company, Country: "FR", Source: "https://example.org/a"}, tracker.DayOf(began)))
		if err != nil {
			b.Fatal(err)
		}
		own = append(own, time.Since(began))
		entry, err := tracker.Encode(done.Entries[0])
		if err != nil {
			b.Fatal(err)
		}
		began = time.Now()
		tx, err := conn.Begin(b.Context())
		if err == nil {
			_, err = tx.Exec(b.Context(), "INSERT INTO bare VALUES ($1, $2, $3)", pariscall.Slug, len(own), entry)
		}
		if err == nil {
			err = tx.Commit(b.Context())
		}
		if err != nil {
			b.Fatal(err)
		}
		bare = append(bare, time.Since(began))
	}
	b.ReportMetric(float64(median(own))/float64(median(bare)), "ratio")
	b.ReportMetric(median(own).Seconds()*1000, "ms/edit")
}

func median(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}

// BenchmarkRead100k is 100,000 entries such as the Paris Call's, from closed to ready, as a ratio to those in a file, of the same
// moment. Wanted: 2.
func BenchmarkRead100k(b *testing.B) {
	address, file := pgtest.Database(b), filepath.Join(b.TempDir(), "rollcall.db")
	all := many(b, 100_000)
	if err := open(b, address).Restore(b.Context(), map[string][]tracker.Entry{pariscall.Slug: all}); err != nil {
		b.Fatal(err)
	}
	stored, err := bolt.Open(file)
	if err != nil {
		b.Fatal(err)
	}
	for part := range slices.Chunk(all, 10_000) {
		if err := stored.Ledger(pariscall.Slug).Append(b.Context(), part...); err != nil {
			b.Fatal(err)
		}
	}
	stored.Close()
	fold := func(l tracker.Ledger) {
		if t, err := tracker.Open(b.Context(), l); err != nil || int(t.Book().Head()) != len(all) {
			b.Fatal("it isn't whole", err)
		}
	}
	var own, bare []time.Duration
	for b.Loop() {
		began := time.Now()
		db, err := postgres.Open(b.Context(), address, quiet)
		if err != nil {
			b.Fatal(err)
		}
		fold(db.Ledger(pariscall.Slug))
		db.Close()
		own = append(own, time.Since(began))
		began = time.Now()
		file, err := bolt.Open(file)
		if err != nil {
			b.Fatal(err)
		}
		fold(file.Ledger(pariscall.Slug))
		file.Close()
		bare = append(bare, time.Since(began))
	}
	b.ReportMetric(float64(median(own))/float64(median(bare)), "ratio")
	b.ReportMetric(median(own).Seconds(), "s")
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
			if ev, ok := e.Event.(tracker.Changed); ok && round > 0 {
				ev.Supporter.ID += first
				ev.Supporter.Name, ev.Supporter.Aliases = fmt.Sprintf("%s %d", ev.Supporter.Name, round), nil
				e.Event = ev
			}
			all = append(all, e)
		}
	}
	return all
}
