package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"slices"
	"strings"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/digest"
)

// ofDays reports whether digest is asked about some days; otherwise it is the command of the desk.
func ofDays(args []string) bool {
	return slices.ContainsFunc(args, func(arg string) bool {
		name, _, _ := cutFlag(arg)
		return slices.Contains([]string{"since", "until", "channel", "html", "text"}, name)
	})
}

// digest prints the digests that were posted to a channel in some days, as they were posted; without a channel, one of
// what was recorded in those days.
func (p process) digest(ctx context.Context, g given) error {
	switch {
	case g.has("html") && g.has("json"):
		return tracker.Refuse("digest prints HTML or JSON, not both; leave --html or --json out")
	case !g.has("since"):
		return tracker.Refuse("digest needs --since DAY, such as --since 2026-01-01; --until is today if you don't say it")
	}
	since, err := tracker.ParseDay(g.values["since"])
	if err != nil {
		return fmt.Errorf("--since: %w", err)
	}
	until, err := tracker.ParseDay(cmp.Or(g.values["until"], string(tracker.DayOf(time.Now()))))
	if err != nil {
		return fmt.Errorf("--until: %w", err)
	}
	if until < since {
		return fmt.Errorf("--until %s is before --since %s", until, since)
	}
	o, r, err := p.open(ctx, g)
	if err != nil {
		return err
	}
	defer r.db.Close()
	channel := g.values["channel"]
	all, err := toldIn(channel, since, until, r)
	switch {
	case err != nil:
		return err
	case len(all) == 0 && channel != "":
		fmt.Fprintf(p.stderr, "rollcall: no digest was posted in %s from %s to %s\n", channel, since, until)
	case len(all) == 0:
		fmt.Fprintf(p.stderr, "rollcall: nothing was recorded from %s to %s that a digest shows\n", since, until)
	case o.json: // one a line
		e := json.NewEncoder(p.stdout)
		for _, d := range all {
			err = errors.Join(err, e.Encode(d))
		}
		return err
	case g.has("html"):
		return printHTML(p.stdout, all)
	}
	return printText(p.stdout, all)
}

// toldIn returns the digests of a channel, or without one that of everybody.
func toldIn(channel string, since, until tracker.Day, r roll) ([]digest.Posted, error) {
	if channel != "" {
		return digest.PostedTo(channel, since, until, r.call, r.Book())
	}
	a, err := digest.Between(since, until, r.call, r.Book())
	if err != nil {
		return nil, err
	}
	f := a.Facts.(*answer.DigestFacts)
	if f.Change.Empty() {
		return nil, nil
	}
	f.Brief = 0
	return []digest.Posted{{Digest: answer.Write(a, answer.In(""))}}, nil
}

// printText prints the digests as they were read.
func printText(w io.Writer, all []digest.Posted) (err error) {
	for i, d := range all {
		if i > 0 {
			fmt.Fprintln(w)
		}
		if d.Channel != "" {
			fmt.Fprintf(w, "Posted in %s on %s:\n", d.Channel, d.At.Format(postedAt))
		}
		_, err = fmt.Fprintln(w, d.Digest.Text)
	}
	return err
}

// postedAt writes the moment of a post.
const postedAt = "2006-01-02 15:04 UTC"

// printHTML prints a page with a section for each digest.
func printHTML(w io.Writer, all []digest.Posted) error {
	var b strings.Builder
	fmt.Fprintf(&b, "<!DOCTYPE html>\n<html lang=%q>\n<meta charset=\"utf-8\">\n<title>rollcall</title>\n", all[0].Digest.Lang)
	for _, d := range all {
		lines := strings.Split(html.EscapeString(d.Digest.Text), "\n")
		fmt.Fprintf(&b, "<section lang=%q>\n<h1>%s</h1>\n", d.Digest.Lang, lines[0])
		if d.Channel != "" {
			fmt.Fprintf(&b, "<p><time datetime=%q>%s</time> · %s</p>\n", d.At.Format(time.RFC3339), d.At.Format(postedAt), html.EscapeString(d.Channel))
		}
		for _, line := range lines[1:] {
			fmt.Fprintf(&b, "<p>%s</p>\n", line)
		}
		b.WriteString("</section>\n")
	}
	_, err := io.WriteString(w, b.String()+"</html>\n")
	return err
}
