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
	// What isn't even signed of late isn't read, and nothing is looked at before its signature is held against the raw body.
	signed, err := slack.NewSecretsVerifier(req.Header, r.first().SigningSecret)
	var body []byte
	if err == nil {
		body, err = io.ReadAll(http.MaxBytesReader(nil, req.Body, maxBody))
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			_, _ = io.CopyN(io.Discard, req.Body, maxDrain) // a client that is still sending would not read the answer
			http.Error(w, "the request is too large", http.StatusRequestEntityTooLarge)
			return
		} else if err != nil {
			http.Error(w, "the request can't be read", http.StatusBadRequest)
			return
		}
		_, _ = signed.Write(body) // a hash takes everything
		err = signed.Ensure()
	}
	if err != nil {
		r.first().Log.WarnContext(req.Context(), "refused: a request that isn't Slack's", "error", err)
		http.Error(w, "the signature is wrong or too old", http.StatusUnauthorized)
		return
	}
	said, err := r.serve(req, body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
	} else if said != nil {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_ = json.NewEncoder(w).Encode(said) // the client is gone
	}
}

// serve takes a request of Slack's, and returns what it is answered with; nil for nothing.
func (r *Router) serve(req *http.Request, body []byte) (said any, err error) {
	if strings.HasPrefix(req.Header.Get("Content-Type"), "application/json") {
		var e event
		if json.Unmarshal(body, &e) != nil {
			return nil, errors.New("the event can't be read")
		}
		if e.Type == slackevents.URLVerification {
			return map[string]string{"challenge": e.Challenge}, nil
		}
		r.onEvent(e)
		return nil, nil
	}
	form, err := url.ParseQuery(string(body))
	switch {
	case err != nil:
		return nil, errors.New("the form can't be read")
	case form.Has("payload"):
		if said, err = r.interaction([]byte(form.Get("payload")), 0); err != nil {
			err = errors.New("the interaction can't be read")
		}
		return said, err
	case !form.Has("command"):
		return nil, errors.New("this is nothing that Slack sends")
	}
	req.Form, req.PostForm = form, form
	c, err := slack.SlashCommandParse(req)
	if err != nil {
		return nil, errors.New("the command can't be read")
	}
	m := r.command(c, 0)
	if m == nil {
		return nil, nil
	}
	return struct { // encoded with its own blocks, the message would be written twice
		*slack.WebhookMessage
		Blocks []slack.Block `json:"blocks,omitempty"`
	}{m, m.Blocks.BlockSet}, nil
}
