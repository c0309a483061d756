package bot

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
)

const (
	maxBody  = 256 << 10 // bytes of a request that are read; Slack's are far smaller
	maxDrain = 16 << 20  // bytes of a larger one that are thrown away
)

// Handler serves Slack's requests at POST /slack/events: commands, interactions and events. A request ends with its
// acknowledgement, so that the next one on its connection doesn't wait for what is answered later.
func (r *Router) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /slack/events", r.serveHTTP)
	return mux
}

func (r *Router) serveHTTP(w http.ResponseWriter, req *http.Request) {
	// What isn't even signed of late isn't read.
	if _, err := slack.NewSecretsVerifier(req.Header, r.first().SigningSecret); err != nil {
		r.first().Log.WarnContext(req.Context(), "refused: a request that isn't Slack's", "error", err)
		http.Error(w, "the signature is wrong or too old", http.StatusUnauthorized)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(nil, req.Body, maxBody))
	if err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			_, _ = io.CopyN(io.Discard, req.Body, maxDrain) // a client that is still sending would not read the answer
			http.Error(w, "the request is too large", http.StatusRequestEntityTooLarge)
			return
		}
		http.Error(w, "the request can't be read", http.StatusBadRequest)
		return
	}
	if err := r.verify(req.Header, body); err != nil {
		r.first().Log.WarnContext(req.Context(), "refused: a request that isn't Slack's", "error", err)
		http.Error(w, "the signature is wrong or too old", http.StatusUnauthorized)
		return
	}
	if strings.HasPrefix(req.Header.Get("Content-Type"), "application/json") {
		r.serveEvent(w, body)
		return
	}
	form, err := url.ParseQuery(string(body))
	switch {
	case err != nil:
		http.Error(w, "the form can't be read", http.StatusBadRequest)
	case form.Has("payload"):
		r.serveInteraction(w, []byte(form.Get("payload")))
	case form.Has("command"):
		r.serveCommand(w, req, form)
	default:
		http.Error(w, "this is nothing that Slack sends", http.StatusBadRequest)
	}
}

// verify holds the signature against the raw body, before any of it is read.
func (r *Router) verify(header http.Header, body []byte) error {
	v, err := slack.NewSecretsVerifier(header, r.first().SigningSecret)
	if err != nil {
		return err
	}
	if _, err := v.Write(body); err != nil {
		return err
	}
	return v.Ensure()
}

func (r *Router) serveCommand(w http.ResponseWriter, req *http.Request, form url.Values) {
	req.Form, req.PostForm = form, form
	c, err := slack.SlashCommandParse(req)
	if err != nil {
		http.Error(w, "the command can't be read", http.StatusBadRequest)
		return
	}
	if said := r.command(c, 0); said != nil {
		// Encoded with its own blocks, the message would be written twice.
		writeJSON(w, struct {
			*slack.WebhookMessage
			Blocks []slack.Block `json:"blocks,omitempty"`
		}{said, said.Blocks.BlockSet})
	}
}

func (r *Router) serveInteraction(w http.ResponseWriter, payload []byte) {
	said, err := r.interaction(payload, 0)
	switch {
	case err != nil:
		http.Error(w, "the interaction can't be read", http.StatusBadRequest)
	case said != nil:
		writeJSON(w, said)
	}
}

func (r *Router) serveEvent(w http.ResponseWriter, body []byte) {
	var e event
	if err := json.Unmarshal(body, &e); err != nil {
		http.Error(w, "the event can't be read", http.StatusBadRequest)
		return
	}
	if e.Type == slackevents.URLVerification {
		writeJSON(w, map[string]string{"challenge": e.Challenge})
		return
	}
	r.onEvent(e)
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(w).Encode(v) // the client is gone; there is nobody to tell
}
