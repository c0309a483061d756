package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"rollcall/config"
	"rollcall/tracker"
	"rollcall/tracker/callfiles"
	"rollcall/tracker/pariscall"
)

// A keptCall is a call of the settings, read from its folder.
type keptCall struct {
	config.Call
	folder *callfiles.Folder
}

// readCalls reads the folders of all calls, and reports all mistakes in any of them.
func readCalls(c config.Config) ([]keptCall, error) {
	var all []keptCall
	var wrong []error
	for _, call := range c.Kept() {
		folder, err := readCall(call)
		all, wrong = append(all, keptCall{call, folder}), append(wrong, err)
	}
	return all, errors.Join(wrong...)
}

// readCall reads a call's folder. One without groups of countries has those of the Paris Call.
func readCall(call config.Call) (*callfiles.Folder, error) {
	paris, err := pariscall.Folder()
	if err != nil || call.Folder == config.ParisCall {
		return paris, err
	}
	folder, err := callfiles.Read(os.DirFS(call.Folder), call.Slug(), tracker.DayOf(time.Now()))
	if err != nil {
		var wrong []error
		for _, err := range each(err) {
			wrong = append(wrong, fmt.Errorf("the call %s: %w", call.Folder, err))
		}
		return nil, errors.Join(wrong...)
	}
	if len(folder.Call.Groups) == 0 {
		folder.Call.Groups, folder.Call.GroupsAsOf = paris.Call.Groups, paris.Call.GroupsAsOf
	}
	return folder, nil
}

// chosen finds the call that --call names, by its slug; without one it is the first.
func chosen(calls []keptCall, slug string) (int, error) {
	if slug == "" {
		return 0, nil
	}
	i := slices.IndexFunc(calls, func(c keptCall) bool { return c.Slug() == slug })
	if i < 0 {
		var slugs []string
		for _, c := range calls {
			slugs = append(slugs, c.Slug())
		}
		return 0, tracker.Refuse("--call: there is no call %q; there are: %s", slug, strings.Join(slugs, ", "))
	}
	return i, nil
}

// newCall writes the starter of a call into a folder that is empty, or isn't there yet.
func (p process) newCall(_ context.Context, g given) error {
	if len(g.args) != 1 {
		return tracker.Refuse("new-call takes the name of a folder, such as: rollcall new-call calls/example")
	}
	call := config.Call{Folder: g.args[0]}
	if err := tracker.CheckSlug(call.Slug()); err != nil {
		return err
	}
	if call.Slug() == pariscall.Slug {
		return tracker.Refuse("%s is the name of the Paris Call; choose another", pariscall.Slug)
	}
	if err := os.MkdirAll(call.Folder, 0o750); err != nil {
		return err
	}
	files, err := os.ReadDir(call.Folder)
	if err != nil {
		return err
	}
	if len(files) > 0 {
		return tracker.Refuse("%s isn't empty; nothing was written", call.Folder)
	}
	starter, err := callfiles.Starter()
	if err != nil {
		return err
	}
	if err := os.CopyFS(call.Folder, starter); err != nil {
		return err
	}
	written, err := fs.ReadDir(starter, ".")
	for _, f := range written {
		fmt.Fprintln(p.stdout, "wrote", filepath.Join(call.Folder, f.Name()))
	}
	fmt.Fprintf(p.stdout, "Replace the example with your call; the comments in the files say how. To look at it: rollcall try %s\n"+
		"To keep it beside the Paris Call: ROLLCALL_CALLS=%s,%s:/%s\n", call.Folder, config.ParisCall, call.Folder, call.Slug())
	return err
}
