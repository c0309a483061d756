package bot

import (
	"net/url"
	"slices"

	"github.com/slack-go/slack"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/query"
)

// What isn't carried out ends with what can be done next, as a button.

// actionLink is a button that only opens an address.
const actionLink = "link"

// link is a button that opens an address.
func link(label, address string) *slack.ButtonBlockElement {
	b := slack.NewButtonBlockElement(actionLink, "", plain(label))
	b.URL = address
	return b
}

// asking is a button that asks a line; a message has one of them.
func (b *Bot) asking(line string, words *answer.Words) *slack.ButtonBlockElement {
	return b.ours(line, words).button(actionAsk+"-next", b.label(line, words))
}

// next are the buttons below a line that was refused: the form of its command, filled with the supporter that it names, and what
// the command can be about, or its help.
func (b *Bot) next(line []tracker.Token, words *answer.Words, admin bool) (all []slack.BlockElement) {
	if len(line) == 0 {
		return nil
	}
	c, _ := query.CommandOf(line[0])
	form, rest := c.Name, line[1:]
	if form == formSuggest && len(rest) > 0 {
		rest = rest[1:]
	}
	switch {
	case c.Does == answer.Records && !admin:
		form = formSuggest
	case c.Topic == answer.HelpDigests:
		form = formSubscribe
	}
	if row, _ := query.Command(form); row.Form || form == formSubscribe {
		if i := slices.IndexFunc(rest, func(t tracker.Token) bool { return t.Key != "" }); i >= 0 {
			rest = rest[:i]
		}
		named := b.called(query.Text(rest))
		if named == nil {
			named = new(tracker.Supporter)
		}
		all = append(all, formButton(form, b.Call.Slug, words, named.ID))
	}
	switch {
	case c.Among != "":
		all = append(all, b.asking(c.Among, words))
	case c.Name != "":
		all = append(all, b.asking("help "+c.Name, words))
	}
	return all
}

// stays tells somebody why they may not do something, and where the official list is read.
func (b *Bot) stays(why string, words *answer.Words) reply {
	return say(why, link(words.Say("button.list()"), b.Call.ListURL))
}

// outdated tells of a control that this version didn't make, or not for this.
func (b *Bot) outdated(words *answer.Words) reply {
	return say(words.Say("button.stale()"), b.asking("help", words))
}

// elsewhere tells that a list is read in direct messages alone, and opens them.
func (e *event) elsewhere(words *answer.Words) reply {
	return say(words.Say("list.direct()"),
		link(words.Say("button.messages()"), "https://slack.com/app_redirect?"+url.Values{"app": {e.App}, "team": {e.Team}}.Encode()))
}
