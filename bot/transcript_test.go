package bot_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rollcall/bot/slacktest"
	"rollcall/tracker"
	"rollcall/tracker/pariscall"
)

var update = flag.Bool("update", false, "rewrite what the transcripts in testdata expect")

// TestTranscripts plays every testdata/*.chat. Such a file is specification, example and regression test at once:
//
//	2026-03-02 08:59 UTC            the time at which it begins, in the first line
//	# about this part               a comment
//	@admin #policy                  who types where from now on; admins are @admin alone
//	> /pariscall who usa            what is typed; \n ends one of several lines
//	  (to @admin)                   who sees the reply: one person, or everybody in a channel
//	  United States is on the …     the reply, exactly as its text
//	  [Next page] [Share to channel]  the buttons below it
//	> [Next page]                   the button of that label is pressed, on the last message that has it
//	-- advance 24h                  time passes
//	  (posted in #policy, 2026-03-03 08:59 UTC)
//	  Paris Call …                  what was posted meanwhile
//
// What is indented by two spaces is expected, and rewritten by go test ./bot -update. Every transcript is the same each way.
func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.chat")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".chat"), func(t *testing.T) {
			script, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			eachWay(t, func(t *testing.T, serve way) {
				switch played := play(t, string(script), serve); {
				case t.Failed() || played == string(script):
				case *update:
					if os.WriteFile(file, []byte(played), 0o644) != nil {
						t.Fatal("it can't be rewritten")
					}
				default:
					t.Errorf("%s is not what happens (go test ./bot -update rewrites it):\n%s", file, firstDifference(string(script), played))
				}
			})
		})
	}
}

// firstDifference shows where two texts part.
func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(w), len(g)) {
		at := func(lines []string) string {
			return strings.Join(lines[min(i, len(lines)):min(i+5, len(lines))], "\n  ")
		}
		if i >= len(w) || i >= len(g) || w[i] != g[i] {
			return fmt.Sprintf("line %d\nwant\n  %s\ngot\n  %s", i+1, at(w), at(g))
		}
	}
	return ""
}

// play runs a script in a house of its own, and returns it with what really happened.
func play(t *testing.T, script string, serve way) string {
	typed := strings.Split(strings.TrimSuffix(script, "\n"), "\n")
	start, err := time.Parse("2006-01-02 15:04 MST", typed[0])
	if err != nil {
		t.Fatalf("line 1 says when it begins: %v", err)
	}
	s := newStage(t, start, serve)
	defer s.end()
	out := []string{typed[0]}
	for i, line := range typed[1:] {
		if strings.HasPrefix(line, "  ") {
			continue
		}
		out = append(out, line)
		for _, text := range s.act(i+2, line) {
			for l := range strings.SplitSeq(text, "\n") {
				out = append(out, strings.TrimRight("  "+l, " "))
			}
		}
	}
	return strings.Join(out, "\n") + "\n"
}

// stage is where a transcript is played.
type stage struct {
	*house
	end           func()
	user, channel string
	shown         map[string]string // messages that were shown already
}

var (
	people   = map[string]string{"@admin": admin, "@guest": guest, "@french": french, "@spanish": spanish}
	channels = map[string]string{"#policy": policy, "#press": press, "#elsewhere": elsewhere, "#review": review, "alone": direct}
)

// direct stands for a person's direct messages with rollcall.
const direct = "direct"

func newStage(t *testing.T, start time.Time, serve way) *stage {
	ledger := new(tracker.Memory)
	h, network := inBubble(t, start, slacktest.Config{RateLimit: true, PingEvery: 25 * time.Second}, ledger) // days pass; a client waits for 30 seconds
	entries, err := pariscall.Entries(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if err := h.tracker.Fill(t.Context(), entries); err != nil {
		t.Fatal(err)
	}
	stopServing := serve(h, network)
	stop := h.start(time.Minute)
	return &stage{house: h, shown: map[string]string{}, end: func() {
		stop()
		stopServing()
		h.holds()
	}}
}

// act does what a line of a script says, and returns what is seen then.
func (s *stage) act(n int, line string) []string {
	s.Helper()
	switch {
	case line == "", strings.HasPrefix(line, "# "):
		return nil
	case strings.HasPrefix(line, "@"):
		user, channel, _ := strings.Cut(line, " ")
		if s.user, s.channel = people[user], channels[channel]; s.user == "" || s.channel == "" {
			s.Fatalf("line %d: there is no %q", n, line)
		}
		return nil
	case strings.HasPrefix(line, "> ["):
		m, action := s.button(strings.Trim(line, "> []"))
		if reply, err := s.slack.Send(s.Context(), s.slack.Click(s.user, m, action)); err != nil || reply.Status != http.StatusOK {
			s.Fatalf("line %d: acknowledged with %d, %v", n, reply.Status, err)
		}
		synctest.Wait()
		return s.news()
	case strings.HasPrefix(line, "> @rollcall "), strings.HasPrefix(line, "> ") && s.channel == direct:
		said := s.slack.Mention(s.user, s.channel, strings.TrimPrefix(line, "> @rollcall "))
		if s.channel == direct {
			said = s.slack.DM(s.user, line[2:])
		}
		if reply, err := s.slack.Send(s.Context(), said); err != nil || reply.Status != http.StatusOK {
			s.Fatalf("line %d: acknowledged with %d, %v", n, reply.Status, err)
		}
		synctest.Wait()
		return s.news()
	case strings.HasPrefix(line, "> "):
		reply, err := s.slack.Send(s.Context(), s.slack.Command(s.user, s.channel, strings.ReplaceAll(line[2:], `\n`, "\n")))
		if err != nil || reply.Status != http.StatusOK {
			s.Fatalf("line %d: answered with %d %q, %v", n, reply.Status, reply.Body, err)
		}
		synctest.Wait()
		return s.news()
	case strings.HasPrefix(line, "-- advance "):
		d, err := time.ParseDuration(strings.TrimPrefix(line, "-- advance "))
		if err != nil {
			s.Fatalf("line %d: %v", n, err)
		}
		time.Sleep(d)
		synctest.Wait()
		return s.news()
	}
	s.Fatalf("line %d: I don't know what %q does", n, line)
	return nil
}

// button finds one on the last message that has it.
func (s *stage) button(label string) (slacktest.Message, slacktest.Action) {
	s.Helper()
	for _, m := range slices.Backward(s.slack.Messages("")) {
		here := m.Channel == s.channel || s.channel == direct && m.User == s.user && !m.Ephemeral
		if action := m.Action(label); (action.Type == "button" || action.Type == "feedback_buttons") && here && (!m.Ephemeral || m.User == s.user) {
			return m, action
		}
	}
	s.Fatalf("there is no button %q", label)
	return slacktest.Message{}, slacktest.Action{}
}

// buttons are those below a message.
func buttons(m slacktest.Message) string {
	type labelled struct{ Text json.RawMessage }
	var blocks []struct {
		Elements []struct {
			Type string
			labelled
			Positive labelled `json:"positive_button"`
			Negative labelled `json:"negative_button"`
		}
	}
	if len(m.Blocks) > 0 {
		_ = json.Unmarshal(m.Blocks, &blocks) // a block of another shape has none
	}
	var labels []string
	for _, b := range blocks {
		for _, e := range b.Elements {
			for _, one := range []labelled{e.labelled, e.Positive, e.Negative} {
				var label struct{ Text string }
				if (e.Type == "button" || e.Type == "feedback_buttons") && json.Unmarshal(one.Text, &label) == nil {
					labels = append(labels, "["+label.Text+"]")
				}
			}
		}
	}
	return strings.Join(labels, " ")
}

// news is what the bot has said since it was last asked.
func (s *stage) news() []string {
	var fresh []slacktest.Message
	replaced := map[string]bool{}
	for _, m := range s.slack.Messages("") {
		id, state := m.Channel+m.TS, m.Text+string(m.Blocks)
		before, known := s.shown[id]
		if s.shown[id] = state; before != state {
			fresh = append(fresh, m)
			replaced[id] = known
		}
	}
	slices.SortStableFunc(fresh, func(a, b slacktest.Message) int {
		if c := a.At.Truncate(time.Minute).Compare(b.At.Truncate(time.Minute)); c != 0 {
			return c
		}
		return strings.Compare(a.Channel, b.Channel)
	})
	var news []string
	for _, m := range fresh {
		var to string
		where := "to "
		if replaced[m.Channel+m.TS] {
			where = "replaced, to "
		}
		switch at := m.At.UTC().Format("2006-01-02 15:04 MST"); {
		case m.Ephemeral:
			to = "(" + where + called(people, m.User) + ")"
		case len(m.Files) > 0 && m.ThreadTS != "":
			to = fmt.Sprintf("(in the thread, in %s)", called(channels, m.Channel))
		case len(m.Files) > 0 && strings.HasPrefix(m.Channel, "D"):
			to = "(in direct messages)"
		case m.Via != "chat.postMessage":
			to = "(to everybody in " + called(channels, m.Channel) + ")"
		case m.User != "":
			to = fmt.Sprintf("(posted to %s alone, %s)", called(people, m.User), at)
		case m.ThreadTS != "":
			to = fmt.Sprintf("(in the thread, in %s)", called(channels, m.Channel))
		default:
			to = fmt.Sprintf("(posted in %s, %s)", called(channels, m.Channel), at)
		}
		news = append(news, to, m.Text)
		for _, f := range s.slack.Files() {
			if slices.Contains(m.Files, f.ID) {
				news = append(news, fmt.Sprintf("(with the file %s, %q, described as: %s)", f.Name, f.Title, f.AltText))
			}
		}
		if labels := buttons(m); labels != "" {
			news = append(news, labels)
		}
	}
	if len(fresh) == 0 {
		news = append(news, "(nothing was posted)")
	}
	return news
}

// called is the name of a person or channel.
func called(names map[string]string, id string) string {
	for name, i := range names {
		if i == id {
			return name
		}
	}
	return id
}
