package bot

import (
	"cmp"
	"encoding/json"
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
	"rollcall/tracker/query"
)

// The names of the forms, which are the commands that they stand for.
const (
	formAdd     = "add"
	formEdit    = "edit"
	formReport  = "report"
	formSuggest = "suggest" // what add and edit do, as a proposal

	formSubscribe = "subscribe"
	formLook      = "look" // looks a supporter up
)

// forAll are the forms that everybody may use.
var forAll = []string{formSuggest, formSubscribe, formLook}

// example is what does the same as a form without one, after the slash command.
func example(form string) string {
	c, _ := query.Command(form)
	return c.Example
}

// A form is a command that is filled in: its inputs, from which its view is built, and from whose values its line is made.
type form struct {
	name   string
	call   string             // its slug
	of     *tracker.Supporter // whom it is about, as it shows it; nil for none
	lang   string
	words  *answer.Words
	above  []slack.Block // which call it is for, where there are several
	more   bool          // there are inputs that few need, which come when they are asked for
	inputs []input
	zone   string                // in which times are chosen
	given  map[string]string     // what it begins with
	set    *tracker.Subscription // the one that it sets another way; nil: none
}

// An input is one field of a form.
type input struct {
	name     string // of its block, and of the filter that it becomes
	asks     string // what stands over it, by a word of the catalogue; empty if that is its name
	element  element
	optional bool
	most     int                                         // characters of what is typed
	options  []*slack.OptionBlockObject                  // of a menu
	option   func(value string) *slack.OptionBlockObject // the one of a menu or search with a value; nil if it has none
	has      func(*tracker.Supporter) string             // what a supporter has there; nil if it isn't the supporter's
	check    func(value string) error                    // a Refusal of what can't be there, whatever else is said
}

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
	inputAnyway    = "anyway" // a word, which is its only value

	valueNone = "none" // chosen to say that there is nothing

	maxInput  = 3_000 // characters that Slack takes in an input
	maxDate   = len("2006-01-02")
	maxDigits = 10 // of a figure
)

// form describes the form of a command in a language: its inputs are the command's, without those that few need unless they were
// asked for. One that changes a supporter is filled with what is recorded of it, if there is one.
func (b *Bot) form(name, lang string, of *tracker.Supporter, m memo) (f form, known bool) {
	if name != formEdit && name != formSuggest {
		of = nil
	}
	words := answer.In(lang)
	f = form{name: name, call: b.Call.Slug, of: of, lang: lang, words: words, above: b.which(lang), zone: m.Zone}
	if name == formLook {
		f.inputs = []input{b.input(f, answer.Arg{Name: inputSupporter})}
		return f, true
	}
	if name == formSubscribe {
		if m.ID != 0 {
			return b.setting(f, m)
		}
		f.inputs, f.more = b.subscribing(words, m.More), !m.More
		return f, true
	}
	row, _ := query.Command(name)
	if !row.Form {
		return form{}, false
	}
	args, rare := row.Args(), strings.Fields(row.Rare)
	if name == formEdit || name == formSuggest { // somebody is chosen, and described as by add
		f.inputs = []input{b.input(f, answer.Arg{Name: inputSupporter, Optional: name == formSuggest})}
		if name == formEdit && of == nil {
			return f, true
		}
		add, _ := query.Command(formAdd)
		described := add.Args()
		rare = append(rare, strings.Fields(add.Rare)...)
		args = append(described, slices.DeleteFunc(args, func(a answer.Arg) bool {
			return slices.ContainsFunc(described, func(d answer.Arg) bool { return d.Name == a.Name })
		})...)
	}
	for _, arg := range args {
		if f.more = f.more || !m.More && slices.Contains(rare, arg.Name); m.More || !slices.Contains(rare, arg.Name) {
			f.inputs = append(f.inputs, b.input(f, arg))
		}
	}
	if m.Anyway {
		f.inputs = append(f.inputs, b.input(f, answer.Arg{Name: inputAnyway, Optional: true}))
	}
	if of == nil {
		return f, true
	}
	none := newOption(valueNone, words.Say("form.none()"))
	for i := range f.inputs {
		if in := &f.inputs[i]; in.element == asMenu && in.optional {
			in.options = append([]*slack.OptionBlockObject{none}, in.options...)
		}
	}
	// What is recorded and doesn't fit can't be shown, and so it can't be changed.
	f.inputs = slices.DeleteFunc(f.inputs, func(in input) bool {
		return in.has != nil && in.most > 0 && utf8.RuneCountInString(in.has(of)) > in.most
	})
	return f, true
}

// input is the one for what a command has.
func (b *Bot) input(f form, arg answer.Arg) (in input) {
	labels := answer.LabelsIn(f.lang)
	switch arg.Name {
	case inputSupporter:
		in = input{element: asSearch, option: func(value string) *slack.OptionBlockObject {
			if s := b.listed(value); s != nil {
				return optionOf(labels, s)
			}
			return nil
		}}
		if f.name == formSuggest {
			in.asks = "whom"
		}
	case "name":
		in = input{most: tracker.MaxName, has: func(s *tracker.Supporter) string { return s.Name }}
	case "category":
		in = menuOf(tracker.Categories(), labels.Category)
		in.has = func(s *tracker.Supporter) string { return string(s.Category) }
		if f.name == formReport {
			in = menuOf(append(tracker.Categories(), tracker.TotalFigure), labels.Category)
			in.asks = "figure"
		}
	case "kind":
		in = menuOf(tracker.Kinds(), labels.Kind)
		in.has = func(s *tracker.Supporter) string { return string(s.Kind) }
	case "qualifier":
		in = menuOf([]tracker.Qualifier{tracker.Exactly, tracker.AtLeast, tracker.About}, labels.Qualifier)
	case "value":
		in = input{element: asNumber, most: maxDigits}
	case inputCountry:
		in = input{element: asSearch, has: func(s *tracker.Supporter) string { return s.Country },
			option: func(value string) *slack.OptionBlockObject { return countryOption(labels, value) }}
	case "joined":
		in = input{most: maxDate, check: isDate, has: func(s *tracker.Supporter) string { return string(s.Joined) }}
	case "alias":
		in = input{element: asList, most: maxInput, has: func(s *tracker.Supporter) string { return strings.Join(s.Aliases, "\n") }}
	case "website":
		in = input{element: asAddress, most: tracker.MaxSource, check: tracker.CheckWebsite, has: func(s *tracker.Supporter) string { return s.Website }}
	case "note":
		in = input{element: asLines, most: tracker.MaxText, has: func(s *tracker.Supporter) string { return oneLine(s.Note) }}
	case "source":
		in = input{element: asAddress, most: tracker.MaxSource, check: tracker.CheckSource}
	case "on":
		in = input{element: asDay, most: maxDate}
		if f.name == formReport {
			in.asks = "dated"
		}
	case inputAnyway:
		in = menuOf([]string{inputAnyway}, func(string) string { return f.words.Say("form.another()") })
	default: // a text, such as because
		in = input{element: asLines, most: tracker.MaxText}
	}
	in.name, in.optional = arg.Name, arg.Optional
	return in
}

func isDate(value string) error {
	_, err := tracker.ParseDate(value)
	return err
}

// menuOf is a menu of all values.
func menuOf[T ~string](values []T, label func(T) string) input {
	in := input{element: asMenu}
	for _, value := range values {
		in.options = append(in.options, newOption(string(value), label(value)))
	}
	in.option = func(value string) *slack.OptionBlockObject {
		for _, o := range in.options {
			if o.Value == value {
				return o
			}
		}
		return nil
	}
	return in
}

// asMany is a menu of which several can be chosen, or none.
func (in input) asMany(name, asks string) input {
	in.name, in.asks, in.element, in.optional = name, asks, asMenus, true
	return in
}

func newOption(value, label string) *slack.OptionBlockObject {
	return slack.NewOptionBlockObject(value, plain(shorten(label, maxLabel)), nil)
}

func optionOf(labels answer.Labels, s *tracker.Supporter) *slack.OptionBlockObject {
	return newOption(idOf(s), labels.Supporter(s, maxLabel))
}

// idOf is a supporter as the value of an option; empty for none.
func idOf(s *tracker.Supporter) string {
	if s == nil {
		return ""
	}
	return strconv.FormatUint(uint64(s.ID), 10)
}

// listed is the supporter on the roll of an option; nil if there is none.
func (b *Bot) listed(id string) *tracker.Supporter {
	n, err := strconv.ParseUint(id, 10, 64)
	if s := b.Tracker.Book().Supporter(tracker.Seq(n)); err == nil && s != nil && s.Status() == tracker.Listed {
		return s
	}
	return nil
}

// initial are the values that a form begins with.
func (f form) initial(given map[string]string) map[string]string {
	values := map[string]string{inputSupporter: idOf(f.of), "on": string(today()), "qualifier": string(tracker.Exactly), inputWhen: "daily", inputAt: "09:00"}
	for _, in := range f.inputs {
		if in.has != nil && f.of != nil {
			values[in.name] = in.has(f.of)
		}
	}
	maps.Copy(values, f.given)
	maps.Copy(values, given)
	return values
}

// view is the form as Slack takes it, with these values in it, below what is wrong with them, if anything is.
func (f form) view(m memo, values map[string]string, wrong ...slack.Block) slack.ModalViewRequest {
	m.Call, m.Zone = f.call, f.zone
	title, submit := f.words.SayAs("form()", f.name), f.words.Say("form.record()")
	switch {
	case f.set != nil:
		title = f.words.Say("rule.title(number)", f.set.Number)
	case f.name == formLook:
		submit = f.words.Say("form.look()")
	case f.name == formSubscribe:
		submit = f.words.Say("form.subscribe()")
	case f.name == formSuggest:
		submit = f.words.Say("form.propose()")
	case f.name == formEdit && f.of == nil:
		submit = f.words.Say("form.next()")
	}
	v := slack.ModalViewRequest{Type: slack.VTModal, Title: plain(title), Submit: plain(submit), Close: plain(f.words.Say("form.cancel()")),
		CallbackID: actionForm + "-" + f.name, PrivateMetadata: m.encode(), Blocks: slack.Blocks{BlockSet: slices.Concat(f.above, wrong)}}
	for _, in := range f.inputs {
		block := slack.NewInputBlock(in.name, plain(f.label(in)), nil, f.element(in, values[in.name])).WithOptional(in.optional)
		if hint := f.words.SayAs("input.hint()", cmp.Or(in.asks, in.name)); hint != "" {
			block.Hint = plain(hint)
		}
		v.Blocks.BlockSet = append(v.Blocks.BlockSet, block.WithDispatchAction(in.name == inputSupporter && f.name != formLook))
	}
	if f.more {
		v.Blocks.BlockSet = append(v.Blocks.BlockSet, slack.NewActionBlock(actionMore, slack.NewButtonBlockElement(actionFill+"-"+actionMore, actionMore, plain(f.words.Say("form.more()")))))
	}
	return v
}

// label is what stands over an input.
func (f form) label(in input) string { return f.words.SayAs("input()", cmp.Or(in.asks, in.name)) }

// which tells of which call a window is, where several are kept.
func (b *Bot) which(lang string) []slack.Block {
	if len(b.Others) == 0 {
		return nil
	}
	return []slack.Block{slack.NewContextBlock("", plain(answer.LabelsIn(lang).Call(b.Call)))}
}

// headed is what is said of a form, below its call where several are kept.
func (b *Bot) headed(lang string, m blocks.Message) blocks.Message {
	if above := b.which(lang); above != nil {
		m.Text, m.Blocks = blocks.Escape(answer.LabelsIn(lang).Call(b.Call))+"\n"+m.Text, append(above, m.Blocks...)
	}
	return m
}

// action is an input's action id. It differs for each supporter: where it is the same Slack keeps what was typed, whatever
// the new view says.
func (f form) action(in input) string {
	if in.has == nil || f.of == nil {
		return actionFill + "-" + in.name
	}
	return actionFill + "-" + in.name + "-" + idOf(f.of)
}

func (f form) element(in input, value string) slack.BlockElement {
	id := f.action(in)
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
		e := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeStatic, plain(f.words.Say("form.choose()")), id, in.options...)
		if in.element == asSearches {
			e.Type = slack.MultiOptTypeExternal
			e.MinQueryLength = new(int)
		}
		for one := range strings.SplitSeq(value, "\n") {
			if o := in.option(one); o != nil {
				e.InitialOptions = append(e.InitialOptions, o)
			}
		}
		return e
	case asChannel:
		e := slack.NewOptionsSelectBlockElement(slack.OptTypeConversations, plain(f.words.Say("form.choose()")), id)
		e.InitialConversation, e.DefaultToCurrentConversation = value, value == ""
		e.Filter = &slack.SelectBlockElementFilter{Include: []string{"public", "private", "mpim", "im"}}
		return e
	case asTime:
		e := slack.NewTimePickerBlockElement(id)
		e.InitialTime, e.Timezone = value, f.zone
		return e
	case asMenu, asSearch:
		e := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain(f.words.Say("form.choose()")), id, in.options...)
		if in.element == asSearch {
			e.Type = slack.OptTypeExternal
			e.MinQueryLength = new(int)
		}
		return e.WithInitialOption(in.option(value))
	}
	return slack.NewPlainTextInputBlockElement(nil, id).WithInitialValue(value).WithMaxLength(in.most).WithMultiline(in.element == asLines || in.element == asList)
}

// read takes the values out of what was submitted. It isn't complete if the inputs aren't those of the form.
func (f form) read(state *slack.ViewState) (values map[string]string, complete bool) {
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

// read takes an input's value, of which its lines are one.
func (in input) read(put slack.BlockAction) string {
	switch in.element {
	case asMenu, asSearch:
		if put.SelectedOption.Value == valueNone {
			return ""
		}
		return put.SelectedOption.Value
	case asMenus, asSearches:
		all := make([]string, len(put.SelectedOptions))
		for i, o := range put.SelectedOptions {
			all[i] = o.Value
		}
		return strings.Join(all, "\n")
	case asChannel:
		return put.SelectedConversation
	case asTime:
		return put.SelectedTime
	case asDay:
		return put.SelectedDate
	case asLines:
		return oneLine(put.Value)
	case asList:
		var all []string
		for line := range strings.Lines(put.Value) {
			if line = oneLine(line); line != "" {
				all = append(all, line)
			}
		}
		return strings.Join(all, "\n")
	}
	return strings.TrimSpace(put.Value)
}

// oneLine is a text without the ends of its lines.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// wrong tells of each input what is wrong with its value, before anything is made of it.
func (f form) wrong(values map[string]string) map[string]string {
	wrong := map[string]string{}
	for _, in := range f.inputs {
		switch value := values[in.name]; {
		case value == "" && !in.optional:
			wrong[in.name] = f.words.Say("form.needed()")
		case value != "" && in.option != nil && slices.ContainsFunc(strings.Split(value, "\n"), func(one string) bool { return in.option(one) == nil }):
			wrong[in.name] = f.words.Say("form.not_offered()")
		case in.most > 0 && utf8.RuneCountInString(value) > in.most:
			wrong[in.name] = f.words.Say("form.too_long(most)", in.most)
		case value != "" && in.check != nil:
			if refusal := (tracker.Refusal{}); errors.As(in.check(value), &refusal) {
				wrong[in.name] = shorten(f.words.Refusal(refusal), maxWrong)
			}
		}
	}
	return wrong
}

// line is the command that values make. Of a supporter only what is no longer as the form showed it is said: what somebody
// else changed meanwhile stays.
func (f form) line(values map[string]string) []tracker.Token {
	var line []tracker.Token
	verb := f.name
	if f.name == formSuggest {
		line, verb = []tracker.Token{{Text: formSuggest}}, formAdd
		if f.of != nil {
			verb = formEdit
		}
	}
	line = append(line, tracker.Token{Text: verb})
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
		case in.name == "alias":
			for alias := range strings.SplitSeq(value, "\n") {
				line = append(line, tracker.Token{Key: in.name, Text: alias})
			}
		default:
			line = append(line, tracker.Token{Key: in.name, Text: value})
		}
	}
	return line
}

// has reports whether a form shows an input.
func (f form) has(name string) bool {
	return slices.ContainsFunc(f.inputs, func(in input) bool { return in.name == name })
}

// field is the input that a refusal is about: the first one if it is no single one's.
func (f form) field(about string) string {
	if f.has(about) {
		return about
	}
	return f.inputs[0].name
}

// A memo is what a form's view keeps for its submission: for whom it was opened, and whom it showed as of when.
type memo struct {
	Version int         `json:"v"`
	Call    string      `json:"call,omitempty"` // its slug; empty in forms from before there were several
	By      string      `json:"by"`
	ID      tracker.Seq `json:"id,omitempty"`
	Head    tracker.Seq `json:"head,omitempty"`
	More    bool        `json:"more,omitempty"`   // the inputs that few need are shown
	Anyway  bool        `json:"anyway,omitempty"` // and the one for a name that is much like another
	Zone    string      `json:"zone,omitempty"`   // in which times are chosen
}

const memoVersion = 1

// about is a memo of a form that is filled with a supporter as of now, if there is one.
func (m memo) about(s *tracker.Supporter, book *tracker.Book) memo {
	m.ID, m.Head, m.Anyway = 0, book.Head(), false
	if s != nil {
		m.ID = s.ID
	}
	return m
}

func (m memo) encode() string {
	m.Version = memoVersion
	kept, _ := json.Marshal(m) // numbers and a text
	return string(kept)
}

// decodeMemo reads a memo, which may be from another version or edited by hand.
func decodeMemo(kept string) (memo, bool) {
	m, err := decode[memo](kept)
	return m, err == nil && m.Version == memoVersion
}

// shown is the supporter that a memo's form showed, as it stood then; nil if there is none.
func (b *Bot) shown(m memo) *tracker.Supporter {
	var shown *tracker.Supporter
	for e, s := range b.Tracker.Book().History() {
		if e.Seq <= m.Head && s.ID == m.ID {
			shown = s
		}
	}
	return shown
}
