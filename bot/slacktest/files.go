package slacktest

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
)

// File is a file the bot uploaded.
type File struct {
	ID, Name, Title string
	AltText         string
	Content         []byte
	Shared          []string // the channels it was shared to

	length   int
	complete bool
}

// Files returns the files whose upload was completed, in order.
func (s *Slack) Files() []File {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []File
	for _, f := range s.files {
		if f.complete {
			list = append(list, *f)
		}
	}
	return list
}

func (s *Slack) file(id string) *File {
	i := slices.IndexFunc(s.files, func(f *File) bool { return f.ID == id })
	if i < 0 {
		return nil
	}
	return s.files[i]
}

func (s *Slack) getUploadURL(a args) (object, error) {
	if a["filename"] == "" || a.number("length", 0) == 0 {
		return nil, refuse("invalid_arguments", "filename and length are required")
	}
	f := &File{ID: s.id("F"), Name: a["filename"], AltText: a["alt_txt"], length: a.number("length", 0)}
	s.files = append(s.files, f)
	return object{"file_id": f.ID, "upload_url": s.URL + "/upload/" + f.ID}, nil
}

// serveUpload takes a file's content, raw or as the part "file" of a form.
func (s *Slack) serveUpload(w http.ResponseWriter, r *http.Request) {
	var body io.Reader = r.Body
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		part, _, err := r.FormFile("file")
		if err != nil {
			http.Error(w, "no file", http.StatusBadRequest)
			return
		}
		defer func() { _ = part.Close() }()
		body = part
	}
	content, err := io.ReadAll(body)
	if err != nil {
		return
	}
	id := r.PathValue("id")
	s.perform(w, "upload", args{"file": id}, func() (reply, error) {
		f := s.file(id)
		if f == nil || len(content) != f.length {
			err := refuse("file_upload_size_restricted")
			out := failure(err)
			out.status = http.StatusBadRequest
			return out, err
		}
		f.Content = content
		return reply{http.StatusOK, http.Header{"Content-Type": {"text/plain"}}, []byte("OK")}, nil
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
