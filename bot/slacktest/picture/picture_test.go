package picture_test

import (
	"encoding/json"
	"strings"
	"testing"

	"rollcall/bot/slacktest/picture"
)

const blocks = `[
 {"type":"header","text":{"type":"plain_text","text":"A & B"}},
 {"type":"section","text":{"type":"mrkdwn","text":"*Yes.* See <https://example.org/a?b=c|the page> &amp; <https://example.org/long> by <@U0A>, ` + "`count`" + `"},
  "accessory":{"type":"button","style":"danger","confirm":{},"text":{"type":"plain_text","text":"End"}}},
 {"type":"section","fields":[{"type":"mrkdwn","text":"*States*\n81"},{"type":"mrkdwn","text":"*Companies*\n708"},{"type":"plain_text","text":"<odd>"}]},
 {"type":"context","elements":[{"type":"mrkdwn","text":"at <!date^1^{time}|09:00 UTC>"}]},
 {"type":"data_table","caption":"Who","page_size":1,"rows":[[{"type":"raw_text","text":"Name"}],[{"type":"raw_text","text":"Kenya"}],[{"type":"raw_number","value":7}]]},
 {"type":"context_actions","elements":[{"type":"feedback_buttons","positive_button":{"text":{"type":"plain_text","text":"Right"}},"negative_button":{"text":{"type":"plain_text","text":"Wrong"}}}]},
 {"type":"input","optional":true,"label":{"type":"plain_text","text":"When"},"element":{"type":"timepicker","initial_time":"09:00"}}
]`

func TestText(t *testing.T) {
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
	if got := picture.Text(json.RawMessage(blocks), 40); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

// What is shown comes from data, and can't end up as markup of the page.
func TestThePageEscapes(t *testing.T) {
	page := string(picture.Page("<Title>", json.RawMessage(blocks)))
	for _, part := range []string{"&lt;Title&gt;", "&lt;odd&gt;", "<a>the page</a>", "<b>Yes.</b>", "<code>count</code>"} {
		if !strings.Contains(page, part) {
			t.Errorf("it has no %s", part)
		}
	}
	if strings.Contains(page, "<odd>") {
		t.Error("text is taken for a tag")
	}
}
