package main

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/pariscall"
)

// FuzzReadLedger checks that a ledger is read exactly or not at all.
func FuzzReadLedger(f *testing.F) {
	entries, err := pariscall.Entries(time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(written(f, "pariscall", entries[:3], true))
	f.Add(written(f, "", entries[:3], true))
	f.Add(written(f, "", entries[:3], false))
	f.Add([]byte("{\"entries\":03}\n"))
	f.Add([]byte("{}\n"))
	f.Add([]byte(`{"v":1,"seq":1,"at":"2026-03-01T09:00:00Z","on":"2019-09-16","by":"x","posted":{"plan":1}}` + "\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		slug, entries, counted, err := readLedger(bytes.NewReader(content))
		if err != nil {
			return
		}
		if !bytes.Equal(written(t, slug, entries, counted), content) {
			t.Errorf("%q was read as something else", content)
		}
	})
}

// written is what export --ledger writes; not counted, what it wrote before it counted them.
func written(tb testing.TB, slug string, entries []tracker.Entry, counted bool) []byte {
	tb.Helper()
	lines, err := tracker.EncodeAll(entries)
	if err != nil {
		tb.Fatal(err)
	}
	whole := append(bytes.Join(lines, []byte("\n")), '\n')
	switch {
	case counted && slug == "":
		whole = append(fmt.Appendf(nil, "{\"entries\":%d}\n", len(entries)), whole...)
	case counted:
		whole = append(fmt.Appendf(nil, ledgerHead, slug, len(entries)), whole...)
	}
	return whole
}
