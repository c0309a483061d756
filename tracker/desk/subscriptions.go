package desk

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/digest"
	"rollcall/tracker/query"
)

const (
	maxMute  = 366 // days
	aWeek    = "7" // days of a mute that says none
	foretold = 3   // times that are shown of a schedule
)

// dayWords are the words for days behind their number.
var dayWords = []string{"day", "days", "jour", "jours", "día", "días", "dia", "dias"}

// subscribe posts changes to a channel, or changes what it gets.
func (d *Desk) subscribe(ctx context.Context, r Request, args []tracker.Token) (answer.Answer, error) {
	number := 0
	if len(args) > 0 && strings.HasPrefix(args[0].Text, "#") && args[0].Key == "" {
		n, err := numberOf(args[0].Text)
		if err != nil {
			return answer.Answer{}, err
		}
		number, args = n, args[1:]
	}
	if _, err := d.readWay(r, args, nil); err != nil {
		return answer.Answer{}, err
	}
	if err := d.CanPost(ctx, r.Channel); err != nil {
		return answer.Answer{}, err
	}
	var way tracker.Subscribed
	return d.set(ctx, r, func(b *tracker.Book) (events []tracker.Event, err error) {
		var before *tracker.Subscription
		if number != 0 && !r.Form { // a form says the whole
			before = b.Channel(r.Channel, number)
		}
		if way, err = d.readWay(r, args, before); err != nil {
			return nil, err
		}
		return d.subscribing(b, way, number)
	}, func(b *tracker.Book, done tracker.Done) *tracker.Subscription {
		if len(done.Entries) > 0 {
			return b.Subscription(done.Entries[0].Event.(tracker.Subscribed).ID)
		}
		all := b.Of(r.Channel)
		return all[slices.IndexFunc(all, func(s *tracker.Subscription) bool {
			return s.Filter == way.Filter && s.Only == way.Only && s.Lang == way.Lang && (number == 0 || s.Number == number)
		})]
	})
}

// subscribing sets a subscription. If it selects other changes than before, older ones that it left out are not posted now.
func (d *Desk) subscribing(b *tracker.Book, way tracker.Subscribed, number int) ([]tracker.Event, error) {
	events, err := tracker.Subscribe(way, number)(b)
	if err != nil || len(events) == 0 {
		return nil, err
	}
	set := events[0].(tracker.Subscribed)
	if old := b.Subscription(set.ID); old != nil && (old.Filter != set.Filter || old.Only != set.Only) {
		if silent, err := digest.NewReader(d.Call, b).Silent(old); err == nil {
			set.After = silent
		}
	}
	return []tracker.Event{set}, nil
}

// set changes a subscription, which of finds afterwards, and answers with what the channel gets now.
func (d *Desk) set(ctx context.Context, r Request, decide decision,
	of func(*tracker.Book, tracker.Done) *tracker.Subscription) (answer.Answer, error) {
	done, err := d.do(ctx, r, decide)
	if err != nil {
		return answer.Answer{}, err
	}
	already := len(done.Entries) == 0
	rule := d.Rule(of(done.After, done))
	changed := !already && done.Before.Subscription(rule.ID) != nil
	a := d.tells(&answer.SubscribedFacts{By: "@" + r.By, Already: already, Changed: changed,
		Alone: strings.HasPrefix(r.Channel, "D"), Others: len(done.After.Of(r.Channel)) - 1, Rules: []answer.SubscriptionRule{rule}})
	a.Public = !already
	return a, nil
}

// Rule is what a subscription says.
func (d *Desk) Rule(s *tracker.Subscription) answer.SubscriptionRule {
	who, unread := digest.Filter(d.Call, s.Filter)
	now, muted := time.Now(), s.Muted
	if s = new(*s); muted.After(now) {
		now = muted
	} else {
		s.Muted = time.Time{} // it is over
	}
	next, untimed := digest.Next(&s.Subscribed, now, foretold)
	rule := answer.SubscriptionRule{Subscription: s, Who: who, Next: next, Nobody: len(who) > 0 && s.Only != tracker.OnlyFigures,
		Unreadable: unread != nil || untimed != nil}
	rule.Nobody = rule.Nobody && query.HowMany(d.Tracker.Book(), who) == 0
	return rule
}

// subscriptions lists those of a channel.
func (d *Desk) subscriptions(_ context.Context, r Request, _ []tracker.Token) (answer.Answer, error) {
	facts := &answer.RulesFacts{}
	for _, s := range d.Tracker.Book().Of(r.Channel) {
		facts.Rules = append(facts.Rules, d.Rule(s))
	}
	return d.tells(facts), nil
}

// numberOf reads the number of a subscription: 2 or #2.
func numberOf(s string) (int, error) {
	n, err := strconv.Atoi(strings.TrimPrefix(s, "#"))
	if err != nil || n < 1 {
		return 0, tracker.Refuse("“%s” is not the number of a subscription. They are listed by: subscriptions", s)
	}
	return n, nil
}

// whichOf reads the number of a subscription that can stand alone behind a command; 0 if it doesn't.
func whichOf(verb string, args []tracker.Token) (int, error) {
	switch {
	case len(args) == 0:
		return 0, nil
	case len(args) > 1 || args[0].Key != "":
		return 0, unreadable(verb, args)
	}
	return numberOf(args[0].Text)
}

// unsubscribe reads: unsubscribe [N|all]
func (d *Desk) unsubscribe(ctx context.Context, r Request, args []tracker.Token) (answer.Answer, error) {
	var decide decision
	if isAll(args) {
		decide = tracker.UnsubscribeAll(r.Channel)
	} else if number, err := whichOf("unsubscribe", args); err == nil {
		decide = tracker.Unsubscribe(r.Channel, number)
	} else {
		return answer.Answer{}, err
	}
	a, err := d.set(ctx, r, decide, func(_ *tracker.Book, done tracker.Done) *tracker.Subscription {
		return done.Before.Subscription(done.Entries[len(done.Entries)-1].Event.(tracker.Unsubscribed).Subscription)
	})
	if f, ok := a.Facts.(*answer.SubscribedFacts); ok {
		f.Ended, f.Changed, f.Others = true, false, f.Others+1
	}
	return a, err
}

// isAll reports whether all that a line says is all.
func isAll(args []tracker.Token) bool {
	return len(args) == 1 && args[0].Key == "" && slices.Contains([]string{"all", "tout", "tous"}, strings.ToLower(args[0].Text))
}

// mute reads: mute [N] [DAYS [days]], or: mute DAYS days
func (d *Desk) mute(ctx context.Context, r Request, args []tracker.Token) (answer.Answer, error) {
	number, timed := 0, false
	if last := len(args) - 1; last > 0 && slices.Contains(dayWords, strings.ToLower(args[last].Text)) {
		args, timed = args[:last], true
	}
	if len(args) > 1 || len(args) == 1 && !timed {
		n, err := whichOf("mute", args[:1])
		if err != nil {
			return answer.Answer{}, err
		}
		if book := d.Tracker.Book(); len(args) == 1 && book.Channel(r.Channel, n) == nil && len(book.Of(r.Channel)) > 0 {
			return answer.Answer{}, tracker.Refuse("This channel has no subscription %d. If these are days, type: mute %d days", n, n)
		}
		number, args = n, args[1:]
	}
	days, err := strconv.Atoi(cmp.Or(query.Text(args), aWeek))
	if err != nil || days < 1 || days > maxMute {
		return answer.Answer{}, tracker.Refuse("Say for how many days, from 1 to %d, such as: mute 7 days, or for subscription 2: mute 2 7", maxMute)
	}
	return d.set(ctx, r, tracker.Mute(r.Channel, number, time.Now().AddDate(0, 0, days)), theOne(r.Channel, number))
}

// resume reads: resume [N|all]
func (d *Desk) resume(ctx context.Context, r Request, args []tracker.Token) (answer.Answer, error) {
	if isAll(args) {
		return d.resumeAll(ctx, r)
	}
	number, err := whichOf("resume", args)
	if err != nil {
		return answer.Answer{}, err
	}
	if err := d.CanPost(ctx, r.Channel); err != nil {
		return answer.Answer{}, err
	}
	a, err := d.set(ctx, r, func(b *tracker.Book) ([]tracker.Event, error) {
		if s := b.Channel(r.Channel, number); s != nil && d.Rule(s).Unreadable {
			return nil, tracker.Refuse("Subscription %d can't be read any more. To replace it, type: subscribe #%d, then whom, and when", s.Number, s.Number)
		}
		return tracker.Resume(r.Channel, number)(b)
	}, theOne(r.Channel, number))
	if err == nil {
		a.Facts.(*answer.SubscribedFacts).Resumed = true
	}
	return a, err
}

// resumeAll resumes what is paused, in every channel.
func (d *Desk) resumeAll(ctx context.Context, r Request) (answer.Answer, error) {
	if !r.Admin && !d.IsAdmin(r.By) {
		return answer.Answer{}, tracker.Refuse("Only admins can resume all subscriptions. Nothing was changed.")
	}
	done, err := d.do(ctx, r, tracker.ResumeAll(func(s *tracker.Subscription) bool { return !d.Rule(s).Unreadable }))
	return d.tells(&answer.SubscribedFacts{By: "@" + r.By, All: len(done.Entries)}), err
}

// theOne finds a channel's subscription.
func theOne(channel string, number int) func(*tracker.Book, tracker.Done) *tracker.Subscription {
	return func(b *tracker.Book, _ tracker.Done) *tracker.Subscription { return b.Channel(channel, number) }
}

// digest reads: digest [N] [now]. It shows what would be posted here now, or has it posted.
func (d *Desk) digest(ctx context.Context, r Request, args []tracker.Token) (answer.Answer, error) {
	isNow := func(t tracker.Token) bool { return t.Key == "" && strings.EqualFold(t.Text, "now") }
	now := slices.ContainsFunc(args, isNow)
	number, err := whichOf("digest", slices.DeleteFunc(slices.Clone(args), isNow))
	if err != nil {
		return answer.Answer{}, err
	}
	if now && !r.Admin && !d.IsAdmin(r.By) {
		return answer.Answer{}, tracker.Refuse("Only admins can post a digest at once. Nothing was posted.")
	}
	book := d.Tracker.Book()
	if len(book.Of(r.Channel)) == 0 {
		return answer.Answer{}, tracker.Refuse("This channel isn't subscribed, so nothing would be posted here.")
	}
	s, err := book.SubscriptionOf(r.Channel, number)
	if err != nil {
		return answer.Answer{}, err
	}
	a, err := digest.NewReader(d.Call, book).Untold(s)
	a.Lang = s.Lang
	if err != nil || !now || a.Facts.(*answer.DigestFacts).Change.Empty() {
		return a, err
	}
	_, err = d.do(ctx, r, tracker.AskDigest(r.Channel, number))
	return d.tells(&answer.SubscribedFacts{By: "@" + r.By, Asked: true}), err
}
