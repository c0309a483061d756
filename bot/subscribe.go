package bot

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

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
	inputPlaces = "places" // groups and countries: terms of a filter
	inputWatch  = "watch"  // supporters by name
	inputOnly   = "only"
	inputFilter = "filter" // whom, as it is typed
	inputWhen   = "when"
	inputAt     = "at"
)

var whens = []string{"instantly", "daily", "weekdays", "weekly mon", "weekly tue", "weekly wed", "weekly thu", "weekly fri", "monthly 1"}

// subscribing are the inputs of that form; others are times besides those that can be chosen.
func (b *Bot) subscribing(words *answer.Words, more bool, others ...string) []input {
	labels := answer.LabelsIn(words.Lang())
	when := menuOf(slices.Concat(whens, others), func(when string) string {
		if slices.Contains(others, when) {
			return when
		}
		return words.SayAs("form.when()", when)
	})
	when.name = inputWhen
	inputs := []input{
		{name: inputWhere, element: asChannel},
		menuOf(tracker.Categories(), labels.Category).asMany("category", "whom_all"),
		{name: inputPlaces, element: asSearches, optional: true, option: func(value string) *slack.OptionBlockObject { return b.placeOption(labels, value) }},
		when,
		{name: inputAt, element: asTime},
	}
	if more {
		inputs = append(inputs,
			input{name: inputWatch, element: asSearches, optional: true, option: func(value string) *slack.OptionBlockObject {
				if s := b.listed(value); s != nil {
					return optionOf(labels, s)
				}
				return nil
			}},
			menuOf(tracker.Sorts(), func(sort string) string { return words.SayAs("form.sort()", sort) }).asMany(inputOnly, ""))
	}
	return inputs
}

// placeOption is the option of a group or a country, by its term of a filter; nil if there is none.
func (b *Bot) placeOption(labels answer.Labels, term string) *slack.OptionBlockObject {
	key, value, _ := strings.Cut(term, ":")
	if g := b.Call.Group(value); key == "in" && g != nil {
		return newOption("in:"+g.ID, labels.Group(g))
	}
	if o := countryOption(labels, value); key == inputCountry && o != nil {
		o.Value = "country:" + o.Value
		return o
	}
	return nil
}

// places are the options of the groups and countries that a text may mean: groups first.
func (b *Bot) places(labels answer.Labels, typed string) (all []*slack.OptionBlockObject) {
	key := names.Key(typed)
	for i := range b.Call.Groups {
		g := &b.Call.Groups[i]
		if slices.ContainsFunc(g.AllNames(), func(name string) bool { return strings.HasPrefix(names.Key(name), key) }) {
			all = append(all, b.placeOption(labels, "in:"+g.ID))
		}
	}
	if key != "" {
		for _, o := range countries(labels, typed) {
			o.Value = "country:" + o.Value
			all = append(all, o)
		}
	}
	return all[:min(len(all), maxFound)]
}

// settingOf is what the form of a subscription keeps. What few need is shown where it is said.
func settingOf(s *tracker.Subscription) memo {
	return memo{ID: s.ID, More: s.Only != "" || strings.ContainsAny(s.Filter, `"“#`)}
}

// setting is the form of a subscription that is there, filled with what it says. Whom it is about is typed where that can't be
// chosen.
func (b *Bot) setting(f form, m memo) (form, bool) {
	if f.set = b.Tracker.Book().Subscription(m.ID); f.set == nil {
		return f, false
	}
	times, clock, timed := strings.Cut(answer.TypedTimes(f.set.Schedule), " at ")
	whom, chosen := b.chosen(f.set.Filter)
	f.given, f.zone, f.more = whom, cmp.Or(f.set.Zone, "UTC"), chosen && !m.More
	f.given[inputWhen], f.given[inputOnly] = times, strings.ReplaceAll(f.set.Only, " ", "\n")
	if timed {
		f.given[inputAt] = clock
	}
	var others []string
	if !slices.Contains(whens, times) {
		others = []string{times}
	}
	f.inputs = slices.DeleteFunc(b.subscribing(f.words, m.More || !chosen, others...), func(in input) bool {
		return in.name == inputWhere || !chosen && slices.Contains([]string{"category", inputPlaces, inputWatch}, in.name)
	})
	if !chosen {
		f.inputs = append([]input{{name: inputFilter, element: asLines, most: maxInput, optional: true}}, f.inputs...)
	}
	return f, true
}

// chosen are the values of the form that make a filter; it isn't ok if none do.
func (b *Bot) chosen(typed string) (values map[string]string, ok bool) {
	f, err := digest.Filter(b.Call, typed)
	if err != nil {
		return map[string]string{inputFilter: typed}, false
	}
	of := map[string][]string{}
	for t := range f.Terms {
		name, value := "", t.Value
		switch t.Key {
		case tracker.ByCategory:
			name = "category"
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
		return map[string]string{inputFilter: typed}, false
	}
	return values, true
}

// kept is what a subscription says besides what its form does.
func (b *Bot) kept(s *tracker.Subscription) string {
	rest := *s
	rest.Filter, rest.Only, rest.Schedule, rest.Zone = "", "", "", ""
	return strings.TrimPrefix(desk.Typed(&rest), "instantly UTC")
}

// chosenIn are the values of an input of which several can be chosen.
func chosenIn(values map[string]string, name string) []string {
	return strings.FieldsFunc(values[name], func(r rune) bool { return r == '\n' })
}

// whom is the filter that the values of the form make: of the categories those from one of the places, or those that are watched
// by name; or what is typed.
func (b *Bot) whom(values map[string]string) string {
	if typed, ok := values[inputFilter]; ok {
		return typed
	}
	chosen := func(name string) []string { return chosenIn(values, name) }
	categories := strings.Join(chosen("category"), ",")
	var clauses []string
	for _, key := range []string{"in:", "country:"} {
		var of []string
		for _, place := range chosen(inputPlaces) {
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
	for _, id := range chosen(inputWatch) {
		if s := b.listed(id); s != nil {
			clauses = append(clauses, tracker.Quote(s.Name))
		}
	}
	return strings.Join(clauses, " or ")
}

// way is what is typed behind subscribe for the values of its form.
func (b *Bot) way(values map[string]string, zone string) string {
	parts := []string{b.whom(values)}
	if only := chosenIn(values, inputOnly); len(only) > 0 {
		parts = append(parts, "only "+strings.Join(only, ","))
	}
	parts = append(parts, values[inputWhen])
	if values[inputWhen] != whens[0] && !strings.HasPrefix(values[inputWhen], "cron ") {
		parts = append(parts, "at "+values[inputAt])
	}
	return strings.Join(strings.Fields(strings.Join(append(parts, zone), " ")), " ")
}

// subscribes subscribes a channel as its form says, and tells the channel.
func (b *Bot) subscribes(ctx context.Context, c slack.InteractionCallback, lang, channel, ref, line string) (answer.Answer, error) {
	var refusal tracker.Refusal
	if errors.As(b.isIn(ctx, c.User.ID, channel), &refusal) {
		return answer.Write(answer.New(&answer.RefusedFacts{Refusal: refusal}), answer.In(lang)), nil
	}
	a, err := b.do(ctx, desk.Request{By: c.User.ID, Channel: channel, Ref: ref, Lang: lang, Page: 1, Admin: b.admin(ctx, c.User.ID), Form: true, Tokens: query.Line(line)})
	if err == nil && a.Public && !b.seen.again("told "+ref) {
		b.background(func(ctx context.Context) { b.announce(ctx, c.User.ID, channel, a, line, lang) })
	}
	return a, err
}

// isIn is why somebody can't subscribe a channel, as a Refusal; nil if they are in it.
func (b *Bot) isIn(ctx context.Context, user, channel string) error {
	in, err := b.channels(ctx, user)
	switch {
	case err != nil:
		return tracker.RefuseAbout(inputWhere, "Slack didn't tell me in which channels you are. Please try again in a minute. Nothing was changed.")
	case !in[channel] && !b.own(ctx, channel):
		return tracker.RefuseAbout(inputWhere, "You aren't in that channel, or I'm not. Choose one that you are in, and invite me there. Nothing was changed.")
	}
	return nil
}

// announce tells a channel how it is told of changes from now on; the person, where that can't be.
func (b *Bot) announce(ctx context.Context, user, channel string, a answer.Answer, line, lang string) {
	m := blocks.Render(a, buttons(a, press{Call: b.Call.Slug, Line: line, Lang: lang}, answer.In(lang), viewer{label: b.label})...)
	if err := deliver(ctx, b.Slack, place{channel: channel}, m); err != nil {
		b.undelivered(ctx, err, "channel", channel)
		b.direct(ctx, user, m)
	}
}
