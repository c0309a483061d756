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

// Handler serves Slack's requests at POST /slack/events: commands, interactions and events.
func (b *Bot) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /slack/events", b.serveHTTP)
	return mux
}

func (b *Bot) serveHTTP(w http.ResponseWriter, r *http.Request) {
	// What isn't even signed of late isn't read.
	if _, err := slack.NewSecretsVerifier(r.Header, b.SigningSecret); err != nil {
		b.Log.WarnContext(r.Context(), "refused: a request that isn't Slack's", "error", err)
		http.Error(w, "the signature is wrong or too old", http.StatusUnauthorized)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxBody))
	if err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			_, _ = io.CopyN(io.Discard, r.Body, maxDrain) // a client that is still sending would not read the answer
			http.Error(w, "the request is too large", http.StatusRequestEntityTooLarge)
			return
		}
		http.Error(w, "the request can't be read", http.StatusBadRequest)
		return
	}
	if err := b.verify(r.Header, body); err != nil {
		b.Log.WarnContext(r.Context(), "refused: a request that isn't Slack's", "error", err)
		http.Error(w, "the signature is wrong or too old", http.StatusUnauthorized)
		return
	}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		b.serveEvent(w, body)
		return
	}
	form, err := url.ParseQuery(string(body))
	switch {
	case err != nil:
		http.Error(w, "the form can't be read", http.StatusBadRequest)
	case form.Has("payload"):
		b.serveInteraction(w, []byte(form.Get("payload")))
	case form.Has("command"):
		b.serveCommand(w, r, form)
	default:
		http.Error(w, "this is nothing that Slack sends", http.StatusBadRequest)
	}
}

// verify holds the signature against the raw body, before any of it is read.
func (b *Bot) verify(header http.Header, body []byte) error {
	v, err := slack.NewSecretsVerifier(header, b.SigningSecret)
	if err != nil {
		return err
	}
	if _, err := v.Write(body); err != nil {
		return err
	}
	return v.Ensure()
}

func (b *Bot) serveCommand(w http.ResponseWriter, r *http.Request, form url.Values) {
	r.Form, r.PostForm = form, form
	c, err := slack.SlashCommandParse(r)
	if err != nil {
		http.Error(w, "the command can't be read", http.StatusBadRequest)
		return
	}
	b.command(c, 0, func(said *slack.WebhookMessage) {
		if said == nil { // the whole answer, though the work goes on
			w.Header().Set("Content-Length", "0")
			_ = http.NewResponseController(w).Flush()
			return
		}
		// Encoded with its own blocks, the message would be written twice.
		writeJSON(w, struct {
			*slack.WebhookMessage
			Blocks []slack.Block `json:"blocks,omitempty"`
		}{said, said.Blocks.BlockSet})
	})
}

func (b *Bot) serveInteraction(w http.ResponseWriter, payload []byte) {
	said, err := b.interaction(payload, 0)
	switch {
	case err != nil:
		http.Error(w, "the interaction can't be read", http.StatusBadRequest)
	case said != nil:
		writeJSON(w, said)
	}
}

func (b *Bot) serveEvent(w http.ResponseWriter, body []byte) {
	var e event
	if err := json.Unmarshal(body, &e); err != nil {
		http.Error(w, "the event can't be read", http.StatusBadRequest)
		return
	}
	if e.Type == slackevents.URLVerification {
		writeJSON(w, map[string]string{"challenge": e.Challenge})
		return
	}
	b.onEvent(e)
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(w).Encode(v) // the client is gone; there is nobody to tell
}
