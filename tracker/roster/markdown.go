package roster

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"rollcall/tracker"
)

// ReadFolder reads a folder of Markdown files, each with a supporter in YAML front matter. What follows the front matter
// isn't read. A link is a problem: it may lead out of the folder.
func ReadFolder(ctx context.Context, folder fs.FS, o Options) (*List, error) {
	b := newBuilder(ctx, Markdown, o)
	left := b.o.Bytes
	err := fs.WalkDir(folder, ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		at := Place{File: file}
		switch {
		case d.IsDir() && file != "." && strings.HasPrefix(d.Name(), "."):
			return fs.SkipDir
		case d.IsDir():
			return nil
		case d.Type()&fs.ModeSymlink != 0:
			return b.problem(at, "", tracker.Refuse("This is a link, which may lead anywhere; put the file itself into the folder."))
		case !d.Type().IsRegular():
			return b.problem(at, "", tracker.Refuse("This is no file that can be read, but a pipe, a socket or a device; take it out of the folder."))
		case !strings.EqualFold(path.Ext(file), ".md") || strings.EqualFold(d.Name(), readme):
			if len(b.list.Unread) < MaxCells {
				b.list.Unread = append(b.list.Unread, file) // it isn't part of the list
			}
			return nil
		}
		front, wrong, err := frontMatter(folder, file)
		if err != nil {
			return err
		}
		if left -= int64(len(front)); left < 0 {
			return tracker.Refuse("The folder has more than %d MB of front matter; at most that much is read.", b.o.Bytes>>20)
		}
		if wrong == nil {
			var v *values
			if v, wrong = b.frontValues(front); wrong == nil {
				return b.add(at, false, v)
			}
		}
		return b.problem(at, "", wrong)
	})
	if err != nil {
		if _, refused := errors.AsType[tracker.Refusal](err); refused || ctx.Err() != nil {
			return nil, err
		}
		return nil, fmt.Errorf("reading the folder: %w", err)
	}
	return b.done()
}

// readme is a file that describes its folder, and no supporter.
const readme = "README.md"

// frontMatter is what stands between the first line, ---, and the next such line; wrong says that there is none.
func frontMatter(folder fs.FS, file string) (front []byte, wrong, err error) {
	f, err := folder.Open(file)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	start, err := io.ReadAll(io.LimitReader(f, MaxCell))
	if err != nil {
		return nil, nil, err
	}
	start = bytes.TrimPrefix(start, []byte("\ufeff"))
	line, rest, _ := bytes.Cut(start, []byte("\n"))
	if strings.TrimRight(string(line), " \t\r") != "---" {
		return nil, tracker.Refuse("The file has no front matter: its first line isn't ---. If it is no supporter's, take it out of the folder."), nil
	}
	for at := 0; at < len(rest); {
		line, _, more := bytes.Cut(rest[at:], []byte("\n"))
		if strings.TrimRight(string(line), " \t\r") == "---" {
			return rest[:at], nil, nil
		}
		at += len(line)
		if more {
			at++
		}
	}
	return nil, tracker.Refuse("The front matter doesn't end: there is no second line --- in the first %d KB.", MaxCell>>10), nil
}

// frontValues reads front matter; every value is read as the text that it is written as.
func (b *builder) frontValues(front []byte) (*values, error) {
	if !utf8.Valid(front) {
		return nil, tracker.Refuse("The file isn't in UTF-8; save it in UTF-8.")
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(front, &doc); err != nil {
		return nil, tracker.Refuse("The front matter can't be read (%s).", shortened(clean(err.Error())))
	}
	if len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		return nil, tracker.Refuse("The front matter should be lines such as name: Example Foundation.")
	}
	var v values
	var seen [fields]bool
	members := doc.Content[0].Content
	for i := 0; i+1 < len(members); i += 2 {
		key, value := members[i], members[i+1]
		f, known, err := b.member(key.Value, &seen)
		switch {
		case err != nil:
			return nil, err
		case !known:
		case value.Kind == yaml.ScalarNode && (value.Tag == "!!null" || value.Value == ""):
			if f == category {
				v[f].text = string(tracker.Uncategorised) // the official list leaves it empty; without such a line nothing is known
			}
		case value.Kind == yaml.ScalarNode:
			v[f].text = value.Value
		case value.Kind == yaml.SequenceNode && f == aliases:
			v[f].text = joinAliases(tracker.Each(value.Content, func(n *yaml.Node) string { return n.Value }))
		default:
			return nil, tracker.Refuse("The %s isn't a text.", columns[f])
		}
	}
	return &v, nil
}
