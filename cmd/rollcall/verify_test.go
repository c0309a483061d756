package main

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"rollcall/tracker"
	"rollcall/tracker/pariscall"
)

// filled is the content of a database with the Paris Call and a few entries of ours.
func filled(t *testing.T) []byte {
	t.Helper()
	db := database(t)
	for _, args := range [][]string{
		{"add", "Example Foundation", "civil_society", "source:https://example.org/a"},
		{"withdraw", "Example Foundation", "source:https://example.org/b"},
	} {
		if r := inProcess(t, nil, "", append(args, "--db", db)...); r.err != nil {
			t.Fatal(r.err)
		}
	}
	content, err := os.ReadFile(db)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestVerifyOfAGoodDatabase(t *testing.T) {
	t.Parallel()
	db := write(t, t.TempDir(), "rollcall.db", string(filled(t)))
	r := inProcess(t, nil, "", "verify", "--db", db)
	if r.err != nil || !strings.Contains(r.out, db) || !strings.Contains(r.out, "entries hold all invariants") {
		t.Errorf("%+v", r)
	}
	if lines := strings.Split(r.out, "\n"); !strings.HasSuffix(lines[0], ".") || lines[1] != "These are:" || !strings.HasPrefix(lines[2], "• ") {
		t.Error(r.out)
	}
	for _, i := range tracker.Invariants() {
		if !strings.Contains(r.out, string(i)) {
			t.Errorf("it doesn't name %q:\n%s", i, r.out)
		}
	}
}

func TestVerifyMakesNoDatabase(t *testing.T) {
	db := database(t)
	r := inProcess(t, nil, "", "verify", "--db", db)
	if r.err == nil || !strings.Contains(r.err.Error(), db) {
		t.Errorf("there is nothing to verify, and it says %v: %s", r.err, r.out)
	}
	if _, err := os.Stat(db); err == nil {
		t.Error("it made the file")
	}
}

// TestVerifyFindsWhatIsCorrupted changes one entry directly in the database.
func TestVerifyFindsWhatIsCorrupted(t *testing.T) {
	t.Parallel()
	content := filled(t)
	edit := func(seq uint64, what func(entry map[string]any)) func(*testing.T, *bbolt.Bucket) {
		return func(t *testing.T, b *bbolt.Bucket) {
			var entry map[string]any
			d := json.NewDecoder(bytes.NewReader(b.Get(at(seq))))
			d.UseNumber()
			if err := d.Decode(&entry); err != nil {
				t.Fatal(err)
			}
			what(entry)
			encoded, err := json.Marshal(entry)
			if err != nil {
				t.Fatal(err)
			}
			put(t, b, seq, string(encoded))
		}
	}
	last := func(b *bbolt.Bucket) uint64 {
		k, _ := b.Cursor().Last()
		return binary.BigEndian.Uint64(k)
	}
	supporter := func(entry map[string]any) map[string]any { return entry["supporter"].(map[string]any) }
	for name, c := range map[string]struct {
		corrupt func(*testing.T, *bbolt.Bucket)
		says    string
	}{
		"an entry is gone": {func(t *testing.T, b *bbolt.Bucket) {
			if err := b.Delete(at(100)); err != nil {
				t.Fatal(err)
			}
		}, "entry 100"},
		"an entry says another number":   {edit(100, func(e map[string]any) { e["seq"] = 101 }), "entry 100"},
		"recorded before the one before": {edit(100, func(e map[string]any) { e["at"] = "2019-01-01T00:00:00Z" }), string(tracker.OrderedAt)},
		"a day in the future":            {edit(100, func(e map[string]any) { e["on"] = "2999-01-01" }), string(tracker.OnRules)},
		"a day that is none":             {edit(100, func(e map[string]any) { e["on"] = "2019-02-30" }), string(tracker.OnRules)},
		"a category that is none":        {edit(100, func(e map[string]any) { supporter(e)["category"] = "castle" }), string(tracker.KnownCategory)},
		"another's name":                 {edit(100, func(e map[string]any) { supporter(e)["name"], supporter(e)["country"] = "Microsoft", "US" }), string(tracker.OneName)},
		"another's alias": {edit(100, func(e map[string]any) {
			supporter(e)["aliases"], supporter(e)["country"], supporter(e)["category"] = []string{"IBM"}, "US", "company"
		}), string(tracker.OneName)},
		"a supporter from nowhere": {edit(100, func(e map[string]any) { supporter(e)["id"] = 99_999 }), string(tracker.KnownTargets)},
		"a plan from nowhere": {func(t *testing.T, b *bbolt.Bucket) {
			seq := last(b) + 1
			entry := tracker.Entry{Seq: tracker.Seq(seq), On: "2026-03-02", By: "rollcall", Event: tracker.DigestPosted{Plan: 7, TS: "1.1"}}
			var before tracker.Entry
			before, err := tracker.Decode(b.Get(at(seq - 1)))
			if err != nil {
				t.Fatal(err)
			}
			entry.At = before.At
			encoded, err := tracker.Encode(entry)
			if err != nil {
				t.Fatal(err)
			}
			put(t, b, seq, string(encoded))
		}, string(tracker.PlansSettled)},
		"an entry that is no JSON":  {func(t *testing.T, b *bbolt.Bucket) { put(t, b, 100, "{") }, "not readable"},
		"an entry of no kind":       {edit(100, func(e map[string]any) { delete(e, "supporter") }), "newer version"},
		"an entry of a newer form":  {edit(100, func(e map[string]any) { e["v"] = 99 }), "newer version"},
		"a key that is no number":   {func(t *testing.T, b *bbolt.Bucket) { mustPut(t, b, []byte("zzz"), []byte("{}")) }, "damaged"},
		"a file of a newer version": {nil, "newer version"},
	} {
		t.Run(name, func(t *testing.T) {
			path := write(t, t.TempDir(), "rollcall.db", string(content))
			db, err := bbolt.Open(path, 0o600, nil)
			if err != nil {
				t.Fatal(err)
			}
			err = db.Update(func(tx *bbolt.Tx) error {
				if c.corrupt == nil {
					return tx.Bucket([]byte("rollcall")).Put([]byte("format"), []byte("99"))
				}
				c.corrupt(t, tx.Bucket([]byte("ledger/"+pariscall.Slug)))
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			before, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			r := inProcess(t, settings{"ROLLCALL_DB": path}, "", "verify")
			if r.err == nil || !strings.Contains(r.out+r.err.Error(), c.says) || !strings.Contains(r.err.Error(), path) {
				t.Errorf("want %q and the file's name: %v\n%s", c.says, r.err, r.out)
			}
			if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
				t.Errorf("the file was changed, %v", err)
			}
		})
	}
}

func at(seq uint64) []byte { return binary.BigEndian.AppendUint64(nil, seq) }

func put(t *testing.T, b *bbolt.Bucket, seq uint64, entry string) {
	t.Helper()
	mustPut(t, b, at(seq), []byte(entry))
}

func mustPut(t *testing.T, b *bbolt.Bucket, key, value []byte) {
	t.Helper()
	if err := b.Put(key, value); err != nil {
		t.Fatal(err)
	}
}
