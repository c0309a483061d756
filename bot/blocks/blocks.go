// Package blocks renders an Answer for Slack: Block Kit within Slack's limits, and the same whole answer as text, which
// is what screen readers and notifications read.
//
// Everything that came from data or from a person is escaped, so that nothing in it can mention a channel or a person.
package blocks

import (
	"cmp"
	"fmt"
	"html"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"rollcall/tracker"
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
	maxName    = 20     // characters of the name of a line of a chart
)

// A Message is an Answer as Slack takes it.
type Message struct {
	Text   string
	Blocks []slack.Block
	Strict bool // there is nothing simpler than its chart: if Slack doesn't take it, another message is sent

	instead map[slack.Block][]slack.Block // replacements for the Blocks that Slack may not take
}

// Simpler is the same Message without the last block that Slack may not take, and then without all. It isn't ok if there is
// nothing simpler.
func (m Message) Simpler() (simpler Message, ok bool) {
	for i, b := range slices.Backward(m.Blocks) {
		if instead, may := m.instead[b]; may {
			m.Blocks = slices.Concat(m.Blocks[:i], instead, m.Blocks[i+1:])
			return m, !m.Strict || b.BlockType() != slack.MBTDataVisualization
		}
	}
	ok = len(m.Blocks) > 0 && !m.Strict
	m.Blocks = nil
	return m, ok
}

// above is a Message with sections of its own before its other blocks. What is too long for blocks stays a text.
func (m Message) above(text string, shown []string) Message {
	if len(m.Blocks) > 0 || m.Text == "" {
		m.Blocks = append(Sections(shown), m.Blocks...)
	}
	m.Text = cut(strings.TrimSuffix(text+"\n"+m.Text, "\n"), maxText)
	return m
}

// mostProse is how many lines below the answer are as large as it, before the rest is small print. Lists don't count.
const mostProse = 3

// Render makes a Message: the headline stands out, below it what matters, as a table if it is one, then in small print
// where it is from, and buttons. In blocks addresses are links with a name; the text has them whole. What is too long for blocks has
// none: Slack then shows the text.
func Render(a answer.Answer, buttons ...slack.BlockElement) Message {
	r := rendering{a, a.IDs()}
	m := Message{Text: cut(r.literal(a.Text), maxText)}
	long := utf8.RuneCountInString(m.Text) > maxAll
	if long && len(buttons) == 0 {
		return m
	}
	head, lines, foot := r.parts()
	if a.Table != nil && fits(a.Table) {
		paged, simple := tables(a.Table)
		body, more := prose(lines[a.Table.Lines:])
		m.instead = map[slack.Block][]slack.Block{paged: {simple}, simple: top(Sections(lines[:a.Table.Lines]))}
		m.Blocks = slices.Concat(Sections(head), []slack.Block{paged}, Sections(body), Small(append(more, foot...)))
	} else {
		body, more := prose(lines)
		m.Blocks = append(Sections(append(head, body...)), Small(append(more, foot...))...)
		if long { // the next page is reached by a button only
			m.Blocks = top(m.Blocks)
		}
	}
	if len(buttons) > 0 {
		m.Blocks = append(m.Blocks, slack.NewActionBlock("", buttons...))
	}
	return m
}

// top are as many of some blocks as surely fit with others.
func top(all []slack.Block) []slack.Block { return all[:min(len(all), maxAll/maxSection-1)] }

// A rendering is an Answer that is rendered, and who it names.
type rendering struct {
	answer.Answer
	ids []string
}

// literal is an escaped text in which people and channels that the answer names are linked, or shown by their names.
func (r *rendering) literal(text string) string {
	text = strings.ReplaceAll(text, mentionMark, "")
	if len(r.ids) > 0 {
		text = linkID.ReplaceAllStringFunc(text, func(id string) string {
			name, called := r.Called[id]
			switch {
			case !slices.Contains(r.ids, id):
				return id
			case r.Mentions || channelID.MatchString(id):
				return mentionMark + id
			case called:
				return strings.ReplaceAll(name, mentionMark, "")
			}
			return id
		})
	}
	if by := r.SetBy(); by != "" {
		text = strings.Replace(text, by, mentionMark+by, 1)
	}
	return escape(text)
}

// escaped are lines as blocks show them: their links have names, and their moments are in the reader's zone.
func (r *rendering) escaped(lines []string) []string {
	if len(lines) == 0 {
		return nil
	}
	return strings.Split(Moments(named(r.literal(strings.Join(lines, "\n")), r.publisher), r.Moments()), "\n")
}

// list is the name of the official list.
func (r *rendering) list() string { return answer.In(r.Lang).Say("figure.list()") }

// publisher is the name of a page's publisher; empty if it isn't known.
func (r *rendering) publisher(address string) string {
	switch {
	case r.Call == nil:
		return ""
	case r.Call.ListURL != "" && strings.HasPrefix(address, r.Call.ListURL):
		return r.list()
	}
	if p := r.Call.PublisherOf(address); p != nil {
		return tracker.In(p.Names, r.Lang)
	}
	if own := site.FindString(r.Call.URL); own != "" && strings.HasPrefix(address, own) {
		return answer.In(r.Lang).Say("source.site()")
	}
	return ""
}

// parts are the escaped lines of an answer: what stands out, what matters and small print, where what can be typed is marked.
func (r *rendering) parts() (head, lines, foot []string) {
	above, _, whole := strings.Cut(r.Text, r.Headline) // what was put before the answer
	if !whole || r.Headline == "" {
		lines = r.escaped(strings.Split(r.Text, "\n"))
		return []string{bold(lines[0])}, lines[1:], nil
	}
	if above = strings.TrimSpace(above); above != "" {
		head = r.escaped([]string{above})
	}
	headline := r.escaped([]string{r.Headline})
	headline[0] = bold(headline[0])
	return append(head, headline...), r.labelled(r.escaped(r.Lines)), r.foot()
}

// labelled puts links to the call's own site on the words that stand before them: a host says less.
func (r *rendering) labelled(lines []string) []string {
	for i := range lines {
		lines[i] = label.ReplaceAllStringFunc(lines[i], func(said string) string {
			parts := label.FindStringSubmatch(said)
			if r.Call == nil || site.FindString(parts[2]) != site.FindString(r.Call.URL) {
				return said
			}
			return "<" + parts[2] + "|" + parts[1] + ">"
		})
	}
	return lines
}

// foot is the escaped small print of an answer.
func (r *rendering) foot() []string {
	foot := r.escaped(r.Foot)
	for i, line := range foot {
		foot[i] = linkFirst(line, r.list())
	}
	for _, line := range []string{r.ReadAs, r.Line} {
		if line = escape(strings.TrimSpace(r.Slash + " " + line)); len(foot) > 0 && line != escape(r.Slash) {
			if before, ends := strings.CutSuffix(foot[len(foot)-1], line); ends {
				foot[len(foot)-1] = before + "`" + line + "`"
			}
		}
	}
	return foot
}

// Foot is the small print of an answer.
func Foot(a answer.Answer) []slack.Block {
	r := rendering{a, a.IDs()}
	return Small(r.foot())
}

// linkFirst puts the link of a name on the line's first words, where they are that name.
func linkFirst(line, name string) string {
	before, after, ok := strings.Cut(line, "|"+name+">")
	at := strings.LastIndex(before, "<")
	if !ok || at < len(name) || !strings.EqualFold(line[:len(name)], name) {
		return line
	}
	address, before := before[at+1:], before[len(name):at]
	if after, ok = strings.CutPrefix(after, ", "); !ok {
		before = strings.TrimRight(before, ":, \u00a0\u202f")
	}
	return "<" + address + "|" + line[:len(name)] + ">" + before + after
}

// prose parts the lines that matter, and lists, from the lines beyond.
func prose(lines []string) (shown, more []string) {
	n := 0
	for _, line := range lines {
		if item.MatchString(line) {
			n = min(n, mostProse-1) // what a list ends with belongs to it
		} else if n++; n > mostProse {
			more = append(more, line)
			continue
		}
		shown = append(shown, line)
	}
	return shown, more
}

// Small shows lines, escaped already, in small print.
func Small(lines []string) (all []slack.Block) {
	for _, piece := range chunks(lines, maxSection) {
		all = append(all, slack.NewContextBlock("", Literal(piece)))
	}
	return all
}

// Sections shows lines, escaped already, in as few sections as hold them.
func Sections(lines []string) (all []slack.Block) {
	for _, piece := range chunks(lines, maxSection) {
		all = append(all, slack.NewSectionBlock(Literal(piece), nil, nil))
	}
	return all
}

// Literal is an escaped text in which Slack finds nothing by itself.
func Literal(escaped string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.MarkdownType, escaped, false, true)
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

// Charted is the Message of an Answer whose chart Slack draws, below the figures. It isn't ok if there is none, or it needs a
// picture.
func Charted(a answer.Answer, buttons ...slack.BlockElement) (m Message, ok bool) {
	drawn, ok := chart(a.Chart())
	if !ok {
		return m, false
	}
	// The words about the picture don't fit the chart.
	a.Text, a.Lines = strings.Replace(a.Text, a.Lines[0]+"\n", "", 1), a.Lines[1:]
	m = Render(a, buttons...)
	at := slices.IndexFunc(m.Blocks, func(b slack.Block) bool { return b.BlockType() != slack.MBTSection })
	if at < 0 || len(m.Blocks) >= maxBlocks {
		return m, false
	}
	m.Blocks, m.Strict = slices.Insert(m.Blocks, at, slack.Block(drawn)), true
	m.instead = map[slack.Block][]slack.Block{drawn: nil}
	return m, true
}

// chart shows a line for each series, by the first day, those of changes, and the last. It isn't ok if Slack's charts can't hold
// that, or a line has no second point.
func chart(f *answer.ChartFacts) (b *slack.DataVisualizationBlock, ok bool) {
	if f == nil || f.Since == f.Until {
		return nil, false
	}
	days := []tracker.Day{f.Until}
	for _, s := range f.Series {
		for _, p := range s.Points {
			days = append(days, p.Day)
		}
	}
	slices.Sort(days)
	days = slices.Compact(days)
	axis := slack.NewDataVisualizationAxisConfig().WithXLabel(f.Picture.Days)
	for _, d := range days {
		t := d.Time()
		axis.Categories = append(axis.Categories, fmt.Sprint(t.Day(), " ", f.Picture.Months[t.Month()-1], " ", t.Year()))
	}
	lines := slack.NewDataVisualizationLineChart(axis)
	for i, s := range f.Series {
		line, count := slack.NewDataVisualizationDataSeries(name(f.Picture.Names[i])), 0
		for j, d := range days {
			if len(s.Points) > 0 && s.Points[0].Day == d {
				count, s.Points = s.Points[0].Count, s.Points[1:]
			}
			line.Data = append(line.Data, slack.NewDataVisualizationDataPoint(axis.Categories[j], float64(count)))
		}
		lines.Series = append(lines.Series, line)
	}
	b = slack.NewDataVisualizationBlock(f.Picture.Axis, lines)
	return b, b.Validate() == nil
}

// name is as many words of a line's name as a chart has room for.
func name(whole string) string {
	if utf8.RuneCountInString(whole) <= maxName {
		return whole
	}
	short := string([]rune(whole)[:maxName])
	return short[:max(0, strings.LastIndex(short, " "))] + "…"
}

// pageRows is how many rows of a table are seen at once.
const pageRows = 10

// tables show rows: as a table that a client pages and sorts, and as one that older clients know. Cells are taken literally, and none
// may be empty.
func tables(t *answer.Table) (*slack.DataTableBlock, *slack.TableBlock) {
	paged, simple := slack.NewDataTableBlock(t.Caption), slack.NewTableBlock("")
	var titles []slack.DataTableCell
	var head []slack.TableCell
	for _, title := range t.Head {
		bold := &slack.RichTextSectionTextStyle{Bold: true}
		titles = append(titles, slack.NewDataTableRawTextCell(cmp.Or(title, "–")))
		head = append(head, slack.NewTableRichTextCell(slack.NewRichTextSection(slack.NewRichTextSectionTextElement(title, bold))))
	}
	paged.Rows = append(paged.Rows, titles)
	simple.AddRow(head...)
	for _, row := range t.Rows {
		var data []slack.DataTableCell
		var cells []slack.TableCell
		for i, text := range row {
			n, err := strconv.ParseFloat(digits.ReplaceAllString(text, ""), 64)
			text = cmp.Or(text, "–")
			cells = append(cells, slack.NewTableRawTextCell(text))
			if t.Number && i > 0 && err == nil {
				data = append(data, slack.NewDataTableRawNumberCell(n).WithText(text))
			} else {
				data = append(data, slack.NewDataTableRawTextCell(text))
			}
		}
		paged.Rows = append(paged.Rows, data)
		simple.AddRow(cells...)
	}
	paged.PageSize = min(pageRows, len(t.Rows))
	settings := slices.Repeat([]slack.ColumnSetting{{Align: slack.ColumnAlignmentLeft, IsWrapped: true}}, len(t.Head))
	if t.Number {
		settings[len(settings)-1].Align = slack.ColumnAlignmentRight
	}
	return paged, simple.WithColumnSettings(settings...)
}

// Say makes a Message of a sentence of our own.
func Say(sentence string) Message {
	return Render(answer.Answer{Text: sentence})
}

// Tell makes a Message of everything an Answer says, for one person, without tables.
func Tell(a answer.Answer, buttons ...slack.BlockElement) Message {
	a.Table, a.Mentions = nil, true
	return Render(a, buttons...)
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
	return m.above(text, []string{text})
}

// Below is a Message below lines that are escaped already, the first of which stands out.
func Below(lines []string, m Message) Message {
	shown := strings.Split(Named(strings.Join(lines, "\n")), "\n")
	shown[0] = bold(shown[0])
	return m.above(strings.Join(lines, "\n"), shown)
}

// Also is a Message with a block at its end that older clients, or Slack, may not take: then it is sent without.
func Also(m Message, b slack.Block) Message {
	if len(m.Blocks) > 0 && len(m.Blocks) < maxBlocks {
		m.Blocks, m.instead = append(m.Blocks, b), maps.Clone(m.instead)
		if m.instead == nil {
			m.instead = map[slack.Block][]slack.Block{}
		}
		m.instead[b] = nil
	}
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
	item      = regexp.MustCompile(`^(•|\d+\.|  )`)
	moment    = regexp.MustCompile(`\b\d{4}-\d\d-\d\d \d\d:\d\d UTC\b`)
	digits    = regexp.MustCompile(`[,.\s\x{a0}\x{202f}]`)
	linked    = regexp.MustCompile(`<(https?://(?:www\.)?([^/<>|?#]+)[^<>|]*)>`)
	label     = regexp.MustCompile(`([^\s;.:|<>•][^;.:|<>•]*?)[ \x{a0}\x{202f}]?: <(https?://[^|>]+)\|[^>]*>`)
	site      = regexp.MustCompile(`^https?://[^/]+/`)
	address   = regexp.MustCompile(`https?://[\pL\pN][^\s<>|"]*[\pL\pN/#=_&-]`)
)

// Escape makes text harmless to Slack. Addresses become links, which Slack doesn't make by itself of text that it has
// to take literally.
func Escape(text string) string { return escape(strings.ReplaceAll(text, mentionMark, "")) }

// Brief is a line, escaped and cut to at most so many characters.
func Brief(line string, most int) string { return cut(Escape(line), most) }

// Link is how Slack shows the person or the channel of an id, by the name that the reader may see; any other text is
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

// Moments shows moments of an escaped text in the reader's zone: those in UTC, and those in other words.
func Moments(escaped string, words map[string]time.Time) string {
	for said, t := range words {
		if !t.IsZero() {
			escaped = strings.ReplaceAll(escaped, Escape(said), when(t, Escape(said)))
		}
	}
	return moment.ReplaceAllStringFunc(escaped, func(said string) string {
		t, err := time.Parse(stamp, said)
		if err != nil {
			return said
		}
		return When(t)
	})
}

// stamp is how texts write a moment in UTC.
const stamp = "2006-01-02 15:04 UTC"

// When is a moment as Slack shows it, in the reader's zone.
func When(t time.Time) string { return when(t, t.UTC().Format(stamp)) }

func when(t time.Time, otherwise string) string {
	return fmt.Sprintf("<!date^%d^{date_short_pretty} {time}|%s>", t.Unix(), otherwise)
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

// Named gives the links of an escaped text names by where they lead. A whole address can be longer than the fact it supports.
func Named(escaped string) string { return named(escaped, func(string) string { return "" }) }

// named gives links the names of their publishers, or else of where they lead.
func named(escaped string, publisher func(address string) string) string {
	return linked.ReplaceAllStringFunc(escaped, func(link string) string {
		parts := linked.FindStringSubmatch(link)
		return "<" + parts[1] + "|" + cmp.Or(escape(publisher(html.UnescapeString(parts[1]))), parts[2]) + ">"
	})
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
