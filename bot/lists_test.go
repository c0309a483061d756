package bot_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rollcall/bot"
	"rollcall/bot/slacktest"
	"rollcall/tracker"
)

const smallList = "name,category,country\nExample Foundation,civil_society,FR\nExample Works,company,DE\nNobody,wizard,FR\n"

// sends delivers a request, and waits until the bot has answered it.
func (h *house) sends(b *bot.Bot, r slacktest.Request) {
	h.Helper()
	if reply, err := h.slack.Send(h.Context(), r); err != nil || reply.Status != 200 {
		h.Fatalf("acknowledged with %d, %v", reply.Status, err)
	}
	b.Close() // it waits only
}

// uploads sends a file to the bot, and returns its id and the answer.
func (h *house) uploads(b *bot.Bot, user, name, content, text string) (id string, answer slacktest.Message) {
	h.Helper()
	event := h.slack.Upload(user, name, []byte(content), text)
	h.sends(b, event)
	return event.Event()["files"].([]any)[0].(map[string]any)["id"].(string), h.newest()
}

func (h *house) newest() slacktest.Message { h.Helper(); return h.last("") }

// clicks the button of a label below a message, and returns the message as it is then.
func (h *house) clicks(b *bot.Bot, user string, m slacktest.Message, label string) slacktest.Message {
	h.Helper()
	return h.clicksAction(b, user, m, m.Action(label))
}

func (h *house) clicksAction(b *bot.Bot, user string, m slacktest.Message, action slacktest.Action) slacktest.Message {
	h.Helper()
	h.sends(b, h.slack.Click(user, m, action))
	return h.now(m)
}

func (h *house) tells(m slacktest.Message, all ...string) {
	h.Helper()
	for _, said := range all {
		if !strings.Contains(m.Text, said) {
			h.Errorf("it doesn't say %q:\n%s", said, m.Text)
		}
	}
}

func TestAListIsLookedAtAndThenAppliedOnce(t *testing.T) {
	h, b := onLoopback(t, whole(t))
	defer h.holds()
	before := h.head()
	const fromNowhere = "Nobody said where this list is from"
	_, m := h.uploads(b, admin, "some list.csv", smallList, "")
	h.tells(m, fromNowhere, "with source:URL", "Source: <https://test.slack.com/files/")
	_, m = h.uploads(b, admin, "some list.csv", smallList, "source:https://example.org/list")
	if strings.Contains(m.Text, fromNowhere) {
		t.Error("a list whose source was said is from nowhere")
	}
	h.tells(m, "some list.csv, with 3 readable rows, would add 2 supporters and change 0. Nothing was changed yet.",
		"• line 2: Example Foundation (a civil society organisation, France)", "• line 4, category, Nobody: There is no category", "Page 1 of ", "https://example.org/list")
	if m.ThreadTS == "" || h.head() != before || buttons(m) != "[Apply] [Reject] [Next page]" || !strings.Contains(string(m.Blocks), "Apply the whole list?") {
		t.Errorf("in the thread %q, with %s; the head is %d", m.ThreadTS, buttons(m), h.head())
	}
	second := h.clicks(b, admin, m, "Next page")
	h.tells(second, "Page 2 of ")
	if buttons(second) != "[Apply] [Reject] [Previous page] [Next page]" {
		t.Error(buttons(second))
	}

	// It works after a restart, too.
	h.reopen()
	b = h.serve()
	again := second.Action("Apply")
	applied := h.clicks(b, admin, second, "Apply")
	h.tells(applied, fmt.Sprintf("some list.csv was applied: 2 supporters added and 0 changed, by entries %d to %d.", before+1, before+2), "All supporters: 1,222 → 1,224")
	if h.head() != before+2 || buttons(applied) != "" {
		t.Errorf("the head is %d, there are %s", h.head(), buttons(applied))
	}
	h.sends(b, h.slack.Click(admin, second, again))
	if h.head() != before+2 {
		t.Errorf("it was applied twice: the head is %d", h.head())
	}
	h.tells(h.now(second), "That was done before, and isn't done twice.")
	// Undone, the same file is applied again, once it was looked at again.
	h.types(admin, policy, fmt.Sprint("undo ", before+1))
	h.sends(b, h.slack.Click(admin, second, again))
	if h.head() != before+4 {
		t.Errorf("what was undone is done again by an old button: the head is %d", h.head())
	}
	previous := h.clicksAction(b, admin, second, second.Action("Previous page"))
	h.tells(previous, "would add 2 supporters and change 0")
	h.tells(h.clicks(b, admin, previous, "Apply"), fmt.Sprintf("some list.csv was applied: 2 supporters added and 0 changed, by entries %d to %d.", before+5, before+6))
	for e := range h.tracker.Book().Entries(before) {
		if ev := e.Event.(tracker.Changed); ev.Why == tracker.Undone {
			continue
		} else if e.By != admin || ev.Source != "https://example.org/list" {
			t.Errorf("%+v", e)
		}
	}
}

// now is a message as it is now.
func (h *house) now(m slacktest.Message) slacktest.Message {
	h.Helper()
	i := slices.IndexFunc(h.slack.Messages(m.Channel), func(now slacktest.Message) bool { return now.TS == m.TS })
	return h.slack.Messages(m.Channel)[i]
}

func TestAListIsShownAgainIfTheRollChanged(t *testing.T) {
	h, b := onLoopback(t, whole(t))
	defer h.holds()
	_, m := h.uploads(b, admin, "list.csv", smallList, "")
	h.joins("Example Works")
	before := h.head()
	m = h.clicks(b, admin, m, "Apply")
	h.tells(m, "The list has changed meanwhile", "would add 1 supporter and change 1")
	if h.head() != before {
		t.Fatal("something was changed")
	}
	h.tells(h.clicks(b, admin, m, "Apply"), "was applied: 1 supporter added and 1 changed")
}

func TestADoubtfulRowIsAddedIfItIsChosen(t *testing.T) {
	h, b := onLoopback(t, whole(t))
	defer h.holds()
	const doubtful = "name,category,country\nDell Technologie,company,US\n"
	_, m := h.uploads(b, admin, "list.csv", doubtful, "")
	if h.tells(m, "• line 2: Dell Technologie (a company, United States), like Dell Technologies (#"); strings.Contains(buttons(m), "Apply") {
		t.Error(buttons(m))
	}
	_, m = h.uploads(b, admin, "list.csv", doubtful, "choose:2")
	h.tells(h.clicks(b, admin, m, "Apply"), "was applied: 1 supporter added and 0 changed")
	_, m = h.uploads(b, admin, "list.csv", doubtful, "choose:two")
	h.tells(m, "choose: takes the lines of doubtful rows")
}

func TestAListsButtonThatIsForgedDoesNothing(t *testing.T) {
	h, b := onLoopback(t, whole(t))
	defer h.holds()
	before := h.head()
	_, m := h.uploads(b, admin, "list.csv", smallList, "")
	for _, value := range []string{"", "{}", "null", "[1]", `{"v":1}`, `{"v":99,"file":"F1","page":1}`, `{"v":1,"file":"F1","page":-1}`, `{"v":1,"file":"F1","page":1,"x":1}`} {
		action := m.Action("Apply")
		action.Value = value
		h.sends(b, h.slack.Click(admin, m, action))
		h.tells(h.newest(), "This button is from another version of rollcall")
	}
	action := m.Action("Apply")
	action.Value = `{"v":1,"file":"F999999","page":1,"name":"x","head":0}`
	h.tells(h.clicksAction(b, admin, m, action), "The file isn't there any more.")
	if h.head() != before {
		t.Error("something was changed")
	}
}

func TestAListCanBeRejected(t *testing.T) {
	h, b := onLoopback(t, whole(t))
	defer h.holds()
	before := h.head()
	_, m := h.uploads(b, admin, "list.csv", smallList, "")
	m = h.clicks(b, admin, m, "Reject")
	h.tells(m, "list.csv was rejected. Nothing was changed.")
	if h.head() != before || buttons(m) != "" {
		t.Error(h.head(), buttons(m))
	}
}

func TestWhoIsNoAdminProposesASmallList(t *testing.T) {
	h, b := onLoopback(t, whole(t))
	defer h.holds()
	before := h.head()
	_, m := h.uploads(b, guest, "list.csv", smallList, "")
	forged := m.Action("Propose")
	forged.ActionID = "listapply-1"
	if !strings.HasPrefix(buttons(m), "[Propose] [Reject]") {
		t.Error(buttons(m))
	}
	h.sends(b, h.slack.Click(guest, m, forged))
	h.tells(h.now(m), "Only admins can import a list. Nothing was changed.")
	if h.head() != before {
		t.Fatal("something was changed")
	}
	_, m = h.uploads(b, guest, "list.csv", smallList, "")
	h.tells(h.clicks(b, guest, m, "Propose"), fmt.Sprintf("What list.csv says is proposed, as proposal %d.", before+1))
	if p := h.tracker.Book().Proposals(); len(p) != 1 || len(p[0].Events) != 2 || p[0].By != guest {
		t.Errorf("%+v", p)
	}
	var large strings.Builder
	large.WriteString("name,category,country\n")
	for i := range 201 {
		fmt.Fprintf(&large, "Zyx%dwv Example %d,company,FR\n", i, i)
	}
	if _, m = h.uploads(b, guest, "large.csv", large.String(), ""); strings.Contains(buttons(m), "Propose") {
		t.Error(buttons(m))
	}
}

// TestAGuestProposesNoList tries an upload, and the button below somebody else's.
func TestAGuestProposesNoList(t *testing.T) {
	h, b := onLoopback(t, whole(t))
	defer h.holds()
	h.slack.AddUser(slacktest.User{ID: "U0VISITOR", Name: "visitor", Restricted: true})
	before := h.head()
	_, m := h.uploads(b, "U0VISITOR", "list.csv", smallList, "")
	h.tells(m, "Guests and people from other workspaces can only ask")
	_, m = h.uploads(b, guest, "list.csv", smallList, "")
	h.tells(h.clicks(b, "U0VISITOR", m, "Propose"), "Guests and people from other workspaces can only ask")
	if h.head() != before {
		t.Error("something was proposed")
	}
}

// bomb is a workbook that unpacks to far more than it is.
func bomb(t *testing.T) string {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for _, name := range []string{"[Content_Types].xml", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"} {
		f, err := archive.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		zeros := bytes.Repeat([]byte("<row/>"), 1<<20)
		for range 8 {
			if _, err := f.Write(zeros); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestAListThatCantBeRead(t *testing.T) {
	t.Parallel()
	h, b := onLoopback(t, whole(t))
	defer h.holds()
	before := h.head()
	for _, c := range []struct{ name, content, text, says string }{
		{"long.csv", "name\n" + strings.Repeat("x\n", 200_001), "", "more than 200,000 rows (line 200002)"},
		{"large.csv", "name\n" + strings.Repeat("x", 20<<20), "", "large.csv has 20 MB; at most 20 MB are read in Slack"},
		{"bomb.xlsx", bomb(t), "", "workbook"},
		{"list.pdf", "%PDF-1.7", "", "That is a PDF"},
		{"photo.png", "\x89PNG\r\n\x1a\n", "", "No column is called name"},
		{"empty.csv", "", "", "empty"},
		{"list.csv", smallList, "source:nowhere", "must be a web address"},
		{"list.csv", smallList, "on:tomorrow", "tomorrow"},
		{"list.csv", smallList, "source:https://example.org/" + strings.Repeat("a", 1_970), "too long for a button"},
		{"list.csv", smallList, "please apply it", "I don't know what “please” means beside a list."},
	} {
		_, m := h.uploads(b, admin, c.name, c.content, c.text)
		h.tells(m, c.says)
		if buttons(m) != "" || m.ThreadTS == "" {
			t.Errorf("%s: %s", c.name, buttons(m))
		}
	}
	two := h.slack.Upload(admin, "a.csv", []byte(smallList), "")
	files := two.Event()["files"].([]any)
	two.Event()["files"] = append(files, files[0])
	h.sends(b, two)
	h.tells(h.newest(), "One file at a time")
	if h.head() != before {
		t.Error("something was changed")
	}
}

func TestFaultsOfADownload(t *testing.T) {
	t.Parallel()
	h, b := onLoopback(t, whole(t))
	defer h.holds()
	for name, c := range map[string]struct {
		method string
		fault  slacktest.Fault
	}{
		"files.info fails": {"files.info", slacktest.Fault{Status: 500}}, "files.info is lost": {"files.info", slacktest.Fault{Lost: true}},
		"download fails":      {"download", slacktest.Fault{Status: 503}},
		"download is cut off": {"download", slacktest.Fault{Cut: true}}, "another scope": {"files.info", slacktest.Fault{Error: "missing_scope"}},
	} {
		h.slack.Fail(c.method, c.fault)
		_, m := h.uploads(b, admin, "list.csv", smallList, "")
		if h.tells(m, "Slack didn't give me the file."); buttons(m) != "[Try again]" {
			t.Errorf("%s: %s", name, buttons(m))
		}
		h.tells(h.clicks(b, admin, m, "Try again"), "would add 2 supporters")
	}
	for _, method := range []string{"files.info", "download"} { // too many calls
		h.slack.Fail(method, slacktest.Fault{Status: 429, RetryAfter: time.Second})
		_, m := h.uploads(b, admin, "list.csv", smallList, "")
		h.tells(m, "would add 2 supporters")
	}

	id, m := h.uploads(b, admin, "list.csv", smallList, "")
	h.slack.DeleteFile(id)
	before := h.head()
	h.tells(h.clicks(b, admin, m, "Apply"), "The file isn't there any more.")
	if h.head() != before {
		t.Error("something was changed")
	}
}

func TestTwoListsAtOnce(t *testing.T) {
	h, b := onLoopback(t, whole(t))
	defer h.holds()
	_, one := h.uploads(b, admin, "one.csv", smallList, "")
	_, two := h.uploads(b, admin, "two.csv", smallList, "")
	for _, m := range []slacktest.Message{one, two} {
		if reply, err := h.slack.Send(t.Context(), h.slack.Click(admin, m, m.Action("Apply"))); err != nil || reply.Status != 200 {
			t.Fatal(reply.Status, err)
		}
	}
	b.Close()
	texts := h.now(one).Text + h.now(two).Text
	if strings.Count(texts, "was applied: 2 supporters added") != 1 || strings.Count(texts, "The list has changed meanwhile") != 1 {
		t.Error(texts)
	}
}

func TestAnExportIsSentInADirectMessage(t *testing.T) {
	t.Parallel()
	h, b := onLoopback(t, whole(t))
	defer h.holds()
	for i, c := range []struct{ line, name, begins string }{
		{"export state in:eu", ".csv", "\ufeffid,name,"}, {"export xlsx company", ".xlsx", "PK"}, {"exporter json", ".json", "{\"citation\":"},
	} {
		said := h.types(guest, policy, c.line)
		h.tells(said, "was sent to you in a direct message.")
		files := h.slack.Files()
		if len(files) != i+1 {
			t.Fatalf("%s: %d files", c.line, len(files))
		}
		f := files[i]
		if !strings.HasSuffix(f.Name, c.name) || !strings.HasPrefix(string(f.Content), c.begins) || f.Shared != "D"+guest {
			t.Errorf("%s: %s, %.20q, shared with %v", c.line, f.Name, f.Content, f.Shared)
		}
		for _, m := range h.slack.Messages("D" + guest) {
			if slices.Contains(m.Files, f.ID) {
				h.tells(m, "Official list, compared on ")
			}
		}
	}
	h.tells(h.types(guest, policy, "export nonsense"), "I don't know what “nonsense” means here.")
	h.slack.Fail("files.completeUploadExternal", slacktest.Fault{Status: 500})
	h.tells(h.types(guest, policy, "export state"), "Slack didn't say whether it took the file.")
	h.slack.Fail("files.getUploadURLExternal", slacktest.Fault{Error: "missing_scope"})
	h.tells(h.types(guest, policy, "export state"), "Slack didn't take the file.")
	h.slack.Fail("upload", slacktest.Fault{Status: 429, RetryAfter: time.Second})
	h.tells(h.types(guest, policy, "export state"), "was sent to you")
	if n := len(h.slack.Files()); n != 4 && n != 5 {
		t.Errorf("%d files", n)
	}
	b.Close()
}

// A long task shows its progress in the message that then has the answer.
func TestALongImportTellsHowFarItIs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, network := inBubble(t, start, slacktest.Config{RateLimit: true}, whole(t))
		stop := h.serveOn(network)
		var long strings.Builder
		long.WriteString("name,category,country\n")
		for i := range 2_500 {
			fmt.Fprintf(&long, "Zyx%dwv Example %d,company,FR\n", i, i)
		}
		h.slack.Fail("download", slacktest.Fault{Before: 5 * time.Second})
		h.slack.Fail("chat.update", slacktest.Fault{Status: 500}, slacktest.Fault{Status: 429, RetryAfter: 2 * time.Second})
		if reply, err := h.slack.Send(t.Context(), h.slack.Upload(admin, "long.csv", []byte(long.String()), "")); err != nil || reply.Status != 200 {
			t.Fatal(reply.Status, err)
		}
		time.Sleep(5*time.Second + time.Millisecond)
		synctest.Wait()
		first := h.newest()
		if first.Text != "Reading long.csv: 1,000 rows…" || first.ThreadTS == "" {
			t.Errorf("%q in the thread %q", first.Text, first.ThreadTS)
		}
		time.Sleep(time.Minute)
		stop()
		if m := h.now(first); !strings.HasPrefix(m.Text, "long.csv, with 2,500 rows, would add 2,500 supporters") || len(h.slack.Messages("")) != 1 {
			t.Errorf("%d messages, the first is %.200s", len(h.slack.Messages("")), m.Text)
		}
		h.holds()
	})
}
