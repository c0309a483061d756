package tracker

import (
	"slices"
	"strings"
)

// Grant decides that a Slack user becomes an admin.
func Grant(user string) func(*Book) ([]Event, error) {
	return func(b *Book) ([]Event, error) {
		if !isSlackID(user, "UW") {
			return nil, RefuseAbout("user", "%q is no Slack user; mention the person, as @name.", user)
		}
		if slices.Contains(b.Admins(), user) {
			return nil, RefuseAbout("user", "%s is an admin already; nothing was changed.", user)
		}
		return []Event{Granted{user}}, nil
	}
}

// Revoke decides that a Slack user is no longer an admin. The seeds are the admins of the configuration.
func Revoke(user string, seeds []string) func(*Book) ([]Event, error) {
	return func(b *Book) ([]Event, error) {
		admins := b.Admins()
		switch {
		case !isSlackID(user, "UW"):
			return nil, RefuseAbout("user", "%q is no Slack user; mention the person, as @name.", user)
		case slices.Contains(seeds, user):
			return nil, RefuseAbout("user", "%s is an admin by the configuration; take the name out there. Nothing was changed.", user)
		case !slices.Contains(admins, user):
			return nil, RefuseAbout("user", "%s is not an admin; nothing was changed.", user)
		case len(admins)+len(seeds) == 1:
			return nil, RefuseAbout("user", "%s is the last admin; make somebody else an admin first. Nothing was changed.", user)
		}
		return []Event{Revoked{user}}, nil
	}
}

// Prefer decides in which language a Slack user or channel is answered: en, fr, or empty for as Slack says.
func Prefer(of, lang string) func(*Book) ([]Event, error) {
	return func(b *Book) ([]Event, error) {
		if !isSlackID(of, "UWCGD") {
			return nil, Refuse("A language is chosen in Slack, for a person or a channel; %q is neither.", of)
		}
		if lang != "" && lang != "en" && lang != "fr" {
			return nil, RefuseAbout("language", "There is no language %q; there are en and fr.", lang)
		}
		if b.Language(of) == lang {
			return nil, nil
		}
		return []Event{Preferred{of, lang}}, nil
	}
}

// isSlackID tells whether Slack could have made an id, whose first letter is one of kinds.
func isSlackID(id, kinds string) bool {
	const longest = 20 // twice what Slack has made so far
	return len(id) >= 2 && len(id) <= longest && strings.Contains(kinds, id[:1]) &&
		strings.Trim(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == ""
}
