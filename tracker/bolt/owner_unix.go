//go:build unix

package bolt

import (
	"io/fs"
	"os"
	"syscall"
)

// own gives a file to the owner of another, unless it has that owner already.
func own(info fs.FileInfo, file string) error {
	has, ok := info.Sys().(*syscall.Stat_t)
	if !ok || os.Geteuid() == int(has.Uid) && os.Getegid() == int(has.Gid) {
		return nil
	}
	return os.Chown(file, int(has.Uid), int(has.Gid))
}
