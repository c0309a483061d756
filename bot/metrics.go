package bot

import (
	"fmt"
	"io"

	"rollcall/tracker"
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
	count := func(p *Poster, which func(*tracker.Subscription) bool) (n int64) {
		for _, s := range p.Tracker.Book().Subscriptions() {
			if which(s) {
				n++
			}
		}
		return n
	}
	metric("rollcall_digests_open", "gauge", "Digests that are planned and not settled.", func(p *Poster) int64 {
		return count(p, func(s *tracker.Subscription) bool { return s.Plan != nil })
	})
	metric("rollcall_subscriptions", "gauge", "Subscriptions that haven't ended.", func(p *Poster) int64 {
		return count(p, func(*tracker.Subscription) bool { return true })
	})
	metric("rollcall_days_since_compared", "gauge", "Days since the list was compared with the official one.", func(p *Poster) int64 {
		return int64(answer.Since(p.Tracker.Book().Checked(p.Call), today()))
	})
	metric("rollcall_subscriptions_paused", "gauge", "Of those, the ones that are paused.", func(p *Poster) int64 {
		return count(p, func(s *tracker.Subscription) bool { return s.Paused != "" })
	})
}
