package bot

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"rollcall/bot/blocks"
	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/desk"
	"rollcall/tracker/query"
)

// A place is where something is posted.
type place struct{ channel, thread string }

// An asker is somebody who did something in Slack, the language of their answers, and where.
type asker struct {
	user        string
	trigger     string // opens one view within three seconds
	responseURL string // empty outside of conversations
	home        bool   // their Home shows the answer
	message     bool   // a message that everybody sees is the answer
	place
	lang  string
	words *answer.Words
}

// asks is who asks for something in a place.
func (b *Bot) asks(ctx context.Context, user string, at place) asker {
	lang := b.language(ctx, user, at.channel)
	return asker{user: user, place: at, lang: lang, words: answer.In(lang)}
}

func (b *Bot) commander(ctx context.Context, c slack.SlashCommand) asker {
	a := b.asks(ctx, c.UserID, place{channel: c.ChannelID})
	a.trigger, a.responseURL = c.TriggerID, c.ResponseURL
	return a
}

func (b *Bot) presser(ctx context.Context, c slack.InteractionCallback) asker {
	a := b.asks(ctx, c.User.ID, place{c.Container.ChannelID, c.Container.ThreadTs})
	a.trigger, a.responseURL, a.home = c.TriggerID, c.ResponseURL, c.View.Type == slack.VTHomeTab
	return a
}

// may reports whether somebody may use a line where they are, and answers if they may not.
func (b *Bot) may(ctx context.Context, a asker, line string) bool {
	why := b.barred(ctx, a.lang, a.user, a.channel, line)
	if why != "" {
		b.respond(ctx, a, b.stays(why, a.words))
	}
	return why == ""
}

// A reply is what somebody is answered.
type reply struct {
	blocks.Message
	replace bool           // the message whose button was pressed
	public  bool           // everybody in the channel sees it
	line    string         // how the question was read
	useful  bool           // to others, too
	chart   *answer.Answer // whose picture is posted there instead
	instead func() reply   // of a strict message, where Slack doesn't take it
}

// say is a reply of a sentence, with buttons below it.
func say(sentence string, buttons ...slack.BlockElement) reply {
	return reply{Message: blocks.Render(answer.Answer{Text: sentence}, buttons...)}
}

// webhook is the reply as Slack takes it. Links aren't unfurled: sources would bury the answer.
func (r reply) webhook(thread string) *slack.WebhookMessage {
	no := false
	w := &slack.WebhookMessage{Text: r.Text, Blocks: &slack.Blocks{BlockSet: r.Blocks}, ResponseType: slack.ResponseTypeEphemeral,
		ReplaceOriginal: r.replace, ThreadTimestamp: thread, UnfurlLinks: &no, UnfurlMedia: &no}
	if r.public {
		w.ResponseType = slack.ResponseTypeInChannel
	}
	return w
}

// respond answers somebody, in a direct message where they can't be answered in their place. What only one person sees, or what
// replaces a message, does no harm twice, so it is tried again. What everybody sees isn't where nobody knows whether it was posted:
// then the person who asked gets a notice.
func (b *Bot) respond(ctx context.Context, to asker, r reply) {
	if r.chart != nil {
		b.draw(ctx, to, r)
		return
	}
	soon, cancel := afresh(ctx)
	defer cancel()
	var err error
	public := to.message || r.public && !r.replace
	switch {
	case to.home && !b.homeless:
		b.home(to.user, r.Text)
	case to.message:
		var read []slack.MsgOption
		if r.line != "" {
			read = append(read, slack.MsgOptionMetadata(b.metadata(answerType, keyLine, r.line)))
		}
		err = deliver(soon, b.Slack, to.place, r.Message, read...)
	case to.responseURL == "":
		b.direct(ctx, to.user, r.Message)
	case public:
		err = again(soon, func() error { return b.send(soon, to, r) }, limited)
	default:
		err = again(soon, func() error { return b.send(soon, to, r) }, limited, unknown)
	}
	if err == nil {
		return
	}
	if r.Strict && plainly(err) {
		b.respond(ctx, to, r.instead())
		return
	}
	reference := b.undelivered(ctx, err, "by", to.user, "channel", to.channel)
	if o, _ := judge(err); public && o == unknown {
		r = say(to.words.Say("post.unsure()") + " (" + reference + ")\n" + r.Text)
		if !to.message {
			b.respond(ctx, to, r)
			return
		}
	}
	b.direct(ctx, to.user, r.Message)
}

func (b *Bot) direct(ctx context.Context, user string, m blocks.Message) {
	ctx, cancel := afresh(ctx)
	defer cancel()
	m.Strict = false
	if err := deliver(ctx, b.Slack, place{channel: user}, m); err != nil {
		b.undelivered(ctx, err, "by", user)
	}
}

// undelivered logs that an answer didn't reach the person who asked, with what else is known, and returns the reference in the log.
func (b *Bot) undelivered(ctx context.Context, err error, known ...any) (reference string) {
	reference = rand.Text()[:8]
	b.Log.ErrorContext(ctx, "an answer was not delivered", append(known, "reference", reference, "error", scrub(err))...)
	return reference
}

// afresh gives new time to report a result, no matter how long that took.
func afresh(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), patience)
}

// send posts to a response URL, in the simplest form that Slack takes.
func (b *Bot) send(ctx context.Context, to asker, r reply) error {
	return simplest(r.Message, func(m blocks.Message) error {
		r.Message = m
		return b.post(ctx, to.responseURL, r.webhook(to.thread))
	})
}

// post posts to a response URL. Slack can refuse with a status, or with a word in a body that the client's own function doesn't read.
func (b *Bot) post(ctx context.Context, responseURL string, w *slack.WebhookMessage) error {
	if !b.isSlacks(responseURL) {
		return errElsewhere
	}
	body, err := json.Marshal(w)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, responseURL, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := b.HTTP.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	said, err := io.ReadAll(io.LimitReader(response.Body, maxBody))
	var refused struct {
		OK    *bool
		Error string
	}
	switch wait, _ := strconv.Atoi(response.Header.Get("Retry-After")); {
	case response.StatusCode == http.StatusTooManyRequests:
		return &slack.RateLimitedError{RetryAfter: time.Duration(wait) * time.Second}
	case response.StatusCode == http.StatusBadRequest: // what it says of blocks
		return slack.SlackErrorResponse{Err: "invalid_blocks"}
	case response.StatusCode != http.StatusOK:
		return slack.StatusCodeError{Code: response.StatusCode, Status: response.Status}
	case err != nil:
		return err
	case bytes.HasPrefix(said, []byte("<")):
		return errPage
	case json.Unmarshal(said, &refused) == nil && refused.OK != nil && !*refused.OK:
		return slack.SlackErrorResponse{Err: refused.Error}
	}
	return nil
}

// errElsewhere says that an answer would go somewhere else than to Slack.
var errElsewhere = errors.New("the response URL isn't one of Slack's")

// errPage says that a page came where Slack says ok: something between may have answered.
var errPage = errors.New("the answer is a page, not Slack's")

// isSlacks reports whether an address is one of Slack's, or is next to its API if that is set to another host.
func (b *Bot) isSlacks(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	if api, err := url.Parse(b.APIURL); err == nil && api.Host != "" && u.Scheme == api.Scheme && u.Host == api.Host {
		return true
	}
	return u.Scheme == "https" && (strings.HasSuffix(u.Host, ".slack.com") || strings.HasSuffix(u.Host, ".slack-gov.com"))
}

// scrub takes addresses out of an error: a response URL is a key, and some addresses carry one.
func scrub(err error) string {
	text := err.Error()
	var u *url.Error
	for e := err; errors.As(e, &u); e = u.Err {
		if u.URL != "" {
			text = strings.ReplaceAll(text, u.URL, "(address)")
		}
	}
	return text
}

// answer answers a line, in any case. If only one person sees it, it can be shared.
func (b *Bot) answer(ctx context.Context, r desk.Request, line string, private bool) (said reply) {
	defer func() {
		if p := recover(); p != nil {
			said = b.fault(ctx, r.Lang, panicked(p))
		}
	}()
	words := answer.In(r.Lang)
	if why := b.barred(ctx, r.Lang, r.By, r.Channel, line); why != "" {
		return b.stays(why, words)
	}
	r.Tokens, r.Admin = query.Line(line), b.admin(ctx, r.By)
	if len(r.Tokens) > 0 && r.Again == nil {
		if c, _ := query.CommandOf(r.Tokens[0]); c.Name == "export" {
			return b.export(ctx, r, r.Tokens[1:])
		}
	}
	asked := press{Call: b.Call.Slug, Line: line, Head: b.Tracker.Book().Head(), Today: today(), Lang: r.Lang}
	if r.Again != nil {
		asked.Head, asked.Today = r.Again.Head, r.Again.Today
	}
	a, err := b.do(ctx, r)
	if err != nil {
		return b.fault(ctx, r.Lang, err)
	}
	if a.Mentions = private || b.own(ctx, r.Channel); !a.Mentions {
		a.Called = b.names(ctx, a.IDs(), r.Lang)
	}
	controls := b.buttons(a, asked, viewer{alone: private, direct: b.inConversation(r.Channel), admin: r.Admin})
	if a.Kind == answer.Refused {
		controls = append(controls, b.next(r.Tokens, words, r.Admin)...)
	}
	m, charted := blocks.Charted(a, controls...)
	if !charted {
		m = blocks.Render(a, controls...)
	}
	said = reply{Message: m, public: a.Public, line: a.Line, useful: shareable(a.Kind)}
	if value := (press{Call: b.Call.Slug, Line: a.Line, Lang: a.Lang}).of(line); a.InOtherWords && r.Again == nil && value.encode() != "" {
		said.Message = blocks.Also(said.Message, feedback(answer.In(a.Lang), value))
	}
	if a.Chart() == nil {
		return said
	}
	pictured := func() reply {
		shown := reply{public: a.Public, line: a.Line}
		if wait, _ := b.drawn.Take(r.By, 1); wait > 0 && !r.Admin && !b.desk.IsAdmin(r.By) {
			shown.Message = blocks.Say(words.Say("picture.enough()") + "\n" + a.Text)
			return shown
		}
		shown.chart = &a
		shown.Message = blocks.Signed(blocks.Render(a), words, "asked(person, line)", r.By, line)
		return shown
	}
	if !charted {
		return pictured()
	}
	said.instead = pictured
	return said
}

// actionLink is a button that only opens an address.
const actionLink = "link"

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

// stays answers why somebody may not do something, and where to read the official list.
func (b *Bot) stays(why string, words *answer.Words) reply {
	return say(why, link(words.Say("button.list()"), b.Call.ListURL))
}

// outdated answers that this version didn't make a control, or not for this use.
func (b *Bot) outdated(words *answer.Words) reply {
	return say(words.Say("button.stale()"), b.asking("help", words))
}

// elsewhere answers that lists are only read in direct messages, and opens them.
func (e *event) elsewhere(words *answer.Words) reply {
	return say(words.Say("list.direct()"),
		link(words.Say("button.messages()"), "https://slack.com/app_redirect?"+url.Values{"app": {e.App}, "team": {e.Team}}.Encode()))
}
