package slacktest

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"
)

func (s *Slack) authTest(args) object {
	return object{
		"url": s.URL + "/", "team": "Test team", "team_id": teamID,
		"user": s.users[botUser].Name, "user_id": botUser, "bot_id": botID, "enterprise_id": s.config.Enterprise,
	}
}

// user returns somebody of the workspace.
func (s *Slack) user(id string) User {
	u, ok := s.users[id]
	if !ok {
		refuse("user_not_found")
	}
	return u
}

func (s *Slack) userInfo(a args) object {
	u := s.user(a["user"])
	user := object{
		"id": u.ID, "team_id": cmp.Or(u.Team, teamID), "name": u.Name, "real_name": u.RealName, "tz": u.TZ,
		"deleted": u.Deleted, "is_bot": u.Bot, "is_admin": u.Admin || u.Owner, "is_owner": u.Owner,
		"is_restricted": u.Restricted, "is_ultra_restricted": false,
		"enterprise_user": object{"enterprise_id": u.Enterprise},
		"profile":         object{"real_name": u.RealName, "display_name": u.Name},
	}
	if zone, err := time.LoadLocation(u.TZ); err == nil {
		label, offset := time.Now().In(zone).Zone()
		user["tz_label"], user["tz_offset"] = label, offset
	}
	if a.is("include_locale") {
		user["locale"] = cmp.Or(u.Locale, "en-US")
	}
	return object{"user": user}
}

// visible returns a channel that the bot can see.
func (s *Slack) visible(id string) Channel {
	c, ok := s.channels[id]
	if !ok || !c.seen() {
		refuse("channel_not_found")
	}
	return c
}

// joined returns a channel that the bot is in.
func (s *Slack) joined(id string) Channel {
	c := s.visible(id)
	if !c.Member {
		refuse("not_in_channel")
	}
	return c
}

func conversation(c Channel) object {
	o := object{
		"id": c.ID, "name": c.Name, "name_normalized": c.Name, "is_archived": c.Archived,
		"is_channel": !c.Private && !c.IM, "is_group": c.Private, "is_im": c.IM,
		"is_private": c.Private || c.IM, "is_member": c.Member,
	}
	if c.IM {
		o["user"] = c.User
	}
	return o
}

func (s *Slack) conversationInfo(a args) object {
	return object{"channel": conversation(s.visible(a["channel"]))}
}

// userConversations lists the conversations that a user is in, of the types that are asked for, as far as the bot can see them.
func (s *Slack) userConversations(a args) object {
	user, types := s.user(a["user"]), strings.Split(a["types"], ",")
	all := []object{}
	for _, id := range sortedKeys(s.channels) {
		if c := s.channels[id]; c.seen() && slices.Contains(types, c.kind()) && slices.Contains(s.members(c), user.ID) {
			all = append(all, conversation(c))
		}
	}
	list, next := page(all, a, 100)
	return object{"channels": list, "response_metadata": object{"next_cursor": next}}
}

// members returns who is in a channel; s.mu is held.
func (s *Slack) members(c Channel) []string {
	switch {
	case c.IM && c.Member:
		return []string{c.User, botUser}
	case len(c.Members) > 0:
		return c.Members
	}
	return slices.DeleteFunc(sortedKeys(s.users), func(id string) bool {
		return id == botUser && !c.Member
	})
}

// conversationOpen opens a direct message with one user.
func (s *Slack) conversationOpen(a args) object {
	u := s.user(a["users"])
	switch {
	case u.Bot:
		refuse("cannot_dm_bot")
	case u.Deleted:
		refuse("user_disabled")
	}
	return object{"channel": object{"id": s.direct(u.ID).ID}}
}

// first returns the first of a list that is wanted, or nil.
func first[T any](list []*T, wanted func(*T) bool) *T {
	if i := slices.IndexFunc(list, wanted); i >= 0 {
		return list[i]
	}
	return nil
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
