package desk

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/ask"
	"rollcall/tracker/digest"
)

// A way is how a channel is told of changes.
type way struct{ schedule, clock, zone string }

// subscribe reads: subscribe [instantly|daily] [at HH:MM] [ZONE]
func (d *Desk) subscribe(ctx context.Context, r Request, args []ask.Token) (answer.Answer, error) {
	w, err := readWay(args)
	if err != nil {
		return answer.Answer{}, err
	}
	if err := d.CanPost(ctx, r.Channel); err != nil {
		return answer.Answer{}, err
	}
	done, err := d.Tracker.Do(ctx, tracker.Request{By: r.By, Ref: r.Ref}, tracker.Subscribe(r.Channel, w.schedule, w.zone))
	if err != nil {
		return answer.Answer{}, err
	}
	already := len(done.Entries) == 0
	return answer.Answer{Kind: answer.Subscribed, Call: d.Call, Public: !already,
		Setting: &answer.Setting{By: "@" + r.By, Already: already, Clock: w.clock, Zone: w.zone}}, nil
}

func readWay(args []ask.Token) (way, error) {
	const usage = "subscribe [instantly|daily] [at HH:MM] [ZONE]"
	var w way
	daily, timed, instantly := false, false, false
	at := time.Date(0, 1, 1, 9, 0, 0, 0, time.UTC) // of a daily digest, if no time is said
	for i := 0; i < len(args); i++ {
		word := args[i].Text
		switch {
		case args[i].Key != "":
			return w, tracker.Refuse("I don't know what “%s” means here. Type: %s, such as: subscribe daily at 09:00 Europe/Paris", ask.Text(args[i:i+1]), usage)
		case strings.EqualFold(word, "instantly"):
			instantly = true
		case strings.EqualFold(word, "daily"):
			daily = true
		case strings.EqualFold(word, "at") && i+1 < len(args) && !timed:
			i++
			t, err := time.Parse("15:04", args[i].Text)
			if err != nil {
				return w, tracker.Refuse("“%s” is not a time of day; write it as at 09:00.", args[i].Text)
			}
			at, daily, timed = t, true, true
		case w.zone == "":
			zone, err := zone(word)
			if err != nil {
				return w, tracker.Refuse("“%s” is not a time zone that I know, nor anything else that goes here; a zone is written Europe/Paris or UTC. Type: %s, such as: subscribe daily at 09:00 Europe/Paris", word, usage)
			}
			w.zone = zone
		default:
			return w, tracker.Refuse("I don't know what “%s” means here. Type: %s, such as: subscribe daily at 09:00 Europe/Paris", word, usage)
		}
	}
	if daily && instantly {
		return w, tracker.Refuse("It is either instantly or daily. Type: %s, such as: subscribe daily at 09:00 Europe/Paris", usage)
	}
	if daily {
		w.clock = at.Format("15:04")
		w.schedule = fmt.Sprintf("%d %d * * *", at.Minute(), at.Hour())
	}
	w.zone = cmp.Or(w.zone, "UTC")
	return w, nil
}

// zone reads an IANA time zone, whatever its case.
func zone(s string) (string, error) {
	spelt := strings.ToUpper(s)
	if strings.Contains(s, "/") {
		word := regexp.MustCompile(`[a-z]+`)
		spelt = word.ReplaceAllStringFunc(strings.ToLower(s), func(w string) string {
			if w == "es" || w == "au" || w == "of" { // Dar_es_Salaam, Port-au-Prince, Isle_of_Man
				return w
			}
			return strings.ToUpper(w[:1]) + w[1:]
		})
	}
	for _, name := range []string{s, spelt} {
		if l, err := time.LoadLocation(name); err == nil && name != "" && name != "Local" {
			return l.String(), nil
		}
	}
	return "", fmt.Errorf("unknown time zone %q", s)
}

func (d *Desk) unsubscribe(ctx context.Context, r Request, args []ask.Token) (answer.Answer, error) {
	if len(args) > 0 {
		return answer.Answer{}, tracker.Refuse("I don't know what “%s” means after %s.", ask.Text(args), "unsubscribe")
	}
	if _, err := d.Tracker.Do(ctx, tracker.Request{By: r.By, Ref: r.Ref}, tracker.Unsubscribe(r.Channel)); err != nil {
		return answer.Answer{}, err
	}
	return answer.Answer{Kind: answer.Subscribed, Call: d.Call, Public: true, Setting: &answer.Setting{By: "@" + r.By, Ended: true}}, nil
}

// digest tells what would be posted here now.
func (d *Desk) digest(_ context.Context, r Request, args []ask.Token) (answer.Answer, error) {
	if len(args) > 0 {
		return answer.Answer{}, tracker.Refuse("I don't know what “%s” means after %s.", ask.Text(args), "digest")
	}
	book := d.Tracker.Book()
	s := book.Channel(r.Channel)
	if s == nil {
		return answer.Answer{}, tracker.Refuse("This channel isn't subscribed, so nothing would be posted here. To begin, type: subscribe")
	}
	return digest.Changes(d.Call, book, s.Through, book.Head()), nil
}
