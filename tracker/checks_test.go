package tracker

import (
	"net/url"
	"testing"
)

// FuzzPlainAddress holds what is taken for an address at a glance against a whole reading.
func FuzzPlainAddress(f *testing.F) {
	for _, s := range []string{"https://example.org", "https://example.org/a-b/c_d.html", "https://", "https:///a", "https://.org", "https://a:b@example.org",
		"https://example.org/%zz", "https://-", "http://example.org", "https://example.org:80x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !isPlain(s) {
			return
		}
		if u, err := url.Parse(s); err != nil || u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.String() != s {
			t.Errorf("%q is no plain address: %v, %v", s, u, err)
		}
	})
}
