package main

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/desk"
	"rollcall/tracker/roster"
)

// importList compares a list with what is recorded: a CSV, XLSX or JSON file, a folder of Markdown files, or standard input for -.
// It shows what the list would change, and changes it only with --apply. If that records nothing of what the list has, it
// fails, unless all of it is recorded already.
func (p process) importList(ctx context.Context, g given) (err error) {
	if len(g.args) != 1 {
		return tracker.Refuse("import needs the name of one file or folder, such as: rollcall import supporters.csv, or - for standard input")
	}
	i := desk.Import{By: p.who(), Lang: p.words().Lang(), Admin: true, File: filepath.Base(g.args[0]), Source: g.values["source"], Complete: g.has("complete")}
	if g.args[0] == "-" {
		i.File = "standard input"
	}
	if on := g.values["on"]; on != "" {
		if i.On, err = tracker.ParseDay(on); err != nil {
			return err
		}
	}
	if i.Chosen, err = places(g.values["choose"]); err != nil {
		return err
	}
	if g.has("apply") && g.has("dry-run") {
		return tracker.Refuse("--apply records what the list says, and --dry-run doesn't; leave one of them out")
	}
	if g.has("apply") {
		if i.Do = desk.Apply; i.Source == "" {
			return tracker.Refuse("--apply needs --source URL: where the list is from")
		}
	}
	if i.List, err = p.readList(ctx, g.args[0]); err != nil {
		return err
	}
	o, r, err := p.open(ctx, g)
	if err != nil {
		return err
	}
	defer r.db.Close()
	i.Page = o.page
	a, err := p.desk(r, inSlack, nil).Import(ctx, i)
	if err != nil {
		return err
	}
	refused := a.Kind == answer.Refused
	switch f := a.Facts.(type) {
	case *answer.DryRunFacts:
		if !o.json {
			a.Text += nextStep(f.Import, p.words())
		}
	case *answer.ImportedFacts:
		refused = f.Futile()
	}
	if err = p.print(a, "", o.json); err == nil && refused {
		return errRefused
	}
	return err
}

// nextStep says how to apply what a dry run found.
func nextStep(i *answer.Import, words *answer.Words) string {
	step := ""
	if len(i.Doubtful) > 0 {
		row := i.Doubtful[0]
		step += "\n" + words.Say("shell.choose(row)", cmp.Or(row.File, strconv.Itoa(row.Line)))
	}
	if !i.Nothing() || i.Complete && len(i.Missing) > 0 {
		step += "\n" + words.Say("shell.apply()")
	}
	return step
}

// places are the doubtful rows that are chosen: lines, or files of a folder.
func places(text string) ([]roster.Place, error) {
	var all []roster.Place
	for part := range strings.SplitSeq(text, ",") {
		part = strings.TrimSpace(part)
		line, err := strconv.Atoi(part)
		switch {
		case part == "":
		case err == nil && line > 0:
			all = append(all, roster.Place{Line: line})
		case strings.EqualFold(filepath.Ext(part), ".md"):
			all = append(all, roster.Place{File: filepath.ToSlash(part)})
		default:
			return nil, tracker.Refuse("--choose takes lines, such as 7,12, or files of a folder; %q is neither", part)
		}
	}
	return all, nil
}

// readList reads a file, a folder or standard input.
func (p process) readList(ctx context.Context, name string) (*roster.List, error) {
	if name == "-" {
		return p.readSpooled(ctx)
	}
	info, err := found(name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return roster.ReadFolder(ctx, os.DirFS(name), roster.Options{})
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return roster.Read(ctx, name, file, info.Size(), roster.Options{})
}

// found looks for a file or a folder that is to be read.
func found(name string) (fs.FileInfo, error) {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, tracker.Refuse("there is no file or folder %s", name)
	case err == nil && !info.IsDir() && !info.Mode().IsRegular():
		return nil, tracker.Refuse("%s is neither a file nor a folder", name)
	}
	return info, err
}

// readSpooled reads standard input through a file, since a list is also read from its end.
func (p process) readSpooled(ctx context.Context) (list *roster.List, err error) {
	spool, err := os.CreateTemp("", "rollcall-*")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, spool.Close(), os.Remove(spool.Name())) }()
	size, err := io.Copy(spool, io.LimitReader(p.stdin, roster.MaxBytes+1))
	if err != nil {
		return nil, err
	}
	if size > roster.MaxBytes {
		return nil, tracker.Refuse("standard input has more than %d MB; at most that much is read", roster.MaxBytes>>20)
	}
	return roster.Read(ctx, "", spool, size, roster.Options{})
}
