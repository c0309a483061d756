package bot_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
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

	"rollcall/bot"
	"rollcall/bot/slacktest"
	"rollcall/tracker"
	"rollcall/tracker/pariscall"
)

// BenchmarkCommand measures signed slash commands over 32 connections, and next to them a bare handler that only checks the
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
	ours := httptest.NewServer(bot.NewRouter(newBot(t, paris, s, bot.NewAccess(s.API(nil), log.logger()), http.DefaultClient, log.logger())).Handler())
	defer ours.Close()

	for _, line := range []string{"count state", "who usa", "list state in:eu", "which NATO members have not signed?"} {
		form := url.Values{"command": {"/pariscall"}, "text": {line}, "user_id": {guest}, "channel_id": {policy}, "team_id": {"T0TEAM"},
			"trigger_id": {"1.2.3"}, "response_url": {s.URL + "/response/x"}}
		body := []byte(form.Encode())
		said := post(b, http.DefaultClient, ours.URL+"/slack/events", body)
		bare := httptest.NewServer(bareHandler(said))
		b.Run(line, func(b *testing.B) {
			var direct, commands time.Duration
			var waits []time.Duration
			for left := b.N; left > 0; left -= turn { // by turns, so that both share the machine's other load
				n := min(left, turn)
				took, _ := send(b, bare.URL, body, n)
				direct += took
				took, waited := send(b, ours.URL+"/slack/events", body, n)
				commands += took
				waits = append(waits, waited...)
			}
			slices.Sort(waits)
			b.ReportMetric(float64(b.N)/commands.Seconds(), "commands/s")
			b.ReportMetric(direct.Seconds()/commands.Seconds(), "of-bare")
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

const (
	clients = 32
	turn    = 2_000 // requests to one server before the other's turn
)

// send sends signed requests over as many connections as there are clients. It returns how long that took, and each wait.
func send(b *testing.B, to string, body []byte, n int) (time.Duration, []time.Duration) {
	transport := &http.Transport{MaxIdleConnsPerHost: clients, MaxConnsPerHost: clients}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport}
	each := make([][]time.Duration, clients)
	var wg sync.WaitGroup
	start := time.Now()
	for c := range clients {
		wg.Go(func() {
			for i := c; i < n; i += clients {
				sent := time.Now()
				post(b, client, to, body)
				each[c] = append(each[c], time.Since(sent))
			}
		})
	}
	wg.Wait()
	return time.Since(start), slices.Concat(each...)
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

// BenchmarkAcks measures how long Slack waits for acknowledgements, from the signed request on: of mixed commands on the real list, one
// after the other, with questions, a proposal and a subscription among them, and of the options for what is being typed.
//
//	go test ./bot -run '^$' -bench Acks -benchtime 300x
func BenchmarkAcks(b *testing.B) {
	ours := serveRoll(b, 1_222)
	command := func(line string) []byte {
		return []byte(url.Values{"command": {"/pariscall"}, "text": {line}, "user_id": {guest}, "channel_id": {policy}, "team_id": {"T0TEAM"}, "trigger_id": {"1.2.3"}}.Encode())
	}
	typed := func(text string) []byte {
		payload, err := json.Marshal(map[string]any{"type": "block_suggestion", "user": map[string]any{"id": guest}, "block_id": "supporter", "value": text, "view": map[string]any{"id": "V1"}})
		if err != nil {
			b.Fatal(err)
		}
		return []byte("payload=" + url.QueryEscape(string(payload)))
	}
	for name, all := range map[string][][]byte{
		"commands": {command("count"), command("who usa"), command("which NATO members have not signed?"), command("list state in:eu"), command("principle 8"),
			command("how many companies from Germany signed before 2020?"), command("compare company vs state"), command("changes since:2021"), command("who Frnace Telecom"),
			command("missing nato"), command("help"), command("count by:country top:10"), command("suggest add X"), command("subscriptions"), command("edit Nobody")},
		"type-ahead": {typed(""), typed("m"), typed("mic"), typed("microsfot"), typed("international univ"), typed("fr")},
	} {
		b.Run(name, func(b *testing.B) {
			for _, body := range all { // what is read once is read
				post(b, http.DefaultClient, ours, body)
			}
			var waits []time.Duration
			for i := 0; b.Loop(); i++ {
				sent := time.Now()
				post(b, http.DefaultClient, ours, all[i%len(all)])
				waits = append(waits, time.Since(sent))
			}
			slices.Sort(waits)
			for name, at := range map[string]int{"p50-ms": 50, "p99-ms": 99} {
				b.ReportMetric(float64(waits[len(waits)*at/100].Microseconds())/1000, name)
			}
		})
	}
}
