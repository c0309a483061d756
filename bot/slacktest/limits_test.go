package slacktest_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"rollcall/bot/slacktest"
)

type m = map[string]any

func x(n int) string { return strings.Repeat("x", n) }

func plain(n int) m { return m{"type": "plain_text", "text": x(n)} }

func mrkdwn(n int) m { return m{"type": "mrkdwn", "text": x(n)} }

func times(n int, v any) []any {
	list := make([]any, n)
	for i := range list {
		list[i] = v
	}
	return list
}

func actions(elements ...any) m { return m{"type": "actions", "elements": elements} }

func table(rows, columns, chars int) m {
	return m{"type": "table", "rows": times(rows, times(columns, m{"type": "raw_text", "text": x(chars)}))}
}

// TestLimits holds each limit from both sides: what fits, and one more.
func TestLimits(t *testing.T) {
	button := func(text, value int) m { return m{"type": "button", "text": plain(text), "value": x(value)} }
	option := func(text, value int) m { return m{"text": plain(text), "value": x(value)} }
	menu := func(n int, o m) m { return actions(m{"type": "static_select", "options": times(n, o)}) }
	section := func(text m) m { return m{"type": "section", "text": text} }
	divider := m{"type": "divider"}
	for name, c := range map[string]struct{ good, bad []any }{
		"blocks":           {times(50, divider), times(51, divider)},
		"section":          {[]any{section(mrkdwn(3000))}, []any{section(mrkdwn(3001))}},
		"empty section":    {nil, []any{section(mrkdwn(0))}},
		"fields":           {[]any{m{"type": "section", "fields": times(10, mrkdwn(2000))}}, []any{m{"type": "section", "fields": times(11, mrkdwn(1))}}},
		"field":            {nil, []any{m{"type": "section", "fields": times(1, mrkdwn(2001))}}},
		"header":           {[]any{m{"type": "header", "text": plain(150)}}, []any{m{"type": "header", "text": plain(151)}}},
		"header markup":    {nil, []any{m{"type": "header", "text": mrkdwn(1)}}},
		"context":          {[]any{m{"type": "context", "elements": times(10, mrkdwn(1))}}, []any{m{"type": "context", "elements": times(11, mrkdwn(1))}}},
		"actions":          {[]any{actions(times(25, button(75, 2000))...)}, []any{actions(times(26, button(1, 1))...)}},
		"button text":      {nil, []any{actions(button(76, 1))}},
		"button value":     {nil, []any{actions(button(1, 2001))}},
		"action id":        {nil, []any{actions(m{"type": "button", "text": plain(1), "action_id": x(256)})}},
		"same action id":   {nil, []any{actions(times(2, m{"type": "button", "text": plain(1), "action_id": "a"})...)}},
		"block id":         {[]any{m{"type": "divider", "block_id": x(255)}}, []any{m{"type": "divider", "block_id": x(256)}}},
		"same block id":    {nil, times(2, m{"type": "divider", "block_id": "a"})},
		"options":          {[]any{menu(100, option(75, 150))}, []any{menu(101, option(1, 1))}},
		"option":           {nil, []any{menu(1, option(76, 1)), menu(1, option(1, 151))}},
		"alt text":         {[]any{m{"type": "image", "image_url": "https://example.org/a.png", "alt_text": "a"}}, []any{m{"type": "image", "image_url": "https://example.org/a.png"}}},
		"table rows":       {[]any{table(100, 5, 20)}, []any{table(101, 1, 1)}},
		"table columns":    {[]any{table(2, 20, 1)}, []any{table(1, 21, 1)}},
		"table characters": {[]any{table(10, 10, 100)}, []any{table(10, 10, 101)}},
		"tables":           {nil, []any{table(1, 1, 1), table(1, 1, 1)}},
		"empty cell":       {nil, []any{table(1, 1, 0)}},
		"overflow":         {[]any{actions(m{"type": "overflow", "options": times(5, option(1, 1))})}, []any{actions(m{"type": "overflow", "options": times(6, option(1, 1))})}},
		"checkboxes":       {[]any{actions(m{"type": "checkboxes", "options": times(10, option(1, 1))})}, []any{actions(m{"type": "checkboxes", "options": times(11, option(1, 1))})}},
		"groups":           {[]any{actions(m{"type": "static_select", "option_groups": times(2, m{"label": plain(75), "options": times(1, option(1, 1))})})}, []any{actions(m{"type": "static_select", "option_groups": times(1, m{"options": []any{}})})}},
		"confirm":          {nil, []any{actions(m{"type": "button", "text": plain(1), "confirm": m{"title": plain(101), "text": plain(1), "confirm": plain(1), "deny": plain(1)}})}},
		"style":            {nil, []any{actions(m{"type": "button", "text": plain(1), "style": "loud"})}},
		"markdown":         {[]any{m{"type": "markdown", "text": x(12_000)}}, []any{m{"type": "markdown", "text": x(12_000)}, m{"type": "markdown", "text": "x"}}},
		"input":            {nil, []any{m{"type": "input", "label": plain(1)}}},
		"image element":    {[]any{m{"type": "context", "elements": []any{m{"type": "image", "image_url": "https://example.org/a.png", "alt_text": "a"}}}}, []any{m{"type": "context", "elements": []any{m{"type": "image", "alt_text": "a"}}}}},
		"no object":        {nil, []any{"text"}},
		"unknown element":  {nil, []any{actions(m{"type": "lever"})}},
		"unknown type":     {nil, []any{m{"type": "carousel-of-doom"}}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, side := range []struct {
				blocks []any
				fits   bool
			}{{c.good, true}, {c.bad, false}} {
				if side.blocks == nil {
					continue
				}
				raw, err := json.Marshal(side.blocks)
				if err != nil {
					t.Fatal(err)
				}
				if got := slacktest.CheckMessage("fallback", raw); (got == nil) != side.fits {
					t.Errorf("fits %t: %q", side.fits, got)
				}
			}
		})
	}
}

func TestTextLimit(t *testing.T) {
	if got := slacktest.CheckMessage(x(40_000), nil); got != nil {
		t.Errorf("%q", got)
	}
	for _, text := range []string{"", x(40_001)} {
		if slacktest.CheckMessage(text, nil) == nil {
			t.Errorf("%d characters fit", len(text))
		}
	}
}

func TestViewLimits(t *testing.T) {
	input := m{"type": "input", "label": plain(1), "element": m{"type": "plain_text_input", "action_id": "a"}}
	for name, c := range map[string]struct {
		view m
		fits bool
	}{
		"modal":       {m{"type": "modal", "title": plain(24), "submit": plain(24), "blocks": times(100, input)}, true},
		"too many":    {m{"type": "modal", "title": plain(24), "submit": plain(24), "blocks": times(101, input)}, false},
		"title":       {m{"type": "modal", "title": plain(25), "blocks": []any{}}, false},
		"no submit":   {m{"type": "modal", "title": plain(1), "blocks": times(1, input)}, false},
		"metadata":    {m{"type": "home", "private_metadata": x(3001), "blocks": []any{}}, false},
		"home":        {m{"type": "home", "blocks": times(100, m{"type": "divider"})}, true},
		"home table":  {m{"type": "home", "blocks": []any{table(1, 1, 1)}}, false},
		"hundred one": {m{"type": "home", "blocks": times(101, m{"type": "divider"})}, false},
	} {
		raw, err := json.Marshal(c.view)
		if err != nil {
			t.Fatal(err)
		}
		if got := slacktest.CheckView(raw); (got == nil) != c.fits {
			t.Errorf("%s: fits %t: %q", name, c.fits, got)
		}
	}
}

func TestRefused(t *testing.T) {
	s, api := start(t, slacktest.Config{})
	tooLong := slack.NewSectionBlock(slack.NewTextBlockObject(slack.MarkdownType, x(3001), false, false), nil, nil)
	_, _, err := api.PostMessage("C1", slack.MsgOptionText("a", false), slack.MsgOptionBlocks(tooLong))
	says(t, err, "invalid_blocks")
	_, _, err = api.PostMessage("C1", slack.MsgOptionText(x(40_001), false))
	says(t, err, "msg_too_long")
	_, _, err = api.PostMessage("C1", slack.MsgOptionText("a", false), slack.MsgOptionMetadata(slack.SlackMetadata{EventType: "not a word"}))
	says(t, err, "invalid_metadata_format")
	_, err = api.PublishView("U1", slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{tooLong}}}, "")
	says(t, err, "invalid_arguments")
	if got := s.Violations(); len(got) != 4 || !strings.Contains(got[0].String(), "must be less than 3001 characters [json-pointer:/blocks/0/text/text]") {
		t.Errorf("violations: %q", got)
	}
	if n := len(s.Messages("")); n != 0 {
		t.Errorf("%d messages", n)
	}
}

func TestMentions(t *testing.T) {
	for text, bad := range map[string]bool{
		"plain":                         false,
		"by <@U1>":                      false,
		"see <https://a.org/?a&b|a>":    false,
		"AT&amp;T &lt;!channel&gt;":     false,
		"<!date^1^{date}|today>":        false,
		"> quoted":                      false,
		"<!channel>":                    true,
		"<!here|here>":                  true,
		"<!everyone>":                   true,
		"<!subteam^S1>":                 true,
		"<@U9>":                         true,
		"AT&T":                          true,
		"a < b":                         true,
		"in blocks too: <!channel|all>": true,
	} {
		s, api := start(t, slacktest.Config{})
		block := slack.NewSectionBlock(slack.NewTextBlockObject(slack.MarkdownType, text, false, false), nil, nil)
		inert := slack.NewHeaderBlock(slack.NewTextBlockObject(slack.PlainTextType, text, false, false))
		for where, option := range map[string]slack.MsgOption{
			"text": slack.MsgOptionText(text, false), "block": slack.MsgOptionBlocks(block), "plain": slack.MsgOptionBlocks(inert),
		} {
			before := len(s.Violations())
			if _, _, err := api.PostMessage("C1", option); err != nil {
				t.Fatal(err)
			}
			if got := len(s.Violations()) > before; got != (bad && where != "plain") {
				t.Errorf("%q as %s: %q", text, where, s.Violations()[before:])
			}
		}
	}
}

func ExampleCheckMessage() {
	blocks := []byte(`[{"type":"header","text":{"type":"mrkdwn","text":"The roll"}}]`)
	fmt.Println(slacktest.CheckMessage("The roll", blocks))
	// Output: [invalid_blocks: must be plain_text [json-pointer:/blocks/0/text/type]]
}

// TestNewBlocks holds what Slack says of the blocks for data and for feedback.
func TestNewBlocks(t *testing.T) {
	cell := m{"type": "raw_text", "text": "a"}
	grid := func(rows, columns int) m {
		return m{"type": "data_table", "caption": "c", "rows": times(rows, times(columns, cell))}
	}
	with := func(b m, field string, value any) m {
		b[field] = value
		return b
	}
	line := func(points int) m {
		var labels, data []any
		for i := range points {
			labels, data = append(labels, fmt.Sprint(i)), append(data, m{"label": fmt.Sprint(i), "value": i})
		}
		return m{"type": "data_visualization", "title": "t", "chart": m{"type": "line", "axis_config": m{"categories": labels}, "series": []any{m{"name": "s", "data": data}}}}
	}
	button := func(text int) m { return m{"text": plain(text), "value": "v"} }
	feedback := func(good, bad any) m {
		return m{"type": "context_actions", "elements": []any{m{"type": "feedback_buttons", "positive_button": good, "negative_button": bad}}}
	}
	for name, c := range map[string]struct{ good, bad m }{
		"rows":         {grid(101, 2), grid(102, 2)},
		"one row":      {grid(2, 2), grid(1, 2)},
		"columns":      {grid(2, 20), grid(2, 21)},
		"caption":      {grid(2, 2), with(grid(2, 2), "caption", "")},
		"page":         {with(grid(2, 2), "page_size", 100), with(grid(2, 2), "page_size", 101)},
		"rows as long": {grid(2, 1), with(grid(2, 2), "rows", []any{times(2, cell), times(1, cell)})},
		"head":         {with(grid(2, 1), "rows", []any{times(1, cell), []any{m{"type": "raw_number", "value": 1}}}), with(grid(2, 1), "rows", []any{[]any{m{"type": "raw_number", "value": 1}}, times(1, cell)})},
		"points":       {line(20), line(21)},
		"title":        {with(line(2), "title", x(50)), with(line(2), "title", x(51))},
		"feedback":     {feedback(button(75), button(1)), feedback(button(76), button(1))},
		"both":         {feedback(button(1), button(1)), feedback(button(1), nil)},
	} {
		for block, fits := range map[*m]bool{&c.good: true, &c.bad: false} {
			raw, err := json.Marshal([]any{*block})
			if err != nil {
				t.Fatal(err)
			}
			if wrong := slacktest.CheckMessage("t", raw); (len(wrong) == 0) != fits {
				t.Errorf("%s: %v is refused for %v", name, fits, wrong)
			}
		}
	}
}
