package slacktest

import (
	"cmp"
	"encoding/json"
	"io"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

type object = map[string]any

// args are a call's arguments, however they were encoded; a nested value is JSON.
type args map[string]string

func (a args) is(name string) bool { return a[name] == "true" || a[name] == "1" }

func (a args) number(name string, otherwise int) int {
	if n, err := strconv.Atoi(a[name]); err == nil && n > 0 {
		return n
	}
	return otherwise
}

// refusal is an ok:false reply. What Slack is asked to do panics with one, and tried takes it up.
type refusal struct {
	code    string
	status  int           // of the HTTP response; 0: 200
	details []string      // of what is wrong with the arguments
	extra   object        // further fields of the reply
	after   time.Duration // to wait, of one that came too soon
}

func refuse(code string, details ...string) { panic(&refusal{code: code, details: details}) }

// tried does something, and returns its refusal; nil if it was done.
func tried(do func()) (e *refusal) {
	defer func() {
		if r := recover(); r != nil {
			var ok bool
			if e, ok = r.(*refusal); !ok {
				panic(r)
			}
		}
	}()
	do()
	return nil
}

// describe says what is wrong in one line per problem.
func (e *refusal) describe() (lines []string) {
	switch {
	case e == nil:
		return nil
	case len(e.details) == 0:
		return []string{e.code}
	}
	for _, d := range e.details {
		lines = append(lines, e.code+": "+d)
	}
	return lines
}

// A method is one of the Web API.
type method struct {
	// scopes are the bot scopes that Slack documents for it: none, one, or one for each kind of conversation.
	scopes string
	do     func(*Slack, args) object // with s.mu held
}

// kinds are those of conversations, in the order of a method's scopes.
var kinds = []string{"public_channel", "private_channel", "im", "mpim"}

const (
	history = "channels:history groups:history im:history mpim:history"
	reading = "channels:read groups:read im:read mpim:read"
	opening = "channels:manage groups:write im:write mpim:write"
)

var methods = map[string]method{
	"assistant.threads.setStatus":           {"chat:write", (*Slack).setStatus},
	"assistant.threads.setSuggestedPrompts": {"assistant:write", (*Slack).setPrompts},
	"assistant.threads.setTitle":            {"assistant:write", (*Slack).setTitle},
	"auth.test":                             {"", (*Slack).authTest},
	"apps.connections.open":                 {"connections:write", (*Slack).connectionsOpen}, // of the app token
	"chat.postMessage":                      {"chat:write", (*Slack).postMessage},
	"chat.postEphemeral":                    {"chat:write", (*Slack).postEphemeral},
	"chat.update":                           {"chat:write", (*Slack).update},
	"conversations.history":                 {history, (*Slack).history},
	"conversations.info":                    {reading, (*Slack).conversationInfo},
	"conversations.open":                    {opening, (*Slack).conversationOpen},
	"conversations.replies":                 {history, (*Slack).replies},
	"files.completeUploadExternal":          {"files:write", (*Slack).completeUpload},
	"files.getUploadURLExternal":            {"files:write", (*Slack).getUploadURL},
	"files.info":                            {"files:read", (*Slack).fileInfo},
	"users.conversations":                   {reading, (*Slack).userConversations},
	"users.info":                            {"users:read", (*Slack).userInfo},
	"views.open":                            {"", (*Slack).viewsOpen},
	"views.publish":                         {"", (*Slack).viewsPublish},
	"views.update":                          {"", (*Slack).viewsUpdate},
}

// Scopes returns the scopes that Slack documents for a method: none, one, or one for each kind of conversation (public,
// private, direct, group direct).
func Scopes(method string) []string { return strings.Fields(methods[method].scopes) }

// scope returns the one scope that a call needs, of several the first that the bot lacks; s.mu is held.
func (s *Slack) scope(method string, a args) string {
	scopes := Scopes(method)
	if len(scopes) < 2 {
		return strings.Join(scopes, "")
	}
	asked := []string{s.channels[a["channel"]].kind()}
	switch {
	case a["types"] != "":
		asked = strings.Split(a["types"], ",")
	case a["users"] != "":
		asked = []string{"im"}
	}
	of := func(kind string) string { return scopes[max(0, slices.Index(kinds, kind))] }
	return of(asked[max(0, slices.IndexFunc(asked, func(kind string) bool { return s.lacks(of(kind)) }))])
}

// lacks reports whether the bot token was not granted a scope.
func (s *Slack) lacks(scope string) bool {
	return scope != "" && s.config.Scopes != nil && !slices.Contains(s.config.Scopes, scope)
}

func (s *Slack) serveAPI(w http.ResponseWriter, r *http.Request) {
	a, bad := readArgs(r)
	name := r.PathValue("method")
	token, inHeader := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !inHeader {
		token = a["token"]
	}
	s.perform(w, name, a, http.StatusOK, func() reply {
		if bad != nil {
			refuse("invalid_json")
		}
		s.authorize(name, token, a)
		body := methods[name].do(s, a)
		body["ok"] = true
		out := encode(http.StatusOK, body)
		out.header.Set("X-OAuth-Scopes", s.granted(token))
		return out
	})
}

// readArgs decodes a form or a JSON body.
func readArgs(r *http.Request) (args, error) {
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "application/json" {
		body, err := io.ReadAll(r.Body)
		if err != nil || len(body) == 0 {
			return args{}, err
		}
		return jsonArgs(body)
	}
	err := r.ParseForm()
	a := args{}
	for name := range r.Form {
		a[name] = r.Form.Get(name)
	}
	return a, err
}

// jsonArgs turns a JSON object into what a form would have said.
func jsonArgs(body []byte) (args, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err != nil {
		return nil, err
	}
	a := args{}
	for name, raw := range fields {
		var text string
		if json.Unmarshal(raw, &text) != nil {
			text = string(raw)
		}
		a[name] = text
	}
	return a, nil
}

// authorize checks the method, the token and the scope.
func (s *Slack) authorize(method, token string, a args) {
	forApp := method == "apps.connections.open"
	switch {
	case methods[method].do == nil:
		panic(&refusal{code: "unknown_method", extra: object{"req_method": method}})
	case token == "":
		refuse("not_authed")
	case token != s.config.BotToken && token != s.config.AppToken:
		refuse("invalid_auth")
	case s.revoked:
		refuse("token_revoked")
	case method != "auth.test" && forApp != (token == s.config.AppToken):
		refuse("not_allowed_token_type")
	}
	if needed := s.scope(method, a); !forApp && s.lacks(needed) {
		panic(&refusal{code: "missing_scope", extra: object{"needed": needed, "provided": s.granted(token)}})
	}
}

// granted returns a token's scopes, as X-OAuth-Scopes lists them.
func (s *Slack) granted(token string) string {
	if token == s.config.AppToken {
		return "connections:write"
	}
	if s.config.Scopes != nil {
		return strings.Join(s.config.Scopes, ",")
	}
	all := map[string]bool{"commands": true, "app_mentions:read": true}
	for method := range methods {
		for _, scope := range Scopes(method) {
			all[scope] = true
		}
	}
	delete(all, "connections:write")
	return strings.Join(sortedKeys(all), ",")
}

func encode(status int, body object) reply {
	b, err := json.Marshal(body)
	if err != nil {
		panic(err) // only what was decoded, or written here
	}
	return reply{status, http.Header{"Content-Type": {"application/json; charset=utf-8"}}, b}
}

// failure is the reply with a refusal.
func failure(e *refusal) reply {
	body := object{"ok": false, "error": e.code}
	maps.Copy(body, e.extra)
	if len(e.details) > 0 {
		var messages []string
		for _, d := range e.details {
			messages = append(messages, "[ERROR] "+d)
		}
		body["response_metadata"] = object{"messages": messages}
	}
	out := encode(cmp.Or(e.status, http.StatusOK), body)
	if out.status == http.StatusTooManyRequests {
		out.header.Set("Retry-After", strconv.Itoa(int(e.after.Seconds())))
	}
	return out
}

// page returns the part of all that limit and cursor ask for, and the next cursor.
func page[T any](all []T, a args, limit int) ([]T, string) {
	from := min(a.number("cursor", 0), len(all))
	to := min(from+a.number("limit", limit), len(all))
	if to == len(all) {
		return all[from:], ""
	}
	return all[from:to], strconv.Itoa(to)
}
