package slacktest

import (
	"encoding/json"
	"slices"
	"time"
)

// View is a modal or a Home tab that the bot opened.
type View struct {
	ID, Hash        string
	Type            string // "modal" or "home"
	User            string
	CallbackID      string
	PrivateMetadata string
	Title           string
	Blocks          json.RawMessage
	Errors          map[string]string // of the last submission, by block id

	raw    json.RawMessage
	closed bool
}

// Action returns the control whose action id or label is name; the zero Action
// when there is none.
func (v View) Action(name string) Action { return findAction(v.Blocks, name) }

// Home returns a user's Home tab as last published.
func (s *Slack) Home(user string) (View, bool) { return s.view("home", user) }

// Modal returns the modal on top of a user's screen.
func (s *Slack) Modal(user string) (View, bool) { return s.view("modal", user) }

func (s *Slack) view(kind, user string) (View, bool) {
	defer s.lock()()
	if v := s.top(kind, user); v != nil {
		return *v, true
	}
	return View{}, false
}

// top returns a user's view that is on top of others of its kind, or nil; s.mu is held.
func (s *Slack) top(kind, user string) *View {
	for _, v := range slices.Backward(s.views) {
		if v.Type == kind && v.User == user && !v.closed {
			return v
		}
	}
	return nil
}

// trigger lets the bot open a modal for a user.
type trigger struct {
	user    string
	expires time.Time
	used    bool
}

const triggerLifetime = 3 * time.Second

// newTrigger returns a trigger id; s.mu is held.
func (s *Slack) newTrigger(user string) string {
	id := s.id("1337.42.")
	s.triggers[id] = &trigger{user: user, expires: time.Now().Add(triggerLifetime)}
	return id
}

// setView checks a payload and makes it the content of v; s.mu is held.
func (s *Slack) setView(where string, v *View, payload string) {
	s.violate(where, s.checkMentions("", json.RawMessage(payload))...)
	s.checked(where, func() { checkView(json.RawMessage(payload)) })
	var p struct {
		Type            string
		CallbackID      string `json:"callback_id"`
		PrivateMetadata string `json:"private_metadata"`
		Title           struct{ Text string }
		Blocks          json.RawMessage
	}
	if err := json.Unmarshal([]byte(payload), &p); err != nil {
		refuse("invalid_arguments", err.Error())
	}
	v.Hash = s.ts()
	v.Type, v.CallbackID, v.PrivateMetadata = p.Type, p.CallbackID, p.PrivateMetadata
	v.Title, v.Blocks, v.Errors, v.raw = p.Title.Text, p.Blocks, nil, json.RawMessage(payload)
}

// publicView is a view as the Web API and interactions have it.
func (s *Slack) publicView(v *View) object {
	o := object{}
	if v.raw != nil {
		_ = json.Unmarshal(v.raw, &o) // setView decoded it
	}
	o["id"], o["hash"], o["root_view_id"] = v.ID, v.Hash, v.ID
	o["team_id"], o["app_id"], o["bot_id"] = teamID, appID, botID
	return o
}

func (s *Slack) viewsOpen(a args) object {
	t := s.triggers[a["trigger_id"]]
	switch {
	case t == nil:
		refuse("invalid_trigger_id")
	case t.used:
		refuse("exchanged_trigger_id")
	case time.Now().After(t.expires):
		refuse("expired_trigger_id")
	}
	out := s.newView("views.open", t.user, a)
	t.used = true
	return out
}

func (s *Slack) viewsPublish(a args) object {
	if _, ok := s.users[a["user_id"]]; !ok {
		refuse("user_not_found")
	}
	if v := s.top("home", a["user_id"]); v != nil {
		return s.changeView("views.publish", v, a)
	}
	return s.newView("views.publish", a["user_id"], a)
}

func (s *Slack) viewsUpdate(a args) object {
	v := s.viewByID(a["view_id"])
	if v == nil || v.closed {
		refuse("not_found")
	}
	return s.changeView("views.update", v, a)
}

// newView shows a view to a user.
func (s *Slack) newView(where, user string, a args) object {
	v := &View{ID: s.id("V"), User: user}
	s.setView(where, v, a["view"])
	s.views = append(s.views, v)
	return object{"view": s.publicView(v)}
}

// changeView replaces a view, unless it changed since the hash that a names.
func (s *Slack) changeView(where string, v *View, a args) object {
	if hash := a["hash"]; hash != "" && hash != v.Hash {
		refuse("hash_conflict")
	}
	s.setView(where, v, a["view"])
	return object{"view": s.publicView(v)}
}
