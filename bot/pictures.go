package bot

import (
	"bytes"
	"context"
	"errors"
	"time"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"rollcall/bot/blocks"
	"rollcall/tracker/answer"
	"rollcall/tracker/chart"
)

// maxAlt is how many characters of alt text Slack takes with a file.
const maxAlt = 1_000

// What somebody who isn't an admin may have drawn: so many pictures at once, and one more every so often.
const (
	pictures     = 20
	pictureAfter = 10 * time.Second
)

// errUnsure says that it isn't known whether a file was posted.
var errUnsure = errors.New("it may have been posted")

// picture posts the chart of an answer below the words for what it shows.
func picture(ctx context.Context, client *slack.Client, by *chart.Painter, a *answer.Answer, words blocks.Message, to place) error {
	png, err := by.Picture(ctx, a.Chart())
	if err != nil {
		return err
	}
	return upload(ctx, client, png, fileName(a), a.Headline, alt(a), words.Text, to)
}

func fileName(a *answer.Answer) string { return "roll-" + string(a.Chart().Until) + ".png" }

// alt describes a picture: the takeaway, and as many of the figures as Slack takes.
func alt(a *answer.Answer) string {
	text := shorten(a.Headline, maxAlt)
	for _, line := range a.Lines {
		if utf8.RuneCountInString(text)+1+utf8.RuneCountInString(line) > maxAlt {
			break
		}
		text += "\n" + line
	}
	return text
}

// upload posts a file. Until its last step nothing of it can be seen, so what comes before is tried again; the last step is
// tried again only where Slack surely didn't do it.
func upload(ctx context.Context, client *slack.Client, content []byte, name, title, alt, comment string, to place) error {
	var address *slack.GetUploadURLExternalResponse
	prepare := func() (err error) {
		address, err = client.GetUploadURLExternalContext(ctx, slack.GetUploadURLExternalParameters{FileName: name, FileSize: len(content), AltTxt: alt})
		if err != nil {
			return err
		}
		return client.UploadToURL(ctx, slack.UploadToURLParameters{UploadURL: address.UploadURL, Reader: bytes.NewReader(content), Filename: name})
	}
	if err := again(ctx, prepare, limited, unknown); err != nil {
		return err
	}
	err := again(ctx, func() error {
		_, err := client.CompleteUploadExternalContext(ctx, slack.CompleteUploadExternalParameters{
			Files: []slack.FileSummary{{ID: address.FileID, Title: title}}, Channel: to.channel, ThreadTimestamp: to.thread, InitialComment: comment,
		})
		return err
	}, limited)
	if o, _ := judge(err); err != nil && o == unknown {
		return errors.Join(errUnsure, err)
	}
	return err
}

// draw posts the chart of an answer. If that fails, it says so, and describes what the picture would show.
func (b *Bot) draw(ctx context.Context, to asker, r reply) {
	err := picture(ctx, b.Slack, b.Painter, r.chart, r.Message, to.place)
	if err == nil {
		return
	}
	b.undelivered(ctx, err, "channel", to.channel)
	words := answer.In(r.chart.Lang)
	why := words.Say("picture.failed()")
	switch said := reason(err); {
	case errors.Is(err, errUnsure):
		why = words.Say("post.unsure()")
	case said == notFound && b.inConversation(to.channel):
		why = words.Say("picture.elsewhere()")
	case said == notFound || said == "not_in_channel":
		why = words.Say("picture.invite()")
	}
	instead := say(why + "\n" + r.chart.Text)
	instead.line = r.line
	b.respond(ctx, to, instead)
}
