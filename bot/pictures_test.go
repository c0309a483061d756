package bot_test

import (
	"bytes"
	"fmt"
	"image/png"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rollcall/bot/slacktest"
	"rollcall/tracker"
)

// TestAPictureIsPostedOnceOrToldInWords makes each of the three calls that post a file fail in every way.
func TestAPictureIsPostedOnceOrToldInWords(t *testing.T) {
	lost := slacktest.Fault{Lost: true}
	landed := slacktest.Fault{Lost: true, Landed: true}
	failed := slacktest.Fault{Status: http.StatusInternalServerError}
	limited := slacktest.Fault{Status: http.StatusTooManyRequests, RetryAfter: 3 * time.Second}
	revoked := slacktest.Fault{Error: "token_revoked"}
	hangs := slacktest.Fault{Before: 15 * time.Second, Lost: true}
	for name, c := range map[string]struct {
		method string
		faults []slacktest.Fault
		posted int
		says   string // to the person who asked, alone
	}{
		"nothing":                    {"none", nil, 1, ""},
		"no address at once":         {"files.getUploadURLExternal", []slacktest.Fault{limited, failed}, 1, ""},
		"no address":                 {"files.getUploadURLExternal", []slacktest.Fault{revoked}, 0, "The picture could not be posted"},
		"no address for long":        {"files.getUploadURLExternal", []slacktest.Fault{hangs, hangs, hangs}, 0, "The picture could not be posted"},
		"too many calls for long":    {"upload", []slacktest.Fault{{Status: http.StatusTooManyRequests, RetryAfter: 40 * time.Second}}, 0, "The picture could not be posted"},
		"content lost on the way":    {"upload", []slacktest.Fault{lost, failed}, 1, ""},
		"content never taken":        {"upload", []slacktest.Fault{failed, failed, failed, failed}, 0, "The picture could not be posted"},
		"too many calls at its end":  {"files.completeUploadExternal", []slacktest.Fault{limited}, 1, ""},
		"landed, and nobody knows":   {"files.completeUploadExternal", []slacktest.Fault{landed}, 1, "didn't say whether"},
		"not landed, nobody knows":   {"files.completeUploadExternal", []slacktest.Fault{lost}, 0, "didn't say whether"},
		"an error that says nothing": {"files.completeUploadExternal", []slacktest.Fault{{Error: "internal_error"}}, 0, "didn't say whether"},
		"refused":                    {"files.completeUploadExternal", []slacktest.Fault{{Error: "restricted_action"}}, 0, "The picture could not be posted"},
		"the bot isn't there":        {"files.completeUploadExternal", []slacktest.Fault{{Error: "not_in_channel"}}, 0, "invite me"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inSocketMode(t, slacktest.Config{}, func(h *house) {
				h.joins("Example Company")
				h.slack.Fail(c.method, c.faults...)
				command := h.slack.Command(guest, policy, "/pariscall chart company")
				for range 2 { // Slack may send a command again
					if _, err := h.slack.Send(h.Context(), command); err != nil {
						h.Fatal(err)
					}
				}
				time.Sleep(time.Minute)
				synctest.Wait()
				if files := h.slack.Files(); len(files) != c.posted {
					h.Errorf("%d files were posted, want %d", len(files), c.posted)
				}
				var told string
				for _, m := range h.slack.Messages(policy) {
					if m.Ephemeral && !strings.Contains(m.Text, "asked for") {
						told += m.Text
					}
				}
				if !strings.Contains(told, c.says) || c.says == "" && told != "" {
					h.Errorf("got %q, want %q", told, c.says)
				}
				if c.says != "" && !strings.Contains(told, "1 company was listed") {
					h.Errorf("the words aren't shown: %q", told)
				}
			})
		})
	}
}

func TestAPictureIsDescribedAndCanBeOpened(t *testing.T) {
	inSocketMode(t, slacktest.Config{}, func(h *house) {
		h.joins("Example Company")
		if _, err := h.slack.Send(h.Context(), h.slack.Command(guest, policy, "/pariscall chart")); err != nil {
			h.Fatal(err)
		}
		synctest.Wait()
		files := h.slack.Files()
		if len(files) != 1 {
			h.Fatalf("%d files\n%s", len(files), h.log)
		}
		picture, err := png.Decode(bytes.NewReader(files[0].Content))
		if err != nil || picture.Bounds().Dx() < 1_000 {
			h.Errorf("it can't be opened: %v", err)
		}
		m := h.slack.Messages(policy)
		if alt := files[0].AltText; !strings.HasPrefix(alt, "On 2 March 2026, 1 company was listed") || !strings.Contains(m[0].Text, alt) {
			h.Errorf("described as %q below %q", alt, m[0].Text)
		}
	})
}

// TestAChartIsDrawnBySlack, for the person who asked alone, until they share it. It's a picture where the chart has too many points,
// or Slack refuses it.
func TestAChartIsDrawnBySlack(t *testing.T) {
	for name, c := range map[string]struct {
		days    int // of changes; on the last, too
		refuses string
		chart   bool
	}{
		"few points":        {20, "none", true},
		"too many":          {21, "none", false},
		"refused":           {2, "response_url", false},
		"refused elsewhere": {2, "chat.postMessage", false},
	} {
		t.Run(name, func(t *testing.T) {
			eachWay(t, func(t *testing.T, serve way) {
				h, network := inBubble(t, monday, slacktest.Config{}, new(tracker.Memory))
				for i := range c.days {
					if i > 0 {
						time.Sleep(24 * time.Hour)
					}
					h.joins(fmt.Sprint("Example Company ", i))
				}
				stop := serve(h, network)
				synctest.Wait()
				h.slack.FailBy(func(call slacktest.Call) (fault slacktest.Fault) {
					if call.Method == c.refuses && strings.Contains(call.Args["blocks"], "data_visualization") {
						fault.Error = "invalid_blocks"
					}
					return fault
				})
				r := h.slack.Command(guest, policy, "/pariscall chart company")
				if c.refuses == "chat.postMessage" {
					r = h.slack.Mention(guest, policy, "chart company")
				}
				h.answered(r)
				m, says := h.last(policy), fmt.Sprintf("rose from 1 on 2 March 2026 to %d on", c.days)
				if charted := strings.Contains(string(m.Blocks), "data_visualization"); !strings.Contains(m.Text, says) || charted != c.chart || m.Ephemeral != c.chart ||
					len(h.slack.Messages(policy)) != 1 || len(h.slack.Files()) == 1 == c.chart || strings.Contains(m.Text, "The picture") == c.chart {
					h.Errorf("%d files, and a message, alone %t: %s\n%s\n%s", len(h.slack.Files()), m.Ephemeral, m.Text, m.Blocks, h.log)
				}
				if c.chart {
					h.presses(guest, m, "Share to channel")
					if all := h.shared(policy); len(all) != 1 || !strings.Contains(all[0], says) {
						h.Errorf("shared as %q", all)
					}
					for _, m := range h.slack.Messages(policy) {
						if !strings.Contains(string(m.Blocks), "data_visualization") {
							h.Errorf("no chart: %s", m.Blocks)
						}
					}
				}
				stop()
				h.holds()
			})
		})
	}
}

// TestADigestOfMoreThanAMonthComesWithAPicture, in the channel's language, and is whole without it.
func TestADigestOfMoreThanAMonthComesWithAPicture(t *testing.T) {
	for name, c := range map[string]struct {
		between time.Duration
		fault   slacktest.Fault
		files   int
	}{
		"a month and more":     {40 * 24 * time.Hour, slacktest.Fault{}, 1},
		"less":                 {20 * 24 * time.Hour, slacktest.Fault{}, 0},
		"it can't be uploaded": {40 * 24 * time.Hour, slacktest.Fault{Error: "restricted_action"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inHouse(t, new(tracker.Memory), func(h *house) {
				h.do(admin, tracker.Prefer(policy, "fr"))
				h.slack.Fail("files.completeUploadExternal", c.fault)
				time.Sleep(72 * time.Hour)
				h.joins("Example Company")
				time.Sleep(c.between)
				h.joins("Another Example")
				stop := h.start(tick)
				time.Sleep(time.Hour)
				stop()
				h.once("Appel de Paris", "ont rejoint la liste")
				files := h.slack.Files()
				if len(files) != c.files {
					h.Fatalf("%d pictures, want %d\n%s", len(files), c.files, h.log)
				}
				if c.files == 0 {
					return
				}
				for _, m := range h.slack.Messages(policy) {
					// The picture begins with the count before the changes in the digest.
					if len(m.Files) > 0 && (m.ThreadTS != h.posted(policy)[0].TS || !strings.Contains(m.Text, "augmenté, de 1 le 4 mars 2026 à 3 le")) {
						h.Errorf("the picture came as %+v", m)
					}
				}
			})
		})
	}
}
