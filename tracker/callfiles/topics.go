package callfiles

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"rollcall/tracker"
	"rollcall/tracker/names"
)

// How long the answer of a topic may be, in characters, and its first sentence, which answers.
const (
	maxAnswer = 450
	maxFirst  = 140
)

// topics reads what is asked about the call, and the events that have a name.
func (r *reader) topics() {
	var t struct {
		Sources map[string]struct {
			Name    map[string]string
			Address string
			Date    string
		}
		Events []struct {
			ID     string
			Names  map[string]texts
			On     string
			Text   map[string]string
			Source string
		}
		Topics []struct {
			ID         string
			Names      map[string]texts
			Text       map[string]string
			Principles []int
			Verdict    string
			Sources    []string
		}
	}
	root, ok := r.decode(topicsFile, false, &t)
	if !ok {
		return
	}
	at := func(path ...string) place { return place{topicsFile, lineOf(root, path...)} }
	sources := map[string]tracker.Source{}
	for _, id := range keysOf(root, "sources") {
		one, where := t.Sources[id], at("sources", id)
		r.inAll(where, "the source "+id+" has no name", one.Name)
		r.address(where, "address of the source "+id, one.Address)
		sources[id] = tracker.Source{Name: one.Name, Address: one.Address, Date: r.date(where, "date", one.Date)}
	}
	source := func(where place, what, id string) tracker.Source {
		s, known := sources[id]
		if !known {
			r.wrong(where, "the %s names the source %q, which isn't among the sources above", what, id)
		}
		return s
	}
	called := taken{}
	for i, one := range t.Events {
		where, what := at("events", strconv.Itoa(i)), "event "+one.ID
		asked := r.asked(called, where, "event", one.ID, one.Names)
		r.inAll(where, "the "+what+" has no text", one.Text)
		r.about.Events = append(r.about.Events, tracker.NamedEvent{ID: one.ID, Names: asked, Text: one.Text,
			On: r.date(where, "on", one.On), Source: source(where, what, one.Source)})
	}
	called = taken{}
	for i, one := range t.Topics {
		where, what := at("topics", strconv.Itoa(i)), "topic "+one.ID
		asked := r.asked(called, where, "topic", one.ID, one.Names)
		r.inAll(where, "the "+what+" has no text", one.Text)
		for _, lang := range slices.Sorted(maps.Keys(one.Text)) {
			r.answers(at("topics", strconv.Itoa(i), "text", lang), what, one.Text[lang])
		}
		if len(one.Sources) == 0 {
			r.wrong(where, "the %s needs a source", what)
		}
		if !slices.Contains([]string{"", "yes", "no"}, one.Verdict) {
			r.wrong(where, "the verdict of the %s is %q; it can be yes or no", what, one.Verdict)
		}
		r.about.Topics = append(r.about.Topics, tracker.Topic{ID: one.ID, Names: asked, Text: one.Text, Principles: one.Principles, Verdict: one.Verdict,
			Sources: tracker.Each(one.Sources, func(id string) tracker.Source { return source(where, what, id) })})
	}
}

// answers checks the text of a topic.
func (r *reader) answers(at place, what, text string) {
	if n := utf8.RuneCountInString(text); n > maxAnswer {
		r.wrong(at, "the %s has a text of %d characters; it can have %d", what, n, maxAnswer)
	}
	first := text
	if at := ends.FindStringIndex(text); at != nil {
		first = text[:at[0]+1]
	}
	if n := utf8.RuneCountInString(first); n > maxFirst {
		r.wrong(at, "the %s has a first sentence of %d characters; it can have %d", what, n, maxFirst)
	}
	r.refused(at, tracker.CheckText("text", text, tracker.MaxText))
}

// ends matches the end of a sentence that another one follows.
var ends = regexp.MustCompile(`[.?!] `)

// asked are the names by which a topic or an event is asked for, once they are checked.
func (r *reader) asked(called taken, at place, what, id string, byLang map[string]texts) map[string][]string {
	r.id(called, at, what, id)
	all, titles := map[string][]string{}, map[string]string{}
	for _, lang := range slices.Sorted(maps.Keys(byLang)) {
		for _, name := range byLang[lang] {
			r.take(called, at, what, id, name)
		}
		if all[lang] = byLang[lang]; len(byLang[lang]) > 0 {
			titles[lang] = byLang[lang][0]
		}
	}
	r.inAll(at, "the "+what+" "+id+" has no name", titles)
	return all
}

// publishers reads who published figures, and the sites that published none.
func (r *reader) publishers() {
	var p struct {
		Sites []struct {
			Name    string
			Names   map[string]string
			Sources []string
		}
		Publishers []struct {
			ID      string
			Names   map[string]string
			Aliases texts
			Sources []string
		}
	}
	root, ok := r.decode(publishersFile, false, &p)
	if !ok {
		return
	}
	called, begins := taken{}, map[string]string{}
	for i, one := range p.Publishers {
		where := place{publishersFile, lineOf(root, "publishers", strconv.Itoa(i))}
		r.id(called, where, "publisher", one.ID)
		for _, name := range slices.Concat(slices.Collect(maps.Values(one.Names)), one.Aliases) {
			r.take(called, where, "publisher", one.ID, name)
		}
		r.inAll(where, "the publisher "+one.ID+" has no name", one.Names)
		r.published(begins, where, one.ID, one.Sources)
		r.call.Publishers = append(r.call.Publishers, tracker.Publisher{ID: one.ID, Names: one.Names, Aliases: one.Aliases, Sources: one.Sources})
	}
	for i, one := range p.Sites {
		where := place{publishersFile, lineOf(root, "sites", strconv.Itoa(i))}
		if one.Name == "" {
			r.wrong(where, "a site needs a name")
			continue
		}
		names := map[string]string{"en": one.Name}
		maps.Copy(names, one.Names)
		r.published(begins, where, one.Name, one.Sources)
		r.call.Sites = append(r.call.Sites, tracker.Publisher{Names: names, Sources: one.Sources})
	}
}

// published checks what a publisher's sources begin with, which no other's do.
func (r *reader) published(begins map[string]string, at place, id string, sources []string) {
	if len(sources) == 0 {
		r.wrong(at, "the publisher %s needs sources: what the addresses of its pages begin with", id)
	}
	for _, source := range sources {
		r.sourced(at, source)
		if other, there := begins[source]; there {
			r.wrong(at, "the publishers %s and %s have the same source %s", other, id, source)
		}
		begins[source] = id
	}
}

// taken is what has a name, by the name's key.
type taken map[string]string

// take gives a name to what has an ID, unless something else has it.
func (r *reader) take(t taken, at place, what, id, name string) {
	key := names.Key(name)
	if name == "" {
		return
	}
	if key == "" {
		r.wrong(at, "the %s %s has the name %q, in which there is no letter", what, id, name)
		return
	}
	if other, there := t[key]; there && other != id {
		r.wrong(at, "the %s %s is called %q, as the %s %s is", what, id, name, what, other)
		return
	}
	t[key] = id
}

// identifier is how IDs are written.
var identifier = regexp.MustCompile(`^[a-z][a-z0-9]*([_-][a-z0-9]+)*$`)

// id checks an ID, which is also a name.
func (r *reader) id(t taken, at place, what, id string) {
	switch {
	case !identifier.MatchString(id):
		r.wrong(at, "the %s %q needs an id of small letters, digits, - and _", what, id)
	case t["id "+id] != "": // no key has a space
		r.wrong(at, "there is a %s %s already", what, id)
	}
	t["id "+id] = id
	r.take(t, at, what, id, id)
}

// languages are those of the call's data: English, and those that principles.yaml names.
func (r *reader) languages(at place, named []string) []string {
	all := []string{"en"}
	for _, lang := range named {
		if len(lang) != 2 || !identifier.MatchString(lang) {
			r.wrong(at, "the language %q isn't a code of two small letters, such as fr", lang)
		} else {
			all = tracker.Include(all, lang)
		}
	}
	return all
}

// inAll checks that a text is there in all languages of the call. Lacks is the beginning of the error if it isn't.
func (r *reader) inAll(at place, lacks string, texts map[string]string) {
	for _, lang := range r.call.Languages {
		if strings.TrimSpace(texts[lang]) == "" {
			r.wrong(at, "%s in the language %s", lacks, lang)
		}
	}
	for _, lang := range slices.Sorted(maps.Keys(texts)) {
		if !slices.Contains(r.call.Languages, lang) && len(r.call.Languages) > 1 {
			r.wrong(at, "%q isn't among the call's languages, which are %s", lang, strings.Join(r.call.Languages, ", "))
		}
	}
}

// inEach is a text by language: English, French from a key of its own if a folder has one, and the others.
func inEach(text, french string, others map[string]string) map[string]string {
	all := english(text, others)
	if french != "" {
		all["fr"] = french
	}
	return all
}

// english adds the English text to those of the other languages.
func english(text string, others map[string]string) map[string]string {
	all := map[string]string{"en": text}
	maps.Copy(all, others)
	return all
}
