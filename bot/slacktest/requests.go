package slacktest

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

var (
	link   = regexp.MustCompile(`https?://[^\s<>"“”«»]*[^\s<>"“”«».,;:!?)]`)
	escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
)

// Escape returns what Slack sends to the bot when a person types text: &, < and >
// are escaped, and links are wrapped.
func Escape(text string) string {
	var b strings.Builder
	from := 0
	for _, at := range link.FindAllStringIndex(text, -1) {
		b.WriteString(escape.Replace(text[from:at[0]]) + "<" + escape.Replace(text[at[0]:at[1]]) + ">")
		from = at[1]
	}
	return b.String() + escape.Replace(text[from:])
}

// Command is a slash command: line is what the person typed, such as
// "/pariscall who usa".
func (s *Slack) Command(user, channel, line string) Request {
	defer s.lock()()
	r := s.request(SlashCommand, user, channel)
	c := s.channels[channel]
	name := c.Name
	switch {
	case c.IM:
		name = "directmessage"
	case c.Private && !strings.HasPrefix(name, "mpdm-"): // a group's direct messages have a name
		name = "privategroup"
	}
	command, text, _ := strings.Cut(line, " ")
	r.Payload = object{
		"token": "verification-test", "team_id": teamID, "team_domain": "test",
		"channel_id": channel, "channel_name": name, "user_id": user, "user_name": s.users[user].Name,
		"command": command, "text": Escape(strings.TrimSpace(text)), "api_app_id": appID,
		"is_enterprise_install": "false",
		"response_url":          s.newResponseURL(r, ""), "trigger_id": s.newTrigger(user),
	}
	return r
}

// request returns a request without a payload; s.mu is held.
func (s *Slack) request(kind, user, channel string) Request {
	return Request{Type: kind, user: user, channel: channel, envelope: s.id("envelope-")}
}

// interaction returns a request with what every interaction says; s.mu is held.
func (s *Slack) interaction(kind, user, channel string) Request {
	r := s.request(Interactive, user, channel)
	r.Payload = object{
		"type": kind, "token": "verification-test", "api_app_id": appID,
		"team":       object{"id": teamID, "domain": "test"},
		"user":       object{"id": user, "username": s.users[user].Name, "name": s.users[user].Name, "team_id": teamID},
		"enterprise": nil, "is_enterprise_install": false,
		"trigger_id": s.newTrigger(user),
	}
	return r
}

// Click is a person's use of a control in a message: the action as found by
// [Message.Action], its value changed at will.
func (s *Slack) Click(user string, m Message, a Action) Request {
	defer s.lock()()
	r := s.interaction("block_actions", user, m.Channel)
	r.original = m.TS
	r.err = a.missing()
	p := r.Payload
	p["channel"] = object{"id": m.Channel, "name": s.channels[m.Channel].Name}
	p["container"] = object{
		"type": "message", "message_ts": m.TS, "channel_id": m.Channel, "is_ephemeral": m.Ephemeral,
	}
	if !m.Ephemeral {
		p["message"] = s.public(&m, true)
	}
	p["state"] = object{"values": object{}}
	p["actions"] = []any{a.payload(s.ts())}
	p["response_url"] = s.newResponseURL(r, m.TS)
	return r
}

// ClickView is a person's use of a control in a modal or Home tab, after inputs were filled with values, by block id.
func (s *Slack) ClickView(v View, a Action, values ...map[string]string) Request {
	defer s.lock()()
	r := s.inView("block_actions", v)
	r.err = a.missing()
	for _, typed := range values {
		r.fill(v, typed)
	}
	r.Payload["container"] = object{"type": "view", "view_id": v.ID}
	r.Payload["actions"] = []any{a.payload(s.ts())}
	return r
}

// Submit is a person's submission of a modal: values by block id, as typed, or
// the value of the option chosen. Inputs without one are left empty. The modal
// closes unless the bot answers otherwise.
func (s *Slack) Submit(v View, values map[string]string) Request {
	defer s.lock()()
	r := s.inView("view_submission", v)
	r.fill(v, values)
	r.Payload["response_urls"] = []any{}
	if s.viewByID(v.ID) == nil {
		r.err = errors.New("slacktest: no such view")
	}
	return r
}

// inView returns a request from a view; s.mu is held.
func (s *Slack) inView(kind string, v View) Request {
	r := s.interaction(kind, v.User, "")
	r.view = v.ID
	r.Payload["view"] = s.publicView(&v)
	return r
}

// fill says what was typed into a view's inputs, by block id.
func (r *Request) fill(v View, values map[string]string) {
	state := object{}
	for _, b := range decodeBlocks(v.Blocks) {
		if element, ok := b["element"].(object); ok {
			id := text(b, "block_id")
			state[id] = object{text(element, "action_id"): inputValue(text(element, "type"), values[id])}
		}
	}
	for id := range values {
		if state[id] == nil {
			r.err = fmt.Errorf("slacktest: the form has no input block %q", id)
		}
	}
	r.Payload["view"].(object)["state"] = object{"values": state}
}

// Suggest asks for the options of an external menu for what a person typed so far.
func (s *Slack) Suggest(v View, a Action, typed string) Request {
	defer s.lock()()
	r := s.inView("block_suggestion", v)
	r.err = a.missing()
	delete(r.Payload, "trigger_id")
	r.Payload["container"] = object{"type": "view", "view_id": v.ID}
	r.Payload["action_id"], r.Payload["block_id"], r.Payload["value"] = a.ActionID, a.BlockID, typed
	return r
}

// Mention is a message in a channel that begins with a mention of the bot.
func (s *Slack) Mention(user, channel, text string) Request {
	defer s.lock()()
	return s.event(user, channel, object{
		"type": "app_mention", "text": "<@" + botUser + "> " + Escape(text), "client_msg_id": s.id("msg-"),
	})
}

// DM is a direct message to the bot.
func (s *Slack) DM(user, text string) Request {
	defer s.lock()()
	return s.event(user, s.direct(user).ID, object{
		"type": "message", "channel_type": "im", "text": Escape(text), "client_msg_id": s.id("msg-"),
	})
}

// HomeOpened is a person's opening of the bot's Home tab.
func (s *Slack) HomeOpened(user string) Request {
	home, published := s.Home(user)
	defer s.lock()()
	e := object{"type": "app_home_opened", "tab": "home"}
	if published {
		e["view"] = s.publicView(&home)
	}
	return s.event(user, s.direct(user).ID, e)
}

// MessagesOpened is a person's opening of the bot's Messages tab.
func (s *Slack) MessagesOpened(user string) Request {
	defer s.lock()()
	return s.event(user, s.direct(user).ID, object{"type": "app_home_opened", "tab": "messages"})
}

// Joined is a member's coming to a channel, the bot's own too, as somebody invited it.
func (s *Slack) Joined(member, channel, inviter string) Request {
	defer s.lock()()
	return s.event(member, channel, object{"type": "member_joined_channel", "channel_type": "C", "team": teamID, "inviter": inviter})
}

// Shortcut is a person's use of a global shortcut, which is of no channel.
func (s *Slack) Shortcut(user, callback string) Request {
	defer s.lock()()
	r := s.interaction("shortcut", user, "")
	r.Payload["callback_id"], r.Payload["action_ts"] = callback, s.ts()
	return r
}

// MessageShortcut is a person's use of a shortcut on what a person said in a channel.
func (s *Slack) MessageShortcut(user, channel, callback, text string) Request {
	defer s.lock()()
	r := s.interaction("message_action", user, channel)
	ts := s.ts()
	r.Payload["callback_id"], r.Payload["action_ts"], r.Payload["message_ts"] = callback, s.ts(), ts
	r.Payload["channel"] = object{"id": channel, "name": s.channels[channel].Name}
	r.Payload["message"] = object{"type": "message", "user": user, "ts": ts, "text": Escape(text)}
	r.Payload["response_url"] = s.newResponseURL(r, "")
	s.spoken[channel+ts] = true
	return r
}

// Verification is the challenge with which Slack checks a request URL; HTTP only.
func (s *Slack) Verification(challenge string) Request {
	return Request{Type: EventsAPI, Payload: object{
		"type": "url_verification", "token": "verification-test", "challenge": challenge,
	}}
}

// event wraps an inner event; s.mu is held.
func (s *Slack) event(user, channel string, e object) Request {
	r := s.request(EventsAPI, user, channel)
	ts := s.ts()
	e["user"], e["channel"], e["event_ts"] = user, channel, ts
	if e["text"] != nil {
		e["ts"], e["team"] = ts, teamID
		s.spoken[channel+ts] = true
	}
	r.Payload = object{
		"type": "event_callback", "token": "verification-test", "team_id": teamID,
		"api_app_id": appID, "event": e, "event_id": s.id("Ev"), "event_time": time.Now().Unix(),
		"authorizations": []any{object{
			"team_id": teamID, "user_id": botUser, "is_bot": true, "is_enterprise_install": false,
		}},
		"is_ext_shared_channel": false,
	}
	return r
}

// Action is a control in a message or view. Of a menu, Value is the value of the
// option to choose.
type Action struct {
	BlockID, ActionID string
	Type              string // "button", "static_select", …
	Text              string // the label
	Value             string
}

func (a Action) missing() error {
	if a.Type == "" {
		return errors.New("slacktest: no such action")
	}
	return nil
}

// payload is the action as an interaction has it.
func (a Action) payload(ts string) object {
	o := inputValue(a.Type, a.Value)
	o["action_id"], o["block_id"], o["action_ts"] = a.ActionID, a.BlockID, ts
	if a.Text != "" {
		o["text"] = object{"type": "plain_text", "text": a.Text, "emoji": true}
	}
	return o
}

// stateOf names the field of a control's state that has what was chosen, where it isn't "value".
var stateOf = map[string]string{
	"static_select": "selected_option", "external_select": "selected_option", "radio_buttons": "selected_option", "overflow": "selected_option",
	"multi_static_select": "selected_options", "multi_external_select": "selected_options", "checkboxes": "selected_options",
	"datepicker": "selected_date", "timepicker": "selected_time",
	"users_select": "selected_user", "channels_select": "selected_channel", "conversations_select": "selected_conversation",
}

// inputValue is the state of a control; an empty value is null, of several options none.
func inputValue(kind, value string) object {
	option := func(value string) object {
		return object{"value": value, "text": object{"type": "plain_text", "text": value}}
	}
	field := cmp.Or(stateOf[kind], "value")
	state := object{"type": kind, field: nil}
	switch {
	case field == "selected_options":
		options := []any{}
		for _, item := range strings.FieldsFunc(value, func(r rune) bool { return r == ',' }) {
			options = append(options, option(item))
		}
		state[field] = options
	case value == "":
	case field == "selected_option":
		state[field] = option(value)
	default:
		state[field] = value
	}
	return state
}

func decodeBlocks(raw json.RawMessage) (blocks []object) {
	_ = json.Unmarshal(raw, &blocks) // they were checked
	return blocks
}

// findAction finds a control in blocks by action id or label. Slack gives an id to
// a block or control that has none.
func findAction(raw json.RawMessage, name string) Action {
	var all []Action
	for i, b := range decodeBlocks(raw) {
		blockID := cmp.Or(text(b, "block_id"), fmt.Sprintf("b%d", i))
		walk([]any{b["accessory"], b["element"], b["elements"]}, func(o object) {
			a := Action{BlockID: blockID, ActionID: text(o, "action_id"), Type: text(o, "type"), Value: text(o, "value")}
			if a.Type == "button" {
				a.Text = labelOf(o)
			}
			all = append(all, a)
			for _, choice := range choicesOf(o) {
				choice, _ := choice.(object)
				a.Text, a.Value = labelOf(choice), text(choice, "value")
				all = append(all, a)
			}
		})
	}
	i := slices.IndexFunc(all, func(a Action) bool { return name == a.ActionID || name == a.Text })
	if i < 0 || name == "" {
		return Action{}
	}
	return all[i]
}

// choicesOf are what one of a control's labels is pressed for: the options of an overflow menu, and the two of feedback.
func choicesOf(o object) []any {
	switch text(o, "type") {
	case "overflow":
		options, _ := o["options"].([]any)
		return options
	case "feedback_buttons":
		return []any{o["positive_button"], o["negative_button"]}
	}
	return nil
}

func labelOf(o object) string {
	t, _ := o["text"].(object)
	return text(t, "text")
}

func hasInput(raw json.RawMessage, id string) bool {
	return slices.ContainsFunc(decodeBlocks(raw), func(b object) bool { return isInput(b) && text(b, "block_id") == id })
}

// viewByID returns a view; s.mu is held.
func (s *Slack) viewByID(id string) *View {
	return first(s.views, func(v *View) bool { return v.ID == id })
}
