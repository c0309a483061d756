package tracker

import (
	"slices"
	"strings"
)

// Grant decides that somebody becomes an admin.
func Grant(user string) func(*Book) ([]Event, error) {
	return func(b *Book) ([]Event, error) {
		if slices.Contains(b.Admins(), user) {
			return nil, RefuseAbout("user", "%s is an admin already; nothing was changed.", Person(user))
		}
		return []Event{Granted{user}}, nil
	}
}

// Revoke decides that somebody is no longer an admin. The seeds are the admins of the configuration.
func Revoke(user string, seeds []string) func(*Book) ([]Event, error) {
	return func(b *Book) ([]Event, error) {
		admins := b.Admins()
		switch {
		case slices.Contains(seeds, user):
			return nil, RefuseAbout("user", "%s is an admin by the configuration; take the name out there. Nothing was changed.", Person(user))
		case !slices.Contains(admins, user):
			return nil, RefuseAbout("user", "%s is not an admin; nothing was changed.", Person(user))
		case len(admins)+len(seeds) == 1:
			return nil, RefuseAbout("user", "%s is the last admin; make somebody else an admin first. Nothing was changed.", Person(user))
		}
		return []Event{Revoked{user}}, nil
	}
}

// Prefer decides in which language somebody, or a channel, is answered: by its code, or empty for as the place where they ask says.
func Prefer(of, lang string) func(*Book) ([]Event, error) {
	return func(b *Book) ([]Event, error) {
		if lang != "" && (len(lang) != 2 || strings.Trim(lang, "abcdefghijklmnopqrstuvwxyz") != "") {
			return nil, RefuseAbout("language", "%q is no code of a language; those have two small letters, such as fr.", lang)
		}
		if b.Language(of) == lang {
			return nil, nil
		}
		return []Event{Preferred{of, lang}}, nil
	}
}
