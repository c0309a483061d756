// Package blocks renders an Answer for Slack: Block Kit within Slack's limits, and the same whole answer as text, which
// is what screen readers and notifications read.
//
// Everything that came from data or from a person is escaped, so that nothing in it can mention a channel or a person.
package blocks

import (
	"cmp"
	"regexp"
	"slices"
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
	maxRows    = 100    // rows of a table, its head among them
	maxCells   = 10_000 // characters of all cells
)

// A Message is an Answer as Slack takes it.
type Message struct {
	Text   string
	Blocks []slack.Block

	plain []slack.Block // the same without a table
}

// Simpler is the same Message without what Slack may not take: a table first, then all blocks. It isn't ok if there is
// nothing simpler than the text.
func (m Message) Simpler() (simpler Message, ok bool) {
	ok = len(m.Blocks) > 0
	m.Blocks, m.plain = m.plain, nil
	return m, ok
}

// Render makes a Message whose headline stands out, with buttons below; those ask what the Answer suggests. What is too
// long for blocks has none: Slack then shows the text.
func Render(a answer.Answer, buttons ...slack.BlockElement) Message {
	ids := a.IDs()
	literal := func(text string) string {
		text = strings.ReplaceAll(text, mentionMark, "")
		if len(ids) > 0 {
			text = linkID.ReplaceAllStringFunc(text, func(id string) string {
				name, called := a.Called[id]
				switch {
				case !slices.Contains(ids, id):
					return id
				case a.Mentions || channelID.MatchString(id):
					return mentionMark + id
				case called:
					return strings.ReplaceAll(name, mentionMark, "")
				}
				return id
			})
		}
		if by := a.SetBy(); by != "" {
			text = strings.Replace(text, by, mentionMark+by, 1)
		}
		return escape(text)
	}
	lines := strings.Split(literal(a.Text), "\n")
	m := Message{Text: cut(strings.Join(lines, "\n"), maxText)}
	if len(buttons) > 0 && len(a.Suggestions) > 0 {
		lines = lines[:len(lines)-1]
	}
	lines[0] = bold(lines[0])
	m.Blocks = Sections(lines)
	long := len(m.Blocks) >= maxBlocks || utf8.RuneCountInString(m.Text) > maxAll
	if len(buttons) == 0 && long {
		m.Blocks = nil
		return m
	}
	if long { // the next page is reached by a button only
		m.Blocks = m.Blocks[:min(len(m.Blocks), maxAll/maxSection-1)]
	}
	var controls []slack.Block
	if len(buttons) > 0 {
		controls = []slack.Block{slack.NewActionBlock("", buttons...)}
	}
	m.Blocks = append(m.Blocks, controls...)
	if a.Table != nil && fits(a.Table) {
		rest := strings.Split(literal(strings.Join(slices.Concat(a.Lines[a.Table.Lines:], a.Foot), "\n")), "\n")
		m.plain = m.Blocks
		m.Blocks = slices.Concat(Sections(lines[:1]), []slack.Block{table(a.Table)}, Sections(rest), controls)
	}
	return m
}

// Sections shows lines, escaped already, in as few sections as hold them.
func Sections(lines []string) []slack.Block {
	var all []slack.Block
	for _, piece := range chunks(lines, maxSection) {
		all = append(all, slack.NewSectionBlock(slack.NewTextBlockObject(slack.MarkdownType, piece, false, true), nil, nil))
	}
	return all
}

// fits reports whether Slack takes a table.
func fits(t *answer.Table) bool {
	n := 0
	for _, row := range append([][]string{t.Head}, t.Rows...) {
		for _, cell := range row {
			n += utf8.RuneCountInString(cell) + 1
		}
	}
	return len(t.Rows) < maxRows && n <= maxCells
}

// table shows rows below a head in bold. Cells are taken literally, and none may be empty.
func table(t *answer.Table) *slack.TableBlock {
	b := slack.NewTableBlock("")
	var head []slack.TableCell
	for _, title := range t.Head {
		head = append(head, slack.NewTableRichTextCell(slack.NewRichTextSection(
			slack.NewRichTextSectionTextElement(title, &slack.RichTextSectionTextStyle{Bold: true}))))
	}
	b.AddRow(head...)
	for _, row := range t.Rows {
		var cells []slack.TableCell
		for _, cell := range row {
			cells = append(cells, slack.NewTableRawTextCell(cmp.Or(cell, "–")))
		}
		b.AddRow(cells...)
	}
	settings := make([]slack.ColumnSetting, len(t.Head))
	for i := range settings {
		settings[i] = slack.ColumnSetting{Align: slack.ColumnAlignmentLeft, IsWrapped: true}
	}
	if t.Number {
		settings[len(settings)-1].Align = slack.ColumnAlignmentRight
	}
	return b.WithColumnSettings(settings...)
}

// Say makes a Message of a sentence of our own.
func Say(sentence string) Message {
	return Render(answer.Answer{Text: sentence})
}

// Tell makes a Message of all that an Answer says, for one person, where there are no tables.
func Tell(a answer.Answer) Message {
	a.Table, a.Mentions = nil, true
	return Render(a)
}

// Naming makes a Message of a sentence that names a channel.
func Naming(channel string, sentence func(link string) string) Message {
	text := escape(sentence(mentionMark + channel))
	return Message{Text: text, Blocks: Sections([]string{text})}
}

// IsPerson reports whether an id is that of a person.
func IsPerson(id string) bool { return personID.MatchString(id) }

// Signed is a Message below a sentence of a person, and of what that person asked.
func Signed(m Message, w *answer.Words, sentence answer.Message, person, line string) Message {
	text := escape(w.Say(sentence, mentionMark+"@"+person, strings.ReplaceAll(line, mentionMark, "")))
	above := func(shown []slack.Block) []slack.Block {
		if len(shown) == 0 {
			return nil
		}
		return append(Sections([]string{text}), shown...)
	}
	m.Text, m.Blocks, m.plain = cut(text+"\n"+m.Text, maxText), above(m.Blocks), above(m.plain)
	return m
}

// mentionMark stands before a person or a channel that a message links on purpose. Names never contain it: it doesn't print.
const mentionMark = "\x00"

var (
	entities  = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	mention   = regexp.MustCompile(mentionMark + `@?([UWCG][A-Z0-9]+)`)
	linkID    = regexp.MustCompile(`\b[UWCG][A-Z0-9]+\b`)
	personID  = regexp.MustCompile(`^[UW][A-Z0-9]+$`)
	channelID = regexp.MustCompile(`^[CG][A-Z0-9]+$`)
	address   = regexp.MustCompile(`https?://[\pL\pN][^\s<>|"]*[\pL\pN/#=_&-]`)
)

// Escape makes text harmless to Slack. Addresses become links, which Slack doesn't make by itself of text that it is told
// to take literally.
func Escape(text string) string { return escape(strings.ReplaceAll(text, mentionMark, "")) }

// Brief is a line, escaped and cut to at most so many characters.
func Brief(line string, most int) string { return cut(Escape(line), most) }

// Link is how Slack shows the person or the channel of an id, by the name that the reader may see; what is none is
// escaped.
func Link(id string) string {
	switch {
	case personID.MatchString(id):
		return "<@" + id + ">"
	case channelID.MatchString(id):
		return "<#" + id + ">"
	}
	return Escape(id)
}

func escape(text string) string {
	var b strings.Builder
	for text != "" {
		at := address.FindStringIndex(text)
		if at == nil {
			at = []int{len(text), len(text)}
		}
		plain := entities.Replace(text[:at[0]])
		if strings.Contains(plain, mentionMark) {
			plain = mention.ReplaceAllStringFunc(plain, func(marked string) string { return Link(strings.TrimLeft(marked, mentionMark+"@")) })
		}
		b.WriteString(plain)
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
	var all, piece []string
	size := 0
	for _, line := range lines {
		line = cut(line, limit)
		n := utf8.RuneCountInString(line) + 1
		if len(piece) > 0 && size+n-1 > limit {
			all = append(all, strings.Join(piece, "\n"))
			piece, size = nil, 0
		}
		if line != "" || len(piece) > 0 {
			piece, size = append(piece, line), size+n
		}
	}
	if len(piece) > 0 {
		all = append(all, strings.Join(piece, "\n"))
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
