package slacktest

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/slack-go/slack"
	"go.yaml.in/yaml/v3"
)

const (
	maxText       = 40_000
	maxView       = 250_000 // bytes
	maxTableText  = 10_000  // in all tables of a message
	maxMarkdown   = 12_000  // in all markdown of a message
	maxAckPayload = 20_480  // bytes; an acknowledgement must be smaller
)

//go:embed limits.yaml
var limitsYAML []byte

// limits are the rules of each field, by the kind and the type of the object that has it; see limits.yaml.
var limits = sync.OnceValue(func() (kinds map[string]map[string]map[string]string) {
	if err := yaml.Unmarshal(limitsYAML, &kinds); err != nil {
		panic(err) // it is a part of this package
	}
	return kinds
})

// CheckMessage returns what Slack would refuse in a message of this text and
// these blocks (a JSON array, or nil); nil when nothing.
func CheckMessage(text string, blocks []byte) []string {
	return tried(func() { checkMessage(text, blocks) }).describe()
}

// CheckView returns what Slack would refuse in a modal or Home tab.
func CheckView(view []byte) []string {
	return tried(func() { checkView(view) }).describe()
}

func checkMessage(text string, blocks json.RawMessage) {
	switch {
	case text == "" && blocks == nil:
		refuse("no_text")
	case utf8.RuneCountInString(text) > maxText:
		refuse("msg_too_long")
	case blocks == nil:
		return
	}
	var list []any
	if json.Unmarshal(blocks, &list) != nil {
		refuse("invalid_blocks_format")
	}
	if wrong := append(breaks("", "message", object{"blocks": list}), together(list)...); len(wrong) > 0 {
		refuse("invalid_blocks", wrong...)
	}
}

func checkView(view json.RawMessage) {
	var v object
	if err := json.Unmarshal(view, &v); err != nil {
		refuse("invalid_arguments", "view is not a JSON object")
	}
	if len(view) > maxView {
		refuse("view_too_large")
	}
	wrong := breaks("/view", "view", v)
	list, _ := v["blocks"].([]any)
	if v["submit"] == nil && slices.ContainsFunc(list, isInput) {
		wrong = append(wrong, missing("/view/submit")...)
	}
	if len(wrong) > 0 {
		refuse("invalid_arguments", wrong...)
	}
}

func isInput(block any) bool {
	b, _ := block.(object)
	return b["type"] == "input"
}

// metadataOf decodes message metadata. slack-go sends an empty one with every
// post to a response URL.
func metadataOf(raw string) *slack.SlackMetadata {
	if raw == "" {
		return nil
	}
	m := new(slack.SlackMetadata)
	if err := json.Unmarshal([]byte(raw), m); err != nil {
		refuse("invalid_metadata_format", err.Error())
	}
	switch {
	case m.EventType == "" && m.EventPayload == nil:
		return nil
	case !eventType.MatchString(m.EventType):
		refuse("invalid_metadata_format", "event_type must be alphanumeric")
	case m.EventPayload == nil:
		refuse("invalid_metadata_format", "event_payload is required")
	}
	return m
}

var eventType = regexp.MustCompile(`^[A-Za-z0-9_]{1,255}$`)

// wrong says what is wrong at a path, as Slack words it.
func wrong(at, format string, a ...any) []string {
	return []string{fmt.Sprintf(format, a...) + " [json-pointer:" + at + "]"}
}

func missing(at string) []string {
	return wrong(path.Dir(at), "missing required field: %s", path.Base(at))
}

func text(o object, field string) string {
	s, _ := o[field].(string)
	return s
}

// breaks returns what is wrong with a value by a rule.
func breaks(at, rule string, v any) []string {
	what, rest, _ := strings.Cut(rule, " ")
	switch what {
	case "string":
		s, ok := v.(string)
		least, most := span(rest)
		switch n := utf8.RuneCountInString(s); {
		case !ok:
			return wrong(at, "must be a string")
		case n < least:
			return wrong(at, "must be more than %d characters", least-1)
		case n > most:
			return wrong(at, "must be less than %d characters", most+1)
		}
		return nil
	case "number":
		least, most := span(rest)
		if n, ok := v.(float64); !ok || n < float64(least) || n > float64(most) {
			return wrong(at, "must be from %d to %d", least, most)
		}
		return nil
	case "of":
		if words := strings.Fields(rest); !slices.Contains(words, fmt.Sprint(v)) {
			return wrong(at, "must be %s", strings.Join(words, " or "))
		}
		return nil
	case "plain":
		return breaksFields(at, map[string]string{"type": "need of plain_text", "text": "need string 1-" + rest}, v)
	case "words":
		return breaksFields(at, map[string]string{"type": "need of plain_text mrkdwn", "text": "need string 1-" + rest}, v)
	case "list":
		return breaksList(at, rest, v)
	}
	o, _ := v.(object)
	types := limits()[what]
	own, known := types[text(o, "type")]
	if !known && len(types) > 1 {
		return wrong(at+"/type", "unsupported type: %s", text(o, "type"))
	}
	found := append(breaksFields(at, types["any"], v), breaksFields(at, own, v)...)
	if own := special[text(o, "type")]; own != nil {
		found = append(found, own(at, o)...)
	}
	return found
}

// breaksFields returns what is wrong with an object by the rules of its fields.
func breaksFields(at string, rules map[string]string, v any) (found []string) {
	o, ok := v.(object)
	if !ok {
		return wrong(at, "must be an object")
	}
	for _, field := range sortedKeys(rules) {
		at := at + "/" + field
		rule, needed := strings.CutPrefix(rules[field], "need ")
		if other, ok := strings.CutPrefix(rule, "unless "); ok {
			other, rule, _ = strings.Cut(other, " ")
			needed = o[other] == nil
		}
		switch v, there := o[field]; {
		case there:
			found = append(found, breaks(at, rule, v)...)
		case needed:
			found = append(found, missing(at)...)
		}
	}
	return found
}

// breaksList returns what is wrong with a list and its items, no two of which can have the same id.
func breaksList(at, rule string, v any) (found []string) {
	size, rule, _ := strings.Cut(rule, " ")
	list, _ := v.([]any)
	switch least, most := span(size); {
	case len(list) < least:
		found = wrong(at, "no less than %d items required", least)
	case len(list) > most:
		found = wrong(at, "no more than %d items allowed", most)
	}
	seen := map[string]bool{}
	for i, item := range list {
		at := fmt.Sprintf("%s/%d", at, i)
		if rule != "" {
			found = append(found, breaks(at, rule, item)...)
		}
		o, _ := item.(object)
		for _, field := range []string{"block_id", "action_id"} {
			id := text(o, field)
			if id != "" && seen[field+id] {
				found = append(found, wrong(at+"/"+field, "%s %q already exists", field, id)...)
			}
			seen[field+id] = true
		}
	}
	return found
}

// span reads a rule's "least-most".
func span(rule string) (least, most int) {
	from, to, _ := strings.Cut(rule, "-")
	least, err := strconv.Atoi(from)
	if err == nil {
		most, err = strconv.Atoi(to)
	}
	if err != nil {
		panic(fmt.Sprintf("limits.yaml: %q is no span", rule))
	}
	return least, most
}

// special are the types whose parts depend on each other.
var special = map[string]func(at string, o object) []string{
	"data_table":         dataTable,
	"data_visualization": chart,
}

// dataTable checks a table that the client pages and sorts: it has a plain head, and rows of one length.
func dataTable(at string, b object) (found []string) {
	rows, _ := b["rows"].([]any)
	width := 0
	for i, r := range rows {
		row, _ := r.([]any)
		if i == 0 {
			width = len(row)
		}
		if len(row) != width {
			found = append(found, wrong(fmt.Sprintf("%s/rows/%d", at, i), "must have %d cells, as all rows have", width)...)
		}
		for j, item := range row {
			if cell, _ := item.(object); i == 0 && cell["type"] != "raw_text" {
				found = append(found, wrong(fmt.Sprintf("%s/rows/0/%d/type", at, j), "unsupported type: %s", text(cell, "type"))...)
			}
		}
	}
	return found
}

// chart checks a chart as slack-go knows Slack's rules.
func chart(at string, b object) []string {
	var block slack.DataVisualizationBlock
	raw, err := json.Marshal(b)
	if err == nil {
		err = json.Unmarshal(raw, &block)
	}
	if err == nil {
		err = block.Validate()
	}
	if err != nil {
		return wrong(at, "%s", err)
	}
	return nil
}

// together checks what all blocks of a message must not exceed.
func together(blocks []any) (found []string) {
	var tables, cells, markdown int
	for _, block := range blocks {
		b, _ := block.(object)
		switch text(b, "type") {
		case "table", "data_table":
			tables++
			walk(b["rows"], func(o object) { cells += utf8.RuneCountInString(text(o, "text")) })
		case "markdown":
			markdown += utf8.RuneCountInString(text(b, "text"))
		}
	}
	if cells > maxTableText {
		found = append(found, wrong("/blocks", "the cells have more than %d characters", maxTableText)...)
	}
	// Slack's documentation once allowed one table and now limits them together; a single one fits both.
	if tables > 1 {
		found = append(found, wrong("/blocks", "only_one_table_allowed")...)
	}
	if markdown > maxMarkdown {
		found = append(found, wrong("/blocks", "markdown has more than %d characters", maxMarkdown)...)
	}
	return found
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
