package bot

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"rollcall/bot/blocks"
	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/desk"
	"rollcall/tracker/query"
)

// What a Home shows at most: far less than Slack's 100 blocks and 250,000 bytes, and no more than somebody reads.
const (
	homeChanges       = 5
	homeProposals     = 10
	homeSubscriptions = 25
	homeText          = 2_500 // characters of a proposal
	homeLine          = 600   // characters of any line

	maxHeader = 150 // characters of a title

	homePause   = time.Second     // between two Homes of a person
	channelsFor = 5 * time.Second // how long a Home waits for the person's channels
	channelsTop = 999             // that are asked for at once
)

// homes are the persons whose Home is published now, or was within homePause, and what the next one of each is to say.
type homes struct {
	mu   sync.Mutex
	next map[string]nextHome
}

// nextHome is the one that follows, if it is wanted.
type nextHome struct {
	wanted bool
	notice string // escaped
	opened bool   // the person looks at it
}

// home publishes a person's Home in the background, with a notice, escaped, if there is one.
func (b *Bot) home(user, notice string) { b.shows(user, nextHome{notice: notice}) }

// shows publishes a person's Home in the background. However often it is wanted within homePause, it is published at once and then
// once more, as everything is by then.
func (b *Bot) shows(user string, h nextHome) {
	if b.homeless {
		return
	}
	b.homes.mu.Lock()
	defer b.homes.mu.Unlock()
	next, publishing := b.homes.next[user]
	if b.homes.next == nil {
		b.homes.next = map[string]nextHome{}
	}
	b.homes.next[user] = nextHome{true, cmp.Or(h.notice, next.notice), h.opened || next.opened}
	if publishing {
		return
	}
	b.pending.Go(func() {
		for h := b.homes.take(user); h.wanted; h = b.homes.take(user) {
			b.publish(user, h)
			time.Sleep(homePause)
		}
	})
}

// take is the next Home of a person, if it is wanted.
func (h *homes) take(user string) nextHome {
	h.mu.Lock()
	defer h.mu.Unlock()
	next := h.next[user]
	if h.next[user] = (nextHome{}); !next.wanted {
		delete(h.next, user)
	}
	return next
}

// publish publishes a person's Home. What fails is logged, and shown to a person who looks at it, or for whom there is a notice; the
// next Home is another try.
func (b *Bot) publish(user string, h nextHome) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			b.fault(ctx, "", fmt.Errorf("a Home: %w", panicked(p)))
		}
	}()
	view := b.homeView(ctx, user, h.notice)
	err := again(ctx, func() error {
		_, err := b.Slack.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: user, View: view})
		return err
	}, limited, unknown)
	if err == nil {
		return
	}
	b.Log.ErrorContext(ctx, "a Home was not published", "user", user, "reference", rand.Text()[:8], "error", scrub(err))
	switch words := answer.In(b.language(ctx, user, "")); {
	case h.notice != "":
		b.direct(ctx, user, blocks.Message{Text: h.notice})
	case h.opened:
		b.direct(ctx, user, say(words.Say("home.failed()"), b.asking("help", words)).Message)
	}
}

// homeView is a person's Home as of now: what can be done and what waits for the person first, then numbers and news.
func (b *Bot) homeView(ctx context.Context, user, notice string) slack.HomeTabViewRequest {
	lang := b.language(ctx, user, "")
	words, admin := answer.In(lang), b.admin(ctx, user)
	if why := b.barred(ctx, lang, user, "", "count"); why != "" {
		var where []string
		for _, channel := range b.Guests {
			where = append(where, blocks.Link(channel))
		}
		all := b.stays(why, words).Blocks
		if len(where) > 0 {
			all = slices.Concat(all[:1], blocks.Sections([]string{words.Say("home.guest(channels)", strings.Join(where, ", "))}), all[1:])
		}
		return slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: all}}
	}
	r := b.desk.Reader()
	all := []slack.Block{forms(b.Call.Slug, words, admin)}
	if days := answer.Since(r.Book.Checked(b.Call), r.Today); admin && b.Old > 0 && days > b.Old {
		all = append(all, blocks.Sections([]string{words.Say("home.old(days, line)", days, b.Slash+" follow")})...)
	}
	if line := words.Say("follow.unread(n)", desk.NotTaken(r.Book).Unread); admin && line != "" {
		all = append(all, blocks.Sections([]string{line})...)
	}
	if notice != "" {
		all = append(all, blocks.Sections([]string{notice})...)
	}
	all = slices.Concat(all, b.waiting(r.Book, user, admin, words), homeCounts(r, words), b.homeSubscriptions(ctx, r.Book, user, words),
		titled(words.Say("home.changes()"), latest(r.Call, r.Book, words)))
	if len(b.Others) > 0 {
		all = append(all, titled(words.Say("home.others()"), otherCalls(b.Others, words))...)
	}
	all = append(all, blocks.Small([]string{words.Say("home.type(help)", b.typed("help"))})...)
	return slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: all}}
}

// otherCalls says for each other call how many supporters it has, and which command asks it.
func otherCalls(others []desk.Other, words *answer.Words) []string {
	var lines []string
	for _, o := range others {
		listed := words.Say("home.listed(n)", o.Tracker.Book().Counts().Total())
		line := words.Say("colon(what, said)", blocks.Brief(words.CallName(o.Call), homeLine), listed)
		lines = append(lines, "• "+line+words.Say("semicolon()")+"`"+blocks.Escape(o.Command)+"`")
	}
	return lines
}

func titled(title string, lines []string) []slack.Block {
	return append([]slack.Block{slack.NewHeaderBlock(plain(shorten(title, maxHeader)))}, blocks.Sections(lines)...)
}

func plain(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, text, false, false)
}

func (b *Bot) typed(line string) string { return "`" + blocks.Escape(b.Slash+" "+line) + "`" }

func forms(call string, words *answer.Words, admin bool) slack.Block {
	names := []string{formSubscribe, formSuggest}
	if admin {
		names = append(names, formAdd, formEdit, formReport)
	}
	var all []slack.BlockElement
	for _, name := range names {
		all = append(all, formButton(name, call, words, 0))
	}
	return slack.NewActionBlock("forms", all...)
}

// homeCounts says how many there are of each category and in all, each with its net change of late, where there is one, by what is
// known now. Days before the list's records begin have no counts to compare with.
func homeCounts(r *query.Runner, words *answer.Words) []slack.Block {
	a := answer.Write(r.Run(query.Count{}), words)
	if a.Table == nil {
		return titled(words.CallName(r.Call), []string{blocks.Escape(a.Headline)})
	}
	past := map[int]tracker.Counts{}
	for _, days := range homeSpans {
		if day := tracker.DayOf(r.Today.Time().AddDate(0, 0, -days)); r.Book.Begins() != "" && day >= r.Book.Begins() {
			past[days] = r.Book.AsOf(day).Counts()
		}
	}
	var fields []*slack.TextBlockObject
	for i, row := range a.Table.Rows { // the categories in their order, then the sum
		of := tracker.Counts.Total
		if i < len(tracker.Categories()) {
			of = func(c tracker.Counts) int { return c.Of(tracker.Categories()[i]) }
		}
		field := "*" + blocks.Brief(row[0], homeLine) + "*\n" + row[1]
		for _, days := range homeSpans {
			if then, ok := past[days]; ok && of(then) != of(r.Book.Counts()) {
				field += " (" + words.Say("home.span(change, days)", strings.Replace(fmt.Sprintf("%+d", of(r.Book.Counts())-of(then)), "-", "−", 1), days) + ")"
				break
			}
		}
		fields = append(fields, blocks.Literal(field))
	}
	all := []slack.Block{slack.NewHeaderBlock(plain(shorten(words.CallName(r.Call), maxHeader))), slack.NewSectionBlock(nil, fields, nil)}
	return append(all, blocks.Foot(a)...)
}

// homeSpans are the times whose change is shown: the first with one.
var homeSpans = []int{30, 365}

// latest shows the last changes of the list, the latest first, each in a line, without those that were undone. What the list
// began with is no change.
func latest(call *tracker.Call, book *tracker.Book, words *answer.Words) []string {
	var last []tracker.Entry
	undone := book.Undone()
	for e := range book.History() {
		if !call.Initial(e) && !undone[e.Seq] {
			last = append(last, e)
		}
	}
	if len(last) == 0 {
		return []string{words.Say("home.unchanged()")}
	}
	slices.SortFunc(last, func(a, b tracker.Entry) int { return cmp.Or(cmp.Compare(b.On, a.On), cmp.Compare(b.Seq, a.Seq)) })
	var lines []string
	for _, e := range last[:min(homeChanges, len(last))] {
		lines = append(lines, blocks.Brief("• "+answer.Briefly(e, words), homeLine))
	}
	return lines
}

// homeSubscriptions shows which of the person's channels get changes, and how, each with its controls: paused ones first.
func (b *Bot) homeSubscriptions(ctx context.Context, book *tracker.Book, user string, words *answer.Words) []slack.Block {
	title := titled(words.Say("home.subscriptions()"), nil)
	all := slices.Clone(book.Subscriptions())
	var err error
	if len(all) > 0 {
		var in map[string]bool
		in, err = b.channels(ctx, user)
		all = slices.DeleteFunc(all, func(s *tracker.Subscription) bool { return !in[s.Channel] && (err == nil || s.By != user) })
	}
	slices.SortStableFunc(all, func(a, b *tracker.Subscription) int { return cmp.Compare(b.Paused, a.Paused) })
	var told []slack.Block
	for _, s := range all[:min(homeSubscriptions, len(all))] {
		line := slack.NewSectionBlock(blocks.Literal(b.subscribed(s, words)), nil, nil)
		line.Accessory = slack.NewAccessory(b.ruleMenu(s, words))
		told = append(told, line)
	}
	if rest := len(all) - len(told); rest > 0 {
		told = append(told, blocks.Small([]string{words.Say("more(n)", rest)})...)
	}
	if len(told) == 0 {
		told = blocks.Sections([]string{words.Say("home.no_subscription()")})
	}
	if err != nil {
		b.Log.WarnContext(ctx, "Slack didn't say which channels somebody is in", "user", user, "error", scrub(err))
		told = append(blocks.Sections([]string{words.Say("home.unread()")}), told...)
	}
	return append(title, told...)
}

// channels are those that a person is in, as far as the bot can see them. With an error there can be more.
func (b *Bot) channels(ctx context.Context, user string) (map[string]bool, error) {
	ctx, cancel := context.WithTimeout(ctx, channelsFor)
	defer cancel()
	in := map[string]bool{}
	asked := &slack.GetConversationsForUserParameters{UserID: user, Types: []string{"public_channel", "private_channel", "mpim", "im"}, Limit: channelsTop}
	for {
		found, next, err := b.Slack.GetConversationsForUserContext(ctx, asked)
		if err != nil {
			return in, err
		}
		for _, c := range found {
			in[c.ID] = true
		}
		if next == "" {
			return in, nil
		}
		asked.Cursor = next
	}
}

// subscribed says how a channel gets changes, and who set that.
func (b *Bot) subscribed(s *tracker.Subscription, words *answer.Words) string {
	where := blocks.Link(s.Channel)
	if isDirect(s.Channel) {
		where = words.Say("home.direct()")
	}
	rule := b.desk.Rule(s)
	line := words.Say("colon(what, said)", "*"+where+"*", blocks.Brief(words.Wants(&rule), homeLine))
	line += words.Say("semicolon()") + words.Say("home.set_by(who)", blocks.Link(s.By)) + ". "
	outlook := blocks.Brief(words.Outlook(&rule, fmt.Sprint(b.Slash, " resume ", s.Number)), homeLine)
	return strings.TrimSpace(line + blocks.Moments(outlook, words.Moments(&rule)))
}

// waiting shows what waits for a person: of an admin the proposals, the oldest first, each with its buttons; of anybody else
// those that they made themselves.
func (b *Bot) waiting(book *tracker.Book, user string, admin bool, words *answer.Words) []slack.Block {
	all := book.Proposals()
	if !admin {
		all = slices.DeleteFunc(slices.Clone(all), func(p *tracker.Proposal) bool { return p.By != user })
	}
	if len(all) == 0 {
		return nil
	}
	title := "home.yours()"
	if admin {
		title = "home.proposals()"
	}
	told := titled(words.Say(answer.Message(title)), nil)
	shown := all[:min(homeProposals, len(all))]
	for _, p := range shown {
		told = append(told, proposed(book, p, words)...)
		if admin {
			told = append(told, slack.NewActionBlock(fmt.Sprint("proposal-", p.Seq), b.decision(actionApprove, p, words).WithStyle(slack.StylePrimary),
				b.decision(actionReject, p, words)))
		}
	}
	if rest := len(all) - len(shown); rest > 0 {
		told = append(told, blocks.Small([]string{words.Say("more(n)", rest)})...)
	}
	return told
}

func (b *Bot) decision(action string, p *tracker.Proposal, words *answer.Words) *slack.ButtonBlockElement {
	return b.ours(fmt.Sprint(action, " ", p.Seq), words).button(fmt.Sprint(action, "-", p.Seq), words.SayAs("button.decision(n)", action, ""))
}

// proposed shows a proposal: its number, who made it when, why, and what its approval would record, as far as there is room.
func proposed(book *tracker.Book, p *tracker.Proposal, words *answer.Words) []slack.Block {
	lines := []string{fmt.Sprintf("*%d* · %s · %s", p.Seq, blocks.Link(p.By), blocks.When(p.At))}
	var details []string
	if why := words.Because(p); why != "" {
		details = append(details, words.Say("quote(text)", why))
	}
	details = append(details, answer.Proposed(p, book, answer.In(words.Lang()))...)
	size := 0
	for i, line := range details {
		line = blocks.Named(blocks.Brief(strings.TrimSpace(line), homeLine))
		if size += utf8.RuneCountInString(line); size > homeText {
			lines = append(lines, words.Say("more(n)", len(details)-i))
			break
		}
		lines = append(lines, line)
	}
	return blocks.Sections(lines)
}
