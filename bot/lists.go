package bot

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
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
	"rollcall/tracker/roster"
)

// A list is a file that somebody uploads to rollcall in a direct message. It is downloaded, compared with what is recorded, and the
// dry run answered in its thread. What to do with it is only in the buttons: when one is pressed, the file is
// downloaded again, so nothing is kept, and a restart changes nothing.

const (
	maxList      = 20 << 20         // bytes of a file
	maxListText  = 64 << 20         // bytes of what it unpacks to
	maxListRows  = 200_000          // since anybody can upload one
	listPatience = 40 * time.Second // how long one may take, so that a process that has to end can wait for it
	listTold     = 3 * time.Second  // between two lines of progress
)

// The actions of the buttons below a dry run.
const (
	actionApply    = "listapply"
	actionPropose  = "listpropose"
	actionDrop     = "listdrop"
	actionListPage = "listpage"
)

// A wish is what is typed with a file: source:URL, on:DAY, choose:LINE,… and complete.
type wish struct {
	source   string
	on       tracker.Day
	complete bool
	chosen   []roster.Place // lines
}

func wished(line string) (w wish, err error) {
	for _, t := range query.Line(line) {
		lines, choose := strings.CutPrefix(t.Text, "choose:")
		switch {
		case t.Key == "source":
			w.source, err = t.Text, tracker.CheckSource(t.Text)
		case t.Key == "on":
			w.on, err = tracker.ParseDay(t.Text)
			err = tracker.Blame("on", err)
		case t.Key == "" && strings.EqualFold(t.Text, "complete"):
			w.complete = true
		case t.Key == "" && choose:
			for text := range strings.SplitSeq(lines, ",") {
				n, wrong := strconv.Atoi(text)
				if wrong != nil || n < 1 {
					return w, tracker.Refuse("choose: takes the lines of doubtful rows, such as choose:7,12. Upload it again. Nothing was changed.")
				}
				w.chosen = append(w.chosen, roster.Place{Line: n})
			}
		default:
			err = tracker.Refuse("I don't know what “%s” means beside a list. There are source:URL, on:DAY, choose:LINE,… and complete. Upload it again. Nothing was changed.", t.Text)
		}
		if err != nil {
			return w, err
		}
	}
	return w, nil
}

// uploaded reports whether an event is a person's upload in a direct message.
func (e *event) uploaded() bool {
	in := &e.Inner
	return in.Type == "message" && in.Subtype == "file_share" && in.ChannelType == "im" && e.others() && in.Channel != "" && len(in.Files) > 0
}

func (b *Bot) onUpload(ctx context.Context, e *event) {
	if b.person(ctx, e.Inner.User).bot {
		return
	}
	a := b.asks(ctx, e.Inner.User, place{e.Inner.Channel, cmp.Or(e.Inner.ThreadTS, e.Inner.TS)})
	at := &board{bot: b, place: a.place, told: time.Now()}
	m := blocks.Say(a.words.Say("list.single()"))
	if len(e.Inner.Files) == 1 {
		p := b.ours(e.plain(), a.words)
		p.File, p.Page = e.Inner.Files[0].ID, 1
		m = b.list(ctx, at, a, p, desk.DryRun)
	}
	at.settle(ctx, m)
}

func (b *Bot) pressedList(ctx context.Context, u use) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), listPatience)
	defer cancel()
	if u.File == "" || u.Page < 1 {
		b.stale(ctx, u)
		return
	}
	at := &board{bot: b, place: u.place, ts: u.c.Container.MessageTs, told: time.Now()}
	do := map[string]desk.Doing{actionApply: desk.Apply, actionPropose: desk.Propose, actionListPage: desk.DryRun}
	m := blocks.Say(u.words.Say("list.rejected(file)", u.Name))
	if u.kind != actionDrop {
		m = b.list(ctx, at, u.asker, u.press, do[u.kind])
	}
	at.settle(ctx, m)
}

// list downloads a list, does something with it and always answers with the result.
func (b *Bot) list(ctx context.Context, at *board, a asker, p press, do desk.Doing) (m blocks.Message) {
	defer func() {
		if r := recover(); r != nil {
			m = b.fault(ctx, a.lang, panicked(r)).Message
		}
	}()
	if why := b.barred(ctx, a.lang, a.user, a.channel, formSuggest); why != "" {
		return blocks.Say(why)
	}
	said, p, err := b.imported(ctx, at, a, p, do)
	var refusal tracker.Refusal
	switch {
	case errors.Is(err, errFileGone):
		return blocks.Say(a.words.Say("list.deleted()"))
	case errors.Is(err, errDownload):
		b.Log.WarnContext(ctx, "a list can't be downloaded", "by", a.user, "file", p.File, "error", scrub(err))
		return say(a.words.Say("list.not_downloaded()"), p.button(actionListPage+"-1", a.words.Say("button.again()"))).Message
	case errors.Is(err, errTooLong):
		return blocks.Say(a.words.Say("list.too_long()"))
	case errors.As(err, &refusal):
		return blocks.Say(a.words.Refusal(refusal))
	case err != nil:
		return b.fault(ctx, a.lang, err).Message
	}
	return blocks.Render(said, listButtons(&said, p, a.words, b.admin(ctx, a.user))...)
}

// errDownload says that a file couldn't be downloaded, and errTooLong that what is to be done with it doesn't fit into a button.
var (
	errDownload = errors.New("the file can't be downloaded")
	errTooLong  = errors.New("a button doesn't hold what is to be done")
)

// imported does something with the list of a press, and returns what its buttons keep.
func (b *Bot) imported(ctx context.Context, at *board, by asker, p press, do desk.Doing) (a answer.Answer, _ press, err error) {
	w, err := wished(p.Line)
	if err != nil {
		return a, p, err
	}
	b.listing.Lock() // each holds a whole file
	defer b.listing.Unlock()
	file, content, err := b.download(ctx, p.File)
	if err != nil {
		return a, p, err
	}
	head := b.Tracker.Book().Head()
	p.Call, p.Name = b.Call.Slug, file.Name
	longest := p
	if longest.Head, longest.Page = head, maxList; longest.encode() == "" {
		return a, p, errTooLong
	}
	progress := func(rows int) { at.progress(ctx, by.words.Say("list.reading(file, n)", file.Name, rows)) }
	list, err := roster.Read(ctx, file.Name, bytes.NewReader(content), int64(len(content)), roster.Options{Bytes: maxListText, Rows: maxListRows, Progress: progress})
	if err != nil {
		return a, p, err
	}
	// With the head in it, the same file can be applied again once that was undone.
	i := desk.Import{By: by.user, Admin: b.admin(ctx, by.user), Ref: digestOf("list", p.File, fmt.Sprint(do), fmt.Sprint(p.Head)), Lang: by.lang, Page: p.Page,
		File: file.Name, List: list, Chosen: w.chosen, Source: w.source, Kept: file.Permalink, On: w.on, Complete: w.complete, Do: do, Head: p.Head}
	a, err = b.desk.Import(ctx, i)
	if errors.Is(err, desk.ErrRollChanged) {
		i.Do, i.Page = desk.DryRun, 1
		a, err = b.desk.Import(ctx, i)
		a.Text = by.words.Say("list.changed()") + "\n" + a.Text
	}
	p.Head, p.Page = head, max(1, a.Page)
	return a, p, err
}

// listButtons are those below a dry run: what can be done with the list, and other pages.
func listButtons(a *answer.Answer, p press, words *answer.Words, admin bool) (all []slack.BlockElement) {
	list, ok := a.Facts.(*answer.DryRunFacts)
	if !ok {
		return nil
	}
	w, _ := wished(p.Line)
	n := len(list.Added) + len(list.Changed) + len(w.chosen)
	drop := p.button(fmt.Sprint(actionDrop, "-", p.Page), words.SayAs("button.decision(n)", actionReject, ""))
	switch {
	case admin && (n > 0 || w.complete && len(list.Missing) > 0):
		apply := p.button(fmt.Sprint(actionApply, "-", p.Page), words.Say("button.apply()"))
		danger(apply, words, "apply")
		all = append(all, apply, drop)
	case !admin && n > 0 && n <= desk.MaxProposed:
		all = append(all, p.button(fmt.Sprint(actionPropose, "-", p.Page), words.Say("button.propose()")).WithStyle(slack.StylePrimary), drop)
	}
	return append(all, p.turns(actionListPage, a.Page, a.Pages, 0, words)...)
}

// errFileGone says that a file was deleted, or isn't shared with rollcall any more.
var errFileGone = errors.New("the file is gone")

// download gets a file from Slack: from the host that Slack names, which slack-go checks against Slack's own.
func (b *Bot) download(ctx context.Context, id string) (file *slack.File, _ []byte, err error) {
	err = again(ctx, func() (err error) {
		file, _, _, err = b.Slack.GetFileInfoContext(ctx, id, 0, 0)
		return err
	}, limited)
	switch {
	case slices.Contains([]string{"file_deleted", "file_not_found", "access_denied"}, reason(err)):
		return nil, nil, errFileGone
	case err != nil:
		return nil, nil, errors.Join(errDownload, err)
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
	case err == nil && content.Len() != file.Size:
		err = fmt.Errorf("%d bytes came of %d", content.Len(), file.Size)
	}
	if err != nil {
		err = errors.Join(errDownload, err)
	}
	return file, content.Bytes(), err
}

// capped takes no more than a list may have, independent of its stated size.
type capped struct{ bytes.Buffer }

func (l *capped) Write(p []byte) (int, error) {
	if l.Len()+len(p) > maxList {
		return 0, errors.New("the file is larger than it was said to be")
	}
	return l.Buffer.Write(p)
}

// A board is one message, which is written again while something goes on.
type board struct {
	bot *Bot
	place
	ts   string // empty until there is a message
	told time.Time
}

// progress shows how far it is, now and then. It does no harm if that doesn't arrive.
func (o *board) progress(ctx context.Context, text string) {
	if time.Since(o.told) < listTold {
		return
	}
	o.told = time.Now()
	said := content(blocks.Say(text))
	if o.ts != "" {
		_, _, _, _ = o.bot.Slack.UpdateMessageContext(ctx, o.channel, o.ts, said...)
	} else if _, ts, err := o.bot.Slack.PostMessageContext(ctx, o.channel, append(said, slack.MsgOptionTS(o.thread))...); err == nil {
		o.ts = ts
	}
}

// settle writes the result: into the message, or else in a new one.
func (o *board) settle(ctx context.Context, m blocks.Message) {
	if o.ts != "" {
		soon, cancel := afresh(ctx)
		defer cancel()
		err := rewrite(soon, o.bot.Slack, o.channel, o.ts, m)
		if err == nil {
			return
		}
		o.bot.Log.WarnContext(ctx, "a message can't be updated; its news comes in a new one", "channel", o.channel, "error", scrub(err))
	}
	if err := o.bot.once(ctx, o.place, rand.Text(), m); err != nil {
		o.bot.undelivered(ctx, err, "channel", o.channel)
	}
}

// export sends somebody the list, or a part of it, as a file in a direct message.
func (b *Bot) export(ctx context.Context, r desk.Request, args []tracker.Token) reply {
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
		return say(words.Refusal(refusal), b.next(r.Tokens, words, r.Admin)...)
	case err != nil:
		return b.fault(ctx, r.Lang, err)
	}
	name := fmt.Sprintf("%s-%s.%s", b.Call.Slug, a.AsOf, format)
	direct, err := b.conversation(ctx, r.By)
	if err == nil {
		err = upload(ctx, b.Slack, content.Bytes(), name, name, "", blocks.Escape(a.Text), place{channel: direct})
	}
	if err == nil {
		return say(words.Say("list.sent(headline, file)", a.Headline, name))
	}
	b.undelivered(ctx, err, "by", r.By, "file", name)
	if errors.Is(err, errUnsure) {
		return say(words.Say("list.sent_unsure()"))
	}
	return say(words.Say("list.not_sent()"))
}

// conversation is the channel of somebody's direct messages with rollcall.
func (b *Bot) conversation(ctx context.Context, user string) (channel string, err error) {
	err = again(ctx, func() error {
		direct, _, _, err := b.Slack.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{user}, ReturnIM: true})
		if err == nil {
			channel = direct.ID
		}
		return err
	}, limited, unknown)
	return channel, err
}
