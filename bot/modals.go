package bot

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"rollcall/bot/blocks"
	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/desk"
	"rollcall/tracker/names"
	"rollcall/tracker/query"
)

// The actions of forms, as their ids begin.
const (
	actionForm = "form" // opens one: form-add, form-suggest, …
	actionFill = "fill" // an input of one, of which that for the supporter fills the others
	actionMore = "more" // shows those that few need
)

const (
	maxFound = 30 // options for what is being typed: as many as fit into an acknowledgement, whatever they say
	maxWrong = 300

	// afterAnswer is how long Slack gets to show what a submission was answered with before that is replaced.
	afterAnswer = time.Second
)

// An asker is somebody who used a command or a control that opens a form.
type asker struct {
	user        string
	trigger     string // opens one view within three seconds
	responseURL string // empty outside of conversations
	place
}

// commander is who typed a command.
func commander(c slack.SlashCommand) asker {
	return asker{c.UserID, c.TriggerID, c.ResponseURL, place{channel: c.ChannelID}}
}

// presser is who used a control.
func presser(c slack.InteractionCallback) asker {
	return asker{c.User.ID, c.TriggerID, c.ResponseURL, place{c.Container.ChannelID, c.Container.ThreadTs}}
}

// formButton opens a form, filled with a supporter if there is one.
func formButton(name, call, lang string, id tracker.Seq) *slack.ButtonBlockElement {
	return slack.NewButtonBlockElement(actionForm+"-"+name, press{Call: call, ID: id}.encode(), plain(answer.In(lang).SayAs("form()", name)))
}

// formAsked tells which form a command opens, and filled with whom: one that says what is to be done and no more.
func (b *Bot) formAsked(c slack.SlashCommand) (name string, of *tracker.Supporter, asked bool) {
	tokens := query.Line(Plain(c.Text))
	if len(tokens) == 0 {
		return "", nil, false
	}
	command, _ := query.CommandOf(tokens[0])
	switch rest := tokens[1:]; {
	case len(rest) == 0:
		return command.Name, nil, command.Form
	case command.Name == formEdit && !slices.ContainsFunc(rest, func(t tracker.Token) bool { return t.Key != "" }):
		of = b.called(query.Text(rest))
	}
	return command.Name, of, of != nil
}

// formCommand opens a form in the background, once for each time that it was typed.
func (b *Bot) formCommand(c slack.SlashCommand, name string, of *tracker.Supporter) {
	if b.seen.again(digestOf("form", ref(c))) {
		return
	}
	b.background(func(ctx context.Context) {
		b.open(ctx, commander(c), name, of, nil)
	})
}

// called is the supporter on the roll that a text names surely: by a name of its own, or as #ID.
func (b *Bot) called(text string) *tracker.Supporter {
	if id, ok := strings.CutPrefix(text, "#"); ok {
		return b.listed(id)
	}
	named := slices.DeleteFunc(b.Tracker.Book().Named(text), func(s *tracker.Supporter) bool { return s.Status() != tracker.Listed })
	if len(named) != 1 {
		return nil
	}
	return named[0]
}

// open opens a form, filled with a supporter if there is one.
func (b *Bot) open(ctx context.Context, a asker, name string, of *tracker.Supporter, given map[string]string) {
	b.openForm(ctx, a, name, of, memo{}, given)
}

// openForm opens a form that keeps a memo, or tells why it doesn't and what to type instead.
func (b *Bot) openForm(ctx context.Context, a asker, name string, of *tracker.Supporter, m memo, given map[string]string) {
	soon, cancel := context.WithTimeout(ctx, promptly) // a trigger is good for no longer
	defer cancel()
	lang := b.language(soon, a.user, a.channel)
	m.By, m.Head, m.Zone = a.user, b.Tracker.Book().Head(), b.person(soon, a.user).zone
	f, known := b.form(name, lang, of, m)
	why := b.barred(soon, lang, a.user, a.channel, name)
	switch {
	case !known:
		b.Log.WarnContext(ctx, "a button for a form that there isn't", "by", a.user, "form", name)
		b.tell(ctx, a, b.outdated(answer.In(lang)))
		return
	case why != "":
		b.tell(ctx, a, b.stays(why, answer.In(lang)))
		return
	case !slices.Contains(forAll, name) && !b.admin(soon, a.user):
		b.Log.WarnContext(ctx, "refused: not an admin", "by", a.user, "form", name)
		said := f.words.Say("may.admins(command, suggest)", b.Command+" "+name, b.Command+" "+formSuggest)
		b.tell(ctx, a, blocks.Render(answer.Answer{Text: said}, formButton(formSuggest, b.Call.Slug, lang, 0)))
		return
	}
	if f.of != nil {
		m.ID = f.of.ID
	}
	_, err := b.Slack.OpenViewContext(soon, a.trigger, f.view(m, f.initial(given)))
	if err == nil {
		return
	}
	reference := rand.Text()[:8]
	b.Log.ErrorContext(ctx, "a form didn't open", "reference", reference, "by", a.user, "form", name, "error", scrub(err))
	line := b.Command + " " + example(name)
	if f.set != nil {
		line = b.Command + " " + ruleLine(f.set.Number, desk.Typed(f.set))
	}
	said := f.words.Say("form.not_opened(line, reference)", line, reference)
	if o, _ := judge(err); o == unknown {
		said = f.words.Say("form.perhaps_opened(line, reference)", line, reference)
	}
	b.tell(ctx, a, blocks.Say(said))
}

// tell says something where a control was used: in a direct message if that isn't a conversation.
func (b *Bot) tell(ctx context.Context, a asker, m blocks.Message) {
	b.respond(ctx, a, reply{Message: m, place: a.place})
}

// opened opens the form of a button.
func (b *Bot) opened(ctx context.Context, c slack.InteractionCallback, action *slack.BlockAction) {
	a, name := presser(c), strings.TrimPrefix(action.ActionID, actionForm+"-")
	var p press
	var err error
	if action.Value != "" {
		p, err = b.press(action.Value)
	}
	var of *tracker.Supporter
	if p.ID != 0 {
		of = b.listed(fmt.Sprint(p.ID))
	}
	switch {
	case err != nil:
		b.stale(ctx, c, action)
	case p.ID != 0 && of == nil:
		lang := b.language(ctx, c.User.ID, a.channel)
		b.tell(ctx, a, blocks.Render(answer.Answer{Text: answer.In(lang).Say("form.left()")}, formButton(name, b.Call.Slug, lang, 0)))
	default:
		b.open(ctx, a, name, of, nil)
	}
}

// filled is the form of a view, as it was shown, and what is in it. It isn't known if the view is not one that this version
// shows to the person who used it.
func (b *Bot) filled(lang string, c slack.InteractionCallback) (f form, values map[string]string, known bool) {
	m, readable := decodeMemo(c.View.PrivateMetadata)
	name, named := strings.CutPrefix(c.View.CallbackID, actionForm+"-")
	if !readable || !named || m.By != c.User.ID || !b.isOf(m.Call) {
		return form{}, nil, false
	}
	of := b.shown(m)
	f, known = b.form(name, lang, of, m)
	values, complete := f.read(c.View.State)
	return f, values, known && complete && (of == nil) == (m.ID == 0 || f.set != nil)
}

// fill shows a form with what is recorded of the supporter who was chosen in it, unless the view changed meanwhile.
func (b *Bot) fill(ctx context.Context, c slack.InteractionCallback, action *slack.BlockAction) {
	lang := b.language(ctx, c.User.ID, "")
	name, _ := strings.CutPrefix(c.View.CallbackID, actionForm+"-")
	m, _ := decodeMemo(c.View.PrivateMetadata)
	more, of := action.ActionID == actionFill+"-"+actionMore, b.shown(m)
	if m.More = m.More || more; !more {
		of = b.listed(action.SelectedOption.Value)
		m = m.about(of, b.Tracker.Book())
	}
	f, known := b.form(name, lang, of, m)
	if !more && f.of == nil || !known || m.By != c.User.ID || !b.isOf(m.Call) || !more && action.ActionID != actionFill+"-"+inputSupporter {
		b.Log.WarnContext(ctx, "a choice in a form that isn't understood", "by", c.User.ID, "form", c.View.CallbackID, "action", action.ActionID)
		return // its submission tells
	}
	err := again(ctx, func() error {
		_, err := b.Slack.UpdateViewContext(ctx, f.refilled(m, c), "", c.View.Hash, c.View.ID)
		return err
	}, limited, unknown)
	if err != nil {
		b.Log.WarnContext(ctx, "a form wasn't filled; its submission fills it", "by", c.User.ID, "form", name, "error", scrub(err))
	}
}

// refilled is a form with what is recorded of its supporter, and with what was put into the view before, unless that is another
// supporter's.
func (f form) refilled(m memo, c slack.InteractionCallback, above ...slack.Block) slack.ModalViewRequest {
	values := f.initial(nil)
	for _, in := range f.inputs {
		if c.View.State == nil || in.name == inputSupporter {
			continue
		}
		if put, ok := c.View.State.Values[in.name][f.action(in)]; ok {
			values[in.name] = in.read(put)
			if in.has == nil {
				values[in.name] = cmp.Or(values[in.name], f.initial(nil)[in.name])
			}
		}
	}
	return f.view(m, values, above...)
}

// A verdict is what a submission is answered with.
type verdict struct {
	view   slack.ModalViewRequest // what the window shows instead of the form
	wrong  map[string]string      // by input; with it the form stays, and the view is the form with what is in it
	answer blocks.Message         // in a conversation, if the person closed the window
}

// response is a verdict as Slack takes it.
func (v verdict) response() *slack.ViewSubmissionResponse {
	if v.wrong != nil {
		return slack.NewErrorsViewSubmissionResponse(v.wrong)
	}
	return slack.NewUpdateViewSubmissionResponse(&v.view)
}

// submitted answers the submission of a form, in at most so many bytes of JSON if that isn't 0. What takes too long, or is
// too long, is shown afterwards.
func (b *Bot) submitted(c slack.InteractionCallback, most int) *slack.ViewSubmissionResponse {
	soon := time.After(promptly)
	lang := b.language(context.Background(), c.User.ID, "")
	answered := make(chan verdict)
	late := make(chan struct{})
	b.background(func(ctx context.Context) {
		v := b.submission(ctx, c)
		select {
		case answered <- v:
		case <-late:
			b.show(c, v)
		}
	})
	select {
	case v := <-answered:
		r := v.response()
		if most == 0 {
			return r
		}
		if encoded, err := json.Marshal(r); err == nil && len(encoded) <= most {
			return r
		}
		b.background(func(context.Context) { b.show(c, v) })
	case <-soon:
		close(late)
	}
	return b.told(lang, c.View.CallbackID, blocks.Say(answer.In(lang).Say("form.working()")))
}

// show puts a verdict into a window that says that it is under way. If there is no window any more it goes to the person.
func (b *Bot) show(c slack.InteractionCallback, v verdict) {
	time.Sleep(afterAnswer)
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	err := again(ctx, func() error {
		_, err := b.Slack.UpdateViewContext(ctx, v.view, "", "", c.View.ID)
		return err
	}, limited, unknown)
	if err == nil {
		return
	}
	b.Log.WarnContext(ctx, "a form's answer can't be shown in it; it goes to the person", "by", c.User.ID, "error", scrub(err))
	b.tell(ctx, asker{user: c.User.ID}, b.headed(b.language(ctx, c.User.ID, ""), v.answer))
}

// submission does what a form says, whatever happens.
func (b *Bot) submission(ctx context.Context, c slack.InteractionCallback) (v verdict) {
	lang := b.language(ctx, c.User.ID, "")
	words := answer.In(lang)
	f, values, known := b.filled(lang, c)
	if !known {
		b.Log.WarnContext(ctx, "a form that isn't understood", "by", c.User.ID, "form", c.View.CallbackID)
		return b.only(lang, c, words.Say("form.older()"))
	}
	m, _ := decodeMemo(c.View.PrivateMetadata)
	refuse := func(wrong map[string]string, said blocks.Message) verdict {
		return verdict{wrong: wrong, view: f.view(m, values, said.Blocks...), answer: said}
	}
	defer func() {
		if p := recover(); p != nil {
			said := b.fault(ctx, lang, panicked(p)).Message
			v = refuse(map[string]string{f.field(""): said.Text}, said)
		}
	}()
	if wrong := f.wrong(values); len(wrong) > 0 {
		var said []string
		for _, in := range f.inputs {
			if wrong[in.name] != "" {
				said = append(said, words.Say("colon(what, said)", f.label(in), wrong[in.name]))
			}
		}
		return refuse(wrong, blocks.Say(strings.Join(said, "\n")))
	}
	if chosen := values[inputSupporter]; chosen != idOf(f.of) && f.name != formLook { // it was submitted before it could be filled
		m = m.about(b.listed(chosen), b.Tracker.Book())
		f, _ = b.form(f.name, lang, b.listed(chosen), m)
		said := blocks.Say(words.Say("form.filled_now()"))
		return verdict{view: f.refilled(m, c, said.Blocks...), answer: said}
	}
	if why := b.barred(ctx, lang, c.User.ID, "", f.name); why != "" {
		said := blocks.Say(why)
		return refuse(map[string]string{f.field(""): said.Text}, said)
	}
	line := f.line(values)
	if f.name == formLook {
		line = []tracker.Token{{Text: "who"}, {Text: "#" + values[inputSupporter]}}
	}
	subscribe := formSubscribe + " " + b.way(values, f.zone)
	if f.set != nil {
		subscribe = ruleLine(f.set.Number, b.way(values, f.zone)+" "+b.kept(f.set))
		values[inputWhere] = f.set.Channel
	}
	if f.name == formSubscribe {
		line = query.Line(subscribe)
	}
	sent, ref := "sent "+c.View.ID, digestOf("view", c.View.ID, query.Text(line))
	if b.seen.came(sent) && len(b.Tracker.Book().Ref(ref)) == 0 { // with other values; the same are answered the same
		return b.only(lang, c, words.Say("form.sent_before()"))
	}
	if f.set != nil && b.setSince(m, ref) {
		return b.only(lang, c, words.Say("rule.other()"))
	}
	var a answer.Answer
	var err error
	if f.name == formSubscribe {
		a, err = b.subscribes(ctx, c, lang, values[inputWhere], ref, subscribe)
	} else {
		a, err = b.do(ctx, desk.Request{By: c.User.ID, Admin: b.admin(ctx, c.User.ID), Ref: ref, Tokens: line, Form: true, Lang: lang})
	}
	if err != nil {
		said := b.fault(ctx, lang, err).Message
		return refuse(map[string]string{f.field(""): said.Text}, said)
	}
	if about := a.Wrong(); a.Kind == answer.Refused {
		said := blocks.Say(a.Text)
		wider := m
		if about == inputAnyway {
			wider.Anyway = true
		} else {
			wider.More = true
		}
		if whole, _ := b.form(f.name, lang, f.of, wider); whole.has(about) && !f.has(about) { // what it is about isn't shown yet
			return verdict{view: whole.view(wider, whole.initial(values), said.Blocks...), answer: said}
		}
		return refuse(map[string]string{f.field(about): shorten(a.Text, maxWrong)}, said)
	}
	if len(b.Tracker.Book().Ref(ref)) > 0 {
		b.seen.again(sent)
		b.home(c.User.ID, "")
	}
	said := blocks.Tell(a)
	return verdict{view: b.saying(lang, c.View.CallbackID, said), answer: said}
}

// only is a verdict that only says something.
func (b *Bot) only(lang string, c slack.InteractionCallback, sentence string) verdict {
	said := blocks.Say(sentence)
	return verdict{view: b.saying(lang, c.View.CallbackID, said), answer: said}
}

// saying is a view that only says something.
func (b *Bot) saying(lang, callback string, said blocks.Message) slack.ModalViewRequest {
	words := answer.In(lang)
	title := words.SayAs("form()", strings.TrimPrefix(callback, actionForm+"-"))
	return slack.ModalViewRequest{Type: slack.VTModal, Title: plain(title), Close: plain(words.Say("form.close()")), Blocks: slack.Blocks{BlockSet: b.headed(lang, said).Blocks}}
}

// told shows a message in the place of a form.
func (b *Bot) told(lang, callback string, m blocks.Message) *slack.ViewSubmissionResponse {
	view := b.saying(lang, callback, m)
	return slack.NewUpdateViewSubmissionResponse(&view)
}

// matching are the options of a search for what was typed into it so far.
func (b *Bot) matching(c slack.InteractionCallback) any {
	ctx, cancel := context.WithTimeout(context.Background(), promptly)
	defer cancel()
	lang := b.language(ctx, c.User.ID, "")
	labels, options := answer.LabelsIn(lang), []*slack.OptionBlockObject{}
	m, _ := decodeMemo(c.View.PrivateMetadata)
	switch {
	case !b.isOf(m.Call): // its submission tells
	case c.BlockID == inputSupporter, c.BlockID == inputWatch:
		r := b.desk.Reader()
		found := r.Latest
		if strings.TrimSpace(c.Value) != "" {
			found = func(most int) []*tracker.Supporter { return r.Find(c.Value, most) }
		}
		for _, s := range found(maxFound) {
			options = append(options, optionOf(labels, s))
		}
	case c.BlockID == inputPlaces:
		options = append(options, b.places(labels, c.Value)...)
	case c.BlockID == inputCountry:
		if strings.TrimSpace(c.Value) == "" {
			options = append(options, newOption(valueNone, answer.In(lang).Say("form.none()")))
		}
		options = append(options, countries(labels, c.Value)...)
		options = options[:min(len(options), maxFound)]
	default:
		b.Log.WarnContext(ctx, "a search that isn't understood", "by", c.User.ID, "block", c.BlockID)
	}
	return struct {
		Options []*slack.OptionBlockObject `json:"options"`
	}{options}
}

// countryOption is the option of a country; nil if there is none.
func countryOption(labels answer.Labels, code string) *slack.OptionBlockObject {
	if c, ok := names.CountryOf(code); ok {
		return newOption(c.Code, labels.Country(c.Code))
	}
	return nil
}

// countries are the options of the countries that a text may mean in any language, or is a part of: those that it means
// first, then those that begin with it.
func countries(labels answer.Labels, typed string) []*slack.OptionBlockObject {
	type found struct {
		rank   int
		option *slack.OptionBlockObject
	}
	key := names.Key(typed)
	meant := map[string]bool{}
	for _, m := range names.CountryNamed(typed) {
		meant[m.Country.Code] = true
	}
	var all []found
	for _, c := range names.Countries() {
		called := func(so func(name, key string) bool) bool {
			return slices.ContainsFunc(c.Names(), func(name string) bool { return so(names.Key(name), key) })
		}
		switch o := countryOption(labels, c.Code); {
		case meant[c.Code]:
			all = append(all, found{0, o})
		case called(strings.HasPrefix):
			all = append(all, found{1, o})
		case called(strings.Contains):
			all = append(all, found{2, o})
		}
	}
	slices.SortStableFunc(all, func(a, b found) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), strings.Compare(names.Key(a.option.Text.Text), names.Key(b.option.Text.Text)))
	})
	options := make([]*slack.OptionBlockObject, len(all))
	for i, f := range all {
		options[i] = f.option
	}
	return options
}
