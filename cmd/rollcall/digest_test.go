package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rollcall/tracker"
)

// Digests that were posted are printed again, in the channels' languages and by their filters, without changing anything.
func TestDigestPrintsWhatChannelsWereTold(t *testing.T) {
	path := filepath.Join(t.TempDir(), "told.db")
	p := process{env: func(string) string { return "" }, stdout: new(strings.Builder), stderr: new(strings.Builder)}
	o, err := p.settings(given{})
	if err != nil {
		t.Fatal(err)
	}
	o.DB = path
	r, err := p.openRoll(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	do := func(decide func(*tracker.Book) ([]tracker.Event, error)) tracker.Done {
		t.Helper()
		done, err := r.Do(t.Context(), tracker.Request{By: "U0ADMIN"}, decide)
		if err != nil {
			t.Fatal(err)
		}
		return done
	}
	do(tracker.Subscribe(tracker.Subscribed{Channel: "C1"}, 0))
	do(tracker.Subscribe(tracker.Subscribed{Channel: "C2", Filter: "company", Lang: "fr"}, 0))
	do(tracker.Add(tracker.Supporter{Name: "Example & Co", Category: tracker.Company, Source: "https://example.org/a"}, tracker.DayOf(time.Now())))
	do(tracker.Add(tracker.Supporter{Name: "Example Foundation", Category: tracker.CivilSociety, Source: "https://example.org/b"}, tracker.DayOf(time.Now())))
	for _, channel := range []string{"C1", "C2"} {
		s := r.Book().Channel(channel, 0)
		plan := do(func(b *tracker.Book) ([]tracker.Event, error) {
			return []tracker.Event{tracker.DigestPlanned{Subscription: s.ID, Occasion: time.Now(), Through: b.Head()}}, nil
		}).Entries[0].Seq
		do(func(*tracker.Book) ([]tracker.Event, error) {
			return []tracker.Event{tracker.DigestPosted{Plan: plan, TS: "1.2"}}, nil
		})
	}
	do(tracker.Unsubscribe("C2", 0))
	head := r.Book().Head()
	if err := r.db.Close(); err != nil {
		t.Fatal(err)
	}
	today := string(tracker.DayOf(time.Now()))
	for _, c := range []struct {
		args, says, not string
	}{
		{"--channel C1", "Example & Co and Example Foundation joined", "\n\n"},
		{"--channel=C2", "Example & Co a rejoint", "Foundation"},
		{"--channel C2 --html", "<p>• Example &amp; Co", "Example & Co"},
		{"", "Example & Co and Example Foundation joined", "Posted in"},
		{"--text", "Example & Co and Example Foundation joined", "Posted in"},
		{"--json", `{"digest":{"kind":"digest"`, "posted"},
	} {
		out := new(strings.Builder)
		p.stdout = out
		if err := p.run(t.Context(), append([]string{"digest", "--db", path, "--since", today, "--until", today}, strings.Fields(c.args)...)); err != nil {
			t.Fatalf("%s: %v", c.args, err)
		}
		if !strings.Contains(out.String(), c.says) || strings.Contains(out.String(), c.not) {
			t.Errorf("%s: %s", c.args, out)
		}
	}
	out := new(strings.Builder)
	p.stdout = out
	if err := p.run(t.Context(), []string{"digest", "--db", path, "--json", "--channel", "C1", "--since", today, "--until", today}); err != nil {
		t.Fatal(err)
	}
	var told struct {
		Channel, TS string
		Digest      struct{ Kind, Text string }
	}
	if err := json.Unmarshal([]byte(out.String()), &told); err != nil || told.Channel != "C1" || told.TS != "1.2" || told.Digest.Kind != "digest" {
		t.Errorf("%s: %+v, %v", out, told, err)
	}
	for _, args := range []string{"--since today", "--since 2026-01-02 --until 2026-01-01", "--since", "--channel C1 --html --json", "what"} {
		if err := p.run(t.Context(), append([]string{"digest", "--db", path}, strings.Fields(args)...)); err == nil {
			t.Errorf("%s isn't refused", args)
		}
	}
	if r, err = p.openRoll(t.Context(), o); err != nil || r.Book().Head() != head {
		t.Errorf("%d entries, want %d (%v)", r.Book().Head(), head, err)
	}
	if err := r.db.Close(); err != nil {
		t.Fatal(err)
	}
}
