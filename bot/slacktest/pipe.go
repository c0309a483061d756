package slacktest

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"sync"

	"github.com/gorilla/websocket"
)

// Pipe is a network in memory, for use inside testing/synctest: hosts listen on
// it by name, and its clients reach them over net.Pipe.
type Pipe struct {
	mu    sync.Mutex
	hosts map[string]*pipeListener
}

// NewPipe returns a network without hosts.
func NewPipe() *Pipe { return &Pipe{hosts: map[string]*pipeListener{}} }

// Listen returns a listener for connections to host, reached as http://host.
// It replaces an earlier listener of that name.
func (p *Pipe) Listen(host string) net.Listener {
	p.mu.Lock()
	defer p.mu.Unlock()
	l := &pipeListener{host: host, conns: make(chan net.Conn), done: make(chan struct{})}
	p.hosts[host] = l
	return l
}

// DialContext connects to the host of an address, with any port.
func (p *Pipe) DialContext(ctx context.Context, _, address string) (net.Conn, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = address
	}
	p.mu.Lock()
	l := p.hosts[host]
	p.mu.Unlock()
	if l == nil {
		return nil, fmt.Errorf("pipe: nobody listens on %s", host)
	}
	near, far := net.Pipe()
	select {
	case l.conns <- far:
		return near, nil
	case <-l.done:
		return nil, fmt.Errorf("pipe: %s is closed", host)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Client returns an HTTP client on this network. It keeps no idle connections,
// so that no goroutine outlives a call.
func (p *Pipe) Client() *http.Client {
	return &http.Client{Transport: &http.Transport{DialContext: p.DialContext, DisableKeepAlives: true}}
}

// Dialer returns a WebSocket dialer on this network.
func (p *Pipe) Dialer() *websocket.Dialer {
	return &websocket.Dialer{NetDialContext: p.DialContext}
}

type pipeListener struct {
	host  string
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error {
	l.once.Do(func() { close(l.done) })
	return nil
}

func (l *pipeListener) Addr() net.Addr { return &net.UnixAddr{Name: l.host, Net: "pipe"} }
