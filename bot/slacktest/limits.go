package slacktest

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"
)

const (
	maxText       = 40_000
	maxView       = 250_000 // bytes
	maxTableText  = 10_000  // in all tables of a message
	maxMarkdown   = 12_000
	maxBlockID    = 255
	maxAckPayload = 20_480 // bytes; an acknowledgement must be smaller
)

// CheckMessage returns what Slack would refuse in a message of this text and
// these blocks (a JSON array, or nil); nil when nothing.
func CheckMessage(text string, blocks []byte) []string {
	if err := checkMessage(text, blocks); err != nil {
		return describe(err)
	}
	return nil
}

// CheckView returns what Slack would refuse in a modal or Home tab.
func CheckView(view []byte) []string {
	if err := checkView(view); err != nil {
		return describe(err)
	}
	return nil
}

func checkMessage(text string, blocks json.RawMessage) *apiError {
	switch {
	case text == "" && blocks == nil:
		return refuse("no_text")
	case utf8.RuneCountInString(text) > maxText:
		return refuse("msg_too_long")
	case blocks == nil:
		return nil
	}
	var list []any
	if err := json.Unmarshal(blocks, &list); err != nil {
		return refuse("invalid_blocks_format")
	}
	c := checker{surface: "message"}
	c.blocks("/blocks", list, 50)
	return c.err("invalid_blocks")
}

func checkView(view json.RawMessage) *apiError {
	var v object
	if err := json.Unmarshal(view, &v); err != nil {
		return refuse("invalid_arguments", "view is not a JSON object")
	}
	if len(view) > maxView {
		return refuse("view_too_large")
	}
	list, _ := v["blocks"].([]any)
	c := checker{surface: text(v, "type")}
	switch c.surface {
	case "modal":
		c.plain("/view", v, "title", 24, true)
		c.plain("/view", v, "submit", 24, slices.ContainsFunc(list, isInput))
		c.plain("/view", v, "close", 24, false)
	case "home":
	default:
		c.fail("/view/type", "unsupported type: %s", c.surface)
	}
	c.length("/view", v, "private_metadata", 3000)
	c.length("/view", v, "callback_id", 255)
	c.length("/view", v, "external_id", 255)
	c.blocks("/view/blocks", list, 100)
	return c.err("invalid_arguments")
}

func isInput(block any) bool {
	b, _ := block.(object)
	return b["type"] == "input"
}

// checkMetadata decodes message metadata. slack-go sends an empty one with every
// post to a response URL.
func checkMetadata(raw string) (*slack.SlackMetadata, *apiError) {
	if raw == "" {
		return nil, nil
	}
	var m slack.SlackMetadata
	if err := json.Unmarshal([]byte(raw), &m); err != nil {
		return nil, refuse("invalid_metadata_format", err.Error())
	}
	switch {
	case m.EventType == "" && m.EventPayload == nil:
		return nil, nil
	case !eventType.MatchString(m.EventType):
		return nil, refuse("invalid_metadata_format", "event_type must be alphanumeric")
	case m.EventPayload == nil:
		return nil, refuse("invalid_metadata_format", "event_payload is required")
	}
	return &m, nil
}

var eventType = regexp.MustCompile(`^[A-Za-z0-9_]{1,255}$`)

// checker collects what is wrong with blocks, as Slack words it.
type checker struct {
	surface   string // "message", "modal" or "home"
	details   []string
	blockIDs  map[string]bool
	tables    int
	tableText int
	markdown  int
}

func (c *checker) err(code string) *apiError {
	if len(c.details) == 0 {
		return nil
	}
	return refuse(code, c.details...)
}

func (c *checker) fail(path, format string, a ...any) {
	c.details = append(c.details, fmt.Sprintf(format, a...)+" [json-pointer:"+path+"]")
}

func text(o object, field string) string {
	s, _ := o[field].(string)
	return s
}

// length checks that a field that is there is no longer than most.
func (c *checker) length(path string, o object, field string, most int) {
	if utf8.RuneCountInString(text(o, field)) > most {
		c.fail(path+"/"+field, "must be less than %d characters", most+1)
	}
}

// need checks that a field is there, and no longer than most.
func (c *checker) need(path string, o object, field string, most int) {
	if text(o, field) == "" {
		c.fail(path, "missing required field: %s", field)
	}
	c.length(path, o, field, most)
}

// text checks a text object.
func (c *checker) text(path string, o object, field string, most int, required bool) {
	t, ok := o[field].(object)
	if !ok {
		if required || o[field] != nil {
			c.fail(path, "missing required field: %s", field)
		}
		return
	}
	if kind := text(t, "type"); kind != "plain_text" && kind != "mrkdwn" {
		c.fail(path+"/"+field+"/type", "unsupported type: %s", kind)
	}
	if text(t, "text") == "" {
		c.fail(path+"/"+field+"/text", "must be more than 0 characters")
	}
	c.length(path+"/"+field, t, "text", most)
}

// plain checks a text object that must be plain text.
func (c *checker) plain(path string, o object, field string, most int, required bool) {
	if t, ok := o[field].(object); ok && text(t, "type") == "mrkdwn" {
		c.fail(path+"/"+field+"/type", "must be plain_text")
	}
	c.text(path, o, field, most, required)
}

// each checks the items of a list of objects, at most most of them.
func (c *checker) each(path string, o object, field string, least, most int, check func(path string, item object)) {
	list, _ := o[field].([]any)
	path += "/" + field
	if len(list) < least {
		c.fail(path, "no less than %d items required", least)
	}
	if len(list) > most {
		c.fail(path, "no more than %d items allowed", most)
	}
	for i, item := range list {
		at := fmt.Sprintf("%s/%d", path, i)
		o, ok := item.(object)
		if !ok {
			c.fail(at, "must be an object")
			continue
		}
		check(at, o)
	}
}

func (c *checker) blocks(path string, list []any, most int) {
	c.blockIDs = map[string]bool{}
	parent, name := path[:strings.LastIndex(path, "/")], path[strings.LastIndex(path, "/")+1:]
	c.each(parent, object{name: list}, name, 0, most, c.block)
	if c.tableText > maxTableText {
		c.fail(path, "the cells have more than %d characters", maxTableText)
	}
	// Slack's documentation once allowed one table and now speaks of all of them;
	// one is right by both.
	if c.tables > 1 {
		c.fail(path, "only_one_table_allowed")
	}
	if c.markdown > maxMarkdown {
		c.fail(path, "markdown has more than %d characters", maxMarkdown)
	}
}

func (c *checker) block(path string, b object) {
	if id := text(b, "block_id"); id != "" {
		if c.blockIDs[id] {
			c.fail(path+"/block_id", "block_id %q already exists", id)
		}
		c.blockIDs[id] = true
	}
	c.length(path, b, "block_id", maxBlockID)
	switch kind := text(b, "type"); {
	case kind == "divider", kind == "rich_text":
	case kind == "section":
		c.section(path, b)
	case kind == "header":
		c.plain(path, b, "text", 150, true)
	case kind == "context":
		c.each(path, b, "elements", 1, 10, c.contextElement)
	case kind == "actions":
		c.elements(path, b)
	case kind == "image":
		c.image(path, b)
		c.plain(path, b, "title", 2000, false)
	case kind == "input":
		c.input(path, b)
	case kind == "markdown" && c.surface == "message":
		c.need(path, b, "text", maxMarkdown)
		c.markdown += utf8.RuneCountInString(text(b, "text"))
	case kind == "table" && c.surface == "message":
		c.table(path, b, false)
	case kind == "data_table" && c.surface == "message":
		c.table(path, b, true)
	case kind == "data_visualization" && c.surface == "message":
		c.chart(path, b)
	case kind == "context_actions" && c.surface == "message":
		c.each(path, b, "elements", 1, 5, c.contextAction)
	default:
		c.fail(path+"/type", "unsupported type: %s", kind)
	}
}

func (c *checker) section(path string, b object) {
	_, hasFields := b["fields"]
	c.text(path, b, "text", 3000, !hasFields)
	if hasFields {
		c.each(path, b, "fields", 1, 10, func(path string, f object) {
			c.text(path, object{"text": f}, "text", 2000, true)
		})
	}
	if accessory, ok := b["accessory"].(object); ok {
		c.element(path+"/accessory", accessory)
	}
}

func (c *checker) contextElement(path string, e object) {
	if text(e, "type") == "image" {
		c.image(path, e)
		return
	}
	c.text(path, object{"text": e}, "text", 3000, true)
}

func (c *checker) image(path string, b object) {
	c.need(path, b, "alt_text", 2000)
	if b["slack_file"] == nil {
		c.need(path, b, "image_url", 3000)
	}
}

func (c *checker) input(path string, b object) {
	c.plain(path, b, "label", 2000, true)
	c.plain(path, b, "hint", 2000, false)
	element, ok := b["element"].(object)
	if !ok {
		c.fail(path, "missing required field: element")
		return
	}
	c.element(path+"/element", element)
}

// elements checks the controls of an actions block, whose ids must differ.
func (c *checker) elements(path string, b object) {
	seen := map[string]bool{}
	c.each(path, b, "elements", 1, 25, func(path string, e object) {
		if id := text(e, "action_id"); id != "" {
			if seen[id] {
				c.fail(path+"/action_id", "action_id %q already exists", id)
			}
			seen[id] = true
		}
		c.element(path, e)
	})
}

func (c *checker) element(path string, e object) {
	c.length(path, e, "action_id", 255)
	c.plain(path, e, "placeholder", 150, false)
	if confirm, ok := e["confirm"].(object); ok {
		path := path + "/confirm"
		c.plain(path, confirm, "title", 100, true)
		c.text(path, confirm, "text", 300, true)
		c.plain(path, confirm, "confirm", 30, true)
		c.style(path, confirm)
		c.plain(path, confirm, "deny", 30, true)
	}
	switch kind := text(e, "type"); kind {
	case "button":
		c.plain(path, e, "text", 75, true)
		c.length(path, e, "value", 2000)
		c.length(path, e, "url", 3000)
		c.length(path, e, "accessibility_label", 75)
		c.style(path, e)
	case "static_select", "multi_static_select":
		c.choices(path, e)
	case "overflow":
		c.each(path, e, "options", 1, 5, c.option)
	case "radio_buttons", "checkboxes":
		c.each(path, e, "options", 1, 10, c.option)
	case "image":
		c.image(path, e)
	case "plain_text_input":
		if n, _ := e["max_length"].(float64); n > 3000 {
			c.fail(path+"/max_length", "must be at most 3000")
		}
	case "external_select", "multi_external_select", "users_select", "conversations_select", "channels_select",
		"datepicker", "timepicker", "number_input", "url_text_input", "email_text_input":
	default:
		c.fail(path+"/type", "unsupported type: %s", kind)
	}
}

func (c *checker) style(path string, o object) {
	if style := text(o, "style"); style != "" && style != "primary" && style != "danger" {
		c.fail(path+"/style", "must be primary or danger")
	}
}

// choices checks the options of a menu, or an answer to a block_suggestion.
func (c *checker) choices(path string, e object) {
	if e["option_groups"] == nil {
		c.each(path, e, "options", 0, 100, c.option)
		return
	}
	c.each(path, e, "option_groups", 0, 100, func(path string, g object) {
		c.plain(path, g, "label", 75, true)
		c.each(path, g, "options", 0, 100, c.option)
	})
}

func (c *checker) option(path string, o object) {
	c.text(path, o, "text", 75, true)
	c.need(path, o, "value", 150)
	c.plain(path, o, "description", 75, false)
}

// table checks a table. A paged one, which the client pages and sorts, has a caption, a plain head, and rows of one length.
func (c *checker) table(path string, b object, paged bool) {
	c.tables++
	least, most, same, width := 1, 100, "", -1
	if paged {
		least, most, same = 2, 101, ", as all rows have"
		c.need(path, b, "caption", maxTableText)
		if size, ok := b["page_size"].(float64); ok && (size < 1 || size > 100) {
			c.fail(path+"/page_size", "must be from 1 to 100")
		}
	}
	rows, _ := b["rows"].([]any)
	if len(rows) < least || len(rows) > most {
		c.fail(path+"/rows", "must have %d to %d rows", least, most)
	}
	for i, r := range rows {
		row, _ := r.([]any)
		at := fmt.Sprintf("%s/rows/%d", path, i)
		if len(row) == 0 || len(row) > 20 || paged && width >= 0 && len(row) != width {
			c.fail(at, "must have 1 to 20 cells%s", same)
		}
		width = len(row)
		for j, item := range row {
			cell, _ := item.(object)
			at := fmt.Sprintf("%s/%d", at, j)
			switch kind := text(cell, "type"); {
			case kind == "raw_text":
				c.need(at, cell, "text", maxTableText)
			case (i > 0 || !paged) && (kind == "raw_number" || kind == "rich_text"):
			default:
				c.fail(at+"/type", "unsupported type: %s", kind)
			}
			walk(cell, func(o object) { c.tableText += utf8.RuneCountInString(text(o, "text")) })
		}
	}
	if settings, _ := b["column_settings"].([]any); len(settings) > 20 {
		c.fail(path+"/column_settings", "no more than 20 items allowed")
	}
}

// chart checks a chart as slack-go knows Slack's rules.
func (c *checker) chart(path string, b object) {
	var block slack.DataVisualizationBlock
	raw, err := json.Marshal(b)
	if err == nil {
		err = json.Unmarshal(raw, &block)
	}
	if err == nil {
		err = block.Validate()
	}
	if err != nil {
		c.fail(path, "%s", err)
	}
}

// contextAction checks what stands in a block of small controls.
func (c *checker) contextAction(path string, e object) {
	c.length(path, e, "action_id", 255)
	if kind := text(e, "type"); kind != "feedback_buttons" {
		c.fail(path+"/type", "unsupported type: %s", kind)
		return
	}
	for _, button := range []string{"positive_button", "negative_button"} {
		b, ok := e[button].(object)
		if !ok {
			c.fail(path, "missing required field: %s", button)
			continue
		}
		c.plain(path+"/"+button, b, "text", 75, true)
		c.need(path+"/"+button, b, "value", 2000)
		c.length(path+"/"+button, b, "accessibility_label", 75)
	}
}

// walk visits every object within v, v first.
func walk(v any, visit func(object)) {
	switch v := v.(type) {
	case object:
		visit(v)
		for _, name := range sortedKeys(v) {
			walk(v[name], visit)
		}
	case []any:
		for _, item := range v {
			walk(item, visit)
		}
	}
}

var (
	markup = regexp.MustCompile(`<(?:https?://|mailto:|tel:|[@#!])[^<>]*>`)
	entity = regexp.MustCompile(`&(?:amp|lt|gt);`)
)

// checkMentions finds text that would mention everybody or a stranger, or that
// was not escaped, so that data might. Slack posts it all the same.
func (s *Slack) checkMentions(message string, payload json.RawMessage) []string {
	found := s.mentions(message)
	var tree any
	if json.Unmarshal(payload, &tree) != nil {
		return found
	}
	walk(tree, func(o object) {
		switch text(o, "type") {
		case "mrkdwn", "markdown":
			found = append(found, s.mentions(text(o, "text"))...)
		case "broadcast":
			found = append(found, "mentions everybody: "+text(o, "range"))
		case "usergroup":
			found = append(found, "mentions a group: "+text(o, "usergroup_id"))
		}
	})
	return found
}

func (s *Slack) mentions(message string) []string {
	var found []string
	for _, m := range markup.FindAllString(message, -1) {
		id, _, _ := strings.Cut(strings.Trim(m, "<>"), "|")
		switch {
		case id == "!channel", id == "!here", id == "!everyone", strings.HasPrefix(id, "!subteam^"):
			found = append(found, "mentions everybody: "+m)
		case strings.HasPrefix(id, "@") && s.users[id[1:]].ID == "":
			found = append(found, "mentions a stranger: "+m)
		}
	}
	rest := entity.ReplaceAllString(markup.ReplaceAllString(message, ""), "")
	for _, c := range []string{"<", "&"} {
		if strings.Contains(rest, c) {
			found = append(found, "has an unescaped "+c)
		}
	}
	return found
}
