package bot

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"maps"
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
	maxFound = 30 // options for what is being typed: as many as fit into an acknowledgement at any length
	maxWrong = 300

	// afterAnswer is how long Slack gets to show what a submission was answered with before that is replaced.
	afterAnswer = time.Second
)

// An opening is the form that is opened, and what it begins with.
type opening struct {
	name  string
	kept  press // the supporter with whom it is filled, a subscription, or the line to which it adds
	given map[string]string
	about []slack.Block // what it shows above its inputs
}

// formButton opens a form, filled with a supporter if there is one.
func formButton(name, call string, words *answer.Words, id tracker.Seq) *slack.ButtonBlockElement {
	return press{Call: call, ID: id}.button(actionForm+"-"+name, words.SayAs("form()", name))
}

// formAsked returns which form a command opens, and for which supporter, if the command says no more.
func (b *Bot) formAsked(c slack.SlashCommand) (o opening, asked bool) {
	tokens := query.Line(Plain(c.Text))
	if len(tokens) == 0 {
		return o, false
	}
	command, _ := query.CommandOf(tokens[0])
	o.name = command.Name
	switch rest := tokens[1:]; {
	case len(rest) == 0:
		return o, command.Form
	case o.name == formEdit && !slices.ContainsFunc(rest, func(t tracker.Token) bool { return t.Key != "" }):
		if of := b.called(query.Text(rest)); of != nil {
			o.kept.ID = of.ID
		}
	}
	return o, o.kept.ID != 0
}

// called is the supporter on the list that a text surely names: by a name of its own, or as #ID.
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

// open opens a form, or says why it doesn't and what to type instead.
func (b *Bot) open(ctx context.Context, a asker, o opening) {
	soon, cancel := context.WithTimeout(ctx, promptly) // a trigger is good for no longer
	defer cancel()
	o.kept.By, o.kept.Head, o.kept.Zone = a.user, b.Tracker.Book().Head(), b.person(soon, a.user).zone
	f, known := b.form(o.name, a.lang, o.kept)
	switch {
	case !known:
		b.stale(ctx, use{asker: a, kind: o.name})
		return
	case !b.may(soon, a, o.name):
		return
	case !slices.Contains(forAll, o.name) && !b.admin(soon, a.user):
		b.Log.WarnContext(ctx, "refused: not an admin", "by", a.user, "form", o.name)
		said := a.words.Say("may.admins(command, suggest)", b.Slash+" "+o.name, b.Slash+" "+formSuggest)
		b.respond(ctx, a, say(said, formButton(formSuggest, b.Call.Slug, a.words, 0)))
		return
	}
	if f.given == nil {
		f.given = o.given
	}
	_, err := b.Slack.OpenViewContext(soon, a.trigger, f.view(f.initial(), o.about...))
	if err == nil {
		return
	}
	reference := rand.Text()[:8]
	b.Log.ErrorContext(ctx, "a form didn't open", "reference", reference, "by", a.user, "form", o.name, "error", scrub(err))
	command, _ := query.Command(o.name)
	line := cmp.Or(o.kept.Line, command.Example)
	if f.set != nil {
		line = ruleLine(f.set.Number, desk.Typed(f.set))
	}
	said := a.words.Say("form.not_opened(line, reference)", b.Slash+" "+line, reference)
	if outcome, _ := judge(err); outcome == unknown {
		said = a.words.Say("form.perhaps_opened(line, reference)", b.Slash+" "+line, reference)
	}
	b.respond(ctx, a, say(said))
}

func (b *Bot) opened(ctx context.Context, u use) {
	o := opening{strings.TrimPrefix(u.action.ActionID, actionForm+"-"), press{ID: u.ID}, nil, nil}
	if u.ID != 0 && b.listed(fmt.Sprint(u.ID)) == nil {
		b.respond(ctx, u.asker, say(u.words.Say("form.left()"), formButton(o.name, b.Call.Slug, u.words, 0)))
		return
	}
	b.open(ctx, u.asker, o)
}

// formOf is the form of a view, as it was shown. It isn't known if the view is not one that this version shows to the person who
// used it.
func (b *Bot) formOf(lang string, c slack.InteractionCallback) (f form, known bool) {
	kept, err := b.press(c.View.PrivateMetadata)
	name, named := strings.CutPrefix(c.View.CallbackID, actionForm+"-")
	if err != nil || !named || kept.By != c.User.ID {
		return form{}, false
	}
	return b.form(name, lang, kept)
}

// shown is the supporter that a form showed, as it stood then; nil if there is none.
func (b *Bot) shown(kept press) (shown *tracker.Supporter) {
	for e, s := range b.Tracker.Book().History() {
		if e.Seq <= kept.Head && s.ID == kept.ID {
			shown = s
		}
	}
	return shown
}

// about is the same form about another supporter as of now, if there is one.
func (f *form) about(of *tracker.Supporter) form {
	kept := f.kept
	if kept.ID, kept.Head, kept.Anyway = 0, f.bot.Tracker.Book().Head(), false; of != nil {
		kept.ID = of.ID
	}
	now, _ := f.bot.form(f.name, f.words.Lang(), kept)
	return now
}

// fill shows a form with what is recorded of the supporter who was chosen in it, or with more inputs, unless the view changed meanwhile.
func (b *Bot) fill(ctx context.Context, c slack.InteractionCallback, action *slack.BlockAction) {
	a := b.presser(ctx, c)
	f, known := b.formOf(a.lang, c)
	switch of := b.listed(action.SelectedOption.Value); {
	case known && action.ActionID == actionFill+"-"+actionMore:
		f.kept.More = true
		f, _ = b.form(f.name, a.lang, f.kept)
	case known && action.ActionID == actionFill+"-"+inputSupporter && of != nil && (f.name == formEdit || f.name == formSuggest):
		f = f.about(of)
	default:
		b.Log.WarnContext(ctx, "a choice in a form that isn't understood", "by", a.user, "form", c.View.CallbackID, "action", action.ActionID)
		return // its submission says so
	}
	if err := b.update(ctx, f.refilled(c), c.View.Hash, c.View.ID); err != nil {
		b.Log.WarnContext(ctx, "a form wasn't filled; its submission fills it", "by", a.user, "form", f.name, "error", scrub(err))
	}
}

func (b *Bot) update(ctx context.Context, view slack.ModalViewRequest, hash, id string) error {
	return again(ctx, func() error {
		_, err := b.Slack.UpdateViewContext(ctx, view, "", hash, id)
		return err
	}, limited, unknown)
}

// refilled is a form with what is recorded of its supporter, and with what was put into the view before, unless that is another
// supporter's.
func (f *form) refilled(c slack.InteractionCallback, above ...slack.Block) slack.ModalViewRequest {
	values := f.initial()
	put, _ := f.read(c.View.State)
	for _, in := range f.inputs {
		value, ok := put[in.name]
		if in.has == nil {
			value = cmp.Or(value, values[in.name])
		}
		if ok && in.name != inputSupporter {
			values[in.name] = value
		}
	}
	return f.view(values, above...)
}

// A verdict is what a submission is answered with.
type verdict struct {
	view   slack.ModalViewRequest // what the window shows instead of the form
	wrong  map[string]string      // by input; with it the form stays, and the view is the form with what is in it
	answer blocks.Message         // in a conversation, if the person closed the window
}

func (v verdict) response() *slack.ViewSubmissionResponse {
	if v.wrong != nil {
		return slack.NewErrorsViewSubmissionResponse(v.wrong)
	}
	return slack.NewUpdateViewSubmissionResponse(&v.view)
}

// submitted answers the submission of a form, in at most so many bytes of JSON if that isn't 0. What takes too long, or is
// too long, is shown afterwards.
func (b *Bot) submitted(c slack.InteractionCallback, most int) *slack.ViewSubmissionResponse {
	v, late := soon(b, func(ctx context.Context) verdict { return b.submission(ctx, c) })
	if r := v.response(); late == nil && !tooLong(r, most) {
		return r
	}
	b.background(func(context.Context) {
		if late != nil {
			v = <-late
		}
		b.showLate(c, v)
	})
	lang := b.language(context.Background(), c.User.ID, "")
	return b.says(lang, c.View.CallbackID, blocks.Say(answer.In(lang).Say("form.working()"))).response()
}

// showLate puts a verdict into a window that says that it is under way. If there is no window any more it goes to the person.
func (b *Bot) showLate(c slack.InteractionCallback, v verdict) {
	time.Sleep(afterAnswer)
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := b.update(ctx, v.view, "", c.View.ID); err != nil {
		b.Log.WarnContext(ctx, "a form's answer can't be shown in it; it goes to the person", "by", c.User.ID, "error", scrub(err))
		b.direct(ctx, c.User.ID, b.headed(answer.In(b.language(ctx, c.User.ID, "")), v.answer))
	}
}

// submission does what a form says, and always answers.
func (b *Bot) submission(ctx context.Context, c slack.InteractionCallback) (v verdict) {
	a := b.presser(ctx, c)
	f, known := b.formOf(a.lang, c)
	values, complete := f.read(c.View.State)
	if !known || !complete {
		b.Log.WarnContext(ctx, "a form that isn't understood", "by", c.User.ID, "form", c.View.CallbackID)
		return b.says(a.lang, c.View.CallbackID, blocks.Say(a.words.Say("form.older()")))
	}
	refuse := func(wrong map[string]string, said blocks.Message) verdict {
		return verdict{wrong: wrong, view: f.view(values, said.Blocks...), answer: said}
	}
	defer func() {
		if p := recover(); p != nil {
			said := b.fault(ctx, a.lang, panicked(p)).Message
			v = refuse(map[string]string{f.field(""): said.Text}, said)
		}
	}()
	if wrong := f.wrong(values); len(wrong) > 0 {
		var said []string
		for _, in := range f.inputs {
			if wrong[in.name] != "" {
				said = append(said, a.words.Say("colon(what, said)", f.title(in), wrong[in.name]))
			}
		}
		return refuse(wrong, blocks.Say(strings.Join(said, "\n")))
	}
	if chosen := values[inputSupporter]; chosen != idOf(f.of) && f.name != formLook { // it was submitted before it could be filled
		now, said := f.about(b.listed(chosen)), blocks.Say(a.words.Say("form.filled_now()"))
		return verdict{view: now.refilled(c, said.Blocks...), answer: said}
	}
	if why := b.barred(ctx, a.lang, a.user, "", f.name); why != "" {
		said := blocks.Say(why)
		return refuse(map[string]string{f.field(""): said.Text}, said)
	}
	line := f.line(values)
	sent, ref := "sent "+c.View.ID, digestOf("view", c.View.ID, query.Text(line))
	if b.seen.came(sent) && len(b.Tracker.Book().Ref(ref)) == 0 { // with other values; the same are answered the same
		return b.says(a.lang, c.View.CallbackID, blocks.Say(a.words.Say("form.sent_before()")))
	}
	if f.set != nil && f.setSince(ref) {
		return b.says(a.lang, c.View.CallbackID, blocks.Say(a.words.Say("rule.other()")))
	}
	said, err := b.submits(ctx, a, f, values, ref)
	if err != nil {
		said := b.fault(ctx, a.lang, err).Message
		return refuse(map[string]string{f.field(""): said.Text}, said)
	}
	if said.Kind == answer.Refused && f.name == formReject && said.Wrong() != inputReason { // it can't be mended in the form
		b.home(a.user, "")
		return b.says(a.lang, c.View.CallbackID, blocks.Tell(said))
	}
	if about := said.Wrong(); said.Kind == answer.Refused {
		m, kept := blocks.Say(said.Text), f.kept
		kept.Anyway, kept.More = kept.Anyway || about == inputAnyway, kept.More || about != inputAnyway
		if whole, _ := b.form(f.name, a.lang, kept); whole.has(about) && !f.has(about) { // what it is about isn't shown yet
			shown := whole.initial()
			maps.Copy(shown, values)
			return verdict{view: whole.view(shown, m.Blocks...), answer: m}
		}
		return refuse(map[string]string{f.field(about): shorten(said.Text, maxWrong)}, m)
	}
	told, notice := blocks.Tell(said), ""
	if f.name == formReject {
		numbers := strings.Fields(query.Text(query.Line(f.kept.Line)[1:]))
		notice = a.words.Say("home.rejected(one, proposals)", len(numbers) == 1 && !strings.Contains(numbers[0], "-"), strings.Join(numbers, ", "))
		told = blocks.Say(notice)
	}
	if len(b.Tracker.Book().Ref(ref)) > 0 {
		b.seen.again(sent)
		b.home(a.user, notice)
	}
	return b.says(a.lang, c.View.CallbackID, told)
}

// submits has the desk do what the values of a form say.
func (b *Bot) submits(ctx context.Context, a asker, f form, values map[string]string, ref string) (answer.Answer, error) {
	if f.name != formSubscribe {
		return b.do(ctx, desk.Request{By: a.user, Admin: b.admin(ctx, a.user), Ref: ref, Tokens: f.line(values), Form: true, Lang: a.lang})
	}
	if a.channel = values[inputWhere]; f.set != nil {
		a.channel = f.set.Channel
	}
	return b.subscribes(ctx, a, ref, f.subscribe(values))
}

// says is a verdict that only says something.
func (b *Bot) says(lang, callback string, said blocks.Message) verdict {
	words := answer.In(lang)
	title := words.SayAs("form()", strings.TrimPrefix(callback, actionForm+"-"))
	return verdict{answer: said, view: slack.ModalViewRequest{Type: slack.VTModal, Title: plain(title), Close: plain(words.Say("form.close()")),
		Blocks: slack.Blocks{BlockSet: b.headed(words, said).Blocks}}}
}

// matching are the options of a search for what was typed into it so far.
func (b *Bot) matching(c slack.InteractionCallback) any {
	ctx, cancel := context.WithTimeout(context.Background(), promptly)
	defer cancel()
	lang := b.language(ctx, c.User.ID, "")
	all, found := []*option{}, inputs[c.BlockID].find
	if found == nil {
		b.Log.WarnContext(ctx, "a search that isn't understood", "by", c.User.ID, "block", c.BlockID)
	} else if _, err := b.press(c.View.PrivateMetadata); err == nil { // otherwise its submission says so
		f := &form{bot: b, words: answer.In(lang)}
		all = append(all, found(f, strings.TrimSpace(c.Value))...)
	}
	return struct {
		Options []*option `json:"options"`
	}{all[:min(len(all), maxFound)]}
}

// findSupporters are those on the list that a text may mean, and for none the latest.
func findSupporters(f *form, typed string) (all []*option) {
	r := f.bot.desk.Reader()
	found := r.Find(typed, maxFound)
	if typed == "" {
		found = r.Latest(maxFound)
	}
	for _, s := range found {
		all = append(all, newOption(idOf(s), f.words.SupporterName(s, maxLabel)))
	}
	return all
}

// findCountries are the countries that a text may mean; at first also that there is none.
func findCountries(f *form, typed string) []*option {
	all := countries(f, typed)
	if typed == "" {
		all = slices.Insert(all, 0, newOption(valueNone, f.words.Say("form.none()")))
	}
	return all
}

// countries are the options of the countries that a text may mean in any language, or is a part of: those that it means
// first, then those that begin with it.
func countries(f *form, typed string) (options []*option) {
	key, meant := names.Key(typed), names.CountryNamed(typed)
	var all [3][]*option
	for _, c := range names.Countries() {
		called := func(so func(name, key string) bool) bool {
			return slices.ContainsFunc(c.Names(), func(name string) bool { return so(names.Key(name), key) })
		}
		rank := slices.IndexFunc([]bool{
			slices.ContainsFunc(meant, func(m names.CountryMatch) bool { return m.Country.Code == c.Code }),
			called(strings.HasPrefix), called(strings.Contains),
		}, func(so bool) bool { return so })
		if rank >= 0 {
			all[rank] = append(all[rank], newOption(c.Code, f.words.CountryName(c.Code)))
		}
	}
	for _, some := range all {
		slices.SortStableFunc(some, func(a, b *option) int { return strings.Compare(names.Key(a.Text.Text), names.Key(b.Text.Text)) })
		options = append(options, some...)
	}
	return options
}
