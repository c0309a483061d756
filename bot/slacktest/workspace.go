package slacktest

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"
)

func (s *Slack) authTest(args) (object, error) {
	return object{
		"url": s.URL + "/", "team": "Test team", "team_id": s.config.TeamID,
		"user": s.users[s.config.BotUser].Name, "user_id": s.config.BotUser, "bot_id": "B0BOT", "enterprise_id": s.config.Enterprise,
	}, nil
}

func (s *Slack) userInfo(a args) (object, error) {
	u, ok := s.users[a["user"]]
	if !ok {
		return nil, refuse("user_not_found")
	}
	user := object{
		"id": u.ID, "team_id": cmp.Or(u.Team, s.config.TeamID), "name": u.Name, "real_name": u.RealName, "tz": u.TZ,
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
	return object{"user": user}, nil
}

// visible returns a channel that the bot can see.
func (s *Slack) visible(id string) (Channel, error) {
	c, ok := s.channels[id]
	if !ok || (c.Private || c.IM) && !c.Member {
		return Channel{}, refuse("channel_not_found")
	}
	return c, nil
}

// joined returns a channel that the bot is in.
func (s *Slack) joined(id string) (Channel, error) {
	c, err := s.visible(id)
	if err == nil && !c.Member {
		err = refuse("not_in_channel")
	}
	return c, err
}

func (s *Slack) conversation(c Channel, a args) object {
	o := object{
		"id": c.ID, "name": c.Name, "name_normalized": c.Name, "is_archived": c.Archived,
		"is_channel": !c.Private && !c.IM, "is_group": c.Private, "is_im": c.IM,
		"is_private": c.Private || c.IM, "is_member": c.Member,
	}
	if c.IM {
		o["user"] = c.User
	}
	if a.is("include_locale") {
		o["locale"] = cmp.Or(c.Locale, "en-US")
	}
	if a.is("include_num_members") {
		o["num_members"] = len(s.members(c))
	}
	return o
}

func (s *Slack) conversationInfo(a args) (object, error) {
	c, err := s.visible(a["channel"])
	if err != nil {
		return nil, err
	}
	return object{"channel": s.conversation(c, a)}, nil
}

func (s *Slack) conversationsList(a args) (object, error) {
	return s.conversations(a, func(Channel) bool { return true })
}

// userConversations lists the conversations that a user is in, as far as the bot can see them.
func (s *Slack) userConversations(a args) (object, error) {
	user := cmp.Or(a["user"], s.config.BotUser)
	if _, ok := s.users[user]; !ok {
		return nil, refuse("user_not_found")
	}
	return s.conversations(a, func(c Channel) bool { return slices.Contains(s.members(c), user) })
}

// conversations lists those that the bot can see, of the types that are asked for; s.mu is held.
func (s *Slack) conversations(a args, among func(Channel) bool) (object, error) {
	types := strings.Split(cmp.Or(a["types"], "public_channel"), ",")
	all := []object{}
	for _, id := range sortedKeys(s.channels) {
		c, err := s.visible(id)
		if err != nil || !slices.Contains(types, c.kind()) || c.Archived && a.is("exclude_archived") || !among(c) {
			continue
		}
		all = append(all, s.conversation(c, args{}))
	}
	list, next := page(all, a, 100)
	return object{"channels": list, "response_metadata": object{"next_cursor": next}}, nil
}

// members returns who is in a channel; s.mu is held.
func (s *Slack) members(c Channel) []string {
	switch {
	case c.IM && c.Member:
		return []string{c.User, s.config.BotUser}
	case len(c.Members) > 0 && c.Member:
		return append(slices.Clone(c.Members), s.config.BotUser)
	case len(c.Members) > 0:
		return c.Members
	}
	return slices.DeleteFunc(sortedKeys(s.users), func(id string) bool {
		return id == s.config.BotUser && !c.Member
	})
}

func (s *Slack) conversationMembers(a args) (object, error) {
	c, err := s.visible(a["channel"])
	if err != nil {
		return nil, err
	}
	list, next := page(s.members(c), a, 100)
	return object{"members": list, "response_metadata": object{"next_cursor": next}}, nil
}

// conversationOpen opens a direct message with one user.
func (s *Slack) conversationOpen(a args) (object, error) {
	if id := a["channel"]; id != "" {
		c, err := s.visible(id)
		return object{"channel": object{"id": c.ID}}, err
	}
	u, ok := s.users[a["users"]]
	switch {
	case !ok:
		return nil, refuse("user_not_found")
	case u.Bot:
		return nil, refuse("cannot_dm_bot")
	case u.Deleted:
		return nil, refuse("user_disabled")
	}
	return object{"channel": object{"id": s.direct(u.ID).ID}}, nil
}

// first returns the first of a list that is wanted, or nil.
func first[T any](list []*T, wanted func(*T) bool) *T {
	if i := slices.IndexFunc(list, wanted); i >= 0 {
		return list[i]
	}
	return nil
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
