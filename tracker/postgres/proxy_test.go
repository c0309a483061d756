package postgres_test

import (
	"encoding/binary"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
)

// A proxy sits between a database's client and its server. It knows where each message begins, in both directions.
type proxy struct {
	listener net.Listener
	server   string // a socket

	mu     sync.Mutex
	all    map[net.Conn]bool
	passed int  // messages since cut was set
	cut    int  // the message before which its connection ends, once; 0: none
	mute   bool // nothing passes any more, without an error
}

// between starts a proxy, and returns an address of the same database that leads through it.
func between(t *testing.T, address string) (*proxy, string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	before, socket, _ := strings.Cut(address, "?host=")
	p := &proxy{listener: l, server: unescaped(t, socket) + "/.s.PGSQL.5432", all: map[net.Conn]bool{}}
	t.Cleanup(p.close)
	go func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			go p.serve(client)
		}
	}()
	return p, strings.Replace(before, "@/", "@"+l.Addr().String()+"/", 1) + "?sslmode=disable"
}

// close ends all connections, and takes no more.
func (p *proxy) close() {
	p.listener.Close()
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.all {
		c.Close()
	}
}

// cutBefore has the connection end before the n-th message from now.
func (p *proxy) cutBefore(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.passed, p.cut = 0, n
}

// messages is how many came since.
func (p *proxy) messages() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.passed
}

// silence lets nothing pass any more.
func (p *proxy) silence() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.mute = true
}

// pass reports whether a message may pass.
func (p *proxy) pass() (may, silent bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.passed++
	return p.passed != p.cut && !p.mute, p.mute
}

func (p *proxy) serve(client net.Conn) {
	server, err := net.Dial("unix", p.server)
	if err != nil {
		client.Close()
		return
	}
	p.mu.Lock()
	p.all[client], p.all[server] = true, true
	p.mu.Unlock()
	var wg sync.WaitGroup
	if introduce(client, server) != nil {
		client.Close()
		server.Close()
	}
	for _, way := range [][2]net.Conn{{client, server}, {server, client}} {
		wg.Go(func() {
			defer client.Close()
			defer server.Close()
			for {
				m, err := message(way[0], 1)
				if err != nil {
					return
				}
				switch may, silent := p.pass(); {
				case silent:
				case !may:
					return
				default:
					if _, err := way[1].Write(m); err != nil {
						return
					}
				}
			}
		})
	}
	wg.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.all, client)
	delete(p.all, server)
}

// introduce passes on how a client begins: perhaps with the question whether there is TLS, which is answered with a letter.
func introduce(client, server net.Conn) error {
	for {
		m, err := message(client, 0)
		if err != nil {
			return err
		}
		if _, err := server.Write(m); err != nil || len(m) > 8 {
			return err
		}
		letter := make([]byte, 1)
		if _, err := io.ReadFull(server, letter); err != nil {
			return err
		}
		if _, err := client.Write(letter); err != nil {
			return err
		}
	}
}

// message reads one that has so many bytes before its length.
func message(from io.Reader, kind int) ([]byte, error) {
	head := make([]byte, kind+4)
	if _, err := io.ReadFull(from, head); err != nil {
		return nil, err
	}
	body := make([]byte, binary.BigEndian.Uint32(head[kind:])-4)
	_, err := io.ReadFull(from, body)
	return append(head, body...), err
}
