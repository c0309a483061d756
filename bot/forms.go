package bot

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"rollcall/bot/blocks"
	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/names"
	"rollcall/tracker/query"
)

// The names of the forms, which are the commands that they stand for.
const (
	formAdd     = "add"
	formEdit    = "edit"
	formReport  = "report"
	formSuggest = "suggest" // what add and edit do, as a proposal

	formSubscribe = "subscribe"
	formLook      = "look"       // looks a supporter up
	formReject    = actionReject // asks why proposals are rejected, by the line that it keeps
)

// forAll are the forms that everybody may use.
var forAll = []string{formSuggest, formSubscribe, formLook}

// A form is a command that is filled in: its inputs, from which its view is built, and from whose values its line is made.
type form struct {
	bot    *Bot
	name   string
	of     *tracker.Supporter    // the supporter as shown in it; nil for none
	set    *tracker.Subscription // the one that it sets another way; nil: none
	words  *answer.Words
	more   bool // there are inputs that few need, which come when they are asked for
	inputs []input
	given  map[string]string // what it begins with
	kept   press             // by its view
}

// An input is one field of a form.
type input struct {
	name     string // of its block, and of the filter that it becomes
	asks     string // the key of its label; empty if that is its name
	element  element
	optional bool
	most     int                                   // characters of what is typed
	values   []string                              // of a menu
	label    func(f *form, value string) string    // what a value that is chosen is called; empty if it can't be chosen
	has      func(*tracker.Supporter) string       // what a supporter has there; nil if it isn't the supporter's
	check    func(value string) error              // a Refusal of an invalid value, independent of the other fields
	find     func(f *form, typed string) []*option // what may be meant by what is typed into a search so far
}

type option = slack.OptionBlockObject

// An element says how something is put in.
type element int

const (
	asText  element = iota
	asLines         // of a text that is kept as one
	asList          // one on each line
	asAddress
	asNumber
	asDay
	asMenu
	asSearch // a menu whose options depend on what is typed; see [Bot.matching]
	asMenus  // of which several can be chosen
	asSearches
	asChannel
	asTime
)

const (
	inputSupporter = "supporter"
	inputCountry   = "country"
	inputReason    = "reason"
	inputAnyway    = "anyway" // a word, which is its only value

	valueNone = "none" // chosen to say that there is nothing

	maxInput  = 3_000 // characters that Slack takes in an input
	maxDate   = len("2006-01-02")
	maxDigits = 10 // of a figure
)

// inputs are the fields by their names, behind the name of a form where it has one of its own. What is none is a text.
var inputs = map[string]input{
	inputSupporter:      {element: asSearch, label: labelSupporter, find: findSupporters},
	"suggest supporter": {element: asSearch, label: labelSupporter, find: findSupporters, asks: "whom"},
	"name":              {most: tracker.MaxName, has: func(s *tracker.Supporter) string { return s.Name }},
	"category": {element: asMenu, values: texts(tracker.Categories()), label: labelCategory,
		has: func(s *tracker.Supporter) string { return string(s.Category) }},
	"report category":    {element: asMenu, values: texts(append(tracker.Categories(), tracker.TotalFigure)), label: labelCategory, asks: "figure"},
	"subscribe category": {element: asMenus, values: texts(tracker.Categories()), label: labelCategory, asks: "whom_all"},
	"kind": {element: asMenu, values: texts(tracker.Kinds()), has: func(s *tracker.Supporter) string { return string(s.Kind) },
		label: func(f *form, kind string) string { return f.words.KindName(tracker.Kind(kind)) }},
	"qualifier": {element: asMenu, values: texts([]tracker.Qualifier{tracker.Exactly, tracker.AtLeast, tracker.About}),
		label: func(f *form, qualifier string) string { return f.words.QualifierName(tracker.Qualifier(qualifier)) }},
	"value":      {element: asNumber, most: maxDigits},
	inputCountry: {element: asSearch, has: func(s *tracker.Supporter) string { return s.Country }, label: labelCountry, find: findCountries},
	"joined":     {most: maxDate, check: isDate, has: func(s *tracker.Supporter) string { return string(s.Joined) }},
	"alias":      {element: asList, most: maxInput, has: func(s *tracker.Supporter) string { return strings.Join(s.Aliases, "\n") }},
	"website": {element: asAddress, most: tracker.MaxSource, check: tracker.CheckWebsite,
		has: func(s *tracker.Supporter) string { return s.Website }},
	"note":      {element: asLines, most: tracker.MaxText, has: func(s *tracker.Supporter) string { return oneLine(s.Note) }},
	"source":    {element: asAddress, most: tracker.MaxSource, check: tracker.CheckSource},
	"on":        {element: asDay, most: maxDate},
	"report on": {element: asDay, most: maxDate, asks: "dated"},
	inputAnyway: {element: asMenu, values: []string{inputAnyway}, label: func(f *form, _ string) string { return f.words.Say("form.another()") }},

	inputWhere:  {element: asChannel},
	inputPlaces: {element: asSearches, label: labelPlace, find: findPlaces},
	inputWatch:  {element: asSearches, label: labelSupporter, find: findSupporters},
	inputOnly: {element: asMenus, values: texts(tracker.Sorts()),
		label: func(f *form, sort string) string { return f.words.SayAs("form.sort()", sort) }},
	inputFilter: {element: asLines, most: maxInput},
	inputWhen: {element: asMenu, values: whens, label: func(f *form, when string) string {
		if slices.Contains(whens, when) {
			return f.words.SayAs("form.when()", when)
		}
		return when
	}},
	inputAt: {element: asTime},
}

func texts[T ~string](values []T) []string {
	all := make([]string, len(values))
	for i, value := range values {
		all[i] = string(value)
	}
	return all
}

func labelCategory(f *form, category string) string {
	return f.words.CategoryName(tracker.Category(category))
}

func labelSupporter(f *form, id string) string {
	if s := f.bot.listed(id); s != nil {
		return f.words.SupporterName(s, maxLabel)
	}
	return ""
}

func labelCountry(f *form, code string) string {
	if c, ok := names.CountryOf(code); ok && c.Code == code {
		return f.words.CountryName(code)
	}
	return ""
}

func isDate(value string) error {
	_, err := tracker.ParseDate(value)
	return err
}

// form describes the form of a command in a language: its inputs are the command's, without those that few need unless they were
// asked for. One that changes a supporter is filled with what is recorded of it, if there is one.
func (b *Bot) form(name, lang string, kept press) (f form, known bool) {
	f = form{bot: b, name: name, words: answer.In(lang), kept: kept}
	f.kept.Call = b.Call.Slug
	args, rare, known := f.args()
	for _, arg := range args {
		if slices.Contains(rare, arg.Name) && !f.kept.More {
			f.more = true
			continue
		}
		in, own := inputs[name+" "+arg.Name]
		if !own {
			in, own = inputs[arg.Name]
		}
		if !own {
			in = input{element: asLines, most: tracker.MaxText}
		}
		in.name, in.optional = arg.Name, arg.Optional
		if f.of != nil && in.has != nil && in.most > 0 && utf8.RuneCountInString(in.has(f.of)) > in.most {
			continue // what is recorded and doesn't fit can't be shown, and so it can't be changed
		}
		f.inputs = append(f.inputs, in)
	}
	return f, known
}

// args are what a form asks for, and the names of those that few need. They aren't known if there is no such form.
func (f *form) args() (args []answer.Arg, rare []string, known bool) {
	if f.name == formLook {
		return []answer.Arg{{Name: inputSupporter}}, nil, true
	}
	if f.name == formSubscribe {
		return f.subscribing()
	}
	if f.name == formReject {
		_, _, known := use{press: f.kept, kind: formReject}.decision()
		return []answer.Arg{{Name: inputReason, Optional: true}}, nil, known
	}
	row, _ := query.Command(f.name)
	if !row.Form {
		return nil, nil, false
	}
	args, rare = row.Args(), strings.Fields(row.Rare)
	if f.name == formEdit || f.name == formSuggest { // somebody is chosen, and described as by add
		if f.of = f.bot.shown(f.kept); f.of == nil && f.kept.ID != 0 {
			return nil, nil, false
		}
		chosen := []answer.Arg{{Name: inputSupporter, Optional: f.name == formSuggest}}
		if f.name == formEdit && f.of == nil {
			return chosen, nil, true
		}
		add, _ := query.Command(formAdd)
		described := add.Args()
		args = slices.DeleteFunc(args, func(a answer.Arg) bool {
			return slices.ContainsFunc(described, func(d answer.Arg) bool { return d.Name == a.Name })
		})
		args, rare = slices.Concat(chosen, described, args), append(rare, strings.Fields(add.Rare)...)
	}
	if f.kept.Anyway {
		args = append(args, answer.Arg{Name: inputAnyway, Optional: true})
	}
	return args, rare, true
}

// option is what can be chosen in an input by a value; nil if that can't be chosen.
func (f *form) option(in input, value string) *option {
	label := ""
	if in.values == nil || slices.Contains(f.values(in), value) {
		label = in.label(f, value)
	}
	if label == "" {
		return nil
	}
	return newOption(value, label)
}

// values are those of a menu, with the one that it begins with.
func (f *form) values(in input) []string {
	if given := f.given[in.name]; in.element == asMenu && given != "" && !slices.Contains(in.values, given) {
		return append(slices.Clip(in.values), given)
	}
	return in.values
}

// options are all of a menu; in one about a supporter it can be chosen that there is none.
func (f *form) options(in input) (all []*option) {
	if f.of != nil && in.element == asMenu && in.optional {
		all = append(all, newOption(valueNone, f.words.Say("form.none()")))
	}
	for _, value := range f.values(in) {
		all = append(all, f.option(in, value))
	}
	return all
}

func newOption(value, label string) *option {
	return slack.NewOptionBlockObject(value, plain(shorten(label, maxLabel)), nil)
}

// idOf is a supporter as the value of an option; empty for none.
func idOf(s *tracker.Supporter) string {
	if s == nil {
		return ""
	}
	return strconv.FormatUint(uint64(s.ID), 10)
}

// listed is the supporter on the list of an option; nil if there is none.
func (b *Bot) listed(id string) *tracker.Supporter {
	n, err := strconv.ParseUint(id, 10, 64)
	if s := b.Tracker.Book().Supporter(tracker.Seq(n)); err == nil && s != nil && s.Status() == tracker.Listed {
		return s
	}
	return nil
}

func (f *form) initial() map[string]string {
	values := map[string]string{inputSupporter: idOf(f.of), "on": string(today()), "qualifier": string(tracker.Exactly), inputWhen: "daily", inputAt: "09:00"}
	for _, in := range f.inputs {
		if in.has != nil && f.of != nil {
			values[in.name] = in.has(f.of)
		}
	}
	maps.Copy(values, f.given)
	return values
}

// view is the form as Slack takes it, with these values in it, below what it is about, or what is wrong with them, if anything is.
func (f *form) view(values map[string]string, above ...slack.Block) slack.ModalViewRequest {
	title, submits := f.words.SayAs("form()", f.name), f.name
	switch {
	case f.set != nil:
		title, submits = f.words.Say("rule.title(number)", f.set.Number), formEdit
	case f.name == formEdit && f.of == nil:
		submits = "choose"
	}
	all := append(f.bot.which(f.words), above...)
	for _, in := range f.inputs {
		block := slack.NewInputBlock(in.name, plain(f.title(in)), nil, f.element(in, values[in.name])).WithOptional(in.optional)
		if hint := f.words.SayAs("input.hint()", cmp.Or(in.asks, in.name)); hint != "" {
			block.Hint = plain(hint)
		}
		all = append(all, block.WithDispatchAction(in.name == inputSupporter && f.name != formLook))
	}
	if f.more {
		more := slack.NewButtonBlockElement(actionFill+"-"+actionMore, actionMore, plain(f.words.Say("form.more()")))
		all = append(all, slack.NewActionBlock(actionMore, more))
	}
	return slack.ModalViewRequest{Type: slack.VTModal, Title: plain(title), Submit: plain(f.words.SayAs("form.submit()", submits)), Close: plain(f.words.Say("form.cancel()")),
		CallbackID: actionForm + "-" + f.name, PrivateMetadata: f.kept.encode(), Blocks: slack.Blocks{BlockSet: all}}
}

func (f *form) title(in input) string { return f.words.SayAs("input()", cmp.Or(in.asks, in.name)) }

// which names a window's call, if several are kept.
func (b *Bot) which(words *answer.Words) []slack.Block {
	if len(b.Others) == 0 {
		return nil
	}
	return []slack.Block{slack.NewContextBlock("", plain(words.CallName(b.Call)))}
}

// headed is what is said of a form, below its call where several are kept.
func (b *Bot) headed(words *answer.Words, m blocks.Message) blocks.Message {
	if above := b.which(words); above != nil {
		m.Text, m.Blocks = blocks.Escape(words.CallName(b.Call))+"\n"+m.Text, append(above, m.Blocks...)
	}
	return m
}

// action is an input's action id. It differs for each supporter: where it is the same Slack keeps what was typed, whatever
// the new view says.
func (f *form) action(in input) string {
	if in.has == nil || f.of == nil {
		return actionFill + "-" + in.name
	}
	return actionFill + "-" + in.name + "-" + idOf(f.of)
}

func (f *form) element(in input, value string) slack.BlockElement {
	id, choose := f.action(in), plain(f.words.Say("form.choose()"))
	switch in.element {
	case asAddress:
		e := slack.NewURLTextInputBlockElement(nil, id)
		e.InitialValue = value
		return e
	case asNumber:
		return slack.NewNumberInputBlockElement(nil, id, false).WithInitialValue(value).WithMinValue("0").WithMaxValue(strconv.Itoa(tracker.MaxFigure))
	case asDay:
		e := slack.NewDatePickerBlockElement(id)
		e.InitialDate = value
		return e
	case asMenus, asSearches:
		e := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeStatic, choose, id, f.options(in)...)
		if in.element == asSearches {
			e.Type, e.MinQueryLength = slack.MultiOptTypeExternal, new(int)
		}
		for one := range strings.SplitSeq(value, "\n") {
			if o := f.option(in, one); o != nil {
				e.InitialOptions = append(e.InitialOptions, o)
			}
		}
		return e
	case asChannel:
		e := slack.NewOptionsSelectBlockElement(slack.OptTypeConversations, choose, id)
		e.InitialConversation, e.DefaultToCurrentConversation = value, value == ""
		e.Filter = &slack.SelectBlockElementFilter{Include: []string{"public", "private", "mpim", "im"}}
		return e
	case asTime:
		e := slack.NewTimePickerBlockElement(id)
		e.InitialTime, e.Timezone = value, f.kept.Zone
		return e
	case asMenu, asSearch:
		e := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, choose, id, f.options(in)...)
		if in.element == asSearch {
			e.Type, e.MinQueryLength = slack.OptTypeExternal, new(int)
		}
		return e.WithInitialOption(f.option(in, value))
	}
	return slack.NewPlainTextInputBlockElement(nil, id).WithInitialValue(value).WithMaxLength(in.most).WithMultiline(in.element == asLines || in.element == asList)
}

// read takes the values out of what was submitted. It isn't complete if the inputs aren't those of the form.
func (f *form) read(state *slack.ViewState) (values map[string]string, complete bool) {
	values = map[string]string{}
	if state == nil {
		return values, false
	}
	for _, in := range f.inputs {
		if put, ok := state.Values[in.name][f.action(in)]; ok {
			values[in.name] = in.read(put)
		}
	}
	return values, len(values) == len(f.inputs) && len(values) == len(state.Values)
}

// read takes an input's value: what is typed or chosen, each of several on a line.
func (in input) read(put slack.BlockAction) string {
	chosen := put.SelectedOption.Value
	if chosen == valueNone {
		chosen = ""
	}
	for _, o := range put.SelectedOptions {
		chosen += "\n" + o.Value
	}
	value := cmp.Or(put.Value, chosen, put.SelectedConversation, put.SelectedDate, put.SelectedTime)
	if in.element != asList && in.element != asMenus && in.element != asSearches {
		return oneLine(value)
	}
	var all []string
	for line := range strings.Lines(value) {
		if line = oneLine(line); line != "" {
			all = append(all, line)
		}
	}
	return strings.Join(all, "\n")
}

// oneLine is a text without the ends of its lines.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// wrong returns what is wrong with the value of each input, before anything is done with it.
func (f *form) wrong(values map[string]string) map[string]string {
	wrong := map[string]string{}
	for _, in := range f.inputs {
		offered := func(one string) bool { return f.option(in, one) != nil }
		switch value := values[in.name]; {
		case value == "" && !in.optional:
			wrong[in.name] = f.words.Say("form.needed()")
		case value == "":
		case in.label != nil && slices.ContainsFunc(strings.Split(value, "\n"), func(one string) bool { return !offered(one) }):
			wrong[in.name] = f.words.Say("form.not_offered()")
		case in.most > 0 && utf8.RuneCountInString(value) > in.most:
			wrong[in.name] = f.words.Say("form.too_long(most)", in.most)
		case in.check != nil:
			if refusal := (tracker.Refusal{}); errors.As(in.check(value), &refusal) {
				wrong[in.name] = shorten(f.words.Refusal(refusal), maxWrong)
			}
		}
	}
	return wrong
}

// line is the command that values make. Of a supporter only what is no longer as the form showed it is said: what somebody
// else changed meanwhile is kept.
func (f *form) line(values map[string]string) []tracker.Token {
	line := []tracker.Token{{Text: f.name}}
	switch {
	case f.name == formLook:
		return []tracker.Token{{Text: "who"}, {Text: "#" + values[inputSupporter]}}
	case f.name == formSubscribe:
		return query.Line(f.subscribe(values))
	case f.name == formReject:
		line = query.Line(f.kept.Line)
	case f.name == formSuggest && f.of != nil:
		line = append(line, tracker.Token{Text: formEdit})
	case f.name == formSuggest:
		line = append(line, tracker.Token{Text: formAdd})
	}
	if f.of != nil {
		line = append(line, tracker.Token{Text: "#" + idOf(f.of)})
	}
	for _, in := range f.inputs {
		value := values[in.name]
		recorded := in.has != nil && f.of != nil
		switch {
		case in.name == inputSupporter, recorded && value == in.has(f.of), !recorded && value == "":
		case value == "":
			line = append(line, tracker.Token{Key: in.name, Text: valueNone})
		case in.name == inputAnyway:
			line = append(line, tracker.Token{Text: value})
		case in.element == asList:
			for one := range strings.SplitSeq(value, "\n") {
				line = append(line, tracker.Token{Key: in.name, Text: one})
			}
		default:
			line = append(line, tracker.Token{Key: in.name, Text: value})
		}
	}
	return line
}

func (f *form) has(name string) bool {
	return slices.ContainsFunc(f.inputs, func(in input) bool { return in.name == name })
}

// field is the input that a refusal is about: the first one if it is no single one's.
func (f *form) field(about string) string {
	if f.has(about) {
		return about
	}
	return f.inputs[0].name
}
