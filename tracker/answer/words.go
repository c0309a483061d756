package answer

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"rollcall/tracker"
	"rollcall/tracker/names"
)

// A Message is the key of a text in the catalogues: its name, and in brackets its arguments, in the order in which they
// are passed.
//
// A text has its arguments in braces: {name}, {Name} with a capital letter, and {name.form} in a form that the language's
// grammar knows, such as one with an article. {n|one|other} picks by the CLDR plural of a number, or by whether a name is
// plural; {name?text|else} asks whether the argument isn't empty. In place of a text there can be several, by a variant.
type Message string

// catalogues are the texts in each language: a file words/LANG.yaml with a text for each message.
//
//go:embed words
var catalogues embed.FS

// A Words is a language: its catalogue, and its grammar for what no catalogue can say.
type Words struct {
	grammar
	lang     string
	tag      language.Tag
	plurals  []plural.Form // which the language has for whole numbers
	says     map[Message]map[string][]part
	refusals map[string]string // patterns by those in English, which are in the code where something is refused

	abbreviates bool  // groups are called by their abbreviation alone
	told        *told // collects who and what is named; nil if nobody asks
}

// A grammar is what a language does to names, days and lists.
type grammar interface {
	// forms are those in which a name can stand, first that with its article.
	forms() []string
	// form puts a name into one of them.
	form(form, name string, is noun) string
	// several reports whether a name in its first form is plural.
	several(name string) bool
	// typography fixes the spaces around punctuation.
	typography(text string) string
}

// A noun is what a name is of, which decides its article.
type noun int

const (
	bare noun = iota // without an article
	aCountry
	aGroup
	aRegion
	aCall
)

// A part of a text is plain, or is made of an argument.
type part struct {
	text    string
	arg     int // with the texts below
	told    bool
	form    string
	capital bool
	choices [][]part
	whether bool // the first choice is shown if the argument isn't empty, the second if it is
}

// country is a country's code, and shown by its name.
type country string

// grammars are those of the languages that are spoken. One more is a row here, its files in words, its column in the countries
// of package names, its lexicon in package ask, and the texts of the call's files.
var grammars = map[string]grammar{"en": english{}, "fr": french{}, "es": spanish{}}

// InEach makes something for each language, once it is needed: a catalogue takes some milliseconds to read.
func InEach[T any](of func(lang string) T) func(lang string) T {
	all := map[string]func() T{}
	for lang := range grammars {
		all[lang] = sync.OnceValue(func() T { return of(lang) })
	}
	return func(lang string) T { return all[lang]() }
}

// voices are the languages by their codes. A faulty catalogue is a bug.
var voices = InEach(func(lang string) *Words {
	v, err := load(catalogues, lang, grammars[lang])
	if err != nil {
		panic(err)
	}
	return v
})

// load reads a language's catalogue: the files that end in its code. The error has the file and the message of everything that is wrong.
func load(files fs.FS, lang string, g grammar) (*Words, error) {
	v := newWords(lang, g)
	names, err := fs.Glob(files, "words/*"+lang+".yaml")
	if len(names) == 0 {
		err = fmt.Errorf("words/%s.yaml: there is no such file", lang)
	}
	wrong := []error{err}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		switch {
		case err != nil:
		case strings.HasPrefix(name, "words/refusals_"):
			err = v.readRefusals(text)
		default:
			err = v.read(text)
		}
		if err != nil {
			wrong = append(wrong, fmt.Errorf("%s: %w", name, err))
		}
	}
	if lang != "en" && len(v.refusals) == 0 {
		wrong = append(wrong, fmt.Errorf("words/refusals_%s.yaml: there are no refusals", lang))
	}
	return v, errors.Join(wrong...)
}

func (v *Words) readRefusals(text []byte) error {
	err := yaml.Unmarshal(text, &v.refusals)
	for pattern, said := range v.refusals {
		v.refusals[pattern] = v.typography(said)
	}
	return err
}

// In is the language of an ISO 639-1 code; English for one that isn't spoken here.
func In(lang string) *Words {
	if _, ok := grammars[lang]; ok {
		return voices(lang)
	}
	return voices("en")
}

// Languages are the codes of all that are spoken, English first.
func Languages() []string {
	codes := slices.Sorted(maps.Keys(grammars))
	return slices.Insert(slices.DeleteFunc(codes, func(lang string) bool { return lang == "en" }), 0, "en")
}

// Lang is the language's ISO 639-1 code.
func (v *Words) Lang() string { return v.lang }

// newWords is a language whose catalogue is still to be read.
func newWords(lang string, g grammar) *Words {
	v := &Words{grammar: g, lang: lang, tag: language.Make(lang), says: map[Message]map[string][]part{}}
	reached := []int{0, 1, 2, 3, 5, 10, 11, 20, 21, 100, 1_000_000}
	for _, form := range []plural.Form{plural.Zero, plural.One, plural.Two, plural.Few, plural.Many, plural.Other} { // as texts have them
		if slices.ContainsFunc(reached, func(n int) bool { return v.plural(n) == form }) {
			v.plurals = append(v.plurals, form)
		}
	}
	return v
}

// read reads a catalogue; the error has everything that is wrong with it.
func (v *Words) read(catalogue []byte) error {
	var texts map[Message]variants
	if err := yaml.Unmarshal(catalogue, &texts); err != nil {
		return err
	}
	var wrong []error
	for _, m := range slices.Sorted(maps.Keys(texts)) {
		if v.says[m] != nil {
			wrong = append(wrong, fmt.Errorf("%s: another file has it, too", m))
		}
		v.says[m] = map[string][]part{}
		for variant, text := range texts[m] {
			p := textParser{Words: v, args: m.args(), rest: v.typography(text)}
			v.says[m][variant] = p.parts("")
			if p.err == nil && p.rest != "" {
				p.err = fmt.Errorf("%q is left over", p.rest)
			}
			if p.err != nil {
				wrong = append(wrong, fmt.Errorf("%s %s: %w", m, variant, p.err))
			}
		}
	}
	return errors.Join(wrong...)
}

// variants are a message's texts; the one under "" if there is only one.
type variants map[string]string

// UnmarshalYAML reads one text or several.
func (t *variants) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.MappingNode {
		return node.Decode((*map[string]string)(t))
	}
	var one string
	err := node.Decode(&one)
	*t = variants{"": one}
	return err
}

func (m Message) args() []string {
	_, args, _ := strings.Cut(strings.TrimSuffix(string(m), ")"), "(")
	return strings.FieldsFunc(args, func(r rune) bool { return r == ',' || r == ' ' })
}

func (v *Words) plural(n int) plural.Form {
	return plural.Cardinal.MatchPlural(v.tag, max(n, -n)%10_000_000, 0, 0, 0, 0)
}

// A textParser reads one text.
type textParser struct {
	*Words
	args []string
	rest string
	err  error
}

// parts reads up to one of the ends, or to the end of the text.
func (p *textParser) parts(ends string) (all []part) {
	for p.rest != "" && p.err == nil {
		i := strings.IndexAny(p.rest, "{"+ends)
		if i < 0 {
			i = len(p.rest)
		}
		if i > 0 {
			all = append(all, part{text: p.rest[:i]})
		}
		if p.rest = p.rest[i:]; p.rest == "" || p.rest[0] != '{' {
			break
		}
		p.rest = p.rest[1:]
		all = append(all, p.argument())
	}
	return all
}

// argument reads what stands in braces.
func (p *textParser) argument() part {
	i := strings.IndexAny(p.rest, "|?}")
	if i < 0 {
		p.err = fmt.Errorf("a brace isn't closed")
		return part{}
	}
	name, form, _ := strings.Cut(p.rest[:i], ".")
	small := strings.ToLower(name[:min(1, len(name))]) + name[min(1, len(name)):]
	a := part{told: true, arg: slices.Index(p.args, small), form: form, capital: name != small, whether: p.rest[i] == '?'}
	if a.arg < 0 {
		p.err = fmt.Errorf("{%s} is no argument of it", name)
	} else if form != "" && !slices.Contains(p.forms(), form) {
		p.err = fmt.Errorf("{%s.%s}: there is no form %q", name, form, form)
	}
	for p.err == nil && p.rest[i] != '}' {
		p.rest = p.rest[i+1:]
		a.choices = append(a.choices, p.parts("|}"))
		if i = 0; p.rest == "" && p.err == nil {
			p.err = fmt.Errorf("a brace isn't closed")
		}
	}
	if want := len(p.plurals); p.err == nil && len(a.choices) > 0 && !a.whether && len(a.choices) != want {
		p.err = fmt.Errorf("{%s|…} has %d plural forms, want %d", name, len(a.choices), want)
	}
	if p.err == nil {
		p.rest = p.rest[i+1:]
	}
	return a
}

// Say writes a message.
func (v *Words) Say(m Message, args ...any) string { return v.SayAs(m, "", args...) }

// SayAs writes a variant of a message, or its default if there is no such variant.
func (v *Words) SayAs(m Message, variant string, args ...any) string {
	texts, ok := v.says[m]
	if !ok {
		panic(fmt.Sprintf("the catalogue of %s has no %s", v.lang, m))
	}
	parts, ok := texts[variant]
	if !ok {
		parts = texts["else"]
	}
	var b strings.Builder
	v.write(&b, parts, args)
	return b.String()
}

func (v *Words) write(b *strings.Builder, parts []part, args []any) {
	for i := range parts {
		switch p := &parts[i]; {
		case !p.told:
			b.WriteString(p.text)
		case p.whether && !empty(args[p.arg]):
			v.write(b, p.choices[0], args)
		case p.whether && len(p.choices) > 1:
			v.write(b, p.choices[1], args)
		case p.whether:
		case p.choices != nil:
			v.write(b, p.choices[v.number(args[p.arg])], args)
		case p.capital:
			b.WriteString(v.capital(args[p.arg], p.form))
		default:
			b.WriteString(v.tell(args[p.arg], p.form))
		}
	}
}

func empty(arg any) bool {
	v := reflect.ValueOf(arg)
	return !v.IsValid() || v.IsZero() || v.Kind() == reflect.Slice && v.Len() == 0
}

// number is the place among a text's plural forms that an argument asks for.
func (v *Words) number(arg any) int {
	n := 1
	switch arg := arg.(type) {
	case int:
		n = arg
	case []string:
		n = len(arg)
	default:
		if v.several(v.tell(arg, v.forms()[0])) {
			n = 2
		}
	}
	return max(0, slices.Index(v.plurals, v.plural(n)))
}

// capital begins a sentence with an argument. A supporter's own name stays as it is.
func (v *Words) capital(arg any, form string) string {
	said := v.tell(arg, form)
	if s, ok := arg.(*tracker.Supporter); ok && said == s.Name {
		return said
	}
	return capital(said)
}

func (v *Words) tell(arg any, form string) string {
	name, is := "", bare
	switch arg := arg.(type) {
	case string:
		name = arg
	case int:
		return v.digits(arg)
	case *int:
		return v.digits(*arg)
	case time.Time:
		return arg.UTC().Format("2006-01-02 15:04") // as entries show it
	case tracker.Seq:
		return strconv.FormatInt(int64(arg), 10)
	case tracker.Day:
		return v.date(tracker.Date(arg))
	case tracker.Date:
		return v.date(arg)
	case []string:
		return v.list(arg)
	case country:
		name, is = v.country(string(arg)), aCountry
	case *tracker.Supporter:
		if name = arg.Name; arg.Category == tracker.State && arg.Country != "" {
			name, is = v.country(arg.Country), aCountry
		}
	case tracker.Person:
		if name = string(arg); v.told != nil {
			v.told.ids = append(v.told.ids, name)
		}
	case *tracker.Group:
		if v.told != nil {
			v.told.groups = append(v.told.groups, arg)
		}
		if name, is = v.group(arg), aGroup; arg.Region {
			is = aRegion
		}
	case *tracker.Call:
		name, is = v.call(arg), aCall
	default:
		return fmt.Sprint(arg)
	}
	if form == "" {
		return name
	}
	return v.form(form, name, is)
}

func (v *Words) country(code string) string {
	if c, ok := names.CountryOf(code); ok {
		return c.In(v.lang)
	}
	return code
}

// brief are the same Words for where there is little room.
func (v *Words) brief() *Words {
	short := new(*v)
	short.abbreviates = true
	return short
}

// group is a group with its abbreviation, if it has one that isn't its name.
func (v *Words) group(g *tracker.Group) string {
	name := cmp.Or(tracker.In(g.Names, v.lang), g.Name)
	short := v.SayAs("abbreviation(short)", g.ID, abbreviation(g))
	switch {
	case short == "" || short == name:
	case v.abbreviates:
		return short
	default:
		name += " (" + short + ")"
	}
	return name
}

func (v *Words) call(c *tracker.Call) string {
	if short := tracker.In(c.Short, v.lang); short != "" {
		return short
	}
	return v.CallName(c)
}

// CallName names a call in full.
func (v *Words) CallName(c *tracker.Call) string {
	return cmp.Or(tracker.In(c.Names, v.lang), c.Name)
}

func (v *Words) date(d tracker.Date) string {
	if len(d) < len("2006-01") {
		return string(d)
	}
	t := d.First().Time()
	month := v.SayAs("month()", strconv.Itoa(int(t.Month())))
	year := fmt.Sprintf("%04d", t.Year())
	if len(d) == len("2006-01") {
		return v.Say("month.of(month, year)", month, year)
	}
	day := strconv.Itoa(t.Day())
	return v.SayAs("day(day, month, year)", day, day, month, year)
}

func (v *Words) list(all []string) string {
	if len(all) < 2 {
		return strings.Join(all, "")
	}
	last := len(all) - 1
	return v.Say("and(before, last)", strings.Join(all[:last], ", "), all[last])
}
