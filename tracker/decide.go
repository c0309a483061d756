package tracker

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"rollcall/tracker/names"
)

// The limits of what is recorded.
const (
	MaxName   = 200 // characters of a name
	MaxText   = 500 // characters of a reason
	MaxSource = 2_000
	MaxFigure = 1_000_000
)

// Add decides that a supporter joined. Only its name, aliases, category, kind, country, joining date and source are
// taken; who was on the roll before comes back under its old ID.
func Add(said Supporter, today Day) func(*Book) ([]Event, error) {
	return func(b *Book) ([]Event, error) {
		s := Supporter{Name: said.Name, Aliases: said.Aliases, Category: said.Category, Kind: said.Kind, Joined: said.Joined, Source: said.Source}
		for _, name := range s.Names() {
			if err := checkName(name); err != nil {
				return nil, err
			}
		}
		if err := checkSource(s.Source); err != nil {
			return nil, err
		}
		if s.Joined != "" {
			if err := checkDate(s.Joined, today); err != nil {
				return nil, err
			}
			s.JoinedSource = s.Source
		}
		if said.Country != "" {
			c, ok := names.CountryOf(said.Country)
			if !ok {
				return nil, Refuse("There is no country %q; use its ISO 3166 code of two letters, such as country:FR.", said.Country)
			}
			s.Country = c.Code
		}
		if s.Category == State {
			if s.Country == "" {
				return nil, Refuse("A state needs its country; add country:XX with its ISO 3166 code of two letters.")
			}
			for other := range b.Roll() {
				if other.Category == State && other.Country == s.Country {
					return nil, Refuse("%s is on the roll already, as a state with country %s.", other.Name, s.Country)
				}
			}
		}
		for _, old := range b.Named(s.Name) {
			if old.Status() == Listed {
				return nil, Refuse("%s is on the roll already%s; nothing was changed.", old.Name, otherwise(s.Name, old.Name))
			}
			s.ID, s.FirstListed = old.ID, old.FirstListed
		}
		return []Event{Changed{Joined, s.Source, s}}, nil
	}
}

// checkDate refuses a date that is none, or is to come.
func checkDate(d Date, today Day) error {
	if _, err := ParseDate(string(d)); err != nil {
		return Refuse("%v.", err)
	}
	if d.First() > today {
		return Refuse("%s is in the future; today is %s.", d, today)
	}
	return nil
}

// Withdraw decides that a supporter withdrew, by its own act.
func Withdraw(id Seq, source string) func(*Book) ([]Event, error) {
	return leave(id, Withdrew, Departure{Status: Withdrawn, Source: source})
}

// Remove decides that a supporter was taken off the list, for a reason, which may be empty: none stated.
func Remove(id Seq, reason, source string) func(*Book) ([]Event, error) {
	return leave(id, WasRemoved, Departure{Status: Removed, Reason: reason, Source: source})
}

func leave(id Seq, why Why, left Departure) func(*Book) ([]Event, error) {
	return func(b *Book) ([]Event, error) {
		if err := checkSource(left.Source); err != nil {
			return nil, err
		}
		if err := checkText("reason", left.Reason, MaxText); err != nil {
			return nil, err
		}
		old := b.Supporter(id)
		if old == nil {
			return nil, Refuse("There is no supporter %d.", id)
		}
		if old.Status() != Listed {
			return nil, Refuse("%s isn't on the roll: it was %s on %s. Nothing was changed.", old.Name, old.Status(), old.Left.On)
		}
		s := *old
		s.Left = left
		return []Event{Changed{why, left.Source, s}}, nil
	}
}

// Report decides that a headline figure was published.
func Report(r Reported, today Day) func(*Book) ([]Event, error) {
	return func(b *Book) ([]Event, error) {
		if err := checkSource(r.Source); err != nil {
			return nil, err
		}
		if r.Value < 0 || r.Value > MaxFigure {
			return nil, Refuse("A headline figure is a whole number from 0 to 1,000,000.")
		}
		if err := checkDate(r.Date, today); err != nil {
			return nil, err
		}
		if err := checkText("quote", r.Quote, MaxText); err != nil {
			return nil, err
		}
		if r.Qualifier != Exactly && r.Qualifier != AtLeast && r.Qualifier != About {
			return nil, Refuse("A figure is exact, at-least or about; it can't be %q.", r.Qualifier)
		}
		for _, old := range b.Figures() {
			if old.Date == r.Date && old.Category == r.Category && old.Value == r.Value &&
				old.Qualifier == r.Qualifier && old.Source == r.Source {
				return nil, Refuse("That figure is recorded already; nothing was changed.")
			}
		}
		return []Event{r}, nil
	}
}

// Subscribe decides that a channel is to be told of changes. Whatever its subscription hasn't told yet stays to be told.
func Subscribe(channel, schedule, zone string) func(*Book) ([]Event, error) {
	return func(b *Book) ([]Event, error) {
		way := Subscribed{Channel: channel, Schedule: schedule, Zone: zone}
		if old := b.Channel(channel); old != nil {
			way.ID = old.ID
			if old.Subscribed == way && old.Paused == "" {
				return nil, nil
			}
		}
		return []Event{way}, nil
	}
}

// Unsubscribe decides that a channel isn't to be told any more.
func Unsubscribe(channel string) func(*Book) ([]Event, error) {
	return func(b *Book) ([]Event, error) {
		old := b.Channel(channel)
		if old == nil {
			return nil, Refuse("This channel has no subscription.")
		}
		if old.Plan != nil {
			return []Event{DigestAbandoned{old.Plan.Seq, "unsubscribed"}, Unsubscribed{old.ID}}, nil
		}
		return []Event{Unsubscribed{old.ID}}, nil
	}
}

func otherwise(asked, listed string) string {
	if asked == listed {
		return ""
	}
	return " (you wrote " + asked + ")"
}

func checkName(name string) error {
	if err := checkText("name", name, MaxName); err != nil {
		return err
	}
	if names.Key(name) == "" {
		return Refuse("A name needs at least one letter or digit.")
	}
	if strings.ContainsAny(name, "<>") {
		return Refuse("A name can't contain < or >.")
	}
	return nil
}

// checkText refuses what doesn't print as one line of text: control characters, and marks that turn or hide text.
func checkText(what, s string, limit int) error {
	if n := utf8.RuneCountInString(s); n > limit {
		return Refuse("The %s has %d characters; at most %d are kept.", what, n, limit)
	}
	if !utf8.ValidString(s) || strings.ContainsRune(s, utf8.RuneError) {
		return Refuse("The %s isn't readable text.", what)
	}
	for _, r := range s {
		// The joiners are letters' shapes in several scripts; other format characters are invisible.
		if !unicode.IsPrint(r) && r != '\u200c' && r != '\u200d' || strings.ContainsRune(blank, r) {
			return Refuse("The %s contains a character that doesn't print (U+%04X).", what, r)
		}
	}
	return nil
}

// blank are letters and symbols that print as nothing.
const blank = "\u115f\u1160\u2800\u3164\uffa0"

func checkSource(source string) error {
	if source == "" {
		return Refuse("Say where this is known from: add source:https://… at the end.")
	}
	if err := checkText("source", source, MaxSource); err != nil {
		return err
	}
	u, err := url.Parse(source)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || strings.ContainsAny(source, " <>|") {
		return Refuse("The source must be a web address, such as source:https://example.org/page.")
	}
	return nil
}
