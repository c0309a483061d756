package slacktest

import (
	"encoding/json"
	"io"
	"iter"
	"net/http"
	"slices"
	"time"

	"github.com/slack-go/slack"
)

// Message is something the bot said, as it now reads.
type Message struct {
	Channel  string
	TS       string
	ThreadTS string
	User     string // who an ephemeral message, or a direct message, is for
	Text     string
	Blocks   json.RawMessage // a JSON array, or nil
	Metadata *slack.SlackMetadata
	Files    []string // ids

	Ephemeral bool   // only User sees it
	Via       string // the method, "response_url", or "reply": an HTTP response or acknowledgement
	NoUnfurl  bool   // neither links nor media are to be unfurled
	At        time.Time
	Edited    bool
}

// Action returns the button, menu or other control whose action id or label is
// name; the zero Action when there is none.
func (m Message) Action(name string) Action { return findAction(m.Blocks, name) }

// Messages returns what the bot said in a channel, or with "" everywhere, in
// order.
func (s *Slack) Messages(channel string) []Message {
	defer s.lock()()
	var list []Message
	for _, m := range s.messages {
		if channel == "" || m.Channel == channel {
			list = append(list, *m)
		}
	}
	return list
}

// responseURL is where a request may be answered later.
type responseURL struct {
	request  Request
	original string // ts of the message that was clicked on
	expires  time.Time
	uses     int
}

const (
	responseUses     = 5
	responseLifetime = 30 * time.Minute
)

// compose checks the fields of a message and returns it; s.mu is held.
func (s *Slack) compose(where string, a args) *Message {
	m := &Message{
		ThreadTS: a["thread_ts"],
		Text:     a["text"],
		Via:      where,
		NoUnfurl: a["unfurl_links"] == "false" && a["unfurl_media"] == "false",
		At:       time.Now(),
	}
	if b := a["blocks"]; b != "" && b != "[]" {
		m.Blocks = json.RawMessage(b)
	}
	if a["parse"] == "full" || a.is("link_names") {
		s.violate(where, "parse=full and link_names turn names into mentions")
	}
	s.violate(where, s.checkMentions(m.Text, m.Blocks)...)
	s.checked(where, func() {
		checkMessage(m.Text, m.Blocks)
		m.Metadata = metadataOf(a["metadata"])
	})
	return m
}

// checked makes a check, and notes what it refuses; s.mu is held.
func (s *Slack) checked(where string, check func()) {
	if e := tried(check); e != nil {
		s.violate(where, e.describe()...)
		panic(e)
	}
}

// show puts a message into its channel; s.mu is held.
func (s *Slack) show(m *Message) {
	m.TS = s.ts()
	s.messages = append(s.messages, m)
}

func (s *Slack) find(channel, ts string) *Message {
	return first(s.messages, func(m *Message) bool { return m.Channel == channel && m.TS == ts })
}

// rewrite gives a message the content of another.
func (m *Message) rewrite(by *Message) {
	m.Text, m.Blocks, m.Edited = by.Text, by.Blocks, true
	if by.Metadata != nil {
		m.Metadata = by.Metadata
	}
}

func (s *Slack) postMessage(a args) object {
	id := a["channel"]
	if u, ok := s.users[id]; ok && !u.Bot {
		id = s.direct(id).ID
	}
	if s.visible(id).Archived {
		refuse("is_archived")
	}
	c, m := s.joined(id), s.compose("chat.postMessage", a)
	if s.config.RateLimit && time.Since(s.lastPost[id]) < time.Second {
		panic(limited(time.Second))
	}
	s.lastPost[id] = time.Now()
	m.Channel, m.User = id, c.User
	s.show(m)
	return object{"channel": id, "ts": m.TS, "message": s.public(m, true)}
}

func (s *Slack) postEphemeral(a args) object {
	c := s.joined(a["channel"])
	if !slices.Contains(s.members(c), a["user"]) {
		refuse("user_not_in_channel")
	}
	m := s.compose("chat.postEphemeral", a)
	m.Channel, m.User, m.Ephemeral = c.ID, a["user"], true
	s.show(m)
	return object{"message_ts": m.TS}
}

func (s *Slack) update(a args) object {
	c := s.joined(a["channel"])
	m := s.find(c.ID, a["ts"])
	switch {
	case m == nil:
		refuse("message_not_found")
	case m.Ephemeral:
		refuse("cant_update_message")
	}
	m.rewrite(s.compose("chat.update", a))
	return object{"channel": c.ID, "ts": m.TS, "text": m.Text, "message": s.public(m, true)}
}

// public is a message as the Web API returns it. Without full, metadata is only
// its event type.
func (s *Slack) public(m *Message, full bool) object {
	o := object{
		"type": "message", "ts": m.TS, "text": m.Text, "team": teamID,
		"user": botUser, "bot_id": botID, "app_id": appID,
	}
	if m.ThreadTS != "" {
		o["thread_ts"] = m.ThreadTS
	}
	if m.Blocks != nil {
		o["blocks"] = m.Blocks
	}
	var files []any
	for _, id := range m.Files {
		files = append(files, s.publicFile(s.file(id)))
		o["files"] = files
	}
	if m.Metadata != nil {
		meta := object{"event_type": m.Metadata.EventType}
		if full {
			meta["event_payload"] = m.Metadata.EventPayload
		}
		o["metadata"] = meta
	}
	if m.Edited {
		o["edited"] = object{"user": botUser, "ts": m.TS}
	}
	return o
}

func (s *Slack) history(a args) object {
	return s.read(a, func(m *Message) bool { return m.ThreadTS == "" || m.ThreadTS == m.TS }, slices.Backward(s.messages))
}

// replies returns a thread: its first message and its replies, the oldest first.
func (s *Slack) replies(a args) object {
	c := s.joined(a["channel"])
	if m := s.find(c.ID, a["ts"]); (m == nil || m.Ephemeral) && !s.spoken[c.ID+a["ts"]] {
		refuse("thread_not_found")
	}
	return s.read(a, func(m *Message) bool { return m.TS == a["ts"] || m.ThreadTS == a["ts"] }, slices.All(s.messages))
}

// read returns the messages of a channel after the oldest that is asked for.
// Time stamps have a fixed width, so that they compare as text.
func (s *Slack) read(a args, in func(*Message) bool, messages iter.Seq2[int, *Message]) object {
	c := s.joined(a["channel"])
	all := []object{}
	for _, m := range messages {
		if m.Channel == c.ID && !m.Ephemeral && in(m) && m.TS > a["oldest"] {
			all = append(all, s.public(m, a.is("include_all_metadata")))
		}
	}
	list, next := page(all, a, 100)
	return object{
		"messages": list, "has_more": next != "", "pin_count": 0,
		"response_metadata": object{"next_cursor": next},
	}
}

// newResponseURL returns a URL at which a request can be answered; s.mu is held.
func (s *Slack) newResponseURL(r Request, original string) string {
	id := s.id("R")
	s.responses[id] = &responseURL{request: r, original: original, expires: time.Now().Add(responseLifetime)}
	return s.URL + "/response/" + id
}

func (s *Slack) serveResponse(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	a, bad := jsonArgs(body)
	s.perform(w, "response_url", a, http.StatusBadRequest, func() reply {
		u := s.responses[r.PathValue("id")]
		switch {
		case u == nil, time.Now().After(u.expires), u.uses == responseUses:
			panic(&refusal{code: "used_url", status: http.StatusNotFound})
		case bad != nil:
			s.violate("response_url", "invalid_payload: "+bad.Error())
			refuse("invalid_payload")
		}
		s.answer(u.request, u.original, a, "response_url")
		u.uses++
		return says(http.StatusOK, "text/plain", "ok")
	})
}

// answer shows what a request was answered with.
func (s *Slack) answer(r Request, original string, a args, via string) *Message {
	m := s.compose(via, a)
	if first := s.find(r.channel, original); a.is("replace_original") && first != nil {
		first.rewrite(m)
		return first
	}
	m.Channel = r.channel
	if a["response_type"] != "in_channel" {
		m.User, m.Ephemeral = r.user, true
	}
	s.show(m)
	return m
}
