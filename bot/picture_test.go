package bot_test

import (
	"encoding/json"
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// A picture shows blocks as Slack shows them: as a page that a browser draws, and as the text that is read on it. A line of the
// text is about a line on the screen, so that what is too long for a phone is seen without a browser, too.

// How many characters a line has, at about 7 pixels each.
const (
	phoneWidth   = 44 // of a screen 375 pixels wide
	desktopWidth = 96
)

// phoneLines is how many lines a phone shows at once, below the bar with the title and above that for typing.
const phoneLines = 28

type object = map[string]any

// A surface is blocks, decoded.
func decode(blocks json.RawMessage) (all []object) {
	_ = json.Unmarshal(blocks, &all) // what isn't a list of blocks shows nothing
	return all
}

func str(o object, field string) string {
	s, _ := o[field].(string)
	return s
}

// under is the text of a text object in a field.
func under(o object, field string) string {
	t, _ := o[field].(object)
	if str(t, "type") == "mrkdwn" {
		return str(t, "text")
	}
	return escape(str(t, "text"))
}

func list(o object, field string) (all []object) {
	items, _ := o[field].([]any)
	for _, item := range items {
		if o, ok := item.(object); ok {
			all = append(all, o)
		}
	}
	return all
}

func escape(plain string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(plain)
}

var (
	marked = regexp.MustCompile(`<([^<>|]*)(?:\|([^<>]*))?>`)
	strong = regexp.MustCompile(`\*([^*\n]+)\*`)
	coded  = regexp.MustCompile("`([^`\n]+)`")
)

// shown is what a reference in angle brackets is shown as: a link by its label, a date by what it falls back to.
func shown(reference string) (label string, link bool) {
	m := marked.FindStringSubmatch(reference)
	switch target := m[1]; {
	case strings.HasPrefix(target, "!date"):
		return m[2], false
	case strings.HasPrefix(target, "@"), strings.HasPrefix(target, "#"):
		return target, true
	case m[2] != "":
		return m[2], true
	default:
		return target, true
	}
}

// pictureOf is what is read on a picture, in lines of at most width characters. Buttons stand in brackets, with * where they are
// primary and ! where they are dangerous, and … where they ask before they act.
func pictureOf(blocks json.RawMessage, width int) string {
	var lines []string
	for _, b := range decode(blocks) {
		lines = append(lines, textOf(b, width)...)
	}
	return strings.Join(lines, "\n")
}

// read is a text of Slack's markup without the markup.
func read(text string) string {
	text = marked.ReplaceAllStringFunc(text, func(reference string) string {
		label, _ := shown(reference)
		return label
	})
	text = strong.ReplaceAllString(text, "$1")
	return html.UnescapeString(text)
}

func wrap(text string, width int) (lines []string) {
	for line := range strings.SplitSeq(text, "\n") {
		for utf8.RuneCountInString(line) > width {
			runes := []rune(line)
			at := strings.LastIndexAny(string(runes[:width+1]), " ")
			if at <= 0 {
				at = len(string(runes[:width]))
			}
			lines = append(lines, strings.TrimRight(line[:at], " "))
			line = strings.TrimLeft(line[at:], " ")
		}
		lines = append(lines, line)
	}
	return lines
}

func textOf(b object, width int) (lines []string) {
	switch str(b, "type") {
	case "header":
		return append([]string{""}, wrap("# "+read(under(b, "text")), width)...)
	case "section":
		if text := under(b, "text"); text != "" {
			lines = wrap(read(text), width)
		}
		lines = append(lines, fields(b, width)...)
		if accessory, ok := b["accessory"].(object); ok {
			lines = append(lines, control(accessory))
		}
	case "context":
		var all []string
		for _, e := range list(b, "elements") {
			all = append(all, read(under(object{"text": e}, "text")))
		}
		for _, line := range wrap(strings.Join(all, " "), width*7/6) {
			lines = append(lines, "· "+line)
		}
	case "actions", "context_actions":
		var all []string
		for _, e := range list(b, "elements") {
			all = append(all, control(e))
		}
		return wrap(strings.Join(all, " "), width)
	case "divider":
		return []string{"──"}
	case "input":
		label := read(under(b, "label"))
		if b["optional"] == true {
			label += " (optional)"
		}
		element, _ := b["element"].(object)
		lines = append(wrap(label, width), control(element))
		if hint := under(b, "hint"); hint != "" {
			lines = append(lines, wrap("· "+read(hint), width)...)
		}
	case "table", "data_table":
		if caption := str(b, "caption"); caption != "" {
			lines = append(lines, wrap(caption, width)...)
		}
		rows := cells(b)
		size, _ := b["page_size"].(float64)
		for i, row := range rows {
			if size > 0 && float64(i) > size {
				lines = append(lines, fmt.Sprintf("‹ 1 of %d ›", (len(rows)-2)/int(size)+1))
				break
			}
			lines = append(lines, wrap(strings.Join(row, " | "), width)...)
		}
	case "data_visualization":
		lines = append(lines, wrap(str(b, "title"), width)...)
		for i, s := range series(b) {
			line := s.name + ":"
			if i == 0 {
				lines = append(lines, "")
			}
			for _, p := range s.points {
				line += " " + p
			}
			lines = append(lines, wrap(line, width)...)
		}
	case "image":
		lines = []string{"(picture: " + str(b, "alt_text") + ")"}
	}
	return lines
}

// fields are two to a line.
func fields(b object, width int) (lines []string) {
	all := list(b, "fields")
	for i := 0; i < len(all); i += 2 {
		left := strings.Split(read(under(object{"text": all[i]}, "text")), "\n")
		var right []string
		if i+1 < len(all) {
			right = strings.Split(read(under(object{"text": all[i+1]}, "text")), "\n")
		}
		for n := range max(len(left), len(right)) {
			line := ""
			if n < len(left) {
				line = left[n]
			}
			if n < len(right) {
				line += strings.Repeat(" ", max(1, width/2-utf8.RuneCountInString(line))) + right[n]
			}
			lines = append(lines, strings.TrimRight(line, " "))
		}
	}
	return lines
}

// control is a button, a menu or an input, and what is chosen in it.
func control(e object) string {
	switch kind := str(e, "type"); kind {
	case "button":
		mark := map[string]string{"primary": "*", "danger": "!"}[str(e, "style")]
		ask := ""
		if e["confirm"] != nil {
			ask = "…"
		}
		return "[" + mark + read(under(e, "text")) + ask + "]"
	case "overflow":
		var all []string
		for _, o := range list(e, "options") {
			all = append(all, read(under(o, "text")))
		}
		return "[⋯ " + strings.Join(all, " / ") + "]"
	case "feedback_buttons":
		good, _ := e["positive_button"].(object)
		bad, _ := e["negative_button"].(object)
		return "[👍 " + read(under(good, "text")) + "] [👎 " + read(under(bad, "text")) + "]"
	default:
		var chosen []string
		for _, field := range []string{"initial_value", "initial_date", "initial_time", "initial_conversation"} {
			if s := str(e, field); s != "" {
				chosen = append(chosen, s)
			}
		}
		if o, ok := e["initial_option"].(object); ok {
			chosen = append(chosen, read(under(o, "text")))
		}
		for _, o := range list(e, "initial_options") {
			chosen = append(chosen, read(under(o, "text")))
		}
		if e["default_to_current_conversation"] == true {
			chosen = append(chosen, "this channel")
		}
		if len(chosen) == 0 {
			chosen = []string{read(under(e, "placeholder"))}
		}
		if kind == "checkboxes" || kind == "radio_buttons" {
			for _, o := range list(e, "options") {
				chosen = append(chosen, "☐ "+read(under(o, "text")))
			}
		}
		return "⌊" + strings.TrimSpace(strings.Join(chosen, ", ")) + "⌋"
	}
}

// cells are the rows of a table as they read.
func cells(b object) (rows [][]string) {
	all, _ := b["rows"].([]any)
	for _, r := range all {
		items, _ := r.([]any)
		var row []string
		for _, c := range items {
			row = append(row, cell(c))
		}
		rows = append(rows, row)
	}
	return rows
}

func cell(v any) string {
	switch v := v.(type) {
	case []any:
		all := ""
		for _, item := range v {
			all += cell(item)
		}
		return all
	case object:
		if text, ok := v["text"].(string); ok {
			return text
		}
		if n, ok := v["value"].(float64); ok {
			return fmt.Sprint(n)
		}
		return cell(v["elements"])
	}
	return ""
}

// A chartLine is a line of a chart.
type chartLine struct {
	name   string
	points []string
	values []float64
}

func series(b object) (all []chartLine) {
	chart, _ := b["chart"].(object)
	for _, s := range list(chart, "series") {
		l := chartLine{name: str(s, "name")}
		for _, p := range list(s, "data") {
			value, _ := p["value"].(float64)
			l.points, l.values = append(l.points, fmt.Sprintf("%s=%g", str(p, "label"), value)), append(l.values, value)
		}
		all = append(all, l)
	}
	return all
}

const drawnBlocks = `[
 {"type":"header","text":{"type":"plain_text","text":"A & B"}},
 {"type":"section","text":{"type":"mrkdwn","text":"*Yes.* See <https://example.org/a?b=c|the page> &amp; <https://example.org/long> by <@U0A>, ` + "`count`" + `"},
  "accessory":{"type":"button","style":"danger","confirm":{},"text":{"type":"plain_text","text":"End"}}},
 {"type":"section","fields":[{"type":"mrkdwn","text":"*States*\n81"},{"type":"mrkdwn","text":"*Companies*\n708"},{"type":"plain_text","text":"<odd>"}]},
 {"type":"context","elements":[{"type":"mrkdwn","text":"at <!date^1^{time}|09:00 UTC>"}]},
 {"type":"data_table","caption":"Who","page_size":1,"rows":[[{"type":"raw_text","text":"Name"}],[{"type":"raw_text","text":"Kenya"}],[{"type":"raw_number","value":7}]]},
 {"type":"context_actions","elements":[{"type":"feedback_buttons","positive_button":{"text":{"type":"plain_text","text":"Right"}},"negative_button":{"text":{"type":"plain_text","text":"Wrong"}}}]},
 {"type":"input","optional":true,"label":{"type":"plain_text","text":"When"},"element":{"type":"timepicker","initial_time":"09:00"}}
]`

func TestPicturesRead(t *testing.T) {
	const want = `
# A & B
Yes. See the page &
https://example.org/long by @U0A,
` + "`count`" + `
[!End…]
States              Companies
81                  708
<odd>
· at 09:00 UTC
Who
Name
Kenya
‹ 1 of 2 ›
[👍 Right] [👎 Wrong]
When (optional)
⌊09:00⌋`
	if got := pictureOf(json.RawMessage(drawnBlocks), 40); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

// What is shown comes from data, and can't end up as markup of the page.
func TestPicturesEscape(t *testing.T) {
	page := string(pageOf("<Title>", json.RawMessage(drawnBlocks)))
	for _, part := range []string{"&lt;Title&gt;", "&lt;odd&gt;", "<a>the page</a>", "<b>Yes.</b>", "<code>count</code>"} {
		if !strings.Contains(page, part) {
			t.Errorf("it has no %s", part)
		}
	}
	if strings.Contains(page, "<odd>") {
		t.Error("text is taken for a tag")
	}
}
