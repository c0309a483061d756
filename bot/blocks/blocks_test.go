package blocks_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"rollcall/bot/blocks"
	"rollcall/bot/slacktest"
	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/desk"
	"rollcall/tracker/pariscall"
	"rollcall/tracker/query"
)

// marks are "<" and ">" with what stands between, entities, and what is neither.
var (
	marks    = regexp.MustCompile(`<[^<>]*>`)
	link     = regexp.MustCompile(`^<(https?://[^<>|]*(\|[^<>|]+)?|!date\^\d+\^\{date_short_pretty\} \{time\}\|[^<>|]+)>$`)
	entities = regexp.MustCompile(`&(amp|lt|gt);`)
)

// unsafe returns what Slack would not take literally in a text, except for links and the one person who may be mentioned.
func unsafe(text, person string) []string {
	var found []string
	for _, m := range marks.FindAllString(text, -1) {
		if !link.MatchString(m) && (person == "" || m != "<@"+person+">") {
			found = append(found, fmt.Sprintf("a mark that is no link: %.80q", m))
		}
	}
	rest := marks.ReplaceAllString(text, "")
	for _, c := range []string{"<", ">"} {
		if strings.Contains(rest, c) {
			found = append(found, "an unescaped "+c)
		}
	}
	if strings.Contains(entities.ReplaceAllString(text, ""), "&") {
		found = append(found, "an unescaped &")
	}
	return found
}

// check tests a message for Slack's limits, and for anything that could mention somebody.
func check(t *testing.T, m blocks.Message, person string) {
	t.Helper()
	payload := []byte(nil)
	if len(m.Blocks) > 0 {
		var err error
		if payload, err = json.Marshal(m.Blocks); err != nil {
			t.Fatal(err)
		}
	}
	for _, wrong := range slacktest.CheckMessage(m.Text, payload) {
		t.Errorf("Slack would refuse it: %s", wrong)
	}
	for _, wrong := range unsafe(m.Text, person) {
		t.Errorf("the text has %s; it ends %q", wrong, ending(m.Text))
	}
	for _, shown := range texts(t, payload) {
		for _, wrong := range unsafe(shown, person) {
			t.Errorf("a block has %s; it ends %q", wrong, ending(shown))
		}
	}
}

func ending(text string) string { return text[max(0, len(text)-60):] }

// texts are the texts of blocks, which all must be taken literally by Slack.
func texts(t *testing.T, payload []byte) []string {
	t.Helper()
	if payload == nil {
		return nil
	}
	type text struct {
		Type, Text string
		Verbatim   bool
	}
	var list []struct {
		Type     string
		Text     text
		Elements json.RawMessage
	}
	if err := json.Unmarshal(payload, &list); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, b := range list {
		shown := []text{b.Text}
		if b.Type == "context" {
			if err := json.Unmarshal(b.Elements, &shown); err != nil {
				t.Fatal(err)
			}
		}
		for _, one := range shown {
			if one.Type == "mrkdwn" && !one.Verbatim {
				t.Errorf("a block lets Slack find names in it: %q", one.Text)
			}
			all = append(all, one.Text)
		}
	}
	return all
}

// office is a desk with the whole list.
func office(tb testing.TB) *desk.Desk {
	tb.Helper()
	call, err := pariscall.Call()
	if err != nil {
		tb.Fatal(err)
	}
	entries, err := pariscall.Entries(time.Now())
	if err != nil {
		tb.Fatal(err)
	}
	tr, err := tracker.Open(tb.Context(), new(tracker.Memory))
	if err != nil {
		tb.Fatal(err)
	}
	if err := tr.Fill(tb.Context(), entries); err != nil {
		tb.Fatal(err)
	}
	return desk.New(desk.Config{Tracker: tr, Call: call, CanPost: desk.Anywhere, Log: slog.New(slog.DiscardHandler)})
}

func answerTo(tb testing.TB, d *desk.Desk, line string) answer.Answer {
	tb.Helper()
	a, err := d.Do(tb.Context(), desk.Request{By: "U0ADMIN", Admin: true, Channel: "C0POLICY", Tokens: query.Line(line)})
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

func TestTheLargestAnswersAreWithinSlacksLimits(t *testing.T) {
	d := office(t)
	for _, line := range []string{
		"list", "list company", "list as-of:2021-11-11", "help", "about", "principles", "log", "count as-of:2019-09-15", "list as-of:2019-09-15",
		"count kind:castle", "who " + strings.Repeat("x", 39_000), "who " + strings.Repeat("&<>", 13_000), strings.Repeat("<!channel> ", 3_000),
		"who university", "count in:" + strings.Repeat("&", 9_000),
	} {
		a := answerTo(t, d, line)
		m := blocks.Render(a)
		check(t, m, "")
		if utf8.RuneCountInString(a.Text) < 2_000 && len(m.Blocks) == 0 {
			t.Errorf("%.40q has no blocks", line)
		}
	}
	for n := 1; n <= 9; n++ {
		check(t, blocks.Render(answerTo(t, d, fmt.Sprint("principle ", n))), "")
	}
}

func TestAnswersOfTheWorstNamesAndSourcesAreWithinSlacksLimits(t *testing.T) {
	d := office(t)
	call, err := pariscall.Call()
	if err != nil {
		t.Fatal(err)
	}
	for _, mark := range []string{"&", "<", ">", "*", "x", "é", "＜", "😀", "`", "_"} {
		worst := &tracker.Supporter{Name: strings.Repeat(mark, tracker.MaxName), Category: tracker.Company, Kind: "business", Country: "FR",
			Source: "https://example.org/?" + strings.Repeat("a&", 980), Joined: "2026-02-28", FirstListed: "2026-03-02"}
		var many []tracker.Move
		var facts answer.Supporters
		for range 1222 {
			many, facts = append(many, tracker.Move{Why: tracker.Joined, After: worst}, tracker.Move{Why: tracker.Withdrew, After: worst}, tracker.Move{Why: tracker.WasRemoved, After: worst}), append(facts, worst)
		}
		for i := range 200 {
			many = append(many, tracker.Move{Why: tracker.FigurePublished, Figure: tracker.Reported{Date: "2026-03-02", Category: tracker.TotalFigure, Value: i, Qualifier: tracker.AtLeast, Source: worst.Source}})
		}
		for name, a := range map[string]answer.Answer{
			"list":   answer.New(&answer.ListFacts{Supporters: facts, Total: len(facts)}),
			"digest": answer.New(&answer.DigestFacts{Book: d.Tracker.Book(), Change: &tracker.Change{Moves: many}}),
			"few":    answer.New(&answer.DigestFacts{Book: d.Tracker.Book(), Change: &tracker.Change{Moves: many[:1]}}),
			"status": answer.New(&answer.StatusFacts{Status: tracker.Listed, Supporters: facts[:1]}),
			"one":    answer.New(&answer.StatusFacts{Status: answer.UnknownName, Subject: worst.Name, Candidates: []string{worst.Name, worst.Name, worst.Name, worst.Name, worst.Name}}),
		} {
			t.Run(name+" of "+mark, func(t *testing.T) {
				a.Call = call
				written := answer.Write(a, answer.In("en"))
				check(t, blocks.Render(written), "")
				if !strings.Contains(written.Text, worst.Name) {
					t.Error("the answer doesn't have the name")
				}
			})
		}
	}
	check(t, blocks.Render(answerTo(t, d, `add "`+strings.Repeat("&", tracker.MaxName-1)+`x" company source:https://example.org/?`+strings.Repeat("&", 1_900))), "")
}

// TestTheTextIsTheWholeAnswer checks everything that Slack takes.
func TestTheTextIsTheWholeAnswer(t *testing.T) {
	d := office(t)
	for _, line := range []string{"who usa", "count", "list in:g7", "help", "principle 8", "count as-of:2019-01-01", "who <a> & b"} {
		a := answerTo(t, d, line)
		m := blocks.Render(a)
		plain := strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(regexp.MustCompile(`<(https?://[^>]*)>`).ReplaceAllString(m.Text, "$1"))
		if plain != a.Text {
			t.Errorf("%s: the text is\n%s\nand the answer\n%s", line, plain, a.Text)
		}
		payload, err := json.Marshal(m.Blocks)
		if err != nil {
			t.Fatal(err)
		}
		const list = "<https://github.com/ambanum/pariscall.international>" // the link is on its name, which the line begins with
		shown := regexp.MustCompile(`<[^<>|]*\|(Official list)>`).ReplaceAllString(strings.Join(texts(t, payload), "\n"), "$1")
		shown = regexp.MustCompile(`<([^<>|]*)\|(the official text)>`).ReplaceAllString(shown, "$2: <$1>") // as on other words
		shown = regexp.MustCompile(`\|[^<>]*>`).ReplaceAllString(shown, ">")
		told := strings.Split(m.Text, "\n")
		if a.Table != nil { // it has no text of its own
			told = slices.Delete(told, 1, 1+a.Table.Lines)
		}
		if len(a.Suggestions) > 0 { // they are for buttons
			told = told[:len(told)-1]
		}
		for _, one := range told {
			one = strings.TrimSuffix(strings.Replace(one, list+", ", "", 1), ": "+list)
			if !strings.Contains(strings.NewReplacer("*", "", "`", "").Replace(shown), strings.NewReplacer("*", "", "`", "").Replace(one)) {
				t.Errorf("%s: the blocks show\n%s\nand not\n%s", line, shown, one)
			}
		}
	}
}

// TestTables shows lists and counts as tables, and the same without them in case Slack doesn't take one.
func TestTables(t *testing.T) {
	d := office(t)
	for line, rows := range map[string]int{"count": 7, "list state in:g7": 8, "list university in:eu": 1 + answer.ListedAtMost, "who usa": 0, "count state": 0} {
		a, err := d.Do(t.Context(), desk.Request{By: "U0ADMIN", Channel: "C0POLICY", Page: 1, Tokens: query.Line(line)})
		if err != nil {
			t.Fatal(err)
		}
		m := blocks.Render(a)
		check(t, m, "")
		found := 0
		for _, b := range m.Blocks {
			if table, ok := b.(*slack.DataTableBlock); ok {
				found = len(table.Rows)
				for i, row := range table.Rows[1:] {
					if name := row[0].(*slack.DataTableRawTextCell).Text; !strings.Contains(strings.ToLower(a.Text), strings.ToLower(name)) && line != "count" {
						t.Errorf("%s: row %d has %q, the text doesn't", line, i, name)
					}
				}
			}
		}
		if found != rows {
			t.Errorf("%s: a table of %d rows, want %d", line, found, rows)
		}
		simpler, ok := m.Simpler()
		for ; ok; simpler, ok = simpler.Simpler() {
			check(t, simpler, "")
			if simpler.Text != m.Text {
				t.Errorf("%s: without its table the text is %q", line, simpler.Text)
			}
		}
	}
}

// TestALongAnswerKeepsItsButtons checks them because there is no other way to its next page.
func TestALongAnswerKeepsItsButtons(t *testing.T) {
	next := slack.NewButtonBlockElement("next", "2", slack.NewTextBlockObject(slack.PlainTextType, "Next page", false, false))
	for _, mark := range []string{"&", "x", "é"} {
		lines := make([]string, answer.PageLines)
		for i := range lines {
			lines[i] = strings.Repeat(mark, 700)
		}
		m := blocks.Render(answer.Answer{Headline: "x", Text: "x\n" + strings.Join(lines, "\n"), Lines: lines}, next)
		check(t, m, "")
		if n := len(m.Blocks); n < 2 || m.Blocks[n-1].BlockType() != slack.MBTAction {
			t.Errorf("%s: %d blocks, and no buttons at their end", mark, n)
		}
	}
}

func TestEscape(t *testing.T) {
	for in, want := range map[string]string{
		"AT&T":                               "AT&amp;T",
		"a < b > c":                          "a &lt; b &gt; c",
		"&amp;":                              "&amp;amp;",
		"<!channel>":                         "&lt;!channel&gt;",
		"<@U0ADMIN>":                         "&lt;@U0ADMIN&gt;",
		"@U0ADMIN":                           "@U0ADMIN",
		"@channel":                           "@channel",
		"see https://example.org/a?b=1&c=2.": "see <https://example.org/a?b=1&amp;c=2>.",
		"(https://example.org/a)":            "(<https://example.org/a>)",
		"http://example.org, and":            "<http://example.org>, and",
		"https://example.org/a|b":            "<https://example.org/a>|b",
		"https://example.org/a&":             "<https://example.org/a&amp;>",
		"https://example.org/a>":             "<https://example.org/a>&gt;",
		"https://example.org/<!channel>":     "<https://example.org/>&lt;!channel&gt;",
		"type source:https://… at the end":   "type source:https://… at the end",
		"ftp://example.org":                  "ftp://example.org",
		"javascript:alert(1)":                "javascript:alert(1)",
	} {
		if got := blocks.Escape(in); got != want {
			t.Errorf("Escape(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestLink(t *testing.T) {
	for id, want := range map[string]string{
		"U0ADMIN": "<@U0ADMIN>", "W012AB3CD": "<@W012AB3CD>", "C0POLICY": "<#C0POLICY>", "G012": "<#G012>", "D0ADMIN": "D0ADMIN",
		"shell:ada": "shell:ada", "!channel": "!channel", "U0<!here>": "U0&lt;!here&gt;", "U0ADMIN|x": "U0ADMIN|x", "": "", "U": "U", "USER\n": "USER\n",
	} {
		if got := blocks.Link(id); got != want {
			t.Errorf("Link(%q) = %q, want %q", id, got, want)
		}
	}
}

func TestABriefLineIsCutOutsideOfLinksAndEntities(t *testing.T) {
	line := "x < https://example.org/a?b=c&d=e & y"
	for most := 2; most < 60; most++ {
		got := blocks.Brief(line, most)
		if wrong := unsafe(got, ""); len(wrong) > 0 || utf8.RuneCountInString(got) > most {
			t.Errorf("at %d: %q has %q", most, got, wrong)
		}
	}
}

func TestOnlyWhoSetASubscriptionIsMentioned(t *testing.T) {
	for by, want := range map[string]string{
		"@U0ADMIN": "<@U0ADMIN> subscribed, not @U0GUEST or @U0ADMINX.", "@shell:ada": "@shell:ada subscribed, not @U0GUEST or @U0ADMINX.", "@<!channel>": "@&lt;!channel&gt; subscribed, not @U0GUEST or @U0ADMINX.",
	} {
		m := blocks.Render(answer.Answer{Text: by + " subscribed, not @U0GUEST or @U0ADMINX.", Facts: &answer.SubscribedFacts{By: by}})
		if m.Text != want {
			t.Errorf("by %s: %q", by, m.Text)
		}
		check(t, m, "U0ADMIN")
	}
}

// TestPeopleAndChannelsAreLinked where the answer knows them: not those that somebody typed.
func TestPeopleAndChannelsAreLinked(t *testing.T) {
	entries := []tracker.Entry{{By: "U0ADMIN", Event: tracker.Subscribed{Channel: "C0POLICY"}}}
	a := answer.Write(answer.New(&answer.LogFacts{Recorded: answer.Recorded{Entries: entries}, Total: answer.Number(1)}), answer.In("en"))
	a.Text = "• U0ADMIN, told by U0TYPED of channel C0POLICY: U0ADMINX, https://example.org/U0ADMIN"
	for mentions, want := range map[bool]string{
		true:  "• <@U0ADMIN>, told by U0TYPED of channel <#C0POLICY>: U0ADMINX, <https://example.org/U0ADMIN>",
		false: "• U0ADMIN, told by U0TYPED of channel <#C0POLICY>: U0ADMINX, <https://example.org/U0ADMIN>",
	} {
		a.Mentions = mentions
		if got := blocks.Render(a).Text; got != want {
			t.Errorf("mentions %t: %q, want %q", mentions, got, want)
		}
	}
}

func TestSay(t *testing.T) {
	m := blocks.Say("A sentence & more.")
	check(t, m, "")
	if m.Text != "A sentence &amp; more." || len(m.Blocks) != 1 {
		t.Errorf("%+v", m)
	}
}

func TestHugeTextsAreCutWhereTheyCanBe(t *testing.T) {
	link := "https://example.org/path?a=b&c=d"
	for _, s := range []string{
		"https://example.org/" + strings.Repeat("a&", 2_000), strings.Repeat("&", 20_000), strings.Repeat("<", 2_999) + "&&",
		strings.Repeat("line\n", 9_000), strings.Repeat(link+" ", 1_500), strings.Repeat("\n", 9_000),
	} {
		check(t, blocks.Render(answer.Answer{Text: "x" + s}), "")
	}
	for n := 2_955; n < 3_005; n += 2 { // the limit falls on every character of what follows
		check(t, blocks.Render(answer.Answer{Text: "x\n" + strings.Repeat("y", n) + link + " <&> z"}), "")
		check(t, blocks.Render(answer.Answer{Text: "x\n" + strings.Repeat("y", 37_000+n) + link + " <&> z"}), "")
	}
}

// FuzzRender tests any text for Slack's limits, unescaped marks and mentions.
func FuzzRender(f *testing.F) {
	for _, s := range []string{
		"AT&T", "<!channel>", "a\nb", "\x00@U0ADMIN", "https://example.org/a&", "https://example.org/?a=<b>&c", "*bold*\nhttp://x&lt;", "\xff\xfe",
		"https://\u00a0<@U0ADMIN>", strings.Repeat("x", 2_980) + " https://example.org/path?a=b&c=d", "\n\n\n", "<https://example.org|<!here>>",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if wrong := unsafe(blocks.Escape(s), ""); len(wrong) > 0 {
			t.Errorf("Escape(%q) has %q: %q", s, wrong, blocks.Escape(s))
		}
		check(t, blocks.Render(answer.Answer{Text: "x" + s}), "")
		check(t, blocks.Render(answer.Answer{Text: "@U0ADMIN said " + s, Facts: &answer.SubscribedFacts{By: "@U0ADMIN"}}), "U0ADMIN")
	})
}

// A time of day is shown in the reader's zone, with the text's own words for clients that can't; days stay as they are.
func TestMomentsAreShownInTheReadersZone(t *testing.T) {
	rule := answer.SubscriptionRule{Subscription: &tracker.Subscription{Subscribed: tracker.Subscribed{Channel: "C1", Schedule: "0 9 * * *", Zone: "Europe/Paris"}, By: "U1", Number: 1},
		Next: []time.Time{time.Date(2026, 3, 3, 9, 0, 0, 0, time.FixedZone("Europe/Paris", 3600))}}
	for lang, want := range map[string]string{
		"en": "<!date^1772524800^{date_short_pretty} {time}|Tuesday 3 March 2026 at 09:00>",
		"fr": "<!date^1772524800^{date_short_pretty} {time}|mardi 3 mars 2026 à 09:00>",
	} {
		a := answer.Write(answer.New(&answer.RulesFacts{Rules: []answer.SubscriptionRule{rule}}), answer.In(lang))
		if m := blocks.Render(a); !strings.Contains(text(m), want) || strings.Contains(m.Text, "<!date") {
			t.Errorf("%s: %s", lang, text(m))
		}
	}
	for said, want := range map[string]string{
		"recorded 2026-03-03 08:00 UTC by":       "recorded <!date^1772524800^{date_short_pretty} {time}|2026-03-03 08:00 UTC> by",
		"on 2026-03-03, at 2026-99-99 08:00 UTC": "on 2026-03-03, at 2026-99-99 08:00 UTC",
	} {
		if got := blocks.Moments(said, nil); got != want {
			t.Errorf("%s: %s", said, got)
		}
	}
}

// text is what the sections of a message say.
func text(m blocks.Message) (all string) {
	for _, b := range m.Blocks {
		if s, ok := b.(*slack.SectionBlock); ok {
			all += s.Text.Text + "\n"
		}
	}
	return all
}
