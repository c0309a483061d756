package follow

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"sync"
	"syscall"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// errForbidden says that an address leads to a forbidden one. It isn't tried again.
var errForbidden = errors.New("it leads where a list isn't followed to")

const maxRedirects = 5

// A getter downloads what an address has, unless that is what it had before.
type getter struct {
	address *url.URL
	agent   string
	client  *retryablehttp.Client
	proxies sync.Map // the hosts of those that the environment names

	etag, modified string // of what was downloaded last
}

func newGetter(address, agent string, patience, pause time.Duration) (*getter, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("%q is no https address", address)
	}
	g := &getter{address: u, agent: agent, client: retryablehttp.NewClient()}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.Proxy, transport.DialContext, transport.ResponseHeaderTimeout = g.proxy, g.dial, patience
	g.client.HTTPClient = &http.Client{Transport: transport, CheckRedirect: g.redirected}
	g.client.Logger, g.client.RetryMax, g.client.RetryWaitMin, g.client.RetryWaitMax = nil, 3, pause, 30*pause
	g.client.ErrorHandler = retryablehttp.PassthroughErrorHandler
	g.client.CheckRetry = func(ctx context.Context, resp *http.Response, err error) (bool, error) {
		if errors.Is(err, errForbidden) {
			return false, err
		}
		again, _ := retryablehttp.DefaultRetryPolicy(ctx, resp, err)
		return again && ctx.Err() == nil, ctx.Err()
	}
	return g, nil
}

// get downloads the content; same says that it is what it was. After an error it is asked for without a condition.
func (g *getter) get(ctx context.Context) (content []byte, same bool, err error) {
	etag, modified := g.etag, g.modified
	g.etag, g.modified = "", ""
	req, err := retryablehttp.NewRequestWithContext(ctx, http.MethodGet, g.address.String(), nil)
	if err != nil {
		return nil, false, err
	}
	req.Header.Set("User-Agent", g.agent)
	if etag != "" {
		req.Header.Set("If-None-Match", etag)
	}
	if modified != "" {
		req.Header.Set("If-Modified-Since", modified)
	}
	resp, err := g.client.Do(req)
	if err != nil {
		return nil, false, err
	}
	defer resp.Body.Close()
	switch {
	case resp.StatusCode == http.StatusNotModified && (etag == "" && modified == "" || resp.Header.Get("ETag") != etag):
		return nil, false, errors.New("the server says that nothing changed, and not since which state")
	case resp.StatusCode == http.StatusNotModified:
		g.etag, g.modified = etag, modified
		return nil, true, nil
	case resp.StatusCode != http.StatusOK:
		return nil, false, fmt.Errorf("the server answers with HTTP status %d", resp.StatusCode)
	case resp.ContentLength > maxBytes:
		return nil, false, errTooLarge
	}
	content, err = io.ReadAll(io.LimitReader(resp.Body, maxBytes+1))
	if err = cmp.Or(err, ctx.Err()); err != nil { // when the time is over, a server may still end its answer as if it were whole
		return nil, false, fmt.Errorf("the download was cut off: %w", err)
	}
	if len(content) > maxBytes {
		return nil, false, errTooLarge
	}
	g.etag, g.modified = resp.Header.Get("ETag"), resp.Header.Get("Last-Modified")
	return content, false, nil
}

var errTooLarge = fmt.Errorf("the server sends more than %d MB", maxBytes>>20)

// redirected lets the server lead to another https address, a few times.
func (g *getter) redirected(req *http.Request, via []*http.Request) error {
	if req.URL.Scheme != "https" {
		return fmt.Errorf("%w: %s isn't https", errForbidden, req.URL.Redacted())
	}
	if len(via) > maxRedirects {
		return fmt.Errorf("%w: more than %d redirects", errForbidden, maxRedirects)
	}
	if ip, err := netip.ParseAddr(req.URL.Hostname()); err == nil && req.URL.Host != g.address.Host {
		return public(ip)
	}
	return nil
}

// proxy is the one that the environment names for a request.
func (g *getter) proxy(req *http.Request) (*url.URL, error) {
	u, err := http.ProxyFromEnvironment(req)
	if u != nil {
		g.proxies.Store(hostPort(u), true)
	}
	return u, err
}

// dial connects to the host of the settings, or a proxy, anywhere, and to where the server redirects only in the public network.
func (g *getter) dial(ctx context.Context, network, to string) (net.Conn, error) {
	d := net.Dialer{Timeout: 10 * time.Second}
	if _, isProxy := g.proxies.Load(to); !isProxy && to != hostPort(g.address) {
		d.Control = func(_, to string, _ syscall.RawConn) error {
			at, err := netip.ParseAddrPort(to)
			if err != nil {
				return err
			}
			return public(at.Addr())
		}
	}
	return d.DialContext(ctx, network, to)
}

// public refuses an address that isn't of the public network.
func public(ip netip.Addr) error {
	if ip = ip.Unmap(); !ip.IsGlobalUnicast() || ip.IsPrivate() || carrier.Contains(ip) {
		return fmt.Errorf("%w: %s is a private address", errForbidden, ip)
	}
	return nil
}

// carrier is the shared address space of RFC 6598, which is no public one.
var carrier = netip.MustParsePrefix("100.64.0.0/10")

func hostPort(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443", "socks5": "1080"}[u.Scheme]
	}
	return net.JoinHostPort(u.Hostname(), port)
}
