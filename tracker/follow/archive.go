package follow

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/roster"
)

// The limits of a followed list.
const (
	maxBytes = 64 << 20 // of what is downloaded, and of what is read of it
	maxFiles = 200_000  // of an archive
)

// commit is the revision of a repository, as code hosts write it into the comment of an archive.
var commit = regexp.MustCompile(`^(?:[0-9a-f]{40}|[0-9a-f]{64})$`)

// ReadList reads a list from the content of its address, and names its revision: a commit, or a digest of what it says. Of an
// archive only files of the origin's folder are read, and no link is followed.
func ReadList(ctx context.Context, origin tracker.Origin, content []byte) (list *roster.List, revision string, err error) {
	options := roster.Options{Bytes: maxBytes, Rows: maxFiles}
	if origin.Folder == "" {
		if list, err = roster.Read(ctx, path.Base(origin.Address), bytes.NewReader(content), int64(len(content)), options); err != nil {
			return nil, "", err
		}
		return list, list.Digest(), nil
	}
	if !IsArchive(content) {
		return nil, "", fmt.Errorf("the address has neither a zip nor a tar, or not all of it; it begins with %.40q", content)
	}
	if !bytes.HasPrefix(content, []byte(zipBegins)) {
		if content, err = zipped(content); err != nil {
			return nil, "", err
		}
	}
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, "", fmt.Errorf("the archive can't be read: %w", err)
	}
	folder, err := folderOf(archive, origin.Folder)
	if err != nil {
		return nil, "", err
	}
	if list, err = roster.ReadFolder(ctx, folder, options); err != nil {
		return nil, "", err
	}
	if commit.MatchString(archive.Comment) {
		return list, archive.Comment, nil
	}
	return list, list.Digest(), nil
}

// IsArchive reports whether content is a zip, or a whole tar, perhaps packed with gzip, and no workbook.
func IsArchive(content []byte) bool {
	if archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content))); err == nil {
		return !slices.ContainsFunc(archive.File, func(f *zip.File) bool { return strings.HasPrefix(f.Name, "xl/") })
	}
	return bytes.HasPrefix(content, []byte(zipBegins)) || bytes.HasPrefix(content, []byte(gzipBegins)) || bytes.HasSuffix(content, make([]byte, tarEnd))
}

// folderOf is a folder of an archive, in which everything may be in one folder that is named after the repository.
func folderOf(archive *zip.Reader, folder string) (fs.FS, error) {
	if len(archive.File) > maxFiles {
		return nil, fmt.Errorf("the archive has %d files; at most %d are read", len(archive.File), maxFiles)
	}
	for _, f := range archive.File {
		if name := strings.TrimSuffix(f.Name, "/"); !fs.ValidPath(name) || strings.Contains(name, `\`) {
			return nil, fmt.Errorf("the archive has a file whose name leads out of it: %q", f.Name)
		}
	}
	names := []string{folder}
	if top, err := fs.ReadDir(archive, "."); err == nil && len(top) == 1 {
		names = append(names, path.Join(top[0].Name(), folder))
	}
	for _, name := range names {
		if info, err := fs.Stat(archive, name); err == nil && info.IsDir() {
			return fs.Sub(archive, name)
		}
	}
	return nil, fmt.Errorf("the archive has no folder %s", folder)
}

// zipped makes a zip of a tar, which may be packed with gzip. Of each file it has as much as is read of one.
func zipped(content []byte) ([]byte, error) {
	var in io.Reader = bytes.NewReader(content)
	if bytes.HasPrefix(content, []byte(gzipBegins)) {
		packed, err := gzip.NewReader(in)
		if err != nil {
			return nil, fmt.Errorf("the archive can't be read: %w", err)
		}
		in = packed
	}
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	files := tar.NewReader(http.MaxBytesReader(nil, io.NopCloser(in), maxUnpacked)) // it fails if there is more
	for n := 0; ; n++ {
		h, err := files.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if large := new(http.MaxBytesError); errors.As(err, &large) {
			return nil, fmt.Errorf("the archive unpacks to more than %d MB", maxUnpacked>>20)
		}
		if err != nil {
			return nil, fmt.Errorf("the address has neither a zip nor a tar, or not all of it: %w", err)
		}
		if h.Typeflag == tar.TypeXGlobalHeader {
			if err := archive.SetComment(h.PAXRecords["comment"]); err != nil {
				return nil, err
			}
			continue
		}
		if n > maxFiles || out.Len() > maxBytes {
			return nil, fmt.Errorf("the archive has more than %d files or %d MB", maxFiles, maxBytes>>20)
		}
		if h.Typeflag == tar.TypeDir && !strings.HasSuffix(h.Name, "/") {
			h.Name += "/"
		}
		header := &zip.FileHeader{Name: h.Name, Method: zip.Deflate}
		mode := h.FileInfo().Mode()
		if h.Typeflag == tar.TypeLink {
			mode = fs.ModeSymlink
		}
		header.SetMode(mode)
		w, err := archive.CreateHeader(header)
		if err == nil && h.Typeflag == tar.TypeReg {
			_, err = io.Copy(w, io.LimitReader(files, roster.MaxCell))
		}
		if err != nil {
			return nil, fmt.Errorf("the archive can't be read: %w", err)
		}
	}
	if err := archive.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

const (
	zipBegins   = "PK"
	gzipBegins  = "\x1f\x8b"
	tarEnd      = 1024    // how many bytes without anything end a tar
	maxUnpacked = 1 << 30 // how much a tar may unpack to, of which only the beginnings of files are kept
)
