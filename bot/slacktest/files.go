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
	Shared          string // the channel to which it was

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

func (s *Slack) getUploadURL(a args) object {
	if a["filename"] == "" || a.number("length", 0) == 0 {
		refuse("invalid_arguments", "filename and length are required")
	}
	f := &File{ID: s.id("F"), Name: a["filename"], AltText: a["alt_txt"], length: a.number("length", 0)}
	s.files = append(s.files, f)
	return object{"file_id": f.ID, "upload_url": s.URL + "/upload/" + f.ID}
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
	s.perform(w, "upload", args{"file": id}, http.StatusBadRequest, func() reply {
		f := s.file(id)
		if f == nil || len(content) != f.length {
			refuse("file_upload_size_restricted")
		}
		f.Content = content
		return says(http.StatusOK, "text/plain", "OK")
	})
}

// completeUpload posts files to a channel, or to none.
func (s *Slack) completeUpload(a args) object {
	var named []struct{ ID, Title string }
	if json.Unmarshal([]byte(a["files"]), &named) != nil || len(named) == 0 {
		refuse("invalid_arguments", "files is required")
	}
	const where = "files.completeUploadExternal"
	m := &Message{Via: where, ThreadTS: a["thread_ts"]}
	if a["initial_comment"] != "" {
		m = s.compose(where, args{"text": a["initial_comment"], "thread_ts": a["thread_ts"]})
	}
	if m.Channel = a["channel_id"]; m.Channel != "" {
		s.joined(m.Channel)
	}
	var list []object
	for _, n := range named {
		f := s.file(n.ID)
		if f == nil || f.Content == nil {
			refuse("file_not_found")
		}
		f.Title, f.Shared, f.complete = n.Title, m.Channel, true
		m.Files = append(m.Files, f.ID)
		list = append(list, object{"id": f.ID, "title": n.Title})
	}
	if m.Channel != "" {
		s.show(m)
	}
	return object{"files": list}
}

// Upload is a person's upload of a file in a direct message to the bot, with words.
func (s *Slack) Upload(user, name string, content []byte, text string) Request {
	defer s.lock()()
	channel := s.direct(user).ID
	f := &File{ID: s.id("F"), Name: name, Title: name, User: user, Content: content, Shared: channel, complete: true}
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
	private := s.URL + "/files-pri/" + teamID + "-" + f.ID + "/"
	return object{
		"id": f.ID, "name": f.Name, "title": f.Title, "mimetype": "application/octet-stream", "filetype": "binary", "user": f.User,
		"mode": "hosted", "is_external": false, "external_type": "", "is_public": false, "size": len(f.Content),
		"url_private": private + url.PathEscape(f.Name), "url_private_download": private + "download/" + url.PathEscape(f.Name),
		"permalink": "https://test.slack.com/files/" + f.User + "/" + f.ID + "/" + url.PathEscape(f.Name), "file_access": "visible",
	}
}

func (s *Slack) fileInfo(a args) object {
	f := s.file(a["file"])
	switch {
	case f == nil || !f.complete:
		refuse("file_not_found")
	case f.deleted:
		refuse("file_deleted")
	}
	return object{"file": s.publicFile(f), "comments": []any{}, "paging": object{"count": 100, "total": 0, "page": 1, "pages": 0}}
}

// serveDownload gives a file's content to those who have the token.
func (s *Slack) serveDownload(w http.ResponseWriter, r *http.Request) {
	_, id, _ := strings.Cut(r.PathValue("id"), "-")
	signedIn := r.Header.Get("Authorization") == "Bearer "+s.config.BotToken && !s.lacks("files:read")
	s.perform(w, "download", args{"file": id}, http.StatusNotFound, func() reply {
		f := s.file(id)
		if !signedIn || s.revoked || f == nil || f.deleted {
			refuse("file_not_found")
		}
		return says(http.StatusOK, "application/octet-stream", string(f.Content))
	})
}
