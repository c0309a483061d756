package desk

import (
	"context"
	"slices"
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/names"
	"rollcall/tracker/query"
)

// grant reads: grant @PERSON
func (d *Desk) grant(ctx context.Context, r Request, args []tracker.Token) (answer.Answer, error) {
	user, err := d.person(args, "grant")
	if err != nil {
		return answer.Answer{}, err
	}
	return d.setting(ctx, r, func(b *tracker.Book) ([]tracker.Event, error) {
		if slices.Contains(d.Admins, user) {
			return nil, tracker.RefuseAbout("user", "%s is an admin already; nothing was changed.", tracker.Person(user))
		}
		return tracker.Grant(user)(b)
	})
}

// revoke reads: revoke @PERSON
func (d *Desk) revoke(ctx context.Context, r Request, args []tracker.Token) (answer.Answer, error) {
	user, err := d.person(args, "revoke")
	if err != nil {
		return answer.Answer{}, err
	}
	return d.setting(ctx, r, tracker.Revoke(user, d.Admins))
}

// person reads a mention or a member id. A name won't do: several people can have it, and anybody can change theirs.
func (d *Desk) person(args []tracker.Token, verb string) (string, error) {
	if len(args) == 1 && args[0].Key == "" {
		if id := strings.TrimPrefix(args[0].Text, "@"); strings.Trim(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == "" {
			if is, _ := d.Named(id); !is {
				return "", tracker.RefuseAbout("user", "%q is nobody's member id; mention the person, as @name.", id)
			}
			return id, nil
		}
	}
	return "", tracker.RefuseAbout("user", "Say whom by the member id, which is in a person's profile under Copy member ID: %s U012AB3CD. Nothing was changed.", verb)
}

// admins lists who may edit the list.
func (d *Desk) admins(_ context.Context, r Request, _ []tracker.Token) (answer.Answer, error) {
	at := d.reading(r)
	a := &answer.AdminsFacts{}
	for _, user := range d.Admins {
		a.Admins = append(a.Admins, answer.Admin{User: user})
	}
	granted := map[string]answer.Admin{}
	for e := range at.Book.Entries(0) {
		if ev, ok := e.Event.(tracker.Granted); ok {
			granted[ev.User] = answer.Admin{User: ev.User, By: e.By, On: e.On}
		}
	}
	for _, user := range at.Book.Admins() {
		a.Admins = append(a.Admins, granted[user])
	}
	return d.tells(a), nil
}

// language reads: language en|fr|default [channel]
func (d *Desk) language(ctx context.Context, r Request, args []tracker.Token) (answer.Answer, error) {
	spoken := map[string]string{}
	for _, code := range append(answer.Languages(), "") { // the last: none is chosen any more
		if code != "" {
			spoken[code] = code
		}
		for _, lang := range answer.Languages() {
			spoken[names.Key(answer.In(lang).SayAs("language.name()", code))] = code
		}
	}
	wrong := tracker.RefuseAbout("language", "Say which language: language %s, or language default for that of your own settings; with channel behind it, for this channel.",
		strings.Join(answer.Languages(), ", language "))
	here := len(args) == 2 && args[1].Key == "" && strings.EqualFold(args[1].Text, "channel")
	if len(args) == 0 || len(args) > 1 && !here {
		return d.otherwise(d.reading(r), "language", args, wrong), nil
	}
	lang, ok := spoken[names.Key(query.Text(args[:1]))]
	if !ok {
		return d.otherwise(d.reading(r), "language", args, wrong), nil
	}
	of := r.By
	if here {
		of = r.Channel
	}
	if person, channel := d.Named(of); !person && !channel {
		return answer.Answer{}, tracker.Refuse("A language is chosen for a person or a channel; %q is neither.", of)
	}
	done, err := d.do(ctx, r, tracker.Prefer(of, lang))
	facts := &answer.LanguageFacts{Lang: lang}
	if here {
		facts.By = "@" + r.By
	}
	a := d.tells(facts)
	a.Lang, a.Public = lang, here && len(done.Entries) > 0
	return a, err
}
