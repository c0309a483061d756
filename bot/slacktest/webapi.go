package slacktest

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
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

// apiError is an ok:false reply.
type apiError struct {
	code    string
	details []string // of what is wrong with the arguments
	extra   object   // further fields of the reply
	after   time.Duration
}

func (e *apiError) Error() string { return e.code }

func refuse(code string, details ...string) *apiError {
	return &apiError{code: code, details: details}
}

// methods are the Web API methods known here. They run with s.mu held.
var methods = map[string]func(*Slack, args) (object, error){
	"assistant.threads.setStatus":           (*Slack).setStatus,
	"assistant.threads.setSuggestedPrompts": (*Slack).setPrompts,
	"assistant.threads.setTitle":            (*Slack).setTitle,
	"auth.test":                             (*Slack).authTest,
	"apps.connections.open":                 (*Slack).connectionsOpen,
	"chat.postMessage":                      (*Slack).postMessage,
	"chat.postEphemeral":                    (*Slack).postEphemeral,
	"chat.update":                           (*Slack).update,
	"conversations.history":                 (*Slack).history,
	"conversations.info":                    (*Slack).conversationInfo,
	"conversations.list":                    (*Slack).conversationsList,
	"conversations.members":                 (*Slack).conversationMembers,
	"conversations.open":                    (*Slack).conversationOpen,
	"conversations.replies":                 (*Slack).replies,
	"files.completeUploadExternal":          (*Slack).completeUpload,
	"files.getUploadURLExternal":            (*Slack).getUploadURL,
	"files.info":                            (*Slack).fileInfo,
	"users.conversations":                   (*Slack).userConversations,
	"users.info":                            (*Slack).userInfo,
	"views.open":                            (*Slack).viewsOpen,
	"views.publish":                         (*Slack).viewsPublish,
	"views.update":                          (*Slack).viewsUpdate,
}

// Scopes returns the bot scopes that Slack documents for a method: none, one, or
// one for each kind of conversation (public, private, direct, group direct).
// apps.connections.open needs its scope on the app token.
func Scopes(method string) []string {
	switch method {
	case "assistant.threads.setSuggestedPrompts", "assistant.threads.setTitle":
		return []string{"assistant:write"}
	case "assistant.threads.setStatus", "chat.postMessage", "chat.postEphemeral", "chat.update":
		return []string{"chat:write"}
	case "conversations.history", "conversations.replies":
		return []string{"channels:history", "groups:history", "im:history", "mpim:history"}
	case "conversations.info", "conversations.list", "conversations.members", "users.conversations":
		return []string{"channels:read", "groups:read", "im:read", "mpim:read"}
	case "conversations.open":
		return []string{"channels:manage", "groups:write", "im:write", "mpim:write"}
	case "files.getUploadURLExternal", "files.completeUploadExternal":
		return []string{"files:write"}
	case "files.info":
		return []string{"files:read"}
	case "users.info":
		return []string{"users:read"}
	case "apps.connections.open":
		return []string{"connections:write"}
	}
	return nil
}

// scope returns the one scope that a call needs; s.mu is held.
func (s *Slack) scope(method string, a args) string {
	scopes := Scopes(method)
	if len(scopes) < 2 {
		return strings.Join(scopes, "")
	}
	c := s.channels[a["channel"]]
	switch {
	case strings.Contains(a["types"], ","): // all of them are needed; the first that is lacking is told
		kinds := map[string]int{"public_channel": 0, "private_channel": 1, "im": 2, "mpim": 3}
		for kind := range strings.SplitSeq(a["types"], ",") {
			if needed := scopes[kinds[kind]]; s.config.Scopes != nil && !slices.Contains(s.config.Scopes, needed) {
				return needed
			}
		}
	case c.IM, a["users"] != "" && !strings.Contains(a["users"], ","), a["types"] == "im":
		return scopes[2]
	case a["users"] != "":
		return scopes[3]
	case c.Private, a["types"] == "private_channel":
		return scopes[1]
	}
	return scopes[0]
}

func (s *Slack) serveAPI(w http.ResponseWriter, r *http.Request) {
	a, err := readArgs(r)
	if err != nil {
		write(w, failure(refuse("invalid_json")))
		return
	}
	name := r.PathValue("method")
	token, inHeader := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !inHeader {
		token = a["token"]
	}
	s.perform(w, name, a, func() (reply, error) {
		if err := s.authorize(name, token, inHeader, a); err != nil {
			return failure(err), err
		}
		body, err := methods[name](s, a)
		if err != nil {
			return failure(err), err
		}
		body["ok"] = true
		out := encode(http.StatusOK, body)
		out.header.Set("X-OAuth-Scopes", s.granted(token))
		return out, nil
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
	if err := r.ParseForm(); err != nil {
		return nil, err
	}
	return formArgs(r.Form), nil
}

func formArgs(form url.Values) args {
	a := args{}
	for name := range form {
		a[name] = form.Get(name)
	}
	return a
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
		switch {
		case string(raw) == "null":
		case json.Unmarshal(raw, &text) == nil:
			a[name] = text
		default:
			a[name] = string(raw)
		}
	}
	return a, nil
}

// authorize checks the method, the token and the scope.
func (s *Slack) authorize(method, token string, inHeader bool, a args) error {
	forApp := method == "apps.connections.open"
	switch {
	case methods[method] == nil:
		err := refuse("unknown_method")
		err.extra = object{"req_method": method}
		return err
	case token == "":
		return refuse("not_authed")
	case token != s.config.BotToken && token != s.config.AppToken:
		return refuse("invalid_auth")
	case s.revoked:
		return refuse("token_revoked")
	case forApp && !inHeader:
		return refuse("not_authed")
	case method != "auth.test" && forApp != (token == s.config.AppToken):
		return refuse("not_allowed_token_type")
	}
	needed := s.scope(method, a)
	if forApp || needed == "" || s.config.Scopes == nil || slices.Contains(s.config.Scopes, needed) {
		return nil
	}
	err := refuse("missing_scope")
	err.extra = object{"needed": needed, "provided": s.granted(token)}
	return err
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

// failure is the reply that tells an error.
func failure(err error) reply {
	var e *apiError
	if !errors.As(err, &e) {
		e = refuse("internal_error", err.Error())
	}
	if e.after > 0 {
		return limited(e.after)
	}
	body := object{"ok": false, "error": e.code}
	for name, value := range e.extra {
		body[name] = value
	}
	if len(e.details) > 0 {
		messages := make([]string, len(e.details))
		for i, d := range e.details {
			messages[i] = "[ERROR] " + d
		}
		body["response_metadata"] = object{"messages": messages}
	}
	return encode(http.StatusOK, body)
}

func write(w http.ResponseWriter, r reply) {
	for name, values := range r.header {
		w.Header()[name] = values
	}
	w.WriteHeader(r.status)
	_, _ = w.Write(r.body)
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
