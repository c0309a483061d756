package tracker

import (
	"cmp"
	"slices"
	"strings"
)

// Grant decides that somebody becomes an admin.
func Grant(user string) func(*Book) ([]Event, error) {
	return func(b *Book) ([]Event, error) {
		return unless(refuseUnless(!slices.Contains(b.Admins(), user), "user", "%s is an admin already; nothing was changed.", Person(user)), Granted{user})
	}
}

// Revoke decides that somebody is no longer an admin. The seeds are the admins of the configuration.
func Revoke(user string, seeds []string) func(*Book) ([]Event, error) {
	return func(b *Book) ([]Event, error) {
		admins, who := b.Admins(), Person(user)
		return unless(cmp.Or(
			refuseUnless(!slices.Contains(seeds, user), "user", "%s is an admin by the configuration; take the name out there. Nothing was changed.", who),
			refuseUnless(slices.Contains(admins, user), "user", "%s is not an admin; nothing was changed.", who),
			refuseUnless(len(admins)+len(seeds) > 1, "user", "%s is the last admin; make somebody else an admin first. Nothing was changed.", who),
		), Revoked{user})
	}
}

// Prefer decides in which language somebody, or a channel, is answered: by its code, or empty for the default of where they ask.
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
