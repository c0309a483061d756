// Package blocks renders an Answer for Slack: Block Kit within Slack's limits, and the same whole answer as text, which
// is what screen readers and notifications read.
//
// Everything that came from data or from a person is escaped, so that nothing in it can mention a channel or a person.
package blocks

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"rollcall/tracker/answer"
)

// Slack's limits.
const (
	maxBlocks  = 50     // blocks of a message
	maxSection = 3_000  // characters of a section
	maxAll     = 12_000 // characters of all blocks; Slack documents none, and refuses a little more than this
	maxText    = 40_000 // characters of a message's text
)

// A Message is an Answer as Slack takes it.
type Message struct {
	Text   string
	Blocks []slack.Block
	Public bool // meant for everybody in the channel
}

// Render makes a Message whose headline stands out. What is too long for blocks has none: Slack then shows the text.
func Render(a answer.Answer) Message {
	text := strings.ReplaceAll(a.Text, mentionMark, "")
	if a.Setting != nil {
		text = strings.Replace(text, a.Setting.By, mentionMark+a.Setting.By, 1)
	}
	lines := strings.Split(escape(text), "\n")
	m := Message{Text: cut(strings.Join(lines, "\n"), maxText)}
	lines[0] = bold(lines[0])
	pieces := chunks(lines, maxSection)
	if len(pieces) > maxBlocks || utf8.RuneCountInString(m.Text) > maxAll {
		return m
	}
	for _, piece := range pieces {
		m.Blocks = append(m.Blocks, slack.NewSectionBlock(slack.NewTextBlockObject(slack.MarkdownType, piece, false, true), nil, nil))
	}
	return m
}

// Say makes a Message of a sentence of our own.
func Say(sentence string) Message {
	return Render(answer.Answer{Text: sentence})
}

// mentionMark stands before the one person whom a message names on purpose. Names never contain it: it doesn't print.
const mentionMark = "\x00"

var (
	entities = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	mention  = regexp.MustCompile(mentionMark + `@([UW][A-Z0-9]+)`)
	address  = regexp.MustCompile(`https?://[\pL\pN][^\s<>|"]*[\pL\pN/#=_&-]`)
)

// Escape makes text harmless to Slack. Addresses become links, which Slack doesn't make by itself of text that it is told
// to take literally.
func Escape(text string) string { return escape(strings.ReplaceAll(text, mentionMark, "")) }

func escape(text string) string {
	var b strings.Builder
	for text != "" {
		at := address.FindStringIndex(text)
		if at == nil {
			at = []int{len(text), len(text)}
		}
		b.WriteString(mention.ReplaceAllString(entities.Replace(text[:at[0]]), "<@$1>"))
		if at[0] < at[1] {
			b.WriteString("<" + entities.Replace(text[at[0]:at[1]]) + ">")
		}
		text = text[at[1]:]
	}
	return strings.ReplaceAll(b.String(), mentionMark, "")
}

// bold marks a line, unless it has a character that would end the mark early.
func bold(line string) string {
	if line == "" || strings.ContainsAny(line, "*\n") {
		return line
	}
	return "*" + line + "*"
}

// chunks joins lines to pieces of at most limit characters.
func chunks(lines []string, limit int) []string {
	var all []string
	for _, line := range lines {
		line = cut(line, limit)
		if last := len(all) - 1; last >= 0 && utf8.RuneCountInString(all[last])+1+utf8.RuneCountInString(line) <= limit {
			all[last] += "\n" + line
		} else if line != "" {
			all = append(all, line)
		}
	}
	return all
}

// cut shortens escaped text to at most limit characters, never within an entity or a link.
func cut(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	s = string([]rune(s)[:limit-1])
	for _, mark := range []struct{ open, end string }{{"<", ">"}, {"&", ";"}} {
		if i := strings.LastIndex(s, mark.open); i > strings.LastIndex(s, mark.end) {
			s = s[:i]
		}
	}
	return s + "…"
}
