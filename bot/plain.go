package bot

import (
	"regexp"
	"strings"

	"rollcall/tracker/query"
)

// slackLink matches what Slack makes of an address or a mention: <https://example.org|label>, <#C123|name>, <@U123>.
var slackLink = regexp.MustCompile(`<([^<>|\s]+)(?:\|([^<>]*))?>`)

// Plain undoes what Slack does to a typed line: links and mentions in angle brackets, and &amp; &lt; &gt;, each once. A
// link reads as its label, except after source: and website:, where the address is meant. A mentioned person is
// not the subject of the line, except after a command about people.
func Plain(line string) string {
	var b strings.Builder
	for line != "" {
		m := slackLink.FindStringSubmatchIndex(line)
		if m == nil {
			break
		}
		b.WriteString(line[:m[0]])
		target, label := line[m[2]:m[3]], ""
		if m[4] >= 0 {
			label = line[m[4]:m[5]]
		}
		switch {
		case strings.HasPrefix(target, "@"):
			if first := strings.Fields(b.String()); len(first) > 0 {
				if c, _ := query.Command(first[0]); c.People {
					b.WriteString(target)
				}
			}
		case strings.HasPrefix(target, "#") && label != "":
			b.WriteString("#" + label)
		case strings.HasPrefix(target, "#"):
			b.WriteString(target)
		case !strings.Contains(target, ":"):
			b.WriteString(line[m[0]:m[1]])
		case label == "" || strings.HasSuffix(b.String(), "source:") || strings.HasSuffix(b.String(), "website:"):
			b.WriteString(strings.TrimPrefix(target, "mailto:"))
		default:
			b.WriteString(label)
		}
		line = line[m[1]:]
	}
	return slackEntities.Replace(b.String() + line)
}

var slackEntities = strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">")

var (
	personID  = regexp.MustCompile(`^[UW][A-Z0-9]{1,19}$`) // twice as long as what Slack has made so far
	channelID = regexp.MustCompile(`^[CGD][A-Z0-9]{1,19}$`)
)

// Named reports what an id can be Slack's name of.
func Named(id string) (person, channel bool) {
	return personID.MatchString(id), channelID.MatchString(id)
}
