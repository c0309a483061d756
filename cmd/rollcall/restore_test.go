package main

import (
	"bytes"
	"testing"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/pariscall"
)

// FuzzReadLedger sees to it that a ledger is read to the byte or not at all.
func FuzzReadLedger(f *testing.F) {
	entries, err := pariscall.Entries(time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(written(f, entries[:3]))
	f.Add([]byte("{}\n"))
	f.Add([]byte(`{"v":1,"seq":1,"at":"2026-03-01T09:00:00Z","on":"2019-09-16","by":"x","posted":{"plan":1}}` + "\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		entries, err := readLedger(bytes.NewReader(content))
		if err != nil {
			return
		}
		if !bytes.Equal(written(t, entries), content) {
			t.Errorf("%q was read as something else", content)
		}
	})
}

// written is what export --ledger writes.
func written(tb testing.TB, entries []tracker.Entry) []byte {
	tb.Helper()
	lines, err := tracker.EncodeAll(entries)
	if err != nil {
		tb.Fatal(err)
	}
	return append(bytes.Join(lines, []byte("\n")), '\n')
}
