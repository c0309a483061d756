package desk

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/query"
)

// none is what clears a field.
const none = "none"

// value returns what a filter says, empty if it says none, and whether it is there.
func (f fields) value(key string) (string, bool) {
	text, said := f.values[key]
	if strings.EqualFold(text, none) {
		text = ""
	}
	return text, said
}

// describe replaces what was known of a supporter by what is said.
func (f fields) describe(s *tracker.Supporter) error {
	if text, said := f.value("alias"); said {
		if s.Aliases = f.aliases; text == "" && len(f.aliases) == 1 {
			s.Aliases = nil
		}
	}
	asIs := func(text string) (string, error) { return text, nil }
	return cmp.Or(put(f, "kind", &s.Kind, query.Kind),
		put(f, "country", &s.Country, query.Country),
		put(f, "joined", &s.Joined, func(string) (tracker.Date, error) { return f.date("joined") }),
		put(f, "website", &s.Website, asIs),
		put(f, "note", &s.Note, asIs))
}

// put reads what a filter says into a field, if it is there.
func put[T ~string](f fields, key string, field *T, read func(text string) (T, error)) (err error) {
	text, said := f.value(key)
	if !said {
		return nil
	}
	if *field = ""; text != "" {
		*field, err = read(text)
	}
	return err
}

// add reads: add NAME category [kind] …, and anyway if there is a name like it.
func (d *Desk) add(f fields) (edit, error) {
	anyway, err := f.anyway()
	if err != nil {
		return edit{}, err
	}
	if name, ok := f.values["name"]; ok {
		f.words = slices.Insert(f.words, 0, tracker.Token{Text: name, Quoted: true})
	}
	kind, _ := f.value("kind")
	var s tracker.Supporter
	if s.Name, s.Category, s.Kind, err = query.NameAndKind(f.words, f.values["category"], kind); err != nil {
		return edit{}, err
	}
	if err := f.describe(&s); err != nil {
		return edit{}, err
	}
	s.Name, s.Source = spaced(s.Name), f.values["source"]
	on, err := f.on()
	if err != nil {
		return edit{}, err
	}
	if on < d.Call.Launched {
		return edit{}, tracker.RefuseAbout("on", "Nothing can have been listed on %s: the %s was launched on %s.", on, d.Call, d.Call.Launched)
	}
	add := tracker.Add(s, tracker.DayOf(time.Now()))
	return edit{on, func(b *tracker.Book) ([]tracker.Event, error) {
		events, err := add(b)
		if err != nil || anyway {
			return events, err
		}
		for _, name := range append([]string{s.Name}, s.Aliases...) {
			alike := apart(onRoll(b.Named(name)))
			if len(b.Named(name)) == 0 {
				alike = d.Reader().Alike(b, name)
			}
			if len(alike) > 0 {
				return nil, tracker.RefuseAbout("anyway", "“%s” is much like %s. Nothing was changed.",
					name, strings.Join(alike, ", "))
			}
		}
		return events, nil
	}}, nil
}

// anyway takes the word from the end, or from anywhere if the name is quoted. A name that is only this word stays.
func (f *fields) anyway() (bool, error) {
	says := func(t tracker.Token) bool { return !t.Quoted && strings.EqualFold(t.Text, "anyway") }
	at := slices.IndexFunc(f.words, says)
	named := f.values["name"] != "" || slices.ContainsFunc(f.words, func(t tracker.Token) bool { return t.Quoted })
	switch {
	case at < 0, len(f.words) == 1 && !named:
		return false, nil
	case named:
		f.words = slices.DeleteFunc(f.words, says)
	case at == len(f.words)-1:
		f.words = f.words[:at]
	default:
		return false, tracker.RefuseAbout("name", "Is “anyway” part of the name? Put the name into quotes, such as: add \"Example Ltd\" company anyway. Nothing was changed.")
	}
	return true, nil
}

// amend reads: edit NAME [name:NEW] [category:C] … What isn't said stays as it is.
func (d *Desk) amend(f fields) (edit, error) {
	var err error
	said := len(f.values)
	for _, key := range []string{"on", "source"} {
		if _, ok := f.values[key]; ok {
			said--
		}
	}
	if who := query.Text(f.words); said == 0 {
		if _, err := d.exactly(d.Tracker.Book(), who); err != nil && who != "" {
			return edit{}, err
		}
		return edit{}, tracker.Refuse("Say what is to be changed. Nothing was changed.")
	}
	var category tracker.Category
	if text, ok := f.values["category"]; ok {
		if category, err = query.Category(text); err != nil {
			return edit{}, err
		}
	}
	name, named := f.value("name")
	if named && name == "" {
		return edit{}, tracker.RefuseAbout("name", "A supporter can't be without a name. Nothing was changed.")
	}
	if err := f.describe(&tracker.Supporter{}); err != nil {
		return edit{}, err
	}
	return d.amended(f, query.Text(f.words), func(s *tracker.Supporter) error {
		if named {
			s.Name = spaced(name)
		}
		if category != "" {
			s.Category = category
		}
		return f.describe(s)
	})
}

// amended changes what is recorded of somebody.
func (d *Desk) amended(f fields, who string, change func(*tracker.Supporter) error) (edit, error) {
	return d.about(f, who, func(s *tracker.Supporter) (decision, error) {
		said := *s
		err := change(&said)
		return tracker.Amend(s.ID, said, f.values["source"], tracker.DayOf(time.Now())), err
	})
}

// about is an edit about somebody who is on the roll then.
func (d *Desk) about(f fields, who string, decide func(*tracker.Supporter) (decision, error)) (edit, error) {
	on, err := f.on()
	return edit{on, func(b *tracker.Book) ([]tracker.Event, error) {
		s, err := d.exactly(b, who)
		if err != nil {
			return nil, err
		}
		decided, err := decide(s)
		if err != nil {
			return nil, err
		}
		return decided(b)
	}}, err
}

// rename reads: rename OLD to NEW
func (d *Desk) rename(f fields) (edit, error) {
	who, name, err := halves(f.words, "rename")
	if err != nil {
		return edit{}, err
	}
	return d.amended(f, who, func(s *tracker.Supporter) error {
		s.Name = spaced(name)
		return nil
	})
}

// halves parts words at the only one that joins two names for a command, in English or else in another language.
func halves(words []tracker.Token, verb string) (first, second string, err error) {
	said, joint, at := answer.In("en").SayAs("command.joint()", verb), "", -1
	is := func(t tracker.Token) bool { return !t.Quoted && strings.EqualFold(t.Text, joint) }
	for _, lang := range answer.Languages() {
		if at < 0 {
			joint = answer.In(lang).SayAs("command.joint()", verb)
			at = slices.IndexFunc(words, is)
		}
	}
	if at < 0 || slices.ContainsFunc(words[at+1:], is) {
		return "", "", tracker.RefuseAbout("name", "Put both names in quotes, with the word %s between them: %s “ONE” %s “OTHER”", said, verb, said)
	}
	return query.Text(words[:at]), query.Text(words[at+1:]), nil
}

// recategorise reads: recategorise NAME category [kind]. A name that isn't quoted is the longest one that is known.
func (d *Desk) recategorise(f fields) (edit, error) {
	words := f.words
	for n := len(words); n > 1; n-- {
		if known := query.Text(words[:n]); len(d.Tracker.Book().Named(known)) > 0 {
			words = slices.Concat([]tracker.Token{{Text: known, Quoted: true}}, words[n:])
			break
		}
	}
	who, category, kind, err := query.NameAndKind(words, f.values["category"], f.values["kind"])
	if err != nil {
		return edit{}, err
	}
	return d.amended(f, who, func(s *tracker.Supporter) error {
		s.Category = category
		if kind != "" {
			s.Kind = kind
		}
		return nil
	})
}

// withdraw reads: withdraw NAME
func (d *Desk) withdraw(f fields) (edit, error) {
	return d.about(f, query.Text(f.words), func(s *tracker.Supporter) (decision, error) {
		return tracker.Withdraw(s.ID, f.values["source"]), nil
	})
}

// remove reads: remove NAME [reason:TEXT]
func (d *Desk) remove(f fields) (edit, error) {
	return d.about(f, query.Text(f.words), func(s *tracker.Supporter) (decision, error) {
		return tracker.Remove(s.ID, f.values["reason"], f.values["source"]), nil
	})
}

// merge reads: merge NAME into NAME
func (d *Desk) merge(f fields) (edit, error) {
	from, into, err := halves(f.words, "merge")
	if err != nil {
		return edit{}, err
	}
	return d.about(f, from, func(gone *tracker.Supporter) (decision, error) {
		return func(b *tracker.Book) ([]tracker.Event, error) {
			stays, err := d.exactly(b, into)
			if err != nil {
				return nil, err
			}
			return tracker.Merge(gone.ID, stays.ID, f.values["source"])(b)
		}, nil
	})
}
