package slacktest_test

import (
	"bytes"
	"testing"

	"rollcall/bot/slacktest"
)

func TestAPersonsFileIsReadUntilItIsDeleted(t *testing.T) {
	s, api := start(t, slacktest.Config{})
	content := []byte("name\nExample Foundation\n")
	event := s.Upload("U1", "a list.csv", content, "please, source:https://example.org/a").Event()
	files := event["files"].([]any)
	if event["subtype"] != "file_share" || event["channel_type"] != "im" || len(files) != 1 {
		t.Fatalf("the event is %v", event)
	}
	id := files[0].(map[string]any)["id"].(string)
	info, _, _, err := api.GetFileInfoContext(t.Context(), id, 0, 0)
	if err != nil || info.Name != "a list.csv" || info.Size != len(content) || info.User != "U1" {
		t.Fatalf("files.info: %+v, %v", info, err)
	}
	var got bytes.Buffer
	if err := api.GetFileContext(t.Context(), info.URLPrivateDownload, &got); err != nil || !bytes.Equal(got.Bytes(), content) {
		t.Errorf("downloaded %q, %v", got.Bytes(), err)
	}
	if len(s.Files()) != 0 {
		t.Error("it is among the bot's")
	}
	s.DeleteFile(id)
	_, _, _, err = api.GetFileInfoContext(t.Context(), id, 0, 0)
	says(t, err, "file_deleted")
	if err := api.GetFileContext(t.Context(), info.URLPrivateDownload, &got); err == nil {
		t.Error("it was downloaded")
	}
	_, _, _, err = api.GetFileInfoContext(t.Context(), "F0", 0, 0)
	says(t, err, "file_not_found")
}

func TestAFileIsForThoseWhoMayReadFiles(t *testing.T) {
	s, api := start(t, slacktest.Config{Scopes: []string{"chat:write"}})
	file := s.Upload("U1", "list.csv", []byte("name\n"), "").Event()["files"].([]any)[0].(map[string]any)
	_, _, _, err := api.GetFileInfoContext(t.Context(), file["id"].(string), 0, 0)
	says(t, err, "missing_scope")
	var got bytes.Buffer
	if err := api.GetFileContext(t.Context(), file["url_private_download"].(string), &got); err == nil || got.Len() > 0 {
		t.Errorf("downloaded %q", got.Bytes())
	}
}
