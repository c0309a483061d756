package bot

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"rollcall/bot/blocks"
	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/desk"
	"rollcall/tracker/query"
	"rollcall/tracker/roster"
)

// A list is a file that somebody uploads to rollcall in a direct message. It is downloaded, held against the roll, and the
// dry run answered in its thread. What is to be done with it stands in the buttons alone: when one is pressed, the file is
// downloaded again, so nothing is kept, and a restart changes nothing.

const (
	maxList      = 20 << 20         // bytes of a file
	maxListText  = 64 << 20         // bytes of what it unpacks to
	maxListRows  = 200_000          // since anybody can upload one
	listPatience = 40 * time.Second // how long one may take, so that a process that is told to end can wait for it
	listTold     = 3 * time.Second  // between two lines of progress
)

// The actions of the buttons below a dry run.
const (
	actionApply    = "listapply"
	actionPropose  = "listpropose"
	actionDrop     = "listdrop"
	actionListPage = "listpage"
)

// A listPress is the value of those buttons.
type listPress struct {
	Version  int         `json:"v"`
	Call     string      `json:"call,omitempty"` // its slug; empty in buttons from before they had it
	File     string      `json:"file"`           // its id
	Name     string      `json:"name"`
	Head     tracker.Seq `json:"head"` // of the roll that the dry run was held against
	Page     int         `json:"page"`
	Source   string      `json:"source,omitempty"`
	On       tracker.Day `json:"on,omitempty"`
	Complete bool        `json:"complete,omitempty"`
	Chosen   []int       `json:"chosen,omitempty"` // lines
}

func decodeListPress(value string) (listPress, error) {
	p, err := decode[listPress](value)
	if err != nil || p.Version != pressVersion || p.File == "" || p.Page < 1 {
		return listPress{}, errStale
	}
	return p, nil
}

// button is one below a dry run; nil if Slack wouldn't take its value.
func (p listPress) button(action, label string, style slack.Style) slack.BlockElement {
	p.Version = pressVersion
	value, err := json.Marshal(p)
	if err != nil || utf8.RuneCount(value) > maxValue {
		return nil
	}
	return slack.NewButtonBlockElement(fmt.Sprint(action, "-", p.Page), string(value),
		slack.NewTextBlockObject(slack.PlainTextType, label, false, false)).WithStyle(style)
}

// wished reads what is typed beside a file: source:URL, on:DAY, choose:LINE,… and complete.
func wished(line string) (listPress, error) {
	p := listPress{Page: 1}
	for _, t := range query.Line(strings.TrimSpace(Plain(line))) {
		switch {
		case t.Key == "source":
			p.Source = t.Text
			if err := tracker.CheckSource(p.Source); err != nil {
				return p, err
			}
		case t.Key == "on":
			day, err := tracker.ParseDay(t.Text)
			if err != nil {
				return p, tracker.Blame("on", err)
			}
			p.On = day
		case t.Key == "" && strings.EqualFold(t.Text, "complete"):
			p.Complete = true
		case t.Key == "" && strings.HasPrefix(t.Text, "choose:"):
			for text := range strings.SplitSeq(strings.TrimPrefix(t.Text, "choose:"), ",") {
				line, err := strconv.Atoi(text)
				if err != nil || line < 1 {
					return p, tracker.Refuse("choose: takes the lines of doubtful rows, such as choose:7,12. Upload it again. Nothing was changed.")
				}
				p.Chosen = append(p.Chosen, line)
			}
		default:
			return p, tracker.Refuse("I don't know what “%s” means beside a list. There are source:URL, on:DAY, choose:LINE,… and complete. Upload it again. Nothing was changed.", t.Text)
		}
	}
	return p, nil
}

// uploaded reports whether an event is a person's upload in a direct message.
func (e *event) uploaded() bool {
	in := &e.Inner
	return in.Type == "message" && in.Subtype == "file_share" && in.ChannelType == "im" && e.others() && in.Channel != "" && len(in.Files) > 0
}

// onUpload answers an upload in the background.
func (b *Bot) onUpload(e event) {
	b.pending.Go(func() {
		defer b.survive()
		ctx, cancel := context.WithTimeout(context.Background(), listPatience)
		defer cancel()
		user := e.Inner.User
		if b.person(ctx, user).bot {
			return
		}
		at := &board{bot: b, channel: e.Inner.Channel, thread: cmp.Or(e.Inner.ThreadTS, e.Inner.TS), told: time.Now()}
		lang := b.language(ctx, user, at.channel)
		words := answer.In(lang)
		p, err := wished(e.Inner.Text)
		var m blocks.Message
		var refusal tracker.Refusal
		switch {
		case len(e.Inner.Files) > 1:
			m = blocks.Say(words.Say("list.single()"))
		case errors.As(err, &refusal):
			m = blocks.Say(words.Refusal(refusal))
		default:
			p.File = e.Inner.Files[0].ID
			m = b.list(ctx, at, user, p, desk.DryRun)
		}
		if err := at.settle(ctx, m); err != nil {
			b.undelivered(ctx, err, "channel", at.channel)
		}
	})
}

// pressedList does what a button below a dry run is for.
func (b *Bot) pressedList(ctx context.Context, c slack.InteractionCallback, action *slack.BlockAction, kind string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), listPatience)
	defer cancel()
	p, err := decodeListPress(action.Value)
	if err != nil || !b.isOf(p.Call) {
		b.stale(ctx, c, action)
		return
	}
	at := &board{bot: b, channel: c.Container.ChannelID, thread: c.Container.ThreadTs, ts: c.Container.MessageTs, told: time.Now()}
	var m blocks.Message
	switch kind {
	case actionDrop:
		m = blocks.Say(answer.In(b.language(ctx, c.User.ID, at.channel)).Say("list.rejected(file)", p.Name))
	case actionApply:
		m = b.list(ctx, at, c.User.ID, p, desk.Apply)
	case actionPropose:
		m = b.list(ctx, at, c.User.ID, p, desk.Propose)
	default:
		m = b.list(ctx, at, c.User.ID, p, desk.DryRun)
	}
	if err := at.settle(ctx, m); err != nil {
		b.undelivered(ctx, err, "channel", at.channel)
	}
}

// list downloads a list, does something with it and tells what, whatever happens.
func (b *Bot) list(ctx context.Context, at *board, user string, p listPress, do desk.Doing) (m blocks.Message) {
	p.Call = b.Call.Slug
	lang := b.language(ctx, user, at.channel)
	defer func() {
		if r := recover(); r != nil {
			m = b.fault(ctx, lang, fmt.Errorf("panic: %v", r)).Message
		}
	}()
	if why := b.barred(ctx, lang, user, at.channel, formSuggest); why != "" {
		return blocks.Say(why)
	}
	words := answer.In(lang)
	b.listing.Lock() // each holds a whole file
	defer b.listing.Unlock()
	file, content, err := b.download(ctx, p.File)
	var refusal tracker.Refusal
	switch {
	case errors.Is(err, errFileGone):
		return blocks.Say(words.Say("list.deleted()"))
	case errors.As(err, &refusal):
		return blocks.Say(words.Refusal(refusal))
	case err != nil:
		b.Log.WarnContext(ctx, "a list can't be downloaded", "by", user, "file", p.File, "error", scrub(err))
		return blocks.Render(answer.Answer{Text: words.Say("list.not_downloaded()")}, some(p.button(actionListPage, words.Say("button.again()"), slack.StyleDefault))...)
	}
	head := b.Tracker.Book().Head()
	p.Name = file.Name
	longest := p
	longest.Head, longest.Page = head, maxList
	if longest.button(actionApply, words.Say("button.apply()"), slack.StylePrimary) == nil {
		return blocks.Say(words.Say("list.too_long()"))
	}
	progress := func(rows int) { at.progress(ctx, words.Say("list.reading(file, n)", file.Name, rows)) }
	list, err := roster.Read(ctx, file.Name, bytes.NewReader(content), int64(len(content)), roster.Options{Bytes: maxListText, Rows: maxListRows, Progress: progress})
	switch {
	case errors.As(err, &refusal):
		return blocks.Say(words.Refusal(refusal))
	case err != nil:
		return b.fault(ctx, lang, err).Message
	}
	admin := b.admin(ctx, user)
	// With the head in it, the same file can be applied again once that was undone.
	i := desk.Import{By: user, Admin: admin, Ref: digestOf("list", p.File, fmt.Sprint(do), fmt.Sprint(p.Head)), Lang: lang, Page: p.Page, File: file.Name, List: list,
		Source: p.Source, Kept: file.Permalink, On: p.On, Complete: p.Complete, Do: do, Head: p.Head}
	for _, line := range p.Chosen {
		i.Chosen = append(i.Chosen, roster.Place{Line: line})
	}
	a, err := b.desk.Import(ctx, i)
	changed := errors.Is(err, desk.ErrRollChanged)
	if changed {
		i.Do, i.Page = desk.DryRun, 1
		a, err = b.desk.Import(ctx, i)
	}
	if err != nil {
		return b.fault(ctx, lang, err).Message
	}
	if changed {
		a.Text = words.Say("list.changed()") + "\n" + a.Text
	}
	p.Head, p.Page = head, max(1, a.Page)
	return blocks.Render(a, listButtons(&a, p, words, admin)...)
}

// listButtons are those below a dry run: what can be done with the list, and other pages.
func listButtons(a *answer.Answer, p listPress, words *answer.Words, admin bool) []slack.BlockElement {
	list, ok := a.Facts.(*answer.DryRunFacts)
	if !ok {
		return nil
	}
	var all []slack.BlockElement
	n := len(list.Added) + len(list.Changed) + len(p.Chosen)
	switch {
	case admin && (n > 0 || p.Complete && len(list.Missing) > 0):
		apply := p.button(actionApply, words.Say("button.apply()"), slack.StyleDefault)
		if button, ok := apply.(*slack.ButtonBlockElement); ok {
			danger(button, words, "apply")
		}
		all = some(apply, p.button(actionDrop, words.SayAs("button.decision(n)", actionReject, ""), slack.StyleDefault))
	case !admin && n > 0 && n <= desk.MaxProposed:
		all = some(p.button(actionPropose, words.Say("button.propose()"), slack.StylePrimary), p.button(actionDrop, words.SayAs("button.decision(n)", actionReject, ""), slack.StyleDefault))
	}
	turn := func(label string, page int) {
		p := p
		p.Page = page
		all = append(all, some(p.button(actionListPage, label, slack.StyleDefault))...)
	}
	if a.Page > 1 {
		turn(words.Say("button.previous()"), a.Page-1)
	}
	if a.Page < a.Pages {
		turn(words.Say("button.next(n)", ""), a.Page+1)
	}
	return all
}

// some are the buttons that there are.
func some(buttons ...slack.BlockElement) []slack.BlockElement {
	return slices.DeleteFunc(buttons, func(e slack.BlockElement) bool { return e == nil })
}

// errFileGone says that a file was deleted, or isn't shared with rollcall any more.
var errFileGone = errors.New("the file is gone")

// download gets a file from Slack: from the host that Slack names, which slack-go holds against Slack's own.
func (b *Bot) download(ctx context.Context, id string) (*slack.File, []byte, error) {
	var file *slack.File
	err := again(ctx, func() (err error) {
		file, _, _, err = b.Slack.GetFileInfoContext(ctx, id, 0, 0)
		return err
	}, limited)
	var said slack.SlackErrorResponse
	switch {
	case errors.As(err, &said) && slices.Contains([]string{"file_deleted", "file_not_found", "access_denied"}, said.Err):
		return nil, nil, errFileGone
	case err != nil:
		return nil, nil, err
	case file.Mode == "tombstone":
		return nil, nil, errFileGone
	case file.IsExternal || file.Mode == "external":
		return nil, nil, tracker.Refuse("%s is kept elsewhere, not in Slack. Upload the file itself. Nothing was changed.", file.Name)
	case file.Size > maxList:
		return nil, nil, tracker.Refuse("%s has %d MB; at most %d MB are read in Slack. Import it in a shell, with: rollcall import. Nothing was changed.",
			file.Name, file.Size>>20, maxList>>20)
	}
	var content capped
	err = again(ctx, func() error {
		content.Reset()
		return b.Slack.GetFileContext(ctx, cmp.Or(file.URLPrivateDownload, file.URLPrivate), &content)
	}, limited)
	var status slack.StatusCodeError
	switch {
	case errors.As(err, &status) && (status.Code == http.StatusNotFound || status.Code == http.StatusGone):
		return nil, nil, errFileGone
	case err != nil:
		return nil, nil, err
	case content.Len() != file.Size:
		return nil, nil, fmt.Errorf("%d bytes came of %d", content.Len(), file.Size)
	}
	return file, content.Bytes(), nil
}

// capped takes no more than a list may have, whatever was said of its size.
type capped struct{ bytes.Buffer }

func (l *capped) Write(p []byte) (int, error) {
	if l.Len()+len(p) > maxList {
		return 0, errors.New("the file is larger than it was said to be")
	}
	return l.Buffer.Write(p)
}

// A board is one message, which is written again while something goes on.
type board struct {
	bot                 *Bot
	channel, thread, ts string // ts is empty until there is a message
	told                time.Time
}

// progress tells how far it is, now and then. It does no harm if that doesn't arrive.
func (o *board) progress(ctx context.Context, text string) {
	if time.Since(o.told) < listTold {
		return
	}
	o.told = time.Now()
	said := blocks.Say(text)
	if o.ts != "" {
		_, _, _, _ = o.bot.Slack.UpdateMessageContext(ctx, o.channel, o.ts, content(said)...)
		return
	}
	if _, ts, err := o.bot.Slack.PostMessageContext(ctx, o.channel, append(content(said), slack.MsgOptionTS(o.thread))...); err == nil {
		o.ts = ts
	}
}

// settle writes what came of it: into the message, which does no harm twice, or else in a new one.
func (o *board) settle(ctx context.Context, m blocks.Message) error {
	if o.ts != "" {
		soon, cancel := afresh(ctx)
		defer cancel()
		err := again(soon, func() error {
			return simplest(m, func(m blocks.Message) error {
				_, _, _, err := o.bot.Slack.UpdateMessageContext(soon, o.channel, o.ts, content(m)...)
				return err
			})
		}, limited, unknown)
		if err == nil {
			return nil
		}
		o.bot.Log.WarnContext(ctx, "a message can't be updated; its news comes in a new one", "channel", o.channel, "error", scrub(err))
	}
	return o.bot.once(ctx, place{channel: o.channel, thread: o.thread}, rand.Text(), m)
}

// export sends somebody the roll, or a part of it, as a file in a direct message.
func (b *Bot) export(ctx context.Context, r desk.Request, args []tracker.Token) blocks.Message {
	words := answer.In(r.Lang)
	format := roster.CSV
	if len(args) > 0 && args[0].Key == "" {
		if f, ok := roster.Written(args[0].Text); ok {
			format, args = f, args[1:]
		}
	}
	var content bytes.Buffer
	a, err := b.desk.Export(&content, format, r.Lang, args)
	var refusal tracker.Refusal
	switch {
	case errors.As(err, &refusal):
		return blocks.Render(answer.Answer{Text: words.Refusal(refusal)}, b.next(r.Tokens, words, r.Admin)...)
	case err != nil:
		return b.fault(ctx, r.Lang, err).Message
	}
	name := fmt.Sprintf("%s-%s.%s", b.Call.Slug, a.AsOf, format)
	if err := b.sendFile(ctx, r.By, name, content.Bytes(), blocks.Escape(a.Text)); err != nil {
		b.undelivered(ctx, err, "by", r.By, "file", name)
		if errors.Is(err, errUnsure) {
			return blocks.Say(words.Say("list.sent_unsure()"))
		}
		return blocks.Say(words.Say("list.not_sent()"))
	}
	return blocks.Say(words.Say("list.sent(headline, file)", a.Headline, name))
}

// sendFile sends a file in a direct message.
func (b *Bot) sendFile(ctx context.Context, user, name string, content []byte, comment string) error {
	var direct *slack.Channel
	err := again(ctx, func() (err error) {
		direct, _, _, err = b.Slack.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{user}, ReturnIM: true})
		return err
	}, limited)
	if err != nil {
		return err
	}
	return upload(ctx, b.Slack, content, name, name, "", comment, place{channel: direct.ID})
}
