package desk

import (
	"slices"
	"strings"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/query"
)

// none is what clears a field.
const none = "none"

// value is what a filter says, which is nothing where it says none, and whether it is there.
func (f fields) value(key string) (string, bool) {
	text, said := f.values[key]
	if strings.EqualFold(text, none) {
		text = ""
	}
	return text, said
}

// describe puts what is said of a supporter in the place of what was known.
func (f fields) describe(s *tracker.Supporter) error {
	var err error
	if text, said := f.value("kind"); said && text == "" {
		s.Kind = ""
	} else if said {
		if s.Kind, err = query.Kind(text); err != nil {
			return err
		}
	}
	if text, said := f.value("country"); said && text == "" {
		s.Country = ""
	} else if said {
		if s.Country, err = query.Country(text); err != nil {
			return err
		}
	}
	if text, said := f.value("joined"); said && text == "" {
		s.Joined = ""
	} else if said {
		if s.Joined, err = f.date("joined"); err != nil {
			return err
		}
	}
	if text, said := f.value("alias"); said {
		if s.Aliases = f.aliases; text == "" && len(f.aliases) == 1 {
			s.Aliases = nil
		}
	}
	if text, said := f.value("website"); said {
		s.Website = text
	}
	if text, said := f.value("note"); said {
		s.Note = text
	}
	return nil
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

// anyway takes the word out of the words: from their end, or beside a name in quotes from anywhere. Elsewhere it may be part
// of the name, and a name that is nothing but it is one.
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
	on, err := f.on()
	if err != nil {
		return edit{}, err
	}
	today := tracker.DayOf(time.Now())
	return edit{on, func(b *tracker.Book) ([]tracker.Event, error) {
		s, err := d.exactly(b, who)
		if err != nil {
			return nil, err
		}
		said := *s
		if err := change(&said); err != nil {
			return nil, err
		}
		return tracker.Amend(s.ID, said, f.values["source"], today)(b)
	}}, nil
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

// halves parts words at the only one that joins two names for a command; those of other languages are looked for where the
// English one isn't.
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
	return d.leave(f, func(id tracker.Seq) decision {
		return tracker.Withdraw(id, f.values["source"])
	})
}

// remove reads: remove NAME [reason:TEXT]
func (d *Desk) remove(f fields) (edit, error) {
	return d.leave(f, func(id tracker.Seq) decision {
		return tracker.Remove(id, f.values["reason"], f.values["source"])
	})
}

func (d *Desk) leave(f fields, decide func(tracker.Seq) decision) (edit, error) {
	on, err := f.on()
	if err != nil {
		return edit{}, err
	}
	return edit{on, func(b *tracker.Book) ([]tracker.Event, error) {
		s, err := d.exactly(b, query.Text(f.words))
		if err != nil {
			return nil, err
		}
		return decide(s.ID)(b)
	}}, nil
}

// merge reads: merge NAME into NAME
func (d *Desk) merge(f fields) (edit, error) {
	from, into, err := halves(f.words, "merge")
	if err != nil {
		return edit{}, err
	}
	on, err := f.on()
	if err != nil {
		return edit{}, err
	}
	return edit{on, func(b *tracker.Book) ([]tracker.Event, error) {
		gone, err := d.exactly(b, from)
		if err != nil {
			return nil, err
		}
		stays, err := d.exactly(b, into)
		if err != nil {
			return nil, err
		}
		return tracker.Merge(gone.ID, stays.ID, f.values["source"])(b)
	}}, nil
}
