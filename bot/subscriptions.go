package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"rollcall/bot/blocks"
	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/desk"
	"rollcall/tracker/digest"
	"rollcall/tracker/names"
	"rollcall/tracker/query"
)

// The inputs of the form that subscribes a channel, and what can be chosen for when: what is typed behind subscribe.
const (
	inputWhere  = "where"
	inputWhom   = "category"
	inputPlaces = "places" // groups and countries: terms of a filter
	inputWatch  = "watch"  // supporters by name
	inputOnly   = "only"
	inputFilter = "filter" // the filter, as it is typed
	inputWhen   = "when"
	inputAt     = "at"
)

var whens = []string{"instantly", "daily", "weekdays", "weekly mon", "weekly tue", "weekly wed", "weekly thu", "weekly fri", "monthly 1"}

// subscribing is what that form asks for. That of a subscription which is there is filled with what it says: its filter is
// typed where that can't be chosen. It isn't known if there is no such subscription.
func (f *form) subscribing() (args []answer.Arg, rare []string, known bool) {
	whom := []answer.Arg{{Name: inputWhom, Optional: true}, {Name: inputPlaces, Optional: true}}
	when, watch := []answer.Arg{{Name: inputWhen}, {Name: inputAt}}, answer.Arg{Name: inputWatch, Optional: true}
	only, rare := answer.Arg{Name: inputOnly, Optional: true}, []string{inputWatch, inputOnly}
	if f.kept.ID == 0 {
		return slices.Concat([]answer.Arg{{Name: inputWhere}}, whom, when, []answer.Arg{watch, only}), rare, true
	}
	if f.set = f.bot.Tracker.Book().Subscription(f.kept.ID); f.set == nil {
		return nil, nil, false
	}
	times, clock, timed := strings.Cut(answer.TypedTimes(f.set.Schedule), " at ")
	given, chosen := f.bot.chosen(f.set.Filter)
	given[inputWhen], given[inputOnly] = times, strings.ReplaceAll(f.set.Only, " ", "\n")
	if timed {
		given[inputAt] = clock
	}
	f.given, f.kept.Zone = given, cmp.Or(f.set.Zone, "UTC")
	if !chosen {
		return slices.Concat([]answer.Arg{{Name: inputFilter, Optional: true}}, when, []answer.Arg{only}), nil, true
	}
	return slices.Concat(whom, when, []answer.Arg{watch, only}), rare, true
}

// labelPlace is what a group or a country is called, by its term of a filter.
func labelPlace(f *form, term string) string {
	key, value, _ := strings.Cut(term, ":")
	if g := f.bot.Call.Group(value); key == "in" && g != nil && g.ID == value {
		return f.words.GroupName(g)
	}
	if key == inputCountry {
		return labelCountry(f, value)
	}
	return ""
}

// findPlaces are the groups and countries that a text may mean: groups first.
func findPlaces(f *form, typed string) (all []*option) {
	key := names.Key(typed)
	for i := range f.bot.Call.Groups {
		g := &f.bot.Call.Groups[i]
		if slices.ContainsFunc(g.AllNames(), func(name string) bool { return strings.HasPrefix(names.Key(name), key) }) {
			all = append(all, newOption("in:"+g.ID, f.words.GroupName(g)))
		}
	}
	if key != "" {
		for _, o := range countries(f, typed) {
			o.Value = inputCountry + ":" + o.Value
			all = append(all, o)
		}
	}
	return all
}

// settingOf is what the form of a subscription keeps. What few need is shown where it is said.
func settingOf(s *tracker.Subscription) opening {
	return opening{name: formSubscribe, kept: press{ID: s.ID, More: s.Only != "" || strings.ContainsAny(s.Filter, `"“#`)}}
}

// chosen are the values of the form that make a filter; it isn't ok if none do.
func (b *Bot) chosen(typed string) (values map[string]string, ok bool) {
	asTyped := map[string]string{inputFilter: typed}
	f, err := digest.Filter(b.Call, typed)
	if err != nil {
		return asTyped, false
	}
	of := map[string][]string{}
	for t := range f.Terms {
		name, value := "", t.Value
		switch t.Key {
		case tracker.ByCategory:
			name = inputWhom
		case tracker.ByGroup, tracker.ByCountry:
			name, value = inputPlaces, string(t.Key)+":"+t.Value
		case tracker.ByName:
			if named := b.called(t.Value); named != nil {
				name, value = inputWatch, idOf(named)
			}
		case tracker.ByID:
			name = inputWatch
		}
		if !slices.Contains(of[name], value) {
			of[name] = append(of[name], value)
		}
	}
	values = map[string]string{}
	for name, chosen := range of {
		values[name] = strings.Join(chosen, "\n")
	}
	if again, err := digest.Filter(b.Call, b.whom(values)); err != nil || again.String() != f.String() {
		return asTyped, false
	}
	return values, true
}

// whom returns the filter that the values of the form make: of the categories those from one of the places, or those that are watched
// by name; or what is typed.
func (b *Bot) whom(values map[string]string) string {
	if typed, ok := values[inputFilter]; ok {
		return typed
	}
	categories := strings.ReplaceAll(values[inputWhom], "\n", ",")
	var clauses []string
	for _, key := range []string{"in:", "country:"} {
		var of []string
		for place := range strings.FieldsSeq(values[inputPlaces]) {
			if value, ok := strings.CutPrefix(place, key); ok {
				of = append(of, value)
			}
		}
		if len(of) > 0 {
			clauses = append(clauses, strings.TrimSpace(categories+" "+key+strings.Join(of, ",")))
		}
	}
	if len(clauses) == 0 && categories != "" {
		clauses = []string{categories}
	}
	for id := range strings.FieldsSeq(values[inputWatch]) {
		if s := b.listed(id); s != nil {
			clauses = append(clauses, tracker.Quote(s.Name))
		}
	}
	return strings.Join(clauses, " or ")
}

// subscribe is the line that the values of the form make. One that sets a subscription says what that says besides, too.
func (f *form) subscribe(values map[string]string) string {
	way := f.bot.whom(values)
	if only := values[inputOnly]; only != "" {
		way += " only " + strings.ReplaceAll(only, "\n", ",")
	}
	way += " " + values[inputWhen]
	if values[inputWhen] != whens[0] && !strings.HasPrefix(values[inputWhen], "cron ") {
		way += " at " + values[inputAt]
	}
	way = oneLine(way + " " + f.kept.Zone)
	if f.set == nil {
		return formSubscribe + " " + way
	}
	rest := *f.set
	rest.Filter, rest.Only, rest.Schedule, rest.Zone = "", "", "", ""
	return ruleLine(f.set.Number, way+" "+strings.TrimPrefix(desk.Typed(&rest), "instantly UTC"))
}

func ruleLine(number int, way string) string {
	return fmt.Sprintf("%s #%d %s", formSubscribe, number, way)
}

// subscribes subscribes a channel as its form says, and announces it in the channel.
func (b *Bot) subscribes(ctx context.Context, a asker, ref, line string) (answer.Answer, error) {
	var refusal tracker.Refusal
	if errors.As(b.isIn(ctx, a.user, a.channel), &refusal) {
		return answer.Write(answer.New(&answer.RefusedFacts{Refusal: refusal}), a.words), nil
	}
	said, err := b.do(ctx, desk.Request{By: a.user, Channel: a.channel, Ref: ref, Lang: a.lang, Page: 1, Admin: b.admin(ctx, a.user), Form: true, Tokens: query.Line(line)})
	if err == nil && said.Public && !b.seen.again("told "+ref) {
		b.background(func(ctx context.Context) { b.announce(ctx, a, said, line) })
	}
	return said, err
}

// isIn is why somebody can't subscribe a channel, as a Refusal; nil if they are in it.
func (b *Bot) isIn(ctx context.Context, user, channel string) error {
	in, err := b.channels(ctx, user)
	switch {
	case err != nil:
		return tracker.RefuseAbout(inputWhere, "Slack didn't say which channels you are in. Please try again in a minute. Nothing was changed.")
	case !in[channel] && !b.own(ctx, channel):
		return tracker.RefuseAbout(inputWhere, "You aren't in that channel, or I'm not. Choose one that you are in, and invite me there. Nothing was changed.")
	}
	return nil
}

// announce posts to a channel how it gets changes from now on, or to the person if that isn't possible.
func (b *Bot) announce(ctx context.Context, a asker, said answer.Answer, line string) {
	m := blocks.Render(said, b.buttons(said, b.ours(line, a.words), viewer{})...)
	if err := deliver(ctx, b.Slack, place{channel: a.channel}, m); err != nil {
		b.undelivered(ctx, err, "channel", a.channel)
		b.direct(ctx, a.user, m)
	}
}

// actionRule begins the ids of the buttons that are about a subscription: each is a command of the desk with its number, and
// acts in the channel in which it is pressed. As numbers are given again, it says the id, too.
const actionRule = "rule"

// ruleCommands are the lines of those buttons, by what stands on each. The first opens the form, with what the subscription says.
var ruleCommands = []struct {
	label answer.Message
	line  string
}{{"button.edit()", formSubscribe + " %d"}, {"button.mute()", "mute %d 7"}, {"button.preview()", "digest %d"}, {"button.unsubscribe()", "unsubscribe %d"}}

// mostRules is how many of a channel's subscriptions have a button where they are listed.
const mostRules = 5

// ruleButtons are the buttons of a subscription. As their values are options of a menu, too, which have room for little, they say the
// language by nothing.
func ruleButtons(s *tracker.Subscription, call string, words *answer.Words) (all []*slack.ButtonBlockElement) {
	for i, c := range ruleCommands {
		if c.label == "button.mute()" && (s.Paused != "" || s.Muted.After(time.Now())) {
			c.label, c.line = "button.resume()", "resume %d"
		}
		p := press{Call: call, Line: fmt.Sprintf(c.line, s.Number), ID: s.ID}
		all = append(all, p.button(fmt.Sprint(actionRule, "-", i), words.Say(c.label)))
	}
	danger(all[len(all)-1], words, "unsubscribe")
	return all
}

func (b *Bot) ruleMenu(s *tracker.Subscription, words *answer.Words) *slack.OverflowBlockElement {
	var options []*option
	for _, button := range ruleButtons(s, b.Call.Slug, words) {
		options = append(options, newOption(button.Value, button.Text.Text))
	}
	return slack.NewOverflowBlockElement(fmt.Sprint(actionRule, "-", s.ID), options...)
}

// ruled does what a button of a subscription is for, or is chosen for it at Home: then the channel gets a message as if it were typed there,
// and the Home shows it.
func (b *Bot) ruled(ctx context.Context, u use) {
	line, s := query.Line(u.Line), b.Tracker.Book().Subscription(u.ID)
	if len(line) < 2 || !slices.Contains([]string{formSubscribe, "mute", "resume", "digest", "unsubscribe"}, line[0].Text) {
		b.stale(ctx, u)
		return
	}
	if s == nil || line[1].Text != strconv.Itoa(s.Number) || !u.home && s.Channel != u.channel {
		b.respond(ctx, u.asker, say(u.words.Say("rule.other()"), b.asking("subscriptions", u.words)))
		return
	}
	u.channel = s.Channel
	switch {
	case line[0].Text == formSubscribe:
		b.open(ctx, u.asker, settingOf(s))
		return
	case !u.home:
		b.respond(ctx, u.asker, b.answer(ctx, u.request(line), u.Line, !b.own(ctx, s.Channel)))
		return
	}
	var refusal tracker.Refusal
	if errors.As(b.isIn(ctx, u.user, s.Channel), &refusal) && s.By != u.user {
		b.respond(ctx, u.asker, say(u.words.Refusal(refusal)))
		return
	}
	if a, done := b.carryOut(ctx, u, line, nil); done {
		if a.Public {
			b.announce(ctx, u.asker, a, u.Line)
		}
		b.respond(ctx, u.asker, reply{Message: blocks.Tell(a)})
	}
}

// setSince reports whether a subscription was set otherwise since its form was opened.
func (f *form) setSince(ref string) bool {
	for e := range f.bot.Tracker.Book().Entries(f.kept.Head) {
		if set, ok := e.Event.(tracker.Subscribed); ok && set.ID == f.kept.ID && e.Ref != ref {
			return true
		}
	}
	return false
}
