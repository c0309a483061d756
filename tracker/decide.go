package tracker

import (
	"cmp"
	"slices"
	"time"

	"rollcall/tracker/names"
)

// The limits of what is recorded.
const (
	MaxName   = 200 // characters of a name
	MaxText   = 500 // characters of a reason
	MaxSource = 2_000
	MaxFigure = 1_000_000
)

// Add decides that a supporter joined. Only its name, aliases, category, kind, country, joining date, website, note and
// source are taken; a former supporter comes back under its old ID, and what isn't said again stays as it was.
func Add(said Supporter, today Day) func(*Book) ([]Event, error) {
	return func(b *Book) ([]Event, error) {
		s := Supporter{Source: said.Source}
		said, free := b.known(&s, said)
		if err := s.describe(said, said.Source, today); err != nil {
			return nil, err
		}
		s.goBy(said.Aliases, free...)
		if err := b.Vacant(&s); err != nil {
			return nil, err
		}
		b.comeBack(&s)
		return []Event{Changed{Why: Joined, Source: s.Source, Supporter: s}}, nil
	}
}

// known fills in what isn't said about a former supporter, and returns the names that it had and that are still
// free. A kind is kept only with its category, and no joining date if it had withdrawn in between.
func (b *Book) known(s *Supporter, said Supporter) (Supporter, []string) {
	var free []string
	for _, old := range b.Named(said.Name) {
		if old.Status() == Listed || old.NeverListed() || !said.Means(old) {
			continue
		}
		if said.Category == old.Category {
			said.Kind = cmp.Or(said.Kind, old.Kind)
		}
		if said.Joined == "" && old.Status() != Withdrawn {
			said.Joined, s.Joined, s.JoinedSource = old.Joined, old.Joined, old.JoinedSource
		}
		if called := (&Supporter{Name: old.Name}); names.Key(said.Name) != names.Key(old.Name) && b.vacant(called, nil) == nil {
			said.Name = old.Name // an alias is no new name
		}
		said.Country, said.Website, said.Note = cmp.Or(said.Country, old.Country), cmp.Or(said.Website, old.Website), cmp.Or(said.Note, old.Note)
		for _, name := range old.Names() {
			switch {
			case b.vacant(&Supporter{Name: name}, nil) != nil:
			case said.Name == old.Name: // it is spelled as it was, and so is what it goes by
				said.Aliases = append(slices.Clone(said.Aliases), name)
			default:
				free = append(free, name)
			}
		}
	}
	return said, free
}

// comeBack gives a newcomer who was on the list before under that name its old ID.
func (b *Book) comeBack(s *Supporter) {
	for _, old := range b.Named(s.Name) {
		if old.Status() == Listed || !s.Means(old) {
			continue
		}
		s.ID = old.ID
		if !old.NeverListed() {
			s.FirstListed = old.FirstListed
		}
	}
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
		old, err := b.listed(id)
		if err = cmp.Or(CheckSource(left.Source), CheckText("reason", left.Reason, MaxText), err); err != nil {
			return nil, err
		}
		s := *old
		s.Left = left
		return []Event{Changed{Why: why, Source: left.Source, Supporter: s}}, nil
	}
}

// listed finds a supporter that is on the list.
func (b *Book) listed(id Seq) (*Supporter, error) {
	s := b.Supporter(id)
	if s == nil {
		return nil, Refuse("There is no supporter %d.", id)
	}
	if s.Status() != Listed {
		return nil, Refuse("%s isn't listed: it was %s on %s. Nothing was changed.", s, s.Status(), s.Left.On)
	}
	return s, nil
}

// Report decides that a headline figure was published.
func Report(r Reported, today Day) func(*Book) ([]Event, error) {
	return func(b *Book) ([]Event, error) {
		return unless(cmp.Or(
			CheckSource(r.Source),
			refuseUnless(r.Category == TotalFigure || slices.Contains(Categories(), r.Category), "category", "There is no category %q.", string(r.Category)),
			refuseUnless(r.Value >= 0 && r.Value <= MaxFigure, "value", "A headline figure is a whole number from 0 to 1,000,000."),
			checkDate("on", r.Date, today),
			CheckText("quote", r.Quote, MaxText),
			refuseUnless(slices.Contains([]Qualifier{Exactly, AtLeast, About}, r.Qualifier), "qualifier", "A figure is exact, at-least or about; it can't be %q.", r.Qualifier),
			b.unreported(r),
		), r)
	}
}

// unreported refuses a figure that is recorded already, with any quote.
func (b *Book) unreported(r Reported) error {
	for _, old := range b.Figures() {
		if old.Quote = r.Quote; old == r {
			return Refuse("That figure is recorded already; nothing was changed.")
		}
	}
	return nil
}

// Claim decides that somebody is said to support the call, though it isn't on the list.
func Claim(c Claimed, today Day) func(*Book) ([]Event, error) {
	return func(b *Book) ([]Event, error) {
		country, unknown := checkCountry(c.Country)
		c := c
		c.Country = country
		return unless(cmp.Or(
			CheckName("name", c.Name),
			CheckSource(c.Source),
			checkCategory(c.Category),
			unknown,
			checkDate("on", c.Date, today),
			refuseUnless(slices.Contains(Standings(), c.Standing), "standing", "A claim is announced, expected or self_declared; it can't be %q.", c.Standing),
			CheckText("claim", c.Claim, MaxText),
			b.unclaimed(c),
		), c)
	}
}

// unclaimed refuses a claim that is recorded already, or is about somebody on the list.
func (b *Book) unclaimed(c Claimed) error {
	for _, s := range b.Named(c.Name) {
		if s.Status() == Listed {
			return already("name", c.Name, s)
		}
	}
	if slices.Contains(b.Claims(), c) {
		return Refuse("That claim is recorded already; nothing was changed.")
	}
	return nil
}

// Retract decides that a figure or a claim is taken back, for a reason.
func Retract(entry Seq, reason string) func(*Book) ([]Event, error) {
	return func(b *Book) ([]Event, error) {
		if err := cmp.Or(refuseUnless(reason != "", "reason", "Say why entry %d is taken back.", entry), CheckText("reason", reason, MaxText)); err != nil {
			return nil, err
		}
		if b.figures.has(entry) || b.claims.has(entry) {
			return []Event{Retracted{entry, reason}}, nil
		}
		for e := range b.Entries(entry) {
			if ev, ok := e.Event.(Retracted); ok && ev.Entry == entry {
				return nil, Refuse("Entry %d was taken back by %s on %s already. Nothing was changed.", entry, Person(e.By), DayOf(e.At))
			}
		}
		return nil, Refuse("Entry %d is neither a figure nor a claim. Nothing was changed.", entry)
	}
}

// MaxSubscriptions is how many subscriptions a channel can have.
const MaxSubscriptions = 20

// Subscribe decides that a channel gets changes in some way. It replaces the channel's subscription of
// that number, or with 0 the one for the same changes, if there is one: what that hasn't posted yet is still posted.
func Subscribe(way Subscribed, number int) func(*Book) ([]Event, error) {
	return func(b *Book) ([]Event, error) {
		all := b.Of(way.Channel)
		i := slices.IndexFunc(all, func(s *Subscription) bool {
			return s.Number == number || number == 0 && s.Filter == way.Filter && s.Only == way.Only && s.Lang == way.Lang
		})
		way := way
		switch {
		case i >= 0:
			way.ID = all[i].ID
			if all[i].Subscribed == way && all[i].Paused == "" && all[i].Muted.IsZero() {
				return nil, nil
			}
		case number != 0:
			return nil, noSubscription(b, way.Channel, number)
		case len(all) == MaxSubscriptions:
			return nil, Refuse("This channel has %d subscriptions already; end one first. Nothing was stored.", MaxSubscriptions)
		}
		return []Event{way}, nil
	}
}

// noSubscription refuses what is about a subscription that isn't there, or that isn't said which.
func noSubscription(b *Book, channel string, number int) error {
	switch all := b.Of(channel); {
	case len(all) == 0:
		return Refuse("This channel has no subscription.")
	case number == 0:
		return Refuse("This channel has %d subscriptions; say the number of the one that you mean. They are listed by: subscriptions", len(all))
	}
	return Refuse("This channel has no subscription number %d. Those that it has are listed by: subscriptions", number)
}

// SubscriptionOf finds a channel's subscription of a number, or with 0 its only one, or refuses.
func (b *Book) SubscriptionOf(channel string, number int) (*Subscription, error) {
	if s := b.Channel(channel, number); s != nil {
		return s, nil
	}
	return nil, noSubscription(b, channel, number)
}

// about makes a decision about the subscription that SubscriptionOf finds.
func about(channel string, number int, decide func(*Subscription) ([]Event, error)) func(*Book) ([]Event, error) {
	return func(b *Book) ([]Event, error) {
		s, err := b.SubscriptionOf(channel, number)
		if err != nil {
			return nil, err
		}
		return decide(s)
	}
}

// Mute decides that nothing is posted to a channel until a moment.
func Mute(channel string, number int, until time.Time) func(*Book) ([]Event, error) {
	return about(channel, number, func(s *Subscription) ([]Event, error) {
		return []Event{Muted{s.ID, until.UTC().Truncate(time.Second)}}, nil
	})
}

// Resume decides that a subscription that is paused or muted goes on as it was. What was missed comes in one digest.
func Resume(channel string, number int) func(*Book) ([]Event, error) {
	return about(channel, number, func(s *Subscription) ([]Event, error) {
		if s.Paused == "" && s.Muted.IsZero() {
			return nil, nil
		}
		return []Event{s.Subscribed}, nil
	})
}

// ResumeAll decides that every subscription that is paused goes on as it was, in all channels, if it can be read.
func ResumeAll(readable func(*Subscription) bool) func(*Book) ([]Event, error) {
	return func(b *Book) (events []Event, err error) {
		for _, s := range b.Subscriptions() {
			if s.Paused != "" && readable(s) {
				events = append(events, s.Subscribed)
			}
		}
		if len(events) == 0 {
			return nil, Refuse("No subscription that can be read is paused. Nothing was changed.")
		}
		return events, nil
	}
}

// AskDigest decides that a channel gets its digest at once.
func AskDigest(channel string, number int) func(*Book) ([]Event, error) {
	return about(channel, number, func(s *Subscription) ([]Event, error) {
		switch s.Paused {
		case "":
			return []Event{DigestAsked{s.ID}}, nil
		case Unreadable:
			return nil, Refuse("Subscription %d is paused, as it couldn't be read. Resume it to be told how to say it another way.", s.Number)
		}
		return nil, Refuse("Subscription %d is paused (“%s”). Put that right, and resume it.", s.Number, s.Paused)
	})
}

// UnsubscribeAll ends all subscriptions of a channel.
func UnsubscribeAll(channel string) func(*Book) ([]Event, error) {
	return func(b *Book) (events []Event, err error) {
		for _, s := range b.Of(channel) {
			events = append(events, s.end()...)
		}
		if len(events) == 0 {
			return nil, noSubscription(b, channel, 0)
		}
		return events, nil
	}
}

// Unsubscribe ends a channel's subscription of a number, or with 0 its only one.
func Unsubscribe(channel string, number int) func(*Book) ([]Event, error) {
	return about(channel, number, func(s *Subscription) ([]Event, error) { return s.end(), nil })
}

// end is what happens when a subscription ends.
func (s *Subscription) end() []Event {
	if s.Plan != nil {
		return []Event{DigestAbandoned{s.Plan.Seq, "unsubscribed"}, Unsubscribed{s.ID}}
	}
	return []Event{Unsubscribed{s.ID}}
}
