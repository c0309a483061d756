package slacktest

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// File is a file that the bot, or a person, uploaded.
type File struct {
	ID, Name, Title string
	User            string // the person; empty if it was the bot
	AltText         string
	Content         []byte
	Shared          []string // the channels it was shared to

	length   int
	complete bool
	deleted  bool
}

// Files returns the files that the bot uploaded to the end, in order.
func (s *Slack) Files() []File {
	defer s.lock()()
	var list []File
	for _, f := range s.files {
		if f.complete && f.User == "" {
			list = append(list, *f)
		}
	}
	return list
}

func (s *Slack) file(id string) *File {
	return first(s.files, func(f *File) bool { return f.ID == id })
}

func (s *Slack) getUploadURL(a args) (object, error) {
	if a["filename"] == "" || a.number("length", 0) == 0 {
		return nil, refuse("invalid_arguments", "filename and length are required")
	}
	f := &File{ID: s.id("F"), Name: a["filename"], AltText: a["alt_txt"], length: a.number("length", 0)}
	s.files = append(s.files, f)
	return object{"file_id": f.ID, "upload_url": s.URL + "/upload/" + f.ID}, nil
}

// serveUpload takes a file's content, as the part "file" of a form.
func (s *Slack) serveUpload(w http.ResponseWriter, r *http.Request) {
	part, _, err := r.FormFile("file")
	if err != nil {
		http.Error(w, "no file", http.StatusBadRequest)
		return
	}
	content, err := io.ReadAll(part)
	if err != nil {
		return
	}
	id := r.PathValue("id")
	s.perform(w, "upload", args{"file": id}, func() (reply, error) {
		f := s.file(id)
		if f == nil || len(content) != f.length {
			return reply{}, &apiError{code: "file_upload_size_restricted", status: http.StatusBadRequest}
		}
		f.Content = content
		return says(http.StatusOK, "text/plain", "OK"), nil
	})
}

func (s *Slack) completeUpload(a args) (object, error) {
	var named []struct{ ID, Title string }
	if json.Unmarshal([]byte(a["files"]), &named) != nil || len(named) == 0 {
		return nil, refuse("invalid_arguments", "files is required")
	}
	channels := strings.FieldsFunc(a["channels"]+","+a["channel_id"], func(r rune) bool { return r == ',' })
	for _, id := range channels {
		if _, err := s.joined(id); err != nil {
			return nil, err
		}
	}
	var ids []string
	var list []object
	for _, n := range named {
		f := s.file(n.ID)
		if f == nil || f.Content == nil {
			return nil, refuse("file_not_found")
		}
		ids = append(ids, f.ID)
		list = append(list, object{"id": f.ID, "title": n.Title})
	}
	var shown []*Message
	for _, id := range channels {
		content := args{"text": a["initial_comment"], "blocks": a["blocks"], "thread_ts": a["thread_ts"]}
		m := &Message{Via: "files.completeUploadExternal", ThreadTS: a["thread_ts"]}
		if content["text"] != "" || content["blocks"] != "" {
			var err error
			if m, err = s.compose("files.completeUploadExternal", content); err != nil {
				return nil, err
			}
		}
		m.Channel, m.Files = id, ids
		shown = append(shown, m)
	}
	for i, n := range named {
		f := s.file(ids[i])
		f.Title, f.Shared, f.complete = n.Title, channels, true
	}
	for _, m := range shown {
		s.show(m)
	}
	return object{"files": list}, nil
}

// Upload is a person's upload of a file in a direct message to the bot, with words.
func (s *Slack) Upload(user, name string, content []byte, text string) Request {
	defer s.lock()()
	channel := s.direct(user).ID
	f := &File{ID: s.id("F"), Name: name, Title: name, User: user, Content: content, Shared: []string{channel}, complete: true}
	s.files = append(s.files, f)
	return s.event(user, channel, object{
		"type": "message", "subtype": "file_share", "channel_type": "im", "text": Escape(text), "client_msg_id": s.id("msg-"),
		"upload": false, "display_as_bot": false, "files": []any{s.publicFile(f)},
	})
}

// DeleteFile deletes a file, as its owner may at any time.
func (s *Slack) DeleteFile(id string) {
	defer s.lock()()
	if f := s.file(id); f != nil {
		f.deleted = true
	}
}

// publicFile is a file as Slack shows it; s.mu is held.
func (s *Slack) publicFile(f *File) object {
	private := s.URL + "/files-pri/" + s.config.TeamID + "-" + f.ID + "/"
	return object{
		"id": f.ID, "name": f.Name, "title": f.Title, "mimetype": "application/octet-stream", "filetype": "binary", "user": f.User,
		"mode": "hosted", "is_external": false, "external_type": "", "is_public": false, "size": len(f.Content),
		"url_private": private + url.PathEscape(f.Name), "url_private_download": private + "download/" + url.PathEscape(f.Name),
		"permalink": "https://test.slack.com/files/" + f.User + "/" + f.ID + "/" + url.PathEscape(f.Name), "file_access": "visible",
	}
}

func (s *Slack) fileInfo(a args) (object, error) {
	f := s.file(a["file"])
	switch {
	case f == nil || !f.complete:
		return nil, refuse("file_not_found")
	case f.deleted:
		return nil, refuse("file_deleted")
	}
	return object{"file": s.publicFile(f), "comments": []any{}, "paging": object{"count": 100, "total": 0, "page": 1, "pages": 0}}, nil
}

// serveDownload gives a file's content to those who have the token, and sends everybody else to the sign-in page.
func (s *Slack) serveDownload(w http.ResponseWriter, r *http.Request) {
	_, id, _ := strings.Cut(r.PathValue("id"), "-")
	signedIn := r.Header.Get("Authorization") == "Bearer "+s.config.BotToken && !s.lacks("files:read")
	s.perform(w, "download", args{"file": id}, func() (reply, error) {
		f := s.file(id)
		switch {
		case !signedIn || s.revoked:
			to := s.URL + "/signin?redir=" + url.QueryEscape(r.URL.Path)
			return reply{http.StatusFound, http.Header{"Location": {to}}, nil}, refuse("not_authed")
		case f == nil || f.deleted:
			return says(http.StatusNotFound, "text/html", "<html>Not found</html>"), refuse("file_not_found")
		}
		return says(http.StatusOK, "application/octet-stream", string(f.Content)), nil
	})
}

func serveSignIn(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = io.WriteString(w, "<!DOCTYPE html><html><title>Sign in</title></html>")
}
