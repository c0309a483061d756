package bot

import (
	"fmt"
	"io"

	"rollcall/tracker/answer"
)

// WriteMetrics writes what Posters have done since their start, and what is before them, in the text format of Prometheus.
func WriteMetrics(w io.Writer, posters ...*Poster) {
	metric := func(name, kind, help string, value func(*Poster) int64) {
		fmt.Fprintf(w, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind)
		for _, p := range posters {
			fmt.Fprintf(w, "%s{call=%q} %d\n", name, p.Call.Slug, value(p))
		}
	}
	metric("rollcall_digests_posted_total", "counter", "Digests that Slack has.", func(p *Poster) int64 { return p.counts.posted.Load() })
	metric("rollcall_digests_late_total", "counter", "Of those, the ones that were missed at their time.", func(p *Poster) int64 { return p.counts.late.Load() })
	metric("rollcall_digests_failed_total", "counter", "Digests that were given up; their subscriptions are paused.", func(p *Poster) int64 { return p.counts.failed.Load() })
	metric("rollcall_digests_unknown_total", "counter", "Posts of which nobody knew whether Slack took them.", func(p *Poster) int64 { return p.counts.unknown.Load() })
	metric("rollcall_digests_open", "gauge", "Digests that are planned and not settled.", func(p *Poster) int64 {
		return int64(len(planned(p.Tracker.Book())))
	})
	metric("rollcall_subscriptions", "gauge", "Subscriptions that haven't ended.", func(p *Poster) int64 {
		return int64(len(p.Tracker.Book().Subscriptions()))
	})
	metric("rollcall_days_since_compared", "gauge", "Days since the list was compared with the official one.", func(p *Poster) int64 {
		return int64(answer.Since(p.Tracker.Book().Checked(p.Call), today()))
	})
	metric("rollcall_subscriptions_paused", "gauge", "Of those, the ones that are paused.", func(p *Poster) (n int64) {
		for _, s := range p.Tracker.Book().Subscriptions() {
			if s.Paused != "" {
				n++
			}
		}
		return n
	})
}
