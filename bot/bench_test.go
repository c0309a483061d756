package bot_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"rollcall/bot/slacktest"
	"rollcall/tracker"
	"rollcall/tracker/pariscall"
)

// BenchmarkCommand measures signed slash commands over 32 connections, and beside them a bare handler that only checks the
// signature and writes as many bytes: the throughput as a ratio, and how long 99 of 100 wait at most.
//
//	go test ./bot -run '^$' -bench Command -benchtime 20000x
func BenchmarkCommand(b *testing.B) {
	log := &lines{}
	s := workspace(slacktest.New(slacktest.Config{}))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	s.Serve(l)
	defer s.Close()
	t, err := tracker.Open(b.Context(), new(tracker.Memory))
	if err != nil {
		b.Fatal(err)
	}
	entries, err := pariscall.Entries(time.Now())
	if err != nil {
		b.Fatal(err)
	}
	if err := t.Fill(b.Context(), entries); err != nil {
		b.Fatal(err)
	}
	paris, err := call()
	if err != nil {
		b.Fatal(err)
	}
	ours := httptest.NewServer(newBot(t, paris, s.API(nil), http.DefaultClient, log.logger()).Handler())
	defer ours.Close()

	for _, line := range []string{"count state", "who usa", "list state in:eu", "which NATO members have not signed?"} {
		form := url.Values{"command": {"/pariscall"}, "text": {line}, "user_id": {guest}, "channel_id": {policy}, "team_id": {"T0TEAM"},
			"trigger_id": {"1.2.3"}, "response_url": {s.URL + "/response/x"}}
		body := []byte(form.Encode())
		said := post(b, http.DefaultClient, ours.URL+"/slack/events", body)
		bare := httptest.NewServer(bareHandler(said))
		b.Run(line, func(b *testing.B) {
			direct, _ := throughput(b, bare.URL, body)
			commands, waits := throughput(b, ours.URL+"/slack/events", body)
			b.ReportMetric(commands, "commands/s")
			b.ReportMetric(commands/direct, "of-bare")
			b.ReportMetric(float64(waits[len(waits)*99/100].Microseconds())/1000, "p99-ms")
			b.ReportMetric(float64(len(said)), "bytes")
		})
		bare.Close()
	}
}

// bareHandler does the least that an answer to Slack needs.
func bareHandler(said []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		stamp := r.Header.Get("X-Slack-Request-Timestamp")
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write([]byte("v0:" + stamp + ":"))
		mac.Write(body)
		if err != nil || !hmac.Equal([]byte("v0="+hex.EncodeToString(mac.Sum(nil))), []byte(r.Header.Get("X-Slack-Signature"))) {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_, _ = w.Write(said)
	})
}

// throughput sends b.N signed requests over 32 connections. It returns how many were answered a second, and the waits in
// order.
func throughput(b *testing.B, to string, body []byte) (float64, []time.Duration) {
	const clients = 32
	transport := &http.Transport{MaxIdleConnsPerHost: clients, MaxConnsPerHost: clients}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport}
	each := make([][]time.Duration, clients)
	var wg sync.WaitGroup
	start := time.Now()
	for c := range clients {
		wg.Go(func() {
			for i := c; i < b.N; i += clients {
				sent := time.Now()
				post(b, client, to, body)
				each[c] = append(each[c], time.Since(sent))
			}
		})
	}
	wg.Wait()
	took := time.Since(start)
	waits := slices.Concat(each...)
	slices.Sort(waits)
	return float64(b.N) / took.Seconds(), waits
}

func post(b *testing.B, client *http.Client, to string, body []byte) []byte {
	r, err := http.NewRequest(http.MethodPost, to, bytes.NewReader(body))
	if err != nil {
		b.Error(err)
		return nil
	}
	now := time.Now()
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Slack-Request-Timestamp", strconv.FormatInt(now.Unix(), 10))
	r.Header.Set("X-Slack-Signature", slacktest.Sign(secret, now, body))
	resp, err := client.Do(r)
	if err != nil {
		b.Error(err)
		return nil
	}
	defer func() { _ = resp.Body.Close() }()
	said, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		b.Errorf("status %d, %v", resp.StatusCode, err)
	}
	return said
}
