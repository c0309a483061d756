package bot_test

import (
	"strings"
	"testing"

	"rollcall/bot"
)

func TestPlainUndoesWhatSlackDoesOnce(t *testing.T) {
	for typed, want := range map[string]string{
		"":                         "",
		"AT&amp;T":                 "AT&T",
		"&lt;a&gt;":                "<a>",
		"&amp;amp;":                "&amp;",
		"&amp;lt;!channel&amp;gt;": "&lt;!channel&gt;",
		"&quot;x&quot;":            "&quot;x&quot;",
		"a & b":                    "a & b",
		// A link is its address behind source:, and elsewhere its label, which is what was typed.
		"source:<https://example.org/a>":              "source:https://example.org/a",
		"source:<https://example.org/a|example>":      "source:https://example.org/a",
		"source:<https://example.org/a?b=1&amp;c>":    "source:https://example.org/a?b=1&c",
		"who <http://example.org|example.org> x":      "who example.org x",
		"<https://example.org/a>":                     "https://example.org/a",
		"<mailto:a@example.org|a@example.org>":        "a@example.org",
		"source:<mailto:a@example.org|a@example.org>": "source:a@example.org",
		"<mailto:a@example.org>":                      "a@example.org",
		"in <#C0POLICY|policy>":                       "in #policy",
		"in <#C0POLICY>":                              "in #C0POLICY",
		"in <#C0POLICY|>":                             "in #C0POLICY",
		"<@U0BOT> who usa":                            " who usa",
		"<@U0BOT|rollcall> who usa":                   " who usa",
		"<!channel>":                                  "<!channel>",
		"<!here|here>":                                "<!here|here>",
		"< a >":                                       "< a >",
		"<":                                           "<",
		"<<https://example.org>>":                     "<https://example.org>",
		"1 < 2 > 0":                                   "1 < 2 > 0",
		// A person is meant only by a command that is about people.
		"grant <@U0GUEST>":                            "grant @U0GUEST",
		"<@U0BOT> Revoke <@U0GUEST|guest>":            " Revoke @U0GUEST",
		"log <@U0GUEST>":                              "log @U0GUEST",
		"website:<https://example.org|site>":          "website:https://example.org",
		"<https://a.example> and <https://b.example>": "https://a.example and https://b.example",
	} {
		if got := bot.Plain(typed); got != want {
			t.Errorf("Plain(%q) = %q, want %q", typed, got, want)
		}
	}
}

// FuzzPlain reads any text: it never panics, and leaves alone what has nothing of Slack's in it.
func FuzzPlain(f *testing.F) {
	for _, s := range []string{"<https://a|b>&amp;&lt;", "<@U>|<#C|x>", "grant <@U1>", "<<>", "a & b", "\xff<"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got := bot.Plain(s); !strings.ContainsAny(s, "<&") && got != s || len(got) > len(s) {
			t.Errorf("%q became %q", s, got)
		}
	})
}
