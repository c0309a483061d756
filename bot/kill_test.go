package bot_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"rollcall/bot"
	"rollcall/bot/slacktest"
	"rollcall/tracker"
	"rollcall/tracker/bolt"
	"rollcall/tracker/desk"
	"rollcall/tracker/digest"
	"rollcall/tracker/postgres/pgtest"
	"rollcall/tracker/testrun"
)

// The settings of a life in its environment: the test binary, run again, is then a process that posts digests until it dies.
const (
	lifeDB    = "ROLLCALL_TEST_DB"
	lifeSlack = "ROLLCALL_TEST_SLACK"
	lifeNews  = "ROLLCALL_TEST_NEWS" // how many deliveries of companies are to be on the list
	lifeDies  = "ROLLCALL_TEST_DIES" // at which step; empty: at none
)

const (
	atOnce      = 6                       // ledgers on which processes live, so that each gets on
	lifeTimeout = 200 * time.Millisecond  // of a call of Slack
	lifeSpan    = 1300 * time.Millisecond // after which a life that waits is killed
	sentHeader  = "X-Sent"                // when a request was sent, in nanoseconds

	// Companies come in deliveries, so large that two don't fit a screen, and not so large that they are an import. Some are
	// of long ago: a digest of one of those and another has a picture, and drawing takes long.
	delivery = digest.Import - 1
	longAgo  = tracker.Day("2020-01-01")
)

func TestMain(m *testing.M) {
	if os.Getenv(lifeDB) != "" {
		if err := live(context.Background()); err != nil {
			fmt.Println("failed:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	if err := testrun.AtOnce(6); err != nil {
		panic(err)
	}
	os.Exit(pgtest.Main(m))
}

// TestAProcessKilledAtEveryStepPostsEachDigestOnce kills real processes, by SIGKILL, before and after each append to the
// ledger, before, in and after each call of Slack, and while they wait, with faults of Slack between. In the end each change
// was in one message, each plan has one, and each digest all that belongs into its thread, once.
func TestAProcessKilledAtEveryStepPostsEachDigestOnce(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	deaths := map[string]int{}
	var wg sync.WaitGroup
	room := make(chan struct{}, atOnce)
	for seed := range uint64(testrun.Times(20, 3)) {
		wg.Go(func() {
			room <- struct{}{}
			defer func() { <-room }()
			of := liveAndDie(t, seed)
			mu.Lock()
			defer mu.Unlock()
			for at, n := range of {
				deaths[at] += n
			}
		})
	}
	wg.Wait()
	total := 0
	for _, at := range slices.Sorted(maps.Keys(deaths)) {
		t.Logf("%4d died %s", deaths[at], at)
		total += deaths[at]
	}
	if !testrun.Long() {
		return // a few lives don't die at every step
	}
	if total < 500 {
		t.Errorf("there were %d lives", total)
	}
	for _, step := range []string{"DigestPlanned", "DigestPosted", "chat.postMessage", "conversations.history", "conversations.replies"} {
		if deaths["before "+step]+deaths["in "+step]+deaths["after "+step] == 0 {
			t.Errorf("nobody died at %s", step)
		}
	}
}

// liveAndDie lets processes live on one ledger, one after the other, and returns where they died.
func liveAndDie(t *testing.T, seed uint64) map[string]int {
	rng := rand.New(rand.NewPCG(seed, 0))
	s := workspace(slacktest.New(slacktest.Config{}))
	server := httptest.NewServer(inTime(s))
	s.URL = server.URL
	defer s.Close()
	defer server.Close()
	path := filepath.Join(t.TempDir(), fmt.Sprint(seed, ".db"))
	if err := inLedger(path, func(tr *tracker.Tracker) error {
		_, err := tr.Do(t.Context(), tracker.Request{By: admin}, tracker.Subscribe(tracker.Subscribed{Channel: policy}, 0))
		return err
	}); err != nil {
		t.Errorf("seed %d: %v", seed, err)
		return nil
	}
	var faults []slacktest.Fault
	for _, landed := range []bool{true, false} {
		faults = append(faults, slacktest.Fault{Lost: true, Landed: landed}, slacktest.Fault{Cut: true, Landed: landed}, slacktest.Fault{Status: 500, Landed: landed},
			slacktest.Fault{Error: "internal_error", Landed: landed}, slacktest.Fault{Lost: true, Landed: landed, After: 2 * lifeTimeout})
	}
	faults = append(faults, slacktest.Fault{Status: 429, RetryAfter: time.Second}, slacktest.Fault{Before: lifeTimeout / 4}, slacktest.Fault{After: lifeTimeout / 4})
	likely := rng.Float64() * 0.8
	chance := rand.New(rand.NewPCG(seed, 1))
	s.FailBy(func(slacktest.Call) slacktest.Fault {
		if chance.Float64() >= likely {
			return slacktest.Fault{}
		}
		return faults[chance.IntN(len(faults))]
	})
	deaths := map[string]int{}
	all, news := allSteps(), 0
	for range testrun.Times(26, 6) { // and one more in which nothing goes wrong
		news += min(rng.IntN(4), 1)
		at, err := life(t, path, server.URL, news, all[rng.IntN(len(all))])
		if err != nil {
			t.Errorf("seed %d: %v", seed, err)
			return deaths
		}
		deaths[at]++
	}
	s.FailBy(nil)
	if at, err := life(t, path, server.URL, news, ""); err != nil || at != "" {
		t.Errorf("seed %d: the last life died %s, %v", seed, at, err)
	}
	if err := inLedger(path, func(tr *tracker.Tracker) error { return toldOnce(tr, s, news) }); err != nil {
		t.Errorf("seed %d: %v", seed, err)
	}
	return deaths
}

// toldOnce reports whether each change was in one message, and each plan has one.
func toldOnce(tr *tracker.Tracker, s *slacktest.Slack, news int) error {
	var wrong []error
	posted := slices.DeleteFunc(s.Messages(policy), func(m slacktest.Message) bool { return m.ThreadTS != "" })
	var entries []tracker.Entry
	settled := 0
	from := tracker.Seq(0) // what was posted before
	for e := range tr.Book().Entries(0) {
		entries = append(entries, e)
		ev, ok := e.Event.(tracker.DigestPosted)
		if !ok {
			continue
		}
		settled++
		entry, _ := tr.Book().Entry(ev.Plan)
		plan := entry.Event.(tracker.DigestPlanned)
		occasion := plan.Occasion.Format(time.RFC3339Nano)
		n := 0
		for _, m := range posted {
			if m.Metadata.EventPayload["occasion"] == occasion && m.Metadata.EventPayload["plan"] == fmt.Sprint(ev.Plan) && m.TS == ev.TS {
				n++
			}
		}
		if n != 1 {
			wrong = append(wrong, fmt.Errorf("the occasion %s has %d messages", occasion, n))
		}
		days := map[bool]bool{}
		for _, e := range entries[from:plan.Through] {
			if _, change := e.Event.(tracker.Changed); change {
				days[e.On == longAgo] = true
			}
		}
		from = plan.Through
		wrong = append(wrong, threadOnce(s, ev.TS, len(days)))
	}
	for _, v := range tracker.Verify(entries) {
		wrong = append(wrong, errors.New(v.String()))
	}
	if settled != len(posted) {
		wrong = append(wrong, fmt.Errorf("%d digests are settled, and %d messages posted", settled, len(posted)))
	}
	told := 0
	for _, m := range posted { // each has the number of its news, and the names of those that fit a screen
		n, err := strconv.Atoi(joined.FindStringSubmatch(m.Text + " 0 companies joined")[1])
		if err != nil {
			wrong = append(wrong, err)
		}
		told += n
	}
	if told != news*delivery {
		wrong = append(wrong, fmt.Errorf("%d changes were posted, of %d", told, news*delivery))
	}
	for i := range news * delivery {
		n := 0
		for _, m := range posted {
			n += strings.Count(m.Text, "• "+company(i)+",")
		}
		if n > 1 {
			wrong = append(wrong, fmt.Errorf("%s was posted %d times", company(i), n))
		}
	}
	return errors.Join(wrong...)
}

// threadOnce reports whether a digest of more than one delivery has its lists in its thread, and one of so many days its
// picture, once each, and no other has anything there.
func threadOnce(s *slacktest.Slack, ts string, days int) error {
	large, pictured, lists, pictures := 0, min(days-1, 1), 0, 0
	for _, m := range s.Messages(policy) {
		switch {
		case m.TS == ts && !strings.HasPrefix(m.Text, fmt.Sprintf("%d companies joined", delivery)):
			large = 1
		case m.ThreadTS != ts:
		case len(m.Files) > 0:
			pictures++
		default:
			lists++
		}
	}
	if lists != large || pictures != pictured {
		return fmt.Errorf("there are %d lists and %d pictures in the thread of %s, want %d and %d", lists, pictures, ts, large, pictured)
	}
	return nil
}

var joined = regexp.MustCompile(`(\d+) companies joined`)

func company(i int) string { return fmt.Sprintf("Example Company %d", i) }

// inTime keeps the premise of the promise: Slack doesn't deliver a request after its sender gave it up.
func inTime(s *slacktest.Slack) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if sent, err := strconv.ParseInt(r.Header.Get(sentHeader), 10, 64); err != nil || time.Since(time.Unix(0, sent)) > lifeTimeout/2 {
			panic(http.ErrAbortHandler)
		}
		s.ServeHTTP(w, r)
	})
}

// life runs a process until it is dead, and returns where it died.
func life(t *testing.T, db, url string, news int, dies string) (at string, err error) {
	exe, err := os.Executable()
	if err != nil {
		return "", err
	}
	cmd := exec.CommandContext(t.Context(), exe)
	cmd.Env = append(os.Environ(), lifeDB+"="+db, lifeSlack+"="+url, lifeNews+"="+fmt.Sprint(news), lifeDies+"="+dies)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", err
	}
	if err := cmd.Start(); err != nil {
		return "", err
	}
	lines := bufio.NewScanner(out)
	var timer *time.Timer
	for lines.Scan() {
		switch line := lines.Text(); {
		case line == "lives" && dies != "":
			timer = time.AfterFunc(lifeSpan, func() { _ = cmd.Process.Kill() })
		case line == "lives":
		case strings.HasPrefix(line, "dies "):
			at = strings.TrimPrefix(line, "dies ")
		default:
			err = errors.New(line)
		}
	}
	_ = cmd.Wait() // killed, or at its end
	if timer != nil {
		timer.Stop()
	}
	if at == "" && dies != "" {
		at = "while it waited"
	}
	return at, err
}

// allSteps are those at which a process can be made to die.
func allSteps() (all []string) {
	for _, event := range []string{"Changed", "DigestPlanned", "DigestPosted"} {
		all = append(all, "before "+event, "after "+event)
	}
	for _, call := range []string{"chat.postMessage", "conversations.history", "conversations.replies", "files.completeUploadExternal"} {
		all = append(all, "before "+call, "in "+call, "after "+call)
	}
	return all
}

// A mortal is a process that dies at a step.
type mortal struct{ at string }

func (m mortal) step(at string) {
	if at == m.at {
		die(at)
	}
}

// die ends the process as kill -9 does.
func die(at string) {
	fmt.Println("dies " + at)
	if self, err := os.FindProcess(os.Getpid()); err == nil {
		_ = self.Kill()
	}
	select {}
}

// live records news and posts digests until all is posted, or it dies.
func live(ctx context.Context) error {
	news, err := strconv.Atoi(os.Getenv(lifeNews))
	if err != nil {
		return err
	}
	m := mortal{os.Getenv(lifeDies)}
	db, err := bolt.Open(os.Getenv(lifeDB))
	if err != nil {
		return err
	}
	tr, err := tracker.Open(ctx, mortalLedger{db.Ledger("test"), m})
	if err != nil {
		return err
	}
	fmt.Println("lives")
	for i := range news {
		if len(tr.Book().Named(company(i*delivery))) > 0 {
			continue
		}
		on := tracker.DayOf(time.Now())
		if i%8 == 0 {
			on = longAgo
		}
		if _, err := tr.Do(ctx, tracker.Request{By: admin, On: on}, func(b *tracker.Book) (all []tracker.Event, _ error) {
			for j := range delivery {
				s := tracker.Supporter{Name: company(i*delivery + j), Category: tracker.Company, Source: "https://example.org/a"}
				events, err := tracker.Add(s, on)(b)
				if err != nil {
					return nil, err
				}
				all = append(all, events...)
			}
			return all, nil
		}); err != nil {
			return err
		}
	}
	client := &http.Client{Timeout: lifeTimeout, Transport: mortalTransport{m}}
	api := slack.New(token, slack.OptionHTTPClient(client), slack.OptionAPIURL(os.Getenv(lifeSlack)+"/api/"))
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		for told := false; !told; time.Sleep(5 * time.Millisecond) {
			s := tr.Book().Channel(policy, 0)
			told = s.Plan == nil
			for e := range tr.Book().Entries(s.Through) {
				_, change := e.Event.(tracker.Changed)
				told = told && !change
			}
		}
		if m.at != "" {
			die("when all was posted")
		}
		cancel()
	}()
	p := bot.NewPoster(bot.New(bot.Config{Config: desk.Config{Tracker: tr, Call: &tracker.Call{Slug: "example", Name: "Example Call"}, Log: slog.New(slog.DiscardHandler)},
		Slack: api, Access: bot.NewAccess(api, slog.New(slog.DiscardHandler))}), lifeTimeout)
	p.Run(ctx, time.Second)
	return db.Close()
}

// inLedger opens the ledger of a file for a moment.
func inLedger(path string, do func(*tracker.Tracker) error) error {
	db, err := bolt.Open(path)
	if err != nil {
		return err
	}
	tr, err := tracker.Open(context.Background(), db.Ledger("test"))
	if err == nil {
		err = do(tr)
	}
	return errors.Join(err, db.Close())
}

// mortalLedger has a step before and after each append.
type mortalLedger struct {
	tracker.Ledger
	mortal
}

func (l mortalLedger) Append(ctx context.Context, entries ...tracker.Entry) error {
	kind := strings.TrimPrefix(fmt.Sprintf("%T", entries[0].Event), "tracker.")
	l.step("before " + kind)
	err := l.Ledger.Append(ctx, entries...)
	l.step("after " + kind)
	return err
}

// mortalTransport has a step before, in and after each call of Slack.
type mortalTransport struct{ mortal }

func (m mortalTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	method := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
	if strings.HasPrefix(r.URL.Path, "/upload/") {
		method = "upload"
	}
	m.step("before " + method)
	r = r.WithContext(httptrace.WithClientTrace(r.Context(), &httptrace.ClientTrace{WroteRequest: func(httptrace.WroteRequestInfo) { m.step("in " + method) }}))
	r.Header.Set(sentHeader, fmt.Sprint(time.Now().UnixNano()))
	response, err := http.DefaultTransport.RoundTrip(r)
	m.step("after " + method)
	return response, err
}
