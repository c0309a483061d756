package bot_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
)

var shots = flag.String("shots", "", "a folder for the pictures of TestLook, which Chromium draws")

// A look is a surface, after a script was played as in a transcript, and how long it may be.
type look struct {
	name    string
	script  string
	of      func(*stage) (title string, blocks json.RawMessage)
	screens float64 // of a phone, at most; 0: as long as it is
}

// lastMessage is what was said last where the script ends.
func lastMessage(s *stage) (string, json.RawMessage) {
	all := s.slack.Messages("")
	return "", all[len(all)-1].Blocks
}

// lastIn is what was posted last in a channel.
func lastIn(channel string) func(*stage) (string, json.RawMessage) {
	return func(s *stage) (string, json.RawMessage) {
		all := s.slack.Messages(channel)
		return "", all[len(all)-1].Blocks
	}
}

// home is the Home of the person who acted last.
func home(s *stage) (string, json.RawMessage) {
	if reply, err := s.slack.Send(s.Context(), s.slack.HomeOpened(s.user)); err != nil || reply.Status != 200 {
		s.Fatalf("the Home didn't open: %d, %v", reply.Status, err)
	}
	synctest.Wait()
	view, _ := s.slack.Home(s.user)
	return "rollcall · Home", view.Blocks
}

// modal is the form that is open.
func modal(s *stage) (string, json.RawMessage) {
	view, _ := s.slack.Modal(s.user)
	return view.Title, view.Blocks
}

// pressed is the form that a button of the Home opens.
func pressed(label string) func(*stage) (string, json.RawMessage) {
	return func(s *stage) (string, json.RawMessage) {
		home(s)
		view, _ := s.slack.Home(s.user)
		if reply, err := s.slack.Send(s.Context(), s.slack.ClickView(view, view.Action(label))); err != nil || reply.Status != 200 {
			s.Fatalf("%s wasn't pressed: %d, %v", label, reply.Status, err)
		}
		synctest.Wait()
		return modal(s)
	}
}

// readings change nothing, so they are looked at one after the other.
var readings = []look{
	{"who", "@guest #policy\n> /pariscall who France", lastMessage, 0.5},
	{"count", "@guest #policy\n> /pariscall count", lastMessage, 0.8},
	{"list", "@guest #policy\n> /pariscall list state in:africa", lastMessage, 0},
	{"missing", "@guest #policy\n> /pariscall missing g20", lastMessage, 0.7},
	{"compare", "@guest #policy\n> /pariscall compare country:FR vs country:DE", lastMessage, 0.7},
	{"chart", "@guest #policy\n> /pariscall chart state company since:2021-09-01", lastMessage, 1},
	{"changes", "@guest #policy\n> /pariscall changes on:2021", lastMessage, 0},
	{"figures", "@guest #policy\n> /pariscall figures state", lastMessage, 0},
	{"principle", "@guest #policy\n> /pariscall principle 8", lastMessage, 0},
	{"principles", "@guest #policy\n> /pariscall principles", lastMessage, 1},
	{"question", "@guest #policy\n> /pariscall which NATO members have not signed?", lastMessage, 0.6},
	{"not-sure", "@guest #policy\n> /pariscall is Georgia in?", lastMessage, 0.6},
	{"not-understood", "@guest #policy\n> /pariscall what is the airspeed of a swallow", lastMessage, 0.6},
	{"not-known", "@guest #policy\n> /pariscall who kenia", lastMessage, 0.6},
	{"help", "@guest #policy\n> /pariscall help", lastMessage, 1},
	{"help-supporters", "@guest #policy\n> /pariscall help supporters", lastMessage, 1},
	{"help-time", "@guest #policy\n> /pariscall help time", lastMessage, 1},
	{"help-digests", "@guest #policy\n> /pariscall help digests", lastMessage, 1},
	{"help-data", "@guest #policy\n> /pariscall help data", lastMessage, 1},
	{"help-count", "@guest #policy\n> /pariscall help count", lastMessage, 1},
	{"help-subscribe", "@guest #policy\n> /pariscall help subscribe", lastMessage, 1},
	{"help-admin", "@admin #policy\n> /pariscall help admin", lastMessage, 1},
	{"help-decisions", "@admin #policy\n> /pariscall help decisions", lastMessage, 1},
	{"help-french", "@french #policy\n> /pariscall help admin", lastMessage, 1},
	{"french", "@french #policy\n> /pariscall who Kenya", lastMessage, 0},
	{"french-missing", "@french #policy\n> /pariscall missing g20", lastMessage, 0.7},
	{"spanish-figures", "@spanish #policy\n> /pariscall figures state", lastMessage, 0},
	{"spanish-chart", "@spanish #policy\n> /pariscall chart state company since:2021-09-01", lastMessage, 1},
	{"about", "@guest #policy\n> /pariscall about", lastMessage, 0.8},
	{"working-groups", "@guest #policy\n> /pariscall working-group", lastMessage, 1},
	{"follow", "@admin #policy\n> /pariscall follow", lastMessage, 0.5},
	{"forget", "@admin #policy\n> /pariscall forget Microsoft", lastMessage, 0.7},
}

var looks = []look{
	{"digest", "@admin #policy\n> /pariscall subscribe\n> /pariscall add \"Example Foundation\" civil_society country:FR source:https://example.org/a\n-- advance 1m", lastIn(policy), 1},
	{"digest-of-states", "@admin #policy\n> /pariscall subscribe state daily at 10:00\n> /pariscall add Kenya state country:KE source:https://example.org/a\n> /pariscall add Rwanda state country:RW source:https://example.org/a\n-- advance 2h", lastIn(policy), 1},
	{"subscribed", "@guest #policy\n> /pariscall subscribe state in:eu daily at 09:00 Europe/Paris", lastMessage, 0.6},
	{"subscriptions", "@guest #policy\n> /pariscall subscribe state in:eu daily at 09:00 Europe/Paris\n> /pariscall subscribe\n> /pariscall subscriptions", lastMessage, 0.8},
	{"french-subscribed", "@french #policy\n> /pariscall subscribe state in:eu daily at 09:00 Europe/Paris", lastMessage, 0.6},
	{"spanish-home", "@spanish #policy\n> /pariscall subscribe state in:eu daily at 09:00 Europe/Paris", home, 1.5},
	{"recorded", "@admin #policy\n> /pariscall add \"Example Foundation\" civil_society country:FR source:https://example.org/a", lastMessage, 0.5},
	{"proposal", "@guest #policy\n> /pariscall suggest add \"Example Foundation\" civil_society country:FR source:https://example.org/a because it signed", lastIn(review), 0.6},
	{"home-member", "@guest #policy\n> /pariscall subscribe state in:eu daily at 09:00 Europe/Paris", home, 1.5},
	{"home-empty", "@guest #policy", home, 1.5},
	{"home-admin", "@guest #policy\n> /pariscall suggest add \"Example Foundation\" civil_society country:FR source:https://example.org/a because it signed\n@admin #policy", home, 0},
	{"form-subscribe", "@guest #policy", pressed("Subscribe a channel"), 1},
	{"form-suggest", "@guest #policy\n> /pariscall suggest", modal, 0},
	{"form-report", "@admin #policy\n> /pariscall report", modal, 0},
}

// TestLook holds what is read on each surface, as a phone shows it. With -shots it is drawn, too.
func TestLook(t *testing.T) {
	together := [][]look{readings}
	for _, l := range looks {
		together = append(together, []look{l})
	}
	for _, some := range together {
		t.Run(some[0].name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := newStage(t, start, (*house).serveOn)
				defer s.end()
				for _, l := range some {
					for i, line := range strings.Split(l.script, "\n") {
						s.act(i+1, line)
					}
					l.check(t, s)
				}
			})
		})
	}
}

// check compares what is seen with what was.
func (l look) check(t *testing.T, s *stage) {
	t.Helper()
	title, blocks := l.of(s)
	file := filepath.Join("testdata", "looks", l.name+".txt")
	text := title + "\n" + pictureOf(blocks, phoneWidth) + "\n"
	want, err := os.ReadFile(file)
	switch {
	case *update:
		err = os.WriteFile(file, []byte(text), 0o644)
	case err == nil && string(want) != text:
		t.Errorf("%s is not how it looks (go test ./bot -run Look -update rewrites it):\n%s", file, firstDifference(string(want), text))
	}
	if err != nil {
		t.Error(err)
	}
	if lines := strings.Count(text, "\n"); l.screens > 0 && float64(lines) > l.screens*phoneLines {
		t.Errorf("%s has %d lines, more than %.1f screens of a phone:\n%s", l.name, lines, l.screens, text)
	}
	if *shots != "" {
		l.draw(t, *shots, title, blocks)
	}
}

// draw has Chromium draw a surface, as wide as a phone and as a desk.
func (l look) draw(t *testing.T, folder, title string, blocks json.RawMessage) {
	page, err := filepath.Abs(filepath.Join(folder, l.name+".html"))
	if err == nil {
		err = os.WriteFile(page, pageOf(title, blocks), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	for name, width := range map[string]int{"phone": 375, "desk": 1024} {
		cmd := exec.CommandContext(t.Context(), "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", fmt.Sprintf("--window-size=%d,900", width),
			"--screenshot="+filepath.Join(folder, l.name+"-"+name+".png"), "file://"+page)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Logf("not drawn: %v\n%s", err, out)
		}
	}
}
